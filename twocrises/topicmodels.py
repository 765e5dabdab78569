"""Counts of terms in texts -> topics, by three methods, and how much two sets of topics have in common.

Everything here works on arrays. `fit` finds topics by clustering, by NMF or by LDA, and gives the same result for the
same counts in the same order; `top_terms` names what marks a topic; `matched` compares two sets of topics.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.special import logsumexp
from threadpoolctl import ThreadpoolController

from twocrises.measures import Bools, Floats
from twocrises.permutation import Ints

Method = Literal["clusters", "nmf", "lda"]

METHODS: tuple[Method, ...] = ("clusters", "nmf", "lda")
# So many terms stand for a topic.
TOP = 10
# Weight of how frequent a term is in a topic, against how much more frequent than elsewhere.
RELEVANCE = 0.6
# Dimensions a topic, and at most: fewer lose what parts small classes, more bring back the noise.
_DIMENSIONS, _MOST_DIMENSIONS = 4, 100
# The tree that gives the start holds the distances of all pairs: of more texts so many are taken.
_MOST_IN_TREE = 4_000
# Where a centre might be of more use: the two that are missed least, put into the three groups that spread most.
_LEAST_MISSED, _MOST_SPREAD = 2, 3
_MOST_MOVES = 20
# How fast a text of a topic grows less probable away from its direction (kappa).
_CONCENTRATION = 150.0
# Added to the counts of each term in each topic: a term that a topic lacks is rare there, not impossible.
_PRIOR = 1.0
_MOST_STEPS = 100
_LITTLE = 1_000_000
# Up to so many texts or terms all singular vectors are computed.
_FEW = 400
# What is left of a singular value of 0 after rounding.
_NOTHING = 1e-9


@dataclass(frozen=True)
class Fitted:
    """Topics of some texts.

    Attributes
    ----------
    shares : array of float, shape (n_texts, n_topics)
        How much of each text belongs to each topic; rows add up to 1, or are 0 where no topic has any of its words.
        With "clusters" it is the probability that the text belongs there.
    rates : array of float, shape (n_topics, n_terms)
        How frequent each term is in each topic; rows add up to 1.
    topic : array of int, shape (n_texts,)
        The topic with the largest share, from 0; -1 where no topic has any of the words of a text.
    """

    shares: Floats
    rates: Floats
    topic: Ints


def tf_idf(counts: sparse.csr_array, texts: sparse.csr_array | None = None) -> sparse.csr_array:
    """Weigh counts: the logarithm of how often a term stands in a text, times how rare it is elsewhere.

    Parameters
    ----------
    counts : scipy.sparse.csr_array of float, shape (n_texts, n_terms)
        How often each term stands in each text.
    texts : scipy.sparse.csr_array of float, shape (n, n_terms), optional
        The texts in which a term is rare or not, where they are others than these.

    Returns
    -------
    scipy.sparse.csr_array of float, shape (n_texts, n_terms)
        Rows have length 1, or 0 without a term.

    References
    ----------
    Salton and Buckley (1988), Term-weighting approaches in automatic text retrieval.

    Examples
    --------
    >>> tf_idf(sparse.csr_array([[2.0, 0.0], [0.0, 1.0]])).toarray().tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    from sklearn.feature_extraction.text import TfidfTransformer

    weighing = TfidfTransformer(sublinear_tf=True).fit(counts if texts is None else texts)
    return sparse.csr_array(weighing.transform(counts))


def fit(counts: sparse.csr_array, n_topics: int, *, method: Method = "clusters", seed: int = 0) -> Fitted:
    """Find topics.

    Parameters
    ----------
    counts : scipy.sparse.csr_array of float, shape (n_texts, n_terms)
        How often each term stands in each text. The order of the texts matters to "clusters" and "lda": whoever wants
        the same topics for the same texts gives them in an order that only their content decides.
    n_topics : int
        At least 2, and at most as many as there are different texts and as there are terms.
    method : {"clusters", "nmf", "lda"}, default "clusters"
        "clusters" puts each text into one topic: k-means on the first dimensions of TF-IDF, four a topic, from the cuts
        of a tree; from there a mixture of multinomials on the counts, which lets topics be of unequal size; and from
        there a mixture of directions of TF-IDF (von Mises-Fisher), which does not count the words of a long text as if
        each were drawn anew. "nmf" writes each text as a sum of topics, by non-negative matrix factorisation of TF-IDF,
        from a start that the data give. "lda" finds topics by a model of how texts might come about, from a start that
        the seed gives, in ten steps.
    seed : int, default 0
        Of the start of "lda". The others have none.

    Returns
    -------
    Fitted
        Topics from large to small.

    Notes
    -----
    One core does the work: several would add in an order of their own, and the last digits would differ from run to
    run. The mixtures stop where a step would leave a topic without texts, so there are always as many as asked for.

    k-means from random starts ends in one grouping or another, and the best of ten starts is still a matter of luck.
    Here Ward's tree gives the start, and then centres move one at a time from where they are missed least to where they
    gain most, as long as the spread falls. Of more than 4,000 texts so many, evenly along the first dimension, give the
    centres.

    References
    ----------
    Deerwester et al. (1990), Indexing by latent semantic analysis; Ward (1963), Hierarchical grouping to optimize an
    objective function; Kaukoranta, Fränti and Nevalainen (1998), Iterative split-and-merge algorithm for vector
    quantization codebook generation, for the moves; Nigam et al. (2000), Text classification from labeled and unlabeled
    documents using EM, for the mixture; Banerjee et al. (2005), Clustering on the unit hypersphere using von
    Mises-Fisher distributions, for that of directions; Lee and Seung
    (1999), Learning the parts of objects by non-negative matrix factorization; Boutsidis and Gallopoulos (2008), SVD
    based initialization, for its start; Blei, Ng and Jordan (2003), Latent Dirichlet allocation.

    Examples
    --------
    >>> counts = sparse.csr_array(np.repeat([[2, 1, 0, 0], [0, 0, 1, 2]], 3, axis=0).astype(float))
    >>> fit(counts, 2).topic.tolist()
    [0, 0, 0, 1, 1, 1]
    """
    find = {"clusters": _clusters, "nmf": _nmf, "lda": _lda}[method]
    filled = np.asarray(counts.sum(axis=1)).ravel() > 0
    # Texts that repeat each other leave an error near zero that creeps on and may round below it: neither matters here.
    with _libraries().limit(limits=1), warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore")
        inside, rates = find(sparse.csr_array(counts[filled]), n_topics, seed)
    shares = np.zeros((len(filled), n_topics))
    shares[filled] = inside
    # Rounded, so that what decides is no last digit.
    topic = np.where(shares.any(axis=1), shares.round(9).argmax(axis=1), -1)
    words = np.asarray(counts.sum(axis=1)).ravel()
    size = np.bincount(topic[topic >= 0], weights=words[topic >= 0], minlength=n_topics)
    order = np.lexsort((rates.round(12).argmax(axis=1), -size))
    place = np.append(np.argsort(order), -1)
    return Fitted(shares[:, order], rates[order], place[topic])


@cache
def _libraries() -> ThreadpoolController:
    """The libraries that spread work over cores; to look for them takes as long as a small fit."""
    import sklearn.cluster
    import sklearn.decomposition  # noqa: F401 - loaded now, so that those they bring are found

    return ThreadpoolController()


def different(counts: sparse.csr_array, most: int) -> int:
    """Count the texts that differ in their proportions of terms, no further than `most`.

    Parameters
    ----------
    counts : scipy.sparse.csr_array of float, shape (n_texts, n_terms)
        How often each term stands in each text.
    most : int
        Where to stop.

    Returns
    -------
    int
        Texts without a term count for nothing.

    Examples
    --------
    >>> different(sparse.csr_array([[1.0, 0.0], [2.0, 0.0], [1.0, 1.0], [0.0, 0.0]]), 10)
    2
    """
    seen = set()
    for begin, end in zip(counts.indptr[:-1], counts.indptr[1:], strict=True):
        values = counts.data[begin:end]
        if len(values):
            seen.add((counts.indices[begin:end].tobytes(), (values / values.sum()).round(9).tobytes()))
        if len(seen) >= most:
            break
    return len(seen)


def relevance(rates: Floats, overall: Floats, weight: float = RELEVANCE) -> Floats:
    """How much each term says about each topic: frequent there, and more frequent than elsewhere.

    Parameters
    ----------
    rates : array of float, shape (n_topics, n_terms)
        How frequent each term is in each topic; rows add up to 1.
    overall : array of float, shape (n_terms,)
        How frequent each term is in all texts; adds up to 1.
    weight : float, default 0.6
        1 ranks by how frequent a term is in the topic, 0 by how many times more frequent than elsewhere.

    Returns
    -------
    array of float, shape (n_topics, n_terms)
        ``weight * log(rate) + (1 - weight) * log(rate / overall)``; minus infinity where a rate is 0.

    References
    ----------
    Sievert and Shirley (2014), LDAvis: a method for visualizing and interpreting topics. They find 0.6 best.

    Examples
    --------
    >>> relevance(np.array([[0.5, 0.5]]), np.array([0.75, 0.25])).round(2).tolist()
    [[-0.58, -0.14]]
    """
    with np.errstate(divide="ignore"):
        logarithm = np.log(rates)
    return np.asarray(logarithm - (1 - weight) * np.log(np.maximum(overall, 1e-300)))


def relevances(fitted: Fitted) -> Floats:
    """Relevance of each term for each topic, "elsewhere" being all topics by their size.

    Parameters
    ----------
    fitted : Fitted
        From `fit`.

    Returns
    -------
    array of float, shape (n_topics, n_terms)
        See `relevance`.

    Examples
    --------
    >>> counts = sparse.csr_array(np.repeat([[2, 1, 0, 0], [0, 0, 1, 2]], 3, axis=0).astype(float))
    >>> relevances(fit(counts, 2)).round(2).tolist()[0]
    [-0.15, -0.52, -1.91, -2.09]
    """
    size = fitted.shares.sum(axis=0)
    return relevance(fitted.rates, size @ fitted.rates / max(size.sum(), 1e-300))


def top_terms(fitted: Fitted, n: int = TOP) -> Ints:
    """Terms with the highest relevance for each topic.

    Parameters
    ----------
    fitted : Fitted
        From `fit`.
    n : int, default 10
        Terms a topic.

    Returns
    -------
    array of int, shape (n_topics, n)
        Their columns, the most relevant first and of equals the first in the alphabet; -1 where a topic has no more.

    Examples
    --------
    >>> counts = sparse.csr_array(np.repeat([[2, 1, 0, 0], [0, 0, 1, 2]], 3, axis=0).astype(float))
    >>> top_terms(fit(counts, 2), 2).tolist()
    [[0, 1], [3, 2]]
    """
    values = relevances(fitted).round(9)
    order = np.argsort(-values, axis=1, kind="stable")[:, :n]
    known = np.isfinite(np.take_along_axis(values, order, axis=1))
    found = np.full((len(values), n), -1)
    found[:, : order.shape[1]] = np.where(known, order, -1)
    return found


def matched(mine: Ints, theirs: Ints) -> tuple[Ints, Floats]:
    """Find for each topic of one set its counterpart in another.

    Parameters
    ----------
    mine, theirs : array of int, shape (n_topics, n)
        Top terms of the topics, by the same numbers; -1 is none.

    Returns
    -------
    match : array of int, shape (n_topics,)
        Row in `theirs`; each is taken once, so that the overlaps have the largest sum. -1 where none is left.
    overlap : array of float, shape (n_topics,)
        Jaccard overlap of the top terms: those that both have, as a share of those that either has. 0 without a match.

    References
    ----------
    Greene, O'Callaghan and Cunningham (2014), How many topics? Stability analysis for topic models; Kuhn (1955), The
    Hungarian method for the assignment problem.

    Examples
    --------
    >>> match, overlap = matched(np.array([[0, 1], [2, 3]]), np.array([[3, 4], [1, 0]]))
    >>> match.tolist(), overlap.round(2).tolist()
    ([1, 0], [1.0, 0.33])
    """
    jaccard = np.array([[_jaccard(a, b) for b in theirs] for a in mine]).reshape(len(mine), len(theirs))
    rows, columns = linear_sum_assignment(-jaccard)
    match, overlap = np.full(len(mine), -1), np.zeros(len(mine))
    match[rows], overlap[rows] = columns, jaccard[rows, columns]
    return match, overlap


def _jaccard(a: Sequence[int] | Ints, b: Sequence[int] | Ints) -> float:
    one, other = set(a) - {-1}, set(b) - {-1}
    return len(one & other) / max(len(one | other), 1)


def _clusters(counts: sparse.csr_array, n_topics: int, seed: int) -> tuple[Floats, Floats]:
    """One topic a text."""
    weighted = tf_idf(counts)
    places = directions(weighted, min(_DIMENSIONS * n_topics, _MOST_DIMENSIONS))
    shares = np.eye(n_topics)[_k_means(places, n_topics)]
    shares = _settled(shares, lambda found: counts @ np.log(smoothed_rates(counts, found)).T)
    shares = _settled(shares, lambda found: _CONCENTRATION * (weighted @ profiles(found, weighted).T))
    return shares, smoothed_rates(counts, shares)


def _k_means(places: Floats, n: int) -> Ints:
    """Group places around `n` centres without any lot: from the cuts of a tree, centres move where they gain most."""
    from sklearn.cluster import AgglomerativeClustering

    some = _some(places)
    spread, labels = _around(some, _centres(some, AgglomerativeClustering(n).fit_predict(some)))
    for _ in range(_MOST_MOVES):
        found = [_around(some, centres) for centres in _moved(some, labels, n)]
        best = min(found, key=lambda one: round(one[0], 9), default=(spread, labels))
        if best[0] >= spread - 1e-9:
            break
        spread, labels = best
    return _around(places, _centres(some, labels))[1]


def _some(places: Floats) -> Floats:
    """Places for a tree: all, or as many different ones as it can hold."""
    if len(places) <= _MOST_IN_TREE:
        return places
    # Evenly along the first dimension, whatever the order of the texts. No data decide the sign of a dimension.
    rows = np.unique(np.abs(places), axis=0, return_index=True)[1]
    return places[rows[:: -(-len(rows) // _MOST_IN_TREE)]]


def _centres(places: Floats, labels: Ints) -> Floats:
    return np.array([places[labels == label].mean(axis=0) for label in np.unique(labels)])


def _around(places: Floats, centres: Floats) -> tuple[float, Ints]:
    """Sum of squared distances, and labels, after k-means from these centres."""
    from sklearn.cluster import KMeans

    found = KMeans(len(centres), init=centres, n_init=1).fit(places)
    return float(found.inertia_), found.labels_


def _moved(places: Floats, labels: Ints, n: int) -> Iterator[Floats]:
    """Centres, each time with one that is missed least taken away and one put into a group that spreads most."""
    centres = _centres(places, labels)
    distance = np.stack([((places - centre) ** 2).sum(axis=1) for centre in centres], axis=1)
    nearest, next_nearest = np.partition(distance, 1, axis=1)[:, :2].T
    missed = np.bincount(labels, next_nearest - nearest, minlength=n).round(9)
    spread = np.bincount(labels, nearest, minlength=n).round(9)
    for away in np.argsort(missed, kind="stable")[:_LEAST_MISSED]:
        for group in np.argsort(-spread, kind="stable")[:_MOST_SPREAD]:
            if group != away and spread[group] > 0:
                inside = places[labels == group] - centres[group]
                ahead = inside @ np.linalg.eigh(inside.T @ inside)[1][:, -1] > 0
                moved = centres.copy()
                moved[group], moved[away] = (centres[group] + inside[part].mean(axis=0) for part in (ahead, ~ahead))
                yield moved


def profiles(shares: Floats, weighted: sparse.csr_array) -> Floats:
    """Mean of the texts of each topic, by their shares, as directions.

    Parameters
    ----------
    shares : array of float, shape (n_texts, n_topics)
        How much of each text belongs to each topic.
    weighted : scipy.sparse.csr_array of float, shape (n_texts, n_terms)
        From `tf_idf`.

    Returns
    -------
    array of float, shape (n_topics, n_terms)
        Rows of length 1, or 0 for a topic without texts.

    Examples
    --------
    >>> profiles(np.eye(2), sparse.csr_array([[3.0, 4.0], [0.0, 2.0]])).round(2).tolist()
    [[0.6, 0.8], [0.0, 1.0]]
    """
    sums = np.asarray((weighted.T @ shares).T)
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    return sums / np.where(length > 0, length, 1)


def directions(weighted: sparse.csr_array, n: int) -> Floats:
    """Places of texts in a space of a few dimensions, as directions.

    Parameters
    ----------
    weighted : scipy.sparse.csr_array of float, shape (n_texts, n_terms)
        From `tf_idf`.
    n : int
        Dimensions, fewer where there are fewer texts or terms.

    Returns
    -------
    array of float, shape (n_texts, n_dimensions)
        Rows of length 1, by singular values from large to small (latent semantic analysis); 0 for a text that has no
        part in these dimensions.

    Examples
    --------
    >>> directions(tf_idf(sparse.csr_array([[2.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 2.0]])), 2).shape
    (3, 2)
    """
    from sklearn.preprocessing import normalize

    left, values, _ = _singular(weighted, n)
    # A text outside these dimensions has nothing but noise of the last digits there, which must not become a length.
    return np.asarray(normalize((left * values).round(9))).round(9)


def _singular(weighted: sparse.csr_array, n: int) -> tuple[Floats, Floats, Floats]:
    """The first singular vectors and values, without any lot: quick ways to find them begin with random vectors."""
    from scipy.sparse.linalg import svds

    smaller = min(weighted.shape)
    if smaller <= 4 * n or smaller <= _FEW:
        left, values, right = np.linalg.svd(weighted.toarray(), full_matrices=False)
        n = min(n, smaller)
        return left[:, :n], values[:n], right[:n]
    left, values, right = svds(weighted, k=n, v0=np.ones(smaller))
    order = np.argsort(-values, kind="stable")
    return left[:, order], values[order], right[order]


def _settled(shares: Floats, likelihood: Callable[[Floats], Floats]) -> Floats:
    """Expectation-maximisation of a mixture, from shares and the log-likelihood that shares give."""
    labels = shares.argmax(axis=1)
    for _ in range(_MOST_STEPS):
        logarithm = likelihood(shares) + np.log((shares.sum(axis=0) + 1) / sum(shares.shape))
        likely = np.exp(logarithm - logsumexp(logarithm, axis=1, keepdims=True))
        # As `fit` will decide, or a text halfway between two topics could leave one of them empty there.
        new = likely.round(9).argmax(axis=1)
        if len(np.unique(new)) < shares.shape[1]:
            break
        shares = likely
        if (new == labels).all():
            break
        labels = new
    return shares


def smoothed_rates(counts: sparse.csr_array, shares: Floats) -> Floats:
    """How frequent each term is in each topic, with one occurrence more of each.

    Parameters
    ----------
    counts : scipy.sparse.csr_array of float, shape (n_texts, n_terms)
        How often each term stands in each text.
    shares : array of float, shape (n_texts, n_topics)
        How much of each text belongs to each topic.

    Returns
    -------
    array of float, shape (n_topics, n_terms)
        Rows add up to 1; none is 0, so a term that a topic lacks is rare there and not impossible.

    Examples
    --------
    >>> smoothed_rates(sparse.csr_array([[2.0, 0.0], [0.0, 1.0]]), np.eye(2)).round(2).tolist()
    [[0.75, 0.25], [0.33, 0.67]]
    """
    totals = (counts.T @ shares).T + _PRIOR
    return np.asarray(totals / totals.sum(axis=1, keepdims=True))


def _nmf(counts: sparse.csr_array, n_topics: int, seed: int) -> tuple[Floats, Floats]:
    """A text as a sum of topics."""
    from sklearn.decomposition import NMF

    weighted = tf_idf(counts)
    start, terms = _start_of_nmf(weighted, n_topics)
    model = NMF(n_components=n_topics, init="custom", tol=1e-5, max_iter=1_000)
    # Where there is little, full arrays are quicker; the numbers are the same.
    texts = weighted.toarray() if np.prod(weighted.shape) <= _LITTLE else weighted
    return normalised(model.fit_transform(texts, W=start, H=terms), model.components_)


def _start_of_nmf(weighted: sparse.csr_array, n_topics: int) -> tuple[Floats, Floats]:
    """Where NMF begins: the positive or the negative parts of the singular vectors, whichever are larger (NNDSVD)."""
    left, values, right = _singular(weighted, n_topics)
    weights, terms = np.zeros((weighted.shape[0], n_topics)), np.zeros((n_topics, weighted.shape[1]))
    for n in range(len(values)):
        parts = [(np.maximum(sign * left[:, n], 0), np.maximum(sign * right[n], 0)) for sign in (1, -1)]
        sizes = [np.linalg.norm(one) * np.linalg.norm(other) for one, other in parts]
        larger = int(sizes[1] > sizes[0])
        one, other = parts[larger]
        if values[n] > _NOTHING * values[0] and sizes[larger] > 0:  # else the texts have no so many directions
            scale = np.sqrt(values[n] * sizes[larger])
            weights[:, n], terms[n] = scale * one / np.linalg.norm(one), scale * other / np.linalg.norm(other)
    return weights, terms


def _lda(counts: sparse.csr_array, n_topics: int, seed: int) -> tuple[Floats, Floats]:
    """A text as a draw from topics."""
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(n_topics, learning_method="batch", random_state=seed)
    weights = model.fit_transform(counts)
    return normalised(weights, model.components_)


def normalised(weights: Floats, components: Floats) -> tuple[Floats, Floats]:
    """Give the terms of a topic and the topics of a text the sum 1.

    Parameters
    ----------
    weights : array of float, shape (n_texts, n_topics)
        How much of each topic a text has, on any scale.
    components : array of float, shape (n_topics, n_terms)
        How much of each term a topic has, on a scale of its own.

    Returns
    -------
    shares : array of float, shape (n_texts, n_topics)
        Rows are 0 where a text has nothing of any topic.
    rates : array of float, shape (n_topics, n_terms)

    Examples
    --------
    >>> shares, rates = normalised(np.array([[1.0, 1.0]]), np.array([[2.0, 4.0], [1.0, 1.0]]))
    >>> shares.tolist(), rates.round(2).tolist()
    ([[0.75, 0.25]], [[0.33, 0.67], [0.5, 0.5]])
    """
    scale = components.sum(axis=1)
    weights = weights * scale
    total = weights.sum(axis=1, keepdims=True)
    shares = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return shares, components / np.where(scale > 0, scale, 1)[:, None]


def in_two_texts(counts: sparse.csr_array) -> Bools:
    """Which terms stand in two texts or more.

    Parameters
    ----------
    counts : scipy.sparse.csr_array of float, shape (n_texts, n_terms)
        How often each term stands in each text.

    Returns
    -------
    array of bool, shape (n_terms,)

    Examples
    --------
    >>> in_two_texts(sparse.csr_array([[1.0, 0.0], [2.0, 1.0]])).tolist()
    [True, False]
    """
    return np.asarray(np.bincount(counts.indices, minlength=counts.shape[1]) >= 2)
