"""Arguments -> the values a function can work with, or one sentence that says what to give instead.

A number in quotation marks, a half word, a number left out: what is no number here would end in a traceback far inside,
or worse, in a result that looks right.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from twocrises.errors import TwoCrisesError

# A longer value is called by its kind: a frame or a corpus in a sentence helps nobody.
_LONGEST = 40


def whole(value: Any, name: str, least: int = 1, most: int | None = None) -> int:
    """Check that an argument is a whole number.

    Parameters
    ----------
    value : object
        What the user gave.
    name : str
        What the argument is called.
    least : int, default 1
        The smallest number that makes sense.
    most : int, optional
        The largest; by default there is none.

    Returns
    -------
    int
        Of Python's own kind, so that no sum with it overflows.

    Raises
    ------
    TwoCrisesError
        If it is anything else. True, 2.0 and "2" are no whole numbers here.

    Examples
    --------
    >>> whole(40, "width")
    40
    >>> whole("40", "width", least=0)
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: width is '40'. Give a whole number, 0 or more.
    >>> whole(9, "n", most=5)
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: n is 9. Give a whole number from 1 to 5.
    """
    number = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not number or value < least or (most is not None and value > most):
        span = f", {least} or more" if most is None else f" from {least} to {most}"
        raise TwoCrisesError(f"{name} is {shown(value)}. Give a whole number{span}.")
    return int(value)


def share(value: Any, name: str) -> float:
    """Check that an argument lies between 0 and 1, neither of them included.

    Parameters
    ----------
    value : object
        What the user gave.
    name : str
        What the argument is called.

    Returns
    -------
    float

    Raises
    ------
    TwoCrisesError
        If it is anything else.

    Examples
    --------
    >>> share(0.05, "level")
    0.05
    >>> share(5, "level")
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: level is 5. Give a share between 0 and 1, such as 0.05.
    """
    # Of a number that is none (nan) both comparisons are false.
    if not isinstance(value, (int, float, np.integer, np.floating)) or not 0 < value < 1:
        raise TwoCrisesError(f"{name} is {shown(value)}. Give a share between 0 and 1, such as 0.05.")
    return float(value)


def texts(value: Any, what: str) -> list[str]:
    """Check that an argument is a text or several.

    Parameters
    ----------
    value : object
        What the user gave: one text, or any number of them in a list, a tuple, a set, a column of a frame.
    what : str
        What they are, in the plural.

    Returns
    -------
    list of str
        In the order given; those of a set, which has no order, in that of the alphabet.

    Raises
    ------
    TwoCrisesError
        If it is anything else, or one of them is no text. A mapping is no list of texts.

    Examples
    --------
    >>> texts("talks", "terms"), texts({"nato", "border"}, "terms")
    (['talks'], ['border', 'nato'])
    >>> texts(5, "terms")
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: terms is 5. Give a text in quotation marks, or a list of texts.
    >>> texts(["talks", None], "terms")
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: One of the terms is None, which is no text. Put each into quotation marks.
    """
    if isinstance(value, str):
        return [str(value)]
    # Members of a frame would be the names of its columns.
    several = isinstance(value, Iterable) and not isinstance(value, (Mapping, bytes)) and getattr(value, "ndim", 1) == 1
    if not several:
        raise TwoCrisesError(f"{what} is {shown(value)}. Give a text in quotation marks, or a list of texts.")
    members = list(value)
    wrong = [member for member in members if not isinstance(member, str)]
    if wrong:
        raise TwoCrisesError(
            f"One of the {what} is {shown(wrong[0])}, which is no text. Put each into quotation marks."
        )
    members = [str(member) for member in members]
    return sorted(members) if isinstance(value, (set, frozenset)) else members


def shown(value: Any) -> str:
    """Write a value as a user would, to say it in a sentence; one that would fill lines is called by its kind.

    Parameters
    ----------
    value : object
        Anything at all.

    Returns
    -------
    str

    Examples
    --------
    >>> import numpy as np
    >>> shown("40"), shown(np.float64(2.5)), shown(list(range(99)))
    ("'40'", '2.5', 'a list')
    """
    try:
        text = repr(value.item() if isinstance(value, np.generic) else value)
    except Exception:
        # Python writes no whole number of more than 4,300 digits, and a class may refuse as well.
        text = ""
    if text and len(text) <= _LONGEST and "\n" not in text:
        return text
    kind = "text" if isinstance(value, str) else type(value).__name__
    return f"{'an' if kind[0] in 'aeiouAEIOU' else 'a'} {kind}"
