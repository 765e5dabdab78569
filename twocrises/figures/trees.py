"""Figures of articles that are alike: the tree, and whether those that share an era, an outlet or a day are nearer."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

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
from twocrises.figures.topics import draw_eras, eras_drawn
from twocrises.measures import Floats
from twocrises.permutation import LEVEL
from twocrises.wording import count, listed, lower_bound, p_value, shortened

# Up to so many articles each has room for a label of several lines.
_FEW = 12
# Share of the axis that a line of a cut needs between two joins.
_CLEAR = 0.02
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
    'Cut in two, the tree mixes the eras; cut in three, each part is of one era. Tree of 5 articles...'
    """
    links, distances = article_tree(corpus)
    labels = [str(label) for label in distances.index]
    eras = corpus.articles.set_index("label")["era"].astype(object).reindex(labels)
    title = tree_title(corpus)
    quality = tree_quality(corpus).iloc[0]
    cuts = [n for n in _cuts(eras, quality) if n in silhouettes(corpus)["clusters"].to_numpy()]
    with house_style():
        canvas, axes = new_canvas(_height(labels))
        draw_tree(axes, corpus, links, labels, eras)
        lines = _draw_cuts(axes, links, cuts, eras.nunique())
        draw_eras(axes, eras_drawn(eras, corpus))
        draw_title(canvas, title)
    says = [title, f"Tree of {count(len(labels), 'article')} by the words they use", _joins(links, distances)]
    # The title may say what is said already.
    if _equally_far(links) or len(links) == 1:
        del says[2]
    begins = f" The axis begins at {tree_begins(links):.2f}." if tree_begins(links) else ""
    alt = f"{'. '.join(says)}.{_unlike(links, labels)}{_alone_says(corpus, cuts)} {structure_says(corpus)}{begins}"
    left_out = f" Left out: {count(quality['left_out'], 'article')} without words." if quality["left_out"] else ""
    caption = (
        f"Branches join at the mean distance (cosine, TF-IDF) of the articles below them.{begins}"
        f"{_marks(corpus, eras)}{lines} {_silhouette_says(quality)}{left_out}"
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
    """Sentence on what the tree gives, cut into as many parts as there are eras and where the silhouette is largest.

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
    'Cut in two, the tree mixes the eras; cut in three, each part is of one era'
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
    quality = tree_quality(corpus).iloc[0]
    if n not in silhouettes(corpus)["clusters"].to_numpy():
        says = [f"The tree cannot be cut in {_number(n)}: branches join at the same distance"]
    elif _are_eras(cut(corpus, n)):
        says = [f"Cut in {_number(n)}, the tree gives the {_number(n)} eras"]
    else:
        says = [f"Cut in {_number(n)}, the tree mixes the eras"]
    for other in set(_cuts(eras, quality)) - {n}:
        parts = cut(corpus, other)
        eras_in = parts["era"].astype(object).groupby(parts["cluster"]).agg(set)
        pure = int((eras_in.map(len) == 1).sum())
        words = (str(pure), str(other)) if other >= len(_NUMBERS) else (_number(pure), _number(other))
        some = f"{words[0]} of {words[1]} parts {'is' if pure == 1 else 'are'}"
        says.append(f"cut in {_number(other)}, {'each part is' if pure == other else some} of one era")
    return "; ".join(says)


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
    """Draw the tree with the marks of the eras and the labels of the articles; its axis ends before the first join.

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

    drawn, begins = dendrogram(links, no_plot=True), tree_begins(links)
    for places, heights in zip(drawn["icoord"], drawn["dcoord"], strict=True):
        axes.plot(np.maximum(heights, begins), places, color=NO_ERA[0], linewidth=1.5)
    rows = [5 + 10 * i for i in range(len(labels))]
    few = len(labels) <= _FEW
    written = [article_label(_short(label)) if few else _short(label) for label in labels]
    axes.set_yticks(rows, written, fontsize=10 if few else 9.5)
    styles = looks(corpus)
    for place, era in zip(rows, eras, strict=True):
        colour, marker = styles.get(era, NO_ERA)
        axes.plot(begins, place, marker=marker, color=colour, markersize=9 if few else 6.5, clip_on=False, zorder=5)
    ends = max(float(links[:, 2].max()), begins + 0.1)
    left = ends + 0.08 * (ends - begins)
    axes.set_xlim(left, begins)
    # None at the left end, where its number would leave the picture; fixed, so that the layout cannot choose others.
    ticks = MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(begins, ends)
    axes.set_xticks([tick for tick in ticks if begins - _TIE <= tick <= left - 0.05 * (left - begins)])
    axes.set_ylim(0, 10 * len(labels))
    axes.yaxis.tick_right()
    axes.tick_params(axis="y", pad=10)
    axes.set_xlabel("distance (0: same words, 1: none in common)")


def tree_begins(links: Floats) -> float:
    """Distance at which the axis of the tree begins: below the first join, for before it there are only stems.

    Parameters
    ----------
    links : array of float, shape (n_articles - 1, 4)
        From `article_tree`.

    Returns
    -------
    float
        0 where the first branches join near it.

    Examples
    --------
    >>> tree_begins(np.array([[0, 1, 0.74, 2], [2, 3, 0.83, 3]])), tree_begins(np.array([[0, 1, 0.1, 2]]))
    (0.7, 0.0)
    """
    low, high = float(links[:, 2].min()), float(links[:, 2].max())
    begins = np.floor((low - 0.25 * (high - low)) / 0.05 + _TIE) * 0.05
    return round(float(begins), 2) if begins >= 0.2 else 0.0


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
    """Name the pairs that join first: all that do so at the distance that is printed, three at most."""
    from scipy.cluster.hierarchy import leaves_list

    n = len(links) + 1
    label = dict(zip(leaves_list(links).tolist(), map(_short, distances.index), strict=True))
    first = f"{links[0, 2]:.2f}"
    pairs = [
        f"{label[int(one)]} and {label[int(two)]}"
        for one, two, height, _ in links
        if max(one, two) < n and f"{height:.2f}" == first
    ]
    # Where an article joins last, it is named after this.
    last = "" if _joins_at(links).max() == links[-1, 2] else f"; the last branches join at {links[-1, 2]:.2f}"
    if len(pairs) == 1:
        return f"The closest pair, {pairs[0]}, joins at a distance of {first}{last}"
    named = f": {'; '.join(pairs)}" if len(pairs) <= 3 else f", {pairs[0]} among them"
    return f"{_number(len(pairs)).capitalize()} pairs are closest and join at a distance of {first}{named}{last}"


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


def _cuts(eras: pd.Series, quality: pd.Series) -> list[int]:
    """Numbers of parts that are of interest: as many as there are eras, and those with the largest silhouette."""
    n, best = eras.nunique(), quality["clusters"]
    if not 1 < n < len(eras) or eras.isna().any():
        return []
    return list(dict.fromkeys([n, *([] if pd.isna(best) else [int(best)])]))


def _draw_cuts(axes: Axes, links: Floats, cuts: list[int], n_eras: int) -> str:
    """Draw a line for each cut that has room between the joins, and say which line is which."""
    begins, ends = sorted(axes.get_xlim())
    says, without = [], []
    for n in cuts:
        above, below = links[len(links) - n + 1, 2], links[len(links) - n, 2]
        # On a telephone a line nearer than that would touch the joins.
        if above - below < _CLEAR * (ends - begins):
            without.append(_number(n))
            continue
        line, dashes = ("dashed", (4, 3)) if n == n_eras else ("dotted", (1, 2))
        axes.axvline((above + below) / 2, color=_TRUE, linestyle=(0, dashes), linewidth=1.3, zorder=1)
        why = "as many parts as there are eras" if n == n_eras else "the number with the largest silhouette"
        says.append(f"the {line} line cuts it in {_number(n)}, {why}")
    text = "; ".join(says)
    cut_of = f"cut{'s' * (len(without) > 1)} in {' and '.join(without)}"
    rest = f" No line is drawn for the {cut_of}: it would touch the joins." if without else ""
    return (f" {text[:1].upper()}{text[1:]}." if text else "") + rest


def _alone_says(corpus: Corpus, cuts: list[int]) -> str:
    """Name the articles that a cut leaves alone, which are of one era anyhow; of many say how many."""
    says: dict[str, list[str]] = {}
    for n in cuts:
        parts = cut(corpus, n)
        alone = parts.loc[parts.groupby("cluster")["article"].transform("size") == 1, "label"]
        if len(alone):
            who = " and ".join(map(_short, alone)) if len(alone) < 3 else f"{_number(len(alone))} articles"
            says.setdefault(f"{who} {'is' if len(alone) == 1 else 'are'} alone", []).append(_number(n))
    return "".join(
        f" {who[:1].upper()}{who[1:]} in {'both cuts' if len(numbers) > 1 else f'the cut in {numbers[0]}'}."
        for who, numbers in says.items()
    )


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
