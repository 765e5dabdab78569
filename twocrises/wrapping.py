"""Text broken into lines of one width -> the same text with a paragraph a line.

Newswires, mail and old text files end their lines where the page ended, in the middle of sentences. The rules of
cleaning look at paragraphs, so such lines are joined first. Each line end becomes white space of the same length: every
character stays at its place.
"""

from itertools import pairwise

from twocrises.cleaning import split_lines

# Lines of running text as they are broken: not wider, not narrower, and mostly full.
_WIDEST, _NARROWEST = 100, 40
_SHARE = 0.6
# Fewer joined lines are no habit.
_LEAST = 4


def unwrap(text: str) -> tuple[str, str]:
    r"""Join the lines of a text that was broken at a width.

    A line is full if the first word of the next one had no room on it. A text is taken as broken where most lines are
    full and none but the first is much wider than the others.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    text : str
        As long as before; only line ends have become spaces.
    repair : str
        A sentence that says so; empty where nothing was done.

    Examples
    --------
    >>> lines = "The ministers met for eight hours in the\ncapital of the country and agreed to meet\n" * 3
    >>> unwrap(lines)[0].count("\n"), unwrap(lines)[1]
    (1, 'its lines were broken at 41 characters, and have been joined')
    >>> unwrap("Home\nNews\nSport")
    ('Home\nNews\nSport', '')
    """
    spans = list(split_lines(text))
    lengths = [len(text[start:end].rstrip()) for start, end in spans]
    filled = [length for length in lengths if length]
    # A title may be wider than the text below it.
    width = max(filled[1:], default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return text, ""
    pairs = 0
    ends: list[tuple[int, int]] = []
    for ((start, end), length), ((below, below_end), length_below) in pairwise(zip(spans, lengths, strict=True)):
        next_line = text[below:below_end]
        if not length or not length_below or _indent(next_line) > _indent(text[start:end]) + 1:
            continue  # a paragraph begins here
        pairs += 1
        if length + 1 + len(next_line.split(None, 1)[0]) > width:
            ends.append((end, below))
    if len(ends) < _LEAST or len(ends) < _SHARE * pairs:
        return text, ""
    pieces, done = [], 0
    for end, below in ends:
        pieces += [text[done:end], " " * (below - end)]
        done = below
    joined = "".join([*pieces, text[done:]])
    return joined, f"its lines were broken at {width} characters, and have been joined"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
