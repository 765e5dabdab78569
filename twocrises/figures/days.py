"""Figures of tone over time: by day of publication, along the text, and by the day that is spoken about."""

from bisect import bisect
from collections.abc import Sequence
from datetime import date
from string import ascii_uppercase

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter

from twocrises.config import Event
from twocrises.corpus import Corpus, evenly
from twocrises.errors import TwoCrisesError
from twocrises.figures.labels import draw_labels
from twocrises.figures.style import (
    INK,
    MUTED,
    SMALL,
    WIDTH,
    Figure,
    article_label,
    draw_title,
    eras_by_mean,
    house_style,
    looks,
    sample_note,
    tick,
    wrapped,
)
from twocrises.sentiment import tone_along, tone_by_day, tone_over_time
from twocrises.wording import count, listed, shortened, signed

# Articles that are drawn one by one, and events that are numbered on one axis.
_MOST_NAMED = 12
_MOST_ALONG = 6
_MOST_EVENTS = 6
# Parts into which an article is cut, and those of the mean over many.
_PARTS, _FINE = 4, 10
# A sentence about a day further away than this from those the articles count from is counted, not drawn.
_REACH = 45
# How events are marked in two figures of one notebook, so that no sign means two things.
_NUMBERS = tuple(str(number) for number in range(1, 100))
_LETTERS = (*ascii_uppercase, *(f"{letter}{letter.lower()}" for letter in ascii_uppercase))


def tone_timeline(corpus: Corpus) -> Figure:
    """Tone of the articles by day of publication, a panel for each era, with the events of corpus.toml.

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
    '5 articles on 4 days: too few for a trend. Mean tone...from −0.25 (HuffPost UK, 5 Mar 2014) to +0.05...'
    """
    frame = tone_over_time(corpus).dropna(subset=["era", "tone"])
    eras = [era for era in corpus.eras if (frame["era"] == era).any()]
    if not eras:
        raise TwoCrisesError(
            "No dated article of an era has a tone, so there is nothing to draw. See datasheet(corpus)."
        )
    few = bool(frame["low"].isna().all())
    named = len(frame) <= _MOST_NAMED
    styles = looks(corpus)
    n_days = int(frame["published"].nunique())
    reach = (1.7 if named else 1.15) * max(float(frame["tone"].abs().max()), 0.01)
    numbered: list[str] = []
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 0.7 + 2.4 * len(eras)))
        panels = np.atleast_1d(canvas.subplots(len(eras), 1))
        for axes, era in zip(panels, eras, strict=True):
            own = frame[frame["era"] == era]
            first, last = _span(own["published"])
            _calendar(axes, era, styles[era][0], first, last)
            events = _events(corpus, first, last, own["published"])
            _draw_events(axes, events, len(numbered), _NUMBERS)
            numbered += [f"{event.name} ({event.date.day} {event.date:%b})" for event in events]
            _draw_articles(axes, own, *styles[era], small=not named)
            axes.set_ylim(-reach, 1.3 * reach)
            axes.set_ylabel("mean panel score")
        title = f"{count(len(frame), 'article')} on {count(n_days, 'day')}{': too few for a trend' if few else ''}"
        draw_title(canvas, title)
        drawn = [
            name
            for axes, era in zip(panels if named else [], eras, strict=named)
            for name in _name_articles(axes, frame[frame["era"] == era])
        ]
    ends = frame.iloc[[int(frame["tone"].to_numpy().argmin()), int(frame["tone"].to_numpy().argmax())]]
    low, high = (f"{signed(tone)} ({label})" for label, tone in zip(ends["label"], ends["tone"], strict=True))
    compared = f" {eras_by_mean(frame, 'tone', eras)}" if len(eras) > 1 else ""
    alt = (
        f"{title}. Mean tone of the articles by day of publication: from {low} to {high}.{compared}"
        f"{'' if few else ' Bands show where the mean of an era lies.'}"
    )
    caption = (
        "One mark an article. "
        + (
            "No line joins them and no interval is drawn: below ten articles in an era it would promise too much."
            if few
            else "Bands: 95 % percentile interval of the era's mean by bootstrap over texts, in eras of ten or more; "
            "at ten it covers about 90 %."
        )
        + (f" {count(drawn.count(False), 'name')} found no room." if False in drawn else "")
        + _listed_events(numbered, _NUMBERS)
    )
    known = [column for column in ("label", "era", "published", "tone", "low", "high") if frame[column].notna().any()]
    data = frame[known].reset_index(drop=True)
    data.attrs["decimals"] = 2
    return Figure(canvas, alt, caption, data)


def tone_days(corpus: Corpus) -> Figure:
    """Tone of the sentences that name a day, by the day they speak about, a panel for each era.

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
        If no scored sentence of a dated article names a day.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tone_days(load_corpus("seeds")).canvas.axes[0].get_ylabel()
    'panel score'
    """
    frame = tone_by_day(corpus).dropna(subset=["era"])
    eras = [era for era in corpus.eras if (frame["era"] == era).any()]
    if not eras:
        raise TwoCrisesError("No sentence with a score names a day in a dated article, so there is nothing to draw.")
    near = frame[frame["from_writing"].abs() <= _REACH]
    near = near if len(near) else frame
    eras = [era for era in eras if (near["era"] == era).any()]
    pale = all(near.loc[near["era"] == era, "published"].nunique() <= _MOST_NAMED for era in eras)
    styles = looks(corpus)
    numbered: list[str] = []
    reach = 1.1 * max(float(frame["tone"].abs().max()), 0.01)
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 0.7 + 2.3 * len(eras)))
        for axes, era in zip(np.atleast_1d(canvas.subplots(len(eras), 1)), eras, strict=True):
            own = near[near["era"] == era]
            colour, marker = styles[era]
            # The day an article counts its weekdays from, which may be before it appeared.
            writing = own["day"].dt.normalize() - pd.to_timedelta(own["from_writing"], unit="D")
            first, last = _span(pd.concat([own["day"].dt.normalize(), writing]))
            _calendar(axes, era, colour, first, last)
            events = _events(corpus, first, last, writing)
            _draw_events(axes, events, len(numbered), _LETTERS)
            numbered += [f"{event.name} ({event.date.day} {event.date:%b})" for event in events]
            for day in sorted(writing.unique()) if pale else []:
                axes.axvline(day, color=colour, linewidth=6, alpha=0.12)
            rank = own.groupby("day").cumcount() - (own.groupby("day")["tone"].transform("size") - 1) / 2
            days = own["day"].dt.normalize() + pd.to_timedelta(rank * 0.08, unit="D")
            axes.scatter(days, own["tone"], s=34, color=colour, marker=marker, alpha=0.65, linewidth=0, zorder=3)
            axes.set_ylim(-reach, 1.35 * reach)
            axes.set_ylabel("panel score")
        title, says = _by_when(frame)
        draw_title(canvas, title)
    away = len(frame) - len(near)
    alt = f"{title}. Sentences by the day they speak about: {says}"
    caption = (
        "One mark a sentence that names a day and has a score, at the day it speaks about"
        + ("; wide pale lines are the days from which the articles count" if pale else "")
        + ". Marks of one day are shifted sideways. Sentences that name no day are not placed."
        + (f" {away:,} about days more than {_REACH} days away are not drawn." if away else "")
        + _listed_events(numbered, _LETTERS)
    )
    # Under names that no other table uses for something else.
    article, number = frame["address"].str.rpartition("#s")[0], frame["address"].str.rpartition("#s")[2].astype(int)
    # Sentence 7 before sentence 10, which addresses as text would turn round.
    data = frame.assign(article=article, number=number).sort_values(["day", "article", "number"], kind="stable")
    data = data[["label", "era", "day", "when", "words", "tone", "address"]]
    data = data.rename(columns={"words": "named as"}).reset_index(drop=True)
    data.attrs["decimals"] = 2
    return Figure(canvas, alt, caption, data)


def _by_when(frame: pd.DataFrame) -> tuple[str, str]:
    """Say how many sentences look back and ahead, and how they score: the mean of the articles' means."""
    means = frame.pivot_table(index="article", columns="when", values="tone", observed=True)
    words = {"past": "days before the article's own", "same day": "that day itself", "future": "days after it"}
    sizes = {name: int((frame["when"] == name).sum()) for name in words}
    says = "; ".join(
        f"{sizes[name]:,} about {words[name]}, with a mean tone of {signed(means[name].mean())} over "
        f"{count(int(means[name].notna().sum()), 'article')}"
        for name in words
        if sizes[name]
    )
    back, ahead = (f"{n:,} {'looks' if n == 1 else 'look'}" for n in (sizes["past"], sizes["future"]))
    return f"Of {count(len(frame), 'dated sentence')}, {back} back and {ahead} ahead", f"{says}."


def tone_by_position(corpus: Corpus) -> Figure:
    """Tone along the articles, from their first sentence to their last.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Figure
        Of more than six articles, the means of the eras, with intervals from ten texts an era on; where there are no
        eras, six of the articles.

    Raises
    ------
    TwoCrisesError
        If no sentence has a score.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> len(tone_by_position(load_corpus("seeds")).canvas.axes)
    5
    """
    sentences = tone_along(corpus, by="sentence")
    if sentences.empty:
        raise TwoCrisesError("No sentence of this corpus has a score, so there is no tone along the text to draw.")
    if sentences["article"].nunique() > _MOST_ALONG and sentences["era"].notna().any():
        return _position_by_era(corpus)
    scored = corpus.articles[corpus.articles["article"].isin(sentences["article"])]
    articles = evenly(scored, _MOST_ALONG)
    sentences = sentences[sentences["article"].isin(articles["article"])]
    parts = tone_along(corpus, _PARTS)
    parts = parts[parts["article"].isin(articles["article"])]
    styles = looks(corpus)
    reach = 1.1 * float(sentences["tone"].abs().max())
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 0.8 + 1.15 * len(articles)))
        panels = np.atleast_1d(canvas.subplots(len(articles), 1, sharex=True))
        for axes, (_, article) in zip(panels, articles.iterrows(), strict=True):
            colour, marker = styles.get(str(article["era"]), (MUTED, "X"))
            own = sentences[sentences["article"] == article["article"]]
            axes.axhline(0, color="#8a8a8a", linewidth=0.8)
            axes.scatter(own["position"], own["tone"], s=20, color=colour, marker=marker, alpha=0.45, linewidth=0)
            for part in parts[parts["article"] == article["article"]].itertuples():
                span = [(part.part - 1) / _PARTS + 0.01, part.part / _PARTS - 0.01]
                axes.plot(span, [part.tone] * 2, color=colour, linewidth=3, solid_capstyle="butt")
            axes.set_ylim(-reach, reach)
            axes.set_xlim(0, 1)
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
            axes.set_ylabel(article_label(article["label"]), rotation=0, ha="right", va="center", color=colour)
        _name_ends(panels[-1])
        title, says = _first_and_last(parts)
        draw_title(canvas, title)
    alt = (
        f"{title}. {count(len(sentences), 'scored sentence')} of {count(len(articles), 'article')} along the text. "
        f"{says}"
    )
    caption = (
        "Small marks: sentences with a score, by their place in the article; lines: the mean of each quarter of its "
        f"words. All rows have one scale, that of the panel score.{sample_note(len(articles), len(scored))}"
    )
    quarters = parts.pivot_table(index="label", columns="part", values="tone", observed=True, sort=False)
    data = quarters.rename(columns=lambda part: f"quarter {part}").rename_axis(columns=None).reset_index()
    data.attrs["decimals"] = 2
    return Figure(canvas, alt, caption, data)


def _first_and_last(parts: pd.DataFrame) -> tuple[str, str]:
    """Say whether articles end lower or higher than they begin."""
    ends = parts[parts["part"].isin([1, _PARTS])].pivot_table(
        index="label", columns="part", values="tone", observed=True, sort=False
    )
    ends = ends.dropna() if {1, _PARTS} <= set(ends) else ends.iloc[:0]
    if ends.empty:
        return "Tone along the text", "No article has scored sentences in its first and its last quarter."
    higher = int((ends[_PARTS] > ends[1]).sum())
    # The steepest rise and the steepest fall stand for all.
    rise = (ends[_PARTS] - ends[1]).round(9).sort_values(kind="stable")
    says = "; ".join(
        f"{label}: first quarter {signed(ends.loc[label, 1])}, last {signed(ends.loc[label, _PARTS])}"
        for label in dict.fromkeys([rise.index[-1], rise.index[0]])
    )
    says = f"The largest changes: {says}" if len(ends) > 1 else says
    if higher in (0, len(ends)):
        how = "higher" if higher else "lower"
        return (
            f"{'The article ends' if len(ends) == 1 else 'All articles end'} {how} than "
            f"{'it begins' if len(ends) == 1 else 'they begin'}",
            f"{says}.",
        )
    end = "ends higher than it begins" if higher == 1 else "end higher than they begin"
    return f"{higher:,} of {count(len(ends), 'article')} {end}", f"{says}."


def _position_by_era(corpus: Corpus) -> Figure:
    """Draw the means of the eras along the text."""
    parts = tone_along(corpus, _FINE, by="era")
    if parts.empty:
        raise TwoCrisesError("No article of an era has a score, so there is no tone along the text to draw.")
    styles = looks(corpus)
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 3.4))
        axes = canvas.subplots()
        axes.axhline(0, color="#8a8a8a", linewidth=0.8)
        says = []
        for era, own in parts.groupby("era", observed=True):
            colour, marker = styles[str(era)]
            place = (own["part"] - 0.5) / _FINE
            axes.plot(place, own["tone"], color=colour, marker=marker, linewidth=1.5, markersize=6)
            axes.fill_between(place, own["low"], own["high"], color=colour, alpha=0.15, linewidth=0)
            axes.annotate(str(era), (place.iloc[-1], own["tone"].iloc[-1]), xytext=(8, 0), va="center", color=colour,
                          textcoords="offset points", fontweight="bold", annotation_clip=False)  # fmt: skip
            ends = [f"{signed(tone)} in tenth {part}" for part, tone in zip(own["part"], own["tone"], strict=True)]
            says.append(f"{era}: {' to '.join(dict.fromkeys([ends[0], ends[-1]]))}")
        axes.set_xlim(0, 1)
        _name_ends(axes)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
        axes.set_ylabel("mean panel score")
        title = _eras_along(parts)
        draw_title(canvas, title)
    alt = f"{title}. Mean tone of tenths of the articles: {'; '.join(says)}."
    caption = (
        "Marks: the mean over articles of each tenth of their words. Bands, in eras of ten texts or more: 95 % "
        "percentile interval by bootstrap over texts; at ten it covers about 90 %."
    )
    tenths = parts.pivot_table(index="part", columns="era", values="tone", observed=True, sort=False)
    data = tenths.rename_axis(index="tenth", columns=None).reset_index()
    data = data.astype({"tenth": int})
    data.attrs["decimals"] = 2
    return Figure(canvas, alt, caption, data)


def _eras_along(parts: pd.DataFrame) -> str:
    """Say of the mean of each era whether it ends higher or lower than it begins."""
    how: dict[str, list[str]] = {}
    for era, own in parts.groupby("era", observed=True):
        change = round(float(own["tone"].iloc[-1] - own["tone"].iloc[0]), 9)
        how.setdefault("higher" if change > 0 else "lower" if change < 0 else "as high", []).append(str(era))
    than = {"higher": "than they begin", "lower": "than they begin", "as high": "as they begin"}
    says = [f"those of {listed(eras, quote=False)} end {end} {than[end]}" for end, eras in how.items()]
    return f"On average articles{'; '.join(says).removeprefix('those')}"


def _name_ends(axes: Axes) -> None:
    """Name the ends of a text inside the panel, where no number of the other axis stands."""
    axes.set_xticks([0, 0.5, 1], ["beginning", "middle", "end"])
    first, _, last = axes.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")


def _span(days: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Give first and last day of an axis, with room on both sides."""
    first, last = pd.Timestamp(days.min()), pd.Timestamp(days.max())
    room = pd.Timedelta(days=max(2.0, 0.12 * (last - first).days))
    return first - room, last + room


def _calendar(axes: Axes, era: str, colour: str, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """Prepare an axis of days."""
    axes.axhline(0, color="#8a8a8a", linewidth=0.8)
    axes.set_xlim(*mdates.date2num([first, last]))  # type: ignore[no-untyped-call]
    locator = mdates.AutoDateLocator(minticks=3, maxticks=6)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    long = (last - first).days > 200
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: _day(pd.Timestamp(x, unit="D"), long)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    axes.set_title(era, fontsize=11, color=colour)
    axes.grid(axis="y")


def _day(day: pd.Timestamp, long: bool) -> str:
    """Write a day at an axis, or its month where the axis is long."""
    return f"{day:%b %Y}" if long else f"{day.day} {day:%b}"


def _events(corpus: Corpus, first: pd.Timestamp, last: pd.Timestamp, days: pd.Series) -> list[Event]:
    """Choose events to number: those that most articles mention, then those nearest to an article, none too close."""
    room = max((last - first).days * 0.06, 1)
    inside = [
        event for event in corpus.config.events if event.precision == "day" and first.date() < event.date < last.date()
    ]
    times = {id(event): sum(name in corpus.source for name in event.mentioned) for event in inside}
    known = [event for event in inside if times[id(event)]] or inside
    published = sorted({day.date() for day in days})

    def order(event: Event) -> tuple[int, int, object, str]:
        place = bisect(published, event.date)
        near = published[max(place - 1, 0) : place + 1]
        return -times[id(event)], min(abs((event.date - day).days) for day in near), event.date, event.name

    chosen: list[Event] = []
    for event in sorted(known, key=order):
        if len(chosen) < _MOST_EVENTS and all(abs((event.date - other.date).days) >= room for other in chosen):
            chosen.append(event)
    return sorted(chosen, key=lambda event: event.date)


def _number(day: date) -> float:
    """Give the place of a day on an axis."""
    return float(mdates.date2num(day))  # type: ignore[no-untyped-call]


def _draw_events(axes: Axes, events: Sequence[Event], before: int, signs: Sequence[str]) -> None:
    """Mark events with a sign below the upper edge."""
    for sign, event in zip(signs[before:], events, strict=False):
        x = _number(event.date)
        axes.axvline(x, color=MUTED, linewidth=0.8, linestyle=(0, (2, 3)), zorder=1)
        axes.annotate(sign, (x, 1), xycoords=("data", "axes fraction"), xytext=(0, -4), textcoords="offset points",
                      ha="center", va="top", fontsize=SMALL, color=MUTED,
                      bbox={"boxstyle": "circle,pad=0.15", "facecolor": "white", "edgecolor": MUTED})  # fmt: skip


def _listed_events(named: list[str], signs: Sequence[str]) -> str:
    if not named:
        return ""
    listed = "; ".join(f"{sign} {name}" for sign, name in zip(signs, named, strict=False))
    return f" Events of corpus.toml, those of the articles first, as many as find room: {listed}."


def _draw_articles(axes: Axes, own: pd.DataFrame, colour: str, marker: str, *, small: bool) -> None:
    """Draw the articles of one era at their days."""
    axes.scatter(own["published"], own["tone"], s=16 if small else 80, color=colour, marker=marker, zorder=3)
    if own["low"].notna().any():
        axes.axhspan(own["low"].iloc[0], own["high"].iloc[0], color=colour, alpha=0.15, linewidth=0)


def _name_articles(axes: Axes, own: pd.DataFrame) -> list[bool]:
    """Write outlet and tone beside the articles of one era, and say which found room."""
    texts = [
        f"{wrapped(shortened(str(label).rpartition(', ')[0], 36), 18)} {signed(value)}"
        for label, value in zip(own["label"], own["tone"], strict=True)
    ]
    days = [_number(day.to_pydatetime()) for day in own["published"]]
    points = np.column_stack([days, own["tone"]]).astype(float)
    # No label lies across the line of zero, where it would look struck out.
    zero = np.column_stack([np.linspace(*axes.get_xlim(), 200), np.zeros(200)])
    return draw_labels(axes, points, texts, [INK] * len(texts), marks=zero, size=9.5, radius=5.5)
