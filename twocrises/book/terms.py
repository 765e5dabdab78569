"""The glossary -> links: where a page first uses a term, the word leads to what it means.

Only running text of ours is looked through: no headings, tables, captions, code or outputs, and no page that shows the
articles, whose writers knew nothing of our terms. A word that is also an everyday word is a term only where we say so,
by setting it alone in italics or bold, as the lessons do where they bring a term in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# Terms whose words mean something else as often as not: "an address by the president", "a conflict", "in this frame".
EVERYDAY = frozenset(
    {
        "address", "body", "caption", "claim", "conflict", "contradicted", "descriptive", "evidence",
        "exploratory", "fragment", "frame", "headline", "hit", "instrument", "labels", "line", "mixture", "office",
        "overlap", "panel", "phase", "pooled", "precision", "prior", "rate", "reading", "recall", "record", "reported",
        "result", "rival", "role", "rule", "side", "speaker", "spread", "stability", "status", "supported", "token",
        "unit", "voice",
    }
)  # fmt: skip
# Terms that even italics do not tell from another word: in a lesson a *term* is one within quotation marks, and it is
# the *articles*, and not the sentences, that share a word.
BY_HAND = frozenset({"term", "article"})
# Terms of which there is one: "the corpus" is it, "a large corpus" is any.
DEFINITE = frozenset({"corpus"})
# Pages whose words are those of the articles, or made from them.
NOT_OURS = ["corpus/*", "claims/*"]

_PASSED_OVER = (
    nodes.title, nodes.rubric, nodes.reference, nodes.literal, nodes.literal_block, nodes.math, nodes.math_block,
    nodes.caption, nodes.legend, nodes.figure, nodes.table, nodes.term, nodes.raw, nodes.comment, nodes.footnote,
    nodes.FixedTextElement, addnodes.glossary, addnodes.pending_xref, addnodes.download_reference,
)  # fmt: skip
_MARKUP = re.compile(r"<(/?)(?:a|button|code|h[1-6]|summary)\b", re.I)
_OTHER = re.compile(r"\W+")
_THE = re.compile(r"\bthe\s+$", re.I)
_OUTPUTS = {"cell_input", "cell_output", "tc-verbatim"}


class Term(NamedTuple):
    """A term of the glossary: how it is written, where it is explained, and which others share the explanation."""

    name: str
    page: str
    anchor: str
    entry: int


def setup(app: Sphinx) -> dict[str, Any]:
    """Link terms in every page of the build.

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
    app.add_config_value("two_crises_without_terms", NOT_OURS, "env", [list])
    # When references are resolved, so that nothing is linked twice, and it is known where the glossary explains a term.
    app.connect("doctree-resolved", _link_page)
    app.connect("env-get-outdated", _all_if_glossary_changed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def forms(name: str) -> list[str]:
    """Write a term as it may stand in a sentence: alone, and in the plural.

    Parameters
    ----------
    name : str
        The term.

    Returns
    -------
    list of str
        A sign or a short form, such as NMF or p, has no plural.

    Examples
    --------
    >>> forms("frequency"), forms("analysis"), forms("wire copy"), forms("NMF")
    (['frequency', 'frequencies'], ['analysis', 'analyses'], ['wire copy', 'wire copies'], ['NMF'])
    """
    if _is_sign(name):
        return [name]
    if name.endswith("is"):
        return [name, f"{name[:-2]}es"]
    if re.search(r"[^aeiou]y$", name):
        return [name, f"{name[:-1]}ies"]
    return [name, name + ("es" if re.search(r"(?:s|x|sh|ch)$", name) else "s")]


def find_terms(
    text: str, terms: Sequence[Term], used: Iterable[int] = (), *, marked: bool = False
) -> list[tuple[int, int, Term]]:
    """Find the first use of each term in a text.

    Parameters
    ----------
    text : str
        Running text.
    terms : sequence of Term
        The glossary.
    used : iterable of int, optional
        Entries of the glossary that are not looked for, since the page has used them before.
    marked : bool, default False
        Whether the text is set in italics or bold: if it is nothing but an everyday word, this is meant as a term.

    Returns
    -------
    list of (int, int, Term)
        Where each begins and ends, in order; of two that overlap the longer one, and one of each entry.

    Examples
    --------
    >>> terms = [Term("T", "glossary", "t", 0), Term("topic", "glossary", "topic", 1), Term("rate", "glossary", "r", 2)]
    >>> [text for text in ("A T-shirt.", "Rank by T.", "the rate") if find_terms(text, terms)]
    ['Rank by T.']
    >>> [(start, end, term.name) for start, end, term in find_terms("Topics' names, the rate", terms)]
    [(0, 6, 'topic')]
    >>> [(start, end, term.name) for start, end, term in find_terms("Rates.", terms, marked=True)]
    [(0, 5, 'rate')]
    >>> corpus = [Term("corpus", "glossary", "c", 0)]
    >>> [start for start, *_ in find_terms("a large corpus, and the corpus", corpus)]
    [24]
    """
    by_form: dict[str, Term] = {}
    for term in terms:
        for form in forms(term.name):
            by_form.setdefault(_key(form), term)
    gone, found = set(used), []
    for match in _pattern(tuple(by_form)).finditer(text):
        term = by_form.get(match["term"]) or by_form[_key(match["term"].casefold())]
        alone = marked and _OTHER.sub("", text) == _OTHER.sub("", match[0])
        if term.entry in gone or not _is_meant(_key(term.name), text[: match.start()], alone):
            continue
        gone.add(term.entry)
        found.append((match.start(), match.end("term"), term))
    return found


def running_text(document: nodes.Node) -> list[nodes.Text]:
    """Give the pieces of running text of a page.

    Parameters
    ----------
    document : docutils.nodes.Node
        A page.

    Returns
    -------
    list of docutils.nodes.Text
        In order, of paragraphs and list items; see the head of this module for what is left out.

    Examples
    --------
    >>> said = nodes.paragraph("", "", nodes.Text("A topic in "), nodes.literal("", "code"))
    >>> [text.astext() for text in running_text(nodes.section("", nodes.title("", "Topics"), said))]
    ['A topic in ']
    """
    return [text for text in document.findall(nodes.Text) if _is_running(text)]


def link_terms(document: nodes.Node, terms: Sequence[Term], addresses: Mapping[str, str]) -> list[tuple[str, Term]]:
    """Make a link of the first use of each term in a page.

    Parameters
    ----------
    document : docutils.nodes.Node
        The page; it is changed.
    terms : sequence of Term
        The glossary.
    addresses : mapping of str to str
        The address of each page of the glossary, as seen from this page.

    Returns
    -------
    list of (str, Term)
        The words that became links, in order, and what they lead to.

    Examples
    --------
    >>> page = nodes.paragraph("", "", nodes.Text("One topic, other topics"))
    >>> linked = link_terms(page, [Term("topic", "glossary", "term-topic", 0)], {"glossary": "glossary.html"})
    >>> [words for words, _ in linked], page.next_node(nodes.reference)["refuri"]
    (['topic'], 'glossary.html#term-topic')
    """
    linked: list[tuple[str, Term]] = []
    if not terms:
        return linked
    for text in running_text(document):
        words, parent = text.astext(), text.parent
        marked = isinstance(parent, (nodes.emphasis, nodes.strong))
        found = find_terms(words, terms, [term.entry for _, term in linked], marked=marked)
        if not found:
            continue
        pieces: list[nodes.Node] = []
        done = 0
        for start, end, term in found:
            link = nodes.reference(
                "", words[start:end], internal=True, refuri=f"{addresses[term.page]}#{term.anchor}", classes=["tc-term"]
            )
            pieces += [*_text(words[done:start]), link]
            done = end
            linked.append((words[start:end], term))
        parent.replace(text, [*pieces, *_text(words[done:])])
    return linked


def _link_page(app: Sphinx, document: nodes.document, page: str) -> None:
    """Link the terms of one page, where pages are written for a browser."""
    passed_over = any(fnmatchcase(page, pattern) for pattern in app.config.two_crises_without_terms)
    if app.builder.format != "html" or passed_over:
        return
    terms = [term for term in _glossary_terms(app.env) if term.page != page]
    link_terms(document, terms, {term.page: app.builder.get_relative_uri(page, term.page) for term in terms})


def _glossary_terms(env: BuildEnvironment) -> list[Term]:
    """Read the terms of the glossary, in its order, once all pages are read."""
    objects = env.domains.standard_domain.objects
    pages = sorted({page for (kind, _), (page, _) in objects.items() if kind == "term"})
    found, entry = [], 0
    for page in pages:
        for glossary in env.get_doctree(page).findall(addnodes.glossary):
            for item in glossary.findall(nodes.definition_list_item):
                names = [child for child in item.children if isinstance(child, nodes.term)]
                found += [Term(name.astext(), page, name["ids"][0], entry) for name in names]
                entry += 1
    return found


def _is_meant(name: str, before: str, alone: bool) -> bool:
    """Whether a word is our term and not its everyday namesake."""
    if name in BY_HAND:
        return False
    if name in DEFINITE:
        return alone or _THE.search(before) is not None
    return alone or name not in EVERYDAY


def _text(words: str) -> list[nodes.Node]:
    return [nodes.Text(words)] if words else []


def _is_sign(name: str) -> bool:
    """Signs and short forms count only as they are written."""
    return len(name) <= 2 or any(letter.isupper() for letter in name[1:])


def _key(form: str) -> str:
    return form if _is_sign(form) else form.casefold()


def _pattern(known: Sequence[str]) -> re.Pattern[str]:
    """Any of these forms as a whole word, the longest first, with or without a possessive ending."""
    longest_first = sorted(known, key=lambda form: (-len(form), form))
    choices = "|".join(re.escape(f) if _is_sign(f) else f"(?i:{re.escape(f)})" for f in longest_first)
    return re.compile(rf"(?<![\w’'\-–/])(?P<term>{choices})(?:['’]s?)?(?![\w\-–])")


def _is_running(text: nodes.Text) -> bool:
    if _in_markup(text):
        return False
    node, inside = text.parent, False
    while node is not None:
        if isinstance(node, _PASSED_OVER) or _OUTPUTS & set(getattr(node, "attributes", {}).get("classes", ())):
            return False
        inside = inside or isinstance(node, (nodes.paragraph, nodes.list_item))
        node = node.parent
    return inside


def _in_markup(text: nodes.Text) -> bool:
    """Whether HTML of the page itself has opened a link, a line to click or code around a text."""
    before = text.parent.children[: text.parent.index(text)]
    marks = _MARKUP.findall("".join(node.astext() for node in before if isinstance(node, nodes.raw)))
    return marks.count("") > len(marks) / 2


def _all_if_glossary_changed(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Every page depends on the glossary."""
    pages = {page for (kind, _), (page, _) in env.domains.standard_domain.objects.items() if kind == "term"}
    return sorted(env.found_docs) if pages & (added | changed | removed) else []
