"""Figures of tone: sentences and articles by their scores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.figures.style import (
    MOST_ROWS,
    NO_ERA,
    Figure,
    all_above,
    article_label,
    draw_title,
    eras_by_mean,
    house_style,
    looks,
    new_canvas,
    tick,
)
from twocrises.measures import Floats
from twocrises.sentiment import scored_only, tone
from twocrises.wording import count, shortened, signed

# Characters of an outlet's name that a row has room for.
_LONGEST = 38


def tone_points(corpus: Corpus) -> Figure:
    """Every sentence by its panel score, with the mean of each article.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Figure
        Of more than 24 articles, every article, with the mean of each era.

    Raises
    ------
    TwoCrisesError
        If no sentence holds a word that an instrument knows.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tone_points(load_corpus("seeds")).alt
    'The articles of 2014 and 2022 overlap in tone. On average: higher in 2022, −0.04 against −0.16 in 2014...'
    """
    with house_style():
        rows = tone_rows(corpus)
        _, height = row_labels([row.label for row in rows], 0.62 if len(rows) <= 5 else 0.4)
        canvas, axes = new_canvas(1.5 + height * len(rows))
        draw_tone(axes, corpus, rows)
        title = tone_title(corpus)
        draw_title(canvas, title)
    small, large = ("sentence", "article") if rows[0].sentences else ("article", "era")
    scores = np.concatenate([row.scores for row in rows])
    means = pd.Series({row.label: row.mean for row in rows}).dropna()
    eras = _eras_scored(corpus)
    compared = f" {eras_by_mean(tone(corpus, by='article'), 'panel_mean', eras)}" if len(eras) > 1 else ""
    alt = (
        f"{title}.{compared} {count(len(scores), f'scored {small}')} of {count(len(rows), large)}, one row an {large}: "
        f"they spread from {signed(scores.min())} to {signed(scores.max())}; the means lie between "
        f"{signed(means.min())} ({means.idxmin()}) and {signed(means.max())} ({means.idxmax()})."
    )
    which = (
        " with a word that at least one instrument knows"
        if small == "sentence"
        else ", by the mean of their scored sentences"
    )
    caption = (
        f"Small marks: {small}s{which}, shifted up and down so that they do not cover each other. Large mark and "
        "number: their mean."
    )
    scored = [row for row in rows if len(row.scores)]
    data = pd.DataFrame(
        {
            large: [row.label for row in scored],
            f"scored {small}s": [len(row.scores) for row in scored],
            "lowest": [float(row.scores.min()) for row in scored],
            "mean": [row.mean for row in scored],
            "highest": [float(row.scores.max()) for row in scored],
        }
    )
    if small == "sentence":
        data.insert(1, "era", pd.Series([row.era for row in scored], dtype="object"))
    data.attrs["decimals"] = 2
    return Figure(canvas, alt, caption, data)


@dataclass(frozen=True)
class ToneRow:
    """A row of the tone figure: the scores of the sentences of an article, or of the articles of an era.

    Attributes
    ----------
    label : str
        Of the article, or the era.
    era : str or None
    scores : array of float, shape (n_scores,)
    mean : float
        NaN where nothing is scored.
    sentences : bool
        Whether the scores are those of sentences.
    """

    label: str
    era: str | None
    scores: Floats
    mean: float
    sentences: bool


def tone_rows(corpus: Corpus) -> list[ToneRow]:
    """Collect the scores to draw: a row an article, or a row an era where there are too many articles.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    list of ToneRow

    Raises
    ------
    TwoCrisesError
        If no sentence holds a word that an instrument knows.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> [row.era for row in tone_rows(load_corpus("seeds"))]
    ['2014', '2014', '2022', '2022', '2022']
    """
    articles = tone(corpus, by="article")
    if not articles["panel_mean"].notna().any():
        raise TwoCrisesError(
            "No sentence of this corpus holds a word that an instrument knows, so there is no tone to draw."
        )
    if len(articles) > MOST_ROWS:
        scored = articles.dropna(subset=["panel_mean"])
        eras = scored["era"].astype(object).fillna("no era")
        means = scored["panel_mean"].groupby(eras, sort=False)
        return [ToneRow(str(era), str(era), part.to_numpy(), float(part.mean()), False) for era, part in means]
    sentences = scored_only(tone(corpus))
    scored = sentences[sentences["panel"].notna()]
    columns = zip(*(articles[name] for name in ("article", "label", "era", "panel_mean")), strict=True)
    return [
        ToneRow(str(label), era, scored.loc[scored["article"] == article, "panel"].to_numpy(), float(mean), True)
        for article, label, era, mean in columns
    ]


def draw_tone(axes: Axes, corpus: Corpus, rows: Sequence[ToneRow]) -> None:
    """Draw the scores of each row as small marks, and their mean as a large one.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    corpus : Corpus
        Whose eras give colour and marker.
    rows : sequence of ToneRow
        From `tone_rows`.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds, (_, axes) = load_corpus("seeds"), new_canvas(3)
    >>> draw_tone(axes, seeds, tone_rows(seeds))
    >>> axes.get_xlabel()
    'panel score of a sentence'
    """
    styles = looks(corpus)
    axes.axvline(0, color="#8a8a8a", linewidth=0.8)
    for place, row in enumerate(rows):
        colour, marker = styles.get(str(row.era), NO_ERA)
        shift = ((np.arange(len(row.scores)) * 0.618034) % 1 - 0.5) * 0.55
        axes.scatter(row.scores, place + shift, s=14, color=colour, marker=marker, alpha=0.4, linewidth=0, zorder=3)
        if np.isnan(row.mean):
            continue
        axes.scatter(
            [row.mean], [place], s=110, color=colour, marker=marker, edgecolor="white", linewidth=1.2, zorder=5
        )
        axes.annotate(signed(row.mean), (1, place), xycoords=("axes fraction", "data"), xytext=(4, 0), va="center",
                      textcoords="offset points", color=colour, fontweight="bold", annotation_clip=False)  # fmt: skip
    axes.set_yticks(range(len(rows)), row_labels([row.label for row in rows])[0])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    reach = 1.05 * max(1.0, *(float(np.abs(row.scores).max()) for row in rows if len(row.scores)))
    axes.set_xlim(-reach, reach)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    axes.set_xlabel(f"panel score of {'a sentence' if rows[0].sentences else 'an article'}")


def row_labels(labels: Iterable[str], least: float = 0.4) -> tuple[list[str], float]:
    r"""Break the labels of rows into lines, and say how high a row must be to hold them.

    Parameters
    ----------
    labels : iterable of str
        Of articles or eras.
    least : float, default 0.4
        Inches that a row has at least.

    Returns
    -------
    lines : list of str
        A very long name of an outlet is shortened.
    height : float
        In inches.

    Examples
    --------
    >>> row_labels(["CNN, 1 Mar 2014", "A Long Name of an Outlet, 1 Mar 2014"])
    (['CNN, 1 Mar 2014', 'A Long Name of an\nOutlet\n1 Mar 2014'], 0.6)
    """
    broken = []
    for label in labels:
        outlet, comma, day = str(label).rpartition(", ")
        broken.append(article_label(f"{shortened(outlet, _LONGEST)}{comma}{day}" if comma else shortened(day, 2 * 20)))
    lines = max((label.count("\n") + 1 for label in broken), default=1)
    return broken, max(least, round(0.18 * lines + 0.06, 2))


def tone_title(corpus: Corpus) -> str:
    """Say whether the mean tones of the articles of two eras lie apart.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    str

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tone_title(load_corpus("seeds"))
    'The articles of 2014 and 2022 overlap in tone'
    """
    articles, eras = tone(corpus, by="article"), _eras_scored(corpus)
    if len(eras) < 2:
        ends = articles["panel_mean"].min(), articles["panel_mean"].max()
        known = bool(articles["panel_mean"].notna().any())
        return f"The articles score between {signed(ends[0])} and {signed(ends[1])}" if known else "No article scores"
    a, b = (articles.loc[(articles["era"] == era).to_numpy(), "panel_mean"].dropna() for era in eras[:2])
    for one, other, more, less in ((b, a, eras[1], eras[0]), (a, b, eras[0], eras[1])):
        if all_above(one, other):
            return f"Every {more} article scores higher than every {less} one"
    return f"The articles of {eras[0]} and {eras[1]} overlap in tone"


def _eras_scored(corpus: Corpus) -> list[str]:
    articles = tone(corpus, by="article").dropna(subset=["panel_mean", "era"])
    return [era for era in corpus.eras if (articles["era"] == era).any()]
