"""Tokens -> the same tokens with names put aside: a holder of an office counts as the office, a place as a place.

Who held an office differs between any two years. Masked, "Obama" and "Biden" are the same term, the president they
were, so that a comparison can show what else differs. The names stand in corpus.toml.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd

from twocrises.cleaning import TEXT
from twocrises.config import Holder
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import Ints, find_terms

Bools = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
# Rows of the first words of a name, its number of words, and what to count each under.
_Found = tuple[Ints, int, list[str]]

PLACE = "[place]"
NOT_IN_OFFICE = "[not in office]"
OFFICIAL = "[official]"


@once_per_corpus
def masked(corpus: Corpus) -> Corpus:
    """Count holders of an office under the office, and places under one term.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Corpus
        The same, but for the terms of its words, and for `n_words`, since a full name is one word. Somebody of [roles]
        counts as the office held on the day of publication, "[us president]"; without an office on that day as "[not in
        office]"; in an article without day and era as "[official]". Words of [places] count as "[place]".

    Raises
    ------
    TwoCrisesError
        If corpus.toml has neither [roles] nor [places].

    Notes
    -----
    A full name is always taken for the person. A family name alone is, if it is written with a capital within a
    sentence; at the beginning of one, if the article has the name elsewhere too: "Price" may begin a sentence about
    prices.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.frequency import count_terms
    >>> count_terms(masked(load_corpus("seeds")), ["obama", "[us president]"]).sum(axis=1).tolist()
    [0, 13]
    """
    if not corpus.config.roles and not corpus.config.places:
        raise TwoCrisesError(
            f"{corpus.config.file}: there are no names to put aside. Write [roles] or [places] into it."
        )
    terms = np.full(len(corpus.tokens), "", dtype=object)
    size = np.zeros(len(terms), dtype=int)
    for rows, n_words, masks in [*_people(corpus), *_places(corpus)]:
        for row, mask in zip(rows, masks, strict=True):
            # A word belongs to the first name that claims it.
            if not size[row : row + n_words].any():
                terms[row], size[row : row + n_words] = mask, n_words
    return _with_terms(corpus, terms, size)


def _people(corpus: Corpus) -> Iterator[_Found]:
    """Find the people of [roles], by full names first, then by family names."""
    tokens, articles = corpus.tokens, corpus.articles
    days = [_day(corpus, published, era) for published, era in zip(articles["published"], articles["era"], strict=True)]
    article = tokens["article"].cat.codes.to_numpy()
    inside, capital = ~_begins(tokens), _capital(tokens)
    people = {
        name: [h for h in corpus.config.roles if h.name == name] for name in (h.name for h in corpus.config.roles)
    }
    full = {name: find_terms(corpus, name) for name in people}
    for name, terms in people.items():
        rows, n_words = full[name]
        yield rows, n_words, [_office(terms, days[code]) for code in article[rows]]
    for name, terms in people.items():
        rows, n_words = find_terms(corpus, name.split()[-1])
        rows = rows[capital[rows]]
        sure = np.unique(article[np.concatenate([rows[inside[rows]], full[name][0]])])
        rows = rows[np.isin(article[rows], sure)]
        yield rows, n_words, [_office(terms, days[code]) for code in article[rows]]


def _places(corpus: Corpus) -> Iterator[_Found]:
    """Find the words of [places], the longest names first."""
    capital = _capital(corpus.tokens)
    forms = dict.fromkeys(form for pair in corpus.config.places.items() for form in pair)
    found = [find_terms(corpus, form) for form in forms]
    for rows, n_words in sorted(found, key=lambda one: -one[1]):
        written = rows[capital[rows]]
        yield written, n_words, [PLACE] * len(written)


def _office(terms: Sequence[Holder], day: date | None) -> str:
    """Say which office somebody held on a day."""
    if day is None:
        return OFFICIAL
    held = [t.role for t in terms if (t.start is None or t.start <= day) and (t.end is None or day < t.end)]
    return f"[{held[0].casefold()}]" if held else NOT_IN_OFFICE


def _day(corpus: Corpus, published: pd.Timestamp, era: object) -> date | None:
    """Day of publication; where it is not known, the middle of the era."""
    if pd.notna(published):
        return published.date()
    return next((e.start + (e.end - e.start) / 2 for e in corpus.config.eras if e.label == era), None)


def _capital(tokens: pd.DataFrame) -> Bools:
    """Whether a word is written with a capital."""
    written = [any(char.isupper() for char in word) for word in tokens["word"].cat.categories]
    return np.asarray(np.array(written, dtype=bool)[tokens["word"].cat.codes])


def _begins(tokens: pd.DataFrame) -> Bools:
    """Whether a word is the first of its sentence."""
    place = tokens["article"].cat.codes.to_numpy(), tokens["sentence"].to_numpy()
    return np.asarray(np.logical_or(*(np.diff(part, prepend=-1) != 0 for part in place)))


def _with_terms(corpus: Corpus, terms: np.ndarray, size: np.ndarray) -> Corpus:
    """Give the corpus with other terms where one is given; a name of several words becomes one word."""
    tokens = corpus.tokens
    row = np.flatnonzero((size == 0) | (terms != ""))
    new = terms[row]
    several = size[row] > 1
    end = tokens["end"].to_numpy()[row + np.maximum(size[row] - 1, 0)]
    start, article = tokens["start"].to_numpy()[row], tokens["article"].astype(object).to_numpy()[row]
    word = tokens["word"].astype(object).to_numpy()[row]
    word[several] = [
        corpus.source[name][a:b] for name, a, b in zip(article[several], start[several], end[several], strict=True)
    ]
    term = np.where(new == "", tokens["term"].astype(object).to_numpy()[row], new)
    frame = tokens.iloc[row].reset_index(drop=True)
    frame = frame.assign(end=end, word=_category(word), term=_category(term))
    return replace(corpus, _frames=MappingProxyType({**corpus._frames, "tokens": frame}), _results={})


def _category(texts: np.ndarray) -> pd.Categorical:
    codes, names = pd.factorize(texts, sort=True)
    return pd.Categorical.from_codes(codes, pd.Index(names, dtype=TEXT))
