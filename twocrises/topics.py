"""Counts -> topics of paragraphs and a tree of articles, with how far one may trust them.

With a handful of articles the unit is the paragraph: a topic needs many texts to show itself. TF-IDF and NMF start from
the same place every time, so the same corpus gives the same topics; how much they depend on which articles happen to be
there is another question, and the bootstrap answers it.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import pdist, squareform

from twocrises.corpus import Corpus, evenly, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import content_terms
from twocrises.measures import Floats
from twocrises.wording import count

TOP = 10
_SHORTEST_UNIT = 8
_DEFAULT_TOPICS = 4
_MOST_TOPICS = 50


@dataclass(frozen=True)
class Topics:
    """Topics of a corpus.

    Attributes
    ----------
    terms : pandas.DataFrame
        A row a topic and one of its ten strongest terms: `topic` (from 1), `rank`, `term`, `weight`.
    units : pandas.DataFrame
        A row a paragraph: `article`, `label`, `era`, `line`, `address` (its first sentence), `text`, `topic` (the
        strongest; missing where no topic reaches it), `share` (of that topic in the paragraph, from 0 to 1), `weight`
        (how strongly the paragraph speaks of it; the highest are the most typical).
    articles : pandas.DataFrame
        A row an article, in the order of ``corpus.articles``: `article`, `label`, `era`, `topic` (the one with most
        words), and a column `topic_N` for each topic: its share of the article's paragraphs, by words.
    quality : pandas.DataFrame
        A row a topic: `topic`, `top_terms`, `units`, `articles` (in how many it is the strongest topic of a paragraph),
        `stability` (mean Jaccard overlap of the ten top terms with the matching topic of 20 bootstrap samples of
        articles; 1: always the same terms; missing with fewer than three articles).
    """

    terms: pd.DataFrame
    units: pd.DataFrame
    articles: pd.DataFrame
    quality: pd.DataFrame


def topics(corpus: Corpus, n_topics: int | None = None, *, samples: int = 20) -> Topics:
    """Find topics of the paragraphs with TF-IDF and non-negative matrix factorisation.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n_topics : int, optional
        By default 4, a number small enough to read every topic, or fewer in a very small corpus.
    samples : int, default 20
        Bootstrap samples of articles for the stability.

    Returns
    -------
    Topics

    Raises
    ------
    TwoCrisesError
        If `n_topics` is no whole number from 2 to 50, or larger than the number of paragraphs or of terms, or the
        corpus has fewer than two paragraphs that share a word.

    References
    ----------
    Lee and Seung (1999), Learning the parts of objects by non-negative matrix factorization; Greene, O'Callaghan and
    Cunningham (2014), How many topics? for the stability of top terms.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = topics(load_corpus("seeds"), samples=2)
    >>> len(found.quality), found.articles.label.tolist() == load_corpus("seeds").articles.label.tolist()
    (4, True)
    """
    found = _find(corpus, n_topics, samples)
    frames = (found.terms, found.units, found.articles, found.quality)
    return Topics(*(frame.copy(deep=False) for frame in frames))


@once_per_corpus
def _find(corpus: Corpus, n_topics: int | None, samples: int) -> Topics:
    units, counts, terms = _paragraphs(corpus)
    most = min(*counts.shape, _MOST_TOPICS)
    if most < 2:
        raise TwoCrisesError(
            f"This corpus has {count(counts.shape[0], 'paragraph')} of {_SHORTEST_UNIT} words or more, too few to find "
            "topics. Add articles."
        )
    n_topics = min(_DEFAULT_TOPICS, most) if n_topics is None else n_topics
    if not isinstance(n_topics, (int, np.integer)) or not 2 <= n_topics <= most:
        raise TwoCrisesError(
            f"n_topics is {n_topics!r}. With {count(counts.shape[0], 'paragraph')} and "
            f"{count(counts.shape[1], 'word')} to tell them apart, choose a whole number from 2 to {most}."
        )
    # In an order that only the texts decide, so that neither dates nor file names move a topic.
    content = corpus.articles.set_index("article")["sha256"].loc[units["article"].astype(object)].to_numpy(dtype="U64")
    by_content = np.lexsort((units["line"], content))
    weights, parts = _factorise(_tf_idf(counts[by_content]), n_topics)
    weights = weights[np.argsort(by_content)]
    largest_first = np.argsort(-weights.sum(axis=0).round(9), kind="stable")
    weights, parts = weights[:, largest_first], parts[largest_first]
    tops = [_top_terms(part, terms) for part in parts]
    total = weights.sum(axis=1)
    shares = np.divide(weights, total[:, None], out=np.zeros_like(weights), where=total[:, None] > 0)
    units["topic"] = _topic_numbers(shares.argmax(axis=1) + 1, total > 0)
    units["share"] = np.where(total > 0, shares.max(axis=1), np.nan)
    units["weight"] = np.where(total > 0, weights.max(axis=1), np.nan)
    by_article = _by_article(corpus, units, shares)
    stability = _stability(units["article"].to_numpy()[by_content], counts[by_content], terms, tops, samples)
    strongest = [units[units["topic"] == n + 1] for n in range(n_topics)]
    quality = pd.DataFrame(
        {
            "topic": np.arange(1, n_topics + 1),
            "top_terms": [", ".join(top) for top in tops],
            "units": [len(part) for part in strongest],
            "articles": [part["article"].nunique() for part in strongest],
            "stability": stability,
        }
    )
    rows = [
        (n + 1, rank + 1, term, parts[n][terms.get_loc(term)])
        for n, top in enumerate(tops)
        for rank, term in enumerate(top)
    ]
    return Topics(
        pd.DataFrame(rows, columns=["topic", "rank", "term", "weight"]),
        units.drop(columns="words"),
        by_article,
        quality,
    )


def article_tree(corpus: Corpus, *, most: int = 40) -> tuple[np.ndarray, pd.DataFrame]:
    """Hierarchical clustering of the articles by the words they use.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    most : int, default 40
        In a larger corpus so many articles are taken, evenly over its order in time: a larger tree cannot be read.

    Returns
    -------
    tree : array of float, shape (n_articles - 1, 4)
        SciPy's linkage: average linkage on the cosine distance of TF-IDF, stop words and numbers left out.
    distances : pandas.DataFrame, shape (n_articles, n_articles)
        The distances, from 0 (same words in the same proportion) to 1 (no word in common), articles in the order in
        which the tree shows them.

    Raises
    ------
    TwoCrisesError
        If there are fewer than two articles with words.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tree, distances = article_tree(load_corpus("seeds"))
    >>> tree.shape, distances.shape
    ((4, 4), (5, 5))
    """
    articles = evenly(corpus.articles, most)
    taken = corpus.counts.articles.get_indexer(pd.Index(articles["article"]))
    counts = corpus.counts.matrix[taken][:, content_terms(corpus.counts.terms)]
    if len(articles) < 2 or (np.asarray(counts.sum(axis=1)) == 0).any():
        raise TwoCrisesError("A tree of articles takes at least two, each with words. See datasheet(corpus).")
    distances = np.round(pdist(_tf_idf(counts).toarray(), metric="cosine"), 12)
    tree = linkage(distances, method="average")
    order = leaves_list(tree)
    labels = pd.Index(articles["label"].to_numpy()[order])
    return tree, pd.DataFrame(squareform(distances)[np.ix_(order, order)], index=labels, columns=labels)


def _paragraphs(corpus: Corpus) -> tuple[pd.DataFrame, sparse.csr_array, pd.Index]:
    """Units, their counts, and the terms: kept lines of at least eight words; words in at least two of them."""
    tokens, sentences = corpus.tokens, corpus.sentences
    tokens = tokens.merge(sentences[["article", "sentence", "line"]], on=["article", "sentence"])
    first = sentences.drop_duplicates(["article", "line"])[["article", "line", "sentence"]]
    lines = corpus.lines[["article", "line", "text"]].merge(first, on=["article", "line"])
    size = tokens.groupby(["article", "line"], observed=True).size().rename("words").reset_index()
    units = lines.merge(size, on=["article", "line"])
    units = units[units["words"] >= _SHORTEST_UNIT].reset_index(drop=True)
    units["address"] = [f"{a}#s{n}" for a, n in zip(units["article"], units["sentence"], strict=True)]
    units = units.merge(corpus.articles[["article", "label", "era"]], on="article", how="left")
    place = units[["article", "line"]].assign(unit=np.arange(len(units)))
    tokens = tokens.merge(place, on=["article", "line"])
    shape = (len(units), len(corpus.counts.terms))
    codes = tokens["unit"].to_numpy(), tokens["term"].cat.codes.to_numpy()
    counts = sparse.csr_array((np.ones(len(tokens)), codes), shape=shape)
    counts.sum_duplicates()
    keep = content_terms(corpus.counts.terms) & (np.asarray((counts > 0).sum(axis=0)).ravel() >= 2)
    columns = ["article", "label", "era", "line", "address", "text", "words"]
    return units[columns], counts[:, keep], corpus.counts.terms[keep]


def _tf_idf(counts: sparse.csr_array) -> sparse.csr_array:
    from sklearn.feature_extraction.text import TfidfTransformer

    return sparse.csr_array(TfidfTransformer(sublinear_tf=True).fit_transform(counts))


def _factorise(matrix: sparse.csr_array, n_topics: int) -> tuple[Floats, Floats]:
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(n_components=n_topics, init="nndsvd", tol=1e-6, max_iter=2_000, random_state=0)
    # Texts that repeat each other leave an error near zero that creeps on and may round below it: neither matters here.
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)
        weights = model.fit_transform(matrix)
    # A topic's scale is arbitrary: give its terms the sum 1 and the units the rest.
    scale = model.components_.sum(axis=1)
    scale = np.where(scale > 0, scale, 1)
    return weights * scale, model.components_ / scale[:, None]


def _topic_numbers(numbers: np.ndarray, known: np.ndarray) -> pd.arrays.IntegerArray:
    """Topics as whole numbers, missing where none is known."""
    found = pd.array(numbers, dtype="Int16")
    found[~known] = pd.NA
    return found


def _top_terms(part: Floats, terms: pd.Index) -> list[str]:
    order = np.lexsort((terms, -part.round(12)))[:TOP]
    return [str(terms[i]) for i in order if part[i] > 0]


def _by_article(corpus: Corpus, units: pd.DataFrame, shares: Floats) -> pd.DataFrame:
    words = units["words"].to_numpy()
    weighted = pd.DataFrame(shares * words[:, None]).groupby(units["article"].to_numpy()).sum()
    weighted = weighted.reindex(corpus.articles["article"], fill_value=0.0)
    total = weighted.sum(axis=1)
    weighted = weighted.div(total.where(total > 0), axis=0)
    frame = corpus.articles[["article", "label", "era"]]
    strongest = weighted.fillna(-1).to_numpy().argmax(axis=1) + 1
    frame["topic"] = _topic_numbers(strongest, (total > 0).to_numpy())
    for n in range(weighted.shape[1]):
        frame[f"topic_{n + 1}"] = weighted[n].to_numpy()
    return frame


def _stability(
    articles: np.ndarray, counts: sparse.csr_array, terms: pd.Index, tops: list[list[str]], samples: int
) -> Floats:
    """Mean Jaccard overlap of each topic's top terms with its match in bootstrap samples of articles."""
    random = np.random.default_rng(0)
    codes, names = pd.factorize(articles)
    if len(names) < 3:
        return np.full(len(tops), np.nan)
    rows_of = [np.flatnonzero(codes == i) for i in range(len(names))]
    overlaps = []
    for _ in range(samples):
        rows = np.concatenate([rows_of[i] for i in random.integers(len(names), size=len(names))])
        sample = counts[rows]
        seen = np.asarray((sample > 0).sum(axis=0)).ravel() >= 2
        sample = sample[:, seen]
        if min(sample.shape) < len(tops):
            overlaps.append(np.zeros(len(tops)))
            continue
        _, parts = _factorise(_tf_idf(sample), len(tops))
        others = [_top_terms(part, terms[seen]) for part in parts]
        jaccard = np.array([[_jaccard(a, b) for b in others] for a in tops])
        mine, theirs = linear_sum_assignment(-jaccard)
        overlaps.append(jaccard[mine, theirs])
    return np.mean(overlaps, axis=0) if overlaps else np.full(len(tops), np.nan)


def _jaccard(a: list[str], b: list[str]) -> float:
    return len(set(a) & set(b)) / max(len(set(a) | set(b)), 1)
