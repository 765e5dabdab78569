"""Figures of chance: how small a p is possible at all, and what labels that mean nothing would announce."""

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter
from scipy.special import chdtri

from twocrises.corpus import Corpus
from twocrises.figures.style import INK, MUTED, WIDTH, Figure, draw_title, house_style, new_canvas
from twocrises.keyness import compare_eras, deal_labels, what_can_be_claimed
from twocrises.permutation import LEVEL, permutation_floor
from twocrises.wording import count, listed, lower_bound, p_value, shortened

# Up to how many units an era the smallest p is drawn: of more it is too small to be seen.
_MOST_UNITS = 10
# Up to how many articles the two piles are drawn mark by mark.
_MOST_PILED = 12
_TRUE = "#A63A1E"
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


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
    '2 against 3 articles: no p below 0.10. The smallest...stands at 0.10, above the usual limit of 0.05.'
    """
    with house_style():
        canvas, axes = new_canvas(3.5)
        data, here = draw_floor(axes, corpus)
        n_first, n_second, unit, p = here
        sampled = by_sample(n_first, n_second, p)
        limit = f"our sample gives no p below {lower_bound(p)}" if sampled else f"no p below {lower_bound(p)}"
        title = f"{n_first:,} against {count(n_second, unit)}: {limit}"
        draw_title(canvas, title)
    enough = int(data.loc[data["smallest p"] <= LEVEL, f"{unit}s in each era"].iloc[0])
    falls = f"{p_value(float(data['smallest p'].iloc[0]))} with 2 in each era, "
    falls += f"{p_value(permutation_floor(enough, enough))} with {enough}"
    alt = (
        f"{title}. The smallest possible p falls as {unit}s are added: {falls}. This corpus, {n_first:,} against "
        f"{n_second:,}, stands at {lower_bound(p)}, {'within' if p <= LEVEL else 'above'} the usual limit of {LEVEL}."
    )
    further = (n_first + n_second) / 2 > _MOST_UNITS
    mark = (
        f"The arrow points to this corpus, which has more {unit}s than are drawn"
        if further
        else ("The star is this corpus")
    )
    why = ""
    if sampled:
        alt += " It comes from a sample: the test does not go through all labelings, which would allow a smaller one."
        why = (
            f" There are too many ways to deal the labels to go through all, so the test draws a sample of "
            f"{round(1 / p) - 1:,}: no p of this sample is below {lower_bound(p)}, while all labelings would allow a "
            "smaller one."
        )
    caption = (
        f"Points: the same number of {unit}s in both eras. {mark}. The scale of p is logarithmic. "
        f"Above the dashed line nothing can be called supported, however different the articles look.{why}"
    )
    here_too = pd.DataFrame({f"{unit}s": [f"{n_first:,} against {n_second:,} (this corpus)"], "smallest p": [p]})
    each = data[f"{unit}s in each era"].map(lambda n: f"{n:,} against {n:,}")
    table = pd.concat([here_too, pd.DataFrame({f"{unit}s": each, "smallest p": data["smallest p"]})], ignore_index=True)
    table.attrs["decimals"] = {"smallest p": "p"}
    return Figure(canvas, alt, caption, table)


def null_keywords(corpus: Corpus) -> Figure:
    r"""How many keywords G² announces for the eras, and for the same articles dealt into two piles in other ways.

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
        If there are not two eras to compare.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> null_keywords(load_corpus("seeds")).canvas.get_suptitle()
    'G² announces 46 keywords for the true labels, and\n24 to 73 for the nine others'
    """
    deals = deal_labels(corpus, level=LEVEL)
    pair = compare_eras(corpus)
    title = _null_title(deals, corpus)
    few = len(deals["in_second"].iloc[0]) <= _MOST_PILED
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 1.3 + 0.46 * len(deals)))
        width = 0.04 + 0.035 * len(deals["in_second"].iloc[0]) if few else 0.0
        if few:
            piles, axes = canvas.subplots(1, 2, sharey=True, width_ratios=[width, 1 - width])
            _draw_piles(piles, deals)
        else:
            axes = canvas.subplots()
        _draw_announced(axes, deals, room=int(60 * (1 - width)))
        draw_title(canvas, title)
    true, others = deals.iloc[0], deals.iloc[1:]
    unlike = ""
    if len(others):
        most, reached = others.iloc[0], int((others["keywords"] >= true["keywords"]).sum())
        second = listed(list(most["second"]), quote=False) if few else count(len(most["second"]), "article")
        unlike = (
            f" {_number(reached).capitalize()} of the {_number(len(others))} others "
            f"{'reach' if reached > 1 else 'reaches'} as many; the one with the most takes {second} for the later "
            f"pile: {_top(most)}."
        )
    alt = f"{title}. The true labels: {_top(true)}.{unlike}"
    marks = (
        " Left: the articles in order of time, a filled square for one dealt to the later pile, a circle to the "
        "earlier one."
        if few
        else ""
    )
    caption = (
        f"Each row deals the articles into two piles, with as many texts as {pair.first} and {pair.second} have, and "
        f"counts the words of 3 occurrences or more whose G² is {chdtri(1, LEVEL):.2f} or more (p of {LEVEL} for each "
        f"word by itself); those with the largest are named.{marks} G² takes each word for an observation of its own, "
        "so it announces words for labels that mean nothing, too."
    )
    return Figure(canvas, alt, caption, _deals_table(deals, few))


def _deals_table(deals: pd.DataFrame, few: bool) -> pd.DataFrame:
    """A row a labeling: who is dealt to the later pile, where these are few, and what is announced."""
    later = ["; ".join(second) if few else count(len(second), "article") for second in deals["second"]]
    return pd.DataFrame(
        {
            "labels": ["true" if actual else "dealt" for actual in deals["actual"]],
            "later pile": later,
            "keywords": deals["keywords"].to_numpy(),
            "first of them": [", ".join(top[:3]) for top in deals["top"]],
        }
    )


def draw_floor(axes: Axes, corpus: Corpus) -> tuple[pd.DataFrame, tuple[int, int, str, float]]:
    """Draw the smallest possible p, and give it for this corpus with its numbers of units and what a unit is.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    data : pandas.DataFrame
        What the points show.
    here : tuple of int, int, str, float
        Units of the first and of the second era, what a unit is, and the smallest p of this corpus.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.figures.style import new_canvas
    >>> _, axes = new_canvas(2)
    >>> draw_floor(axes, load_corpus("seeds"))[1]
    (2, 3, 'article', 0.1)
    """
    pair = compare_eras(corpus)
    # The first row is the one that decides: texts where articles repeat one another, else articles.
    row = what_can_be_claimed(corpus).iloc[0]
    n_first, n_second, p = int(row[f"n_{pair.first}"]), int(row[f"n_{pair.second}"]), float(row["smallest_p"])
    unit = str(row["unit"])
    sizes = np.arange(2, _MOST_UNITS + 1)
    values = np.array([permutation_floor(int(n), int(n)) for n in sizes])
    axes.set_yscale("log")
    axes.plot(sizes, values, marker="o", color=MUTED, markersize=5, linewidth=1)
    axes.axhline(LEVEL, color=INK, linestyle=(0, (5, 4)), linewidth=1)
    x, y = (n_first + n_second) / 2, max(p, float(values[-1]))
    further = x > _MOST_UNITS
    axes.annotate(f"usual limit {LEVEL}", (1, LEVEL), xycoords=("axes fraction", "data"),
                  xytext=(-2, 3 if further else -4), textcoords="offset points", ha="right",
                  va="bottom" if further else "top")  # fmt: skip
    here = f"{n_first:,} against {n_second:,}: {lower_bound(p)}"
    if further:
        low = y < 0.003
        axes.annotate(f"{here},\nfurther right", (1, y), xycoords=("axes fraction", "data"), color=_TRUE,
                      xytext=(-4, 7 if low else -7), textcoords="offset points", ha="right", zorder=5,
                      va="bottom" if low else "top",
                      path_effects=[withStroke(linewidth=3, foreground="white")])  # fmt: skip
        axes.annotate("", (1, y), xycoords=("axes fraction", "data"), xytext=(-34, 0), textcoords="offset points",
                      arrowprops={"arrowstyle": "-|>", "color": _TRUE, "linewidth": 1.6, "shrinkB": 0})  # fmt: skip
    else:
        axes.plot(x, y, marker="*", color=_TRUE, markersize=15, zorder=5, clip_on=False)
        axes.annotate(here, (x, y), color=_TRUE, xytext=(44, 18) if x < 6 else (-40, 24), textcoords="offset points",
                      ha="left" if x < 6 else "right", va="center",
                      arrowprops={"arrowstyle": "-", "color": _TRUE, "shrinkB": 7})  # fmt: skip
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.5f}".rstrip("0").rstrip(".")))
    axes.set_xticks(sizes)
    axes.set_ylim(float(values[-1]) / 2, 1)
    axes.set_xlabel(f"{unit}s in each era")
    axes.set_ylabel("smallest possible p")
    axes.grid(axis="y")
    axes.minorticks_off()
    return pd.DataFrame({f"{unit}s in each era": sizes, "smallest p": values}), (n_first, n_second, unit, p)


def by_sample(n_first: int, n_second: int, p: float) -> bool:
    """Whether the smallest p is that of a sample of labelings, because there are too many to go through.

    Parameters
    ----------
    n_first, n_second : int
        Units of the two eras.
    p : float
        The smallest p, from `what_can_be_claimed`.

    Returns
    -------
    bool

    Examples
    --------
    >>> by_sample(2, 3, 0.1), by_sample(30, 40, 0.0001)
    (False, True)
    """
    floor_of_all = permutation_floor(n_first, n_second)
    return p > floor_of_all and not np.isclose(p, floor_of_all, atol=0)


def _null_title(deals: pd.DataFrame, corpus: Corpus) -> str:
    true, others = count(int(deals["keywords"].iloc[0]), "keyword"), deals["keywords"].iloc[1:]
    if others.empty:
        return f"G² announces {true}, and the labels can be dealt in no other way"
    row, pair = what_can_be_claimed(corpus).iloc[0], compare_eras(corpus)
    mirrored = row[f"n_{pair.first}"] == row[f"n_{pair.second}"]
    all_others = int(row["labelings"]) // (2 if mirrored else 1) - 1
    which = "the " if len(others) >= all_others else ""
    low, high = int(others.min()), int(others.max())
    if len(others) == 1:
        return f"G² announces {true} for the true labels, and {low or 'none'} for the only other ones"
    span = f"{low:,} to {high:,}" if low < high else f"{low:,}" if low else "none"
    return f"G² announces {true} for the true labels, and {span} for {which}{_number(len(others))} others"


def _draw_piles(axes: Axes, deals: pd.DataFrame) -> None:
    """Draw a mark for each article of each row: a filled square where it is dealt to the later pile."""
    for row, second in enumerate(deals["in_second"]):
        second = np.asarray(second, dtype=bool)
        x, colour = np.arange(len(second)), _TRUE if row == 0 else INK
        axes.scatter(x[second], np.full(second.sum(), row), s=42, marker="s", color=colour, clip_on=False)
        axes.scatter(x[~second], np.full((~second).sum(), row), s=38, marker="o", facecolor="white", edgecolor=colour,
                     linewidth=1.1, clip_on=False)  # fmt: skip
    axes.set_xlim(-0.6, len(deals["in_second"].iloc[0]) - 0.4)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_xlabel("articles")
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)


def _draw_announced(axes: Axes, deals: pd.DataFrame, *, room: int) -> None:
    """Draw the number of keywords of each row, with the first of them below: as many characters as there is room."""
    largest = max(int(deals["keywords"].max()), 1)
    for row, (n, terms) in enumerate(zip(deals["keywords"], deals["top"], strict=True)):
        colour, weight = (_TRUE, "bold") if row == 0 else (MUTED, "normal")
        axes.plot([0, n], [row, row], color=colour, linewidth=2.5 if row == 0 else 1.5, zorder=2)
        axes.plot(n, row, marker="D" if row == 0 else "o", color=colour, markersize=7, zorder=3, clip_on=False)
        axes.annotate(f"{n:,}", (n, row), xytext=(8, 0), textcoords="offset points", va="center", color=colour,
                      fontweight="bold")  # fmt: skip
        words = ", ".join(shortened(term, 16) for term in terms[:3])
        if row == 0:
            words = f"the true labels: {words}" if words else "the true labels"
        name = shortened(f"{words} …" if n > 3 else words, room)
        axes.annotate(name, (0, row), xytext=(3, -5), textcoords="offset points", va="top", fontsize=9.5,
                      color=_TRUE if row == 0 else INK, fontweight=weight)  # fmt: skip
    axes.set_xlim(0, 1.12 * largest)
    axes.set_ylim(len(deals) - 0.25, -0.5)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(6, integer=True))
    axes.set_xlabel("words that G² announces")


def _top(deal: pd.Series) -> str:
    named = listed([f"“{term}”" for term in deal["top"][:3]], quote=False)
    return f"{count(int(deal['keywords']), 'word')}{f', first of all {named}' if named else ''}"


def _number(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else f"{n:,}"
