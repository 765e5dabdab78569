"""How long it takes from the source text to lines, sentences and words, and whether that grows with the text only.

    .venv/bin/python -m benchmarks.speed

The first row compares with scikit-learn's CountVectorizer on the same press briefings, in the same run: 0.5 means half
its speed. The others give the time of a text twice as long over the time of the text: 2 means in proportion. Time is
that of the processor, the best of seven runs that take turns; one core is used.
"""

import gc
import time
from collections.abc import Callable, Mapping

from sklearn.feature_extraction.text import CountVectorizer

from benchmarks.common import data, records, write
from twocrises.cleaning import lines_frame
from twocrises.segments import sentences_frame, tokens_frame

BRIEFINGS = "press_briefings.jsonl.gz"
ARTICLES = 200
RUNS = 7
MILLION = 1_000_000


def main() -> None:
    """Time both on the briefings, and ours on texts of double size, and write `results/speed.csv`."""
    source = {record["id"]: record["text"] for record in records(BRIEFINGS)[:ARTICLES]}
    line = " ".join(" ".join(source.values()).split())
    grown = {
        "the briefings": (
            source,
            source | {f"{article} again": text for article, text in source.items()},
            2 * ARTICLES,
        ),
        "one line of 5 MB": ({"a": line[: 5 * MILLION]}, {"a": (line * 2)[: 10 * MILLION]}, 10 * MILLION),
        "half a million blank lines": ({"a": "\n" * (MILLION // 2)}, {"a": "\n" * MILLION}, MILLION),
    }
    theirs, ours = _best(lambda: CountVectorizer().fit_transform(source.values()), lambda: _cut(source))
    rows = [("speed, as a share of CountVectorizer's", round(theirs / ours, 3), ARTICLES)]
    for name, (once, twice, n) in grown.items():
        short, long = _best(lambda once=once: _cut(once), lambda twice=twice: _cut(twice))  # type: ignore[misc]
        rows.append((f"time of twice over once: {name}", round(long / short, 2), n))
    write("speed", rows, data(BRIEFINGS))


def _cut(source: Mapping[str, str]) -> None:
    lines = lines_frame(source)
    tokens_frame(source, sentences_frame(source, lines))


def _best(*works: Callable[[], object]) -> list[float]:
    """Shortest time of each piece of work; they take turns, so that a busy machine slows all of them alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS):
        for work, taken in zip(works, times, strict=True):
            gc.collect()
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
    return [min(taken) for taken in times]


if __name__ == "__main__":
    main()
