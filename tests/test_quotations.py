"""Marks -> quotations: the styles of many outlets, made texts for each, and what must hold for any text."""

import gc
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twocrises.cleaning import split_lines
from twocrises.quotations import kind_of, quotations

MARKS = ['"', "“", "”", "„", "«", "»", "'", "‘", "’", "''", "``"]
ANY_TEXT = st.lists(
    st.one_of(
        st.sampled_from([*MARKS, *MARKS, "\n", "\n\n", " ", ", ", ". ", "a", "said", "6", "s", "—", "("]),
        st.text(st.characters(codec=None, exclude_categories=()), max_size=5),
    )
).map("".join)


def found(text):
    """The words of each quotation of a text of which every line is kept."""
    return [text[each.start : each.end] for each in quotations(text, paragraphs(text))]


def paragraphs(text):
    return [(start, end) for start, end in split_lines(text) if text[start:end].strip()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"It is late," he said.', ["It is late,"]),
        ("“It is late,” he said.", ["It is late,"]),
        ("“ It is late, ” he said.", ["It is late,"]),
        ("„Es ist spät“, sagte er.", ["Es ist spät"]),
        ("„Es ist spät”, sagte er.", ["Es ist spät"]),
        ("Il dit : « Il est tard ».", ["Il est tard"]),
        ("»Es ist spät«, sagte er.", ["Es ist spät"]),
        ("``It is late,'' he said.", ["It is late,"]),
        ("“It is late,’’ he said.", ["It is late,"]),
        (
            "‘‘It is late,’’ he said. ‘‘The leaders’ plan can’t work.’’",
            ["It is late,", "The leaders’ plan can’t work."],
        ),
        ('He called it "humanitarian",but left.', ["humanitarian"]),
        ("A “Glasgow” sample and “Fargo” followed.", ["Glasgow", "Fargo"]),
        ("He typed “late“ and ”early” by mistake.", ["late", "early"]),
    ],
)
def test_marks_of_every_shape(text, words):
    assert found(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("‘It can’t last,’ she said.", ["It can’t last,"]),
        ("'It can't last,' she said.", ["It can't last,"]),
        ("‘The leaders’ plan is wrong,’ she said.", ["The leaders’ plan is wrong,"]),
        ("‘We’re goin’ home,’ she said. It was ‘over’.", ["We’re goin’ home,", "over"]),
        ("In the ’90s she said: ‘We told ’em.’", ["We told ’em."]),
        ("In the '90s she said: 'We told 'em so in '99.'", ["We told 'em so in '99."]),
        ("‘He told us “no” twice,’ she said.", ["He told us “no” twice,"]),
        ("The teachers’ union and the students’ council met.", []),
        ("The players' coach won't leave the workers' club.", []),
    ],
)
def test_single_marks_and_apostrophes(text, words):
    assert found(text) == words


def test_single_marks_count_only_where_they_are_the_first_kind():
    text = "‘Peace plan’\n“We will not sign it before the end of the year,” he said. It was a ‘trick’."
    assert found(text) == ["We will not sign it before the end of the year,"]
    text = "The ‘plan’ is dead. ‘It will not be signed, whatever they say,’ he said. She called it a “trick”."
    assert found(text) == ["plan", "It will not be signed, whatever they say,", "trick"]


def test_a_quotation_within_a_quotation_is_no_row():
    assert found("“She said ‘no’ to me,” he said.") == ["She said ‘no’ to me,"]
    assert found("“She said “no” to me,” he said.") == ["She said “no” to me,"]
    assert found('"She said "no" to me," he said.') == ['She said "no" to me,']


def test_each_paragraph_of_a_long_quotation_is_a_row():
    text = "He said: “One.\n\n“Two.\n\n“Three.”\n\nThey left."
    rows = quotations(text, paragraphs(text))
    assert found(text) == ["One.", "Two.", "Three."]
    assert [row.continues for row in rows] == [False, True, True]


def test_a_paragraph_without_marks_lies_within_the_quotation_that_closes_after_it():
    assert found("He said: “One.\n\nTwo.\n\nThree,” and left.") == ["One.", "Two.", "Three,"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('She added: "We are sending a clear message.\n\nNext', ["We are sending a clear message."]),
        ("“We will stay, he said. They left.\n\nThey met again.", ["We will stay,"]),
        ("“A. “B,” he said.", ["A.", "B,"]),
        ("They left.” Then they met.", []),
        ('"', []),
        ("“”", []),
    ],
)
def test_marks_that_nobody_closes(text, words):
    assert found(text) == words


def test_a_dropped_line_is_never_part_of_a_quotation():
    text = "He said: “One.\nRead more\nTwo,” he said.\nHe said: “One.\nRead more\n“Two,” he said."
    kept = [line for line in split_lines(text) if text[slice(*line)] != "Read more"]
    rows = quotations(text, kept)
    assert [text[row.start : row.end] for row in rows] == ["One.", "One.", "Two,"]
    assert [row.continues for row in rows] == [False, False, True]


def test_inches_and_feet_are_no_marks():
    assert found("He is 6'2\" tall. The 13\" screen and the 5' wall are new.") == []
    assert found('"It has a 6" screen," he said.') == ['It has a 6" screen,']
    assert found('It "opened in 2014" and "closed in 2015".') == ["opened in 2014", "closed in 2015"]


@pytest.mark.parametrize(
    ("words", "before", "after", "kind"),
    [
        ("there is always a chance", "Lavrov said", "", "full"),
        ("the edge of a precipice,", "from", "", "full"),
        ("I would suggest continuing,", "", "Lavrov said", "fragment"),
        ("Fine,", "", " Putin replied.", "fragment"),
        ("unhinged", "He is not", "", "fragment"),
        ("COBR", "the emergency", " committee", "term"),
        ("Unity Day.", "would be marked as", "", "term"),
        ("The One I Love", "director of", " and others", "term"),
        ("bagging", "a practice known as", " is banned", "term"),
        ("the tub", "a boat known to locals as", " is old", "term"),
        ("eSports", "changed its name to", ".", "term"),
        ("pro-European", "called it", ".", "fragment"),
        ("Fund Our Schools,", "Teachers shouted,", "", "fragment"),
    ],
)
def test_kinds(words, before, after, kind):
    assert kind_of(words, before, after) == kind


@given(ANY_TEXT)
@settings(max_examples=500, deadline=None)
def test_any_text(text):
    lines = list(split_lines(text))
    end = 0
    for row in quotations(text, lines):
        assert end <= row.outer_start <= row.start < row.end <= row.outer_end
        assert lines[row.paragraph][0] <= row.outer_start
        assert row.outer_end <= lines[row.paragraph][1]
        words = text[row.start : row.end]
        assert words == words.strip()
        assert any(letter.isalnum() for letter in words)
        assert kind_of(words) in ("full", "fragment", "term")
        end = row.outer_end


@pytest.mark.parametrize(
    "piece", ['"', "“", "”", "‘", "’", '" ', "“a ", "“a” ", "‘a’ ", "a’ ", "“a “b” c” ", '5" ', "“a\n"]
)
def test_time_grows_with_the_text_and_no_faster(piece, seconds):
    """A square would show as a factor of 16 between these sizes; 8 leaves room for a busy machine."""
    texts = [piece * (size // len(piece)) for size in (25_000, 100_000)]
    short, long = (seconds(quotations, text, list(split_lines(text))) for text in texts)
    assert long < 8 * short + 0.01


@pytest.fixture
def seconds():
    """Least time of three runs; the collector of garbage would count objects of other tests."""

    def measure(function, *args):
        gc.disable()
        try:
            runs = []
            for _ in range(3):
                start = time.process_time()
                function(*args)
                runs.append(time.process_time() - start)
            return min(runs)
        finally:
            gc.enable()

    return measure
