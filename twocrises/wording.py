"""Numbers -> words, in one way wherever a sentence, a title or an alt text is made from results."""

from collections.abc import Sequence


def percent(share: float) -> str:
    """Write a share as a whole percentage.

    Parameters
    ----------
    share : float
        From 0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> percent(0.316)
    '32 %'
    """
    return f"{100 * share:.0f} %"


def between(low: float, high: float) -> str:
    """Write a range of shares, or one share where both ends are the same.

    Parameters
    ----------
    low, high : float
        From 0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> between(0.171, 0.24), between(0.171, 0.172)
    ('17 to 24 %', '17 %')
    """
    one, two = f"{100 * low:.0f}", f"{100 * high:.0f}"
    return f"{one} %" if one == two else f"{one} to {two} %"


def signed(number: float) -> str:
    """Write a number with two decimals and its sign; nothing is neither positive nor negative.

    Parameters
    ----------
    number : float
        Such as a polarity.

    Returns
    -------
    str

    Examples
    --------
    >>> signed(-0.146), signed(0.039), signed(-0.004)
    ('−0.15', '+0.04', '0.00')
    """
    text = f"{number:+.2f}".replace("-", "−")
    return text[1:] if text[1:] == "0.00" else text


def count(n: int, noun: str) -> str:
    """Write a number with its noun, in the plural where there are several.

    Parameters
    ----------
    n : int
        How many there are.
    noun : str
        In the singular; its plural ends in s.

    Returns
    -------
    str

    Examples
    --------
    >>> count(1, "article"), count(1204, "article")
    ('1 article', '1,204 articles')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def p_value(p: float) -> str:
    """Write a p, with enough decimals to tell it from 0.05 and from 0.

    Parameters
    ----------
    p : float
        From 0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> p_value(0.1), p_value(0.0476), p_value(0.00004)
    ('0.10', '0.048', 'less than 0.001')
    """
    if p < 0.001:
        return "less than 0.001"
    return f"{p:.3f}" if p < 0.095 else f"{p:.2f}"


def lower_bound(p: float) -> str:
    """Write the smallest p that is possible.

    Parameters
    ----------
    p : float
        From 0.000001 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> lower_bound(0.1), lower_bound(1 / 35), lower_bound(1e-4)
    ('0.10', '0.029', '0.0001')
    """
    return p_value(p) if p >= 0.001 else f"{p:.6f}".rstrip("0")


def quoted(text: str) -> str:
    """Mark text of the corpus in a sentence of ours, so that whoever shows the sentence can escape it.

    Parameters
    ----------
    text : str
        Marks of the same kind in it become single ones: a text cannot end its own quotation.

    Returns
    -------
    str

    Examples
    --------
    >>> quoted("nato"), quoted("a» <b>")
    ('«nato»', '«a› <b>»')
    """
    return f"«{text.translate(str.maketrans('«»', '‹›'))}»"


def listed(words: Sequence[str], *, quote: bool = True) -> str:
    """Write words as a list, by default marked as text of the corpus.

    Parameters
    ----------
    words : sequence of str
        Terms or other short texts; none give an empty one.
    quote : bool, default True
        Put each between « and », so that whoever shows the sentence can escape it.

    Returns
    -------
    str

    Examples
    --------
    >>> listed(["nato", "would", "with"])
    '«nato», «would» and «with»'
    """
    marked = [quoted(word) if quote else str(word) for word in words]
    return " and ".join(marked) if len(marked) < 3 else ", ".join(marked[:-1]) + " and " + marked[-1]


def shortened(text: str, most: int = 80) -> str:
    r"""Put a text on one line, and cut what is too long for a message.

    Parameters
    ----------
    text : str
        Any text.
    most : int, default 80
        Characters that may stand.

    Returns
    -------
    str

    Examples
    --------
    >>> shortened("One line\nand another", 12)
    'One line an…'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
