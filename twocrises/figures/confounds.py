"""A figure of what else differs between the eras: which properties of articles tell them apart."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from twocrises.confounds import PROPERTIES, Property, article_properties, crossed
from twocrises.confounds import confounds as confound_ledger
from twocrises.corpus import Corpus, even_rows
from twocrises.errors import TwoCrisesError
from twocrises.figures.style import (
    INK,
    MUTED,
    Figure,
    draw_title,
    era_styles,
    house_style,
    more_in,
    new_canvas,
    wrapped,
)
from twocrises.figures.words import draw_key, draw_mark
from twocrises.wording import count, listed, percent, shortened

# Of more levels than these the rarer ones are drawn as one.
_MOST_LEVELS = 5
# Up to so many articles of a level each has a mark.
_MOST_MARKS = 4
# Articles of an era drawn on a scale.
_MOST_POINTS = 40
# In inches: between the two lanes of a row, around them, a line of letters, and a heading.
_LANE, _AROUND, _LINE, _HEADING = 0.2, 0.15, 0.155, 0.34
# Letters that stand side by side in a row, and those of one name.
_LETTERS, _LONGEST = 50, 54
_SHARED = "#E3E3E3"
_SCALES = " Small figures are those of the scale; under them stand the smallest and the largest value of each era."


def confounds(corpus: Corpus) -> Figure:
    """Which properties of articles tell the eras apart: a row a property, a mark an article.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Figure
        In each row the articles of the first era stand in the upper lane, those of the second in the lower one. Of a
        large corpus a mark stands for all articles of a level, with their number.

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras to compare, or nothing is known of the articles of both.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> confounds(load_corpus("seeds")).alt
    'Outlet, site, weekday and quoted share each tell 2014 from 2022. 4 of 7 properties by themselves tell...'
    """
    ledger = confound_ledger(corpus)
    frame = article_properties(corpus)
    eras = [str(era) for era in frame["era"].cat.categories]
    # A row in which no article could stand elsewhere shows nothing of these articles.
    known = ledger[(ledger["tells_apart"] | (ledger["overlap"] > 0)) & ~_fixed(ledger)]
    if known.empty:
        raise TwoCrisesError("Nothing is known of the articles of both eras. Write [articles] into corpus.toml.")
    groups = {
        "Each of these alone tells the era": known[known["tells_apart"]],
        "In these the eras overlap": known[~known["tells_apart"]],
    }
    title = _title(known, eras)
    with house_style():
        canvas, axes = new_canvas(1.0)
        y, names, places = 0.0, [], []
        for heading, rows in groups.items():
            if rows.empty:
                continue
            axes.text(-0.2, y + 0.12, heading, fontweight="bold", fontsize=10.5, color=INK, va="center")
            y += _HEADING
            for name in rows["property"]:
                one = PROPERTIES[name]
                places.append(y + _AROUND + _LANE / 2)
                names.append(wrapped(name.capitalize(), 9))
                draw = _draw_number if one.is_number else _draw_levels
                y = draw(axes, one, y, corpus, frame, eras)
        axes.set_xlim(0, 1)
        axes.set_ylim(y, 0)
        axes.set_xticks([])
        axes.set_yticks(places, names)
        axes.grid(visible=False)
        axes.spines["bottom"].set_visible(False)
        canvas.set_figheight(y + 0.32 + 0.24 * len(wrapped(title, 49).split("\n")))
        draw_key(axes, *eras)
        draw_title(canvas, title)
    alt = f"{title}. {_in_words(ledger, known, frame, eras)}"
    return Figure(canvas, alt, _caption(corpus, ledger, known, frame, eras), _table(known, frame, eras))


def _table(known: pd.DataFrame, frame: pd.DataFrame, eras: list[str]) -> pd.DataFrame:
    """A row a property: what the articles of each era are, and how many lie where both do."""
    means = {
        era: [
            frame.loc[(frame["era"] == era).to_numpy(), PROPERTIES[name].column].mean()
            if PROPERTIES[name].is_number
            else np.nan
            for name in known["property"]
        ]
        for era in eras
    }
    table = pd.DataFrame({"property": known["property"].to_numpy()})
    for era in eras:
        table[f"in {era}"] = known[f"in_{era}"].to_numpy()
    for era in eras:
        table[f"mean of {era}"] = means[era]
    table = table.assign(
        **{"articles in both": known["overlap"].to_numpy(), "tells the eras apart": known["tells_apart"].to_numpy()}
    )
    table.attrs["decimals"] = [0 if name == "length" else " %" for name in known["property"]]
    return table


def _fixed(ledger: pd.DataFrame) -> pd.Series:
    """Properties that are left out: the day, and what tells the eras apart by definition."""
    return ledger["by_definition"] | (ledger["property"] == "day")


def _draw_levels(axes: Axes, one: Property, y: float, corpus: Corpus, frame: pd.DataFrame, eras: list[str]) -> float:
    """Draw a row of levels, those of the first era alone first; give where the next row begins."""
    table = _levels_drawn(corpus, one.name)
    if len(table) > _MOST_LEVELS and one.name != "weekday":
        often = table.sum(axis=1).sort_values(ascending=False, kind="stable").index[: _MOST_LEVELS - 1]
        kept = table[table.index.isin(often)]
        rest = table[~table.index.isin(often)]
        shared = bool((rest > 0).all(axis=1).any())
        rows = [(str(level), *counts) for level, *counts in kept.itertuples()]
        rows.append((f"{len(rest):,} others", *rest.sum()))
    else:
        rows, shared = [(str(level), *counts) for level, *counts in table.itertuples()], True
    # The first era alone, both, the second alone; what is gathered stands last.
    order = [0 if not second else 1 if first else 2 for _, first, second in rows]
    if len(rows) < len(table):
        order[-1] = 3
    at = sorted(range(len(rows)), key=lambda i: order[i])
    width = 1 / len(rows)
    labels = [wrapped(shortened(rows[i][0], _LONGEST), max(int(_LETTERS / len(rows)), 6)) for i in at]
    lines = max(label.count("\n") for label in labels) + 1
    height = 2 * _AROUND + _LANE
    for column, i in enumerate(at):
        centre = (column + 0.5) * width
        both = order[i] == 1 or (order[i] == 3 and shared)
        if both:
            _draw_band(axes, column * width + 0.01, (column + 1) * width - 0.01, y)
        for lane, (era, n) in enumerate(zip(eras, rows[i][1:], strict=True)):
            _draw_marks(axes, centre, y + _AROUND + lane * _LANE, int(n), *era_styles(eras)[era])
        axes.text(centre, y + height - 0.01, labels[column], ha="center", va="top", fontsize=9.5, color=INK,
                  linespacing=1.1)  # fmt: skip
    return y + height + lines * _LINE + 0.1


def _levels_drawn(corpus: Corpus, name: str) -> pd.DataFrame:
    """Articles by level and era; many weekdays with short names, so that all have room."""
    table = crossed(corpus, name)
    short = name == "weekday" and len(table) > _MOST_LEVELS
    return table.rename(index=lambda level: str(level)[:3]) if short else table


def _draw_marks(axes: Axes, centre: float, y: float, n: int, colour: str, marker: str) -> None:
    """Draw a mark an article, or one with their number."""
    if n > _MOST_MARKS:
        # Mark and number stand around the middle together.
        left = centre - 0.012 - 0.0075 * len(f"{n:,}")
        draw_mark(axes, (left, y), colour, marker)
        axes.text(left + 0.02, y, f"{n:,}", va="center", fontsize=9.5, color=colour, fontweight="bold")
    else:
        for i in range(n):
            draw_mark(axes, (centre + 0.032 * (i - (n - 1) / 2), y), colour, marker)


def _draw_number(axes: Axes, one: Property, y: float, corpus: Corpus, frame: pd.DataFrame, eras: list[str]) -> float:
    """Draw a row with a scale, and write the range of each era under it; give where the next row begins."""
    values = [
        frame.loc[(frame["era"] == era).to_numpy(), one.column].dropna().to_numpy(dtype=float).round(12) for era in eras
    ]
    low, high = min(float(own.min()) for own in values), max(float(own.max()) for own in values)
    height = 2 * _AROUND + _LANE

    def x(value: float) -> float:
        return 0.03 + 0.94 * (value - low) / (high - low if high > low else 1.0)

    begin, end = max(float(own.min()) for own in values), min(float(own.max()) for own in values)
    if begin <= end:
        _draw_band(axes, x(begin) - 0.022, x(end) + 0.022, y)
    for lane, (era, own) in enumerate(zip(eras, values, strict=True)):
        colour, marker = era_styles(eras)[era]
        place = y + _AROUND + lane * _LANE
        axes.plot([0.01, 0.99], [place, place], color="#CFCFCF", linewidth=0.8, zorder=2)
        drawn = np.sort(own)[even_rows(len(own), _MOST_POINTS)]
        # Of a few articles each is seen; of many they would be numbers on numbers.
        if len(own) > _MOST_POINTS:
            for value in drawn:
                draw_mark(axes, (x(float(value)), place), colour, marker)
        else:
            for value, n in zip(*np.unique(drawn, return_counts=True), strict=True):
                draw_mark(axes, (x(float(value)), place), colour, marker, int(n))
    _draw_ticks(axes, one, y, low, high, x)
    # The lower range stands at the left.
    swapped = (values[1].min(), values[1].max()) < (values[0].min(), values[0].max())
    for i, (side, place) in enumerate((("left", 0.01), ("right", 0.99))):
        which = 1 - i if swapped else i
        text = one.write(float(values[which].min()), float(values[which].max()))
        axes.text(place, y + height + _LINE, text, ha=side, va="top", fontsize=9.5,
                  color=era_styles(eras)[eras[which]][0], fontweight="bold")  # fmt: skip
    return y + height + 2 * _LINE + 0.11


def _draw_ticks(axes: Axes, one: Property, y: float, low: float, high: float, x: Callable[[float], float]) -> None:
    """Draw a few round values of a scale as light lines with their numbers, so that a gap has a size."""
    factor = 1 if one.column == "length" else 100
    for tick in MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(low * factor, high * factor):
        if low * factor <= tick <= high * factor:
            at = x(tick / factor)
            text = f"{tick:,g}" + ("" if factor == 1 else " %")
            axes.plot([at, at], [y + 0.06, y + 2 * _AROUND + _LANE - 0.03], color="#D8D8D8", linewidth=0.7, zorder=1.5)
            axes.text(at, y + 2 * _AROUND + _LANE - 0.01, text, ha="center", va="top", fontsize=9.5, color=MUTED)


def _draw_band(axes: Axes, left: float, right: float, y: float) -> None:
    """Shade what both eras have."""
    top, bottom = y + 0.04, y + 2 * _AROUND + _LANE - 0.04
    axes.fill([left, right, right, left], [top, top, bottom, bottom], color=_SHARED, linewidth=0, zorder=1)


def _title(known: pd.DataFrame, eras: Sequence[str]) -> str:
    apart = known.loc[known["tells_apart"], "property"].tolist()
    first, second = (shortened(era, 24) for era in eras)
    if not apart:
        return f"No known property of the articles alone tells {first} from {second}"
    named = listed(apart, quote=False)
    verb = "each tell" if len(apart) > 1 else "alone tells"
    return f"{named[:1].upper()}{named[1:]} {verb} {first} from {second}"


def _in_words(ledger: pd.DataFrame, known: pd.DataFrame, frame: pd.DataFrame, eras: list[str]) -> str:
    """The same for those who do not see it: how many, which, and two rows in full."""
    apart, rest = known[known["tells_apart"]], known[~known["tells_apart"]]
    n = [int((frame["era"] == era).sum()) for era in eras]
    verb = "tell" if len(apart) != 1 else "tells"
    parts = [
        f"{len(apart)} of {len(known)} propert{'y' if len(known) == 1 else 'ies'} by themselves {verb} the "
        f"{count(n[0], 'article')} of {eras[0]} from the {n[1]:,} of {eras[1]}."
    ]
    shown = [*_first(apart, "outlet"), *_first(rest, "length")]
    for row in shown:
        cells = [str(row[f"in_{era}"]) for era in eras]
        parts.append(f"{row['property'].capitalize()}: {cells[0]} in {eras[0]}, {cells[1]} in {eras[1]}. {row['says']}")
    numbers = [name for name in known["property"] if PROPERTIES[name].is_number]
    for name in sorted(numbers, key=lambda name: name != "length")[:1]:
        own = [frame.loc[(frame["era"] == era).to_numpy(), PROPERTIES[name].column].dropna() for era in eras]
        means = [float(part.mean()) for part in own]
        write = percent if PROPERTIES[name].column != "length" else "{:,.0f}".format
        unit = "" if PROPERTIES[name].column != "length" else "words"
        parts.append(f"{more_in(f'On average {name}', means, eras, write, unit=unit)}.")
    return " ".join(parts)


def _first(rows: pd.DataFrame, wanted: str) -> list[pd.Series]:
    """The row of a property, or the first one, or none."""
    own = rows[rows["property"] == wanted]
    return [(own if len(own) else rows).iloc[0]] if len(rows) else []


def _left_out(names: Sequence[str]) -> str:
    if len(names) < 2:
        return f" The {names[0]} is left out, since no {names[0]} lies in two eras." if names else ""
    which = listed([f"the {name}" for name in names], quote=False)
    return f" {which[:1].upper()}{which[1:]} are left out, since none of them lies in two eras."


def _caption(corpus: Corpus, ledger: pd.DataFrame, known: pd.DataFrame, frame: pd.DataFrame, eras: list[str]) -> str:
    fixed = _fixed(ledger)
    unknown = [name for name in ledger.loc[~fixed, "property"] if name not in known["property"].tolist()]
    tables = {name: crossed(corpus, name) for name in known["property"] if not PROPERTIES[name].is_number}
    many = [name for name, table in tables.items() if len(table) > _MOST_LEVELS and name != "weekday"]
    gathered = any(table.to_numpy().max() > _MOST_MARKS for table in tables.values())
    sampled = frame["era"].value_counts().max() > _MOST_POINTS and len(tables) < len(known)
    return (
        f"Each mark is an article, above those of {eras[0]}, below those of {eras[1]}"
        + ("; of a level with more articles there is one mark and their number" if gathered else "")
        + (". Grey is what both eras have" if (~known["tells_apart"]).any() else "")
        + (
            "; no grey: separate, and what differs between the eras may be due to it."
            if (~known["tells_apart"]).any() and known["tells_apart"].any()
            else ". No row has grey: in each the eras are separate, and what differs between them may be due to it."
            if known["tells_apart"].any()
            else "."
        )
        + (_SCALES if any(PROPERTIES[name].is_number for name in known["property"]) else "")
        + _left_out(ledger.loc[fixed, "property"].tolist())
        + (f" Of {listed(many, quote=False)} the {_MOST_LEVELS - 1} most frequent levels are drawn." if many else "")
        + (f" On a scale {_MOST_POINTS} articles of an era are drawn, evenly over its range." if sampled else "")
        + (f" Not known in both eras: {listed(unknown, quote=False)}." if unknown else "")
    )
