"""The ledger and the notebooks on other corpora: no sentence contradicts its number, and nothing is claimed too much.

The seeds are changed in ways of which we know what must follow: an article fewer or more, files in another order,
labels or years exchanged, a part of the articles. What a statement says is counted again here, in plain Python on the
lines that cleaning kept.
"""

import ast
import math
import re
import tomllib
from contextlib import redirect_stdout
from dataclasses import replace
from functools import cache, partial
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest

from twocrises import display
from twocrises.claims import claims, make_claim
from twocrises.corpus import load_corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import MODALITY
from twocrises.instruments import CONSTANTS, INSTRUMENTS
from twocrises.notebooks import parse_lesson
from twocrises.permutation import LEVEL
from twocrises.sentiment import tone
from twocrises.speech import passages
from twocrises.topics import topics

ROOT = Path(__file__).parents[1]
TOML = (ROOT / "seeds" / "corpus.toml").read_text(encoding="utf-8")
_ENTRY = re.compile(r"^\[articles\.(?P<name>\w+)\]\n(?P<entry>(?:(?!\[).*\n?)*)", re.M)
ENTRIES = {found["name"]: found["entry"] for found in _ENTRY.finditer(TOML)}
HEAD = _ENTRY.sub("", TOML)
TEXTS = {path.stem: path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))}
FIRST, SECOND, THIRD, FOURTH, FIFTH = TEXTS
# An article made for this test. It has words that mark the one era and words that mark the other.
MADE = """Ministers met in Geneva for eight hours on Monday and agreed to meet again.

The foreign minister said that the talks would go on, and that troops might leave the border if a treaty were signed.

"We hope for an agreement," a spokesman said. NATO had no comment. The president was told of the result by telephone.

Officials in Moscow and in Kyiv called the talks useful, and the crisis was said to be easing for the first time.
"""
MADE_ENTRY = 'published = 2014-03-12\norigin = "A made article"\n'


# Changed seeds


def write(folder, texts, entries, head=HEAD):
    """Write a corpus into a folder that is called seeds, so that a notebook started beside it finds it."""
    folder = folder / "seeds"
    folder.mkdir(parents=True)
    for name, data in texts.items():
        (folder / f"{name}.txt").write_bytes(data)
    facts = [f"[articles.{name}]\n{entries[name]}" for name in texts]
    (folder / "corpus.toml").write_text("\n".join([head, *facts]), encoding="utf-8")
    return folder


def exchanged(text, one, other):
    """Exchange two words, wherever they stand."""
    return re.sub(rf"{one}|{other}", lambda found: other if found[0] == one else one, text)


def in_other_order_with_labels_exchanged():
    """Give the files names that sort the other way round, and each era the label of the other."""
    names = {name: f"{chr(ord('e') - i)}_{name}" for i, name in enumerate(TEXTS)}
    head = re.sub(r"^\[eras\.\d+\]|^more = .*$", lambda found: exchanged(found[0], "2014", "2022"), HEAD, flags=re.M)
    for name, new in names.items():
        head = head.replace(name, new)
    return {names[n]: TEXTS[n] for n in TEXTS}, {names[n]: ENTRIES[n] for n in TEXTS}, head


def with_years_exchanged():
    days = re.compile(r"^(?:published|written) = .*$", re.M)
    entries = {
        name: days.sub(lambda found: exchanged(found[0], "2014", "2022"), entry) for name, entry in ENTRIES.items()
    }
    return TEXTS, entries, HEAD


def part(*names):
    return {name: TEXTS[name] for name in names}, ENTRIES, HEAD


def with_more(n):
    made = {f"{100 + i}_made": (MADE.replace("eight", str(8 + i)) + MADE[: 80 * i]).encode() for i in range(n)}
    entries = {name: MADE_ENTRY.replace("12", str(12 + i)) for i, name in enumerate(made)}
    return {**TEXTS, **made}, {**ENTRIES, **entries}, HEAD


def random_part(seed):
    """Draw some articles of each era, never all."""
    draw = np.random.default_rng(seed)
    while True:
        names = [name for name in TEXTS if draw.random() < 0.5]
        if {FIRST, SECOND} & set(names) and {THIRD, FOURTH, FIFTH} & set(names):
            return part(*names)


# One of each era, the later with an analysis in it; the parts below leave out the others. Each costs a ledger's time.
LEFT_OUT = (FIRST, FIFTH)
CHANGES = {
    "as they are": lambda: part(*TEXTS),
    "order and labels": in_other_order_with_labels_exchanged,
    "years exchanged": with_years_exchanged,
    "one more": lambda: with_more(1),
    **{
        f"without {name[:3]}": lambda name=name: part(*(other for other in TEXTS if other != name)) for name in LEFT_OUT
    },
    "one against one": lambda: part(SECOND, FOURTH),
    "a random half": lambda: random_part(2),
}
each_change = pytest.mark.parametrize("change", CHANGES)


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """Give the corpus of a change, with its folder and its ledger, each made once."""

    @cache
    def get(change):
        folder = write(tmp_path_factory.mktemp("changed"), *CHANGES[change]())
        corpus = load_corpus(folder)
        ledger = claims(corpus).set_index("id")
        marked = {name: make_claim(name, corpus) for name in ledger.index}
        return SimpleNamespace(folder=folder.parent, corpus=corpus, ledger=ledger, claims=marked)

    return get


# What any statement must be


NOUNS = (
    "articles|texts|words|sentences|paragraphs|topics|ways|times|days|keywords|claims|occurrences|pairs|clusters|lines|"
    "instruments|combinations|places|properties|offices|people|rows|others|sides|pages|names|terms"
)
SLIPS = re.compile(rf"\bnan\b|\binf\b|<NA>|\bNone\b(?! \w)|(?<![\d.,#])(?<!and )\b1 (?:{NOUNS})\b")


@each_change
def test_no_statement_slips(changed, change):
    ledger = changed(change).ledger
    for column in ("statement", "leave_one_out", "method", "interval", "rival", "decided_by"):
        assert ledger.loc[ledger[column].str.contains(SLIPS), column].to_dict() == {}


@each_change
def test_nothing_is_supported_beyond_the_floor(changed, change):
    """The floor from the numbers of texts; no p is below it, and supported is only what has a p of at most 0.05."""
    this = changed(change)
    n = this.corpus.articles["era"].value_counts()
    labelings = math.comb(int(n.sum()), int(n.iloc[0]))
    floor = (2 if n.iloc[0] == n.iloc[1] else 1) / labelings
    for claim in this.claims.values():
        for name, value in claim.numbers.items():
            if name in ("p", "floor", "smallest_p", "p_days"):
                assert value >= floor - 1e-9, claim.id
        if claim.status == "supported":
            assert floor <= LEVEL and claim.numbers.get("p", claim.numbers.get("smallest_p")) <= LEVEL, claim.id
    assert this.claims["floor"].numbers["p"] == pytest.approx(floor)
    assert f"*{'supported'}*" in this.claims["floor"].statement


@each_change
def test_evidence_resolves(changed, change):
    corpus = changed(change).corpus
    sentences = corpus.sentences.assign(article=corpus.sentences["article"].astype(str)).set_index(
        ["article", "sentence"]
    )
    for claim in changed(change).claims.values():
        for address in claim.evidence:
            article, _, number = address.rpartition("#s")
            row = sentences.loc[(article, int(number))]
            assert corpus.source[article][row["start"] : row["end"]] == row["text"], address


@each_change
def test_numbers_of_statements_stand_among_their_numbers(changed, change):
    """A number in a statement is one of `numbers`, rounded as it is written, or the unit, a scale's end, a setting."""
    this = changed(change)
    for claim in this.claims.values():
        text = re.sub(r"«[^»]*»", "", claim.statement)  # text of the corpus
        for label in this.corpus.articles["label"]:
            text = text.replace(label, "")
        text = re.sub(r"\b(?:2014|2022)\b|1,000 words|adjusted Rand.*|where 1 is .*|LDA|G²", "", text)
        for found in re.finditer(r"(?<![\w.])[−+]?\d[\d,]*(?:\.\d+)?", text):
            value = float(found[0].replace(",", "").replace("−", "-").replace("+", ""))
            places = len(found[0].partition(".")[2])
            known = [k * v for v in claim.numbers.values() for k in (1, 100, -1)]
            near = 0.5 * 10**-places + 1e-6
            assert any(abs(value - one) <= near for one in known), f"{claim.id}: {found[0]} in {claim.statement}"


# What a difference says, from the values of the articles


def values_of(corpus, per_article):
    """Era -> label -> value, for the articles that have one."""
    eras = {}
    for row in corpus.articles.itertuples():
        value = per_article.get(row.article)
        if value is not None:
            eras.setdefault(row.era, {})[row.label] = value
    return eras


def mean(values):
    return sum(values) / len(values)


def sign(a, b):
    return 0 if math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) else (1 if b > a else -1)


def check(claim, row, eras):
    """Compare what a claim says about two eras with the values of their articles."""
    (first, a), (second, b) = sorted(eras.items(), key=lambda item: claim.difference.eras.index(item[0]))
    way = sign(mean(a.values()), mean(b.values()))
    more, less = (second, first) if way > 0 else (first, second)
    assert claim.difference.means == pytest.approx((mean(a.values()), mean(b.values())))
    assert row["more_in"] == (more if way else "")
    # Each article left out in turn, where its era has another one.
    turned = []
    for era, other, own in ((a, b, 1), (b, a, -1)):
        for label in era if len(era) > 1 else ():
            rest = mean([value for name, value in era.items() if name != label])
            if own * sign(rest, mean(other.values())) != way:
                turned.append(label)
    asked = sum(len(era) for era in (a, b) if len(era) > 1)
    if way and asked:
        assert bool(row["survives"]) == (not turned)
    said = claim.leave_one_out
    if not asked:
        assert said == "no article can be left out"
    elif way and not turned:
        only = "" if asked == len(a) + len(b) else " that can be"
        assert said == f"the direction stays the same whichever article{only} is left out"
    elif turned:
        named = [f"«{label}»" for label in turned[:3]]
        assert said.startswith(f"leaving out {' or '.join(named)}") and re.search("turns|takes", said)
    # The words of the statement.
    statement = claim.statement
    apart = way and (min(b.values()) > max(a.values()) or min(a.values()) > max(b.values()))
    for every in re.findall(
        r"every (?:article|text|one) of (\S+) \w[\w ]* than every (?:article|text|one) of (\w+)", statement
    ):
        assert apart and every == (more, less), statement
    if "overlap" in statement:
        assert way and not apart, statement
    if "there is no difference" in statement:
        assert not way, statement
    if found := re.search(r"larger in every article of (\w+)", statement):
        assert apart and found[1] == more, statement
    if re.search(r"the later set (?:scores|sounds) (?:higher|brighter)", statement):
        assert way > 0, statement
    if re.search(r"the later set (?:scores|sounds) (?:lower|darker)", statement):
        assert way < 0, statement
    shown = re.search(
        r" ([−+]?[\d.]+)(?: %| times)?[^.;:]*? (?:in|of|articles of) (?:the articles of )?(\w+)(?: score)?.{0,14}? and"
        r" (?:those of \w+ )?([−+]?[\d.]+)",
        statement,
    )
    if shown and claim.id.startswith(("word:", "frame:", "voice:")) and claim.numbers.get("count", 1):
        one, other = (float(shown[i].replace("−", "-")) for i in (1, 3))
        assert shown[2] == first
        places = len(shown[1].partition(".")[2])
        assert (one, other) == pytest.approx((mean(a.values()), mean(b.values())), abs=0.5 * 10**-places + 1e-9)
        assert way == 0 or sign(one, other) in (0, way)


def spellings(corpus_toml):
    """Canonical name in lower case -> a pattern of its spellings."""
    patterns = {}
    for name, variants in tomllib.loads(corpus_toml).get("names", {}).items():
        forms = [name, *(variants if isinstance(variants, list) else variants.get("variants", []))]
        patterns[name.lower()] = [re.escape(form) if form.isupper() else f"(?i:{re.escape(form)})" for form in forms]
    return patterns


NAMES = spellings(TOML)
GROUPS = {"what might be": MODALITY["what might be"], "what is or was": MODALITY["what is or was"]}


def occurrences(term, text):
    """Count a term as CONTRIBUTING says: a hyphen joins unless what stands before it is capitalised."""
    for name, forms in NAMES.items():
        for form in forms:
            if name != term and " " in form:  # the words of a longer name count as that name
                text = re.sub(rf"\b{form}\b", "·", text)
    found = 0
    for place in re.finditer(rf"(?<!\w)(?:{'|'.join(NAMES.get(term, [f'(?i:{re.escape(term)})']))})(?!\w)", text):
        before = re.search(r"(\w+)-$", text[max(0, place.start() - 40) : place.start()])
        joined_before = before is not None and not before[1][0].isupper()
        joined_after = re.match(r"-\w", text[place.end() :]) is not None and not place[0][0].isupper()
        found += not joined_before and not joined_after
    return found


def kept_text(corpus):
    lines = corpus.lines[corpus.lines["keep"]]
    return {str(article): " \n".join(own["text"]) for article, own in lines.groupby("article", observed=True)}


def rates(corpus, terms):
    texts, sizes = kept_text(corpus), corpus.articles.set_index("article")["n_words"]
    counts = {article: sum(occurrences(term, text) for term in terms) for article, text in texts.items()}
    return counts, {article: 1000 * n / int(sizes[article]) for article, n in counts.items()}


@each_change
def test_words_and_groups_of_words_say_what_the_kept_lines_hold(changed, change):
    this = changed(change)
    labels = this.corpus.articles.set_index("article")["label"]
    for name, claim in this.claims.items():
        family, _, member = name.partition(":")
        if family not in ("word", "frame"):
            continue
        words = [member] if family == "word" else {**this.corpus.config.frames, **GROUPS}[member]
        counts, rate = rates(this.corpus, words)
        total, heaviest = sum(counts.values()), max(counts.values())
        assert claim.numbers["count"] == total, name
        if not total:
            assert re.search("does not occur|none stands", claim.statement) and "more" not in claim.statement, name
            continue
        check(claim, this.ledger.loc[name], values_of(this.corpus, rate))
        holders = [labels[article] for article, n in counts.items() if n == heaviest]
        if found := re.search(r"«([^»]+)» has (\d+) % of ([\d,]+) occurrences", claim.statement):
            assert holders == [found[1]] and int(found[3]) == total
            assert int(found[2]) == pytest.approx(100 * heaviest / total, abs=0.5001)
        elif found := re.search(r"The (\d+) occurrences are spread over (\d+) article", claim.statement):
            assert len(holders) > 1
            assert (int(found[1]), int(found[2])) == (total, sum(n > 0 for n in counts.values()))
        else:
            assert total == 1 and f"only occurrence is in «{holders[0]}»" in claim.statement
        assert len(claim.evidence) <= total and claim.evidence, name


@each_change
def test_the_modality_claim_says_what_the_kept_lines_hold(changed, change):
    this = changed(change)
    claim = this.claims["modality"]
    for name, part in zip(GROUPS, claim.statement.split("Words for ")[1:], strict=True):
        eras = values_of(this.corpus, rates(this.corpus, GROUPS[name])[1])
        means = {era: mean(own.values()) for era, own in eras.items()}
        for era, value in means.items():
            assert claim.numbers[f"{name}, {era}"] == pytest.approx(value)
        low, high = sorted(means, key=means.get)
        apart = min(eras[high].values()) > max(eras[low].values())
        assert (f"every article of {high} has more of them than every article of {low}" in part) == apart
        assert ("overlap" in part) == (not apart and not math.isclose(means[low], means[high]))


@each_change
def test_tone_says_what_the_sentences_score(changed, change):
    this = changed(change)
    scores = tone(this.corpus)
    for name in [*INSTRUMENTS, "panel"]:
        known = scores[scores["panel_n" if name == "panel" else f"{name}_hits"] > 0]
        own = known.groupby(known["article"].astype(str))[name].agg(list)
        spread = 1.0 if name == "panel" else CONSTANTS[name][1]
        eras = values_of(this.corpus, {article: mean(values) / spread for article, values in own.items()})
        for claim_id in ("tone", "tone-darker") if name == "panel" else (f"tone:{name}",):
            if claim_id in this.claims:
                check(this.claims[claim_id], this.ledger.loc[claim_id], eras)
        if name != "panel":
            continue
        (first, a), (second, b) = sorted(eras.items(), key=lambda item: this.corpus.eras.index(item[0]))
        said, darker = this.claims["tone"].statement, this.claims["tone-darker"]
        apart = min(b.values()) > max(a.values()) or max(b.values()) < min(a.values())
        assert ("Every article of" in said) == apart and ("overlap" in said) == (not apart)
        if apart:
            word = "higher" if min(b.values()) > max(a.values()) else "lower"
            assert f"Every article of {second} scores {word} than every one of {first}" in said
        lower = mean(b.values()) < mean(a.values())
        assert (darker.status == "contradicted") == (not lower)
        assert ("do not show it" in darker.statement) == (not lower)


@each_change
def test_voices_say_what_the_passages_hold(changed, change):
    this = changed(change)
    spoken, all_words = {}, {}
    for row in passages(this.corpus).itertuples():
        all_words[row.article] = all_words.get(row.article, 0) + row.n_words
        spoken[row.side, row.article] = spoken.get((row.side, row.article), 0) + row.n_words
    for name, claim in this.claims.items():
        if name.startswith("voice:"):
            side = name.partition(":")[2]
            shares = {article: 100 * spoken.get((side, article), 0) / n for article, n in all_words.items()}
            check(claim, this.ledger.loc[name], values_of(this.corpus, shares))


@each_change
def test_the_topic_that_differs_most_is_named(changed, change):
    this = changed(change)
    claim = this.claims.get("topic-shift")
    if claim is None:
        assert len(this.corpus.articles) == 2
        return
    found = topics(this.corpus)
    differences = {}
    for n in range(1, found.n_topics + 1):
        shares = found.articles[f"topic_{n}"].astype(float) * 100
        eras = values_of(this.corpus, dict(zip(found.articles["article"], shares, strict=True)))
        (_, a), (_, b) = sorted(eras.items(), key=lambda item: this.corpus.eras.index(item[0]))
        differences[n] = abs(mean(b.values()) - mean(a.values()))
        if n == claim.numbers["topic"]:
            check(claim, this.ledger.loc["topic-shift"], eras)
    assert differences[int(claim.numbers["topic"])] == pytest.approx(max(differences.values()))


@each_change
def test_the_instruments_together_say_what_each_says(changed, change):
    this = changed(change)
    together = this.claims["tone-instruments"]
    alone = {name: this.claims[f"tone:{name}"].difference for name in INSTRUMENTS if f"tone:{name}" in this.claims}
    higher = sum(one.means[1] > one.means[0] for one in alone.values())
    assert f"{higher} of {len(alone)} score the later set higher." in together.statement
    found = re.search(r"turns the sign of (.+?) round\.", together.statement)
    named = set(re.split(", | and ", found[1])) if found else set()
    assert named == {name for name, one in alone.items() if one.turned_by}  # checked above, article by article


@each_change
def test_what_is_counted_is_there(changed, change):
    this = changed(change)
    articles = this.corpus.articles
    size, days, dropped = (this.claims[name] for name in ("size", "days", "dropped"))
    for era, own in articles.groupby("era", observed=True):
        assert re.search(rf"\b{len(own)} of {era}\b", size.statement)
        assert days.numbers[f"days_{era}"] == own["published"].nunique()
        plural = "s" if len(own) > 1 else ""
        assert f"{len(own)} article{plural} of {era} appeared on" in days.statement
    lines = this.corpus.lines[this.corpus.lines["text"].str.strip() != ""]
    assert f"Of {len(lines)} lines with text, {int((~lines['keep']).sum())} are left out" in dropped.statement
    assert size.numbers["words"] == len(this.corpus.tokens)


@each_change
def test_popular_claims_hold_or_do_not_as_their_status_says(changed, change):
    for name, claim in changed(change).claims.items():
        if name.startswith("popular-"):
            fallen = claim.status == "contradicted"
            assert ("It does not hold." in claim.statement) == fallen
            assert claim.holds is None or claim.holds == (not fallen)


@each_change
def test_the_ledger_counts_itself(changed, change):
    this = changed(change)
    row, others = this.ledger.loc["ledger"], this.ledger.drop(index=["ledger", "summary"])
    compared = others[others["difference"].notna()]
    # What several claims say of one quantity counts once.
    compared = compared[~compared["difference"].map(lambda one: (one.quantity, one.unit)).duplicated()]
    stays = [one.survives for one in compared["difference"]]
    assert row["numbers"]["claims"] == len(others) and row["numbers"]["compared"] == len(compared)
    assert (row["numbers"]["stay"], row["numbers"]["lost"]) == (stays.count(True), stays.count(False))
    assert row["numbers"]["supported"] == (others["status"] == "supported").sum()
    # The example of a word is chosen to fall, so it does not count.
    popular = others.index.str.startswith("popular-") & (others.index != "popular-word")
    assert row["numbers"]["fallen"] == sum(popular & (others["status"] == "contradicted"))


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("word:nato", "every article of 2022 uses it more than every article of 2014",
         "every article of 2014 uses it more than every article of 2022"),
        ("word:nato", "every article of 2022 uses it more than every article of 2014",
         "the articles of the two eras overlap"),
        ("word:nato", "2.9 times", "3.9 times"),
        ("word:russia", "the articles of the two eras overlap", "there is no difference"),
        ("tone:TextBlob", "scores higher", "scores lower"),
        ("topic-shift", "larger in every article of 2014", "larger in every article of 2022"),
    ],
)  # fmt: skip
def test_a_sentence_that_contradicts_its_number_is_found(changed, name, one, other):
    this = changed("as they are")
    claim, (first, second) = this.claims[name], this.corpus.eras
    if name.startswith("word:"):
        per_article = rates(this.corpus, [name[5:]])[1]
    elif name == "topic-shift":
        found = topics(this.corpus).articles
        column = f"topic_{claim.numbers['topic']:.0f}"
        per_article = dict(zip(found["article"], 100 * found[column].astype(float), strict=True))
    else:
        scores = tone(this.corpus)
        known = scores[scores["TextBlob_hits"] > 0].groupby("article", observed=True)["TextBlob"].agg(list)
        per_article = {article: mean(own) / CONSTANTS["TextBlob"][1] for article, own in known.items()}
    eras = values_of(this.corpus, per_article)
    check(claim, this.ledger.loc[name], eras)
    assert one in claim.statement
    with pytest.raises(AssertionError):
        check(replace(claim, statement=claim.statement.replace(one, other)), this.ledger.loc[name], eras)
    with pytest.raises(AssertionError):
        check(claim, this.ledger.loc[name], {first: eras[second], second: eras[first]})


# What must follow from a change


# The label of an era, which the year of a day is not.
ERA_LABEL = re.compile(r"(?<! Jan)(?<! Feb)(?<! Mar) (?:2014|2022)\b")


def test_neither_names_and_order_of_files_nor_labels_change_more_than_themselves(changed):
    one, other = changed("as they are"), changed("order and labels")
    assert set(one.claims) == set(other.claims)
    for name, claim in one.claims.items():
        said = other.claims[name]
        assert ERA_LABEL.sub(lambda found: exchanged(found[0], "2014", "2022"), said.statement) == claim.statement
        assert said.status == claim.status
        assert [address.partition("_")[2] for address in said.evidence] == list(claim.evidence)


def test_exchanged_years_exchange_the_means_and_keep_p(changed):
    one, other = changed("as they are"), changed("years exchanged")
    both = [name for name, claim in one.claims.items() if claim.difference and name in other.claims]
    assert len(both) > 30
    for name in both:
        ours, theirs = one.claims[name], other.claims[name]
        if name.startswith(("popular", "topic")):
            continue  # another word or topic may be the one that is asked about
        assert theirs.difference.means == pytest.approx(ours.difference.means[::-1]), name
        assert theirs.difference.direction == -ours.difference.direction
        assert theirs.difference.survives == ours.difference.survives
        if "p" in ours.numbers:
            assert theirs.numbers["p"] == pytest.approx(ours.numbers["p"])
            assert theirs.status == ours.status or name == "tone-darker"


@each_change
def test_a_reading_is_shown_only_where_its_direction_holds(changed, change):
    this = changed(change)
    here = {re.sub(r"^[a-e]_", "", article)[:3] for article in this.corpus.articles["article"]}
    for reading in tomllib.loads(HEAD).get("readings", []):
        name = reading["claim"]
        if name not in this.ledger.index or change == "order and labels":
            continue
        shown = " ".join(reading["rival"].split()) in " ".join(this.ledger.loc[name, "rival"].split())
        rests_on = {article[:3] for article, _ in reading["rests_on"]}
        # The words for what might be are those that the claim about both groups is read for.
        asked = {"modality": "frame:what might be"}.get(name, name)
        turned = "more" in reading and this.ledger.loc[asked, "more_in"] != reading["more"]
        if turned or not rests_on <= here:
            assert not shown, name
        elif change == "as they are":
            assert shown, name


# The notebooks


def run(name, this, monkeypatch):
    """Execute the code cells of a lesson in one namespace beside a folder seeds; give what it says and what it shows.

    A sentence of ours that stops a cell (an article that is looked for is not there) is shown like any other. The
    corpus is the one whose ledger is known already, so that nothing is computed again. Figures are made, but not drawn.
    """
    shown = []
    monkeypatch.chdir(this.folder)
    monkeypatch.setattr("twocrises.corpus.load_corpus", partial(loaded, this))
    monkeypatch.setattr(display, "png", lambda figure: "")
    monkeypatch.setattr("IPython.display.display", lambda what, **_: shown.append(as_text(what)))
    namespace, parts = {"__name__": "lesson"}, []
    for cell in parse_lesson((ROOT / "lessons" / f"{name}.md").read_text(encoding="utf-8")):
        if cell.kind == "markdown":
            parts.append(("prose", cell.source))
            continue
        tree, last = ast.parse(cell.source), None
        if tree.body and isinstance(tree.body[-1], ast.Expr) and not cell.source.rstrip().endswith(";"):
            last = ast.Expression(tree.body.pop().value)
        printed = StringIO()
        try:
            with redirect_stdout(printed):
                exec(compile(tree, name, "exec"), namespace)
                value = eval(compile(last, name, "eval"), namespace) if last else None
        except TwoCrisesError as stop:
            value = f"stopped: {stop}"
        texts = [*shown, printed.getvalue(), "" if value is None else as_text(value)]
        parts += [("output", text) for text in texts if text]
        shown.clear()
        plt.close("all")
    return parts


def loaded(this, path, **options):
    """The corpus of a change where its folder is asked for."""
    place = Path(path).resolve()
    return this.corpus if place == (this.folder / "seeds").resolve() and not options else load_corpus(place, **options)


def as_text(what):
    if isinstance(what, dict):
        return what.get("text/plain", "")
    forms = what._repr_mimebundle_() if hasattr(what, "_repr_mimebundle_") else {}
    return forms.get("text/markdown", "") or forms.get("text/plain", "") or str(what)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("05_two_crises", "without 000"),
        ("05_two_crises", "years exchanged"),
        ("05_two_crises", "one against one"),
        ("00_start_here", "without 000"),
        ("00_start_here", "years exchanged"),
    ],
)
def test_a_notebook_runs_on_other_articles_and_says_what_its_ledger_says(changed, change, name, monkeypatch):
    this = changed(change)
    parts = run(name, this, monkeypatch)
    outputs = [text for kind, text in parts if kind == "output"]
    together = "\n".join(outputs)
    assert re.search(SLIPS, together) is None
    if this.claims["floor"].numbers["p"] > LEVEL:
        assert "is *supported*" not in together and "; supported" not in together
    code = (ROOT / "lessons" / f"{name}.md").read_text(encoding="utf-8")
    for claim_id in re.findall(r'^say\("([^"]+)", corpus\)$', code, re.M):
        if claim_id in this.claims:
            said = display.say(claim_id, this.corpus)
            assert as_text(said) in outputs, claim_id
    # It stops only for an article that is not there.
    stopped = [text for text in outputs if text.startswith("stopped: ")]
    assert all(re.search("no article|No article|not in this corpus", text) for text in stopped), stopped
