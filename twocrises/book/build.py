"""Sources -> the pages of the book, all of them or none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from twocrises.book.assemble import assemble
from twocrises.book.checks import check_pages
from twocrises.book.paper import make_paper
from twocrises.corpus import load_corpus
from twocrises.errors import TwoCrisesError


def build_book(root: Path, folder: Path | None = None, *, corpus: str | Path = "seeds", paper: bool = False) -> Path:
    """Make the book.

    Parameters
    ----------
    root : Path
        The repository.
    folder : Path, optional
        Where to work; by default build/book. Its folder html/ is replaced when the new book is complete.
    corpus : str or Path, default "seeds"
        The articles.
    paper : bool, default False
        Whether to print the book and its notebooks as well, into html/paper.

    Returns
    -------
    Path
        The folder html/.

    Raises
    ------
    TwoCrisesError
        If a notebook is missing, Sphinx has a warning, or a page has a fault. The book that was there stays.

    Examples
    --------
    >>> build_book(Path("elsewhere"))
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: book: there is no ledger to read...
    """
    folder = folder or root / "build" / "book"
    texts = load_corpus(corpus)
    assemble(root, folder / "source", texts, paper=paper)
    fresh, html = folder / "html.new", folder / "html"
    shutil.rmtree(fresh, ignore_errors=True)
    settings = {"two_crises_corpus": texts.path, "two_crises_ledger": root / "book", "two_crises_root": root}
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q", "-j", "auto", "-E",
               "-c", root / "book", "-d", folder / "doctrees",
               *(f"-D{name}={value}" for name, value in settings.items()), folder / "source", fresh]  # fmt: skip
    # Several processes read the pages; the order of a set must not be another in each.
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(root)}
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise TwoCrisesError(f"The book was not made, the one before it stays. Sphinx says:\n{done.stderr.strip()}")
    (fresh / ".buildinfo").unlink(missing_ok=True)
    if paper:
        make_paper(fresh, fresh / "paper", root)
    if problems := check_pages(fresh):
        raise TwoCrisesError("The book was not made, the one before it stays.\n" + "\n".join(problems))
    shutil.rmtree(html, ignore_errors=True)
    fresh.rename(html)
    return html
