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
    config : Config

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
    """Evidence for the dates: so far, what a person confirmed.

    Parameters
    ----------
    source : mapping of str to str
        Article -> source text.
    config : Config

    Returns
    -------
    pandas.DataFrame
        A row a piece of evidence: `article`, `about`, `candidate`, `start` and `end` (the quoted span; empty where a
        person is the evidence), `text`, `reason`, `weight` (1 for a person).
    """
    rows = [
        (article, "published", str(facts.published), f"{BY_PERSON}: {facts.note}".removesuffix(": "))
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
