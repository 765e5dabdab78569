"""Names and descriptions in an article -> who is meant, and which side it is.

A full name is known from corpus.toml or from the article itself, and so is the person whom a family name, "the
minister" or "the 24-year-old" means later on. Where nothing tells, a name stays as it is written.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from twocrises.config import Config, Holder
from twocrises.wordlists import (
    ADVERBS,
    AMOUNTS,
    ARTICLES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    DOCUMENTS,
    FEMALE,
    HE,
    HUMAN,
    INSTITUTIONS,
    IT,
    LEADERS,
    LEADING,
    MALE,
    MONTHS,
    NEVER_LAST,
    NO_NAME,
    NOT_FIRST,
    OFFICES,
    PARTICLES,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    SHE,
    THEY,
    TITLE_PARTS,
    TITLES,
    bare,
    is_human,
    is_plural,
    is_possessive,
    lowered,
    starts_capital,
)

_TITLED = r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Prof|Rev|Jr|Sr|Hon|Maj|Cmdr|Adm)\."
# A word written like a name.
CAPITALISED = rf"(?:(?:[A-Z]\.)+(?=\s)|{_TITLED}|[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄ][^\W_]*(?:[’'\-‑][^\W_]+)*)"
_ROW = re.compile(rf"{CAPITALISED}(?:[ \xa0](?:(?:{'|'.join(sorted(PARTICLES))})[ \xa0])*{CAPITALISED})+")
_MARK_BEFORE = re.compile(r"[,;:.—–\"“”]\s*$")
_APPOSITION = re.compile(r"(?:['’]s)?,\s+([^\W\d_][^,;:.—–\"“”\n]{2,90})")
_OFFICE = "ambassador|envoy|mayor|president|premier|chancellor|secretary|minister|governor|chief|head|director|chairman"
_OFFICE_OF = re.compile(rf"\b(?:{_OFFICE})\s(?:to|of|for)\s(?:the\s)?$")
_PLURAL_VERB = re.compile(r"\s(?:have|are|were)\b")
_RELATIVE = re.compile(r"\b(?:who|which|that|whose)\b")
_INITIALS = re.compile(r"(?:\w\.)+")
_LOWER = re.compile(r"\b[a-z][a-z’'-]+\b")
_INNER_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][^\W_]+")
_GENDERED = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|him|himself|herself)\b|[A-ZÀ-ÖØ-Þ][\w’'‑-]+|[\n\"“”]",
)
_GENDERS = {"he": 0, "his": 0, "him": 0, "himself": 0, "she": 1, "her": 1, "herself": 1}
# Within so many characters after a name "he" or "she" is taken to mean it.
_GENDER_REACH = 160


class Speaker(NamedTuple):
    """Somebody who speaks.

    Attributes
    ----------
    name : str
        The full name where it is known, else as written, without title.
    kind : str
        "person", "body" (an institution or a place), "group", or "name" for one that may be a person or a body.
    gender : str
        "m", "f" or "" where nothing tells.
    """

    name: str
    kind: str
    gender: str = ""

    def fits(self, pronoun: str) -> bool:
        """Whether a pronoun can stand for it."""
        if pronoun in (HE, SHE):
            wrong = "f" if pronoun == HE else "m"
            return self.kind in ("person", "name") and self.gender != wrong
        return self.kind in (("body", "name") if pronoun == IT else ("group", "body"))


class Known:
    """What the settings of a corpus know of people, institutions and sides.

    Parameters
    ----------
    config : Config
        Its roles, names, places and sides are used.
    """

    def __init__(self, config: Config) -> None:
        self.spellings = dict(config.spellings)
        self.sides = dict(config.sides)
        self.places = dict(config.places)
        self.roles: list[tuple[set[str], Holder]] = [
            (self.content(holder.role.split()), holder) for holder in config.roles
        ]
        full = {holder.name for holder in config.roles}
        full |= {name for name in self.sides if " " in name and not _is_institution(name)}
        self.full_names = frozenset(full)
        self.people = {self.spelled(name): name for name in sorted(full)}
        self._by_family: dict[str, list[str]] = defaultdict(list)
        for spelled, name in self.people.items():
            self._by_family[spelled.split()[-1]].append(name)
        self._ends = {(name.split()[0], name.split()[-1]): known for name, known in self.people.items()}
        families = sorted({re.escape(holder.name.split()[-1]) for holder in config.roles}, key=len, reverse=True)
        self.families = re.compile(rf"\b(?:{'|'.join(families)})\b") if families else None
        self._marks = self._words_of_sides()
        self.side_of = lru_cache(maxsize=None)(self._side_of)

    def spelled(self, name: str) -> str:
        """Spell each word of a name as corpus.toml does."""
        return " ".join(self.spellings.get(part, part) for part in name.split())

    def body(self, name: str) -> str | None:
        """Give the name under which an institution or a place is known, or None."""
        for written in (name, name.removesuffix(".")):
            known = self.spellings.get(written, written)
            if (known in self.sides and self.spelled(known) not in self.people) or self.places.get(known) == known:
                return known
        return None

    def person(self, name: str) -> str | None:
        """Give the full name of a person of the settings, or None; a family name alone if one person has it."""
        spelled = self.spelled(name)
        if spelled in self.people:
            return self.people[spelled]
        parts = spelled.split()
        if len(parts) > 1:
            return self._ends.get((parts[0], parts[-1]))
        found = self._by_family.get(spelled, [])
        return found[0] if len(found) == 1 else None

    def content(self, words: Iterable[str]) -> set[str]:
        """Give the words of a description in one form: a place for what comes from it, one word for each office."""
        found = set()
        for word in words:
            stem = bare(word.strip(".,")) or word
            spelled = self.spellings.get(stem, stem)
            low = (self.places.get(stem) or self.places.get(spelled) or spelled).casefold()
            if low in PREPOSITIONS or low in DETERMINERS or low in CONJUNCTIONS:
                continue
            low = low.replace("defense", "defence")
            for ending in ("man", "woman"):
                if low in ("spokes" + ending, "chair" + ending):
                    low = low.removesuffix(ending) + "person"
            found.add(low)
        return found

    def _words_of_sides(self) -> dict[str, list[tuple[list[str], str]]]:
        """Give the words that tell a side within a phrase, by their first word, the longest first."""
        marks = {label: label for label in sorted(set(self.sides.values()))} | self.sides
        for written, name in chain(self.spellings.items(), self.places.items()):
            side = self.sides.get(name) or self.sides.get(self.spellings.get(name, ""))
            if side:
                marks.setdefault(written, side)
        for family, names in self._by_family.items():
            if len(names) == 1 and names[0] in self.sides:
                marks.setdefault(family, self.sides[names[0]])
        by_first: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        for words, side in marks.items():
            by_first[words.split()[0].casefold()].append((words.split(), side))
        for entries in by_first.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[0], entry[1]))
        return dict(by_first)

    def _side_of(self, name: str) -> str | None:
        """Give the side of a speaker: that of the name, or of the first words in it that tell one."""
        if name in self.sides:
            return self.sides[name]
        parts = name.split(" and ")
        if len(parts) > 1:
            # Two who speak as one have a side if it is the same.
            sides = {self._side_of(part) for part in parts}
            return sides.pop() if len(sides) == 1 else None
        words = [part if _INITIALS.fullmatch(part) else bare(part.strip(".,")) for part in name.split()]
        for i, word in enumerate(words):
            for mark, side in self._marks.get(word.casefold(), ()):
                # "US" is a country and "us" is not; the label of a side, "western", counts in any letters.
                if words[i : i + len(mark)] == mark or (mark == [side] and word.casefold() == side):
                    return side
        return None


def _is_institution(name: str) -> bool:
    return any(part.casefold() in INSTITUTIONS or part.isupper() for part in name.split())


class _Person:
    """A person whom an article names."""

    def __init__(self, name: str, parts: Sequence[str]) -> None:
        self.name = name
        self.parts = tuple(parts)
        self.places: list[int] = []
        self.about: set[str] = set()
        self.gender = ""
        self.is_body = False

    def last_before(self, at: int) -> int:
        """Place where the full name stands last before another place, or -1."""
        i = bisect_right(self.places, at)
        return self.places[i - 1] if i else -1


class Cast:
    """Who is who in one article.

    Parameters
    ----------
    known : Known
        What the settings know.
    text : str
        The source text.
    paragraphs : sequence of (int, int)
        Start and end of its kept lines.
    day : date, optional
        The day on which offices are held.

    Attributes
    ----------
    people : dict of str to _Person
        By full name.
    described : dict of str to (Speaker, int)
        Speakers without a name, by their description, and where it stands.
    """

    def __init__(self, known: Known, text: str, paragraphs: Sequence[tuple[int, int]], day: date | None = None) -> None:
        self.known, self.text, self.day = known, text, day
        self.people: dict[str, _Person] = {}
        self.by_last: dict[str, list[_Person]] = defaultdict(list)
        self.by_first: dict[str, list[_Person]] = defaultdict(list)
        self.described: dict[str, tuple[Speaker, int]] = {}
        self._by_head: dict[str, list[str]] = defaultdict(list)
        self._starts = [start for start, _ in paragraphs]
        self._genders: dict[str, str] | None = None
        self._lower: frozenset[str] | None = None
        self._inner: frozenset[str] = frozenset()
        self._families: dict[str, list[int]] | None = None
        self._descriptions: dict[tuple[frozenset[str], str], list[str]] = {}
        for start, end in paragraphs:
            for match in _ROW.finditer(text, start, end):
                self._meet(match, start, end)
        for person in self.people.values():
            self.by_last[person.parts[-1]].append(person)
            self.by_first[person.parts[0]].append(person)

    # Full names in the article ------------------------------------------------------------------------------------

    def _meet(self, match: re.Match[str], start: int, end: int) -> None:
        """Take note of each full name in a row of capitalised words; a possessive ends one."""
        run: list[str] = []
        at = match.start()
        if _OFFICE_OF.search(self.text, max(start, at - 40), at) and len(match.group().split()) > 2:
            # "The ambassador to A Bo Cy": the first word is where, not who.
            match = _ROW.match(self.text, at + len(match.group().split()[0]) + 1, match.end()) or match
            at = match.start()
        for piece in re.finditer(r"\S+", match.group()):
            run.append(bare(piece.group()))
            at = match.start() + piece.end()
            if is_possessive(piece.group()):
                self._introduce(run, at, match, start, end)
                run = []
        if run:
            self._introduce(run, at, match, start, end)

    def _introduce(self, run: Sequence[str], at: int, match: re.Match[str], start: int, end: int) -> None:
        titles, name = self._split(run)
        by_title = len(name) == 1 and any(title.casefold().rstrip(".") in PERSONAL for title in titles)
        if not self._is_full_name([*name, *name] if by_title else name):
            return
        full = self.known.person(" ".join(name)) or " ".join(name)
        if full not in self.people:
            if by_title and any(person.parts[-1] == name[0] for person in self.people.values()):
                return
            self.people[full] = _Person(full, name)
        person = self.people[full]
        person.places.append(at)
        # One name with a verb in the plural: "Big Machine have denied".
        begins = self.text[start : match.start()].rstrip()[-1:] in ("", ".", "?", "!", "”", '"')
        person.is_body |= begins and _PLURAL_VERB.match(self.text, match.end()) is not None
        if len(person.places) > 20:
            # Whoever is named so often is known.
            return
        near, behind = self._words_before(match, start), self._words_behind(match, end)
        person.about |= self.known.content([*titles, *near, *behind[:10]])
        person.gender = person.gender or _gender_of([*titles, *near[:3], *behind[:4]])

    def _words_before(self, match: re.Match[str], start: int) -> list[str]:
        """Give the title in small letters before a name, from the name backwards."""
        gap = self.text[max(start, match.start() - 60) : match.start()]
        near: list[str] = []
        if not _MARK_BEFORE.search(gap):
            words = re.findall(r"[\w.'’-]+", gap)
            for i, word in reversed(list(enumerate(words))):
                title = is_human(word) or starts_capital(word) or word.casefold() in TITLE_PARTS
                title |= i > 0 and word in ("of", "to", "for") and words[i - 1] in TITLES
                if not title or word.casefold() in LEADING:
                    break
                near.append(word)
        return near

    def _words_behind(self, match: re.Match[str], end: int) -> list[str]:
        """Give the words between commas that say what somebody is."""
        after = _APPOSITION.match(self.text, match.end(), min(end, match.end() + 110))
        behind = _RELATIVE.split(after[1])[0].split() if after else []
        return behind if any(is_human(word) for word in behind[:8]) else []

    def _split(self, run: Sequence[str]) -> tuple[list[str], list[str]]:
        """Part the titles and other words before a name from the name."""
        cut = 0
        for i, word in enumerate(run):
            low = word.casefold().rstrip(".")
            leads = i == cut and (low in LEADING or low in DETERMINERS or low in PREPOSITIONS or low in PRONOUNS)
            title = low in TITLES and (i < len(run) - 1 or i == cut)
            human = len(run) - i > 2 and (low in HUMAN or ("-" in low and is_human(low)))
            if leads or title or human or low in DAYS:
                cut = i + 1
        titles, name = list(run[:cut]), list(run[cut:])
        while len(name) > 1 and self._is_origin(name):
            titles.append(name.pop(0))
        return titles, name

    def _is_origin(self, name: Sequence[str]) -> bool:
        """Whether the first word says where somebody is from: "US", "Italian"."""
        first = name[0]
        if first in self.known.places or first in self.known.spellings:
            return True
        return len(name) > 2 and first.casefold().endswith(("ian", "ish", "ese"))

    def _is_full_name(self, name: Sequence[str]) -> bool:
        if not 2 <= len(name) <= 5 or len(name[0]) == 1 or len(name[-1]) == 1:
            return False
        for word in name:
            low = word.casefold().rstrip(".")
            if low in INSTITUTIONS or low in DAYS or low in MONTHS or low in NO_NAME or low in NEVER_LAST:
                return False
            if word in self.known.places:
                return False
        return name[0].casefold() not in NOT_FIRST

    def is_common(self, word: str) -> bool:
        """Whether the first word of a sentence, which has a capital in any case, is no name."""
        low = word.casefold()
        if low in LEADING or low in DETERMINERS or low in PRONOUNS or low in PREPOSITIONS or low in ADVERBS:
            return True
        if word in self.known.places or word in self.known.spellings or word in self.known.sides or bare(word) != word:
            return False
        if word in self.by_last or word in self.by_first or not word[1:].islower():
            return False
        if self._lower is None:
            self._lower = frozenset(_LOWER.findall(self.text))
            self._inner = frozenset(_INNER_CAPITAL.findall(self.text))
        if word in self._inner:
            return False
        return low in self._lower or is_human(low) or low.endswith(("ions", "ing", "ed", "ly", "ments", "ers"))

    # He or she ----------------------------------------------------------------------------------------------------

    def _gender(self, name: str) -> str:
        """Tell whether "he" or "she" follows most often where an article names somebody."""
        if self._genders is None:
            self._genders = self._count_pronouns()
        return self._genders.get(name, "")

    def _count_pronouns(self) -> dict[str, str]:
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        person, before, place = "", "", 0
        for match in _GENDERED.finditer(self.text):
            word = match.group()
            low = word.casefold()
            if word in ("\n", '"', "“", "”"):
                person = before = ""
            elif low in _GENDERS:
                if person and match.start() - place < _GENDER_REACH:
                    # "His" is more often somebody else's than "he" is somebody else.
                    counts[person][_GENDERS[low]] += 2 if low in (HE, SHE) else 1
                person = ""
            else:
                stem = bare(word)
                own = self.by_last.get(stem, []) or self.by_first.get(stem, [])
                if len(own) > 1:
                    own = [each for each in own[:50] if before in each.parts[:-1]] or own
                if own:
                    person, place = (own[0].name if len(own) == 1 and stem == word else ""), match.start()
                before = stem
        return {
            name: "m" if he > she else "f"
            for name, (he, she) in counts.items()
            if he + she > 1 and (he >= 2 * she or she >= 2 * he)
        }

    def _speaker(self, name: str, gender: str = "") -> Speaker:
        person = self.people.get(name)
        own = person.gender if person else ""
        if person and person.is_body:
            return Speaker(name, "body")
        return Speaker(name, "person", gender or own or self._gender(name))

    # Who is meant -------------------------------------------------------------------------------------------------

    def named(self, words: Sequence[str], at: int) -> Speaker | None:
        """Find whom a row of capitalised words names.

        Parameters
        ----------
        words : sequence of str
            The row, titles included.
        at : int
            Its place in the text.

        Returns
        -------
        Speaker or None
            None for a title alone.
        """
        whole = " ".join(words)
        if body := self.known.body(whole):
            return Speaker(body, "body")
        titles, name = self._split([bare(word) for word in words])
        if not name:
            return None
        gender = _gender_of(titles)
        personal = any(word.casefold().rstrip(".") in PERSONAL for word in titles)
        owned = any(is_possessive(word) for word in words[:-1])
        institution = all(word.casefold() in INSTITUTIONS for word in name)
        if titles and (owned or not personal) and (institution or (len(name) == 1 and not self._knows(name[0]))):
            # "Home Depot", "Governor's Office": what looks like a title belongs to the name.
            return Speaker(whole, "body")
        if len(name) == 1:
            titled = any(word.casefold().rstrip(".") in TITLES for word in titles)
            return self._one_word(name[0], at, gender, titled=titled)
        spelled = " ".join(name)
        if (full := self.known.person(spelled)) is not None:
            return self._speaker(full, gender)
        if spelled in self.people:
            return self._speaker(spelled, gender)
        if body := self.known.body(spelled):
            return Speaker(body, "body")
        # A country before a name, a name of two words that many have: the end of the row tells.
        for cut in range(1, len(name) - 1):
            if " ".join(name[cut:]) in self.people:
                return self._speaker(" ".join(name[cut:]), gender)
        for person in self.by_last.get(name[-1], ())[:50]:
            if person.parts[-len(name) :] == tuple(name) or (person.parts[0] == name[0] and len(name) == 2):
                return self._speaker(person.name, gender)
        if any(word.casefold() in INSTITUTIONS for word in name) or name[0].casefold() in NOT_FIRST:
            return Speaker(spelled if titles else whole, "body")
        return Speaker(spelled, "person" if titles else "name", gender)

    def _knows(self, family: str) -> bool:
        """Whether a word is the family name of somebody in the article or the settings, or a place."""
        return family in self.by_last or family in self.known.places or self.known.person(family) is not None

    def _one_word(self, word: str, at: int, gender: str, *, titled: bool) -> Speaker:
        """Find whom one word means: a body, the family name or the first name of somebody."""
        if not titled:
            if body := self.known.body(word):
                return Speaker(body, "body")
            if word in self.known.places:
                return Speaker(word, "group" if is_plural(word) else "body")
        own = self.by_last.get(word) or self.by_last.get(self.known.spelled(word))
        if own:
            return self._speaker(self._nearest(own, at).name, gender)
        if (full := self.known.person(word)) is not None:
            return self._speaker(full, gender)
        # A product may begin like a company; who is described, or is he or she, is a person.
        given = [
            person
            for person in self.by_first.get(word, ())[:50]
            if person.about or person.gender or self._gender(person.name)
        ]
        if given:
            return self._speaker(self._nearest(given, at).name, gender)
        if titled:
            return Speaker(word, "person", gender)
        return Speaker(word, "body" if word.isupper() and len(word) > 1 else "name")

    def _nearest(self, people: Sequence[_Person], at: int) -> _Person:
        """Choose among people of one name: the one last named in full in the paragraph, or the first of the article."""
        if len(people) == 1:
            return people[0]
        begin = self._starts[max(0, bisect_right(self._starts, at) - 1)]
        near = [(person.last_before(at), i) for i, person in enumerate(people[:50])]
        latest, i = max(near)
        return people[i] if latest >= begin else min(people[:50], key=lambda person: (person.places[0], person.name))

    def meant_by(self, words: Sequence[str], at: int) -> Speaker | None:
        """Find whom a definite description ("the Russian diplomat") means, if that is clear.

        Parameters
        ----------
        words : sequence of str
            The description without its article.
        at : int
            Its place in the text.

        Returns
        -------
        Speaker or None
            The person named last of those whom all its words describe.
        """
        head = bare(words[-1]).casefold()
        content = frozenset(self.known.content(words))
        if not content:
            return None
        key = (content, head)
        if key not in self._descriptions:
            self._descriptions[key] = self._candidates(content, head)
        found = [(self._last_named(name, at), name) for name in self._descriptions[key]]
        latest, name = max(found, default=(-1, ""))
        later = [name for _, name in found if name in self.people]
        if latest < 0 and len(later) == 1 and len(content) > 1 and head in TITLES:
            # An office may stand before the name that it goes with.
            return self._speaker(later[0])
        who = self._speaker(name) if latest >= 0 else None
        for text in self._by_head[head][-20:]:
            speaker, place = self.described[text]
            if latest < place <= at and self._matches(content, head, self.known.content(text.split())):
                who, latest = speaker, place
        return who

    def _candidates(self, content: frozenset[str], head: str) -> list[str]:
        people = [person.name for person in self.people.values() if self._matches(content, head, person.about)]
        for role, holder in self.known.roles:
            began = holder.start is None or self.day is None or holder.start <= self.day
            lasts = holder.end is None or self.day is None or self.day < holder.end
            if began and lasts and self._matches(content, head, role):
                people.append(holder.name)
        return sorted(set(people))

    def _matches(self, content: frozenset[str], head: str, about: set[str]) -> bool:
        """Whether all words of a description are true of somebody, as far as is known."""
        head_words = self.known.content([head])
        rest = content - head_words
        if not rest <= about:
            return False
        if head_words <= about:
            return True
        if head in LEADERS:
            return bool(about & (LEADERS | {"minister"})) and ("minister" not in about or "prime" in about)
        return head == "diplomat" and bool(rest) and bool(about & {"minister", "ambassador", "envoy", "secretary"})

    def _last_named(self, name: str, at: int) -> int:
        """Place where a person is last named before another, in full or by a family name nobody else has, or -1."""
        latest = self.people[name].last_before(at) if name in self.people else -1
        family = name.split()[-1]
        if latest >= 0 or any(person.name != name for person in self.by_last.get(family, ())[:50]):
            return latest
        if self._families is None:
            self._families = defaultdict(list)
            for match in self.known.families.finditer(self.text) if self.known.families else ():
                self._families[match.group()].append(match.start())
        places = self._families.get(family, [])
        i = bisect_right(places, at)
        return places[i - 1] if i else -1

    def resolve(self, words: Sequence[str], at: int, *, anything: bool = False) -> Speaker | str | None:
        """Find whom a noun phrase means.

        Parameters
        ----------
        words : sequence of str
            The phrase.
        at : int
            Its place in the text.
        anything : bool, default False
            Take also what is neither people nor an institution: "the sign".

        Returns
        -------
        Speaker, str or None
            A speaker; or one of the pronouns he, she, it, they, which the sentences before must resolve; or nobody.
        """
        words = list(words)
        while words and (lowered(words[0]) in LEADING or (len(words) > 1 and lowered(words[0]) in ADVERBS | DAYS)):
            words.pop(0)
        if not words:
            return None
        low = [lowered(word) for word in words]
        if len(words) == 1 and low[0] in PRONOUNS:
            return low[0] if low[0] in (HE, SHE, IT, THEY) else None
        if low[0] in PREPOSITIONS:
            # A phrase of place or time runs on into the name: "In Moscow Putin". Its end counts.
            cut = max(i for i, each in enumerate(low) if each in PREPOSITIONS or each in DETERMINERS)
            words, low = words[cut + 1 :], low[cut + 1 :]
        if not words:
            return None
        if "of" in low[1:4] and low[low.index("of") - 1] in AMOUNTS and low[-1] != "of":
            return self.resolve(words[low.index("of") + 1 :], at)
        if (both := self._joint(words, low, at)) is not None:
            return both
        if (body := self._institution(words, low)) is not None:
            return body
        chunk = self._head(words, low)
        run = self._name_at_end(chunk)
        # "The Russian President" is no name but a description.
        last = bare(run[-1]) if run else ""
        title = last.casefold() in TITLES and last not in self.by_last and not last.isupper() and "." not in last
        if run and not title and (speaker := self.named(run, at)) is not None:
            return speaker
        return self._description(words, low, chunk, at, anything=anything)

    def _joint(self, words: list[str], low: list[str], at: int) -> Speaker | None:
        """Find two names that speak as one: "Johnson and Biden"."""
        if "and" not in low[1:-1] or not starts_capital(words[-1]):
            return None
        k = low.index("and", 1)
        # "Ann Lee of Health and Human Services" is one.
        no_name = any(each in PREPOSITIONS for each in low[:k]) or not starts_capital(words[k - 1])
        if no_name or not (starts_capital(words[k + 1]) or low[k + 1] in DETERMINERS):
            return None
        one, two = self.resolve(words[:k], at), self.resolve(words[k + 1 :], at)
        if isinstance(one, Speaker) and isinstance(two, Speaker) and "group" not in (one.kind, two.kind):
            return Speaker(f"{one.name} and {two.name}", "group")
        return None

    def _institution(self, words: list[str], low: list[str]) -> Speaker | None:
        """Find an institution named with what it is for: "the Office of Emergency Services"."""
        for i in range(1, len(words) - 1):
            if low[i] not in ("of", "for") or not starts_capital(words[i + 1]):
                continue
            if not starts_capital(words[i - 1]) or low[i - 1] not in INSTITUTIONS:
                continue
            first, stop = i - 1, i + 2
            while first > 0 and starts_capital(words[first - 1]) and low[first - 1] not in DETERMINERS:
                first -= 1
            while stop < len(words) and (starts_capital(words[stop]) or low[stop] in ("and", "of", "the", "&")):
                stop += 1
            names_more = any(is_possessive(word) or word.casefold() in TITLES - OFFICES for word in words[i + 1 : stop])
            if names_more or stop < len(words) or any(each in PREPOSITIONS for each in low[:first]):
                return None
            name = " ".join(words[first:stop])
            return Speaker(self.known.body(name) or name, "body")
        return None

    def _head(self, words: list[str], low: list[str]) -> list[str]:
        """Cut a noun phrase before what belongs to its head, unless that is part of an office before a name."""
        named = starts_capital(words[-1]) and (words[-1] in self.by_last or self.known.person(words[-1]) is not None)
        for i in range(1, len(words)):
            if low[i] not in PREPOSITIONS:
                continue
            titled = any(low[m].rstrip(".") in TITLES - OFFICES for m in range(i + 1, len(words)))
            office = low[i - 1] in TITLES and low[i] in ("of", "for", "to") and not titled
            if not (office and named and len(words) - i > 2):
                return words[:i]
        return words

    @staticmethod
    def _name_at_end(chunk: list[str]) -> list[str]:
        """Give the capitalised words at the end of a phrase, back to an owner: of "NASA's Ann Lee" the last two."""
        k = len(chunk)
        # "People's Daily" is one name.
        body = chunk[-1].casefold() in INSTITUTIONS
        while k > 0 and (starts_capital(chunk[k - 1]) or (chunk[k - 1] in PARTICLES and k < len(chunk))):
            if k < len(chunk) and is_possessive(chunk[k - 1]) and not body:
                break
            k -= 1
        run = [word for word in chunk[k:] if word.casefold() not in DETERMINERS]
        while run and run[0] in PARTICLES:
            run.pop(0)
        return run

    def _description(
        self, words: list[str], low: list[str], chunk: list[str], at: int, *, anything: bool
    ) -> Speaker | None:
        """Find whom a description means, or take it as the name of somebody new."""
        head = bare(chunk[-1])
        determined = low[0] in DETERMINERS
        speaks = is_human(head) or starts_capital(head) or head.casefold() in DOCUMENTS
        if not speaks and not (anything and (determined or is_plural(head) or is_possessive(chunk[0]))):
            return None
        inner = chunk[1:] if determined else chunk
        if not inner:
            return None
        plural = is_plural(head)
        definite = low[0] in ("the", "his", "her", "its", "their", "this", "that") or not determined
        if definite and not plural and (meant := self.meant_by(inner, at)) is not None:
            return meant
        words = _shortened(words)
        text = " ".join((words[1:] if low[0] in ARTICLES else words)[:9])
        if not text:
            return None
        speaker = Speaker(text, "group" if plural else _kind(head.casefold()), _gender_of([head]))
        if not plural:
            if text not in self.described:
                self._by_head[head.casefold()].append(text)
            self.described[text] = (speaker, at)
        return speaker


def _kind(head: str) -> str:
    """Tell whether a noun in the singular means a person or an institution."""
    sure = head in HUMAN or head.rpartition("-")[2] in HUMAN
    if head.endswith(("man", "woman", "person", "-old", "ist")) or (sure and head.endswith(("er", "or"))):
        return "person" if head not in ("paper", "newspaper", "letter", "publisher", "broadcaster") else "body"
    body = head in ("government", "ministry", "department")
    one = head in TITLES or head in ("official", "source", "resident", "neighbour", "friend", "fan", "witness", "one")
    return "person" if one and not body else "body"


def _shortened(words: list[str]) -> list[str]:
    """Leave of a description its head and whose it is: "spokesman for the ministry" without "in a letter"."""
    for i in range(1, len(words)):
        low = words[i].casefold()
        other = low in PREPOSITIONS and low not in ("of", "for", "at", "from", "with")
        if other or (i > 3 and words[i] == low and low.endswith("ed")):
            return words[:i]
    return words


def _gender_of(words: Iterable[str]) -> str:
    """Tell from titles and nouns whether "he" or "she" is meant."""
    for word in words:
        low = word.casefold().rstrip(".")
        if low in MALE or low in FEMALE:
            return "m" if low in MALE else "f"
    return ""
