"""Written pages, notebooks, corpus and ledger -> one folder of sources from which Sphinx makes the book.

The notebooks are taken as they are committed, and never executed. What a book can do better than a notebook is done to
a copy: a figure and its caption become one, a claim leads to its entry in the ledger.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4

from twocrises.book import articles, claimpages
from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.ledger import read_ledger
from twocrises.markup import escape_phrase
from twocrises.notebooks import find_lessons

# The caption below a figure, as `display.show` writes it, up to the end of its paragraph.
_CAPTION = re.compile(r"\*\*Figure (?P<number>[\d.]+)\.\*\* (?P<caption>[^\n]+)\n*(?P<rest>.*)", re.S)
_SAID = re.compile(r"""\b(?:say|close_reading)\(\s*["'](?P<claim>[^"']+)["']\s*,\s*corpus\s*\)""")


def assemble(root: Path, folder: Path, corpus: Corpus, *, paper: bool = False) -> list[str]:
    """Write the sources of the book.

    Parameters
    ----------
    root : Path
        The repository, with book/, lessons/ and notebooks/.
    folder : Path
        Where to; what is there already is removed.
    corpus : Corpus
        The articles of the book, whose ledger is in book/.
    paper : bool, default False
        Whether to lead to the printed edition, which must then be made: paper/two_crises.pdf and a handout a notebook.

    Returns
    -------
    list of str
        Names of the pages, such as "notebooks/00_start_here".

    Raises
    ------
    TwoCrisesError
        If a notebook has not been made, or is no notebook.

    Examples
    --------
    >>> import tempfile
    >>> from twocrises.corpus import ROOT, load_corpus
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pages = assemble(ROOT, Path(folder) / "source", load_corpus("seeds"))
    >>> "glossary" in pages, "corpus/000_b2e1f74ee22da60d" in pages, "notebooks/05_two_crises" in pages
    (True, True, True)
    """
    claims = read_ledger(root / "book")
    pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted((root / "book").glob("*.md"))}
    del pages["claims"]  # the ledger as one page, for code hosts; the book has a page a subject
    pages |= articles.stubs(corpus) | claimpages.stubs(claims)
    titles = claimpages.titles(claims)
    places = {name: (titles[name], _place(name)) for name in claims["id"]}
    notebooks = {name: book_notebook(_read(root, name), places) for name in find_lessons(root)}
    if paper:
        pages["index"] += f"\n\n{_printed('paper/two_crises.pdf', 'The whole book on paper (PDF)')}\n"
        for name, nb in notebooks.items():
            link = _printed(f"../paper/{name}.pdf", "This page as a handout (PDF)")
            nb.cells.insert(1, v4.new_markdown_cell(link, id="paper"))
    if folder.exists():
        shutil.rmtree(folder)
    for name, text in pages.items():
        _write(folder / f"{name}.md", text)
    for name, nb in notebooks.items():
        _write(folder / "notebooks" / f"{name}.ipynb", nbformat.writes(nb))
    return sorted([*pages, *(f"notebooks/{name}" for name in notebooks)])


def book_notebook(nb: NotebookNode, claims: Mapping[str, tuple[str, str]]) -> NotebookNode:
    """Copy a notebook for the book.

    Parameters
    ----------
    nb : NotebookNode
        As committed.
    claims : mapping of str to (str, str)
        Id of a claim -> its title, and its place in the book, such as "claims/words.html#claim-word-crimea".

    Returns
    -------
    NotebookNode
        A figure has its caption, its number as an anchor, and the width at which it is shown; where `say` first shows a
        claim, a link leads to the ledger.

    Examples
    --------
    >>> cell = v4.new_code_cell('say("size", corpus)')
    >>> copy = book_notebook(v4.new_notebook(cells=[cell]), {"size": ("Size", "claims/limits.html#claim-size")})
    >>> copy.cells[1].source
    '<a class="tc-ledger" href="../claims/limits.html#claim-size">In the ledger: Size</a>'
    """
    cells: list[NotebookNode] = []
    new = dict(claims)
    for cell in nb.cells:
        cells += _with_figure(cell)
        if cell.cell_type == "code":
            cells += _ledger_links(cell, new)
    return v4.new_notebook(metadata=nb.metadata, cells=cells)


def _with_figure(cell: NotebookNode) -> list[NotebookNode]:
    """Put the caption of a figure below it, and what follows into a cell of its own; any other cell stays."""
    found = _caption(cell)
    if found is None:
        return [cell]
    place, caption = found
    image, *_ = (output for output in cell.outputs if "image/png" in output.get("data", {}))
    number = caption["number"]
    shape = image.metadata["image/png"]
    about = {
        "image": {"alt": shape["alt"], "width": f"{shape['width']}px"},
        "figure": {"caption": f"**Figure {number}.** {caption['caption']}", "name": _anchor(number)},
    }
    shown = NotebookNode({**image, "data": NotebookNode({"image/png": image.data["image/png"]})})
    first = NotebookNode({**cell, "metadata": NotebookNode({**cell.metadata, "mystnb": about}), "outputs": [shown]})
    # Sphinx puts each output of a cell with a figure into that figure, so the others move to the next cell.
    rest = [output for i, output in enumerate(cell.outputs) if i != place and output is not image]
    if caption["rest"].strip():
        rest = [v4.new_output("display_data", {"text/markdown": caption["rest"]}), *rest]
    if not rest:
        return [first]
    # Its source is not shown, but a cell without any would be left out.
    more = v4.new_code_cell(cell.source, id=f"{cell.id}-more", metadata={"tags": ["remove-input"]}, outputs=rest)
    return [first, more]


def _anchor(number: str) -> str:
    return f"figure-{number.replace('.', '-')}"


def _caption(cell: NotebookNode) -> tuple[int, re.Match[str]] | None:
    """Which output of a cell is the caption of a figure with a number; None if it shows none."""
    if cell.cell_type != "code" or not any("image/png" in output.get("data", {}) for output in cell.outputs):
        return None
    captions = (_CAPTION.match(output.get("data", {}).get("text/markdown", "")) for output in cell.outputs)
    return next(((i, caption) for i, caption in enumerate(captions) if caption), None)


def _ledger_links(cell: NotebookNode, new: dict[str, tuple[str, str]]) -> Iterator[NotebookNode]:
    """Lead from each claim that a cell says, and none said before, to its entry."""
    for found in _SAID.finditer(cell.source):
        if found["claim"] in new:
            title, place = new.pop(found["claim"])
            link = f'<a class="tc-ledger" href="../{place}">In the ledger: {escape_phrase(title)}</a>'
            yield v4.new_markdown_cell(link, id=f"{cell.get('id', '')}-{found.start()}")


def _printed(address: str, text: str) -> str:
    return f'<p class="tc-printed"><a href="{address}">{text}</a></p>'


def _place(claim: str) -> str:
    return f"claims/{claimpages.group_of(claim)}.html#{claimpages.claim_anchor(claim)}"


def _read(root: Path, name: str) -> NotebookNode:
    path = root / "notebooks" / f"{name}.ipynb"
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise TwoCrisesError(f"notebooks/{name}.ipynb is not there. Make it: make notebooks.") from None
    except ValueError as error:  # no JSON, or no notebook
        problem = f"notebooks/{name}.ipynb is no notebook ({error})."
        raise TwoCrisesError(f"{problem} Make it anew: make notebooks.") from None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
