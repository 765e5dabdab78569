"""Popular claims, and what becomes of them when an article is left out or another tool is asked.

A single score, a list of keywords, a striking word, a topic: each is often all that a comparison of news rests on. Each
is made here the usual way, and then asked whether one article or one tool decides it.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import chdtri

from twocrises.claims.base import (
    CONTRADICTED,
    DESCRIPTIVE,
    NO_INTERVAL,
    Claim,
    Difference,
    TooSmallError,
    difference_by_text,
    labels_of_texts,
    unit_of_test,
)
from twocrises.claims.tone import UNIT_OF_TONE, instrument_claim, told_by
from twocrises.concordance import sentences_with
from twocrises.corpus import Corpus, even_rows
from twocrises.errors import TwoCrisesError
from twocrises.frequency import content_terms
from twocrises.instruments import INSTRUMENTS
from twocrises.keyness import Comparison, compare_eras, text_units
from twocrises.measures import Bools, Floats, log_likelihood
from twocrises.permutation import LEVEL
from twocrises.stability import draws_say, refits
from twocrises.topics import SURVIVES, topics, topics_by_era, typical_sentences
from twocrises.wording import count, listed, p_value, quoted, signed

_LEAST = 3
# Of more texts so many are left out, evenly over the corpus.
_LEFT_OUT = 200


def _instrument(corpus: Corpus) -> Claim:
    """One program says how the tone changed."""
    found: dict[str, Difference] = {}
    for name in INSTRUMENTS:
        try:
            told = instrument_claim(name, corpus).difference
        except TooSmallError:
            continue
        if told is not None and told.direction:
            found[name] = told
    if len(found) < 2:
        raise TooSmallError("Fewer than two instruments see a difference, so one cannot be set against the others.")
    name, told = next(iter(found.items()))
    against = [other for other in found if found[other].direction != told.direction]
    unstable = [other for other in found if found[other].turned_by]
    change, unit = told.means[1] - told.means[0], unit_of_test(corpus)
    if not told.without:
        raise TooSmallError(f"No {unit} can be left out, so nobody can ask what a single one decides.")
    p = instrument_claim(name, corpus).numbers["p"]
    fragile = bool(against or told.turned_by or p > LEVEL)
    return Claim(
        "popular-instrument",
        f"The claim: the later set sounds {'brighter' if told.direction > 0 else 'darker'}, for {name} gives it "
        f"{signed(change)} against the earlier one ({UNIT_OF_TONE}). The test: "
        f"{told.leave_one_out}. Of {count(len(found), 'instrument')} {len(against)} "
        f"{'says' if len(against) == 1 else 'say'} the opposite of {name}, and for {len(unstable)} a single {unit} can "
        f"turn the direction round. When the labels are dealt by lot, p is {p_value(p)}. {_holds(not fragile)}",
        CONTRADICTED if fragile else DESCRIPTIVE,
        {"p": p, "difference": change, "against": len(against), "unstable": len(unstable), "instruments": len(found)},
        len(compare_eras(corpus).articles),
        f"the first of our instruments in their fixed order; means over {unit}s, signs of the others; each {unit} left "
        "out",
        leave_one_out=told.leave_one_out,
        exploratory=True,
        interval=NO_INTERVAL,
        holds=not fragile,
        evidence=told_by(corpus, name),
    )


def _holds(it: bool) -> str:
    return "It holds so far." if it else "It does not hold."


def _keywords(corpus: Corpus) -> Claim:
    """A list of keywords by G²."""
    pair = compare_eras(corpus)
    units = text_units(corpus, pair)
    announced, later = _keywords_of(pair, np.ones(len(pair.articles), dtype=bool))
    if not announced.any():
        raise TooSmallError("G² announces no keyword for these eras.")
    lost = np.zeros(len(announced), dtype=bool)
    every = np.unique(units)
    tried = every[even_rows(len(every), _LEFT_OUT)]
    gone_each: list[int] = []
    worst, fewest, labels = 0, "", labels_of_texts(corpus, pair)
    for number in tried.tolist():
        keep = units != number
        if pair.in_second[keep].all() or not pair.in_second[keep].any():
            continue
        again, side = _keywords_of(pair, keep)
        gone = announced & ~(again & (side == later))
        lost |= gone
        gone_each.append(int(gone.sum()))
        if gone.sum() > worst:
            worst, fewest = int(gone.sum()), str(labels[units == number][0])
    unit = unit_of_test(corpus)
    if not gone_each:
        raise TooSmallError(f"No {unit} can be left out, so nobody can ask what a single one decides.")
    n, k, mean = int(announced.sum()), int(lost.sum()), float(np.mean(gone_each))
    fragile = mean / n > LEVEL
    most = f" Without {quoted(fewest)} {worst:,} fall off." if worst else ""
    of = f"{len(gone_each):,}" if len(gone_each) == len(every) else f"{len(gone_each):,} of {len(every):,}"
    return Claim(
        "popular-keywords",
        f"The claim: these {n:,} words are the keywords of the eras, for G² announces them at p below {LEVEL}. The "
        f"test: when one {unit} after the other is left out ({of}), {mean:.1f} of them fall off the list on average, "
        f"and {k:,} at one time or another.{most} {_holds(not fragile)}",
        CONTRADICTED if fragile else DESCRIPTIVE,
        {
            "keywords": n,
            "lost": k,
            "mean_lost": mean,
            "worst": worst,
            "level": LEVEL,
            "left_out": len(gone_each),
            "texts": len(every),
        },
        len(pair.articles),
        f"four-cell G², chi-squared limit of p below {LEVEL}, words of at least {_LEAST} occurrences; it holds if no "
        f"more than a share of {LEVEL} is lost on average",
        leave_one_out=f"{k:,} of {n:,} keywords are lost or change sides",
        interval=NO_INTERVAL,
        holds=not fragile,
    )


def _keywords_of(pair: Comparison, keep: np.ndarray) -> tuple[Bools, Bools]:
    """Which words G² announces in some of the articles, and whether each is more frequent in the second era."""
    later = pair.in_second & keep
    a, b = (np.asarray(pair.counts[rows].sum(axis=0)).ravel() for rows in (keep & ~later, later))
    sizes = pair.sizes
    size_a, size_b = float(sizes[keep & ~later].sum()), float(sizes[later].sum())
    g2 = log_likelihood(a, b, size_a, size_b)
    return (g2 >= chdtri(1, LEVEL)) & (a + b >= _LEAST), b * size_a > a * size_b


def _word(corpus: Corpus) -> Claim:
    """A striking word, all of it in one text: an example that is chosen to fall."""
    pair = compare_eras(corpus)
    announced, _ = _keywords_of(pair, np.ones(len(pair.articles), dtype=bool))
    # Counted in articles: where copies of a text have it, it is no word of one of them.
    single = announced & (np.asarray((pair.counts > 0).sum(axis=0)).ravel() == 1) & content_terms(pair.terms)
    if not single.any():
        raise TooSmallError("No keyword stands in a single text.")
    total = np.asarray(pair.counts.sum(axis=0)).ravel()
    g2 = _g2(pair)
    # The largest G²; of equal ones the first in the alphabet.
    best = int(np.flatnonzero(single)[np.argmax(g2[single].round(9))])
    term = str(pair.terms[best])
    rates = pair.rates[:, [best]].toarray()
    found = difference_by_text(corpus, pair, rates[:, 0], quoted(term), "per 1,000 words")
    if not found.turned_by:
        raise TooSmallError("The only text of an era has the word, so nobody can ask what is without it.")
    where = str(pair.articles["label"].to_numpy()[rates[:, 0] > 0][0])
    limit, n_single = float(chdtri(1, LEVEL)), int(single.sum())
    return Claim(
        "popular-word",
        f"An example: {quoted(term)} is a word of {found.more_in}, for G² is {g2[best]:.1f}, and a word drawn by lot "
        f"would reach {limit:.2f} in {100 * LEVEL:.0f} of 100 cases. The test: its {int(total[best]):,} occurrences "
        f"are in {quoted(where)}. Without it there is no difference: it may be a word of this outlet or its subject. "
        f"{count(n_single, 'keyword')} {'stands' if n_single == 1 else 'stand'} in a single article. It does not hold.",
        CONTRADICTED,
        {
            "g2": float(g2[best]),
            "limit": limit,
            "cases": 100 * LEVEL,
            "of": 100,
            "count": int(total[best]),
            "single": n_single,
        },
        len(pair.articles),
        f"content word with the largest four-cell G² among keywords of a single article, {_LEAST} times or more; "
        "chosen for that, so it must fall",
        exploratory=True,
        evidence=tuple(sentences_with(corpus, term)),
        difference=found,
    )


def _g2(pair: Comparison) -> Floats:
    a, b = (np.asarray(pair.counts[rows].sum(axis=0)).ravel() for rows in (~pair.in_second, pair.in_second))
    return log_likelihood(a, b, float(pair.sizes[~pair.in_second].sum()), float(pair.sizes[pair.in_second].sum()))


def _topic(corpus: Corpus) -> Claim:
    """A topic that belongs to one era."""
    try:
        found = topics(corpus)
        table = topics_by_era(found, corpus)
        without = refits(found, corpus, "without")
    except TwoCrisesError as error:
        raise TooSmallError(str(error)) from None
    row = table.iloc[int(table["difference"].abs().to_numpy().argmax())]
    own = without[without["topic"] == row["topic"]]
    stability = float(found.quality.set_index("topic")["stability"].get(row["topic"], np.nan))
    if own.empty or np.isnan(stability):
        raise TooSmallError("There are too few texts to leave one out and look for the topic again.")
    pair, unit = compare_eras(corpus), unit_of_test(corpus)
    named = listed(str(row["top_terms"]).split(", ")[:3])
    lost = int((own["overlap"] < SURVIVES).sum())
    worst = own.iloc[int(own["overlap"].to_numpy().argmin())]
    fragile = bool(lost or stability < SURVIVES)
    return Claim(
        "popular-topic",
        f"The claim: the topic of {named} belongs to {pair.second if row['difference'] > 0 else pair.first}. The test: "
        f"of the {count(len(own), 'time')} that one {unit} is left out, its counterpart overlaps with it by less "
        f"than {SURVIVES:.2f} {count(lost, 'time')}; the overlap is smallest {quoted(str(worst['refit']))}, "
        f"{worst['overlap']:.2f}. When the articles are drawn anew ({draws_say(found)}) it is {stability:.2f} on "
        "average. "
        f"{_holds(not fragile)}",
        CONTRADICTED if fragile else DESCRIPTIVE,
        {
            "asked": len(own),
            "lost": lost,
            "smallest": float(worst["overlap"]),
            "stability": stability,
            "draws": float(len(found.model.overlaps)),
            "line": SURVIVES,
        },
        int((found.articles["topic"] > 0).sum()),
        "the topic whose share differs most; Jaccard overlap of ten top terms with its counterpart, line "
        f"{SURVIVES:.2f}; each {unit} left out; {draws_say(found)} of articles",
        leave_one_out=f"the topic is lost {count(lost, 'time')} of {len(own)}",
        exploratory=True,
        interval=NO_INTERVAL,
        holds=not fragile,
        evidence=tuple(typical_sentences(found, corpus, int(row["topic"]), 3)["address"]),
    )


CLAIMS: dict[str, Callable[[Corpus], Claim]] = {
    "popular-instrument": _instrument,
    "popular-keywords": _keywords,
    "popular-word": _word,
    "popular-topic": _topic,
}
