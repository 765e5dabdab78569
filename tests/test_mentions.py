"""Days, office-holders and events: what a text names, and where."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twocrises.config import parse_config
from twocrises.mentions import Finder, find_dates, month_and_day, month_first

SETTINGS = parse_config("""
[names]
"Anna" = ["Ana"]
"Norland" = ["Nordland", "Land of the North"]

[[roles."Norland president"]]
name = "Anna van Berg"
from = 2014-01-01
to = 2016-01-01

[[roles."Norland deputy foreign minister"]]
name = "Otto Stein"
from = 2010-01-01

[[roles."League secretary general"]]
name = "Ida Falk"

[[roles."Norland defence minister"]]
name = "Rex Oak"

[[roles."Keeper of the Seal"]]
name = "Uma Reed"

[[events]]
date = 2014-03-04
name = "the meeting"
words = ["Norland", "meet*|talks", "foreign minister*"]
before = ["Norland", "if|could", "secede*"]
""")


@pytest.fixture(scope="module")
def finder():
    return Finder(SETTINGS)


def days(text, **how):
    return [[(str(a), str(b)) if a != b else str(a) for a, b in found.readings] for found in find_dates(text, **how)]


@pytest.mark.parametrize(
    "text",
    [
        "5 March 2014", "5th of March, 2014", "March 5, 2014", "Mar. 5th 2014", "MARCH 5 2014", "5-Mar-2014",
        "2014-03-05", "2014/3/5", "2014-03-05T22:15:00+00:00", "2014-03-05 22:15", "Wed, 05 Mar 2014 10:00:00 GMT",
        "2014.03.05",
    ],
)  # fmt: skip
def test_one_day_in_many_forms(text):
    assert days(text) == [["2014-03-05"]]


@pytest.mark.parametrize(
    ("text", "how", "readings"),
    [
        ("3/4/2014", {}, ["2014-03-04", "2014-04-03"]),
        ("3/4/2014", {"month_first": True}, ["2014-03-04"]),
        ("3/4/2014", {"month_first": False}, ["2014-04-03"]),
        ("3.4.2014", {"month_first": True}, ["2014-04-03"]),
        ("4/4/2014", {}, ["2014-04-04"]),
        ("6-19-09", {}, ["2009-06-19"]),
        ("19/6/2009", {"month_first": True}, ["2009-06-19"]),
        ("7/14/85", {}, ["1985-07-14"]),
    ],
)
def test_numbers_alone_are_read_in_every_way_they_can_mean(text, how, readings):
    assert days(text, **how) == [readings]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("in July 2020", ("2020-07-01", "2020-07-31")),
        ("February 2016", ("2016-02-01", "2016-02-29")),
        ("since 2014.", ("2014-01-01", "2014-12-31")),
        ("The 1994 memorandum", ("1994-01-01", "1994-12-31")),
    ],
)
def test_months_and_years_are_spans(text, span):
    assert days(text) == [[span]]


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2014", "13/13/2014", "may 2014", "they march 2014 miles", "2014 people", "1.2.3", "5.3.2014.7",
        "10-12 percent", "24/7", "555-12-34", "in 2014-15", "20140305",
    ],
)  # fmt: skip
def test_what_is_no_date(text):
    assert days(text) == []


def test_names_of_files_and_addresses_run_days_together():
    assert days("bbc_20140305_talks.txt", in_name=True) == [["2014-03-05"]]
    assert days("https://example.org/2014/03/05/talks", in_name=True) == [["2014-03-05"]]
    assert days("talks_5_March_2014", in_name=True) == [["2014-03-05"]]
    assert days("20149905", in_name=True) == []
    assert days("a20140305f_checksum.txt", in_name=True) == []


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_every_day_is_found_where_it_stands(day):
    for form in ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%A, %B %d, %Y"):
        written = day.strftime(form)
        text = f"It began on {written}, they said."
        (found,) = find_dates(text)
        assert found.day == day
        assert written.endswith(text[found.start : found.end])


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text):
    finder = Finder(SETTINGS)
    for found in [*find_dates(text), *find_dates(text, in_name=True), *finder.holders(text)]:
        assert 0 <= found.start < found.end <= len(text)
    finder.events(text)
    month_and_day(text)
    month_first(text)


def test_the_order_of_day_and_month_follows_the_rest_of_the_text():
    assert month_first("They met on March 5 and on 6 April.") is None
    assert month_first("It is cold.") is None
    assert month_first("10:20 A.M. EDT") is True


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("President Anna van Berg spoke.", [("Anna van Berg", True, "President Anna van Berg")]),
        ("President van Berg spoke.", [("Anna van Berg", True, None)]),
        ("President Berg spoke.", [("Anna van Berg", True, "President Berg")]),
        ("President of Norland Ana van Berg", [("Anna van Berg", True, None)]),
        ("Norland’s president, Anna van Berg, spoke.", [("Anna van Berg", True, None)]),
        ("Anna van Berg, the president of Norland, spoke.", [("Anna van Berg", True, None)]),
        ("former President Anna van Berg", [("Anna van Berg", False, None)]),
        ("the ousted Norland president Anna van Berg", [("Anna van Berg", False, None)]),
        ("Vice President Anna van Berg", [("Anna van Berg", False, None)]),
        ("Anna van Berg, a former president", [("Anna van Berg", False, None)]),
        ("Mrs Berg spoke.", []),
        ("President Carla Berg spoke.", []),
        ("deputy Norland foreign minister Otto Stein", [("Otto Stein", True, None)]),
        ("Deputy Foreign Minister Stein", [("Otto Stein", True, None)]),
        ("Foreign Minister Otto Stein", [("Otto Stein", False, "Otto Stein")]),
        ("League chief Ida Falk", [("Ida Falk", True, "League chief Ida Falk")]),
        ("League Secretary-General Ida Falk", [("Ida Falk", True, None)]),
        ("Police chief Ida Falk", [("Ida Falk", False, "Ida Falk")]),
        ("Defense Minister Rex Oak", [("Rex Oak", True, None)]),
        ("the keeper of the seal, Uma Reed, spoke", [("Uma Reed", True, None)]),
        ("Seal Uma Reed", [("Uma Reed", False, "Uma Reed")]),
        ("Oak, Norland President Anna van Berg and others", [("Anna van Berg", True, None)]),
    ],
)
def test_an_office_holder_is_a_name_with_its_office(finder, text, found):
    holders = list(finder.holders(text))
    assert [(held.name, held.with_office) for held in holders] == [(name, office) for name, office, _ in found]
    for held, (_, _, written) in zip(holders, found, strict=True):
        assert written is None or text[held.start : held.end] == written


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("The foreign ministers of Norland will meet again.", True),
        ("In the Land of the North the foreign minister was at the talks.", True),
        ("NORDLAND’S FOREIGN MINISTER MEETS THE PRESS", True),
        ("The foreign ministers will meet again.", False),
        ("Norland minister of foreign trade meets", False),
        ("Norlanders talk of the foreign minister’s meal", False),
        ("", False),
    ],
)
def test_an_event_needs_all_its_words_in_one_sentence(finder, sentence, named):
    assert bool(finder.events(sentence)[0]) is named


def test_an_event_that_is_still_expected(finder):
    assert [found.event.name for found in finder.events("What if Norland secedes?")[1]] == ["the meeting"]
    assert finder.events("Norland seceded.") == ([], [])


def test_settings_without_roles_and_events_find_nothing():
    empty = Finder(parse_config(""))
    assert empty.events("anything") == ([], []) and list(empty.holders("President Anna van Berg")) == []
