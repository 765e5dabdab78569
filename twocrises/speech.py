"""Voices -> how much each side says, and with which words.

A passage is a stretch of a sentence in one voice: the words inside quotation marks, what is reported of somebody, or
what the narrator says. Its side is that of its speaker; the narrator counts as a side of its own.
"""

from typing import Any

import numpy as np
import pandas as pd

from twocrises.checks import whole
from twocrises.cleaning import TEXT
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import content_terms
from twocrises.measures import log_odds_z
from twocrises.repeats import blocks
from twocrises.voices import passages_frame

NARRATOR = "narrator"
UNKNOWN = "unknown"


def sides(corpus: Corpus) -> list[str]:
    """The sides of a corpus in a fixed order.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    list of str
        The narrator, the sides of [sides] as corpus.toml lists them, and "unknown" for speakers of none.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> sides(load_corpus("seeds"))
    ['narrator', 'western', 'russian', 'ukrainian', 'civilian', 'other', 'unknown']
    """
    return list(dict.fromkeys([NARRATOR, *corpus.config.sides.values(), UNKNOWN]))


@once_per_corpus
def passages(corpus: Corpus) -> pd.DataFrame:
    """The sentences cut into stretches of one voice.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row a passage, in the order of the text: `article`, `label`, `era`, `line`, `sentence`, `address`, `start`,
        `end` (places in the source text), `text`, `voice` (narrator, reported or quote), `speaker`, `side` (one of
        `sides`), `translated` (whether corpus.toml says so of the speaker, and the words are within quotation marks),
        `kind` (of the quotation, else missing), `n_words`.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = passages(load_corpus("seeds"))
    >>> found.loc[found.text == "unhinged", ["voice", "speaker", "side"]].values.tolist()
    [['quote', 'Barack Obama', 'western']]
    """
    found = passages_frame(corpus.source, corpus.sentences, corpus.quotes, corpus.config)
    lines = corpus.sentences[["article", "sentence", "line"]]
    found = found.merge(lines, on=["article", "sentence"], how="left")
    found = found.merge(corpus.quotes[["article", "quote", "kind"]], on=["article", "quote"], how="left")
    quoted, narrated = found["voice"] == "quote", found["voice"] == NARRATOR
    side = found["side"].astype(object).fillna(UNKNOWN).where(~narrated, NARRATOR)
    articles = corpus.articles.set_index("article").loc[found["article"].astype(object)]
    frame = pd.DataFrame(
        {
            "article": found["article"],
            "label": articles["label"].array,
            "era": articles["era"].array,
            "line": found["line"],
            "sentence": found["sentence"],
            "address": found["article"].astype(str) + "#s" + found["sentence"].astype(str),
            "start": found["start"],
            "end": found["end"],
            "text": found["text"],
            "voice": found["voice"],
            "speaker": found["speaker"],
            "side": pd.Categorical(side, categories=sides(corpus)),
            "translated": quoted & found["speaker"].isin(corpus.config.translated),
            "kind": found["kind"],
        }
    )
    return frame.assign(n_words=_words_within(corpus, frame))


def _words_within(corpus: Corpus, frame: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Count the words whose beginning lies in each passage."""
    passage = passage_of_words(corpus, frame)
    return np.bincount(passage[passage >= 0], minlength=len(frame)).astype("int32")


def passage_of_words(corpus: Corpus, frame: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Find the passage in which each word stands.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    frame : pandas.DataFrame
        Passages of it: `article`, `start`, `end`, in the order of the corpus.

    Returns
    -------
    array of int, shape (n_tokens,)
        The row of the passage of each row of ``corpus.tokens``, -1 where there is none.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> int((passage_of_words(seeds, passages(seeds)) < 0).sum())
    0
    """
    tokens = corpus.tokens
    # One axis for all articles: each begins where the one before it is certain to have ended.
    longest = max([len(text) for text in corpus.source.values()], default=0) + 1
    at, start, end = (
        part["article"].cat.codes.to_numpy().astype("int64") * longest + part[column].to_numpy()
        for part, column in ((tokens, "start"), (frame, "start"), (frame, "end"))
    )
    before = np.searchsorted(start, at, side="right") - 1
    inside = before >= 0
    inside[inside] = at[inside] < end[before[inside]]
    return np.where(inside, before, -1)


@once_per_corpus
def share_of_voice(corpus: Corpus, by: str = "article") -> pd.DataFrame:
    """How many words each side has, in its own words and as reported.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    by : {"article", "era"}, default "article"
        An era has the mean of the shares of its articles, so that a long article counts no more than a short one, and
        copies of one text count once.

    Returns
    -------
    pandas.DataFrame
        By article, a row an article and side: `article`, `label`, `era`, `side`, `speakers` (how many different ones),
        `n_words`, `n_quoted` (of these within quotation marks), `share` (of the words of the article, from 0 to 1). By
        era, a row an era and side: `era`, `side`, `n_articles` (in which the side has a word), `n_words`, `n_quoted`,
        `share`. Sides without a word are listed with 0.

    Raises
    ------
    TwoCrisesError
        If `by` is something else, or no article has an era and `by` is "era".

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> shares = share_of_voice(load_corpus("seeds"), by="era")
    >>> shares.groupby("era", observed=True)["share"].sum().round(6).tolist()
    [1.0, 1.0]
    """
    if by not in ("article", "era"):
        raise TwoCrisesError(f'by is "{by}". Shares are given by "article" or by "era".')
    if by == "era":
        return _share_by_era(share_of_voice(corpus, by="article"), share_of_text(corpus))
    found = passages(corpus)
    found = found.assign(n_quoted=found["n_words"].where(found["voice"] == "quote", 0))
    cells = found.groupby(["article", "side"], observed=False).agg(
        speakers=("speaker", "nunique"), n_words=("n_words", "sum"), n_quoted=("n_quoted", "sum")
    )
    frame = cells.reset_index()
    words = frame.groupby("article", observed=False)["n_words"].transform("sum").to_numpy(dtype=float)
    share = np.divide(frame["n_words"].to_numpy(dtype=float), words, out=np.full(len(frame), np.nan), where=words > 0)
    articles = corpus.articles.set_index("article").loc[frame["article"].astype(object)]
    frame.insert(1, "label", articles["label"].array)
    frame.insert(2, "era", articles["era"].array)
    whole_numbers = dict.fromkeys(["speakers", "n_words", "n_quoted"], "int32")
    return frame.astype(whole_numbers).assign(share=share)


def _share_by_era(frame: pd.DataFrame, own: pd.Series) -> pd.DataFrame:
    if frame["era"].isna().all():
        raise TwoCrisesError("No article has an era, so there are no eras to compare. See datasheet(corpus).")
    own = frame["article"].astype(object).map(own).where(frame["share"].notna(), 0.0).astype(float)
    cells = frame.assign(own=own, part=frame["share"] * own).groupby(["era", "side"], observed=True)
    result = cells.agg(
        n_articles=("n_words", lambda words: int((words > 0).sum())),
        n_words=("n_words", "sum"),
        n_quoted=("n_quoted", "sum"),
        part=("part", "sum"),
        own=("own", "sum"),
    ).reset_index()
    share = result.pop("part") / result.pop("own").replace(0.0, np.nan)
    return result.assign(share=share)


@once_per_corpus
def share_of_text(corpus: Corpus) -> pd.Series:
    """What part an article has in its text: copies of one text in one era weigh together as one article.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.Series of float
        By article: 1, or one over the number of articles of its era that print the same text.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> share_of_text(load_corpus("seeds")).tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0]
    """
    articles = corpus.articles[["article", "era"]].assign(text=blocks(corpus))
    size = articles.groupby(["era", "text"], observed=True, dropna=False)["article"].transform("size")
    return pd.Series(1.0 / size.to_numpy(dtype=float), index=articles["article"].astype(object))


@once_per_corpus
def speakers(corpus: Corpus) -> pd.DataFrame:
    """Everybody who is quoted or reported, with how much.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row a speaker and era: `era`, `speaker`, `side`, `n_articles`, `n_words`, `n_quoted`, `translated`; the eras
        in order of time, within one by falling `n_words`. Speakers nobody could find out are not in it.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = speakers(load_corpus("seeds"))
    >>> bool(found.loc[found.speaker == "Sergei Lavrov", "translated"].all())
    True
    """
    found = passages(corpus)
    found = found[(found["side"] != NARRATOR) & found["speaker"].notna()]
    found = found.assign(n_quoted=found["n_words"].where(found["voice"] == "quote", 0))
    frame = (
        found.astype({"speaker": TEXT, "side": TEXT})
        .groupby(["era", "speaker", "side"], dropna=False, observed=True)
        .agg(n_articles=("article", "nunique"), n_words=("n_words", "sum"), n_quoted=("n_quoted", "sum"))
        .reset_index()
    )
    frame["translated"] = frame["speaker"].isin(corpus.config.translated).to_numpy(dtype=bool)
    order = frame.assign(less=-frame["n_words"]).sort_values(["era", "less", "speaker"], kind="stable").index
    return frame.loc[order].reset_index(drop=True)


@once_per_corpus
def words_by_side(corpus: Corpus, most: int = 6, *, min_count: int = 2) -> pd.DataFrame:
    """The words that set each side apart from the rest of the same corpus.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    most : int, default 6
        Words a side.
    min_count : int, default 2
        Words that a side uses less often are not listed.

    Returns
    -------
    pandas.DataFrame
        A row a side and content word, in falling order of `z` within a side: `side`, `term`, `count` (in words of the
        side), `elsewhere`, `rate` and `rate_elsewhere` (per 1,000 words), `z` (log-odds with a Dirichlet prior; it
        ranks and tests nothing), `n_articles` (in which the side says it). Speakers nobody knows are left out.

    Raises
    ------
    TwoCrisesError
        If `most` or `min_count` is no whole number from 1 on.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = words_by_side(load_corpus("seeds"), 2)
    >>> bool((found["z"] > 0).all()), found.groupby("side", observed=True).size().max()
    (True, np.int64(2))
    """
    most, min_count = whole(most, "most"), whole(min_count, "min_count")
    found, tokens = passages(corpus), corpus.tokens
    used = tokens["term"].cat.remove_unused_categories()
    term, terms = used.cat.codes.to_numpy(), used.cat.categories
    passage = passage_of_words(corpus, found)
    side = np.append(found["side"].cat.codes.to_numpy(), -1)[passage]
    content = content_terms(terms)
    rows: list[tuple[Any, ...]] = []
    for code, name in enumerate(found["side"].cat.categories):
        own = side == code
        if name == UNKNOWN or not own.any() or own.all():
            continue
        here, elsewhere = (np.bincount(term[part], minlength=len(terms)) for part in (own, ~own))
        z = log_odds_z(here.astype(float), elsewhere.astype(float))
        listed = np.flatnonzero(content & (here >= min_count) & (z > 0))
        listed = listed[np.argsort(-z[listed], kind="stable")][:most]
        saying = tokens["article"][own].groupby(used[own], observed=False).nunique().to_numpy()
        rate, other_rate = 1000 * here / here.sum(), 1000 * elsewhere / elsewhere.sum()
        values = (part[listed].tolist() for part in (here, elsewhere, rate, other_rate, z, saying))
        rows += zip([name] * len(listed), terms[listed], *values, strict=True)
    columns = ["side", "term", "count", "elsewhere", "rate", "rate_elsewhere", "z", "n_articles"]
    frame = pd.DataFrame(rows, columns=columns).astype(
        {"term": TEXT, "count": "int64", "elsewhere": "int64", "rate": "float64", "rate_elsewhere": "float64",
         "z": "float64", "n_articles": "int64"}
    )  # fmt: skip
    return frame.assign(side=pd.Categorical(frame["side"], categories=sides(corpus)))
