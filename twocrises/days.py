"""A corpus -> the days its sentences speak about, beside what the record says of them.

`timex` reads a sentence. This module gives it the day from which an article counts and what the sentences before have
named, and compares the answers with the events of corpus.toml.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from twocrises.cleaning import TEXT
from twocrises.config import Config, Event
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.language import is_english
from twocrises.mentions import EventMention, Finder, end_of_month, month_first
from twocrises.timex import PRECISIONS, SpokenDay, find_days, written, years_after
from twocrises.wording import count

DIRECTIONS = ("past", "present", "future")

# The record contradicts an expression only where the two are this near: else it is about something else.
_NEAR_RECORD = timedelta(7)
_NEAR_WORDS = 40
# A plan for several days goes on for so many sentences without a day.
_PLAN_REACHES = 3
_IN_QUOTATION = "; it stands in a quotation, whose speaker may count from another day"
# So much of an article tells its language.
_SAMPLE, _MOST_SENTENCES = 5000, 100
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AGAIN = re.compile(r"\b(?:again|another|once more|repeat\w*|renew\w*|second|third)\b", re.I)
# Only in such a date can the order of day and month be in doubt.
_IN_FIGURES = re.compile(r"\d[-/.]\d\d?[-/.]\d")


@once_per_corpus
def days_spoken_of(corpus: Corpus) -> pd.DataFrame:
    """Find the day that each sentence speaks about, counted from the day of its article.

    Weekdays and the like count from the day the article was written, where corpus.toml gives it (`written`), else from
    the day it was published.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row an expression of time in a kept sentence: `article`, `label`, `era`, `sentence`, `address`; `start`, `end`
        (its place in the source) and `text`; `day`, if it is a single day, `first` and `last` (the span it can mean),
        `precision` (day, week, month, year or longer: the shortest that is as long as the span), `direction` (past,
        present or future, seen from the day of the article; present if the span holds that day); `reason`; `event`
        (those of corpus.toml that the sentence names and whose date lies in the span) and `conflict` (what the record
        says, where it gives an event of the sentence another day close by). In an article without a day nothing is
        resolved: days are missing, and `reason` says so. Sentences in other languages have no rows.

    Notes
    -----
    The speaker of a quotation may count from another day than the article; `reason` says where an expression stands in
    one. See `find_days` for the rules.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = days_spoken_of(load_corpus("seeds"))
    >>> found.loc[found.text == "on Saturday", ["first", "reason"]].iloc[0].tolist()
    [Timestamp('2014-03-01 00:00:00'), '"on Saturday": the last Saturday on or before Wednesday, 5 March 2014, ...']
    """
    articles, sentences, source = corpus.articles, corpus.sentences, corpus.source
    record = _Record(corpus.config)
    quoted = _quoted(corpus.quotes, len(articles))
    codes = sentences["article"].cat.codes.to_numpy()
    edges = np.searchsorted(codes, np.arange(len(articles) + 1)).tolist()
    numbers, starts, ends = (sentences[name].tolist() for name in ("sentence", "start", "end"))
    rows: list[tuple[object, ...]] = []
    for i, (article, published) in enumerate(zip(articles["article"], articles["published"], strict=True)):
        text, day, own = source[article], _counts_from(corpus, article, published), range(edges[i], edges[i + 1])
        if not is_english(" ".join(text[starts[j] : ends[j]] for j in own[:_MOST_SENTENCES])[:_SAMPLE]):
            continue
        order = month_first(text) if _IN_FIGURES.search(text) else None
        year: int | None = None
        plan: date | None = None
        planned = -1
        for j in own:
            sentence = text[starts[j] : ends[j]]
            before = plan if j - planned <= _PLAN_REACHES else None
            found = find_days(sentence, day, order=order, year=year, before=before)
            for one in found:
                if day and one.first and one.first == one.last and one.first > day:
                    plan, planned = one.first, j
            counted = years_after(sentence)
            if (found or counted) and (" the " in sentence or is_english(sentence)):
                for one, event, conflict in _rows(sentence, found, counted, day, record):
                    start, end = starts[j] + one.start, starts[j] + one.end
                    reason = one.reason + (_IN_QUOTATION if _inside(quoted[i], end) else "")
                    span = one.first, one.last, one.precision, _direction(one, day)
                    words = sentence[one.start : one.end]
                    rows.append((i, numbers[j], start, end, words, *span, reason, event, conflict))
            if ("20" in sentence or "19" in sentence) and (named := _ANY_YEAR.findall(sentence)):
                year = int(named[-1])
    return _frame(rows, articles)


def _counts_from(corpus: Corpus, article: str, published: pd.Timestamp) -> date | None:
    """The day from which an article counts, if it is known."""
    facts = corpus.config.articles.get(article)
    day = facts.written if facts and facts.written else published.date() if pd.notna(published) else None
    # Counting a thousand years back must not leave the calendar.
    return day if day and 1000 < day.year < 9000 else None


def _quoted(quotes: pd.DataFrame, n: int) -> list[tuple[list[int], list[int]]]:
    """Starts and ends of the quotations of each article; terms are the narrator's own words."""
    spans: list[tuple[list[int], list[int]]] = [([], []) for _ in range(n)]
    spoken = quotes[(quotes["kind"] != "term").to_numpy(dtype=bool)].sort_values(["article", "start"])
    for i, start, end in zip(spoken["article"].cat.codes, spoken["start"], spoken["end"], strict=True):
        spans[i][0].append(start)
        spans[i][1].append(end)
    return spans


def _inside(spans: tuple[list[int], list[int]], end: int) -> bool:
    """Whether what ends at a place stands in one of the spans."""
    i = bisect_left(spans[0], end) - 1
    return i >= 0 and spans[1][i] >= end


class _Record:
    """The events of corpus.toml; words are compared only where an expression of time lies near one of them."""

    def __init__(self, config: Config) -> None:
        self._finder = Finder(config)
        reach = _NEAR_RECORD.days
        spans = [_event_span(event) for event in config.events]
        self._near = sorted(
            {n for first, last in spans for n in range(first.toordinal() - reach, last.toordinal() + reach + 1)}
        )

    def mentions(self, sentence: str) -> list[EventMention]:
        """Each event that a sentence names, told or expected."""
        told, expected = self._finder.events(sentence)
        return list({mention.event: mention for mention in (*told, *expected)}.values())

    def near(self, one: SpokenDay) -> bool:
        """Whether an expression can hold or contradict an event at all."""
        if one.first is None or one.last is None:
            return False
        i = bisect_left(self._near, one.first.toordinal())
        return i < len(self._near) and self._near[i] <= one.last.toordinal()


def _rows(
    sentence: str,
    found: list[SpokenDay],
    counted: list[tuple[int, int, int]],
    day: date | None,
    record: _Record,
) -> Iterator[tuple[SpokenDay, str | None, str | None]]:
    """The expressions of one sentence, each with the events it holds and what the record says against it."""
    mentions = record.mentions(sentence) if day and (counted or any(map(record.near, found))) else []
    if day and counted:
        found = sorted([*found, *_from_events(sentence, counted, day, [mention.event for mention in mentions])])
    held = {mention.event for mention in mentions for one in found if _holds(one, mention.event)}
    for one in found:
        names = [mention.event.name for mention in mentions if _holds(one, mention.event)]
        conflicts = [
            f"The text has {_span_written(one)}, the record has {_event_written(mention.event)}, "
            f"for: {mention.event.name}."
            for mention in mentions
            if mention.event not in held and _contradicts(one, mention, sentence)
        ]
        yield one, "; ".join(names) or None, " ".join(conflicts) or None


def _from_events(
    sentence: str, counted: list[tuple[int, int, int]], day: date, events: list[Event]
) -> Iterator[SpokenDay]:
    """Years counted from an event that the sentence names, where they end in the year of the article."""
    for start, end, n in counted:
        for event in events:
            year = event.date.year
            if abs((day.year - year) - n) <= 1 and event.date < day:
                why = f"{count(n, 'year')} before {written(day)}, which is when the record has: {event.name}"
                yield SpokenDay(start, end, date(year, 1, 1), date(year, 12, 31), f'"{sentence[start:end]}": {why}')
                break


def _direction(one: SpokenDay, day: date | None) -> str | None:
    if day is None or one.first is None or one.last is None:
        return None
    return "past" if one.last < day else "future" if one.first > day else "present"


def _event_span(event: Event) -> tuple[date, date]:
    """First and last day of an event; for a month or a year, of all of it."""
    if event.precision == "year":
        return event.date, date(event.date.year, 12, 31)
    return event.date, end_of_month(event.date) if event.precision == "month" else event.date


def _holds(one: SpokenDay, event: Event) -> bool:
    """Whether the span of an expression and the date of an event share a day."""
    first, last = _event_span(event)
    return one.first is not None and one.last is not None and one.first <= last and first <= one.last


def _contradicts(one: SpokenDay, mention: EventMention, sentence: str) -> bool:
    """Whether an expression stands with the words of an event, and names other days, close to those of the record."""
    if one.first is None or one.last is None or one.precision not in ("day", "week") or _AGAIN.search(sentence):
        return False
    first, last = _event_span(mention.event)
    near = one.end >= mention.start - _NEAR_WORDS and one.start <= mention.end + _NEAR_WORDS
    return near and max(first - one.last, one.first - last) <= _NEAR_RECORD


def _span_written(one: SpokenDay) -> str:
    assert one.first is not None and one.last is not None
    if one.first == one.last:
        return written(one.first)
    return f"{written(one.first, weekday=False)} to {written(one.last, weekday=False)}"


def _event_written(event: Event) -> str:
    month = written(event.date, weekday=False).partition(" ")[2]
    return {"year": f"{event.date.year}", "month": month}.get(event.precision, written(event.date))


def _frame(rows: list[tuple[object, ...]], articles: pd.DataFrame) -> pd.DataFrame:
    """Give the rows their types; also where there are none."""
    names = (
        "i", "sentence", "start", "end", "text", "first", "last", "precision", "direction", "reason", "event",
        "conflict",
    )  # fmt: skip
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
    at = np.array(columns["i"], dtype="int64")
    labels = pd.Index(articles["label"].drop_duplicates())
    article = pd.Categorical.from_codes(at, pd.Index(articles["article"]))
    first, last = (_days(columns[name]) for name in ("first", "last"))
    address = [f"{a}#s{n}" for a, n in zip(article, columns["sentence"], strict=True)]
    text = {name: pd.array(list(columns[name]), dtype=TEXT) for name in ("text", "reason", "event", "conflict")}
    return pd.DataFrame(
        {
            "article": article,
            "label": pd.Categorical.from_codes(labels.get_indexer(articles["label"])[at], labels),
            "era": articles["era"].array[at],
            "sentence": np.array(columns["sentence"], dtype="int32"),
            "address": pd.array(address, dtype=TEXT),
            "start": np.array(columns["start"], dtype="int32"),
            "end": np.array(columns["end"], dtype="int32"),
            "text": text["text"],
            "day": np.where(first == last, first, np.datetime64("NaT", "s")),
            "first": first,
            "last": last,
            "precision": pd.Categorical(list(columns["precision"]), categories=PRECISIONS, ordered=True),
            "direction": pd.Categorical(list(columns["direction"]), categories=DIRECTIONS, ordered=True),
            "reason": text["reason"],
            "event": text["event"],
            "conflict": text["conflict"],
        }
    )


def _days(days: Iterable[object]) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    return np.array(list(days), dtype="datetime64[D]").astype("datetime64[s]")


@once_per_corpus
def sentence_days(corpus: Corpus) -> pd.DataFrame:
    """Give each sentence at most one day or span, to place it on an axis of time.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row a sentence, in the order of `corpus.sentences`: `article`, `sentence`, `address`, `day` (the middle of the
        span, missing where that is longer than a week), `first`, `last`, `precision`, `text` (the expression). Of
        several expressions the one with the shortest span is taken, of equals the first in the sentence. A sentence
        without an expression has missing values: its day is not guessed.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> placed = sentence_days(load_corpus("seeds"))
    >>> len(placed), int(placed.text.notna().sum()) < len(placed)
    (182, True)
    """
    sentences = corpus.sentences[["article", "sentence"]].reset_index(drop=True)
    found = days_spoken_of(corpus).dropna(subset=["first"])
    found = found.assign(length=found["last"] - found["first"]).sort_values("length", kind="stable")
    found = found.drop_duplicates(["article", "sentence"])
    middle = found["first"] + ((found["length"].dt.days // 2) * np.timedelta64(1, "D").astype("timedelta64[s]"))
    found = found.assign(day=middle.where(found["precision"].isin(["day", "week"])).astype(found["first"].dtype))
    keep = ["article", "sentence", "day", "first", "last", "precision", "text"]
    placed = sentences.merge(found[keep], on=["article", "sentence"], how="left", validate="one_to_one")
    address = [f"{a}#s{n}" for a, n in zip(placed["article"], placed["sentence"], strict=True)]
    placed["address"] = pd.array(address, dtype=TEXT)
    return placed[["article", "sentence", "address", "day", "first", "last", "precision", "text"]]
