"""Source text -> typed lines: what on a scraped page is the article, and what is web page around it.

Each line gets a kind and the rule that decided it, in words. Nothing is deleted: a line that is not kept stays in the
frame. The rules look at a line (its length, its last mark, known phrases) and at its place: the article is the stretch
of the page where running text is densest, and a short line means one thing above it, another inside, another below.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

KINDS = ("headline", "subhead", "body", "list", "caption", "byline", "dateline", "boilerplate", "blank")
KEPT = frozenset({"body", "subhead", "list"})

# Text of any kind, lone surrogates included, whatever else is installed: Arrow would refuse them.
TEXT = pd.StringDtype("python", na_value=np.nan)

# The words a reader sees in the column `rule`.
BLANK = "empty line"
SENTENCE = "running text: ends like a sentence"
LONG = "running text: long, though it ends without a full stop"
LEAD_IN = "running text: ends with a colon, and the text goes on"
LIST_ITEM = "list item: starts with a bullet"
SUBHEAD = "subheading: short, without a full stop, between paragraphs"
HEADLINE = "headline: the title above the text"
HEADLINE_AGAIN = "headline again: nearly the same words a second time"
CAPTION = "caption: a phrase without a full stop, too long for a subheading"
CAPTION_EARLY = "caption: a short line right after the first paragraph, where pictures stand"
CAPTION_CREDIT = "caption: ends with a picture credit in brackets"
CAPTION_PLAYER = "caption: a title beside a picture or video player"
CAPTION_AFTER = "caption: a title right below the text"
BYLINE = "byline: says who wrote what follows"
DATELINE = "dateline: a day or time of publication by itself"
PHRASE = "web page: a phrase that pages print around articles"
ABOVE = "web page: above the article"
BELOW = "web page: below the article"

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_WORD = re.compile(r"\w+(?:['’.\-]\w+)*")
_BULLET = re.compile(r"\s*[•‣▪●◦·*–—-]\s+\S")
_CLOSERS = "\"'”’»)]"
_BYLINE = re.compile(
    r"\s*(?:(?:analysis|comment|opinion|report(?:ing)?|words|written)\s+)?by:?\s+[A-Z]\w+[^.!?]{0,80}$", re.I
)
_CREDIT = re.compile(
    r"\((?:representational|representative|file|file photo|illustrative|image|photo|picture|reuters|ap|afp|getty)"
    r"[^()]{0,40}\)\W*$|\b(?:photo|image|picture)(?:\s+credit)?s?\s*(?::|by\b)|/\s*(?:getty|reuters|afp)\b",
    re.I,
)
_DATELINE = re.compile(
    r"\s*(?:(?:published|updated|posted|last updated|first published|modified)\b.{0,60}"
    r"|(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,2}\s+)?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s+\d{1,4}(?:,?\s+\d{4})?(?:\W+\d{1,2}:\d\d.{0,20})?)\s*$",
    re.I,
)
# Phrases of web pages, not of any one page: sharing, comments, subscriptions, rights, players, related stories.
_PHRASE = re.compile(
    r"""^\W*(?:
      share\b.{0,40}$
    | (?:tweet|print|email|comments?|advertisement|sponsored|subscribe|follow\ us|sign\ (?:in|up)|log\ in)\b.{0,30}$
    | leave\ a\ (?:reply|comment)\b | your\ email\ address | required\ fields | source\ link\W*$
    | (?:latest|related|more|top|popular|trending|recommended)
      \ (?:news|stories|articles|posts|coverage|topics|reading|videos?)\b.{0,30}$
    | (?:most\ (?:read|popular|viewed|shared)|what['’]s\ hot|read\ (?:more|next|also)|see\ also|also\ read
      |you\ may\ also\ like)\b
    | more\ (?:on|from|about)\ .{1,60}$ | articles\ you\ may\ like | recommended\ for\ you | live\ updates\b
    | please\ (?:use|enable|turn\ on)\b.*\b(?:browser|javascript|player|cookies)\b
    | (?:skip|jump)\ to\b | (?:watch|listen)\ (?:live|now|more)\b | continue\ reading\b | click\ here\b
    | download\ (?:the|our)\b.*\bapp\b
    | \(?this\ (?:story|article|report)\ (?:has|was|is)\ .*\b(?:edited|generated|published|syndicated|produced)\b
    | sign\ up\ (?:for|to)\b | (?:©|\(c\)|copyright)\s | .*\ball\ rights\ reserved\b
    | (?:privacy|cookie)\ (?:policy|notice)
    | (?:we|this\ (?:site|website)|our\ (?:site|website))\ use[sd]?\ .*\b(?:cookies|akismet)\b
    | by\ (?:signing\ up|subscribing|clicking|continuing)\b
    | follow\ .{1,40}\ on\ (?:twitter|facebook|instagram|x)\b | get\ the\ latest\b | support\ .{0,40}\bjournalism\b
    | for\ more\ (?:information|stories|news)\b | join\ the\ (?:conversation|discussion)\b | loading\b
    )""",
    re.I | re.X,
)
_PLAYER = re.compile(
    r"\b(?:video|audio)?\s*player\b|\bbrowser\b|^\W*(?:video|watch|gallery|slideshow|play)\b|\blive\ updates\b", re.I
)
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*\s*$")
_SENTENCE_INSIDE = re.compile(r"[a-z0-9)”\"’][.!?]['\"”’)]* +[A-Z“\"‘]")
_QUOTED = re.compile(r"\s*[‘'“\"].+[’'”\"]\s*$")

# Words a line adds to the stretch it stands in, and what a line of another sort costs. Round numbers, chosen on a
# hundred web pages of other outlets and not on the seeds; the result changes little around them.
_PARAGRAPH_WORDS = 8
_LONG_WORDS = 22
_MOST_CREDIT = 60
_COST_FRAGMENT = 14
_COST_PHRASE = 25
_BRIEF = 400
_TAIL = 12


@dataclass(frozen=True)
class _Line:
    """What the rules look at, measured once for each line."""

    start: int
    end: int
    text: str
    words: int
    sentence: bool
    phrase: bool

    @property
    def prose(self) -> bool:
        """Running text, judged by the line alone."""
        if self.phrase:
            return False
        return (
            (self.sentence and self.words >= _PARAGRAPH_WORDS)
            or self.words >= _LONG_WORDS
            or (self.words >= 12 and bool(_SENTENCE_INSIDE.search(self.text)))
        )

    @property
    def worth(self) -> int:
        """Words the line adds to the stretch it stands in; negative if it speaks against an article."""
        if self.prose:
            return min(self.words, _MOST_CREDIT)
        if self.phrase:
            return -_COST_PHRASE
        return 0 if self.short_sentence else -_COST_FRAGMENT

    @property
    def short_sentence(self) -> bool:
        return self.sentence and self.words >= 3 and not self.phrase


def split_lines(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield start and end of each line, without its terminator.

    Lines end at ``\n``, ``\r\n`` or ``\r`` and nowhere else. A text that ends with a terminator does not open another
    line.

    Parameters
    ----------
    text : str
        Any text.

    Yields
    ------
    start, end : int
        Offsets into `text`, in characters.

    Examples
    --------
    >>> list(split_lines("one\r\ntwo\n"))
    [(0, 3), (5, 8)]
    """
    for match in _LINE.finditer(text):
        if match.start() < len(text):
            yield match.span(1)


def type_lines(text: str) -> list[tuple[int, int, str, str]]:
    r"""Give each line of a text its kind and the rule that decided.

    The working part of `clean_text`, on plain tuples, for those who type a hundred thousand texts.

    Parameters
    ----------
    text : str
        Any text; nothing in it is an error.

    Returns
    -------
    list of (start, end, kind, rule)
        One entry a line, in order; offsets in characters.

    Examples
    --------
    >>> type_lines("Share this\n")
    [(0, 10, 'boilerplate', 'web page: a phrase that pages print around articles')]
    """
    spans = list(split_lines(text))
    empty = [start == end or text[start:end].isspace() for start, end in spans]
    filled = [_measure(text, *span) for span, nothing in zip(spans, empty, strict=True) if not nothing]
    decided = iter(_decide(filled, *_densest_stretch(filled)))
    return [
        (*span, *(("blank", BLANK) if nothing else next(decided))) for span, nothing in zip(spans, empty, strict=True)
    ]


def clean_text(text: str) -> pd.DataFrame:
    r"""Type the lines of one text; those with `keep`, joined by newlines, are the cleaned text.

    Parameters
    ----------
    text : str
        A scraped page as plain text. Any text is accepted; nothing in it is an error.

    Returns
    -------
    pandas.DataFrame
        A row a line: `line` (from 0), `start` and `end` (offsets into `text`, in characters), `text` (without the line
        end), `kind` (one of `KINDS`), `rule` (why, in words), `keep`.

    Examples
    --------
    >>> page = "Talks to go on\n\nThe ministers met for eight hours and agreed to meet again.\n\nShare this"
    >>> lines = clean_text(page)
    >>> lines.kind.tolist()
    ['headline', 'blank', 'body', 'blank', 'boilerplate']
    >>> "\n".join(lines.text[lines.keep])
    'The ministers met for eight hours and agreed to meet again.'
    """
    return lines_frame({"": text}).drop(columns="article")


def lines_frame(source: Mapping[str, str]) -> pd.DataFrame:
    """Type the lines of many texts.

    Parameters
    ----------
    source : mapping of str to str
        Article -> source text.

    Returns
    -------
    pandas.DataFrame
        The frame of `clean_text`, with `article` in front.

    Examples
    --------
    >>> lines = lines_frame({"a": "The talks went on for eight hours in the capital.", "b": "Share this"})
    >>> lines[["article", "line", "kind", "keep"]]
      article  line         kind   keep
    0       a     0         body   True
    1       b     0  boilerplate  False
    """
    rows = [
        (article, number, start, end, text[start:end], kind, rule)
        for article, text in source.items()
        for number, (start, end, kind, rule) in enumerate(type_lines(text))
    ]
    frame = pd.DataFrame(rows, columns=["article", "line", "start", "end", "text", "kind", "rule"])
    frame = frame.astype({"line": "int32", "start": "int32", "end": "int32", "text": TEXT})
    frame["article"] = pd.Categorical(frame["article"], categories=list(source))
    frame["kind"] = pd.Categorical(frame["kind"], categories=KINDS)
    frame["rule"] = pd.Categorical(frame["rule"])
    frame["keep"] = frame["kind"].isin(KEPT)
    return frame


def _measure(text: str, start: int, end: int) -> _Line:
    line = text[start:end]
    words = sum(1 for _ in _WORD.finditer(line))
    # Only the tail can end a sentence, and phrases are short: a line of ten million characters costs no more for it.
    sentence = bool(_SENTENCE_END.search(line.rstrip()[-_TAIL:]))
    phrase = len(line) <= _BRIEF and bool(_PHRASE.match(line.strip()))
    return _Line(start, end, line, words, sentence, phrase)


def _densest_stretch(lines: list[_Line]) -> tuple[int, int]:
    """Find the stretch with the highest sum of `worth`: first line and the one after the last."""
    best, best_sum = (0, 0), 0
    start, running = 0, 0
    for i, line in enumerate(lines):
        if running <= 0:
            start, running = i, 0
        running += line.worth
        if running > best_sum:
            best, best_sum = (start, i + 1), running
    first, last = best
    if best_sum == 0:
        # No paragraph of running text: a note of a few short sentences is still a text.
        short = [i for i, line in enumerate(lines) if line.short_sentence]
        return (short[0], short[-1] + 1) if short else (0, 0)
    while last < len(lines) and lines[last].short_sentence:
        last += 1
    while first > 0 and lines[first - 1].short_sentence:
        first -= 1
    return first, last


def _decide(lines: list[_Line], first: int, last: int) -> list[tuple[str, str]]:
    """Kind and rule of each filled line, given the stretch that holds the article."""
    decided: list[tuple[str, str]] = []
    paragraphs, furniture_below = 0, False
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else None
        after = lines[i + 1] if i + 1 < last else None
        inside = first <= i < last
        furniture_below |= i >= last and line.phrase
        if alone := _by_itself(line):
            decided.append(alone)
        elif inside:
            decided.append(_inside(line, before, after, paragraphs))
            paragraphs += decided[-1][0] in KEPT
        elif i >= last > first and not furniture_below and line.words >= 3:
            decided.append(("caption", CAPTION_AFTER))
        else:
            decided.append(("boilerplate", ABOVE if i < first else BELOW))
    _mark_headlines(lines, decided, first)
    return decided


def _by_itself(line: _Line) -> tuple[str, str] | None:
    """Decide what needs no look at the place of the line."""
    if line.phrase:
        return "boilerplate", PHRASE
    if len(line.text) > _BRIEF:
        return None
    if line.words <= 30 and _CREDIT.search(line.text):
        return "caption", CAPTION_CREDIT
    if line.words <= 14 and not line.sentence and _BYLINE.match(line.text):
        return "byline", BYLINE
    if line.words <= 14 and _DATELINE.match(line.text):
        return "dateline", DATELINE
    return None


def _inside(line: _Line, before: _Line | None, after: _Line | None, paragraphs: int) -> tuple[str, str]:
    """Decide a line that stands within the article, `paragraphs` kept lines after its beginning."""
    beside_player = before is not None and before.phrase and bool(_PLAYER.search(before.text))
    if line.words >= 3 and _BULLET.match(line.text):
        return "list", LIST_ITEM
    if beside_player and line.words <= 12 and not line.text.rstrip().endswith((".", *_CLOSERS)):
        return "caption", CAPTION_PLAYER
    if line.sentence:
        return "body", SENTENCE
    if line.prose:
        return "body", LONG
    if line.text.rstrip().endswith(":") and after is not None:
        return "body", LEAD_IN
    quoted = len(line.text) <= _BRIEF and bool(_QUOTED.match(line.text))
    if paragraphs < 2 and not quoted:
        return "caption", CAPTION_EARLY
    leads_on = after is not None and (after.prose or after.short_sentence or bool(_BULLET.match(after.text)))
    if leads_on and line.words <= 12 and (quoted or line.words <= 4 or _title_case(line.text)):
        return "subhead", SUBHEAD
    return "caption", CAPTION


def _mark_headlines(lines: list[_Line], decided: list[tuple[str, str]], first: int) -> None:
    """Find the headline among the last lines above the article, and its repetitions anywhere above."""
    titles = [i for i in range(first) if decided[i][1] == ABOVE and lines[i].words >= 4]
    if not titles or titles[-1] < first - 12:
        return
    words = _word_set(lines[titles[-1]].text)
    same = [i for i in titles if len(words & (other := _word_set(lines[i].text))) >= 0.8 * min(len(words), len(other))]
    for n, i in enumerate(same):
        decided[i] = ("headline", HEADLINE_AGAIN if n else HEADLINE)


def _word_set(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _title_case(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if len(word) > 3 or word.isupper()]
    return len(words) > 1 and all(not word[0].islower() for word in words)
