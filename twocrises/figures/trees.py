"""Figures of articles that are alike: the tree, and whether those that share an era, an outlet or a day are nearer."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from twocrises.clusters import (
    article_tree,
    cut,
    pairs_by,
    silhouettes,
    tree_quality,
    what_clusters_follow,
)
from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.figures.style import (
    INK,
    MUTED,
    NO_ERA,
    Figure,
    article_label,
    draw_title,
    house_style,
    looks,
    new_canvas,
    sample_note,
    wrapped,
)
from twocrises.measures import Floats
from twocrises.permutation import LEVEL
from twocrises.wording import count, listed, lower_bound, p_value, shortened

# Up to so many articles each has room for a label of several lines.
_FEW = 12
# Up to so many pairs are drawn as points of their own.
_MOST_PAIRS = 300
# Two lines of a label at most.
_LONGEST_OUTLET, _LONGEST_DAY = 29, 14
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MARKS = {"o": "circle", "s": "square", "^": "triangle", "D": "diamond", "X": "cross"}
# What a property is called in "articles of one ..." and at its row.
_CALLED = {"origin": "outlet"}
_TRUE = "#A63A1E"
# What rounding leaves of a tie.
_TIE = 1e-9


def tree(corpus: Corpus) -> Figure:
    """Which articles are alike, as a tree.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Figure
        Of a larger corpus, 40 articles evenly spread over its order in time.

    Raises
    ------
    TwoCrisesError
        If there are fewer than two articles with words.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tree(load_corpus("seeds")).alt
    'Cut in two, the tree sets Sky News, 10 Jan 2022 apart and mixes the eras. Tree of 5 articles...'
    """
    links, distances = article_tree(corpus)
    labels = [str(label) for label in distances.index]
    eras = corpus.articles.set_index("label")["era"].astype(object).reindex(labels)
    title = tree_title(corpus)
    with house_style():
        canvas, axes = new_canvas(_height(labels))
        draw_tree(axes, corpus, links, labels, eras)
        draw_title(canvas, title)
    says = [title, f"Tree of {count(len(labels), 'article')} by the words they use", _joins(links, distances)]
    # The title may say what is said already.
    if _equally_far(links) or len(links) == 1:
        del says[2]
    alt = f"{'. '.join(says)}.{_unlike(links, labels)} {structure_says(corpus)}"
    marks = _marks(corpus, eras)
    quality = tree_quality(corpus).iloc[0]
    left_out = f" Left out: {count(quality['left_out'], 'article')} without words." if quality["left_out"] else ""
    dashed = " The dashed line cuts it into as many parts as there are eras." if _level(links, eras) else ""
    caption = (
        "Branches join at the mean distance (cosine, TF-IDF) of the articles below them."
        f"{marks}{dashed} {_silhouette_says(quality)}{left_out}"
        f"{sample_note(len(labels), len(corpus.source) - int(quality['left_out']))}"
    )
    data = _joins_table(links, distances, eras)
    data.attrs["decimals"] = 2
    return Figure(canvas, alt, caption, data)


def what_follows(corpus: Corpus) -> Figure:
    r"""Whether articles that share an era, an outlet or a day are nearer to one another than to the others.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Figure
        Of a few articles each pair is a point, of more the means.

    Raises
    ------
    TwoCrisesError
        If there are fewer than two articles with words, or none has an era, outlet, day or genre.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> what_follows(load_corpus("seeds")).canvas.get_suptitle()
    'Five articles cannot show what makes them alike:\nno p below 0.10'
    """
    follow = what_clusters_follow(corpus)
    if follow.empty:
        raise TwoCrisesError(
            "No article has an era, an outlet, a day or a genre to group it by. See datasheet(corpus)."
        )
    title = follows_title(follow)
    with house_style():
        canvas, axes = new_canvas(1.5 + 0.75 * len(follow))
        pairs = draw_follows(axes, corpus, follow)
        draw_title(canvas, title)
    tested = follow[follow["note"] == ""]
    says = [
        f"{_called(row)}: {row['within']:.2f} within, {row['between']:.2f} between, p {p_value(row['p'])}"
        + (", the smallest possible" if np.isclose(row["p"], row["floor"], atol=0) else "")
        for _, row in tested.iterrows()
    ]
    if tested.empty:
        far = pairs_by(corpus, str(follow["property"].iloc[int(follow["texts"].argmax())]))["distance"]
        says = [f"Distances go from {far.min():.2f} to {far.max():.2f}"] if len(far) else []
    untested = [f"{_called(row)} ({row['note']})" for _, row in follow[follow["note"] != ""].iterrows()]
    alt = f"{title}. Mean distances of {count(int(follow['articles'].max()), 'article')} by what they share."
    alt += f" {'; '.join(says)}." if says else ""
    alt += f" No test by {listed(untested, quote=False)}." if untested else ""
    points = " Small points: the single pairs." if pairs else ""
    caption = (
        "Filled: mean distance of two articles that share it; open: of two that do not (cosine, TF-IDF; 0: same words, "
        f"1: none in common).{points} p: share of the ways to deal the labels that part the articles as clearly, with "
        "the smallest p that groups of these sizes allow. Each p stands for itself, and a day belongs to one month and "
        "one era: the rows are no independent witnesses."
    )
    data = follow[["property", "groups", "within", "between", "p", "floor", "note"]]
    data = data.assign(property=[_called(row) for _, row in follow.iterrows()]).rename(columns={"property": "shared"})
    data = data.reset_index(drop=True)
    data.attrs["decimals"] = {"within": 2, "between": 2, "p": "p", "floor": "p"}
    return Figure(canvas, alt, caption, data)


def tree_title(corpus: Corpus) -> str:
    """Sentence on what the tree gives, cut into as many parts as there are eras.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    str
        Without two eras, or with articles of none, on the two articles that are most alike.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tree_title(load_corpus("seeds"))
    'Cut in two, the tree sets Sky News, 10 Jan 2022 apart and mixes the eras'
    """
    links, distances = article_tree(corpus)
    eras = corpus.articles.set_index("label")["era"].astype(object).reindex(distances.index)
    n = eras.nunique()
    one, two = (_short(label) for label in _nearest(distances))
    if len(eras) == 2:
        return f"The distance between {one} and {two} is {links[0, 2]:.2f}"
    if _equally_far(links):
        return f"All articles are equally far apart, at {links[0, 2]:.2f}"
    if not 1 < n < len(eras) or eras.isna().any():
        return f"{one} and {two} are most alike"
    if n not in silhouettes(corpus)["clusters"].to_numpy():
        return f"The tree cannot be cut in {_number(n)}: branches join at the same distance"
    parts = cut(corpus, n)
    if _are_eras(parts):
        return f"Cut in {_number(n)}, the tree gives the {_number(n)} eras"
    alone = parts.loc[parts.groupby("cluster")["article"].transform("size") == 1, "label"]
    if n == 2 and len(alone):
        return f"Cut in two, the tree sets {_short(alone.iloc[0])} apart and mixes the eras"
    return f"Cut in {_number(n)}, the tree does not give the {_number(n)} eras"


def structure_says(corpus: Corpus) -> str:
    """Sentences on the best cut of the tree, and on what the articles follow.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    str
        Of era, outlet, site, day, month and genre the first that can be tested, not the one with the smallest p.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> structure_says(load_corpus("seeds"))
    'The largest mean silhouette is 0.06, for three clusters: no structure of substance. Articles of one era are nearer
    to each other (0.77) than those of different ones (0.82); p 0.10, the smallest possible here.'
    """
    says = _silhouette_says(tree_quality(corpus).iloc[0])
    follow = what_clusters_follow(corpus)
    tested = follow[follow["p"].notna()]
    if tested.empty:
        return says
    row = tested.iloc[0]
    n = int(tree_quality(corpus)["articles"].iloc[0])
    which = f"Of {row['articles']:,} articles, those" if row["articles"] > n else "Articles"
    nearer = "nearer to" if row["within"] < row["between"] else "no nearer to"
    least = ", the smallest possible here" if np.isclose(row["p"], row["floor"], atol=0) else ""
    return (
        f"{says} {which} of one {_called(row)} are {nearer} each other ({row['within']:.2f}) than those of different "
        f"ones ({row['between']:.2f}); p {p_value(row['p'])}{least}."
    )


def follows_title(follow: pd.DataFrame) -> str:
    """Sentence on what articles that are alike share.

    Parameters
    ----------
    follow : pandas.DataFrame
        From `what_clusters_follow`.

    Returns
    -------
    str

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> follows_title(what_clusters_follow(load_corpus("seeds"), by="era"))
    'Five articles cannot show what makes them alike: no p below 0.10'
    """
    tested = follow[follow["p"].notna()]
    if tested.empty:
        return "Nothing parts these articles into groups one could compare"
    found = tested[(tested["p"] <= LEVEL) & (tested["within"] < tested["between"])]
    if len(found):
        return f"Articles that share {' or '.join('the ' + _called(row) for _, row in found.iterrows())} are more alike"
    if tested["floor"].min() > LEVEL:
        least = float(tested["p"].min())
        n = int(tested["texts"].max())
        return f"{_number(n).capitalize()} articles cannot show what makes them alike: no p below {lower_bound(least)}"
    return "Nothing that articles share makes them more alike than chance would"


def draw_tree(axes: Axes, corpus: Corpus, links: Floats, labels: list[str], eras: pd.Series) -> None:
    """Draw the tree with the marks of the eras and the labels of the articles.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    corpus : Corpus
        From `load_corpus`.
    links : array of float, shape (n_articles - 1, 4)
        From `article_tree`.
    labels : list of str
        Of the articles, in the order of the tree.
    eras : pandas.Series
        Era of each of them, missing where there is none.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> corpus, (_, axes) = load_corpus("seeds"), new_canvas(3)
    >>> links, distances = article_tree(corpus)
    >>> labels = list(distances.index)
    >>> draw_tree(axes, corpus, links, labels, corpus.articles.set_index("label")["era"].reindex(labels))
    >>> len(axes.get_yticklabels())
    5
    """
    from scipy.cluster.hierarchy import dendrogram

    drawn = dendrogram(links, no_plot=True)
    for places, heights in zip(drawn["icoord"], drawn["dcoord"], strict=True):
        axes.plot(heights, places, color=NO_ERA[0], linewidth=1.5)
    rows = [5 + 10 * i for i in range(len(labels))]
    few = len(labels) <= _FEW
    written = [article_label(_short(label)) if few else _short(label) for label in labels]
    axes.set_yticks(rows, written, fontsize=10 if few else 9.5)
    styles = looks(corpus)
    for place, era in zip(rows, eras, strict=True):
        colour, marker = styles.get(era, NO_ERA)
        axes.plot(0, place, marker=marker, color=colour, markersize=9 if few else 6.5, clip_on=False, zorder=5)
    level = _level(links, eras)
    if level:
        axes.axvline(level, color=_TRUE, linestyle=(0, (4, 3)), linewidth=1, zorder=1)
    axes.set_xlim(max(1.06 * float(links[:, 2].max()), 0.1), 0)
    axes.set_ylim(0, 10 * len(labels))
    axes.yaxis.tick_right()
    axes.tick_params(axis="y", pad=10)
    axes.set_xlabel("distance (0: same words, 1: none in common)")


def draw_follows(axes: Axes, corpus: Corpus, follow: pd.DataFrame) -> bool:
    """Draw the distances within and between groups, a row a property, and say whether the pairs are drawn.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    corpus : Corpus
        From `load_corpus`.
    follow : pandas.DataFrame
        From `what_clusters_follow`.

    Returns
    -------
    bool

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> corpus, (_, axes) = load_corpus("seeds"), new_canvas(3)
    >>> draw_follows(axes, corpus, what_clusters_follow(corpus, by="era"))
    True
    """
    n = int(follow["texts"].max())
    few = n * (n - 1) // 2 <= _MOST_PAIRS
    drawn: list[float] = []
    names = []
    for place, (_, row) in enumerate(follow.iterrows()):
        names.append(f"{_called(row)}\n{count(int(row['groups']), 'group')}")
        sides = ((True, row["within"], -0.13), (False, row["between"], 0.13))
        if few:
            pairs = pairs_by(corpus, str(row["property"]))
            for shared, _, off in sides:
                part = pairs.loc[pairs["shared"] == shared, "distance"].to_numpy()
                drawn += part.tolist()
                axes.plot(part, np.full(len(part), place + off), "o", markersize=4, alpha=0.45, zorder=3,
                          color=_TRUE if shared else MUTED, markeredgewidth=0)  # fmt: skip
        for shared, mean, off in sides:
            if np.isfinite(mean):
                drawn.append(mean)
                axes.plot(mean, place + off, "D", markersize=7.5, color=_TRUE if shared else INK, zorder=4,
                          markerfacecolor=_TRUE if shared else "white", markeredgewidth=1.4, clip_on=False)  # fmt: skip
        axes.annotate(_says_p(row), (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize=9.5,
                      color=INK if row["note"] == "" else MUTED, annotation_clip=False)  # fmt: skip
    low, high = (min(drawn), max(drawn)) if drawn else (0.0, 1.0)
    room = max(0.08 * (high - low), 0.01)
    axes.set_xlim(low - room, high + room)
    axes.set_ylim(len(follow) - 0.5, -0.62)
    axes.set_yticks(range(len(follow)), names)
    axes.set_xlabel("distance between two articles")
    _name_sides(axes, follow)
    return few


def _name_sides(axes: Axes, follow: pd.DataFrame) -> None:
    """Write beside the first two means which of them is which."""
    rows = follow.reset_index(drop=True)
    both = rows[rows["within"].notna() & rows["between"].notna()]
    if both.empty:
        return
    place, row = int(both.index[0]), both.iloc[0]
    low, high = axes.get_xlim()
    for text, mean, off, colour in (
        ("shared", row["within"], -0.13, _TRUE),
        ("not shared", row["between"], 0.13, INK),
    ):
        above, part = off < 0, (mean - low) / (high - low)
        beside = "left" if part < 0.1 else "right" if part > 0.9 else "center"
        axes.annotate(text, (mean, place + off), xytext=(0, 7 if above else -7), textcoords="offset points",
                      ha=beside, va="bottom" if above else "top", fontsize=9.5, color=colour, zorder=6,
                      path_effects=[withStroke(linewidth=3, foreground="white")])  # fmt: skip


def _says_p(row: pd.Series) -> str:
    if row["note"]:
        return wrapped(f"no test: {row['note']}", 17)
    if np.isnan(row["p"]):
        return "no p"
    return f"p {p_value(row['p'])}\nsmallest {lower_bound(row['floor'])}"


def _called(row: pd.Series) -> str:
    return _CALLED.get(str(row["property"]), str(row["property"]))


def _number(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else f"{n:,}"


def _height(labels: list[str]) -> float:
    if len(labels) > _FEW:
        return 1.9 + 0.235 * len(labels)
    lines = max(article_label(_short(label)).count("\n") + 1 for label in labels)
    return 1.6 + (0.56 if lines > 2 else 0.46) * len(labels)


def _short(label: str) -> str:
    """Shorten the outlet in a label, and keep its day."""
    outlet, comma, day = label.rpartition(", ")
    # What stands behind a comma need not be a day.
    if not comma or len(day) > _LONGEST_DAY:
        return shortened(label, _LONGEST_OUTLET)
    return f"{shortened(outlet, _LONGEST_OUTLET)}{comma}{day}"


def _nearest(distances: pd.DataFrame) -> tuple[str, str]:
    """Labels of the two articles nearest to each other, the first of several."""
    square = distances.to_numpy() + 2 * np.eye(len(distances))
    one, two = np.unravel_index(int(np.argmin(square)), square.shape)
    return str(distances.index[int(one)]), str(distances.index[int(two)])


def _equally_far(links: Floats) -> bool:
    """Whether all branches join at the same distance, so that their order means nothing."""
    return float(links[-1, 2] - links[0, 2]) <= _TIE


def _joins(links: Floats, distances: pd.DataFrame) -> str:
    one, two = (_short(label) for label in _nearest(distances))
    return (
        f"The closest pair, {one} and {two}, joins at a distance of {links[0, 2]:.2f}; the last branches join at "
        f"{links[-1, 2]:.2f}"
    )


def _unlike(links: Floats, labels: list[str]) -> str:
    """Name the exception: the article that joins last."""
    if len(labels) < 3 or _equally_far(links):
        return ""
    joins_at = _joins_at(links)
    last = int(joins_at.argmax())
    return f" {_short(labels[last])} is the last article to join, at {joins_at[last]:.2f}."


def _joins_at(links: Floats) -> Floats:
    """Distance at which each article joins another branch, in the order of the tree."""
    from scipy.cluster.hierarchy import leaves_list

    n = len(links) + 1
    joins_at = np.zeros(n)
    for one, two, height, _ in links:
        for member in (int(one), int(two)):
            if member < n:
                joins_at[member] = height
    return np.asarray(joins_at[leaves_list(links)], dtype=float)


def _joins_table(links: Floats, distances: pd.DataFrame, eras: pd.Series) -> pd.DataFrame:
    """A row an article, in the order of the tree: where it joins, and which one is nearest to it."""
    square = distances.to_numpy(dtype=float) + 2 * np.eye(len(distances))
    nearest = square.argmin(axis=1)
    return pd.DataFrame(
        {
            "article": distances.index.astype(str),
            "era": eras.to_numpy(),
            "joins at": _joins_at(links),
            "nearest": distances.index.astype(str)[nearest],
            "distance to it": square.min(axis=1),
        }
    )


def _level(links: Floats, eras: pd.Series) -> float | None:
    """Distance at which to cut the tree into as many parts as there are eras; None where that cannot be."""
    n = eras.nunique()
    if n < 2 or n > len(links) or eras.isna().any():
        return None
    above, below = links[len(links) - n + 1, 2], links[len(links) - n, 2]
    return float(above + below) / 2 if above - below > _TIE else None


def _are_eras(parts: pd.DataFrame) -> bool:
    """Whether each cluster of a cut is an era, and each era a cluster."""
    eras = parts["era"].astype(object)
    return bool(
        parts.groupby(eras)["cluster"].nunique().eq(1).all() and eras.groupby(parts["cluster"]).nunique().eq(1).all()
    )


def _marks(corpus: Corpus, eras: pd.Series) -> str:
    """Say what the marks of the tree mean."""
    named = [f"{_MARKS[marker]}: {era}" for era, (_, marker) in looks(corpus).items() if (eras == era).any()]
    named += [f"{_MARKS[NO_ERA[1]]}: no era"] if eras.isna().any() else []
    return f" {', '.join(named).capitalize()}." if named else ""


def _silhouette_says(quality: pd.Series) -> str:
    """Sentence on the largest silhouette."""
    if pd.isna(quality["clusters"]):
        return "There is no cut whose clusters one could judge."
    words = str(quality["structure"])
    structure = {"none of substance": "no structure of substance", "weak, could be artificial": "weak structure, "
                 "which could be artificial"}.get(words, f"{words} structure")  # fmt: skip
    clusters = _number(int(quality["clusters"]))
    return f"The largest mean silhouette is {quality['silhouette']:.2f}, for {clusters} clusters: {structure}."
