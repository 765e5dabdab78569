"""An article -> pieces of evidence for the day on which it was written.

Each piece is a quoted span that allows some days and speaks against all others. None is trusted fully: its `slip` says
how probable the same words are in a text of another day, compared with a text of the days it allows. The slips are
round numbers, set by judgment and checked on dated texts (`benchmarks/dating.py`).

The day an article was written and the days it speaks about are different things. A text of 2022 that recalls 2014 names
a day of 2014, which only says that it was not written before.
"""

import re
from calendar import isleap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from twocrises.cleaning import KEPT
from twocrises.config import Event, Holder
from twocrises.mentions import (
    WEEKDAYS,
    DateMention,
    EventMention,
    Finder,
    HolderMention,
    end_of_month,
    find_dates,
    month_and_day,
    month_first,
)
from twocrises.wording import shortened

BY_METADATA = "date that came with the text"
BY_TITLE = "day in the title"
BY_NAME = "day in the name of the file"
BY_DATELINE = "dateline"
BY_EVENTS = "dated events told as of a weekday"
BY_EVIDENCE = "evidence in the text"

# What all pieces of one scene together leave, at least, to a day that none of them allows.
SCENE = 1e-4
# A day fits a piece of evidence if it has at least this height, where the best days have 1.
FITS = 0.25
# The calendar in which the answer is sought, unless eras or dates that came with the text lie outside.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2049, 12, 31)

# Slips: how probable the words are in a text of another day, compared with a text of the days they allow.
_SLIP_METADATA = 1e-8
_SLIP_TITLE = 1e-7
_SLIP_DATELINE = 1e-7
_SLIP_BARE_DATE = 1e-6
_SLIP_YEARLESS = 1e-4
_SLIP_TODAY = 1e-4
_SLIP_WEEKDAY = 0.02
_SLIP_RELATIVE = 0.005
_SLIP_HOLDER = 5e-4
# Somebody who left office is sometimes called by it for a few years more.
_RECALLED, _RECALLED_FOR = 0.01, timedelta(3 * 365)
_SLIP_TOLD = 0.02
_SLIP_SINCE = 0.02
_SLIP_NAMED = 0.02
_SLIP_PLANNED = 0.4
_SLIP_BEFORE = 0.2

_TODAY = re.compile(r"\b(today|tonight|this (?:morning|afternoon|evening))\b", re.I)
_YESTERDAY = re.compile(r"\b(yesterday|last night)\b", re.I)
_TOMORROW = re.compile(r"\b(tomorrow)\b", re.I)
_WEEKDAY = re.compile(r"\b((?:mon|tues|wednes|thurs|fri|satur|sun)day)\b(?:['’]s)?(\s+(?:evening|night))?", re.I)
# Words for a day, and how many days after it such a text is written; a weekday can be any of a week.
_DAY_WORDS = ((_TODAY, 0), (_YESTERDAY, 1), (_TOMORROW, -1), (_WEEKDAY, None))
_ANNIVERSARY = re.compile(r"\banniversar(?:y|ies)\b", re.I)
_WILL = re.compile(r"\b(?:will|due to|expected to|set to|scheduled|planned|upcoming)\b", re.I)
_AHEAD = re.compile(
    r"\b(?:will|would|could|may|might|shall|due to|expected to|set to|(?:is|are|was|were) to|plan(?:s|ned)? to"
    r"|agreed? to|ready to|wants? to|hopes? to|scheduled|ahead of|if|upcoming|planned|coming (?:days|weeks)"
    r"|next (?:week|month|year)|in (?:a|two|three|four|\d+) (?:days?|weeks?|months?))\b",
    re.I,
)
# What is done again has a day of its own.
_AGAIN = re.compile(r"\b(?:again|another|once more|repeat\w*|renew\w*|second|third)\b", re.I)
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_YEARS = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)}|a) years? (?:ago|after|since|later|on from)\b", re.I)
_RELATIVE = re.compile(r"\b(last|this|earlier this) (week|month|year)\b", re.I)
_SINCE = re.compile(r"\bsince\s+(?:\w+\s+){0,2}$", re.I)
_RELEASED = re.compile(r"\b(?:for immediate release|published|posted|issued|released|dated?:?)\b", re.I)
# "GENEVA, ": a place as agencies write it, and nothing else, before the day.
_PLACE = re.compile(r"\W{0,2}[A-Z]{3,}[A-Z./ ]*,?\s+")
_DATELINE_YEARLESS = re.compile(
    r"^\W{0,2}[A-Z][A-Za-z.'’/ ,-]{2,40}?,?\s+(?P<day>[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8})\s*"
    r"(?:\([^()]{2,40}\)\s*)?[-–—:]"
)
_NEAR = 40
# Evidence that leaves so few days points at a day; other evidence only bounds it.
_POINTED = 21
# How long before an event news begins to speak of it.
_PLANNED = timedelta(30)
# Words that may stand beside a day in a line that says nothing else.
_OF_A_DATE = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|published|posted|updated|on|at|date|\d+|[ap]|[ap]?m"
    r"|[A-Z]{2,4}",
    re.I,
)
_YEAR_OR_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?P<month>0[1-9]|1[0-2]))?")
_METADATA = (
    ("date", BY_METADATA, _SLIP_METADATA),
    ("title", BY_TITLE, _SLIP_TITLE),
    ("url", BY_NAME, _SLIP_TITLE),
    ("file", BY_NAME, _SLIP_TITLE),
)
# Where a text may carry its date: this many filled lines at its head, and this many characters of each.
_HEAD_LINES = 12
_HEAD_CHARACTERS = 200

_NAMED = "named in the text"
_PLANNED_FOR = "named in a sentence about what lies ahead"
_BY = re.compile(r"\b(?:by|until|till|before|from)\s+(?:the\s+)?$", re.I)

Span = tuple[date, date]
Steps = tuple[tuple[date, date, float], ...]
Line = tuple[int, int, str]


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence for the day of a text.

    Attributes
    ----------
    reason : str
        Why it speaks for these days, in words.
    steps : tuple of (first, last, height)
        The days it allows, and how well it fits them; the best have 1.
    slip : float
        What all other days have.
    start, end : int
        The quoted span; both 0 where the evidence is not in the text.
    by : str
        What to call it as the source of an answer.
    doubt : str
        What is odd about it, if the text was written in the days it allows.
    scene : str
        Pieces of one scene come together: one recollection may name a whole cabinet. All of one scene together count
        no more than `SCENE` allows.
    """

    reason: str
    steps: Steps
    slip: float
    start: int = 0
    end: int = 0
    by: str = BY_EVIDENCE
    doubt: str = ""
    scene: str = ""

    @property
    def spans(self) -> list[Span]:
        """The days it fits well, as stretches in order of time."""
        joined: list[Span] = []
        for first, last, height in sorted(self.steps):
            if height < FITS:
                continue
            if joined and first <= joined[-1][1] + timedelta(1):
                joined[-1] = joined[-1][0], max(joined[-1][1], last)
            else:
                joined.append((first, last))
        return joined

    @property
    def days(self) -> int:
        """How many days lie between the first and the last that it fits well."""
        return max((self.spans[-1][1] - self.spans[0][0]).days + 1, 1)

    @property
    def candidate(self) -> str:
        """The days it fits well, in words."""
        words = []
        for first, last in self.spans[:3]:
            if first == last:
                words.append(str(first))
            elif last == LAST_DAY:
                words.append(f"from {first}")
            elif first == FIRST_DAY:
                words.append(f"until {last}")
            else:
                words.append(f"{first} to {last}")
        return " or ".join(words) + (" or the same day of other years" if len(self.spans) > 3 else "")


class Spoken(NamedTuple):
    """Days that a text speaks about, why we think so, and where."""

    first: date
    last: date
    reason: str
    start: int
    end: int


def gather(
    text: str,
    lines: Sequence[Line],
    sentences: Sequence[tuple[int, int]],
    metadata: Mapping[str, str],
    finder: Finder,
    *,
    order: bool | None = None,
) -> tuple[list[Evidence], list[Spoken]]:
    """Collect what speaks for the day on which a text was written, and the days it speaks about.

    Parameters
    ----------
    text : str
        The source text.
    lines : sequence of (start, end, kind)
        Its lines.
    sentences : sequence of (start, end)
        Its sentences.
    metadata : mapping of str to str
        What came with it: `date`, `title`, `file`, `url`.
    finder : Finder
        Knows the office-holders and events.
    order : bool, optional
        Whether the month comes first in 3/4/2014: known for the metadata, and a guess where the text itself does not
        tell.

    Returns
    -------
    (list of Evidence, list of Spoken)

    Examples
    --------
    >>> from twocrises.config import Config
    >>> found, _ = gather("", [], [], {"date": "5 March 2014"}, Finder(Config()))
    >>> [(piece.candidate, piece.by) for piece in found]
    [('2014-03-05', 'date that came with the text')]
    """
    own = month_first(text)
    in_text = order if own is None else own
    told, spoken = _from_sentences(text, sentences, finder, in_text)
    found = [
        *_from_metadata(metadata, own if order is None else order),
        *_from_head(text, lines, in_text),
        *_from_holders(text, lines, finder),
        *told,
    ]
    return _once(found), spoken


def _once(found: Iterable[Evidence]) -> list[Evidence]:
    """Count a day once that a title, an address and the name of a file repeat, or that stands twice at the head."""
    families = {BY_TITLE: "name", BY_NAME: "name", BY_DATELINE: "head"}
    kept: dict[object, Evidence] = {}
    for i, piece in enumerate(found):
        family = families.get(piece.by)
        key: object = (family, piece.steps) if family else i
        if key not in kept or piece.slip < kept[key].slip:
            kept[key] = piece
    return list(kept.values())


def _from_metadata(metadata: Mapping[str, str], order: bool | None) -> list[Evidence]:
    """Days in what came with the text."""
    found = []
    for key, by, slip in _METADATA:
        value = metadata.get(key, "").strip()[:_HEAD_CHARACTERS]
        if key == "date" and (match := _YEAR_OR_MONTH.fullmatch(value)):
            first = date(int(match["year"]), int(match["month"] or 1), 1)
            last = end_of_month(first) if match["month"] else date(first.year, 12, 31)
            found.append(Evidence(f'{by}: "{value}"', ((first, last, 1.0),), slip, by=by))
        for named in find_dates(value, month_first=order, in_name=key != "title"):
            # Within a title a day is part of what the title says, and a month or year is so anywhere but in a date.
            within = key == "title" and value[: named.start].strip() and value[named.end :].strip()
            exact = all(first == last for first, last in named.readings)
            if not within and (exact or key == "date"):
                found.append(Evidence(f'{by}: "{shortened(value)}"', _steps(named), slip, by=by))
    return found


def _from_head(text: str, lines: Sequence[tuple[int, int, str]], order: bool | None) -> list[Evidence]:
    """Days that stand where a text carries its own date: above it, or at the head of its first paragraph."""
    found = []
    for start, end, kind in [line for line in lines if line[2] != "blank"][:_HEAD_LINES]:
        head = text[start : min(end, start + _HEAD_CHARACTERS)]
        for named in find_dates(head, month_first=order):
            if any(first != last for first, last in named.readings):
                continue
            slip = _slip_in_head(head, named, kept=kind in KEPT)
            if slip is not None:
                reason = "dateline: a day at the head of the text"
                place = start + named.start, start + named.end
                found.append(Evidence(reason, _steps(named), slip, *place, BY_DATELINE))
        if kind in KEPT:
            return [*found, *_from_yearless(head, start)]
    return found


def _slip_in_head(head: str, named: DateMention, *, kept: bool) -> float | None:
    """Tell how sure a day at the head of a text is its dateline; None if it is none."""
    before, after = head[: named.start], head[named.end :]
    words = re.findall(r"\w+", f"{before} {after}")
    alone = all(_OF_A_DATE.fullmatch(word) for word in words)
    if _PLACE.fullmatch(before) or (_RELEASED.search(before) and (alone or not kept)):
        return _SLIP_DATELINE
    return _SLIP_BARE_DATE if alone else None


def _from_yearless(head: str, start: int) -> list[Evidence]:
    """A dateline that names a day without a year: the same day of any year."""
    match = _DATELINE_YEARLESS.match(head)
    named = match and month_and_day(match["day"])
    if not match or not named:
        return []
    days = [date(year, *named) for year in range(FIRST_DAY.year, LAST_DAY.year + 1) if named != (2, 29) or isleap(year)]
    reason = "dateline: a day without a year at the head of the text"
    steps = tuple((day, day, 1.0) for day in days)
    return [Evidence(reason, steps, _SLIP_YEARLESS, start + match.start("day"), start + match.end("day"), BY_DATELINE)]


def _from_holders(text: str, lines: Sequence[Line], finder: Finder) -> list[Evidence]:
    """Offices that a text gives to people: once for each person and office, at the first place."""
    first: dict[tuple[str, str], tuple[HolderMention, int]] = {}
    for start, end, kind in lines:
        if kind not in KEPT:
            continue
        for found in finder.holders(text[start:end]):
            if found.with_office:
                first.setdefault((found.name, found.terms[0].role), (found, start))
    evidence = []
    for (name, role), (found, offset) in first.items():
        steps = tuple(step for term in found.terms for step in _in_office(term))
        evidence.append(
            Evidence(
                f"{name} is called {role}",
                steps,
                _SLIP_HOLDER,
                offset + found.start,
                offset + found.end,
                scene="office-holders",
            )
        )
    return evidence


def _from_sentences(
    text: str, sentences: Sequence[tuple[int, int]], finder: Finder, order: bool | None
) -> tuple[list[Evidence], list[Spoken]]:
    """Events and days that sentences name: evidence for the day of writing, and the days spoken about."""
    told: dict[tuple[str, ...] | Steps, Evidence] = {}
    happened: set[str] = set()
    waiting: dict[str, list[tuple[Event, int, int]]] = {}
    spoken: list[Spoken] = []
    for start, end in sentences:
        sentence = text[start:end]
        events, expected = finder.events(sentence)
        for event, _, _ in expected:
            waiting.setdefault(event.name, []).append((event, start, end))
        if events:
            for names, piece in _told(sentence, start, end, events):
                happened.update(names)
                # Several events of one Tuesday say once, and not several times, that Tuesday is near.
                key = piece.steps if piece.days <= _POINTED else names
                if key not in told or piece.days < told[key].days:
                    told[key] = piece
            spoken += [Spoken(*_span(event), f"speaks of: {event.name}", start, end) for event, _, _ in events]
        ahead = bool(_AHEAD.search(sentence))
        for named in find_dates(sentence, month_first=order):
            why = _PLANNED_FOR if ahead or _after_by(sentence, named.start) else _NAMED
            spoken.append(Spoken(*named.readings[0], why, start + named.start, start + named.end))
    still = _from_before(places for name, places in waiting.items() if name not in happened)
    return [*told.values(), *_from_named(text, spoken), *still], spoken


def _told(
    sentence: str, start: int, end: int, events: list[EventMention]
) -> Iterator[tuple[tuple[str, ...], Evidence]]:
    """Say what a sentence about dated events tells of the day on which it was written, and by which events."""
    pointing: list[tuple[str, Evidence]] = []
    bounding: list[tuple[str, Evidence]] = []
    for event, first, last in events:
        # A day word belongs to an event only where it stands among the words of the event, or near them.
        begin = max(0, first - _NEAR)
        near = sentence[begin : last + _NEAR]
        reason, steps, slip = _told_of(near, event, first - begin, last - begin)
        doubt = _wrong_weekday(near, event) if len(events) == 1 else ""
        piece = Evidence(reason, steps, slip, start, end, BY_EVENTS, doubt)
        (pointing if piece.days <= _POINTED else bounding).append((event.name, piece))
    # Where one sentence fits several events alike, any of them may be meant.
    for alike in filter(None, (pointing, bounding)):
        pieces = [piece for _, piece in alike]
        together = replace(
            pieces[0],
            reason="; or ".join(dict.fromkeys(piece.reason for piece in pieces)),
            steps=tuple(step for piece in pieces for step in piece.steps),
            slip=max(piece.slip for piece in pieces),
        )
        yield tuple(name for name, _ in alike), together


def _wrong_weekday(sentence: str, event: Event) -> str:
    """Say so where a sentence gives an event another weekday than the record."""
    named = {match.group(1).capitalize() for match in _WEEKDAY.finditer(sentence)}
    if event.precision != "day" or len(named) != 1 or f"{event.date:%A}" in named or _AGAIN.search(sentence):
        return ""
    return f"The text has {named.pop()}, the record has {event.date:%A}, {event.date}, for: {event.name}."


def _told_of(sentence: str, event: Event, begin: int, end: int) -> tuple[str, Steps, float]:
    """Give reason, days and slip that follow from how a sentence speaks of one event, named from `begin` to `end`."""
    first, last = _span(event)
    name = f"{event.name} ({_written(event)})"
    if match := _YEARS.search(sentence):
        return f'"{match.group()}" of: {name}', _years_after(first, match.group(1)), _SLIP_RELATIVE
    # A month or a year is recalled for long: the day words beside it belong to something else.
    if event.precision == "day" and not _ANNIVERSARY.search(sentence):
        if match := _RELATIVE.search(sentence):
            return f'"{match.group()}" of: {name}', _relative(first, *match.groups()), _SLIP_TOLD

        def distance(match: re.Match[str]) -> tuple[int, int]:
            return max(begin - match.end(), match.start() - end, 0), -match.start()

        words = [match for pattern, _ in _DAY_WORDS for match in pattern.finditer(sentence)]
        nearest = min(words, key=distance, default=None)
        shift = next((shift for pattern, shift in _DAY_WORDS if nearest and pattern.match(nearest.group())), None)
        if nearest and shift is not None:
            day = first + timedelta(shift)
            # The record may count by another time zone.
            near = (day - timedelta(1), day + timedelta(1), 0.02)
            return f'"{nearest.group()}" of: {name}', ((day, day, 1.0), near), _SLIP_TODAY
        same = [word for word in words if word.group(1).casefold() == WEEKDAYS[first.weekday()]]
        if same:
            return f'"{same[0].group().strip()}" of: {name}', _around(first, sentence, same[0]), _SLIP_WEEKDAY
    if _AHEAD.search(sentence):
        # "It will" puts the event ahead; beside "it would", more often something else lies ahead.
        height = 1.0 if _WILL.search(sentence) else 0.2
        return f"speaks of: {name}", ((first, LAST_DAY, 1.0), (first - _PLANNED, last, height)), _SLIP_TOLD
    return f"tells of: {name}", ((first, LAST_DAY, 1.0),), _SLIP_TOLD


def _around(day: date, sentence: str, weekday: re.Match[str]) -> Steps:
    """Days on which one calls a day by its weekday: the day and the next most often, the week around at all."""

    def on(shift: int) -> date:
        return day + timedelta(shift)

    early = (on(-6), on(-1), 0.1)
    if _WILL.search(sentence):
        return ((on(-6), on(-1), 1.0), (on(0), on(0), 0.5), (on(1), on(6), 0.2))
    if _AHEAD.search(sentence):
        return ((on(-6), on(0), 1.0), (on(1), on(6), 0.4))
    if weekday.group(2):
        return ((on(0), on(0), 0.4), (on(1), on(1), 1.0), (on(2), on(6), 0.3), early)
    return ((on(0), on(1), 1.0), (on(2), on(6), 0.3), early)


def _years_after(day: date, number: str) -> Steps:
    """Days on which one says so many years after: writers subtract the years, and few count the months."""
    n = 1 if number.casefold() == "a" else int(number) if number.isdigit() else _NUMBERS.index(number.casefold())
    year = date(day.year + n, 1, 1)
    full = day + timedelta(round(365.25 * n))
    in_year = (max(year, full - timedelta(120)), min(date(year.year, 12, 31), full + timedelta(300)), 1.0)
    return (in_year, (full - timedelta(180), full + timedelta(365), 0.05))


def _relative(day: date, which: str, unit: str) -> Steps:
    """Days on which one says last week, this month, earlier this year."""
    this = which.casefold() != "last"
    if unit.casefold() == "week":
        return ((day, day + timedelta(6), 1.0),) if this else ((day + timedelta(1), day + timedelta(13), 1.0),)
    if unit.casefold() == "year":
        year = day.year + (0 if this else 1)
        return ((max(day, date(year, 1, 1)), date(year, 12, 31), 1.0),)
    month = day if this else end_of_month(day) + timedelta(1)
    return ((max(day, month.replace(day=1)), end_of_month(month), 1.0),)


def _from_named(text: str, spoken: Iterable[Spoken]) -> list[Evidence]:
    """Latest day, month or year named in running text: it was rarely written before that."""
    placed = [row for row in spoken if FIRST_DAY < row.first < LAST_DAY]
    since = [row for row in placed if row.reason == _NAMED and _SINCE.search(text[max(0, row.start - 30) : row.start])]
    told = [row for row in placed if row.reason == _NAMED]
    ahead = [row for row in placed if row.reason == _PLANNED_FOR and not _after_by(text, row.start)]
    found = []
    for rows, slip, reason in (
        (since, _SLIP_SINCE, "written after"),
        (told, _SLIP_NAMED, "rarely written before"),
        (ahead, _SLIP_PLANNED, "often written after"),
    ):
        if rows:
            latest = max(rows, key=lambda row: (row.first, -row.start))
            why = f'{reason} "{text[latest.start : latest.end]}", which the text names'
            found.append(Evidence(why, ((latest.first, LAST_DAY, 1.0),), slip, latest.start, latest.end))
    return found


def _after_by(text: str, place: int) -> bool:
    """Whether a day stands after "by" or "until". Only the words before it are looked at: a text may name many days."""
    return bool(_BY.search(text[max(0, place - 20) : place]))


def _from_before(waiting: Iterable[list[tuple[Event, int, int]]]) -> Iterator[Evidence]:
    """Events that a text still expects, and nowhere tells of, with their places."""
    for places in waiting:
        event, start, end = places[0]
        steps = ((event.date - timedelta(100), event.date, 1.0), (FIRST_DAY, event.date, 0.2))
        slip = _SLIP_BEFORE ** min(len(places), 3)
        yield Evidence(f"written before: {event.name} ({_written(event)})", steps, slip, start, end)


def weekday_of_lead(text: str, sentences: Sequence[tuple[int, int]]) -> int | None:
    """Find the weekday of the news: the first one named in the first two sentences, of something told as past.

    Parameters
    ----------
    text : str
        The source text.
    sentences : sequence of (start, end)
        Its sentences.

    Returns
    -------
    int or None
        0 for Monday to 6 for Sunday; None if there is none, or if it belongs to what is yet to come.

    Examples
    --------
    >>> weekday_of_lead("The talks failed on Wednesday.", [(0, 30)])
    2
    """
    for start, end in sentences[:2]:
        sentence = text[start:end]
        if match := _WEEKDAY.search(sentence):
            return None if _AHEAD.search(sentence) else WEEKDAYS.index(match.group(1).casefold())
    return None


def _written(event: Event) -> str:
    """Write the day of an event as exactly as it is known."""
    return str(event.date)[: {"year": 4, "month": 7}.get(event.precision)]


def _span(event: Event) -> Span:
    """First and last day of an event; for a month or a year, of all of it."""
    first = event.date
    if event.precision == "year":
        return first, date(first.year, 12, 31)
    if event.precision == "month":
        return first, end_of_month(first)
    return first, first


def _in_office(term: Holder) -> Steps:
    """Allow the days of a term, and where its end is disputed, some time after it."""
    start = term.start or FIRST_DAY
    if term.end is None:
        return ((start, LAST_DAY, 1.0),)
    disputed = ((term.end, term.end + timedelta(365), 0.3),) if term.disputed else ()
    return ((start, term.end - timedelta(1), 1.0), (term.end, term.end + _RECALLED_FOR, _RECALLED), *disputed)


def _steps(named: DateMention) -> Steps:
    """Allow the day that is named; where it can be read in two ways, both."""
    return tuple((first, last, 1.0) for first, last in named.readings)
