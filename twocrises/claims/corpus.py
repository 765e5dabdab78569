"""Claims about the corpus: its size, its days, and what a test on it can reach."""

from collections.abc import Callable

from twocrises.claims.base import (
    DESCRIPTIVE,
    Claim,
)
from twocrises.corpus import Corpus
from twocrises.keyness import (
    compare_eras,
    what_can_be_claimed,
)
from twocrises.permutation import LEVEL, permutation_floor
from twocrises.wording import count, listed, lower_bound, p_value, percent, quoted


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
        {
            "articles": len(articles),
            **{f"articles_{era}": int(n) for era, n in articles["era"].value_counts(sort=False).items() if n},
            "no_era": none,
            "sentences": len(corpus.sentences),
            "words": int(words.sum()),
            "longest": share,
        },
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
        {
            "lines": len(lines),
            "dropped": len(dropped),
            "share": share,
            **{str(kind): int(n) for kind, n in dropped["kind"].value_counts().items() if n},
        },
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
        {
            f"n_{pair.first}": n_first,
            f"n_{pair.second}": n_second,
            "labelings": ways,
            "p": p,
            "p_days": day_p,
            "level": LEVEL,
        },
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
        {"max_t": max_t, "bonferroni": bonferroni, "words": terms, "level": LEVEL},
        len(compare_eras(corpus).articles),
        "smallest n with 2/C(2n, n) at most 0.05, or at most 0.05 divided by the number of words",
    )


CLAIMS: dict[str, Callable[[Corpus], Claim]] = {
    "size": _size,
    "dropped": _dropped,
    "days": _days,
    "floor": _floor,
    "needed": _needed,
}
