"""TeX in a page -> MathML, which a browser draws without a script and a screen reader can read aloud.

A formula that stands by itself gets a box that scrolls where the page is narrow. What cannot be turned into MathML
stops the build: a formula that half works is worse than none.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from docutils import nodes
from sphinx.errors import SphinxError
from sphinx.util.math import get_node_equation_number

from twocrises.errors import TwoCrisesError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

RENDERER = "mathml"
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
_ESCAPED = re.compile(r"\\.", re.S)


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the renderer to Sphinx; ``html_math_renderer = "mathml"`` chooses it.

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
    app.add_html_math_renderer(RENDERER, (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def to_mathml(tex: str, *, block: bool = False) -> str:
    r"""Turn a formula into MathML.

    Parameters
    ----------
    tex : str
        What stands between the dollar signs.
    block : bool, default False
        Whether the formula stands by itself, and has room for large signs.

    Returns
    -------
    str
        A `math` element with the TeX as its alternative text.

    Raises
    ------
    TwoCrisesError
        If it is no formula, or holds a command that has no MathML here.

    Examples
    --------
    >>> to_mathml("x^2")
    '<math display="inline" alttext="x^2"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>'
    >>> to_mathml(r"\alfa")
    Traceback (most recent call last):
    ...
    twocrises.errors.TwoCrisesError: The formula "\alfa" holds "\alfa", which has no MathML. Write it in another way.
    """
    from latex2mathml.converter import convert

    tex = " ".join(tex.split())
    if not tex:
        raise TwoCrisesError("A formula is empty. Write it, or take its dollar signs away.")
    bare = _ESCAPED.sub("", tex)
    if bare.count("{") != bare.count("}"):
        raise TwoCrisesError(f'The formula "{tex}" opens and closes unequal numbers of braces. Count them.')
    try:
        # As fences bars have no space beside them, as signs they would have.
        fenced = tex.replace(r"\lvert", r"\left|").replace(r"\rvert", r"\right|")
        root = ElementTree.fromstring(convert(fenced, display="block" if block else "inline"))
    except Exception as error:
        # The package has an exception for each mistake, without a common ancestor and mostly without a word.
        raise TwoCrisesError(f'The formula "{tex}" cannot be read ({type(error).__name__}). Mend its TeX.') from None
    for element in root.iter():
        element.tag = element.tag.removeprefix(_NAMESPACE)
        if element.text and "\\" in element.text:
            raise TwoCrisesError(
                f'The formula "{tex}" holds "{element.text}", which has no MathML. Write it in another way.'
            )
    root.set("alttext", tex)
    return ElementTree.tostring(root, encoding="unicode")


def _converted(node: nodes.Element, *, block: bool) -> str:
    try:
        return to_mathml(node.astext(), block=block)
    except TwoCrisesError as error:
        raise SphinxError(f"{node.source or node.document.current_source}:{node.line or '?'}: {error}") from None


def _inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a sentence."""
    self.body.append(f'<span class="math tc-math notranslate nohighlight">{_converted(node, block=False)}</span>')
    raise nodes.SkipNode


def _block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula by itself: its box can be scrolled with the keyboard, and has a name to say which it is."""
    formula, number = _converted(node, block=True), node.get("number")
    name = f"Formula {get_node_equation_number(self, node)}" if number else f"Formula: {node.astext()}"
    self.body.append(self.starttag(node, "div", CLASS="math tc-math-block notranslate nohighlight"))
    self.body.append(f'<div class="tc-math-scroll" role="group" tabindex="0" aria-label="{escape(name)}">')
    self.body.append(f"{formula}</div>")
    if number:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this formula")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode
