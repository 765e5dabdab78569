"""Source text -> typed lines: what on a scraped page is the article, and what is web page around it.

Each line gets a kind and the rule that decided it, in words. Nothing is deleted: a line that is not kept stays in the
frame. The rules look at a line (its length, its last mark, known phrases) and at its place: the article is the stretch
of the page where running text is densest, below the title and above the comments, and a short line means one thing
above it, another inside, another below. A text that was prepared for counting, in lower case and without full stops,
has none of what they look at, so it is kept whole.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd

KINDS = ("headline", "subhead", "body", "list", "caption", "byline", "dateline", "boilerplate", "blank")
KEPT = frozenset({"body", "subhead", "list"})

# Text of any kind, lone surrogates included, whatever else is installed: Arrow would refuse them.
TEXT = pd.StringDtype("python", na_value=np.nan)

# White space of any kind, and characters without width, which pages put where nothing should be seen.
_INVISIBLE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

# The words a reader sees in the column `rule`.
BLANK = "empty line"
SENTENCE = "running text: ends like a sentence"
LONG = "running text: long, though it ends without a full stop"
RUNS_ON = "running text: goes on in the next line, which begins in lower case"
LEAD_IN = "running text: ends with a colon, and the text goes on"
PLAIN = "running text: a line of a file without any sign of a web page"
PREPARED = "running text: a line of a file without sentences, as texts are prepared for counting"
LIST_ITEM = "list item: starts with a bullet"
NUMBERED = "list item: starts with a number"
ROW = "list item: one of several lines in a row that begin alike"
SUBHEAD = "subheading: short, without a full stop, between paragraphs"
HEADLINE = "headline: the title above the text"
HEADLINE_AGAIN = "headline again: nearly the same words a second time"
CAPTION = "caption: a phrase without a full stop, too long for a subheading"
CAPTION_EARLY = "caption: a short line right after the first paragraph, where pictures stand"
CAPTION_CREDIT = "caption: ends with a picture credit in brackets"
CAPTION_SOURCE = "caption: names the photographer or the agency of a picture"
CAPTION_COUNT = "caption: counts the pictures of a gallery"
CAPTION_TWICE = "caption: the same words twice in a row, as beside a picture and below it"
CAPTION_PLAYER = "caption: a title beside a picture or video player"
CAPTION_AFTER = "caption: a title right below the text"
BYLINE = "byline: says who wrote what follows"
DATELINE = "dateline: a day or time of publication by itself"
PHRASE = "web page: a phrase that pages print around articles"
INVITATION = "web page: asks the reader to subscribe, follow or write"
COOKIES = "web page: a notice about cookies"
LINKS = "web page: many words without any punctuation, as in a row of links"
ABOVE = "web page: above the article"
BELOW = "web page: below the article"
BELOW_COMMENTS = "web page: below the heading of the readers' comments"

_SIGNS = frozenset({PHRASE, INVITATION, COOKIES, LINKS})
# What is dropped for where it stands on a page. Without a page there is no such place.
_BY_PLACE = frozenset({ABOVE, BELOW, CAPTION, CAPTION_EARLY, CAPTION_AFTER, CAPTION_TWICE})

_LINE_END = re.compile(r"\r\n?|\n")
_NEWLINE = re.compile(r"\n")
_WORD = re.compile(r"\w+(?:['’.\-]\w+)*")
# Chinese and Japanese are written without spaces: two of their characters count as a word.
_TWO_CHARACTERS = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2}")
_BULLET = re.compile(r"\s*[•‣▪●◦·*–—-]\s+\S")
_NUMBER = re.compile(r"(?:\d{1,2}[.)]|\(?[a-z\d]\)|#\d{1,2}[:.]?)\s+\S")
_CLOSERS = "\"'”’»)]"
_PUNCTUATION = re.compile(r"[.,;:!?…\"“”'’()–—、。，،।]|--")
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
# Stands at the end of a caption of any length, which does not end like a sentence.
_SOURCE = re.compile(
    r"\(AP Photo|\b(?:photos?|credits?):"
    r"|[(,|/]\s*(?:via\s+)?(?:AP|AFP|Reuters|Getty)(?:\s+(?:photos?|images?))?[)\]\s]*$|/\s*(?:AP|AFP|Reuters|Getty)\b"
    r"|\((?:source|image|courtesy)\b[^()]*\)\W*$|\([^()/]*/(?-i:[A-Z])[^()/\d]{2,40}\)\W*$",
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
    | sign\ up\ (?:for|to)\b | (?:©|\(c\)|copyright)\s
    | (?:privacy|cookie)\ (?:policy|notice)
    | (?:we|this\ (?:site|website)|our\ (?:site|website))\ use[sd]?\ .*\b(?:cookies|akismet)\b
    | by\ (?:signing\ up|subscribing|clicking|continuing)\b
    | follow\ .{1,40}\ on\ (?:twitter|facebook|instagram|x)\b | get\ the\ latest\b | support\ .{0,40}\bjournalism\b
    | (?:tags|categor(?:y|ies)):.{0,80}$ | filed\ (?:under|in)\b.{0,80}$ | related(?:\ \w+){0,2}:.{0,80}$
    | about\ the\ authors?\W*$ | back\ to\ (?:gallery|top)\b | popular\ (?:on|in|now)\b[^.!?]{0,30}$
    | (?:show|view|see|load|read)\ (?:all|more|comments|gallery)\b[^.!?]{0,30}$ | scroll\ (?:to|up|down)\b[^.!?]{0,30}$
    | terms\ (?:of\ (?:use|service)|(?:and|&)\ conditions)\b[^.!?]{0,30}$ | story\ continues\b
    | (?:accept|advert|close|learn\ more|menu|newsletters?|search(?:\ for)?|up\ next|video)\W*$
    | for\ more\ (?:information|stories|news)\b | join\ the\ (?:conversation|discussion)\b | loading\b.{0,30}$
    )""",
    re.I | re.X,
)
_PICTURE_COUNT = re.compile(r"\W*(?:(?:image|photo|picture|slide) \d+ of \d+\b|\d+ (?:of|/) \d+\W*$)", re.I)
# The reader is spoken to, at the beginning of a sentence.
_ASKED = (
    r"(?:sign up\b(?! the| and)|subscribe\b|join (?:us on|our)\b|(?:like|follow) (?:us|him|her|them|me|@\w+) on\b"
    r"|e-?mail (?:us|me|him|her|\w+ \w+) at\b|(?:got|have) a (?:news )?tip\b|tell us what you think|let us know"
    r"|click here|download our\b|you can unsubscribe|no spam\b|if you enjoyed this|(?:already|not) a subscriber"
    r"|get (?:access to|breaking|the latest|our)\b|thank(?:s| you) for (?:reading|subscribing|signing up))"
)
_ASKED_FIRST = re.compile(rf"[^\w\"“‘]*{_ASKED}", re.I)
_ASKED_LATER = re.compile(rf"[.!?:][\"”’]*\s+{_ASKED}", re.I)
_SIGN_OFFS = ("contributed to this report", "contributed to this story", " be reached at ")
_WEB = re.compile(r"\b(?:(?:web ?)?sites?|browsers?|consent|privacy)\b", re.I)
_READER = re.compile(r"\b(?:we|our|your?|this (?:web ?)?site|the website|these cookies)\b", re.I)
_COMMENTS = re.compile(
    r"\W*(?:\d+\s+)?(?:(?:add|all|latest|leave|post|read|reader|show|top rated|user|view)\s+(?:a\s+|all\s+)?)?"
    r"(?:comments?|repl(?:y|ies)|responses|discussion)\W*\d*\W*$"
    r"|\W*(?:\d+ (?:thoughts?|replies|responses?) (?:on|to)|join the (?:conversation|discussion))\b",
    re.I,
)
_PLAYER = re.compile(
    r"\b(?:video|audio)?\s*player\b|\bbrowser\b|^\W*(?:video|watch|gallery|slideshow|play)\b|\blive\ updates\b", re.I
)
_SENTENCE_END = re.compile(r"[.!?…。！？।؟۔]['\"”’»)\]」』]*$")
_SENTENCE_INSIDE = re.compile(r"[a-z0-9)”\"’][.!?]['\"”’)]* +[A-Z“\"‘]")
_QUOTED = re.compile(r"\s*[‘'“\"].+[’'”\"]\s*$")

# How rows of a list begin: with a number that counts up, or with a day.
_COUNTED = re.compile(r"\W*(\d{1,4})\W")
_DATED = re.compile(r"\W*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d", re.I)

# Words a line adds to the stretch it stands in, and what a line of another sort costs. Round numbers, chosen on a
# hundred web pages of other outlets and not on the seeds; the result changes little around them.
_PARAGRAPH_WORDS = 10
_LONG_WORDS = 20
_COST_FRAGMENT = 12
_COST_PHRASE = 25
_WORTH = {PHRASE: -_COST_PHRASE, LINKS: -_COST_PHRASE, INVITATION: 0}

# Lengths in characters.
_BRIEF = 400  # no phrase is longer
_TAIL = 12  # where a sentence ends
_TAIL_OF_CAPTION = 100  # where its source stands
_HEAD = 4000  # where a notice about cookies says so
# Lengths in words.
_MOST_WORDS = 60  # no rule asks for more
_LINK_WORDS = 30  # so many without punctuation are no sentence
_PLAIN_WORDS = 4  # fewer a line, on average, are a menu
_MARKED_WORDS = 3  # fewer make no sentence, whatever they end with
# Lengths in lines.
_ROWS = 5  # so many that begin alike are a list
_REACH = 10  # so far above the stretch its first paragraphs may stand

# A stretch below the title, or above the comments, is the article even if another has ten times its words.
_SHARE = 0.1
# Up to this share of words in sentences, or of lines with a phrase of web pages, a text has almost none.
_ALMOST_NONE = 0.05

_Rule = tuple[str, str]  # a kind, and why


class _Line(NamedTuple):
    """What the rules look at, measured once for each line."""

    text: str
    words: int
    sentence: bool  # ends like a sentence
    alone: _Rule | None  # where no look at the place of the line is needed
    prose: bool  # running text, judged by the line alone
    worth: int  # words it adds to the stretch it stands in; negative if it speaks against an article
    comments: bool  # the heading of the readers' comments
    row: bool = False  # one of several lines in a row that begin alike

    @property
    def phrase(self) -> bool:
        """A phrase of web pages."""
        return self.alone is not None and self.alone[1] == PHRASE

    @property
    def short_sentence(self) -> bool:
        """A sentence, if too short to count as a paragraph."""
        return self.sentence and self.words >= 3 and self.alone is None


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
    start = 0
    line_end = _LINE_END if "\r" in text else _NEWLINE  # six times as quick
    for mark in line_end.finditer(text):
        yield start, mark.start()
        start = mark.end()
    if start < len(text):
        yield start, len(text)


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
    bare = [text[start:end].strip(_INVISIBLE) for start, end in spans]
    decided = iter(_decide_all([_measure(line) for line in bare if line]))
    return [(*span, *(next(decided) if line else ("blank", BLANK))) for span, line in zip(spans, bare, strict=True)]


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
    typed = [type_lines(text) for text in source.values()]
    sizes = [len(lines) for lines in typed]
    starts, ends, kinds, rules = ([line[column] for line in chain.from_iterable(typed)] for column in range(4))
    texts = [text[start:end] for text, lines in zip(source.values(), typed, strict=True) for start, end, *_ in lines]
    frame = pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(np.repeat(np.arange(len(sizes)), sizes), pd.Index(list(source))),
            "line": np.fromiter(chain.from_iterable(map(range, sizes)), dtype="int32"),
            "start": np.array(starts, dtype="int32"),
            "end": np.array(ends, dtype="int32"),
            "text": pd.array(texts, dtype=TEXT),
            "kind": pd.Categorical(kinds, categories=KINDS),
            "rule": pd.Categorical(rules),
        }
    )
    frame["keep"] = frame["kind"].isin(KEPT)
    return frame


def _measure(text: str) -> _Line:
    words = len(text.split(None, _MOST_WORDS))
    if len(text) > 8 * words:  # longer than words of most languages: perhaps there are no spaces between them
        words += len(_TWO_CHARACTERS.findall(text[: 2 * _MOST_WORDS]))
    # Only the tail can end a sentence: a line of ten million characters costs no more for it.
    sentence = bool(_SENTENCE_END.search(text[-_TAIL:]))
    alone = _by_itself(text, words, sentence)
    prose = alone is None and (
        (sentence and words >= _PARAGRAPH_WORDS)
        or words >= _LONG_WORDS
        or (words >= 12 and bool(_SENTENCE_INSIDE.search(text)))
    )
    if prose:
        worth = min(words, _MOST_WORDS)
    elif alone:
        worth = _WORTH.get(alone[1], -_COST_FRAGMENT)
    else:
        worth = 0 if sentence and words >= 3 else -_COST_FRAGMENT
    return _Line(text, words, sentence, alone, prose, worth, words <= 6 and bool(_COMMENTS.match(text[:_BRIEF])))


def _by_itself(text: str, words: int, sentence: bool) -> _Rule | None:
    """Decide what needs no look at the place of the line."""
    brief = len(text) <= _BRIEF
    if brief and (_PHRASE.match(text) or "all rights reserved" in text.casefold()):
        return "boilerplate", PHRASE
    if "ookie" in text and _WEB.search(text[:_HEAD]) and _READER.search(text[:_HEAD]):
        return "boilerplate", COOKIES
    if words >= _LINK_WORDS and not _PUNCTUATION.search(text):
        return "boilerplate", LINKS
    if words > _MOST_WORDS:
        return None
    if brief and words <= 30 and not sentence and _CREDIT.search(text):
        return "caption", CAPTION_CREDIT
    if _PICTURE_COUNT.match(text):
        return "caption", CAPTION_COUNT
    if "file photo" in text or (not sentence and _SOURCE.search(text[-_TAIL_OF_CAPTION:])):
        return "caption", CAPTION_SOURCE
    if _ASKED_FIRST.match(text) or _ASKED_LATER.search(text) or any(words in text for words in _SIGN_OFFS):
        return "boilerplate", INVITATION
    if brief and words <= 14 and not sentence and _BYLINE.match(text):
        return "byline", BYLINE
    if brief and words <= 14 and _DATELINE.match(text):
        return "dateline", DATELINE
    return None


def _decide_all(lines: list[_Line]) -> list[_Rule]:
    """Kind and rule of each filled line."""
    unmarked = _is_unmarked(lines)
    if unmarked and _is_prepared(lines):
        return [("body", PREPARED)] * len(lines)
    lines = _compare(lines, unmarked)
    return _decide(lines, *_article(lines), unmarked)


def _is_unmarked(lines: list[_Line]) -> bool:
    """Whether full stops tell nothing: almost no word stands in a line with the end of a sentence."""
    words = sum(line.words for line in lines)
    marked = sum(line.words for line in lines if line.words >= _MARKED_WORDS and (line.sentence or ". " in line.text))
    return marked <= _ALMOST_NONE * words


def _is_prepared(lines: list[_Line]) -> bool:
    """Whether a text without sentences was made for counting words: its lines begin in lower case, as no menu does.

    They may be paragraphs, words, or words joined by commas. A word by itself ("video") is no phrase of web pages.
    """
    lower = sum(line.text[0].islower() for line in lines)
    upper = sum(line.text[0].isupper() for line in lines)
    signs = sum(line.words > 1 and line.alone is not None and line.alone[1] in _SIGNS - {LINKS} for line in lines)
    return lower > upper and signs <= _ALMOST_NONE * len(lines)


def _compare(lines: list[_Line], unmarked: bool) -> list[_Line]:
    """Judge lines again by the other lines of the page."""
    if unmarked or not any(line.prose for line in lines):
        # A text without any punctuation is no row of links.
        lines = [_as_prose(line) if line.alone and line.alone[1] == LINKS else line for line in lines]
    lines = _without_repeats(lines)
    for i in _rows(lines):
        if not lines[i].prose and lines[i].alone is None:
            lines[i] = lines[i]._replace(row=True, worth=0)
    return lines


def _as_prose(line: _Line) -> _Line:
    return line._replace(alone=None, prose=True, worth=min(line.words, _MOST_WORDS))


def _without_repeats(lines: list[_Line]) -> list[_Line]:
    """Give no credit to what the page prints twice, as it does teasers and captions; unless that is most of it."""
    prose = [(i, line) for i, line in enumerate(lines) if line.prose]
    times = Counter(line.text for _, line in prose)
    again = [(i, line) for i, line in prose if times[line.text] > 1]
    if 2 * sum(line.words for _, line in again) > sum(line.words for _, line in prose):
        return lines
    judged = list(lines)
    for i, line in again:
        near = lines[max(i - 2, 0) : i] + lines[i + 1 : i + 3]
        if any(line.text == other.text for other in near):
            judged[i] = line._replace(alone=("caption", CAPTION_TWICE), prose=False, worth=-_COST_FRAGMENT)
        else:
            judged[i] = line._replace(worth=0)
    return judged


def _rows(lines: list[_Line]) -> list[int]:
    """Find the rows of lists: lines that count up, or begin with a day, with at most one other between two."""
    rows: list[int] = []
    run: list[int] = []
    expected = None
    for i, line in enumerate(lines):
        begin = line.text[:40]
        counted = _COUNTED.match(begin)
        if not counted and not _DATED.match(begin):
            continue
        number = int(counted[1]) if counted else None
        if not (run and i - run[-1] <= 2 and number == expected):
            run = []
        run.append(i)
        expected = None if number is None else number + 1
        if len(run) == _ROWS:
            rows.extend(range(run[0], i + 1))
        elif len(run) > _ROWS:
            rows.extend(range(run[-2] + 1, i + 1))
    return rows


def _article(lines: list[_Line]) -> tuple[int, int]:
    """Find the article: its first line and the one after its last."""
    first, last, worth = _densest_stretch(lines)
    if worth == 0:
        # No paragraph of running text: a note of a few short sentences is still a text.
        short = [i for i, line in enumerate(lines) if line.short_sentence]
        return (short[0], short[-1] + 1) if short else (0, 0)
    title = _title_again(lines)
    below = _densest_stretch(lines, title)
    if below[2] >= _SHARE * worth:
        first, last, _ = below
    return _reach_up(lines, first, title), _reach_down(lines, last)


def _densest_stretch(lines: list[_Line], begin: int = 0) -> tuple[int, int, int]:
    """Find the stretch with the highest sum of `worth`: first line, the one after the last, and that sum.

    Below the heading of the readers' comments there is no article, if there is one above it.
    """
    best = (begin, begin, 0)
    above_comments = []
    start, running = begin, 0
    for i in range(begin, len(lines)):
        line = lines[i]
        if line.comments:
            above_comments.append(best)
        if running <= 0:
            start, running = i, 0
        running += line.worth
        if running > best[2]:
            best = (start, i + 1, running)
    return next((other for other in above_comments if other[2] > 0 and other[2] >= _SHARE * best[2]), best)


def _title_again(lines: list[_Line]) -> int:
    """Find the line below the place where the page repeats its first line, its title; 0 if it does not.

    The first line often names the site as well, so half of its words are enough.
    """
    title = _word_set(lines[0].text[:_BRIEF])
    if lines[0].prose or len(title) < 3:
        return 0
    for i, line in enumerate(lines[1:], 1):
        if 3 <= line.words <= 3 * len(title) and len(line.text) <= _BRIEF:
            words = _word_set(line.text)
            shared = len(words & title)
            if shared >= 0.8 * len(words) and shared >= 0.5 * len(title):
                return i + 1
    return 0


def _reach_up(lines: list[_Line], first: int, title: int) -> int:
    """Take in the first paragraphs, where a picture or buttons part them from the rest."""
    for i in range(max(first - _REACH, title), first - 1):
        if lines[i].worth > 0 and lines[i + 1].worth > 0:
            return i
    while first > 0 and (lines[first - 1].short_sentence or _runs_on(lines[first - 1], lines[first])):
        first -= 1
    return first


def _runs_on(line: _Line, after: _Line) -> bool:
    """Whether a line is broken off: it begins like a sentence, and its end stands in the next one, in lower case."""
    if line.alone is not None or line.sentence or line.words < _MARKED_WORDS:
        return False
    return after.prose and line.text[0].isupper() and after.text[0].islower()


def _reach_down(lines: list[_Line], last: int) -> int:
    """Take in short sentences and a list right below the text, with one line that leads to it."""
    while last < len(lines) and lines[last].short_sentence:
        last += 1
    lead = last < len(lines) and not lines[last].row and lines[last].alone is None
    end = last + lead
    while end < len(lines) and lines[end].row:
        end += 1
    return end if end > last + lead else last


def _decide(lines: list[_Line], first: int, last: int, unmarked: bool) -> list[_Rule]:
    """Kind and rule of each filled line, given the stretch that holds the article."""
    decided: list[_Rule] = []
    paragraphs, furniture_below, below = 0, False, BELOW
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else None
        after = lines[i + 1] if i + 1 < last else None
        if i >= last:
            furniture_below |= line.phrase
            if line.comments:
                furniture_below, below = True, BELOW_COMMENTS
        if line.alone:
            decided.append(line.alone)
        elif first <= i < last:
            decided.append(_inside(line, before, after, paragraphs))
            paragraphs += decided[-1][0] in KEPT
        elif i >= last > first and not furniture_below and line.words >= 3:
            decided.append(("caption", CAPTION_AFTER))
        else:
            decided.append(("boilerplate", ABOVE if i < first else below))
    if lines and _is_plain(lines, decided, unmarked):
        title = _plain_title(lines)
        decided = [("body", PLAIN) if rule[1] in _BY_PLACE else rule for rule in decided]
        decided[:title] = [("headline", HEADLINE)] * title
    else:
        _mark_headlines(lines, decided, first)
    return decided


def _is_plain(lines: list[_Line], decided: list[_Rule], unmarked: bool) -> bool:
    """Whether the rules of pages do not fit: nothing tells of a page, and most words would go for where they stand.

    Pages have buttons and menus: phrases of the trade, and many lines of a word or two. Reports of an agency, tables of
    results and collections of headlines have neither. Where almost no line ends like a sentence (`unmarked`), it is
    enough that nothing tells of a page.
    """
    if any(rule[1] in _SIGNS for rule in decided):
        return False
    words = sum(line.words for line in lines)
    pairs = zip(lines, decided, strict=True)
    dropped = sum(line.words for line, rule in pairs if rule[1] in _BY_PLACE and not line.prose)
    return words >= _PLAIN_WORDS * len(lines) and (unmarked or 2 * dropped > words)


def _plain_title(lines: list[_Line]) -> int:
    """Find the title of a text that is no page: 1 if its first line is one, else 0."""
    first = lines[0]
    return int(len(lines) > 1 and first.alone is None and not first.prose and not first.sentence and not first.row)


def _inside(line: _Line, before: _Line | None, after: _Line | None, paragraphs: int) -> _Rule:
    """Decide a line that stands within the article, `paragraphs` kept lines after its beginning."""
    beside_player = before is not None and before.phrase and bool(_PLAYER.search(before.text))
    if line.words >= 3 and _BULLET.match(line.text):
        return "list", LIST_ITEM
    if line.words >= 3 and _NUMBER.match(line.text):
        return "list", NUMBERED
    if line.row:
        return "list", ROW
    if beside_player and line.words <= 12 and not line.text.endswith((".", *_CLOSERS)):
        return "caption", CAPTION_PLAYER
    if line.sentence:
        return "body", SENTENCE
    if line.prose:
        return "body", LONG
    if line.text.endswith(":") and after is not None:
        return "body", LEAD_IN
    if after is not None and _runs_on(line, after):
        return "body", RUNS_ON
    quoted = len(line.text) <= _BRIEF and bool(_QUOTED.match(line.text))
    if paragraphs < 2 and not quoted:
        return "caption", CAPTION_EARLY
    leads_on = after is not None and (
        after.prose or after.short_sentence or after.row or bool(_BULLET.match(after.text))
    )
    if leads_on and line.words <= 12 and (quoted or line.words <= 4 or _title_case(line.text)):
        return "subhead", SUBHEAD
    return "caption", CAPTION


def _mark_headlines(lines: list[_Line], decided: list[_Rule], first: int) -> None:
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
