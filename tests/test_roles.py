"""Offices aligned: who is named in which office, doing what, heard how much, with whom; and what is claimed of it."""

import csv
import re
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twocrises.claims.base import SUPPORTED, TooSmallError
from twocrises.claims.roles import CLAIMS, role_claim, roles_in_ledger
from twocrises.errors import TwoCrisesError
from twocrises.keyness import keyness, permutation_floor
from twocrises.masking import family_name, masked, offices_held, people_named
from twocrises.roles import (
    most_together,
    named,
    named_together,
    office_rates,
    out_of_office,
    roles,
    roles_aligned,
    words_of_holders,
)
from twocrises.sentiment import scored_only, tone
from twocrises.speech import passages
from twocrises.verbs import MOST_READ
from twocrises.wording import p_value

from .conftest import ERAS, TEXT
from .test_repeats import prose

GOLDEN = Path(__file__).parent / "golden" / "verbs.csv"
OFFICES = """
[[roles."prime minister"]]
name = "Mary Arden"
from = 2010-01-01
to = 2015-01-01
disputed = "her defeat, by her party"
[[roles."prime minister"]]
name = "John Vale"
from = 2021-01-01
status = "acting"
[[roles."foreign minister"]]
name = "Ada Stone"
[[roles."envoy"]]
name = "Karl Orme"
to = 2013-01-01
[[roles."mayor"]]
name = "Rolf Tarn"
from = 2022-01-01
"""


def made(make_corpus, old, new, offices=OFFICES, extra=""):
    """A corpus of old and new texts, with a day each."""
    facts, texts = ERAS + offices + extra, {}
    for era, year, group in (("old", 2014, old), ("new", 2022, new)):
        for i, text in enumerate(group):
            texts[f"{era}{i:03d}.txt"] = TEXT + text
            facts += f"[articles.{era}{i:03d}]\npublished = {year}-{1 + i // 28:02d}-{1 + i % 28:02d}\n"
            facts += f'origin = "{era} {i}"\n'
    corpus = make_corpus(texts, facts)
    for name in texts:
        # The next corpus of the same test lies in the same folder.
        (corpus.path / name).unlink()
    return corpus


def row(frame, role, era):
    return frame[(frame["role"] == role) & (frame["era"] == era)].iloc[0]


# Who is named


def test_people_of_the_seeds(corpus):
    """Counted once more from the masked corpus, and by the words at the places."""
    found = people_named(corpus)
    assert found.columns.tolist() == ["article", "sentence", "start", "end", "name", "role", "token"]
    terms = masked(corpus).tokens["term"].astype(str)
    offices = Counter(f"[{role.casefold()}]" for role in found["role"].dropna())
    assert offices == Counter(terms[terms.str.startswith("[") & ~terms.isin(["[place]", "[not in office]"])])
    assert found["role"].isna().sum() == (terms == "[not in office]").sum() == 4
    for article, start, end, name, token in found[["article", "start", "end", "name", "token"]].itertuples(index=False):
        assert family_name(name) in corpus.source[article][start:end]
        assert corpus.tokens["start"].iloc[token] == start
    assert found[["article", "start"]].equals(found.sort_values("token")[["article", "start"]])


def test_offices_on_the_day_and_in_the_middle_of_an_era(make_corpus):
    texts = {f"{name}.txt": f"{TEXT}They heard Mary Arden." for name in "abc"}
    corpus = make_corpus(texts, ERAS + OFFICES + '[articles.a]\npublished=2014-05-01\n[articles.b]\nera="new"\n')
    roles_of = people_named(corpus).set_index("article")["role"]
    assert roles_of["a"] == "prime minister" and pd.isna(roles_of["b"]) and pd.isna(roles_of["c"])
    assert offices_held(corpus, ["Ada Stone", "Ada Stone", None, "Nobody"], ["a", "c", "a", "a"]) == [
        "foreign minister", None, None, None
    ]  # fmt: skip
    gone = out_of_office(corpus)
    assert gone["label"].tolist() == [corpus.articles.set_index("article")["label"]["b"]], "of c nobody knows"


@pytest.mark.parametrize(
    ("name", "family"), [("Ann Lee", "Lee"), ("Carl Brand, Jr.", "Brand"), ("Ali", "Ali"), (" ", "")]
)
def test_family_names(name, family):
    assert family_name(name) == family


# Verbs


def test_verbs_of_the_seeds_against_a_reading(corpus):
    """Every name of the seeds was read; the rules were written on them, so all are found."""
    with GOLDEN.open(encoding="utf-8") as file:
        read = {(one["article"], int(one["start"])): one for one in csv.DictReader(file)}
    found = named(corpus)
    places = list(zip(found["article"], found["start"].tolist(), strict=True))
    assert set(places) == set(read) and len(read) == 102
    assert [read[place]["name"] for place in places] == found["name"].tolist()
    assert [read[place]["address"] for place in places] == found["address"].tolist()
    true = np.array([read[place]["verb"] for place in places])
    verbs = found["verb"].to_numpy(dtype=object)
    given_ = verbs != ""
    assert (verbs[given_] == true[given_]).mean() == 1.0, "precision"
    assert (verbs[true != ""] == true[true != ""]).mean() == 1.0, "recall"
    assert found["says"].sum() == 56 and not found.loc[found["verb"] == "", "says"].any()


@pytest.mark.parametrize(
    ("sentence", "verb", "says"),
    [
        ("Mary Arden said it was good.", "said", True),
        ("It was good, said Mary Arden.", "said", True),
        ("“It was good,” said Mary Arden on Monday.", "said", True),
        ("Prime Minister Mary Arden, who met the king in May, left the town.", "left", False),
        ("Mary Arden, the prime minister, flew home.", "flew", False),
        ("The prime minister, Mary Arden, flew home.", "flew", False),
        ("Mary Arden will travel home.", "travel", False),
        ("Mary Arden would not leave the town.", "not leave", False),
        ("Mary Arden doesn’t want a war.", "not want", False),
        ("Mary Arden can't leave the town.", "not leave", False),
        ("Mary Arden was told about it.", "was told", False),
        ("Mary Arden has been seen in town.", "been seen", False),
        ("Mary Arden is a lawyer.", "is", False),
        ("Mary Arden isn't here.", "is not", False),
        ("Mary Arden on Thursday signed the paper.", "signed", False),
        ("Mary Arden and Ada Stone met in town.", "met", False),
        ("They heard that Mary Arden met the king.", "met", False),
        ("An official said Mary Arden would stay at home.", "stay", False),
        ("It would be war should Mary Arden decide to leave.", "decide", False),
        # No subject of a finite verb.
        ("They thanked Mary Arden.", "", False),
        ("They spoke with Mary Arden about it.", "", False),
        ("Mary Arden’s friends left the town.", "", False),
        ("They told Mary Arden to leave.", "", False),
        ("A friend of Mary Arden left the town.", "", False),
        ("Mary Arden in town.", "", False),
        ("The plan of Mary Arden was signed.", "", False),
    ],
)  # fmt: skip
def test_verbs_by_hand(make_corpus, sentence, verb, says):
    found = named(made(make_corpus, [sentence], []))
    assert found.loc[found["name"] == "Mary Arden", ["verb", "says"]].to_numpy().tolist() == [[verb, says]]


def test_a_name_within_a_quotation_has_its_verb_there(make_corpus):
    corpus = made(make_corpus, ["“Mary Arden wants a war,” Ada Stone said."], [])
    assert named(corpus)[["name", "verb"]].to_numpy().tolist() == [["Mary Arden", "wants"], ["Ada Stone", "said"]]


WORDS = ["Mary Arden", "Ada Stone", "said", "who", ",", "“", "”", "and", "not", "was", "’s", "in", "(", ")", "—", "met"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14))
def test_a_verb_stands_in_its_sentence(make_corpus, words):
    """Whatever the text, a verb is made of words that stand there, and saying is never without a verb."""
    found = named(made(make_corpus, [f"Then Mary Arden {' '.join(words)}."], []))
    for verb, says, text in found[["verb", "says", "text"]].itertuples(index=False):
        assert all(part in re.findall(r"[\w’']+", text.casefold()) for part in verb.split())
        assert verb or not says


# Offices


def test_offices_of_the_seeds(corpus):
    table = roles(corpus)
    assert table.columns.tolist() == [
        "role", "era", "holders", "disputed", "named", "n_articles", "rate", "n_words", "n_quoted", "tone", "n_scored",
        "verbs",
    ]  # fmt: skip
    offices = list(dict.fromkeys(holder.role for holder in corpus.config.roles))
    assert table["role"].drop_duplicates().tolist() == offices, "in the order of corpus.toml, none left out here"
    for role, era, name, times in [
        ("US president", "2014", "Barack Obama", 9), ("US president", "2022", "Joe Biden", 4),
        ("Russian president", "2014", "Vladimir Putin", 11), ("Russian president", "2022", "Vladimir Putin", 16),
        ("Ukrainian president", "2014", "Oleksandr Turchynov (acting)", 0),
        ("Ukrainian foreign minister", "2014", "Andrii Deshchytsia (acting)", 0),
        ("Ukrainian prime minister", "2022", "Denys Shmyhal", 0),
        ("NATO secretary general", "2022", "Jens Stoltenberg", 1),
    ]:  # fmt: skip
        assert row(table, role, era)[["holders", "named"]].tolist() == [name, times], (role, era)
    assert row(table, "Ukrainian president", "2014")["disputed"].startswith("Viktor Yanukovych: ")
    assert row(table, "Kremlin deputy chief of staff", "2014")["holders"] == ""
    gone = out_of_office(corpus)
    assert gone[["name", "era", "times", "office", "when"]].to_numpy().tolist() == [
        ["Viktor Yanukovych", "2014", 1, "Ukrainian president", "former"],
        ["Viktor Yanukovych", "2014", 2, "Ukrainian president", "former"],
        ["Anders Fogh Rasmussen", "2022", 1, "NATO secretary general", "former"],
    ]


def test_numbers_of_offices_from_the_frames(corpus):
    """Rate, speech and tone once more, a row at a time."""
    table, articles = roles(corpus), corpus.articles.set_index("article")
    found, said = people_named(corpus), passages(corpus)
    scores = scored_only(tone(corpus)).set_index(["article", "sentence"])["panel"]
    for role, era in [("US president", "2014"), ("German chancellor", "2022"), ("UK foreign secretary", "2014")]:
        have, own = row(table, role, era), found[found["role"] == role]
        own = own[own["article"].astype(object).map(articles["era"]) == era]
        of_era = articles[articles["era"] == era]
        rates = [1000 * (own["article"] == a).sum() / n for a, n in of_era["n_words"].items()]
        assert have["rate"] == pytest.approx(np.mean(rates)) and have["n_articles"] == own["article"].nunique()
        holder = {"US president": "Barack Obama", "German chancellor": "Olaf Scholz"}.get(role, "William Hague")
        heard = said[(said["speaker"] == holder) & (said["era"] == era)]
        assert have["n_words"] == heard["n_words"].sum() > 0
        assert have["n_quoted"] == heard.loc[heard["voice"] == "quote", "n_words"].sum()
        keys = dict.fromkeys(zip(own["article"], own["sentence"], strict=True))
        values = scores.loc[list(keys)].dropna()
        assert have["tone"] == pytest.approx(values.mean()) and have["n_scored"] == len(values)
    obama = row(table, "US president", "2014")
    assert obama["verbs"] == "said 3, accused 1, discussed 1, held 1, spoke 1"
    assert office_rates(corpus).loc["US president"].gt(0).sum() == 4


def test_the_aligned_table(corpus):
    wide, every = roles_aligned(corpus), roles_aligned(corpus, every=True)
    assert len(every) == 26 and len(wide) == 21 and set(wide["role"]) < set(every["role"])
    assert "Ukrainian president" in set(wide["role"]) and "UN secretary general" not in set(wide["role"])
    first = ["role", "holder_2014", "holder_2022", "disputed_2014", "named_2014", "named_2022"]
    assert wide.columns.tolist()[: len(first)] == first, "where nothing is disputed there is no column"
    long = roles(corpus).set_index(["role", "era"])
    for column, name in (("holder", "holders"), ("named", "named"), ("words", "n_words"), ("verbs", "verbs")):
        for era in ("2014", "2022"):
            assert (
                every[f"{column}_{era}"].tolist()
                == long.loc[list(zip(every["role"], [era] * 26, strict=True)), name].tolist()
            )


def test_offices_by_hand(make_corpus):
    corpus = made(
        make_corpus,
        ["Mary Arden said it was good. Ada Stone met Mary Arden. John Vale left.", "Karl Orme thanked Mary Arden."],
        ["Ada Stone and John Vale left. Mary Arden stayed.", "Ada Stone said so."],
    )
    table = roles(corpus)
    assert table["role"].drop_duplicates().tolist() == ["prime minister", "foreign minister", "mayor"], "no envoy"
    assert table["holders"].tolist() == ["Mary Arden", "John Vale (acting)", "Ada Stone", "Ada Stone", "", "Rolf Tarn"]
    assert table["named"].tolist() == [3, 1, 1, 2, 0, 0] and table["n_articles"].tolist() == [2, 1, 1, 2, 0, 0]
    assert table["verbs"].tolist() == ["said 1", "left 1", "met 1", "left 1, said 1", "", ""]
    assert table["disputed"].tolist() == ["Mary Arden: her defeat, by her party"] * 2 + [""] * 4, "and who was before"
    words = corpus.articles.set_index("article")["n_words"]
    assert table["rate"].iloc[0] == pytest.approx(500 * (2 / words["old000"] + 1 / words["old001"]))
    gone = out_of_office(corpus).set_index("name")[["era", "office", "when"]].T.to_dict("list")
    assert gone == {
        "John Vale": ["old", "prime minister", "later"], "Karl Orme": ["old", "envoy", "former"],
        "Mary Arden": ["new", "prime minister", "former"],
    }  # fmt: skip
    pairs = named_together(corpus)
    assert pairs[["first", "second", "era", "sentences", "n_articles", "evidence"]].to_numpy().tolist() == [
        ["prime minister", "foreign minister", "old", 1, 1, ("old000#s2",)],
        ["prime minister", "foreign minister", "new", 1, 1, ("new000#s1",)],
    ]
    assert most_together(corpus, "old") == ([("prime minister", "foreign minister")], 1)


def test_pairs_of_the_seeds_resolve_to_sentences_that_name_both(corpus):
    texts = corpus.sentences.assign(address=lambda s: s["article"].astype(str) + "#s" + s["sentence"].astype(str))
    texts = texts.set_index("address")["text"]
    families = {}
    for holder in corpus.config.roles:
        families.setdefault(holder.role, set()).add(family_name(holder.name))
    pairs = named_together(corpus)
    for first, second, n, evidence in pairs[["first", "second", "sentences", "evidence"]].itertuples(index=False):
        assert len(evidence) == len(set(evidence)) == n
        for address in evidence:
            assert any(name in texts[address] for name in families[first]), (address, first)
            assert any(name in texts[address] for name in families[second]), (address, second)


def test_two_offices_on_a_day_two_holders_and_two_of_one_family(make_corpus):
    offices = """
[[roles."president"]]
name = "Ann Vale"
from = 2010-01-01
to = 2014-01-03
[[roles."president"]]
name = "Bob Vale"
from = 2014-01-03
[[roles."party leader"]]
name = "Ann Vale"
from = 2013-01-01
"""
    corpus = made(make_corpus, ["They heard Ann Vale."] * 4, ["They heard Bob Vale. They thanked Vale."], offices)
    table = roles(corpus)
    assert row(table, "president", "old")["holders"] == "Ann Vale / Bob Vale"
    assert row(table, "party leader", "old")[["named", "holders"]].tolist() == [4, "Ann Vale"], "the later office"
    assert row(table, "president", "old")["named"] == 0
    assert row(table, "president", "new")[["named", "holders"]].tolist() == [2, "Bob Vale"]
    both = offices.replace('"Bob Vale"\nfrom = 2014-01-03', '"Bob Vale"\nfrom = 2010-01-01')
    shared = made(make_corpus, ["They thanked Vale."], ["They thanked Vale."], both)
    assert people_named(shared).empty, "a family name that two in office share is nobody's"


@pytest.mark.parametrize("what", ["roles", "eras", "dates", "everything", "words"])
def test_what_is_missing_gives_empty_frames(make_corpus, what):
    toml = {"roles": ERAS, "eras": OFFICES, "dates": ERAS + OFFICES, "everything": "", "words": ERAS + OFFICES}[what]
    dated = "[articles.a]\npublished = 2014-05-01\n[articles.b]\npublished = 2022-05-01\n"
    texts = {f"{name}.txt": "***" if what == "words" else f"{TEXT}Mary Arden met Ada Stone." for name in "ab"}
    corpus = make_corpus(texts, toml + ("" if what in ("dates", "everything") else dated))
    full = made(make_corpus, ["Mary Arden met Ada Stone."], ["Ada Stone met John Vale. Karl Orme left."])
    for function in (people_named, named, roles, out_of_office, named_together, words_of_holders):
        frame, typed = function(corpus), function(full)
        assert frame.columns.tolist() == typed.columns.tolist(), function.__name__
        same = [a == b or "category" in (str(a), str(b)) for a, b in zip(frame.dtypes, typed.dtypes, strict=True)]
        assert all(same), (function.__name__, frame.dtypes, typed.dtypes)
    assert len(roles(corpus)) == (6 if what == "words" else 0)
    assert roles_aligned(corpus).empty and named_together(corpus).empty
    assert (roles(corpus)["named"] == 0).all() and not roles(corpus)["rate"].isna().any()
    assert (len(named(corpus)) > 0) == (what in ("eras", "dates"))


def test_one_era_only(make_corpus):
    corpus = made(make_corpus, ["Mary Arden met Ada Stone."], [])
    assert roles(corpus)["era"].unique().tolist() == ["old"]
    assert roles_aligned(corpus).columns.tolist()[:3] == ["role", "holder_old", "disputed_old"]
    with pytest.raises(TwoCrisesError, match=r"\.$"):
        role_claim("prime minister", corpus)


def test_copies_of_one_text_weigh_as_one(make_corpus):
    one, other = prose(1, 40) + " Mary Arden said so.", prose(2, 40)
    corpus = made(make_corpus, [one, one, other], [other])
    single = made(make_corpus, [one, other], [other])
    assert row(roles(corpus), "prime minister", "old")["rate"] == pytest.approx(
        row(roles(single), "prime minister", "old")["rate"]
    )


def test_the_order_of_files_and_of_the_settings_changes_nothing_but_the_order(make_corpus):
    old = ["Mary Arden met Ada Stone.", "Ada Stone left. Ada Stone said so."]
    new = ["John Vale thanked Ada Stone.", "Rolf Tarn told Ada Stone."]
    corpus = made(make_corpus, old, new)
    turned = "".join("\n[[" + entry for entry in reversed(OFFICES.rstrip().split("\n[[")[1:])) + "\n"
    other = made(make_corpus, old, new, turned)
    a, b = (roles(c).set_index(["role", "era"]).sort_index() for c in (corpus, other))
    assert a.equals(b)


def test_three_hundred_articles_take_seconds(make_corpus):
    texts = [
        f"{prose(i, 20)}\n\nMary Arden said on Monday that Ada Stone had left. “We agree,” Ada Stone told reporters. "
        f"Ada Stone, who met Mary Arden, thanked her friends in group{i % 7}."
        for i in range(300)
    ]
    corpus = made(make_corpus, texts[:150], texts[150:])
    corpus.sentences, corpus.tokens, tone(corpus)
    begin = time.perf_counter()
    table = roles(corpus)
    assert time.perf_counter() - begin < 30
    assert row(table, "foreign minister", "new")[["named", "n_articles"]].tolist() == [450, 150]
    assert row(table, "foreign minister", "new")["verbs"] == "left 150, thanked 150, told 150"


def test_of_very_many_sentences_some_are_read(make_corpus, monkeypatch):
    monkeypatch.setattr("twocrises.verbs.MOST_READ", 3)
    corpus = made(make_corpus, ["Mary Arden left. " * 4, "Mary Arden said so."], ["Ada Stone left. " * 3])
    found = named(corpus)
    assert MOST_READ == 10_000 and len(found) == 8 and found["verb"].notna().sum() == 3
    assert found["verb"].notna().tolist()[0] and found["verb"].notna().tolist()[-1], "evenly spread"
    assert roles(corpus)["named"].sum() == 8, "all are counted"


# Claims


def numbers_said(claim, corpus):
    """Numbers in a statement, without those in labels and names."""
    statement = re.sub(r"«[^»]*»", "", claim.statement)
    for era in corpus.eras:
        statement = re.sub(rf"\b{era}\b", "", statement)
    return set(re.findall(r"\d[\d,.]*\d|\d", statement.replace("per 1,000 words", "")))


def check_claim(claim, corpus):
    values = [float(v) for v in claim.numbers.values()]
    known = {f"{v:,.0f}" for v in values if v == int(v)} | {f"{100 * v:.0f}" for v in values if 0 <= v <= 1}
    known |= {f"{v:.2f}" for v in values} | {p_value(v).removeprefix("less than ") for v in values if 0 <= v <= 1}
    assert numbers_said(claim, corpus) <= known, (claim.statement, claim.numbers)
    assert claim.statement.endswith(".") and claim.method and "nan" not in claim.statement
    addresses = {f"{a}#s{n}" for a, n in zip(corpus.sentences["article"], corpus.sentences["sentence"], strict=True)}
    assert set(claim.evidence) <= addresses and len(claim.evidence) == len(set(claim.evidence))
    if claim.status == SUPPORTED:
        assert claim.numbers["p"] <= 0.05


def test_claims_of_the_seeds(corpus):
    for role in dict.fromkeys(holder.role for holder in corpus.config.roles):
        check_claim(role_claim(role, corpus), corpus)
    for make in CLAIMS.values():
        check_claim(make(corpus), corpus)
    president = role_claim("US president", corpus)
    assert president.id == "role:US president" and president.status == "descriptive"
    assert president.survives and president.difference.more_in == "2014"
    assert "every article of 2014 names the office more than every article of 2022" in president.statement
    words = keyness(masked(corpus)).set_index("term")
    assert president.numbers["p"] == words.loc["[us president]", "p"]
    table = roles(corpus)
    for i, era in enumerate(("2014", "2022")):
        assert president.difference.means[i] == pytest.approx(row(table, "US president", era)["rate"])
    rare = role_claim("NATO secretary general", corpus)
    assert "p" not in rare.numbers and rare.statement.endswith("The difference is descriptive; it was not tested.")
    assert "is named 0.00 times" in role_claim("Ukrainian president", corpus).statement
    nobody = role_claim("UN secretary general", corpus)
    assert nobody.statement.startswith("Nobody is named as «UN secretary general»") and not nobody.evidence
    assert roles_in_ledger(corpus)[0] == "Russian president"
    unnamed = CLAIMS["roles-unnamed"](corpus)
    assert [unnamed.numbers[f"{n}_{era}"] for era in (2014, 2022) for n in ("unnamed", "offices")] == [15, 25, 7, 26]
    spoken = CLAIMS["roles-quoted"](corpus)
    assert "«Vladimir Putin» («Russian president») has most words" in spoken.statement
    assert spoken.holds is False and "«Sky News, 10 Jan 2022»" in spoken.leave_one_out


def test_an_office_nobody_knows(corpus):
    with pytest.raises(
        TwoCrisesError, match=r'No holder of an office "US presidentt" .* Did you mean "US president"\?$'
    ):
        role_claim("US presidentt", corpus)
    with pytest.raises(TwoCrisesError, match=r"See roles\(corpus\)\.$"):
        role_claim("zzz", corpus)


def test_swapped_eras_swap_the_claims(make_corpus):
    many, few = "Ada Stone left. Ada Stone said so. Mary Arden met Ada Stone.", "Ada Stone left."
    offices = '[[roles."foreign minister"]]\nname = "Ada Stone"\n[[roles."prime minister"]]\nname = "Mary Arden"\n'
    one = made(make_corpus, [many] * 2, [few] * 3, offices)
    two = made(make_corpus, [few] * 3, [many] * 2, offices)
    a, b = (role_claim("foreign minister", c) for c in (one, two))
    assert a.difference.more_in == "old" and b.difference.more_in == "new"
    assert sorted(a.difference.means) == pytest.approx(sorted(b.difference.means))
    for c in (one, two):
        for make in CLAIMS.values():
            check_claim(make(c), c)
    assert "In new no sentence names holders of two offices." in CLAIMS["roles-together"](one).statement
    assert "In old no sentence names holders of two offices." in CLAIMS["roles-together"](two).statement


def test_equal_eras_are_no_difference(make_corpus):
    corpus = made(make_corpus, ["Ada Stone left."] * 2, ["Ada Stone left."] * 2)
    claim = role_claim("foreign minister", corpus)
    assert "there is no difference" in claim.statement and claim.status == "descriptive" and claim.survives is None


def test_a_difference_of_many_articles_is_supported(make_corpus):
    old = [f"{prose(i, 60)} Ada Stone said so. Ada Stone left. They thanked Ada Stone." for i in range(12)]
    new = [prose(i, 60) for i in range(12, 24)]
    corpus = made(make_corpus, old, new)
    claim = role_claim("foreign minister", corpus)
    check_claim(claim, corpus)
    assert claim.status == SUPPORTED and "The difference is supported, p" in claim.statement and claim.survives


def test_the_units_of_the_test_are_the_texts_as_they_stand(make_corpus):
    """Short articles that print the same but for a name: in the corpus with names put aside they look different."""
    old = [f"{prose(i, 12)} Ada Stone said so. Ada Stone left. They thanked Ada Stone." for i in range(12)]
    corpus = made(make_corpus, old, [prose(i, 12) for i in range(12, 24)])
    claim = role_claim("foreign minister", corpus)
    check_claim(claim, corpus)
    assert claim.difference.n[0] < 12 and claim.numbers["p"] >= permutation_floor(*claim.difference.n)


def test_claims_that_cannot_be_made(make_corpus):
    corpus = made(make_corpus, ["They met."], ["They met."], "")
    for make in CLAIMS.values():
        with pytest.raises(TooSmallError):
            make(corpus)
    assert roles_in_ledger(corpus) == []


def test_hostile_names_stay_within_their_marks(make_corpus):
    offices = "[[roles.'<b>»$x$']]\nname = \"Ada Stone\"\n"
    corpus = made(make_corpus, ["Ada Stone said so."], ["Ada Stone left."], offices)
    claim = role_claim("<b>»$x$", corpus)
    assert claim.statement.startswith("«<b>›$x$» («Ada Stone» in both eras)")
