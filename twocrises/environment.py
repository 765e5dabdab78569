"""This machine -> a few lines that say whether the notebooks can run on it."""

import hashlib
import os
import re
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

from twocrises.corpus import ROOT, load_corpus
from twocrises.errors import TwoCrisesError

_OLDEST = (3, 11)


def check_environment(root: Path = ROOT) -> pd.DataFrame:
    """Check what the notebooks need.

    Parameters
    ----------
    root : Path, optional
        The folder of the project.

    Returns
    -------
    pandas.DataFrame
        A row a check: `check`, `state` ("✓ ready" or "✗ mend this"), `what to do` (empty where it is ready).

    Examples
    --------
    >>> set(check_environment().state)
    {'✓ ready'}
    """
    checks: list[tuple[str, Callable[[Path], str]]] = [
        (f"Python {'.'.join(map(str, _OLDEST))} or newer", _python),
        ("the packages of pyproject.toml are installed", _packages),
        ("the seed articles are unchanged", _seeds),
        ("the corpus can be read", _corpus),
        ("TextBlob finds its lexicon without a download", _textblob),
        ("the folder notebooks/ can be written", _writable),
    ]
    mends = [(name, check(root)) for name, check in checks]
    rows = [(name, "✗ mend this" if mend else "✓ ready", mend) for name, mend in mends]
    return pd.DataFrame(rows, columns=["check", "state", "what to do"])


def _python(root: Path) -> str:
    return "" if sys.version_info >= _OLDEST else "Install a newer Python and run make install again."


def _packages(root: Path) -> str:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    missing = []
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=!~; \[]", requirement)[0]
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    return f"Run make install; missing: {', '.join(missing)}." if missing else ""


def _seeds(root: Path) -> str:
    readme = (root / "seeds" / "README.md").read_text(encoding="utf-8")
    for name, digest in re.findall(r"`(\w+\.txt)`.*`([0-9a-f]{64})`", readme):
        file = root / "seeds" / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            return f"seeds/{name} has changed or is gone. Restore it with git checkout seeds."
    return ""


def _corpus(root: Path) -> str:
    try:
        load_corpus(root / "seeds")
    except TwoCrisesError as error:
        return str(error)
    return ""


def _textblob(root: Path) -> str:
    try:
        from textblob.en import sentiment

        return "" if sentiment("good")[0] > 0 else "Install textblob again: its lexicon is not complete."
    except Exception as error:
        return f"Install textblob again ({type(error).__name__})."


def _writable(root: Path) -> str:
    return "" if os.access(root / "notebooks", os.W_OK) else "Change its permissions, or work in a copy of the project."
