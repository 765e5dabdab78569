"""Sentences -> tone, as a lexicon scores it, over articles and time.

A lexicon knows some words and a number for each; a score is their mean. It measures which words were used, not what
happened and not what the writer felt. A sentence without a known word has no score: that is not a neutral one.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from twocrises.cleaning import TEXT
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.errors import TwoCrisesError

_FEWEST_FOR_INTERVALS = 10


def score_texts(texts: Iterable[str]) -> pd.DataFrame:
    """Score texts with TextBlob's lexicon.

    Parameters
    ----------
    texts : iterable of str
        A single text is taken as one.

    Returns
    -------
    pandas.DataFrame
        A row a text: `TextBlob` (polarity, from -1 to 1) and `TextBlob_subjectivity` (from 0 to 1), exactly as
        ``TextBlob(text).sentiment`` gives them; `TextBlob_hits`, the number of known words and phrases behind them.
        With no hits TextBlob says 0.0; read it as missing.

    Examples
    --------
    >>> score_texts(["The talks were very good.", "Troops crossed the border."]).round(2).values.tolist()
    [[0.91, 0.78, 1.0], [0.0, 0.0, 0.0]]
    """
    # The function behind TextBlob(text).sentiment: the same numbers, without building the object.
    from textblob.en import sentiment

    scores = [sentiment(text) for text in ([texts] if isinstance(texts, str) else texts)]
    return pd.DataFrame(
        {
            "TextBlob": np.array([float(score[0]) for score in scores]),
            "TextBlob_subjectivity": np.array([float(score[1]) for score in scores]),
            "TextBlob_hits": np.array([len(score.assessments) for score in scores], dtype="int32"),
        }
    )


def scored_words(text: str) -> pd.DataFrame:
    """The words and phrases from which TextBlob computes its score of a text.

    Parameters
    ----------
    text : str
        A sentence or more.

    Returns
    -------
    pandas.DataFrame
        A row a match, in the order of the text: `words` (with a negation or an intensifier before them), `polarity`,
        `subjectivity`. The mean of `polarity` is TextBlob's score. No rows where nothing is known.

    Examples
    --------
    >>> scored_words("armed men at a missile base")
      words  polarity  subjectivity
    0  base      -0.8           1.0
    """
    from textblob.en import sentiment

    rows = [
        (" ".join(words), float(polarity), float(subjectivity))
        for words, polarity, subjectivity, _ in sentiment(text).assessments
    ]
    frame = pd.DataFrame(rows, columns=["words", "polarity", "subjectivity"])
    return frame.astype({"words": TEXT, "polarity": float, "subjectivity": float})


@once_per_corpus
def tone(corpus: Corpus, by: str = "sentence") -> pd.DataFrame:
    """Tone of each sentence or each article.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    by : {"sentence", "article"}, default "sentence"
        What a row is.

    Returns
    -------
    pandas.DataFrame
        By sentence, a row a sentence: `article`, `label`, `era`, `published`, `sentence`, `address`, `text` and the
        columns of `score_texts`. By article, a row an article: `article`, `label`, `era`, `published`, `n_sentences`,
        the columns of `score_texts` for the whole kept text, `mean_of_scored` (mean over the sentences with at least
        one hit) and `share_scored` (how many sentences that is, from 0 to 1).

    Raises
    ------
    TwoCrisesError
        If `by` is something else.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> len(tone(load_corpus("seeds"), by="article"))
    5
    """
    if by not in ("sentence", "article"):
        raise TwoCrisesError(f'by is "{by}". Tone is given by "sentence" or by "article".')
    articles = corpus.articles[["article", "label", "era", "published"]]
    if by == "article":
        return _by_article(corpus, articles, tone(corpus, by="sentence"))
    sentences = corpus.sentences
    keys = articles.set_index("article").loc[sentences["article"].astype(object)].reset_index()
    keys["sentence"] = sentences["sentence"].to_numpy()
    keys["address"] = [f"{a}#s{n}" for a, n in zip(keys["article"], keys["sentence"], strict=True)]
    keys["text"] = sentences["text"].to_numpy()
    return pd.concat([keys, score_texts(sentences["text"])], axis=1)


def _by_article(corpus: Corpus, articles: pd.DataFrame, by_sentence: pd.DataFrame) -> pd.DataFrame:
    kept = corpus.lines[corpus.lines["keep"]].groupby("article", observed=False)["text"].agg("\n".join)
    scored = by_sentence[by_sentence["TextBlob_hits"] > 0].groupby("article", observed=True)["TextBlob"]
    n_sentences = by_sentence.groupby("article", observed=True).size().reindex(articles["article"], fill_value=0)
    frame = pd.concat([articles.assign(n_sentences=n_sentences.to_numpy()), score_texts(kept.fillna(""))], axis=1)
    frame["mean_of_scored"] = scored.mean().reindex(articles["article"]).to_numpy()
    share = scored.size().reindex(articles["article"], fill_value=0).to_numpy() / np.maximum(n_sentences.to_numpy(), 1)
    frame["share_scored"] = share
    return frame


def tone_over_time(corpus: Corpus, *, column: str = "mean_of_scored") -> pd.DataFrame:
    """Tone of the dated articles in order of publication, and of each era where there are enough of them.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    column : str, default "mean_of_scored"
        A column of ``tone(corpus, by="article")``.

    Returns
    -------
    pandas.DataFrame
        A row an article with a date: `article`, `label`, `era`, `published`, `tone`, `low` and `high` (95 % percentile
        bootstrap over the articles of its era, which covers about 90 % at ten articles; missing in an era of fewer,
        where it covers too little), `n_in_era`. Articles without a date are not in it: they cannot be placed.

    Raises
    ------
    TwoCrisesError
        If there is no such column, or no article has a date.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tone_over_time(load_corpus("seeds")).low.isna().all()
    np.True_
    """
    articles = tone(corpus, by="article")
    if column not in articles.select_dtypes("number"):
        raise TwoCrisesError(f'There is no score "{column}". tone(corpus, by="article") lists the columns there are.')
    dated = articles[articles["published"].notna()].reset_index(drop=True)
    if dated.empty:
        raise TwoCrisesError("No article has a date, so none can be placed in time. See datasheet(corpus).")
    frame = dated[["article", "label", "era", "published"]].assign(tone=dated[column])
    size = frame.groupby("era", observed=False)["tone"].transform("count")
    frame["low"], frame["high"] = np.nan, np.nan
    for _, group in frame[size >= _FEWEST_FOR_INTERVALS].groupby("era", observed=True):
        values = group["tone"].dropna().to_numpy()
        draws = np.random.default_rng(0).choice(values, size=(2_000, len(values))).mean(axis=1)
        frame.loc[group.index, ["low", "high"]] = np.quantile(draws, [0.025, 0.975])
    frame["n_in_era"] = size.fillna(0).astype("int32")
    return frame
