"""The pages of the book as files: what `check_pages` finds, and that a second build is the same."""

import re
from pathlib import Path

import pytest
from lxml import html as markup

from twocrises.book.checks import check_pages
from twocrises.errors import TwoCrisesError
from twocrises.notebooks import ROOT, find_lessons

from . import browser

book, shared = browser.book, browser.shared

HEAD = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title>'
SOUND = f"""{HEAD}<link rel="stylesheet" href="_static/a%20b.css?v=1"><link rel="canonical" href="https://example.org/">
<script src="_static/a.js"></script></head><body><h1 id="top-of-it">T</h1>
<a href="#">up</a> <a href="#top">up</a> <a href="">here</a> <a href="#top-of-it">here</a>
<a href="sub/b.html#caf%C3%A9">there</a> <a href="sub/b.html#:~:text=marked%20text">there</a>
<a href="https://example.org/x#y">web</a> <a href="mailto:a@example.org">mail</a>
<form action="sub/b.html"></form><p style="background: url(data:,)">p</p>
<picture><source srcset="_static/a.png 1x, _static/a.png 2x"><img src="_static/a.png" alt="Two words"></picture>
</body></html>"""
OTHER = (
    f'{HEAD}</head><body><p id="café">x</p><a name="old"></a><a href="../index.html#top-of-it">back</a></body></html>'
)
SHEET = """@import "more.css"; @namespace svg url("http://www.w3.org/2000/svg");
/* url(https://example.org/never) */ p { background: url("a.png") } q { background: url(#mark) }"""


@pytest.fixture
def pages(tmp_path):
    """A book of two sound pages; text given by name replaces or adds a file."""

    def make(**changed):
        html = tmp_path / "a book"
        files = {
            "index.html": SOUND, "sub/b.html": OTHER, "_static/a b.css": SHEET, "_static/more.css": "",
            "_static/a.js": "", "_static/a.png": "", "_static/macros.html": '<img src="https://example.org/in-no-page">',
        }  # fmt: skip
        for name, text in (files | changed).items():
            path = html / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return html

    return make


def with_body(text):
    return f"{HEAD}</head><body>{text}</body></html>"


def test_a_sound_book_has_no_fault(pages):
    assert check_pages(pages()) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<a href="nowhere.html">x</a>', "the link “nowhere.html” leads to no page."),
        ('<a href="sub/b.html#no">x</a>', "the link “sub/b.html#no” leads to no place in sub/b.html."),
        ('<a href="#no">x</a>', "the link “#no” leads to no place in index.html."),
        ('<a href="sub/">x</a>', "the link “sub/” leads to no page."),
        ('<a href="../outside.html">x</a>', "the link “../outside.html” leads to no page."),
        ('<a href="//example.org/x">x</a>', "the link “//example.org/x” is no address for a reader."),
        ('<a href="javascript:alert(1)">x</a>', "the link “javascript:alert(1)” is no address for a reader."),
        ('<a href=" java\nscript:alert(1)">x</a>', "the link “javascript:alert(1)” is no address for a reader."),
        ('<a href="data:text/html,x">x</a>', "the link “data:text/html,x” is no address for a reader."),
        ('<a href="http://[">x</a>', "the link “http://[” is no address for a reader."),
        ('<p id="a"></p><p id="a"></p>', "the id “a” is there 2 times."),
        ('<img src="_static/a.png">', "the image “_static/a.png” has no text that says what it shows."),
        ('<img src="_static/a.png" alt=" ">', "the image “_static/a.png” has no text that says what it shows."),
        ('<img src="_static/a.png" alt="png">', "the image “_static/a.png” has no text that says what it shows."),
        ('<p onclick="x()">p</p>', "has code in an attribute (onclick of <p>)."),
        ('<script src="https://example.org/x.js"></script>', "asks another place for “https://example.org/x.js”."),
        ('<script src="//example.org/x.js"></script>', "asks another place for “//example.org/x.js”."),
        ('<link rel="preload" href="https://example.org/x">', "asks another place for “https://example.org/x”."),
        ('<link rel="preconnect" href="https://example.org">', "asks another place for “https://example.org”."),
        ('<img src="https://example.org/x.png" alt="Two words">', "asks another place for “https://example.org/x.png”."),
        ('<img src="file:///x.png" alt="Two words">', "asks another place for “file:///x.png”."),
        ('<img src="_static/b.png" alt="Two words">', "the file “_static/b.png” is not there."),
        ('<source srcset="_static/a.png 1x, https://example.org/2 2x">', "asks another place for “https://example.org/2”."),
        ('<form action="https://example.org/"></form>', "asks another place for “https://example.org/”."),
        ('<button formaction="https://example.org/">x</button>', "asks another place for “https://example.org/”."),
        ('<a href="sub/b.html" ping="https://example.org/p">x</a>', "asks another place for “https://example.org/p”."),
        ('<video poster="https://example.org/p"></video>', "asks another place for “https://example.org/p”."),
        ('<p style="background: url(https://example.org/p)">x</p>', "asks another place for “https://example.org/p”."),
        ("<style>@import 'https://example.org/p';</style>", "asks another place for “https://example.org/p”."),
        ('<svg><image xlink:href="https://example.org/p"/></svg>', "asks another place for “https://example.org/p”."),
        ('<iframe src="sub/b.html"></iframe>', "has an element <iframe>, and a page of the book needs none."),
        ('<base href="sub/">', "has an element <base>, and a page of the book needs none."),
        ('<meta http-equiv="Refresh" content="0; url=x">', "sends its reader to another page by itself."),
        ("<p>/home/ann/two</p>", "shows a path of one machine (“/home/a”)."),
        ("<p>file:///x</p>", "shows a path of one machine (“file:///”)."),
        ("<p>lib/site-packages/x</p>", "shows a path of one machine (“/site-packages/”)."),
        ("<p>https://packages.example.org/simple/x</p>", "names a package index (“https://packages.example.org/simple”)."),
    ],
)  # fmt: skip
def test_each_fault_is_found(body, said, pages):
    assert f"index.html: {said}" in check_pages(pages(**{"index.html": with_body(f'<p id="top-of-it"></p>{body}')}))


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ("p { background: url(https://example.org/p) }", "asks another place for “https://example.org/p”."),
        ("p { background: url('no.png') }", "the file “no.png” is not there."),
        ('@import "//example.org/p";', "asks another place for “//example.org/p”."),
    ],
)
def test_faults_of_style_sheets(sheet, said, pages):
    assert check_pages(pages(**{"_static/a b.css": sheet})) == [f"_static/a b.css: {said}"]
    assert check_pages(pages(**{"_static/more.css": sheet})) == [f"_static/more.css: {said}"], "imported by another"


def test_traces_of_this_machine(pages, monkeypatch):
    html = pages()
    text = f"<p>{html.resolve().as_posix()}/index.html</p>"
    assert any(
        "shows a path of one machine" in fault for fault in check_pages(pages(**{"sub/b.html": with_body(text)}))
    )
    monkeypatch.setenv("UV_INDEX_URL", "https://user:secret@packages.example.org/path")
    faults = check_pages(pages(**{"sub/b.html": with_body('<p id="café">packages.example.org</p>')}))
    assert faults == ["sub/b.html: names a package index (“packages.example.org”)."]


def test_no_page_at_all(tmp_path):
    with pytest.raises(TwoCrisesError, match="There is no page"):
        check_pages(tmp_path)


# The book itself


def test_the_pages_of_the_book_are_sound(book):
    assert check_pages(book) == []


def test_each_notebook_and_article_has_a_page(book, corpus):
    for name in find_lessons(ROOT):
        assert (book / "notebooks" / f"{name}.html").is_file()
    for article in corpus.source:
        assert (book / "corpus" / f"{article}.html").is_file()


def figures_of(book):
    for path in sorted(book.glob("notebooks/*.html")):
        tree = markup.document_fromstring(path.read_bytes(), parser=markup.HTMLParser(encoding="utf-8"))
        yield from ((path.stem, image) for image in tree.xpath("//article//img"))


def test_each_figure_says_two_values(book):
    """What a figure shows is said in its text, with two numbers at least."""
    images = list(figures_of(book))
    assert len(images) > 30
    for name, image in images:
        assert len(re.findall(r"\d[\d,.]*", image.get("alt"))) >= 2, f"{name}: {image.get('alt')}"


@pytest.mark.slow
def test_a_second_build_changes_no_byte(book, shared):
    """The same in another folder, so no path is in it either."""
    again = browser.once(shared / "a second book", lambda folder: browser.build_book(ROOT, folder)) / "html"
    first, second = (
        {path.relative_to(html): path for path in html.rglob("*") if path.is_file()} for html in (book, again)
    )
    assert sorted(first) == sorted(second)
    assert [name for name in sorted(first) if first[name].read_bytes() != second[name].read_bytes()] == []


def test_no_page_of_the_book_is_empty(book):
    for name in browser.page_names(book):
        tree = markup.document_fromstring(Path(book / name).read_bytes(), parser=markup.HTMLParser(encoding="utf-8"))
        if name != "search.html":
            assert len(tree.xpath("//article")[0].text_content().split()) > 30, name
            assert len(tree.xpath("//h1")) == 1, name
