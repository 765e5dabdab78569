"""How well quotations, speakers and voices are found, against labels made by hand.

    .venv/bin/python -m benchmarks.voices

The five seeds were labelled before the rules were written, but the rules were mended on them. Web pages of other
outlets were labelled by somebody who had not seen the rules: the first set was measured once and then opened, so that
the rules could learn from it; the second was not. Labels lie in tests/golden/ and benchmarks/labels/; the pages are no
part of the project. A speaker is right if the family name is. Takes half a minute.
"""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.common import ROOT, data, records, write
from twocrises.cleaning import lines_frame
from twocrises.corpus import load_corpus
from twocrises.segments import sentences_frame
from twocrises.voices import voices_frames

PAGES = "web_articles_dev.jsonl.gz"
GOLDEN = ROOT / "tests" / "golden"
LABELS = ROOT / "benchmarks" / "labels"
# The labels of the seeds name whom somebody stands for, and the rules the words of the article.
MEANT = {
    "US government": "U.S.",
    "UK government": "government",
    "Ryabkov (Russia)": "Russia",
    "Sherman (Americans)": "Americans",
    "Downing St spokesman": "Downing Street spokesman",
    "Rasmussen (former)": "Rasmussen",
}

Row = tuple[str, float, int]
Labels = list[dict[str, str]]


def main() -> None:
    """Measure, print and write `results/voices.csv`."""
    rows = [*seeds(), *pages("first"), *pages("second")]
    write("voices", rows, data(PAGES), GOLDEN / "seed_quotes.csv", GOLDEN / "voices.csv", *sorted(LABELS.glob("*.csv")))


def seeds() -> Iterable[Row]:
    """Compare the five articles with their labels."""
    corpus = load_corpus("seeds")
    labelled = [row | {"article": row["file"].removesuffix(".txt")} for row in _read(GOLDEN / "seed_quotes.csv")]
    quotes = [row | {"speaker": MEANT.get(row["speaker"], row["speaker"])} for row in labelled]
    yield from compare("five articles", corpus.quotes, corpus.sentences, quotes, _read(GOLDEN / "voices.csv"))


def pages(name: str) -> Iterable[Row]:
    """Compare a set of web pages with their labels."""
    quotes, voices = (
        [row | {"article": row["page"]} for row in _read(LABELS / f"{name}_{what}.csv")]
        for what in ("quotes", "voices")
    )
    wanted = {row["article"] for row in quotes}
    source = {row["id"][:16]: row["body"] for row in records(PAGES) if row["id"][:16] in wanted}
    lines = lines_frame(source)
    lines = lines.assign(keep=lines["kind"] != "blank")
    found = voices_frames(source, lines, sentences_frame(source, lines))
    yield from compare(f"{len(source)} pages, {name} set", *found, quotes, voices)


def compare(
    name: str, quotes: pd.DataFrame, sentences: pd.DataFrame, labelled: Labels, voices: Labels
) -> Iterable[Row]:
    """Give the figures of one set."""
    gold = {_place(row): row for row in labelled}
    found = {_place(row): row for row in quotes.astype({"article": str}).to_dict("records")}
    hits = gold.keys() & found.keys()
    yield f"{name}: quotations, F1 of exact places", round(2 * len(hits) / (len(gold) + len(found)), 3), len(gold)
    for what, same in (("kind", _same_kind), ("speaker", _same_speaker)):
        right = sum(same(gold[place], found[place]) for place in hits)
        yield f"{name}: {what} right", round(right / len(hits), 3), len(hits)
    told = {_place(row): row["voice"] for row in voices}
    heard = {_place(row): str(row["voice"]) for row in sentences.astype({"article": str}).to_dict("records")}
    both = [(voice, heard.get(place, "")) for place, voice in told.items()]
    yield f"{name}: voice of a sentence right", round(sum(a == b for a, b in both) / len(both), 3), len(both)
    reported = [(a == "reported", b == "reported") for a, b in both]
    f1 = 2 * reported.count((True, True)) / sum(a + b for a, b in reported)
    yield f"{name}: reported speech, F1", round(f1, 3), sum(a for a, _ in reported)


def _place(row: Mapping[str, Any]) -> tuple[str, int, int]:
    return str(row["article"]), int(row["start"]), int(row["end"])


def _same_kind(label: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    return bool(label["kind"] == found["kind"])


def _same_speaker(label: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    return _family(label["speaker"]) == _family(found["speaker"])


def _family(name: object) -> str:
    """Give the last word of a name."""
    return str(name).replace("’", "'").split()[-1].casefold() if isinstance(name, str) and name else ""


def _read(path: Path) -> Labels:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
