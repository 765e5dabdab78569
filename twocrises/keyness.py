"""Counts -> what sets two eras apart, and what may be claimed of it.

The unit is the article, and articles that print the same text are one. G² and the z of the log-odds treat every word as
an observation of its own; they rank and describe here, and decide nothing. The decision is a permutation test over
articles with the maximum statistic, so that looking at a thousand words costs nothing extra and a handful of articles
promises nothing.
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from scipy.special import xlogy

from twocrises.corpus import Corpus, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import Floats, content_terms
from twocrises.repeats import blocks

LEVEL = 0.05
_MOST_LABELINGS = 20_000
_SAMPLE = 9_999
_NO_DECISION = {
    "article": "decides nothing; some of these articles print the same text",
    "day of publication": "decides nothing; shown because articles of one day share their news",
}


def log_ratio(a: Floats, b: Floats, size_a: float, size_b: float, *, smoothing: float = 0.5) -> Floats:
    """Binary log of the ratio of two relative frequencies.

    Parameters
    ----------
    a, b : array of int, shape (n_terms,)
        Counts of each term in the two eras.
    size_a, size_b : int
        All words of each era.
    smoothing : float, default 0.5
        Added to both counts, so that a term absent from one era stays finite.

    Returns
    -------
    array of float, shape (n_terms,)
        +1 means twice as frequent in the first era.

    References
    ----------
    Hardie (2014), Log Ratio: an informal introduction.

    Examples
    --------
    >>> round(float(log_ratio(8, 2, 1000, 1000, smoothing=0)), 1)
    2.0
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return np.asarray(np.log2((a + smoothing) / size_a) - np.log2((b + smoothing) / size_b))


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
        Positive where the first era uses the term more.

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

    return np.asarray((log_odds(a) - log_odds(b)) / np.sqrt(1 / (a + alpha) + 1 / (b + alpha)))


def dispersion(counts: Floats, sizes: Floats) -> Floats:
    """Gries' normalised deviation of proportions: how unevenly a term is spread over the articles.

    Parameters
    ----------
    counts : array of int, shape (n_articles, n_terms)
        Counts of each term in each article.
    sizes : array of int, shape (n_articles,)
        Words of each article.

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
    """
    counts, sizes = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    totals = counts.sum(axis=0)
    share = np.divide(counts, totals, out=np.full(counts.shape, np.nan), where=totals > 0)
    expected = sizes / sizes.sum()
    return np.asarray(np.abs(share - expected[:, None]).sum(axis=0) / 2 / (1 - expected.min()))


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


def max_t(rates: Floats, in_a: np.ndarray, *, fudge: bool = True, seed: int = 0) -> tuple[Floats, Floats]:
    r"""Difference between two groups of articles, term by term, with p-values that allow for looking at all terms.

    Parameters
    ----------
    rates : array of float, shape (n_articles, n_terms)
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
        of the term; from a sample, (b + 1)/(B + 1).

    References
    ----------
    Westfall and Young (1993), Resampling-based multiple testing; Tusher, Tibshirani and Chu (2001) for s0.

    Examples
    --------
    >>> by_hand = np.array([[1, 5], [2, 4], [4, 0], [6, 1], [9, 0]])
    >>> t, p = max_t(by_hand, np.array([True, True, False, False, False]), fudge=False)
    >>> p.tolist()
    [0.2, 0.2]
    """
    rates, in_a = np.asarray(rates, dtype=float), np.asarray(in_a, dtype=bool)
    n, n_a = len(in_a), int(in_a.sum())
    spread = rates.std(axis=0)
    scale = spread + np.median(spread) if fudge else np.ones(rates.shape[1])
    scaled = rates / np.where(scale > 0, scale, 1)
    exact = comb(n, n_a) <= _MOST_LABELINGS
    labelings = _all_labelings(n, n_a) if exact else _some_labelings(n, n_a, seed)
    t = _difference(scaled, in_a[None, :])[0]
    # What is left of equal means after rounding is no difference.
    t = np.where(np.abs(t) < 1e-9, 0.0, t)
    largest = np.concatenate([np.abs(_difference(scaled, part)).max(axis=1, initial=0) for part in labelings])
    # A labeling that ties with the actual one must count, whatever the last bit says.
    reached = len(largest) - np.searchsorted(np.sort(largest), np.abs(t) * (1 - 1e-9), side="left")
    p = reached / len(largest) if exact else (reached + 1) / (len(largest) + 1)
    return t, p


@once_per_corpus
def keyness(corpus: Corpus, *, eras: tuple[str, str] | None = None, min_count: int = 3) -> pd.DataFrame:
    r"""What sets two eras apart, term by term.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    eras : pair of str, optional
        The two eras to compare; by default the first two that hold an article.
    min_count : int, default 3
        Leave terms out of the table that occur more rarely in both eras together. The test counts them all the same.

    Returns
    -------
    pandas.DataFrame
        A row a term, sorted by \|T\|, then by count, then by term. `term`; `count_ERA`, `rate_ERA` (pooled, per 1,000
        words) and `mean_rate_ERA` (mean of the articles' rates) for both eras; `log_ratio` (binary, positive where the
        later era uses it more), `g2` (four cells), `log_odds_z`, `dispersion` (DPnorm, 0 even to 1 uneven), `articles`
        (in how many it stands), `t`, `p` (max-T permutation over articles), `carried_by` (label of the article that
        holds the largest share) and `carried_share`, `separates` (every article of one era above every one of the
        other), `claim` (`supported` where p is at most 0.05, else `descriptive`).

    Notes
    -----
    Articles of one era that print the same text (`blocks`) are one unit of the test, with the mean of their rates, so a
    text counts once in `t`, `p` and `claim` however often it was printed. A text printed in both eras is a unit in
    each. All other columns count every article; take `count_once(corpus)` to leave the copies out of them, too.

    Raises
    ------
    TwoCrisesError
        If there are not two eras with words to compare.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> words = keyness(load_corpus("seeds"))
    >>> bool(words.p.min() >= 0.1), set(words.claim)
    (True, {'descriptive'})
    """
    pair = compare_eras(corpus, eras)
    rates, counts, later = pair.rates, pair.counts, pair.in_second
    a, b = counts[~later].sum(axis=0), counts[later].sum(axis=0)
    unit = text_units(corpus, pair)
    t, p = max_t(mean_by_unit(rates, unit), _first_of_each(unit, later))
    labels = pair.articles["label"].to_numpy()
    frame = pd.DataFrame(
        {
            "term": pair.terms.to_numpy(),
            f"count_{pair.first}": a,
            f"count_{pair.second}": b,
            f"rate_{pair.first}": 1000 * a / a.sum(),
            f"rate_{pair.second}": 1000 * b / b.sum(),
            f"mean_rate_{pair.first}": rates[~later].mean(axis=0),
            f"mean_rate_{pair.second}": rates[later].mean(axis=0),
            "log_ratio": log_ratio(b, a, b.sum(), a.sum()),
            "g2": log_likelihood(a, b, a.sum(), b.sum()),
            "log_odds_z": log_odds_z(b, a),
            "dispersion": dispersion(counts, counts.sum(axis=1)),
            "articles": (counts > 0).sum(axis=0),
            "t": t,
            "p": p,
            "carried_by": labels[counts.argmax(axis=0)],
            "carried_share": counts.max(axis=0) / (a + b),
            "separates": separated(rates, later),
            "claim": np.where(p <= LEVEL, "supported", "descriptive"),
        }
    )
    frequent: np.ndarray = a + b >= min_count
    frame = frame[frequent]
    order = pd.DataFrame({"t": -frame["t"].abs().round(9), "n": -(a + b)[frame.index], "term": frame["term"]})
    return frame.loc[order.sort_values(["t", "n", "term"]).index].reset_index(drop=True)


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
        most 10**15), `smallest_p` (of the exact test, or of the sampled one where there are more than 20,000
        labelings), `wording` (of the unit that decides: *supported* possible, or *descriptive* only; of the others: why
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
    text = pd.Series(text_units(corpus, pair))
    # An article without a date counts as a day of its own.
    day = pair.articles["published"].astype("str").where(pair.articles["published"].notna(), article)
    units = {"text": text, "article": article, "day of publication": day}
    if text.is_unique:
        del units["text"]
    rows = []
    for unit, values in units.items():
        n_first, n_second = int(values[~later].nunique()), int(values[later].nunique())
        floor = permutation_floor(n_first, n_second)
        labelings = comb(n_first + n_second, n_first)
        possible = "descriptive" if floor > LEVEL else "supported, where p is small enough"
        rows.append(
            {
                "unit": unit,
                f"n_{pair.first}": n_first,
                f"n_{pair.second}": n_second,
                "labelings": min(labelings, 10**15),
                "smallest_p": floor if labelings <= _MOST_LABELINGS else max(floor, 1 / (_SAMPLE + 1)),
                "wording": possible if unit == next(iter(units)) else _NO_DECISION[unit],
                "needed_max_t": _needed(LEVEL),
                "needed_bonferroni": _needed(LEVEL / len(pair.terms)),
            }
        )
    return pd.DataFrame(rows)


def marking_words(corpus: Corpus, n: int) -> pd.DataFrame:
    r"""Give the words that mark each era most, function words aside.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n : int
        How many for each era.

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
    words = _content_words(keyness(corpus))
    return pd.concat([words[words["t"] < 0].head(n), words[words["t"] > 0].head(n)], ignore_index=True)


def shared_words(corpus: Corpus, n: int) -> pd.DataFrame:
    """Give the content words that stay: in nearly every article, evenly, and at similar rates in both eras.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n : int
        How many at most.

    Returns
    -------
    pandas.DataFrame
        Rows of `keyness`, most even first (`dispersion`): words of nine articles in ten or more whose mean rates differ
        by less than a fifth, and whose difference is not supported. There may be none.

    References
    ----------
    Baker (2011), Times may change, but we will always have money: a corpus-driven examination of vocabulary change, for
    the term lockword.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> shared_words(load_corpus("seeds"), 3).term.tolist()
    ['border', 'officials', 'russia']
    """
    pair = compare_eras(corpus)
    words = _content_words(keyness(corpus))
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


def separating_words(corpus: Corpus, *, min_count: int = 3) -> Separations:
    """Count the words that separate the eras completely, and those that separate other labelings of the articles.

    Articles of one era that print the same text always get the same label.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    min_count : int, default 3
        Rarer words are left out.

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
    pair = compare_eras(corpus)
    rates = pair.rates[:, pair.counts.sum(axis=0) >= min_count]
    unit = text_units(corpus, pair)
    actual = _first_of_each(unit, pair.in_second)
    n, n_second = len(actual), int(actual.sum())
    mirrored = 2 * n_second == n
    total = comb(n, n_second) // (2 if mirrored else 1) - 1
    few = total <= 500
    drawn = _all_labelings(n, n_second) if few else _some_labelings(n, n_second, seed=0, size=500)
    labelings = [row for part in drawn for row in part if not (mirrored and few and row[0])]
    others = [row for row in labelings if not _same_split(row, actual, mirrored)]
    counted = np.array([separated(rates, row[unit]).sum() for row in others], dtype=int)
    return Separations(int(separated(rates, pair.in_second).sum()), counted, total)


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


def mean_by_unit(rates: Floats, unit: np.ndarray) -> Floats:
    """Mean rates of the articles of each unit.

    Parameters
    ----------
    rates : array of float, shape (n_articles, n_terms)
        Rates of each term in each article.
    unit : array of int, shape (n_articles,)
        The unit of each article, as `text_units` numbers them.

    Returns
    -------
    array of float, shape (n_units, n_terms)

    Examples
    --------
    >>> mean_by_unit(np.array([[1.0, 5.0], [2.0, 4.0], [4.0, 4.0]]), np.array([0, 1, 1])).tolist()
    [[1.0, 5.0], [3.0, 4.0]]
    """
    if len(np.unique(unit)) == len(unit):
        return rates
    return np.asarray(pd.DataFrame(rates).groupby(unit).mean())


def separated(rates: Floats, in_second: np.ndarray) -> np.ndarray:
    """Which terms have every article of one group above every article of the other.

    Parameters
    ----------
    rates : array of float, shape (n_articles, n_terms)
        Rates of each term in each article.
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
    a, b = rates[~in_second], rates[in_second]
    return np.asarray((a.min(axis=0) > b.max(axis=0)) | (b.min(axis=0) > a.max(axis=0)))


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
    counts : array of int, shape (n_articles, n_terms)
        Only terms that stand in one of these articles.
    terms : pandas.Index
    """

    first: str
    second: str
    articles: pd.DataFrame
    in_second: np.ndarray
    counts: np.ndarray
    terms: pd.Index

    @property
    def rates(self) -> Floats:
        """Rates per 1,000 words of the article."""
        return np.asarray(self.counts * (1000 / self.counts.sum(axis=1))[:, None], dtype=float)


def compare_eras(corpus: Corpus, eras: tuple[str, str] | None = None) -> Comparison:
    """Take the articles and words of two eras out of a corpus.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    eras : pair of str, optional
        By default the first two, in order of time, that hold an article with words.

    Returns
    -------
    Comparison

    Raises
    ------
    TwoCrisesError
        If an era is unknown or empty, or there are fewer than two.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> pair = compare_eras(load_corpus("seeds"))
    >>> pair.first, pair.second, pair.counts.shape[0]
    ('2014', '2022', 5)
    """
    first, second = _two_eras(corpus, eras)
    articles = corpus.articles
    chosen = articles["era"].isin([first, second]).to_numpy() & (articles["n_words"] > 0).to_numpy()
    counts = corpus.counts.matrix[chosen]
    used = np.flatnonzero(counts.sum(axis=0))
    rows = articles[chosen].reset_index(drop=True)
    in_second = (rows["era"] == second).to_numpy()
    return Comparison(first, second, rows, in_second, counts[:, used].toarray(), corpus.counts.terms[used])


def _two_eras(corpus: Corpus, eras: tuple[str, str] | None) -> tuple[str, str]:
    words = corpus.articles.groupby("era", observed=False)["n_words"].sum()
    if not corpus.eras:
        raise TwoCrisesError("This corpus has no eras to compare. Write [eras] into its corpus.toml.")
    wanted = eras or tuple(era for era in corpus.eras if words[era] > 0)[:2]
    for era in wanted:
        if era not in corpus.eras:
            raise TwoCrisesError(f'There is no era "{era}". This corpus has {", ".join(corpus.eras)}.')
    missing = [era for era in (wanted if len(wanted) == 2 else corpus.eras) if words[era] == 0]
    if missing:
        raise TwoCrisesError(
            f'No article has a date in era "{missing[0]}", so there is nothing to compare. See datasheet(corpus).'
        )
    if len(set(wanted)) < 2:
        raise TwoCrisesError("It takes two eras to compare, and this corpus has one. Add another to its corpus.toml.")
    return wanted[0], wanted[1]


def _first_of_each(unit: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Give the value of the first article of each unit."""
    return np.asarray(values[np.unique(unit, return_index=True)[1]])


def _same_split(one: np.ndarray, two: np.ndarray, mirrored: bool) -> bool:
    return bool((one == two).all() or (mirrored and (one != two).all()))


def _content_words(words: pd.DataFrame) -> pd.DataFrame:
    return words[content_terms(words["term"])].reset_index(drop=True)


def _needed(level: float) -> int:
    """Fewest units an era, the same number in both, whose floor is at most `level`."""
    n = 1
    while permutation_floor(n, n) > level:
        n += 1
    return n


def _difference(rates: Floats, labelings: np.ndarray) -> Floats:
    """Mean of the labelled articles minus mean of the others, for each labeling and term."""
    n_a = labelings.sum(axis=1, keepdims=True)
    weights = labelings / n_a - ~labelings / (labelings.shape[1] - n_a)
    return np.asarray(weights @ rates)


def _all_labelings(n: int, n_a: int) -> list[np.ndarray]:
    chosen = np.array(list(combinations(range(n), n_a)), dtype=int)
    labelings = np.zeros((len(chosen), n), dtype=bool)
    np.put_along_axis(labelings, chosen, True, axis=1)
    return np.array_split(labelings, max(1, len(labelings) // 500))


def _some_labelings(n: int, n_a: int, seed: int, size: int = _SAMPLE) -> list[np.ndarray]:
    random = np.random.default_rng(seed)
    labelings = random.permuted(np.tile(np.arange(n) < n_a, (size, 1)), axis=1)
    return np.array_split(labelings, size // 500 + 1)
