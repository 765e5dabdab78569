"""The command line of maintainers.

`python -m twocrises notebooks` makes notebooks from lessons, `python -m twocrises back NOTEBOOK` carries edits back.
`python -m twocrises claims [CORPUS] [FOLDER]` writes the ledger of claims.
`python -m twocrises book` makes the book from all of these, `python -m twocrises paper` prints it.
`python -m twocrises export NOTEBOOK` writes a notebook as one page of HTML or as Markdown, with its alt texts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from twocrises.errors import TwoCrisesError

_NOT_HERE = (
    "This Python has no package {}. Use the Python of .venv (make notebooks does), or activate the environment of "
    "environment.yml."
)

try:
    from twocrises.notebooks import ROOT, carry_back, choose_lessons, find_strays, rebuild, spacing_hint
except ModuleNotFoundError as error:
    raise SystemExit(_NOT_HERE.format(error.name)) from None


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the command line by default.
    root : Path
        The repository.

    Returns
    -------
    int
        Exit status: 0 if all is well, 1 if something is wrong, 130 after Ctrl-C.
    """
    options = _parser().parse_args(arguments)
    try:
        if options.command == "back":
            return _back(options.notebook, root)
        if options.command == "claims":
            return _claims(options.corpus, options.folder or root / "book", check=options.check)
        if options.command in ("book", "paper"):
            return _book(root, paper=options.command == "paper")
        if options.command == "export":
            return _export(options.notebook, options.folder or root / "build" / "exports", options.to)
        return _notebooks(options.names, root, check=options.check)
    except TwoCrisesError as error:
        print(error, file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        print(_NOT_HERE.format(error.name), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Each notebook is either as it was or complete.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m twocrises", description="Make notebooks from lessons, and back; write the ledger and the book."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("notebooks", help="execute lessons/*.md and write notebooks/*.ipynb")
    make.add_argument(
        "names", nargs="*", metavar="NAME", help="a lesson such as 01_cleaning; all of them if none is named"
    )
    make.add_argument("--check", action="store_true", help="write nothing, and fail if a notebook is not true any more")
    back = commands.add_parser("back", help="carry what you changed in a notebook back to its lesson")
    back.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    ledger = commands.add_parser("claims", help="write the ledger of claims as JSON, CSV and Markdown")
    ledger.add_argument("corpus", nargs="?", default="seeds", metavar="CORPUS", help="seeds if none is named")
    ledger.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="book/ if none is named")
    ledger.add_argument(
        "--check", action="store_true", help="write nothing, and fail if a claim of FOLDER is not true any more"
    )
    commands.add_parser("book", help="make the pages of the book in build/book/html")
    commands.add_parser("paper", help="make the book, and print it and each notebook as PDF")
    export = commands.add_parser("export", help="write a notebook as HTML or Markdown, figures with alt texts")
    export.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    export.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="build/exports if none is named")
    export.add_argument("--to", choices=("html", "markdown"), default="html")
    return parser


def _notebooks(names: Sequence[str], root: Path, *, check: bool) -> int:
    lessons = choose_lessons(names, root)
    problems = []
    for number, report in enumerate(rebuild(lessons, root, check=check), 1):
        print(f"[{number}/{len(lessons)}] {report.name} … {report.seconds:.1f} s, {report.news}", flush=True)
        problems += report.problems
    for hint in [*map(spacing_hint, lessons.values()), *find_strays(root)]:
        if hint:
            print(hint)
    sys.stdout.flush()
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        first = f"notebooks/{next(iter(lessons))}.ipynb"
        print("All of them show what a fresh run shows." if check else f"Open {first}, or run: make lab")
    return 1 if problems else 0


def _claims(corpus: str, folder: Path, *, check: bool) -> int:
    # Not above: the articles are read and the statistics loaded only by this command.
    from twocrises.corpus import load_corpus
    from twocrises.ledger import check_ledger, export_ledger, stale_files

    texts = load_corpus(corpus)
    if not check:
        files = export_ledger(texts, folder)
        print(f"Written: {folder.name}/{', '.join(file.name for file in files)}.")
        return 0
    wrong = check_ledger(folder, texts)
    for claim, field, published, now in zip(*(wrong[name].tolist() for name in wrong), strict=True):
        what = f"claim {claim}, {field}" if claim else f"the corpus, {field}"
        print(f"{what}: the ledger says {published}; computed now: {now}.", file=sys.stderr)
    if len(wrong):
        return 1
    if stale := stale_files(folder, texts):
        does, them = ("does", "it") if len(stale) == 1 else ("do", "them")
        named = " and ".join(stale)
        print(f"{folder.name}: {named} {does} not say what claims.json says. Write {them} anew.", file=sys.stderr)
        return 1
    print("Each claim is what a fresh computation gives.")
    return 0


def _book(root: Path, *, paper: bool) -> int:
    # Not above: only these commands need the packages of the book.
    from twocrises.book.build import build_book

    html = build_book(root, paper=paper).relative_to(root).as_posix()
    print(f"Open {html}/index.html in a browser." + (f" On paper: {html}/paper/two_crises.pdf." if paper else ""))
    return 0


def _export(notebook: Path, folder: Path, kind: str) -> int:
    from twocrises.book.exports import export_notebook

    print(f"Written: {export_notebook(notebook, folder, kind).name}, in {folder.name}.")
    return 0


def _back(notebook: Path, root: Path) -> int:
    lesson = carry_back(notebook, root)
    print(f"Written: lessons/{lesson.name}. To make the notebook: python -m twocrises notebooks {lesson.stem}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
