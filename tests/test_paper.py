"""The book on paper: what goes into the documents, and what the printed files hold."""

import re
import shutil
from base64 import b64decode

import pytest
from lxml import html as markup

from twocrises.book.paper import (
    VARIABLE,
    book_sheet,
    find_chromium,
    handout_sheet,
    make_paper,
    parts_of,
    read_pages,
    without_days,
)
from twocrises.errors import TwoCrisesError
from twocrises.notebooks import ROOT, find_lessons

from . import browser

book, chromium, shared = browser.book, browser.chromium, browser.shared

FACTS = {"title": "Two Crises: a subtitle", "version": "9.8.7", "authors": [{"name": "The project"}]}
NAVIGATION = """<nav class="bd-links"><p class="caption"><span class="caption-text">The walk</span></p><ul>
<li class="toctree-l1"><a href="{up}notebooks/01_a.html">A</a></li></ul>
<p class="caption"><span class="caption-text">To look up</span></p><ul>
<li class="toctree-l1"><a href="{up}corpus/index.html">Corpus</a></li>
<li class="toctree-l1"><a href="{up}glossary.html">Glossary</a></li></ul></nav>"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>x</title>{next}</head><body>{navigation}<main>
<article class="bd-article">{text}</article></main></body></html>"""
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
TEXTS = {
    "index": '<section id="two"><h1>Two Crises<a class="headerlink" href="#two">#</a></h1>'
    '<div class="tc-question"><p>What is asked?</p></div><p>Read <a href="notebooks/01_a.html">A</a>.</p></section>',
    "notebooks/01_a": """<section id="a"><h1>First notebook<a class="headerlink" href="#a">#</a></h1>
<p>A <a class="tc-term" href="../glossary.html#term-rate">rate</a>, a page <a href="../glossary.html">there</a>,
<a href="../corpus/000.html#s1">000#s1</a>, <a href="../corpus/000.html">an article</a>, <a href="#a">here</a>,
<a href="https://example.org/one">web</a>, <a href="https://example.org/one">again</a>.</p>
<p><a class="tc-ledger" href="../corpus/index.html">Claim</a></p>
<picture><source srcset="../_images/a.png"><img alt="2 and 3" src="../_images/a.png"></picture>
<details><summary>Figure in words</summary><p>Only heard.</p></details>
<details><summary>Data of Figure 1.1</summary><p>Only copied.</p></details>
<details><summary>More of it</summary><p>Behind a line.</p></details>
<p><strong>Exercise 1.1.</strong> Do it.</p>
<details><summary>What to look for</summary><p>The first answer.</p></details>
<p><strong>Exercise 1.2.</strong> And this.</p>
<details><summary>What to look for</summary><p>The second answer.</p></details>
<p>The end of it. &lt;script&gt;alert(1)&lt;/script&gt;</p></section>""",
    "corpus/index": '<section id="c"><h1>The corpus</h1><p>All of them.</p></section>',
    "corpus/000": '<section id="c"><h1>An article</h1><p><i id="s1">A sentence.</i></p><h2>Below</h2></section>',
    "glossary": """<section id="g"><h1>Glossary</h1><dl>
<dt id="term-rate">rate<a class="headerlink" href="#term-rate">#</a></dt>
<dd><p>So many times per 1,000 words; see <a href="#term-z">z</a>.</p></dd>
<dt id="term-z">z</dt><dd>A score.</dd></dl></section>""",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A book of five pages, as Sphinx writes them."""
    html = tmp_path_factory.mktemp("paper") / "html"
    names = list(TEXTS)
    for name, after in zip(names, [*names[1:], None], strict=True):
        up = "../" * name.count("/")
        link = f'<link rel="next" href="{up}{after}.html">' if after else ""
        page = PAGE.format(next=link, navigation=NAVIGATION.format(up=up), text=TEXTS[name])
        (html / name).parent.mkdir(parents=True, exist_ok=True)
        (html / f"{name}.html").write_text(page, encoding="utf-8")
    (html / "_static").mkdir()
    shutil.copy(ROOT / "book" / "theme" / "static" / "paper.css", html / "_static")
    (html / "_static" / "pygments.css").touch()
    (html / "_images").mkdir()
    (html / "_images" / "a.png").write_bytes(b64decode(PIXEL))
    return html


def words(element):
    return " ".join(element.text_content().split())


def test_pages_come_in_the_order_of_the_book(small):
    pages = read_pages(small)
    assert [page.name for page in pages] == list(TEXTS)
    assert [page.title for page in pages] == ["Two Crises", "First notebook", "The corpus", "An article", "Glossary"]
    assert [page.depth for page in pages] == [0, 0, 0, 1, 0]
    assert parts_of(small) == [("The walk", ["notebooks/01_a"]), ("To look up", ["corpus/index", "glossary"])]


def test_the_book_as_one_document(small):
    sheet = book_sheet(read_pages(small), parts_of(small), FACTS)
    text = words(sheet)
    assert sheet.get("lang") == "en" and words(sheet.find("head/title")) == "Two Crises"
    assert text.count("What is asked?") == 1 and "Version 9.8.7" in text and "To cite: The project: Two Crises" in text
    assert "Only heard." not in text and "Only copied." not in text
    assert "More of itBehind a line." in text and "What to look forThe first answer." in text
    assert "<script>alert(1)</script>" in text and not sheet.xpath("//script | //details | //source | //nav[@id]")
    assert len(sheet.xpath("//img")) == 1, "an image in a <picture> stays"
    ids = sheet.xpath("//@id")
    assert len(ids) == len(set(ids)), "two pages may have the same ids"
    inner = [link[1:] for link in sheet.xpath("//a/@href") if link.startswith("#")]
    assert set(inner) <= set(ids) and "page-corpus-000--s1" in inner
    assert [link for link in sheet.xpath("//a/@href") if not link.startswith("#")] == ["https://example.org/one"] * 2
    assert text.count("(https://example.org/one)") == 1, "an address is printed once"
    contents = [words(entry) for entry in sheet.xpath("//nav//li/a")]
    assert contents == ["In short", "First notebook", "The corpus", "An article", "Glossary"]
    levels = {words(one): one.tag for one in sheet.xpath("//h1 | //h2 | //h3")}
    assert (levels["The corpus"], levels["An article"], levels["Below"]) == ("h1", "h2", "h3")


def test_a_handout(small):
    pages = read_pages(small)
    sheet = handout_sheet(pages[1], pages, FACTS)
    text = words(sheet)
    assert "a page there (in the book: Glossary), 000#s1, an article, here" in text, "links that leave it are text"
    assert "Claim" not in text, "a link to the ledger alone says nothing on paper"
    assert [link for link in sheet.xpath("//a/@href") if link.startswith("#")] == ["#page-notebooks-01_a--a"]
    assert "So many times per 1,000 words; see z." in text and "A score." not in text, "words that it uses"
    assert "has a page for each of these, which the text mentions: The corpus; An article." in text
    answers = sheet.xpath("//section[@class='tc-answers']")[0]
    assert words(answers) == (
        "What to look for in the exercisesExercise 1.1The first answer.Exercise 1.2The second answer."
    )
    assert answers.getnext() is None and text.count("The first answer.") == 1, "so that they can be left off"
    assert "And this. The end of it." in text


def test_a_chromium_is_found_or_missed_in_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(TwoCrisesError, match=r"Install it .*apt-get install chromium"):
        find_chromium()
    monkeypatch.setenv(VARIABLE, "none-such")
    with pytest.raises(TwoCrisesError, match="names “none-such”"):
        find_chromium()
    program = tmp_path / "google-chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.delenv(VARIABLE)
    assert find_chromium() == str(program)


def test_no_book_no_paper(tmp_path):
    with pytest.raises(TwoCrisesError, match="There is no book"):
        read_pages(tmp_path)


def test_days_keep_the_length_of_the_file():
    pdf = b"%PDF /CreationDate (D:20261122191509+00'00') /ModDate (D:20261122191509Z) /Title (D:2026)"
    assert len(without_days(pdf)) == len(pdf) and b"20261122" not in without_days(pdf)
    assert b"/Title (D:2026)" in without_days(pdf)
    assert without_days(without_days(pdf)) == without_days(pdf)


# Printed


@pytest.fixture(scope="module")
def program():
    try:
        return find_chromium()
    except TwoCrisesError as error:
        pytest.skip(str(error))


def addresses(reader):
    for page in reader.pages:
        for note in page.get("/Annots") or ():
            action = note.get_object().get("/A")
            if action and "/URI" in action.get_object():
                yield str(action.get_object()["/URI"])


def outline(entries):
    for entry in entries:
        if isinstance(entry, list):
            yield from outline(entry)
        else:
            yield entry.title


def check(path):
    """What holds for each printed file; gives the file as pypdf reads it."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    assert all(address.startswith(("https:", "http:", "mailto:")) for address in addresses(reader))
    data = path.read_bytes()
    assert b"file:" not in data and str(ROOT).encode() not in data and str(path.parent).encode() not in data
    assert str(reader.metadata.creation_date_raw) == str(reader.metadata.modification_date_raw)
    assert reader.root_object["/Lang"] == "en" and reader.root_object["/MarkInfo"]["/Marked"]
    return reader


def test_the_same_pages_give_the_same_bytes(program, small, tmp_path):
    first = make_paper(small, tmp_path / "one", ROOT)
    second = make_paper(small, tmp_path / "another folder", ROOT)
    assert [path.name for path in first] == ["two_crises.pdf", "01_a.pdf"]
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["01_a.pdf", "two_crises.pdf"]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
    reader = check(first[0])
    assert reader.metadata.title == "Two Crises" and len(reader.pages) == 7
    assert "window" not in reader.pages[0].extract_text()
    contents = reader.pages[1].extract_text()
    for title, number in (("In short", 3), ("First notebook", 4), ("The corpus", 5), ("Glossary", 7)):
        assert re.search(rf"{title}\s+{number}\b", contents), contents
    assert "An article" in list(outline(reader.outline))


@pytest.mark.slow
def test_the_whole_book_on_paper(program, book, tmp_path):
    files = {path.stem: path for path in make_paper(book, tmp_path / "paper", ROOT)}
    assert list(files) == ["two_crises", *find_lessons(ROOT)]
    readers = {name: check(path) for name, path in files.items()}
    pages = read_pages(book)
    titles = list(outline(readers["two_crises"].outline))
    for page in pages[1:]:
        assert page.title in titles, page.title
    assert readers["01_cleaning"].metadata.title.startswith("Two Crises: ")
    text = " ".join(page.extract_text() for page in readers["01_cleaning"].pages)
    assert "What to look for in the exercises" in text and "Figure in words" not in text
    assert all(path.stat().st_size < 15_000_000 for path in files.values())


@pytest.mark.slow
def test_nothing_is_wider_than_the_paper(chromium, book):
    """Tables, code and figures of the longest notebooks, laid out as they are printed."""
    wider = """() => [...document.querySelectorAll("table, pre, img, math")].filter(one =>
        one.getBoundingClientRect().right > innerWidth + 2)
        .map(one => one.tagName + " " + one.textContent.slice(0, 60))"""
    from twocrises.book import paper

    pages = read_pages(book)
    for page in pages:
        if not page.name.startswith(("notebooks/", "corpus/", "methods", "measured")):
            continue
        sheet = handout_sheet(page, pages, FACTS)
        for element in [*sheet.xpath("//img"), *sheet.xpath("//link")]:
            name = "src" if element.tag == "img" else "href"
            element.set(name, (book / element.get(name)).as_uri())
        with browser.opened(chromium, size={"width": paper._WIDTH, "height": 900}) as (shown, _):
            shown.emulate_media(media="print")
            shown.goto("about:blank")
            file = book.parent / "sheet.html"
            file.write_text("<!DOCTYPE html>" + markup.tostring(sheet, encoding="unicode"), encoding="utf-8")
            shown.goto(file.as_uri())
            shown.evaluate(paper._FIT, [paper._WIDTH, paper._SMALLEST])
            assert shown.evaluate(wider) == [], page.name
            assert shown.evaluate("document.documentElement.scrollWidth") <= paper._WIDTH + 2, page.name
