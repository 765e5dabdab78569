"""Figures as a system: letters, overlaps, colours, what the alt texts say of the eras, and the tables below them."""

import io
import re
from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.text import Annotation, Text
from PIL import Image

from twocrises import figures
from twocrises.display import NAMES
from twocrises.errors import TwoCrisesError
from twocrises.figures import era_styles, png
from twocrises.figures.choices import _DOWN, _UP
from twocrises.figures.stability import _CHOSEN, _LANES, _OTHER
from twocrises.figures.style import INK, MUTED, NO_ERA, SMALL, house_style, letters_on, more_in, new_canvas
from twocrises.figures.voices import _FILLS, _HATCHES, _NARRATOR_FILL, _REST_FILL
from twocrises.frequency import count_terms
from twocrises.grids import data_of_figure
from twocrises.ledger import read_ledger

from .test_figures import MAKE, ROOT, cut_off, drawn_once, overlapping
from .test_ledger_figure import compared, frame_of, mirrored
from .test_repeats import prose
from .test_speech import corpus_of

# A telephone of 390 pixels leaves a picture 360 of them.
PHONE, LEAST = 360, 8.4
DRAWN = MAKE | {"ledger, narrow": lambda c: figures.ledger(read_ledger(ROOT / "book"), narrow=True)}
# Made for print and a wide screen; on a telephone stands the narrow one.
WIDE = {"ledger"}

# Eras compared in alt texts. Those below say something else, which has no direction between eras.
COMPARES = (
    "dumbbell", "tone_points", "tone_timeline", "share_of_voices", "specification_curve", "topic_shares",
    "topic_points", "what_marks", "what_is_shared", "overview", "confounds", "roles", "together", "ledger",
    "ledger, narrow", "keyness_map",
)  # fmt: skip
OTHERS = {
    "page_map": "compares pages by what is left out of them",
    "dating": "evidence on one text",
    "floor": "how small a p is possible; the sizes of the eras, not their texts",
    "tone_days": "compares sentences about days before and after their article's",
    "tone_by_position": "compares the beginning of an article with its end",
    "tone_of_sides": "compares the sides of the speakers",
    "divided_sentences": "compares instruments on a sentence",
    "validity": "compares instruments with people",
    "topic_map": "how mixed the eras lie, which is the same the other way round",
    "topic_terms": "compares a topic with all texts",
    "how_many": "compares numbers of topics",
    "topic_stability": "compares topics with those found again",
    "what_follows": "distances within groups and between them, whichever group comes first",
    "tree": "distances between articles, whichever era they are of",
    "dispersion_plot": "compares terms",
    "null_keywords": "compares labels with other labels",
    "zipf": "compares words",
    "vocabulary_growth": "compares articles in their order",
}


def test_every_figure_compares_eras_or_says_why_not():
    assert sorted([*COMPARES, *OTHERS]) == sorted(DRAWN)


# Corpora of two eras, made so that every figure has something to draw


NAMED = """
translated = ["Sergei Lavrov"]
[sides]
western = ["John Kerry"]
russian = ["Sergei Lavrov"]
[frames]
doubt = ["may", "might"]
[[roles."US secretary of state"]]
name = "John Kerry"
from = 2013-01-01
to = 2023-01-01
[[roles."Russian foreign minister"]]
name = "Sergei Lavrov"
from = 2013-01-01
to = 2023-01-01
[[roles."prime minister"]]
name = "Mary Arden"
from = 2013-01-01
to = 2023-01-01
[eras.old]
start = 2014-01-01
end = 2014-12-31
[eras.new]
start = 2022-01-01
end = 2022-12-31
"""
BORDER = (
    "The border is closed and troops wait at the border on Monday. It was a terrible day. The border may open. "
    "John Kerry said: “We will not sign the paper.” John Kerry met Sergei Lavrov at the border."
)
TREATY = (
    "The treaty is signed and envoys read the treaty on Monday. It was a good and wonderful day. The treaty might hold "
    "and the treaty may last. Sergei Lavrov said the talks were useful. Sergei Lavrov called it a good treaty. "
    "Sergei Lavrov and John Kerry sat together. John Kerry and Mary Arden spoke of the treaty."
)


def two_eras(old, new, more=""):
    """A corpus of texts, each published on a day of its own; its ids say nothing of the eras."""
    texts, toml = {}, NAMED + more
    for year, group in ((2014, old), (2022, new)):
        for i, text in enumerate(group):
            name = f"{'pq'[year == 2022]}{i:02d}"
            texts[name] = text
            toml += f'[articles.{name}]\npublished = {year}-{1 + i // 28:02d}-{1 + i % 28:02d}\norigin = "Paper {i}"\n'
    return corpus_of(texts, toml)


def reports(sentence, n=3, start=0):
    """Different articles around the same sentences."""
    # Long enough that what they share does not make one text of them.
    return [f"{prose(start + i, 120 + 60 * (i % 3))}\n\n{sentence}" for i in range(n)]


@cache
def made(which):
    border, treaty = reports(BORDER), reports(TREATY, start=3)
    return {
        "border first": lambda: two_eras(border, treaty),
        "treaty first": lambda: two_eras(treaty, border),
        "equal": lambda: two_eras(border, border),
        "large": lambda: two_eras(reports(BORDER, 14), reports(TREATY, 14, 14)),
        "tiny": lambda: two_eras([BORDER], [TREATY]),
    }[which]()


TERMS = {"dumbbell": lambda c: figures.dumbbell(count_terms(c, ["border", "treaty", "ministers"], per=1000)),
         "dispersion_plot": lambda c: figures.dispersion_plot(c, ["border", "treaty"])}  # fmt: skip


LEDGER = [
    compared("threat", [2.0, 2.2], [8.0, 8.4, 8.8], eras=("old", "new")),
    compared("fact", [8.0, 8.4], [2.0, 2.2, 2.4], eras=("old", "new")),
    compared("minister", [9.0, 0.0], [1.0, 1.2, 1.1], eras=("old", "new")),
    compared("border", [5.0, 5.1], [5.1, 5.2, 5.0], eras=("old", "new")),
]


def ledger_of(which, narrow):
    """Claims as any corpus may give them: to make them from texts takes long."""
    rng = np.random.default_rng(0)
    rows = {
        "border first": LEDGER,
        "treaty first": [{**claim, "difference": mirrored(claim)["difference"]} for claim in LEDGER],
        "equal": [compared(name, [2.0, 2.0], [2.0, 2.0], eras=("old", "new")) for name in "abc"],
        "large": [compared(f"word{i}", rng.gamma(1, 3, 2), rng.gamma(1, 3, 3), eras=("old", "new")) for i in range(60)],
        "tiny": [compared("threat", [1.0], [8.0], eras=("old", "new"))],
    }
    return figures.ledger(frame_of(*rows[which]), narrow=narrow)


@cache
def of(which, name):
    if name.startswith("ledger"):
        return ledger_of(which, "narrow" in name)
    return (DRAWN | TERMS)[name](made(which))


# Letters


def written(canvas):
    """Every text that is drawn: its words, its size in points and its box in pixels."""
    with house_style():
        canvas.set_dpi(100)
        canvas.draw_without_rendering()
        hidden = set()
        for axes in canvas.axes:
            for axis in (axes.xaxis, axes.yaxis):
                shown = set(axis._update_ticks())
                hidden |= {label for tick in [*axis.majorTicks, *axis.minorTicks] if tick not in shown
                           for label in (tick.label1, tick.label2)}  # fmt: skip
        texts = [
            text
            for text in canvas.findobj(Text)
            if text.get_visible() and text.get_text().strip() and text not in hidden
            and not (isinstance(text, Annotation) and not text._check_xy(None))
        ]  # fmt: skip
        return [(text.get_text(), text.get_fontsize(), Text.get_window_extent(text).extents) for text in texts]


def what_is_wrong(canvas):
    """Letters too small for a telephone, texts that leave the picture, and texts that cover one another."""
    texts = written(canvas)
    width, height = canvas.bbox.size
    small = {f"{text}: {size} points" for text, size, _ in texts if size * 100 / 72 * min(PHONE / width, 1) < LEAST}
    outside = {f"{text} outside" for text, _, box in texts
               if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height}  # fmt: skip
    covered = {
        f"{one} over {other}"
        for (one, _, a), (other, _, b) in combinations(texts, 2)
        # Half a pixel is what rounding leaves of boxes that touch.
        if overlapping((a[0] + 0.5, a[1] + 0.5, a[2], a[3]), (b[0], b[1], b[2] - 0.5, b[3] - 0.5))
    }
    return small, outside, covered


@pytest.mark.parametrize("name", DRAWN)
def test_the_seeds(name, corpus):
    """All that is asked of one figure in one test, so that it is drawn twice and no more."""
    figure = drawn_once(name, DRAWN[name], corpus)
    image = png(figure)
    size = Image.open(io.BytesIO(image)).size
    assert size == tuple(round(200 * inches) for inches in figure.canvas.get_size_inches())
    assert image == png(DRAWN[name](corpus)), "the same numbers give the same bytes"
    assert not cut_off(figure)
    check_letters(figure, name)
    check_contrast(figure, name)
    check_words(figure)
    check_table(figure.data, name)


def check_letters(figure, name):
    small, outside, covered = what_is_wrong(figure.canvas)
    assert not small or name in WIDE
    assert not outside and not covered


@pytest.mark.parametrize("name", sorted(DRAWN))
@pytest.mark.parametrize("which", ["large", "tiny"])
def test_letters_of_other_corpora_can_be_read(which, name):
    try:
        figure = of(which, name)
    except TwoCrisesError as error:
        assert which == "tiny" and str(error).endswith(".")
        return
    check_letters(figure, name)
    assert len(figure.alt) <= 900


def test_what_is_wrong_is_found():
    with house_style():
        canvas, axes = new_canvas(2)
        axes.set_xticks([0, 1], ["here", "there"])
        axes.set_yticks([])
        axes.text(0.5, 0.5, "in its place")
        assert what_is_wrong(canvas) == (set(), set(), set())
        axes.text(0.5, 0.9, "tiny", fontsize=7)
        axes.text(0.98, 0.2, "runs out of the picture", clip_on=False, in_layout=False)
        axes.text(0.55, 0.52, "too near")
        small, outside, covered = what_is_wrong(canvas)
    assert small == {"tiny: 7.0 points"} and outside == {"runs out of the picture outside"}
    assert covered == {"in its place over too near"}
    assert SMALL * 100 / 72 * PHONE / 560 > LEAST


# Colours


MACHADO = {
    "as they are": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}


def linear(colour):
    channels = np.array(to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIE L*a*b* of linear RGB, D65."""
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    x = to_xyz @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    f = np.where(x > 216 / 24389, np.cbrt(x), (24389 / 27 * x + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, other, eyes):
    """CIE76 difference of two colours, as these eyes see them (Machado, Oliveira and Fernandes 2009, severity 1)."""
    return float(np.linalg.norm(*[lab(MACHADO[eyes] @ linear(one)) - lab(MACHADO[eyes] @ linear(other))]))


def to_white(colour):
    return 1.05 / (float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour)) + 0.05)


def test_the_measure_of_colours():
    assert lab(linear("#FF0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.02), "sRGB red, Lindbloom"
    assert to_white("#767676") == pytest.approx(4.54, abs=0.01), "the grey that WCAG names"
    assert apart("#FF0000", "#808000", "deuteranopia") < apart("#FF0000", "#808000", "as they are") / 2


ERAS_DRAWN = [colour for colour, _ in era_styles(["a", "b", "c", "d"]).values()]
TOGETHER = {
    "eras": [*ERAS_DRAWN, NO_ERA[0]],
    "up and down": [_UP, _DOWN],
    "refits": [colour for _, _, colour in _LANES.values()],
    "numbers of topics": [_CHOSEN, _OTHER],
}


@pytest.mark.parametrize("eyes", MACHADO)
@pytest.mark.parametrize("group", TOGETHER)
def test_colours_of_one_figure_stay_apart(group, eyes):
    for one, other in combinations(TOGETHER[group], 2):
        assert apart(one, other, eyes) >= 15, (one, other)


def test_colours_stand_out_from_the_paper():
    for colour in [INK, MUTED, *(colour for group in TOGETHER.values() for colour in group)]:
        assert to_white(colour) >= 4.5, f"{colour} is the colour of letters, too"


def test_letters_stand_out_from_any_fill():
    for fill in [f"#{r:02X}{g:02X}{b:02X}" for r in range(0, 256, 51) for g in range(0, 256, 51) for b in (0, 99, 255)]:
        paper = 1.05 / to_white(fill)
        letters = letters_on(fill)
        assert (1.05 / paper if letters == "white" else paper / 0.05) >= 4.5, fill


def test_what_is_compared_differs_in_grey():
    """The two eras in lightness; further eras, and everything else, in their form."""
    light = [lab(linear(colour))[0] for colour in ERAS_DRAWN]
    assert abs(light[0] - light[1]) >= 15
    styles = [*era_styles(["a", "b", "c", "d"]).values(), NO_ERA]
    assert len({marker for _, marker in styles}) == len(styles)
    assert len({marker for _, marker, _ in _LANES.values()}) == len(_LANES)


@pytest.mark.parametrize("eyes", MACHADO)
def test_sides_differ_in_lightness_or_are_hatched(eyes):
    parts = [(_NARRATOR_FILL, ""), *zip(_FILLS, _HATCHES, strict=True), (_REST_FILL, "")]
    for (one, hatch), (other, hatch_of_other) in combinations(parts, 2):
        if hatch == hatch_of_other:
            assert apart(one, other, eyes) >= 15, (one, other)
            assert abs(lab(linear(one))[0] - lab(linear(other))[0]) >= 15, (one, other)


def check_contrast(figure, name):
    """On white, where nothing is said of what lies behind: in fills the figure chooses the letters by the fill."""
    filled = {"share_of_voices", "topic_shares", "overview", "together"}
    for text in figure.canvas.findobj(Text):
        colour = to_hex(text.get_color())
        in_mark = colour == "#ffffff"
        if text.get_text().strip() and not in_mark and name not in filled and text.get_gid() != "topic":
            assert to_white(colour) >= 4.5, (text.get_text(), colour)


# What is said of the eras

NUMBER = r"[-−+]?\d[\d,]*(?:\.\d+)?(?: %)?"
ERA = "old|new"
CLAUSE = re.compile(
    rf"(?:^|[:;.] )([^:;.]+): (?:more|higher) in ({ERA}), ({NUMBER})[^;:.]*? against ({NUMBER}) in ({ERA})"
)
MARKS = re.compile(rf"“(\w+)” marks ({ERA}) most: [\d,]+ times?, log ratio ({NUMBER})")
CURVE = re.compile(rf"({ERA}) scores higher than ({ERA}) under (?:(\d+) of (\d+)|every)")
BLOCK = re.compile(rf"More in ({ERA}): (.*?)\.(?= [A-Z]| (?:{ERA}) against|$)")
BOTH = re.compile(rf"(.+?), ([\d.,]+)(?: [^;]*?)? in ({ERA}), ([\d.,]+) in ({ERA})$")


def value(text):
    return float(re.sub(r"[^\d.-]", "", text.replace("−", "-")))


def claimed(name, alt):
    """What an alt text says of two eras: quantity, era with more, its value, that of the other."""
    if name == "keyness_map":
        return {(term, era, "", ratio) for term, era, ratio in MARKS.findall(alt)}
    if name == "specification_curve":
        return {("tone", more, times, of_all) for more, _, times, of_all in CURVE.findall(alt)}
    if name.startswith("ledger"):
        return {
            (what, era, *((one, two) if era == first else (two, one)))
            for era, block in BLOCK.findall(alt)
            for what, one, first, two, _ in (BOTH.match(part).groups() for part in block.split("; "))
        }
    return {(what.strip(), more, one, two) for what, more, one, two, _ in CLAUSE.findall(alt)}


def exchanged(said):
    other = {"old": "new", "new": "old"}
    return {(what, other[era], *values) for what, era, *values in said}


@pytest.mark.parametrize("name", COMPARES)
def test_exchanging_the_eras_exchanges_what_is_said(name):
    """And the values that are said are in the table."""
    one, two = (claimed(name, of(which, name).alt) for which in ("border first", "treaty first"))
    assert one, of("border first", name).alt
    check_values(of("border first", name), one)
    if name == "keyness_map":
        # A ratio has the sign of its era.
        sign = str.maketrans("+−", "−+")
        one = {(term, era, "", ratio.translate(sign)) for term, era, _, ratio in one}
    assert exchanged(one) == two
    for what, _, more, less in two if name not in ("keyness_map", "specification_curve") else ():
        assert value(more) > value(less), what


@pytest.mark.parametrize("name", COMPARES)
def test_equal_eras_are_no_difference(name):
    try:
        figure = of("equal", name)
    except TwoCrisesError as error:
        assert "differs" in str(error) or "marks" in str(error), "what marks an era cannot be drawn where nothing does"
        return
    assert not claimed(name, figure.alt), figure.alt
    assert not re.search(rf"(more|higher|larger|lower|most) in ({ERA})|(more|larger) in every|than (any|every)|scores "
                         rf"(higher|lower)|[Mm]ore “|marks? ({ERA})", figure.alt), figure.alt  # fmt: skip
    assert re.search(r"no difference|the same|[Nn]o word|separates|nothing differs|alone tells", figure.alt), figure.alt


def test_a_wrong_direction_is_found():
    eras = ("old", "new")
    right = more_in("a", (1.0, 2.0), eras, "{:.1f}".format)
    assert right == "a: more in new, 2.0 against 1.0 in old"
    assert claimed("", right) == {("a", "new", "2.0", "1.0")} != exchanged(claimed("", right))
    two = f"A title of old and new. {right}; {right.replace('a:', 'b:')}, without overlap."
    assert claimed("", two) == {("a", "new", "2.0", "1.0"), ("b", "new", "2.0", "1.0")}
    assert exchanged(claimed("", two)) == claimed("", two.replace("new,", "old,").replace("in old.", "in new."))


CELL = re.compile(r'<t[dh][^>]* align="right"[^>]*>([^<]*)</t[dh]>')


def shown_numbers(data):
    """The numbers as they stand in the table below a figure, without signs."""
    markup = data_of_figure(data, "what it says").forms["text/html"]
    return {re.sub(r"[^\d.]", "", text) for text in CELL.findall(markup.partition("<tbody>")[2])}


def taken_from(data):
    """What a reader can take from a table: the means of its columns by era, and how many are above zero."""
    columns = data.select_dtypes("number")
    found = [(columns > 0).sum().to_numpy(dtype=float)]
    if "era" in data:
        found += [columns.groupby(data["era"].astype(str)).mean().to_numpy(dtype=float).ravel()]
    return np.concatenate(found)


def check_values(figure, said):
    """To the decimals that are said: in the table as it is shown, not only in the data behind it."""
    known, shown = taken_from(figure.data), shown_numbers(figure.data)
    for what, _, *values in said:
        for text in values:
            digits = re.sub(r"[^\d.]", "", text)
            scale = 100 if text.endswith("%") else 1
            room = 0.5 * 10.0 ** -len(digits.partition(".")[2]) + 1e-9
            assert digits in shown | {""} or (np.abs(np.abs(known) * scale - float(digits)) <= room).any(), (what, text)


# Alt texts and tables


def check_words(figure):
    """What can be listened to: the finding first, two values, no list."""
    alt = figure.alt
    assert 60 < len(alt) <= 900 and alt.endswith(".") and len(re.findall(NUMBER, alt)) <= 40
    assert len(set(re.findall(r"\d+(?:[.,]\d+)?", alt))) >= 2
    title = figure.canvas.get_suptitle() or figure.canvas.get_label()
    assert alt.startswith(title.replace("\n", " ")), "it begins with the finding"
    assert figure.caption.endswith(".") and figure.caption != alt


def check_table(data, name):
    """No more than sixty rows, for a table is cut there; else those that the figure names come first."""
    assert len(data) and data.columns.nlevels == 1 and data.columns.is_unique
    assert data.index.tolist() == list(range(len(data))), "nothing stands in the index"
    for column in data:
        assert column in NAMES or "_" not in str(column), f"{column} is no name that a reader understands"
        assert not data[column].map(lambda cell: isinstance(cell, (list, tuple, set, dict, np.ndarray))).any()
        assert not data[column].astype(str).str.contains(r"\.txt|^\d{3}_[0-9a-f]{16}$").any(), "articles by their label"
    if name == "keyness_map":
        assert (data["marks"] != "–").sum() == (data["marks"].iloc[:60] != "–").sum() > 3
    elif name == "topic_map":
        assert 60 >= data.attrs["rows"] == (data["name"].iloc[: data.attrs["rows"]] != "").sum() > 3
        assert not data["name"].iloc[data.attrs["rows"] :].any(), "only those with a name are shown"
    else:
        assert len(data) <= 60
    decimals = data.attrs.get("decimals", {})
    floats = data.select_dtypes("float").columns
    assert isinstance(decimals, (int, list)) or set(floats) <= set(decimals), "the figure says how to write its numbers"
    assert not isinstance(decimals, list) or len(decimals) == len(data)
    assert not isinstance(decimals, dict) or set(decimals) <= set(data)


def test_values_that_the_table_rounds_away_are_found():
    """The table once showed −0.2 for the −0.16 of the alt text, and 0.6 for 64 %."""
    said = {("tone", "new", "−0.16", "−0.04"), ("topic", "old", "64 %", "26 %")}
    data = pd.DataFrame({"what": ["tone", "topic"], "mean of old": [-0.159, 0.64], "mean of new": [-0.036, 0.264]})
    data.attrs["decimals"] = [2, " %"]
    check_values(figures.Figure(None, "", "", data), said)
    data.attrs["decimals"] = 1
    with pytest.raises(AssertionError):
        check_values(figures.Figure(None, "", "", data), said)


def test_a_table_that_cannot_be_read_is_found():
    for data in (
        pd.DataFrame({"n_of_it": [1]}), pd.DataFrame({"articles": [("a", "b")]}), pd.DataFrame({"n": [1]}, index=["a"]),
        pd.DataFrame({"article": ["004_5024b87945ea3bb4"]}), pd.DataFrame({"n": range(61)}), pd.DataFrame({"n": []}),
    ):  # fmt: skip
        with pytest.raises(AssertionError):
            check_table(data, "")
