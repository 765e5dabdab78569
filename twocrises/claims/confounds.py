"""Claims about what else differs between the eras: which properties of articles tell them apart."""

from collections.abc import Callable

import numpy as np

from twocrises.claims.base import (
    DESCRIPTIVE,
    Claim,
    TooSmallError,
    difference_by_text,
    unit_of_test,
)
from twocrises.confounds import PROPERTIES, article_properties, by_little, confounds
from twocrises.corpus import Corpus
from twocrises.keyness import compare_eras
from twocrises.measures import Floats
from twocrises.wording import listed


def _confounds(corpus: Corpus) -> Claim:
    ledger = confounds(corpus)
    pair = compare_eras(corpus)
    eras = f"{pair.first} and {pair.second}"
    # Of the others nothing is known in one era or in both.
    known = ledger[ledger["tells_apart"] | (ledger["overlap"] > 0)]
    # Nothing that tells the eras apart by definition is a finding about these articles.
    fixed = ["day", *known.loc[known["by_definition"] & (known["property"] != "day"), "property"]]
    known = known[~known["property"].isin(fixed)]
    if known.empty:
        raise TooSmallError(f"No property of articles is known for both {eras}. Write [articles] into corpus.toml.")
    apart = known.loc[known["tells_apart"], "property"].tolist()
    rest = known.loc[~known["tells_apart"], "property"].tolist()
    noun = "property" if len(known) == 1 else "properties"
    besides = listed([f"the {name}" for name in fixed], quote=False)
    which = f"Of {len(known)} {noun} known of articles of {eras}, besides {besides},"
    if not apart:
        verdict = f"{which} none alone tells which era an article is from."
    else:
        verb, due = ("tells", "it") if len(apart) == 1 else ("tell", "any of them")
        verdict = (
            f"{which} {len(apart)} alone {verb} which era an article is from: {listed(apart, quote=False)}. "
            f"What differs between the eras may be due to {due}."
        )
    alike = "which does not make them alike"
    overlap = f" In {listed(rest, quote=False)} the eras overlap, {alike}." if apart and rest else ""
    if "phase" in fixed:
        overlap += (
            " Each phase lies within one era, so phase and era cannot be told apart: what differs may be due to the "
            "phase, too."
        )
    if "weekday" in known["property"].tolist():
        overlap += " A weekday is that of the day of publication as known, not of writing."
    return Claim(
        "confounds",
        f"{verdict}{overlap}",
        DESCRIPTIVE,
        {"properties": len(known), "apart": len(apart)},
        len(pair.articles),
        "levels that no two articles of different eras share, or ranges that do not overlap",
    )


def _length(corpus: Corpus) -> Claim:
    return _measured("length", "length", "words", 1.0, corpus)


def _quoted_share(corpus: Corpus) -> Claim:
    return _measured("quoted-share", "quoted share", "% of the words", 100.0, corpus)


def _measured(claim_id: str, name: str, unit: str, scale: float, corpus: Corpus) -> Claim:
    """Say in which range a property lies in both eras, and how the means differ."""
    one, frame, pair = PROPERTIES[name], article_properties(corpus), compare_eras(corpus)
    values = frame[one.column].to_numpy(dtype=float) * scale
    first, second = values[~pair.in_second], values[pair.in_second]
    found = difference_by_text(corpus, pair, values, one.name, unit)
    a, b = (_mean(mean, scale) for mean in found.means)
    ranges = [one.write(own.min() / scale, own.max() / scale) for own in (first, second)]
    if scale == 1:
        lead = f"The articles of {pair.first} have {ranges[0]}, those of {pair.second} {ranges[1]}"
    else:
        lead = (
            f"Of the words of an article {ranges[0]} stand in quotation marks in {pair.first}, {ranges[1]} in "
            f"{pair.second}"
        )
    return Claim(
        claim_id,
        f"{lead}: {_verdict(first, second, found.eras, one.more)}. The means of the {unit_of_test(corpus)}s are {a} "
        f"and {b}.",
        DESCRIPTIVE,
        {
            f"low_{pair.first}": float(first.min()),
            f"high_{pair.first}": float(first.max()),
            f"low_{pair.second}": float(second.min()),
            f"high_{pair.second}": float(second.max()),
            f"mean_{pair.first}": found.means[0],
            f"mean_{pair.second}": found.means[1],
        },
        len(pair.articles),
        f"smallest and largest value of the articles of an era; means over {unit_of_test(corpus)}s",
        difference=found,
    )


def _mean(mean: float, scale: float) -> str:
    return f"{mean:,.0f} words" if scale == 1 else f"{mean:.1f} %"


def _verdict(first: Floats, second: Floats, eras: tuple[str, str], more: str) -> str:
    """How two ranges lie to each other, by more than what rounding leaves."""
    low, high = (np.array([own.min(), own.max()]).round(9) for own in (first, second))
    if (low == high).all() and low[0] == low[1]:
        return "there is no difference"
    little = ", by little" if by_little(low, high) else ""
    if low[1] < high[0]:
        return f"every article of {eras[1]} {more} than every article of {eras[0]}{little}"
    if high[1] < low[0]:
        return f"every article of {eras[0]} {more} than every article of {eras[1]}{little}"
    return "the ranges overlap"


CLAIMS: dict[str, Callable[[Corpus], Claim]] = {
    "confounds": _confounds,
    "length": _length,
    "quoted-share": _quoted_share,
}
