"""Built pages -> sentences about what is wrong with them.

Links that lead nowhere, loads from elsewhere, images without a text, code, traces of the machine that made them: markup
and style sheets say so without a browser. What scripts do while a page is shown is for the tests in a browser.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import html as markup

from twocrises.errors import TwoCrisesError
from twocrises.wording import shortened

# Attributes by which a page makes the browser fetch something, or send something, without a click on a link.
_LOADING = frozenset(
    {"src", "data", "poster", "background", "manifest", "action", "formaction", "xlink:href", "archive"}
)
_SETS = frozenset({"srcset", "imagesrcset"})
# Kinds of <link> that no browser follows by itself.
_QUIET = frozenset({"canonical", "license", "author", "help", "bookmark"})
_LINKED = frozenset({"", "http", "https", "mailto"})
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_NAMESPACE = re.compile(r"@namespace[^;]*;", re.I)
_CSS_ADDRESS = re.compile(
    r"""url\(\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^)"'\s]*))\s*\)|@import\s+["'](?P<rule>[^"']*)["']""",
    re.I,
)
_FOLDER = re.compile(
    r"file:/{2,}|(?<![\w.])/(?:home|Users)/\w|\b[A-Z]:(?:\\{1,2}|/)Users\b|[/\\](?:site|dist)-packages[/\\]"
)
_INDEX = re.compile(r"https?://[^\s\"'<>]+/simple\b")
_WORD = re.compile(r"[^\W\d_]{2,}")


class _Page(NamedTuple):
    """A page: its place below the folder, its text, its elements, and how often it has each anchor."""

    name: str
    text: str
    tree: Any
    anchors: Counter[str]


def check_pages(html: Path) -> list[str]:
    """Look for faults in built pages.

    Parameters
    ----------
    html : Path
        The folder of the pages. What lies in _static is looked at where a page loads it.

    Returns
    -------
    list of str
        Sentences that name the page, sorted; empty if all is well. Faults are links and anchors that lead nowhere, an
        id twice in a page, anything that is fetched from another host, images without a text, code in attributes and
        addresses, pages inside pages, and paths or package indexes of the machine that made the page.

    Raises
    ------
    TwoCrisesError
        If there is no page.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "index.html").write_text("<p>See <a href='methods.html'>Methods</a>.</p>")
    ...     check_pages(Path(folder))
    ['index.html: the link “methods.html” leads to no page.']
    """
    files = {path.relative_to(html).as_posix(): path for path in html.rglob("*") if path.is_file()}
    names = sorted(name for name in files if name.endswith(".html") and not name.startswith("_static/"))
    if not names:
        raise TwoCrisesError(f"There is no page in {html.name}/. Make the book: make book.")
    pages = {name: _parsed(name, files[name]) for name in names}
    traces = _traces(html)
    found = [f"{page.name}: {fault}" for page in pages.values() for fault in _faults(page, pages, files, traces)]
    sheets = {place for page in pages.values() for place in _sheets(page) if place in files}
    return sorted(dict.fromkeys([*found, *_faults_of_sheets(sheets, files)]))


def _parsed(name: str, path: Path) -> _Page:
    text = path.read_text(encoding="utf-8")
    tree = markup.document_fromstring(text.encode(), parser=markup.HTMLParser(encoding="utf-8"))
    return _Page(name, text, tree, Counter(tree.xpath("//@id")))


def _faults(page: _Page, pages: Mapping[str, _Page], files: Mapping[str, Path], traces: list[str]) -> Iterator[str]:
    yield from (f"the id “{name}” is there {n} times." for name, n in page.anchors.items() if n > 1)
    for element in page.tree.iter(markup.etree.Element):
        yield from _faults_of_element(element, page.name, pages, files)
    for trace in [*_FOLDER.findall(page.text), *(trace for trace in traces if trace in page.text)]:
        yield f"shows a path of one machine (“{trace}”)."
    for address in [*_INDEX.findall(page.text), *(host for host in _index_hosts() if host in page.text)]:
        yield f"names a package index (“{address}”)."


def _faults_of_element(element: Any, page: str, pages: Mapping[str, _Page], files: Mapping[str, Path]) -> Iterator[str]:
    tag, attributes = element.tag, {name: _plain(value) for name, value in element.attrib.items()}
    if tag == "img" and len(_WORD.findall(attributes.get("alt", ""))) < 2:
        yield f"the image “{shortened(attributes.get('src', ''), 60)}” has no text that says what it shows."
    if tag in ("iframe", "frame", "embed", "object", "base"):
        yield f"has an element <{tag}>, and a page of the book needs none."
    if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        yield "sends its reader to another page by itself."
    for name in attributes:
        if name.startswith("on") or name == "srcdoc":
            yield f"has code in an attribute ({name} of <{tag}>)."
    if tag in ("a", "area") and "href" in attributes:
        yield from _faults_of_link(attributes["href"], page, pages, files)
    for address in _loads(tag, attributes):
        yield from _faults_of_load(address, page, files)
    if tag == "style":
        yield from (
            fault for load in _css_addresses(element.text or "") for fault in _faults_of_load(load, page, files)
        )


def _faults_of_link(address: str, page: str, pages: Mapping[str, _Page], files: Mapping[str, Path]) -> Iterator[str]:
    parts = _split(address)
    if parts is None or parts.scheme not in _LINKED or (not parts.scheme and parts.netloc):
        yield f"the link “{shortened(address, 60)}” is no address for a reader."
        return
    if parts.scheme:
        return
    # Behind ":~:" stands text to be marked in the other page, which is no anchor.
    place, anchor = _place(page, parts.path), unquote(parts.fragment.partition(":~:")[0])
    if place not in files:
        yield f"the link “{address}” leads to no page."
    elif anchor and anchor != "top" and place in pages and not _has(pages[place], anchor):
        yield f"the link “{address}” leads to no place in {place}."


def _has(page: _Page, anchor: str) -> bool:
    return anchor in page.anchors or anchor in page.tree.xpath("//a/@name")


def _faults_of_load(address: str, page: str, files: Mapping[str, Path]) -> Iterator[str]:
    """Something that a browser fetches: it has to be a file of the book, or part of the page."""
    parts = _split(address)
    if parts is None or parts.netloc or parts.scheme not in ("", "data"):
        yield f"asks another place for “{shortened(address, 60)}”."
    elif not parts.scheme and _place(page, parts.path) not in files:
        yield f"the file “{shortened(address, 60)}” is not there."


def _loads(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        if name in _LOADING or (name == "href" and tag in ("use", "image", "feimage")):
            yield value
        elif name == "ping":
            yield from value.split()
        elif name in _SETS:
            yield from (part.split()[0] for part in re.split(r",\s+", value) if part.strip())
        elif name == "style":
            yield from _css_addresses(value)
    if tag == "link" and "href" in attributes and not set(attributes.get("rel", "").lower().split()) <= _QUIET:
        yield attributes["href"]


def _sheets(page: _Page) -> Iterator[str]:
    for address in page.tree.xpath("//link[contains(@rel, 'stylesheet')]/@href"):
        parts = _split(_plain(address))
        if parts and not parts.scheme and not parts.netloc:
            yield _place(page.name, parts.path)


def _faults_of_sheets(first: set[str], files: Mapping[str, Path]) -> Iterator[str]:
    """Style sheets, and those that they import."""
    waiting, seen = sorted(first), set(first)
    while waiting:
        sheet = waiting.pop()
        for address in _css_addresses(files[sheet].read_text(encoding="utf-8")):
            yield from (f"{sheet}: {fault}" for fault in _faults_of_load(address, sheet, files))
            place = _place(sheet, address.partition("?")[0])
            if place.endswith(".css") and place in files and place not in seen:
                seen.add(place)
                waiting.append(place)


def _css_addresses(style: str) -> list[str]:
    rules = _NAMESPACE.sub("", _COMMENT.sub("", style))
    addresses = (next((part for part in match.groups() if part), "") for match in _CSS_ADDRESS.finditer(rules))
    return [_plain(address) for address in addresses if address and not address.startswith("#")]


def _plain(address: str) -> str:
    """Read an attribute as browsers do, which drop line ends and what stands around an address."""
    return re.sub(r"[\t\n\r]", "", str(address)).strip("".join(map(chr, range(33))))


def _split(address: str) -> Any:
    try:
        return urlsplit(address)
    except ValueError:  # brackets that do not match
        return None


def _place(page: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))) if path else page


def _traces(html: Path) -> list[str]:
    """Folders that only this machine has: where the pages lie, where we are, and the home of who made them."""
    folders = {html.resolve(), Path.cwd().resolve(), Path.home().resolve()}
    return sorted(f"{folder.as_posix()}/" for folder in folders if len(folder.parts) > 2)


def _index_hosts() -> list[str]:
    """Hosts of package indexes that the tools of this machine are told to use."""
    settings = (value for name, value in os.environ.items() if name.upper().endswith(("INDEX_URL", "DEFAULT_INDEX")))
    hosts = (parts.hostname for parts in map(_split, settings) if parts is not None)
    return sorted({host for host in hosts if host})
