"""Results -> what a notebook shows: tables, sentences, figures, and the articles themselves.

The only place that writes HTML or Markdown. Text of a corpus is escaped here and nowhere else, so a scraped `<script>`
is shown and never run, and a dollar sign starts no formula.
"""

import csv
import html
import io
import os
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd

from twocrises.checks import whole
from twocrises.claims import TooSmallError, make_claim
from twocrises.concordance import concordance, sentences_at
from twocrises.corpus import ROOT, Corpus, evenly
from twocrises.dating import events_frame
from twocrises.errors import TwoCrisesError
from twocrises.figures import Figure, png
from twocrises.readings import read_closely
from twocrises.wording import count

# How columns of this suite are headed in a table for people.
NAMES = {
    "label": "article",
    "site": "found on",
    "keep": "kept",
    "n_words": "words",
    "n_sentences": "sentences",
    "n_articles": "articles",
    "n_in_era": "articles in its era",
    "left": "before",
    "keyword": "word",
    "right": "after",
    "near": "near it",
    "pmi": "PMI",
    "log_dice": "log Dice",
    "log_ratio": "log ratio",
    "percent_difference": "difference in %",
    "g2": "G²",
    "g2_two_cells": "G², two cells",
    "log_odds_z": "z of log-odds",
    "worst_rank": "worst rank",
    "t": "T",
    "carried_by": "carried by",
    "carried_share": "its share",
    "smallest_p": "smallest p",
    "needed_max_t": "needed an era",
    "needed_bonferroni": "needed an era, Bonferroni",
    "TextBlob_hits": "words TextBlob knows",
    "panel_n": "instruments that know a word",
    "same_sign": "same sign",
    "n_quoted": "of these quoted",
    "from_weight": "from who is heard",
    "from_tone": "from how they sound",
    "share_scored": "share of sentences scored",
    "top_terms": "top terms",
    "their_terms": "terms of its counterpart",
    "match": "counterpart",
    "units": "texts",
    "together": "of these together again",
    "change": "change of its share",
    "coherence": "coherence (−1 to 1)",
    "stability": "stability (0 to 1)",
    "survives": "comes back",
    "turned_by": "turned by leaving out",
    "within": "distance within",
    "between": "distance between",
    "floor": "smallest p possible",
    "gives_eras": "gives the eras",
    "alone": "set apart alone",
    "other_seed": "another seed",
    "other_order": "another order",
    "draws": "articles drawn anew",
    "id": "claim",
    "role": "office",
    "more_in": "more in",
    "decided_by": "what would decide",
    "exploratory": "chosen after reading",
    "leave_one_out": "leaving out each article",
}
_BY_ERA = {
    "holder_": "holder ",
    "named_": "named ",
    "verbs_": "verbs ",
    "words_": "words ",
    "weight_": "share ",
    "tone_": "tone ",
    "mean_rate_": "mean rate ",
    "rate_": "rate ",
    "count_": "",
    "near_": "near it, ",
    "terms_": "terms more frequent in ",
    "n_": "",
}
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
_GREY = '"color:#5f5f5f"'
# Words at either end of a sentence by which a link finds it.
_FEW = 4

_BAD_CAPTIONS = re.compile(r"^\s*$|^<?Figure size\b", re.I)


@dataclass(frozen=True)
class Shown:
    """Something a notebook displays, in every form it may be asked for.

    Attributes
    ----------
    forms : mapping of str to str
        Media type -> text; always with text/plain.
    """

    forms: Mapping[str, str]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return dict(self.forms)

    def __repr__(self) -> str:
        """Plain text, for those without a notebook."""
        return self.forms["text/plain"]


def show(figure: Figure, number: str = "") -> None:
    """Show a figure with its description for those who do not see it, and its caption.

    Parameters
    ----------
    figure : Figure
        From a function of `figures`.
    number : str, optional
        Such as "2.1".

    Raises
    ------
    TwoCrisesError
        If it is not such a figure, or has no alt text.

    Examples
    --------
    >>> from matplotlib.figure import Figure as Canvas
    >>> show(Figure(Canvas(), alt="", caption="Two lines."))
    Traceback (most recent call last):
    twocrises.errors.TwoCrisesError: This figure has no alt text. Say in one or two sentences what it shows.
    """
    from IPython.display import display

    if not isinstance(figure, Figure):
        raise TwoCrisesError(
            "show takes a figure with alt text. For a figure of your own: "
            "show(figures.Figure(canvas, alt='…', caption='…'))."
        )
    if _BAD_CAPTIONS.match(figure.alt):
        raise TwoCrisesError("This figure has no alt text. Say in one or two sentences what it shows.")
    image = png(figure)
    width, height = (round(inches * 100) for inches in figure.canvas.get_size_inches())
    metadata = {"image/png": {"alt": figure.alt, "width": width, "height": height}}
    display({"image/png": image, "text/plain": figure.alt}, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
    lead = f"**Figure {number}.** " if number else ""
    # Where a viewer drops the alt text, and most do, the same words are one click away.
    in_words = f"<details><summary>Figure in words</summary>\n\n{escape_markdown(figure.alt)}\n\n</details>"
    caption = markdown(f"{lead}{escape_markdown(figure.caption)}\n\n{in_words}")
    display(caption)  # type: ignore[no-untyped-call]


def markdown(text: str) -> Shown:
    r"""Text in Markdown, ready to display.

    Parameters
    ----------
    text : str
        Markdown whose corpus text is already escaped.

    Returns
    -------
    Shown

    Examples
    --------
    >>> markdown(r"It *costs* \$5.")
    It *costs* $5.
    """
    return Shown({"text/markdown": text, "text/plain": re.sub(r"\\([^\w\s])", r"\1", text)})


def say(claim_id: str, corpus: Corpus) -> Shown:
    """A claim of the ledger as a sentence; if the corpus is too small for it, the reason why.

    Parameters
    ----------
    claim_id : str
        An id of ``claims(corpus)``, or ``word:TERM``.
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Shown

    Raises
    ------
    TwoCrisesError
        If there is no such claim.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> say("word:donetsk", load_corpus("seeds"))  # doctest: +ELLIPSIS
    *donetsk* occurs 0.7 times per 1,000 words in the articles of 2014 and 0.0 times in those of 2022...
    """
    try:
        statement = make_claim(claim_id, corpus).statement
    except TooSmallError as reason:
        # A corpus too small for one question stops no notebook.
        statement = f"This cannot be said of this corpus. {reason}"
    return markdown(_with_marks(statement))


def _with_marks(statement: str) -> str:
    """Write as Markdown. Between « and » stands text of the corpus; the rest is ours, but for labels of eras."""
    parts = re.split(r"«([^»]*)»", statement)
    ours = (re.sub(r"([\\`_\[\]<$~|#&])", r"\\\1", part) for part in parts[::2])
    theirs = (f"*{escape_markdown(part)}*" for part in parts[1::2])
    return "".join(chain.from_iterable(zip_longest(ours, theirs, fillvalue="")))


def close_reading(claim_id: str, corpus: Corpus) -> Shown:
    """What a person read in the sentences behind a claim, its rival explanation, and what would decide.

    Parameters
    ----------
    claim_id : str
        An id of ``claims(corpus)``, or ``word:TERM``.
    corpus : Corpus
        From `load_corpus`. The readings are those of [[readings]] in its corpus.toml.

    Returns
    -------
    Shown
        The reading with the sentences it rests on. Where one of them is not in this corpus, or
        the difference is another than the one that was read, one sentence says so, and nothing of it is shown.

    Raises
    ------
    TwoCrisesError
        If there is no such claim.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> close_reading("word:talks", load_corpus("seeds"))
    Nobody has written a reading of *word:talks* into corpus.toml.
    """
    try:
        claim = make_claim(claim_id, corpus)
    except TooSmallError as reason:
        return markdown(_with_marks(f"This cannot be said of this corpus, so it is not read. {reason}"))
    found = read_closely(corpus, claim.id, claim.difference.more_in if claim.difference else None)
    if not found.holds:
        return markdown(_with_marks(found.reason))
    parts = []
    if found.says:
        parts.append(f"**Reading.** {escape_markdown(found.says)} Read in {_places(found.addresses, corpus)}.")
    if found.rival:
        parts.append(f"**Rival explanation.** {escape_markdown(found.rival)}")
    if found.decided_by:
        parts.append(f"**What would decide.** {escape_markdown(found.decided_by)}")
    return markdown("\n\n".join(parts))


def _places(addresses: Sequence[str], corpus: Corpus) -> str:
    """Name sentences by their articles: "BBC, 5 Mar 2014 (#s3, #s9)"."""
    labels = dict(zip(corpus.articles["article"], corpus.articles["label"], strict=True))
    numbers: dict[str, list[str]] = {}
    for address in addresses:
        article, _, number = address.rpartition("#")
        numbers.setdefault(labels[article], []).append(f"#{number}")
    return "; ".join(f"*{escape_markdown(label)}* ({', '.join(own)})" for label, own in numbers.items())


def table(
    frame: pd.DataFrame,
    caption: str,
    *,
    columns: Sequence[str] | Mapping[str, str] | None = None,
    decimals: int | Mapping[str, int] = 2,
) -> Shown:
    """A frame as a table for people.

    Parameters
    ----------
    frame : pandas.DataFrame
        Its index is shown if it has a name.
    caption : str
        What to see in it, and the unit.
    columns : sequence of str or mapping of str to str, optional
        Columns to show, in order; a mapping gives them names of its own. By default all. Columns of this suite have
        names a reader understands (`NAMES`).
    decimals : int or mapping of str to int, default 2
        For numbers that are not whole; by column of `frame` or for all.

    Returns
    -------
    Shown

    Raises
    ------
    TwoCrisesError
        If a column is not there.

    Examples
    --------
    >>> print(table(pd.DataFrame({"label": ["A"], "n_words": [1204], "t": [-1.5]}), "Articles"))
    Articles
    article  words      T
    A        1,204  −1.50
    """
    if frame.index.names != [None]:
        frame = frame.reset_index()
    if columns is not None:
        missing = [name for name in columns if name not in frame]
        if missing:
            raise TwoCrisesError(
                f'This table has no column "{missing[0]}". It has {", ".join(map(str, frame.columns))}.'
            )
        frame = frame[list(columns)]
    places = decimals if isinstance(decimals, Mapping) else {}
    default = decimals if isinstance(decimals, int) else 2
    dtypes = list(frame.dtypes)
    numeric = [pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind) for kind in dtypes]
    cells = pd.DataFrame(
        {
            i: [_cell(value, places.get(name, default)) for value in frame.iloc[:, i]]
            for i, name in enumerate(frame.columns)
        },
        dtype=object,
    )
    own = columns if isinstance(columns, Mapping) else {}
    names = [own.get(name, _readable(name)) for name in frame.columns]
    caption = f"{caption}: nothing found" if frame.empty else caption
    return Shown(
        {
            "text/html": _html_table(cells, names, numeric, caption),
            "text/plain": _plain_table(cells, names, numeric, caption),
        }
    )


def datasheet(corpus: Corpus) -> pd.DataFrame:
    """The table a reader needs first: who wrote, when, how much, and what was left out.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row an article, in the order of the corpus: `article` (label), `file`, `found on`, `genre`, `published`,
        `era`, `sentences`, `words`, `kept lines`, `dropped lines` and `dropped` (how many of which kind).

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> datasheet(load_corpus("seeds")).dropped.iloc[0]
    '4 boilerplate, 1 headline, 1 caption'
    """
    lines = corpus.lines
    lines = lines[lines["kind"] != "blank"]
    kinds = lines[~lines["keep"]].groupby("article", observed=False)["kind"].value_counts()
    articles = corpus.articles
    kept = lines.groupby("article", observed=False)["keep"].agg(["sum", "size"]).reindex(articles["article"])
    return pd.DataFrame(
        {
            "article": articles["label"],
            "file": articles["file"],
            "found on": articles["site"],
            "genre": articles["genre"],
            "published": articles["published"],
            "era": articles["era"],
            "sentences": articles["n_sentences"],
            "words": articles["n_words"],
            "kept lines": kept["sum"].to_numpy(),
            "dropped lines": (kept["size"] - kept["sum"]).to_numpy(),
            "dropped": [
                ", ".join(f"{n} {kind}" for kind, n in kinds[article].items() if n) if article in kinds else ""
                for article in articles["article"]
            ],
        }
    )


def chronology(corpus: Corpus) -> pd.DataFrame:
    """Events of corpus.toml, with the articles that mention them under their labels.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        The frame of `dating.events_frame`; `articles` holds labels instead of ids.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> chronology(load_corpus("seeds")).query("conflict").as_reported.tolist()
    ['Saturday', 'Tuesday']
    """
    labels = corpus.articles.set_index("article")["label"]
    events = events_frame(corpus.config)
    return events.assign(articles=["; ".join(labels.get(name, name) for name in names) for names in events["articles"]])


def measured(name: str) -> pd.DataFrame:
    """Figures of a benchmark, as they were last measured.

    Parameters
    ----------
    name : str
        A table of benchmarks/results/: "cleaning", "dating", "keyness", "null", "readers", "repeats", "speed",
        "tone", "topics" or "voices".

    Returns
    -------
    pandas.DataFrame
        A row a figure: `measure`, `value`, `n` (things it rests on), `command` (that measures it again), `date`,
        `data_sha256` (of the data, which are not part of the project).

    Raises
    ------
    TwoCrisesError
        If there is no such table.

    Examples
    --------
    >>> measured("dating").columns.tolist()
    ['measure', 'value', 'n', 'command', 'date', 'data_sha256']
    """
    results = ROOT / "benchmarks" / "results"
    file = results / f"{name}.csv"
    if not file.is_file():
        known = ", ".join(sorted(path.stem for path in results.glob("*.csv"))) or "none"
        raise TwoCrisesError(f'There are no figures of a benchmark "{name}". There are: {known}.')
    return pd.read_csv(file)


def read(corpus: Corpus, article: str, *, only: str | None = None) -> Shown:
    """An article to look at: each line with its place, the rule that kept or dropped it, and who is quoted in it.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    article : str
        An article of ``corpus.articles``, its label, or the beginning of either.
    only : {"kept", "dropped"}, optional
        Show one part.

    Returns
    -------
    Shown
        Dropped lines are grey; words within quotation marks are bold, and their speakers named at the line.

    Raises
    ------
    TwoCrisesError
        If there is no such article, the beginning fits several, or `only` is something else.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> read(load_corpus("seeds"), "BBC", only="dropped")
    BBC, 5 Mar 2014: the dropped lines with the rule that decided
         [dropped] 3.8 C  (web page: above the article)
         [dropped] New York  (web page: above the article)
    ...
    """
    if only not in (None, "kept", "dropped"):
        raise TwoCrisesError(f'only is "{only}". Ask for "kept", for "dropped", or leave it out for both.')
    row = find_article(corpus, article)
    lines = corpus.lines
    lines = lines[(lines["article"] == row["article"]) & (lines["kind"] != "blank")]
    if only:
        lines = lines[lines["keep"] == (only == "kept")]
    first = corpus.sentences.drop_duplicates(["article", "line"])
    number = first[first["article"] == row["article"]].set_index("line")["sentence"]
    caption = f"{row['label']}: {'all lines' if only is None else 'the ' + only + ' lines'} with the rule that decided"
    quotes = corpus.quotes
    quotes = quotes[quotes["article"] == row["article"]]
    rows, plain = [], [caption]
    for line in lines.itertuples():
        place = f"s{number[line.line]}" if line.line in number.index else ""
        own = quotes[quotes["start"].between(line.start, line.end) & (quotes["kind"] != "term")]
        names = own["speaker"].astype(object).fillna("unknown speaker")
        speakers = "; ".join(dict.fromkeys(map(str, names))) if line.keep else ""
        rule = escape_html(str(line.rule))
        cells = {
            "place": place,
            "line": _with_quotations(line.text, line.start, own)
            if line.keep
            else f"<i style={_GREY}>{escape_html(line.text.strip())}</i>",
            "quoted": escape_html(speakers),
            "decision": f"{'kept' if line.keep else 'dropped'}, {rule}",
        }
        if only:
            cells["decision"] = rule
        if only == "dropped":
            del cells["place"], cells["quoted"]
        rows.append(f"<tr>{''.join(map(_td, cells.values()))}</tr>")
        heard = f"  [{speakers}]" if speakers else ""
        plain.append(f"{place:>4} {'' if line.keep else '[dropped] '}{line.text.strip()}  ({line.rule}){heard}")
    names = ["line", "decision"] if only == "dropped" else ["place", "line", "quoted", "decision"]
    head = f"<tr>{''.join(map(_th, names))}</tr>"
    return Shown({"text/html": _whole_table(caption, head, "".join(rows)), "text/plain": "\n".join(plain)})


def _with_quotations(text: str, start: int, quotes: pd.DataFrame) -> str:
    """Write a line with the words within quotation marks in bold."""
    at, parts = 0, []
    for begin, end in zip(quotes["start"] - start, quotes["end"] - start, strict=True):
        parts += [escape_html(text[at:begin]), f"<b>{escape_html(text[begin:end])}</b>"]
        at = end
    return "".join([*parts, escape_html(text[at:])]).strip()


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
        Articles without an era come last. The whole sentence appears where the pointer rests on a line. An address is
        a link if the corpus lies in the folder of this project.

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
    2014: 2 places
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
        blocks.append(_contexts_html(f"{title}: {chosen}", lines))
        plain += ["", f"{title}: {chosen}", *_contexts_plain(lines)]
    body = f'<div style="display:flex;flex-wrap:wrap;align-items:flex-start;gap:0.8em 1.5em">{"".join(blocks)}</div>'
    markup = f'<div><p style="margin:0.5em 0">{escape_html(caption)}</p>{body}</div>'
    return Shown({"text/html": markup, "text/plain": "\n".join(plain)})


def find_article(corpus: Corpus, name: str) -> pd.Series:
    """Row of the article that a name means.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    name : str
        Its id, its label, or the beginning of either, in any case.

    Returns
    -------
    pandas.Series

    Raises
    ------
    TwoCrisesError
        If no article fits, or several do.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> find_article(load_corpus("seeds"), "bbc").label
    'BBC, 5 Mar 2014'
    """
    articles = corpus.articles
    wanted = str(name).casefold()
    ids, labels = articles["article"].str.casefold(), articles["label"].str.casefold()
    exact = articles[(ids == wanted) | (labels == wanted)]
    starts = articles[ids.str.startswith(wanted) | labels.str.startswith(wanted)]
    found = exact if len(exact) else starts
    if len(found) == 1 and wanted:
        return found.iloc[0]
    choice = (found if len(found) else articles).head(8)
    names = "; ".join(f"{label} ({article})" for article, label in zip(choice["article"], choice["label"], strict=True))
    problem = f"fits {len(found)} articles" if len(found) else "is no article of this corpus"
    raise TwoCrisesError(f'"{name}" {problem}. Choose one of: {names}.')


def save(result: pd.DataFrame | Figure, path: str | Path) -> Path:
    """Write a frame as CSV that no spreadsheet mistakes for formulas, or a figure as PNG.

    Parameters
    ----------
    result : pandas.DataFrame or Figure
        The index of a frame is written if it has a name.
    path : str or Path
        Ends in .csv for a frame, in .png for a figure.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    TwoCrisesError
        If the name ends in something else, or the place cannot be written.

    Notes
    -----
    A text that starts with ``=``, ``+``, ``-``, ``@``, a tab or a line end gets an apostrophe in front, which a
    spreadsheet hides.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = save(pd.DataFrame({"word": ["=1+1", "talks"], "t": [-1, 2]}), Path(folder) / "words.csv")
    ...     print(file.read_text(encoding="utf-8-sig"))
    word,t
    '=1+1,-1
    talks,2
    """
    path = Path(path)
    kind, suffix = ("a figure", ".png") if isinstance(result, Figure) else ("a frame", ".csv")
    if path.suffix.lower() != suffix:
        raise TwoCrisesError(f"{path.name}: {kind} is written as {suffix}. Give a name that ends so.")
    content = png(result) if isinstance(result, Figure) else _csv(result).encode("utf-8-sig")
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise TwoCrisesError(f"{path}: cannot be written ({error.strerror}). Choose another folder.") from None
    return path


def escape_html(text: str) -> str:
    """Text as it is, in HTML: no tag, no formula.

    Parameters
    ----------
    text : str
        Any text, such as a line of an article.

    Returns
    -------
    str

    Examples
    --------
    >>> escape_html("<b> costs $5")
    '&lt;b&gt; costs <span>$</span>5'
    """
    # MathJax finds a formula only within one piece of text, so a mark of its own in a <span> starts none.
    return re.sub(r"[$\\]", r"<span>\g<0></span>", html.escape(text))


def escape_markdown(text: str) -> str:
    r"""Text as it is, in Markdown.

    Parameters
    ----------
    text : str
        Any text, such as a line of an article.

    Returns
    -------
    str

    Examples
    --------
    >>> print(escape_markdown("*[x](y)* <b>"))
    \*\[x\](y)\* \<b>
    """
    return re.sub(r"([\\`*_\[\]<$~|#&])", r"\\\1", text)


def _csv(frame: pd.DataFrame) -> str:
    safe = frame.reset_index() if frame.index.names != [None] else frame
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_harmless(name) for name in safe.columns])
    writer.writerows([_harmless(value) for value in row] for row in safe.itertuples(index=False, name=None))
    return out.getvalue()


def _cell(value: Any, decimals: int) -> str:
    if isinstance(value, (tuple, list, set, frozenset)):
        return ", ".join(map(str, value))
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if isinstance(value, float) and np.isinf(value):
        return "∞" if value > 0 else "−∞"
    if isinstance(value, float) or type(value).__name__.startswith("float"):
        return f"{value:,.{decimals}f}".replace("-", "−")
    if isinstance(value, int) or "int" in type(value).__name__:
        return f"{value:,}".replace("-", "−")
    return str(value)


def _readable(name: Any) -> Any:
    if not isinstance(name, str) or name in NAMES:
        return NAMES.get(name, name)
    start = next((start for start in _BY_ERA if name.startswith(start)), None)
    return name if start is None else _BY_ERA[start] + name.removeprefix(start)


def _levels(names: Sequence[Any]) -> list[list[str]]:
    """Header rows: one, or one a level where columns have several."""
    depth = max((len(name) if isinstance(name, tuple) else 1) for name in names)
    return [[str(_level(name, i)) for name in names] for i in range(depth)]


def _level(name: Any, i: int) -> Any:
    return name[i] if isinstance(name, tuple) else (name if i == 0 else "")


def _html_table(cells: pd.DataFrame, names: Sequence[Any], numeric: Sequence[bool], caption: str) -> str:
    align = ["right" if number else "left" for number in numeric]
    head = "".join(
        "<tr>" + "".join(_th(name, side) for name, side in zip(level, align, strict=True)) + "</tr>"
        for level in _levels(names)
    )
    body = "".join(
        "<tr>"
        + "".join(
            _td(_light(cell) if name == "state" else escape_html(cell), side)
            for cell, side, name in zip(row, align, names, strict=True)
        )
        + "</tr>"
        for row in cells.itertuples(index=False, name=None)
    )
    return _whole_table(caption, head, body)


def _th(name: str, side: str = "left") -> str:
    return f'<th scope="col" {_side(side)}>{escape_html(name)}</th>'


def _light(cell: str) -> str:
    """A check that passed on green, one that failed on red; the mark says the same where no colour is seen."""
    colour = {"✓": "#1a7f37", "✗": "#b42318"}.get(cell[:1])
    content = escape_html(cell)
    badge = f"background:{colour};color:#ffffff;padding:0.1em 0.5em"
    return f'<span style="{badge}">{content}</span>' if colour else content


def _td(content: str, side: str = "left") -> str:
    return f"<td {_side(side)}>{content}</td>"


def _side(side: str) -> str:
    # Code hosts take styles away and leave align; Jupyter's own style sheet overrides align and leaves styles.
    return f'align="{side}" style="text-align:{side}"'


def _whole_table(caption: str, head: str, body: str) -> str:
    title = f'<caption style="text-align:left">{escape_html(caption)}</caption>'
    table = f'<table style="min-width:min(100%,30em)">{title}<thead>{head}</thead><tbody>{body}</tbody></table>'
    # A wide table scrolls by itself on a narrow screen.
    return f'<div style="overflow-x:auto">{table}</div>'


def _plain_table(cells: pd.DataFrame, names: Sequence[Any], numeric: Sequence[bool], caption: str) -> str:
    rows = [*_levels(names), *(list(row) for row in cells.itertuples(index=False, name=None))]
    widths = [max(len(row[i]) for row in rows) for i in range(len(names))]
    lines = [
        "  ".join(
            cell.rjust(w) if number else cell.ljust(w) for cell, w, number in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join([caption, *lines])


@dataclass(frozen=True)
class _Context:
    """A place of a term: its text, the sentence it stands in, its short address, and where that leads."""

    left: str
    keyword: str
    right: str
    address: str
    sentence: str
    link: str


def _by_era(corpus: Corpus, hits: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Part the hits by era: each that holds an article, then those of articles without one."""
    held = set(corpus.articles["era"].dropna())
    parts = [(era, hits[hits["era"] == era]) for era in corpus.eras if era in held]
    rest = hits[hits["era"].isna()]
    if len(rest) or not parts:
        parts.append(("no era" if corpus.eras else "all articles", rest))
    return parts


def _contexts(corpus: Corpus, hits: pd.DataFrame) -> list[_Context]:
    files = corpus.articles.set_index("article")["file"]
    names = sorted(corpus.source)
    sentences = sentences_at(corpus, hits["address"])["text"]
    columns = [hits[name].tolist() for name in ("left", "keyword", "right", "address")]
    lines = []
    for *parts, address, sentence in zip(*columns, sentences, strict=True):
        article, _, number = address.rpartition("#s")
        left, keyword, right = (re.sub(r"\s", " ", part) for part in parts)
        short, link = _short(article, names), _link(corpus, article, files[article], sentence)
        lines.append(_Context(left, keyword, right, f"{short}#s{number}", sentence, link))
    return lines


def _short(article: str, names: list[str]) -> str:
    """Give what stands before the first low line in the name of an article, if no other begins so; else all of it."""
    start = article.partition("_")[0]
    first = bisect_left(names, start)
    shared = not start or any(name.startswith(start) for name in names[first + 1 : first + 2])
    return article if shared else start


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


def _contexts_html(caption: str, lines: list[_Context]) -> str:
    if not lines:
        return f'<p style="margin:0;font-size:12px">{escape_html(caption)}</p>'
    styles = [_context_style(*column) for column in _CONTEXT.values()]
    head = "".join(
        f'<th scope="col" {style}>{_readable(name)}</th>' for name, style in zip(_CONTEXT, styles, strict=True)
    )
    body = "".join(
        f'<tr title="{_attribute(line.sentence)}">'
        + "".join(f"<td {style}>{cell}</td>" for cell, style in zip(_context_cells(line), styles, strict=True))
        + "</tr>"
        for line in lines
    )
    return (
        f'<div role="region" aria-label="{_attribute(caption)}" tabindex="0" style="max-width:100%;overflow-x:auto">'
        f'<table style="margin:0;font-size:12px"><caption style="text-align:left">{escape_html(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _context_cells(line: _Context) -> list[str]:
    address = escape_html(line.address)
    if line.link:
        address = f'<a href="{_attribute(line.link)}">{address}</a>'
    return [escape_html(line.left), f"<b>{escape_html(line.keyword)}</b>", escape_html(line.right), address]


def _context_style(side: str, padding: str) -> str:
    # pre keeps the space, or none, between the word and what stands beside it; hosts without styles know nowrap.
    return f'nowrap align="{side}" style="text-align:{side};white-space:pre;padding:{padding}"'


def _attribute(text: str) -> str:
    return html.escape(text).replace("$", "&#36;").replace("\\", "&#92;")


def _contexts_plain(lines: list[_Context]) -> list[str]:
    if not lines:
        return []
    rows = [[_readable(name) for name in _CONTEXT]]
    rows += [[line.left.strip(), line.keyword, line.right.strip(), line.address] for line in lines]
    before, word, after, _ = (max(map(len, column)) for column in zip(*rows, strict=True))
    return [f"{row[0]:>{before}} {row[1]:<{word}} {row[2]:<{after}}  {row[3]}" for row in rows]


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return "'" + value
    return value
