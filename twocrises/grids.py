"""A frame -> a table for people, in HTML and as plain text.

For eyes and for ears: a caption, headers that say what they head, numbers with as many decimals as their column, and a
region that scrolls by itself, also by keyboard, with a shade at its edge while there is more to the right. Code hosts
take styles and classes away and keep the rest.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from twocrises.errors import TwoCrisesError
from twocrises.markup import Shown, escape_attribute, escape_html
from twocrises.wording import percent

# How columns of this suite are headed in a table for people.
NAMES = {
    "label": "article",
    "site": "found on",
    "published_by": "day known by",
    "era_by": "era known by",
    "as_reported": "reported as",
    "keep": "kept",
    "n_words": "words",
    "n_sentences": "sentences",
    "n_articles": "articles",
    "n_lines": "lines",
    "n_topics": "topics",
    "n_passages": "passages",
    "n_scored": "of these scored",
    "n_up": "instruments above 0",
    "n_down": "instruments below 0",
    "n_in_era": "articles in its era",
    "left": "before",
    "keyword": "word",
    "right": "after",
    "near": "near it",
    "pmi": "PMI",
    "log_dice": "log Dice",
    "log_ratio": "log ratio",
    "percent_difference": "difference in %",
    "g2": "G²",
    "g2_two_cells": "G², two cells",
    "log_odds_z": "z of log-odds",
    "worst_rank": "worst rank",
    "t": "T",
    "largest_t": "its |T|",
    "extreme": "most extreme word",
    "actual": "true labels",
    "carried_by": "carried by",
    "carried_share": "its share",
    "smallest_p": "smallest p",
    "needed_max_t": "needed an era",
    "needed_bonferroni": "needed an era, Bonferroni",
    "TextBlob_hits": "words TextBlob knows",
    "VADER_hits": "words VADER knows",
    "AFINN_hits": "words AFINN knows",
    "Loughran_hits": "words Loughran knows",
    "Harvard_hits": "words Harvard knows",
    "TextBlob_subjectivity": "subjectivity by TextBlob",
    "panel_n": "instruments that know a word",
    "panel_spread": "spread of the instruments",
    "same_sign": "same sign",
    "n_quoted": "of these quoted",
    "from_weight": "from who is heard",
    "from_tone": "from how they sound",
    "from_writing": "days from the day of writing",
    "share_scored": "share of sentences scored",
    "top_terms": "top terms",
    "their_terms": "terms of its counterpart",
    "their_units": "texts of its counterpart",
    "error": "standard error",
    "match": "counterpart",
    "units": "texts",
    "together": "of these together again",
    "change": "change of its share",
    "coherence": "coherence (−1 to 1)",
    "stability": "stability (0 to 1)",
    "survives": "comes back",
    "turned_by": "turned by leaving out",
    "tells_apart": "tells the eras apart",
    "by_definition": "by definition",
    "within": "distance within",
    "between": "distance between",
    "floor": "smallest p possible",
    "gives_eras": "gives the eras",
    "alone": "set apart alone",
    "other_seed": "another seed",
    "other_order": "another order",
    "draws": "articles drawn anew",
    "id": "claim",
    "role": "office",
    "in_office": "in office",
    "in_second": "is in the second group",
    "more_in": "more in",
    "decided_by": "what would decide",
    "exploratory": "chosen after reading",
    "leave_one_out": "leaving out each article",
}
_BY_ERA = {
    "holder_": "holder ",
    "named_": "named ",
    "quoted_": "words quoted ",
    "scored_": "sentences scored ",
    "disputed_": "disputed ",
    "articles_": "articles of ",
    "verbs_": "verbs ",
    "words_": "words ",
    "weight_": "share ",
    "share_": "share ",
    "low_": "low end ",
    "high_": "high end ",
    "tone_": "tone ",
    "topic_": "topic ",
    "mean_rate_": "mean rate ",
    "rate_": "rate ",
    "count_": "times in ",
    "near_": "near it, ",
    "terms_": "terms more frequent in ",
    "in_": "in ",
    "n_": "number in ",
}
_MISSING = "–"
# How a number is written: with so many decimals, as a whole per cent under a header that says so ("%") or with its
# sign (" %"), or as a p, with two digits that count ("p").
Places = int | str
_DATE = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}|\d{4}-\d{2}-\d{2}")
_UNBROKEN = ";white-space:nowrap"
# Columns of longer cells get room enough for a few words a line, or for more.
_ROOM = {40: ";min-width:12em", 120: ";min-width:20em"}
# A longer cell names no row.
_LONGEST_NAME = 60
# A shade that stays at the right edge, and a cover in the colour of the page at the end of the table, which hides the
# shade when nothing is left to scroll. Rows keep their own backgrounds: the shade lies above them. In a notebook that
# is not trusted, JupyterLab takes away sticky places, and variables too, so that no shade stands where it is wrong.
_SHADE = (
    '<span aria-hidden="true" style="flex:none;position:sticky;right:0;width:1em;margin-left:-1em;pointer-events:none;'
    'background:linear-gradient(90deg,transparent,var(--tc-shade,rgba(128,128,128,.6)))"></span>'
)
_COVER = (
    '<span aria-hidden="true" style="flex:none;z-index:1;width:1em;margin-left:-1em;'
    'background:var(--pst-color-background,var(--jp-layout-color0,Canvas))"></span>'
)


def table(
    frame: pd.DataFrame | pd.Series,
    caption: str,
    *,
    columns: Sequence[str] | Mapping[str, str] | None = None,
    decimals: int | Mapping[str, int] = 2,
) -> Shown:
    """A frame as a table for people.

    Parameters
    ----------
    frame : pandas.DataFrame or pandas.Series
        Its index is shown if it has a name.
    caption : str
        What to see in it, and the unit.
    columns : sequence of str or mapping of str to str, optional
        Columns to show, in order; a mapping gives them names of its own. By default all. Columns of this suite have
        names a reader understands (`NAMES`).
    decimals : int or mapping of str to int, default 2
        For numbers that are not whole; by column of `frame` or for all.

    Returns
    -------
    Shown

    Raises
    ------
    TwoCrisesError
        If a column is not there.

    Examples
    --------
    >>> print(table(pd.DataFrame({"label": ["A"], "n_words": [1204], "t": [-1.5]}), "Articles"))
    Articles
    article  words      T
    A        1,204  −1.50
    """
    if isinstance(frame, pd.Series):
        frame = frame.to_frame()
    # Columns that have a name of their own stand for something, such as words or days, and keep their names.
    ours = frame.columns.names == [None]
    index = [] if frame.index.names == [None] else [str(name) for name in frame.index.names]
    frame = frame.reset_index() if index else frame
    if columns is not None:
        missing = [name for name in columns if name not in frame]
        if missing:
            raise TwoCrisesError(
                f'This table has no column "{missing[0]}". It has {", ".join(map(str, frame.columns))}.'
            )
        frame, index = frame[list(columns)], []
    grid = _grid(frame, decimals, columns if isinstance(columns, Mapping) else {}, len(index), ours=ours)
    return _of_grid(grid, f"{caption}: nothing found" if frame.empty else caption)


def _of_grid(grid: "_Grid", caption: str) -> Shown:
    return Shown({"text/html": _html(grid, caption), "text/plain": _plain(grid, caption)})


def data_of_figure(frame: pd.DataFrame, caption: str, *, most: int = 60) -> Shown:
    """What a figure was drawn from, as a table: the first rows, with as many decimals as the figure says.

    Parameters
    ----------
    frame : pandas.DataFrame
        Such as `data` of a figure. ``frame.attrs["decimals"]`` says how its numbers are written: a number of decimals,
        "%" for shares as whole per cent, or "p" for two digits that count; one for all, by column, or a list with one
        for each row (there " %" for shares). Without it each column has decimals that show most of its numbers.
        ``frame.attrs["unit"]`` stands behind the caption; no more than ``frame.attrs["rows"]`` rows are shown.
    caption : str
        What the figure says.
    most : int, default 60
        Rows.

    Returns
    -------
    Shown
        With a line below that says so if there are more rows.

    Examples
    --------
    >>> print(data_of_figure(pd.DataFrame({"term": ["a", "b"], "weight": [0.0213, 0.04]}), "Two words", most=1))
    Two words
    term  weight
    a      0.021
    The first of 2 rows.
    >>> shares = pd.DataFrame({"article": ["A", "B"], "share": [0.64, 0.26], "p": [0.1, 0.0286]})
    >>> shares.attrs = {"decimals": {"share": "%", "p": "p"}}
    >>> print(data_of_figure(shares, "Two articles"))
    Two articles
    article  share (%)      p
    A               64   0.10
    B               26  0.029
    """
    if frame.index.names == [None] and not pd.api.types.is_numeric_dtype(frame.index.dtype):
        # Labels that nobody gave a name to say what a row is all the same.
        frame = frame.rename_axis(index="")
    if unit := frame.attrs.get("unit"):
        caption = f"{caption} ({unit})"
    head = frame.head(min(most, frame.attrs.get("rows") or most))
    said = frame.attrs.get("decimals", {})
    if isinstance(said, Mapping):
        floats = [name for name, dtype in frame.dtypes.items() if pd.api.types.is_float_dtype(dtype)]
        said = {name: _decimals(frame[name]) for name in floats} | dict(said)
    index = [] if frame.index.names == [None] else [str(name) for name in frame.index.names]
    ours = frame.columns.names == [None]
    shown = _of_grid(_grid(head.reset_index() if index else head, said, {}, len(index), ours=ours), caption)
    if len(head) == len(frame):
        return shown
    rows = f"{len(head):,} of {len(frame):,} rows" if len(head) > 1 else f"of {len(frame):,} rows"
    note = f"The first {rows}."
    return Shown(
        {
            "text/html": f"{shown.forms['text/html']}<p>{note}</p>",
            "text/plain": f"{shown.forms['text/plain']}\n{note}",
        }
    )


def region(content: str, caption: str, *, style: str = "") -> str:
    """A part of a page that scrolls by itself where it is wider than the page, and shows that it does.

    Parameters
    ----------
    content : str
        HTML.
    caption : str
        By which the part is known, such as the caption of its table.
    style : str, optional
        More style of its own.

    Returns
    -------
    str

    Examples
    --------
    >>> region("<table></table>", "Articles").startswith('<div class="tc-table" role="region" aria-label="Articles"')
    True
    """
    return (
        f'<div class="tc-table" role="region" aria-label="{escape_attribute(caption)}" tabindex="0" '
        f'style="display:flex;max-width:100%;overflow-x:auto{style}">{content}{_SHADE}{_COVER}</div>'
    )


def whole_table(caption: str, head: str, body: str) -> str:
    """A table within its region.

    Parameters
    ----------
    caption : str
        What to see in it.
    head, body : str
        Rows as HTML.

    Returns
    -------
    str

    Examples
    --------
    >>> ">A &amp; B</caption>" in whole_table("A & B", "", "")
    True
    """
    # A long caption of a wide table is read without scrolling.
    title = f'<caption style="text-align:left;max-width:80vw">{escape_html(caption)}</caption>'
    # Room at the right for the shade, so that it covers no letter once all is scrolled.
    return region(
        f'<table style="margin:0 1em 0 0;min-width:min(100% - 1em,30em)">{title}{head}<tbody>{body}</tbody></table>',
        caption,
    )


def header(name: str, side: str = "left", *, scope: str = "col", span: str = "", style: str = "") -> str:
    """A cell that heads others; an empty one heads nothing.

    Parameters
    ----------
    name : str
        Shown as it is.
    side : {"left", "right", "center"}, default "left"
        Where it stands.
    scope : {"col", "colgroup", "row"}, default "col"
        What it heads.
    span : str, optional
        Attributes such as ``colspan="2"``.
    style : str, optional
        More style of its own.

    Returns
    -------
    str

    Examples
    --------
    >>> header("words", "right")
    '<th scope="col" align="right" style="text-align:right">words</th>'
    """
    span = f" {span}" if span else ""
    if not name.strip():
        return f"<td{span}></td>"
    return f'<th scope="{scope}"{span} {_side(side, style)}>{escape_html(name)}</th>'


def cell(content: str, side: str = "left", *, style: str = "") -> str:
    """A cell of a table.

    Parameters
    ----------
    content : str
        HTML.
    side : {"left", "right"}, default "left"
        Where it stands.
    style : str, optional
        More style of its own.

    Returns
    -------
    str

    Examples
    --------
    >>> cell("1,204", "right")
    '<td align="right" style="text-align:right">1,204</td>'
    """
    return f"<td {_side(side, style)}>{content}</td>"


def readable(name: Any) -> Any:
    """How a column of this suite is headed in a table for people.

    Parameters
    ----------
    name : object
        A name of a column; one that is no text stays as it is.

    Returns
    -------
    object

    Examples
    --------
    >>> readable("n_words"), readable("count_2014"), readable("kyiv")
    ('words', 'times in 2014', 'kyiv')
    """
    if not isinstance(name, str) or name in NAMES:
        return NAMES.get(name, name)
    start = next((start for start in _BY_ERA if name.startswith(start)), None)
    return name if start is None else _BY_ERA[start] + name.removeprefix(start)


@dataclass(frozen=True)
class _Grid:
    """A table as text: its headers, level by level, its cells, which columns hold numbers, and which names a row."""

    levels: list[list[str]]
    rows: list[tuple[str, ...]]
    numeric: list[bool]
    naming: int | None


def _grid(
    frame: pd.DataFrame,
    decimals: Places | Sequence[Places] | Mapping[str, Any],
    own: Mapping[str, str],
    n_index: int,
    *,
    ours: bool,
) -> _Grid:
    places = [_places(decimals, name, len(frame)) for name in frame.columns]
    numeric = [pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind) for kind in frame.dtypes]
    columns = [
        [_text(value, place) for value, place in zip(frame.iloc[:, i], own_places, strict=True)]
        for i, own_places in enumerate(places)
    ]
    names = [
        own.get(name, _name(name, ours or i < n_index)) for i, name in enumerate(frame.columns)
    ]  # fmt: skip
    names = [f"{name} (%)" if "%" in part else name for name, part in zip(names, places, strict=True)]
    depth = max((len(name) if isinstance(name, tuple) else 1 for name in names), default=1)
    levels = [[str(_level(name, i)) for name in names] for i in range(depth)]
    return _Grid(levels, list(zip(*columns, strict=True)), numeric, _naming(columns, numeric, max(n_index - 1, 0)))


def _places(decimals: Places | Sequence[Places] | Mapping[str, Any], name: Any, n: int) -> list[Places]:
    """How each number of a column is written."""
    if isinstance(decimals, Mapping):
        decimals = decimals.get(name, 2)
    if isinstance(decimals, (int, str)):
        return [decimals] * n
    return list(decimals)[:n]


def _name(name: Any, ours: bool) -> Any:
    if isinstance(name, tuple):
        # The second level is empty where a column has one name only.
        return tuple(readable(part) if ours and i == 0 else part for i, part in enumerate(name))
    return readable(name) if ours else name


def _level(name: Any, i: int) -> Any:
    return name[i] if isinstance(name, tuple) else (name if i == 0 else "")


def _naming(columns: Sequence[Sequence[str]], numeric: Sequence[bool], i: int) -> int | None:
    """Which column names the rows: the first, or the last of the index, if its texts are short and all different."""
    if len(columns) < 2 or numeric[i] or not columns[i]:
        return None
    names = columns[i]
    short = all(name.strip() and name != _MISSING and len(name) <= _LONGEST_NAME for name in names)
    return i if short and len(set(names)) == len(names) else None


def _decimals(values: pd.Series | pd.DataFrame) -> int:
    """Enough decimals for two digits that count, of most numbers."""
    numbers = np.abs(np.asarray(values, dtype=float)).ravel()
    numbers = numbers[np.isfinite(numbers) & (numbers > 0)]
    return 2 if not len(numbers) else int(np.clip(1 - np.floor(np.log10(np.median(numbers))), 2, 4))


def _number(value: float, places: Places) -> str:
    if places == "p":
        # Two digits that count, and a zero before those of a p that is hardly any.
        return f"{value:.{max(2, 1 - int(np.floor(np.log10(value))))}f}" if 0 < value < 1 else f"{value:.2f}"
    if isinstance(places, str):
        return percent(value).removesuffix("" if places == " %" else " %")
    return f"{value:,.{places}f}"


def _text(value: Any, decimals: Places) -> str:
    """Write a value as people do."""
    if isinstance(value, (tuple, list, set, frozenset, np.ndarray)):
        parts = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return ", ".join(_text(part, decimals) for part in parts)
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return _MISSING
    if isinstance(value, pd.Timestamp):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if isinstance(value, float) and np.isinf(value):
        return "∞" if value > 0 else "−∞"
    if isinstance(value, float) or type(value).__name__.startswith("float"):
        text = _number(float(value), decimals)
        # What rounds to nothing has no sign.
        return text.removeprefix("-") if not text.strip("-0. %") else text.replace("-", "−")
    if isinstance(value, int) or "int" in type(value).__name__:
        return f"{value:,}".replace("-", "−")
    return str(value)


def _html(grid: _Grid, caption: str) -> str:
    align = ["right" if number else "left" for number in grid.numeric]
    body = "".join(f"<tr>{''.join(_cells(row, grid, align))}</tr>" for row in grid.rows)
    return whole_table(caption, _head(grid, align), body)


def _cells(row: Sequence[str], grid: _Grid, align: Sequence[str]) -> Iterator[str]:
    for i, (text, side, name) in enumerate(zip(row, align, grid.levels[-1], strict=True)):
        if i == grid.naming:
            yield header(text, side, scope="row", style=_unbroken(text))
        else:
            yield cell(_light(text) if name == "state" else escape_html(text), side, style=_unbroken(text))


def _unbroken(text: str) -> str:
    """A day stands in one line."""
    return _UNBROKEN if _DATE.fullmatch(text) else ""


def _head(grid: _Grid, align: Sequence[str]) -> str:
    levels, depth, width = grid.levels, len(grid.levels), len(align)
    room = [_room(max(map(len, column))) for column in zip(*grid.rows, strict=True)] or [""] * width
    below = [next((k for k in range(depth, 0, -1) if levels[k - 1][i]), 1) for i in range(width)]
    rows, groups = [], []
    for level in range(depth):
        cells, i = [], 0
        while i < width:
            size = 1
            if level < below[i] - 1:
                path = [levels[k][i] for k in range(level + 1)]
                while (
                    i + size < width
                    and below[i + size] > level + 1
                    and [levels[k][i + size] for k in range(level + 1)] == path
                ):
                    size += 1
                cells.append(header(path[-1], "center", scope="colgroup", span=f'colspan="{size}"'))
            elif level == below[i] - 1:
                span = f'rowspan="{depth - level}"' if level < depth - 1 else ""
                cells.append(header(levels[level][i], align[i], span=span, style=room[i]))
            if level == 0:
                groups.append(size)
            i += size
        rows.append(f"<tr>{''.join(cells)}</tr>")
    # A header of several columns heads a group of columns, which HTML wants to be told of.
    told = "".join(f'<colgroup span="{size}"></colgroup>' for size in groups) if depth > 1 else ""
    return f"{told}<thead>{''.join(rows)}</thead>"


def _room(length: int) -> str:
    return next((style for least, style in reversed(_ROOM.items()) if length > least), "")


def _light(text: str) -> str:
    """A check that passed on green, one that failed on red; the mark says the same where no colour is seen."""
    colour = {"✓": "#1a7f37", "✗": "#b42318"}.get(text[:1])
    content = escape_html(text)
    badge = f"background:{colour};color:#ffffff;padding:0.1em 0.5em{_UNBROKEN}"
    return f'<span style="{badge}">{content}</span>' if colour else content


def _side(side: str, style: str = "") -> str:
    # Code hosts take styles away and leave align; Jupyter's own style sheet overrides align and leaves styles.
    return f'align="{side}" style="text-align:{side}{style}"'


def _plain(grid: _Grid, caption: str) -> str:
    rows = [*grid.levels, *grid.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(grid.numeric))]
    lines = [
        "  ".join(
            text.rjust(w) if number else text.ljust(w)
            for text, w, number in zip(row, widths, grid.numeric, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join([caption, *lines])
