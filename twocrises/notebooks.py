"""Lessons -> executed notebooks, and a notebook somebody edited -> its lesson.

Maintainers edit `lessons/*.md`, people read and run `notebooks/*.ipynb`. The way there always gives the same
bytes, leaves a notebook alone whose outputs are still true, and never loses what somebody wrote into one.
"""

# mypy: untyped-calls-exclude="nbformat"

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import zip_longest
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from twocrises.errors import TwoCrisesError
from twocrises.outputs import alt_texts, cell_places, check_notebook, clip, compare, on_the_lock

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[1]
LESSON_NAMES = "[0-9][0-9]_*"
SECONDS = 300

# In a bare clone the package is not installed, and a notebook may be started in any of its folders: the first cell
# finds utils.py. The book leaves the cell out, JupyterLab folds it away.
SETUP = """\
# Lets this notebook find utils.py from any folder of the project.
import sys
from pathlib import Path

folders = [Path.cwd(), *Path.cwd().parents]
sys.path[:0] = [str(f) for f in folders if (f / "utils.py").is_file()][:1]"""
SETUP_METADATA = {"jupyter": {"source_hidden": True}, "tags": ["remove-cell", "setup"]}
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

# A person's settings that would change what a notebook shows.
_PERSONAL = ("MPLBACKEND", "PYTHONSTARTUP", "PYTHONWARNINGS")


class Cell(NamedTuple):
    """What a person writes into a cell; everything else in a notebook is made."""

    kind: str
    source: str
    tags: tuple[str, ...] = ()


class Report(NamedTuple):
    """What became of one lesson: seconds it took, news in a few words, and sentences about what is wrong."""

    name: str
    seconds: float
    news: str
    problems: list[str]


# Lessons


def find_lessons(root: Path = ROOT) -> dict[str, Path]:
    """Lessons of a repository by name, in order.

    Parameters
    ----------
    root : Path
        The folder that holds `lessons/`.

    Returns
    -------
    dict of str to Path

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     (Path(folder) / "lessons").mkdir()
    ...     for name in ("02_two.md", "01_one.md", "notes.md"):
    ...         (Path(folder) / "lessons" / name).touch()
    ...     list(find_lessons(Path(folder)))
    ['01_one', '02_two']
    """
    return {path.stem: path for path in sorted((root / "lessons").glob(f"{LESSON_NAMES}.md"))}


def choose_lessons(names: Sequence[str], root: Path = ROOT) -> dict[str, Path]:
    """Lessons somebody named, with or without `.md` or `.ipynb` and a folder; all of them if none is named.

    Parameters
    ----------
    names : sequence of str
        In any order.
    root : Path
        The folder that holds `lessons/`.

    Returns
    -------
    dict of str to Path
        In the order of the lessons.

    Raises
    ------
    TwoCrisesError
        If a name is unknown, or there is no lesson at all.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     (Path(folder) / "lessons").mkdir()
    ...     for name in ("01_one.md", "02_two.md", "03_three.md"):
    ...         (Path(folder) / "lessons" / name).touch()
    ...     list(choose_lessons(["notebooks/03_three.ipynb", "01_one"], Path(folder)))
    ['01_one', '03_three']
    """
    lessons = find_lessons(root)
    if not lessons:
        raise TwoCrisesError(f"There is no lesson in {root / 'lessons'}. A lesson is called NN_name.md.")
    wanted = [Path(name).name.removesuffix(".md").removesuffix(".ipynb") for name in names]
    for name in wanted:
        if name not in lessons:
            raise TwoCrisesError(f"There is no lesson called {name}. There are: {', '.join(lessons)}.")
    return {name: path for name, path in lessons.items() if name in wanted or not wanted}


def find_strays(root: Path = ROOT) -> list[str]:
    """Say which notebooks have no lesson; they may be somebody's own, so they are left alone.

    Parameters
    ----------
    root : Path
        The folder that holds `lessons/` and `notebooks/`.

    Returns
    -------
    list of str
        A sentence each.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     (Path(folder) / "notebooks").mkdir()
    ...     (Path(folder) / "notebooks" / "mine.ipynb").touch()
    ...     find_strays(Path(folder))
    ['notebooks/mine.ipynb has no lesson, so it was left alone.']
    """
    strays = [path for path in sorted((root / "notebooks").glob("*.ipynb")) if path.stem not in find_lessons(root)]
    return [f"notebooks/{path.name} has no lesson, so it was left alone." for path in strays]


def spacing_hint(lesson: Path) -> str | None:
    r"""Say where a lesson is not spelled as `lesson_text` spells it, so that carrying edits back would change it.

    Parameters
    ----------
    lesson : Path
        A file in MyST Markdown.

    Returns
    -------
    str or None
        A sentence that names the first such line.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     lesson = Path(folder) / "01_one.md"
    ...     _ = lesson.write_text("# Title\n\nText.\n")
    ...     before = spacing_hint(lesson)
    ...     _ = lesson.write_text("---\ntitle: One\n---\n\n# Title\n")
    ...     before, spacing_hint(lesson)
    (None, 'lessons/01_one.md, line 1: spacing or front matter is not as Jupytext writes it; to mend it, run ...')
    """
    try:
        text = lesson.read_text(encoding="utf-8")
        ours = lesson_text(parse_lesson(text))
    except (OSError, ValueError):
        return None  # Reading it as a lesson tells what is wrong.
    lines = zip_longest(text.split("\n"), ours.split("\n"))
    number = next((number for number, (a, b) in enumerate(lines, 1) if a != b), None)
    if number is None:
        return None
    return (
        f"{_called(lesson)}, line {number}: spacing or front matter is not as Jupytext writes it; to mend it, run "
        f"python -m twocrises back notebooks/{lesson.stem}.ipynb"
    )


def read_lesson(path: Path) -> list[Cell]:
    """Read the cells of a lesson.

    Parameters
    ----------
    path : Path
        A file in MyST Markdown.

    Returns
    -------
    list of Cell

    Raises
    ------
    TwoCrisesError
        If the file cannot be read, or a cell has options besides tags.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     lesson = Path(folder) / "01_one.md"
    ...     _ = lesson.write_text("# Title")
    ...     read_lesson(lesson)
    [Cell(kind='markdown', source='# Title', tags=())]
    """
    try:
        return parse_lesson(path.read_text(encoding="utf-8"))
    except TwoCrisesError as error:
        raise TwoCrisesError(f"{_called(path)}: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise TwoCrisesError(f"{_called(path)}: cannot be read as text in UTF-8 ({error}).") from error


def parse_lesson(text: str) -> list[Cell]:
    r"""Cut the text of a lesson into cells. Front matter says nothing about the cells and is passed over.

    Parameters
    ----------
    text : str
        MyST Markdown.

    Returns
    -------
    list of Cell

    Raises
    ------
    TwoCrisesError
        If it cannot be parsed, or a cell has options besides tags.

    Examples
    --------
    >>> parse_lesson("# Title\n\n```{code-cell}\n:tags: [hide-input]\n\n1 + 1\n```\n")
    [Cell(kind='markdown', source='# Title', tags=()), Cell(kind='code', source='1 + 1', tags=('hide-input',))]
    """
    import jupytext

    try:
        nb = jupytext.reads(text, fmt="md:myst")
    except Exception as error:  # Jupytext, its Markdown parser and its YAML parser raise errors of their own.
        raise TwoCrisesError(f"is not MyST Markdown: {_sentence(str(error))}") from error
    for place, cell in zip(cell_places(nb), nb.cells, strict=True):
        if set(cell.metadata) - {"tags"} or not isinstance(cell.metadata.get("tags", []), list):
            options = ", ".join(cell.metadata)
            raise TwoCrisesError(f"{place} has the options {options}; a lesson knows one: `:tags: [one, two]`.")
    return lesson_cells(nb)


def lesson_text(cells: Iterable[Cell]) -> str:
    r"""Write cells as the text of a lesson, in the one form that comes back unchanged.

    Parameters
    ----------
    cells : iterable of Cell
        Those of a lesson.

    Returns
    -------
    str
        MyST Markdown without front matter.

    Examples
    --------
    >>> lesson_text([Cell("markdown", "# Title"), Cell("code", "1 + 1", ("hide-input",))])
    '# Title\n\n```{code-cell}\n:tags: [hide-input]\n\n1 + 1\n```\n'
    """
    import jupytext

    no_front_matter = {"extension": ".md", "format_name": "myst", "notebook_metadata_filter": "-all"}
    return str(jupytext.writes(_bare_notebook(cells), fmt=no_front_matter))


def lesson_cells(nb: NotebookNode) -> list[Cell]:
    """Cells of a notebook that belong to its lesson, without what was made or what an editor left behind.

    Parameters
    ----------
    nb : NotebookNode
        As we made it, or as somebody edited it.

    Returns
    -------
    list of Cell
        Without the setup cell as we write it and without empty text cells; white space at the ends of a source
        is dropped.

    Examples
    --------
    >>> nb = make_notebook([Cell("markdown", "# Title"), Cell("code", "1 + 1")], "lessons/01_one.md")
    >>> len(nb.cells), lesson_cells(nb)
    (3, [Cell(kind='markdown', source='# Title', tags=()), Cell(kind='code', source='1 + 1', tags=())])
    """
    cells = [Cell(cell.cell_type, _trimmed(cell.source), tuple(cell.metadata.get("tags", []))) for cell in nb.cells]
    setup = Cell("code", SETUP, tuple(SETUP_METADATA["tags"]))
    return [cell for cell in cells if cell != setup and (cell.source or cell.kind == "code")]


def fingerprint(cells: Iterable[Cell]) -> str:
    """Hash of what a person wrote: kinds, sources and tags, not outputs, numbers, ids or other metadata.

    Parameters
    ----------
    cells : iterable of Cell
        Those of a lesson.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> fingerprint([Cell("code", "1 + 1")])[:8]
    'e21a2fa2'
    """
    return hashlib.sha256(json.dumps(list(cells)).encode()).hexdigest()


# From a lesson to an executed notebook


def make_notebook(cells: Sequence[Cell], lesson: str) -> NotebookNode:
    """Make the notebook of a lesson, not yet executed: with setup cell, ids and metadata.

    Parameters
    ----------
    cells : sequence of Cell
        Those of the lesson.
    lesson : str
        Where the cells come from, such as "lessons/01_cleaning.md"; the notebook keeps it to find the way back.

    Returns
    -------
    NotebookNode

    Examples
    --------
    >>> nb = make_notebook([Cell("markdown", "# Title"), Cell("code", "1 + 1")], "lessons/01_one.md")
    >>> [cell.source.splitlines()[0] for cell in nb.cells]
    ['# Title', '# Lets this notebook find utils.py from any folder of the project.', '1 + 1']
    >>> nb.metadata.two_crises.lesson
    'lessons/01_one.md'
    """
    from nbformat import from_dict

    nb = _bare_notebook(cells)
    (setup,) = _bare_notebook([Cell("code", SETUP)]).cells
    setup.metadata = from_dict(SETUP_METADATA)
    # Right above the first code, so that the rendered page opens with its title and its words.
    first_code = next((i for i, cell in enumerate(cells) if cell.kind == "code"), len(cells))
    nb.cells.insert(first_code, setup)
    seen: Counter[str] = Counter()
    for cell in nb.cells:
        short = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
        seen[short] += 1
        cell.id = short if seen[short] == 1 else f"{short}-{seen[short]}"
    nb.metadata = from_dict(KERNEL | {"two_crises": {"lesson": lesson, "made_from": fingerprint(cells)}})
    return nb


def run_lesson(
    path: Path, *, folder: Path | None = None, seconds: float = SECONDS, stop: Event | None = None
) -> NotebookNode:
    """Execute a lesson in a fresh kernel.

    Parameters
    ----------
    path : Path
        A lesson.
    folder : Path, optional
        Working directory; `notebooks/` beside the folder of the lesson by default, where people will run it.
    seconds : float
        How long the notebook may take in all.
    stop : Event, optional
        Ends the run early once it is set.

    Returns
    -------
    NotebookNode
        What belongs into the committed file, byte for byte the same each time.

    Raises
    ------
    TwoCrisesError
        If a cell raises and is not tagged `raises-exception`, if it takes too long, or if `check_notebook`
        objects.

    Examples
    --------
    A lesson that cannot be read starts no kernel:

    >>> run_lesson(Path("lessons") / "99_none.md")
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: lessons/99_none.md: cannot be read as text in UTF-8 (...
    """
    root = path.resolve().parents[1]
    nb = make_notebook(read_lesson(path), _called(path))
    _execute(nb, folder=folder or root / "notebooks", lesson=_called(path), seconds=seconds, stop=stop or Event())
    _tidy(nb)
    problems = check_notebook(nb, name=_called(path), root=root)
    if problems:
        more = f" ({len(problems) - 1} more like this.)" if len(problems) > 1 else ""
        raise TwoCrisesError(problems[0] + more)
    return nb


def _execute(nb: NotebookNode, *, folder: Path, lesson: str, seconds: float, stop: Event) -> None:
    """Run all cells in place; whatever goes wrong becomes a sentence that says where."""
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    place, places = "before cell 1", cell_places(nb)

    def remember(cell: NotebookNode, cell_index: int) -> None:
        nonlocal place
        first_line = cell.source.partition("\n")[0]
        place = f"{places[cell_index]} (“{clip(first_line)}”)"

    try:
        with tempfile.TemporaryDirectory(prefix="two-crises-", ignore_cleanup_errors=True) as temp:
            _run_in_kernel(nb, folder, Path(temp), remember, seconds, stop)
        return
    except CellExecutionError as error:
        known = error.ename == TwoCrisesError.__name__
        what = error.evalue if known else f"{error.ename}: {error.evalue}"
    except TimeoutError:
        what = f"was not done when the notebook had run for {seconds:g} seconds"
    except InterruptedError:
        what = "was stopped"
    except (DeadKernelError, RuntimeError) as error:
        what = f"the kernel died ({error})"
    raise TwoCrisesError(f"{lesson}, {place}: {_sentence(what)}")


def _run_in_kernel(
    nb: NotebookNode, folder: Path, temp: Path, on_cell_start: Callable[..., None], seconds: float, stop: Event
) -> None:
    """Run all cells in a fresh kernel of this interpreter, without anybody's personal settings."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    # Without kernel folders, only the kernel of the running interpreter is left to be called "python3".
    specs = KernelSpecManager(kernel_dirs=[])
    connection = str(temp / "kernel.json")
    kernel = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs, connection_file=connection)
    client = NotebookClient(
        nb, km=kernel, on_cell_start=on_cell_start, record_timing=False, extra_arguments=["--log-level=ERROR"]
    )
    # What the kernel itself says is noise while all goes well, and the reason when it dies.
    with (
        (temp / "stderr").open("w+b") as noise,
        asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner,
    ):
        run = client.async_execute(cleanup_kc=True, cwd=str(folder), env=_environment(temp), stderr=noise)
        try:
            runner.run(_watch(run, kernel, seconds, stop))
        except RuntimeError as error:
            noise.seek(0)
            last_words = noise.read().decode(errors="replace").strip().splitlines()[-1:]
            raise RuntimeError(last_words[0] if last_words else str(error)) from error


async def _watch(
    coroutine: Coroutine[Any, Any, object], kernel: AsyncKernelManager, seconds: float, stop: Event
) -> None:
    """Await a run, and cancel it (which shuts its kernel down) when its time is up or somebody said stop."""
    deadline = monotonic() + seconds
    run = asyncio.ensure_future(coroutine)
    while not run.done() and not stop.is_set() and monotonic() < deadline:
        await asyncio.wait({run}, timeout=0.1)
    if not run.done():
        run.cancel()
        await asyncio.gather(run, return_exceptions=True)
        if kernel.has_kernel:  # A run that is cancelled while its kernel starts leaves it behind.
            await kernel.shutdown_kernel(now=True)
        raise InterruptedError if stop.is_set() else TimeoutError
    await run


def _environment(temp: Path) -> dict[str, str]:
    settings = temp / "matplotlibrc"
    settings.touch()
    ours = {"PYTHONHASHSEED": "0", "IPYTHONDIR": str(temp / "ipython"), "MATPLOTLIBRC": str(settings)}
    ours["TQDM_DISABLE"] = "1"  # a bar appears on a slow machine and not on a quick one
    return {key: value for key, value in os.environ.items() if key not in _PERSONAL} | ours


def _tidy(nb: NotebookNode) -> None:
    """Take out what differs from run to run, and hand the alt text to the book."""
    from nbformat import from_dict

    nb.metadata = from_dict(KERNEL | {"two_crises": nb.metadata["two_crises"]})
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = _merged(cell.outputs)
            if alts := alt_texts(cell):
                # MyST-NB reads alt text from here, not from the output.
                cell.metadata["mystnb"] = from_dict({"image": {"alt": alts[0]}})


def _merged(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join pieces of one stream: how a kernel cuts what is printed is a matter of chance."""
    merged: list[NotebookNode] = []
    for output in outputs:
        before = merged[-1] if merged else {}
        if output.output_type == "stream" and output.name == before.get("name"):
            merged[-1].text += output.text
        else:
            merged.append(output)
    return merged


# Files


def rebuild(
    lessons: dict[str, Path],
    root: Path = ROOT,
    *,
    check: bool = False,
    seconds: float = SECONDS,
    at_once: int = 2,
) -> Iterator[Report]:
    """Execute lessons and bring their notebooks up to date.

    Parameters
    ----------
    lessons : dict of str to Path
        As `choose_lessons` gives them.
    root : Path
        The folder that holds `notebooks/`.
    check : bool, default False
        Only compare, and write nothing.
    seconds : float
        How long one notebook may take.
    at_once : int, default 2
        How many kernels run side by side.

    Yields
    ------
    Report
        One for each lesson, in order. A lesson that fails leaves its notebook as it was and the others unharmed.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     root = Path(folder)
    ...     reports = list(rebuild({"01_one": root / "lessons" / "01_one.md"}, root, check=True))
    >>> reports[0].news, reports[0].problems
    ('missing', ['notebooks/01_one.ipynb is missing. Make it: python -m twocrises notebooks 01_one'])
    """
    stop = Event()
    exact = on_the_lock(root / "requirements.txt")
    work = partial(_bring_up_to_date, root / "notebooks", check=check, seconds=seconds, exact=exact, stop=stop)
    with ThreadPoolExecutor(at_once) as pool:
        try:
            yield from pool.map(work, lessons.values())
        except BaseException:  # Ctrl-C above all: no kernel may stay behind, and no further one start.
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise


def _bring_up_to_date(folder: Path, lesson: Path, *, check: bool, seconds: float, exact: bool, stop: Event) -> Report:
    begin, path = monotonic(), folder / f"{lesson.stem}.ipynb"
    try:
        if check:
            news, problems = _checked(lesson, path, seconds, exact, stop)
        else:
            folder.mkdir(exist_ok=True)
            fresh = run_lesson(lesson, folder=folder, seconds=seconds, stop=stop)
            news, problems = write_notebook(fresh, path, exact=exact), []
    except TwoCrisesError as error:
        news, problems = "failed", [f"{error} Nothing was written."]
    return Report(lesson.stem, monotonic() - begin, news, problems)


def _checked(lesson: Path, path: Path, seconds: float, exact: bool, stop: Event) -> tuple[str, list[str]]:
    committed = read_notebook(path)
    if committed is None:
        return "missing", [f"notebooks/{path.name} is missing. Make it: python -m twocrises notebooks {path.stem}"]
    fresh = run_lesson(lesson, folder=path.parent, seconds=seconds, stop=stop)
    problems = check_notebook(committed, name=path.stem, root=path.parents[1])
    problems += compare(fresh, committed, name=path.stem, exact=exact)
    return ("differs" if problems else "true"), problems


def write_notebook(fresh: NotebookNode, path: Path, *, exact: bool = True) -> str:
    """Write an executed notebook, unless the one that is there says the same.

    A notebook that somebody edited is kept under `mine/` beside it, whatever else lies there.

    Parameters
    ----------
    fresh : NotebookNode
        As `run_lesson` gives it.
    path : Path
        Where it belongs.
    exact : bool, default True
        See `compare`.

    Returns
    -------
    str
        What happened, in a few words.

    Examples
    --------
    >>> nb = make_notebook([Cell("markdown", "# Title")], "lessons/01_one.md")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "01_one.ipynb"
    ...     write_notebook(nb, path), write_notebook(nb, path)
    ('written', 'unchanged')
    """
    existing = read_notebook(path)
    if existing is not None and not compare(fresh, existing, name=path.stem, exact=exact):
        return "unchanged"
    kept = None
    if path.exists() and (existing is None or _is_edited(existing, fresh)):
        kept = _keep_copy(path)
    _replace(path, notebook_text(fresh))
    return f"written; your edited copy is in notebooks/mine/{kept.name}" if kept else "written"


def notebook_text(nb: NotebookNode) -> str:
    r"""Text of a notebook file as nbformat writes it: sorted keys, indented by one, a line end at the end.

    Parameters
    ----------
    nb : NotebookNode
        Any notebook of format 4.

    Returns
    -------
    str

    Examples
    --------
    >>> text = notebook_text(make_notebook([Cell("markdown", "# Title")], "lessons/01_one.md"))
    >>> text.splitlines()[:2], text[-2:]
    (['{', ' "cells": ['], '}\n')
    """
    import nbformat

    return str(nbformat.writes(nb)) + "\n"


def read_notebook(path: Path) -> NotebookNode | None:
    """Read a notebook as it is, without the repairs `nbformat.read` makes.

    Parameters
    ----------
    path : Path
        The file of a notebook.

    Returns
    -------
    NotebookNode or None
        None if there is no file, or what is there is not a valid notebook of format 4.

    Examples
    --------
    >>> nb = make_notebook([Cell("markdown", "# Title")], "lessons/01_one.md")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "01_one.ipynb"
    ...     before = read_notebook(path)
    ...     _ = path.write_text(notebook_text(nb))
    ...     before, read_notebook(path) == nb
    (None, True)
    """
    import nbformat
    from nbformat.validator import iter_validate

    try:
        nb = nbformat.v4.reads(path.read_text(encoding="utf-8"))
        return None if nb.nbformat != 4 or any(iter_validate(nb)) else nb
    except (OSError, ValueError, TypeError, LookupError, AttributeError):  # What a strange file can lead to.
        return None


def _is_edited(existing: NotebookNode, fresh: NotebookNode) -> bool:
    """Whether a notebook holds words that are neither in the lesson it was made from nor in the one of today."""
    made_from = {_record(existing).get("made_from"), _record(fresh)["made_from"]}
    return fingerprint(lesson_cells(existing)) not in made_from


def _keep_copy(path: Path) -> Path:
    """Copy a file to `mine/` beside it, under the first name that is free."""
    mine = path.parent / "mine"
    mine.mkdir(exist_ok=True)
    content, number = path.read_bytes(), 1
    while True:
        copy = mine / (path.name if number == 1 else f"{path.stem}-{number}{path.suffix}")
        try:
            with copy.open("xb") as file:
                file.write(content)
            return copy
        except FileExistsError:
            number += 1


def _replace(path: Path, text: str) -> None:
    """Write a file in one step, so that nobody ever finds half of it."""
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        half.write_text(text, encoding="utf-8", newline="\n")
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


# And back


def carry_back(path: Path, root: Path = ROOT) -> Path:
    """Carry what somebody wrote into a notebook back to its lesson.

    Parameters
    ----------
    path : Path
        A notebook that the writer made and somebody edited.
    root : Path
        The folder that holds `lessons/`.

    Returns
    -------
    Path
        The lesson. The notebook now counts as made from it, so that one can edit and carry back again.

    Raises
    ------
    TwoCrisesError
        If the notebook cannot be read, if it or the lesson does not allow the way back, or if the lesson changed
        since the notebook was made; then both are left untouched.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     lesson, path = Path(folder) / "lessons" / "01_one.md", Path(folder) / "01_one.ipynb"
    ...     lesson.parent.mkdir()
    ...     _ = lesson.write_text("# Title")
    ...     nb = make_notebook(read_lesson(lesson), "lessons/01_one.md")
    ...     nb.cells[0].source = "# A better title"
    ...     _ = path.write_text(notebook_text(nb))
    ...     read_lesson(carry_back(path, Path(folder)))
    [Cell(kind='markdown', source='# A better title', tags=())]
    """
    nb = read_notebook(path)
    if nb is None:
        raise TwoCrisesError(f"{path} is not a notebook that can be read.")
    record = _record(nb)
    lesson = find_lessons(root).get(Path(str(record.get("lesson", ""))).stem)
    if lesson is None:
        raise TwoCrisesError(f"{path} was not made from one of the lessons in {root / 'lessons'}.")
    cells = lesson_cells(nb)
    _check_way_back(nb, cells, path.name)
    if fingerprint(read_lesson(lesson)) not in {record.get("made_from"), fingerprint(cells)}:
        raise TwoCrisesError(
            f"{_called(lesson)} has changed since {path.name} was made, so nothing was written. Run `python -m "
            f"twocrises notebooks {lesson.stem}`, repeat your edits in the new notebook, and carry that one back."
        )
    _replace(lesson, lesson_text(cells))
    record["made_from"] = fingerprint(cells)
    _replace(path, notebook_text(nb))
    return lesson


def _check_way_back(nb: NotebookNode, cells: list[Cell], name: str) -> None:
    """Refuse what a lesson cannot hold, rather than lose it."""
    if any(cell.get("attachments") for cell in nb.cells):
        raise TwoCrisesError(f"{name} holds a picture pasted into its text, and a lesson cannot. Use a file instead.")
    if any("setup" in cell.tags for cell in cells):
        raise TwoCrisesError(f"{name}: its hidden first cell was changed. Put your code into a cell of its own.")
    if parse_lesson(lesson_text(cells)) != cells:
        raise TwoCrisesError(f"{name}: a text cell holds a line that would begin a new cell, such as +++. Change it.")


# Small things


def _bare_notebook(cells: Iterable[Cell]) -> NotebookNode:
    from nbformat import v4

    make: dict[str, Callable[..., NotebookNode]] = {
        "markdown": v4.new_markdown_cell,
        "code": v4.new_code_cell,
        "raw": v4.new_raw_cell,
    }
    made = [make[kind](source, metadata={"tags": list(tags)} if tags else {}) for kind, source, tags in cells]
    nb: NotebookNode = v4.new_notebook(cells=made)
    return nb


def _record(nb: NotebookNode) -> dict[str, str]:
    record = nb.metadata.get("two_crises")
    return record if isinstance(record, dict) else {}


def _trimmed(source: str) -> str:
    return source.replace("\r\n", "\n").lstrip("\n").rstrip()


def _called(lesson: Path) -> str:
    return f"lessons/{lesson.name}"


def _sentence(text: str) -> str:
    """One line that ends like a sentence, and is not too long to be read."""
    line = clip(text, 300)
    return line if line.endswith((".", "!", "?", "…")) else line + "."
