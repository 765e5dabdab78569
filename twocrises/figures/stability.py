"""Figures of how far topics can be trusted: how many there should be, and which of them come back."""

from collections.abc import Sequence
from math import comb

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patheffects import withStroke

from twocrises.corpus import Corpus
from twocrises.figures.style import INK, MOST_ROWS, MUTED, WIDTH, Figure, draw_title, house_style, new_canvas
from twocrises.stability import HOWS, draws_say, refits, topics_by_lot
from twocrises.stability import how_many as numbers_table
from twocrises.topics import DRAWS, SURVIVES, Topics, topics
from twocrises.wording import count

_CHOSEN, _OTHER = "#A63A1E", "#1F6F8B"
_PANELS = {
    "coherence": "coherence (NPMI; 0: as independent words)",
    "diversity": "diversity (1: no term twice)",
    "stability": "stability (1: the same terms in every draw)",
}
# Circle and square stand for eras elsewhere.
_LANES = {
    "draws": ("articles drawn anew", "^", "#1F6F8B"),
    "without": ("one article left out", "D", "#A63A1E"),
    "seeds": ("another seed", "v", "#4A2F7A"),
}
# From so many texts on a fit takes seconds, so fewer articles are left out and fewer seeds tried.
_LARGE = 2_000
_FEW_REFITS = 5
# Up to so many topics there is room for names in a row.
_FEW_TOPICS = 8
_DOTTED = (0, (1, 2))


def how_many(
    corpus: Corpus, *, unit: str | None = None, method: str | None = None, samples: int | None = None
) -> Figure:
    """Coherence, diversity and stability for several numbers of topics, one above the other.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    unit, method : str, optional
        As for `topics`.
    samples : int, optional
        Draws of articles for the stability, see `twocrises.stability.how_many`.

    Returns
    -------
    Figure
        With a dotted line at the mean coherence of as many topics of words dealt to the texts by lot.

    Raises
    ------
    TwoCrisesError
        As `topics`.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> how_many(load_corpus("seeds"), samples=2).canvas.get_suptitle()[:29]
    'The rule takes 3 topics, but '
    """
    numbers = numbers_table(corpus, unit=unit, method=method, samples=samples)
    chosen = numbers[numbers["chosen"]].iloc[0]
    found = topics(corpus, int(chosen["topics"]), unit=unit, method=method)
    dealt = topics_by_lot(found, corpus)
    lot = float(dealt["coherence"].mean())
    title = _number_title(numbers)
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 5.4))
        panels = canvas.subplots(3, 1, sharex=True, height_ratios=[3, 2, 2])
        for axes, column in zip(panels, _PANELS, strict=True):
            _draw_measure(axes, numbers, column, lot if column == "coherence" else np.nan)
        panels[-1].set_xlabel("number of topics")
        draw_title(canvas, title)
    alt = f"{title}. Three curves over {int(numbers['topics'].min())} to {int(numbers['topics'].max())} topics. "
    curves = [_curve_says(numbers, column) for column in _PANELS]
    if not np.isnan(lot):
        curves.insert(1, f"A dotted line marks the coherence of topics of dealt words, {_two(lot)}.")
    alt += " ".join(curves)
    positive = chosen["coherence"] > 0
    rule = "coherence times diversity is highest" if positive else "coherence is highest (none is above 0)"
    equals = " and of equals the smallest" if (numbers["product"] == chosen["product"]).sum() > 1 else ""
    drawn = (
        f"Stability: mean overlap of the top terms over {_draws_of(numbers, samples, found.model.n_texts)}; "
        f"dashed: {SURVIVES}, from which a topic counts as surviving. Stability is shown and does "
        "not choose."
        if numbers["stability"].notna().any()
        else "No stability: a draw of articles takes at least three texts, and there must be one."
    )
    by_lot = ""
    if not np.isnan(lot):
        by_lot = (
            f"Dotted: mean coherence of {count(found.n_topics, 'topic')} where the words are dealt to the "
            f"{found.unit}s by lot ({count(dealt['deal'].nunique(), 'time')}). "
        )
    even = len(set(np.diff(numbers["topics"]))) <= 1
    spaced = "" if even else "The numbers tried stand side by side, though the steps between them grow. "
    caption = (
        f"Rule: the number for which {rule}{equals}, here {int(chosen['topics'])} (diamond). {spaced}{by_lot}{drawn}"
    )
    numbers.attrs["decimals"] = 2
    return Figure(canvas, alt, caption, numbers)


def topic_stability(found: Topics, corpus: Corpus) -> Figure:
    r"""How much of each topic comes back when articles are drawn anew, left out, or the start is another.

    Parameters
    ----------
    found : Topics
        From `topics`.
    corpus : Corpus
        The same corpus.

    Returns
    -------
    Figure
        Of more than 24 topics, the 24 largest. From 2,000 texts on, five articles are left out and five seeds tried.
        Of few topics, the article is named without which least is left of each. A dotted line marks the overlap that
        topics of words dealt by lot have.

    Raises
    ------
    TwoCrisesError
        If the topics are those of another corpus.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> corpus = load_corpus("seeds")
    >>> topic_stability(topics(corpus, 3), corpus).canvas.get_suptitle()
    'None of the 3 topics survives when articles are\ndrawn anew'
    """
    few = len(found.units) >= _LARGE
    hows = [how for how in HOWS if how in _LANES and (how != "seeds" or found.method == "lda")]
    again = pd.concat(
        [refits(found, corpus, how, samples=_FEW_REFITS if few and how != "draws" else None) for how in hows],
        ignore_index=True,
    )
    means = _weighted_means(again).reset_index(name="mean").pivot_table(index="topic", columns="how", values="mean")
    means = means.reindex(index=range(1, found.n_topics + 1), columns=hows)
    dealt = topics_by_lot(found, corpus)
    lot = float(dealt["overlap"].mean())
    shown = min(found.n_topics, MOST_ROWS)
    title = _survival_title(means)
    with house_style():
        lane, least = (0.36, 0.5) if shown <= _FEW_TOPICS else (0.25, 0.42)
        row = max(lane * len(hows), least)
        canvas, axes = new_canvas(2.1 + shown * row)
        _draw_refits(axes, found, again, means, hows, shown)
        _draw_lot(axes, lot, shown, row)
        losses = _largest_losses(again, shown)
        if shown <= _FEW_TOPICS:
            _name_losses(axes, losses, hows)
        draw_title(canvas, title)
    caption = (
        "Filled marks: overlap (Jaccard) of the ten top terms with those of the counterpart in a refit (the darker, "
        f"the more of them have it); open: their mean. {_refits_say(found, again, hows)} A topic survives with a mean "
        f"overlap of {SURVIVES} or more over the draws (dashed line); two lists of ten terms that share seven have "
        "0.54."
    )
    if not np.isnan(lot):
        times = count(dealt["deal"].nunique(), "time")
        caption += f" Dotted line: topics of words dealt to the {found.unit}s by lot ({times}), {_two(lot)}."
    if shown <= _FEW_TOPICS and len(losses):
        caption += " Named is the article without which least is left of a topic."
    caption += f" Drawn are the {shown} largest of {found.n_topics} topics." if shown < found.n_topics else ""
    if found.method != "lda":
        caption += " The method starts from the data, so no seed changes the topics."
    data = _refits_table(found, again, dealt)
    data.attrs["decimals"] = 2
    alt = f"{title}. {_means_say(means)} {_losses_say(losses)}{_lot_says(lot)}"
    return Figure(canvas, alt.strip(), caption, data)


def _refits_table(found: Topics, again: pd.DataFrame, dealt: pd.DataFrame) -> pd.DataFrame:
    """A row a topic and way to find it again: how many refits, and what they overlap."""
    tops = found.terms[found.terms["rank"] <= 3].groupby("topic")["term"].agg(", ".join)
    lot = dealt.assign(how="lot", refit=dealt["deal"].astype(str), weight=1 / max(dealt["deal"].nunique(), 1))
    every = pd.concat([again, lot[["how", "refit", "topic", "overlap", "weight"]]], ignore_index=True)
    groups = every.groupby(["topic", "how"], observed=True, sort=False)["overlap"]
    columns = groups.agg(refits="size", lowest="min", highest="max")
    columns.insert(2, "mean", _weighted_means(every))
    table = columns.reset_index().sort_values("topic", kind="stable").reset_index(drop=True)
    table.insert(1, "top_terms", table["topic"].map(tops))
    losses = _largest_losses(again, found.n_topics)
    named = dict(zip(losses["topic"], losses["refit"], strict=True))
    lowest = [
        named.get(topic, "") if how == "without" else ""
        for topic, how in zip(table["topic"], table["how"], strict=True)
    ]
    return table.assign(how=table["how"].astype(str).map(_NAMES), least=lowest)


def _weighted_means(again: pd.DataFrame) -> pd.Series:
    """Mean overlap of each topic over the refits of each kind, by their weights, which add up to 1."""
    by_weight = again.assign(mean=again["overlap"] * again["weight"]).groupby(["topic", "how"], observed=True)
    return by_weight["mean"].sum().round(12)


def _largest_losses(again: pd.DataFrame, shown: int) -> pd.DataFrame:
    """The refit without an article in which least is left of each topic; none for a topic that keeps all its terms."""
    without = again[(again["how"] == "without") & (again["topic"] <= shown)]
    least = without["overlap"].round(9) == without.groupby("topic")["overlap"].transform("min").round(9)
    ties = without[least & (without["overlap"] < 1)]
    more = ties.groupby("topic")["refit"].transform("size") - 1
    named = ties["refit"].map(lambda refit: _cut(refit, 40)) + more.map(
        lambda n: f", or {count(n, 'other')}" if n else ""
    )
    losses: pd.DataFrame = ties.assign(refit=named).drop_duplicates("topic")
    return losses


def _draws_of(numbers: pd.DataFrame, samples: int | None, n_texts: int) -> str:
    """How many draws the stability of several numbers of topics rests on, and what their lot does to it."""
    error = float(numbers["error"].max())
    if error == 0:
        return f"all {comb(2 * n_texts - 1, n_texts):,} possible draws of articles with replacement"
    more = "" if np.isnan(error) else f" (standard error at most {_two(error)})"
    return f"{count(DRAWS if samples is None else samples, 'draw')} of articles with replacement, made by lot{more}"


def _draw_measure(axes: Axes, numbers: pd.DataFrame, column: str, lot: float) -> None:
    """Draw one measure over the numbers of topics, with the chosen one marked, and what dealt words give."""
    x, y = np.arange(len(numbers)), numbers[column].to_numpy(dtype=float)
    place = int(np.flatnonzero(numbers["chosen"])[0])
    axes.set_title(_PANELS[column], fontsize=10, fontweight="normal", pad=6, color=INK)
    axes.set_xticks(x, [str(n) for n in numbers["topics"]])
    axes.set_xlim(-0.6, len(numbers) - 0.4)
    axes.axvline(place, color=_CHOSEN, linewidth=1, alpha=0.5, zorder=1)
    axes.grid(visible=False, axis="x")
    axes.grid(visible=True, axis="y")
    if np.isnan(y).all():
        axes.set_ylim(0, 1)
        axes.annotate("not known: too few texts to draw from", (0.5, 0.5), xycoords="axes fraction", ha="center",
                      va="center", color=MUTED, bbox={"facecolor": "white", "edgecolor": "none"})  # fmt: skip
        return
    axes.plot(x, y, color=_OTHER, linewidth=1.5, marker="o", markersize=5, zorder=3)
    axes.plot(place, y[place], "D", color=_CHOSEN, markersize=9, zorder=4)
    if column == "coherence":
        low, high = min(0.0, float(np.nanmin([*y, lot]))), max(0.0, float(np.nanmax(y)))
        if not np.isnan(lot):
            axes.axhline(lot, color=MUTED, linewidth=1.2, linestyle=_DOTTED, zorder=2)
            axes.annotate(f"dealt words: {_two(lot)}", (1, lot), xycoords=("axes fraction", "data"), xytext=(-4, 3),
                          textcoords="offset points", ha="right", va="bottom", color=MUTED, fontsize=9.5)  # fmt: skip
        axes.axhline(0, color="#8a8a8a", linewidth=0.8, zorder=2)
        axes.set_ylim(low - 0.15 * (high - low) - 0.01, high + 0.45 * (high - low) + 0.01)
    else:
        axes.set_ylim(0, 1.4)
        axes.set_yticks([0, 0.5, 1])
    if column == "stability":
        axes.axhline(SURVIVES, color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=2)
    # In the room above the curve, on the side of the line that is wider.
    left = place > len(y) / 2
    axes.annotate(f"{int(numbers['topics'].iloc[place])} topics: {_two(y[place])}", (place, 1),
                  xycoords=("data", "axes fraction"), xytext=(-7 if left else 7, -1), textcoords="offset points",
                  color=_CHOSEN, ha="right" if left else "left", va="top", fontsize=10, zorder=5,
                  path_effects=[withStroke(linewidth=3, foreground="white")])  # fmt: skip


def _number_title(numbers: pd.DataFrame) -> str:
    chosen = numbers[numbers["chosen"]].iloc[0]
    n = int(chosen["topics"])
    begin = f"The rule takes {n} topics"
    stability = numbers["stability"]
    if stability.isna().all():
        return begin
    if (stability < SURVIVES).all():
        return f"{begin}, but no number of topics is stable"
    return f"{begin}, and {'they are' if chosen['stability'] >= SURVIVES else 'they are not'} stable"


def _curve_says(numbers: pd.DataFrame, column: str) -> str:
    """Sentence on a curve: where it is highest and lowest, and where the chosen number lies."""
    known = numbers[numbers[column].notna()]
    if known.empty:
        return f"No {column}."
    values = known[column].round(9)
    low, high = known.iloc[int(values.argmin())], known.iloc[int(values.argmax())]
    chosen = known[known["chosen"]].iloc[0]
    name = column.capitalize()
    if _two(low[column]) == _two(high[column]):
        return f"{name} is {_two(low[column])} throughout."
    ends = {int(row["topics"]): f"{word} for {int(row['topics'])} ({_two(row[column])})"
            for row, word in ((high, "highest"), (low, "lowest"))}  # fmt: skip
    here = f", for {int(chosen['topics'])} it is {_two(chosen[column])}" if int(chosen["topics"]) not in ends else ""
    return f"{name} is {' and '.join(ends.values())}{here}."


def _step(hows: Sequence[str]) -> float:
    """Distance of the lanes of a topic."""
    return 0.62 / max(len(hows) - 1, 1)


def _draw_refits(
    axes: Axes, found: Topics, again: pd.DataFrame, means: pd.DataFrame, hows: Sequence[str], shown: int
) -> None:
    """Draw a row a topic, and in it a lane for each way to find the topics again."""
    step = _step(hows)
    small, large = (4.5, 10.0) if shown <= _FEW_TOPICS else (3.0, 7.0)
    axes.axvline(SURVIVES, color=INK, linewidth=1, linestyle=(0, (4, 3)), zorder=2)
    for i, how in enumerate(hows):
        name, marker, colour = _LANES[how]
        rows = np.arange(shown) + (i - (len(hows) - 1) / 2) * step
        axes.plot(means[how].iloc[:shown], rows, marker, color=colour, markersize=large, markerfacecolor="none",
                  markeredgewidth=1.6, zorder=3, clip_on=False, label=name, linestyle="none")  # fmt: skip
        part = again[(again["how"] == how) & (again["topic"] <= shown)]
        if part.empty:
            continue
        # One mark for all refits with the same overlap.
        share = (
            part.assign(overlap=part["overlap"].round(9)).groupby(["topic", "overlap"], as_index=False)["weight"].sum()
        )
        places = share["topic"].to_numpy(dtype=float) - 1 + (i - (len(hows) - 1) / 2) * step
        depth = share["weight"].to_numpy() / share["weight"].max()
        axes.scatter(share["overlap"], places, small**2, color=colour, marker=marker, alpha=0.2 + 0.8 * depth,
                     linewidths=0, zorder=4, clip_on=False)  # fmt: skip
    for row in range(shown):
        mean = means["draws"].iloc[row]
        says, colour = (
            ("not tested", MUTED) if np.isnan(mean) else
            ("survives", INK) if mean >= SURVIVES else ("does not\nsurvive", INK)
        )  # fmt: skip
        axes.annotate(says, (1.03, row), xycoords=("axes fraction", "data"), va="center", color=colour, fontsize=9.5,
                      annotation_clip=False)  # fmt: skip
        if row:
            axes.axhline(row - 0.5, color="#e4e4e4", linewidth=0.8, zorder=1)
    tops = [str(terms).split(", ") for terms in found.terms.groupby("topic")["term"].agg(", ".join)]
    few = shown <= 8
    terms = [[_cut(term, 16 if few else 11) for term in top[:3]] for top in tops[:shown]]
    labels = [
        f"{i + 1}  " + ("\n".join(top) if few else "\n".join([", ".join(top[:2]), *top[2:]]))
        for i, top in enumerate(terms)
    ]
    axes.set_yticks(range(shown), labels, fontsize=9.5)
    axes.set_ylim(shown - 0.5, -0.5)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    axes.set_xlabel("overlap with the top terms found again")
    axes.legend(loc="lower left", bbox_to_anchor=(-0.3, 1.0), ncols=len(hows), frameon=False, fontsize=9.5,
                handletextpad=0.1, columnspacing=0.8, borderaxespad=0.2)  # fmt: skip


def _draw_lot(axes: Axes, lot: float, shown: int, row: float) -> None:
    """Draw the overlap of topics of dealt words, with its name in a strip below the last row."""
    if np.isnan(lot):
        return
    axes.set_ylim(shown - 0.5 + 14 / (72 * row), -0.5)
    axes.axvline(lot, color=MUTED, linewidth=1.2, linestyle=_DOTTED, zorder=2)
    right = lot > 0.6
    axes.annotate(f"dealt words: {_two(lot)}", (lot, 0), xycoords=("data", "axes fraction"), fontsize=9.5, color=MUTED,
                  xytext=(-4 if right else 4, 2), textcoords="offset points", ha="right" if right else "left",
                  va="bottom", path_effects=[withStroke(linewidth=3, foreground="white")])  # fmt: skip


def _name_losses(axes: Axes, losses: pd.DataFrame, hows: Sequence[str]) -> None:
    """Name the article without which least is left of a topic, above its mark."""
    lane = (hows.index("without") - (len(hows) - 1) / 2) * _step(hows)
    for topic, overlap, refit in zip(losses["topic"], losses["overlap"], losses["refit"], strict=True):
        # So far to the left that it ends in the axes.
        place = max(min(overlap, 1.0 - 0.0195 * len(refit)), 0.0)
        axes.annotate(refit, (place, topic - 1 + lane), xytext=(0, 8), textcoords="offset points",
                      ha="left", va="bottom", fontsize=9.5, color=_CHOSEN, zorder=5,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip


def _losses_say(losses: pd.DataFrame) -> str:
    """Sentence on the smallest overlap of all."""
    if losses.empty:
        return ""
    row = losses.iloc[int(losses["overlap"].round(9).to_numpy().argmin())]
    left = "Nothing" if row["overlap"] == 0 else f"An overlap of {_two(row['overlap'])}"
    return f"{left} is left of topic {row['topic']} {row['refit']}. "


def _lot_says(lot: float) -> str:
    return "" if np.isnan(lot) else f"A dotted line marks the overlap of topics of dealt words, {_two(lot)}."


def _survival_title(means: pd.DataFrame) -> str:
    known = means["draws"].dropna()
    if known.empty:
        return "Too few texts to draw from: no topic can be tested"
    n, kept = len(known), int((known >= SURVIVES).sum())
    many = "All" if kept == n else str(kept or "None")
    verb = "survives" if kept in (0, 1) and kept < n else "survive"
    return f"{many} of the {n} topics {verb} when articles are drawn anew"


def _means_say(means: pd.DataFrame) -> str:
    """Sentences on the means of the topics, for each way to find them again."""
    says = []
    for how in means:
        known = means[how].dropna().round(9)
        if known.empty:
            says.append(f"With {_NAMES[str(how)]}: not tested.")
            continue
        low, high = int(known.index[int(known.argmin())]), int(known.index[int(known.argmax())])
        if _two(known[low]) == _two(known[high]):
            says.append(f"With {_NAMES[str(how)]} the mean overlap is {_two(known[low])} for every topic.")
            continue
        says.append(
            f"With {_NAMES[str(how)]} the mean overlap runs from {_two(known[low])} (topic {low}) to "
            f"{_two(known[high])} (topic {high})."
        )
    if {"draws", "without"} <= set(means) and means["draws"].notna().any():
        gains = means["without"].mean() - means["draws"].mean()
        says.append(
            f"Leaving out one article changes the topics {'less' if gains > 0 else 'no less'} than drawing them anew."
        )
    return " ".join(says)


def _refits_say(found: Topics, again: pd.DataFrame, hows: Sequence[str]) -> str:
    sizes = again.groupby("how")["refit"].nunique()
    named = {"draws": "draw", "without": "article left out", "seeds": "other seed"}
    parts = []
    for how in hows:
        n = int(sizes.get(how, 0))
        if how == "draws" and n:
            parts.append(f"{draws_say(found)}{', each by its probability' if found.model.draws().exact else ''}")
            continue
        plural = "articles left out one at a time" if how == "without" and n != 1 else ""
        parts.append(f"{n:,} {plural}" if plural else count(n, named[how]))
    return f"Refits: {'; '.join(parts)}."


_NAMES = {
    "draws": "articles drawn anew",
    "without": "one article left out",
    "seeds": "another seed",
    "lot": "words dealt by lot",
}


def _cut(term: str, most: int) -> str:
    return term if len(term) <= most else f"{term[: most - 1]}…"


def _two(value: float) -> str:
    text = f"{value:.2f}".replace("-", "−")
    return "0.00" if text == "−0.00" else text
