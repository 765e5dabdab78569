"""Sentences -> tone by several instruments: by article, by side, over time, with what is uncertain about it.

An instrument knows some words and a number for each. It measures which words were used, not what happened and not what
the writer felt. A sentence without a known word has no score: that is not a neutral one. The panel is the mean of what
all instruments say, each in units of its own spread over rated editorials; see `instruments`.
"""

from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd

from twocrises.checks import whole
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.days import sentence_days
from twocrises.errors import TwoCrisesError
from twocrises.instruments import INSTRUMENTS, score_texts
from twocrises.keyness import compare_eras
from twocrises.language import reads_english
from twocrises.measures import Floats
from twocrises.repeats import blocks
from twocrises.speech import passages, share_of_text, sides

# A percentile bootstrap over fewer texts covers too little: .50 at two, .83 at five, .90 at ten.
FEWEST_FOR_INTERVALS = 10
_DRAWS = 2_000
# Texts drawn at once, so that memory does not grow with the corpus.
_AT_ONCE = 1_000_000
# The mean of so many texts is drawn from its normal limit: the same to the digits shown, in no time.
_NEARLY_NORMAL = 5_000
PANEL = "panel"
_KEYS = ["article", "label", "era", "published"]


@once_per_corpus
def tone(corpus: Corpus, by: str = "sentence", *, progress: Literal[False] | None = None) -> pd.DataFrame:
    """Tone of each sentence, passage or article.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    by : {"sentence", "passage", "article"}, default "sentence"
        What a row is. A passage is a stretch of a sentence in one voice, see `passages`.
    progress : False, optional
        False shows no bar; by default one is shown where there are many texts.

    Returns
    -------
    pandas.DataFrame
        By sentence, a row a sentence: `article`, `label`, `era`, `published`, `sentence`, `address`, `text` and the
        columns of `score_texts`. By passage, a row a passage: the columns of `passages` and of `score_texts`. By
        article, a row an article: `article`, `label`, `era`, `published`, `n_sentences`, the columns of `score_texts`
        for the whole kept text, then for each instrument and the panel the mean over the sentences it can score, as
        `TextBlob_mean` and so on (missing if there are none), and `share_scored`, the share of sentences that at least
        one instrument can score, from 0 to 1.

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
    if by == "sentence":
        return _by_sentence(corpus, progress)
    if by == "passage":
        return _by_passage(corpus, progress)
    if by == "article":
        return _by_article(corpus, progress)
    raise TwoCrisesError(f'by is "{by}". Tone is given by "sentence", by "passage" or by "article".')


@once_per_corpus
def _by_sentence(corpus: Corpus, progress: Literal[False] | None) -> pd.DataFrame:
    sentences = corpus.sentences
    keys = _keys(corpus, sentences["article"])
    keys["sentence"] = sentences["sentence"].to_numpy()
    keys["address"] = [f"{a}#s{n}" for a, n in zip(keys["article"], keys["sentence"], strict=True)]
    keys["text"] = sentences["text"].to_numpy()
    return _in_english(corpus, pd.concat([keys, score_texts(sentences["text"], progress=progress)], axis=1))


@once_per_corpus
def _by_passage(corpus: Corpus, progress: Literal[False] | None) -> pd.DataFrame:
    found = passages(corpus)
    known = _by_sentence(corpus, progress)
    # Most passages are whole sentences: what was scored once is not scored again.
    place = pd.Series(np.arange(len(known)), index=known["text"].to_numpy()).groupby(level=0).first()
    row = place.reindex(found["text"].to_numpy()).to_numpy(dtype=float, copy=True)
    new = np.isnan(row)
    fresh = score_texts(found.loc[new, "text"], progress=progress)
    scores = pd.concat([known[list(fresh.columns)], fresh], ignore_index=True)
    row[new] = len(known) + np.arange(len(fresh))
    return _in_english(corpus, pd.concat([found, scores.iloc[row.astype(int)].reset_index(drop=True)], axis=1))


@once_per_corpus
def english_articles(corpus: Corpus) -> dict[str, bool]:
    """Which articles are English, and scored.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    dict of str to bool
        By article; one without sentences counts as English.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> all(english_articles(load_corpus("seeds")).values())
    True
    """
    english = corpus.sentences.groupby("article", observed=True)["text"].agg(reads_english)
    return {article: bool(english.get(article, True)) for article in corpus.source}


def _in_english(corpus: Corpus, frame: pd.DataFrame) -> pd.DataFrame:
    """Take back the scores of articles in another language."""
    other = ~frame["article"].astype(object).map(english_articles(corpus)).to_numpy(dtype=bool)
    if not other.any():
        return frame
    frame.loc[other, [*INSTRUMENTS, "TextBlob_subjectivity", PANEL, PANEL + "_spread"]] = np.nan
    frame.loc[other, [*(f"{name}_hits" for name in INSTRUMENTS), PANEL + "_n"]] = 0
    frame.loc[other, "english"] = False
    return frame


@once_per_corpus
def _by_article(corpus: Corpus, progress: Literal[False] | None) -> pd.DataFrame:
    articles = corpus.articles
    whole_text = joined(corpus.sentences, "article")
    sentences = _by_sentence(corpus, progress)
    grouped = scored_only(sentences).groupby("article", observed=True)[[*INSTRUMENTS, PANEL]].mean()
    means = grouped.reindex(articles["article"]).add_suffix("_mean").reset_index(drop=True)
    any_hit = (sentences[PANEL + "_n"] > 0).groupby(sentences["article"]).agg(["sum", "size"])
    any_hit = any_hit.reindex(articles["article"], fill_value=0)
    scores = score_texts(whole_text.reindex(articles["article"]).fillna(""), progress=progress)
    frame = pd.concat([articles[[*_KEYS, "n_sentences"]], scores, means], axis=1)
    frame["share_scored"] = any_hit["sum"].to_numpy() / np.maximum(any_hit["size"].to_numpy(), 1)
    return frame


def joined(rows: pd.DataFrame, unit: str) -> pd.Series:
    """Put sentences or passages together to paragraphs or articles.

    Parameters
    ----------
    rows : pandas.DataFrame
        Sentences or passages: `article`, `line`, `sentence`, `text`, in the order of the text.
    unit : {"sentence", "paragraph", "article"}
        What to put together. Sentences are joined by a space, paragraphs by a line end.

    Returns
    -------
    pandas.Series of str
        A text a unit, in the order of the text; the first level of its index is the article.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> sentences = load_corpus("seeds").sentences
    >>> [len(joined(sentences, unit)) for unit in ("sentence", "paragraph", "article")]
    [182, 167, 5]
    """
    last = "sentence" if unit == "sentence" else "line"
    texts = rows.groupby(["article", last], observed=True, sort=False)["text"].agg(" ".join)
    return texts.groupby(level=0, observed=True, sort=False).agg("\n".join) if unit == "article" else texts


def scored_only(scores: pd.DataFrame) -> pd.DataFrame:
    """Take as missing what an instrument could not score.

    TextBlob's column holds its own number, 0.0 where it knows no word, and the panel is 0 where no instrument does. In
    a mean those zeros would pass for neutral sentences.

    Parameters
    ----------
    scores : pandas.DataFrame
        With the columns of `score_texts`.

    Returns
    -------
    pandas.DataFrame
        The same with missing values there.

    Examples
    --------
    >>> scored_only(score_texts(["Troops crossed the border."]))["TextBlob"].isna().tolist()
    [True]
    """
    known = {name: scores[name].where(scores[f"{name}_hits"] > 0) for name in INSTRUMENTS}
    return scores.assign(**known, **{PANEL: scores[PANEL].where(scores[PANEL + "_n"] > 0)})


def _keys(corpus: Corpus, articles: pd.Series) -> pd.DataFrame:
    return corpus.articles[_KEYS].set_index("article").loc[articles.astype(object)].reset_index()


@once_per_corpus
def agreement(corpus: Corpus) -> pd.DataFrame:
    """How often instruments point in the same direction on the same sentence.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row a pair of instruments: `first`, `second`, `n` (sentences for which both have a number that is not zero),
        `same_sign` (how many of these have the same sign), `share` (of `n`, from 0 to 1; missing if `n` is 0), `kappa`
        (Cohen's: agreement beyond what their shares of good and bad would give by chance; missing if one of them gives
        one sign only).

    References
    ----------
    Cohen (1960), A coefficient of agreement for nominal scales.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = agreement(load_corpus("seeds"))
    >>> bool(found["share"].between(0, 1).all())
    True
    """
    sentences = scored_only(tone(corpus))
    rows = []
    for one, other in combinations(INSTRUMENTS, 2):
        a, b = (np.sign(sentences[name].to_numpy(dtype=float)) for name in (one, other))
        both = (np.nan_to_num(a) != 0) & (np.nan_to_num(b) != 0)
        n, same = int(both.sum()), int((a[both] == b[both]).sum())
        share = same / n if n else np.nan
        up_a, up_b = ((part[both] > 0).mean() if n else np.nan for part in (a, b))
        chance = up_a * up_b + (1 - up_a) * (1 - up_b)
        kappa = (share - chance) / (1 - chance) if n and chance < 1 and 0 < up_a < 1 and 0 < up_b < 1 else np.nan
        rows.append((one, other, n, same, share, kappa))
    return pd.DataFrame(rows, columns=["first", "second", "n", "same_sign", "share", "kappa"])


@once_per_corpus
def disagreement(corpus: Corpus, least: int = 3) -> pd.DataFrame:
    """Sentences on which the instruments point in opposite directions, the most divided first.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    least : int, default 3
        How many instruments must have a number for the sentence.

    Returns
    -------
    pandas.DataFrame
        Rows of ``tone(corpus)`` with `n_up` and `n_down`, the instruments with a number above and below zero.

    Raises
    ------
    TwoCrisesError
        If `least` is no whole number from 2 on.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = disagreement(load_corpus("seeds"))
    >>> bool(((found["n_up"] > 0) & (found["n_down"] > 0)).all())
    True
    """
    least = whole(least, "least", 2)
    scored = scored_only(tone(corpus))
    signs = np.sign(scored[list(INSTRUMENTS)].to_numpy(dtype=float))
    frame = tone(corpus).assign(n_up=(signs > 0).sum(axis=1), n_down=(signs < 0).sum(axis=1))
    divided = frame[(frame[["n_up", "n_down"]].min(axis=1) > 0) & (frame[PANEL + "_n"] >= least)]
    return divided.sort_values(PANEL + "_spread", ascending=False, kind="stable").reset_index(drop=True)


@once_per_corpus
def tone_by_side(corpus: Corpus, column: str = PANEL, *, by: str = "article") -> pd.DataFrame:
    """Tone of the words of each side.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    column : str, default "panel"
        An instrument or "panel".
    by : {"article", "era"}, default "article"
        An era pools the passages of its articles so that each article has the same weight in all; see `composition`.

    Returns
    -------
    pandas.DataFrame
        A row an article (or era) and side that says something: `article`, `label`, `era`, `side`, `n_passages`,
        `n_scored`, `n_words` (of the scored passages), `weight` (their share of the scored words of the article, or its
        mean over the articles of the era), `tone` (mean over scored passages by their words; missing if none). By era,
        without `article` and `label`, and with `n_articles` that have a scored passage of the side.

    Raises
    ------
    TwoCrisesError
        If there is no such column, or `by` is something else.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = tone_by_side(load_corpus("seeds"), by="era")
    >>> found.groupby("era", observed=True)["weight"].sum().round(6).tolist()
    [1.0, 1.0]
    """
    _check_column(column)
    if by not in ("article", "era"):
        raise TwoCrisesError(f'by is "{by}". Tone by side is given by "article" or by "era".')
    if by == "era":
        return _side_by_era(tone_by_side(corpus, column), sides(corpus), share_of_text(corpus))
    found = tone(corpus, by="passage")
    value = scored_only(found)[column].to_numpy(dtype=float)
    words = np.where(np.isnan(value), 0, found["n_words"].to_numpy(dtype=float))
    cells = pd.DataFrame(
        {
            "article": found["article"],
            "side": found["side"],
            "n_passages": 1,
            "n_scored": ~np.isnan(value),
            "n_words": words,
            "sum": np.nan_to_num(value) * words,
        }
    )
    frame = cells.groupby(["article", "side"], observed=True).sum().reset_index()
    total = frame.groupby("article", observed=True)["n_words"].transform("sum")
    frame["weight"] = (frame["n_words"] / total.where(total > 0)).fillna(0.0)
    frame["tone"] = frame.pop("sum") / frame["n_words"].where(frame["n_words"] > 0)
    keys = _keys(corpus, frame["article"])
    frame.insert(1, "label", keys["label"].array)
    frame.insert(2, "era", keys["era"].array)
    return frame.astype({"n_passages": "int32", "n_scored": "int32", "n_words": "int32"})


def _side_by_era(frame: pd.DataFrame, order: list[str], share: pd.Series) -> pd.DataFrame:
    """Pool the passages of an era, each text with the same weight."""
    own = frame["article"].astype(object).map(share).to_numpy(dtype=float)
    frame = frame.assign(weight=frame["weight"] * own, own=own)[frame["era"].notna()]
    frame = frame.assign(product=frame["weight"] * frame["tone"].fillna(0.0))
    # Articles in which nothing was scored have no tone and no part in the mean.
    scored = frame.groupby("article", observed=True)["n_words"].sum()
    heard = frame[frame["article"].isin(scored.index[scored > 0])].drop_duplicates("article")
    n = heard.groupby("era", observed=True)["own"].sum()
    cells = frame.groupby(["era", "side"], observed=True)
    result = cells.agg(
        n_articles=("n_scored", lambda values: int((values > 0).sum())),
        n_passages=("n_passages", "sum"),
        n_scored=("n_scored", "sum"),
        n_words=("n_words", "sum"),
        weight=("weight", "sum"),
        tone=("product", "sum"),
    ).reset_index()
    result["tone"] = result["tone"] / result["weight"].where(result["weight"] > 0)
    per_era = result["era"].astype(object).map(n).to_numpy(dtype=float)
    result["weight"] = (result["weight"] / np.where(per_era > 0, per_era, np.nan)).fillna(0.0)
    return result.assign(side=pd.Categorical(result["side"], categories=order))


@once_per_corpus
def composition(corpus: Corpus, column: str = PANEL) -> pd.DataFrame:
    r"""How much of a difference in tone is only a difference in who is heard.

    The mean tone of an era is the sum over sides of weight × tone. So the difference between two eras falls into two
    parts without a rest: other weights at the mean of both tones, and other tones at the mean of both weights. Weights
    are shares of scored words; articles of an era that print the same text weigh as one.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`; its first two eras are compared.
    column : str, default "panel"
        An instrument or "panel".

    Returns
    -------
    pandas.DataFrame
        A row a side: `side`, `weight_ERA` and `tone_ERA` for both eras, `from_weight` and `from_tone`, which add up to
        the difference of the means over all rows; attrs `eras`, `means` and `difference`. A side heard in one era only
        has no tone in the other, and its whole part is one of weight.

    Raises
    ------
    TwoCrisesError
        If there is no such column, no two eras to compare, or an era without a score.

    References
    ----------
    Kitagawa (1955), Components of a difference between two rates.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> parts = composition(load_corpus("seeds"))
    >>> bool(np.isclose(parts[["from_weight", "from_tone"]].sum().sum(), parts.attrs["difference"]))
    True
    """
    _check_column(column)
    pair = compare_eras(corpus)
    eras = (pair.first, pair.second)
    by_era = tone_by_side(corpus, column, by="era").set_index("side")
    weights, tones = (
        pd.DataFrame({era: by_era.loc[by_era["era"] == era, name] for era in eras}).reindex(
            [side for side in sides(corpus) if side in by_era.index]
        )
        for name in ("weight", "tone")
    )
    weights = weights.fillna(0.0)
    for era in eras:
        if weights[era].sum() == 0:
            raise TwoCrisesError(
                f'No passage of era "{era}" has a score of "{column}", so there is nothing to compare.'
            )
    # Where a side is not heard its tone is unknown: taking the other era's leaves its part to the weights.
    filled = pd.DataFrame({era: tones[era].fillna(tones[other]) for era, other in (eras, eras[::-1])}).fillna(0.0)
    first, second = eras
    frame = pd.DataFrame({"side": pd.Categorical(weights.index, categories=sides(corpus))})
    for name, values in (("weight", weights), ("tone", tones)):
        for era in eras:
            frame[f"{name}_{era}"] = values[era].to_numpy()
    means = {era: float((weights[era] * filled[era]).sum()) for era in eras}
    # Counted from the mean of all, so that a row does not depend on where an instrument puts its zero; the sum is the
    # same, because the changes of the weights add up to nothing.
    change, middle = (weights[second] - weights[first]), filled.mean(axis=1) - (means[first] + means[second]) / 2
    frame["from_weight"] = (change * middle).to_numpy()
    frame["from_tone"] = (weights.mean(axis=1) * (filled[second] - filled[first])).to_numpy()
    frame.attrs = {"eras": list(eras), "means": means, "difference": means[second] - means[first]}
    return frame


@once_per_corpus
def tone_over_time(corpus: Corpus, *, column: str = "panel_mean") -> pd.DataFrame:
    """Tone of the dated articles in order of publication, and of each era where there are enough of them.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    column : str, default "panel_mean"
        A column of ``tone(corpus, by="article")``.

    Returns
    -------
    pandas.DataFrame
        A row an article with a date: `article`, `label`, `era`, `published`, `tone`, `low` and `high` (95 % percentile
        bootstrap of the era's mean, drawing texts; it covers about 90 % at ten texts, and is missing in an era of
        fewer), `n_in_era`. Articles without a date are not in it: they cannot be placed.

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
    text = blocks(corpus)
    dated = articles["published"].notna().to_numpy()
    if not dated.any():
        raise TwoCrisesError("No article has a date, so none can be placed in time. See datasheet(corpus).")
    frame = articles.loc[dated, _KEYS].assign(tone=articles[column]).reset_index(drop=True)
    frame["low"], frame["high"] = np.nan, np.nan
    for _, group in frame.groupby("era", observed=True):
        low, high = bootstrap_interval(group["tone"].to_numpy(dtype=float), text[dated][group.index])
        frame.loc[group.index, ["low", "high"]] = low, high
    size = frame.groupby("era", observed=False)["tone"].transform("count")
    frame["n_in_era"] = size.fillna(0).astype("int32")
    return frame


def bootstrap_interval(values: Floats, text: np.ndarray, *, seed: int = 0) -> tuple[float, float]:
    """95 % percentile interval of a mean over articles, drawing texts with replacement.

    Parameters
    ----------
    values : array of float, shape (n_articles,)
        A value of each article; missing ones are left out.
    text : array of int, shape (n_articles,)
        Which articles print the same text, and are drawn together.
    seed : int, default 0
        Of the draws.

    Returns
    -------
    low, high : float
        Missing below ten texts, where the interval would cover far less than it says.

    Examples
    --------
    >>> bootstrap_interval(np.arange(5.0), np.arange(5))
    (nan, nan)
    >>> low, high = bootstrap_interval(np.arange(20.0), np.arange(20))
    >>> bool(low < 9.5 < high)
    True
    """
    known = ~np.isnan(values)
    unit = np.unique(text[known], return_inverse=True)[1]
    size = np.bincount(unit)
    if len(size) < FEWEST_FOR_INTERVALS:
        return np.nan, np.nan
    total = np.bincount(unit, weights=values[known])
    random = np.random.default_rng(seed)
    many = max(1, _AT_ONCE // len(size))
    means = []
    for rows in range(0, _DRAWS, many):
        drawn = random.integers(0, len(size), (min(many, _DRAWS - rows), len(size)))
        means.append(total[drawn].sum(axis=1) / size[drawn].sum(axis=1))
    low, high = np.quantile(np.concatenate(means), [0.025, 0.975])
    return float(low), float(high)


def bootstrap_difference(a: Floats, b: Floats, *, seed: int = 0) -> tuple[float, float]:
    """95 % percentile interval of the difference of two means, second minus first, drawing texts with replacement.

    Parameters
    ----------
    a, b : array of float
        A value of each text of the first and of the second era.
    seed : int, default 0
        Of the draws.

    Returns
    -------
    low, high : float
        Missing where either era has fewer than ten texts.

    Examples
    --------
    >>> bootstrap_difference(np.arange(5.0), np.arange(20.0))
    (nan, nan)
    >>> low, high = bootstrap_difference(np.arange(20.0), np.arange(20.0) + 5)
    >>> bool(low < 5 < high)
    True
    """
    if min(len(a), len(b)) < FEWEST_FOR_INTERVALS:
        return np.nan, np.nan
    random = np.random.default_rng(seed)
    change = _drawn_means(b, random) - _drawn_means(a, random)
    low, high = np.quantile(change, [0.025, 0.975])
    return float(low), float(high)


def _drawn_means(values: Floats, random: np.random.Generator) -> Floats:
    """Means of as many draws with replacement as an interval takes; a few at once, so that memory stays small."""
    if len(values) > _NEARLY_NORMAL:
        drawn: Floats = values.mean() + values.std() / np.sqrt(len(values)) * random.standard_normal(_DRAWS)
        return drawn
    many = max(1, _AT_ONCE // len(values))
    rows = [min(many, _DRAWS - done) for done in range(0, _DRAWS, many)]
    return np.concatenate([values[random.integers(0, len(values), (n, len(values)))].mean(axis=1) for n in rows])


@once_per_corpus
def tone_along(corpus: Corpus, parts: int = 4, column: str = PANEL, *, by: str = "article") -> pd.DataFrame:
    """Tone along the text, from the first sentence to the last.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    parts : int, default 4
        Parts of equal length, in words, into which each article is cut; a sentence belongs to the part that holds its
        middle.
    column : str, default "panel"
        An instrument or "panel".
    by : {"article", "era", "sentence"}, default "article"
        What a row is.

    Returns
    -------
    pandas.DataFrame
        By sentence, the scored ones: `article`, `label`, `era`, `address`, `position` (of its middle, from 0 to 1),
        `part` (from 1), `tone`. By article, a row an article and part: `article`, `label`, `era`, `part`, `n_scored`,
        `tone` (mean over the scored sentences). By era, a row an era and part: `era`, `part`, `n_articles`, `tone`
        (mean over articles), `low`, `high` (95 % bootstrap over texts from ten on, else missing).

    Raises
    ------
    TwoCrisesError
        If there is no such column, `parts` is no whole number from 1 on, or `by` is something else.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> tone_along(load_corpus("seeds"), 2).groupby("article", observed=True).size().tolist()
    [2, 2, 2, 2, 2]
    """
    _check_column(column)
    parts = whole(parts, "parts")
    if by == "sentence":
        return _along_sentences(corpus, parts, column)
    if by == "article":
        rows = tone_along(corpus, parts, column, by="sentence")
        keys = ["article", "label", "era", "part"]
        found = rows.groupby(keys, observed=True, dropna=False)["tone"].agg(["size", "mean"]).reset_index()
        return found.rename(columns={"size": "n_scored", "mean": "tone"})
    if by == "era":
        return _along_eras(corpus, tone_along(corpus, parts, column))
    raise TwoCrisesError(f'by is "{by}". Tone along the text is given by "sentence", by "article" or by "era".')


def _along_sentences(corpus: Corpus, parts: int, column: str) -> pd.DataFrame:
    sentences = scored_only(tone(corpus))
    tokens = corpus.tokens
    counted = tokens.groupby(["article", "sentence"], observed=True).size()
    places = pd.MultiIndex.from_frame(sentences[["article", "sentence"]])
    words = pd.Series(counted.reindex(places).fillna(0).to_numpy(dtype=float))
    grouped = words.groupby(sentences["article"].to_numpy(), sort=False)
    total = grouped.transform("sum")
    position = (grouped.cumsum() - words / 2) / total.where(total > 0)
    part = np.minimum(np.floor(position.fillna(0) * parts), parts - 1).astype("int32") + 1
    frame = sentences[["article", "label", "era", "address"]].assign(
        position=position, part=part, tone=sentences[column].astype(float)
    )
    frame["article"] = pd.Categorical(frame["article"], categories=list(corpus.source))
    return frame[frame["tone"].notna() & position.notna()].reset_index(drop=True)


def _along_eras(corpus: Corpus, frame: pd.DataFrame) -> pd.DataFrame:
    text = pd.Series(blocks(corpus), index=corpus.articles["article"])
    rows = []
    for (era, part), group in frame.groupby(["era", "part"], observed=True):
        values = group["tone"].to_numpy(dtype=float)
        interval = bootstrap_interval(values, text[group["article"].astype(object)].to_numpy())
        rows.append((era, part, len(group), float(values.mean()), *interval))
    columns = ["era", "part", "n_articles", "tone", "low", "high"]
    result = pd.DataFrame(rows, columns=columns)
    result = result.astype({**dict.fromkeys(columns[1:3], "int32"), **dict.fromkeys(columns[3:], "float64")})
    return result.assign(era=pd.Categorical(result["era"], categories=frame["era"].cat.categories))


@once_per_corpus
def tone_by_day(corpus: Corpus, column: str = PANEL) -> pd.DataFrame:
    """Tone of the sentences that name a day, by the day they speak about.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    column : str, default "panel"
        An instrument or "panel".

    Returns
    -------
    pandas.DataFrame
        A row a scored sentence that names a day or a week, and whose article has a date: `article`, `label`, `era`,
        `published`, `address`, `day` (spoken about), `from_writing` (days from the one on which the article counts,
        negative for the past), `when` (past, same day or future), `words` (that name the day), `tone`; in order of
        `day`.

    Raises
    ------
    TwoCrisesError
        If there is no such column.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = tone_by_day(load_corpus("seeds"))
    >>> sorted(found["when"].unique())
    ['future', 'past', 'same day']
    """
    _check_column(column)
    days = sentence_days(corpus).set_index("address")
    sentences = scored_only(tone(corpus)).set_index("address")
    day = days["day"].reindex(sentences.index)
    frame = sentences[_KEYS].assign(day=day, words=days["text"].reindex(sentences.index), tone=sentences[column])
    frame = frame[frame["day"].notna() & frame["tone"].notna() & frame["published"].notna()].reset_index()
    facts = corpus.config.articles
    counted = [facts[a].written if a in facts and facts[a].written else None for a in frame["article"]]
    base = pd.to_datetime(pd.Series(counted, dtype=object)).fillna(frame["published"])
    apart = (frame["day"].dt.normalize() - base.dt.normalize()).dt.days
    frame["from_writing"] = apart.astype("int32")
    frame["when"] = np.select([apart < 0, apart > 0], ["past", "future"], "same day")
    frame = frame.sort_values(["day", "address"], kind="stable", ignore_index=True)
    return frame[[*_KEYS, "address", "day", "from_writing", "when", "words", "tone"]]


def _check_column(column: str) -> None:
    if column not in (*INSTRUMENTS, PANEL):
        raise TwoCrisesError(f'There is no instrument "{column}". There are {", ".join(INSTRUMENTS)} and {PANEL}.')
