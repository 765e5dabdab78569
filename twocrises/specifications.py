"""Choices of an analysis -> the difference each combination of them gives.

Whoever measures tone chooses: to clean or not, what to score at a time, with which instrument, whose words. Each choice
can be defended, and each combination has its own difference between two eras. This module computes all of them.
"""

from collections.abc import Iterable
from itertools import product

import numpy as np
import pandas as pd

from twocrises.cleaning import TEXT
from twocrises.corpus import Corpus, evenly, once_per_corpus
from twocrises.instruments import CONSTANTS, INSTRUMENTS, score_texts
from twocrises.keyness import compare_eras, mean_by_unit, text_units
from twocrises.measures import Floats
from twocrises.permutation import labelings
from twocrises.sentiment import PANEL, english_articles, joined, scored_only
from twocrises.speech import passages

# Differences smaller than this are what rounding leaves of none.
TIE = 1e-9
CLEANING = ("cleaned", "as scraped")
UNITS = ("sentence", "paragraph", "article")
VOICES = ("all voices", "without opinion", "outside quotation marks", "narrator alone", "inside quotation marks")
# Articles of an era that are scored; of more, an even sample, since every text is scored several times.
_MOST_ARTICLES = 50


@once_per_corpus
def specifications(corpus: Corpus) -> pd.DataFrame:
    r"""The difference in tone between two eras under every combination of choices.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`; its first two eras are compared. Of an era with more than fifty articles an even sample is
        taken.

    Returns
    -------
    pandas.DataFrame
        A row a combination, by rising `difference`: `cleaning`, `unit` (what is scored at a time), `instrument`,
        `voice` (whose words), `difference` (mean over the texts of the later era minus that of the earlier, in the
        units of the panel, the spread of each instrument over rated sentences of editorials), `n_ERA` for both
        eras, the texts with a score. A combination for which an era has no score is left out.

        attrs: `eras`; `articles`; `median` of the differences; `n_positive`; `p`, the share of ways to deal the eras to
        the texts, the actual one included, whose median is at least as far from zero; `labelings`, how many of these
        ways were gone through, and `every`, whether they are all; `leave_one_out`, a list of (label, median without
        it).

    Raises
    ------
    TwoCrisesError
        If there are no two eras to compare.

    References
    ----------
    Simonsohn, Simmons and Nelson (2020), Specification curve analysis.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = specifications(load_corpus("seeds"))
    >>> found.attrs["eras"], found.attrs["labelings"], bool(found["difference"].is_monotonic_increasing)
    (['2014', '2022'], 10, True)
    """
    pair = compare_eras(corpus)
    chosen = pd.concat([evenly(own, _MOST_ARTICLES) for _, own in pair.articles.groupby("era", observed=True)])
    corpus = corpus.select(chosen["article"])
    pair = compare_eras(corpus, (pair.first, pair.second))
    names = pair.articles["article"].tolist()
    pieces = _pieces(corpus)
    scores = _Scores(text for texts in pieces.values() for own in texts.values() for text in own)
    columns, rows = [], []
    for (cleaning, unit, voice), texts in pieces.items():
        by_article = np.array([scores.means(texts.get(name, [])) for name in names])
        columns.append(by_article)
        rows += [(cleaning, unit, name, voice) for name in (*INSTRUMENTS, PANEL)]
    unit_of = text_units(corpus, pair)
    later = pair.in_second[np.unique(unit_of, return_index=True)[1]]
    values = _by_text(np.concatenate(columns, axis=1), unit_of)
    frame = pd.DataFrame(rows, columns=["cleaning", "unit", "instrument", "voice"], dtype=TEXT)
    frame["difference"] = _differences(values, later[None, :])[0]
    for era, own in ((pair.first, ~later), (pair.second, later)):
        frame[f"n_{era}"] = (~np.isnan(values[own])).sum(axis=0).astype("int32")
    known = frame["difference"].notna().to_numpy()
    # A text that nothing can score, of another language say, takes no part.
    scored = np.asarray((~np.isnan(values[:, known])).any(axis=1))
    values, later = values[scored][:, known], later[scored]
    labels = [label for label, own in zip(_labels(pair.articles["label"], unit_of), scored, strict=True) if own]
    frame = frame[known].sort_values("difference", kind="stable", ignore_index=True)
    p, dealt, every = _p_of_median(values, later) if len(frame) else (np.nan, 0, True)
    frame.attrs = {
        "eras": [pair.first, pair.second],
        "articles": len(names),
        "median": float(frame["difference"].median()),
        "n_positive": int((frame["difference"] > TIE).sum()),
        "p": p,
        "labelings": dealt,
        "every": every,
        "leave_one_out": _leave_one_out(values, later, labels),
    }
    return frame


def _pieces(corpus: Corpus) -> dict[tuple[str, str, str], dict[str, list[str]]]:
    """Give the texts that each choice of cleaning, unit and voice scores, by article."""
    found = {}
    english = english_articles(corpus)
    marked = any(facts.opinion for name, facts in corpus.config.articles.items() if name in corpus.source)
    voices = [voice for voice in VOICES if marked or voice != "without opinion"]
    # Each made once, so that who speaks in it is found once.
    variants = dict(zip(CLEANING, (corpus, corpus.without_cleaning()), strict=True))
    for cleaning, voice in product(CLEANING, voices):
        variant = variants[cleaning]
        rows = _rows_of(variant.without_opinion() if voice == "without opinion" else variant, voice)
        for unit in UNITS:
            texts = joined(rows, unit)
            by_article: dict[str, list[str]] = {}
            for name, text in zip(texts.index.get_level_values(0), texts, strict=True):
                if english[str(name)]:
                    by_article.setdefault(str(name), []).append(text)
            found[cleaning, unit, voice] = by_article
    return found


def _rows_of(corpus: Corpus, voice: str) -> pd.DataFrame:
    if voice in ("all voices", "without opinion"):
        return corpus.sentences
    rows = passages(corpus)
    if voice == "inside quotation marks":
        return rows[rows["voice"] == "quote"]
    if voice == "outside quotation marks":
        return rows[rows["voice"] != "quote"]
    return rows[rows["voice"] == "narrator"]


class _Scores:
    """Scores of texts in the units of the panel, each text scored once."""

    def __init__(self, texts: Iterable[str]) -> None:
        different = list(dict.fromkeys(texts))
        scores = scored_only(score_texts(different))
        centred = [(scores[name] - CONSTANTS[name][0]) / CONSTANTS[name][1] for name in INSTRUMENTS]
        self._values = np.column_stack([*centred, scores[PANEL]]).astype(float)
        self._place = {text: i for i, text in enumerate(different)}

    def means(self, texts: list[str]) -> Floats:
        """Mean of each instrument and of the panel over the texts it can score."""
        own = self._values[[self._place[text] for text in texts]]
        n = (~np.isnan(own)).sum(axis=0)
        return np.asarray(np.divide(np.nansum(own, axis=0), n, out=np.full(own.shape[1], np.nan), where=n > 0))


def _by_text(values: Floats, unit: np.ndarray) -> Floats:
    """Mean over the articles that print the same text, missing ones left out."""
    known = mean_by_unit((~np.isnan(values)).astype(float), unit)
    total = mean_by_unit(np.nan_to_num(values), unit)
    return np.asarray(np.divide(total, known, out=np.full(known.shape, np.nan), where=known > 0))


def _differences(values: Floats, later: np.ndarray) -> Floats:
    """Differences of means between the eras, for each labeling (row) and combination (column)."""
    known, filled = (~np.isnan(values)).astype(float), np.nan_to_num(values)
    means = []
    for own in (later.astype(float), (~later).astype(float)):
        n = own @ known
        means.append(np.divide(own @ filled, n, out=np.full(n.shape, np.nan), where=n > 0))
    return np.asarray(means[0] - means[1])


def _medians(differences: Floats) -> Floats:
    """Median of each row over its known values; rows without any are left out."""
    known = (~np.isnan(differences)).sum(axis=1)
    ordered, n = np.sort(differences[known > 0], axis=1), known[known > 0]
    rows = np.arange(len(ordered))
    return np.asarray((ordered[rows, (n - 1) // 2] + ordered[rows, n // 2]) / 2)


def _p_of_median(values: Floats, later: np.ndarray) -> tuple[float, int, bool]:
    """Share of labelings whose median difference is at least as far from zero, of how many, and whether of all."""
    every, parts = labelings(len(later), int(later.sum()))
    medians = np.concatenate([_medians(_differences(values, part)) for part in parts])
    actual = _medians(_differences(values, later[None, :]))
    # Rounding leaves traces; a labeling that ties with the actual one must count all the same.
    as_far, n = int((np.abs(medians) >= np.abs(actual) - 1e-9).sum()), len(medians)
    return (as_far / n if every else (as_far + 1) / (n + 1)), n, every


def _leave_one_out(values: Floats, later: np.ndarray, labels: list[str]) -> list[tuple[str, float]]:
    """Median difference without each text, where both eras have another."""
    found = []
    for i, label in enumerate(labels):
        rest = np.arange(len(later)) != i
        found += [(label, float(median)) for median in _medians(_differences(values[rest], later[rest][None, :]))]
    return found


def _labels(labels: pd.Series, unit: np.ndarray) -> list[str]:
    """Give each text the label of its first article."""
    return [str(label) for label in labels.to_numpy()[np.unique(unit, return_index=True)[1]]]
