"""The numbers in the prose of a notebook, and where they are shown.

A number is proved where the reader is: by an output of the same section, or as a setting in its code. It is compared by
value and kind; a count also by what is counted, so that no 2 in a column of topics proves "two articles". What the
corpus holds is shown once, at the top, and holds for the whole notebook.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: float(n) for n, word in enumerate(UNITS) if word != "one"}
WORDS |= {ten: 10.0 * n for n, ten in enumerate(TENS, start=2)}
WORDS |= {f"{ten}-{unit}": WORDS[ten] + UNITS.index(unit) for ten in TENS for unit in UNITS[1:10]}
WORDS |= {"dozen": 12.0, "hundred": 100.0, "thousand": 1000.0, "million": 1e6, "billion": 1e9}
# Vague ones ("hundreds of") are numbers nobody can check, so they are looked up like the others, and not found.
WORDS |= {f"{word}s": WORDS[word] for word in ("dozen", "hundred", "thousand", "million", "billion")}
TIMES = {
    "twice": 2.0, "double": 2.0, "doubles": 2.0, "doubled": 2.0, "doubling": 2.0, "twofold": 2.0, "thrice": 3.0,
    "triple": 3.0, "triples": 3.0, "tripled": 3.0, "threefold": 3.0, "fourfold": 4.0, "tenfold": 10.0, "halved": 0.5,
}  # fmt: skip
PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twentieth": 20, "hundredth": 100,
}  # fmt: skip
# Words of number that are not looked up, and why:
# - "one" is the article or the pronoun nearly everywhere ("one of them", "one idea a cell"). In a rate ("one in ten")
#   it counts.
# - "first", "the third topic": a place in a list that the reader sees, no quantity. "A third", "two thirds" are shares.
# - "once" means when, as soon as, or a turn of phrase ("at once").
# - "both" is a number where it counts things of the corpus ("both articles of 2014"); in "both A and B", in "both" by
#   itself and before the two sides that a comparison has (SIDES) it is a pronoun.
SIDES = {"year", "era", "crisis", "set", "side", "pile"}

MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
_MONTH = "|".join([*MONTHS, *(name[:3] for name in MONTHS)])
DAY = re.compile(rf"(?<![\w.,])(?P<day>[0-3]?\d) (?P<month>{_MONTH})\b(?: (?P<year>\d{{4}}))?")
ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
YEAR = re.compile(r"(?<![\w.,#/−+-])(?:1[5-9]|20)\d\d(?![\w%/]|[.,]\d)")
ADDRESS = re.compile(r"\b\d{3}(?:_[0-9a-f]{16})?#s\d+\b|#s\d+\b|\b\d{3}_[0-9a-f]{16}\b|\bs\d+\b")
REFERENCE = re.compile(r"\b(Exercise|Figure)s?\s+(\d+\.\d+)")
NOTEBOOK = re.compile(r"(?<![\w.,:#-])0\d(?![\w.,:]\d|\w)")
NAMES = re.compile(r"\bTwo [Cc]rises\b|\btwo crises\b|\bF1\b|\bG²|\b[Pp]er 1,000 words\b")

_SPELLED = "|".join(sorted(WORDS, key=len, reverse=True))
_DIGITS = r"[−+±-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PART = "|".join(["halves", *(f"{part}s?" for part in PARTS)])
NUMBER = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?P<of>one|{_SPELLED}|\d+)(?: times?)? (?:of|in|out of) (?:the )?(?P<total>{_SPELLED}|\d+)\b(?![.,]\d)"
    rf"|(?:(?P<many>{_SPELLED}|an?|each|every|(?:first|last)(?= quarter))[ -])?(?P<part>{_PART})\b"
    rf"|(?P<percent>{_DIGITS}|{_SPELLED})\s?(?:%|per cent\b|percent\b)"
    rf"|(?P<times>{'|'.join(TIMES)})\b"
    rf"|(?P<spelled>{_SPELLED})\b(?!-)"
    rf"|(?P<digits>{_DIGITS})(?!\w))",
    re.I,
)
_BOTH = re.compile(r"\bboth (?:of (?:the|its|these|those|our) )?(?=(?P<noun>[a-z]+s)\b)", re.I)
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be but by can each for from has have if in is it its many more most much not of on one or "
        "other others so such than that the their them there these they this those to under was were which with would",
    )
)


class Number(NamedTuple):
    """A number in a text: its value, of which kind, as written, what stands before and after, and the text."""

    value: float
    kind: str
    written: str
    before: str
    after: str


class Shown(NamedTuple):
    """A number in an output: its value, of which kind, and the words that say what it is a number of."""

    value: float
    kind: str
    about: frozenset[str]


@dataclass
class Section:
    """A part of a notebook from a heading to the next: what it says, its captions, its code and what this shows."""

    heading: str
    prose: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    settings: list[Shown] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    text: str = ""


def numbers(text: str) -> Iterator[Number]:
    """Find the numbers of a text; days, years, addresses and references are none."""
    for pattern in (REFERENCE, DAY, ISO_DAY, ADDRESS, YEAR, NOTEBOOK, NAMES):
        text = pattern.sub(lambda found: "·" * len(found[0]), text)
    for found in NUMBER.finditer(text):
        around = text[: found.start()], text[found.end() :]
        if found["of"]:
            first, total = _value(found["of"]), _value(found["total"])
            yield Number(first / total if total else 0.0, "of", found[0], *around)
        elif found["part"]:
            part, many = found["part"].lower(), (found["many"] or "").lower()
            plural = part.endswith("s")
            part = "half" if part == "halves" else part.removesuffix("s")
            if part == "half" or plural or many:
                yield Number((_value(many) if many in WORDS else 1) / PARTS[part], "share", found[0], *around)
        elif found["percent"]:
            yield Number(_value(found["percent"]) / 100, "percent", found[0], *around)
        elif found["times"]:
            yield Number(TIMES[found["times"].lower()], "times", found[0], *around)
        else:
            kind = "decimal" if "." in found[0] else "count"
            yield Number(_value(found[0]), kind, found[0], *around)
    for found in _BOTH.finditer(text):
        if stem(found["noun"]) not in SIDES:
            yield Number(2.0, "count", found[0].strip(), text[: found.start()], text[found.end() - 1 :])


def _value(written: str) -> float:
    word = written.lower()
    if word == "one":
        return 1.0
    return WORDS[word] if word in WORDS else float(re.sub("[,±+]", "", word).replace("−", "-"))


def stem(word: str) -> str:
    """Cut what a plural and a few other endings add."""
    word = word.lower()
    for end, instead in (("ies", "y"), ("crises", "crisis"), ("sses", "ss"), ("s", "")):
        if word.endswith(end) and len(word) > len(end) + 2 and not word.endswith(("ss", "is", "us")):
            return word.removesuffix(end) + instead
    return word


def words_of(text: str) -> list[str]:
    """Words of a text that can say what a number counts, shortened to their stems."""
    return [stem(word) for word in re.findall(r"[^\W\d_]+", text) if word.lower() not in _EMPTY]


# What a notebook shows


class _Table(HTMLParser):
    """Caption, header rows and body rows of the tables in markup; a cell is its text and whether it is a number."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[dict[str, list[list[tuple[str, bool]]]]] = []
        self._row: list[tuple[str, bool]] | None = None
        self._part = ""
        self._numeric = False
        self._span = (1, 1)
        # Column -> in how many rows below it a cell of the head still stands, and the cell.
        self._below: dict[int, tuple[int, tuple[str, bool]]] = {}
        self._cell: str | None = None

    def _fill(self) -> None:
        """Put in what stands here because it began in a row above."""
        assert self._row is not None
        while left := self._below.get(len(self._row)):
            rows, cell = left
            self._below[len(self._row)] = (rows - 1, cell)
            if rows == 1:
                del self._below[len(self._row)]
            self._row.append(cell)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append({"caption": [], "thead": [], "tbody": []})
        elif tag in ("thead", "tbody", "caption"):
            self._part = tag
            if tag == "caption":
                self._cell = ""
        elif tag == "tr":
            self._row = []
        elif tag in ("td", "th"):
            about = dict(attrs)
            self._cell, self._numeric = "", about.get("align") == "right"
            self._span = (int(about.get("colspan") or 1), int(about.get("rowspan") or 1))

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._row is not None and self._cell is not None:
            self._fill()
            columns, rows = self._span
            for _ in range(columns):
                if rows > 1:
                    self._below[len(self._row)] = (rows - 1, (self._cell, self._numeric))
                self._row.append((self._cell, self._numeric))
            self._cell = None
        elif tag == "caption" and self._cell is not None:
            self.tables[-1]["caption"].append([(self._cell, False)])
            self._cell = None
        elif tag == "tr" and self._row is not None and self._part in ("thead", "tbody"):
            self._fill()
            self.tables[-1][self._part].append(self._row)
            self._row = None


def shown_in_table(markup: str) -> Iterator[Shown]:
    """Numbers in the columns of numbers of a table, and how many rows it has. Its texts are no results."""
    parser = _Table()
    parser.feed(markup)
    for table in parser.tables:
        caption = {word for (text, _), *_ in table["caption"] for word in words_of(text)}
        heads = [" ".join(cells[i][0] for cells in table["thead"]) for i in range(len(table["thead"][-1]))]
        for head in heads:
            yield from shown_in_text(head)
        rows = {"row", "line"} | caption | {word for head in heads[:1] for word in words_of(head)}
        yield Shown(float(len(table["tbody"])), "count", frozenset(rows))
        for row in table["tbody"]:
            labels = {word for text, number in row if not number and len(text) < 60 for word in words_of(text)}
            for head, (text, number) in zip(heads, row, strict=True):
                if number and re.fullmatch(rf"{_DIGITS}%?", text):
                    kind = "decimal" if "." in text else "count"
                    yield Shown(_value(text), kind, frozenset({*caption, *words_of(head), *labels}))


def shown_in_text(text: str) -> Iterator[Shown]:
    """Numbers of a sentence that a cell made, each with the words around it."""
    for found in numbers(text):
        around = re.findall(r"[^\W\d_]+", found.before)[-6:] + re.findall(r"[^\W\d_]+", found.after)[:6]
        about = frozenset(words_of(" ".join(around)))
        yield Shown(found.value, found.kind, about)
        if found.kind == "of":  # each of the two is shown, too
            for part in re.findall(rf"\d+|{_SPELLED}", found.written, re.I):
                yield Shown(_value(part), "count", about)


def settings_and_captions(code: str) -> tuple[list[Shown], list[str]]:
    """Numbers given to functions, with the words of the line, and captions, which are prose that stands in code."""
    settings: list[Shown] = []
    captions: list[str] = []
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return settings, captions
    about = frozenset(words_of(code.replace("_", " ")))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and [getattr(name, "id", "") for name in node.targets] == ["caption"]:
            captions += [node.value.value] if isinstance(node.value, ast.Constant) else []
        if not isinstance(node, ast.Call):
            continue
        named = {word.arg: word.value for word in node.keywords if word.arg not in ("decimals", "width", "seed")}
        for value in [*node.args, *named.values()]:
            if isinstance(value, ast.Constant) and type(value.value) in (int, float):
                settings.append(Shown(float(value.value), "setting", about))
        if getattr(node.func, "id", "") == "table" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
            captions.append(str(node.args[1].value))
    return settings, captions


def sections(cells: Iterable[dict]) -> list[Section]:
    """Cut the cells of a notebook at headings and exercises."""
    found = [Section("")]
    for cell in cells:
        if cell["cell_type"] == "markdown":
            for piece in re.split(r"^(?=#{1,4} |\*\*Exercise )", cell["source"], flags=re.M):
                if re.match("#{1,4} |\\*\\*Exercise ", piece):
                    found.append(Section(piece.splitlines()[0]))
                if piece.strip():
                    found[-1].prose.append(piece)
            continue
        here = found[-1]
        settings, captions = settings_and_captions(cell["source"])
        here.settings += settings
        here.captions += captions
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            markup, plain = data.get("text/html", ""), output.get("text", "") or data.get("text/plain", "")
            here.text += f"\n{plain}"
            if "<table" in markup:
                here.shown += shown_in_table(markup)
            elif not markup:
                here.shown += shown_in_text(data.get("text/markdown", plain))
    return found


# What its prose says


def readable(text: str) -> str:
    """Prose as people read it: without code, addresses of links, and the rows of the header card."""
    text = re.sub(r"^\| Time \|.*$", "", text, flags=re.M)
    text = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]+>", "", text, flags=re.S)
    return re.sub(r"[ \t]*\n(?!\n)[ \t]*", " ", re.sub(r"^\*\*Exercise \d+\.\d+\.\*\*", "", text, flags=re.M))


def typed_numbers(cells: Iterable[dict], settings: str, lessons: Iterable[str]) -> list[str]:
    """Say which numbers of the prose are shown nowhere near.

    `settings` is the text of corpus.toml, whose days and years may be typed; `lessons` the numbers of the notebooks.
    """
    parts, known = sections(cells), set(lessons)
    days = set(re.findall(r"\b(?:1[5-9]|20)\d\d(?:-\d\d){0,2}\b", settings))
    top = list(_corpus("".join(part.text for part in parts[:2])))
    # What is compared has as many sides as corpus.toml has eras.
    top.append(Shown(float(len(re.findall(r"^\[eras\.", settings, re.M))), "count", frozenset(SIDES)))
    labels = set(re.findall(r"\bFigure (\d+\.\d+)", "".join(part.text for part in parts)))
    labels |= {name for part in parts for name in re.findall(r"^\*\*Exercise (\d+\.\d+)", part.heading)}
    problems = [problem for part in parts for text in part.prose for problem in _header_card(text)]
    for part in parts:
        for text in [readable(text) for text in part.prose] + part.captions:
            where = f"{part.heading or 'top'}: "
            problems += [where + problem for problem in _dates(text, days, part.text)]
            problems += [f"{where}{kind} {n}" for kind, n in REFERENCE.findall(text) if n not in labels]
            problems += [f"{where}notebook {n}" for n in NOTEBOOK.findall(text) if n not in known]
            for address in ADDRESS.findall(text):
                if not re.search(rf"(?:{re.escape(address[:3])}\w*)?{re.escape(address[3:])}\b", part.text):
                    problems.append(f"{where}{address}")
            for number in numbers(text):
                if not (_is_scale(number) or _is_shown(number, part, top)):
                    problems.append(f"{where}…{number.before[-40:]}[{number.written}]{number.after[:30]}…")
    return problems


def _corpus(text: str) -> Iterator[Shown]:
    """How many articles there are in all and in each era, and sentences."""
    for found in re.finditer(r"Corpus of ([\d,]+) articles?(?: \((.*?)\))?, ([\d,]+) sentences?", text):
        yield Shown(_value(found[1]), "count", frozenset({"article"}))
        yield Shown(_value(found[3]), "count", frozenset({"sentence"}))
        eras = re.findall(r"([\d,]+) in ", found[2] or "")
        for articles in eras:
            yield Shown(_value(articles), "count", frozenset({"article", "against"}))


def _header_card(text: str) -> Iterator[str]:
    """Minutes: to read, and more with the exercises."""
    for row in re.findall(r"^\| Time \|(.*)\|$", text, re.M):
        found = re.fullmatch(r" (\d+) minutes(?: to read)?, (\d+) with (?:the )?exercises(?:; \D*)? ", row)
        if not found or not 5 <= int(found[1]) < int(found[2]) <= 120:
            yield f"header card:{row}"


def _dates(text: str, days: set[str], shown: str) -> Iterator[str]:
    for found in DAY.finditer(text):
        month = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(found["month"]))
        end = f"-{month:02d}-{int(found['day']):02d}"
        if not any(day.endswith(end) and day.startswith(found["year"] or "") for day in days):
            yield found[0]
    for found in ISO_DAY.findall(text):
        if found not in days:
            yield found
    years = {day[:4] for day in days} | set(YEAR.findall(shown))
    yield from (year for year in YEAR.findall(DAY.sub(" ", text)) if year not in years)


def _is_scale(number: Number) -> bool:
    """Whether it says what the ends and the middle of a scale mean: 0 and ±1 only, beside the words that say it.

    That is a definition, which no other corpus can make untrue.
    """
    if number.kind != "count" or abs(number.value) > 1:
        return False
    if number.written.lower() == "zero":
        return bool(re.search(r"\b(?:from|to|towards|near|its|at) $", number.before))
    after = re.match(r" (?:is|if|means)\b|: | \((?:bad|good)\)| to \+?1\b", number.after)
    return bool(
        after
        or re.search(r"\b(?:from [−-]?[01](?: \(bad\))? to|ends at|p near|counts as|counted from) $", number.before)
    )


def _is_shown(number: Number, part: Section, top: list[Shown]) -> bool:
    if number.kind == "count":
        counted = _counted(number)
        here = [one for one in part.shown if one.kind in ("count", "decimal")]
        if any(one.value == number.value and (not counted or one.about & counted) for one in here):
            return True
        return any(one.value == number.value and one.about & counted for one in [*part.settings, *top])
    if number.kind in ("times", "decimal"):
        written = number.written.lstrip("+")
        if number.kind == "decimal" and re.search(rf"(?<![\d.,]){re.escape(written)}(?![\d]|[.,]\d)", part.text):
            return True
        return any(one.kind == number.kind and abs(one.value - number.value) < 1e-9 for one in part.shown)
    # In words a share is rounded, in figures it is not; the share of what, the reader sees.
    near = 0.0051 if number.kind == "percent" else 0.1 * number.value + 1e-9
    shares = (one.value for one in part.shown if one.kind in ("share", "of", "percent", "decimal"))
    if any(abs(share - number.value) <= near for share in shares):
        return True
    if number.kind != "of":
        return False
    both = [_value(one) for one in re.findall(rf"\d+|{_SPELLED}", number.written, re.I)]
    return all(any(one.kind == "count" and one.value == n for one in part.shown) for n in both)


def _counted(number: Number) -> frozenset[str]:
    """What a count counts: the words that follow it up to a stop; "topic" in "topic 2", "against" in "2 against 3"."""
    before = words_of(" ".join(number.before.split()[-1:]))
    following = re.match(r"[^.,;:()!?–—·]*", number.after)
    after = words_of(" ".join(following[0].split()[:3] if following else []))
    return frozenset([*after, *(word for word in before if word in ("topic", "place", "rank", "against"))])
