"""The specification curve: each combination can be computed by hand, and its p gone through."""

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest

from twocrises import specifications as module
from twocrises.errors import TwoCrisesError
from twocrises.instruments import CONSTANTS, INSTRUMENTS, score_texts
from twocrises.sentiment import PANEL, scored_only, tone
from twocrises.specifications import CLEANING, UNITS, VOICES, specifications

from .test_repeats import prose
from .test_sentiment import BAD, DULL, GERMAN, GOOD, KERRY, made
from .test_speech import REPORT, SIDES, corpus_of

# An old article and two new ones; the cleaning drops what stands from "Advertisement" on.
OLD = f"{KERRY}\n\n{BAD} {DULL}\n\nAdvertisement\n\nThe war was brutal and nobody was safe there.\n"
NEW = [
    f"{GOOD} {DULL}\n\n“We hope for peace and for trade,” said John Kerry. It was a brutal day.\n",
    f"Sergei Lavrov said the talks were a great success.\n\n{BAD} {GOOD}\n\n“The war is a terrible crime,” he added.\n",
]
INDEX = ["cleaning", "unit", "instrument", "voice"]


def units(texts, instrument):
    """Mean over the texts that an instrument can score, in the units of the panel."""
    scores = scored_only(score_texts(texts, progress=False))[instrument]
    if instrument != PANEL:
        scores = (scores - CONSTANTS[instrument][0]) / CONSTANTS[instrument][1]
    return scores.mean()


def test_three_rows_by_hand():
    corpus = made([OLD], NEW)
    found = specifications(corpus).set_index(INDEX)["difference"]
    by_hand = {
        ("cleaned", "sentence", "VADER", "all voices"): (
            [KERRY, BAD, DULL],
            [GOOD, DULL, "“We hope for peace and for trade,” said John Kerry.", "It was a brutal day."],
            ["Sergei Lavrov said the talks were a great success.", BAD, GOOD,
             "“The war is a terrible crime,” he added."],
        ),
        ("cleaned", "paragraph", PANEL, "narrator alone"): (
            ["John Kerry said:", f"{BAD} {DULL}"],
            [f"{GOOD} {DULL}", "said John Kerry. It was a brutal day."],
            [f"{BAD} {GOOD}", "he added."],
        ),
        ("as scraped", "article", "AFINN", "narrator alone"): (
            [f"John Kerry said:\n{BAD} {DULL}\nAdvertisement\nThe war was brutal and nobody was safe there."],
            [f"{GOOD} {DULL}\nsaid John Kerry. It was a brutal day."],
            [f"{BAD} {GOOD}\nhe added."],
        ),
        ("as scraped", "article", "AFINN", "inside quotation marks"): (
            ["It was a wonderful day for all of us here."],
            ["We hope for peace and for trade,"],
            ["The war is a terrible crime,"],
        ),
        ("cleaned", "article", PANEL, "outside quotation marks"): (
            [f"John Kerry said:\n{BAD} {DULL}"],
            [f"{GOOD} {DULL}\nsaid John Kerry. It was a brutal day."],
            [f"Sergei Lavrov said the talks were a great success.\n{BAD} {GOOD}\nhe added."],
        ),
    }  # fmt: skip
    for (cleaning, unit, instrument, voice), (old, *new) in by_hand.items():
        difference = np.mean([units(texts, instrument) for texts in new]) - units(old, instrument)
        assert found[cleaning, unit, instrument, voice] == pytest.approx(difference), (
            cleaning,
            unit,
            instrument,
            voice,
        )


def test_the_usual_choice_is_the_difference_the_notebook_tells(corpus):
    found = specifications(corpus).set_index(INDEX)["difference"]
    articles = tone(corpus, by="article")
    for column, row in (("panel_mean", "sentence"), ("panel", "article")):
        means = articles.groupby("era", observed=True)[column].mean()
        assert found["cleaned", row, PANEL, "all voices"] == pytest.approx(means["2022"] - means["2014"])


def test_every_combination_of_the_seeds_is_there(corpus):
    found = specifications(corpus)
    wanted = set(product(CLEANING, UNITS, (*INSTRUMENTS, PANEL), VOICES))
    assert set(found[INDEX].itertuples(index=False, name=None)) == wanted and len(found) == len(wanted)
    assert found["difference"].is_monotonic_increasing and found["difference"].notna().all()
    assert (found[["n_2014", "n_2022"]] == [2, 3]).all(axis=None)
    assert found.attrs["n_positive"] == (found["difference"] > 0).sum()
    assert found.attrs["median"] == found["difference"].median() and found.attrs["articles"] == 5


def by_brute_force(by_article, later):
    """Median over combinations of the difference of means, from a frame of articles and combinations."""
    differences = by_article[later].mean() - by_article[~later].mean()
    return differences.dropna().median()


def values_of(corpus):
    """Values of each article (row) under each combination (column), from `tone` of the article alone."""
    rows = {}
    for name in corpus.articles["article"]:
        alone = corpus.select([name])
        variants = {"cleaned": alone, "as scraped": alone.without_cleaning()}
        for cleaning, variant in variants.items():
            for unit, by in (("sentence", "sentence"), ("article", "article")):
                frame = scored_only(tone(variant, by=by))
                for instrument in (*INSTRUMENTS, PANEL):
                    value = frame[instrument].mean()
                    if instrument != PANEL:
                        value = (value - CONSTANTS[instrument][0]) / CONSTANTS[instrument][1]
                    rows.setdefault(name, {})[cleaning, unit, instrument] = value
    return pd.DataFrame.from_dict(rows, orient="index")


def test_p_and_leave_one_out_by_brute_force(monkeypatch):
    """Only choices that `tone` can compute, so that all labelings can be gone through with other code."""
    monkeypatch.setattr(module, "VOICES", ("all voices",))
    monkeypatch.setattr(module, "UNITS", ("sentence", "article"))
    texts = [f"{prose(i, 20)} {text}" for i, text in enumerate([BAD, DULL, GOOD, f"{GOOD} {KERRY}", BAD, KERRY])]
    corpus = made(texts[:3], texts[3:])
    found = specifications(corpus)
    values = values_of(corpus)
    later = np.array([name.startswith("new") for name in values.index])
    assert by_brute_force(values, later) == pytest.approx(found.attrs["median"])
    actual = abs(found.attrs["median"])
    as_far = [
        abs(by_brute_force(values, np.isin(np.arange(6), chosen))) >= actual - 1e-9
        for chosen in combinations(range(6), 3)
    ]
    assert (found.attrs["labelings"], found.attrs["every"]) == (20, True)
    assert found.attrs["p"] == pytest.approx(np.mean(as_far))
    without = [
        by_brute_force(values[values.index != name], later[values.index != name]) for name in corpus.articles["article"]
    ]
    assert [label for label, _ in found.attrs["leave_one_out"]] == corpus.articles["label"].tolist()
    assert [median for _, median in found.attrs["leave_one_out"]] == pytest.approx(without)


def test_medians_leave_out_what_is_not_known():
    rows = np.array([[1.0, np.nan, 3.0], [np.nan] * 3, [5.0, 4.0, 9.0], [np.nan, 2.0, np.nan]])
    assert module._medians(rows).tolist() == [2.0, 5.0, 2.0]


def test_names_of_files_change_nothing(make_corpus):
    texts = {"old0": OLD, "new0": NEW[0], "new1": NEW[1], "old1": REPORT}
    toml = "[eras.old]\nstart = 2014-01-01\nend = 2014-12-31\n[eras.new]\nstart = 2022-01-01\nend = 2022-12-31\n"
    curves = []
    for names in ({name: name for name in texts}, dict(zip(texts, "zyxw", strict=True))):
        facts = "".join(f'[articles.{names[name]}]\nera = "{name[:3]}"\norigin = "{name}"\n' for name in texts)
        curves.append(specifications(corpus_of({names[n]: text for n, text in texts.items()}, SIDES + toml + facts)))
    pd.testing.assert_frame_equal(*curves)
    assert curves[0].attrs == curves[1].attrs


def test_swapped_eras_turn_the_curve_round():
    a, b = (specifications(corpus) for corpus in (made([OLD], NEW), made(NEW, [OLD])))
    both = a.set_index(INDEX)["difference"] + b.set_index(INDEX)["difference"]
    assert len(a) == len(b) and both.to_numpy() == pytest.approx(0, abs=1e-12)
    assert a.attrs["median"] == pytest.approx(-b.attrs["median"]) and a.attrs["p"] == b.attrs["p"]


# Little to go by


def test_one_against_one():
    found = specifications(made([BAD], [GOOD]))
    assert found.attrs["leave_one_out"] == [] and (found.attrs["labelings"], found.attrs["p"]) == (2, 1.0)
    assert (found["difference"] > 0).all() and (found[["n_old", "n_new"]] == 1).all(axis=None)


def test_an_era_of_one_article():
    found = specifications(made([OLD], [f"{prose(i, 20)} {GOOD}" for i in range(3)]))
    assert found.attrs["labelings"] == 4 and len(found.attrs["leave_one_out"]) == 3, "the only one cannot be left out"


def test_without_quotations_there_is_no_choice_of_them():
    found = specifications(made([f"{BAD} {DULL}"], [f"{GOOD} {DULL}"]))
    assert set(found["voice"]) == {"all voices", "outside quotation marks", "narrator alone"}


def test_opinion_is_a_choice_where_some_is_marked(corpus):
    assert "without opinion" in set(specifications(corpus)["voice"])
    rest = corpus.select([name for name in corpus.articles["article"] if corpus.config.articles[name].opinion is None])
    assert "without opinion" not in set(specifications(rest)["voice"])


def test_texts_that_nothing_can_score_take_no_part():
    """A dull text and one of another language: neither is dealt, and no labeling is without a median."""
    found = specifications(made([BAD, GERMAN], [GOOD, DULL, KERRY]))
    assert (found["n_old"] == 1).all() and (found["n_new"] <= 2).all() and found.attrs["articles"] == 5
    assert found.attrs["labelings"] <= 3 and 0 < found.attrs["p"] <= 1
    assert len(found.attrs["leave_one_out"]) == 2


def test_nothing_to_score_is_an_empty_curve():
    found = specifications(made([DULL], [DULL]))
    assert found.empty and np.isnan(found.attrs["median"]) and np.isnan(found.attrs["p"])
    assert found.attrs["labelings"] == found.attrs["n_positive"] == 0 and found.attrs["leave_one_out"] == []
    assert found["difference"].dtype == float


def test_copies_count_once():
    """Ten copies of one old article count as one text."""
    text = f"{prose(1)} {BAD}"
    found = specifications(made([text] * 10, [f"{prose(2)} {GOOD}", f"{prose(3)} {GOOD}"]))
    assert found.attrs["labelings"] == 3 and (found["n_old"] == 1).all() and found.attrs["articles"] == 12


def test_of_many_articles_a_sample():
    texts = [f"{prose(i, 20)} {GOOD if i % 2 else BAD}" for i in range(124)]
    found = specifications(made(texts[:62], texts[62:]))
    assert found.attrs["articles"] == 100 and (found.attrs["labelings"], found.attrs["every"]) == (999, False)
    assert found.attrs["p"] >= 0.001 and found["n_old"].max() == 50


def test_no_eras_is_one_sentence(make_corpus):
    with pytest.raises(
        TwoCrisesError, match=r"^This corpus has no eras to compare\. Write \[eras\] into its corpus\.toml"
    ):
        specifications(make_corpus({"a.txt": GOOD}))


def test_a_sample_of_labelings_counts_the_actual_one(monkeypatch):
    """(b + 1)/(B + 1): a p from a sample is never 0 (Phipson and Smyth 2010)."""
    values, later = np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([False, False, True, True])
    none_as_far = np.tile([True, False, True, False], (9, 1))
    monkeypatch.setattr(module, "labelings", lambda n, n_a: (False, iter([none_as_far])))
    assert module._p_of_median(values, later) == (pytest.approx(0.1), 9, False)
