"""Coherence of topics: gensim's values, the definition window by window, and what must not change it."""

import json
import time
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twocrises import coherence
from twocrises.coherence import diversity, npmi, npmi_of_codes
from twocrises.errors import TwoCrisesError
from twocrises.frequency import content_terms

GOLDEN = json.loads((Path(__file__).parent / "golden" / "npmi.json").read_text(encoding="utf-8"))
TALKS = [["talks", "border", "talks"], ["troops", "border"], ["gas", "price"], ["gas", "price", "talks"]]


def split(texts):
    return [text.split() for text in texts]


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
def test_values_of_gensim(case):
    found = npmi(split(case["topics"]), split(case["texts"]), window=case["window"])
    assert found == pytest.approx(case["values"], abs=1e-9)


def test_values_of_gensim_on_the_seeds(corpus):
    case = GOLDEN["seeds"]
    tokens = corpus.tokens
    tokens = tokens[content_terms(tokens["term"].astype(str))]
    texts = [tokens.loc[tokens["article"] == article, "term"].tolist() for article in corpus.articles["article"]]
    assert [len(text) for text in texts] == case["n_terms"], "other words than those that gensim was given"
    found = npmi(split(case["topics"]), texts, window=case["window"])
    assert found == pytest.approx(case["values"], abs=1e-9)


def windows(text, window):
    """The words that gensim knows in each window: one that leaves is forgotten, one that enters is known."""
    known = set(text[:window])
    yield set(known)
    for leaves, enters in zip(text, text[window:], strict=False):
        known.discard(leaves)
        known.add(enters)
        yield set(known)


def by_definition(topic, texts, window, windows=windows):
    """The mean over pairs, from windows that are gone through one by one."""
    seen = [known for text in texts for known in windows(text, window)]

    def share(*terms):
        return sum(all(term in known for term in terms) for known in seen) / len(seen)

    values = []
    for a, b in permutations(topic, 2):
        chance, both = share(a) * share(b), share(a, b) + 1e-12
        values.append(np.log(both / chance) / -np.log(both) if chance else -1.0)
    return np.mean(values)


WORD = st.sampled_from("abcdefg")
TEXTS = st.lists(st.lists(WORD, max_size=25), min_size=1, max_size=6).filter(any)
TOPIC = st.lists(WORD, min_size=2, max_size=5)


@settings(deadline=None)
@given(TEXTS, st.lists(TOPIC, min_size=1, max_size=3), st.integers(1, 12))
def test_it_is_what_goes_through_all_windows(texts, topics, window):
    found = npmi(topics, texts, window=window)
    assert found == pytest.approx([by_definition(topic, texts, window) for topic in topics], abs=1e-6)
    assert (np.abs(found) <= 1).all()


@settings(deadline=None)
@given(st.lists(st.permutations("abcdefg"), min_size=1, max_size=5), st.integers(1, 9))
def test_without_repeats_a_window_knows_its_words(texts, window):
    def plain(text, window):
        return [set(text[i : i + window]) for i in range(max(len(text) - window + 1, 1))]

    expected = by_definition("abcd", texts, window, plain)
    assert npmi([list("abcd")], texts, window=window)[0] == pytest.approx(expected, abs=1e-6)


@settings(deadline=None)
@given(TEXTS, TOPIC, st.randoms(use_true_random=False))
def test_no_order_changes_a_bit(texts, topic, random):
    found = npmi([topic], texts, window=4)
    random.shuffle(texts)
    random.shuffle(topic)
    assert npmi([["a"], topic], iter(texts), window=4)[1:].tobytes() == found.tobytes()


@settings(deadline=None)
@given(TEXTS, TOPIC)
def test_work_in_parts_gives_the_same(texts, topic):
    found = npmi([topic], texts, window=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coherence, "_AT_ONCE", 3)
        assert npmi([topic], texts, window=3).tobytes() == found.tobytes()


def test_a_term_that_stands_in_no_text_lowers_a_topic():
    with_it, without = npmi([["gas", "price", "nowhere"], ["gas", "price"]], TALKS)
    assert without == pytest.approx(1) and with_it == pytest.approx((1 - 1 - 1) / 3)
    assert npmi([["nowhere", "never"]], TALKS).tolist() == [-1]


def test_what_cannot_be_measured_is_missing():
    assert np.isnan(npmi([["gas"], []], TALKS)).all()
    assert np.isnan(npmi([["gas", "price"]], [])).all()
    assert np.isnan(npmi([["gas", "price"]], [[], []])).all()
    assert npmi([], TALKS).shape == npmi([], []).shape == (0,)
    assert npmi([], TALKS).dtype == npmi([["gas"]], []).dtype == np.float64


def test_codes_may_be_any_numbers_and_texts_may_be_empty():
    words = np.array([900, -5, 900, 31, -5, 7, 8, 7, 8, 900])
    text = np.array([0, 0, 0, 1, 1, 3, 3, 4, 4, 4])
    names = {900: "talks", -5: "border", 31: "troops", 7: "gas", 8: "price"}
    topics = [[7, 8], [31, -5, 900], [12, 7]]
    by_name = [[names.get(code, "nowhere") for code in topic] for topic in topics]
    texts = [*TALKS[:2], [], *TALKS[2:], []]
    found = npmi_of_codes([np.array(topic) for topic in topics], words, text, n_texts=6)
    assert found.tobytes() == npmi(by_name, texts).tobytes()
    fewer = npmi_of_codes([np.array(topic) for topic in topics], words, text)
    assert fewer.tobytes() == npmi(by_name, texts[:-1]).tobytes()


@pytest.mark.parametrize(("text", "n_texts"), [([1, 0], None), ([0], None), ([-1, 0], None), ([0, 1], 1)], ids=str)
def test_texts_that_do_not_fit_the_words(text, n_texts):
    with pytest.raises(TwoCrisesError, match="words and text do not match"):
        npmi_of_codes([np.array([0, 1])], np.array([0, 1]), np.array(text), n_texts=n_texts)


@pytest.mark.parametrize("window", [0, 2.5, "10", None])
def test_a_window_of_no_length(window):
    with pytest.raises(TwoCrisesError, match=r"window is .*Give a whole number, 1 or more"):
        npmi([["gas", "price"]], TALKS, window=window)


def test_a_string_is_no_list_of_words():
    with pytest.raises(TwoCrisesError, match=r"A topic is 'gas price'\. Give a list of its words"):
        npmi(["gas price"], TALKS)
    with pytest.raises(TwoCrisesError, match="A text is 'gas price'"):
        npmi([["gas", "price"]], ["gas price"])
    with pytest.raises(TwoCrisesError, match="A topic is 'gas'"):
        diversity(["gas"])


def test_diversity_by_hand():
    assert diversity([["a", "b"], ["c", "d"]]) == 1
    assert diversity([["a", "b"], ["b", "a"], ["a", "b"], ["c", "a"]]) == 3 / 8
    assert np.isnan(diversity([])) and np.isnan(diversity([[], []]))


def test_a_large_corpus_takes_a_moment():
    random = np.random.default_rng(0)
    words, text = random.integers(0, 1_000, size=600_000), np.sort(random.integers(0, 170, size=600_000))
    topics = list(np.arange(500).reshape(50, 10))
    began = time.perf_counter()
    found = npmi_of_codes(topics, words, text)
    assert time.perf_counter() - began < 6, "a tenth of 1,697 briefings, in a tenth of a minute"
    assert np.abs(found).max() < 0.1, "words drawn at random belong together as by chance"
