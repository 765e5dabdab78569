"""Tone: means of what could be scored, differences that add up, and intervals only where they hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from twocrises import sentiment
from twocrises.corpus import load_corpus
from twocrises.days import sentence_days
from twocrises.errors import TwoCrisesError
from twocrises.instruments import INSTRUMENTS, score_texts
from twocrises.keyness import compare_eras
from twocrises.sentiment import (
    PANEL,
    agreement,
    bootstrap_interval,
    composition,
    disagreement,
    joined,
    scored_only,
    tone,
    tone_along,
    tone_by_day,
    tone_by_side,
    tone_over_time,
)
from twocrises.speech import passages

from .conftest import ERAS, TEXT
from .test_repeats import prose
from .test_speech import SIDES, corpus_of, dated

GERMAN = "Die Außenminister trafen sich am Mittwoch, um über die Lage an der Grenze zu sprechen. " * 3
DULL = "Troops came to the border at noon and then to the river."
GOOD, BAD = "It was a good day for all of them.", "It was a terrible day for all of them."
COLUMNS = (*INSTRUMENTS, PANEL)


def made(old, new, toml=SIDES):
    """A corpus of two eras, each text published on a day of its own."""
    texts, toml = {}, toml + ERAS
    for era, group in (("old", old), ("new", new)):
        for i, text in enumerate(group):
            texts[f"{era}{i:02d}"] = text
            toml += dated(era, f"{era}{i:02d}", f"{1 + i // 28:02d}-{1 + i % 28:02d}")
    return corpus_of(texts, toml)


# By sentence and by article


def test_tone_of_a_sentence_is_that_of_its_text(corpus):
    found = tone(corpus)
    scores = score_texts(corpus.sentences["text"], progress=False)
    pd.testing.assert_frame_equal(found[scores.columns.tolist()], scores)
    assert found["address"].is_unique and found["text"].tolist() == corpus.sentences["text"].tolist()


def test_tone_of_an_article_is_the_mean_of_what_could_be_scored(corpus):
    sentences, articles = tone(corpus), tone(corpus, by="article")
    assert articles["article"].tolist() == corpus.articles["article"].tolist()
    kept = corpus.lines[corpus.lines["keep"]].groupby("article", observed=True)["text"].agg("\n".join)
    whole = score_texts(kept[articles["article"]], progress=False)
    pd.testing.assert_frame_equal(articles[whole.columns.tolist()], whole)
    for _, row in articles.iterrows():
        own = sentences[sentences["article"] == row["article"]]
        for name in INSTRUMENTS:
            assert row[f"{name}_mean"] == pytest.approx(own[name][own[f"{name}_hits"] > 0].mean())
        assert row["panel_mean"] == pytest.approx(own["panel"][own["panel_n"] > 0].mean())
        assert row["share_scored"] == pytest.approx((own["panel_n"] > 0).mean())


def test_an_article_without_a_known_word_has_no_tone():
    articles = tone(made([DULL], [TEXT, GERMAN]), by="article").set_index("article")
    means = [f"{name}_mean" for name in COLUMNS]
    assert articles.loc[["old00", "new01"], means].isna().all(axis=None)
    assert articles["share_scored"].tolist()[0] == 0 and articles["english"].tolist() == [True, True, False]
    assert not np.isnan(articles.loc["new00", "panel_mean"])


def test_what_is_not_scored_is_missing_and_not_neutral():
    scores = scored_only(score_texts([DULL, GOOD, GERMAN], progress=False))
    assert scores.loc[[0, 2], list(COLUMNS)].isna().all(axis=None) and scores.loc[1, list(COLUMNS)].notna().all(
        axis=None
    )


def test_paragraphs_and_articles_are_put_together():
    rows = load_corpus("seeds").sentences
    for unit, keys in (("sentence", ["article", "sentence"]), ("paragraph", ["article", "line"])):
        assert len(joined(rows, unit)) == len(rows[keys].drop_duplicates())
    corpus = corpus_of({"a": "One came to the river at noon. Two came then.\n\nThree men came to the river at noon."})
    assert joined(corpus.sentences, "paragraph").tolist() == [
        "One came to the river at noon. Two came then.",
        "Three men came to the river at noon.",
    ]
    assert joined(corpus.sentences, "article").tolist() == [
        "One came to the river at noon. Two came then.\nThree men came to the river at noon."
    ]
    assert joined(corpus.sentences.iloc[:0], "article").empty


def test_opinion_in_half_a_paragraph_is_left_out_of_the_tone_of_the_article():
    text = f"{DULL}\n\n{DULL} {GOOD} The end of it was wonderful."
    toml = '[articles.a]\nopinion = ["It was a good", "was wonderful."]'
    corpus = corpus_of({"a": text}, toml)
    assert tone(corpus, by="article")["panel"].item() > 0
    without = tone(corpus.without_opinion(), by="article")
    assert without["panel_n"].item() == 0 and without["share_scored"].item() == 0


def test_sentences_are_scored_once(monkeypatch):
    calls = []
    monkeypatch.setattr(sentiment, "score_texts", lambda texts, **more: calls.append(len(texts)) or score_texts(texts))
    corpus = corpus_of({"a": f"{GOOD} {BAD} {DULL}"})
    for by in ("sentence", "passage", "article"):
        tone(corpus, by=by)
    tone(corpus)
    assert calls == [3, 0, 1], "three sentences, no new passage, one article"


def test_order_and_names_of_files_change_nothing(corpus):
    names = corpus.articles["article"].tolist()
    part = corpus.select(names[::2])
    for by in ("sentence", "passage", "article"):
        a, b = tone(corpus, by=by), tone(part, by=by)
        a = a[a["article"].isin(names[::2])].reset_index(drop=True)
        scores = [column for column in a if column in score_texts([]) or column.endswith("_mean")]
        pd.testing.assert_frame_equal(a[scores], b[scores])


# Agreement


def test_agreement_against_another_implementation(corpus):
    sentences = tone(corpus)
    pairs = agreement(corpus)
    assert len(pairs) == len(INSTRUMENTS) * (len(INSTRUMENTS) - 1) / 2
    for row in pairs.itertuples():
        a, b = (sentences[name].fillna(0) for name in (row.first, row.second))
        both = (a != 0) & (b != 0)
        assert row.n == both.sum() and row.same_sign == ((a > 0) == (b > 0))[both].sum()
        assert row.share == row.same_sign / row.n
        assert row.kappa == pytest.approx(cohen_kappa_score(a[both] > 0, b[both] > 0))


def frame_of_signs(signs):
    """Tones of sentences with these signs, a column an instrument; 0 stands for no score."""
    values = np.array(signs, dtype=float).reshape(-1, len(INSTRUMENTS))
    frame = pd.DataFrame({"address": [f"a#s{i}" for i in range(len(values))], "text": "x"}, index=range(len(values)))
    for i, name in enumerate(INSTRUMENTS):
        known = values[:, i] != 0
        frame[name], frame[f"{name}_hits"] = np.where(known, values[:, i], np.nan), known.astype("int32")
    counted = (values != 0).sum(axis=1)
    return frame.assign(panel=values.mean(axis=1), panel_n=counted, panel_spread=values.std(axis=1))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from([-1, 0, 1]), min_size=5, max_size=5), max_size=12))
def test_agreement_and_disagreement_on_any_signs(signs):
    corpus = corpus_of({"a": DULL})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sentiment, "tone", lambda corpus: frame_of_signs(signs))
        pairs, divided = agreement(corpus), disagreement(corpus)
    values = np.array(signs).reshape(-1, 5)
    for row in pairs.itertuples():
        a, b = (values[:, INSTRUMENTS.index(name)] for name in (row.first, row.second))
        both = (a != 0) & (b != 0)
        assert row.n == both.sum() and row.same_sign == (a[both] == b[both]).sum()
        one_sided = not row.n or len(set(a[both])) == 1 or len(set(b[both])) == 1
        assert np.isnan(row.kappa) if one_sided else row.kappa == pytest.approx(cohen_kappa_score(a[both], b[both]))
    up, down = (values > 0).sum(axis=1), (values < 0).sum(axis=1)
    wanted = np.flatnonzero((up > 0) & (down > 0) & (up + down >= 3))
    assert sorted(divided["address"]) == sorted(f"a#s{i}" for i in wanted)
    assert divided["panel_spread"].is_monotonic_decreasing


def test_divided_sentences_by_hand(corpus):
    found = disagreement(corpus, 5)
    assert (found[[f"{name}_hits" for name in INSTRUMENTS]] > 0).all(axis=None)
    assert (found["n_up"] >= 1).all() and (found["n_down"] >= 1).all()
    assert len(disagreement(corpus, 2)) >= len(disagreement(corpus)) >= len(found)


# Sides


def test_tone_by_side_by_hand():
    text = f"John Kerry said: “It was a very good day for the talks.” {BAD} {DULL}"
    corpus = made([text], [BAD])
    found = tone_by_side(corpus).set_index(["article", "side"])
    own = scored_only(tone(corpus, by="passage"))
    own = own[own["article"] == "old00"].set_index("text")
    quote, narrated = own.loc["It was a very good day for the talks."], own.loc[BAD]
    assert found.loc[("old00", "western"), ["n_passages", "n_scored", "n_words"]].tolist() == [1, 1, 9]
    assert found.loc[("old00", "narrator"), ["n_passages", "n_scored", "n_words"]].tolist() == [3, 1, 9]
    assert found.loc[("old00", "western"), "tone"] == quote["panel"] > 0 > narrated["panel"]
    assert found.loc[("old00", "narrator"), ["weight", "tone"]].tolist() == [0.5, narrated["panel"]]
    assert found.loc[("new00", "narrator"), ["weight", "tone"]].tolist() == [1, narrated["panel"]]


@pytest.mark.parametrize("column", COLUMNS)
def test_weights_and_tones_add_up_to_the_mean_of_the_articles(corpus, column):
    found, passage = tone_by_side(corpus, column), scored_only(tone(corpus, by="passage"))
    passage = passage.dropna(subset=[column])
    means = {}
    for article, own in passage.groupby("article", observed=True):
        means[article] = np.average(own[column], weights=own["n_words"])
        mine = found[found["article"] == article]
        assert (mine["weight"] * mine["tone"]).sum() == pytest.approx(means[article])
    articles = corpus.articles.set_index("article")["era"].astype(str)
    wanted = pd.Series(means).groupby(articles).mean()
    eras = tone_by_side(corpus, column, by="era")
    assert eras["era"].is_monotonic_increasing and isinstance(eras["era"].dtype, pd.CategoricalDtype)
    sums = (eras["weight"] * eras["tone"]).groupby(eras["era"].astype(str)).sum()
    assert sums.to_dict() == pytest.approx(wanted.to_dict())
    assert eras.groupby("era", observed=True)["weight"].sum().to_numpy() == pytest.approx(1)


def check_composition(parts):
    """The parts add up to the difference, and each side's parts to its own share of it."""
    first, second = parts.attrs["eras"]
    total = parts[["from_weight", "from_tone"]].to_numpy().sum()
    assert total == pytest.approx(parts.attrs["difference"], abs=1e-12)
    assert parts.attrs["difference"] == parts.attrs["means"][second] - parts.attrs["means"][first]
    for era in (first, second):
        assert parts[f"weight_{era}"].sum() == pytest.approx(1)
        filled = parts[f"tone_{era}"].fillna(0)
        assert (parts[f"weight_{era}"] * filled).sum() == pytest.approx(parts.attrs["means"][era], abs=1e-12)
        assert (parts.loc[parts[f"tone_{era}"].isna(), "from_tone"] == 0).all(), "not heard: all from weight"


@pytest.mark.parametrize("column", COLUMNS)
def test_composition_of_the_seeds(corpus, column):
    parts = composition(corpus, column)
    check_composition(parts)
    by_side = tone_by_side(corpus, column, by="era").set_index(["era", "side"])
    for row in parts.itertuples():
        for era, weight, value in (("2014", row.weight_2014, row.tone_2014), ("2022", row.weight_2022, row.tone_2022)):
            if (era, row.side) in by_side.index:
                assert (weight, value) == pytest.approx(
                    tuple(by_side.loc[(era, row.side), ["weight", "tone"]]), nan_ok=True
                )
            else:
                assert weight == 0 and np.isnan(value)


SENTENCES = st.lists(
    st.sampled_from([
        GOOD, BAD, DULL, "John Kerry said: “It was a wonderful day for all of us here.”",
        "Sergei Lavrov said the talks were useless and a terrible mistake.",
        "“We won a great victory,” said John Kerry.", "Sergei Lavrov called it “very good news” for the town.",
        "An official said the war was brutal and long.",
    ]), min_size=1, max_size=6,
)  # fmt: skip
ERA = st.lists(SENTENCES.map(" ".join), min_size=1, max_size=3)


@settings(max_examples=25, deadline=None)
@given(ERA, ERA)
def test_composition_of_any_corpus(old, new):
    corpus = made(old, new)
    try:
        parts = composition(corpus)
    except TwoCrisesError as error:
        assert "has a score" in str(error)
        return
    check_composition(parts)
    turned = composition(made(new, old))
    assert turned.attrs["difference"] == pytest.approx(-parts.attrs["difference"], abs=1e-12)
    for column in ("from_weight", "from_tone"):
        assert turned[column].to_numpy() == pytest.approx(-parts[column].to_numpy(), abs=1e-12)


KERRY = "John Kerry said: “It was a wonderful day for all of us here.”"


def test_eras_stand_in_order_of_time():
    corpus = made([f"{KERRY} {BAD}"], [f"{KERRY} {BAD}"])
    for frame in (tone_by_side(corpus, by="era"), tone_along(corpus, by="era"), tone_over_time(corpus)):
        assert frame["era"].drop_duplicates().tolist() == ["old", "new"]


def test_equal_eras_have_no_difference():
    parts = composition(made([f"{KERRY} {BAD}"], [f"{KERRY} {BAD}"]))
    assert parts.attrs["difference"] == 0 and (parts[["from_weight", "from_tone"]] == 0).all(axis=None)


def test_only_other_shares():
    """The same sentences, the quoted one twice in the later era: all of the difference is one of who is heard."""
    parts = composition(made([f"{KERRY} {BAD}"], [f"{KERRY} {KERRY} {BAD}"]))
    assert parts.attrs["difference"] > 0.1 and parts["from_tone"].to_numpy() == pytest.approx(0, abs=1e-12)
    assert parts["from_weight"].sum() == pytest.approx(parts.attrs["difference"])


def test_only_other_tones():
    """Sentences of as many words by the same sides, with other words."""
    parts = composition(made([f"{KERRY} {BAD}"], [f"{KERRY.replace('wonderful', 'terrible')} {GOOD}"]))
    assert parts["from_weight"].to_numpy() == pytest.approx(0, abs=1e-12)
    assert parts["from_tone"].sum() == pytest.approx(parts.attrs["difference"]) and parts["from_tone"].abs().min() >= 0


def test_a_side_heard_in_one_era_only():
    parts = composition(made([BAD], [f"{KERRY} {BAD}"])).set_index("side")
    check_composition(parts.reset_index())
    assert np.isnan(parts.loc["western", "tone_old"]) and parts.loc["western", "weight_old"] == 0
    assert parts.loc["western", "from_tone"] == 0 and parts["from_weight"].sum() > 0.1


def test_an_era_without_a_score_cannot_be_compared():
    with pytest.raises(TwoCrisesError, match=r'^No passage of era "old" has a score of "panel", so there is nothing'):
        composition(made([DULL], [GOOD]))
    with pytest.raises(TwoCrisesError, match=r"^This corpus has no eras to compare\."):
        composition(corpus_of({"a": GOOD}))


# Intervals


def test_below_ten_texts_there_is_no_interval():
    assert all(np.isnan(bootstrap_interval(np.arange(9.0), np.arange(9))))
    assert all(np.isnan(bootstrap_interval(np.arange(30.0), np.arange(30) % 9))), "30 articles, nine texts"
    holes = np.r_[np.arange(9.0), np.full(20, np.nan)]
    assert all(np.isnan(bootstrap_interval(holes, np.arange(29)))), "missing values are no texts"
    assert not np.isnan(bootstrap_interval(np.arange(10.0), np.arange(10))).any()


def test_copies_are_drawn_together():
    """Each of ten texts five times: as wide as of ten texts, and not as of fifty articles."""
    values = np.random.default_rng(1).normal(size=10)
    once = bootstrap_interval(values, np.arange(10))
    assert bootstrap_interval(np.repeat(values, 5), np.repeat(np.arange(10), 5)) == pytest.approx(once)
    fifty = bootstrap_interval(np.repeat(values, 5), np.arange(50))
    assert fifty[1] - fifty[0] < 0.6 * (once[1] - once[0])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=10, max_size=20))
def test_an_interval_lies_within_the_values(values):
    low, high = bootstrap_interval(np.array(values), np.arange(len(values)))
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    shifted = bootstrap_interval(np.array(values) + 3, np.arange(len(values)))
    assert shifted == pytest.approx((low + 3, high + 3))


def test_an_interval_covers_about_as_often_as_it_says():
    """Of 400 samples of 30 from a normal distribution about 93 % of the intervals hold the mean."""
    random = np.random.default_rng(7)
    inside = 0
    for _ in range(400):
        low, high = bootstrap_interval(random.normal(2, 1, 30), np.arange(30))
        inside += low <= 2 <= high
    assert 0.90 <= inside / 400 <= 0.97


# Time


def test_over_time_intervals_begin_at_ten_articles_an_era():
    old = [f"{prose(i)} {GOOD if i % 2 else BAD}" for i in range(10)]
    frame = tone_over_time(made(old, old[:9]))
    by_era = frame.groupby("era", observed=True)
    assert by_era["low"].count().to_dict() == {"old": 10, "new": 0}
    assert by_era["n_in_era"].first().to_dict() == {"old": 10, "new": 9}
    part = frame[frame["era"] == "old"]
    assert (part["low"] < part["tone"].mean()).all() and (part["tone"].mean() < part["high"]).all()
    assert frame["published"].is_monotonic_increasing


def test_ten_copies_are_one_text():
    frame = tone_over_time(made([f"{prose(1)} {GOOD}"] * 12, [f"{prose(2)} {BAD}"]))
    assert frame["low"].isna().all() and frame["n_in_era"].tolist() == [12] * 12 + [1]


def test_articles_without_a_date_are_not_placed(make_corpus):
    corpus = make_corpus({"a.txt": f"{TEXT}{GOOD}", "b.txt": TEXT * 2}, "[articles.a]\npublished = 2014-01-01")
    assert tone_over_time(corpus)["article"].tolist() == ["a"]
    assert len(tone(corpus, by="article")) == 2 and set(tone_by_day(corpus)["article"]) <= {"a"}


def test_parts_by_hand():
    """Four sentences of four words: each is a part; the dull one is placed and not scored."""
    text = "It was simply wonderful. Troops came at noon. It was a disaster. It was rather good."
    corpus = made([text], [text])
    sentences = tone_along(corpus, by="sentence")
    own = sentences[sentences["article"] == "old00"]
    assert own["position"].tolist() == [0.125, 0.625, 0.875] and own["part"].tolist() == [1, 3, 4]
    assert (
        own["tone"].tolist() == scored_only(score_texts(text.replace(". ", ".|").split("|")))["panel"].dropna().tolist()
    )
    halves = tone_along(corpus, 2)
    assert halves["part"].tolist() == [1, 2, 1, 2] and halves["n_scored"].tolist() == [1, 2, 1, 2]
    assert halves["tone"].tolist()[:2] == pytest.approx([own["tone"].iloc[0], own["tone"].iloc[1:].mean()])
    eras = tone_along(corpus, 2, by="era")
    assert eras["n_articles"].tolist() == [1] * 4 and eras["tone"].tolist() == pytest.approx(halves["tone"].tolist())


@pytest.mark.parametrize("parts", [1, 3, 4, 10])
def test_positions_rise_along_the_text(corpus, parts):
    sentences = tone_along(corpus, parts, by="sentence")
    for _, own in sentences.groupby("article", observed=True):
        assert own["position"].is_monotonic_increasing and own["position"].between(0, 1, inclusive="neither").all()
        assert (own["part"] == np.ceil(own["position"] * parts).clip(1)).mean() > 0.9 and own["part"].between(
            1, parts
        ).all()
    assert len(sentences) == (tone(corpus)["panel_n"] > 0).sum()
    articles = tone_along(corpus, parts)
    assert articles["n_scored"].sum() == len(sentences)
    means = articles.groupby(["era", "part"], observed=True)["tone"].mean()
    assert tone_along(corpus, parts, by="era")["tone"].tolist() == pytest.approx(means.tolist())
    assert tone_along(corpus, parts, by="era")["low"].isna().all(), "fewer than ten texts"


def test_by_day_the_days_are_those_of_the_sentences(corpus):
    found = tone_by_day(corpus)
    days, scores = sentence_days(corpus).set_index("address"), scored_only(tone(corpus)).set_index("address")
    assert found["tone"].tolist() == scores["panel"][found["address"]].tolist()
    assert (found["day"].to_numpy() == days["day"][found["address"]].to_numpy()).all()
    named = days["day"].dropna().index
    assert sorted(found["address"]) == sorted(a for a in named if not np.isnan(scores.loc[a, "panel"]))
    written = {name: facts.written for name, facts in corpus.config.articles.items() if facts.written}
    assert written, "one of the seeds was written before the day of its copy"
    for row in found.itertuples():
        base = pd.Timestamp(written.get(row.article, row.published))
        assert row.from_writing == (row.day.normalize() - base).days
        assert row.when == ("past" if row.from_writing < 0 else "future" if row.from_writing else "same day")
    assert found["day"].is_monotonic_increasing


def test_by_day_a_weekday_counts_from_the_day_of_writing():
    text = f"The ministers met on Monday and it was a good day. {DULL}"
    facts = "[articles.a]\npublished = 2022-02-15\n"
    for more, apart, when in (("", -1, "past"), ("written = 2022-02-14\n", 0, "same day")):
        found = tone_by_day(corpus_of({"a": text}, facts + more))
        assert (found["from_writing"].tolist(), found["when"].tolist()) == ([apart], [when])
        assert found["day"].tolist() == [pd.Timestamp("2022-02-14")]


def test_nothing_to_place_is_an_empty_frame_of_the_same_types(corpus):
    empty = corpus_of({"a": f"{GOOD} {BAD}"})
    for function in (tone_by_day, lambda c: tone_along(c, by="era"), tone_by_side, disagreement):
        none = function(empty) if function is not disagreement else function(corpus_of({"a": "***"}))
        full = function(corpus)
        assert none.columns.tolist() == full.columns.tolist()
    assert tone_by_day(empty).empty and tone_along(empty, by="era").empty
    assert (
        tone_along(empty, by="era").dtypes.astype(str).to_dict()
        == tone_along(corpus, by="era").dtypes.astype(str).to_dict()
    )
    kinds = [function.dtypes.astype(str).to_dict() for function in (tone_by_day(empty), tone_by_day(corpus))]
    assert {name: kinds[0][name] for name in ("from_writing", "when", "tone")} == {
        name: kinds[1][name] for name in ("from_writing", "when", "tone")
    }


def test_a_corpus_without_words_has_no_tone():
    bare = corpus_of({"a": "***"})
    for by in ("sentence", "passage"):
        assert tone(bare, by=by).empty
    assert tone(bare, by="article")["panel_mean"].isna().all() and tone(bare, by="article")["share_scored"].item() == 0
    assert agreement(bare)["n"].sum() == 0 and agreement(bare)["kappa"].isna().all()
    assert tone_along(bare).empty and tone_by_side(bare).empty


def test_an_era_of_one_article():
    corpus = made([f"{KERRY} {BAD}"], [f"{GOOD} {prose(i)}" for i in range(3)])
    check_composition(composition(corpus))
    assert tone_over_time(corpus)["low"].isna().all() and len(tone_along(corpus, by="era")) > 0
    assert compare_eras(corpus).in_second.sum() == 3


def test_without_quotations_all_words_are_the_narrators():
    corpus = made([f"{BAD} {DULL}"], [f"{GOOD} {DULL}"])
    parts = composition(corpus)
    assert parts["side"].tolist() == ["narrator"] and parts["from_weight"].tolist() == [0]
    assert set(passages(corpus)["voice"]) == {"narrator"}


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda c: tone(c, by="word"), r'^by is "word"\. Tone is given by "sentence", by "passage" or by "article"\.$'),
        (lambda c: tone_over_time(c, column="label"), r'^There is no score "label"\.'),
        (lambda c: tone_over_time(c), r"^No article has a date, so none can be placed in time\."),
        (lambda c: tone_by_side(c, "words"), r'^There is no instrument "words"\. There are TextBlob, .* and panel\.$'),
        (lambda c: tone_by_side(c, by="side"), r'^by is "side"\. Tone by side is given by "article" or by "era"\.$'),
        (lambda c: tone_along(c, 0), r"^parts is 0\. Give a whole number, 1 or more\.$"),
        (lambda c: tone_along(c, by="word"), r'^by is "word"\. Tone along the text is given by'),
        (lambda c: tone_along(c, column="x"), r'^There is no instrument "x"\.'),
        (lambda c: tone_by_day(c, "x"), r'^There is no instrument "x"\.'),
        (lambda c: disagreement(c, 1), r"^least is 1\. Give a whole number, 2 or more\.$"),
        (lambda c: tone("seeds"), r"^tone takes a corpus first"),
    ],
)
def test_what_cannot_be_asked(make_corpus, call, sentence):
    with pytest.raises(TwoCrisesError, match=sentence):
        call(make_corpus({"a.txt": TEXT}))


def test_an_article_in_another_language_is_not_scored_by_its_short_sentences(two_eras):
    german = (
        "Der Krieg ist schlecht. Die Not war groß. Man war arm und hart. Das war ein Fest. Die Kinder fragen warum."
    )
    corpus = two_eras([german], [GOOD])
    articles = tone(corpus, by="article")
    assert articles["panel_mean"].isna().tolist() == [True, False]
    named = corpus.problems[corpus.problems["problem"].str.contains("does not read like English")]
    assert named["article"].tolist() == articles["article"].tolist()[:1], "the same articles are named"
    for by in ("sentence", "passage"):
        own = tone(corpus, by=by)
        own = own[own["era"] == "old"]
        assert not own["english"].any() and (own["panel_n"] == 0).all() and own["panel"].isna().all()
