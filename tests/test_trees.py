"""Figures of articles that are alike: what their titles and alt texts say, and that any corpus can be drawn."""

import re

import numpy as np
import pytest

from twocrises.clusters import (
    article_tree,
    choices_say,
    cut,
    cut_by_choice,
    tree_quality,
    what_clusters_follow,
)
from twocrises.errors import TwoCrisesError
from twocrises.figures import trees
from twocrises.figures.style import house_style, new_canvas
from twocrises.figures.trees import follows_title, structure_says, tree, tree_begins, tree_title, what_follows

from .conftest import ERAS, TEXT
from .test_clusters import BANK, WAR, prose
from .test_topic_figures import cut_off


def title_of(figure):
    return figure.canvas.get_suptitle().replace("\n", " ")


def boxes(labels):
    """Where these labels stand in a figure that has been drawn, in pixels."""
    with house_style():
        return [label.get_window_extent() for label in labels if label.get_text()]


def overlap(found):
    return any(a.overlaps(b) for i, a in enumerate(found) for b in found[:i])


def holds(figure):
    """What every figure must keep."""
    assert not cut_off(figure)
    assert sum(char.isdigit() for char in figure.alt) >= 2 and figure.alt.endswith(".") and "nan" not in figure.alt
    assert figure.caption.endswith(".") and "nan" not in figure.caption and ".." not in figure.alt + figure.caption
    (axes,) = figure.canvas.axes
    assert not overlap(boxes(axes.get_yticklabels()))


def test_the_seeds(corpus):
    figure = tree(corpus)
    holds(figure)
    title = "Cut in two, the tree mixes the eras; cut in three, each part is of one era"
    assert title_of(figure) == tree_title(corpus) == title
    mixed, pure = (cut(corpus, n).groupby("cluster")["era"].nunique().tolist() for n in (2, 3))
    assert max(mixed) == 2 and pure == [1, 1, 1] and tree_quality(corpus)["clusters"].tolist() == [3]
    # Two pairs join at 0.737 and 0.738.
    assert (
        "Two pairs are closest and join at a distance of 0.74: BBC, 5 Mar 2014 and HuffPost UK, 5 Mar 2014; AFP, 27 "
        "Jan 2022 and Washington Post and agencies, 15 Feb 2022. Sky News, 10 Jan 2022 is the last article to join, at "
        "0.83. Sky News, 10 Jan 2022 is alone in both cuts." in figure.alt
    )
    assert structure_says(corpus) in figure.alt and "p 0.10, the smallest possible here." in figure.alt
    assert "Circle: 2014, square: 2022." in figure.caption and "0.06, for three clusters" in figure.caption
    assert "axis begins at 0.70." in figure.caption and figure.alt.endswith("axis begins at 0.70.")
    (axes,) = figure.canvas.axes
    links = article_tree(corpus)[0]
    left, right = axes.get_xlim()
    assert left > links[:, 2].max() and right == 0.7 < links[:, 2].min()
    assert [text.get_text() for text in axes.texts] == ["● 2014", "■ 2022"], "each era is named beside its mark"
    lines = sorted(line.get_xdata()[0] for line in axes.lines if line.get_xdata()[0] == line.get_xdata()[-1]
                   and len(line.get_xdata()) == 2)  # fmt: skip
    assert lines == pytest.approx([links[1:3, 2].mean(), links[2:4, 2].mean()]), "between the joins"
    joins = np.array([links[:, 2]])
    assert np.abs(joins - np.array([lines]).T).min() > 0.02 * (left - right), "and clear of them"
    says = (
        "The dashed line cuts it in two, as many parts as there are eras; the dotted line cuts it in three, the number "
    )
    assert f"{says}with the largest silhouette." in figure.caption
    follows = what_follows(corpus)
    holds(follows)
    assert title_of(follows) == "Five articles cannot show what makes them alike: no p below 0.10"
    assert "era: 0.77 within, 0.82 between, p 0.10, the smallest possible; day: 0.74 within" in follows.alt
    assert "No test by outlet (no two articles share one) and site" in follows.alt
    columns = ["groups", "within", "between", "p", "floor", "note"]
    assert follows.data[columns].equals(what_clusters_follow(corpus)[columns])
    assert follows.data["shared"].tolist() == ["era", "outlet", "site", "day", "month", "genre"]


def test_eras_that_the_tree_mixes(two_eras):
    texts = [prose(i, WAR if i % 2 else BANK) for i in range(12)]
    mixed = two_eras(texts[:6], texts[6:])
    figure = tree(mixed)
    holds(figure)
    assert re.match(r"Cut in two, the tree mixes the eras(; cut in \w+, .* of one era)?$", title_of(figure))
    assert title_of(what_follows(mixed)) == "Nothing that articles share makes them more alike than chance would"


def test_eras_that_the_tree_gives(two_eras):
    corpus = two_eras([prose(i, WAR) for i in range(6)], [prose(9 + i, BANK) for i in range(6)])
    figure = tree(corpus)
    assert title_of(figure) == "Cut in two, the tree gives the two eras" and "dotted" not in figure.caption
    figure = what_follows(corpus)
    holds(figure)
    assert title_of(figure) == "Articles that share the era or the month are more alike"


def test_three_eras(make_corpus):
    toml = ERAS + "[eras.newest]\nstart = 2023-01-01\nend = 2023-12-31\n"
    texts = {}
    for i in range(6):
        texts[f"a{i}.txt"] = prose(i, (WAR[:5], WAR[5:], BANK)[i // 2], 80)
        toml += f"[articles.a{i}]\npublished = {(2014, 2022, 2023)[i // 2]}-03-0{i + 1}\n"
    assert tree_title(make_corpus(texts, toml)) == "Cut in three, the tree gives the three eras"
    mixed = toml.replace("2022-03", "2014-04", 1).replace("2023-03", "2022-03", 1)
    assert tree_title(make_corpus(texts, mixed)).startswith("Cut in three, the tree mixes the eras")


def test_the_number_with_the_largest_silhouette_is_said_too(two_eras):
    """Three subjects, one of them in both eras: cut in three, one part mixes the eras."""
    of = [WAR[:5], WAR[5:], BANK[:5]]
    old, new = ([prose(i + 50 * late, of[i % 2 + late], 80) for i in range(6)] for late in (0, 1))
    corpus = two_eras(old, new)
    assert tree_quality(corpus)["clusters"].tolist() == [3]
    figure = tree(corpus)
    holds(figure)
    assert title_of(figure).endswith("; cut in three, two of three parts are of one era")


def test_a_line_that_would_touch_the_joins_is_left_out():
    near = np.array([[0, 1, 0.70, 2], [2, 3, 0.80, 2], [4, 5, 0.801, 4]])
    with house_style():
        _, axes = new_canvas(2)
        axes.set_xlim(0.81, 0.65)
        says = trees._draw_cuts(axes, near, [2, 3], 2)
    assert len(axes.lines) == 1 and axes.lines[0].get_xdata()[0] == pytest.approx(0.75)
    assert says == (
        " The dotted line cuts it in three, the number with the largest silhouette. No line is drawn for the cut in "
        "two: it would touch the joins."
    )


@pytest.mark.parametrize(
    ("heights", "begins"),
    [([0.74, 0.83], 0.7), ([0.95, 0.96, 0.99], 0.9), ([0.0, 0.8], 0.0), ([0.3, 0.9], 0.0), ([1.0, 1.0], 1.0),
     ([0.72, 0.73], 0.7), ([0.5], 0.5), ([0.05], 0.0)],
)  # fmt: skip
def test_where_the_axis_begins(heights, begins):
    links = np.array([[0, 1, height, 2] for height in heights])
    assert tree_begins(links) == begins <= min(heights)


def test_a_tree_that_cannot_be_cut_there(two_eras):
    """Two pairs of copies and a third text, without a word in common: the last two joins are at one distance."""
    one, two = "bridge border troops.", "treaty harvest currency."
    tied = two_eras([one, one], [two, two, "ballot shares rates."])
    figure = tree(tied)
    holds(figure)
    title = "The tree cannot be cut in two: branches join at the same distance; cut in three, each part is of one era"
    assert title_of(figure) == title and "No line" not in figure.caption
    assert "join at a distance of 0.00: old 0, 1 Jan 2014 and old 1, 2 Jan 2014; new 0" in figure.alt


def test_what_the_choices_say(corpus, two_eras):
    choices = cut_by_choice(corpus)
    says = choices_say(choices)
    gives = choices.groupby("names")["gives_eras"].sum()
    assert says.startswith(f"In {gives.sum()} of 18 combinations of choices the cut gives the eras: ")
    assert f"in {gives['as written']} of 9 with names as written, in {gives['offices and places masked']} of 9" in says
    looks = " These are 18 looks at the same articles, not 18 witnesses."
    assert says.endswith(f"With the choices made here it does not: it sets Sky News, 10 Jan 2022 apart.{looks}")
    turned = choices.assign(gives_eras=~choices["gives_eras"])
    assert choices_say(turned).endswith(f"With the choices made here it does.{looks}")
    plain, looks = choices[choices["names"] == "as written"], looks.replace("18", "9")
    none = choices_say(plain.assign(gives_eras=False))
    assert none == f"In none of 9 combinations of choices the cut gives the eras.{looks}"
    every = choices_say(plain.assign(gives_eras=True))
    assert every == f"In 9 of 9 combinations of choices the cut gives the eras.{looks}"
    apart = two_eras(["bridge border troops.", "treaty harvest currency."], ["ballot shares rates."])
    tied = " In 9 of them branches join at the same distance, and there is no such cut."
    assert choices_say(cut_by_choice(apart)).endswith(tied + looks)


def test_groups_that_are_more_mixed_are_not_called_alike(corpus):
    follow = what_clusters_follow(corpus, by="era").assign(p=0.01, floor=0.01, within=0.8, between=0.7)
    assert follows_title(follow) == "Nothing that articles share makes them more alike than chance would"
    assert follows_title(follow.assign(within=0.6)) == "Articles that share the era are more alike"


@pytest.mark.parametrize("n", [2, 3, 12, 13, 60])
def test_any_number_of_articles(two_eras, n):
    corpus = two_eras([prose(i, WAR) for i in range(n - n // 2)], [prose(100 + i, BANK) for i in range(n // 2)])
    figure = tree(corpus)
    holds(figure)
    drawn = min(n, 40)
    assert f"ree of {drawn} articles" in figure.alt and len(figure.data) == drawn
    assert ("Drawn are 40 of 60 articles" in figure.caption) == (n > 40)
    assert ("Of 60 articles, those of one era" in figure.alt) == (n > 40)
    follows = what_follows(corpus)
    holds(follows)
    assert ("single pairs" in follows.caption) == (n * (n - 1) / 2 <= 300)


def test_one_era_and_none(make_corpus):
    texts = {f"a{i}.txt": prose(i, WAR) for i in range(4)}
    bare = make_corpus(texts)
    figure = tree(bare)
    holds(figure)
    assert re.fullmatch(r"a\d, undated and a\d, undated are most alike", title_of(figure))
    assert "Cross: no era." in figure.caption and "dashed" not in figure.caption
    with pytest.raises(TwoCrisesError, match=r"^No article has an era, an outlet, a day or a genre to group it by\."):
        what_follows(bare)
    one = make_corpus(texts, ERAS + "".join(f"[articles.a{i}]\npublished = 2014-03-0{i + 1}\n" for i in range(4)))
    holds(tree(one))
    assert "are most alike" in title_of(tree(one)) and "Circle: old." in tree(one).caption
    holds(what_follows(one))
    assert title_of(what_follows(one)) == "Nothing parts these articles into groups one could compare"


def test_identical_articles(two_eras):
    same = two_eras([TEXT] * 3, [TEXT] * 3)
    holds(tree(same))
    assert title_of(tree(same)) == "All articles are equally far apart, at 0.00"
    assert not cut_off(what_follows(same))


def test_articles_without_a_word_in_common(two_eras):
    unlike = two_eras(["bridge border troops.", "treaty harvest currency."], ["ballot shares rates."])
    holds(tree(unlike))
    assert title_of(tree(unlike)) == "All articles are equally far apart, at 1.00"
    assert "no nearer to each other (1.00)" in tree(unlike).alt


def test_articles_without_words_are_named(two_eras):
    corpus = two_eras([prose(1, WAR), "The of and.", prose(2, WAR)], [prose(3, BANK)])
    assert tree(corpus).caption.endswith(" Left out: 1 article without words.")


@pytest.mark.parametrize(
    "origins",
    [
        ["$x_1$", "<b>bold</b>", "$\\\\frac{", "=cmd()", "a, b, c", "報道"],
        ["The very long name of an outlet " * 5] * 5,
        ["x" * 200] * 5,
    ],
)
def test_hostile_labels(make_corpus, origins):
    toml = ERAS
    for i, origin in enumerate(origins):
        toml += f'[articles.a{i}]\npublished = {2014 if i < 2 else 2022}-03-0{i + 1}\norigin = "{origin}"\n'
    corpus = make_corpus({f"a{i}.txt": prose(i, WAR) for i in range(len(origins))}, toml)
    holds(tree(corpus))
    holds(what_follows(corpus))
