"""Figures of the pages and their dates: what of a page is article, and what the evidence leaves of the calendar."""

import re
from collections.abc import Sequence
from datetime import date

import matplotlib as mpl
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from twocrises.config import Era
from twocrises.corpus import Corpus, evenly
from twocrises.dating import Dating
from twocrises.errors import TwoCrisesError
from twocrises.evidence import FIRST_DAY, LAST_DAY, Span
from twocrises.figures.style import (
    MOST_ROWS,
    MUTED,
    Figure,
    article_label,
    draw_title,
    era_styles,
    house_style,
    new_canvas,
    sample_note,
)
from twocrises.wording import between, count, percent, shortened

_MOST_EVIDENCE = 12
_ISO = re.compile(r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")
_QUOTED = re.compile(r'"([^"]*)"')


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
    'Of each page, 2 to 14 % are left out. The part left out ranges from 2 % (Washington Post and agencies...'
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
        canvas, axes = new_canvas(1.35 + 0.55 * len(articles))
        for row, article in enumerate(articles["article"]):
            own = lines[lines["article"] == article]
            ends = own["size"].cumsum()
            for end, size, keep in zip(ends, own["size"], own["keep"], strict=True):
                colour, edge, hatch = ("#3E5C76", "white", None) if keep else ("white", "#A63A1E", "//////")
                axes.barh(row, size, left=end - size, height=0.6, linewidth=0.6, hatch=hatch, color=colour,
                          edgecolor=edge)  # fmt: skip
            axes.annotate(percent(share[article]), (ends.iloc[-1] if len(ends) else 0, row), xytext=(5, 0),
                          textcoords="offset points", va="center", color=MUTED)  # fmt: skip
        axes.set_yticks(range(len(articles)), [article_label(label) for label in articles["label"]])
        axes.set_ylim(len(articles) - 0.4, -0.6)
        axes.set_xlim(0, float(sizes.sum(axis=1).max()) * 1.14)
        axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.set_xlabel("characters of the page (hatched: left out)")
        title = f"Of each page, {between(low, high)} {'are' if low != high else 'is'} left out"
        draw_title(canvas, title)
    names = articles["label"].tolist()
    least, most = (names[int(place)] for place in (share.to_numpy().argmin(), share.to_numpy().argmax()))
    alt = (
        f"{title}. The part left out ranges from {percent(low)} ({least}) to {percent(high)} ({most}). "
        f"{percent(_share_at_edges(lines))} of it stands above the first or below the last kept line. Each of "
        f"{count(len(articles), 'page')} is a bar from its first to its last character."
    )
    caption = (
        "One bar a page, one block a line. Solid blocks are kept as article text; hatched ones are headlines, "
        "captions, bylines and boilerplate, with their share at the end of the bar."
        f"{sample_note(len(articles), len(corpus.source))}"
    )
    data = pd.DataFrame(
        {
            "article": names,
            "characters kept": sizes[True].to_numpy(),
            "characters left out": sizes[False].to_numpy(),
            "share left out": share.to_numpy(),
        }
    )
    data.attrs["decimals"] = {"share left out": "%"}
    return Figure(canvas, alt, caption, data)


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
    '1 piece of evidence leaves 5 March 2014... The narrowest is day in the title: “Talks, 5 March 2014”; it allows...'
    """
    if found.between is None:
        raise TwoCrisesError("No evidence for a day was found in this text, so there is nothing to draw.")
    pieces = sorted(found.pieces, key=lambda piece: piece.days)[:_MOST_EVIDENCE]
    result = _days_in_words(*found.between)
    ends = [day for piece in pieces for span in piece.spans for day in span if FIRST_DAY < day < LAST_DAY]
    left, right = _day(min([*ends, *found.between])), _day(max([*ends, *found.between]))
    room = 0.04 * (right - left) + 30
    with house_style():
        canvas, axes = new_canvas(1.9 + 0.46 * len(pieces))
        for era, (colour, _) in zip(eras, era_styles([era.label for era in eras]).values(), strict=True):
            begin, end = max(_day(era.start), left - room), min(_day(era.end) + 1, right + room)
            if begin < end:
                axes.axvspan(begin, end, color=colour, alpha=0.12, linewidth=0)
                axes.annotate(era.label, ((begin + end) / 2, 1), xycoords=axes.get_xaxis_transform(), ha="center",
                              va="bottom", fontsize=9.5, color=colour, fontweight="bold")  # fmt: skip
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
        title = f"{count(len(pieces), 'piece')} of evidence {'leave' if many else 'leaves'} {left_over}"
        draw_title(canvas, title)
    one, *others = (f"{_aloud(shortened(piece.reason))}; it allows {_aloud(piece.candidate)}" for piece in pieces)
    widest = f" The widest is {others[-1]}." if many else ""
    alt = (
        f"{title}. A bar for the days that each allows. The narrowest is {one}.{widest} "
        f"All together: {result}{'' if found.published else ', and no single day'}."
    )
    caption = (
        "Each bar covers the days that one piece of evidence allows; a diamond stands for a span too short to draw, "
        "and a bar that reaches the edge goes on. The lowest holds nine tenths of the probability, all taken together."
        f"{' Shaded: the eras.' if eras else ''}"
    )
    data = pd.DataFrame(
        {
            "evidence": [*(_spelled(piece.reason) for piece in pieces), "all together"],
            "days": [*(_spelled(piece.candidate) for piece in pieces), _span_in_short(*found.between)],
        }
    )
    return Figure(canvas, alt, caption, data)


def _draw_evidence(axes: Axes, row: int, spans: Sequence[Span], text: str, colour: str, weight: str) -> None:
    """Draw the days that one piece of evidence allows as a bar, under the words that say what it is."""
    low, high = axes.get_xlim()
    for first, last in spans:
        begin, end = max(_day(first), low), min(_day(last) + 1, high)
        if end - begin < 0.012 * (high - low):
            axes.plot((begin + end) / 2, row, marker="D", color=colour, markersize=6)
        elif begin < end:
            axes.plot([begin, end], [row, row], color=colour, linewidth=5, solid_capstyle="butt")
    axes.annotate(text, (0, row - 0.2), xycoords=axes.get_yaxis_transform(), va="bottom", fontsize=9.5, color=colour,
                  fontweight=weight, annotation_clip=False)  # fmt: skip


def _in_short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _spelled(text: str) -> str:
    """Write the days of a text as people do: "2014-03-05" becomes "5 Mar 2014"."""
    return _ISO.sub(lambda found: _in_short(date.fromisoformat(found[0])), text)


def _aloud(text: str) -> str:
    """The same for the ear, with quotation marks that have a beginning and an end."""
    return _QUOTED.sub(r"“\1”", _spelled(text))


def _day(day: date) -> float:
    return float(mdates.date2num(day))  # type: ignore[no-untyped-call]


def _span_in_short(first: date, last: date) -> str:
    return _in_short(first) if first == last else f"{_in_short(first)} to {_in_short(last)}"


def _days_in_words(first: date, last: date) -> str:
    if first == last:
        return f"{first.day} {first:%B %Y}"
    return _span_in_short(first, last)


def _share_at_edges(lines: pd.DataFrame) -> float:
    """Share of the characters left out that stand outside the kept part of their page."""
    kept = lines[lines["keep"]].groupby("article", observed=True)["line"].agg(["min", "max"])
    dropped = lines[~lines["keep"]].join(kept, on="article")
    outside = ~dropped["line"].between(dropped["min"], dropped["max"])
    return float(dropped.loc[outside, "size"].sum() / max(dropped["size"].sum(), 1))
