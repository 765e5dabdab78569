"""When an article was written: right days, honest abstention, and the reasons for both."""

import dataclasses
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twocrises.config import Config, parse_config
from twocrises.dating import (
    BY_DATELINE,
    BY_EVIDENCE,
    BY_PERSON,
    BY_PUBLICATION,
    _Calendar,
    date_article,
    seeds_config,
)
from twocrises.errors import TwoCrisesError
from twocrises.evidence import gather, weekday_of_lead
from twocrises.mentions import Finder
from twocrises.segments import sentence_spans

from .conftest import ERAS

SEEDS = Path(__file__).parents[1] / "seeds"
TEXT = "The ministers met for eight hours in the capital and agreed to meet again."
BRIDGE = "Thousands marched over the bridge"
SETTINGS = parse_config(
    ERAS
    + """
[[roles."prime minister"]]
name = "Ann Lee"
from = 2010-01-01
to = 2014-07-01

[[roles."prime minister"]]
name = "Bo Dahl"
from = 2021-06-01
to = 2023-01-01

[[roles."foreign minister"]]
name = "Cy Ek"
from = 2014-03-01
to = 2019-01-01

[[events]]
date = 2014-03-04
name = "the spring council"
words = ["council", "harbour"]

[[events]]
date = 2014-03-03
name = "the march"
words = ["march*", "bridge"]

[[events]]
date = 2022-02-02
name = "the winter council"
words = ["council", "harbour"]

[[events]]
date = 2022-02-24
name = "the attack"
words = ["attacked", "harbour"]
before = ["attack*", "harbour", "could|would|if"]
"""
)


def dated(text, **metadata):
    return date_article(text, metadata=metadata, config=SETTINGS)


# Days that are written out


def test_a_day_that_can_be_read_in_two_ways_is_no_answer_but_its_year_is():
    found = dated(TEXT, title="Talks, 3/4/2014")
    assert (found.published, found.era) == (None, "old")
    assert dated(f"{TEXT} They began on April 2.", title="Talks, 3/4/2014").published == date(2014, 3, 4)


@pytest.mark.parametrize(
    ("metadata", "day"),
    [
        ({"date": "2014-03-05"}, date(2014, 3, 5)),
        ({"date": "Wed, 05 Mar 2014 22:10:00 GMT"}, date(2014, 3, 5)),
        ({"title": "Talks to go on, 3/20/2014"}, date(2014, 3, 20)),
        ({"title": "20 March 2014: talks to go on"}, date(2014, 3, 20)),
        ({"file": "paper_20140320_talks.txt"}, date(2014, 3, 20)),
        ({"url": "https://example.org/2014/03/20/talks.html"}, date(2014, 3, 20)),
        ({"title": "Talks of 20 March 2014 are remembered"}, None),
        ({"title": "Talks to go on in March 2014"}, None),
        ({}, None),
    ],
)
def test_a_day_that_came_with_the_text(metadata, day):
    found = dated(TEXT, **metadata)
    assert found.published == day
    assert found.era == ("old" if day else None)
    if day:
        assert found.evidence["candidate"].iloc[0] == str(day)
        assert found.evidence["weight"].iloc[0] > 0.99


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"Talks to go on\n\n5 March 2014\n\n{TEXT}", date(2014, 3, 5)),
        (f"Talks to go on\nPublished on Wednesday, March 5, 2014 at 10:12 am\n\n{TEXT}", date(2014, 3, 5)),
        (f"OFFICE OF THE PRESS\n\nFor Immediate Release March 5, 2014\n\n{TEXT}", date(2014, 3, 5)),
        (f"GENEVA, March 5, 2014 (Agency) – {TEXT}", date(2014, 3, 5)),
        (f"{TEXT} They had met on 5 March 2014 for the first time.", None),
        (f"{TEXT}\n\n{TEXT}\n\nPosted 5 March 2014 by a reader", None),
    ],
)
def test_a_dateline_is_a_day_at_the_head(text, day):
    found = dated(text)
    assert found.published == day
    if day:
        assert found.published_by == BY_DATELINE and found.era_by == BY_PUBLICATION


def test_a_dateline_without_a_year_takes_it_from_the_office_holders():
    text = f"GENEVA, May 5 (Agency) – Prime Minister Ann Lee and Foreign Minister Cy Ek spoke. {TEXT}"
    assert dated(text).published == date(2014, 5, 5)
    assert dated(f"GENEVA, May 5 (Agency) – {TEXT}").published is None


def test_two_different_days_are_a_conflict_and_no_answer():
    found = dated(f"Published 5 March 2014\n\n{TEXT}", title="Talks, 20 March 2014")
    assert found.published is None
    assert set(found.evidence["candidate"]) == {"2014-03-05", "2014-03-20"}
    assert found.evidence["weight"].between(0.4, 0.6).all()
    assert found.era == "old", "whichever day it is, the era is the same"


def test_a_better_source_wins_and_the_other_is_named():
    found = dated(f"5 March 2014\n\n{TEXT}", date="2014-03-20")
    assert found.published == date(2014, 3, 20)
    assert found.conflicts == ("dateline: a day at the head of the text («5 March 2014») speaks for 2014-03-05.",)


@given(st.dates(date(1950, 1, 1), date(2040, 1, 1)))
@settings(max_examples=50, deadline=None)
def test_any_day_that_came_with_the_text_is_its_day(day):
    found = dated(TEXT, date=day.isoformat())
    assert found.published == day
    assert found.era == SETTINGS.era_of(day)


# Evidence from what the text tells


def test_office_holders_give_an_era_where_their_terms_leave_no_other():
    text = f"Prime Minister Ann Lee and Foreign Minister Cy Ek spoke. {TEXT}"
    found = dated(text)
    assert found.evidence["candidate"].tolist() == ["2014-03-01 to 2018-12-31", "2010-01-01 to 2014-06-30"]
    assert found.evidence["weight"].between(0.8, 0.95).any() and found.era is None, "two names are not enough"
    third = parse_config('[[roles."chancellor"]]\nname = "Di Fox"\nfrom = 2013-01-01\nto = 2014-08-01').roles
    more = dataclasses.replace(SETTINGS, roles=SETTINGS.roles + third)
    found = date_article(f"{text} Chancellor Di Fox spoke.", config=more)
    assert (found.published, found.published_by, found.era, found.era_by) == (None, None, "old", BY_EVIDENCE)


@pytest.mark.parametrize(
    "sentence",
    [
        "Prime Minister Ann Lee spoke.",  # in office before the era as well
        "Prime Minister Bo Dahl spoke.",  # and after it
        "Ann Lee and Cy Ek spoke.",  # without their offices
        "Former prime minister Ann Lee and Foreign Minister Cy Ek spoke.",
        "They spoke of 2014.",
    ],
)
def test_what_does_not_tell_the_era_gets_none(sentence):
    assert dated(f"{sentence} {TEXT}").era is None


def test_an_article_that_recalls_another_year_is_not_of_that_year():
    text = f"Prime Minister Bo Dahl recalled the harbour council of 4 March 2014. {TEXT}"
    found = dated(text)
    assert found.era is None and found.published is None
    spoken = found.evidence[found.evidence["about"] == "spoken"]
    assert "2014-03-04" in set(spoken["candidate"])
    assert dated(f"{text}", date="2022-03-04").era == "new"


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Prime Minister Ann Lee spoke at the harbour council today.", date(2014, 3, 4)),
        ("Prime Minister Ann Lee spoke at the harbour council yesterday.", date(2014, 3, 5)),
        ("Prime Minister Ann Lee will speak at the harbour council tomorrow.", date(2014, 3, 3)),
        ("Prime Minister Bo Dahl spoke at the harbour council today.", date(2022, 2, 2)),
    ],
)
def test_a_day_word_beside_a_dated_event_gives_the_day(sentence, day):
    """The same words fit two events; the office-holder decides between them."""
    assert dated(f"{TEXT} {sentence}").published == day


WEEKDAYS_ONLY = (
    "Prime Minister Ann Lee and Foreign Minister Cy Ek were at the harbour council on Tuesday. "
    f"{BRIDGE} on Monday. {TEXT}"
)


def test_weekdays_leave_several_days():
    found = dated(WEEKDAYS_ONLY)
    assert (found.published, found.era) == (None, "old")
    days = found.evidence.loc[found.evidence["about"] == "published", "candidate"]
    assert days.tolist() == ["2014-03-03 to 2014-03-09", "2014-03-04 to 2014-03-10"]
    assert found.between == (date(2014, 3, 4), date(2014, 3, 5))


def test_the_weekday_of_the_news_moves_the_answer():
    """Tuesday is the likeliest day, until the lead says that the news is of Wednesday."""
    sentences = list(sentence_spans(WEEKDAYS_ONLY))
    pieces, _ = gather(WEEKDAYS_ONLY, [(0, len(WEEKDAYS_ONLY), "body")], sentences, {}, Finder(SETTINGS))
    calendar = _Calendar(pieces, SETTINGS)
    assert calendar.best_day()[0] == date(2014, 3, 4)
    calendar.refine(weekday_of_lead("The talks failed on Wednesday.", [(0, 30)]))
    assert calendar.best_day()[0] == date(2014, 3, 5)


def test_several_events_of_one_day_count_as_one():
    """Each says that Tuesday is near; that they are many says nothing more."""
    many = "".join(f'[[events]]\ndate = 2014-03-04\nname = "e{i}"\nwords = ["event{i}"]\n' for i in range(6))
    config = parse_config(ERAS + many)
    one, all_ = (
        date_article(" ".join(f"On Tuesday there was event{i}." for i in range(n)), config=config) for n in (1, 6)
    )
    assert [len(found.pieces) for found in (one, all_)] == [1, 1]


def test_another_weekday_than_the_record_has_is_shown():
    text = f"{TEXT} Prime Minister Bo Dahl spoke at the harbour council on Thursday."
    assert not dated(text).conflicts
    found = dated(text, date="2022-02-04")
    assert found.conflicts == ()
    only = dataclasses.replace(SETTINGS, events=SETTINGS.events[2:])
    found = date_article(text, metadata={"date": "2022-02-04"}, config=only)
    assert found.conflicts == ("The text has Thursday, the record has Wednesday, 2022-02-02, for: the winter council.",)


def test_what_is_still_expected_lies_ahead():
    feared = "An attack on the harbour could come, said Prime Minister Bo Dahl. It would be an attack on the harbour."
    text = f"{feared} {TEXT}"
    found = dated(text)
    row = found.evidence[found.evidence["reason"].str.startswith("written before")].iloc[0]
    assert row["candidate"] == "2021-11-16 to 2022-02-24"
    assert row["weight"] > 0.5
    fact = dated(f"They attacked the harbour. {TEXT}").evidence
    assert fact[["candidate", "reason"]].values.tolist() == [
        ["from 2022-02-24", "tells of: the attack (2022-02-24)"],
        ["2022-02-24", "speaks of: the attack"],
    ]


@pytest.mark.parametrize(
    ("words", "day", "fits"),
    [
        ("eight years after the harbour council", date(2022, 6, 1), True),
        ("eight years after the harbour council", date(2021, 6, 1), False),
        ("last month at the harbour council", date(2014, 4, 20), True),
        ("last month at the harbour council", date(2014, 3, 20), False),
        ("last year at the harbour council", date(2015, 1, 20), True),
        ("last week at the harbour council", date(2014, 3, 12), True),
        ("last week at the harbour council", date(2014, 4, 12), False),
        ("earlier this year at the harbour council", date(2014, 9, 12), True),
    ],
)
def test_time_counted_from_an_event(words, day, fits):
    only = dataclasses.replace(SETTINGS, events=tuple(e for e in SETTINGS.events if e.name == "the spring council"))
    found = date_article(f"{TEXT} They spoke {words}.", metadata={"date": str(day)}, config=only)
    assert (found.conflicts == ()) is fits


# What a person confirmed


def test_what_a_person_confirmed_wins_and_a_disagreement_is_shown():
    confirmed = parse_config(ERAS + "[articles.a]\npublished = 2014-03-05\nnote = 'By the archive.'")
    found = date_article(TEXT, metadata={"date": "2022-03-05", "article": "a"}, config=confirmed)
    assert (found.published, found.published_by, found.era) == (date(2014, 3, 5), BY_PERSON, "old")
    assert found.conflicts[0] == "A person confirmed 2014-03-05, and the evidence speaks for 2022-03-05."
    assert found.problems[0][0] == "a person confirmed 2014-03-05, and the evidence speaks for 2022-03-05"
    assert found.evidence[["candidate", "reason"]].iloc[0].tolist() == ["2014-03-05", "By the archive."]
    other = date_article(TEXT, metadata={"date": "2022-03-05", "article": "b"}, config=confirmed)
    assert other.published == date(2022, 3, 5)


def test_evidence_for_the_day_of_writing_is_no_disagreement():
    confirmed = parse_config("[articles.a]\npublished = 2014-03-06\nwritten = 2014-03-05")
    found = date_article(TEXT, metadata={"date": "2014-03-05", "article": "a"}, config=confirmed)
    assert found.conflicts == () and found.problems == ()


def test_a_confirmed_era_needs_no_day():
    confirmed = parse_config(ERAS + "[articles.a]\nera = 'old'")
    found = date_article(TEXT, metadata={"article": "a"}, config=confirmed)
    assert (found.era, found.era_by, found.published) == ("old", BY_PERSON, None)


def test_a_date_that_cannot_be_read_is_a_problem():
    found = dated(TEXT, date="31.2.2014")
    assert found.published is None
    assert found.problems == (
        (
            'its date, "31.2.2014", cannot be read',
            "Write the day as year-month-day, such as 2022-02-28, or leave it empty.",
        ),
    )


# Whatever the text


@given(st.text(max_size=300), st.dictionaries(st.sampled_from(["date", "title", "file", "url"]), st.text(max_size=40)))
@settings(max_examples=200, deadline=None)
def test_any_text_is_dated_or_not(text, metadata):
    found = date_article(text, metadata=metadata, config=SETTINGS)
    spans = zip(found.evidence["start"], found.evidence["end"], strict=True)
    assert [text[a:b] for a, b in spans] == found.evidence["text"].tolist()
    weights = found.evidence["weight"].dropna()
    assert weights.between(0, 1 + 1e-9).all()
    assert (found.published_by is None) == (found.published is None)
    assert (found.era_by is None) == (found.era is None)


@pytest.mark.parametrize("day", ["2050", "31 December 2049", "2099", "1 January 1899", "29 February 2024"])
def test_days_at_the_ends_of_the_calendar_stop_nothing(day):
    found = dated(f"{TEXT} They agreed to meet by {day}.")
    assert found.published is None and found.era is None
    assert dated(TEXT, date=day).era is None


@pytest.mark.parametrize(
    "words", ["KYIV, Feb. 29 (Agency) - The talks went on.", "It lasts until December 9999.", "in 0001"]
)
def test_odd_days_stop_nothing(words):
    assert dated(f"{words} {TEXT}").published is None


@pytest.mark.parametrize(
    ("value", "day"),
    [(None, None), (float("nan"), None), (pd.NaT, None), (20140305, "2014-03-05"), (date(2014, 3, 5), "2014-03-05"),
     (pd.Timestamp("2014-03-05"), "2014-03-05"), (b"2014-03-05", "2014-03-05"), ("20140305T221500Z", "2014-03-05"),
     ("Wed Mar 05 22:10:00 +0000 2014", "2014-03-05"), (["2014"], None)],
)  # fmt: skip
def test_metadata_of_any_type(value, day):
    assert str(date_article(TEXT, metadata={"date": value}, config=SETTINGS).published) == str(day)


def test_metadata_that_is_no_mapping():
    with pytest.raises(TwoCrisesError, match="metadata must be a mapping"):
        date_article(TEXT, metadata=["2014-03-05"])


@pytest.mark.parametrize(("value", "era"), [("2014", "old"), ("2014-03", "old"), ("March 2022", "new"), ("2015", None)])
def test_a_month_or_a_year_gives_the_era(value, era):
    found = dated(TEXT, date=value)
    assert (found.published, found.era, found.problems) == (None, era, ())


def test_the_nearest_day_word_counts():
    only = dataclasses.replace(SETTINGS, events=tuple(e for e in SETTINGS.events if e.name == "the spring council"))
    text = f"Prime Minister Ann Lee was at the harbour council yesterday and is at home today. {TEXT}"
    assert date_article(text, config=only).published == date(2014, 3, 5)


def test_an_anniversary_is_no_day_of_the_event():
    only = dataclasses.replace(SETTINGS, events=tuple(e for e in SETTINGS.events if e.name == "the spring council"))
    for words in ("a year after the harbour council", "on the anniversary of the harbour council"):
        found = date_article(f"Prime Minister Ann Lee spoke today, {words}. {TEXT}", config=only)
        assert found.published is None
        assert not found.evidence["candidate"].eq("2014-03-04").where(found.evidence["about"] == "published").any()


def test_one_recollection_does_not_date_a_text():
    """A scene that names a whole cabinet is one observation, not one for each minister."""
    roles = "".join(
        f'[[roles."office {i}"]]\nname = "Ann Lee{i}"\nfrom = 2014-01-01\nto = 2014-12-01\n' for i in range(9)
    )
    named = " ".join(f"Office {i} Ann Lee{i} hesitated." for i in range(9))
    config = parse_config(ERAS + roles.replace("Lee", "Lee"))
    then = date_article(f"Eight years ago it began. {named} The war came back in 2022. {TEXT}", config=config)
    assert then.era is None


def test_copies_of_one_source_do_not_outvote_a_better_one():
    found = dated(f"5 March 2014\n\n5 March 2014\n\n{TEXT}", date="2022-03-05")
    assert found.published == date(2022, 3, 5)
    found = dated(TEXT, date="2014-03-05", url="https://example.org/2014/03/04/a", file="2014-03-04.txt")
    assert found.published == date(2014, 3, 5)


def test_a_given_date_that_other_evidence_contradicts_is_a_problem():
    found = dated(f"GENEVA, March 5, 2014 (Agency) – {TEXT}", date="2022-03-05", title="Talks of 2014-03-05")
    assert found.published == date(2014, 3, 5)
    assert found.problems[0][0] == 'its date is "2022-03-05", and other evidence speaks for 2014-03-05'


def test_a_plan_is_no_conflict():
    found = dated(f"They set a referendum for 30 March 2014, and will report by 2030. {TEXT}", date="2014-03-05")
    assert found.conflicts == ()


def test_without_settings_only_written_days_are_known():
    found = date_article(f"President Anyone spoke. {TEXT}", config=Config())
    assert found.evidence.empty and found.published is None and found.era is None
    assert found.evidence.dtypes["start"] == "int32"


# The seeds


@pytest.mark.parametrize("file", sorted(SEEDS.glob("*.txt")), ids=lambda file: file.stem[:3])
def test_the_seeds_are_dated_by_their_texts_alone(file):
    """No confirmed facts, no events that only the article itself knows: the era is right, and no day is wrong."""
    found = date_article(file.read_text(encoding="utf-8"), config=seeds_config().without(file.stem))
    facts = seeds_config().articles[file.stem]
    assert found.era == seeds_config().era_of(facts.published)
    assert found.published in (None, facts.published, facts.written)


def test_the_seeds_agree_with_what_a_person_confirmed(corpus):
    """With all events, and the facts aside: where a day is answered, it is the confirmed one."""
    config = dataclasses.replace(seeds_config(), articles={})
    for article, text in corpus.source.items():
        facts = seeds_config().articles[article]
        found = date_article(text, config=config)
        assert found.published in (None, facts.published, facts.written)
        assert found.era == config.era_of(facts.published)


def test_an_article_of_another_time_keeps_its_seed_out(corpus):
    """The texts of 2022 speak of 2014, and the other way round nothing is known yet."""
    spoken = corpus.evidence[corpus.evidence["about"] == "spoken"]
    of_2022 = corpus.articles.loc[corpus.articles["era"] == "2022", "article"]
    days = spoken.loc[spoken["article"].isin(of_2022), "candidate"]
    assert days.str.startswith("2014").any()
    earlier = corpus.articles.set_index("article")["published"]
    rows = corpus.evidence[corpus.evidence["about"] == "published"]
    confirmed = rows[rows["start"] == rows["end"]].set_index("article")["candidate"]
    assert pd.to_datetime(confirmed).eq(earlier.loc[confirmed.index]).all()


@pytest.mark.parametrize(
    "words",
    [
        "Prime Minister Ann Lee spoke at the harbour council on Tuesday, 4 March 2014. ",
        "They will meet by 4 March 2014 and on 5 March 2014, ",
        "They met on 5 March 2014, ",
        "since 5 March 2014 ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(words):
    """A square would show as a factor of 16 between these sizes, every time; a busy machine only now and then."""
    ratios = []
    for _ in range(4):
        took = []
        for size in (1_000, 4_000):
            start = time.process_time()
            dated(words * size)
            took.append(time.process_time() - start)
        ratios.append(took[1] / (took[0] + 0.01))
        if ratios[-1] < 8:
            break
    assert min(ratios) < 8


def test_an_older_corpus_is_dated_by_its_own_eras():
    config = parse_config("[eras.crimean]\nstart = 1854-01-01\nend = 1856-12-31")
    found = date_article(TEXT, metadata={"date": "1855-03-05"}, config=config)
    assert (found.published, found.era, found.problems) == (date(1855, 3, 5), "crimean", ())
    assert date_article(f"{TEXT}", config=config).era is None
    assert dated(TEXT, date="1855-03-05").published == date(1855, 3, 5)


def test_an_event_beyond_the_calendar_stops_nothing():
    config = parse_config('[[events]]\ndate = 2060-01-01\nname = "x"\nwords = ["landing"]')
    assert date_article("They told of the landing.", config=config).published is None
