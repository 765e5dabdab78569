"""Labels dealt by lot: the smallest p, max|T| against counting by hand, leaving out each article."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from twocrises import permutation
from twocrises.permutation import (
    all_labelings,
    labelings,
    leave_one_out,
    max_t,
    permutation_floor,
    smallest_p,
    some_labelings,
)


@given(st.integers(2, 4), st.integers(2, 4), st.integers(0, 2**32 - 1))
def test_no_p_is_below_the_floor_and_swapping_the_eras_only_turns_t(n_a, n_b, seed):
    rates = np.random.default_rng(seed).poisson(2, size=(n_a + n_b, 30)).astype(float)
    in_a = np.arange(n_a + n_b) < n_a
    t, p = max_t(rates, in_a)
    assert p.min() >= permutation_floor(n_a, n_b) - 1e-12 and p.max() <= 1
    other_t, other_p = max_t(rates, ~in_a)
    assert other_t == pytest.approx(-t)
    assert other_p.tolist() == p.tolist()


def test_p_is_the_share_of_labelings_counted_the_long_way():
    rates = np.random.default_rng(5).poisson(3, size=(7, 12)).astype(float)
    in_a = np.arange(7) < 3
    scale = rates.std(axis=0) + np.median(rates.std(axis=0))

    def largest(members):
        inside = np.isin(np.arange(7), members)
        return np.abs((rates[inside].mean(axis=0) - rates[~inside].mean(axis=0)) / scale)

    observed = largest((0, 1, 2))
    reached = [largest(members).max() for members in combinations(range(7), 3)]
    expected = [np.mean([r >= o - 1e-9 for r in reached]) for o in observed]
    assert max_t(rates, in_a)[1].tolist() == pytest.approx(expected)


def test_many_labelings_are_sampled_and_the_sample_is_the_same_each_time():
    rates = np.random.default_rng(0).poisson(2, size=(40, 5)).astype(float)
    rates[:20, 0] += 20
    in_a = np.arange(40) < 20
    t, p = max_t(rates, in_a)
    assert p[0] == pytest.approx(1 / 10_000)
    assert max_t(rates, in_a)[1].tolist() == p.tolist()
    assert np.argmax(np.abs(t)) == 0


def test_under_the_null_few_words_are_supported():
    """One pool, labels at random, 6 against 6: a supported term in about 1 of 20 runs, however many words there are."""
    random = np.random.default_rng(1)
    hits = 0
    for _ in range(200):
        rates = random.gamma(0.3, 3, size=(12, 300))
        hits += max_t(rates, np.arange(12) < 6)[1].min() <= 0.05
    assert 2 <= hits <= 22


def test_sparse_and_dense_rates_give_the_same_bytes():
    rates = np.random.default_rng(2).poisson(0.4, size=(11, 60)).astype(float)
    in_a = np.arange(11) < 5
    for one, two in zip(max_t(rates, in_a), max_t(sparse.csr_array(rates), in_a), strict=True):
        assert one.tobytes() == two.tobytes()


def test_many_cores_and_small_parts_give_the_same_bytes(monkeypatch):
    rates = sparse.random_array((60, 300), density=0.2, rng=np.random.default_rng(4), format="csr")
    in_a = np.arange(60) < 25
    ranked = np.arange(300) % 3 > 0
    t, p = max_t(rates, in_a)
    ranks = leave_one_out(rates, in_a, ranked)
    monkeypatch.setattr(permutation, "_MUCH", 0)
    monkeypatch.setattr(permutation, "_AT_ONCE", 2_000)
    again = max_t(rates, in_a)
    assert again[0].tobytes() == t.tobytes() and again[1].tobytes() == p.tobytes()
    for one, two in zip(leave_one_out(rates, in_a, ranked), ranks, strict=True):
        assert (one == two).all()


def test_rates_are_not_changed():
    rates = sparse.csr_array(np.arange(12, dtype=float).reshape(4, 3))
    before = rates.toarray()
    max_t(rates, np.array([True, True, False, False]))
    leave_one_out(rates, np.array([True, True, False, False]), np.full(3, True))
    assert (rates.toarray() == before).all()


def test_rates_that_nearly_cancel_leave_a_true_spread():
    """A frequent word at nearly one rate: the square of its mean is a billion times its variance."""
    rates = np.array([[1e5], [1e5 + 1], [1e5], [1e5 + 1]])
    t, _ = max_t(np.hstack([rates, rates]), np.array([False, True, False, True]))
    assert t.tolist() == pytest.approx([1, 1]), "1 / (0.5 + 0.5)"


def test_no_difference_is_no_difference():
    t, p = max_t(np.full((6, 4), 1 / 3), np.arange(6) < 3)
    assert t.tolist() == [0] * 4 and p.tolist() == [1] * 4


def test_no_term_at_all():
    t, p = max_t(np.zeros((5, 0)), np.arange(5) < 2)
    assert len(t) == len(p) == 0
    assert [len(part) for part in leave_one_out(np.zeros((5, 0)), np.arange(5) < 2, np.zeros(0, dtype=bool))] == [0] * 3


@pytest.mark.parametrize(("n_a", "n_b"), [(2, 3), (4, 4), (7, 9), (10, 10), (40, 30)])
def test_the_smallest_p_is_reached_by_a_perfect_word_and_never_passed(n_a, n_b):
    rates = np.zeros((n_a + n_b, 2))
    rates[:n_a, 0] = 5
    rates[:, 1] = np.random.default_rng(0).random(n_a + n_b)
    p = max_t(rates, np.arange(n_a + n_b) < n_a)[1]
    smallest = smallest_p(n_a, n_b, np.count_nonzero(rates))
    assert smallest - 1e-12 <= p.min() <= 3 * smallest


def test_every_labeling_comes_once():
    rows = np.concatenate(list(all_labelings(7, 3, many=4)))
    assert len(np.unique(rows, axis=0)) == len(rows) == 35
    assert (rows.sum(axis=1) == 3).all()


@pytest.mark.parametrize(("n", "n_a", "size"), [(5, 2, 10), (2, 1, 2), (16, 8, 12_870), (3, 3, 1)])
def test_few_labelings_are_all_gone_through(n, n_a, size):
    every, parts = labelings(n, n_a)
    rows = np.concatenate(list(parts))
    assert every and rows.shape == (size, n) and (rows.sum(axis=1) == n_a).all()
    assert len(np.unique(rows, axis=0)) == size


def test_of_many_labelings_there_is_a_sample():
    (every, parts), (_, again), (_, other) = labelings(20, 10), labelings(20, 10), labelings(20, 10, seed=1)
    rows, same, another = (np.concatenate(list(part)) for part in (parts, again, other))
    assert not every and rows.shape == (999, 20) and (rows.sum(axis=1) == 10).all()
    assert (rows == same).all() and (rows != another).any()
    assert rows.mean(axis=0) == pytest.approx(0.5, abs=0.08), "every article as often on either side"


def test_a_sample_of_labelings_does_not_depend_on_its_parts():
    whole, parted = (np.concatenate(list(some_labelings(20, 8, 100, many))) for many in (512, 7))
    assert (whole == parted).all() and (whole.sum(axis=1) == 8).all()
    assert abs(whole.mean(axis=0) - 0.4).max() < 0.2


def ranks_the_long_way(rates, in_a, ranked):
    """Rank each term by |T| among the ranked ones, on articles given: straight from the definition."""
    occurs = rates.any(axis=0)
    spread = rates.std(axis=0)
    s0 = np.median(spread[occurs]) if occurs.any() else 0
    difference = np.abs(rates[in_a].mean(axis=0) - rates[~in_a].mean(axis=0))
    scale = spread + s0
    t = np.where(scale > 0, difference / np.where(scale > 0, scale, 1), difference)[ranked]
    return np.array([1 + (t > one * (1 + 1e-9) + 1e-9).sum() for one in t])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 25), st.integers(0, 2**32 - 1))
def test_leaving_out_an_article_ranks_as_if_it_had_never_been_there(n_a, n_b, terms, seed):
    random = np.random.default_rng(seed)
    rates = random.poisson(0.7, size=(n_a + n_b, terms)) * random.uniform(0.8, 1.2, size=(n_a + n_b, 1))
    rates = rates[:, rates.any(axis=0)]
    in_a, ranked = np.arange(n_a + n_b) < n_a, np.arange(rates.shape[1]) % 4 > 0
    rank, worst, without = leave_one_out(rates, in_a, ranked)
    assert rank.tolist() == ranks_the_long_way(rates, in_a, ranked).tolist()
    may_go = [i for i in range(n_a + n_b) if (n_a if in_a[i] else n_b) > 1]
    if not may_go:
        assert (worst == 0).all() and (without == -1).all()
        return
    found = [ranks_the_long_way(np.delete(rates, i, 0), np.delete(in_a, i), ranked) for i in may_go]
    expected = np.maximum(np.max(found, axis=0), rank)
    assert worst.tolist() == expected.tolist()
    for term in range(len(rank)):
        falls = [i for i, ranks in zip(may_go, found, strict=True) if ranks[term] == expected[term] > rank[term]]
        assert without[term] == (falls[0] if falls else -1)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(2, 25), st.integers(0, 2**32 - 1))
def test_with_very_many_articles_a_term_is_asked_alone(n_a, n_b, terms, seed):
    """The quick way against its definition: s0 and all other terms as they are, one article of the term left out."""
    random = np.random.default_rng(seed)
    rates = random.poisson(0.7, size=(n_a + n_b, terms)) * random.uniform(0.8, 1.2, size=(n_a + n_b, 1))
    rates = rates[:, rates.any(axis=0)]
    in_a, ranked = np.arange(n_a + n_b) < n_a, np.arange(rates.shape[1]) % 4 > 0
    may_go = [i for i in range(n_a + n_b) if (n_a if in_a[i] else n_b) > 1]
    if not may_go or not ranked.any():
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(permutation, "_MOST_ANEW", 0)
        patch.setattr(permutation, "_AT_ONCE", 7)
        rank, worst, without = leave_one_out(rates, in_a, ranked)
    s0 = np.median(rates.std(axis=0))

    def t_of(rows, labels):
        scale = rows.std(axis=0) + s0
        t = np.abs(rows[labels].mean(axis=0) - rows[~labels].mean(axis=0)) / np.where(scale > 0, scale, 1)
        return np.where(t < 1e-9, 0, t)[ranked]

    whole = t_of(rates, in_a)
    alone = {i: t_of(np.delete(rates, i, 0), np.delete(in_a, i)) for i in may_go}
    for term in range(len(whole)):
        others = np.delete(whole, term)
        holds = [i for i in may_go if rates[i, np.flatnonzero(ranked)[term]]]
        found = {i: 1 + int((others > alone[i][term] * (1 + 1e-9)).sum()) for i in holds}
        expected = max([*found.values(), rank[term]])
        assert worst[term] == expected
        assert (without[term] == -1) == (expected == rank[term])
        assert without[term] == -1 or alone[without[term]][term] == pytest.approx(min(alone[i][term] for i in holds))


def test_both_ways_agree_where_there_are_many_articles(monkeypatch):
    rates = sparse.random_array((400, 500), density=0.1, rng=np.random.default_rng(4), format="csr")
    in_a, ranked = np.arange(400) < 150, np.full(500, True)
    rank, exact, _ = leave_one_out(rates, in_a, ranked)
    monkeypatch.setattr(permutation, "_MOST_ANEW", 0)
    again, quick, _ = leave_one_out(rates, in_a, ranked)
    assert (rank == again).all()
    assert np.corrcoef(exact - rank, quick - rank)[0, 1] > 0.8 and abs(exact - quick).mean() < 5
