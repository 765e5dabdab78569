"""Counts -> what sets two eras apart, and what may be claimed of it.

The unit is the article, and articles that print the same text are one. G² and the z of the log-odds treat every word as
an observation of its own; they rank and describe here, and decide nothing. The decision is a permutation test over
articles with the maximum statistic, so that looking at a thousand words costs nothing extra and a handful of articles
promises nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import comb
from typing import TypeVar

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import chdtri

from twocrises.checks import share, texts, whole
from twocrises.cleaning import TEXT
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import content_terms, ngram_counts
from twocrises.measures import (
    Bools,
    Floats,
    dispersion,
    log_likelihood,
    log_odds_z,
    log_ratio,
    percent_difference,
)
from twocrises.permutation import (
    LEVEL,
    Ints,
    all_labelings,
    extremes,
    leave_one_out,
    max_t,
    permutation_floor,
    smallest_p,
    some_labelings,
)
from twocrises.repeats import blocks

Matrix = TypeVar("Matrix", Floats, sparse.csr_array)

_NO_DECISION = {
    "article": "decides nothing; some of these articles print the same text",
    "day of publication": "decides nothing; shown because articles of one day share their news",
}
# Labelings gone through when words that separate, or that G² announces, are counted; of more, a sample.
_MOST_OTHERS = 500
# From here on the test raises more false alarms than it should: a few more at twice the length, many at five times it
# (benchmarks/null.py).
_UNEQUAL = 2


@once_per_corpus
def keyness(corpus: Corpus, *, eras: tuple[str, str] | None = None, min_count: int = 3, ngram: int = 1) -> pd.DataFrame:
    r"""What sets two eras apart, term by term.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    eras : pair of str, optional
        The two eras to compare; by default the first two that hold an article.
    min_count : int, default 3
        Leave terms out of the table that occur more rarely in both eras together. The test counts them all the same.
    ngram : int, default 1
        Words in a row that make a term: 2 compares pairs of words. Rates are then per 1,000 such sequences.

    Returns
    -------
    pandas.DataFrame
        A row a term, sorted by \|T\|, then by count, then by term. It describes with

        - `term`, `count_ERA`, `rate_ERA` (pooled, per 1,000 words) and `mean_rate_ERA` (mean of the articles' rates)
          for both eras;
        - how large the difference is: `log_ratio` (binary) and `percent_difference` of the pooled rates, positive where
          the later era uses the term more;
        - how surprising it would be if each word had been drawn by lot: `g2` (four cells), `g2_two_cells`, `log_odds_z`
          (informative Dirichlet prior, positive where the later era uses the term more);
        - how it is spread: `dispersion` (DPnorm, 0 even to 1 uneven), `articles` (in how many it stands), `carried_by`
          (label of the article that holds the largest share) and `carried_share`;
        - how it rests on single articles: `rank` by \|T\|, `worst_rank` (the lowest it falls to when any one article is
          left out; an era's only article never is) and `without` (which that is; missing if it falls without none),
          `separates` (every article of one era above every one of the other).

        It decides with `t` and `p` (max-T permutation over articles) and `claim` (`supported` where p is at most 0.05,
        else `descriptive`).

    Notes
    -----
    Articles of one era that print the same text (`blocks`) are one unit of the test, with the mean of their rates, so a
    text counts once in `t`, `p`, `claim` and the ranks however often it was printed, and is left out as one. A text
    printed in both eras is a unit in each. All other columns count every article; take `count_once(corpus)` to leave
    the copies out of them, too.

    In a very large corpus (articles times terms more than 200 million) `worst_rank` leaves out only articles that hold
    the term, and ranks it among the others as they are with all articles; see `permutation.leave_one_out`.

    The test deals labels to articles as if they might have been written in either era. Where those of one era are much
    longer it keeps its level less well: short articles have more extreme rates. `what_can_be_claimed` says so.

    Raises
    ------
    TwoCrisesError
        If there are not two eras with words to compare, `min_count` is below 1, or `ngram` is not from 1 to 5.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> words = keyness(load_corpus("seeds"))
    >>> bool(words.p.min() >= 0.1), set(words.claim)
    (True, {'descriptive'})
    """
    whole(min_count, "min_count")
    pair = compare_eras(corpus, eras, ngram=ngram)
    counts, later, sizes = pair.counts, pair.in_second, pair.sizes
    a, b = _total(counts[~later]), _total(counts[later])
    size_a, size_b = sizes[~later].sum(), sizes[later].sum()
    unit = text_units(corpus, pair)
    first = np.unique(unit, return_index=True)[1]
    by_unit, unit_later = mean_by_unit(pair.rates, unit), later[first]
    t, p = max_t(by_unit, unit_later)
    frequent = a + b >= min_count
    rank, worst, without = leave_one_out(by_unit, unit_later, frequent)
    labels = pair.articles["label"].to_numpy(dtype=object)
    carrier, largest = _carriers(counts)
    frame = pd.DataFrame(
        {
            "term": pair.terms.to_numpy(dtype=object),
            f"count_{pair.first}": a,
            f"count_{pair.second}": b,
            f"rate_{pair.first}": 1000 * a / size_a,
            f"rate_{pair.second}": 1000 * b / size_b,
            f"mean_rate_{pair.first}": _total(pair.rates[~later]) / (~later).sum(),
            f"mean_rate_{pair.second}": _total(pair.rates[later]) / later.sum(),
            "log_ratio": log_ratio(b, a, size_b, size_a),
            "percent_difference": percent_difference(b, a, size_b, size_a),
            "g2": log_likelihood(a, b, size_a, size_b),
            "g2_two_cells": log_likelihood(a, b, size_a, size_b, cells=2),
            "log_odds_z": log_odds_z(b, a),
            "dispersion": dispersion(counts, sizes.astype(float)),
            "articles": np.bincount(counts.indices, minlength=counts.shape[1]),
            "t": t,
            "p": p,
            "carried_by": labels[carrier],
            "carried_share": largest / (a + b),
            "separates": separated(pair.rates, later),
            "claim": np.where(p <= LEVEL, "supported", "descriptive"),
        }
    )[frequent]
    place = list(frame).index("carried_by")
    frame.insert(place, "rank", rank)
    frame.insert(place + 1, "worst_rank", pd.array(worst, dtype="Int64"))
    frame.loc[worst == 0, "worst_rank"] = pd.NA
    left_out = pd.Series(labels[first[without]], frame.index, dtype=TEXT).where(without >= 0)
    frame.insert(place + 2, "without", left_out)
    order = pd.DataFrame({"t": -frame["t"].abs().round(9), "n": -(a + b)[frame.index], "term": frame["term"]})
    best_first = order.sort_values(["t", "n", "term"]).index
    return pd.DataFrame(frame.loc[best_first].reset_index(drop=True))


@once_per_corpus
def what_can_be_claimed(corpus: Corpus, *, eras: tuple[str, str] | None = None) -> pd.DataFrame:
    """Floor of the design: how small a p these articles allow, and how many it would take.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    eras : pair of str, optional
        As in `keyness`.

    Returns
    -------
    pandas.DataFrame
        A row a unit one could compare, the one that decides first: `unit` (``text``, only where articles repeat each
        other; ``article``; ``day of publication``), `n_ERA` for both eras, `labelings` (ways to label the units, at
        most 10**15), `smallest_p` (of the test over all labelings, or over a sample where there are more than 20,000),
        `wording` (of the unit that decides: *supported* possible, with a doubt where articles of one era are on average
        twice as long as those of the other or longer, or *descriptive* only; of the others: why
        they decide nothing), `needed_max_t` and `needed_bonferroni` (units in each era, the same number in both, for a
        p of 0.05 over all words).

    Raises
    ------
    TwoCrisesError
        If there are not two eras to compare.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> what_can_be_claimed(load_corpus("seeds")).smallest_p.tolist()
    [0.1, 0.25]
    """
    pair = compare_eras(corpus, eras)
    later, article = pair.in_second, pair.articles["article"]
    unit = text_units(corpus, pair)
    text = pd.Series(unit)
    # An article without a date counts as a day of its own.
    day = pair.articles["published"].astype("str").where(pair.articles["published"].notna(), article)
    units = {"text": text, "article": article, "day of publication": day}
    if text.is_unique:
        del units["text"]
    size = mean_by_unit(pair.rates, unit).nnz
    lengths = [float(pair.sizes[side].mean()) for side in (~later, later)]
    doubt = ""
    if max(lengths) >= _UNEQUAL * min(lengths):
        longer, times = (pair.first, pair.second)[int(lengths[1] > lengths[0])], max(lengths) / min(lengths)
        doubt = f"; articles of {longer} are {times:.1f} times as long, so false alarms are more frequent"
    rows = []
    for name, values in units.items():
        n_first, n_second = int(values[~later].nunique()), int(values[later].nunique())
        floor = permutation_floor(n_first, n_second)
        possible = "descriptive" if floor > LEVEL else f"supported, where p is small enough{doubt}"
        rows.append(
            {
                "unit": name,
                f"n_{pair.first}": n_first,
                f"n_{pair.second}": n_second,
                "labelings": min(comb(n_first + n_second, n_first), 10**15),
                "smallest_p": smallest_p(n_first, n_second, size),
                "wording": possible if name == next(iter(units)) else _NO_DECISION[name],
                "needed_max_t": _needed(LEVEL),
                "needed_bonferroni": _needed(LEVEL / len(pair.terms)),
            }
        )
    return pd.DataFrame(rows)


def marking_words(
    corpus: Corpus, n: int, *, stop: Iterable[str] | None = None, eras: tuple[str, str] | None = None
) -> pd.DataFrame:
    r"""Give the words that mark each era most, function words aside.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n : int
        How many for each era.
    stop : iterable of str, optional
        The function words; by default `stop_words()`.
    eras : pair of str, optional
        As in `keyness`.

    Returns
    -------
    pandas.DataFrame
        Rows of `keyness`, the first era's words before the second's, each by falling \|T\|; fewer where fewer differ.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> marking_words(load_corpus("seeds"), 2).term.tolist()
    ['obama', 'crimea', 'invasion', 'nato']
    """
    whole(n, "n")
    words = _content_words(keyness(corpus, eras=eras), stop)
    return pd.concat([words[words["t"] < 0].head(n), words[words["t"] > 0].head(n)], ignore_index=True)


def shared_words(
    corpus: Corpus, n: int, *, stop: Iterable[str] | None = None, eras: tuple[str, str] | None = None
) -> pd.DataFrame:
    """Give the content words that stay: in nearly every article, evenly, and at similar rates in both eras.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n : int
        How many at most.
    stop : iterable of str, optional
        The function words; by default `stop_words()`.
    eras : pair of str, optional
        As in `keyness`.

    Returns
    -------
    pandas.DataFrame
        Rows of `keyness`, most even first (`dispersion`): words of nine articles in ten or more whose mean rates differ
        by less than a fifth, and whose difference is not supported. There may be none.

    References
    ----------
    Baker (2011), Times may change, but we will always have money: diachronic variation in recent British English,
    Journal of English Linguistics 39(1), for the term lockword.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> shared_words(load_corpus("seeds"), 3).term.tolist()
    ['border', 'officials', 'russia']
    """
    whole(n, "n")
    pair = compare_eras(corpus, eras)
    words = _content_words(keyness(corpus, eras=eras), stop)
    one, two = words[f"mean_rate_{pair.first}"], words[f"mean_rate_{pair.second}"]
    similar = np.maximum(one, two) < 1.2 * np.minimum(one, two)
    words = words[similar & (words["articles"] >= 0.9 * len(pair.articles)) & (words["claim"] != "supported")]
    return words.sort_values(["dispersion", "term"], ignore_index=True).head(n)


@dataclass(frozen=True)
class Separations:
    """How many words separate two sets of articles completely, under the true labels and under others.

    Attributes
    ----------
    actual : int
        Words that separate the eras.
    others : array of int, shape (n_labelings,)
        Words that separate the articles under each other labeling with the same numbers of articles.
    labelings : int
        How many other labelings there are; `others` has all of them, or a random sample of 500.
    """

    actual: int
    others: np.ndarray
    labelings: int


def separating_words(corpus: Corpus, *, min_count: int = 3, eras: tuple[str, str] | None = None) -> Separations:
    """Count the words that separate the eras completely, and those that separate other labelings of the articles.

    Articles of one era that print the same text always get the same label.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    min_count : int, default 3
        Rarer words are left out.
    eras : pair of str, optional
        As in `keyness`.

    Returns
    -------
    Separations
        Where both eras have the same number of articles, a labeling and its mirror image count once.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = separating_words(load_corpus("seeds"))
    >>> found.labelings == len(found.others) == 9
    True
    """
    whole(min_count, "min_count")
    pair = compare_eras(corpus, eras)
    rates = pair.rates[:, _total(pair.counts) >= min_count]
    unit = text_units(corpus, pair)
    actual = _first_of_each(unit, pair.in_second)
    others, total = _other_labelings(actual, _MOST_OTHERS)
    labelings = [pair.in_second, *(row[unit] for row in others)]
    smallest = min(min(row.sum(), (~row).sum()) for row in labelings)
    dense = rates[:, np.bincount(rates.indices, minlength=rates.shape[1]) >= smallest].toarray()
    counted = np.array([_apart(dense, row).sum() for row in labelings], dtype=int)
    return Separations(int(counted[0]), counted[1:], total)


@once_per_corpus
def deal_labels(
    corpus: Corpus,
    *,
    eras: tuple[str, str] | None = None,
    level: float = 0.05,
    min_count: int = 3,
    others: int = 9,
) -> pd.DataFrame:
    r"""Deal the labels of the eras to the same articles in other ways, and see what is announced each time.

    A term is announced if its G² (four cells) is as large as a share `level` of all terms would have if words were
    drawn by lot one by one (chi-squared with one degree of freedom; 3.84 for 0.05). They are not, which the other
    deals show. The extreme term is the one with the largest \|T\|: the share of deals in which it reaches that of a
    term is the p of this term.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    eras : pair of str, optional
        As in `keyness`.
    level : float, default 0.05
        0.05 is a limit often used. Divide it by the number of terms for Bonferroni's correction.
    min_count : int, default 3
        Rarer terms are not announced, as they do not stand in the table of `keyness`. They may be extreme.
    others : int, default 9
        Other labelings at most; of more, a random sample.

    Returns
    -------
    pandas.DataFrame
        A row a labeling, the true one first, the others by falling `keywords`: `actual` (whether it is the true one),
        `second` (labels of the articles dealt to the later era), `in_second` (for each article compared, whether it is
        one of these), `keywords` (how many terms are announced), `top` (the five with the largest G² at most),
        `extreme` (the term with the largest \|T\|) and `largest_t` (that \|T\|). Articles of one era that print the
        same text always get the same label. Where both eras have the same number of texts, a labeling and its mirror
        image are one.

    Raises
    ------
    TwoCrisesError
        If there are not two eras with words to compare, `level` is not between 0 and 1, or `min_count` is below 1.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> deals = deal_labels(load_corpus("seeds"))
    >>> len(deals), int(deals.actual.sum()), bool(deals.actual[0])
    (10, 1, True)
    """
    share(level, "level")
    whole(min_count, "min_count")
    whole(others, "others", least=0)
    pair = compare_eras(corpus, eras)
    unit = text_units(corpus, pair)
    actual = _first_of_each(unit, pair.in_second)
    labelings = [actual, *_other_labelings(actual, others)[0]]
    extreme, largest = extremes(mean_by_unit(pair.rates, unit), np.array(labelings))
    labels, sizes, total = pair.articles["label"].to_numpy(dtype=object), pair.sizes, _total(pair.counts)
    limit = chdtri(1, level)
    rows = []
    for row in labelings:
        later = row[unit]
        b = _total(pair.counts[later])
        g2 = log_likelihood(total - b, b, sizes[~later].sum(), sizes[later].sum())
        announced = (g2 >= limit) & (total >= min_count)
        order = np.argsort(np.where(announced, -g2.round(9), 1), kind="stable")[: min(5, int(announced.sum()))]
        rows.append(
            {
                "actual": row is actual,
                "second": tuple(labels[later]),
                "in_second": tuple(later.tolist()),
                "keywords": int(announced.sum()),
                "top": tuple(pair.terms[order]),
            }
        )
    deals = pd.DataFrame(rows).assign(extreme=pair.terms[extreme].to_numpy(dtype=object), largest_t=largest)
    return deals.sort_values(["actual", "keywords"], ascending=False, kind="stable", ignore_index=True)


def text_units(corpus: Corpus, pair: "Comparison") -> np.ndarray:
    """Number the units of a permutation: articles of one era that print the same text are one.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    pair : Comparison
        From `compare_eras`.

    Returns
    -------
    array of int, shape (n_articles,)
        The unit of each article of `pair`, numbered from 0 as they first appear; 0, 1, 2 and so on without repeats.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> text_units(seeds, compare_eras(seeds)).tolist()
    [0, 1, 2, 3, 4]
    """
    text = pd.Series(blocks(corpus), index=corpus.articles["article"])[pair.articles["article"]].to_numpy()
    return np.asarray(pd.factorize(2 * text + pair.in_second)[0])


def mean_by_unit(rates: Matrix, unit: np.ndarray) -> Matrix:
    """Rates of units, such as texts: the means of their articles' rates.

    Parameters
    ----------
    rates : array or scipy.sparse.csr_array of float, shape (n_articles, n_terms)
        Rates of each term in each article.
    unit : array of int, shape (n_articles,)
        The unit of each article, as `text_units` numbers them.

    Returns
    -------
    array or scipy.sparse.csr_array of float, shape (n_units, n_terms)
        As `rates`.

    Examples
    --------
    >>> mean_by_unit(np.array([[1.0, 5.0], [2.0, 4.0], [4.0, 4.0]]), np.array([0, 1, 1])).tolist()
    [[1.0, 5.0], [3.0, 4.0]]
    """
    size = np.bincount(unit)
    if (size == 1).all():
        return rates
    members = sparse.csr_array((np.ones(len(unit)), (unit, np.arange(len(unit)))), shape=(len(size), len(unit)))
    if isinstance(rates, np.ndarray):
        return np.asarray((members @ rates) / size[:, None])
    return _divided(sparse.csr_array(members @ rates), size)


def separated(rates: Floats | sparse.csr_array, in_second: np.ndarray) -> Bools:
    """Which terms have every article of one group above every article of the other.

    Parameters
    ----------
    rates : array or scipy.sparse.csr_array of float, shape (n_articles, n_terms)
        Rates of each term in each article, none negative.
    in_second : array of bool, shape (n_articles,)
        Which articles belong to the second group.

    Returns
    -------
    array of bool, shape (n_terms,)

    Examples
    --------
    >>> separated(np.array([[1, 5], [2, 4], [4, 4]]), np.array([False, False, True])).tolist()
    [True, False]
    """
    stored = sparse.csc_array(rates)
    # Only a term that every article of a group has can stand above the other.
    everywhere = np.flatnonzero(np.diff(stored.indptr) >= min(in_second.sum(), (~in_second).sum()))
    found = np.zeros(stored.shape[1], dtype=bool)
    found[everywhere] = _apart(stored[:, everywhere].toarray(), in_second)
    return found


@dataclass(frozen=True)
class Comparison:
    """The articles and words of two eras, and nothing else.

    Attributes
    ----------
    first, second : str
        The eras.
    articles : pandas.DataFrame
        Rows of ``corpus.articles`` in either era, those without words left out.
    in_second : array of bool, shape (n_articles,)
    counts : scipy.sparse.csr_array of int, shape (n_articles, n_terms)
        Only terms that stand in one of these articles.
    terms : pandas.Index
    """

    first: str
    second: str
    articles: pd.DataFrame
    in_second: np.ndarray
    counts: sparse.csr_array
    terms: pd.Index

    @property
    def sizes(self) -> Ints:
        """Words of each article; of sequences of words, how many it has."""
        return np.asarray(self.counts.sum(axis=1)).ravel()

    @property
    def rates(self) -> sparse.csr_array:
        """Rates per 1,000 words of the article."""
        return _divided(sparse.csr_array(self.counts, dtype=float) * 1000.0, self.sizes)


def compare_eras(corpus: Corpus, eras: tuple[str, str] | None = None, *, ngram: int = 1) -> Comparison:
    """Take the articles and words of two eras out of a corpus.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    eras : pair of str, optional
        By default the first two, in order of time, that hold an article with words.
    ngram : int, default 1
        Words in a row that make a term.

    Returns
    -------
    Comparison

    Raises
    ------
    TwoCrisesError
        If an era is unknown or empty, there are fewer than two, or `ngram` is no whole number from 1 to 5.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> pair = compare_eras(load_corpus("seeds"))
    >>> pair.first, pair.second, pair.counts.shape[0]
    ('2014', '2022', 5)
    """
    first, second = _two_eras(corpus, eras)
    # Of single words nearly every claim asks; sequences are many, and seldom asked for twice.
    return _of_words(corpus, first, second) if ngram == 1 else _compared(corpus, first, second, ngram)


@once_per_corpus
def _of_words(corpus: Corpus, first: str, second: str) -> Comparison:
    return _compared(corpus, first, second, 1)


def _compared(corpus: Corpus, first: str, second: str, ngram: int) -> Comparison:
    articles, every = corpus.articles, ngram_counts(corpus, ngram)
    has_terms = np.diff(every.matrix.indptr) > 0
    for era in (first, second):
        if not (has_terms & (articles["era"] == era).to_numpy()).any():
            raise TwoCrisesError(f'No sentence of era "{era}" has {ngram} words in a row. Compare shorter sequences.')
    chosen = articles["era"].isin([first, second]).to_numpy() & has_terms
    counts = every.matrix[chosen]
    used = np.flatnonzero(np.bincount(counts.indices, minlength=counts.shape[1]))
    rows = articles[chosen].reset_index(drop=True)
    return Comparison(first, second, rows, (rows["era"] == second).to_numpy(), counts[:, used], every.terms[used])


def _two_eras(corpus: Corpus, eras: tuple[str, str] | None) -> tuple[str, str]:
    """Give the eras to compare, in order of time."""
    words = corpus.articles.groupby("era", observed=False)["n_words"].sum()
    if not corpus.eras:
        raise TwoCrisesError("This corpus has no eras to compare. Write [eras] into its corpus.toml.")
    asked = None if eras is None else texts(eras, "eras")
    for era in asked or []:
        if era not in corpus.eras:
            raise TwoCrisesError(f'There is no era "{era}". This corpus has {", ".join(corpus.eras)}.')
    if asked is not None and len(set(asked)) != 2:
        raise TwoCrisesError(f"eras is {eras!r}. Name two different ones of {', '.join(corpus.eras)}.")
    wanted = [era for era in corpus.eras if (era in asked if asked else words[era] > 0)][:2]
    missing = [era for era in (wanted if len(wanted) == 2 else corpus.eras) if words[era] == 0]
    if missing:
        dated = (corpus.articles["era"] == missing[0]).any()
        what = "words" if dated else "a date"
        raise TwoCrisesError(
            f'No article has {what} in era "{missing[0]}", so there is nothing to compare. See datasheet(corpus).'
        )
    if len(wanted) < 2:
        raise TwoCrisesError("It takes two eras to compare, and this corpus has one. Add another to its corpus.toml.")
    return wanted[0], wanted[1]


def _first_of_each(unit: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Give the value of the first article of each unit."""
    return np.asarray(values[np.unique(unit, return_index=True)[1]])


def _other_labelings(actual: Bools, most: int) -> tuple[list[Bools], int]:
    """Different labelings with the same numbers of articles, `most` at most, and how many there are.

    With equal numbers a labeling and its mirror image are one.
    """
    n, n_second = len(actual), int(actual.sum())
    mirrored = 2 * n_second == n
    total = comb(n, n_second) // (2 if mirrored else 1) - 1

    def either(row: Bools) -> Bools:
        """Of a labeling and its mirror image the one that leaves the first article out."""
        return ~row if mirrored and row[0] else row

    few = total <= _MOST_OTHERS
    # Of very many ways hardly any is drawn twice.
    drawn = all_labelings(n, n_second) if few else some_labelings(n, n_second, size=2 * most)
    others = {either(row).tobytes(): either(row) for part in drawn for row in part}
    others.pop(either(actual).tobytes(), None)
    rows = list(others.values())
    if not few:
        return rows[:most], total
    some = np.sort(np.random.default_rng(0).permutation(len(rows))[:most])
    return [rows[i] for i in some], total


def _content_words(words: pd.DataFrame, stop: Iterable[str] | None) -> pd.DataFrame:
    return words[content_terms(words["term"], stop)].reset_index(drop=True)


def _needed(level: float) -> int:
    """Fewest units an era, the same number in both, whose floor is at most `level`."""
    n = 1
    while permutation_floor(n, n) > level:
        n += 1
    return n


def _apart(rates: Floats, in_second: Bools) -> Bools:
    """Which columns have every row of one group above every row of the other."""
    a, b = rates[~in_second], rates[in_second]
    return np.asarray((a.min(axis=0) > b.max(axis=0)) | (b.min(axis=0) > a.max(axis=0)))


def _total(counts: sparse.csr_array) -> np.ndarray:
    """Sum over articles."""
    return np.asarray(counts.sum(axis=0)).ravel()


def _divided(matrix: sparse.csr_array, by: np.ndarray) -> sparse.csr_array:
    """Each row divided by a number of its own."""
    data = matrix.data / np.repeat(by, np.diff(matrix.indptr))
    return sparse.csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _carriers(counts: sparse.csr_array) -> tuple[Ints, Ints]:
    """Give the article that holds most of each term, the first of several, and how often it has it."""
    by_term = sparse.csr_array(counts.T.tocsr())
    by_term.sort_indices()
    times = np.diff(by_term.indptr)
    largest = np.maximum.reduceat(by_term.data, by_term.indptr[:-1])
    heaviest = np.flatnonzero(by_term.data == np.repeat(largest, times))
    term = np.repeat(np.arange(len(times)), times)[heaviest]
    first = np.unique(term, return_index=True)[1]
    return by_term.indices[heaviest[first]], largest
