"""Tokens -> words in context: every place of a term, the sentences around it, and what stands near it.

A count says how often; the concordance says what for. It shows each place as it was printed, so a number can be read
before it is believed. Collocations sum up many such places, and send the reader back to them.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from twocrises.checks import shown, texts, whole
from twocrises.cleaning import TEXT
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import Ints, find_terms
from twocrises.measures import Bools, log_likelihood

_LETTERS = re.compile(r"[^\W_]+")
# What a sort looks at on one side of a hit: far more than anyone compares by eye, and little enough for a long line.
_SORT_CHARACTERS = 120


def concordance(corpus: Corpus, term: str, *, width: int = 40, sort: str = "place") -> pd.DataFrame:
    """Every place where a term stands, with the text around it (keyword in context).

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    term : str
        A word or a phrase, looked up as in `find_terms`.
    width : int, default 40
        Characters of context on each side, within the same line of the source.
    sort : {"place", "right", "left"}, default "place"
        In the order of the corpus; or by the words after the term, the first before the second; or by the words before
        it, the nearest first. Words are compared in lower case and without punctuation, as far as 120 characters
        reach. The eras stay in order of time, articles without an era last, and ties keep the order of the corpus.

    Returns
    -------
    pandas.DataFrame
        A row a hit: `era`, `article` (label), `left`, `keyword` (as written), `right`, `address` (``ARTICLE#sN``). No
        rows if the term does not occur.

    Raises
    ------
    TwoCrisesError
        If the term is empty or no text, `width` is no whole number from 0 on, or `sort` is something else.

    References
    ----------
    Sinclair (1991), Corpus, Concordance, Collocation.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> hits = concordance(load_corpus("seeds"), "sevastopol", width=12, sort="left")
    >>> hits[["left", "keyword", "right"]].values.tolist()
    [['st north of ', 'Sevastopol', '.'], ['the port of ', 'Sevastopol', '.']]
    """
    width = whole(width, "width", least=0)
    if not isinstance(sort, str) or sort not in ("place", *_WORDS_OF):
        asked = f'"{sort}"' if isinstance(sort, str) else shown(sort)
        raise TwoCrisesError(f'sort is {asked}. Choose "place", "right" or "left".')
    rows, n_words = find_terms(corpus, term)
    tokens, sentences, lines = corpus.tokens, corpus.sentences, corpus.lines
    article, sentence = _codes(tokens)[rows], tokens["sentence"].to_numpy()[rows]
    line = sentences["line"].to_numpy()[_begins(corpus, sentences)[article] + sentence]
    line_row = _begins(corpus, lines)[article] + line
    starts, ends = tokens["start"].to_numpy()[rows], tokens["end"].to_numpy()[rows + n_words - 1]
    names, sources = list(corpus.source), list(corpus.source.values())
    places = [
        (sources[number], *place)
        for number, *place in zip(
            article.tolist(),
            lines["start"].to_numpy()[line_row].tolist(),
            starts.tolist(),
            ends.tolist(),
            lines["end"].to_numpy()[line_row].tolist(),
            strict=True,
        )
    ]
    articles = corpus.articles
    frame = pd.DataFrame(
        {
            "era": articles["era"].array[article],
            "article": articles["label"].array[article],
            "left": _text(text[max(low, start - width) : start] for text, low, start, _, _ in places),
            "keyword": _text(text[start:end] for text, _, start, end, _ in places),
            "right": _text(text[end : min(high, end + width)] for text, _, _, end, high in places),
            "address": _text(f"{names[a]}#s{s}" for a, s in zip(article.tolist(), sentence.tolist(), strict=True)),
        }
    )
    if sort == "place":
        return frame
    era = frame["era"].cat.codes.to_numpy()
    eras = np.where(era < 0, len(corpus.eras), era).tolist()
    keys = [(era, _WORDS_OF[sort](*place)) for era, place in zip(eras, places, strict=True)]
    return frame.iloc[sorted(range(len(keys)), key=keys.__getitem__)].reset_index(drop=True)


def sentences_with(corpus: Corpus, term: str) -> list[str]:
    """Give the addresses of the sentences in which a term stands.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    term : str
        A word or a phrase, looked up as in `find_terms`.

    Returns
    -------
    list of str
        ``ARTICLE#sN``, each once, in the order of the corpus.

    Raises
    ------
    TwoCrisesError
        If the term is empty.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> sentences_with(load_corpus("seeds"), "sevastopol")
    ['001_a662e1979cd3d6e7#s32', '001_a662e1979cd3d6e7#s33']
    """
    rows, _ = find_terms(corpus, term)
    hits = corpus.tokens[["article", "sentence"]].iloc[rows].drop_duplicates()
    return [f"{article}#s{sentence}" for article, sentence in zip(hits["article"], hits["sentence"], strict=True)]


def sentences_at(corpus: Corpus, addresses: Iterable[str] | str) -> pd.DataFrame:
    """Look up the sentences at some addresses, such as the evidence of a claim.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    addresses : iterable of str, or str
        ``ARTICLE#sN``; the beginning of the article is enough where only one begins so.

    Returns
    -------
    pandas.DataFrame
        A row an address, in the order given: `address` (in full), `era`, `article` (label), `start` and `end` (its
        place in the source text, in characters), `text`.

    Raises
    ------
    TwoCrisesError
        If there is no sentence at an address, or an address is no text.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> sentences_at(load_corpus("seeds"), "003#s8").text.item()
    '“Fine,” Putin replied.'
    """
    articles, sentences = corpus.articles, corpus.sentences
    numbers = {name: i for i, name in enumerate(corpus.source)}
    sizes = articles["n_sentences"].to_numpy()
    found: list[tuple[int, int]] = []
    for address in texts(addresses, "addresses"):
        start, _, number = address.rpartition("#s")
        at = [i for name, i in numbers.items() if start and name.startswith(start)]
        at = [numbers[start]] if start in numbers else at
        if len(at) != 1 or not number.isdecimal() or int(number) >= sizes[at[0]]:
            raise TwoCrisesError(f'There is no sentence "{address}". An address is an article, #s and a number from 0.')
        found.append((at[0], int(number)))
    article, sentence = (np.array([pair[i] for pair in found], dtype=int) for i in (0, 1))
    names, row = list(corpus.source), _begins(corpus, sentences)[article] + sentence
    return pd.DataFrame(
        {
            "address": _text(f"{names[i]}#s{n}" for i, n in found),
            "era": articles["era"].array[article],
            "article": articles["label"].array[article],
            "start": sentences["start"].array[row],
            "end": sentences["end"].array[row],
            "text": sentences["text"].array[row],
        }
    )


@once_per_corpus
def collocations(corpus: Corpus, term: str | None = None, *, window: int = 5, min_count: int = 2) -> pd.DataFrame:
    """What stands near a term more often than elsewhere; without a term, which words stand side by side.

    These numbers rank and describe; they are no test. G² takes each word for an independent draw, and the words of a
    text are not: one topic, one quotation or one agency report repeats the same words together, so a large G² may come
    from a single article. `articles` says in how many the pair stands; `concordance` shows the places.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    term : str, optional
        A word or a phrase, looked up as in `find_terms`. By default all pairs of adjacent words are counted.
    window : int, default 5
        With a term: how many words before and after it are near, within the same sentence.
    min_count : int, default 2
        Leave out what stands near more rarely.

    Returns
    -------
    pandas.DataFrame
        A row a word, or a pair, those that attract each other first, then by falling G²:

        - `term`: the word near the term, or both words of the pair;
        - `near`: how many of its tokens stand near the term, or how often the pair occurs;
        - `count`: how often it stands in the corpus; of a pair, the rarer word;
        - `expected`: what `near` would be if the word stood near the term as often as elsewhere;
        - `g2`: log-likelihood ratio of the table with four cells;
        - `pmi`: pointwise mutual information, the binary log of near / expected;
        - `log_dice`: 14 + log2(2 near / (hits of the term + count)); +1 means twice as often, in corpora of any size;
        - `articles`: in how many articles it stands near;
        - `near_ERA`: how many of `near` stand in each era that holds an article.

        No rows if the term does not occur.

    Raises
    ------
    TwoCrisesError
        If the term is empty or no text, or `window` or `min_count` is no whole number from 1 on.

    Notes
    -----
    With a term, the table sets the tokens near a hit against all other tokens (surface co-occurrence, Evert 2008). A
    token between two hits counts once, and the tokens of the hits are left out. logDice stays below 14 unless a word
    stands several times near the same hit. For pairs the table is that of first and second words over all pairs of
    adjacent words within a sentence, whatever stands between them. Names of several words count as one word, as
    everywhere.

    References
    ----------
    Church and Hanks (1990), Word association norms, mutual information, and lexicography (PMI); Dunning (1993),
    Accurate methods for the statistics of surprise and coincidence (G²); Rychlý (2008), A lexicographer-friendly
    association score (logDice); Evert (2008), Corpora and collocations.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = collocations(load_corpus("seeds"), "nato")
    >>> found[["term", "near", "count", "articles"]].head(3).values.tolist()
    [['join', 4, 4, 2], ['alliance', 5, 7, 3], ['ban', 3, 3, 3]]
    """
    # No sentence is longer than the corpus, and what is larger than that may be too large for an array.
    window = min(whole(window, "window"), len(corpus.tokens))
    min_count = whole(min_count, "min_count")
    return _pairs(corpus, min_count) if term is None else _neighbours(corpus, term, window, min_count)


def _neighbours(corpus: Corpus, term: str, window: int, min_count: int) -> pd.DataFrame:
    """Count the words near a term against all others."""
    rows, n_words = find_terms(corpus, term)
    tokens = corpus.tokens
    vocabulary, code = tokens["term"].cat.categories, _codes(tokens, "term")
    near, hit = _near(_sentence_of(corpus, tokens), rows, n_words, window)
    here, rest, anywhere = (
        np.bincount(part, minlength=len(vocabulary)) for part in (code[near], code[~near & ~hit], code)
    )
    kept = np.flatnonzero(here >= min_count)
    number = _renumbered(len(vocabulary), kept)[code]
    place = np.flatnonzero(near & (number >= 0))
    return _associations(
        vocabulary.to_numpy(dtype=object)[kept],
        near=here[kept],
        count=anywhere[kept],
        rest=rest[kept],
        sizes=(here.sum(), rest.sum()),
        both=len(rows) + anywhere[kept],
        spread=_spread(corpus, number[place], _codes(tokens)[place], len(kept)),
    )


def _near(sentence: Ints, rows: Ints, n_words: int, window: int) -> tuple[Bools, Bools]:
    """Which tokens are near a hit and in its sentence, and which are part of one."""
    first = np.maximum(rows - window, np.searchsorted(sentence, sentence[rows], side="left"))
    end = np.minimum(rows + n_words + window, np.searchsorted(sentence, sentence[rows], side="right"))
    hit = _covered(len(sentence), rows, rows + n_words)
    return _covered(len(sentence), first, end) & ~hit, hit


def _covered(n: int, first: Ints, end: Ints) -> Bools:
    """Which of n places lie in one of some ranges."""
    steps = np.bincount(first, minlength=n + 1) - np.bincount(end, minlength=n + 1)
    return np.asarray(np.cumsum(steps)[:n] > 0)


def _pairs(corpus: Corpus, min_count: int) -> pd.DataFrame:
    """Count pairs of adjacent words against what their words would give by chance."""
    tokens = corpus.tokens
    vocabulary, code = tokens["term"].cat.categories, _codes(tokens, "term").astype("int64")
    sentence = _sentence_of(corpus, tokens)
    place = np.flatnonzero(sentence[1:] == sentence[:-1])
    first, second = code[place], code[place + 1]
    pair, number, near = np.unique(first * len(vocabulary) + second, return_inverse=True, return_counts=True)
    kept = np.flatnonzero(near >= min_count)
    number = _renumbered(len(pair), kept)[number]
    one, two = np.divmod(pair[kept], max(len(vocabulary), 1))
    as_first, as_second, anywhere = (np.bincount(part, minlength=len(vocabulary)) for part in (first, second, code))
    terms = vocabulary.to_numpy(dtype=object)
    return _associations(
        terms[one] + " " + terms[two],
        near=near[kept],
        count=np.minimum(anywhere[one], anywhere[two]),
        rest=as_second[two] - near[kept],
        sizes=(as_first[one], len(place) - as_first[one]),
        both=anywhere[one] + anywhere[two],
        spread=_spread(corpus, number[number >= 0], _codes(tokens)[place[number >= 0]], len(kept)),
    )


def _renumbered(n: int, kept: Ints) -> Ints:
    """New number of each of n things when only some are kept; −1 for the others."""
    number = np.full(n, -1)
    number[kept] = np.arange(len(kept))
    return number


def _associations(
    terms: np.ndarray,
    *,
    near: Ints,
    count: Ints,
    rest: Ints,
    sizes: tuple[Any, Any],
    both: Ints,
    spread: dict[str, Ints],
) -> pd.DataFrame:
    """Measure how strongly words attract each other, the strongest first.

    `near` and `rest` are counts of a word in two parts of the corpus, `sizes` those of the parts; `both` is the sum of
    the counts of both words.
    """
    share = sizes[0] / np.maximum(sizes[0] + sizes[1], 1)
    expected = (near + rest) * share
    frame = pd.DataFrame(
        {
            "term": _text(terms),
            "near": near.astype("int64"),
            "count": count.astype("int64"),
            "expected": expected,
            "g2": log_likelihood(near.astype(float), rest.astype(float), *sizes) if len(near) else np.zeros(0),
            "pmi": np.log2(near / expected),
            "log_dice": 14 + np.log2(2 * near / both),
            **spread,
        }
    )
    # Terms come in alphabetical order and stay in it where G² is the same but for the last digits.
    order = np.lexsort([-frame["g2"].round(9), near <= expected])
    return frame.iloc[order].reset_index(drop=True)


def _spread(corpus: Corpus, number: Ints, article: Ints, n: int) -> dict[str, Ints]:
    """In how many articles each of n things stands, and how often in each era, from a number and an article a place."""
    articles = corpus.articles
    once, times = np.unique(number.astype("int64") * len(articles) + article, return_counts=True)
    which, where = np.divmod(once, max(len(articles), 1))
    columns = {"articles": np.bincount(which, minlength=n).astype("int64")}
    for era in corpus.eras:
        inside = (articles["era"] == era).to_numpy()
        if inside.any():
            weights = times * inside[where]
            columns[f"near_{era}"] = np.bincount(which, weights=weights, minlength=n).astype("int64")
    return columns


def _codes(frame: pd.DataFrame, column: str = "article") -> Ints:
    return np.asarray(frame[column].cat.codes)


def _begins(corpus: Corpus, frame: pd.DataFrame) -> Ints:
    """Row at which each article begins, in a frame that is ordered by article."""
    return np.searchsorted(_codes(frame), np.arange(len(corpus.source)))


def _sentence_of(corpus: Corpus, tokens: pd.DataFrame) -> Ints:
    """Row in `corpus.sentences` of each token."""
    return np.asarray(_begins(corpus, corpus.sentences)[_codes(tokens)] + tokens["sentence"].to_numpy())


def _text(values: Iterable[Any]) -> Any:
    return pd.array(list(values), dtype=TEXT)


def _after(text: str, low: int, start: int, end: int, high: int) -> str:
    return " ".join(_bare(text, end, min(high, end + _SORT_CHARACTERS)))


def _before(text: str, low: int, start: int, end: int, high: int) -> str:
    return " ".join(_bare(text, max(low, start - _SORT_CHARACTERS), start)[::-1])


def _bare(text: str, start: int, end: int) -> list[str]:
    """Give the words of a part of a text as they are compared; a space sorts before all of their letters."""
    return _LETTERS.findall(text[start:end].casefold())


_WORDS_OF: dict[str, Callable[[str, int, int, int, int], str]] = {"right": _after, "left": _before}
