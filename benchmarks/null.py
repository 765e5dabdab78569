"""How often each method names a word where there is nothing to name, and how many of the words it finds that differ.

    .venv/bin/python -m benchmarks.null

Articles are drawn from one pool without replacement, and dealt into two piles at random: whatever a method then names
is false. Every method sees all words of the draw, and none is left out for being rare, except where a method takes the
common words alone. A pool is the briefings, the first 250 to 1,200 words of each, or the convention speeches in full,
if they can be had (see benchmarks/keyness.py, where the methods stand). Each draw has random numbers of its own, from
the seed, its pool, its size and its place among the draws.

For the power, 20 words that stand in half to four fifths of the pool are drawn each time, and each of their occurrences
in the later pile is written twice. That makes its articles longer by about a twentieth, and all other words rarer there
by as much; they count as false all the same.

The permutation deals labels over rates, as if all articles were alike but for their labels. The rates of short
articles vary more, since they lack most words altogether. Where one pile has the longer articles, its labels are
therefore not exchangeable, and the level is not promised. To see what that does, 20 articles are drawn against 20 that
differ from them in length alone: each takes a part of 1,200 words of a briefing that begins at random and goes on at
the first word after the last, so that each word is as frequent in both piles but for chance. With 400 draws a share
near 0.05 has a standard error of 0.01. Where the articles of one pile are about twice as long, the permutation raises
hardly more false alarms than where all are equally long; where they are nearly five times as long, it does so in a
third of the draws. Welch's test allows for rates that vary more in one pile, and is no way out: over the common words
it raises even more false alarms there.

The permutation has 999 labelings, as `max_t` has on a large corpus; it would have 9,999 on these. The level does not
depend on that, the power hardly, and ten times as many labelings take ten times as long. Takes about eight minutes of
the processor, which all cores share.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from scipy import sparse

from benchmarks.common import data, records, write
from benchmarks.keyness import BRIEFINGS, Bools, Row, count, methods, speeches
from twocrises import permutation
from twocrises.permutation import Ints
from twocrises.segments import word_spans

SEED = 4
DRAWS = 1_000
SIDES = ((3, 2), (10, 10), (50, 50))
POWER_DRAWS = 200
POWER_SIDES = ((10, 10), (50, 50))
LENGTH_DRAWS = 400
LENGTHS = ((250, 1_200), (500, 1_000), (650, 1_200), (700, 700))
ARTICLES = 20
PLANTED = 20
SHARE = (0.5, 0.8)
WORDS = (250, 1_200)
LABELINGS = 999

Pools = dict[str, sparse.csr_array]
# A pool, articles in each pile (or words in each article of a pile), and the place among the draws.
Draw = tuple[str, tuple[int, int], int]
# What a process draws from, set when it begins, so that it is not sent to it with each draw.
_pools: Pools = {}
_windows: dict[str, Ints] = {}


def main() -> None:
    """Measure, print and write `results/null.csv`."""
    words = first_words(records(BRIEFINGS))
    pools, sources = {"briefings": count(cut(words))[0]}, [data(BRIEFINGS)]
    if said := speeches():
        pools["speeches"] = count(said.words)[0]
        sources.append(said.path)
    with TemporaryDirectory() as folder:
        for name, pool in pools.items():
            sparse.save_npz(Path(folder, name), pool)
        np.save(Path(folder, "briefings.npy"), windows(words))
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(os.cpu_count(), context, _begin, (folder, list(pools))) as workers:
            rows = [
                ("seed of the draws", SEED, DRAWS),
                *calibration(workers, pools),
                *power(workers, pools),
                *unequal(workers),
            ]
    write("null", rows, *sources)


def first_words(briefings: list[dict[str, Any]]) -> list[list[str]]:
    """Give the first words of each briefing, in lower case, as many as the longest article may have."""
    # Twenty characters a word are more than any text needs.
    texts = [briefing["text"][: 20 * WORDS[1]] for briefing in briefings]
    return [[text[start:end].lower() for start, end in word_spans(text)[: WORDS[1]]] for text in texts]


def cut(words: list[list[str]]) -> list[list[str]]:
    """Cut each briefing to a length drawn by lot; those too short for an article are left out."""
    random = np.random.default_rng(SEED)
    lengths = random.integers(WORDS[0], WORDS[1], size=len(words), endpoint=True)
    articles = [article[:length] for article, length in zip(words, lengths, strict=True)]
    return [article for article in articles if len(article) >= WORDS[0]]


def windows(words: list[list[str]]) -> Ints:
    """Briefings × places: the number of the word at each place, of those briefings that fill all places."""
    codes: dict[str, int] = {}
    full = [article for article in words if len(article) == WORDS[1]]
    return np.array([[codes.setdefault(word, len(codes)) for word in article] for article in full])


def calibration(workers: Executor, pools: Pools) -> Iterable[Row]:
    """Share of draws in which a method names any word."""
    for pool in pools:
        for sides in SIDES:
            for method, named in _over_draws(workers, _named, pool, sides, DRAWS).items():
                where = f"{sides[0]} against {sides[1]} {pool}: {method}"
                yield f"any word supported, {where}", round(float(np.mean(named > 0)), 4), DRAWS


def power(workers: Executor, pools: Pools) -> Iterable[Row]:
    """Share of the planted words that a method finds, and how many others it names in a draw."""
    for pool in pools:
        for sides in POWER_SIDES:
            for method, named in _over_draws(workers, _named_of_planted, pool, sides, POWER_DRAWS).items():
                found, others = named.mean(axis=0)
                where = f"{sides[0]} against {sides[1]} {pool}: {method}"
                yield f"planted words found, {where}", round(float(found) / PLANTED, 4), POWER_DRAWS * PLANTED
                yield f"other words named on average, {where}", round(float(others), 2), POWER_DRAWS


def unequal(workers: Executor) -> Iterable[Row]:
    """Share of draws in which a method names any word where the articles of one pile are longer."""
    for lengths in LENGTHS:
        for method, named in _over_draws(workers, _named_by_length, "briefings", lengths, LENGTH_DRAWS).items():
            where = f"{ARTICLES} of {lengths[0]:,} against {ARTICLES} of {lengths[1]:,} words: {method}"
            yield f"any word supported, {where}", round(float(np.mean(named > 0)), 4), LENGTH_DRAWS


def _begin(folder: str, names: list[str]) -> None:
    _pools.update({name: sparse.load_npz(Path(folder, f"{name}.npz")) for name in names})
    _windows["briefings"] = np.load(Path(folder, "briefings.npy"))
    permutation._SAMPLES = (LABELINGS, LABELINGS)


def _over_draws(
    workers: Executor, work: Callable[[Draw], dict[str, Any]], pool: str, sides: tuple[int, int], draws: int
) -> dict[str, np.ndarray]:
    """Do the work for each draw, and give what it says of each method, a row a draw."""
    every = list(workers.map(work, [(pool, sides, number) for number in range(draws)], chunksize=10))
    return {method: np.array([said[method] for said in every]) for method in every[0]}


def _named(draw: Draw) -> dict[str, int]:
    """How many words each method names where the labels mean nothing."""
    counts, later, _ = _dealt(draw)
    return {method: int(named.sum()) for method, named in methods(counts[:, _used(counts)], later).items()}


def _named_of_planted(draw: Draw) -> dict[str, tuple[int, int]]:
    """How many of the planted words each method names, and how many others."""
    counts, later, random = _dealt(draw)
    pool = _pools[draw[0]]
    share = (pool > 0).sum(axis=0) / pool.shape[0]
    planted = np.zeros(pool.shape[1], dtype=bool)
    planted[random.choice(np.flatnonzero((share >= SHARE[0]) & (share <= SHARE[1])), PLANTED, replace=False)] = True
    twice = sparse.csr_array(counts + counts.multiply(later[:, None] & planted))
    used = _used(twice)
    return {
        method: (int(named[planted[used]].sum()), int(named[~planted[used]].sum()))
        for method, named in methods(twice[:, used], later).items()
    }


def _named_by_length(draw: Draw) -> dict[str, int]:
    """How many words each method names where the piles differ in the length of their articles alone."""
    pool, lengths, number = draw
    words = _windows[pool]
    random = np.random.default_rng([SEED, list(_windows).index(pool), *lengths, number])
    articles = random.choice(len(words), 2 * ARTICLES, replace=False)
    later = random.permutation(np.arange(2 * ARTICLES) >= ARTICLES)
    begins = random.integers(words.shape[1], size=2 * ARTICLES)
    sizes = np.where(later, lengths[1], lengths[0])
    # The last place is followed by the first, so that each is as likely as any other to be in the part.
    parts = [
        words[article].take(np.arange(begin, begin + size), mode="wrap")
        for article, begin, size in zip(articles, begins, sizes, strict=True)
    ]
    terms, codes = np.unique(np.concatenate(parts), return_inverse=True)
    places = np.repeat(np.arange(2 * ARTICLES), sizes), codes
    counts = sparse.csr_array((np.ones(len(codes), dtype="int64"), places), shape=(2 * ARTICLES, len(terms)))
    return {method: int(named.sum()) for method, named in methods(counts, later).items()}


def _dealt(draw: Draw) -> tuple[sparse.csr_array, Bools, np.random.Generator]:
    """Counts of the articles of a draw, which of them are dealt to the later pile, and its random numbers."""
    pool, (one, two), number = draw
    random = np.random.default_rng([SEED, list(_pools).index(pool), one, two, number])
    articles = random.choice(_pools[pool].shape[0], one + two, replace=False)
    return _pools[pool][articles], random.permutation(np.arange(one + two) >= one), random


def _used(counts: sparse.csr_array) -> np.ndarray:
    return np.flatnonzero(counts.sum(axis=0))


if __name__ == "__main__":
    main()
