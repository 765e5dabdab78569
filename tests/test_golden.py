"""Published and hand-computed values; the source stands beside each in tests/golden."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from twocrises.measures import dispersion, log_likelihood, log_odds_z
from twocrises.permutation import max_t, permutation_floor

FOLDER = Path(__file__).parent / "golden"
GOLDEN = json.loads((FOLDER / "statistics.json").read_text(encoding="utf-8"))
SPEECHES = json.loads((FOLDER / "speeches.json").read_text(encoding="utf-8"))


def close(value):
    """Equal to what is given with seven digits."""
    return pytest.approx(value, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("name", "cells"), [("log_likelihood_two_cell", 2), ("log_likelihood_four_cell", 4)])
def test_log_likelihood(name, cells):
    value = GOLDEN[name]
    assert float(log_likelihood(value["a"], value["b"], value["c"], value["d"], cells=cells)) == close(value["G2"])


@pytest.fixture
def two_documents():
    """Counts of a and b in the two documents of quanteda's test."""
    value = GOLDEN["keyness_two_documents"]
    one, two = (np.array([value[document][term] for term in "ab"]) for document in ("d1", "d2"))
    return one, two


def test_log_likelihood_of_quanteda(two_documents):
    one, two = two_documents
    assert log_likelihood(one, two, one.sum(), two.sum())[1] == close(GOLDEN["keyness_two_documents"]["G2_uncorrected"])


def standard_error(one, two, alpha):
    return np.sqrt(1 / (one[1] + alpha) + 1 / (two[1] + alpha))


def test_log_odds_with_an_informative_prior(two_documents):
    value = GOLDEN["informative_dirichlet"]
    z = log_odds_z(*two_documents, prior=10.0)[1]
    assert z == close(value["z"])
    assert z * standard_error(*two_documents, value["alpha_b"]) == close(value["delta"])
    by_term = np.array([10 - value["alpha_b"], value["alpha_b"]])
    assert log_odds_z(*two_documents, prior=by_term)[1] == close(value["z"])


def test_log_odds_with_a_flat_prior(two_documents):
    value = GOLDEN["uninformative_dirichlet"]
    z = log_odds_z(*two_documents, prior=np.full(2, 0.01))[1]
    assert z == close(value["z"])
    assert z * standard_error(*two_documents, 0.01) == close(value["delta"])


@pytest.mark.parametrize("form", [np.array, sparse.csr_array])
@pytest.mark.parametrize(("name", "normalise"), [("DP", False), ("DPnorm", True)])
def test_dispersion(form, name, normalise):
    value = GOLDEN["gries_dispersion"]
    counts = form(np.array(list(value["counts"].values())).T)
    found = dispersion(counts, np.array(value["part_sizes"]), normalise=normalise)
    assert dict(zip(value["counts"], found.tolist(), strict=True)) == close(value[name])


@pytest.mark.parametrize(("sizes", "floor"), GOLDEN["permutation_floor"]["floor"].items())
def test_permutation_floor(sizes, floor):
    assert permutation_floor(*map(int, sizes.split(","))) == pytest.approx(floor, abs=5e-8)


@pytest.mark.parametrize("form", [np.array, sparse.csr_array])
def test_max_t_by_hand(form):
    value, later = GOLDEN["max_T_by_hand"], np.arange(5) >= 2
    rates = np.array(list(value["rates"].values()), dtype=float).T
    t, p = max_t(form(rates), later, fudge=False)
    assert t.tolist() == close(list(value["T"].values()))
    assert p.tolist() == close(list(value["p_max_abs"].values()))
    alone = [max_t(form(rates[:, [i]]), later, fudge=False)[1].item() for i in range(2)]
    assert alone == close(list(value["p_abs"].values()))


@pytest.mark.parametrize("word", SPEECHES["G2"]["values"])
def test_log_likelihood_of_the_speeches(word):
    value = SPEECHES["G2"]
    (a, b), (size_a, size_b) = value["counts"][word], value["words"]
    signed = np.sign(a / size_a - b / size_b) * log_likelihood(a, b, size_a, size_b)
    assert float(signed) == pytest.approx(value["values"][word], abs=SPEECHES["tolerance"])


@pytest.mark.parametrize("word", SPEECHES["fightin_words"]["values"])
def test_log_odds_of_the_speeches(word):
    """A word against all others, whose prior is the rest of the sum: the formula asks for no more."""
    value = SPEECHES["fightin_words"]
    one, two = ([count, words - count] for count, words in zip(value["counts"][word], value["words"], strict=True))
    prior = np.array([value["prior"], value["prior"] * (value["terms"] - 1)])
    assert log_odds_z(one, two, prior=prior)[0] == pytest.approx(value["values"][word], abs=SPEECHES["tolerance"])
