"""Claims about topics and clusters: what they hold, what depends on whom, and how much of them comes back."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from twocrises.claims.base import (
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
from twocrises.permutation import LEVEL
from twocrises.stability import compare_topics, refits, topic_agreement
from twocrises.topics import (
    SURVIVES,
    Topics,
    numbers_of_topics,
    shares_by_text,
    topics,
    topics_beside_keyness,
    topics_by_era,
    typical_sentences,
)
from twocrises.wording import between, count, listed, lower_bound, p_value, quoted

Answer = TypeVar("Answer")

# So many of its terms name a topic in a sentence.
_NAMED = 4


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
        f"by lot p is {p_value(row['p'])}; no smaller one than {lower_bound(row['floor'])} is possible.",
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


def _topic_number(corpus: Corpus) -> Claim:
    found = _topics(corpus)
    table = numbers_of_topics(corpus)
    if len(table) < 2:
        raise TooSmallError("This corpus has too few texts to choose among numbers of topics.")
    best = table.iloc[int(table["product"].to_numpy().argmax())]
    second = table.drop(index=best.name).sort_values("product", ascending=False, kind="stable").iloc[0]
    weak = ""
    if best["coherence"] <= 0:
        weak = " Not even there do the terms of a topic stand together more often than chance would have it."
    return Claim(
        "topic-number",
        f"Among {table['topics'].min():.0f} to {table['topics'].max():.0f} topics the product of coherence and "
        f"diversity is largest for {best['topics']:.0f}: coherence {_signed(best['coherence'])} times diversity "
        f"{best['diversity']:.2f} gives {_signed(best['product'])}. The next best is {second['topics']:.0f}, with "
        f"{_signed(second['product'])}.{weak}",
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
        },
        len(corpus.source),
        f"{_method(found)}; mean NPMI of ten top terms in windows of ten words; share of different words among all top "
        "terms",
    )


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
        "With holders of an office counted under the office and places under one term, "
        f"{best['together']:,} of {best['units']:,} {found.unit}s of topic {best['topic']} are together in one topic "
        f"again, and {worst['together']:,} of {worst['units']:,} of topic {worst['topic']}. The sorting of all agrees "
        f"with the first by {_signed(same)}, where 1 is the same sorting and 0 what chance gives.",
        DESCRIPTIVE,
        {
            "most_kept": float(best["topic"]),
            "most": float(best["together"]),
            "of_most": float(best["units"]),
            "fewest_kept": float(worst["topic"]),
            "fewest": float(worst["together"]),
            "of_fewest": float(worst["units"]),
            "agreement": same,
        },
        len(corpus.source),
        f"{_method(found)}, with and without names; texts in the matching topic; adjusted Rand index",
    )


def _topic_stability(corpus: Corpus) -> Claim:
    if len(corpus.source) < 3:
        raise TooSmallError("With fewer than three articles nothing can be drawn anew.")
    quality = _topics(corpus).quality.dropna(subset=["stability"])
    if quality.empty:
        raise TooSmallError("With fewer than three different texts nothing can be drawn anew.")
    low, high, alive = quality["stability"].min(), quality["stability"].max(), int(quality["survives"].sum())
    survive = (
        "No topic survives" if not alive else f"{alive} of {len(quality)} topics survive{'s' if alive == 1 else ''}"
    )
    verdict = " They describe these articles and are no facts about the coverage." if not alive else ""
    return Claim(
        "topic-stability",
        "When the articles are drawn anew with replacement, the mean overlap of the top terms of a topic with those of "
        f"its counterpart is {low:.2f} to {high:.2f}. {survive} (overlap {SURVIVES:.2f} or more)."
        f"{verdict}",
        DESCRIPTIVE,
        {
            "low": float(low),
            "high": float(high),
            "survive": float(alive),
            "topics": float(len(quality)),
            "line": SURVIVES,
        },
        len(corpus.source),
        "mean Jaccard overlap of ten top terms after matching, 20 bootstrap samples of articles",
    )


def _topic_without(corpus: Corpus) -> Claim:
    found = _topics(corpus)
    table = refits(found, corpus, "without")
    if table.empty:
        raise TooSmallError("There is no article that could be left out.")
    lost = table[table["overlap"] < SURVIVES]
    each = table.groupby("refit", sort=False)["overlap"].mean()
    worst = str(each.idxmin())
    always = found.n_topics - lost["topic"].nunique()
    keep = "no topic keeps" if not always else f"{always} of {found.n_topics} topics keep{'s' if always == 1 else ''}"
    left_out, n = table["refit"].nunique(), found.model.n_texts
    some = f" ({left_out} of {n:,})" if left_out < n else ""
    return Claim(
        "topic-without",
        f"When one {unit_of_test(corpus)} after the other is left out{some}, {keep} an overlap of {SURVIVES:.2f} each "
        f"time. The mean overlap is smallest {quoted(worst)}: {each.min():.2f}.",
        DESCRIPTIVE,
        {
            "always": float(always),
            "topics": float(found.n_topics),
            "worst": float(each.min()),
            "line": SURVIVES,
            "left_out": float(left_out),
            "texts": float(n),
        },
        len(corpus.source),
        f"{_method(found)}; Jaccard overlap of ten top terms after matching",
    )


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
    how = {"nmf": "NMF on TF-IDF", "clusters": "k-means on TF-IDF, then a mixture of multinomials", "lda": "LDA"}
    return f"{how[found.method]} of {found.unit}s, {found.n_topics} topics"


def _topics(corpus: Corpus) -> Topics:
    return _asked(lambda: topics(corpus))


def _asked(ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except TwoCrisesError as error:
        raise TooSmallError(str(error)) from None


CLAIMS: dict[str, Callable[[Corpus], Claim]] = {
    "topic-number": _topic_number,
    "topic-shift": _topic_shift,
    "topic-keyness": _topic_keyness,
    "topic-masked": _topic_masked,
    "topic-stability": _topic_stability,
    "topic-without": _topic_without,
    "topic-lda": _topic_lda,
    "tree-cut": _tree_cut,
    "tree-follows": _tree_follows,
}
