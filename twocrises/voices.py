"""Sentences -> who speaks: quotations, reported speech, the narrator.

The frames and columns are here; what fills them is not written yet, so `quotes` is empty and `voice` is unknown. No
result of the suite rests on them.
"""

import numpy as np
import pandas as pd

from twocrises.cleaning import TEXT

VOICES = ("narrator", "reported", "quote", "mixed")
QUOTE_KINDS = ("full", "fragment", "term")


def quotes_frame(articles: list[str]) -> pd.DataFrame:
    """Quotations of a corpus; none are looked for yet.

    Parameters
    ----------
    articles : list of str
        The articles, in the order of the corpus.

    Returns
    -------
    pandas.DataFrame
        No rows; columns `article`, `quote`, `start`, `end`, `text`, `kind`, `speaker`, `side`, `rule`.

    Examples
    --------
    >>> quotes_frame(["001"]).columns.tolist()
    ['article', 'quote', 'start', 'end', 'text', 'kind', 'speaker', 'side', 'rule']
    """
    return pd.DataFrame(
        {
            "article": pd.Categorical([], categories=articles),
            "quote": np.empty(0, dtype="int32"),
            "start": np.empty(0, dtype="int32"),
            "end": np.empty(0, dtype="int32"),
            "text": pd.array([], dtype=TEXT),
            "kind": pd.Categorical([], categories=QUOTE_KINDS),
            "speaker": pd.Categorical([]),
            "side": pd.Categorical([]),
            "rule": pd.Categorical([]),
        }
    )


def with_voices(sentences: pd.DataFrame) -> pd.DataFrame:
    """Add `voice` and `speaker` to the sentences; unknown for all of them as yet.

    Parameters
    ----------
    sentences : pandas.DataFrame
        The frame of `segments.sentences_frame`.

    Returns
    -------
    pandas.DataFrame
        The same with `voice` (one of `VOICES` or missing) and `speaker`.

    Examples
    --------
    >>> sentences = with_voices(pd.DataFrame({"text": ["“Fine,” he said."]}))
    >>> sentences.columns.tolist(), int(sentences.voice.notna().sum())
    (['text', 'voice', 'speaker'], 0)
    """
    unknown = np.full(len(sentences), -1, dtype="int8")
    return sentences.assign(
        voice=pd.Categorical.from_codes(unknown, pd.Index(VOICES)),
        speaker=pd.Categorical.from_codes(unknown, pd.Index([], dtype=TEXT)),
    )
