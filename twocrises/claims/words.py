"""Claims about words: which mark an era, which both share, and what chance does."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from twocrises.claims.base import (
    DESCRIPTIVE,
    NO_INTERVAL,
    SUPPORTED,
    Claim,
    Difference,
    TooSmallError,
    difference_by_text,
    unit_of_test,
)
from twocrises.concordance import sentences_with
from twocrises.corpus import Corpus
from twocrises.frequency import MODALITY, count_terms, find_terms
from twocrises.keyness import (
    Comparison,
    compare_eras,
    deal_labels,
    keyness,
    marking_words,
    separated,
    separating_words,
    shared_words,
    what_can_be_claimed,
)
from twocrises.masking import masked
from twocrises.measures import Floats
from twocrises.permutation import LEVEL
from twocrises.wording import count, listed, p_value, percent, quoted

# Words whose ranks are followed when articles are left out.
_FIRST = 10
_RATES = ("rate", "mean_rate")


def _signs(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    words = keyness(corpus)
    pooled = words[f"rate_{pair.second}"] - words[f"rate_{pair.first}"]
    mean = words[f"mean_rate_{pair.second}"] - words[f"mean_rate_{pair.first}"]
    # What is left of equal rates after rounding is no direction.
    opposed = words[(np.sign(pooled.round(9)) * np.sign(mean.round(9))) < 0]
    numbers = {"opposed": float(len(opposed)), "words": float(len(words))}
    text = (
        "For no word do the pooled rate and the mean of the articles' rates point in opposite directions."
        if opposed.empty
        else f"For {len(opposed):,} of {count(len(words), 'word')} the pooled rate and the mean of the articles' rates "
        "point in opposite directions."
    )
    if len(opposed):
        often = opposed[f"count_{pair.first}"] + opposed[f"count_{pair.second}"]
        top = opposed.iloc[int(often.to_numpy().argmax())]
        pooled_rates, mean_rates = ([float(top[f"{n}_{era}"]) for era in (pair.first, pair.second)] for n in _RATES)
        numbers |= dict(zip(("pooled_first", "pooled_second"), pooled_rates, strict=True))
        numbers |= dict(zip(("mean_first", "mean_second"), mean_rates, strict=True))
        text += (
            f" The most frequent of them is {quoted(top['term'])}: pooled, it stands {pooled_rates[0]:.2f} times per "
            f"1,000 words in {pair.first} and {pooled_rates[1]:.2f} times in {pair.second}; the means of the articles' "
            f"rates are {mean_rates[0]:.2f} and {mean_rates[1]:.2f}."
        )
    return Claim(
        "signs",
        text,
        DESCRIPTIVE,
        numbers,
        len(pair.articles),
        "words of at least 3 occurrences; sign of the difference of pooled rates against that of mean rates",
    )


def _marks(corpus: Corpus) -> Claim:
    return _marking("marks", "Function words left out, ", corpus)


def _masked(corpus: Corpus) -> Claim:
    if not corpus.config.roles and not corpus.config.places:
        raise TooSmallError("corpus.toml names neither holders of offices nor places, so there is none to put aside.")
    lead = "With holders of an office counted under the office, places under one term, and function words left out, "
    return _marking("masked", lead, masked(corpus))


def _marking(claim_id: str, lead: str, corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    words = marking_words(corpus, 5)
    if words.empty:
        raise TooSmallError("No word differs between the eras, so none marks them.")
    parts = []
    for era, own in ((pair.first, words["t"] < 0), (pair.second, words["t"] > 0)):
        named = words.loc[own, "term"].tolist()
        parts.append(
            f"{listed(named)} {'marks' if len(named) == 1 else 'mark'} {era} most" if named else f"no word marks {era}"
        )
    supported = words.loc[words["claim"] == SUPPORTED, "term"].tolist()
    best = float(words["p"].min())
    verdict = "none is" if not supported else "all are" if len(supported) == len(words) else f"{listed(supported)} are"
    return Claim(
        claim_id,
        f"{lead}{parts[0]} and {parts[1]}. Of these {verdict} supported; the smallest p is {p_value(best)}.",
        SUPPORTED if len(supported) == len(words) else DESCRIPTIVE,
        {"smallest_p": best},
        len(pair.articles),
        f"largest |T| over {unit_of_test(corpus)}s among words of at least 3 occurrences; p by max|T| over all words",
        interval=NO_INTERVAL,
        evidence=tuple(
            address
            for own in (words["t"] < 0, words["t"] > 0)
            for term in words.loc[own, "term"].head(1)
            for address in sentences_with(corpus, term)
        ),
    )


def _ranks(corpus: Corpus) -> Claim:
    words = keyness(corpus)
    top = words[(words["rank"] <= _FIRST) & words["worst_rank"].notna()]
    if top.empty:
        raise TooSmallError("No word has a rank that leaving out an article could change.")
    staying = int((top["worst_rank"] <= _FIRST).sum())
    lowest = top.iloc[int(top["worst_rank"].to_numpy(dtype=int).argmax())]
    stay = "none stays" if not staying else f"{staying} {'stays' if staying == 1 else 'stay'}"
    falls = (
        f" {quoted(lowest['term'])} falls furthest: from place {lowest['rank']} to place {lowest['worst_rank']:,} "
        f"without {quoted(lowest['without'])}."
        if lowest["worst_rank"] > lowest["rank"]
        else ""
    )
    return Claim(
        "ranks",
        f"Of the {count(len(top), 'word')} with the largest |T|, {stay} among the first {_FIRST} whichever "
        f"{unit_of_test(corpus)} is left out.{falls}",
        DESCRIPTIVE,
        {
            "words": len(top),
            "staying": staying,
            "first": _FIRST,
            "rank": int(lowest["rank"]),
            "worst": int(lowest["worst_rank"]),
        },
        len(compare_eras(corpus).articles),
        f"rank by |T| among words of at least 3 occurrences, each {unit_of_test(corpus)} left out in turn",
    )


def _announced(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    words = len(keyness(corpus))
    deals = deal_labels(corpus)
    corrected = deal_labels(corpus, level=LEVEL / max(words, 1))["keywords"]
    true, others = int(deals["keywords"].iloc[0]), deals["keywords"].iloc[1:]
    if others.empty:
        raise TooSmallError(f"With one {unit_of_test(corpus)} in each era there is no other way to label them.")
    design = what_can_be_claimed(corpus).iloc[0]
    mirrored = design[f"n_{pair.first}"] == design[f"n_{pair.second}"]
    every = int(design["labelings"]) // (2 if mirrored else 1) - 1 == len(others)
    more = int((others > true).sum())
    ways = f"the {len(others)} other ways" if every else f"{len(others)} other ways, drawn at random,"
    beaten = "none of them has" if not more else f"{more:,} of them {'have' if more > 1 else 'has'}"
    low, high = int(corrected.iloc[1:].min()), int(corrected.iloc[1:].max())
    return Claim(
        "announced",
        f"At a limit of p below {LEVEL}, G² announces {true:,} of {count(words, 'word')} as keywords for {pair.first} "
        f"against {pair.second}; if each word were drawn by lot, it would be roughly {LEVEL * words:.0f}. For {ways} "
        f"to deal the labels it announces {int(others.min()):,} to {int(others.max()):,}: "
        f"{beaten} more than the true "
        f"labels. With the limit divided by the number of words, {int(corrected.iloc[0]):,} "
        f"{'is' if corrected.iloc[0] == 1 else 'are'} left for the true labels and "
        f"{f'{low:,}' if low == high else f'{low:,} to {high:,}'} for each of the others.",
        DESCRIPTIVE,
        {
            "keywords": true,
            "words": words,
            "by_lot": LEVEL * words,
            "low": int(others.min()),
            "high": int(others.max()),
            "more": more,
            "ways": len(others),
            "level": LEVEL,
            "corrected": int(corrected.iloc[0]),
            "corrected_low": low,
            "corrected_high": high,
        },
        len(pair.articles),
        f"four-cell G², chi-squared limit of p below {LEVEL}, words of at least 3 occurrences; labels dealt to "
        f"{unit_of_test(corpus)}s",
    )


def _modality(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    rates = count_terms(corpus, MODALITY, per=1000)
    parts: list[str] = []
    left_out: list[str] = []
    compared: list[Difference] = []
    numbers: dict[str, float] = {}
    for name in MODALITY:
        found = _rate_of(corpus, pair, rates.T[name], f"words for {quoted(name)}")
        compared.append(found)
        parts.append(f"{_both_rates(found)}; {_verdict(found, _separates(pair, rates.T[name]), 'has more of them')}")
        numbers |= {f"{name}, {era}": mean for era, mean in zip(found.eras, found.means, strict=True)}
        left_out.append(f"{name}: {found.leave_one_out}")
    may_be, is_so = (listed(members) for members in MODALITY.values())
    return Claim(
        "modality",
        f"Words for what might be ({may_be}) stand {parts[0]}. Words for what is or was ({is_so}) stand {parts[1]}.",
        DESCRIPTIVE,
        numbers,
        len(pair.articles),
        f"mean of {unit_of_test(corpus)} rates of two groups of words; the groups were chosen after reading",
        leave_one_out="; ".join(left_out),
        exploratory=True,
        # Of the two groups the first is the one that is asked about.
        difference=compared[0],
        evidence=tuple(
            dict.fromkeys(address for word in next(iter(MODALITY.values())) for address in sentences_with(corpus, word))
        ),
    )


def _separating(corpus: Corpus) -> Claim:
    found = separating_words(corpus)
    if not found.actual:
        raise TooSmallError(
            "No word separates the two sets completely, so there is nothing to compare with other labels."
        )
    if not len(found.others):
        raise TooSmallError(f"With one {unit_of_test(corpus)} in each era there is no other way to label them.")
    low, high = int(found.others.min()), int(found.others.max())
    as_many = int((found.others >= found.actual).sum())
    n = len(found.others)
    ways = f"The {n} other ways" if n == found.labelings else f"{n} other ways, drawn at random,"
    rank = "None of them gives" if as_many == 0 else f"{as_many:,} of them {'gives' if as_many == 1 else 'give'}"
    separate = f"{count(found.actual, 'word')} {'separates' if found.actual == 1 else 'separate'}"
    return Claim(
        "separating",
        f"{separate} the two sets completely: every article of one era uses them more than every article of the other. "
        f"{ways} to label the same articles give {low} to {high} such words, {found.others.mean():.0f} on average. "
        f"{rank} as many as the true labels.",
        DESCRIPTIVE,
        {
            "separating": found.actual,
            "low": low,
            "high": high,
            "mean": float(found.others.mean()),
            "as_many": as_many,
            "ways": n,
        },
        len(compare_eras(corpus).articles),
        "words of at least 3 occurrences whose article rates do not overlap, counted for each labeling",
    )


def _shared(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    words = shared_words(corpus, 6)
    if words.empty:
        raise TooSmallError("No content word stands in nearly every article at a similar rate.")
    everywhere = bool((words["articles"] == len(pair.articles)).all())
    one = len(words) == 1
    stand = "stands" if one else "stand"
    where = "every article" if everywhere else "nearly every article"
    evenly = "" if one else " Of the words of which both are true, these are spread most evenly."
    return Claim(
        "shared",
        f"{listed(words['term'].tolist())} {stand} in {where}, and the mean rates of {pair.first} and "
        f"{pair.second} differ by less than a fifth.{evenly}",
        DESCRIPTIVE,
        {str(term): float(value) for term, value in zip(words["term"], words["dispersion"], strict=True)},
        len(pair.articles),
        "content words of nine articles in ten or more, ratio of mean rates below 1.2, smallest DPnorm",
        exploratory=True,
    )


def word_claim(term: str, corpus: Corpus) -> Claim:
    """How often a word stands in both eras.

    Parameters
    ----------
    term : str
        As `count_terms` takes it.
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Claim

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> word_claim("talks", load_corpus("seeds")).status
    'descriptive'
    """
    pair = compare_eras(corpus)
    counts = count_terms(corpus, term)
    name = str(counts.index[0])
    labels = pair.articles["label"]
    holds = counts.droplevel("era", axis=1).iloc[0].loc[labels]
    total = int(holds.sum())
    if not total:
        return Claim(
            f"word:{name}",
            f"{quoted(name)} does not occur in the articles of {pair.first} and {pair.second}.",
            DESCRIPTIVE,
            {"count": 0},
            len(labels),
            "count",
        )
    found = _rate_of(corpus, pair, count_terms(corpus, term, per=1000).iloc[0], quoted(name))
    words = keyness(corpus, min_count=1, ngram=find_terms(corpus, term)[1])
    row = words[words["term"] == name].iloc[0]
    p = f"p = {p_value(float(row['p']))}".replace("p = less than", "p less than")
    unit = unit_of_test(corpus)
    return Claim(
        f"word:{name}",
        f"{quoted(name)} occurs {_both_rates(found)} (means of the {unit}s' rates): "
        f"{_verdict(found, bool(row['separates']), 'uses it more', without=True)}. {_carried(holds)}. "
        f"The difference is {row['claim']}, {p}.",
        str(row["claim"]),
        {
            **{f"rate_{era}": mean for era, mean in zip(found.eras, found.means, strict=True)},
            "count": total,
            "articles": int((holds > 0).sum()),
            "largest_share": float(holds.max() / total),
            "p": float(row["p"]),
        },
        len(labels),
        f"mean of {unit} rates; p by max|T| over all words, labels of {unit}s permuted",
        exploratory=True,
        evidence=tuple(sentences_with(corpus, term)),
        difference=found,
    )


def groups_of_words(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """Groups of words that are counted together: the frames of corpus.toml, what might be, and what is or was.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    dict of str to tuple of str
        Name of the group -> its words.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> list(groups_of_words(load_corpus("seeds")))[-2:]
    ['what might be', 'what is or was']
    """
    return {**corpus.config.frames, **MODALITY}


def frame_claim(name: str, corpus: Corpus) -> Claim:
    """How often the words of a group stand in both eras.

    Parameters
    ----------
    name : str
        One of `groups_of_words`.
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Claim
        Never supported: the groups were chosen after reading.

    Raises
    ------
    TooSmallError
        If there is no such group.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> frame_claim("what might be", load_corpus("seeds")).difference.more_in
    '2022'
    """
    groups = groups_of_words(corpus)
    if name not in groups:
        raise TooSmallError(f'There is no group of words "{name}". corpus.toml and the walk have: {", ".join(groups)}.')
    pair, words = compare_eras(corpus), list(groups[name])
    holds = count_terms(corpus, {name: words}).droplevel("era", axis=1).iloc[0].loc[pair.articles["label"]]
    rates = count_terms(corpus, {name: words}, per=1000).iloc[0]
    found = _rate_of(corpus, pair, rates, f"words for {quoted(name)}")
    total = int(holds.sum())
    numbers: dict[str, float] = {"count": total, "articles": int((holds > 0).sum())}
    if not total:
        text = f"Of the words for {quoted(name)} ({listed(words)}) none stands in the articles of {_both(pair)}."
    else:
        numbers |= {f"rate_{era}": mean for era, mean in zip(found.eras, found.means, strict=True)}
        numbers["largest_share"] = float(holds.max() / total)
        text = (
            f"Words for {quoted(name)} ({listed(words)}) stand {_both_rates(found)} (means of the "
            f"{unit_of_test(corpus)}s' rates): {_verdict(found, _separates(pair, rates), 'has more', without=True)}. "
            f"{_carried(holds)}."
        )
    return Claim(
        f"frame:{name}",
        text,
        DESCRIPTIVE,
        numbers,
        len(pair.articles),
        f"mean of {unit_of_test(corpus)} rates of a group of words, chosen after reading, so not tested",
        exploratory=True,
        evidence=tuple(dict.fromkeys(address for word in words for address in sentences_with(corpus, word))),
        difference=found,
    )


def _both(pair: Comparison) -> str:
    return f"{pair.first} and {pair.second}"


def _both_rates(found: Difference) -> str:
    """Give the means of both eras; with more decimals where one would make them look the same."""
    first, second = found.means
    digits = next((d for d in (1, 2, 3) if f"{first:.{d}f}" != f"{second:.{d}f}" or not found.direction), 3)
    return (
        f"{first:.{digits}f} times per 1,000 words in the articles of {found.eras[0]} and {second:.{digits}f} times in "
        f"those of {found.eras[1]}"
    )


def _verdict(found: Difference, separates: bool, more: str, *, without: bool = False) -> str:
    """Say how the articles of the eras lie to each other, and if wanted what one of them decides."""
    if not found.direction:
        return "there is no difference"
    if separates:
        low = found.eras[0] if found.more_in == found.eras[1] else found.eras[1]
        return f"every article of {found.more_in} {more} than every article of {low}"
    return f"the articles of the two eras overlap{f', and {found.leave_one_out}' if without else ''}"


def _separates(pair: Comparison, rates: pd.Series) -> bool:
    return bool(separated(_by_article(pair, rates)[:, None], pair.in_second)[0])


def _carried(holds: pd.Series) -> str:
    """Say which article has most of the occurrences."""
    total, heaviest = int(holds.sum()), holds[holds == holds.max()].index.tolist()
    if total == 1:
        return f"Its only occurrence is in {quoted(heaviest[0])}"
    if len(heaviest) == 1:
        return f"{quoted(heaviest[0])} has {percent(holds.max() / total)} of {total:,} occurrences"
    return f"The {total:,} occurrences are spread over {count(int((holds > 0).sum()), 'article')}"


def _rate_of(corpus: Corpus, pair: Comparison, rates: pd.Series, quantity: str) -> Difference:
    return difference_by_text(corpus, pair, _by_article(pair, rates), quantity, "per 1,000 words")


def _by_article(pair: Comparison, rates: pd.Series) -> Floats:
    """Rates of the articles compared, in their order."""
    return rates.droplevel("era").loc[pair.articles["label"]].to_numpy(dtype=float)


CLAIMS: dict[str, Callable[[Corpus], Claim]] = {
    "signs": _signs,
    "marks": _marks,
    "ranks": _ranks,
    "masked": _masked,
    "modality": _modality,
    "separating": _separating,
    "announced": _announced,
    "shared": _shared,
}
