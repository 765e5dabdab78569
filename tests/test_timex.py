"""The days that a sentence names."""

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twocrises.timex import PRECISIONS, find_days, years_after

WEDNESDAY = date(2014, 3, 5)


def days(text, day=WEDNESDAY, **options):
    """What is found, as "words: first" or "words: first..last"."""
    return [
        f"{text[one.start : one.end]}: {one.first}" + ("" if one.first == one.last else f"..{one.last}")
        for one in find_days(text, day, **options)
    ]


def only(text, day=WEDNESDAY, **options):
    (found,) = days(text, day, **options)
    return found.split(": ")[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Tuesday.", "2014-03-04"),
        ("They will meet on Tuesday.", "2014-03-11"),
        ("They met Tuesday evening.", "2014-03-04"),
        ("Ministers are to meet on Friday.", "2014-03-07"),
        ("The talks, due on Friday, are in doubt.", "2014-03-07"),
        ("The summit is expected to be held in Geneva on Friday.", "2014-03-07"),
        ("They agreed to meet on Friday.", "2014-03-07"),
        ("They agreed on Friday to meet.", "2014-02-28"),
        ("They refused to meet on Friday.", "2014-02-28"),
        ("The minister said on Tuesday that he would travel.", "2014-03-04"),
        ("He said he would travel on Tuesday.", "2014-03-11"),
        ("On Tuesday, he will chair a meeting.", "2014-03-11"),
        ("On Tuesday, a rally was held in the city.", "2014-03-04"),
        ("Officials warned Friday could mark the start.", "2014-03-07"),
        ("The United States on Tuesday delivered a reply.", "2014-03-04"),
        ("It is possible when leaders gather in Brussels on Thursday, an official said.", "2014-03-06"),
        ("The talks are on Friday.", "2014-03-07"),
        ("The vote is Sunday.", "2014-03-09"),
        ("They must withdraw by Monday.", "2014-03-10"),
        ("He demanded a withdrawal by Monday.", "2014-03-10"),
        ("The meeting was planned for Sunday.", "2014-03-09"),
        ("Tension grew ahead of Sunday’s vote.", "2014-03-09"),
        ("Sunday’s vote will decide.", "2014-03-09"),
        ("Monday’s talks ended without a result.", "2014-03-03"),
        ("He spoke at Monday’s news conference.", "2014-03-03"),
        ("They have met since Monday.", "2014-03-03..2014-03-05"),
        ("They met last Wednesday.", "2014-02-26"),
        ("They met on the 4th.", "2014-03-04"),
        ("They met this very morning.", "2014-03-05"),
        ("They meet next Wednesday.", "2014-03-12"),
        ("They will meet this coming Wednesday.", "2014-03-12"),
        ("They will talk on Wednesday.", "2014-03-05"),
        ("Earlier Wednesday, he urged them to step back.", "2014-03-05"),
        ("They met on Tuesday last week.", "2014-02-25"),
        ("They will meet next week, on Tuesday.", "2014-03-11"),
        ("We’ll meet on Friday.", "2014-03-07"),
        ("TALKS FAILED ON MONDAY", "2014-03-03"),
        ("Talks in Geneva on Friday", "2014-02-28"),
        ("It was unveiled Sunday night ahead of the talks.", "2014-03-02"),
        ("He left ahead of talks on Sunday.", "2014-03-09"),
        ("Talks will be postponed from Tuesday.", "2014-03-11"),
    ],
)
def test_the_verb_tells_where_a_weekday_lies(text, expected):
    assert only(text) == expected


def test_weekdays_that_are_joined_look_the_same_way():
    assert days("They will attack on Thursday or Friday.") == ["on Thursday: 2014-03-06", "Friday: 2014-03-07"]
    assert days("They met on Saturday, Sunday and Monday.") == [
        "on Saturday: 2014-03-01",
        "Sunday: 2014-03-02",
        "Monday: 2014-03-03",
    ]


def test_a_plan_goes_on_to_the_next_weekday():
    assert only("On Wednesday, he will travel.", before=date(2014, 3, 11)) == "2014-03-12"
    assert only("On Wednesday, he will travel.", before=date(2014, 3, 7)) == "2014-03-05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He spoke late last night.", "2014-03-04"),
        ("He spoke yesterday morning.", "2014-03-04"),
        ("They meet today in Paris.", "2014-03-05"),
        ("They meet tomorrow.", "2014-03-06"),
        ("The stand-off continued overnight.", "2014-03-04..2014-03-05"),
        ("They met the day before yesterday.", "2014-03-03"),
        ("Earlier this week tensions rose.", "2014-03-03..2014-03-05"),
        ("They meet later this week.", "2014-03-05..2014-03-09"),
        ("They met last week.", "2014-02-24..2014-03-02"),
        ("They met last month.", "2014-02-01..2014-02-28"),
        ("They met last year.", "2013-01-01..2013-12-31"),
        ("It fell by the end of the month.", "2014-03-05..2014-03-31"),
        ("They met over the weekend.", "2014-03-01..2014-03-02"),
        ("They will meet this weekend.", "2014-03-08..2014-03-09"),
        ("Another round will take place in two weeks.", "2014-03-16..2014-03-22"),
        ("They will be there for the next two weeks.", "2014-03-06..2014-03-19"),
        ("He will speak in the coming days.", "2014-03-06..2014-03-12"),
        ("It may ease over the next several days and weeks.", "2014-03-06..2014-04-05"),
        ("It grew in recent weeks.", "2014-02-02..2014-03-04"),
        ("It grew in the last 24 hours.", "2014-03-04..2014-03-05"),
        ("They met three days ago.", "2014-03-02"),
        ("They met two weeks ago.", "2014-02-16..2014-02-22"),
        ("They met three months ago.", "2013-12-01..2013-12-31"),
        ("It began five years ago.", "2009-01-01..2009-12-31"),
        ("It ended weeks ago.", "2014-02-02..2014-03-04"),
        ("They agreed to a July 2020 ceasefire.", "2020-07-01..2020-07-31"),
        ("It rose in January of 2009.", "2009-01-01..2009-01-31"),
        ("It rose since August 2013.", "2013-08-01..2014-03-05"),
        ("It has lasted since 2008.", "2008-01-01..2014-03-05"),
        ("They signed the 1994 memorandum.", "1994-01-01..1994-12-31"),
        ("It lasted from 2008 to 2012.", "2008-01-01..2012-12-31"),
        ("The revolt began in November.", "2013-11-01..2013-11-30"),
        ("The vote will be held in May.", "2014-05-01..2014-05-31"),
        ("They met in late February.", "2014-02-01..2014-02-28"),
        ("They met on 3 March.", "2014-03-03"),
        ("They met on March 3.", "2014-03-03"),
        ("They met on March 3rd, 2010.", "2010-03-03"),
        ("They met on Monday, 3 March 2014.", "2014-03-03"),
        ("They will vote on this next year.", "2015-01-01..2015-12-31"),
        ("Back in December, they met.", "2013-12-01..2013-12-31"),
        ("It began in late March of 2009.", "2009-03-01..2009-03-31"),
        ("A vote will be held on May 25.", "2014-05-25"),
        ("A summit will be held on 24-26 May.", "2014-05-24..2014-05-26"),
        ("They met on December 20.", "2013-12-20"),
        ("They will meet on the 16th.", "2014-03-16"),
        ("Published 2014-02-28 in Kiel", "2014-02-28"),
    ],
)
def test_other_forms(text, expected):
    assert only(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Shops opened early for Black Friday.",
        "The day would be marked as “Unity Day.”",
        "The Sunday Times said so.",
        "Every Monday they march.",
        "They came in their Sunday best to the Sunday shows.",
        "They met again on the Monday after the vote.",
        "The troops march to the border and may stay.",
        "A second round followed the first.",
        "They met for eight hours.",
        "They must return within 48 hours.",
        "A 15-year-old was hurt on four of seven days.",
        "It took weeks of talks and three months of work.",
        "That is not 21st century behaviour.",
        "It is the worst crisis since the end of the Cold War.",
        "The 1990s were hard.",
        "He will speak soon, perhaps later, as he did recently.",
        "More than 2000 people fled.",
        "It is the first time in two weeks that they met.",
        "They built it in three days.",
        "Theresa May said so; she will stay.",
        "They went there decades ago, long ago.",
        "They watched Russia Today.",
        "",
    ],
)
def test_what_names_no_day(text):
    assert days(text) == []


def test_that_year_is_the_one_named_last():
    assert only("Russia that year seized it.", year=2014) == "2014-01-01..2014-12-31"
    assert days("Russia that year seized it.") == []
    assert days("In 1999 it grew, and that year it fell.")[1] == "that year: 1999-01-01..1999-12-31"


def test_the_order_of_day_and_month():
    assert only("They met on 3/4/2014.", order=True) == "2014-03-04"
    assert only("They met on 3/4/2014.", order=False) == "2014-04-03"
    (found,) = find_days("They met on 3/4/2014.", WEDNESDAY)
    assert "nobody can tell" in found.reason


def test_a_weekday_that_is_not_that_of_the_date_is_said():
    (found,) = find_days("They met on Tuesday, March 3, 2014.", WEDNESDAY)
    assert (found.first, "a Monday, not a Tuesday" in found.reason) == (date(2014, 3, 3), True)


def test_years_that_count_from_an_event():
    text = "Eight years after the vote, a year since the talks and 0 years after."
    assert [(text[start:end], n) for start, end, n in years_after(text)] == [
        ("Eight years after", 8),
        ("a year since", 1),
    ]
    assert years_after("They met eight weeks after the vote, years later.") == []


WORDS = (
    "on by since until last next this earlier late Monday Friday MONDAY’s Sunday March May 5 31 2014 1994 2022-03-05 "
    "30/2/2014 0000 9999 ago two a several weeks days month year years today yesterday tomorrow overnight will said to "
    "met is if when , . ; “ ” – the of in and or 999 th 16th from between that after before next. week weekend"
)


@settings(deadline=None)
@given(
    st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS.split()), max_size=30).map(" ".join)),
    st.dates(date(1001, 1, 1), date(8999, 12, 31)),
)
def test_any_text(text, day):
    found = find_days(text, day)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.first <= one.last
        assert one.precision in PRECISIONS
        assert one.reason.startswith(f'"{text[one.start : one.end]}": ')
    assert all(one.end <= two.start for one, two in pairwise(found))
    # Without a day the same expressions stand there, and none is placed.
    assert all(one.first is None for one in find_days(text, None))


@pytest.mark.parametrize(
    "piece",
    [
        "they said on Monday that they met ",
        "on   ",
        "Monday, ",
        "will to be ",
        "in 2014 and that year ",
        "5 March to ",
        "a",
        "next ",
        "the last few ",
        "2014-",
        "“",
        "if is on Friday ",
    ],
)
def test_a_long_sentence_takes_time_in_proportion(piece):
    def seconds(length):
        text = (piece * (length // len(piece) + 1))[:length] + " day 2014 March"
        started = time.process_time()
        find_days(text, WEDNESDAY)
        return time.process_time() - started

    seconds(1000)
    assert seconds(100_000) < max(8 * seconds(25_000), 1.0)
