"""Figures of tone: sentences, articles and days by their scores."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.figures.style import (
    INK,
    MOST_ROWS,
    NO_ERA,
    WIDTH,
    Figure,
    all_above,
    article_label,
    draw_title,
    house_style,
    looks,
    new_canvas,
    wrapped,
)
from twocrises.measures import Floats
from twocrises.sentiment import tone, tone_over_time
from twocrises.wording import count, signed


def tone_points(corpus: Corpus) -> Figure:
    """Every sentence by its TextBlob score, with the mean of each article.

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
        If no sentence holds a word that TextBlob knows.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tone_points(load_corpus("seeds")).alt
    '145 scored sentences of 5 articles, one row an article...'
    """
    with house_style():
        rows = tone_rows(corpus)
        canvas, axes = new_canvas(1.5 + 0.62 * min(len(rows), 5) + 0.4 * max(0, len(rows) - 5))
        draw_tone(axes, corpus, rows)
        title = tone_title(corpus)
        draw_title(canvas, title)
    small, large = ("sentence", "article") if rows[0].sentences else ("article", "era")
    scores = np.concatenate([row.scores for row in rows])
    means = pd.Series({row.label: row.mean for row in rows}).dropna()
    alt = (
        f"{count(len(scores), f'scored {small}')} of {count(len(rows), large)}, one row an {large}. They spread from "
        f"{signed(scores.min())} to {signed(scores.max())}; the means lie between {signed(means.min())} "
        f"({means.idxmin()}) and {signed(means.max())} ({means.idxmax()}). {title}."
    )
    which = (
        " with at least one word that TextBlob knows"
        if small == "sentence"
        else ", by the mean of their scored sentences"
    )
    caption = (
        f"Small marks: {small}s{which}, shifted up and down so that they do not cover each other. Large mark and "
        "number: their mean."
    )
    return Figure(canvas, alt, caption, means.rename("mean").rename_axis(large).reset_index())


def tone_timeline(corpus: Corpus) -> Figure:
    """Tone of the articles by day of publication, a panel for each era.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If no dated article of an era has a tone.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tone_timeline(load_corpus("seeds")).alt
    'Mean tone of 5 articles...Too few articles for a trend.'
    """
    frame = tone_over_time(corpus).dropna(subset=["era", "tone"])
    eras = [era for era in corpus.eras if (frame["era"] == era).any()]
    if not eras:
        raise TwoCrisesError(
            "No dated article of an era has a tone, so there is nothing to draw. See datasheet(corpus)."
        )
    few = bool(frame["low"].isna().all())
    styles = looks(corpus)
    spans = [
        max((own["published"].max() - own["published"].min()).days, 4) for _, own in frame.groupby("era", observed=True)
    ]
    reach = 1.6 * max(float(frame["tone"].abs().max()), 0.01)
    n_days = int(frame["published"].nunique())
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 3.9))
        widths = [1.0 + span / max(spans) for span in spans]
        panels = np.atleast_1d(canvas.subplots(1, len(eras), sharey=True, width_ratios=widths))
        for axes, era in zip(panels, eras, strict=True):
            _draw_days(axes, frame[frame["era"] == era], *styles[era], named=len(frame) <= 12)
            axes.set_title(era, fontsize=11, color=styles[era][0])
        panels[0].set_ylim(-reach, reach)
        panels[0].set_ylabel("mean TextBlob polarity")
        draw_title(
            canvas, f"{count(len(frame), 'article')} on {count(n_days, 'day')}{': too few for a trend' if few else ''}"
        )
    texts = [f"{label}: {signed(value)}" for label, value in zip(frame["label"], frame["tone"], strict=True)]
    alt = (
        f"Mean tone of {count(len(frame), 'article')} by day of publication, from {signed(frame['tone'].min())} to "
        f"{signed(frame['tone'].max())}. {'; '.join(texts) + '. ' if len(texts) <= 12 else ''}"
        f"{'Too few articles for a trend.' if few else 'Bands show where the mean of an era lies.'}"
    )
    caption = "One mark an article; the axis shows a small part of the scale from −1 to +1. " + (
        "No line joins them and no interval is drawn: below ten articles in an era it would promise too much."
        if few
        else "Bands: 95 % percentile interval of the era's mean by bootstrap over articles, in eras of ten or more; "
        "at ten articles it covers about 90 %."
    )
    return Figure(canvas, alt, caption, frame.drop(columns="article"))


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
        If no sentence holds a word that TextBlob knows.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> [row.era for row in tone_rows(load_corpus("seeds"))]
    ['2014', '2014', '2022', '2022', '2022']
    """
    articles = tone(corpus, by="article")
    if not articles["mean_of_scored"].notna().any():
        raise TwoCrisesError(
            "No sentence of this corpus holds a word that TextBlob knows, so there is no tone to draw."
        )
    if len(articles) > MOST_ROWS:
        scored = articles.dropna(subset=["mean_of_scored"])
        eras = scored["era"].astype(object).fillna("no era")
        means = scored["mean_of_scored"].groupby(eras, sort=False)
        return [ToneRow(str(era), str(era), part.to_numpy(), float(part.mean()), False) for era, part in means]
    sentences = tone(corpus)
    scored = sentences[sentences["TextBlob_hits"] > 0]
    columns = zip(*(articles[name] for name in ("article", "label", "era", "mean_of_scored")), strict=True)
    return [
        ToneRow(str(label), era, scored.loc[scored["article"] == article, "TextBlob"].to_numpy(), float(mean), True)
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
    'TextBlob polarity of a sentence'
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
    axes.set_yticks(range(len(rows)), [article_label(row.label) for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(-1, 1)
    axes.set_xticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "+0.5", "+1"])
    axes.set_xlabel(f"TextBlob polarity of {'a sentence' if rows[0].sentences else 'an article'}")


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
    'The means of 2014 and 2022 overlap'
    """
    articles = tone(corpus, by="article").dropna(subset=["mean_of_scored", "era"])
    eras = [era for era in corpus.eras if (articles["era"] == era).any()]
    if len(eras) < 2:
        return "The tone of the articles"
    a, b = (articles.loc[articles["era"] == era, "mean_of_scored"] for era in eras[:2])
    for one, other, how in ((b, a, "higher"), (a, b, "lower")):
        if all_above(one, other):
            return f"Every {eras[1]} article scores {how} than every {eras[0]} one"
    return f"The means of {eras[0]} and {eras[1]} overlap"


def _draw_days(axes: Axes, own: pd.DataFrame, colour: str, marker: str, *, named: bool) -> None:
    """Draw the articles of one era by day."""
    first, last = own["published"].min(), own["published"].max()
    axes.axhline(0, color="#8a8a8a", linewidth=0.8)
    axes.scatter(own["published"], own["tone"], s=80 if named else 16, color=colour, marker=marker, zorder=3)
    if own["low"].notna().any():
        axes.axhspan(own["low"].iloc[0], own["high"].iloc[0], color=colour, alpha=0.15, linewidth=0)
    for label, day, value in zip(own["label"], own["published"], own["tone"], strict=True) if named else ():
        late = (day - first) > 0.6 * (last - first) and last > first
        above = value >= own["tone"].median()
        axes.annotate(wrapped(str(label).rsplit(",", 1)[0], 16), (day, value), xytext=(0, 11 if above else -11),
                      textcoords="offset points", va="bottom" if above else "top", color=INK, fontsize=9.5,
                      ha="right" if late else "left" if last > first and day == first else "center")  # fmt: skip
    middle, half = first + (last - first) / 2, pd.Timedelta(days=max((last - first).days * 0.62, 2))
    axes.set_xlim(middle - half, middle + half)
    days = sorted(map(pd.Timestamp, own["published"].unique()))
    ticks = [days[i] for i in np.unique(np.linspace(0, len(days) - 1, min(len(days), 4)).round().astype(int))]
    axes.set_xticks(ticks, [f"{day.day} {day:%b}" for day in ticks])
    axes.grid(axis="y")
