"""Counts, keyness and what may be claimed: published values, properties, and made corpora with known answers."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from twocrises.errors import TwoCrisesError
from twocrises.frequency import concordance, content_terms, count_terms, sentences_at, sentences_with
from twocrises.keyness import (
    compare_eras,
    dispersion,
    keyness,
    log_likelihood,
    log_odds_z,
    log_ratio,
    max_t,
    mean_by_unit,
    permutation_floor,
    separating_words,
    text_units,
    what_can_be_claimed,
)

from .conftest import ERAS, TEXT
from .test_repeats import prose

GOLDEN = json.loads((Path(__file__).parent / "golden" / "statistics.json").read_text(encoding="utf-8"))


# Formulas against published values; the source stands beside each in tests/golden/statistics.json.


@pytest.mark.parametrize(("name", "cells"), [("log_likelihood_two_cell", 2), ("log_likelihood_four_cell", 4)])
def test_log_likelihood(name, cells):
    value = GOLDEN[name]
    g2 = log_likelihood(value["a"], value["b"], value["c"], value["d"], cells=cells)
    assert float(g2) == pytest.approx(value["G2"], abs=1e-6)


def two_documents():
    value = GOLDEN["keyness_two_documents"]
    terms = ["a", "b"]
    return value, *(np.array([value[d][t] for t in terms]) for d in ("d1", "d2"))


def test_log_likelihood_of_quanteda():
    value, one, two = two_documents()
    g2 = log_likelihood(one, two, one.sum(), two.sum())
    assert g2[1] == pytest.approx(value["G2_uncorrected"], abs=1e-6)


def test_log_odds_with_both_priors():
    _, one, two = two_documents()
    assert log_odds_z(one, two, prior=10.0)[1] == pytest.approx(GOLDEN["informative_dirichlet"]["z"], abs=1e-6)
    assert log_odds_z(one, two, prior=np.full(2, 0.01))[1] == pytest.approx(
        GOLDEN["uninformative_dirichlet"]["z"], abs=1e-6
    )


@pytest.mark.parametrize("term", GOLDEN["gries_dispersion"]["counts"])
def test_dispersion(term):
    value = GOLDEN["gries_dispersion"]
    found = dispersion(np.array(value["counts"][term])[:, None], np.array(value["part_sizes"]))
    assert found[0] == pytest.approx(value["DPnorm"][term], abs=1e-6)


@pytest.mark.parametrize(("sizes", "floor"), GOLDEN["permutation_floor"]["floor"].items())
def test_permutation_floor(sizes, floor):
    assert permutation_floor(*map(int, sizes.split(","))) == pytest.approx(floor, rel=1e-3)


def test_max_t_by_hand():
    value = GOLDEN["max_T_by_hand"]
    rates = np.array([value["rates"]["A"], value["rates"]["B"]], dtype=float).T
    t, p = max_t(rates, np.arange(5) >= 2, fudge=False)
    assert t.tolist() == pytest.approx([value["T"]["A"], value["T"]["B"]], abs=1e-6)
    assert p.tolist() == pytest.approx([value["p_max_abs"]["A"], value["p_max_abs"]["B"]])
    alone = [max_t(rates[:, [i]], np.arange(5) >= 2, fudge=False)[1][0] for i in (0, 1)]
    assert alone == pytest.approx([value["p_abs"]["A"], value["p_abs"]["B"]])


# Properties


@given(st.integers(1, 500), st.integers(0, 500), st.integers(501, 5_000), st.integers(501, 5_000))
def test_log_likelihood_is_scipys(a, b, size_a, size_b):
    table = [[a, b], [size_a - a, size_b - b]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert float(log_likelihood(a, b, size_a, size_b)) == pytest.approx(expected, abs=1e-6)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(100, 999), st.integers(100, 999))
def test_log_ratio_turns_round_with_the_eras(a, b, size_a, size_b):
    assert float(log_ratio(a, b, size_a, size_b)) == pytest.approx(-float(log_ratio(b, a, size_b, size_a)))


@given(st.integers(2, 4), st.integers(2, 4), st.integers(0, 2**32 - 1))
def test_no_p_is_below_the_floor_and_swapping_the_eras_only_turns_t(n_a, n_b, seed):
    rates = np.random.default_rng(seed).poisson(2, size=(n_a + n_b, 30)).astype(float)
    in_a = np.arange(n_a + n_b) < n_a
    t, p = max_t(rates, in_a)
    assert p.min() >= permutation_floor(n_a, n_b) - 1e-12 and p.max() <= 1
    other_t, other_p = max_t(rates, ~in_a)
    assert other_t == pytest.approx(-t)
    assert other_p.tolist() == p.tolist()


def test_p_is_the_share_of_labelings_counted_the_long_way():
    rates = np.random.default_rng(5).poisson(3, size=(7, 12)).astype(float)
    in_a = np.arange(7) < 3
    scale = rates.std(axis=0) + np.median(rates.std(axis=0))

    def largest(members):
        inside = np.isin(np.arange(7), members)
        return np.abs((rates[inside].mean(axis=0) - rates[~inside].mean(axis=0)) / scale)

    observed = largest((0, 1, 2))
    reached = [largest(members).max() for members in combinations(range(7), 3)]
    expected = [np.mean([r >= o - 1e-9 for r in reached]) for o in observed]
    assert max_t(rates, in_a)[1].tolist() == pytest.approx(expected)


def test_many_labelings_are_sampled_and_the_sample_is_the_same_each_time():
    rates = np.random.default_rng(0).poisson(2, size=(40, 5)).astype(float)
    rates[:20, 0] += 20
    in_a = np.arange(40) < 20
    t, p = max_t(rates, in_a)
    assert p[0] == pytest.approx(1 / 10_000)
    assert max_t(rates, in_a)[1].tolist() == p.tolist()
    assert np.argmax(np.abs(t)) == 0


@given(st.lists(st.integers(1, 5), min_size=5, max_size=5))
def test_a_text_counts_once_however_often_it_was_printed(times):
    value = GOLDEN["max_T_by_hand"]
    rates = np.array([value["rates"]["A"], value["rates"]["B"]], dtype=float).T
    unit = np.repeat(np.arange(5), times)
    t, p = max_t(mean_by_unit(rates[unit], unit), np.arange(5) >= 2, fudge=False)
    assert t.tolist() == pytest.approx([value["T"]["A"], value["T"]["B"]], abs=1e-6)
    assert p.tolist() == pytest.approx([value["p_max_abs"]["A"], value["p_max_abs"]["B"]])


def test_without_copies_the_rates_stay_as_they_are_to_the_last_digit():
    rates = np.random.default_rng(3).gamma(0.3, 3, size=(9, 40))
    assert (mean_by_unit(rates, np.arange(9)) == rates).all()


def test_under_the_null_copies_mislead_a_test_over_articles_and_not_one_over_texts():
    """One pool, eight texts with labels at random, each printed one to six times, now and then with other words."""
    random = np.random.default_rng(7)
    by_text, by_article = 0, 0
    for _ in range(100):
        unit = np.repeat(np.arange(8), random.integers(1, 7, size=8))
        rates = random.gamma(0.3, 3, size=(8, 30))[unit] * random.uniform(0.9, 1.1, size=(len(unit), 30))
        later = random.permutation(8) < 4
        by_text += max_t(mean_by_unit(rates, unit), later)[1].min() <= 0.05
        by_article += max_t(rates, later[unit])[1].min() <= 0.05
    assert by_text <= 10, "about 5 of 100"
    assert by_article >= 50


def test_under_the_null_few_words_are_supported():
    """One pool, labels at random, 6 against 6: a supported term in about 1 of 20 runs, however many words there are."""
    random = np.random.default_rng(1)
    hits = 0
    for _ in range(200):
        rates = random.gamma(0.3, 3, size=(12, 300))
        hits += max_t(rates, np.arange(12) < 6)[1].min() <= 0.05
    assert 2 <= hits <= 22


# On corpora


def test_the_seeds_support_nothing(corpus):
    words = keyness(corpus)
    assert words["p"].min() >= 0.1
    assert set(words["claim"]) == {"descriptive"}
    design = what_can_be_claimed(corpus).set_index("unit")
    assert design["smallest_p"].to_dict() == pytest.approx({"article": 0.1, "day of publication": 0.25})
    assert design.loc["article", ["needed_max_t", "needed_bonferroni"]].tolist() == [4, 9]


def test_keyness_counts_what_stands_there(corpus):
    words = keyness(corpus, min_count=1).set_index("term")
    crimea = words.loc["crimea"]
    assert (crimea["count_2014"], crimea["count_2022"], crimea["articles"]) == (8, 1, 3)
    assert crimea["rate_2014"] == pytest.approx(1000 * 8 / (684 + 708))
    assert crimea["mean_rate_2014"] == pytest.approx(500 * (4 / 684 + 4 / 708))
    assert crimea["log_ratio"] < 0 and crimea["separates"]
    assert words["count_2014"].sum() + words["count_2022"].sum() == corpus.articles["n_words"].sum()


def test_eras_may_be_given_as_a_list(corpus):
    assert keyness(corpus, eras=["2014", "2022"]).equals(keyness(corpus))


def test_keyness_is_sorted_and_repeatable(corpus):
    words = keyness(corpus)
    assert (words["t"].abs().diff().dropna() <= 1e-9).all()
    assert words.equals(keyness(corpus))


def planted_text(era, seed):
    word = "tariff" if era == "old" else "treaty"
    return f"{prose(seed)} The {word} is open to all of them. {prose(seed + 1000)}"


def planted(two_eras, seeds):
    """Half of the texts with one word, half with another; the same seed gives the same text."""
    middle = (max(seeds) + 1) / 2
    old, new = ([s for s in seeds if s < middle], [s for s in seeds if s >= middle])
    return two_eras([planted_text("old", s) for s in old], [planted_text("new", s) for s in new])


def test_copies_of_one_article_an_era_support_nothing(two_eras):
    corpus = planted(two_eras, [0] * 10 + [1] * 10)
    pair = compare_eras(corpus)
    assert max_t(pair.rates, pair.in_second)[1].min() < 0.001, "they would, as articles"
    words = keyness(corpus)
    assert set(words["claim"]) == {"descriptive"} and words["p"].min() == 1
    design = what_can_be_claimed(corpus)
    assert design["unit"].tolist() == ["text", "article", "day of publication"]
    assert design[["n_old", "n_new"]].values.tolist() == [[1, 1], [10, 10], [10, 10]]
    assert design["wording"][0] == "descriptive" and design["wording"][1:].str.startswith("decides nothing").all()


def test_copies_count_once_and_the_rest_of_the_table_counts_them_all(two_eras):
    once, twice = (keyness(planted(two_eras, seeds), min_count=1) for seeds in (range(10), [*range(10), 0, 0, 9]))
    both = once.merge(twice, on="term", suffixes=("", "_twice"))
    assert both["t_twice"].tolist() == pytest.approx(both["t"].tolist())
    assert both["p_twice"].tolist() == both["p"].tolist()
    assert twice.set_index("term")["count_old"]["tariff"] == 7


def test_a_text_printed_in_both_eras_is_a_unit_in_each(two_eras):
    corpus = two_eras([prose(1), prose(2), prose(2)], [prose(2), prose(3)])
    assert sorted(text_units(corpus, compare_eras(corpus))) == [0, 1, 1, 2, 3]
    assert what_can_be_claimed(corpus)[["n_old", "n_new"]].values.tolist()[0] == [2, 2]


@pytest.mark.parametrize("n", [4, 12])
def test_without_repeats_keyness_is_the_test_over_articles_to_the_last_digit(two_eras, n):
    corpus = planted(two_eras, range(2 * n))
    pair = compare_eras(corpus)
    t, p = max_t(pair.rates, pair.in_second)
    words = keyness(corpus, min_count=1).set_index("term").loc[pair.terms]
    assert words["t"].tolist() == t.tolist() and words["p"].tolist() == p.tolist()


def test_which_copy_has_which_name_changes_nothing(make_corpus):
    texts = [planted_text("old", 0)] * 3 + [planted_text("old", 1), planted_text("new", 2), planted_text("new", 3)]
    days = ["2014-03-01", "2014-03-01", "2014-03-02", "2014-03-03", "2022-02-01", "2022-02-02"]

    def table(names):
        facts = [f"[articles.{name}]\npublished = {day}" for name, day in zip(names, days, strict=True)]
        named = {f"{name}.txt": text for name, text in zip(names, texts, strict=True)}
        return keyness(make_corpus(named, "\n".join([ERAS, *facts]))).drop(columns="carried_by")

    assert table("abcdef").equals(table("fedcba"))


def test_a_planted_word_is_supported_with_enough_articles(two_eras):
    found = keyness(planted(two_eras, range(10))).set_index("term")["claim"]
    assert found["treaty"] == found["tariff"] == "supported"
    assert found["ministers"] == "descriptive"


def test_one_day_of_publication_is_no_obstacle(make_corpus):
    """The days are shown as a doubt; what decides is whether the texts are different ones."""
    texts = {f"{era}{i}.txt": planted_text(era, i) for era in ("old", "new") for i in range(5)}
    facts = [f"[articles.{name[:-4]}]\npublished = {2014 if 'old' in name else 2022}-03-05" for name in texts]
    corpus = make_corpus(texts, "\n".join([ERAS, *facts]))
    assert keyness(corpus).set_index("term")["claim"]["treaty"] == "supported"
    design = what_can_be_claimed(corpus)
    assert design["unit"].tolist() == ["article", "day of publication"]
    assert design["wording"][0].startswith("supported") and design["wording"][1].startswith("decides nothing")
    assert design["smallest_p"][1] == 1


def test_separating_words(corpus):
    found = separating_words(corpus)
    assert found.actual == keyness(corpus)["separates"].sum()
    # The others recounted on the rates of all articles, two at a time set against the rest.
    counts = count_terms(corpus, corpus.counts.terms.tolist())
    rates = count_terms(corpus, corpus.counts.terms.tolist(), per=1000).to_numpy()[counts.sum(axis=1) >= 3]
    expected = []
    for pair in combinations(range(5), 2):
        one, two = rates[:, list(pair)], np.delete(rates, pair, axis=1)
        apart = (one.min(axis=1) > two.max(axis=1)) | (two.min(axis=1) > one.max(axis=1))
        expected.append(apart.sum())
    assert found.actual == expected.pop(0)
    assert sorted(found.others.tolist()) == sorted(expected)
    assert found.labelings == len(found.others) == 9


def test_a_labeling_and_its_mirror_image_count_once(two_eras):
    found = separating_words(planted(two_eras, range(6)))
    assert found.labelings == len(found.others) == 9, "half of 20, without the actual one"
    assert found.actual > found.others.max()


def test_copies_get_one_label_together(two_eras):
    once = separating_words(planted(two_eras, range(6)))
    twice = separating_words(planted(two_eras, [0, 0, 0, 1, 2, 3, 4, 4, 5]))
    assert twice.labelings == once.labelings == 9
    assert twice.actual == once.actual and sorted(twice.others) == sorted(once.others)


def test_of_many_labelings_a_sample_is_counted(two_eras):
    found = separating_words(two_eras([prose(i) for i in range(6)], [prose(i) for i in range(6, 13)]))
    assert found.labelings == 1715 and len(found.others) in (499, 500)


def test_counts_and_rates(corpus):
    counts = count_terms(corpus, ["nato", "Crimea", "US", "xyzzy"])
    assert counts.index.tolist() == ["nato", "crimea", "u.s.", "xyzzy"]
    assert counts.columns.names == ["era", "article"]
    assert counts.loc["xyzzy"].tolist() == [0] * 5
    rates = count_terms(corpus, "crimea", per=1000)
    assert rates.iloc[0, 0] == pytest.approx(1000 * 4 / 684)


def test_concordance_shows_each_place(corpus):
    hits = concordance(corpus, "NATO", width=10)
    assert len(hits) == count_terms(corpus, "nato").to_numpy().sum() == 30
    assert hits["left"].str.len().max() == 10 and hits["right"].str.len().max() == 10
    assert {"Nato", "NATO", "NATO’s"} == set(hits["keyword"])
    assert hits["address"].tolist()[0] == "001_a662e1979cd3d6e7#s8"
    assert concordance(corpus, "xyzzy").empty
    texts = sentences_at(corpus, sentences_with(corpus, "sevastopol"))["text"]
    assert len(texts) == 2 and texts.str.contains("Sevastopol").all()


def test_an_address_may_begin_with_the_beginning_of_its_article(corpus):
    short, long = (sentences_at(corpus, [f"{name}#s8"]) for name in ("001", "001_a662e1979cd3d6e7"))
    assert short.equals(long) and short["address"].item() == "001_a662e1979cd3d6e7#s8"
    assert "Nato" in short["text"].item()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda c: count_terms(c, [""]), r"A term is empty\."),
        (lambda c: concordance(c, "prime minister"), r'"prime minister" is more than one word\.'),
        (lambda c: concordance(c, "nato", width=-1), r"width is -1\."),
        (lambda c: sentences_at(c, ["00#s1"]), r'There is no sentence "00#s1"\. An address is an article, #s and a'),
        (lambda c: sentences_at(c, ["001#s999"]), r'There is no sentence "001#s999"\.'),
        (lambda c: sentences_at(c, "#s1"), r'There is no sentence "#s1"\.'),
        (lambda c: sentences_at(c, "001#s-1"), r'There is no sentence "001#s-1"\.'),
        (lambda c: keyness(c, eras=("2014", "2015")), r'There is no era "2015"\. This corpus has 2014, 2022\.'),
        (lambda c: log_likelihood(1, 1, 2, 2, cells=3), r"cells is 3\."),
    ],
)
def test_what_cannot_be_asked(corpus, call, sentence):
    with pytest.raises(TwoCrisesError, match=sentence):
        call(corpus)


def test_without_two_eras_there_is_nothing_to_compare(make_corpus, two_eras):
    with pytest.raises(TwoCrisesError, match=r"no eras to compare\. Write \[eras\] into its corpus\.toml\."):
        keyness(make_corpus({"a.txt": TEXT}))
    with pytest.raises(TwoCrisesError, match=r'No article has a date in era "new", so there is nothing to compare\.'):
        keyness(two_eras([TEXT], []))


def test_one_article_an_era_is_described(two_eras):
    words = keyness(
        two_eras([TEXT], ["They did not meet again on Monday, nor on any other day of that year."]), min_count=1
    )
    assert set(words["claim"]) == {"descriptive"} and words["p"].min() == 1


def test_terms_with_signs_of_a_pattern_are_taken_as_they_are(corpus):
    assert count_terms(corpus, [".*", "(", "$"]).to_numpy().sum() == 0


def test_content_terms():
    assert content_terms(["the", "talks", "8,500", "u.s.", "x"]).tolist() == [False, True, False, True, False]
