"""Files of the project -> what the book says of it: run times, figures of benchmarks, versions, lessons, how to cite.

Each directive reads the file that a command or a person keeps up to date, so no page of the book repeats a number that
could be another one by now.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from twocrises.errors import TwoCrisesError
from twocrises.markup import escape_html
from twocrises.notebooks import ROOT, find_lessons
from twocrises.timex import written

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# What is in a figure of a benchmark besides what was measured.
_ORIGIN = ["command", "date", "data_sha256"]
_HEADS = ("measure", "value", "number")
# As many decimals as a share needs; the table of all figures has them as they were measured.
_DECIMALS = 3
_SHORT_NAMES = re.compile(r"\b(?:nmf|lda)\b")
# An entry of a bibliography is no wider than a telephone.
_WIDTH = 42
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.M)
_NEEDED = re.compile(r'^\s*"(?P<name>[A-Za-z0-9._-]+)[^"]*",?\s*(?:#\s*(?P<reason>.+?))?\s*$')
_CARD = re.compile(r"^\| (For|Time|You need|You will be able to) \| (.+?) \|$", re.M)
_NUMBER = re.compile(r"(?:-?\d+(?:\.\d+)?)?")
_EXERCISE = re.compile(r"^\*\*Exercise (\d+\.\d+)\.\*\*", re.M)


class Lesson(NamedTuple):
    """What the first cells of a lesson say of it.

    Attributes
    ----------
    name : str
        "01_cleaning".
    title : str
    card : dict of str to str
        The header card: "For", "Time", "You need", "You will be able to".
    exercises : list of str
        Their numbers.
    """

    name: str
    title: str
    card: dict[str, str]
    exercises: list[str]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives.

    Parameters
    ----------
    app : sphinx.application.Sphinx
        The build.

    Returns
    -------
    dict
        What Sphinx wants to know of an extension.

    Examples
    --------
    >>> from unittest.mock import Mock
    >>> setup(Mock())["parallel_read_safe"]
    True
    """
    app.add_directive("benchmark", Benchmark)
    app.add_directive("run-times", RunTimes)
    app.add_directive("versions", Versions)
    app.add_directive("lessons", Lessons)
    app.add_directive("citation", Citation)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def figures_of(name: str, root: Path = ROOT) -> pd.DataFrame:
    """Read the figures of a benchmark.

    Parameters
    ----------
    name : str
        A table of benchmarks/results/, "cleaning".
    root : Path
        The repository.

    Returns
    -------
    pandas.DataFrame
        A row a figure: `measure`, `value` and `n` (as they are written), `command`, `date`, `data_sha256`.

    Raises
    ------
    TwoCrisesError
        If there is no such table, or it is none.

    Examples
    --------
    >>> figures_of("cleaning").columns.tolist()
    ['measure', 'value', 'n', 'command', 'date', 'data_sha256']
    """
    file = root / "benchmarks" / "results" / f"{name}.csv"
    try:
        # As texts, so that they are shown as they were written.
        return pd.read_csv(file, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        why = type(error).__name__
        raise TwoCrisesError(
            f"benchmarks/results/{name}.csv cannot be read ({why}). Make it anew: make bench."
        ) from None


def arranged(
    frame: pd.DataFrame, rows: str = "", heads: Sequence[str] = ("measure", "value", "number")
) -> pd.DataFrame:
    """Choose figures of a benchmark, and put them into a table that can be read.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `figures_of`.
    rows : str, optional
        A regular expression for the measures to show. A group called `row` gives the name of a row; with a group
        called `column` as well, the table has a column for each of its values.
    heads : sequence of str
        The heads of the columns: of the names, and, if there is no group `column`, of the values and of `n`; if there
        is one, of the column for which this group is empty.

    Returns
    -------
    pandas.DataFrame
        All texts, in the order of the benchmark.

    Raises
    ------
    TwoCrisesError
        If no measure fits.

    Examples
    --------
    >>> frame = pd.DataFrame({"measure": ["a: F1", "a: r", "b: F1", "c"], "value": ["1", "2", "3", "4"], "n": "5"})
    >>> arranged(frame, "(?P<row>.): (?P<column>.+)", ["set"]).values.tolist()
    [['a', '1', '2'], ['b', '3', '']]
    >>> arranged(frame, "c").columns.tolist()
    ['measure', 'value', 'number']
    """
    if not rows:
        return _headed(frame[["measure", "value", "n"]], heads)
    parts = [re.fullmatch(rows, measure) for measure in frame["measure"]]
    chosen = frame[[part is not None for part in parts]]
    if chosen.empty:
        raise TwoCrisesError(f'No measure of the benchmark fits "{rows}". Look into its table in benchmarks/results/.')
    named = [part.groupdict("") for part in parts if part is not None]
    names = [group.get("row") or measure for group, measure in zip(named, chosen["measure"], strict=True)]
    if "column" not in named[0]:
        return _headed(chosen.assign(measure=names)[["measure", "value", "n"]], heads)
    columns = [group["column"] or heads[-1] for group in named]
    value = {(row, column): value for row, column, value in zip(names, columns, chosen["value"], strict=True)}
    wide = {heads[0]: list(dict.fromkeys(names))}
    for column in dict.fromkeys(columns):
        wide[column] = [value.get((row, column), "") for row in wide[heads[0]]]
    return pd.DataFrame(wide)


def rounded(columns: Sequence[Sequence[str]], most: int) -> list[list[str]]:
    """Write the numbers of a table with equally many decimals, and whole numbers as they are.

    Parameters
    ----------
    columns : sequence of sequences of str
        The columns of numbers, as they were measured; an empty text stands for none.
    most : int
        Decimals they have at most. A column in which nothing would be left of numbers that are not 0 keeps its own.

    Returns
    -------
    list of list of str

    Examples
    --------
    >>> rounded([["0.9488", "1.0", ""], ["13", "47", ""], ["0.0004", "0", ""]], 3)
    [['0.949', '1.000', ''], ['13', '47', ''], ['0.0004', '0', '']]
    """
    places = max((len(cell.partition(".")[2]) for cells in columns for cell in cells), default=0)
    step = Decimal(1).scaleb(-min(most, places))
    return [_even(cells, step) if any("." in cell for cell in cells) else list(cells) for cells in columns]


def versions(root: Path = ROOT) -> pd.DataFrame:
    """List the packages that the notebooks need, with the versions they were made with.

    Parameters
    ----------
    root : Path
        The repository, with pyproject.toml and requirements.txt.

    Returns
    -------
    pandas.DataFrame
        A row a package, in the order of pyproject.toml: `package`, `version` (of the lock), `what for`.

    Raises
    ------
    TwoCrisesError
        If a package of pyproject.toml is not in the lock.

    Examples
    --------
    >>> versions().package.tolist()[:2]
    ['jupyterlab', 'ipykernel']
    """
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    lock = (root / "requirements.txt").read_text(encoding="utf-8")
    known = {_normal(name): version for name, version in _LOCKED.findall(lock)}
    block = re.search(r"^dependencies = \[\n(.*?)^\]", project, re.M | re.S)
    found = [match for line in (block[1] if block else "").splitlines() if (match := _NEEDED.match(line))]
    for match in found:
        if _normal(match["name"]) not in known:
            raise TwoCrisesError(f"requirements.txt has no {match['name']}. Resolve it anew: make lock.")
    rows = [(match["name"], known[_normal(match["name"])], match["reason"] or "") for match in found]
    return pd.DataFrame(rows, columns=["package", "version", "what for"])


def read_card(name: str, text: str) -> Lesson:
    r"""Read what a lesson says of itself.

    Parameters
    ----------
    name : str
        Of the lesson, "01_cleaning".
    text : str
        The lesson, in MyST.

    Returns
    -------
    Lesson

    Raises
    ------
    TwoCrisesError
        If it has no title or no header card.

    Examples
    --------
    >>> lesson = read_card("01_one", "# One?\n\n| For | anyone |\n| Time | 5 minutes |\n\n**Exercise 1.1.** Do it.")
    >>> lesson.title, lesson.card["Time"], lesson.exercises
    ('One?', '5 minutes', ['1.1'])
    """
    title = re.match(r"# (.+)", text)
    card = dict(_CARD.findall(text))
    if not title or not {"For", "Time"} <= set(card):
        raise TwoCrisesError(f"lessons/{name}.md has no title or no header card. Begin it like the other lessons.")
    return Lesson(name, title[1], card, _EXERCISE.findall(text))


def bibtex(facts: Mapping[str, Any]) -> str:
    """Write the entry for a bibliography.

    Parameters
    ----------
    facts : mapping
        What CITATION.cff says.

    Returns
    -------
    str
        BibTeX; the year stands in it if the file has a day of release.

    Raises
    ------
    TwoCrisesError
        If title, version or authors are missing.

    Examples
    --------
    >>> facts = {"title": "Two Crises", "version": "0.1", "authors": [{"name": "The project"}], "license": "MIT"}
    >>> print(bibtex(facts))
    @software{two_crises,
      author  = {{The project}},
      title   = {{Two Crises}},
      version = {0.1},
      license = {MIT},
    }
    """
    _complete(facts)
    entries = {
        "author": " and ".join(f"{{{_brackets(name)}}}" for name in _authors(facts)),
        "title": f"{{{_brackets(str(facts['title']))}}}",
        "version": str(facts["version"]),
        "year": str(facts.get("date-released", ""))[:4],
        "license": str(facts.get("license", "")),
        "url": str(facts.get("url") or facts.get("repository-code") or ""),
    }
    known = {key: value for key, value in entries.items() if value}
    width = max(map(len, known))
    lines = [_wrapped(f"  {key:{width}} = {{{value}}},", width + 6) for key, value in known.items()]
    return "\n".join(["@software{two_crises,", *lines, "}"])


def in_words(facts: Mapping[str, Any]) -> str:
    """Write the citation as it stands in a list of references.

    Parameters
    ----------
    facts : mapping
        What CITATION.cff says.

    Returns
    -------
    str

    Raises
    ------
    TwoCrisesError
        If title, version or authors are missing.

    Examples
    --------
    >>> in_words({"title": "Two Crises", "version": "0.1", "authors": [{"name": "The project"}]})
    'The project: Two Crises. Version 0.1.'
    """
    _complete(facts)
    year = str(facts.get("date-released", ""))[:4]
    return f"{', '.join(_authors(facts))}{f' ({year})' if year else ''}: {facts['title']}. Version {facts['version']}."


class _FromFiles(SphinxDirective):
    """A directive that reads files of the repository, and is read again when they change."""

    @property
    def root(self) -> Path:
        return Path(getattr(self.config, "two_crises_root", "") or ROOT)

    def file(self, name: str) -> Path:
        path = self.root / name
        self.env.note_dependency(str(path))
        return path

    def run(self) -> list[nodes.Node]:
        try:
            return self.made()
        except TwoCrisesError as error:
            raise self.error(str(error)) from None

    def made(self) -> list[nodes.Node]:
        raise NotImplementedError


class Benchmark(_FromFiles):
    """The figures of a benchmark as a table, with the command that measures them again.

    ``rows`` chooses measures and may part them into rows and columns, see `arranged`; ``heads`` names the columns,
    separated by ``|``; ``caption`` says what to see; ``folded`` puts the table behind a line to open, with the figures
    as they were measured. Below a table of all figures, and where ``origin`` asks for it, stands where they come from.
    """

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {
        "rows": directives.unchanged_required,
        "heads": directives.unchanged_required,
        "caption": directives.unchanged_required,
        "folded": directives.unchanged_required,
        "origin": directives.flag,
    }

    def made(self) -> list[nodes.Node]:
        """Make the table."""
        name = self.arguments[0]
        self.file(f"benchmarks/results/{name}.csv")
        frame = figures_of(name, self.root)
        heads = [head.strip() for head in self.options.get("heads", "measure|value|number").split("|")]
        folded = self.options.get("folded", "")
        caption = self.options.get("caption", folded or "All figures")
        decimals = None if folded else _DECIMALS
        shown = _as_table(arranged(frame, self.options.get("rows", ""), heads), caption, decimals)
        if folded:
            return [*_folded(folded, [shown]), _origin(frame)]
        return [shown] if "rows" in self.options and "origin" not in self.options else [shown, _origin(frame)]


class RunTimes(_FromFiles):
    """How long each notebook takes to read, by its header card, and to run, as measured."""

    def made(self) -> list[nodes.Node]:
        """Make the table."""
        self.file("benchmarks/results/walk.csv")
        frame = figures_of("walk", self.root)
        measured = dict(zip(frame["measure"], frame["value"], strict=True))
        rows: list[list[nodes.Node]] = []
        for lesson in _lessons(self):
            seconds = measured.get(f"{lesson.name}: seconds", "not measured")
            to_read = nodes.Text(lesson.card["Time"].split(";")[0])
            rows.append([_link_to(self, lesson), to_read, nodes.Text(seconds)])
        total = measured["all notebooks, one after the other: seconds"]
        rows.append([nodes.Text("all of them, one after the other"), nodes.Text(""), nodes.Text(total)])
        heads = ["notebook", "time to read", "seconds to run"]
        cores = measured["cores of the machine"]
        made = nodes.paragraph("", "", *_origin(frame).children, nodes.Text(f" Cores of the machine: {cores}."))
        return [_table("How long each notebook takes", heads, rows, numeric={2}), made]


class Versions(_FromFiles):
    """The packages that the notebooks need."""

    def made(self) -> list[nodes.Node]:
        """Make the table."""
        self.file("pyproject.toml")
        self.file("requirements.txt")
        caption = "The packages of the lock file, and the use of each"
        return [_as_table(versions(self.root), caption)]


class Lessons(_FromFiles):
    """What each notebook asks for and gives, as its header card says."""

    def made(self) -> list[nodes.Node]:
        """Make a list with an entry for each notebook."""
        items = []
        for lesson in _lessons(self):
            card, numbers = lesson.card, lesson.exercises
            facts = {
                "For": card["For"],
                "Time": card["Time"],
                "What it trains": card.get("You will be able to", ""),
                "Exercises": f"{numbers[0]} to {numbers[-1]}" if numbers else "none",
            }
            points = [
                nodes.list_item("", nodes.paragraph("", "", nodes.strong("", f"{head}:"), nodes.Text(f" {words}.")))
                for head, words in ((head, _plain(words)) for head, words in facts.items())
                if words
            ]
            term = nodes.term("", "", _link_to(self, lesson))
            items.append(nodes.definition_list_item("", term, nodes.definition("", nodes.bullet_list("", *points))))
        return [nodes.definition_list("", *items, classes=["tc-lessons"])]


class Citation(_FromFiles):
    """How to cite the project, in words and as BibTeX."""

    def made(self) -> list[nodes.Node]:
        """Write both."""
        import yaml  # type: ignore[import-untyped]

        facts = yaml.safe_load(self.file("CITATION.cff").read_text(encoding="utf-8"))
        words = nodes.block_quote("", nodes.paragraph("", in_words(facts)))
        entry = bibtex(facts)
        return [words, nodes.literal_block(entry, entry, language="bibtex")]


def _lessons(directive: _FromFiles) -> list[Lesson]:
    found = find_lessons(directive.root)
    texts = {name: directive.file(f"lessons/{path.name}").read_text(encoding="utf-8") for name, path in found.items()}
    return [read_card(name, text) for name, text in texts.items()]


def _link_to(directive: _FromFiles, lesson: Lesson) -> nodes.Node:
    """Link to the page of a notebook, under its number and title."""
    title = f"{lesson.name[:2]} {lesson.title}"
    return addnodes.pending_xref(
        "", nodes.inline("", title), refdomain="std", reftype="doc", refdoc=directive.env.current_document.docname,
        reftarget=f"/notebooks/{lesson.name}", refexplicit=True, refwarn=True,
    )  # fmt: skip


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[nodes.Node]], numeric: set[int]) -> nodes.table:
    """Make a table of the page itself, whose cells may hold links; the first column names the rows."""

    def row(cells: Sequence[nodes.Node]) -> nodes.row:
        sides = [["tc-right"] if i in numeric else [] for i in range(len(cells))]
        entries = [
            nodes.entry("", nodes.paragraph("", "", cell), classes=side)
            for cell, side in zip(cells, sides, strict=True)
        ]
        return nodes.row("", *entries)

    columns = [nodes.colspec(colwidth=1, **({"stub": 1} if i == 0 else {})) for i in range(len(heads))]
    head = nodes.thead("", row([nodes.Text(text) for text in heads]))
    group = nodes.tgroup("", *columns, head, nodes.tbody("", *map(row, rows)), cols=len(heads))
    return nodes.table("", nodes.title("", caption), group, classes=["tc-figures"])


def _as_table(frame: pd.DataFrame, caption: str, decimals: int | None = None) -> nodes.table:
    """Write a frame of texts as a table; columns of numbers stand at the right, with no more decimals than these."""
    columns = {str(name): frame[name].tolist() for name in frame}
    numeric = {i for i, cells in enumerate(columns.values()) if i and all(map(_NUMBER.fullmatch, cells))}
    if decimals is not None:
        names = [name for i, name in enumerate(columns) if i in numeric]
        columns |= dict(zip(names, rounded([columns[name] for name in names], decimals), strict=True))
    rows = [[nodes.Text(_readable(cell)) for cell in cells] for cells in zip(*columns.values(), strict=True)]
    return _table(caption, list(columns), rows, numeric)


def _even(cells: Sequence[str], step: Decimal) -> list[str]:
    numbers = [Decimal(cell).quantize(step, ROUND_HALF_UP) if cell else None for cell in cells]
    if any(float(cell) for cell in cells if cell) and not any(numbers):
        return list(cells)
    return ["" if number is None else str(number) for number in numbers]


def _readable(cell: str) -> str:
    """Write a number as elsewhere in the suite, and a text as it is but for short names, which have capitals."""
    if not cell or not _NUMBER.fullmatch(cell):
        return _SHORT_NAMES.sub(lambda name: name[0].upper(), cell)
    whole, point, rest = cell.partition(".")
    return f"{int(whole):,}{point}{rest}".replace("-", "−") if whole not in ("-0", "0") else cell.replace("-", "−")


def _folded(line: str, content: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Put something behind a line to open."""
    begin = nodes.raw("", f'<details class="tc-folded"><summary>{escape_html(line)}</summary>', format="html")
    return [begin, *content, nodes.raw("", "</details>", format="html")]


def _origin(frame: pd.DataFrame) -> nodes.paragraph:
    """Say where figures come from."""
    command, measured, digest = (frame[name].iloc[0] for name in _ORIGIN)
    day = written(date.fromisoformat(measured), weekday=False)
    return nodes.paragraph(
        "", "", nodes.Text("Measured by "), nodes.literal("", command),
        nodes.Text(f" on {day}; the SHA-256 of the data begins with {digest[:12]}."),
    )  # fmt: skip


def _headed(frame: pd.DataFrame, heads: Sequence[str]) -> pd.DataFrame:
    kept = frame.iloc[:, : len(heads)]
    return kept.set_axis(list(heads), axis=1).reset_index(drop=True)


def _wrapped(line: str, indent: int) -> str:
    """Break a line between words; what follows stands below the value."""
    return "\n".join(
        textwrap.wrap(line, _WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
    )


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _plain(words: str) -> str:
    return words.replace("*", "").rstrip(".")


def _complete(facts: Mapping[str, Any]) -> None:
    missing = [name for name in ("title", "version", "authors") if not facts.get(name)]
    if missing:
        raise TwoCrisesError(f"CITATION.cff has no {missing[0]}. Write it there.")


def _authors(facts: Mapping[str, Any]) -> list[str]:
    names = []
    for author in facts["authors"]:
        person = " ".join(str(author[part]) for part in ("given-names", "family-names") if part in author)
        names.append(person or str(author["name"]))
    return names


def _brackets(text: str) -> str:
    """Keep what BibTeX takes for its own out of a value."""
    return re.sub(r"([&%$#_])", r"\\\1", text.replace("{", "").replace("}", ""))
