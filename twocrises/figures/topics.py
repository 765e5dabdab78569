"""Figures of topics: how much of each article belongs to which, and which articles are alike."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from twocrises.corpus import Corpus
from twocrises.figures.style import (
    INK,
    MOST_ROWS,
    NO_ERA,
    Figure,
    article_label,
    draw_title,
    house_style,
    looks,
    new_canvas,
    sample_note,
)
from twocrises.measures import Floats
from twocrises.topics import Topics, article_tree
from twocrises.wording import between, count, percent


def topic_shares(found: Topics) -> Figure:
    """How much of each article belongs to each topic.

    Parameters
    ----------
    found : Topics
        From `topics`.

    Returns
    -------
    Figure
        Of more than 24 articles, the mean shares of each era.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> topic_shares(topics(load_corpus("seeds"), samples=0)).alt
    'Table of 5 articles and 4 topics, darker...'
    """
    shares = share_rows(found)
    with house_style():
        canvas, axes = new_canvas(2.0 + 0.5 * len(shares))
        draw_shares(axes, shares, found)
        title, says = topics_title(found)
        draw_title(canvas, title)
    rows = "article" if len(shares) == len(found.articles) else "era"
    alt = (
        f"Table of {count(len(shares), rows)} and {count(shares.shape[1], 'topic')}, darker where a topic has more of "
        f"the text. {title}. {says}"
    )
    mean = "" if rows == "article" else " Rows are the means of the articles of an era."
    caption = (
        "Share of the words, by the topics of their paragraphs; rows add up to 100 %. Below: the strongest terms."
        f"{mean}"
    )
    return Figure(canvas, alt, caption, shares.rename_axis(rows).reset_index())


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
    'Tree of 5 articles...Cut in two, the tree does not give the two eras.'
    """
    from scipy.cluster.hierarchy import dendrogram

    links, distances = article_tree(corpus)
    labels = [str(label) for label in distances.index]
    eras = corpus.articles.set_index("label")["era"].astype(object).reindex(labels)
    styles = looks(corpus)
    by_era = _splits_by_era(links, eras)
    title = "Articles by the words they share"
    if by_era is not None:
        title = f"Cut in two, the tree {'gives' if by_era else 'does not give'} the two eras"
    with house_style():
        canvas, axes = new_canvas(1.6 + 0.46 * len(labels))
        dendrogram(
            links, orientation="left", ax=axes, color_threshold=0, above_threshold_color="#6B6B6B", no_labels=True
        )
        places = [5 + 10 * i for i in range(len(labels))]
        axes.set_yticks(places, [article_label(label) for label in labels])
        for place, era in zip(places, eras, strict=True):
            colour, marker = styles.get(era, NO_ERA)
            axes.plot(0, place, marker=marker, color=colour, markersize=9, clip_on=False, zorder=5)
        axes.set_xlim(max(1.06 * float(links[:, 2].max()), 0.1), 0)
        axes.yaxis.tick_right()
        axes.tick_params(axis="y", pad=10)
        axes.set_xlabel("distance (0: same words, 1: none in common)")
        draw_title(canvas, title)
    square = distances.to_numpy() + 2 * np.eye(len(labels))
    one, two = (labels[int(i)] for i in np.unravel_index(int(np.argmin(square)), square.shape))
    alt = (
        f"Tree of {count(len(labels), 'article')} by the words they use. The closest pair, {one} and {two}, joins at a "
        f"distance of {links[0, 2]:.2f}; the last branches join at {links[-1, 2]:.2f}. {title}."
    )
    caption = (
        "Branches join at the mean distance (cosine, TF-IDF) of the articles below them. Marks show the era."
        f"{sample_note(len(labels), len(corpus.source))}"
    )
    return Figure(canvas, alt, caption, distances)


def share_rows(found: Topics) -> pd.DataFrame:
    """Shares to draw: a row an article, or a row an era where there are too many articles.

    Parameters
    ----------
    found : Topics
        From `topics`.

    Returns
    -------
    pandas.DataFrame
        A column a topic; the labels are the index.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> share_rows(topics(load_corpus("seeds"), samples=0)).shape
    (5, 4)
    """
    columns = [str(name) for name in found.articles if str(name).startswith("topic_")]
    if len(found.articles) <= MOST_ROWS:
        return found.articles.set_index("label")[columns]
    eras = found.articles["era"].astype(object).fillna("no era")
    return found.articles[columns].groupby(eras, sort=False).mean()


def draw_shares(axes: Axes, shares: pd.DataFrame, found: Topics) -> None:
    """Draw shares as a table, darker where they are larger.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    shares : pandas.DataFrame
        From `share_rows`.
    found : Topics
        Gives the strongest terms of each topic.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> found, (_, axes) = topics(load_corpus("seeds"), samples=0), new_canvas(3)
    >>> draw_shares(axes, share_rows(found), found)
    >>> len(axes.texts)
    20
    """
    values = shares.to_numpy(dtype=float)
    axes.imshow(np.nan_to_num(values), cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (row, column), share in np.ndenumerate(values):
        axes.text(column, row, "–" if np.isnan(share) else percent(share), ha="center", va="center",
                  color="white" if share > 0.72 else INK)  # fmt: skip
    tops = [str(top).split(", ") for top in found.quality["top_terms"]]
    axes.set_xticks(range(shares.shape[1]), [f"{i + 1}\n" + "\n".join(top[:3]) for i, top in enumerate(tops)])
    axes.set_yticks(range(len(shares)), [article_label(str(label)) for label in shares.index])
    axes.tick_params(axis="x", labelsize=9.5)
    axes.set_xlabel("topic, with its strongest terms")
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)


def topics_title(found: Topics) -> tuple[str, str]:
    """Sentence on the topic that sets the first two eras apart most, and its numbers.

    Parameters
    ----------
    found : Topics
        From `topics`.

    Returns
    -------
    title, says : str

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> topics_title(topics(load_corpus("seeds"), samples=0))[0]
    'Topic 1 is larger in every 2014 article than in any of 2022'
    """
    columns = [str(name) for name in found.articles if str(name).startswith("topic_")]
    eras = [str(era) for era in found.articles["era"].cat.categories if (found.articles["era"] == era).any()]
    if len(eras) < 2:
        means = found.articles[columns].mean()
        column = str(means.idxmax())
        return f"Topic {column[6:]} is the largest", f"It has {percent(means[column])} of an article on average."
    a, b = (found.articles.loc[found.articles["era"] == era, columns].dropna() for era in eras[:2])
    # Rounded, so that what is left of equal shares decides nothing.
    up, down = (b.min() - a.max()).round(9), (a.min() - b.max()).round(9)
    column = str(up.where(up > down, down).idxmax())
    more, less = (eras[1], eras[0]) if up[column] > down[column] else (eras[0], eras[1])
    apart = max(up[column], down[column]) > 0
    title = (
        f"Topic {column[6:]} is larger in every {more} article than in any of {less}"
        if apart
        else f"No topic separates {eras[0]} from {eras[1]}"
    )
    spans = [
        f"{between(part[column].min(), part[column].max())} of the {era} articles"
        for part, era in ((a, eras[0]), (b, eras[1]))
    ]
    return title, f"Topic {column[6:]} has {spans[0]} and {spans[1]}."


def _splits_by_era(links: Floats, eras: pd.Series) -> bool | None:
    """Whether cutting the tree in two gives the eras of its leaves, from first to last; None without two eras."""
    from scipy.cluster.hierarchy import fcluster, leaves_list

    if eras.nunique() != 2 or eras.isna().any():
        return None
    cut = pd.Series(fcluster(links, 2, criterion="maxclust")[leaves_list(links)])
    era = eras.reset_index(drop=True)
    return bool(cut.groupby(era).nunique().eq(1).all() and era.groupby(cut).nunique().eq(1).all())
