"""Web pages and Word files -> their text, a paragraph a line, and what they say about themselves.

The article of a page is what trafilatura finds; where it finds none, all that a browser would show. Nothing is fetched
or executed. The libraries are imported only when a file needs them.
"""

import codecs
import io
import re
import zipfile
from contextlib import suppress
from typing import Any, NamedTuple

from twocrises.decoding import decode
from twocrises.limits import BOMB, is_bomb, too_large
from twocrises.problems import TAKE_OUT, UnreadableError, reason

PAGES = (".html", ".htm")
WORD = ".docx"


class Document(NamedTuple):
    """What one file holds.

    Attributes
    ----------
    text : str
        Empty if none was found.
    metadata : dict of str to str or None
        What it says about itself: title, date, origin, site, url; some or all may be missing.
    repair : str
        What was mended in its encoding, in a sentence; empty for most.
    """

    text: str
    metadata: dict[str, str | None]
    repair: str = ""


# Web pages

_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,200}?\b(?:charset|encoding)\s*=\s*["']?\s*([\w-]{1,30})""", re.I)
# The encodings of the web that Python knows; a label could otherwise name any codec there is.
_WEB_ENCODING = re.compile(
    r"(?:windows-|cp)125\d|iso-8859-\d{1,2}|koi8-[ru]|ibm866|macintosh|gb2312|gbk|gb18030|big5|shift_jis|euc-(?:jp|kr)"
)
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "img", "mark", "q", "s", "small", "span", "strong"}
    | {"sub", "sup", "time", "tt", "u", "wbr"}
)
_INVISIBLE = ("head", "script", "style", "noscript", "template", "svg", "iframe", "object")
_SPACES = re.compile(r"[ \t\r\n\f]+")  # those of HTML; a no-break space is none


def read_page(data: bytes) -> Document:
    r"""Find the article in a web page.

    Parameters
    ----------
    data : bytes
        A whole file of HTML.

    Returns
    -------
    Document

    Raises
    ------
    UnreadableError
        If it cannot be decoded.

    Examples
    --------
    >>> read_page(b"<head><title>Talks</title></head><body><p>The ministers<br>met.</p></body>")
    Document(text='The ministers\nmet.', metadata={'title': 'Talks', ...}, repair='')
    """
    page, repair = decode(data, _declared(data))
    text = ""
    metadata: dict[str, str | None] = {}
    # The parsers raise whatever they like, and a broken page must not stop the others.
    with suppress(Exception):
        text, metadata = _extracted(page)
    if not text:
        with suppress(Exception):
            text = _visible_text(page)
    return Document(text, metadata, repair)


def _declared(data: bytes) -> str:
    """Find the encoding a page declares near its top, if it is one of the web's."""
    found = _CHARSET.search(data[:8192])
    label = found[1].decode("ascii", "ignore").lower() if found else ""
    if label in ("iso-8859-1", "windows-1252"):
        return "cp1252"  # as browsers do
    try:
        return codecs.lookup(label).name if _WEB_ENCODING.fullmatch(label) else ""
    except LookupError:
        return ""


def _extracted(page: str) -> tuple[str, dict[str, str | None]]:
    import trafilatura
    from trafilatura.metadata import extract_metadata

    tree = trafilatura.load_html(page)
    if tree is None:
        return "", {}
    # Off the clock: otherwise which dates count as possible would depend on the day of reading.
    found = extract_metadata(
        tree, date_config={"original_date": True, "extensive_search": False, "max_date": "2099-12-31"}
    )
    metadata = {
        "title": found.title,
        "date": found.date if found.date and _declares(tree, found.date) else None,
        "origin": found.sitename,
        "site": found.hostname,
        "url": found.url,
    }
    _unwrap(tree)
    text = trafilatura.extract(tree, include_comments=False, include_tables=True)
    return text or "", metadata


def _declares(tree: Any, day: str) -> bool:
    """Tell whether a page declares a day; one that merely stands in the running text says nothing of publication."""
    places = tree.xpath(
        "//meta/@content | //time/@datetime | //link[@rel='canonical']/@href"
        " | //script[@type='application/ld+json']/text()"
    )
    ways = (day, day.replace("-", "/"), day.replace("-", ""))
    return any(way in place for place in places for way in ways)


def _unwrap(tree: Any) -> None:
    """Make the line breaks of the source spaces, as a browser does: a line of text is to be a paragraph."""
    kept = {part for element in tree.iter("pre", "script", "style", "textarea") for part in element.iter()}
    for element in tree.iter():
        if element.text and element not in kept:
            element.text = _SPACES.sub(" ", element.text)
        if element.tail and element.getparent() not in kept:
            element.tail = _SPACES.sub(" ", element.tail)


def _visible_text(page: str) -> str:
    """Give all text that a browser would show, a block a line."""
    from lxml import etree, html

    tree = html.document_fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    etree.strip_elements(tree, *_INVISIBLE, with_tail=False)
    pieces = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        edge = "" if not isinstance(element.tag, str) or element.tag in _INLINE else "\n"
        text = element.text if event == "start" else element.tail
        pieces += [edge, _SPACES.sub(" ", text or "")]
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


# Word files

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_word(data: bytes) -> Document:
    """Give the text of a Word file, with what tables, boxes and tracked insertions hold.

    Parameters
    ----------
    data : bytes
        A whole file of .docx.

    Returns
    -------
    Document
        With its title. The day it was created is no day of publication, so it is not handed on.

    Raises
    ------
    UnreadableError
        If it is broken or grows beyond the limits.

    Examples
    --------
    >>> import docx
    >>> document, data = docx.Document(), io.BytesIO()
    >>> _ = document.add_paragraph("Ministers met.")
    >>> document.save(data)
    >>> read_word(data.getvalue()).text
    'Ministers met.'
    """
    try:
        _check_growth(data)
        from docx import Document as WordDocument

        document = WordDocument(io.BytesIO(data))
        body = document.element.body
        paragraphs = [_paragraph(paragraph) for paragraph in body.iter(f"{_W}p") if not _is_fallback(paragraph)]
        return Document("\n".join(paragraphs), {"title": document.core_properties.title})
    except UnreadableError:
        raise
    except Exception as error:  # python-docx and lxml raise whatever they like
        raise UnreadableError(f"is no Word file ({reason(error)})", "Save it again, or its text as .txt.") from None


def _check_growth(data: bytes) -> None:
    """Refuse a file that would fill the memory, before python-docx unpacks it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    if too_large(sum(part.file_size for part in parts)) or any(is_bomb(p.file_size, p.compress_size) for p in parts):
        raise UnreadableError(BOMB, TAKE_OUT)


def _paragraph(paragraph: Any) -> str:
    """Text of one paragraph, without that of boxes inside it, which are paragraphs of their own."""
    pieces = []
    for element in paragraph.iter(f"{_W}t", *_BREAKS):
        if next(element.iterancestors(f"{_W}p")) is paragraph and element.getparent().tag == f"{_W}r":
            pieces.append(_BREAKS.get(element.tag) or element.text or "")
    return "".join(pieces)


def _is_fallback(element: Any) -> bool:
    """Tell a text box that is written a second time, for old readers."""
    return next(element.iterancestors(_FALLBACK), None) is not None
