"""Results -> a ledger of claims: statements with their numbers, what they rest on, and how far they reach.

A claim is computed each time from the corpus it is about, so a sentence cannot outlive its number. Its status is
*supported* (as a difference between these sets of articles, by the test of keyness), *descriptive* (true of these
articles, and no more), or *contradicted* (an expectation, named in the statement, that these articles do not bear out).
A module of this package holds the claims of one subject.
"""

from collections.abc import Callable, Iterator, Sequence

import pandas as pd

from twocrises.claims.base import Claim, Difference, TooSmallError
from twocrises.claims.confounds import CLAIMS as ABOUT_CONFOUNDS
from twocrises.claims.corpus import CLAIMS as ABOUT_CORPUS
from twocrises.claims.fragile import CLAIMS as POPULAR
from twocrises.claims.roles import CLAIMS as ABOUT_ROLES
from twocrises.claims.roles import role_claim, roles_in_ledger
from twocrises.claims.summary import WORDS, ledger_claim, summary
from twocrises.claims.tone import CLAIMS as ABOUT_TONE
from twocrises.claims.tone import instrument_claim, voice_claim
from twocrises.claims.topics import CLAIMS as ABOUT_TOPICS
from twocrises.claims.words import CLAIMS as ABOUT_WORDS
from twocrises.claims.words import frame_claim, groups_of_words, word_claim
from twocrises.confounds import rival_of
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.instruments import INSTRUMENTS
from twocrises.keyness import compare_eras, marking_words, shared_words
from twocrises.speech import sides

__all__ = ["ABOUT_ALL", "Claim", "Difference", "TooSmallError", "claims", "make_claim"]

_CLAIMS = ABOUT_CORPUS | ABOUT_CONFOUNDS | ABOUT_ROLES | ABOUT_WORDS | ABOUT_TONE | ABOUT_TOPICS | POPULAR
# Claims about each of several things, "frame:talks": how one is made, and which the ledger has without being asked.
_FAMILIES: dict[str, tuple[Callable[[str, Corpus], Claim], Callable[[Corpus], Sequence[str]]]] = {
    "frame": (frame_claim, lambda corpus: list(groups_of_words(corpus))),
    "role": (role_claim, roles_in_ledger),
    "tone": (instrument_claim, lambda corpus: list(INSTRUMENTS)),
    "voice": (voice_claim, sides),
    "word": (
        word_claim,
        lambda corpus: [*marking_words(corpus, WORDS)["term"], *shared_words(corpus, WORDS)["term"]],
    ),
}
_COLUMNS = [
    "id", "statement", "status", "more_in", "survives", "interval", "n_articles", "method", "leave_one_out",
    "exploratory", "rival", "decided_by", "numbers", "evidence", "difference",
]  # fmt: skip


def claims(corpus: Corpus, words: Sequence[str] = ()) -> pd.DataFrame:
    """Ledger of claims about a corpus.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    words : sequence of str, optional
        Terms for which a claim ``word:TERM`` is wanted, beside those that mark an era most and those that are shared.

    Returns
    -------
    pandas.DataFrame
        A row a claim:

        - `id`, `statement`, and `status` ("supported", "descriptive" or "contradicted");
        - `more_in`: of a difference, the era that has more; empty where there is none, missing where none is claimed;
        - `survives`: whether it stays the same whichever article is left out; missing where that is no question;
        - `interval`: of the estimate, or why there is none;
        - `n_articles`, `method`, `leave_one_out` (in words), `exploratory` (chosen after reading);
        - `rival` and `decided_by`: what else could explain it, and the article that would decide;
        - `numbers` (dict), `evidence` (tuple of addresses) and `difference` (`Difference` or None).

        What a corpus is too small to be asked (topics of two paragraphs, say) is left out.

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras to compare.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> ledger = claims(load_corpus("seeds"), words=["talks"])
    >>> ledger.id.iloc[-1], sorted(set(ledger.status))
    ('word:talks', ['contradicted', 'descriptive'])
    """
    compare_eras(corpus)
    found = {claim.id: claim for claim in _found(corpus, [*_ids(corpus), *(f"word:{word}" for word in words)])}
    every = list(found.values())
    rows = [_row(claim, corpus) for claim in [summary(corpus, every), ledger_claim(corpus, every), *every]]
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"survives": "boolean"})


def _ids(corpus: Corpus) -> Iterator[str]:
    """What the ledger has without being asked."""
    yield from _CLAIMS
    for family, (_, members) in _FAMILIES.items():
        yield from (f"{family}:{name}" for name in members(corpus))


def _found(corpus: Corpus, ids: Sequence[str]) -> Iterator[Claim]:
    for name in ids:
        try:
            yield make_claim(name, corpus)
        except TooSmallError:
            continue


# Marks that are for whoever shows a claim as Markdown.
_PLAIN = str.maketrans("", "", "«»*")
# Claims made from all the others.
_OF_ALL: dict[str, Callable[[Corpus, Sequence[Claim]], Claim]] = {"summary": summary, "ledger": ledger_claim}
ABOUT_ALL = tuple(_OF_ALL)


def _row(claim: Claim, corpus: Corpus) -> list[object]:
    own = {name: getattr(claim, name, None) for name in _COLUMNS}
    own["more_in"] = claim.difference.more_in if claim.difference else pd.NA
    own["statement"] = claim.statement.translate(_PLAIN)
    own["survives"] = pd.NA if claim.survives is None else claim.survives
    compares, more_in = claim.difference is not None or claim.holds is not None, None
    if claim.difference is not None:
        more_in = claim.difference.more_in
    rivals = rival_of(claim.id, corpus, compares=compares, more_in=more_in)
    own["rival"], own["decided_by"] = (text.translate(_PLAIN) for text in rivals)
    return list(own.values())


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
    family, _, member = claim_id.partition(":")
    if claim_id in _OF_ALL:
        every = {claim.id: claim for claim in _found(corpus, list(_ids(corpus)))}
        return _OF_ALL[claim_id](corpus, list(every.values()))
    if (family not in _FAMILIES or not member) and claim_id not in _CLAIMS:
        hint = f' Did you mean "word:{claim_id}"?' if claim_id.casefold() in corpus.counts.terms else ""
        raise TwoCrisesError(
            f'There is no claim "{claim_id}".{hint} The ledger has {", ".join([*_OF_ALL, *_CLAIMS])}, and of '
            f"{', '.join(f'{name}:NAME' for name in _FAMILIES)} any."
        )
    return _made(corpus, claim_id)


@once_per_corpus
def _made(corpus: Corpus, claim_id: str) -> Claim:
    family, _, member = claim_id.partition(":")
    return _CLAIMS[claim_id](corpus) if claim_id in _CLAIMS else _FAMILIES[family][0](member, corpus)
