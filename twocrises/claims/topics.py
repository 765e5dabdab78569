"""Claims about topics and clusters: what they hold, what depends on whom, and how much of them comes back."""

from collections.abc import Callable, Sequence
from math import comb
from typing import TypeVar

import numpy as np
import pandas as pd

from twocrises.claims.base import (
    COUNTED,
    DESCRIPTIVE,
    NO_INTERVAL,
    SUPPORTED,
    Claim,
    TooSmallError,
    difference,
    unit_of_test,
)
from twocrises.clusters import choices_say, cut_by_choice, tree_quality, what_clusters_follow
from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.keyness import compare_eras
from twocrises.masking import masked
from twocrises.measures import Bools
from twocrises.permutation import LEVEL
from twocrises.stability import (
    compare_topics,
    draws_say,
    numbers_without,
    refits,
    standard_error,
    topic_agreement,
    topics_by_lot,
)
from twocrises.topics import (
    SURVIVES,
    Topics,
    best_number,
    numbers_of_topics,
    shares_by_text,
    topics,
    topics_beside_keyness,
    topics_by_era,
    typical_sentences,
)
from twocrises.units import SHORTEST
from twocrises.wording import between, count, listed, lower_bound, p_value, percent, quoted

Answer = TypeVar("Answer")

# So many of its terms name a topic in a sentence.
_NAMED = 4
# From such a diversity on, topics hardly repeat one another.
_DIVERSE = 0.9
# Up to so many ways to deal the eras are gone through, and can be counted in a sentence.
_FEW_WAYS = 1_000


def _topic_shift(corpus: Corpus) -> Claim:
    pair, found, unit = compare_eras(corpus), _topics(corpus), unit_of_test(corpus)
    table = _asked(lambda: topics_by_era(found, corpus))
    shares, later, labels = shares_by_text(found, corpus)
    # Whether or not it separates them: the topic with the largest difference of means.
    row = table.iloc[int(table["difference"].abs().to_numpy().argmax())]
    own = shares[:, int(row["topic"]) - 1]
    a, b = own[~later], own[later]
    spans = [
        f"{between(part.min(), part.max())} of {f'each {unit}' if len(part) > 1 else f'the {unit}'} of {era}"
        for part, era in ((a, pair.first), (b, pair.second))
    ]
    more = pair.second if row["difference"] > 0 else pair.first
    verdict = f"the {unit}s of the eras overlap"
    if row["separates"]:
        verdict = f"its share is larger in every {unit} of {more}"
    elif row["difference"] == 0:
        verdict = "the means are equal"
    return Claim(
        "topic-shift",
        f"Of {count(found.n_topics, 'topic')} the one whose share differs most between the eras (topic {row['topic']}: "
        f"{_named(row['top_terms'])}) has {spans[0]} and {spans[1]}: {verdict}. When labels are dealt to the {unit}s "
        f"by lot p is {p_value(row['p'])}; no smaller one than {lower_bound(row['floor'])} is possible."
        f"{_others_apart(table, row, later)}",
        SUPPORTED if row["claim"] == "supported" else DESCRIPTIVE,
        {
            **{
                f"{name}_{era}": float(value)
                for part, era in ((a, pair.first), (b, pair.second))
                for name, value in (("min", part.min()), ("max", part.max()))
            },
            "topics": float(found.n_topics),
            "topic": float(row["topic"]),
            "p": float(row["p"]),
            "floor": float(row["floor"]),
            **_apart_numbers(table, row, later),
        },
        _n_articles(found),
        f"{_method(found)}; share of an article's words; p by max|T| over topics; chosen after looking at all",
        exploratory=True,
        evidence=tuple(typical_sentences(found, corpus, int(row["topic"]), 3)["address"]),
        difference=difference(
            f"topic of {_named(row['top_terms'])}",
            "% of the words",
            pair,
            100 * a,
            100 * b,
            [*labels[~later], *labels[later]],
            unit,
        ),
    )


def _least_apart(table: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    """The topics beside that of `row` that lie apart though p is no small one, the least clear first."""
    others = table[table["separates"] & (table["topic"] != row["topic"]) & (table["p"] > LEVEL)]
    least: pd.DataFrame = others.sort_values("p", ascending=False, kind="stable")
    return least


def _ways(p: float, later: np.ndarray) -> tuple[int, int] | None:
    """In how many of how many ways to deal the eras a difference is as clear; None where they are too many to count."""
    every = comb(len(later), int(later.sum()))
    return (round(p * every), every) if every <= _FEW_WAYS else None


def _others_apart(table: pd.DataFrame, row: pd.Series, later: np.ndarray) -> str:
    """Sentence on the topics whose shares lie apart as well, and how little that says."""
    others = _least_apart(table, row)
    if others.empty:
        return ""
    one = others.iloc[0]
    ways = _ways(float(one["p"]), later)
    says = f"p is {p_value(one['p'])}"
    if ways:
        says = f"in {ways[0]:,} of {ways[1]:,} ways to deal the eras some topic differs as clearly"
    if len(others) == 1:
        less = ", by less" if one["p"] > row["p"] else ""
        return f" Topic {one['topic']} lies apart as well{less}: {says}."
    return f" {len(others)} others lie apart as well; for the least clear of them, topic {one['topic']}, {says}."


def _apart_numbers(table: pd.DataFrame, row: pd.Series, later: np.ndarray) -> dict[str, float]:
    others = _least_apart(table, row)
    if others.empty:
        return {}
    one = others.iloc[0]
    ways = _ways(float(one["p"]), later)
    named = {"others_apart": len(others), "other": one["topic"], "other_p": one["p"]}
    named |= {"ways": ways[0], "all_ways": ways[1]} if ways else {}
    return {name: float(value) for name, value in named.items()}


def _topic_rebuilt(corpus: Corpus) -> Claim:
    found = _topics(corpus)
    units, rebuilds = found.model.units, found.explained
    taken, words = len(units.frame), len(units.words)
    what = f"All {count(taken, found.unit)} take part"
    if taken < units.n_cut:
        short = "that have a word" if found.unit == "article" else f"of {SHORTEST} words or more"
        what = f"{taken:,} of {count(units.n_cut, found.unit)} take part (those {short})"
    share = ""
    if not np.isnan(rebuilds):
        share = (
            f" The {count(found.n_topics, 'topic')} rebuild {percent(rebuilds)} of the squares of TF-IDF. The shares "
            "of an article are shares of that part."
        )
    return Claim(
        "topic-rebuilt",
        f"{what}, and {words:,} of {count(units.n_words, 'word')}: function words, numbers and words that stand in one "
        f"{found.unit} only do not count.{share}",
        DESCRIPTIVE,
        {
            "taken": float(taken),
            "cut": float(units.n_cut),
            "words": float(words),
            "all_words": float(units.n_words),
            "shortest": float(SHORTEST),
            "topics": float(found.n_topics),
            **({} if np.isnan(rebuilds) else {"explained": rebuilds}),
        },
        len(corpus.source),
        f"{_method(found)}; what is left of TF-IDF when each {found.unit} is put together from its topics",
    )


def _topic_number(corpus: Corpus) -> Claim:
    found = _topics(corpus)
    table = numbers_of_topics(corpus)
    if len(table) < 2:
        raise TooSmallError("This corpus has too few texts to choose among numbers of topics.")
    best = table[table["topics"] == best_number(table)].iloc[0]
    second = table.drop(index=best.name).sort_values("product", ascending=False, kind="stable").iloc[0]
    dealt = topics_by_lot(found, corpus)
    chance, deals = float(dealt["coherence"].mean()), dealt["deal"].nunique()
    range_ = f"{table['topics'].min():.0f} to {table['topics'].max():.0f}"
    if best["coherence"] > 0:
        says = (
            f"Among {range_} topics the product of coherence and diversity is largest for {best['topics']:.0f}: "
            f"coherence {_signed(best['coherence'])} times diversity {best['diversity']:.2f} gives "
            f"{_signed(best['product'])}. The next best is {second['topics']:.0f}, with {_signed(second['product'])}."
        )
    else:
        says = (
            f"Among {range_} topics none has terms that stand together more often than independent words would. "
            f"Coherence is highest for {best['topics']:.0f} ({_signed(best['coherence'])}) and next for "
            f"{second['topics']:.0f} ({_signed(second['coherence'])})."
        )
    diverse = float(table["diversity"].min())
    alone = int(table["topics"].to_numpy()[table["coherence"].round(9).to_numpy().argmax()]) == best["topics"]
    if best["coherence"] > 0 and diverse >= _DIVERSE and alone:
        says += f" Diversity is {diverse:.2f} or more for each, and coherence alone takes the same number."
    lot = ""
    if not np.isnan(chance):
        lot = (
            f" When the words are dealt to the {found.unit}s by lot, {count(found.n_topics, 'topic')} have a coherence "
            f"of {_signed(chance)} on average."
        )
    without, windows = numbers_without(corpus), _best_of_windows(corpus, found)
    unit = "article" if found.model.n_texts == len(corpus.source) else "text"
    return Claim(
        "topic-number",
        f"{says}{lot}{_rule_again(without, best['topics'], unit)}"
        f"{'' if windows is None else f' For windows of four sentences the rule takes {windows}.'}",
        DESCRIPTIVE,
        {
            "fewest": float(table["topics"].min()),
            "most": float(table["topics"].max()),
            "topics": float(best["topics"]),
            "coherence": float(best["coherence"]),
            "diversity": float(best["diversity"]),
            "second": float(second["topics"]),
            "product": float(best["product"]),
            "second_product": float(second["product"]),
            "second_coherence": float(second["coherence"]),
            "least_diversity": diverse,
            **({} if np.isnan(chance) else {"dealt": chance, "deals": float(deals)}),
            **({} if windows is None else {"windows": float(windows)}),
            **_rule_numbers(without, best["topics"]),
        },
        len(corpus.source),
        f"{_method(found)}; mean NPMI of ten top terms in windows of ten words; share of different words among all top "
        f"terms; words dealt {count(deals, 'time')}",
        leave_one_out=_rule_left(without, best["topics"]),
        interval=COUNTED if np.isnan(chance) else f"{COUNTED}, but for the words dealt by lot",
    )


def _rule_again(without: pd.DataFrame, number: float, unit: str) -> str:
    """Sentence on what the rule takes without each article; none where that was not asked."""
    if without.empty:
        return ""
    same, n = int((without["topics"] == number).sum()), len(without)
    if same == n:
        return f" It is {number:.0f} whichever {unit} is left out."
    others = sorted(set(without["topics"]) - {int(number)})
    alone = without[without["topics"] != number]["left_out"]
    where = f" (without {quoted(str(alone.iloc[0]))})" if len(alone) == 1 else ""
    what = f"{others[0]} to {others[-1]}" if len(others) > 3 else " or ".join(str(one) for one in others)
    return (
        f" When one {unit} after the other is left out, the rule takes {number:.0f} in {same or 'none'} of {n} cases, "
        f"else {what}{where}."
    )


def _rule_left(without: pd.DataFrame, number: float) -> str:
    """The same for the column of the ledger."""
    same = int((without["topics"] == number).sum())
    return f"{count(same, 'time')} of {len(without)} the rule takes the same number" if len(without) else ""


def _rule_numbers(without: pd.DataFrame, number: float) -> dict[str, float]:
    if without.empty:
        return {}
    others = without.loc[without["topics"] != number, "topics"]
    numbers = {"same": float(len(without) - len(others)), "left_out": float(len(without))}
    return numbers | {f"else_{n}": float(n) for n in sorted(set(others))}


def _best_of_windows(corpus: Corpus, found: Topics) -> int | None:
    """What the rule takes for windows; None where paragraphs are not the texts, or windows are too few."""
    if found.unit != "paragraph":
        return None
    try:
        return best_number(numbers_of_topics(corpus, "window"))
    except TwoCrisesError:
        return None


def _topic_keyness(corpus: Corpus) -> Claim:
    found = _topics(corpus)
    table = _asked(lambda: topics_beside_keyness(found, corpus))
    agree = int(table["agree"].sum())
    every = "all" if agree == len(table) else "none" if not agree else f"{agree}"
    return Claim(
        "topic-keyness",
        f"For {every} of {len(table)} topics most of the top terms are more frequent in the era in which the topic has "
        "its larger share.",
        DESCRIPTIVE,
        {"agree": float(agree), "topics": float(len(table))},
        len(compare_eras(corpus).articles),
        "sign of the difference of mean rates of the ten top terms, against that of the share of the topic",
    )


def _topic_masked(corpus: Corpus) -> Claim:
    if not corpus.config.roles and not corpus.config.places:
        raise TooSmallError("corpus.toml names neither holders of offices nor places, so there is none to put aside.")
    found = _topics(corpus)
    if found.unit == "article":
        raise TooSmallError("Headlines count for topics of whole articles, and no names are put aside in them.")
    other = _asked(lambda: topics(masked(corpus), found.n_topics, unit=found.unit, method=found.method))
    # By their texts, not by their terms: those that were masked cannot come back.
    pairs = compare_topics(found, other)
    pairs = pairs.assign(kept=pairs["together"] / pairs["units"].clip(lower=1))
    same = topic_agreement(found, other)
    best, worst = (pairs.iloc[int(pick(pairs["kept"].to_numpy()))] for pick in (np.argmax, np.argmin))
    return Claim(
        "topic-masked",
        "With holders of an office counted under the office and places left out, "
        f"{best['together']:,} of {best['units']:,} {found.unit}s of topic {best['topic']} are together in one topic "
        f"again{_of_counterpart(best)}, and {worst['together']:,} of {worst['units']:,} of topic {worst['topic']}"
        f"{_of_counterpart(worst)}. The sorting of all agrees with the first by "
        f"{_signed(same)}, where 1 is the same sorting and 0 what chance gives.",
        DESCRIPTIVE,
        {
            "most_kept": float(best["topic"]),
            "most": float(best["together"]),
            "of_most": float(best["units"]),
            "with_most": float(best["their_units"]),
            "fewest_kept": float(worst["topic"]),
            "fewest": float(worst["together"]),
            "of_fewest": float(worst["units"]),
            "with_fewest": float(worst["their_units"]),
            "agreement": same,
        },
        len(corpus.source),
        f"{_method(found)}, with and without names; texts in the matching topic; adjusted Rand index",
    )


def _of_counterpart(pair: pd.Series) -> str:
    """How large the topic is in which they are together."""
    return f" (which has {pair['their_units']:,} in all)" if pair["match"] else " (no topic shares a term with it)"


def _topic_stability(corpus: Corpus) -> Claim:
    if len(corpus.source) < 3:
        raise TooSmallError("With fewer than three articles nothing can be drawn anew.")
    found = _topics(corpus)
    quality = found.quality.dropna(subset=["stability"])
    if quality.empty:
        raise TooSmallError("With fewer than three different texts nothing can be drawn anew.")
    dealt = float(topics_by_lot(found, corpus)["overlap"].mean())
    draws, error = _draws(found)
    low, high, alive = quality["stability"].min(), quality["stability"].max(), int(quality["survives"].sum())
    survive = (
        "No topic survives" if not alive else f"{alive} of {len(quality)} topics survive{'s' if alive == 1 else ''}"
    )
    verdict = " They describe these articles and are no facts about the coverage." if not alive else ""
    return Claim(
        "topic-stability",
        f"When the articles are drawn anew with replacement ({draws}), the mean overlap of the top terms of a topic "
        f"with those of its counterpart is {low:.2f} to {high:.2f}; for topics of words that are "
        f"dealt to the {found.unit}s by lot it is {dealt:.2f} on average. {survive} (overlap {SURVIVES:.2f} or more)."
        f"{verdict}",
        DESCRIPTIVE,
        {
            "low": float(low),
            "high": float(high),
            "survive": float(alive),
            "topics": float(len(quality)),
            "line": SURVIVES,
            "draws": float(len(found.model.overlaps)),
            "dealt": dealt,
            **({} if np.isnan(error) else {"error": error}),
        },
        len(corpus.source),
        f"{_method(found)}; mean Jaccard overlap of ten top terms after matching, over {draws} of articles; a draw "
        "that cannot hold the topics counts as 0",
        interval=_drawn_interval(found),
    )


def _draws(found: Topics) -> tuple[str, float]:
    """How many draws the stability rests on, in words, and the largest standard error of a topic."""
    return draws_say(found), max(standard_error(own, found.model.draws().exact) for own in found.model.overlaps.T)


def _drawn_interval(found: Topics) -> str:
    """Why there is no interval, and what the lot of the draws does."""
    draws, error = _draws(found)
    if found.model.draws().exact:
        return f"none: {draws} of these articles are counted; nothing is estimated beyond them"
    if np.isnan(error):
        return f"none: {draws} of these articles; others would give other means"
    return f"none: {draws} of these articles, which give each mean a standard error of at most {error:.2f}"


def _topic_without(corpus: Corpus) -> Claim:
    found = _topics(corpus)
    table = refits(found, corpus, "without")
    if table.empty:
        raise TooSmallError("There is no article that could be left out.")
    lost = table[table["overlap"] < SURVIVES]
    worst = table.iloc[int(table["overlap"].round(9).to_numpy().argmin())]
    always = found.n_topics - lost["topic"].nunique()
    keep = "no topic keeps" if not always else f"{always} of {found.n_topics} topics keep{'s' if always == 1 else ''}"
    left_out, n = table["refit"].nunique(), found.model.n_texts
    some = f" ({left_out} of {n:,})" if left_out < n else ""
    return Claim(
        "topic-without",
        f"When one {unit_of_test(corpus)} after the other is left out{some}, {keep} an overlap of {SURVIVES:.2f} each "
        f"time. {_largest_loss(worst)}",
        DESCRIPTIVE,
        {
            "always": float(always),
            "topics": float(found.n_topics),
            "worst": float(worst["overlap"]),
            "worst_topic": float(worst["topic"]),
            "line": SURVIVES,
            "left_out": float(left_out),
            "texts": float(n),
        },
        len(corpus.source),
        f"{_method(found)}; Jaccard overlap of ten top terms after matching",
    )


def _largest_loss(worst: pd.Series) -> str:
    """Sentence on the topic and the article of the smallest overlap."""
    if round(worst["overlap"], 9) == 1:
        return "No topic loses a term."
    left = "nothing" if worst["overlap"] == 0 else f"an overlap of {worst['overlap']:.2f}"
    return f"The largest loss: {left} is left of topic {worst['topic']} {quoted(str(worst['refit']))}."


def _topic_bet(corpus: Corpus) -> Claim:
    found = _topics(corpus)
    quality, without = found.quality, refits(found, corpus, "without")
    if quality["stability"].isna().any() or without.empty:
        raise TooSmallError("With fewer than three different texts nothing can be drawn anew.")
    passed = {
        "drawn": quality["survives"].to_numpy(dtype=bool),
        "without": without.groupby("topic")["overlap"].min().to_numpy() >= SURVIVES,
        "coherent": _coherent(found, corpus),
        "apart": _asked(lambda: topics_by_era(found, corpus))["separates"].to_numpy(),
    }
    drawn, kept, coherent, apart = (int(value.sum()) for value in passed.values())
    alive = (np.flatnonzero(np.all(list(passed.values()), axis=0)) + 1).tolist()
    unit, n, left_out = unit_of_test(corpus), found.n_topics, without["refit"].nunique()
    which = unit if left_out == found.model.n_texts else f"of {left_out:,} {unit}s"
    return Claim(
        "topic-bet",
        f"Of {count(n, 'topic')} {_so_many(drawn, 'comes', 'come')} back when the articles are drawn anew (mean "
        f"overlap {SURVIVES:.2f} or more), {_so_many(kept, 'keeps', 'keep')} {SURVIVES:.2f} whichever {which} is left "
        f"out, {_so_many(coherent, 'has', 'have')} a coherence that at most one in twenty topics of dealt words "
        f"reaches, and {_so_many(apart, 'has', 'have')} shares that lie apart between the eras. {_all_passed(alive)}",
        DESCRIPTIVE,
        {
            **{name: float(value.sum()) for name, value in passed.items()},
            "all": float(len(alive)),
            **{f"passes_{topic}": float(topic) for topic in alive},
            "topics": float(n),
            "line": SURVIVES,
            "left_out": float(left_out),
        },
        len(corpus.source),
        f"{_method(found)}; {draws_say(found)}; {count(left_out, unit)} left out one at a time; NPMI beside that of "
        "words dealt by lot; every share of one era above every one of the other",
        interval=_drawn_interval(found),
    )


def _coherent(found: Topics, corpus: Corpus) -> Bools:
    """Which topics have a coherence that at most one in twenty topics of dealt words reaches."""
    dealt = topics_by_lot(found, corpus)["coherence"].dropna().to_numpy()
    own = found.quality["coherence"].round(9).to_numpy()
    if not len(dealt):
        return np.zeros(len(own), dtype=bool)
    return np.asarray(~np.isnan(own) & ((dealt.round(9) >= own[:, None]).mean(axis=1) <= LEVEL))


def _so_many(n: int, one: str, many: str) -> str:
    return f"{n or 'none'} {one if n < 2 else many}"


def _all_passed(alive: Sequence[int]) -> str:
    if not alive:
        return "No topic passes all four."
    if len(alive) == 1:
        return f"Topic {alive[0]} passes all four."
    if len(alive) > 3:
        return f"{len(alive)} pass all four."
    return f"Topics {listed([str(topic) for topic in alive], quote=False)} pass all four."


def _topic_lda(corpus: Corpus) -> Claim:
    n, unit = _topics(corpus).n_topics, _topics(corpus).unit
    one, other = (topics(corpus, n, unit=unit, method="lda", seed=seed) for seed in (1, 2))
    overlap, same = compare_topics(one, other)["overlap"], topic_agreement(one, other)
    return Claim(
        "topic-lda",
        f"Two runs of LDA on the same {one.unit}s differ in nothing but the seed. The overlap of their top terms is "
        f"{overlap.mean():.2f} on average ({overlap.min():.2f} to {overlap.max():.2f}), and their sorting of the "
        f"{one.unit}s agrees by {_signed(same)} (adjusted Rand index: 1 is the same sorting, 0 what chance gives).",
        DESCRIPTIVE,
        {
            "topics": float(n),
            "overlap": float(overlap.mean()),
            "lowest": float(overlap.min()),
            "highest": float(overlap.max()),
            "agreement": same,
        },
        len(corpus.source),
        "latent Dirichlet allocation with seeds 1 and 2; Jaccard overlap of ten top terms; adjusted Rand index",
        interval="none: this is one pair of seeds; another would give other numbers",
    )


def _tree_cut(corpus: Corpus) -> Claim:
    table = _asked(lambda: cut_by_choice(corpus))
    alone = str(table["alone"].iloc[0])
    says = choices_say(table).replace(f"sets {alone} apart", f"sets {quoted(alone)} apart")
    quality = tree_quality(corpus).iloc[0]
    width = float(quality["silhouette"])
    structure = ""
    if not np.isnan(width):
        structure = (
            f" The best cut of the tree shown, into {count(int(quality['clusters']), 'cluster')}, has a mean "
            f"silhouette of {_signed(width)} (structure: {quality['structure']})."
        )
    drawn, n = int(quality["articles"]), len(corpus.source)
    sample = f" All this is of {drawn} of {n:,} articles, evenly spread over time." if drawn < n else ""
    return Claim(
        "tree-cut",
        f"{says}{structure}{sample}",
        DESCRIPTIVE,
        {
            "gives": float(table["gives_eras"].sum()),
            "combinations": float(len(table)),
            **{
                f"gives, {names}": float(part["gives_eras"].sum()) for names, part in table.groupby("names", sort=False)
            },
            **{f"combinations, {names}": float(len(part)) for names, part in table.groupby("names", sort=False)},
            "tied": float(table["agrees"].isna().sum()),
            **({} if np.isnan(width) else {"clusters": float(quality["clusters"]), "silhouette": width}),
            "articles": float(drawn),
            "all": float(n),
        },
        drawn,
        "hierarchical clustering of articles, cut into as many clusters as eras; weighting, linkage and names varied",
        exploratory=True,
    )


def _tree_follows(corpus: Corpus) -> Claim:
    table = what_clusters_follow(corpus)
    tested = table[(table["property"] == "era") & table["p"].notna()]
    if tested.empty:
        raise TooSmallError("There are no two eras with articles to compare.")
    era = tested.iloc[0]
    # As they are printed.
    apart = round(float(era["between"]), 2) - round(float(era["within"]), 2)
    near, than = ("nearer", "than") if apart > 0 else ("as near", "as") if apart == 0 else ("no nearer", "than")
    says = f"Articles of one era are {near} to one another {than}"
    # A small p with articles of one era no nearer: then those of one era are more mixed than those of the other.
    found = era["p"] <= LEVEL and apart > 0
    mixed = " So the eras differ in how mixed they are." if era["p"] <= LEVEL and apart <= 0 else ""
    return Claim(
        "tree-follows",
        f"{says} articles of two: the mean distances are {era['within']:.2f} and {era['between']:.2f}. When labels are "
        f"dealt by lot p is {p_value(era['p'])}; no smaller one than {lower_bound(era['floor'])} is possible.{mixed}",
        SUPPORTED if found else DESCRIPTIVE,
        {name: float(era[name]) for name in ("within", "between", "p", "floor")},
        int(era["articles"]),
        "cosine distance of TF-IDF; permutational analysis of variance over texts",
        interval=NO_INTERVAL,
    )


def _named(top_terms: str) -> str:
    return listed(top_terms.split(", ")[:_NAMED])


def _signed(number: float) -> str:
    return f"{number:.2f}".replace("-", "−")


def _n_articles(found: Topics) -> int:
    return int((found.articles["topic"] > 0).sum())


def _method(found: Topics) -> str:
    how = {"nmf": "NMF on TF-IDF", "clusters": "k-means on TF-IDF, then two mixtures", "lda": "LDA"}
    return f"{how[found.method]} of {found.unit}s, {found.n_topics} topics"


def _topics(corpus: Corpus) -> Topics:
    return _asked(lambda: topics(corpus))


def _asked(ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except TwoCrisesError as error:
        raise TooSmallError(str(error)) from None


CLAIMS: dict[str, Callable[[Corpus], Claim]] = {
    "topic-rebuilt": _topic_rebuilt,
    "topic-number": _topic_number,
    "topic-shift": _topic_shift,
    "topic-keyness": _topic_keyness,
    "topic-masked": _topic_masked,
    "topic-stability": _topic_stability,
    "topic-without": _topic_without,
    "topic-bet": _topic_bet,
    "topic-lda": _topic_lda,
    "tree-cut": _tree_cut,
    "tree-follows": _tree_follows,
}
