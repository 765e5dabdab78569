"""Results -> figures in one house style, each with its alt text.

A figure says one thing, in its title, computed from the numbers it draws; the alt text says the same as one would on
the telephone. An era keeps its colour and its marker through the whole suite, and the colours differ in lightness too,
so grey print and colour-blind eyes lose nothing.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import ScaledTranslation

from twocrises.config import Era
from twocrises.corpus import Corpus, evenly
from twocrises.dating import Dating
from twocrises.errors import TwoCrisesError
from twocrises.evidence import FIRST_DAY, LAST_DAY, Span
from twocrises.frequency import Floats, count_terms
from twocrises.keyness import LEVEL, compare_eras, marking_words, permutation_floor, shared_words, what_can_be_claimed
from twocrises.sentiment import tone, tone_over_time
from twocrises.topics import Topics, article_tree, topics
from twocrises.wording import between, count, listed, lower_bound, p_value, percent, shortened, signed

STYLE = Path(__file__).with_name("house.mplstyle")
# Narrow, so that the letters are still large enough where a telephone shrinks the picture to its own width.
WIDTH = 5.6
MOST_ROWS = 24
_MOST_EVIDENCE = 12
# Colour and marker of the first, second, ... era; more than 3:1 against white, and apart in lightness.
_ERAS = (("#C8600A", "o"), ("#143D6B", "s"), ("#5B8C3A", "^"), ("#8A4F8F", "D"))
_NO_ERA = ("#6B6B6B", "X")
_INK, _MUTED = "#222222", "#5F5F5F"


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
    r"""The figure as PNG, at twice the size at which it is shown.

    Parameters
    ----------
    figure : Figure
        From a function of this module.

    Returns
    -------
    bytes
        The same bytes for the same numbers: nothing of the day or the machine is written in.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> image = png(floor(corpus))
    >>> image[:4], image == png(floor(corpus))
    (b'\x89PNG', True)
    """
    buffer = io.BytesIO()
    with house_style():
        figure.canvas.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


@contextmanager
def house_style() -> Iterator[None]:
    """Matplotlib's defaults plus the house style, whatever the user has set.

    Yields
    ------
    None
        What is drawn meanwhile is in the style; afterwards the user's settings are as they were.

    Examples
    --------
    >>> before = mpl.rcParams["savefig.dpi"]
    >>> with house_style():
    ...     mpl.rcParams["savefig.dpi"], mpl.rcParams["axes.spines.top"]
    (200.0, False)
    >>> mpl.rcParams["savefig.dpi"] == before
    True
    """
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
        From `load_corpus`.

    Returns
    -------
    Figure
        Of a larger corpus, 24 pages evenly spread over its order in time.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> page_map(load_corpus("seeds")).alt
    'Each of 5 pages as a bar from its first to its last character...'
    """
    articles = evenly(corpus.articles, MOST_ROWS)
    lines = corpus.lines
    lines = lines[(lines["kind"] != "blank") & lines["article"].isin(articles["article"])]
    lines = lines.assign(size=lines["end"] - lines["start"])
    sizes = lines.pivot_table(
        index="article", columns="keep", values="size", aggfunc="sum", fill_value=0, observed=True
    )
    sizes = sizes.reindex(index=articles["article"], columns=[True, False], fill_value=0)
    share = sizes[False] / sizes.sum(axis=1).clip(lower=1)
    low, high = float(share.min()), float(share.max())
    with house_style():
        canvas, axes = _canvas(1.35 + 0.55 * len(articles))
        for row, article in enumerate(articles["article"]):
            own = lines[lines["article"] == article]
            ends = own["size"].cumsum()
            for end, size, keep in zip(ends, own["size"], own["keep"], strict=True):
                colour, edge, hatch = ("#3E5C76", "white", None) if keep else ("white", "#A63A1E", "//////")
                axes.barh(row, size, left=end - size, height=0.6, linewidth=0.6, hatch=hatch, color=colour,
                          edgecolor=edge)  # fmt: skip
            axes.annotate(percent(share[article]), (ends.iloc[-1] if len(ends) else 0, row), xytext=(5, 0),
                          textcoords="offset points", va="center", color=_MUTED)  # fmt: skip
        axes.set_yticks(range(len(articles)), [_label(label) for label in articles["label"]])
        axes.set_ylim(len(articles) - 0.4, -0.6)
        axes.set_xlim(0, float(sizes.sum(axis=1).max()) * 1.14)
        axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5))
        axes.set_xlabel("characters of the page (hatched: left out)")
        _title(canvas, f"Of each page, {between(low, high)} {'are' if low != high else 'is'} left out")
    names = articles["label"].tolist()
    least, most = (names[int(place)] for place in (share.to_numpy().argmin(), share.to_numpy().argmax()))
    alt = (
        f"Each of {count(len(articles), 'page')} as a bar from its first to its last character. The part left out "
        f"ranges from {percent(low)} ({least}) to {percent(high)} ({most}). {percent(_share_at_edges(lines))} of it "
        "stands above the first or below the last kept line."
    )
    caption = (
        "One bar a page, one block a line. Solid blocks are kept as article text; hatched ones are headlines, "
        "captions, bylines and boilerplate, with their share at the end of the bar."
        f"{_sample(len(articles), len(corpus.source))}"
    )
    return Figure(canvas, alt, caption, sizes.rename(columns={True: "kept", False: "left out"}))


def dating(found: Dating, eras: Sequence[Era] = ()) -> Figure:
    """What each piece of evidence leaves of the calendar, and what all of them leave together.

    Parameters
    ----------
    found : Dating
        From `date_article`.
    eras : sequence of Era, optional
        Shaded behind the evidence, such as ``corpus.config.eras``.

    Returns
    -------
    Figure
        Of much evidence, the twelve pieces that leave the fewest days.

    Raises
    ------
    TwoCrisesError
        If there is no evidence to draw.

    Examples
    --------
    >>> from twocrises.dating import date_article
    >>> dating(date_article("A page.", metadata={"title": "Talks, 5 March 2014"})).alt
    '1 piece of evidence, ... “day in the title: "Talks, 5 March 2014"” allows 2014-03-05. All together: 5 March 2014.'
    """
    if found.between is None:
        raise TwoCrisesError("No evidence for a day was found in this text, so there is nothing to draw.")
    pieces = sorted(found.pieces, key=lambda piece: piece.days)[:_MOST_EVIDENCE]
    result = _days_in_words(*found.between)
    ends = [day for piece in pieces for span in piece.spans for day in span if FIRST_DAY < day < LAST_DAY]
    left, right = _day(min([*ends, *found.between])), _day(max([*ends, *found.between]))
    room = 0.04 * (right - left) + 30
    with house_style():
        canvas, axes = _canvas(1.9 + 0.46 * len(pieces))
        for era, (colour, _) in zip(eras, era_styles([era.label for era in eras]).values(), strict=True):
            begin, end = max(_day(era.start), left - room), min(_day(era.end) + 1, right + room)
            if begin < end:
                axes.axvspan(begin, end, color=colour, alpha=0.12, linewidth=0)
                axes.annotate(era.label, ((begin + end) / 2, 1), xycoords=axes.get_xaxis_transform(), ha="center",
                              va="bottom", fontsize=9, color=colour, fontweight="bold")  # fmt: skip
        axes.set_xlim(left - room, right + room)
        for row, piece in enumerate(pieces):
            _draw_evidence(axes, row, piece.spans, shortened(piece.reason, 76), "#3E5C76", "normal")
        _draw_evidence(axes, len(pieces), [found.between], f"all together: {result}", "#A63A1E", "bold")
        axes.set_ylim(len(pieces) + 0.4, -0.75)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        locator = mdates.AutoDateLocator(minticks=3, maxticks=7)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator, show_offset=False))  # type: ignore[no-untyped-call]
        axes.set_xlabel("day of writing")
        many = len(pieces) > 1
        left_over = result if found.published else "no single day"
        _title(canvas, f"{count(len(pieces), 'piece')} of evidence {'leave' if many else 'leaves'} {left_over}")
    one, *others = (f"“{shortened(piece.reason)}” allows {piece.candidate}" for piece in pieces)
    widest = f", and the widest, {others[-1]}" if many else ""
    alt = (
        f"{count(len(pieces), 'piece')} of evidence, with a bar for the days that each allows. "
        f"The narrowest, {one}{widest}. All together: {result}{'' if found.published else ', and no single day'}."
    )
    caption = (
        "Each bar covers the days that one piece of evidence allows; a diamond stands for a span too short to draw, "
        "and a bar that reaches the edge goes on. The lowest holds nine tenths of the probability, all taken together."
        f"{' Shaded: the eras.' if eras else ''}"
    )
    data = pd.DataFrame({"evidence": [p.reason for p in pieces], "days": [p.candidate for p in pieces]})
    return Figure(canvas, alt, caption, data)


def dumbbell(rates: pd.DataFrame, *, sort: bool = True) -> Figure:
    """Rates of some terms: a mark for each article, a bar between the means of the eras.

    Parameters
    ----------
    rates : pandas.DataFrame
        From ``count_terms(corpus, terms, per=1000)``, with two eras.
    sort : bool, default True
        Order the terms by the difference of the means; otherwise as they come.

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If there are no terms, or not two eras.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> dumbbell(count_terms(load_corpus("seeds"), "crimea", per=1000)).alt
    'crimea: 5.7 per 1,000 words in 2014, 0.5 in 2022, without overlap.'
    """
    first, second, rates = _two_eras(rates)
    difference = rates[[second]].mean(axis=1) - rates[[first]].mean(axis=1)
    if sort:
        rates = rates.loc[difference.sort_values(ascending=False, kind="stable").index]
    with house_style():
        canvas, axes = _canvas(1.7 + 0.45 * len(rates))
        _draw_dumbbells(axes, rates, first, second)
        _key(axes, first, second)
        axes.set_xlabel("per 1,000 words of the article")
        _title(canvas, _apart_title(rates, first, second))
    caption = (
        f"Each mark is an article (circle: {first}, square: {second}); a number in a mark stands for as many articles "
        "in one place. The bar joins the means of the articles' rates."
    )
    return Figure(canvas, _rates_alt(rates, first, second), caption, rates)


def floor(corpus: Corpus) -> Figure:
    """How small a p is possible at all, by the number of articles.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> floor(load_corpus("seeds")).alt
    'The smallest...2 against 3, stands at 0.10, above the usual limit of 0.05.'
    """
    with house_style():
        canvas, axes = _canvas(3.5)
        data, here = _draw_floor(axes, corpus)
        n_first, n_second, unit, p = here
        _title(canvas, f"{n_first:,} against {count(n_second, unit)}: no p below {lower_bound(p)}")
    enough = int(data.loc[data["smallest p"] <= LEVEL, f"{unit}s in each era"].iloc[0])
    alt = (
        f"The smallest possible p falls as {unit}s are added: {p_value(float(data['smallest p'].iloc[0]))} with 2 in "
        f"each era, {p_value(permutation_floor(enough, enough))} with {enough}. This corpus, {n_first:,} against "
        f"{n_second:,}, stands at {lower_bound(p)}, {'within' if p <= LEVEL else 'above'} the usual limit of {LEVEL}."
    )
    caption = (
        f"Points: the same number of {unit}s in both eras. The star is this corpus. The scale of p is logarithmic. "
        "Above the dashed line nothing can be called supported, however different the articles look."
    )
    return Figure(canvas, alt, caption, data)


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
        rows = _tone_rows(corpus)
        canvas, axes = _canvas(1.5 + 0.62 * min(len(rows), 5) + 0.4 * max(0, len(rows) - 5))
        _draw_tone(axes, corpus, rows)
        title = _tone_title(corpus)
        _title(canvas, title)
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
    styles = _looks(corpus)
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
        _title(
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
    >>> topic_shares(topics(load_corpus("seeds"), samples=0)).alt
    'Table of 5 articles and 4 topics, darker...'
    """
    shares = _share_rows(found)
    with house_style():
        canvas, axes = _canvas(2.0 + 0.5 * len(shares))
        _draw_shares(axes, shares, found)
        title, says = _shares_title(found)
        _title(canvas, title)
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
    styles = _looks(corpus)
    by_era = _splits_by_era(links, eras)
    title = "Articles by the words they share"
    if by_era is not None:
        title = f"Cut in two, the tree {'gives' if by_era else 'does not give'} the two eras"
    with house_style():
        canvas, axes = _canvas(1.6 + 0.46 * len(labels))
        dendrogram(
            links, orientation="left", ax=axes, color_threshold=0, above_threshold_color="#6B6B6B", no_labels=True
        )
        places = [5 + 10 * i for i in range(len(labels))]
        axes.set_yticks(places, [_label(label) for label in labels])
        for place, era in zip(places, eras, strict=True):
            colour, marker = styles.get(era, _NO_ERA)
            axes.plot(0, place, marker=marker, color=colour, markersize=9, clip_on=False, zorder=5)
        axes.set_xlim(max(1.06 * float(links[:, 2].max()), 0.1), 0)
        axes.yaxis.tick_right()
        axes.tick_params(axis="y", pad=10)
        axes.set_xlabel("distance (0: same words, 1: none in common)")
        _title(canvas, title)
    square = distances.to_numpy() + 2 * np.eye(len(labels))
    one, two = (labels[int(i)] for i in np.unravel_index(int(np.argmin(square)), square.shape))
    alt = (
        f"Tree of {count(len(labels), 'article')} by the words they use. The closest pair, {one} and {two}, joins at a "
        f"distance of {links[0, 2]:.2f}; the last branches join at {links[-1, 2]:.2f}. {title}."
    )
    caption = (
        "Branches join at the mean distance (cosine, TF-IDF) of the articles below them. Marks show the era."
        f"{_sample(len(labels), len(corpus.source))}"
    )
    return Figure(canvas, alt, caption, distances)


def same_and_different(corpus: Corpus, n: int = 6) -> Figure:
    """The words that mark each era, and those that both share.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n : int, default 6
        Words a group.

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras, or no word for any of the groups.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> same_and_different(load_corpus("seeds"), 2).alt
    'Words that mark 2014: obama: 6.5 per 1,000 words in 2014, 0.0 in 2022...'
    """
    groups = _word_groups(corpus, n)
    pair = compare_eras(corpus)
    if not groups:
        raise TwoCrisesError("No word marks an era and none is shared, so there is nothing to draw. Add articles.")
    rates = {name: _two_eras(count_terms(corpus, terms, per=1000))[2] for name, terms in groups.items()}
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 1.6 + sum(0.36 * len(part) + 0.5 for part in rates.values())))
        ratios = [len(part) + 0.6 for part in rates.values()]
        panels = np.atleast_1d(canvas.subplots(len(rates), 1, sharex=True, height_ratios=ratios))
        largest = max(float(np.nanmax(part.to_numpy(dtype=float))) for part in rates.values())
        for axes, (name, part) in zip(panels, rates.items(), strict=True):
            _draw_dumbbells(axes, part, pair.first, pair.second, largest=largest)
            axes.set_title(name, fontsize=11, loc="left", pad=8)
        _key(panels[0], pair.first, pair.second)
        panels[-1].set_xlabel("per 1,000 words of the article")
        _title(canvas, "; ".join(f"{_heading(name)}: {', '.join(terms[:2])}" for name, terms in groups.items()))
    alt = " ".join(f"{name}: {_rates_alt(part, pair.first, pair.second, most=3)}" for name, part in rates.items())
    shared = rates.get(_SHARED)
    everywhere = "every article" if shared is None or bool((shared > 0).all(axis=None)) else "nearly every article"
    caption = (
        f"Marks are articles (circle: {pair.first}, square: {pair.second}); a number stands for as many in one place; "
        "bars join the means. Words that mark an era have the largest |T| of notebook 02; shared ones "
        f"stand in {everywhere} at mean rates that differ by less than a fifth, and are spread most evenly."
    )
    return Figure(canvas, alt, caption, pd.concat(rates, names=["group"]))


def overview(corpus: Corpus) -> Figure:
    """The finished comparison in one figure: words, tone, topics, and what may be claimed.

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
        If the corpus has no two eras, or too little text for one of the panels.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> overview(load_corpus("seeds")).alt
    'Four panels that compare 2 articles of 2014 with 3 articles of 2022...'
    """
    pair = compare_eras(corpus)
    groups = _word_groups(corpus, 4)
    marking = [terms for name, terms in groups.items() if name != _SHARED]
    if not marking:
        raise TwoCrisesError("No word differs between the eras, so there is no comparison to draw. Add articles.")
    rates = _two_eras(count_terms(corpus, [term for terms in marking for term in terms], per=1000))[2]
    found = topics(corpus)
    shares, rows = _share_rows(found), _tone_rows(corpus)
    shares_title, shares_says = _shares_title(found)
    with house_style():
        heights = [1.1 + 0.34 * len(rates), 1.0 + 0.5 * min(len(rows), 8), 1.5 + 0.42 * len(shares), 2.6]
        canvas = Canvas(figsize=(WIDTH, sum(heights) + 0.6))
        words, mood, themes, limits = canvas.subplots(4, 1, height_ratios=heights)
        _draw_dumbbells(words, rates, pair.first, pair.second)
        _key(words, pair.first, pair.second)
        words.set_xlabel("per 1,000 words of the article")
        _draw_tone(mood, corpus, rows)
        _draw_shares(themes, shares, found)
        _, (n_first, n_second, unit, p) = _draw_floor(limits, corpus)
        named = ", ".join(f"“{terms[0]}” marks {_heading(name)}" for name, terms in groups.items() if name != _SHARED)
        _panel_title(words, f"Words: {named}", pad=26)
        _panel_title(mood, f"Tone: {_lower(_tone_title(corpus))}")
        _panel_title(themes, f"Topics: {_lower(shares_title)}")
        _panel_title(limits, f"Limits: no p below {lower_bound(p)}")
    means = pd.Series([row.mean for row in rows]).dropna()
    sets = f"{n_first:,} against {n_second:,} {unit}s"
    firsts = " ".join(_rates_alt(rates.loc[[terms[0]]], pair.first, pair.second) for terms in marking)
    alt = (
        f"Four panels that compare {count(n_first, unit)} of {pair.first} with {count(n_second, unit)} of "
        f"{pair.second}. Words: {firsts} Tone: the means lie between {signed(means.min())} and {signed(means.max())}; "
        f"{_lower(_tone_title(corpus))}. Topics: {shares_says} Limits: with {sets} no p below {lower_bound(p)} is "
        "possible."
    )
    caption = (
        "From top to bottom: the words that mark each era, the tone, the topics, and the smallest p that this number "
        f"of articles allows. Circles are {pair.first}, squares {pair.second}; a number in a mark stands for as many "
        "articles in one place."
    )
    return Figure(canvas, alt, caption, rates)


# Drawing


def _canvas(height: float) -> tuple[Canvas, Axes]:
    canvas = Canvas(figsize=(WIDTH, height))
    return canvas, canvas.subplots()


def _draw_evidence(axes: Axes, row: int, spans: Sequence[Span], text: str, colour: str, weight: str) -> None:
    """Draw the days that one piece of evidence allows as a bar, under the words that say what it is."""
    low, high = axes.get_xlim()
    for first, last in spans:
        begin, end = max(_day(first), low), min(_day(last) + 1, high)
        if end - begin < 0.012 * (high - low):
            axes.plot((begin + end) / 2, row, marker="D", color=colour, markersize=6)
        elif begin < end:
            axes.plot([begin, end], [row, row], color=colour, linewidth=5, solid_capstyle="butt")
    axes.annotate(text, (0, row - 0.2), xycoords=axes.get_yaxis_transform(), va="bottom", fontsize=9, color=colour,
                  fontweight=weight, annotation_clip=False)  # fmt: skip


def _day(day: date) -> float:
    return float(mdates.date2num(day))  # type: ignore[no-untyped-call]


def _days_in_words(first: date, last: date) -> str:
    if first == last:
        return f"{first.day} {first:%B %Y}"
    return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"


def _two_eras(rates: pd.DataFrame) -> tuple[str, str, pd.DataFrame]:
    eras = [era for era in dict.fromkeys(rates.columns.get_level_values("era")) if isinstance(era, str)]
    if rates.empty:
        raise TwoCrisesError("There is no term to draw. Ask count_terms for at least one.")
    if len(eras) < 2:
        raise TwoCrisesError("This figure compares two eras, and these rates have fewer. See datasheet(corpus).")
    return eras[0], eras[1], rates[eras[:2]]


def _draw_dumbbells(axes: Axes, rates: pd.DataFrame, first: str, second: str, *, largest: float | None = None) -> None:
    largest = largest or float(np.nanmax(rates.to_numpy(dtype=float), initial=0)) or 1.0
    for row, term in enumerate(rates.index):
        means = [rates.loc[term, era].mean() for era in (first, second)]
        axes.plot(means, [row, row], color="#B9B9B9", linewidth=5, solid_capstyle="round", zorder=2)
        for side, era in ((-1, first), (1, second)):
            colour, marker = era_styles([first, second])[era]
            for value, times in _merged(rates.loc[term, era].to_numpy(dtype=float), 0.02 * largest):
                place = (value, row + 0.18 * side)
                axes.plot(*place, marker=marker, color=colour, markersize=7 if times == 1 else 11,
                          markeredgecolor="white", markeredgewidth=0.7, zorder=4)  # fmt: skip
                if times > 1:
                    axes.annotate(str(times), place, ha="center", va="center_baseline", fontsize=8, color="white",
                                  fontweight="bold", zorder=5)  # fmt: skip
    axes.set_yticks(range(len(rates)), rates.index)
    axes.set_ylim(len(rates) - 0.45, -0.55)
    axes.set_xlim(-0.03 * largest, 1.08 * largest)
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(6))


def _merged(values: Floats, near: float) -> list[tuple[float, int]]:
    """Values with how often they come, those that one mark would cover taken together at their mean."""
    groups: list[list[float]] = []
    for value in np.sort(values[~np.isnan(values)]):
        if groups and value - groups[-1][0] < near:
            groups[-1].append(float(value))
        else:
            groups.append([float(value)])
    return [(float(np.mean(group)), len(group)) for group in groups]


def _looks(corpus: Corpus) -> dict[str, tuple[str, str]]:
    """Colour and marker by the eras that hold an article: those compared look the same in every figure."""
    return era_styles([era for era in corpus.eras if (corpus.articles["era"] == era).any()])


def _key(axes: Axes, first: str, second: str) -> None:
    figure = axes.get_figure()
    assert figure is not None
    for i, (era, (colour, marker)) in enumerate(era_styles([first, second]).items()):
        axes.annotate(era, (1, 1), xycoords="axes fraction", xytext=(-66 * (1 - i) - 4, 6), textcoords="offset points",
                      ha="right", color=colour, fontweight="bold", annotation_clip=False)  # fmt: skip
        place = axes.transAxes + ScaledTranslation((-66 * (1 - i) - 46) / 72, 10 / 72, figure.dpi_scale_trans)
        axes.plot([1], [1], marker=marker, color=colour, markersize=7.5, transform=place, clip_on=False, zorder=6)


def _draw_floor(axes: Axes, corpus: Corpus) -> tuple[pd.DataFrame, tuple[int, int, str, float]]:
    """Draw the smallest possible p, and give it for this corpus with its numbers of units and what a unit is."""
    pair = compare_eras(corpus)
    # The first row is the one that decides: texts where articles repeat one another, else articles.
    row = what_can_be_claimed(corpus).iloc[0]
    n_first, n_second, p = int(row[f"n_{pair.first}"]), int(row[f"n_{pair.second}"]), float(row["smallest_p"])
    unit = str(row["unit"])
    sizes = np.arange(2, 11)
    values = np.array([permutation_floor(int(n), int(n)) for n in sizes])
    axes.set_yscale("log")
    axes.plot(sizes, values, marker="o", color=_MUTED, markersize=5, linewidth=1)
    axes.axhline(LEVEL, color=_INK, linestyle=(0, (5, 4)), linewidth=1)
    axes.annotate(f"usual limit {LEVEL}", (1, LEVEL), xycoords=("axes fraction", "data"), xytext=(-2, -4),
                  textcoords="offset points", ha="right", va="top")  # fmt: skip
    x = min((n_first + n_second) / 2, 10.0)
    axes.plot(x, max(p, float(values[-1])), marker="*", color="#A63A1E", markersize=15, zorder=5, clip_on=False)
    here = f"{n_first:,} against {n_second:,}: {lower_bound(p)}"
    axes.annotate(here, (x, max(p, float(values[-1]))), color="#A63A1E",
                  xytext=(44, 18) if x < 6 else (-40, 24), textcoords="offset points",
                  ha="left" if x < 6 else "right", va="center",
                  arrowprops={"arrowstyle": "-", "color": "#A63A1E", "shrinkB": 7})  # fmt: skip
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.5f}".rstrip("0").rstrip(".")))
    axes.set_xticks(sizes)
    axes.set_ylim(float(values[-1]) / 2, 1)
    axes.set_xlabel(f"{unit}s in each era")
    axes.set_ylabel("smallest possible p")
    axes.grid(axis="y")
    axes.minorticks_off()
    return pd.DataFrame({f"{unit}s in each era": sizes, "smallest p": values}), (n_first, n_second, unit, p)


@dataclass(frozen=True)
class _ToneRow:
    """A row of the tone figure: the scores of the sentences of an article, or of the articles of an era."""

    label: str
    era: str | None
    scores: Floats
    mean: float
    sentences: bool


def _tone_rows(corpus: Corpus) -> list[_ToneRow]:
    articles = tone(corpus, by="article")
    if not articles["mean_of_scored"].notna().any():
        raise TwoCrisesError(
            "No sentence of this corpus holds a word that TextBlob knows, so there is no tone to draw."
        )
    if len(articles) > MOST_ROWS:
        scored = articles.dropna(subset=["mean_of_scored"])
        eras = scored["era"].astype(object).fillna("no era")
        means = scored["mean_of_scored"].groupby(eras, sort=False)
        return [_ToneRow(str(era), str(era), part.to_numpy(), float(part.mean()), False) for era, part in means]
    sentences = tone(corpus)
    scored = sentences[sentences["TextBlob_hits"] > 0]
    columns = zip(*(articles[name] for name in ("article", "label", "era", "mean_of_scored")), strict=True)
    return [
        _ToneRow(str(label), era, scored.loc[scored["article"] == article, "TextBlob"].to_numpy(), float(mean), True)
        for article, label, era, mean in columns
    ]


def _draw_tone(axes: Axes, corpus: Corpus, rows: Sequence[_ToneRow]) -> None:
    styles = _looks(corpus)
    axes.axvline(0, color="#8a8a8a", linewidth=0.8)
    for place, row in enumerate(rows):
        colour, marker = styles.get(str(row.era), _NO_ERA)
        shift = ((np.arange(len(row.scores)) * 0.618034) % 1 - 0.5) * 0.55
        axes.scatter(row.scores, place + shift, s=14, color=colour, marker=marker, alpha=0.4, linewidth=0, zorder=3)
        if np.isnan(row.mean):
            continue
        axes.scatter(
            [row.mean], [place], s=110, color=colour, marker=marker, edgecolor="white", linewidth=1.2, zorder=5
        )
        axes.annotate(signed(row.mean), (1, place), xycoords=("axes fraction", "data"), xytext=(4, 0), va="center",
                      textcoords="offset points", color=colour, fontweight="bold", annotation_clip=False)  # fmt: skip
    axes.set_yticks(range(len(rows)), [_label(row.label) for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(-1, 1)
    axes.set_xticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "+0.5", "+1"])
    axes.set_xlabel(f"TextBlob polarity of {'a sentence' if rows[0].sentences else 'an article'}")


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
        axes.annotate(_wrap(str(label).rsplit(",", 1)[0], 16), (day, value), xytext=(0, 11 if above else -11),
                      textcoords="offset points", va="bottom" if above else "top", color=_INK, fontsize=9.5,
                      ha="right" if late else "left" if last > first and day == first else "center")  # fmt: skip
    middle, half = first + (last - first) / 2, pd.Timedelta(days=max((last - first).days * 0.62, 2))
    axes.set_xlim(middle - half, middle + half)
    days = sorted(map(pd.Timestamp, own["published"].unique()))
    ticks = [days[i] for i in np.unique(np.linspace(0, len(days) - 1, min(len(days), 4)).round().astype(int))]
    axes.set_xticks(ticks, [f"{day.day} {day:%b}" for day in ticks])
    axes.grid(axis="y")


def _share_rows(found: Topics) -> pd.DataFrame:
    """Shares to draw: a row an article, or a row an era where there are too many articles."""
    columns = [str(name) for name in found.articles if str(name).startswith("topic_")]
    if len(found.articles) <= MOST_ROWS:
        return found.articles.set_index("label")[columns]
    eras = found.articles["era"].astype(object).fillna("no era")
    return found.articles[columns].groupby(eras, sort=False).mean()


def _draw_shares(axes: Axes, shares: pd.DataFrame, found: Topics) -> None:
    values = shares.to_numpy(dtype=float)
    axes.imshow(np.nan_to_num(values), cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (row, column), share in np.ndenumerate(values):
        axes.text(column, row, "–" if np.isnan(share) else percent(share), ha="center", va="center",
                  color="white" if share > 0.72 else _INK)  # fmt: skip
    tops = [str(top).split(", ") for top in found.quality["top_terms"]]
    axes.set_xticks(range(shares.shape[1]), [f"{i + 1}\n" + "\n".join(top[:3]) for i, top in enumerate(tops)])
    axes.set_yticks(range(len(shares)), [_label(str(label)) for label in shares.index])
    axes.tick_params(axis="x", labelsize=9.5)
    axes.set_xlabel("topic, with its strongest terms")
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)


# Saying what is drawn

_SHARED = "Shared words"


def _word_groups(corpus: Corpus, n: int) -> dict[str, list[str]]:
    """Words that mark each era and words both share; groups without a word are left out."""
    pair = compare_eras(corpus)
    marking, shared = marking_words(corpus, n), shared_words(corpus, n)
    groups = {
        f"Words that mark {pair.first}": marking.loc[marking["t"] < 0, "term"].tolist(),
        f"Words that mark {pair.second}": marking.loc[marking["t"] > 0, "term"].tolist(),
        _SHARED: shared["term"].tolist(),
    }
    return {name: terms for name, terms in groups.items() if terms}


def _heading(name: str) -> str:
    return "both" if name == _SHARED else name.removeprefix("Words that mark ")


def _share_at_edges(lines: pd.DataFrame) -> float:
    """Share of the characters left out that stand outside the kept part of their page."""
    kept = lines[lines["keep"]].groupby("article", observed=True)["line"].agg(["min", "max"])
    dropped = lines[~lines["keep"]].join(kept, on="article")
    outside = ~dropped["line"].between(dropped["min"], dropped["max"])
    return float(dropped.loc[outside, "size"].sum() / max(dropped["size"].sum(), 1))


def _sample(drawn: int, size: int) -> str:
    return f" Drawn are {drawn} of {size:,} articles, evenly spread over time." if drawn < size else ""


def _shares_title(found: Topics) -> tuple[str, str]:
    """Sentence on the topic that sets the first two eras apart most, and its numbers."""
    columns = [str(name) for name in found.articles if str(name).startswith("topic_")]
    eras = [str(era) for era in found.articles["era"].cat.categories if (found.articles["era"] == era).any()]
    if len(eras) < 2:
        means = found.articles[columns].mean()
        column = str(means.idxmax())
        return f"Topic {column[6:]} is the largest", f"It has {percent(means[column])} of an article on average."
    a, b = (found.articles.loc[found.articles["era"] == era, columns].dropna() for era in eras[:2])
    up, down = b.min() - a.max(), a.min() - b.max()
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


def _tone_title(corpus: Corpus) -> str:
    articles = tone(corpus, by="article").dropna(subset=["mean_of_scored", "era"])
    eras = [era for era in corpus.eras if (articles["era"] == era).any()]
    if len(eras) < 2:
        return "The tone of the articles"
    a, b = (articles.loc[articles["era"] == era, "mean_of_scored"] for era in eras[:2])
    if a.max() < b.min() or b.max() < a.min():
        return f"Every {eras[1]} article scores {'higher' if a.max() < b.min() else 'lower'} than every {eras[0]} one"
    return f"The means of {eras[0]} and {eras[1]} overlap"


def _apart_title(rates: pd.DataFrame, first: str, second: str) -> str:
    parts = []
    for era, other in ((second, first), (first, second)):
        terms = [term for term in rates.index if rates.loc[term, era].min() > rates.loc[term, other].max()]
        if terms:
            more = [f"{len(terms) - 3} more"] if len(terms) > 3 else []
            named = listed([*(f"“{term}”" for term in terms[:3]), *more], quote=False)
            parts.append(f"more {named} in every {era} article")
    if not parts:
        return f"None of these words separates {first} from {second}"
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _rates_alt(rates: pd.DataFrame, first: str, second: str, most: int = 8) -> str:
    parts = []
    for term in rates.index[:most]:
        a, b = rates.loc[term, first], rates.loc[term, second]
        if np.isclose(a.mean(), b.mean()):
            parts.append(f"{term}: no difference, {a.mean():.1f} per 1,000 words in both")
            continue
        overlap = "without overlap" if a.max() < b.min() or b.max() < a.min() else "the articles overlap"
        parts.append(f"{term}: {a.mean():.1f} per 1,000 words in {first}, {b.mean():.1f} in {second}, {overlap}")
    more = f" And {count(len(rates) - most, 'more word')}." if len(rates) > most else ""
    return "; ".join(parts) + "." + more


def _splits_by_era(links: Floats, eras: pd.Series) -> bool | None:
    """Whether cutting the tree in two gives the eras of its leaves, from first to last; None without two eras."""
    from scipy.cluster.hierarchy import fcluster, leaves_list

    if eras.nunique() != 2 or eras.isna().any():
        return None
    cut = pd.Series(fcluster(links, 2, criterion="maxclust")[leaves_list(links)])
    era = eras.reset_index(drop=True)
    return bool(cut.groupby(era).nunique().eq(1).all() and era.groupby(cut).nunique().eq(1).all())


def _title(canvas: Canvas, text: str) -> None:
    canvas.suptitle(_wrap(text, 49), x=0.01, ha="left", fontsize=12.5, fontweight="bold", color=_INK)


def _panel_title(axes: Axes, text: str, pad: float = 10) -> None:
    axes.set_title(_wrap(text, 46), x=-0.28, pad=pad, color=_INK)


def _wrap(text: str, width: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width)) or text


def _label(text: str) -> str:
    """Break the label of an article before its day, if it is long."""
    outlet, comma, day = text.rpartition(", ")
    return text if len(text) <= 20 or not comma else f"{_wrap(outlet, 20)}\n{day}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
