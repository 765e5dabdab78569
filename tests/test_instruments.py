"""The instruments: their own numbers, where their words stand, and what is missing rather than neutral."""

import gzip
import json
import math
import os
import re
import time
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from twocrises.errors import TwoCrisesError
from twocrises.instruments import (
    CONSTANTS,
    INSTRUMENTS,
    LISTS,
    instruments,
    score_texts,
    scored_words,
    straightened,
)
from twocrises.language import ENGLISH_ALONE, ENGLISH_TOO, FOREIGN, is_english, reads_english
from twocrises.segments import sentence_spans

EVAL = Path(os.environ.get("TWO_CRISES_EVAL") or Path(__file__).parents[2] / "shared" / "eval")
VADER = SentimentIntensityAnalyzer()
FIGURES = pd.read_csv(Path(__file__).parents[1] / "benchmarks" / "results" / "tone.csv").set_index("measure")["value"]

# Words and marks on which the rules of the instruments turn; texts of them reach every rule.
PIECES = [
    "good", "bad", "very", "not", "never", "no", "isn't", "isn’t", "but", "least", "kind", "of", "so", "this",
    "without", "doubt", "really", "BAD", "GREAT", "Security", "united", "the", "bomb", "!", "!!!", "?", "??",
    "(!)", "( ! )", ":)", ": )", ":-(", "8", ")", "o.", "O", "...", "......", ".", ",", "“good”", "well-kept",
    "U.S.", "Mr.", "’s", "\n\n", "\t", "n't", "😀", "war😀", "2014", "non-violent", "END-OF-SENTENCE", "İ", "ß",
    "base", "russian", '"', "'", "—",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)
OTHERS = {
    "Russian": "Президент заявил в среду, что войска останутся на границе до конца учений.",
    "Ukrainian": "Міністр сказав, що країна готова до переговорів, але не віддасть своєї землі.",
    "German": "Die Außenminister trafen sich am Mittwoch, um über die Lage an der Grenze zu sprechen.",
    "German, of words that English has": "Der Krieg war in der Stadt, und man war so arm, die Not war hart.",
    "French": "Le ministre a déclaré mercredi que les soldats resteraient à la frontière.",
    "French, spoken": "On a vu des gens pleurer dans la rue après le départ des derniers trains.",
    "Spanish": "El presidente dijo el miércoles que las tropas se quedarán en la frontera.",
    "Polish": "Ludzie czekali na dworcu przez całą noc, bo pociągi nie jeździły od rana.",
    "Italian": "Il presidente ha detto mercoledì che le truppe resteranno al confine fino alla fine.",
    "Turkish": "Dün akşam evde yemek yedik, sonra arkadaşlarımızla uzun uzun sohbet edip film izledik.",
    "Portuguese": "O presidente disse na quarta-feira que as tropas vão ficar na fronteira.",
    "Dutch": "De minister zei woensdag dat de troepen tot het einde van de maand blijven.",
    "Swedish": "Presidenten sade på onsdagen att trupperna stannar vid gränsen till slutet av månaden.",
    "Finnish": "Presidentti sanoi keskiviikkona, että joukot pysyvät rajalla loppuun asti eikä kukaan lähde kotiin.",
    "Hungarian": "Az elnök szerdán azt mondta, hogy a csapatok a hónap végéig a határon maradnak.",
    "Czech": "Prezident ve středu řekl, že vojáci zůstanou na hranici až do konce měsíce.",
    "Chinese": "总统周三表示,军队将留在边境直到演习结束。",
    "Arabic": "قال الرئيس يوم الأربعاء إن القوات ستبقى على الحدود حتى نهاية الشهر.",
}


def score(text):
    return score_texts([text], progress=False).iloc[0]


def words(text, instrument):
    frame = scored_words(text, instrument)
    return list(zip(frame["words"], frame["value"].round(4), frame["note"], strict=True))


# The packages' own numbers


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_textblob_is_textblob(text):
    row = score(text)
    if row["english"]:
        assert (row["TextBlob"], row["TextBlob_subjectivity"]) == tuple(TextBlob(text).sentiment)
        assert row["TextBlob_hits"] == len(TextBlob(text).sentiment_assessments.assessments)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_vader_is_vader_on_the_straightened_text(text):
    row = score(text)
    if row["english"] and row["VADER_hits"]:
        assert row["VADER"] == VADER.polarity_scores(straightened(text))["compound"]


def test_both_on_press_briefings():
    """The first 20,000 sentences; `make bench` compares all of them."""
    path = EVAL / "press_briefings.jsonl.gz"
    if not path.is_file():
        pytest.skip("press_briefings.jsonl.gz is not in the folder that TWO_CRISES_EVAL names")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = (
            line[start:end]
            for record in lines
            for line in json.loads(record)["text"].splitlines()
            for start, end in sentence_spans(line)
        )
        texts = [text for text in islice(found, 20_000) if is_english(text)]
    scores = score_texts(texts, progress=False)
    theirs = [tuple(TextBlob(text).sentiment) for text in texts]
    assert list(zip(scores["TextBlob"], scores["TextBlob_subjectivity"], strict=True)) == theirs
    vader = [VADER.polarity_scores(straightened(text))["compound"] for text in texts[::4]]
    assert scores["VADER"].fillna(0.0).tolist()[::4] == vader


# Golden values


@pytest.mark.parametrize(
    ("text", "value"),
    [  # from the README of vaderSentiment 3.3.2
        ("VADER is smart, handsome, and funny.", 0.8316),
        ("VADER is smart, handsome, and funny!", 0.8439),
        ("VADER is very smart, handsome, and funny.", 0.8545),
        ("VADER is not smart, handsome, nor funny.", -0.7424),
        ("At least it isn't a horrible book.", 0.431),
        ("Today only kinda sux! But I'll get by, lol", 0.5249),
        ("Make sure you :) or :D today!", 0.8633),
    ],
)
def test_vader_by_its_documentation(text, value):
    assert score(text)["VADER"] == value


@pytest.mark.parametrize(
    ("text", "instrument", "found"),
    [
        # AFINN-en-165.txt: excellent 3, brutal -3, war -2
        ("An excellent answer to a brutal war", "AFINN", [("excellent", 3, ""), ("brutal", -3, ""), ("war", -2, "")]),
        # LM.csv: Negative > 0 for abandoned, Positive > 0 for success; "liability" is neither
        ("An abandoned liability, a success", "Loughran", [("abandoned", -2, ""), ("success", 2, "")]),
        # HIV-4.csv: ATTACK and FRIEND are listed, attacked and friends are inflected
        ("They attacked friends", "Harvard", [("attacked", -2, ""), ("friends", 2, "")]),
        ("They were not happy", "AFINN", [("happy", -2.22, "negated")]),
        ("They weren’t at all happy", "AFINN", [("happy", -2.22, "negated")]),
        ("It is not bad", "AFINN", [("bad", 0, "negated")]),
        ("not without hope", "AFINN", [("hope", 2, "")]),
        ("Not now. Hope remains", "AFINN", [("Hope", 2, "")]),
        ("a non-violent march", "AFINN", [("violent", 0, "negated")]),
        ("the war’s end", "AFINN", [("war", -2, "")]),
        ("so the Security Council and Senator Grant have agreed", "AFINN", [("agreed", 1, "")]),
        ("War And Hope In Ruined Cities", "AFINN", [("War", -2, ""), ("Hope", 2, ""), ("Ruined", -2, "")]),
        ("“Good” and “bad”", "VADER", [("Good", 1.9, ""), ("bad", -2.5, "")]),
        ("It isn’t good", "VADER", [("good", -1.406, "negated")]),
        ("The security of the united front", "VADER", [("security", 1.4, ""), ("united", 1.8, "")]),
        ("war😀", "VADER", [("war", -2.9, ""), ("😀", 1.5, "")]),
        ("armed men at a missile base", "TextBlob", [("base", -0.8, "")]),
        ("successfully tested an intercontinental missile", "TextBlob", [("successfully", 0.75, "")]),
        ("since the Cold War", "TextBlob", [("Cold", -0.6, "")]),
        ("Russian troops", "TextBlob", [("Russian", 0, "")]),
        ("This isn't good", "TextBlob", [("good", 0.7, "")]),
        ("not a very good day!", "TextBlob", [("not a very good", -0.3365, "negated")]),
        ("Troops crossed the border; an invasion", "TextBlob", []),
    ],
)  # fmt: skip
def test_words_and_their_values(text, instrument, found):
    assert words(text, instrument) == found


def test_curly_negation_is_negation():
    curly, straight = score("This isn’t good."), score("This isn't good.")
    pd.testing.assert_series_equal(curly.drop("TextBlob_hits"), straight.drop("TextBlob_hits"), check_names=False)
    assert VADER.polarity_scores("This isn’t good.")["compound"] > 0 > curly["VADER"]


# Scores come from words


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_words_stand_where_they_are_said_to(text):
    row, found = score(text), scored_words(text)
    assert all(text[start:end] == word for word, start, end in found[["words", "start", "end"]].to_numpy())
    assert (found["start"] < found["end"]).all()
    for name in INSTRUMENTS:
        own = found[found["instrument"] == name]
        assert len(own) == row[f"{name}_hits"]
        assert own["start"].is_monotonic_increasing
        pd.testing.assert_frame_equal(own.reset_index(drop=True), scored_words(text, name))
        if own.empty:
            assert np.isnan(row[name]) or (name == "TextBlob" and row[name] == 0.0)
        elif name == "TextBlob":
            assert row[name] == pytest.approx(own["value"].mean())
        elif name in LISTS or not re.search(r"[!?]", text):
            total = own["value"].sum()
            assert row[name] == pytest.approx(total / math.sqrt(total**2 + 15), abs=6e-5)


@pytest.mark.parametrize("text", ["base, base and base", "very good, very Good, GOOD", "not bad. bad. not bad"])
@pytest.mark.parametrize("name", INSTRUMENTS)
def test_repeated_words_each_have_their_own_place(text, name):
    found = scored_words(text, name)
    assert found["start"].is_unique and [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == list(
        found["words"]
    )


# What is missing


def test_no_known_word_is_missing_and_not_neutral():
    row = score("Troops came to the border at noon.")
    assert row[[f"{name}_hits" for name in INSTRUMENTS]].sum() == 0
    assert row["TextBlob"] == 0.0 and row[[*INSTRUMENTS[1:], "panel_spread"]].isna().all()
    assert row["panel"] == 0.0 and row["panel_n"] == 0


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_the_panel_by_hand(text):
    row = score(text)
    units = [row[name] / CONSTANTS[name][1] for name in INSTRUMENTS if row[f"{name}_hits"]]
    assert row["panel_n"] == len(units)
    assert (
        np.isnan(row["panel"]) if not row["english"] else row["panel"] == pytest.approx(sum(units) / len(INSTRUMENTS))
    )
    assert np.isnan(row["panel_spread"]) if len(units) < 2 else row["panel_spread"] == pytest.approx(np.std(units))


def test_constants_are_the_measured_ones():
    assert {name: FIGURES[f"{name}: spread"] for name in INSTRUMENTS} == {n: c[1] for n, c in CONSTANTS.items()}
    assert list(CONSTANTS) == list(INSTRUMENTS) and all(centre == 0 for centre, _ in CONSTANTS.values())


def test_the_panel_agrees_with_people_better_than_vader():
    assert FIGURES["panel: r by article"] >= 0.75 and FIGURES["panel: r by sentence"] >= 0.56
    assert FIGURES["panel minus VADER: r by article, low"] > 0 and FIGURES["panel minus VADER: r by sentence, low"] > 0


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_other_languages_are_told_apart_and_not_scored(text):
    row = score(text)
    scores = [*INSTRUMENTS, "TextBlob_subjectivity", "panel", "panel_spread"]
    assert not row["english"] and row[scores].isna().all()
    assert row[[*(f"{name}_hits" for name in INSTRUMENTS), "panel_n"]].sum() == 0
    assert scored_words(text).empty


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "😀😀😀😀😀",
        "2014, 2022",
        "Ban Ki-moon, Catherine Ashton, Aung San Suu Kyi, Bashar al-Assad, Luiz Inácio Lula da Silva",
        "Troops reach border crossing as talks fail, oil prices climb, markets fall",
        "In New York City alone, art museums outdraw professional sports.",
        "The mayor of Rio de Janeiro met the head of Médecins Sans Frontières at the Gare du Nord.",
        "We’ve got a commitment to protecting people’s First Amendment rights.",
        "The word “мир” means peace.",
        "Two Coast Guard cutters, multiple Coast Guard aircraft were en route.",
        "Well, let me address health care and small business.",
    ],
)
def test_names_headlines_and_english_with_foreign_words_count_as_english(text):
    assert is_english(text)


def test_every_sentence_of_the_seeds_is_english(corpus):
    assert corpus.sentences["text"].map(is_english).all()
    assert corpus.sentences.groupby("article", observed=True)["text"].agg(reads_english).all()


def test_the_language_of_an_article():
    english = "The ministers met in Geneva, and they agreed on nothing that was new."
    german = "Die Minister trafen sich in Genf, und sie einigten sich auf nichts, was neu war."
    assert reads_english([]) and reads_english("") and reads_english([english, german, english])
    assert not reads_english([german] * 3) and not reads_english(["один два", "три", "четыре"])
    assert reads_english([english] * 99 + [german] * 999), "the beginning decides"
    with pytest.raises(TwoCrisesError, match="sentences is 5"):
        reads_english(5)


def test_small_words_belong_to_one_list():
    assert not ENGLISH_ALONE & ENGLISH_TOO and not (ENGLISH_ALONE | ENGLISH_TOO) & FOREIGN


# Any input


def test_order_and_company_change_nothing():
    texts = ["It was a good day.", "Troops stood there.", OTHERS["German"], "A brutal war!", "It was a good day."]
    together = score_texts(texts, progress=False)
    backwards = score_texts(texts[::-1], progress=False).iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(together, backwards)
    alone = pd.concat([score_texts(text) for text in texts], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)


@pytest.mark.parametrize("given", [None, b"good", 5, ["good", None], ["good", b"bad"], {"good": 1}, [1.0]])
def test_what_is_no_text(given):
    with pytest.raises(TwoCrisesError, match=r"texts"):
        score_texts(given)


def test_what_cannot_be_asked():
    with pytest.raises(TwoCrisesError, match=r"One of the texts is None"):
        scored_words(None)
    with pytest.raises(TwoCrisesError, match=r"There is no instrument 'Vader'\. There are: TextBlob, VADER,"):
        scored_words("good", "Vader")


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "\n\n\n", "😀", "a" * 300, "‍", "((((", "' ' '"])
def test_odd_texts(text):
    assert score(text)["english"] and len(scored_words(text)) == score(text)[[f"{n}_hits" for n in INSTRUMENTS]].sum()


def test_no_texts():
    empty, full = score_texts([]), score_texts(["good"])
    assert empty.empty and (empty.dtypes == full.dtypes).all()
    kinds = scored_words("").dtypes
    assert (kinds == scored_words("good").dtypes).all() and isinstance(kinds["words"], pd.StringDtype)


@pytest.mark.parametrize(
    "piece",
    [
        "The minister was not very happy about the terrible attack but hoped for a better peace. ",
        "good bad but ugly ",
        "!",
        ": ) ",
        "isn’t ",
    ],
)
def test_a_hundred_thousand_characters_take_seconds(piece):
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    begin = time.process_time()
    row = score(text)
    assert time.process_time() - begin < 20
    assert not np.isnan(row["TextBlob"]) and len(scored_words(text, "AFINN")) == row["AFINN_hits"]


def test_a_function_hears_how_far_it_is():
    said = []
    score_texts(["good"] * 20_001, progress=said.append)
    assert said[:2] == ["scoring 1 of 20,001 texts", "scoring 1,001 of 20,001 texts"] and len(said) == 21
    said.clear()
    score_texts(["good"] * 99, progress=said.append)
    assert not said


def test_the_table_of_instruments():
    table = instruments()
    assert tuple(table["instrument"]) == INSTRUMENTS and (table["words"] > 1_000).all()
    scores = score_texts(["terrible awful war " * 99, "great wonderful joy " * 99], progress=False)
    assert scores[list(INSTRUMENTS)].abs().fillna(0).le(1).all(axis=None)


def test_the_panel_follows_people_on_rated_editorials():
    """The bars of the panel, on sentences that are no part of the project."""
    folder = EVAL
    if not (folder / "editorial_tone_dev.jsonl.gz").is_file():
        pytest.skip("The rated editorials are not here: name their folder in TWO_CRISES_EVAL.")
    rated = pd.read_json(folder / "editorial_tone_dev.jsonl.gz", lines=True)
    rated["panel"] = score_texts(rated["text"], progress=False)["panel"].to_numpy()
    assert rated["panel"].corr(rated["tone"].astype(float)) >= 0.56
    means = rated.astype({"tone": float}).groupby("article")[["panel", "tone"]].mean()
    assert means["panel"].corr(means["tone"]) >= 0.75
