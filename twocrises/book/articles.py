"""The corpus -> pages of the book, an article each: all of its lines, also those that were left out, with the rule.

Text of an article reaches a page only as text: no tag, formula or link in it is one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from twocrises.book.addresses import FOLDER, SOURCE, Link, corpus_of, link_to, page_of, short_names, visible
from twocrises.book.claimpages import (
    as_written,
    claims_by_sentence,
    facts,
    ledger_of,
    link_claim,
    section,
    table,
    titles,
)
from twocrises.corpus import Corpus
from twocrises.display import datasheet
from twocrises.errors import TwoCrisesError
from twocrises.wording import count

_HASH = 16
# Kinds of lines that have a plural.
_COUNTED = ("headline", "subhead", "list", "caption", "byline", "dateline")
_HOW = (
    "This is the whole text as it was read, line after line. A kept line is running text. After each sentence stand "
    "its number, which is a link to it; who is quoted in it, where somebody is; and how many claims of the ledger rest "
    "on it. Words that somebody is quoted with are underlined. Lines that were left out of all counts stand in a "
    "frame, with the rule that decided. Empty lines are not shown."
)


class _Sentence(NamedTuple):
    """What a page shows of a sentence: its place, the places of quotations in it, who is quoted, which claims."""

    number: int
    start: int
    end: int
    quotations: Sequence[tuple[int, int]]
    speakers: Sequence[str]
    claims: Sequence[str]


def stubs(corpus: Corpus) -> dict[str, str]:
    r"""Write the pages of the corpus in Markdown: titles, and directives that fill them.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    dict of str to str
        Name of a page -> its text: the list of articles, then each article.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> pages = stubs(load_corpus("seeds"))
    >>> list(pages)[:2]
    ['corpus/index', 'corpus/001_a662e1979cd3d6e7']
    >>> print(pages["corpus/001_a662e1979cd3d6e7"])
    # BBC\, 5 Mar 2014
    <BLANKLINE>
    ```{article} 001_a662e1979cd3d6e7
    ```
    <BLANKLINE>
    """
    labels = corpus.articles.set_index("article")["label"]
    pages = {}
    for article, label in labels.items():
        page = page_of(str(article))
        title = _title(str(label)) or _title(str(article)) or "Article"
        pages[page] = f"# {title}\n\n```{{article}} {_name(page)}\n```\n"
    tree = "\n".join(["```{toctree}", ":hidden:", "", *map(_name, pages), "```"])
    return {f"{FOLDER}/index": f"# The articles\n\n```{{articles}}\n```\n\n{tree}\n"} | pages


def setup(app: Sphinx) -> None:
    """Let Sphinx know the directives `article` and `articles`.

    Parameters
    ----------
    app : sphinx.application.Sphinx
        The build.

    Examples
    --------
    >>> setup.__module__
    'twocrises.book.articles'
    """
    app.add_directive("article", ArticleDirective)
    app.add_directive("articles", ArticlesDirective)


class ArticleDirective(SphinxDirective):
    """The page of an article, named by its id or by the name of its page."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Fill the page."""
        corpus = corpus_of(self.config)
        article = _article(corpus, self.arguments[0])
        row = corpus.articles[corpus.articles["article"] == article].iloc[0]
        file = (corpus.path if corpus.path.is_dir() else corpus.path.parent) / row["file"]
        if file.is_file():
            self.env.note_dependency(str(file.resolve()))
        ledger = ledger_of(str(self.config.two_crises_ledger))
        sentences = _sentences(corpus, article, claims_by_sentence(ledger))
        claimed = [sentence for sentence in sentences if sentence.claims]
        made: list[nodes.Node] = [
            _facts(corpus, row, claimed),
            nodes.paragraph("", "The text stays with those who published it: ", link_to("Cite and reuse", "cite"),
                            nodes.Text(" says what that means for you."), classes=["tc-rights"]),
            section("The text", "the-text", [nodes.paragraph("", _HOW), *_text(corpus, article, sentences)]),
        ]  # fmt: skip
        return as_written([*made, *_claims_section(claimed, titles(ledger), self.env.docname)])


class ArticlesDirective(SphinxDirective):
    """The list of all articles."""

    def run(self) -> list[nodes.Node]:
        """Fill the page."""
        corpus = corpus_of(self.config)
        sheet = datasheet(corpus)
        short = short_names(corpus.source)
        left_out = _left_out_by_kind(corpus)
        rows: list[list[str | nodes.Node | Sequence[nodes.Node]]] = [
            [
                link_to(str(row["article"]), page_of(article)),
                short[article],
                *(_value(row[name]) for name in ("found on", "published", "era", "sentences", "words")),
                left_out.get(article, "none"),
            ]
            for article, row in zip(corpus.articles["article"], sheet.to_dict("records"), strict=True)
        ]
        names = ["article", "number", "found on", "published", "era", "sentences", "words", "lines left out"]
        title = f" of “{visible(corpus.config.title)}”" if corpus.config.title else ""
        opening = (
            f"{count(len(rows), 'article')}{title}. Each has a page with all its lines. What was left out of the "
            "counts stands there, too, with the rule that decided, and each sentence has a place for links to lead to. "
            "The address of a sentence begins with the number of its article."
        )
        return as_written(
            [nodes.paragraph("", opening), table(names, rows, "The articles in order of publication", ["tc-articles"])]
        )


# The parts of a page


def _facts(corpus: Corpus, row: pd.Series, claimed: Sequence[_Sentence]) -> nodes.Node:
    article = str(row["article"])
    lines = corpus.lines
    lines = lines[(lines["article"] == article) & (lines["kind"] != "blank")]
    kept = int(lines["keep"].sum())
    known = corpus.config.articles.get(article)
    problems = corpus.problems
    doubts = problems.loc[problems["article"] == article, "problem"]
    used = sorted({claim for sentence in claimed for claim in sentence.claims})
    return facts(
        [
            ("Title", _known(row["title"])),
            ("Outlet", _known(row["origin"])),
            ("Found on", _known(row["site"])),
            ("Genre", _known(row["genre"])),
            ("Published", _with_reason(row["published"], row["published_by"])),
            ("Written", _known(pd.Timestamp(known.written)) if known and known.written else ""),
            ("Era", _with_reason(row["era"], row["era_by"])),
            ("Length", f"{count(int(row['n_sentences']), 'sentence')}, {count(int(row['n_words']), 'word')}"),
            ("Lines", f"{kept:,} kept, {len(lines) - kept:,} left out"),
            ("Opinion", _opinion(corpus, article)),
            (
                "Claims",
                f"{count(len(used), 'claim')} of the ledger on {count(len(claimed), 'sentence')}" if used else "",
            ),
            ("Note", visible(known.note) if known else ""),
            ("Doubts", "; ".join(map(visible, doubts))),
            (
                "File",
                [
                    nodes.literal("", visible(str(row["file"]))),
                    nodes.Text(", sha256 "),
                    nodes.literal("", f"{row['sha256'][:_HASH]}…"),
                ],
            ),
        ]
    )


def _left_out_by_kind(corpus: Corpus) -> dict[str, str]:
    """How many lines of which kind each article lost, most first; articles that lost none are not in it."""
    lines = corpus.lines
    lines = lines[(lines["kind"] != "blank") & ~lines["keep"]]
    found = lines.groupby(["article", "kind"], observed=True).size().reset_index(name="n")
    found = found.sort_values(["n", "kind"], ascending=[False, True], kind="stable")
    return {
        str(article): ", ".join(
            count(int(n), kind) if kind in _COUNTED else f"{n:,} {kind}"
            for kind, n in zip(own["kind"], own["n"], strict=True)
        )
        for article, own in found.groupby("article", observed=True, sort=False)
    }


def _opinion(corpus: Corpus, article: str) -> list[nodes.Node]:
    """Where a piece of opinion stands that a person marked inside a report."""
    known = corpus.config.articles.get(article)
    if known is None or known.opinion is None:
        return []
    own, rest = (
        set(part.loc[part["article"] == article, "sentence"])
        for part in (corpus.sentences, corpus.without_opinion().sentences)
    )
    inside = sorted(own - rest)
    if not inside:
        return []
    first, last = (_sentence_link(number) for number in (inside[0], inside[-1]))
    return [first, nodes.Text(" to "), last, nodes.Text(", marked by a person in corpus.toml")]


def _text(corpus: Corpus, article: str, sentences: Sequence[_Sentence]) -> Iterator[nodes.Node]:
    """All lines in their order; those that one rule left out together stand together."""
    source = corpus.source[article]
    lines = corpus.lines
    lines = lines[(lines["article"] == article) & (lines["kind"] != "blank")]
    at = 0
    rows = zip(*(lines[name].tolist() for name in ("start", "end", "kind", "rule", "keep")), strict=True)
    for (keep, kind, rule), run in groupby(rows, key=lambda row: (bool(row[4]), str(row[2]), str(row[3]))):
        places = [(start, end) for start, end, *_ in run]
        if not keep:
            yield _left_out([source[start:end] for start, end in places], kind, rule)
            continue
        for start, end in places:
            own = []
            while at < len(sentences) and sentences[at].start < end:
                own.append(sentences[at])
                at += 1
            yield _kept(source, start, end, kind, own)


def _kept(source: str, start: int, end: int, kind: str, sentences: Sequence[_Sentence]) -> nodes.Node:
    inner: list[nodes.Node] = []
    for sentence in sentences:
        inner += _piece(source[start : sentence.start])
        inner += [_marked_sentence(source, sentence), *_after(sentence)]
        start = sentence.end
    inner += _piece(source[start:end])
    if kind == "subhead":
        return nodes.rubric("", "", *inner, classes=["tc-line", "tc-subhead"], **{"heading-level": 3})
    return nodes.paragraph("", "", *inner, classes=["tc-line"])


def _piece(text: str) -> list[nodes.Node]:
    return [nodes.inline("", visible(text), classes=[SOURCE])] if text else []


def _marked_sentence(source: str, sentence: _Sentence) -> nodes.Node:
    made = nodes.inline("", "", ids=[f"s{sentence.number}"], classes=["tc-sentence", SOURCE])
    at = sentence.start
    for start, end in sentence.quotations:
        if start > at:
            made += nodes.Text(visible(source[at:start]))
        made += nodes.inline("", visible(source[start:end]), classes=["tc-quotation"])
        at = end
    if at < sentence.end:
        made += nodes.Text(visible(source[at : sentence.end]))
    return made


def _after(sentence: _Sentence) -> list[nodes.Node]:
    """What stands behind a sentence and is no part of it."""
    parts: list[list[nodes.Node]] = [[_sentence_link(sentence.number)]]
    if sentence.speakers:
        parts.append([nodes.Text(f"quoted: {visible('; '.join(sentence.speakers))}")])
    if sentence.claims:
        how_many = count(len(sentence.claims), "claim")
        name = f"s{sentence.number}"
        parts.append([link_to(how_many, "", f"claims-{name}", f"{how_many}: which rest on {name}")])
    inner = [node for i, part in enumerate(parts) for node in ([nodes.Text("\u00a0· "), *part] if i else part)]
    return [nodes.Text(" "), nodes.inline("", "", *inner, classes=["tc-mark"]), nodes.Text(" ")]


def _left_out(texts: Sequence[str], kind: str, rule: str) -> nodes.Node:
    how_many = f", {len(texts)} lines" if len(texts) > 1 else ""
    label = nodes.paragraph("", f"Left out: {kind}{how_many}. The rule: “{visible(rule)}”.", classes=["tc-rule"])
    lines = [nodes.paragraph("", "", *_piece(text), classes=["tc-dropped"]) for text in texts]
    return nodes.container("", label, *lines, classes=["tc-left-out"])


def _claims_section(claimed: Sequence[_Sentence], named: Mapping[str, str], page: str) -> list[nodes.Node]:
    if not claimed:
        return []
    items = []
    for sentence in claimed:
        links = [link_claim(claim, page, named[claim]) for claim in sentence.claims]
        inner = [node for i, link in enumerate(links) for node in ([nodes.Text(", "), link] if i else [link])]
        lead = [_sentence_link(sentence.number), nodes.Text(": ")]
        items.append(nodes.list_item("", nodes.paragraph("", "", *lead, *inner), ids=[f"claims-s{sentence.number}"]))
    opening = "Claims of the ledger by the sentences that they, or the readings of them, rest on."
    content = [nodes.paragraph("", opening), nodes.bullet_list("", *items, classes=["tc-rests"])]
    return [section("Which claims rest on it", "claims", content)]


def _sentence_link(number: int) -> Link:
    name = f"s{number}"
    return link_to(name, "", name, f"{name}: link to this sentence")


# What is shown of a sentence


def _sentences(corpus: Corpus, article: str, claims: Mapping[str, Sequence[str]]) -> list[_Sentence]:
    own, quotes = (frame[frame["article"] == article] for frame in (corpus.sentences, corpus.quotes))
    spoken = quotes[quotes["kind"] != "term"]
    names = [_who(speaker, side) for speaker, side in zip(spoken["speaker"], spoken["side"], strict=True)]
    spans = list(zip(spoken["start"].tolist(), spoken["end"].tolist(), names, strict=True))
    made = []
    for number, start, end in zip(*(own[name].tolist() for name in ("sentence", "start", "end")), strict=True):
        # A quotation may run over several sentences: each has its part.
        here = [(max(low, start), min(high, end), name) for low, high, name in spans if low < end and high > start]
        speakers = list(dict.fromkeys(name for *_, name in here))
        places = list(_apart((low, high) for low, high, _ in here))
        made.append(_Sentence(number, start, end, places, speakers, claims.get(f"{article}#s{number}", ())))
    return made


def _apart(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places one after the other, without those that lie in another."""
    at = -1
    for start, end in sorted(places):
        if end > at:
            yield max(start, at), end
            at = end


def _who(speaker: Any, side: Any) -> str:
    name = speaker if isinstance(speaker, str) else "speaker unknown"
    return f"{name} ({side})" if isinstance(side, str) else name


# Words


def _article(corpus: Corpus, name: str) -> str:
    """Which article a name means: an id, or the name of a page."""
    if name in corpus.source:
        return name
    found = [article for article in corpus.source if _name(page_of(article)) == name]
    if not found:
        raise TwoCrisesError(f'This corpus has no article "{name}". See the pages that articles.stubs gives.')
    return found[0]


def _name(page: str) -> str:
    return page.removeprefix(f"{FOLDER}/")


def _title(text: str) -> str:
    # Any mark may be one of Markdown; a backslash makes it text.
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(visible(text).split()))


def _value(value: Any) -> str:
    if pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value.day}\u00a0{value:%b}\u00a0{value.year}"
    return visible(value) if isinstance(value, str) else f"{value:,}"


def _known(value: Any) -> str:
    return "" if pd.isna(value) else _value(value)


def _with_reason(value: Any, reason: Any) -> str:
    known = _known(value) or "unknown"
    return f"{known} ({visible(reason)})" if isinstance(reason, str) and reason else known
