"""Typed lines: what a person decided, and what must hold for any text."""

import csv
import re
import string
import time
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twocrises.cleaning import (
    BELOW_COMMENTS,
    CAPTION_SOURCE,
    CAPTION_TWICE,
    COOKIES,
    INVITATION,
    KEPT,
    KINDS,
    LINKS,
    NUMBERED,
    PLAIN,
    PREPARED,
    ROW,
    RUNS_ON,
    clean_text,
    split_lines,
    type_lines,
)

SEEDS = Path(__file__).parents[1] / "seeds"

# Any text: all planes, control characters, lone surrogates, and every mixture of line ends.
ANY_TEXT = st.lists(
    st.one_of(
        st.text(st.characters(codec=None, exclude_categories=())),
        st.sampled_from(
            ["\n", "\r", "\r\n", "\n\n", " ", "Share this", "A sentence of eight words stands right here.", "\u2028"]
        ),
    )
).map("".join)


def gold():
    lines = defaultdict(list)
    with (Path(__file__).parent / "golden" / "seed_lines.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            lines[row["file"]].append((row["kind"], row["keep"] == "True"))
    return lines


@pytest.mark.parametrize("file", sorted(gold()))
def test_every_line_is_judged_as_a_person_judged_it(file):
    """Labels by hand, made before the rules: 400 lines, kind and keep."""
    lines = clean_text((SEEDS / file).read_text(encoding="utf-8"))
    assert list(zip(lines["kind"], lines["keep"], strict=True)) == gold()[file]


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_no_text_is_lost_and_every_offset_is_exact(text):
    lines = clean_text(text)
    assert [text[a:b] for a, b in zip(lines["start"], lines["end"], strict=True)] == lines["text"].tolist()
    ends = [*lines["start"].tolist()[1:], len(text)][: len(lines)]
    assert "".join(text[a:b] for a, b in zip(lines["start"], ends, strict=True)) == text
    assert not any(mark in line for line in lines["text"] for mark in "\r\n")
    assert set(lines["kind"]) <= set(KINDS)
    assert (lines["keep"] == lines["kind"].isin(KEPT)).all()
    assert lines["rule"].notna().all()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("\n", [(0, 0)]),
        ("a\r\nb\rc\nd", [(0, 1), (3, 4), (5, 6), (7, 8)]),
        ("a\r\r\n", [(0, 1), (2, 2)]),
        ("a\u2028b\x0bc", [(0, 5)]),
    ],
)
def test_lines_end_at_three_marks_only(text, lines):
    assert list(split_lines(text)) == lines


PARAGRAPHS = "\n\n".join(
    f"On {day} the ministers met for eight hours and agreed to meet again in the same place."
    for day in ("Monday", "Friday", "Sunday")
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read more", "boilerplate"),
        ("SHARE THIS STORY", "boilerplate"),
        ("© 2022 The Paper. All rights reserved.", "boilerplate"),
        ("By Jane Doe, Foreign Editor", "byline"),
        ("Published 12 January 2022", "dateline"),
        ("Soldiers wait at the bridge. (Reuters)", "caption"),
        ("• The first of several points that were made", "list"),
        ("‘A serious step’", "subhead"),
        ("Talks to Continue", "subhead"),
        ("a woman looks out of the window of a train leaving the station", "caption"),
        ("He declined to comment.", "body"),
        ("In other developments:", "body"),
    ],
)
def test_a_short_line_within_an_article(line, kind):
    lines = clean_text(f"{PARAGRAPHS}\n\n{line}\n\n{PARAGRAPHS}")
    assert lines.loc[lines["text"] == line, "kind"].item() == kind


def test_a_headline_that_is_printed_twice_is_found_twice():
    title = "Ministers agree to meet again in the spring"
    lines = clean_text(f"Menu\n{title}\n\n{title} - The Paper\n\n{PARAGRAPHS}")
    assert lines.loc[lines["kind"] == "headline", "text"].tolist() == [title, f"{title} - The Paper"]
    assert lines["kind"].iloc[0] == "boilerplate"


def test_a_note_of_short_sentences_is_a_text():
    assert clean_text("It rained all day.\nThey went home.")["keep"].all()


RESULTS = "PALMER SETS DIVIDEND\nQtly div 8-1/2 cts vs 8-1/2 cts prior\nNet 217,572 vs 153,454\nPay on April 20"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (RESULTS, 3),  # the first line is its title
        ("Ministers agree to meet again in the spring", 1),
        ("Talks go on in the capital\nMinisters agree to meet again", 1),
        (RESULTS + "\nNote: the company said that the figures of the year before include a gain from a sale.", 4),
        (f"{RESULTS}\nShare this", 0),  # a phrase of web pages: what stands below no article is no article
        ("Home\nNews\nSport\nOpinion and letters", 0),  # a menu
        (f"Menu of the page and more\n\n{PARAGRAPHS}\n\nWhat others are reading now", 3),  # mostly article
    ],
)
def test_a_file_without_any_sign_of_a_web_page_loses_nothing_for_its_place(text, kept):
    lines = clean_text(text)
    assert lines["keep"].sum() == kept
    if text.startswith(RESULTS) and kept:
        assert lines["kind"].iloc[0] == "headline"


def rule_of(line, page):
    lines = clean_text(page)
    return lines.loc[lines["text"] == line, "rule"].tolist()


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Stay up to date with us. Subscribe to our newsletter.", INVITATION),
        ("Email Jane Doe at jane@paper.example with what you know.", INVITATION),
        ("Necessary cookies are absolutely essential for the website to function properly.", COOKIES),
        ("A woman waits at the border " + "and waits with her two children " * 5 + "Photo: Jo Do, AP", CAPTION_SOURCE),
        (" ".join(f"Topic{n}" for n in range(40)), LINKS),
        ("2. What happens next to those who stay", NUMBERED),
    ],
)  # fmt: skip
def test_what_pages_print_among_paragraphs(line, rule):
    assert rule_of(line, f"{PARAGRAPHS}\n\n{line}\n\n{PARAGRAPHS.replace('eight', 'nine')}") == [rule]


@pytest.mark.parametrize(
    "line",
    [
        "“Sign up the volunteers, subscribe to the cause,” he said to the crowd on the square.",
        "He told them to follow us on the road and to let us know by the evening of that day.",
        "The bakery gave cookies to the soldiers who came through our town on their way.",
        "3 of 5 members of the council voted against it on the evening of that day.",
        "Search teams came back.",
        "先日、外務大臣は首都で会談を行い、来週も協議を続けることで合意したと発表しました。",
    ],
)
def test_what_only_looks_like_web_page_is_kept(line):
    page = f"{PARAGRAPHS}\n\n{line}\n\n{PARAGRAPHS.replace('eight', 'nine')}"
    lines = clean_text(page)
    assert lines.loc[lines["text"] == line, "keep"].all()


TEASERS = "\n".join(
    f"Minister {n} said on that day that the talks had been long, that they had been hard, and that they would go on."
    for n in range(12)
)


def test_the_article_stands_below_the_place_where_the_title_is_repeated():
    title = "Envoys agree to meet again in the spring"
    lines = clean_text(f"{title} - The Paper\n{TEASERS}\n{title}\n\n{PARAGRAPHS}")
    assert "\n\n".join(lines["text"][lines["keep"]]) == PARAGRAPHS


def test_the_article_stands_above_the_comments_of_readers():
    lines = clean_text(f"{PARAGRAPHS}\n\n12 Comments\n{TEASERS}")
    assert "\n\n".join(lines["text"][lines["keep"]]) == PARAGRAPHS
    assert (lines["rule"] == BELOW_COMMENTS).sum() == 13


def test_a_caption_beside_a_picture_and_below_it_is_no_paragraph():
    caption = "A woman waits at the border with her two children in the early hours of Monday."
    page = f"{PARAGRAPHS}\n{caption}\n{caption}\n{PARAGRAPHS.replace('eight', 'nine')}"
    assert rule_of(caption, page) == [CAPTION_TWICE] * 2


def test_a_text_that_is_printed_twice_is_still_a_text():
    assert clean_text(f"{PARAGRAPHS}\n\n{PARAGRAPHS}")["keep"].sum() == 6


def test_a_list_right_below_the_text_belongs_to_it():
    rows = [f"{day} March, the old theatre" for day in range(3, 9)]
    lines = clean_text(f"{PARAGRAPHS}\n\nThe next meetings:\n" + "\n".join(rows))
    assert lines.loc[lines["rule"] == ROW, "text"].tolist() == rows
    assert lines.loc[lines["text"] == "The next meetings:", "keep"].item()


def test_a_text_without_punctuation_is_a_text():
    words = " ".join(f"word{n}" for n in range(80))
    assert clean_text(f"{words}\n{words} more").keep.all()


def prepared(paragraph):
    """Words in lower case, without punctuation, as texts are kept for counting."""
    return re.sub(r"[^a-z0-9 ]", "", paragraph.lower())


STORY = [
    "Talks to go on in the spring",
    "The ministers of both countries met for eight hours on Monday, and agreed to meet again before the summer.",
    "They spoke of the border, of prisoners, and of the grain that waits in the ports; what they said of each was not "
    "told to anybody who waited outside, and no paper was signed by either of them at the end of the day.",
    "By the end of the month more is to be known.",
    "A video of the meeting is to be shown.",
]  # fmt: skip
RARE = {"the", "of", "to", "and", "in", "by", "for", "it", "on", "at", "a", "is", "be", "was", "that", "they"}
LOW = [prepared(paragraph) for paragraph in STORY]
WORDS = " ".join(LOW).split()


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(LOW),
        "\n\n".join(LOW),
        "\n".join(" ".join(word for word in line.split() if word not in RARE) for line in LOW),
        "\n".join(WORDS),
        ",".join(WORDS),
        "\n".join(line.replace(" ", ",") for line in LOW),
        ", ".join(WORDS),
        "\t".join(WORDS),
        "\n".join(re.findall(r"\w+|[.,;]", " ".join(STORY))),  # a word a line, marks too, as taggers want it
        "\n".join([*WORDS, "video", "close", "print", "march", "reuters"]),
        " ".join(WORDS),
        "war talks",
    ],
)
def test_a_text_prepared_for_counting_is_kept_whole(text):
    lines = clean_text(text)
    assert lines.loc[lines["kind"] != "blank", "keep"].all()
    assert set(lines.loc[lines["keep"], "rule"]) == {PREPARED}


@pytest.mark.parametrize("change", [str, str.upper])
def test_a_text_without_punctuation_loses_its_title_only(change):
    lines = clean_text("\n".join(change(re.sub(r"[^\w ]", "", paragraph)) for paragraph in (*STORY[:3], STORY[4])))
    assert lines["kind"].tolist() == ["headline"] + ["body"] * 3
    assert PLAIN in set(lines["rule"])


PLAIN_WORDS = st.one_of(
    st.sampled_from(sorted(set(WORDS))), st.text(string.ascii_lowercase + "äéøжи", min_size=1, max_size=9)
)


@given(
    st.lists(st.lists(PLAIN_WORDS, min_size=1, max_size=50), min_size=1, max_size=30),
    st.sampled_from([" ", ",", "\n", "\t"]),
    st.sampled_from(["\n", "\n\n", "\r\n"]),
)
@settings(max_examples=200, deadline=None)
def test_words_in_lower_case_are_kept(paragraphs, between, below):
    lines = clean_text(below.join(between.join(words) for words in paragraphs))
    kept = sum(map(len, lines["text"][lines["keep"]].str.findall(r"\w+")))
    assert kept >= 0.95 * sum(map(len, paragraphs))


FURNITURE = ["Home", "Read more", "Share this story", "Most read", "Sign up for our newsletter", "All rights reserved"]


@given(
    st.lists(st.sampled_from(FURNITURE), min_size=1), st.lists(st.sampled_from(FURNITURE), min_size=1), st.booleans()
)
@settings(max_examples=100, deadline=None)
def test_a_web_page_loses_what_stands_around_the_article(above, below, lower):
    page = "\n".join([*above, PARAGRAPHS, *below])
    lines = clean_text(page.lower() if lower else page)
    assert "\n\n".join(lines["text"][lines["keep"]]) == (PARAGRAPHS.lower() if lower else PARAGRAPHS)


@pytest.mark.parametrize("page", ["home\nread more\nshare this story", "talks go on in the capital\nshare this story"])
def test_phrases_of_web_pages_count_in_lower_case_too(page):
    assert not clean_text(page)["keep"].any()


def test_a_paragraph_that_is_broken_off_is_no_headline():
    """Newswires break their first line where the name of the town stood; the next one goes on in lower case."""
    title = "MINISTERS AGREE TO MEET AGAIN"
    story = (
        "  The ministers of both countries\n  met for eight hours on Monday, and agreed to meet again before summer."
    )
    lines = clean_text(f"{title}\n{story}\n{PARAGRAPHS}")
    assert lines["kind"].iloc[:3].tolist() == ["headline", "body", "body"]
    assert lines["rule"].iloc[1] == RUNS_ON


def test_a_line_of_characters_without_width_is_empty():
    assert clean_text("\u200b \ufeff")["kind"].tolist() == ["blank"]


@pytest.mark.parametrize(
    "piece",
    [
        " ", ".", "'", ". ", "word ", "\n", "Aa-", "!?”", "He said it was good. ", "$\\(", "($", "(", "/A", "a@b.",
        "cookie site ", "Comments\n", "1. a b\n", "June 1\n",
        "One line of more than ten words that is printed again and again.\n",
    ],
)  # fmt: skip
def test_time_grows_with_the_text_and_no_faster(piece):
    """A square would show as a factor of 16 between these sizes; 8 leaves room for a busy machine."""
    times = []
    for size in (25_000, 100_000):
        text = piece * (size // len(piece))
        runs = []
        for _ in range(3):
            start = time.process_time()
            type_lines(text)
            runs.append(time.process_time() - start)
        times.append(min(runs))
    assert times[1] < 8 * times[0] + 0.01
