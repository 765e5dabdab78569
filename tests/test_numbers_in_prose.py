"""Every number in the prose of a notebook is shown by an output near it; typed ones are found."""

import copy
import re
from pathlib import Path

import pytest

from twocrises.notebooks import find_lessons, read_notebook

from .prose import PARTS, TIMES, WORDS, numbers, readable, sections, shown_in_table, typed_numbers

ROOT = Path(__file__).parents[1]
LESSONS = find_lessons(ROOT)
NUMBERS = [name[:2] for name in LESSONS]
SETTINGS = (ROOT / "seeds" / "corpus.toml").read_text(encoding="utf-8")


def cells_of(name):
    return read_notebook(ROOT / "notebooks" / f"{name}.ipynb").cells


@pytest.mark.parametrize("name", LESSONS)
def test_numbers_in_prose_are_shown_near(name):
    found = typed_numbers(cells_of(name), SETTINGS, NUMBERS)
    assert found == [], "Make it a result (say, or a cell of a line), or say it without a number:\n" + "\n".join(found)


# The test of the test: a made notebook, in which every number of the prose is shown

TABLE = (
    "<table><caption>Words that mark a year</caption><thead><tr><th>term</th><th>articles</th><th>p</th></tr></thead>"
    "<tbody><tr><td>nato: two weeks, as one of the articles puts it at some length</td>"
    '<td align="right">4</td><td align="right">0.50</td></tr>'
    '<tr><td>talks</td><td align="right">3</td><td align="right">1.00</td></tr></tbody></table>'
)
SAID = (
    "«crimea» occurs 5.7 times per 1,000 words, in 2 of 5 articles. *BBC, 5 Mar 2014* has 44 % of its 9 places, twice "
    "as many as in topic 2. It stands in 001#s8."
)
CARD = "# Title\n\n| | |\n|---|---|\n| For | readers of 01 |\n| Time | 20 minutes, 35 with exercises |"
TRUE = """The word stands in two articles and in nine places, 44 % of them in one text. Topic 2 has some, and the other
twice as many. The two years, 2014 and 2022, differ. Look at 001#s8 and at notebook 02, of 5 March 2014 and of
24 February. The first place and the third one are the same; both of them, at once. Two of five hold it, at a rate of
5.7 per 1,000 words. The scale goes from −1 to 1; 0 is neutral. See Exercise 2.1 and Figure 2.1."""


def code(source, plain="", markup="", markdown=""):
    data = {"text/plain": plain, "text/html": markup, "text/markdown": markdown}
    return {
        "cell_type": "code",
        "source": source,
        "outputs": [{"data": {kind: text for kind, text in data.items() if text}}],
    }


def text(source):
    return {"cell_type": "markdown", "source": source}


def made(prose=TRUE, card=CARD, elsewhere=""):
    repr_of_corpus = "Corpus of 5 articles (2 in 2014, 3 in 2022), 182 sentences"
    figure = "**Figure 2.1.** Each mark is an article."
    return [
        text(card),
        code("corpus", plain=repr_of_corpus),
        text(f"## A section\n\n{prose}"),
        code('say("word:crimea", corpus)', plain=SAID, markdown=SAID),
        code('show(figure, "2.1")', plain=figure, markdown=figure),
        text(f"## Another section\n\n{elsewhere}"),
        code('table(marking_words(corpus, 7), "Words that mark a year")', plain="…", markup=TABLE),
        text("**Exercise 2.1.** Look at the first 7 words."),
        code("words.head(7)", plain="…"),
    ]


def test_what_is_shown_near_is_not_found():
    assert typed_numbers(made(), SETTINGS, NUMBERS) == []


@pytest.mark.parametrize(
    "typed",
    [
        "It holds 37 words.",
        "It stands in eleven places.",
        "A third of the words are names.",
        "It is two thirds of them.",
        "That is thrice as often.",
        "It doubled, or tripled.",
        "In 1931 it was another.",
        "It was on 9 June 1931.",
        "It was on 9 June.",
        "It has 41 % of them.",
        "It has thirty per cent of them.",
        "p is 0.04.",
        "There are hundreds of them.",
        "There is a dozen of them.",
        "In seven of ten deals it is so.",
        "One in twenty is so.",
        "It stands in both newspapers.",
        "The three eras differ.",
        "The two tanks differ.",  # 2 is shown, but of articles, of rows, and as the number of a topic
        "Topic 9 has it.",
        "It is 2.0 times as often.",
        "It is ten.",  # inside 2010, 10.3 and the like nothing is shown
        "See Exercise 2.7.",
        "See Figure 2.9.",
        "See notebook 09.",
        "See 003#s999.",
        "It takes 12 minutes.",
        "There are forty-two tanks.",
    ],
)
def test_a_typed_number_is_found(typed):
    assert len(typed_numbers(made(f"{TRUE} {typed}"), SETTINGS, NUMBERS)) >= 1
    assert len(typed_numbers(made(elsewhere=typed), SETTINGS, NUMBERS)) >= 1


def test_a_number_of_another_section_is_found():
    assert len(typed_numbers(made(elsewhere="It has 44 % of nine places, twice as many."), SETTINGS, NUMBERS)) == 3


def test_what_the_corpus_holds_is_shown_at_the_top():
    assert typed_numbers(made(elsewhere="Five articles, three late articles; two articles."), SETTINGS, NUMBERS) == []
    assert len(typed_numbers(made(elsewhere="Five spokesmen met."), SETTINGS, NUMBERS)) == 1


def test_a_count_is_compared_with_what_is_counted():
    """The table has 3 and 4 in a column of articles, and 2 rows; its texts are no results."""
    shown = list(shown_in_table(TABLE))
    assert {(one.value, "article" in one.about) for one in shown} >= {(4.0, True), (3.0, True)}
    assert not any(one.value == 2 and "week" in one.about for one in shown)
    assert typed_numbers(made(elsewhere="Four articles; two rows."), SETTINGS, NUMBERS) == []
    assert len(typed_numbers(made(elsewhere="Four weeks; two weeks."), SETTINGS, NUMBERS)) == 2


def test_a_setting_that_the_code_shows_may_be_named():
    assert typed_numbers(made(elsewhere="These are seven words."), SETTINGS, NUMBERS) == []
    assert len(typed_numbers(made("These are seven words."), SETTINGS, NUMBERS)) == 1


@pytest.mark.parametrize(
    "row",
    [
        "20 minutes",
        "35 minutes, 20 with exercises",
        "2 minutes, 5 with exercises",
        "20 minutes, 35 with exercises; 3 parts",
    ],
)
def test_wrong_minutes_are_found(row):
    card = CARD.replace("20 minutes, 35 with exercises", row)
    assert [problem[:11] for problem in typed_numbers(made(card=card), SETTINGS, NUMBERS)] == ["header card"]


def test_a_typed_caption_proves_nothing_and_is_prose():
    cells = [text(CARD), text("## A section\n\nThere are eleven ways."), code('table(x, "Eleven ways")', markup=TABLE)]
    assert len(typed_numbers(cells, SETTINGS, NUMBERS)) == 2


@pytest.mark.parametrize("name", LESSONS)
def test_typed_numbers_are_found_in_every_section_of_every_notebook(name):
    typed = "\n\nIt has 37 generals and eleven admirals since 1731, and 0.0137 of the horses."
    cells = copy.deepcopy(cells_of(name))
    texts = [cell for cell in cells if cell["cell_type"] == "markdown"]
    for cell in texts:
        cell["source"] += typed
    assert len(typed_numbers(cells, SETTINGS, NUMBERS)) == 4 * len(texts)


def test_each_word_of_number_is_known():
    for word in [*WORDS, *TIMES]:
        assert [found.written for found in numbers(f"There are {word} of them")] == [word]
    for word in PARTS:
        assert [found.written for found in numbers(f"It has a {word} of them")] == [f"a {word}"]


def test_values_and_kinds():
    found = numbers("Two thirds, twenty-one, −0.25, 1,204 words, 32 %, seven of ten, in 2010 and 10.3.")
    assert [(round(one.value, 3), one.kind) for one in found] == [
        (0.667, "share"), (21.0, "count"), (-0.25, "decimal"), (1204.0, "count"), (0.32, "percent"), (0.7, "of"),
        (10.3, "decimal"),
    ]  # fmt: skip


def test_words_of_number_that_are_none():
    idle = (
        "At once, one of them; the first, the third and the last, once more; both the one and the other; F1, G², #s24."
    )
    assert list(numbers(idle)) == []


def test_code_and_addresses_of_links_are_no_prose():
    kept = readable("Try `topics(corpus, 37)` in [notebook 02](02_x.ipynb).\n\n```python\nx = 38\n```\n")
    assert re.findall(r"\d+", kept) == ["02"]


def test_sections_begin_at_headings_and_exercises():
    assert [part.heading for part in sections(made())] == [
        "", "# Title", "## A section", "## Another section", "**Exercise 2.1.** Look at the first 7 words.",
    ]  # fmt: skip
