"""Results -> a ledger of claims: statements with their numbers, what they rest on, and how far they reach.

A claim is computed each time from the corpus it is about, so a sentence cannot outlive its number. Its status is
*supported* (as a difference between these sets of articles), *descriptive* (true of these articles, and no more), or
*contradicted* (what one would like to say, and the articles do not).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import Floats, count_terms, sentences_with
from twocrises.keyness import (
    compared_eras,
    keyness,
    marking_words,
    separating_words,
    shared_words,
    what_can_be_claimed,
)
from twocrises.sentiment import tone
from twocrises.topics import topics

SUPPORTED, DESCRIPTIVE, CONTRADICTED = "supported", "descriptive", "contradicted"


@dataclass(frozen=True)
class Claim:
    """A statement, its numbers, and what it rests on.

    Attributes
    ----------
    id : str
        Under which `say` finds it.
    statement : str
        A sentence or two. Text from the corpus stands between « and », so that whoever shows it can escape it.
    status : str
        `supported`, `descriptive` or `contradicted`.
    numbers : dict
        The numbers in the statement, by name.
    n_articles : int
        Articles it rests on.
    method : str
        How the numbers came about, with parameters.
    leave_one_out : str
        What leaving out each article in turn does to it; empty where the question does not arise.
    exploratory : bool
        Whether it was chosen after reading.
    evidence : tuple of str
        Addresses of sentences, ``ARTICLE#sN``.
    """

    id: str
    statement: str
    status: str
    numbers: dict[str, float]
    n_articles: int
    method: str
    leave_one_out: str = ""
    exploratory: bool = False
    evidence: tuple[str, ...] = field(default=())


def claims(corpus: Corpus, words: Sequence[str] = ()) -> pd.DataFrame:
    """Ledger of claims about a corpus.

    Parameters
    ----------
    corpus : Corpus
    words : sequence of str, optional
        Terms for which a claim ``word:TERM`` is wanted, beside those the ledger always has.

    Returns
    -------
    pandas.DataFrame
        A row a claim: `id`, `statement`, `status`, `n_articles`, `method`, `leave_one_out`, `exploratory`, `numbers`
        (dict) and `evidence` (tuple of addresses).

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras to compare.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> ledger = claims(load_corpus("seeds"), words=["talks"])
    >>> ledger.id.tolist()[-2:], set(ledger.status) - {"descriptive", "contradicted"}
    (['topic-stability', 'word:talks'], set())
    """
    found = [make_claim(name, corpus) for name in [*_CLAIMS, *(f"word:{word}" for word in words)]]
    columns = [
        "id",
        "statement",
        "status",
        "n_articles",
        "method",
        "leave_one_out",
        "exploratory",
        "numbers",
        "evidence",
    ]
    frame = pd.DataFrame([{name: getattr(claim, name) for name in columns} for claim in found], columns=columns)
    frame["statement"] = frame["statement"].str.replace("[«»*]", "", regex=True)
    return frame


def make_claim(claim_id: str, corpus: Corpus) -> Claim:
    """One claim of the ledger.

    Parameters
    ----------
    claim_id : str
        An id of `claims`, or ``word:TERM`` for any term.
    corpus : Corpus

    Returns
    -------
    Claim

    Raises
    ------
    TwoCrisesError
        If there is no claim of that name.
    """
    kind, _, term = claim_id.partition(":")
    if kind == "word" and term:
        return _word(term, corpus)
    if claim_id not in _CLAIMS:
        raise TwoCrisesError(f'There is no claim "{claim_id}". The ledger has {", ".join(_CLAIMS)}, and word:TERM.')
    return _CLAIMS[claim_id](corpus)


def percent(share: float) -> str:
    """Write a share as a whole percentage.

    Examples
    --------
    >>> percent(0.316)
    '32 %'
    """
    return f"{100 * share:.0f} %"


def listed(words: Sequence[str], *, quote: bool = True) -> str:
    """Write words as a list, marked as text of the corpus.

    Examples
    --------
    >>> listed(["nato", "would", "with"])
    '«nato», «would» and «with»'
    """
    marked = [f"«{word}»" if quote else str(word) for word in words]
    return " and ".join(marked) if len(marked) < 3 else ", ".join(marked[:-1]) + " and " + marked[-1]


def _size(corpus: Corpus) -> Claim:
    articles = corpus.articles
    words = articles["n_words"]
    longest = articles["label"].iloc[int(words.argmax())]
    eras = articles["era"].value_counts(sort=False)
    by_era = listed([f"{n} of {era}" for era, n in eras.items()], quote=False)
    none = int(articles["era"].isna().sum())
    share = words.max() / max(words.sum(), 1)
    return Claim(
        "size",
        f"The corpus holds {len(articles)} articles{': ' + by_era if by_era else ''}"
        f"{f', and {none} of no era' if none else ''}. After cleaning they have {len(corpus.sentences):,} sentences "
        f"and {words.sum():,} words; the longest, «{longest}», has {percent(share)} of the words.",
        DESCRIPTIVE,
        {"articles": len(articles), "sentences": len(corpus.sentences), "words": int(words.sum()), "longest": share},
        len(articles),
        "count of articles, kept sentences and words",
    )


def _dropped(corpus: Corpus) -> Claim:
    lines = corpus.lines
    lines = lines[lines["kind"] != "blank"]
    dropped = lines[~lines["keep"]]
    kinds = dropped["kind"].value_counts().loc[lambda n: n > 0]
    size = (lines["end"] - lines["start"]).groupby(lines["keep"]).sum()
    share = size.get(False, 0) / max(size.sum(), 1)
    what = listed([f"{n} {kind}" for kind, n in kinds.items()], quote=False)
    return Claim(
        "dropped",
        f"Of {len(lines)} lines with text, {len(dropped)} are not article text{' (' + what + ')' if what else ''}. "
        f"They hold {percent(share)} of the characters.",
        DESCRIPTIVE,
        {"lines": len(lines), "dropped": len(dropped), "share": share},
        len(corpus.source),
        "rules of twocrises/cleaning.py; blank lines not counted",
    )


def _days(corpus: Corpus) -> Claim:
    first, second = compared_eras(corpus)
    articles = corpus.articles
    articles = articles[articles["era"].isin([first, second])]
    counted = articles.groupby("era", observed=True).agg(n=("article", "size"), days=("published", "nunique"))
    parts = [
        f"{counted['n'][era]} articles of {era} appeared on {_days_in_words(counted['days'][era])}"
        for era in (first, second)
    ]
    repeated = (counted["n"] > counted["days"]).any()
    doubt = (
        " Articles of one day share their news, often their agency copy, and are less than independent."
        if repeated
        else ""
    )
    return Claim(
        "days",
        f"The {parts[0]}; the {parts[1]}.{doubt}",
        DESCRIPTIVE,
        {f"days_{era}": int(counted["days"][era]) for era in (first, second)},
        len(articles),
        "distinct days of publication by era",
    )


def _floor(corpus: Corpus) -> Claim:
    first, second = compared_eras(corpus)
    design = what_can_be_claimed(corpus)
    row = design.iloc[0]
    n_first, n_second = int(row[f"n_{first}"]), int(row[f"n_{second}"])
    p = float(row["smallest_p"])
    p_text = f"{p:.2f}" if p >= 0.01 else f"{p:.2g}"
    possible = p <= 0.05
    verdict = (
        "so a difference may be called *supported* if its own p is at most 0.05."
        if possible
        else "so nothing here can be called *supported*: every difference is worded as *descriptive*."
    )
    return Claim(
        "floor",
        f"{n_first} and {n_second} articles can be given the labels {first} and {second} in {int(row['labelings']):,} "
        f"ways. No test over articles can reach a p below {p_text}, {verdict} It would take {int(row['needed_max_t'])} "
        f"articles in each era with the maximum statistic, and {int(row['needed_bonferroni'])} with a Bonferroni "
        f"correction for {len(corpus.counts.terms):,} words.",
        SUPPORTED if possible else DESCRIPTIVE,
        {
            "labelings": int(row["labelings"]),
            "p": p,
            "max_t": int(row["needed_max_t"]),
            "bonferroni": int(row["needed_bonferroni"]),
        },
        n_first + n_second,
        "permutation floor 1/C(n1+n2, n1); 2/C if n1 = n2",
    )


def _marks(corpus: Corpus) -> Claim:
    first, second = compared_eras(corpus)
    words = marking_words(corpus, 5)
    a, b = words[words["t"] < 0]["term"].tolist(), words[words["t"] > 0]["term"].tolist()
    best = float(keyness(corpus)["p"].min())
    return Claim(
        "marks",
        f"Leaving function words aside, {listed(a)} mark {first} most and {listed(b)} mark {second} most. "
        f"The smallest p of any word is {best:.2f}.",
        SUPPORTED if best <= 0.05 else DESCRIPTIVE,
        {"smallest_p": best},
        int(corpus.articles["era"].isin([first, second]).sum()),
        "largest |T| over articles among words of at least 3 occurrences; p by max|T| over all words",
        evidence=tuple(address for term in [*a[:1], *b[:1]] for address in sentences_with(corpus, term)),
    )


def _separating(corpus: Corpus) -> Claim:
    actual, others = separating_words(corpus)
    more = int((others >= actual).sum())
    return Claim(
        "separating",
        f"{actual} words separate the two sets completely: every article of one era uses them more than every article "
        f"of the other. The other {len(others)} ways to label the same articles give {others.min()} to {others.max()} "
        f"such words, {np.mean(others):.0f} on average; {_of_them(more)} at least as many.",
        DESCRIPTIVE,
        {
            "separating": actual,
            "others_min": int(others.min()),
            "others_max": int(others.max()),
            "others_mean": float(others.mean()),
        },
        int(corpus.articles["era"].notna().sum()),
        "words of at least 3 occurrences whose article rates do not overlap, counted for every labeling",
    )


def _shared(corpus: Corpus) -> Claim:
    first, second = compared_eras(corpus)
    words = shared_words(corpus, 5)
    return Claim(
        "shared",
        f"What stays: {listed(words['term'].tolist())} stand in every article, at nearly the same rate in {first} and "
        f"{second}.",
        DESCRIPTIVE,
        {str(term): float(ratio) for term, ratio in zip(words["term"], words["log_ratio"], strict=True)},
        int(corpus.articles["era"].isin([first, second]).sum()),
        "content words in every article, smallest absolute log ratio of mean article rates",
        exploratory=True,
    )


def _tone(corpus: Corpus) -> Claim:
    first, second = compared_eras(corpus)
    articles = tone(corpus, by="article")
    groups = [articles.loc[articles["era"] == era, "mean_of_scored"].dropna() for era in (first, second)]
    (low_a, high_a), (low_b, high_b) = ((float(g.min()), float(g.max())) for g in groups)
    apart = high_a < low_b or high_b < low_a
    direction = "higher" if low_b > high_a else "lower"
    verdict = (
        f"Every article of {second} scores {direction} than every article of {first}."
        if apart
        else "The two ranges overlap, so TextBlob shows no difference of tone between these sets."
    )
    return Claim(
        "tone",
        f"By TextBlob the articles of {first} score from {signed(low_a)} to {signed(high_a)} and those of {second} "
        f"from {signed(low_b)} to {signed(high_b)}, on a scale from −1 to 1. {verdict}",
        DESCRIPTIVE if apart else CONTRADICTED,
        {f"low_{first}": low_a, f"high_{first}": high_a, f"low_{second}": low_b, f"high_{second}": high_b},
        sum(len(group) for group in groups),
        "TextBlob polarity, mean over the sentences with at least one known word",
    )


def _tone_order(corpus: Corpus) -> Claim:
    articles = tone(corpus, by="article").dropna(subset=["mean_of_scored"])
    ranks = articles[["TextBlob", "mean_of_scored"]].rank(ascending=False)
    moved = int((ranks["TextBlob"] != ranks["mean_of_scored"]).sum())
    same = moved == 0
    verdict = (
        "The order of the articles stays the same."
        if same
        else f"{moved} of the {len(articles)} articles change their rank between the two."
    )
    return Claim(
        "tone-order",
        f"Scored as one text or as the mean of its sentences, an article gets two different numbers. {verdict}",
        DESCRIPTIVE if same else CONTRADICTED,
        {"moved": moved, "articles": len(articles)},
        len(articles),
        "TextBlob polarity of the whole kept text against the mean over scored sentences",
    )


def _tone_scored(corpus: Corpus) -> Claim:
    sentences = tone(corpus)
    without = int((sentences["TextBlob_hits"] == 0).sum())
    share = without / max(len(sentences), 1)
    return Claim(
        "tone-scored",
        f"{without} of {len(sentences):,} sentences ({percent(share)}) hold no word that TextBlob knows. It gives them "
        "0.0; we read that as no answer.",
        DESCRIPTIVE,
        {"without": without, "sentences": len(sentences)},
        len(corpus.source),
        "sentences without a match in TextBlob's lexicon",
    )


def _topic_shift(corpus: Corpus) -> Claim:
    first, second = compared_eras(corpus)
    found = topics(corpus, samples=0)
    columns = [column for column in map(str, found.articles.columns) if column.startswith("topic_")]
    by_era = {era: found.articles.loc[found.articles["era"] == era, columns] for era in (first, second)}
    gap = by_era[second].min() - by_era[first].max()
    back = by_era[first].min() - by_era[second].max()
    column = str(gap.where(gap > back, back).idxmax())
    apart = max(gap[column], back[column]) > 0
    up = gap[column] > back[column]
    top = found.quality["top_terms"][columns.index(column)].split(", ")[:4]
    spans = [
        f"{percent(by_era[era][column].min())} to {percent(by_era[era][column].max())} of each article of {era}"
        for era in (first, second)
    ]
    verdict = f"it is larger in every article of {second if up else first}" if apart else "the eras overlap"
    return Claim(
        "topic-shift",
        f"The topic that separates the eras best ({listed(top)}) takes {spans[0]} and {spans[1]}: {verdict}.",
        DESCRIPTIVE,
        {
            f"{name}_{era}": float(getattr(by_era[era][column], name)())
            for era in (first, second)
            for name in ("min", "max")
        },
        int(found.articles["era"].isin([first, second]).sum()),
        f"NMF on TF-IDF of paragraphs, {len(columns)} topics; share of an article's words; the topic chosen after "
        "looking at all",
        exploratory=True,
    )


def _topic_stability(corpus: Corpus) -> Claim:
    quality = topics(corpus).quality
    low, high = float(quality["stability"].min()), float(quality["stability"].max())
    verdict = (
        "The topics describe these articles and are no facts about the coverage."
        if high < 0.5
        else "The best of them come back."
    )
    return Claim(
        "topic-stability",
        "Draw the articles anew with replacement and the topics change: of the ten top terms of a topic and its match, "
        f"the shared part is {low:.2f} to {high:.2f}, where 1 would mean the same terms every time. {verdict}",
        DESCRIPTIVE,
        {"low": low, "high": high},
        len(corpus.source),
        "mean Jaccard overlap of ten top terms after matching, 20 bootstrap samples of articles",
    )


def _word(term: str, corpus: Corpus) -> Claim:
    first, second = compared_eras(corpus)
    counts = count_terms(corpus, term)
    name = str(counts.index[0])
    by_era = [counts[era].iloc[0] for era in (first, second)]
    total = int(sum(part.sum() for part in by_era))
    n_articles = sum(len(part) for part in by_era)
    if not total:
        return Claim(
            f"word:{name}",
            f"«{name}» does not stand in these articles.",
            DESCRIPTIVE,
            {"count": 0},
            n_articles,
            "count",
        )
    rates = count_terms(corpus, term, per=1000)
    a, b = (rates[era].iloc[0].to_numpy(dtype=float) for era in (first, second))
    holds = pd.concat(by_era)
    flips = _leave_one_out(a, b, holds.index.tolist())
    left_out = (
        "the sign stays whichever article is left out" if not flips else f"the sign changes without {listed(flips)}"
    )
    high, low = (second, first) if b.mean() > a.mean() else (first, second)
    if a.mean() == b.mean():
        order = "there is no difference"
    elif a.max() < b.min() or b.max() < a.min():
        order = f"every article of {high} uses it more than every article of {low}, and {left_out}"
    else:
        order = f"the articles of the two eras overlap, and {left_out}"
    tested = keyness(corpus, min_count=1).set_index("term")
    p, wording = float(tested["p"][name]), str(tested["claim"][name])
    return Claim(
        f"word:{name}",
        f"«{name}» stands {a.mean():.1f} times per 1,000 words in the articles of {first} and {b.mean():.1f} times in "
        f"those of {second}: {order}. «{holds.idxmax()}» holds {percent(holds.max() / total)} of its {total} "
        f"occurrences. p = {p:.2f}, {wording}.",
        wording,
        {f"rate_{first}": float(a.mean()), f"rate_{second}": float(b.mean()), "count": total, "p": p},
        n_articles,
        "mean of article rates; p by max|T| over all words, labels of articles permuted",
        leave_one_out=left_out,
        exploratory=True,
        evidence=tuple(sentences_with(corpus, term)),
    )


def _leave_one_out(a: Floats, b: Floats, labels: Sequence[str]) -> list[str]:
    """Articles without which the difference of means changes its sign, or can no longer be computed."""
    sign = np.sign(b.mean() - a.mean())
    rests = [(np.delete(a, i), b) for i in range(len(a))] + [(a, np.delete(b, i)) for i in range(len(b))]
    return [
        label
        for label, (rest_a, rest_b) in zip(labels, rests, strict=True)
        if not (len(rest_a) and len(rest_b)) or np.sign(rest_b.mean() - rest_a.mean()) != sign
    ]


def signed(number: float) -> str:
    """Write a number with two decimals and a real minus sign.

    Examples
    --------
    >>> signed(-0.146), signed(0.039)
    ('−0.15', '+0.04')
    """
    return f"{number:+.2f}".replace("-", "−")


def _days_in_words(n: int) -> str:
    return "one day" if n == 1 else f"{n} different days"


def _of_them(n: int) -> str:
    return "none gives" if n == 0 else "one gives" if n == 1 else f"{n} give"


_CLAIMS: dict[str, Callable[[Corpus], Claim]] = {
    "size": _size,
    "dropped": _dropped,
    "days": _days,
    "floor": _floor,
    "marks": _marks,
    "separating": _separating,
    "shared": _shared,
    "tone-scored": _tone_scored,
    "tone": _tone,
    "tone-order": _tone_order,
    "topic-shift": _topic_shift,
    "topic-stability": _topic_stability,
}
