"""The ledger: each claim recomputed another way, and true of other corpora too."""

import re

import pytest

from twocrises.claims import claims, make_claim
from twocrises.concordance import sentences_at
from twocrises.errors import TwoCrisesError
from twocrises.keyness import permutation_floor

from .conftest import ERAS, TEXT
from .test_repeats import prose

WORDS = ["nato", "crimea", "invasion", "would", "talks"]


@pytest.fixture(scope="module")
def ledger(corpus):
    return claims(corpus, words=WORDS).set_index("id")


def test_every_claim_has_what_a_reader_needs(ledger):
    assert ledger.columns.tolist() == [
        "statement", "status", "n_articles", "method", "leave_one_out", "exploratory", "numbers", "evidence"
    ]  # fmt: skip
    assert set(ledger["status"]) <= {"supported", "descriptive", "contradicted"}
    assert ledger["statement"].str.endswith(".").all() and (ledger["method"] != "").all()
    assert not ledger["statement"].str.contains("[«»*]|nan|None(?! of them gives)").any()


def test_nothing_is_supported_below_the_floor(ledger):
    assert "supported" not in set(ledger["status"])


def test_evidence_resolves_to_sentences_that_hold_the_word(corpus, ledger):
    for word in WORDS:
        texts = sentences_at(corpus, ledger.loc[f"word:{word}", "evidence"])["text"]
        assert len(texts) and texts.str.contains(word, case=False).all()


def test_numbers_of_a_word_claim_from_the_raw_files(corpus, ledger):
    """Recounted with a plain pattern on the kept lines, without tokens, counts or frames of the corpus."""
    rates = {}
    for row in corpus.articles.itertuples():
        kept = corpus.lines[(corpus.lines["article"] == row.article) & corpus.lines["keep"]]["text"]
        rates.setdefault(row.era, []).append(1000 * len(re.findall(r"\bcrimea\b", " ".join(kept), re.I)) / row.n_words)
    numbers = ledger.loc["word:crimea", "numbers"]
    assert numbers["count"] == 9
    for era in ("2014", "2022"):
        assert numbers[f"rate_{era}"] == pytest.approx(sum(rates[era]) / len(rates[era]))


def test_floor_and_size(corpus, ledger):
    assert ledger.loc["floor", "numbers"]["p"] == permutation_floor(2, 3)
    assert ledger.loc["size", "numbers"]["words"] == corpus.articles["n_words"].sum()
    assert ledger.loc["dropped", "numbers"]["dropped"] == 37, "lines a person dropped, tests/golden/seed_lines.csv"


def test_every_number_in_a_statement_is_among_its_numbers_or_settings(corpus, ledger):
    """A statement says nothing it has not computed: its numbers reappear in `numbers`, labels, counts or terms."""
    labels = " ".join(corpus.articles["label"]) + " 1,000 0.05 0.0 "
    for claim_id, row in ledger.iterrows():
        values = [float(v) for v in row["numbers"].values()]
        known = {f"{v:.{d}f}" for v in values for d in range(4)} | {f"{v:,.0f}" for v in values}
        known |= {f"{100 * v:.0f}" for v in values} | {f"{abs(v):.2f}" for v in values} | {str(row["n_articles"])}
        known |= set(re.findall(r"\d[\d,.]*\d|\d", labels)) | {"2014", "2022", "1"}
        if claim_id in ("size", "dropped", "days", "floor", "topic-shift", "separating") or claim_id.startswith(
            "word:"
        ):
            known |= {str(n) for n in range(60)} | {f"{len(corpus.counts.terms):,}"}
        assert set(re.findall(r"\d[\d,.]*\d|\d", row["statement"])) <= known, claim_id


# Other corpora: no sentence may contradict its number


@pytest.mark.parametrize(("old", "new"), [(2, 3), (1, 1), (5, 5), (4, 2)])
def test_the_ledger_is_coherent_on_made_corpora(two_eras, old, new):
    texts = [
        f"{TEXT * (2 + i)}\n\n{prose(i, 120)}\n\nThe treaty of {i} friends was good and the border was quiet that day."
        for i in range(old + new)
    ]
    corpus = two_eras(texts[:old], texts[old:])
    ledger = claims(corpus, words=["treaty", "ministers", "absent"]).set_index("id")
    possible = permutation_floor(old, new) <= 0.05
    assert ("supported" in set(ledger["status"])) <= possible
    slips = r"\bnan\b|None(?! of them gives)|\b1 articles|\b1 words|\b1 different"
    assert not ledger["statement"].str.contains(slips, regex=True).any()
    assert ledger.loc["word:absent", "statement"] == "absent does not occur in the articles of old and new."


def test_copies_count_once_in_what_is_said(two_eras):
    """Ten copies of one old article say "treaty" most; over different texts the new era does."""
    often = f"{prose(0)} The treaty of the treaty is a treaty."
    old = [often] * 10 + [prose(i) for i in range(1, 6)]
    new = [f"{prose(i)} They read the treaty." for i in range(10, 16)]
    corpus = two_eras(old, new)
    claim = make_claim("word:treaty", corpus)
    assert claim.numbers["rate_old"] < claim.numbers["rate_new"]
    assert "(means of the texts' rates)" in claim.statement and "labels of texts" in claim.method
    floor = make_claim("floor", corpus)
    assert floor.statement.startswith("Articles of one era that print the same text count as one. 6 and 6 texts can")
    assert floor.n_articles == 21 and floor.numbers["p"] == permutation_floor(6, 6)
    assert claims(corpus)["statement"].str.contains("nan").sum() == 0


def test_a_day_is_a_doubt_and_decides_nothing(make_corpus):
    texts = {f"{era}{i}.txt": prose(i + 50 * (era == "new")) for era in ("old", "new") for i in range(5)}
    facts = [f"[articles.{name[:-4]}]\npublished = {2014 if 'old' in name else 2022}-03-05" for name in texts]
    floor = make_claim("floor", make_corpus(texts, "\n".join([ERAS, *facts])))
    assert "smallest p is 1.00; that decides nothing and is a reason for doubt." in floor.statement
    assert floor.statement.endswith("a difference is called *supported* if its own p is at most 0.05.")


def test_swapping_the_eras_swaps_the_statement(two_eras):
    a = [f"{TEXT}The border is closed for all of them now."] * 3
    b = [f"{TEXT}The treaty is signed by all of them now."] * 3
    one = make_claim("word:treaty", two_eras(a, b)).statement
    assert "every article of new uses it more than every article of old" in one


def test_swapped_back(two_eras):
    a = [f"{TEXT}The border is closed for all of them now."] * 3
    b = [f"{TEXT}The treaty is signed by all of them now."] * 3
    assert (
        "every article of old uses it more than every article of new"
        in make_claim("word:treaty", two_eras(b, a)).statement
    )


def test_equal_rates_are_no_difference(two_eras):
    corpus = two_eras([TEXT] * 2, [TEXT] * 3)
    assert "there is no difference" in make_claim("word:ministers", corpus).statement


def test_a_claim_that_is_not_there(corpus):
    with pytest.raises(
        TwoCrisesError, match=r'There is no claim "wordz"\. The ledger has size, dropped, .*, and word:TERM\.'
    ):
        make_claim("wordz", corpus)


def test_a_claim_about_several_words_in_a_row(corpus):
    claim = make_claim("word:Prime Minister", corpus)
    assert claim.id == "word:prime minister" and claim.numbers["count"] == 4 and len(claim.evidence) == 4
    assert claims(corpus, words=["prime minister"])["id"].iloc[-1] == "word:prime minister"


def test_the_article_that_is_named_is_the_one_that_was_left_out(make_corpus):
    """Undated articles of the first era stand last, so the eras interleave."""
    texts = {f"{name}.txt": prose(i) for i, name in enumerate("abcd")}
    texts["a.txt"] += " They saw a zebra there."
    texts["c.txt"] += " They saw the zebra, the zebra and the zebra."
    facts = {"a": 'era = "old"', "b": 'era = "old"', "c": "published = 2022-03-01", "d": "published = 2022-03-02"}
    toml = ERAS + "".join(f'[articles.{name}]\norigin = "{name}"\n{fact}\n' for name, fact in facts.items())
    said = make_claim("word:zebra", make_corpus(texts, toml)).leave_one_out
    assert said == "leaving out «c, 1 Mar 2022» turns the direction round"


def test_equal_groups_are_no_difference(two_eras):
    texts = [f"{prose(i)} They would meet on Monday, and it was late." for i in range(4)]
    said = make_claim("modality", two_eras(texts[:2], texts[2:]))
    assert said.statement.count("there is no difference") == 2
    assert said.leave_one_out.count("there is no difference that leaving out an article could turn round") == 2


def test_the_articles_of_an_era_are_meant_where_they_are_named(two_eras):
    """Two printings of one text, one of them without its last lines: their mean is high, one of them is not."""
    shared = prose(1, 120)
    old = [shared + " They would. They would. They would. They would go.", shared]
    new = [prose(2) + " They would go there.", prose(3) + " They would go there."]
    assert "every article" not in make_claim("modality", two_eras(old, new)).statement


def test_a_sample_of_labelings_is_not_called_the_end_of_all_tests(two_eras):
    said = make_claim("floor", two_eras([prose(i) for i in range(12)], [prose(i) for i in range(12, 25)])).statement
    assert "Our test goes through a sample of them, and cannot reach a p below 0.0001." in said
