"""How well the clusters agree with labels by people, what topics are worth, and what they take on a large corpus.

    .venv/bin/python -m benchmarks.topics

Stories of a newswire that people gave one topic, and of these topics the ten largest: what others measure on, too. A
story without a word of its own is in cluster 0. F1 is that of each label after labels and clusters were matched one to
one, as well as can be. Beside our methods stands the usual recipe: TF-IDF, its first hundred dimensions by truncated
SVD, k-means with ten starts. So that the choice of a method does not rest on one set of stories, the same is done with
others: the third to the twelfth topic, and draws of four to seven of the fourteen largest. The methods and the few
constants of the clusters were chosen on the ten largest, on the third to the twelfth, and on draws other than these.
Each draw is clustered in two orders, and the ten largest in five, since the order of texts should matter to nothing.
The briefings give time and memory. Times begin with the words of `corpus.tokens`, and with the texts where it says so.
Takes about ten minutes.
"""

import json
import multiprocessing
import random
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.metrics import (
    adjusted_rand_score,
    completeness_score,
    f1_score,
    homogeneity_score,
    normalized_mutual_info_score,
)
from sklearn.metrics.cluster import contingency_matrix
from sklearn.preprocessing import Normalizer

from benchmarks.common import data, records, write
from twocrises.coherence import diversity
from twocrises.corpus import Corpus, load_corpus
from twocrises.topicmodels import METHODS, fit, in_two_texts, tf_idf
from twocrises.topics import Topics, topics
from twocrises.units import Units, text_units_of

STORIES = "reuters21578.jsonl.gz"
BRIEFINGS = "press_briefings.jsonl.gz"
CLASSES = 10
OTHERS = slice(2, 12)
# Draws take some of so many classes, and so many stories of each at most.
LARGEST, FEWEST, MOST = 14, 4, 7
DRAWS = 24
SEEDS = (1, 2, 3, 4, 5)
NUMBERS = (10, 20, 30, 40, 50)
OF_BRIEFINGS = 20
SUBSET = 60

Row = tuple[str, float, int]
Labels = np.ndarray[tuple[int, ...], np.dtype[Any]]


def main() -> None:
    """Measure, print and write `results/topics.csv`."""
    texts, labels = stories()
    largest = [name for name, _ in sorted(Counter(labels).items(), key=lambda item: (-item[1], item[0]))[:LARGEST]]
    corpus, of_corpus = corpus_of(texts, labels, largest[:CLASSES])
    rows = [*agreement(corpus, of_corpus), *quality(corpus)]
    del corpus
    units, of_units = units_of(*corpus_of(texts, labels, largest))
    rows += [*other_classes(units.counts, of_units, largest), *draws(units.counts, of_units, largest)]
    rows += [*order(), *large()]
    write("topics", rows, data(STORIES), data(BRIEFINGS))


def stories() -> tuple[list[str], list[str]]:
    """Texts and labels of the stories that have one label."""
    single = [(record["text"], record["topics"][0]) for record in records(STORIES) if len(record["topics"]) == 1]
    return [text for text, _ in single], [label for _, label in single]


def corpus_of(texts: Sequence[str], labels: Sequence[str], classes: Sequence[str]) -> tuple[Corpus, Labels]:
    """Write the stories of some classes to files and load them; the labels are in the order of the corpus."""
    taken = [(text, label) for text, label in zip(texts, labels, strict=True) if label in classes]
    with TemporaryDirectory() as folder:
        for i, (text, _) in enumerate(taken):
            Path(folder, f"{i:05d}.txt").write_text(text, encoding="utf-8")
        corpus = load_corpus(folder, progress=False)
    return corpus, np.array([taken[int(name)][1] for name in corpus.articles["article"]])


def units_of(corpus: Corpus, labels: Labels) -> tuple[Units, Labels]:
    """Cut a corpus into articles that have words, each with its label."""
    units = text_units_of(corpus, "article")
    place = pd.Index(corpus.articles["article"]).get_indexer(pd.Index(units.frame["article"]))
    return units, labels[place]


def lsa(counts: sparse.csr_array, n_topics: int, seed: int = 0) -> Labels:
    """Cluster by the usual recipe."""
    places = TruncatedSVD(100, random_state=seed).fit_transform(tf_idf(counts))
    return np.asarray(KMeans(n_topics, n_init=10, random_state=seed).fit_predict(Normalizer().fit_transform(places)))


def nmi(labels: Labels, found: Labels) -> float:
    """Normalised mutual information, by the arithmetic mean of the entropies."""
    return float(normalized_mutual_info_score(labels, found))


def f1(labels: Labels, found: Labels) -> dict[str, float]:
    """F1 of each label, once clusters and labels are matched one to one.

    Parameters
    ----------
    labels, found : array, shape (n,)
        What people say, and the clusters.

    Returns
    -------
    dict of str to float
        A cluster without a label counts for none, a label without a cluster has 0. In the order of the alphabet.

    Examples
    --------
    >>> f1(np.array(["a", "a", "b"]), np.array([7, 7, 5]))
    {'a': 1.0, 'b': 1.0}
    """
    names, clusters = np.unique(labels), np.unique(found)
    of_label, of_cluster = linear_sum_assignment(-contingency_matrix(labels, found))
    name_of = dict(zip(clusters[of_cluster].tolist(), names[of_label].tolist(), strict=True))
    said = [name_of.get(cluster, "") for cluster in found.tolist()]
    values = f1_score(labels, said, labels=names, average=None, zero_division=0)
    return {str(name): round(float(value), 3) for name, value in zip(names, values, strict=True)}


def agreement(corpus: Corpus, labels: Labels) -> Iterable[Row]:
    """Compare the topic of each story with its label, by each method."""
    n = len(labels)
    found: dict[str, Labels] = {}
    for method in METHODS:
        wall, result = _timed(lambda method=method: topics(_bare(corpus), CLASSES, method=method))
        yield f"stories, {method}: seconds", round(wall, 1), n
        found[method] = result.articles["topic"].to_numpy()
    wall, _ = _timed(lambda: topics(_bare(corpus, tokens=False), CLASSES))
    yield "stories, clusters: seconds from the texts", round(wall, 1), n
    units = text_units_of(corpus, "article")
    place = pd.Index(corpus.articles["article"]).get_indexer(pd.Index(units.frame["article"]))
    wall, clusters = _timed(lambda: lsa(units.counts, CLASSES))
    yield "stories, LSA and k-means: seconds from the counts", round(wall, 1), n
    found["LSA and k-means"] = np.zeros(n, dtype=int)
    found["LSA and k-means"][place] = clusters + 1
    yield "stories without a word of their own", int((found["clusters"] == 0).sum()), n
    for name, values in found.items():
        of_labels = f1(labels, values)
        for measure, figure in (
            ("NMI", nmi(labels, values)),
            ("ARI", float(adjusted_rand_score(labels, values))),
            ("homogeneity", float(homogeneity_score(labels, values))),
            ("completeness", float(completeness_score(labels, values))),
            ("F1, mean of labels", float(np.mean(list(of_labels.values())))),
        ):
            yield f"stories, {name}: {measure}", round(figure, 3), n
        if name == "clusters":
            sizes = Counter(labels.tolist())
            for label, figure in of_labels.items():
                yield f"stories, {name}: F1 of {label}", figure, sizes[label]
    turned = [_shuffled(units.counts, seed) for seed in SEEDS]
    yield from _over([nmi(labels[place], one) for one in turned], "stories, clusters, other orders: NMI", len(SEEDS))
    pairs = [float(adjusted_rand_score(a, b)) for a, b in combinations(turned, 2)]
    yield "stories, clusters, other orders: mean ARI between two", round(float(np.mean(pairs)), 3), len(pairs)
    other = topics(corpus, CLASSES, method="lda", seed=1).articles["topic"].to_numpy()
    yield "stories, lda, another seed: NMI", round(nmi(labels, other), 3), n
    yield (
        "stories, lda, another seed: ARI between the two",
        round(float(adjusted_rand_score(found["lda"], other)), 3),
        n,
    )


def _shuffled(counts: sparse.csr_array, seed: int) -> Labels:
    """Clusters of stories in an order by lot, as if ours were not that of their content; in the order they came in."""
    order = np.random.default_rng(seed).permutation(counts.shape[0])
    found = np.empty(len(order), dtype="int64")
    found[order] = fit(sparse.csr_array(counts[order]), CLASSES).topic
    return found


def _over(values: Sequence[float], what: str, n: int) -> Iterable[Row]:
    for name, figure in (("mean", np.mean(values)), ("lowest", np.min(values)), ("highest", np.max(values))):
        yield f"{what}, {name}", round(float(figure), 3), n


def quality(corpus: Corpus) -> Iterable[Row]:
    """Coherence and diversity over several numbers of topics."""
    for method in METHODS[:2]:
        coherent, diverse = [], []
        for number in NUMBERS:
            found = topics(corpus, number, method=method, samples=0)
            coherent.append(float(found.quality["coherence"].mean()))
            diverse.append(diversity(found.terms.groupby("topic")["term"].agg(list)))
            yield f"stories, {method}, {number} topics: NPMI", round(coherent[-1], 3), number
            yield f"stories, {method}, {number} topics: diversity", round(diverse[-1], 3), number
        yield f"stories, {method}, all numbers of topics: NPMI", round(float(np.mean(coherent)), 3), len(NUMBERS)
        yield f"stories, {method}, all numbers of topics: diversity", round(float(np.mean(diverse)), 3), len(NUMBERS)


def by_each(counts: sparse.csr_array, labels: Labels) -> dict[str, float]:
    """NMI of three methods on some stories, as many clusters as labels."""
    kept = sparse.csr_array(counts[:, in_two_texts(counts)])
    number = len(np.unique(labels))
    found = {
        "clusters": fit(kept, number).topic,
        "nmf": fit(kept, number, method="nmf").topic,
        "LSA and k-means": lsa(kept, number),
    }
    return {name: nmi(labels, values) for name, values in found.items()}


def other_classes(counts: sparse.csr_array, labels: Labels, largest: Sequence[str]) -> Iterable[Row]:
    """Leave out the two classes that hold most stories."""
    rows = np.flatnonzero(np.isin(labels, largest[OTHERS]))
    for name, figure in by_each(sparse.csr_array(counts[rows]), labels[rows]).items():
        yield f"third to twelfth class, {name}: NMI", round(figure, 3), len(rows)


def draws(counts: sparse.csr_array, labels: Labels, largest: Sequence[str]) -> Iterable[Row]:
    """Draw classes and stories by lot, in an order by lot."""
    results: dict[str, list[float]] = {}
    apart = []
    for seed in range(DRAWS):
        lot = random.Random(seed)
        most = lot.randint(100, 300)
        rows: list[int] = []
        for name in lot.sample(list(largest), lot.randint(FEWEST, MOST)):
            of_class = np.flatnonzero(labels == name).tolist()
            rows += lot.sample(of_class, min(most, len(of_class)))
        lot.shuffle(rows)
        for name, figure in by_each(sparse.csr_array(counts[rows]), labels[rows]).items():
            results.setdefault(name, []).append(figure)
        again = by_each(sparse.csr_array(counts[rows[::-1]]), labels[rows[::-1]])["clusters"]
        apart.append(abs(again - results["clusters"][-1]))
    for name, figures in results.items():
        yield from _over(figures, f"classes drawn by lot, {name}: NMI", DRAWS)
    yield (
        "classes drawn by lot, clusters, stories the other way round: largest change of NMI",
        round(max(apart), 3),
        DRAWS,
    )


def order() -> Iterable[Row]:
    """Compare the topics of some briefings and of the same in another order, in other files, under other names."""
    briefings = records(BRIEFINGS)
    some = [{key: row[key] for key in ("title", "text")} for row in briefings[:: len(briefings) // SUBSET][:SUBSET]]
    turned = random.Random(0).sample(some, SUBSET)
    one, other = tables({"a": some}), tables({"z": turned[:25], "b": turned[25:40], "m": turned[40:]})
    for unit in ("paragraph", "article"):
        same = [by_content(topics(corpus, 6, unit=unit), corpus) for corpus in (one, other)]
        yield f"order, topics of each {unit}: byte for byte the same", float(same[0] == same[1]), SUBSET


def by_content(found: Topics, corpus: Corpus) -> bytes:
    """Write the frames without the names of files, articles in the order of the corpus, which their content decides."""
    number = {name: str(i) for i, name in enumerate(corpus.articles["article"])}
    frames = [
        frame.assign(article=frame["article"].map(number)).drop(columns=["label", "address"], errors="ignore")
        for frame in (found.units, found.articles)
    ]
    return "\n".join(frame.to_csv() for frame in (found.terms, *frames)).encode()


def tables(files: dict[str, list[dict[str, Any]]]) -> Corpus:
    """Write tables to a folder and load it."""
    with TemporaryDirectory() as folder:
        for name, rows in files.items():
            Path(folder, f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        return load_corpus(folder, progress=False)


def large() -> Iterable[Row]:
    """Time the topics of all briefings, and say what is held meanwhile."""
    # A process that holds nothing else, so that its peak is that of the corpus and its topics.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
        n, loading, measured = child.submit(_find_all).result()
    yield "briefings, loading and words: MB in all", round(loading), n
    for name, (seconds, added, peak) in measured.items():
        yield f"briefings, {name}, {OF_BRIEFINGS} topics: seconds", round(seconds, 1), n
        yield f"briefings, {name}, {OF_BRIEFINGS} topics: MB in all", round(peak), n
        yield f"briefings, {name}, {OF_BRIEFINGS} topics: MB added to corpus and words", round(added), n


def _find_all() -> tuple[int, float, dict[str, tuple[float, float, float]]]:
    """Briefings, megabytes after loading, and of both methods seconds, and megabytes added and in all."""
    corpus = tables({"briefings": [{key: row[key] for key in ("date", "title", "text")} for row in records(BRIEFINGS)]})
    n = len(corpus.articles)  # which counts the words
    loading, measured = _held(), {}
    for method in METHODS[:2]:
        before = _held()
        seconds, _ = _timed(lambda method=method: topics(_bare(corpus), OF_BRIEFINGS, method=method))
        peak = _held()
        measured[method] = seconds, peak - before, peak
    return n, loading, measured


def _held() -> float:
    """Most megabytes this process has held since this was last asked, where Linux says so; else since it began."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
    # What was held before falls to what is held now, and the count begins anew.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return int(lines["VmHWM"].split()[0]) / 1024


def _bare(corpus: Corpus, tokens: bool = True) -> Corpus:
    """Give the corpus without results from before, with its words or without."""
    bare = replace(corpus, _results={})
    if tokens:
        vars(bare)["_tokens"] = corpus._tokens
    return bare


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


if __name__ == "__main__":
    main()
