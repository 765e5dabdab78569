"""Claims about topics."""

from collections.abc import Callable

from twocrises.claims.base import (
    DESCRIPTIVE,
    Claim,
    TooSmallError,
)
from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.keyness import (
    compare_eras,
)
from twocrises.topics import Topics, topics
from twocrises.wording import between, listed


def _topic_shift(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    found = _topics(corpus)
    columns = [str(name) for name in found.articles if str(name).startswith("topic_")]
    a, b = (found.articles.loc[found.articles["era"] == era, columns].dropna() for era in (pair.first, pair.second))
    if a.empty or b.empty:
        raise TooSmallError("An era has no paragraph that is long enough to hold a topic.")
    up, down = b.min() - a.max(), a.min() - b.max()
    column = str(up.where(up > down, down).idxmax())
    verdict = "the articles of the eras overlap"
    if max(up[column], down[column]) > 0:
        verdict = f"its share is larger in every article of {pair.second if up[column] > down[column] else pair.first}"
    top = found.quality["top_terms"].iloc[columns.index(column)].split(", ")[:4]
    spans = [
        f"{between(part[column].min(), part[column].max())} of each article of {era}"
        for part, era in ((a, pair.first), (b, pair.second))
    ]
    return Claim(
        "topic-shift",
        f"The topic that separates the eras best (topic {column[6:]}: {listed(top)}) has {spans[0]} and {spans[1]}: "
        f"{verdict}.",
        DESCRIPTIVE,
        {
            f"{name}_{era}": float(value)
            for part, era in ((a, pair.first), (b, pair.second))
            for name, value in (("min", part[column].min()), ("max", part[column].max()))
        },
        len(a) + len(b),
        f"NMF on TF-IDF of paragraphs, {len(columns)} topics; share of an article's words; chosen after looking at all",
        exploratory=True,
    )


def _topic_stability(corpus: Corpus) -> Claim:
    if len(corpus.source) < 3:
        raise TooSmallError("With fewer than three articles nothing can be drawn anew.")
    quality = _topics(corpus).quality
    low, high = float(quality["stability"].min()), float(quality["stability"].max())
    verdict = " The topics describe these articles; they are no facts about the coverage." if high < 0.5 else ""
    return Claim(
        "topic-stability",
        "Draw the articles anew with replacement, and topics change. Take the ten strongest words of a topic and those "
        "of the most similar topic after a draw: of all words on the two lists, a share of "
        f"{low:.1f} to {high:.1f} is on both, on average.{verdict}",
        DESCRIPTIVE,
        {"low": low, "high": high},
        len(corpus.source),
        "mean Jaccard overlap of ten top terms after matching, 20 bootstrap samples of articles",
    )


def _topics(corpus: Corpus) -> Topics:
    try:
        return topics(corpus)
    except TwoCrisesError as error:
        raise TooSmallError(str(error)) from None


CLAIMS: dict[str, Callable[[Corpus], Claim]] = {
    "topic-shift": _topic_shift,
    "topic-stability": _topic_stability,
}
