"""Counts: words, names, several words in a row, groups; rates in two ways; spellings; the shape of the vocabulary."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twocrises.errors import TwoCrisesError
from twocrises.frequency import (
    MODALITY,
    content_terms,
    count_terms,
    find_terms,
    ngram_counts,
    rank_frequency,
    rates_by_era,
    stop_words,
    variants,
    vocabulary_growth,
)

from .conftest import ERAS, TEXT

NAMES = '\n[names]\n"U.S." = ["US", "United States"]\n"NATO" = ["Nato"]\n"Kyiv" = ["Kiev"]\n'


def test_counts_and_rates(corpus):
    counts = count_terms(corpus, ["nato", "Crimea", "US", "xyzzy"])
    assert counts.index.tolist() == ["nato", "crimea", "u.s.", "xyzzy"]
    assert counts.columns.names == ["era", "article"]
    assert counts.loc["xyzzy"].tolist() == [0] * 5
    rates = count_terms(corpus, "crimea", per=1000)
    assert rates.iloc[0, 0] == pytest.approx(1000 * 4 / 684)


def test_the_country_is_one_term_and_never_the_pronoun(make_corpus):
    text = f"{TEXT}The US and the United States told us that U.S. troops and US-led forces would join us. Tell us now."
    counts = count_terms(make_corpus({"a.txt": text}, ERAS + NAMES), ["US", "us", "United States", "U.S.", "u.s."])
    assert counts.iloc[:, 0].to_dict() == {"u.s.": 4, "us": 3}


def test_several_words_in_a_row_stand_in_one_sentence(make_corpus):
    text = f"{TEXT}The prime minister met the Prime Minister’s deputy. He is in his prime. Minister Lee is not."
    corpus = make_corpus({"a.txt": text}, ERAS + NAMES)
    assert count_terms(corpus, ["prime minister", "Prime  Minister", "minister lee"]).iloc[:, 0].to_dict() == {
        "prime minister": 2, "minister lee": 1
    }  # fmt: skip
    rows, n_words = find_terms(corpus, "prime minister")
    assert n_words == 2 and corpus.tokens["word"].iloc[rows + 1].tolist() == ["minister", "Minister’s"]


def test_a_row_may_hold_names_and_words_with_a_hyphen(make_corpus):
    text = f"{TEXT}The United States president met the Nato-Russia council and self-defence forces."
    corpus = make_corpus({"a.txt": text}, ERAS + NAMES)
    terms = ["US president", "NATO-Russia council", "self-defence forces", "nato russia"]
    counts = count_terms(corpus, terms)
    assert counts.index.tolist() == ["u.s. president", "nato russia council", "self-defence forces", "nato russia"]
    assert counts.iloc[:, 0].tolist() == [1] * 4


@pytest.mark.parametrize("term", [".*", "(", "$", "[a-z]+", "talks?", "a|b", "\\w", "c++"])
def test_terms_with_signs_of_a_pattern_are_taken_as_they_are(corpus, term):
    assert count_terms(corpus, term).to_numpy().sum() == 0
    assert len(find_terms(corpus, f"the {term}")[0]) == 0


def test_groups_count_each_word_once(corpus):
    groups = count_terms(corpus, {"either": ["would", "Would", "could"], "none": ["xyzzy"], "one": "would"})
    singly = count_terms(corpus, ["would", "could"])
    assert groups.loc["either"].tolist() == singly.sum().tolist()
    assert groups.loc["one"].tolist() == singly.loc["would"].tolist() and not groups.loc["none"].any()
    assert not set.intersection(*map(set, MODALITY.values()))


def test_no_term_gives_an_empty_table(corpus):
    empty = count_terms(corpus, [])
    assert empty.shape == (0, 5) and set(empty.dtypes.astype(str)) == {"int64"}
    assert rates_by_era(corpus, []).empty


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_counts_of_a_phrase_are_those_of_a_slow_reading(corpus, data):
    tokens = corpus.tokens
    start = data.draw(st.integers(0, len(tokens) - 4))
    n = data.draw(st.integers(1, 3))
    words = tokens["term"].iloc[start : start + n].tolist()
    sentences = tokens.groupby(["article", "sentence"], observed=True)["term"].agg(list)
    slow = sum(sentence[i : i + n] == words for sentence in sentences for i in range(len(sentence) - n + 1))
    assert len(find_terms(corpus, " ".join(words))[0]) == slow


@pytest.mark.parametrize("n", [2, 3])
def test_sequences_of_words_are_those_of_a_slow_reading(corpus, n):
    counts = ngram_counts(corpus, n)
    sentences = corpus.tokens.groupby(["article", "sentence"], observed=True)["term"].agg(list)
    slow = pd.Series(
        [(article, " ".join(words[i : i + n])) for (article, _), words in sentences.items()
         for i in range(len(words) - n + 1)]
    ).value_counts()  # fmt: skip
    assert counts.matrix.sum() == slow.sum() and counts.terms.is_monotonic_increasing and counts.terms.is_unique
    frame = counts.frame
    assert all(frame.loc[article, term] == times for (article, term), times in slow.items())
    assert ngram_counts(corpus, 1) is corpus.counts


def test_pooled_rate_and_mean_of_articles_can_point_in_opposite_directions(two_eras):
    """One long old article without the word, and a short one full of it (Simpson's paradox, made by hand)."""
    body = "They met on Monday and agreed on the terms of the treaty after long hours of work. "
    long, full = body * 40, body + "Peace, peace and peace again: peace is what they want, they say. "
    half = body + "Peace may come. "
    rates = rates_by_era(two_eras([long, full], [half, half]), "peace").loc["peace"]
    assert rates["old", "pooled"] < rates["new", "pooled"]
    assert rates["old", "mean of articles"] > rates["new", "mean of articles"]
    assert rates["old", "count"] == 4 and rates["new", "count"] == 2
    assert rates["new", "pooled"] == pytest.approx(1000 / 20)


def test_an_article_without_an_era_stays_out_of_the_eras(make_corpus):
    toml = ERAS + "[articles.a]\npublished = 2014-03-01\n"
    corpus = make_corpus({"a.txt": TEXT * 2, "b.txt": TEXT}, toml)
    rates = rates_by_era(corpus, "monday")
    assert rates.columns.get_level_values("era").unique().tolist() == ["old"]
    assert rates["old", "count"].item() == 2
    with pytest.raises(TwoCrisesError, match=r"No article with words belongs to an era"):
        rates_by_era(corpus.select(["b"]), "monday")


def test_spellings_of_the_seeds(corpus):
    """Nato is house style and in the articles of one era; Kiev became Kyiv; Sergei is two men."""
    table = variants(corpus)
    assert table.loc["nato"].T.groupby("era").sum().to_dict() == {
        "NATO": {"2014": 0, "2022": 26}, "Nato": {"2014": 4, "2022": 0}
    }  # fmt: skip
    assert table.loc[("kyiv", "Kiev")].sum() == 3 and set(table.loc["sergei"].index) == {"Sergei", "Sergey"}
    counts = count_terms(corpus, table.index.get_level_values("term").unique().tolist())
    assert table.groupby("term").sum().sum(axis=1).to_dict() == counts.sum(axis=1).to_dict()


def test_without_names_there_are_no_spellings(make_corpus):
    table = variants(make_corpus({"a.txt": TEXT}, ERAS))
    assert table.empty and table.shape[1] == 1 and table.index.names == ["term", "written"]


def test_ranks_and_growth(corpus):
    ranks = rank_frequency(corpus)
    assert ranks["rank"].tolist() == list(range(1, len(corpus.counts.terms) + 1))
    assert ranks["count"].is_monotonic_decreasing and ranks["count"].sum() == len(corpus.tokens)
    growth = vocabulary_growth(corpus)
    for row in growth.iloc[1:].itertuples():
        seen = corpus.tokens[: row.words]
        assert seen["term"].nunique() == row.different
    assert growth["words"].iloc[-1] == len(corpus.tokens) and growth["article"].iloc[0] is None


def test_growth_leaves_out_articles_without_words(make_corpus):
    growth = vocabulary_growth(make_corpus({"a.txt": TEXT, "b.txt": "3.8 C\nNew York\n"}))
    assert len(growth) == 2 and growth["different"].iloc[-1] == growth["new"].sum() == 13


def test_content_terms():
    assert content_terms(["the", "talks", "8,500", "u.s.", "x"]).tolist() == [False, True, False, True, False]
    assert content_terms(["council of ministers", "of ministers", "ministers of"]).tolist() == [True, False, False]
    assert content_terms([]).tolist() == [] and content_terms("the talks").tolist() == [False]


def test_function_words_can_be_changed_and_carry_no_content_of_a_war():
    assert not {"fire", "system", "call", "un", "serious"} & stop_words()
    assert {"of", "the", "not", "would"} - stop_words() == {"would"} - stop_words()
    mine = stop_words() | {"said"}
    assert content_terms(["said", "of"], mine).tolist() == [False, False]
    assert content_terms(["said", "of"], []).tolist() == [True, True]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda c: count_terms(c, [""]), r"A term is empty\."),
        (lambda c: count_terms(c, {"doubt": ["may", " "]}), r"A term is empty\."),
        (lambda c: count_terms(c, [3]), r"One of the terms is 3, which is no text\."),
        (lambda c: count_terms(c, "nato", per=0), r"per is 0\."),
        (lambda c: find_terms(c, None), r"None is not a word\."),
        (lambda c: content_terms(["said"], "said"), r'stop is the text "said"\. Give a list of words'),
        (lambda c: ngram_counts(c, 0), r"0 words in a row cannot be counted\. Ask for a whole number from 1 to 5\."),
        (lambda c: ngram_counts(c, 2.5), r"2\.5 words in a row cannot be counted\."),
    ],
)
def test_what_cannot_be_asked(corpus, call, sentence):
    with pytest.raises(TwoCrisesError, match=sentence):
        call(corpus)


def test_article_labels_are_the_columns(corpus):
    assert count_terms(corpus, "nato").columns.get_level_values("article").tolist() == corpus.articles["label"].tolist()
    assert re.match(r"BBC", variants(corpus).columns[0][1])
    assert np.issubdtype(variants(corpus).to_numpy().dtype, np.integer)


def test_a_set_of_terms_stands_in_alphabetical_order(corpus):
    assert count_terms(corpus, {"troops", "crimea", "nato"}).index.tolist() == ["crimea", "nato", "troops"]


def test_equal_rates_are_equal_to_the_last_digit(two_eras):
    """3 of 65 words and 6 of 130: multiplied by 1000/65 first, they would differ in the last bit."""
    rates = count_terms(two_eras([TEXT * 5], [TEXT * 10]), "monday", per=1000).iloc[0]
    assert rates.iloc[0] == rates.iloc[1] == 1000 / 13
