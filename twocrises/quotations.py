"""A text and its paragraphs -> the stretches within quotation marks, and what kind each one is.

Marks are read as a typesetter would: a mark after a space opens, a mark before a space or a comma closes, and only
where that says nothing the shape of the mark decides. Who says the words is the matter of `voices`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

QUOTE_KINDS = ("full", "fragment", "term")

# From this number of words on a quotation says something of its own.
FULL_WORDS = 5

_OPENS, _CLOSES = frozenset(["“", "„", "‟", "«", "``", "‘‘"]), frozenset(["”", "»", "’’"])
# Two single marks side by side are a double one; agencies write them so.
_DOUBLE = re.compile(r"[\"“”„‟«»＂]|(?<!')''(?!')|``|(?<!‘)‘‘(?!‘)|(?<!’)’’(?!’)")
_SINGLE = re.compile(r"(?<!')'(?!')|(?<!‘)‘(?!‘)|(?<!’)’(?!’)|[‚‛]")
_FEET = re.compile(r"\d['’′]\s?\d+(?:\.\d+)?$")
_ELISION = re.compile(r"['’‘](?:\d0s|em|til|tis|twas|cause|cos|n|round|bout|neath|ello)\b", re.I)
_BEFORE_OPENING = frozenset(" \t\n\r\x0b\x0c\xa0\u2009\u202f([{—–-/:;|>“‘\"'«„¿¡…*•")
_AFTER_CLOSING = frozenset(" \t\n\r\x0b\x0c\xa0\u2009\u202f)]}—–-/:;,.!?…|<”’\"'»*")
_ENDS = frozenset('.,!?…;—–"”')
_YEAR = re.compile(r"['‘]\d\d\b")
# Words that show, after a quotation that nobody closed, where the speaker's words end.
_SAID = r"(?:said|says|told|tells|added|adds|wrote|tweeted|explained|replied|asked|insisted|warned)"
_UNCLOSED = re.compile(
    rf"[,?!]\s+(?:(?:he|she|they|it|we|I|(?:[A-Z][\w.’'-]*\s+){{1,4}}){{1}}\s*\b{_SAID}\b|{_SAID}\s+(?:the\s+|an?\s+)?[A-Z])"
)
# How many paragraphs without any mark may lie within one quotation.
_UNMARKED = 2

_TITLE_BEFORE = re.compile(
    r"(?:\bso-called|\bknown\s+(?:[^\s.,;]+\s+){0,3}?as|\bnicknamed|\bdubbed|\b(?:en)?titled|\b(?:is|are|was|were|be|been|being|also)\s+called"
    r"|\bnamed|\bthe\s+(?:word|term|title|name|slogan|hashtag|song|film|movie|book|album|single|show|series|novel|play"
    r"|poem|game|acronym|code\s?name))s?,?\s*$",
    re.I,
)
_SPEECH_BEFORE = re.compile(
    r"(?::|\b(?:said|says|say|saying|replied|answered|added|asked|wrote|tweeted|shouted|chanted|cried|told\s+\S+),?)\s*$",
    re.I,
)
_SPEECH_AFTER = re.compile(
    r"\s*,?\s*(?:(?:[^\s.!?,;:]+\s+){0,4}?(?:said|says|say|replied|replies|answered|added|adds|asked|asks|wrote|writes|tweeted"
    r"|shouted|cried|told|tells|recalled|laughed|joked|called)\b)"
)
_WORD = re.compile(r"[^\W_]")
_FUNCTION = frozenset([
    "a", "an", "and", "as", "at", "but", "by", "de", "for", "from", "in", "into", "is", "la", "le", "of",
    "on", "or", "our", "over", "the", "to", "up", "vs", "with", "you", "your", "it", "be",
])  # fmt: skip

_FindMarks = Callable[[str, int, int], Iterator["_Mark"]]


class Quotation(NamedTuple):
    """A stretch within quotation marks.

    Attributes
    ----------
    start, end : int
        The words, without the marks and the white space beside them; offsets into the text.
    outer_start, outer_end : int
        The same with the marks.
    paragraph : int
        Number of its paragraph among those given.
    continues : bool
        Whether it goes on with the quotation that the paragraph before left open.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    continues: bool


class _Mark(NamedTuple):
    start: int
    end: int
    # "O" opens, "C" closes, "A" whichever is due, "D" closes or stands for inches, "W" closes or is an apostrophe,
    # "S" the same after an s, "E" opens or stands for the century before two digits.
    role: str


def quotations(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quotation]:
    r"""Find what stands within quotation marks.

    Double marks of every shape count. Single ones count where the text uses them as its first kind of marks: where more
    stands in single marks outside double ones than the other way round. A quotation within a quotation is no row. One
    that nobody closes ends where the words of a speech verb follow, or with its paragraph; if the next paragraph opens
    again, that is the same quotation, going on.

    Parameters
    ----------
    text : str
        The source text.
    paragraphs : sequence of (int, int)
        Start and end of its kept lines, in order.

    Returns
    -------
    list of Quotation
        In order, none overlapping another.

    Examples
    --------
    >>> text = "“It is late,” he said, 6'2\" tall."
    >>> [text[found.start : found.end] for found in quotations(text, [(0, len(text))])]
    ['It is late,']
    >>> text = "‘The leaders’ plan can’t work,’ she said."
    >>> [text[found.start : found.end] for found in quotations(text, [(0, len(text))])]
    ['The leaders’ plan can’t work,']
    """
    double = list(_pair(text, paragraphs, _double_marks)) if _DOUBLE.search(text) else []
    single = list(_pair(text, paragraphs, _single_marks)) if _SINGLE.search(text) else []
    if not single:
        return double
    alone = _outside(single, double)
    if not double:
        return alone
    other = _outside(double, single)
    if len(alone) <= len(other) or not any(_is_speech(text, found) for found in alone):
        return double
    return sorted([*alone, *_outside(double, alone)])


def _is_speech(text: str, found: Quotation) -> bool:
    """Whether somebody is likely to have said it: long, or with the comma that leads on to the speaker."""
    words = text[found.start : found.end]
    return words[-1:] in (",", ".", "?", "!") and len(words.split()) >= FULL_WORDS


def _outside(some: list[Quotation], others: list[Quotation]) -> list[Quotation]:
    """Those of some that overlap none of the others; both in order."""
    left, i = [], 0
    for found in some:
        while i < len(others) and others[i].outer_end <= found.outer_start:
            i += 1
        # One that holds others is itself the outer one.
        inside = i < len(others) and others[i].outer_start < found.outer_start
        crosses = i < len(others) and found.outer_start < others[i].outer_start < found.outer_end < others[i].outer_end
        if not inside and not crosses:
            left.append(found)
    return left


def _pair(text: str, paragraphs: Sequence[tuple[int, int]], marks_of: _FindMarks) -> Iterator[Quotation]:
    """Pair the marks of each paragraph, and follow a quotation that stays open into the next ones."""
    marks = [list(marks_of(text, *paragraph)) for paragraph in paragraphs]
    single = marks_of is _single_marks
    is_open = False
    for i, (start, end) in enumerate(paragraphs):
        own = marks[i]
        first = own[0] if own else None
        at_start = first is not None and not text[start : first.start].strip(" \t\xa0[(*•-–—…")
        continues = is_open and at_start and first is not None and first.role in "OA"
        if is_open and not single and not continues:
            # A paragraph without a mark of its own lies within the quotation if one of the next closes it.
            if not _closed_soon(marks, i, paragraphs, text):
                is_open = False
            elif first is None:
                yield from _made(text, start, end, start, end, i, continues=True)
                continue
            else:
                yield from _made(text, start, first.start, start, first.end, i, continues=True)
                own, is_open = own[1:], False
        elif not continues:
            is_open = False
        opened: _Mark | None = None
        for opened, closed in _pairs(own, single=single):
            if closed is None:
                break
            yield from _made(
                text, opened.end, closed.start, opened.start, closed.end, i, continues=continues and opened is first
            )
            opened = None
        is_open = False
        if opened is None:
            continue
        following = marks[i + 1] if i + 1 < len(marks) else []
        goes_on = bool(following) and following[0].role in "OA" and _begins(text, paragraphs[i + 1], following[0])
        goes_on = goes_on or (not single and _closed_soon(marks, i + 1, paragraphs, text))
        if single and not goes_on and not _surely_opens(text, start, opened):
            continue
        stop = end
        if not goes_on:
            said = _UNCLOSED.search(text, opened.end, end)
            stop = said.start() + 1 if said else end
        is_open = goes_on
        yield from _made(text, opened.end, stop, opened.start, stop, i, continues=continues and opened is first)


def _begins(text: str, paragraph: tuple[int, int], mark: _Mark) -> bool:
    return not text[paragraph[0] : mark.start].strip(" \t\xa0[(*•-–—…")


def _surely_opens(text: str, start: int, mark: _Mark) -> bool:
    """Whether a single mark that nothing closes is a quotation for all that: a curly one after a colon or comma."""
    return text[mark.start] == "‘" and text[max(start, mark.start - 2) : mark.start].strip()[-1:] in (":", ",")


def _closed_soon(marks: list[list[_Mark]], i: int, paragraphs: Sequence[tuple[int, int]], text: str) -> bool:
    """Whether the next mark, from paragraph i on and not far away, is one that can only close."""
    for k in range(i, min(i + _UNMARKED + 1, len(marks))):
        if text[paragraphs[k - 1][1] : paragraphs[k][0]].strip():
            return False
        if marks[k]:
            return marks[k][0].role == "C" and not _begins(text, paragraphs[k], marks[k][0])
    return False


def _made(
    text: str, start: int, end: int, outer_start: int, outer_end: int, paragraph: int, *, continues: bool
) -> Iterator[Quotation]:
    """Take the white space off, and leave out what holds no word."""
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    end = start + len(inside.strip())
    if _WORD.search(text, start, end):
        yield Quotation(start, end, outer_start, outer_end, paragraph, continues)


def _pairs(marks: list[_Mark], *, single: bool) -> Iterator[tuple[_Mark, _Mark | None]]:
    """Pair the marks of one paragraph; the last one may stay open."""
    following = _next_roles(marks)
    opened: _Mark | None = None
    depth = 0
    for mark, later in zip(marks, following, strict=True):
        role = mark.role
        if role == "E" and opened:
            continue
        if role in "AE":
            role = "C" if opened else "O"
        if role == "O":
            if opened is None:
                opened, depth = mark, 1
            elif later.closers >= 2:
                depth += 1
            else:
                # The one before was never closed: it ends here, or was an apostrophe.
                if not single:
                    yield opened, _Mark(mark.start, mark.start, "C")
                opened, depth = mark, 1
        elif opened is not None and not _is_no_mark(role, later):
            depth -= 1
            if depth == 0:
                yield opened, mark
                opened = None
    if opened is not None:
        yield opened, None


class _Later(NamedTuple):
    """What stands between a mark and the next one that opens."""

    closers: int
    certain: bool
    weak: bool


def _next_roles(marks: list[_Mark]) -> list[_Later]:
    found = []
    later = _Later(0, False, False)
    for mark in reversed(marks):
        found.append(later)
        if mark.role in "OE":
            later = _Later(0, False, False)
        else:
            certain = mark.role in "CA"
            weak = mark.role == "W"
            later = _Later(later.closers + (certain or weak), certain or later.certain, weak or later.weak)
    return found[::-1]


def _is_no_mark(role: str, later: _Later) -> bool:
    """Whether what could close is inches or an apostrophe, since a better one follows before the next that opens."""
    return (role in "DWS" and later.certain) or (role == "S" and later.weak)


def _double_marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    for match in _DOUBLE.finditer(text, start, end):
        a, b = match.span()
        shape = match.group()
        before = text[a - 1] if a > start else " "
        after = text[b] if b < end else " "
        if shape in "\"”''’’" and before.isdigit():
            if _FEET.search(text, max(start, a - 12), a):
                continue
            if after in _AFTER_CLOSING or after.isalpha():
                yield _Mark(a, b, "D")
                continue
        free, stops = before in _BEFORE_OPENING or before.isspace(), after in _AFTER_CLOSING or after.isspace()
        by_place = "O" if free and not stops else "C" if stops and not free else "A"
        by_shape = "O" if shape in _OPENS else "C" if shape in _CLOSES else "A"
        if a == start and b < end:
            role = "O"
        elif by_shape == "A":
            role = by_place
        elif by_place in ("A", by_shape):
            role = by_shape
        else:
            role = "A"
        yield _Mark(a, b, role)


def _single_marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    for match in _SINGLE.finditer(text, start, end):
        a = match.start()
        before = text[a - 1] if a > start else " "
        after = text[a + 1] if a + 1 < end else " "
        free, stops = before in _BEFORE_OPENING or before.isspace(), after in _AFTER_CLOSING or after.isspace()
        if text[a] == "‚":
            # A low mark opens; elsewhere it is a comma.
            if free and not stops:
                yield _Mark(a, a + 1, "O")
        elif free and not stops:
            if text[a] != "’" and not _ELISION.match(text, a):
                yield _Mark(a, a + 1, "E" if _YEAR.match(text, a) else "O")
        elif stops and not free and text[a] != "‛":
            role = "C" if before in _ENDS else "D" if before.isdigit() else "S" if before in "sSzZxX" else "W"
            yield _Mark(a, a + 1, role)


def kind_of(words: str, before: str = "", after: str = "") -> str:
    """Tell a quotation that says something from a fragment and from a term.

    A *term* is the name or title of something, nobody's utterance: every word but the small ones begins with a capital,
    or words such as "known as", "titled", "so-called" stand before; and no speech verb stands beside it. Of the others,
    one of five words or more is *full*, a shorter one a *fragment*. So "the edge of a precipice" is full and "I would
    suggest continuing" a fragment: where the line lies is a convention, and a count of words is one that every reader
    can check.

    Parameters
    ----------
    words : str
        The words within the marks.
    before, after : str
        What stands before and after the marks in the same paragraph.

    Returns
    -------
    str
        One of `QUOTE_KINDS`.

    Examples
    --------
    >>> kind_of("there is always a chance", "Lavrov said"), kind_of("unhinged"), kind_of("COBR", "the emergency")
    ('full', 'fragment', 'term')
    """
    parts = [part for part in words.split() if _WORD.search(part)]
    if _is_title(parts, words, before, after):
        return "term"
    return "full" if len(parts) >= FULL_WORDS else "fragment"


def _is_capital(word: str) -> bool:
    """Whether a word is written like a name; a brand may have its capital further on."""
    return word[:1].isupper() or re.match("[a-z]+[A-Z]", word) is not None


def _is_title(parts: list[str], words: str, before: str, after: str) -> bool:
    before, after = before[-60:], after[:80]
    if _SPEECH_BEFORE.search(before) or _SPEECH_AFTER.match(after):
        return False
    if len(parts) < FULL_WORDS and _TITLE_BEFORE.search(before):
        return True
    bare = [part.lstrip("(['‘“\"#@") for part in parts]
    long = [part for part in bare if part.casefold().rstrip(".,!?") not in _FUNCTION]
    if not long or not _is_capital(bare[0]) or len(parts) > 12:
        return False
    if not all(_is_capital(part) or part[:1].isdigit() for part in long):
        return False
    # A single word at the beginning of a sentence, or one that ends like a sentence, may be anything.
    if len(parts) == 1:
        return bool(before.strip()) and words[-1:] not in ("!", "?") and before.strip()[-1:] not in ".!?:"
    return words[-1:] not in ("!", "?") or bool(_TITLE_BEFORE.search(before))
