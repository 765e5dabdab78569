"""Places of a term -> lines to look at: the word in the middle, its sentence, and a link to where it stands."""

import os
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from twocrises.checks import whole
from twocrises.concordance import concordance, sentences_at
from twocrises.corpus import ROOT, Corpus, evenly
from twocrises.grids import readable, region
from twocrises.markup import Shown, escape_attribute, escape_html
from twocrises.wording import count, shortened

# What the lines of `kwic` are sorted by, for its caption.
_SORTED = {
    "place": "in the order of the articles",
    "right": "sorted by the words after it",
    "left": "sorted by the words before it",
}
# Columns of `kwic`: side and padding.
_CONTEXT = {
    "left": ("right", "0.15em 0"),
    "keyword": ("center", "0.15em 0.3em"),
    "right": ("left", "0.15em 0.8em 0.15em 0"),
    "address": ("left", "0.15em 0"),
}
# Articles that a caption names; of more the pointer tells them.
_NAMED = 6
# Words at either end of a sentence by which a link finds it.
_FEW = 4


def kwic(corpus: Corpus, term: str, *, sort: str = "right", width: int = 32, most: int = 20) -> Shown:
    """A term in context, the eras side by side: each place on a line, with a link to its sentence.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    term : str
        A word or a phrase, looked up as in `find_terms`.
    sort : {"right", "left", "place"}, default "right"
        As in `concordance`: by the words after the term, by those before it, or in the order of the corpus.
    width : int, default 32
        Characters of context on each side.
    most : int, default 20
        Places to show of each era, evenly chosen from all in their order.

    Returns
    -------
    Shown
        Articles without an era come last. The whole sentence appears where the pointer rests on a line, and the
        article where it rests on an address; of a few articles the caption names them. An address is a link if the
        corpus lies in the folder of this project.

    Raises
    ------
    TwoCrisesError
        If the term is empty or no text, `sort` is something else, `width` is no whole number from 0 on, or `most` none
        from 1 on.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> kwic(load_corpus("seeds"), "sevastopol", width=12)
    “sevastopol” in context, sorted by the words after it
    <BLANKLINE>
    2014: 2 places (001: BBC, 5 Mar 2014)
         before word       after  address
    the port of Sevastopol .      001#s32
    st north of Sevastopol .      001#s33
    <BLANKLINE>
    2022: it does not occur
    """
    most = whole(most, "most")
    hits = concordance(corpus, term, width=width, sort=sort)
    caption = f"“{' '.join(term.split())}” in context, {_SORTED[sort]}"
    blocks, plain = [], [caption]
    for title, of_era in _by_era(corpus, hits):
        shown = evenly(of_era, most)
        number = count(len(of_era), "place") if len(of_era) else "it does not occur"
        chosen = f"{len(shown)} of {number}, evenly chosen" if len(shown) < len(of_era) else number
        lines = _contexts(corpus, shown)
        said = f"{title}: {chosen}"
        blocks.append(_contexts_html(said, f"“{' '.join(term.split())}”", lines))
        plain += ["", f"{said}{_articles_of(lines)}", *_contexts_plain(lines)]
    body = f'<div style="display:flex;flex-wrap:wrap;align-items:flex-start;gap:0.8em 1.5em">{"".join(blocks)}</div>'
    markup = f'<div><p style="margin:0.5em 0">{escape_html(caption)}</p>{body}</div>'
    return Shown({"text/html": markup, "text/plain": "\n".join(plain)})


def short_address(address: str, articles: Sequence[str]) -> str:
    """The address of a sentence as one reads it: what stands before the first low line, if no other article begins so.

    Parameters
    ----------
    address : str
        ``ARTICLE#sN``.
    articles : sequence of str
        All articles of the corpus, sorted.

    Returns
    -------
    str
        One by which `sentences_at` finds the sentence.

    Examples
    --------
    >>> short_address("1_ab#s3", ["1_ab", "2_cd"]), short_address("1_ab#s3", ["1_ab", "1_cd"])
    ('1#s3', '1_ab#s3')
    """
    article, _, number = address.rpartition("#")
    start = article.partition("_")[0]
    first = bisect_left(articles, start)
    shared = not start or any(name.startswith(start) for name in articles[first + 1 : first + 2])
    return f"{article if shared else start}#{number}"


@dataclass(frozen=True)
class _Context:
    """A place of a term: its text, the sentence and the article it stands in, its short address, where that leads."""

    left: str
    keyword: str
    right: str
    address: str
    sentence: str
    link: str
    label: str


def _by_era(corpus: Corpus, hits: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Part the hits by era: each that holds an article, then those of articles without one."""
    held = set(corpus.articles["era"].dropna())
    parts = [(era, hits[hits["era"] == era]) for era in corpus.eras if era in held]
    rest = hits[hits["era"].isna()]
    if len(rest) or not parts:
        parts.append(("no era" if corpus.eras else "all articles", rest))
    return parts


def _contexts(corpus: Corpus, hits: pd.DataFrame) -> list[_Context]:
    files, labels = (corpus.articles.set_index("article")[name] for name in ("file", "label"))
    names = sorted(corpus.source)
    sentences = sentences_at(corpus, hits["address"])["text"]
    columns = [hits[name].tolist() for name in ("left", "keyword", "right", "address")]
    lines = []
    for *parts, address, sentence in zip(*columns, sentences, strict=True):
        article = address.rpartition("#s")[0]
        left, keyword, right = (re.sub(r"\s", " ", part) for part in parts)
        link = _link(corpus, article, files[article], sentence)
        short = short_address(address, names)
        lines.append(_Context(left, keyword, right, short, sentence, link, str(labels[article])))
    return lines


def _articles_of(lines: list[_Context]) -> str:
    """Which articles the addresses are of, where they are few: " (001: BBC, 5 Mar 2014)"."""
    found = dict(sorted((line.address.rpartition("#")[0], line.label) for line in lines))
    if not 0 < len(found) <= _NAMED:
        return ""
    return f" ({'; '.join(f'{short}: {shortened(label, 60)}' for short, label in found.items())})"


def _link(corpus: Corpus, article: str, file: str, sentence: str) -> str:
    """Where a browser finds a sentence, seen from the notebooks; nothing for a file outside the project."""
    path = (corpus.path if corpus.path.is_dir() else corpus.path.parent) / file
    if not path.is_file() or not path.resolve().is_relative_to(ROOT):
        return ""
    address = quote(Path(os.path.relpath(path.resolve(), ROOT / "notebooks")).as_posix(), errors="replace")
    return address + _fragment(sentence, corpus.source[article])


def _fragment(sentence: str, text: str) -> str:
    """Text fragment that makes a browser scroll to a sentence: its first and last words."""
    ends = [word.end() for word in re.finditer(r"\S+", sentence)]
    if len(ends) < 2 * _FEW:
        return f"#:~:text={_encoded(sentence)}"
    # More words where an earlier place begins in the same way.
    before = text[: text.find(sentence)]
    size = next((n for n in range(_FEW, len(ends) - _FEW) if sentence[: ends[n - 1]] not in before), _FEW)
    return f"#:~:text={_encoded(sentence[: ends[size - 1]])},{_encoded(sentence[ends[-_FEW - 1] :].strip())}"


def _encoded(text: str) -> str:
    # A hyphen marks what stands before or after the place that is meant.
    return quote(text, safe="", errors="replace").replace("-", "%2D")


def _contexts_html(caption: str, of: str, lines: list[_Context]) -> str:
    if not lines:
        return f'<p style="margin:0;font-size:12px">{escape_html(caption)}</p>'
    styles = [_context_style(*column) for column in _CONTEXT.values()]
    head = "".join(
        f'<th scope="col" {style}>{readable(name)}</th>' for name, style in zip(_CONTEXT, styles, strict=True)
    )

    def own_styles(line: _Context) -> list[str]:
        return [*styles[:-1], f'title="{escape_attribute(line.label)}" {styles[-1]}']

    body = "".join(
        f'<tr title="{escape_attribute(line.sentence)}">'
        + "".join(
            f"<td {style}>{cell}</td>" for cell, style in zip(_context_cells(line), own_styles(line), strict=True)
        )
        + "</tr>"
        for line in lines
    )
    table = (
        '<table style="margin:0 1.5em 0 0;font-size:12px">'
        f'<caption style="text-align:left">{escape_html(caption + _articles_of(lines))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    return region(table, f"{of}, {caption}")


def _context_cells(line: _Context) -> list[str]:
    address = escape_html(line.address)
    if line.link:
        address = f'<a href="{escape_attribute(line.link)}">{address}</a>'
    return [escape_html(line.left), f"<b>{escape_html(line.keyword)}</b>", escape_html(line.right), address]


def _context_style(side: str, padding: str) -> str:
    # pre keeps the space, or none, between the word and what stands beside it; hosts without styles know nowrap.
    return f'nowrap align="{side}" style="text-align:{side};white-space:pre;padding:{padding}"'


def _contexts_plain(lines: list[_Context]) -> list[str]:
    if not lines:
        return []
    rows = [[readable(name) for name in _CONTEXT]]
    rows += [[line.left.strip(), line.keyword, line.right.strip(), line.address] for line in lines]
    before, word, after, _ = (max(map(len, column)) for column in zip(*rows, strict=True))
    return [f"{row[0]:>{before}} {row[1]:<{word}} {row[2]:<{after}}  {row[3]}" for row in rows]
