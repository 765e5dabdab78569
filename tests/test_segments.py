"""Sentences and words, with their places."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twocrises.cleaning import lines_frame
from twocrises.segments import normalise, sentence_spans, sentences_frame, tokens_frame, word_spans


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr Kerry met Sen. Smith at 5 p.m. on Jan. 12.", "They agreed."],
        ["U.S. President Joe Biden’s pledge stands.", "U.S. officials said so."],
        ["It was said in the U.S.", "The talks go on."],
        ["We... are sending a clear message.", "It is short."],
        ["“We need a pause.", "We hope for results,” he said."],
        ["He asked: “Why now?” and left.", "Nobody answered!"],
        ["“Fine,” Putin replied."],
        ["It costs $3.5 million, i.e. little.", "No. 10 agreed."],
        ["J. R. Smith of Acme Inc. spoke.", "Then he left."],
        ["“The end.”", "(It was late.)", "‘So it goes.’"],
    ],
)  # fmt: skip
def test_sentences_of_news(sentences):
    line = "  " + " ".join(sentences) + " "
    assert [line[a:b] for a, b in sentence_spans(line)] == sentences


def test_sentences_that_were_glued_together_are_parted():
    line = "Troops stayed in Kiev.Analysis: By our correspondent.The end."
    assert [line[a:b] for a, b in sentence_spans(line)] == [
        "Troops stayed in Kiev.",
        "Analysis: By our correspondent.",
        "The end.",
    ]


def test_the_bullet_of_a_list_is_no_part_of_the_sentence():
    line = "  • Nato and Russia will talk."
    assert [line[a:b] for a, b in sentence_spans(line)] == ["Nato and Russia will talk."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("self-defence, pro-Russian and anti-aircraft", ["self-defence", "pro-Russian", "and", "anti-aircraft"]),
        (
            "the Nato-Russia Council in Kyiv-held land",
            ["the", "Nato", "Russia", "Council", "in", "Kyiv", "held", "land"],
        ),
        ("8,500 troops, 3.8 C, 15-year-old", ["8,500", "troops", "3.8", "C", "15-year-old"]),
        ("It’s Ukraine's U.S.-led bloc", ["It’s", "Ukraine's", "U.S.", "led", "bloc"]),
        ("firm…in _all_ – of it", ["firm", "in", "all", "of", "it"]),
        ("Володимир Зеленський", ["Володимир", "Зеленський"]),
    ],
)
def test_words(text, words):
    assert [text[a:b] for a, b in word_spans(text)] == words


NAMES = {"US": "U.S.", "United States": "U.S.", "Nato": "NATO", "Kiev": "Kyiv"}


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("US", "u.s."), ("us", "us"), ("Us", "us"), ("Nato's", "nato"), ("NATO", "nato"), ("KIEV", "kyiv"),
        ("kiev", "kyiv"), ("Kiev’s", "kyiv"), ("it’s", "it's"), ("It's", "it's"), ("Let’s", "let's"),
        ("don’t", "don't"), ("Troops", "troops"), ("United States", "u.s."), ("UNITED STATES", "u.s."),
        ("Straße", "strasse"),
    ],
)  # fmt: skip
def test_terms(word, term):
    assert normalise(word, NAMES) == term


def tokens_of(text, names=NAMES):
    source = {"a": text}
    sentences = sentences_frame(source, lines_frame(source))
    return tokens_frame(source, sentences, names)


def test_a_name_of_several_words_is_one_word_where_it_stands_as_a_name():
    text = (
        "The United  States and us. "
        "United, States of the United States’s kind; the united states of mind came to nothing."
    )
    tokens = tokens_of(text)
    names = tokens[tokens["term"] == "u.s."]
    assert names["word"].tolist() == ["United  States", "United States’s"]
    assert [text[a:b] for a, b in zip(names["start"], names["end"], strict=True)] == names["word"].tolist()
    assert (tokens["term"] == "us").sum() == 1


@given(st.text(st.sampled_from("aB .…!?“”'’\"()\n\r\t-–•1,US\u00a0é中🙂"), max_size=200))
@settings(max_examples=300, deadline=None)
def test_every_sentence_and_word_is_where_it_says(text):
    source = {"a": text + "\nThe talks of Monday went on for eight hours in all."}
    lines = lines_frame(source)
    sentences = sentences_frame(source, lines)
    tokens = tokens_frame(source, sentences, NAMES)
    for frame, column in ((sentences, "text"), (tokens, "word")):
        assert [source["a"][a:b] for a, b in zip(frame["start"], frame["end"], strict=True)] == frame[column].tolist()
        assert (frame["start"] < frame["end"]).all()
        assert (frame["start"].iloc[1:].to_numpy() >= frame["end"].iloc[:-1].to_numpy()).all()
    # Every letter of a kept line lies in a sentence, and every letter of a sentence in a word.
    kept = lines[lines["keep"]]
    covered = {i for a, b in zip(sentences["start"], sentences["end"], strict=True) for i in range(a, b)}
    in_words = {i for a, b in zip(tokens["start"], tokens["end"], strict=True) for i in range(a, b)}
    for a, b in zip(kept["start"], kept["end"], strict=True):
        letters = {i for i in range(a, b) if source["a"][i].isalnum()}
        assert letters <= covered
        assert letters <= in_words


@given(
    st.lists(
        st.sampled_from(["Aa", "b", "U.S.", "Mr.", "3.5", "it’s", "pro-Russian", "Nato-led", ". ", " ", "\n", "“"])
    )
)
@settings(deadline=None)
def test_the_words_of_a_sentence_do_not_depend_on_its_neighbours(pieces):
    """Many sentences are cut at once; each must come out as if it were cut alone, also when some are left out."""
    source = {"a": "".join(pieces), "b": "The talks of Monday went on for eight hours in all. " + "".join(pieces)}
    sentences = sentences_frame(source, lines_frame(source)).iloc[::2]
    tokens = tokens_frame(source, sentences)
    alone = [
        (article, number, start, end)
        for article, number, a, b in sentences[["article", "sentence", "start", "end"]].itertuples(index=False)
        for start, end in word_spans(source[article], a, b)
    ]
    assert list(tokens[["article", "sentence", "start", "end"]].itertuples(index=False, name=None)) == alone


def test_sentences_are_numbered_anew_in_each_article():
    source = dict.fromkeys("ab", "It rained all day. They went home. Nobody said a word.")
    assert sentences_frame(source, lines_frame(source))["sentence"].tolist() == [0, 1, 2, 0, 1, 2]


@pytest.mark.parametrize("piece", [".", ". ", "!?”", "Aaa.", "A.", "He said it was good. ", "( ", "word", "x-", ".“Aa"])
def test_time_grows_with_the_text_and_no_faster(piece):
    """A square would show as a factor of 16 between these sizes; 8 leaves room for a busy machine."""
    times = []
    for size in (25_000, 100_000):
        text = piece * (size // len(piece))
        runs = []
        for _ in range(3):
            start = time.process_time()
            list(sentence_spans(text))
            word_spans(text)
            runs.append(time.process_time() - start)
        times.append(min(runs))
    assert times[1] < 8 * times[0] + 0.01


def test_no_sentences_give_empty_typed_frames():
    tokens = tokens_of("")
    assert tokens.empty and tokens["term"].dtype == "category" and tokens["start"].dtype == "int32"
