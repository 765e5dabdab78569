"""Articles -> what else differs between the eras: the confound ledger.

Two eras are compared by articles that differ in more than their year: in outlet, length, genre. Where such a property
by itself tells the eras apart, no count over these articles can say to which of the two a difference belongs; only an
article with the year of the one era and the property of the other could.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from twocrises.corpus import Corpus, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.keyness import compare_eras
from twocrises.measures import Floats
from twocrises.readings import read_closely
from twocrises.speech import share_of_voice
from twocrises.timex import written
from twocrises.wording import count, quoted, shortened

_DAYS_OF_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Levels of a property that are written out; the rest is counted.
_MOST_LEVELS = 3
# Different values up to which a number needs no classes.
_MOST_VALUES = 6
# Letters of a level.
_LONGEST = 60
# Columns of the ledger that are no text.
_TYPES: dict[str, type] = {"known": int, "overlap": int, "tells_apart": bool, "by_definition": bool}


@dataclass(frozen=True)
class Property:
    """Something that an article is or has beside its year.

    Attributes
    ----------
    name, plural : str
        In words.
    column : str
        Of `article_properties`.
    article : str
        Before the name: "a" or "an".
    of : str
        How an article is said to have it; "{}" stands for the level or the number with its unit.
    more : str
        What an article does that has more of it; empty where it is no number.
    """

    name: str
    plural: str
    column: str
    article: str
    of: str
    more: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is measured, not named."""
        return bool(self.more)

    def write(self, low: float, high: float) -> str:
        """A range in words, with its unit.

        Examples
        --------
        >>> PROPERTIES["length"].write(684, 1129), PROPERTIES["length"].write(1, 1)
        ('684 to 1,129 words', '1 word')
        """
        if self.column == "length":
            return count(int(low), "word") if low == high else f"{int(low):,} to {count(int(high), 'word')}"
        if self.column == "day":
            first, last = (written(pd.Timestamp(int(day), unit="D").date(), weekday=False) for day in (low, high))
            return first if first == last else f"{first} to {last}"
        first, last = (f"{100 * share:.1f}".removesuffix(".0") for share in (low, high))
        return f"{first} %" if first == last else f"{first} to {last} %"


PROPERTIES = {
    one.name: one
    for one in (
        Property("phase", "phases", "phase", "a", "from {}"),
        Property("outlet", "outlets", "outlet", "an", "by {}"),
        Property("site", "sites", "site", "a", "copied from {}"),
        Property("day", "days", "day", "a", "of {}", "is later"),
        Property("weekday", "weekdays", "weekday", "a", "published on a {}"),
        Property("length", "lengths", "length", "a", "of {}", "is longer"),
        Property("genre", "genres", "genre", "a", "of the genre {}"),
        Property("quoted share", "quoted shares", "quoted_share", "a", "with {} of its words in quotation marks",
                 "has a larger share of its words in quotation marks"),
        Property("opinion share", "shares of opinion", "opinion_share", "a", "with {} of its words marked as opinion",
                 "has a larger share of its words marked as opinion"),
    )
}  # fmt: skip
# Which of the properties that tell the eras apart are named first as what an article would have to have.
_DECIDING = (
    "outlet", "phase", "genre", "length", "quoted share", "site", "weekday", "opinion share"
)  # fmt: skip


@once_per_corpus
def article_properties(corpus: Corpus) -> pd.DataFrame:
    """What is known of each article of the two eras beside its year.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row an article of the eras that `compare_eras` compares: `article`, `label`, `era`, `phase` (of [phases] in
        corpus.toml), `outlet`, `site`, `day`, `weekday`, `length` (words), `genre`, `quoted_share` (of its words inside
        quotation marks), `opinion_share` (of its words marked as opinion in corpus.toml; missing where nothing is
        marked in any article). What nobody knows is missing.

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras to compare.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> article_properties(load_corpus("seeds"))[["outlet", "length", "weekday"]].values.tolist()[0]
    ['BBC', 684, 'Wednesday']
    """
    pair = compare_eras(corpus)
    rows = pair.articles
    day = rows["published"]
    phases = [phase.label for phase in corpus.config.phases]
    known = day.notna()
    # Each day once: a large corpus has few of them.
    of_day = {when: corpus.config.phase_of(when.date()) for when in day[known].unique()}
    weekday = pd.Categorical(day.dt.day_name(), categories=list(_DAYS_OF_WEEK))
    return pd.DataFrame(
        {
            "article": rows["article"],
            "label": rows["label"],
            "era": pd.Categorical(rows["era"].astype(object), categories=[pair.first, pair.second]),
            "phase": pd.Categorical(day.map(of_day).astype(object), categories=phases),
            "outlet": rows["origin"],
            "site": rows["site"],
            "day": day,
            "weekday": weekday,
            "length": rows["n_words"],
            "genre": rows["genre"],
            "quoted_share": _quoted(corpus, rows),
            "opinion_share": _opinion(corpus, rows),
        }
    )


def _quoted(corpus: Corpus, rows: pd.DataFrame) -> Floats:
    """Share of the words of each article that stand inside quotation marks."""
    by_side = share_of_voice(corpus).groupby("article", observed=False)["n_quoted"].sum()
    inside = rows["article"].astype(object).map(by_side).to_numpy(dtype=float)
    return np.asarray(inside / rows["n_words"].to_numpy(dtype=float))


def _opinion(corpus: Corpus, rows: pd.DataFrame) -> Floats:
    """Share of the words of each article that a person marked as opinion."""
    facts = corpus.config.articles
    marked = [name for name in rows["article"] if name in facts and facts[name].opinion is not None]
    if not marked:
        return np.full(len(rows), np.nan)
    own = corpus.select(marked)
    left = own.without_opinion().articles.set_index("article")["n_words"]
    share = 1 - left / own.articles.set_index("article")["n_words"]
    return rows["article"].astype(object).map(share).fillna(0.0).to_numpy(dtype=float)


def confounds(corpus: Corpus) -> pd.DataFrame:
    """What differs between the articles of two eras beside the year: the confound ledger.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row a property of articles of which something is known:

        - `property`;
        - `in_ERA` for both eras: its most frequent levels with the number of articles, or its range;
        - `known`: of how many articles it is known;
        - `overlap`: how many of these have a level that the other era has, too, or a number in the range of the other;
        - `tells_apart`: whether none has, so that the property alone gives the era of each of these articles, and what
          is found between eras may as well be due to it;
        - `by_definition`: whether it could not do otherwise, as the day, and phases that each lie within one era; no
          article could separate such a property from the era, so it is not counted among those that tell apart;
        - `says`: the same in a sentence;
        - `decided_by`: the article that would break the tie; empty where there is none to break.

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras to compare.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> found = confounds(load_corpus("seeds")).set_index("property")
    >>> found.index[found.tells_apart & ~found.by_definition].tolist()
    ['outlet', 'site', 'weekday', 'quoted share']
    >>> found.decided_by["outlet"]
    'An article of 2022 by BBC or HuffPost UK, or one of 2014 by AFP, Sky News or Washington Post and agencies.'
    """
    frame = _ledger(corpus)
    for column in frame.columns.difference(["property", *_TYPES]):
        frame[column] = frame[column].str.replace("[«»]", "", regex=True)
    return frame


def crossed(corpus: Corpus, name: str) -> pd.DataFrame:
    """How many articles of each era have each level of a property.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    name : str
        A property of `confounds`, such as "outlet".

    Returns
    -------
    pandas.DataFrame of int
        Index: the levels, named after the property, those of most articles first, phases and weekdays in their order;
        of a number its values, or quarters of the articles where there are more than six. Columns: the eras. Articles
        of which it is not known are in no row.

    Raises
    ------
    TwoCrisesError
        If there is no such property, or the corpus has no two eras to compare.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> crossed(load_corpus("seeds"), "genre").to_dict()
    {'2014': {'news': 2, 'news with analysis': 0}, '2022': {'news': 2, 'news with analysis': 1}}
    """
    if name not in PROPERTIES:
        raise TwoCrisesError(f"There is no property {name!r} of articles. There are {', '.join(PROPERTIES)}.")
    one, frame = PROPERTIES[name], article_properties(corpus)
    values = frame[one.column]
    values = _classes(one, _numbers(values)) if one.is_number else _levels(values)
    return _table(values, frame).rename_axis(index=name, columns="era")


def rival_of(claim_id: str, corpus: Corpus, *, compares: bool, more_in: str | None = None) -> tuple[str, str]:
    """What else could explain a claim, and which article would decide.

    Parameters
    ----------
    claim_id : str
        An id of the ledger.
    corpus : Corpus
        From `load_corpus`.
    compares : bool
        Whether the claim compares the eras: then all that tells them apart is a rival of the year.
    more_in : str, optional
        As in `read_closely`.

    Returns
    -------
    rival, decided_by : str
        From the reading of the claim in corpus.toml, if there is one and it holds, and from `confounds`; empty where
        neither has anything to say. Text from articles stands between « and ».

    Raises
    ------
    TwoCrisesError
        If the claim compares eras and the corpus has no two.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> rival_of("size", load_corpus("seeds"), compares=False)
    ('', '')
    >>> rival_of("ranks", load_corpus("seeds"), compares=True)[0]
    'The articles of 2014 and 2022 are from different phases of events, and the outlet, site, weekday or quoted...'
    """
    reading = read_closely(corpus, claim_id, more_in)
    if not compares:
        return reading.rival, reading.decided_by
    ledger = _ledger(corpus)
    apart = ledger[ledger["tells_apart"] & ~ledger["by_definition"]]
    common = _common(ledger, apart, " and ".join(article_properties(corpus)["era"].cat.categories))
    needed = dict(zip(apart["property"], apart["decided_by"], strict=True))
    asked = [(name, needed[name]) for name in _DECIDING if needed.get(name)][:2]
    decided_by = "; ".join(f"for the {name}, {text[:1].lower()}{text[1:-1]}" for name, text in asked)
    decided_by = f"{decided_by[:1].upper()}{decided_by[1:]}." if asked else ""
    return " ".join(filter(None, [reading.rival, common])), reading.decided_by or decided_by


def _common(ledger: pd.DataFrame, apart: pd.DataFrame, eras: str) -> str:
    """What is a rival of every comparison of the eras; a phase is one, too, though no article could show it."""
    phases = bool((ledger["by_definition"] & (ledger["property"] == "phase")).any())
    if not len(apart):
        if phases:
            return (
                f"The articles of {eras} are from different phases of events, and what differs may be due to that; no "
                "other known property of an article by itself tells its era."
            )
        return f"No known property of an article by itself tells {eras} apart; several together still may."
    named = f"{_either(apart['property'].tolist())} of an article alone tells its era"
    if phases:
        return (
            f"The articles of {eras} are from different phases of events, and the {named}: what differs may be due to "
            "any of these."
        )
    return f"The {named}: what differs between {eras} may be due to that."


@once_per_corpus
def _ledger(corpus: Corpus) -> pd.DataFrame:
    """The confound ledger, with text from articles between « and »."""
    frame = article_properties(corpus)
    eras = list(frame["era"].cat.categories)
    rows = []
    for one in PROPERTIES.values():
        if not frame[one.column].notna().any():
            continue
        row = _of_number(one, frame, eras) if one.is_number else _of_levels(one, frame, eras, corpus)
        part = f" It is known of {row.known:,} of {count(len(frame), 'article')}." if row.known < len(frame) else ""
        which = (row.known, row.overlap, row.tells_apart, row.by_definition)
        rows.append((one.name, *row.cells, *which, row.says + part, row.decided_by))
    columns = ["property", *(f"in_{era}" for era in eras), *_TYPES, "says", "decided_by"]
    return pd.DataFrame(rows, columns=columns).astype({name: _TYPES.get(name, object) for name in columns})


@dataclass(frozen=True)
class _Row:
    """A row of the ledger without its name."""

    cells: tuple[str, ...]
    known: int
    overlap: int
    says: str
    tells_apart: bool = False
    decided_by: str = ""
    by_definition: bool = False


def _of_levels(one: Property, frame: pd.DataFrame, eras: list[str], corpus: Corpus) -> _Row:
    """Describe a property that has names."""
    table = _table(_levels(frame[one.column]), frame)
    held = {era: table.loc[table[era] > 0, era].sort_values(ascending=False, kind="stable") for era in eras}
    shared = (table > 0).all(axis=1)
    known, overlap = int(table.to_numpy().sum()), int(table[shared].to_numpy().sum())
    cells = tuple(_counted(held[era]) for era in eras)
    a, b = ([str(level) for level in held[era].index] for era in eras)
    if not a or not b:
        return _Row(cells, known, overlap, _unknown(one, eras[bool(a)]))
    of_day = " A weekday is that of the day of publication as known, not of writing." if one.column == "weekday" else ""
    if overlap:
        return _Row(cells, known, overlap, _sharing(one, len(table) == 1, overlap, known) + of_day)
    phases = _phases_of(corpus, eras) if one.column == "phase" else {}
    # Phases that cross from one era into the other can hold articles of both, so these count as any level does.
    crossing = [label for label in phases.get(eras[0], []) if label in phases[eras[1]]]
    if phases and not crossing:
        return _Row(cells, known, 0, *_nested(eras, (a, b), phases), by_definition=True)
    says = (
        f"No {one.name} has articles of both {eras[0]} and {eras[1]}: what differs between the eras may differ between "
        f"{one.plural}.{of_day}"
    )
    if crossing and not set(crossing) & {*a, *b}:
        asked = f"An article of {eras[0]} and one of {eras[1]} that are both from {_either(crossing)}."
        return _Row(cells, known, 0, says, True, asked)
    if crossing:
        a, b = ([label for label in own if label in crossing] for own in (a, b))
    # Weekdays are our own words and phases labels of ours; the others come from articles.
    quote = one.column not in ("weekday", "phase")
    sides = [(levels, era) for levels, era in ((a, eras[1]), (b, eras[0])) if levels]
    asked = ", or one ".join(f"of {era} {one.of.format(_some(levels, quote=quote))}" for levels, era in sides)
    return _Row(cells, known, 0, says, True, f"An article {asked}.")


def _of_number(one: Property, frame: pd.DataFrame, eras: list[str]) -> _Row:
    """Describe a property that is measured."""
    values = _numbers(frame[one.column])
    a, b = (values[(frame["era"] == era).to_numpy() & ~np.isnan(values)] for era in eras)
    cells = tuple(one.write(own.min(), own.max()) if len(own) else "not known" for own in (a, b))
    known = len(a) + len(b)
    if not len(a) or not len(b):
        return _Row(cells, known, 0, _unknown(one, eras[bool(len(a))]))
    overlap = _inside(a, b) + _inside(b, a)
    if one.column == "day":
        days = [count(len(np.unique(own)), "day") for own in (a, b)]
        return _Row(
            cells,
            known,
            overlap,
            f"An era is a span of days, so day and era cannot be told apart; {days[0]} and {days[1]} have articles.",
            overlap == 0,
            "No article can: it belongs to the era of its day. More days of each era would show how much days differ.",
            by_definition=overlap == 0,
        )
    if overlap:
        return _Row(cells, known, overlap, _sharing(one, len(np.unique([*a, *b])) == 1, overlap, known))
    high, low = (eras[1], eras[0]) if b.min() > a.max() else (eras[0], eras[1])
    little = ", by little" if by_little(a, b) else ""
    has = [one.of.format(cell) for cell in cells]
    return _Row(
        cells,
        known,
        0,
        f"Every article of {high} {one.more} than every article of {low}{little}: what differs may come from that.",
        True,
        f"An article of {eras[1]} {has[0]}, or one of {eras[0]} {has[1]}.",
    )


def by_little(first: Floats, second: Floats) -> bool:
    """Whether two sets of numbers lie apart by less than a tenth of the range of all of them.

    Parameters
    ----------
    first, second : array of float
        At least one number each.

    Returns
    -------
    bool
        False where they overlap.

    Examples
    --------
    >>> by_little(np.array([0.0, 9.5]), np.array([10.0, 20.0])), by_little(np.array([1.0]), np.array([2.0]))
    (True, False)
    """
    gap = max(second.min() - first.max(), first.min() - second.max())
    span = max(first.max(), second.max()) - min(first.min(), second.min())
    return bool(0 < gap < 0.1 * span)


def _phases_of(corpus: Corpus, eras: list[str]) -> dict[str, list[str]]:
    """The phases of which some day lies in each era."""
    spans = {era.label: era for era in corpus.config.eras}
    return {
        era: [p.label for p in corpus.config.phases if p.start <= spans[era].end and spans[era].start <= p.end]
        for era in eras
    }


def _nested(eras: list[str], held: tuple[list[str], list[str]], phases: dict[str, list[str]]) -> tuple[str, bool, str]:
    """Word it where each phase lies within one era, so that none can be of both."""
    says = "Each phase lies within one era, so phase and era cannot be told apart"
    if max(map(len, held)) == 1:
        says += (
            f". The articles of {eras[0]} are all of one phase ({held[0][0]}), and so are those of {eras[1]} "
            f"({held[1][0]}): what differs between the eras may differ between these phases."
        )
    else:
        n = [count(len(levels), "phase") for levels in held]
        says += f"; {eras[0]} has articles of {n[0]}, {eras[1]} of {n[1]}."
    missing = [[label for label in phases[era] if label not in own] for era, own in zip(eras, held, strict=True)]
    more = [f"of {era} from {_either(labels)}" for era, labels in zip(eras, missing, strict=True) if labels]
    asked = f"Articles {', or '.join(more)}" + "," * (len(more) - 1) if more else "More articles of each phase"
    return says, True, f"No article can: it belongs to the era of its phase. {asked} would show how much phases differ."


def _sharing(one: Property, same: bool, overlap: int, known: int) -> str:
    if same:
        return f"Each of these articles has the same {one.name}, so it explains no difference."
    if one.is_number:
        lie = "lies" if overlap == 1 else "lie"
        return f"The ranges overlap: {overlap:,} of {count(known, 'article')} {lie} in the range of the other era."
    have = "has" if overlap == 1 else "have"
    return f"{overlap:,} of {count(known, 'article')} {have} {one.article} {one.name} that the other era has, too."


def _unknown(one: Property, era: str) -> str:
    return f"Of no article of {era} is the {one.name} known, so nothing can be said of it."


def _table(values: pd.Series, frame: pd.DataFrame) -> pd.DataFrame:
    """Count articles by level and era; levels without one are left out."""
    table = pd.crosstab(values, frame["era"], dropna=False)
    table = table.loc[table.index.notna()].reindex(columns=frame["era"].cat.categories, fill_value=0)
    table.index, table.columns = (pd.Index(axis.astype(object)) for axis in (table.index, table.columns))
    return table[table.sum(axis=1) > 0].astype(int)


def _levels(values: pd.Series) -> pd.Series:
    """Names as text, missing where there are none, and in the order in which they are listed where two are as many."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values
    text = values.astype(object).where(values.notna(), None)
    # Those of most articles first, then by name: crosstab keeps the order of categories.
    often = text.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return pd.Series(pd.Categorical(text, categories=list(often.index)), index=values.index)


def _numbers(values: pd.Series) -> Floats:
    """Numbers, days as days since 1970, without what is left of equal shares after rounding."""
    if pd.api.types.is_datetime64_any_dtype(values):
        days = (values - pd.Timestamp(0)).dt.days
        return np.asarray(days.to_numpy(dtype=float, na_value=np.nan))
    numbers: Floats = values.to_numpy(dtype=float).round(12)
    return numbers


def _classes(one: Property, values: Floats) -> pd.Series:
    """Write each value, or the quarter of the articles in which it lies, in ascending order."""
    known = values[~np.isnan(values)]
    edges = np.unique(known)
    if len(edges) > _MOST_VALUES:
        edges = np.unique(np.quantile(known, [0.25, 0.5, 0.75, 1.0], method="inverted_cdf"))
    place = np.searchsorted(edges, known)
    own = [known[place == i] for i in range(len(edges))]
    # Two values may read the same.
    names = np.array([one.write(part.min(), part.max()) for part in own], dtype=object)
    written_out = pd.Series(None, index=range(len(values)), dtype=object)
    written_out[~np.isnan(values)] = names[place]
    return pd.Series(pd.Categorical(written_out, categories=list(dict.fromkeys(names)), ordered=True))


def _inside(values: Floats, other: Floats) -> int:
    """How many values lie in the range of the others."""
    return int(((values >= other.min()) & (values <= other.max())).sum())


def _counted(held: pd.Series) -> str:
    """Levels with their numbers of articles, those of most articles first."""
    if held.empty:
        return "not known"
    shown = [f"{shortened(str(level), _LONGEST)} ({n:,})" for level, n in held.iloc[:_MOST_LEVELS].items()]
    rest = len(held) - _MOST_LEVELS
    return ", ".join(shown) + (f" and {count(rest, 'other')}" if rest > 0 else "")


def _some(levels: list[str], *, quote: bool) -> str:
    """The first of several levels, any of which would do."""
    return _either([shortened(level, _LONGEST) for level in levels[:_MOST_LEVELS]], quote=quote)


def _either(names: Sequence[str], *, quote: bool = False) -> str:
    """Names of which one is enough."""
    marked = [quoted(name) if quote else name for name in names]
    return " or ".join([", ".join(marked[:-1]), marked[-1]] if len(marked) > 1 else marked)
