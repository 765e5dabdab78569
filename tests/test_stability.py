"""Topics again: other articles, seeds, orders and methods, and how much of the topics comes back."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twocrises.clusters import article_tree, cut, cut_by_choice, silhouettes, what_clusters_follow
from twocrises.corpus import load_corpus
from twocrises.errors import TwoCrisesError
from twocrises.masking import masked
from twocrises.stability import (
    HOWS,
    compare_methods,
    compare_topics,
    how_many,
    numbers_without,
    refits,
    topic_agreement,
)
from twocrises.topics import best_number, default_number, numbers_of_topics, topics

WAR = ["troops", "bridge", "soldiers", "tanks", "border", "base", "commanders", "convoy", "missiles", "airport"]
BANK = ["markets", "investors", "bank", "rates", "shares", "currency", "bonds", "loans", "inflation", "traders"]
FARM = ["harvest", "wheat", "farmers", "barley", "tractors", "drought", "orchards", "cattle", "grain", "seed"]


def paragraph(words, seed):
    """The words twice, in an order that no other seed has."""
    random = np.random.default_rng(seed)
    return f"The {' '.join(random.permutation(words))}. A {' '.join(random.permutation(words))}."


def article(words, seed):
    return "\n\n".join(paragraph(words, 10 * seed + i) for i in range(3))


@pytest.fixture
def two_subjects(two_eras):
    return two_eras([article(WAR, i) for i in range(4)], [article(BANK, i + 4) for i in range(4)])


@pytest.fixture(scope="module")
def found(corpus):
    return topics(corpus, 3)


@pytest.fixture(scope="module")
def methods(corpus):
    return compare_methods(corpus, 3, seeds=1, samples=2)


def everything(corpus):
    """What topics, their stability and the tree of articles give for a corpus, as text."""
    nmf, sorted_in = topics(corpus, samples=1), topics(corpus, 3, method="clusters", samples=1)
    frames = [
        *(getattr(some, name) for some in (nmf, sorted_in) for name in ("terms", "units", "articles", "quality")),
        *(refits(sorted_in, corpus, how, samples=2) for how in HOWS), numbers_of_topics(corpus),
        article_tree(corpus)[1], cut(corpus, 3), silhouettes(corpus), what_clusters_follow(corpus),
        cut_by_choice(corpus),
    ]  # fmt: skip
    return [frame.to_csv() for frame in frames]


def of_terms(found, tops):
    """As many topics as there are lists, with these top terms, and a few texts sorted into them in turn."""
    rows = [(n + 1, rank + 1, term, 0.0, 0.0) for n, top in enumerate(tops) for rank, term in enumerate(top)]
    terms = pd.DataFrame(rows, columns=["topic", "rank", "term", "relevance", "weight"])
    units = found.units.head(6)
    units["topic"] = np.arange(6) % len(tops) + 1
    return replace(found, terms=terms, units=units, n_topics=len(tops))


# Refits


def test_a_row_a_refit_and_a_topic(found, corpus):
    for how, n in (("draws", 126), ("without", 5), ("seeds", 10), ("order", 10)):
        again = refits(found, corpus, how)
        assert again.columns.tolist() == ["how", "refit", "topic", "top_terms", "overlap", "weight"]
        assert again.groupby("topic")["weight"].sum().tolist() == pytest.approx([1] * found.n_topics)
        assert how == "draws" or again["weight"].to_numpy() == pytest.approx(np.full(len(again), 1 / n))
        assert len(again) == n * found.n_topics and again["refit"].nunique() == n
        assert (again["how"] == how).all() and again["overlap"].between(0, 1).all()
        assert ((again["top_terms"] == "") == (again["overlap"] == 0)).all()


def test_the_draws_are_those_of_the_quality(found, corpus):
    for some in (found, topics(corpus, 3, samples=4)):
        again = refits(some, corpus)
        means = (again["overlap"] * again["weight"]).groupby(again["topic"]).sum()
        assert means.tolist() == pytest.approx(some.quality["stability"].tolist())


def test_draws_that_cannot_hold_the_topics_count_as_nothing(two_eras):
    """Three texts hold three topics; 6 of the 27 ways to draw three texts hold all of them, and no other draw can."""
    corpus = two_eras([paragraph(WAR + BANK, 1), paragraph(BANK + FARM, 2)], [paragraph(FARM + WAR, 3)])
    found = topics(corpus, 3, unit="paragraph")
    assert found.quality["stability"].tolist() == pytest.approx([6 / 27] * 3)
    again = refits(found, corpus)
    assert again["refit"].nunique() == 10 and again.loc[again["overlap"] > 0, "weight"].unique() == pytest.approx(
        [6 / 27]
    )


def test_the_overlap_is_that_of_the_terms_shown(found, corpus):
    mine = found.terms.groupby("topic")["term"].agg(set)
    for row in refits(found, corpus, "without").itertuples():
        theirs = set(row.top_terms.split(", ")) - {""}
        shared = mine[row.topic] & theirs
        assert row.overlap == pytest.approx(len(shared) / len(mine[row.topic] | theirs) if shared else 0)


def test_on_the_seeds_no_topic_survives_and_nmf_has_no_seed(found, corpus):
    """Recorded with `refits(topics(corpus), corpus, how)`: other versions of the libraries may move a term or two."""
    means = {how: (again["overlap"] * again["weight"]).sum() / 3
             for how, again in ((how, refits(found, corpus, how)) for how in HOWS)}  # fmt: skip
    assert means["seeds"] == pytest.approx(1)
    assert means["order"] > 0.95
    assert means["draws"] == pytest.approx(0.279, abs=0.02), "all draws: no lot but that of the articles"
    assert means["without"] == pytest.approx(0.556, abs=0.1)


def test_leaving_out_names_the_articles_in_the_order_of_the_corpus(found, corpus):
    again = refits(found, corpus, "without")
    assert again["refit"].unique().tolist() == [f"without {label}" for label in corpus.articles["label"]]


def test_leaving_out_an_article_is_the_fit_without_it(corpus, tmp_path):
    """The topics without an article are those of a corpus that never had it."""
    (tmp_path / "all").mkdir()
    (tmp_path / "rest").mkdir()
    for i, text in enumerate(corpus.source.values()):
        for folder in ("all", "rest")[: 2 if i else 1]:
            (tmp_path / folder / f"{i}.txt").write_bytes(text.encode())
    whole, rest = (load_corpus(tmp_path / folder) for folder in ("all", "rest"))
    label = whole.articles.set_index("article")["label"]["0"]
    again = refits(topics(whole, 3), whole, "without")
    left = again.loc[again["refit"] == f"without {label}", "top_terms"]
    assert len(left) == 3 and set(left) - {""} <= set(topics(rest, 3).quality["top_terms"])


def test_clear_subjects_come_back_whatever_changes(two_subjects):
    for method in ("nmf", "clusters"):
        found = topics(two_subjects, 2, method=method, samples=0)
        for how in ("without", "seeds", "order"):
            assert refits(found, two_subjects, how, samples=3)["overlap"].mean() > 0.9, (method, how)


def test_other_seeds_are_other_than_the_one_of_the_topics(corpus):
    found = topics(corpus, 3, method="lda", seed=2, samples=0)
    again = refits(found, corpus, "seeds", samples=3)
    assert again["refit"].unique().tolist() == ["seed 1", "seed 3", "seed 4"]
    assert again["overlap"].mean() < 1, "topics of five articles depend on the seed"


def test_the_order_is_not_ours(corpus):
    assert refits(topics(corpus, 3, method="lda", samples=0), corpus, "order")["overlap"].mean() < 0.9


def test_articles_that_print_the_same_text_are_drawn_and_left_out_together(two_eras):
    """Of three texts in five articles, a draw holds three, some of them more than once, each with its copies."""
    paper = article(WAR, 1)
    corpus = two_eras([paper, paper, article(WAR, 2)], [article(BANK, 3), paper])
    found = topics(corpus, 2, unit="paragraph")
    again = refits(found, corpus, "without")
    assert again["refit"].unique().tolist() == [
        "without old 0, 1 Jan 2014 and its 2 copies", "without old 2, 3 Jan 2014", "without new 0, 1 Jan 2022"
    ]  # fmt: skip
    assert len(refits(found, corpus)) == 20, "three texts have ten draws"
    # Without its copies the text on banks stands alone, and one kind of text holds no two topics with ten terms each.
    assert again.loc[again["refit"] == "without new 0, 1 Jan 2022", "overlap"].sum() <= 1


def test_a_text_left_out_leaves_no_copy_behind(two_eras):
    """A subject that only one text has, printed twice, is gone without it, and there without any other."""
    report = article(FARM, 9)
    corpus = two_eras([article(WAR, 1), article(WAR, 2), report], [article(BANK, 3), article(BANK, 4), report])
    found = topics(corpus, 3, unit="paragraph", samples=0)
    (farm,) = found.terms.loc[found.terms["term"] == "harvest", "topic"]
    again = refits(found, corpus, "without")
    overlap = again[again["topic"] == farm].set_index("refit")["overlap"]
    assert overlap["without old 2, 3 Jan 2014 and its copy"] == 0
    assert len(overlap) == 5 and (overlap.drop("without old 2, 3 Jan 2014 and its copy") > 0.5).all()


def test_copies_are_no_third_text(two_eras):
    paper = article(WAR, 1)
    two = two_eras([paper, paper], [paper, article(BANK, 3)])
    found = topics(two, 2, unit="paragraph")
    assert refits(found, two).empty, "two texts, however many articles print them"
    assert refits(found, two, "without")["refit"].tolist()[0] == "without old 0, 1 Jan 2014 and its 2 copies"


def test_samples_say_how_many(two_subjects):
    found = topics(two_subjects, 2, samples=4)
    assert refits(found, two_subjects)["refit"].unique().tolist() == [f"draw {i}" for i in (1, 2, 3, 4)]
    left_out = refits(found, two_subjects, "without", samples=3)["refit"].unique()
    labels = two_subjects.articles["label"]
    assert left_out.tolist() == [f"without {labels[i]}" for i in (0, 4, 7)], "evenly over the corpus"
    assert refits(found, two_subjects, "order", samples=0).empty


@pytest.mark.parametrize("n", [1, 5])
def test_as_many_draws_as_are_asked_for_whatever_the_quality_had(corpus, n):
    found = topics(corpus, 3, samples=2)
    assert found.quality["stability"].notna().all(), "its two draws are made"
    again = refits(found, corpus, samples=n)
    assert again["refit"].unique().tolist() == [f"draw {i + 1}" for i in range(n)]
    assert again["weight"].tolist() == pytest.approx([1 / n] * (3 * n))
    first = [frame.drop(columns="weight").head(min(n, 2) * 3) for frame in (again, refits(found, corpus))]
    assert first[0].equals(first[1]), "the first draws are the same"


def test_too_few_texts_for_draws_are_an_empty_frame(two_eras, make_corpus):
    two = two_eras([article(WAR, 1)], [article(BANK, 2)])
    found = topics(two, 2, unit="paragraph")
    drawn = refits(found, two)
    assert drawn.empty and drawn.dtypes.equals(refits(found, two, "without").dtypes)
    assert refits(found, two, "without")["refit"].nunique() == 2
    assert found.quality["stability"].isna().all() and how_many(two)["stability"].isna().all()
    assert compare_methods(two, 2, seeds=1, samples=2)["draws"].isna().all()


def test_one_article_has_seeds_and_orders_only(make_corpus):
    one = make_corpus({"a.txt": f"{article(WAR, 1)}\n\n{article(BANK, 2)}"})
    found = topics(one, 2, unit="paragraph")
    assert [len(refits(found, one, how)) for how in HOWS] == [0, 0, 20, 20]


def test_a_refit_that_cannot_hold_the_topics_overlaps_with_none(make_corpus):
    """Four topics of four paragraphs: without an article there are two paragraphs."""
    both = WAR + BANK
    texts = {"a.txt": f"{paragraph(both[:8], 1)}\n\n{paragraph(both[4:12], 2)}",
             "b.txt": f"{paragraph(both[2:10], 3)}\n\n{paragraph(both[:12], 4)}"}  # fmt: skip
    corpus = make_corpus(texts)
    again = refits(topics(corpus, 4, unit="paragraph"), corpus, "without")
    assert again["overlap"].tolist() == [0] * 8 and again["top_terms"].tolist() == [""] * 8


@pytest.mark.parametrize("how", ["bootstrap", None, 3, ""])
def test_a_way_that_is_none(found, corpus, how):
    with pytest.raises(TwoCrisesError, match=r'^how is .*\. Take one of "draws", "without", "seeds", "order"\.$'):
        refits(found, corpus, how)


def test_topics_of_another_corpus(found, corpus, two_subjects):
    for other in (two_subjects, masked(corpus)):
        with pytest.raises(TwoCrisesError, match=r"^These topics were found in another corpus .* the same corpus\.$"):
            refits(found, other)


@pytest.mark.parametrize("samples", [-1, 2.5, "3", True])
def test_samples_that_are_no_number(found, corpus, samples):
    for function in (lambda: refits(found, corpus, samples=samples), lambda: how_many(corpus, samples=samples),
                     lambda: compare_methods(corpus, samples=samples)):  # fmt: skip
        with pytest.raises(TwoCrisesError, match=r"^samples is .*\. Give a whole number, 0 or more\.$"):
            function()


def test_another_process_gives_the_same_bytes(corpus):
    """Under another hash seed: sets and dictionaries come in another order, topics and clusters must not."""
    code = (
        "from utils import load_corpus; from tests.test_stability import everything;"
        "print(*everything(load_corpus('seeds')))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert other.stdout == " ".join(everything(corpus)) + "\n"


def test_file_names_change_nothing(two_eras, make_corpus, tmp_path):
    texts = [article(WAR, i) for i in range(3)] + [article(BANK, i + 3) for i in range(3)]
    there = two_eras(texts[:3], texts[3:])
    overlaps = refits(topics(there, 2, samples=4), there)["overlap"]
    folder = tmp_path / "renamed"
    folder.mkdir()
    for i, text in enumerate(texts):
        (folder / f"{(i * 5) % 6}.txt").write_text(text, encoding="utf-8")
    renamed = load_corpus(folder)
    assert refits(topics(renamed, 2, samples=4), renamed)["overlap"].tolist() == overlaps.tolist()


# How many


def test_how_many_is_the_choice_and_the_stability(corpus):
    numbers = how_many(corpus, samples=2)
    pd.testing.assert_frame_equal(numbers[["topics", "coherence", "diversity", "product"]], numbers_of_topics(corpus))
    assert numbers.loc[numbers["chosen"], "topics"].tolist() == [default_number(corpus)] == [3]
    chosen = numbers.loc[numbers["chosen"], "stability"].item()
    assert chosen == pytest.approx(topics(corpus, 3, samples=2).quality["stability"].mean())
    assert numbers["stability"].between(0.15, 0.4).all(), "on five articles no number of topics is stable"


def test_clear_subjects_are_chosen_and_stable(two_subjects):
    numbers = how_many(two_subjects, unit="paragraph", samples=5)
    assert numbers["topics"].tolist() == [2] and numbers["chosen"].all()
    assert numbers["stability"].item() > 0.8, "a draw may hold one subject only"
    assert how_many(two_subjects, samples=0)["stability"].isna().all()


def test_the_error_is_that_of_the_lot(two_eras, corpus):
    numbers = how_many(corpus, samples=4)
    own = refits(topics(corpus, 3, samples=4), corpus)
    means = own.groupby("refit")["overlap"].mean()
    chosen = numbers[numbers["chosen"]].iloc[0]
    assert chosen["stability"] == pytest.approx(means.mean())
    assert chosen["error"] == pytest.approx(means.std() / 2)
    three = two_eras([article(WAR, 1), article(BANK, 2)], [article(FARM, 3)])
    exact = how_many(three, unit="paragraph")
    assert (exact["error"] == 0).all(), "ten draws are all there are"
    assert how_many(three, unit="paragraph", samples=1)["error"].isna().all()


def test_the_rule_without_an_article_is_that_of_the_others(corpus, tmp_path):
    """Recounted from folders that never had the article."""
    rest = numbers_without(corpus)
    assert rest["left_out"].tolist() == corpus.articles["label"].tolist()
    for i in (0, 2):
        folder = tmp_path / str(i)
        folder.mkdir()
        for j, text in enumerate(corpus.source.values()):
            if i != j:
                (folder / f"{j}.txt").write_bytes(text.encode())
        numbers = numbers_of_topics(load_corpus(folder, config=replace(corpus.config, articles={})), "paragraph")
        assert rest["topics"].iloc[i] == best_number(numbers)
        best = numbers.set_index("topics")["coherence"][rest["topics"].iloc[i]]
        assert rest["coherence"].iloc[i] == pytest.approx(best)


def test_the_rule_is_not_asked_again_of_many_articles(two_eras, monkeypatch):
    corpus = two_eras([article(WAR, i) for i in range(4)], [article(BANK, i + 4) for i in range(4)])
    assert numbers_without(corpus, "paragraph")["topics"].tolist() == [2] * 8
    monkeypatch.setattr("twocrises.stability._MOST_FITS", 7)
    assert numbers_without(
        two_eras([article(WAR, i) for i in range(5)], [article(BANK, 5)]), "paragraph"
    ).dtypes.equals(numbers_without(corpus, "paragraph").dtypes)


def test_how_many_takes_a_method_that_is_one(corpus):
    with pytest.raises(TwoCrisesError, match=r"^method is 'kmeans'\. Take one of"):
        how_many(corpus, method="kmeans")


# Topics beside topics


def test_the_counterparts_have_the_largest_sum(found):
    """A greedy choice would give the first topic its best counterpart, and leave the second with none."""
    one = of_terms(found, [["a", "b", "c", "d"], ["a", "b", "x", "y"]])
    other = of_terms(found, [["a", "b", "c", "x"], ["c", "d", "e", "f"]])
    beside = compare_topics(one, other)
    assert beside["match"].tolist() == [2, 1]
    assert beside["overlap"].tolist() == pytest.approx([2 / 6, 3 / 5])
    assert beside["shared"].tolist() == ["c, d", "a, b, x"]
    assert beside["their_terms"].tolist() == ["c, d, e, f", "a, b, c, x"]


words = st.lists(st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=4, unique=True), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(words, words)
def test_no_other_pairing_has_a_larger_sum(found, mine, theirs):
    beside = compare_topics(of_terms(found, mine), of_terms(found, theirs))
    table = np.array([[len(set(a) & set(b)) / len(set(a) | set(b)) for b in theirs] for a in mine])
    if len(mine) > len(theirs):
        table = table.T
    best = max(table[range(len(table)), list(p)].sum() for p in permutations(range(table.shape[1]), len(table)))
    assert beside["overlap"].sum() == pytest.approx(best)
    matches = beside.loc[beside["match"] > 0, "match"]
    assert matches.is_unique
    assert ((beside["match"] == 0) == (beside["overlap"] == 0)).all()
    assert ((beside["shared"] == "") == (beside["overlap"] == 0)).all()


def test_a_counterpart_tells_its_size(found):
    """By hand: six texts, sorted 1 2 1 2 1 2 and 1 1 1 1 2 2; of the three of topic 1 two are in one of four."""
    one = of_terms(found, [["a", "b"], ["c", "d"]])
    other = of_terms(found, [["a", "b"], ["c", "d"], ["e"]])
    other = replace(other, units=other.units.assign(topic=[1, 1, 1, 1, 2, 2]))
    beside = compare_topics(one, other)
    assert beside[["units", "their_units", "together"]].to_numpy().tolist() == [[3, 4, 2], [3, 2, 1]]
    assert compare_topics(one, of_terms(found, [["x"], ["y"]]))["their_units"].tolist() == [0, 0]


def test_topics_without_a_counterpart(found):
    beside = compare_topics(of_terms(found, [["a", "b"], ["c", "d"], ["e"]]), of_terms(found, [["c", "d"], ["x"]]))
    assert beside["match"].tolist() == [0, 1, 0]
    assert beside.loc[[0, 2], "their_terms"].tolist() == ["", ""]
    assert beside["overlap"].tolist() == [0, 1, 0]


def test_terms_are_compared_as_words(two_subjects, found, corpus):
    """Another vocabulary numbers the same words otherwise."""
    one, other = topics(corpus, 3), topics(masked(corpus), 3)
    assert not one.model.units.terms.equals(other.model.units.terms)
    beside = compare_topics(one, other)
    for row in beside[beside["match"] > 0].itertuples():
        mine, theirs = row.top_terms.split(", "), row.their_terms.split(", ")
        assert row.overlap == pytest.approx(len(set(mine) & set(theirs)) / len(set(mine) | set(theirs)))
        assert row.shared == ", ".join(term for term in mine if term in theirs)
    assert beside["overlap"].max() > 0.4
    assert (compare_topics(one, topics(two_subjects, 2))["overlap"] < 0.2).all()


def test_the_same_topics_are_their_own_counterparts(found):
    beside = compare_topics(found, found)
    assert beside["match"].tolist() == [1, 2, 3] and (beside["overlap"] == 1).all()
    assert beside["shared"].tolist() == beside["top_terms"].tolist()


def test_agreement(corpus, found, two_subjects):
    assert topic_agreement(found, found) == 1
    turned = replace(found, units=found.units.assign(topic=(found.units["topic"] % 3) + 1))
    assert topic_agreement(found, turned) == 1, "labels do not matter"
    masks = topic_agreement(found, topics(masked(corpus), 3))
    assert masks == pytest.approx(topic_agreement(topics(masked(corpus), 3), found)) and 0 < masks < 1
    lot = np.random.default_rng(1).permutation(found.units["topic"])
    assert abs(topic_agreement(found, replace(found, units=found.units.assign(topic=lot)))) < 0.1
    assert np.isnan(topic_agreement(found, topics(two_subjects, 2)))


def test_agreement_is_about_the_texts_both_sort(corpus, found):
    """By hand: of six texts four are in both; one pair of them is together in both, in two pairs the runs differ."""
    rows = found.units.head(6)
    one = replace(found, units=rows.assign(topic=[1, 1, 2, 2, 1, 0]))
    other = replace(found, units=rows.assign(topic=[1, 1, 1, 2, 0, 2]))
    # Pairs together: 2 in one, 3 in the other, 1 in both, of 6: (1 - 2 * 3 / 6) / ((2 + 3) / 2 - 2 * 3 / 6) = 0.
    assert topic_agreement(one, other) == pytest.approx(0)
    # Of other units only the address is the same: the first sentence of a window and of a paragraph.
    windows = topics(corpus, 3, unit="window")
    assert set(windows.units["address"]) & set(found.units["address"])
    both = found.units.merge(windows.units, on=["address", "last"])
    assert np.isnan(topic_agreement(found, windows)) == (len(both) < 2)


# Methods


def test_methods(methods):
    assert methods["method"].tolist() == [
        "NMF, start from the data (ours)", "NMF, random start", "clusters (k-means and mixture)",
        "k-means alone, one start", "LDA",
    ]  # fmt: skip
    overlaps = methods.set_index("method")[["other_seed", "other_order", "draws"]]
    assert ((overlaps >= 0) & (overlaps <= 1)).all(axis=None) and methods["coherence"].between(-1, 1).all()
    ours = overlaps.loc["NMF, start from the data (ours)"]
    assert ours["other_seed"] == 1 and ours["other_order"] > 0.95 and ours["draws"] < 0.5
    assert (overlaps.loc[["k-means alone, one start", "LDA"], "other_seed"] < 0.6).all()
    assert (overlaps["draws"] < 0.5).all(), "no method mends five articles"


def test_the_coherence_is_that_of_the_topics(methods, found):
    first = methods.set_index("method")["coherence"].iloc[0]
    assert first == pytest.approx(found.quality["coherence"].mean())


def test_clear_subjects_are_found_by_each_method_but_not_from_every_seed(two_subjects):
    table = compare_methods(two_subjects, 2, seeds=1, samples=0).set_index("method")
    assert table["draws"].isna().all()
    assert (table.loc[["NMF, start from the data (ours)", "NMF, random start"], "other_seed"] > 0.9).all()
