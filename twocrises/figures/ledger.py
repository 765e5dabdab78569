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
_MOST, _FEW = 6, 3
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
    doubt_width: float
    pitch: float  # from row to row
    mark: float  # from the top of a row to its mark
    head: float
    title: float
    body: float
    small: float
    stacked: bool


_WIDE = _Layout(180 / 25.4, 1.98, 5.02, 0.06, 5.16, 1.84, 1.88, 0.262, 0.13, 0.29, 11.5, 8, 7, False)
# As wide as a telephone at 100 pixels an inch.
_NARROW = _Layout(3.9, 0.3, 3.6, 0.06, 0.06, 3.78, 2.15, 0.6, 0.45, 0.36, 11.5, 9, 8, True)


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
    'Of ... differences between 2014 and 2022 ... keep their direction whichever article is left out...'
    """
    most = (_FEW if narrow else _MOST) if most is None else whole(most, "most", most=20)
    rows = _rows(frame)
    first, second = rows.attrs["eras"]
    drawn = _chosen(rows, most)
    layout = _NARROW if narrow else _WIDE
    with house_style():
        canvas = _draw(drawn, rows, frame, layout)
    alt = f"{_tally(rows)} {_in_words(drawn, first, second)}"
    caption = (
        f"Each row is a claim of the ledger. Mark: how many times as much the mean of the articles of {second} is as "
        f"that of {first} (right, squares) or the other way round (left, circles), on a logarithmic scale; grey "
        "diamonds lie between 4/5 and 5/4. Line and ticks: the same with each article left out in turn. Filled marks "
        "stand whichever article is left out; hollow ones do not, and the article is named. "
        f"Of each block at most {most} rows are drawn: up to {most // 3} that one article overturns, else those that "
        "stand; from every kind of claim in turn, largest differences first (of those much the same, the "
        "steadiest). A quantity that several claims name is drawn once. "
        "Of what is neither a rate nor a share, those of the commonest unit stand at the bottom."
    )
    return Figure(canvas, alt, caption, drawn.drop(columns=["weight", "kind", "common", "keeps", "rests"]))


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
    table.attrs["eras"] = eras.pop()
    return table.drop(columns=["order", "eras"])


def _row(claim: dict[Hashable, Any], found: Difference) -> dict[Hashable, Any]:
    ratio = bool(_RATIO_UNIT.match(found.unit)) and min(found.means) >= 0
    size = _log_ratio if ratio else _shift
    value = size(*found.means)
    rests = [size(a, b) for _, a, b in found.without]
    block = found.direction if not ratio or abs(value) > BAND + 1e-9 else 0
    if ratio and block == 0:
        turned = [label for (label, *_), rest in zip(found.without, rests, strict=True) if abs(rest) > BAND + 1e-9]
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


def _title(drawn: pd.DataFrame, first: str, second: str) -> str:
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
    if names.keys() - {0}:
        said = ((1, f"More in {second}"), (-1, f"More in {first}"), (0, "Much the same"))
        return ". ".join(f"{words}: {names[block]}" for block, words in said if block in names)
    if (drawn["block"] == 0).all():
        return f"Between {first} and {second} nothing differs that the ledger compares"
    if drawn["holds"].any():
        return f"No rate of {first} and {second} differs whichever article is left out"
    if not drawn["rests"].map(len).any():
        return f"Each difference between {first} and {second} rests on one article an era"
    return f"One article can turn each difference between {first} and {second}"


def _tally(rows: pd.DataFrame) -> str:
    first, second = rows.attrs["eras"]
    asked = rows[rows["keeps"].notna()]
    n, keeps = len(asked), int(asked["keeps"].eq(True).sum())
    if not n:
        return f"No difference between {first} and {second} could be turned by leaving out an article."
    return (
        f"Of {count(n, 'difference')} between {first} and {second} in the ledger, {keeps if keeps else 'none'} "
        f"{'keeps its' if keeps < 2 else 'keep their'} direction whichever article is left out."
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


def _in_words(drawn: pd.DataFrame, first: str, second: str) -> str:
    parts = []
    for block, name in ((-1, f"More in {first}"), (0, "Much the same"), (1, f"More in {second}")):
        own = drawn[drawn["ratio"] & (drawn["block"] == block)]
        if len(own):
            said = "; ".join(f"{_plain(row)}, {_means(row)}" for row in own.head(3).to_dict("records"))
            parts.append(f"{name}: {said}.")
    others = drawn[~drawn["ratio"]]
    if len(others):
        said = "; ".join(f"{_plain(row)}, {_means(row)}" for row in others.head(2).to_dict("records"))
        parts.append(f"In {others['unit'].iloc[0]}: {said}.")
    turned = [row for row in drawn.to_dict("records") if row["turned_by"]]
    if turned:
        said = "; ".join(f"{_plain(row)} (without {shortened(row['turned_by'][0], 40)})" for row in turned[:3])
        more = f" and {len(turned) - 3} others" if len(turned) > 3 else ""
        parts.append(f"One article overturns {said}{more}.")
    return " ".join(parts)


def _plain(row: dict[Hashable, Any]) -> str:
    return shortened(str(row["quantity"]), 60)


def _means(row: dict[Hashable, Any]) -> str:
    """Both means as text: 2.6 → 0.4 per 1,000 words."""
    first, second, unit = row["first"], row["second"], row["unit"]
    if not row["ratio"]:
        return f"{signed(first)} → {signed(second)}"
    high = max(first, second)
    decimals = 0 if high >= 100 else 1 if high >= 1 else 2 if high >= 0.1 else 3
    one, two = (f"{value:,.{decimals}f}" for value in (first, second))
    return f"{one} → {two} {unit}"


# The drawing


def _draw(drawn: pd.DataFrame, rows: pd.DataFrame, frame: pd.DataFrame, layout: _Layout) -> Canvas:
    first, second = rows.attrs["eras"]
    canvas = Canvas(figsize=(layout.width, 4), layout=_AS_PLACED)
    canvas.set_label(_title(drawn, first, second))
    full = layout.width - 2 * layout.label
    title = _lines(canvas, _title(drawn, first, second), full, layout.title, 4, weight="bold")
    under = _lines(canvas, f"{_tally(rows)} {_limit(frame)}".strip(), full, layout.body, 6)
    key = _lines(canvas, _key(drawn), full, layout.small, 9)
    ratios, others = drawn[drawn["ratio"]], drawn[~drawn["ratio"]]
    blocks = [(block, own) for block in (-1, 0, 1) if len(own := ratios[ratios["block"] == block])]
    line = 1.35 / 72
    top = 0.1 + len(title) * layout.title * line + 0.05 + len(under) * layout.body * line + 0.1
    # Above the first block stand the words that say what left and right mean.
    room = 0.26 + sum(layout.head + len(own) * layout.pitch for _, own in blocks) if blocks else 0.0
    tail = 0.42 if blocks else 0.0
    strip = layout.head + len(others) * layout.pitch + 0.3 if len(others) else 0.0
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
        _draw_ratios(canvas, blocks, rows, layout, (y, room))
        y -= room + tail
    if len(others):
        _draw_shifts(canvas, others, rows, layout, (y, strip - 0.3))
    return canvas


def _draw_ratios(
    canvas: Canvas, blocks: Sequence[tuple[int, pd.DataFrame]], rows: pd.DataFrame, layout: _Layout,
    place: tuple[float, float],
) -> None:  # fmt: skip
    """The rows whose ratio is drawn, block by block."""
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
    for x, era, side, before, after in ((-BAND, first, "right", "◀ ", ""), (BAND, second, "left", "", " ▶")):
        text = _lines(canvas, f"more in {era}", (layout.right - layout.left) / 2 - 0.35, size, 1, weight="bold")[0]
        axes.text(1.3 * x, 0.1, before + text + after, ha=side, va="center", fontsize=size, fontweight="bold",
                  color=styles[era][0])  # fmt: skip
    if not layout.stacked:
        short = [
            _lines(canvas, era, layout.doubt_width / 2 - 0.12, size, 1, weight="bold")[0] for era in (first, second)
        ]
        _write(axes, layout, layout.means, 0.1, " → ".join(short), size, weight="bold")
    y = 0.26
    heads = {-1: (f"More in {first}", styles[first]), 0: ("Much the same", (_GREY, "D")),
             1: (f"More in {second}", styles[second])}  # fmt: skip
    for block, own in blocks:
        name, (colour, marker) = heads[block]
        n = int((rows["ratio"] & (rows["block"] == block)).sum())
        much = "" if n == len(own) else f" ({len(own)} of {n})"
        _rule(axes, layout, y + 0.02)
        size = layout.body + 0.5
        head = _lines(canvas, name, layout.right - 0.9, size, 1, weight="bold")[0] + much
        _write(axes, layout, layout.label, y + 0.17, head, size, weight="bold", colour=colour if block else INK)
        y += layout.head
        for row in own.to_dict("records"):
            ends = np.array([row["lowest"], row["highest"], row["value"], *row["rests"]])
            ends = np.where(np.isinf(ends), np.sign(ends) * edge, ends.clip(-reach, reach))
            _draw_row(axes, layout, y, row, ends, colour, marker)
            y += layout.pitch


def _draw_shifts(
    canvas: Canvas, drawn: pd.DataFrame, rows: pd.DataFrame, layout: _Layout, place: tuple[float, float]
) -> None:
    """The rows whose difference is drawn, on a scale of their own."""
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
    unit = drawn["unit"].iloc[0]
    _rule(axes, layout, 0.02)
    head = _lines(canvas, f"{second} minus {first}, in {unit}", layout.right, layout.body + 0.5, 1, weight="bold")[0]
    _write(axes, layout, layout.label, 0.17, head, layout.body + 0.5, weight="bold")
    y = layout.head
    for row in drawn.to_dict("records"):
        colour, marker = {-1: styles[first], 1: styles[second], 0: (_GREY, "D")}[row["block"]]
        ends = np.array([row["lowest"], row["highest"], row["value"], *row["rests"]])
        _draw_row(axes, layout, y, row, ends, colour, marker)
        y += layout.pitch


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
    axes: Axes, layout: _Layout, y: float, row: dict[Hashable, Any], ends: np.ndarray, colour: str, marker: str
) -> None:
    low, high, value, *rests = ends.tolist()
    at = y + layout.mark
    axes.axhline(at, color="#EEEEEE", linewidth=0.6, zorder=0.3)
    axes.plot([low, high], [at, at], color=colour, linewidth=1.1, alpha=0.75, zorder=2, solid_capstyle="butt")
    axes.plot(rests, [at] * len(rests), linestyle="", marker="|", markersize=5, markeredgewidth=0.9, color=colour,
              alpha=0.75, zorder=2)  # fmt: skip
    axes.plot([value], [at], marker=marker, markersize=6.4 if marker != "D" else 5.6, color=colour, markeredgewidth=1.3,
              markerfacecolor=colour if row["holds"] else "white", zorder=3, clip_on=False)  # fmt: skip
    dagger = " †" if row["exploratory"] else ""
    weight = "bold" if row["supported"] else "normal"
    canvas = axes.get_figure(root=True)
    assert canvas is not None
    room = layout.label_width - (0.12 if dagger else 0)
    text = _lines(canvas, row["quantity"], room, layout.body, 1 if layout.stacked else 2, weight=weight)
    text[-1] += dagger
    turned = row["turned_by"]
    means, doubt = _means(row), ""
    if turned:
        more = f" or {len(turned) - 1} more" if len(turned) > 1 else ""
        room = layout.doubt_width - 0.5 * bool(more)
        # The whole label stands in the data; the outlet says more than half of a date.
        names = [str(turned[0]), str(turned[0]).rpartition(", ")[0] or str(turned[0])]
        texts = [_lines(canvas, f"not without {name}", room, layout.small, 1)[0] for name in names]
        doubt = (texts[1] if texts[0].endswith("…") else texts[0]) + more
    if layout.stacked:
        _write(axes, layout, layout.label, y + 0.1, text[0], layout.body, weight=weight)
        _write(axes, layout, layout.means, y + 0.27, means, layout.small)
        if doubt:
            _write(axes, layout, layout.width - layout.label, y + 0.27, doubt, layout.small, colour=MUTED, side="right")
        return
    _write(axes, layout, layout.label, at, "\n".join(text), layout.body, weight=weight)
    _write(axes, layout, layout.means, at - (0.06 if doubt else 0), means, layout.small + 0.3)
    if doubt:
        _write(axes, layout, layout.means, at + 0.065, doubt, layout.small, colour=MUTED)


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


def _lines(
    canvas: Canvas | SubFigure, text: str, width: float, size: float, most: int, *, weight: str = "normal"
) -> list[str]:
    """Break a text into lines of a width in inches, and cut what is left over."""

    def fits(part: str) -> bool:
        drawn = canvas.text(0, 0, part, fontsize=size, fontweight=weight)
        wide = drawn.get_window_extent().width / canvas.get_figure(root=True).dpi
        drawn.remove()
        return bool(wide <= width)

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


def _key(drawn: pd.DataFrame) -> str:
    parts = []
    if drawn["holds"].any():
        parts.append("● ■ ◆ filled: stands whichever article is left out.")
    if not drawn["holds"].all():
        named = ", and the article at the right would overturn it" if drawn["turned_by"].map(len).any() else ""
        parts.append(f"○ □ ◇ hollow: does not{named}.")
    parts.append("Line: where the mark lies when one article is left out, a tick each.")
    if (drawn["ratio"] & (drawn["block"] == 0)).any():
        parts.append("Grey: between 4/5 and 5/4.")
    if drawn["exploratory"].any():
        parts.append("†: chosen after reading.")
    return " ".join(parts)
