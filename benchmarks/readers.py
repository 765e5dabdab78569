"""Two readings against each other and the model: what the topics of the seeds are called, and what belongs to them.

    python -m benchmarks.readers

The readings are two runs of a language model, apart from one another. Each saw ten top terms and six typical sentences
of each topic, without outlet, day or era, and gave each topic a name (`labels/topic_names.csv`). Then it sorted the
paragraphs of the seeds, in an order drawn by lot, into the topics as it had named them, or into none (0;
`labels/topic_paragraphs.csv`). Paragraphs that had been among the typical sentences (`seen`) are left out here. Two
runs of one model are more alike than two people. If the topics change, their names no longer fit: then the benchmark
stops.
"""

import pandas as pd
from sklearn.metrics import cohen_kappa_score

from benchmarks.common import ROOT, write
from twocrises.corpus import load_corpus
from twocrises.topics import topics

LABELS = ROOT / "benchmarks" / "labels"
READINGS = {"reader_1": "the first run", "reader_2": "the second run"}


def main() -> None:
    """Measure, print and write `results/readers.csv`."""
    names, paragraphs = LABELS / "topic_names.csv", LABELS / "topic_paragraphs.csv"
    found = topics(load_corpus("seeds"))
    if pd.read_csv(names)["top_terms"].tolist() != found.quality["top_terms"].tolist():
        raise SystemExit("The topics are others than those that were named: have two readers name them again.")
    frame = pd.read_csv(paragraphs).merge(found.units[["address", "topic"]], on="address", validate="one_to_one")
    frame = frame[~frame["seen"]]
    one, other, model = frame["reader_1"], frame["reader_2"], frame["topic"]
    agreed, n = (one == other) & (one > 0), len(frame)
    rows = [
        ("Paragraphs that both runs sort alike", (one == other).mean(), n),
        ("Kappa of the two runs", cohen_kappa_score(one, other), n),
        *((f"Paragraphs without a topic, {name}", (frame[reader] == 0).mean(), n) for reader, name in READINGS.items()),
        *(
            (f"Kappa of {name} and the topics", cohen_kappa_score(frame[reader], model), n)
            for reader, name in READINGS.items()
        ),
        ("Sorted alike into a topic: the same by NMF", (one == model)[agreed].mean(), int(agreed.sum())),
        ("Kappa of these", cohen_kappa_score(one[agreed], model[agreed]), int(agreed.sum())),
    ]
    write("readers", [(measure, round(float(value), 3), size) for measure, value, size in rows], names, paragraphs)


if __name__ == "__main__":
    main()
