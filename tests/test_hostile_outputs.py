"""Nothing that a corpus or its corpus.toml says is more than text: in notebooks, their exports, the ledger, MyST."""

import json
import re
from collections import Counter
from functools import cache, partial

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as settings_of_tests
from hypothesis import strategies as st
from lxml import html as parser
from nbformat import v4

from twocrises import figures
from twocrises.claims import claims
from twocrises.concordance import collocations, concordance, sentences_at
from twocrises.corpus import load_corpus
from twocrises.display import chronology, close_reading, datasheet, kwic, read, say, show, table
from twocrises.errors import TwoCrisesError
from twocrises.figures import Figure
from twocrises.frequency import count_terms
from twocrises.ledger import export_ledger
from twocrises.markup import escape_html, escape_markdown, escape_phrase, escape_statement

from . import browser as browsers
from .browser import opened

chromium = browsers.chromium

# Each would be more than text somewhere: in HTML, in formulas, in Markdown, in MyST, on a code host.
PIECES = [
    "<script>window.hit=1;alert(1)</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload="window.hit=1">',
    "<iframe src=https://example.org/frame></iframe>",
    "</td></tr></table><h1>Out</h1>",
    "</details></summary>",
    "<!-- hidden -->",
    "]]>",
    "&lt;b&gt; &amp; &#60;u&#62;",
    "[go](javascript:window.hit=1)",
    "![pixel](https://example.org/pixel.png)",
    "<https://example.org/auto>",
    "https://example.org/bare",
    "www.example.org",
    "mail@example.org",
    "[ref]: https://example.org/ref",
    "[^1] and [[wiki]]",
    "**bold** _em_ ~~gone~~ ==mark==",
    "`code` ``more``",
    "$$\\frac{1}{2}$$",
    "$x$ and $y$",
    "\\(x\\) and \\[y\\]",
    "\\begin{align} z \\end{align}",
    "\\\\(double\\\\)",
    "{eval-rst}`x` {raw}`y`",
    "{{ 7 * 7 }}",
    "{#name .class}",
    "| a | b |",
    "\u202etxet\u202c 🙂",
    "a\\*b\\",
]
# These mean something at the head of a line only.
HEADS = [
    "# Head", "- item", "+ item", "* item", "1. item", "2014) item", "> quoted", "```{eval-rst}", "~~~", ":::{note}",
    "---", "===", "% comment", "(target)=", ": definition", "    code", "\tcode", "+++", "|---|---|", "<div>",
    "!!! note", "***", "[x]: y", "%%latex", "@@0@@",
]  # fmt: skip
ALL = PIECES + HEADS
LABEL = "</td><b>L</b> $x$ `c` [x](javascript:1) {raw}`y` _u_ https://example.org"
PROSE = (
    "The ministers met for hours on Monday and {one} agreed to meet again. “{one} is what they said,” the minister "
    "said. Talks about {two} were {three} good for nobody."
)


def settings(texts):
    """Hostile settings: every text that a person can write into corpus.toml."""
    q = partial(json.dumps, ensure_ascii=False)
    lines = [f"title = {q(LABEL + ' title')}"]
    for era, year in ((f"{LABEL} old", 2014), (f"{LABEL} new", 2022)):
        lines += [f"[eras.{q(era)}]", f"start = {year}-01-01", f"end = {year}-12-31"]
    lines += ["[names]", f"{q('Talks')} = [{q('talk <u>x</u>')}]"]
    lines += ["[sides]", f"{q('<i>west</i> $x$')} = [{q('Ann <b>Smith</b>')}]"]
    lines += ["[frames]", f"{q('*f* <u>x</u> $y$')} = ['talks', 'minister']"]
    lines += [f"[[roles.{q('**chief** <u>of</u> $x$')}]]", f"name = {q('Ann <b>Smith</b>')}", "from = 2010-01-01"]
    lines += ["[[events]]", "date = 2014-03-04", f"name = {q(LABEL + ' event')}", "mentioned = ['old0']"]
    lines += [f"as_reported = {q(LABEL)}", f"note = {q(LABEL)}"]
    for claim in ("size", "word:ministers", "tone", "days"):
        lines += ["[[readings]]", f"claim = {q(claim)}", f"says = {q(' '.join(PIECES[:12]))}"]
        lines += ["rests_on = [['old0', 'The ministers met'], ['new1', 'The ministers met']]"]
        lines += [f"rival = {q(' '.join(PIECES[12:]))}", f"decided_by = {q('- ' + LABEL)}"]
    for i, name in enumerate(texts):
        year = 2014 if name.startswith("old") else 2022
        lines += [f"[articles.{name}]", f"published = {year}-03-0{i + 1}"]
        lines += [f"{key} = {q(f'{LABEL} {key} {i}')}" for key in ("origin", "site", "genre", "note")]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Six articles, three an era, that hold every piece."""
    folder = tmp_path_factory.mktemp("<b> $x$ `c`")
    names = [f"{era}{i}" for era in ("old", "new") for i in range(3)]
    for i, name in enumerate(names):
        pieces = ALL[i::6] * 2
        paragraphs = [
            PROSE.format(one=pieces[k], two=pieces[k + 1], three=pieces[k + 2]) for k in range(0, len(pieces) // 2, 3)
        ]
        heads = [f"{piece}\nAnn <b>Smith</b> said that {piece} was no answer to {name}." for piece in pieces[:5]]
        (folder / f"{name}.txt").write_text("\n\n".join([LABEL, *paragraphs, *heads]), encoding="utf-8")
    (folder / "corpus.toml").write_text(settings(names), encoding="utf-8")
    return load_corpus(folder)


@pytest.fixture(scope="module")
def ledger(hostile):
    return claims(hostile, ["ministers", "talks", "script", "$"])


class Collected(list):
    """What `show` hands to the notebook."""

    def __call__(self, shown, metadata=None, raw=False):
        self.append((shown if raw else shown._repr_mimebundle_(), metadata or {}))


@pytest.fixture(scope="module")
def bundles(hostile, ledger):
    """Everything that can be displayed of the corpus, by the name of what made it."""
    patch, seen = pytest.MonkeyPatch(), Collected()
    patch.setattr("IPython.display.display", seen)
    made = {}
    for name in ("articles", "lines", "sentences", "quotes", "tokens", "evidence", "problems"):
        made[name] = table(getattr(hostile, name).head(300), LABEL)
    made |= {
        "datasheet": table(datasheet(hostile), LABEL),
        "chronology": table(chronology(hostile), LABEL),
        "counts": table(count_terms(hostile, ["ministers", "$", "<u>"]), LABEL),
        "counts, turned": table(count_terms(hostile, ["ministers", "b", "script"]).T, LABEL),
        "hits": table(concordance(hostile, "script"), LABEL),
        "near": table(collocations(hostile, "script").head(50), LABEL),
        "evidence of a claim": table(sentences_at(hostile, ledger["evidence"].iloc[0]), LABEL),
        "ledger": table(ledger.drop(columns=["difference"]), LABEL),
        "headers": table(pd.DataFrame([ALL], columns=ALL), " ".join(ALL)),
        "cells": table(pd.DataFrame({"piece": ALL, "list": [[piece] for piece in ALL]}, index=ALL), "x"),
    }
    for i, name in enumerate(hostile.source):
        made[f"read {name}"] = read(hostile, name, only=[None, "kept", "dropped"][i % 3])
    for term in ("ministers", "script", "b", "x", "$", "|", "<u>", "\\"):
        made[f"kwic {term}"] = kwic(hostile, term, width=200, most=50)
    for claim in ledger["id"]:
        made[f"say {claim}"], made[f"reading {claim}"] = say(claim, hostile), close_reading(claim, hostile)
    shown = {name: dict(one._repr_mimebundle_()) for name, one in made.items()}
    try:
        for name, draw in FIGURES.items():
            seen.clear()
            try:
                show(draw(hostile), LABEL)
            except TwoCrisesError:
                continue
            shown |= {f"figure {name} {i}": bundle for i, (bundle, _) in enumerate(seen)}
    finally:
        patch.undo()
    return shown


FIGURES = {
    "made": lambda c: Figure(_titled(" ".join(PIECES)), " ".join(ALL), " ".join(ALL), pd.DataFrame({"a": ALL})),
    "page_map": figures.page_map,
    "dumbbell": lambda c: figures.dumbbell(count_terms(c, ["ministers", "b"], per=1000)),
    "tone_points": figures.tone_points,
    "what_marks": figures.what_marks,
    "tree": figures.tree,
    "roles": figures.roles,
    "confounds": figures.confounds,
    "ledger": lambda c: figures.ledger(claims(c)),
}


def _titled(title):
    from matplotlib.figure import Figure as Canvas

    with figures.house_style():
        canvas = Canvas(figsize=(2, 1))
        canvas.suptitle(title)
    return canvas


# HTML: whatever stands there was written by us.

ELEMENTS = {
    "div": {"class", "role", "aria-label", "tabindex", "style"},
    "table": {"style"},
    "caption": {"style"},
    "colgroup": {"span"},
    "thead": set(),
    "tbody": set(),
    "tr": {"title"},
    "th": {"scope", "align", "style", "colspan", "rowspan", "nowrap"},
    "td": {"align", "style", "colspan", "rowspan", "nowrap", "title"},
    "span": {"aria-hidden", "style"},
    "b": set(),
    "i": {"style"},
    "p": {"style"},
    "a": {"href"},
    "code": set(),
    "details": {"class"},
    "summary": set(),
}
FORMULA = re.compile(r"\$.*\$|\\\(|\\\[|\\begin|\\\\", re.S)


def foreign(page):
    """Name each element, attribute, address and comment of a page that is none of ours."""
    for one in page.iter():
        if not isinstance(one.tag, str):
            yield f"a comment: {one}"
        elif one.tag not in ELEMENTS:
            yield f"<{one.tag}>"
        else:
            yield from (f"<{one.tag} {name}>" for name in one.attrib if name not in ELEMENTS[one.tag])
            yield from (value for value in [one.get("style", "")] if re.search(r"url\(|expression|@import", value))
            yield from (value for value in [one.get("href", "../")] if not value.startswith("../"))


def pieces_of_text(page):
    return [text for one in page.iter() for text in (one.text, one.tail) if text]


def flat(text):
    return " ".join(text.split())


def test_there_is_something_to_look_at(bundles, hostile, ledger):
    kinds = Counter(kind for bundle in bundles.values() for kind in bundle)
    assert kinds["text/html"] > 35 and kinds["text/markdown"] > 100 and kinds["image/png"] >= 6
    assert len(ledger) > 40 and len(hostile.articles) == 6
    everything = flat(" ".join(hostile.source.values()))
    assert all(flat(piece) in everything for piece in ALL)
    assert any("Read in" in bundle.get("text/markdown", "") for bundle in bundles.values()), "a reading is shown"


def test_html_has_no_element_but_ours(bundles):
    for name, bundle in bundles.items():
        if markup := bundle.get("text/html"):
            page = parser.fragment_fromstring(markup, create_parent="div")
            assert list(foreign(page)) == [], name
            assert [text for text in pieces_of_text(page) if FORMULA.search(text)] == [], name


def test_the_parser_would_find_a_foreign_element():
    for markup in (
        "<div><img src='x'></div>",
        "<p onclick='x'>",
        "<a href='javascript:x'>",
        "<p><!-- x --></p>",
        "<u>",
    ):
        assert list(foreign(parser.fragment_fromstring(markup, create_parent="div"))), markup


@pytest.mark.parametrize("piece", ALL)
def test_a_cell_shows_the_text_itself(piece, bundles):
    for name in ("cells", "headers"):
        page = parser.fragment_fromstring(bundles[name]["text/html"], create_parent="div")
        cells = {one.text_content() for one in page.iter("td", "th")}
        assert piece in cells, name
    assert parser.fragment_fromstring(escape_html(piece), create_parent="div").text_content() == piece


def test_sentences_of_the_corpus_are_seen_as_they_stand(bundles, hostile):
    page = parser.fragment_fromstring(bundles["sentences"]["text/html"], create_parent="div")
    cells = {one.text_content() for one in page.iter("td", "th")}
    assert set(hostile.sentences["text"].head(300)) <= cells
    assert LABEL == page.find(".//caption").text_content() == page.find(".//div").get("aria-label")


# Markdown: whatever reads it sees the text and no mark.


def test_markdown_holds_nothing_that_a_reader_of_formulas_would_take(bundles):
    """JupyterLab and nbconvert look for formulas before they read Markdown, a code host for addresses after it."""
    for name, bundle in bundles.items():
        source = bundle.get("text/markdown", "")
        assert "$" not in source and "\\\\" not in source, name
        assert not re.search(r"(?<!\\)://|\bwww\.|(?<!\\)@", source, re.I), name


@cache
def commonmark():
    from markdown_it import MarkdownIt
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    return MarkdownIt("gfm-like", {"linkify": False}).use(dollarmath_plugin).use(amsmath_plugin)


@cache
def myst():
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    extensions = {
        "colon_fence", "dollarmath", "amsmath", "deflist", "attrs_inline", "attrs_block", "substitution", "tasklist",
        "fieldlist", "strikethrough", "smartquotes",
    } - {"smartquotes"}  # fmt: skip
    return create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)


@cache
def jupyter():
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    return markdown2html_mistune


READERS = {
    "CommonMark": lambda source: commonmark().render(source),
    "MyST": lambda source: myst().render(source),
    "nbconvert": lambda source: jupyter()(source),
}
# Marks of every language that is read here, to be put together by chance.
MARKS = [
    *"`*_[]<>$\\~|#&{}@:!^\"'+-=().%/;\n\t ",
    "lt;",
    "#60;",
    "://",
    "www.",
    "1.",
    "b",
    "  \n",
    "</p>",
    "<b>",
    "&amp;",
]


def seen_of(text):
    """Leave out white space, and the control characters that a parser of HTML drops or replaces."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ufffd\ufeff\u200b]+", "", text)


OURS = {"p", "em", "strong", "span", "details", "summary"}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("piece", ALL)
@pytest.mark.parametrize("write", [escape_markdown, lambda text: f"Before {escape_phrase(text)} after"])
def test_a_piece_is_text_to_every_reader(reader, piece, write):
    page = parser.fragment_fromstring(READERS[reader](write(piece)), create_parent="div")
    assert {one.tag for one in page.iterdescendants()} <= {"p", "span"}
    assert flat(page.text_content()).removeprefix("Before ").removesuffix(" after") == flat(piece)


@pytest.mark.parametrize("reader", READERS)
@settings_of_tests(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from([*MARKS, *ALL]), st.characters(codec="utf-8", exclude_characters="\0"))))
def test_any_text_is_text_to_every_reader(reader, pieces):
    text = "".join(pieces)
    page = parser.fragment_fromstring(READERS[reader](escape_markdown(text)) or " ", create_parent="div")
    assert {one.tag for one in page.iterdescendants()} <= {"p", "span"}
    assert seen_of(page.text_content()) == seen_of(text)


@pytest.mark.parametrize("reader", READERS)
def test_pieces_stay_apart_across_lines(reader):
    everything = "\n\n".join(ALL) + "\n" + "\n".join(ALL)
    page = parser.fragment_fromstring(READERS[reader](escape_markdown(everything)), create_parent="div")
    assert {one.tag for one in page.iterdescendants()} <= {"p", "span"} and len(page.findall(".//p")) == 1
    assert flat(page.text_content()) == flat(everything)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("piece", ALL)
def test_a_quotation_in_a_claim_is_text_in_italics(reader, piece):
    page = parser.fragment_fromstring(
        READERS[reader](escape_statement(f"The word «{piece}» of {piece} is *supported*, and («{piece}») is not.")),
        create_parent="div",
    )
    assert {one.tag for one in page.iterdescendants()} <= {"p", "span", "em"}
    assert [flat(one.text_content()) for one in page.iter("em")] == [flat(piece), "supported", flat(piece)]


@pytest.mark.parametrize("reader", READERS)
def test_markdown_has_no_element_but_ours(reader, bundles):
    for name, bundle in bundles.items():
        if source := bundle.get("text/markdown"):
            page = parser.fragment_fromstring(READERS[reader](source), create_parent="div")
            tags = {one.tag for one in page.iterdescendants()}
            assert tags <= OURS, (name, tags - OURS)
            assert all(set(one.attrib) == set() for one in page.iterdescendants()), name
            assert [text for text in pieces_of_text(page) if FORMULA.search(text)] == [], name
            assert flat(page.text_content()).count("$") == flat(bundle["text/plain"]).count("$"), name


@pytest.mark.parametrize("reader", READERS)
def test_a_caption_and_an_alt_text_show_every_piece(reader, bundles):
    page = parser.fragment_fromstring(READERS[reader](bundles["figure made 1"]["text/markdown"]), create_parent="div")
    seen = flat(page.text_content())
    assert seen.count(flat(" ".join(ALL))) == 2 and f"Figure {LABEL}. " in seen


def test_myst_makes_nothing_of_it(bundles):
    """All of MyST: directives and roles are run only here."""
    from docutils.core import publish_doctree
    from myst_parser.docutils_ import Parser

    ours = {"document", "paragraph", "#text", "emphasis", "strong", "raw"}
    extensions = ["colon_fence", "dollarmath", "amsmath", "deflist", "attrs_inline"]
    for name, bundle in bundles.items():
        if source := bundle.get("text/markdown"):
            tree = publish_doctree(
                source,
                parser=Parser(),
                settings_overrides={"myst_enable_extensions": extensions, "report_level": 1, "warning_stream": False},
            )
            kinds = {node.tagname if hasattr(node, "tagname") else "#text" for node in tree.findall()}
            assert kinds <= ours, (name, kinds - ours)
            raw = {node.astext() for node in tree.findall() if getattr(node, "tagname", "") == "raw"}
            assert raw <= {
                "<span>", "</span>", "<details><summary>Figure in words</summary>\n", "</details>",
                "<details><summary>Figure in words</summary>", "</details>\n",
            }, name  # fmt: skip


def test_the_page_of_the_ledger(hostile, tmp_path):
    page = next(file for file in export_ledger(hostile, tmp_path, ["ministers", "script"]) if file.suffix == ".md")
    source = page.read_text(encoding="utf-8")
    assert "$" not in source and not re.search(r"(?<!\\)://", source)
    allowed = OURS | {"h1", "h2", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "a", "code"}
    for reader, render in READERS.items():
        tree = parser.fragment_fromstring(render(source), create_parent="div")
        assert {one.tag for one in tree.iterdescendants()} <= allowed, reader
        assert all(len(row) == len(row.getparent().getparent().find(".//tr")) for row in tree.iter("tr")), reader
        links = {one.get("href") for one in tree.iter("a") if one.get("href")}
        assert {link for link in links if not re.match(r"#|(\.\./)?[\w%./-]+\.txt$", link)} == set(), reader
        seen = flat(tree.text_content())
        assert f"{LABEL} old" in seen and all(flat(piece) in seen for piece in PIECES[:12]), reader


# A browser, which is what it is all about.


EVERY_TEXT = """() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
    while (walk.nextNode()) {
        const node = walk.currentNode;
        if (!node.parentElement.closest('script, style, pre')) texts.push(node.data);
    }
    return texts;
}"""


def looked_at(browser, file):
    """Open a file with the network cut and everything unfolded: its texts, what it asked for, its dialogs, its hits."""
    with opened(browser) as (page, seen):
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        page.wait_for_timeout(300)
        dialogs = [said for said in seen.said if said.startswith("opens a dialog")]
        return page.evaluate(EVERY_TEXT), set(seen.asked), dialogs, page.evaluate("window.hit")


def exported(cells, file, template):
    from nbconvert import HTMLExporter

    notebook = v4.new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})
    text, _ = HTMLExporter(template_name=template).from_notebook_node(notebook)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("template", ["lab", "classic"])
def test_in_a_browser_nothing_runs_asks_or_pops_up(chromium, bundles, template, tmp_path):
    html = {name: bundle for name, bundle in bundles.items() if "image/png" not in bundle}
    outputs = [v4.new_output("display_data", bundle) for bundle in html.values()]
    cells = [v4.new_code_cell("show()", outputs=outputs, execution_count=1)]
    _, usual, _, _ = looked_at(chromium, exported([v4.new_code_cell("1")], tmp_path / "empty.html", template))
    texts, asked, dialogs, hit = looked_at(chromium, exported(cells, tmp_path / "hostile.html", template))
    assert dialogs == [] and hit is None
    assert asked <= usual, "what the template asks for, and nothing of the text's making"
    assert [text for text in texts if FORMULA.search(text)] == []
    everything = flat("".join(texts))
    assert all(flat(piece) in everything for piece in PIECES)


def test_a_browser_would_notice(chromium, tmp_path):
    file = tmp_path / "page.html"
    file.write_text("<body><script>window.hit = 1; alert(2)</script><img src='https://example.org/x.png'>$x$</body>")
    texts, asked, dialogs, hit = looked_at(chromium, file)
    assert (hit, asked, dialogs) == (1, {"https://example.org/x.png"}, ["opens a dialog: 2"])
    assert FORMULA.search("".join(texts))
