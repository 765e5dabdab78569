"""How many planted copies are found, how many false ones, and how long it takes; beside MinHash on the same texts.

    python -m benchmarks.repeats

Three hundred press briefings, cut to 600 words, and a copy of each: some words replaced by words of other briefings,
cut to a half or a quarter. A pair counts as found if both articles are in one block. MinHash is datasketch's, with
a threshold of one third: the Jaccard similarity of two texts of one length that share half. Its pairs are verified, so
it finds no false ones.
"""

import multiprocessing
import random
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from datasketch import MinHash, MinHashLSH

from benchmarks.common import data, records, write
from twocrises.corpus import Corpus, load_corpus
from twocrises.repeats import _sequences, alike, blocks, repeats

BRIEFINGS = "press_briefings.jsonl.gz"
ORIGINALS, WORDS = 300, 600
REPLACED = (0, 0.02, 0.05, 0.1)
CUTS = {"whole": 1.0, "half": 0.5, "quarter": 0.25}
MANY = 100_000

Row = tuple[str, float, int]


def main() -> None:
    """Measure, print and write `results/repeats.csv`."""
    texts = [record["text"] for record in records(BRIEFINGS)]
    briefings = corpus_of(texts)
    write("repeats", [*planted(single(briefings)), *times(briefings)], data(BRIEFINGS))


def corpus_of(texts: Sequence[str]) -> Corpus:
    """Write texts to files and load them."""
    with TemporaryDirectory() as folder:
        for i, text in enumerate(texts):
            Path(folder, f"{i:05d}.txt").write_text(text, encoding="utf-8")
        return load_corpus(folder)


def single(corpus: Corpus) -> list[list[str]]:
    """Words of the articles that no other repeats, cut to one length."""
    block = blocks(corpus)
    alone = np.bincount(block)[block] == 1
    texts = [text.split() for text, keep in zip(corpus.source.values(), alone, strict=True) if keep]
    return random.Random(0).sample([words[:WORDS] for words in texts if len(words) >= WORDS], ORIGINALS)


def planted(originals: list[list[str]]) -> Iterable[Row]:
    """Recall and precision for each sort of copy."""
    pool = [word for words in originals for word in words]
    for replaced in REPLACED:
        for cut, part in CUTS.items():
            choose = random.Random(1)
            copies = [edited(words[: int(part * WORDS)], replaced, pool, choose) for words in originals]
            corpus = corpus_of([" ".join(words) for words in originals + copies])
            place = np.array([int(article) % ORIGINALS for article in corpus.articles["article"]])
            sort = f"{100 * replaced:.0f} % replaced, {cut}"
            found, right = same_block(blocks(corpus), place)
            yield f"recall, {sort}", round(right / ORIGINALS, 3), ORIGINALS
            yield f"precision, {sort}", round(right / max(found, 1), 3), found
            by_minhash = sum(place[later] == place[earlier] for later, earlier in minhash(*codes(corpus)))
            yield f"recall of MinHash, {sort}", round(by_minhash / ORIGINALS, 3), ORIGINALS


def edited(words: list[str], share: float, pool: list[str], choose: random.Random) -> list[str]:
    """Replace a share of the words, at places drawn at random, by words of the pool."""
    places = set(choose.sample(range(len(words)), round(share * len(words))))
    return [choose.choice(pool) if i in places else word for i, word in enumerate(words)]


def same_block(block: np.ndarray, place: np.ndarray) -> tuple[int, int]:
    """Pairs of one block, and how many of them are an original and its copy."""
    sizes = np.bincount(block)
    both = defaultdict(set)
    for number, original in zip(block.tolist(), place.tolist(), strict=True):
        both[original].add(number)
    return int((sizes * (sizes - 1) // 2).sum()), sum(len(numbers) == 1 for numbers in both.values())


def times(corpus: Corpus) -> Iterable[Row]:
    """Seconds and memory on all briefings, and on as many short texts as a large corpus has."""
    words, text = codes(corpus)
    n = len(corpus.source)
    corpus._results.clear()
    yield "seconds, blocks, all briefings", in_a_child(blocks, corpus)[0], n
    yield "seconds, repeats, all briefings", in_a_child(repeats, corpus)[0], n
    yield "seconds, MinHash, all briefings", in_a_child(minhash, words, text)[0], n
    length = len(words) // MANY
    short = words[: MANY * length], np.repeat(np.arange(MANY), length)
    for name, search in (("alike", alike), ("MinHash", minhash)):
        seconds, memory = in_a_child(search, *short)
        yield f"seconds, {name}, texts of {length} words", seconds, MANY
        yield f"MB, {name}, texts of {length} words", memory, MANY


def codes(corpus: Corpus) -> tuple[np.ndarray, np.ndarray]:
    """Number of each kept word, and of its article."""
    tokens = corpus.tokens
    return tokens["term"].cat.codes.to_numpy(), tokens["article"].cat.codes.to_numpy()


def minhash(words: np.ndarray, text: np.ndarray) -> list[tuple[int, int]]:
    """Pairs that MinHash proposes and that share half of their sequences of five words."""
    sequence, owner = _sequences(words, text)
    order = np.argsort(owner, kind="stable")
    sets = np.split(sequence[order], np.cumsum(np.bincount(owner))[:-1])
    index, empty, pairs = MinHashLSH(threshold=1 / 3, num_perm=128), MinHash(128, hashfunc=int), []
    for later, sequences in enumerate(sets):
        sketch = empty.copy()
        sketch.update_batch(sequences)
        for earlier in index.query(sketch) if len(sequences) else ():
            shared = len(np.intersect1d(sequences, sets[earlier], assume_unique=True))
            if shared >= max(8, min(len(sequences), len(sets[earlier])) / 2):
                pairs.append((later, earlier))
        index.insert(later, sketch)
    return pairs


def in_a_child(function: Callable[..., object], *args: object) -> tuple[float, int]:
    """Seconds and megabytes that a call takes in a process of its own."""
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()

    def run() -> None:
        before, start = memory(), time.perf_counter()
        function(*args)
        queue.put((round(time.perf_counter() - start, 1), round(memory() - before)))

    child = context.Process(target=run)
    child.start()
    figures: tuple[float, int] = queue.get()
    child.join()
    return figures


def memory() -> float:
    """Most megabytes this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
