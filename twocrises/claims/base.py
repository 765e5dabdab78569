"""What every claim has, and the words that several of them use."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.keyness import what_can_be_claimed
from twocrises.measures import Floats
from twocrises.wording import quoted

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


class TooSmallError(TwoCrisesError):
    """A claim that this corpus is too small to be asked for."""


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


def leave_one_out(a: Floats, b: Floats, labels: Sequence[str]) -> str:
    """Say what leaving out each article does to the direction of the difference of means.

    Parameters
    ----------
    a, b : array of float
        Values of the articles of the two eras.
    labels : sequence of str
        Of the articles, those of `a` first.

    Returns
    -------
    str
        A part of a sentence.

    Examples
    --------
    >>> leave_one_out(np.array([1.0, 2.0]), np.array([3.0, 4.0]), ["k", "l", "m", "n"])
    'the direction stays the same whichever article is left out'
    """
    rests = [(np.delete(a, i), b) for i in range(len(a))] + [(a, np.delete(b, i)) for i in range(len(b))]
    asked = [(label, rest) for label, rest in zip(labels, rests, strict=True) if len(rest[0]) and len(rest[1])]
    if not asked:
        return "no article can be left out"
    if np.isclose(a.mean(), b.mean()):
        return "there is no difference that leaving out an article could turn round"
    sign = np.sign(b.mean() - a.mean())
    turned = [label for label, (one, two) in asked if np.sign(two.mean() - one.mean()) != sign]
    if turned:
        rest = len(turned) - 3
        more = [f"one of {rest} others" if rest > 1 else "another one"] if rest > 0 else []
        return f"leaving out {' or '.join([*map(quoted, turned[:3]), *more])} turns the direction round"
    only = "" if len(asked) == len(labels) else " that can be"
    return f"the direction stays the same whichever article{only} is left out"
