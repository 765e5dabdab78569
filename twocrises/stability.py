"""Topics, found again under other conditions -> how much of them comes back.

Other articles, other seeds, another order of the same texts, another method: each gives topics once more, and each
topic is laid beside its counterpart. A topic that comes back is no fact about the news for that, but one that does not
is a fact about the draw.
"""

import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import ceil
from typing import Literal, cast, get_args

import numpy as np
import pandas as pd
from scipy import sparse
from threadpoolctl import threadpool_limits

from twocrises.checks import shown, whole
from twocrises.cleaning import TEXT
from twocrises.corpus import Corpus, even_rows, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.measures import Floats
from twocrises.permutation import Ints
from twocrises.progress import with_bar
from twocrises.topicmodels import (
    Fitted,
    Method,
    different,
    fit,
    in_two_texts,
    matched,
    normalised,
    smoothed_rates,
    tf_idf,
    top_terms,
)
from twocrises.topics import (
    DRAWS,
    MOST_TEXTS,
    OTHER_CORPUS,
    Draws,
    Model,
    Topics,
    best_number,
    checked_samples,
    coherence_of,
    default_number,
    measured_numbers,
    numbers_of_topics,
    overlaps_of,
    texts_of,
    topics,
)
from twocrises.units import Unit, Units, units_in
from twocrises.wording import count

How = Literal["draws", "without", "seeds", "order"]
Find = Callable[[sparse.csr_array, int, int], Fitted]

HOWS: tuple[How, ...] = get_args(How)
# So many refits where nobody says how many; of more articles so many are left out, evenly over the corpus.
_MOST_LEFT_OUT = 40
_OTHERS = 10
# Words are dealt so often, and where there are so many texts, whose sums hardly depend on the deal, less often.
_DEALS, _FEW_DEALS, _LARGE = 20, 3, 2_000
# So many topics of dealt words are enough for their mean, and for what one in twenty of them reaches.
_DEALT_TOPICS = 60
# The rule for the number of topics is asked again without each text if that takes no more fits than this.
_MOST_FITS = 216
_COLUMNS = ["how", "refit", "topic", "top_terms", "overlap", "weight"]


def refits(found: Topics, corpus: Corpus, how: How = "draws", *, samples: int | None = None) -> pd.DataFrame:
    """Find the topics again under other conditions, and lay each beside its counterpart.

    Parameters
    ----------
    found : Topics
        From `topics`.
    corpus : Corpus
        The same corpus.
    how : {"draws", "without", "seeds", "order"}, default "draws"
        "draws" draws articles with replacement, as for ``found.quality``. "without" leaves out one article after the
        other, with those that print the same text. "seeds" starts from other seeds; only "lda" has one, the
        others give the same topics again. "order" shuffles the texts, as if we did not sort them by their content.
    samples : int, optional
        How many refits. By default the draws of ``found.quality`` (every possible one, if they are few; see `topics`),
        10 seeds and orders, and each article left out once. A number draws so many by lot. Of more than 40 articles, or
        than `samples`, so many are left out, evenly over the corpus.

    Returns
    -------
    pandas.DataFrame
        A row a refit and a topic of `found`: `how`, `refit` ("draw 3", "without BBC, 5 Mar 2014"), `topic`,
        `top_terms` of the counterpart, `overlap` (Jaccard, of the ten top terms of both) and `weight` (of the refit
        among those of its kind: the probability of a draw where all are made, else the same for each; they add up to
        1). A topic that shares no term with a topic of the refit has no counterpart: no terms, and an overlap of 0. So
        it is where the texts of a refit cannot hold so many topics. Empty where there is nothing to draw from (fewer
        than three texts) or to leave out (a single one).

    Raises
    ------
    TwoCrisesError
        If `how` or `samples` is none of those above, or the topics are those of another corpus.

    Notes
    -----
    Counterparts are chosen so that the overlaps of all topics have the largest sum. The mean overlap of a topic over
    the draws, by `weight`, is its `stability` in ``found.quality``.

    References
    ----------
    Greene, O'Callaghan and Cunningham (2014), How many topics? Stability analysis for topic models.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> again = refits(topics(seeds, 3), seeds, "without")
    >>> again.refit.nunique(), again.overlap.between(0, 1).all()
    (5, np.True_)
    """
    if how not in HOWS:
        named = ", ".join(f'"{name}"' for name in HOWS)
        raise TwoCrisesError(f"how is {shown(how)}. Take one of {named}.")
    usual = {"draws": found.model.samples or None, "without": _MOST_LEFT_OUT, "seeds": _OTHERS, "order": _OTHERS}[how]
    n = usual if samples is None else whole(samples, "samples", least=0)
    rows = []
    for label, tops, weight in _refits(corpus, how, n, *_asked_for(found, corpus)):
        names, overlaps = _counterparts(found, tops)
        rows += [(how, label, i + 1, names[i], overlaps[i], weight) for i in range(found.n_topics)]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return frame.astype(
        {"how": TEXT, "refit": TEXT, "topic": "int64", "top_terms": TEXT, "overlap": "float64", "weight": "float64"}
    )


def topics_by_lot(found: Topics, corpus: Corpus, samples: int | None = None) -> pd.DataFrame:
    """Deal the words of the texts to the texts by lot and look for topics again: what chance alone would give.

    Parameters
    ----------
    found : Topics
        From `topics`.
    corpus : Corpus
        The same corpus.
    samples : int, optional
        How often the words are dealt: by default as often as gives 60 topics, from 3 to 20 times, and 3 times from
        2,000 texts on.

    Returns
    -------
    pandas.DataFrame
        A row a deal and a topic of `found`: `deal` (from 1), `topic`, `overlap` of its top terms with those of its
        counterpart among the topics of the dealt words, and `coherence` of that counterpart in the dealt texts, missing
        where it has fewer than two terms. Deals that cannot hold so many topics have an overlap of 0, too.

    Raises
    ------
    TwoCrisesError
        If `samples` is no whole number of 0 or more, or the topics are those of another corpus.

    Notes
    -----
    Each text keeps as many words as it has, and each word comes as often as before; only which words stand together is
    left to chance. Two things remain. Frequent words are among the top terms again, so the overlap is above 0. And most
    pairs of rarer terms never meet, so the coherence is below 0, which is what independent words would have if all of
    their pairs could meet.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> dealt = topics_by_lot(topics(seeds, 3), seeds, samples=2)
    >>> len(dealt), bool(dealt.coherence.mean() < 0 < dealt.overlap.mean() < 0.3)
    (6, True)
    """
    enough = ceil(_DEALT_TOPICS / found.n_topics) if len(found.units) < _LARGE else _FEW_DEALS
    usual = min(max(enough, _FEW_DEALS), _DEALS)
    n = usual if samples is None else whole(samples, "samples", least=0)
    dealt = _dealt(corpus, n, *_asked_for(found, corpus))
    overlaps = overlaps_of(found.model.tops, [tops for tops, _ in dealt])
    rows = []
    for i, (tops, coherence) in enumerate(dealt):
        match = matched(found.model.tops, tops)[0] if tops is not None else np.full(found.n_topics, -1)
        known = np.append(coherence, np.nan)[match]
        rows += [(i + 1, topic + 1, overlaps[i, topic], known[topic]) for topic in range(found.n_topics)]
    frame = pd.DataFrame(rows, columns=["deal", "topic", "overlap", "coherence"])
    return frame.astype({"deal": "int64", "topic": "int64", "overlap": "float64", "coherence": "float64"})


@once_per_corpus
def how_many(
    corpus: Corpus, *, unit: str | None = None, method: str | None = None, samples: int | None = None
) -> pd.DataFrame:
    """Coherence, diversity and stability for several numbers of topics, and the number that is taken.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    unit, method : str, optional
        As for `topics`.
    samples : int, optional
        Draws of articles by lot for the stability. Each takes a fit for each number, so by default they are 20, or all
        that are possible where these are no more (three texts have 10).

    Returns
    -------
    pandas.DataFrame
        The columns of `numbers_of_topics`, `stability` (mean over topics and draws of the Jaccard overlap of the top
        terms, 0 for a draw that cannot hold so many topics; missing with fewer than three texts), `error` (standard
        error of it, which the lot of the draws gives; 0 where all draws are made, missing with a single one) and
        `chosen` (whether `default_number` takes it).

    Raises
    ------
    TwoCrisesError
        As `topics`.

    Notes
    -----
    Stability is shown and does not choose. Of more than 2,000 texts so many are taken, evenly by their content.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> numbers = how_many(load_corpus("seeds"), samples=2)
    >>> numbers[numbers.chosen].topics.tolist()
    [3]
    """
    samples = checked_samples(samples)
    frame = numbers_of_topics(corpus, unit, method)
    model = _model(corpus, 2, unit, method, samples)
    draws = model.draws(DRAWS)
    overlaps: dict[int, list[float]] = {int(n): [] for n in frame["topics"]}
    models = {n: replace(model, n_topics=n) for n in overlaps}
    jobs = [(n, rows) for n in overlaps for rows in draws.rows]
    for n, rows in with_bar(jobs, "drawing articles anew", "draws", many=2):
        overlaps[n].append(_overlap(models[n].tops, models[n].tops_without(rows)))
    means = [_weighted_mean(values, draws) for values in overlaps.values()]
    errors = [standard_error(np.array(values), draws.exact) for values in overlaps.values()]
    chosen = frame["topics"] == default_number(corpus, unit, method)
    return frame.assign(stability=means, error=errors, chosen=chosen)


def draws_say(found: Topics) -> str:
    """How many draws of articles the stability of topics rests on.

    Parameters
    ----------
    found : Topics
        From `topics`.

    Returns
    -------
    str
        A part of a sentence.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> draws_say(topics(load_corpus("seeds"), 3, samples=20))
    '20 draws by lot'
    """
    n = len(found.model.draws().rows)
    return f"all {n:,} possible draws" if found.model.draws().exact else f"{count(n, 'draw')} by lot"


def standard_error(overlaps: np.ndarray, exact: bool) -> float:
    """How far the lot of the draws moves a mean over them.

    Parameters
    ----------
    overlaps : array of float, shape (n_draws,)
        One for each draw.
    exact : bool
        Whether these are all possible draws.

    Returns
    -------
    float
        Standard error of the mean: 0 if they are all, missing (nan) for fewer than two by lot.

    Examples
    --------
    >>> round(standard_error(np.array([0.0, 1.0, 0.0, 1.0]), exact=False), 3), standard_error(np.zeros(10), exact=True)
    (0.289, 0.0)
    """
    if exact:
        return 0.0
    n = len(overlaps)
    return float(np.std(overlaps, ddof=1) / np.sqrt(n)) if n > 1 else float("nan")


@once_per_corpus
def numbers_without(corpus: Corpus, unit: str | None = None, method: str | None = None) -> pd.DataFrame:
    """How many topics the rule takes when one article after the other is left out.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    unit, method : str, optional
        As for `topics`.

    Returns
    -------
    pandas.DataFrame
        A row an article, with those that print the same text: `left_out` (its label), `topics` (the number the rule
        takes from the others) and `coherence` of these topics. Empty where the articles are too many for that (more
        than 216 fits: 24 articles and nine numbers) or none can be left out.

    Raises
    ------
    TwoCrisesError
        As `topics`.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> numbers_without(load_corpus("seeds")).columns.tolist()
    ['left_out', 'topics', 'coherence']
    """
    model = topics(corpus, 2, unit=unit, method=method, samples=0).model
    rows = []
    texts = _some_texts(model, model.n_texts)
    few = len(texts) * len(numbers_of_topics(corpus, unit, method)) <= _MOST_FITS
    for text in texts if few else texts[:0]:
        units = units_in(model.units, model.text != text)
        if len(units.terms) > 1 and different(units.counts, 2) > 1:
            numbers = measured_numbers(units, texts_of(corpus, units), model.method)
            best = numbers[numbers["topics"] == best_number(numbers)].iloc[0]
            rows.append((_label(model, text), best["topics"], best["coherence"]))
    frame = pd.DataFrame(rows, columns=["left_out", "topics", "coherence"])
    return frame.astype({"left_out": TEXT, "topics": "int64", "coherence": "float64"})


def compare_topics(one: Topics, other: Topics) -> pd.DataFrame:
    """Lay the topics of one run beside those of another, whatever their corpora.

    Parameters
    ----------
    one, other : Topics
        From `topics`: of two corpora, say of all names and with names masked, or by two methods.

    Returns
    -------
    pandas.DataFrame
        A row a topic of `one`: `topic`, `top_terms`, `match` (its counterpart in `other`; 0 if no topic that shares
        a term with it is left; each is taken once), `their_terms`, `overlap` (Jaccard, of the top terms), `shared` (the
        terms that both have, by their rank in `one`), `units` (texts of the topic that both sort), `their_units` (of
        the counterpart; 0 without one) and `together` (how many texts are in both). The last three are the fairer
        comparison where the words are others. A counterpart that holds most of all texts has most of any topic.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> compare_topics(topics(seeds, 3), topics(seeds, 3)).match.tolist()
    [1, 2, 3]
    """
    mine, theirs = _words(one), _words(other)
    # By their words: the two may number them otherwise.
    words = sorted({word for top in (*mine, *theirs) for word in top})
    match, overlap = matched(_codes(words, mine), _codes(words, theirs))
    match = np.where(overlap > 0, match, -1)
    partners: list[list[str]] = [theirs[i] if i >= 0 else [] for i in match]
    shared = [[word for word in a if word in set(b)] for a, b in zip(mine, partners, strict=True)]
    both = _sorted_by_both(one, other)
    crossed = np.zeros((one.n_topics, other.n_topics), dtype="int64")
    np.add.at(crossed, (both["topic_x"] - 1, both["topic_y"] - 1), 1)
    return pd.DataFrame(
        {
            "topic": np.arange(len(mine)) + 1,
            "top_terms": _listed(mine),
            "match": match + 1,
            "their_terms": _listed(partners),
            "overlap": overlap,
            "shared": _listed(shared),
            "units": crossed.sum(axis=1),
            "their_units": np.where(match >= 0, crossed.sum(axis=0)[match], 0),
            "together": np.where(match >= 0, crossed[np.arange(len(mine)), match], 0),
        }
    )


def topic_agreement(one: Topics, other: Topics) -> float:
    """How far two runs sort the same texts into the same topics, whatever they call them.

    Parameters
    ----------
    one, other : Topics
        From `topics`.

    Returns
    -------
    float
        Adjusted Rand index over the texts that both sort into a topic: 1 for the same sorting, 0 as by lot, below 0
        where they agree less than that. Missing (nan) with fewer than two such texts. A text is the same if it
        begins and ends with the same sentences of an article of the same name.

    References
    ----------
    Hubert and Arabie (1985), Comparing partitions.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> topic_agreement(topics(seeds, 3), topics(seeds, 3))
    1.0
    """
    from sklearn.metrics import adjusted_rand_score

    both = _sorted_by_both(one, other)
    return float(adjusted_rand_score(both["topic_x"], both["topic_y"])) if len(both) > 1 else float("nan")


def _sorted_by_both(one: Topics, other: Topics) -> pd.DataFrame:
    """Texts that two runs sort into a topic, with both topics."""
    mine, theirs = (
        found.units.loc[found.units["topic"] > 0, ["address", "last", "topic"]].astype({"address": object})
        for found in (one, other)
    )
    return mine.merge(theirs, on=["address", "last"])


@once_per_corpus
def compare_methods(
    corpus: Corpus, n_topics: int | None = None, *, seeds: int = 5, samples: int | None = None
) -> pd.DataFrame:
    """How much of its topics each method gives back with another seed, another order and other articles.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n_topics : int, optional
        As for `topics`.
    seeds : int, default 5
        Other seeds, and other orders of the texts.
    samples : int, optional
        Draws of articles by lot. Each takes a fit for each method, so by default they are 20, or all that are possible
        where these are no more (three texts have 10).

    Returns
    -------
    pandas.DataFrame
        A row a method: `method`, `coherence` (mean NPMI of its topics), and the mean Jaccard overlap of its top terms
        with those of its own first fit: `other_seed`, `other_order` (texts shuffled) and `draws` (articles drawn with
        replacement; missing with fewer than three texts). 1 means the same topics again; a draw that cannot hold so
        many counts as 0.

    Raises
    ------
    TwoCrisesError
        As `topics`, or if `seeds` or `samples` is no whole number of 0 or more.

    Notes
    -----
    The first fit of each method has the texts in the order of their content and the seed 0. `topics` always takes this
    order and fixes the seed, so it gives the same topics for the same articles with any method; `draws` is what no
    sorting mends. Of more than 2,000 texts so many are taken, evenly by their content.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> compare_methods(load_corpus("seeds"), 3, seeds=1, samples=1).columns.tolist()
    ['method', 'coherence', 'other_seed', 'other_order', 'draws']
    """
    seeds, samples = whole(seeds, "seeds", least=0), checked_samples(samples)
    model = _model(corpus, n_topics, None, None, samples)
    draws = model.draws(DRAWS)
    conditions = [("first", model.rows, 0)]
    conditions += [("other_seed", model.rows, seed + 1) for seed in range(seeds)]
    conditions += [("other_order", rows, 0) for rows in _shuffled(model.rows, seeds)]
    conditions += [("draws", rows, 0) for rows in draws.rows]
    again: dict[str, dict[str, list[Ints | None]]] = {name: {} for name in _FINDERS}
    jobs = [(name, *condition) for name in _FINDERS for condition in conditions]
    for name, what, rows, seed in with_bar(jobs, "comparing methods", "fits", many=2):
        tops = _tops(model.units.counts[rows], model.n_topics, _FINDERS[name], seed)
        again[name].setdefault(what, []).append(tops)
    return pd.DataFrame([_compared(name, found, model.units, draws) for name, found in again.items()])


def _asked_for(found: Topics, corpus: Corpus) -> tuple[int, Unit, Method, int, int | None]:
    """What to ask `topics` for to have these again, if they are of this corpus."""
    model = found.model
    same = topics(corpus, found.n_topics, unit=found.unit, method=found.method, seed=model.seed, samples=model.samples)
    if not same.terms.equals(found.terms):
        raise TwoCrisesError(OTHER_CORPUS)
    return found.n_topics, found.unit, found.method, model.seed, model.samples


@once_per_corpus
def _refits(
    corpus: Corpus,
    how: How,
    n: int | None,
    n_topics: int,
    unit: Unit,
    method: Method,
    seed: int,
    samples: int | None,
) -> list[tuple[str, Ints | None, float]]:
    """Label, top terms and weight of each refit; no terms where the texts cannot hold so many topics."""
    found = topics(corpus, n_topics, unit=unit, method=method, seed=seed, samples=samples)
    if how == "draws":
        # Those of the stability may have been made.
        model = found.model if n == samples else replace(found.model, samples=n)
        weights = model.draws().weights.tolist()
        return [(f"draw {i + 1}", *drawn) for i, drawn in enumerate(zip(model.drawn, weights, strict=True))]
    conditions = _conditions(found.model, how, cast(int, n))
    return [
        (label, found.model.tops_without(rows, seed=other), 1 / len(conditions))
        for label, rows, other in with_bar(conditions, "finding topics again", "fits", many=2)
    ]


@once_per_corpus
def _dealt(
    corpus: Corpus, n: int, n_topics: int, unit: Unit, method: Method, seed: int, samples: int | None
) -> list[tuple[Ints | None, Floats]]:
    """Top terms of the topics of dealt words, and their coherence there."""
    model = topics(corpus, n_topics, unit=unit, method=method, seed=seed, samples=samples).model
    random = np.random.default_rng(0)
    found: list[tuple[Ints | None, Floats]] = []
    for _ in with_bar(range(n), "dealing words by lot", "deals", many=2):
        dealt = _words_dealt(model.units, random)
        tops = replace(model, units=dealt).tops_without(model.rows)
        found.append((tops, coherence_of(dealt, tops) if tops is not None else np.empty(0)))
    return found


def _words_dealt(units: Units, random: np.random.Generator) -> Units:
    """The same units with their words exchanged among them; each keeps as many as it has."""
    # Dealt in an order that only the content decides.
    place = np.argsort(units.order, kind="stable")
    order = np.argsort(place[units.text], kind="stable")
    words = np.empty_like(units.words)
    words[order] = random.permutation(units.words[order])
    counts = sparse.csr_array((np.ones(len(words)), (units.text, words)), shape=units.counts.shape)
    counts.sum_duplicates()
    return replace(units, words=words, counts=counts)


def _conditions(model: Model, how: How, n: int) -> list[tuple[str, Ints, int]]:
    """Label, rows and seed of each refit but draws."""
    rows = model.rows
    if how == "seeds":
        seeds = [seed for seed in range(1, n + 2) if seed != model.seed][:n]
        return [(f"seed {seed}", rows, seed) for seed in seeds]
    if how == "order":
        return [(f"order {i + 1}", order, model.seed) for i, order in enumerate(_shuffled(rows, n))]
    left_out = _some_texts(model, n)
    return [(f"without {_label(model, text)}", rows[model.text[rows] != text], model.seed) for text in left_out]


def _some_texts(model: Model, most: int) -> Ints:
    """The texts that can be left out, evenly over the corpus where they are more."""
    texts = np.unique(model.text[model.rows])
    return np.asarray(texts[even_rows(len(texts), most)] if len(texts) > 1 else texts[:0])


def _label(model: Model, text: int) -> str:
    labels = model.units.frame["label"][model.text == text].drop_duplicates()
    copies = len(labels) - 1
    more = "" if not copies else " and its copy" if copies == 1 else f" and its {copies:,} copies"
    return f"{labels.iloc[0]}{more}"


def _shuffled(rows: Ints, n: int) -> list[Ints]:
    random = np.random.default_rng(0)
    return [random.permutation(rows) for _ in range(n)]


def _model(corpus: Corpus, n_topics: int | None, unit: str | None, method: str | None, samples: int | None) -> Model:
    """Model with the draws of its texts, of which there are no more than the number of topics is chosen on."""
    model = replace(topics(corpus, n_topics, unit=unit, method=method, samples=0).model, samples=samples)
    return replace(model, rows=model.rows[even_rows(len(model.rows), MOST_TEXTS)])


def _overlap(mine: Ints, theirs: Ints | None) -> float:
    """Mean overlap of topics with their counterparts; 0 where the texts could not hold them."""
    return 0.0 if theirs is None else float(matched(mine, theirs)[1].mean())


def _weighted_mean(values: list[float], draws: Draws) -> float:
    return float(draws.weights @ np.array(values)) if values else float("nan")


def _counterparts(found: Topics, tops: Ints | None) -> tuple[list[str], list[float]]:
    """Top terms of the counterpart of each topic, and their overlap."""
    if tops is None:
        return [""] * found.n_topics, [0.0] * found.n_topics
    match, overlap = matched(found.model.tops, tops)
    terms = found.model.units.terms
    partners = [tops[i][tops[i] >= 0] if share > 0 else [] for i, share in zip(match, overlap, strict=True)]
    return [", ".join(terms[i] for i in partner) for partner in partners], overlap.tolist()


def _words(found: Topics) -> list[list[str]]:
    """Top terms of each topic."""
    of_topic = found.terms.groupby("topic")["term"]
    known = {topic: [str(word) for word in words] for topic, words in of_topic}
    return [known.get(n + 1, []) for n in range(found.n_topics)]


def _codes(words: list[str], tops: list[list[str]]) -> Ints:
    place = {word: i for i, word in enumerate(words)}
    width = max((len(top) for top in tops), default=0)
    return np.array([[*(place[word] for word in top), *[-1] * (width - len(top))] for top in tops])


def _listed(tops: list[list[str]]) -> pd.api.extensions.ExtensionArray:
    return pd.array([", ".join(top) for top in tops], dtype=TEXT)


def _tops(counts: sparse.csr_array, n_topics: int, find: Find, seed: int) -> Ints | None:
    """Top terms of topics in these texts, from the terms that two of them have; None if they cannot hold so many."""
    kept = np.flatnonzero(in_two_texts(counts))
    counts = sparse.csr_array(counts[:, kept])
    if min(different(counts, n_topics), len(kept)) < n_topics:
        return None
    filled = np.asarray(counts.sum(axis=1)).ravel() > 0
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = top_terms(find(sparse.csr_array(counts[filled]), n_topics, seed))
    return np.where(found >= 0, np.append(kept, -1)[found], -1)


def _compared(name: str, found: dict[str, list[Ints | None]], units: Units, draws: Draws) -> dict[str, object]:
    """Row of a method in `compare_methods`."""
    first = found["first"][0]
    row: dict[str, object] = {"method": name, "coherence": np.nan}
    if first is not None:
        coherence = coherence_of(units, first)
        known = coherence[~np.isnan(coherence)]
        row["coherence"] = float(known.mean()) if len(known) else np.nan
    for what in ("other_seed", "other_order", "draws"):
        overlaps = [_overlap(first, tops) for tops in found.get(what, [])] if first is not None else []
        row[what] = _weighted_mean(overlaps, draws) if what == "draws" else np.mean(overlaps) if overlaps else np.nan
    return row


def _ours(counts: sparse.csr_array, n_topics: int, seed: int, *, method: Method) -> Fitted:
    return fit(counts, n_topics, method=method, seed=seed)


def _random_nmf(counts: sparse.csr_array, n_topics: int, seed: int) -> Fitted:
    """NMF as ours in all but its start, which is drawn by lot."""
    from sklearn.decomposition import NMF

    model = NMF(n_components=n_topics, init="random", tol=1e-5, max_iter=1_000, random_state=seed)
    weights = model.fit_transform(tf_idf(counts))
    shares, rates = normalised(weights, model.components_)
    return Fitted(shares, rates, shares.argmax(axis=1))


def _one_k_means(counts: sparse.csr_array, n_topics: int, seed: int) -> Fitted:
    """k-means as scikit-learn has it where nobody sets anything: on TF-IDF, from one start."""
    from sklearn.cluster import KMeans

    weighted = tf_idf(counts)
    # It takes no wider indices, which SciPy may give.
    weighted.indices, weighted.indptr = weighted.indices.astype(np.int32), weighted.indptr.astype(np.int32)
    topic = KMeans(n_topics, random_state=seed).fit_predict(weighted)
    shares = np.eye(n_topics)[topic]
    return Fitted(shares, smoothed_rates(counts, shares), topic)


_FINDERS: dict[str, Find] = {
    "NMF, start from the data (ours)": partial(_ours, method="nmf"),
    "NMF, random start": _random_nmf,
    "clusters (k-means and mixture)": partial(_ours, method="clusters"),
    "k-means alone, one start": _one_k_means,
    "LDA": partial(_ours, method="lda"),
}
