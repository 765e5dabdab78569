"""The confound ledger: what tells the eras apart is found, said in the right direction, and said of nothing else."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twocrises.claims.base import TooSmallError
from twocrises.claims.confounds import CLAIMS
from twocrises.confounds import PROPERTIES, article_properties, confounds, crossed, rival_of
from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.speech import share_of_voice

from .conftest import ERAS, TEXT

TELL = ["phase", "outlet", "site", "day", "weekday", "quoted share"]


def made(make_corpus, articles, toml=ERAS) -> Corpus:
    """A corpus from (name, text, facts) of each article; facts are lines of its [articles] section."""
    for name, _, facts in articles:
        toml += f"[articles.{name}]\n{facts}\n"
    return make_corpus({f"{name}.txt": text for name, text, _ in articles}, toml)


def fact(day, origin="", genre="", site=""):
    lines = [f"published = {day}"] if day else []
    lines += [f'{key} = "{value}"' for key, value in (("origin", origin), ("genre", genre), ("site", site)) if value]
    return "\n".join(lines)


def row(corpus, name):
    return confounds(corpus).set_index("property").loc[name]


def test_the_seeds(corpus):
    found = confounds(corpus).set_index("property")
    assert found.index.tolist() == [*TELL[:5], "length", "genre", "quoted share", "opinion share"]
    assert found.index[found["tells_apart"]].tolist() == TELL
    assert found.index[found["by_definition"]].tolist() == ["phase", "day"], "none of them could do otherwise"
    assert (found["known"] == 5).all()
    assert found["overlap"].to_dict() == dict.fromkeys(TELL, 0) | {"length": 3, "genre": 4, "opinion share": 4}
    assert found.loc["length", ["in_2014", "in_2022"]].tolist() == ["684 to 708 words", "691 to 1,287 words"]
    assert found.loc["genre", "in_2022"] == "news (2), news with analysis (1)"
    assert found.loc["outlet", "says"].startswith("No outlet has articles of both 2014 and 2022")
    assert found.loc["phase", "decided_by"] == (
        "No article can: it belongs to the era of its phase. Articles of 2014 from before the seizure of Crimea or "
        "after the annexation of Crimea, or of 2022 from after the full-scale invasion began, would show how much "
        "phases differ."
    )
    assert found.loc["quoted share", "says"].endswith("than every article of 2014, by little: what differs may come "
                                                      "from that.")  # fmt: skip
    assert found.loc["weekday", "says"].endswith(
        "A weekday is that of the day of publication as known, not of writing."
    )
    assert found.loc["weekday", "decided_by"].endswith("one of 2014 published on a Monday, Tuesday or Thursday.")
    assert (found.loc[~found["tells_apart"], "decided_by"] == "").all()
    assert not found.map(lambda cell: isinstance(cell, str) and ("«" in cell or "nan" in cell)).any(axis=None)


def test_properties_are_counted_anew(corpus):
    frame = article_properties(corpus).set_index("article")
    voices = share_of_voice(corpus).groupby("article", observed=True)["n_quoted"].sum()
    for name in corpus.source:
        words = int((corpus.tokens["article"] == name).sum())
        assert frame.loc[name, "length"] == words
        assert frame.loc[name, "quoted_share"] == pytest.approx(voices[name] / words)
    gone = corpus.without_opinion().articles.set_index("article")["n_words"]
    sky = frame.index[frame["outlet"] == "Sky News"].item()
    assert frame["opinion_share"].tolist().count(0) == 4
    assert frame.loc[sky, "opinion_share"] == pytest.approx(1 - gone[sky] / frame.loc[sky, "length"])


def test_by_hand(make_corpus):
    articles = [
        ("a", TEXT, fact("2014-03-03", "Post", "news")),
        ("b", TEXT * 3, fact("2014-03-04", "Post", "news")),
        ("c", TEXT * 5, fact("2014-03-05", "Times", "column")),
        ("d", TEXT * 2, fact("2022-01-03", "Post", "news")),
        ("e", TEXT * 6, fact("2022-01-04", "Echo", "news")),
    ]
    corpus = made(make_corpus, articles)
    outlet = row(corpus, "outlet")
    assert outlet["in_old"] == "Post (2), Times (1)" and outlet["in_new"] == "Post (1), Echo (1)"
    assert (outlet["overlap"], outlet["tells_apart"], outlet["decided_by"]) == (3, False, "")
    assert outlet["says"] == "3 of 5 articles have an outlet that the other era has, too."
    # 3 and 5 times the text lie between 2 and 6, and 2 between 1 and 5.
    length = row(corpus, "length")
    assert length["overlap"] == 3 and length["in_old"] == "13 to 65 words"
    assert row(corpus, "weekday")["overlap"] == 4, "Monday and Tuesday of both, Wednesday of one"
    assert crossed(corpus, "outlet").to_dict() == {
        "old": {"Post": 2, "Echo": 0, "Times": 1}, "new": {"Post": 1, "Echo": 1, "Times": 0}
    }  # fmt: skip
    assert crossed(corpus, "weekday").index.tolist() == ["Monday", "Tuesday", "Wednesday"]
    assert crossed(corpus, "length").index.tolist() == [f"{13 * n} words" for n in (1, 2, 3, 5, 6)]


def test_swapped_eras_swap_what_is_said(make_corpus):
    articles = [
        ("a", TEXT, fact("2014-03-03", "Post")), ("b", TEXT * 2, fact("2014-03-04", "Times")),
        ("c", TEXT * 5, fact("2022-01-05", "Echo")), ("d", TEXT * 6, fact("2022-01-06", "Sun")),
    ]  # fmt: skip
    corpus = made(make_corpus, articles)
    days = [facts.replace("2014", "x").replace("2022", "2014").replace("x", "2022") for _, _, facts in articles]
    swapped = made(make_corpus, [(name, text, facts) for (name, text, _), facts in zip(articles, days, strict=True)])
    one, other = row(corpus, "length"), row(swapped, "length")
    assert one["says"].startswith("Every article of new is longer than every article of old")
    assert other["says"].startswith("Every article of old is longer than every article of new")
    assert one["decided_by"] == "An article of new of 13 to 26 words, or one of old of 65 to 78 words."
    assert other["decided_by"] == "An article of new of 65 to 78 words, or one of old of 13 to 26 words."
    assert row(swapped, "outlet")["decided_by"] == "An article of new by Echo or Sun, or one of old by Post or Times."
    claims = [CLAIMS["length"](c) for c in (corpus, swapped)]
    assert [claim.difference.more_in for claim in claims] == ["new", "old"]
    assert claims[0].difference.means == claims[1].difference.means[::-1]
    assert "every article of old is longer than every article of new" in claims[1].statement


def test_an_article_the_fewer(corpus):
    names = dict(zip(corpus.articles["label"].str.split(",").str[0], corpus.articles["article"], strict=True))
    rest = corpus.select(set(corpus.source) - {names["Washington Post and agencies"]})
    found = confounds(rest).set_index("property")
    assert found.loc["length", "in_2022"] == "691 to 705 words" and (found["known"] == 4).all()
    assert "Tuesday" not in found.loc["weekday", "decided_by"]
    # Without what it has alone, what is left of the genres is the same in both.
    same = corpus.select(set(corpus.source) - {names["Sky News"]})
    genre = row(same, "genre")
    assert genre["says"] == "Each of these articles has the same genre, so it explains no difference."
    assert (genre["tells_apart"], genre["overlap"]) == (False, 4)
    assert not CLAIMS["confounds"](same).statement.count("genre, so")
    # One article an era: every known property but a shared one tells them apart.
    pair = confounds(corpus.select([names["BBC"], names["AFP"]])).set_index("property")
    assert pair.loc["length", "tells_apart"] and not pair.loc["genre", "tells_apart"]


def test_equal_articles_differ_in_nothing(make_corpus):
    articles = [(name, TEXT, fact(day, "Post", "news", "a site")) for name, day in zip(
        "abcd", ("2014-01-01", "2014-01-02", "2014-01-01".replace("2014", "2022"), "2022-01-02"), strict=True
    )]  # fmt: skip
    corpus = made(make_corpus, articles)
    found = confounds(corpus).set_index("property")
    for name in ("outlet", "site", "genre", "length", "quoted share"):
        assert found.loc[name, "says"] == f"Each of these articles has the same {name}, so it explains no difference."
    assert "there is no difference" in CLAIMS["length"](corpus).statement
    assert CLAIMS["length"](corpus).difference.more_in == ""
    assert "opinion share" not in found.index, "nothing is marked"


def test_what_is_not_known_says_so(make_corpus):
    articles = [
        ("a", TEXT, fact("2014-03-03", "Post")), ("b", TEXT * 2, fact("2014-03-04")),
        ("c", TEXT * 3, fact("2022-01-05")), ("d", TEXT * 4, fact("2022-01-06")),
    ]  # fmt: skip
    corpus = made(make_corpus, articles)
    found = confounds(corpus).set_index("property")
    assert "genre" not in found.index and "phase" not in found.index
    outlet = found.loc["outlet"]
    assert (outlet["known"], outlet["overlap"], outlet["tells_apart"]) == (1, 0, False)
    assert outlet["in_new"] == "not known" and outlet["decided_by"] == ""
    assert outlet["says"] == (
        "Of no article of new is the outlet known, so nothing can be said of it. It is known of 1 of 4 articles."
    )
    assert CLAIMS["confounds"](corpus).numbers["properties"] == 3, "weekday, length and quoted share"
    # Known in part in both eras: it tells those apart of which it is known, and says of how many.
    other = made(make_corpus, [*articles[:3], ("d", TEXT * 4, fact("2022-01-06", "Echo"))])
    outlet = row(other, "outlet")
    assert outlet["tells_apart"] and outlet["says"].endswith("between outlets. It is known of 2 of 4 articles.")


def test_no_dates(make_corpus):
    """An era that a person wrote down, with no day: nothing of days, and the rest as always."""
    articles = [(name, TEXT * n, f'era = "{era}"\norigin = "{name}"') for n, (name, era) in enumerate(
        zip("abcd", ("old", "old", "new", "new"), strict=True), start=1
    )]  # fmt: skip
    corpus = made(make_corpus, articles, ERAS + "[phases.early]\nstart = 2014-01-01\nend = 2014-02-01\n")
    found = confounds(corpus).set_index("property")
    assert found.index.tolist() == ["outlet", "length", "quoted share"]
    assert found.loc["outlet", "tells_apart"] and found.loc["length", "tells_apart"]


def test_one_era_and_none(make_corpus, corpus):
    one = corpus.select(corpus.articles["article"][:2])
    for function in (confounds, article_properties, CLAIMS["confounds"], CLAIMS["length"]):
        with pytest.raises(TwoCrisesError, match=r'No article has a date in era "2022"'):
            function(one)
    with pytest.raises(TwoCrisesError, match=r"This corpus has no eras to compare"):
        confounds(make_corpus({"a.txt": TEXT}))
    assert rival_of("word:crimea", one, compares=False) == ("", ""), "it rests on articles that are not there"
    with pytest.raises(TwoCrisesError, match=r"There is no property 'colour' of articles\. There are phase, outlet"):
        crossed(corpus, "colour")


def test_phases(make_corpus):
    toml = ERAS + "".join(
        f'[phases."{name}"]\nstart = {start}\nend = {end}\n'
        for name, start, end in (
            ("winter", "2014-01-01", "2014-02-28"), ("spring", "2014-03-01", "2014-05-31"),
            ("later", "2022-01-01", "2022-02-28"),
        )
    )  # fmt: skip
    days = {"a": "2014-01-05", "b": "2014-03-05", "c": "2022-01-05", "d": "2022-08-05"}
    corpus = made(make_corpus, [(name, TEXT, fact(day)) for name, day in days.items()], toml)
    phase = row(corpus, "phase")
    assert phase["in_old"] == "winter (1), spring (1)", "in order of time"
    assert phase["says"] == (
        "Each phase lies within one era, so phase and era cannot be told apart; old has articles of 2 phases, new of 1 "
        "phase. It is known of 3 of 4 articles."
    )
    assert phase["tells_apart"] and phase["by_definition"]
    assert phase["decided_by"] == (
        "No article can: it belongs to the era of its phase. More articles of each phase would show how much phases "
        "differ."
    )
    assert CLAIMS["confounds"](corpus).numbers["properties"] == 3, "weekday, length and quoted share; no phase, no day"
    wide = ERAS + '[phases."all of it"]\nstart = 2014-01-01\nend = 2022-12-31\n'
    assert not row(made(make_corpus, [(name, TEXT, fact(day)) for name, day in days.items()], wide), "phase")[
        "tells_apart"
    ]


CLOSE = "[eras.old]\nstart = 2014-01-01\nend = 2014-12-31\n[eras.new]\nstart = 2015-01-01\nend = 2015-12-31\n"


def phases(*spans):
    return CLOSE + "".join(f"[phases.{name}]\nstart = {start}\nend = {end}\n" for name, start, end in spans)


def test_phases_that_cross_the_eras_count(make_corpus):
    """A phase of which some days lie in each era could hold articles of both, so that it does not is a finding."""
    articles = [("a", TEXT, fact("2014-03-04")), ("b", TEXT, fact("2015-11-05"))]
    spans = ("early", "2014-01-01", "2014-09-30"), ("middle", "2014-10-01", "2015-03-31"), (
        "late", "2015-04-01", "2015-12-31"
    )  # fmt: skip
    corpus = made(make_corpus, articles, phases(*spans))
    phase = row(corpus, "phase")
    assert phase["tells_apart"] and not phase["by_definition"]
    assert phase["says"].startswith("No phase has articles of both old and new")
    assert phase["decided_by"] == "An article of old and one of new that are both from middle."
    assert "phase" in CLAIMS["confounds"](corpus).statement.split(" alone ")[1]
    assert rival_of("ranks", corpus, compares=True)[0].startswith("The phase or weekday of an article alone tells")
    # Where one era has articles of it, the other one needs one.
    half = made(make_corpus, [("c", TEXT, fact("2014-12-04")), articles[1], articles[0]], phases(*spans))
    assert row(half, "phase")["decided_by"] == "An article of new from middle."
    both = made(make_corpus, [("c", TEXT, fact("2014-12-04")), ("d", TEXT, fact("2015-01-04"))], phases(*spans))
    assert (row(both, "phase")["tells_apart"], row(both, "phase")["by_definition"]) == (False, False)


def test_a_phase_that_reaches_beyond_its_era_is_still_of_one(make_corpus):
    spans = ("early", "2013-01-01", "2014-12-31"), ("late", "2015-01-01", "2016-12-31")
    articles = [("a", TEXT, fact("2014-03-05")), ("b", TEXT, fact("2015-11-04"))]
    corpus = made(make_corpus, articles, phases(*spans))
    assert row(corpus, "phase")["by_definition"] and row(corpus, "weekday")["overlap"] == 2
    assert rival_of("ranks", corpus, compares=True) == (
        "The articles of old and new are from different phases of events, and what differs may be due to that; no "
        "other known property of an article by itself tells its era.", ""
    )  # fmt: skip
    assert CLAIMS["confounds"](corpus).numbers["apart"] == 0


def test_by_little(make_corpus):
    """13, 130 and 143 words: 13 of 130 between the two eras are a tenth, and 12 of 130 less."""

    def says(n):
        texts = [("a", TEXT), ("b", TEXT * 10), ("c", "word " * n + "here.")]
        days = ("2014-03-03", "2014-03-04", "2022-01-05")
        corpus = made(make_corpus, [(name, text, fact(day)) for (name, text), day in zip(texts, days, strict=True)])
        return row(corpus, "length")["says"], CLAIMS["length"](corpus).statement

    for n, little in ((142, ""), (135, ", by little"), (400, "")):
        end = f"every article of new is longer than every article of old{little}"
        assert says(n)[0] == f"E{end[1:]}: what differs may come from that."
        assert f"{end}. The means" in says(n)[1]


@pytest.mark.parametrize("label", ["$x^2$", "a|b", "`code`", "<b>bold</b>", "known", "a «b» c", "property"])
def test_any_label(label, make_corpus):
    toml = f"[eras.'{label}']\nstart = 2014-01-01\nend = 2014-12-31\n[eras.new]\nstart = 2022-01-01\nend = 2022-12-31\n"
    articles = [
        ("a", TEXT, f"published = 2014-03-03\norigin = '{label}'"), ("b", TEXT, "published = 2022-03-03\norigin = 'X'")
    ]  # fmt: skip
    corpus = made(make_corpus, articles, toml)
    found = confounds(corpus)
    assert list(found.columns)[1:3] == [f"in_{label}", "in_new"] and found["tells_apart"].any()
    rival, decided_by = rival_of("ranks", corpus, compares=True)
    assert rival.startswith("The outlet or weekday of an article alone tells its era: ") and label in rival
    inner = label.replace("«", "‹").replace("»", "›")
    assert f"by «{inner}», or one of {label} by «X»" in decided_by


def test_many_levels_are_gathered(make_corpus):
    articles = [
        (f"{era}{i:02d}", TEXT, fact(f"{year}-03-{1 + i:02d}", f"{era.title()} {i % 9}"))
        for era, year in (("old", 2014), ("new", 2022)) for i in range(12)
    ]  # fmt: skip
    outlet = row(made(make_corpus, articles), "outlet")
    assert outlet["in_old"] == "Old 0 (2), Old 1 (2), Old 2 (2) and 6 others"
    assert outlet["decided_by"] == "An article of new by Old 0, Old 1 or Old 2, or one of old by New 0, New 1 or New 2."
    assert len(crossed(made(make_corpus, articles), "outlet")) == 18


def test_rivals(corpus):
    common = (
        "The articles of 2014 and 2022 are from different phases of events, and the outlet, site, weekday or quoted "
        "share of an article alone tells its era: what differs may be due to any of these."
    )
    rival, decided_by = rival_of("ranks", corpus, compares=True)
    assert rival == common and decided_by.startswith("For the outlet, an article of 2022 by «BBC» or «HuffPost UK», or")
    assert "; for the quoted share, an article of 2022 with" in decided_by and decided_by.endswith(".")
    assert "phase" not in decided_by, "no article decides about it"
    rival, decided_by = rival_of("word:nato", corpus, compares=True, more_in="2022")
    reading = next(one for one in corpus.config.readings if one.claim == "word:nato")
    assert (rival, decided_by) == (f"{reading.rival} {common}", reading.decided_by)
    assert rival_of("word:nato", corpus, compares=True, more_in="2014")[0] == common, "another direction"
    assert rival_of("shared", corpus, compares=False)[0] == next(
        one.rival for one in corpus.config.readings if one.claim == "shared"
    )
    assert rival_of("dropped", corpus, compares=False) == ("", "")


def test_no_rival_where_nothing_tells_apart(make_corpus):
    articles = [("a", TEXT, fact("2014-01-01", "Post")), ("b", TEXT, fact("2022-01-05", "Post"))]
    assert rival_of("ranks", made(make_corpus, articles), compares=True) == (
        "No known property of an article by itself tells old and new apart; several together still may.", ""
    )  # fmt: skip


def test_claims_of_the_seeds(corpus):
    found = {name: make(corpus) for name, make in CLAIMS.items()}
    assert all(name == claim.id and claim.status == "descriptive" for name, claim in found.items())
    ledger = confounds(corpus)
    apart = ledger[ledger["tells_apart"] & ~ledger["by_definition"]]
    assert found["confounds"].numbers == {"properties": 7, "apart": len(apart)} and len(apart) == 4
    statement = found["confounds"].statement
    assert statement.startswith("Of 7 properties known of articles of 2014 and 2022, besides the day and the phase, 4 ")
    assert "4 alone tell which era an article is from: outlet, site, weekday and quoted share." in statement
    assert "In length, genre and opinion share the eras overlap, which does not make them alike." in statement
    assert "Each phase lies within one era, so phase and era cannot be told apart" in statement
    assert statement.endswith("A weekday is that of the day of publication as known, not of writing.")
    words = corpus.articles.set_index("article")["n_words"]
    assert found["length"].numbers["mean_2022"] == pytest.approx(words.iloc[2:].mean())
    assert found["length"].numbers["low_2014"] == words.iloc[:2].min()
    assert found["length"].difference.survives and "the ranges overlap" in found["length"].statement
    quoted = found["quoted-share"]
    assert quoted.difference.more_in == "2022" and quoted.difference.unit == "% of the words"
    assert (
        "has a larger share of its words in quotation marks than every article of 2014, by little" in quoted.statement
    )


def test_copies_of_a_text_count_once_in_means(make_corpus):
    text = TEXT.replace("Monday", "Friday") * 4
    articles = [
        ("a", TEXT * 2, fact("2014-03-03")), ("b", text, fact("2014-03-04")), ("c", text, fact("2014-03-05")),
        ("d", "Nobody spoke of the treaty in the city that day, and the paper stayed unsigned.", fact("2022-03-05")),
    ]  # fmt: skip
    claim = CLAIMS["length"](made(make_corpus, articles))
    assert claim.difference.n[0] < 3 and "The means of the texts are" in claim.statement


def test_nothing_known_is_too_small(two_eras, monkeypatch):
    corpus = two_eras([TEXT], [TEXT * 2])
    assert CLAIMS["confounds"](corpus).numbers["properties"] >= 2
    import twocrises.claims.confounds as module

    monkeypatch.setattr(module, "confounds", lambda corpus: confounds(corpus).iloc[:0])
    with pytest.raises(TooSmallError, match="No property of articles is known for both old and new"):
        CLAIMS["confounds"](corpus)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["A", "B", "C", ""])), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["A", "B", "C", ""])), min_size=1, max_size=4),
)
def test_what_tells_apart_is_recounted(make_corpus_anew, old, new):
    articles = [
        (f"{era}{i}", TEXT * n, fact(f"{year}-03-{1 + i:02d}", origin))
        for era, year, group in (("old", 2014, old), ("new", 2022, new)) for i, (n, origin) in enumerate(group)
    ]  # fmt: skip
    found = confounds(made(make_corpus_anew, articles)).set_index("property")
    one, two = ({n for n, _ in group} for group in (old, new))
    inside = [sum(min(b) <= n <= max(b) for n, _ in group) for group, b in ((old, two), (new, one))]
    assert found.loc["length", "overlap"] == sum(inside)
    assert found.loc["length", "tells_apart"] == (sum(inside) == 0)
    a, b = ({origin for _, origin in group if origin} for group in (old, new))
    if a | b:
        overlap = sum(origin in a & b for _, origin in [*old, *new])
        assert found.loc["outlet", "overlap"] == overlap
        assert found.loc["outlet", "tells_apart"] == (bool(a) and bool(b) and not overlap)
        assert found.loc["outlet", "known"] == sum(bool(origin) for _, origin in [*old, *new])


@pytest.fixture
def make_corpus_anew(tmp_path_factory):
    """As `make_corpus`, in a folder of its own each time."""
    from twocrises.corpus import load_corpus

    def make(texts, toml):
        folder = tmp_path_factory.mktemp("made")
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        (folder / "corpus.toml").write_text(toml, encoding="utf-8")
        return load_corpus(folder)

    return make


def test_the_order_of_files_changes_nothing(make_corpus_anew):
    articles = [
        (f"x{i}", TEXT * (1 + i % 3), fact(f"{2014 + 8 * (i % 2)}-03-{1 + i:02d}", f"Outlet {i % 4}", "news"))
        for i in range(8)
    ]
    one = confounds(made(make_corpus_anew, articles))
    renamed = [(f"y{9 - int(name[1:])}", text, facts) for name, text, facts in articles]
    pd.testing.assert_frame_equal(one, confounds(made(make_corpus_anew, renamed)))


def test_two_thousand_articles(make_corpus_anew):
    rng = np.random.default_rng(1)
    articles = [
        (f"n{i:04d}", TEXT * int(rng.integers(1, 9)),
         fact(f"{2014 + 8 * (i % 2)}-{1 + i % 12:02d}-{1 + i % 28:02d}", f"Outlet {rng.integers(60)}", "news"))
        for i in range(2_000)
    ]  # fmt: skip
    corpus = made(make_corpus_anew, articles)
    share_of_voice(corpus)  # which the rest of the walk needs, too
    started = time.perf_counter()
    found = confounds(corpus).set_index("property")
    assert time.perf_counter() - started < 20
    assert found.loc["outlet", "in_old"].endswith("others") and (found["known"] == 2_000).all()
    assert int(crossed(corpus, "outlet").to_numpy().sum()) == 2_000 == int(crossed(corpus, "length").to_numpy().sum())
    assert len(crossed(corpus, "day")) <= 4, "quarters"


def test_each_property_says_how_an_article_has_it():
    for one in PROPERTIES.values():
        assert one.of.count("{}") == 1 and one.article in ("a", "an")
    assert PROPERTIES["quoted share"].write(0.0657, 0.2344) == "6.6 to 23.4 %"
    assert PROPERTIES["quoted share"].write(0, 0.00001) == "0 %"
