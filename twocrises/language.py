"""A text -> whether it is English, by its smallest words.

The word lists that measure tone are English. In another language they find a few chance words ("die", "war", "fast"),
so such a text has to be told apart before it is scored. The rule can be followed by eye: of the small words that no
sentence does without, are there more English ones, or more foreign ones? Headlines, names and lists have few of either
and count as English. A trained model (py3langid) decided no better on editorials, briefings and sentences in twenty
languages, and says less about why.
"""

import re
from collections.abc import Iterable

from twocrises import checks

# Words that say "English" by themselves, and words that do so only beside them, since other languages have them too.
ENGLISH_ALONE = frozenset(
    [
        "the", "and", "that", "this", "these", "those", "with", "from", "it", "its", "have", "having", "be", "been",
        "being", "are", "were", "not", "if", "than", "then", "there", "their", "they", "them", "his", "him", "she",
        "our", "you", "your", "which", "who", "whom", "whose", "what", "when", "where", "while", "why", "how", "would",
        "could", "should", "can", "cannot", "may", "might", "must", "shall", "does", "did", "about", "after", "before",
        "against", "between", "through", "during", "without", "within", "because", "since", "until", "upon", "into",
        "more", "most", "such", "some", "any", "only", "other", "another", "both", "each", "every", "too", "very",
        "just", "also", "here", "now", "even", "much", "many", "own", "same", "few", "said", "says",
    ]
)  # fmt: skip
ENGLISH_TOO = frozenset(
    [
        "a", "an", "in", "on", "of", "to", "for", "by", "at", "as", "is", "was", "has", "had", "will", "but", "or",
        "he", "her", "we", "us", "my", "i", "no", "so", "do", "all", "over", "under", "out", "up", "off",
    ]
)  # fmt: skip
# Small words of the languages of Europe in Latin letters, of Turkish and of Indonesian, that are no English words.
FOREIGN = frozenset(
    [
        # German, Dutch
        "der", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "und", "ist", "nicht", "mit",
        "von", "zu", "auf", "für", "im", "sich", "auch", "wie", "bei", "nach", "noch", "sie", "wir", "ihr", "wird",
        "haben", "sind", "wurde", "oder", "aber", "aus", "zum", "zur", "über", "het", "een", "van", "niet", "dat",
        "zijn", "voor", "ook", "maar", "naar", "wordt", "deze",
        # French
        "le", "la", "les", "un", "une", "du", "et", "est", "dans", "pour", "pas", "que", "qui", "au", "aux", "avec",
        "ce", "cette", "elle", "nous", "vous", "ne", "se", "sont", "ont", "ses", "leur",
        # Spanish, Portuguese, Italian, Romanian
        "el", "los", "las", "una", "y", "en", "de", "del", "por", "para", "con", "es", "su", "sus", "lo", "como",
        "más", "pero", "fue", "ha", "han", "ser", "está", "sobre", "os", "dos", "da", "um", "uma", "não", "na", "nas",
        "foi", "são", "seu", "sua", "mais", "ao", "pela", "pelo", "em", "il", "gli", "della", "dei", "delle", "di",
        "che", "è", "nel", "nella", "sono", "si", "anche", "ma", "questo", "alla", "dal", "dalla", "și", "în", "nu",
        "cu", "este", "pe", "din", "mai", "sau",
        # Polish, Czech
        "się", "nie", "że", "jest", "od", "po", "przez", "jak", "dla", "są", "było", "był", "tym", "jego", "je",
        "že", "jako", "bylo", "až",
        # Turkish
        "bir", "bu", "için", "ile", "çok", "olarak", "olan", "daha", "kadar", "gibi", "değil",
        # Swedish, Danish, Norwegian, Finnish, Hungarian
        "och", "att", "det", "som", "på", "är", "av", "till", "inte", "har", "ett", "och", "jag", "og", "ikke", "til",
        "med", "ja", "ei", "että", "oli", "mutta", "kun", "ovat", "és", "az", "egy", "nem", "hogy", "meg", "csak",
        # Indonesian
        "yang", "dan", "dari", "untuk", "dengan", "pada", "ini", "itu", "tidak", "akan",
    ]
)  # fmt: skip
# Shorter texts are headlines and names: they may do without any small word.
FEWEST_WORDS = 10

_WORD = re.compile(r"[^\W\d_]+")
# So many characters tell the language of an article.
_BEGINNING = 5_000
_LATIN = re.compile(r"[a-zß-ɏ]")


def is_english(text: str) -> bool:
    """Whether a text is English, as far as its small words tell.

    Parameters
    ----------
    text : str
        A sentence or more.

    Returns
    -------
    bool
        False where most letters are of another script, and for a text of ten words or more with at least as many
        foreign small words as English ones, and at least two. If none of the English ones is English alone, two words
        in lower case are enough that are foreign small words or hold letters that English does without. True otherwise:
        headlines, names, and English sentences with a foreign name in them.

    Examples
    --------
    >>> is_english("The ministers met in Geneva on Wednesday, and they agreed on nothing.")
    True
    >>> is_english("Die Minister trafen sich am Mittwoch in Genf, und sie einigten sich auf nichts.")
    False
    >>> is_english("Ban Ki-moon, Catherine Ashton")
    True
    """
    words = _WORD.findall(text.lower())
    if not text.isascii():
        letters = sum(map(len, words))
        if letters >= 4 and 2 * sum(len(_LATIN.findall(word)) for word in words) < letters:
            return False
    if len(words) < FEWEST_WORDS:
        return True
    alone, too, foreign = (sum(map(small.__contains__, words)) for small in (ENGLISH_ALONE, ENGLISH_TOO, FOREIGN))
    if alone:
        return foreign < 2 or alone + too > foreign
    # Names are capitalised, and a foreign name is no foreign text.
    lower = [word for word in _WORD.findall(text) if word.islower()]
    return sum(word in FOREIGN or not word.isascii() for word in lower) < 2


def reads_english(sentences: Iterable[str]) -> bool:
    """Whether an article is English, by its first sentences together.

    A short sentence tells no language, and counts as English by itself; the article decides for it.

    Parameters
    ----------
    sentences : iterable of str
        In the order of the text; a single text is taken as one.

    Returns
    -------
    bool
        As `is_english` of the first 5,000 characters or a little more.

    Raises
    ------
    TwoCrisesError
        If something else is given.

    Examples
    --------
    >>> short = ["Der Krieg ist lang.", "Die Not war groß.", "Man war arm und hart.", "Das war ein Fest."]
    >>> [is_english(sentence) for sentence in short], reads_english(short)
    ([True, True, True, True], False)
    """
    beginning: list[str] = []
    length = 0
    for sentence in checks.texts(sentences, "sentences"):
        beginning.append(sentence)
        length += len(sentence)
        if length >= _BEGINNING:
            break
    return is_english(" ".join(beginning))
