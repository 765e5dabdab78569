"""Addresses of sentences, "004#s25" -> links to the pages of the corpus, wherever they stand in the book.

A name in front of "#s" is that of an article, or its beginning where the notebooks shorten it so. What only looks like
an address stays text.
"""

import hashlib
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from twocrises.contexts import short_address
from twocrises.corpus import Corpus, load_corpus

FOLDER = "corpus"
# Text of an article is shown as it stands: what looks like an address in it is no link of ours.
SOURCE = "tc-source"

_NUMBER = re.compile(r"#s(0|[1-9][0-9]{0,8})(?!\w)")
# What stands before an address that is only the end of something else: of a path, or of a longer name.
_INSIDE = re.compile(r"[\w/\\#:@%=&?.~+-]")
_PLAIN_NAME = re.compile(r"(?!index$)[a-z0-9]+(?:[_-][a-z0-9]+)*")
_LONGEST_NAME = 80
# A character as HTML writes it.
_UNIT = re.compile(r"&[^\s&;<]+;?|.", re.S)
# Text within these is no place for a link.
_NO_LINKS = frozenset(
    {"button", "iframe", "math", "noscript", "option", "script", "select", "style", "summary", "svg", "template",
     "textarea", "title", "xmp"}
)  # fmt: skip

Found = tuple[int, int, str, int]


class Link(nodes.reference):
    """A link to a place of the book: `document` and `anchor`; `label` is what a screen reader says of it."""


class _Names(NamedTuple):
    """What an address may begin with: name -> article, the lengths of names, and the number of sentences."""

    articles: Mapping[str, str]
    lengths: tuple[int, ...]
    sizes: Mapping[str, int]


def page_of(article: str) -> str:
    """Name of the page of an article.

    Parameters
    ----------
    article : str
        Its id, whatever characters it holds.

    Returns
    -------
    str
        Such as "corpus/000_b2e1f74ee22da60d": the id itself, where it is fit for the name of a file everywhere. No two
        articles have the same.

    Examples
    --------
    >>> page_of("000_b2e1f74ee22da60d"), page_of("../Mine/<b>.csv:3")
    ('corpus/000_b2e1f74ee22da60d', 'corpus/mine-b-csv-3--f6ff6d1005')
    """
    if _PLAIN_NAME.fullmatch(article) and len(article) <= _LONGEST_NAME:
        return f"{FOLDER}/{article}"
    return f"{FOLDER}/{_slug(article)}--{_digest(article)}"


def short_names(articles: Iterable[str]) -> dict[str, str]:
    """Shorten the names of articles as the notebooks do.

    Parameters
    ----------
    articles : iterable of str
        Ids.

    Returns
    -------
    dict of str to str
        Id -> what stands before its first low line, if no other id begins so; else all of it.

    Examples
    --------
    >>> short_names(["000_b2e1", "001_a662", "001_b2e1"])
    {'000_b2e1': '000', '001_a662': '001_a662', '001_b2e1': '001_b2e1'}
    """
    names = sorted(set(articles))
    return {article: short_address(f"{article}#s0", names).removesuffix("#s0") for article in names}


def find_addresses(text: str, articles: Mapping[str, int]) -> list[Found]:
    """Find the addresses of sentences in a text.

    Parameters
    ----------
    text : str
        Any text.
    articles : mapping of str to int
        Id -> number of its sentences.

    Returns
    -------
    list of (int, int, str, int)
        Start and end in `text`, id of the article, number of the sentence. An address with a number that the article
        does not have is none, nor is the end of a path.

    Examples
    --------
    >>> find_addresses("See 004#s25 (not 004#s99, x/004#s1).", {"004_5024": 36})
    [(4, 11, '004_5024', 25)]
    """
    return _find(text, _names(articles))


def link_addresses(markup: str, articles: Mapping[str, int], place: Callable[[str, int], str]) -> str:
    """Make links of the addresses in a piece of HTML.

    Parameters
    ----------
    markup : str
        HTML, such as a table of a notebook. Its tags stay as they are.
    articles : mapping of str to int
        As in `find_addresses`.
    place : callable
        Article and number of a sentence -> where the link leads.

    Returns
    -------
    str
        A link whose text is an address leads to its new place; other links stay. Done twice it changes nothing more.

    Examples
    --------
    >>> print(link_addresses("<td title='004#s1'>004#s1</td>", {"004_5024": 36}, lambda article, n: f"{n}.html"))
    <td title='004#s1'><a href="1.html">004#s1</a></td>
    """
    return _linked(markup, _names(articles), place)


def corpus_of(config: Config) -> Corpus:
    """Take the corpus of the book, read once a build.

    Parameters
    ----------
    config : sphinx.config.Config
        Its `two_crises_corpus` is the path.

    Returns
    -------
    Corpus

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> len(corpus_of(SimpleNamespace(two_crises_corpus="seeds")).source)
    5
    """
    return _loaded(str(config.two_crises_corpus))


def sizes_of(corpus: Corpus) -> dict[str, int]:
    """How many sentences each article has: what `find_addresses` needs to know.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    dict of str to int

    Examples
    --------
    >>> list(sizes_of(load_corpus("seeds")).values())
    [37, 24, 36, 31, 54]
    """
    return {str(name): int(n) for name, n in corpus.articles.set_index("article")["n_sentences"].items()}


def visible(text: str) -> str:
    r"""Make a text of the corpus fit for a page: a sign that no page may hold becomes �, each one character.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        As long as before.

    Examples
    --------
    >>> visible("a\x00b\fc")
    'a�b c'
    """
    # docutils takes a null for the mark of an escape, and half of a character cannot be written.
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]", "�", re.sub(r"[\x0b\x0c\x85]", " ", text))


def link_to(text: str, document: str, anchor: str = "", label: str = "") -> Link:
    """Make a link to a place of the book, which is written when the page is.

    Parameters
    ----------
    text : str
        What one sees.
    document : str
        Name of the page; empty for the same one.
    anchor : str, optional
        Id on that page.
    label : str, optional
        What a screen reader says in its place; has to hold the text.

    Returns
    -------
    Link

    Examples
    --------
    >>> link_to("s3", "", "s3", "s3, sentence 3").astext()
    's3'
    """
    return Link("", visible(text), document=document, anchor=anchor, label=visible(label), internal=True)


def setup(app: Sphinx) -> None:
    """Let Sphinx link addresses.

    Parameters
    ----------
    app : sphinx.application.Sphinx
        The build.

    Examples
    --------
    >>> setup.__module__
    'twocrises.book.addresses'
    """
    app.add_config_value("two_crises_corpus", "seeds", "env", (str,))
    app.add_node(Link, override=True, html=(_open_link, _close_link))
    # Before the processes part that read pages, so that they share it.
    app.connect("builder-inited", lambda app: corpus_of(app.config))
    app.connect("doctree-resolved", _link_page)


# Names


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower())[:40].strip("-") or "x"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


@lru_cache(maxsize=2)
def _loaded(path: str) -> Corpus:
    return load_corpus(path, progress=False)


@lru_cache(maxsize=2)
def _known(path: str) -> _Names:
    return _names(sizes_of(_loaded(path)))


def _names(articles: Mapping[str, int]) -> _Names:
    names = {short: article for article, short in short_names(articles).items()} | {name: name for name in articles}
    names.pop("", None)
    return _Names(names, tuple(sorted({len(name) for name in names}, reverse=True)), articles)


def _find(text: str, names: _Names) -> list[Found]:
    found: list[Found] = []
    for number in _NUMBER.finditer(text):
        end = number.start()
        floor = found[-1][1] if found else 0
        for length in names.lengths:
            start = end - length
            if start < floor or text[start:end] not in names.articles:
                continue
            article, n = names.articles[text[start:end]], int(number[1])
            if n < names.sizes[article] and not (start and _INSIDE.match(text[start - 1])):
                found.append((start, number.end(), article, n))
            break
    return found


# HTML


class _Piece(NamedTuple):
    """A tag or a piece of text, with its place in the markup."""

    start: int
    kind: str
    tag: str = ""
    attributes: tuple[tuple[str, str | None], ...] = ()


class _Tokens(HTMLParser):
    """Cut HTML into its tags and the text between them, without changing a letter."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[_Piece] = []
        self._lines = [0, *(found.end() for found in re.finditer("\n", markup))]
        self.feed(markup)
        self.close()

    def _note(self, kind: str, tag: str = "", attributes: Iterable[tuple[str, str | None]] = ()) -> None:
        line, column = self.getpos()
        self.pieces.append(_Piece(self._lines[line - 1] + column, kind, tag, tuple(attributes)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note("start", tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # In HTML only the tags of empty elements end themselves.
        self._note("start", tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._note("end", tag)

    def handle_data(self, data: str) -> None:
        self._note("text")

    def handle_entityref(self, name: str) -> None:
        self._note("text")

    def handle_charref(self, name: str) -> None:
        self._note("text")

    def handle_comment(self, data: str) -> None:
        self._note("other")

    def handle_decl(self, decl: str) -> None:
        self._note("other")

    def handle_pi(self, data: str) -> None:
        self._note("other")

    def unknown_decl(self, data: str) -> None:
        self._note("other")


def _cut(markup: str) -> Iterator[tuple[_Piece, str]]:
    """Give pieces with their markup, pieces of text that follow one another as one; joined they are the whole."""
    pieces: list[_Piece] = []
    for piece in _Tokens(markup).pieces:
        if not (pieces and pieces[-1].kind == piece.kind == "text"):
            pieces.append(piece)
    if pieces and pieces[0].start:
        pieces.insert(0, _Piece(0, "other"))
    ends = [*(piece.start for piece in pieces[1:]), len(markup)]
    for piece, end in zip(pieces, ends, strict=True):
        yield piece, markup[piece.start : end]


def _linked(markup: str, names: _Names, place: Callable[[str, int], str]) -> str:
    if "#s" not in html.unescape(markup):
        return markup
    pieces = list(_cut(markup))
    out = [raw for _, raw in pieces]
    shut = 0
    anchor: int | None = None
    for i, (piece, raw) in enumerate(pieces):
        step = {"start": 1, "end": -1}.get(piece.kind, 0)
        if piece.tag in _NO_LINKS:
            shut = max(shut + step, 0)
        elif piece.tag == "a":
            if step < 0 and anchor is not None:
                inner = "".join(raw for piece, raw in pieces[anchor + 1 : i] if piece.kind == "text")
                out[anchor] = _led_anew(pieces[anchor], html.unescape(inner).strip(), names, place)
            anchor = i if step > 0 else None
        elif piece.kind == "text" and not shut and anchor is None and "<" not in raw:
            out[i] = _text_linked(raw, names, place)
    return "".join(out)


def _text_linked(raw: str, names: _Names, place: Callable[[str, int], str]) -> str:
    # A sign may be written as "&#36;": places in the text lead back to those in the markup.
    text, at = "", {0: 0}
    for unit in _UNIT.finditer(raw):
        text += html.unescape(unit[0])
        at[len(text)] = unit.end()
    parts, done = [], 0
    for start, end, article, number in _find(text, names):
        if start in at and end in at:
            href = html.escape(place(article, number))
            parts += [raw[done : at[start]], f'<a href="{href}">', raw[at[start] : at[end]], "</a>"]
            done = at[end]
    return "".join([*parts, raw[done:]])


def _led_anew(
    link: tuple[_Piece, str], text: str, names: _Names, place: Callable[[str, int], str]
) -> str:  # fmt: skip
    """Write the tag of a link whose text is an address with its new place; that of any other link as it was."""
    piece, raw = link
    found = _find(text, names)
    if not found or (found[0][0], found[0][1]) != (0, len(text)):
        return raw
    href = place(*found[0][2:])
    attributes = dict(piece.attributes)
    if attributes.get("href") == href:
        return raw
    attributes["href"] = href
    written = (name if value is None else f'{name}="{html.escape(value)}"' for name, value in attributes.items())
    return f"<a {' '.join(written)}>"


# Pages


def _link_page(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Resolve our own links, and make links of addresses."""
    if app.builder.format != "html":
        return
    names = _known(str(app.config.two_crises_corpus))

    def place(article: str, number: int) -> str:
        return f"{app.builder.get_relative_uri(page, page_of(article))}#s{number}"

    for link in doctree.findall(Link):
        way = app.builder.get_relative_uri(page, link["document"]) if link["document"] else ""
        link["refuri"] = f"{way}#{link['anchor']}" if link["anchor"] else way
    for raw in doctree.findall(nodes.raw):
        if "html" in raw.get("format", "").split():
            linked = _linked(raw.astext(), names, place)
            raw.clear()
            raw += nodes.Text(linked)
            raw.rawsource = linked
    for link in doctree.findall(nodes.reference):
        found = _find(link.astext(), names)
        if not isinstance(link, Link) and found and found[0][:2] == (0, len(link.astext())):
            link.attributes.pop("refid", None)
            link["refuri"], link["internal"] = place(*found[0][2:]), True
    for text in list(doctree.findall(nodes.Text)):
        if "#s" in text and (found := _find(str(text), names)) and _may_be_linked(text):
            _replace(text, found, place)


def _may_be_linked(text: nodes.Text) -> bool:
    """Whether links may stand in the place of a text: not in links, titles, and the source of a cell."""
    node: nodes.Node = text
    while (parent := node.parent) is not None:
        if isinstance(parent, (nodes.reference, nodes.title, nodes.raw, nodes.math, nodes.math_block, nodes.image)):
            return False
        if SOURCE in parent.get("classes", ()) or _within_raw_link(node):
            return False
        if isinstance(parent, nodes.literal_block) and not _is_output(parent):
            return False
        node = parent
    return True


def _within_raw_link(node: nodes.Node) -> bool:
    """Whether a link that was written as HTML in Markdown is open where a node stands."""
    before = node.parent.children[: node.parent.index(node)]
    raw = "".join(other.astext() for other in before if isinstance(other, nodes.raw))
    if not raw:
        return False
    steps = [piece.kind for piece, _ in _cut(raw) if piece.tag == "a" or piece.tag in _NO_LINKS]
    return steps.count("start") > steps.count("end")


def _is_output(block: nodes.literal_block) -> bool:
    node = block
    while node is not None:
        if "cell_output" in node.get("classes", ()):
            return True
        node = node.parent
    return False


def _replace(text: nodes.Text, found: Iterable[Found], place: Callable[[str, int], str]) -> None:
    parts: list[nodes.Node] = []
    at, source = 0, str(text)
    for start, end, article, number in found:
        if start > at:
            parts.append(nodes.Text(source[at:start]))
        parts.append(nodes.reference("", source[start:end], refuri=place(article, number), internal=True))
        at = end
    if at < len(source):
        parts.append(nodes.Text(source[at:]))
    parent = text.parent
    if isinstance(parent, nodes.literal_block):
        # Sphinx colours a block of code by its source, and would lose the links.
        parent.rawsource = ""
    parent.replace(text, parts)


def _open_link(translator: Any, node: Link) -> None:
    attributes = {"class": "reference internal", "href": node.get("refuri") or "#"}
    if node.get("label"):
        attributes["aria-label"] = node["label"]
    translator.body.append(translator.starttag(node, "a", "", **attributes))


def _close_link(translator: Any, node: Link) -> None:
    translator.body.append("</a>")
