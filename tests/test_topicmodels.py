"""Topic models on arrays: values by hand, and what holds for any counts."""

from itertools import permutations
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from twocrises import topicmodels
from twocrises.topicmodels import (
    METHODS,
    Fitted,
    _k_means,
    _settled,
    different,
    directions,
    fit,
    in_two_texts,
    matched,
    profiles,
    relevance,
    relevances,
    smoothed_rates,
    tf_idf,
    top_terms,
)

COUNTS = arrays(np.int64, st.tuples(st.integers(2, 12), st.integers(2, 8)), elements=st.integers(0, 3))
TOPS = st.integers(1, 4).flatmap(lambda n: arrays(np.int64, (n, 4), elements=st.integers(-1, 9)))


def csr(values):
    return sparse.csr_array(np.asarray(values, dtype=float))


def subjects(n, *, size=8, words=40, seed=0):
    """Texts of as many subjects as asked for, each with words of its own, and their subjects."""
    random = np.random.default_rng(seed)
    label = np.arange(n * 10) % n
    rates = np.full((n, n * size), 0.1)
    for i in range(n):
        rates[i, i * size : (i + 1) * size] = 5
    rates /= rates.sum(axis=1, keepdims=True)
    return csr([random.multinomial(words, rates[i]) for i in label]), label


def test_tf_idf_by_hand():
    weighted = tf_idf(csr([[3, 1, 0], [0, 2, 0], [0, 1, 1]])).toarray()
    idf = [log(4 / 2) + 1, log(4 / 4) + 1, log(4 / 2) + 1]
    first = (1 + log(3)) * idf[0], idf[1]
    third = idf[1], idf[2]
    assert weighted[0] == pytest.approx([*(np.array(first) / sqrt(first[0] ** 2 + first[1] ** 2)), 0])
    assert weighted[1] == pytest.approx([0, 1, 0])
    assert weighted[2] == pytest.approx([0, *(np.array(third) / sqrt(third[0] ** 2 + third[1] ** 2))])


def test_relevance_by_hand():
    values = relevance(np.array([[0.5, 0.5, 0.0]]), np.array([0.25, 0.5, 0.25]), weight=0.6)
    assert values[0, 0] == pytest.approx(0.6 * log(0.5) + 0.4 * log(2))
    assert values[0, 1] == pytest.approx(0.6 * log(0.5))
    assert values[0, 2] == -np.inf


def test_relevance_at_its_ends():
    rates, overall = np.array([[0.7, 0.2, 0.1]]), np.array([0.8, 0.1, 0.1])
    assert relevance(rates, overall, 1.0)[0] == pytest.approx(np.log(rates[0]))
    assert relevance(rates, overall, 0.0)[0] == pytest.approx(np.log(rates[0] / overall))


def test_elsewhere_is_all_topics_by_their_size():
    fitted = Fitted(
        np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), np.array([[0.9, 0.1], [0.3, 0.7]]), np.array([0, 0, 1])
    )
    assert relevances(fitted) == pytest.approx(relevance(fitted.rates, np.array([0.7, 0.3])))


def test_top_terms_take_the_alphabet_for_equals_and_end_where_no_more_are():
    rates = np.array([[0.25, 0.25, 0.25, 0.25], [0.0, 1.0, 0.0, 0.0]])
    fitted = Fitted(np.array([[1.0, 0.0], [1.0, 0.0]]), rates, np.array([0, 0]))
    assert top_terms(fitted, 3).tolist() == [[0, 1, 2], [1, -1, -1]]
    assert top_terms(fitted, 10)[1].tolist() == [1] + [-1] * 9


def naive_mixture(counts, labels, n_topics):
    """Expectation-maximisation, written out for one text and one term at a time."""
    n, n_terms = counts.shape
    shares = [[float(labels[i] == k) for k in range(n_topics)] for i in range(n)]

    def rates_of(shares):
        rates = []
        for k in range(n_topics):
            totals = [1 + sum(shares[i][k] * counts[i, w] for i in range(n)) for w in range(n_terms)]
            rates.append([total / sum(totals) for total in totals])
        return rates

    rates = rates_of(shares)
    for _ in range(100):
        prior = [(sum(shares[i][k] for i in range(n)) + 1) / (n + n_topics) for k in range(n_topics)]
        after = []
        for i in range(n):
            logs = [
                log(prior[k]) + sum(counts[i, w] * log(rates[k][w]) for w in range(n_terms)) for k in range(n_topics)
            ]
            likely = [np.exp(value - max(logs)) for value in logs]
            after.append([value / sum(likely) for value in likely])
        new = np.array([int(np.argmax(np.round(row, 9))) for row in after])
        if len(set(new.tolist())) < n_topics:
            break
        shares, rates = after, rates_of(after)
        if (new == labels).all():
            break
        labels = new
    return np.array(shares), np.array(rates)


@pytest.mark.parametrize("seed", range(6))
def test_the_mixture_is_expectation_maximisation(seed):
    random = np.random.default_rng(seed)
    counts, n_topics = random.poisson(0.8, (14, 6)), 2 + seed % 3
    labels = np.concatenate([np.arange(n_topics), random.integers(n_topics, size=14 - n_topics)])
    texts = csr(counts)
    shares = _settled(np.eye(n_topics)[labels], lambda found: texts @ np.log(smoothed_rates(texts, found)).T)
    for mine, theirs in zip(
        (shares, smoothed_rates(texts, shares)), naive_mixture(counts, labels, n_topics), strict=True
    ):
        assert mine == pytest.approx(theirs, abs=1e-9)


def test_what_settles_is_more_likely_than_what_it_began_with():
    """Of directions, too: the likelihood of a von Mises-Fisher mixture falls in no step, up to its smoothed sizes."""
    counts, label = subjects(3, words=15)
    weighted, concentration = tf_idf(counts), 20.0

    def likelihood(shares):
        return concentration * (weighted @ profiles(shares, weighted).T)

    def total(shares):
        values = likelihood(shares) + np.log((shares.sum(axis=0) + 1) / sum(shares.shape))
        return np.log(np.exp(values).sum(axis=1)).sum()

    start = np.eye(3)[(label + (np.arange(30) % 4 == 0)) % 3]
    settled = _settled(start, likelihood)
    assert total(settled) > total(start)
    assert settled.sum(axis=1) == pytest.approx(np.ones(30))


def spread(places, labels):
    """Sum of squared distances from the means of groups, one group at a time."""
    return sum(((places[labels == i] - places[labels == i].mean(axis=0)) ** 2).sum() for i in np.unique(labels))


def test_groups_without_a_lot_spread_as_little_as_those_of_many_starts():
    from sklearn.cluster import KMeans

    for seed in range(4):
        counts, _ = subjects(5, words=8, seed=seed)
        places = directions(tf_idf(counts), 12)
        many = KMeans(5, n_init=100, random_state=0).fit(places).inertia_
        assert spread(places, _k_means(places, 5)) <= 1.02 * many


def test_centres_move_to_where_they_gain_most(monkeypatch):
    """Places without any groups, of which Ward's tree is seldom the best parting."""
    clouds = [np.random.default_rng(seed).normal(size=(60, 3)) for seed in range(8)]
    moved = [spread(places, _k_means(places, 6)) for places in clouds]
    monkeypatch.setattr(topicmodels, "_MOST_MOVES", 0)
    still = [spread(places, _k_means(places, 6)) for places in clouds]
    assert all(one <= other + 1e-9 for one, other in zip(moved, still, strict=True))
    assert sum(one < other - 1e-6 for one, other in zip(moved, still, strict=True)) >= 4


@pytest.mark.parametrize("n", [2, 3, 5])
@pytest.mark.parametrize("words", [6, 12])
def test_another_order_gives_the_same_clusters(n, words):
    """Texts too short to sort them well, where k-means from random starts ends here or there."""
    counts, _ = subjects(n, words=words)
    found = fit(counts, n)
    for seed in range(6):
        order = np.random.default_rng(seed).permutation(counts.shape[0])
        again = fit(sparse.csr_array(counts[order]), n)
        assert len(np.unique([found.topic[order], again.topic], axis=1).T) == n
        assert np.sort(again.shares.max(axis=1)) == pytest.approx(np.sort(found.shares.max(axis=1)), abs=1e-6)


def test_of_many_texts_some_give_the_centres(monkeypatch):
    counts, label = subjects(4)
    monkeypatch.setattr(topicmodels, "_MOST_IN_TREE", 12)
    topic = fit(counts, 4).topic
    assert all(len(set(label[topic == one])) == 1 for one in range(4))
    # Copies do not crowd out the rest: of 40 texts 30 are one.
    copies = sparse.csr_array(sparse.vstack([counts[:10], *[counts[:1]] * 30]))
    assert len(set(fit(copies, 8).topic.tolist())) == 8


# LDA is left out where it takes two subjects for one from most of its starts: what the lesson about it is for.
@pytest.mark.parametrize(("method", "n"), [("clusters", 2), ("clusters", 4), ("nmf", 2), ("nmf", 4), ("lda", 2)])
def test_clear_subjects_are_found(method, n):
    counts, label = subjects(n)
    topic = fit(counts, n, method=method).topic
    table = np.zeros((n, n))
    np.add.at(table, (topic, label), 1)
    hit = table[linear_sum_assignment(-table)].sum()
    assert hit >= 0.9 * len(label)


@pytest.mark.parametrize("method", METHODS)
def test_texts_without_a_term_have_no_topic(method):
    counts, _ = subjects(2)
    wider = sparse.csr_array(sparse.vstack([csr(np.zeros((1, 16))), counts, csr(np.zeros((2, 16)))]))
    found, without = fit(wider, 2, method=method), fit(counts, 2, method=method)
    assert found.topic[[0, -1, -2]].tolist() == [-1, -1, -1] and not found.shares[[0, -1, -2]].any()
    assert (found.topic[1:-2] == without.topic).all() and (found.shares[1:-2] == without.shares).all()


@pytest.mark.parametrize("method", METHODS)
def test_topics_stand_from_large_to_small(method):
    counts, label = subjects(3)
    fewer = sparse.csr_array(counts[np.flatnonzero((label != 0) | (np.arange(30) < 6))])
    found = fit(fewer, 3, method=method)
    words = np.bincount(found.topic, weights=fewer.sum(axis=1), minlength=3)
    assert (np.diff(words) <= 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_the_same_counts_give_the_same_bytes(method):
    counts, _ = subjects(3)
    one, other = (fit(counts.copy(), 3, method=method) for _ in range(2))
    assert one.shares.tobytes() == other.shares.tobytes() and one.rates.tobytes() == other.rates.tobytes()


@pytest.mark.parametrize("method", ["nmf", "clusters"])
def test_a_seed_moves_nothing_where_no_lot_is_drawn(method):
    counts, _ = subjects(3, words=6)
    assert fit(counts, 3, method=method).rates.tobytes() == fit(counts, 3, method=method, seed=5).rates.tobytes()


def test_a_text_halfway_between_two_topics_leaves_neither_empty():
    """Its shares differ in the last digit alone, which decided while the mixture ran and not at its end."""
    rows = ["00100", "00003", "01100", "00011", "01000", "10003", "10001", "01000"]
    topic = fit(csr([[int(n) for n in row] for row in rows]), 4).topic
    assert set(topic.tolist()) == {0, 1, 2, 3}


@settings(max_examples=60, deadline=None)
@given(COUNTS, st.integers(2, 5), st.sampled_from(["clusters", "nmf"]))
def test_what_holds_for_any_counts(counts, n_topics, method):
    counts = csr(counts[:, counts.any(axis=0)])
    counts.eliminate_zeros()
    assume(counts.shape[1] >= n_topics and different(counts, n_topics) == n_topics)
    found = fit(counts, n_topics, method=method)
    filled = counts.sum(axis=1) > 0
    assert found.shares.shape == (counts.shape[0], n_topics) and found.rates.shape == (n_topics, counts.shape[1])
    assert np.isfinite(found.shares).all() and (found.shares >= 0).all() and (found.rates >= 0).all()
    assert (found.topic == np.where(found.shares.any(axis=1), found.shares.round(9).argmax(axis=1), -1)).all()
    if method == "clusters":
        assert found.shares[filled].sum(axis=1) == pytest.approx(np.ones(filled.sum()))
        assert found.rates.sum(axis=1) == pytest.approx(np.ones(n_topics))
        assert len(np.unique(found.topic[filled])) == n_topics, "a topic without texts"
    else:
        assert set(found.shares.sum(axis=1).round(9)) <= {0.0, 1.0}
        assert set(found.rates.sum(axis=1).round(9)) <= {0.0, 1.0}


@settings(deadline=None)
@given(COUNTS, st.integers(1, 12))
def test_different_counts_proportions(counts, most):
    matrix = csr(counts)
    matrix.eliminate_zeros()
    proportions = {tuple((row / row.sum()).round(9)) for row in counts if row.any()}
    assert different(matrix, most) == min(most, len(proportions))


def jaccard(a, b):
    one, other = set(a) - {-1}, set(b) - {-1}
    return len(one & other) / len(one | other) if one | other else 0.0


@settings(deadline=None)
@given(TOPS, TOPS)
def test_matched_is_the_best_of_all_pairings(mine, theirs):
    match, overlap = matched(mine, theirs)
    table = np.array([[jaccard(a, b) for b in theirs] for a in mine])
    wide = table if len(mine) <= len(theirs) else table.T
    best = max(
        sum(wide[i, j] for i, j in enumerate(columns)) for columns in permutations(range(wide.shape[1]), len(wide))
    )
    assert overlap.sum() == pytest.approx(best)
    taken = match[match >= 0].tolist()
    assert len(set(taken)) == len(taken) == min(len(mine), len(theirs))
    for i, (j, value) in enumerate(zip(match, overlap, strict=True)):
        assert value == (table[i, j] if j >= 0 else 0)


@pytest.mark.parametrize("shape", [(30, 20), (460, 430)])
def test_directions_are_those_of_the_singular_vectors(shape):
    """The first by a full decomposition, the second by the one for large matrices."""
    random = np.random.default_rng(0)
    values = random.poisson(0.2, shape) + np.outer(np.arange(shape[0]) % 7 == 0, np.arange(shape[1]) % 5 == 0)
    places = directions(tf_idf(csr(values)), n=5)
    left, size, _ = np.linalg.svd(tf_idf(csr(values)).toarray(), full_matrices=False)
    expected = (left * size)[:, :5]
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert places.shape == (shape[0], 5) and np.linalg.norm(places, axis=1) == pytest.approx(np.ones(shape[0]))
    assert np.abs(places) == pytest.approx(np.abs(expected), abs=1e-6)


@settings(deadline=None)
@given(COUNTS)
def test_in_two_texts(counts):
    matrix = csr(counts)
    matrix.eliminate_zeros()
    assert in_two_texts(matrix).tolist() == ((counts > 0).sum(axis=0) >= 2).tolist()
