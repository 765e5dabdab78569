"""Text -> the days, office-holders and events it names, each with its place.

Nothing is inferred here: this module finds what is written. A name counts as an office-holder only where the office
stands beside it, since the same people are in public life before and after. An event counts as named where all the
words that corpus.toml gives for it stand in one sentence.
"""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from twocrises.config import Config, Event, Holder
from twocrises.segments import normalise, word_spans

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<month1>{_MONTH}),?[\s-]+(?P<year1>\d{{4}})
    | (?P<month2>{_MONTH})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})
    | (?P<year3>\d{{4}})(?P<mark3>[-/.])(?P<month3>\d{{1,2}})(?P=mark3)(?P<day3>\d{{1,2}})(?:[T ]\d\d:[\d:.+]+Z?)?
    | (?P<a>\d{{1,2}})(?P<mark4>[-/.])(?P<b>\d{{1,2}})(?P=mark4)(?P<year4>\d{{4}}|\d{{2}})
    | (?P<month8>{_MONTH})\s+(?P<day8>\d{{1,2}})\s+\d\d:\d\d(?::\d\d)?\s+(?:[+-]\d{{4}}\s+|[A-Z]{{3,4}}\s+)?
      (?P<year8>\d{{4}})
    | (?P<month5>{_MONTH}),?\s+(?P<year5>\d{{4}})
    | (?:in|since|of|by|after|until|during|the)\s+(?P<year6>(?:19|20)\d\d)
    )(?![\w/]|[-–.,]\d)""",
    re.I | re.X,
)
_DIGIT = re.compile(r"\d")
# Eight digits in a row are a day in the name of a file or an address; in a text they are a number.
_IN_NAME = re.compile(
    r"(?<![A-Za-z0-9])(?P<year3>(?:19|20)\d\d)[-_/.]?(?P<month3>\d\d)[-_/.]?(?P<day3>\d\d)"
    r"(?:T\d+Z?)?(?![A-Za-z0-9])"
)
_MONTH_DAY = re.compile(
    rf"\b(?P<month1>{_MONTH})\s+(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\b|\b(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH})",
    re.I,
)
# How a text writes its other days tells which number of 3/4/2014 is the month; so do American time zones.
_MONTH_FIRST = re.compile(rf"\b{_FULL_MONTH}\s+\d{{1,2}}\b|\b[ECMP][DS]T\b")
_DAY_FIRST = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_FULL_MONTH}\b")

# Before an office: no longer, not yet, or another office.
_NOT_IN_OFFICE = re.compile(
    r"\b(?:former|ex|then|ousted|deposed|late|incoming|future|previous|past|onetime|one-time|would-be|candidate for"
    r"|vice|deputy|assistant|under|shadow)[\s-]+(?:[\w.'’-]+\s+){0,2}$",
    re.I,
)
# Other words for an office, so that corpus.toml need not list every manner of speaking.
_SAME_OFFICE = {
    "secretary general": r"secretary[\s-]general",
    "press secretary": r"press\s+secretary|spokes(?:man|woman|person)",
    "spokesman": r"spokes(?:man|woman|person)",
    "spokesperson": r"spokes(?:man|woman|person)",
    "secretary of state": r"secretary(?:\s+of\s+state)?",
    "secretary of defence": r"secretary(?:\s+of\s+defence)?|defence\s+secretary",
    "secretary of defense": r"secretary(?:\s+of\s+defense)?|defense\s+secretary",
}
_PARTICLE = r"(?:van|von|de[rl]?|da|di|du|la|le|al|el|bin|ben|ten?|zu)"
_CAPITAL_BEFORE = re.compile(r"\b[A-Z][a-z]+\s+$")
# How far from a name its office may stand, in characters.
_NEAR = 80


@dataclass(frozen=True)
class DateMention:
    """A day, month or year that a text names.

    Attributes
    ----------
    start, end : int
        Its place in the text.
    readings : tuple of (date, date)
        First and last day of what is named; two readings where the order of day and month cannot be told.
    """

    start: int
    end: int
    readings: tuple[tuple[date, date], ...]

    @property
    def day(self) -> date | None:
        """The day, if it is one day and can be read in one way."""
        (first, last), *others = self.readings
        return first if first == last and not others else None


@dataclass(frozen=True)
class HolderMention:
    """A name from [roles] that a text gives.

    Attributes
    ----------
    start, end : int
        The place of office and name together, or of the full name where it stands alone.
    name : str
        As in corpus.toml.
    terms : tuple of Holder
        The terms of the office that stands beside the name; all terms of that person where none does.
    with_office : bool
        Whether the name stands with its office, and no word says that the office is past or yet to come.
    """

    start: int
    end: int
    name: str
    terms: tuple[Holder, ...]
    with_office: bool


class EventMention(NamedTuple):
    """An event that a sentence names, and where its words begin and end in the sentence."""

    event: Event
    start: int
    end: int


def find_dates(text: str, *, month_first: bool | None = None, in_name: bool = False) -> Iterator[DateMention]:
    """Find the days, months and years that a text names in full.

    Parameters
    ----------
    text : str
        Any text.
    month_first : bool, optional
        How to read 3/4/2014. By default both ways, unless one number is above twelve.
    in_name : bool, default False
        The text is the name of a file or an address: 20140305 is a day there, and an underscore is a space.

    Yields
    ------
    DateMention
        In order. A year alone counts after a word such as "in" or "since"; dates that no calendar has are left out.

    Examples
    --------
    >>> [str(found.day) for found in find_dates("From March 5, 2014 to 14/2/2022")]
    ['2014-03-05', '2022-02-14']
    >>> len(next(find_dates("Published 3/4/2014")).readings)
    2
    """
    if not _DIGIT.search(text):
        return
    pattern = _IN_NAME if in_name and _IN_NAME.search(text) else _DATE
    text = text.replace("_", " ") if in_name and pattern is _DATE else text
    for match in pattern.finditer(text):
        if readings := _read(match, month_first):
            year = match.groupdict().get("year6")
            yield DateMention(match.start("year6") if year else match.start(), match.end(), readings)


def _read(match: re.Match[str], month_first: bool | None) -> tuple[tuple[date, date], ...]:
    """Give the days that a match can mean: none if there is no such day."""
    parts = match.groupdict()

    def get(name: str) -> str:
        return parts.get(name) or ""

    if get("year6"):
        year = int(get("year6"))
        return ((date(year, 1, 1), date(year, 12, 31)),)
    if get("year5"):
        # In small letters "may" and "march" are verbs.
        if not get("month5")[0].isupper():
            return ()
        first = _day(get("year5"), get("month5"), "1")
        return ((first, end_of_month(first)),) if first else ()
    if get("a"):
        # With full stops the day always comes first.
        order = False if get("mark4") == "." else month_first
        orders = [(get("a"), get("b"))] if order else [(get("b"), get("a"))]
        if order is None:
            orders = [(get("a"), get("b")), (get("b"), get("a"))]
        days = [_day(get("year4"), month, day) for month, day in orders]
        days = days if any(days) else [_day(get("year4"), day, month) for month, day in orders]
    else:
        days = [_day(get(f"year{i}"), get(f"month{i}"), get(f"day{i}")) for i in (1, 2, 3, 8) if get(f"year{i}")]
    return tuple((day, day) for day in dict.fromkeys(days) if day)


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].casefold()) + 1
    # Two digits are a year of this century or of the last, whichever is nearer to the present.
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    try:
        return date(full, number, int(day))
    except ValueError:
        return None


def end_of_month(day: date) -> date:
    """Give the last day of the month of a day.

    Parameters
    ----------
    day : date
        Any day of the month.

    Returns
    -------
    date

    Examples
    --------
    >>> str(end_of_month(date(2024, 2, 1)))
    '2024-02-29'
    """
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_and_day(text: str) -> tuple[int, int] | None:
    """Read the first day without a year, such as "March 5" or "5 March".

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    (month, day) or None

    Examples
    --------
    >>> month_and_day("GENEVA, March 5 (Agency) – Ministers met.")
    (3, 5)
    """
    match = _MONTH_DAY.search(text)
    if not match:
        return None
    month, day = match["month1"] or match["month2"], match["day1"] or match["day2"]
    found = _day("2000", month, day)
    return (found.month, found.day) if found else None


def month_first(text: str) -> bool | None:
    """Tell from a text's other days, and American time zones, how it would read 3/4/2014.

    Parameters
    ----------
    text : str
        The whole text.

    Returns
    -------
    bool or None
        True for 4 March, False for 3 April, None if nothing or both speak for it.

    Examples
    --------
    >>> month_first("At noon EST on March 5 the talks began."), month_first("On 5 March the talks began.")
    (True, False)
    """
    american, european = bool(_MONTH_FIRST.search(text)), bool(_DAY_FIRST.search(text))
    return american if american != european else None


class Finder:
    r"""What the settings of a corpus know by name, ready to be found in texts.

    Parameters
    ----------
    config : Config
        Its roles, events and names are looked for.

    Examples
    --------
    >>> from twocrises.config import parse_config
    >>> finder = Finder(parse_config('[[roles."prime minister"]]\nname = "Ann Lee"'))
    >>> [found.with_office for found in finder.holders("Prime Minister Lee met former prime minister Ann Lee.")]
    [True, False]
    """

    def __init__(self, config: Config) -> None:
        self._spellings = config.spellings
        variants = _variants(config.spellings)
        self._terms: dict[str, list[Holder]] = defaultdict(list)
        for holder in config.roles:
            last = holder.name.split()[-1]
            for spelled in (last, *variants.get(last, ())):
                self._terms[spelled].append(holder)
        names = sorted(map(re.escape, self._terms), key=len, reverse=True)
        self._last_name = re.compile(rf"\b(?:{'|'.join(names)})\b") if names else None
        entries = [event.words for event in config.events] + [event.before for event in config.events]
        self._together = _Together(entries, config.spellings)
        self._events = config.events

    def events(self, sentence: str) -> tuple[list[EventMention], list[EventMention]]:
        """Find the events that a sentence tells of, and those that it still expects.

        Parameters
        ----------
        sentence : str
            One sentence.

        Returns
        -------
        told, expected : list of EventMention
            Events of whose `words`, or of whose `before`, each stands in the sentence; in order of time.
        """
        told: list[EventMention] = []
        expected: list[EventMention] = []
        for i, start, end in self._together.find(sentence):
            (told if i < len(self._events) else expected).append(
                EventMention(self._events[i % len(self._events)], start, end)
            )
        return told, expected

    def holders(self, text: str) -> Iterator[HolderMention]:
        """Find the people of [roles] that a text names, with their office or with their full name.

        Parameters
        ----------
        text : str
            Any text.

        Yields
        ------
        HolderMention
            In order. A last name without office or first name is nobody in particular and is left out.
        """
        for match in self._last_name.finditer(text) if self._last_name else ():
            named: dict[str, list[Holder]] = defaultdict(list)
            for term in self._terms[match.group()]:
                named[term.name].append(term)
            for name, terms in named.items():
                if found := self._beside(text, match, name, terms):
                    yield found

    def _beside(self, text: str, match: re.Match[str], name: str, terms: list[Holder]) -> HolderMention | None:
        """Look for the offices of one person beside a name."""
        before = text[max(0, match.start() - _NEAR) : match.start()]
        after = text[match.end() : match.end() + _NEAR]
        held, passed, start, end = [], False, match.start(), match.end()
        for term in terms:
            in_front, behind = _office_patterns(term.role)
            front = in_front.search(before)
            # "Treasury Secretary": another office than that of a secretary of state.
            if front and front["office"].casefold() == "secretary" and _CAPITAL_BEFORE.search(before[: front.start()]):
                front = None
            if front and self._is_first_name(front["given"], name):
                start = min(start, match.start() - len(before) + front.start())
                out = _NOT_IN_OFFICE.search(before[: front.start()])
            elif back := behind.match(after):
                end = max(end, match.end() + back.end())
                out = _NOT_IN_OFFICE.search(back["between"])
            else:
                continue
            passed |= out is not None
            if out is None:
                held.append(term)
        if held or passed:
            return HolderMention(start, end, name, tuple(held or terms), bool(held))
        given = re.search(rf"[\w.'’-]+\s+(?:[A-Z]\.\s+|{_PARTICLE}\s+)*$", before)
        if given and self._is_first_name(given.group(), name):
            return HolderMention(match.start() - len(given.group()), match.end(), name, tuple(terms), False)
        return None

    def _is_first_name(self, written: str, name: str) -> bool:
        """Whether what stands between office and last name is nothing, or begins with a first name of that person."""
        given = written.split()
        first = {part.casefold() for part in name.split()[:-1]}
        return not given or any(self._spellings.get(part, part).casefold() in first for part in given)


# In the name of an office, what stands before one of these is no country.
_LINKS = ("of", "for", "to", "in", "at", "on", "and", "the")

_Entry = tuple[int, int]
_Phrase = tuple[tuple[str, ...], bool, int, int]


class _Hits(NamedTuple):
    """Entries that a word fulfils, and phrases that it begins."""

    single: list[_Entry]
    phrases: list[_Phrase]


_NO_HITS = _Hits([], [])


class _Together:
    """Finds the lists of entries of which each stands in a sentence, in one pass over its words."""

    def __init__(self, lists: Sequence[tuple[str, ...]], spellings: Mapping[str, str]) -> None:
        self._needed = [len(entries) for entries in lists]
        self._spellings = spellings
        self._variants = _variants(spellings)
        self._normal: dict[str, str] = {}
        # Each leads from the beginning of an entry to (list, entry).
        self._words: dict[str, list[_Entry]] = defaultdict(list)
        self._prefixes: dict[str, list[_Entry]] = defaultdict(list)
        self._phrases: dict[str, list[_Phrase]] = defaultdict(list)
        self._hits: dict[str, _Hits] = {}
        for i, entries in enumerate(lists):
            for j, entry in enumerate(entries):
                for alternative in entry.split("|"):
                    self._index(alternative.strip(), i, j)
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})

    def find(self, sentence: str) -> list[tuple[int, int, int]]:
        """Give number, start and end of each list that is found."""
        if not any(self._needed):
            return []
        spans = word_spans(sentence)
        words = [sentence[a:b] for a, b in spans]
        # List -> entry -> the place of the word that fulfils it first.
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for place, word in enumerate(words):
            hits = self._hits.get(word) or self._hits_of(word)
            if hits is _NO_HITS:
                continue
            for i, entry in hits.single:
                found[i].setdefault(entry, place)
            for rest, any_ending, i, entry in hits.phrases:
                following = [self._term(word) for word in words[place + 1 : place + 1 + len(rest)]]
                if any_ending and len(following) == len(rest):
                    following[-1] = following[-1][: len(rest[-1])]
                if tuple(following) == rest:
                    found[i].setdefault(entry, place)
        return [
            (i, spans[min(places.values())][0], spans[max(places.values())][1])
            for i, places in sorted(found.items())
            if len(places) == self._needed[i]
        ]

    def _hits_of(self, word: str) -> _Hits:
        """What a word can be part of; looked up once for each spelling."""
        term = self._term(word)
        starts = [entry for length in self._lengths for entry in self._prefixes.get(term[:length], ())]
        hits = _Hits([*self._words.get(term, ()), *starts], self._phrases.get(term, []))
        self._hits[word] = hits if any(hits) else _NO_HITS
        return self._hits[word]

    def _index(self, alternative: str, event: int, entry: int) -> None:
        stem = alternative.removesuffix("*")
        any_ending = stem != alternative
        for spelled in (stem, *self._variants.get(stem, ())):
            first, *rest = [self._term(spelled[a:b]) for a, b in word_spans(spelled)] or [""]
            if rest:
                self._phrases[first].append((tuple(rest), any_ending, event, entry))
            elif any_ending:
                self._prefixes[first].append((event, entry))
            else:
                self._words[first].append((event, entry))

    def _term(self, word: str) -> str:
        term = self._normal.get(word)
        if term is None:
            term = self._normal[word] = normalise(word, self._spellings)
        return term


def _variants(spellings: Mapping[str, str]) -> dict[str, list[str]]:
    """Turn variant -> name into name -> its variants."""
    variants: dict[str, list[str]] = defaultdict(list)
    for variant, name in spellings.items():
        variants[name].append(variant)
    return variants


@lru_cache(maxsize=1024)
def _office_patterns(role: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Make the patterns that find the words of an office right before and right after a name.

    What stands first and begins with a capital, a country or an institution, is left out: "the chancellor" is enough.
    In "Secretary of State" the capital begins the office itself.
    """
    words, institution = role.split(), []
    while words[0][0].isupper() and any(word[0].islower() for word in words[1:]) and words[1] not in _LINKS:
        institution.append(words.pop(0))
    title = " ".join(words)
    spelled = _SAME_OFFICE.get(title, r"\s+".join(map(re.escape, words)))
    if title == "secretary general" and institution:
        spelled += rf"|{re.escape(' '.join(institution))}\s+(?:chief|head)"
    spelled = spelled.replace("defence", "defen[cs]e").replace("defense", "defen[cs]e")
    if words[0].casefold() == "deputy":
        # "deputy US secretary of state": the country may stand inside.
        spelled = spelled.replace(r"deputy\s+", r"deputy\s+(?:\w+\s+)?", 1)
    in_front = re.compile(
        rf"\b(?P<office>(?i:{spelled})),?\s+(?:of\s+(?:the\s+)?[A-Z]\w+\s+)?(?P<given>(?:(?:{_PARTICLE}|[A-Z][\w.'’-]*)\s+){{0,4}})$"
    )
    between = r"(?:(?:the|an?|acting|then|former|[A-Z][\w.'’-]*)\s+){0,4}"
    behind = re.compile(rf",\s+(?P<between>{between})(?i:{spelled})\b(?!['’]s|\s+[A-Z])")
    return in_front, behind
