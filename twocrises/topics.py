"""Corpus -> topics of its texts, in frames that lead back to the sentences.

Paragraphs of a handful of articles, or the articles of a large corpus, are sorted by the words they share. The same
texts give the same topics, in whatever order and under whatever names they come; how much the topics depend on which
articles happen to be there is another question, and the bootstrap answers it.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations_with_replacement
from math import comb, factorial, prod
from typing import cast

import numpy as np
import pandas as pd
from scipy import sparse
from threadpoolctl import threadpool_limits

from twocrises.checks import shown, whole
from twocrises.cleaning import TEXT
from twocrises.coherence import diversity, npmi_of_codes
from twocrises.corpus import Corpus, even_rows, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.keyness import compare_eras, keyness, mean_by_unit, text_units
from twocrises.measures import Bools, Floats
from twocrises.permutation import LEVEL, Ints, max_t, smallest_p
from twocrises.progress import with_bar
from twocrises.repeats import blocks
from twocrises.sentiment import bootstrap_interval
from twocrises.topicmodels import (
    METHODS,
    Fitted,
    Method,
    different,
    fit,
    in_two_texts,
    matched,
    profiles,
    relevances,
    tf_idf,
    top_terms,
)
from twocrises.units import SHORTEST, Unit, Units, default_unit, sentence_rows, text_units_of, too_small
from twocrises.wording import count

# A topic survives with a mean overlap of so much: two lists of ten with seven terms in common have 0.54, with six 0.43.
# Hennig (2007) calls a cluster dissolved below it.
SURVIVES = 0.5
# With fewer texts a draw is one text over and over, or all of them.
FEWEST_TEXTS = 3
# Up to so many possible draws, those of five texts, each is made; of more so many are drawn by lot.
MOST_DRAWS = 126
DRAWS = 20
OTHER_CORPUS = "These topics were found in another corpus than the one given with them. Give both from the same corpus."
MOST_TOPICS = 50
_NUMBERS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 30, 40, 50)
# With fewer texts a topic, topics are no more than single texts.
_TEXTS_A_TOPIC = 15
# The number of topics is chosen on so many texts.
MOST_TEXTS = 2_000


@dataclass(frozen=True)
class Topics:
    """Topics of a corpus.

    Attributes
    ----------
    terms : pandas.DataFrame
        A row a topic and one of its ten top terms: `topic` (from 1, by size), `rank`, `term`, `relevance`, and
        `weight`, the share of the term in the topic.
    units : pandas.DataFrame
        A row a text in which topics were looked for: `article`, `label`, `era`, `sentence` and `last` (its first and
        last), `address` (of its first sentence), `text`, `words`, `topic` (0 where no topic has its words), `share`
        (of that topic in the text, from 0 to 1; a probability with the method "clusters") and `likeness` (cosine of its
        words with those of the whole topic; the highest are the most typical). The last two are missing where `topic`
        is 0.
    articles : pandas.DataFrame
        A row an article, in the order of ``corpus.articles``: `article`, `label`, `era`, `topic` (the one with the
        largest share; 0 where it has no text to judge by), and a column `topic_N` for each topic: its share of the
        article, by words; missing where `topic` is 0.
    quality : pandas.DataFrame
        A row a topic: `topic`, `top_terms`, `units`, `articles` (in how many it is the topic of a text), `coherence`
        (NPMI of the top terms), `stability` (mean Jaccard overlap of the top terms with those of the counterpart in
        bootstrap draws of articles, see `Draws`; 1: always the same terms; missing with fewer than three texts) and
        `survives` (stability of 0.5 or more). A draw that cannot hold so many topics counts as 0. Part of what is lost
        comes from the doubling of articles in a draw, not from those left out. Computed when first asked for, since it
        takes as many fits as there are draws.
    explained : float
        Share of the squares of TF-IDF that the topics rebuild, from 0 to 1; missing (nan) but for "nmf".
    n_topics : int
    unit, method : str
        What was taken for a text, and how topics were found.
    note : str
        What was done otherwise than asked; mostly empty.
    """

    terms: pd.DataFrame
    units: pd.DataFrame
    articles: pd.DataFrame
    n_topics: int
    unit: Unit
    method: Method
    note: str
    _model: "Model" = field(repr=False)

    @property
    def quality(self) -> pd.DataFrame:
        """A row a topic: what it holds and how far to trust it."""
        return self._model.quality.copy(deep=False)

    @property
    def explained(self) -> float:
        """Share of the squares of TF-IDF that the topics rebuild; missing (nan) but for "nmf"."""
        return self._model.explained

    @property
    def model(self) -> "Model":
        """What the frames were made from: arrays, in the order in which they were fitted."""
        return self._model


def topics(
    corpus: Corpus,
    n_topics: int | None = None,
    *,
    unit: str | None = None,
    method: str | None = None,
    seed: int = 0,
    samples: int | None = None,
) -> Topics:
    """Find topics.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n_topics : int, optional
        From 2 to 50; by default `default_number` chooses.
    unit : {"paragraph", "window", "article"}, optional
        What makes a text. By default articles where there are a hundred or more, else paragraphs, or windows of four
        sentences where the lines are no paragraphs.
    method : {"nmf", "clusters", "lda"}, optional
        How topics are found, see `fit`. By default "nmf" for parts of articles, where no start is drawn by lot, and
        "clusters" for whole articles, where it follows labels by people better (`benchmarks/topics.py`).
    seed : int, default 0
        Of the start of "lda"; the others have none.
    samples : int, optional
        Draws of texts by lot for the stability. By default every possible draw, each with its probability, where there
        are no more than 126 of them (five texts), else 20 by lot.

    Returns
    -------
    Topics
        The same for the same texts, whatever their order, their names and their dates.

    Raises
    ------
    TwoCrisesError
        If an argument is none of those above, or the corpus has no two texts that differ and share a word.

    Notes
    -----
    Texts that are fewer than `n_topics`, or that repeat one another, get as many topics as they can hold, and `note`
    says so.

    References
    ----------
    Efron (1979), Bootstrap methods: another look at the jackknife; Hennig (2007), Cluster-wise assessment of cluster
    stability, for a line at 0.5, below which a cluster is dissolved.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> found = topics(seeds, 4)
    >>> found.unit, found.method, found.articles.label.tolist() == seeds.articles.label.tolist()
    ('paragraph', 'nmf', True)
    """
    whole(seed, "seed", least=0, most=2**32 - 1)
    checked_samples(samples)
    # Named before anything is kept, so that a default and its name lead to one result.
    units = _checked_units(corpus, unit)
    how = _method(units, method)
    number = min(default_number(corpus, units.kind, how), most_topics(units)) if n_topics is None else n_topics
    found = _find(corpus, number, units.kind, how, seed, samples)
    frames = {name: getattr(found, name).copy(deep=False) for name in ("terms", "units", "articles")}
    return replace(found, **frames)


def default_number(corpus: Corpus, unit: str | None = None, method: str | None = None) -> int:
    """Number of topics where nobody asks for one: that of the highest coherence times diversity.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    unit, method : str, optional
        As for `topics`.

    Returns
    -------
    int
        One of 2 to 10, 15, 20, 30, 40 and 50, with 15 texts a topic or more; of equals the smallest. Of more than 2,000
        texts so many are taken for the choice, evenly by their content.

    Raises
    ------
    TwoCrisesError
        As `topics`.

    References
    ----------
    Dieng, Ruiz and Blei (2020), Topic modeling in embedding spaces, for the product.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> default_number(load_corpus("seeds"))
    3
    """
    return best_number(numbers_of_topics(corpus, unit, method))


def best_number(numbers: pd.DataFrame) -> int:
    """Number of topics with the largest product, of equals the smallest.

    Parameters
    ----------
    numbers : pandas.DataFrame
        From `numbers_of_topics`.

    Returns
    -------
    int

    Examples
    --------
    >>> best_number(pd.DataFrame({"topics": [2, 3, 4], "product": [0.1, 0.2, 0.2]}))
    3
    """
    return int(numbers["topics"].to_numpy()[numbers["product"].to_numpy().argmax()])


def numbers_of_topics(corpus: Corpus, unit: str | None = None, method: str | None = None) -> pd.DataFrame:
    """Coherence and diversity for several numbers of topics.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    unit, method : str, optional
        As for `topics`.

    Returns
    -------
    pandas.DataFrame
        A row a number: `topics`, `coherence` (mean NPMI of the topics), `diversity` (share of different words among
        all top terms), and `product` of the two, or the coherence itself where it is not above 0.

    Raises
    ------
    TwoCrisesError
        As `topics`.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> numbers_of_topics(load_corpus("seeds")).topics.tolist()
    [2, 3, 4, 5, 6, 7, 8, 9, 10]
    """
    units = _checked_units(corpus, unit)
    return _numbers(corpus, units.kind, _method(units, method))


@once_per_corpus
def _numbers(corpus: Corpus, unit: Unit, method: Method) -> pd.DataFrame:
    units = _checked_units(corpus, unit)
    return measured_numbers(units, texts_of(corpus, units), method)


def measured_numbers(units: Units, text: Ints, method: Method) -> pd.DataFrame:
    """Coherence and diversity for several numbers of topics of some units.

    Parameters
    ----------
    units : Units
        From `text_units_of`.
    text : array of int, shape (n_units,)
        From `texts_of`.
    method : str
        As for `topics`.

    Returns
    -------
    pandas.DataFrame
        As `numbers_of_topics`.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> units = text_units_of(seeds)
    >>> measured_numbers(units, texts_of(seeds, units), "nmf").equals(numbers_of_topics(seeds))
    True
    """
    rows = units.order[even_rows(len(units.order), MOST_TEXTS)]
    most = min(most_topics(units), max(2, len(rows) // _TEXTS_A_TOPIC))
    numbers = [n for n in _NUMBERS if n <= most]
    measured = []
    for n in with_bar(numbers, "choosing a number of topics", "numbers", many=2):
        tops = Model(units, text, rows, n, method).tops
        measured.append((n, _mean(coherence_of(units, tops)), diversity([list(row) for row in _lists(tops)])))
    frame = pd.DataFrame(measured, columns=["topics", "coherence", "diversity"])
    product = frame["coherence"] * frame["diversity"]
    return frame.assign(product=product.where(frame["coherence"] > 0, frame["coherence"]).round(9))


def most_topics(units: Units) -> int:
    """Say how many topics some texts can hold.

    Parameters
    ----------
    units : Units
        From `text_units_of`.

    Returns
    -------
    int
        At most 50, and no more than there are different texts and terms.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> most_topics(text_units_of(load_corpus("seeds")))
    50
    """
    return min(different(units.counts, MOST_TOPICS), len(units.terms))


@dataclass(frozen=True)
class Draws:
    """Draws of texts with replacement, as many texts as there are.

    Attributes
    ----------
    rows : list of arrays of int
        The rows of each draw. A text drawn twice is there twice.
    weights : array of float, shape (n_draws,)
        How probable each draw is; they add up to 1.
    exact : bool
        Whether these are all possible draws. Then means over them, by their weights, are those of the bootstrap itself;
        else the draws are made by lot, and others would give somewhat other means.
    """

    rows: list[Ints]
    weights: Floats
    exact: bool


@dataclass(frozen=True)
class Model:
    """A fit, and what it takes to repeat it on other texts.

    Attributes
    ----------
    units : Units
        The texts.
    text : array of int, shape (n_units,)
        Which units belong to one article, or to articles that print the same text.
    rows : array of int, shape (n_fitted,)
        The rows of `units` to which topics are fitted, in that order.
    n_topics : int
    method : str
    seed : int
        Of the starts.
    samples : int or None
        How many draws by lot tell the stability; None makes every possible draw where these are few.
    """

    units: Units
    text: Ints
    rows: Ints
    n_topics: int
    method: Method
    seed: int = 0
    samples: int | None = 0

    @cached_property
    def fitted(self) -> Fitted:
        """The fit, its texts in the order of `rows`."""
        return fit(sparse.csr_array(self.units.counts[self.rows]), self.n_topics, method=self.method, seed=self.seed)

    @cached_property
    def tops(self) -> Ints:
        """Columns of the top terms, shape (n_topics, 10); -1 where a topic has fewer."""
        return top_terms(self.fitted)

    def tops_without(self, rows: Ints, *, seed: int | None = None) -> Ints | None:
        """Fit again to other rows, and to the terms that stand in two of them.

        Parameters
        ----------
        rows : array of int, shape (n,)
            Rows of `units`; one may come more than once.
        seed : int, optional
            Another one.

        Returns
        -------
        array of int, shape (n_topics, 10), or None
            The top terms by the same columns; None if these texts cannot hold so many topics.
        """
        counts = sparse.csr_array(self.units.counts[rows])
        kept = np.flatnonzero(in_two_texts(counts))
        counts = sparse.csr_array(counts[:, kept])
        if min(different(counts, self.n_topics), len(kept)) < self.n_topics:
            return None
        found = top_terms(fit(counts, self.n_topics, method=self.method, seed=self.seed if seed is None else seed))
        return np.where(found >= 0, np.append(kept, -1)[found], -1)

    def draws(self, most: int = MOST_DRAWS) -> Draws:
        """Draw texts with replacement, as `samples` says.

        Parameters
        ----------
        most : int, default 126
            Up to so many possible draws each is made where `samples` is None.

        Returns
        -------
        Draws
            None with fewer than three texts.
        """
        codes, names = pd.factorize(self.text[self.rows])
        if len(names) < FEWEST_TEXTS:
            return Draws([], np.zeros(0), exact=False)
        chosen, weights, exact = drawn_texts(len(names), self.samples, most)
        members = np.split(self.rows[np.argsort(codes, kind="stable")], np.cumsum(np.bincount(codes))[:-1])
        return Draws([np.concatenate([members[i] for i in draw]) for draw in chosen], weights, exact)

    @cached_property
    def drawn(self) -> list[Ints | None]:
        """Top terms after each of the draws, as by `tops_without`."""
        draws = self.draws().rows
        return [self.tops_without(rows) for rows in with_bar(draws, "drawing articles anew", "draws", many=2)]

    @cached_property
    def overlaps(self) -> Floats:
        """Overlap of each topic with its counterpart in each of the draws, shape (n_draws, n_topics)."""
        return overlaps_of(self.tops, self.drawn)

    @cached_property
    def explained(self) -> float:
        """See `Topics`."""
        if self.method != "nmf":
            return float("nan")
        return rebuilt(tf_idf(sparse.csr_array(self.units.counts[self.rows])), self.fitted)

    @property
    def n_texts(self) -> int:
        """Articles to which topics are fitted, those that print the same text as one."""
        return len(np.unique(self.text[self.rows]))

    @cached_property
    def quality(self) -> pd.DataFrame:
        """See `Topics`."""
        # Rounded, so that a mean of 0.5 is one whatever its last digit.
        known = len(self.overlaps) > 0
        stability = (self.draws().weights @ self.overlaps).round(12) if known else np.full(self.n_topics, np.nan)
        article = self.units.frame["article"].to_numpy()[self.rows]
        topic = pd.Series(self.fitted.topic)
        numbers = pd.RangeIndex(self.n_topics)
        return pd.DataFrame(
            {
                "topic": numbers + 1,
                "top_terms": [", ".join(self.units.terms[row]) for row in _lists(self.tops)],
                "units": topic.value_counts().reindex(numbers, fill_value=0).to_numpy(),
                "articles": pd.Series(article).groupby(topic).nunique().reindex(numbers, fill_value=0).to_numpy(),
                "coherence": coherence_of(self.units, self.tops),
                "stability": stability,
                "survives": pd.array(stability >= SURVIVES, dtype="boolean"),
            }
        ).assign(survives=lambda frame: frame["survives"].where(frame["stability"].notna()))


def drawn_texts(n_texts: int, samples: int | None, most: int = MOST_DRAWS) -> tuple[list[Ints], Floats, bool]:
    """Draw as many texts as there are, with replacement: every way to do so, or some by lot.

    Parameters
    ----------
    n_texts : int
        How many there are.
    samples : int or None
        Draws by lot. None makes every possible draw where there are no more than `most`, else 20 by lot.
    most : int, default 126
        That is five texts. The order within a draw does not matter: n texts have (2n - 1)! / (n! (n - 1)!) draws.

    Returns
    -------
    draws : list of arrays of int
        The texts of each draw, from 0.
    weights : array of float, shape (n_draws,)
        Probability of each draw (multinomial), or the same for all of those by lot.
    exact : bool
        Whether these are all there are.

    References
    ----------
    Efron (1979), Bootstrap methods: another look at the jackknife; Fisher and Hall (1991), Bootstrap algorithms for
    small samples, for all draws in place of some.

    Examples
    --------
    >>> draws, weights, exact = drawn_texts(2, None)
    >>> [draw.tolist() for draw in draws], weights.tolist(), exact
    ([[0, 0], [0, 1], [1, 1]], [0.25, 0.5, 0.25], True)
    """
    if samples is None and comb(2 * n_texts - 1, n_texts) <= most:
        draws = [np.array(draw) for draw in combinations_with_replacement(range(n_texts), n_texts)]
        ways = [factorial(n_texts) // prod(factorial(k) for k in np.bincount(draw).tolist()) for draw in draws]
        return draws, np.array(ways) / n_texts**n_texts, True
    random = np.random.default_rng(0)
    n = DRAWS if samples is None else samples
    return [random.integers(n_texts, size=n_texts) for _ in range(n)], np.full(n, 1 / max(n, 1)), False


def overlaps_of(tops: Ints, others: list[Ints | None]) -> Floats:
    """Overlap of topics with their counterparts in other fits.

    Parameters
    ----------
    tops : array of int, shape (n_topics, 10)
        From `top_terms`.
    others : list of arrays of int or None
        Those of the other fits; None where the texts could not hold so many topics.

    Returns
    -------
    array of float, shape (n_others, n_topics)
        As by `matched`, and 0 where there was no fit.

    Examples
    --------
    >>> overlaps_of(np.array([[0, 1], [2, 3]]), [np.array([[2, 3], [0, 1]]), None]).tolist()
    [[1.0, 1.0], [0.0, 0.0]]
    """
    rows = [np.zeros(len(tops)) if other is None else matched(tops, other)[1] for other in others]
    return np.array(rows).reshape(len(rows), len(tops))


def rebuilt(weighted: sparse.csr_array, fitted: Fitted) -> float:
    """Share of the squares of some weights that topics rebuild.

    Parameters
    ----------
    weighted : scipy.sparse.csr_array of float, shape (n_texts, n_terms)
        From `tf_idf`.
    fitted : Fitted
        Topics of these texts.

    Returns
    -------
    float
        1 minus the squares of what is left, as a share of all, where each text is rebuilt as its mixture of topics
        times the factor that leaves least. For "nmf" that is what the method makes as large as it can.

    Examples
    --------
    >>> counts = sparse.csr_array(np.repeat([[2.0, 1.0, 0.0], [0.0, 0.0, 1.0]], 3, axis=0))
    >>> round(rebuilt(tf_idf(counts), fit(counts, 2, method="nmf")), 3)
    1.0
    """
    shares, rates = fitted.shares, fitted.rates
    like = (np.asarray(weighted @ rates.T) * shares).sum(axis=1)
    size = ((shares @ (rates @ rates.T)) * shares).sum(axis=1)
    left = np.divide(like**2, size, out=np.zeros_like(size), where=size > 0).sum()
    return float(np.round(left / weighted.power(2).sum(), 9))


@once_per_corpus
def _find(corpus: Corpus, n_topics: int, unit: Unit, method: Method, seed: int, samples: int | None) -> Topics:
    units = _checked_units(corpus, unit)
    most = most_topics(units)
    note = ""
    if isinstance(n_topics, (int, np.integer)) and not isinstance(n_topics, bool) and most < n_topics <= MOST_TOPICS:
        n_topics, note = most, _fewer(units, int(n_topics), most)
    number = whole(n_topics, "n_topics", least=2, most=MOST_TOPICS)
    model = Model(units, texts_of(corpus, units), units.order, number, method, seed, samples)
    if (filled := int(model.fitted.rates.any(axis=1).sum())) < number:
        # NMF finds no more topics than there are directions in which the texts differ.
        note = _fewer(units, number, filled)
        number, model = filled, replace(model, n_topics=filled)
    place = np.argsort(units.order, kind="stable")
    # In the order of the fit, which no day decides, so that sums have the same last digit. What the frames hold is
    # rounded, since even copies of one text may differ there; shares of articles only once, so as not to end on a half.
    weighted = tf_idf(sparse.csr_array(units.counts[model.rows]))
    likeness = _likeness(weighted, model.fitted.shares)[place].round(12)
    shares, topic = model.fitted.shares[place], model.fitted.topic[place]
    frame = units.frame.assign(
        topic=(topic + 1).astype("int16"),
        share=np.where(topic >= 0, shares.max(axis=1).round(12), np.nan),
        likeness=likeness[np.arange(len(topic)), topic],
    )
    frame.loc[frame["topic"] == 0, "likeness"] = np.nan
    return Topics(_terms(model), frame, _by_article(corpus, frame, shares), number, units.kind, method, note, model)


def _checked_units(corpus: Corpus, unit: str | None) -> Units:
    """Cut the corpus into texts, or say why they are too few."""
    units = _units(corpus, _default_unit(corpus) if unit is None else unit)
    if trouble := too_small(units):
        raise TwoCrisesError(trouble)
    if different(units.counts, 2) < 2:
        raise TwoCrisesError(
            f"The {count(len(units.frame), units.kind)} of this corpus use the same words, so there are no topics to "
            "tell apart. Add other articles."
        )
    return units


@once_per_corpus
def _units(corpus: Corpus, unit: str) -> Units:
    return text_units_of(corpus, unit)


@once_per_corpus
def _default_unit(corpus: Corpus) -> Unit:
    return default_unit(corpus)


def texts_of(corpus: Corpus, units: Units) -> Ints:
    """Number the text of each unit: articles that print the same text are one.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    units : Units
        From `text_units_of`.

    Returns
    -------
    array of int, shape (n_units,)

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> len(set(texts_of(seeds, text_units_of(seeds)).tolist()))
    5
    """
    return np.asarray(pd.Series(blocks(corpus), index=corpus.articles["article"])[units.frame["article"]].to_numpy())


def checked_samples(samples: int | None) -> int | None:
    """Pass on how many draws are wanted, or say that it is no number.

    Parameters
    ----------
    samples : int or None
        None leaves it to the function.

    Returns
    -------
    int or None

    Raises
    ------
    TwoCrisesError
        If it is neither None nor a whole number of 0 or more.

    Examples
    --------
    >>> checked_samples(3), checked_samples(None)
    (3, None)
    """
    return samples if samples is None else whole(samples, "samples", least=0)


def _check_method(method: str | None) -> None:
    if method is not None and method not in METHODS:
        named = ", ".join(f'"{name}"' for name in METHODS)
        raise TwoCrisesError(f"method is {shown(method)}. Take one of {named}.")


def _method(units: Units, method: str | None) -> Method:
    _check_method(method)
    return cast(Method, method) if method else "clusters" if units.kind == "article" else "nmf"


def _fewer(units: Units, wanted: int, most: int) -> str:
    return (
        f"You asked for {wanted} topics; these {count(len(units.frame), units.kind)} with "
        f"{count(units.counts.shape[1], 'word')} to tell them apart can hold {most}, so {most} were found."
    )


def _lists(tops: Ints) -> list[Ints]:
    return [row[row >= 0] for row in tops]


def coherence_of(units: Units, tops: Ints) -> Floats:
    """Coherence of topics in the units.

    Parameters
    ----------
    units : Units
        From `text_units_of`.
    tops : array of int, shape (n_topics, 10)
        From `top_terms`.

    Returns
    -------
    array of float, shape (n_topics,)
        See `npmi`.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = topics(load_corpus("seeds"), 3)
    >>> bool((coherence_of(found.model.units, found.model.tops) == found.quality.coherence).all())
    True
    """
    return npmi_of_codes(_lists(tops), units.words, units.text, n_texts=len(units.frame))


def _mean(values: Floats) -> float:
    """Mean of what is known; -1, the least coherence there is, where nothing is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else -1.0


def _terms(model: Model) -> pd.DataFrame:
    values = relevances(model.fitted)
    rows = [
        (n + 1, rank + 1, str(model.units.terms[i]), values[n, i], model.fitted.rates[n, i])
        for n, top in enumerate(_lists(model.tops))
        for rank, i in enumerate(top)
    ]
    frame = pd.DataFrame(rows, columns=["topic", "rank", "term", "relevance", "weight"])
    # Other versions of NumPy and SciPy give other last digits.
    return frame.assign(relevance=frame["relevance"].round(12), weight=frame["weight"].round(12))


def _likeness(weighted: sparse.csr_array, shares: Floats) -> Floats:
    """Cosine of each text with each topic, shape (n_texts, n_topics)."""
    return np.asarray(weighted @ profiles(shares, weighted).T)


def _by_article(corpus: Corpus, units: pd.DataFrame, shares: Floats) -> pd.DataFrame:
    words = units["words"].to_numpy()
    weighted = pd.DataFrame(shares * words[:, None]).groupby(units["article"].to_numpy(dtype=object)).sum()
    weighted = weighted.reindex(corpus.articles["article"], fill_value=0.0)
    total = weighted.sum(axis=1)
    weighted = weighted.div(total.where(total > 0), axis=0)
    strongest = weighted.fillna(-1).to_numpy().round(9).argmax(axis=1) + 1
    frame = corpus.articles[["article", "label", "era"]]
    frame["topic"] = np.where(total > 0, strongest, 0).astype("int16")
    for n in range(weighted.shape[1]):
        frame[f"topic_{n + 1}"] = weighted[n].to_numpy().round(12)
    return frame


def same_articles(found: Topics, corpus: Corpus) -> None:
    """Refuse topics of other articles than those of the corpus they are given with.

    Parameters
    ----------
    found : Topics
        From `topics`.
    corpus : Corpus
        From `load_corpus`.

    Raises
    ------
    TwoCrisesError
        If the articles are others.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> same_articles(topics(seeds, 3), seeds)
    """
    if found.articles["article"].tolist() != corpus.articles["article"].tolist():
        raise TwoCrisesError(OTHER_CORPUS)


def typical_sentences(found: Topics, corpus: Corpus, topic: int, n: int = 4) -> pd.DataFrame:
    """Sentences that are most like a topic, wherever they stand.

    Parameters
    ----------
    found : Topics
        From `topics`.
    corpus : Corpus
        The same corpus.
    topic : int
        From 1.
    n : int, default 4
        Sentences to give.

    Returns
    -------
    pandas.DataFrame
        A row a sentence of eight words or more, the most alike first: `article`, `label`, `era`, `address`, `place`
        (how far into the article it begins, 0 at the start and near 1 at the end), `text`, `likeness` (cosine of its
        words, weighed by TF-IDF of the texts, with those of the topic). A sentence that is printed again is given once.

    Raises
    ------
    TwoCrisesError
        If there is no such topic, `n` is below 1, or the topics are those of other articles.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> typical_sentences(topics(seeds, 3), seeds, 1, 2).columns.tolist()
    ['article', 'label', 'era', 'address', 'place', 'text', 'likeness']
    """
    topic, n = whole(topic, "topic", most=found.n_topics), whole(n, "n")
    units, model = found.model.units, found.model
    same_articles(found, corpus)
    sentences = corpus._frames["sentences"][["article", "sentence", "text"]]  # who speaks in them is not asked
    tokens = corpus.tokens[["article", "sentence", "term"]]
    row = sentence_rows(sentences, tokens)
    column = units.terms.get_indexer(pd.Index(tokens["term"].cat.categories, dtype=object))[tokens["term"].cat.codes]
    known = column >= 0
    counts = sparse.csr_array(
        (np.ones(known.sum()), (row[known], column[known])), shape=(len(sentences), len(units.terms))
    )
    counts.sum_duplicates()
    profile = profiles(model.fitted.shares, tf_idf(sparse.csr_array(units.counts[model.rows])))[topic - 1]
    likeness = np.asarray(tf_idf(counts, units.counts) @ profile)
    likeness[np.bincount(row, minlength=len(sentences)) < SHORTEST] = -1
    size = sentences.groupby("article", observed=True)["sentence"].transform("size").to_numpy()
    nth = sentences.groupby("article", observed=True).cumcount().to_numpy()
    frame = sentences.assign(likeness=likeness.round(9), place=nth / size)
    frame = frame[frame["likeness"] > 0].sort_values("likeness", ascending=False, kind="stable")
    frame = frame.drop_duplicates("text").head(n).astype({"article": object})
    frame = frame.merge(corpus.articles[["article", "label", "era"]], on="article", how="left")
    frame["article"] = frame["article"].astype(TEXT)
    frame["address"] = frame["article"] + "#s" + frame["sentence"].astype(TEXT)
    return frame[["article", "label", "era", "address", "place", "text", "likeness"]]


def topics_by_era(found: Topics, corpus: Corpus) -> pd.DataFrame:
    """Share of each topic in two eras, article by article, and what may be claimed of the difference.

    Parameters
    ----------
    found : Topics
        From `topics`.
    corpus : Corpus
        The same corpus.

    Returns
    -------
    pandas.DataFrame
        A row a topic: `topic`, `top_terms`; for both eras `share_ERA` (mean over the articles), `low_ERA` and
        `high_ERA` (95 % interval of it, bootstrap over texts; missing below ten texts); `difference` (later minus
        earlier), `separates` (every article of one era above every one of the other), `turned_by` (label of the article
        without which the difference has the other sign; missing if none), `p` (max-T permutation over texts and all
        topics), `floor` (the smallest p that these texts allow) and `claim`.

    Raises
    ------
    TwoCrisesError
        If there are not two eras with articles that hold a topic, or the topics are those of other articles.

    Notes
    -----
    The same articles chose the topics, so p says how rare the difference is among the labelings of these articles for
    these topics, and nothing about how else the topics might have come out.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> topics_by_era(topics(seeds, 3), seeds).claim.tolist()
    ['descriptive', 'descriptive', 'descriptive']
    """
    pair = compare_eras(corpus)
    by_unit, unit_later, labels = shares_by_text(found, corpus)
    _, p = max_t(by_unit, unit_later)
    means = [by_unit[side].mean(axis=0) for side in (~unit_later, unit_later)]
    difference = (means[1] - means[0]).round(12)
    frame = pd.DataFrame({"topic": np.arange(found.n_topics) + 1, "top_terms": _joined(found)})
    for era, side, mean in ((pair.first, ~unit_later, means[0]), (pair.second, unit_later, means[1])):
        spans = [bootstrap_interval(by_unit[side, n], np.arange(side.sum())) for n in range(found.n_topics)]
        frame[f"share_{era}"] = mean
        frame[f"low_{era}"], frame[f"high_{era}"] = np.array(spans).reshape(-1, 2).T
    above = by_unit[unit_later].min(axis=0) - by_unit[~unit_later].max(axis=0)
    below = by_unit[~unit_later].min(axis=0) - by_unit[unit_later].max(axis=0)
    return frame.assign(
        difference=difference,
        separates=np.maximum(above, below).round(9) > 0,
        turned_by=pd.array(_turned_by(by_unit, unit_later, difference, labels), dtype=TEXT),
        p=p,
        floor=smallest_p(int((~unit_later).sum()), int(unit_later.sum()), int(np.count_nonzero(by_unit))),
        claim=np.where(p <= LEVEL, "supported", "descriptive"),
    )


def shares_by_text(found: Topics, corpus: Corpus) -> tuple[Floats, Bools, np.ndarray]:
    """Share of each topic in the texts of two eras, articles of one era that print the same text taken together.

    Parameters
    ----------
    found : Topics
        From `topics`.
    corpus : Corpus
        The same corpus.

    Returns
    -------
    shares : array of float, shape (n_texts, n_topics)
    later : array of bool, shape (n_texts,)
        Which are of the later era.
    labels : array of str, shape (n_texts,)
        Of the first article that prints each.

    Raises
    ------
    TwoCrisesError
        If there are not two eras with articles that hold a topic, or the topics are those of other articles.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> shares, later, labels = shares_by_text(topics(seeds, 3), seeds)
    >>> shares.shape, later.tolist(), labels[0]
    ((5, 3), [False, False, True, True, True], 'BBC, 5 Mar 2014')
    """
    same_articles(found, corpus)
    pair = compare_eras(corpus)
    columns = [f"topic_{n + 1}" for n in range(found.n_topics)]
    shares = found.articles.set_index("article")[columns].loc[pair.articles["article"].astype(object)].to_numpy(float)
    known, later = ~np.isnan(shares[:, 0]), pair.in_second
    if not known[later].any() or not known[~later].any():
        raise TwoCrisesError("An era has no article that holds a topic, so there is nothing to compare. Add articles.")
    unit = pd.factorize(text_units(corpus, pair)[known])[0]
    first = np.unique(unit, return_index=True)[1]
    labels = pair.articles["label"].to_numpy(dtype=object)[known][first]
    return mean_by_unit(shares[known], unit), later[known][first], labels


def _turned_by(shares: Floats, later: np.ndarray, difference: Floats, labels: np.ndarray) -> list[str | None]:
    """Label of the article without which the sign turns most, for each topic."""
    worst, turned = np.zeros(len(difference)), np.full(len(difference), None, dtype=object)
    for i in range(len(shares)):
        rest = np.arange(len(shares)) != i
        if later[rest].all() or not later[rest].any():
            continue
        without = shares[rest & later].mean(axis=0) - shares[rest & ~later].mean(axis=0)
        turn = np.where(difference * without < 0, np.abs(without), 0).round(9)
        turned = np.where(turn > worst, labels[i], turned)
        worst = np.maximum(worst, turn)
    return [None if label is None else str(label) for label in turned]


def _joined(found: Topics) -> list[str]:
    """Top terms of each topic; none where it has none."""
    terms = found.terms.groupby("topic")["term"].agg(", ".join)
    return [str(text) for text in terms.reindex(range(1, found.n_topics + 1), fill_value="")]


def topics_beside_keyness(found: Topics, corpus: Corpus) -> pd.DataFrame:
    """Whether the words of a topic say the same of the eras as its share does.

    Parameters
    ----------
    found : Topics
        From `topics`.
    corpus : Corpus
        The same corpus.

    Returns
    -------
    pandas.DataFrame
        A row a topic: `topic`, `top_terms`, `change` of its share (later minus earlier era), `terms_ERA` for both
        eras (how many of its top terms have the higher mean rate there), and `agree` (whether most of them lie on
        the side of the share).

    Raises
    ------
    TwoCrisesError
        If there are not two eras with articles that hold a topic, or the topics are those of other articles.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> beside = topics_beside_keyness(topics(seeds, 3), seeds)
    >>> bool((beside.terms_2014 + beside.terms_2022 <= 10).all())
    True
    """
    pair = compare_eras(corpus)
    table = keyness(corpus, min_count=1).set_index("term")
    change = (table[f"mean_rate_{pair.second}"] - table[f"mean_rate_{pair.first}"]).round(9)
    sign = np.sign(found.terms["term"].map(change).fillna(0).to_numpy())
    terms = pd.crosstab(found.terms["topic"], sign)
    terms = terms.reindex(index=range(1, found.n_topics + 1), columns=[-1.0, 1.0], fill_value=0)
    frame = topics_by_era(found, corpus)[["topic", "top_terms", "difference"]].rename(columns={"difference": "change"})
    frame[f"terms_{pair.first}"], frame[f"terms_{pair.second}"] = terms.to_numpy().T
    more = frame[f"terms_{pair.second}"] - frame[f"terms_{pair.first}"]
    return frame.assign(agree=(more * frame["change"]) > 0)


def topic_map(found: Topics, most: int = 2_000) -> tuple[pd.DataFrame, tuple[float, float]]:
    """Places of the texts in the plane in which their words differ most.

    Parameters
    ----------
    found : Topics
        From `topics`.
    most : int, default 2000
        Of more texts so many are placed, evenly over the corpus.

    Returns
    -------
    places : pandas.DataFrame
        A row a text: the columns of ``found.units``, and `x` and `y`: the first two principal components of TF-IDF.
    shares : pair of float
        How much of the variance the two have.

    Raises
    ------
    TwoCrisesError
        If `most` is no whole number of 2 or more.

    Notes
    -----
    A linear projection, so nothing in it depends on a seed. The sign of a component, which no data decide, is that for
    which the term that weighs most weighs positively.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> places, shares = topic_map(topics(load_corpus("seeds"), 3))
    >>> {"x", "y", "address"} <= set(places), 0 < shares[1] <= shares[0] < 1
    (True, True)
    """
    from sklearn.decomposition import PCA

    most = whole(most, "most", least=2)
    units, rows = found.model.units, found.model.rows
    rows = rows[even_rows(len(rows), most)]
    weighted = tf_idf(sparse.csr_array(units.counts))[rows]
    n = min(2, *weighted.shape)
    model = PCA(n, svd_solver="full" if min(weighted.shape) <= 500 else "arpack", random_state=0)
    with threadpool_limits(1):
        places = model.fit_transform(weighted.toarray() if min(weighted.shape) <= 500 else weighted)
    loads = model.components_.round(9)
    sign = np.sign(loads[np.arange(n), np.abs(loads).argmax(axis=1)])
    places = np.round(places * np.where(sign == 0, 1, sign), 9)
    drawn = (
        found.units.iloc[rows].assign(x=places[:, 0], y=places[:, 1] if n > 1 else 0.0).sort_index(ignore_index=False)
    )
    explained = [float(share) for share in np.nan_to_num(model.explained_variance_ratio_)] + [0.0]
    return drawn.reset_index(drop=True), (explained[0], explained[1])
