"""Figures of voices: who has how many of the words, and in what tone."""

from itertools import permutations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from twocrises.corpus import Corpus, evenly
from twocrises.errors import TwoCrisesError
from twocrises.figures.style import (
    MOST_ROWS,
    MUTED,
    NO_ERA,
    Figure,
    all_above,
    draw_title,
    house_style,
    letters_on,
    looks,
    more_in,
    new_canvas,
    sample_note,
    tick,
)
from twocrises.figures.tone import row_labels
from twocrises.sentiment import tone_by_side
from twocrises.speech import NARRATOR, UNKNOWN, share_of_voice, sides
from twocrises.wording import count, listed, percent, signed

# Each lighter than the one before, so that neighbours stay apart in grey print; none is the colour of an era.
# From the fourth on no lightness is left for them, so they are hatched.
_FILLS = ("#5B4B8A", "#2F8F83", "#D3AE33", "#E8B9A0", "#CFE3C8", "#8C8CA8", "#B7A58B")
_HATCHES = ("", "", "", "////", "....", "xxxx", "\\\\\\\\")
_NARRATOR_FILL, _REST_FILL = "#222222", "#F2F2F2"
_REST = "all others"
# A part of a bar narrower than this share of it holds no number.
_NARROW = 0.075
# A side with less than this share in every row is drawn with the rest.
_LITTLE = 0.02
# A side with fewer scored words is drawn, and says nothing in the title.
_OFTEN = 300


def share_of_voices(corpus: Corpus) -> Figure:
    """Whose words an article consists of: a bar an article, a part a side.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Figure
        Of more than 24 articles, a bar an era; where there are no eras, a bar for each of 24 articles.

    Raises
    ------
    TwoCrisesError
        If the corpus has no words.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> share_of_voices(load_corpus("seeds")).data["Narrator"].round(2).tolist()
    [0.34, 0.34, 0.45, 0.3, 0.28]
    """
    many = len(corpus.source) > MOST_ROWS and bool(corpus.articles["era"].notna().any())
    frame = share_of_voice(corpus, by="era" if many else "article")
    frame = frame[frame["share"].notna()]
    shown = evenly(corpus.articles, MOST_ROWS)["article"]
    frame = frame if many else frame[frame["article"].isin(shown)]
    if frame.empty or not frame["n_words"].any():
        raise TwoCrisesError("This corpus has no words, so nobody has a share of them. See datasheet(corpus).")
    row = "era" if many else "label"
    shares = frame.pivot_table(index=row, columns="side", values="share", sort=False, observed=True, aggfunc="sum")
    shares = shares.loc[:, [side for side in frame["side"].cat.categories if side in shares and shares[side].max() > 0]]
    rare = [side for side in shares if side != NARRATOR and shares[side].max() < _LITTLE]
    if len(rare) > 1:
        shares = shares.drop(columns=rare).assign(**{_REST: shares[rare].sum(axis=1)})
    labels, height = row_labels(shares.index, 0.62)
    with house_style():
        canvas, axes = new_canvas(1.7 + height * len(shares))
        _draw_bars(axes, shares, labels, _fills(corpus))
        if many:
            axes.set_xlabel("mean share of the words of an article")
        title = _share_title(shares, many)
        draw_title(canvas, title)
    eras = _means_by_era(frame, many)
    narrator = shares[NARRATOR] if NARRATOR in shares else pd.Series(0.0, index=shares.index)
    alt = (
        f"{title}. Of the words of {count(len(shares), 'era' if many else 'article')} the narrator has from "
        f"{percent(narrator.min())} ({narrator.idxmin()}) to {percent(narrator.max())} ({narrator.idxmax()}).{eras}"
    )
    caption = (
        "Quotations and reported speech together, by the side of the speaker; the rest is the narrator. Parts below "
        f"{percent(_NARROW)} bear no number."
        + (" Means of the articles of an era." if many else "")
        + (f" “All others” are {', '.join(map(str, rare))}." if len(rare) > 1 else "")
        + (f" “{UNKNOWN.capitalize()}”: speakers of no known side, or of two at once." if UNKNOWN in shares else "")
        + ("" if many else sample_note(len(shown), len(corpus.source)))
    )
    table = shares.rename(columns=lambda side: _in_key(str(side)).strip()).rename_axis(columns=None)
    table = table.rename_axis("era" if many else "article").reset_index()
    if not many and "era" in frame:
        table.insert(1, "era", table["article"].map(frame.drop_duplicates("label").set_index("label")["era"]))
    sides_of = {_in_key(str(side)).strip() for side in shares}
    table.attrs["decimals"] = {name: "%" for name in table if name in sides_of}
    return Figure(canvas, alt, caption, table)


def _fills(corpus: Corpus) -> dict[str, str]:
    """Give each side a colour of its own, whichever of the others have words."""
    named = [side for side in sides(corpus) if side not in (NARRATOR, UNKNOWN)]
    fills = {side: _FILLS[i % len(_FILLS)] for i, side in enumerate(named)}
    return {**fills, NARRATOR: _NARRATOR_FILL, UNKNOWN: _REST_FILL, _REST: _REST_FILL}


def _draw_bars(axes: Axes, shares: pd.DataFrame, labels: list[str], fills: dict[str, str]) -> None:
    """Draw a bar a row, and write the share of a side where it has room."""
    left = np.zeros(len(shares))
    hatches = dict(zip(_FILLS, _HATCHES, strict=True))
    for side in shares:
        fill = fills[str(side)]
        hatch = hatches.get(fill, "")
        letters = letters_on(fill)
        width = shares[side].to_numpy(dtype=float)
        axes.barh(range(len(shares)), width, left=left, height=0.68, color=fill, edgecolor="#555555", linewidth=0.6,
                  hatch=hatch, label=_in_key(str(side)))  # fmt: skip
        for place, (start, part) in enumerate(zip(left, width, strict=True)):
            if part >= _NARROW:
                behind = {"facecolor": fill, "edgecolor": "none", "pad": 1.0} if hatch else None
                axes.annotate(f"{100 * part:.0f}", (start + part / 2, place), ha="center", va="center", color=letters,
                              fontsize=9.5, bbox=behind)  # fmt: skip
        left = left + width
    axes.set_yticks(range(len(shares)), labels)
    axes.set_ylim(len(shares) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
    axes.set_xlabel("share of the words of the article")
    # Several sides are too narrow for a label at the bar, and the order of the key is that of the parts.
    axes.legend(loc="lower left", bbox_to_anchor=(-0.32, 1.0), ncols=4, frameon=False, fontsize=9.5, handlelength=1.0,
                handletextpad=0.4, columnspacing=1.2, borderaxespad=0.2)  # fmt: skip


def _in_key(name: str) -> str:
    """Write a name so that matplotlib lists it: one that begins with an underscore it leaves out."""
    return f" {name}" if name.startswith("_") else name[:1].upper() + name[1:]


def _share_title(shares: pd.DataFrame, many: bool) -> str:
    narrator = shares[NARRATOR] if NARRATOR in shares else pd.Series(0.0, index=shares.index)
    low, high = float(narrator.min()), float(narrator.max())
    where = "era" if many else "article"
    if len(narrator) == 1 or percent(low) == percent(high):
        return f"The narrator has {percent(high)} of the words"
    if high < 0.5:
        return f"Most of each {where} retells or quotes what others say"
    if low > 0.5:
        return f"In every {where} the narrator has more words than all others together"
    return f"The narrator has between {percent(low)} and {percent(high)} of the words of an {where}"


def _means_by_era(frame: pd.DataFrame, many: bool) -> str:
    """Say who is heard most in each era, beside the narrator."""
    if "era" not in frame or frame["era"].isna().all():
        return ""
    others = frame[(frame["side"] != NARRATOR) & (frame["side"] != UNKNOWN)]
    means = others.pivot_table(index="side", columns="era", values="share", observed=True)
    parts = [
        f"{era}: {_in_key(str(means[era].idxmax()))} speakers {percent(means[era].max())}"
        for era in means
        if means[era].max() > 0
    ]
    says = (
        f" Most words of the others have, in {'; in '.join(parts)}{'' if many else ' (means of the articles)'}."
        if parts
        else ""
    )
    own = frame[frame["side"] == NARRATOR].groupby("era", observed=True, sort=False)["share"]
    eras = [era for era in frame["era"].cat.categories if era in own.groups]
    if len(eras) > 1:
        apart = None
        if not many:
            one, two = (own.get_group(era) for era in eras[:2])
            apart = all_above(one, two) or all_above(two, one)
        both = [float(own.get_group(era).mean()) for era in eras[:2]]
        says = f" {more_in('On average the narrator', both, eras[:2], percent, apart=apart)}.{says}"
    return says


def tone_of_sides(corpus: Corpus) -> Figure:
    """The tone of each side's words: a row a side, a mark an article.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Figure
        Of more than 24 articles, a mark an era.

    Raises
    ------
    TwoCrisesError
        If no passage has a score.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tone_of_sides(load_corpus("seeds")).canvas.axes[0].get_xlabel()
    'mean panel score'
    """
    many = len(corpus.source) > MOST_ROWS and bool(corpus.articles["era"].notna().any())
    frame = tone_by_side(corpus, by="era" if many else "article").dropna(subset=["tone"])
    order = [side for side in frame["side"].cat.categories if (frame["side"] == side).any()]
    if not order:
        raise TwoCrisesError("No passage of this corpus has a score, so there is no tone of sides to draw.")
    groups = {era: frame[frame["era"] == era] for era in looks(corpus)} | {"no era": frame[frame["era"].isna()]}
    groups = {era: own for era, own in groups.items() if len(own)}
    styles = {**looks(corpus), "no era": NO_ERA}
    with house_style():
        canvas, axes = new_canvas(1.5 + 0.5 * len(order))
        axes.axvline(0, color="#8a8a8a", linewidth=0.8)
        for i, (era, own) in enumerate(groups.items()):
            colour, marker = styles[era]
            place = own["side"].astype(str).map(order.index) + 0.32 * ((i + 0.5) / len(groups) - 0.5) * 2
            size = 18 + 90 * np.sqrt(own["weight"].to_numpy(dtype=float))
            axes.scatter(own["tone"], place, s=size, color=colour, marker=marker, alpha=0.8, linewidth=0, zorder=3)
        reach = 1.1 * max(float(frame["tone"].abs().max()), 0.01)
        axes.set_xlim(-reach, reach)
        axes.set_yticks(range(len(order)), [_in_key(side) for side in order])
        for row, side in enumerate(order):
            n_words = int(frame.loc[frame["side"] == side, "n_words"].sum())
            axes.annotate(f"{n_words:,}", (1, row), xycoords=("axes fraction", "data"), xytext=(6, 0), va="center",
                          textcoords="offset points", color=MUTED, annotation_clip=False)  # fmt: skip
        axes.annotate("words", (1, -0.6), xycoords=("axes fraction", "data"), xytext=(6, 2), va="bottom", color=MUTED,
                      textcoords="offset points", annotation_clip=False)  # fmt: skip
        axes.set_ylim(len(order) - 0.5, -0.6)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
        axes.set_xlabel("mean panel score")
        axes.grid(axis="y")
        if list(groups) != ["no era"]:
            for era in groups:
                colour, marker = styles[era]
                axes.scatter([], [], color=colour, marker=marker, s=60, label=f" {era}" if era.startswith("_") else era)
            axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=len(groups), frameon=False, borderaxespad=0.1,
                        labelcolor=[styles[era][0] for era in groups], handletextpad=0.2)  # fmt: skip
        means = frame.assign(product=frame["tone"] * frame["weight"]).groupby("side", observed=True)
        mean = (means["product"].sum() / means["weight"].sum()).reindex(order)
        title = _side_title(frame, order, mean)
        draw_title(canvas, title)
    alt = (
        f"{title}. Mean panel score of the words of {count(len(order), 'side')}, over "
        f"{'eras' if many else 'articles'}: {_sides_say(mean, frame)}. All marks lie between "
        f"{signed(frame['tone'].min())} and {signed(frame['tone'].max())}."
    )
    caption = (
        f"One mark {'an era' if many else 'an article'} and side, larger where the side has more of the scored words. "
        "At the right: the scored words of the side. Sides of few words rest on a handful of sentences, most of them "
        "in the paper's paraphrase; translated words have the tone of the translation."
    )
    columns = [name for name in ("label", "era", "side", "n_words", "tone") if name in frame]
    data = frame[columns].sort_values("side", kind="stable", key=lambda side: side.astype(str).map(order.index))
    data = data.assign(mean=data["side"].astype(object).map(mean)).rename(columns={"mean": "mean of the side"})
    data = data.reset_index(drop=True)
    data.attrs["decimals"] = 2
    return Figure(canvas, alt, caption, data)


def _sides_say(mean: pd.Series, frame: pd.DataFrame) -> str:
    """Name the sides with the highest and the lowest tone, and those in between that are often heard."""
    known = mean.round(9).sort_values(ascending=False, kind="stable")
    heard = frame.groupby("side", observed=True)["n_words"].sum()
    kept = [str(side) for i, side in enumerate(known.index) if i in (0, len(known) - 1) or heard[side] >= _OFTEN]
    words = {kept[0]: "highest ", kept[-1]: "lowest "} if len(kept) > 1 else {}
    return "; ".join(
        f"{words.get(side, '')}{_in_key(side).strip()} {signed(mean[side])} ({heard[side]:,} words)" for side in kept
    )


def _side_title(frame: pd.DataFrame, order: list[str], mean: pd.Series) -> str:
    """Say whether the words of one side score lower throughout than those of another, of those often heard."""
    heard = frame.groupby("side", observed=True)["n_words"].sum()
    tones = {side: frame.loc[frame["side"] == side, "tone"] for side in order if heard[side] >= _OFTEN}
    several = {side: own for side, own in tones.items() if len(own) > 1 and side not in (NARRATOR, UNKNOWN)}
    if len(several) < 2:
        ends = mean.round(9)
        if ends.min() == ends.max():
            return f"The words of {'all sides' if len(order) > 1 else 'the ' + order[0]} score {signed(ends.iloc[0])}"
        most, least = (_in_key(str(side)).strip() for side in (ends.idxmax(), ends.idxmin()))
        return f"Of all sides {most} scores highest on average, {least} lowest"
    for low, high in permutations(several, 2):
        if all_above(several[high], several[low]):
            return f"{_in_key(low)} words score lower throughout than {_in_key(high)} ones"
    sides_heard = listed([_in_key(side) for side in several], quote=False)
    return (
        f"The words of the {sides_heard} side overlap in tone"
        if len(several) == 2
        else "No side is always the darker one"
    )
