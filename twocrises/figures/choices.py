"""Figures of instruments and choices: how scores follow human ratings, and how an answer depends on choices."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter

from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.figures.style import (
    INK,
    MUTED,
    WIDTH,
    Figure,
    draw_title,
    house_style,
    new_canvas,
    sample_note,
    tick,
    wrapped,
)
from twocrises.instruments import CONSTANTS, INSTRUMENTS
from twocrises.keyness import compare_eras
from twocrises.measures import Floats
from twocrises.sentiment import PANEL, disagreement, scored_only, tone
from twocrises.specifications import CLEANING, TIE, UNITS, VOICES, specifications
from twocrises.wording import count, p_value, percent, shortened, signed

_UP, _DOWN = "#1F6F8B", "#A63A1E"
# Circle and square stand for eras elsewhere.
_MARKERS = ("^", "D", "v", "P", "X", "<", ">")
_MOST_SENTENCES = 4
# How wide a mark is, as a share of the axis, and how far apart marks of one place stand, as a share of a row.
_MARK, _APART = 0.022, 0.09
_ENDS = ["r", "low", "high"]


def divided_sentences(corpus: Corpus) -> Figure:
    """Sentences on which the instruments point in opposite directions.

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
        If they point in opposite directions on no sentence.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> divided_sentences(load_corpus("seeds")).alt[:30]
    'Of the sentences that three in'
    """
    divided = disagreement(corpus)
    if divided.empty:
        raise TwoCrisesError("The instruments point in opposite directions on no sentence of this corpus.")
    rows = divided.drop_duplicates("text").head(_MOST_SENTENCES)
    known = scored_only(rows)
    # Divided by the spread only: zero stays where the instrument has it.
    values = pd.DataFrame({name: known[name] / CONSTANTS[name][1] for name in INSTRUMENTS})
    texts = [wrapped(shortened(str(text), 330), 58) for text in rows["text"]]
    lines = max(text.count("\n") + 1 for text in texts)
    with house_style():
        canvas, axes = new_canvas(1.5 + (0.5 + 0.175 * lines) * len(rows))
        axes.axvline(0, color="#8a8a8a", linewidth=0.8)
        for place, (_, row) in enumerate(values.iterrows()):
            own = row.dropna()
            axes.plot([own.min(), own.max()], [place, place], color="#c9c9c9", linewidth=1.5, zorder=1)
        lanes = _lanes(values.to_numpy(dtype=float))
        for i, name in enumerate(INSTRUMENTS):
            scores = values[name].to_numpy(dtype=float)
            colours = np.where(scores > 0, _UP, _DOWN)
            own_places = np.arange(len(rows)) + lanes[:, i]
            axes.scatter(scores, own_places, c=list(colours), marker=_MARKERS[i % len(_MARKERS)], s=62, zorder=3,
                         linewidth=0)  # fmt: skip
            axes.scatter([], [], color=MUTED, marker=_MARKERS[i % len(_MARKERS)], s=50, label=name)
        for place, text in enumerate(texts):
            axes.annotate(text, (0, place), xycoords=("axes fraction", "data"), xytext=(0, 9), va="bottom",
                          textcoords="offset points", color=INK, fontsize=9.6,
                          bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
        reach = 1.08 * float(np.nanmax(np.abs(values.to_numpy(dtype=float))))
        axes.set_xlim(-reach, reach)
        axes.set_ylim(len(rows) - 1 + max(0.2, float(lanes[-1].max()) + 0.12), -0.95)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
        axes.set_xlabel("score in units of the panel")
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=len(INSTRUMENTS), frameon=False, fontsize=9.5,
                    handletextpad=0.2, columnspacing=1.0, borderaxespad=0.1)  # fmt: skip
        share = len(divided) / max(int((tone(corpus)[PANEL + "_n"] >= 3).sum()), 1)
        title = f"Of the sentences that three instruments can score, {percent(share)} set them against each other"
        draw_title(canvas, title)
    first = rows.iloc[0]
    ends = values.iloc[0].dropna()
    alt = (
        f"{title}. Drawn: {count(len(rows), 'sentence')} on which they point in opposite directions. The widest: "
        f"“{shortened(str(first['text']))}”, {ends.idxmin()} {signed(ends.min())}, {ends.idxmax()} "
        f"{signed(ends.max())}."
    )
    caption = (
        f"The {count(len(rows), 'sentence')} with the widest spread, of {len(divided):,} on which at least one of "
        "three or more instruments stands above zero and one below. Marks right of zero are good, left of it bad; the "
        "form is the instrument. Scores are in units of each instrument's spread over rated editorials."
    )
    data = values.reset_index(drop=True)
    data.insert(0, "sentence", [shortened(str(text)) for text in rows["text"]])
    data = data.assign(address=rows["address"].to_numpy())
    data.attrs["decimals"] = 2
    return Figure(canvas, alt, caption, data)


def _lanes(values: Floats) -> Floats:
    """How far down each mark is shifted: of those that would lie on one another all but one, away from the text."""
    shifts = np.zeros(values.shape)
    near = _MARK * 2 * np.nanmax(np.abs(values), initial=0.01)
    for row, own in enumerate(values):
        groups: list[list[int]] = []
        for i in (int(i) for i in np.argsort(own, kind="stable") if not np.isnan(own[i])):
            if groups and own[i] - own[groups[-1][0]] < near:
                groups[-1].append(i)
            else:
                groups.append([i])
        for group in groups:
            shifts[row, group] = _APART * np.arange(len(group))
    return shifts


def validity(measured: pd.DataFrame) -> Figure:
    """How well each instrument follows human ratings, with intervals.

    Parameters
    ----------
    measured : pandas.DataFrame
        ``measured("tone")``.

    Returns
    -------
    Figure
        Its `data` has a row an instrument and unit: `instrument`, `unit` (sentence or article), `r`, `low`, `high`
        (95 % bootstrap over articles), `n`.

    Raises
    ------
    TwoCrisesError
        If the table holds no correlation by article.

    Examples
    --------
    >>> rows = [("VADER: r by article", 0.5, 90), ("panel: r by article", 0.7, 90)]
    >>> validity(pd.DataFrame(rows, columns=["measure", "value", "n"])).alt
    'The panel agrees with people best, VADER least. Correlation with human ratings, by article: panel 0.70, VADER...'
    """
    frame = _correlations(measured)
    by_article = frame[frame["unit"] == "article"].set_index("instrument")["r"].sort_values(kind="stable")
    by_sentence = frame[frame["unit"] == "sentence"].set_index("instrument")["r"].reindex(by_article.index)
    order = by_article.index[::-1].tolist()
    with house_style():
        canvas, axes = new_canvas(1.4 + 0.46 * len(order))
        for unit, colour, marker, up in (("article", INK, "s", -1), ("sentence", MUTED, "o", 1)):
            own = frame[frame["unit"] == unit].set_index("instrument").reindex(order)
            place = np.arange(len(order)) - 0.14 * up
            axes.hlines(place, own["low"], own["high"], color=colour, linewidth=1.6)
            axes.scatter(own["r"], place, color=colour, marker=marker, s=46, zorder=3, label=f"{unit} by {unit}")
            for value, y in zip(own["r"].dropna(), place[own["r"].notna()], strict=True):
                axes.annotate(f"{value:.2f}", (value, y), xytext=(0, 6 * up), textcoords="offset points", fontsize=9.5,
                              ha="center", va="bottom" if up > 0 else "top", color=colour)  # fmt: skip
        axes.set_yticks(np.arange(len(order)), order)
        axes.set_ylim(len(order) - 0.4, -0.7)
        axes.set_xlim(min(0.0, float(frame[["r", "low"]].min().min())), 1)
        axes.set_xlabel("correlation r with the mean rating by people")
        axes.grid(axis="x")
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, frameon=False, handletextpad=0.2,
                    borderaxespad=0.1)  # fmt: skip
        first, last = (f"the {name}" if name == PANEL else name for name in (order[0], order[-1]))
        title = f"{first} agrees with people best, {last} least"
        title = title[:1].upper() + title[1:]
        draw_title(canvas, title)
    texts = [f"{name} {by_article[name]:.2f}" for name in order]
    lower = " By sentence it is lower for each of them." if (by_sentence < by_article).all() else ""
    sizes = frame.groupby("unit")["n"].max()
    caption = (
        f"{sizes.get('sentence', 0):,} sentences of {sizes['article']:,} newspaper editorials, each rated by twenty "
        "people. Lines: 95 % percentile bootstrap over articles. A sentence counts as neutral where an instrument has "
        "no number."
    )
    if {"date", "command"} <= set(measured) and len(measured):
        caption += f" Measured on {measured['date'].iloc[0]} by {measured['command'].iloc[0]}."
    alt = f"{title}. Correlation with human ratings, by article: {', '.join(texts)}.{lower}"
    frame.attrs["decimals"] = 2
    return Figure(canvas, alt, caption, frame)


def _correlations(measured: pd.DataFrame) -> pd.DataFrame:
    """Take the correlations and their intervals out of the figures of the benchmark."""
    known = "|".join((*INSTRUMENTS, PANEL))
    parts = measured["measure"].str.extract(rf"^({known}): r by (sentence|article)(?:, (low|high))?$")
    parts.columns = pd.Index(["instrument", "unit", "end"])
    parts = parts.assign(end=parts["end"].fillna("r"), value=measured["value"], n=measured["n"])
    parts = parts.dropna(subset=["instrument"])
    if not (parts["unit"] == "article").any():
        raise TwoCrisesError('This table holds no correlation with human ratings. Give measured("tone").')
    keys = ["instrument", "unit"]
    wide = parts.pivot_table(index=keys, columns="end", values="value", sort=False)
    wide = wide.reindex(columns=["r", "low", "high"]).join(parts.groupby(keys)["n"].max())
    return wide.rename_axis(columns=None).reset_index()


def specification_curve(corpus: Corpus) -> Figure:
    """The difference in tone between two eras under every combination of choices.

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
        If there are no two eras, or no combination gives both a score.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> specification_curve(load_corpus("seeds")).alt[-60:]
    '...'
    """
    frame = specifications(corpus)
    if frame.empty:
        raise TwoCrisesError("No combination of choices gives both eras a score, so there is no difference to draw.")
    first, second = frame.attrs["eras"]
    n = len(frame)
    choices = [
        ("text", "cleaning", list(CLEANING)),
        ("scored at a time", "unit", list(UNITS)),
        ("instrument", "instrument", [*INSTRUMENTS, PANEL]),
        ("whose words", "voice", [voice for voice in VOICES if (frame["voice"] == voice).any()]),
    ]
    rows = sum(len(levels) + 1 for _, _, levels in choices)
    x = np.arange(n)
    own = (
        (frame["cleaning"] == "cleaned") & (frame["unit"] == "sentence")
        & (frame["instrument"] == PANEL) & (frame["voice"] == "all voices")
    ).to_numpy()  # fmt: skip
    colours = np.where(frame["difference"] > 0, _UP, _DOWN)
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 2.7 + 0.2 * rows))
        curve, board = canvas.subplots(2, 1, sharex=True, height_ratios=[2.2, 0.2 * rows])
        curve.axhline(0, color="#8a8a8a", linewidth=0.8)
        curve.scatter(x, frame["difference"], c=list(colours), s=7, linewidth=0, zorder=3)
        median = frame.attrs["median"]
        curve.annotate(f"median {signed(median)}", (0.02, 0.93), xycoords="axes fraction", color=INK, va="top")
        if own.any():
            place = int(np.flatnonzero(own)[0])
            value = float(frame["difference"].iloc[place])
            curve.scatter([place], [value], s=60, facecolor="white", edgecolor=INK, linewidth=1.6, zorder=4)
            # The curve rises, so there is room below it to the right and above it to the left.
            left = place > n / 2
            curve.annotate(f"notebook 03: {signed(value)}", (place, value), xytext=(-8, 6) if left else (8, -6),
                           textcoords="offset points", ha="right" if left else "left",
                           va="bottom" if left else "top",
                           bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
            curve.margins(y=0.12)
        curve.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
        curve.set_ylabel(f"{second} minus {first}")
        curve.grid(visible=False, axis="x")
        board.grid(visible=False)
        curve.tick_params(labelbottom=False)
        _draw_board(board, frame, choices, colours)
        board.set_xlabel(f"{count(n, 'combination')}, by rising difference")
        title = _curve_title(frame, first, second)
        draw_title(canvas, title)
    by = frame.groupby("instrument")["difference"].median()
    alt = (
        f"{title}. The differences, {second} minus {first}, run from {signed(frame['difference'].min())} to "
        f"{signed(frame['difference'].max())}, their median is {signed(median)}. By instrument the median "
        + (
            "is the same."
            if np.isclose(by.min(), by.max())
            else f"runs from {signed(by.min())} ({by.idxmin()}) to {signed(by.max())} ({by.idxmax()})."
        )
    )
    ways = f"all {frame.attrs['labelings']:,}" if frame.attrs["every"] else f"{frame.attrs['labelings']:,} random"
    caption = (
        f"Each point is the difference of {second} and {first} under one combination of choices; below it, a line for "
        f"each choice it makes. Above zero {second} scores higher. Ring: the choices of notebook 03. Dealing the eras "
        f"to the texts in {ways} ways, the median is at least as far from zero in a share of "
        f"{p_value(frame.attrs['p'])} of them. The panel, a mean, spreads less than its members."
        f"{sample_note(frame.attrs['articles'], len(compare_eras(corpus).articles)).replace('Drawn', 'Scored')}"
    )
    data = _by_choice(frame, choices)
    data.attrs["decimals"] = 2
    return Figure(canvas, alt, caption, data)


def _by_choice(frame: pd.DataFrame, choices: list[tuple[str, str, list[str]]]) -> pd.DataFrame:
    """The differences under each level of each choice: what the lines below the curve show, in numbers."""
    parts = [("all", "all", frame["difference"])]
    for heading, column, levels in choices:
        parts += [(heading, level, frame.loc[frame[column] == level, "difference"]) for level in levels]
    parts = [part for part in parts if len(part[2])]
    return pd.DataFrame(
        {
            "choice": [heading for heading, _, _ in parts],
            "made as": [level for _, level, _ in parts],
            "combinations": [len(own) for _, _, own in parts],
            "above zero": [int((own > TIE).sum()) for _, _, own in parts],
            "lowest difference": [float(own.min()) for _, _, own in parts],
            "median": [float(own.median()) for _, _, own in parts],
            "highest difference": [float(own.max()) for _, _, own in parts],
        }
    )


def _curve_title(frame: pd.DataFrame, first: str, second: str) -> str:
    up, n, down = frame.attrs["n_positive"], len(frame), int((frame["difference"] < -TIE).sum())
    if not up and not down:
        return f"{second} and {first} score the same under every combination"
    # Of the era that more often scores higher, so that eras exchanged give the same sentence exchanged.
    more, less, times = (second, first, up) if up >= down else (first, second, down)
    if n == times:
        return f"{more} scores higher than {less} under every combination"
    return f"{more} scores higher than {less} under {times:,} of {n:,} combinations, all of the same articles"


def _draw_board(
    axes: Axes, frame: pd.DataFrame, choices: list[tuple[str, str, list[str]]], colours: np.ndarray
) -> None:
    """Draw for each level of each choice the combinations that make it."""
    place, ticks, names = 0.0, [], []
    for heading, column, levels in choices:
        axes.annotate(heading, (0, place), xycoords=("axes fraction", "data"), xytext=(-4, 0), color=INK, fontsize=9.5,
                      textcoords="offset points", ha="right", va="center", fontweight="bold")  # fmt: skip
        place += 1
        for level in levels:
            own = np.flatnonzero((frame[column] == level).to_numpy())
            axes.vlines(own, place - 0.32, place + 0.32, color=colours[own], linewidth=max(0.4, 150 / len(frame) * 0.9))
            ticks.append(place)
            names.append(level)
            place += 1
    axes.set_yticks(ticks, names, fontsize=9.5)
    axes.set_ylim(place - 0.5, -0.6)
    axes.tick_params(left=False, labelbottom=False, bottom=False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
