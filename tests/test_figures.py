"""Figures: what they say in words follows the numbers, and they are drawn the same way each time."""

import importlib
import io
import pkgutil
import re
import sys
import warnings
from dataclasses import replace
from inspect import getmembers, isfunction, signature
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text
from PIL import Image

from twocrises import figures
from twocrises.corpus import evenly
from twocrises.dating import date_article
from twocrises.display import measured
from twocrises.errors import TwoCrisesError
from twocrises.figures import Figure, era_styles, png
from twocrises.figures.labels import draw_labels, place_labels
from twocrises.figures.style import all_above, house_style, looks, new_canvas
from twocrises.figures.words import draw_key, rates_of_two_eras, short_headings
from twocrises.frequency import count_terms, rates_by_era
from twocrises.instruments import INSTRUMENTS
from twocrises.keyness import deal_labels, keyness
from twocrises.ledger import read_ledger
from twocrises.sentiment import tone_by_side
from twocrises.specifications import specifications
from twocrises.topics import topics
from twocrises.wording import signed

from .conftest import ERAS, TEXT
from .test_repeats import prose
from .test_sentiment import BAD, DULL, GERMAN, GOOD, KERRY, made
from .test_speech import SIDES, corpus_of

ROOT = Path(__file__).parents[1]
WORDS = ["nato", "crimea", "talks"]
VALIDITY = pd.DataFrame(
    [(f"{name}: r by {unit}{end}", r + shift, n)
     for name, base in (("TextBlob", 0.3), ("VADER", 0.5), ("panel", 0.6), ("panel minus VADER", 0.1))
     for unit, r, n in (("sentence", base, 900), ("article", base + 0.2, 90))
     for end, shift in (("", 0.0), (", low", -0.1), (", high", 0.1))],
    columns=["measure", "value", "n"],
)  # fmt: skip
MAKE = {
    "page_map": figures.page_map,
    "dating": lambda c: figures.dating(
        date_article(next(iter(c.source.values())), metadata={"date": "2014-03-05"}), c.config.eras
    ),
    "dumbbell": lambda c: figures.dumbbell(count_terms(c, WORDS, per=1000)),
    "floor": figures.floor,
    "tone_points": figures.tone_points,
    "tone_timeline": figures.tone_timeline,
    "tone_days": figures.tone_days,
    "tone_by_position": figures.tone_by_position,
    "share_of_voices": figures.share_of_voices,
    "tone_of_sides": figures.tone_of_sides,
    "divided_sentences": figures.divided_sentences,
    "specification_curve": figures.specification_curve,
    "validity": lambda c: figures.validity(VALIDITY),
    "topic_shares": lambda c: figures.topic_shares(topics(c, samples=0), c),
    "topic_points": lambda c: figures.topic_points(topics(c, samples=0), c),
    "topic_map": lambda c: figures.topic_map(topics(c, samples=0), c),
    "topic_terms": lambda c: figures.topic_terms(topics(c, samples=0)),
    "how_many": lambda c: figures.how_many(c, samples=2),
    "topic_stability": lambda c: figures.topic_stability(topics(c, 3, samples=3), c),
    "what_follows": figures.what_follows,
    "tree": figures.tree,
    "what_marks": figures.what_marks,
    "what_is_shared": figures.what_is_shared,
    "overview": figures.overview,
    "confounds": figures.confounds,
    "roles": figures.roles,
    "together": figures.together,
    # Those of the seeds as committed: to make the claims takes longer than to draw them.
    "ledger": lambda c: figures.ledger(read_ledger(ROOT / "book")),
    "keyness_map": figures.keyness_map,
    "dispersion_plot": lambda c: figures.dispersion_plot(c, [*WORDS, "ministers"]),
    "null_keywords": figures.null_keywords,
    "zipf": figures.zipf,
    "vocabulary_growth": figures.vocabulary_growth,
}
SUBJECTS = [
    importlib.import_module(module.name) for module in pkgutil.iter_modules(figures.__path__, f"{figures.__name__}.")
]


def test_every_figure_is_tested():
    drawn = {
        name: f
        for module in SUBJECTS
        for name, f in getmembers(module, isfunction)
        if f.__module__ == module.__name__ and signature(f).return_annotation is Figure and name[0] != "_"
    }
    assert drawn.keys() == MAKE.keys()
    assert all(getattr(figures, name) is f for name, f in drawn.items()), "a lesson asks the package for it"


_DRAWN = {}


def drawn_once(name, make, corpus):
    """The figure of a corpus that all tests look at; none of them changes it."""
    if name not in _DRAWN:
        _DRAWN[name] = make(corpus)
    return _DRAWN[name]


def cut_off(figure):
    """Whether there is ink on the edge of the image: a label that runs out of the figure would leave some there."""
    image = io.BytesIO()
    with house_style():
        figure.canvas.savefig(image, format="png", dpi=100)
    pixels = np.asarray(Image.open(image).convert("L"))
    edge = np.concatenate([pixels[:2].ravel(), pixels[-2:].ravel(), pixels[:, :2].ravel(), pixels[:, -2:].ravel()])
    return edge.min() <= 200


def test_a_users_settings_do_not_change_a_figure(corpus):
    import matplotlib as mpl

    before = png(MAKE["floor"](corpus))
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "black", "savefig.dpi": 10}):
        assert png(MAKE["floor"](corpus)) == before


def test_swapping_the_eras_swaps_the_words(two_eras):
    a = f"{TEXT}The border is closed. The border is shut."
    b = f"{TEXT}The treaty is signed. The treaty is good."
    one, two = (
        figures.dumbbell(count_terms(two_eras(old, new), ["border", "treaty"], per=1000))
        for old, new in (([a] * 2, [b] * 3), ([b] * 3, [a] * 2))
    )
    swapped = {"border": "treaty", "treaty": "border"}
    for name in ("alt", "caption"):
        assert re.sub("border|treaty", lambda word: swapped[word[0]], getattr(one, name)) == getattr(two, name)
    assert "article. treaty: more in new, 95.2 per 1,000 words against 0.0 in old, without overlap; border: " in one.alt


def test_the_eras_stand_in_order_of_time(two_eras, make_corpus):
    """Old articles without a day come last in the corpus; keyness goes by the time of the eras, and so do figures."""
    a = f"{TEXT}The border is closed. The border is shut."
    b = f"{TEXT}The treaty is signed. The treaty is good."
    toml = "[eras.old]\nstart=2014-01-01\nend=2014-12-31\n[eras.new]\nstart=2022-01-01\nend=2022-12-31\n"
    toml += "".join(f"[articles.a{i}]\nera='old'\n[articles.b{i}]\npublished=2022-01-0{i + 1}\n" for i in range(2))
    corpus = make_corpus({f"{name}{i}.txt": text for name, text in (("a", a), ("b", b)) for i in range(2)}, toml)
    rates = count_terms(corpus, ["border", "treaty"], per=1000)
    assert list(rates.columns.get_level_values("era")) == ["new", "new", "old", "old"]
    figure = figures.dumbbell(rates)
    assert rates_of_two_eras(rates)[:2] == ("old", "new") and "(circle: old, square: new)" in figure.caption
    assert "treaty: more in new, 95.2 per 1,000 words against 0.0 in old" in figure.alt
    marks = "Words that mark old: border: more in old, 95.2 per 1,000 words against 0.0 in new"
    assert marks in figures.what_marks(corpus).alt
    unsaid = rates.copy()
    unsaid.attrs = {}
    assert rates_of_two_eras(unsaid)[:2] == ("new", "old"), "else the order of the columns"


def test_an_era_without_words_is_none(make_corpus):
    toml = "".join(f"[eras.y{year}]\nstart={year}-01-01\nend={year}-12-31\n" for year in (2010, 2014, 2022))
    toml += "[articles.a]\npublished=2014-03-01\n[articles.b]\npublished=2022-03-01\n[articles.c]\nera='y2010'\n"
    a, b = f"{TEXT * 3}{'The border is closed. ' * 3}", f"{TEXT * 3}{'The treaty is signed. ' * 3}"
    corpus = make_corpus({"a.txt": a, "b.txt": b, "c.txt": "***"}, toml)
    rates = count_terms(corpus, ["border", "ministers"], per=1000)
    assert rates["y2010"].isna().all(axis=None)
    figure = figures.dumbbell(rates)
    assert "nan" not in figure.alt and "against 0.0 in y2022" in figure.alt
    assert "Words that mark y2014: border" in figures.what_marks(corpus).alt
    with pytest.raises(TwoCrisesError, match="This figure compares two eras, and these rates have fewer"):
        figures.dumbbell(rates[["y2010", "y2014"]])


def test_counts_are_called_counts(corpus):
    counts = count_terms(corpus, ["nato", "crimea"])
    figure = figures.dumbbell(counts)
    assert figure.alt == (
        "More “nato” in every 2022 article; more “crimea” in every 2014 article. "
        "nato: more in 2022, 8.7 times in the article against 2.0 in 2014, without overlap; "
        "crimea: more in 2014, 4.0 against 0.3 in 2022, without overlap."
    )
    (axes,) = figure.canvas.axes
    assert axes.get_xlabel() == "times in the article" and "times in the article" in figure.caption
    assert "rate" not in figure.caption and "1,000" not in figure.alt + figure.caption
    counts.attrs = {}
    assert figures.dumbbell(counts).alt == figure.alt, "whole numbers are counts where nothing says it"


@pytest.mark.parametrize(
    ("per", "unit", "nato"),
    [(1000, "per 1,000 words", "2.9"), (10_000, "per 10,000 words", "28.7"), (100, "per 100 words", "0.29"),
     (1, "per word", "0.0029"), (500.0, "per 500 words", "1.44")],
)  # fmt: skip
def test_rates_are_for_as_many_words_as_was_asked(corpus, per, unit, nato):
    figure = figures.dumbbell(count_terms(corpus, ["nato"], per=per))
    assert re.search(rf"nato: more in 2022, [\d.]+ {unit} against {nato} in 2014", figure.alt)
    assert figure.canvas.axes[0].get_xlabel() == f"{unit} of the article"


def test_what_rounding_leaves_is_no_difference(corpus):
    one = 46.15384615384615
    for columns in ([one, one, one + 7e-15, one + 7e-15, one + 7e-15], [one, one + 7e-15, one + 7e-15, one, one]):
        rates = count_terms(corpus, ["nato"], per=1000)
        rates.loc["nato"] = columns
        figure = figures.dumbbell(rates)
        assert title_of(figure) == "None of these words separates 2014 from 2022"
        assert figure.alt == f"{title_of(figure)}. nato: no difference, 46.2 per 1,000 words in both."
    rates.loc["nato"] = [one, 1, one + 7e-15, 50, 60]
    figure = figures.dumbbell(rates)
    assert title_of(figure) == "None of these words separates 2014 from 2022" and "the articles overlap" in figure.alt


def test_rounding_decides_on_no_order(corpus):
    rates = count_terms(corpus, ["nato", "crimea", "talks"], per=1000)
    rates.loc[:] = [[0, 0, 1, 1, 1], [0, 0, 1 + 7e-15, 1, 1], [0, 0, 2, 2, 2]]
    assert figures.dumbbell(rates).data["term"].tolist() == ["talks", "nato", "crimea"]


def test_tones_and_shares_that_rounding_sets_apart(corpus, monkeypatch):
    tone_figures, topic_figures = (sys.modules[f"twocrises.figures.{name}"] for name in ("tone", "topics"))
    scores = tone_figures.tone(corpus, by="article").copy()
    scores["panel_mean"] = [0.1 + 0.2, 0.3, 0.1 + 0.2 + 6e-17, 0.3 + 6e-17, 0.3000000000000001]
    monkeypatch.setattr(tone_figures, "tone", lambda corpus, by: scores)
    assert tone_figures.tone_title(corpus) == "The articles of 2014 and 2022 overlap in tone"
    scores["panel_mean"] = [0.1, 0.1, 0.2, 0.2, 0.2]
    assert tone_figures.tone_title(corpus) == "Every 2022 article scores higher than every 2014 one"
    found = topics(corpus, samples=0)
    # A copy: the result is remembered with the corpus, which other tests use.
    found = replace(found, articles=found.articles.copy())
    columns = [name for name in found.articles if name.startswith("topic_")]
    found.articles[columns] = 0.25
    found.articles.loc[:1, columns[0]] = 0.25 + 1e-15
    assert topic_figures.topics_title(found)[0] == "No topic separates 2014 from 2022"


@given(st.lists(st.floats(-10, 10), max_size=4), st.lists(st.floats(-10, 10), max_size=4))
def test_one_group_above_another(one, other):
    missing = [*one, float("nan")]
    apart = bool(one and other) and min(one) > max(other) and not np.isclose(min(one), max(other))
    assert all_above(np.array(missing), np.array(other)) == apart
    assert not (all_above(np.array(one), np.array(other)) and all_above(np.array(other), np.array(one)))


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
    assert len(figure.data) == len(found.pieces) + 1 > 4
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


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda c: figures.dumbbell(count_terms(c, [])), r"There is no term to draw\."),
        (lambda c: figures.dumbbell(count_terms(c, ["nato"])[["2014"]]), r"This figure compares two eras"),
        (lambda c: figures.dumbbell(5), r"^rates is 5\. Give what count_terms\(corpus, terms, per=1000\) gives\.$"),
        (lambda c: figures.dumbbell(None), r"^rates is None\."),
        (lambda c: figures.dumbbell(c), r"^rates is a"),
        (lambda c: figures.dumbbell(pd.DataFrame()), r"^This table does not have a row a term"),
        (lambda c: figures.dumbbell(count_terms(c, "nato").T), r"^This table does not have a row a term"),
        (lambda c: figures.dumbbell(count_terms(c, "nato")["2014"]), r"^This table does not have a row a term"),
        (lambda c: figures.dumbbell(figures.what_marks(c).data), r"^This table does not have a row a term"),
        (lambda c: figures.dumbbell(count_terms(c, "nato").astype(str)), r"something else than numbers"),
        (lambda c: figures.dumbbell(count_terms(c, "nato") * np.inf), r"something else than numbers"),
        (lambda c: figures.dumbbell(rates_by_era(c, "nato")), r"table of rates_by_era, .* Give what count_terms"),
        (lambda c: figures.dumbbell(pd.concat([count_terms(c, "nato")] * 2)), r"“nato” has more than one row"),
        (lambda c: figures.dumbbell(count_terms(c, c.counts.terms[:61], per=1000)), r"^These are 61 terms, .* 60 at"),
        (lambda c: figures.what_marks(c, 21), r"^n is 21\. Give a whole number from 1 to 20\.$"),
        (lambda c: figures.what_marks(c, "a"), r"^n is 'a'\."),
        (lambda c: figures.keyness_map(c, n="a"), r"^n is 'a'\. Give a whole number, 1 or more\.$"),
        (lambda c: figures.keyness_map(c, n=1.5), r"^n is 1\.5\."),
        (lambda c: figures.keyness_map(c, n=None), r"^n is None\."),
        (lambda c: figures.dispersion_plot(c, None), r"^terms is None\."),
        (lambda c: figures.dispersion_plot(c, 5), r"^terms is 5\."),
        (lambda c: figures.dispersion_plot(c, {"doubt": ["may"]}), r"^terms is \{'doubt': \['may'\]\}\."),
    ],
)
def test_what_cannot_be_drawn(corpus, call, sentence):
    with pytest.raises(TwoCrisesError, match=sentence):
        call(corpus)


def test_sixty_terms_are_drawn_without_a_warning(corpus):
    figure = figures.dumbbell(count_terms(corpus, corpus.counts.terms[:60], per=1000))
    assert len(figure.canvas.axes[0].get_yticklabels()) == 60 and png(figure)


def test_evenly_keeps_both_ends(corpus):
    assert evenly(corpus.articles, 2)["era"].tolist() == ["2014", "2022"]


def test_an_era_without_articles_takes_no_colour(make_corpus):
    """The first era compared is a circle and the second a square in every figure, whatever else corpus.toml lists."""
    toml = "".join(f"[eras.y{year}]\nstart={year}-01-01\nend={year}-12-31\n" for year in (2010, 2014, 2022))
    toml += "[articles.a]\npublished=2014-03-01\n[articles.b]\npublished=2022-03-01\n"
    corpus = make_corpus({"a.txt": TEXT * 3, "b.txt": TEXT * 2}, toml)
    assert looks(corpus) == era_styles(["y2014", "y2022"])


# Labels that do not overlap


def overlapping(one, other):
    """Whether two boxes (left, bottom, right, top) have an area in common."""
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


def through(line, box):
    """Whether a line from x0, y0 to x1, y1 goes through the inside of a box, looked at in many points."""
    at = np.linspace(0, 1, 400)[:, None]
    points = (1 - at) * np.asarray(line[:2]) + at * np.asarray(line[2:])
    return bool(((points > np.asarray(box[:2]) + 1e-6) & (points < np.asarray(box[2:]) - 1e-6)).all(axis=1).any())


def crossing(one, other):
    """Whether two lines cross: the ends of each lie on both sides of the other."""

    def side(line, x, y):
        return (line[2] - line[0]) * (y - line[1]) - (line[3] - line[1]) * (x - line[0])

    return side(one, *other[:2]) * side(one, *other[2:]) < 0 and side(other, *one[:2]) * side(other, *one[2:]) < 0


POINTS = st.lists(
    st.tuples(*[st.integers(0, 300)] * 2, st.integers(5, 90), st.integers(5, 20)), min_size=1, max_size=25
)


def check_labels(points, sizes, taken, inside, radius=4):
    """Place labels and check all that must hold; gives how many have a place, and how many a line."""
    boxes, ties = place_labels(points, sizes, inside, taken=taken, radius=radius)
    placed, tied = ~np.isnan(boxes[:, 0]), ~np.isnan(ties[:, 0])
    assert np.allclose((boxes[:, 2:] - boxes[:, :2])[placed], sizes[placed])
    assert (boxes[placed, :2] >= inside[:2]).all() and (boxes[placed, 2:] <= inside[2:]).all()
    assert not any(overlapping(a, b) for a, b in combinations(boxes[placed], 2))
    assert not any(overlapping(a, b) for a in boxes[placed] for b in taken)
    marks = np.hstack([points - radius, points + radius])
    assert not any(overlapping(box, mark) for box in boxes[placed] for mark in marks)
    assert not (tied & ~placed).any()
    for i in np.flatnonzero(tied):
        assert (ties[i, :2] == points[i]).all(), "a line begins at its mark"
        assert (ties[i, 2:] >= boxes[i, :2]).all() and (ties[i, 2:] <= boxes[i, 2:]).all(), "and ends at its label"
        assert not any(through(ties[i], box) for j, box in enumerate(boxes) if placed[j] and j != i)
        apart = np.abs(points - points[i]).max(axis=1) > radius
        assert not any(through(ties[i], mark) for mark in marks[apart])
    assert not any(crossing(one, other) for one, other in combinations(ties[tied], 2))
    for i in np.flatnonzero(placed & ~tied):
        gap = np.maximum(boxes[i, :2] - points[i], points[i] - boxes[i, 2:]).max()
        assert gap <= radius + 16, "a label without a line stands near"
    return int(placed.sum()), int(tied.sum())


@settings(deadline=None)
@given(POINTS, st.lists(st.tuples(*[st.integers(0, 250)] * 2), max_size=4))
def test_labels_cover_no_label_no_mark_and_nothing_that_is_taken(labels, corners):
    labels = np.array(labels, dtype=float)
    taken = np.array([(x, y, x + 50, y + 12) for x, y in corners], dtype=float).reshape(-1, 4)
    check_labels(labels[:, :2], labels[:, 2:], taken, (-20, -20, 320, 320))


@pytest.mark.parametrize("seed", range(6))
def test_labels_of_a_crowd_are_tied_to_their_marks(seed):
    random = np.random.default_rng(seed)
    points = random.integers(150, 230, (30, 2)).astype(float)
    sizes = np.column_stack([random.integers(25, 60, 30), np.full(30, 12)]).astype(float)
    placed, tied = check_labels(points, sizes, np.empty((0, 4)), (0, 0, 400, 400))
    assert placed >= 15 and tied >= 3, "there is something to check"


def test_a_label_takes_the_place_where_it_covers_the_fewest_marks():
    marks = np.array([[60, 50], [65, 50], [70, 50]])
    (free,), _ = place_labels([[50, 50]], [[30, 10]], (0, 0, 100, 100))
    (avoiding,), _ = place_labels([[50, 50]], [[30, 10]], (0, 0, 100, 100), marks=marks)
    assert free[0] > 50, "to the right where nothing is"
    assert not any((avoiding[:2] < mark).all() and (mark < avoiding[2:]).all() for mark in marks)


def test_a_label_without_a_place_is_left_out():
    boxes, _ = place_labels([[10, 10]] * 3, [[12, 6]] * 3, (0, 0, 40, 20))
    assert np.isnan(boxes[-1]).all() and not np.isnan(boxes[0]).any()
    with house_style():
        _, axes = new_canvas(2)
        assert draw_labels(axes, [[0.5, 0.5]], ["wide " * 60], ["black"]) == [False]
        assert not [text for text in axes.texts if text.get_gid() == "label"]


def rendered_labels(figure):
    """Boxes of the labels in the picture as it is saved, and those of all other texts in the panel."""
    with house_style():
        figure.canvas.set_dpi(200)
        figure.canvas.draw_without_rendering()
        (axes,) = figure.canvas.axes
        boxes = {True: [], False: []}
        for text in axes.texts:
            if text.get_text():
                boxes[text.get_gid() == "label"].append(Text.get_window_extent(text).extents)
        frame = axes.get_window_extent().extents
        figure.canvas.set_dpi(100)
    return boxes[True], boxes[False], frame


def varied(two_eras, n=28):
    """Two eras of many articles, with words of many frequencies and some that are more frequent in one of them."""
    random = np.random.default_rng(5)
    weight = {new: 1 / np.arange(3, 403) * random.gamma(2, 1, 400) for new in (False, True)}
    words = [
        f"{a}{b}{c}" for a in "bdfgklmnpr" for b in ("al", "em", "ir", "on", "us") for c in ("a", "en", "io", "ut") * 2
    ]

    def text(new):
        chosen = random.choice(words, size=300, p=weight[new] / weight[new].sum())
        return " ".join(" ".join(chosen[i : i + 15]).capitalize() + "." for i in range(0, 300, 15))

    return two_eras([text(False) for _ in range(n)], [text(True) for _ in range(n)])


@pytest.mark.parametrize("name", ["keyness_map", "zipf", "vocabulary_growth"])
@pytest.mark.parametrize("size", ["seeds", "large", "tiny"])
def test_rendered_labels_do_not_overlap(name, size, corpus, two_eras):
    if size == "large":
        corpus = varied(two_eras)
    elif size == "tiny":
        corpus = two_eras([f"The talks were good. {TEXT}"], [f"The talks, the talks were bad. {TEXT * 2}"])
    labels, others, frame = rendered_labels(MAKE[name](corpus))
    assert len(labels) >= {"seeds": 5, "large": 3, "tiny": 1}[size] or (name, size) == ("vocabulary_growth", "large")
    assert not any(overlapping(a, b) for a, b in combinations(labels, 2))
    assert not any(overlapping(a, b) for a in labels for b in others)
    assert all(frame[0] <= x0 and frame[1] <= y0 and x1 <= frame[2] and y1 <= frame[3] for x0, y0, x1, y1 in labels)


def test_no_label_covers_a_mark_that_has_one(corpus):
    figure = figures.keyness_map(corpus)
    labels, _, _ = rendered_labels(figure)
    named = figure.data[figure.data["marks"] != "–"]
    figure.canvas.set_dpi(200)
    (axes,) = figure.canvas.axes
    marks = axes.transData.transform(named[["count", "log_ratio"]].to_numpy(dtype=float))
    assert not any(overlapping(box, (x - 3, y - 3, x + 3, y + 3)) for box in labels for x, y in marks)


# Words by frequency and era


def title_of(figure):
    return figure.canvas.get_suptitle().replace("\n", " ")


def test_the_map_names_the_words_that_mark_an_era(two_eras):
    a, b = f"{TEXT}The border is closed. The border is shut.", f"{TEXT}The treaty is signed. The treaty is good."
    one, two = figures.keyness_map(two_eras([a] * 2, [b] * 2)), figures.keyness_map(two_eras([b] * 2, [a] * 2))
    assert "“border” marks old most: 4 times" in one.alt and "“treaty” marks new most: 4 times" in one.alt
    assert "“treaty” marks old most: 4 times" in two.alt and "“border” marks new most: 4 times" in two.alt
    ratios = [figure.data.set_index("term")["log_ratio"] for figure in (one, two)]
    assert ratios[0]["border"] < 0 < ratios[0]["treaty"] and np.isclose(ratios[0]["border"], -ratios[1]["border"])
    assert title_of(one) == "“border” marks old and “treaty” marks new"


def test_the_map_draws_every_word_of_the_table(corpus):
    figure = figures.keyness_map(corpus, n=5)
    words = keyness(corpus)
    assert sorted(figure.data["term"]) == sorted(words["term"])
    assert (figure.data["marks"].value_counts()[["2014", "2022"]] == 5).all()
    assert (figure.data["marks"].iloc[:12] != "–").all() and (figure.data["marks"].iloc[12:] == "–").all()
    drawn = {
        tuple(place) for part in figure.canvas.axes[0].collections for place in part.get_offsets().round(6).tolist()
    }
    assert drawn == set(zip(figure.data["count"], figure.data["log_ratio"].round(6), strict=True))
    texts = {text.get_text() for text in figure.canvas.axes[0].texts if text.get_gid() == "label"}
    assert {"obama", "crimea", "nato"} <= texts
    assert {"more in 2014", "more in 2022"} <= {text.get_text() for text in figure.canvas.axes[0].texts}


def test_the_title_of_the_map_follows_the_numbers(corpus, two_eras):
    words = keyness(corpus)
    size, times = words["log_ratio"].abs(), words["count_2014"] + words["count_2022"]
    limit = sorted(times, reverse=True)[len(words) // 10 - 1]
    one, two = size[times >= limit].median(), size[times < limit].median()
    assert one < two - 0.05
    figure = figures.keyness_map(corpus)
    assert title_of(figure) == "Frequent words differ less than rare ones between 2014 and 2022"
    assert (
        f"Half of the {(times >= limit).sum()} words that occur {limit} times or more lie at least {one:.1f}"
        in figure.alt
    )
    assert f"half of the others at least {two:.1f}." in figure.alt
    same = two_eras([TEXT * 3], [TEXT * 3])
    assert title_of(figures.keyness_map(same)) == "No word is more frequent in old or in new"


def test_the_map_counts_the_names_without_room(two_eras):
    figure = figures.keyness_map(varied(two_eras), n=150)
    drawn = [text.get_text() for text in figure.canvas.axes[0].texts if text.get_gid() == "label"]
    shown = sum(len(re.split(r",\s", text)) for text in drawn)
    missing = int(re.search(r"(\d+) names found no room\.", figure.caption)[1])
    assert missing > 0 and missing + shown == (figure.data["marks"] != "–").sum()


def test_a_map_needs_words_and_a_number(corpus, two_eras):
    with pytest.raises(TwoCrisesError, match=r"^n is 0\. Give a whole number, 1 or more\.$"):
        figures.keyness_map(corpus, n=0)
    with pytest.raises(TwoCrisesError, match="No word is frequent enough"):
        figures.keyness_map(two_eras(["Peace was near today."], ["Nobody came there then."]))


@pytest.mark.parametrize("labels", [("one", "both"), ("both", "shared"), ("Shared words", "both"), ("", "both")])
def test_an_era_may_be_called_anything(labels, make_corpus):
    toml = "".join(
        f'[eras."{label}"]\nstart={year}-01-01\nend={year}-12-31\n[articles.{name}]\npublished={year}-03-01\n'
        for label, year, name in zip(labels, (2014, 2022), "ab", strict=True)
    )
    try:
        corpus = make_corpus({"a.txt": f"{TEXT * 3}The border. The border. The border.",
                              "b.txt": f"{TEXT * 3}The treaty. The treaty. The treaty."}, toml)  # fmt: skip
    except TwoCrisesError:
        assert not labels[0]
        return
    figure = figures.keyness_map(corpus, n=40)
    names = dict(zip(figure.data["term"], figure.data["marks"], strict=True))
    assert (names["border"], names["treaty"]) == labels and names["ministers"] not in (*labels, "")
    assert f"“border” marks {labels[0]} most" in figure.alt and f"“treaty” marks {labels[1]} most" in figure.alt
    assert figure.alt.count(" is shared: ") == 1
    drawn = {text.get_text() for text in figure.canvas.axes[0].texts if text.get_gid() == "label"}
    assert {"border", "treaty"} <= drawn
    short = short_headings(*labels)
    assert len(set(short.values())) == 3 and list(short.values())[:2] == list(labels)
    assert title_of(figures.what_marks(corpus, 1)) == f"“border” marks {labels[0]}, “treaty” {labels[1]}"


def test_the_map_says_how_an_absent_word_counts(corpus):
    caption = figures.keyness_map(corpus).caption
    assert "In an era where a word is absent it counts as about half a time, so that its log ratio stays" in caption


def test_letters_that_the_font_lacks_are_no_warning(two_eras):
    """pytest makes an error of a warning."""
    corpus = two_eras(
        [f"The 北京 talks went on and 北京 spoke. {TEXT}"] * 2, [f"The 上海 envoys left 上海. {TEXT}"] * 2
    )
    for figure in (
        figures.keyness_map(corpus),
        figures.dumbbell(count_terms(corpus, ["北京", "talks"], per=1000)),
        figures.dispersion_plot(corpus, "北京"),
        figures.what_marks(corpus),
    ):
        assert "北京" in figure.alt and png(figure)
    with pytest.warns(UserWarning, match="another"), house_style():
        warnings.warn("another", UserWarning, stacklevel=1)


@pytest.mark.parametrize(
    "eras", [("2014", "2022"), ("before 2000", "since 2000"), ("i", "W" * 18), ("before the whole of it", "x" * 40)]
)
def test_the_key_stands_beside_its_names(eras):
    with house_style():
        canvas, axes = new_canvas(2)
        draw_key(axes, *eras)
        canvas.draw_without_rendering()
        boxes = [Text.get_window_extent(text).extents for text in axes.texts]
        boxes += [line.get_window_extent().extents for line in axes.lines]
    assert len(boxes) == 4 and not any(overlapping(a, b) for a, b in combinations(boxes, 2))
    second, first, mark_of_second, mark_of_first = boxes
    assert mark_of_first[2] < first[0] < first[2] < mark_of_second[0] < mark_of_second[2] < second[0]
    assert mark_of_first[0] > 0


# How small a p can be


@pytest.mark.parametrize(
    ("sizes", "p", "title", "further"),
    [
        ((3, 4), 1 / 35, "3 against 4 articles: no p below 0.029", False),
        ((10, 10), 1e-4, "10 against 10 articles: our sample gives no p below 0.0001", False),
        ((30, 40), 1e-4, "30 against 40 articles: our sample gives no p below 0.0001", True),
        ((900, 800), 1e-3, "900 against 800 articles: our sample gives no p below 0.001", True),
        ((1, 30), 1 / 31, "1 against 30 articles: no p below 0.032", True),
    ],
)
def test_the_floor_says_where_it_comes_from_a_sample(sizes, p, title, further, corpus, monkeypatch):
    made = pd.DataFrame([{"n_2014": sizes[0], "n_2022": sizes[1], "smallest_p": p, "unit": "article"}])
    chance = sys.modules["twocrises.figures.chance"]
    monkeypatch.setattr(chance, "what_can_be_claimed", lambda corpus: made)
    figure = figures.floor(corpus)
    assert title_of(figure) == title
    sampled = "sample" in title
    assert ("It comes from a sample" in figure.alt) == ("draws a sample of" in figure.caption) == sampled
    assert f"a sample of {round(1 / p) - 1:,}: " in figure.caption or not sampled
    (axes,) = figure.canvas.axes
    stars = [line for line in axes.lines if line.get_marker() == "*"]
    if further:
        assert not stars and "The arrow points to this corpus" in figure.caption
        assert any("further right" in text.get_text() for text in axes.texts)
    else:
        assert [line.get_xdata()[0] for line in stars] == [sum(sizes) / 2] and "The star is" in figure.caption
    assert png(figure)


# Where terms stand


def strokes(figure, panel=0):
    """Words at which the strokes of each row stand."""
    axes = figure.canvas.axes[panel]
    return [sorted(round(float(line[0][0])) for line in part.get_segments()) for part in axes.collections]


def test_a_stroke_for_each_place(two_eras):
    old = "Peace talks began on Monday. The talks went on, and peace talks ended after a week."
    corpus = two_eras(
        [old], ["There were no talks in the whole of the year.", "Nobody met there in the whole of the year."]
    )
    figure = figures.dispersion_plot(corpus, ["talks", "Peace  talks"])
    assert strokes(figure) == [[1, 6, 11], [3], []]
    assert strokes(figure, 1) == [[0, 10], [], []]
    assert figure.data["“talks”"].tolist() == [3, 1, 0]
    assert "“talks”: 4 times in 2 of 3 articles" in figure.alt and "“Peace talks”: 2 times in 1 of 3" in figure.alt
    numbers = [text.get_text() for text in figure.canvas.axes[1].texts]
    assert numbers == ["2", "0", "0"]


def test_how_evenly_terms_are_spread(two_eras):
    corpus = two_eras(
        ["The talks of peace and peace.", "The talks of war, war and war."], ["The talks of trade. Trade."]
    )
    one = figures.dispersion_plot(corpus, "talks")
    assert title_of(one) == "No article holds more than 1 of 3 places of “talks”"
    assert title_of(figures.dispersion_plot(corpus, "war")) == "One article holds 3 of 3 places of “war”"
    assert title_of(figures.dispersion_plot(corpus, ["war", "talks"])) == "“talks” is spread more evenly than “war”"
    assert title_of(figures.dispersion_plot(corpus, ["talks", "the"])) == "“talks” and “the” are spread alike"
    several = figures.dispersion_plot(corpus, ["war", "trade", "talks", "absent"])
    assert title_of(several).startswith("“talks” is spread most evenly, “")
    assert "“absent” does not occur." in several.alt
    names = [axes.get_title(loc="left") for axes in several.canvas.axes]
    assert re.fullmatch(r"“war”: DPnorm [01]\.\d\d", names[0]) and names[3] == "“absent”"


def test_of_a_large_corpus_some_articles_are_drawn(two_eras):
    corpus = two_eras([f"{TEXT}Number {i}." for i in range(28)], [f"{TEXT * 2}Number {i}." for i in range(28)])
    figure = figures.dispersion_plot(corpus, "ministers")
    assert len(strokes(figure)) == 24 and "Drawn are 24 of 56 articles" in figure.caption
    assert "84 times in 56 of 56 articles" in figure.alt, "the words count all of them"


def test_one_article_has_no_dispersion(make_corpus):
    figure = figures.dispersion_plot(make_corpus({"a.txt": TEXT * 2}), ["ministers", "hours"])
    assert title_of(figure) == "“ministers”: 2 times; “hours”: 2 times" and "DPnorm 0" not in figure.alt


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ([], r"shows 1 to 4 terms, and these are 0\."),
        (list("abcde"), r"shows 1 to 4 terms, and these are 5\."),
        (["$\\frac{", "no such phrase"], r"The corpus has no “\$\\frac\{” and “no such phrase”"),
        ([" "], "empty"),
        ([5], "One of the terms is 5, which is no text"),
    ],
)
def test_terms_that_cannot_be_drawn(corpus, terms, sentence):
    with pytest.raises(TwoCrisesError, match=sentence):
        figures.dispersion_plot(corpus, terms)


# What labels that mean nothing announce


def test_the_null_shows_what_is_announced(corpus):
    figure, deals = figures.null_keywords(corpus), deal_labels(corpus)
    true, others = deals["keywords"].iloc[0], deals["keywords"].iloc[1:]
    says = f"{true} keywords for the true labels, and {others.min()} to {others.max()} for the nine others"
    assert title_of(figure) == f"G² announces {says}"
    piles, bars = figure.canvas.axes
    numbers = [text.get_text() for text in bars.texts][::2]
    assert numbers == [f"{n:,}" for n in deals["keywords"]]
    assert bars.texts[1].get_text().startswith(f"the true labels: {', '.join(deals['top'].iloc[0][:3])}")
    later = [part.get_offsets()[:, 0].astype(int).tolist() for part in piles.collections[::2]]
    assert later == [np.flatnonzero(second).tolist() for second in deals["in_second"]]
    assert f"{['None', 'One', 'Two', 'Three', 'Four', 'Five'][(others >= true).sum()]} of the nine others" in figure.alt


def deals(keywords, n=4):
    """Labelings of n articles as `deal_labels` gives them, with so many keywords."""
    rows = [
        {
            "actual": i == 0,
            "second": tuple(f"paper {j}" for j in range(n) if (i + j) % 2),
            "in_second": tuple(bool((i + j) % 2) for j in range(n)),
            "keywords": number,
            "top": ("$\\frac{", "<b>", "very" * 20, "d", "e")[:number],
        }
        for i, number in enumerate(keywords)
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("keywords", "n", "title"),
    [
        ([1, 0, 0], 4, "G² announces 1 keyword for the true labels, and none for the two others"),
        ([31, 31, 4], 4, "G² announces 31 keywords for the true labels, and 4 to 31 for the two others"),
        ([7, 7], 2, "G² announces 7 keywords for the true labels, and 7 for the only other ones"),
        ([0], 2, "G² announces 0 keywords, and the labels can be dealt in no other way"),
        ([12345, 11], 40, "G² announces 12,345 keywords for the true labels, and 11 for the only other ones"),
    ],
)
def test_the_title_of_the_null_follows_the_numbers(keywords, n, title, monkeypatch, two_eras):
    """Made numbers of keywords, with hostile and very long terms, for two articles against two and more."""
    chance = sys.modules["twocrises.figures.chance"]
    monkeypatch.setattr(chance, "deal_labels", lambda corpus, level: deals(keywords, n))
    figure = figures.null_keywords(two_eras([TEXT, f"One. {TEXT}"], [f"Two. {TEXT}", f"Three. {TEXT}"]))
    assert title_of(figure) == title
    assert len(figure.canvas.axes) == (2 if n <= 12 else 1), "no marks where a pile has too many"
    pixels = np.asarray(Image.open(io.BytesIO(png(figure))).convert("L"))
    assert pixels[:, -2:].min() > 200 and pixels[:, :2].min() > 200, "nothing is cut off"


def test_labels_of_a_sample_are_not_all_others(two_eras):
    figure = figures.null_keywords(varied(two_eras, n=8))
    assert len(figure.data) == 10 and title_of(figure).endswith(" for nine others")
    assert len(figure.canvas.axes) == 1 and "Left:" not in figure.caption


# Rank and growth


def test_how_many_words_occur_once(corpus, make_corpus):
    figure = figures.zipf(corpus)
    counts = corpus.tokens["term"].value_counts()
    assert f"{(counts == 1).sum():,} words that occur once" in figure.alt
    assert f"from “the”, {counts['the']} times" in figure.alt
    assert title_of(figures.zipf(make_corpus({"a.txt": "The ministers met for eight hours on Monday."}))) == (
        "Every word occurs only once"
    )
    assert title_of(figures.zipf(make_corpus({"b.txt": "On Monday the ministers met for eight hours."}))) == (
        "No word occurs only once"
    )


def test_many_words_are_thinned_out_with_both_ends_kept(make_corpus):
    letters = "abcdefghijklmnop"
    words = [a + b + c + d for a in letters for b in "aeio" for c in letters for d in "aei"]
    corpus = make_corpus({"a.txt": " ".join(f"The {word} was {word[::-1]}." for word in words)})
    figure = figures.zipf(corpus)
    (axes,) = figure.canvas.axes
    drawn = axes.lines[1].get_xdata()
    n = len(words) + len({word[::-1] for word in words} - set(words)) + 2
    assert n > 2000 >= len(drawn) and drawn[0] == 1 and drawn[-1] == n == figure.data["rank"].iloc[-1]
    assert f"Drawn are {len(drawn):,} of {n:,} words" in figure.caption
    assert figure.data["rank"].tolist()[:13] == [*range(1, 11), 20, 50, 100], "the table has round ranks and the last"
    assert len(set(drawn)) == len(drawn)


def test_growth_by_hand(two_eras):
    corpus = two_eras(
        ["Peace talks began on Monday, the talks went on.", "Peace talks began again on Friday, and they went on."],
        ["On Friday the peace talks began and the peace talks ended."],
    )
    figure = figures.vocabulary_growth(corpus)
    by_hand = [[9, 7, 7], [19, 11, 4], [30, 12, 1]]
    assert figure.data[["words read", "different words", "new words"]].to_numpy().tolist() == by_hand
    assert title_of(figure) == "The third article still adds 1 new word"
    assert "has 11 words and adds 1 new (9 %); all together have 12 different words among 30" in figure.alt
    (axes,) = figure.canvas.axes
    marks = [(line.get_marker(), line.get_ydata().tolist()) for line in axes.lines if line.get_marker() != "None"]
    assert marks == [("o", [7, 11]), ("s", [12])]


def test_growth_that_stops_and_growth_of_one(make_corpus):
    one = figures.vocabulary_growth(make_corpus({"a.txt": TEXT}))
    assert title_of(one) == "The only article has 13 different words"
    assert title_of(figures.vocabulary_growth(make_corpus({"b.txt": TEXT}))) == "The second article adds no new word"


@pytest.mark.parametrize("name", ["zipf", "vocabulary_growth"])
def test_without_words_there_is_nothing_to_draw(make_corpus, name):
    with pytest.raises(TwoCrisesError, match=r"This corpus has no words, so there is nothing to draw\."):
        MAKE[name](make_corpus({"a.txt": "***"}))


def test_hostile_labels_in_the_figures_of_words(make_corpus):
    toml = "[eras.'$a_{']\nstart=2014-01-01\nend=2014-12-31\n[eras.'<b>']\nstart=2022-01-01\nend=2022-12-31\n"
    for name, day in (("x", "2014-01-01"), ("y", "2022-01-01")):
        toml += f"[articles.{name}]\npublished={day}\norigin='$\\frac{{$ <b> $x^'\n"
    corpus = make_corpus({"x.txt": f"{TEXT * 3}It was good.", "y.txt": f"{TEXT * 2}It was bad."}, toml)
    for name in ("keyness_map", "dispersion_plot", "null_keywords", "zipf", "vocabulary_growth"):
        assert png(MAKE[name](corpus)), name
    with house_style():
        canvas, axes = new_canvas(2)
        assert draw_labels(axes, [[0.5, 0.5]], ["$\\frac{"], ["black"]) == [True]
        assert png(Figure(canvas, "Two.", "Three."))


# Tone, voices and choices


TONE = ["tone_points", "tone_timeline", "tone_days", "tone_by_position", "share_of_voices", "tone_of_sides",
        "divided_sentences", "specification_curve"]  # fmt: skip
DIVIDED = "The war against poverty was a great success, they agreed on Monday."


def reports(n, start=0):
    """Articles with a day, a quotation and a divided sentence."""
    return [f"{prose(i, 30)}\n\n{DIVIDED} {GOOD if i % 3 else BAD}\n\n{KERRY}" for i in range(start, start + n)]


def check_labels_of_axes(figure):
    """No two labels of one axis overlap, and none of them leaves the picture."""
    with house_style():
        figure.canvas.draw_without_rendering()
        left, _, right, _ = figure.canvas.bbox.extents
        for axes in figure.canvas.axes:
            for axis in (axes.xaxis, axes.yaxis):
                low, high = sorted(axis.get_view_interval())
                ticks = [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
                boxes = [text.get_window_extent().extents for text in ticks if text.get_text() and text.get_visible()]
                assert not any(overlapping(a, b) for a, b in combinations(boxes, 2)), [t.get_text() for t in ticks]
                assert all(box[0] >= left and box[2] <= right for box in boxes)


@pytest.fixture(scope="module")
def shapes():
    """Corpora of many shapes, by name."""
    old, new = reports(60), reports(60, 60)
    toml = SIDES + ERAS
    long = SIDES + ERAS
    hostile = SIDES.replace("western", '"$x_{$ <b>_*"').replace("russian", '"_hidden"') + ERAS
    texts = {}
    for i in range(12):
        texts[f"a{i:02d}"] = reports(1, i)[0]
        day = f"published = {2014 if i < 9 else 2022}-03-{1 + i:02d}\n"
        name = f"The Very Long Name of an Outlet and of all the Agencies It Works With, number {i}"
        long += f'[articles.a{i:02d}]\n{day}origin = "{name}"\n'
        hostile += f"[articles.a{i:02d}]\n{day}origin = '$\\frac{{$ <b> x_y _{i}'\n"
    return {
        "sixty articles an era": made(old, new),
        "one against many": made(old[:1], new[:11]),
        "one against one": made(old[:1], new[:1]),
        "long names": corpus_of(texts, long),
        "hostile": corpus_of(texts, hostile),
        "no sides": made(old[:3], new[:3], ""),
        "dates, and no eras": corpus_of(
            {f"a{i}": text for i, text in enumerate(old[:9])},
            "".join(f"[articles.a{i}]\npublished = 2014-03-0{1 + i}\n" for i in range(9)),
        ),
        "nothing known": corpus_of({f"a{i}": text for i, text in enumerate(old[:3])}),
        "nothing known of many": corpus_of({f"a{i}": text for i, text in enumerate(old[:30])}),
        "some of no era": corpus_of(
            {"a": old[0], "b": old[1], "c": old[2]},
            toml + "[articles.a]\npublished = 2014-03-01\n[articles.b]\npublished = 2022-03-01\n",
        ),
    }


CANNOT = {
    ("dates, and no eras", "tone_timeline"), ("dates, and no eras", "tone_days"),
    ("dates, and no eras", "specification_curve"), ("nothing known", "tone_timeline"), ("nothing known", "tone_days"),
    ("nothing known", "specification_curve"), ("nothing known of many", "tone_timeline"),
    ("nothing known of many", "tone_days"), ("nothing known of many", "specification_curve"),
}  # fmt: skip


@pytest.mark.parametrize("shape", ["sixty articles an era", "one against many", "one against one", "long names",
                                   "hostile", "no sides", "dates, and no eras", "nothing known",
                                   "nothing known of many", "some of no era"])  # fmt: skip
@pytest.mark.parametrize("name", TONE)
def test_figures_of_tone_of_any_corpus(name, shape, shapes):
    if (shape, name) in CANNOT:
        with pytest.raises(TwoCrisesError, match=r"\.$") as caught:
            MAKE[name](shapes[shape])
        assert "\n" not in str(caught.value)
        return
    figure = MAKE[name](shapes[shape])
    assert not cut_off(figure)
    check_labels_of_axes(figure)
    assert 60 < len(figure.alt) < 2_000 and figure.alt.endswith(".") and figure.caption.endswith(".")
    slips = r"\bnan\b|None|\b1 (articles|sentences|names|sides)\b|\b1 of \d+ articles end\b|  |\.\."
    assert not re.search(slips, figure.alt + figure.caption + title_of(figure)), figure.alt + figure.caption
    assert figure.canvas.get_size_inches()[1] < 25


@pytest.mark.parametrize("name", TONE)
@pytest.mark.parametrize("texts", [(DULL, DULL), (GERMAN, DULL)])
def test_where_nothing_is_scored_nothing_is_drawn(name, texts):
    corpus = made([texts[0]], [texts[1]])
    if name == "share_of_voices":
        assert "100 %" in MAKE[name](corpus).alt
        return
    with pytest.raises(TwoCrisesError, match=r"\.$"):
        MAKE[name](corpus)


def test_who_has_more_words(shapes):
    mine = figures.share_of_voices(made([f"{KERRY} {DULL}"], [f"{DULL} {DULL} {KERRY}"]))
    assert title_of(mine) == "In every article the narrator has more words than all others together"
    other = figures.share_of_voices(made([KERRY], [f"{KERRY} Sergei Lavrov said the talks were useful."]))
    assert title_of(other) == "Most of each article retells or quotes what others say"
    both = figures.share_of_voices(made([KERRY], [f"{KERRY} {DULL} {DULL}"]))
    assert title_of(both).startswith("The narrator has between 23 % and ")
    assert title_of(figures.share_of_voices(made([DULL], [DULL]))) == "The narrator has 100 % of the words"
    large = figures.share_of_voices(shapes["sixty articles an era"])
    assert large.data["era"].tolist() == ["old", "new"] and "by" not in large.data
    sample = figures.share_of_voices(shapes["nothing known of many"])
    assert "Drawn are 24 of 30 articles" in sample.caption and sample.data["article"].nunique() == 24


def test_a_side_keeps_its_colour(corpus):
    """Whether or not the others have words, and the narrator and the unknown everywhere."""

    def colours(figure):
        (axes,) = figure.canvas.axes
        return {part.get_label(): part.patches[0].get_facecolor() for part in axes.containers}

    one = colours(figures.share_of_voices(made([f"{KERRY} {DULL}"], [DULL])))
    two = colours(figures.share_of_voices(made([f"Sergei Lavrov said the talks were useful. {DULL}"], [KERRY])))
    seeds = colours(figures.share_of_voices(corpus))
    assert one["Western"] == two["Western"] and one["Narrator"] == two["Narrator"] == seeds["Narrator"]
    assert seeds["Unknown"] not in {colour for side, colour in seeds.items() if side != "Unknown"}


def test_every_side_is_in_the_key(shapes):
    figure = figures.share_of_voices(shapes["hostile"])
    (axes,) = figure.canvas.axes
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["Narrator", "$x_{$ <b>_*", "Unknown"]
    lavrov = KERRY.replace("John Kerry", "Sergei Lavrov")
    hidden = corpus_of({"a": lavrov}, SIDES.replace("russian", '"_hidden"'))
    (axes,) = figures.share_of_voices(hidden).canvas.axes
    assert [text.get_text().strip() for text in axes.get_legend().get_texts()] == ["Narrator", "_hidden"]


def test_articles_of_no_era_have_a_mark_too(shapes):
    for name in ("nothing known", "some of no era"):
        figure = figures.tone_of_sides(shapes[name])
        marks = sum(len(part.get_offsets()) for part in figure.canvas.axes[0].collections)
        assert marks == len(figure.data) >= 6 and figure.data["label"].nunique() == 3


def test_a_side_that_is_always_darker_is_named():
    """Only of sides that have many scored words, in more than one article."""
    lavrov = KERRY.replace("John Kerry", "Sergei Lavrov")
    low = lavrov.replace("wonderful", "terrible")
    many = 60
    one, two = f"{KERRY} " * many + f"{low} " * many, f"{KERRY} " * (many + 1) + f"{low} " * (many + 1)
    assert (
        title_of(figures.tone_of_sides(made([one], [two]))) == "Russian words score lower throughout than Western ones"
    )
    same = f"{KERRY} " * many + f"{lavrov} " * many
    more = f"{KERRY} " * (many + 1) + f"{lavrov} " * (many + 1)
    assert (
        title_of(figures.tone_of_sides(made([same], [more])))
        == "The words of the Western and Russian side overlap in tone"
    )
    highest = title_of(figures.tone_of_sides(made([KERRY], [GOOD])))
    assert re.fullmatch("Of all sides (Narrator|Western) scores highest on average, (Narrator|Western) lowest", highest)
    assert re.fullmatch(r"The words of the narrator score [+−]\d\.\d\d",
                        title_of(figures.tone_of_sides(made([GOOD], [GOOD]))))  # fmt: skip


def test_days_far_away_are_counted_and_not_drawn():
    near = "The ministers met on 1 March 2014 and it was a good day."
    far = "The ministers met on 1 March 1999 and it was a good day."
    old, new = [f"{near} {far} {DULL}"], [near.replace("2014", "2022").replace("1 March", "28 February")]
    toml = SIDES + ERAS + "[articles.a]\npublished = 2014-03-03\n[articles.b]\npublished = 2022-03-03\n"
    figure = figures.tone_days(corpus_of({"a": old[0], "b": new[0]}, toml))
    assert figure.alt.startswith("Of 3 dated sentences, 3 look back and 0 look ahead.") and len(figure.data) == 3
    assert "3 about days before" in figure.alt
    assert title_of(figure) == "Of 3 dated sentences, 3 look back and 0 look ahead"
    assert "1 about days more than 45 days away are not drawn." in figure.caption
    only = figures.tone_days(corpus_of({"a": f"{far} {DULL}", "b": f"{far} {DULL}"}, toml))
    assert "Of 2 dated sentences" in only.alt and "not drawn" not in only.caption, (
        "where all are far away, all are drawn"
    )


def test_bars_stand_at_their_quarter():
    """Nothing is scored in the last quarter: the bars of the others stay where they are."""
    text = f"{GOOD} {BAD} {GOOD} {DULL}"
    figure = figures.tone_by_position(made([text], [text]))
    bars = [line.get_xdata() for line in figure.canvas.axes[0].lines if len(line.get_xdata()) == 2]
    starts = sorted(round(float(xs[0]), 2) for xs in bars if xs[0] not in (0, 1))
    assert starts == [0.01, 0.26, 0.51] and "No article has scored sentences in its first and its last" in figure.alt


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        ([f"{BAD} {DULL} {DULL} {GOOD}"], "The article ends higher than it begins"),
        ([f"{GOOD} {DULL} {DULL} {BAD}"] * 2, "All articles end lower than they begin"),
        ([f"{GOOD} {DULL} {DULL} {BAD}", f"{BAD} {DULL} {DULL} {GOOD}"], "1 of 2 articles ends higher than it begins"),
    ],
)
def test_the_title_says_how_articles_end(texts, title):
    corpus = corpus_of({f"a{i}": f"{text} " for i, text in enumerate(texts)})
    assert title_of(figures.tone_by_position(corpus)) == title


def test_the_curve_says_which_labelings_it_went_through(corpus, shapes):
    assert "in all 10 ways" in figures.specification_curve(corpus).caption
    assert "in 999 random ways" in figures.specification_curve(shapes["sixty articles an era"]).caption


def test_every_combination_has_a_point_and_a_line_for_each_choice(corpus):
    figure = figures.specification_curve(corpus)
    curve, board = figure.canvas.axes
    drawn = curve.collections[0].get_offsets()
    every = specifications(corpus)
    assert drawn[:, 1].tolist() == every["difference"].tolist()
    lines = sum(len(part.get_segments()) for part in board.collections)
    assert lines == 4 * len(every)
    rows = figure.data.set_index("made as")
    assert rows.loc["all", "combinations"] == len(every) and rows.loc["all", "above zero"] == 164
    voices = every[every["instrument"] == "VADER"]["difference"]
    assert rows.loc["VADER", "median"] == pytest.approx(voices.median())


def test_validity_shows_what_was_measured(corpus):
    figure = figures.validity(VALIDITY)
    assert figure.alt == (
        "The panel agrees with people best, TextBlob least. Correlation with human ratings, by article: panel 0.80, "
        "VADER 0.70, TextBlob 0.50. By sentence it is lower for each of them."
    )
    assert title_of(figure) == "The panel agrees with people best, TextBlob least"
    row = figure.data.set_index(["instrument", "unit"]).loc[("VADER", "article")]
    assert row[["r", "low", "high", "n"]].tolist() == pytest.approx([0.7, 0.6, 0.8, 90])
    assert len(figure.data) == 6 and "900 sentences of 90 newspaper editorials" in figure.caption
    committed = figures.validity(measured("tone"))
    assert set(committed.data["instrument"]) > {"TextBlob", "VADER", "panel"} and not cut_off(committed)
    with pytest.raises(TwoCrisesError, match=r'^This table holds no correlation .* Give measured\("tone"\)\.$'):
        figures.validity(measured("dating"))


def test_the_widest_of_the_divided_sentences(corpus):
    figure = figures.divided_sentences(corpus)
    assert figure.data["address"].is_unique and len(figure.data) == 4
    marks = figure.canvas.axes[0].collections
    assert (
        sum((~np.ma.getmaskarray(part.get_offsets())[:, 0]).sum() for part in marks if len(part.get_offsets()) == 4)
        >= 12
    )


def test_extremes_in_alt_texts_belong_to_their_names(corpus):
    points = figures.tone_points(corpus)
    means = points.data.set_index("article")["mean"]
    low, high = means.idxmin(), means.idxmax()
    assert f"{signed(means.min())} ({low}) and {signed(means.max())} ({high})" in points.alt
    curve = figures.specification_curve(corpus)
    by = specifications(corpus).groupby("instrument")["difference"].median()
    assert f"{signed(by.min())} ({by.idxmin()}) to {signed(by.max())} ({by.idxmax()})" in curve.alt
    divided = figures.divided_sentences(corpus)
    widest = divided.data[list(INSTRUMENTS)].iloc[0].dropna().astype(float)
    assert f"{widest.idxmin()} {signed(widest.min())}, {widest.idxmax()} {signed(widest.max())}." in divided.alt
    sides = figures.tone_of_sides(corpus)
    own = tone_by_side(corpus, by="article").dropna(subset=["tone"]).query("side == 'western'")
    mean = (own["tone"] * own["weight"]).sum() / own["weight"].sum()
    assert f"Western {signed(mean)} (1,434 words);" in sides.alt
    assert sides.data.set_index("side").loc["western", "mean of the side"].iloc[0] == pytest.approx(mean)


def test_equal_eras_are_no_difference_in_the_curve():
    figure = figures.specification_curve(made([GOOD, BAD], [GOOD, BAD]))
    assert title_of(figure) == "new and old score the same under every combination"


def test_a_sample_of_the_articles_is_named_in_the_curve(shapes):
    figure = figures.specification_curve(shapes["sixty articles an era"])
    assert "Scored are 100 of 120 articles, evenly spread over time." in figure.caption
