"""Frames and figures -> files for other programs: CSV that runs nothing, Parquet, PNG."""

import csv
import io
import re
from collections.abc import Iterable
from numbers import Number
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from twocrises.errors import TwoCrisesError
from twocrises.figures import Figure, png

# What a spreadsheet takes for the beginning of a formula, also wide letters of East Asian keyboards, and also after
# blanks and characters that nobody sees, which some programs skip.
_FORMULA = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]*[=+@\-＝＋＠－]|[\t\r\n]")


def save(result: pd.DataFrame | Figure, path: str | Path) -> Path:
    """Write a frame as CSV that no spreadsheet mistakes for formulas or as Parquet, or a figure as PNG.

    Parameters
    ----------
    result : pandas.DataFrame or Figure
        The index of a frame is written if it has a name.
    path : str or Path
        Ends in .csv or .parquet for a frame, in .png for a figure.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    TwoCrisesError
        If the name ends in something else, Parquet has no type for a value, or the place cannot be written.

    Notes
    -----
    In CSV, a text that starts like a formula (``=``, ``+``, ``-``, ``@``, also after blanks, and their wide forms), or
    with a tab or a line end, gets an apostrophe in front, which a spreadsheet hides. Numbers stay numbers. Parquet runs
    nothing and keeps values and types as they are. There is no .xlsx: every spreadsheet opens CSV.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = save(pd.DataFrame({"word": ["=1+1", "talks"], "t": [-1, 2]}), Path(folder) / "words.csv")
    ...     print(file.read_text(encoding="utf-8-sig"))
    word,t
    '=1+1,-1
    talks,2
    """
    path = Path(path)
    kind, suffixes = ("a figure", (".png",)) if isinstance(result, Figure) else ("a frame", (".csv", ".parquet"))
    suffix = path.suffix.lower()
    if suffix not in suffixes:
        raise TwoCrisesError(f"{path.name}: {kind} is written as {' or '.join(suffixes)}. Give a name that ends so.")
    if isinstance(result, Figure):
        content = png(result)
    else:
        content = _csv(result).encode("utf-8-sig") if suffix == ".csv" else _parquet(result, path.name)
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise TwoCrisesError(f"{path}: cannot be written ({error.strerror}). Choose another folder.") from None
    return path


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its index as columns, if that has a name, and one text as the name of each column."""
    whole = frame.reset_index() if frame.index.names != [None] else frame
    names = [
        " / ".join(str(part) for part in name if str(part)) if isinstance(name, tuple) else str(name)
        for name in whole.columns
    ]
    return whole.set_axis(names, axis=1)


def _csv(frame: pd.DataFrame) -> str:
    safe = _whole(frame)
    rows = [list(safe.columns), *safe.itertuples(index=False, name=None)]
    return "".join(f"{_line(_harmless(value) for value in row)}\n" for row in rows)


def _line(values: Iterable[Any]) -> str:
    """One line of CSV. A lone carriage return, too, is put between quotation marks: else it would begin a new row."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(values)
    return out.getvalue().removesuffix("\r\n")


def _parquet(frame: pd.DataFrame, name: str) -> bytes:
    safe = _whole(frame)
    # What a frame says besides its cells may be anything, and Parquet keeps texts only.
    safe.attrs = {}
    if twice := safe.columns[safe.columns.duplicated()].tolist():
        raise TwoCrisesError(f'{name}: two columns are called "{twice[0]}". Rename one, or write .csv.')
    out = io.BytesIO()
    try:
        safe.to_parquet(out, engine="pyarrow", index=False)
    except (ValueError, TypeError, NotImplementedError, OverflowError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise TwoCrisesError(f"{name}: Parquet has no type for a value ({reason}). Write .csv instead.") from None
    return out.getvalue()


def _harmless(value: Any) -> Any:
    """Put an apostrophe before what a spreadsheet would compute; what is missing is an empty cell."""
    if value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return ""
    if value is None or (isinstance(value, (Number, np.generic)) and not isinstance(value, (str, bytes))):
        return value
    return f"'{value}" if _FORMULA.match(str(value)) else value
