"""Tokens -> counts and words in context.

A count says how often; divided by the length of the article it says how often for its size; the concordance says what
for. The three belong together, in that order.
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.segments import normalise

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CONTRACTIONS = ("'s", "'re", "'ve", "'ll", "'d", "'m", "n't")

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def count_terms(corpus: Corpus, terms: Sequence[str] | str, *, per: int | None = None) -> pd.DataFrame:
    """How often terms stand in each article.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    terms : sequence of str, or str
        Looked up as they are counted: in lower case, under the canonical name of corpus.toml.
    per : int, optional
        Give rates for so many words of the article instead of counts; 1000 is usual.

    Returns
    -------
    pandas.DataFrame, shape (n_terms, n_articles)
        Index: `term`, each once. Columns: era and article label, in the order of `corpus.articles`. A term that does
        not occur has zeros. Counts are int64, rates float64; an article without words has a missing rate.

    Raises
    ------
    TwoCrisesError
        If a term is empty or holds several words, or `per` is not positive.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> count_terms(load_corpus("seeds"), ["nato", "crimea"]).loc["crimea"].tolist()
    [4, 4, 0, 1, 0]
    """
    if per is not None and per <= 0:
        raise TwoCrisesError(f"per is {per}. Give the words a rate refers to, such as 1000.")
    wanted = list(dict.fromkeys(_lookup(corpus, term) for term in ([terms] if isinstance(terms, str) else terms)))
    counts = corpus.counts
    places = counts.terms.get_indexer(pd.Index(wanted, dtype=counts.terms.dtype))
    columns = counts.matrix.tocsc()[:, np.maximum(places, 0)].toarray()
    values = np.where(places[None, :] >= 0, columns, 0).T
    articles = corpus.articles
    header = pd.MultiIndex.from_arrays([articles["era"].astype(object), articles["label"]], names=["era", "article"])
    frame = pd.DataFrame(values, index=pd.Index(wanted, name="term", dtype=object), columns=header)
    if per is None:
        return frame
    words = articles["n_words"].to_numpy(dtype=float)
    factors: Floats = np.divide(per, words, out=np.full(len(words), np.nan), where=words > 0)
    return frame * factors


def concordance(corpus: Corpus, term: str, *, width: int = 40) -> pd.DataFrame:
    """Every place where a term stands, with the text around it (keyword in context).

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    term : str
        Looked up as in `count_terms`.
    width : int, default 40
        Characters of context on each side, within the same line of the source.

    Returns
    -------
    pandas.DataFrame
        A row a hit, in the order of the corpus: `era`, `article` (label), `left`, `keyword` (as written), `right`,
        `address` (``ARTICLE#sN``). No rows if the term does not occur.

    Raises
    ------
    TwoCrisesError
        If the term is empty or holds several words, or `width` is negative.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> concordance(load_corpus("seeds"), "sevastopol", width=12)[["left", "keyword", "right"]].values.tolist()
    [['the port of ', 'Sevastopol', '.'], ['st north of ', 'Sevastopol', '.']]
    """
    if width < 0:
        raise TwoCrisesError(f"width is {width}. Give the characters of context as 0 or more.")
    wanted = _lookup(corpus, term)
    tokens = corpus.tokens
    hits = tokens[tokens["term"] == wanted]
    bounds = corpus.sentences.merge(
        corpus.lines[["article", "line", "start", "end"]], on=["article", "line"], suffixes=("", "_line")
    )
    hits = hits.merge(bounds[["article", "sentence", "start_line", "end_line"]], on=["article", "sentence"])
    articles = corpus.articles.set_index("article")
    columns = [hits[name] for name in ("article", "sentence", "start", "end", "start_line", "end_line")]
    rows = []
    for article, sentence, start, end, start_line, end_line in zip(*columns, strict=True):
        text = corpus.source[article]
        rows.append(
            (
                articles["era"][article],
                articles["label"][article],
                text[max(start_line, start - width) : start],
                text[start:end],
                text[end : min(end_line, end + width)],
                f"{article}#s{sentence}",
            )
        )
    return pd.DataFrame(rows, columns=["era", "article", "left", "keyword", "right", "address"])


def sentences_with(corpus: Corpus, term: str) -> list[str]:
    """Give the addresses of the sentences in which a term stands.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    term : str
        Looked up as in `count_terms`.

    Returns
    -------
    list of str
        ``ARTICLE#sN``, each once, in the order of the corpus.

    Raises
    ------
    TwoCrisesError
        If the term is empty or holds several words.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> sentences_with(load_corpus("seeds"), "sevastopol")
    ['001_a662e1979cd3d6e7#s32', '001_a662e1979cd3d6e7#s33']
    """
    tokens = corpus.tokens
    hits = tokens[tokens["term"] == _lookup(corpus, term)].drop_duplicates(["article", "sentence"])
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
        A row an address, in the order given: `address` (in full), `era`, `article` (label), `text`.

    Raises
    ------
    TwoCrisesError
        If there is no sentence at an address.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> sentences_at(load_corpus("seeds"), "003#s8").text.item()
    '“Fine,” Putin replied.'
    """
    articles = corpus.articles.set_index("article")
    sentences = corpus.sentences
    texts = sentences.set_index(["article", "sentence"])["text"]
    rows = []
    for address in [addresses] if isinstance(addresses, str) else addresses:
        start, _, number = address.rpartition("#s")
        found = [name for name in articles.index if start and (name == start or name.startswith(start))]
        found = [start] if start in articles.index else found
        if len(found) != 1 or not number.isdecimal() or (found[0], int(number)) not in texts.index:
            raise TwoCrisesError(f'There is no sentence "{address}". An address is an article, #s and a number from 0.')
        name = found[0]
        rows.append(
            (f"{name}#s{int(number)}", articles["era"][name], articles["label"][name], texts[name, int(number)])
        )
    return pd.DataFrame(rows, columns=["address", "era", "article", "text"])


def _lookup(corpus: Corpus, term: str) -> str:
    """Find the form under which a term is counted."""
    if not isinstance(term, str):
        raise TwoCrisesError(f"{term!r} is not a word. Give one in quotation marks; for several, use count_terms.")
    wanted = " ".join(term.split())
    if not wanted:
        raise TwoCrisesError("A term is empty. Give a word, such as count_terms(corpus, ['talks']).")
    spellings = corpus.config.spellings
    if " " in wanted and wanted not in spellings and wanted.casefold() not in corpus.counts.terms:
        raise TwoCrisesError(
            f'"{wanted}" is more than one word. Ask for its words, or make it one name under [names] in corpus.toml.'
        )
    canonical = {name.casefold(): name.casefold() for name in spellings.values()}
    return canonical.get(wanted.casefold()) or normalise(wanted, spellings)


def content_terms(terms: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which terms carry content: no function words, no bare numbers, no single letters.

    Parameters
    ----------
    terms : iterable of str
        As they are counted, in lower case.

    Returns
    -------
    array of bool, shape (n_terms,)

    Notes
    -----
    The function words are scikit-learn's ENGLISH_STOP_WORDS, and contractions ("it's", "don't").

    Examples
    --------
    >>> content_terms(["the", "talks", "8,500", "it's"]).tolist()
    [False, True, False, False]
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    terms = list(terms)
    function = [t in ENGLISH_STOP_WORDS or t.endswith(_CONTRACTIONS) or len(t) < 2 for t in terms]
    return ~np.array([f or bool(_NUMBER.fullmatch(t)) for f, t in zip(function, terms, strict=True)], dtype=bool)
