"""How long a reader who opens 00 waits for its first figure, from the start of the kernel on.

    .venv/bin/python -m benchmarks.opening

The cells up to the first figure run in a fresh kernel. On a machine whose speed comes and goes the second row says
more: the same over the time in which a fresh kernel only imports the packages at the core. Both take turns, three times
each. The data that the result names are the five seeds.
"""

import statistics
import time

from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

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
    imports = new_notebook(cells=[new_code_cell("import pandas, matplotlib.pyplot, sklearn.decomposition, textblob")])
    waited, imported = [], []
    for _ in range(RUNS):
        waited.append(_seconds(nb))
        assert any("image/png" in output.get("data", {}) for output in nb.cells[-1].outputs)
        imported.append(_seconds(imports))
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    seconds, alone = statistics.median(waited), statistics.median(imported)
    rows = [("seconds to the first figure of 00, median", round(seconds, 1), RUNS)]
    rows.append(("as a multiple of importing the core packages", round(seconds / alone, 2), RUNS))
    write("opening", rows, *seeds)


def _seconds(nb: NotebookNode) -> float:
    """How long a notebook takes in a fresh kernel."""
    start = time.perf_counter()
    NotebookClient(nb, timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
