"""Formulas: published values stand in test_golden.py; here are their properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scipy.stats import chi2_contingency

from twocrises.measures import dispersion, log_likelihood, log_odds_z, log_ratio, percent_difference


@given(st.integers(1, 500), st.integers(0, 500), st.integers(501, 5_000), st.integers(501, 5_000))
def test_log_likelihood_is_scipys(a, b, size_a, size_b):
    table = [[a, b], [size_a - a, size_b - b]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert float(log_likelihood(a, b, size_a, size_b)) == pytest.approx(expected, abs=1e-6)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(100, 999), st.integers(100, 999))
def test_log_ratio_turns_round_with_the_eras(a, b, size_a, size_b):
    assert float(log_ratio(a, b, size_a, size_b)) == pytest.approx(-float(log_ratio(b, a, size_b, size_a)))


@given(st.integers(0, 99), st.integers(0, 99), st.integers(100, 999), st.integers(1, 50))
def test_log_ratio_has_the_sign_of_the_difference(a, b, size_a, times):
    """Also where one era is much larger, and a word stands in one of them only."""
    size_b = size_a * times
    found = float(log_ratio(a, b, size_a, size_b))
    assert np.sign(round(found, 12)) == np.sign(a * size_b - b * size_a)


def test_log_ratio_by_hand():
    assert float(log_ratio(0, 7, 1000, 1000)) == pytest.approx(np.log2(0.5 / 7.5))
    assert float(log_ratio(9, 0, 1000, 2000)) == pytest.approx(np.log2((9 / 1000 + 1 / 3000) / (1 / 3000)))


def test_percent_difference_by_hand():
    found = percent_difference([30, 0, 4, 0], [10, 5, 0, 0], 1000, 500)
    assert found[:3].tolist() == [pytest.approx(50), -100, np.inf] and np.isnan(found[3])


@given(st.integers(2, 6), st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_dispersion_of_sparse_counts_is_that_of_the_definition(n_articles, n_terms, seed):
    random = np.random.default_rng(seed)
    counts, sizes = random.poisson(0.8, size=(n_articles, n_terms)), random.integers(5, 90, size=n_articles)
    expected = sizes / sizes.sum()
    for normalise in (True, False):
        found = dispersion(sparse.csr_array(counts), sizes, normalise=normalise)
        for term in range(n_terms):
            if counts[:, term].sum() == 0:
                assert np.isnan(found[term])
                continue
            share = counts[:, term] / counts[:, term].sum()
            dp = np.abs(share - expected).sum() / 2
            assert found[term] == pytest.approx(dp / (1 - expected.min()) if normalise else dp, abs=1e-12)


def test_a_single_article_spreads_every_term_evenly():
    assert dispersion([[3, 1]], [4]).tolist() == [0, 0]


@given(st.lists(st.integers(0, 30), min_size=2, max_size=9), st.integers(0, 2**32 - 1))
def test_log_odds_turn_round_with_the_eras(a, seed):
    b = np.random.default_rng(seed).integers(0, 30, size=len(a))
    both = np.array(a) + b > 0
    if both.sum() < 2 or not np.array(a).sum() or not b.sum():
        return
    z = log_odds_z(np.array(a)[both], b[both])
    assert z.tolist() == pytest.approx((-log_odds_z(b[both], np.array(a)[both])).tolist())
