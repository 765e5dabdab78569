"""How long a reader who opens 00 waits for its first figure, from the start of the kernel on.

    .venv/bin/python -m benchmarks.opening

The cells up to the first figure run in a fresh kernel, three times. The data that the result names are the five seeds.
"""

import statistics
import time

from nbclient import NotebookClient

from benchmarks.common import ROOT, write
from twocrises.notebooks import read_notebook

NOTEBOOK = ROOT / "notebooks" / "00_start_here.ipynb"
RUNS = 3


def main() -> None:
    """Wait for the figure, and write `results/opening.csv`."""
    nb = read_notebook(NOTEBOOK)
    assert nb is not None
    last = next(i for i, cell in enumerate(nb.cells) if cell.cell_type == "code" and "show(" in cell.source)
    nb.cells = nb.cells[: last + 1]
    waited = []
    for _ in range(RUNS):
        start = time.perf_counter()
        NotebookClient(nb, timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
        waited.append(time.perf_counter() - start)
        assert any("image/png" in output.get("data", {}) for output in nb.cells[-1].outputs)
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    write("opening", [("seconds to the first figure of 00, median", round(statistics.median(waited), 1), RUNS)], *seeds)


if __name__ == "__main__":
    main()
