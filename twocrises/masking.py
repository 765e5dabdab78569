"""Tokens -> the same tokens with names put aside: a holder of an office counts as the office, a place as a place.

Who held an office differs between any two years. Masked, "Obama" and "Biden" are the same term, the president they
were, so that a comparison can show what else differs. The names stand in corpus.toml.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from twocrises.cleaning import TEXT
from twocrises.config import Holder
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import Ints, find_terms
from twocrises.measures import Bools
from twocrises.segments import normalise, word_spans

PLACE = "[place]"
NOT_IN_OFFICE = "[not in office]"
OFFICIAL = "[official]"

# With a capital before a family name, they say that it is one.
_TITLES = ("mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame")
# At the end of a full name, they are no family name.
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
# In the name of an office, they link its words.
_LINKS = frozenset(["a", "an", "and", "at", "for", "from", "in", "of", "on", "the", "to", "with"])
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:st|nd|rd|th)?")


# Rows of the first words of a name, and its number of words.
_Found = tuple[Ints, int]


class _Words(NamedTuple):
    """What must be known of the words of a corpus to tell names from other words; an entry a word, but for `terms`."""

    terms: pd.Index
    code: Ints
    article: Ints
    inside: Bools
    capital: Bools


class _Person(NamedTuple):
    """Somebody of [roles]: the family name, the full name in the forms it may have, and the offices held."""

    family: str
    forms: tuple[str, ...]
    offices: tuple[Holder, ...]


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
    A full name is always taken for the person; "Jr", "Sr", "II", "III" and "IV" at its end may be missing. A family
    name alone, written with a capital, is taken for a person in an article

    - if the article has the full name somewhere, or has the family name right after a title (Mr, Mrs, Ms, Miss, Dr,
      Sir, Lord, Lady, Dame) or after a word of one of that person's offices, as [roles] names them ("minister");
    - or, if the name is never written in lower case anywhere in this corpus, within a sentence, and at the beginning
      of one where the article has it within a sentence too.

    So with "price" in any article, "Price" is a name only in those that speak of Minister or Mr Price. Next to a number
    it is never a name: "5 May". If several people share a family name, it is the one whom the article names in full;
    else the only one of them in office on the day; else nobody, and the name is counted as it is. A person with two
    offices on one day counts under the one that began later. The order of corpus.toml decides nothing.

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
    words, (who, taken) = _words(corpus), _claimed(corpus)
    size = taken.copy()
    days = days_of_articles(corpus)
    terms = np.full(len(words.code), "", dtype=object)
    for i, person in enumerate(_people(corpus).values()):
        own = np.flatnonzero(who == i)
        terms[own] = _offices(person.offices, days)[words.article[own]]
    places = dict.fromkeys(form for pair in corpus.config.places.items() for form in pair)
    for rows, n_words in _longest_first(_find(corpus, words, list(places))):
        terms[_claim(size, rows[words.capital[rows]], n_words)] = PLACE
    return _with_terms(corpus, terms, size)


@once_per_corpus
def people_named(corpus: Corpus) -> pd.DataFrame:
    """Find where somebody of [roles] is named, and in which office.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row a name in a kept sentence, in the order of the text: `article`, `sentence`, `start`, `end` (places in the
        source text), `name` (as in corpus.toml, however it is written here), `role` (the office held on the day of the
        article; missing where none was, or the day is unknown), `token` (row of the first word in ``corpus.tokens``).
        Without [roles] it has no rows. What is taken for a name is said in `masked`.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> named = people_named(load_corpus("seeds"))
    >>> named.loc[named["name"] == "Anders Fogh Rasmussen", "role"].fillna("none").tolist()
    ['NATO secretary general', 'none']
    """
    tokens, (who, size) = corpus.tokens, _claimed(corpus)
    row = np.flatnonzero(who >= 0)
    last = row + np.maximum(size[row], 1) - 1
    known = [person.offices[0].name for person in _people(corpus).values()]
    names = np.array(known, dtype=object)[who[row]] if known else np.empty(0, dtype=object)
    first = tokens.iloc[row].reset_index(drop=True)
    return pd.DataFrame(
        {
            "article": first["article"],
            "sentence": first["sentence"],
            "start": first["start"],
            "end": tokens["end"].to_numpy()[last],
            "name": pd.array(names, dtype=TEXT),
            "role": pd.array(offices_held(corpus, names, first["article"]), dtype=TEXT),
            "token": row.astype("int64"),
        }
    )


def offices_held(corpus: Corpus, names: Iterable[object], articles: Iterable[str]) -> list[str | None]:
    """Say which office each of some people held on the day of an article.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    names : iterable of str or missing values
        Names as in corpus.toml; others hold no office.
    articles : iterable of str
        The article for each name. Where its day is not known, the middle of its era counts.

    Returns
    -------
    list of str or None
        None where somebody held no office or the day is not known. Of two offices it is the one that began later.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> offices_held(seeds, ["Joe Biden", "Joe Biden"], seeds.articles["article"].iloc[[0, -1]])
    ['US vice president', 'US president']
    """
    days = dict(zip(corpus.articles["article"], days_of_articles(corpus), strict=True))
    terms: dict[str, tuple[Holder, ...]] = {}
    for person in _people(corpus).values():
        terms |= {office.name: person.offices for office in person.offices}
    known: dict[tuple[str, date | None], str | None] = {}
    found: list[str | None] = []
    for name, article in zip(names, articles, strict=True):
        if not isinstance(name, str) or name not in terms:
            found.append(None)
            continue
        key = name, days[article]
        if key not in known:
            held = _held(terms[name], key[1])
            known[key] = held.role if held else None
        found.append(known[key])
    return found


def days_of_articles(corpus: Corpus) -> list[date | None]:
    """Give the day on which each article asks who was in office.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    list of datetime.date or None
        In the order of ``corpus.articles``: the day of publication; where it is not known, the middle of the era; None
        without either.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> days_of_articles(load_corpus("seeds"))[0].isoformat()
    '2014-03-05'
    """
    return [_day(corpus, *known) for known in zip(corpus.articles["published"], corpus.articles["era"], strict=True)]


def family_name(name: str) -> str:
    """Take the family name out of a full name.

    Parameters
    ----------
    name : str
        As in corpus.toml.

    Returns
    -------
    str
        Its last word, "Jr", "Sr" and numbers left out.

    Examples
    --------
    >>> family_name("Karine Jean-Pierre"), family_name("Carl Brand, Jr.")
    ('Jean-Pierre', 'Brand')
    """
    parts = name.replace(",", " ").split()
    return _without_suffix(" ".join(parts)).split()[-1] if parts else ""


@once_per_corpus
def _claimed(corpus: Corpus) -> tuple[Ints, Ints]:
    """Whose name begins at each word, as a number among `_people`, -1 where none does; and of how many words it is."""
    words, people, days = _words(corpus), _people(corpus), days_of_articles(corpus)
    who = np.full(len(words.code), -1, dtype="int32")
    size = np.zeros(len(words.code), dtype="int32")
    found = _find(corpus, words, [form for person in people.values() for form in (person.family, *person.forms)])
    number = {name: i for i, name in enumerate(people)}
    full = {name: np.zeros(len(days), dtype=bool) for name in people}
    for name, rows, n_words in _full_names(people, found):
        claimed = _claim(size, rows, n_words)
        who[claimed] = number[name]
        full[name][words.article[claimed]] = True
    for name, rows, n_words in _family_names(corpus, people, found, words, full, days, size == 0):
        who[_claim(size, rows, n_words)] = number[name]
    return who, size


@once_per_corpus
def _words(corpus: Corpus) -> _Words:
    """Look at every word of a corpus once."""
    tokens = corpus.tokens
    code, article = (np.asarray(tokens[column].cat.codes, dtype="int32") for column in ("term", "article"))
    return _Words(tokens["term"].cat.categories, code, article, ~_begins(tokens), _capital(tokens))


def _claim(size: Ints, rows: Ints, n_words: int) -> Ints:
    """Give each word to the first name that claims it: note the size of the names, and return the rows they got."""
    for i in range(n_words):
        rows = rows[size[rows + i] == 0]
    if (np.diff(rows) < n_words).any():
        kept = [-n_words]
        for row in rows.tolist():
            if row - kept[-1] >= n_words:
                kept.append(row)
        rows = np.array(kept[1:], dtype=rows.dtype)
    for i in range(n_words):
        size[rows + i] = n_words
    return rows


def _people(corpus: Corpus) -> dict[str, _Person]:
    """Gather the people of [roles], in the order of their names."""
    terms: dict[str, list[Holder]] = defaultdict(list)
    for holder in corpus.config.roles:
        parts = holder.name.replace(",", " ").split()
        # A name of nothing but spaces is nobody's.
        if parts:
            terms[" ".join(part.rstrip(".") if _is_suffix(part) else part for part in parts)].append(holder)
    bare = {name: _without_suffix(name) for name in terms}
    several = [one for one in bare.values() if list(bare.values()).count(one) > 1]
    people = {}
    for name in sorted(terms):
        # A father and a son share what stands before the suffix.
        forms = [name] if bare[name] in several else [name, bare[name]]
        full = tuple(dict.fromkeys(form for form in forms if " " in form))
        people[name] = _Person(bare[name].split()[-1], full, tuple(terms[name]))
    return people


def _is_suffix(part: str) -> bool:
    return part.rstrip(".").casefold() in _SUFFIXES


def _without_suffix(name: str) -> str:
    first, *others = name.split()
    while others and _is_suffix(others[-1]):
        others.pop()
    return " ".join([first, *others])


def _find(corpus: Corpus, words: _Words, names: Sequence[str]) -> dict[str, _Found]:
    """Find many names, as `find_terms` does; only the words that can be part of one are looked at for each of them."""
    spellings = corpus.config.spellings
    parts = {part for name in names for part in name.split()}
    parts |= {part[start:end] for part in parts for start, end in word_spans(part)}
    wanted = {normalise(part, spellings) for part in parts} | {name.casefold() for name in spellings.values()}
    row = np.flatnonzero(words.terms.isin(sorted(wanted))[words.code])
    frames = MappingProxyType({**corpus._frames, "tokens": corpus.tokens.iloc[row]})
    few = replace(corpus, _frames=frames, _results={})
    found = {}
    for name in names:
        rows, n_words = find_terms(few, name)
        # What stands in a row here may have stood apart.
        found[name] = row[rows[row[rows + n_words - 1] - row[rows] == n_words - 1]], n_words
    return found


def _full_names(people: Mapping[str, _Person], found: Mapping[str, _Found]) -> Iterator[tuple[str, Ints, int]]:
    """Give the people by their full names, the longest first."""
    full = [(name, *found[form]) for name, person in people.items() for form in person.forms]
    yield from sorted(full, key=lambda one: -one[2])


def _family_names(
    corpus: Corpus,
    people: Mapping[str, _Person],
    found: Mapping[str, _Found],
    words: _Words,
    full: Mapping[str, Bools],
    days: Sequence[date | None],
    free: Bools,
) -> Iterator[tuple[str, Ints, int]]:
    """Find the people by their family names alone, where the words are free; the rule stands in `masked`."""
    families: dict[str, list[str]] = defaultdict(list)
    for name, person in people.items():
        families[normalise(person.family, corpus.config.spellings)].append(name)
    for names in families.values():
        rows, n_words = found[people[names[0]].family]
        common = not words.capital[rows].all()
        rows = rows[words.capital[rows] & free[rows]]
        rows = rows[~_beside_number(words, rows, n_words)]
        article = words.article[rows]
        titled = _after(words, rows, _TITLES) & words.capital[rows - 1]
        whose = _whose([people[name].offices for name in names], [full[name] for name in names], days, article)
        for i, name in enumerate(names):
            sure = full[name].copy()
            sure[article[titled | _after(words, rows, _office_words(corpus, people[name].offices))]] = True
            if not common:
                sure[article[words.inside[rows]]] = True
            yield name, rows[sure[article] & (whose[article] == i)], n_words


def _whose(
    offices: Sequence[Sequence[Holder]], full: Sequence[Bools], days: Sequence[date | None], article: Ints
) -> Ints:
    """Whose a family name is in each article, as a number among those who share it; -1 where nobody's."""
    whose = np.zeros(len(days), dtype=int)
    for code in np.unique(article).tolist() if len(offices) > 1 else ():
        those = [i for i, named in enumerate(full) if named[code]] or list(range(len(offices)))
        if len(those) > 1:
            those = [i for i in those if _held(offices[i], days[code])]
        whose[code] = those[0] if len(those) == 1 else -1
    return whose


def _after(words: _Words, rows: Ints, before: Sequence[str]) -> Bools:
    """Whether one of some words stands right before, in the same sentence."""
    codes = words.terms.get_indexer(pd.Index(pd.array(list(before), dtype=words.terms.dtype)))  # type: ignore[arg-type]
    return np.asarray(words.inside[rows] & np.isin(words.code[rows - 1], codes[codes >= 0]))


def _beside_number(words: _Words, rows: Ints, n_words: int) -> Bools:
    """Whether a number stands right before or right after a name, in the same sentence."""
    last = len(words.code) - 1
    after = np.minimum(rows + n_words, last)
    follows = (rows + n_words <= last) & words.inside[after]
    neighbours = np.unique(np.concatenate([words.code[rows - 1], words.code[after]]))
    numbers = [code for code in neighbours.tolist() if _NUMBER.fullmatch(words.terms[code])]
    before = words.inside[rows] & np.isin(words.code[rows - 1], numbers)
    return np.asarray(before | follows & np.isin(words.code[after], numbers))


def _office_words(corpus: Corpus, offices: Sequence[Holder]) -> list[str]:
    """Words of somebody's offices that may stand before the name, without the country or the house: "minister"."""
    found = set()
    for office in offices:
        parts = office.role.split()
        for part, following in zip(parts, [*parts[1:], "of"], strict=True):
            # With a capital it is a country or a house, "White House envoy", unless it ends what is held.
            if part.casefold() not in _LINKS and (part[0].islower() or following in _LINKS):
                found |= {normalise(word, corpus.config.spellings) for word in (part, part.split("-")[-1])}
    return sorted(found)


def _longest_first(found: Mapping[str, _Found]) -> list[_Found]:
    """Put the names of many words before those of few, and these in the order of the alphabet."""
    return [found[name] for name in sorted(found, key=lambda name: (-found[name][1], name))]


def _offices(offices: Sequence[Holder], days: Sequence[date | None]) -> np.ndarray:
    """Say what somebody counts as on each day."""
    counts_as = {}
    for day in set(days):
        one = _held(offices, day)
        counts_as[day] = OFFICIAL if day is None else f"[{one.role.casefold()}]" if one else NOT_IN_OFFICE
    return np.array([counts_as[day] for day in days], dtype=object)


def _held(offices: Sequence[Holder], day: date | None) -> Holder | None:
    """Find the office somebody held on a day; of two, the one that began later."""
    if day is None:
        return None
    held = [t for t in offices if (t.start is None or t.start <= day) and (t.end is None or day < t.end)]
    return min(held, key=lambda t: (-(t.start or date.min).toordinal(), t.role), default=None)


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


def _with_terms(corpus: Corpus, terms: np.ndarray, size: Ints) -> Corpus:
    """Give the corpus with other terms where one is given; a name of several words becomes one word."""
    tokens = corpus.tokens
    first = np.asarray(terms.astype(bool))
    row = np.flatnonzero((size == 0) | first)
    named = np.flatnonzero(first[row])
    several = named[size[row[named]] > 1]
    end = tokens["end"].to_numpy()[row + np.maximum(size[row] - 1, 0)]
    frame = tokens.iloc[row].reset_index(drop=True)
    places = frame["article"].iloc[several], frame["start"].to_numpy()[several], end[several]
    written = [corpus.source[article][a:b] for article, a, b in zip(*places, strict=True)]
    word = _changed(frame["word"], several, np.array(written, dtype=object))
    frame = frame.assign(end=end, word=word, term=_changed(frame["term"], named, terms[row[named]]))
    return replace(corpus, _frames=MappingProxyType({**corpus._frames, "tokens": frame}), _results={})


def _changed(column: pd.Series, places: Ints, texts: np.ndarray) -> pd.Categorical:
    """Write other texts into some places of a column; its categories are those that it has, sorted."""
    known = column.cat.categories.astype(object)
    numbers, new = pd.factorize(texts)
    code = column.cat.codes.to_numpy().astype("int32")
    code[places] = len(known) + numbers
    used = np.flatnonzero(np.bincount(code, minlength=len(known) + len(new)))
    rank = np.zeros(len(known) + len(new), dtype="int32")
    rank[used], names = pd.factorize(np.concatenate([known.to_numpy(), new])[used], sort=True)
    return pd.Categorical.from_codes(rank[code], pd.Index(names, dtype=TEXT))
