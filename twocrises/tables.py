"""A table -> its rows: CSV, TSV, JSON, JSON lines and Parquet, and which column is which.

A column is known by the name the user gave, or by one of those that are usual. A broken row gets a sentence and stops
none of the others.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from json import JSONDecodeError, JSONDecoder
from typing import Any, NamedTuple

from twocrises.config import FILE_NAME
from twocrises.decoding import decode
from twocrises.limits import SPLIT, too_large
from twocrises.problems import Problem, UnreadableError, reason, shown
from twocrises.wording import count

TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet")
# Broken rows of one table that get a problem each; the others are counted.
MOST_NAMED = 20

# Names of columns, the most telling first; compared without case, spaces, "_" and "-".
_COLUMNS = {
    "text": "text fulltext articletext maintext body articlebody bodytext content articlecontent article story",
    "date": "date published publisheddate publishdate publicationdate publishedat publishedon datepublished "
    "datepublish pubdate webpublicationdate datetime day",
    "source": "source outlet publisher publication newspaper media sourcename mediaoutlet mediasource",
    "title": "title headline",
    "url": "url link weburl articleurl",
}

# The cells of a row in the order of _COLUMNS, empty where there is no such column; or what is wrong with the row.
_Cells = tuple[str, ...] | str


class Row(NamedTuple):
    """A row that holds a text.

    Attributes
    ----------
    number : int
        Its place in the table, from 0.
    text, date, source, title, url : str
        As they stand there; empty where there is none.
    repair : str
        What was mended in the encoding of the table, if it can matter for this text; empty for most.
    """

    number: int
    text: str
    date: str
    source: str
    title: str
    url: str
    repair: str


def read_table(data: bytes, suffix: str, file: str, named: Mapping[str, str]) -> Iterator[Row | Problem]:
    r"""Read the rows of a table.

    Parameters
    ----------
    data : bytes
        A whole file.
    suffix : str
        One of TABLES.
    file : str
        Its name, for the problems.
    named : mapping of str to str
        What the user calls the columns: text, date, source, title, url.

    Yields
    ------
    Row or Problem
        The rows that hold a text; after them what is wrong with the others, and which named columns there are not.

    Raises
    ------
    UnreadableError
        If it is broken as a whole, holds no rows or has no column of texts.

    Examples
    --------
    >>> row, problem = read_table(b"Title,Body\nTalks,Ministers met.\nNone", ".csv", "a.csv", {})
    >>> row.number, row.title, row.text
    (0, 'Talks', 'Ministers met.')
    >>> problem.problem
    'line 3 has 1 cell instead of 2'
    """
    columns = _Columns(named)
    rows, repair = _rows(data, suffix, columns)
    broken: list[str] = []
    empty: list[int] = []
    number = -1
    for number, row in enumerate(rows):
        if isinstance(row, str):
            broken.append(row)
        elif not row[0].strip():
            empty.append(number)
        else:
            # A text of plain ASCII is the same in every encoding.
            yield Row._make((number, *row, "" if row[0].isascii() else repair))
    if number < 0:
        raise UnreadableError("the table holds no rows", "Put articles in, or take the file out of the folder.")
    for problem, mend in _not_read(broken, empty):
        yield Problem(file, None, problem, mend)
    for part in named:
        if part not in columns.parts:
            yield columns.missing(part).at(file, lost=False)


def _not_read(broken: list[str], empty: list[int]) -> Iterator[tuple[str, str]]:
    """Say which rows are not read, and what to do."""
    for problem in broken[:MOST_NAMED]:
        yield problem, "Mend that row, or take it out."
    if len(broken) > MOST_NAMED:
        yield f"{len(broken) - MOST_NAMED} more rows cannot be read", "Mend them, or take them out."
    if empty:
        first = ", ".join(map(str, empty[:3])) + (", …" if len(empty) > 3 else "")
        yield f"{count(len(empty), 'row')} without text (number {first})", "Put the text in, or take them out."


def _rows(data: bytes, suffix: str, columns: "_Columns") -> tuple[Iterator[_Cells], str]:
    """Rows of a table of any format, and what was mended in its encoding."""
    if suffix == ".parquet":
        return _parquet_rows(data, columns), ""
    text, repair = decode(data)
    if suffix in (".csv", ".tsv"):
        return _csv_rows(text, columns), repair
    return (_json_rows(text, columns) if suffix == ".json" else _json_lines(text, columns)), repair


# Columns


class _Columns:
    """Which column of a table is which, by the names the user gave or by those that are usual."""

    def __init__(self, named: Mapping[str, str]) -> None:
        self.named = named
        self.seen: dict[str, None] = {}
        self.parts: set[str] = set()

    def choose(self, columns: Sequence[str]) -> list[int | None]:
        """Position of each of _COLUMNS among the columns of a table or record, None where there is none."""
        self.seen.update(dict.fromkeys(columns))
        positions = {part: self.position(part, columns) for part in _COLUMNS}
        self.parts.update(part for part, position in positions.items() if position is not None)
        return list(positions.values())

    def position(self, part: str, columns: Sequence[str]) -> int | None:
        """Position of one of _COLUMNS."""
        if self.named.get(part) in columns:
            return columns.index(self.named[part])
        names = [_plain(self.named[part])] if part in self.named else _COLUMNS[part].split()
        plain = [_plain(column) for column in columns]
        return next((plain.index(name) for name in names if name in plain), None)

    def missing(self, part: str) -> UnreadableError:
        """Say that no column is the one that is looked for, and how to name it."""
        seen = [shown(column)[:30] for column in self.seen]
        columns = ", ".join(seen[:12]) + (", …" if len(seen) > 12 else "")
        sought = f'named "{self.named[part]}"' if part in self.named else f"known to hold the {part}"
        entry = f'{part} = "{seen[0] if seen else "body"}"'
        mend = f"Write {entry} under [columns] in {FILE_NAME}, or give load_corpus columns=dict({entry})."
        return UnreadableError(f"has no column {sought} (its columns: {columns or 'none'})", mend)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name.casefold())


# CSV and TSV


def _csv_rows(text: str, columns: _Columns) -> Iterator[_Cells]:
    lines = list(io.StringIO(text, newline=""))
    delimiter, header = _header(lines, columns)
    positions = columns.choose(header)
    if positions[0] is None:
        raise columns.missing("text")
    records = _csv_records(lines, delimiter)
    next(records)
    for line, cells in records:
        if isinstance(cells, str):
            yield f"line {line} is broken ({cells})"
        elif len(cells) < len(header) or any(cells[len(header) :]):
            yield f"line {line} has {count(len(cells), 'cell')} instead of {len(header)}"
        else:
            yield tuple("" if position is None else cells[position] for position in positions)


def _header(lines: list[str], columns: _Columns) -> tuple[str, list[str]]:
    """Choose the delimiter that makes a column of texts of the first line, then the one that makes most columns."""
    found = []
    for delimiter in ",;\t|":
        with _large_cells():
            cells = next(filter(None, csv.reader(lines[:100], delimiter=delimiter)), [])
        header = [cell.strip() for cell in cells]
        found.append((columns.position("text", header) is not None, len(header), delimiter, header))
    _, _, delimiter, header = max(found, key=lambda one: one[:2])
    return delimiter, header


def _csv_records(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Line and cells of each record, or what is wrong with it; after a broken one it goes on with the next line."""
    start = 0
    while start < len(lines):
        reader = csv.reader((lines[i] for i in range(start, len(lines))), delimiter=delimiter, strict=True)
        before = 0
        while True:
            try:
                with _large_cells():
                    cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield start + before + 1, reason(error)
                break
            if cells:
                yield start + before + 1, cells
            before = reader.line_num
        start += before + 1


@contextmanager
def _large_cells() -> Iterator[None]:
    """Let cells be as long as articles are; the limit holds for the whole process, so it is put back."""
    limit = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


# JSON and JSON lines

# Numbers stay as they are written, and what is no number ("NaN") is nothing.
_DECODER = JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _: None, strict=False)


def _parsed(text: str) -> Any:
    """Value of a text, or the error that says why it has none."""
    try:
        return _DECODER.decode(text)
    except (JSONDecodeError, RecursionError) as error:
        return error


def _json_lines(text: str, columns: _Columns) -> Iterator[_Cells]:
    lines = enumerate(text.split("\n"), 1)
    return _records(((f"line {number}", _parsed(line)) for number, line in lines if line.strip()), columns)


def _json_rows(text: str, columns: _Columns) -> Iterator[_Cells]:
    """Rows of a list of records, or of the one record there is."""
    value = _parsed(text)
    if isinstance(value, Exception):
        if str(value).startswith("Extra data"):  # JSON lines, only not called so
            return _json_lines(text, columns)
        raise UnreadableError(f"is no JSON ({reason(value)})", "Save it again as a list of records.")
    records = value if isinstance(value, list) else [value]
    return _records(((f"record {number}", record) for number, record in enumerate(records)), columns)


def _records(records: Iterable[tuple[str, Any]], columns: _Columns) -> Iterator[_Cells]:
    """Rows of records whose keys may differ: columns are chosen once for each set of keys."""
    chosen: dict[tuple[str, ...], list[str | None]] = {}
    for place, record in records:
        if isinstance(record, Exception):
            yield f"{place} is no JSON ({reason(record)})"
            continue
        if not isinstance(record, dict):
            yield f"{place} is no record of keys and values"
            continue
        keys = tuple(record)
        if keys not in chosen:
            chosen[keys] = [None if i is None else keys[i] for i in columns.choose(keys)]
        yield tuple("" if key is None else _cell(record[key]) for key in chosen[keys])
    if chosen and "text" not in columns.parts:
        raise columns.missing("text")


# Parquet


def _parquet_rows(data: bytes, columns: _Columns) -> Iterator[_Cells]:
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        from pyarrow import parquet

        table = parquet.ParquetFile(pa.BufferReader(data))
        groups = (table.metadata.row_group(i).total_byte_size for i in range(table.metadata.num_row_groups))
        if problem := too_large(sum(groups)):
            raise UnreadableError(problem, SPLIT)
        names = table.schema_arrow.names
        positions = columns.choose(names)
        if positions[0] is None:
            raise columns.missing("text")
        wanted = [names[position] for position in positions if position is not None]
        for batch in table.iter_batches(1000, columns=wanted):
            nothing = [None] * len(batch)
            cells = [nothing if i is None else batch.column(names[i]).to_pylist() for i in positions]
            yield from zip(*(map(_cell, column) for column in cells), strict=True)
    except UnreadableError:
        raise
    except Exception as error:  # pyarrow has errors of many kinds
        raise UnreadableError(f"is no Parquet table ({reason(error)})", "Save it again, or as .csv.") from None


def _cell(value: Any) -> str:
    """Text of a value: days as 2014-03-05, a list of paragraphs as lines, of an object its name."""
    if isinstance(value, str):
        return value
    if value is None or value != value:  # NaN alone differs from itself
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list):
        return "\n".join(part for part in value if isinstance(part, str))
    if isinstance(value, dict):
        name = value.get("name")
        return name if isinstance(name, str) else ""
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
