"""An article -> when it was published, in which era, and what says so.

Here a person says so, in corpus.toml. The era is the one that contains the day of publication, whatever the article is
about: a text of 2022 that recalls 2014 belongs to 2022.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from twocrises.cleaning import TEXT
from twocrises.config import Config

BY_PERSON = "confirmed by a person in corpus.toml"
BY_PUBLICATION = "day of publication"


def dates_frame(articles: list[str], config: Config) -> pd.DataFrame:
    r"""Day of publication and era of each article.

    Parameters
    ----------
    articles : list of str
        Their names, as corpus.toml has them under [articles].
    config : Config
        From `load_config` or `parse_config`.

    Returns
    -------
    pandas.DataFrame
        A row an article: `published` (day or NaT), `published_by`, `era` (label or missing; its categories are the eras
        in order of time), `era_by`. What is not known is missing, never guessed.

    Examples
    --------
    >>> from twocrises.config import parse_config
    >>> settings = parse_config("[eras.2014]\nstart=2014-01-01\nend=2014-12-31\n[articles.a]\npublished=2014-03-05")
    >>> dates_frame(["a", "b"], settings).era.tolist()
    ['2014', nan]
    """
    rows = []
    for article in articles:
        facts = config.articles.get(article)
        published = facts.published if facts else None
        confirmed_era = facts.era if facts else ""
        era = confirmed_era or config.era_of(published)
        era_by = BY_PERSON if confirmed_era else BY_PUBLICATION if era else None
        rows.append((published, BY_PERSON if published else None, era, era_by))
    frame = pd.DataFrame(rows, columns=["published", "published_by", "era", "era_by"])
    frame["published"] = pd.to_datetime(frame["published"]).astype("datetime64[s]")
    frame["era"] = pd.Categorical(frame["era"], categories=[era.label for era in config.eras])
    for column in ("published_by", "era_by"):
        frame[column] = pd.Categorical(frame[column], categories=[BY_PERSON, BY_PUBLICATION])
    return frame


def evidence_frame(source: Mapping[str, str], config: Config) -> pd.DataFrame:
    r"""Evidence for the dates: so far, what a person confirmed.

    Parameters
    ----------
    source : mapping of str to str
        Article -> source text.
    config : Config
        From `load_config` or `parse_config`.

    Returns
    -------
    pandas.DataFrame
        A row a piece of evidence: `article`, `about`, `candidate`, `start` and `end` (the quoted span; empty where a
        person is the evidence), `text`, `reason` (the person's note), `weight` (1 for a person).

    Examples
    --------
    >>> from twocrises.config import parse_config
    >>> settings = parse_config("[articles.a]\npublished=2014-03-05\nnote='It names the day.'")
    >>> evidence_frame({"a": "Some text"}, settings)[["candidate", "reason"]].values.tolist()
    [['2014-03-05', 'It names the day.']]
    """
    rows = [
        (article, "published", str(facts.published), facts.note or BY_PERSON)
        for article in source
        if (facts := config.articles.get(article)) and facts.published
    ]
    frame = pd.DataFrame(rows, columns=["article", "about", "candidate", "reason"])
    return pd.DataFrame(
        {
            "article": pd.Categorical(frame["article"], categories=list(source)),
            "about": pd.Categorical(frame["about"], categories=["published", "era"]),
            "candidate": frame["candidate"].astype(TEXT),
            "start": np.zeros(len(frame), dtype="int32"),
            "end": np.zeros(len(frame), dtype="int32"),
            "text": pd.array([""] * len(frame), dtype=TEXT),
            "reason": frame["reason"].astype(TEXT),
            "weight": np.ones(len(frame)),
        }
    )


def events_frame(config: Config) -> pd.DataFrame:
    r"""Chronology of the settings, and what the articles make of it.

    Parameters
    ----------
    config : Config
        From `load_config` or `parse_config`.

    Returns
    -------
    pandas.DataFrame
        A row an event, in order of time: `date` (its first day, where only a month or a year is known), `precision`,
        `event`, `articles` (tuple of those that mention it), `as_reported` (how they date it), `note`, `conflict`
        (whether the note says that article and record disagree).

    Examples
    --------
    >>> from twocrises.config import parse_config
    >>> settings = parse_config("[[events]]\ndate=2014-03-04\nname='a talk'\nnote='Conflict: the record differs.'")
    >>> events_frame(settings)[["event", "note", "conflict"]].values.tolist()
    [['a talk', 'The record differs.', True]]
    """
    rows = []
    for event in config.events:
        conflict = event.note.startswith("Conflict:")
        note = event.note.removeprefix("Conflict:").strip()
        note = note[:1].upper() + note[1:]
        rows.append((event.date, event.precision, event.name, event.mentioned, event.as_reported, note, conflict))
    columns = ["date", "precision", "event", "articles", "as_reported", "note", "conflict"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(
        date=pd.to_datetime(frame["date"]).astype("datetime64[s]"), conflict=frame["conflict"].astype(bool)
    )
