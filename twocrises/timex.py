"""A sentence and the day it was written -> the days it names (a TIMEX is an expression of time).

"On Saturday" is a day once one knows the day of the writing, and whether the verb looks back or ahead. Each answer
names the words it comes from and the rule, so that a reader can check it. What names no days that one could point at
("soon", "for eight hours", "since the end of the war", a decade, a season) is left out.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from twocrises.mentions import WEEKDAYS, end_of_month, find_dates
from twocrises.wording import count

PRECISIONS = ("day", "week", "month", "year", "longer")

_PAST, _FUTURE, _UNKNOWN = "past", "future", ""
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTHS_SHORT = tuple(name[:3].casefold() for name in _MONTHS)
# As far as "several days", "weeks ago" or "the coming months" may reach.
_WITHOUT_NUMBER = {"day": 7, "week": 31, "month": 365}
_DAYS_OF = {"day": 1, "week": 7, "month": 31, "year": 365}
_SHIFT = {"last": -1, "this": 0, "next": 1}
_MOST_HOURS = 72
# A date without a year lies in the direction of the verb, unless it is this near in the other one; a month likewise.
_NEAR_DATE = timedelta(92)
_NEAR_MONTHS = 3
_HALF_A_YEAR = timedelta(183)
# So many characters before an expression can change its meaning.
_NEAR_WORDS = 40
# No clause is longer, in characters.
_FAR = 400
# So many verbs before or behind an expression can tell its direction.
_MOST_VERBS = 6

_WEEKDAY_NAME = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)"
_PART = r"(?:\s+(?:morning|afternoon|evening|night|lunchtime))"
_MONTH = (
    rf"(?:(?:{'|'.join([*_MONTHS, *map(str.upper, _MONTHS)])})\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_TH = r"(?:st|nd|rd|th)"
_TO = r"\s*(?:[-–—]|to|and|through)\s*"
_NUMBER = rf"(?:\d{{1,3}}|an?|{'|'.join(_NUMBERS[1:])})"
_SOME = r"(?:several|a\s+few|few|some|many|a\s+couple(?:\s+of)?|couple(?:\s+of)?|a\s+number\s+of)"

# "Black Friday" and "Sunday Times" are names; "every Monday" is no one day; "a week from Monday" counts from another.
_NAME_BEFORE = re.compile(
    r"(?:\b(?:[Bb]lack|Good|Easter|Super|Ash|Bloody|Cyber|Palm|Holy|Maundy|Shrove|Fat|Giving|Whit|Ruby|Casual|Mail\s+on"
    r"|every|each|any|most|per|following|previous|preceding|that|same|another|other|Every|Each)|\bweeks?\s+(?:from|on)"
    r"|\b[Oo]n\s+an?|\b[Oo]ne)\s+$"
)
_NAME_BEHIND = re.compile(
    r"\s+(?:(?:talk\s+|news\s+)?(?:[Ss]hows|programs|programmes)|Times|Telegraph|Mirror|Mail|Express|Post|Herald|People"
    r"|Night\s+(?:Live|Football)|[Ss]chool|best|Agreement)\b"
    r"|-\d"
)
_OF_ANOTHER = re.compile(r"\s+(?:after|before|following|of)\b", re.I)
_WEEKDAY = re.compile(
    rf"""(?<![\w-])(?P<lead>(?:(?i:on|by|until|till|since|through|for|from|after|before)\s+)?)
    (?P<modifier>(?:(?i:this\s+coming|this\s+past|this|last|next|(?:early|late|earlier|later)(?:\s+on)?)\s+)?)
    (?P<weekday>{_WEEKDAY_NAME})\b{_PART}?(?P<own>(?:['’][sS]\b)?)
    (?:,?\s+(?:of\s+)?(?P<week>this|next|last)\s+week\b)?""",
    re.X,
)
_WEEK_THEN = re.compile(r"\b(?P<which>this|next|last)\s+week,?\s+(?:on\s+)?$", re.I)
_DATE = re.compile(
    rf"""(?<![\w/$£€.,-])(?P<lead>(?:(?i:on|by|until|till|since|through|from|after|before)\s+)?)(?:the\s+)?
    (?P<weekday>(?:(?:{_WEEKDAY_NAME}|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?,?\s+(?:the\s+)?)?)
    (?:(?P<month1>{_MONTH})\s+(?P<day1>\d{{1,2}}){_TH}?
         (?:{_TO}(?P<until1>\d{{1,2}}){_TH}?(?![\w/]))?
      |(?P<day2>\d{{1,2}}){_TH}?(?:{_TO}(?P<until2>\d{{1,2}}){_TH}?)?
         (?:\s+of)?\s+(?P<month2>{_MONTH}))
    (?![\w/%]|[:.,-]\d)(?:,?\s+(?P<year>\d{{4}})\b)?(?:['’]s\b)?""",
    re.X,
)
_ATTACKS = re.compile(r"['’]?s?\s+(?:attack|terror|hijack|commission)", re.I)
_ORDINAL = re.compile(
    rf"\b(?:[Oo]n|[Bb]y|[Uu]ntil|[Ss]ince|[Tt]hrough)\s+the\s+(?P<day>\d{{1,2}}){_TH}"
    r"(?=\s*[.,;:?!)”\"—–]|\s*$|\s+(?:and|or|at|in|for|to|but|when|where|as|that|the|we|he|she|it|they|you|I)\b)"
)
_MONTH_ALONE = re.compile(
    rf"""(?<![\w-])(?P<lead>(?:(?i:in|since|during|until|till|by|from|after|before|through|for|of|between|the|or|and
      |to)\s+)?)
    (?P<modifier>(?:(?i:this\s+past|this\s+coming|this|last|next|earlier\s+in|later\s+in|early\s+in|late\s+in
      |(?:the\s+)?(?:end|beginning|start|middle)\s+of|early|late|mid)[\s-]+)?)
    (?P<month>{_MONTH})(?!\w|,?\s+(?:(?:of|in)\s+)?\d|['’]?\d|-\d
      |\s+(?:of\s+)?(?:this|last|next)\s+year)(?:['’]s\b)?""",
    re.X,
)
# Words that are names or other things as well, unless these stand before them.
_ALSO_NAMES = re.compile(r"(?:apr|aug|jun|mar|may)", re.I)
_SURELY_MONTH = ("in", "since", "during", "until", "till", "between")
_JOINS = ("or", "and", "to")
_BACK = re.compile(r"(?<!come )(?<!comes )(?<!go )(?<!get )(?<!be )(?<!are )(?<!is )(?<!coming )\bback\s+$", re.I)
_PART_OF = re.compile(r"\b(?:most|rest|part|month|all|days|week|weeks)\s+$", re.I)
_YEARS = re.compile(
    r"\b(?P<range>(?:(?:from|between)\s+)?(?P<first>(?:19|20)\d\d)\s?(?:[-–—]|to|and|until|through)\s?"
    r"(?P<last>(?:19|20)\d\d))(?![\w,.]\w|[-–/]\d)"
    r"|\b(?P<lead>in|since|by|after|until|till|during|from|of|the|early|late|mid|spring|summer|autumn|fall|winter|year"
    r"|for|over|through|[a-z]+['’]s)[\s-]+(?P<year>(?:19|20)\d\d)(?:['’]s)?(?!\w|[-–.,/:]\d|-[A-Z]|\s*%)",
    re.I,
)
_COUNTED = re.compile(
    r"\s+(?:people|troops|soldiers|men|women|children|civilians|miles|metres|meters|km|kilomet|dollars|euros|tons"
    r"|tonnes|employees|jobs|members|years|hours|pages|percent|per\s+cent)",
    re.I,
)
_FISCAL = re.compile(r"\bfiscal\s+$", re.I)
_WRITES_LEAD = ("in", "since", "by", "after", "until", "till", "during", "from")
_TODAY = re.compile(
    rf"""(?<![\w-])(?P<lead>(?:(?i:late|early|earlier|later|since|until|till|by)\s+)?)
    (?P<word>(?i:today|tonight|this\s+(?:very\s+)?(?:morning|afternoon|evening)|overnight|last\s+(?:night|evening)
      |(?:the\s+)?day\s+after\s+tomorrow|(?:the\s+)?day\s+before\s+yesterday|(?:yesterday|tomorrow){_PART}?))\b
    (?:['’]s\b)?""",
    re.X,
)
_IDIOM = re.compile(r"\b(?:happen|happened|change|changed|appear|occur|built)\s+$", re.I)
_FLIGHT = re.compile(r"\s+(?:flights?|trains?|stays?|delivery|success|bags?|trips?)\b", re.I)
_BEGINS_AFTER = ".!?:”“\"’‘'—–-(•*"
_NOWADAYS = re.compile(r"\s+(?:world|society|economy|age|youth|generation|standards|technology|environment)\b", re.I)
_UNIT = re.compile(
    rf"""(?<![\w-])(?P<lead>(?:(?i:in|over|during|within|for|since|by|until|at(?=\s+the\s)|before|through
      |throughout)\s+)?)
    (?P<part>(?:(?i:earlier|later|(?:the\s+)?(?:end|start|beginning|middle)\s+of)\s+)?)
    (?P<which>(?i:(?:the|these)\s+(?:past|last|next|coming)|this\s+(?:past|last|coming)|this|last|next|the|recent
      |coming|past))\s+
    (?:(?P<number>{_NUMBER}|{_SOME})\s+)?
    (?P<unit>(?i:hours|days?|weeks?|months?|years?|weekend))(?P<second>\s+(?:and|or)\s+(?:days|weeks|months))?
    (?P<ahead>\s+ahead)?\b(?:['’]s?(?!\w))?""",
    re.X,
)
_AGO = re.compile(
    rf"\b(?P<number>(?:(?:{_NUMBER}|{_SOME})\s+)?)(?P<unit>days?|weeks?|months?|years?)\s+(?P<way>ago|from\s+now)"
    r"(?P<today>\s+today)?\b",
    re.I,
)
_MORE_THAN = re.compile(
    r"\b(?:more\s+than|over|at\s+least|less\s+than|under|within|half|and\s+a|point|up\s+to)\s+$", re.I
)
_IN_UNITS = re.compile(
    rf"\bin\s+(?:just\s+|about\s+|only\s+)?(?P<number>{_NUMBER})\s+(?P<unit>days?|weeks?|months?|years?)"
    r"(?P<time>['’]s?\s+time\b)?(?!\s+(?:of|after|before|since)\b)\b",
    re.I,
)
_SURELY_AHEAD = re.compile(r"will|['’]ll|to\b")
# "the first time in two weeks", "the worst in ten years": a stretch that ends now.
_SUPERLATIVE = re.compile(r"\b(?:first|second|third|last|only|time|\w+est|most|least|once|twice|times)\b", re.I)
_YEARS_AFTER = re.compile(rf"\b(?P<number>{_NUMBER})\s+years?\s+(?:after|since|on\s+from)\b", re.I)
_SINCE = re.compile(r"\bsince\s+$", re.I)
_OF_OR_HYPHEN = re.compile(r"\s+of\b|-")
_MONTH_OF = re.compile(
    rf"\b(?P<lead>(?:(?i:in|since|by|until|during)\s+)?)(?:(?:early|late|mid)[\s-]+)?(?P<month>{_MONTH})"
    r",?\s+(?:of\s+|in\s+)?"
    r"(?:(?P<year>(?:19|20)\d\d)\b|(?P<which>last|this|next)\s+year\b)"
)
_THAT_YEAR = re.compile(r"\b(?:that|the\s+same)\s+year\b", re.I)
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# No sentence without one of these signs has an expression of time; plain words are far quicker to look for than
# patterns, and most sentences have none.
_SIGNS = (
    "day", "week", "year", "night", "month", "20", "19", "hours", "/", "tomorrow", "this morning",
    "this afternoon", "this evening", "this very", "last evening", *(f"the {digit}" for digit in range(1, 10)),
)  # fmt: skip
_MONTH_SIGNS = tuple(sign for name in _MONTHS for sign in (name[:3], name[:3].upper()))
_MONTH_SIGN = re.compile(rf"\b(?:{'|'.join(_MONTH_SIGNS)})")
_WEEKDAY_SIGN = re.compile("[nsri]day")
_TODAY_SIGN = re.compile(r"today|night|yesterday|tomorrow|this (?:very )?(?:morning|afternoon|evening)|last evening")
_UNIT_SIGN = re.compile(r"days|week|month|year|hours|day (?:ago|from)")
_DATE_SIGN = re.compile(r"\d{4}|\d[-/.]\d")
_DIGIT = re.compile(r"\d")

# How a verb looks at its time. The order matters: the first alternative that fits at a place is taken.
_PLANNED = (
    r"(?:due|set|slated|scheduled|expected|planned|planning|likely|supposed|poised|about|going|meant|ready|prepared"
    r"|preparing|plans?|intend(?:s|ed|ing)?|hop(?:es?|ed|ing)|wants?|wanted|bound|invited|obliged|proposed)"
)
_SCHEDULED = (
    r"(?:meet|visit|travel|head|begin|start|open|arriv|leav|depart|host|hold|return|end|expir|conven|gather|resum|tak"
    r"|attend|address|deliver|join|com|go|launch|speak|sit|welcom|kick)"
)
_IRREGULAR = (
    "said|told|met|held|took|gave|made|came|went|began|left|found|saw|spoke|wrote|kept|sent|brought|thought|got|"
    "became|knew|stood|heard|felt|let|put|set|read|ran|paid|sat|lost|led|meant|won|understood|built|spent|grew|"
    "fell|rose|hit|drew|broke|chose|drove|ate|flew|forgot|hid|hung|laid|lay|shook|shot|shut|sang|sank|slept|"
    "struck|swore|swept|taught|threw|tore|woke|wore|withdrew|fought|fled|fed|bought|caught|dealt|sought|split|"
    "spread|quit|cut|cost|sold|cast|hurt|beat|slid|sprang|stole|stuck|swung|undertook|overcame|upheld|foresaw|"
    "oversaw|arose|bore|dug|froze|overthrew"
)
_PARTICIPLES = (
    "been|done|made|said|told|met|held|taken|given|come|gone|begun|left|found|seen|spoken|written|kept|sent|"
    "brought|got|gotten|become|known|stood|heard|felt|put|set|read|run|paid|lost|led|won|built|spent|grown|fallen|"
    "risen|hit|drawn|broken|chosen|driven|flown|shot|shut|struck|sworn|thrown|withdrawn|fought|fled|bought|caught|"
    "sought|split|spread|quit|cut|cost|sold|had|arisen|eaten|forgotten|hidden|shaken|stolen|taught|thought|"
    "understood|slept|dealt|hurt"
)
_ADVERBS = r"(?:\s+(?:not|also|never|still|only|already|now|then|all|both|just|always|[a-z]+ly))*"
_PARTICIPLE = rf"(?:[a-z]+ed|{_PARTICIPLES})"
_VERB = re.compile(
    rf"""(?<![\w-])(?:
      (?P<past1>(?:would|could|might|may|must|should)(?:n['’]t|\s+not)?\s+have{_ADVERBS}\s+{_PARTICIPLE}
        |couldn['’]t|could\s+not
        |did(?:n['’]t)?|to\s+have\s+{_PARTICIPLE}
        |(?:is|are|am)\s+(?:accused|charged|suspected|alleged|believed|thought|said|reported|wanted|understood)
        |(?:has|have)(?:n['’]t)?{_ADVERBS}\s+{_PARTICIPLE})\b
    | (?P<future1>(?:(?:will|won['’]t|shall|should|would|wouldn['’]t|could|may|might|can|cannot|can['’]t|must)\b
        {_ADVERBS}(?:\s+(?:be|have))?(?:\s+[a-z]+ed)?
        |(?:(?:is|are|was|were|am|be|been){_ADVERBS}\s+)?{_PLANNED}\s+(?:to|for)(?:\s+be\s+[a-z]+)?
        |(?:is|are|was|were|am){_ADVERBS}\s+to(?=\s+[a-z])(?:\s+be\s+[a-z]+)?
        |due|scheduled|slated|upcoming|forthcoming
        |(?:is|are|am){_ADVERBS}\s+{_SCHEDULED}(?:[a-z]?ing)
        |meets|travels|begins|opens|arrives|leaves
        |departs|holds|hosts|convenes|gathers|resumes|takes|attends|delivers
        |joins|comes|goes|speaks|welcomes|expires|(?:heads|returns)\s+to|visits(?=\s+(?:the\s+)?[A-Z]))\b)
    | (?P<ahead>ahead\s+of|in\s+advance\s+of)\b
    | (?P<planning>(?:agree|decide|vow|promise|pledge|threaten|urge|ask|call|offer|want|hope|plan|intend|arrange|need
        |order|demand|prepar|expect|tell|told|invite|request|instruct|encourage|call\s+on)(?:e?s|e?d|ned|ing)?)\b
    | (?P<infinitive>to(?:\s+be)?\s+(?!the\b|an?\b|its?\b|his\b|her\b|their\b|our\b|my\b|your\b|this\b|that\b|these\b
        |those\b|him\b|them\b|us\b|me\b|you\b)[a-z]+)\b
    | (?P<past2>was|were|wasn['’]t|weren['’]t|had|hadn['’]t|{_IRREGULAR})\b
    | (?P<past3>[a-z]{{2,}}ed)\b
    | (?P<present>is|are|am|has|have|isn['’]t|aren['’]t|does|do)\b
    )|(?P<future2>(?<=\w)['’]ll)\b|(?P<past4>(?<=\w)['’](?:ve{_ADVERBS}\s+{_PARTICIPLE}|s\s+been))\b""",
    re.X,
)
_NO_VERB = frozenset(
    ["need", "indeed", "speed", "hundred", "breed", "seed", "weed", "feed", "deed", "sacred", "hatred", "exceed",
     "proceed", "succeed", "armed", "united", "unprecedented", "detailed", "needed"]
)  # fmt: skip
# "the ousted president": no verb of the clause.
_ATTRIBUTE = re.compile(
    r"(?:^|\W)(?:the|an?|its|their|his|her|our|my|your|this|these|those|of|with|for|in|by|at|from|more|most"
    r"|newly|some)\s+$",
    re.I,
)
_CLAUSE = re.compile(
    r"[;:()—–“”\"]|\s-\s|\b(?P<word>that|which|who|whom|when|where|while|because|although|though|but|unless|if|once"
    r"|after|before|until|since|as|whether)\b",
    re.I,
)
_IN_PRESENT = ("when", "once", "if", "unless")
_IF = re.compile(r"\bif\s+(?:\w+\s+)?$", re.I)
_FRONTED = re.compile(
    r"(?:^|[,;:()—–“”‘\"'.?!]|\s-|\b(?:and|but|that|who|which|when|as|because|while|where))\s*$", re.I
)
_JOINED = re.compile(r"\s*(?:,|/|-|–|,?\s*\b(?:or|and|to|through)\b)\s*", re.I)
_JOINED_WITHIN = 10
_BOUNDED = re.compile(r"\b(?:ahead\s+of|in\s+advance\s+of|prior\s+to|before)\s+(?:the\s+|a\s+)?$", re.I)
_PREPOSITION = re.compile(
    r"\b(?:at|during|in|after|from|of|for|to|with|on|following|about|despite|under|by)\s+(?:the\s+)?$", re.I
)


class SpokenDay(NamedTuple):
    """An expression of time in a text, and the days it can mean.

    Attributes
    ----------
    start, end : int
        Its place in the text.
    first, last : date or None
        The first and last day it can mean; None without a day to count from.
    reason : str
        How the days follow from the words, in a sentence that one can check.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    reason: str

    @property
    def precision(self) -> str | None:
        """The shortest of `PRECISIONS` that is as long as the span."""
        if self.first is None or self.last is None:
            return None
        days = (self.last - self.first).days + 1
        return next(
            (name for name, most in (("day", 1), ("week", 7), ("month", 31), ("year", 366)) if days <= most), "longer"
        )


# First and last day, and why.
_Span = tuple[date, date, str]
# Start and end of the words before those.
_Found = tuple[int, int, date, date, str]


class _Verb(NamedTuple):
    """A verb of a sentence, and how it looks at its time."""

    start: int
    end: int
    kind: str
    text: str


class _Clause(NamedTuple):
    """A mark or a word with which a clause begins."""

    start: int
    end: int
    word: str


class _Look(NamedTuple):
    """A direction, the verb that gives it ("" if none does), and the number of the verb at which it stands."""

    direction: str
    verb: str
    at: int


_NOWHERE = _Look(_UNKNOWN, "", -1)
_start = attrgetter("start")


class _Sentence:
    """A sentence whose verbs are looked for once, and only when somebody asks for a direction."""

    def __init__(self, text: str, small: str) -> None:
        self.text = text
        self.small = small

    @cached_property
    def verbs(self) -> list[_Verb]:
        return [verb for match in _VERB.finditer(self.text) if (verb := _verb(match, self.text))]

    @cached_property
    def clauses(self) -> list[_Clause]:
        return [_Clause(*match.span(), (match["word"] or "").casefold()) for match in _CLAUSE.finditer(self.text)]

    def direction(self, start: int, end: int, *, bare: bool = False, possessive: bool = False) -> tuple[str, str]:
        """Say whether the words at a place look back or ahead, and by which verb."""
        verbs, clauses = self.verbs, self.clauses
        left = bisect_left(verbs, start, key=_start) - 1
        while left >= 0 and verbs[left].end > start:
            left -= 1
        right = bisect_left(verbs, end, key=_start)
        before = bisect_left(clauses, start, key=_start) - 1
        begin = clauses[before].end if before >= 0 else 0
        after = bisect_left(clauses, end, key=_start)
        finish = clauses[after].start if after < len(clauses) else len(self.text)
        # ", an official said" behind the words belongs to another clause.
        comma = self.text.find(",", end, min(finish, end + _FAR))
        finish = comma if comma >= 0 else finish

        head = _head(self.text, start, _NEAR_WORDS)
        fronted = bool(_FRONTED.search(head))
        follows = right < len(verbs) and verbs[right].start - end <= 2 and verbs[right].kind != "ahead"
        subject = (bare and follows) or (possessive and not _PREPOSITION.search(head))

        of_left, of_right = self._of_left(left, start), self._of_right(right)
        in_left = bool(of_left.verb) and verbs[of_left.at].start >= begin
        in_right = bool(of_right.verb) and (fronted or verbs[of_right.at].start < finish)
        own = [(of_left, in_left), (of_right, in_right)]
        for look, inside in reversed(own) if fronted or subject else own:
            if inside:
                return look.direction, look.verb
        if before >= 0 and clauses[before].word in _IN_PRESENT and start > begin + 1:
            return _FUTURE, clauses[before].word
        look = of_left if of_left.verb else of_right
        return look.direction, look.verb

    def _of_left(self, i: int, place: int) -> _Look:
        """The direction that the verbs up to number i give to words at a place behind them."""
        infinitive = -1
        for step in range(i, max(-1, i - _MOST_VERBS), -1):
            verb = self.verbs[step]
            if verb.kind == "ahead":
                # "Ahead of talks on Friday": behind these words, not before them.
                return _Look(_FUTURE, verb.text, step)
            if verb.kind == "infinitive":
                infinitive = step if infinitive < 0 else infinitive
            elif verb.kind == "planning":
                if infinitive >= 0:
                    return _Look(_FUTURE, f"{verb.text} … {self.verbs[infinitive].text}", infinitive)
                if verb.text.endswith(("ed", "told")):
                    return _Look(_PAST, verb.text, step)
            elif verb.kind == "present":
                if _IF.search(_head(self.text, verb.start, 20)):
                    return _Look(_FUTURE, f"if … {verb.text}", step)
                copula = infinitive < 0 and place - verb.end <= 1
                return _Look(_FUTURE if copula or infinitive >= 0 else _UNKNOWN, verb.text, step)
            else:
                return _Look(verb.kind, verb.text, infinitive if infinitive >= 0 else step)
        return _NOWHERE

    def _of_right(self, i: int) -> _Look:
        """The direction of the first verb from number i on that has one of its own."""
        for step in range(i, min(len(self.verbs), i + _MOST_VERBS)):
            verb = self.verbs[step]
            if verb.kind in (_PAST, _FUTURE):
                return _Look(verb.kind, verb.text, step)
            if verb.kind == "planning" and verb.text.endswith(("ed", "told")):
                return _Look(_PAST, verb.text, step)
            if verb.kind == "present":
                return _Look(_UNKNOWN, verb.text, step)
        return _NOWHERE


def _verb(match: re.Match[str], text: str) -> _Verb | None:
    """Turn a match into a verb; None where the word is none."""
    group = match.lastgroup or ""
    if group == "past3" and (match.group() in _NO_VERB or _ATTRIBUTE.search(_head(text, match.start(), 12))):
        return None
    return _Verb(*match.span(), group.rstrip("1234"), match.group())


def find_days(
    text: str,
    day: date | None,
    *,
    order: bool | None = None,
    year: int | None = None,
    before: date | None = None,
) -> list[SpokenDay]:
    """Find the expressions of time in a sentence, and the days they mean.

    Parameters
    ----------
    text : str
        A sentence, in English.
    day : date or None
        The day it was written. Without it the expressions are found, and none is resolved.
    order : bool, optional
        Whether the month comes first in 3/4/2014. By default both readings stand.
    year : int, optional
        The last year that was named before this sentence, for "that year".
    before : date, optional
        A day ahead that the sentences before this one spoke of: where a plan has come to Thursday, Friday follows it.

    Returns
    -------
    list of SpokenDay
        In the order of the text; they do not overlap.

    Notes
    -----
    Weeks run from Monday to Sunday. "In two weeks" and "two weeks ago" are the seven days around that day; with months
    and years, the calendar month and year. "Several days" are up to 7, "weeks" up to 31 days, "months" up to a year.
    "Since 2014" runs to the day of writing.

    Examples
    --------
    >>> [(found.start, str(found.first)) for found in find_days("They met on Tuesday.", date(2014, 3, 5))]
    [(9, '2014-03-04')]
    >>> find_days("Ministers will meet on Tuesday.", date(2014, 3, 5))[0].reason
    '"on Tuesday": the first Tuesday on or after Wednesday, 5 March 2014, since it is ahead ("will")'
    >>> find_days("Troops march for eight hours every Monday.", date(2014, 3, 5))
    []
    """
    small = text.casefold()
    if not _has_any(small, _SIGNS) and not _names_month(text):
        return []
    # Without a day every expression is read from some day, and the answer thrown away.
    found = sorted(
        _all(_Sentence(text, small), day or date(2000, 6, 15), order, year, before), key=lambda one: (one[0], -one[1])
    )
    kept: list[SpokenDay] = []
    for start, end, first, last, why in found:
        words = text[start:end]
        if day is None:
            one = SpokenDay(start, end, None, None, f'"{words}": the article has no day from which to count')
        elif date(1, 1, 2) < first <= last < date(9999, 12, 30):
            one = SpokenDay(start, end, first, last, f'"{words}": {why}')
        else:
            continue
        if not kept or start >= kept[-1].end:
            kept.append(one)
        elif end - start > kept[-1].end - kept[-1].start and (len(kept) < 2 or start >= kept[-2].end):
            kept[-1] = one
    return kept


def _has_any(text: str, signs: tuple[str, ...]) -> bool:
    return any(sign in text for sign in signs)


def _names_month(text: str) -> bool:
    return _has_any(text, _MONTH_SIGNS) and _MONTH_SIGN.search(text) is not None


def _all(sentence: _Sentence, day: date, order: bool | None, year: int | None, before: date | None) -> Iterator[_Found]:
    """All expressions of a sentence, which may overlap. Only forms of which it has a sign are looked for."""
    text, small = sentence.text, sentence.small
    digits = _DIGIT.search(text) is not None
    if _WEEKDAY_SIGN.search(small):
        yield from _weekdays(sentence, day, before)
    if _TODAY_SIGN.search(small):
        yield from _todays(text, day)
    if _names_month(text):
        yield from _months(sentence, day)
        yield from _months_of_years(text, day)
        if digits:
            yield from _dates(sentence, day)
    if digits:
        yield from _ordinals(sentence, day)
        if "20" in text or "19" in text:
            yield from _years(text, day)
        if _DATE_SIGN.search(text):
            yield from _in_full(text, day, order)
    if _UNIT_SIGN.search(small):
        yield from _units(sentence, day)
        if "ago" in small or "now" in small:
            yield from _agos(text, day)
        yield from _in_units(sentence, day)
        if "year" in small:
            yield from _that_year(text, year)


def _in_full(text: str, day: date, order: bool | None) -> Iterator[_Found]:
    """Days and months with their year, in figures or in words."""
    for named in find_dates(text, month_first=order):
        (first, last), *others = named.readings
        if last - first > timedelta(31):
            continue
        start, since = named.start, _SINCE.search(_head(text, named.start, 10))
        why = f"named in full: {written(first)}" if first == last else f"{first:%B} {first.year}"
        if others:
            # Two readings of one date are no span; from the first to the last is all one can say.
            first, last = min(first, others[0][0]), max(last, others[0][1])
            why = f"{written(first)} or {written(last)}: nobody can tell which number is the month"
        elif since and last < day:
            last, why = day, f"{_up_to_now(written(first))}, {written(day)}"
        if since and last == day:
            start -= len(since.group())
        yield start, named.end, first, last, why


def _weekdays(sentence: _Sentence, day: date, ahead: date | None) -> Iterator[_Found]:
    """Weekdays: of this week, of the last or of the next, by the verb."""
    text, before, direction, verb = sentence.text, -_FAR, _UNKNOWN, ""
    for match in _WEEKDAY.finditer(text):
        start, end = match.span()
        head = _head(text, start, _NEAR_WORDS)
        # "The Monday after the vote" counts from the vote.
        of_another = head.endswith("the ") and _OF_ANOTHER.match(text, end)
        if of_another or _NAME_BEFORE.search(head + match["lead"]) or _NAME_BEHIND.match(text, end):
            continue
        lead, modifier, week = _small(match["lead"]), _small(match["modifier"]), match["week"]
        if not week and (then := _WEEK_THEN.search(head + match["lead"])):
            week, start = then["which"], start - len(head) + then.start()
        if not (0 <= start - before <= _JOINED_WITHIN and _JOINED.fullmatch(text[before:start])):
            direction, verb = _direction_of_weekday(sentence, match, lead, head, bare=not lead and not modifier)
        before = end
        weekday = WEEKDAYS.index(match["weekday"].casefold())
        first, why = _of_weekday(day, weekday, modifier, (week or "").casefold(), direction, verb)
        if direction == _FUTURE and ahead and ahead > first and ahead.weekday() in (weekday, (weekday - 1) % 7):
            first = ahead + timedelta((weekday - ahead.weekday()) % 7)
            why = f"the {first:%A} on or after {written(ahead)}, of which the text spoke before"
        ahead = first if direction == _FUTURE and first > day else ahead
        if lead == "since" and first <= day:
            yield start, end, first, day, _up_to_now(written(first))
        else:
            yield start, end, first, first, why


def _direction_of_weekday(
    sentence: _Sentence, match: re.Match[str], lead: str, head: str, *, bare: bool
) -> tuple[str, str]:
    """Say whether a weekday lies behind or ahead, and by which word."""
    if lead == "since":
        return _PAST, lead
    direction, verb = sentence.direction(*match.span(), bare=bare, possessive=bool(match["own"]))
    if lead == "by" and direction == _PAST and _FRONTED.search(head):
        # "By Monday they had left."
        return direction, verb
    if lead in ("for", "by", "until", "till", "before") or _BOUNDED.search(head):
        return _FUTURE, lead or "ahead of"
    return direction, verb


def _of_weekday(day: date, weekday: int, modifier: str, week: str, direction: str, verb: str) -> tuple[date, str]:
    """The day of a weekday, and why."""
    name = WEEKDAYS[weekday].capitalize()
    back, ahead = (day.weekday() - weekday) % 7, (weekday - day.weekday()) % 7
    if week or modifier == "next":
        which = week or "next"
        of = {"last": "before that of", "this": "of", "next": "after that of"}[which]
        return day + timedelta(
            weekday - day.weekday() + 7 * _SHIFT[which]
        ), f"the {name} in the week {of} {written(day)}"
    if modifier in ("last", "this past"):
        return day - timedelta(back or 7), f"the last {name} before {written(day)}"
    if modifier == "this coming":
        return day + timedelta(ahead or 7), f"the first {name} after {written(day)}"
    if not back:
        return day, f"the day of writing is itself a {name}, {written(day, weekday=False)}"
    if direction == _FUTURE:
        why = f'since it is ahead ("{verb}")'
        return day + timedelta(ahead), f"the first {name} on or after {written(day)}, {why}"
    why = f'since the verb is in the past ("{verb}")' if direction == _PAST else "since no verb points ahead"
    return day - timedelta(back), f"the last {name} on or before {written(day)}, {why}"


def _todays(text: str, day: date) -> Iterator[_Found]:
    """Today, yesterday, tomorrow, and their parts."""
    for match in _TODAY.finditer(text):
        start, end = match.span()
        word = _small(match["word"])
        # "Russia Today" is a name, unless a sentence or a line begins with it; "today's world" is no day.
        title = match["word"][0].isupper() and match["word"][1:].islower()
        head = _head(text, start, 10).rstrip()
        name = title and not match["lead"] and head and head[-1] not in _BEGINS_AFTER
        if name or _NOWADAYS.match(text, end):
            continue
        if word == "overnight":
            if not _IDIOM.search(_head(text, start, 12)) and not _FLIGHT.match(text, end):
                yield start, end, day - timedelta(1), day, f"the night before {written(day)}"
            continue
        shift = 1 if "tomorrow" in word else -1 if word.startswith(("last", "yesterday")) or "before" in word else 0
        shift *= 2 if word.endswith(("after tomorrow", "before yesterday")) else 1
        meant = day + timedelta(shift)
        counted = _counted_from(shift, "day", day) if shift else f"the day of writing, {written(day)}"
        yield start, end, meant, meant, counted


def _dates(sentence: _Sentence, day: date) -> Iterator[_Found]:
    """A day of a month, with a year or without."""
    text = sentence.text
    for match in _DATE.finditer(text):
        start, end = match.span()
        lead, month = _small(match["lead"]), _month(match["month1"] or match["month2"])
        number, until = int(match["day1"] or match["day2"]), match["until1"] or match["until2"]
        if number in (9, 11) and month == 9 and not match["year"] and _ATTACKS.match(text, end):
            continue
        weekday = next((i for i, name in enumerate(WEEKDAYS) if name[:3] == match["weekday"][:3].casefold()), None)
        first: date | None
        if match["year"]:
            first, why, is_a = _safe(int(match["year"]), month, number), "named in full", "was a"
        else:
            direction, verb = sentence.direction(start, end, bare=not match["lead"], possessive=text[end - 1] == "s")
            if lead in ("by", "until", "till", "through"):
                direction = _FUTURE if direction != _PAST else _UNKNOWN
            first, why = _without_year(day, month, number, weekday, direction, verb)
            is_a = "is a"
        if not first:
            continue
        if weekday is not None and first.weekday() != weekday:
            why += f", which {is_a} {first:%A}, not a {WEEKDAYS[weekday].capitalize()}"
        last = first
        if until and (longer := _safe(first.year, first.month, int(until))) and longer > first:
            last = longer
        if lead == "since" and last < day:
            last, why = day, _up_to_now(written(first))
        yield start, end, first, last, why


def _ordinals(sentence: _Sentence, day: date) -> Iterator[_Found]:
    """A day of a month that is not named: "on the 16th"."""
    for match in _ORDINAL.finditer(sentence.text):
        direction, _ = sentence.direction(*match.span())
        days = [_safe(*_month_from(day, shift), int(match["day"])) for shift in (-1, 0, 1)]
        meant = [one for one in days if one and (one <= day if direction != _FUTURE else one >= day)]
        if meant:
            first = min(meant, key=lambda one: abs(one - day))
            yield *match.span(), first, first, f"the nearest such day of a month, counted from {written(day)}"


def _without_year(
    day: date, month: int, number: int, weekday: int | None, direction: str, verb: str
) -> tuple[date | None, str]:
    """The day of a date without a year: by its weekday, else in the direction of the verb, else the nearest."""
    days = [one for shift in range(-6, 7) if (one := _safe(day.year + shift, month, number))]
    if weekday is not None and (
        same := [one for one in days if one.weekday() == weekday and abs(one - day) < _HALF_A_YEAR]
    ):
        first = min(same, key=lambda one: abs(one - day))
        return first, f"the nearest such day that is a {first:%A}: {written(first, weekday=False)}"
    if not days:
        return None, ""
    nearest = min(days, key=lambda one: (abs(one - day), one))
    if direction and abs(nearest - day) > _NEAR_DATE:
        meant = [one for one in days if (one >= day if direction == _FUTURE else one <= day)]
        if meant:
            nearest = min(meant, key=lambda one: abs(one - day))
            where = "on or after" if direction == _FUTURE else "on or before"
            return nearest, f"the nearest such day {where} {written(day)}" + _by(verb)
    return nearest, f"the nearest such day, seen from {written(day)}"


def _months(sentence: _Sentence, day: date) -> Iterator[_Found]:
    """A month without day and year."""
    text, end_before = sentence.text, -9
    for match in _MONTH_ALONE.finditer(text):
        start, end = match.span()
        lead, modifier = _small(match["lead"]), _small(match["modifier"].replace("-", " "))
        joined = lead in _JOINS and 0 <= start - end_before <= 1
        if not (modifier or joined) and lead in ("", *_JOINS):
            continue
        end_before = end
        if not (modifier or joined or lead in _SURELY_MONTH) and _ALSO_NAMES.match(match["month"]):
            continue
        if lead == "of" and not modifier and not _PART_OF.search(_head(text, start, 12)):
            continue
        direction, verb = sentence.direction(start, end)
        surely_back = modifier == "last" or lead == "since" or _BACK.search(_head(text, start, 14)) is not None
        if surely_back or modifier == "this past":
            direction, verb = _PAST, modifier or lead
        elif modifier in ("next", "this coming") or lead in ("by", "until", "till"):
            direction, verb = _FUTURE, modifier or lead
        span = _of_month(day, _month(match["month"]), modifier, direction, verb, surely_back=surely_back)
        if not span:
            continue
        first, last, why = span
        if lead == "since" and last < day:
            last, why = day, _up_to_now(f"{first:%B} {first.year}")
        yield match.end("lead") if lead in (*_JOINS, "the") else start, end, first, last, why


def _of_month(day: date, month: int, modifier: str, direction: str, verb: str, *, surely_back: bool) -> _Span | None:
    """The month of that name which is meant, and why."""
    this = date(day.year, month, 1)
    if modifier == "this" or (month == day.month and modifier not in ("last", "next")):
        return this, end_of_month(this), f"of {day.year}, the year of writing"
    back = this if month < day.month else _safe(day.year - 1, month, 1)
    ahead = this if this > day else _safe(day.year + 1, month, 1)
    if back is None or ahead is None:
        return None
    # A month of the year before would be called so, unless that year has only just ended.
    far = (ahead.year - day.year) * 12 + ahead.month - day.month
    near = not surely_back and 0 < far <= (_NEAR_MONTHS if direction == _PAST else 6)
    first = ahead if direction == _FUTURE or near else back
    where = "next" if first == ahead else "last"
    why = f"the {where} {first:%B}, counted from {written(day)}"
    return first, end_of_month(first), why + _by("" if near and direction != _FUTURE else verb)


def _months_of_years(text: str, day: date) -> Iterator[_Found]:
    """A month whose year stands beside it."""
    for match in _MONTH_OF.finditer(text):
        year = int(match["year"]) if match["year"] else day.year + _SHIFT[match["which"]]
        first = date(year, _month(match["month"]), 1)
        last, why = end_of_month(first), f"{first:%B} {year}"
        if _small(match["lead"]) == "since" and last < day:
            last, why = day, f"{_up_to_now(why)}, {written(day)}"
        yield *match.span(), first, last, why


def _years(text: str, day: date) -> Iterator[_Found]:
    """A year, or from one to another."""
    for match in _YEARS.finditer(text):
        start, end = match.span()
        if _COUNTED.match(text, end) or _FISCAL.search(_head(text, start, 8)):
            continue
        if match["range"]:
            one, two = int(match["first"]), int(match["last"])
            if one < two:
                yield start, end, date(one, 1, 1), date(two, 12, 31), f"from {one} to {two}"
            continue
        year, lead = int(match["year"]), match["lead"].casefold()
        first, last, why = *_of_year(year), f"the year {year}"
        if lead in ("since", "after") and last < day:
            last, why = day, f"{_up_to_now(str(year))}, {written(day)}"
        yield start if lead in _WRITES_LEAD else match.start("year"), end, first, last, why


def _units(sentence: _Sentence, day: date) -> Iterator[_Found]:
    """Days, weeks, months and years that are pointed at: "last month", "the next two weeks"."""
    for match in _UNIT.finditer(sentence.text):
        if span := _of_unit(sentence, match, day):
            first, last, why = span
            if _small(match["lead"]) == "since" and first < day:
                last, why = day, f"{why}, up to that day"
            yield *match.span(), first, last, why


def _agos(text: str, day: date) -> Iterator[_Found]:
    """Days, weeks, months and years that are counted: "two weeks ago", "a year from now"."""
    for match in _AGO.finditer(text):
        number, unit = match["number"].strip(), _unit(match)
        if _MORE_THAN.search(_head(text, match.start(), 14)):
            continue
        if span := _counted(day, number, unit, -1 if match["way"].casefold() == "ago" else 1):
            n = _number(number)
            if match["today"] and n and unit == "year" and (same := _safe(day.year - n, day.month, day.day)):
                span = same, same, f"the same day, {count(n, 'year')} before"
            yield *match.span(), *span


def _in_units(sentence: _Sentence, day: date) -> Iterator[_Found]:
    """Days, weeks, months and years ahead: "in two weeks"."""
    for match in _IN_UNITS.finditer(sentence.text):
        if _SUPERLATIVE.search(_head(sentence.text, match.start(), 30)):
            continue
        direction, verb = sentence.direction(*match.span())
        # "They built it in three days" is how long it took. Without a verb it is a heading, which looks ahead.
        ahead = match["time"] or direction == _FUTURE or not verb
        if ahead and (span := _counted(day, match["number"], _unit(match), 1)):
            yield *match.span(), *span


def _of_unit(sentence: _Sentence, match: re.Match[str], day: date) -> _Span | None:
    """The span of "last month", "the next two weeks", "in recent days", "earlier this year"."""
    which, part, number = _small(match["which"]), _small(match["part"]), _small(match["number"] or "")
    unit, plural = _unit(match), match["unit"].casefold().endswith("s")
    if which.startswith("the") and not part and _OF_OR_HYPHEN.match(sentence.text[match.end() : match.end() + 6]):
        # "The last week of February" counts from elsewhere.
        return None
    if unit == "weekend":
        return _weekend(sentence, match, which, day)
    rolling = which.split()[-1]
    if unit == "hour":
        return _of_hours(day, _number(number), rolling)
    if plural:
        # "The weeks" and "this weeks" are no span.
        return None if which in ("this", "the") else _rolling(match, number, unit, rolling, day)
    if unit == "day" or match["ahead"]:
        return None
    if which == "the":
        # "By the end of the week", but "the week" alone is any.
        return _of_calendar(day, "this", unit, part) if part and not number else None
    if which in _SHIFT and not number:
        return _of_calendar(day, which, unit, part)
    return None if which in ("this", "recent", "coming", "past") else _rolling(match, number, unit, rolling, day)


def _of_hours(day: date, n: int | None, rolling: str) -> _Span | None:
    """The days that so many hours reach."""
    if rolling not in ("last", "past", "next", "coming") or not n or n > _MOST_HOURS:
        return None
    days, why = timedelta(-(-n // 24)), f"counted in hours from {written(day)}"
    return (day - days, day, why) if rolling in ("last", "past") else (day, day + days, why)


def _rolling(match: re.Match[str], number: str, unit: str, rolling: str, day: date) -> _Span | None:
    """So many days, weeks, months or years right before or right after the day."""
    way = -1 if rolling in ("last", "past", "recent") and not match["ahead"] else 1
    singular = not match["unit"].casefold().endswith("s")
    n = _number(number) if number else 1 if singular else None
    if match["second"]:
        unit, n = max(unit, match["second"].split()[-1].rstrip("s"), key=_DAYS_OF.__getitem__), None
    if n is None:
        return _as_far_as(day, unit, way)
    reach = n * _DAYS_OF[unit]
    if unit in ("month", "year"):
        edge = _add_months(day, way * n * (12 if unit == "year" else 1))
        if edge is None:
            return None
        reach = abs((edge - day).days)
    one, two = day + timedelta(way), day + timedelta(way * reach)
    return min(one, two), max(one, two), f"the {_counted_from(way * reach, 'day', day)}"


def _as_far_as(day: date, unit: str, way: int) -> _Span | None:
    """The days before or after the day that a unit without a number may reach; none for years."""
    if unit not in _WITHOUT_NUMBER:
        return None
    reach = way * _WITHOUT_NUMBER[unit]
    one, two = day + timedelta(way), day + timedelta(reach)
    return min(one, two), max(one, two), f"the {_counted_from(reach, 'day', day)}, as far as such words reach"


def _of_calendar(day: date, which: str, unit: str, part: str) -> _Span | None:
    """The week, month or year before, of or after the day, or what is over or left of it."""
    shift = _SHIFT[which]
    if unit == "week":
        first = day - timedelta(day.weekday()) + timedelta(7 * shift)
        last = first + timedelta(6)
    elif unit == "month":
        first = date(*_month_from(day, shift), 1)
        last = end_of_month(first)
    else:
        first, last = _of_year(day.year + shift)
    why = f"the {unit} {({-1: 'before that of', 0: 'of', 1: 'after that of'})[shift]} {written(day)}"
    if not shift and part:
        if part == "earlier" or part.endswith(("start of", "beginning of")):
            return first, day, f"{why}, up to that day"
        if part == "later" or part.endswith("end of"):
            return day, last, f"{why}, from that day on"
    return first, last, why


def _weekend(sentence: _Sentence, match: re.Match[str], which: str, day: date) -> _Span | None:
    """Saturday and Sunday before, around or after the day."""
    if match["number"] or which in ("recent", "coming", "past"):
        return None
    first = day + timedelta(5 - day.weekday())
    if which == "last" or which.endswith("past"):
        first -= timedelta(7)
    elif which == "next":
        first += timedelta(7)
    elif day.weekday() < 5:
        direction, verb = sentence.direction(*match.span())
        lead = _small(match["lead"])
        # "Over the weekend" is the one just past, unless a verb says clearly that it is not.
        if lead == "over" and direction == _FUTURE and not _SURELY_AHEAD.search(verb):
            direction = _PAST
        direction = _FUTURE if lead == "for" else direction
        late = day.weekday() >= 2
        ahead = direction == _FUTURE or which.endswith("coming") or (which == "this" and direction != _PAST and late)
        first -= timedelta(0 if ahead else 7)
    return first, first + timedelta(1), f"Saturday and Sunday, {written(first, weekday=False)} and the day after"


def _counted(day: date, number: str, unit: str, way: int) -> _Span | None:
    """So many units before or after a day: the day, the seven days around it, the calendar month or year."""
    n = _number(number)
    if n is None:
        return _as_far_as(day, unit, way)
    counted = _counted_from(way * n, unit, day)
    if unit == "day":
        meant = day + timedelta(way * n)
        return meant, meant, counted
    if unit == "week":
        meant = day + timedelta(7 * way * n)
        return meant - timedelta(3), meant + timedelta(3), f"the seven days around {counted}"
    if unit == "month":
        first = date(*_month_from(day, way * n), 1)
        return first, end_of_month(first), f"the month that lies {counted}"
    return *_of_year(day.year + way * n), f"the year that lies {counted}"


def _that_year(text: str, year: int | None) -> Iterator[_Found]:
    """The year that was named last."""
    for match in _THAT_YEAR.finditer(text):
        named = _ANY_YEAR.findall(_head(text, match.start(), 200))
        meant = int(named[-1]) if named else year
        if meant:
            yield *match.span(), *_of_year(meant), f"{meant}, the year named last"


def years_after(text: str) -> list[tuple[int, int, int]]:
    """Find numbers of years that count from an event and not from the day of writing: "eight years after the vote".

    Parameters
    ----------
    text : str
        A sentence, in English.

    Returns
    -------
    list of (int, int, int)
        Start and end of the words, and the number of years.

    Examples
    --------
    >>> years_after("They met again eight years after the vote, and left.")
    [(15, 32, 8)]
    """
    found = _YEARS_AFTER.finditer(text) if "year" in text else ()
    return [(*match.span(), n) for match in found if (n := _number(match["number"]))]


def written(day: date, *, weekday: bool = True) -> str:
    """Write a day in words.

    Parameters
    ----------
    day : date
        Any day.
    weekday : bool, default True
        Whether its weekday stands before it.

    Returns
    -------
    str

    Examples
    --------
    >>> written(date(2014, 3, 5)), written(date(2014, 3, 5), weekday=False)
    ('Wednesday, 5 March 2014', '5 March 2014')
    """
    words = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()].capitalize()}, {words}" if weekday else words


def _head(text: str, place: int, size: int) -> str:
    """What stands right before a place."""
    return text[max(0, place - size) : place]


def _small(words: str) -> str:
    """In small letters, with single spaces."""
    return " ".join(words.casefold().split())


def _number(words: str) -> int | None:
    """Read a number; None where the words name none."""
    word = words.strip().casefold()
    if word.isascii() and word.isdigit():
        return int(word) or None
    if word in ("a", "an"):
        return 1
    if "couple" in word:
        return 2
    return _NUMBERS.index(word) if word in _NUMBERS[1:] else None


def _unit(match: re.Match[str]) -> str:
    return match["unit"].casefold().rstrip("s")


def _month(name: str) -> int:
    return _MONTHS_SHORT.index(name[:3].casefold()) + 1


def _counted_from(n: int, unit: str, day: date) -> str:
    """Write a number of units before a day, or after it."""
    return f"{count(abs(n), unit)} {'before' if n < 0 else 'after'} {written(day)}"


def _up_to_now(first: str) -> str:
    return f"from {first} to the day of writing"


def _by(verb: str) -> str:
    return f', by "{verb}"' if verb else ""


def _of_year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _safe(year: int, month: int, day: int) -> date | None:
    """A day, or None if no calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_from(day: date, shift: int) -> tuple[int, int]:
    """Year and month so many months after a day."""
    months = day.year * 12 + day.month - 1 + shift
    return months // 12, months % 12 + 1


def _add_months(day: date, months: int) -> date | None:
    """The same day of another month, or its last."""
    first = _safe(*_month_from(day, months), 1)
    return first and first.replace(day=min(day.day, end_of_month(first).day))
