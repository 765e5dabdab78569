"""Trouble with a file -> a sentence that says what is wrong and what to do.

One bad file never stops the others, so it is no error that ends the work: it becomes a row of `corpus.problems`.
"""

import re
from dataclasses import dataclass

TAKE_OUT = "Take it out of the folder."
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not read (`lost`) or was mended, and what to do about it."""

    file: str
    article: str | None
    problem: str
    mend: str
    lost: bool = True


class UnreadableError(Exception):
    """A file that is not read, why, and what to do."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.problem, self.mend = problem, mend

    def at(self, file: str, *, lost: bool = True) -> Problem:
        """Say it of one file."""
        return Problem(file, None, self.problem, self.mend, lost)


class EmptyFileError(UnreadableError):
    """A file that holds nothing, or nothing but space."""

    def __init__(self) -> None:
        super().__init__("the file is empty", "Put the text in, or take the file out of the folder.")


def shown(name: str) -> str:
    r"""Write a name in one line of valid text.

    Parameters
    ----------
    name : str
        Of a file or a column, where line breaks and broken characters may stand.

    Returns
    -------
    str
        The same, with those characters as escapes.

    Examples
    --------
    >>> shown("two\nlines.txt")
    'two\\nlines.txt'
    """
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", lambda found: ascii(found[0])[1:-1], name)


def reason(error: BaseException) -> str:
    r"""Make the message of a library fit into a sentence.

    Parameters
    ----------
    error : BaseException
        What the library raised.

    Returns
    -------
    str
        The first line of its message, or the name of its class if it has none.

    Examples
    --------
    >>> reason(ValueError("Bad magic number.\nSee the manual.")), reason(EOFError())
    ('Bad magic number', 'EOFError')
    """
    lines = str(error).strip().splitlines()
    return shown(lines[0]).rstrip(".")[:_LONGEST] if lines else type(error).__name__
