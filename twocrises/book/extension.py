"""What the book adds to Sphinx: the figure of its first page, tables that can be heard, and all the rest."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from twocrises.book import addresses, articles, claimpages, formulas, measurements, terms
from twocrises.figures import ledger
from twocrises.grids import data_of_figure
from twocrises.ledger import read_ledger
from twocrises.markup import escape_attribute, escape_html

_HOW_TO_READ = (
    "Each row is a claim of the ledger. Left of the middle: more in the earlier year; right of it: more in the later; "
    "grey: much the same. A filled mark stays on its side whichever article is left out; a hollow one does not, and "
    "the article is named. The line shows how far the mark moves."
)
_NOTEBOOK = re.compile(r"([Nn]otebook 0\d)\b")
_FIXED = (nodes.reference, nodes.title, nodes.literal, nodes.literal_block, nodes.raw, nodes.caption, nodes.math)


class HeadlessTables(SphinxPostTransform):
    """A table without anything in its head has names in its first column: a card such as those that open a notebook."""

    default_priority = 400

    def run(self, **kwargs: Any) -> None:
        """Take the head away and let the first column name the rows."""
        for group in list(self.document.findall(nodes.tgroup)):
            head = next(iter(group.findall(nodes.thead)), None)
            if head is not None and not head.astext().strip():
                group.remove(head)
                next(iter(group.findall(nodes.colspec)))["stub"] = 1


class NotebookNames(SphinxPostTransform):
    """Where a page speaks of "notebook 02", it leads there."""

    default_priority = 410

    def run(self, **kwargs: Any) -> None:
        """Link the name of each other notebook, wherever it stands in running text."""
        pages = {name.split("/")[1][:2]: name for name in self.env.all_docs if name.startswith("notebooks/")}
        here = self.env.docname
        for text in list(self.document.findall(nodes.Text)):
            parts = _NOTEBOOK.split(str(text))
            if len(parts) == 1 or not _is_running(text):
                continue
            found: list[nodes.Node] = []
            for part in parts:
                page = pages.get(part[-2:]) if _NOTEBOOK.fullmatch(part) else None
                if page and page != here:
                    address = self.app.builder.get_relative_uri(here, page)
                    found.append(nodes.reference("", part, refuri=address, internal=True))
                elif part:
                    found.append(nodes.Text(part))
            text.parent.replace(text, found)


class LedgerFigure(SphinxDirective):
    """The figure of the ledger, wide or narrow as the screen is, each with an alt text of its own."""

    def run(self) -> list[nodes.Node]:
        """Write both pictures, the files of `make figure`, of which the style sheet shows one."""
        found = read_ledger(self.config.two_crises_ledger)
        made: list[nodes.Node] = []
        for narrow, name in ((False, "two_crises"), (True, "two_crises_narrow")):
            figure = ledger(found, narrow=narrow)
            width = round(100 * figure.canvas.get_size_inches()[0])
            # A picture that is not shown is not loaded either.
            image = (
                f'<img src="_static/{name}.png" width="{width}" loading="lazy" alt="{escape_attribute(figure.alt)}">'
                f"<details><summary>Figure in words</summary><p>{escape_html(figure.alt)}</p>"
                f"<p>{escape_html(figure.caption)}</p></details>"
            )
            caption = nodes.caption("", "", nodes.strong("", "Figure 1. "), nodes.Text(_HOW_TO_READ))
            kind = "tc-narrow" if narrow else "tc-wide"
            made.append(nodes.figure("", nodes.raw("", image, format="html"), caption, classes=["tc-answer", kind]))
        data = ledger(found).data
        if data is not None:
            rows = data_of_figure(data, "Figure 1: the claims that are drawn").forms["text/html"]
            folded = f'<details class="tc-data"><summary>Data of Figure 1</summary>{rows}</details>'
            made.append(nodes.raw("", folded, format="html"))
        return made


def _is_running(text: nodes.Text) -> bool:
    """Whether a text stands in a paragraph, a list or a table, and in no link, title, code or caption."""
    node: nodes.Node = text
    while (node := node.parent) is not None:
        if isinstance(node, _FIXED):
            return False
    return True


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all parts of the book.

    Parameters
    ----------
    app : sphinx.application.Sphinx
        While it starts.

    Returns
    -------
    dict
        What Sphinx asks of an extension.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> setup(SimpleNamespace())
    Traceback (most recent call last):
    AttributeError: 'types.SimpleNamespace' object has no attribute 'add_config_value'
    """
    app.add_config_value("two_crises_root", "", "env")
    app.add_directive("ledger-figure", LedgerFigure)
    app.add_post_transform(HeadlessTables)
    app.add_post_transform(NotebookNames)
    for part in (addresses, articles, claimpages, formulas, measurements, terms):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
