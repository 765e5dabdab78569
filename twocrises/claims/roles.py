"""Claims about offices: how often their holders are named, and together with whom; who is quoted; who is not named."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

import numpy as np
import pandas as pd

from twocrises.claims.base import (
    DESCRIPTIVE,
    SUPPORTED,
    Claim,
    Difference,
    TooSmallError,
    difference_by_text,
    unit_of_test,
)
from twocrises.config import Holder
from twocrises.corpus import Corpus, once_per_corpus
from twocrises.errors import TwoCrisesError
from twocrises.keyness import Comparison, compare_eras, keyness, mean_by_unit, separated, text_units
from twocrises.masking import masked, people_named
from twocrises.measures import Floats
from twocrises.permutation import LEVEL, max_t
from twocrises.roles import most_together, named_together, office_holders, office_rates, words_of_holders
from twocrises.wording import count, listed, p_value, percent, quoted

# Offices that the ledger has without being asked; pairs, and offices of an era, that a sentence lists.
_OFFICES, _LISTED, _AMONG = 6, 4, 3


def roles_in_ledger(corpus: Corpus) -> list[str]:
    """The offices that get a claim without being asked for: those named most often in both eras together.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    list of str
        At most six; none where nobody in office is named.

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras to compare.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> roles_in_ledger(load_corpus("seeds"))[:2]
    ['Russian president', 'US president']
    """
    pair = compare_eras(corpus)
    times = _times(corpus).loc[:, [pair.first, pair.second]].sum(axis=1)
    times = times[times > 0].sort_values(ascending=False, kind="stable")
    return [str(office) for office in times.index[:_OFFICES]]


def _times(corpus: Corpus) -> pd.DataFrame:
    """Count how often each office is named in each era: a row an office with a known holder, in order."""
    offices = list(dict.fromkeys(office for office, _ in office_holders(corpus)))
    era = corpus.articles.set_index("article")["era"].astype(object)
    found = people_named(corpus)
    found = found[found["role"].notna()].astype({"article": object, "role": object})
    times = pd.crosstab(found["role"], found["article"].map(era))
    return times.reindex(index=offices, columns=list(corpus.eras), fill_value=0).astype("int64")


def role_claim(role: str, corpus: Corpus) -> Claim:
    """How often the holders of an office are named in both eras.

    Parameters
    ----------
    role : str
        As in [roles] of corpus.toml.
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Claim
        Supported only where the test of keyness says so of the office, in the corpus with names put aside.

    Raises
    ------
    TwoCrisesError
        If corpus.toml knows no holder of such an office in either era, or the corpus has no two eras.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> claim = role_claim("US president", load_corpus("seeds"))
    >>> claim.difference.more_in, claim.survives, claim.numbers["count"]
    ('2014', True, 13)
    """
    pair, held = compare_eras(corpus), office_holders(corpus)
    known = dict.fromkeys(office for office, _ in held)
    if role not in known:
        close = get_close_matches(role, known, n=1)
        hint = f' Did you mean "{close[0]}"?' if close else " See roles(corpus)."
        raise TwoCrisesError(f'No holder of an office "{role}" is known for the eras of this corpus.{hint}')
    found = people_named(corpus)
    found = found[(found["role"] == role) & found["article"].isin(pair.articles["article"])]
    holders = _holders(held, role, pair)
    if found.empty:
        return Claim(
            f"role:{role}",
            f"Nobody is named as {quoted(role)} in the articles of {pair.first} and {pair.second} ({holders}).",
            DESCRIPTIVE,
            {"count": 0},
            len(pair.articles),
            "count of names; a name counts for the office held on the day of the article",
        )
    rates = office_rates(corpus)[pair.articles["article"].tolist()].loc[role].to_numpy(dtype=float)
    between = difference_by_text(corpus, pair, rates, f"mentions of the {quoted(role)}", "per 1,000 words")
    status, p = _tested(corpus, role, between)
    unit = unit_of_test(corpus)
    holds = found["article"].astype(object).value_counts()
    share = float(holds.max() / len(found))
    first, second = between.means
    # More decimals where two would make different means look the same.
    digits = 3 if between.direction and f"{first:.2f}" == f"{second:.2f}" else 2
    tested = (
        f"The difference is {status}, p {'' if p < 0.001 else '= '}{p_value(p)}."
        if p is not None
        else "The difference is descriptive; it was not tested."
    )
    return Claim(
        f"role:{role}",
        f"{quoted(role)} ({holders}) is named {first:.{digits}f} times per 1,000 words in the articles of {pair.first} "
        f"and {second:.{digits}f} times in those of {pair.second} (means of the {unit}s' rates): "
        f"{_verdict(between, pair, rates)}. {_carried(pair, holds)} {tested}",
        status,
        {
            f"rate_{pair.first}": first,
            f"rate_{pair.second}": second,
            "count": len(found),
            "articles": len(holds),
            "largest_share": share,
            **({} if p is None else {"p": p}),
        },
        len(pair.articles),
        f"mean of {unit} rates; a name counts for the office held on the day of the article; p by max|T| over all "
        "words with names put aside, of offices named at least 3 times",
        exploratory=True,
        evidence=tuple(dict.fromkeys(f"{a}#s{n}" for a, n in zip(found["article"], found["sentence"], strict=True))),
        difference=between,
    )


def _holders(held: dict[tuple[str, str], list[Holder]], role: str, pair: Comparison) -> str:
    """Say who held an office in both eras."""
    parts = []
    for era in (pair.first, pair.second):
        parts.append(_bearers(held[role, era]) or "nobody known")
    if parts[0] == parts[1]:
        return f"{parts[0]} in both eras"
    return f"{parts[0]} in {pair.first}, {parts[1]} in {pair.second}"


def _tested(corpus: Corpus, role: str, between: Difference) -> tuple[str, float | None]:
    """Give what the test says of an office: its status and p, or no p where it is named too rarely."""
    words = _tests(corpus)
    row = words[words["term"] == f"[{role.casefold()}]"]
    if row.empty:
        return DESCRIPTIVE, None
    t, p = float(row["t"].iloc[0]), float(row["p"].iloc[0])
    return (SUPPORTED if np.sign(t) == between.direction and p <= LEVEL else DESCRIPTIVE), p


@once_per_corpus
def _tests(corpus: Corpus) -> pd.DataFrame:
    """Test all words of the corpus with names put aside, offices among them: `term`, `t` and `p`."""
    hidden = masked(corpus)
    words, units = keyness(hidden)[["term", "t", "p"]], text_units(corpus, compare_eras(corpus))
    pair = compare_eras(hidden)
    if not np.array_equal(units, text_units(hidden, pair)):
        # A name of several words is one word there, so short articles may no longer print the same.
        first = np.unique(units, return_index=True)[1]
        t, p = max_t(mean_by_unit(pair.rates, units), pair.in_second[first])
        every = pd.DataFrame({"term": pair.terms.to_numpy(dtype=object), "t": t, "p": p})
        words = every[every["term"].isin(words["term"])]
    return words


def _verdict(between: Difference, pair: Comparison, rates: Floats) -> str:
    if not between.direction:
        return "there is no difference"
    if separated(rates[:, None], pair.in_second)[0]:
        low = pair.first if between.more_in == pair.second else pair.second
        return f"every article of {between.more_in} names the office more than every article of {low}"
    return f"the articles of the two eras overlap, and {between.leave_one_out}"


def _carried(pair: Comparison, holds: pd.Series) -> str:
    """Say which article names the office most."""
    labels = dict(zip(pair.articles["article"].astype(object), pair.articles["label"], strict=True))
    total, heaviest = int(holds.sum()), sorted(holds.index[holds == holds.max()], key=list(labels).index)
    if total == 1:
        return f"The only time is in {quoted(labels[heaviest[0]])}."
    if len(holds) == 1:
        return f"All {total:,} times are in {quoted(labels[heaviest[0]])}."
    if len(heaviest) == 1:
        return f"{quoted(labels[heaviest[0]])} has {percent(holds.max() / total)} of the {total:,} times."
    return f"The {total:,} times are spread over {count(len(holds), 'article')}."


def _unnamed(corpus: Corpus) -> Claim:
    pair, times, held = compare_eras(corpus), _times(corpus), office_holders(corpus)
    eras = (pair.first, pair.second)
    known = {era: [office for office in times.index if held[office, era]] for era in eras}
    if not any(known.values()):
        raise TooSmallError("corpus.toml knows no holder of an office in these eras, so nobody can be missing.")
    parts: list[str] = []
    numbers: dict[str, float] = {}
    for era, other in zip(eras, reversed(eras), strict=True):
        there = times.loc[known[era], other][times.loc[known[era], era] == 0]
        elsewhere = there[there > 0].sort_values(ascending=False, kind="stable").index
        numbers |= {f"unnamed_{era}": float(len(there)), f"offices_{era}": float(len(known[era]))}
        numbers[f"named_only_in_{other}"] = float(len(elsewhere))
        if not known[era]:
            parts.append(f"Of {era} no holder of an office is known.")
            continue
        nobody = f"nobody is named for {len(there):,} of" if len(there) else "somebody is named for each of"
        text = f"In {era} {nobody} {count(len(known[era]), 'office')} with a known holder"
        if len(elsewhere):
            shown = [f"{quoted(office)} (in {era} {_bearers(held[office, era])})" for office in elsewhere[:_AMONG]]
            among = ", among them " if len(elsewhere) > len(shown) else ": "
            have = "has" if len(elsewhere) == 1 else "have"
            text += (
                f". Of these, {len(elsewhere):,} {have} a holder named in {other}{among}{listed(shown, quote=False)}"
            )
        parts.append(text + ".")
    return Claim(
        "roles-unnamed",
        f"{' '.join(parts)} The offices were listed after reading; sets of unequal size name unequal numbers.",
        DESCRIPTIVE,
        numbers,
        len(pair.articles),
        "count of names; an office counts if corpus.toml has a holder on a day between the first and the last article "
        f"of the era; of those named only in the other era at most {_AMONG} are listed, the most often named there "
        "first, then in the order of corpus.toml",
        exploratory=True,
    )


def _bearers(terms: Sequence[Holder]) -> str:
    """Name those who held an office, as text of the corpus."""
    names = dict.fromkeys(quoted(f"{t.name}, {t.status}" if t.status else t.name) for t in terms)
    return " and ".join(names)


def _together(corpus: Corpus) -> Claim:
    pair, pairs = compare_eras(corpus), named_together(corpus)
    pairs = pairs[pairs["era"].isin([pair.first, pair.second])]
    if pairs.empty:
        raise TooSmallError("No sentence of these eras names holders of two offices.")
    parts: list[str] = []
    numbers: dict[str, float] = {}
    evidence: list[str] = []
    moved: list[str] = []
    asked = False
    for era in (pair.first, pair.second):
        top, sentences = most_together(corpus, era)
        own = pairs[pairs["era"] == era]
        numbers |= {
            f"sentences_{era}": float(sentences),
            f"pairs_{era}": float(len(own)),
            f"tied_{era}": float(len(top)),
        }
        numbers[f"not_listed_{era}"] = float(max(len(top) - _LISTED, 0))
        if not top:
            parts.append(f"In {era} no sentence names holders of two offices.")
            continue
        named = [" and ".join(map(quoted, offices)) for offices in top[:_LISTED]]
        more = f", and {len(top) - _LISTED} more pairs" if len(top) > _LISTED else ""
        often = count(sentences, "sentence")
        parts.append(
            f"In {era} {named[0]} are named in one sentence most often, in {often}."
            if len(top) == 1
            else f"In {era} {len(top):,} pairs of offices tie, with {often} each: {'; '.join(named)}{more}."
        )
        best = own[own["sentences"] == sentences]
        evidence += [address for addresses in best["evidence"] for address in addresses]
        cells = [
            (f"{one} / {two}", address.rpartition("#")[0], 1)
            for one, two, addresses in zip(own["first"], own["second"], own["evidence"], strict=True)
            for address in addresses
        ]
        changes, could = _moved(cells, pair, era)
        moved, asked = moved + changes, asked or could
    return _counted("roles-together", parts, numbers, pair, evidence, moved, asked,
                    "sentences in which holders of both offices are named; a pair is two offices")  # fmt: skip


def _quoted_most(corpus: Corpus) -> Claim:
    pair, frame = compare_eras(corpus), words_of_holders(corpus)
    frame = frame[frame["era"].isin([pair.first, pair.second]) & (frame["n_quoted"] > 0)]
    if frame.empty:
        raise TooSmallError("No holder of an office has words within quotation marks in these eras.")
    parts: list[str] = []
    numbers: dict[str, float] = {}
    evidence: list[str] = []
    moved: list[str] = []
    asked = False
    for era in (pair.first, pair.second):
        own = frame[frame["era"] == era]
        if own.empty:
            parts.append(f"In {era} no named holder of an office has words within quotation marks.")
            numbers[f"quoted_{era}"] = 0.0
            continue
        sums = own.groupby(["name", "role"], sort=True)["n_quoted"].sum()
        best = sums[sums == sums.max()]
        most, total = int(best.iloc[0]), int(sums.sum())
        numbers |= {f"quoted_{era}": float(most), f"share_{era}": most / total, f"holders_{era}": float(len(sums))}
        numbers[f"tied_{era}"] = float(len(best))
        who = [f"{quoted(name)} ({quoted(role)})" for name, role in best.index[:_LISTED]]
        if len(best) > _LISTED:
            numbers[f"not_listed_{era}"] = float(len(best) - _LISTED)
            who = [*who, f"{len(best) - _LISTED:,} more"]
        has, each = ("has", "") if len(best) == 1 else ("have", " each")
        parts.append(
            f"Of all named holders of an office {listed(who, quote=False)} {has} most words within quotation marks in "
            f"{era}: {most:,}{each}, {percent(most / total)} of those of {count(len(sums), 'holder')}."
        )
        names = set(best.index)
        chosen = own[[key in names for key in zip(own["name"], own["role"], strict=True)]]
        evidence += [address for addresses in chosen["quoted_in"] for address in addresses]
        cells = [
            (f"{name} / {role}", article, int(n))
            for name, role, article, n in zip(own["name"], own["role"], own["article"], own["n_quoted"], strict=True)
        ]
        changes, could = _moved(cells, pair, era)
        moved, asked = moved + changes, asked or could
    return _counted("roles-quoted", parts, numbers, pair, evidence, moved, asked,
                    "words within quotation marks whose speaker holds an office on the day; reported words are not "
                    "counted, since whose they are is less certain")  # fmt: skip


def _silent(corpus: Corpus) -> Claim:
    """How much the holders of the office named most are quoted, for each time one is named."""
    pair, top = compare_eras(corpus), roles_in_ledger(corpus)
    if not top:
        raise TooSmallError("No holder of an office is named in these eras.")
    office, held, articles = top[0], office_holders(corpus), pair.articles["article"].astype(object)
    found, spoken = (
        frame[(frame["role"] == office) & frame["article"].isin(articles)]
        for frame in (people_named(corpus), words_of_holders(corpus))
    )
    named, words = (
        np.array(articles.map(sums).fillna(0), dtype=np.float64)
        for sums in (found["article"].astype(object).value_counts(), spoken.groupby("article")["n_quoted"].sum())
    )
    parts: list[str] = []
    numbers: dict[str, float] = {"count": float(named.sum())}
    eras = (pair.first, pair.second)
    for era, own in zip(eras, (~pair.in_second, pair.in_second), strict=True):
        times, said = int(named[own].sum()), int(words[own].sum())
        numbers |= {f"named_{era}": float(times), f"quoted_{era}": float(said)}
        if not times:
            parts.append(f"in {era} nobody is named for it")
            continue
        numbers[f"words_per_name_{era}"] = said / times
        who, does, has = ("its holder", "is", "has") if len(held[office, era]) == 1 else ("its holders", "are", "have")
        parts.append(
            f"in {era} {who}, {_bearers(held[office, era])}, {does} named {count(times, 'time')} and {has} "
            f"{count(said, 'word')} within quotation marks, {said / times:.2f} for each time named"
        )
    evidence = [f"{a}#s{n}" for a, n in zip(found["article"], found["sentence"], strict=True)]
    evidence += [address for addresses in spoken["quoted_in"] for address in addresses]
    turned = _turned(named, words, pair)
    without = "" if len(articles) > 2 else "no article can be left out"
    if turned is not None:
        without = "whichever article is left out, the same era has more words for each time named"
    if turned:
        more = f" or {count(len(turned) - 3, 'other')}" if len(turned) > 3 else ""
        without = f"leaving out {' or '.join(map(quoted, turned[:3]))}{more} changes which era has more of them"
    tied = _times(corpus).loc[top, list(eras)].sum(axis=1) == named.sum()
    most = "the office" if tied.sum() == 1 else "one of the offices"
    return Claim(
        "roles-silent",
        f"{quoted(office)} is {most} named most: {'; '.join(parts)}.",
        DESCRIPTIVE,
        numbers,
        len(articles),
        "words within quotation marks whose speaker holds the office on the day, divided by the times holders in "
        "office are named; of offices named equally often the first in corpus.toml; reported words are not counted, "
        "since whose they are is less certain",
        leave_one_out=without,
        exploratory=True,
        evidence=tuple(dict.fromkeys(evidence)),
        holds=None if turned is None else not turned,
    )


def _turned(named: Floats, words: Floats, pair: Comparison) -> list[str] | None:
    """Find the articles without which another era has more words for each time named; None if that is no question."""
    era = pair.in_second.astype(int)
    times, said = (np.bincount(era, weights=values, minlength=2) for values in (named, words))
    # Of a single article of an era nothing would stay.
    asked = np.bincount(era, minlength=2)[era] > 1
    if not times.all() or not asked.any() or np.isclose(*(said / times)):
        return None
    # A row an article: what both eras have without it.
    out = np.eye(2)[era]
    left, kept = times - out * named[:, None], said - out * words[:, None]
    rates = np.divide(kept, left, out=np.full_like(kept, np.nan), where=left > 0)
    more = np.sign(np.round(rates[:, 1] - rates[:, 0], 9))
    changed = more != np.sign(said[1] / times[1] - said[0] / times[0])
    labels: list[str] = pair.articles["label"].to_numpy(dtype=object)[asked & changed].tolist()
    return labels


def _moved(cells: Sequence[tuple[str, str, int]], pair: Comparison, era: str) -> tuple[list[str], bool]:
    """Find the articles of an era without which something else is in front, and whether any can be left out."""
    articles = pair.articles[pair.articles["era"] == era]
    if len(articles) < 2:
        return [], False
    names = sorted({name for name, _, _ in cells})
    row = {name: i for i, name in enumerate(names)}
    column = {article: i for i, article in enumerate(articles["article"])}
    counts = np.zeros((len(names), len(column)))
    for name, article, times in cells:
        counts[row[name], column[article]] += times
    rest = counts.sum(axis=1, keepdims=True) - counts
    front = counts.sum(axis=1) == counts.sum(axis=1).max()
    same = ((rest == rest.max(axis=0)) == front[:, None]).all(axis=0)
    return articles["label"].to_numpy(dtype=object)[~same].tolist(), True


def _counted(
    claim_id: str,
    parts: Sequence[str],
    numbers: dict[str, float],
    pair: Comparison,
    evidence: Sequence[str],
    moved: Sequence[str],
    asked: bool,
    method: str,
) -> Claim:
    """Make a claim about who is in front in each era."""
    more = f" or one of {len(moved) - 3} others" if len(moved) > 4 else " or another one" if len(moved) == 4 else ""
    without = "no article can be left out"
    if asked:
        without = "it stays the same whichever article is left out"
    if moved:
        without = f"leaving out {' or '.join(map(quoted, moved[:3]))}{more} puts others in front"
    return Claim(
        claim_id,
        " ".join(parts),
        DESCRIPTIVE,
        numbers,
        len(pair.articles),
        method,
        leave_one_out=without,
        exploratory=True,
        evidence=tuple(dict.fromkeys(evidence)),
        holds=not moved if asked else None,
    )


CLAIMS: dict[str, Callable[[Corpus], Claim]] = {
    "roles-unnamed": _unnamed,
    "roles-together": _together,
    "roles-quoted": _quoted_most,
    "roles-silent": _silent,
}
