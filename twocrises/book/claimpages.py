"""The ledger of claims -> pages of the book, one a subject, with each sentence a claim rests on.

What a claim says holds words of the corpus, so it becomes text of the page and is never read as Markdown.
"""

import hashlib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from twocrises.book.addresses import SOURCE, corpus_of, link_to, page_of, short_names, visible
from twocrises.claims import make_claim
from twocrises.claims.base import CONTRADICTED, Difference
from twocrises.claims.fragile import CLAIMS as POPULAR
from twocrises.claims.roles import CLAIMS as ABOUT_ROLES
from twocrises.claims.tone import CLAIMS as ABOUT_TONE
from twocrises.claims.topics import CLAIMS as ABOUT_TOPICS
from twocrises.claims.words import CLAIMS as ABOUT_WORDS
from twocrises.concordance import sentences_at
from twocrises.confounds import rival_of
from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.ledger import NAME, read_ledger
from twocrises.permutation import LEVEL
from twocrises.wording import count

FOLDER = "claims"
# Page -> its title and what it holds.
GROUPS = {
    "summary-and-limits": (
        "The summary, and its limits",
        "What the ledger says as a whole, how much text there is, and what else differs between the eras.",
    ),
    "words": ("Words", "Words and groups of words that differ between the eras, and those that both share."),
    "tone": ("Tone", "What five instruments say of the tone, and how much of it depends on the choice of one."),
    "voices": ("Who speaks", "Whose words the articles print: those of the narrator and those of each side."),
    "topics": ("Topics", "What the articles are about, and how much of it a computer finds again."),
    "roles": ("Offices", "Which office-holders are named, quoted, or not there."),
    "popular": ("Popular claims, tested", "Claims made the usual way, and what a test leaves of them."),
}
# Claim -> its heading. Those about one word, side, office or instrument are named by what they compare.
TITLES = {
    "summary": "What the ledger says as a whole",
    "ledger": "How many claims stay",
    "size": "How much text there is",
    "dropped": "What was left out of the counts",
    "days": "Days of publication",
    "floor": "How small a p can be",
    "needed": "How many articles a test would need",
    "confounds": "What else tells the eras apart",
    "length": "Length of the articles",
    "quoted-share": "Share of words in quotation marks",
    "roles-unnamed": "Offices whose holder nobody names",
    "roles-together": "Offices named in one sentence",
    "roles-quoted": "Office-holders quoted most",
    "roles-silent": "How much the office named most is quoted",
    "signs": "Pooled and mean rates",
    "marks": "Words that mark an era",
    "ranks": "Places of the first words",
    "masked": "Words that mark an era when names are aside",
    "modality": "What might be, and what is or was",
    "separating": "Words that separate the eras completely",
    "announced": "Keywords that G² announces",
    "shared": "Words that both eras share",
    "tone-scored": "Sentences without a word for tone",
    "tone-agree": "How far the instruments agree",
    "tone": "Tone by the panel",
    "tone-darker": "Whether the later set sounds darker",
    "tone-instruments": "Each instrument by itself",
    "tone-order": "Whole articles or their sentences",
    "voices": "Who has the words",
    "tone-composition": "Who is heard, and in what tone",
    "tone-position": "Tone from the first to the last quarter",
    "tone-days": "Tone by the days spoken about",
    "tone-choices": "Tone under other choices",
    "topic-rebuilt": "How much of the text the topics hold",
    "topic-number": "The number of topics",
    "topic-shift": "The topic that differs most",
    "topic-keyness": "Topics and the words that mark an era",
    "topic-masked": "Topics when names are aside",
    "topic-stability": "Topics with other articles",
    "topic-without": "Topics without one article",
    "topic-bet": "Topics that pass every test",
    "topic-lda": "Topics under another seed",
    "tree-cut": "Clusters of articles and the eras",
    "tree-follows": "Distances within and between the eras",
    "popular-instrument": "“The later set sounds brighter”",
    "popular-keywords": "“These are the keywords”",
    "popular-word": "“This is a word of its era”",
    "popular-topic": "“This topic belongs to its era”",
}
# How to read the words of a claim.
KEY = (
    (
        "supported",
        f"a difference between these sets of articles; p of a permutation test over texts is at most {LEVEL}",
    ),
    ("descriptive", "true of these articles, and no more is claimed"),
    ("contradicted", "an expectation, named in the claim, that these articles do not bear out"),
    ("✓ stays", "the direction of the difference is the same whichever article is left out"),
    ("✗ turns", "leaving out one article turns the difference round, or takes it away"),
    ("–", "no difference between the eras, or none that leaving out an article could turn"),
    ("†", "chosen after reading: these articles suggested the question, so their p is no independent answer"),
    (
        "reading",
        "what a person found who read the sentences it names; shown where these stand in the articles, and the "
        "difference has the direction it was written for",
    ),
)

_FAMILIES = {"frame": "words", "word": "words", "role": "roles", "tone": "tone", "voice": "voices"}
_SUBJECTS = (
    (ABOUT_WORDS, "words"),
    (ABOUT_TONE, "tone"),
    (ABOUT_TOPICS, "topics"),
    (ABOUT_ROLES, "roles"),
    (POPULAR, "popular"),
)
_PLAIN_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?::[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*)?")
# Marks for whoever shows a text as Markdown, which those of a claim have no longer.
_MARKS = str.maketrans("", "", "«»*")
_MARK = re.compile("«([^»]*)»")
# Characters of what a claim says at a glance; what stands before a colon says enough from so many on.
_SHORT, _ENOUGH = 200, 40
# From so many articles on a sentence of the ledger is not made anew for the marks of its words: it would take minutes.
_MANY = 50
# Claims about words that would look like words of ours: pages, and those of another page that take no time.
_TALK_OF_WORDS, _TOO = ("words", "voices"), ("popular-keywords", "popular-word")
# Claims all of whose numbers below 1 are shares; elsewhere their names say so.
_IN_SHARES = ("voices", "tone-agree", "topic-shift")
_DATE = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]{2}) (?=\d{4}\b)")


class Folded(nodes.container):
    """Something that a reader opens: `<details>`; its first child is a `FoldedTitle`."""


class FoldedTitle(nodes.paragraph):
    """What one sees before opening it."""


class Scrolling(nodes.container):
    """A region that scrolls by itself on a narrow screen, by keyboard too; `label` says what is in it."""


def group_of(claim_id: str) -> str:
    """On which page of the book a claim stands.

    Parameters
    ----------
    claim_id : str
        An id of the ledger.

    Returns
    -------
    str
        One of `GROUPS`.

    Examples
    --------
    >>> group_of("word:crimea"), group_of("voices"), group_of("summary")
    ('words', 'voices', 'summary-and-limits')
    """
    family, colon, _ = claim_id.partition(":")
    if colon and family in _FAMILIES:
        return _FAMILIES[family]
    if claim_id == "voices":
        return "voices"
    return next((group for ids, group in _SUBJECTS if claim_id in ids), "summary-and-limits")


def claim_anchor(claim_id: str) -> str:
    """Id of a claim on its page.

    Parameters
    ----------
    claim_id : str
        An id of the ledger, whatever characters it holds.

    Returns
    -------
    str
        Letters, digits, low lines and hyphens. No two claims have the same.

    Examples
    --------
    >>> claim_anchor("role:US president"), claim_anchor("tone-darker"), claim_anchor("frame:<b>")
    ('claim-role--US_president', 'claim-tone-darker', 'claim-frame-b---e9acdcb0bb')
    """
    if _PLAIN_ID.fullmatch(claim_id):
        return f"claim-{claim_id.replace(':', '--').replace(' ', '_')}"
    slug = re.sub(r"[^a-z0-9]+", "-", claim_id.lower())[:40].strip("-") or "x"
    return f"claim-{slug}---{hashlib.sha256(claim_id.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def titles(ledger: pd.DataFrame) -> dict[str, str]:
    """Name each claim in words, for headings and links.

    Parameters
    ----------
    ledger : pandas.DataFrame
        From `read_ledger`.

    Returns
    -------
    dict of str to str
        Id -> title: one of `TITLES`, else what the claim compares, else the id.

    Examples
    --------
    >>> named = titles(ledger_of("book"))
    >>> named["signs"], named["word:nato"], named["frame:what might be"]
    ('Pooled and mean rates', '“nato”', 'Words for “what might be”')
    >>> named["voice:narrator"], named["role:US president"]
    ("The narrator's part", 'Mentions of the US president')
    """
    compared = ledger["difference"] if "difference" in ledger else [None] * len(ledger)
    return {name: _title(name, found) for name, found in zip(ledger["id"], compared, strict=True)}


def link_claim(claim_id: str, page: str, title: str = "") -> nodes.Node:
    """Link to a claim of the ledger.

    Parameters
    ----------
    claim_id : str
        An id of the ledger.
    page : str
        The page on which the link stands.
    title : str, optional
        Text of the link, one of `titles`; by default the id.

    Returns
    -------
    docutils.nodes.Node

    Examples
    --------
    >>> link_claim("word:crimea", "corpus/index")["document"]
    'claims/words'
    """
    document = f"{FOLDER}/{group_of(claim_id)}"
    return link_to(title or claim_id, "" if document == page else document, claim_anchor(claim_id))


def stubs(ledger: pd.DataFrame) -> dict[str, str]:
    """Write the pages of the ledger in Markdown: titles, and directives that fill them.

    Parameters
    ----------
    ledger : pandas.DataFrame
        From `read_ledger`.

    Returns
    -------
    dict of str to str
        Name of a page -> its text; only subjects that have a claim.

    Examples
    --------
    >>> pages = stubs(pd.DataFrame({"id": ["size", "word:talks"]}))
    >>> list(pages)
    ['claims/index', 'claims/summary-and-limits', 'claims/words']
    >>> print(pages["claims/words"])
    # Words
    <BLANKLINE>
    ```{claims} words
    ```
    <BLANKLINE>
    """
    there = {group_of(name) for name in ledger["id"]}
    groups = [group for group in GROUPS if group in there]
    pages = {f"{FOLDER}/{group}": f"# {GROUPS[group][0]}\n\n```{{claims}} {group}\n```\n" for group in groups}
    tree = "\n".join(["```{toctree}", ":hidden:", "", *groups, "```"])
    return {f"{FOLDER}/index": f"# What is claimed, and what it rests on\n\n```{{claims}}\n```\n\n{tree}\n"} | pages


def claims_by_sentence(ledger: pd.DataFrame) -> dict[str, list[str]]:
    """Turn the evidence of a ledger round: which claims rest on which sentence.

    Parameters
    ----------
    ledger : pandas.DataFrame
        From `read_ledger`.

    Returns
    -------
    dict of str to list of str
        Address in full -> ids of claims in the order of the ledger; readings count as part of their claim.

    Examples
    --------
    >>> ledger = pd.DataFrame({"id": ["tone", "voices"], "evidence": [("a#s1",), ("a#s1", "a#s2")]})
    >>> claims_by_sentence(ledger)
    {'a#s1': ['tone', 'voices'], 'a#s2': ['voices']}
    """
    found: dict[str, list[str]] = {}
    readings = ledger.attrs.get("readings", {})
    for name, evidence in zip(ledger["id"], ledger.get("evidence", [()] * len(ledger)), strict=True):
        read_in = readings.get(name, {}).get("addresses", ())
        for address in dict.fromkeys([*evidence, *read_in]):
            found.setdefault(address, []).append(name)
    return found


def ledger_of(path: str) -> pd.DataFrame:
    """Take the ledger of the book, read once a build.

    Parameters
    ----------
    path : str
        `two_crises_ledger`: the folder that holds claims.json; empty for a book without a ledger.

    Returns
    -------
    pandas.DataFrame
        From `read_ledger`.

    Examples
    --------
    >>> len(ledger_of("")), "word:crimea" in set(ledger_of("book")["id"])
    (0, True)
    """
    return _read(path) if path else pd.DataFrame({"id": pd.Series(dtype="str"), "evidence": pd.Series(dtype=object)})


def table(
    names: Sequence[str],
    rows: Iterable[Sequence[str | nodes.Node | Sequence[nodes.Node]]],
    caption: str,
    classes: Sequence[str] = (),
    about: str = "",
) -> nodes.Node:
    """Make a table with a caption, whose first column names the rows.

    Parameters
    ----------
    names : sequence of str
        Heads of the columns.
    rows : iterable of sequence
        Cells: text or nodes.
    caption : str
        What the table shows; text from the corpus stands between « and ».
    classes : sequence of str, optional
        For its style.
    about : str, optional
        What tells it from other tables of the page with such a caption, for those who hear it.

    Returns
    -------
    docutils.nodes.Node
        A region that scrolls by itself.

    Examples
    --------
    >>> table(["word", "n"], [["talks", "12"]], "Words").astext().split()
    ['Words', 'word', 'n', 'talks', '12']
    """
    group = nodes.tgroup(cols=len(names))
    group += [nodes.colspec(colwidth=1, stub=int(i == 0)) for i in range(len(names))]
    head, body = nodes.thead(), nodes.tbody()
    head += _row(names)
    body += [_row(row) for row in rows]
    group += [head, body]
    made = nodes.table("", nodes.title("", "", *_marked(caption)), group, classes=["tc-grid", *classes])
    return Scrolling("", made, label=visible(_bare(f"{about}: {caption}" if about else caption)))


def section(title: str, anchor: str, content: Iterable[nodes.Node] = ()) -> nodes.section:
    """Make a section with a title and an id.

    Parameters
    ----------
    title : str
        Shown as text.
    anchor : str
        The id.
    content : iterable of docutils.nodes.Node, optional
        What stands in it.

    Returns
    -------
    docutils.nodes.section

    Examples
    --------
    >>> section("Words", "words")["ids"]
    ['words']
    """
    return nodes.section("", nodes.title("", visible(title)), *content, ids=[anchor])


def facts(entries: Iterable[tuple[str, str | Sequence[nodes.Node]]]) -> nodes.field_list:
    """Make a list of names and values; what has no value is left out.

    Parameters
    ----------
    entries : iterable of (str, str or sequence of docutils.nodes.Node)
        Name and value.

    Returns
    -------
    docutils.nodes.field_list

    Examples
    --------
    >>> facts([("era", "2014"), ("note", "")]).astext().split()
    ['era', '2014']
    """
    fields = [
        nodes.field(
            "",
            nodes.field_name("", name),
            nodes.field_body("", nodes.paragraph("", "", *(_plain(value) if isinstance(value, str) else value))),
        )
        for name, value in entries
        if value
    ]
    return nodes.field_list("", *fields, classes=["tc-facts"])


def as_written(content: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Keep Sphinx from turning straight quotation marks into curly ones: a text is shown as it stands.

    Parameters
    ----------
    content : iterable of docutils.nodes.Node
        What a directive gives.

    Returns
    -------
    list of docutils.nodes.Node
        The same nodes.

    Examples
    --------
    >>> as_written([nodes.paragraph("", "It's.")])[0]["support_smartquotes"]
    False
    """
    made = list(content)
    for node in made:
        if isinstance(node, nodes.Element):
            node["support_smartquotes"] = False
    return made


def setup(app: Sphinx) -> None:
    """Let Sphinx know the directive `claims`.

    Parameters
    ----------
    app : sphinx.application.Sphinx
        The build.

    Examples
    --------
    >>> setup.__module__
    'twocrises.book.claimpages'
    """
    app.add_config_value("two_crises_ledger", "book", "env", (str,))
    app.add_node(Folded, override=True, html=(_opener("details"), _closer("details")))
    app.add_node(FoldedTitle, override=True, html=(_opener("summary"), _closer("summary")))
    app.add_node(Scrolling, override=True, html=(_open_region, _closer("div")))
    app.add_directive("claims", ClaimsDirective)
    app.add_transform(TitlesAsWritten)


class TitlesAsWritten(SphinxTransform):
    """The title above what `as_written` marked is a text of the corpus, too: the label of an article."""

    # Before Sphinx changes quotation marks.
    default_priority = 700

    def apply(self, **kwargs: Any) -> None:
        """Mark the sections."""
        for part in self.document.findall(nodes.section):
            if any(isinstance(own, nodes.Element) and "support_smartquotes" in own for own in part.children):
                part["support_smartquotes"] = False


class ClaimsDirective(SphinxDirective):
    """The claims of one subject; without a subject how to read them, and all at a glance."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Fill a page."""
        path = str(self.config.two_crises_ledger)
        ledger = ledger_of(path)
        if path:
            self.env.note_dependency(str(Path(path).resolve() / f"{NAME}.json"))
        corpus = corpus_of(self.config)
        page = self.env.docname
        made = _of_group(ledger, corpus, self.arguments[0]) if self.arguments else _overview(ledger, corpus, page)
        return as_written(made)


@lru_cache(maxsize=2)
def _read(path: str) -> pd.DataFrame:
    return read_ledger(path)


# The pages


def _overview(ledger: pd.DataFrame, corpus: Corpus, page: str) -> list[nodes.Node]:
    eras = ledger.attrs.get("eras", ())
    opening = (
        f"{count(ledger.attrs.get('articles', 0), 'article')}, compared between {' and '.join(eras)}. Each of the "
        f"{count(len(ledger), 'claim')} below is computed from these articles, and none is typed. Its page gives the "
        "method, what else could explain it, and each sentence it rests on, with a link to its article."
    )
    key = [
        nodes.definition_list_item(
            "", nodes.term("", word), nodes.definition("", nodes.paragraph("", f"{says[:1].upper()}{says[1:]}."))
        )
        for word, says in KEY
    ]
    made: list[nodes.Node] = [
        nodes.paragraph("", opening),
        section("How to read it", "how-to-read-it", [nodes.definition_list("", *key, classes=["tc-key"])]),
    ]
    rival, decided_by = rival_of("", corpus, compares=True)
    if rival:
        who = (
            "This holds for each claim that compares the eras. A claim that has a rival of its own names that one, too."
        )
        common = [nodes.paragraph("", who), nodes.paragraph("", "", *_marked(rival))]
        if decided_by:
            common.append(nodes.paragraph("", "", nodes.strong("", "What would decide: "), *_marked(decided_by)))
        made.append(section("What else could explain a difference", "what-else", common))
    glance, named = section("The claims at a glance", "at-a-glance"), titles(ledger)
    for group, (title, about) in GROUPS.items():
        own = ledger[[group_of(name) == group for name in ledger["id"]]]
        if len(own):
            rows = [_glance(claim, corpus, page, named[claim["id"]]) for claim in own.to_dict("records")]
            names = ["claim", "what it says", "status", "without one article"]
            more = link_to(f"{title}: {count(len(own), 'claim')} in full", f"{FOLDER}/{group}")
            glance += section(title, f"glance-{group}", [
                nodes.paragraph("", f"{about} ", more, nodes.Text(".")),
                table(names, rows, f"{title}: {count(len(own), 'claim')}, each in short", ["tc-glance"]),
            ])  # fmt: skip
    return [*made, glance]


def _glance(
    claim: Mapping[Any, Any], corpus: Corpus, page: str, title: str
) -> list[str | nodes.Node | Sequence[nodes.Node]]:
    dagger = [nodes.Text("\u00a0†")] if _exploratory(claim) else []
    return [
        [link_claim(claim["id"], page, title), *dagger],
        # What is contradicted stands in the first sentence, and the answer in the second.
        _marked(_in_short(_statement(claim, corpus), 2 if claim["status"] == CONTRADICTED else 1)),
        claim["status"],
        _stays(claim),
    ]


def _of_group(ledger: pd.DataFrame, corpus: Corpus, group: str) -> list[nodes.Node]:
    own = ledger[[group_of(name) == group for name in ledger["id"]]]
    about = GROUPS[group][1] if group in GROUPS else ""
    key = link_to("How to read a claim", f"{FOLDER}/index", "how-to-read-it")
    how = nodes.paragraph("", f"{about} {count(len(own), 'claim')}. ", key, nodes.Text(" says what the words mean."))
    rivals = tuple(text.translate(_MARKS) for text in rival_of("", corpus, compares=True))
    readings, eras = ledger.attrs.get("readings", {}), ledger.attrs.get("eras", ())
    return [how, *(_claim(claim, corpus, eras, rivals, readings.get(claim["id"])) for claim in own.to_dict("records"))]


def _claim(
    claim: Mapping[Any, Any],
    corpus: Corpus,
    eras: Sequence[str],
    rivals: Sequence[str],
    reading: Mapping[str, Any] | None,
) -> nodes.section:
    title = _title(claim["id"], claim.get("difference"))
    says = _marked(_statement(claim, corpus))
    content: list[nodes.Node] = [nodes.paragraph("", "", *says, classes=["tc-statement"])]
    if reading:
        lead = nodes.strong("", "Reading: ")
        content.append(nodes.paragraph("", "", lead, *_plain(reading["says"]), classes=["tc-reading"]))
        content.append(_quoted("Read in", reading["addresses"], corpus))
    own = {}
    for name, common in zip(("rival", "decided_by"), rivals, strict=True):
        text = str(claim.get(name) or "")
        own[name] = text.removesuffix(common).rstrip() if common else text
    shared = bool(rivals[0]) and own["rival"] != str(claim.get("rival") or "")
    rival: list[nodes.Node] = _marked(own["rival"])
    if shared:
        also = "What else differs between the eras, too" if rival else "What else differs between the eras"
        rival += [nodes.Text(" " if rival else ""), link_to(also, f"{FOLDER}/index", "what-else")]
    status = f"{claim['status']}{', chosen after reading †' if _exploratory(claim) else ''}"
    turned = str(claim.get("leave_one_out") or "")
    stays = _stays(claim)
    content.append(
        facts(
            [
                ("Name", [nodes.literal("", visible(claim["id"]))]),
                ("Status", status),
                ("Without one article", _marked(f"{stays}: {turned}" if turned and stays != "–" else turned or stays)),
                ("Rests on", count(int(claim["n_articles"]), "article") if claim.get("n_articles") is not None else ""),
                ("Method", _marked(claim.get("method") or "")),
                ("Interval", _marked(claim.get("interval") or "")),
                ("Another explanation", rival),
                ("What would decide", _marked(own["decided_by"])),
            ]
        )
    )
    found = claim.get("difference")
    if isinstance(found, Difference):
        content.append(_means(found, title))
    content += _numbers(claim, eras, title)
    if claim.get("evidence"):
        content.append(_quoted("Evidence:", claim["evidence"], corpus))
    return section(title, claim_anchor(claim["id"]), content)


def _means(found: Difference, title: str) -> nodes.Node:
    """What the claim compares, and the same without each article."""
    digits = _decimals(value for _, *means in (("", *found.means), *found.without) for value in means)
    rows = [[f"mean of {found.n[0]:,} and {found.n[1]:,}", *(_fixed(value, digits) for value in found.means)]]
    rows += [
        [f"without {_dated(label)}", *(_fixed(value, digits) for value in means)] for label, *means in found.without
    ]
    return _folded(
        "What it compares, and the same without each article",
        [table(["articles", *found.eras], rows, f"{_capital(found.quantity)}, {found.unit}", ["tc-means"], title)],
    )


def _numbers(claim: Mapping[Any, Any], eras: Sequence[str], title: str) -> list[nodes.Node]:
    """The numbers of a claim that it does not show as exactly elsewhere: by era side by side, then the others."""
    by_era, single = _by_era(claim.get("numbers") or {}, eras)
    found = claim.get("difference")
    if isinstance(found, Difference):
        by_era = {name: pair for name, pair in by_era.items() if not _repeats(pair, found.means)}
    if single.get("articles") == [claim.get("n_articles")]:
        del single["articles"]
    said = _said(str(claim["statement"]))
    by_era, single = (
        {name: pair for name, pair in named.items() if not all(value in said for value in pair)}
        for named in (by_era, single)
    )
    if not by_era and not single:
        return []
    digits = _decimals([value for pair in [*by_era.values(), *single.values()] for value in pair])
    content: list[nodes.Node] = []
    if by_era:
        rows = [
            [_marked(_spaced(name)), *(_fixed(value, 0 if _whole(pair) else digits) for value in pair)]
            for name, pair in by_era.items()
        ]
        shares = any(_is_share(claim["id"], name, pair) for name, pair in by_era.items())
        caption = f"The numbers by era.{' Shares run from 0 to 1.' if shares else ''}"
        content.append(table(["number", *eras], rows, caption, ["tc-means"], title))
    items = []
    for name, pair in single.items():
        known = ", from 0 to 1" if _is_share(claim["id"], name, pair) else ""
        says = f"{_spaced(name)}{known}: {_fixed(pair[0], 0 if _whole(pair) else digits)}"
        items.append(nodes.list_item("", nodes.paragraph("", "", *_marked(says))))
    if items:
        content.append(nodes.bullet_list("", *items))
    return [_folded("The numbers of this claim, less rounded", content)]


def _by_era(
    numbers: Mapping[str, float | None], eras: Sequence[str]
) -> tuple[dict[str, list[float | None]], dict[str, list[float | None]]]:
    """Numbers whose names end in an era, an entry a quantity with a place for each era; and all others."""
    ends = [(f"{sign}{era}", i) for i, era in enumerate(eras) for sign in (", ", "_")]
    if len(eras) == 2 and any(name.endswith("_first") for name in numbers):
        ends += [("_first", 0), ("_second", 1)]
    by_era: dict[str, list[float | None]] = {}
    single: dict[str, list[float | None]] = {}
    for name, value in numbers.items():
        end, i = next(((end, i) for end, i in ends if name.endswith(end) and name != end), ("", 0))
        if end:
            by_era.setdefault(name.removesuffix(end), [None] * len(eras))[i] = value
        else:
            single[name] = [value]
    return by_era, single


def _said(statement: str) -> set[float | None]:
    """The numbers that a sentence says, where they are not those of a day."""
    found = re.findall(r"[-−]?\d[\d,]*(?:\.\d+)?", _DATE.sub("", statement))
    return {float(number.replace("−", "-").replace(",", "")) for number in found}


def _repeats(pair: Sequence[float | None], means: Sequence[float]) -> bool:
    return all(
        value is not None and math.isclose(value, mean, rel_tol=1e-6, abs_tol=1e-9)
        for value, mean in zip(pair, means, strict=True)
    )


def _is_share(claim: str, name: str, pair: Sequence[float | None]) -> bool:
    known = [value for value in pair if value is not None]
    named = "share" in name or claim in _IN_SHARES or (claim == "size" and name == "longest")
    return named and not (_whole(pair) and any(known)) and all(0 <= value <= 1 for value in known)


def _decimals(values: Iterable[float | None]) -> int:
    """How many decimals the numbers of one table have: fewer for larger ones."""
    largest = max((abs(value) for value in values if value is not None and math.isfinite(value)), default=0.0)
    return 1 if largest >= 100 else 3


def _fixed(value: float | None, digits: int) -> str:
    if value is None or not math.isfinite(value):
        return "–"
    text = f"{value:,.{digits}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.removeprefix("-")


def _whole(pair: Sequence[float | None]) -> bool:
    return all(value is None or float(value).is_integer() for value in pair)


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _quoted(what: str, addresses: Sequence[str], corpus: Corpus) -> nodes.Node:
    """Sentences, folded away until somebody asks for them."""
    sentences = sentences_at(corpus, list(addresses))
    short = short_names(corpus.source)
    items = []
    for address, label, text in zip(addresses, sentences["article"], sentences["text"], strict=True):
        article, _, number = address.rpartition("#s")
        shown = f"{short[article]}#s{number}"
        link = link_to(shown, page_of(article), f"s{number}")
        # Without marks of ours, for many a sentence has its own.
        says = nodes.Text(f", {visible(label)}: {visible(text)}")
        # Without <p>: hundreds of sentences stand on a page.
        items.append(nodes.list_item("", addnodes.compact_paragraph("", "", link, says)))
    return _folded(
        f"{what} {count(len(items), 'sentence')}", [nodes.bullet_list("", *items, classes=["tc-evidence", SOURCE])]
    )


# Parts of pages


def _row(cells: Iterable[str | nodes.Node | Sequence[nodes.Node]]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        inner = _plain(cell) if isinstance(cell, str) else [cell] if isinstance(cell, nodes.Node) else cell
        row += nodes.entry("", nodes.paragraph("", "", *inner))
    return row


def _folded(title: str, content: Iterable[nodes.Node]) -> nodes.Node:
    return Folded("", FoldedTitle("", visible(title)), *content, classes=["tc-folded"])


def _plain(text: str) -> list[nodes.Node]:
    return [nodes.Text(visible(text))]


def _marked(text: str) -> list[nodes.Node]:
    """Text on one line, where no line begins with "%"; what stands between « and » comes from the corpus."""
    parts = _MARK.split(" ".join(str(text).split()))
    made: list[nodes.Node] = []
    for i, part in enumerate(parts):
        if part:
            ours = visible(part.replace(" %", "\u00a0%"))
            made.append(nodes.emphasis("", visible(part)) if i % 2 else nodes.Text(ours))
    return made


def _title(claim_id: str, found: Any) -> str:
    """Heading of a claim; quotation marks for words and groups of words, which else would look like ours."""
    if claim_id in TITLES:
        return TITLES[claim_id]
    if not isinstance(found, Difference):
        return claim_id
    words = claim_id.partition(":")[0] in ("word", "frame")
    return _capital(_MARK.sub("“\\1”" if words else "\\1", found.quantity)) or claim_id


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _statement(claim: Mapping[Any, Any], corpus: Corpus) -> str:
    """What a claim says, with the marks around words of the corpus where they can be had: the ledger has none."""
    said, name = str(claim["statement"]), claim["id"]
    if not (group_of(name) in _TALK_OF_WORDS or name in _TOO) or len(corpus.articles) > _MANY:
        return said
    try:
        made = make_claim(name, corpus).statement.replace("*", "")
    except TwoCrisesError:
        return said
    # The ledger is what counts: a sentence that says anything else is not shown.
    return made if made.translate(_MARKS) == said else said


def _in_short(text: str, sentences: int) -> str:
    """The first sentences of a text, each in short."""
    # No cut between a number and its "%".
    line = " ".join(text.split()).replace(" %", "\u00a0%")
    return " ".join(map(_sentence_in_short, re.split(r"(?<=[^A-Z][.!?]) ", line)[:sentences]))


def _sentence_in_short(sentence: str) -> str:
    """If it is long without its brackets, then without what follows a colon, or as many words as there is room for."""
    if len(_bare(sentence)) > _SHORT:
        sentence = re.sub(r" \([^()]*\)", "", sentence)
    if len(_bare(sentence)) > _SHORT:
        before = sentence[:_SHORT].rfind(": ")
        if before >= _ENOUGH:
            sentence = f"{sentence[:before]}."
        else:
            room = max(sentence.rfind(" ", 0, _SHORT), 0) or _SHORT
            sentence = f"{sentence[:room].rstrip(',;:')}\u00a0…"
    return f"{sentence}»" if sentence.count("«") > sentence.count("»") else sentence


def _dated(text: str) -> str:
    """Text in which no line breaks inside a date."""
    return _DATE.sub("\\1\u00a0\\2\u00a0", text)


def _bare(text: str) -> str:
    return " ".join(str(text).translate(_MARKS).split())


def _exploratory(claim: Mapping[Any, Any]) -> bool:
    return bool(claim.get("exploratory"))


def _stays(claim: Mapping[Any, Any]) -> str:
    survives = claim.get("survives")
    return "–" if survives is None or survives is pd.NA else "✓ stays" if survives else "✗ turns"


def _opener(tag: str) -> Any:
    def visit(translator: Any, node: nodes.Element) -> None:
        translator.body.append(translator.starttag(node, tag, ""))

    return visit


def _closer(tag: str) -> Any:
    def depart(translator: Any, node: nodes.Element) -> None:
        translator.body.append(f"</{tag}>\n")

    return depart


def _open_region(translator: Any, node: Scrolling) -> None:
    attributes = {"class": "tc-table", "role": "region", "aria-label": node["label"], "tabindex": "0"}
    translator.body.append(translator.starttag(node, "div", "", **attributes))
