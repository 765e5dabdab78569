"""Evidence -> when an article was written and in which era, or unknown.

Multiplied over all pieces of evidence, and shared out over the calendar, the evidence gives every day a probability. A
day is answered if it holds 0.8 of it alone, an era if its days together hold 0.95. Otherwise the answer is "unknown",
and the candidates are listed. What a person confirmed in corpus.toml wins, and a disagreement is shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from twocrises.cleaning import KEPT, TEXT, type_lines
from twocrises.config import FILE_NAME, Config, load_config
from twocrises.errors import TwoCrisesError
from twocrises.evidence import (
    BY_DATELINE,
    BY_EVENTS,
    BY_EVIDENCE,
    BY_METADATA,
    BY_NAME,
    BY_TITLE,
    FIRST_DAY,
    FITS,
    LAST_DAY,
    SCENE,
    Evidence,
    Line,
    Spoken,
    Steps,
    gather,
    weekday_of_lead,
)
from twocrises.mentions import Finder
from twocrises.segments import sentence_spans
from twocrises.wording import quoted, shortened

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

BY_PERSON = "confirmed by a person in corpus.toml"
BY_PUBLICATION = "day of publication"
SOURCES = [
    BY_PERSON,
    BY_PUBLICATION,
    BY_METADATA,
    BY_TITLE,
    BY_NAME,
    BY_DATELINE,
    BY_EVENTS,
    BY_EVIDENCE,
]

# Sources in which a day is written out.
_WRITTEN = (BY_METADATA, BY_TITLE, BY_NAME, BY_DATELINE)
_LOOK = "Look at the evidence, and correct what is wrong or confirm it in corpus.toml."
_WRITE_A_DAY = "Write the day as year-month-day, such as 2022-02-28, or leave it empty."

# How much of the probability an answer needs.
ENOUGH_FOR_A_DAY = 0.8
ENOUGH_FOR_AN_ERA = 0.95
# The weekday of the news helps to choose between so few days, if they hold so much of the probability.
_FEW_DAYS, _NEARLY_ALL = 100, 0.9
# A span of so many days says nothing.
_TOO_WIDE = 3653
# A piece of evidence whose days hold less than this, all evidence taken together, speaks against the rest.
_AGAINST = 0.05


class Row(NamedTuple):
    """A piece of evidence as people see it; the fields are the columns of `Dating.evidence`."""

    about: str
    candidate: str
    start: int
    end: int
    text: str
    reason: str
    weight: float


@dataclass(frozen=True)
class Dating:
    """When an article was written.

    Attributes
    ----------
    published : date or None
        The day, if it is known.
    published_by : str or None
        What says so.
    era : str or None
        The era, if it is known; it can be where the day is not.
    era_by : str or None
        What says so.
    between : (date, date) or None
        First and last day of the span that holds nine tenths of the probability; None if it is wider than ten years.
    conflicts : tuple of str
        A sentence for each piece of evidence that speaks against the answer, or that the record contradicts.
    problems : tuple of (str, str)
        What a person should look at, and what to do: a date that came with the text and cannot be read, or a confirmed
        day that the evidence speaks against.
    pieces : tuple of Evidence
        The evidence for the day, the most probable candidate first.
    rows : tuple of Row
        What `evidence` is made from.
    """

    published: date | None
    published_by: str | None
    era: str | None
    era_by: str | None
    between: tuple[date, date] | None = None
    conflicts: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    pieces: tuple[Evidence, ...] = field(default=(), repr=False)
    rows: tuple[Row, ...] = field(default=(), repr=False)

    @property
    def evidence(self) -> pd.DataFrame:
        """A row a piece of evidence, the candidate whose days are the most probable first.

        `about` (published; era for a span of days; spoken for a day the text only speaks about), `candidate`, `start`
        and `end` (offsets of the quoted span; both 0 where the evidence is not in the text), `text` (the span),
        `reason`, `weight` (the probability of the candidate, all evidence taken together; missing where a day is only
        spoken about).
        """
        return _frame(self.rows)


def date_article(text: str, *, metadata: Mapping[str, str] | None = None, config: Config | None = None) -> Dating:
    r"""Find out when an article was written, or say that it cannot be known.

    Parameters
    ----------
    text : str
        The article, as it was scraped; it is cleaned here.
    metadata : mapping of str to str, optional
        What came with the text: `date`, `title`, `file` (its name), `url`; and `article`, its name in corpus.toml, if
        what a person confirmed there is to be used.
    config : Config, optional
        Eras, office-holders and events; by default those of the seeds.

    Returns
    -------
    Dating
        With `published`, `era`, `between`, `conflicts` and the table `evidence`.

    Raises
    ------
    TwoCrisesError
        If `metadata` is no mapping, or if no settings are given and those of the seeds cannot be read.

    Examples
    --------
    >>> text = "The ministers met for eight hours in the capital and agreed to meet again."
    >>> date_article(text, metadata={"title": "Talks to go on, 3/20/2014"}).published
    datetime.date(2014, 3, 20)
    >>> print(date_article(text).published)
    None
    """
    settings = seeds_config() if config is None else config
    facts = _as_text(metadata or {})
    lines = [(start, end, kind) for start, end, kind, _ in type_lines(text)]
    sentences = [span for start, end, kind in lines if kind in KEPT for span in sentence_spans(text, start, end)]
    return Dater(settings).date(text, lines, sentences, facts)


def _as_text(metadata: Mapping[str, object]) -> dict[str, str]:
    """Write what came with a text as text: days as 2014-03-05, what is missing as nothing."""
    if not isinstance(metadata, Mapping):
        raise TwoCrisesError('metadata must be a mapping of names to texts, such as {"date": "2014-03-05"}.')
    facts = {}
    for key, value in metadata.items():
        # A missing value of pandas is not equal to itself.
        missing = value is None or value is pd.NA or value is pd.NaT or value != value
        facts[str(key)] = (
            "" if missing else value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        )
    return facts


def dates_frame(datings: Mapping[str, Dating], config: Config) -> pd.DataFrame:
    r"""Day of publication and era of each article.

    Parameters
    ----------
    datings : mapping of str to Dating
        Article -> what was found out.
    config : Config
        From `load_config` or `parse_config`.

    Returns
    -------
    pandas.DataFrame
        A row an article: `published` (day or NaT), `published_by`, `era` (label or missing; its categories are the eras
        in order of time), `era_by`. What is not known is missing, never guessed.

    Examples
    --------
    >>> from twocrises.config import parse_config
    >>> settings = parse_config("[eras.2014]\nstart=2014-01-01\nend=2014-12-31\n[articles.a]\npublished=2014-03-05")
    >>> datings = {name: date_article("", metadata={"article": name}, config=settings) for name in ("a", "b")}
    >>> dates_frame(datings, settings).era.tolist()
    ['2014', nan]
    """
    rows = [(found.published, found.published_by, found.era, found.era_by) for found in datings.values()]
    frame = pd.DataFrame(rows, columns=["published", "published_by", "era", "era_by"])
    frame["published"] = pd.to_datetime(frame["published"]).astype("datetime64[s]")
    frame["era"] = pd.Categorical(frame["era"], categories=[era.label for era in config.eras])
    for column in ("published_by", "era_by"):
        frame[column] = pd.Categorical(frame[column], categories=SOURCES)
    return frame


def evidence_frame(datings: Mapping[str, Dating]) -> pd.DataFrame:
    r"""Evidence for the days and eras of all articles.

    Parameters
    ----------
    datings : mapping of str to Dating
        Article -> what was found out.

    Returns
    -------
    pandas.DataFrame
        The frames `Dating.evidence`, with `article` in front.

    Examples
    --------
    >>> found = date_article("", metadata={"date": "2014-03-05"})
    >>> evidence_frame({"a": found})[["article", "candidate", "weight"]].round(2).values.tolist()
    [['a', '2014-03-05', 1.0]]
    """
    names = list(datings)
    together = _frame([row for found in datings.values() for row in found.rows])
    codes = np.repeat(np.arange(len(names)), [len(found.rows) for found in datings.values()])
    article = pd.Series(pd.Categorical.from_codes(codes, pd.Index(names, dtype=TEXT)), name="article")
    return pd.concat([article, together], axis="columns")


def events_frame(config: Config) -> pd.DataFrame:
    r"""Chronology of the settings, and what the articles make of it.

    Parameters
    ----------
    config : Config
        From `load_config` or `parse_config`.

    Returns
    -------
    pandas.DataFrame
        A row an event, in order of time: `date` (its first day, where only a month or a year is known), `precision`,
        `event`, `articles` (tuple of those that mention it), `as_reported` (how they date it), `note`, `conflict`
        (whether the note says that article and record disagree).

    Examples
    --------
    >>> from twocrises.config import parse_config
    >>> settings = parse_config("[[events]]\ndate=2014-03-04\nname='a talk'\nnote='Conflict: the record differs.'")
    >>> events_frame(settings)[["event", "note", "conflict"]].values.tolist()
    [['a talk', 'The record differs.', True]]
    """
    rows = []
    for event in config.events:
        conflict = event.note.startswith("Conflict:")
        note = event.note.removeprefix("Conflict:").strip()
        note = note[:1].upper() + note[1:]
        rows.append((event.date, event.precision, event.name, event.mentioned, event.as_reported, note, conflict))
    columns = ["date", "precision", "event", "articles", "as_reported", "note", "conflict"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(
        date=pd.to_datetime(frame["date"]).astype("datetime64[s]"), conflict=frame["conflict"].astype(bool)
    )


@lru_cache(maxsize=1)
def seeds_config() -> Config:
    """Read the settings of the seeds, which date an article when no others are given.

    Returns
    -------
    Config

    Raises
    ------
    TwoCrisesError
        If the file cannot be read.

    Examples
    --------
    >>> [era.label for era in seeds_config().eras]
    ['2014', '2022']
    """
    return load_config(Path(__file__).resolve().parents[1] / "seeds" / FILE_NAME)


class Dater:
    """Dates articles by the settings of one corpus.

    Parameters
    ----------
    config : Config
        Eras, office-holders, events, and what a person confirmed.
    month_first : bool, optional
        How to read 3/4/2014 where a text itself does not tell.

    Examples
    --------
    >>> dater = Dater(Config())
    >>> dater.date("", [], [], {"date": "2014-03-05"}).published
    datetime.date(2014, 3, 5)
    """

    def __init__(self, config: Config, *, month_first: bool | None = None) -> None:
        self.config = config
        self.finder = Finder(config)
        self.month_first = month_first

    def date(
        self,
        text: str,
        lines: Sequence[Line],
        sentences: Sequence[tuple[int, int]],
        metadata: Mapping[str, str],
    ) -> Dating:
        """Weigh all evidence for one text.

        Parameters
        ----------
        text : str
            The source text.
        lines : sequence of (start, end, kind)
            Its lines.
        sentences : sequence of (start, end)
            Its sentences.
        metadata : mapping of str to str
            As in `date_article`.

        Returns
        -------
        Dating
        """
        found, spoken = gather(text, lines, sentences, metadata, self.finder, order=self.month_first)
        calendar = _Calendar(found, self.config)
        # A day that is written out needs no guess from the weekday of the news.
        if not any(piece.by in _WRITTEN for piece in found):
            calendar.refine(weekday_of_lead(text, sentences))
        return self._answer(text, calendar, found, spoken, metadata)

    def _answer(
        self,
        text: str,
        calendar: "_Calendar",
        found: list[Evidence],
        spoken: list[Spoken],
        metadata: Mapping[str, str],
    ) -> Dating:
        """Take the answer from the calendar, or from a person, and list what speaks for and against it."""
        day, share = calendar.best_day()
        likely = day if share >= ENOUGH_FOR_A_DAY else None
        published, published_by = likely, (_source(found, likely) if likely else None)
        era, era_by = self.config.era_of(published), BY_PUBLICATION
        if published is None:
            label, era_share = calendar.best_era()
            era, era_by = (label if era_share >= ENOUGH_FOR_AN_ERA else None), BY_EVIDENCE
        weighed = _ranked(calendar, found)
        rows = _rows(text, weighed, spoken)
        problems = []
        given = metadata.get("date", "").strip()
        if given and not any(piece.by == BY_METADATA for piece in found):
            problems.append((f'its date, "{shortened(given, 40)}", cannot be read', _WRITE_A_DAY))
        elif given and likely and not any(piece.by == BY_METADATA and _fits(piece, likely) for piece in found):
            problems.append((f'its date is "{shortened(given, 40)}", and other evidence speaks for {likely}', _LOOK))
        conflicts: list[str] = []
        facts = self.config.articles.get(metadata.get("article", ""))
        if facts and facts.published:
            published, published_by = facts.published, BY_PERSON
            era, era_by = self.config.era_of(published), BY_PUBLICATION
            rows.insert(0, Row("published", str(published), 0, 0, "", facts.note or BY_PERSON, 1.0))
            if likely and likely not in (facts.published, facts.written):
                conflict = f"a person confirmed {facts.published}, and the evidence speaks for {likely}"
                conflicts.insert(0, f"{conflict[0].upper()}{conflict[1:]}.")
                problems.append((conflict, _LOOK))
        if facts and facts.era:
            era, era_by = facts.era, BY_PERSON
        written = (facts and facts.written) or published
        conflicts += [_against(text, piece) for piece in found if _speaks_against(piece, written, calendar)]
        conflicts += [piece.doubt for piece in found if piece.doubt and _allows(piece, written)]
        return Dating(
            published,
            published_by,
            era,
            era_by if era else None,
            calendar.span(),
            tuple(conflicts),
            tuple(problems),
            tuple(piece for piece, _ in weighed),
            tuple(rows),
        )


class _Calendar:
    """Probability of each day, kept for stretches of days on which all evidence is the same."""

    def __init__(self, found: list[Evidence], config: Config) -> None:
        self._eras = config.eras
        self._found = found
        # Older or later days are sought where the settings or the text itself speak of them.
        written = [step for piece in found if piece.by in _WRITTEN for step in piece.steps]
        eras = [(era.start, era.end) for era in config.eras]
        self._low = min([FIRST_DAY, *(step[0] for step in written), *(era[0] for era in eras)]).toordinal()
        self._high = max([LAST_DAY, *(step[1] for step in written), *(era[1] for era in eras)]).toordinal() + 1
        edges = {self._low, self._high}
        for piece in found:
            for first, last, _ in piece.steps:
                edges |= {first.toordinal(), last.toordinal() + 1}
        for era in config.eras:
            edges |= {era.start.toordinal(), era.end.toordinal() + 1}
        self._cut(edges)

    def _cut(self, edges: Iterable[int]) -> None:
        self.edges = np.array(sorted({min(max(edge, self._low), self._high) for edge in edges}))
        self.length = np.diff(self.edges)
        logs = np.zeros(len(self.length))
        scenes: dict[str, Floats] = {}
        for piece in self._found:
            height = np.full(len(self.length), piece.slip)
            for first, last, value in piece.steps:
                a, b = np.searchsorted(self.edges, [first.toordinal(), last.toordinal() + 1])
                height[a:b] = np.maximum(height[a:b], value)
            scenes[piece.scene] = scenes.get(piece.scene, np.zeros(len(self.length))) + np.log(height)
        for scene, together in scenes.items():
            logs += np.maximum(together, together.max() + np.log(SCENE)) if scene else together
        self.density = np.exp(logs - logs.max())
        self.density /= (self.density * self.length).sum()

    def refine(self, weekday: int | None) -> None:
        """Prefer days on or after the weekday of the lead, where a few days hold nearly all the probability."""
        if weekday is None:
            return
        order = np.argsort(-self.density, kind="stable")
        enough = int(np.searchsorted(np.cumsum((self.density * self.length)[order]), _NEARLY_ALL)) + 1
        days = order[:enough]
        if self.length[days].sum() > _FEW_DAYS:
            return
        single = [day for i in days for day in range(self.edges[i], self.edges[i + 1] + 1)]
        self._cut([*self.edges.tolist(), *single])
        after = (self.edges[:-1] - 1 - weekday) % 7
        factor = np.where(after == 0, 1.0, np.where(after == 1, 0.6, 0.1))
        self.density = self.density * np.where(self.length == 1, factor, 0.3)
        self.density /= (self.density * self.length).sum()

    def best_day(self) -> tuple[date, float]:
        """Give the most probable day and its probability."""
        i = int(self.density.argmax())
        return date.fromordinal(int(self.edges[i])), float(self.density[i])

    def span(self) -> tuple[date, date] | None:
        """Give the days between which nine tenths of the probability lie, if they lie close enough to say something."""
        reached = np.concatenate([[0.0], np.cumsum(self.density * self.length)])
        first, last = np.floor(np.interp([0.05, 0.95], reached, self.edges) + 1e-6)
        if last - first > _TOO_WIDE:
            return None
        return date.fromordinal(int(first)), date.fromordinal(min(int(last), self._high - 1))

    def best_era(self) -> tuple[str | None, float]:
        """Give the most probable era and its probability."""
        shares = [(self.share(((era.start, era.end, 1.0),)), era.label) for era in self._eras]
        share, label = max(shares, default=(0.0, None), key=lambda pair: pair[0])
        return label, share

    def share(self, steps: Steps) -> float:
        """Probability that the day is among those that fit."""
        inside = np.zeros(len(self.length), dtype=bool)
        for first, last, value in steps:
            if value >= FITS:
                a, b = np.searchsorted(self.edges, [first.toordinal(), last.toordinal() + 1])
                inside[a:b] = True
        return float((self.density * self.length)[inside].sum())


def _source(found: Iterable[Evidence], day: date) -> str:
    """Name the source of an answer: the most trusted piece of evidence that allows little else than that day."""
    pointing = [piece for piece in found if any(a <= day <= b and (b - a).days < 7 for a, b in piece.spans)]
    return min(pointing, key=lambda piece: piece.slip).by if pointing else BY_EVIDENCE


def _fits(piece: Evidence, day: date) -> bool:
    return any(first <= day <= last for first, last in piece.spans)


def _allows(piece: Evidence, day: date | None) -> bool:
    """Whether a day lies within a week after the first day that a piece of evidence allows."""
    return day is not None and 0 <= (day - piece.spans[0][0]).days <= 7


def _speaks_against(piece: Evidence, day: date | None, calendar: _Calendar) -> bool:
    """Whether a piece of evidence leaves out the answer; without one, what all the others agree on."""
    if day is None:
        return calendar.share(piece.steps) < _AGAINST
    allowed = any(first <= day <= last and height >= _AGAINST for first, last, height in piece.steps)
    return piece.slip < _AGAINST and not allowed


def _against(text: str, piece: Evidence) -> str:
    """Say what one piece of evidence has against the answer."""
    words = f" ({quoted(shortened(text[piece.start : piece.end]))})" if piece.end else ""
    return f"{piece.reason}{words} speaks for {piece.candidate}."


def _ranked(calendar: _Calendar, found: Iterable[Evidence]) -> list[tuple[Evidence, float]]:
    """Give each piece the probability of its days, the one with the most probability for each of its days first."""
    weighed = [(piece, calendar.share(piece.steps)) for piece in found]
    return sorted(weighed, key=lambda pair: (-round(pair[1] / pair[0].days, 9), pair[0].days, pair[0].start))


def _rows(text: str, weighed: Iterable[tuple[Evidence, float]], spoken: Iterable[Spoken]) -> list[Row]:
    """List the evidence, then the days that are only spoken about."""
    rows = []
    for piece, weight in weighed:
        about = "published" if piece.days <= 7 else "era"
        words = text[piece.start : piece.end]
        rows.append(Row(about, piece.candidate, piece.start, piece.end, words, piece.reason, weight))
    for first, last, reason, start, end in dict.fromkeys(spoken):
        candidate = str(first) if first == last else f"{first} to {last}"
        rows.append(Row("spoken", candidate, start, end, text[start:end], reason, np.nan))
    return rows


def _frame(rows: Sequence[Row]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=Row._fields)
    words = dict.fromkeys(("candidate", "text", "reason"), TEXT)
    frame = frame.astype({**words, "start": "int32", "end": "int32", "weight": "float64"})
    return frame.assign(about=pd.Categorical(frame["about"], categories=["published", "era", "spoken"]))
