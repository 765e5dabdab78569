"""Names of office-holders -> offices side by side: who is named how often, doing what, quoted how much, in what tone.

Two crises years apart have other people in the same offices. Lined up by office, two presidents stand in one row, and
an office that nobody is named for is a result of its own. Offices and their dated holders stand in corpus.toml.
"""

import warnings
from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from twocrises.cleaning import TEXT
from twocrises.config import Holder
from twocrises.corpus import Corpus, even_rows, once_per_corpus
from twocrises.masking import days_of_articles, offices_held, people_named
from twocrises.saying import QUOTED, Said, Words, find_said
from twocrises.sentiment import PANEL, scored_only, tone
from twocrises.speech import passages, share_of_text
from twocrises.wordlists import (
    ADVERBS,
    AUX,
    BE,
    BEFORE_TIME,
    CLAUSE,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    LEADING,
    MODALS,
    MONTHS,
    PREPOSITIONS,
    SPANS,
    SUBORDINATORS,
    TITLE_PARTS,
    VERBS,
    is_human,
    is_possessive,
    starts_capital,
)

# Sentences in which a verb is looked for: the tagger takes a third of a millisecond for each, and these some seconds.
MOST_READ = 10_000
# Verbs that a cell names.
_MOST_VERBS = 6
# Words between a name and its verb: of an apposition, of adverbs and times, and of a second subject.
_ASIDE, _NEAR, _SECOND = 40, 6, 10
# "Can't" and "won't" without their endings.
_SHORT = {"ca": "can", "wo": "will"}
_OPENS = SUBORDINATORS | {"that", "which", "whom", "where", "what", "how", "why", "whether", "if", "than", "so", "nor"}
# What stands behind a verb of telling is whom, and not what.
_CLAUSE = CLAUSE - {"tell", "ask", "inform", "remind"}
_FINITE = frozenset(["MD", "VBD", "VBN", "VBP", "VBZ"])
_CLOSED_BY = {",": ",", "—": "—", "–": "–", "(": ")"}
_NOT_A_NAME = LEADING | PREPOSITIONS | SUBORDINATORS | DAYS | MONTHS | CONJUNCTIONS | AUX
_OFFICE_COLUMNS = {
    "role": TEXT, "era": TEXT, "holders": TEXT, "disputed": TEXT, "named": "int64", "n_articles": "int64",
    "rate": "float64", "n_words": "int64", "n_quoted": "int64", "tone": "float64", "n_scored": "int64", "verbs": TEXT,
}  # fmt: skip
_SPOKEN = [TEXT, TEXT, TEXT, TEXT, "int64", "int64", object]
_WIDE = {"holders": "holder", "disputed": "disputed", "named": "named", "n_articles": "articles", "rate": "rate",
         "n_words": "words", "n_quoted": "quoted", "tone": "tone", "verbs": "verbs"}  # fmt: skip


@once_per_corpus
def named(corpus: Corpus) -> pd.DataFrame:
    """Everywhere somebody of [roles] is named, with what the person does in that sentence.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        The columns of `people_named`, and `label`, `era`, `address`, `text` (of the sentence), `verb` and `says`
        (whether it is one of saying, by the rules that find speakers). `verb` is that of which the person is the
        subject, in small letters as it stands there: of a group its last word ("has warned" gives "warned"), with
        "not" before it where it is denied, and with the form of "be" in a passive ("was told"). It is empty where the
        person is no subject of a finite verb, or we are not sure; missing where nobody looked.

    Notes
    -----
    Verbs of saying are found by the rules of `find_said`, others by the order of words and the tagger inside TextBlob,
    which needs no download. What stands between commas behind the name is skipped. A verb is the first of its clause:
    of "accused and warned" it is "accused". A participle of saying counts ("with X demanding"), other participles and
    infinitives do not. Missed are persons for whom a pronoun stands ("he"), the first of two names each with a
    description between commas, and names with words before them that we do not take for part of a name.

    All 102 names of the seeds were read by hand (`tests/golden/verbs.csv`): the rules find their 75 verbs, and no
    other; but they were written on these sentences. Of 84 names in sentences of other outlets, read before the rules
    were last changed, 57 verbs were found, all right, and 8 were missed. In a corpus with more than 10,000 sentences
    that name somebody, 10,000 of them, evenly spread, are read.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = named(load_corpus("seeds"))
    >>> found.loc[found["name"] == "Olaf Scholz", "verb"].tolist()
    ['visited', 'said', 'visit', 'hedged', '', '']
    """
    frame = people_named(corpus)
    articles = corpus.articles.set_index("article").loc[frame["article"].astype(object)]
    sentences = corpus.sentences
    key = pd.MultiIndex.from_arrays([sentences["article"].astype(object), sentences["sentence"]])
    row = key.get_indexer(pd.MultiIndex.from_arrays([frame["article"].astype(object), frame["sentence"]]))
    frame["label"] = articles["label"].array
    frame["era"] = articles["era"].array
    frame["address"] = pd.array(
        [f"{a}#s{n}" for a, n in zip(frame["article"], frame["sentence"], strict=True)], dtype=TEXT
    )
    frame["text"] = sentences["text"].array[row]
    verbs, says = _verbs(corpus, frame, sentences["start"].to_numpy()[row])
    frame["verb"] = pd.array(verbs, dtype=TEXT)
    frame["says"] = np.array(says, dtype=bool)
    return frame


@once_per_corpus
def roles(corpus: Corpus) -> pd.DataFrame:
    """The offices of [roles] in each era: who held them, how often they are named, and how their holders are heard.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row an office and era that holds an article, in the order of corpus.toml: `role`, `era`, `holders` (everybody
        who held it on a day from the first to the last article of the era, with "(acting)" where corpus.toml says so),
        `disputed` (what corpus.toml says of them or of whoever held it right before), `named` (times a holder in office
        is named), `n_articles` (in which), `rate` (mean of the texts' rates per 1,000 words), `n_words` and `n_quoted`
        (of passages whose speaker is a holder in office), `tone` (panel, mean of the scored sentences that name a
        holder in office; missing if none), `n_scored` (how many these are) and `verbs` (the most frequent verbs with
        their numbers, see `named`). In `rate` and `tone` articles of an era that print the same text weigh as one.
        An office that nobody is named for has 0; one without a known holder in any era is left out. A corpus without
        eras or roles gives no rows.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> table = roles(load_corpus("seeds")).set_index(["role", "era"])
    >>> table.loc["Ukrainian president", ["holders", "named"]].values.tolist()
    [['Oleksandr Turchynov (acting)', 0], ['Volodymyr Zelensky', 4]]
    """
    spans, held = _spans(corpus), office_holders(corpus)
    known = list(dict.fromkeys(office for office, _ in held))
    if not known:
        return _typed([], _OFFICE_COLUMNS)
    found = named(corpus)
    found = found[found["role"].notna() & found["era"].notna()]
    found = found.assign(role=found["role"].astype(object), era=found["era"].astype(object))
    by = found.groupby(["role", "era"])
    times, articles = by.size(), by["article"].nunique()
    rate, mood, speech = _mean_rates(corpus, found), _tones(corpus, found), _speech(corpus)
    verbs = found[found["verb"].notna() & (found["verb"] != "")].groupby(["role", "era"])["verb"].agg(_tally)
    rows = []
    for office in known:
        for era in spans:
            key, holders = (office, era), held[office, era]
            words, quoted = speech.get(key, (0, 0))
            mean, scored = mood.get(key, (np.nan, 0))
            rows.append(
                (
                    office, era, " / ".join(dict.fromkeys(map(_with_status, holders))),
                    _disputes(corpus, office, spans[era], holders), times.get(key, 0), articles.get(key, 0),
                    rate.get(key, 0.0), words, quoted, mean, scored, verbs.get(key, ""),
                )
            )  # fmt: skip
    return _typed(rows, _OFFICE_COLUMNS)


def office_holders(corpus: Corpus) -> dict[tuple[str, str], list[Holder]]:
    """Who held each office while the articles of an era appeared.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    dict of (str, str) to list of Holder
        By office, in the order of corpus.toml, and era that holds an article: those who held it on a day from the first
        to the last article of the era. Offices without a known holder in any era are left out.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> [holder.name for holder in office_holders(load_corpus("seeds"))["US president", "2022"]]
    ['Joe Biden']
    """
    spans = _spans(corpus)
    found: dict[tuple[str, str], list[Holder]] = {}
    for office in dict.fromkeys(holder.role for holder in corpus.config.roles):
        terms = [term for term in corpus.config.roles if term.role == office]
        held = {(office, era): [term for term in terms if _overlaps(term, *span)] for era, span in spans.items()}
        found |= held if any(held.values()) else {}
    return found


def roles_aligned(corpus: Corpus, *, every: bool = False) -> pd.DataFrame:
    """The offices of all eras in one row each.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    every : bool, default False
        List also offices that nobody is named for in any era.

    Returns
    -------
    pandas.DataFrame
        `role`, then for each era, named after it: `holder`, `disputed` (only where something is), `named`, `articles`
        (in which), `rate` (per 1,000 words), `words` and `quoted` (that the holders have), `tone`, `verbs`, as in
        `roles`: ``holder_2014``, ``holder_2022``, ``named_2014`` and so on.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> table = roles_aligned(load_corpus("seeds")).set_index("role")
    >>> table.loc["US president", ["holder_2014", "holder_2022"]].tolist()
    ['Barack Obama', 'Joe Biden']
    """
    frame = roles(corpus)
    eras = list(dict.fromkeys(frame["era"]))
    parts = {era: frame[frame["era"] == era].set_index("role") for era in eras}
    wide = pd.DataFrame({"role": pd.array(list(dict.fromkeys(frame["role"])), dtype=TEXT)})
    for column, name in _WIDE.items():
        for era in eras:
            wide[f"{name}_{era}"] = parts[era][column].array
    if not eras:
        return wide
    empty = [name for era in eras if not (wide[name := f"disputed_{era}"] != "").any()]
    if not every:
        wide = wide[(wide[[f"named_{era}" for era in eras]] > 0).any(axis=1)]
    return wide.drop(columns=empty).reset_index(drop=True)


def out_of_office(corpus: Corpus) -> pd.DataFrame:
    """People of [roles] who are named in an article at a time when they held no office.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row a person and article, in the order of the text: `name`, `label`, `era`, `times`, `office` (of those in
        corpus.toml the one nearest in time), `when` ("former" or "later"), `evidence` (addresses). They count for no
        office. Of articles without day and era nobody knows; they are left out.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> out_of_office(load_corpus("seeds"))[["name", "era", "times", "office", "when"]].values.tolist()[-1]
    ['Anders Fogh Rasmussen', '2022', 1, 'NATO secretary general', 'former']
    """
    days = dict(zip(corpus.articles["article"], days_of_articles(corpus), strict=True))
    found = people_named(corpus)
    dated = [article for article, day in days.items() if day is not None]
    found = found[found["role"].isna() & found["article"].isin(dated)]
    articles = corpus.articles.set_index("article")
    labels, eras = (dict(articles[column].astype(object)) for column in ("label", "era"))
    rows: list[tuple[Any, ...]] = []
    for (article, name), part in found.astype({"article": object, "name": object}).groupby(
        ["article", "name"], sort=False
    ):
        day = days[article]
        terms = [holder for holder in corpus.config.roles if holder.name == name]
        nearest = min(terms, key=lambda term: (*_distance(term, day), term.role))
        addresses = tuple(dict.fromkeys(f"{article}#s{n}" for n in part["sentence"]))
        rows.append(
            (
                name, labels[article], eras[article], len(part), nearest.role,
                "former" if _distance(nearest, day)[1] == 0 else "later", addresses,
            )
        )  # fmt: skip
    return _typed(
        rows,
        {"name": TEXT, "label": TEXT, "era": TEXT, "times": "int64", "office": TEXT, "when": TEXT, "evidence": object},
    )


@once_per_corpus
def named_together(corpus: Corpus) -> pd.DataFrame:
    """Pairs of offices whose holders are named in one sentence.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row an era and pair, the eras in order of time and the pairs in that of corpus.toml: `first`, `second`, `era`,
        `sentences` (in which both are named), `n_articles` (in which), `evidence` (addresses of the sentences).

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> pairs = named_together(load_corpus("seeds"))
    >>> pairs.loc[pairs["sentences"].idxmax(), ["first", "second", "era"]].tolist()
    ['US president', 'Russian president', '2014']
    """
    place = {office: i for i, office in enumerate(dict.fromkeys(holder.role for holder in corpus.config.roles))}
    found = people_named(corpus)
    era = corpus.articles.set_index("article")["era"].astype(object)
    found = found[found["role"].notna()].assign(era=found["article"].astype(object).map(era))
    found = found[found["era"].notna()].astype({"article": object, "role": object})
    found["office"] = found["role"].map(place).astype("int64")
    found = found[["article", "sentence", "era", "office"]].drop_duplicates()
    pairs = found.merge(found, on=["article", "sentence", "era"], suffixes=("_1", "_2"))
    pairs = pairs[pairs["office_1"] < pairs["office_2"]]
    pairs["time"] = pairs["era"].map({label: i for i, label in enumerate(corpus.eras)}).astype("int64")
    offices, rows = list(place), []
    for _, part in pairs.groupby(["time", "office_1", "office_2"]):
        one, two = (offices[int(part[column].iloc[0])] for column in ("office_1", "office_2"))
        addresses = tuple(f"{a}#s{n}" for a, n in zip(part["article"], part["sentence"], strict=True))
        rows.append((one, two, part["era"].iloc[0], len(part), part["article"].nunique(), addresses))
    return _typed(
        rows,
        {"first": TEXT, "second": TEXT, "era": TEXT, "sentences": "int64", "n_articles": "int64", "evidence": object},
    )


@once_per_corpus
def words_of_holders(corpus: Corpus) -> pd.DataFrame:
    """How many words each holder of an office has in each article of an era.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row an article and speaker in office, in the order of the articles: `article`, `era`, `role`, `name`,
        `n_words` and `n_quoted` (of these within quotation marks) of the passages, and `evidence` (addresses).

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = words_of_holders(load_corpus("seeds"))
    >>> found.loc[found["name"] == "William Hague", "role"].tolist()
    ['UK foreign secretary']
    """
    said = passages(corpus)
    said = said[said["speaker"].notna() & said["era"].notna()]
    role = offices_held(corpus, said["speaker"].astype(object), said["article"].astype(object))
    said = said.assign(role=pd.Series(role, said.index, dtype=TEXT), era=said["era"].astype(object))
    said["n_quoted"] = said["n_words"].where(said["voice"] == "quote", 0)
    said = said[said["role"].notna()].astype({"article": object, "speaker": object, "role": object})
    keys = ["article", "era", "role", "speaker"]
    places: dict[tuple[str, ...], dict[str, None]] = {}
    for *key, address in zip(*(said[column] for column in [*keys, "address"]), strict=True):
        places.setdefault(tuple(key), {})[address] = None
    sums = said.groupby(keys, sort=False)[["n_words", "n_quoted"]].sum()
    columns = ["article", "era", "role", "name", "n_words", "n_quoted", "evidence"]
    rows = [
        (*key, words, quoted, tuple(places[key]))
        for key, words, quoted in zip(sums.index, *sums.to_numpy().T, strict=True)
    ]
    return _typed(rows, dict(zip(columns, _SPOKEN, strict=True)))


def most_together(corpus: Corpus, era: str) -> tuple[list[tuple[str, str]], int]:
    """Find the pairs of offices that are named in one sentence most often in an era.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    era : str
        Its label.

    Returns
    -------
    pairs : list of (str, str)
        Several if they tie, in the order of corpus.toml; none if no sentence names two.
    sentences : int
        In how many sentences each of them stands.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> most_together(load_corpus("seeds"), "2022")
    ([('Ukrainian president', 'German chancellor')], 2)
    """
    pairs = named_together(corpus)
    pairs = pairs[pairs["era"] == era]
    if pairs.empty:
        return [], 0
    most = int(pairs["sentences"].max())
    top = pairs[pairs["sentences"] == most]
    return list(zip(top["first"].tolist(), top["second"].tolist(), strict=True)), most


def _typed(rows: Sequence[tuple[Any, ...]], columns: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


# Offices --------------------------------------------------------------------------------------------------------------


def _spans(corpus: Corpus) -> dict[str, tuple[date, date]]:
    """First and last day of the articles of each era, in order of time; an era without articles has none."""
    days: dict[str, list[date]] = {era: [] for era in corpus.eras}
    for era, day in zip(corpus.articles["era"].astype(object), days_of_articles(corpus), strict=True):
        if isinstance(era, str) and day is not None:
            days[era].append(day)
    return {era: (min(own), max(own)) for era, own in days.items() if own}


def _overlaps(term: Holder, first: date, last: date) -> bool:
    return (term.start is None or term.start <= last) and (term.end is None or term.end > first)


def _with_status(term: Holder) -> str:
    return f"{term.name} ({term.status})" if term.status else term.name


def _disputes(corpus: Corpus, office: str, span: tuple[date, date], holders: Sequence[Holder]) -> str:
    """What is disputed about those who held an office, and about whoever held it right before."""
    ended = [
        (term.end, term) for term in corpus.config.roles if term.role == office and term.end and term.end <= span[0]
    ]
    latest = max((end for end, _ in ended), default=None)
    before = [term for end, term in ended if end == latest]
    texts = [f"{term.name}: {term.disputed}" for term in [*before, *holders] if term.disputed]
    return "; ".join(dict.fromkeys(texts))


def _distance(term: Holder, day: date | None) -> tuple[int, int]:
    """Days between a term and a day outside it, and 0 for a term before it, 1 for one after it."""
    assert day is not None
    if term.end is not None and term.end <= day:
        return (day - term.end).days, 0
    return (term.start - day).days if term.start else 0, 1


def _mean_rates(corpus: Corpus, found: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Mean of the texts' rates per 1,000 words, by office and era."""
    rates = office_rates(corpus, found)
    weight = share_of_text(corpus)[rates.columns].to_numpy()
    has_words = (corpus.articles.set_index("article")["n_words"] > 0)[rates.columns].to_numpy()
    era = corpus.articles.set_index("article")["era"].astype(object)[rates.columns].to_numpy()
    means: dict[tuple[str, str], float] = {}
    for label in dict.fromkeys(found["era"]):
        own = (era == label) & has_words
        mean = rates.to_numpy()[:, own] @ weight[own] / weight[own].sum()
        means |= {(office, label): float(value) for office, value in zip(rates.index, mean, strict=True)}
    return means


def office_rates(corpus: Corpus, found: pd.DataFrame | None = None) -> pd.DataFrame:
    """How often each office is named in each article, per 1,000 words.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    found : pandas.DataFrame, optional
        Names with their `role` and `article`; by default those of `people_named`.

    Returns
    -------
    pandas.DataFrame
        A row an office that somebody is named for, in the order of corpus.toml, a column an article, in the order of
        the corpus. An article without words has 0.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> office_rates(load_corpus("seeds")).loc["US president"].round(1).tolist()
    [5.8, 7.1, 0.0, 1.4, 2.3]
    """
    found = people_named(corpus) if found is None else found
    found = found[found["role"].notna()]
    articles = corpus.articles
    named_for = set(found["role"])
    offices = [o for o in dict.fromkeys(holder.role for holder in corpus.config.roles) if o in named_for]
    row = pd.Index(offices, dtype=object).get_indexer(pd.Index(found["role"].astype(object)))
    column = pd.Index(articles["article"].astype(object)).get_indexer(pd.Index(found["article"].astype(object)))
    counts = np.zeros((len(offices), len(articles)))
    np.add.at(counts, (row, column), 1.0)
    words = np.maximum(articles["n_words"].to_numpy(dtype=float), 1.0)
    return pd.DataFrame(1000 * counts / words, index=offices, columns=articles["article"].astype(object))


def _tones(corpus: Corpus, found: pd.DataFrame) -> dict[tuple[str, str], tuple[float, int]]:
    """Mean tone of the scored sentences that name each office, and how many they are."""
    if found.empty:
        return {}
    sentences = found[["role", "era", "article", "sentence"]].drop_duplicates()
    scores = scored_only(tone(corpus))[["article", "sentence", PANEL]].astype({"article": object})
    sentences = sentences.astype({"article": object}).merge(scores, on=["article", "sentence"])
    sentences = sentences[sentences[PANEL].notna()]
    sentences["weight"] = sentences["article"].map(share_of_text(corpus)).astype(float)
    return {
        (str(role), str(era)): (float(np.average(part[PANEL], weights=part["weight"])), len(part))
        for (role, era), part in sentences.groupby(["role", "era"])
    }


def _speech(corpus: Corpus) -> dict[tuple[str, str], tuple[int, int]]:
    """Words of the holders of each office, and how many of them are quoted."""
    sums = words_of_holders(corpus).groupby(["role", "era"])[["n_words", "n_quoted"]].sum()
    return {key: (int(words), int(quoted)) for key, words, quoted in zip(sums.index, *sums.to_numpy().T, strict=True)}


def _tally(verbs: pd.Series) -> str:
    """List verbs with their numbers, the most frequent first."""
    counts = verbs.value_counts()
    order = sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))
    more = [f"{len(order) - _MOST_VERBS} others"] if len(order) > _MOST_VERBS + 1 else []
    kept = order[:_MOST_VERBS] if more else order
    return ", ".join([*(f"{verb} {times}" for verb, times in kept), *more])


# Verbs ----------------------------------------------------------------------------------------------------------------


class _Sentence(NamedTuple):
    """The words of a stretch of text, their tags, and where somebody says something in it."""

    words: Words
    tags: list[str]
    said: list[Said]


def _verbs(corpus: Corpus, frame: pd.DataFrame, begins: np.ndarray) -> tuple[list[str | None], list[bool]]:
    """Find the verb of each name, and whether it is one of saying."""
    numbers = pd.factorize(frame["address"])[0]
    read = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=bool)
    read[even_rows(len(read), MOST_READ)] = True
    wanted = {str(article) for article, number in zip(frame["article"], numbers, strict=True) if read[number]}
    quotes = _quotations(corpus, wanted)
    verbs: list[str | None] = [None] * len(frame)
    says = [False] * len(frame)
    known: dict[tuple[int, int, int], _Sentence] = {}
    columns = (frame[name] for name in ("article", "text", "start", "end", "role"))
    for i, (article, text, start, end, role) in enumerate(zip(*columns, strict=True)):
        if not read[numbers[i]]:
            continue
        begin = int(begins[i])
        low, high, masked = _stretch(text, begin, quotes.get(article, []), start)
        key = int(numbers[i]), low, high
        if key not in known:
            # Names come sentence by sentence: what is read of others is not needed again.
            known = {k: v for k, v in known.items() if k[0] == key[0]}
            known[key] = _read(masked, low)
        verbs[i], says[i] = _verb_of(known[key], start, end, role if isinstance(role, str) else "")
    return verbs, says


def _quotations(corpus: Corpus, wanted: set[str]) -> dict[str, list[tuple[int, int]]]:
    """Where the quotations of some articles stand, marks included; a term in quotation marks is none."""
    quotes = corpus.quotes
    quotes = quotes[quotes["article"].isin(wanted) & (quotes["kind"] != "term")]
    found: dict[str, list[tuple[int, int]]] = {}
    for article, start, end in zip(quotes["article"].astype(object), quotes["start"], quotes["end"], strict=True):
        found.setdefault(article, []).append((int(start), int(end)))
    return found


def _stretch(text: str, begin: int, quotes: Sequence[tuple[int, int]], place: int) -> tuple[int, int, str]:
    """Give the words around a place: the inside of a quotation if it lies in one, else the sentence without them."""
    end = begin + len(text)
    inside = [(max(a, begin), min(b, end)) for a, b in quotes if a < end and b > begin]
    for a, b in inside:
        if a <= place < b:
            return a, b, text[a - begin : b - begin]
    masked = text
    for a, b in inside:
        # The marks stand right outside.
        a, b = max(a - 1, begin) - begin, min(b + 1, end) - begin
        masked = masked[:a] + QUOTED * (b - a) + masked[b:]
    return begin, end, masked


def _read(masked: str, begin: int) -> _Sentence:
    """Cut a stretch into words, and tag them."""
    words = Words(masked, begin)
    tags = _tagger()(" ".join("Q" if text == QUOTED else text for text in words.text), tokenize=False)
    aligned = len(tags) == len(words)
    return _Sentence(words, [name for _, name in tags] if aligned else [""] * len(words), find_said(words))


@cache
def _tagger() -> Callable[..., list[tuple[str, str]]]:
    """Load TextBlob's tagger: late, since it takes two seconds; it leaves its files to be closed by chance."""
    from textblob.en import tag

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        tag("Nobody knows the word zorkling.")
    return tag  # type: ignore[no-any-return]


def _verb_of(sentence: _Sentence, start: int, end: int, role: str) -> tuple[str, bool]:
    """Find the verb of which a name is the subject, or nothing; and whether it is one of saying."""
    words = sentence.words
    first, last = bisect_left(words.end, start + 1), bisect_left(words.end, end)
    if last >= len(words) or first > last or is_possessive(words.text[last]):
        return "", False
    own = frozenset(role.casefold().split())
    head = _head(words, first, own)
    after = _behind(sentence, head, last)
    for said in sentence.said:
        if said.first <= last < said.stop and _is_subject_of(words, said, head, last, after):
            return _denied(words, said.verb, last) + words.low[said.verb], True
    if not _may_be_subject(sentence, head, last, own):
        return "", False
    return _group(sentence, after), False


def _head(words: Words, first: int, own: frozenset[str]) -> int:
    """Where the words before a name begin that belong to it: its office, its title, a country."""
    while first > 0:
        text, low = words.text[first - 1], words.low[first - 1]
        # "Secretary of State X", "deputy chief of staff X".
        of = (
            low == "of"
            and first > 1
            and (low in own or (starts_capital(words.text[first - 2]) and is_human(words.text[first - 2])))
        )
        if not of and (low in _NOT_A_NAME or not words.is_word(first - 1)):
            break
        belongs = of or starts_capital(text) or is_human(text) or low in TITLE_PARTS or low in own
        if not (belongs or low in DETERMINERS) or (is_possessive(text) and not starts_capital(text)):
            break
        first -= 1
    return first


def _is_subject_of(words: Words, said: Said, head: int, last: int, after: int) -> bool:
    """Whether a name is among the words that say who says something, and not within them: "the aide of Mr X"."""
    if said.how not in ("name before verb", "name after verb", "passive"):
        return False
    if head > said.first and words.low[head - 1] not in CONJUNCTIONS | {","}:
        return False
    # Of a relative clause behind the name it is the subject, too; the sentence is about another verb.
    return said.verb < head or after < 0 or said.verb >= after or after == last + 1


def _behind(sentence: _Sentence, head: int, last: int) -> int:
    """Where the sentence goes on behind a name: over what stands between commas, dashes or brackets; -1 if it ends."""
    words, n = sentence.words, len(sentence.words)
    k = last + 1
    if k < n and words.text[k] == ")":
        k += 1
    if 0 < k < n - 1 and head and words.text[head - 1] == words.text[k] == "," and _is_finite(sentence, k + 1):
        # "The prime minister, X, flew": here the name is what stands between commas.
        return k + 1
    if k < n and words.text[k] in _CLOSED_BY and not _is_list(words, k):
        closing = _CLOSED_BY[words.text[k]]
        k = next((m for m in range(k + 1, min(k + _ASIDE, n)) if words.text[m] == closing), n) + 1
    return k if k < n else -1


def _is_list(words: Words, k: int) -> bool:
    """Whether a comma leads to the next of several names."""
    return (
        words.text[k] == "," and k + 2 < len(words) and words.low[k + 2] == "and" and starts_capital(words.text[k + 1])
    )


def _may_be_subject(sentence: _Sentence, head: int, last: int, own: frozenset[str]) -> bool:
    """Whether a verb can have a name as its subject, by what stands before the name."""
    words = sentence.words
    before = head - 1
    if before < 0 or (words.is_break(before) and words.text[before] != QUOTED):
        return True
    low = words.low[before]
    if low in ("and", "or"):
        if before and starts_capital(words.text[before - 1]) and not words.is_break(before - 1):
            # "To meet Mr X and Mr Y": what holds of the one holds of the other.
            return _may_be_subject(sentence, _head(words, before, own), last, own)
        return True
    if low in MODALS:
        # "Should X decide".
        return last + 1 < len(words) and sentence.tags[last + 1] in ("VB", "VBP") and low not in ("not", "'d", "'ll")
    if VERBS.get(low, ("", ""))[0] in _CLAUSE:
        # "An official said X will", without "that"; of "warned X that" no verb stands behind the name.
        return True
    opens = low in _OPENS or low in DAYS or low in CONJUNCTIONS or words.text[before] == QUOTED
    return opens or (before == 0 and low in LEADING | ADVERBS)


def _group(sentence: _Sentence, k: int) -> str:
    """Read the group of verbs that begins at a place, over adverbs and times."""
    words, tags, n = sentence.words, sentence.tags, len(sentence.words)
    if k < 0:
        return ""
    if words.low[k] == "and":
        k = _behind_other(sentence, k + 1)
    k = _over_adverbs(sentence, k)
    if not 0 <= k < n or starts_capital(words.text[k]) or not words.is_word(k):
        return ""
    helps = words.low[k] in AUX or words.low[k].endswith("n't")
    base = not helps and k > 0 and tags[k] in ("VB", "VBP") and _asks(words, k)
    if not (base or helps or _is_finite(sentence, k)):
        return ""
    if not helps:
        return "" if k + 1 < n and words.low[k + 1] == "by" else words.low[k]
    be = last = ""
    denied = False
    while k < n and (words.low[k] in AUX or words.low[k].endswith("n't") or _is_adverb(sentence, k)):
        low = words.low[k].removesuffix("n't")
        denied |= low == "not" or low != words.low[k]
        low = _SHORT.get(low, low)
        last = low if low in AUX and low != "not" else last
        be = low if low in BE else be
        k += 1
    follows = k < n and words.is_word(k) and not starts_capital(words.text[k])
    # Behind "will" stands a verb, whatever the tagger takes it for.
    if follows and (tags[k].startswith("VB") or last in MODALS):
        passive = be and tags[k] in ("VBN", "VBD")
        return ("not " if denied else "") + (f"{be} {words.low[k]}" if passive else words.low[k])
    return "" if last in MODALS else last + (" not" if denied else "")


def _asks(words: Words, k: int) -> bool:
    """Whether a modal stands before the name and its verb: "should X decide"."""
    return any(low in MODALS for low in words.low[max(0, k - 4) : k])


def _is_finite(sentence: _Sentence, k: int) -> bool:
    low, tag = sentence.words.low[k], sentence.tags[k]
    if tag in ("NN", "NNS", "JJ", "VB"):
        return low in VERBS and VERBS[low][1] in ("past", "s")
    return low in AUX or tag in _FINITE


def _is_adverb(sentence: _Sentence, k: int) -> bool:
    low = sentence.words.low[k]
    return sentence.words.is_word(k) and (sentence.tags[k].startswith("RB") or low in ADVERBS or low.endswith("ly"))


def _over_adverbs(sentence: _Sentence, k: int) -> int:
    """Go right over adverbs and times: "earlier", "on Thursday", "late last night"."""
    words, n = sentence.words, len(sentence.words)
    for _ in range(_NEAR):
        if not 0 <= k < n or not words.is_word(k) or words.low[k] in AUX:
            break
        low = words.low[k]
        time = low in DAYS | SPANS or (low in BEFORE_TIME and any(w in DAYS | SPANS for w in words.low[k + 1 : k + 3]))
        if not (time or _is_adverb(sentence, k)):
            break
        k += 1
    return k


def _behind_other(sentence: _Sentence, k: int) -> int:
    """Go right over a second subject: "and the pair", "and Mr Y"; -1 if none stands there."""
    words, n = sentence.words, len(sentence.words)
    if k >= n or not (starts_capital(words.text[k]) or words.low[k] in DETERMINERS):
        return -1
    for m in range(k + 1, min(k + _SECOND, n)):
        if not words.is_word(m) or is_possessive(words.text[m]):
            return -1
        time = words.low[m] in BEFORE_TIME
        if not starts_capital(words.text[m]) and (time or words.low[m] in AUX or sentence.tags[m] in _FINITE):
            return m
    return -1


def _denied(words: Words, verb: int, last: int) -> str:
    """Whether a verb behind a name is denied, as the words that say it."""
    before = words.low[max(last + 1, verb - 3) : verb]
    return "not " if any(low == "not" or low.endswith("n't") for low in before) else ""
