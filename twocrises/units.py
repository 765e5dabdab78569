"""Corpus -> the texts in which topics are looked for, and the words of each.

A topic shows itself when the same words meet in many texts. A handful of articles is cut into paragraphs for that, or
into windows of sentences where the lines are no paragraphs; of a large corpus whole articles are taken, each with its
headline.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse

from twocrises.checks import shown
from twocrises.cleaning import TEXT
from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.frequency import content_terms
from twocrises.masking import PLACE
from twocrises.measures import Bools
from twocrises.permutation import Ints
from twocrises.segments import tokens_frame
from twocrises.wording import count, shortened

Unit = Literal["paragraph", "window", "article"]

UNITS: tuple[Unit, ...] = ("paragraph", "window", "article")
# From so many articles on, articles are texts enough.
MANY_ARTICLES = 100
# So many sentences make a window: about as long as two paragraphs of news.
WINDOW = 4
# A text of fewer words says too little to have a topic.
SHORTEST = 8
# With fewer paragraphs an article, on average, lines are no paragraphs.
_FEWEST_PARAGRAPHS = 3


@dataclass(frozen=True)
class Units:
    """Texts in which topics are looked for.

    Attributes
    ----------
    kind : str
        What they are: "paragraph", "window" or "article".
    frame : pandas.DataFrame
        A row a unit, in the order of the corpus: `article`, `label`, `era`, `sentence` and `last` (its first and last
        sentence), `address` (of the first), `text` (the unit; of an article its headline or its beginning), `words`.
    counts : scipy.sparse.csr_array of float, shape (n_units, n_terms)
        How often each term stands in each unit.
    terms : pandas.Index
        The terms: words that carry content (`topical_terms`) and stand in two units or more, in alphabetical order.
    words, text : array of int, shape (n_words,)
        Every word of these terms where it stands, as its row in `terms` and the row of its unit, which ascends.
    order : array of int, shape (n_units,)
        The rows in an order that the content of the articles decides, and nothing else: neither dates nor file names.
    n_cut, n_words : int
        How many units the corpus has with those that are too short, and how many words stand in all of them.
    """

    kind: Unit
    frame: pd.DataFrame
    counts: sparse.csr_array
    terms: pd.Index
    words: Ints
    text: Ints
    order: Ints
    n_cut: int
    n_words: int


def default_unit(corpus: Corpus) -> Unit:
    """Say what is taken for a text where nobody says so.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    str
        "article" from a hundred articles on. Below that "paragraph", or "window" where the articles have fewer than
        three lines of eight words or more on average, so that lines are no paragraphs.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> default_unit(load_corpus("seeds"))
    'paragraph'
    """
    if len(corpus.source) >= MANY_ARTICLES:
        return "article"
    paragraphs = np.bincount(_cut(corpus, "paragraph")[2])
    return "paragraph" if (paragraphs >= SHORTEST).sum() >= _FEWEST_PARAGRAPHS * len(corpus.source) else "window"


def text_units_of(corpus: Corpus, unit: str | None = None) -> Units:
    """Cut a corpus into the texts in which topics are looked for.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    unit : {"paragraph", "window", "article"}, optional
        What makes a text: a kept line; four sentences in a row; or an article with its headline. By default
        `default_unit` decides.

    Returns
    -------
    Units
        Only those of eight words or more, but every article that has a word.

    Raises
    ------
    TwoCrisesError
        If there is no such unit.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> found = text_units_of(seeds)
    >>> found.kind, found.counts.shape == (len(found.frame), len(found.terms))
    ('paragraph', True)
    >>> text_units_of(seeds, "article").frame.article.tolist() == seeds.articles.article.tolist()
    True
    """
    if unit is not None and unit not in UNITS:
        named = ", ".join(f'"{name}"' for name in UNITS)
        raise TwoCrisesError(f"unit is {shown(unit)}. Take one of {named}.")
    kind: Unit = unit if unit else default_unit(corpus)
    codes, terms, unit_of, frame = _cut(corpus, kind)
    size = np.bincount(unit_of, minlength=len(frame))
    taken = size >= (1 if kind == "article" else SHORTEST)
    number = np.cumsum(taken) - 1
    frame = frame[taken].assign(words=size[taken]).reset_index(drop=True)
    inside = taken[unit_of]
    codes, rows = codes[inside], number[unit_of[inside]]
    counts = sparse.csr_array((np.ones(len(rows)), (rows, codes)), shape=(len(frame), len(terms)))
    counts.sum_duplicates()
    every = Units(
        kind,
        _readable(corpus, frame, kind),
        counts,
        pd.Index(terms, dtype=object),
        codes,
        rows,
        _by_content(corpus, frame),
        n_cut=len(size),
        n_words=len(unit_of),
    )
    return _of_terms(every, topical_terms(terms) & _in_two(counts))


def units_in(units: Units, inside: Bools) -> Units:
    """Keep some of the units, and the terms that still stand in two of them.

    Parameters
    ----------
    units : Units
        From `text_units_of`.
    inside : array of bool, shape (n_units,)
        Which to keep.

    Returns
    -------
    Units
        As a corpus has them that never had the others; `n_cut` and `n_words` are those of the whole corpus.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = text_units_of(load_corpus("seeds"))
    >>> earlier = units_in(found, (found.frame.era == "2014").to_numpy())
    >>> set(earlier.frame.era), len(earlier.terms) < len(found.terms)
    ({'2014'}, True)
    """
    number = np.cumsum(inside) - 1
    there = inside[units.text]
    part = replace(
        units,
        frame=units.frame[inside].reset_index(drop=True),
        counts=sparse.csr_array(units.counts[inside]),
        words=units.words[there],
        text=number[units.text[there]],
        order=number[units.order[inside[units.order]]],
    )
    return _of_terms(part, _in_two(part.counts))


def topical_terms(terms: pd.Index) -> Bools:
    """Which terms may tell topics and articles apart: those that carry content, without the stand-in for places.

    Parameters
    ----------
    terms : pandas.Index
        As they are counted.

    Returns
    -------
    array of bool, shape (n_terms,)
        One term for all places would be the most frequent of all and outweigh the rest.

    Examples
    --------
    >>> topical_terms(pd.Index(["the", "talks", "[place]"])).tolist()
    [False, True, False]
    """
    return np.asarray(content_terms(terms) & (terms.to_numpy() != PLACE))


def _in_two(counts: sparse.csr_array) -> Bools:
    return np.asarray(np.bincount(counts.indices, minlength=counts.shape[1]) >= 2)


def _of_terms(units: Units, keep: Bools) -> Units:
    """The same units with some of the terms."""
    kept = keep[units.words]
    return replace(
        units,
        counts=sparse.csr_array(units.counts[:, keep]),
        terms=pd.Index(units.terms[keep], dtype=object),
        words=(np.cumsum(keep) - 1)[units.words[kept]],
        text=units.text[kept],
    )


def sentence_rows(sentences: pd.DataFrame, tokens: pd.DataFrame) -> Ints:
    """Say in which sentence each word stands.

    Parameters
    ----------
    sentences, tokens : pandas.DataFrame
        Of a corpus.

    Returns
    -------
    array of int, shape (n_tokens,)
        Rows of `sentences`; some of them may have been left out, as long as no word of theirs is there.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> row = sentence_rows(seeds.sentences, seeds.tokens)
    >>> bool((seeds.sentences.sentence.to_numpy()[row] == seeds.tokens.sentence).all())
    True
    """
    width = int(sentences["sentence"].max()) + 1 if len(sentences) else 1
    one, other = (
        frame["article"].cat.codes.to_numpy().astype("int64") * width + frame["sentence"].to_numpy()
        for frame in (sentences, tokens)
    )
    return np.asarray(np.searchsorted(one, other))


def too_small(units: Units) -> str:
    """Say why units are too few for topics.

    Parameters
    ----------
    units : Units
        From `text_units_of`.

    Returns
    -------
    str
        One sentence or two; empty where they are not.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> too_small(text_units_of(load_corpus("seeds")))
    ''
    """
    n, n_terms = units.counts.shape
    what, whole = count(n, units.kind), units.kind == "article"
    if n < 2 and (not units.n_words or (whole and n < units.n_cut)):
        every = count(units.n_cut, "article") if whole else "the articles"
        return (
            f"Cleaning left words in {n if n else 'none'} of {every}, too few to find topics. The column rule of "
            "corpus.lines says why a line was dropped; corpus.without_cleaning() keeps them all."
        )
    if n < 2:
        length = "with a word" if whole else f"of {SHORTEST} words or more"
        other = "" if whole or units.n_cut < 2 else ', or take whole articles with unit="article"'
        return f"This corpus has {what} {length}, too few to find topics. Add articles{other}."
    if n_terms < 2:
        return (
            f"The {what} of this corpus share {count(n_terms, 'word')} that {'carries' if n_terms == 1 else 'carry'} "
            "content, too few to find topics. Add articles."
        )
    return ""


def _cut(corpus: Corpus, kind: Unit) -> tuple[Ints, pd.Index, Ints, pd.DataFrame]:
    """Give each word its term and its unit, in order, the terms, and where the units begin and end."""
    sentences, tokens = corpus._frames["sentences"], corpus.tokens
    of_sentence = sentences["article"].cat.codes.to_numpy().astype("int64")
    number = sentences["sentence"].to_numpy().astype("int64")
    row = sentence_rows(sentences, tokens)
    if kind == "article":
        unit_of_sentence, n = of_sentence, len(corpus.source)
    else:
        part = sentences["line"].to_numpy() if kind == "paragraph" else number // WINDOW
        unit_of_sentence, found = pd.factorize(of_sentence * (int(part.max(initial=0)) + 1) + part)
        n = len(found)
    of_unit = sentences.groupby(unit_of_sentence)
    frame = of_unit.agg(sentence=("sentence", "first"), last=("sentence", "last"), start=("start", "first"))
    # Joined from sentences: between two of them may stand what the cleaning dropped.
    texts = sentences["text"].groupby(unit_of_sentence)
    frame["text"] = texts.first().map(shortened) if kind == "article" else texts.agg(" ".join)
    article = np.arange(n) if kind == "article" else of_sentence[np.unique(unit_of_sentence, return_index=True)[1]]
    frame = frame.reindex(np.arange(n)).fillna({"sentence": 0, "last": 0, "start": 0, "text": ""}).assign(code=article)
    unit_of = unit_of_sentence[row]
    codes, terms = tokens["term"].cat.codes.to_numpy().astype("int64"), tokens["term"].cat.categories
    if kind == "article" and "tokens" not in corpus._frames:  # with names masked, headlines would bring them back
        title_codes, title_of, more = _headlines(corpus, terms)
        order = np.argsort(np.concatenate([title_of, unit_of]), kind="stable")
        codes, terms = np.concatenate([title_codes, more.get_indexer(terms)[codes]])[order], more
        unit_of = np.concatenate([title_of, unit_of])[order]
    return codes, terms, unit_of, frame


def _headlines(corpus: Corpus, terms: pd.Index) -> tuple[Ints, Ints, pd.Index]:
    """Give the words of the headlines their terms and articles, and the terms with those that only they have."""
    titles = corpus.articles["title"].dropna()
    articles = pd.Categorical.from_codes(titles.index.to_numpy(), categories=pd.Index(list(corpus.source)))
    places = pd.DataFrame({"article": articles, "sentence": 0, "start": 0, "end": titles.str.len().to_numpy()})
    source = dict(zip(articles.astype(object), titles, strict=True))
    tokens = tokens_frame(source, places, corpus.config.spellings)
    more = pd.Index(sorted({*terms, *tokens["term"].cat.categories}), dtype=terms.dtype)
    return (
        more.get_indexer(pd.Index(tokens["term"].astype(object))),
        tokens["article"].cat.codes.to_numpy().astype("int64"),
        more,
    )


def _readable(corpus: Corpus, frame: pd.DataFrame, kind: Unit) -> pd.DataFrame:
    """Add to each unit its article, its address and what it says."""
    articles = corpus.articles[["article", "label", "era", "title"]].iloc[frame["code"]].reset_index(drop=True)
    texts = [
        shortened(title) if kind == "article" and isinstance(title, str) else text
        for title, text in zip(articles["title"], frame["text"], strict=True)
    ]
    return articles.drop(columns="title").assign(
        sentence=frame["sentence"].to_numpy(dtype="int32"),
        last=frame["last"].to_numpy(dtype="int32"),
        address=(articles["article"] + "#s" + frame["sentence"].astype(int).astype(TEXT)).astype(TEXT),
        text=pd.array(texts, dtype=TEXT),
        words=frame["words"].to_numpy(),
    )


def _by_content(corpus: Corpus, frame: pd.DataFrame) -> Ints:
    content = corpus.articles["sha256"].to_numpy(dtype="U64")[frame["code"]]
    # Rows of a table may print one text under several headlines, which count where articles are the units.
    title = pd.Categorical(corpus.articles["title"].fillna("").astype(object)).codes[frame["code"]]
    return np.lexsort((frame["start"], title, content))
