"""Two readings against each other and the model: what the topics of the seeds are called, and what belongs to them.

    python -m benchmarks.readers

The readings are two runs of a language model, apart from one another. Each saw ten top terms and six typical sentences
of each topic, without outlet, day or era, and gave each topic a name (`labels/topic_names.csv`). Then it sorted the
paragraphs of the seeds, in an order drawn by lot, into the topics as it had named them, or into none (0;
`labels/topic_paragraphs.csv`). Paragraphs that had been among the typical sentences (`seen`) are left out here. Two
runs of one model are more alike than two people. If the topics change, their names no longer fit: then the benchmark
stops.

The other methods are held against the same readings, as many topics each. Theirs have no names, so they are numbered
for each reading in the way in which most paragraphs are sorted alike. The names are those of topics that NMF had found,
which favours NMF.
"""

from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import cohen_kappa_score

from benchmarks.common import ROOT, write
from twocrises.corpus import Corpus, load_corpus
from twocrises.topics import topics

LABELS = ROOT / "benchmarks" / "labels"
READINGS = {"reader_1": "the first run", "reader_2": "the second run"}
# Each method with the seeds of its starts; those that draw no start have one.
METHODS = {"NMF": ("nmf", [0]), "clusters": ("clusters", [0]), "LDA": ("lda", range(1, 11))}


def main() -> None:
    """Measure, print and write `results/readers.csv`."""
    names, paragraphs = LABELS / "topic_names.csv", LABELS / "topic_paragraphs.csv"
    corpus = load_corpus("seeds")
    found = topics(corpus)
    if pd.read_csv(names)["top_terms"].tolist() != found.quality["top_terms"].tolist():
        raise SystemExit("The topics are others than those that were named: have two readers name them again.")
    labels = pd.read_csv(paragraphs)
    labels = labels[~labels["seen"]].set_index("address")
    model = found.units.set_index("address")["topic"].reindex(labels.index)
    one, other = labels["reader_1"], labels["reader_2"]
    agreed, n = (one == other) & (one > 0), len(labels)
    rows = [
        ("Paragraphs that both runs sort alike", (one == other).mean(), n),
        ("Kappa of the two runs", cohen_kappa_score(one, other), n),
        *(
            (f"Paragraphs without a topic, {name}", (labels[reader] == 0).mean(), n)
            for reader, name in READINGS.items()
        ),
        *(
            (f"Kappa of {name} and the topics", cohen_kappa_score(labels[reader], model), n)
            for reader, name in READINGS.items()
        ),
        ("Sorted alike into a topic: the same by NMF", (one == model)[agreed].mean(), int(agreed.sum())),
        ("Kappa, of those", cohen_kappa_score(one[agreed], model[agreed]), int(agreed.sum())),
    ]
    for name in METHODS:
        kappas = agreements(corpus, labels, found.n_topics, name)
        for which, value in (("mean", np.mean(kappas)), ("lowest", min(kappas)), ("highest", max(kappas))):
            rows.append((f"topics by {name}: kappa, {which}", value, len(kappas)))
    write("readers", [(measure, round(float(value), 3), size) for measure, value, size in rows], names, paragraphs)


def agreements(corpus: Corpus, labels: pd.DataFrame, n_topics: int, name: str) -> list[float]:
    """Kappa of the topics of a method with each reading, for each of its seeds.

    Parameters
    ----------
    corpus : Corpus
        The seeds.
    labels : pandas.DataFrame
        A row a paragraph by its address, a column a reading.
    n_topics : int
    name : str
        One of `METHODS`.

    Returns
    -------
    list of float
    """
    method, seeds = METHODS[name]
    found = [topics(corpus, n_topics, unit="paragraph", method=method, seed=seed, samples=0) for seed in seeds]
    sorted_by = [one.units.set_index("address")["topic"].reindex(labels.index) for one in found]
    return [
        cohen_kappa_score(labels[reader], renumbered(topic, labels[reader]))
        for topic, reader in product(sorted_by, READINGS)
    ]


def renumbered(topic: pd.Series, reading: pd.Series) -> pd.Series:
    """Give topics the numbers of a reading by which most texts are sorted alike.

    Parameters
    ----------
    topic, reading : pandas.Series of int
        Topic of each text by a method and by a reading; 0 is none.

    Returns
    -------
    pandas.Series of int

    Examples
    --------
    >>> renumbered(pd.Series([2, 2, 1, 0]), pd.Series([1, 1, 2, 2])).tolist()
    [1, 1, 2, 0]
    """
    both = pd.crosstab(topic, reading).drop(index=0, columns=0, errors="ignore")
    mine, theirs = linear_sum_assignment(-both.to_numpy())
    number = dict(zip(both.index[mine], both.columns[theirs], strict=True))
    return topic.map(number).fillna(0).astype(int)


if __name__ == "__main__":
    main()
