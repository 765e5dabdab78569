"""Results -> a ledger of claims: statements with their numbers, what they rest on, and how far they reach.

A claim is computed each time from the corpus it is about, so a sentence cannot outlive its number. Its status is
*supported* (as a difference between these sets of articles, by the test of keyness), *descriptive* (true of these
articles, and no more), or *contradicted* (an expectation, named in the statement, that these articles do not bear out).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from twocrises.concordance import sentences_with
from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import MODALITY, count_terms, find_terms
from twocrises.keyness import (
    Comparison,
    compare_eras,
    deal_labels,
    keyness,
    marking_words,
    mean_by_unit,
    separated,
    separating_words,
    shared_words,
    text_units,
    what_can_be_claimed,
)
from twocrises.masking import masked
from twocrises.measures import Floats
from twocrises.permutation import LEVEL, permutation_floor
from twocrises.sentiment import tone
from twocrises.topics import Topics, topics
from twocrises.wording import between, count, listed, lower_bound, p_value, percent, quoted, signed

# Words whose ranks are followed when articles are left out.
_FIRST = 10
_RATES = ("rate", "mean_rate")

SUPPORTED, DESCRIPTIVE, CONTRADICTED = "supported", "descriptive", "contradicted"


@dataclass(frozen=True)
class Claim:
    """A statement, its numbers, and what it rests on.

    Attributes
    ----------
    id : str
        Under which `say` finds it.
    statement : str
        A sentence or a few. Text from the corpus stands between « and », so that whoever shows it can escape it.
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
    evidence: tuple[str, ...] = ()


def claims(corpus: Corpus, words: Sequence[str] = ()) -> pd.DataFrame:
    """Ledger of claims about a corpus.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    words : sequence of str, optional
        Terms for which a claim ``word:TERM`` is wanted, beside those the ledger always has.

    Returns
    -------
    pandas.DataFrame
        A row a claim: `id`, `statement`, `status`, `n_articles`, `method`, `leave_one_out`, `exploratory`, `numbers`
        (dict) and `evidence` (tuple of addresses). What a corpus is too small to be asked (topics of two paragraphs,
        say) is left out.

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras to compare.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> ledger = claims(load_corpus("seeds"), words=["talks"])
    >>> ledger.id.tolist()[-2:], sorted(set(ledger.status))
    (['topic-stability', 'word:talks'], ['contradicted', 'descriptive'])
    """
    compare_eras(corpus)
    found = []
    for name in [*_CLAIMS, *(f"word:{word}" for word in words)]:
        try:
            found.append(make_claim(name, corpus))
        except TooSmallError:
            continue
    columns = [
        "id", "statement", "status", "n_articles", "method", "leave_one_out", "exploratory", "numbers", "evidence"
    ]  # fmt: skip
    frame = pd.DataFrame([{name: getattr(claim, name) for name in columns} for claim in found], columns=columns)
    frame["statement"] = frame["statement"].str.replace("[«»*]", "", regex=True)
    return frame


class TooSmallError(TwoCrisesError):
    """A claim that this corpus is too small to be asked for."""


def make_claim(claim_id: str, corpus: Corpus) -> Claim:
    """One claim of the ledger.

    Parameters
    ----------
    claim_id : str
        An id of `claims`, or ``word:TERM`` for any term.
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Claim

    Raises
    ------
    TwoCrisesError
        If there is no claim of that name, or the corpus is too small for it.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> make_claim("dropped", load_corpus("seeds")).numbers["dropped"]
    37
    """
    if not isinstance(corpus, Corpus) or not isinstance(claim_id, str):
        raise TwoCrisesError('Name the claim first, then the corpus: say("tone", corpus).')
    kind, _, term = claim_id.partition(":")
    if kind == "word" and term:
        return _word(term, corpus)
    if claim_id not in _CLAIMS:
        hint = f' Did you mean "word:{claim_id}"?' if claim_id.casefold() in corpus.counts.terms else ""
        raise TwoCrisesError(
            f'There is no claim "{claim_id}".{hint} The ledger has {", ".join(_CLAIMS)}, and word:TERM.'
        )
    return _CLAIMS[claim_id](corpus)


def _size(corpus: Corpus) -> Claim:
    articles = corpus.articles
    words = articles["n_words"]
    longest = articles.iloc[int(words.to_numpy().argmax())]
    by_era = [f"{n:,} of {era}" for era, n in articles["era"].value_counts(sort=False).items() if n]
    none = int(articles["era"].isna().sum())
    parts = [*by_era, f"{none:,} of no era"] if none and by_era else by_era
    share = float(words.max() / max(words.sum(), 1))
    return Claim(
        "size",
        f"The corpus holds {count(len(articles), 'article')}{': ' if parts else ''}{listed(parts, quote=False)}. After "
        f"cleaning there are {count(len(corpus.sentences), 'sentence')} and {count(int(words.sum()), 'word')}; the "
        f"longest article, {quoted(longest['label'])}, has {percent(share)} of the words.",
        DESCRIPTIVE,
        {"articles": len(articles), "sentences": len(corpus.sentences), "words": int(words.sum()), "longest": share},
        len(articles),
        "count of articles, kept sentences and words",
    )


def _dropped(corpus: Corpus) -> Claim:
    lines = corpus.lines
    lines = lines[lines["kind"] != "blank"]
    dropped = lines[~lines["keep"]]
    size = (lines["end"] - lines["start"]).groupby(lines["keep"]).sum()
    share = float(size.get(False, 0) / max(size.sum(), 1))
    held = "less than 1 %" if 0 < share < 0.005 else percent(share)
    kinds = listed([f"{n:,} {kind}" for kind, n in dropped["kind"].value_counts().items() if n], quote=False)
    return Claim(
        "dropped",
        f"Of {count(len(lines), 'line')} with text, {len(dropped):,} are left out of the counts"
        f"{' (' + kinds + ')' if kinds else ''}. They hold {held} of the characters.",
        DESCRIPTIVE,
        {"lines": len(lines), "dropped": len(dropped), "share": share},
        len(corpus.source),
        "rules of twocrises/cleaning.py; blank lines not counted",
    )


def _days(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    parts: list[str] = []
    numbers: dict[str, float] = {}
    repeated = False
    for era, own in ((pair.first, ~pair.in_second), (pair.second, pair.in_second)):
        published = pair.articles.loc[own, "published"]
        days, undated = int(published.nunique()), int(published.isna().sum())
        if undated == len(published):
            parts.append(
                f"the {count(len(published), 'article')} of {era} {'has' if len(published) == 1 else 'have'} no date"
            )
        else:
            when = "on one day" if days == 1 else f"on {days:,} different days"
            parts.append(f"the {count(len(published), 'article')} of {era} appeared {when}")
        repeated |= 0 < days < len(published) - undated
        numbers |= {f"days_{era}": days, f"articles_{era}": len(published)}
    doubt = " Articles of one day share their news and often their sources: they are less than independent."
    return Claim(
        "days",
        f"{parts[0][:1].upper()}{parts[0][1:]}; {parts[1]}.{doubt if repeated else ''}",
        DESCRIPTIVE,
        numbers,
        len(pair.articles),
        "distinct days of publication by era",
    )


def _floor(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    design = what_can_be_claimed(corpus)
    decides, by_day = design.iloc[0], design.iloc[-1]
    unit, p, day_p = str(decides["unit"]), float(decides["smallest_p"]), float(by_day["smallest_p"])
    ways = int(decides["labelings"])
    n_first, n_second = (int(decides[f"n_{era}"]) for era in (pair.first, pair.second))
    once = "Articles of one era that print the same text count as one. " if unit == "text" else ""
    of_days = f" By day of publication the smallest p is {p_value(day_p)}" if day_p > p else ""
    if of_days:
        of_days += "; that decides nothing and is a reason for doubt." if p <= LEVEL < day_p else "."
    verdict = (
        f"so a difference is called *supported* if its own p is at most {LEVEL}."
        if p <= LEVEL
        else "so nothing here can be called *supported*: every difference is worded as *descriptive*."
    )
    sampled = p > permutation_floor(n_first, n_second)
    reach = "Our test goes through a sample of them, and cannot reach" if sampled else f"No test over {unit}s can reach"
    doubt = str(decides["wording"]).partition(";")[2].strip()
    doubt = f" But {doubt} than the test promises." if doubt else ""
    return Claim(
        "floor",
        f"{once}{n_first:,} and {count(n_second, unit)} can be given the labels {pair.first} and {pair.second} in "
        f"{f'{ways:,}' if ways < 10**6 else 'more than a million'} ways. {reach} a p below {lower_bound(p)}.{of_days} "
        f"The usual limit is {LEVEL}, {verdict}{doubt}",
        DESCRIPTIVE,
        {"labelings": ways, "p": p, "p_days": day_p},
        len(pair.articles),
        "permutation floor 1/C(n1+n2, n1); 2/C if n1 = n2; never below 1/10,000, where labelings are sampled",
    )


def _needed(corpus: Corpus) -> Claim:
    row = what_can_be_claimed(corpus).iloc[0]
    terms = len(compare_eras(corpus).terms)
    max_t, bonferroni = int(row["needed_max_t"]), int(row["needed_bonferroni"])
    return Claim(
        "needed",
        f"With the same number of articles in each era, it takes {max_t} in each before any p can reach {LEVEL} by the "
        f"maximum statistic, and {bonferroni} with a Bonferroni correction for {count(terms, 'word')}.",
        DESCRIPTIVE,
        {"max_t": max_t, "bonferroni": bonferroni, "words": terms},
        len(compare_eras(corpus).articles),
        "smallest n with 2/C(2n, n) at most 0.05, or at most 0.05 divided by the number of words",
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
        f"largest |T| over {_unit(corpus)}s among words of at least 3 occurrences; p by max|T| over all words",
        evidence=tuple(
            address
            for own in (words["t"] < 0, words["t"] > 0)
            for term in words.loc[own, "term"].head(1)
            for address in sentences_with(corpus, term)
        ),
    )


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
        f"{_unit(corpus)} is left out.{falls}",
        DESCRIPTIVE,
        {
            "words": len(top),
            "staying": staying,
            "first": _FIRST,
            "rank": int(lowest["rank"]),
            "worst": int(lowest["worst_rank"]),
        },
        len(compare_eras(corpus).articles),
        f"rank by |T| among words of at least 3 occurrences, each {_unit(corpus)} left out in turn",
    )


def _announced(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    words = len(keyness(corpus))
    deals = deal_labels(corpus)
    corrected = deal_labels(corpus, level=LEVEL / max(words, 1))["keywords"]
    true, others = int(deals["keywords"].iloc[0]), deals["keywords"].iloc[1:]
    if others.empty:
        raise TooSmallError(f"With one {_unit(corpus)} in each era there is no other way to label them.")
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
        f"{_unit(corpus)}s",
    )


def _modality(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    rates = count_terms(corpus, MODALITY, per=1000)
    parts: list[str] = []
    left_out: list[str] = []
    numbers: dict[str, float] = {}
    for name in MODALITY:
        a, b, labels = _by_text(corpus, pair, rates.T[name])
        verdict = "the articles of the two eras overlap"
        if np.isclose(a.mean(), b.mean()):
            verdict = "there is no difference"
        elif separated(_by_article(pair, rates.T[name])[:, None], pair.in_second)[0]:
            high, low = (pair.second, pair.first) if b.mean() > a.mean() else (pair.first, pair.second)
            verdict = f"every article of {high} has more of them than every article of {low}"
        parts.append(
            f"{a.mean():.1f} times per 1,000 words in the articles of {pair.first} and {b.mean():.1f} times in those "
            f"of {pair.second}; {verdict}"
        )
        numbers |= {f"{name}, {pair.first}": float(a.mean()), f"{name}, {pair.second}": float(b.mean())}
        left_out.append(f"{name}: {_leave_one_out(a, b, labels)}")
    may_be, is_so = (listed(members) for members in MODALITY.values())
    return Claim(
        "modality",
        f"Words for what might be ({may_be}) stand {parts[0]}. Words for what is or was ({is_so}) stand {parts[1]}.",
        DESCRIPTIVE,
        numbers,
        len(pair.articles),
        f"mean of {_unit(corpus)} rates of two groups of words; the groups were chosen after reading",
        leave_one_out="; ".join(left_out),
        exploratory=True,
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
        raise TooSmallError(f"With one {_unit(corpus)} in each era there is no other way to label them.")
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


def _tone_scored(corpus: Corpus) -> Claim:
    sentences = tone(corpus)
    without = int((sentences["TextBlob_hits"] == 0).sum())
    share = without / max(len(sentences), 1)
    return Claim(
        "tone-scored",
        f"{without:,} of {count(len(sentences), 'sentence')} ({percent(share)}) hold no word that TextBlob knows. It "
        "gives them 0.0; we read that as no answer.",
        DESCRIPTIVE,
        {"without": without, "sentences": len(sentences), "share": share},
        len(corpus.source),
        "sentences without a match in TextBlob's lexicon",
    )


def _tone(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    articles = tone(corpus, by="article").dropna(subset=["mean_of_scored"])
    groups = [articles.loc[articles["era"] == era, "mean_of_scored"] for era in (pair.first, pair.second)]
    if min(map(len, groups)) == 0:
        raise TooSmallError("An era has no sentence with a word that TextBlob knows, so there is no tone to compare.")
    (low_a, high_a), (low_b, high_b) = ((float(g.min()), float(g.max())) for g in groups)
    if high_a < low_b or high_b < low_a:
        side = "higher" if low_b > high_a else "lower"
        verdict = f"Every article of {pair.second} scores {side} than every one of {pair.first}."
    else:
        verdict = "The ranges overlap: neither set scores higher throughout."
    return Claim(
        "tone",
        f"By TextBlob the articles of {pair.first} score from {signed(low_a)} to {signed(high_a)} and those of "
        f"{pair.second} from {signed(low_b)} to {signed(high_b)}, on a scale from −1 to +1. {verdict}",
        DESCRIPTIVE,
        {
            f"low_{pair.first}": low_a,
            f"high_{pair.first}": high_a,
            f"low_{pair.second}": low_b,
            f"high_{pair.second}": high_b,
        },
        sum(map(len, groups)),
        "TextBlob polarity, mean over the sentences with at least one known word",
    )


def _tone_darker(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    articles = tone(corpus, by="article").dropna(subset=["mean_of_scored"])
    a, b = (articles.loc[articles["era"] == era, "mean_of_scored"] for era in (pair.first, pair.second))
    if min(len(a), len(b)) == 0:
        raise TooSmallError("An era has no sentence with a word that TextBlob knows, so there is no tone to compare.")
    mean_a, mean_b = float(a.mean()), float(b.mean())
    lower = mean_b < mean_a and b.max() < a.min()
    return Claim(
        "tone-darker",
        f"One might expect the later set to sound darker. Its mean tone is {signed(mean_b)}, that of the earlier set "
        f"{signed(mean_a)}: {'it is lower in every article' if lower else 'the scores do not show it'}.",
        DESCRIPTIVE if lower else CONTRADICTED,
        {f"mean_{pair.first}": mean_a, f"mean_{pair.second}": mean_b},
        len(a) + len(b),
        "mean over articles of the mean over scored sentences",
    )


def _tone_order(corpus: Corpus) -> Claim:
    articles = tone(corpus, by="article").dropna(subset=["mean_of_scored"])
    if len(articles) < 2:
        raise TooSmallError("It takes two articles with a tone to put them in order.")
    whole, mean = (articles[name].to_numpy(dtype=float) for name in ("TextBlob", "mean_of_scored"))
    upper = np.triu_indices(len(articles), 1)
    turned = int(
        (np.sign(np.subtract.outer(whole, whole)[upper]) != np.sign(np.subtract.outer(mean, mean)[upper])).sum()
    )
    pairs = len(upper[0])
    return Claim(
        "tone-order",
        f"Score each article as one text, or take the mean of its sentences: {turned:,} of {count(pairs, 'pair')} of "
        "articles change their order between the two.",
        DESCRIPTIVE,
        {"turned": turned, "pairs": pairs},
        len(articles),
        "TextBlob polarity of the whole kept text against the mean over scored sentences, all pairs of articles",
    )


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


def _word(term: str, corpus: Corpus) -> Claim:
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
    a, b, names = _by_text(corpus, pair, count_terms(corpus, term, per=1000).iloc[0])
    words = keyness(corpus, min_count=1, ngram=find_terms(corpus, term)[1])
    row = words[words["term"] == name].iloc[0]
    high, low = (pair.second, pair.first) if b.mean() > a.mean() else (pair.first, pair.second)
    left_out = _leave_one_out(a, b, names)
    if np.isclose(a.mean(), b.mean()):
        order, left_out = "there is no difference", ""
    elif row["separates"]:
        order = f"every article of {high} uses it more than every article of {low}"
    else:
        order = f"the articles of the two eras overlap, and {left_out}"
    heaviest = holds[holds == holds.max()].index.tolist()
    carried = (
        f"{quoted(heaviest[0])} has {percent(holds.max() / total)} of its {total} occurrences"
        if len(heaviest) == 1
        else f"its {total} occurrences are spread over {count(int((holds > 0).sum()), 'article')}"
    )
    if total == 1:
        carried = f"its only occurrence is in {quoted(heaviest[0])}"
    p = f"p = {p_value(float(row['p']))}".replace("p = less than", "p less than")
    return Claim(
        f"word:{name}",
        f"{quoted(name)} occurs {a.mean():.1f} times per 1,000 words in the articles of {pair.first} and "
        f"{b.mean():.1f} times in those of {pair.second} (means of the {_unit(corpus)}s' rates): {order}. "
        f"{carried[:1].upper()}{carried[1:]}. "
        f"The difference is {row['claim']}, {p}.",
        str(row["claim"]),
        {
            f"rate_{pair.first}": float(a.mean()),
            f"rate_{pair.second}": float(b.mean()),
            "count": total,
            "articles": int((holds > 0).sum()),
            "largest_share": float(holds.max() / total),
            "p": float(row["p"]),
        },
        len(labels),
        f"mean of {_unit(corpus)} rates; p by max|T| over all words, labels of {_unit(corpus)}s permuted",
        leave_one_out=left_out,
        exploratory=True,
        evidence=tuple(sentences_with(corpus, term)),
    )


def _by_article(pair: Comparison, rates: pd.Series) -> Floats:
    """Rates of the articles compared, in their order."""
    return rates.droplevel("era").loc[pair.articles["label"]].to_numpy(dtype=float)


def _by_text(corpus: Corpus, pair: Comparison, rates: pd.Series) -> tuple[Floats, Floats, list[str]]:
    """Rates in both eras, a text each as in the test, and the labels of the first article of each text."""
    own = _by_article(pair, rates)
    units = text_units(corpus, pair)
    first = np.unique(units, return_index=True)[1]
    by_text, later = mean_by_unit(own[:, None], units)[:, 0], pair.in_second[first]
    labels = pair.articles["label"].iloc[first]
    return by_text[~later], by_text[later], [*labels[~later], *labels[later]]


def _unit(corpus: Corpus) -> str:
    """Say what the test deals labels to: articles, or texts where some articles print the same."""
    return str(what_can_be_claimed(corpus)["unit"].iloc[0])


def _leave_one_out(a: Floats, b: Floats, labels: Sequence[str]) -> str:
    """Say what leaving out each article does to the direction of the difference of means."""
    rests = [(np.delete(a, i), b) for i in range(len(a))] + [(a, np.delete(b, i)) for i in range(len(b))]
    asked = [(label, rest) for label, rest in zip(labels, rests, strict=True) if len(rest[0]) and len(rest[1])]
    if not asked:
        return "no article can be left out"
    if np.isclose(a.mean(), b.mean()):
        return "there is no difference that leaving out an article could turn round"
    sign = np.sign(b.mean() - a.mean())
    turned = [label for label, (one, two) in asked if np.sign(two.mean() - one.mean()) != sign]
    if turned:
        more = [f"one of {len(turned) - 3} others"] if len(turned) > 3 else []
        return f"leaving out {' or '.join([*map(quoted, turned[:3]), *more])} turns the direction round"
    only = "" if len(asked) == len(labels) else " that can be"
    return f"the direction stays the same whichever article{only} is left out"


_CLAIMS: dict[str, Callable[[Corpus], Claim]] = {
    "size": _size,
    "dropped": _dropped,
    "days": _days,
    "floor": _floor,
    "needed": _needed,
    "signs": _signs,
    "marks": _marks,
    "ranks": _ranks,
    "masked": _masked,
    "modality": _modality,
    "separating": _separating,
    "announced": _announced,
    "shared": _shared,
    "tone-scored": _tone_scored,
    "tone": _tone,
    "tone-darker": _tone_darker,
    "tone-order": _tone_order,
    "topic-shift": _topic_shift,
    "topic-stability": _topic_stability,
}
