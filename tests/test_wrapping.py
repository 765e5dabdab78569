"""Lines broken at a width are joined, and nothing else is touched."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twocrises.wrapping import unwrap

SEEDS = Path(__file__).parents[1] / "seeds"
PARAGRAPHS = [
    "The ministers of both sides met for eight hours in the capital on Monday, and agreed to meet again in the spring.",
    "Nobody said a word when they left the house. A spokeswoman of the government declined to comment on the talks.",
    "It was the second time in as many weeks that envoys of the two neighbours had come together in the same place.",
] * 3


@pytest.mark.parametrize("width", [50, 60, 72, 80])
@pytest.mark.parametrize("indent", ["", "      "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_paragraphs_come_together_again(width, indent, end):
    lines = [line for text in PARAGRAPHS for line in textwrap.wrap(text, width, initial_indent=indent)]
    between = end if indent else end * 2
    blocks = [end.join(textwrap.wrap(text, width, initial_indent=indent)) for text in PARAGRAPHS]
    wrapped = "A title that may be wider than all of the lines below it, since titles are not broken" + end * 2
    wrapped += between.join(blocks)
    joined, repair = unwrap(wrapped)
    assert len(joined) == len(wrapped)
    assert [" ".join(line.split()) for line in joined.split(end) if line.strip()][1:] == PARAGRAPHS
    assert f"broken at {max(map(len, lines))} characters" in repair


@pytest.mark.parametrize("file", sorted(SEEDS.glob("*.txt")), ids=lambda file: file.stem[:3])
def test_pages_with_a_paragraph_a_line_stay_as_they_are(file):
    text = file.read_text(encoding="utf-8")
    assert unwrap(text) == (text, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "Home\nNews\nSport\nWeather\nTravel\nCulture\nOpinion",
        "\n".join(["Talks go on"] * 30),
        "\n".join(f"{'x' * (3 * i % 50)} end of verse" for i in range(40)),
        "\n".join(PARAGRAPHS),
    ],
)
def test_other_texts_stay_as_they_are(text):
    assert unwrap(text) == (text, "")


@given(st.lists(st.text(st.characters(codec=None, exclude_categories=()), max_size=60), max_size=40).map("\n".join))
@settings(max_examples=200, deadline=None)
def test_every_character_stays_at_its_place(text):
    joined, repair = unwrap(text)
    assert len(joined) == len(text)
    changed = [(a, b) for a, b in zip(text, joined, strict=True) if a != b]
    assert all(a in "\r\n" and b == " " for a, b in changed)
    assert bool(repair) == bool(changed)
