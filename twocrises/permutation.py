"""Rates of articles -> how rare a difference is when the labels are dealt by lot.

The labels of the articles are permuted, and the most extreme term of each deal is kept (max|T|): a term is judged
against the most extreme of all, so that looking at a hundred thousand terms costs nothing. All deals are gone through
where there are few, and a sample of them otherwise. Counts stay sparse throughout.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, islice, pairwise
from math import comb
from typing import TypeVar

import numpy as np
from scipy import sparse

from twocrises.measures import Bools, Floats

LEVEL = 0.05
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

Part = TypeVar("Part")
Result = TypeVar("Result")

_MOST_LABELINGS = 20_000
# A sample has at most 9,999 labelings, and fewer where they would take more than so many additions.
_SAMPLES = (999, 9_999)
_ADDITIONS = 2e9
# Numbers held at once: labelings × terms.
_AT_ONCE = 4_000_000
# From so many additions on the work is shared by all cores.
_MUCH = 20_000_000
# Articles times terms up to which leaving one out ranks all terms anew.
_MOST_ANEW = 200_000_000
# Rounding leaves traces of this relative size; a labeling that ties with the actual one must count all the same.
_TIE = 1e-9


def permutation_floor(n_a: int, n_b: int) -> float:
    """Smallest p that any test over labels of articles can reach.

    Parameters
    ----------
    n_a, n_b : int
        Articles in the two eras.

    Returns
    -------
    float
        1/C(n_a + n_b, n_a); twice that if both eras have the same number, since the mirror image of the labels then
        counts as well. 1 if an era is empty.

    Examples
    --------
    >>> permutation_floor(2, 3), round(permutation_floor(4, 4), 4)
    (0.1, 0.0286)
    """
    if min(n_a, n_b) < 1:
        return 1.0
    return (2 if n_a == n_b else 1) / comb(n_a + n_b, n_a)


def smallest_p(n_a: int, n_b: int, size: int) -> float:
    """Smallest p that `max_t` can give.

    Parameters
    ----------
    n_a, n_b : int
        Articles in the two eras.
    size : int
        How many rates are not zero, which decides on the size of a sample.

    Returns
    -------
    float
        The floor where all labelings are gone through, else 1/(B + 1) for a sample of B, if that is larger.

    Examples
    --------
    >>> smallest_p(2, 3, 10_000), smallest_p(10, 10, 10_000), round(smallest_p(900, 800, 2_000_000), 4)
    (0.1, 0.0001, 0.001)
    """
    if comb(n_a + n_b, n_a) <= _MOST_LABELINGS:
        return permutation_floor(n_a, n_b)
    return max(permutation_floor(n_a, n_b), 1 / (_sample_size(size) + 1))


def max_t(
    rates: Floats | sparse.csr_array, in_a: np.ndarray, *, fudge: bool = True, seed: int = 0
) -> tuple[Floats, Floats]:
    r"""Difference between two groups of articles, term by term, with p-values that allow for looking at all terms.

    Parameters
    ----------
    rates : array or scipy.sparse.csr_array of float, shape (n_articles, n_terms)
        Rates of each term in each article.
    in_a : array of bool, shape (n_articles,)
        Which articles belong to the first era.
    fudge : bool, default True
        Divide the difference of means by s + s0: s the standard deviation of the rates over all articles, s0 the
        median of s over terms.
    seed : int, default 0
        For the sample of labelings, where there are too many to go through.

    Returns
    -------
    t, p : array of float, shape (n_terms,)
        p is the share of labelings, the actual one included, whose largest \|T\| over all terms is at least the \|T\|
        of the term; from a sample of B, (b + 1)/(B + 1). Up to 20,000 labelings are gone through. A sample has 9,999,
        or fewer, down to 999, where they would take more than two billion additions.

    References
    ----------
    Westfall and Young (1993), Resampling-based multiple testing; Tusher, Tibshirani and Chu (2001) for s0; Phipson and
    Smyth (2010), Permutation p-values should never be zero.

    Examples
    --------
    >>> by_hand = np.array([[1, 5], [2, 4], [4, 0], [6, 1], [9, 0]])
    >>> t, p = max_t(by_hand, np.array([True, True, False, False, False]), fudge=False)
    >>> p.tolist()
    [0.2, 0.2]
    """
    in_a = np.asarray(in_a, dtype=bool)
    by_term = _scaled(rates) if fudge else _by_term(rates)
    n, n_a = len(in_a), int(in_a.sum())
    exact = comb(n, n_a) <= _MOST_LABELINGS
    t = _differences(by_term, in_a[None, :])[:, 0]
    # What is left of equal means after rounding is no difference.
    t = np.where(np.abs(t) < _TIE, 0.0, t)
    many = max(1, min(512, _AT_ONCE // max(1, by_term.shape[0])))
    dealt = all_labelings(n, n_a, many) if exact else some_labelings(n, n_a, _sample_size(by_term.nnz), many, seed)
    largest = np.sort(np.concatenate(_at_once(lambda part: _largest(by_term, part), dealt, by_term.nnz * _SAMPLES[0])))
    reached = len(largest) - np.searchsorted(largest, np.abs(t) * (1 - _TIE), side="left")
    p = reached / len(largest) if exact else (reached + 1) / (len(largest) + 1)
    return t, p


def extremes(rates: Floats | sparse.csr_array, labelings: np.ndarray) -> tuple[Ints, Floats]:
    r"""Give the term with the largest \|T\| under each of some labelings.

    Parameters
    ----------
    rates : array or scipy.sparse.csr_array of float, shape (n_articles, n_terms)
        Rates of each term in each article.
    labelings : array of bool, shape (n_labelings, n_articles)
        Which articles belong to the first era, the same number each time.

    Returns
    -------
    term : array of int, shape (n_labelings,)
        The first of several.
    largest : array of float, shape (n_labelings,)
        Its \|T\|, as `max_t` defines it.

    Examples
    --------
    >>> by_hand = np.array([[1, 5], [2, 4], [4, 0], [6, 1], [9, 0]])
    >>> term, largest = extremes(by_hand, np.array([[True, True, False, False, False]]))
    >>> term.tolist(), largest.round(2).tolist()
    ([1], [0.91])
    """
    labelings = np.asarray(labelings, dtype=bool)
    by_term = _scaled(rates)
    many = max(1, _AT_ONCE // max(1, by_term.shape[0]))
    parts = (np.abs(_differences(by_term, labelings[i : i + many])) for i in range(0, len(labelings), many))
    # Rounded, so that a tie goes to the first term whatever the last bit says.
    found = [(part.round(9).argmax(axis=0), part.max(axis=0)) for part in parts]
    term, largest = (np.concatenate(part) for part in zip(*found, strict=True))
    return term, largest


def leave_one_out(rates: Floats | sparse.csr_array, in_a: np.ndarray, ranked: np.ndarray) -> tuple[Ints, Ints, Ints]:
    r"""Rank of terms by \|T\|, and the worst rank they have when any one article is left out.

    Parameters
    ----------
    rates : array or scipy.sparse.csr_array of float, shape (n_articles, n_terms)
        Rates of each term in each article.
    in_a : array of bool, shape (n_articles,)
        Which articles belong to the first era.
    ranked : array of bool, shape (n_terms,)
        The terms that are ranked. All take part in s0, as in `max_t`.

    Returns
    -------
    rank, worst, without : array of int, shape (n_ranked,)
        1 is the largest \|T\|; terms with the same \|T\| share a rank. `without` is the row of the article that is left
        out for the worst rank, the first of several; -1 if the rank falls without none. An era's only article is never
        left out; if that leaves nobody, `worst` is 0.

    Notes
    -----
    All terms are ranked anew for each article that is left out. With very many articles (times terms more than 200
    million) one of them hardly moves the others: then a term is asked only without each article that holds it, and
    ranked among the terms as they stand, with s0 as it is.

    Examples
    --------
    >>> by_hand = np.array([[1, 5, 1], [2, 4, 1], [4, 0, 1], [6, 1, 1], [9, 0, 1]])
    >>> rank, worst, without = leave_one_out(by_hand, np.array([True, True, False, False, False]), np.full(3, True))
    >>> rank.tolist(), worst.tolist(), without.tolist()
    ([2, 1, 3], [2, 2, 3], [-1, 2, -1])
    """
    ranked = np.asarray(ranked, dtype=bool)
    articles = _Articles(_by_term(rates), np.asarray(in_a, dtype=bool), ranked)
    rank = _ranks(articles.abs_t())
    if articles.some_may_go and len(articles.side) * len(articles.held) > _MOST_ANEW:
        return rank, *_worst_alone(articles, rank)
    worst, without = np.where(articles.some_may_go, rank, 0), np.full(len(rank), -1)
    work = len(articles.side) * len(articles.held)
    for lowest, whom in _at_once(lambda part: _worst(articles, part, rank), articles.parts(), work):
        lower = lowest > worst
        worst[lower], without[lower] = lowest[lower], whom[lower]
    return rank, worst, without


def all_labelings(n: int, n_a: int, many: int = 512) -> Iterator[Bools]:
    """Every way to label `n_a` of `n` articles.

    Parameters
    ----------
    n, n_a : int
        Articles, and how many of them belong to the first era.
    many : int, default 512
        Labelings in a part.

    Yields
    ------
    array of bool, shape (n_labelings, n)
        The next labelings, at most `many`.

    Examples
    --------
    >>> [part.tolist() for part in all_labelings(3, 1)]
    [[[True, False, False], [False, True, False], [False, False, True]]]
    """
    every = combinations(range(n), n_a)
    while chosen := list(islice(every, many)):
        labelings = np.zeros((len(chosen), n), dtype=bool)
        np.put_along_axis(labelings, np.array(chosen, dtype=int).reshape(len(chosen), n_a), True, axis=1)
        yield labelings


def some_labelings(n: int, n_a: int, size: int, many: int = 512, seed: int = 0) -> Iterator[Bools]:
    """Ways to label `n_a` of `n` articles, drawn at random.

    Parameters
    ----------
    n, n_a : int
        Articles, and how many of them belong to the first era.
    size : int
        Labelings to draw.
    many : int, default 512
        Labelings in a part. How they are parted changes none of them.
    seed : int, default 0
        Of the random numbers.

    Yields
    ------
    array of bool, shape (n_labelings, n)
        The next labelings, at most `many`.

    Examples
    --------
    >>> [part.sum(axis=1).tolist() for part in some_labelings(9, 4, size=3, many=2)]
    [[4, 4], [4]]
    """
    random = np.random.default_rng(seed)
    for begin in range(0, size, many):
        rows = min(many, size - begin)
        yield random.permuted(np.tile(np.arange(n) < n_a, (rows, 1)), axis=1)


def labelings(n: int, n_a: int, *, size: int = 999, seed: int = 0) -> tuple[bool, Iterator[Bools]]:
    """Every way to label `n_a` of `n` articles where there are few, else a sample.

    Parameters
    ----------
    n, n_a : int
        Articles, and how many of them belong to one era.
    size : int, default 999
        Of the sample; up to 20,000 labelings are gone through.
    seed : int, default 0
        Of the random numbers.

    Returns
    -------
    every : bool
        Whether all of them come, the actual one among them: then p is a plain share. Of a sample it is
        (b + 1)/(B + 1).
    parts : iterator of array of bool, shape (n_labelings, n)

    Examples
    --------
    >>> every, parts = labelings(5, 2)
    >>> every, sum(map(len, parts))
    (True, 10)
    """
    every = comb(n, n_a) <= _MOST_LABELINGS
    return every, all_labelings(n, n_a) if every else some_labelings(n, n_a, size, seed=seed)


def _sample_size(size: int) -> int:
    return int(np.clip(_ADDITIONS // max(size, 1), *_SAMPLES))


def _by_term(rates: Floats | sparse.csr_array) -> sparse.csr_array:
    """Terms × articles, a copy: the sums over articles are then made in one order, whoever asks."""
    return sparse.csr_array(sparse.csr_array(rates, dtype=float).T.tocsr())


def _scaled(rates: Floats | sparse.csr_array) -> sparse.csr_array:
    """Terms × articles, each rate over s + s0."""
    by_term = _by_term(rates)
    spread = _spread(by_term)
    scale = spread + np.median(spread) if len(spread) else spread
    by_term.data /= np.repeat(np.where(scale > 0, scale, 1), np.diff(by_term.indptr))
    return by_term


def _spread(by_term: sparse.csr_array) -> Floats:
    """Standard deviation of each term over all articles, from the deviations, so that nothing cancels out."""
    n, held = by_term.shape[1], np.diff(by_term.indptr)
    mean = np.asarray(by_term.sum(axis=1)).ravel() / n
    squares = (by_term.data - np.repeat(mean, held)) ** 2
    away = sparse.csr_array((squares, by_term.indices, by_term.indptr), shape=by_term.shape)
    return np.asarray(np.sqrt((np.asarray(away.sum(axis=1)).ravel() + (n - held) * mean**2) / n))


def _differences(by_term: sparse.csr_array, labelings: Bools) -> Floats:
    """Mean of the labelled articles minus mean of the others, for each term and labeling."""
    n, n_a = labelings.shape[1], int(labelings[0].sum())
    total = np.asarray(by_term.sum(axis=1)).ravel() / (n - n_a)
    return np.asarray(by_term @ (labelings.T * (1 / n_a + 1 / (n - n_a))) - total[:, None])


def _largest(by_term: sparse.csr_array, labelings: Bools) -> Floats:
    difference = _differences(by_term, labelings)
    return np.asarray(np.maximum(difference.max(axis=0, initial=0), -difference.min(axis=0, initial=0)))


def _at_once(work: Callable[[Part], Result], parts: Iterable[Part], size: int) -> list[Result]:
    """Do the work part by part, on all cores where it is much; the results are those of one core, in order."""
    if size < _MUCH:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        return list(workers.map(work, parts))


class _Articles:
    """Sums over all articles, from which leaving one out takes a few subtractions."""

    def __init__(self, by_term: sparse.csr_array, in_a: Bools, ranked: Bools) -> None:
        # The terms that are ranked stand first.
        by_term = by_term[np.argsort(~ranked, kind="stable")]
        self.by_term = by_term
        self.n_ranked, self.held = int(ranked.sum()), np.diff(by_term.indptr)
        self.by_article = sparse.csr_array(by_term.T.tocsr())
        self.side = (~in_a).astype(int)
        self.sizes = np.bincount(self.side, minlength=2)
        self.some_may_go = bool((self.sizes > 1).any())
        self.sums = np.stack([by_term @ in_a.astype(float), by_term @ (~in_a).astype(float)])
        self.spread = _spread(by_term)
        self.mean, self.squares = self.sums.sum(axis=0) / len(in_a), self.spread**2 * len(in_a)
        # What a term comes to when an article goes that does not have it: the same for all articles of an era.
        every = slice(None)
        self.lacking = [self._without(0.0, side, every) for side in (0, 1)]

    def parts(self) -> list[Ints]:
        """Give the articles that may go, a part for each core."""
        may_go = np.flatnonzero(self.sizes[self.side] > 1)
        return [part for part in np.array_split(may_go, os.cpu_count() or 1) if len(part)]

    def abs_t(self, without: int | None = None) -> Floats:
        """|T| of the ranked terms, with all articles or without one."""
        if without is None:
            return self._abs_t(self._away(self.sums, self.sizes), self.spread, 0)
        row = slice(*self.by_article.indptr[without : without + 2])
        terms = self.by_article.indices[row]
        away, spread = (values.copy() for values in self.lacking[self.side[without]])
        away[terms], spread[terms] = self._without(self.by_article.data[row], self.side[without], terms)
        gone = terms[self.held[terms] == 1]
        away[gone] = spread[gone] = 0
        return self._abs_t(away, spread, len(gone))

    def _abs_t(self, away: Floats, spread: Floats, gone: int) -> Floats:
        """|T| of the ranked terms; so many terms do not occur at all, and have no part in s0."""
        scale = spread[: self.n_ranked] + _median(spread, gone)
        t = away[: self.n_ranked] / np.where(scale > 0, scale, 1)
        t[t < _TIE] = 0
        return t

    def _without(self, rate: Floats | float, side: Ints | int, terms: Ints | slice) -> tuple[Floats, Floats]:
        """Difference of means and spread of terms, without an article of a side that has them at this rate."""
        goes = np.asarray(side) == [[0], [1]]
        sums, left = self.sums[:, terms] - goes * rate, self.sizes[:, None] - goes
        n = max(len(self.side) - 1, 1)
        squares = self.squares[terms] - (rate - self.mean[terms]) ** 2 * (n + 1) / n
        return self._away(sums, left), np.sqrt(np.maximum(squares, 0) / n)

    def alone(self, terms: slice) -> tuple[Floats, Ints]:
        """|T| of ranked terms without each article that holds them, and the articles; s0 as it is with all."""
        stored = slice(*self.by_term.indptr[[terms.start, terms.stop]])
        whose, row = self.by_term.indices[stored], np.repeat(np.arange(terms.start, terms.stop), self.held[terms])
        away, spread = self._without(self.by_term.data[stored], self.side[whose], row)
        scale = spread + _median(self.spread, 0)
        t = np.where(self.held[row] == 1, 0, away / np.where(scale > 0, scale, 1))
        t[t < _TIE] = 0
        return np.where(self.sizes[self.side[whose]] > 1, t, np.inf), whose

    @staticmethod
    def _away(sums: Floats, sizes: Ints) -> Floats:
        sizes = np.maximum(sizes, 1)
        return np.asarray(np.abs(sums[0] / sizes[0] - sums[1] / sizes[1]))


def _median(values: Floats, zeros: int) -> float:
    """Median of values of which so many zeros do not count; much quicker than NumPy's."""
    place, odd = divmod(len(values) + zeros, 2)
    if len(values) == zeros:
        return 0.0
    parted = np.partition(values, place)
    return float(parted[place] if odd else (parted[:place].max() + parted[place]) / 2)


def _ranks(t: Floats) -> Ints:
    """Rank of each: one more than there are larger ones."""
    order = np.argsort(t)[::-1]
    falling = t[order]
    begins = np.arange(len(t))
    begins[1:] *= falling[:-1] > falling[1:] * (1 + _TIE)
    ranks = np.empty_like(begins)
    ranks[order] = 1 + np.maximum.accumulate(begins)
    return ranks


def _worst(articles: _Articles, leaving: Ints, rank: Ints) -> tuple[Ints, Ints]:
    """Lowest rank of each term when one of these articles goes, and which that is."""
    worst, without = rank.copy(), np.full(len(rank), -1)
    for article in leaving:
        found = _ranks(articles.abs_t(article))
        lower = found > worst
        worst[lower], without[lower] = found[lower], article
    return worst, without


def _worst_alone(articles: _Articles, rank: Ints) -> tuple[Ints, Ints]:
    """Lowest rank of each term when one of its articles goes and all other terms stay where they are."""
    whole = articles.abs_t()
    rising = np.sort(whole)
    worst, without = rank.copy(), np.full(len(rank), -1)
    begins = articles.by_term.indptr
    # As many terms at once as share some million rates.
    cuts = np.unique(np.searchsorted(begins[: len(rank) + 1], np.arange(0, begins[len(rank)], _AT_ONCE)))
    for first, last in pairwise([*cuts, len(rank)]):
        part = slice(first, last)
        t, whose = articles.alone(part)
        least = np.minimum.reduceat(t, begins[part] - begins[first])
        limit = least * (1 + _TIE)
        found = 1 + len(rank) - np.searchsorted(rising, limit, side="right") - (whole[part] > limit)
        place = np.flatnonzero(t == np.repeat(least, articles.held[part]))
        of_term = np.searchsorted(begins[part] - begins[first], place, side="right") - 1
        carrier = whose[place[np.unique(of_term, return_index=True)[1]]]
        lower = found > worst[part]
        worst[part], without[part] = np.where(lower, found, worst[part]), np.where(lower, carrier, -1)
    return worst, without
