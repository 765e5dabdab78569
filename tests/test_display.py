"""What people see: tables, articles and sentences, also when the corpus is hostile."""

import csv
import re

import pandas as pd
import pytest

from twocrises import figures
from twocrises.display import datasheet, escape_html, escape_markdown, find_article, read, save, say, show, table
from twocrises.errors import TwoCrisesError
from twocrises.figures import Figure
from twocrises.keyness import keyness

from .conftest import ERAS, TEXT

HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> $x^2$ \\(y\\) **bold** [go](javascript:alert(1)) &amp; "
    "said the ministers of the land."
)


@pytest.fixture
def hostile(make_corpus):
    toml = (
        ERAS
        + '[articles.a]\norigin = "<b>Paper</b> $1$"\npublished = 2014-03-05\n[articles.b]\npublished = 2022-03-05\n'
    )
    return make_corpus({"a.txt": f"{HOSTILE}\n\nShare <i>this</i>", "b.txt": HOSTILE}, toml)


def forms(shown):
    return shown._repr_mimebundle_()


@pytest.mark.parametrize("what", ["read", "sentences", "datasheet"])
def test_hostile_text_is_shown_and_never_run(hostile, what):
    shown = {
        "read": lambda: read(hostile, "a"),
        "sentences": lambda: table(hostile.sentences, "<u>caption</u>"),
        "datasheet": lambda: table(datasheet(hostile), "all"),
    }[what]()
    markup = forms(shown)["text/html"]
    for tag in ("<script", "<img", "<b>", "<u>", "onerror=alert(1)>"):
        assert tag not in markup
    assert "&lt;" in markup
    assert "$" not in markup.replace("<span>$</span>", "") and "\\(" not in markup


def test_text_cannot_end_its_own_quotation(make_corpus):
    label = "\u00bb <script>alert(1)</script> \u00ab"
    toml = ERAS.replace("eras.old", 'eras."<i>old"') + f'[articles.a]\norigin = "{label}"\npublished = 2014-03-05\n'
    text = forms(say("size", make_corpus({"a.txt": HOSTILE}, toml)))["text/markdown"]
    assert re.findall(r"(?<!\\)<", text) == []


def test_hostile_text_in_a_sentence(hostile):
    text = forms(say("size", hostile))["text/markdown"]
    assert r"\<b>Paper\</b> \$1\$" in text


@pytest.mark.parametrize("text", [HOSTILE, "a_b*c`d", "# head", "|x|", "~~no~~", "1 < 2 & 3"])
def test_escaped_markdown_is_the_text(text):
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parseInline(escape_markdown(text))[0].children
    assert {token.type for token in tokens} <= {"text", "text_special"}
    assert "".join(token.content for token in tokens) == text


def test_escaped_html_is_the_text():
    from html.parser import HTMLParser

    pieces = []
    parser = HTMLParser(convert_charrefs=True)
    parser.handle_data = pieces.append
    parser.feed(escape_html(HOSTILE))
    parser.close()
    assert "".join(pieces) == HOSTILE


def test_a_table_for_people():
    frame = pd.DataFrame(
        {
            "label": ["A", None],
            "count_2014": [1204, 3],
            "t": [-1.236, float("nan")],
            "published": [pd.Timestamp("2014-03-05"), pd.NaT],
            "keep": [True, False],
        }
    )
    shown = table(frame, "Some numbers", decimals={"t": 1})
    assert str(shown).splitlines() == [
        "Some numbers",
        "article   2014     T  published   kept",
        "A        1,204  −1.2  5 Mar 2014  yes",
        "–            3     –  –           no",
    ]  # fmt: skip
    markup = forms(shown)["text/html"]
    assert markup.count('<th scope="col"') == 5
    assert '<caption style="text-align:left">Some numbers</caption>' in markup


def test_a_table_without_rows_keeps_its_head():
    assert str(table(pd.DataFrame({"a": []}), "Nothing")) == "Nothing: nothing found\na"


def test_a_table_with_eras_above_articles(corpus):
    from twocrises.frequency import count_terms

    markup = forms(table(count_terms(corpus, ["nato"]), "Counts"))["text/html"]
    assert markup.count("<tr>") == 3 and markup.count(">2022</th>") == 3


def test_read_shows_every_line_with_its_rule(corpus):
    text = str(read(corpus, "001"))
    lines = corpus.lines.query("article == '001_a662e1979cd3d6e7' and kind != 'blank'")
    assert len(text.splitlines()) == len(lines) + 1
    assert "[dropped] New York" in text and "s0 US Secretary of State" in text
    assert len(str(read(corpus, "BBC", only="dropped")).splitlines()) == 1 + (~lines["keep"]).sum()


def test_datasheet(corpus):
    sheet = datasheet(corpus).set_index("file")
    assert sheet["kept lines"].sum() + sheet["dropped lines"].sum() == (corpus.lines["kind"] != "blank").sum()
    assert sheet.loc["004_5024b87945ea3bb4.txt", "dropped"] == "10 boilerplate, 1 caption, 1 byline"


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda c: find_article(c, "00"),
            r'"00" fits 5 articles\. Choose one of: BBC, 5 Mar 2014 \(001_a662e1979cd3d6e7\); .*; '
            r"Washington Post and agencies, 15 Feb 2022 \(003_5a803d47b0035f60\)\.$",
        ),
        (
            lambda c: find_article(c, "CNN"),
            r'"CNN" is no article of this corpus\. Choose one of: BBC, 5 Mar 2014 \(001_a662e1979cd3d6e7\); ',
        ),
        (lambda c: read(c, "001", only="kep"), r'only is "kep"\. Ask for "kept"'),
        (
            lambda c: table(c.articles, "x", columns=["lable"]),
            r'This table has no column "lable"\. It has article, label',
        ),
        (lambda c: save(c.articles, "a.exe"), r"a\.exe: a frame is written as \.csv\."),
        (lambda c: show("figure"), r"show takes a figure with alt text\."),
        (lambda c: show(Figure(None, "  ", "caption")), r"This figure has no alt text\."),
        (
            lambda c: show(Figure(None, "<Figure size 640x480 with 1 Axes>", "caption")),
            r"This figure has no alt text\.",
        ),
    ],
)
def test_what_cannot_be_shown(corpus, call, sentence):
    with pytest.raises(TwoCrisesError, match=sentence):
        call(corpus)


def test_a_spreadsheet_gets_no_formula(tmp_path):
    frame = pd.DataFrame({"=name": ["=cmd()", "+1", "-1", "@x", "\tx", "fine, “really”"], "n": [-1, 2, 3, 4, 5, 6]})
    file = save(frame, tmp_path / "out.csv")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    assert [row[0] for row in rows] == ["'=name", "'=cmd()", "'+1", "'-1", "'@x", "'\tx", "fine, “really”"]
    assert rows[1][1] == "-1", "a number stays a number"
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(TwoCrisesError, match=r"cannot be written .* Choose another folder\."):
        save(pd.DataFrame({"a": [1]}), tmp_path / "no" / "out.csv")


def test_a_figure_is_saved_as_a_picture(corpus, tmp_path):
    file = save(figures.floor(corpus), tmp_path / "floor.png")
    assert file.read_bytes() == figures.png(figures.floor(corpus)) and list(tmp_path.iterdir()) == [file]
    with pytest.raises(TwoCrisesError, match=r"floor\.csv: a figure is written as \.png\."):
        save(figures.floor(corpus), tmp_path / "floor.csv")


def test_what_a_corpus_is_too_small_for_stops_no_notebook(two_eras):
    said = str(say("announced", two_eras([TEXT], [TEXT])))
    assert said.startswith("This cannot be said of this corpus. With one article in each era there is no other way")


def test_a_corpus_is_needed_and_no_path():
    with pytest.raises(TwoCrisesError, match=r"keyness takes a corpus first, such as load_corpus"):
        keyness("seeds")


def test_infinity_has_its_sign():
    assert "−∞" in str(table(pd.DataFrame({"x": [float("inf"), float("-inf")]}), "x"))
