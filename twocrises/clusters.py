"""Counts -> a tree of articles that are alike, how good its cuts are, and what the articles that are alike share.

Average linkage begins at no random point, so the same corpus gives the same tree. A tree always has branches; the
silhouette says whether a cut finds any structure, a permutation test over articles whether those of one era, outlet or
day are closer to one another than to the rest, and `cut_by_choice` whether another way to make the tree cuts it alike.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import factorial, prod
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.cluster.hierarchy import cophenet, leaves_list, linkage
from scipy.spatial.distance import squareform

from twocrises.checks import texts, whole
from twocrises.cleaning import TEXT
from twocrises.corpus import Corpus, evenly, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.masking import masked
from twocrises.measures import Floats
from twocrises.permutation import Ints
from twocrises.repeats import blocks
from twocrises.topicmodels import tf_idf
from twocrises.units import topical_terms
from twocrises.wording import count, listed

PROPERTIES = ("era", "origin", "site", "day", "month", "genre")
# Mean silhouette from which Kaufman and Rousseeuw (1990, p. 88) speak of structure, and their words for it.
STRUCTURE = ((0.71, "strong"), (0.51, "reasonable"), (0.26, "weak, could be artificial"))
NO_STRUCTURE = "none of substance"
# What people choose where they make a tree; the first of each is what `article_tree` takes.
WEIGHTINGS = ("TF-IDF, logarithm of counts", "TF-IDF, counts", "rates")
LINKAGES = ("average", "complete", "Ward")
NAMES = ("as written", "offices and places masked")

# A larger tree cannot be read.
_MOST_DRAWN = 40
# The distances take memory with the square of the number of articles.
_MOST_TESTED = 2_000
_MOST_LABELINGS = 20_000
_SAMPLE = 9_999
_SEED = 0
# Labelings worked on at once, and numbers looked up at once.
_MANY = 512
_AT_ONCE = 4_000_000
# From this share of all texts on, a group is quicker to sum by a product of matrices than by looking pairs up.
_LARGE_GROUP = 1 / 6
# What rounding leaves of a tie.
_TIE = 1e-9


def article_tree(corpus: Corpus, *, most: int = _MOST_DRAWN) -> tuple[np.ndarray, pd.DataFrame]:
    """Hierarchical clustering of the articles by the words they use.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    most : int, default 40
        In a larger corpus so many articles are taken, evenly over its order in time: a larger tree cannot be read.
        Articles without words of content are left out; `tree_quality` says how many.

    Returns
    -------
    tree : array of float, shape (n_articles - 1, 4)
        SciPy's linkage: average linkage on the cosine distance of `tf_idf`, the logarithms of the counts weighed by
        how rare a word is in other articles; stop words and numbers are left out.
    distances : pandas.DataFrame, shape (n_articles, n_articles)
        The distances, from 0 (same words in the same proportion) to 1 (no word in common), articles in the order in
        which the tree shows them.

    Raises
    ------
    TwoCrisesError
        If there are fewer than two articles with words, or `most` is no whole number from 2 up.

    References
    ----------
    Sokal and Michener (1958), A statistical method for evaluating systematic relationships, for average linkage.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tree, distances = article_tree(load_corpus("seeds"))
    >>> tree.shape, distances.shape
    ((4, 4), (5, 5))
    """
    found = _distances(corpus, whole(most, "most", least=2))
    tree = _tree(found.square)
    order = leaves_list(tree)
    labels = pd.Index(found.articles["label"].to_numpy()[order])
    return tree, pd.DataFrame(found.square[np.ix_(order, order)], index=labels, columns=labels)


@once_per_corpus
def tree_quality(corpus: Corpus, *, most: int = _MOST_DRAWN) -> pd.DataFrame:
    """How faithfully the tree draws the distances, and whether any cut through it finds structure.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    most : int, default 40
        As in `article_tree`.

    Returns
    -------
    pandas.DataFrame
        One row: `articles` (in the tree), `left_out` (articles of the corpus without words of content), `cophenetic`
        (correlation of the distances with the heights at which two articles meet in the tree; 1: the tree shows them
        as they are; missing where all distances are the same), `clusters` (the number with the largest mean
        silhouette, of several the smallest; missing where no cut is possible), `silhouette` (that mean) and
        `structure`: ``strong`` above 0.70, ``reasonable`` above 0.50, ``weak, could be artificial`` above 0.25, else
        ``none of substance``.

    Raises
    ------
    TwoCrisesError
        As `article_tree`.

    References
    ----------
    Sokal and Rohlf (1962), The comparison of dendrograms by objective methods; Kaufman and Rousseeuw (1990), Finding
    groups in data, table 4 of chapter 2, for the words.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tree_quality(load_corpus("seeds")).round(2).iloc[0].to_dict()
    {'articles': 5, 'left_out': 0, 'cophenetic': 0.85, 'clusters': 3, 'silhouette': 0.06,
     'structure': 'none of substance'}
    """
    found = _distances(corpus, whole(most, "most", least=2))
    cuts = silhouettes(corpus, most=most)
    # Of several as good the first; rounding decides nothing.
    best = cuts.sort_values("silhouette", key=lambda width: -width.round(9), kind="stable").head(1)
    width = float(best["silhouette"].iloc[0]) if len(cuts) else np.nan
    # Compared as they are printed in the book: with two decimals.
    words = next((name for least, name in STRUCTURE if round(width, 2) >= least), NO_STRUCTURE)
    return pd.DataFrame(
        {
            "articles": [len(found.articles)],
            "left_out": [found.left_out],
            "cophenetic": [_cophenetic(found.square)],
            "clusters": pd.array(best["clusters"].tolist() or [pd.NA], dtype="Int64"),
            "silhouette": [width],
            "structure": pd.array([words if len(cuts) else pd.NA], dtype=TEXT),
        }
    )


@once_per_corpus
def silhouettes(corpus: Corpus, *, most: int = _MOST_DRAWN) -> pd.DataFrame:
    """How well the articles sit in their clusters, for each number of clusters into which the tree can be cut.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    most : int, default 40
        As in `article_tree`.

    Returns
    -------
    pandas.DataFrame
        A row a number of clusters, from 2 to one fewer than there are articles: `clusters`, `silhouette` (mean width
        over the articles, from -1 to 1), `smallest` and `largest` (articles of the smallest and the largest cluster).
        A number is left out where branches join at the same distance, so that only chance could say which to cut. No
        row with two articles, or where all are equally far apart.

    Raises
    ------
    TwoCrisesError
        As `article_tree`.

    Notes
    -----
    The width of an article is (b - a) / max(a, b): a is its mean distance to the others of its cluster, b that to the
    nearest other cluster. An article alone in its cluster has the width 0 by definition, so many small clusters pull
    the mean towards 0. Copies of one text are a good cluster; take `count_once(corpus)` to set them aside.

    References
    ----------
    Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and validation of cluster analysis.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> silhouettes(load_corpus("seeds")).round(2).values.tolist()
    [[2.0, 0.05, 1.0, 4.0], [3.0, 0.06, 1.0, 2.0], [4.0, 0.02, 1.0, 2.0]]
    """
    found = _distances(corpus, whole(most, "most", least=2))
    tree, rows = _tree(found.square), []
    for clusters in _possible_cuts(tree):
        labels = _cut(tree, clusters)
        size = np.bincount(labels)
        rows.append((clusters, float(_widths(found.square, labels).mean()), int(size.min()), int(size.max())))
    frame = pd.DataFrame(rows, columns=["clusters", "silhouette", "smallest", "largest"])
    return frame.astype({"clusters": "int64", "silhouette": "float64", "smallest": "int64", "largest": "int64"})


@once_per_corpus
def cut(corpus: Corpus, clusters: int, *, most: int = _MOST_DRAWN) -> pd.DataFrame:
    """Cut the tree of articles into so many clusters.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    clusters : int
        How many; `silhouettes` lists the numbers that are possible.
    most : int, default 40
        As in `article_tree`.

    Returns
    -------
    pandas.DataFrame
        A row an article of the tree, in the order of ``corpus.articles``: `article`, `label`, `era`, `cluster`
        (numbered from 1 as they first appear in this order) and `silhouette` (its width; 0 for an article alone in its
        cluster).

    Raises
    ------
    TwoCrisesError
        If the tree cannot be cut into so many, or as `article_tree`.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> cut(load_corpus("seeds"), 2).cluster.tolist()
    [1, 1, 2, 1, 1]
    """
    found = _distances(corpus, whole(most, "most", least=2))
    tree = _tree(found.square)
    possible = _possible_cuts(tree)
    if whole(clusters, "clusters", least=2) not in possible:
        can = f"Choose one of {', '.join(map(str, possible))}" if possible else "There is no other cut either"
        raise TwoCrisesError(
            f"The tree of {len(found.articles)} articles cannot be cut into {clusters}: it takes more articles, or "
            f"branches join at the same distance. {can}."
        )
    labels = _cut(tree, clusters)
    frame = found.articles[["article", "label", "era"]].reset_index(drop=True)
    return frame.assign(cluster=labels + 1, silhouette=_widths(found.square, labels))


@once_per_corpus
def cut_by_choice(corpus: Corpus, *, clusters: int | None = None, most: int = _MOST_DRAWN) -> pd.DataFrame:
    """Make the tree in all the ways that people choose from, and say whether a cut through it gives the eras.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    clusters : int, optional
        How many to cut each tree into; by default as many as there are eras.
    most : int, default 40
        As in `article_tree`. Articles without an era are left out.

    Returns
    -------
    pandas.DataFrame
        A row a combination of choices, the first as in `article_tree`. What stands for a choice there stands first in
        each of the first three columns, whose values are in that order, so that a pivot keeps it:

        - `weighting`: ``TF-IDF, logarithm of counts``; ``TF-IDF, counts``; or ``rates``, words by how frequent they are
          in the article and nothing else;
        - `linkage`: how far apart two clusters are.
          ``average``: the mean distance over all pairs of an article of the one and an article of the other.
          ``complete``: the distance of the two articles that are farthest apart.
          ``Ward``: what joining them adds to the squared distances of the articles from the middle of their cluster;
        - `names`: ``as written``, or ``offices and places masked`` as by `masked`. The latter is left out where
          corpus.toml has neither [roles] nor [places], or none of their names stands in the corpus;
        - `agrees`: adjusted Rand index of the clusters and the eras (1: the same, 0: as chance would have it);
        - `gives_eras`: whether each cluster is an era, and each era a cluster;
        - `silhouette`: mean width over the articles, from -1 to 1, on the cosine distance;
        - `alone`: label of an article that the cut sets apart from all others, the first of several; missing where
          there is none;
        - `ours`: whether these are the choices of `article_tree`.

        Where branches join at the same distance, so that only chance could say which to cut, `agrees`, `silhouette`
        and `alone` are missing, and the eras are not given.

    Raises
    ------
    TwoCrisesError
        If there are not two eras with articles that have words, or `clusters` is not from 2 to one fewer than there are
        such articles.

    Notes
    -----
    All take the cosine distance; for Ward's method it is the straight one between the same vectors, made as long as 1.
    The combinations are not independent: they weigh the same words of the same articles. How many of them give the
    eras shows what a choice decides, and is no p. With names masked, places are left out: one term for all of them
    would be the most frequent of all.

    References
    ----------
    Ward (1963), Hierarchical grouping to optimize an objective function; Hubert and Arabie (1985), Comparing
    partitions; Simonsohn, Simmons and Nelson (2020), Specification curve analysis, for the idea.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> choices = cut_by_choice(load_corpus("seeds"))
    >>> len(choices), int(choices.gives_eras.sum())
    (18, 15)
    >>> choices.alone.iloc[0]
    'Sky News, 10 Jan 2022'
    """
    versions = _versions(corpus)
    dated = corpus.articles["era"].notna().to_numpy()
    able = np.all([dated, *(np.diff(version.indptr) > 0 for version in versions.values())], axis=0)
    taken = evenly(pd.DataFrame({"row": np.flatnonzero(able)}), whole(most, "most", least=2))["row"].to_numpy()
    articles = corpus.articles.iloc[taken]
    eras = pd.factorize(articles["era"])[0]
    n, n_eras = len(taken), len(np.unique(eras))
    if n_eras < 2:
        raise TwoCrisesError(
            "A cut is compared with two eras or more, and the articles with words here are of "
            f"{'one' if n_eras else 'no'} era. See datasheet(corpus)."
        )
    number = n_eras if clusters is None else whole(clusters, "clusters", least=2)
    if number >= n:
        raise TwoCrisesError(
            f"{count(n, 'article')} with words and an era cannot be cut into {number} clusters: that takes "
            f"{number + 1} or more. Add articles, or cut into fewer."
        )
    rows = []
    for names, counts in versions.items():
        for weighting in WEIGHTINGS:
            square = _cosine_distances(counts[taken], weighting)
            for way in LINKAGES:
                made = _cut_of(_tree(square, way), square, number, eras, articles["label"])
                rows.append((weighting, way, names, *made))
    columns: dict[Hashable, Any] = {
        "weighting": _ordered(WEIGHTINGS), "linkage": _ordered(LINKAGES), "names": _ordered(versions),
        "agrees": "float64", "gives_eras": "bool", "silhouette": "float64", "alone": TEXT,
    }  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(columns)).astype(columns)
    return frame.assign(ours=frame.index == 0)


def _ordered(values: Iterable[str]) -> pd.CategoricalDtype:
    """Values that keep this order wherever a table is turned."""
    return pd.CategoricalDtype(pd.Index(list(values), dtype=TEXT), ordered=True)


@once_per_corpus
def what_clusters_follow(corpus: Corpus, *, by: Iterable[str] | None = None, most: int = _MOST_TESTED) -> pd.DataFrame:
    """Ask whether articles that share an era, an outlet or a day are more alike than articles that do not.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    by : iterable of str, optional
        Any of ``era``, ``origin``, ``site``, ``day`` and ``month`` (of publication), ``genre``; by default all that any
        article has.
    most : int, default 2000
        Of a larger corpus so many articles take part, evenly over its order in time: memory grows with the square.

    Returns
    -------
    pandas.DataFrame
        A row a property:

        - `property`; `groups`, `articles` (how many different values, and articles that have one) and `texts` (articles
          of one group that print the same text count once);
        - `within`, `between`: mean distance of two texts of one group, and of two groups. `pairs_by` lists the pairs;
        - `statistic`: pseudo-F, how much farther apart the middles of the groups are than texts are from the middle of
          their own group, each by its degrees of freedom;
        - `p`: share of the labelings, the actual one included, whose statistic is at least as large; all different
          labelings with groups of these sizes where there are at most 20,000, else (b + 1)/(B + 1) for a sample of
          9,999;
        - `floor`: the smallest p that these groups can give;
        - `agrees`: adjusted Rand index of the groups and as many clusters cut from the tree of these texts (1: the
          same, 0: as chance would have it; missing where branches join at the same distance);
        - `note`: why there is no p; empty where there is one.

    Raises
    ------
    TwoCrisesError
        If there are fewer than two articles with words, or `by` names something else.

    Notes
    -----
    Articles of one group that print the same text (`blocks`) are one unit, for which the longest stands, as in
    `count_once`: its distances are those of a text that one can read, and a shortened copy would measure the cut. A
    text printed in two groups is a unit in each. As that can only bring groups together, it makes no p smaller.

    The statistic takes the sums of cosine distances as they are and not their squares. TF-IDF gives each article the
    length 1, and between points at that distance from the origin the squared straight distance is twice the cosine
    distance. So this is Anderson's F on straight distances, hence on means, and it speaks of the same numbers as
    `within` and `between`.

    A small p has three readings. The groups use other words; or one group holds articles that are more mixed, most of
    all if it is the smaller one; or the articles of a group have something else in common: a day belongs to one month
    and one era. Each p stands for itself. If nothing at all is shared, each of six tests still has one chance in twenty
    of a p of 0.05.

    References
    ----------
    Anderson (2001), A new method for non-parametric multivariate analysis of variance; Anderson and Walsh (2013) on
    unequal spread; Phipson and Smyth (2010), Permutation p-values should never be zero; Hubert and Arabie (1985),
    Comparing partitions.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> follow = what_clusters_follow(load_corpus("seeds"), by=["era", "origin"])
    >>> follow[["property", "groups", "floor", "note"]].values.tolist()
    [['era', 2, 0.1, ''], ['origin', 5, nan, 'no two articles share one']]
    """
    found = _distances(corpus, whole(most, "most", least=2))
    rows = [_follow(found, name) for name in _asked(found, by)]
    columns: dict[Hashable, Any] = {
        "property": TEXT, "groups": "int64", "articles": "int64", "texts": "int64", "within": "float64",
        "between": "float64", "statistic": "float64", "p": "float64", "floor": "float64", "agrees": "float64",
        "note": TEXT,
    }  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def pairs_by(corpus: Corpus, by: str, *, most: int = _MOST_TESTED) -> pd.DataFrame:
    """List the pairs of articles behind `what_clusters_follow`, nearest first.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    by : str
        One of ``era``, ``origin``, ``site``, ``day``, ``month``, ``genre``.
    most : int, default 2000
        As in `what_clusters_follow`.

    Returns
    -------
    pandas.DataFrame
        A row a pair of texts: `article`, `other` (labels), `distance`, `shared` (whether both have the same value).
        Articles without a value are left out, and of those of one group that print the same text the longest stands.

    Raises
    ------
    TwoCrisesError
        As `what_clusters_follow`.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> pairs = pairs_by(load_corpus("seeds"), "era")
    >>> len(pairs), int(pairs.shared.sum()), pairs.groupby("shared").distance.mean().round(2).to_dict()
    (10, 4, {False: 0.82, True: 0.77})
    """
    found = _distances(corpus, whole(most, "most", least=2))
    (name,) = _named([by])
    group, rows = _units(found, name)
    one, two = np.triu_indices(len(rows), k=1)
    labels = pd.array(found.articles["label"].to_numpy()[rows], dtype=TEXT)
    frame = pd.DataFrame(
        {
            "article": labels[one],
            "other": labels[two],
            "distance": found.square[rows[one], rows[two]],
            "shared": group[one] == group[two],
        }
    )
    return frame.sort_values("distance", kind="stable", ignore_index=True)


def permanova(
    square: Floats, group: np.ndarray, *, sample: int = _SAMPLE, seed: int = _SEED
) -> tuple[float, float, float]:
    """Compare distances within groups with those between them, and say how rare that is when labels are dealt by lot.

    Parameters
    ----------
    square : array of float, shape (n, n)
        Squared distances, or any multiple of them, with zeros in the diagonal.
    group : array, shape (n,)
        The group of each: at least two of them, and one with two members.
    sample : int, default 9999
        Labelings to draw where there are more than 20,000 different ones.
    seed : int, default 0
        Of the random numbers.

    Returns
    -------
    statistic, p, floor : float
        As `what_clusters_follow` explains them. The statistic is infinite if all distances within groups are 0, and
        missing with p, if all distances are.

    Raises
    ------
    TwoCrisesError
        If there is one group only, or no two share one.

    References
    ----------
    Anderson (2001), A new method for non-parametric multivariate analysis of variance.

    Examples
    --------
    >>> places = np.array([0.0, 1.0, 5.0, 6.0, 7.0])
    >>> permanova((places[:, None] - places) ** 2, np.array(["a", "a", "b", "b", "b"]))
    (43.5..., 0.1, 0.1)
    """
    n = len(group)
    # The largest group first, so that the labels are dealt in the same way whatever the groups are called.
    codes, sizes = _by_size(pd.factorize(np.asarray(group))[0])
    if not 1 < len(sizes) < n:
        raise TwoCrisesError("A test takes two groups or more, and one with two members. Group them by something else.")
    total, inside = float(square.sum()) / (2 * n), float(_within(square, codes[None], sizes)[0])
    labelings = _different_labelings(sizes)
    exact = labelings <= _MOST_LABELINGS
    floor = 1 / labelings if exact else max(1 / labelings, 1 / (sample + 1))
    if total <= _TIE:
        return np.nan, np.nan, floor
    degrees = (n - len(sizes)) / (len(sizes) - 1)
    statistic = (total - inside) / inside * degrees if inside > _TIE * total else np.inf
    dealt = _every(sizes) if exact else _some(codes, sample, seed)
    # With groups of these sizes the statistic is the larger, the smaller the sum within.
    reached = sum(int((_within(square, part, sizes) <= inside + _TIE * total).sum()) for part in dealt)
    return statistic, reached / labelings if exact else (reached + 1) / (sample + 1), floor


def neighbours_by_group(
    square: Floats, unit: np.ndarray, group: np.ndarray, alike: np.ndarray, *, sample: int = 999, seed: int = _SEED
) -> tuple[float, float, float, float]:
    """Ask how many texts have their nearest one in their own group, and how rare that is with groups dealt by lot.

    Parameters
    ----------
    square : array of float, shape (n_texts, n_texts)
        Distances of the texts, rounded so that ties are ties.
    unit : array of int, shape (n_texts,)
        Which article each is a part of, from 0.
    group : array of int, shape (n_units,)
        The group of each article: two different ones at least.
    alike : array, shape (n_texts,)
        Texts that have one value are never neighbours: those of one article, or of articles that print one text. Two
        values at least.
    sample : int, default 999
        Labelings to draw where there are more than 20,000 different ones.
    seed : int, default 0
        Of the random numbers.

    Returns
    -------
    share : float
        Share of the texts whose nearest one is of the same group. Of several that are equally near each counts.
    chance : float
        What it is on average if the groups are dealt to the articles by lot: the share of pairs of articles in one.
    p : float
        Share of the labelings, the actual one included, with as large a share; from a sample of B, (b + 1)/(B + 1).
    floor : float
        The smallest p that groups of these sizes can give.

    References
    ----------
    Schilling (1986), Multivariate two-sample tests based on nearest neighbors, for the statistic; here articles are
    dealt, not texts, since those of one article are no independent ones.

    Examples
    --------
    >>> places = np.array([0.0, 1.0, 5.0, 6.0, 7.0])
    >>> each = np.arange(5)
    >>> neighbours_by_group(np.abs(places[:, None] - places), each, np.array([0, 0, 1, 1, 1]), each)
    (1.0, 0.4, 0.1, 0.1)
    """
    far = np.where(np.asarray(alike)[:, None] == np.asarray(alike)[None], np.inf, square)
    near = far == far.min(axis=1, keepdims=True)
    one, two = np.nonzero(near)
    weight = 1 / near.sum(axis=1)[one] / len(near)
    one, two = unit[one], unit[two]
    codes, sizes = _by_size(pd.factorize(np.asarray(group))[0])
    labelings = _different_labelings(sizes)
    exact = labelings <= _MOST_LABELINGS
    share = float(weight[codes[one] == codes[two]].sum())
    dealt = _every(sizes) if exact else _some(codes, sample, seed)
    reached = sum(int(((part[:, one] == part[:, two]) @ weight >= share - _TIE).sum()) for part in dealt)
    n = len(codes)
    chance = sum(size * (size - 1) for size in sizes) / (n * (n - 1))
    if exact:
        return share, chance, reached / labelings, 1 / labelings
    return share, chance, (reached + 1) / (sample + 1), max(1 / labelings, 1 / (sample + 1))


def _by_size(codes: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Number groups anew, the largest first, and give their sizes."""
    size = np.bincount(codes)
    rank = np.argsort(-size, kind="stable")
    return np.argsort(rank)[codes], [int(n) for n in size[rank]]


def choices_say(choices: pd.DataFrame) -> str:
    """Sentences on how many ways to make the tree give the eras.

    Parameters
    ----------
    choices : pandas.DataFrame
        From `cut_by_choice`.

    Returns
    -------
    str

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> choices_say(cut_by_choice(load_corpus("seeds")))
    'In 15 of 18 combinations of choices the cut gives the eras: in 8 of 9 with names as written, in 7 of 9 with offices
    and places masked. With the choices made here it does not: it sets Sky News, 10 Jan 2022 apart. These are 18 looks
    at the same articles, not 18 witnesses.'
    """
    by_names = choices.groupby("names", sort=False)["gives_eras"]
    parts = [
        f"in {part.sum()} of {len(part)} with {'names ' if name == NAMES[0] else ''}{name}" for name, part in by_names
    ]
    gives, first = int(choices["gives_eras"].sum()), choices.iloc[0]
    says = f"In {gives or 'none'} of {len(choices)} combinations of choices the cut gives the eras"
    says += f": {', '.join(parts)}." if len(parts) > 1 and 0 < gives < len(choices) else "."
    if 0 < gives < len(choices):
        alone = "" if pd.isna(first["alone"]) else f": it sets {first['alone']} apart"
        says += " With the choices made here it does" + ("." if first["gives_eras"] else f" not{alone}.")
    tied = int(choices["agrees"].isna().sum())
    says += f" In {tied} of them branches join at the same distance, and there is no such cut." if tied else ""
    return f"{says} These are {len(choices)} looks at the same articles, not {len(choices)} witnesses."


@dataclass(frozen=True)
class _Distances:
    """Articles with words, what they share, and how far they are from each other."""

    articles: pd.DataFrame
    text: Ints
    square: Floats
    left_out: int


@once_per_corpus
def _distances(corpus: Corpus, most: int) -> _Distances:
    articles, counts = corpus.articles, _content_counts(corpus)
    has_words = np.diff(counts.indptr) > 0
    taken = evenly(pd.DataFrame({"row": np.flatnonzero(has_words)}), most)["row"].to_numpy()
    if len(taken) < 2:
        raise TwoCrisesError("A tree of articles takes at least two, each with words. See datasheet(corpus).")
    square = _cosine_distances(counts[taken], WEIGHTINGS[0])
    square.setflags(write=False)
    return _Distances(articles.iloc[taken], blocks(corpus)[taken], square, int((~has_words).sum()))


def _content_counts(corpus: Corpus) -> sparse.csr_array:
    """Counts of the words that may tell articles apart, the articles in the order of the corpus."""
    every = corpus.counts
    rows = every.articles.get_indexer(pd.Index(corpus.articles["article"]))
    counts = sparse.csr_array(every.matrix[rows][:, topical_terms(every.terms)])
    counts.eliminate_zeros()
    return counts


def _versions(corpus: Corpus) -> dict[str, sparse.csr_array]:
    """Counts with the names as written and, where that makes a difference, with offices and places in their stead."""
    versions = {NAMES[0]: _content_counts(corpus)}
    if corpus.config.roles or corpus.config.places:
        aside = masked(corpus)
        # Only the terms differ, so the counts do where the terms do.
        if not aside.counts.terms.equals(corpus.counts.terms):
            versions[NAMES[1]] = _content_counts(aside)
    return versions


def _weighed(counts: sparse.csr_array, weighting: str) -> sparse.csr_array:
    """Weigh the counts in one of the ways of `WEIGHTINGS`; each article gets the length 1."""
    from sklearn.feature_extraction.text import TfidfTransformer

    if weighting == WEIGHTINGS[0]:
        return tf_idf(counts)
    # Made as long as 1, counts and rates are the same.
    return sparse.csr_array(TfidfTransformer(use_idf=weighting == WEIGHTINGS[1]).fit_transform(counts))


def _cosine_distances(counts: sparse.csr_array, weighting: str) -> Floats:
    """Distances of weighed counts; rounded, so that equal articles are at 0 and ties are ties."""
    weights = _weighed(counts, weighting)
    like = (weights @ weights.T).toarray()
    square = np.clip(np.round(1 - (like + like.T) / 2, 12), 0, 1) + 0.0
    np.fill_diagonal(square, 0)
    return np.asarray(square)


def _tree(square: Floats, way: str = LINKAGES[0]) -> Floats:
    distances = squareform(square, checks=False)
    # Between points at length 1 the squared straight distance is twice the cosine distance.
    return np.asarray(linkage(np.sqrt(2 * distances) if way == "Ward" else distances, method=way.lower()))


def _cut_of(tree: Floats, square: Floats, clusters: int, eras: Ints, labels: pd.Series) -> tuple[object, ...]:
    """Say of one cut how it agrees with the eras, whether it gives them, its silhouette, and who is alone."""
    from sklearn.metrics import adjusted_rand_score

    if clusters not in _possible_cuts(tree):
        return np.nan, False, np.nan, pd.NA
    belongs = _cut(tree, clusters)
    agrees = float(adjusted_rand_score(eras, belongs))
    alone = np.flatnonzero(np.bincount(belongs)[belongs] == 1)
    # Both are numbered as they first appear.
    gives = bool((belongs == eras).all())
    return agrees, gives, float(_widths(square, belongs).mean()), labels.iloc[alone[0]] if len(alone) else pd.NA


def _cophenetic(square: Floats) -> float:
    """Correlation of the distances with those in their tree; missing where either are all the same."""
    distances = squareform(square, checks=False)
    heights = cophenet(linkage(distances, method="average"))
    if min(np.ptp(distances), np.ptp(heights)) <= _TIE:
        return float("nan")
    return float(np.corrcoef(distances, heights)[0, 1])


def _possible_cuts(tree: Floats) -> list[int]:
    """Numbers of clusters, from 2 to n - 1, between whose joins there is a distance."""
    n = len(tree) + 1
    height = tree[:, 2]
    return [k for k in range(2, n) if height[n - k] > height[n - k - 1] + _TIE]


def _cut(tree: Floats, clusters: int) -> Ints:
    """Cluster of each article, numbered from 0 as they first appear: the tree without its last joins."""
    n = len(tree) + 1
    belongs = np.arange(n)
    for i in range(n - clusters):
        belongs[np.isin(belongs, tree[i, :2].astype(int))] = n + i
    return np.asarray(pd.factorize(belongs)[0], dtype="int64")


def _widths(square: Floats, labels: Ints) -> Floats:
    """Silhouette width of each article."""
    size = np.bincount(labels)
    begins = np.concatenate([[0], np.cumsum(size)[:-1]])
    # Sums of the distances of each article to the members of each cluster.
    sums = np.add.reduceat(square[:, np.argsort(labels, kind="stable")], begins, axis=1)
    each, own = np.arange(len(labels)), size[labels]
    a = sums[each, labels] / np.maximum(own - 1, 1)
    others = sums / size
    others[each, labels] = np.inf
    b = others.min(axis=1)
    larger = np.maximum(a, b)
    return np.where((own > 1) & (larger > 0), (b - a) / np.where(larger > 0, larger, 1), 0.0)


def _values(articles: pd.DataFrame, name: str) -> pd.Series:
    """Give the value of a property for each article, missing where it is empty."""
    if name in ("day", "month"):
        return pd.Series(articles["published"].dt.strftime("%Y-%m-%d" if name == "day" else "%Y-%m"), dtype=object)
    values = articles[name].astype(object)
    return values.where(values.notna() & values.astype(str).str.strip().ne(""), None)


def _asked(found: _Distances, by: Iterable[str] | None) -> list[str]:
    if by is None:
        return [name for name in PROPERTIES if _values(found.articles, name).notna().any()]
    return _named(by)


def _named(by: Iterable[str]) -> list[str]:
    names = list(dict.fromkeys(texts(by, "properties")))
    for name in names:
        if name not in PROPERTIES:
            raise TwoCrisesError(f'Articles cannot be grouped by "{name}". Take {listed(PROPERTIES, quote=False)}.')
    return names


def _units(found: _Distances, name: str) -> tuple[Ints, Ints]:
    """Group and row of each text that has the property: of copies in one group the longest, the first of several."""
    group = pd.factorize(_values(found.articles, name))[0]
    rows = pd.DataFrame({"group": group, "text": found.text, "words": found.articles["n_words"].to_numpy()})
    rows = rows[rows["group"] >= 0]
    longest = rows.sort_values("words", ascending=False, kind="stable").drop_duplicates(["group", "text"])
    kept = np.sort(longest.index.to_numpy())
    return group[kept], kept


def _follow(found: _Distances, name: str) -> dict[str, object]:
    """Give the row of one property."""
    group, rows = _units(found, name)
    n, n_groups = len(rows), len(np.unique(group))
    square = found.square[np.ix_(rows, rows)]
    same = group[:, None] == group
    # The diagonal is 0, and no pair.
    pairs = int(same.sum()) - n, int((~same).sum())
    sums = float(square[same].sum()), float(square[~same].sum())
    within, between = (s / m if m else np.nan for s, m in zip(sums, pairs, strict=True))
    row: dict[str, object] = {
        "property": name,
        "groups": n_groups,
        "articles": int(_values(found.articles, name).notna().sum()),
        "texts": n,
        "within": within,
        "between": between,
        "note": _why_not(n, n_groups, int(_values(found.articles, name).notna().sum()), bool(square.any())),
    }
    if not row["note"]:
        row["statistic"], row["p"], row["floor"] = permanova(square, group)
        row["agrees"] = _agreement(square, group, n_groups)
    return row


def _why_not(n: int, n_groups: int, n_articles: int, differ: bool) -> str:
    """Say why there is nothing to test; nothing where there is."""
    what = "articles" if n == n_articles else "texts"
    if n_articles == 0:
        return "no article has one"
    if n < 3:
        return f"fewer than three {what} have one"
    if n_groups == 1:
        return "all articles share one"
    if n_groups == n:
        return f"no two {what} share one"
    return "" if differ else "all use the same words in the same proportion"


def _agreement(square: Floats, group: Ints, clusters: int) -> float:
    """Adjusted Rand index of groups and as many clusters of the tree."""
    from sklearn.metrics import adjusted_rand_score

    tree = _tree(square)
    if clusters not in _possible_cuts(tree):
        return float("nan")
    return float(adjusted_rand_score(group, _cut(tree, clusters)))


def _different_labelings(sizes: list[int]) -> int:
    """Ways to part so many into groups of these sizes; what a group is called makes no difference."""
    alike = Counter(sizes).values()
    return factorial(sum(sizes)) // prod(map(factorial, sizes)) // prod(map(factorial, alike))


def _every(sizes: list[int]) -> Iterator[np.ndarray]:
    """Every way to part them into groups of these sizes, some at once: the codes of the groups are 0, 1 and so on."""
    n, part = sum(sizes), []
    for labels in _parted(tuple(range(n)), tuple(enumerate(sizes)), np.zeros(n, dtype="int64")):
        part.append(labels.copy())
        if len(part) == _MANY:
            yield np.array(part)
            part = []
    if part:
        yield np.array(part)


def _parted(free: tuple[int, ...], groups: tuple[tuple[int, int], ...], labels: np.ndarray) -> Iterator[np.ndarray]:
    """Fill the array with each way to part the free ones into the groups, given as code and size."""
    if groups[0][1:] == (1,):
        # Only groups of one are left, since the sizes fall: there is one way.
        labels[list(free)] = [code for code, _ in groups]
        yield labels
        return
    if len(groups) == 1:
        labels[list(free)] = groups[0][0]
        yield labels
        return
    # The first of them belongs to a group of some size: of groups of one size the first, since they are all alike.
    for code, size in {size: (code, size) for code, size in reversed(groups)}.values():
        left = tuple(group for group in groups if group[0] != code)
        for others in combinations(free[1:], size - 1):
            members = {free[0], *others}
            labels[list(members)] = code
            yield from _parted(tuple(i for i in free if i not in members), left, labels)


def _some(codes: np.ndarray, sample: int, seed: int) -> Iterator[np.ndarray]:
    """Draw labelings at random."""
    random = np.random.default_rng(seed)
    for begin in range(0, sample, _MANY):
        yield random.permuted(np.tile(codes, (min(_MANY, sample - begin), 1)), axis=1)


def _within(square: Floats, labelings: np.ndarray, sizes: list[int]) -> Floats:
    """Sum over groups of the distances within, each group's divided by its size, for each labeling."""
    n, total = labelings.shape[1], np.zeros(len(labelings))
    members = np.argsort(labelings, axis=1, kind="stable")
    ends = np.cumsum(sizes)
    for code, (size, end) in enumerate(zip(sizes, ends, strict=True)):
        if size == 1:
            continue
        if size >= _LARGE_GROUP * n:
            belongs = (labelings == code).astype(float)
            total += np.einsum("ij,ij->i", belongs @ square, belongs) / (2 * size)
            continue
        one, two = np.triu_indices(size, k=1)
        many = max(1, _AT_ONCE // len(one))
        for begin in range(0, len(labelings), many):
            part = members[begin : begin + many, end - size : end]
            total[begin : begin + many] += square.take(part[:, one] * n + part[:, two]).sum(axis=1) / size
    return total
