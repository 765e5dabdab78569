"""What sets two eras apart: the table, what may be claimed, copies as one text, made corpora with known answers."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from twocrises.errors import TwoCrisesError
from twocrises.frequency import count_terms, ngram_counts
from twocrises.keyness import (
    compare_eras,
    deal_labels,
    keyness,
    marking_words,
    mean_by_unit,
    separated,
    separating_words,
    shared_words,
    text_units,
    what_can_be_claimed,
)
from twocrises.measures import dispersion, log_likelihood, log_odds_z, log_ratio, percent_difference
from twocrises.permutation import leave_one_out, max_t

from .conftest import ERAS, TEXT
from .test_repeats import prose

BY_HAND = {"A": [1, 2, 4, 6, 9], "B": [5, 4, 0, 1, 0]}


@given(st.lists(st.integers(1, 5), min_size=5, max_size=5))
def test_a_text_counts_once_however_often_it_was_printed(times):
    rates = np.array(list(BY_HAND.values()), dtype=float).T
    unit = np.repeat(np.arange(5), times)
    t, p = max_t(mean_by_unit(rates[unit], unit), np.arange(5) >= 2, fudge=False)
    assert t.tolist() == pytest.approx([29 / 6, -25 / 6])
    assert p.tolist() == pytest.approx([0.2, 0.2])


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


def test_every_column_is_what_its_formula_gives(corpus):
    """The table against the formulas on dense counts, term by term."""
    pair = compare_eras(corpus)
    counts, later = pair.counts.toarray(), pair.in_second
    sizes = counts.sum(axis=1)
    a, b = counts[~later].sum(axis=0), counts[later].sum(axis=0)
    words = keyness(corpus, min_count=1).set_index("term").loc[pair.terms]
    assert sizes.tolist() == corpus.articles["n_words"].tolist()
    expected = {
        "log_ratio": log_ratio(b, a, sizes[later].sum(), sizes[~later].sum()),
        "percent_difference": percent_difference(b, a, sizes[later].sum(), sizes[~later].sum()),
        "g2": log_likelihood(a, b, sizes[~later].sum(), sizes[later].sum()),
        "g2_two_cells": log_likelihood(a, b, sizes[~later].sum(), sizes[later].sum(), cells=2),
        "log_odds_z": log_odds_z(b, a),
        "dispersion": dispersion(counts, sizes),
        "articles": (counts > 0).sum(axis=0),
        "carried_share": counts.max(axis=0) / counts.sum(axis=0),
        "separates": separated(counts / sizes[:, None], later),
        "mean_rate_2022": (1000 * counts / sizes[:, None])[later].mean(axis=0),
    }
    for name, values in expected.items():
        assert words[name].tolist() == pytest.approx(values.tolist()), name
    assert words["carried_by"].tolist() == pair.articles["label"].iloc[counts.argmax(axis=0)].tolist()


def test_percent_difference_names_what_only_one_era_has(corpus):
    words = keyness(corpus).set_index("term")["percent_difference"]
    assert words["invasion"] == np.inf and words["obama"] == -100


@pytest.mark.parametrize("left_out", range(5))
def test_ranks_are_those_of_the_corpus_without_the_article(corpus, left_out):
    r"""By \|T\| among the terms of the whole table, each article left out in fact."""
    whole = keyness(corpus).set_index("term")
    names = corpus.articles["article"].tolist()
    rest = keyness(corpus.select([n for i, n in enumerate(names) if i != left_out]), min_count=1).set_index("term")
    t = rest["t"].abs().reindex(whole.index, fill_value=0)
    rank = t.round(9).rank(ascending=False, method="min").astype(int)
    assert (whole["worst_rank"] >= rank).all()
    label = corpus.articles["label"].iloc[left_out]
    falls = whole["without"] == label
    assert falls.any() and (whole.loc[falls, "worst_rank"] == rank[falls]).all()


def test_ranks_begin_with_one_and_stay_where_nobody_can_be_left_out(two_eras):
    words = keyness(two_eras([prose(1)], [prose(2), prose(3)]), min_count=1)
    assert words["rank"].min() == 1 and words["worst_rank"].dtype == "Int64"
    alone = keyness(two_eras([prose(1)], [prose(2)]), min_count=1)
    assert alone["worst_rank"].isna().all() and alone["without"].isna().all()


def test_pairs_of_words(corpus):
    pairs = keyness(corpus, ngram=2)
    assert pairs["term"].str.count(" ").eq(1).all() and set(pairs["claim"]) == {"descriptive"}
    row = pairs.set_index("term").loc["in crimea"]
    assert (row["count_2014"], row["count_2022"]) == (6, 0)
    sizes = ngram_counts(corpus, 2).matrix.sum(axis=1)
    assert row["rate_2014"] == pytest.approx(1000 * 6 / sizes[:2].sum())


def test_words_of_both_eras_marked_and_shared_follow_the_function_words(corpus):
    first = marking_words(corpus, 3)["term"].tolist()
    assert first[0] == "obama" and "obama" not in marking_words(corpus, 3, stop=["obama"])["term"].tolist()
    assert "the" in shared_words(corpus, 50, stop=[])["term"].tolist()


# The live null


def test_deal_labels_of_the_seeds(corpus):
    """Every labeling counted again from the dense counts."""
    deals = deal_labels(corpus)
    counts = corpus.counts.matrix.toarray()
    labels = corpus.articles["label"].tolist()
    assert deals["actual"].tolist() == [True] + [False] * 9
    assert deals["keywords"][1:].is_monotonic_decreasing and len(set(deals["second"])) == 10
    for deal in deals.itertuples():
        later = np.array(deal.in_second)
        assert later.sum() == 3 and deal.second == tuple(np.array(labels)[later])
        a, b = counts[~later].sum(axis=0), counts[later].sum(axis=0)
        g2 = log_likelihood(a, b, a.sum(), b.sum())
        assert deal.keywords == ((g2 >= 3.841459) & (a + b >= 3)).sum()
        largest = sorted(g2[a + b >= 3])[:-6:-1]
        assert g2[corpus.counts.terms.get_indexer(deal.top)].tolist() == pytest.approx(largest)
    assert (deals["keywords"] > deals["keywords"].iloc[0]).sum() == 5, "nonsense splits announce more than the true one"


def test_p_can_be_counted_on_the_deals(corpus):
    """p of a word: in how many of the ten deals the most extreme word is as extreme as it."""
    deals = deal_labels(corpus)
    words = keyness(corpus, min_count=1)
    assert deals["extreme"].iloc[0] == words["term"].iloc[0]
    for row in words.head(40).itertuples():
        assert row.p == pytest.approx((deals["largest_t"] >= abs(row.t) - 1e-9).mean())


def test_with_the_correction_of_bonferroni_fewer_are_announced(corpus):
    deals = deal_labels(corpus, level=0.05 / len(compare_eras(corpus).terms), min_count=1)
    assert deals["keywords"][0] == 1 and deals["top"][0] == ("obama",)
    assert all(len(top) <= keywords for top, keywords in zip(deals["top"], deals["keywords"], strict=True))


def test_of_many_deals_a_few_are_shown_and_always_the_same(two_eras):
    corpus = two_eras([prose(i) for i in range(9)], [prose(i) for i in range(9, 20)])
    deals = deal_labels(corpus)
    assert len(deals) == 10 and deals.equals(deal_labels(corpus)) and len(deal_labels(corpus, others=3)) == 4


def test_equal_numbers_have_mirror_images_which_are_one(two_eras):
    deals = deal_labels(two_eras([prose(0), prose(1)], [prose(2), prose(3)]))
    assert len(deals) == 3


def test_copies_are_dealt_together(two_eras):
    deals = deal_labels(two_eras([prose(0), prose(0), prose(1)], [prose(2), prose(3)]))
    assert all(deal[0] == deal[1] for deal in deals["in_second"])


# Bad and empty input


def test_no_term_above_the_threshold_gives_an_empty_table_of_the_same_types(corpus):
    full, empty = keyness(corpus), keyness(corpus, min_count=10_000)
    assert empty.empty and empty.dtypes.equals(full.dtypes)


def test_an_era_of_a_single_word(two_eras):
    words = keyness(two_eras([TEXT], ["Peace."]).without_cleaning(), min_count=1)
    assert set(words["claim"]) == {"descriptive"} and words.set_index("term").loc["peace", "rate_new"] == 1000
    same = keyness(two_eras(["Peace."], ["Peace."]).without_cleaning(), min_count=1)
    assert same["t"].tolist() == [0] and same["g2"].tolist() == [0] and same["log_ratio"].tolist() == [0]


def test_a_vocabulary_of_a_million_words():
    """Six articles of 200,000 words, nearly all of them different: counts stay sparse, and the test is made."""
    random = np.random.default_rng(0)
    columns = np.concatenate([random.choice(1_000_000, 200_000, replace=False) for _ in range(6)])
    rates = sparse.csr_array((np.ones(len(columns)), (np.repeat(np.arange(6), 200_000), columns)), shape=(6, 1_000_000))
    rates = rates[:, np.flatnonzero(np.bincount(columns, minlength=1_000_000))]
    t, p = max_t(rates, np.arange(6) < 3)
    assert len(t) == rates.shape[1] > 700_000 and p.min() >= 0.1
    rank, worst, _ = leave_one_out(rates, np.arange(6) < 3, np.full(rates.shape[1], True))
    assert rank.min() == 1 and (worst >= rank).all()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda c: keyness(c, eras=("2014", "2015")), r'There is no era "2015"\. This corpus has 2014, 2022\.'),
        (
            lambda c: keyness(c, eras=("2014", "2014")),
            r"eras is \('2014', '2014'\)\. Name two different ones of 2014, 2022\.",
        ),
        (lambda c: keyness(c, min_count=0), r"min_count is 0\."),
        (lambda c: keyness(c, ngram=6), r"6 words in a row cannot be counted\."),
        (lambda c: deal_labels(c, level=5), r"level is 5\."),
        (lambda c: deal_labels(c, others=-1), r"others is -1\."),
        (lambda c: keyness(c, eras=5), r"eras is 5"),
        (lambda c: keyness(c, min_count=2.0), r"min_count is 2\.0\."),
        (lambda c: marking_words(c, -1), r"n is -1\."),
        (lambda c: marking_words(c, 3, stop="said"), r'stop is the text "said"'),
        (lambda c: shared_words(c, "5"), r"n is '5'\."),
        (lambda c: separating_words(c, min_count="3"), r"min_count is '3'\."),
        (lambda c: log_likelihood(1, 1, 2, 2, cells=3), r"cells is 3\."),
    ],
)
def test_what_cannot_be_asked(corpus, call, sentence):
    with pytest.raises(TwoCrisesError, match=sentence):
        call(corpus)


def test_sentences_too_short_for_the_sequence(two_eras):
    said = r'No sentence of era "new" has 3 words in a row\. Compare shorter sequences\.'
    with pytest.raises(TwoCrisesError, match=said):
        keyness(two_eras([TEXT], ["Peace now."]).without_cleaning(), ngram=3)


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


def test_eras_stand_in_order_of_time_however_they_are_named(corpus):
    assert keyness(corpus, eras=("2022", "2014")).equals(keyness(corpus))


def test_an_answer_to_another_question_is_not_remembered(corpus):
    keyness(corpus, min_count=2)
    with pytest.raises(TwoCrisesError, match=r"min_count is 2\.0\."):
        keyness(corpus, min_count=2.0)


def test_an_era_whose_article_is_empty_is_called_so(make_corpus):
    toml = ERAS + "[articles.a]\npublished = 2014-03-01\n[articles.b]\npublished = 2022-03-01\n"
    with pytest.raises(TwoCrisesError, match=r'No article has words in era "new", so there is nothing to compare\.'):
        keyness(make_corpus({"a.txt": TEXT * 2, "b.txt": "3.8 C\nNew York\n"}, toml))


def test_the_sampled_deals_are_different_ones_and_mirrors_are_one(two_eras):
    corpus = two_eras([prose(i) for i in range(7)], [prose(i) for i in range(7, 14)])
    deals = deal_labels(corpus, others=400)
    assert len(deals) == 401
    folded = {max(row, tuple(not one for one in row)) for row in deals["in_second"]}
    assert len(folded) == 401


def test_rare_words_have_the_sign_of_their_rates(two_eras):
    """A long era and a short one: a word that only the long one has is its word, however rare."""
    body = "They met on Monday and agreed on the terms of the treaty after long hours of work. "
    corpus = two_eras([body * 30 + "The harvest was good."], [body])
    words = keyness(corpus, min_count=1).set_index("term")
    assert words.loc["harvest", "log_ratio"] < 0 and words.loc["harvest", "percent_difference"] == -100
    signs = np.sign(words["log_ratio"].round(9)) == np.sign(words["rate_new"].round(9) - words["rate_old"].round(9))
    assert signs.all()


def test_eras_of_unequal_length_are_a_doubt(two_eras):
    alike = two_eras([prose(i) for i in range(4)], [prose(i) for i in range(4, 8)])
    assert what_can_be_claimed(alike)["wording"][0] == "supported, where p is small enough"
    longer = two_eras([prose(i) for i in range(4)], [prose(i, 180) for i in range(4, 8)])
    assert "articles of new are 3.0 times as long" in what_can_be_claimed(longer)["wording"][0]
