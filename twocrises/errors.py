"""The one exception of the suite: a sentence for the person at the keyboard.

What can go wrong with files, dates and settings is not a bug, so it should not look like one. The message says what is
wrong, where, and what to do; a notebook shows that sentence and no traceback.
"""


class TwoCrisesError(ValueError):
    """Something a user can mend, said in one sentence.

    Examples
    --------
    >>> raise TwoCrisesError("seeds: this folder holds no text. Put at least one .txt file into it.")
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: seeds: this folder holds no text. Put at least one .txt file into it.
    """

    def _render_traceback_(self) -> list[str]:
        # IPython asks an exception for this before it formats a traceback of its own.
        return [str(self)]
