"""Figures of offices: what they say follows the numbers, whoever held the offices and however many there are."""

import re

import numpy as np
import pytest

from twocrises import figures
from twocrises.errors import TwoCrisesError
from twocrises.figures import png
from twocrises.figures.roles import draw_roles, named_offices, role_rates, roles_title
from twocrises.figures.style import house_style, new_canvas
from twocrises.roles import named_together, office_rates, roles

from .test_figures import check_labels_of_axes, cut_off, title_of
from .test_repeats import prose
from .test_roles import OFFICES, made

MANY = "Ada Stone left. Ada Stone said so. They heard Mary Arden and Ada Stone."
FEW = "Ada Stone left."
TWO = '[[roles."foreign minister"]]\nname = "Ada Stone"\n[[roles."prime minister"]]\nname = "Mary Arden"\n'


def labels(axes):
    return [text.get_text() for text in axes.get_yticklabels()]


def test_rates_are_those_of_the_articles(corpus):
    figure = figures.roles(corpus, 3)
    data = figure.data.set_index("office")
    assert data.index.tolist() == named_offices(corpus, 3)
    rates = office_rates(corpus).loc[data.index]
    assert np.array_equal(data[corpus.articles["label"]].to_numpy(), rates.to_numpy())
    table = roles(corpus).set_index(["role", "era"])["rate"]
    for office in data.index:
        for era in ("2014", "2022"):
            assert data.loc[office, f"mean of {era}"] == pytest.approx(table[office, era])
            assert f"{table[office, era]:.1f}" in figure.alt


def test_the_names_of_the_holders_stand_in_the_labels(corpus):
    (axes,) = figures.roles(corpus, 10).canvas.axes
    assert {
        "Russian president\nPutin",
        "US president\nObama | Biden",
        "Ukrainian president\nTurchynov | Zelensky",
    } < set(labels(axes))
    figure = figures.roles(corpus, 10)
    assert "US president (Obama, Biden): more in 2014, 6.5 against 1.3 in 2022, without overlap" in figure.alt
    assert "Nobody is named for 15 of 25 offices with a known holder in 2014" in figure.caption


def test_swapping_the_eras_swaps_what_is_said(make_corpus):
    one = made(make_corpus, [MANY] * 2, [FEW] * 3, TWO)
    two = made(make_corpus, [FEW] * 3, [MANY] * 2, TWO)
    swapped = {"old": "new", "new": "old", "below": "above", "Below": "Above", "above": "below", "Above": "Below"}
    assert title_of(figures.roles(one)) == (
        "Every old article names the foreign minister and the prime minister more often than any new one"
    )
    a, b = title_of(figures.roles(one)), title_of(figures.roles(two))
    assert re.sub("old|new", lambda word: swapped[word[0]], a) == b
    assert "against 0.0 in new, without overlap" in figures.roles(one).alt
    assert "against 0.0 in old, without overlap" in figures.roles(two).alt
    pairs = [figures.together(c).alt for c in (one, two)]
    assert "more in old, 1 against 0 in new" in pairs[0] and "more in new, 1 against 0 in old" in pairs[1]
    assert "old: foreign minister with prime minister, 2 sentences. Above it new: none." in pairs[0]
    assert "old: none. Above it new: foreign minister with prime minister, 2 sentences." in pairs[1]
    assert title_of(figures.together(one)) == (
        "Most often in one sentence: foreign minister and prime minister in old, none in new"
    )


def test_equal_data_are_no_difference(make_corpus):
    corpus = made(make_corpus, [MANY] * 2, [MANY] * 2, TWO)
    figure = figures.roles(corpus)
    assert title_of(figure) == "These offices are named as often in old as in new"
    assert figure.alt.count("no difference") == 2
    assert title_of(figures.together(corpus)) == (
        "foreign minister and prime minister are named together most often in old and in new"
    )
    assert "One pair stands in both." in figures.together(corpus).alt


def test_titles_by_hand(make_corpus):
    corpus = made(make_corpus, [MANY, FEW], [MANY, FEW + " Ada Stone stayed."], TWO)
    assert title_of(figures.roles(corpus)) == "None of these offices separates old from new"
    rates = role_rates(corpus, ["foreign minister", "prime minister"])
    rates.loc[:] = [[5, 5, 1, 1], [0, 0, 2, 2]]
    assert roles_title(rates, "old", "new") == (
        "Every old article names the foreign minister more often; every new article names the prime minister more often"
    )


def test_the_matrix_holds_the_sentences_of_each_pair(corpus):
    figure = figures.together(corpus)
    (axes,) = figure.canvas.axes
    offices = [re.sub(r"  \d+$", "", label) for label in labels(axes)]
    cells = {
        tuple(map(round, text.get_position())): int(text.get_text())
        for text in axes.texts
        if text.get_text().isdigit() and text.get_position()[0] != text.get_position()[1]
    }
    pairs = named_together(corpus)
    assert len(cells) == len(pairs) == (figure.data.iloc[:, 2:] > 0).to_numpy().sum()
    for first, second, era, times in pairs[["first", "second", "era", "sentences"]].itertuples(index=False):
        low, high = sorted((offices.index(first), offices.index(second)))
        assert cells[(low, high) if era == "2014" else (high, low)] == times, "x is the column, y the row"
    assert "Sentences are counted, so long articles count more." in figure.caption
    fewer = figures.together(corpus, 3)
    assert len(labels(fewer.canvas.axes[0])) == 3 and re.search(r"\d+ pairs? of other offices", fewer.caption)


def test_one_panel_of_a_larger_figure(corpus):
    with house_style():
        canvas, axes = new_canvas(4)
        rates = draw_roles(axes, corpus, 5)
        canvas.draw_without_rendering()
    assert len(rates) == len(labels(axes)) == 5


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda c: figures.roles(c, 0), r"^n is 0\. Give a whole number from 1 to 30\.$"),
        (lambda c: figures.roles(c, "a"), r"^n is 'a'\."),
        (lambda c: figures.together(c, 1), r"^n is 1\. Give a whole number from 2 to 12\.$"),
        (lambda c: figures.together(c, 13), r"^n is 13\."),
    ],
)
def test_what_cannot_be_asked(corpus, call, sentence):
    with pytest.raises(TwoCrisesError, match=sentence):
        call(corpus)


@pytest.mark.parametrize("offices", ["", OFFICES])
def test_where_nobody_is_named_nothing_is_drawn(make_corpus, offices):
    corpus = made(make_corpus, ["They met."], ["They met."], offices)
    with pytest.raises(TwoCrisesError, match=r"No holder of an office is named .* \[roles\] of .*corpus\.toml\.$"):
        figures.roles(corpus)
    assert named_offices(corpus, 5) == []
    with pytest.raises(TwoCrisesError, match=r"names holders of two offices, so there is nothing to draw\. See named"):
        figures.together(corpus)
    one = made(make_corpus, ["They met."], [], offices)
    for figure in (figures.roles, figures.together):
        with pytest.raises(TwoCrisesError, match=r"\.$"):
            figure(one)


def shapes(make_corpus):
    """Corpora of many shapes, by name."""
    hostile = "".join(f"[[roles.'$\\frac{{$ <b> _{i} office of the very long name of a ministry']]\nname = \"{name}\"\n"
                      for i, name in enumerate(["Ada Stone", "Mary Arden", "John Vale"]))  # fmt: skip
    long = "".join(
        f'[[roles."Deputy minister {i} for the affairs of the interior and of the exterior"]]\n'
        f'name = "Ann Lee{"abcdefghijklmnopqr"[i] * 9}-Featherstonehaugh"\n'
        for i in range(18)
    )
    everybody = " ".join(f"Ann Lee{letter * 9}-Featherstonehaugh left." for letter in "abcdefghijklmnopqr")
    together = " and ".join(f"Ann Lee{letter * 9}-Featherstonehaugh" for letter in "abcdefghijklmnopqr")
    many = [f"{prose(i, 20)} {MANY}" for i in range(60)]
    yield "hostile", made(make_corpus, [MANY + " John Vale met Ada Stone."] * 2, [FEW] * 2, hostile)
    yield "long", made(make_corpus, [f"{everybody} They heard {together}."], [everybody], long)
    yield "sixty an era", made(make_corpus, many[:30], many[30:], TWO)
    yield "two holders", made(make_corpus, [MANY], [MANY], OFFICES + TWO.replace("Ada Stone", "Ben Oak"))


def test_figures_of_any_corpus(make_corpus):
    for name, corpus in shapes(make_corpus):
        for make in (figures.roles, figures.together):
            figure = make(corpus)
            assert len(png(figure)) > 5_000 and not cut_off(figure), name
            check_labels_of_axes(figure)
            said = figure.alt + figure.caption + title_of(figure)
            assert not re.search(r"\bnan\b|None of the|\b1 (pairs|offices|sentences)\b|more more|  |\.\.", said), said
            assert 60 < len(figure.alt) < 2_000 and figure.alt.endswith(".") and figure.caption.endswith(".")
