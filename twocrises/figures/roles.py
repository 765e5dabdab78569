"""Figures of offices in two eras: how often each is named, by whom it was held, and which are named together."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from twocrises.checks import whole
from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.figures.style import (
    MUTED,
    Figure,
    all_above,
    draw_title,
    era_styles,
    house_style,
    letters_on,
    more_in,
    new_canvas,
    wrapped,
)
from twocrises.figures.words import draw_dumbbells, draw_key, rates_in_words, rates_table
from twocrises.keyness import Comparison, compare_eras
from twocrises.masking import family_name, people_named
from twocrises.measures import Floats
from twocrises.roles import most_together, named_together, office_holders, office_rates
from twocrises.roles import roles as roles_by_era
from twocrises.wording import count, listed, shortened

# Rows and columns that can still be read.
_MOST_OFFICES, _MOST_PAIRED = 30, 12
_LETTERS = 28
_MARKS = {"o": "●", "s": "■"}
_SAID = 5


def roles(corpus: Corpus, n: int = 10) -> Figure:
    """How often holders of an office are named: a mark for each article, a bar between the means of the eras.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`; its first two eras are compared.
    n : int, default 10
        Offices to draw, those first that are named most often in both eras together; 30 at most.

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras, nobody in office is named in them, or `n` is no whole number from 1 to 30.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> roles(load_corpus("seeds"), 1).alt
    'None of these offices separates 2014 from 2022. Russian president (Putin): more in 2014, 7.8 per 1,000 words...'
    """
    n = whole(n, "n", most=_MOST_OFFICES)
    pair = compare_eras(corpus)
    with house_style():
        canvas, axes = new_canvas(1.5 + 0.52 * len(named_offices(corpus, n)))
        rates = draw_roles(axes, corpus, n)
        title = roles_title(rates, pair.first, pair.second)
        draw_title(canvas, title)
    named = rates.rename(index={office: f"{office} ({_names(corpus, pair, office, ', ')})" for office in rates.index})
    more = f" Drawn are {count(len(rates), 'office')}." if len(rates) > _SAID else ""
    alt = f"{title}. {rates_in_words(named.head(_SAID), pair.first, pair.second)}{more}"
    caption = (
        f"Each mark is an article (circle: {pair.first}, square: {pair.second}); a number in a mark stands for as many "
        f"articles in one place. The bar joins the means of the articles' rates. A name counts for the office held on "
        f"the day of the article. {_unnamed(corpus, pair)}"
    )
    return Figure(canvas, alt, caption, rates_table(rates, pair.first, pair.second, "office"))


def draw_roles(axes: Axes, corpus: Corpus, n: int) -> pd.DataFrame:
    r"""Draw how often offices are named, with the names of their holders.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw; half an inch a row is enough.
    corpus : Corpus
        From `load_corpus`.
    n : int
        Offices to draw.

    Returns
    -------
    pandas.DataFrame
        The rates drawn: a row an office, a column an article, as `count_terms` gives them.

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras, or nobody in office is named in them.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.figures.style import new_canvas
    >>> _, axes = new_canvas(2)
    >>> rates = draw_roles(axes, load_corpus("seeds"), 2)
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['Russian president\nPutin', 'US president\nObama | Biden']
    """
    pair, offices = compare_eras(corpus), named_offices(corpus, n)
    if not offices:
        raise TwoCrisesError(
            f"No holder of an office is named in the articles of {pair.first} and {pair.second}, so there is nothing "
            f"to draw. Write the offices into [roles] of {corpus.config.file}."
        )
    rates = role_rates(corpus, offices)
    draw_dumbbells(axes, rates, pair.first, pair.second)
    draw_key(axes, pair.first, pair.second)
    labels = [f"{_two_lines(office)}\n{shortened(_names(corpus, pair, office), _LETTERS)}" for office in rates.index]
    axes.set_yticks(range(len(rates)), labels, fontsize=9.5, linespacing=1.1)
    axes.set_xlabel("times named per 1,000 words of the article")
    return rates


def role_rates(corpus: Corpus, offices: list[str]) -> pd.DataFrame:
    """Rates of some offices in the articles of the two eras, as `draw_dumbbells` takes them.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    offices : list of str
        From `named_offices`.

    Returns
    -------
    pandas.DataFrame
        A row an office, a column an article (era, label); ``attrs`` says that rates are per 1,000 words.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> role_rates(load_corpus("seeds"), ["US president"])["2022"].round(1).values.tolist()
    [[0.0, 1.4, 2.3]]
    """
    pair = compare_eras(corpus)
    rates = office_rates(corpus).loc[offices, pair.articles["article"].astype(object)]
    rates.columns = pd.MultiIndex.from_arrays(
        [pair.articles["era"].astype(object), pair.articles["label"].astype(object)], names=["era", "article"]
    )
    rates.attrs = {"eras": [pair.first, pair.second], "per": 1000}
    return rates


def named_offices(corpus: Corpus, n: int) -> list[str]:
    """The offices that are named most often in both eras together.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n : int
        How many at most.

    Returns
    -------
    list of str
        The most frequent first; those of the same number in the order of corpus.toml. None where nobody in office is
        named.

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> named_offices(load_corpus("seeds"), 3)
    ['Russian president', 'US president', 'US secretary of state']
    """
    pair = compare_eras(corpus)
    found = people_named(corpus)
    found = found[found["article"].isin(pair.articles["article"])]
    times = found["role"].dropna().astype(str).value_counts()
    order = [office for office in dict.fromkeys(holder.role for holder in corpus.config.roles) if office in times.index]
    return sorted(order, key=lambda office: -int(times[office]))[:n]


def roles_title(rates: pd.DataFrame, first: str, second: str) -> str:
    """Say which offices every article of one era names more often than every article of the other.

    Parameters
    ----------
    rates : pandas.DataFrame
        From `draw_roles`.
    first, second : str
        The eras.

    Returns
    -------
    str

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> roles_title(role_rates(load_corpus("seeds"), ["US president"]), "2014", "2022")
    'Every 2014 article names the US president more often than any 2022 one'
    """
    parts = []
    for era, other in ((first, second), (second, first)):
        offices = [office for office in rates.index if all_above(rates.loc[office, era], rates.loc[office, other])]
        if offices:
            first_of = offices[:2] if len(offices) == 2 else offices[:1]
            more = [f"{len(offices) - 1} other offices"] if len(offices) > 2 else []
            named = listed([*(f"the {shortened(office, 40)}" for office in first_of), *more], quote=False)
            parts.append(f"every {era} article names {named} more often")
    if len(parts) == 1:
        parts[0] += f" than any {second if parts[0].startswith(f'every {first} ') else first} one"
    if parts:
        text = "; ".join(parts)
        return text[:1].upper() + text[1:]
    a, b = (rates[era].to_numpy(dtype=float).mean(axis=1) for era in (first, second))
    if np.isclose(a, b).all():
        return f"These offices are named as often in {first} as in {second}"
    return f"None of these offices separates {first} from {second}"


def together(corpus: Corpus, n: int = 9) -> Figure:
    """Which offices are named in one sentence: a matrix, below its diagonal the first era, above it the second.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`; its first two eras are compared.
    n : int, default 9
        Offices to draw, those first that share most sentences with others in both eras; 12 at most.

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras, no sentence of them names two offices, or `n` is no whole number from 2 to 12.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> together(load_corpus("seeds")).data.iloc[:, 2:].sum().tolist()
    [10, 8]
    """
    n = whole(n, "n", least=2, most=_MOST_PAIRED)
    pair = compare_eras(corpus)
    pairs = named_together(corpus)
    pairs = pairs[pairs["era"].isin([pair.first, pair.second])].reset_index(drop=True)
    if pairs.empty:
        raise TwoCrisesError(
            f"No sentence of {pair.first} or {pair.second} names holders of two offices, so there is nothing to draw."
            f" See named(corpus)."
        )
    offices = _paired(corpus, pairs, n)
    matrix = np.zeros((len(offices), len(offices)), dtype=int)
    place = {office: i for i, office in enumerate(offices)}
    drawn = pairs[pairs["first"].isin(offices) & pairs["second"].isin(offices)]
    for one, two, era, times in zip(*(drawn[c] for c in ("first", "second", "era", "sentences")), strict=True):
        low, high = sorted((place[one], place[two]))
        matrix[(high, low) if era == pair.first else (low, high)] = times
    title = together_title(corpus, pair)
    with house_style():
        canvas, axes = new_canvas(1.3 + 0.36 * len(offices))
        _draw_matrix(axes, matrix, offices, pair)
        draw_title(canvas, title)
    tops = [_top_in_words(corpus, era) for era in (pair.first, pair.second)]
    in_era = [pairs[pairs["era"] == era] for era in (pair.first, pair.second)]
    both = int(pairs.duplicated(["first", "second"]).sum())
    sizes = [float(len(own)) for own in in_era]
    alt = (
        f"{title}. {more_in('Pairs of offices', sizes, (pair.first, pair.second), '{:,.0f}'.format)}. Matrix of "
        f"{count(len(offices), 'office')}: in how many sentences holders of two are named. Below the diagonal "
        f"{pair.first}: {tops[0]}. Above it {pair.second}: {tops[1]}. {_pairs_in_words(both)} "
        f"{'stands' if both == 1 else 'stand'} in both."
    )
    left_out = len(pairs) - len(drawn)
    caption = (
        f"A number is a number of sentences: below the diagonal those of {pair.first}, above it those of "
        f"{pair.second}; an empty cell is none. Sentences are counted, so long articles count more. The columns are "
        "the offices of the rows, by their numbers. A name counts for the office held on the day of the article."
        + (
            f" {count(left_out, 'pair')} of other offices {'is' if left_out == 1 else 'are'} not drawn."
            if left_out
            else ""
        )
    )
    return Figure(canvas, alt, caption, _pairs_table(pairs, pair))


def _pairs_in_words(n: int) -> str:
    """At the beginning of a sentence a small number is a word."""
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return count(n, "pair") if n >= len(words) else f"{words[n]} pair{'' if n == 1 else 's'}"


def _pairs_table(pairs: pd.DataFrame, pair: Comparison) -> pd.DataFrame:
    """A row a pair of offices: sentences that name both, in each era."""
    keys = ["first", "second"]
    table = pairs.pivot_table(
        index=keys, columns="era", values="sentences", aggfunc="sum", observed=True, fill_value=0, sort=False
    )
    table = table.reindex(columns=[pair.first, pair.second], fill_value=0)
    table.columns = pd.Index([f"sentences of {era}" for era in (pair.first, pair.second)])
    return table.reset_index().rename(columns={"first": "one office", "second": "the other"})


def together_title(corpus: Corpus, pair: Comparison) -> str:
    """Say which offices are named in one sentence most often, in each of two eras.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    pair : Comparison
        The eras.

    Returns
    -------
    str

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> together_title(seeds, compare_eras(seeds))
    'Most often in one sentence: 4 pairs in 2014, Ukrainian president and German chancellor in 2022'
    """
    tops = [most_together(corpus, era)[0] for era in (pair.first, pair.second)]
    if tops[0] == tops[1] and len(tops[0]) == 1:
        return f"{_joined(tops[0][0])} are named together most often in {pair.first} and in {pair.second}"
    parts = []
    for era, top in zip((pair.first, pair.second), tops, strict=True):
        what = _joined(top[0]) if len(top) == 1 else f"{len(top):,} pairs" if top else "none"
        parts.append(f"{what} in {era}")
    return f"Most often in one sentence: {', '.join(parts)}"


def _joined(offices: tuple[str, str]) -> str:
    return " and ".join(shortened(office, 40) for office in offices)


def _top_in_words(corpus: Corpus, era: str) -> str:
    top, sentences = most_together(corpus, era)
    if not top:
        return "none"
    more = f" and {len(top) - 2} more pairs" if len(top) > 3 else ""
    shown = top[:2] if more else top
    each = " each" if len(top) > 1 else ""
    return f"{', '.join(' with '.join(offices) for offices in shown)}{more}, {count(sentences, 'sentence')}{each}"


def _paired(corpus: Corpus, pairs: pd.DataFrame, n: int) -> list[str]:
    """Choose the offices that share most sentences with others, in the order of corpus.toml."""
    order = list(dict.fromkeys(holder.role for holder in corpus.config.roles))
    shared = pd.concat([pairs.set_index("first")["sentences"], pairs.set_index("second")["sentences"]])
    total = shared.groupby(level=0).sum()
    chosen = sorted(total.index, key=lambda office: (-total[office], order.index(office)))[:n]
    return [office for office in order if office in set(chosen)]


def _draw_matrix(axes: Axes, matrix: Floats, offices: list[str], pair: Comparison) -> None:
    """Draw the cells, darker where there are more sentences, each triangle in the colour of its era."""
    n, most = len(offices), max(int(matrix.max()), 1)
    styles = era_styles([pair.first, pair.second])
    shades = {era: LinearSegmentedColormap.from_list(era, ["#FFFFFF", colour]) for era, (colour, _) in styles.items()}
    for row in range(n):
        for column in range(n):
            if row == column:
                axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor="#E4E4E4", edgecolor="white"))
                axes.text(column, row, str(row + 1), ha="center", va="center_baseline", color=MUTED, fontsize=9.5)
                continue
            value = int(matrix[row, column])
            # Of few sentences one is pale, and still more than none.
            dark = 0.18 + 0.82 * value / most if value else 0.0
            era = pair.first if row > column else pair.second
            fill = shades[era](dark)
            axes.add_patch(
                Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=fill, edgecolor="#D0D0D0", linewidth=0.6)
            )
            if value:
                axes.text(column, row, f"{value:,}", ha="center", va="center_baseline", fontweight="bold",
                          color=letters_on(fill), fontsize=10.5 if value < 1000 else 9.5)  # fmt: skip
    axes.set_xlim(-0.5, n - 0.5)
    axes.set_ylim(n - 0.5, -0.5)
    axes.set_yticks(range(n), [f"{shortened(office, 34)}  {i + 1}" for i, office in enumerate(offices)], fontsize=9.5)
    axes.set_xticks(range(n), [str(i + 1) for i in range(n)], fontsize=9.5)
    axes.xaxis.tick_top()
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    # Each beside its triangle: the first era at the bottom left, the second at the top right.
    for (era, (colour, marker)), (where, x, y, up) in zip(
        styles.items(), (("below", 0, 0, -6), ("above", 1, 1, 22)), strict=True
    ):
        axes.annotate(f"{_MARKS[marker]} {shortened(era, 24)}: {where} the diagonal", (x, y), xytext=(0, up),
                      xycoords="axes fraction", textcoords="offset points", ha="right" if x else "left",
                      va="bottom" if y else "top", color=colour, fontweight="bold", annotation_clip=False)  # fmt: skip


def _two_lines(office: str) -> str:
    """Break the name of an office, and cut what does not stand in two lines."""
    lines = wrapped(office, _LETTERS).split("\n")
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1][: _LETTERS - 1]}…"]
    return "\n".join(shortened(line, _LETTERS) for line in lines)


def _names(corpus: Corpus, pair: Comparison, office: str, between: str = " | ") -> str:
    """Family names of the holders of an office in both eras; one name where they are the same."""
    held = office_holders(corpus)
    parts = []
    for era in (pair.first, pair.second):
        names = list(dict.fromkeys(family_name(term.name) for term in held[office, era]))
        more = f" and {len(names) - 2} more" if len(names) > 2 else ""
        parts.append(("/".join(names[:2]) + more) or "nobody known")
    return parts[0] if parts[0] == parts[1] else between.join(parts)


def _unnamed(corpus: Corpus, pair: Comparison) -> str:
    """Say for how many offices nobody is named."""
    frame = roles_by_era(corpus)
    parts = []
    for era in (pair.first, pair.second):
        own = frame[(frame["era"] == era) & (frame["holders"] != "")]
        parts.append(f"{int((own['named'] == 0).sum())} of {count(len(own), 'office')} with a known holder in {era}")
    return f"Nobody is named for {parts[0]} and {parts[1]}."
