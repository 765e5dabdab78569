"""Figures of words in two eras: which mark the one, which the other, and which both share."""

from collections.abc import Iterable, Mapping, Sequence

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import ScaledTranslation

from twocrises.checks import shown, whole
from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.figures.labels import draw_labels
from twocrises.figures.style import (
    INK,
    NO_ERA,
    SMALL,
    WIDTH,
    Figure,
    all_above,
    draw_title,
    era_styles,
    house_style,
    more_in,
    new_canvas,
    plain_ticks,
    wrapped,
)
from twocrises.frequency import count_terms
from twocrises.keyness import compare_eras, keyness, marking_words, shared_words
from twocrises.masking import NOT_IN_OFFICE, OFFICIAL, PLACE, masked
from twocrises.measures import Floats
from twocrises.wording import count, listed, shortened

SHARED = "Shared words"
FRAMES = "Frames: groups of words"
# What a word on the map is named for: 0 the first era, 1 the second, and this both; −1 for none.
_SHARED = 2
# In the table: the mark of a word that is not named.
_NO_NAME = "–"
# Words below which their most frequent tenth says nothing.
_ENOUGH = 40
_MARKS = {"o": "●", "s": "■"}
# Rows that a figure may have: a longer one is not read, and in the end too large for a picture.
_MOST_TERMS = 60
# Of more articles than these a table has no column each.
_MOST_ARTICLES = 8
# Points between the right end of the key and the panel's, between the name of an era and its mark, and between both.
_KEY_EDGE, _KEY_MARK, _KEY_GAP = 4, 12, 24
_KEY_LETTERS = 18
# How near two marks may come, as a share of the axis: two single ones, one of several, two of several.
_NEAR = (0.022, 0.048, 0.063)
# From the middle of a row to the marks of an era, as a share of the row.
LANE = 0.22
_COUNTS = "times in the article"
# So many times the largest rate of the one era must the smallest of the other be, for a title to say more.
_GAP = 1.25
_GIVE = "Give what count_terms(corpus, terms, per=1000) gives."


def dumbbell(rates: pd.DataFrame, *, sort: bool = True) -> Figure:
    """Rates of some terms: a mark for each article, a bar between the means of the eras.

    Parameters
    ----------
    rates : pandas.DataFrame
        From ``count_terms(corpus, terms, per=1000)``, with two eras and at most 60 terms. Plain counts, without `per`,
        are drawn as such.
    sort : bool, default True
        Order the terms by the difference of the means; otherwise as they come.

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If this is no such table, or has no terms, too many, or not two eras.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> dumbbell(count_terms(load_corpus("seeds"), "crimea", per=1000)).alt
    'More “crimea” in every 2014 article. crimea: more in 2014, 5.7 per 1,000 words against 0.5 in 2022, without...'
    """
    first, second, rates = rates_of_two_eras(rates)
    if len(rates) > _MOST_TERMS:
        raise TwoCrisesError(
            f"These are {len(rates):,} terms, and this figure shows {_MOST_TERMS} at most. Choose some, such as "
            f"rates.head({_MOST_TERMS})."
        )
    # Rounded, so that what is left of equal differences does not decide on the order.
    difference = (rates[[second]].mean(axis=1) - rates[[first]].mean(axis=1)).round(9)
    if sort:
        rates = rates.loc[difference.sort_values(ascending=False, kind="stable").index]
    with house_style():
        canvas, axes = new_canvas(1.7 + 0.45 * len(rates))
        draw_dumbbells(axes, rates, first, second)
        draw_key(axes, first, second)
        unit, _ = _unit(rates)
        counts = unit == _COUNTS
        axes.set_xlabel(unit if counts else f"{unit} of the article")
        title = _apart_title(rates, first, second)
        draw_title(canvas, title)
    caption = (
        f"Each mark is an article (circle: {first}, square: {second}); a number in a mark stands for as many articles "
        f"in one place. The bar joins the means of the articles' {'counts' if counts else 'rates'}."
    )
    if counts:
        caption += f" These are {_COUNTS}, however long it is: a long article has more of every word."
    alt = f"{title}. {rates_in_words(rates, first, second)}"
    return Figure(canvas, alt, caption, rates_table(rates, first, second))


def what_marks(corpus: Corpus, n: int = 6, *, names: bool = True) -> Figure:
    """The words that mark each era.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n : int, default 6
        Words an era, 20 at most.
    names : bool, default True
        Count names of people and places as what they are; False puts them aside first (`masking.masked`).

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras or no word that marks one, `n` is no whole number from 1 to 20, or names are to be
        put aside and corpus.toml has none.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> what_marks(load_corpus("seeds"), 2).alt
    '“obama” and “crimea” mark 2014, “invasion” and “nato” 2022. Words that mark 2014: obama: more in 2014, 6.5 per...'
    """
    n = whole(n, "n", most=_MOST_TERMS // 3)
    if not names:
        corpus = masked(corpus)
    groups = {name: terms for name, terms in word_groups(corpus, n).items() if name != SHARED}
    if not groups:
        raise TwoCrisesError("No word marks an era, so there is nothing to draw. Add articles.")
    rates = {name: rates_of_two_eras(count_terms(corpus, terms, per=1000))[2] for name, terms in groups.items()}
    pair = compare_eras(corpus)
    if not names:
        rates = {name: part.rename(index=office_names(corpus)) for name, part in rates.items()}
    title = marking_title({name: part.index.tolist() for name, part in rates.items()}, pair.first, pair.second)
    aside = "" if names else " Holders of an office count under the office, places under one term."
    caption = (
        f"{_marks_are(pair.first, pair.second)} Words that mark an era have the largest |T| of notebook 02; function "
        f"words are left out.{aside}"
    )
    return _in_panels(rates, pair.first, pair.second, title, caption)


def marking_title(groups: Mapping[str, Sequence[object]], first: str, second: str, n: int = 2) -> str:
    """Say which words mark which of two eras.

    Parameters
    ----------
    groups : mapping of str to sequence
        Some of what `word_groups` gives.
    first, second : str
        The eras.
    n : int, default 2
        Words to name of each.

    Returns
    -------
    str

    Examples
    --------
    >>> marking_title({"Words that mark 2014": ["kerry", "bases"], "Words that mark 2022": ["told"]}, "2014", "2022")
    '“kerry” and “bases” mark 2014, “told” 2022'
    """
    short = short_headings(first, second)
    parts: list[str] = []
    for name, terms in groups.items():
        named = [f"“{shortened(str(term), 24)}”" for term in terms[:n]]
        verb = "" if parts else " marks" if len(named) == 1 else " mark"
        parts.append(f"{listed(named, quote=False)}{verb} {short[name]}")
    return ", ".join(parts)


def office_names(corpus: Corpus) -> dict[str, str]:
    """Names for people of what `masked` counts: "[us president]" becomes "US president (office)".

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    dict of str to str
        Term -> name.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> office_names(load_corpus("seeds"))["[us president]"]
    'US president (office)'
    """
    offices = {f"[{holder.role.casefold()}]": f"{holder.role} (office)" for holder in corpus.config.roles}
    return {**offices, PLACE: "places", NOT_IN_OFFICE: "not in office", OFFICIAL: "officials (any office)"}


def what_is_shared(corpus: Corpus, n: int = 6) -> Figure:
    """What both eras share: words at like rates in every article, and the frames of corpus.toml.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n : int, default 6
        Words, 20 at most.

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras, shares no word and has no frame, or `n` is no whole number from 1 to 20.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> what_is_shared(load_corpus("seeds"), 2).alt
    'Both eras speak of ...; of troops more in 2014. Shared words: border: ...'
    """
    n = whole(n, "n", most=_MOST_TERMS // 3)
    pair = compare_eras(corpus)
    groups: dict[str, Sequence[str] | Mapping[str, Sequence[str]]] = {SHARED: word_groups(corpus, n).get(SHARED, [])}
    groups[FRAMES] = {name: list(words) for name, words in corpus.config.frames.items()}
    rates = {
        name: rates_of_two_eras(count_terms(corpus, terms, per=1000))[2] for name, terms in groups.items() if terms
    }
    rates = {name: part[(part > 0).any(axis=1)] for name, part in rates.items()}
    rates = {name: part for name, part in rates.items() if len(part)}
    if not rates:
        raise TwoCrisesError("No word is shared and no frame is found, so there is nothing to draw. Add articles.")
    title, everywhere = "No frame is found in both eras", "every article"
    if FRAMES in rates:
        inside = [(rates[FRAMES][[era]] > 0).any(axis=1).to_numpy() for era in (pair.first, pair.second)]
        if (both := rates[FRAMES].index[inside[0] & inside[1]]).size:
            title = f"Both {_no_era(('eras', 'sets', 'groups'), pair.first, pair.second)} speak of {_and(both)}"
            title += _more_of(rates[FRAMES].loc[both], pair.first, pair.second)
    if SHARED in rates:
        everywhere = everywhere if bool((rates[SHARED] != 0).all(axis=None)) else "nearly every article"
        if FRAMES not in rates:
            title = f"Both use {_and(rates[SHARED].index[:3])} alike"
    caption = (
        f"{_marks_are(pair.first, pair.second)} Shared words stand in {everywhere} at mean rates that differ by less "
        "than a fifth, and are spread most evenly. Frames are groups of words that corpus.toml lists; they were chosen "
        "after reading."
    )
    return _in_panels(rates, pair.first, pair.second, title, caption)


def _and(names: Iterable[object]) -> str:
    return listed([shortened(str(name), 24) for name in names], quote=False)


def _more_of(rates: pd.DataFrame, first: str, second: str) -> str:
    """Name the rows whose articles lie well apart, by the era that has more."""
    parts: list[str] = []
    for more, less in ((first, second), (second, first)):
        # One occurrence in two texts of nearly the same length is no gap that a title should speak of.
        above = [name for name in rates.index if rates.loc[name, more].min() > _GAP * rates.loc[name, less].max()]
        if above:
            parts.append(f"of {_and(above)} {'more' if not parts else ''} in {more}".replace("  ", " "))
    return f"; {', '.join(parts)}" if parts else ""


def _marks_are(first: str, second: str) -> str:
    return (
        f"Marks are articles (circle: {first}, square: {second}); a number stands for as many in one place; bars join "
        "the means."
    )


def _in_panels(rates: Mapping[str, pd.DataFrame], first: str, second: str, title: str, caption: str) -> Figure:
    """Draw a panel of dumbbells for each group, all on one scale."""
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 1.6 + sum(0.43 * len(part) + 0.5 for part in rates.values())))
        ratios = [len(part) + 0.6 for part in rates.values()]
        panels = np.atleast_1d(canvas.subplots(len(rates), 1, sharex=True, height_ratios=ratios))
        largest = max(float(np.nanmax(part.to_numpy(dtype=float))) for part in rates.values())
        for axes, (name, part) in zip(panels, rates.items(), strict=True):
            draw_dumbbells(axes, part, first, second, largest=largest)
            axes.set_title(
                name, fontsize=11, loc="left", pad=room_for_key(name, first, second) if axes is panels[0] else 8
            )
        draw_key(panels[0], first, second)
        panels[-1].set_xlabel("per 1,000 words of the article")
        draw_title(canvas, title)
    says = " ".join(
        f"{name}: {rates_in_words(part, first, second, most=3, alike=name == SHARED)}" for name, part in rates.items()
    )
    names = {SHARED: ("shared", "in both", "both"), FRAMES: ("frame", "group", "set")}
    short = short_headings(first, second) | {name: _no_era(own, first, second) for name, own in names.items()}
    tables = {short.get(name, name): rates_table(part, first, second) for name, part in rates.items()}
    data = pd.concat(tables, names=["group"]).reset_index("group").reset_index(drop=True)
    data.attrs = next(iter(tables.values())).attrs
    return Figure(canvas, f"{title}. {says}", caption, data)


def keyness_map(corpus: Corpus, *, n: int = 12) -> Figure:
    """Every word by how often it occurs and in which era more, with the names of those that mark an era or are shared.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n : int, default 12
        Words to name: so many for each era, and half as many that both share.

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras or no word that is frequent enough, or `n` is no whole number from 1 on.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> keyness_map(load_corpus("seeds"), n=3).alt
    'Frequent words differ less than rare ones...“obama” marks 2014 most: 9 times, log ratio −4.8...'
    """
    n = whole(n, "n")
    pair = compare_eras(corpus)
    words = _words_on_the_map(corpus, n)
    if words.empty:
        raise TwoCrisesError("No word is frequent enough to compare the eras by it. Add articles.")
    named = words[words["kind"] >= 0].sort_values(["place", "kind"])
    title, how_much = _map_title(words, pair.first, pair.second)
    with house_style():
        canvas, axes = new_canvas(6.2)
        draw_title(canvas, title)
        _draw_map(axes, words, pair.first, pair.second)
        colours = [*(colour for colour, _ in era_styles([pair.first, pair.second]).values()), INK]
        # Words in one place share a mark, so they share a label.
        labels = named.groupby(["count", "log_ratio", "kind"], sort=False)["term"].agg(list).reset_index()
        found = draw_labels(
            axes,
            labels[["count", "log_ratio"]].to_numpy(dtype=float),
            [wrapped(", ".join(terms), 24) for terms in labels["term"]],
            [colours[kind] for kind in labels["kind"]],
            marks=words[["count", "log_ratio"]].to_numpy(dtype=float),
        )
    missing = sum(len(terms) for terms, drawn in zip(labels["term"], found, strict=True) if not drawn)
    leading = named[named["place"] == 0]
    says = [
        f" “{term}” {'is shared' if kind == _SHARED else f'marks {group} most'}: {count(times, 'time')}, "
        f"log ratio {_one_decimal(ratio)}."
        for term, kind, group, times, ratio in zip(
            *(leading[name] for name in ("term", "kind", "group", "count", "log_ratio")), strict=True
        )
    ]
    top = words.iloc[int(words["count"].to_numpy().argmax())]
    alt = (
        f"{title}.{how_much}{''.join(says)} {count(len(words), 'word')} by how often they occur (to the right) and in "
        f"which era more (up: {pair.second}, down: {pair.first}). The most frequent, “{top['term']}”, "
        f"{count(int(top['count']), 'time')}, stands at {_one_decimal(top['log_ratio'])}."
    )
    left_out = f" {count(missing, 'name')} found no room." if missing else ""
    caption = (
        "Each mark is a word, pale where it has no name, and larger where several stand in one place. The log ratio is "
        f"0 at equal rates; +1 is twice the rate of {pair.first}, +2 four times. In an era where a word is absent it "
        "counts as about half a time, so that its log ratio stays finite. Named: the content words that mark "
        f"{pair.first} (circle) and {pair.second} (square) most, by |T|, and words that both share (cross).{left_out}"
    )
    # The named ones first, since a table is cut.
    data = words.assign(named=words["kind"] < 0).sort_values(["named", "kind", "place"], kind="stable")
    data = data[["term", "count", "log_ratio", "group"]].rename(columns={"group": "marks"}).reset_index(drop=True)
    data["marks"] = data["marks"].astype(object).where(data["marks"] != "", _NO_NAME)
    data.attrs["decimals"] = 1
    return Figure(canvas, alt, caption, data)


def word_groups(corpus: Corpus, n: int) -> dict[str, list[str]]:
    """Words that mark each era and words both share; groups without a word are left out.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n : int
        Words a group.

    Returns
    -------
    dict of str to list of str
        Heading of the group -> its words.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> word_groups(load_corpus("seeds"), 1)
    {'Words that mark 2014': ['obama'], 'Words that mark 2022': ['invasion'], 'Shared words': ['border']}
    """
    pair = compare_eras(corpus)
    marking, shared = marking_words(corpus, n), shared_words(corpus, n)
    groups = {
        _heading(pair.first): marking.loc[marking["t"] < 0, "term"].tolist(),
        _heading(pair.second): marking.loc[marking["t"] > 0, "term"].tolist(),
        SHARED: shared["term"].tolist(),
    }
    return {name: terms for name, terms in groups.items() if terms}


def rates_of_two_eras(rates: pd.DataFrame) -> tuple[str, str, pd.DataFrame]:
    """The first two eras of a table of rates, and their columns.

    Parameters
    ----------
    rates : pandas.DataFrame
        From ``count_terms(corpus, terms, per=1000)``.

    Returns
    -------
    first, second : str
        In order of time where the table says it (``rates.attrs``), else in the order of its columns. An era whose
        articles have no words is none.
    rates : pandas.DataFrame
        Without the columns of other eras.

    Raises
    ------
    TwoCrisesError
        If this is no such table, or has no terms, a term twice, or not two eras.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> rates_of_two_eras(count_terms(load_corpus("seeds"), "talks", per=1000))[:2]
    ('2014', '2022')
    """
    _check_rates(rates)
    of_column = rates.columns.get_level_values("era")
    known = of_column[rates.notna().any(axis=0).to_numpy()]
    present = [era for era in dict.fromkeys(known) if isinstance(era, str)]
    in_time = [era for era in rates.attrs.get("eras", ()) if era in present]
    eras = list(dict.fromkeys([*in_time, *present]))
    if len(eras) < 2:
        raise TwoCrisesError("This figure compares two eras, and these rates have fewer. See datasheet(corpus).")
    return eras[0], eras[1], rates[eras[:2]]


def draw_dumbbells(axes: Axes, rates: pd.DataFrame, first: str, second: str, *, largest: float | None = None) -> None:
    """Draw a row for each term: a mark for each article, a bar between the means of the eras.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    rates : pandas.DataFrame
        Of the two eras, with at least one term.
    first, second : str
        The eras.
    largest : float, optional
        Rate at the right end, where several panels share one scale; by default the largest of these rates.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.figures.style import new_canvas
    >>> _, axes = new_canvas(2)
    >>> rates = count_terms(load_corpus("seeds"), ["talks", "nato"], per=1000)
    >>> draw_dumbbells(axes, rates, "2014", "2022")
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['talks', 'nato']
    """
    largest = largest or float(np.nanmax(rates.to_numpy(dtype=float), initial=0)) or 1.0
    for row, term in enumerate(rates.index):
        means = [rates.loc[term, era].mean() for era in (first, second)]
        axes.plot(means, [row, row], color="#B9B9B9", linewidth=5, solid_capstyle="round", zorder=2)
        for side, era in ((-1, first), (1, second)):
            colour, marker = era_styles([first, second])[era]
            for group in in_one_place(rates.loc[term, era].to_numpy(dtype=float), largest):
                draw_mark(axes, (float(np.mean(group)), row + LANE * side), colour, marker, len(group))
    axes.set_yticks(range(len(rates)), [shortened(str(term), 30) for term in rates.index])
    axes.set_ylim(len(rates) - 0.45, -0.55)
    axes.set_xlim(-0.03 * largest, 1.08 * largest)
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(6))


def in_one_place(values: Floats, reach: float) -> list[list[float]]:
    """Take values together whose marks would cover each other; a mark of several is larger.

    Parameters
    ----------
    values : array of float
        Missing values are none.
    reach : float
        Value at the right end of the axis.

    Returns
    -------
    list of list of float
        In rising order.

    Examples
    --------
    >>> in_one_place(np.array([2.0, 9.0, 2.1, np.nan]), 10)
    [[2.0, 2.1], [9.0]]
    """
    groups = [[float(value)] for value in np.sort(values[~np.isnan(values)])]
    i = 0
    while i < len(groups) - 1:
        one, two = groups[i : i + 2]
        near = _NEAR[(len(one) > 1) + (len(two) > 1)] * reach
        if np.mean(two) - np.mean(one) < near:
            groups[i : i + 2] = [one + two]
            i = 0
        else:
            i += 1
    return groups


def draw_mark(axes: Axes, place: tuple[float, float], colour: str, marker: str, n: int = 1) -> None:
    """Draw the mark of an article; a larger one with a number where several lie in one place.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    place : tuple of two floats
        In the units of the axes.
    colour, marker : str
        From `style.era_styles`.
    n : int, default 1
        How many articles it stands for.

    Examples
    --------
    >>> _, axes = new_canvas(2)
    >>> draw_mark(axes, (0.5, 0.5), "black", "o", 3)
    >>> [text.get_text() for text in axes.texts]
    ['3']
    """
    size = 7 if n == 1 else max(13, 8 * len(str(n)))
    axes.plot(*place, marker=marker, color=colour, markersize=size, markeredgecolor="white", markeredgewidth=0.7,
              zorder=4 if n == 1 else 5, clip_on=False)  # fmt: skip
    if n > 1:
        axes.annotate(str(n), place, ha="center", va="center_baseline", fontsize=SMALL, color="white",
                      fontweight="bold", zorder=6, annotation_clip=False)  # fmt: skip


def draw_key(axes: Axes, first: str, second: str) -> None:
    """Name two eras above the right end of a panel, each beside its marker.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The panel.
    first, second : str
        The eras.

    Examples
    --------
    >>> from twocrises.figures.style import new_canvas
    >>> _, axes = new_canvas(2)
    >>> draw_key(axes, "2014", "2022")
    >>> [text.get_text() for text in axes.texts]
    ['2022', '2014']
    """
    figure = axes.get_figure()
    assert figure is not None
    right = -float(_KEY_EDGE)
    # From the right, since only the width of a name says where the next one ends.
    for era, (colour, marker) in reversed(era_styles([first, second]).items()):
        name = shortened(era, _KEY_LETTERS)
        text = axes.annotate(name, (1, 1), xycoords="axes fraction", xytext=(right, 6), textcoords="offset points",
                             ha="right", color=colour, fontweight="bold", annotation_clip=False)  # fmt: skip
        mark = right - Text.get_window_extent(text).width * 72 / figure.dpi - _KEY_MARK
        place = axes.transAxes + ScaledTranslation(mark / 72, 10 / 72, figure.dpi_scale_trans)
        axes.plot([1], [1], marker=marker, color=colour, markersize=7.5, transform=place, clip_on=False, zorder=6)
        right = mark - _KEY_GAP


def room_for_key(title: str, first: str, second: str) -> float:
    """How far above a panel its title stands, where the key of `draw_key` shares the place with it.

    Parameters
    ----------
    title : str
        To the left; of several lines the last counts.
    first, second : str
        The eras.

    Returns
    -------
    float
        In points: beside the key, or above it where both are too long for one line.

    Examples
    --------
    >>> room_for_key("Words that mark 2014", "2014", "2022")
    8.0
    >>> room_for_key("Words that mark before 2000", "before 2000", "since 2000")
    24.0
    """
    letters = [title.split("\n")[-1], *(shortened(era, _KEY_LETTERS) for era in (first, second))]
    return 24.0 if sum(map(len, letters)) > 32 else 8.0


def rates_in_words(rates: pd.DataFrame, first: str, second: str, most: int = 8, *, alike: bool = False) -> str:
    """Say how often terms occur in two eras, and whether their articles overlap.

    Parameters
    ----------
    rates : pandas.DataFrame
        Of the two eras; ``rates.attrs`` says for how many words they are, or that they are counts.
    first, second : str
        The eras.
    most : int, default 8
        Terms to name; of the others only their number is said.
    alike : bool, default False
        These were chosen because they hardly differ, so no direction is said.

    Returns
    -------
    str

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> rates_in_words(count_terms(load_corpus("seeds"), ["crimea"], per=1000), "2014", "2022")
    'crimea: more in 2014, 5.7 per 1,000 words against 0.5 in 2022, without overlap.'
    """
    unit, decimals = _unit(rates)
    parts = []
    for i, term in enumerate(rates.index[:most]):
        a, b = rates.loc[term, first], rates.loc[term, second]
        if alike and not np.isclose(a.mean(), b.mean()):
            one, two = (f"{part.mean():,.{decimals}f}" for part in (a, b))
            parts.append(f"{term}: much the same, {one}{'' if i else f' {unit}'} in {first} and {two} in {second}")
            continue
        parts.append(
            more_in(
                str(term), (a.mean(), b.mean()), (first, second), lambda value: f"{value:,.{decimals}f}",
                # Said once: a listener remembers it.
                unit="" if i else unit, apart=all_above(a, b) or all_above(b, a),
            )
        )  # fmt: skip
    more = f" And {count(len(rates) - most, 'more word')}." if len(rates) > most else ""
    return "; ".join(parts) + "." + more


def rates_table(rates: pd.DataFrame, first: str, second: str, name: str = "term") -> pd.DataFrame:
    """What dumbbells show, as a table that one can read: the means of two eras, and the articles.

    Parameters
    ----------
    rates : pandas.DataFrame
        Of the two eras.
    first, second : str
        The eras.
    name : str, default "term"
        What a row is.

    Returns
    -------
    pandas.DataFrame
        A column an article where these are few, else the lowest and the highest of each era.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> rates = count_terms(load_corpus("seeds"), ["crimea"], per=1000)
    >>> rates_table(rates, "2014", "2022").iloc[0, 1:4].astype(float).round(1).tolist()
    [5.7, 0.5, 5.8]
    """
    columns: dict[str, pd.Series] = {f"mean of {era}": rates[[era]].mean(axis=1) for era in (first, second)}
    if rates.shape[1] <= _MOST_ARTICLES:
        columns |= {str(column[1]): rates.iloc[:, i] for i, column in enumerate(rates.columns)}
    else:
        columns |= {f"lowest of {era}": rates[[era]].min(axis=1) for era in (first, second)}
        columns |= {f"highest of {era}": rates[[era]].max(axis=1) for era in (first, second)}
    table = pd.DataFrame({label: column.to_numpy() for label, column in columns.items()})
    table.insert(0, name, rates.index.astype(str))
    unit, decimals = _unit(rates)
    table.attrs = {"decimals": decimals, "unit": unit}
    return table


def short_headings(first: str, second: str) -> dict[str, str]:
    """Shorten the headings of `word_groups` to the era, or to a word for both that is the name of neither.

    Parameters
    ----------
    first, second : str
        The eras.

    Returns
    -------
    dict of str to str
        Heading -> its short form.

    Examples
    --------
    >>> list(short_headings("2014", "2022").values()), list(short_headings("one", "both").values())
    (['2014', '2022', 'both'], ['one', 'both', 'shared'])
    """
    return {
        **{_heading(era): era for era in (first, second)},
        SHARED: _no_era(("both", "shared", "in both"), first, second),
    }


def _heading(era: str) -> str:
    return f"Words that mark {era}"


def _no_era(names: Sequence[str], first: str, second: str) -> str:
    """Give the first of three names or more that is not the name of an era."""
    return next(name for name in names if name not in (first, second))


def _check_rates(rates: pd.DataFrame) -> None:
    """Refuse what is no table of terms in rows and articles in columns."""
    if not isinstance(rates, pd.DataFrame):
        raise TwoCrisesError(f"rates is {shown(rates)}. {_GIVE}")
    if list(rates.columns.names) == ["era", "rate"]:
        raise TwoCrisesError(f"This is a table of rates_by_era, which has no articles to draw. {_GIVE}")
    if list(rates.columns.names) != ["era", "article"] or rates.index.nlevels > 1:
        raise TwoCrisesError(f"This table does not have a row a term, and columns of era and article. {_GIVE}")
    if rates.empty:
        raise TwoCrisesError("There is no term to draw. Ask count_terms for at least one.")
    numbers = all(map(pd.api.types.is_numeric_dtype, rates.dtypes))
    if not numbers or np.isinf(rates.to_numpy(dtype=float)).any():
        raise TwoCrisesError(f"This table holds something else than numbers. {_GIVE}")
    if not rates.index.is_unique:
        twice = str(rates.index[rates.index.duplicated()][0])
        raise TwoCrisesError(f"The term “{shortened(twice)}” has more than one row. Give each term once.")


def _unit(rates: pd.DataFrame) -> tuple[str, int]:
    """Say what the numbers of a table are, and with how many decimals to write them."""
    # A table that a user has changed may no longer say it; whole numbers are counts.
    whole_numbers = all(map(pd.api.types.is_integer_dtype, rates.dtypes))
    per = rates.attrs.get("per", None if whole_numbers else 1000)
    if per is None:
        return _COUNTS, 1
    decimals = 1 + max(0, int(np.ceil(np.log10(1000 / per))))
    return ("per word" if per == 1 else f"per {per:,} words".replace(".0 words", " words")), decimals


def _apart_title(rates: pd.DataFrame, first: str, second: str) -> str:
    parts = []
    for era, other in ((second, first), (first, second)):
        terms = [term for term in rates.index if all_above(rates.loc[term, era], rates.loc[term, other])]
        if terms:
            more = [f"{len(terms) - 3} more"] if len(terms) > 3 else []
            named = listed([*(f"“{term}”" for term in terms[:3]), *more], quote=False)
            parts.append(f"more {named} in every {era} article")
    if not parts:
        return f"None of these words separates {first} from {second}"
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _words_on_the_map(corpus: Corpus, n: int) -> pd.DataFrame:
    """Give count and log ratio of each word of `keyness`, and to the named ones their group and their place in it.

    `kind` says the same as `group`, whatever the eras are called.
    """
    pair, words = compare_eras(corpus), keyness(corpus)
    groups = word_groups(corpus, n) if len(words) else {}
    kinds = [_heading(pair.first), _heading(pair.second), SHARED]
    named = {
        term: (kinds.index(name), place)
        for name, terms in groups.items()
        for place, term in enumerate(terms[: max(n // 2, 1)] if name == SHARED else terms)
    }
    found = np.array([named.get(term, (-1, -1)) for term in words["term"]], dtype=int).reshape(-1, 2)
    names = [pair.first, pair.second, _no_era((SHARED, "Words of both", "both"), pair.first, pair.second), ""]
    total = words[f"count_{pair.first}"] + words[f"count_{pair.second}"]
    frame = pd.DataFrame({"term": words["term"], "count": total, "log_ratio": words["log_ratio"]})
    # What is left of equal rates after rounding is no difference.
    frame["log_ratio"] = frame["log_ratio"].where(frame["log_ratio"].abs() > 1e-9, 0.0)
    return frame.assign(group=[names[kind] for kind in found[:, 0]], kind=found[:, 0], place=found[:, 1])


def _draw_map(axes: Axes, words: pd.DataFrame, first: str, second: str) -> None:
    """Draw words by count and log ratio: pale marks, and strong ones for those that get a name."""
    styles = era_styles([first, second])
    side = np.sign(words["log_ratio"].to_numpy())
    plain = (words["kind"] < 0).to_numpy()
    for sign, (colour, marker) in zip((-1, 1, 0), [*styles.values(), NO_ERA], strict=True):
        places = words[plain & (side == sign)].groupby(["count", "log_ratio"]).size()
        count_, ratio = (places.index.get_level_values(i) for i in range(2))
        size = 14 * np.sqrt(places.to_numpy(dtype=float)).clip(max=4)
        axes.scatter(count_, ratio, s=size, color=colour, marker=marker, alpha=0.35, linewidth=0)
    for kind, (colour, marker) in enumerate([*styles.values(), (INK, "P")]):
        own = words[words["kind"] == kind]
        axes.scatter(own["count"], own["log_ratio"], s=42, color=colour, marker=marker, edgecolor="white",
                     linewidth=0.6, zorder=4)  # fmt: skip
    low, high = min(float(words["log_ratio"].min()), -1.0), max(float(words["log_ratio"].max()), 1.0)
    fewest, most = int(words["count"].min()), int(words["count"].max())
    axes.axhline(0, color="#8a8a8a", linewidth=0.8, zorder=1)
    axes.set_xscale("log")
    # Room above and below for the names of the eras.
    axes.set_ylim(low - 0.1 * (high - low), high + 0.1 * (high - low))
    axes.set_xlim(fewest / 1.25, most * 1.25)
    plain_ticks(axes.xaxis, fewest, most)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _one_decimal(value).removesuffix(".0")))
    axes.grid(visible=True, axis="both")
    axes.set_xlabel("how often the word occurs in both eras (logarithmic)")
    axes.set_ylabel("log ratio (one step: twice as frequent)")
    figure = axes.get_figure()
    assert figure is not None
    for up, (name, (colour, marker)) in enumerate(styles.items()):
        text = axes.annotate(f"more in {name}", (1, up), xycoords="axes fraction", xytext=(-4, -5 if up else 5),
                             textcoords="offset points", ha="right", va="top" if up else "bottom", color=colour,
                             fontweight="bold")  # fmt: skip
        axes.annotate(_MARKS[marker], (0, 0.5), xycoords=text, xytext=(-4, 0), textcoords="offset points", ha="right",
                      va="center", color=colour, fontsize=9.5)  # fmt: skip


def _map_title(words: pd.DataFrame, first: str, second: str) -> tuple[str, str]:
    """Say whether frequent words differ less than rare ones, as they mostly do, and by how much.

    Of few words, say which mark an era.
    """
    if not words["log_ratio"].any():
        return f"No word is more frequent in {first} or in {second}", ""
    limit = int(words["count"].nlargest(max(len(words) // 10, 1)).iloc[-1])
    frequent = words["count"] >= limit
    if len(words) >= _ENOUGH and not frequent.all():
        one, two = (float(words.loc[part, "log_ratio"].abs().median()) for part in (frequent, ~frequent))
        less = "as much as" if f"{one:.1f}" == f"{two:.1f}" else "less than" if one < two else "more than"
        says = (
            f" Half of the {frequent.sum():,} words that occur {limit:,} times or more lie at least {one:.1f} from 0, "
            f"half of the others at least {two:.1f}."
        )
        return f"Frequent words differ {less} rare ones between {first} and {second}", says
    leading = words[(words["place"] == 0) & (words["kind"] != _SHARED)]
    parts = [f"“{term}” marks {group}" for term, group in zip(leading["term"], leading["group"], strict=True)]
    return listed(parts, quote=False) if parts else f"No word marks {first} or {second}", ""


def _one_decimal(number: float) -> str:
    """Write a log ratio with its sign; nothing is neither positive nor negative."""
    text = f"{number:+.1f}".replace("-", "−")
    return text[1:] if text[1:] == "0.0" else text
