"""What two runs called the topics of the seeds, and that it still fits the topics and the notebook."""

from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from twocrises.display import measured
from twocrises.topics import topics

ROOT = Path(__file__).parents[1]
LABELS = ROOT / "benchmarks" / "labels"


@pytest.fixture(scope="module")
def read(corpus):
    labels = pd.read_csv(LABELS / "topic_paragraphs.csv").set_index("address")
    return labels.join(topics(corpus).units.set_index("address")["topic"], how="outer")


def test_the_topics_are_those_that_were_named(corpus, read):
    names = pd.read_csv(LABELS / "topic_names.csv")
    assert names["top_terms"].tolist() == topics(corpus).quality["top_terms"].tolist()
    assert read.notna().all(axis=None), "each paragraph has a topic and was read by both"
    lesson = " ".join((ROOT / "lessons" / "04_topic_clustering.md").read_text(encoding="utf-8").split())
    assert all(f'"{name}"' in lesson for name in names[["reader_1", "reader_2"]].to_numpy().ravel())


@pytest.fixture(scope="module")
def judged(read):
    """Without the paragraphs that had been shown for naming."""
    return read[~read["seen"].astype(bool)]


def kappa(a, b):
    """Agreement beyond that of two who sort as often into each topic, but by lot."""
    by_lot = sum((a == topic).mean() * (b == topic).mean() for topic in range(4))
    return ((a == b).mean() - by_lot) / (1 - by_lot)


def test_the_committed_figures_are_those_of_the_labels(judged):
    value = measured("readers").set_index("measure")["value"]
    one, other, model = (judged[column].to_numpy(dtype=int) for column in ("reader_1", "reader_2", "topic"))
    both = (one == other) & (one > 0)
    expected = {
        "Paragraphs that both runs sort alike": (one == other).mean(),
        "Kappa of the two runs": kappa(one, other),
        "Paragraphs without a topic, the first run": (one == 0).mean(),
        "Paragraphs without a topic, the second run": (other == 0).mean(),
        "Kappa of the first run and the topics": kappa(one, model),
        "Kappa of the second run and the topics": kappa(other, model),
        "Sorted alike into a topic: the same by NMF": np.mean(model[both] == one[both]),
        "Kappa, of those": kappa(one[both], model[both]),
    }
    assert value[~value.index.str.startswith("topics by ")].to_dict() == pytest.approx(expected, abs=0.0006)


@pytest.mark.parametrize(("name", "method"), [("NMF", "nmf"), ("clusters", "clusters")])
def test_other_methods_are_numbered_in_their_favour(corpus, judged, name, method):
    value = measured("readers").set_index("measure")["value"]
    found = topics(corpus, 3, method=method, samples=0).units.set_index("address")["topic"]
    model = found.reindex(judged.index).to_numpy(dtype=int)
    # Of all ways to number the topics that by which most paragraphs are sorted alike.
    numbered = [np.array([0, *order])[model] for order in permutations((1, 2, 3))]
    kappas = []
    for reader in ("reader_1", "reader_2"):
        own = judged[reader].to_numpy(dtype=int)
        kappas.append(kappa(own, numbered[np.argmax([(topic == own).sum() for topic in numbered])]))
    expected = {"mean": np.mean(kappas), "lowest": min(kappas), "highest": max(kappas)}
    assert {which: value[f"topics by {name}: kappa, {which}"] for which in expected} == pytest.approx(
        expected, abs=0.0006
    )


def test_paragraphs_agree_best_with_the_readings_by_nmf():
    """Notebook 04 gives this as the reason to take NMF for them."""
    figures = measured("readers").set_index("measure")
    kappas = figures["value"]
    assert kappas["topics by NMF: kappa, mean"] > kappas["topics by clusters: kappa, mean"]
    assert kappas["topics by clusters: kappa, mean"] > kappas["topics by LDA: kappa, mean"]
    assert figures["n"]["topics by LDA: kappa, mean"] == 20  # ten seeds, two readings
