"""How long each notebook takes, from the start of its kernel to its last output.

    .venv/bin/python -m benchmarks.walk

Every lesson is executed once in a fresh kernel, one after the other, and its outputs are compared with those of the
notebook; nothing is written but `results/walk.csv`. The times are those of the machine it runs on, whose cores stand in
the table; they are of use beside one another. The data that the result names are the five seeds.
"""

import os
import sys

from benchmarks.common import ROOT, write
from twocrises.notebooks import find_lessons, rebuild

# Of these a lesson has not been run to its end, so its time says nothing.
UNFINISHED = ("failed", "missing")


def main() -> None:
    """Run the walk, and write `results/walk.csv`."""
    rows, total = [], 0.0
    for report in rebuild(find_lessons(ROOT), ROOT, check=True, at_once=1):
        if report.news in UNFINISHED:
            raise SystemExit("\n".join(report.problems))
        print(*report.problems, sep="\n", end="\n" if report.problems else "", file=sys.stderr)
        rows.append((f"{report.name}: seconds", round(report.seconds, 1), 1))
        total += report.seconds
    rows.append(("all notebooks, one after the other: seconds", round(total, 1), len(rows)))
    rows.append(("cores of the machine", os.cpu_count() or 1, 1))
    write("walk", rows, *sorted((ROOT / "seeds").glob("*.txt")))


if __name__ == "__main__":
    main()
