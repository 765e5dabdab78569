"""A place -> its files: which ones there are, in folders and archives, and what may be opened.

Files are hostile until shown otherwise: nothing is written to disk, links are not followed, and what leads out of its
archive or grows beyond the limits is refused by name.
"""

import gzip
import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from twocrises.config import FILE_NAME
from twocrises.limits import BOMB, is_bomb, read_within_limits, too_large, too_large_together
from twocrises.problems import TAKE_OUT, EmptyFileError, Problem, UnreadableError, reason, shown

# These are also read when packed, as .csv.gz.
_PACKED = (".txt", ".csv", ".tsv", ".jsonl", ".ndjson", ".json")
# Files about a corpus, not of it.
_NOT_ARTICLES = ("readme", "license", "licence", FILE_NAME, "requirements")


@dataclass(frozen=True)
class File:
    """One file, in a folder or in an archive, not yet read.

    Attributes
    ----------
    name : str
        Its relative path as a person sees it.
    stem : str
        That path without suffixes; a file of an archive lies in a folder of the name of the archive.
    suffix : str
        In small letters; of `press.csv.gz` it is `.csv`.
    size : int
        The bytes it takes on the disk.
    read : callable
        Gives its bytes, unpacked. It raises UnreadableError beyond the limits and where something is broken.
    """

    name: str
    stem: str
    suffix: str
    size: int
    read: Callable[[], bytes]


def find_files(place: Path) -> tuple[list[Path], list[Problem]]:
    """List the files of a folder and its subfolders.

    Parameters
    ----------
    place : Path
        A folder, or one file.

    Returns
    -------
    paths : list of Path
        In order; hidden files and those about a corpus, such as its README, are left out.
    problems : list of Problem
        Folders that cannot be opened, and links: those to folders are not followed, so none leads astray.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("b.txt", "a.txt", "README.md"):
    ...         (Path(folder) / name).touch()
    ...     paths, problems = find_files(Path(folder))
    >>> [path.name for path in paths], problems
    (['a.txt', 'b.txt'], [])
    """
    if place.is_file():
        return [place], []
    paths: list[Path] = []
    problems: list[Problem] = []

    def refuse(path: Path, problem: str, mend: str) -> None:
        problems.append(Problem(_relative(path, place), None, problem, mend))

    def not_listed(error: OSError) -> None:
        refuse(Path(error.filename), f"the folder cannot be opened ({error.strerror})", "Check that you may read it.")

    for root, folders, files in os.walk(place, onerror=not_listed):
        here = Path(root)
        folders[:] = sorted(part for part in folders if not _hidden(part))
        for link in (here / part for part in folders):
            if link.is_symlink():
                mend = "Put the folder itself there, or load it by its own path."
                refuse(link, "is a link to a folder, which is not followed", mend)
        for path in (here / file for file in files if not _hidden(file) and _is_article(file)):
            if path.is_file():
                paths.append(path)
            elif path.is_symlink():
                refuse(path, "is a link that leads to no file", TAKE_OUT)
    return sorted(paths), problems


def open_files(path: Path, place: Path) -> Iterator[File | Problem]:
    """Give the file itself, or the files inside an archive.

    Parameters
    ----------
    path : Path
        One of the paths of `find_files`.
    place : Path
        What was searched for them. An archive that is the place itself counts as the folder.

    Yields
    ------
    File or Problem
        In the order of their names. Read each before you ask for the next: the archive is closed after the last.
        What leads out of the archive, is no plain file or grows beyond the limits is refused by its name.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "press.zip"
    ...     with zipfile.ZipFile(path, "w") as archive:
    ...         for name in ("a.txt", "../b.txt"):
    ...             archive.writestr(name, "Ministers met.")
    ...     for file in open_files(path, Path(folder)):
    ...         print(file.read() if isinstance(file, File) else (file.file, file.problem))
    ('press.zip/../b.txt', 'its path in the archive leads out of it')
    b'Ministers met.'
    """
    alone = path == place
    name = _relative(path, place.parent if alone else place)
    if path.suffix.lower() != ".zip":
        yield _file(name, name, path.stat().st_size, partial(_contents, path))
        return
    folder = "" if alone else name.removesuffix(path.suffix) + "/"
    try:
        if not path.stat().st_size:
            raise EmptyFileError
        with zipfile.ZipFile(path) as archive:
            yield from _members(archive, name, folder)
    except OSError as error:
        yield _not_opened(error).at(name)
    except UnreadableError as error:
        yield error.at(name)
    except Exception as error:  # a broken archive makes zipfile raise errors of many kinds
        yield Problem(name, None, f"is a broken archive ({reason(error)})", "Download it or pack it again.")


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Unpack one file of an archive, within the limits.

    Parameters
    ----------
    archive : zipfile.ZipFile
        Open for reading.
    info : zipfile.ZipInfo
        Which of its files.

    Returns
    -------
    bytes

    Raises
    ------
    UnreadableError
        If it is broken, too large or a zip bomb.

    Examples
    --------
    >>> with zipfile.ZipFile(io.BytesIO(), "w") as archive:
    ...     archive.writestr("a.txt", "Ministers met.")
    ...     read_member(archive, archive.getinfo("a.txt"))
    b'Ministers met.'
    """
    try:
        with archive.open(info) as stream:
            return read_within_limits(stream, info.compress_size)
    except UnreadableError:
        raise
    except Exception as error:  # again of many kinds
        raise UnreadableError(f"is broken in the archive ({reason(error)})", "Pack the archive again.") from None


def _file(name: str, path: str, size: int, read: Callable[[], bytes]) -> File:
    """Split a path into stem and suffix; a `.csv.gz` is a `.csv` once it is read."""
    *_, inner, outer = ("", "", *PurePosixPath(path).suffixes)
    if outer.lower() == ".gz" and inner.lower() in _PACKED:
        return File(name, path.removesuffix(inner + outer), inner.lower(), size, partial(_unpacked, read))
    return File(name, path.removesuffix(outer), outer.lower(), size, read)


def _relative(path: Path, folder: Path) -> str:
    return shown(path.relative_to(folder).as_posix())


def _hidden(part: str) -> bool:
    # A part such as "..\\x" is a trick of an archive: it has to be named, not passed over.
    return (part.startswith((".", "~$")) and not part.startswith("..")) or part == "__MACOSX"


def _is_article(name: str) -> bool:
    return not name.casefold().startswith(_NOT_ARTICLES)


def _members(archive: zipfile.ZipFile, name: str, folder: str) -> Iterator[File | Problem]:
    names: set[str] = set()
    unpacked = 0
    members = sorted(archive.infolist(), key=lambda info: info.filename)
    members = [info for info in members if not info.filename.endswith("/") and _wanted(info.filename)]
    for info in members:
        where = f"{name}/{shown(info.orig_filename)}"
        unpacked += info.file_size
        problem = _refused(info, names, unpacked)
        names.add(info.filename)
        if problem:
            yield Problem(where, None, problem, "Take it out of the archive.")
        else:
            yield _file(where, folder + shown(info.filename), info.compress_size, partial(read_member, archive, info))
    if not members:
        yield Problem(name, None, "the archive holds no article", "Put articles in, or take it out of the folder.")


def _wanted(member: str) -> bool:
    parts = member.split("/")
    return not any(_hidden(part) for part in parts) and _is_article(parts[-1])


def _refused(info: zipfile.ZipInfo, names: set[str], unpacked: int) -> str:
    """Say why a member of an archive is not read, from what the archive says of it; empty if nothing is wrong."""
    path = info.orig_filename
    if not path or path != info.filename or "\\" in path or path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return "its path in the archive is no relative path"
    if ".." in path.split("/"):
        return "its path in the archive leads out of it"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, which is not followed"
    if info.flag_bits & 1:
        return "is locked with a password"
    if info.filename in names:
        return "stands in the archive twice"
    if path.lower().endswith(".zip"):
        return "is an archive inside an archive, which is not read"
    if problem := too_large(info.file_size) or too_large_together(unpacked):
        return problem
    return BOMB if is_bomb(info.file_size, info.compress_size) else ""


def _not_opened(error: OSError) -> UnreadableError:
    return UnreadableError(f"cannot be opened ({error.strerror})", "Check that you may read it.")


def _contents(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return read_within_limits(stream)
    except OSError as error:
        raise _not_opened(error) from None


def _unpacked(read: Callable[[], bytes]) -> bytes:
    packed = read()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as stream:
            return read_within_limits(stream, len(packed))
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(f"is a broken archive ({reason(error)})", "Pack it again.") from None
