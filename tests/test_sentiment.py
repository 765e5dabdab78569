"""Tone: TextBlob's own numbers, and what we do and do not make of them."""

import numpy as np
import pandas as pd
import pytest
from textblob import TextBlob

from twocrises.errors import TwoCrisesError
from twocrises.sentiment import score_texts, scored_words, tone, tone_over_time

from .conftest import TEXT


def test_textblob_is_textblob(corpus):
    """Every sentence of the seeds, to the last bit."""
    texts = corpus.sentences["text"]
    scores = score_texts(texts)
    for text, polarity, subjectivity in zip(texts, scores["TextBlob"], scores["TextBlob_subjectivity"], strict=True):
        assert (polarity, subjectivity) == tuple(TextBlob(text).sentiment)


def test_a_single_text_is_one_text():
    text = "The talks were very good."
    pd.testing.assert_frame_equal(score_texts(text), score_texts([text]))


@pytest.mark.parametrize(
    ("text", "words", "score"),
    [
        ("armed men at a missile base", ["base"], -0.8),
        ("successfully tested an intercontinental ballistic missile", ["successfully"], 0.75),
        ("since the Cold War", ["cold"], -0.6),
        ("Troops crossed the border; an invasion", [], 0.0),
        ("Russian troops", ["russian"], 0.0),
        ("This isn't good", ["good"], 0.7),
    ],
)
def test_the_traps_the_lesson_tells_of(text, words, score):
    assert scored_words(text)["words"].tolist() == words
    assert score_texts([text])["TextBlob"].item() == pytest.approx(score)
    assert score_texts([text])["TextBlob_hits"].item() == len(words)


def test_a_score_is_the_mean_of_its_words(corpus):
    for text in corpus.sentences["text"].iloc[::7]:
        words = scored_words(text)
        assert score_texts([text])["TextBlob"].item() == pytest.approx(words["polarity"].mean() if len(words) else 0)


def test_sentences_without_a_known_word_are_left_out_of_the_mean(corpus):
    sentences, articles = tone(corpus), tone(corpus, by="article")
    assert sentences["address"].is_unique and len(sentences) == len(corpus.sentences)
    for row in articles.itertuples():
        own = sentences[sentences["article"] == row.article]
        scored = own[own["TextBlob_hits"] > 0]
        assert row.mean_of_scored == pytest.approx(scored["TextBlob"].mean())
        assert row.share_scored == pytest.approx(len(scored) / len(own))
    whole = corpus.lines[corpus.lines["keep"]].groupby("article", observed=True)["text"].agg("\n".join)
    assert articles["TextBlob"].iloc[0] == TextBlob(whole[articles["article"].iloc[0]]).polarity


def test_an_article_without_a_known_word_has_no_tone(two_eras):
    dull = "Troops crossed the border at dawn and went on to the river and the town."
    articles = tone(two_eras([dull], [TEXT]), by="article")
    assert np.isnan(articles["mean_of_scored"].iloc[0]) and articles["share_scored"].iloc[0] == 0


def test_intervals_begin_at_ten_articles_an_era(two_eras):
    good, bad = (
        "It was a good day for all the ministers and for their friends. ",
        "It was a bad day for all of the ministers of the land. ",
    )
    old = [TEXT + (good if i % 2 else bad) + TEXT * i for i in range(10)]
    frame = tone_over_time(two_eras(old, old[:9]))
    by_era = frame.groupby("era", observed=True)
    assert by_era["low"].count().to_dict() == {"old": 10, "new": 0}
    part = frame[frame["era"] == "old"]
    assert (part["low"] < part["tone"].mean()).all() and (part["tone"].mean() < part["high"]).all()
    assert frame["published"].is_monotonic_increasing


def test_articles_without_a_date_are_not_placed(make_corpus):
    corpus = make_corpus({"a.txt": TEXT, "b.txt": TEXT * 2}, "[articles.a]\npublished = 2014-01-01")
    assert tone_over_time(corpus)["article"].tolist() == ["a"]
    assert len(tone(corpus, by="article")) == 2


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda c: tone(c, by="word"), r'by is "word"\. Tone is given by "sentence" or by "article"\.'),
        (lambda c: tone_over_time(c, column="label"), r'There is no score "label"\.'),
        (lambda c: tone_over_time(c), r"No article has a date, so none can be placed in time\."),
    ],
)
def test_what_cannot_be_asked(make_corpus, call, sentence):
    with pytest.raises(TwoCrisesError, match=sentence):
        call(make_corpus({"a.txt": TEXT}))


def test_no_texts():
    assert score_texts([]).empty and scored_words("").empty
    assert score_texts([]).dtypes.tolist() == [np.dtype(float), np.dtype(float), np.dtype("int32")]
    assert isinstance(scored_words("")["words"].dtype, pd.StringDtype)
