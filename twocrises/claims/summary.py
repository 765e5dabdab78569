"""Claims made from all the others: the answer in a few sentences, and how much of the ledger stands.

That a direction stays whichever article is left out is easily had: it is compared with what it would be if the labels
of the eras were dealt to the same articles in other ways.
"""

import math
from collections.abc import Sequence
from itertools import combinations, islice

import numpy as np

from twocrises.claims.base import CONTRADICTED, DESCRIPTIVE, SUPPORTED, Claim, Difference, unit_of_test
from twocrises.confounds import confounds
from twocrises.corpus import Corpus
from twocrises.keyness import compare_eras, marking_words
from twocrises.measures import Bools, Floats
from twocrises.wording import count, listed

# Words of each kind, marking an era or shared, that the ledger has without being asked.
WORDS = 6
# Other labelings that are gone through, all or a random sample.
_LABELINGS = 200
# So many things are named of each sort.
_NAMED = 3
# A quantity is much the same if the larger mean is at most so many times the smaller, whichever text is left out.
ALIKE = 1.25
# What a summary is made of: groups of words, offices, voices, topics. Single words are too many, and were chosen
# because they differ; tone has sentences of its own.
_KINDS = ("frame", "role", "voice", "quoted-share", "topic-shift")


def summary(corpus: Corpus, found: Sequence[Claim]) -> Claim:
    """What differs, what stays, and what one article decides, in a few sentences.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    found : sequence of Claim
        The claims of the ledger.

    Returns
    -------
    Claim
        It names at most three quantities of each sort, those with the largest ratio of means first (of those that
        stay, the smallest), and gives their means.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.claims.words import frame_claim
    >>> seeds = load_corpus("seeds")
    >>> said = summary(seeds, [frame_claim(name, seeds) for name in ("troops", "what is or was")])
    >>> said.statement.partition(".")[0]
    'The articles of 2014 have more words for «troops» (12'
    """
    pair, unit = compare_eras(corpus), unit_of_test(corpus)
    compared = {one.difference.quantity: one.difference for one in found if one.difference and _is_kind(one.id)}
    every = list(compared.values())
    alike = [one for one in every if _alike(one)]
    rest = [one for one in every if not _alike(one) and one.direction]
    stand = [one for one in rest if one.survives is not False]
    turned = [one for one in rest if one.survives is False]
    numbers: dict[str, float] = {}
    parts = []
    for era in (pair.first, pair.second):
        more = sorted((one for one in stand if one.more_in == era), key=_size, reverse=True)[:_NAMED]
        if more:
            parts.append(f"The {unit}s of {era} have more {_listed(more, numbers)}.")
    if parts and any(one.survives for one in stand):
        parts.append(f"This stays so whichever {unit} is left out.")
    if alike:
        near = sorted(alike, key=_size)[:_NAMED]
        parts.append(f"Much the same in both: {_listed(near, numbers)}.")
    if turned:
        numbers |= {"turned": len(turned), "asked": len(rest) + len(alike)}
        named = sorted(turned, key=_size, reverse=True)[:_NAMED]
        parts.append(
            f"For {len(turned)} of {len(rest) + len(alike)} quantities a single {unit} decides which era has more, "
            f"such as {listed([one.quantity for one in named], quote=False)}."
        )
    if not parts:
        parts.append(f"Between the {unit}s of {pair.first} and {pair.second} there is no difference that stands.")
    table = confounds(corpus)
    # That eras are different days goes without saying.
    apart = table.loc[table["tells_apart"] & (table["property"] != "day"), "property"].tolist()
    if apart:
        parts.append(
            f"{pair.first} and {pair.second} also differ in {listed(apart, quote=False)}: each may be the reason."
        )
    supported = sum(one.status == SUPPORTED for one in found)
    parts.append(
        f"{supported} of these and the other claims {'is' if supported == 1 else 'are'} supported by a test."
        if supported
        else "No test supports any of it as more than a description."
    )
    numbers["supported"] = supported
    return Claim(
        "summary",
        " ".join(parts),
        DESCRIPTIVE,
        numbers,
        len(pair.articles),
        "groups of words, offices, voices and the topic of the ledger; largest ratios of means whose direction stays "
        f"whichever {unit} is left out; much the same: the larger mean at most {ALIKE} times the smaller, also without "
        f"any one {unit}",
        exploratory=True,
    )


def _is_kind(claim_id: str) -> bool:
    return claim_id.startswith(_KINDS)


def _ratio(a: float, b: float) -> float:
    """How many times the smaller the larger is; as large as can be where one is zero."""
    low, high = sorted((a, b))
    return math.inf if low <= 0 < high else 1.0 if high <= 0 else high / low


def _size(found: Difference) -> tuple[float, float, str]:
    """What is larger by its ratio comes first; of those that one era lacks, what the other has most of."""
    return round(_ratio(*found.means), 9), round(max(found.means), 9), found.quantity


def _alike(found: Difference) -> bool:
    return all(_ratio(a, b) <= ALIKE for a, b in [found.means, *((a, b) for _, a, b in found.without)])


def _listed(found: Sequence[Difference], numbers: dict[str, float]) -> str:
    said = []
    for one in found:
        numbers |= {f"{one.quantity}, {era}": mean for era, mean in zip(one.eras, one.means, strict=True)}
        said.append(f"{one.quantity} ({one.means[0]:.1f} and {one.means[1]:.1f} {one.unit})")
    return listed(said, quote=False)


def ledger_claim(corpus: Corpus, found: Sequence[Claim]) -> Claim:
    """How many claims the ledger has, how many of them one article can overturn, and how many that would be by chance.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    found : sequence of Claim
        The claims of the ledger.

    Returns
    -------
    Claim

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.claims.words import frame_claim
    >>> seeds = load_corpus("seeds")
    >>> ledger_claim(seeds, [frame_claim("troops", seeds)]).numbers["stay"]
    1
    """
    unit = unit_of_test(corpus)
    # Several claims may rest on one quantity; it counts once.
    named = {(one.difference.quantity, one.difference.unit): one for one in found if one.difference}
    compared = {key: one.difference for key, one in named.items() if one.difference}
    marking = {f"word:{word}" for word in marking_words(corpus, WORDS)["term"]}
    chosen = {key for key, one in named.items() if one.id in marking | {"popular-word", "topic-shift"}}
    stay, lost = (sum(one.survives is answer for one in compared.values()) for answer in (True, False))
    none = sum(not one.direction for one in compared.values())
    popular = [claim for claim in found if claim.id.startswith("popular-") and claim.id != "popular-word"]
    fallen = sum(claim.status == CONTRADICTED for claim in popular)
    supported = sum(claim.status == SUPPORTED for claim in found)
    numbers: dict[str, float] = {
        "claims": len(found), "compared": len(compared), "stay": stay, "lost": lost, "none": none,
        "popular": len(popular), "fallen": fallen, "supported": supported,
    }  # fmt: skip
    says = [
        f"The ledger has {count(len(found), 'claim')} besides this one and the summary. They compare {len(compared)} "
        "quantities between the eras"
    ]
    if any(one.without for one in compared.values()):
        says[0] += (
            f": for {stay} of them the direction stays the same whichever {unit} is left out; for {lost} a single one "
            "can turn it round or take it away"
        )
    if none:
        says[0] += f"; {none} {'is' if none == 1 else 'are'} the same in both"
    dealt = survivals([one for key, one in compared.items() if key not in chosen])
    if dealt is not None:
        true, others, n = dealt
        numbers |= {
            "not_chosen": n, "not_chosen_stay": true, "low": int(others.min()), "high": int(others.max()),
            "mean": float(others.mean()), "ways": len(others),
        }  # fmt: skip
        worth = (
            "So that a direction stays is no evidence by itself"
            if true <= others.max()
            else ("That is more than for any of these")
        )
        says.append(
            f"Staying is easily had. Of the {n} quantities that were not chosen for their difference it holds for "
            f"{true}; when the labels are dealt to the {unit}s in {len(others)} other ways, for {int(others.min())} "
            f"to {int(others.max())}, {others.mean():.1f} on average. {worth}"
        )
    if popular:
        does = "does" if fallen == 1 else "do"
        says.append(f"Of {count(len(popular), 'popular claim')} {fallen} {does} not hold")
    each = f", each by a test of its own over {unit}s, not corrected for their number" if supported else ""
    says.append(
        f"{supported or 'None'} {'is' if supported < 2 else 'are'} supported{each or f' by a test over {unit}s'}"
    )
    return Claim(
        "ledger",
        ". ".join(says) + ".",
        DESCRIPTIVE,
        numbers,
        len(compare_eras(corpus).articles),
        f"count of the claims of this ledger; each {unit} left out in turn; chosen for their difference are the words "
        "that mark an era, the example of a word and the topic that differs most",
    )


def survivals(found: Sequence[Difference]) -> tuple[int, "np.ndarray[tuple[int], np.dtype[np.int64]]", int] | None:
    """Count the quantities whose direction stays whichever text is left out, for the true labels and for others.

    Parameters
    ----------
    found : sequence of Difference
        Of one corpus. Those with a value for every text are counted.

    Returns
    -------
    true : int
        With the labels as they are.
    others : array of int
        With the labels dealt in other ways: all of them, or a sample of 200.
    n : int
        How many quantities were counted.
        None where no text can be left out, or there is no other way.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.claims.words import frame_claim
    >>> seeds = load_corpus("seeds")
    >>> true, others, n = survivals([frame_claim(name, seeds).difference for name in ("troops", "talks")])
    >>> true, len(others), n
    (1, 9, 2)
    """
    n_first, n_second = (max((one.n[i] for one in found), default=0) for i in (0, 1))
    values = np.array([_values(one) for one in found if one.n == (n_first, n_second)])
    n = n_first + n_second
    if n_first < 1 or n_second < 1 or max(n_first, n_second) < 2 or not len(values):
        return None
    actual = np.arange(n) >= n_first
    ways = math.comb(n, n_second)
    if ways <= _LABELINGS:
        every = (np.isin(np.arange(n), chosen) for chosen in combinations(range(n), n_second))
    else:
        random = np.random.default_rng(0)
        every = (random.permutation(actual) for _ in range(_LABELINGS))
    # Of two eras of one size a labeling and its mirror image are the same question.
    mirrored = n_first == n_second
    others = [
        _stay(values, later)
        for later in islice(every, _LABELINGS)
        if (later != actual).any() and not (mirrored and (later == actual).sum() == 0)
    ]
    if not others:
        return None
    return _stay(values, actual), np.array(others), len(values)


def _values(found: Difference) -> list[float]:
    """Value of each text, from what the mean is without it."""
    values: list[float] = []
    rest = iter(found.without)
    for era in (0, 1):
        n, mean = found.n[era], found.means[era]
        without = [(a, b)[era] for _, a, b in islice(rest, n if n > 1 else 0)]
        values += [n * mean - (n - 1) * one for one in without] if without else [mean]
    return values


def _stay(values: Floats, later: Bools) -> int:
    """Count the rows whose difference of means keeps its sign whichever column is left out."""
    parts = [values[:, ~later], values[:, later]]
    means = [part.mean(axis=1, keepdims=True) for part in parts]
    sign = _signs(means[1] - means[0])[:, 0]
    stays = sign != 0
    for era, (part, mean) in enumerate(zip(parts, means, strict=True)):
        n = part.shape[1]
        if n > 1:
            rest = (n * mean - part) / (n - 1)
            change = means[1] - rest if era == 0 else rest - means[0]
            stays &= (_signs(change) == sign[:, None]).all(axis=1)
    return int(stays.sum())


def _signs(change: Floats) -> Floats:
    return np.sign(np.where(np.abs(change) < 1e-9, 0.0, change))
