"""Typed lines: what a person decided, and what must hold for any text."""

import csv
import time
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twocrises.cleaning import KEPT, KINDS, clean_text, split_lines, type_lines

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


@pytest.mark.parametrize(
    "piece", [" ", ".", "'", ". ", "word ", "\n", "Aa-", "!?”", "He said it was good. ", "$\\(", "($"]
)
def test_time_grows_with_the_text_and_no_faster(piece):
    """A square would show as a factor of 16 between these sizes; 8 leaves room for a busy machine."""
    times = []
    for size in (50_000, 200_000):
        text = piece * (size // len(piece))
        runs = []
        for _ in range(5):
            start = time.process_time()
            type_lines(text)
            runs.append(time.process_time() - start)
        times.append(min(runs))
    assert times[1] < 8 * times[0] + 0.01
