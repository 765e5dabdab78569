"""Kept lines -> sentences and words, each with its place in the source text.

A sentence lies within one line. Abbreviations decide most of the hard cases in news, so they stand in a list one can
read; the rest is one pattern for the end of a sentence and one for a word.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sized
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from twocrises.cleaning import TEXT

# After these a full stop never ends a sentence: a name or a number follows.
TITLES = frozenset(
    [
        "adm", "brig", "capt", "cmdr", "col", "dr", "fr", "gen", "gov", "hon", "jr", "lt", "maj", "messrs",
        "mr", "mrs", "ms", "mt", "mx", "no", "nos", "ph", "prof", "pvt", "rep", "rev", "sen", "sgt", "sr", "st",
        "supt", "vs", "art", "fig", "cf", "ca", "pp", "vol", "e.g", "i.e", "al",
    ]
)  # fmt: skip
# After these it may: only if the next word is one that opens sentences.
ABBREVIATIONS = frozenset(
    [
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue",
        "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "a.m", "p.m", "inc", "ltd", "co", "corp",
        "bros", "etc", "approx", "dept", "est", "govt", "u.s", "u.k", "u.n", "e.u", "d.c", "ph.d",
    ]
)  # fmt: skip
OPENERS = frozenset(
    [
        "a", "after", "all", "although", "an", "and", "as", "at", "but", "by", "for", "from", "he", "her",
        "his", "how", "however", "i", "if", "in", "it", "its", "many", "meanwhile", "more", "most", "my", "no",
        "on", "one", "other", "our", "she", "since", "so", "some", "such", "that", "the", "their", "then",
        "there", "these", "they", "this", "those", "though", "to", "under", "we", "what", "when", "where",
        "while", "who", "with", "you", "your",
    ]
)  # fmt: skip
_CONTRACTED = frozenset(["it", "that", "he", "she", "who", "what", "where", "there", "here", "how", "let", "when"])

# A mark that may end a sentence, and the word that follows. The mark comes first, so that the search leaps from mark to
# mark, and a row of marks is tried once.
_BOUNDARY = re.compile(
    r"[.!?…](?<![.!?…]{2})(?:"
    r"[.!?…]*+[\"'”’»)\]]*+(?=\s++[^\sa-z])"  # marks, closing quotes, white space
    r"|(?<=[a-z]{2}[.!?])[\"”’»)]*(?=[A-Z“‘][a-z]|[“\"][A-Z])"  # sentences glued together: "in Kiev.Analysis"
    r")(?=[\s\"'“‘«(\[]*+([^\W_]+(?:\.[^\W_]+)?)?)"
)
_BEFORE = re.compile(r"([^\W_]+(?:\.[^\W_]+)*)$")
_INITIALS = re.compile(r"(?:\w\.)+\w")
_LEADING = re.compile(r"\s*(?:[•‣▪●◦·*]\s+)?")

# A hyphen joins a word ("self-defence", "pro-Russian") unless what stands before it is capitalised, so that a name is
# counted wherever it stands ("Nato-Russia", "U.S.-led", "Kyiv-held").
_WORD = re.compile(
    r"(?:[A-Z]\.){2,}"
    r"|\d+(?:[.,]\d+)+"
    r"|[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄ][^\W_]*(?:['’][^\W_]+)*"
    r"|[^\W_]+(?:['’\-‑][^\W_]+)*"
)

# Sentences cut into words at a time: enough to share the work on a word, few enough to share the memory.
_BLOCK = 100_000

_Ints = np.ndarray[tuple[Any, ...], np.dtype[np.signedinteger[Any]]]


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of one line.

    Parameters
    ----------
    text : str
        A text that holds the line.
    start, end : int, optional
        The line, as offsets into `text`; by default all of it.

    Yields
    ------
    start, end : int
        Offsets into `text`, in characters, without the white space around the sentence.

    Examples
    --------
    >>> line = "Mr Kerry met U.S. officials. “It is late,” he said. They agreed."
    >>> [line[a:b] for a, b in sentence_spans(line)]
    ['Mr Kerry met U.S. officials.', '“It is late,” he said.', 'They agreed.']
    """
    end = len(text) if end is None else end
    begin = _LEADING.match(text, start, end).end()  # type: ignore[union-attr]
    for match in _BOUNDARY.finditer(text, start, end):
        stop = match.end()
        if begin < match.start() and stop < end and _ends(text, begin, match):
            yield begin, stop
            begin = _LEADING.match(text, stop, end).end()  # type: ignore[union-attr]
    stop = begin + len(text[begin:end].rstrip())
    if stop > begin:
        yield begin, stop


def _ends(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the mark that was found ends a sentence."""
    word = match[1] or ""
    if word[:1].islower():
        return False
    mark = match.start()
    if text[mark] != ".":
        return True
    before = _BEFORE.search(text[max(begin, mark - 20) : mark].rpartition(" ")[2])
    last = before[1].casefold() if before else ""
    if last in TITLES:
        return False
    if last in ABBREVIATIONS or (len(last) == 1 and last.isalpha()) or _INITIALS.fullmatch(last):
        return word.casefold() in OPENERS and not (len(last) == 1 and last != "i")
    return True


def word_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Start and end of each word.

    Parameters
    ----------
    text : str
        Any text.
    start, end : int, optional
        Where to look, as offsets into `text`; by default all of it.

    Returns
    -------
    list of (int, int)
        Offsets into `text`, in characters.

    Examples
    --------
    >>> line = "The U.S.-led bloc put 8,500 self-defence troops"
    >>> [line[a:b] for a, b in word_spans(line)]
    ['The', 'U.S.', 'led', 'bloc', 'put', '8,500', 'self-defence', 'troops']
    """
    return [match.span() for match in _WORD.finditer(text, start, len(text) if end is None else end)]


def normalise(word: str, names: Mapping[str, str] | None = None) -> str:
    """Term under which a word is counted.

    Lower case, straight apostrophe, no possessive; a spelling that `names` lists becomes its canonical name.

    Parameters
    ----------
    word : str
        As written.
    names : mapping of str to str, optional
        Spelling -> canonical name (`Config.spellings`). A spelling all in capitals matches only in capitals, so that
        "US" is the country and "us" stays a pronoun; any other matches in any case.

    Returns
    -------
    str

    Examples
    --------
    >>> normalise("Kiev’s", {"Kiev": "Kyiv", "US": "U.S."})
    'kyiv'
    >>> normalise("US", {"US": "U.S."}), normalise("us", {"US": "U.S."})
    ('u.s.', 'us')
    """
    bare = " ".join(without_possessive(word).split())
    names = names or {}
    if bare in names:
        return names[bare].casefold()
    for spelling in (bare.capitalize(), bare.title()):
        if spelling in names:
            return names[spelling].casefold()
    return bare.casefold()


def without_possessive(word: str) -> str:
    """Take the possessive off a word, and make its apostrophes straight.

    Parameters
    ----------
    word : str
        As written.

    Returns
    -------
    str
        The word in the letters in which it is written. "It's" and the like are no possessives.

    Examples
    --------
    >>> without_possessive("NATO’S"), without_possessive("envoys’"), without_possessive("It's")
    ('NATO', "envoys'", "It's")
    """
    bare = word.replace("’", "'")
    stem, mark, ending = bare.rpartition("'")
    return stem if mark and ending in ("s", "S") and stem.casefold() not in _CONTRACTED else bare


def sentences_frame(source: Mapping[str, str], lines: pd.DataFrame) -> pd.DataFrame:
    """Cut the kept lines into sentences.

    Parameters
    ----------
    source : mapping of str to str
        Article -> source text.
    lines : pandas.DataFrame
        The frame `lines` of a corpus.

    Returns
    -------
    pandas.DataFrame
        A row a sentence: `article`, `sentence` (from 0 in each article), `line`, `start`, `end`, `text`.

    Examples
    --------
    >>> from twocrises.cleaning import lines_frame
    >>> source = {"a": "Mr Kerry met U.S. officials on Monday. They agreed to meet again."}
    >>> sentences_frame(source, lines_frame(source))[["article", "sentence", "start", "end"]].values.tolist()
    [['a', 0, 0, 38], ['a', 1, 39, 65]]
    """
    kept = lines[lines["keep"]]
    texts = [source[article] for article in kept["article"]]
    spans = [list(sentence_spans(*line)) for line in zip(texts, kept["start"], kept["end"], strict=True)]
    row = np.repeat(np.arange(len(kept)), _sizes(spans))
    article = pd.Categorical(kept["article"], categories=list(source))[row]
    return pd.DataFrame(
        {
            "article": article,
            "sentence": pd.Series(article.codes).groupby(article.codes).cumcount().astype("int32"),
            "line": kept["line"].to_numpy()[row],
            "start": _ints(a for a, _ in chain.from_iterable(spans)),
            "end": _ints(b for _, b in chain.from_iterable(spans)),
            "text": pd.array(
                [text[a:b] for text, of_line in zip(texts, spans, strict=True) for a, b in of_line], dtype=TEXT
            ),
        }
    )


def tokens_frame(
    source: Mapping[str, str], sentences: pd.DataFrame, names: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Cut sentences into words.

    Parameters
    ----------
    source : mapping of str to str
        Article -> source text.
    sentences : pandas.DataFrame
        The frame `sentences` of a corpus.
    names : mapping of str to str, optional
        Spelling -> canonical name. A name of several words ("United States") becomes one row.

    Returns
    -------
    pandas.DataFrame
        A row a word: `article`, `sentence`, `start`, `end`, `word` (as written), `term` (see `normalise`).

    Examples
    --------
    >>> from twocrises.cleaning import lines_frame
    >>> source = {"a": "Officials of the United States met NATO’s envoys."}
    >>> sentences = sentences_frame(source, lines_frame(source))
    >>> tokens_frame(source, sentences, {"United States": "U.S."}).term.tolist()
    ['officials', 'of', 'the', 'u.s.', 'met', 'nato', 'envoys']
    """
    names = names or {}
    texts = [source[article] for article in sentences["article"]]
    vocabulary = _numbering()
    start, end, row, code = _cut(texts, sentences["start"].to_numpy(), sentences["end"].to_numpy(), vocabulary)
    start, end, row, code = _join_names(start, end, row, code, vocabulary, names, texts)
    used = np.bincount(code, minlength=len(vocabulary)) > 0
    words = [word for word, counted in zip(vocabulary, used, strict=True) if counted]
    code = (np.cumsum(used) - 1)[code]
    terms = [normalise(word, names) for word in words]
    term_list = sorted(set(terms))
    number = {term: i for i, term in enumerate(term_list)}
    article = sentences["article"].cat
    return pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(article.codes.to_numpy()[row], article.categories),
            "sentence": sentences["sentence"].to_numpy()[row],
            "start": start,
            "end": end,
            "word": pd.Categorical.from_codes(code, pd.Index(words, dtype=TEXT)),
            "term": pd.Categorical.from_codes(
                _ints(number[term] for term in terms)[code], pd.Index(term_list, dtype=TEXT)
            ),
        }
    )


def _cut(texts: list[str], starts: _Ints, ends: _Ints, vocabulary: dict[str, int]) -> tuple[_Ints, ...]:
    """Start, end, number of the sentence and number in the vocabulary of each word of the sentences."""
    blocks = [(starts[:0],) * 4]
    for i in range(0, len(texts), _BLOCK):
        block = slice(i, i + _BLOCK)
        spans = zip(texts[block], starts[block].tolist(), ends[block].tolist(), strict=True)
        offset, length, row, code = _cut_block([text[a:b] for text, a, b in spans], vocabulary)
        begin = starts[block][row] + offset
        blocks.append((begin, begin + length, row + i, code))
    return tuple(np.concatenate(parts, dtype="int32") for parts in zip(*blocks, strict=True))


def _cut_block(sentences: list[str], vocabulary: dict[str, int]) -> tuple[_Ints, ...]:
    """Offset in its sentence, length, number of the sentence and number in the vocabulary of each word.

    No word holds a space. So the sentences are parted at spaces, and each different piece is searched for words once,
    however often it occurs.
    """
    distinct = _numbering()
    piece = _ints(map(distinct.__getitem__, " ".join(sentences).split(" ")))
    words = [[(0, len(text))] if text.isalnum() else word_spans(text) for text in distinct]
    code = _ints(vocabulary[text[a:b]] for text, spans in zip(distinct, words, strict=True) for a, b in spans)
    start = _ints(a for a, _ in chain.from_iterable(words))
    end = _ints(b for _, b in chain.from_iterable(words))

    # The words of each piece of the text are those of its distinct form, moved to its place.
    size = _sizes(words)
    word = _ranges((np.cumsum(size) - size)[piece], size[piece])
    place = np.repeat(_begins(_sizes(distinct)[piece]), size[piece]) + start[word]
    begins = _begins(_sizes(sentences))
    row = np.searchsorted(begins, place, side="right") - 1
    return place - begins[row], (end - start)[word], row, code[word]


def _ranges(first: _Ints, size: _Ints) -> _Ints:
    """`size` numbers from `first` on, row after row: of 5 and 2, 0 and 3, the numbers 5, 6, 0, 1, 2."""
    return np.repeat(first - (np.cumsum(size) - size), size) + np.arange(size.sum())


def _begins(size: _Ints) -> _Ints:
    """Where texts of these sizes begin when they are joined by one space."""
    return np.cumsum(size + 1) - (size + 1)


def _numbering() -> defaultdict[str, int]:
    """Return a dictionary that numbers what it is asked for, from 0, in the order of the first question."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    return numbers


def _ints(values: Iterable[int]) -> _Ints:
    return np.fromiter(values, dtype="int32")


def _sizes(items: Iterable[Sized]) -> _Ints:
    return _ints(map(len, items))


def _join_names(
    start: _Ints,
    end: _Ints,
    row: _Ints,
    code: _Ints,
    vocabulary: dict[str, int],
    names: Mapping[str, str],
    texts: list[str],
) -> tuple[_Ints, _Ints, _Ints, _Ints]:
    """Make one token of a name of several words, wherever it stands within a sentence."""
    several = sorted((name for name in names if " " in name), key=len, reverse=True)
    if not several:
        return start, end, row, code
    by_bare_form: dict[str, list[int]] = {}
    for word, number in vocabulary.items():
        by_bare_form.setdefault(without_possessive(word), []).append(number)
    for name in several:
        parts = name.split()
        size = len(parts)
        if len(code) < size or not all(part in by_bare_form for part in parts):
            continue
        windows = len(code) - size + 1
        match = row[size - 1 :] == row[:windows]
        for i, part in enumerate(parts):
            match &= np.isin(code[i : windows + i], by_bare_form[part])
        stay = np.ones(len(code), dtype=bool)
        for first in np.flatnonzero(match):
            last = first + size - 1
            written = texts[row[first]][start[first] : end[last]]
            # Two words with a comma or a full stop between them are not the name; nor are overlapping finds.
            if stay[first] and without_possessive(written).split() == parts:
                code[first] = vocabulary.setdefault(written, len(vocabulary))
                end[first] = end[last]
                stay[first + 1 : last + 1] = False
        start, end, row, code = start[stay], end[stay], row[stay], code[stay]
    return start, end, row, code
