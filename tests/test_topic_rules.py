"""Rules of topics that one changed number or sign would break: the order, the rounding, the test over articles."""

import random
from dataclasses import replace
from itertools import combinations
from statistics import median

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from twocrises import permutation, topicmodels
from twocrises.keyness import keyness
from twocrises.stability import _FINDERS, _tops, refits
from twocrises.topicmodels import different, directions, fit, normalised, relevance, tf_idf
from twocrises.topics import (
    numbers_of_topics,
    topic_map,
    topics,
    topics_beside_keyness,
    topics_by_era,
    typical_sentences,
)
from twocrises.units import default_unit, text_units_of

from .test_topics import BANK, WAR, articles_on


def csr(values):
    return sparse.csr_array(np.asarray(values, dtype=float))


@pytest.fixture
def with_shares(two_eras):
    """A corpus of two eras, and topics whose shares in its articles are as given."""

    def make(old, new, same=()):
        texts = articles_on(2, len(old) + len(new))
        texts = [texts[same[0]] if i in same else text for i, text in enumerate(texts)]
        corpus = two_eras(texts[: len(old)], texts[len(old) :])
        some = topics(corpus, 2, unit="article", samples=0)
        rows = {f"old{i:03d}": row for i, row in enumerate(old)} | {f"new{i:03d}": row for i, row in enumerate(new)}
        shares = np.array([rows[name[:6]] for name in corpus.articles["article"]], dtype=float)
        named = {f"topic_{n + 1}": column for n, column in enumerate(shares.T)}
        return replace(some, articles=some.articles.assign(**named), n_topics=shares.shape[1]), corpus

    return make


# Topics


@pytest.mark.parametrize("method", ["clusters", "nmf"])
def test_a_topic_is_as_large_as_its_words_are_many(method):
    """Three long texts hold more words than six short ones, and stand in the later columns."""
    counts = csr([*[[2, 1, 0, 0]] * 3, *[[1, 2, 0, 0]] * 3, *[[0, 0, 20, 10]] * 2, [0, 0, 10, 20]])
    assert fit(counts, 2, method=method).topic.tolist() == [1] * 6 + [0] * 3


@pytest.mark.parametrize("turned", [False, True])
def test_of_topics_of_one_size_the_first_has_the_first_term(turned):
    rows = [*[[2, 1, 0, 0]] * 3, *[[0, 0, 2, 1]] * 3]
    assert fit(csr(rows[::-1] if turned else rows), 2).rates.argmax(axis=1).tolist() == [0, 2]


def test_nmf_finds_no_topic_where_there_is_no_direction():
    """Two pairs of words that always come together: four texts that differ, in two directions."""
    counts = csr([[1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 1], [2, 2, 1, 1]])
    assert fit(counts, 3, method="nmf").rates.any(axis=1).tolist() == [True, True, False]


def test_a_tie_goes_to_the_first_topic_whatever_the_last_digit_says(monkeypatch):
    shares = np.array([[0.5 - 1e-12, 0.5 + 1e-12], [0.9, 0.1], [0.1, 0.9]])
    monkeypatch.setattr(topicmodels, "_nmf", lambda *_: (shares, np.array([[0.9, 0.1], [0.1, 0.9]])))
    assert fit(csr([[1, 1], [9, 1], [1, 2]]), 2, method="nmf").topic.tolist() == [0, 0, 1]


def test_shares_of_nmf_weigh_a_topic_by_its_terms():
    """Half as much of a topic whose terms are written twice as large is as much of it."""
    shares, rates = normalised(np.array([[1.0, 2.0]]), np.array([[2.0, 2.0], [1.0, 1.0]]))
    assert shares.tolist() == [[0.5, 0.5]] and rates.tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_relevance_weighs_as_it_says():
    rates, overall = np.array([[0.5, 0.5]]), np.array([0.75, 0.25])
    assert (relevance(rates, overall) == relevance(rates, overall, 0.6)).all()


@pytest.mark.parametrize(("n_topics", "dimensions"), [(2, 8), (25, 100), (30, 100)])
def test_clusters_are_found_in_four_dimensions_a_topic(monkeypatch, n_topics, dimensions):
    asked, ours = [], topicmodels._k_means

    def spy(places, n):
        asked.append((n, places.shape[1]))
        return ours(places, n)

    monkeypatch.setattr(topicmodels, "_k_means", spy)
    fit(csr(np.random.default_rng(0).poisson(0.3, (130, 120))), n_topics)
    assert asked == [(n_topics, dimensions)]


def test_texts_in_one_proportion_are_no_different_texts():
    assert different(csr([[1, 2, 0], [2, 4, 0], [0, 1, 2], [3, 6, 0], [0, 3, 6], [0, 0, 0]]), 10) == 2
    assert different(csr([[1, 1, 1], [7, 7, 7], [3, 3, 3]]), 10) == 1, "whatever the last digit of a third says"


# Directions


def test_a_large_matrix_has_the_same_directions_each_time():
    """Large enough for the quick way, which would begin with vectors drawn by lot."""
    values = csr(np.random.default_rng(0).poisson(0.05, (460, 430)))
    one, other = (topicmodels._singular(tf_idf(values), 4) for _ in range(2))
    assert [part.tobytes() for part in one] == [part.tobytes() for part in other]
    assert (np.diff(one[1]) < 0).all() and one[0].shape == (460, 4)


def test_a_text_outside_of_all_directions_has_none(monkeypatch):
    """What rounding leaves of it would be made as long as 1, and which way it goes is chance."""
    left = np.array([[1.0, 0.0], [0.6, 0.8], [-3e-14, 4e-14]])
    monkeypatch.setattr(topicmodels, "_singular", lambda *_: (left, np.array([2.0, 1.0]), left))
    assert np.linalg.norm(directions(csr(np.eye(3)), 2), axis=1).tolist() == pytest.approx([1, 1, 0])


def test_directions_do_not_hang_on_the_last_digit(monkeypatch):
    left = np.array([[1.0, 0.0], [0.6, 0.8], [0.3, 0.4]])
    seen = []
    for off in (0, 3e-16, -3e-16):
        monkeypatch.setattr(topicmodels, "_singular", lambda *_, off=off: (left + off, np.array([2.0, 1.0]), left))
        seen.append(directions(csr(np.eye(3)), 2).tolist())
    assert seen[0] == seen[1] == seen[2]


# Stability


def test_a_topic_survives_with_seven_of_ten_terms_and_not_with_six(corpus):
    """Two lists of ten with seven terms in common have an overlap of 7/13, 0.54; with six of 6/14, 0.43."""
    model = topics(corpus, 2, samples=0).model
    tops = np.array([np.arange(10), np.arange(10, 20)])
    other = np.array([[*range(7), 100, 101, 102], [*range(10, 16), 103, 104, 105, 106]])
    again = replace(model, samples=1)
    vars(again).update(tops=tops, drawn=[other])
    assert again.quality["stability"].tolist() == pytest.approx([7 / 13, 6 / 14])
    assert again.quality["survives"].tolist() == [True, False]


def test_a_refit_names_only_terms_that_two_of_its_texts_have(corpus):
    """As the first fit does: a word of one text alone says nothing of what texts share."""
    model = topics(corpus, 3, samples=0).model
    rows = model.rows[:24]
    within = np.diff(sparse.csc_array(model.units.counts[rows]).indptr)
    assert (within == 1).any()
    finders = [lambda rows, find=find: _tops(model.units.counts[rows], 3, find, 0) for find in _FINDERS.values()]
    for refit in (model.tops_without, *finders):
        tops = refit(rows)
        assert (within[tops[tops >= 0]] >= 2).all()


def test_a_draw_that_cannot_hold_the_topics_counts_as_nothing_that_comes_back(make_corpus):
    """Three articles of two paragraphs: a draw of one of them alone holds no three topics."""
    lot = random.Random(0)
    texts = ["\n\n".join(" ".join(lot.sample((WAR + BANK).split(), 20)) + "." for _ in range(2)) for _ in range(3)]
    corpus = make_corpus({f"{i}.txt": text for i, text in enumerate(texts)})
    found = topics(corpus, 3, unit="paragraph", samples=40)
    drawn = found.model.drawn
    assert any(tops is None for tops in drawn) and not all(tops is None for tops in drawn)
    overlaps = refits(found, corpus).groupby("topic")["overlap"]
    assert (overlaps.size() == 40).all()
    assert found.quality["stability"].tolist() == pytest.approx(overlaps.mean().tolist())


# Units


def test_terms_that_only_headlines_have_take_their_place_in_the_alphabet(make_corpus):
    lines = [
        f'{{"title": "Alligator of {name}", "text": "{text}"}}'
        for name, text in zip("abcd", (WAR, BANK) * 2, strict=True)
    ]
    units = text_units_of(make_corpus({"t.jsonl": "\n".join(lines)}), "article")
    assert units.terms.tolist() == sorted(units.terms) and units.terms[0] == "alligator"
    assert units.counts[:, 0].toarray().ravel().tolist() == [1] * 4
    words = [units.terms[units.words[units.text == i]].tolist() for i in range(4)]
    assert [row[0] for row in words] == ["alligator"] * 4
    assert {row[1] for row in words} == {"troops", "markets"}, "then the words of the article, in their order"


@pytest.mark.parametrize(("lines", "unit"), [(2, "window"), (3, "paragraph")])
def test_paragraphs_take_three_lines_an_article(make_corpus, lines, unit):
    texts = articles_on(2, 4, lines=lines)
    assert default_unit(make_corpus({f"{i}.txt": text for i, text in enumerate(texts)})) == unit


def test_topics_that_do_not_hang_together_are_no_better_for_being_alike(make_corpus, monkeypatch):
    """Times diversity, a coherence below 0 would be the nearer to 0 the more alike the topics are."""
    monkeypatch.setattr("twocrises.topics.coherence_of", lambda units, tops: np.full(len(tops), -0.2))
    texts = articles_on(2, 12)
    frame = numbers_of_topics(make_corpus({f"{i:02d}.txt": text for i, text in enumerate(texts)}), "paragraph")
    assert len(frame) > 1 and (frame["diversity"] < 1).any()
    assert (frame["product"] == -0.2).all()


# Eras


def p_by_hand(old, new):
    """Deal the labels in all ways: |T| with s + s0 of each topic against the largest of a labeling."""
    values, n = np.array([*old, *new], dtype=float), len(old)
    spread = values.std(axis=0)
    scale = spread + median(spread)

    def t(chosen):
        inside = np.isin(np.arange(len(values)), chosen)
        return np.abs(values[inside].mean(axis=0) - values[~inside].mean(axis=0)) / scale

    largest = np.array([t(chosen).max() for chosen in combinations(range(len(values)), n)])
    return [float((largest >= mine - 1e-9).mean()) for mine in t(range(n))]


def test_p_divides_by_the_spread_and_the_median_spread(with_shares):
    """A rare topic that differs a little all the time is no rarer than a frequent one that differs much."""
    lot = np.random.default_rng(4)
    differs = 0
    for _ in range(6):
        shares = lot.dirichlet([6, 2, 0.5], size=7)
        old, new = shares[:3].tolist(), shares[3:].tolist()
        p = topics_by_era(*with_shares(old, new))["p"].tolist()
        assert p == pytest.approx(p_by_hand(old, new))
        differs += len(set(p)) > 1
    assert differs > 3


@pytest.mark.parametrize("turned", [False, True])
def test_p_of_exactly_the_level_is_supported(with_shares, turned):
    """One article against nineteen: of twenty labelings one is as rare. Without that one there is no era to compare."""
    alone, many = [[0.9, 0.1]], [[i / 100, 1 - i / 100] for i in range(19)]
    frame = topics_by_era(*with_shares(many, alone) if turned else with_shares(alone, many))
    assert frame["p"].tolist() == frame["floor"].tolist() == pytest.approx([0.05, 0.05])
    assert frame["claim"].tolist() == ["supported"] * 2 and frame["turned_by"].isna().all()


def test_the_floor_of_a_sample_is_that_of_its_size(with_shares, monkeypatch):
    """So many additions allow for 2,000 labelings of 48 shares."""
    monkeypatch.setattr(permutation, "_ADDITIONS", 48 * 2_000)
    old, new = ([[at + i / 100, 1 - at - i / 100] for i in range(12)] for at in (0.1, 0.7))
    frame = topics_by_era(*with_shares(old, new))
    assert frame["floor"].tolist() == frame["p"].tolist() == pytest.approx([1 / 2_001] * 2)


def test_articles_of_one_share_do_not_separate_eras(with_shares):
    frame = topics_by_era(*with_shares([[0.3, 0.7], [0.5, 0.5]], [[0.5, 0.5], [0.7, 0.3]]))
    assert frame["separates"].tolist() == [False, False]
    frame = topics_by_era(*with_shares([[0.3, 0.7], [0.5, 0.5]], [[0.51, 0.49], [0.7, 0.3]]))
    assert frame["separates"].tolist() == [True, True]


def test_a_text_has_the_mean_share_of_its_copies(with_shares):
    frame = topics_by_era(*with_shares([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7]], [[0.2, 0.8], [0.1, 0.9]], same=(0, 1)))
    assert frame["share_old"].tolist() == pytest.approx([(0.75 + 0.3) / 2, (0.25 + 0.7) / 2])


def test_beside_keyness_counts_rare_terms_too(two_eras):
    """Each word of the topics stands in the corpus twice."""
    old = ["Zebras giraffes lions elephants hippos monkeys parrots snakes." for _ in range(2)]
    new = ["Markets investors currency bonds loans traders inflation exports." for _ in range(2)]
    corpus = two_eras([f"{text} Day {word}." for text, word in zip(old, ("eins", "zwei"), strict=True)],
                      [f"{text} Day {word}." for text, word in zip(new, ("drei", "vier"), strict=True)])  # fmt: skip
    frame = topics_beside_keyness(topics(corpus, 2, unit="article", samples=0), corpus)
    assert frame[["terms_old", "terms_new"]].max(axis=1).tolist() == [8, 8] and frame["agree"].all()


def test_as_many_terms_on_either_side_agree_with_nothing(with_shares):
    """Of the terms of either topic as many are more frequent in the one era as in the other."""
    some, corpus = with_shares([[0.9, 0.1], [0.8, 0.2]], [[0.2, 0.8], [0.1, 0.9]])
    rates = keyness(corpus, min_count=1).set_index("term")
    change = (rates["mean_rate_new"] - rates["mean_rate_old"]).round(9)
    names = [*change.index[change > 0][:2], *change.index[change < 0][:2]]
    terms = pd.DataFrame({"topic": [1, 1, 1, 1, 2, 2, 2], "term": [*names, *names[:3]]})
    frame = topics_beside_keyness(replace(some, terms=terms), corpus)
    assert frame[["terms_old", "terms_new"]].to_numpy().tolist() == [[2, 2], [1, 2]]
    assert frame["agree"].tolist() == [False, True]


def test_typical_sentences_have_eight_words(corpus):
    words = corpus.tokens.groupby(["article", "sentence"], observed=True).size()
    words.index = [f"{article}#s{sentence}" for article, sentence in words.index]
    frame = typical_sentences(topics(corpus, 3), corpus, 1, 1_000)
    assert words[frame["address"]].min() == 8


def test_a_map_of_some_texts_weighs_words_by_all(corpus):
    found = topics(corpus, 3)
    units, model = found.model.units, found.model
    rows = np.sort(model.rows[np.linspace(0, len(model.rows) - 1, 30).round().astype(int)])
    weighted = tf_idf(units.counts).toarray()[rows]
    left, size, _ = np.linalg.svd(weighted - weighted.mean(axis=0), full_matrices=False)
    frame, shares = topic_map(found, most=30)
    assert frame["address"].tolist() == found.units["address"].iloc[rows].tolist()
    assert np.abs(frame[["x", "y"]].to_numpy()) == pytest.approx(np.abs(left[:, :2] * size[:2]), abs=1e-6)
    assert shares == pytest.approx(tuple(size[:2] ** 2 / (size**2).sum()))
