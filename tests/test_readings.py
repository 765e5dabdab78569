"""Readings: shown where all they rest on is there, and nowhere else; and those of the seeds are true to their lines."""

import re
from datetime import date

import pytest

from twocrises.claims import make_claim
from twocrises.concordance import sentences_at
from twocrises.config import load_config
from twocrises.corpus import ROOT, load_corpus
from twocrises.errors import TwoCrisesError
from twocrises.readings import CloseReading, read_closely

from .conftest import ERAS

SETTINGS = load_config(ROOT / "seeds" / "corpus.toml")
READINGS = [pytest.param(one, id=one.claim) for one in SETTINGS.readings]
NUMBER_WORDS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozen",
    "hundred", "thousand", "million", "half", "third", "thirds", "quarter", "twice", "once", "double", "both",
    "several",
]  # fmt: skip
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
TOML = (
    ERAS
    + """
[articles.old]
published = 2014-03-05
[articles.new]
published = 2022-01-10
[[readings]]
claim = "word:talks"
more = "new"
says = "The talks are over."
rests_on = [["ol", "“the ministers” met"], ["new", "nobody's talks"], ["old", "met in the city"]]
rival = "A day of talks."
decided_by = "Another day."
[[readings]]
claim = "tone"
rival = "The weather."
decided_by = "An article of summer."
"""
)
OLD = 'The  "the ministers"\tmet in the city. The talks went on for a day, and a paper was signed there.'
NEW = "There were talks again. And they were nobody’s talks, as the ministers of the city said on that day."


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_of_the_seeds_rests_on_its_sentences(reading, corpus):
    found = read_closely(corpus, reading.claim, reading.more or None)
    assert found.holds and found.says == reading.says and found.rival and found.decided_by
    texts = sentences_at(corpus, found.addresses)["text"].tolist()
    assert len(texts) == len(set(texts)) >= 2, "several sentences, each once"
    for article, words in reading.rests_on:
        own = [text for text, at in zip(texts, found.addresses, strict=True) if at.startswith(article)]
        plain = [re.sub("[‘’]", "'", text) for text in own]
        assert sum(words in text for text in plain) == 1, "the words are those of one sentence"
    # Each outlet that a reading names is one whose sentences it rests on.
    outlets = {facts.origin: name for name, facts in SETTINGS.articles.items()}
    named = {name for outlet, name in outlets.items() if outlet in reading.says}
    assert named <= {article for article, _ in reading.rests_on}


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_of_the_seeds_has_the_direction_of_its_claim(reading, corpus):
    claim = make_claim(reading.claim, corpus)
    if claim.difference is not None and reading.more:
        assert claim.difference.more_in == reading.more
    assert claim.id == reading.claim


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("part", ["says", "rival", "decided_by"])
def test_a_reading_has_no_number_but_years_and_days_of_the_file(reading, part):
    text = getattr(reading, part)
    eras = {era.start.year for era in SETTINGS.eras}
    days = {event.date for event in SETTINGS.events} | {holder.start for holder in SETTINGS.roles}
    months = "|".join(MONTHS)
    for day, month, year in re.findall(rf"(?:(\d+) )?({months}) (\d{{4}})", text):
        own = [one for one in days if one and one.year == int(year) and one.strftime("%B") == month]
        assert own and (not day or date(int(year), MONTHS.index(month) + 1, int(day)) in own), (day, month, year)
    rest = re.sub(rf"(?:\d+ )?(?:{months}) \d{{4}}", "", text)
    # A day without its year stands after the year.
    for day, month in re.findall(rf"(\d+) ({months})", rest):
        assert any(one and one.day == int(day) and one.strftime("%B") == month for one in days), (day, month)
    rest = re.sub(rf"\d+ (?:{months})", "", rest)
    assert {int(number) for number in re.findall(r"\d+", rest)} <= eras
    assert not set(re.findall(r"[a-z]+", rest.casefold())) & set(NUMBER_WORDS)
    assert text.endswith(".") and len(text) < 420


def test_the_words_are_found_whatever_their_quotation_marks_and_spaces(make_corpus):
    corpus = make_corpus({"old.txt": OLD, "new.txt": NEW}, TOML)
    found = read_closely(corpus, "word:talks", "new")
    assert found == CloseReading(
        "word:talks", "The talks are over.", ("old#s0", "new#s1"), "A day of talks.", "Another day."
    )
    assert read_closely(corpus, "WORD:Talks").holds, "nobody asked for a direction"
    other = read_closely(corpus, "tone", "old")
    assert other.holds and (other.says, other.addresses, other.rival) == ("", (), "The weather.")


@pytest.mark.parametrize(
    ("more_in", "reason"),
    [
        ("old", "The reading of «word:talks» in corpus.toml is one of more in new, and here old has more."),
        ("", "The reading of «word:talks» in corpus.toml is one of more in new, and here no era has more."),
    ],
)
def test_another_direction_is_another_story(more_in, reason, make_corpus):
    corpus = make_corpus({"old.txt": OLD, "new.txt": NEW}, TOML)
    assert read_closely(corpus, "word:talks", more_in) == CloseReading("word:talks", reason=reason)


def test_a_sentence_that_is_not_there(make_corpus):
    corpus = make_corpus({"old.txt": OLD.replace("met", "came"), "new.txt": NEW}, TOML)
    found = read_closely(corpus, "word:talks", "new")
    assert not found.holds and not found.says and not found.rival
    rests = "«“the ministers” met», which stands in no sentence of «old»"
    assert found.reason == f"The reading of «word:talks» in corpus.toml rests on {rests}."


def test_words_of_a_line_that_was_dropped_are_no_sentence(make_corpus):
    toml = '[[readings]]\nclaim = "tone"\nsays = "x"\nrests_on = [["page", "Share this"]]'
    text = "Talks in the city\n\nThe ministers met in the city for a day, and a paper was signed there.\n\nShare this\n"
    corpus = make_corpus({"page.txt": text}, toml)
    assert "stands in no sentence of «page»" in read_closely(corpus, "tone").reason


def test_an_article_that_is_not_there_or_not_the_only_one(make_corpus):
    corpus = make_corpus({"old.txt": OLD, "new.txt": NEW, "ol.txt": OLD, "old2.txt": OLD}, TOML)
    assert read_closely(corpus, "word:talks").addresses[0] == "ol#s0", "the name in full goes before its beginning"
    without = corpus.select(["old", "old2", "new"])
    assert "«ol», and more than one article of this corpus" in read_closely(without, "word:talks").reason
    only = read_closely(corpus.select(["new"]), "word:talks").reason
    assert "rests on «old», an article that is not in this corpus" in only, "corpus.toml knows one that begins so"
    unknown = make_corpus({"x.txt": OLD}, '[[readings]]\nclaim = "tone"\nsays = "x"\nrests_on = [["paper", "met"]]')
    assert "«paper», and no article of this corpus has a name that begins so" in read_closely(unknown, "tone").reason


def test_a_missing_article_is_named_as_a_reader_knows_it(corpus, make_corpus):
    without = {name: corpus.select(set(corpus.source) - {name}) for name in corpus.source}
    for label, name in zip(corpus.articles["label"], corpus.articles["article"], strict=True):
        reading = next(one for one in SETTINGS.readings if name in dict(one.rests_on))
        rests = f"rests on «{label}», an article that is not in this corpus."
        assert read_closely(without[name], reading.claim).reason == (
            f"The reading of «{reading.claim}» in corpus.toml {rests}"
        )
    toml = TOML.replace("[articles.old]\n", '[articles.old]\norigin = "Post"\n')
    lost = make_corpus({"old.txt": OLD.replace("met", "came"), "new.txt": NEW}, toml)
    assert read_closely(lost, "word:talks").reason.endswith("which stands in no sentence of «Post, 5 Mar 2014».")
    gone = make_corpus({"old.txt": OLD, "new.txt": NEW}, toml).select(["new"])
    assert "rests on «Post, 5 Mar 2014», an article that is not in this corpus." in (
        read_closely(gone, "word:talks").reason
    ), "by the beginning of its name, too"


def test_no_reading_and_no_id(corpus):
    assert read_closely(corpus, "size").reason == "Nobody has written a reading of «size» into corpus.toml."
    with pytest.raises(TwoCrisesError, match=r"^5 is no id of a claim\. Give one of the ledger"):
        read_closely(corpus, 5)
    with pytest.raises(TwoCrisesError, match="read_closely takes a corpus first"):
        read_closely("word:nato", corpus)


def test_of_several_readings_the_one_that_holds(make_corpus):
    toml = ERAS + "".join(
        f'[[readings]]\nclaim = "tone"\nmore = "{era}"\nsays = "More in {era}."\nrests_on = [["a", "met"]]\n'
        for era in ("old", "new")
    )
    corpus = make_corpus({"a.txt": OLD}, toml)
    assert [read_closely(corpus, "tone", era).says for era in ("old", "new")] == ["More in old.", "More in new."]
    assert "is one of more in old" in read_closely(corpus, "tone", "").reason


def test_without_an_article_of_the_seeds_what_rests_on_it_goes(corpus):
    for gone in corpus.source:
        rest = corpus.select(set(corpus.source) - {gone})
        for reading in SETTINGS.readings:
            holds = read_closely(rest, reading.claim, reading.more or None).holds
            assert holds == all(article != gone for article, _ in reading.rests_on)


def test_the_words_of_the_seeds_are_those_of_the_folder():
    assert load_corpus("seeds").config.readings == SETTINGS.readings
