"""What the book adds to Sphinx: the figure of its first page, tables that can be heard, and all the rest."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from twocrises.book import addresses, articles, claimpages, formulas, measurements, terms
from twocrises.figures import ledger
from twocrises.ledger import read_ledger
from twocrises.markup import escape_attribute


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


class LedgerFigure(SphinxDirective):
    """The figure of the ledger, wide or narrow as the screen is, with its alt text and caption."""

    def run(self) -> list[nodes.Node]:
        """Write a picture of two sources, the files of `make figure`."""
        found = read_ledger(self.config.two_crises_ledger)
        figure = ledger(found)
        wide, narrow = (round(100 * ledger(found, narrow=n).canvas.get_size_inches()[0]) for n in (False, True))
        markup = (
            f'<picture><source media="(max-width: 720px)" srcset="_static/two_crises_narrow.png" width="{narrow}">'
            f'<img src="_static/two_crises.png" width="{wide}" alt="{escape_attribute(figure.alt)}"></picture>'
        )
        caption = nodes.caption("", figure.caption)
        return [nodes.figure("", nodes.raw("", markup, format="html"), caption, classes=["tc-answer"])]


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
    for part in (addresses, articles, claimpages, formulas, measurements, terms):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
