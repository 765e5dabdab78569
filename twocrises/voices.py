"""Sentences -> who speaks: the speaker of each quotation, reported speech, the narrator.

A quotation has a speaker because words say so: a verb of saying with its subject, "according to", a noun such as
"claim" with its owner, a colon, or the sentence or paragraph before. Each answer names the rule that gave it; where
nothing is clear there is none. `quotations` finds the marks, `saying` the words of saying, `speakers` who is meant.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from twocrises.cleaning import TEXT
from twocrises.config import Config
from twocrises.progress import with_bar
from twocrises.quotations import QUOTE_KINDS, Quotation, kind_of, quotations
from twocrises.saying import ANY_SUBJECT, QUOTED, Said, Words, find_said, is_decisive, leads_to
from twocrises.speakers import CAPITALISED, Cast, Known, Speaker
from twocrises.wordlists import (
    ADVERBS,
    AUX,
    DAYS,
    DETERMINERS,
    DOCUMENTS,
    ELEGANT,
    GIVES_NAME,
    HE,
    INNER,
    IT,
    LEADING,
    NOUNS,
    PREPOSITIONS,
    PRONOUNS,
    SHE,
    SMALL,
    STRONG,
    THEY,
    TITLES,
    VERBS,
    bare,
    is_plural,
    starts_capital,
)

VOICES = ("narrator", "reported", "quote", "mixed")
PASSAGE_VOICES = ("narrator", "reported", "quote")
# So many articles take some seconds, and want a bar.
_MANY = 100

# How many sentences back a pronoun may point, and how many words of saying around a quotation are looked at.
_REACH = 8
_NEAR = 12
# A line as long as this is no heading.
_HEADING = 100
# A transcript has at least so many lines that begin with who speaks.
_LABELS = 4

_PLAIN = re.compile(r"[a-z]+")
_NAME_IN_CAPITALS = r"[A-Z][A-Z’'.\-]+(?:[ \xa0][A-Z][A-Z’'.\-]*){0,4}"
_LABEL = re.compile(rf"\s*(?:(?:Q|Question)(?=[:.]?\s)[:.]?|(?P<name>{_NAME_IN_CAPITALS})(?:\s*\([^()]{{1,60}}\))?:)\s")
_DATELINE = re.compile(
    r"[A-Z][A-Z’'.\-]{2,30}[^\x01–—\n]{0,60}?\s(?:–|—|--|-)\s(?=[A-Z\x01])"
    r"|[^\x01–—\n]{0,40}\([A-Z][A-Za-z]+\)\s(?:–|—|--|-)\s"
)
_SIGNED = re.compile(rf"\s*(?:[—–―~]|--?)\s*({CAPITALISED}(?:[ \xa0]{CAPITALISED}){{0,4}})(?:,[^.!?\n]{{1,80}})?\s*$")
_OWN = {"his": HE, "her": SHE, "its": IT, "their": THEY}
# After "in the words of", "the minister" and the like these verbs go on with whoever spoke before.
_GOES_ON = frozenset(["add", "continue", "conclude", "go"])
_TOLD = frozenset(["tell", "ask", "remind", "inform"])


class _Unit:
    """A sentence, or sentences that one quotation joins."""

    def __init__(self, start: int, end: int, paragraph: int) -> None:
        self.start, self.end, self.paragraph = start, end, paragraph
        self.sentences: list[int] = []
        self.quotes: list[int] = []
        self.words: Words | None = None
        self.said: list[Said] = []
        self.verbs: list[int] = []
        # Who spoke in it, in order, and the words that say so; known once it has been walked through.
        self.spoke: list[Speaker] = []
        self.used: list[Said] = []
        self.covered: set[int] | None = None

    def find(self) -> None:
        """Look for words of saying."""
        if self.words is not None and not self.said:
            self.said = find_said(self.words)
            self.verbs = [said.verb for said in self.said]

    def before(self, place: int) -> list[Said]:
        """Words of saying shortly before a place, in order."""
        i = bisect_left(self.verbs, place)
        return self.said[max(0, i - _NEAR) : i]

    def behind(self, place: int) -> list[Said]:
        """Words of saying shortly behind a place, in order."""
        i = bisect_right(self.verbs, place)
        return self.said[i : i + _NEAR]

    def remember(self, speaker: Speaker) -> None:
        """Note that somebody spoke."""
        if speaker not in self.spoke[-_NEAR:]:
            self.spoke.append(speaker)


class _Found(NamedTuple):
    """The answer for a quotation: who says it, and what told."""

    speaker: Speaker | None
    rule: str


_UNKNOWN = _Found(None, "unknown")


class _Walk:
    """Goes through an article and finds the speaker of each quotation and the voice of each sentence."""

    def __init__(
        self,
        known: Known,
        text: str,
        paragraphs: Sequence[tuple[int, int]],
        sentences: Sequence[tuple[int, int, int]],
        day: date | None,
    ) -> None:
        self.text, self.paragraphs, self.sentences = text, paragraphs, sentences
        self.known, self.day = known, day
        self.quotes = quotations(text, paragraphs)
        self.kinds = [self._kind(quote) for quote in self.quotes]
        self._begins, self._ends = [quote.start for quote in self.quotes], [quote.end for quote in self.quotes]
        self.found: list[_Found] = [_UNKNOWN] * len(self.quotes)
        self.voices: list[tuple[str, str | None]] = [("narrator", None)] * len(sentences)
        self._cast: Cast | None = None
        self.labels = _transcript(text, paragraphs)
        self.units = self._cut()
        for number, unit in enumerate(self.units):
            self._walk(number, unit)
        self._same_words()

    @property
    def cast(self) -> Cast:
        """Who is who; made when it is needed first."""
        if self._cast is None:
            self._cast = Cast(self.known, self.text, self.paragraphs, self.day)
        return self._cast

    def _kind(self, quote: Quotation) -> str:
        start, end = self.paragraphs[quote.paragraph]
        before = self.text[max(start, quote.outer_start - 80) : quote.outer_start]
        after = self.text[quote.outer_end : min(end, quote.outer_end + 100)]
        kind = kind_of(self.text[quote.start : quote.end], before, after)
        return "full" if quote.continues and kind == "term" else kind

    def _cut(self) -> list[_Unit]:
        """Join the sentences that one quotation joins, and hand each quotation to its unit."""
        units: list[_Unit] = []
        i = 0
        for number, (start, end, paragraph) in enumerate(self.sentences):
            joined = bool(units) and i > 0 and self.quotes[i - 1].outer_end > start
            if joined and units[-1].paragraph == paragraph:
                units[-1].end = max(units[-1].end, end)
            else:
                units.append(_Unit(start, end, paragraph))
            units[-1].sentences.append(number)
            while i < len(self.quotes) and self.quotes[i].outer_start < end:
                units[-1].quotes.append(i)
                i += 1
        return units

    def _read(self, unit: _Unit) -> Words:
        """Take the words of a unit, each quotation as one; a term is a word like any other."""
        if unit.words is None:
            pieces, at = [], unit.start
            for i in unit.quotes:
                quote = self.quotes[i]
                if self.kinds[i] != "term" and quote.outer_start >= at:
                    end = min(quote.outer_end, unit.end)
                    pieces += [self.text[at : quote.outer_start], QUOTED * (end - quote.outer_start)]
                    at = end
            masked = "".join([*pieces, self.text[at : unit.end]])
            if dateline := _DATELINE.match(masked):
                masked = " " * dateline.end() + masked[dateline.end() :]
            words = unit.words = Words(masked, unit.start)
            if words.text and words.text[0][0].isupper() and self.cast.is_common(words.text[0]):
                words.text[0] = words.low[0]
        return unit.words

    def _walk(self, number: int, unit: _Unit) -> None:
        if unit.quotes or (not self.labels and _hints(self.text[unit.start : unit.end])):
            self._read(unit)
            unit.find()
            for i in unit.quotes:
                self.found[i] = self._speaker_of(number, unit, i)
                speaker = self.found[i].speaker
                if speaker is not None and self.kinds[i] != "term":
                    unit.remember(speaker)
            if not self.labels:
                for k in unit.sentences:
                    self.voices[k] = self._voice(number, unit, *self.sentences[k][:2])
        if self.labels:
            for k in unit.sentences:
                self.voices[k] = ("reported", self._labelled(unit))

    def _labelled(self, unit: _Unit) -> str | None:
        """Give the speaker of a line of a transcript."""
        label = self.labels.get(unit.paragraph)
        if not label:
            return None
        words = [word.capitalize() for word in label.split()]
        who = self.cast.named(words, unit.start)
        return who.name if who else " ".join(words)

    # Who says a quotation -----------------------------------------------------------------------------------------

    def _speaker_of(self, number: int, unit: _Unit, i: int) -> _Found:
        quote, kind = self.quotes[i], self.kinds[i]
        words = self._read(unit)
        place = max(0, bisect_right(words.start, max(quote.outer_start, unit.start)) - 1)
        said = self._choose(unit, place, i)
        if quote.continues and self.found[i - 1].speaker is not None and not (said and said.verb > place):
            return _Found(self.found[i - 1].speaker, "continues the paragraph before")
        signed = _SIGNED.match(self.text, quote.outer_end, self.paragraphs[quote.paragraph][1])
        if signed and kind != "term":
            who = self.cast.resolve(signed[1].split(), quote.start)
            if isinstance(who, Speaker):
                return _Found(who, "signature")
        if said is not None:
            unit.used.append(said)
            return self._who(number, unit, said) or _UNKNOWN
        if kind == "term":
            return _UNKNOWN
        outside = words.has_words
        if outside:
            before = words.main is not None and words.start[words.main[0]] < quote.outer_start
            if (kind == "fragment" or before) and (person := self._main_person(number, unit)) is not None:
                return _Found(person, "subject of the sentence")
            if kind == "fragment":
                return _UNKNOWN
        return self._carried(number, unit, quote, outside=outside)

    def _choose(self, unit: _Unit, place: int, i: int) -> Said | None:
        """Choose among all words of saying of a sentence those that belong to a quotation."""
        words = self._read(unit)
        before = unit.before(place)
        if self.kinds[i] == "term":
            # A name is nobody's utterance, but somebody may have given it.
            gave = [said for said in before if said.first >= 0 and said.lemma in GIVES_NAME]
            return gave[-1] if gave else None
        if (said := self._beside(unit, place, i)) is not None:
            return said
        before = [said for said in before if leads_to(words, said, place)]
        if len(before) > 1 and before[-1].how == "colon" and before[-1].verb - before[-2].verb < _NEAR:
            # "He told reporters on Monday: “…”"
            before.pop()
        named = [said for said in before if said.first < 0 or words.low[said.stop - 1] not in ("i", "we", "you")]
        left = named[-1] if named else before[-1] if before else None
        if left is not None and left.lemma in INNER:
            # "He said that the court had concluded": what others think is told by who speaks.
            left = next((said for said in reversed(named) if is_decisive(words, said)), left)
        final = next((said for said in reversed(unit.said[-_NEAR:]) if said.after and said.verb > place), None)
        if final is not None:
            return left if left is not None and is_decisive(words, left) else final
        if left is not None:
            return left
        return next((said for said in unit.behind(place) if said.how not in ("hearsay", "noun of saying")), None)

    def _beside(self, unit: _Unit, place: int, i: int) -> Said | None:
        """Find the words of saying right behind a quotation."""
        words = self._read(unit)
        comma = place + 1 < len(words) and words.text[place + 1] in (",", "—", "–", "-")
        following = place + 2 if comma else place + 1
        last = self.text[self.quotes[i].end - 1]
        ends = comma or last in ",?!—…-."
        for said in unit.behind(place):
            if said.how == "name after verb" and said.verb in (place + 1, following):
                return said
            strong = self.kinds[i] == "full" and said.lemma in STRONG
            if said.how == "name before verb" and said.first == following and (ends or strong):
                return said
        return None

    def _who(self, number: int, unit: _Unit, said: Said) -> _Found | None:
        """Find the speaker whom words of saying name."""
        words = self._read(unit)
        if said.how == "hearsay":
            return None
        if said.first >= 0:
            return self._resolve(number, unit, said.first, said.stop, said.how, said.lemma)
        if said.how != "colon":
            # "She said that …, adding": the nearest subject before.
            for other in reversed(unit.before(said.verb)):
                if other.first >= 0 and other.stop <= said.verb and other.how.startswith("name"):
                    return self._resolve(number, unit, other.first, other.stop, other.how, other.lemma)
        if words.main is None or (words.main[0] >= said.verb and said.how != "participle"):
            return None
        rule = "colon" if said.how == "colon" else "subject of the sentence"
        return self._resolve(number, unit, *words.main, rule, said.lemma)

    def _resolve(self, number: int, unit: _Unit, first: int, stop: int, rule: str, lemma: str) -> _Found | None:
        """Find whom some words of a sentence mean."""
        words = self._read(unit)
        phrase = [word for word in words.text[first:stop] if word != "."]
        if rule == "noun of saying" and phrase:
            phrase = [*phrase[:-1], _OWN.get(phrase[-1].casefold(), bare(phrase[-1]))]
        who = self.cast.resolve(phrase, words.start[first], anything=lemma in ANY_SUBJECT)
        if isinstance(who, str):
            meant = self._antecedent(number, unit, who, first)
            return _Found(meant, "pronoun") if meant is not None else None
        if who is None:
            return None
        return _Found(self._meaning(number, unit, who, phrase, lemma, stop), rule)

    def _meaning(self, number: int, unit: _Unit, who: Speaker, phrase: Sequence[str], lemma: str, stop: int) -> Speaker:
        """Look for somebody known behind a description: in what follows between commas, or in who spoke last."""
        words = self._read(unit)
        head = bare(phrase[-1]).casefold()
        first = phrase[0].casefold()
        described = not starts_capital(phrase[-1]) or (first == "the" and head in TITLES)
        if not described or (who.kind == "person" and who.name in self.cast.people):
            return who
        if (named := self._apposed(words, stop)) is not None:
            return named
        last = self._last_speaker(number, unit)
        if last is not None and head in DOCUMENTS and first in DETERMINERS:
            # What is written speaks for whoever wrote it.
            return last
        if last is None or last.kind != "person" or last.name in self.cast.described or is_plural(head):
            return who
        differs = who.gender and last.gender and who.gender != last.gender
        again = lemma in _GOES_ON or head in ELEGANT or head.endswith("-year-old")
        return last if again and first in ("the", "his", "her") and not differs else who

    def _apposed(self, words: Words, stop: int) -> Speaker | None:
        """Find the name or office between commas: "the Russian diplomat, the deputy foreign minister, said"."""
        n = len(words)
        if words.low[stop : stop + 1] in (["that"], ["which"], ["who"]):
            # "The company that runs the prize, Acme Corp, denies"
            stop = next((k for k in range(stop, min(stop + 12, n)) if words.is_break(k)), n)
        if stop + 1 >= n or words.text[stop] != ",":
            return None
        if words.low[stop + 1] not in DETERMINERS and not starts_capital(words.text[stop + 1]):
            return None
        end = next((k for k in range(stop + 1, min(stop + 14, n)) if words.text[k] in (",", "—", "–", ".", QUOTED)), n)
        if end - stop > 14:
            return None
        who = self.cast.resolve(words.text[stop + 1 : end], words.start[stop])
        if isinstance(who, Speaker) and (self._is_named(who) or starts_capital(words.text[end - 1])):
            return who
        return None

    def _is_named(self, who: Speaker) -> bool:
        """Whether the full name of somebody is known."""
        return who.name in self.cast.people or who.name in self.known.full_names

    def _main_speaker(self, unit: _Unit) -> Speaker | str | None:
        """Find whom the subject of a sentence means; a pronoun stays one."""
        words = self._read(unit)
        if words.main is None:
            return None
        first, stop = words.main
        who = self.cast.resolve(words.text[first:stop], words.start[first])
        if isinstance(who, Speaker) and not starts_capital(words.text[stop - 1]) and not self._is_named(who):
            return self._apposed(words, stop) or who
        return who

    def _main_person(self, number: int, unit: _Unit) -> Speaker | None:
        """Find the subject of a sentence, if it is a person."""
        who = self._main_speaker(unit)
        if isinstance(who, str):
            first = self._read(unit).main
            return self._antecedent(number, unit, who, first[0]) if who in (HE, SHE) and first else None
        return who if who is not None and (who.kind == "person" or self._is_named(who)) else None

    def _last_speaker(self, number: int, unit: _Unit) -> Speaker | None:
        """Find who spoke last, or of whom the sentences before speak."""
        if unit.spoke:
            return unit.spoke[-1]
        for earlier in reversed(self.units[max(0, number - 4) : number]):
            if self._heads(earlier):
                continue
            if earlier.spoke:
                return earlier.spoke[-1]
            who = self._main_speaker(earlier)
            if isinstance(who, Speaker) and (who.kind in ("body", "person") or self._is_named(who)):
                return who
        return None

    def _antecedent(self, number: int, unit: _Unit, pronoun: str, before: int) -> Speaker | None:
        """Find whom a pronoun means: the subject of its sentence, or who acted or spoke last and fits."""
        words = self._read(unit)
        if words.main is not None and words.main[1] <= before:
            who = self._main_speaker(unit)
            if isinstance(who, Speaker) and self._can_be(who, pronoun):
                return who
        for said in reversed(unit.before(before)):
            if said.first >= 0 and said.stop <= before:
                who = self.cast.resolve(words.text[said.first : said.stop], words.start[said.first])
                if isinstance(who, Speaker) and who.fits(pronoun):
                    return who
        for speaker in reversed(unit.spoke[-_NEAR:]):
            if speaker.fits(pronoun):
                return speaker
        for earlier in reversed(self.units[max(0, number - _REACH) : number]):
            if self._heads(earlier):
                continue
            who = self._main_speaker(earlier)
            if isinstance(who, Speaker) and self._can_be(who, pronoun):
                return who
            for speaker in reversed(earlier.spoke[-_NEAR:]):
                if speaker.fits(pronoun):
                    return speaker
            if pronoun in (HE, SHE) and who != pronoun and (only := self._only_person(earlier, pronoun)) is not None:
                return only
        return None

    def _can_be(self, who: Speaker, pronoun: str) -> bool:
        written = pronoun == THEY and who.name.split()[-1] in DOCUMENTS and who.kind == "body"
        named = pronoun in (IT, THEY) or who.kind == "person" or self._is_named(who)
        return named and not written and who.fits(pronoun)

    def _only_person(self, unit: _Unit, pronoun: str) -> Speaker | None:
        """Find the one person named in a sentence whom a pronoun fits."""
        fits: dict[str, Speaker] = {}
        words = self._read(unit)
        for text, start in zip(words.text[:400], words.start, strict=False):
            if starts_capital(text) and bare(text) in self.cast.by_last:
                who = self.cast.named([bare(text)], start)
                if who is not None and who.fits(pronoun):
                    fits[who.name] = who
        sure = [who for who in fits.values() if who.gender]
        if len(sure) == 1:
            return sure[0]
        return next(iter(fits.values())) if len(fits) == 1 else None

    def _carried(self, number: int, unit: _Unit, quote: Quotation, *, outside: bool) -> _Found:
        """Take over the speaker of what stands around a quotation that names none."""
        # A line that is all quotation and ends without a mark is a heading.
        alone = outside or self._is_heading(quote)
        for back in range(number - 1, max(-1, number - _NEAR), -1):
            earlier = self.units[back]
            gap = unit.paragraph - earlier.paragraph
            if gap > (0 if alone else 2):
                break
            if gap and self._heads(earlier):
                continue
            where = "paragraph" if gap else "sentence"
            if earlier.spoke:
                return _Found(earlier.spoke[-1], f"carried over from the {where} before")
            if not gap and any(self.kinds[i] == "full" for i in earlier.quotes):
                # The same voice, and nobody knows whose.
                break
            if gap and (who := self._main_person(back, earlier)) is not None:
                return _Found(who, "named in the paragraph before")
        return _UNKNOWN

    def _is_heading(self, quote: Quotation) -> bool:
        start, end = self.paragraphs[quote.paragraph]
        whole = not self.text[start : quote.outer_start].strip() and not self.text[quote.outer_end : end].strip()
        return whole and self.text[quote.end - 1] not in ".?!,…;:’'"

    def _heads(self, unit: _Unit) -> bool:
        """Whether a unit is a heading: a short line of its own that ends without a mark."""
        start, end = self.paragraphs[unit.paragraph]
        if unit.end - unit.start > _HEADING or unit.start - start > 3 or end - unit.end > 3:
            return False
        return self.text[unit.start : unit.end].rstrip("\"”’'»)")[-1:] not in (".", "?", "!", "…", ":", ",", ";")

    def _same_words(self) -> None:
        """Give a quotation without a speaker, a pull quote say, the speaker of the one that holds the same words."""
        silent = [
            i
            for i, found in enumerate(self.found[:400])
            if found.speaker is None and (self.kinds[i] == "full" or self._is_heading(self.quotes[i]))
        ]
        if not silent or len(silent) > 50:
            return
        plain = [_plain(self.text[quote.start : quote.end]) for quote in self.quotes[:400]]
        for i in silent:
            for k, words in enumerate(plain):
                if k != i and self.found[k].speaker is not None and plain[i] and plain[i] in words:
                    self.found[i] = _Found(self.found[k].speaker, "the same words elsewhere")
                    break

    # Voice of a sentence ------------------------------------------------------------------------------------------

    def _voice(self, number: int, unit: _Unit, start: int, end: int) -> tuple[str, str | None]:
        inside = [
            i for i in range(bisect_right(self._ends, start), bisect_left(self._begins, end)) if self.kinds[i] != "term"
        ]
        if not inside:
            return self._reported(number, unit, start, end) or ("narrator", None)
        words = self._read(unit)
        own = range(bisect_left(words.start, start), bisect_left(words.start, end))
        covered = self._covered(unit)
        left = any(words.is_word(k) and k not in covered and words.low[k] not in SMALL for k in own)
        speaker = self._most(inside, start, end)
        if speaker is None and (reported := self._reported(number, unit, start, end)):
            speaker = reported[1]
        return "mixed" if left else "quote", speaker

    def _most(self, inside: Sequence[int], start: int, end: int) -> str | None:
        """Whose quoted words fill most of a sentence."""
        length: dict[str, int] = defaultdict(int)
        for i in inside:
            speaker = self.found[i].speaker
            if speaker is not None:
                length[speaker.name] += min(end, self.quotes[i].end) - max(start, self.quotes[i].start)
        return max(length, key=lambda name: length[name]) if length else None

    def _reported(self, number: int, unit: _Unit, start: int, end: int) -> tuple[str, str | None] | None:
        """Tell whether a sentence reports what somebody says, and who that is."""
        words = self._read(unit)
        first, stop = (bisect_left(unit.verbs, bisect_left(words.start, place)) for place in (start, end))
        said = [each for each in unit.said[first:stop] if each.reports and not _is_own(words, each)][:100]
        if not said:
            return None
        main = words.main or (-1, -1)
        # The words that end a sentence speak of all of it; the main clause goes before "As officials warned, ...".
        order = sorted(said, key=lambda each: not main[0] <= each.first < main[1])
        order = [each for each in said if each.after][-1:] + order
        for each in order:
            found = self._who(number, unit, each)
            if found is not None and found.speaker is not None:
                in_main = main[0] <= each.first < main[1]
                if in_main or found.speaker.kind == "body" or found.speaker.name not in self.cast.described:
                    unit.remember(found.speaker)
                return "reported", found.speaker.name
        return "reported", None

    def _covered(self, unit: _Unit) -> set[int]:
        """Words of a unit that only say who speaks, to whom, when and where."""
        if unit.covered is None:
            words = self._read(unit)
            unit.covered = set()
            verbs = {said.verb for said in unit.said if said.reports}
            for said in dict.fromkeys(unit.used):
                first, stop = (said.first, said.stop) if said.first >= 0 else words.main or (said.verb, said.verb)
                begin, last = min(first, said.verb), max(stop - 1, said.verb)
                # Between the subject and "adding" may stand a quotation, or what else was said.
                across = said.first < 0 and (
                    QUOTED in words.text[begin : min(last, begin + 60)]
                    or any(begin < verb < said.verb for verb in (verbs if len(verbs) < 50 else ()))
                )
                if said.how == "noun of saying" or last - begin > 60 or across:
                    continue
                unit.covered.update(range(begin, last + 1))
                unit.covered.update(_lead(words, begin))
                unit.covered.update(_rest(words, said, last, verbs - {said.verb} if len(verbs) < 50 else verbs))
        return unit.covered


def _is_own(words: Words, said: Said) -> bool:
    """Whether the narrator says it: "We should note that"."""
    first, stop = (said.first, said.stop) if said.first >= 0 or words.main is None else words.main
    return words.low[first:stop] in (["i"], ["we"], ["you"])


def _lead(words: Words, begin: int) -> range:
    """Words that lead in: "Speaking in Kyiv on Monday, ..."; none if they hold a statement of their own."""
    k = begin - 1
    while k >= max(0, begin - 40) and words.text[k] not in (QUOTED, ".", ";", "?", "!"):
        k -= 1
    lead = range(k + 1, begin)
    if not lead:
        return lead
    low = words.low[lead[0]]
    leads = low in PREPOSITIONS | LEADING | DAYS | ADVERBS or low.endswith(("ing", "ed"))
    says = any(words.low[m] in VERBS and VERBS[words.low[m]][1] in ("past", "s") for m in lead)
    return lead if leads and not says else range(0)


def _rest(words: Words, said: Said, last: int, verbs: set[int]) -> list[int]:
    """Words behind a verb of saying that tell to whom, when and where."""
    rest: list[int] = []
    for k in range(last + 1, min(last + 40, len(words))):
        text, low = words.text[k], words.low[k]
        if text == QUOTED:
            return rest if _may_stand_between(words, said, rest) else []
        if text in (".", ";", "?", "!"):
            break
        joins = low in ("but", "and") and not starts_capital("".join(words.text[k + 1 : k + 2]))
        clause = low in ("while", "because", "if", "that", "when", "after", "before")
        other = (low in AUX and said.how != "name after verb") or (k > last + 1 and (joins or clause))
        if (k in verbs and k != said.verb) or (other and not (low == "that" and k == last + 1)):
            # What began with the comma before is more than the attribution.
            while rest and words.text[rest[-1]] != ",":
                rest.pop()
            break
        rest.append(k)
    return rest


def _may_stand_between(words: Words, said: Said, between: Sequence[int]) -> bool:
    """Whether only "that", the addressee, a time or a place stands between a verb and the words of the speaker."""
    plain = [k for k in between if words.is_word(k)]
    if not plain:
        return True
    first = words.low[plain[0]]
    opens = first in (PREPOSITIONS - {"of", "for", "like", "as"}) | ADVERBS | DAYS | {"that"}
    if not opens and said.lemma not in _TOLD:
        return False
    return not any(words.low[k] in AUX or words.low[k] in PRONOUNS for k in plain)


def _plain(text: str) -> str:
    return " ".join(_PLAIN.findall(text.casefold()))


def _hints(text: str) -> bool:
    """Whether a text may hold words of saying at all."""
    found = _PLAIN.findall(text.casefold())
    return not VERBS.keys().isdisjoint(found) or not NOUNS.isdisjoint(found) or "according" in found


def _transcript(text: str, paragraphs: Sequence[tuple[int, int]]) -> dict[int, str | None]:
    """Give the speaker of each paragraph of a transcript, whose lines begin with a name in capitals or with Q."""
    labels: dict[int, str | None] = {}
    now: str | None = None
    marked = 0
    for i, (start, end) in enumerate(paragraphs):
        if match := _LABEL.match(text, start, min(end, start + 120)):
            marked += 1
            now = match["name"]
        labels[i] = now
    return labels if marked >= _LABELS else {}


# Frames ---------------------------------------------------------------------------------------------------------------


def voices_frames(
    source: Mapping[str, str],
    lines: pd.DataFrame,
    sentences: pd.DataFrame,
    config: Config | None = None,
    published: Mapping[str, Any] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the quotations of a corpus, and who speaks in each sentence.

    Parameters
    ----------
    source : mapping of str to str
        Article -> source text.
    lines : pandas.DataFrame
        The frame `lines` of a corpus; those with `keep` are read.
    sentences : pandas.DataFrame
        The frame that `segments.sentences_frame` gives for them.
    config : Config, optional
        Its names, roles, places and sides are used.
    published : mapping of str to date, optional
        Article -> the day on which offices are held.

    Returns
    -------
    quotes : pandas.DataFrame
        A row a quotation: `article`, `quote` (from 0 in each article), `start`, `end`, `text`, `kind` (one of
        `QUOTE_KINDS`), `speaker` (full name if known, else as written; missing if nothing tells), `side`, `rule` (what
        gave the speaker).
    sentences : pandas.DataFrame
        Those given, with `voice` (one of `VOICES`) and `speaker`.

    Examples
    --------
    >>> from twocrises.cleaning import lines_frame
    >>> from twocrises.segments import sentences_frame
    >>> source = {"a": "“It is late,” said Mr Lavrov. He denied that there was a plan."}
    >>> lines = lines_frame(source)
    >>> quotes, sentences = voices_frames(source, lines, sentences_frame(source, lines))
    >>> quotes[["text", "speaker", "rule"]].values.tolist()
    [['It is late,', 'Lavrov', 'name after verb']]
    >>> sentences[["voice", "speaker"]].values.tolist()
    [['quote', 'Lavrov'], ['reported', 'Lavrov']]
    """
    known = Known(config or Config())
    days = published or {}
    own_lines = _by_article(lines[lines["keep"]], ["start", "end", "line"])
    own_sentences = _by_article(sentences, ["start", "end", "line"])
    rows: list[tuple[Any, ...]] = []
    voices: list[tuple[str, str | None]] = []
    walked = with_bar(list(own_sentences.items()), "finding who speaks in", "articles", many=_MANY)
    for article, spans in walked:
        paragraphs = own_lines[article]
        number = {line: i for i, (_, _, line) in enumerate(paragraphs)}
        walk = _Walk(
            known,
            source[article],
            [(start, end) for start, end, _ in paragraphs],
            [(start, end, number[line]) for start, end, line in spans],
            _day(days.get(article)),
        )
        rows += _rows(article, source[article], walk)
        voices += walk.voices
    quotes = _quotes_frame(rows, sentences["article"].cat.categories.tolist())
    voice = pd.Categorical([voice for voice, _ in voices], categories=VOICES)
    return quotes, sentences.assign(voice=voice, speaker=_category([speaker for _, speaker in voices]))


def _rows(article: str, text: str, walk: _Walk) -> Iterator[tuple[Any, ...]]:
    for i, (quote, kind, found) in enumerate(zip(walk.quotes, walk.kinds, walk.found, strict=True)):
        name = found.speaker.name if found.speaker else None
        # A term is nobody's utterance, so it speaks for no side.
        side = walk.known.side_of(name) if name and kind != "term" else None
        yield article, i, quote.start, quote.end, text[quote.start : quote.end], kind, name, side, found.rule


def _by_article(frame: pd.DataFrame, columns: list[str]) -> dict[str, list[tuple[int, ...]]]:
    """Group rows by article, in the order in which articles stand in the frame."""
    rows: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    names = frame["article"].cat.categories.tolist()
    values = [frame[name].tolist() for name in columns]
    for code, *row in zip(frame["article"].cat.codes.tolist(), *values, strict=True):
        rows[names[code]].append(tuple(row))
    return rows


def _day(day: Any) -> date | None:
    if day is None or pd.isna(day):
        return None
    return day.date() if isinstance(day, pd.Timestamp) else day


def _category(values: Sequence[str | None]) -> pd.Categorical:
    """Make a categorical whose categories are sorted, so that they depend on no order of articles."""
    categories = sorted({value for value in values if value is not None})
    number = {value: i for i, value in enumerate(categories)}
    codes = np.fromiter((-1 if value is None else number[value] for value in values), dtype="int32")
    return pd.Categorical.from_codes(codes, pd.Index(categories, dtype=TEXT))


def _quotes_frame(rows: list[tuple[Any, ...]], articles: list[str]) -> pd.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * 9
    article, number, start, end, text, kind, speaker, side, rule = (list(column) for column in columns)
    return pd.DataFrame(
        {
            "article": pd.Categorical(article, categories=articles),
            "quote": np.array(number, dtype="int32"),
            "start": np.array(start, dtype="int32"),
            "end": np.array(end, dtype="int32"),
            "text": pd.array(text, dtype=TEXT),
            "kind": pd.Categorical(kind, categories=QUOTE_KINDS),
            "speaker": _category(speaker),
            "side": _category(side),
            "rule": _category(rule),
        }
    )


def passages_frame(
    source: Mapping[str, str], sentences: pd.DataFrame, quotes: pd.DataFrame, config: Config | None = None
) -> pd.DataFrame:
    """Cut sentences into stretches of one voice.

    Words within quotation marks are those of the quotation's speaker. Around them, in a sentence of voice `quote` and
    around a full quotation, they are the narrator's; around fragments of a known speaker they are a paraphrase of what
    that speaker says, so `reported`. A term is no quotation here.

    Parameters
    ----------
    source : mapping of str to str
        Article -> source text.
    sentences, quotes : pandas.DataFrame
        The frames that `voices_frames` gives.
    config : Config, optional
        Its sides are those of reported speakers; without it a reported speaker has the side that a quotation gives.

    Returns
    -------
    pandas.DataFrame
        A row a stretch with a word in it: `article`, `sentence`, `start`, `end`, `text`, `voice` (one of
        `PASSAGE_VOICES`), `speaker`, `side`, `quote` (number of the quotation, or -1).

    Examples
    --------
    >>> from twocrises.cleaning import lines_frame
    >>> from twocrises.segments import sentences_frame
    >>> source = {"a": "Ms Lee said the plan was “unwise”. “We will not sign,” she added."}
    >>> lines = lines_frame(source)
    >>> quotes, sentences = voices_frames(source, lines, sentences_frame(source, lines))
    >>> passages_frame(source, sentences, quotes)[["text", "voice"]].values.tolist()
    [['Ms Lee said the plan was', 'reported'], ['unwise', 'quote'], ['We will not sign,', 'quote'],
     ['she added.', 'narrator']]
    """
    spoken = quotes[quotes["kind"] != "term"]
    side_of = _sides(spoken, config)
    columns = ["quote", "start", "end", "kind", "speaker", "side"]
    own = _by_article(spoken.astype({"kind": object, "speaker": object, "side": object}), columns)
    ends = {article: [row[2] for row in rows] for article, rows in own.items()}
    names = sentences["article"].cat.categories.tolist()
    rows: list[tuple[Any, ...]] = []
    for code, number, start, end, voice, speaker in zip(
        sentences["article"].cat.codes.tolist(),
        *(sentences[name].tolist() for name in ("sentence", "start", "end")),
        *(sentences[name].astype(object).tolist() for name in ("voice", "speaker")),
        strict=True,
    ):
        article = names[code]
        inside = own.get(article, [])
        i = bisect_right(ends.get(article, []), start)
        held = []
        while i < len(inside) and inside[i][1] < end:
            held.append(inside[i])
            i += 1
        around, who = _around(voice, speaker, held)
        at = start
        for quote, begin, stop, _, said_by, side in held:
            rows.append((code, number, at, begin, around, who, side_of(who) if who else None, -1))
            rows.append((code, number, max(begin, start), min(stop, end), "quote", said_by, side, quote))
            at = min(stop, end)
        rows.append((code, number, at, end, around, who, side_of(who) if who else None, -1))
    trimmed = [_trimmed(source[names[row[0]]], row) for row in rows]
    return _passages([row for row in trimmed if row is not None], names)


def _sides(quotes: pd.DataFrame, config: Config | None) -> Callable[[str], str | None]:
    """Give what tells the side of a speaker who is reported."""
    if config is not None:
        return Known(config).side_of
    known = quotes.dropna(subset=["speaker", "side"]).drop_duplicates("speaker")
    return dict(zip(known["speaker"].astype(object), known["side"].astype(object), strict=True)).get


def _around(voice: object, speaker: object, held: Sequence[tuple[Any, ...]]) -> tuple[str, str | None]:
    """Whose the words around the quotations of a sentence are."""
    name = speaker if isinstance(speaker, str) else None
    if voice == "reported":
        return "reported", name
    paraphrase = voice == "mixed" and held and all(row[3] == "fragment" and isinstance(row[4], str) for row in held)
    return ("reported", name) if paraphrase else ("narrator", None)


def _trimmed(text: str, row: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Take marks and white space off a stretch; None if no word is left."""
    code, number, start, end, *rest = row
    inside = text[start:end]
    bare_text = inside.strip(" \t\xa0\"“”„‟«»‘’'`") if rest[-1] < 0 else inside.strip()
    if not any(letter.isalnum() for letter in bare_text):
        return None
    start += inside.find(bare_text)
    return (code, number, start, start + len(bare_text), bare_text, *rest)


def _passages(rows: list[tuple[Any, ...]], articles: list[str]) -> pd.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * 9
    code, number, start, end, text, voice, speaker, side, quote = (list(column) for column in columns)
    speaker, side = ([value if isinstance(value, str) else None for value in values] for values in (speaker, side))
    return pd.DataFrame(
        {
            "article": pd.Categorical.from_codes(np.array(code, dtype="int32"), pd.Index(articles)),
            "sentence": np.array(number, dtype="int32"),
            "start": np.array(start, dtype="int32"),
            "end": np.array(end, dtype="int32"),
            "text": pd.array(text, dtype=TEXT),
            "voice": pd.Categorical(voice, categories=PASSAGE_VOICES),
            "speaker": _category(speaker),
            "side": _category(side),
            "quote": np.array(quote, dtype="int32"),
        }
    )
