"""What is said twice: found whole, cut, edited and in pieces, and counted as one text."""

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twocrises.repeats import alike, blocks, count_once, repeats

from .conftest import TEXT

WORDS = """
    ministers envoys troops talks border harbour winter street market bridge paper letter answer question morning
    evening council village river station window garden doctor teacher worker soldier driver signal message meeting
    agreed asked waited opened closed carried promised refused repeated followed counted reached crossed returned
    quickly slowly quietly together again before after during near behind along without under between among against
"""


def prose(seed, words=60):
    """Sentences of twelve words, the same sixty words for every seed in an order of its own."""
    shuffle, drawn = random.Random(seed), []
    while len(drawn) < words:
        drawn += shuffle.sample(WORDS.split(), 60)
    return " ".join(f"{' '.join(drawn[i : i + 12]).capitalize()}." for i in range(0, words, 12))


def edited(text, share, seed=0):
    """The same text with some words replaced."""
    choose = random.Random(seed)
    return " ".join(choose.choice(WORDS.split()) if choose.random() < share else word for word in text.split())


def places(corpus, found):
    """Text at the places of a frame of repeats, and at those they repeat."""
    here = [corpus.source[a][s:e] for a, s, e in zip(found["article"], found["start"], found["end"], strict=True)]
    columns = found["of_article"], found["of_start"], found["of_end"]
    return here, [corpus.source[a][s:e] for a, s, e in zip(*columns, strict=True)]


# What is listed


def test_the_seeds_repeat_three_headlines_and_nothing_else(corpus):
    found = repeats(corpus)
    assert found["kind"].tolist() == ["headline"] * 3
    assert {name[:3] for name in found["article"]} == {"000", "002", "003"}
    assert found["share"].tolist() == pytest.approx([1, 1, 1], abs=0.2)
    assert found["text"].tolist() == places(corpus, found)[0]
    assert blocks(corpus).tolist() == [0, 1, 2, 3, 4]
    assert count_once(corpus) is corpus


def test_every_kind_with_its_places(make_corpus):
    title = "Ministers Agree To Meet Again In The Spring"
    shared = "Envoys “waited” near the harbour while the council refused an answer before evening."
    page = f"{title}\n\nIn The Spring Ministers Will Meet Again\n\n{prose(1)}\n\n{shared}\n\n{prose(2)}\n"
    corpus = make_corpus(
        {
            "a.txt": page,
            "b.txt": f"{prose(3)}\n\n{shared.upper().translate(str.maketrans('“”', '  '))}\n\n{prose(4)}\n",
            "c.txt": f"{prose(5)}\n\n{prose(6)}\n\n{prose(7)}\n",
            "d.txt": f"{prose(5)}\n\n{prose(6)}\n",
        },
    )
    found = repeats(corpus)
    assert found["kind"].tolist() == ["headline", "paragraph", "article"]
    here, there = places(corpus, found)
    assert found["text"].tolist() == here
    assert (here[0], there[0]) == ("In The Spring Ministers Will Meet Again", title)
    assert {here[1][:6].casefold(), there[1][:6].casefold()} == {"envoys"} and found["share"][1] == 1
    assert here[2] == there[2] == prose(5)
    order = corpus.articles["article"].tolist()
    assert all(order.index(a) >= order.index(b) for a, b in zip(found["article"], found["of_article"], strict=True))


def test_nothing_twice_gives_an_empty_frame_of_the_same_types(make_corpus, corpus):
    found = repeats(make_corpus({"a.txt": prose(1), "b.txt": prose(2)}))
    assert found.empty and found.columns.tolist() == repeats(corpus).columns.tolist()
    types = found.dtypes.drop(["article", "of_article"]).tolist()
    assert types == repeats(corpus).dtypes.drop(["article", "of_article"]).tolist()


def test_a_paragraph_printed_twice_in_one_article(make_corpus):
    found = repeats(make_corpus({"a.txt": f"{prose(1)}\n\n{prose(2)}\n\n{edited(prose(1), 0.05)}\n"}))
    assert found["kind"].tolist() == ["paragraph"] and found["start"][0] > found["of_start"][0] == 0


def test_a_phrase_of_the_trade_is_no_repeat(make_corpus):
    phrase = "The council did not answer a request for comment on Monday."
    corpus = make_corpus({"a.txt": f"{prose(1)}\n\n{phrase}\n", "b.txt": f"{prose(2)}\n\n{phrase}\n"})
    assert repeats(corpus).empty


def test_paragraphs_of_one_text_are_not_listed_one_by_one(make_corpus):
    text = "\n\n".join(prose(i) for i in range(5))
    found = repeats(make_corpus({"a.txt": text, "b.txt": f"{text}\n\n{prose(9)}"}))
    assert found["kind"].tolist() == ["article"]


# Which articles are one text


@pytest.mark.parametrize("cut", [1, 0.5, 0.25])
@pytest.mark.parametrize("share", [0, 0.02, 0.05])
@pytest.mark.parametrize("between", ["\n\n", " "])
def test_copies_cut_edited_or_without_paragraphs_are_one_text(make_corpus, cut, share, between):
    whole = between.join(prose(i) for i in range(10))
    words = whole.split(" ")
    copy = edited(" ".join(words[: int(len(words) * cut)]), share)
    corpus = make_corpus({"whole.txt": whole, "copy.txt": copy, "other.txt": prose(99, 300)})
    text = dict(zip(corpus.articles["article"], blocks(corpus).tolist(), strict=True))
    assert text["whole"] == text["copy"] != text["other"]


def test_what_is_alike_to_a_third_is_one_text(make_corpus):
    parts = [prose(0), prose(1, 120), prose(2, 120), prose(3)]
    corpus = make_corpus({"a.txt": "\n".join(parts[:2]), "b.txt": "\n".join(parts[1:3]), "c.txt": "\n".join(parts[2:])})
    assert blocks(corpus).tolist() == [0, 0, 0]
    assert repeats(corpus)["kind"].tolist() == ["article"] * 2


def test_many_copies_are_one_text_in_as_few_rows_as_tie_them(make_corpus):
    texts = {f"{i:03d}.txt": f"{prose(0, 120)}\n\n{prose(i + 1, 36)}" for i in range(130)}
    corpus = make_corpus(texts | {"other.txt": prose(999)})
    assert np.bincount(np.bincount(blocks(corpus))).nonzero()[0].tolist() == [1, 130]
    assert len(repeats(corpus)) == 129


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.integers(0, 2), max_size=60), min_size=1, max_size=6))
def test_alike_is_what_counting_by_hand_gives(texts):
    words = np.array([word for text in texts for word in text], dtype=int)
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    found = {(row.later, row.earlier): row.share for row in alike(words, owner).itertuples()}
    sequences = [{tuple(text[i : i + 5]) for i in range(len(text) - 4)} for text in texts]
    expected = {}
    for later in range(len(texts)):
        for earlier in range(later):
            shared = len(sequences[later] & sequences[earlier])
            shorter = min(len(sequences[later]), len(sequences[earlier]))
            if shared >= max(8, shorter / 2):
                expected[later, earlier] = shared / shorter
    assert found == pytest.approx(expected)


def test_names_and_order_of_files_change_nothing(make_corpus):
    whole = [prose(i, 120) for i in range(4)]
    texts = [*whole, edited(whole[0], 0.05), whole[1][:600], f"{prose(7)}\n\n{whole[1]}"]

    def said(names):
        corpus = make_corpus(dict(zip(names, texts, strict=True)))
        found = repeats(corpus)
        together = pd.Series([corpus.source[a] for a in corpus.source]).groupby(blocks(corpus)).agg(frozenset)
        return set(together), found["text"].tolist(), found["share"].tolist()

    one = said([f"{i}.txt" for i in range(7)])
    assert one == said([f"{6 - i}.txt" for i in range(7)])
    assert sorted(map(len, one[0])) == [1, 1, 2, 3]


@pytest.mark.parametrize(
    "texts",
    [
        {"a.txt": "Share this"},
        {"a.txt": "Share this", "b.txt": "Share this"},
        {"a.txt": TEXT, "b.txt": "They met."},
        {"a.txt": f"{TEXT}\n\nShare this", "z.txt": "Share this\n\nShare this"},
        {"a.txt": "x " * 5000 + ".", "b.txt": "x " * 5000 + "."},
    ],
)
def test_little_or_odd_text_is_no_error(make_corpus, texts):
    corpus = make_corpus(texts)
    assert len(blocks(corpus)) == len(texts)
    assert set(repeats(corpus)["kind"]) <= {"headline", "paragraph", "article"}
    assert len(count_once(corpus).articles) <= len(texts)


# Counted once


def test_counted_once_only_the_longest_article_stays(make_corpus, tmp_path):
    whole = "\n\n".join(prose(i) for i in range(6))
    corpus = make_corpus(
        {"long.txt": f"{whole}\n\n{prose(50)}", "copy.txt": whole, "cut.txt": whole[:900], "other.txt": prose(99)}
    )
    once = count_once(corpus)
    assert set(once.articles["article"]) == set(once.source) == {"long", "other"}
    for frame in (once.lines, once.sentences, once.tokens, once.quotes, once.evidence):
        assert set(frame["article"]) <= {"long", "other"}
    assert once.lines["article"].cat.categories.tolist() == list(once.source)
    assert once.counts.matrix.sum() == once.articles["n_words"].sum() == len(once.tokens)
    kept = corpus.articles[corpus.articles["article"].isin(once.source)]
    assert once.articles["n_words"].tolist() == kept["n_words"].tolist()
    left_out = once.problems
    assert set(left_out["article"]) == {"copy", "cut"} and set(left_out["file"]) == {"copy.txt", "cut.txt"}
    assert (left_out["problem"] == "left out: the same text as long").all()
    assert count_once(once) is once and len(corpus.articles) == 4


def test_of_equal_copies_the_earliest_stays(two_eras):
    once = count_once(two_eras([prose(1), prose(2)], [prose(1), prose(3)]))
    assert once.articles["article"].tolist() == ["old000", "old001", "new001"]
