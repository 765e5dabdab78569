"""Two readers against each other and the model: what the topics of the seeds are called, and what belongs to them.

    python -m benchmarks.readers

Two of us, apart from one another, saw ten top terms and six typical sentences of each topic, without outlet, day or
era, and gave each a name (`labels/topic_names.csv`). Then each sorted the paragraphs of the seeds, in an order drawn by
lot, into the topics as named, or into none (0; `labels/topic_paragraphs.csv`). Some paragraphs had been among the
typical sentences, so agreement is somewhat too high. If the topics change, their names no longer fit: then the benchmark stops.
"""

import pandas as pd
from sklearn.metrics import adjusted_rand_score, cohen_kappa_score

from benchmarks.common import ROOT, write
from twocrises.corpus import load_corpus
from twocrises.topics import topics

LABELS = ROOT / "benchmarks" / "labels"
NAMED = {"reader_1": "the first reader", "reader_2": "the second reader"}


def main() -> None:
    """Measure, print and write `results/readers.csv`."""
    names, sorted_by = LABELS / "topic_names.csv", LABELS / "topic_paragraphs.csv"
    found = topics(load_corpus("seeds"))
    if pd.read_csv(names)["top_terms"].tolist() != found.quality["top_terms"].tolist():
        raise SystemExit("The topics are others than those that were named: let two readers name them again.")
    frame = pd.read_csv(sorted_by).merge(found.units[["address", "topic"]], on="address", validate="one_to_one")
    one, other = (frame[reader] for reader in NAMED)
    agreed = (one == other) & (one > 0)
    n = len(frame)
    rows = [
        ("Paragraphs that both readers sort alike", (one == other).mean(), n),
        ("Kappa of the two readers", cohen_kappa_score(one, other), n),
        ("Adjusted Rand index of the two readers", adjusted_rand_score(one, other), n),
        *((f"Paragraphs without a topic, {name}", (frame[reader] == 0).mean(), n) for reader, name in NAMED.items()),
        *(
            (f"Paragraphs that the model sorts as {name}", (frame[reader] == frame["topic"]).mean(), n)
            for reader, name in NAMED.items()
        ),
        *(
            (f"Kappa of the model and {name}", cohen_kappa_score(frame[reader], frame["topic"]), n)
            for reader, name in NAMED.items()
        ),
        (
            "Of those sorted alike into a topic, also by the model",
            (one == frame["topic"])[agreed].mean(),
            int(agreed.sum()),
        ),
    ]
    write("readers", [(measure, round(float(value), 3), size) for measure, value, size in rows], names, sorted_by)


if __name__ == "__main__":
    main()
