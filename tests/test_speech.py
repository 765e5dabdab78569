"""Voices: each word of a corpus belongs to one passage, and the shares of the sides add up."""

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twocrises.corpus import load_corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import content_terms
from twocrises.instruments import score_texts
from twocrises.measures import log_odds_z
from twocrises.sentiment import tone
from twocrises.speech import passage_of_words, passages, share_of_voice, sides, speakers, words_by_side

from .conftest import ERAS, TEXT

SIDES = """
translated = ["Sergei Lavrov"]
[sides]
western = ["John Kerry"]
russian = ["Sergei Lavrov"]
"""
REPORT = (
    "John Kerry said: “We will not sign the paper.” Troops stood at the border all day.\n\n"
    "“We do not want a war,” said Sergei Lavrov. Sergei Lavrov said the talks were useful.\n\n"
    "Sergei Lavrov called it “very unhelpful” and said the talks would go on.\n"
)


def corpus_of(texts, toml=""):
    """A corpus of texts, for tests that make many of them."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            (Path(folder) / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        (Path(folder) / "corpus.toml").write_text(toml, encoding="utf-8")
        return load_corpus(folder)


def dated(era, name="a", era_day="03-01"):
    """What corpus.toml says of an article of an era."""
    return f"[articles.{name}]\npublished = {2014 if era == 'old' else 2022}-{era_day}\n"


@pytest.fixture(scope="module")
def made():
    texts = {
        "a": REPORT,
        "b": "Nobody came to the station. Snow fell on the town.",
        "c": "John Kerry said the talks were useful.",
    }
    toml = SIDES + ERAS + dated("old", "a") + dated("new", "b") + dated("new", "c", "03-02")
    return corpus_of(texts, toml)


# Passages


def test_passages_by_hand(made):
    found = passages(made)
    own = found[found["article"] == "a"]
    columns = ["text", "voice", "side", "speaker", "kind", "translated", "n_words"]
    assert own[columns].astype(object).where(own[columns].notna(), None).to_numpy().tolist() == [
        ["John Kerry said:", "narrator", "narrator", None, None, False, 3],
        ["We will not sign the paper.", "quote", "western", "John Kerry", "full", False, 6],
        ["Troops stood at the border all day.", "narrator", "narrator", None, None, False, 7],
        ["We do not want a war,", "quote", "russian", "Sergei Lavrov", "full", True, 6],
        ["said Sergei Lavrov.", "narrator", "narrator", None, None, False, 3],
        ["Sergei Lavrov said the talks were useful.", "reported", "russian", "Sergei Lavrov", None, False, 7],
        ["Sergei Lavrov called it", "reported", "russian", "Sergei Lavrov", None, False, 4],
        ["very unhelpful", "quote", "russian", "Sergei Lavrov", "fragment", True, 2],
        ["and said the talks would go on.", "reported", "russian", "Sergei Lavrov", None, False, 7],
    ]
    assert (
        own["address"].tolist()[-1] == "a#s4" and set(own["era"]) == {"old"} and set(own["label"]) == {"a, 1 Mar 2014"}
    )


def check_tiles(corpus):
    """Each word stands in exactly one passage, and each passage where it says."""
    found, tokens = passages(corpus), corpus.tokens
    for row in found.itertuples():
        assert row.text == corpus.source[row.article][row.start : row.end] and row.text.strip() == row.text
    place = passage_of_words(corpus, found)
    assert len(place) == len(tokens) and (place >= 0).all()
    inside = found.iloc[place].reset_index(drop=True)
    for column in ("article", "sentence"):
        assert (inside[column].astype(object).to_numpy() == tokens[column].astype(object).to_numpy()).all()
    assert (inside["start"].to_numpy() <= tokens["start"].to_numpy()).all()
    assert (tokens["start"].to_numpy() < inside["end"].to_numpy()).all()
    assert found["n_words"].tolist() == np.bincount(place, minlength=len(found)).tolist()
    assert found["n_words"].sum() == corpus.articles["n_words"].sum()
    for _, own in found.groupby("article", observed=True):
        assert (own["start"].to_numpy()[1:] >= own["end"].to_numpy()[:-1]).all(), "in order, none within another"
    assert found["side"].notna().all() and ((found["side"] == "narrator") >= (found["voice"] == "narrator")).all()


@pytest.mark.parametrize("variant", ["cleaned", "as scraped", "without opinion", "neither"])
def test_passages_tile_the_words_of_the_seeds(corpus, variant):
    corpus = corpus.without_opinion() if variant in ("without opinion", "neither") else corpus
    check_tiles(corpus.without_cleaning() if variant in ("as scraped", "neither") else corpus)


PIECES = st.sampled_from(
    ["John Kerry said", "said Sergei Lavrov", "the talks", "were useful", "he added", "“", "”", '"', "‘", "’", "'",
     "«", "»", "don’t", "’90s", "leaders’", "pro-", "Russian", ". ", ", ", "\n", "\n\n", ": ", "? ", " – ", "(", ")",
     "COBR", "x²", "_"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from([" ", ""])), max_size=40))
def test_passages_tile_the_words_of_any_text(pieces):
    text = "".join(piece + space for piece, space in pieces)
    check_tiles(corpus_of({"a": f"Peace came.\n\n{text}", "b": TEXT}, SIDES))


def test_the_other_sides_follow_the_settings(made, corpus):
    assert sides(made) == ["narrator", "western", "russian", "unknown"]
    assert sides(corpus)[0] == "narrator" and sides(corpus)[-1] == "unknown"
    assert passages(made)["side"].cat.categories.tolist() == sides(made)


def test_without_settings_the_speakers_have_no_side():
    found = passages(corpus_of({"a": REPORT}))
    assert set(found["side"]) == {"narrator", "unknown"} and not found["translated"].any()


# Shares


def eras_of(frame):
    return frame["era"].drop_duplicates().tolist()


def test_shares_by_hand(made):
    shares = share_of_voice(made).set_index(["article", "side"])
    assert eras_of(share_of_voice(made, by="era")) == eras_of(speakers(made)) == ["old", "new"]
    by_hand = {"narrator": (13, 0), "western": (6, 6), "russian": (26, 8), "unknown": (0, 0)}
    for side, (words, quoted) in by_hand.items():
        row = shares.loc[("a", side)]
        assert (row["n_words"], row["n_quoted"]) == (words, quoted) and row["share"] == pytest.approx(words / 45)
    assert shares.loc[("a", "russian"), "speakers"] == 1 and shares.loc[("a", "narrator"), "speakers"] == 0
    eras = share_of_voice(made, by="era").set_index(["era", "side"])
    # Article b is all narrator and c all western, so each has half of the new era, however long it is.
    assert eras.loc[("new", "narrator"), "share"] == 0.5 and eras.loc[("new", "western"), "share"] == 0.5
    assert eras.loc[("new", "western"), ["n_articles", "n_words"]].tolist() == [1, 7]
    assert eras.loc[("new", "russian"), ["n_articles", "n_words", "share"]].tolist() == [0, 0, 0]


@pytest.mark.parametrize("by", ["article", "era"])
def test_shares_add_up_to_one(corpus, by):
    shares = share_of_voice(corpus, by=by)
    assert shares.groupby(by, observed=True)["share"].sum().to_numpy() == pytest.approx(1)
    assert shares["n_words"].sum() == corpus.articles["n_words"].sum()
    assert (shares["n_quoted"] <= shares["n_words"]).all()
    assert len(shares) == shares[by].nunique() * len(sides(corpus)), "sides without a word are listed"


def test_an_era_is_the_mean_of_its_articles(corpus):
    shares, eras = share_of_voice(corpus), share_of_voice(corpus, by="era")
    means = shares.groupby(["era", "side"], observed=True)["share"].mean()
    assert eras["share"].tolist() == pytest.approx(means.tolist())


def test_a_copy_of_an_article_changes_no_share():
    """Equal articles weigh equally: twice the same gives the mean of one."""
    one = corpus_of({"a": REPORT}, SIDES + ERAS + dated("old"))
    two = corpus_of({"a": REPORT, "b": REPORT}, SIDES + ERAS + dated("old") + dated("old", "b"))
    a, b = (share_of_voice(corpus, by="era")["share"].dropna().tolist() for corpus in (one, two))
    assert a == pytest.approx(b)


def test_an_article_without_words_has_no_share():
    corpus = corpus_of({"a": REPORT, "b": "***"}, SIDES + ERAS + dated("old") + dated("old", "b"))
    shares = share_of_voice(corpus)
    assert shares[shares["article"] == "b"]["share"].isna().all()
    assert share_of_voice(corpus, by="era")["share"].sum() == pytest.approx(1), "and counts for nothing in its era"


def test_another_language_counts_in_shares_and_is_not_scored():
    german = (
        "„Die Außenminister trafen sich am Mittwoch, um über die Lage an der Grenze zu sprechen“, sagte der Minister."
    )
    corpus = corpus_of({"a": REPORT, "b": german}, SIDES)
    shares, found = share_of_voice(corpus), tone(corpus, by="passage")
    assert shares[shares["article"] == "b"]["share"].sum() == pytest.approx(1)
    own = found[(found["article"] == "b") & (found["n_words"] >= 10)]
    assert len(own) and not own["english"].any() and own["panel"].isna().all()


def test_what_cannot_be_asked(make_corpus):
    corpus = make_corpus({"a.txt": TEXT})
    with pytest.raises(TwoCrisesError, match=r'^by is "side"\. Shares are given by "article" or by "era"\.$'):
        share_of_voice(corpus, by="side")
    with pytest.raises(TwoCrisesError, match=r"^No article has an era, so there are no eras to compare\."):
        share_of_voice(corpus, by="era")
    with pytest.raises(TwoCrisesError, match=r"^most is 0\."):
        words_by_side(corpus, 0)
    with pytest.raises(TwoCrisesError, match=r"^min_count is 1\.5\."):
        words_by_side(corpus, min_count=1.5)


# Speakers


def test_speakers_by_hand(made):
    found = speakers(made)
    assert found.drop(columns="era").values.tolist() == [
        ["Sergei Lavrov", "russian", 1, 26, 8, True],
        ["John Kerry", "western", 1, 6, 6, False],
        ["John Kerry", "western", 1, 7, 0, False],
    ]
    assert found["era"].tolist() == ["old", "old", "new"], "in order of time"


def test_speakers_of_articles_without_an_era():
    found = speakers(corpus_of({"a": REPORT, "b": f"{REPORT} {TEXT}"}, SIDES + ERAS + dated("new")))
    assert found["era"].isna().tolist() == [False, False, True, True] and found["n_words"].tolist() == [26, 6] * 2


def test_speakers_have_what_their_passages_have(corpus):
    found, own = speakers(corpus), passages(corpus)
    spoken = own[(own["side"] != "narrator") & own["speaker"].notna()]
    assert found["n_words"].sum() == spoken["n_words"].sum()
    assert (found["n_quoted"] <= found["n_words"]).all() and not found.duplicated(["era", "speaker"]).any()
    for _, part in found.groupby("era"):
        assert part["n_words"].is_monotonic_decreasing
    assert set(found.loc[found["translated"], "side"]) == {"russian"}


# Words


def test_words_of_a_side_by_hand(made):
    """Against the counts of the tokens in its passages, and the log-odds of all terms."""
    found = words_by_side(made, 50, min_count=1)
    tokens, own = made.tokens, passages(made)
    side = own["side"].astype(str).to_numpy()[passage_of_words(made, own)]
    for name, rows in found.groupby("side", observed=True):
        here = tokens["term"][side == name].value_counts().sort_index()
        there = tokens["term"][side != name].value_counts().sort_index()
        z = pd.Series(log_odds_z(here.to_numpy(float), there.to_numpy(float)), index=here.index.astype(str))
        wanted = z[(here.to_numpy() > 0) & (z > 0) & content_terms(here.index.astype(str))]
        assert dict(zip(rows["term"], rows["z"], strict=True)) == pytest.approx(wanted.to_dict())
        assert rows["z"].is_monotonic_decreasing
        for row in rows.itertuples():
            assert row.count == here[row.term] and row.elsewhere == there[row.term]
            assert row.rate == pytest.approx(1000 * row.count / here.sum())
            assert row.rate_elsewhere == pytest.approx(1000 * row.elsewhere / there.sum())
            mine = tokens[(side == name) & (tokens["term"] == row.term)]
            assert row.n_articles == mine["article"].nunique()
    assert "sign" in found.loc[found["side"] == "western", "term"].tolist()


def test_a_narrator_alone_is_compared_with_nobody(make_corpus):
    found = words_by_side(make_corpus({"a.txt": "Snow fell. Snow fell on the town."}))
    assert found.empty and found["count"].dtype == "int64" and found["side"].dtype == "category"


# Whatever the files are called, and where nothing is said


def test_names_of_files_change_nothing():
    texts = {"a": REPORT, "b": f"{TEXT}John Kerry said: “We will go.”", "c": TEXT * 2}
    one = corpus_of(texts, SIDES)
    two = corpus_of({{"a": "z", "b": "y", "c": "x"}[name]: text for name, text in texts.items()}, SIDES)
    for function in (passages, share_of_voice, speakers, words_by_side):
        a, b = (
            function(corpus).drop(columns=["article", "label", "address"], errors="ignore") for corpus in (one, two)
        )
        pd.testing.assert_frame_equal(a, b)


def test_a_corpus_without_words_has_typed_empty_frames(make_corpus):
    bare, full = make_corpus({"a.txt": "***"}), corpus_of({"a": REPORT}, SIDES)
    for function in (passages, speakers, words_by_side):
        assert function(bare).empty
        assert function(bare).dtypes.astype(str).to_dict() == function(full).dtypes.astype(str).to_dict()
    assert share_of_voice(bare)["share"].isna().all()


def test_tone_of_a_passage_is_that_of_its_text(corpus):
    found = tone(corpus, by="passage")
    scores = score_texts(found["text"], progress=False)
    pd.testing.assert_frame_equal(found[scores.columns.tolist()], scores)
    pd.testing.assert_frame_equal(found[passages(corpus).columns.tolist()], passages(corpus))
