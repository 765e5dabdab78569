"""What people see: tables, articles and sentences, also when the corpus is hostile."""

import csv
import re

import pandas as pd
import pytest

from twocrises import figures
from twocrises.display import datasheet, escape_html, escape_markdown, find_article, read, save, say, show, table
from twocrises.errors import TwoCrisesError
from twocrises.figures import Figure
from twocrises.grids import data_of_figure
from twocrises.keyness import keyness

from . import browser as browsers
from .browser import PHONE, opened
from .conftest import ERAS, TEXT

chromium = browsers.chromium

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
    assert r"\<b>Paper\</b> <span>&#36;</span>1<span>&#36;</span>" in text


@pytest.mark.parametrize("text", [HOSTILE, "a_b*c`d", "# head", "|x|", "~~no~~", "1 < 2 & 3"])
def test_escaped_markdown_is_the_text(text):
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parseInline(escape_markdown(text))[0].children
    assert {token.content for token in tokens if token.type not in ("text", "text_special")} <= {"<span>", "</span>"}
    assert "".join(token.content for token in tokens if token.type != "html_inline") == text


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
        "article  times in 2014     T  published   kept",
        "A                1,204  −1.2  5 Mar 2014  yes",
        "–                    3     –  –           no",
    ]  # fmt: skip
    markup = forms(shown)["text/html"]
    assert markup.count('<th scope="col"') == 5
    assert ">Some numbers</caption>" in markup


def test_a_table_without_rows_keeps_its_head():
    assert str(table(pd.DataFrame({"a": []}), "Nothing")) == "Nothing: nothing found\na"


def cells(markup):
    """Every cell as its tag, its attributes and its text, by row; and the elements of the page."""
    from lxml import html as parser

    page = parser.fragment_fromstring(markup, create_parent=True)
    rows = [[(one.tag, dict(one.attrib), one.text_content()) for one in row] for row in page.iter("tr")]
    return rows, page


def test_a_table_with_eras_above_articles(corpus):
    from twocrises.frequency import count_terms

    rows, page = cells(forms(table(count_terms(corpus, ["nato", "crimea"]), "Counts"))["text/html"])
    above = [(text, about["scope"], about.get("colspan"), about.get("rowspan")) for _, about, text in rows[0]]
    assert above == [
        ("term", "col", None, "2"),
        ("2014", "colgroup", "2", None),
        ("2022", "colgroup", "3", None),
    ]
    assert [group.get("span") for group in page.iter("colgroup")] == ["1", "2", "3"]
    assert [text for *_, text in rows[1]] == corpus.articles["label"].tolist()
    assert [about["scope"] for _, about, _ in rows[1]] == ["col"] * 5
    assert [(tag, about.get("scope"), text) for tag, about, text in (row[0] for row in rows[2:])] == [
        ("th", "row", "nato"),
        ("th", "row", "crimea"),
    ]


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        ({"word": ["a", "b"], "n": [1, 2]}, ["a", "b"]),
        ({"word": ["a", "a"], "n": [1, 2]}, []),
        ({"word": ["a", None], "n": [1, 2]}, []),
        ({"word": ["a", ""], "n": [1, 2]}, []),
        ({"word": ["a", "b" * 61], "n": [1, 2]}, []),
        ({"n": [1, 2], "word": ["a", "b"]}, []),
        ({"word": ["a", "b"]}, []),
    ],
)
def test_a_first_column_of_short_different_texts_names_the_rows(columns, names):
    rows, _ = cells(forms(table(pd.DataFrame(columns), "x"))["text/html"])
    assert [text for row in rows[1:] for tag, _, text in row if tag == "th"] == names


def test_the_last_level_of_an_index_names_the_rows():
    index = pd.MultiIndex.from_tuples([("old", "a"), ("old", "b")], names=["era", "label"])
    rows, _ = cells(forms(table(pd.DataFrame({"n_words": [1, 2]}, index=index), "x"))["text/html"])
    assert [text for *_, text in rows[0]] == ["era", "article", "words"]
    assert [[tag for tag, *_ in row] for row in rows[1:]] == [["td", "th", "td"]] * 2


def test_no_header_is_empty():
    columns = pd.MultiIndex.from_tuples([("", "x"), ("a", "y"), ("a", "")])
    rows, _ = cells(forms(table(pd.DataFrame([[1, 2, 3]], columns=columns), "x"))["text/html"])
    assert all(text.strip() for row in rows for tag, _, text in row if tag == "th")
    width = [sum(int(about.get("colspan", 1)) for _, about, _ in row) for row in rows]
    assert width[0] == width[2] == 3 and width[1] == 2, "the last column has one header of two rows"


def test_words_that_look_like_columns_of_ours_keep_their_names(make_corpus):
    from twocrises.frequency import count_terms

    corpus = make_corpus({"a.txt": f"{TEXT} The change of role left a match, and near it count_of n_of them.\n" * 2})
    counts = count_terms(corpus, ["left", "role", "change", "near", "match"]).T.droplevel("era")
    assert str(table(counts, "x")).splitlines()[1].split() == ["article", "left", "role", "change", "near", "match"]


def test_a_table_can_be_scrolled_by_keyboard_under_its_name():
    _, page = cells(forms(table(pd.DataFrame({"a": [1]}), 'Every "thing" & $5'))["text/html"])
    (region,) = page
    assert region.get("role") == "region" and region.get("tabindex") == "0"
    assert region.get("aria-label") == 'Every "thing" & $5' == page.find(".//caption").text_content()
    assert "overflow-x:auto" in region.get("style")


def test_what_rounds_to_nothing_has_no_sign():
    frame = pd.DataFrame({"x": [-0.004, 0.0, -0.0, 0.004, -0.006]})
    assert str(table(frame, "x")).split()[2:] == ["0.00", "0.00", "0.00", "0.00", "−0.01"]
    assert str(table(frame, "x", decimals=0)).split()[2:] == ["0"] * 5


def test_values_within_a_cell_read_as_those_of_their_own():
    frame = pd.DataFrame({"x": [(True, None, 1204), (), {"b", "a"}]})
    assert str(table(frame, "x")).splitlines()[2:] == ["yes, –, 1,204", "", "a, b"]


def test_read_shows_every_line_with_its_rule(corpus):
    text = str(read(corpus, "001"))
    lines = corpus.lines.query("article == '001_a662e1979cd3d6e7' and kind != 'blank'")
    assert len(text.splitlines()) == len(lines) + 1
    assert "[dropped] New York" in text and "001#s0 US Secretary of State" in text
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
        (lambda c: save(c.articles, "a.exe"), r"a\.exe: a frame is written as \.csv or \.parquet\."),
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


@pytest.fixture
def displayed(monkeypatch):
    """What `show` displays, in order."""
    seen = []
    monkeypatch.setattr(
        "IPython.display.display", lambda one, metadata=None, raw=False: seen.append(one if raw else forms(one))
    )
    return seen


def made(data, title="Two words"):
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(2, 1))
    canvas.suptitle(title)
    return Figure(canvas, "One falls from 2 to 1.", "Two points.", data)


def test_the_data_of_a_figure_are_one_click_away(displayed):
    show(made(pd.DataFrame({"term": ["a", "b"], "n_words": [1204, 2], "weight": [0.0213, None]})), "2.1")
    image, caption, data = displayed
    assert set(image) == {"image/png", "text/plain"} and image["text/plain"] == "One falls from 2 to 1."
    assert caption["text/markdown"].startswith("**Figure 2.1.** Two points.\n\n<details><summary>Figure in words")
    rows, page = cells(data["text/html"])
    (details,) = page
    assert (details.tag, details.get("open"), details[0].text) == ("details", None, "Data of Figure 2.1")
    assert page.find(".//caption").text_content() == "Figure 2.1: Two words"
    assert [[text for *_, text in row] for row in rows] == [
        ["term", "words", "weight"],
        ["a", "1,204", "0.021"],
        ["b", "2", "–"],
    ]
    assert data["text/plain"] == "Data of Figure 2.1: 2 rows, in figure.data"


@pytest.mark.parametrize("data", [None, pd.DataFrame({"a": []})])
def test_a_figure_without_data_has_none_to_show(displayed, data):
    show(made(data))
    assert [sorted(one) for one in displayed] == [["image/png", "text/plain"], ["text/markdown", "text/plain"]]


@pytest.mark.parametrize(("size", "note"), [(60, None), (61, "The first 60 of 61 rows.")])
def test_the_data_of_a_figure_are_cut_where_they_are_long(displayed, size, note):
    show(made(pd.DataFrame({"a": range(size)}), ""))
    rows, page = cells(displayed[-1]["text/html"])
    assert len(rows) == 61 and page.find(".//caption").text_content() == "Data of this figure"
    assert [one.text_content() for one in page.iter("p")] == [note] * (note is not None)


def test_an_index_without_a_name_is_shown_where_it_says_something(displayed):
    show(made(pd.DataFrame({"a": [0.5, 1]}, index=["first", "second"])))
    rows, _ = cells(displayed[-1]["text/html"])
    assert [[(tag, text) for tag, _, text in row] for row in rows] == [
        [("td", ""), ("th", "a")],
        [("th", "first"), ("td", "0.50")],
        [("th", "second"), ("td", "1.00")],
    ]


def test_numbers_of_a_column_have_as_many_decimals_as_they_need(displayed):
    show(made(pd.DataFrame({"p": [0.0013, 0.04], "rate": [5.85, 0.0], "big": [1204.5, 17.25], "none": [0.0, 0.0]})))
    rows, _ = cells(displayed[-1]["text/html"])
    assert [[text for *_, text in row] for row in rows[1:]] == [
        ["0.001", "5.85", "1,204.50", "0.00"],
        ["0.040", "0.00", "17.25", "0.00"],
    ]


SHADE = """() => {
    const region = document.querySelector('.tc-table'), [table, shade, cover] = region.children;
    const right = one => Math.round(one.getBoundingClientRect().right), edge = right(region);
    const hidden = Math.abs(right(shade) - right(cover)) <= 1;
    return [region.scrollWidth > region.clientWidth, Math.abs(right(shade) - edge) <= 1, hidden, region.scrollLeft > 0,
            document.documentElement.scrollWidth <= window.innerWidth];
}"""


def test_on_a_phone_a_wide_table_scrolls_by_itself_and_shows_it(chromium, tmp_path):
    wide = pd.DataFrame({f"a rather long header {i}": ["some words to read"] for i in range(8)})
    for name, frame in (("wide", wide), ("narrow", pd.DataFrame({"a": [1]}))):
        markup = forms(table(frame, "A table"))["text/html"]
        (tmp_path / f"{name}.html").write_text(f"<!DOCTYPE html><meta charset=utf-8><title>x</title>{markup}", "utf-8")
    with opened(chromium, size=PHONE) as (page, _):
        page.goto((tmp_path / "wide.html").as_uri())
        assert page.evaluate(SHADE) == [True, True, False, False, True], "a shade at the edge"
        page.focus(".tc-table")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.tc-table').scrollLeft > 0")
        page.evaluate("document.querySelector('.tc-table').scrollLeft = 1e6")
        assert page.evaluate(SHADE) == [True, True, True, True, True], "at its end the cover hides it"
        page.goto((tmp_path / "narrow.html").as_uri())
        assert page.evaluate(SHADE)[0] is False and page.evaluate(SHADE)[2] is True, "nothing to scroll, no shade"


class Formula:
    """Something that is no text and prints like a formula."""

    def __str__(self):
        return "=cmd()"


def saved(frame, file):
    with save(frame, file).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


@pytest.mark.parametrize(
    "text",
    ["a\r=cmd()",
     "=cmd()", "+1", "-1", "@x", "\tx", "\rx", "\nx", "  =cmd()", "\u00a0=1", "\ufeff=1", "\u200b=1", "\x00=1",
     "\x1f+1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", " \uff1dx", "\t\n =x", pytest.param(Formula(), id="object")],
)  # fmt: skip
def test_a_spreadsheet_gets_no_formula(text, tmp_path):
    index = pd.Index([text], name=str(text), dtype=object)
    rows = saved(
        pd.DataFrame({str(text): [text]}, index=index).rename(columns=lambda name: f"{name} "), tmp_path / "a.csv"
    )
    mark = "" if str(text).startswith("a") else "'"
    assert rows == [[f"{mark}{text}", f"{mark}{text} "], [f"{mark}{text}"] * 2]


def test_everything_else_stays_as_it_is(tmp_path):
    frame = pd.DataFrame(
        {
            "text": ["fine, “really”", "a=b", "'=x", "–1", "1-2"],
            "n": [-1, 2, 3, 4, 5],
            "x": [-0.5, float("nan"), float("-inf"), 0.0, -1e-9],
            "day": [pd.Timestamp("2014-03-05"), pd.NaT, pd.NaT, pd.NaT, pd.NaT],
            "list": [["=1"], (), None, pd.NA, True],
        }
    )
    rows = saved(frame, tmp_path / "out.csv")
    assert [row[0] for row in rows[1:]] == frame["text"].tolist()
    assert [row[1] for row in rows[1:]] == ["-1", "2", "3", "4", "5"], "a number stays a number"
    assert [row[2] for row in rows[1:]] == ["-0.5", "", "-inf", "0.0", "-1e-09"]
    assert [row[4] for row in rows[1:]] == ["['=1']", "()", "", "", "True"]
    assert list(tmp_path.iterdir()) == [tmp_path / "out.csv"]


def test_headers_of_two_levels_become_one(corpus, tmp_path):
    from twocrises.frequency import count_terms

    rows = saved(count_terms(corpus, ["nato"]), tmp_path / "out.csv")
    assert rows[0][:2] == ["term", "2014 / BBC, 5 Mar 2014"]


@pytest.mark.parametrize("name", ["articles", "sentences", "quotes", "lines", "evidence", "problems"])
def test_parquet_gives_the_frame_back(corpus, tmp_path, name):
    frame = getattr(corpus, name)
    file = save(frame, tmp_path / f"{name}.parquet")
    pd.testing.assert_frame_equal(
        pd.read_parquet(file), frame.reset_index(drop=True), check_dtype=False, check_categorical=False
    )
    assert file.read_bytes() == save(frame, tmp_path / "again.parquet").read_bytes()


def test_parquet_of_an_index_and_of_headers_of_two_levels(corpus, tmp_path):
    from twocrises.frequency import count_terms

    counts = count_terms(corpus, ["nato", "=cmd()"])
    back = pd.read_parquet(save(counts, tmp_path / "counts.parquet"))
    assert back["term"].tolist() == ["nato", "=cmd()"] and back.columns[1] == "2014 / BBC, 5 Mar 2014"
    assert counts.attrs and counts.columns.nlevels == 2, "the frame itself is left alone"


def test_what_parquet_cannot_hold(tmp_path):
    with pytest.raises(TwoCrisesError, match=r"a\.parquet: Parquet has no type for a value \(.*\)\. Write \.csv"):
        save(pd.DataFrame({"x": [1, "a", Formula()]}), tmp_path / "a.parquet")
    with pytest.raises(TwoCrisesError, match=r'a\.parquet: two columns are called "x"\. Rename one, or write \.csv'):
        save(pd.DataFrame([[1, 2]], columns=["x", "x"]), tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []


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


def test_a_figure_says_how_its_numbers_are_written():
    """By column, by row, and never with a sign where nothing is left of a number."""
    frame = pd.DataFrame({"what": ["a", "b"], "share": [0.6449, 0.0], "p": [0.0286, 1 / 92378], "rate": [-0.001, 2.25]})
    frame.attrs = {"decimals": {"share": "%", "p": "p", "rate": 1}, "unit": "per 1,000 words", "rows": 2}
    assert str(data_of_figure(frame, "Two")).split("\n") == [
        "Two (per 1,000 words)",
        "what  share (%)         p  rate",
        "a            64     0.029   0.0",
        "b             0  0.000011   2.2",
    ]
    mixed = pd.DataFrame({"what": ["tone", "topic", "length"], "mean": [-0.159, 0.64, 894.3]})
    mixed.attrs["decimals"] = [2, " %", 0]
    assert [line.split()[-1] for line in str(data_of_figure(mixed, "Three")).split("\n")[2:]] == ["−0.16", "%", "894"]
    mixed.attrs["rows"] = 1
    assert str(data_of_figure(mixed, "Three")).endswith("The first of 3 rows.")


def test_a_day_stands_in_one_line():
    frame = pd.DataFrame({"n": [1, 2], "day": ["5 Mar 2014", "2021-12-17"], "days": ["5 Mar 2014 to 6 Mar 2014", "x"]})
    markup = table(frame.assign(on=pd.Timestamp("2014-03-05")), "Days").forms["text/html"]
    assert re.findall(r'white-space:nowrap">([^<]*)<', markup) == [
        "5 Mar 2014",
        "5 Mar 2014",
        "2021-12-17",
        "5 Mar 2014",
    ]
