"""A notebook -> one HTML file, or Markdown with its pictures, in which each figure keeps its alt text.

The exporters of Jupyter leave the alt text of a picture out where they write HTML (the template of JupyterLab) or
Markdown, and their pages ask other hosts for scripts. What they make is taken here without scripts, and with the text.
"""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import nbformat
from lxml import html as markup
from nbconvert import HTMLExporter, MarkdownExporter
from nbconvert.preprocessors import Preprocessor
from traitlets import Bool

from twocrises.errors import TwoCrisesError
from twocrises.markup import escape_attribute

KINDS = ("html", "markdown")


class FiguresWithText(Preprocessor):
    """Write a picture that has an alt text as an element of HTML, which every exporter of Jupyter leaves as it is.

    Attributes
    ----------
    enabled : bool
        Always; `jupyter nbconvert --Exporter.preprocessors='["twocrises.book.exports.FiguresWithText"]'` takes it, too.
    """

    enabled = Bool(True)

    def preprocess_cell(self, cell: Any, resources: dict[str, Any], index: int) -> tuple[Any, dict[str, Any]]:
        """Change the outputs of one cell.

        Parameters
        ----------
        cell : NotebookNode
            It is changed.
        resources : dict
            What exporters hand around.
        index : int
            Which cell it is.

        Returns
        -------
        (NotebookNode, dict)
            Both as nbconvert wants them.
        """
        for output in cell.get("outputs", ()):
            about = alt_text(cell, output)
            if about:
                width = output.metadata.get("image/png", {}).get("width")
                size = f' width="{int(width)}"' if width else ""
                picture = "".join(output.data.pop("image/png").split())
                source = f"data:image/png;base64,{picture}"
                output.data.pop("text/plain", None)
                output.data["text/html"] = f'<img src="{source}"{size} alt="{escape_attribute(about)}">'
        return cell, resources


def alt_text(cell: Any, output: Any) -> str:
    """Find the alt text of a picture.

    Parameters
    ----------
    cell : NotebookNode
        A cell.
    output : NotebookNode
        One of its outputs.

    Returns
    -------
    str
        From the metadata of the output, or else of the cell; empty if the output is no picture or has none.

    Examples
    --------
    >>> from nbformat import v4
    >>> shape = {"image/png": {"alt": "Rates fall from 5.7 to 0.5."}}
    >>> alt_text(v4.new_code_cell(), v4.new_output("display_data", {"image/png": ""}, metadata=shape))
    'Rates fall from 5.7 to 0.5.'
    """
    if "image/png" not in output.get("data", {}):
        return ""
    own = output.get("metadata", {}).get("image/png", {}).get("alt")
    return str(own or cell.metadata.get("mystnb", {}).get("image", {}).get("alt", ""))


def export_notebook(notebook: Path, folder: Path, kind: str = "html") -> Path:
    """Write a notebook as a page or as Markdown.

    Parameters
    ----------
    notebook : Path
        An executed notebook.
    folder : Path
        Where to.
    kind : {"html", "markdown"}, default "html"
        One HTML file with everything in it and without any script; or a .md file, its pictures in a folder beside it.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    TwoCrisesError
        If there is no such notebook, no such kind, or a picture without alt text.

    Examples
    --------
    >>> export_notebook(Path("07_none.ipynb"), Path("build"))
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: 07_none.ipynb is not there. Name a notebook, such as notebooks/01_cleaning.ipynb.
    """
    if kind not in KINDS:
        raise TwoCrisesError(f"A notebook cannot be exported as “{kind}”. Choose one of: {', '.join(KINDS)}.")
    try:
        nb = nbformat.read(notebook, as_version=4)
    except FileNotFoundError:
        raise TwoCrisesError(
            f"{notebook.name} is not there. Name a notebook, such as notebooks/01_cleaning.ipynb."
        ) from None
    except ValueError as error:
        raise TwoCrisesError(f"{notebook.name} is no notebook ({error}). Open it in JupyterLab and save it.") from None
    for cell in nb.cells:
        if any(
            "image/png" in output.get("data", {}) and not alt_text(cell, output) for output in cell.get("outputs", ())
        ):
            raise TwoCrisesError(
                f"{notebook.name}: a picture has no alt text. Show it with show(figure) and run the cell."
            )
    folder.mkdir(parents=True, exist_ok=True)
    write = _html if kind == "html" else _markdown
    path = folder / f"{notebook.stem}{'.html' if kind == 'html' else '.md'}"
    path.write_text(write(nb, folder, notebook.stem), encoding="utf-8")
    return path


def _html(nb: Any, folder: Path, name: str) -> str:
    exporter = HTMLExporter(template_name="lab", preprocessors=[FiguresWithText], exclude_anchor_links=True)
    text, _ = exporter.from_notebook_node(nb)
    page = markup.document_fromstring(text)
    for script in page.xpath("//script"):
        script.drop_tree()
    headings = page.xpath("//h1")
    if headings:
        page.find(".//title").text = " ".join(headings[0].text_content().split())
    for link in page.xpath("//a[@href]"):
        link.set("href", re.sub(r"^([\w.-]+)\.ipynb(?=#|$)", r"\1.html", link.get("href")))
    return "<!DOCTYPE html>\n" + str(markup.tostring(page, encoding="unicode")) + "\n"


def _markdown(nb: Any, folder: Path, name: str) -> str:
    """Write pictures as files, for viewers of Markdown show none that stand in the text."""
    number = 0
    for cell in nb.cells:
        for output in cell.get("outputs", ()):
            if about := alt_text(cell, output):
                number += 1
                file = folder / f"{name}_files" / f"figure_{number}.png"
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(b64decode(output.data.pop("image/png")))
                words = re.sub(r"([\\\[\]`*_<>&!$])", r"\\\1", " ".join(about.split()))
                output.data["text/markdown"] = f"![{words}]({file.parent.name}/{file.name})"
    text, _ = MarkdownExporter().from_notebook_node(nb)
    return re.sub(r"\]\(([\w.-]+)\.ipynb(?=[#)])", r"](\1.md", str(text))
