"""corpus.toml -> a checked `Config`: eras, roles, events, names, sides, and what a person read and confirmed.

People and places are named in that file and nowhere in the code, so the walk runs on another corpus by writing another
file. Every mistake in it is answered by one sentence that names the file, the place and the mend.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from twocrises.errors import TwoCrisesError

FILE_NAME = "corpus.toml"

# Function words that a name all in capitals would be counted together with, since terms are in lower case.
_FUNCTION_WORDS = frozenset(
    [
        "am", "an", "as", "at", "be", "by", "can", "do", "go", "he", "if", "in", "is", "it", "may", "me", "no", "on",
        "or", "so", "to", "us", "we", "who", "will",
    ]
)  # fmt: skip

# What TOML lets stand in a header without quotation marks.
_BARE = re.compile(r"[A-Za-z0-9_-]+")

# Sides that have a meaning of their own.
_OURS = {"narrator": "the paper's own words", "unknown": "speakers of no side", "all others": "small sides together"}

_KEYS = {
    "": [
        "title", "translated", "eras", "phases", "roles", "events", "names", "places", "sides", "frames", "articles",
        "readings", "columns",
    ],
    "eras": ["start", "end"],
    "phases": ["start", "end"],
    "roles": ["name", "from", "to", "status", "disputed"],
    "events": ["date", "precision", "name", "mentioned", "as_reported", "note", "words", "before"],
    "articles": ["published", "written", "origin", "site", "genre", "era", "opinion", "note"],
    "readings": ["claim", "more", "says", "rests_on", "rival", "decided_by"],
    "columns": ["text", "date", "source", "title", "url"],
}  # fmt: skip


@dataclass(frozen=True)
class Era:
    """A span of days under one label; both ends belong to it."""

    label: str
    start: date
    end: date


@dataclass(frozen=True)
class Holder:
    """Who held an office, from a day on until the day before `end` (None: still)."""

    role: str
    name: str
    start: date | None
    end: date | None
    status: str = ""
    disputed: str = ""


@dataclass(frozen=True)
class Event:
    """A dated event of the record, how the articles report it, and how a program finds it.

    `words` must all stand in a sentence that tells of the event, `before` in one that still expects it. Each is a word
    or phrase; "|" separates alternatives, and a "*" at the end of a word stands for any ending.
    """

    date: date
    precision: str
    name: str
    mentioned: tuple[str, ...]
    as_reported: str = ""
    note: str = ""
    words: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What a person confirmed about one article.

    `opinion` holds the first and the last words of a piece of opinion inside a report.
    """

    published: date | None = None
    written: date | None = None
    origin: str = ""
    site: str = ""
    genre: str = ""
    era: str = ""
    note: str = ""
    opinion: tuple[str, str] | None = None


@dataclass(frozen=True)
class Reading:
    """What a person reads in the sentences behind a claim, and what else could explain it.

    `claim` is an id of the ledger. `more` is the era that must have more of what is compared; where it is empty, the
    direction does not matter. `rests_on` pairs an article, or the beginning of its name, with words that one of its
    sentences holds. `rival` is another explanation, `decided_by` the article that would decide between the two.
    """

    claim: str
    more: str = ""
    says: str = ""
    rests_on: tuple[tuple[str, str], ...] = ()
    rival: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class Config:
    """The settings of one corpus; every part may be empty.

    Attributes
    ----------
    title : str
    eras : tuple of Era, in order of time
    phases : tuple of Era, in order of time
        What happened lately when an article appeared, in spans of days as those of the eras.
    roles : tuple of Holder
    events : tuple of Event, in order of time
    spellings : mapping of str to str
        Each variant of a name -> the name it is counted under.
    places : mapping of str to str
        Each word for a place -> the place.
    sides : mapping of str to str
        Each speaker -> the side he, she or it speaks for.
    translated : frozenset of str
        The speakers whose words reach the reader in translation.
    frames : mapping of str to tuple of str
        A subject that several eras may share -> its words, as `count_terms` takes a group.
    articles : mapping of str to Facts
        Article -> what a person confirmed.
    readings : tuple of Reading
        In the order of the file.
    columns : mapping of str to str
        text, date, source, title or url -> the column of a table that holds it.
    file : str
        Where the settings were read, for messages.
    """

    title: str = ""
    eras: tuple[Era, ...] = ()
    phases: tuple[Era, ...] = ()
    roles: tuple[Holder, ...] = ()
    events: tuple[Event, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    places: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sides: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    translated: frozenset[str] = frozenset()
    frames: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    articles: Mapping[str, Facts] = field(default_factory=lambda: MappingProxyType({}))
    readings: tuple[Reading, ...] = ()
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    file: str = FILE_NAME

    def era_of(self, day: date | None) -> str | None:
        """Label of the era that contains a day, or None.

        Examples
        --------
        >>> config = Config(eras=(Era("war", date(1914, 7, 28), date(1918, 11, 11)),))
        >>> config.era_of(date(1918, 11, 11)), config.era_of(date(1920, 1, 1))
        ('war', None)
        """
        return _span_of(day, self.eras)

    def phase_of(self, day: date | None) -> str | None:
        """Label of the phase that contains a day, or None.

        Examples
        --------
        >>> config = Config(phases=(Era("before the armistice", date(1918, 1, 1), date(1918, 11, 10)),))
        >>> config.phase_of(date(1918, 11, 10)), config.phase_of(None)
        ('before the armistice', None)
        """
        return _span_of(day, self.phases)

    def without(self, article: str) -> "Config":
        r"""Leave out what is known of one article, or from it alone.

        A chronology that was written from an article would date it in a circle.

        Parameters
        ----------
        article : str
            Its name in [articles] and in `mentioned`.

        Returns
        -------
        Config
            Without the facts that a person confirmed of it, and without the events that no other article mentions.

        Examples
        --------
        >>> config = parse_config('[[events]]\ndate = 2014-03-05\nname = "talks"\nmentioned = ["a"]')
        >>> config.without("a").events, len(config.without("b").events)
        ((), 1)
        """
        facts = {name: known for name, known in self.articles.items() if name != article}
        events = tuple(event for event in self.events if event.mentioned != (article,))
        return replace(self, articles=MappingProxyType(facts), events=events)


def load_config(path: str | Path) -> Config:
    r"""Read and check a corpus.toml.

    Parameters
    ----------
    path : str or Path
        The file, in UTF-8.

    Returns
    -------
    Config

    Raises
    ------
    TwoCrisesError
        If the file cannot be read, is not TOML, has an unknown key, a bad date, eras or phases that overlap, a reading
        that rests on no sentence, or a name that would be counted together with a function word.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "corpus.toml"
    ...     _ = file.write_text("[eras.before]\nstart = 2020-01-01\nend = 2020-06-30")
    ...     load_config(file).era_of(date(2020, 3, 1))
    'before'
    """
    path = Path(path)
    where = f"{path.parent.name}/{path.name}" if path.parent.name else path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise TwoCrisesError(f"{where}: there is no such file. Check the path given as config.") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = f"byte {error.start} is not UTF-8" if isinstance(error, UnicodeDecodeError) else _short(error)
        raise TwoCrisesError(f"{where}: cannot be read ({reason}). Save it again as UTF-8 text.") from None
    return parse_config(text, where)


def parse_config(text: str, file: str = FILE_NAME) -> Config:
    r"""Check the text of a corpus.toml.

    Parameters
    ----------
    text : str
        TOML.
    file : str
        The name that messages use.

    Returns
    -------
    Config

    Raises
    ------
    TwoCrisesError
        As `load_config`.

    Examples
    --------
    >>> parse_config('[eras.before]\nstart = 2020-01-01\nend = 2020-06-30').eras[0].label
    'before'
    >>> parse_config('[era.before]')
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: corpus.toml: unknown key "era". Did you mean "eras"?
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TwoCrisesError(f"{file}: this is not valid TOML ({_short(error)}). Mend that line.") from None
    read = _Reader(file)
    read.known_keys(raw, "", "")
    sides = read.sides(raw.get("sides", {}))
    return Config(
        title=read.text(raw, "title", "the file"),
        eras=read.spans(raw.get("eras", {}), "eras"),
        phases=read.spans(raw.get("phases", {}), "phases"),
        roles=read.roles(raw.get("roles", {})),
        events=read.events(raw.get("events", [])),
        spellings=read.names(raw.get("names", {})),
        places=read.inverted(raw.get("places", {}), "places", itself=True),
        sides=sides,
        translated=read.translated(raw.get("translated", []), sides),
        frames=read.frames(raw.get("frames", {})),
        articles=read.articles(raw.get("articles", {}), {str(label) for label in raw.get("eras", {})}),
        readings=read.readings(raw.get("readings", []), [str(label) for label in raw.get("eras", {})]),
        columns=read.columns(raw.get("columns", {}), "[columns]"),
        file=file,
    )


def check_columns(columns: Mapping[str, str]) -> Mapping[str, str]:
    """Check names of columns as somebody gives them to `load_corpus`.

    Parameters
    ----------
    columns : mapping of str to str
        text, date, source, title or url -> the column of a table that holds it, as under [columns] in a corpus.toml.

    Returns
    -------
    mapping of str to str
        The same.

    Raises
    ------
    TwoCrisesError
        If a key is unknown or a name is no text.

    Examples
    --------
    >>> check_columns({"txt": "body"})
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: load_corpus: unknown key "txt" in columns. Did you mean "text"?
    """
    return _Reader("load_corpus").columns(columns, "columns")


def check_articles(config: Config, articles: Iterable[str]) -> list[str]:
    r"""Check that each article the settings speak of is there.

    Parameters
    ----------
    config : Config
        From `load_config` or `parse_config`.
    articles : iterable of str
        The articles of the corpus.

    Returns
    -------
    list of str
        A sentence for each event that mentions an article the corpus does not have: no mistake, if somebody works on
        part of a corpus, but worth knowing.

    Raises
    ------
    TwoCrisesError
        If [articles] holds facts about an article that is not in the corpus: facts about nothing are a slip of the pen.

    Examples
    --------
    >>> settings = parse_config('[articles.002]\ngenre = "news"')
    >>> check_articles(settings, ["001"])
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: corpus.toml: [articles.002] names no article that was read. Did you mean "001"? ...
    """
    known = list(articles)
    for name in config.articles:
        if name not in known:
            raise TwoCrisesError(
                f"{config.file}: [articles.{name}] names no article that was read.{_did_you_mean(name, known)} "
                "Write the path of the file in this folder without its suffix, or take the entry out."
            )
    return [
        f'The event "{event.name}" mentions {name}, which is not in this corpus.'
        for event in config.events
        for name in event.mentioned
        if name not in known
    ]


class _Reader:
    """Reads one part of the file after the other, and knows how to name the place of a mistake."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, message: str) -> TwoCrisesError:
        return TwoCrisesError(f"{self.file}: {message}")

    def known_keys(self, table: Any, kind: str, place: str) -> None:
        if not isinstance(table, dict):
            raise self.fail(f"{place} must be a table of keys and values, not {table!r}.")
        for key in table:
            if key not in _KEYS[kind]:
                hint = _did_you_mean(key, _KEYS[kind]) or f" Known keys: {', '.join(_KEYS[kind])}."
                raise self.fail(f'unknown key "{key}"{" in " + place if place else ""}.{hint}')

    def text(self, table: dict[str, Any], key: str, place: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise self.fail(f'"{key}" in {place} must be text in quotation marks, not {value!r}.')
        return value

    def day(self, table: dict[str, Any], key: str, place: str, *, required: bool = False) -> date | None:
        value = table.get(key)
        if value is None and not required:
            return None
        if type(value) is date:
            return value
        if isinstance(value, str):
            # "2013-12" or "2013" stands for its first day.
            parts = value.split("-")
            try:
                return date(*(int(part) for part in [*parts, "1", "1"][:3]))
            except ValueError:
                pass
        problem = "is missing" if value is None else f"is {value!r}, which is no date"
        raise self.fail(f'"{key}" in {place} {problem}. Write a day as 2014-03-05, without quotation marks.')

    def spans(self, table: Any, section: str) -> tuple[Era, ...]:
        """Read spans of days that may not overlap: eras or phases."""
        spans = []
        for label, entry in self.items(table, f"[{section}]"):
            place = f"[{section}.{label}]" if _BARE.fullmatch(label) else f'[{section}."{label}"]'
            if not label.strip():
                raise self.fail(f"{place} has no label. Write one between the quotation marks.")
            self.known_keys(entry, section, place)
            start, end = (self.day(entry, key, place, required=True) for key in ("start", "end"))
            assert start is not None and end is not None
            if end < start:
                raise self.fail(f"{place} ends on {end}, before it starts on {start}. Change one of the dates.")
            spans.append(Era(label, start, end))
        spans.sort(key=lambda span: (span.start, span.end))
        for one, two in pairwise(spans):
            if two.start <= one.end:
                names = " and ".join(name if _BARE.fullmatch(name) else f'"{name}"' for name in (one.label, two.label))
                days = f"{two.start} to {min(one.end, two.end)}"
                raise self.fail(f"{section} {names} overlap ({days}). Change one of the dates.")
        return tuple(spans)

    def roles(self, table: Any) -> tuple[Holder, ...]:
        holders = []
        for role, entries in self.items(table, "[roles]"):
            for entry in self.entries(entries, f'[[roles."{role}"]]'):
                place = f'[[roles."{role}"]]'
                self.known_keys(entry, "roles", place)
                name, status, disputed = (self.text(entry, key, place) for key in ("name", "status", "disputed"))
                if not name:
                    raise self.fail(f'an entry of {place} has no "name". Add it, or take the entry out.')
                start, end = (self.day(entry, key, f"{place}, {name}") for key in ("from", "to"))
                if start and end and end <= start:
                    raise self.fail(f'{place}, {name}: "to" ({end}) is not after "from" ({start}). Change one of them.')
                holders.append(Holder(role, name, start, end, status, disputed))
        return tuple(holders)

    def events(self, entries: Any) -> tuple[Event, ...]:
        events = []
        for entry in self.entries(entries, "[[events]]"):
            self.known_keys(entry, "events", "[[events]]")
            name = self.text(entry, "name", "[[events]]")
            place = f'[[events]], "{name}"'
            if not name:
                raise self.fail('an entry of [[events]] has no "name". Add it, or take the entry out.')
            day = self.day(entry, "date", place, required=True)
            assert day is not None
            precision = self.text(entry, "precision", place) or "day"
            if precision not in ("day", "month", "year"):
                raise self.fail(f'"precision" in {place} is "{precision}". Write "day", "month" or "year".')
            mentioned = entry.get("mentioned") or []
            if not isinstance(mentioned, list) or not all(isinstance(stem, str) for stem in mentioned):
                raise self.fail(f'"mentioned" in {place} must be false or a list of articles, such as ["001"].')
            as_reported, note = (self.text(entry, key, place) for key in ("as_reported", "note"))
            words, before = (self.words(entry, key, place) for key in ("words", "before"))
            events.append(Event(day, precision, name, tuple(mentioned), as_reported, note, words, before))
        return tuple(sorted(events, key=lambda event: (event.date, event.name)))

    def words(self, table: dict[str, Any], key: str, place: str) -> tuple[str, ...]:
        words = table.get(key, [])
        # A "*" alone, or nothing beside a "|", would stand for any word.
        if not isinstance(words, list) or not all(
            isinstance(word, str) and all(part.strip(" *") for part in word.split("|")) for word in words
        ):
            raise self.fail(f'"{key}" in {place} must be a list of words, such as ["visit*|trip", "prime minister"].')
        return tuple(words)

    def names(self, table: Any) -> Mapping[str, str]:
        found = self.inverted(table, "names")
        for name, _ in self.items(table, "[names]"):
            if name.isupper() and name.casefold() in _FUNCTION_WORDS:
                raise self.fail(
                    f'"{name}" in [names] is counted in lower case, together with the word "{name.casefold()}". '
                    f'Write it another way, such as "{".".join(name)}.".'
                )
        return found

    def sides(self, table: Any) -> Mapping[str, str]:
        found = self.inverted(table, "sides")
        for name in (*dict(self.items(table, "[sides]")), *found):
            if not name.strip():
                raise self.fail("[sides] has an empty name. Write it out, or take it out.")
        for side in dict(self.items(table, "[sides]")):
            if meaning := _OURS.get(side.casefold()):
                raise self.fail(f'[sides] has a side "{side}", which stands for {meaning}. Give it another name.')
        return found

    def inverted(self, table: Any, section: str, *, itself: bool = False) -> Mapping[str, str]:
        """Turn `name = [variant, ...]` into `variant -> name`; if wanted, with the name for itself."""
        found: dict[str, str] = {}
        for name, variants in self.items(table, f"[{section}]"):
            if not isinstance(variants, list) or not all(isinstance(variant, str) and variant for variant in variants):
                raise self.fail(f'"{name}" in [{section}] must be a list of texts, such as ["one", "two"].')
            for variant in [name, *variants] if itself else variants:
                if found.setdefault(variant, name) != name:
                    raise self.fail(
                        f'[{section}] lists "{variant}" under "{found[variant]}" and under "{name}". Take one out.'
                    )
        return MappingProxyType(found)

    def articles(self, table: Any, eras: set[str]) -> Mapping[str, Facts]:
        facts = {}
        for stem, entry in self.items(table, "[articles]"):
            place = f"[articles.{stem}]"
            self.known_keys(entry, "articles", place)
            texts = {key: self.text(entry, key, place) for key in ("origin", "site", "genre", "era", "note")}
            if texts["era"] and texts["era"] not in eras:
                raise self.fail(
                    f'{place} has era "{texts["era"]}", which [eras] does not list. Add it there, or correct it.'
                )
            published, written = (self.day(entry, key, place) for key in ("published", "written"))
            facts[stem] = Facts(published, written, **texts, opinion=self.opinion(entry.get("opinion"), place))
        return MappingProxyType(facts)

    def opinion(self, value: Any, place: str) -> tuple[str, str] | None:
        if value is None:
            return None
        if isinstance(value, list) and len(value) == 2:
            first, last = value
            if isinstance(first, str) and isinstance(last, str) and first.strip() and last.strip():
                return first, last
        raise self.fail(
            f'"opinion" in {place} must be its first and its last words, such as ["In the end", "the point."].'
        )

    def translated(self, value: Any, sides: Mapping[str, str]) -> frozenset[str]:
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise self.fail('"translated" must be a list of names, such as ["one", "two"].')
        for name in value:
            if name not in sides:
                raise self.fail(
                    f'"translated" has "{name}", which [sides] does not list.{_did_you_mean(name, sides)} '
                    "Add it there, or correct it."
                )
        return frozenset(value)

    def frames(self, table: Any) -> Mapping[str, tuple[str, ...]]:
        found = {}
        for name, words in self.items(table, "[frames]"):
            if not name.strip():
                raise self.fail("[frames] has an empty name. Write it out, or take it out.")
            if not isinstance(words, list) or not words or not all(isinstance(w, str) and w.strip() for w in words):
                raise self.fail(f'"{name}" in [frames] must be a list of words, such as ["talks", "prime minister"].')
            if patterns := [word for word in words if set("*|") & set(word)]:
                raise self.fail(
                    f'"{name}" in [frames] has "{patterns[0]}", and "*" and "|" mean nothing there. Write each form of '
                    "the word out."
                )
            found[name] = tuple(words)
        return MappingProxyType(found)

    def readings(self, entries: Any, eras: list[str]) -> tuple[Reading, ...]:
        readings: list[Reading] = []
        for entry in self.entries(entries, "[[readings]]"):
            self.known_keys(entry, "readings", "[[readings]]")
            claim = self.text(entry, "claim", "[[readings]]").strip()
            if not claim:
                raise self.fail('an entry of [[readings]] has no "claim". Add the id of a claim, such as "word:talks".')
            place = f'[[readings]], "{claim}"'
            more, says, rival, decided_by = (
                " ".join(self.text(entry, key, place).split()) for key in ("more", "says", "rival", "decided_by")
            )
            reading = Reading(claim, more, says, self.rests_on(entry, place), rival, decided_by)
            if more and more not in eras:
                raise self.fail(
                    f'"more" in {place} is "{more}", which [eras] does not list.{_did_you_mean(more, eras)} Correct '
                    "it, or leave it out where the direction does not matter."
                )
            if bool(rival) != bool(decided_by):
                there, missing = ("rival", "decided_by") if rival else ("decided_by", "rival")
                raise self.fail(f'{place} has "{there}" without "{missing}". Add it, or take the other out.')
            if not says and not rival:
                raise self.fail(f'{place} says nothing. Add "says", or "rival" and "decided_by".')
            if says and not reading.rests_on:
                raise self.fail(
                    f'"says" in {place} rests on no sentence. Add rests_on = [["ARTICLE", "words of a sentence"]].'
                )
            if any((one.claim, one.more) == (claim, more) for one in readings):
                when = f' with more = "{more}"' if more else ""
                raise self.fail(f"{place} stands there twice{when}. Make one entry of the two.")
            readings.append(reading)
        return tuple(readings)

    def rests_on(self, entry: dict[str, Any], place: str) -> tuple[tuple[str, str], ...]:
        pairs = entry.get("rests_on", [])
        if isinstance(pairs, list) and all(
            isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) and part.strip() for part in pair)
            for pair in pairs
        ):
            return tuple((article, words) for article, words in pairs)
        raise self.fail(f'"rests_on" in {place} must be a list of pairs, such as [["001", "words of one sentence"]].')

    def columns(self, table: Any, place: str) -> Mapping[str, str]:
        self.known_keys(table, "columns", place)
        for key, name in table.items():
            if not isinstance(name, str) or not name.strip():
                raise self.fail(f'"{key}" in {place} must be the name of a column, such as "body", not {name!r}.')
        return MappingProxyType(dict(table))

    def items(self, table: Any, place: str) -> list[tuple[str, Any]]:
        if not isinstance(table, dict):
            raise self.fail(f"{place} must be a table of keys and values, not {table!r}.")
        return [(str(key), value) for key, value in table.items()]

    def entries(self, entries: Any, place: str) -> list[Any]:
        if not isinstance(entries, list):
            raise self.fail(f"{place} must be written with two brackets on each side, once for each entry.")
        return entries


def _span_of(day: date | None, spans: Iterable[Era]) -> str | None:
    return next((span.label for span in spans if day and span.start <= day <= span.end), None)


def _short(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f' Did you mean "{close[0]}"?' if close else ""
