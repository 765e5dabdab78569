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
        ("Mary Arden doesn’t want a war.", "not want", False),
        ("Mary Arden was told about it.", "was told", False),
        ("Mary Arden has been seen in town.", "been seen", False),
        ("Mary Arden is a lawyer.", "is", False),
        ("Mary Arden isn't here.", "is not", False),
        ("Mary Arden isn't ready.", "is not ready", False),
        ("Mary Arden is very skilled in it.", "is skilled", False),
        ("Mary Arden is due to leave.", "is due", False),
        ("Mary Arden is due process itself.", "is", False),
        ("Mary Arden is preparing a war.", "preparing", False),
        ("Mary Arden on Thursday signed the paper.", "signed", False),
        ("Mary Arden and Ada Stone met in town.", "met", False),
        ("They heard that Mary Arden met the king.", "met", False),
        # What makes it less than a fact stays.
        ("Mary Arden will travel home.", "will travel", False),
        ("Mary Arden could be preparing a war.", "could be preparing", False),
        ("Mary Arden would not leave the town.", "would not leave", False),
        ("Mary Arden can't leave the town.", "cannot leave", False),
        ("Mary Arden won’t leave the town.", "will not leave", False),
        ("Mary Arden ought to leave the town.", "ought to leave", False),
        ("Mary Arden has to leave the town.", "has to leave", False),
        ("Mary Arden is not to leave the town.", "is not to leave", False),
        ("Mary Arden is going to leave the town.", "going to leave", False),
        ("Mary Arden might have left the town.", "might have left", False),
        ("Mary Arden would have been told about it.", "would have been told", False),
        ("Mary Arden was not told about it.", "was not told", False),
        ("Mary Arden could be ready.", "could be ready", False),
        ("Mary Arden could be a lawyer.", "could be", False),
        ("Mary Arden is likely to leave.", "is likely", False),
        ("Mary Arden never left the town.", "never left", False),
        ("Mary Arden reportedly left the town.", "reportedly left", False),
        ("Mary Arden would say it was good.", "would say", True),
        ("Mary Arden will on Monday say that it is so.", "will say", True),
        ("Mary Arden may have said so.", "may have said", True),
        ("Mary Arden never said it was good.", "never said", True),
        ("Mary Arden reportedly said it was good.", "reportedly said", True),
        ("Mary Arden did not say that it was so.", "not say", True),
        ("Mary Arden, who could leave, said it was so.", "said", True),
        ("Mary Arden said that she would leave.", "said", True),
        ("It could be war, Mary Arden said.", "said", True),
        ("An official said Mary Arden would stay at home.", "would stay", False),
        ("It would be war should Mary Arden decide to leave.", "should decide", False),
        ("Could Mary Arden have known about it?", "could have known", False),
        ("Nor did Mary Arden leave the town.", "", False),
        ("Did Mary Arden leave the town?", "", False),
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


WORDS = ["Mary Arden", "Ada Stone", "said", "who", ",", "“", "”", "and", "not", "was", "’s", "in", "(", ")", "—", "met",
         "could", "can't", "be", "been", "due", "to", "leave", "reportedly", "never"]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14))
def test_a_verb_stands_in_its_sentence(make_corpus, words):
    """Whatever the text, a verb is made of words that stand there, and saying is never without a verb."""
    found = named(made(make_corpus, [f"Then Mary Arden {' '.join(words)}."], []))
    for verb, says, text in found[["verb", "says", "text"]].itertuples(index=False):
        there = re.findall(r"[\w’']+", text.casefold().replace("can't", "can't cannot"))
        assert all(part in there for part in verb.split())
        # Behind a name a verb that is modal there does not become a fact.
        assert not re.search(r"(arden|stone) (could|can't) (be )?leave", text.casefold()) or verb != "leave"
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
    gone, his = out_of_office(corpus), "his removal, by him and by Moscow"
    assert gone[["name", "era", "times", "office", "when", "disputed"]].to_numpy().tolist() == [
        ["Viktor Yanukovych", "2014", 1, "Ukrainian president", "former", his],
        ["Viktor Yanukovych", "2014", 2, "Ukrainian president", "former", his],
        ["Anders Fogh Rasmussen", "2022", 1, "NATO secretary general", "former", ""],
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
    columns = {"holder": "holders", "named": "named", "words": "n_words", "quoted": "n_quoted", "tone": "tone"}
    for column, name in (columns | {"scored": "n_scored", "verbs": "verbs"}).items():
        for era in ("2014", "2022"):
            own = long.loc[list(zip(every["role"], [era] * 26, strict=True))]
            known = (own["holders"] != "").to_numpy()
            assert known.sum() == (25 if era == "2014" else 26)
            cells, values = every[f"{column}_{era}"][known], own.loc[known, name]
            assert cells.tolist() == values.tolist() or np.allclose(cells, values, equal_nan=True)
    alone = every.set_index("role").loc["Kremlin deputy chief of staff"]
    assert alone["holder_2014"] == "not in corpus.toml" and alone["named_2022"] == 2
    assert alone[["named_2014", "articles_2014", "quoted_2014", "scored_2014", "rate_2014"]].isna().all()
    nobody = every[(every.filter(like="named_").fillna(0) == 0).all(axis=1)]
    assert nobody["role"].tolist() == [
        "US vice president", "US secretary of defence", "White House press secretary", "French president",
        "UN secretary general",
    ]  # fmt: skip
    assert set(every["role"]) - set(wide["role"]) == set(nobody["role"])
    assert (nobody[["rate_2014", "rate_2022", "quoted_2014", "scored_2022"]] == 0).all(axis=None)


def test_an_office_known_in_one_era_only_and_named_in_none(make_corpus):
    corpus = made(make_corpus, ["Ada Stone left."], ["Ada Stone left."])
    every = roles_aligned(corpus, every=True).set_index("role")
    assert every.loc["mayor", ["holder_old", "holder_new", "named_new"]].tolist() == [
        "not in corpus.toml", "Rolf Tarn", 0
    ]  # fmt: skip
    assert roles_aligned(corpus)["role"].tolist() == ["foreign minister"]


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
    disputed = out_of_office(corpus).set_index("name")["disputed"]
    assert disputed.to_dict() == {"John Vale": "", "Karl Orme": "", "Mary Arden": "her defeat, by her party"}
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
    for era, other, rest in (("2014", "2022", 10), ("2022", "2014", 2)):
        known = {office for office in table["role"] if row(table, office, era)["holders"]}
        gone = [o for o in known if row(table, o, era)["named"] == 0 and row(table, o, other)["named"] > 0]
        assert unnamed.numbers[f"named_only_in_{other}"] == len(gone) == rest
    assert unnamed.exploratory and unnamed.statement.endswith(
        "The offices were listed after reading; sets of unequal size name unequal numbers."
    )
    assert "among them «Ukrainian president» (in 2014 «Oleksandr Turchynov, acting»), «Ukrainian" in unnamed.statement
    assert unnamed.statement.count("(in 2014") == 3 and unnamed.statement.count("(in 2022") == 2
    assert not re.search(r"\([^)]*\(", unnamed.statement), "read aloud"


def test_who_is_quoted_counts_words_within_quotation_marks_only(corpus):
    """Once more from the passages; what is reported of somebody is nobody's here."""
    said = passages(corpus)
    said = said[(said["voice"] == "quote") & said["speaker"].notna()]
    office = offices_held(corpus, said["speaker"].astype(object), said["article"].astype(object))
    said = said.assign(office=pd.array(office, dtype="str"))
    said = said[said["office"].notna()]
    spoken = CLAIMS["roles-quoted"](corpus)
    for era, name, role in (
        ("2014", "John Kerry", "US secretary of state"),
        ("2022", "Wendy Sherman", "US deputy secretary of state"),
    ):
        own = said[said["era"] == era]
        words = own.groupby("speaker", observed=True)["n_words"].sum()
        words = words[words > 0]
        assert words.idxmax() == name and words[name] == spoken.numbers[f"quoted_{era}"]
        assert spoken.numbers[f"holders_{era}"] == len(words)
        assert spoken.numbers[f"share_{era}"] == pytest.approx(words[name] / words.sum())
        assert (
            f"«{name}» («{role}») has most words within quotation marks in {era}: {words[name]}, " in spoken.statement
        )
        where = set(own.loc[own["speaker"] == name, "address"])
        articles = corpus.articles.loc[corpus.articles["era"] == era, "article"].tolist()
        assert {a for a in spoken.evidence if a.rpartition("#")[0] in articles} == where
    assert spoken.holds is False and "«Sky News, 10 Jan 2022»" in spoken.leave_one_out
    assert "reported words are not counted" in spoken.method


def test_quoted_in_is_where_quotation_marks_stand(corpus):
    frame = words_of_holders(corpus)
    for n, quoted_in, evidence in frame[["n_quoted", "quoted_in", "evidence"]].itertuples(index=False):
        assert set(quoted_in) <= set(evidence) and bool(quoted_in) == (n > 0)


def test_the_office_named_most_and_how_much_it_is_quoted(corpus):
    silent, table = CLAIMS["roles-silent"](corpus), roles(corpus)
    for era, per in (("2014", "3.73"), ("2022", "0.06")):
        own = row(table, "Russian president", era)
        assert [silent.numbers[f"{n}_{era}"] for n in ("named", "quoted")] == [own["named"], own["n_quoted"]]
        assert f"{own['n_quoted'] / own['named']:.2f}" == per
        assert f"{per} for each time named" in silent.statement
    assert silent.holds is True and silent.exploratory
    named_in = people_named(corpus).query("role == 'Russian president'")
    assert {f"{a}#s{n}" for a, n in zip(named_in["article"], named_in["sentence"], strict=True)} <= set(silent.evidence)


def test_the_article_that_turns_who_is_silent(make_corpus):
    few, much = "Ada Stone left. Ada Stone ate.", "Ada Stone left. “We will never leave this old town,” Ada Stone said."
    offices = '[[roles."foreign minister"]]\nname = "Ada Stone"\n'

    def silent(old, new):
        corpus = made(make_corpus, old, new, offices)
        claim = CLAIMS["roles-silent"](corpus)
        check_claim(claim, corpus)
        return claim

    claim = silent([few, much], [few, few])
    assert claim.holds is False and claim.leave_one_out == (
        "leaving out «old 1, 2 Jan 2014» changes which era has more of them"
    )
    assert "in new its holder, «Ada Stone», is named 4 times and has 0 words" in claim.statement
    assert silent([much, much], [few, few]).holds is True
    # Of one article nothing stays, so only the other era is asked.
    assert silent([much], [few, few]).holds is True
    assert silent([much], [few]).leave_one_out == "no article can be left out"
    same = silent([few, few], [few, few])
    assert same.holds is None and same.leave_one_out == ""
    nobody = silent([much], ["They met."])
    assert "in new nobody is named for it" in nobody.statement and nobody.holds is None


def test_the_offices_listed_are_those_named_most_in_the_other_era(make_corpus):
    offices = "".join(f'[[roles."office {i}"]]\nname = "Ann Lee{letter * 6}"\n' for i, letter in enumerate("abcde"))
    corpus = made(make_corpus, ["Ann Leebbbbbb left. " * 2 + "Ann Leeeeeeee left. " * 3 + "Ann Leecccccc left."], [
        "Ann Leeaaaaaa left. Ann Leedddddd left."], offices)  # fmt: skip
    claim = CLAIMS["roles-unnamed"](corpus)
    check_claim(claim, corpus)
    assert claim.statement.startswith(
        "In old nobody is named for 2 of 5 offices with a known holder. Of these, 2 have a holder named in new: "
        "«office 0» (in old «Ann Leeaaaaaa») and «office 3» (in old «Ann Leedddddd»). In new nobody is named for 3 of "
        "5 offices with a known holder. Of these, 3 have a holder named in old: «office 4» (in new «Ann Leeeeeeee»), "
        "«office 1» (in new «Ann Leebbbbbb») and «office 2»"
    )
    every = made(make_corpus, ["Ada Stone left."], ["Ada Stone left."], '[[roles."envoy"]]\nname = "Ada Stone"\n')
    says = "somebody is named for each of 1 office with a known holder."
    assert CLAIMS["roles-unnamed"](every).statement.startswith(f"In old {says} In new {says} The offices")
    more = made(make_corpus, ["Ann Leebbbbbb left. Ann Leeeeeeee left. Ann Leecccccc left. Ann Leeaaaaaa left."], [
        "Ann Leedddddd left."], offices)  # fmt: skip
    assert "Of these, 4 have a holder named in old, among them «office 0»" in CLAIMS["roles-unnamed"](more).statement
    # Each of the five is named once.
    assert CLAIMS["roles-silent"](more).statement.startswith("«office 0» is one of the offices named most: in old its")


def test_claims_do_without_the_tagger(make_corpus, monkeypatch):
    """It takes seconds to load, and no claim needs a verb."""
    corpus = made(make_corpus, ["Ada Stone met Mary Arden. “It is so,” Ada Stone said."], ["Ada Stone left."])
    monkeypatch.setattr("twocrises.verbs._tagger", lambda: pytest.fail("the tagger was loaded"))
    for make in CLAIMS.values():
        make(corpus)
    role_claim("foreign minister", corpus)
    assert roles_in_ledger(corpus)[0] == "foreign minister"


def test_an_office_nobody_knows(corpus):
    with pytest.raises(
        TwoCrisesError, match=r'No holder of an office "US presidentt" .* Did you mean "US president"\?$'
    ):
        role_claim("US presidentt", corpus)
    with pytest.raises(TwoCrisesError, match=r"See roles\(corpus\)\.$"):
        role_claim("zzz", corpus)


def test_swapped_eras_swap_the_claims(make_corpus):
    many, few = "Ada Stone left. “We agree on it,” Ada Stone said. Mary Arden met Ada Stone.", "Ada Stone left."
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
    for c, era in ((one, "new"), (two, "old")):
        says = f"In {era} no named holder of an office has words within quotation marks."
        assert says in CLAIMS["roles-quoted"](c).statement


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
    spoken = "“We agree on it,” Ada Stone said."
    for old, new in ((spoken, "They met."), ("They met.", spoken)):
        corpus = made(make_corpus, [old], [new], offices + 'status = "*<b>»$y$"\n')
        for name in ("roles-unnamed", "roles-quoted", "roles-silent"):
            statement = CLAIMS[name](corpus).statement
            assert "<b>" in statement and "<b>" not in re.sub(r"«[^»]*»", "", statement), statement
