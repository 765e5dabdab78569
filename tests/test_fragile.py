"""Popular claims: what each says is recounted another way, and on corpora where it does hold."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from twocrises.claims import claims, make_claim
from twocrises.concordance import sentences_at
from twocrises.config import load_config
from twocrises.corpus import ROOT
from twocrises.frequency import content_terms
from twocrises.instruments import CONSTANTS, INSTRUMENTS, score_texts
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
    assert (lost.status == "contradicted") == (lost.numbers["lost"] > 0.05 * lost.numbers["keywords"])
    told = make_claim("popular-instrument", corpus)
    assert told.status == "descriptive" and told.statement.endswith("It holds so far.") and told.survives is True


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
