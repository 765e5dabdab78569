"""What two runs called the topics of the seeds, and that it still fits the topics and the notebook."""

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


def test_the_committed_figures_are_those_of_the_labels(read):
    """Kappa from its definition: agreement beyond that of two who sort as often into each topic, but by lot."""

    def kappa(a, b):
        by_lot = sum((a == topic).mean() * (b == topic).mean() for topic in range(4))
        return ((a == b).mean() - by_lot) / (1 - by_lot)

    read = read[~read["seen"].astype(bool)]
    value = measured("readers").set_index("measure")["value"]
    one, other, model = (read[column].to_numpy(dtype=int) for column in ("reader_1", "reader_2", "topic"))
    both = (one == other) & (one > 0)
    expected = {
        "Paragraphs that both runs sort alike": (one == other).mean(),
        "Kappa of the two runs": kappa(one, other),
        "Paragraphs without a topic, the first run": (one == 0).mean(),
        "Paragraphs without a topic, the second run": (other == 0).mean(),
        "Kappa of the first run and the topics": kappa(one, model),
        "Kappa of the second run and the topics": kappa(other, model),
        "Sorted alike into a topic: the same by NMF": np.mean(model[both] == one[both]),
        "Kappa of these": kappa(one[both], model[both]),
    }
    assert value.to_dict() == pytest.approx(expected, abs=0.0006)
