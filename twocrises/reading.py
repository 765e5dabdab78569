"""Files -> texts: a `SourceText` for each article, and a `Problem` for what was not read or was mended on the way.

A folder, a file or an archive goes in. `files` opens it, `decoding`, `documents` and `tables` read what is inside, and
one bad file never stops the others. The large libraries are imported only when a file needs them.
"""

import hashlib
import zipfile
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import Any, Literal

from twocrises.config import FILE_NAME
from twocrises.decoding import decode, mend
from twocrises.documents import PAGES, WORD, Document, read_page, read_word
from twocrises.errors import TwoCrisesError
from twocrises.files import File, find_files, open_files, read_member
from twocrises.problems import EmptyFileError, Problem, UnreadableError, shown
from twocrises.tables import TABLES, Row, read_table
from twocrises.wording import count
from twocrises.wrapping import unwrap

TEXTS = (".txt", ".md")
READABLE = (*TEXTS, *PAGES, WORD, *TABLES, ".zip")
_SAVE_AS = {
    ".doc": "Save it as .docx.",
    ".odt": "Save it as .docx.",
    ".rtf": "Save it as .docx.",
    ".xls": "Save the table as .csv.",
    ".xlsx": "Save the table as .csv.",
    ".ods": "Save the table as .csv.",
}
_READS_WELL = "Nothing, if the text reads well."
# Seconds after which a bar appears.
_PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one article, as decoded, extracted and mended: all offsets index it.

    Attributes
    ----------
    article : str
        Its name: the relative path without suffix, or `PATH:ROW` in a table.
    file : str
        The relative path as a person sees it.
    text : str
    sha256 : str
        Checksum of the bytes of the file; in a table, of the text of the row.
    metadata : mapping of str to str
        What the file says about itself, as far as found: title, date, origin, site, url.
    repair : str
        What was mended in the encoding, in a sentence; empty for most.
    """

    article: str
    file: str
    text: str
    sha256: str
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    repair: str = ""


def read_texts(
    place: Path,
    *,
    columns: Mapping[str, str] | None = None,
    progress: Callable[[str], object] | Literal[False] | None = None,
) -> Generator[SourceText | Problem, None, None]:
    r"""Read all articles of a folder, a file or an archive.

    Parameters
    ----------
    place : Path
        A folder, read with its subfolders and the archives in it, or one file.
    columns : mapping of str to str, optional
        What the columns of tables are called, where their names do not say so: text, date, source, title, url.
    progress : callable or False, optional
        Called with a line of text for each file and each 10,000 rows of a table. By default a bar appears when reading
        takes longer than two seconds; with False never.

    Yields
    ------
    SourceText or Problem
        In the order of the names of the files.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "press.csv").write_text("title,body\nTalks,The ministers met.", encoding="utf-8")
    ...     _ = (Path(folder) / "scan.pdf").write_bytes(b"%PDF-1.7")
    ...     press, scan = read_texts(Path(folder))
    >>> press.article, press.text, dict(press.metadata)
    ('press:0', 'The ministers met.', {'title': 'Talks'})
    >>> scan.problem
    'files of .pdf are not read'
    """
    paths, problems = find_files(place)
    yield from problems
    taken: set[tuple[str, bool]] = set()
    bar = _Progress(progress, sum(path.stat().st_size for path in paths))
    try:
        for path in paths:
            for file in open_files(path, place):
                if isinstance(file, Problem):
                    yield file
                    continue
                bar.file(file.name, file.size)
                for found in _texts(file, columns or {}, taken):
                    if isinstance(found, SourceText):
                        bar.text(len(found.text))
                    yield found
    finally:
        bar.close()


def settings_inside(place: Path) -> str | None:
    """Text of the corpus.toml at the top of an archive.

    Parameters
    ----------
    place : Path
        Any file or folder.

    Returns
    -------
    str or None
        None, if it is no archive or holds no such file at its top.

    Raises
    ------
    TwoCrisesError
        If that file cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with zipfile.ZipFile(Path(folder) / "press.zip", "w") as archive:
    ...         archive.writestr("corpus.toml", "title = 'Press'")
    ...     settings_inside(Path(folder) / "press.zip")
    "title = 'Press'"
    """
    if place.suffix.lower() != ".zip" or not place.is_file():
        return None
    try:
        with zipfile.ZipFile(place) as archive:
            return read_member(archive, archive.getinfo(FILE_NAME)).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"cannot be read (byte {error.start} is not UTF-8). Save it again as UTF-8 text."
    except UnreadableError as error:
        problem = f"{error.problem}. {error.mend}"
    except Exception:  # there is none; and a broken archive is answered where its articles are read
        return None
    raise TwoCrisesError(f"{shown(place.name)}/{FILE_NAME}: {problem}")


# One file


def _texts(file: File, columns: Mapping[str, str], taken: set[tuple[str, bool]]) -> Iterator[SourceText | Problem]:
    """Read one file, whatever its format; `taken` holds the names read so far."""
    name = (file.stem, file.suffix in TABLES)
    try:
        if name in taken:
            raise UnreadableError("has the same name as another article but for its suffix", "Rename one of them.")
        texts = _table(file, columns) if file.suffix in TABLES else _article(file)
        for found in texts:
            if isinstance(found, SourceText):
                taken.add(name)
            yield found
    except UnreadableError as error:
        yield error.at(file.name)


def _article(file: File) -> Iterator[SourceText | Problem]:
    """Give the one article of a text, page or Word file."""
    if file.suffix not in READABLE:
        problem = f"files of {file.suffix or 'this kind'} are not read"
        raise UnreadableError(problem, _SAVE_AS.get(file.suffix, "Save its text as .txt."))
    data = _contents(file)
    found = _document(data, file.suffix)
    if not found.text.strip():
        raise UnreadableError("no text is left", "Look whether it shows any, or leave it out.")
    text, mended = mend(found.text)
    text, unwrapped = unwrap(text)
    repair = _joined(found.repair, mended, unwrapped)
    yield SourceText(file.stem, file.name, text, hashlib.sha256(data).hexdigest(), _facts(found.metadata), repair)
    if repair:
        yield Problem(file.name, file.stem, repair, _READS_WELL, lost=False)


def _document(data: bytes, suffix: str) -> Document:
    if suffix in PAGES:
        return read_page(data)
    if suffix == WORD:
        return read_word(data)
    text, repair = decode(data)
    return Document(text, {}, repair)


def _table(file: File, columns: Mapping[str, str]) -> Iterator[SourceText | Problem]:
    """Give the articles of a table, one a row, and what is wrong with its rows."""
    mended: list[SourceText] = []
    for row in read_table(_contents(file), file.suffix, file.name, columns):
        if isinstance(row, Problem):
            yield row
            continue
        text = _row_text(file, row)
        if text.repair:
            mended.append(text)
        yield text
    if mended:
        repair = f"in {count(len(mended), 'row')}, the first {mended[0].article}: {mended[0].repair}"
        yield Problem(file.name, None, repair, _READS_WELL, lost=False)


def _row_text(file: File, row: Row) -> SourceText:
    text, mended = mend(row.text)
    checksum = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    text, unwrapped = unwrap(text)
    facts = _facts({"title": row.title, "date": row.date, "origin": row.source, "url": row.url})
    return SourceText(
        f"{file.stem}:{row.number}", file.name, text, checksum, facts, _joined(row.repair, mended, unwrapped)
    )


def _contents(file: File) -> bytes:
    data = file.read()
    if not data:
        raise EmptyFileError
    return data


def _joined(*sentences: str) -> str:
    return "; ".join(sentence for sentence in sentences if sentence)


def _facts(found: Mapping[str, str | None]) -> Mapping[str, str]:
    """Metadata without what is empty."""
    facts = {key: " ".join(mend(value)[0].split()) for key, value in found.items() if value}
    return MappingProxyType({key: value for key, value in facts.items() if value})


# Progress


class _Progress:
    """Says how far the reading is: to a function, line by line, or on a bar once it takes longer than two seconds."""

    def __init__(self, tell: Callable[[str], object] | Literal[False] | None, total: int) -> None:
        self.tell, self.total = tell, total
        self.begin = monotonic()
        self.bar: Any = None
        self.name = ""
        self.done = self.size = self.seen = self.rows = 0

    def file(self, name: str, size: int) -> None:
        """Begin with a file that takes so many bytes."""
        self.done += self.size
        self.name, self.size, self.seen, self.rows = name, size, 0, 0
        if self.tell:
            self.tell(f"reading {name}")
        self._move()

    def text(self, length: int) -> None:
        """Count a text of the file."""
        self.seen += length
        self.rows += 1
        if self.tell and self.rows % 10_000 == 0:
            self.tell(f"reading {self.name}, row {self.rows}")
        if self.rows % 1000 == 0:
            self._move()

    def _move(self) -> None:
        if self.tell is not None or monotonic() - self.begin < _PATIENCE:
            return
        if self.bar is None:
            from tqdm import tqdm

            self.bar = tqdm(desc="reading", total=self.total, unit="B", unit_scale=True, leave=False)
        self.bar.set_postfix_str(self.name[-40:], refresh=False)
        # The length of a text stands for its bytes, so it may run ahead of the file.
        self.bar.update(self.done + min(self.seen, self.size) - self.bar.n)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
