"""Popular claims: what each says is recounted another way, and on corpora where it does hold."""

import re
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import bootstrap, chi2

from twocrises.claims import Difference, TooSmallError, claims, fragile, make_claim
from twocrises.claims.summary import survivals
from twocrises.concordance import sentences_at
from twocrises.config import load_config
from twocrises.corpus import ROOT
from twocrises.frequency import content_terms, count_terms
from twocrises.instruments import CONSTANTS, INSTRUMENTS, score_texts
from twocrises.sentiment import bootstrap_difference
from twocrises.topics import topics

from .test_repeats import prose

POPULAR = ["popular-instrument", "popular-keywords", "popular-word", "popular-topic"]


def counted(corpus, without=None):
    """Words of each era counted with a plain Counter over the kept text, as a newcomer would."""
    tokens = corpus.tokens
    era = tokens["article"].astype(str).map(corpus.articles.set_index("article")["era"].astype(str))
    keep = tokens["article"].astype(str) != without
    return pd.crosstab(tokens["term"].astype(str)[keep], era[keep])


def announced(table):
    """Keywords by the formula of G² in its textbook form, 2 Σ O ln(O/E)."""
    sizes = table.sum()
    observed = np.stack([table["2014"], table["2022"], sizes["2014"] - table["2014"], sizes["2022"] - table["2022"]])
    total = sizes.sum()
    word = table.sum(axis=1).to_numpy()
    expected = np.stack([sizes[era] * part / total for part in (word, total - word) for era in ("2014", "2022")])
    with np.errstate(divide="ignore", invalid="ignore"):
        g2 = 2 * np.nansum(np.where(observed > 0, observed * np.log(observed / expected), 0), axis=0)
    g2 = pd.Series(g2, index=table.index)
    more = np.sign(table["2022"] / sizes["2022"] - table["2014"] / sizes["2014"])
    return g2, {word: more[word] for word in g2.index[(g2 >= chi2.isf(0.05, 1)) & (word >= 3)]}


def test_at_least_four_popular_claims_fall_and_ten_differences_stand(corpus):
    """The bars of the comparison; words that were chosen because they differ are not among the ten."""
    ledger = claims(corpus).set_index("id")
    assert (ledger.loc[POPULAR, "status"] == "contradicted").all()
    assert not ledger.loc[POPULAR, "survives"].astype(bool).any()
    marks = [f"word:{word}" for word in re.findall(r"[a-z]+", ledger.loc["marks", "statement"])]
    stand = ledger[ledger["survives"].fillna(False) & ~ledger.index.isin(marks)]
    quantities = {(one.quantity, one.unit) for one in stand["difference"] if one is not None}
    assert len(quantities) >= 10


def test_every_claim_names_its_rival_if_it_compares(corpus):
    ledger = claims(corpus)
    compares = ledger["more_in"].notna()
    assert (ledger.loc[compares, "rival"] != "").all() and (ledger.loc[compares, "decided_by"] != "").all()


def test_evidence_of_every_claim_leads_to_its_sentence(corpus):
    ledger = claims(corpus)
    addresses = sorted({address for evidence in ledger["evidence"] for address in evidence})
    found = sentences_at(corpus, addresses)
    assert len(addresses) > 100 and found["address"].tolist() == addresses
    for row in found.itertuples():
        article = row.address.rpartition("#s")[0]
        assert corpus.source[article][row.start : row.end] == row.text
    for kind in ("word:", "frame:", "tone:", "role:"):
        own = ledger[ledger["id"].str.startswith(kind) & ledger["more_in"].notna()]
        assert len(own) and (own["evidence"].str.len() > 0).all(), kind


def test_keywords_fall_off(corpus):
    _, whole = announced(counted(corpus))
    lost, worst = set(), {}
    for article, label in zip(corpus.articles["article"], corpus.articles["label"], strict=True):
        _, rest = announced(counted(corpus, article))
        gone = {word for word in whole if rest.get(word) != whole[word]}
        lost |= gone
        worst[label] = len(gone)
    claim = make_claim("popular-keywords", corpus)
    assert (claim.numbers["keywords"], claim.numbers["lost"]) == (len(whole), len(lost))
    assert claim.numbers["worst"] == max(worst.values()) and max(worst, key=worst.get) in claim.statement


def test_the_word_of_one_text(corpus):
    g2, words = announced(counted(corpus))
    holding = corpus.tokens.groupby("term", observed=True)["article"].nunique()
    single = [word for word in words if holding[word] == 1 and content_terms([word])[0]]
    claim = make_claim("popular-word", corpus)
    best = max(single, key=lambda word: round(g2[word], 6))
    assert claim.difference.quantity == f"«{best}»" and claim.numbers["single"] == len(single)
    assert claim.numbers["g2"] == pytest.approx(g2[best])
    (holder,) = corpus.tokens.loc[corpus.tokens["term"] == best, "article"].unique()
    assert claim.difference.turned_by == (corpus.articles.set_index("article").loc[holder, "label"],)


def test_one_instrument_is_turned_by_the_articles_named(corpus):
    means, sign = {}, {}
    scores = score_texts(corpus.sentences["text"].astype(str), progress=False)
    for name in INSTRUMENTS:
        hit = scores[f"{name}_hits"] > 0
        own = (
            scores.loc[hit, name].groupby(corpus.sentences.loc[hit.to_numpy(), "article"].astype(str).to_numpy()).mean()
        )
        means[name] = own.reindex(corpus.articles["article"]) / CONSTANTS[name][1]
        sign[name] = np.sign(means[name].iloc[2:].mean() - means[name].iloc[:2].mean())
    claim = make_claim("popular-instrument", corpus)
    own = means["TextBlob"]
    turned = [
        label
        for i, label in enumerate(corpus.articles["label"])
        if np.sign(own.iloc[[k for k in (2, 3, 4) if k != i]].mean() - own.iloc[[k for k in (0, 1) if k != i]].mean())
        != sign["TextBlob"]
    ]
    assert turned and [label for label in corpus.articles["label"] if label in claim.leave_one_out] == turned
    assert claim.numbers["against"] == sum(one != sign["TextBlob"] for one in sign.values())


def test_the_topic_that_does_not_come_back(corpus):
    claim, quality = make_claim("popular-topic", corpus), topics(corpus).quality.set_index("topic")
    assert claim.numbers["stability"] in quality["stability"].tolist()
    assert claim.numbers["stability"] < claim.numbers["line"] and claim.survives is False


def test_claims_that_do_hold_are_not_contradicted(two_eras):
    """Six texts an era, of which each says the word of its era often: no single one decides."""
    old, new = (
        [f"{prose(i + k)} {word} {word} {word} {word}." for i in range(6)] for k, word in ((0, "Zebra"), (9, "Yak"))
    )
    corpus = two_eras(
        [f"{text} It was a war and a horror." for text in old], [f"{text} It was good joy." for text in new]
    )
    lost = make_claim("popular-keywords", corpus)
    assert lost.numbers["keywords"] - lost.numbers["lost"] >= 2, "zebra and yak"
    assert (lost.status == "contradicted") == (lost.numbers["mean_lost"] > 0.05 * lost.numbers["keywords"])
    one = make_claim("popular-instrument", corpus)
    assert one.status == "descriptive" and one.statement.endswith("It holds so far.") and one.survives is True


def test_what_is_supported_has_an_interval_or_a_reason(two_eras):
    old, new = ([f"{prose(i + k)} {word}" for i in range(11)] for k, word in ((0, "zebra."), (20, "yak.")))
    new = [f"{text} {'Yak. ' * i}" for i, text in enumerate(new)]
    ledger = claims(two_eras(old, new), words=["yak"]).set_index("id")
    low, high = re.findall(r"[+−][\d.]+", ledger.loc["word:yak", "interval"])
    found = ledger.loc["word:yak", "difference"]
    assert found.interval[0] < found.means[1] - found.means[0] < found.interval[1]
    assert float(low) > 0 and float(high) > float(low)
    assert (ledger["interval"] != "").all()


def test_the_seeds_have_the_frames_of_the_question():
    assert list(load_config(ROOT / "seeds" / "corpus.toml").frames) == [
        "talks", "sanctions", "troops", "borders", "guarantees"
    ]  # fmt: skip


# The summary


def test_the_summary_counts_and_names_what_the_ledger_has(corpus):
    ledger = claims(corpus).set_index("id")
    said = make_claim("summary", corpus)
    assert ledger.loc["summary", "numbers"] == said.numbers
    kinds = ledger.index.str.match(r"frame:|role:|voice:|quoted-share|topic-shift")
    found = {one.quantity: one for one in ledger.loc[kinds, "difference"]}
    named = {name.rpartition(", ")[0] for name in said.numbers if ", " in name}
    assert named <= set(found) and len(named) >= 6
    for name in named:
        one = found[name]
        assert [said.numbers[f"{name}, {era}"] for era in one.eras] == list(one.means)
        less = said.statement.partition("Much the same")[0]
        if name in less:
            more = said.statement.index(f"The articles of {one.more_in} have more")
            assert one.survives and more < said.statement.index(name)
    outside = [one for one in found.values() if any(max(pair) > 1.25 * min(pair) for pair in alone(one))]
    assert said.numbers["turned"] == sum(one.survives is False for one in outside)
    assert "phase" in said.statement and said.statement.endswith(
        "No test supports any of it as more than a description."
    )


def alone(one):
    return [one.means, *(pair[1:] for pair in one.without)]


def test_the_summary_swaps_with_the_eras(two_eras):
    a, b = (
        [f"{prose(i + k)} {word}" for i in range(3)] for k, word in ((0, "They would go. " * 3), (9, "It was so. " * 4))
    )
    for first, second, era in ((a, b, "old"), (b, a, "new")):
        said = make_claim("summary", two_eras(first, second)).statement
        assert re.search(rf"The articles of {era} have more [^.]*«what might be»", said)


def test_the_summary_of_equal_sets(two_eras):
    texts = [f"{prose(i)} They would meet." for i in range(4)]
    said = make_claim("summary", two_eras(texts[:2], [texts[0] + " ", texts[1] + " "])).statement
    assert "have more" not in said and "nan" not in said and "inf" not in said


# What survives, and what would by chance


def test_how_many_directions_stay_by_chance(corpus):
    """Every labeling of the five articles, each article left out in turn, in plain loops over rates from the counts."""
    groups = ["talks", "sanctions", "troops", "borders", "guarantees"]
    frames = {name: list(load_config(ROOT / "seeds" / "corpus.toml").frames[name]) for name in groups}
    rates = count_terms(corpus, frames, per=1000).droplevel("era", axis=1)[corpus.articles["label"]].to_numpy()

    def stays(row, second):
        def sign(without=None):
            a, b = ([row[i] for i in range(5) if (i in second) is later and i != without] for later in (False, True))
            return np.sign(round(np.mean(b) - np.mean(a), 9))

        return sign() != 0 and all(sign(i) == sign() for i in range(5))

    counts = {second: sum(stays(row, second) for row in rates) for second in combinations(range(5), 3)}
    true, others, n = survivals([make_claim(f"frame:{name}", corpus).difference for name in groups])
    assert (true, n) == (counts.pop((2, 3, 4)), 5)
    assert sorted(others) == sorted(counts.values())


def test_mirror_images_are_one_labeling():
    one = Difference(
        "x", "", ("a", "b"), (1.5, 3.5), (2, 2), (("k", 2, 3.5), ("l", 1, 3.5), ("m", 1.5, 4), ("n", 1.5, 3)), None
    )
    true, others, n = survivals([one])
    assert (true, n, len(others)) == (1, 1, 4), "six ways to label four texts, without the true one and its mirror"


def test_the_ledger_sets_what_stays_against_chance(corpus):
    claim = make_claim("ledger", corpus)
    numbers, statement = claim.numbers, claim.statement
    assert numbers["low"] <= numbers["mean"] <= numbers["high"] and numbers["ways"] == 9
    assert ("no evidence by itself" in statement) == (numbers["not_chosen_stay"] <= numbers["high"])
    assert numbers["compared"] == numbers["stay"] + numbers["lost"] + numbers["none"]


def test_where_no_article_can_be_left_out_nothing_holds(two_eras):
    corpus = two_eras([f"{prose(1)} It was good."], [f"{prose(2)} It was bad."])
    for name in POPULAR:
        with pytest.raises(TooSmallError):
            make_claim(name, corpus)
    assert "whichever" not in make_claim("ledger", corpus).statement
    assert make_claim("word:good", corpus).interval.startswith("none: 1 and 1 article; below 10")


def test_copies_of_a_text_are_named_as_such(two_eras):
    often = f"{prose(1)} The treaty of the treaty is a treaty."
    corpus = two_eras([often] * 3 + [prose(i) for i in (2, 3)], [prose(4), f"{prose(5)} The treaty."])
    found = make_claim("word:treaty", corpus).difference
    assert "old 0, 1 Jan 2014 and its 2 copies" in found.turned_by and found.unit_of_test == "text"
    assert found.n == (3, 2) and "3 and 2 texts" in found.interval_says


def test_the_interval_is_that_of_a_library():
    random = np.random.default_rng(7)
    a, b = random.normal(0, 1, 14), random.normal(1, 2, 20)
    theirs = bootstrap(
        (a, b), lambda x, y, axis: y.mean(axis=axis) - x.mean(axis=axis), n_resamples=9_999, method="percentile", rng=1
    ).confidence_interval
    assert bootstrap_difference(a, b) == pytest.approx((theirs.low, theirs.high), abs=0.07)
    many = bootstrap_difference(np.tile(a, 500), np.tile(b, 500))
    half = 1.96 * np.sqrt(a.var() / 7_000 + b.var() / 10_000)
    assert many == pytest.approx((b.mean() - a.mean() - half, b.mean() - a.mean() + half), rel=0.02)


@pytest.mark.parametrize(
    ("without", "says"),
    [
        ((("k", 1, 0), ("l", 1, 1), ("m", 1, 2)), "leaving out «k» or «l» turns the direction round"),
        ((("k", 1, 1), ("l", 1, 2)), "leaving out «k» takes the difference away"),
        ((("k", 1, 2), ("l", 1, 3)), "the direction stays the same whichever article that can be is left out"),
        ((("k", 1, 2), ("l", 1, 3), ("m", 1, 3)), "the direction stays the same whichever article is left out"),
        ((), "no article can be left out"),
    ],
)
def test_what_leaving_out_does_in_words(without, says):
    assert Difference("x", "", ("a", "b"), (1.0, 2.0), (1, 2), without, None).leave_one_out == says


def told(direction, turned=(), p=0.01):
    one = Difference(
        "tone", "", ("old", "new"), (0.0, direction), (1, 1), (("k", 0, -direction if turned else direction),), None
    )
    return SimpleNamespace(difference=one, numbers={"p": p})


@pytest.mark.parametrize(
    ("first", "other", "status"),
    [
        (told(0.5), told(0.2), "descriptive"),
        (told(0.5), told(-0.2), "contradicted"),
        (told(0.5, "k"), told(0.2), "contradicted"),
        (told(0.5, p=0.2), told(0.2), "contradicted"),
    ],
)
def test_one_instrument_needs_the_others_every_article_and_a_small_p(corpus, monkeypatch, first, other, status):
    monkeypatch.setattr(
        "twocrises.claims.fragile.instrument_claim", lambda name, corpus: first if name == "TextBlob" else other
    )
    assert fragile.CLAIMS["popular-instrument"](corpus).status == status


@pytest.mark.parametrize(
    ("gone", "flipped", "status"), [(1, 0, "descriptive"), (2, 0, "contradicted"), (0, 2, "contradicted")]
)
def test_a_list_may_lose_one_word_in_twenty(corpus, monkeypatch, gone, flipped, status):
    """Of twenty keywords so many fall off, or change sides, whichever article is left out."""

    def keywords_of(pair, keep):
        kept, later = np.ones(20, dtype=bool), np.ones(20, dtype=bool)
        if not keep.all():
            kept[:gone], later[20 - flipped :] = False, False
        return kept, later

    monkeypatch.setattr("twocrises.claims.fragile._keywords_of", keywords_of)
    claim = fragile.CLAIMS["popular-keywords"](corpus)
    assert claim.status == status and claim.numbers["lost"] == claim.numbers["mean_lost"] == gone + flipped


def test_every_quantity_of_articles_counts_copies_once_and_names_them(two_eras):
    """Words, frames, voices and length alike: three copies of a long text are one text."""
    often = f"{prose(1)} {prose(2)} They would say that the treaty holds."
    corpus = two_eras([often] * 3 + [prose(3)], [prose(4), f"{prose(5)} They would go."])
    ledger = claims(corpus, words=["treaty"]).set_index("id")
    for name in ("length", "quoted-share", "frame:what might be", "voice:narrator", "word:treaty"):
        found = ledger.loc[name, "difference"]
        assert found.n == (2, 2) and found.unit_of_test == "text", name
        assert found.without[0][0] == "old 0, 1 Jan 2014 and its 2 copies", name
