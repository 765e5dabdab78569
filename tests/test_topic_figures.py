"""Figures of topics: what their titles and alt texts say follows the numbers, and any corpus can be drawn."""

import random
import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from scipy.spatial.distance import pdist, squareform
from sklearn.feature_extraction.text import TfidfTransformer

from twocrises.book.addresses import link_addresses, sizes_of
from twocrises.errors import TwoCrisesError
from twocrises.figures import topics as topic_figures
from twocrises.figures.overview import overview
from twocrises.figures.style import house_style, looks
from twocrises.figures.topics import (
    named_topic,
    share_rows,
    shares_title,
    topic_map,
    topic_points,
    topic_shares,
    topic_terms,
    topics_title,
)
from twocrises.figures.words import in_one_place
from twocrises.grids import data_of_figure
from twocrises.topics import topic_map as places_of
from twocrises.topics import topics, topics_by_era
from twocrises.wording import percent

from .conftest import ERAS

WAR = "troops bridge soldiers tanks border base artillery convoy brigade trench barracks shelling".split()  # noqa: SIM905
BANK = "markets bank rates investors shares currency loans budget deficit inflation bonds".split()  # noqa: SIM905
FARM = "harvest wheat farmers barley tractors drought orchards cattle grain fields seed soil".split()  # noqa: SIM905
FILLING = "reported observers regional officials described situation several sources".split()  # noqa: SIM905


def prose(seed, *subjects, n=4):
    """Paragraphs, each on one of the subjects in turn."""
    lot = random.Random(seed)

    def sentence(words):
        return " ".join(lot.choices(words, k=9) + lot.choices(FILLING, k=3)).capitalize() + "."

    return "\n\n".join(f"{sentence(subjects[i % len(subjects)])} {sentence(subjects[i % len(subjects)])}"
                       for i in range(n))  # fmt: skip


def all_of(found, corpus, *, eras=True):
    """Every figure that these topics can have."""
    made = [topic_shares(found, corpus), topic_map(found, corpus), topic_terms(found)]
    return [*made, topic_points(found, corpus)] if eras else made


def title_of(figure):
    return figure.canvas.get_suptitle().replace("\n", " ")


def texts_of(figure):
    """Boxes of all texts of a figure that has been drawn, in pixels, and its size."""
    with house_style():
        found = []
        for axes in figure.canvas.axes:
            # Matplotlib keeps labels of ticks beyond the ends, and draws none of them.
            low, high = axes.get_xlim()
            ticks = [label for label in axes.get_xticklabels() if low <= label.get_position()[0] <= high]
            written = [*axes.texts, *ticks, *axes.get_yticklabels(), axes.xaxis.label, axes.yaxis.label]
            written.append(axes._left_title)
            found += [(text.get_text(), Text.get_window_extent(text)) for text in written if text.get_text()]
        found.append((title_of(figure), figure.canvas._suptitle.get_window_extent()))
    return found, figure.canvas.bbox


def cut_off(figure):
    """Draw a figure, and say whether there is ink on its edge."""
    with house_style():
        canvas = FigureCanvasAgg(figure.canvas)
        # Twice, as where it is saved: the layout is found first.
        figure.canvas.draw_without_rendering()
        canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[..., :3].min(axis=2)
    edge = np.concatenate([pixels[:2].ravel(), pixels[-2:].ravel(), pixels[:, :2].ravel(), pixels[:, -2:].ravel()])
    return edge.min() <= 200


def holds(figure):
    """What every figure must keep."""
    assert not cut_off(figure)
    assert sum(char.isdigit() for char in figure.alt) >= 2 and 60 < len(figure.alt) < 1_500
    for text in (figure.alt, figure.caption):
        assert text.endswith(".") and not re.search(r"\bnan\b|\bNone\b|\.\.|  |\. \.", text), text
    assert title_of(figure) in figure.alt
    written, inside = texts_of(figure)
    for text, box in written:
        assert inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1, text
    for (one, a), (other, b) in combinations(written, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        along = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert not (across > 1 and along > 1), (one, other)


@pytest.fixture(scope="module")
def found(corpus):
    return topics(corpus, 3)


# The seeds


def test_shares_of_the_seeds(corpus, found):
    figure = topic_shares(found, corpus)
    holds(figure)
    assert title_of(figure) == "Topic 1 is the largest in every article of 2014, topic 2 in every article of 2022"
    largest = found.articles[["topic_1", "topic_2", "topic_3"]].to_numpy().argmax(axis=1) + 1
    assert largest.tolist() == [1, 1, 2, 2, 2] == share_rows(found, corpus).leads
    assert (
        "Topic 1 is that of “russian”, “troops” and “putin”; topic 2 is that of “nato”, “russia” and “ukraine”. The "
        "topic of “russian”, “troops” and “putin”: more in 2014, 64 % against 26 % in 2022, without overlap; it has 62 "
        "to 66 % of the" in figure.alt
    )
    assert "62 to 66 % of the 2014 articles and 20 to 30 % of the 2022 articles." in figure.alt
    assert "Circle: 2014, square: 2022." in figure.caption
    assert figure.data["article"].tolist() == corpus.articles["label"].tolist()
    assert figure.data["era"].tolist() == corpus.articles["era"].tolist()
    columns = ["topic_1", "topic_2", "topic_3"]
    assert np.allclose(figure.data[["topic 1", "topic 2", "topic 3"]], found.articles[columns])
    drawn = [text.get_text() for text in figure.canvas.axes[0].texts[:15]]
    assert drawn == [percent(share) for share in found.articles[columns].to_numpy().ravel()]


def test_points_of_the_seeds(corpus, found):
    figure = topic_points(found, corpus)
    holds(figure)
    assert (
        title_of(figure)
        == "The topic of “russian”, “troops” and “putin” is larger in every 2014 article than in any of 2022"
    )
    says = "“russian”, “troops” and “putin”: more in 2014, 64 % against 26 % in 2022, without overlap, p 0.10;"
    assert says in figure.alt
    assert figure.data["topic"].tolist() == [2, 3, 1], "by the difference of the means"
    assert figure.data["difference"].is_monotonic_decreasing
    assert "the smallest p possible here is 0.10; so all differences are descriptive" in figure.caption
    assert "No interval is drawn" in figure.caption
    assert "Rows are in the order of the difference, 2022 minus 2014." in figure.caption
    assert title_of(figure) != title_of(topic_shares(found, corpus))
    # Two articles of 2014 have nearly one share of topic 3, and each has its mark.
    written = {text.get_text() for text in figure.canvas.axes[0].texts}
    assert not written & {"2", "3"} and "stand one above the other" in figure.caption
    marks = [line for line in figure.canvas.axes[0].lines if line.get_markersize() == 7 and len(line.get_xdata()) == 1]
    shares = found.articles[["topic_1", "topic_2", "topic_3"]].to_numpy()
    assert sorted(float(mark.get_xdata()[0]) for mark in marks) == pytest.approx(sorted(shares.ravel()))
    beside = [text.get_text() for text in figure.canvas.axes[0].texts if text.get_text().startswith("p ")]
    assert beside == ["p 0.10", "p 0.40", "p 0.10"]


def test_the_map_of_the_seeds(corpus, found):
    figure = topic_map(found, corpus)
    holds(figure)
    assert len(figure.data) == len(found.units) and figure.data["address"].is_unique
    assert "holds 4.2 % of the variance. Little: distance in the picture is not distance of meaning." in figure.caption
    named = figure.data[figure.data["name"] != ""]
    assert 6 <= len(named) <= 9 and named["topic"].nunique() == 3
    for _, row in named.iterrows():
        best = found.units[found.units["topic"] == row["topic"]].nlargest(3, "likeness")["address"].tolist()
        assert row["address"] in best
        assert row["name"].replace("\n", " ") == f"{row['label'].rpartition(', ')[0]} {row['address'].split('#')[1]}"
    numbers = [text.get_text() for text in figure.canvas.axes[0].texts if text.get_gid() == "topic"]
    assert numbers == ["1", "2", "3"]
    marks = sum(len(part.get_offsets()) for part in figure.canvas.axes[0].collections)
    assert marks >= len(figure.data)
    assert title_of(figure) == "The plane shows 4.2 % of what sets these paragraphs apart"
    says = (
        "In this plane the nearest paragraph of another article is of the same era for 58 % of the paragraphs; by all "
        "words, for 59 %. With the eras dealt to the articles by lot it would be 40 % on average (p 0.10 for both, the "
        "smallest possible)."
    )
    assert says in figure.alt and says in figure.caption
    shares, ways = near_by_hand(found, corpus), list(combinations(range(5), 2))
    assert [round(share[0], 2) for share in shares] == [0.58, 0.59]
    for share in shares:
        assert len(share) == len(ways) and np.mean(share) == pytest.approx(0.4)
        assert sum(value >= share[0] - 1e-9 for value in share) == 1, "none of the ten ways but the actual one"


def near_by_hand(found, corpus):
    """Share of paragraphs next to one of their own era, for each of the ways to deal the eras, the actual one first."""
    places, _ = places_of(found)
    article = places["article"].map({name: i for i, name in enumerate(corpus.articles["article"])}).to_numpy()
    counts = found.model.units.counts[found.model.rows]
    order = pd.Index(found.units["address"].iloc[found.model.rows]).get_indexer(places["address"])
    weighed = TfidfTransformer(sublinear_tf=True).fit_transform(counts).toarray()[order]
    made = []
    for points, metric in ((places[["x", "y"]].to_numpy(), "euclidean"), (weighed, "cosine")):
        far = squareform(pdist(points, metric)).round(12)
        far[article[:, None] == article] = np.inf
        near = far == far.min(axis=1, keepdims=True)
        pairs = sorted(combinations(range(5), 2), key=lambda pair: pair != (0, 1))
        rows = [np.isin(article, pair) for pair in pairs]
        made.append(
            [float((near * (era[:, None] == era)).sum(axis=1) @ (1 / near.sum(axis=1))) / len(era) for era in rows]
        )
    return made


def test_labels_of_the_map_lead_to_their_sentences(corpus, found):
    """The table below a map has the address of each labelled text, and the book makes links of addresses."""
    data = topic_map(found, corpus).data
    assert data.columns[:2].tolist() == ["name", "address"]
    table = data_of_figure(data, "what it says").forms["text/html"]
    linked = link_addresses(table, sizes_of(corpus), lambda article, n: f"../corpus/{article}.html#s{n}")
    for name, address in zip(data["name"], data["address"], strict=True):
        article, _, number = address.partition("#s")
        assert (f'<a href="../corpus/{article}.html#s{number}">' in linked) == (name != "")


def test_marks_of_one_place_have_one_label(corpus, found):
    """Two paragraphs of Sky News lie so near that one mark covers the other."""
    figure = topic_map(found, corpus)
    labels = [text.get_text() for text in figure.canvas.axes[0].texts if text.get_gid() == "label"]
    assert "Sky News s2, s19" in labels and not {"Sky News s2", "Sky News s19"} & set(labels)
    assert {"Sky News s2", "Sky News s19"} <= set(figure.data["name"])
    assert topic_figures._joined_names(["A s1", "A s2", "B s1"]) == "A s1, s2\nB s1"


def test_the_terms_of_the_seeds(corpus, found):
    figure = topic_terms(found)
    holds(figure)
    assert len(figure.canvas.axes) == 3 and len(figure.data) == 30
    data = figure.data
    assert data["term"].is_unique and title_of(figure) == "No two topics share one of their ten top terms"
    twice = int((data["% of the topic"] >= 2 * data["% of all texts"]).sum())
    assert f"{twice} of 30 top terms weigh at least twice as much in their topic as in all texts." in figure.alt
    weighed = TfidfTransformer(sublinear_tf=True).fit_transform(found.model.units.counts)
    overall = pd.Series(np.asarray(weighed.sum(axis=0)).ravel() / weighed.sum(), index=found.model.units.terms)
    assert data["% of all texts"].to_numpy() == pytest.approx(100 * overall[data["term"]].to_numpy())
    assert "Topic 2: “nato” has 4.5 % there, 1.2 %" in figure.alt.replace("topic 2", "Topic 2")


@pytest.mark.parametrize("method", ["lda", "clusters"])
def test_the_terms_of_other_methods_are_compared_by_frequency(corpus, method):
    made = topics(corpus, 3, method=method)
    figure = topic_terms(made)
    counts = np.asarray(made.model.units.counts.sum(axis=0)).ravel()
    overall = pd.Series(counts / counts.sum(), index=made.model.units.terms)
    assert figure.data["% of all texts"].to_numpy() == pytest.approx(100 * overall[figure.data["term"]].to_numpy())
    assert "share of the term in the frequency of the topic" in figure.caption


def test_terms_that_topics_share_make_the_title(found):
    def title(shared, drawn=(1, 2, 3), n_topics=3):
        terms = found.terms.assign(overall=0.01)
        terms.loc[terms["topic"] == 2, "term"] = shared + terms.loc[terms["topic"] == 2, "term"].tolist()[len(shared) :]
        return topic_figures._terms_says(terms[terms["topic"].isin(drawn)], list(drawn), n_topics)[0]

    top = found.terms.loc[found.terms["topic"] == 1, "term"].tolist()
    assert title([]) == "No two topics share one of their ten top terms"
    assert title([], n_topics=9) == "No two of the three largest topics share one of their ten top terms"
    assert title(top[:1]) == "“russian” is among the ten top terms of more than one topic"
    assert title(top[:2]) == "“russian” and “troops” are among the ten top terms of more than one topic"
    assert title(top[:5]) == "“russian”, “troops” and three others are among the ten top terms of more than one topic"


def test_a_row_of_no_largest_topic(found, corpus):
    """Titles of the table of shares: by era, for all, with ties, and for means."""

    def title(leads, eras, kind="article"):
        shares = pd.DataFrame({"topic_1": [0.5] * len(leads), "topic_2": 0.5})
        return shares_title(topic_figures.ShareRows(shares, eras, [1] * len(leads), kind, leads))

    two = ["old", "old", "old", "new", "new"]
    assert title([1, 1, 1, 2, 2], two) == (
        "Topic 1 is the largest in every article of old, topic 2 in every article of new", [1, 2]
    )  # fmt: skip
    assert title([1, 0, 1, 2, 1], two)[0] == (
        "Topic 1 is the largest in 2 of 3 articles of old and in 1 of 2 articles of new"
    )
    assert title([1] * 5, two)[0] == "Topic 1 is the largest in every article of both eras"
    assert title([0] * 5, two) == ("No topic is larger than all others in any article", [])
    assert title([0, 0, 0, 2, 2], two)[0] == "Topic 2 is the largest in every article of new"
    assert title([1, 3, 2, 2], [None] * 4, "month")[0] == "Topic 2 is the largest in 2 of 4 months"
    assert title([1, 2], ["old", "new"])[0] == (
        "Topic 1 is the largest in the article of old, topic 2 in the article of new"
    )
    assert title([3, 2], ["old", "new"], "era")[0] == "On average topic 3 is the largest in old, topic 2 in new"
    assert title([3, 3], ["old", "new"], "era")[0] == "On average topic 3 is the largest in both eras"
    assert title([2], [None], "era")[0] == "On average topic 2 is the largest"
    tied = pd.DataFrame({"topic_1": [0.4, 0.5, np.nan], "topic_2": [0.4 + 1e-12, 0.3, np.nan]})
    assert topic_figures._leads(tied) == [0, 1, 0]


def test_ticks_of_the_terms(found):
    figure = topic_terms(found)
    ticks = [label.get_text() for label in figure.canvas.axes[1].get_yticklabels()]
    assert ticks == found.terms.loc[found.terms["topic"] == 2, "term"].tolist()


def test_the_same_numbers_give_the_same_words(corpus, found):
    """The same image too: see `test_figures.py`."""
    for one, other in zip(all_of(found, corpus), all_of(found, corpus), strict=True):
        assert one.alt == other.alt and one.caption == other.caption and one.data.equals(other.data)


def test_the_overview_holds_the_table(corpus):
    figure = overview(corpus)
    assert (
        not cut_off(figure)
        and "“putin”: more in 2014, 64 % against 26 % in 2022, without overlap." in figure.alt
        and len(figure.alt) <= 600
    )
    assert figure.data["panel"].unique().tolist() == ["words", "tone", "topics", "roles"]


# What is said follows the numbers


def test_swapping_the_eras_swaps_the_words(two_eras):
    old, new = [prose(i, WAR, WAR, FARM) for i in range(3)], [prose(9 + i, BANK, BANK, FARM) for i in range(3)]
    says, maps = [], []
    for corpus in (two_eras(old, new), two_eras(new, old)):
        made = topics(corpus, 3)
        shares, plane, _, points = drawn = all_of(made, corpus)
        for figure in drawn:
            holds(figure)
        (war,) = made.terms.loc[made.terms["term"] == "troops", "topic"]
        name = named_topic(made, war).removeprefix("The topic of ")
        says.append(re.search(rf"{name}: more in (old|new), (\d+ %) against (\d+ %)", points.alt).groups())
        assert "is larger in every" in title_of(points) and "is the largest in every article of old" in title_of(shares)
        maps.append((title_of(plane), plane.alt.partition(" The most typical")[0]))
    assert says[0][1:] == says[1][1:] and (says[0][0], says[1][0]) == ("old", "new")
    assert maps[0] == maps[1]
    assert re.fullmatch(r"The plane shows [\d.]+ % of what sets these paragraphs apart", maps[0][0]), "no distance"
    assert re.search(r"it would be 40 % on average \(p 0.\d+ for both, the smallest possible\)\.$", maps[0][1])


def test_equal_data_are_no_difference(two_eras):
    texts = [prose(i, WAR, FARM) for i in range(2)]
    corpus = two_eras(texts, texts)
    made = topics(corpus, 2)
    figure = topic_points(made, corpus)
    holds(figure)
    assert figure.alt.count("no difference") == 2 and title_of(figure) == "No topic separates old from new"
    shares = topic_shares(made, corpus)
    assert re.search(r"is the largest in .* of (old|both)", title_of(shares)) and "more in" not in shares.alt
    assert "a text, which several articles may print" not in figure.caption, "within an era no text is repeated"
    holds(topic_map(made, corpus))


def test_copies_of_a_text_are_one_mark(two_eras):
    corpus = two_eras([prose(1, WAR, FARM)] * 3, [prose(2, BANK, FARM), prose(3, BANK, FARM)])
    figure = topic_points(topics(corpus, 2), corpus)
    holds(figure)
    assert "in 1 text of old and 2 texts of new" in figure.alt
    assert "a text, which several articles may print" in figure.caption


def test_a_supported_difference_makes_the_title(two_eras):
    """No topic separates the eras, but one is larger on average, and the test supports it."""
    old = [prose(i, WAR, WAR, WAR, FARM) for i in range(9)] + [prose(60, BANK, BANK, WAR, FARM)]
    new = [prose(90 + i, BANK, BANK, BANK, FARM) for i in range(9)] + [prose(61, WAR, WAR, BANK, FARM)]
    corpus = two_eras(old, new)
    made = topics(corpus, 3)
    table = topics_by_era(made, corpus)
    assert not table["separates"].any() and (table["claim"] == "supported").any()
    figure = topic_points(made, corpus)
    holds(figure)
    best = table.sort_values(["p", "difference"]).iloc[0]
    assert re.fullmatch(r"The topic of “\w+”, “\w+” and “\w+” has \d+ % of an article of (old|new) on "
                        r"average, and \d+ % of one of (old|new)",
                        title_of(figure))  # fmt: skip
    assert best["claim"] == "supported" and "supported, with at most 0.05: topic" in figure.caption
    assert "Lines: 95 % percentile bootstrap" in figure.caption, "ten articles an era have intervals"
    assert len([part for part in figure.canvas.axes[0].collections if len(part.get_paths()) == 3]) == 2


def test_marks_that_would_cover_each_other_are_one():
    assert in_one_place(np.array([0.5, 0.1, 0.51]), 1.0) == [[0.1], [0.5, 0.51]]
    assert in_one_place(np.array([0.10, 0.13, 0.11]), 1.0) == [[0.10, 0.11, 0.13]], "a mark of two is larger"
    lot = np.random.default_rng(0).random(30)
    groups = in_one_place(lot, 1.0)
    assert sorted(value for group in groups for value in group) == sorted(lot)
    assert np.diff([np.mean(group) for group in groups]).min() >= 0.02


def test_an_article_that_turns_the_sign_is_named(corpus, found, monkeypatch):
    table = topics_by_era(found, corpus)
    table["turned_by"] = pd.array([None, "An Outlet, 1 Mar 2014", None], dtype="str")
    monkeypatch.setattr(topic_figures, "topics_by_era", lambda found, corpus: table)
    assert topic_points(found, corpus).alt.endswith(
        "Without An Outlet, 1 Mar 2014 the difference of the topic of “nato”, “russia” and “ukraine” has the other "
        "sign."
    )


# Any corpus can be drawn


@pytest.mark.parametrize("n", [2, 9, 50])
def test_few_topics_and_many(corpus, n):
    made = topics(corpus, n)
    shares, plane, terms, points = drawn = all_of(made, corpus)
    for figure in drawn:
        holds(figure)
    columns = [name for name in shares.data if name.startswith("topic ") or name == "other topics"]
    assert len(columns) == min(n, 9) and np.allclose(shares.data[columns].sum(axis=1), 1)
    assert ("added up as “others”" in shares.caption) == (n > 8)
    if n > 8:
        left = made.articles[[f"topic_{i + 1}" for i in range(n)]].mean().nlargest(8).index
        assert set(columns[:-1]) == set(left.str.replace("_", " "))
    assert len(points.data) == n and len(points.canvas.axes[0].get_yticklabels()) == min(n, 12)
    assert ("whose shares differ most" in points.caption) == (n > 12)
    assert len(terms.canvas.axes) == min(n, 4) and len(terms.data) == len(made.terms)
    assert ("the 8 largest have a number" in plane.caption) == (n > 8)


def test_one_era_and_none(make_corpus):
    texts = {f"a{i}.txt": prose(i, WAR, BANK) for i in range(4)}
    one = ERAS + "".join(f"[articles.a{i}]\npublished = 2014-03-0{i + 1}\n" for i in range(4))
    for toml, sentence in (("", r"^This corpus has no eras"), (one, r"^No article has a date in era \"new\"")):
        corpus = make_corpus(texts, toml)
        made = topics(corpus, 2)
        shares, plane, _ = drawn = all_of(made, corpus, eras=False)
        for figure in drawn:
            holds(figure)
        assert re.fullmatch(
            r"The topic of “\w+”, “\w+” and “\w+” is the largest|All topics are equally large", topics_title(made)[0]
        )
        assert title_of(plane).startswith("The plane shows") and "nearest" not in plane.alt
        assert ("era" in plane.alt) == bool(toml)
        assert ("Circle" in shares.caption) == bool(toml)
        with pytest.raises(TwoCrisesError, match=sentence):
            topic_points(made, corpus)


def test_three_eras_and_articles_of_none(make_corpus):
    toml = "[eras.first]\nstart = 2010-01-01\nend = 2010-12-31\n" + ERAS
    for i, year in enumerate((2010, 2010, 2014, 2014, 2022, 2022, 2018)):
        toml += f"[articles.a{i}]\npublished = {year}-03-0{i + 1}\n"
    corpus = make_corpus({f"a{i}.txt": prose(i, (WAR, BANK, FARM)[i % 3], FARM) for i in range(7)}, toml)
    made = topics(corpus, 3)
    shares, _, _, points = drawn = all_of(made, corpus)
    for figure in drawn:
        holds(figure)
    assert list(looks(corpus)) == ["first", "old", "new"]
    assert "Circle: first, square: old, triangle: new, cross: no era." in shares.caption
    assert "Articles of other eras are not drawn." in points.caption
    assert "in 2 articles of first and 2 articles of old" in points.alt


def test_an_article_without_a_known_word(two_eras):
    corpus = two_eras([prose(1, WAR, FARM), "Unheard bluebells whistle."], [prose(2, BANK, FARM)])
    made = topics(corpus, 2)
    assert made.articles["topic"].tolist()[1] == 0
    for figure in all_of(made, corpus):
        holds(figure)
    figure = topic_shares(made, corpus)
    assert [text.get_text() for text in figure.canvas.axes[0].texts].count("–") == 2
    assert " 1 article has no known word." in figure.alt and "–: no known word." in figure.caption


@pytest.mark.parametrize(
    "origins",
    [["$x_1$", "<b>bold</b> _x_", "a, b, c", "$x_1$"], ["The very long name of an outlet " * 4, "x" * 90] * 2],
)
def test_hostile_labels_and_terms(make_corpus, origins):
    toml = ERAS
    for i, origin in enumerate(origins):
        toml += f'[articles.a{i}]\npublished = {2014 if i < 2 else 2022}-03-0{i + 1}\norigin = "{origin}"\n'
    words = [*WAR[:4], "un_der_score", "x" * 40, "$frac$", "<b>"]
    texts = {f"a{i}.txt": prose(i, words, (BANK, FARM)[i // 2]) for i in range(4)}
    corpus = make_corpus(texts, toml)
    for figure in all_of(topics(corpus, 3), corpus):
        holds(figure)


def test_identical_texts(make_corpus):
    toml = ERAS + "".join(f"[articles.a{i}]\npublished = {2014 + 8 * (i // 2)}-03-0{i + 1}\n" for i in range(4))
    corpus = make_corpus({f"a{i}.txt": prose(1, WAR, BANK) for i in range(4)}, toml)
    made = topics(corpus, 2)
    for figure in all_of(made, corpus):
        holds(figure)
    plane = topic_map(made, corpus)
    assert title_of(plane).startswith("The plane shows") and "nearest" not in plane.alt, "no neighbour is another text"


# Large corpora


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Three hundred articles of ten months: war in the first half, banks in the second, farms in both."""
    from twocrises.corpus import load_corpus

    folder = tmp_path_factory.mktemp("large")
    toml = "[eras.old]\nstart = 2014-01-01\nend = 2014-05-31\n[eras.new]\nstart = 2014-06-01\nend = 2014-12-31\n"
    for i, day in enumerate(pd.date_range("2014-01-03", periods=300)):
        main, other = (WAR, BANK) if (day.month < 6) == (i % 5 > 0) else (BANK, WAR)
        (folder / f"a{i:03d}.txt").write_text(prose(i, main, FARM if i % 3 == 0 else main, other, n=3))
        if i % 50:
            toml += f"[articles.a{i:03d}]\npublished = {day.date()}\n"
    (folder / "corpus.toml").write_text(toml)
    return load_corpus(folder)


def test_a_large_corpus(large):
    made = topics(large, 3)
    _, plane, _, points = drawn = all_of(made, large)
    for figure in drawn:
        holds(figure)
    assert "Each pale mark is" in points.caption and "ticks are the means" in points.caption
    table = topics_by_era(made, large)
    assert (table["claim"] == "supported").any()
    assert title_of(points).startswith("The topic of “") and "on average" in title_of(points)
    assert len(plane.data) == 300


def test_topics_over_time(large):
    made = topics(large, 3)
    rows = share_rows(made, large)
    assert rows.kind == "month", "days and weeks would be more than 24 rows"
    assert rows.shares.index.tolist() == [
        *("Jan 2014", "Feb 2014", "Mar 2014", "Apr 2014", "May 2014", "Jun 2014", "Jul 2014", "Aug 2014", "Sep 2014"),
        "Oct 2014", "undated",
    ]  # fmt: skip
    assert rows.eras == ["old"] * 5 + ["new"] * 5 + [None] and sum(rows.sizes) == 300 and rows.sizes[-1] == 6
    days = large.articles.set_index("article")["published"].reindex(made.articles["article"])
    march = made.articles[(days.dt.month == 3).to_numpy()]
    assert rows.shares.loc["Mar 2014", "topic_1"] == pytest.approx(march["topic_1"].mean())
    figure = topic_shares(made, large)
    assert re.search(r"Topic \d goes from \d+ % in Jan 2014 to \d+ % in Oct 2014; it is largest in", figure.alt)
    assert "Rows are means over the articles of a month." in figure.caption
    assert figure.data["articles"].tolist() == rows.sizes


@pytest.mark.parametrize(
    ("step", "kind", "first"),
    [(0, "day", "3 Jan 2014"), (3, "month", "Jan 2014"), (45, "quarter", "Jan–Mar 2014"), (200, "year", "2014")],
)
def test_the_finest_periods_that_fit(corpus, found, step, kind, first):
    """Articles repeated on other days: the rows follow the span."""
    n = 40
    days = pd.Series(pd.Timestamp("2014-01-03") + pd.to_timedelta(np.arange(n) * step, unit="D"))
    got, number, names = topic_figures._periods(days, pd.Series(np.zeros(n, dtype=int)))
    assert got == kind and names[0] == first and number.is_monotonic_increasing
    assert len(names) <= 24


def test_periods_where_few_have_a_day():
    days = pd.Series(pd.to_datetime(["2014-01-03", None, None, None]))
    assert topic_figures._periods(days, pd.Series(np.zeros(4, dtype=int)))[0] == "era"
    late = pd.Series(pd.date_range("1900-01-01", periods=60, freq="YE"))
    assert topic_figures._periods(late, pd.Series(np.zeros(60, dtype=int)))[0] == "era", "sixty years are too many rows"


def test_a_year_of_two_eras_has_two_rows(large):
    made = topics(large, 3)
    days = pd.date_range("1996-01-01", periods=300, freq="15D")
    frame = large.articles.assign(published=days.to_numpy())

    class Shifted:
        eras, articles = large.eras, frame

    rows = share_rows(made, Shifted())
    assert rows.kind == "year" and len(rows.shares) <= 24 and rows.shares.index.is_unique
    labels = rows.shares.index.tolist()
    assert labels[0] == "1996" and labels[-2:] == ["2008, new", "2008, no era"]
    both = [(label, era) for label, era in zip(labels, rows.eras, strict=True) if "," in label]
    assert both and all(label == f"{label[:4]}, {era or 'no era'}" for label, era in both)


def test_no_eras_and_no_days(make_corpus):
    corpus = make_corpus({f"a{i}.txt": prose(i, WAR, BANK) for i in range(26)})
    made = topics(corpus, 2)
    rows = share_rows(made, corpus)
    assert rows.shares.index.tolist() == ["all articles"] and rows.sizes == [26]
    figure = topic_shares(made, corpus)
    holds(figure)
    assert "Table of means and 2 topics" in figure.alt and "Rows are means over the articles." in figure.caption


def test_what_rounding_leaves_decides_nothing(corpus, found):
    columns = ["topic_1", "topic_2", "topic_3"]
    even = found.articles.copy()
    even[columns] = 1 / 3
    even.loc[:1, "topic_1"] += 1e-15
    assert topics_title(replace(found, articles=even))[0] == "No topic separates 2014 from 2022"
    none = even.assign(era=pd.Categorical([None] * 5, categories=["2014", "2022"]))
    assert topics_title(replace(found, articles=none))[0] == "All topics are equally large"
    even.loc[0, columns] = np.nan
    assert topics_title(replace(found, articles=even))[0] == "No topic separates 2014 from 2022"


def test_the_plane_is_that_of_the_table(corpus, found):
    places, _ = places_of(found)
    drawn = topic_map(found, corpus).data.set_index("address").loc[places["address"]]
    assert np.allclose(drawn[["x", "y"]], places[["x", "y"]])
