"""Tokens -> counts: how often a term stands where, and how much of that the size of a text explains.

A count says how often; divided by the length of the article it says how often for its size. A term is a word, a name,
or several words in a row. Words in context are a matter of `concordance`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from twocrises.checks import texts
from twocrises.corpus import Corpus, Counts, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.measures import Floats
from twocrises.segments import normalise, without_possessive, word_spans

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CONTRACTIONS = ("'s", "'re", "'ve", "'ll", "'d", "'m", "n't")
# scikit-learn's list has words that carry meaning, and some of them much of it in news of a war.
_CONTENT = frozenset(
    [
        "amount", "bill", "call", "cry", "describe", "detail", "fill", "find", "fire", "found", "interest", "mill",
        "mine", "move", "serious", "show", "sincere", "system", "thick", "thin", "un",
    ]
)  # fmt: skip

MODALITY: Mapping[str, tuple[str, ...]] = {
    "what might be": ("would", "could", "may", "might", "should", "if"),
    "what is or was": ("did", "was", "were", "had", "has", "have"),
}
"""Words for what is not, or not yet, the case, and words for what is or was: two groups for `count_terms`."""

Ints = np.ndarray[tuple[int, ...], np.dtype[np.signedinteger[Any]]]


def count_terms(
    corpus: Corpus, terms: Mapping[str, Sequence[str]] | Sequence[str] | str, *, per: int | None = None
) -> pd.DataFrame:
    """How often terms stand in each article.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    terms : mapping of str to sequence of str, sequence of str, or str
        Words, or several words in a row ("prime minister"), looked up as they are counted: in lower case, under the
        canonical name of corpus.toml. A mapping counts groups of them under names of its own: `{"doubt": ["may",
        "might"]}`.
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
        If a term is empty or no text, or `per` is not positive.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> count_terms(load_corpus("seeds"), ["nato", "crimea"]).loc["crimea"].tolist()
    [4, 4, 0, 1, 0]
    >>> count_terms(load_corpus("seeds"), "Prime Minister").sum(axis=1).to_dict()
    {'prime minister': 4}
    """
    if per is not None and not (isinstance(per, (int, float, np.number)) and 0 < per < np.inf):
        raise TwoCrisesError(f"per is {per!r}. Give the words a rate refers to, such as 1000.")
    if isinstance(terms, Mapping):
        groups = {str(name): texts(members, "terms") for name, members in terms.items()}
        wanted = {name: list(dict.fromkeys(_words_of(corpus, term) for term in g)) for name, g in groups.items()}
    else:
        looked_up = [_words_of(corpus, term) for term in texts(terms, "terms")]
        wanted = {" ".join(words): [words] for words in looked_up}
    values = np.array([_counts_of(corpus, members) for members in wanted.values()], dtype="int64")
    articles = corpus.articles
    header = pd.MultiIndex.from_arrays([articles["era"].astype(object), articles["label"]], names=["era", "article"])
    index = pd.Index(list(wanted), name="term", dtype=object)
    values = values.reshape(len(index), len(articles))
    if per is None:
        return _described(pd.DataFrame(values, index=index, columns=header), corpus, per)
    words = articles["n_words"].to_numpy(dtype=float)
    # The product first: two equal rates are then equal to the last digit.
    rates: Floats = np.divide(per * values, words, out=np.full(values.shape, np.nan), where=words > 0)
    return _described(pd.DataFrame(rates, index=index, columns=header), corpus, per)


def rates_by_era(
    corpus: Corpus, terms: Mapping[str, Sequence[str]] | Sequence[str] | str, *, per: int = 1000
) -> pd.DataFrame:
    """How often terms stand in each era, counted in the two ways that can contradict each other.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    terms : mapping of str to sequence of str, sequence of str, or str
        As in `count_terms`.
    per : int, default 1000
        Rates are for so many words.

    Returns
    -------
    pandas.DataFrame
        Index: `term`. Columns for each era that holds an article with words: `count`; `pooled`, the rate in all words
        of the era, to which a long article adds more; `mean of articles`, the mean of the articles' rates, to which
        each adds the same.

    Raises
    ------
    TwoCrisesError
        If a term is empty or no text, `per` is not positive, or no article belongs to an era.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> rates_by_era(load_corpus("seeds"), "talks")["2022"].round(2).values.tolist()
    [[13.0, 4.85, 5.13]]
    """
    counts, rates = count_terms(corpus, terms), count_terms(corpus, terms, per=per)
    words = corpus.articles["n_words"].to_numpy()
    of_era = counts.columns.get_level_values("era")
    eras = [era for era in corpus.eras if words[of_era == era].sum()]
    if not eras:
        raise TwoCrisesError(
            "No article with words belongs to an era, so there are no eras to count. See datasheet(corpus)."
        )
    parts = {}
    for era in eras:
        own = of_era == era
        total = counts.loc[:, own].sum(axis=1)
        parts[era] = pd.DataFrame(
            {
                "count": total,
                "pooled": per * total / words[own].sum(),
                "mean of articles": rates.loc[:, own].mean(axis=1),
            }
        )
    return pd.concat(parts, axis=1, names=["era", "rate"])


def find_terms(corpus: Corpus, term: str) -> tuple[Ints, int]:
    """Find every place where a term stands.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    term : str
        A word, or several in a row, looked up as in `count_terms`.

    Returns
    -------
    rows : array of int, shape (n_hits,)
        Rows of `corpus.tokens` in which its first words stand, ascending.
    n_words : int
        How many words in a row it is. All of them stand in one sentence.

    Raises
    ------
    TwoCrisesError
        If the term is empty or no text.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> rows, n_words = find_terms(seeds, "Prime Minister")
    >>> seeds.tokens.iloc[rows[0] : rows[0] + n_words].word.tolist()
    ['Prime', 'Minister']
    """
    words = _words_of(corpus, term)
    return _rows_of(corpus, words), len(words)


@once_per_corpus
def ngram_counts(corpus: Corpus, n: int) -> Counts:
    """Count every sequence of `n` words within a sentence.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    n : int
        Words in a row; 1 gives ``corpus.counts``.

    Returns
    -------
    Counts
        As ``corpus.counts``; the words of a term are joined by spaces.

    Raises
    ------
    TwoCrisesError
        If `n` is no whole number from 1 to 5.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> pairs = ngram_counts(load_corpus("seeds"), 2)
    >>> int(pairs.matrix[:, [pairs.terms.get_loc("prime minister")]].sum())
    4
    """
    if not isinstance(n, (int, np.integer)) or not 1 <= n <= 5:
        raise TwoCrisesError(f"{n!r} words in a row cannot be counted. Ask for a whole number from 1 to 5.")
    if n == 1:
        return corpus.counts
    words = corpus.counts.terms
    code, first = corpus.tokens["term"].cat.codes.to_numpy(), _starts(corpus, n)
    number = code[first].astype("int64")
    for i in range(1, n):
        # Numbered anew in each round, so that no number outgrows its type.
        _, place, number = np.unique(number * len(words) + code[first + i], return_index=True, return_inverse=True)
    named = pd.Series(words[code[first[place]]])
    for i in range(1, n):
        named = named + " " + pd.Series(words[code[first[place] + i]])
    order = np.argsort(named.to_numpy(dtype=object), kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    article = corpus.tokens["article"].cat.codes.to_numpy()[first]
    matrix = sparse.csr_array(
        (np.ones(len(number), dtype="int64"), (article, rank[number])), shape=(len(corpus.source), len(order))
    )
    matrix.sum_duplicates()
    return Counts(matrix, corpus.counts.articles, pd.Index(named.iloc[order], dtype=words.dtype))


def variants(corpus: Corpus) -> pd.DataFrame:
    """Which spellings of a name each article uses, where they are counted as one.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        Index: `term`, `written` (without possessive). Columns as in `count_terms`: how often each article writes it so.
        Only names under [names] in corpus.toml that stand in this corpus in two spellings or more.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> variants(load_corpus("seeds")).loc["kyiv"].sum(axis=1).to_dict()
    {'Kiev': 3, 'Kyiv': 11}
    """
    names = {name.casefold() for name in corpus.config.spellings.values()}
    tokens = corpus.tokens
    known = tokens["term"].cat.categories.isin(names)[tokens["term"].cat.codes]
    own = tokens.loc[known, ["article", "word", "term"]]
    words = own["word"].cat.remove_unused_categories().cat
    bare = np.array([" ".join(without_possessive(word).split()) for word in words.categories], dtype=object)
    written = bare[words.codes]
    code = own["article"].cat.codes.to_numpy()
    counts = pd.crosstab([own["term"].astype(object).to_numpy(), written], code)
    counts = counts.reindex(columns=range(len(corpus.source)), fill_value=0).astype("int64")
    counts.index.names = ["term", "written"]
    counts = counts[counts.index.get_level_values("term").duplicated(keep=False)]
    articles = corpus.articles
    counts.columns = pd.MultiIndex.from_arrays(
        [articles["era"].astype(object), articles["label"]], names=["era", "article"]
    )
    return counts


def rank_frequency(corpus: Corpus) -> pd.DataFrame:
    """Give every term by rank of frequency, as Zipf's law speaks of it.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        `rank` (from 1), `term`, `count`; terms of one count in alphabetical order.

    References
    ----------
    Zipf (1949), Human behavior and the principle of least effort: the count falls about as one over the rank.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> rank_frequency(load_corpus("seeds")).head(2).values.tolist()
    [[1, 'the', 208], [2, 'to', 151]]
    """
    total = np.asarray(corpus.counts.matrix.sum(axis=0), dtype="int64").ravel()
    order = np.argsort(-total, kind="stable")
    return pd.DataFrame(
        {"rank": np.arange(1, len(order) + 1), "term": corpus.counts.terms[order], "count": total[order]}
    )


def vocabulary_growth(corpus: Corpus) -> pd.DataFrame:
    """How many different words one has met after so many words read, article after article.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row an article with words, after a first row for the beginning: `article` (label), `era`, `words` and
        `different` (read and met by its end), `new` (words it adds that no earlier one had).

    References
    ----------
    Heaps (1978), Information retrieval: the number of different words grows ever more slowly, and does not stop.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> growth = vocabulary_growth(load_corpus("seeds"))
    >>> growth.words.is_monotonic_increasing, int(growth.new.sum()) == int(growth.different.max())
    (True, True)
    """
    matrix = corpus.counts.matrix.tocsc()
    filled = np.diff(matrix.indptr) > 0
    first = np.minimum.reduceat(matrix.indices, matrix.indptr[:-1][filled]) if filled.any() else matrix.indices[:0]
    articles = corpus.articles
    articles["new"] = np.bincount(first, minlength=len(articles))
    articles = articles[articles["n_words"] > 0]
    start = pd.DataFrame({"words": [0], "different": [0], "new": [0]})
    rows = pd.DataFrame(
        {
            "article": articles["label"].astype(object),
            "era": articles["era"].astype(object),
            "words": articles["n_words"].cumsum(),
            "different": articles["new"].cumsum(),
            "new": articles["new"],
        }
    )
    frame = pd.concat([start.assign(article=None, era=None)[list(rows)], rows], ignore_index=True)
    return frame.astype({"words": "int64", "different": "int64", "new": "int64", "article": object, "era": object})


@cache
def stop_words() -> frozenset[str]:
    """Function words, which are left out where content is asked for.

    Returns
    -------
    frozenset of str
        Those of scikit-learn without a few that carry content: "fire", "system", "serious", and "un", which may be the
        United Nations.

    References
    ----------
    Nothman, Qin and Yurchak (2018), Stop word lists in free open-source software packages, on the faults of such lists.

    Examples
    --------
    >>> "of" in stop_words(), "fire" in stop_words()
    (True, False)
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS) - _CONTENT


def content_terms(
    terms: Iterable[str], stop: Iterable[str] | None = None
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which terms carry content: no function words, no bare numbers, no single letters.

    Parameters
    ----------
    terms : iterable of str
        As they are counted, in lower case. Of several words in a row the first and the last must carry content:
        "council of ministers" does, "of ministers" does not.
    stop : iterable of str, optional
        The function words; by default `stop_words()`. Contractions ("it's", "don't") are always taken for such.

    Returns
    -------
    array of bool, shape (n_terms,)

    Raises
    ------
    TwoCrisesError
        If `stop` is one text and no list.

    Examples
    --------
    >>> content_terms(["the", "talks", "8,500", "it's", "of fire"]).tolist()
    [False, True, False, False, False]
    >>> content_terms(["the", "talks"], stop=["talks"]).tolist()
    [True, False]
    """
    if isinstance(stop, str):
        raise TwoCrisesError(f'stop is the text "{stop}". Give a list of words, such as ["{stop}"].')
    function_words = stop_words() if stop is None else frozenset(stop)

    def carries(word: str) -> bool:
        function = word in function_words or word.endswith(_CONTRACTIONS) or len(word) < 2
        return not function and not _NUMBER.fullmatch(word)

    ends = (term.split(" ") for term in ([terms] if isinstance(terms, str) else terms))
    return np.fromiter((carries(words[0]) and carries(words[-1]) for words in ends), dtype=bool)


def _described(frame: pd.DataFrame, corpus: Corpus, per: float | None) -> pd.DataFrame:
    """Let a frame say what a figure must know: the eras in order of time, and for how many words its rates are."""
    frame.attrs = {"eras": corpus.eras, "per": per}
    return frame


def _words_of(corpus: Corpus, term: str) -> tuple[str, ...]:
    """Find the forms under which the words of a term are counted."""
    if not isinstance(term, str):
        raise TwoCrisesError(f"{term!r} is not a word. Give one in quotation marks; for several, use count_terms.")
    pieces = term.split()
    if not pieces:
        raise TwoCrisesError("A term is empty. Give a word, such as count_terms(corpus, ['talks']).")
    words: list[str] = []
    while pieces:
        # The longest name first: "United States president" is a name and a word.
        size = next((n for n in range(len(pieces), 1, -1) if _is_name(corpus, " ".join(pieces[:n]))), 1)
        words += _forms(corpus, " ".join(pieces[:size]))
        pieces = pieces[size:]
    return tuple(words)


def _is_name(corpus: Corpus, text: str) -> bool:
    return text in corpus.config.spellings or text.casefold() in corpus.counts.terms


def _forms(corpus: Corpus, piece: str) -> list[str]:
    """Give the form of a word or name; of one with a hyphen that is counted in parts, their forms."""
    spellings = corpus.config.spellings
    canonical = {name.casefold(): name.casefold() for name in spellings.values()}
    form = canonical.get(piece.casefold()) or normalise(piece, spellings)
    spans = word_spans(piece)
    if form in corpus.counts.terms or len(spans) < 2 or re.sub(r"[-‑]", "", _between(piece, spans)):
        return [form]
    return [normalise(piece[start:end], spellings) for start, end in spans]


def _between(piece: str, spans: Sequence[tuple[int, int]]) -> str:
    """Give what stands outside the words."""
    inside = {i for start, end in spans for i in range(start, end)}
    return "".join(char for i, char in enumerate(piece) if i not in inside)


def _rows_of(corpus: Corpus, words: Sequence[str]) -> Ints:
    """Rows of `corpus.tokens` with the first word of a sequence of words."""
    terms = corpus.counts.terms
    places = terms.get_indexer(pd.Index(pd.array(list(words), dtype=terms.dtype)))  # type: ignore[arg-type]
    code = corpus.tokens["term"].cat.codes.to_numpy()
    if (places < 0).any():
        return np.flatnonzero(code[:0])
    rows = np.flatnonzero(code == places[0])
    if len(words) == 1:
        return rows
    rows = rows[rows + len(words) <= len(code)]
    for i in range(1, len(words)):
        rows = rows[code[rows + i] == places[i]]
    first, last = (corpus.tokens[["article", "sentence"]].iloc[rows + i] for i in (0, len(words) - 1))
    together = (first.to_numpy() == last.to_numpy()).all(axis=1)
    return np.asarray(rows[together])


def _counts_of(corpus: Corpus, members: Iterable[Sequence[str]]) -> Ints:
    """How often any of these terms stands in each article."""
    total = np.zeros(len(corpus.source), dtype="int64")
    article = corpus.tokens["article"].cat.codes.to_numpy()
    for words in members:
        total += np.bincount(article[_rows_of(corpus, words)], minlength=len(total))
    return total


def _starts(corpus: Corpus, n: int) -> Ints:
    """Rows of `corpus.tokens` from which a sentence has `n` words or more left."""
    tokens = corpus.tokens
    article, sentence = tokens["article"].cat.codes.to_numpy(), tokens["sentence"].to_numpy()
    size = max(len(tokens) - n + 1, 0)
    last = slice(n - 1, n - 1 + size)
    return np.flatnonzero((article[:size] == article[last]) & (sentence[:size] == sentence[last]))
