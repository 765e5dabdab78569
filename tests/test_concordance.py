"""Words in context and what stands near them: by-hand corpora, slow loops, and what a reader sees."""

import html
import re
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from twocrises.concordance import collocations, concordance, sentences_at, sentences_with
from twocrises.corpus import ROOT, load_corpus
from twocrises.display import kwic, table
from twocrises.errors import TwoCrisesError
from twocrises.frequency import count_terms, find_terms, ngram_counts

from .conftest import ERAS, TEXT

SEEDS = load_corpus("seeds")
TERMS = [*SEEDS.counts.terms[::9], "prime minister", "in the", "the u.s.", "said the", "foreign minister"]
HOSTILE = (
    'The <script>alert(1)</script> ministers | said $x^2$ and \\(y\\) "onmouseover=alert(2) x=" & the <b>rest</b> '
    "of the matter."
)


def words(text):
    return re.findall(r"[^\W_]+", text.casefold())


# The concordance


def test_it_shows_each_place(corpus):
    hits = concordance(corpus, "NATO", width=10)
    assert len(hits) == count_terms(corpus, "nato").to_numpy().sum() == 30
    assert hits["left"].str.len().max() == 10 and hits["right"].str.len().max() == 10
    assert {"Nato", "NATO", "NATO’s"} == set(hits["keyword"])
    assert hits["address"].tolist()[0] == "001_a662e1979cd3d6e7#s8"
    texts = sentences_at(corpus, sentences_with(corpus, "sevastopol"))["text"]
    assert len(texts) == 2 and texts.str.contains("Sevastopol").all()


def test_by_hand(two_eras):
    corpus = two_eras(
        ["The talks went on for hours in the old town. All talks, he said, end.\n\nNo talks today, they said again."],
        ["Nobody wanted talks about the border then, or so it was said in the town."],
    )
    hits = concordance(corpus, "talks", width=9)
    assert hits[["era", "left", "keyword", "right", "address"]].values.tolist() == [
        ["old", "The ", "talks", " went on ", "old000#s0"],
        ["old", "own. All ", "talks", ", he said", "old000#s1"],
        ["old", "No ", "talks", " today, t", "old000#s2"],
        ["new", "y wanted ", "talks", " about th", "new000#s0"],
    ]
    assert hits["article"].tolist() == corpus.articles["label"].tolist()[:1] * 3 + corpus.articles["label"].tolist()[1:]
    right = concordance(corpus, "talks", width=0, sort="right")["address"].tolist()
    assert right == ["old000#s1", "old000#s2", "old000#s0", "new000#s0"], "he, today, went; then the later era"
    left = concordance(corpus, "talks", sort="left")["address"].tolist()
    assert left == ["old000#s1", "old000#s2", "old000#s0", "new000#s0"], "all, no, the; then the later era"


def test_a_phrase_is_one_keyword_within_its_sentence(two_eras):
    corpus = two_eras(
        ["The prime minister met them. He was in his prime. Minister after minister agreed to go."],
        ["A Prime Minister’s word stands for as long as the prime minister does, they said."],
    )
    hits = concordance(corpus, "Prime  Minister", width=5)
    assert hits["keyword"].tolist() == ["prime minister", "Prime Minister’s", "prime minister"]
    assert hits["address"].tolist() == ["old000#s0", "new000#s0", "new000#s0"]
    assert hits["right"].tolist() == [" met ", " word", " does"]
    assert sentences_with(corpus, "prime minister") == ["old000#s0", "new000#s0"]


def test_hits_of_a_phrase_may_overlap(two_eras):
    corpus = two_eras(["They were very very very tired of it, all of the ministers said."], [TEXT])
    hits = concordance(corpus, "very very", width=5)
    assert hits[["left", "keyword", "right"]].values.tolist() == [
        ["were ", "very very", " very"],
        ["very ", "very very", " tire"],
    ]


@given(st.sampled_from(TERMS), st.integers(0, 60), st.sampled_from(["place", "right", "left"]))
def test_left_keyword_and_right_are_one_piece_of_a_line(term, width, sort):
    hits = concordance(SEEDS, term, width=width, sort=sort)
    assert len(hits) == len(find_terms(SEEDS, term)[0])
    lines = {article: part["text"].tolist() for article, part in SEEDS.lines.groupby("article", observed=True)}
    for hit in hits.itertuples():
        piece = hit.left + hit.keyword + hit.right
        assert any(piece in line for line in lines[hit.address.partition("#")[0]])
        assert len(hit.left) <= width and len(hit.right) <= width
        assert hit.keyword in sentences_at(SEEDS, hit.address)["text"].item()


@given(st.sampled_from(TERMS), st.sampled_from(["right", "left"]))
def test_sorted_by_words_within_eras_and_ties_stay_in_place(term, sort):
    place = concordance(SEEDS, term, width=120)
    hits = concordance(SEEDS, term, width=120, sort=sort)
    keys = [words(text) if sort == "right" else words(text)[::-1] for text in place[sort]]
    order = sorted(range(len(keys)), key=lambda i: (SEEDS.eras.index(place["era"][i]), keys[i], i))
    assert hits.equals(place.iloc[order].reset_index(drop=True))


def test_articles_without_an_era_come_last_when_sorted(make_corpus):
    facts = "[articles.a]\npublished = 2022-03-05\n[articles.c]\npublished = 2014-03-05\n"
    texts = {f"{name}.txt": f"The ministers met {name} week and agreed to meet again soon." for name in "abc"}
    corpus = make_corpus(texts, ERAS + facts)
    hits = concordance(corpus, "met", sort="right")
    assert hits["era"].astype(object).where(hits["era"].notna(), None).tolist() == ["old", "new", None]


@pytest.mark.parametrize("sort", ["place", "right", "left"])
def test_without_a_hit_the_frame_is_empty_and_typed_as_ever(corpus, sort):
    none, some = concordance(corpus, "xyzzy", sort=sort), concordance(corpus, "nato", sort=sort)
    assert none.empty and none.dtypes.equals(some.dtypes)
    assert none["era"].cat.categories.tolist() == ["2014", "2022"]
    assert sentences_with(corpus, "xyzzy") == []
    assert sentences_at(corpus, []).dtypes.equals(sentences_at(corpus, "003#s8").dtypes)


def test_a_corpus_without_eras_has_a_concordance(make_corpus):
    hits = concordance(make_corpus({"a.txt": TEXT}), "ministers", sort="right")
    assert hits["era"].isna().all() and hits["era"].dtype == "category" and len(hits) == 1


@pytest.mark.parametrize("term", [".*", "(", "$", "[a-z]+", "\\b", "nato|crimea", "n?to"])
def test_signs_of_a_pattern_are_taken_as_they_are(corpus, term):
    assert concordance(corpus, term, sort="left").empty
    assert collocations(corpus, term).empty


def test_no_context_without_width(corpus):
    hits = concordance(corpus, "nato", width=0)
    assert set(hits["left"]) == set(hits["right"]) == {""}


def test_an_address_may_begin_with_the_beginning_of_its_article(corpus):
    short, long = (sentences_at(corpus, [f"{name}#s8"]) for name in ("001", "001_a662e1979cd3d6e7"))
    assert short.equals(long) and short["address"].item() == "001_a662e1979cd3d6e7#s8"
    assert "Nato" in short["text"].item()


def test_the_whole_name_of_an_article_goes_before_the_beginning_of_another(make_corpus):
    corpus = make_corpus({"a.txt": f"One. {TEXT}", "a_b.txt": f"Two. {TEXT}"})
    assert sentences_at(corpus, ["a#s0", "a_#s0"])["address"].tolist() == ["a#s0", "a_b#s0"]


def test_every_sentence_is_at_its_address(corpus):
    sentences = corpus.sentences
    addresses = [f"{a}#s{s}" for a, s in zip(sentences["article"], sentences["sentence"], strict=True)]
    assert sentences_at(corpus, addresses)["text"].tolist() == sentences["text"].tolist()


def test_places_survive_a_selection_of_articles(corpus):
    for chosen in (corpus.select(list(corpus.source)[1::2]), corpus.without_cleaning()):
        hits = concordance(chosen, "nato")
        assert len(hits) == count_terms(chosen, "nato").to_numpy().sum() > 0
        texts = sentences_at(chosen, hits["address"])["text"]
        assert all(word in text for word, text in zip(hits["keyword"], texts, strict=True))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda c: concordance(c, "nato", width=-1), r"width is -1\."),
        (lambda c: concordance(c, "nato", sort="up"), r'sort is "up"\. Choose "place", "right" or "left"\.'),
        (lambda c: concordance(c, "  "), r"A term is empty\."),
        (lambda c: concordance(c, ["nato"]), r"\['nato'\] is not a word\."),
        (lambda c: sentences_with(c, ""), r"A term is empty\."),
        (lambda c: sentences_at(c, ["00#s1"]), r'There is no sentence "00#s1"\. An address is an article, #s and a'),
        (lambda c: sentences_at(c, ["001#s999"]), r'There is no sentence "001#s999"\.'),
        (lambda c: sentences_at(c, "#s1"), r'There is no sentence "#s1"\.'),
        (lambda c: sentences_at(c, "001#s-1"), r'There is no sentence "001#s-1"\.'),
        (lambda c: collocations(c, "nato", window=0), r"window is 0\. Give a whole number, 1 or more\."),
        (lambda c: collocations(c, min_count=0), r"min_count is 0\."),
        (lambda c: collocations(c, ""), r"A term is empty\."),
        (lambda c: kwic(c, "nato", sort="up"), r'sort is "up"\.'),
        (lambda c: kwic(c, "nato", width=-1), r"width is -1\."),
        (lambda c: kwic(c, "nato", most=0), r"most is 0\."),
        (lambda c: concordance(c, "nato", width="40"), r"^width is '40'\. Give a whole number, 0 or more\.$"),
        (lambda c: concordance(c, "nato", width=2.5), r"^width is 2\.5\."),
        (lambda c: concordance(c, "nato", width=None), r"^width is None\."),
        (lambda c: concordance(c, "nato", sort=None), r'^sort is None\. Choose "place"'),
        (lambda c: concordance(c, "nato", sort=["left"]), r"^sort is \['left'\]\."),
        (lambda c: kwic(c, "nato", width="32"), r"^width is '32'\."),
        (lambda c: kwic(c, "nato", most=2.5), r"^most is 2\.5\. Give a whole number, 1 or more\.$"),
        (lambda c: kwic(c, "nato", most="3"), r"^most is '3'\."),
        (lambda c: kwic(c, "nato", most=True), r"^most is True\."),
        (lambda c: collocations(c, "nato", window=2.5), r"^window is 2\.5\."),
        (lambda c: collocations(c, "nato", window="5"), r"^window is '5'\."),
        (lambda c: collocations(c, "nato", window=float("nan")), r"^window is nan\."),
        (lambda c: collocations(c, "nato", window=[5]), r"^window is \[5\]\."),
        (lambda c: collocations(c, min_count="2"), r"^min_count is '2'\."),
        (lambda c: collocations(c, min_count=None), r"^min_count is None\."),
        (lambda c: sentences_at(c, 5), r"^addresses is 5\."),
        (lambda c: sentences_at(c, [5]), r"^One of the addresses is 5, which is no text\."),
        (lambda c: kwic(c, ""), r"A term is empty\."),
    ],
)
def test_what_cannot_be_asked(corpus, call, sentence):
    with pytest.raises(TwoCrisesError, match=sentence):
        call(corpus)


def test_numbers_beyond_every_corpus(corpus):
    tokens = corpus.tokens
    longest = int(tokens.groupby(["article", "sentence"], observed=True).size().max())
    whole_sentence = collocations(corpus, "nato", window=longest)
    for window in (10**30, 2**63 - 1, np.int64(2**63 - 1)):
        assert collocations(corpus, "nato", window=window).equals(whole_sentence)
    assert collocations(corpus, "nato", min_count=10**30).empty and collocations(corpus, min_count=10**30).empty
    lines = concordance(corpus, "nato", width=10**30)
    assert lines.equals(concordance(corpus, "nato", width=np.int64(10**6)))
    assert str(kwic(corpus, "nato", most=10**30)) == str(kwic(corpus, "nato", most=len(lines)))


# Collocations


@pytest.fixture
def harbour(two_eras):
    """Thirty words; "ships" three times."""
    return two_eras(
        ["Red ships and grey ships met near the long pier. Nobody saw the red flag there."],
        ["Old grey ships left. Grey walls stood near the pier in the evening light."],
    )


def test_near_by_hand(harbour):
    assert len(harbour.tokens) == 30
    found = collocations(harbour, "ships", window=2, min_count=1).set_index("term")
    # red SHIPS and grey SHIPS met near | old grey SHIPS left
    assert found["near"].to_dict() == {"grey": 2, "and": 1, "left": 1, "met": 1, "near": 1, "old": 1, "red": 1}
    grey = found.loc["grey"]
    assert grey[["count", "articles", "near_old", "near_new"]].tolist() == [3, 2, 1, 1]
    # 8 tokens are near, 30 − 3 = 27 are no hit, 3 of them "grey".
    assert grey["expected"] == pytest.approx(3 * 8 / 27)
    assert grey["pmi"] == pytest.approx(np.log2(2 / (3 * 8 / 27)))
    assert grey["log_dice"] == pytest.approx(14 + np.log2(2 * 2 / (3 + 3)))
    table = [[2, 6], [1, 18]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    assert grey["g2"] == pytest.approx(expected.statistic)
    assert found.loc["near", ["count", "articles", "near_old", "near_new"]].tolist() == [2, 1, 1, 0]


def test_a_token_between_two_hits_counts_once_and_never_across_a_sentence(harbour):
    wide = collocations(harbour, "ships", window=50, min_count=1).set_index("term")["near"]
    assert wide["and"] == 1, "near both hits of its sentence"
    assert "flag" not in wide and "walls" not in wide
    assert wide["grey"] == 2 and wide["the"] == 1 and wide.sum() == 8 + 3


def test_the_words_of_a_phrase_are_left_out(harbour):
    found = collocations(harbour, "grey ships", window=1, min_count=1).set_index("term")
    assert found["near"].to_dict() == {"and": 1, "left": 1, "met": 1, "old": 1}
    assert found.loc["met", "expected"] == pytest.approx(1 * 4 / (30 - 4))


def test_pairs_by_hand(harbour):
    found = collocations(harbour, min_count=1).set_index("term")
    assert found["near"].sum() == 30 - 4, "each sentence of n words has n − 1 pairs"
    ships = found.loc["grey ships"]
    assert ships[["near", "count", "articles", "near_old", "near_new"]].tolist() == [2, 3, 2, 1, 1]
    # "grey" comes first in 3 of 26 pairs, "ships" second in 3.
    assert ships["expected"] == pytest.approx(3 * 3 / 26)
    assert ships["pmi"] == pytest.approx(np.log2(2 * 26 / 9))
    assert ships["log_dice"] == pytest.approx(14 + np.log2(2 * 2 / (3 + 3)))
    expected = chi2_contingency([[2, 1], [1, 22]], correction=False, lambda_="log-likelihood")
    assert ships["g2"] == pytest.approx(expected.statistic)
    assert "pier nobody" not in found.index, "no pair across a sentence"


def test_pairs_are_those_that_are_counted(corpus):
    counted = ngram_counts(corpus, 2)
    times = pd.Series(np.asarray(counted.matrix.sum(axis=0)).ravel(), index=counted.terms)
    articles = pd.Series((counted.matrix.toarray() > 0).sum(axis=0), index=counted.terms)
    found = collocations(corpus, min_count=1).set_index("term")
    assert found["near"].sort_index().to_dict() == times.to_dict()
    assert found["articles"].sort_index().to_dict() == articles.to_dict()
    assert (found["near_2014"] + found["near_2022"] == found["near"]).all()


def loaded(texts):
    """A corpus of lines of words, whatever they look like; one article a text, two eras and none."""
    facts = "".join(f"[articles.{i}]\npublished = {day}\n" for i, day in ((0, "2014-03-05"), (1, "2022-03-05")))
    with tempfile.TemporaryDirectory() as folder:
        for i, text in enumerate(texts):
            (Path(folder) / f"{i}.txt").write_text(text, encoding="utf-8")
        (Path(folder) / "corpus.toml").write_text(ERAS + facts, encoding="utf-8")
        return load_corpus(folder).without_cleaning()


SENTENCE = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta"]), min_size=1, max_size=9)
ARTICLE = st.lists(SENTENCE, min_size=1, max_size=4).map(
    lambda sentences: "\n".join(" ".join(words).capitalize() + "." for words in sentences)
)
CORPUS = st.lists(ARTICLE, min_size=3, max_size=3).map(loaded)


@settings(max_examples=60, deadline=None)
@given(CORPUS, st.sampled_from(["alpha", "beta gamma", "alpha alpha", "delta"]), st.integers(1, 4))
def test_near_is_what_a_slow_loop_counts(corpus, term, window):
    tokens = corpus.tokens
    place = list(zip(tokens["article"], tokens["sentence"], strict=True))
    parts = term.split()
    terms, n = tokens["term"].tolist(), len(parts)
    hits = [i for i in range(len(terms) - n + 1) if terms[i : i + n] == parts and place[i] == place[i + n - 1]]
    inside = {i + k for i in hits for k in range(n)}
    near = {
        j
        for i in hits
        for j in range(max(0, i - window), min(len(terms), i + n + window))
        if place[j] == place[i] and j not in inside
    }
    found = collocations(corpus, term, window=window, min_count=1)
    assert sorted(found["term"]) == sorted({terms[j] for j in near})
    era = dict(zip(corpus.articles["article"], corpus.articles["era"].astype(object), strict=True))
    for row in found.itertuples():
        of_row = [j for j in near if terms[j] == row.term]
        assert row.near == len(of_row) and row.count == terms.count(row.term)
        assert row.articles == len({place[j][0] for j in of_row})
        assert row.near_old == sum(era[place[j][0]] == "old" for j in of_row)
        rest = sum(t == row.term for j, t in enumerate(terms) if j not in near and j not in inside)
        cells = [[row.near, len(near) - row.near], [rest, len(terms) - len(inside) - len(near) - rest]]
        assert row.expected == pytest.approx(sum(cells[0]) * (row.near + rest) / np.sum(cells))
        assert row.pmi == pytest.approx(np.log2(row.near / row.expected))
        assert row.log_dice == pytest.approx(14 + np.log2(2 * row.near / (len(hits) + row.count)))
        if sum(cells[1]) and cells[0][1] + cells[1][1]:
            assert row.g2 == pytest.approx(
                chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic, abs=1e-9
            )
        else:
            assert row.g2 == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("term", ["nato", "prime minister", None])
def test_attraction_first_then_falling(corpus, term):
    found = collocations(corpus, term, min_count=1)
    attracts = found["near"] > found["expected"]
    keys = list(zip(~attracts, -found["g2"].round(9), found["term"], strict=True))
    assert keys == sorted(keys) and attracts.iloc[0] and not attracts.iloc[-1]
    rare = collocations(corpus, term, min_count=3)
    assert rare.equals(found[found["near"] >= 3].reset_index(drop=True)), "min_count changes no number"


def test_the_seeds_speak_of_the_same_things_together(corpus):
    found = collocations(corpus, min_count=4)
    assert {"territorial integrity", "prime minister", "foreign minister", "more than"} <= set(found["term"][:20])


@pytest.mark.parametrize("term", ["nato", None])
def test_the_order_of_the_files_changes_nothing(make_corpus, term):
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    one = make_corpus({f"{name}.txt": text for name, text in zip("abcde", texts, strict=True)})
    first = collocations(one, term).to_csv()
    for path in one.path.iterdir():
        path.unlink()
    other = make_corpus({f"{name}.txt": text for name, text in zip("edcba", texts, strict=True)})
    assert collocations(other, term).to_csv() == first


@pytest.mark.parametrize("term", ["xyzzy", "nato xyzzy", "nato"])
def test_without_a_collocate_the_frame_is_empty_and_typed(corpus, term):
    none = collocations(corpus, term, min_count=1000)
    assert none.empty and none.dtypes.equals(collocations(corpus, "nato").dtypes)
    assert none.columns.tolist() == [
        "term", "near", "count", "expected", "g2", "pmi", "log_dice", "articles", "near_2014", "near_2022",
    ]  # fmt: skip
    assert str(table(none, "Near it")).startswith("Near it: nothing found\nterm  near it  count  expected  G²  PMI")


def test_a_corpus_of_one_word_has_no_collocations(make_corpus):
    corpus = make_corpus({"a.txt": "Talks."}).without_cleaning()
    assert corpus.tokens["term"].tolist() == ["talks"]
    assert collocations(corpus).empty and collocations(corpus, "talks").empty


# What a reader sees


class Cells(HTMLParser):
    """Rows of the tables of a page: text of the cells, and the attributes of rows and links."""

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.open, self.rows, self.captions, self.titles, self.links, self.tags = [], [], [], [], [], set()
        self.feed(markup)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
            self.titles.append(dict(attrs).get("title"))
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "caption":
            self.captions.append("")
        elif tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "caption" in self.open:
            self.captions[-1] += data
        elif "tr" in self.open:
            self.rows[-1][-1] += data


def seen(shown):
    return Cells(shown._repr_mimebundle_()["text/html"])


def plain(captions):
    """Captions without the articles that they name."""
    return [caption.partition(" (")[0] for caption in captions]


def test_kwic_shows_the_eras_side_by_side(corpus):
    shown = kwic(corpus, "NATO", most=20)
    page, markup = seen(shown), shown._repr_mimebundle_()["text/html"]
    assert "“NATO” in context, sorted by the words after it" in markup
    assert page.captions[0] == "2014: 4 places (000: HuffPost UK, 5 Mar 2014; 001: BBC, 5 Mar 2014)"
    assert page.captions[1].startswith("2022: 20 of 26 places, evenly chosen (")
    assert markup.count('<th scope="col"') == 8 and "display:flex;flex-wrap:wrap" in markup
    rows = [row for row, title in zip(page.rows, page.titles, strict=True) if title is not None]
    assert len(rows) == 24 and page.rows[0] == ["before", "word", "after", "address"]
    hits = concordance(corpus, "nato", width=32, sort="right")
    first = hits[hits["era"] == "2014"]
    assert [row[:3] for row in rows[:4]] == first[["left", "keyword", "right"]].values.tolist()
    assert [row[3] for row in rows[:4]] == ["001#s8", "000#s1", "001#s9", "000#s21"]
    assert markup.count("<b>") == 24 and markup.count('style="text-align:right') == 2 + 24


def test_a_line_carries_its_sentence_and_leads_to_its_article(corpus):
    for term in ("nato", "would", "prime minister", "“"):
        page = seen(kwic(corpus, term, most=100))
        titles = [title for title in page.titles if title is not None]
        rows = [row for row, title in zip(page.rows, page.titles, strict=True) if title is not None]
        assert len(page.links) == len(rows) == len(concordance(corpus, term))
        for link, row, title in zip(page.links, rows, titles, strict=True):
            found = sentences_at(corpus, row[3])
            assert title == found["text"].item()
            path, _, fragment = link.partition("#")
            file = (ROOT / "notebooks" / unquote(path)).resolve()
            assert path.startswith("../seeds/") and file.is_file()
            assert file.stem == found["address"].item().partition("#")[0]
            assert points_at(fragment, corpus.source[file.stem]) == title


def points_at(fragment, text):
    """What a browser marks: from the first place of the first words to the next place of the last words."""
    assert fragment.startswith(":~:text=")
    directive = fragment.removeprefix(":~:text=")
    assert re.fullmatch(r"[\w.~%,]+", directive, re.ASCII) and directive.count(",") <= 1
    start, _, end = map(unquote, directive.partition(","))
    begin = text.index(start)
    after = begin + len(start)
    return text[begin : text.index(end, after) + len(end)] if end else text[begin:after]


def test_the_first_words_are_as_many_as_it_takes_to_find_the_sentence(make_corpus, monkeypatch, tmp_path):
    monkeypatch.setattr("twocrises.contexts.ROOT", tmp_path.resolve())
    text = (
        "The ministers met on Monday – again, and at length – and nobody said a word to the press about it.\n\n"
        "The ministers met on Monday, said A & B, self-defence or not, and they then agreed on all of it."
    )
    corpus = make_corpus({"sub/a b, 100 %–#1.txt": text})
    page = seen(kwic(corpus, "ministers"))
    assert plain(page.captions) == ["all articles: 2 places"]
    assert [unquote(link.partition("#")[0]) for link in page.links] == [
        "../ein Korpus – проба/sub/a b, 100 %–#1.txt",
    ] * 2
    marked = [points_at(link.partition("#")[2], corpus.source["sub/a b, 100 %–#1"]) for link in page.links]
    assert marked == text.split("\n\n")


def test_a_corpus_elsewhere_has_addresses_without_links(two_eras):
    page = seen(kwic(two_eras([TEXT], [TEXT]), "ministers"))
    assert page.links == [] and "a" not in page.tags
    assert [row[3] for row in page.rows] == ["address", "old000#s0", "address", "new000#s0"]


def test_addresses_are_short_where_that_is_enough(make_corpus):
    names = ["1_a", "12_b", "2_a", "2_b", "3", "_x", "s/4_c"]
    corpus = make_corpus({f"{name}.txt": f"{i}. {TEXT}" for i, name in enumerate(names)})
    shown = {row[3] for row in seen(kwic(corpus, "ministers")).rows[1:]}
    assert {address.partition("#")[0] for address in shown} == {"1_a", "12", "2_a", "2_b", "3", "_x", "s/4"}
    for address in shown:
        assert sentences_at(corpus, address)["text"].str.contains("ministers").all()


def test_an_era_without_a_hit_says_so_in_a_line(corpus):
    shown = kwic(corpus, "sevastopol", width=12)
    assert seen(shown).captions == ["2014: 2 places (001: BBC, 5 Mar 2014)"]
    assert ">2022: it does not occur</p>" in shown._repr_mimebundle_()["text/html"]
    assert str(kwic(corpus, "xyzzy")).splitlines()[2:] == ["2014: it does not occur", "", "2022: it does not occur"]


def test_articles_without_an_era_are_shown_last(make_corpus):
    toml = f"{ERAS}[eras.empty]\nstart = 2030-01-01\nend = 2030-12-31\n[articles.b]\npublished = 2014-03-05\n"
    texts = {f"{name}.txt": f"The ministers met {name} week and agreed to meet again soon." for name in "ab"}
    shown = kwic(make_corpus(texts, toml), "ministers")
    assert plain(seen(shown).captions) == ["old: 1 place", "no era: 1 place"]


def test_more_places_than_are_shown(two_eras):
    corpus = two_eras([" ".join(f"The ministers met on day {i} of the year." for i in range(1204))], [TEXT])
    page = seen(kwic(corpus, "ministers", sort="place"))
    assert plain(page.captions) == ["old: 20 of 1,204 places, evenly chosen", "new: 1 place"]
    shown = [int(row[3].partition("#s")[2]) for row in page.rows[1:21]]
    assert shown[0] == 0 and shown[-1] == 1203 and set(np.diff(shown)) == {63, 64}
    assert plain(seen(kwic(corpus, "ministers", most=1)).captions)[0] == "old: 1 of 1,204 places, evenly chosen"


@pytest.mark.parametrize("sort", ["place", "right", "left"])
def test_in_plain_text_the_words_stand_in_a_column(corpus, sort):
    lines = str(kwic(corpus, "foreign minister", sort=sort)).splitlines()
    assert lines[1:3] == ["", "2014: 1 place (001: BBC, 5 Mar 2014)"] and lines[0].startswith(
        "“foreign minister” in context, "
    )
    of_2022 = lines[plain(lines).index("2022: 5 places") + 1 :]
    assert len(of_2022) == 6
    column = of_2022[0].index("word")
    assert {line[column : column + 16].casefold() for line in of_2022[1:]} == {"foreign minister"}
    address = of_2022[0].index("address")
    assert all(re.fullmatch(r"00\d#s\d+", line[address:]) for line in of_2022[1:])


def test_hostile_text_is_shown_and_never_run(make_corpus):
    toml = ERAS.replace("eras.old", 'eras."<i>$old"') + "[articles.a]\npublished = 2014-03-05\n"
    corpus = make_corpus({"a.txt": HOSTILE, "b.txt": HOSTILE}, toml)
    for term in ("ministers", "said", "<script>", "$", "|"):
        markup = kwic(corpus, term, width=500)._repr_mimebundle_()["text/html"]
        page = Cells(markup)
        assert page.tags <= {"div", "p", "table", "caption", "thead", "tbody", "tr", "th", "td", "b", "span"}
        assert "$" not in markup.replace("<span>$</span>", "") and "\\" not in markup.replace("<span>\\</span>", "")
        assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"', "", markup)), "no attribute of its own"
        if term in ("ministers", "said"):
            assert {title for title in page.titles if title} == {HOSTILE}
            assert "".join(page.rows[1][:3]) == HOSTILE
    assert html.escape("<i>$old", quote=False).replace("$", "<span>$</span>") in markup
