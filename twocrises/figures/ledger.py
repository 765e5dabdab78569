"""The ledger in one figure: what differs between two eras, what does not, and what one article could overturn.

Drawn from the frame of claims alone, so that it can say nothing the ledger does not say.
"""

import io
import math
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.figure import SubFigure
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.transforms import blended_transform_factory
from PIL import Image

from twocrises.checks import whole
from twocrises.claims.base import SUPPORTED, Difference
from twocrises.errors import TwoCrisesError
from twocrises.figures.style import INK, MUTED, Figure, era_styles, house_style
from twocrises.permutation import LEVEL
from twocrises.wording import count, lower_bound, shortened, signed

# Between 4/5 and 5/4 times as much is much the same.
BAND = math.log2(1.25)
# A ratio of means says something where zero means none of it: in rates and shares, not in scores of tone.
_RATIO_UNIT = re.compile(r"^(per |%|share )")
_GREY = "#6B6B6B"
# What one of the scores of tone is, whatever the ledger calls it.
_UNIT_OF_TONE = "how far sentences of editorials usually lie from zero"
# Quantities whose name in quotation marks says it all.
_BARE = re.compile(r"(?:words for )?(“[^“”]+”)")
_ALIKE = "Filled: still between 4/5 and 5/4 without any one"
_MOST, _FEW = 6, 3
# Letters of an alt text.
_PATIENCE = 600
_RESOLUTION = 300
# Matplotlib arranges nothing: each thing has its place. (Without any engine it would take that of the style.)
_AS_PLACED = PlaceHolderLayoutEngine(adjust_compatible=True, colorbar_gridspec=True)
_SMALL_NUMBERS = (
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
)


@dataclass(frozen=True)
class _Layout:
    """Places in inches, and sizes of letters in points."""

    width: float
    left: float  # where the panel begins and ends
    right: float
    label: float  # where names and means begin
    means: float
    label_width: float
    doubt_width: float  # of what one article does
    pitch: float  # from row to row
    mark: float  # from the top of a row to its mark
    head: float
    title: float
    body: float
    small: float
    stacked: bool


_WIDE = _Layout(180 / 25.4, 1.98, 4.95, 0.06, 5.07, 1.84, 1.95, 0.262, 0.13, 0.29, 11.5, 8, 7, False)
# As wide as a telephone at 100 pixels an inch.
_NARROW = _Layout(3.9, 0.3, 3.6, 0.06, 0.06, 3.78, 3.78, 0.6, 0.45, 0.36, 11.5, 9, 8, True)


def ledger(frame: pd.DataFrame, *, most: int | None = None, narrow: bool = False) -> Figure:
    """What the claims of a ledger say differs between the eras, what does not, and what one article could overturn.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `claims` or `read_ledger`.
    most : int, optional
        Rows a block; by default 6, or 3 where it is narrow.
    narrow : bool, default False
        For a telephone: names stand above their marks.

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If this is no ledger, none of its claims compares something between two eras, or `most` is no whole number from
        1 to 20.

    Examples
    --------
    >>> from twocrises.claims import claims
    >>> from twocrises.corpus import load_corpus
    >>> ledger(claims(load_corpus("seeds"))).alt
    'More “what might be” in 2022, ... alike. Of ... differences in the ledger, ... keep their direction...'
    """
    most = (_FEW if narrow else _MOST) if most is None else whole(most, "most", most=20)
    rows = _rows(frame)
    first, second = rows.attrs["eras"]
    drawn = _chosen(rows, most)
    layout = _NARROW if narrow else _WIDE
    with house_style():
        canvas = _draw(drawn, rows, frame, layout)
    tally = _tally(rows).replace(f" between {first} and {second} in the", " in the")
    # What rests on one article is said as fully as the ear has patience for.
    alts = [
        f"{canvas.get_label()}. {tally} {_in_words(drawn, first, second, rows.attrs['unit'], n, alike=alike)}"
        for n, alike in ((2, True), (1, True), (1, False))
    ]
    alt = next((text for text in alts if len(text) <= _PATIENCE), alts[-1])
    caption = (
        "Each row is a claim of the ledger; its mark says how many times as much the mean of the articles of "
        f"{second} is as that of {first} (right, squares) or the other way round (left, circles), on a logarithmic "
        "scale, and grey diamonds lie between 4/5 and 5/4. Line and ticks: the same with each article left out in "
        "turn. A filled mark keeps its direction, a filled diamond stays between 4/5 and 5/4, whichever article is "
        "left out; beside a hollow one stands the article without which it does not. "
        f"Of each block at most {most} rows are drawn, up to {most // 3} of them hollow unless too few are filled, "
        "from every kind of claim in turn and the largest differences first (of those much the same, the steadiest). "
        "What several claims name is drawn once, as is an office and the name of its holder, and what is neither a "
        "rate nor a share stands at the bottom."
    )
    return Figure(canvas, alt, caption, _table(drawn, first, second))


def publish(figure: Figure, path: str | Path) -> list[Path]:
    """Write a figure for print: PNG with 300 dots an inch, and SVG.

    Parameters
    ----------
    figure : Figure
        From a function of this package.
    path : str or Path
        Without suffix.

    Returns
    -------
    list of Path
        The PNG and the SVG. The same figure gives the same bytes.

    Examples
    --------
    >>> import tempfile
    >>> from twocrises.claims import claims
    >>> from twocrises.corpus import load_corpus
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [file.name for file in publish(ledger(claims(load_corpus("seeds"))), Path(folder) / "ledger")]
    ['ledger.png', 'ledger.svg']
    """
    path = Path(path)
    files = [path.with_name(f"{path.name}.{kind}") for kind in ("png", "svg")]
    drawn = io.BytesIO()
    with house_style(), mpl.rc_context({"svg.hashsalt": "two-crises", "svg.fonttype": "path"}):
        figure.canvas.savefig(drawn, format="png", dpi=_RESOLUTION, metadata={"Software": None})
        about = {"Date": None, "Creator": None, "Title": figure.canvas.get_label(), "Description": figure.alt}
        figure.canvas.savefig(files[1], metadata=about)
    # As in `style.png`: a third of the size, and no colour that anyone could tell apart.
    image = Image.open(drawn).convert("RGB")
    image = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    image.save(files[0], format="png", optimize=True, dpi=(_RESOLUTION, _RESOLUTION))
    return files


# The rows


def _rows(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a difference, each quantity once."""
    if not isinstance(frame, pd.DataFrame) or not {"id", "difference"} <= set(frame.columns):
        raise TwoCrisesError("This is no ledger. Give the frame of claims(corpus) or of read_ledger(path).")
    rows = []
    for claim in frame.to_dict("records"):
        found = claim["difference"]
        # Of what stands in neither era there is nothing to say.
        if isinstance(found, Difference) and (any(found.means) or not _RATIO_UNIT.match(found.unit)):
            rows.append(_row(claim, found))
    eras = {row["eras"] for row in rows}
    if not eras:
        raise TwoCrisesError("No claim of this ledger compares two eras, so there is nothing to draw. Add articles.")
    if len(eras) > 1:
        raise TwoCrisesError("The claims of this ledger compare different eras. Draw the ledger of one corpus.")
    table = pd.DataFrame(rows)
    table = table.sort_values(["order", "id"], kind="stable")
    same = table.assign(name=table["quantity"].str.casefold())
    table = table[~same.duplicated(["name", "unit"])].reset_index(drop=True)
    # The kind of a claim is what its id begins with; the commonest kind comes first.
    table["kind"] = table["id"].str.split("[:-]", regex=True).str[0]
    table["common"] = -table.groupby("kind")["id"].transform("size")
    table["doubled"] = _doubled(table, frame)
    table.attrs["eras"] = eras.pop()
    # What prints the same counts as one text.
    table.attrs["unit"] = "text" if "text" in set(table["of"]) else "article"
    return table.drop(columns=["order", "eras", "of"])


def _doubled(table: pd.DataFrame, frame: pd.DataFrame) -> list[bool]:
    """Which rows are the name of somebody in an office that has a row of its own, on the same side."""
    said = {str(claim["id"]): str(claim.get("statement", "")).casefold() for claim in frame.to_dict("records")}
    read = {
        str(claim["id"]): set(found if isinstance(found := claim.get("evidence"), (tuple, list)) else ())
        for claim in frame.to_dict("records")
    }
    ids, blocks = table["id"].astype(str).tolist(), table["block"].tolist()
    offices = [
        (office, block)
        for office, block, kind in zip(ids, blocks, table["kind"], strict=True)
        if kind == "role"
    ]  # fmt: skip

    def named(word: str, claim: str, office: str) -> bool:
        # The statement of an office names its holders, and wherever the name stands the office is found.
        there = re.search(rf"\b{re.escape(word.casefold())}\b", said[office]) is not None
        return there and bool(read[claim]) and read[claim] <= read[office]

    words = [re.fullmatch("“([^“”]+)”", str(quantity)) for quantity in table["quantity"]]
    return [
        word is not None and any(own == block and named(word[1], claim, office) for office, own in offices)
        for claim, block, word in zip(ids, blocks, words, strict=True)
    ]


def _row(claim: dict[Hashable, Any], found: Difference) -> dict[Hashable, Any]:
    ratio = bool(_RATIO_UNIT.match(found.unit)) and min(found.means) >= 0
    size = _log_ratio if ratio else _shift
    value = size(*found.means)
    rests = [size(a, b) for _, a, b in found.without]
    block = found.direction if not ratio or abs(value) > BAND + 1e-9 else 0
    if block == 0:
        most = BAND + 1e-9 if ratio else 0.0
        turned = [label for (label, *_), rest in zip(found.without, rests, strict=True) if abs(rest) > most]
        holds = bool(rests) and not turned
        order = (not holds, round(max(map(abs, [value, *rests])), 9), 0.0)
        weight = order[1]
    else:
        turned, holds = list(found.turned_by), found.survives is True
        order = (not holds, -round(abs(value), 9), -round(max(map(abs, found.means)), 9))
        weight = -round(abs(found.means[1] - found.means[0]), 9)
    return {
        "id": claim["id"],
        "quantity": found.quantity.replace("«", "“").replace("»", "”"),
        "unit": found.unit,
        "ratio": ratio,
        "block": block,
        "first": round(found.means[0], 12),
        "second": round(found.means[1], 12),
        "value": value,
        "rests": tuple(rests),
        "lowest": round(min([value, *rests]), 12),
        "highest": round(max([value, *rests]), 12),
        "holds": holds,
        "turned_by": tuple(turned),
        "keeps": found.survives,
        "supported": claim.get("status") == SUPPORTED,
        "exploratory": bool(claim.get("exploratory")),
        "order": order,
        "weight": weight,
        "eras": found.eras,
        "of": found.unit_of_test,
    }


def _log_ratio(a: float, b: float) -> float:
    if math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9):
        return 0.0
    if min(a, b) <= 0:
        return math.inf if b > a else -math.inf
    return math.log2(b / a)


def _shift(a: float, b: float) -> float:
    return 0.0 if math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) else b - a


def _chosen(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """At most so many rows a block; differences that are no ratio last, of one unit."""
    rows = rows[~rows["doubled"].to_numpy(dtype=bool)]
    ratios, others = rows[rows["ratio"]], rows[~rows["ratio"]]
    parts = [_some(ratios[ratios["block"] == block], most) for block in (-1, 0, 1)]
    if len(others):
        unit = others["unit"].value_counts(sort=False).sort_index().idxmax()
        parts.append(_some(others[others["unit"] == unit], most // 2 + 1))
    return pd.concat(parts, ignore_index=True)


def _some(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """Rows that stand and rows that do not, of every kind of claim in turn, in the order of all."""
    stand, fall = rows[rows["holds"]], rows[~rows["holds"]]
    n = min(len(stand), most - min(len(fall), most // 3))
    return pd.concat([_in_turn(stand).head(n), _in_turn(fall).head(most - n)]).sort_index()


def _in_turn(rows: pd.DataFrame) -> pd.DataFrame:
    """The first of each kind of claim, then the second of each, and so on."""
    ranked = rows.sort_values(["weight", "id"], kind="stable")
    turn = ranked.groupby("kind").cumcount()
    return rows.loc[ranked.assign(turn=turn).sort_values(["turn", "common", "kind"], kind="stable").index]


# What it says


def _title(drawn: pd.DataFrame, first: str, second: str, unit: str) -> str:
    """The largest difference each way, and what is frequent and the same, of those that stand."""
    stand = drawn[drawn["ratio"] & drawn["holds"]]
    # Differences of one unit can be compared.
    stand = stand[stand["unit"] == stand["unit"].mode().min()]
    by_size = stand.assign(size=(stand["second"] - stand["first"]).abs(), mean=stand["first"] + stand["second"])
    tops = {
        block: own.sort_values("mean" if block == 0 else "size", ascending=False, kind="stable").iloc[0]
        for block, own in by_size.groupby("block")
    }
    names = {block: shortened(str(top["quantity"]), 44) for block, top in tops.items()}
    bare = {block: found[1] for block, name in names.items() if (found := _BARE.fullmatch(name))}
    if names.keys() - {0} and len(bare) == len(names):
        more = [f"more {bare[block]} in {era}" for block, era in ((1, second), (-1, first)) if block in bare]
        whole_title = f"{', '.join(more)}{f'; {bare[0]} alike' if 0 in bare else ''}"
        return f"{whole_title[:1].upper()}{whole_title[1:]}"
    if names.keys() - {0}:
        said = ((1, f"More in {second}"), (-1, f"More in {first}"), (0, "Much the same"))
        return ". ".join(f"{words}: {names[block]}" for block, words in said if block in names)
    if (drawn["block"] == 0).all():
        return f"Between {first} and {second} nothing differs that the ledger compares"
    if drawn["holds"].any():
        return f"No rate of {first} and {second} differs whichever {unit} is left out"
    if not drawn["rests"].map(len).any():
        return f"Each difference between {first} and {second} rests on one {unit} an era"
    return f"One {unit} can turn each difference between {first} and {second}"


def _tally(rows: pd.DataFrame) -> str:
    first, second = rows.attrs["eras"]
    unit = rows.attrs["unit"]
    asked = rows[rows["keeps"].notna()]
    n, keeps = len(asked), int(asked["keeps"].eq(True).sum())
    if not n:
        return f"No difference between {first} and {second} could be turned by leaving out one {unit}."
    return (
        f"Of {count(n, 'difference')} between {first} and {second} in the ledger, {keeps if keeps else 'none'} "
        f"{'keeps its' if keeps < 2 else 'keep their'} direction whichever {unit} is left out."
    )


def _limit(frame: pd.DataFrame) -> str:
    """The smallest p of this design, in one sentence."""
    own = frame[frame["id"] == "floor"]
    if own.empty or "p" not in own["numbers"].iloc[0]:
        return ""
    claim = own.iloc[0]
    p, n = float(claim["numbers"]["p"]), int(claim["n_articles"])
    unit = "text" if "over texts" in str(claim["statement"]) else "article"
    many = _SMALL_NUMBERS[n] if n < len(_SMALL_NUMBERS) else f"{n:,}"
    if p > LEVEL:
        return (
            f"{many} articles: no test over {unit}s can reach a p below {lower_bound(p)}, so every row describes these "
            "articles."
        )
    return (
        f"{many} articles: a test over {unit}s can reach p = {lower_bound(p)}; rows in bold have p of at most {LEVEL}."
    )


def _in_words(drawn: pd.DataFrame, first: str, second: str, unit: str, n: int, *, alike: bool) -> str:
    parts, units = [], set[str]()
    for block, name in ((-1, f"More in {first}"), (0, "Much the same"), (1, f"More in {second}")):
        own = drawn[drawn["ratio"] & (drawn["block"] == block)]
        if len(own):
            parts.append(f"{name}: {_aloud(own.head(2 if block else 1), (first, second), units)}.")
    others = drawn[~drawn["ratio"]]
    if len(others):
        said = _aloud(others.head(1), (first, second), units)
        if not (others["kind"] == "tone").all():
            said = f"in {others['unit'].iloc[0]}: {said}"
        parts.append(f"{said[:1].upper()}{said[1:]}.")
    turned = [row for row in drawn.to_dict("records") if row["turned_by"]]
    differ, same = ([row for row in turned if bool(row["block"]) is far] for far in (True, False))
    halves = [f"overturns {_fragile(differ, n)}"] if differ else []
    halves += [f"makes unequal what was much the same: {_fragile(same, 1)}"] if same and (alike or not differ) else []
    if halves:
        parts.append(f"Leaving out one {unit} {'; and it '.join(halves)}.")
    return " ".join(parts)


def _fragile(rows: Sequence[dict[Hashable, Any]], most: int = 2) -> str:
    """Some quantities, each with an article that it rests on."""
    said = "; ".join(f"{_plain(row)} (without {shortened(row['turned_by'][0], 60)})" for row in rows[:most])
    more = len(rows) - most
    return said if more < 1 else f"{said} and {more} other{'s' if more > 1 else ''}"


def _scale(others: pd.DataFrame) -> str:
    """What differences that are no ratio are measured in."""
    if (others["kind"] == "tone").all():
        return f"tone (unit: {_UNIT_OF_TONE})"
    return f"in {others['unit'].iloc[0]}"


def _plain(row: dict[Hashable, Any]) -> str:
    return shortened(str(row["quantity"]), 60)


def _means(row: dict[Hashable, Any]) -> str:
    """Both means as text: 2.6 → 0.4 per 1,000 words."""
    first, second, unit = row["first"], row["second"], row["unit"]
    if not row["ratio"]:
        return f"{signed(first)} → {signed(second)}"
    one, two = (f"{value:,.{_decimals(row)}f}" for value in (first, second))
    return f"{one} → {two} {unit}"


def _decimals(row: dict[Hashable, Any]) -> int:
    high = max(row["first"], row["second"])
    return 2 if not row["ratio"] else 0 if high >= 100 else 1 if high >= 1 else 2 if high >= 0.1 else 3


def _aloud(rows: pd.DataFrame, eras: tuple[str, str], units: set[str]) -> str:
    """Quantities with both means, for the ear: a unit is said once."""
    parts = []
    for row in rows.to_dict("records"):
        one, two = (
            f"{row[end]:,.{_decimals(row)}f}" if row["ratio"] else signed(row[end]) for end in ("first", "second")
        )
        unit = f" {row['unit']}" if row["ratio"] and row["unit"] not in units else ""
        units.add(row["unit"])
        parts.append(f"{_plain(row)}, {one}{unit} in {eras[0]}, {two} in {eras[1]}")
    return "; ".join(parts)


def _table(drawn: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """The rows drawn, as one reads them."""
    where = {-1: f"more in {first}", 0: "much the same", 1: f"more in {second}"}
    table = pd.DataFrame(
        {
            "quantity": drawn["quantity"].to_numpy(),
            "unit": drawn["unit"].to_numpy(),
            f"mean of {first}": drawn["first"].to_numpy(),
            f"mean of {second}": drawn["second"].to_numpy(),
            "direction": [where[block] for block in drawn["block"]],
            "holds": drawn["holds"].to_numpy(),
            "turned_by": ["; ".join(map(str, turned)) for turned in drawn["turned_by"]],
            "id": drawn["id"].to_numpy(),
        }
    )
    # As many as the figure itself has.
    table.attrs["decimals"] = [_decimals(row) for row in drawn.to_dict("records")]
    return table


# The drawing


@dataclass(frozen=True)
class _Written:
    """What is written in a row, broken into lines, and the room this takes."""

    name: list[str]
    means: str
    doubt: list[str]
    beside: bool  # whether the doubt stands beside the means
    height: float


def _draw(drawn: pd.DataFrame, rows: pd.DataFrame, frame: pd.DataFrame, layout: _Layout) -> Canvas:
    first, second = rows.attrs["eras"]
    canvas = Canvas(figsize=(layout.width, 4), layout=_AS_PLACED)
    says = _title(drawn, first, second, rows.attrs["unit"])
    canvas.set_label(says)
    full = layout.width - 2 * layout.label
    title = _even(canvas, says, full, layout.title, 4)
    under = _lines(canvas, f"{_tally(rows)} {_limit(frame)}".strip(), full, layout.body, 6)
    key = [line for part in _key(drawn, rows.attrs["unit"]) for line in _lines(canvas, part, full, layout.small, 4)]
    ratios, others = drawn[drawn["ratio"]], drawn[~drawn["ratio"]]
    blocks = [(block, own) for block in (-1, 0, 1) if len(own := ratios[ratios["block"] == block])]
    written = {row["id"]: _written(canvas, layout, row) for row in drawn.to_dict("records")}
    heads = {block: _head(canvas, layout, block, own, rows) for block, own in blocks}
    scale = _lines(canvas, f"{second} minus {first}, {_scale(others)}", full, layout.body + 0.5, 3, weight="bold") \
        if len(others) else []  # fmt: skip
    line = 1.35 / 72
    top = 0.1 + len(title) * layout.title * line + 0.05 + len(under) * layout.body * line + 0.1
    # Above the first block stand the words that say what left and right mean.
    room = 0.26 if blocks else 0.0
    room += sum(_head_room(layout, heads[block]) + sum(written[name].height for name in own["id"])
                for block, own in blocks)  # fmt: skip
    tail = 0.42 if blocks else 0.0
    strip = 0.0
    if len(others):
        strip = _head_room(layout, scale) + sum(written[name].height for name in others["id"]) + 0.3
    bottom = len(key) * layout.small * line + 0.1
    # Eighths of an inch are whole pixels at every resolution we use.
    height = math.ceil(8 * (top + room + tail + strip + bottom)) / 8
    canvas.set_size_inches(layout.width, height)
    y = height - 0.1
    for text, size, weight, colour in ((title, layout.title, "bold", INK), (under, layout.body, "normal", MUTED)):
        canvas.text(layout.label / layout.width, y / height, "\n".join(text), va="top", ha="left", fontsize=size,
                    fontweight=weight, color=colour, linespacing=1.25)  # fmt: skip
        y -= len(text) * size * line + 0.05
    canvas.text(layout.label / layout.width, 0.08 / height, "\n".join(key), va="bottom", ha="left",
                fontsize=layout.small, color=MUTED, linespacing=1.25)  # fmt: skip
    y = height - top
    if blocks:
        _draw_ratios(canvas, blocks, (heads, written), rows, layout, (y, room))
        y -= room + tail
    if len(others):
        _draw_shifts(canvas, others, (scale, written), rows, layout, (y, strip - 0.3))
    return canvas


def _written(canvas: Canvas, layout: _Layout, row: dict[Hashable, Any]) -> _Written:
    """Break what is written in a row into lines."""
    dagger = " †" if row["exploratory"] else ""
    weight = "bold" if row["supported"] else "normal"
    room = layout.label_width - (0.12 if dagger else 0)
    name = _lines(canvas, row["quantity"], room, layout.body, 2, weight=weight)
    name[-1] += dagger
    means, doubt = _means(row), _doubt(canvas, layout, row)
    if layout.stacked:
        taken = _wide(canvas, means, layout.small) + 0.12
        beside = len(doubt) == 1 and _wide(canvas, doubt[0], layout.small) + taken <= layout.doubt_width
        below = len(name) - 1 + (0 if beside else len(doubt))
        return _Written(name, means, doubt, beside, layout.pitch + 0.155 * below)
    more = 0.03 * bool(doubt) + 0.13 * max(len(name) - 2, len(doubt) - 1, 0)
    return _Written(name, means, doubt, False, layout.pitch + more)


def _doubt(canvas: Canvas, layout: _Layout, row: dict[Hashable, Any]) -> list[str]:
    """Name the article that a row rests on, in at most two lines."""
    turned = row["turned_by"]
    if not turned:
        return []
    what = "turns without" if row["block"] else "no longer the same without"
    others = len(turned) - 1
    more = ", or 1 other" if others == 1 else f", or {others} others" if others else ""
    name = str(turned[0])
    outlet, _, day = name.rpartition(", ")

    def lines(text: str, most: int) -> list[str]:
        return _lines(canvas, text, layout.doubt_width, layout.small, most)

    # A day is not broken if that can be; where even two lines are too short, it alone says which article.
    ways = [
        lines(f"{what} {name}{more}", 1),
        [*lines(f"{what} {outlet},", 1), *lines(f"{day}{more}", 1)] if outlet else [],
        lines(f"{what} {name}{more}", 2),
        lines(f"{what} {day}{more}", 2),
    ]
    return next((way for way in ways if way and not any(line.endswith("…") for line in way)), ways[2])


def _head(
    canvas: Canvas, layout: _Layout, block: int, own: pd.DataFrame, rows: pd.DataFrame
) -> list[str]:  # fmt: skip
    """The heading of a block, and in the next line what its filled marks mean where that is something else."""
    first, second = rows.attrs["eras"]
    name = {-1: f"More in {first}", 0: "Much the same", 1: f"More in {second}"}[block]
    n = int((rows["ratio"] & (rows["block"] == block)).sum())
    much = "" if n == len(own) else f" ({len(own)} of {n})"
    lines = _lines(canvas, name, layout.right - 1.1, layout.body + 0.5, 1, weight="bold")
    lines[0] += much
    if block:
        return lines
    return [
        *lines,
        *_lines(canvas, f"{_ALIKE} {rows.attrs['unit']}.", layout.width - 2 * layout.label, layout.small, 2),
    ]


def _head_room(layout: _Layout, lines: Sequence[str]) -> float:
    return layout.head + _step(layout) * (len(lines) - 1)


def _step(layout: _Layout) -> float:
    """From line to line of a heading."""
    return (layout.body + 0.5) * 1.3 / 72


def _draw_ratios(
    canvas: Canvas, blocks: Sequence[tuple[int, pd.DataFrame]], texts: tuple[dict[int, list[str]], dict[str, _Written]],
    rows: pd.DataFrame, layout: _Layout, place: tuple[float, float],
) -> None:  # fmt: skip
    """The rows whose ratio is drawn, block by block."""
    heads, written = texts
    first, second = rows.attrs["eras"]
    styles = era_styles([first, second])
    drawn = pd.concat([own for _, own in blocks])
    values = np.array([value for row in drawn["rests"] for value in row] + drawn["value"].tolist())
    finite = np.abs(values[np.isfinite(values)])
    reach = min(max(math.ceil(float(finite.max(initial=0)) + 0.05), 2), 5)
    only = bool(np.isinf(values).any())
    # Where the other mean is zero there is no ratio: such marks stand in a column of their own at the edge.
    edge = 1.24 * reach if only else float(reach)
    limit = edge + 0.08 * reach
    axes = _panel(canvas, layout, place, (-limit, limit))
    axes.axvspan(-BAND, BAND, color="#EDEDED", zorder=0, linewidth=0)
    axes.axvline(0, color="#9A9A9A", linewidth=0.8, zorder=0.5)
    ticks = list(range(-reach, reach + 1, 2 if layout.stacked and reach > 3 else 1))
    ticks = ticks if 0 in ticks else list(range(1 - reach, reach, 2))
    places = [float(tick) for tick in ticks]
    names = ["equal" if tick == 0 else f"{2 ** abs(tick)}×" for tick in ticks]
    if only:
        for sign in (-1, 1):
            axes.axvline(sign * 1.11 * reach, color="#BBBBBB", linewidth=0.7, linestyle=(0, (1, 2)), zorder=0)
        places = [-edge, *places, edge]
        short = [_lines(canvas, era, 0.48, layout.small, 1)[0] for era in (first, second)]
        names = [f"only\n{short[0]}", *names, f"only\n{short[1]}"]
    axes.set_xticks(places, names, fontsize=layout.small)
    size = layout.small + 0.5
    # The colour of the first era is too pale for letters in grey print; its mark is not.
    for x, era, side, before, after in ((-BAND, first, "right", "◀ ", ""), (BAND, second, "left", "", " ▶")):
        text = _lines(canvas, f"more in {era}", (layout.right - layout.left) / 2 - 0.35, size, 1, weight="bold")[0]
        axes.text(1.3 * x, 0.1, before + text + after, ha=side, va="center", fontsize=size, fontweight="bold",
                  color=INK)  # fmt: skip
    if not layout.stacked:
        short = [
            _lines(canvas, era, layout.doubt_width / 2 - 0.12, size, 1, weight="bold")[0] for era in (first, second)
        ]
        _write(axes, layout, layout.means, 0.1, " → ".join(short), size, weight="bold")
    y = 0.26
    marks = {-1: styles[first], 0: (_GREY, "D"), 1: styles[second]}
    for block, own in blocks:
        colour, marker = marks[block]
        _rule(axes, layout, y + 0.02)
        _write_head(axes, layout, y, heads[block], (colour, marker))
        y += _head_room(layout, heads[block])
        for row in own.to_dict("records"):
            ends = np.array([row["lowest"], row["highest"], row["value"], *row["rests"]])
            ends = np.where(np.isinf(ends), np.sign(ends) * edge, ends.clip(-reach, reach))
            _draw_row(axes, layout, y, row, written[row["id"]], ends, colour, marker)
            y += written[row["id"]].height


def _draw_shifts(
    canvas: Canvas, drawn: pd.DataFrame, texts: tuple[list[str], dict[str, _Written]], rows: pd.DataFrame,
    layout: _Layout, place: tuple[float, float],
) -> None:  # fmt: skip
    """The rows whose difference is drawn, on a scale of their own."""
    head, written = texts
    first, second = rows.attrs["eras"]
    styles = era_styles([first, second])
    largest = max(max(abs(row["lowest"]), abs(row["highest"])) for row in drawn.to_dict("records")) or 1.0
    axes = _panel(canvas, layout, place, (-1.08 * largest, 1.08 * largest))
    axes.axvline(0, color="#9A9A9A", linewidth=0.8, zorder=0.5)
    axes.locator_params(axis="x", nbins=5)
    axes.xaxis.set_major_formatter(lambda x, _: signed(x) if abs(x) > 1e-9 else "equal")
    axes.tick_params(axis="x", labelsize=layout.small)
    # Those outside would be drawn by nothing and still be there.
    axes.set_xticks([tick for tick in axes.get_xticks() if abs(tick) <= 1.08 * largest])
    _rule(axes, layout, 0.02)
    for i, line in enumerate(head):
        _write(axes, layout, layout.label, 0.17 + _step(layout) * i, line, layout.body + 0.5, weight="bold")
    y = _head_room(layout, head)
    for row in drawn.to_dict("records"):
        colour, marker = {-1: styles[first], 1: styles[second], 0: (_GREY, "D")}[row["block"]]
        ends = np.array([row["lowest"], row["highest"], row["value"], *row["rests"]])
        _draw_row(axes, layout, y, row, written[row["id"]], ends, colour, marker)
        y += written[row["id"]].height


def _write_head(axes: Axes, layout: _Layout, y: float, lines: Sequence[str], mark: tuple[str, str]) -> None:
    """A heading with the mark of its block, and a second line that explains it."""
    canvas = axes.get_figure(root=True)
    assert canvas is not None
    place = blended_transform_factory(canvas.transFigure, axes.transData)
    colour, marker = mark
    axes.plot([(layout.label + 0.06) / layout.width], [y + 0.165], transform=place, marker=marker, markersize=5.5,
              color=colour, clip_on=False, linestyle="")  # fmt: skip
    _write(axes, layout, layout.label + 0.18, y + 0.17, lines[0], layout.body + 0.5, weight="bold")
    for i, line in enumerate(lines[1:], 1):
        _write(axes, layout, layout.label, y + 0.17 + _step(layout) * i, line, layout.small, colour=MUTED)


def _panel(canvas: Canvas, layout: _Layout, place: tuple[float, float], limits: tuple[float, float]) -> Axes:
    """An empty panel whose vertical unit is an inch, downwards from its top."""
    height = canvas.get_figheight()
    top, room = place
    axes = canvas.add_axes((layout.left / layout.width, (top - room) / height,
                            (layout.right - layout.left) / layout.width, room / height))  # fmt: skip
    axes.set_xlim(*limits)
    axes.set_ylim(room, 0)
    axes.set_yticks([])
    axes.grid(visible=True, axis="x", linewidth=0.5)
    axes.spines["bottom"].set_visible(False)
    return axes


def _draw_row(
    axes: Axes, layout: _Layout, y: float, row: dict[Hashable, Any], written: _Written, ends: np.ndarray,
    colour: str, marker: str,
) -> None:  # fmt: skip
    low, high, value, *rests = ends.tolist()
    # Where names stand above their marks, the marks keep their distance from the row below.
    at = y + written.height - (layout.pitch - layout.mark) if layout.stacked else y + written.height / 2
    axes.axhline(at, color="#EEEEEE", linewidth=0.6, zorder=0.3)
    axes.plot([low, high], [at, at], color=colour, linewidth=1.1, alpha=0.75, zorder=2, solid_capstyle="butt")
    axes.plot(rests, [at] * len(rests), linestyle="", marker="|", markersize=5, markeredgewidth=0.9, color=colour,
              alpha=0.75, zorder=2)  # fmt: skip
    axes.plot([value], [at], marker=marker, markersize=6.4 if marker != "D" else 5.6, color=colour, markeredgewidth=1.3,
              markerfacecolor=colour if row["holds"] else "white", zorder=3, clip_on=False)  # fmt: skip
    weight = "bold" if row["supported"] else "normal"
    if layout.stacked:
        for i, line in enumerate(written.name):
            _write(axes, layout, layout.label, y + 0.1 + 0.155 * i, line, layout.body, weight=weight)
        below = y + 0.115 + 0.155 * len(written.name)
        _write(axes, layout, layout.means, below, written.means, layout.small)
        for i, line in enumerate(written.doubt):
            if written.beside:
                _write(axes, layout, layout.width - layout.label, below, line, layout.small, colour=MUTED, side="right")
            else:
                _write(axes, layout, layout.label, below + 0.155 * (i + 1), line, layout.small, colour=MUTED)
        return
    _write(axes, layout, layout.label, at, "\n".join(written.name), layout.body, weight=weight)
    lines = [written.means, *written.doubt]
    for i, line in enumerate(lines):
        size, colour = (layout.small, MUTED) if i else (layout.small + 0.3, INK)
        _write(axes, layout, layout.means, at + 0.122 * (i - (len(lines) - 1) / 2), line, size, colour=colour)


def _write(
    axes: Axes, layout: _Layout, x: float, y: float, text: str, size: float, *, weight: str = "normal",
    colour: str = INK, side: str = "left",
) -> None:  # fmt: skip
    """Write beside a panel: across in inches of the figure, down in inches of the panel."""
    canvas = axes.get_figure(root=True)
    assert canvas is not None
    place = blended_transform_factory(canvas.transFigure, axes.transData)
    axes.text(x / layout.width, y, text, transform=place, ha=side, va="center", fontsize=size, fontweight=weight,
              color=colour, linespacing=1.15)  # fmt: skip


def _rule(axes: Axes, layout: _Layout, y: float) -> None:
    canvas = axes.get_figure(root=True)
    assert canvas is not None
    place = blended_transform_factory(canvas.transFigure, axes.transData)
    ends = [layout.label / layout.width, 1 - layout.label / layout.width]
    axes.plot(ends, [y, y], transform=place, color="#B5B5B5", linewidth=0.6, clip_on=False, zorder=0.4)


def _wide(canvas: Canvas | SubFigure, text: str, size: float, *, weight: str = "normal") -> float:
    """How many inches a text takes."""
    drawn = canvas.text(0, 0, text, fontsize=size, fontweight=weight)
    wide = drawn.get_window_extent().width / canvas.get_figure(root=True).dpi
    drawn.remove()
    return float(wide)


def _lines(
    canvas: Canvas | SubFigure, text: str, width: float, size: float, most: int, *, weight: str = "normal"
) -> list[str]:
    """Break a text into lines of a width in inches, and cut what is left over."""

    def fits(part: str) -> bool:
        return _wide(canvas, part, size, weight=weight) <= width

    lines = [""]
    for word in text.split() if most > 1 else [" ".join(text.split())]:
        longer = f"{lines[-1]} {word}".strip()
        if fits(longer):
            lines[-1] = longer
        elif lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
    for i, line in enumerate(lines):
        short = line
        while not fits(short) and len(short) > 2:
            short = f"{short.rstrip('…')[:-1].rstrip()}…"
        lines[i] = short
    return lines


def _even(canvas: Canvas, text: str, width: float, size: float, most: int) -> list[str]:
    """Break a title into lines of about the same length."""
    lines = _lines(canvas, text, width, size, most, weight="bold")
    for part in np.linspace(0.95, 0.5, 10):
        narrower = _lines(canvas, text, width * float(part), size, most, weight="bold")
        if len(narrower) > len(lines) or any(line.endswith("…") for line in narrower):
            break
        lines = narrower
    return lines


def _key(drawn: pd.DataFrame, unit: str) -> list[str]:
    """What the marks mean, a sentence a line."""
    parts = []
    ratios = drawn[drawn["ratio"]]
    differ, alike = drawn[drawn["block"] != 0], ratios[ratios["block"] == 0]
    for own, full, empty, stays, lost in (
        (differ, "● ■", "○ □", "the direction stays", "it turns or is gone without"),
        (alike, "◆", "◇", "the ratio stays between 4/5 and 5/4", "not without"),
    ):
        if not len(own):
            continue
        said = [f"{full} filled: {stays} whichever {unit} is left out"] if own["holds"].any() else []
        if own["turned_by"].map(len).any():
            here = lost if said else f"{stays}, but not without"
            said.append(f"{empty} hollow: {here} the {unit} named beside it")
        elif not own["holds"].all():
            said.append(f"{empty} hollow: no {unit} can be left out")
        parts.append(f"{'; '.join(said)}.")
    parts.append(
        f"Line: where the mark lies when one {unit} is left out, a tick each."
        + (" †: chosen after reading." if drawn["exploratory"].any() else "")
    )
    return parts
