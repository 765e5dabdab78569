"""How often `date_article` answers, and how often it is right, on texts whose day is known.

    .venv/bin/python -m benchmarks.dating

Press briefings with their titles as metadata and without, government releases of 2022, newswire of 1987 (which belongs
to no era), and the five seeds with confirmed facts off and without the events that only the seed itself mentions. Takes
about five minutes.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.common import data, records, write
from twocrises.config import Config, load_config
from twocrises.dating import Dating, date_article

SEEDS = Path(__file__).parents[1] / "seeds"
Row = tuple[str, float, int]


def share(measure: str, hits: Iterable[bool]) -> Row:
    """Give the share of hits, and of how many."""
    counted = list(hits)
    return measure, round(sum(counted) / max(len(counted), 1), 4), len(counted)


def days(name: str, texts: list[dict[str, Any]], found: list[Dating]) -> list[Row]:
    """How many have a day, and how many of these days are right."""
    answered = [(text, dating) for text, dating in zip(texts, found, strict=True) if dating.published]
    spans = [
        (text["date"], dating.between) for text, dating in zip(texts, found, strict=True) if dating.between is not None
    ]
    return [
        share(f"{name}: days answered", [dating.published is not None for dating in found]),
        share(f"{name}: right, of the days answered", [str(d.published) == text["date"] for text, d in answered]),
        share(f"{name}: day in the span of nine tenths", [str(a) <= day <= str(b) for day, (a, b) in spans]),
    ]


def eras(name: str, texts: list[dict[str, Any]], found: list[Dating], config: Config) -> list[Row]:
    """How many have an era, and how many of these are right; and how many of no era are given one."""
    true = [config.era_of(date.fromisoformat(text["date"])) for text in texts]
    inside = [(label, dating.era) for label, dating in zip(true, found, strict=True) if label]
    outside = [dating.era for label, dating in zip(true, found, strict=True) if label is None]
    of_no_era = share(f"{name}: given an era, of texts of other years", [era is not None for era in outside])
    rows = [
        share(f"{name}: eras answered, of texts of 2014 or 2022", [era is not None for _, era in inside]),
        share(f"{name}: right, of the eras answered", [era == label for label, era in inside if era]),
    ]
    return [*rows, of_no_era] if outside else rows


def seeds(config: Config) -> list[Row]:
    """Date the seeds by their texts alone, without what they alone know."""
    right_era, wrong_day, right_day = [], [], []
    for file in sorted(SEEDS.glob("*.txt")):
        dating = date_article(file.read_text(encoding="utf-8"), config=config.without(file.stem))
        facts = config.articles[file.stem]
        right_era.append(dating.era == config.era_of(facts.published))
        right_day.append(dating.published is not None and dating.published in (facts.published, facts.written))
        wrong_day.append(dating.published is not None and not right_day[-1])
        print(f"{file.stem[:3]}: day {dating.published}, era {dating.era} ({dating.era_by})")
    return [
        share("seeds: era right", right_era),
        share("seeds: day right", right_day),
        share("seeds: day wrong", wrong_day),
    ]


def main() -> None:
    """Measure and write."""
    config = load_config(SEEDS / "corpus.toml")

    def run(texts: list[dict[str, Any]], *keys: str) -> list[Dating]:
        metadata: list[Mapping[str, str]] = [{key: text[key] for key in keys} for text in texts]
        return [date_article(t["text"], metadata=m, config=config) for t, m in zip(texts, metadata, strict=True)]

    briefings, releases, newswire = (
        records(f"{name}.jsonl.gz") for name in ("press_briefings", "us_government_2022", "reuters21578")
    )
    titled, bare, released = run(briefings, "title"), run(briefings), run(releases)
    rows = [
        *days("briefings with titles", briefings, titled),
        *eras("briefings with titles", briefings, titled, config),
        *days("briefings, text only", briefings, bare),
        *eras("briefings, text only", briefings, bare, config),
        *days("releases of 2022", releases, released),
        *eras("releases of 2022", releases, released, config),
        share("releases of 2022: given the era 2014", [dating.era == "2014" for dating in released]),
        share("newswire of 1987: given an era", [dating.era is not None for dating in run(newswire)]),
        *seeds(config),
    ]
    sources = ("press_briefings", "us_government_2022", "reuters21578")
    write("dating", rows, *(data(f"{name}.jsonl.gz") for name in sources))


if __name__ == "__main__":
    main()
