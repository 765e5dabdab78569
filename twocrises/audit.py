"""Corpus -> what on its pages seems to come from another time.

A check after the dating, not a part of the cleaning: it flags lines and changes nothing. A flag is a question to a
reader. An article may well name a day to come; a headline of two years later is another matter.
"""

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd

from twocrises.cleaning import TEXT
from twocrises.config import Holder
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.dating import date_article
from twocrises.errors import TwoCrisesError
from twocrises.mentions import Finder, find_dates, month_first

LATER_DAY = "names a later day"
LATER_OFFICE = "names a later office-holder"
OTHER_STORY = "headline of another story"
FINDINGS = (LATER_DAY, LATER_OFFICE, OTHER_STORY)

_NO_NAME_SHARED = "stands under a heading for other stories and shares no name with the article"

_RELATED = re.compile(
    r"^\W*(?:(?:latest|related|more|top|popular|trending|recommended|most|other)\s+"
    r"(?:news|stories|articles|posts|headlines|read|popular|viewed|shared|on|from)\b"
    r"|(?:articles\s+)?you\s+(?:may|might)\s+(?:also\s+)?like|(?:see|read)\s+(?:also|next|more)|what['’]s\s+hot)",
    re.I,
)
_SHORTEST_HEADLINE = 4
_NAME = re.compile(r"\b[A-Z][\w’'-]+")


@once_per_corpus
def audit(corpus: Corpus) -> pd.DataFrame:
    """Flag the lines that seem to come from another time or another story than the article they stand with.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row a finding, in the order of the pages: `article`, `line`, `start` and `end` (the words that were found),
        `text` (of the line), `kind` and `keep` (as the cleaning decided), `finding` ("names a later day", "names a
        later office-holder" or "headline of another story"), `reason`.

    Notes
    -----
    An article without a day is judged by the last day of its era; without an era only its related links are looked at.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = audit(load_corpus("seeds"))
    >>> found.finding.unique().tolist(), bool(found.keep.any())
    (['headline of another story'], False)
    """
    finder = Finder(corpus.config)
    last_days = {era.label: era.end for era in corpus.config.eras}
    rows: list[tuple[object, ...]] = []
    articles = corpus.articles
    lines = {str(article): part for article, part in corpus.lines.groupby("article", observed=True)}
    for article, published, era in zip(articles["article"], articles["published"], articles["era"], strict=True):
        own = lines.get(article)
        if own is None:
            continue
        day = published.date() if pd.notna(published) else last_days.get(str(era))
        order = month_first(corpus.source[article])
        others = set(_other_stories(own))
        looked_at = ("line", "start", "text", "kind", "keep")
        for line, start, text, kind, keep in zip(*(own[column] for column in looked_at), strict=True):
            found = list(_later(text, day, order, finder)) if day else []
            if line in others:
                found.append((0, len(text), OTHER_STORY, _NO_NAME_SHARED))
            rows += [
                (article, line, start + a, start + b, text, kind, keep, finding, reason)
                for a, b, finding, reason in found
            ]
    columns = ["article", "line", "start", "end", "text", "kind", "keep", "finding", "reason"]
    frame = pd.DataFrame(rows, columns=columns).astype(
        {"line": "int32", "start": "int32", "end": "int32", "text": TEXT, "reason": TEXT, "keep": "bool"}
    )
    frame["article"] = pd.Categorical(frame["article"], categories=articles["article"])
    frame["kind"] = pd.Categorical(frame["kind"], categories=corpus.lines["kind"].cat.categories)
    frame["finding"] = pd.Categorical(frame["finding"], categories=FINDINGS)
    return frame


def _later(text: str, day: date, order: bool | None, finder: Finder) -> Iterator[tuple[int, int, str, str]]:
    """Days and office-holders in one line that are later than a day."""
    for named in find_dates(text, month_first=order):
        if all(first > day for first, _ in named.readings):
            reason = f"“{text[named.start : named.end]}” is later than {day}: a plan, or text of another time"
            yield named.start, named.end, LATER_DAY, reason
    for held in finder.holders(text):
        starts = [term.start for term in held.terms if term.start]
        if len(starts) == len(held.terms) and min(starts) > day:
            reason = f"{held.name} became {held.terms[0].role} on {min(starts)}, after {day}"
            yield held.start, held.end, LATER_OFFICE, reason


def _other_stories(lines: pd.DataFrame) -> Iterator[int]:
    """Lines below a heading for other stories that share no name with the kept text."""
    names = {name for text in lines.loc[lines["keep"], "text"] for name in _names(text)}
    below = False
    for line, text, kind, keep in zip(*(lines[column] for column in ("line", "text", "kind", "keep")), strict=True):
        if keep:
            below = False
        elif _RELATED.match(text):
            below = True
        elif below and kind != "dateline" and len(text.split()) >= _SHORTEST_HEADLINE and not names & _names(text):
            yield line


def _names(text: str) -> set[str]:
    """Capitalised words, but for the first one, which has its capital anyway unless it is all in capitals."""
    found = list(_NAME.finditer(text))
    return {
        match.group().removesuffix("’s").removesuffix("'s")
        for match in found
        if text[: match.start()].strip(" \t\"'“‘«(–—-") or match.group().isupper()
    }


@once_per_corpus
def redate(corpus: Corpus) -> pd.DataFrame:
    """Date each article again by its text alone, beside what a person confirmed.

    Left out are what a person confirmed of the article, what came with it, and the events that no other article
    mentions (`Config.without`).

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row an article: `article`, `label`, `confirmed` (day or NaT), `day` (by the text; NaT where it cannot be
        known), `first` and `last` (the span that holds nine tenths of the probability), `era` (by the text), `pieces`
        (of evidence), `agrees` (False where the day by the text is neither the confirmed day of publication nor that
        of writing; missing where one of them is not known).

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = redate(load_corpus("seeds"))
    >>> found.era.tolist(), bool(found.agrees.all())
    (['2014', '2014', '2022', '2022', '2022'], True)
    """
    rows = []
    articles = corpus.articles
    for article, label in zip(articles["article"], articles["label"], strict=True):
        found = date_article(corpus.source[article], config=corpus.config.without(article))
        facts = corpus.config.articles.get(article)
        confirmed = facts.published if facts else None
        known = {facts.published, facts.written} if facts else set()
        first, last = found.between or (None, None)
        agrees = found.published in known if found.published and confirmed else pd.NA
        pieces = int((found.evidence["about"] != "spoken").sum())
        rows.append((article, label, confirmed, found.published, first, last, found.era, pieces, agrees))
    columns = ["article", "label", "confirmed", "day", "first", "last", "era", "pieces", "agrees"]
    frame = pd.DataFrame(rows, columns=columns)
    for column in ("confirmed", "day", "first", "last"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    frame = frame.astype({"article": TEXT, "label": TEXT}).astype({"pieces": "int32", "agrees": "boolean"})
    return frame.assign(era=pd.Categorical(frame["era"], categories=corpus.eras))


def named_holders(corpus: Corpus, role: str) -> pd.DataFrame:
    """Count how often the holders of an office are named, in the articles and on the rest of their pages.

    By last name alone, as a simple program would: that is what the table is for.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    role : str
        An office of [roles].

    Returns
    -------
    pandas.DataFrame
        A row an article and a person named on its page: `article`, `label`, `name`, `in_article` (times in kept lines),
        `elsewhere` (times in other lines), `in_office` (whether the person held the office on the day of the article;
        missing without a day).

    Raises
    ------
    TwoCrisesError
        If [roles] has no such office.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = named_holders(load_corpus("seeds"), "US president")
    >>> found.loc[found.article.str.startswith("004"), ["in_article", "elsewhere"]].sum().tolist()
    [0, 2]
    """
    terms = [term for term in corpus.config.roles if term.role == role]
    if not terms:
        known = ", ".join(dict.fromkeys(term.role for term in corpus.config.roles)) or "none"
        raise TwoCrisesError(f'[roles] lists no office "{role}". It lists: {known}.')
    articles = corpus.articles
    rows = []
    lines = {str(article): part for article, part in corpus.lines.groupby("article", observed=True)}
    for article, label, published in zip(articles["article"], articles["label"], articles["published"], strict=True):
        for name in dict.fromkeys(term.name for term in terms):
            last = name.split()[-1]
            spellings = [last, *(variant for variant, of in corpus.config.spellings.items() if of == last)]
            last_name = re.compile(rf"\b(?:{'|'.join(map(re.escape, spellings))})\b")
            own = lines.get(article, corpus.lines.head(0))
            times = own["text"].map(lambda text, find=last_name.findall: len(find(text)))
            inside, outside = int(times[own["keep"]].sum()), int(times[~own["keep"]].sum())
            if inside + outside:
                held = _held(terms, name, published.date()) if pd.notna(published) else pd.NA
                rows.append((article, label, name, inside, outside, held))
    columns = ["article", "label", "name", "in_article", "elsewhere", "in_office"]
    frame = pd.DataFrame(rows, columns=columns).astype({"article": TEXT, "label": TEXT, "name": TEXT})
    return frame.astype({"in_article": "int32", "elsewhere": "int32", "in_office": "boolean"})


def _held(terms: list[Holder], name: str, day: date) -> bool:
    return any(
        term.name == name and (term.start or day) <= day and (term.end is None or day < term.end) for term in terms
    )
