"""The tree of articles, its cuts, and the test of what articles that are alike share."""

import random
from itertools import permutations
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import cophenet, fcluster, leaves_list, linkage
from scipy.spatial.distance import pdist, squareform
from scipy.stats import f_oneway
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import adjusted_rand_score, silhouette_samples, silhouette_score

from twocrises import clusters
from twocrises.clusters import (
    LINKAGES,
    NAMES,
    PROPERTIES,
    WEIGHTINGS,
    article_tree,
    cut,
    cut_by_choice,
    neighbours_by_group,
    pairs_by,
    permanova,
    silhouettes,
    tree_quality,
    what_clusters_follow,
)
from twocrises.corpus import load_corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import content_terms
from twocrises.masking import masked
from twocrises.repeats import count_once

from .conftest import ERAS, TEXT

WAR = ["bridge", "border", "troops", "convoy", "ceasefire", "refugee", "tank", "base", "soldiers", "railway"]
BANK = ["treaty", "harvest", "currency", "tariff", "ballot", "shares", "rates", "investors", "market", "budget"]


def prose(seed, words, n=60):
    """A text of its own, of these words and some of all."""
    chance = random.Random(seed)
    return " ".join(chance.choice(words if chance.random() < 0.6 else WAR + BANK) for _ in range(n)) + "."


@pytest.fixture
def dated(make_corpus):
    """Make a corpus of texts with what is known of each: `published`, `origin`, `genre`."""

    def make(texts, facts):
        toml = ERAS
        for i, known in enumerate(facts):
            toml += f"[articles.a{i:03d}]\n" + "".join(
                f"{name} = {value}\n" if name == "published" else f'{name} = "{value}"\n'
                for name, value in known.items()
            )
        return make_corpus({f"a{i:03d}.txt": text for i, text in enumerate(texts)}, toml)

    return make


@pytest.fixture
def two_subjects(two_eras):
    return two_eras([prose(i, WAR) for i in range(6)], [prose(10 + i, BANK) for i in range(6)])


def by_hand(corpus):
    """Distances as scikit-learn and SciPy give them, all articles in the order of the corpus."""
    counts = corpus.counts.matrix[:, content_terms(corpus.counts.terms)]
    return pdist(TfidfTransformer(sublinear_tf=True).fit_transform(counts).toarray(), metric="cosine")


# The tree


def test_tree(corpus):
    links, distances = article_tree(corpus)
    assert (np.diff(links[:, 2]) >= 0).all()
    assert (np.diag(distances) == 0).all() and (distances.to_numpy() == distances.to_numpy().T).all()
    labels = corpus.articles["label"].to_numpy()[leaves_list(links)]
    pd.testing.assert_index_equal(distances.index, pd.Index(labels))
    assert links == pytest.approx(linkage(by_hand(corpus), method="average"))
    back = distances.loc[corpus.articles["label"], corpus.articles["label"]]
    assert back.to_numpy() == pytest.approx(squareform(by_hand(corpus)), abs=1e-9)


def test_a_tree_takes_two_articles(make_corpus):
    corpus = make_corpus({"a.txt": TEXT, "b.txt": "The of and."})
    for function in (article_tree, tree_quality, silhouettes, what_clusters_follow):
        with pytest.raises(TwoCrisesError, match=r"^A tree of articles takes at least two, each with words\."):
            function(corpus)
    for most in (1, "40", 2.5):
        with pytest.raises(TwoCrisesError, match=r"^most is .*\. Give a whole number, 2 or more\.$"):
            article_tree(corpus, most=most)


def test_a_large_corpus_gives_a_tree_one_can_read(two_eras):
    texts = [f"{TEXT} Delegation number{i} spoke about subject{i % 7} at length." for i in range(60)]
    corpus = two_eras(texts[:30], texts[30:])
    links, distances = article_tree(corpus)
    assert len(distances) == 40 and len(links) == 39
    assert len(article_tree(corpus, most=7)[1]) == tree_quality(corpus, most=7)["articles"].iloc[0] == 7


def test_an_article_without_words_is_left_out(two_eras):
    corpus = two_eras([prose(1, WAR), "The of and.", prose(2, WAR)], [prose(3, BANK)])
    quality = tree_quality(corpus).iloc[0]
    assert (quality["articles"], quality["left_out"]) == (3, 1)
    assert "old 1, 2 Jan 2014" not in article_tree(corpus)[1].index
    assert cut(corpus, 2)["cluster"].tolist() == [1, 1, 2]
    assert what_clusters_follow(corpus, by="era")["articles"].tolist() == [3]


def test_cophenetic_correlation(corpus):
    distances = by_hand(corpus)
    expected = cophenet(linkage(distances, method="average"), distances)[0]
    assert tree_quality(corpus)["cophenetic"].iloc[0] == pytest.approx(expected)


# Cuts


def test_silhouettes_are_those_of_scikit_learn(corpus, two_subjects):
    for each in (corpus, two_subjects):
        square, links = squareform(by_hand(each)), linkage(by_hand(each), method="average")
        found = silhouettes(each)
        assert found["clusters"].tolist() == list(range(2, len(square)))
        for row in found.itertuples():
            labels = fcluster(links, row.clusters, criterion="maxclust")
            widths = silhouette_samples(square, labels, metric="precomputed")
            assert row.silhouette == pytest.approx(widths.mean())
            sizes = np.bincount(labels)[1:]
            assert (row.smallest, row.largest) == (sizes.min(), sizes.max())
            mine = cut(each, row.clusters)
            assert mine["silhouette"].to_numpy() == pytest.approx(widths)
            assert mine["article"].tolist() == each.articles["article"].tolist()
            assert list(dict.fromkeys(mine["cluster"])) == list(range(1, row.clusters + 1)), "as they first appear"
            alone = mine.groupby("cluster")["article"].transform("size") == 1
            assert (mine.loc[alone, "silhouette"] == 0).all(), "alone in its cluster: 0 by definition"


def test_widths_by_hand():
    places = np.array([0.0, 1.0, 4.0, 9.0])
    widths = clusters._widths(np.abs(places[:, None] - places), np.array([0, 0, 1, 2]))
    assert widths.tolist() == [(4 - 1) / 4, (3 - 1) / 3, 0, 0]


def test_two_subjects_are_the_best_cut(two_subjects):
    quality = tree_quality(two_subjects).iloc[0]
    assert quality["clusters"] == 2 and quality["silhouette"] > 0.25
    assert quality["silhouette"] == silhouettes(two_subjects)["silhouette"].max()
    assert cut(two_subjects, 2).groupby("era", observed=True)["cluster"].unique().str.len().tolist() == [1, 1]


@pytest.mark.parametrize(
    ("width", "words"),
    [(0.71, "strong"), (0.704, "reasonable"), (0.51, "reasonable"), (0.5, "weak, could be artificial"),
     (0.26, "weak, could be artificial"), (0.25, "none of substance"), (-0.1, "none of substance")],
)  # fmt: skip
def test_what_counts_as_structure(two_eras, monkeypatch, width, words):
    """Kaufman and Rousseeuw (1990), p. 88: 0.71-1.00, 0.51-0.70, 0.26-0.50, and 0.25 or less."""
    frame = pd.DataFrame({"clusters": [2, 3], "silhouette": [width, width - 1e-12], "smallest": 1, "largest": 2})
    monkeypatch.setattr(clusters, "silhouettes", lambda corpus, most: frame)
    quality = tree_quality(two_eras([prose(1, WAR)], [prose(2, BANK)])).iloc[0]
    assert (quality["structure"], quality["clusters"]) == (words, 2), "of several as good the fewest clusters"


def test_a_cut_through_a_tie_is_none(two_eras):
    """Three articles with no word in common: which two belong together nobody can say."""
    apart = two_eras(["bridge border troops.", "treaty harvest currency."], ["ballot shares rates."])
    assert silhouettes(apart).empty and silhouettes(apart)["clusters"].dtype == "int64"
    quality = tree_quality(apart).iloc[0]
    assert quality[["cophenetic", "clusters", "silhouette", "structure"]].isna().all()
    with pytest.raises(
        TwoCrisesError,
        match=r"^The tree of 3 articles cannot be cut into 2: .* same distance\. There is no other cut either\.$",
    ):
        cut(apart, 2)


@pytest.mark.parametrize("number", [5, 6])
def test_a_number_of_clusters_that_cannot_be(corpus, number):
    with pytest.raises(
        TwoCrisesError, match=rf"^The tree of 5 articles cannot be cut into {number}: .* one of 2, 3, 4"
    ):
        cut(corpus, number)


@pytest.mark.parametrize("number", [0, 1, "2", 2.0])
def test_a_number_of_clusters_that_is_none(corpus, number):
    with pytest.raises(TwoCrisesError, match=r"^clusters is .*\. Give a whole number, 2 or more\.$"):
        cut(corpus, number)


def test_two_articles(two_eras):
    pair = two_eras([prose(1, WAR)], [prose(2, BANK)])
    assert len(article_tree(pair)[0]) == 1 and silhouettes(pair).empty
    assert set(what_clusters_follow(pair)["note"]) == {"fewer than three articles have one"}


def test_identical_articles(two_eras):
    same = two_eras([TEXT] * 3, [TEXT] * 3)
    links, distances = article_tree(same)
    assert not links[:, 2].any() and not distances.to_numpy().any() and not np.signbit(links[:, 2]).any()
    assert silhouettes(same).empty and what_clusters_follow(same)["p"].isna().all()
    # Too short to be copies: five words, no sequence repeated often enough.
    short = two_eras(["Troops crossed the bridge."] * 3, ["Troops crossed the bridge."] * 3)
    follow = what_clusters_follow(short, by="era").iloc[0]
    assert follow["note"] == "all use the same words in the same proportion"
    assert follow["within"] == follow["between"] == 0 and np.isnan(follow["p"])


# The cut by every choice


def test_the_seeds_cut_by_every_choice(corpus):
    """Against scikit-learn and SciPy from the counts, Ward's method on the vectors themselves."""
    choices = cut_by_choice(corpus)
    weigh = dict(
        zip(
            WEIGHTINGS,
            (TfidfTransformer(sublinear_tf=True), TfidfTransformer(), TfidfTransformer(use_idf=False, norm="l1")),
            strict=True,
        )
    )
    rows = [(names, weighting, way) for names in NAMES for weighting in WEIGHTINGS for way in LINKAGES]
    assert list(choices[["names", "weighting", "linkage"]].itertuples(index=False, name=None)) == rows
    eras = corpus.articles["era"].astype(str)
    for row in choices.itertuples():
        counts = (corpus if row.names == NAMES[0] else masked(corpus)).counts
        columns = content_terms(counts.terms) & (counts.terms.to_numpy() != "[place]")
        points = weigh[row.weighting].fit_transform(counts.matrix[:, columns]).toarray()
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        links = linkage(points, "ward") if row.linkage == "Ward" else linkage(pdist(points, "cosine"), row.linkage)
        parts = fcluster(links, 2, criterion="maxclust")
        assert row.agrees == pytest.approx(adjusted_rand_score(eras, parts))
        assert row.gives_eras == (row.agrees == 1)
        assert row.silhouette == pytest.approx(silhouette_score(points, parts, metric="cosine"))
        alone = [
            label for label, part in zip(corpus.articles["label"], parts, strict=True) if (parts == part).sum() == 1
        ]
        assert ([] if pd.isna(row.alone) else [row.alone]) == alone


def test_the_tree_of_ward_is_that_of_the_vectors(corpus, two_subjects):
    """Its heights too: Ward's method takes straight distances, and on others it joins in another order."""
    for each in (corpus, two_subjects):
        counts = each.counts.matrix[:, content_terms(each.counts.terms)]
        points = TfidfTransformer(sublinear_tf=True).fit_transform(counts).toarray()
        assert clusters._tree(squareform(by_hand(each)), "Ward") == pytest.approx(linkage(points, "ward"), abs=1e-9)


def test_the_first_choice_is_that_of_the_tree(corpus, two_subjects):
    for each in (corpus, two_subjects):
        for number in (2, 4):
            first, parts = cut_by_choice(each, clusters=number).iloc[0], cut(each, number)
            assert tuple(first[["weighting", "linkage", "names"]]) == (WEIGHTINGS[0], LINKAGES[0], NAMES[0])
            assert cut_by_choice(each, clusters=number).query("ours").index.tolist() == [0]
            assert first["silhouette"] == pytest.approx(parts["silhouette"].mean())
            assert first["agrees"] == pytest.approx(adjusted_rand_score(parts["era"].astype(str), parts["cluster"]))


def test_our_choices_stay_first_in_a_pivot(corpus):
    turned = cut_by_choice(corpus).pivot(index=["names", "weighting"], columns="linkage")["gives_eras"]  # noqa: PD010
    assert turned.index.tolist() == [(names, weighting) for names in NAMES for weighting in WEIGHTINGS]
    assert turned.columns.tolist() == list(LINKAGES)
    assert turned.to_numpy().sum() == cut_by_choice(corpus)["gives_eras"].sum()


def test_two_subjects_are_found_by_every_choice(two_subjects):
    choices = cut_by_choice(two_subjects)
    assert len(choices) == 9 and set(choices["names"]) == {NAMES[0]}, "no names in corpus.toml"
    assert choices["gives_eras"].all() and (choices["agrees"] == 1).all() and choices["alone"].isna().all()
    assert not cut_by_choice(two_subjects, clusters=3)["gives_eras"].any(), "three clusters are not two eras"


PLACES = "[places]\nFreedonia = []\nSylvania = []\n"


def test_names_alone_can_make_the_eras(make_corpus):
    """The two eras write of two places, and else half of each of one subject."""
    texts, toml = {}, PLACES + ERAS
    for i in range(8):
        era, place = (2014, "Freedonia") if i < 4 else (2022, "Sylvania")
        text = prose(i, WAR if i % 2 else BANK, 40)
        texts[f"a{i}.txt"] = f"Reports came {f'from {place} ' * 40}today. {text}"
        toml += f"[articles.a{i}]\npublished = {era}-03-0{i + 1}\n"
    choices = cut_by_choice(make_corpus(texts, toml)).groupby("names")["gives_eras"]
    assert choices.size().to_dict() == dict.fromkeys(NAMES, 9)
    assert choices.sum()[NAMES[0]] == 9 and choices.sum()[NAMES[1]] == 0


def test_names_that_stand_nowhere_are_no_choice(make_corpus):
    toml = (
        PLACES + ERAS + "".join(f"[articles.a{i}]\npublished = {y}-03-01\n" for i, y in enumerate((2014, 2022, 2022)))
    )
    choices = cut_by_choice(make_corpus({f"a{i}.txt": prose(i, WAR) for i in range(3)}, toml))
    assert set(choices["names"]) == {NAMES[0]}


def test_an_article_apart(two_eras):
    odd = two_eras([prose(1, WAR[:3]), prose(2, WAR[:3])], [prose(3, WAR[:3]), "Orchestra violin concert applause."])
    choices = cut_by_choice(odd)
    assert (choices["alone"] == "new 1, 2 Jan 2022").all() and not choices["gives_eras"].any()


def test_a_tie_gives_no_era(two_eras):
    apart = two_eras(["bridge border troops.", "treaty harvest currency."], ["ballot shares rates."])
    choices = cut_by_choice(apart)
    assert len(choices) == 9 and not choices["gives_eras"].any() and choices["gives_eras"].dtype == bool
    assert choices[["agrees", "silhouette", "alone"]].isna().all(axis=None)


def test_only_articles_with_words_and_an_era_are_cut(two_eras, dated, two_subjects):
    war, bank = [prose(i, WAR) for i in range(3)], [prose(10 + i, BANK) for i in range(3)]
    facts = [{"published": f"{2014 if i < 3 else 2022}-01-0{i + 1}", "origin": f"p{i}"} for i in range(6)]
    plain = cut_by_choice(dated([*war, *bank], facts))
    more = dated([*war, *bank, prose(20, BANK), "The of and."], [*facts, {"origin": "p6"}, {"published": "2022-01-09"}])
    pd.testing.assert_frame_equal(cut_by_choice(more), plain)
    assert cut_by_choice(two_subjects, most=12).equals(cut_by_choice(two_subjects))
    assert not cut_by_choice(two_subjects, most=5).equals(cut_by_choice(two_subjects))


def test_a_cut_takes_two_eras(make_corpus, two_eras):
    texts = {f"a{i}.txt": prose(i, WAR) for i in range(3)}
    with pytest.raises(TwoCrisesError, match=r"with two eras or more, .* of no era\. See datasheet\(corpus\)\.$"):
        cut_by_choice(make_corpus(texts))
    one = ERAS + "".join(f"[articles.a{i}]\npublished = 2014-03-01\n" for i in range(3))
    with pytest.raises(TwoCrisesError, match=r"with two eras or more, .* of one era\. See datasheet\(corpus\)\.$"):
        cut_by_choice(make_corpus(texts, one))


def test_a_cut_into_too_many(two_eras, corpus):
    pair = two_eras([prose(1, WAR)], [prose(2, BANK)])
    with pytest.raises(
        TwoCrisesError, match=r"^2 articles with words and an era cannot be cut into 2 clusters: .* 3 or"
    ):
        cut_by_choice(pair)
    with pytest.raises(TwoCrisesError, match=r"^5 articles with words and an era cannot be cut into 5 clusters"):
        cut_by_choice(corpus, clusters=5)
    with pytest.raises(TwoCrisesError, match=r"^clusters is 1\. Give a whole number, 2 or more\.$"):
        cut_by_choice(corpus, clusters=1)


# Neighbours


def test_neighbours_by_hand():
    """Two articles a group on a line: the neighbours of each are known."""
    group, each = np.array([0, 0, 1, 1]), np.arange(4)
    for places, share in (([0, 1, 10, 11], 1.0), ([0, 10, 1, 11], 0.0), ([0, 1, 2, 9], (1 + 0.5 + 0 + 1) / 4)):
        far = np.abs(np.subtract.outer(places, places)).astype(float)
        # In the last of these the middle one has two neighbours, and each counts half.
        got = neighbours_by_group(far, each, group, each)
        assert got[:2] == pytest.approx((share, 1 / 3)), "of six pairs of articles two are of one group"
        # Three ways to part four into two pairs.
        pairings = [[0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0]]
        shares = [neighbours_by_group(far, each, np.array(pairing), each)[0] for pairing in pairings]
        assert got[2:] == pytest.approx((np.mean([value >= share - 1e-9 for value in shares]), 1 / 3))
        assert np.mean(shares) == pytest.approx(1 / 3), "what chance gives is the mean over all ways"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([(3, 2), (2, 2, 1), (4, 1), (3, 3), (2, 2, 2)]))
def test_p_of_neighbours_is_the_share_of_all_orders_of_the_labels(seed, sizes):
    random = np.random.default_rng(seed)
    group = random.permutation(np.repeat(np.arange(len(sizes)), sizes))
    unit = np.concatenate([np.arange(len(group)), random.integers(0, len(group), 8)])
    # Few different places, so that texts and labelings tie.
    places = random.integers(0, 6, len(unit)).astype(float)
    far = np.abs(places[:, None] - places)

    def plain(labels):
        shares = []
        for i in range(len(unit)):
            others = [j for j in range(len(unit)) if unit[j] != unit[i]]
            near = [j for j in others if far[i, j] == min(far[i, k] for k in others)]
            shares.append(np.mean([labels[unit[i]] == labels[unit[j]] for j in near]))
        return np.mean(shares)

    share, chance, p, floor = neighbours_by_group(far, unit, group, unit)
    dealt = [plain(np.array(order)) for order in set(permutations(group.tolist()))]
    assert share == pytest.approx(plain(group)) and chance == pytest.approx(np.mean(dealt))
    assert p == pytest.approx(np.mean([value >= share - 1e-9 for value in dealt])) and floor <= p + 1e-12


def test_copies_are_no_neighbours():
    """Two articles that print one text, in two groups: each looks for another text."""
    far = np.array([[0, 0, 5, 9], [0, 0, 5, 9], [5, 5, 0, 9], [9, 9, 9, 0.0]])
    alone = neighbours_by_group(far, np.arange(4), np.array([0, 1, 0, 1]), np.array([7, 7, 8, 9]))[0]
    # The third is next to both copies; the fourth is as far from all.
    assert alone == pytest.approx((1 + 0 + 0.5 + 1 / 3) / 4)


def test_neighbours_in_a_sample_of_the_labelings():
    places = np.r_[np.arange(10.0), np.arange(20.0, 30.0)]
    far, group, each = np.abs(places[:, None] - places), np.repeat([0, 1], 10), np.arange(20)
    share, chance, p, floor = neighbours_by_group(far, each, group, each)
    assert (share, chance, floor) == (1.0, pytest.approx(9 / 19), 0.001) and floor <= p <= 0.003
    assert neighbours_by_group(far, each, group, each) == (share, chance, p, floor), "the same sample each time"
    assert neighbours_by_group(far, each, np.where(group, "x", "y"), each)[2] == p


# What they follow


def test_the_seeds(corpus):
    """Floors by hand: 3/2 in 10 ways, a pair of five in 10, 2/2/1 in 15, 4/1 in 5."""
    follow = what_clusters_follow(corpus).set_index("property")
    assert follow.index.tolist() == list(PROPERTIES)
    tested = follow[follow["note"] == ""]
    assert tested["floor"].to_dict() == pytest.approx({"era": 1 / 10, "day": 1 / 10, "month": 1 / 15, "genre": 1 / 5})
    assert tested["p"].to_dict() == pytest.approx({"era": 1 / 10, "day": 1 / 10, "month": 2 / 15, "genre": 1 / 5})
    assert (follow.loc[["origin", "site"], "note"] == "no two articles share one").all()
    assert follow.loc[["origin", "site"], ["within", "statistic", "p", "floor", "agrees"]].isna().all(axis=None)


def test_the_row_is_made_from_the_pairs(corpus, two_subjects):
    for each in (corpus, two_subjects):
        for row in what_clusters_follow(each).itertuples():
            pairs = pairs_by(each, row.property)
            assert len(pairs) == comb(row.texts, 2) and pairs["distance"].is_monotonic_increasing
            means = pairs.groupby("shared")["distance"].mean()
            assert [means.get(True, np.nan), means.get(False, np.nan)] == pytest.approx(
                [row.within, row.between], nan_ok=True
            )


def test_two_subjects_follow_the_era(two_subjects):
    follow = what_clusters_follow(two_subjects, by=["era", "month"]).set_index("property")
    assert follow.loc["era", "p"] == follow.loc["era", "floor"] == pytest.approx(2 / comb(12, 6))
    assert follow.loc["era", "agrees"] == 1 and follow.loc["era", "within"] < follow.loc["era", "between"]


def test_only_what_the_articles_have(make_corpus):
    bare = make_corpus({f"{i}.txt": prose(i, WAR) for i in range(4)})
    follow = what_clusters_follow(bare)
    assert follow.empty and follow["p"].dtype == "float64" and follow["groups"].dtype == "int64"
    asked = what_clusters_follow(bare, by=PROPERTIES)
    assert asked["property"].tolist() == list(PROPERTIES) and set(asked["note"]) == {"no article has one"}
    assert asked["within"].isna().all() and asked["articles"].tolist() == [0] * 6
    assert pairs_by(bare, "era").empty


def test_articles_without_a_value_take_no_part(dated):
    facts = [{"origin": "A"}, {"origin": "A"}, {"origin": "B"}, {"origin": " "}, {}, {"genre": "news"}]
    corpus = dated([prose(i, WAR) for i in range(6)], facts)
    follow = what_clusters_follow(corpus, by=["origin", "genre"])
    assert follow["articles"].tolist() == [3, 1] and follow["groups"].tolist() == [2, 1]
    assert follow["floor"].iloc[0] == pytest.approx(1 / 3)
    assert follow["note"].tolist() == ["", "fewer than three articles have one"]


def test_one_group_is_no_comparison(dated):
    corpus = dated([prose(i, WAR) for i in range(4)], [{"genre": "news"}] * 4)
    assert what_clusters_follow(corpus, by="genre")["note"].tolist() == ["all articles share one"]


@pytest.mark.parametrize(
    ("by", "sentence"),
    [("colour", r'^Articles cannot be grouped by "colour"\. Take era, origin, site, day, month and genre\.$'),
     (["era", 5], r"^One of the properties is 5"), (7, r"^properties is 7\.")],
)  # fmt: skip
def test_a_property_that_is_none(corpus, by, sentence):
    with pytest.raises(TwoCrisesError, match=sentence):
        what_clusters_follow(corpus, by=by)


def test_no_corpus():
    with pytest.raises(TwoCrisesError, match=r"takes a corpus first"):
        what_clusters_follow("seeds")


def test_copies_of_one_group_are_one_unit(dated):
    """Three copies of a report in one era, the middle one the longest, give the floor and p of a single one."""
    war, bank = [prose(i, WAR) for i in range(3)], [prose(10 + i, BANK) for i in range(3)]
    facts = [{"published": f"2014-01-0{i + 1}"} for i in range(5)] + [
        {"published": f"2022-01-0{i + 1}"} for i in range(3)
    ]
    longer = f"{war[0]} {' '.join(WAR)}."
    copied = dated([war[0], longer, war[0] + " Ends.", *war[1:], *bank], facts)
    row = what_clusters_follow(copied, by="era").iloc[0]
    assert (row["articles"], row["texts"], row["groups"]) == (8, 6, 2)
    assert row["floor"] == pytest.approx(2 / comb(6, 3))
    pairs = pairs_by(copied, "era")
    assert "2 Jan 2014" in " ".join(pairs["article"]) and "1 Jan 2014" not in " ".join(pairs["article"])
    once = what_clusters_follow(count_once(copied), by="era").iloc[0]
    assert (once["texts"], once["p"], once["floor"]) == (6, row["p"], row["floor"])


def test_a_text_printed_in_two_groups_is_a_unit_in_each(dated):
    text = prose(1, WAR)
    facts = [{"origin": name} for name in ("A", "A", "B", "B")]
    corpus = dated([text, prose(2, BANK), text + " Ends.", prose(3, BANK)], facts)
    row = what_clusters_follow(corpus, by="origin").iloc[0]
    assert row["texts"] == 4 and row["p"] > row["floor"]
    assert pairs_by(corpus, "origin")["shared"].iloc[0] == False  # noqa: E712


def test_of_a_larger_corpus_an_even_sample(two_subjects):
    few = what_clusters_follow(two_subjects, by="era", most=6).iloc[0]
    assert few["articles"] == 6 and few["floor"] == pytest.approx(2 / comb(6, 3))
    assert what_clusters_follow(two_subjects, by="era", most=12).equals(what_clusters_follow(two_subjects, by="era"))


# The test itself


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=4, max_size=8), st.data())
def test_in_one_dimension_it_is_the_analysis_of_variance(places, data):
    """Anderson (2001): with straight distances in one dimension F is Fisher's."""
    places = np.array(places, dtype=float)
    n_groups = data.draw(st.integers(2, len(places) - 1))
    group = np.array(data.draw(st.permutations([*range(n_groups), *([0] * (len(places) - n_groups))])))
    statistic, p, floor = permanova((places[:, None] - places) ** 2, group)
    parts = [places[group == g] for g in range(n_groups)]
    spread = sum(((part - part.mean()) ** 2).sum() for part in parts)
    if np.ptp(places) == 0:
        assert np.isnan(statistic) and np.isnan(p)
    elif spread < 1e-9:
        assert statistic == np.inf and floor <= p <= 1
    else:
        with np.errstate(divide="ignore"):
            assert statistic == pytest.approx(float(f_oneway(*parts).statistic))
        assert floor <= p <= 1


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([(3, 2), (2, 2, 1), (2, 1, 1, 1), (4, 1), (3, 3), (2, 2, 2), (1, 5)]))
def test_p_is_the_share_of_all_orders_of_the_labels(seed, sizes):
    random = np.random.default_rng(seed)
    n = sum(sizes)
    # Few different values, so that labelings tie.
    square = np.triu(random.integers(0, 4, (n, n)), k=1).astype(float)
    square += square.T
    group = random.permutation(np.repeat(np.arange(len(sizes)), sizes))

    def inside(labels):
        labels = np.asarray(labels)
        return sum(square[np.ix_(labels == g, labels == g)].sum() / 2 / s for g, s in enumerate(sizes))

    statistic, p, floor = permanova(square, group)
    if np.isnan(statistic):
        return
    actual = inside(group)
    orders = [inside(order) for order in permutations(group)]
    assert p == pytest.approx(np.mean([value <= actual + 1e-9 for value in orders]))
    assert floor <= p + 1e-12


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=4).filter(lambda sizes: sum(sizes) <= 9))
def test_every_way_to_part_them_comes_once(sizes):
    sizes = sorted(sizes, reverse=True)
    found = np.concatenate(list(clusters._every(sizes)))
    assert len(found) == clusters._different_labelings(sizes)
    assert all(np.bincount(row, minlength=len(sizes)).tolist() == sizes for row in found)
    partitions = {frozenset(frozenset(np.flatnonzero(row == g).tolist()) for g in range(len(sizes))) for row in found}
    assert len(partitions) == len(found)


def test_many_groups_of_one_do_not_take_long():
    n = 100
    found = sum(map(len, clusters._every([2, *([1] * (n - 2))])))
    assert found == comb(n, 2)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 1_000), st.sampled_from([(12,), (7, 5), (9, 1, 1, 1), (2, 2, 2, 2, 2, 2), (4, 3, 3, 2), (20, 2, 2)])
)
def test_sums_within_groups(seed, sizes):
    """Small groups are looked up and large ones multiplied: both give the plain sum."""
    random = np.random.default_rng(seed)
    n = sum(sizes)
    square = random.random((n, n))
    square = np.triu(square, k=1) + np.triu(square, k=1).T
    labelings = np.array([random.permutation(np.repeat(np.arange(len(sizes)), sizes)) for _ in range(5)])
    plain = [sum(square[np.ix_(row == g, row == g)].sum() / 2 / s for g, s in enumerate(sizes)) for row in labelings]
    assert clusters._within(square, labelings, list(sizes)) == pytest.approx(plain)


def test_a_sample_where_there_are_too_many():
    places = np.r_[np.arange(10.0), np.arange(20.0, 30.0)]
    square, group = (places[:, None] - places) ** 2, np.repeat([0, 1], 10)
    statistic, p, floor = permanova(square, group)
    # Of 92,378 labelings a sample of 9,999 may hold the actual one more than once.
    assert floor == pytest.approx(1 / 10_000) and floor <= p <= 5 * floor
    assert statistic == pytest.approx(f_oneway(*places.reshape(2, 10))[0])
    assert permanova(square, group, sample=99, seed=1)[1:] == (0.01, 0.01)
    assert permanova(square, group) == (statistic, p, floor), "the same sample each time"
    mixed = np.tile([0, 1], 10)
    assert permanova(square, mixed) == permanova(square, 1 - mixed) == permanova(square, np.where(mixed, "x", "y"))


def test_labels_that_mean_nothing_are_supported_as_often_as_promised():
    random = np.random.default_rng(0)
    p = []
    for _ in range(200):
        points = random.normal(size=(8, 5))
        p.append(permanova(squareform(pdist(points, "sqeuclidean")), np.repeat([0, 1], [4, 4]))[1])
    assert 0.02 <= np.mean(np.array(p) <= 3 / 35) <= 0.16, "35 labelings: a share of 3/35, 0.086"


@pytest.mark.parametrize("group", [["a"] * 4, list("abcd")])
def test_a_test_takes_groups(group):
    with pytest.raises(TwoCrisesError, match=r"^A test takes two groups or more, and one with two members"):
        permanova(np.ones((4, 4)) - np.eye(4), np.array(group))


# The same again


def everything(corpus):
    links, distances = article_tree(corpus)
    frames = [
        pd.DataFrame(links), distances, tree_quality(corpus), silhouettes(corpus), cut(corpus, 3),
        what_clusters_follow(corpus), pairs_by(corpus, "era"), cut_by_choice(corpus),
    ]  # fmt: skip
    return [frame.drop(columns="article") if "cluster" in frame else frame for frame in frames]


def test_names_and_order_of_files_change_nothing(tmp_path):
    texts = [prose(i, WAR if i % 2 else BANK) for i in range(9)]
    made = []
    for folder, order in (("one", range(9)), ("two", [4, 0, 8, 2, 6, 1, 3, 7, 5])):
        (tmp_path / folder).mkdir()
        toml = ERAS
        for place, i in enumerate(order):
            stem = f"{folder}{place}"
            (tmp_path / folder / f"{stem}.txt").write_text(texts[i], encoding="utf-8")
            toml += f'[articles.{stem}]\npublished = {2014 if i < 4 else 2022}-03-0{i + 1}\norigin = "paper {i % 3}"\n'
        (tmp_path / folder / "corpus.toml").write_text(toml, encoding="utf-8")
        made.append([frame.to_csv() for frame in everything(load_corpus(tmp_path / folder, progress=False))])
    assert made[0] == made[1]
