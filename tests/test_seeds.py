"""The seed texts are what seeds/README.md says, and corpus.toml agrees with itself and with them."""

import hashlib
import itertools
import re
import tomllib
from datetime import date
from operator import itemgetter
from pathlib import Path

import pytest

from twocrises.segments import sentence_spans

SEEDS = Path(__file__).parents[1] / "seeds"
CONFIG = tomllib.loads((SEEDS / "corpus.toml").read_text("utf-8"))
TEXTS = {path.stem: path.read_text("utf-8") for path in SEEDS.glob("*.txt")}
STEMS = set(TEXTS)
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def first_day(when):
    """The first day of a date, a month ("2013-12") or a year ("2013")."""
    return when if isinstance(when, date) else date.fromisoformat((when + "-01-01")[:10])


def test_readme_lists_each_file_with_its_hash():
    readme = (SEEDS / "README.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `(\S+\.txt)` \|.*\| `([0-9a-f]{64})` \|$", readme, re.M))
    assert listed == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SEEDS.glob("*.txt")}


def test_each_article_is_described_and_no_other():
    assert set(CONFIG["articles"]) == STEMS


def test_each_mention_names_an_article():
    for event in CONFIG["events"]:
        if event["mentioned"] is not False:
            assert event["mentioned"], f"{event['name']}: write mentioned = false"
            assert set(event["mentioned"]) <= STEMS, event["name"]


def test_eras_do_not_overlap_and_hold_the_articles():
    eras = CONFIG["eras"]
    for a, b in itertools.combinations(eras.values(), 2):
        assert a["end"] < b["start"] or b["end"] < a["start"]
    for stem, article in CONFIG["articles"].items():
        assert sum(era["start"] <= article["published"] <= era["end"] for era in eras.values()) == 1, stem
        assert article.get("written", article["published"]) <= article["published"], stem


@pytest.mark.parametrize("role", CONFIG["roles"])
def test_one_holder_at_a_time(role):
    terms = [
        (first_day(holder["from"]), first_day(holder.get("to", date.max)), holder) for holder in CONFIG["roles"][role]
    ]
    assert terms == sorted(terms, key=lambda term: term[0])
    assert all(start < end for start, end, _ in terms)
    for (_, end, earlier), (start, _, later) in itertools.pairwise(terms):
        marked = {"status", "disputed"} & (earlier.keys() | later.keys())
        assert end <= start or marked, f"{earlier['name']} and {later['name']}"


def test_events_are_in_order_of_date():
    days = [first_day(event["date"]) for event in CONFIG["events"]]
    assert days == sorted(days)


def test_events_are_named_apart():
    names = [event["name"] for event in CONFIG["events"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("year", [2014, 2022])
def test_the_chronology_covers_both_years_and_owes_little_to_the_articles(year):
    events = [event for event in CONFIG["events"] if first_day(event["date"]).year == year]
    assert len(events) >= 40
    assert sum(event["mentioned"] is False for event in events) > len(events) / 2
    assert {first_day(event["date"]).month for event in events} == set(range(1, 13))


def test_a_weekday_as_reported_is_that_of_the_record_or_noted_as_a_conflict():
    for event in CONFIG["events"]:
        reported = event.get("as_reported", "").split(" ")[0]
        if reported in WEEKDAYS:
            agrees = reported == WEEKDAYS[event["date"].weekday()]
            assert agrees != event.get("note", "").startswith("Conflict"), event["name"]


def test_each_weekday_as_reported_stands_in_an_article_that_mentions_the_event():
    for event in CONFIG["events"]:
        if "as_reported" in event:
            assert any(event["as_reported"] in TEXTS[stem] for stem in event["mentioned"]), event["name"]


def with_one_spelling(text):
    """Write each name as [names] spells it; a spelling all in capitals counts only in capitals."""
    spelled = {variant: name for name, variants in CONFIG["names"].items() for variant in variants}
    for variant in sorted(spelled, key=len, reverse=True):
        flags = re.NOFLAG if variant.isupper() else re.IGNORECASE
        text = re.sub(rf"(?<!\w){re.escape(variant)}(?!\w)", spelled[variant], text, flags=flags)
    return text


SENTENCES = {
    stem: [with_one_spelling(line[a:b]) for line in text.splitlines() for a, b in sentence_spans(line)]
    for stem, text in TEXTS.items()
}


def found(entries):
    """Sentences in which all entries stand: the rule of `words`, written as plainly as possible."""
    patterns = []
    for entry in entries:
        words = [re.escape(word).replace(r"\*", r"\w*") for word in entry.split("|")]
        patterns.append(re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE))
    return {
        (stem, sentence)
        for stem, sentences in SENTENCES.items()
        for sentence in sentences
        if all(pattern.search(sentence) for pattern in patterns)
    }


FOUND = {event["name"]: found(event["words"]) for event in CONFIG["events"] if "words" in event}


@pytest.mark.parametrize("event", [event for event in CONFIG["events"] if "words" in event], ids=itemgetter("name"))
def test_words_find_an_event_where_it_is_mentioned(event):
    stems = {stem for stem, _ in FOUND[event["name"]]}
    assert stems >= set(event["mentioned"] or ())
    assert event["mentioned"] or not stems


def test_words_find_nothing_else_unless_a_sentence_also_fits_what_it_speaks_of():
    told = {
        (stem, sentence)
        for event in CONFIG["events"]
        for stem, sentence in FOUND.get(event["name"], ())
        if stem in (event["mentioned"] or ())
    }
    assert set().union(*FOUND.values()) == told


@pytest.mark.parametrize("event", [event for event in CONFIG["events"] if "before" in event], ids=itemgetter("name"))
def test_only_articles_from_before_an_event_wait_for_it(event):
    waiting = {stem for stem, _ in found(event["before"])}
    assert waiting
    assert all(CONFIG["articles"][stem]["published"] < event["date"] for stem in waiting)


def test_words_can_be_found():
    variants = {variant for variants in CONFIG["names"].values() for variant in variants}
    for event in CONFIG["events"]:
        for entry in event.get("words", []) + event.get("before", []):
            alternatives = entry.split("|")
            assert not variants >= set(alternatives), f"{event['name']}: spell {entry} as in [names]"
            assert not any(re.search(r" .*\*|\*.", word) for word in alternatives), f"{event['name']}: {entry}"
            assert len(alternatives) == len(set(alternatives)), f"{event['name']}: {entry}"


def test_names_have_one_spelling():
    variants = {variant for variants in CONFIG["names"].values() for variant in variants}
    assert len(variants) == sum(map(len, CONFIG["names"].values()))
    assert not variants & CONFIG["names"].keys()
    people = [holder["name"] for holders in CONFIG["roles"].values() for holder in holders]
    for name in itertools.chain(people, *CONFIG["sides"].values()):
        assert not variants & {name, *name.split(" ")}, name


def test_each_office_holder_is_on_one_side():
    speakers = list(itertools.chain(*CONFIG["sides"].values()))
    assert len(speakers) == len(set(speakers))
    assert {holder["name"] for holders in CONFIG["roles"].values() for holder in holders} <= set(speakers)
