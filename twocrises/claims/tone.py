"""Claims about tone and voices: what the instruments say, who is heard, and how much depends on choices."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from twocrises.claims.base import (
    CONTRADICTED,
    DESCRIPTIVE,
    NO_INTERVAL,
    SUPPORTED,
    Claim,
    Difference,
    TooSmallError,
    difference,
    difference_by_text,
    labels_of_texts,
    unit_of_test,
)
from twocrises.corpus import Corpus, even_rows
from twocrises.days import days_spoken_of
from twocrises.errors import TwoCrisesError
from twocrises.instruments import CONSTANTS, INSTRUMENTS
from twocrises.keyness import Comparison, compare_eras, mean_by_unit, separated, text_units
from twocrises.measures import Floats
from twocrises.permutation import LEVEL, max_t
from twocrises.sentiment import (
    PANEL,
    agreement,
    composition,
    disagreement,
    scored_only,
    tone,
    tone_along,
    tone_by_day,
)
from twocrises.specifications import TIE, specifications
from twocrises.speech import NARRATOR, UNKNOWN, passages, share_of_voice, sides
from twocrises.wording import count, listed, p_value, percent, quoted, signed


def _scored(corpus: Corpus) -> Claim:
    every = tone(corpus)
    sentences = every[every["english"]]
    n, other = len(sentences), int((~every["english"]).sum())
    foreign = ""
    if other:
        foreign = f" {count(other, 'sentence')} in another language {'is' if other == 1 else 'are'} not scored."
    without = {name: int((sentences[f"{name}_hits"] == 0).sum()) for name in INSTRUMENTS}
    nobody = int((sentences[PANEL + "_n"] == 0).sum())
    parts = [f"{missing:,} for {name}" for name, missing in without.items()]
    return Claim(
        "tone-scored",
        f"Of {count(n, 'sentence')} so many hold no word that the instrument knows: {listed(parts, quote=False)}. "
        f"{nobody:,} ({percent(nobody / max(n, 1))}) hold no word that any of them knows. We take that for no answer."
        f"{foreign}",
        DESCRIPTIVE,
        {"sentences": n, "other": other, "nobody": nobody, "share": nobody / max(n, 1), **without},
        len(corpus.source),
        "sentences without a match in the lexicon of each instrument",
    )


def _agree(corpus: Corpus) -> Claim:
    pairs = agreement(corpus).dropna(subset=["share"])
    if pairs.empty:
        raise TooSmallError("No sentence has a number by two instruments, so they cannot agree.")
    best, worst = (pairs.iloc[int(i)] for i in (pairs["share"].argmax(), pairs["share"].argmin()))
    divided, three = len(disagreement(corpus)), int((tone(corpus)[PANEL + "_n"] >= 3).sum())
    text = (
        f"Where two instruments both have a number for a sentence, it has the same sign in {percent(worst['share'])} "
        f"({worst['first']} and {worst['second']}) to {percent(best['share'])} ({best['first']} and {best['second']}) "
        "of the sentences; two coins would agree in half."
    )
    if three:
        text += (
            f" Of the {count(three, 'sentence')} that at least three of them can score, {divided:,} "
            f"({percent(divided / three)}) have one above zero and one below."
        )
    return Claim(
        "tone-agree",
        text,
        DESCRIPTIVE,
        {
            "lowest": float(worst["share"]),
            "highest": float(best["share"]),
            "divided": divided,
            "three": three,
            "share": divided / max(three, 1),
        },
        len(corpus.source),
        "share of sentences with the same sign, of those for which both instruments have a number that is not zero",
    )


# Articles whose order is compared.
_ORDERED = 2_000
_SPREADS = "units of tone"
UNIT_OF_TONE = "the unit is how far sentences of newspaper editorials usually lie from zero"


class _Values(NamedTuple):
    """A score of the articles of two eras, and of their texts: what prints the same counts as one."""

    pair: Comparison
    articles: tuple[Floats, Floats]
    texts: tuple[Floats, Floats]
    labels: list[str]
    p: float
    unit: str

    @property
    def difference(self) -> float:
        return float(self.texts[1].mean() - self.texts[0].mean())

    def between(self, quantity: str, spread: float = 1.0) -> Difference:
        """The same in units of a spread, with what leaving out each text does."""
        a, b = (own / spread for own in self.texts)
        return difference(quantity, _SPREADS, self.pair, a, b, self.labels, self.unit)


def _values(corpus: Corpus, column: str) -> _Values:
    """Take a column of the tone of articles; p is that of the difference of means over labels of texts."""
    pair = compare_eras(corpus)
    articles = tone(corpus, by="article").set_index("article")[column].reindex(pair.articles["article"])
    values = articles.to_numpy(dtype=float)
    known = ~np.isnan(values)
    values, later, labels = values[known], pair.in_second[known], labels_of_texts(corpus, pair)[known]
    if later.all() or not later.any():
        raise TooSmallError("An era has no sentence with a word that an instrument knows: there is no tone to compare.")
    _, first, unit = np.unique(text_units(corpus, pair)[known], return_index=True, return_inverse=True)
    by_text, late = mean_by_unit(values[:, None], unit)[:, 0], later[first]
    return _Values(
        pair,
        (values[~later], values[later]),
        (by_text[~late], by_text[late]),
        [*labels[first][~late], *labels[first][late]],
        float(max_t(by_text[:, None], ~late, fudge=False)[1][0]),
        unit_of_test(corpus),
    )


def _apart(values: _Values) -> int:
    """Say where the articles of the second era lie: 1 all above those of the first, -1 all below, else 0."""
    a, b = values.articles
    if np.isclose(a.max(), b.min()) or np.isclose(a.min(), b.max()):
        return 0
    return int(b.min() > a.max()) - int(b.max() < a.min())


def _tone(corpus: Corpus) -> Claim:
    values = _values(corpus, "panel_mean")
    first, second = values.pair.first, values.pair.second
    apart = _apart(values)
    verdict = (
        f"Every article of {second} scores {'higher' if apart > 0 else 'lower'} than every one of {first}."
        if apart
        else "The ranges overlap: neither set scores higher throughout."
    )
    numbers: dict[str, float] = {}
    for era, own in zip((first, second), values.articles, strict=True):
        numbers |= {f"low_{era}": float(own.min()), f"high_{era}": float(own.max())}
    spans = [_span(float(own.min()), float(own.max())) for own in values.articles]
    status = SUPPORTED if values.p <= LEVEL else DESCRIPTIVE
    p = f"p = {p_value(values.p)}".replace("p = less than", "p less than")
    unit = unit_of_test(corpus)
    return Claim(
        "tone",
        f"By the panel the articles of {first} score {spans[0]} and those of {second} {spans[1]}; "
        f"{UNIT_OF_TONE}. {verdict} The difference of the means is "
        f"{signed(values.difference)}; it is *{status}*, {p}.",
        status,
        {**numbers, "difference": values.difference, "p": values.p},
        sum(map(len, values.articles)),
        f"panel, mean over the sentences with at least one known word; means over {unit}s, labels of {unit}s permuted",
        difference=values.between("tone by the panel"),
        evidence=told_by(corpus, PANEL),
    )


def _span(low: float, high: float) -> str:
    """Write a range of scores, or one score where both ends are the same."""
    return signed(low) if signed(low) == signed(high) else f"from {signed(low)} to {signed(high)}"


def _darker(corpus: Corpus) -> Claim:
    values = _values(corpus, "panel_mean")
    means = [float(own.mean()) for own in values.texts]
    lower = means[1] < means[0] and not np.isclose(means[1], means[0])
    if _apart(values) < 0:
        verdict = "every article of it scores lower than every earlier one"
    elif lower:
        p = f"p = {p_value(values.p)}".replace("p = less than", "p less than")
        verdict = f"it is lower, and the articles overlap; {p}"
    else:
        verdict = "the scores do not show it"
    return Claim(
        "tone-darker",
        f"One might expect the later set to sound darker. Its mean tone is {signed(means[1])}, that of the earlier set "
        f"{signed(means[0])}: {verdict}.",
        DESCRIPTIVE if lower else CONTRADICTED,
        {f"mean_{values.pair.first}": means[0], f"mean_{values.pair.second}": means[1], "p": values.p},
        sum(map(len, values.articles)),
        f"panel, mean over {unit_of_test(corpus)}s of the mean over scored sentences",
        difference=values.between("tone by the panel"),
        evidence=told_by(corpus, PANEL),
    )


def _instruments(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    differences: dict[str, float] = {}
    unstable: list[str] = []
    asked = False
    for name in INSTRUMENTS:
        try:
            values = _values(corpus, f"{name}_mean")
        except TooSmallError:
            continue
        differences[name] = values.difference / CONSTANTS[name][1]
        found = values.between(name)
        asked |= bool(found.without)
        if found.turned_by:
            unstable.append(name)
    if not differences:
        raise TooSmallError("No instrument has a score for both eras.")
    higher = [name for name, value in differences.items() if value > 0]
    parts = [f"{name} {signed(value)}" for name, value in differences.items()]
    unit = unit_of_test(corpus)
    fragile = ""
    if unstable:
        fragile = f" Leaving out one {unit} turns the sign of {listed(unstable, quote=False)} round."
    elif asked:
        fragile = f" No sign changes when one {unit} is left out."
    return Claim(
        "tone-instruments",
        f"Each instrument by itself, {pair.second} minus {pair.first} ({UNIT_OF_TONE}): "
        f"{listed(parts, quote=False)}. {len(higher)} of {len(differences)} score the later set higher.{fragile}",
        DESCRIPTIVE,
        {**differences, "higher": len(higher), "instruments": len(differences)},
        len(pair.articles),
        f"mean over {unit}s of the mean over scored sentences, divided by the instrument's spread over editorials",
        exploratory=True,
        interval=NO_INTERVAL,
        holds=not unstable if asked else None,
    )


def instrument_claim(name: str, corpus: Corpus) -> Claim:
    """What one instrument alone says of the tone of both eras.

    Parameters
    ----------
    name : str
        One of `INSTRUMENTS`.
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Claim

    Raises
    ------
    TwoCrisesError
        If there is no such instrument, or it has no score for one of the eras.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> instrument_claim("TextBlob", load_corpus("seeds")).status
    'descriptive'
    """
    if name not in INSTRUMENTS:
        raise TwoCrisesError(f'There is no instrument "{name}". There are {listed(list(INSTRUMENTS), quote=False)}.')
    values = _values(corpus, f"{name}_mean")
    found = values.between(f"tone by {name}", CONSTANTS[name][1])
    unit = unit_of_test(corpus)
    order = (
        f"the later set scores {'higher' if found.direction > 0 else 'lower'}" if found.direction else "no difference"
    )
    without = f", and {found.leave_one_out}" if found.direction else ""
    return Claim(
        f"tone:{name}",
        f"By {name} alone the articles of {found.eras[0]} score {signed(found.means[0])} on average and those of "
        f"{found.eras[1]} {signed(found.means[1])} ({UNIT_OF_TONE}): {order}{without}. Of the "
        f"ways to deal the labels a share of {p_value(values.p)} gives a difference as large.",
        SUPPORTED if values.p <= LEVEL else DESCRIPTIVE,
        {**{f"mean_{era}": mean for era, mean in zip(found.eras, found.means, strict=True)}, "p": values.p},
        sum(map(len, values.articles)),
        f"mean over {unit}s of the mean over scored sentences, divided by the instrument's spread over editorials; "
        f"labels of {unit}s permuted",
        exploratory=True,
        difference=found,
        evidence=told_by(corpus, name),
    )


def told_by(corpus: Corpus, column: str) -> tuple[str, ...]:
    """Addresses of the sentences that pull a tone most: the lowest and the highest of each era.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    column : str
        An instrument or "panel".

    Returns
    -------
    tuple of str
        Two an era, or fewer; of equal scores the first in the corpus.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> len(told_by(load_corpus("seeds"), "panel"))
    4
    """
    pair, scores = compare_eras(corpus), tone(corpus)
    known = scores[scores[f"{column}_n" if column == PANEL else f"{column}_hits"] > 0]
    known = known[known["english"]]
    found: list[str] = []
    for era in (pair.first, pair.second):
        own = known[known["era"] == era]
        values = own[column].to_numpy(dtype=float).round(9)
        if len(own):
            rows = dict.fromkeys([int(values.argmin()), int(values.argmax())])
            found += own["address"].iloc[list(rows)].tolist()
    return tuple(found)


def _order(corpus: Corpus) -> Claim:
    articles = scored_only(tone(corpus, by="article")).dropna(subset=["panel", "panel_mean"])
    if len(articles) < 2:
        raise TooSmallError("It takes two articles with a tone to put them in order.")
    # Pairs grow with the square: of very many articles some, evenly over time.
    articles = articles.iloc[even_rows(len(articles), _ORDERED)]
    whole, mean = (articles[name].to_numpy(dtype=float) for name in ("panel", "panel_mean"))
    # An article at a time, so that the memory does not grow with the number of pairs.
    signs = ([np.sign(values[i] - values[i + 1 :]) for values in (whole, mean)] for i in range(len(articles)))
    turned = sum(int((one != other).sum()) for one, other in signs)
    pairs = len(articles) * (len(articles) - 1) // 2
    return Claim(
        "tone-order",
        f"Score each article as one text, or take the mean of its sentences: {turned:,} of {count(pairs, 'pair')} of "
        "articles change their order between the two.",
        DESCRIPTIVE,
        {"turned": turned, "pairs": pairs},
        len(articles),
        "panel of the whole kept text against the mean over scored sentences, all pairs of articles",
    )


def _shares(corpus: Corpus) -> Claim:
    pair = compare_eras(corpus)
    by_era = share_of_voice(corpus, by="era").pivot_table(index="side", columns="era", values="share", observed=True)
    a, b = by_era[pair.first], by_era[pair.second]
    heard = [side for side in by_era.index if side != NARRATOR and max(a[side], b[side]) > 0]
    if not heard:
        raise TooSmallError("Nobody but the narrator says anything in these articles.")
    known = [f"{quoted(side)} {percent(a[side])} and {percent(b[side])}" for side in heard if side != UNKNOWN]
    others = f" The others, quoted or reported: {listed(known, quote=False)}." if known else ""
    if UNKNOWN in heard:
        others += f" Speakers whose side is not known have {percent(a[UNKNOWN])} and {percent(b[UNKNOWN])}."
    return Claim(
        "voices",
        f"The narrator has {percent(a[NARRATOR])} of the words in the articles of {pair.first} and "
        f"{percent(b[NARRATOR])} in those of {pair.second} (means of the articles' shares).{others}",
        DESCRIPTIVE,
        {
            f"{side}_{era}": float(own[side])
            for era, own in ((pair.first, a), (pair.second, b))
            for side in by_era.index
        },
        len(pair.articles),
        "words inside quotation marks and of reported speech, by the side of the speaker in corpus.toml",
    )


def voice_claim(side: str, corpus: Corpus) -> Claim:
    """What share of the words a side has in both eras.

    Parameters
    ----------
    side : str
        One of `speech.sides`: the narrator, a side of corpus.toml, or "unknown".
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Claim

    Raises
    ------
    TwoCrisesError
        If there is no such side.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> voice_claim("russian", load_corpus("seeds")).difference.unit
    '% of the words'
    """
    if side not in sides(corpus):
        raise TwoCrisesError(f'There is no side "{side}". There are {", ".join(sides(corpus))}.')
    pair, unit = compare_eras(corpus), unit_of_test(corpus)
    shares = share_of_voice(corpus)
    own = shares[shares["side"] == side].set_index("article")["share"].reindex(pair.articles["article"])
    heard = passages(corpus)
    heard = heard[heard["article"].isin(pair.articles["article"]) & (heard["side"] != NARRATOR)]
    values = 100 * own.to_numpy(dtype=float)
    who = {NARRATOR: "the narrator", UNKNOWN: "speakers of no known side"}.get(
        side, f"speakers of the side {quoted(side)}"
    )
    whose = {NARRATOR: "the narrator's part", UNKNOWN: "speech of no known side"}.get(
        side, f"speech of the {quoted(side)} side"
    )
    found = difference_by_text(corpus, pair, values, whose, "% of the words")
    has = "has" if side == NARRATOR else "have"
    apart = bool(separated(values[:, None], pair.in_second)[0])
    if not found.direction:
        verdict = "there is no difference"
    elif apart:
        less = found.eras[0] if found.more_in == found.eras[1] else found.eras[1]
        verdict = f"the share is larger in every {unit} of {found.more_in} than in every one of {less}"
    else:
        verdict = f"the {unit}s of the two eras overlap, and {found.leave_one_out}"
    return Claim(
        f"voice:{side}",
        f"{who[:1].upper()}{who[1:]} {has} {found.means[0]:.1f} % of the words in the articles of {found.eras[0]} and "
        f"{found.means[1]:.1f} % in those of {found.eras[1]} (means of the {unit}s' shares): {verdict}.",
        DESCRIPTIVE,
        {f"share_{era}": mean for era, mean in zip(found.eras, found.means, strict=True)},
        len(pair.articles),
        f"words of the side, quoted and reported, of all words of an article; mean over {unit}s; not tested",
        difference=found,
        evidence=tuple(dict.fromkeys(heard.loc[heard["side"] == side, "address"])),
    )


def _composition(corpus: Corpus) -> Claim:
    try:
        parts = composition(corpus)
    except TwoCrisesError as error:
        raise TooSmallError(str(error)) from None
    first, second = parts.attrs["eras"]
    total = parts.attrs["difference"]
    weight, own = float(parts["from_weight"].sum()), float(parts["from_tone"].sum())
    means = parts.attrs["means"]
    opposed = weight * own < 0 and "0.00" not in (signed(weight), signed(own))
    against = " The two parts pull in opposite directions." if opposed else ""
    return Claim(
        "tone-composition",
        f"Weighted by words, the mean tone of {first} is {signed(means[first])} and that of {second} "
        f"{signed(means[second])}: a difference of {signed(total)}. Of it, {signed(weight)} comes from who is heard, "
        f"with the tone of each side held fixed, and {signed(own)} from how each side sounds, with who is heard held "
        f"fixed.{against}",
        DESCRIPTIVE,
        {
            **{f"mean_{era}": mean for era, mean in means.items()},
            "difference": total,
            "from_weight": weight,
            "from_tone": own,
        },
        len(compare_eras(corpus).articles),
        "Kitagawa's decomposition over sides; panel of passages, weighted by words within an article",
        exploratory=True,
        interval=NO_INTERVAL,
    )


def _position(corpus: Corpus) -> Claim:
    parts = tone_along(corpus)
    last = 4
    ends = parts[parts["part"].isin([1, last])].pivot_table(
        index="article", columns="part", values="tone", observed=True
    )
    ends = ends.dropna() if {1, last} <= set(ends) else ends.iloc[:0]
    if ends.empty:
        raise TooSmallError("No article has scored sentences in its first and in its last quarter.")
    higher = int((ends[last] > ends[1]).sum())
    change = ends[last] - ends[1]
    return Claim(
        "tone-position",
        f"In {higher:,} of {count(len(ends), 'article')} the last quarter scores higher than the first; the change "
        f"{'is' if len(ends) == 1 else 'runs'} {_span(float(change.min()), float(change.max()))}.",
        DESCRIPTIVE,
        {"higher": higher, "articles": len(ends), "low": float(change.min()), "high": float(change.max())},
        len(ends),
        "panel, mean over the scored sentences of the first and the last quarter of an article's words",
        exploratory=True,
    )


def _days(corpus: Corpus) -> Claim:
    found = days_spoken_of(corpus)
    placed = tone_by_day(corpus)
    if placed.empty:
        raise TooSmallError("No scored sentence of a dated article names a day.")
    n = len(corpus.sentences)
    naming = int(found["address"].nunique())
    by = placed["when"].value_counts()
    past, same, future = (int(by.get(name, 0)) for name in ("past", "same day", "future"))
    return Claim(
        "tone-days",
        f"Of {count(n, 'sentence')}, {naming:,} hold words for a time; {len(placed):,} of these give a day or a week "
        f"and have a score: {past:,} about days before the article's own, {same:,} about that day, {future:,} about "
        "days to come.",
        DESCRIPTIVE,
        {"naming": naming, "sentences": n, "placed": len(placed), "past": past, "same": same, "future": future},
        int(placed["article"].nunique()),
        "expressions of time, resolved against the day the article counts from",
    )


def _choices(corpus: Corpus) -> Claim:
    found = specifications(corpus)
    if found.empty:
        raise TooSmallError("No combination of choices gives both eras a score.")
    facts = found.attrs
    first, second = facts["eras"]
    n, up = len(found), facts["n_positive"]
    unit = unit_of_test(corpus)
    low, high = (float(found["difference"].iloc[i]) for i in (0, -1))
    of = len(compare_eras(corpus).articles)
    some = ""
    if facts["articles"] < of:
        some = f" {facts['articles']:,} of {count(of, 'article')}, evenly spread, were scored."
    left_out = facts["leave_one_out"]
    none = abs(facts["median"]) < TIE
    turned = [] if none else [label for label, median in left_out if median * facts["median"] < 0]
    rest = ""
    if turned:
        more = f" or {'one of ' * (len(turned) > 4)}{count(len(turned) - 3, 'other')}" if len(turned) > 3 else ""
        rest = f" Without {' or '.join(map(quoted, turned[:3]))}{more} the median changes its sign."
    elif left_out and not none:
        rest = f" The median keeps its sign whichever {unit} is left out."
    return Claim(
        "tone-choices",
        f"{n:,} combinations of choices: under {up:,} of them {second} scores higher than {first}, under {n - up:,} "
        f"lower or the same. The differences run {_span(low, high)}, their median is {signed(facts['median'])}. Of "
        f"{facts['labelings']:,} {'' if facts['every'] else 'random '}ways to deal the eras to the {unit}s, a share of "
        f"{p_value(facts['p'])} gives a median at least as far from zero.{rest}{some}",
        DESCRIPTIVE,
        {
            "combinations": n,
            "higher": up,
            "not_higher": n - up,
            "low": low,
            "high": high,
            "median": facts["median"],
            "p": facts["p"],
            "labelings": facts["labelings"],
        },
        facts["articles"],
        "specification curve: cleaning × unit × instrument × voice; permutation of the median over texts",
        interval=NO_INTERVAL,
        leave_one_out="; ".join(f"without {quoted(label)} {signed(median)}" for label, median in left_out[:12]),
        exploratory=True,
    )


CLAIMS: dict[str, Callable[[Corpus], Claim]] = {
    "tone-scored": _scored,
    "tone-agree": _agree,
    "tone": _tone,
    "tone-darker": _darker,
    "tone-instruments": _instruments,
    "tone-order": _order,
    "voices": _shares,
    "tone-composition": _composition,
    "tone-position": _position,
    "tone-days": _days,
    "tone-choices": _choices,
}
