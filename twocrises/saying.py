"""A sentence -> the places where somebody says something, and the words that name who.

No grammar of English, but what holds in news: a verb of saying has its subject right before it ("Kerry said"), over
adverbs and anything between commas, or right after it ("said Kerry"); its words follow or go before. A quotation is one
word here, so that nothing within it is taken for the words around it.
"""

import re
from functools import cached_property
from typing import NamedTuple

from twocrises.wordlists import (
    ABOUT,
    ACT,
    ADVERBS,
    AMOUNTS,
    AUX,
    BARE,
    BE,
    BEFORE_PARTICIPLE,
    BEFORE_TIME,
    CLAUSE,
    CLAUSE_STARTS,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    HEARSAY,
    LEADING,
    MODALS,
    MONTHS,
    NO_SUBJECT,
    NOT_ADVERBS,
    NOUNS,
    NUMBERS,
    PARTICLES,
    PHRASES,
    PREPOSITIONS,
    PRONOUNS,
    SEEN,
    SPANS,
    STRONG,
    SUBORDINATORS,
    THAT,
    THOUGHT,
    VERBS,
    bare,
    is_human,
    is_plural,
    is_possessive,
    lowered,
    starts_capital,
)

# Stands for every character of a quotation, marks included.
QUOTED = "\x01"

_TITLED = r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Prof|Rev|Jr|Sr|Hon|Maj|St)\."
_TOKEN = re.compile(
    rf"\x01+|(?:[A-Z]\.){{2,}}|[A-Z]\.(?=\s?[A-Z])|{_TITLED}"
    r"|[^\W_]+(?:(?:[’'\-‑&]|[.,](?=\d))[^\W_]+)*(?:[’'](?![^\W_]))?|[^\w\s]"
)
_CONTRACTED = re.compile(r"(he|she|it|they|we|i|you|who|that|there)(['’](?:d|ll|re|ve|m|s))", re.I)
_BREAKS = frozenset(",;:()[]—–-?!….\x01")
_DASHES = ("—", "–", "-")

# A verb without "that" that puts its subject behind it although no quotation stands there: "Russia, said Mr Putin,".
_INVERTING = frozenset(["say", "add", "explain", "write", "warn", "report", "insist", "claim", "argue", "reply"])
# These may have any subject: "the sign says".
ANY_SUBJECT = frozenset(["according", "say", "add", "tell", "state", "warn", "read", "describe"])
_TIMES = DAYS | SPANS | MONTHS
_ASIDE = frozenset(["where", "when", "which", "whom", "after", "before", "since"])
_THAT_WORDS = frozenset(["that", "how", "whether", "why", "what", "if"])


class Words:
    """The words of a sentence, or of sentences that one quotation joins; a quotation is one word.

    Parameters
    ----------
    masked : str
        The text, in which `QUOTED` stands for each character of its quotations.
    offset : int
        Where it begins in the source text.

    Attributes
    ----------
    text, low : list of str
        The words as written, and in small letters.
    start, end : list of int
        Their places in the source text.
    """

    def __init__(self, masked: str, offset: int = 0) -> None:
        self.text: list[str] = []
        self.low: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        for match in _TOKEN.finditer(masked):
            word = match.group()
            start, end = offset + match.start(), offset + match.end()
            if word[0] == QUOTED:
                self._add(QUOTED, QUOTED, start, end)
            elif contracted := _CONTRACTED.fullmatch(word):
                # "He'd" is two words: who speaks, and an auxiliary.
                middle = start + len(contracted[1])
                self._add(contracted[1], lowered(contracted[1]), start, middle)
                self._add(contracted[2], lowered(contracted[2]), middle, end)
            else:
                self._add(word, lowered(word), start, end)

    def _add(self, text: str, low: str, start: int, end: int) -> None:
        self.text.append(text)
        self.low.append(low)
        self.start.append(start)
        self.end.append(end)

    def __len__(self) -> int:
        return len(self.text)

    def is_break(self, i: int) -> bool:
        """Whether a mark or a quotation stands at a place."""
        return self.text[i] in _BREAKS

    def is_word(self, i: int) -> bool:
        """Whether a word stands at a place, and no mark and no quotation."""
        return self.text[i][0].isalnum()

    @cached_property
    def has_words(self) -> bool:
        """Whether anything but quotations and marks stands there."""
        return any(self.is_word(i) for i in range(len(self)))

    @cached_property
    def main(self) -> tuple[int, int] | None:
        """First word of the subject of the sentence and the place after its last, or None."""
        return _main(self)


class Said(NamedTuple):
    """A place where somebody says something.

    Attributes
    ----------
    verb : int
        The word of saying.
    lemma : str
        The verb in its basic form, or the word itself.
    how : str
        By which pattern it was found; this becomes the rule of a quotation.
    first, stop : int
        The words that name who says it; -1 where the subject of the sentence does.
    after : bool
        Whether what is said comes before it.
    reports : bool
        Whether it makes a sentence without quotation marks reported speech.
    """

    verb: int
    lemma: str
    how: str
    first: int
    stop: int
    after: bool = False
    reports: bool = False


def find_said(words: Words) -> list[Said]:
    """Find every place of a sentence where somebody says something.

    Parameters
    ----------
    words : Words
        The sentence.

    Returns
    -------
    list of Said
        In order.

    Examples
    --------
    >>> words = Words("Russia, said Mr Putin, has a plan, according to the Kremlin.")
    >>> [(said.lemma, words.text[said.first : said.stop]) for said in find_said(words)]
    [('say', ['Mr', 'Putin']), ('according', ['the', 'Kremlin'])]
    """
    found = []
    for i, low in enumerate(words.low):
        said = _verb(words, i) if low in VERBS else None
        if said is None and low in NOUNS:
            said = _noun(words, i)
        if said is None and low in ("according", "per", ":"):
            said = _other(words, i)
        if said is not None:
            found.append(said)
    return found


def leads_to(words: Words, said: Said, place: int) -> bool:
    r"""Whether words of saying that stand before a quotation can be about it.

    Parameters
    ----------
    words : Words
        The sentence.
    said : Said
        One of what `find_said` gives.
    place : int
        The quotation among the words.

    Returns
    -------
    bool
        "Biden's pledge to" leads to what he pledged; in "Putin's claims to be acting were" the claims are judged.

    Examples
    --------
    >>> words = Words("He said that Putin's claims were \x01.")
    >>> [leads_to(words, said, 7) for said in find_said(words)]
    [True, False]
    """
    if said.how == "hearsay" or (said.first >= 0 and words.low[said.verb + 1] in AUX):
        return False
    if said.how != "noun of saying":
        return True
    k = max(said.verb + 1, said.stop)
    following = words.low[k]
    if following in ("that", ":", QUOTED, ","):
        return True
    between = words.low[k : min(place, k + 60)]
    return following in ("to", "of", "about", "as", "in") and not any(low in AUX - {"be", "have"} for low in between)


# Phrases --------------------------------------------------------------------------------------------------------------


def _leads_in(low: str) -> bool:
    """Whether a word opens a phrase that stands before the subject: "In Kyiv", "Speaking on Monday", "When asked"."""
    return low in PREPOSITIONS or low in SUBORDINATORS or low in DAYS or (len(low) > 4 and low.endswith(("ing", "ed")))


def _main(words: Words) -> tuple[int, int] | None:
    """Find the subject of a sentence: the noun phrase before its first verb, after any phrase that leads in."""
    i, n = 0, len(words)
    skipped = (LEADING - SUBORDINATORS) | (ADVERBS - {"all"})
    for _ in range(4):
        while i < n and (not words.is_word(i) or words.low[i] in skipped):
            i += 1
        if i >= n:
            return None
        low = words.low[i]
        if low in ABOUT and i + 1 < n and (words.text[i + 1][0].isdigit() or words.low[i + 1] in NUMBERS):
            i += 1
            break
        if not _leads_in(low):
            break
        comma = _end_of_phrase(words, i)
        if comma is not None:
            i = comma + 1
        elif low in ("on", "in", "at"):
            i += 2
        else:
            return None
    stop = _phrase_right(words, i) if i < n else i
    return (i, stop) if stop > i else None


def _end_of_phrase(words: Words, i: int) -> int | None:
    """Place of the comma, dash or quotation that ends a phrase which leads in."""
    n = len(words)
    for k in range(i, min(i + 40, n)):
        if words.text[k] in (",", "—", "–"):
            return k
        if words.text[k] == QUOTED and k > i and words.text[k - 1] != ",":
            return k + 1 if k + 1 < n and words.text[k + 1] == "," else k
    return None


def _phrase_right(words: Words, i: int) -> int:
    """Where a noun phrase that begins at a place ends."""
    n = len(words)
    k = i
    while k < n and k - i < 16:
        text, low = words.text[k], words.low[k]
        if words.is_break(k) or low in AUX or low in CLAUSE_STARTS:
            break
        if low in PRONOUNS:
            return k + (k == i)
        if low in ("and", "of", "for", "at", "from") and k > i:
            if not _goes_on(words, k, low):
                break
            k += 2
        elif (
            starts_capital(text)
            or low in DETERMINERS
            or low in PARTICLES
            or low in AMOUNTS
            or text == "&"
            or is_human(text)
            or _describes(words, k, i)
        ):
            k += 1
        else:
            break
    return k


def _goes_on(words: Words, k: int, low: str) -> bool:
    """Whether a noun phrase goes on after "of", "for", "at", "from" or "and"."""
    n = len(words)
    if k + 1 >= n:
        return False
    following = words.text[k + 1]
    named = starts_capital(following)
    if following.casefold() in ("the", "a") and k + 2 < n:
        named = starts_capital(words.text[k + 2]) or is_human(words.text[k + 2])
    return named


def _describes(words: Words, k: int, i: int) -> bool:
    """Whether an adjective or noun in small letters belongs to a phrase: if a head follows soon."""
    n = len(words)
    if not words.is_word(k):
        return False
    for m in range(k + 1, min(k + 4, n)):
        low = words.low[m]
        if words.is_break(m) or low in AUX or low in PREPOSITIONS or (low in DETERMINERS and low not in AMOUNTS):
            return False
        human = is_human(words.text[m])
        if human or low in AMOUNTS or starts_capital(words.text[m]):
            before, low = words.low[k - 1] if k > i else "", words.low[k]
            return (
                k == i
                or before in DETERMINERS
                or before.endswith(("ian", "ish", "ese", "'s"))
                or (starts_capital(words.text[k - 1]) and human and not low.endswith(("ed", "s")))
            )
    return False


def _phrase_left(words: Words, j: int) -> int:
    """Where the noun phrase that ends at a place begins; a pronoun is one by itself."""
    if words.low[j] in PRONOUNS - {"who"}:
        return j
    k = j
    while k >= 0 and j - k < 24:
        text, low = words.text[k], words.low[k]
        if words.is_break(k) or low in CLAUSE_STARTS or (low in AUX and not starts_capital(text)):
            break
        if k < j and (low in PRONOUNS or _is_verb_between(text, low)):
            break
        if k < j and low in CONJUNCTIONS and not _joins_names(words, k):
            break
        k -= 1
    first = k + 1
    while first < j and (words.low[first] in CONJUNCTIONS or words.low[first] in ("also", "however", "later")):
        first += 1
    return first


def _is_verb_between(text: str, low: str) -> bool:
    return low in VERBS and text == low and VERBS[low][1] != "base" and low not in NOUNS and not is_human(low)


def _joins_names(words: Words, k: int) -> bool:
    """Whether "and" stands within a phrase ("Johnson and Biden") and not between clauses ("met Johnson and Biden")."""
    for left in range(k - 1, max(k - 11, -1), -1):
        text, before = words.text[left], words.low[left]
        if words.is_break(left) or before in LEADING or before in CLAUSE_STARTS:
            return True
        if not (starts_capital(text) or before in DETERMINERS or before in ("of", "for", "both") or is_human(text)):
            return False
    return True


def _skip_left(words: Words, j: int) -> tuple[int, bool, bool]:
    """Go left from a verb over adverbs, auxiliaries, times and what stands between commas.

    Gives the place of the last word of the subject (-1 if there is none), whether a form of "be" was met, and whether
    the verb is one of several with one subject.
    """
    be = False
    for _ in range(60):
        if j < 0:
            return -1, be, False
        text, low = words.text[j], words.low[j]
        if low in AUX:
            be |= low in BE
            j -= 1
        elif low in ADVERBS or _is_adverb(text, low):
            j -= 1
        elif _is_time(words, j):
            k = j - 1
            while k >= 0 and (words.low[k] in BEFORE_TIME or words.low[k] in DAYS or _is_month_or_day(words, k)):
                k -= 1
            if k < 0 or (low in SPANS and k == j - 1):
                return (j if k >= 0 else -1), be, False
            j = k
        elif text in (",", "—", "–", ")", "-"):
            j = _before_parenthesis(words, j, "(" if text == ")" else text)
        elif low in CONJUNCTIONS:
            return j, be, True
        elif words.is_break(j):
            return -1, be, False
        else:
            return j, be, False
    return -1, be, False


def _is_adverb(text: str, low: str) -> bool:
    return low.endswith("ly") and text == low and low not in NOT_ADVERBS


def _is_month_or_day(words: Words, k: int) -> bool:
    return words.low[k] in MONTHS or words.low[k].isdigit()


def _is_time(words: Words, j: int) -> bool:
    low = words.low[j]
    return low in _TIMES or (low.isdigit() and words.low[j - 1] in MONTHS)


def _before_parenthesis(words: Words, j: int, opening: str) -> int:
    """Go left over what stands between commas, dashes or brackets; -1 if it is no such thing."""
    k = j - 1
    while k >= 0 and j - k < 45 and words.text[k] != opening:
        if words.text[k] in ".;:?!":
            return -1
        k -= 1
    return k - 1 if k > 0 and words.text[k] == opening else -1


def _is_agent(words: Words, first: int, stop: int) -> bool:
    """Whether a noun phrase names people or an institution, who alone can demand or reject."""
    while first < stop and (words.low[first] in LEADING or words.low[first] in ADVERBS):
        first += 1
    if first >= stop:
        return False
    low = words.low[first]
    if stop - first == 1 and low in PRONOUNS:
        return True
    head = next((k - 1 for k in range(first + 1, stop) if words.low[k] in PREPOSITIONS), stop - 1)
    text = bare(words.text[head])
    return starts_capital(text) or is_human(text)


# Who says it ---------------------------------------------------------------------------------------------------------


def _other(words: Words, i: int) -> Said | None:
    """Find what says it without a verb: "according to", a colon."""
    n = len(words)
    low = words.low[i]
    following = words.low[i + 1] if i + 1 < n else ""
    if low == ":":
        return Said(i, ":", "colon", -1, -1) if following == QUOTED else None
    first = i + 2 if low == "according" else i + 1
    stop = _phrase_right(words, first) if first < n else first
    if low == "according":
        # Whatever it is, "figures" say, it is a source.
        return (
            Said(i, low, "according to", first, max(stop, first + 1), after=True, reports=True) if first < n else None
        )
    return Said(i, low, "according to", first, stop, after=True) if stop > first else None


def _noun(words: Words, i: int) -> Said | None:
    """Find the owner of a noun of saying: "Putin's insistence", "his new claim", "a statement from the ministry"."""
    n = len(words)
    for k in range(i - 1, max(i - 4, -1), -1):
        if words.is_break(k) or words.low[k] in PREPOSITIONS or words.low[k] in AUX:
            break
        if words.low[k] in ("his", "her", "their", "its"):
            return Said(i, words.low[i], "noun of saying", k, k + 1)
        if is_possessive(words.text[k]):
            first = _owner(words, k)
            that = i + 1 < n and words.low[i + 1] == "that" and _is_agent(words, first, k + 1)
            return Said(i, words.low[i], "noun of saying", first, k + 1, reports=that)
    if i > 0 and i + 2 < n and words.low[i + 1] in ("by", "from"):
        stop = _phrase_right(words, i + 2)
        if stop > i + 2 and _is_agent(words, i + 2, stop):
            return Said(i, words.low[i], "noun of saying", i + 2, stop)
    return None


def _owner(words: Words, k: int) -> int:
    """Where the name of an owner begins: "the British leader's", "Joe Biden's"."""
    first = k
    while first > max(0, k - 12) and not words.is_break(first - 1):
        text, low = words.text[first - 1], words.low[first - 1]
        if low in DETERMINERS:
            return first - 1
        if not (starts_capital(text) or low in PARTICLES or is_human(text)):
            break
        first -= 1
    return first


def _is_no_verb(words: Words, i: int, lemma: str, form: str) -> bool:
    """Whether a form of a verb is a noun, a name or part of another word where it stands."""
    before = words.low[i - 1] if i else ""
    # A capital begins a sentence; elsewhere it begins a name.
    if words.text[i] != words.low[i] and i and not words.is_break(i - 1):
        return True
    particle, reach = PHRASES.get(lemma, ("", 0))
    if particle in words.low[i + 1 : i + 1 + reach]:
        return False
    if lemma == "make" or (lemma in BARE and not _touches(words, i)):
        return True
    if form == "ing":
        return False
    if i and is_possessive(words.text[i - 1]):
        return True
    return before in ("-", "so", "to") and form in ("past", "s")


def _verb(words: Words, i: int) -> Said | None:
    """Find who does the saying of a verb, or None if it is none."""
    lemma, form = VERBS[words.low[i]]
    if _is_no_verb(words, i, lemma, form):
        return None
    if form == "ing":
        return _participle(words, i, lemma)
    if _after_quotation(words, i) and (said := _inverted(words, i, lemma, quoted=True)):
        return said
    end, be, coordinate = _skip_left(words, i - 1)
    if form == "past" and _is_passive(words, i, be=be):
        return _passive(words, i, lemma, end, be=be)
    if lemma in SEEN:
        return None
    after_mark = i > 0 and words.text[i - 1] in (",", "—", "–")
    if not coordinate and after_mark:
        said = _inverted(words, i, lemma, quoted=False)
        if said is not None:
            return said
    if coordinate or (end < 0 and i and words.text[i - 1] == ","):
        # The last of several verbs, or one after a parenthesis that could not be told: the subject stands further left.
        if form == "base" or (not coordinate and words.main is None):
            return None
        return Said(i, lemma, "name before verb", -1, -1, reports=_reports(words, i, lemma, agent=True))
    if end < 0:
        return None
    if words.low[end] == "to":
        return _infinitive(words, i, lemma, end) if form == "base" else None
    if words.low[end] in ("who", "which", "that"):
        return _relative(words, i, lemma, end)
    if words.low[end] in NO_SUBJECT:
        return None
    return _with_subject(words, i, lemma, form, end)


def _with_subject(words: Words, i: int, lemma: str, form: str, end: int) -> Said | None:
    """Find the noun phrase that ends at a place and is the subject of a verb."""
    first = _phrase_left(words, end)
    if first > end:
        return None
    if (head := _far_left(words, first)) is not None:
        after = head[0] > 0 and words.text[head[0] - 1] in (QUOTED, ",")
        return Said(i, lemma, "name before verb", *head, after=after, reports=_reports(words, i, lemma, agent=True))
    agent = _is_agent(words, first, end + 1)
    if form == "base":
        plural = words.low[end] in ("they", "we", "i", "you") or is_plural(words.text[end])
        plural |= "and" in words.low[first:end]
        modal = any(low in MODALS for low in words.low[end + 1 : i])
        if not plural and not modal:
            return None
        if modal and not plural and lemma not in ("say", "deny", "tell"):
            # "Would demand" is what has not been said yet.
            return Said(i, lemma, "name before verb", first, end + 1) if agent else None
    if not agent and lemma not in ANY_SUBJECT:
        return None
    before = words.text[first - 1] if first else ""
    after_quotation = before == QUOTED or (before == "," and first > 1 and words.text[first - 2] == QUOTED)
    final = after_quotation or (before in (",", "—", "–") and _closes(words, i, lemma))
    # "This comes after police said" tells what police said.
    comes = first > 1 and words.low[first - 2] in ("comes", "came")
    aside = first > 0 and words.low[first - 1] in _ASIDE and not comes
    reports = _reports(words, i, lemma, agent=agent) or (final and lemma in CLAUSE | THAT | THOUGHT)
    return Said(i, lemma, "name before verb", first, end + 1, after=final, reports=reports and not aside)


def _infinitive(words: Words, i: int, lemma: str, end: int) -> Said | None:
    """Find the subject of "went on to say"."""
    before = words.low[end - 1] if end else ""
    goes_on = before in ("on", "continued", "continues")
    if goes_on or before in VERBS:
        return Said(i, lemma, "name before verb", -1, -1, reports=goes_on)
    # "Took to a network to say": a name stands between.
    return Said(i, lemma, "name before verb", -1, -1) if starts_capital(before) and _touches(words, i) else None


def _relative(words: Words, i: int, lemma: str, end: int) -> Said | None:
    """Find whom "who said" is about: the noun phrase before it."""
    stop = end
    while stop > 0 and words.text[stop - 1] in (",", "—", "–"):
        stop -= 1
    if stop == 0 or words.is_break(stop - 1):
        return None
    first = _phrase_left(words, stop - 1)
    reports = words.low[end] != "that" and lemma in CLAUSE
    return Said(i, lemma, "name before verb", first, stop, reports=reports) if stop > first else None


def _far_left(words: Words, first: int) -> tuple[int, int] | None:
    """Find the name far left of a verb: "“…,” Ann Lee, a judge at A, B, and C in D, said"."""
    if first == 0 or words.text[first - 1] not in (",", "and"):
        return None
    begin, commas = first - 1, 0
    while begin > 0 and first - begin < 60 and words.text[begin - 1] not in (QUOTED, ".", ";", ":", "?", "!"):
        commas += words.text[begin] == ","
        begin -= 1
    while begin < first and words.is_break(begin):
        begin += 1
    no_subject = PREPOSITIONS | SUBORDINATORS | LEADING | DAYS | ADVERBS | PRONOUNS
    if commas < 2 or words.low[begin] in no_subject:
        return None
    stop = _phrase_right(words, begin)
    if stop >= first or stop == begin or words.text[stop] != "," or not _is_agent(words, begin, stop):
        return None
    return None if any(low in AUX for low in words.low[stop:first]) else (begin, stop)


def _after_quotation(words: Words, i: int) -> bool:
    if i and words.text[i - 1] == QUOTED:
        return True
    return i > 1 and words.text[i - 1] in (",", *_DASHES) and words.text[i - 2] == QUOTED


def _inverted(words: Words, i: int, lemma: str, *, quoted: bool) -> Said | None:
    """Find the subject behind a verb: "“…,” said the minister", "Russia, said Mr Putin, reserved"."""
    stop = _phrase_right(words, i + 1)
    if stop == i + 1 or words.low[i + 1] in ("that", "his", "her", "their", "its", "it", "they"):
        return None
    if not _is_agent(words, i + 1, stop):
        return None
    follows = words.low[stop] if stop < len(words) else "."
    if not quoted and (lemma not in _INVERTING or not (follows in _BREAKS | PREPOSITIONS or follows == "who")):
        return None
    return Said(i, lemma, "name after verb", i + 1, stop, after=True, reports=True)


def _closes(words: Words, i: int, lemma: str) -> bool:
    """Whether after a verb of saying nothing comes but to whom, when and where."""
    clause = (CLAUSE_STARTS - {"before", "after", "as", "since"}) | AUX | PRONOUNS
    if lemma not in CLAUSE and i + 1 < len(words) and words.low[i + 1] in DETERMINERS:
        # "It posted a series": the words said follow.
        return False
    for k in range(i + 1, min(i + 26, len(words))):
        if words.text[k] in (".", "?", "!", ",", ";", "—", "–"):
            return True
        if words.text[k] == QUOTED or words.text[k] == ":" or words.low[k] in clause:
            return False
    return True


def _touches(words: Words, i: int) -> bool:
    """Whether nothing but a mark stands between a verb, or its subject, and a quotation."""
    n = len(words)
    for step in (-1, 1):
        k = i + step
        while 0 <= k < n and abs(k - i) < 5 and _between(words, k, step):
            k += step
        if 0 <= k < n and words.text[k] == QUOTED:
            return True
    # "“...,” Obama continued": the name stands between.
    first = _phrase_left(words, i - 1) if i else i
    return 0 < first < i and _after_quotation(words, first)


def _between(words: Words, k: int, step: int) -> bool:
    return words.text[k] in (",", ":", "—", "–") or (step == 1 and words.low[k] in ("on", "by", "with"))


def _reports(words: Words, i: int, lemma: str, *, agent: bool) -> bool:
    """Whether what follows a verb makes a sentence without quotation marks reported speech."""
    n = len(words)
    following = words.low[i + 1] if i + 1 < n else "."
    if following in (".", "?", "!") or _says_nothing(words, i, lemma):
        return False
    if lemma in CLAUSE:
        return True
    if not agent:
        return False
    if lemma in THOUGHT:
        return following not in ("of", "about", "in", "for", "to")
    if lemma == "call":
        return following in ("for", "on") or _called_something(words, i)
    if lemma in ACT:
        return following != "questions"
    return lemma in THAT and (_clause_follows(words, i) or _that_follows(words, i))


def _says_nothing(words: Words, i: int, lemma: str) -> bool:
    """Whether somebody keeps silent: "would not say how long"."""
    near = words.low[max(0, i - 3) : i]
    return lemma in ("say", "tell", "reveal", "disclose") and (
        "not" in near or any(low.endswith("n't") for low in near)
    )


def _that_follows(words: Words, i: int) -> bool:
    for k in range(i + 1, min(i + 9, len(words))):
        if words.low[k] in _THAT_WORDS:
            return True
        if words.is_break(k):
            return False
    return False


def _clause_follows(words: Words, i: int) -> bool:
    """Whether a clause without "that" follows: "hinted they would"."""
    n = len(words)
    if i + 2 >= n:
        return False
    text, low = words.text[i + 1], words.low[i + 1]
    if not (low in PRONOUNS - {"who"} or starts_capital(text) or low in DETERMINERS):
        return False
    return any(words.low[k] in AUX for k in range(i + 2, min(i + 8, n)))


def _called_something(words: Words, i: int) -> bool:
    """Whether "called X Y" gives a name or judgment, and not a telephone call."""
    n = len(words)
    k = i + 1
    if words.low[k] in ("it", "him", "her", "them", "this"):
        return k + 1 < n and not words.is_break(k + 1) and words.low[k + 1] not in PREPOSITIONS
    return any(words.low[m] in ("a", "an") for m in range(k + 1, min(k + 8, n)))


def _is_passive(words: Words, i: int, *, be: bool) -> bool:
    """Whether a past form is a passive; "has been saying" and "has said" are none, "has been said" is."""
    if i + 1 < len(words) and words.low[i + 1] == "by":
        return True
    near = words.low[max(0, i - 3) : i]
    has = any(low in ("has", "have", "had") for low in near)
    return be and (not has or "been" in near)


def _passive(words: Words, i: int, lemma: str, end: int, *, be: bool) -> Said | None:
    """Find who is behind a passive: "denied by the Kremlin"; "is reported to" has nobody behind it."""
    n = len(words)
    # "Denied by", "described on Monday by", and with a judgment between: "described as a farce by".
    for k in range(i + 1, min(i + 13, n - 1)):
        if (words.is_break(k) and words.text[k] != QUOTED) or (k > i + 1 and words.low[k] in AUX):
            break
        if words.low[k] == "by":
            stop = _phrase_right(words, k + 1)
            if stop > k + 1 and _is_agent(words, k + 1, stop):
                return Said(i, lemma, "passive", k + 1, stop, reports=lemma in CLAUSE | ACT | THAT | SEEN)
            break
    if not be or end < 0 or lemma in SEEN:
        return None
    following = words.low[i + 1] if i + 1 < n else ""
    heard = following in ("to", "as", "by") or "that" in words.low[i + 1 : i + 6]
    if lemma in HEARSAY and (heard or (lemma == "accuse" and "of" in words.low[i + 1 : i + 4])):
        reports = lemma in ("report", "say", "allege", "claim", "rumour", "rumor", "accuse")
        return Said(i, lemma, "hearsay", 0, 0, reports=reports)
    return None


def _participle(words: Words, i: int, lemma: str) -> Said | None:
    """Find the subject of "saying", "calling": the noun before it, or the subject of the sentence."""
    k = i - 1
    while k >= max(0, i - 12) and (
        words.low[k] in ADVERBS or words.low[k].endswith("ly") or words.low[k] in BEFORE_PARTICIPLE
    ):
        k -= 1
    reports = _reports(words, i, lemma, agent=True)
    if k >= 0 and words.low[k] in BE:
        end = _skip_left(words, i - 1)[0]
        first = _phrase_left(words, end) if end >= 0 else 0
        agent = end >= 0 and _is_agent(words, first, end + 1)
        return Said(i, lemma, "name before verb", first, end + 1, reports=reports) if agent else None
    if k < 0 or words.is_break(k) or k < i - 1 or words.low[k] == "as":
        agent = words.main is not None and _is_agent(words, *words.main)
        aside = k >= 0 and any(low in _ASIDE for low in words.low[k + 1 : i])
        return Said(i, lemma, "participle", -1, -1, reports=reports and agent and not aside)
    # "with Ms Sherman calling": the noun between has the verb to itself.
    for m in range(k, max(k - 8, -1), -1):
        if words.is_break(m):
            break
        if words.low[m] in ("with", "despite") and m < k and _is_agent(words, m + 1, k + 1):
            return Said(i, lemma, "name before verb", m + 1, k + 1)
    return Said(i, lemma, "participle", -1, -1)


def is_decisive(words: Words, said: Said) -> bool:
    r"""Whether words of saying name somebody outright, with a verb that is seldom anything else.

    Parameters
    ----------
    words : Words
        The sentence.
    said : Said
        One of what `find_said` gives.

    Returns
    -------
    bool
        Such words keep a quotation that stands right behind them, whoever else reports the whole sentence.

    Examples
    --------
    >>> words = Words("Merkel said it was \x01, according to the paper.")
    >>> [is_decisive(words, said) for said in find_said(words)]
    [True, False]
    """
    named = said.first >= 0 and words.low[said.stop - 1] not in PRONOUNS
    return named and said.lemma in STRONG
