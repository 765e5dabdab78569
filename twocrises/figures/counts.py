"""Figures of counts: where terms stand, how counts fall with the rank, and how a vocabulary grows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import ScaledTranslation

from twocrises.checks import texts
from twocrises.corpus import Corpus, evenly
from twocrises.errors import TwoCrisesError
from twocrises.figures.labels import draw_labels
from twocrises.figures.style import (
    INK,
    MOST_ROWS,
    MUTED,
    NO_ERA,
    WIDTH,
    Figure,
    article_label,
    draw_title,
    house_style,
    looks,
    new_canvas,
    plain_ticks,
    sample_note,
    wrapped,
)
from twocrises.figures.words import draw_key, room_for_key
from twocrises.frequency import content_terms, find_terms, rank_frequency
from twocrises.frequency import vocabulary_growth as growth_of_vocabulary
from twocrises.measures import dispersion
from twocrises.wording import count, listed, percent, shortened

# A figure with more panels than these is no longer read.
_MOST_PANELS = 4
# Up to how many rows the label of an article may take two lines, and up to how many articles each is named or marked.
_MOST_BROKEN, _MOST_NAMED, _MOST_MARKED = 8, 12, 100
_MOST_POINTS = 2_000
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip


def dispersion_plot(corpus: Corpus, terms: Sequence[str] | str) -> Figure:
    """Where in each article some terms stand.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    terms : sequence of str, or str
        One to four words, or several words in a row ("prime minister").

    Returns
    -------
    Figure
        A panel a term, a row an article; of a larger corpus, 24 articles evenly spread over its order in time.

    Raises
    ------
    TwoCrisesError
        If there are no terms or more than four, one is no text, or none of them occurs.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> dispersion_plot(load_corpus("seeds"), "nato").alt
    'One article holds 13 of 30 places of “nato”. “nato”: 30 times in 5 of 5 articles, DPnorm 0.43, most often (13)...'
    """
    terms = list(dict.fromkeys(" ".join(term.split()) for term in texts(terms, "terms")))
    if not 1 <= len(terms) <= _MOST_PANELS:
        raise TwoCrisesError(f"This figure shows 1 to {_MOST_PANELS} terms, and these are {len(terms)}.")
    hits = {term: find_terms(corpus, term)[0] for term in terms}
    if not any(map(len, hits.values())):
        raise TwoCrisesError(
            f"The corpus has no {listed([f'“{term}”' for term in terms], quote=False)}, so there is nothing to draw. "
            "Check the spelling, or see count_terms."
        )
    places = _places_of_hits(corpus, hits)
    drawn = evenly(corpus.articles, MOST_ROWS)
    title = _spread_title(places)
    eras = [era for era in looks(corpus) if (drawn["era"] == era).any()]
    keyed = len(eras) == 2
    with house_style():
        long = any(len(label) > 20 for label in drawn["label"])
        row = 0.2 if len(drawn) > _MOST_BROKEN else 0.42 if long else 0.3
        canvas = Canvas(figsize=(WIDTH, 1.3 + len(terms) * (0.5 + row * len(drawn))))
        panels = np.atleast_1d(canvas.subplots(len(terms), 1, sharex=True))
        for axes, (term, found) in zip(panels, places.items(), strict=True):
            _draw_places(axes, corpus, drawn, found)
            spread = "" if np.isnan(found.spread) else f": DPnorm {found.spread:.2f}"
            name = wrapped(f"“{shortened(term, 60)}”{spread}", 32)
            # The key of the eras stands above the first panel; a long name goes above it.
            with_key = keyed and axes is panels[0]
            axes.set_title(name, fontsize=11, loc="left", pad=room_for_key(name, *eras) if with_key else 8)
        if keyed:
            draw_key(panels[0], *eras)
        panels[-1].set_xlabel("words from the beginning of the article")
        draw_title(canvas, title)
    n_articles = int((corpus.articles["n_words"] > 0).sum())
    caption = (
        "A line is an article, as long as it has words; a stroke is a place of the term, the number at the end their "
        f"sum. DPnorm: 0 where the term is spread over {'all' if n_articles < len(corpus.source) else 'the'} "
        f"{count(n_articles, 'article')} as their words are, 1 where it stands in the smallest only."
        f"{sample_note(len(drawn), len(corpus.source))}"
    )
    data = pd.DataFrame({f"“{term}”": found.counts.to_numpy() for term, found in places.items()})
    data.insert(0, "article", corpus.articles["label"].astype(object).to_numpy())
    data.insert(1, "era", corpus.articles["era"].astype(object).to_numpy())
    return Figure(canvas, f"{title}. {_places_in_words(corpus, places)}", caption, data)


def zipf(corpus: Corpus) -> Figure:
    """Every word by its rank and its count, both on logarithmic scales.

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
        If the corpus has no words.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> zipf(load_corpus("seeds")).canvas.get_suptitle()
    '6 in 10 different words occur only once'
    """
    words = rank_frequency(corpus)
    if words.empty:
        raise TwoCrisesError("This corpus has no words, so there is nothing to draw. See datasheet(corpus).")
    n, top = len(words), words.iloc[0]
    chosen = np.arange(n)
    if n > _MOST_POINTS:
        chosen = np.unique(np.geomspace(1, n, _MOST_POINTS).round().astype(int)) - 1
    drawn = words.iloc[chosen]
    once = int((words["count"] == 1).sum())
    title = _once_title(once, n)
    content = words[content_terms(words["term"])]
    named = pd.concat([words.head(2), content.head(3)]).drop_duplicates("term")
    with house_style():
        canvas, axes = new_canvas(4.2)
        draw_title(canvas, title)
        axes.set(xscale="log", yscale="log", xlim=(0.8, 1.25 * max(n, 2)), ylim=(0.7, 1.6 * float(top["count"])))
        # Through the middle of the scale: of the first few ranks the law says too much, of the last whole steps little.
        middle = float(np.sqrt(n))
        product = float(middle * np.interp(middle, words["rank"], words["count"]))
        begin, end = max(1.0, product / (1.6 * float(top["count"]))), float(min(n, product / 0.7))
        axes.plot([begin, end], [product / begin, product / end], color="#A63A1E", linestyle=(0, (5, 4)), linewidth=1)
        axes.plot(drawn["rank"], drawn["count"], "o", color="#3E5C76", markersize=4, markeredgewidth=0, alpha=0.7)
        plain_ticks(axes.xaxis, 1, n)
        plain_ticks(axes.yaxis, 1, int(top["count"]))
        axes.grid(visible=True, axis="both")
        axes.annotate("half as often\nat twice the rank", (middle, product / middle), xytext=(-10, -8), va="top",
                      textcoords="offset points", ha="right", color="#A63A1E", fontsize=9.5)  # fmt: skip
        axes.set_xlabel("rank of the word")
        axes.set_ylabel("how often it occurs")
        line = np.geomspace(begin, end, 100)
        points = np.vstack([drawn[["rank", "count"]], np.column_stack([line, product / line])])
        draw_labels(axes, named[["rank", "count"]].to_numpy(dtype=float), named["term"].tolist(), [INK] * len(named),
                    marks=points, radius=2.5)  # fmt: skip
    tenth, last = words.iloc[min(n, 10) - 1], words.iloc[-1]
    end_of_it = f"“{last['term']}”, {count(int(last['count']), 'time')}"
    if once:
        end_of_it = f"{count(once, 'word')} that {'occurs' if once == 1 else 'occur'} once"
    alt = (
        f"{title}. {count(n, 'different word')} in order of frequency, from “{top['term']}”, "
        f"{count(int(top['count']), 'time')}, down to {end_of_it}. The dashed line falls as one over the rank: "
        f"at rank {tenth['rank']} it has {product / tenth['rank']:.0f}, and the word there, "
        f"“{tenth['term']}”, {tenth['count']:,}."
    )
    caption = (
        "Each point is a word; both scales are logarithmic. The dashed line is Zipf's: half as often at twice the "
        "rank, drawn through the middle of the scale. The first few words usually lie below it."
        f"{f' Drawn are {len(drawn):,} of {n:,} words, evenly spread over the scale.' if len(drawn) < n else ''}"
    )
    return Figure(canvas, alt, caption, _some_ranks(words))


def _some_ranks(words: pd.DataFrame) -> pd.DataFrame:
    """The words at round ranks, which a reader can follow along the line, and the last."""
    round_ranks = [step * 10**ten for ten in range(len(str(len(words)))) for step in (1, 2, 5)]
    chosen = sorted({*range(1, 11), *round_ranks, len(words)})
    return words.iloc[[rank - 1 for rank in chosen if rank <= len(words)]].reset_index(drop=True)


def vocabulary_growth(corpus: Corpus) -> Figure:
    """How the number of different words grows as one reads article after article.

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
        If the corpus has no words.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> vocabulary_growth(load_corpus("seeds")).canvas.get_suptitle()
    'The fifth article still adds 268 new words'
    """
    growth = growth_of_vocabulary(corpus)
    read = growth.iloc[1:]
    if read.empty:
        raise TwoCrisesError("This corpus has no words, so there is nothing to draw. See datasheet(corpus).")
    title = _growth_title(read)
    with house_style():
        canvas, axes = new_canvas(4.0)
        draw_title(canvas, title)
        _draw_growth(axes, growth, corpus)
    first, last = read.iloc[0], read.iloc[-1]
    words = int(growth["words"].iloc[-1] - growth["words"].iloc[-2])
    later = (
        f" The last of {len(read):,}, {last['article']}, has {count(words, 'word')} and adds "
        f"{last['new']:,} new ({percent(last['new'] / words)}); all together have "
        f"{last['different']:,} different words among {last['words']:,}."
        if len(read) > 1
        else ""
    )
    alt = (
        f"{title}. Different words against words read: the first article, {first['article']}, has "
        f"{first['different']:,} different words among {count(int(first['words']), 'word')} "
        f"({percent(first['different'] / first['words'])})."
        f"{later}"
    )
    eras = [era for era in looks(corpus) if (read["era"] == era).any()]
    caption = (
        "A mark is the end of an article, in order of time"
        f"{f' (circle: {eras[0]}, square: {eras[1]})' if len(eras) == 2 else ''}. "
        "As a rule such a line rises ever more slowly and does not level off: a longer text has more different words, "
        "so vocabularies compare only between texts of one length."
    )
    data = read[["article", "era", "words", "different", "new"]].rename(
        columns={"words": "words read", "different": "different words", "new": "new words"}
    )
    return Figure(canvas, alt, caption, data.reset_index(drop=True))


@dataclass(frozen=True)
class _Places:
    """Where a term stands: article and word of each place, places in each article, and how uneven they are."""

    article: np.ndarray
    word: np.ndarray
    counts: pd.Series
    spread: float


def _places_of_hits(corpus: Corpus, hits: Mapping[str, np.ndarray]) -> dict[str, _Places]:
    articles = corpus.articles
    sizes = articles["n_words"].to_numpy(dtype="int64")
    code = corpus.tokens["article"].cat.codes.to_numpy()
    begins = np.cumsum(sizes) - sizes
    found = {}
    for term, rows in hits.items():
        article = code[rows].astype("int64")
        counts = np.bincount(article, minlength=len(sizes))
        own = sizes > 0
        spread = float(dispersion(counts[own, None], sizes[own])[0]) if own.sum() > 1 else float("nan")
        labelled = pd.Series(counts, index=pd.Index(articles["label"].astype(object), name="article"))
        found[term] = _Places(article, rows - begins[article], labelled, spread)
    return found


def _draw_places(axes: Axes, corpus: Corpus, drawn: pd.DataFrame, found: _Places) -> None:
    """Draw a line for each article, a stroke for each place of the term, and their number."""
    styles = looks(corpus)
    canvas = axes.get_figure(root=True)
    assert canvas is not None
    beside = ScaledTranslation(-7 / 72, 0, canvas.dpi_scale_trans)
    broken = len(drawn) <= _MOST_BROKEN
    number = pd.Index(list(corpus.source)).get_indexer(pd.Index(drawn["article"]))
    for row, (place, era, size) in enumerate(zip(number, drawn["era"], drawn["n_words"], strict=True)):
        colour, marker = styles.get(str(era), NO_ERA)
        words = found.word[found.article == place]
        axes.plot([0, size], [row, row], color="#B9B9B9", linewidth=1.5 if broken else 1, zorder=2)
        axes.vlines(words, row - 0.3, row + 0.3, color=colour, linewidth=1.4, zorder=3)
        axes.annotate(f"{len(words):,}", (size, row), xytext=(5, 0), textcoords="offset points", va="center",
                      color=colour if len(words) else MUTED, fontweight="bold" if len(words) else "normal",
                      fontsize=10 if broken else 9.5)  # fmt: skip
        axes.plot(0, row, marker=marker, color=colour, markersize=6 if broken else 4.5, clip_on=False, zorder=4,
                  transform=axes.get_yaxis_transform() + beside)  # fmt: skip
    labels = [article_label(label) if broken else shortened(label, 30) for label in drawn["label"]]
    axes.set_yticks(range(len(drawn)), labels, fontsize=10 if broken else 9.5)
    axes.tick_params(axis="y", pad=13)
    axes.set_ylim(len(drawn) - 0.4, -0.6)
    axes.set_xlim(0, 1.08 * max(int(drawn["n_words"].max()), 1))
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))


def _spread_title(places: Mapping[str, _Places]) -> str:
    """Say which term is spread most evenly; of one alone, how much of it one article holds."""
    known = {term: found for term, found in places.items() if found.counts.sum()}
    if any(np.isnan(found.spread) for found in known.values()):
        return "; ".join(f"“{term}”: {count(int(found.counts.sum()), 'time')}" for term, found in known.items())
    if len(known) == 1:
        ((term, found),) = known.items()
        total, most = int(found.counts.sum()), int(found.counts.max())
        if (found.counts == most).sum() > 1:
            return f"No article holds more than {most:,} of {total:,} places of “{term}”"
        return f"One article holds {most:,} of {total:,} places of “{term}”"
    spread = {term: round(found.spread, 2) for term, found in known.items()}
    ends = min(spread.values()), max(spread.values())
    if not ends[0] < ends[1]:
        return f"{listed([f'“{term}”' for term in known], quote=False)} are spread alike"
    even, uneven = ([f"“{term}”" for term in known if spread[term] == end] for end in ends)
    be, best, worst = "is" if len(even) == 1 else "are", listed(even, quote=False), listed(uneven, quote=False)
    if len(even) + len(uneven) == len(known):
        return f"{best} {be} spread more evenly than {worst}"
    return f"{best} {be} spread most evenly, {worst} least"


def _places_in_words(corpus: Corpus, places: Mapping[str, _Places]) -> str:
    parts = []
    for term, found in places.items():
        if not found.counts.sum():
            parts.append(f"“{term}” does not occur.")
            continue
        spread = "" if np.isnan(found.spread) else f", DPnorm {found.spread:.2f}"
        holding, most = int((found.counts > 0).sum()), int(found.counts.max())
        often = [str(label) for label in found.counts.index[found.counts == most]]
        where = f"most often ({most:,}) in {often[0]}" if len(often) == 1 else f"at most {most:,} in one"
        parts.append(
            f"“{term}”: {count(int(found.counts.sum()), 'time')} in {holding:,} of "
            f"{count(len(corpus.source), 'article')}{spread}, {where}."
        )
    return " ".join(parts)


def _once_title(once: int, n: int) -> str:
    if once in (0, n):
        return f"{'Every' if once else 'No'} word occurs only once"
    tenths = round(10 * once / n)
    share = f"{tenths} in 10" if 0 < tenths < 10 else f"{percent(once / n)} of the"
    return f"{share} different words {'occurs' if share == '1 in 10' else 'occur'} only once"


def _draw_growth(axes: Axes, growth: pd.DataFrame, corpus: Corpus) -> None:
    """Draw the line from article to article, each piece in the look of its era, and name articles if they are few."""
    styles = looks(corpus)
    n = len(growth) - 1
    words, different = growth["words"].to_numpy(), growth["different"].to_numpy()
    colours = [styles.get(str(era), NO_ERA) for era in growth["era"].iloc[1:]]
    # The marks of a large corpus would cover the line.
    size = 8 if n <= _MOST_NAMED else 5 if n <= _MOST_MARKED else 0
    changes = [i for i in range(1, n) if colours[i] != colours[i - 1]]
    for begin, end in pairwise([0, *changes, n]):
        colour, marker = colours[begin]
        axes.plot(words[begin : end + 1], different[begin : end + 1], color=colour, linewidth=1.8, zorder=2)
        axes.plot(words[begin + 1 : end + 1], different[begin + 1 : end + 1], marker, color=colour, markersize=size,
                  markeredgecolor="white", markeredgewidth=0.6, zorder=4, clip_on=False)  # fmt: skip
    axes.set_xlim(0, 1.06 * max(int(words[-1]), 1))
    axes.set_ylim(0, 1.1 * max(int(different[-1]), 1))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.grid(visible=True, axis="both")
    axes.set_xlabel("words read")
    axes.set_ylabel("different words")
    if n <= _MOST_NAMED:
        names = [
            f"{shortened(str(label).rsplit(',', 1)[0], 30)}: +{new:,}"
            for label, new in zip(growth["article"].iloc[1:], growth["new"].iloc[1:], strict=True)
        ]
        points = np.column_stack([words[1:], different[1:]])
        between = np.linspace(0, 1, 40)[:, None, None]
        line = np.column_stack([words, different])
        line = ((1 - between) * line[:-1] + between * line[1:]).reshape(-1, 2)
        draw_labels(axes, points, names, [colour for colour, _ in colours], marks=line)


def _growth_title(read: pd.DataFrame) -> str:
    new, n = int(read["new"].iloc[-1]), len(read)
    if n == 1:
        return f"The only article has {count(int(read['different'].iloc[0]), 'different word')}"
    name = f"The {_ORDINALS[n - 1]} article" if n <= len(_ORDINALS) else f"Article {n:,}"
    return f"{name} still adds {count(new, 'new word')}" if new else f"{name} adds no new word"
