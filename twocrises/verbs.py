"""Names -> what their bearers do: the finite verb of which a name is the subject.

Without a parser: verbs of saying are found by the rules that find speakers (`saying`), others by the order of words and
the tagger inside TextBlob, which needs no download.
"""

import warnings
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from twocrises.corpus import Corpus, even_rows
from twocrises.saying import QUOTED, Said, Words, find_said
from twocrises.wordlists import (
    ADVERBS,
    AUX,
    BE,
    BEFORE_TIME,
    CLAUSE,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    LEADING,
    MODALS,
    MONTHS,
    PREPOSITIONS,
    SPANS,
    SUBORDINATORS,
    TITLE_PARTS,
    VERBS,
    is_human,
    is_possessive,
    starts_capital,
)

# Sentences in which a verb is looked for: the tagger takes a third of a millisecond for each, and these some seconds.
MOST_READ = 10_000
# Words between a name and its verb: of an apposition, of adverbs and times, and of a second subject.
_ASIDE, _NEAR, _SECOND = 40, 6, 10
# "Can't", "won't" and "shan't" without their endings.
_SHORT = {"ca": "can", "wo": "will", "sha": "shall"}
# What makes a verb less than a fact, and is kept before it.
_MODAL = frozenset(["would", "will", "shall", "should", "can", "cannot", "could", "may", "might", "must", "ought"])
_DENIES = frozenset(["not", "never"])
_HEDGES = frozenset(
    ["allegedly", "almost", "apparently", "barely", "hardly", "likely", "maybe", "nearly", "perhaps", "possibly",
     "presumably", "probably", "reportedly", "scarcely", "seemingly", "supposedly"]
)  # fmt: skip
# "Is to leave", "has to leave": forms behind which "to" makes one group of verbs.
_TO = BE | {"have", "has", "had", "having", "ought"}
_OPENS = SUBORDINATORS | {"that", "which", "whom", "where", "what", "how", "why", "whether", "if", "than", "so", "nor"}
# What stands behind a verb of telling is whom, and not what.
_CLAUSE = CLAUSE - {"tell", "ask", "inform", "remind"}
_FINITE = frozenset(["MD", "VBD", "VBN", "VBP", "VBZ"])
_CLOSED_BY = {",": ",", "—": "—", "–": "–", "(": ")"}
_NOT_A_NAME = LEADING | PREPOSITIONS | SUBORDINATORS | DAYS | MONTHS | CONJUNCTIONS | AUX


class _Sentence(NamedTuple):
    """The words of a stretch of text, their tags, and where somebody says something in it."""

    words: Words
    tags: list[str]
    said: list[Said]


def verbs_behind(corpus: Corpus, frame: pd.DataFrame, begins: np.ndarray) -> tuple[list[str | None], list[bool]]:
    """Find the verb of each name, and whether it is one of saying.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    frame : pandas.DataFrame
        A row a name: `article`, `address` and `text` of its sentence, `start` and `end` of the name in the source,
        `role` of its bearer (may be missing).
    begins : array of int
        Where each of these sentences begins in the source.

    Returns
    -------
    verbs : list of str or None
        The verb of which the name is the subject; empty where there is none or we are not sure, None where nobody
        looked (beyond `MOST_READ` sentences).
    says : list of bool

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.roles import named
    >>> found = named(load_corpus("seeds"))
    >>> found.loc[found["says"], "verb"].value_counts().index[0]
    'said'
    """
    numbers = pd.factorize(frame["address"])[0]
    read = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=bool)
    read[even_rows(len(read), MOST_READ)] = True
    wanted = {str(article) for article, number in zip(frame["article"], numbers, strict=True) if read[number]}
    quotes = _quotations(corpus, wanted)
    verbs: list[str | None] = [None] * len(frame)
    says = [False] * len(frame)
    known: dict[tuple[int, int, int], _Sentence] = {}
    columns = (frame[name] for name in ("article", "text", "start", "end", "role"))
    for i, (article, text, start, end, role) in enumerate(zip(*columns, strict=True)):
        if not read[numbers[i]]:
            continue
        begin = int(begins[i])
        low, high, masked = _stretch(text, begin, quotes.get(article, []), start)
        key = int(numbers[i]), low, high
        if key not in known:
            # Names come sentence by sentence: what is read of others is not needed again.
            known = {k: v for k, v in known.items() if k[0] == key[0]}
            known[key] = _read(masked, low)
        verbs[i], says[i] = _verb_of(known[key], start, end, role if isinstance(role, str) else "")
    return verbs, says


def _quotations(corpus: Corpus, wanted: set[str]) -> dict[str, list[tuple[int, int]]]:
    """Where the quotations of some articles stand, marks included; a term in quotation marks is none."""
    quotes = corpus.quotes
    quotes = quotes[quotes["article"].isin(wanted) & (quotes["kind"] != "term")]
    found: dict[str, list[tuple[int, int]]] = {}
    for article, start, end in zip(quotes["article"].astype(object), quotes["start"], quotes["end"], strict=True):
        found.setdefault(article, []).append((int(start), int(end)))
    return found


def _stretch(text: str, begin: int, quotes: Sequence[tuple[int, int]], place: int) -> tuple[int, int, str]:
    """Give the words around a place: the inside of a quotation if it lies in one, else the sentence without them."""
    end = begin + len(text)
    inside = [(max(a, begin), min(b, end)) for a, b in quotes if a < end and b > begin]
    for a, b in inside:
        if a <= place < b:
            return a, b, text[a - begin : b - begin]
    masked = text
    for a, b in inside:
        # The marks stand right outside.
        a, b = max(a - 1, begin) - begin, min(b + 1, end) - begin
        masked = masked[:a] + QUOTED * (b - a) + masked[b:]
    return begin, end, masked


def _read(masked: str, begin: int) -> _Sentence:
    """Cut a stretch into words, and tag them."""
    words = Words(masked, begin)
    tags = _tagger()(" ".join("Q" if text == QUOTED else text for text in words.text), tokenize=False)
    aligned = len(tags) == len(words)
    return _Sentence(words, [name for _, name in tags] if aligned else [""] * len(words), find_said(words))


@cache
def _tagger() -> Callable[..., list[tuple[str, str]]]:
    """Load TextBlob's tagger: late, since it takes two seconds; it leaves its files to be closed by chance."""
    from textblob.en import tag

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        tag("Nobody knows the word zorkling.")
    return tag  # type: ignore[no-any-return]


def _verb_of(sentence: _Sentence, start: int, end: int, role: str) -> tuple[str, bool]:
    """Find the verb of which a name is the subject, or nothing; and whether it is one of saying."""
    words = sentence.words
    first, last = bisect_left(words.end, start + 1), bisect_left(words.end, end)
    if last >= len(words) or first > last or is_possessive(words.text[last]):
        return "", False
    own = frozenset(role.casefold().split())
    head = _head(words, first, own)
    after = _behind(sentence, head, last)
    for said in sentence.said:
        if said.first <= last < said.stop and _is_subject_of(words, said, head, last, after):
            begin = _group_begins(words, said.verb, last + 1 if said.verb > last else 0)
            return " ".join([*_kept(words, begin, said.verb), words.low[said.verb]]), True
    if not _may_be_subject(sentence, head, last, own):
        return "", False
    return _group(sentence, after, _asked(words, head, own)), False


def _head(words: Words, first: int, own: frozenset[str]) -> int:
    """Where the words before a name begin that belong to it: its office, its title, a country."""
    while first > 0:
        text, low = words.text[first - 1], words.low[first - 1]
        # "Secretary of State X", "deputy chief of staff X".
        of = (
            low == "of"
            and first > 1
            and (low in own or (starts_capital(words.text[first - 2]) and is_human(words.text[first - 2])))
        )
        if not of and (low in _NOT_A_NAME or not words.is_word(first - 1)):
            break
        belongs = of or starts_capital(text) or is_human(text) or low in TITLE_PARTS or low in own
        if not (belongs or low in DETERMINERS) or (is_possessive(text) and not starts_capital(text)):
            break
        first -= 1
    return first


def _is_subject_of(words: Words, said: Said, head: int, last: int, after: int) -> bool:
    """Whether a name is among the words that say who says something, and not within them: "the aide of Mr X"."""
    if said.how not in ("name before verb", "name after verb", "passive"):
        return False
    if head > said.first and words.low[head - 1] not in CONJUNCTIONS | {","}:
        return False
    # Of a relative clause behind the name it is the subject, too; the sentence is about another verb.
    return said.verb < head or after < 0 or said.verb >= after or after == last + 1


def _behind(sentence: _Sentence, head: int, last: int) -> int:
    """Where the sentence goes on behind a name: over what stands between commas, dashes or brackets; -1 if it ends."""
    words, n = sentence.words, len(sentence.words)
    k = last + 1
    if k < n and words.text[k] == ")":
        k += 1
    if 0 < k < n - 1 and head and words.text[head - 1] == words.text[k] == "," and _is_finite(sentence, k + 1):
        # "The prime minister, X, flew": here the name is what stands between commas.
        return k + 1
    if k < n and words.text[k] in _CLOSED_BY and not _is_list(words, k):
        closing = _CLOSED_BY[words.text[k]]
        k = next((m for m in range(k + 1, min(k + _ASIDE, n)) if words.text[m] == closing), n) + 1
    return k if k < n else -1


def _is_list(words: Words, k: int) -> bool:
    """Whether a comma leads to the next of several names."""
    return (
        words.text[k] == "," and k + 2 < len(words) and words.low[k + 2] == "and" and starts_capital(words.text[k + 1])
    )


def _may_be_subject(sentence: _Sentence, head: int, last: int, own: frozenset[str]) -> bool:
    """Whether a verb can have a name as its subject, by what stands before the name."""
    words = sentence.words
    before = head - 1
    if before < 0 or (words.is_break(before) and words.text[before] != QUOTED):
        return True
    low = words.low[before]
    if low in ("and", "or"):
        if before and starts_capital(words.text[before - 1]) and not words.is_break(before - 1):
            # "To meet Mr X and Mr Y": what holds of the one holds of the other.
            return _may_be_subject(sentence, _head(words, before, own), last, own)
        return True
    if low in _MODAL:
        # "Should X decide"; of "did X decide" and "nor did X decide" we are not sure.
        return last + 1 < len(words) and (sentence.tags[last + 1] in ("VB", "VBP") or words.low[last + 1] in AUX)
    if VERBS.get(low, ("", ""))[0] in _CLAUSE:
        # "An official said X will", without "that"; of "warned X that" no verb stands behind the name.
        return True
    opens = low in _OPENS or low in DAYS or low in CONJUNCTIONS or words.text[before] == QUOTED
    return opens or (before == 0 and low in LEADING | ADVERBS)


def _asked(words: Words, head: int, own: frozenset[str]) -> str:
    """Find the modal before a name that belongs to the verb behind it: "should X decide", "should X and Y decide"."""
    before = head - 1
    if before > 0 and words.low[before] in ("and", "or") and starts_capital(words.text[before - 1]):
        return "" if words.is_break(before - 1) else _asked(words, _head(words, before, own), own)
    return words.low[before] if before >= 0 and words.low[before] in _MODAL else ""


def _group(sentence: _Sentence, k: int, asked: str) -> str:
    """Read the group of verbs that begins at a place, over adverbs and times; `asked` is a modal before the name."""
    words, tags, n = sentence.words, sentence.tags, len(sentence.words)
    if k < 0:
        return ""
    if words.low[k] == "and":
        k = _behind_other(sentence, k + 1)
    begin, k = k, _over_adverbs(sentence, k)
    if not 0 <= k < n or starts_capital(words.text[k]) or not words.is_word(k):
        return ""
    helps = _is_aux(words.low[k])
    base = not helps and k > 0 and tags[k] in ("VB", "VBP") and asked
    if not (base or helps or _is_finite(sentence, k)):
        return ""
    if not helps:
        passive = k + 1 < n and words.low[k + 1] == "by"
        return "" if passive else " ".join([*_kept(words, begin, k, asked=asked), words.low[k]])
    last, at = asked, begin
    while k < n and (_is_aux(words.low[k]) or _is_adverb(sentence, k)):
        if last in BE and tags[k] == "JJ":
            break
        form = _plain(words.low[k])
        if form in AUX - _DENIES:
            last, at = form, k
        k += 1
    kept = partial(_kept, words, begin, k, asked=asked)
    if k + 1 < n and words.low[k] == "to" and last in _TO and _is_aux(words.low[k - 1]) and tags[k + 1][:2] == "VB":
        # "Is to leave", "has to leave", "ought to leave".
        return " ".join([*kept(also=at), "to", words.low[k + 1]])
    follows = k < n and words.is_word(k) and not starts_capital(words.text[k])
    # Behind "will" stands a verb, whatever the tagger takes it for.
    if follows and (tags[k].startswith("VB") or last in MODALS):
        be = max((m for m in range(begin, k) if words.low[m].removesuffix("n't") in BE), default=-1)
        verb = words.low[k]
        if verb == "going" and be >= 0 and k + 2 < n and words.low[k + 1] == "to" and tags[k + 2][:2] == "VB":
            verb = f"going to {words.low[k + 2]}"
        return " ".join([*kept(also=be if tags[k] in ("VBN", "VBD") else -1), verb])
    if last in MODALS or not last:
        return ""
    # "Is due", and not "is due process".
    adjective = follows and last in BE and tags[k] == "JJ" and not (k + 1 < n and tags[k + 1][:2] in ("NN", "JJ"))
    return " ".join([*kept(also=at), *([words.low[k]] if adjective else [])])


def _group_begins(words: Words, verb: int, first: int) -> int:
    """Where the group of verbs begins that ends with a verb."""
    while verb > first and (
        _is_aux(low := words.low[verb - 1]) or low in ADVERBS | DAYS | SPANS | BEFORE_TIME or low.endswith("ly")
    ):
        verb -= 1
    return verb


def _kept(words: Words, begin: int, end: int, *, asked: str = "", also: int = -1) -> list[str]:
    """Keep of the words before a verb what says that it is not, or only perhaps, what happens; and one more place."""
    kept, modal = [asked] if asked else [], bool(asked)
    for k in range(begin, end):
        low, form = words.low[k], _plain(words.low[k])
        modal |= form in _MODAL
        if k == also or low in _DENIES | _HEDGES or (modal and form in AUX):
            kept.append(form)
        if low.endswith("n't"):
            kept.append("not")
    return " ".join(kept).replace("can not", "cannot").split()


def _is_aux(low: str) -> bool:
    return low in AUX or low.endswith("n't")


def _plain(low: str) -> str:
    """Take off a contracted "not"."""
    form = low.removesuffix("n't")
    return _SHORT.get(form, form)


def _is_finite(sentence: _Sentence, k: int) -> bool:
    low, tag = sentence.words.low[k], sentence.tags[k]
    if tag in ("NN", "NNS", "JJ", "VB"):
        return low in VERBS and VERBS[low][1] in ("past", "s")
    return low in AUX or tag in _FINITE


def _is_adverb(sentence: _Sentence, k: int) -> bool:
    low = sentence.words.low[k]
    return sentence.words.is_word(k) and (sentence.tags[k].startswith("RB") or low in ADVERBS or low.endswith("ly"))


def _over_adverbs(sentence: _Sentence, k: int) -> int:
    """Go right over adverbs and times: "earlier", "on Thursday", "late last night"."""
    words, n = sentence.words, len(sentence.words)
    for _ in range(_NEAR):
        if not 0 <= k < n or not words.is_word(k) or words.low[k] in AUX:
            break
        low = words.low[k]
        time = low in DAYS | SPANS or (low in BEFORE_TIME and any(w in DAYS | SPANS for w in words.low[k + 1 : k + 3]))
        if not (time or _is_adverb(sentence, k)):
            break
        k += 1
    return k


def _behind_other(sentence: _Sentence, k: int) -> int:
    """Go right over a second subject: "and the pair", "and Mr Y"; -1 if none stands there."""
    words, n = sentence.words, len(sentence.words)
    if k >= n or not (starts_capital(words.text[k]) or words.low[k] in DETERMINERS):
        return -1
    for m in range(k + 1, min(k + _SECOND, n)):
        if not words.is_word(m) or is_possessive(words.text[m]):
            return -1
        time = words.low[m] in BEFORE_TIME
        if not starts_capital(words.text[m]) and (time or words.low[m] in AUX or sentence.tags[m] in _FINITE):
            return m
    return -1
