"""Results -> a ledger of claims: statements with their numbers, what they rest on, and how far they reach.

A claim is computed each time from the corpus it is about, so a sentence cannot outlive its number. Its status is
*supported* (as a difference between these sets of articles, by the test of keyness), *descriptive* (true of these
articles, and no more), or *contradicted* (an expectation, named in the statement, that these articles do not bear out).
A module of this package holds the claims of one subject.
"""

from collections.abc import Sequence

import pandas as pd

from twocrises.claims.base import Claim, TooSmallError
from twocrises.claims.corpus import CLAIMS as ABOUT_CORPUS
from twocrises.claims.tone import CLAIMS as ABOUT_TONE
from twocrises.claims.topics import CLAIMS as ABOUT_TOPICS
from twocrises.claims.words import CLAIMS as ABOUT_WORDS
from twocrises.claims.words import word_claim
from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.keyness import compare_eras

__all__ = ["Claim", "TooSmallError", "claims", "make_claim"]

_CLAIMS = ABOUT_CORPUS | ABOUT_WORDS | ABOUT_TONE | ABOUT_TOPICS


def claims(corpus: Corpus, words: Sequence[str] = ()) -> pd.DataFrame:
    """Ledger of claims about a corpus.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    words : sequence of str, optional
        Terms for which a claim ``word:TERM`` is wanted, beside those the ledger always has.

    Returns
    -------
    pandas.DataFrame
        A row a claim: `id`, `statement`, `status`, `n_articles`, `method`, `leave_one_out`, `exploratory`, `numbers`
        (dict) and `evidence` (tuple of addresses). What a corpus is too small to be asked (topics of two paragraphs,
        say) is left out.

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras to compare.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> ledger = claims(load_corpus("seeds"), words=["talks"])
    >>> ledger.id.tolist()[-2:], sorted(set(ledger.status))
    (['tree-follows', 'word:talks'], ['contradicted', 'descriptive'])
    """
    compare_eras(corpus)
    found = []
    for name in [*_CLAIMS, *(f"word:{word}" for word in words)]:
        try:
            found.append(make_claim(name, corpus))
        except TooSmallError:
            continue
    columns = [
        "id", "statement", "status", "n_articles", "method", "leave_one_out", "exploratory", "numbers", "evidence"
    ]  # fmt: skip
    frame = pd.DataFrame([{name: getattr(claim, name) for name in columns} for claim in found], columns=columns)
    frame["statement"] = frame["statement"].str.replace("[«»*]", "", regex=True)
    return frame


def make_claim(claim_id: str, corpus: Corpus) -> Claim:
    """One claim of the ledger.

    Parameters
    ----------
    claim_id : str
        An id of `claims`, or ``word:TERM`` for any term.
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Claim

    Raises
    ------
    TwoCrisesError
        If there is no claim of that name, or the corpus is too small for it.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> make_claim("dropped", load_corpus("seeds")).numbers["dropped"]
    37
    """
    if not isinstance(corpus, Corpus) or not isinstance(claim_id, str):
        raise TwoCrisesError('Name the claim first, then the corpus: say("tone", corpus).')
    kind, _, term = claim_id.partition(":")
    if kind == "word" and term:
        return word_claim(term, corpus)
    if claim_id not in _CLAIMS:
        hint = f' Did you mean "word:{claim_id}"?' if claim_id.casefold() in corpus.counts.terms else ""
        raise TwoCrisesError(
            f'There is no claim "{claim_id}".{hint} The ledger has {", ".join(_CLAIMS)}, and word:TERM.'
        )
    return _CLAIMS[claim_id](corpus)
