"""Names of office-holders -> offices side by side: who is named how often, doing what, quoted how much, in what tone.

Two crises years apart have other people in the same offices. Lined up by office, two presidents stand in one row, and
an office that nobody is named for is a result of its own. Offices and their dated holders stand in corpus.toml.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from twocrises.cleaning import TEXT
from twocrises.config import Holder
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.masking import days_of_articles, offices_held, people_named
from twocrises.sentiment import PANEL, scored_only, tone
from twocrises.speech import passages, share_of_text
from twocrises.verbs import verbs_behind

# Verbs that a cell names.
_MOST_VERBS = 6
_OFFICE_COLUMNS = {
    "role": TEXT, "era": TEXT, "holders": TEXT, "disputed": TEXT, "named": "int64", "n_articles": "int64",
    "rate": "float64", "n_words": "int64", "n_quoted": "int64", "tone": "float64", "n_scored": "int64", "verbs": TEXT,
}  # fmt: skip
_SPOKEN = [TEXT, TEXT, TEXT, TEXT, "int64", "int64", object, object]
_WIDE = {"holders": "holder", "disputed": "disputed", "named": "named", "n_articles": "articles", "rate": "rate",
         "n_words": "words", "n_quoted": "quoted", "tone": "tone", "n_scored": "scored", "verbs": "verbs"}  # fmt: skip
_NOBODY_KNOWN = "not in corpus.toml"


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
        subject, in small letters as it stands there: of a group its last word ("has warned" gives "warned"). What
        makes it less than a fact stays before it: a modal and all behind it ("could be preparing", "should decide",
        "would not accept"), "not", "never", and adverbs such as "reportedly"; so does the form of "be" in a passive
        ("was told"). An adjective right behind a form of "be" belongs to it ("are due"), and so does an infinitive
        behind "be", "have" or "ought" ("is to leave"). It is empty where the person is no subject of a finite verb, or
        we are not sure; missing where nobody looked.

    Notes
    -----
    Verbs of saying are found by the rules of `find_said`, others by the order of words and the tagger inside TextBlob,
    which needs no download. What stands between commas behind the name is skipped. A verb is the first of its clause:
    of "accused and warned" it is "accused". A participle of saying counts ("with X demanding"), other participles and
    infinitives do not. Missed are persons for whom a pronoun stands ("he"), the first of two names each with a
    description between commas, and names with words before them that we do not take for part of a name. Not shown is
    that a verb stands in a condition ("if she leaves" gives "leaves"), or in what somebody says or fears.

    All 102 names of the seeds were read by hand (`tests/golden/verbs.csv`): the rules find their 75 verbs, and no
    other. They were written on these sentences, so this says nothing about others. In a corpus with more than 10,000
    sentences that name somebody, 10,000 of them, evenly spread, are read.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = named(load_corpus("seeds"))
    >>> found.loc[found["name"] == "Olaf Scholz", "verb"].tolist()
    ['visited', 'said', 'will visit', 'hedged', '', '']
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
    verbs, says = verbs_behind(corpus, frame, sentences["start"].to_numpy()[row])
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

    Notes
    -----
    `n_quoted` counts words within quotation marks. `n_words` adds reported ones, and whose they are is less certain:
    the limit stands at `words_of_holders`.

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
        (in which), `rate` (per 1,000 words), `words` and `quoted` (that the holders have), `tone`, `scored` (on how
        many sentences the tone rests), `verbs`, as in `roles`: ``holder_2014``, ``holder_2022``, ``named_2014`` and so
        on. Where no holder is known in an era, `holder` is "not in corpus.toml" and its numbers are missing.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> table = roles_aligned(load_corpus("seeds")).set_index("role")
    >>> table.loc["US president", ["holder_2014", "holder_2022"]].tolist()
    ['Barack Obama', 'Joe Biden']

    The offices that nobody is named for in any era:

    >>> every = roles_aligned(load_corpus("seeds"), every=True)
    >>> every.loc[(every.filter(like="named_").fillna(0) == 0).all(axis=1), "role"].tolist()[-1]
    'UN secretary general'
    """
    frame = roles(corpus)
    eras = list(dict.fromkeys(frame["era"]))
    parts = {era: frame[frame["era"] == era].set_index("role") for era in eras}
    wide = pd.DataFrame({"role": pd.array(list(dict.fromkeys(frame["role"])), dtype=TEXT)})
    for column, name in _WIDE.items():
        for era in eras:
            wide[f"{name}_{era}"] = _where_known(parts[era], column).array
    if not eras:
        return wide
    empty = [name for era in eras if not (wide[name := f"disputed_{era}"] != "").any()]
    if not every:
        wide = wide[(wide[[f"named_{era}" for era in eras]].fillna(0) > 0).any(axis=1)]
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
        corpus.toml the one nearest in time), `when` ("former" or "later"), `disputed` (what corpus.toml says is
        disputed about it, else empty), `evidence` (addresses). They count for no office. Of articles without day and
        era nobody knows; they are left out.

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
                "former" if _distance(nearest, day)[1] == 0 else "later", nearest.disputed, addresses,
            )
        )  # fmt: skip
    return _typed(
        rows,
        {
            "name": TEXT,
            "label": TEXT,
            "era": TEXT,
            "times": "int64",
            "office": TEXT,
            "when": TEXT,
            "disputed": TEXT,
            "evidence": object,
        },
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
        `n_words` and `n_quoted` (of these within quotation marks) of the passages, `evidence` (their addresses) and
        `quoted_in` (addresses of those within quotation marks).

    Notes
    -----
    Words within quotation marks are the safer number. Of reported words the rules of voices may take too many: a whole
    sentence of the narrator for "with X calling it …", or the end of what somebody else says for "despite X's
    insistence that …" and "X's pledge to …".

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
    places: dict[tuple[str, ...], dict[str, bool]] = {}
    for *key, address, voice in zip(*(said[column] for column in [*keys, "address", "voice"]), strict=True):
        own = places.setdefault(tuple(key), {})
        own[address] = own.get(address, False) or voice == "quote"
    sums = said.groupby(keys, sort=False)[["n_words", "n_quoted"]].sum()
    columns = ["article", "era", "role", "name", "n_words", "n_quoted", "evidence", "quoted_in"]
    rows = [
        (*key, words, quoted, tuple(places[key]), tuple(address for address, quote in places[key].items() if quote))
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


def _where_known(part: pd.DataFrame, column: str) -> pd.Series:
    """Give a column of an era, without numbers where no holder is known: nobody could be counted."""
    values, known = part[column], part["holders"] != ""
    if column == "holders":
        return values.where(known, _NOBODY_KNOWN)
    if pd.api.types.is_integer_dtype(values):
        return values.astype("Int64").where(known)
    return values.where(known) if pd.api.types.is_float_dtype(values) else values


def _typed(rows: Sequence[tuple[Any, ...]], columns: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


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
