"""The ledger: each claim recomputed another way, and true of other corpora too."""

import re
from itertools import combinations, product
from math import comb

import numpy as np
import pandas as pd
import pytest

from twocrises.claims import TooSmallError, claims, make_claim
from twocrises.concordance import sentences_at
from twocrises.display import say
from twocrises.errors import TwoCrisesError
from twocrises.instruments import CONSTANTS, INSTRUMENTS, score_texts
from twocrises.keyness import permutation_floor
from twocrises.sentiment import tone
from twocrises.specifications import specifications
from twocrises.stability import draws_say, numbers_without, refits, topics_by_lot
from twocrises.topics import numbers_of_topics, topics, topics_beside_keyness, topics_by_era
from twocrises.wording import lower_bound, p_value, percent

from .conftest import ERAS, TEXT
from .test_clusters import BANK, WAR
from .test_clusters import prose as about
from .test_repeats import prose
from .test_sentiment import BAD, DULL, GERMAN, GOOD, KERRY, made
from .test_speech import SIDES, corpus_of

WORDS = ["nato", "crimea", "invasion", "would", "talks"]


@pytest.fixture(scope="module")
def ledger(corpus):
    return claims(corpus, words=WORDS).set_index("id")


def test_every_claim_has_what_a_reader_needs(ledger):
    assert ledger.columns.tolist() == [
        "statement", "status", "more_in", "survives", "interval", "n_articles", "method", "leave_one_out",
        "exploratory", "rival", "decided_by", "numbers", "evidence", "difference",
    ]  # fmt: skip
    assert set(ledger["status"]) <= {"supported", "descriptive", "contradicted"}
    assert ledger["statement"].str.endswith(".").all() and (ledger["method"] != "").all()
    assert not ledger["statement"].str.contains("[«»*]|nan|None(?! of them gives| is supported)").any()


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


def test_every_number_in_a_statement_is_among_its_numbers(corpus, ledger):
    """A statement says nothing it has not computed. Days in the label of an article are no numbers of the claim."""
    for claim_id, row in ledger.iterrows():
        statement = row["statement"]
        for label in corpus.articles["label"]:
            statement = statement.replace(label, "")
        # What a rate is a rate of, what an index is measured against, and the labels of the eras.
        statement = re.sub(r"per 1,000 words|\bG2\b|\b2014\b|\b2022\b", "", statement)
        statement = re.sub(r"1 is the same sorting(,| and) 0 what chance gives", "", statement)
        values = [float(v) for v in row["numbers"].values()]
        known = {f"{v:,.0f}" for v in values if v == int(v)} | {f"{100 * v:.0f}" for v in values if 0 <= v <= 1}
        known |= {f"{abs(v):.{digits}f}" for v in values for digits in (0, 1, 2)}
        known |= {p_value(v) for v in values if 0 <= v <= 1} | {lower_bound(v) for v in values if 1e-6 <= v <= 1}
        said = set(re.findall(r"\d[\d,.]*\d|\d", statement))
        assert said <= known, f"{claim_id}: {said - known}"


def test_topic_claims_from_the_frames(corpus, ledger):
    """Recounted in other ways than the claims do."""
    found = topics(corpus)
    shares = found.articles.set_index("era")[[f"topic_{n}" for n in range(1, found.n_topics + 1)]].astype(float)
    change = shares.loc["2022"].mean() - shares.loc["2014"].mean()
    numbers, most = ledger.loc["topic-shift", "numbers"], change.abs().idxmax()
    assert most == f"topic_{numbers['topic']:.0f}"
    assert numbers["min_2014"] == pytest.approx(shares.loc["2014", most].min())
    assert numbers["max_2022"] == pytest.approx(shares.loc["2022", most].max())
    assert numbers["p"] >= numbers["floor"] == permutation_floor(2, 3)
    lists = found.quality["top_terms"].str.split(", ")
    rate = {
        era: [1000 * corpus.counts.frame[terms].loc[articles].div(size, axis=0).mean() for terms in lists]
        for era in ("2014", "2022")
        for articles, size in [
            (
                corpus.articles.loc[corpus.articles["era"] == era, "article"],
                corpus.articles.set_index("article")["n_words"],
            )
        ]
    }
    later = [np.sign(b - a).sum() for a, b in zip(rate["2014"], rate["2022"], strict=True)]
    agree = np.sum(np.sign(later) == np.sign(change.to_numpy()))
    assert ledger.loc["topic-keyness", "numbers"]["agree"] == agree
    low, high = (getattr(found.quality["stability"], end)() for end in ("min", "max"))
    assert [ledger.loc["topic-stability", "numbers"][name] for name in ("low", "high")] == [low, high]


def test_topics_that_pass_every_test_from_the_frames(corpus, ledger):
    found, numbers = topics(corpus), ledger.loc["topic-bet", "numbers"]
    kept = refits(found, corpus, "without").groupby("topic")["overlap"].min() >= 0.5
    dealt = topics_by_lot(found, corpus)["coherence"]
    coherent = [(dealt >= own).sum() <= 0.05 * len(dealt) for own in found.quality["coherence"]]
    apart = topics_by_era(found, corpus)["separates"]
    drawn = found.quality["survives"]
    assert [numbers[name] for name in ("drawn", "without", "coherent", "apart")] == [
        drawn.sum(), kept.sum(), sum(coherent), apart.sum()
    ]  # fmt: skip
    every = drawn.to_numpy(dtype=bool) & kept.to_numpy() & np.array(coherent) & apart.to_numpy()
    assert numbers["all"] == every.sum() == 0
    assert ledger.loc["topic-bet", "statement"].endswith("No topic passes all four.")


def test_what_the_ledger_says_of_draws_is_true_of_them(corpus, ledger):
    row = ledger.loc["topic-stability"]
    assert "(all 126 possible draws)" in row["statement"] and row["interval"].startswith("none: all 126 possible draws")
    assert "20" not in row["method"]
    assert ledger.loc["topic-lda", "interval"].startswith("none: this is one pair of seeds")
    six = topics(corpus, 3, samples=6)
    assert draws_say(six) == "6 draws by lot" and not six.model.draws().exact


def test_the_largest_loss_and_what_lies_apart_are_named(corpus, ledger):
    found = topics(corpus)
    again = refits(found, corpus, "without")
    worst = again.loc[again["overlap"].idxmin()]
    assert worst["overlap"] == 0
    assert f"nothing is left of topic {worst['topic']} {worst['refit']}." in ledger.loc["topic-without", "statement"]
    table = topics_by_era(found, corpus)
    least = table[table["separates"]].sort_values("p").iloc[-1]
    ways = round(least["p"] * comb(5, 2))
    assert f"topic {least['topic']}, in {ways} of 10 ways" in ledger.loc["topic-shift", "statement"]


def test_the_rule_is_told_with_what_changes_it(corpus, ledger):
    statement, numbers = ledger.loc["topic-number", ["statement", "numbers"]]
    without = numbers_without(corpus)
    assert numbers["same"] == (without["topics"] == 3).sum() == 4
    (other,) = without.loc[without["topics"] != 3, "left_out"]
    assert f"takes 3 in 4 of 5 cases, else {without['topics'].max()} (without {other})." in statement
    windows = numbers_of_topics(corpus, "window")
    assert numbers["windows"] == windows["topics"][windows["product"].idxmax()]
    assert numbers["dealt"] == pytest.approx(topics_by_lot(topics(corpus), corpus)["coherence"].mean())


TOPIC_CLAIMS = [
    "topic-rebuilt", "topic-number", "topic-shift", "topic-stability", "topic-without", "topic-bet", "popular-topic",
]  # fmt: skip


def topic_claims(corpus):
    """What the ledger can say of the topics of a corpus, and nothing that it has not computed."""
    found = {}
    for name in TOPIC_CLAIMS:
        try:
            found[name] = make_claim(name, corpus)
        except TooSmallError:
            continue
    for name, claim in found.items():
        text = re.sub(r"«[^»]*»|\bold\b|\bnew\b", "", claim.statement)
        values = [float(value) for value in claim.numbers.values()]
        known = {f"{v:,.0f}" for v in values if v == int(v)} | {f"{100 * v:.0f}" for v in values if 0 <= v <= 1}
        known |= {f"{abs(v):.2f}" for v in values} | {p_value(v) for v in values if 0 <= v <= 1}
        known |= {lower_bound(v) for v in values if 1e-6 <= v <= 1}
        assert set(re.findall(r"\d[\d,.]*\d|\d", text)) <= known, (name, text)
        assert not re.search(r"\bnan\b|\bNone\b", f"{text} {claim.interval} {claim.leave_one_out} {claim.method}"), name
    return found


def test_topics_of_two_articles(two_eras):
    claims_ = topic_claims(two_eras([paragraphs(4, 1)], [paragraphs(2, 2)]))
    assert {"topic-rebuilt", "topic-without"} <= set(claims_)
    assert not {"topic-stability", "topic-bet"} & set(claims_), "nothing can be drawn anew"


def test_topics_of_copies(two_eras):
    """Three texts in six articles have ten draws."""
    one, other, third = (paragraphs(n, 10 * n) for n in (1, 3, 5))
    claims_ = topic_claims(two_eras([one, one, other], [third, third, other]))
    assert "(all 10 possible draws)" in claims_["topic-stability"].statement
    assert "whichever text is left out" in claims_["topic-bet"].statement


def test_topics_of_many_articles(two_eras):
    texts = [about(1_000 + i, WAR if i % 3 else BANK, 60) for i in range(120)]
    claims_ = topic_claims(two_eras(texts[:60], texts[60:]))
    rebuilt, stable, bet = (claims_[name] for name in ("topic-rebuilt", "topic-stability", "topic-bet"))
    assert rebuilt.statement.startswith("All 120 articles take part") and "TF-IDF" not in rebuilt.statement
    assert "(20 draws by lot)" in stable.statement and "standard error of at most" in stable.interval
    assert bet.numbers["left_out"] == 40 and "whichever of 40 articles is left out" in bet.statement
    assert "pass all four" in bet.statement or "passes all four" in bet.statement


def test_topics_of_one_era(make_corpus):
    corpus = make_corpus({f"{i}.txt": f"{paragraphs(i, 30 + i)}\n\n{paragraphs(3, 40 + i)}" for i in range(5)})
    assert "126 possible draws" in make_claim("topic-stability", corpus).statement
    assert make_claim("topic-number", corpus).numbers["left_out"] == 5
    for name in ("topic-bet", "topic-shift"):
        with pytest.raises(TwoCrisesError):
            make_claim(name, corpus)


def test_topics_say_the_opposite_where_the_eras_are_swapped(two_eras):
    war, bank = ([about(i, words, 120) for i in range(3)] for words in (WAR, BANK))
    one, other = two_eras(war, bank), two_eras(bank, war)
    first, second = (make_claim("topic-shift", corpus) for corpus in (one, other))
    assert "larger in every article of" in first.statement
    numbers, swapped = first.numbers, second.numbers
    assert (numbers["min_old"], numbers["max_new"]) == pytest.approx((swapped["min_new"], swapped["max_old"]))
    assert first.statement != second.statement


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
    slips = r"\bnan\b|None(?! of them gives| is supported)|\b1 articles|\b1 words|\b1 different"
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
        TwoCrisesError,
        match=r"There is no claim \"wordz\"\. The ledger has summary, ledger, .*, and of frame:NAME, .* any\.",
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


# Tone and voices: each number once more, from the scores of the sentences


@pytest.fixture(scope="module")
def scored(corpus):
    """Every sentence of the seeds with its scores, what no instrument knows missing."""
    frame = corpus.sentences[["article", "text"]].astype(str)
    scores = score_texts(frame["text"], progress=False)
    for name in INSTRUMENTS:
        frame[name] = scores[name].where(scores[f"{name}_hits"] > 0)
    frame["panel"] = scores["panel"].where(scores["panel_n"] > 0)
    return frame.assign(
        panel_n=scores["panel_n"], era=frame["article"].map(corpus.articles.set_index("article")["era"])
    )


def test_what_was_scored(ledger, scored):
    numbers = ledger.loc["tone-scored", "numbers"]
    assert numbers["sentences"] == len(scored) and numbers["nobody"] == scored["panel"].isna().sum()
    assert {name: numbers[name] for name in INSTRUMENTS} == scored[list(INSTRUMENTS)].isna().sum().to_dict()


def test_how_often_instruments_agree(ledger, scored):
    shares = {}
    for one, other in combinations(INSTRUMENTS, 2):
        product = (scored[one] * scored[other]).dropna()
        shares[one, other] = (product > 0).sum() / (product != 0).sum()
    numbers, statement = ledger.loc["tone-agree", ["numbers", "statement"]]
    assert (numbers["lowest"], numbers["highest"]) == pytest.approx((min(shares.values()), max(shares.values())))
    assert f"({' and '.join(min(shares, key=shares.get))})" in statement
    three = scored[scored["panel_n"] >= 3][list(INSTRUMENTS)]
    divided = (three > 0).any(axis=1) & (three < 0).any(axis=1)
    assert (numbers["three"], numbers["divided"]) == (len(three), divided.sum())


def test_the_tone_of_the_eras(ledger, scored):
    means = scored.groupby(["era", "article"])["panel"].mean()
    numbers = ledger.loc["tone", "numbers"]
    for era in ("2014", "2022"):
        assert (numbers[f"low_{era}"], numbers[f"high_{era}"]) == pytest.approx((means[era].min(), means[era].max()))
    difference = means["2022"].mean() - means["2014"].mean()
    assert numbers["difference"] == pytest.approx(difference)
    values = means.to_numpy()
    dealt = [
        abs(np.delete(values, chosen).mean() - values[list(chosen)].mean()) for chosen in combinations(range(5), 2)
    ]
    assert numbers["p"] == pytest.approx(np.mean([value >= abs(difference) - 1e-9 for value in dealt]))
    darker = ledger.loc["tone-darker", "numbers"]
    assert darker == pytest.approx({f"mean_{era}": means[era].mean() for era in ("2014", "2022")} | {"p": numbers["p"]})
    for name in INSTRUMENTS:
        own = scored.groupby(["era", "article"])[name].mean().groupby("era").mean() / CONSTANTS[name][1]
        assert ledger.loc["tone-instruments", "numbers"][name] == pytest.approx(own["2022"] - own["2014"])


def test_the_order_of_articles(corpus, ledger, scored):
    means = scored.groupby("article")["panel"].mean()
    kept = corpus.lines[corpus.lines["keep"]].groupby("article", observed=True)["text"].agg("\n".join)
    whole = dict(zip(kept.index.astype(str), kept, strict=True))
    scores = pd.Series(score_texts(whole.values(), progress=False)["panel"].to_numpy(), index=list(whole))
    turned = sum((means[a] - means[b]) * (scores[a] - scores[b]) < 0 for a, b in combinations(whole, 2))
    assert ledger.loc["tone-order", "numbers"] == {"turned": turned, "pairs": 10}


def test_whose_words(corpus, ledger):
    numbers, statement = ledger.loc["voices", ["numbers", "statement"]]
    for era in ("2014", "2022"):
        assert sum(value for name, value in numbers.items() if name.endswith(era)) == pytest.approx(1)
    assert f"The narrator has {percent(numbers['narrator_2014'])} of the words" in statement
    silent = set(corpus.config.sides.values()) - {name[:-5] for name, value in numbers.items() if value}
    assert not any(side in statement for side in silent)


def test_the_parts_of_the_difference(ledger):
    numbers = ledger.loc["tone-composition", "numbers"]
    assert numbers["from_weight"] + numbers["from_tone"] == pytest.approx(numbers["difference"])
    assert numbers["mean_2022"] - numbers["mean_2014"] == pytest.approx(numbers["difference"])


def test_the_first_and_the_last_quarter(corpus, ledger, scored):
    """The place of a sentence from the words before it, counted by the tokens."""
    tokens = corpus.tokens.groupby(["article", "sentence"], observed=True).size()
    changes = []
    for article in corpus.source:
        words = tokens[article].reindex(range(tokens[article].index.max() + 1), fill_value=0).to_numpy()
        middle = (np.cumsum(words) - words / 2) / words.sum()
        own = scored.loc[scored["article"] == article, "panel"].to_numpy()
        changes.append(np.nanmean(own[middle >= 0.75]) - np.nanmean(own[middle < 0.25]))
    numbers = ledger.loc["tone-position", "numbers"]
    assert (numbers["articles"], numbers["higher"]) == (5, sum(change > 0 for change in changes))
    assert (numbers["low"], numbers["high"]) == pytest.approx((min(changes), max(changes)))


def test_days_add_up(ledger):
    numbers = ledger.loc["tone-days", "numbers"]
    assert numbers["past"] + numbers["same"] + numbers["future"] == numbers["placed"] <= numbers["naming"]


def test_choices_add_up(ledger):
    numbers = ledger.loc["tone-choices", "numbers"]
    assert numbers["higher"] + numbers["not_higher"] == numbers["combinations"] and numbers["labelings"] == 10
    assert numbers["low"] <= numbers["median"] <= numbers["high"]


TONE = ["tone-scored", "tone-agree", "tone", "tone-darker", "tone-instruments", "tone-order", "voices",
        "tone-composition", "tone-position", "tone-days", "tone-choices"]  # fmt: skip


@pytest.fixture(scope="module")
def dark_and_bright():
    """Three terrible articles and three good ones, and the same with the eras swapped."""
    one, other = (
        [f"{prose(i, 40)} {text} {text}" for i in group] for text, group in ((BAD, range(3)), (GOOD, range(3, 6)))
    )
    return made(one, other), made(other, one)


def test_swapping_the_eras_swaps_what_is_said_of_tone(dark_and_bright):
    one, other = (make_claim("tone", corpus) for corpus in dark_and_bright)
    assert "Every article of new scores higher than every one of old." in one.statement
    assert "Every article of new scores lower than every one of old." in other.statement
    assert one.numbers["difference"] == pytest.approx(-other.numbers["difference"])
    assert one.numbers["low_old"] == pytest.approx(other.numbers["low_new"]) and one.numbers["p"] == other.numbers["p"]
    darker = [make_claim("tone-darker", corpus) for corpus in dark_and_bright]
    assert [claim.status for claim in darker] == ["contradicted", "descriptive"]
    assert "every article of it scores lower than every earlier one" in darker[1].statement
    choices = [make_claim("tone-choices", corpus).numbers for corpus in dark_and_bright]
    assert choices[0]["median"] == pytest.approx(-choices[1]["median"])
    assert choices[0]["low"] == pytest.approx(-choices[1]["high"])
    parts = [make_claim("tone-composition", corpus).numbers for corpus in dark_and_bright]
    assert parts[0]["difference"] == pytest.approx(-parts[1]["difference"])


def test_what_leaving_out_an_article_does_to_the_tone():
    """One good article among the old ones: without it the old ones score lower than the new."""
    old = [f"{prose(0, 30)} {GOOD} {GOOD} {GOOD} {GOOD}", f"{prose(1, 30)} {BAD}"]
    new = [f"{prose(2, 30)} {GOOD} {BAD}", f"{prose(3, 30)} {GOOD} {BAD}"]
    claim = make_claim("tone", made(old, new))
    means = {}
    for name, text in zip("abcd", old + new, strict=True):
        scores = score_texts(corpus_of({"a": text}).sentences["text"], progress=False)
        means[name] = scores["panel"][scores["panel_n"] > 0].mean()
    assert claim.numbers["difference"] == pytest.approx(
        np.mean([means["c"], means["d"]]) - np.mean([means["a"], means["b"]])
    )
    assert claim.numbers["difference"] < 0 < np.mean([means["c"], means["d"]]) - means["b"]
    assert claim.leave_one_out == "leaving out «old00, 1 Jan 2014» turns the direction round"
    assert "Leaving out one article turns the sign of" in make_claim("tone-instruments", made(old, new)).statement


def test_a_difference_in_tone_can_be_supported():
    """Five against five that do not overlap: the p is 2 of 252."""
    old, new = (
        [f"{prose(i, 20)} {text}" for i in group]
        for text, group in ((f"{BAD} {BAD}", range(5)), (f"{GOOD} {GOOD}", range(5, 10)))
    )
    claim = make_claim("tone", made(old, new))
    assert claim.status == "supported" and claim.numbers["p"] == pytest.approx(2 / 252)
    assert "it is *supported*, p = 0.008." in claim.statement


def test_copies_count_once_in_what_is_said_of_tone():
    copy = f"{prose(0)} {BAD} {BAD}"
    corpus = made([copy] * 8 + [f"{prose(1)} {GOOD} {GOOD}"], [f"{prose(i)} {GOOD} {BAD}" for i in (2, 3)])
    claim = make_claim("tone", corpus)
    assert claim.numbers["p"] >= 1 / 6 and "texts" in claim.method and claim.n_articles == 11
    means = {}
    for name, text in (("bad", copy), ("good", f"{prose(1)} {GOOD} {GOOD}")):
        scores = score_texts(corpus_of({"a": text}).sentences["text"], progress=False)
        means[name] = scores["panel"][scores["panel_n"] > 0].mean()
    darker = make_claim("tone-darker", corpus).numbers["mean_old"]
    assert darker == pytest.approx((means["bad"] + means["good"]) / 2), "two texts, not nine articles"
    assert "random" not in make_claim("tone-choices", corpus).statement


def test_the_articles_are_meant_where_every_article_is_named():
    """Two printings of one text, one of them with a good end: their mean lies below, one of them does not."""
    shared = f"{prose(1, 120)} {BAD}"
    old = [shared, f"{shared} " + GOOD.replace("good", "wonderful") * 3]
    new = [f"{prose(i)} {GOOD} {BAD}" for i in (2, 3)]
    corpus = made(old, new)
    claim = make_claim("tone", corpus)
    assert ("Every article" in claim.statement) == (claim.numbers["high_old"] < claim.numbers["low_new"])


def test_equal_tones_are_no_difference():
    corpus = made([f"{GOOD} {BAD}"] * 2, [f"{GOOD} {BAD}"] * 2)
    claim = make_claim("tone", corpus)
    assert "The difference of the means is 0.00" in claim.statement and "The ranges overlap" in claim.statement
    assert make_claim("tone-darker", corpus).status == "contradicted"
    assert make_claim("tone-composition", corpus).numbers["difference"] == pytest.approx(0)


@pytest.mark.parametrize("texts", [(DULL, DULL), (DULL, GERMAN), (GERMAN, GERMAN)])
def test_where_nothing_can_be_scored_nothing_is_said(texts):
    corpus = made([texts[0]], [texts[1]])
    for claim_id in TONE[1:]:
        with pytest.raises(TooSmallError) as caught:
            make_claim(claim_id, corpus)
        assert str(caught.value).endswith(".") and "\n" not in str(caught.value)
        assert "cannot be said of this corpus" in repr(say(claim_id, corpus))
    assert not set(TONE[1:]) & set(claims(corpus)["id"])


def test_one_against_one_says_nothing_of_leaving_out():
    corpus = made([f"{BAD} {KERRY}"], [f"{GOOD} {DULL}"])
    ledger = claims(corpus).set_index("id")
    assert (
        ledger.loc["tone", "leave_one_out"] == "no article can be left out" and ledger.loc["tone", "numbers"]["p"] == 1
    )
    for claim_id in ("tone-instruments", "tone-choices"):
        assert "left out" not in ledger.loc[claim_id, "statement"]
    assert set(TONE) - set(ledger.index) <= {"tone-days", "tone-position", "tone-agree"}


def test_a_corpus_without_sides():
    statement = make_claim("voices", made([f"{KERRY} {BAD}"], [f"{KERRY} {BAD} {DULL}"], "")).statement
    assert (
        "The others" not in statement
        and statement.endswith("%.")
        and "Speakers whose side is not known have" in statement
    )
    assert ": ." not in statement and " ." not in statement


def test_hostile_names_of_sides_are_escaped():
    toml = SIDES.replace("western", '"$x_{$ <b>a*"')
    corpus = made([f"{KERRY} {BAD}"], [f"{KERRY} {KERRY} {DULL}"], toml)
    shown = say("voices", corpus).forms["text/markdown"]
    dollar = "<span>&#36;</span>"
    assert rf"*{dollar}x\_\{{{dollar} \<b>a\**" in shown, "what Markdown or a formula would take for its own"


# Tone: what the sentences say, recomputed on every part of the seeds that holds both eras


@pytest.fixture(scope="module")
def parts_of_the_seeds(corpus):
    by_era = [own["article"].tolist() for _, own in corpus.articles.groupby("era", observed=True)]
    some = [[c for n in range(1, len(own) + 1) for c in combinations(own, n)] for own in by_era]
    return [corpus.select([*a, *b]) for a, b in product(*some)]


def test_opposite_parts_of_a_difference_are_named(parts_of_the_seeds):
    said = []
    for part in parts_of_the_seeds:
        claim = make_claim("tone-composition", part)
        weight, own = claim.numbers["from_weight"], claim.numbers["from_tone"]
        if min(abs(weight), abs(own)) >= 0.005:
            said.append("opposite directions" in claim.statement)
            assert said[-1] == (weight * own < 0)
    assert {True, False} == set(said)


def test_instruments_are_counted_and_left_out_by_hand(parts_of_the_seeds):
    fragile = []
    for part in parts_of_the_seeds:
        claim = make_claim("tone-instruments", part)
        articles = tone(part, by="article").set_index("article")
        eras = articles["era"].astype(str)
        signs, turned = {}, set()
        for name in INSTRUMENTS:
            own = articles[f"{name}_mean"]
            signs[name] = own[eras == "2022"].mean() - own[eras == "2014"].mean()
            for article in own.index:
                rest, era = own.drop(article), eras.drop(article)
                if era.nunique() == 2 and (rest[era == "2022"].mean() - rest[era == "2014"].mean()) * signs[name] < 0:
                    turned.add(name)
        n = sum(value > 0 for value in signs.values())
        assert f"{n} of {len(INSTRUMENTS)} score the later set higher" in claim.statement
        named = claim.statement.partition("turns the sign of ")[2].partition(" round")[0]
        assert {name for name in INSTRUMENTS if name in named} == turned
        fragile.append(bool(turned))
    assert {True, False} == set(fragile)


def test_the_articles_that_turn_the_median_are_named(corpus):
    for whole in (corpus, corpus.without_opinion()):
        claim = make_claim("tone-choices", whole)
        turned = set()
        for article, label in zip(whole.articles["article"], whole.articles["label"], strict=True):
            rest = whole.select([name for name in whole.source if name != article])
            if specifications(rest).attrs["median"] * specifications(whole).attrs["median"] < 0:
                turned.add(label)
        named = claim.statement.partition("Without ")[2]
        assert {label for label in whole.articles["label"] if label in named} == turned
        assert ("keeps its sign" in claim.statement) == (not turned)
    assert turned, "without the opinion one article turns it, so that both sentences are tried"


def test_a_difference_that_is_supported_is_not_contradicted(two_eras):
    """Twelve articles an era, lower on average and not one by one."""
    texts = [
        " ".join([GOOD if (i * 7 + k) % 12 < share else BAD for k in range(12)]) for share in (9, 4) for i in range(12)
    ]
    texts = [f"{text} {prose(i, 20)}" for i, text in enumerate(texts)]
    corpus = two_eras(texts[:12], texts[12:])
    tone_of, darker = make_claim("tone", corpus), make_claim("tone-darker", corpus)
    assert tone_of.numbers["difference"] < 0 and tone_of.status == "supported"
    assert darker.status == "descriptive" and "does not show" not in darker.statement


def test_copies_of_a_text_weigh_once_in_every_claim_of_tone(two_eras):
    old = [f"{BAD} {prose(1)}"] * 6 + [f"{GOOD} {prose(2)}"]
    corpus = two_eras(old, [f"{BAD} {prose(3)}", f"{GOOD} {prose(4)}"])
    claims_of = make_claim("tone", corpus), make_claim("tone-composition", corpus)
    assert claims_of[0].numbers["difference"] == pytest.approx(claims_of[1].numbers["difference"], abs=0.2)
    assert claims_of[1].numbers["mean_old"] == pytest.approx(claims_of[1].numbers["mean_new"], abs=0.2)


# Topics and trees where a sentence could say more than its numbers


def made_words(start, n):
    """Words that no other text has."""
    letters = "bcdfghjklm"
    return ["".join(letters[int(digit)] + "a" for digit in f"{i:04d}") for i in range(start, start + n)]


def test_articles_that_are_only_more_mixed_are_not_called_alike(two_eras):
    """Three articles that nearly repeat each other against thirty that share four words: a small p, and not nearer."""
    common = made_words(0, 4)
    tight = [" ".join(common * 3 + made_words(4990 + i, 1)).capitalize() + "." for i in range(3)]
    spread = [" ".join(common + made_words(1000 + 25 * i, 20)).capitalize() + "." for i in range(30)]
    claim = make_claim("tree-follows", two_eras(tight, spread))
    assert claim.numbers["within"] > claim.numbers["between"] and claim.numbers["p"] <= 0.05
    assert claim.status == "descriptive" and "no nearer to one another than" in claim.statement
    assert claim.statement.endswith("So the eras differ in how mixed they are.")


def paragraphs(first, seed):
    """Six paragraphs, so many of them of war and the rest of banks."""
    return "\n\n".join(about(100 * seed + i, WAR if i < first else BANK, 40) for i in range(6))


def test_a_topic_is_counted_by_texts(two_eras):
    """A text printed four times turns the mean of the articles round, and not that of the texts."""
    often = paragraphs(6, 50)
    ends = ["", "They said so later that week.", "They said so again, and no more.", "It was so."]
    new = [f"{often}\n\n{end}" for end in ends] + [paragraphs(n, 60 + n) for n in (0, 1, 2)]
    corpus = two_eras([paragraphs(3, 70 + i) for i in range(3)], new)
    claim, table = make_claim("topic-shift", corpus), topics_by_era(topics(corpus), corpus)
    row = table.iloc[int(claim.numbers["topic"]) - 1]
    by_article = topics(corpus).articles.groupby("era", observed=True)[f"topic_{row['topic']}"].mean()
    assert np.sign(row["difference"]) == -np.sign(by_article["new"] - by_article["old"])
    assert "each text of old" in claim.statement and row["separates"] == ("larger in every text" in claim.statement)
    assert pd.isna(row["turned_by"]) == ("stays the same" in claim.leave_one_out)


def test_the_floor_is_that_of_the_articles_with_a_topic(two_eras):
    short = ["They met. He left it.", "It was so. We saw it."]
    corpus = two_eras([paragraphs(5, i) for i in range(3)], [*(paragraphs(1, 10 + i) for i in range(3)), *short])
    claim = make_claim("topic-shift", corpus)
    assert claim.n_articles == 6 and claim.numbers["floor"] == permutation_floor(3, 3)
    assert claim.numbers["p"] >= claim.numbers["floor"]


def test_there_are_no_more_topics_than_directions(two_eras):
    """Two pairs of words that always go together are two topics and no four; that is said, and nothing is empty."""
    texts = [("Bridge border. " * (1 + i % 3) + "Treaty harvest. " * (1 + i % 4)) * 3 for i in range(21)]
    corpus = two_eras(texts[:12], texts[12:])
    found = topics(corpus, 4, method="nmf", unit="article", samples=0)
    assert found.n_topics == 2 and found.note.endswith("can hold 2, so 2 were found.")
    assert found.terms["topic"].unique().tolist() == [1, 2] and (found.units["topic"] > 0).all()
    assert len(topics_by_era(found, corpus)) == len(topics_beside_keyness(found, corpus)) == 2
