"""Many things to do -> the same things, with a bar that says how far we are."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")

# Nobody needs a bar for what is done in so many seconds.
_PATIENCE = 2.0


def with_bar(
    things: Sequence[Thing],
    doing: str,
    unit: str,
    *,
    many: int,
    progress: Callable[[str], object] | bool | None = None,
) -> Iterator[Thing]:
    """Hand on things one after the other, and say how far we are.

    Parameters
    ----------
    things : sequence
        What is to be done.
    doing : str
        What is done with them, "scoring".
    unit : str
        What they are, "texts".
    many : int
        A bar appears only for so many things or more, so that a short run prints nothing.
    progress : callable or bool, optional
        Called with a line of text twenty times on the way, instead of a bar; False says nothing. By default, and with
        True, a bar.

    Yields
    ------
    object
        The next thing.

    Examples
    --------
    >>> list(with_bar(["a", "b"], "reading", "letters", many=2, progress=print))
    reading 1 of 2 letters
    reading 2 of 2 letters
    ['a', 'b']
    """
    begin, bar = time.monotonic(), None
    step = max(len(things) // 20, 1)
    tell = progress if callable(progress) else None
    wanted = progress in (None, True) and len(things) >= many
    try:
        for i, thing in enumerate(things):
            if tell and len(things) >= many and i % step == 0:
                tell(f"{doing} {i + 1:,} of {len(things):,} {unit}")
            if wanted and i % 50 == 0 and time.monotonic() - begin > _PATIENCE:
                if bar is None:
                    from tqdm import tqdm

                    bar = tqdm(desc=doing, total=len(things), unit=f" {unit}", leave=False)
                bar.update(i - bar.n)
            yield thing
    finally:
        if bar is not None:
            bar.close()
