"""What every claim has, and the words that several of them use."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.keyness import Comparison, mean_by_unit, text_units, what_can_be_claimed
from twocrises.measures import Floats
from twocrises.sentiment import FEWEST_FOR_INTERVALS, bootstrap_difference
from twocrises.wording import count, quoted

SUPPORTED, DESCRIPTIVE, CONTRADICTED = "supported", "descriptive", "contradicted"
COUNTED = "none: this counts what is in the corpus and estimates nothing beyond it"
NO_INTERVAL = "none: we know of no interval that is right for this statistic; see what leaving out articles does"


class TooSmallError(TwoCrisesError):
    """A claim that this corpus is too small to be asked for."""


@dataclass(frozen=True)
class Difference:
    """What one quantity of the articles does between two eras.

    Attributes
    ----------
    quantity : str
        What is compared, for a label. Text from the corpus stands between « and ».
    unit : str
        Of the means, "per 1,000 words" or "% of the words".
    eras : tuple of str
        Both labels in order of time.
    means : tuple of float
        Of the texts of both eras; articles that print the same text count as one.
    n : tuple of int
        How many texts of each era have a value.
    without : tuple of (str, float, float)
        Each text left out in turn: its label, and both means then.
    interval : tuple of float, or None
        95 % percentile bootstrap interval of the second mean minus the first; None below ten texts an era.
    unit_of_test : str
        "text" where some articles print the same and count as one, else "article".
    """

    quantity: str
    unit: str
    eras: tuple[str, str]
    means: tuple[float, float]
    n: tuple[int, int]
    without: tuple[tuple[str, float, float], ...]
    interval: tuple[float, float] | None
    unit_of_test: str = "article"

    @property
    def direction(self) -> int:
        """1 if the second era has more, -1 if the first has, 0 where the means are the same."""
        return _sign(*self.means)

    @property
    def more_in(self) -> str:
        """The era with the larger mean; empty where they are the same."""
        return {1: self.eras[1], -1: self.eras[0], 0: ""}[self.direction]

    @property
    def turned_by(self) -> tuple[str, ...]:
        """The texts without which the direction is another, or there is none."""
        return tuple(label for label, a, b in self.without if _sign(a, b) != self.direction) if self.direction else ()

    @property
    def survives(self) -> bool | None:
        """Whether the direction stays the same whichever text is left out; None where that cannot be asked."""
        return not self.turned_by if self.direction and self.without else None

    @property
    def leave_one_out(self) -> str:
        """What leaving out each article does, as a part of a sentence."""
        if not self.without:
            return f"no {self.unit_of_test} can be left out"
        if not self.direction:
            return f"there is no difference that leaving out {_a(self.unit_of_test)} could turn round"
        if turned := self.turned_by:
            rest = len(turned) - 3
            more = [f"one of {rest} others" if rest > 1 else "another one"] if rest > 0 else []
            known = set(turned)
            lost = all(not _sign(a, b) for label, a, b in self.without if label in known)
            what = "takes the difference away" if lost else "turns the direction round"
            return f"leaving out {' or '.join([*map(quoted, turned[:3]), *more])} {what}"
        only = "" if len(self.without) == sum(self.n) else " that can be"
        return f"the direction stays the same whichever {self.unit_of_test}{only} is left out"

    @property
    def interval_says(self) -> str:
        """The interval as text, or why there is none."""
        if self.interval is None:
            few = f"{self.n[0]:,} and {count(self.n[1], self.unit_of_test)}"
            return f"none: {few}; below {FEWEST_FOR_INTERVALS} an era a bootstrap interval covers too rarely"
        low, high = (f"{value:+.4g}".replace("-", "−") for value in self.interval)
        return (
            f"{low} to {high}: difference of the means, 95 % percentile bootstrap over texts, which covers about 90 % "
            "at ten texts; not corrected for having chosen this claim among others"
        )


def difference(
    quantity: str,
    unit: str,
    pair: Comparison,
    a: Floats,
    b: Floats,
    labels: Sequence[str],
    unit_of_test: str = "article",
) -> Difference:
    """Compare a quantity of the articles of two eras.

    Parameters
    ----------
    quantity, unit : str
        As in `Difference`.
    pair : Comparison
        The eras.
    a, b : array of float
        Values of the texts of the first and the second era; none missing, at least one each.
    labels : sequence of str
        Of the texts, those of `a` first.
    unit_of_test : {"article", "text"}, default "article"
        What a text is called.

    Returns
    -------
    Difference

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.keyness import compare_eras
    >>> pair = compare_eras(load_corpus("seeds"))
    >>> found = difference("x", "times", pair, np.array([1.0, 2.0]), np.array([3.0, 4.0]), ["k", "l", "m", "n"])
    >>> found.more_in, found.survives, found.leave_one_out
    ('2022', True, 'the direction stays the same whichever article is left out')
    """
    first, second = float(a.mean()), float(b.mean())
    without: list[tuple[str, float, float]] = []
    if len(a) > 1:
        rest = (a.sum() - a) / (len(a) - 1)
        without += [(label, float(mean), second) for label, mean in zip(labels[: len(a)], rest, strict=True)]
    if len(b) > 1:
        rest = (b.sum() - b) / (len(b) - 1)
        without += [(label, first, float(mean)) for label, mean in zip(labels[len(a) :], rest, strict=True)]
    interval = bootstrap_difference(a, b)
    return Difference(
        quantity,
        unit,
        (pair.first, pair.second),
        (first, second),
        (len(a), len(b)),
        tuple(without),
        None if np.isnan(interval[0]) else interval,
        unit_of_test,
    )


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _sign(a: float, b: float) -> int:
    """What is left of equal means after rounding is no direction."""
    return 0 if np.isclose(a, b, rtol=1e-9, atol=1e-9) else int(np.sign(b - a))


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
    difference : Difference or None
        Where the claim compares a quantity between the eras.
    interval : str
        The interval of its estimate, or why there is none; that of the difference where there is one.
    holds : bool or None
        Where the claim is no difference, or more than one: whether it is the same whichever article is left out.
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
    difference: Difference | None = None
    interval: str = COUNTED
    holds: bool | None = None

    @property
    def survives(self) -> bool | None:
        """Whether leaving out any one article leaves it as it is; None where that is no question."""
        return self.difference.survives if self.difference and self.holds is None else self.holds

    def __post_init__(self) -> None:
        # What the difference knows is not said twice.
        if self.difference is not None:
            object.__setattr__(self, "interval", self.difference.interval_says)
            if not self.leave_one_out:
                object.__setattr__(self, "leave_one_out", self.difference.leave_one_out)


def unit_of_test(corpus: Corpus) -> str:
    """Say what the test deals labels to: articles, or texts where some articles print the same.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    str
        "article" or "text".

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> unit_of_test(load_corpus("seeds"))
    'article'
    """
    return str(what_can_be_claimed(corpus)["unit"].iloc[0])


def labels_of_texts(corpus: Corpus, pair: Comparison) -> np.ndarray:
    """How to name the text that an article prints: by its first article, with its copies where there are some.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    pair : Comparison
        Its articles.

    Returns
    -------
    array of str, shape (n_articles,)

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.keyness import compare_eras
    >>> seeds = load_corpus("seeds")
    >>> labels_of_texts(seeds, compare_eras(seeds))[0]
    'BBC, 5 Mar 2014'
    """
    _, first, unit, size = np.unique(
        text_units(corpus, pair), return_index=True, return_inverse=True, return_counts=True
    )
    labels = pair.articles["label"].to_numpy(dtype=object)
    copies = np.array(["" if n == 1 else f" and its {n - 1:,} {'copy' if n == 2 else 'copies'}" for n in size], object)
    named: np.ndarray = labels[first[unit]] + copies[unit]
    return named


def difference_by_text(corpus: Corpus, pair: Comparison, values: Floats, quantity: str, unit: str) -> Difference:
    """Compare a quantity of the articles of two eras, where articles that print the same text count as one.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    pair : Comparison
        Its articles.
    values : array of float, shape (n_articles,)
        Of the articles of `pair`, in their order; none missing.
    quantity, unit : str
        As in `Difference`.

    Returns
    -------
    Difference

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.keyness import compare_eras
    >>> seeds = load_corpus("seeds")
    >>> pair = compare_eras(seeds)
    >>> difference_by_text(seeds, pair, pair.sizes.astype(float), "length", "words").means
    (696.0, 894.3333333333334)
    """
    units = text_units(corpus, pair)
    first = np.unique(units, return_index=True)[1]
    by_text, later = mean_by_unit(values[:, None], units)[:, 0], pair.in_second[first]
    labels = labels_of_texts(corpus, pair)[first]
    names = [*labels[~later], *labels[later]]
    return difference(quantity, unit, pair, by_text[~later], by_text[later], names, unit_of_test(corpus))
