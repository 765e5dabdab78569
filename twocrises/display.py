"""Results -> what a notebook shows: sentences, figures, and the articles themselves; tables are in `grids`.

Text of a corpus passes through `markup`, so a scraped `<script>` is shown and never run, and a dollar sign starts no
formula.
"""

import re
from collections.abc import Sequence

import pandas as pd

from twocrises.checks import shown
from twocrises.claims import TooSmallError, make_claim
from twocrises.contexts import kwic, short_address
from twocrises.corpus import ROOT, Corpus
from twocrises.dating import events_frame
from twocrises.errors import TwoCrisesError
from twocrises.figures import Figure, png
from twocrises.grids import NAMES, cell, data_of_figure, header, table, whole_table
from twocrises.markup import (
    Shown,
    escape_html,
    escape_markdown,
    escape_phrase,
    escape_statement,
    italics,
    unmarked,
)
from twocrises.readings import read_closely
from twocrises.saving import save
from twocrises.wording import count

# What others import from here, wherever it is made.
__all__ = [
    "NAMES", "Shown", "chronology", "close_reading", "datasheet", "escape_html", "escape_markdown", "find_article",
    "kwic", "markdown", "measured", "read", "save", "say", "show", "table",
]  # fmt: skip

_BAD_CAPTIONS = re.compile(r"^\s*$|^<?Figure size\b", re.I)


def show(figure: Figure, number: str = "") -> None:
    """Show a figure with its caption, and one click away what it says in words and the data it was drawn from.

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
    lead = f"**Figure {escape_phrase(number)}.** " if number else ""
    # Where a viewer drops the alt text, and most do, the same words are one click away.
    in_words = f"<details><summary>Figure in words</summary>\n\n{escape_markdown(figure.alt)}\n\n</details>"
    caption = markdown(f"{lead}{escape_markdown(figure.caption)}\n\n{in_words}")
    display(caption)  # type: ignore[no-untyped-call]
    if figure.data is not None and len(figure.data):
        display(_numbers(figure, figure.data, number))  # type: ignore[no-untyped-call]


def _numbers(figure: Figure, data: pd.DataFrame, number: str) -> Shown:
    """What a figure was drawn from, one click away."""
    summary = f"Data of Figure {number}" if number else "Data of this figure"
    title = " ".join((figure.canvas.get_suptitle() or str(figure.canvas.get_label())).split())
    # With its number, since two figures of one page may say the same.
    caption = f"Figure {number}: {title}" if number and title else title or summary
    shown = data_of_figure(data, caption)
    markup = f'<details class="tc-data"><summary>{escape_html(summary)}</summary>{shown.forms["text/html"]}</details>'
    # The table once is enough in the file of a notebook.
    return Shown({"text/html": markup, "text/plain": f"{summary}: {count(len(data), 'row')}, in figure.data"})


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
    return Shown({"text/markdown": text, "text/plain": unmarked(text)})


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
    return markdown(escape_statement(statement))


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
        return markdown(escape_statement(f"This cannot be said of this corpus, so it is not read. {reason}"))
    found = read_closely(corpus, claim.id, claim.difference.more_in if claim.difference else None)
    if not found.holds:
        return markdown(escape_statement(found.reason))
    parts = []
    if found.says:
        parts.append(f"**Reading.** {escape_markdown(found.says)} Read in {_places(found.addresses, corpus)}.")
    if found.rival:
        parts.append(f"**Rival explanation.** {escape_markdown(found.rival)}")
    if found.decided_by:
        parts.append(f"**What would decide.** {escape_markdown(found.decided_by)}")
    return markdown("\n\n".join(parts))


def _places(addresses: Sequence[str], corpus: Corpus) -> str:
    """Name sentences by their articles: "BBC, 5 Mar 2014 (001#s3, 001#s9)"."""
    labels = dict(zip(corpus.articles["article"], corpus.articles["label"], strict=True))
    names = sorted(corpus.source)
    numbers: dict[str, list[str]] = {}
    for address in addresses:
        own = numbers.setdefault(labels[address.rpartition("#")[0]], [])
        own.append(escape_phrase(short_address(address, names)))
    return "; ".join(f"{italics(label)} ({', '.join(own)})" for label, own in numbers.items())


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


def measured(name: str, pattern: str = "") -> pd.DataFrame:
    """Figures of a benchmark, as they were last measured.

    Parameters
    ----------
    name : str
        A table of benchmarks/results/: "cleaning", "dating", "keyness", "null", "opening", "readers", "repeats",
        "speed", "tone", "topics", "voices" or "walk".
    pattern : str, optional
        How the measures to take are written, with two places in braces: of "stories, {method}: {measure}" each `method`
        gets a row, and each `measure` a column. What fills the first has neither comma nor colon.

    Returns
    -------
    pandas.DataFrame
        A row a figure: `measure`, `value`, `n` (things it rests on), `command` (that measures it again), `date`,
        `data_sha256` (of the data, which are not part of the project). With a pattern a row for what fills its first
        place, in the order of the table: that, and the values in columns named by what fills the second; missing where
        there is none.

    Raises
    ------
    TwoCrisesError
        If there is no such table, or no measure is written like `pattern`.

    Examples
    --------
    >>> measured("dating").columns.tolist()
    ['measure', 'value', 'n', 'command', 'date', 'data_sha256']
    >>> measured("topics", "stories, {method}: {measure}").method.tolist()
    ['clusters', 'nmf', 'lda', 'LSA and k-means']
    """
    results = ROOT / "benchmarks" / "results"
    file = results / f"{name}.csv"
    if not file.is_file():
        known = ", ".join(sorted(path.stem for path in results.glob("*.csv"))) or "none"
        raise TwoCrisesError(f'There are no figures of a benchmark "{name}". There are: {known}.')
    figures = pd.read_csv(file)
    return _crossed(figures, pattern) if pattern else figures


def _crossed(figures: pd.DataFrame, pattern: str) -> pd.DataFrame:
    """Figures whose measures are written like the pattern: a row for its first place, a column for its second."""
    parts = re.fullmatch(r"([^{}]*)\{(\w+)\}([^{}]*)\{(\w+)\}([^{}]*)", pattern)
    if parts is None:
        raise TwoCrisesError(
            f'The pattern is {shown(pattern)}. Give one with two places, as "{{method}}: {{measure}}".'
        )
    before, name, between, _, after = parts.groups()
    written = f"{re.escape(before)}([^,:]+){re.escape(between)}(.+){re.escape(after)}"
    found = [re.fullmatch(written, measure) for measure in figures["measure"]]
    values = {(fit[1], fit[2]): value for fit, value in zip(found, figures["value"], strict=True) if fit}
    if not values:
        raise TwoCrisesError(f'No measure is written like "{pattern}". See the column measure without a pattern.')
    rows, columns = (list(dict.fromkeys(each)) for each in zip(*values, strict=True))
    table = {column: [values.get((row, column), float("nan")) for row in rows] for column in columns}
    return pd.DataFrame({name: rows, **table})


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
        Dropped lines are pale and in italics; words within quotation marks are bold, and their speakers named at the
        line.

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
    names = sorted(corpus.source)
    rows, plain = [], [caption]
    for line in lines.itertuples():
        place = ""
        if line.line in number.index:
            place = short_address(f"{row['article']}#s{number[line.line]}", names)
        own = quotes[quotes["start"].between(line.start, line.end) & (quotes["kind"] != "term")]
        heard = own["speaker"].astype(object).fillna("unknown speaker")
        speakers = "; ".join(dict.fromkeys(map(str, heard))) if line.keep else ""
        rule = escape_html(str(line.rule))
        cells = {
            "place": escape_html(place),
            "line": _with_quotations(line.text, line.start, own)
            if line.keep
            else f'<i style="opacity:.72">{escape_html(line.text.strip())}</i>',
            "quoted": escape_html(speakers),
            "decision": f"{'kept' if line.keep else 'dropped'}, {rule}",
        }
        if only:
            cells["decision"] = rule
        if only == "dropped":
            del cells["place"], cells["quoted"]
        rows.append(f"<tr>{''.join(map(cell, cells.values()))}</tr>")
        said = f"  [{speakers}]" if speakers else ""
        plain.append(f"{place:>8} {'' if line.keep else '[dropped] '}{line.text.strip()}  ({line.rule}){said}")
    head = ["line", "decision"] if only == "dropped" else ["place", "line", "quoted", "decision"]
    # Room for a few words a line on a narrow screen, and none lost on addresses.
    style = {"line": ";min-width:14em", "decision": ";min-width:12em"}
    top = "".join(header(name, style=style.get(name, "")) for name in head)
    markup = whole_table(caption, f"<thead><tr>{top}</tr></thead>", "".join(rows))
    return Shown({"text/html": markup, "text/plain": "\n".join(plain)})


def _with_quotations(text: str, start: int, quotes: pd.DataFrame) -> str:
    """Write a line with the words within quotation marks in bold."""
    at, parts = 0, []
    for begin, end in zip(quotes["start"] - start, quotes["end"] - start, strict=True):
        parts += [escape_html(text[at:begin]), f"<b>{escape_html(text[begin:end])}</b>"]
        at = end
    return "".join([*parts, escape_html(text[at:])]).strip()


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
