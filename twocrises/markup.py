"""Text of a corpus -> text in HTML and in Markdown: shown as it is, and never run.

A scraped `<script>` starts nothing, a dollar sign or a backslash no formula, a brace no role of MyST, an address no
link. Each such mark is written in a way that JupyterLab, nbconvert, MyST and code hosts read alike.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

# The verdicts, which sentences of ours print in italics.
_VERDICTS = re.compile(r"(\*(?:supported|descriptive|contradicted)\*)")
# What begins no list, heading, quotation, comment, definition, target or block of MyST at the head of a paragraph.
_OPENING = re.compile(r"^(\d{1,9})(?=[.)])|^(?=[-+>=:%(])")
# The last: what turns an address into a link.
_MARKS = re.compile(r"[`*_\[\]<~|#{}@]|:(?=//)|(?<=\bwww)\.", re.I)
_OURS = re.compile(r"\\([^\w\s])|<span>&#(\d+);</span>|&amp;")


@dataclass(frozen=True)
class Shown:
    """Something a notebook displays, in every form it may be asked for.

    Attributes
    ----------
    forms : mapping of str to str
        Media type -> text; always with text/plain.
    """

    forms: Mapping[str, str]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return dict(self.forms)

    def __repr__(self) -> str:
        """Plain text, for those without a notebook."""
        return self.forms["text/plain"]


def escape_html(text: str) -> str:
    """Text as it is, in HTML: no tag, no formula.

    Parameters
    ----------
    text : str
        Any text, such as a line of an article.

    Returns
    -------
    str

    Examples
    --------
    >>> escape_html("<b> costs $5")
    '&lt;b&gt; costs <span>$</span>5'
    """
    # MathJax finds a formula only within one piece of text, so a mark of its own in a <span> starts none.
    return re.sub(r"[$\\]", r"<span>\g<0></span>", html.escape(text))


def escape_attribute(text: str) -> str:
    """Text as it is, between the quotation marks of an attribute.

    Parameters
    ----------
    text : str
        Any text, such as a caption.

    Returns
    -------
    str

    Examples
    --------
    >>> escape_attribute('"> costs $5')
    '&quot;&gt; costs &#36;5'
    """
    return html.escape(text).replace("$", "&#36;").replace("\\", "&#92;")


def escape_phrase(text: str) -> str:
    r"""Text as it is, within a line of Markdown.

    Parameters
    ----------
    text : str
        Any text. A line end in it becomes a space.

    Returns
    -------
    str

    Notes
    -----
    A backslash before a dollar sign, or before another backslash, is not enough: a viewer that draws formulas looks for
    them before it reads Markdown, or after it. Nor is one before an ampersand: nbconvert reads entities once more.

    Examples
    --------
    >>> print(escape_phrase("*[x](y)* costs $5"))
    \*\[x\](y)\* costs <span>&#36;</span>5
    """
    line = re.sub(r"[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*", " ", text)
    pieces = re.split(r"([$\\])", line)
    return "".join(
        f"<span>&#{ord(piece)};</span>" if i % 2 else _MARKS.sub(r"\\\g<0>", piece.replace("&", "&amp;"))
        for i, piece in enumerate(pieces)
    )


def escape_markdown(text: str) -> str:
    r"""Text as it is, in Markdown, also where it begins a paragraph.

    Parameters
    ----------
    text : str
        Any text, such as a line of an article. A line end in it becomes a space.

    Returns
    -------
    str

    Examples
    --------
    >>> print(escape_markdown("- *[x](y)* <b>"))
    \- \*\[x\](y)\* \<b>
    """
    return begin_paragraph(escape_phrase(text.lstrip()))


def begin_paragraph(line: str) -> str:
    r"""Keep a line of Markdown from being taken for a list, a quotation, a heading or the like.

    Parameters
    ----------
    line : str
        Markdown whose corpus text is already escaped.

    Returns
    -------
    str

    Examples
    --------
    >>> print(begin_paragraph("2014. A year of *two* halves"))
    2014\. A year of *two* halves
    """
    return _OPENING.sub(r"\1\\", line)


def escape_statement(statement: str) -> str:
    r"""A sentence of a claim in Markdown, its quotations in italics.

    Parameters
    ----------
    statement : str
        Between « and » stands text of the corpus; the rest is ours, but for labels of eras.

    Returns
    -------
    str

    Examples
    --------
    >>> print(escape_statement("«a_b» is *supported*, and «<b>» is not."))
    *a\_b* is *supported*, and *\<b>* is not.
    """
    parts = re.split(r"«([^»]*)»", statement)
    ours = (_ours(part) for part in parts[::2])
    theirs = (italics(part) for part in parts[1::2])
    return begin_paragraph("".join(chain.from_iterable(zip_longest(ours, theirs, fillvalue=""))).lstrip())


def italics(text: str) -> str:
    r"""Text as it is, in italics.

    Parameters
    ----------
    text : str
        Any text, such as the label of an article.

    Returns
    -------
    str
        Without the stars where there is nothing between them.

    Examples
    --------
    >>> italics(" a_b "), italics(" ")
    ('*a\\_b*', '')
    """
    text = text.strip()
    return f"*{escape_phrase(text)}*" if text else ""


def unmarked(text: str) -> str:
    r"""Markdown of this suite as plain text.

    Parameters
    ----------
    text : str
        As the functions of this module write it.

    Returns
    -------
    str

    Examples
    --------
    >>> print(unmarked(escape_markdown("# It costs $5 & <b>")))
    # It costs $5 & <b>
    """
    return _OURS.sub(lambda mark: mark[1] or (chr(int(mark[2])) if mark[2] else "&"), text)


def _ours(part: str) -> str:
    pieces = _VERDICTS.split(part)
    return "".join(piece if i % 2 else escape_phrase(piece) for i, piece in enumerate(pieces))
