"""Corpus -> what is said twice: headlines, paragraphs, and whole articles that print the same text.

Two texts are compared by their sequences of five words: half of those of the shorter one must stand in the other, so a
copy that an outlet cut short or edited is found as well. Shared sequences are counted, not estimated.
"""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree
from tqdm import tqdm

from twocrises.cleaning import TEXT
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.segments import normalise, word_spans

KINDS = ("headline", "paragraph", "article")

Ints = np.ndarray[tuple[int, ...], np.dtype[np.integer[Any]]]
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Bools = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

_LENGTH = 5
_SHARE = 0.5
# Eight sequences make twelve words in a row. Texts that share less share a phrase of the trade.
_FEWEST = 8
_SHARE_OF_HEADLINE = 0.6
_SHORTEST_HEADLINE = 4
# A sequence that stands in more texts than this is looked up in the longest of them only.
_MOST = 100
_AT_ONCE = 500


@once_per_corpus
def repeats(corpus: Corpus) -> pd.DataFrame:
    """Find what a corpus says twice.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row a repeat, by kind and place: `kind`; `article`, `start`, `end`, `text` (the place, and what stands there);
        `of_article`, `of_start`, `of_end` (the earlier place it repeats); `share` (how much of the shorter one stands
        in the other, from 0 to 1). The kinds:

        - ``headline``: a line above the text that shares six in ten words of the shorter one with the headline.
        - ``paragraph``: a kept line that shares half of the shorter one with a line before it, in this article or an
          earlier one. Those of articles that are one text anyway are not listed.
        - ``article``: an article that shares half of the shorter one with an earlier article. Its place is that of its
          first paragraph.

        "Half" means half of the sequences of five words of the shorter one, and at least eight of them.

        Where several texts repeat one another, there are just as many rows as it takes to tie them together.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> again = repeats(load_corpus("seeds"))
    >>> again.kind.tolist(), again.text.iloc[0]
    (['headline', 'headline', 'headline'], 'Russia To Hold Talks With Nato In Effort To Avert War In Ukraine')
    """
    finders = (("headline", _headlines), ("paragraph", _paragraphs), ("article", _articles))
    found = pd.concat([find(corpus).assign(kind=kind) for kind, find in finders], ignore_index=True)
    lines = corpus.lines[["article", "start", "end", "text"]]
    place = lines.iloc[found["later"]].reset_index(drop=True)
    earlier = lines.drop(columns="text").iloc[found["earlier"]].reset_index(drop=True)
    kind = pd.Series(pd.Categorical(found["kind"], categories=KINDS), name="kind")
    frame = pd.concat([kind, place, earlier.add_prefix("of_"), found["share"]], axis=1)
    return frame.sort_values(["kind", "article", "start"], kind="stable", ignore_index=True)


@once_per_corpus
def blocks(corpus: Corpus) -> Ints:
    """Say which articles are one text.

    Two articles are the same text if half of the sequences of five words of the shorter one, and at least eight, stand
    in the longer one. If each of two is the same text as a third, all three are.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    array of int, shape (n_articles,)
        The number of its text for each article, in the order of ``corpus.articles``. Texts are numbered from 0 as they
        first appear; without repeats the numbers are 0, 1, 2 and so on.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> blocks(load_corpus("seeds")).tolist()
    [0, 1, 2, 3, 4]
    """
    pairs, n = _same_articles(corpus), len(corpus.source)
    graph = csr_array((np.ones(len(pairs)), (pairs["later"], pairs["earlier"])), shape=(n, n))
    numbers: Ints = pd.factorize(connected_components(graph, directed=False)[1])[0]
    numbers.setflags(write=False)
    return numbers


@once_per_corpus
def count_once(corpus: Corpus) -> Corpus:
    """Leave out copies, so that each text counts once.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Corpus
        With the longest article of each text, the earliest of several as long; `problems` lists those left out. The
        same corpus if no article repeats another.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> count_once(seeds) is seeds
    True
    """
    articles = corpus.articles.assign(text=blocks(corpus))
    best = articles.sort_values(["text", "n_words"], ascending=[True, False], kind="stable").drop_duplicates("text")
    if len(best) == len(articles):
        return corpus
    kept = best.set_index("text")["article"]
    copies = articles[~articles["article"].isin(kept)]
    problems = pd.DataFrame(
        {
            "file": copies["file"],
            "article": copies["article"],
            "problem": "left out: the same text as " + copies["text"].map(kept).astype(TEXT),
            "mend": "Nothing, if each text should count once; repeats(corpus) shows what they share.",
        }
    )
    once = corpus.select(kept)
    frames = {**once._frames, "problems": pd.concat([once.problems, problems], ignore_index=True).astype(TEXT)}
    return replace(once, _frames=MappingProxyType(frames))


def alike(words: Ints, text: Ints) -> pd.DataFrame:
    """Find the texts of which half stands in another, by the sequences of five words they share.

    Parameters
    ----------
    words : array of int, shape (n_words,)
        A number for each word, the same for the same term.
    text : array of int, shape (n_words,)
        The number of the text in which it stands, ascending.

    Returns
    -------
    pandas.DataFrame
        A row a pair: `later`, `earlier` (numbers of the texts) and `share` of the shorter one, sorted. Every pair is
        there, but for sequences that stand in more than a hundred texts: they count towards the hundred longest only.

    Notes
    -----
    Sequences are compared by a hash of 64 bits. Half of a text can stand in another only if half of its sequences occur
    elsewhere at all; in natural language that leaves few texts to look up. MinHash would estimate what is counted here,
    and miss short cuts of long texts: `benchmarks/repeats.py` measures both.

    Examples
    --------
    >>> alike(np.r_[0:20, 4:24], np.repeat([0, 1], 20))
       later  earlier  share
    0      1        0   0.75
    """
    sequence, owner, size = _sequences(words, text)
    asking = _may_repeat(sequence, owner, size)
    has, stands_in = _index(sequence, owner, size, asking)
    pairs = [_pairs([], [], [])]
    for part in tqdm(np.array_split(asking, len(asking) // _AT_ONCE + 1), "comparing texts", delay=2, leave=False):
        shared = (has[part] @ stands_in).tocoo()
        one, two = part[shared.row], shared.col
        shorter = np.minimum(size[one], size[two])
        enough = (one != two) & (shared.data >= _fewest(shorter))
        found = np.maximum(one, two), np.minimum(one, two), shared.data / shorter
        pairs.append(_pairs(*(values[enough] for values in found)))
    every = pd.concat(pairs).sort_values(["later", "earlier", "share"], ascending=[True, True, False])
    return every.drop_duplicates(["later", "earlier"]).reset_index(drop=True)


def _fewest(size: Ints) -> Floats:
    """How many sequences of a text must stand in another."""
    return np.asarray(np.maximum(_SHARE * size, _FEWEST))


def _pairs(later: Sequence[int] | Ints, earlier: Sequence[int] | Ints, share: Sequence[float] | Floats) -> pd.DataFrame:
    frame = pd.DataFrame({"later": later, "earlier": earlier, "share": share})
    return frame.astype({"later": "int64", "earlier": "int64", "share": "float64"})


def _sequences(words: Ints, text: Ints) -> tuple[Ints, Ints, Ints]:
    """Number the sequences that occur more than once: their numbers, ascending, and the texts in which they stand.

    Each text has a sequence once. The last array says how many different sequences a text has in all.
    """
    n = max(len(words) - _LENGTH + 1, 0)
    inside = text[:n] == text[len(text) - n :]
    hashed = np.zeros(n, dtype="uint64")
    for i in range(_LENGTH):
        hashed = (hashed ^ words[i : n + i].astype("uint64")) * np.uint64(0x9E3779B97F4A7C15)
        hashed ^= hashed >> np.uint64(29)
    hashed, owner = hashed[inside], text[:n][inside].astype("int64")
    again = _may_occur_again(hashed)
    n_texts = int(owner.max(initial=-1)) + 1
    size = np.bincount(owner[~again], minlength=n_texts)
    hashed, owner = hashed[again], owner[again]
    order = np.argsort(hashed, kind="stable")
    hashed, owner = hashed[order], owner[order]
    other_sequence = _differs(hashed)
    once = other_sequence | _differs(owner)
    owner = owner[once]
    return (np.cumsum(other_sequence) - 1)[once], owner, size + np.bincount(owner, minlength=n_texts)


def _may_occur_again(hashed: Ints) -> Bools:
    """Whether a value may occur more than once: surely if it does, and now and then if it does not.

    Sorting bare values is much quicker than sorting them with their places, so most are set aside before that.
    """
    rising = np.sort(hashed)
    twice = rising[1:][rising[1:] == rising[:-1]]
    bits = max(10, min(27, len(hashed).bit_length() + 3))
    drawers = np.zeros(1 << bits, dtype=bool)
    drawers[twice >> np.uint64(64 - bits)] = True
    return np.asarray(drawers[hashed >> np.uint64(64 - bits)])


def _differs(values: Ints) -> Bools:
    """Say where a value is another than the one before."""
    return np.concatenate([np.ones(min(len(values), 1), dtype=bool), values[1:] != values[:-1]])


def _may_repeat(sequence: Ints, owner: Ints, size: Ints) -> Ints:
    """Give the texts of whose sequences enough stand in any other text."""
    elsewhere = (np.bincount(sequence) > 1)[sequence]
    return np.flatnonzero(np.bincount(owner[elsewhere], minlength=len(size)) >= _fewest(size))


def _index(sequence: Ints, owner: Ints, size: Ints, asking: Ints) -> tuple[csr_array, csr_array]:
    """Make two tables of the sequences of the asking texts: which text has which, and in which texts each stands."""
    asked = np.unique(sequence[np.isin(owner, asking)])
    matter = np.isin(sequence, asked)
    sequence, owner = np.searchsorted(asked, sequence[matter]), owner[matter]
    order = np.lexsort((owner, -size[owner], sequence))
    sequence, owner = sequence[order], owner[order]
    rank = np.arange(len(sequence)) - np.searchsorted(sequence, sequence)
    few = rank < _MOST
    shape = len(size), len(asked)
    has = csr_array((np.ones(len(owner), dtype="int32"), (owner, sequence)), shape=shape)
    stands_in = csr_array((np.ones(few.sum(), dtype="int32"), (sequence[few], owner[few])), shape=shape[::-1])
    return has, stands_in


def _tied(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep as many pairs as tie the texts together, the most alike first and of those the earliest."""
    pairs = pairs.sort_values(["share", "earlier", "later"], ascending=[False, True, True], ignore_index=True)
    if pairs.empty:
        return pairs
    n = int(pairs["later"].max()) + 1
    rank = np.arange(len(pairs)) + 1
    tree = minimum_spanning_tree(csr_array((rank, (pairs["later"], pairs["earlier"])), shape=(n, n)))
    return pairs.iloc[np.sort(tree.data).astype(int) - 1]


@once_per_corpus
def _same_articles(corpus: Corpus) -> pd.DataFrame:
    """Pairs of articles that are the same text, by their place in the corpus."""
    tokens = corpus.tokens
    return alike(tokens["term"].cat.codes.to_numpy(), tokens["article"].cat.codes.to_numpy())


# Each of these gives `later` and `earlier` as rows of `corpus.lines`, and `share`.


def _articles(corpus: Corpus) -> pd.DataFrame:
    pairs, lines = _tied(_same_articles(corpus)), corpus.lines
    kept = np.flatnonzero(lines["keep"])
    article = lines["article"].cat.codes.to_numpy()[kept]
    first = {name: kept[np.searchsorted(article, pairs[name])] for name in ("later", "earlier")}
    return pairs.assign(**first)


def _paragraphs(corpus: Corpus) -> pd.DataFrame:
    pairs = _tied(alike(corpus.tokens["term"].cat.codes.to_numpy(), _lines_of_words(corpus)))
    article = corpus.lines["article"].cat.codes.to_numpy()
    one, two = article[pairs["later"]], article[pairs["earlier"]]
    block = blocks(corpus)
    told: Bools = (one == two) | (block[one] != block[two])
    return pairs[told]


def _lines_of_words(corpus: Corpus) -> Ints:
    """Give the row of `corpus.lines` in which each word stands."""
    tokens, sentences = corpus.tokens, corpus.sentences
    articles = np.arange(len(corpus.source))
    of_token, of_sentence, of_line = (
        frame["article"].cat.codes.to_numpy() for frame in (tokens, sentences, corpus.lines)
    )
    line = np.searchsorted(of_line, articles)[of_sentence] + sentences["line"].to_numpy()
    return np.asarray(line[np.searchsorted(of_sentence, articles)[of_token] + tokens["sentence"].to_numpy()])


def _headlines(corpus: Corpus) -> pd.DataFrame:
    lines = corpus.lines
    above = ~lines.groupby("article", observed=True)["keep"].cummax()
    titles = lines[above & ~lines["kind"].isin(["blank", "byline", "dateline"])]
    titles = titles[(titles["kind"] == "headline").groupby(titles["article"], observed=True).cummax()]
    rows: list[tuple[int, int, float]] = []
    previous, headline, words = None, 0, frozenset[str]()
    for row, article, text in zip(titles.index, titles["article"], titles["text"], strict=True):
        if article != previous:
            previous, headline, words = article, row, _words(text)
            continue
        again = _words(text)
        shorter = min(len(words), len(again))
        if shorter >= _SHORTEST_HEADLINE and len(words & again) >= _SHARE_OF_HEADLINE * shorter:
            rows.append((row, headline, len(words & again) / shorter))
    return _pairs(*zip(*rows, strict=True)) if rows else _pairs([], [], [])


def _words(text: str) -> frozenset[str]:
    return frozenset(normalise(text[start:end]) for start, end in word_spans(text))
