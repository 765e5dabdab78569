"""Results -> figures in one house style, each with its alt text.

A figure says one thing, in its title, computed from the numbers it draws; the alt text says the same as one would on
the telephone. An era keeps its colour and its marker through the whole suite, and the colours differ in lightness too,
so grey print and colour-blind eyes lose nothing.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import ScaledTranslation

from twocrises.claims import percent, signed
from twocrises.cleaning import KEPT
from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import Floats, count_terms
from twocrises.keyness import LEVEL, compared_eras, marking_words, permutation_floor, shared_words
from twocrises.sentiment import tone, tone_over_time
from twocrises.topics import Topics, article_tree, topics

STYLE = Path(__file__).with_name("house.mplstyle")
WIDTH = 7.6
MOST_ROWS = 24
# Colour and marker of the first, second, ... era; more than 3:1 against white, and apart in lightness.
_ERAS = (("#C8600A", "o"), ("#143D6B", "s"), ("#5B8C3A", "^"), ("#8A4F8F", "D"))
_NO_ERA = ("#6B6B6B", "X")
_INK, _MUTED, _PALE = "#222222", "#5F5F5F", "#DADADA"


@dataclass(frozen=True)
class Figure:
    """A drawing, what it says in words, and the numbers it was drawn from.

    Attributes
    ----------
    canvas : matplotlib.figure.Figure
    alt : str
        For those who do not see it: direction, two values, the exception.
    caption : str
        What is drawn and how to read it.
    data : pandas.DataFrame, optional
        What was drawn.
    """

    canvas: Canvas
    alt: str
    caption: str
    data: pd.DataFrame | None = None


def png(figure: Figure) -> bytes:
    """The figure as PNG, at twice the size at which it is shown.

    Parameters
    ----------
    figure : Figure

    Returns
    -------
    bytes
        The same bytes for the same numbers: nothing of the day or the machine is written in.
    """
    buffer = io.BytesIO()
    with house_style():
        figure.canvas.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


@contextmanager
def house_style() -> Iterator[None]:
    """Matplotlib's defaults plus the house style, whatever the user has set."""
    with mpl.rc_context():
        mpl.rcdefaults()
        style.use(STYLE)
        yield


def era_styles(eras: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Colour and marker of each era.

    Parameters
    ----------
    eras : sequence of str
        In order of time.

    Returns
    -------
    dict of str to (str, str)

    Examples
    --------
    >>> era_styles(["2014", "2022"])["2022"][1]
    's'
    """
    return {era: _ERAS[i % len(_ERAS)] for i, era in enumerate(eras)}


def page_map(corpus: Corpus) -> Figure:
    """Where on each scraped page the article stands, and what surrounds it.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    Figure
    """
    lines = corpus.lines
    lines = lines[lines["kind"] != "blank"].assign(size=lines["end"] - lines["start"])
    articles = evenly(corpus.articles, MOST_ROWS)
    sizes = lines.pivot_table(
        index="article", columns="keep", values="size", aggfunc="sum", fill_value=0, observed=False
    )
    sizes = sizes.reindex(columns=[True, False], fill_value=0).reindex(articles["article"])
    share = sizes[False] / sizes.sum(axis=1).clip(lower=1)
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 1.5 + 0.55 * len(articles)))
        axes = canvas.subplots()
        for row, article in enumerate(articles["article"]):
            left = 0
            page = lines[lines["article"] == article]
            for kind, size in zip(page["kind"], page["size"], strict=True):
                kept = kind in KEPT
                axes.barh(
                    row, size, left=left, height=0.62, color="#3E5C76" if kept else "white",
                    edgecolor="white" if kept else "#A63A1E", linewidth=0.6 if kept else 0.8,
                    hatch=None if kept else "//////",
                )  # fmt: skip
                left += size
            axes.text(left + 60, row, f"{percent(share[article])} dropped", va="center", color=_MUTED, fontsize=9)
        axes.set_yticks(range(len(articles)), articles["label"])
        axes.set_ylim(len(articles) - 0.4, -0.6)
        axes.set_xlim(0, float(sizes.sum(axis=1).max()) * 1.16)
        axes.set_xlabel("characters of the page (solid: kept, hatched: dropped)")
        low, high = share.min(), share.max()
        _title(canvas, f"Between {percent(low)} and {percent(high)} of each page is not article text")
    names = articles.set_index("article")["label"]
    least, most = names[str(share.idxmin())], names[str(share.idxmax())]
    edge = _share_at_edges(lines[lines["article"].isin(articles["article"])])
    alt = (
        f"Each of {len(articles)} pages as a bar from its first to its last character. The part dropped ranges from "
        f"{percent(low)} ({least}) to {percent(high)} ({most}). {percent(edge)} of what is dropped stands above the "
        "first or below the last kept line."
    )
    caption = (
        "One bar a page, one block a line. Solid blocks were kept as article text; hatched ones are headlines, "
        "captions, bylines and page furniture. The rule behind each decision is in corpus.lines."
    )
    return Figure(canvas, alt, caption, sizes.rename(columns={True: "kept", False: "dropped"}))


def dumbbell(rates: pd.DataFrame, *, sort: bool = True) -> Figure:
    """Rates of some terms: a point for each article, a bar between the means of the eras.

    Parameters
    ----------
    rates : pandas.DataFrame
        From ``count_terms(corpus, terms, per=...)``, with two eras.
    sort : bool, default True
        Order the terms by the difference of the means; otherwise as they come.

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If there are no terms, or not two eras.
    """
    first, second, rates = _two_eras(rates)
    difference = rates[[second]].mean(axis=1) - rates[[first]].mean(axis=1)
    if sort:
        rates = rates.loc[difference.sort_values(ascending=False, kind="stable").index]
    apart = [term for term in rates.index if _separated(rates.loc[term, first], rates.loc[term, second])]
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 1.75 + 0.42 * len(rates)))
        axes = canvas.subplots()
        _draw_dumbbells(axes, rates, first, second, key=True)
        axes.set_xlabel("per 1,000 words of the article")
        _title(canvas, _apart_title(apart, len(rates), first, second))
    alt = _rates_alt(rates, first, second)
    caption = (
        f"Each small mark is an article (circle: {first}, square: {second}); the line joins the means of the articles' "
        "rates."
    )
    return Figure(canvas, alt, caption, rates)


def floor(corpus: Corpus) -> Figure:
    """How small a p is possible at all, by the number of articles.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    Figure
    """
    first, second = compared_eras(corpus)
    counts = corpus.articles["era"].value_counts()
    n_first, n_second = int(counts[first]), int(counts[second])
    here = permutation_floor(n_first, n_second)
    sizes = np.arange(2, max(11, min(n_first, n_second) + 3))
    values = np.array([permutation_floor(n, n) for n in sizes.tolist()])
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 3.6))
        axes = canvas.subplots()
        _draw_floor(axes, sizes, values, here, n_first, n_second)
        reaches = here <= LEVEL
        _title(canvas, f"With {n_first} against {n_second} articles no p below {_p(here)} is possible")
    enough = int(sizes[values <= LEVEL][0])
    p_enough = float(values[sizes == enough][0])
    alt = (
        f"The smallest possible p falls as articles are added: {_p(values[0])} with 2 in each era, {_p(p_enough)} with "
        f"{enough}. This corpus, {n_first} against {n_second}, stands at {_p(here)}, "
        f"{'below' if reaches else 'above'} the usual line of 0.05."
    )
    caption = (
        "Points: the same number of articles in both eras. The star is this corpus. The scale of p is logarithmic. "
        "What lies above the dashed line cannot be called supported, however different the articles look."
    )
    return Figure(canvas, alt, caption, pd.DataFrame({"articles in each era": sizes, "smallest p": values}))


def tone_points(corpus: Corpus) -> Figure:
    """Every sentence by its TextBlob score, with the mean of each article.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    Figure
    """
    sentences, articles = tone(corpus), tone(corpus, by="article")
    with house_style():
        canvas = Canvas(
            figsize=(WIDTH, 1.7 + 0.75 * min(len(articles), 5) + 0.4 * max(0, min(len(articles), MOST_ROWS) - 5))
        )
        axes = canvas.subplots()
        _draw_tone(axes, corpus, sentences, articles)
        axes.set_xlabel("TextBlob polarity of a sentence (−1 negative, +1 positive)")
        _title(canvas, _tone_title(corpus, articles))
    means = articles.set_index("label")["mean_of_scored"]
    n_scored = int((sentences["TextBlob_hits"] > 0).sum())
    alt = (
        f"{n_scored} scored sentences of {len(articles)} articles, one row an article. The sentences spread from "
        f"{signed(sentences['TextBlob'].min())} to {signed(sentences['TextBlob'].max())}; the article means lie "
        f"between {signed(means.min())} ({means.idxmin()}) and {signed(means.max())} ({means.idxmax()}). "
        f"{_tone_title(corpus, articles)}."
    )
    caption = (
        "Small marks: sentences with at least one word TextBlob knows, shifted up and down so that they do not cover "
        "each other. Large mark and number: their mean. Sentences without a known word are not drawn."
    )
    return Figure(canvas, alt, caption, articles[["label", "era", "mean_of_scored", "share_scored"]])


def tone_timeline(corpus: Corpus) -> Figure:
    """Tone of the articles by day of publication, a panel for each era.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If no dated article falls into an era.
    """
    frame = tone_over_time(corpus).dropna(subset=["era"])
    eras = [era for era in corpus.eras if (frame["era"] == era).any()]
    if not eras:
        raise TwoCrisesError("No article has a date in an era, so there is nothing to draw. See datasheet(corpus).")
    styles = era_styles(corpus.eras)
    days = {era: frame.loc[frame["era"] == era, "published"] for era in eras}
    spans = [max((d.max() - d.min()).days, 4) for d in days.values()]
    reach = float(frame["tone"].abs().max())
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 3.9))
        panels = np.atleast_1d(
            canvas.subplots(1, len(eras), sharey=True, width_ratios=[1.0 + s / max(spans) for s in spans])
        )
        for axes, era in zip(panels, eras, strict=True):
            colour, marker = styles[era]
            part = frame[frame["era"] == era]
            axes.axhline(0, color="#8a8a8a", linewidth=0.8)
            axes.scatter(part["published"], part["tone"], s=80, color=colour, marker=marker, zorder=3)
            if part["low"].notna().any():
                axes.axhspan(part["low"].iloc[0], part["high"].iloc[0], color=colour, alpha=0.12, linewidth=0)
            first_day, span = part["published"].min(), part["published"].max() - part["published"].min()
            points = part.sort_values("tone")
            marks = zip(points["label"], points["published"], points["tone"], strict=True)
            for i, (label, day, value) in enumerate(marks):
                outlet = label.rsplit(",", 1)[0]
                right = (day - first_day).days > 0.6 * max(span.days, 1)
                axes.annotate(
                    _wrap(outlet, 18), (day, value), xytext=(-10 if right else 10, 0 if i else -2),
                    textcoords="offset points", va="center", ha="right" if right else "left", fontsize=8.5, color=_INK,
                )  # fmt: skip
            middle = first_day + span / 2
            half = pd.Timedelta(days=max(span.days * 0.68, 2))
            axes.set_xlim(middle - half, middle + half)
            ticks = sorted(part["published"].unique())
            axes.set_xticks(ticks, [f"{t.day} {t:%b}" for t in map(pd.Timestamp, ticks)])
            axes.set_title(era, fontsize=11, color=colour)
            axes.grid(axis="y")
        panels[0].set_ylim(-1.6 * reach, 1.6 * reach)
        panels[0].set_ylabel("mean TextBlob polarity\nof the scored sentences")
        n_days = int(frame["published"].nunique())
        few = frame["low"].isna().all()
        _title(canvas, f"{len(frame)} articles on {n_days} days{': points, and no trend' if few else ''}")
    each = [f"{label}: {signed(value)}" for label, value in zip(frame["label"], frame["tone"], strict=True)]
    text = "; ".join(each) if len(frame) <= 12 else ""
    alt = (
        f"Mean tone of {len(frame)} articles by day of publication, from {signed(frame['tone'].min())} to "
        f"{signed(frame['tone'].max())}. "
        f"{text + '. ' if text else ''}{'Too few articles for a trend.' if few else ''}".strip()
    )
    caption = "One mark an article. " + (
        "No line joins them and no interval is drawn: below ten articles in an era neither would be honest."
        if few
        else "Bands: 95 % interval of the era's mean, by bootstrap over articles, in eras of ten articles or more."
    )
    return Figure(canvas, alt, caption, frame.drop(columns="article"))


def topic_shares(found: Topics) -> Figure:
    """How much of each article belongs to each topic.

    Parameters
    ----------
    found : Topics

    Returns
    -------
    Figure
    """
    with house_style():
        columns = [column for column in map(str, found.articles.columns) if column.startswith("topic_")]
        canvas = Canvas(figsize=(WIDTH, 1.9 + 0.55 * min(len(found.articles), MOST_ROWS)))
        axes = canvas.subplots()
        _draw_shares(axes, found, columns)
        title, column = _shares_title(found, columns)
        _title(canvas, title)
    shares = found.articles.set_index("label")[column]
    alt = (
        f"Table of {len(found.articles)} articles and {len(columns)} topics, darker where a topic has more of the "
        f"article. {title}: from {percent(shares.min())} ({shares.idxmin()}) to {percent(shares.max())} "
        f"({shares.idxmax()})."
    )
    caption = (
        "Share of an article's words, by the topics of its paragraphs; rows add up to 100 %. The three strongest terms "
        "name a topic."
    )
    return Figure(canvas, alt, caption, found.articles.drop(columns="article"))


def tree(corpus: Corpus) -> Figure:
    """Which articles are alike, as a tree.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If there are fewer than two articles with words.
    """
    from scipy.cluster.hierarchy import dendrogram

    links, distances = article_tree(corpus)
    articles = corpus.articles.set_index("label")
    styles = era_styles(corpus.eras)
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 1.5 + 0.5 * len(distances)))
        axes = canvas.subplots()
        dendrogram(
            links, orientation="left", ax=axes, color_threshold=0, above_threshold_color="#6B6B6B", no_labels=True
        )
        places = [5 + 10 * i for i in range(len(distances))]
        axes.set_yticks(places, distances.index)
        for place, label in zip(places, distances.index, strict=True):
            colour, marker = styles.get(articles["era"][label], _NO_ERA)
            axes.plot(0, place, marker=marker, color=colour, markersize=9, clip_on=False, zorder=5)
        axes.set_xlim(1.06 * float(links[:, 2].max()) or 1, 0)
        axes.yaxis.tick_right()
        axes.tick_params(axis="y", pad=10)
        axes.set_xlabel("cosine distance of the words used")
        pair = np.unravel_index(np.argmin(distances.to_numpy() + 2 * np.eye(len(distances))), distances.shape)
        one, two = (str(distances.index[int(place)]) for place in pair)
        nearest, farthest = float(links[0, 2]), float(links[-1, 2])
        same = articles["era"][one] == articles["era"][two]
        by_era = _splits_by_era(links, articles["era"].loc[distances.index])
        title = (
            "The tree parts the articles by era, but no two are close"
            if by_era
            else "The tree does not part the articles by era"
        )
        _title(canvas, title)
    alt = (
        f"Tree of {len(distances)} articles by the words they use. The closest pair, {one} and {two}, is of "
        f"{'the same era' if same else 'different eras'} and joins at a distance of {nearest:.2f}; the last branches "
        f"join at {farthest:.2f}. {title}."
    )
    caption = (
        "Branches join where two groups of articles have that distance on average: 0 would be the same words in the "
        "same proportion, 1 no word in common. Marks show the era."
    )
    return Figure(canvas, alt, caption, distances)


def same_and_different(corpus: Corpus, n: int = 6) -> Figure:
    """The words that mark each era, and those that both share.

    Parameters
    ----------
    corpus : Corpus
    n : int, default 6
        Words a group.

    Returns
    -------
    Figure
    """
    first, second = compared_eras(corpus)
    marking, shared = marking_words(corpus, n), shared_words(corpus, n)
    groups = [
        (f"Mark {first}", marking[marking["t"] < 0]["term"].tolist()),
        (f"Mark {second}", marking[marking["t"] > 0]["term"].tolist()),
        ("Shared", shared["term"].tolist()),
    ]
    rates = [count_terms(corpus, terms, per=1000) for _, terms in groups]
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 1.5 + 0.36 * (3 * n + 2)))
        panels = canvas.subplots(3, 1, sharex=True, height_ratios=[max(len(r), 1) for r in rates])
        for axes, (name, _), part in zip(panels, groups, rates, strict=True):
            _draw_dumbbells(axes, _two_eras(part)[2], first, second, key=False)
            axes.set_title(name, fontsize=11, loc="left", pad=6)
        _key(panels[0], first, second)
        panels[-1].set_xlabel("per 1,000 words of the article")
        stays = f"; “{shared['term'].iloc[0]}” stays" if len(shared) else ""
        _title(canvas, _marking_title(marking, first, second) + stays)
    alt = (
        "Three groups of words with their rates in each article. "
        f"{_rates_alt(rates[0].head(1), first, second)} {_rates_alt(rates[1].head(1), first, second)} "
        f"Shared words lie at nearly the same rate: {', '.join(groups[2][1])}."
    )
    caption = (
        f"Small marks are articles (circle: {first}, square: {second}); lines join the means. Groups are chosen by the "
        "statistics of notebook 02: largest |T| for the words that mark an era, smallest ratio of means among words of "
        "every article."
    )
    return Figure(canvas, alt, caption, pd.concat(rates, keys=[name for name, _ in groups], names=["group"]))


def overview(corpus: Corpus) -> Figure:
    """The finished comparison in one figure: words, tone, topics, and what may be claimed.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    Figure
    """
    first, second = compared_eras(corpus)
    marking = marking_words(corpus, 4)
    rates = _two_eras(count_terms(corpus, marking["term"].tolist(), per=1000))[2]
    found = topics(corpus)
    columns = [column for column in map(str, found.articles.columns) if column.startswith("topic_")]
    sentences, articles = tone(corpus), tone(corpus, by="article")
    counts = corpus.articles["era"].value_counts()
    n_first, n_second = int(counts[first]), int(counts[second])
    here = permutation_floor(n_first, n_second)
    sizes = np.arange(2, 11)
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 12.6))
        words, mood, themes, limits = canvas.subplots(4, 1, height_ratios=[3.1, 3.1, 2.6, 2.2])
        _draw_dumbbells(words, rates, first, second, key=True)
        words.set_xlabel("per 1,000 words of the article")
        words.set_title(f"Words: {_marking_title(marking, first, second)}", pad=24)
        _draw_tone(mood, corpus, sentences, articles)
        mood.set_xlabel("TextBlob polarity of a sentence")
        mood.set_title(f"Tone: {_lower(_tone_title(corpus, articles))}")
        _draw_shares(themes, found, columns)
        themes.set_title(f"Topics: {_lower(_shares_title(found, columns)[0])}")
        values = np.array([permutation_floor(n, n) for n in sizes.tolist()])
        _draw_floor(limits, sizes, values, here, n_first, n_second)
        limits.set_title(f"Limits: {n_first} against {n_second} articles allow no p below {_p(here)}")
    tones = articles["mean_of_scored"]
    alt = (
        f"Four panels that compare {n_first} articles of {first} with {n_second} of {second}. "
        f"{_rates_alt(rates.head(1), first, second)} {_rates_alt(rates.tail(1), first, second)} "
        f"Mean tone lies between {signed(tones.min())} and {signed(tones.max())}: "
        f"{_lower(_tone_title(corpus, articles))}. {_shares_title(found, columns)[0]}. "
        f"No p below {_p(here)} is possible."
    )
    caption = (
        "From top to bottom: the words that mark each era (02), the tone of every sentence and article (03), the "
        "topics of each article (04), and the smallest p that so many articles allow (02). Circles and squares are the "
        "two eras."
    )
    return Figure(canvas, alt, caption, rates)


def evenly(frame: pd.DataFrame, most: int) -> pd.DataFrame:
    """Choose rows evenly spread over a frame, so that a figure of a large corpus stays readable.

    Parameters
    ----------
    frame : pandas.DataFrame
    most : int
        Rows to keep; a shorter frame comes back whole.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> evenly(pd.DataFrame({"n": range(9)}), 3).n.tolist()
    [0, 4, 8]
    """
    if len(frame) <= most:
        return frame
    return frame.iloc[np.linspace(0, len(frame) - 1, most).round().astype(int)].reset_index(drop=True)


def _share_at_edges(lines: pd.DataFrame) -> float:
    """Share of the dropped characters that stand outside the kept part of their page."""
    kept = lines[lines["keep"]].groupby("article", observed=True)["line"].agg(["min", "max"])
    dropped = lines[~lines["keep"]].join(kept, on="article")
    outside = ~dropped["line"].between(dropped["min"], dropped["max"])
    return float(dropped.loc[outside, "size"].sum() / max(dropped["size"].sum(), 1))


def _two_eras(rates: pd.DataFrame) -> tuple[str, str, pd.DataFrame]:
    eras = [era for era in dict.fromkeys(rates.columns.get_level_values("era")) if isinstance(era, str)]
    if rates.empty:
        raise TwoCrisesError("There is no term to draw. Ask count_terms for at least one.")
    if len(eras) < 2:
        raise TwoCrisesError("This figure compares two eras, and these rates have fewer. See datasheet(corpus).")
    return eras[0], eras[1], rates[eras[:2]]


def _draw_dumbbells(axes: Axes, rates: pd.DataFrame, first: str, second: str, *, key: bool) -> None:
    styles = era_styles([first, second])
    largest = float(np.nanmax(rates.to_numpy(dtype=float), initial=0)) or 1.0
    near = 0.012 * largest
    for row, term in enumerate(rates.index):
        means = [rates.loc[term, era].mean() for era in (first, second)]
        axes.plot(means, [row, row], color="#B9B9B9", linewidth=5, solid_capstyle="round", zorder=2)
        for era in (first, second):
            colour, marker = styles[era]
            values = rates.loc[term, era].to_numpy(dtype=float)
            side = -1 if era == first else 1
            axes.plot(
                values, row + side * (0.13 + 0.12 * _ties(values, near)), linestyle="", marker=marker, color=colour,
                markersize=6.5, markeredgecolor="white", markeredgewidth=0.7, zorder=4,
            )  # fmt: skip
    axes.set_yticks(range(len(rates)), rates.index)
    axes.set_ylim(len(rates) - 0.45, -0.55)
    axes.set_xlim(-0.02 * largest, 1.06 * largest)
    if key:
        _key(axes, first, second)


def _ties(values: Floats, near: float) -> Floats:
    """Count for each value the earlier ones it would cover, at most three, so that it can be moved aside."""
    return np.array([min(sum(abs(v - w) < near for w in values[:i]), 3) for i, v in enumerate(values)], dtype=float)


def _key(axes: Axes, first: str, second: str) -> None:
    for i, (era, (colour, marker)) in enumerate(era_styles([first, second]).items()):
        axes.annotate(era, (1, 1), xycoords="axes fraction", xytext=(-58 * (1 - i) - 8, 6), textcoords="offset points",
                      ha="right", color=colour, fontweight="bold", fontsize=10, annotation_clip=False)  # fmt: skip
        place = axes.transAxes + ScaledTranslation((-58 * (1 - i) - 50) / 72, 10 / 72, axes.figure.dpi_scale_trans)
        axes.plot([1], [1], marker=marker, color=colour, markersize=7, transform=place, clip_on=False, zorder=6)


def _draw_floor(axes: Axes, sizes: np.ndarray, values: Floats, here: float, n_first: int, n_second: int) -> None:
    axes.set_yscale("log")
    axes.plot(sizes, values, marker="o", color=_MUTED, markersize=5, linewidth=1)
    axes.axhline(LEVEL, color=_INK, linestyle=(0, (5, 4)), linewidth=1)
    axes.annotate(
        "0.05",
        (1, LEVEL),
        xycoords=("axes fraction", "data"),
        xytext=(-2, 4),
        textcoords="offset points",
        ha="right",
        fontsize=9,
    )
    x = (n_first + n_second) / 2
    if x <= sizes[-1]:
        axes.plot(x, here, marker="*", color="#A63A1E", markersize=15, zorder=5)
        axes.annotate(
            f"this corpus, {n_first} against {n_second}: {_p(here)}", (x, here), xytext=(26, 8),
            textcoords="offset points", va="bottom", color="#A63A1E", fontsize=10,
        )  # fmt: skip
    axes.yaxis.set_major_formatter(FuncFormatter(lambda p, _: f"{p:.6f}".rstrip("0")))
    axes.set_xticks(sizes)
    axes.set_xlabel("articles in each era")
    axes.set_ylabel("smallest possible p")
    axes.grid(axis="y")
    axes.minorticks_off()


def _draw_tone(axes: Axes, corpus: Corpus, sentences: pd.DataFrame, articles: pd.DataFrame) -> None:
    """Draw sentences in a row for each article; in a large corpus, articles in a row for each era."""
    styles = era_styles(corpus.eras)
    if len(articles) <= MOST_ROWS:
        scored = sentences[sentences["TextBlob_hits"] > 0].groupby("article")["TextBlob"]
        parts = {name: part.to_numpy() for name, part in scored}
        columns = [articles[name] for name in ("article", "label", "era", "mean_of_scored")]
        rows = [
            (_wrap(label, 24), era, parts.get(article, np.empty(0)), mean)
            for article, label, era, mean in zip(*columns, strict=True)
        ]
    else:
        means = articles.dropna(subset=["mean_of_scored"]).groupby("era", observed=True)["mean_of_scored"]
        rows = [(str(era), str(era), part.to_numpy(), float(part.mean())) for era, part in means]
    axes.axvline(0, color="#8a8a8a", linewidth=0.8)
    for row, (_, era, values, mean) in enumerate(rows):
        colour, marker = styles.get(era, _NO_ERA)
        shift = ((np.arange(len(values)) * 0.618034) % 1 - 0.5) * 0.5
        axes.scatter(values, row + shift, s=14, color=colour, marker=marker, alpha=0.35, linewidth=0, zorder=3)
        axes.scatter([mean], [row], s=110, color=colour, marker=marker, edgecolor="white", linewidth=1.2, zorder=5)
        axes.annotate(
            signed(mean), (1, row), xycoords=("axes fraction", "data"), xytext=(4, 0), va="center", color=colour,
            textcoords="offset points", fontweight="bold", fontsize=10, annotation_clip=False,
        )  # fmt: skip
    axes.set_yticks(range(len(rows)), [label for label, *_ in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(-1, 1)


def _draw_shares(axes: Axes, found: Topics, columns: Sequence[str]) -> None:
    drawn = found.articles
    if len(drawn) > MOST_ROWS:
        means = drawn.groupby("era", observed=True)[list(columns)].mean().reset_index()
        drawn = means.assign(label=means["era"].astype(str) + ", mean of the articles")
    shares = drawn[list(columns)].to_numpy(dtype=float)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (row, column), share in np.ndenumerate(shares):
        axes.text(
            column, row, percent(share), ha="center", va="center", color="white" if share > 0.72 else _INK, fontsize=10
        )
    tops = found.quality["top_terms"].str.split(", ")
    axes.set_xticks(range(len(columns)), [f"{i + 1}\n" + "\n".join(top[:3]) for i, top in enumerate(tops)])
    axes.set_yticks(range(len(shares)), [_wrap(label, 24) for label in drawn["label"]])
    axes.tick_params(axis="x", labelsize=9)
    axes.set_xlabel("topic, with its strongest terms")
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)


def _shares_title(found: Topics, columns: Sequence[str]) -> tuple[str, str]:
    """Sentence about the topic that sets the first two eras apart most, and its column."""
    articles = found.articles
    eras = [era for era in articles["era"].cat.categories if (articles["era"] == era).any()]
    if len(eras) < 2:
        column = str(articles[list(columns)].sum().idxmax())
        return f"Topic {column[6:]} is the largest", column
    a, b = (articles.loc[articles["era"] == era, list(columns)] for era in eras[:2])
    up, down = b.min() - a.max(), a.min() - b.max()
    column = str(up.where(up > down, down).idxmax())
    if max(up[column], down[column]) <= 0:
        return f"No topic parts {eras[0]} from {eras[1]}", column
    return (
        f"Topic {column[6:]} is larger in every article of {eras[1] if up[column] > down[column] else eras[0]}",
        column,
    )


def _tone_title(corpus: Corpus, articles: pd.DataFrame) -> str:
    first, second = compared_eras(corpus)
    a, b = (articles.loc[articles["era"] == era, "mean_of_scored"].dropna() for era in (first, second))
    if a.max() < b.min() or b.max() < a.min():
        return (
            f"Every article of {second} scores {'higher' if a.max() < b.min() else 'lower'} than every one of {first}"
        )
    return f"The articles of {first} and {second} overlap"


def _apart_title(apart: Sequence[str], n: int, first: str, second: str) -> str:
    if not apart:
        return (
            f"None of these words parts {first} from {second}"
            if n > 1
            else f"The articles of {first} and {second} overlap"
        )
    names = ", ".join(f"“{term}”" for term in apart[:3]) + (f" and {len(apart) - 3} more" if len(apart) > 3 else "")
    return f"{names}: no overlap between {first} and {second}"


def _rates_alt(rates: pd.DataFrame, first: str, second: str) -> str:
    parts = []
    for term in rates.index[:8]:
        a, b = rates.loc[term, first], rates.loc[term, second]
        if np.isclose(a.mean(), b.mean()):
            parts.append(f"{term}: no difference, {a.mean():.1f} per 1,000 words in both")
            continue
        overlap = "without overlap" if _separated(a, b) else "the articles overlap"
        parts.append(f"{term}: {a.mean():.1f} per 1,000 words in {first}, {b.mean():.1f} in {second}, {overlap}")
    more = f" And {len(rates) - 8} more words." if len(rates) > 8 else ""
    return "; ".join(parts) + "." + more


def _separated(a: pd.Series, b: pd.Series) -> bool:
    return bool(a.max() < b.min() or b.max() < a.min())


def _splits_by_era(links: Floats, eras: pd.Series) -> bool:
    """Whether cutting the tree in two gives the eras of its leaves, from the first leaf to the last."""
    from scipy.cluster.hierarchy import fcluster, leaves_list

    cut = pd.Series(fcluster(links, 2, criterion="maxclust")[leaves_list(links)])
    era = eras.astype(object).fillna("none").reset_index(drop=True)
    return bool(cut.groupby(era).nunique().eq(1).all() and era.groupby(cut).nunique().eq(1).all())


def _title(canvas: Canvas, text: str) -> None:
    canvas.suptitle(_wrap(text, 68), x=0.01, ha="left", fontsize=12.5, fontweight="bold", color=_INK)


def _wrap(text: str, width: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width)) or text


def _marking_title(marking: pd.DataFrame, first: str, second: str) -> str:
    tops = [marking[sign]["term"].head(1).tolist() for sign in (marking["t"] < 0, marking["t"] > 0)]
    parts = [f"“{top[0]}” marks {era}" for top, era in zip(tops, (first, second), strict=True) if top]
    return ", ".join(parts) or f"none marks {first} or {second}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _p(p: float) -> str:
    return f"{p:.2f}" if p >= 0.01 else f"{p:.2g}"
