"""Built pages -> PDF: the whole book as one document, and each notebook as a handout.

The pages are taken apart rather than printed as they are: what only a screen can do (navigation, parts to open, links
to other files) becomes what paper can. One document is then laid out by an installed Chromium, which is asked for
nothing but files of the book.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from lxml import html as markup

from twocrises.book.measurements import in_words
from twocrises.errors import TwoCrisesError
from twocrises.markup import escape_html
from twocrises.notebooks import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE = "TWO_CRISES_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# On paper the width of a line is that of A4 less its margins: 210 mm less two times 18 mm, at 96 pixels an inch.
_WIDTH = round((210 - 2 * 18) / 25.4 * 96)
_SMALLEST = 8.5  # pixels, 6.4 points: below that a table is wrapped anywhere rather than set smaller
# Answers of exercises, by the line that opens them.
_ANSWER = "What to look for"
# For those who cannot see a figure, or who want its data: paper cannot be heard, and no data are copied from it.
_ON_SCREEN_ONLY = ("Figure in words", "Data of Figure")
_DAY = b"D:20000101000000+00'00'"
_REFERRING = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls")
_FIT = """([room, least]) => {
    for (const table of document.querySelectorAll("table")) {
        const inside = table.parentElement.closest("td, th, figure, li, dd") || document.body;
        const width = Math.min(room, inside.getBoundingClientRect().width || room);
        let size = parseFloat(getComputedStyle(table).fontSize);
        while (table.scrollWidth > width + 1 && size > least) {
            size -= 0.5;
            table.style.fontSize = size + "px";
        }
        if (table.scrollWidth > width + 1) table.classList.add("tc-tight");
    }
}"""

_NUMBER = """numbers => {
    for (const place of document.querySelectorAll("[data-place]"))
        place.textContent = numbers[place.dataset.place] ?? "";
}"""


class Page(NamedTuple):
    """A page of the book as it goes to paper.

    Attributes
    ----------
    name : str
        Its place, such as "notebooks/01_cleaning".
    title : str
    depth : int
        0 for a page of the table of contents, 1 for one below it.
    article : lxml.html.HtmlElement
        What it says.
    """

    name: str
    title: str
    depth: int
    article: Any


def find_chromium() -> str:
    """Find the browser that prints the book and shows it to the tests.

    Returns
    -------
    str
        The program: what TWO_CRISES_CHROMIUM names, or else the first that is installed under a usual name.

    Raises
    ------
    TwoCrisesError
        If there is none.

    Examples
    --------
    >>> from unittest import mock
    >>> with mock.patch.dict(os.environ, {VARIABLE: "no-such-browser"}):
    ...     find_chromium()
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: TWO_CRISES_CHROMIUM names “no-such-browser”, and there is no such program...
    """
    named = os.environ.get(VARIABLE)
    found = next(filter(None, map(shutil.which, [named] if named else _NAMES)), None)
    if not found and named:
        raise TwoCrisesError(f"{VARIABLE} names “{named}”, and there is no such program. Change it, or unset it.")
    if not found:
        raise TwoCrisesError(
            f"No Chromium is here. Install it (Debian and Ubuntu: apt-get install chromium), or name one in {VARIABLE}."
        )
    return found


def make_paper(html: Path, folder: Path, root: Path = ROOT) -> list[Path]:
    """Print the book and the handouts.

    Parameters
    ----------
    html : Path
        The built pages.
    folder : Path
        Where to; files of the same names are replaced when all are complete.
    root : Path
        The repository, with CITATION.cff.

    Returns
    -------
    list of Path
        two_crises.pdf, and one file a notebook. The same pages give the same bytes on one machine.

    Raises
    ------
    TwoCrisesError
        If there is no book, or no Chromium.

    Examples
    --------
    >>> from unittest import mock
    >>> with mock.patch.dict(os.environ, {VARIABLE: "no-such-browser"}):
    ...     make_paper(Path("build/book/html"), Path("build/book/paper"))
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: TWO_CRISES_CHROMIUM names “no-such-browser”, and there is no such program...
    """
    import yaml  # type: ignore[import-untyped]
    from playwright.sync_api import sync_playwright

    program = find_chromium()
    pages = read_pages(html)
    facts = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making", dir=folder) as making, sync_playwright() as playwright:
        sheets = {"two_crises": book_sheet(pages, parts_of(html), facts)}
        sheets |= {
            posixpath.basename(page.name): handout_sheet(page, pages, facts)
            for page in pages
            if page.name.startswith("notebooks/")
        }
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            made = [_print(browser, name, sheet, html, Path(making)) for name, sheet in sheets.items()]
        finally:
            browser.close()
        return [path.replace(folder / path.name) for path in made]


def read_pages(html: Path) -> list[Page]:
    """Read the pages of the book in their order.

    Parameters
    ----------
    html : Path
        The built pages.

    Returns
    -------
    list of Page
        From the first page on, each followed by the one it names as the next.

    Raises
    ------
    TwoCrisesError
        If there is no first page.

    Examples
    --------
    >>> read_pages(Path("no-such-folder"))
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: There is no book in no-such-folder/. Make it: make book.
    """
    if not (html / "index.html").is_file():
        raise TwoCrisesError(f"There is no book in {html.name}/. Make it: make book.")
    top = {"index", *(page for _, pages in parts_of(html) for page in pages)}
    found: dict[str, Page] = {}
    name: str | None = "index"
    while name and name not in found:
        tree = _tree(html / f"{name}.html")
        article = tree.xpath("//article")[0]
        title = _words(article.xpath(".//h1")[0]) if article.xpath(".//h1") else name
        found[name] = Page(name, title, int(name not in top), article)
        after = tree.xpath("//link[@rel='next']/@href")
        name = _target(name, after[0])[0] if after else None
    return list(found.values())


def parts_of(html: Path) -> list[tuple[str, list[str]]]:
    """Read the table of contents.

    Parameters
    ----------
    html : Path
        The built pages.

    Returns
    -------
    list of (str, list of str)
        Each part with the names of its pages.

    Examples
    --------
    >>> import tempfile
    >>> entry = "<ul><li class='toctree-l1'><a href='notebooks/01_cleaning.html'>Cleaning</a></li></ul>"
    >>> page = f"<nav class='bd-links'><p class='caption'>The walk</p>{entry}</nav>"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "index.html").write_text(page)
    ...     parts_of(Path(folder))
    [('The walk', ['notebooks/01_cleaning'])]
    """
    navigation = _tree(html / "index.html").xpath("//nav[contains(@class, 'bd-links')]")
    parts: list[tuple[str, list[str]]] = []
    for element in navigation[0].iter() if navigation else ():
        if "caption" in _classes(element):
            parts.append((_words(element), []))
        elif element.tag == "a" and "toctree-l1" in _classes(element.getparent()):
            parts = parts or [("Pages", [])]
            parts[-1][1].append(_target("index", element.get("href"))[0])
    return parts


def book_sheet(pages: Sequence[Page], parts: Iterable[tuple[str, list[str]]], facts: Mapping[str, Any]) -> Any:
    """Put all pages into one document.

    Parameters
    ----------
    pages : sequence of Page
        In their order.
    parts : iterable of (str, list of str)
        The table of contents.
    facts : mapping
        What CITATION.cff says.

    Returns
    -------
    lxml.html.HtmlElement
        The document. Links between pages lead from place to place within it.

    Examples
    --------
    >>> article = markup.fragment_fromstring("<article><h1>Two Crises</h1><p>How was it told?</p></article>")
    >>> facts = {"title": "Two Crises: a comparison", "version": "1", "authors": [{"name": "A project"}]}
    >>> sheet = book_sheet([Page("index", "Two Crises", 0, article)], [], facts)
    >>> "How was it told?" in sheet.text_content()
    True
    """
    known = {page.name: page for page in pages}
    addresses: set[str] = set()
    bodies = {page.name: _on_paper(page, known, addresses) for page in pages}
    first = bodies.pop("index")
    question = [_words(element) for element in first.xpath(".//*[contains(@class, 'tc-question')]")]
    for element in first.xpath(".//*[contains(@class, 'tc-question')]"):
        element.drop_tree()
    for heading in first.xpath(".//h1"):
        heading.text, heading[:] = "In short", []
    title = str(facts["title"]).partition(":")[0]
    body = markup.Element("body")
    body.append(_cover(title, question, facts))
    body.append(_contents(pages, parts))
    body.append(first)
    body.extend(bodies.values())
    return _document(title, body, f"{title}, version {facts['version']}")


def handout_sheet(page: Page, pages: Sequence[Page], facts: Mapping[str, Any]) -> Any:
    """Make a document of one notebook.

    Parameters
    ----------
    page : Page
        The notebook.
    pages : sequence of Page
        All pages, for the names of those that it links to and the words of the glossary.
    facts : mapping
        What CITATION.cff says.

    Returns
    -------
    lxml.html.HtmlElement
        The document. Links that leave it are text; at its end stand the words of the glossary that it uses, where the
        book says more, and, on a page of their own, the answers of its exercises.

    Examples
    --------
    >>> article = markup.fragment_fromstring("<article><h1>Words</h1><p>Count them.</p></article>")
    >>> page = Page("notebooks/02_words", "Words", 0, article)
    >>> facts = {"title": "Two Crises: a comparison", "version": "1", "authors": [{"name": "A project"}]}
    >>> "This is a handout" in handout_sheet(page, [page], facts).text_content()
    True
    """
    others = {other.name: other for other in pages}
    linked = [_target(page.name, link.get("href")) for link in page.article.xpath(".//a[@href]") if _stays(link)]
    body = _on_paper(page, {page.name: page}, set(), others)
    answers = _answers(body)
    title = str(facts["title"]).partition(":")[0]
    ending = markup.Element("section", {"class": "tc-ending"})
    ending.append(_made("h2", "Where the book says more"))
    ending.append(_made("p", f"This is a handout of the book {in_words(facts)}"))
    more = [other for other in pages if other.name in {name for name, _ in linked} - {page.name, "glossary"}]
    if more:
        ending.append(_made("p", f"It has a page for each of these, which the text mentions: {_listed(more)}."))
    explained = _explained(others.get("glossary"), [anchor for name, anchor in linked if name == "glossary"])
    if len(explained):
        ending.append(_made("h3", "Words"))
        ending.append(explained)
    body.append(ending)
    if len(answers) > 1:
        body.append(answers)
    root = markup.Element("body", {"class": "tc-handout"})
    root.append(body)
    return _document(f"{title}: {page.title}", root, f"{title} {facts['version']} · {page.title}")


def _on_paper(
    page: Page, inside: Mapping[str, Page], addresses: set[str], outside: Mapping[str, Page] | None = None
) -> Any:
    """Copy what a page says, with what a screen does made into what paper can do."""
    article = markup.fromstring(markup.tostring(page.article, encoding="unicode"))
    for element in article.xpath(".//*[contains(@class, 'headerlink')] | .//script | .//style | .//button"):
        element.drop_tree()
    for element in article.xpath(".//source | .//picture"):
        element.drop_tag()  # not with what is in it: the parser takes an image for a part of the source before it
    for details in article.xpath(".//details"):
        _open(details)
    for image in article.xpath(".//img"):
        image.set("src", _file_of(page.name, image.get("src", "")))
    _rename(article, page.name)
    named: set[str] = set()
    for link in article.xpath(".//a[@href]"):
        _link(link, page.name, inside, addresses, outside or {}, named)
    for heading in article.xpath(".//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]"):
        heading.tag = f"h{int(heading.tag[1]) + page.depth}"
    article.tag = "section"
    article.attrib.clear()
    article.set("id", _slug(page.name))
    article.set("class", f"tc-page tc-{page.name.partition('/')[0] if '/' in page.name else 'page-' + page.name}")
    return article


def _open(details: Any) -> None:
    """Make what is behind a line to open a box under that line, or leave it out."""
    summary = details.find("summary")
    line = _words(summary) if summary is not None else ""
    if line.startswith(_ON_SCREEN_ONLY):
        details.drop_tree()
        return
    details.tag = "div"
    details.attrib.clear()
    details.set("class", "tc-answer-text" if line == _ANSWER else "tc-opened")
    if summary is not None:
        summary.tag = "p"
        summary.set("class", "tc-opener")


def _answers(body: Any) -> Any:
    """Take the answers out of a handout; they follow on pages that a teacher can leave off."""
    answers = markup.Element("section", {"class": "tc-answers"})
    answers.append(_made("h2", "What to look for in the exercises"))
    for number, answer in enumerate(body.xpath(".//*[@class='tc-answer-text']"), 1):
        exercises = answer.xpath("preceding::strong[starts-with(normalize-space(), 'Exercise')]")
        heading = _words(exercises[-1]).rstrip(".") if exercises else f"Exercise {number}"
        answer[0].drop_tree()
        tail, answer.tail = answer.tail, None
        answer.addprevious(markup.Element("span"))
        answer.getprevious().tail = tail
        answers.append(_made("h3", heading))
        answers.append(answer)
    return answers


def _explained(glossary: Page | None, anchors: Iterable[str]) -> Any:
    """Take words and what they mean from the glossary, each once, in its order."""
    found = markup.Element("dl", {"class": "tc-words"})
    if glossary is None:
        return found
    wanted = set(anchors)
    for term in glossary.article.xpath(".//dt[@id]"):
        meaning = next((after for after in term.itersiblings() if after.tag == "dd"), None)
        if term.get("id") in wanted and meaning is not None:
            found.append(_made("dt", _words(term)))
            copy = markup.fromstring(markup.tostring(meaning, encoding="unicode", with_tail=False))
            for link in copy.xpath(".//a[@href]"):
                _link(link, glossary.name, {}, set(), {}, set())
            found.append(copy)
    return found


def _rename(article: Any, page: str) -> None:
    """Keep the ids of several pages apart."""
    for element in article.iter(markup.etree.Element):
        if element.get("id"):
            element.set("id", _anchor(page, element.get("id")))
        for name in _REFERRING:
            if element.get(name):
                element.set(name, " ".join(_anchor(page, part) for part in element.get(name).split()))
        for name in ("tabindex", "name", "onclick"):
            element.attrib.pop(name, None)


def _link(
    link: Any,
    page: str,
    inside: Mapping[str, Page],
    addresses: set[str],
    outside: Mapping[str, Page],
    named: set[str],
) -> None:
    """Lead a link to its place in this document, to the web with its address in print, or make it text."""
    address = link.get("href").strip()
    if not _stays(link):
        if urlsplit(address).scheme in ("http", "https", "mailto"):
            _print_address(link, address, addresses)
        else:
            link.drop_tag()
        return
    name, anchor = _target(page, address)
    if name in inside and "image-reference" not in _classes(link):
        here = anchor and inside[name].article.xpath("boolean(.//*[@id=$id])", id=anchor)
        link.set("href", f"#{quote(_anchor(name, anchor) if here else _slug(name))}")
        link.attrib.pop("title", None)
        return
    if "tc-ledger" in _classes(link):
        link.drop_tree()
        return
    if name in outside and name not in named and not {"tc-term", "tc-address"} & _classes(link):
        words = _words(link)
        if outside[name].title.casefold() not in words.casefold() and "#s" not in words:
            named.add(name)
            link.append(_made("span", f" (in the book: {outside[name].title})"))
    link.drop_tag()


def _print_address(link: Any, address: str, addresses: set[str]) -> None:
    """Print an address behind its first link."""
    shown = address.removeprefix("mailto:")
    if shown not in addresses and shown.rstrip("/") not in _words(link):
        after = _made("span", f" ({shown})")
        after.set("class", "tc-address-in-print")
        after.tail, link.tail = link.tail, None
        link.addnext(after)
    addresses.add(shown)


def _cover(title: str, question: Sequence[str], facts: Mapping[str, Any]) -> Any:
    cover = markup.Element("section", {"class": "tc-cover"})
    cover.append(_made("h1", title))
    cover.extend(_made("p", words, "tc-question") for words in question)
    cover.append(_made("p", f"Version {facts['version']}"))
    cover.append(_made("p", f"To cite: {in_words(facts)}"))
    rights = "Text and figures CC BY 4.0, code BSD-3-Clause; the articles stay with their publishers."
    cover.append(_made("p", rights))
    return cover


def _contents(pages: Sequence[Page], parts: Iterable[tuple[str, list[str]]]) -> Any:
    """List the pages with places for their numbers, which are known only when all is laid out."""
    contents = markup.Element("nav", {"class": "tc-contents", "aria-label": "Contents"})
    contents.append(_made("h1", "Contents"))
    names = [page.name for page in pages]
    top = {name for _, part in parts for name in part}
    for caption, part in [("", ["index"]), *parts]:
        if caption:
            contents.append(_made("p", caption, "tc-part"))
        entries = markup.Element("ul")
        for name in part:
            after = names[names.index(name) + 1 :] if name in names else []
            below = after[: next((i for i, other in enumerate(after) if other in top), len(after))]
            for entry in [name, *below] if name != "index" else [name]:
                page = pages[names.index(entry)]
                entries.append(_entry(page, "In short" if entry == "index" else page.title))
        contents.append(entries)
    return contents


def _entry(page: Page, title: str) -> Any:
    entry = markup.Element("li", {"class": f"tc-depth-{page.depth}"})
    link = _made("a", title)
    link.set("href", f"#{quote(_slug(page.name))}")
    number = _made("span", "", "tc-number")
    number.set("data-place", _slug(page.name))
    entry.extend([link, number])
    return entry


def _document(title: str, body: Any, footer: str) -> Any:
    document = markup.Element("html", {"lang": "en", "data-theme": "light", "data-footer": footer})
    head = markup.Element("head")
    head.append(markup.Element("meta", {"charset": "utf-8"}))
    head.append(_made("title", title))
    for sheet in ("_static/pygments.css", "_static/paper.css"):
        head.append(markup.Element("link", {"rel": "stylesheet", "href": sheet}))
    document.extend([head, body])
    return document


def _print(browser: Browser, name: str, document: Any, html: Path, folder: Path) -> Path:
    """Lay a document out, once for its pages and, if it has a table of contents, once more with their numbers."""
    files = posixpath.relpath(html.resolve().as_posix(), folder.resolve().as_posix())
    for attribute, elements in (("src", "//img"), ("href", "//link")):
        for element in document.xpath(elements):
            element.set(attribute, f"{quote(files)}/{element.get(attribute)}")
    sheet, pdf = folder / f"{name}.html", folder / f"{name}.pdf"
    sheet.write_text("<!DOCTYPE html>\n" + markup.tostring(document, encoding="unicode"), encoding="utf-8")
    footer = (
        '<div style="font: 8px sans-serif; width: 100%; margin: 0 18mm; display: flex; justify-content: space-between">'
        f'<span>{escape_html(document.get("data-footer"))}</span><span class="pageNumber"></span></div>'
    )
    context = browser.new_context(
        offline=True, java_script_enabled=False, color_scheme="light", viewport={"width": _WIDTH, "height": 900}
    )
    try:
        page = context.new_page()
        page.emulate_media(media="print")
        page.goto(sheet.resolve().as_uri())
        page.evaluate(_FIT, [_WIDTH, _SMALLEST])
        options: dict[str, Any] = {
            "path": pdf, "tagged": True, "outline": True, "prefer_css_page_size": True, "print_background": True,
            "display_header_footer": True, "header_template": "<span></span>", "footer_template": footer,
        }  # fmt: skip
        page.pdf(**options)
        if document.xpath("//*[@data-place]"):
            page.evaluate(_NUMBER, _places(pdf))
            page.pdf(**options)
    finally:
        context.close()
    pdf.write_bytes(without_days(pdf.read_bytes()))
    return pdf


def _places(pdf: Path) -> dict[str, int]:
    """Tell on which page each place that something leads to is."""
    from pypdf import PdfReader

    reader = PdfReader(pdf)
    numbers = {name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}
    return {unquote(str(name)).removeprefix("/"): number + 1 for name, number in numbers.items() if number is not None}


def without_days(pdf: bytes) -> bytes:
    """Put one day for the day a PDF was made, so that the same pages give the same bytes.

    Parameters
    ----------
    pdf : bytes
        As Chromium writes it.

    Returns
    -------
    bytes
        Of the same length, so that no place in the file moves.

    Examples
    --------
    >>> without_days(b"/CreationDate (D:20261122191509+00'00')")
    b"/CreationDate (D:20000101000000+00'00')"
    """
    return re.sub(
        rb"(/(?:CreationDate|ModDate)\s*\()(D:[^)]*)\)",
        lambda match: match[1] + _DAY[: len(match[2])].ljust(len(match[2])) + b")",
        pdf,
    )


def _tree(path: Path) -> Any:
    return markup.document_fromstring(path.read_bytes(), parser=markup.HTMLParser(encoding="utf-8"))


def _stays(link: Any) -> bool:
    """Whether a link leads to a place in the book."""
    parts = urlsplit(link.get("href").strip())
    return not parts.scheme and not parts.netloc


def _target(page: str, address: str) -> tuple[str, str]:
    """Name the page and the anchor that an address in a page leads to."""
    parts = urlsplit(address.strip())
    path = unquote(parts.path)
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    return name.removesuffix(".html"), unquote(parts.fragment.partition(":~:")[0])


def _file_of(page: str, address: str) -> str:
    return quote(posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address.partition("?")[0]))))


def _slug(page: str) -> str:
    return f"page-{page.replace('/', '-')}"


def _anchor(page: str, anchor: str) -> str:
    return f"{_slug(page)}--{anchor}"


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split())


def _words(element: Any) -> str:
    """Read the text of an element, without the sign that links to it."""
    own = markup.fromstring(markup.tostring(element, encoding="unicode", with_tail=False))
    for sign in own.xpath(".//*[contains(@class, 'headerlink')]"):
        sign.drop_tree()
    return " ".join(own.text_content().split())


def _made(tag: str, text: str, classes: str = "") -> Any:
    element = markup.Element(tag, {"class": classes} if classes else {})
    element.text = text
    return element


def _listed(pages: Iterable[Page]) -> str:
    return "; ".join(page.title for page in pages)
