"""The figure of confounds: what it says follows its marks, whatever the articles are called."""

import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text

from twocrises import figures
from twocrises.confounds import article_properties
from twocrises.confounds import confounds as ledger
from twocrises.errors import TwoCrisesError
from twocrises.figures import era_styles, house_style, png

from .conftest import ERAS, TEXT
from .test_confounds import fact, made
from .test_figures import cut_off

LONG = "A very long name of an outlet that goes on and on until nobody remembers how it began"


def title_of(figure):
    return figure.canvas.get_suptitle().replace("\n", " ")


def drawn_texts(figure):
    return [text.get_text() for text in figure.canvas.findobj(Text) if text.get_text()]


def marks_of(figure, era, eras):
    """Numbers of marks of an era by row of marks, from the top; the key is none."""
    colour = era_styles(eras)[era][0]
    (axes,) = figure.canvas.axes
    rows = {}
    for line in axes.lines:
        if line.get_color() == colour and line.get_marker() != "None" and line.get_transform() == axes.transData:
            y = round(float(line.get_ydata()[0]), 3)
            rows[y] = rows.get(y, 0) + len(line.get_xdata())
    return [rows[y] for y in sorted(rows)]


def bands_of(figure):
    return [patch for patch in figure.canvas.axes[0].patches if to_hex(patch.get_facecolor()) == "#e3e3e3"]


def test_the_seeds(corpus):
    figure = figures.confounds(corpus)
    assert title_of(figure) == "Outlet, site, weekday and quoted share each tell 2014 from 2022"
    # Four rows tell apart; length, genre and opinion share, where two articles at 0 are one mark, do not.
    assert marks_of(figure, "2014", ["2014", "2022"]) == [2, 2, 2, 2, 2, 2, 1]
    assert marks_of(figure, "2022", ["2014", "2022"]) == [3, 3, 3, 3, 3, 3, 2]
    assert len(bands_of(figure)) == 3, "in each row that does not tell apart, what both have"
    texts = drawn_texts(figure)
    assert {"6.6 to 23.4 %", "24.3 to 29.8 %", "691 to 1,287 words", "BBC", "Wednesday"} <= set(texts)
    assert figure.alt.startswith(
        f"{title_of(figure)}. 4 of 7 properties by themselves tell the 2 articles of 2014 from the 3 of 2022. Outlet: "
    )
    assert {"a site that took it from NDTV", "a site that copied Sky News"} <= {t.replace("\n", " ") for t in texts}
    assert "Grey is what both eras have; no grey: separate, and what" in figure.caption
    assert figure.caption.endswith("The phase and the day are left out, since none of them lies in two eras.")
    assert "Length: 684 to 708 words in 2014, 691 to 1,287 words in 2022. The ranges overlap" in figure.alt
    known = ledger(corpus).set_index("property").loc[figure.data["property"]]
    assert figure.data["in 2022"].tolist() == known["in_2022"].tolist() and len(figure.data) == 7
    assert figure.data.set_index("property")["articles in both"].to_dict() == known["overlap"].to_dict()


def test_a_scale_has_round_numbers_at_their_places(corpus):
    """A tick lies between the marks as its number lies between theirs."""
    (axes,) = figures.confounds(corpus).canvas.axes
    ticks = [(t.get_text(), t.get_position()[0]) for t in axes.texts if to_hex(t.get_color()) == "#5f5f5f"]
    frame = article_properties(corpus)
    for column, factor, names in (("quoted_share", 100, ("10 %", "20 %")), ("length", 1, ("800", "1,000", "1,200"))):
        values = frame[column].to_numpy(dtype=float) * factor
        for name in names:
            number = float(name.removesuffix(" %").replace(",", ""))
            share = (number - values.min()) / (values.max() - values.min())
            assert any(text == name and x == pytest.approx(0.03 + 0.94 * share) for text, x in ticks)


@pytest.fixture
def small(make_corpus):
    def make(days, texts=(TEXT, TEXT * 2, TEXT * 3, TEXT * 4), names=("Post", "Times", "Echo", "Sun"), toml=ERAS):
        facts = zip("abcd", texts, days, names, strict=True)
        return made(make_corpus, [(name, text, fact(day, origin)) for name, text, day, origin in facts], toml)

    return make


DAYS = ("2014-03-03", "2014-03-04", "2022-01-05", "2022-01-06")


def test_swapped_eras(small):
    one, other = (figures.confounds(small(days)) for days in (DAYS, DAYS[2:] + DAYS[:2]))
    assert "Length: 13 to 26 words in old, 39 to 52 words in new. Every article of new" in _with_length(one)
    assert "Length: 39 to 52 words in old, 13 to 26 words in new. Every article of old" in _with_length(other)
    assert title_of(one) == title_of(other) == "Outlet, weekday and length each tell old from new"
    colours = {era: style[0] for era, style in era_styles(["old", "new"]).items()}
    for figure, low in ((one, "old"), (other, "new")):
        (left,) = (t for t in figure.canvas.findobj(Text) if t.get_text() == "13 to 26 words")
        assert left.get_color() == colours[low] and left.get_horizontalalignment() == "left"


def _with_length(figure):
    """The sentence about length, from the numbers of the figure where the alt text tells of another row."""
    row = figure.data.set_index("property").loc["length"]
    low, high = ("old", "new") if row["mean of old"] < row["mean of new"] else ("new", "old")
    above = f" Every article of {high}" if row["tells the eras apart"] else ""
    assert f"On average length: more in {high}, " in figure.alt and f" in {low}." in figure.alt
    return f"Length: {row['in old']} in old, {row['in new']} in new.{above}"


def test_equal_articles(small):
    figure = figures.confounds(
        small(("2014-03-03", "2014-03-04", "2022-01-03", "2022-01-04"), [TEXT] * 4, ["Post"] * 4)
    )
    assert title_of(figure) == "No known property of the articles alone tells old from new"
    assert figure.alt.startswith(
        f"{title_of(figure)}. 0 of 4 properties by themselves tell the 2 articles of old from the 2 of new."
    )
    assert "it explains no difference" in figure.alt and "Each of these alone tells the era" not in drawn_texts(figure)
    assert not cut_off(figure)
    assert "Grey is what both eras have. Small" in figure.caption, "no row tells apart, so none is without grey"


def test_no_row_with_grey(small):
    texts = [TEXT, TEXT * 2, TEXT * 3 + " “He spoke of the treaty.”", TEXT * 4 + " “He spoke of it.”"]
    figure = figures.confounds(small(DAYS, texts))
    assert not bands_of(figure) and "No row has grey: in each the eras are separate" in figure.caption
    assert figure.caption.endswith("The day is left out, since no day lies in two eras.")


def test_one_property_alone(small):
    days = ("2014-03-03", "2014-03-04", "2022-01-03", "2022-01-04")
    figure = figures.confounds(small(days, [TEXT] * 4))
    assert title_of(figure) == "Outlet alone tells old from new"
    assert figure.alt.startswith("Outlet alone tells old from new. 1 of 4 properties by themselves tells")


def test_what_is_known_in_one_era_only(small):
    figure = figures.confounds(small(DAYS, names=("Post", "Times", "", "")))
    assert "Outlet" not in drawn_texts(figure) and figure.caption.endswith("Not known in both eras: outlet.")


@pytest.mark.parametrize(
    "names",
    [
        ("$x^2$", "<b>bold</b>", "a_b^c", "back`tick|pipe"),
        (LONG, LONG[::-1], "_lead", "北京"),
        ("$", "$$", "\\\\alpha", "{}"),
        ("Pneumonoultramicroscopicsilicovolcanoconiosis", "w" * 90, "A", "B"),
    ],
)
def test_any_name(names, small):
    figure = figures.confounds(small(DAYS, names=names))
    assert png(figure) and not cut_off(figure)
    assert _boxes_apart(figure), "names of levels stand side by side"


def test_long_labels_of_eras_and_phases(small):
    label = "the time before everything became different from what it was"
    toml = (
        f'[eras."{label}"]\nstart = 2014-01-01\nend = 2014-12-31\n'
        '[eras."$new$"]\nstart = 2022-01-01\nend = 2022-12-31\n'
        f'[phases."{LONG}"]\nstart = 2014-01-01\nend = 2014-12-31\n[phases.p]\nstart = 2022-01-01\nend = 2022-12-31\n'
    )
    figure = figures.confounds(small(DAYS, toml=toml))
    assert png(figure) and not cut_off(figure) and label in figure.alt


def _boxes_apart(figure):
    """Whether no two names in a row of levels cover each other."""
    with house_style():
        figure.canvas.draw_without_rendering()
    (axes,) = figure.canvas.axes
    boxes = [t.get_window_extent() for t in axes.texts if t.get_horizontalalignment() == "center" and t.get_text()]
    return not any(
        a.overlaps(b) and abs(a.y1 - b.y1) < 3 for i, a in enumerate(boxes) for b in boxes[:i]
    )  # fmt: skip


def test_many_articles(make_corpus):
    articles = [
        (
            f"n{i:03d}",
            TEXT * (1 + i % 7),
            fact(f"{2014 + 8 * (i % 2)}-{1 + i % 12:02d}-{1 + i % 28:02d}", f"Outlet {i % 9}"),
        )
        for i in range(300)
    ]
    figure = figures.confounds(made(make_corpus, articles))
    texts = drawn_texts(figure)
    assert "5 others" in texts and {"Mon", "Sun"} <= set(texts) and "Sunday" not in texts
    assert "Of outlet the 4 most frequent levels are drawn. On a scale 40 articles of an era" in figure.caption
    assert "one mark and their number" in figure.caption
    # Bold as no number of a scale is.
    counts = [t for t in figure.canvas.findobj(Text) if t.get_fontweight() == "bold" and t.get_text().isdigit()]
    numbers = [t.get_text() for t in counts]
    assert sum(map(int, numbers)) == 600, "each article in two rows of levels"
    assert png(figure) and not cut_off(figure) and _boxes_apart(figure)


def test_no_two_eras(make_corpus, corpus):
    with pytest.raises(TwoCrisesError, match=r"This corpus has no eras to compare"):
        figures.confounds(make_corpus({"a.txt": TEXT}))
    with pytest.raises(TwoCrisesError, match=r'No article has a date in era "2022"'):
        figures.confounds(corpus.select(corpus.articles["article"][:2]))
