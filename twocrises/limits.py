"""Sizes -> whether a file may be read: how large it may be, and how far it may grow when it is unpacked.

A file can lie about its size, so what it says is checked before it is opened, and what comes out while it is read.
"""

import gzip
from typing import IO

from twocrises.problems import TAKE_OUT, UnreadableError

# What a file may hold when read or unpacked, and all files of an archive together.
MOST_BYTES = 2 * 1024**3
MOST_IN_ARCHIVE = 8 * 1024**3
# Text shrinks to a fourth, markup to a fiftieth; what is above _BOMB_FROM and grows more than this is a zip bomb.
_MOST_GROWTH = 200
_BOMB_FROM = 10 * 1024**2
_CHUNK = 1024**2

BOMB = f"grows more than {_MOST_GROWTH} times when unpacked, as a zip bomb does"
SPLIT = "Split it into smaller files."


def too_large(size: int) -> str:
    """Say that a file is too large.

    Parameters
    ----------
    size : int
        Its bytes, unpacked.

    Returns
    -------
    str
        Empty, if they are no more than MOST_BYTES.

    Examples
    --------
    >>> too_large(3 * 1024**3), too_large(3)
    ('is larger than 2 GB', '')
    """
    return f"is larger than {_amount(MOST_BYTES)}" if size > MOST_BYTES else ""


def too_large_together(size: int) -> str:
    """Say that an archive holds too much.

    Parameters
    ----------
    size : int
        The bytes of its files so far, unpacked.

    Returns
    -------
    str
        Empty, if they are no more than MOST_IN_ARCHIVE.

    Examples
    --------
    >>> too_large_together(9 * 1024**3)
    'brings the archive above 8 GB when unpacked'
    """
    return f"brings the archive above {_amount(MOST_IN_ARCHIVE)} when unpacked" if size > MOST_IN_ARCHIVE else ""


def _amount(size: int) -> str:
    return f"{size / 1024**3:.0f} GB" if size >= 1024**3 else f"{size} bytes"


def is_bomb(size: int, packed: int) -> bool:
    """Tell a file that is made to fill the memory.

    Parameters
    ----------
    size, packed : int
        Its bytes, unpacked and packed.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_bomb(20 * 1024**2, 20 * 1024), is_bomb(20 * 1024**2, 1024**2)
    (True, False)
    """
    return size > _BOMB_FROM and size > _MOST_GROWTH * packed


def read_within_limits(stream: IO[bytes] | gzip.GzipFile, packed: int | None = None) -> bytes:
    """Read a file in pieces, and stop where it grows too large.

    Parameters
    ----------
    stream : file object
        Open for reading bytes.
    packed : int, optional
        Its bytes before it was unpacked.

    Returns
    -------
    bytes

    Raises
    ------
    UnreadableError
        If it is too large or a zip bomb.

    Examples
    --------
    >>> import io
    >>> read_within_limits(io.BytesIO(bytes(11 * 1024**2)), packed=1024)
    Traceback (most recent call last):
    twocrises.problems.UnreadableError: grows more than 200 times when unpacked, as a zip bomb does
    """
    pieces, size = [], 0
    while piece := stream.read(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if problem := too_large(size):
            raise UnreadableError(problem, SPLIT)
        if packed is not None and is_bomb(size, packed):
            raise UnreadableError(BOMB, TAKE_OUT)
    return b"".join(pieces)
