"""Top terms of topics, and texts -> how far the terms of a topic belong together, and how far topics differ.

Two terms belong together if they stand near each other more often than by chance. The measure is that of gensim
(`c_npmi`), so that values compare with published ones. We do not slide a window over the texts: each occurrence gives
the stretch of windows that know its word, and stretches that overlap are counted.
"""

from collections.abc import Hashable, Iterable, Sequence
from itertools import chain, count, pairwise
from typing import Any

import numpy as np

from twocrises.checks import shown, whole
from twocrises.errors import TwoCrisesError
from twocrises.measures import Floats

Ints = np.ndarray[tuple[int, ...], np.dtype[np.integer[Any]]]

# As Röder, Both and Hinneburg and gensim have it: the logarithm of a pair that is never together stays finite.
_EPSILON = 1e-12
# Occurrences that are worked on together, so that memory does not grow with the corpus.
_AT_ONCE = 500_000


def npmi(topics: Sequence[Sequence[str]], texts: Iterable[Sequence[str]], *, window: int = 10) -> Floats:
    """Coherence of topics: how much more often than by chance their terms stand near each other.

    Parameters
    ----------
    topics : sequence of sequences of str
        The top terms of each topic; topics may differ in length.
    texts : iterable of sequences of str
        The words of each text, in their order. Words left out here, such as function words, are not counted as
        distance. A text without words is one window without words, as for gensim.
    window : int, default 10
        How many words in a row count as near. A text that is shorter is one window.

    Returns
    -------
    array of float, shape (n_topics,)
        From -1 (terms avoid each other) by 0 (as by chance) to 1 (one is never without the other). Missing for a topic
        with fewer than two terms, and for all topics where no text has a word.

    Raises
    ------
    TwoCrisesError
        If `window` is no whole number of 1 or more, or a topic or a text is one string and no list of words.

    Notes
    -----
    With P the share of windows that hold a term or both terms of a pair, and ε = 10⁻¹², a pair has ::

        NPMI(i, j) = ln((P(i, j) + ε) / (P(i) P(j))) / -ln(P(i, j) + ε)

    and a topic the mean over all its pairs. The number has no unit. Values are those of gensim 4.4 to the sixth digit,
    three peculiarities included:

    - Where a word stands twice in a window, it is forgotten once the first of the two has left the window, until it
      enters again.
    - Because of ε a pair that is never together does not get -1, but a value nearer to 0 the rarer its terms are.
    - A pair that stands in every window gets -1. No frequency is left there by which "together" could be told from
      "by chance".

    On a term that stands in no text gensim is silent: it leaves the term out of the topic. Here each pair with such a
    term counts as -1, so that a term nobody writes does not make a topic better.

    References
    ----------
    Bouma (2009), Normalized (pointwise) mutual information in collocation extraction; Aletras and Stevenson (2013),
    Evaluating topic coherence using distributional semantics; Röder, Both and Hinneburg (2015), Exploring the space of
    topic coherence measures, for windows and ε.

    Examples
    --------
    >>> texts = [["talks", "border", "talks"], ["troops", "border"], ["gas", "price"], ["gas", "price", "talks"]]
    >>> npmi([["gas", "price"], ["border", "troops"], ["border", "gas"], ["gas"]], texts).round(3).tolist()
    [1.0, 0.5, -0.95, nan]
    """
    lists = [_words(topic, "topic") for topic in topics]
    codes = {term: code for code, term in enumerate(sorted(set(chain.from_iterable(lists))))}
    coded = [
        np.fromiter((codes.get(word, -1) for word in _words(text, "text")), dtype=np.int32, count=len(text))
        for text in texts
    ]
    sizes = np.array([len(text) for text in coded], dtype=np.int64)
    return npmi_of_codes(
        [np.array([codes[term] for term in topic], dtype=np.int64) for topic in lists],
        np.concatenate([np.empty(0, dtype=np.int32), *coded]),
        np.repeat(np.arange(len(sizes)), sizes),
        n_texts=len(sizes),
        window=window,
    )


def npmi_of_codes(
    topics: Sequence[Ints], words: Ints, text: Ints, *, n_texts: int | None = None, window: int = 10
) -> Floats:
    """Coherence of topics as `npmi` has it, of words that are given as numbers.

    Parameters
    ----------
    topics : sequence of arrays of int
        The numbers of the top terms of each topic.
    words : array of int, shape (n_tokens,)
        The number of each word, in the order of the texts. Numbers that are in no topic only take up room.
    text : array of int, shape (n_tokens,)
        The text that each word stands in, counted from 0, ascending. A text that no word points to is a text without
        words.
    n_texts : int, optional
        How many texts there are; by default they end with the last that has a word.
    window : int, default 10
        How many words in a row count as near.

    Returns
    -------
    array of float, shape (n_topics,)
        See `npmi`.

    Raises
    ------
    TwoCrisesError
        If `window` is no whole number of 1 or more, `words` and `text` differ in length, or the texts are not in
        ascending order from 0 to `n_texts` - 1.

    References
    ----------
    Röder, Both and Hinneburg (2015), Exploring the space of topic coherence measures.

    Examples
    --------
    >>> words, text = np.array([7, 2, 7, 5, 2, 0, 1, 0, 1, 7]), np.array([0, 0, 0, 1, 1, 2, 2, 3, 3, 3])
    >>> npmi_of_codes([np.array([0, 1]), np.array([2, 5])], words, text).round(3).tolist()
    [1.0, 0.5]
    """
    window = whole(window, "window")
    words, text = np.asarray(words), np.asarray(text, dtype=np.int64)
    ascending = not len(text) or (text[0] >= 0 and (text[1:] >= text[:-1]).all())
    if len(words) != len(text) or not ascending or (n_texts is not None and len(text) and text[-1] >= n_texts):
        raise TwoCrisesError("words and text do not match. Give each word the number of its text, from 0, ascending.")
    tops = [np.asarray(topic, dtype=np.int64) for topic in topics]
    if not len(words) or not any(len(top) for top in tops):
        return np.full(len(tops), np.nan)
    relevant = np.unique(np.concatenate(tops))
    sizes = np.bincount(text, minlength=n_texts or 0)
    n_windows = int(np.maximum(sizes - window + 1, 1).sum())
    column = np.searchsorted(relevant, words).astype(np.int32)
    position = np.flatnonzero(relevant[np.minimum(column, len(relevant) - 1)] == words)
    together = np.zeros((len(relevant), len(relevant)))
    for part in _blocks(text[position]):
        at = position[part]
        together += _together(column[at], at, text[at], sizes, window, len(relevant))
    return np.array([_mean_npmi(together, np.searchsorted(relevant, top), n_windows) for top in tops])


def diversity(topics: Iterable[Sequence[Hashable]]) -> float:
    """Share of different words among the top terms of all topics.

    Parameters
    ----------
    topics : iterable of sequences of str
        The top terms of each topic.

    Returns
    -------
    float
        1 if no term is in two topics, near 0 if all topics have the same ones; missing (nan) where there are no terms.

    Raises
    ------
    TwoCrisesError
        If a topic is one string and no list of words.

    References
    ----------
    Dieng, Ruiz and Blei (2020), Topic modeling in embedding spaces. They take 25 terms a topic, here all count.

    Examples
    --------
    >>> diversity([["talks", "border"], ["border", "gas"]])
    0.75
    """
    terms = list(chain.from_iterable(_words(topic, "topic") for topic in topics))
    return len(set(terms)) / len(terms) if terms else float("nan")


def _words(value: Sequence[Any], what: str) -> Sequence[Any]:
    """Pass on a list of words; a string would count letter by letter."""
    if isinstance(value, str):
        raise TwoCrisesError(f"A {what} is {shown(value)}. Give a list of its words.")
    return value


def _blocks(text: Ints) -> list[slice]:
    """Cut the occurrences into parts that end where a text ends."""
    ends = np.append(np.flatnonzero(np.diff(text)) + 1, len(text))
    goals = np.arange(_AT_ONCE, len(text) + _AT_ONCE, _AT_ONCE)
    cuts = np.unique(ends[np.minimum(np.searchsorted(ends, goals), len(ends) - 1)])
    return [slice(int(a), int(b)) for a, b in pairwise([0, *cuts])]


def _together(column: Ints, position: Ints, text: Ints, sizes: Ints, window: int, n: int) -> Floats:
    """Count the windows that know two words, for all pairs of n words; in the diagonal those that know one."""
    column, start, end = _stretches(column, position, text, sizes, window)
    order = np.argsort(start, kind="stable")
    column, start, end = column[order], start[order], end[order]
    found = np.zeros(n * n)
    one = np.arange(len(start))
    # The stretches that overlap one follow it without a gap, so who has no k-th follower has no later one.
    for step in count(1):
        one = one[one < len(start) - step]
        one = one[start[one + step] <= end[one]]
        if not len(one):
            break
        other = one + step
        overlap = np.minimum(end[one], end[other]) - start[other] + 1
        found += np.bincount(column[one].astype(np.int64) * n + column[other], overlap, minlength=n * n)
    pairs = found.reshape(n, n)
    pairs = pairs + pairs.T
    pairs[np.diag_indices(n)] = np.bincount(column, end - start + 1, minlength=n)
    return pairs


def _stretches(column: Ints, position: Ints, text: Ints, sizes: Ints, window: int) -> tuple[Ints, Ints, Ints]:
    """Stretches of windows that know a word: the word, the first and the last window; of one word they are apart.

    A window goes by the place of its first word.
    """
    order = np.argsort(column, kind="stable")
    column, position, text = column[order], position[order], text[order]
    first = (np.cumsum(sizes) - sizes)[text]
    last = first + np.maximum(sizes[text] - window, 0)
    start = np.maximum(position - window + 1, first)
    # gensim forgets a word when the first of its occurrences in the window leaves, even if another one stays.
    base = column.astype(np.int64) * (int(position.max(initial=0)) + 1)
    end = np.minimum(position[np.searchsorted(base + position, base + start)], last)
    start[1:] = np.where(column[1:] == column[:-1], np.maximum(start[1:], end[:-1] + 1), start[1:])
    known = start <= end
    return column[known], start[known], end[known]


def _mean_npmi(together: Floats, top: Ints, n_windows: int) -> float:
    """NPMI of one topic, from counts of windows."""
    if len(top) < 2:
        return float("nan")
    single = together[top, top] / n_windows
    both = together[np.ix_(top, top)] / n_windows + _EPSILON
    product = np.outer(single, single)
    values = np.full(both.shape, -1.0)
    np.divide(np.log(both / np.where(product > 0, product, 1)), -np.log(both), out=values, where=product > 0)
    # ε lifts a pair that is always together above 1, by less than the sixth digit.
    pairs = values[~np.eye(len(top), dtype=bool)].clip(-1, 1)
    # Sorted, so that the last bit of the sum does not depend on the order of the terms or on their numbers.
    return float(np.sort(pairs).mean())
