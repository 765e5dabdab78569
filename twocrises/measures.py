"""Counts -> one number a term: how large a difference is, how surprising, how evenly a term is spread.

Plain formulas on arrays, each as it was published. They rank and describe; what may be claimed of a difference is
decided elsewhere, by `permutation`.
"""

import numpy as np
from scipy import sparse
from scipy.special import xlogy

from twocrises.errors import TwoCrisesError

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Bools = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def log_ratio(a: Floats, b: Floats, size_a: float, size_b: float, *, smoothing: float = 0.5) -> Floats:
    """Binary log of the ratio of two relative frequencies.

    Parameters
    ----------
    a, b : array of int, shape (n_terms,)
        Counts of each term in the two eras.
    size_a, size_b : int
        All words of each era.
    smoothing : float, default 0.5
        Added to both counts, so that a term absent from one era stays finite: as it is where the eras are equally
        large, else in proportion to their sizes. So equal rates stay equal, and the sign is that of the difference.

    Returns
    -------
    array of float, shape (n_terms,)
        +1 means twice as frequent in the first era.

    References
    ----------
    Hardie (2014), Log Ratio: an informal introduction. There 0.5 takes the place of a count of zero only.

    Examples
    --------
    >>> round(float(log_ratio(8, 2, 1000, 1000, smoothing=0)), 1)
    2.0
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    added = 2 * smoothing / (size_a + size_b)
    return np.asarray(np.log2(a / size_a + added) - np.log2(b / size_b + added))


def percent_difference(a: Floats, b: Floats, size_a: float, size_b: float) -> Floats:
    """By how many per cent the first rate differs from the second (%DIFF).

    Parameters
    ----------
    a, b : array of int, shape (n_terms,)
        Counts of each term in the two eras.
    size_a, size_b : int
        All words of each era.

    Returns
    -------
    array of float, shape (n_terms,)
        100 means twice as frequent in the first era, -100 absent from it; infinite where the second era has none to
        compare with, missing where neither has.

    References
    ----------
    Gabrielatos and Marchi (2011), Keyness: matching metrics to definitions. They put a tiny number in place of a count
    of zero; here the answer stays infinite.

    Examples
    --------
    >>> percent_difference([30, 4], [10, 0], 1000, 1000).round(6).tolist()
    [200.0, inf]
    """
    rate_a, rate_b = np.asarray(a, dtype=float) / size_a, np.asarray(b, dtype=float) / size_b
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(100 * (rate_a - rate_b) / rate_b)


def log_likelihood(a: Floats, b: Floats, size_a: float, size_b: float, *, cells: int = 4) -> Floats:
    """Log-likelihood ratio G² of each term between two eras.

    Parameters
    ----------
    a, b : array of int, shape (n_terms,)
        Counts of each term.
    size_a, size_b : int
        All words of each era.
    cells : {2, 4}, default 4
        Four cells compare the term with all other words in both eras; two cells leave the other words out, as the UCREL
        wizard does.

    Returns
    -------
    array of float, shape (n_terms,)
        0 where the rates are equal; large for frequent words even where the difference is small.

    Raises
    ------
    TwoCrisesError
        If `cells` is neither 2 nor 4.

    References
    ----------
    Dunning (1993), Accurate methods for the statistics of surprise and coincidence; Rayson and Garside (2000),
    Comparing corpora using frequency profiling.

    Examples
    --------
    >>> round(float(log_likelihood(10, 5, 100, 200, cells=2)), 6)
    6.931472
    """
    if cells not in (2, 4):
        raise TwoCrisesError(f"cells is {cells}. G² has a form with 2 cells and one with 4.")
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    total = size_a + size_b
    observed = [a, b] if cells == 2 else [a, b, size_a - a, size_b - b]
    expected = [size_a * (a + b) / total, size_b * (a + b) / total]
    if cells == 4:
        expected += [size_a - expected[0], size_b - expected[1]]
    g2 = 2 * sum(xlogy(o, o) - xlogy(o, e) for o, e in zip(observed, expected, strict=True))
    positive: Floats = np.maximum(np.asarray(g2, dtype=float), 0)
    return positive


def log_odds_z(a: Floats, b: Floats, *, prior: float | Floats | None = None) -> Floats:
    """Weighted log-odds-ratio with a Dirichlet prior, as a z-score.

    Parameters
    ----------
    a, b : array of int, shape (n_terms,)
        Counts of each term in the two eras; all terms, since the sums count too.
    prior : float or array of float, shape (n_terms,), optional
        Pseudo-counts. One number is spread over the terms as they are distributed in both eras together (informative);
        an array is taken as it is. By default as many pseudo-words as the smaller era has words, at most 1,000.

    Returns
    -------
    array of float, shape (n_terms,)
        Positive where the first era uses the term more; missing if there is only one term, which has no odds.

    References
    ----------
    Monroe, Colaresi and Quinn (2008), Fightin' Words, equations 16 and 22.

    Examples
    --------
    >>> log_odds_z([7, 3], [2, 7], prior=10.0).round(3).tolist()
    [1.965, -2.111]
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    both = a + b
    if prior is None:
        prior = float(min(a.sum(), b.sum(), 1000))
    alpha = np.asarray(prior * both / both.sum() if np.ndim(prior) == 0 else prior, dtype=float)
    total = alpha.sum()

    def log_odds(y: Floats) -> Floats:
        return np.asarray(np.log((y + alpha) / (y.sum() + total - y - alpha)))

    if len(both) == 1:
        return np.full(1, np.nan)
    return np.asarray((log_odds(a) - log_odds(b)) / np.sqrt(1 / (a + alpha) + 1 / (b + alpha)))


def dispersion(counts: Floats | sparse.csr_array, sizes: Floats, *, normalise: bool = True) -> Floats:
    """Gries' deviation of proportions: how unevenly a term is spread over the articles.

    Parameters
    ----------
    counts : array or scipy.sparse.csr_array of int, shape (n_articles, n_terms)
        Counts of each term in each article.
    sizes : array of int, shape (n_articles,)
        Words of each article.
    normalise : bool, default True
        Divide by the largest value that these sizes allow (DPnorm); otherwise DP as first published.

    Returns
    -------
    array of float, shape (n_terms,)
        0: spread as the words are; 1: all in the smallest article. NaN for a term that does not occur.

    References
    ----------
    Gries (2008), Dispersions and adjusted frequencies in corpora; Lijffijt and Gries (2012) for the normalisation.

    Examples
    --------
    >>> dispersion([[2], [2], [2], [2], [2]], [9, 10, 10, 10, 11]).round(4).tolist()
    [0.0244]
    >>> dispersion([[1], [2], [3], [4], [5]], [9, 10, 10, 10, 11], normalise=False).round(4).tolist()
    [0.18]
    """
    stored = sparse.csc_array(counts, dtype=float)
    expected = np.asarray(sizes, dtype=float) / np.sum(sizes)
    totals = np.asarray(stored.sum(axis=0)).ravel()
    times = np.diff(stored.indptr)
    # An article without the term adds its expected share; so sum over those that have it, and correct for the rest.
    share = stored.data / np.repeat(totals, times)
    due = expected[stored.indices]
    terms = np.repeat(np.arange(len(totals)), times)
    moved = np.bincount(terms, np.abs(share - due) - due, minlength=len(totals))
    largest = 1 - expected.min() if normalise else 1.0
    if largest == 0:
        return np.where(totals > 0, 0.0, np.nan)
    return np.where(totals > 0, (1 + moved).clip(0) / 2 / largest, np.nan)
