"""How well the cleaning finds the article on web pages whose article a person marked.

    .venv/bin/python -m benchmarks.cleaning

Measured by runs of four words: the share of what is kept that is article (precision), the share of the article that is
kept (recall), and their harmonic mean (F1). The metric and its baselines stand beside the data, in score_cleaning.py.
"""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np

from benchmarks.common import data, records, write
from twocrises.cleaning import KEPT, type_lines

PAGES = "web_articles_dev.jsonl.gz"
SAMPLES = 2_000


def main() -> None:
    """Score the cleaning and the baselines, and write `results/cleaning.csv`."""
    metric = _module(data("score_cleaning.py"))
    pages = records(PAGES)
    ours = metric.score(pages, kept_text)
    low, high = _interval(np.array([metric.page_counts(kept_text(page["text"]), page["body"]) for page in pages]))
    baselines: dict[str, Callable[[str], str]] = {
        name: function for name, function in vars(metric).items() if name.startswith("baseline_")
    }
    rows = [(name.capitalize(), ours[name], len(pages)) for name in ("f1", "precision", "recall")]
    rows += [
        ("F1, lower end of the 95 % interval", low, len(pages)),
        ("F1, upper end of the interval", high, len(pages)),
    ]
    for name, clean in baselines.items():
        rule = name.removeprefix("baseline_").replace("_", " ")
        rows.append((f"F1, keeping {rule}", metric.score(pages, clean)["f1"], len(pages)))
    write("cleaning", rows, data(PAGES))


def kept_text(text: str) -> str:
    r"""Lines that are kept, joined by newlines.

    Parameters
    ----------
    text : str
        A page.

    Returns
    -------
    str

    Examples
    --------
    >>> kept_text("It rained all day.\nThey went home.")
    'It rained all day.\nThey went home.'
    """
    return "\n".join(text[start:end] for start, end, kind, _ in type_lines(text) if kind in KEPT)


def _interval(counts: np.ndarray) -> tuple[float, float]:
    """Percentile bootstrap of F1 over pages; `counts` holds their true and false positives and false negatives."""
    pages = len(counts)
    draws = np.random.default_rng(0).integers(pages, size=(SAMPLES, pages))
    right, wrong, missed = counts[draws].sum(axis=1).T
    low, high = np.quantile(2 * right / (2 * right + wrong + missed), [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
