"""corpus.toml -> what a person read in the sentences behind a claim, where that holds for the corpus at hand.

A number says how often; what it means is said by somebody who read the lines. Such prose cannot be computed, but what
it rests on can be looked up: its articles and sentences must be there, and the difference it explains must have the
direction it was written for. Otherwise it is not shown, and one sentence says why.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twocrises.config import Reading
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.wording import quoted, shortened

# Words are found whichever quotation marks and apostrophes a page or an editor has put.
_PLAIN = str.maketrans("‘’‚“”„", "'''\"\"\"")


@dataclass(frozen=True)
class CloseReading:
    """A reading that holds, or the reason why none does.

    Attributes
    ----------
    claim : str
        Id of the claim.
    says : str
        What a person reads; empty where nothing holds, or where only a rival explanation was written.
    addresses : tuple of str
        ``ARTICLE#sN`` of the sentences it rests on, each once, in the order in which corpus.toml has them.
    rival, decided_by : str
        Another explanation, and the article that would decide; empty where nothing holds.
    reason : str
        One sentence; empty where the reading holds. Text of the corpus and of its settings stands between « and ».
    """

    claim: str
    says: str = ""
    addresses: tuple[str, ...] = ()
    rival: str = ""
    decided_by: str = ""
    reason: str = ""

    @property
    def holds(self) -> bool:
        """Whether there is a reading, and all that it rests on is as it was."""
        return not self.reason


@once_per_corpus
def read_closely(corpus: Corpus, claim_id: str, more_in: str | None = None) -> CloseReading:
    """Find what a person read in the sentences behind a claim.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    claim_id : str
        An id of the ledger, such as "word:nato".
    more_in : str, optional
        The era that has more of what the claim compares; "" where both have as much. By default nobody asks.

    Returns
    -------
    CloseReading
        From [[readings]] in corpus.toml: the first one of this claim that holds, else the reason why none does.

    Raises
    ------
    TwoCrisesError
        If the id is no text.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> seeds = load_corpus("seeds")
    >>> read_closely(seeds, "word:crimea", "2014").addresses[0]
    '000_b2e1f74ee22da60d#s10'
    >>> read_closely(seeds, "word:crimea", "2022").reason
    'The reading of «word:crimea» in corpus.toml is one of more in 2014, and here 2022 has more.'
    """
    if not isinstance(claim_id, str):
        raise TwoCrisesError(f'{claim_id!r} is no id of a claim. Give one of the ledger, such as "word:talks".')
    found = [reading for reading in corpus.config.readings if reading.claim.casefold() == claim_id.casefold()]
    if not found:
        return CloseReading(claim_id, reason=f"Nobody has written a reading of {quoted(claim_id)} into corpus.toml.")
    checked = [_checked(corpus, reading, more_in) for reading in found]
    return next((reading for reading in checked if reading.holds), checked[0])


def _checked(corpus: Corpus, reading: Reading, more_in: str | None) -> CloseReading:
    """Look up all that a reading rests on."""
    whose = f"The reading of {quoted(reading.claim)} in corpus.toml"
    if reading.more and more_in is not None and reading.more != more_in:
        here = f"here {more_in} has more" if more_in else "here no era has more"
        return CloseReading(reading.claim, reason=f"{whose} is one of more in {reading.more}, and {here}.")
    addresses: list[str] = []
    for article, words in reading.rests_on:
        names = _named(article, corpus.source)
        if len(names) != 1:
            return CloseReading(reading.claim, reason=f"{whose} rests on {_missing(corpus, article, len(names))}.")
        address = next(_sentences_with(corpus, names[0], words), None)
        if address is None:
            lost = quoted(shortened(words, 60))
            return CloseReading(
                reading.claim,
                reason=f"{whose} rests on {lost}, which stands in no sentence of {_known_as(corpus, names[0])}.",
            )
        addresses.append(address)
    return CloseReading(reading.claim, reading.says, tuple(dict.fromkeys(addresses)), reading.rival, reading.decided_by)


def _named(article: str, names: Iterable[str]) -> list[str]:
    """The article of this name, else those whose names begin so."""
    every = list(names)
    return [article] if article in every else [name for name in every if name.startswith(article)]


def _known_as(corpus: Corpus, article: str) -> str:
    """An article as a reader knows it: outlet and day where both are known, else its name."""
    known = corpus.config.articles.get(article)
    if known is None or not known.origin or known.published is None:
        return quoted(article)
    return quoted(f"{known.origin}, {known.published.day} {known.published:%b %Y}")


def _missing(corpus: Corpus, article: str, n: int) -> str:
    """Say that no article of the corpus, or several, have a name that begins so."""
    listed = _named(article, corpus.config.articles)
    shown = _known_as(corpus, listed[0]) if len(listed) == 1 else quoted(article)
    if not n and shown != quoted(article):
        return f"{shown}, an article that is not in this corpus"
    which = "more than one article" if n else "no article"
    return f"{quoted(article)}, and {which} of this corpus has a name that begins so"


def _sentences_with(corpus: Corpus, article: str, words: str) -> Iterator[str]:
    """Addresses of the sentences that hold some words."""
    own = corpus.sentences
    own = own[(own["article"] == article).to_numpy()]
    for number, text in zip(own["sentence"], own["text"], strict=True):
        if _plain(words) in _plain(text):
            yield f"{article}#s{number}"


def _plain(text: str) -> str:
    return " ".join(text.translate(_PLAIN).split())
