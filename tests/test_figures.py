"""Figures: what they say in words follows the numbers, and they are drawn the same way each time."""

import io
from inspect import getmembers, isfunction, signature
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from twocrises import figures
from twocrises.corpus import evenly
from twocrises.dating import date_article
from twocrises.errors import TwoCrisesError
from twocrises.figures import Figure, era_styles, png
from twocrises.frequency import count_terms
from twocrises.outputs import on_the_lock
from twocrises.topics import topics

from .conftest import TEXT

WORDS = ["nato", "crimea", "talks"]
MAKE = {
    "page_map": figures.page_map,
    "dating": lambda c: figures.dating(
        date_article(next(iter(c.source.values())), metadata={"date": "2014-03-05"}), c.config.eras
    ),
    "dumbbell": lambda c: figures.dumbbell(count_terms(c, WORDS, per=1000)),
    "floor": figures.floor,
    "tone_points": figures.tone_points,
    "tone_timeline": figures.tone_timeline,
    "topic_shares": lambda c: figures.topic_shares(topics(c, samples=0)),
    "tree": figures.tree,
    "same_and_different": figures.same_and_different,
    "overview": figures.overview,
}


def test_every_figure_is_tested():
    drawn = {
        name
        for name, f in getmembers(figures, isfunction)
        if f.__module__ == figures.__name__ and signature(f).return_annotation is Figure
    }
    assert drawn == set(MAKE)


@pytest.fixture(scope="module")
def made(corpus):
    return {name: make(corpus) for name, make in MAKE.items()}


@pytest.mark.parametrize("name", MAKE)
def test_alt_text_and_caption_say_something(made, name):
    figure = made[name]
    assert sum(char.isdigit() for char in figure.alt) >= 2, "at least two values"
    assert 60 < len(figure.alt) < 1_500 and figure.alt.endswith(".")
    assert figure.caption.endswith(".") and figure.caption != figure.alt
    assert figure.data is not None and len(figure.data)


@pytest.mark.parametrize("name", MAKE)
def test_the_same_numbers_give_the_same_bytes(made, name, corpus):
    image = png(made[name])
    assert image == png(MAKE[name](corpus))
    size = Image.open(io.BytesIO(image)).size
    assert size == tuple(round(200 * inches) for inches in made[name].canvas.get_size_inches())


@pytest.mark.parametrize("name", MAKE)
def test_nothing_is_cut_off(made, name):
    """No ink on the edge of the image: a label that runs out of the figure would leave some there."""
    pixels = np.asarray(Image.open(io.BytesIO(png(made[name]))).convert("L"))
    edge = np.concatenate([pixels[:2].ravel(), pixels[-2:].ravel(), pixels[:, :2].ravel(), pixels[:, -2:].ravel()])
    assert edge.min() > 200


def test_a_users_settings_do_not_change_a_figure(corpus):
    import matplotlib as mpl

    before = png(MAKE["floor"](corpus))
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "black", "savefig.dpi": 10}):
        assert png(MAKE["floor"](corpus)) == before


def eras_of(old, new, two_eras):
    a = f"{TEXT}The border is closed. The border is shut."
    b = f"{TEXT}The treaty is signed. The treaty is good."
    return two_eras([a] * old, [b] * new)


def test_swapping_the_eras_swaps_the_words(two_eras):
    rates = count_terms(eras_of(2, 3, two_eras), ["border", "treaty"], per=1000)
    alt = figures.dumbbell(rates).alt
    turned = figures.dumbbell(rates[["new", "old"]]).alt
    assert "border" in alt and "without overlap" in alt
    first, second = (alt.split(f"{era}")[0] for era in ("old", "new"))
    assert first != second
    one = next(part for part in alt.split("; ") if part.startswith("treaty"))
    two = next(part for part in turned.rstrip(".").split("; ") if part.startswith("treaty"))
    assert "0.0 per 1,000 words in old" in one and "0.0 in old" in two


def test_equal_data_are_no_difference(two_eras):
    corpus = two_eras([f"{TEXT}The talks were good."] * 2, [f"{TEXT}The talks were good."] * 2)
    figure = figures.dumbbell(count_terms(corpus, ["ministers", "absent"], per=1000))
    assert figure.alt.count("no difference") == 2
    assert figure.canvas.get_suptitle().replace("\n", " ") == "None of these words separates old from new"
    assert "overlap" in figures.tone_points(corpus).canvas.get_suptitle()


def test_evidence_is_drawn_as_bars_and_said_in_words(corpus):
    article = "004_5024b87945ea3bb4"
    found = date_article(corpus.source[article], config=corpus.config.without(article))
    figure = figures.dating(found, corpus.config.eras)
    assert len(figure.data) == len(found.pieces) > 3
    assert (
        figure.canvas.get_suptitle().replace("\n", " ") == f"{len(found.pieces)} pieces of evidence leave no single day"
    )
    last = found.between[1]
    assert figure.alt.endswith(f"to {last.day} {last:%b %Y}, and no single day.")
    hostile = date_article("A page.", metadata={"title": "$\\frac{1}$ of 2014-03-05"})
    assert png(figures.dating(hostile))
    with pytest.raises(TwoCrisesError, match="No evidence for a day was found"):
        figures.dating(date_article("A page."))


def test_a_hostile_word_is_drawn_as_it_is(make_corpus):
    """Between dollar signs matplotlib would look for a formula, and fail on this one."""
    toml = "[eras.a]\nstart=2014-01-01\nend=2014-12-31\n[eras.b]\nstart=2022-01-01\nend=2022-12-31\n"
    for name, day in (("x", "2014-01-01"), ("y", "2022-01-01")):
        toml += f"[articles.{name}]\npublished={day}\norigin='$\\frac{{$ <b>'\n"
    corpus = make_corpus({"x.txt": f"{TEXT * 3}It was good.", "y.txt": f"{TEXT * 2}It was bad."}, toml)
    assert png(figures.page_map(corpus)) and png(figures.tone_timeline(corpus))


def test_a_large_corpus_is_drawn_too(two_eras):
    texts = [
        f"{TEXT * (1 + i % 3)}\n\nThe good delegation of group{i % 5} spoke well about matter{i % 7} and "
        f"subject{i % 11} there."
        for i in range(56)
    ]
    corpus = two_eras(texts[:28], texts[28:])
    for name, make in MAKE.items():
        assert len(png(make(corpus))) > 10_000, name
    assert "trend" not in figures.tone_timeline(corpus).alt


def test_eras_differ_in_colour_marker_and_lightness():
    styles = era_styles(["a", "b", "c", "d"])
    assert len({colour for colour, _ in styles.values()}) == len({marker for _, marker in styles.values()}) == 4

    def luminance(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright = [luminance(colour) for colour, _ in styles.values()]
    assert all(1.05 / (b + 0.05) >= 3 for b in bright), "3:1 against white, WCAG 1.4.11"
    assert (max(bright[:2]) + 0.05) / (min(bright[:2]) + 0.05) >= 2, "the first two apart in grey print"


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda c: figures.dumbbell(count_terms(c, [])), r"There is no term to draw\."),
        (lambda c: figures.dumbbell(count_terms(c, ["nato"])[["2014"]]), r"This figure compares two eras"),
    ],
)
def test_what_cannot_be_drawn(corpus, call, sentence):
    with pytest.raises(TwoCrisesError, match=sentence):
        call(corpus)


def test_evenly_keeps_both_ends(corpus):
    assert evenly(corpus.articles, 2)["era"].tolist() == ["2014", "2022"]


def test_the_figure_of_the_readme_is_true(corpus):
    committed = Image.open(Path(__file__).parents[1] / "book" / "words.png").convert("RGB")
    fresh = Image.open(io.BytesIO(png(figures.same_and_different(corpus, 4)))).convert("RGB")
    if not on_the_lock(Path(__file__).parents[1] / "requirements.txt"):
        pytest.skip("other versions of matplotlib draw letters otherwise; the pixels compare on requirements.txt only")
    assert fresh.size == committed.size
    assert np.abs(np.asarray(fresh, dtype=int) - np.asarray(committed, dtype=int)).mean() < 0.5


def test_an_era_without_articles_takes_no_colour(make_corpus):
    """The first era compared is a circle and the second a square in every figure, whatever else corpus.toml lists."""
    toml = "".join(f"[eras.y{year}]\nstart={year}-01-01\nend={year}-12-31\n" for year in (2010, 2014, 2022))
    toml += "[articles.a]\npublished=2014-03-01\n[articles.b]\npublished=2022-03-01\n"
    corpus = make_corpus({"a.txt": TEXT * 3, "b.txt": TEXT * 2}, toml)
    assert figures._looks(corpus) == era_styles(["y2014", "y2022"])
