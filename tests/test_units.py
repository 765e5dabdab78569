"""The texts in which topics are looked for: the same as counting by hand, and which are taken."""

import re
from collections import Counter

import numpy as np
import pytest

from twocrises.errors import TwoCrisesError
from twocrises.frequency import content_terms
from twocrises.masking import masked
from twocrises.units import default_unit, text_units_of, too_small

from .conftest import TEXT

WAR = "Troops held the bridge while soldiers and tanks crossed the border near the base. "
BANK = "Markets fell as the bank raised its rates and investors sold shares in the currency. "


def by_hand(corpus, kind):
    """Go through the sentences one by one: first address and words of each unit, in order."""
    line = corpus.sentences.set_index(["article", "sentence"])["line"].to_dict()
    terms = {key: group.term.tolist() for key, group in corpus.tokens.groupby(["article", "sentence"], observed=True)}
    found = {}
    for (article, sentence), number in line.items():
        part = {"paragraph": number, "window": sentence // 4, "article": 0}[kind]
        unit = found.setdefault((article, part), [f"{article}#s{sentence}", []])
        unit[1] += terms.get((article, sentence), [])
    return [(address, words) for address, words in found.values() if len(words) >= (1 if kind == "article" else 8)]


@pytest.mark.parametrize("variant", ["seeds", "masked", "without opinion"])
@pytest.mark.parametrize("kind", ["paragraph", "window", "article"])
def test_units_are_those_that_reading_gives(corpus, kind, variant):
    some = {"seeds": corpus, "masked": masked(corpus), "without opinion": corpus.without_opinion()}[variant]
    units, expected = text_units_of(some, kind), by_hand(some, kind)
    assert units.frame["address"].tolist() == [address for address, _ in expected]
    if kind == "article" and variant != "masked":
        return  # the words of the headlines come on top, see below
    assert units.frame["words"].tolist() == [len(words) for _, words in expected]
    within = Counter(term for _, words in expected for term in set(words))
    terms = sorted(
        term for term, times in within.items() if times >= 2 and content_terms([term])[0] and term != "[place]"
    )
    assert units.terms.tolist() == terms
    for row, (_, words) in zip(units.counts.toarray(), expected, strict=True):
        assert dict(zip(terms, row, strict=True)) == {term: words.count(term) for term in terms}
    for i, (_, words) in enumerate(expected):
        assert units.terms[units.words[units.text == i]].tolist() == [word for word in words if word in set(terms)]


@pytest.mark.parametrize("kind", ["paragraph", "window", "article"])
def test_words_in_a_row_and_counts_agree(corpus, kind):
    units = text_units_of(corpus, kind)
    again = np.zeros(units.counts.shape)
    np.add.at(again, (units.text, units.words), 1)
    assert (again == units.counts.toarray()).all()
    assert (np.diff(units.text) >= 0).all()
    assert units.counts.has_canonical_format and (units.counts.data > 0).all()
    assert sorted(units.order) == list(range(len(units.frame)))


def test_the_text_of_a_unit_is_what_stands_there(corpus):
    frame = text_units_of(corpus, "window").frame
    sentences = corpus.sentences.set_index(["article", "sentence"])["text"]
    for row in frame.itertuples():
        inside = sentences.loc[row.article].loc[row.sentence : row.last]
        assert row.text == " ".join(inside) and len(inside) <= 4
    assert (frame["words"] >= 8).all()


def test_a_headline_counts_with_its_article(make_corpus):
    lines = [f'{{"title": "Zebra zebra number {i}", "text": "{WAR}"}}' for i in range(2)]
    corpus = make_corpus({"t.jsonl": "\n".join(lines)})
    units = text_units_of(corpus, "article")
    assert units.counts[:, units.terms.get_loc("zebra")].toarray().ravel().tolist() == [2, 2]
    assert units.terms[units.words[:2]].tolist() == ["zebra", "zebra"], "the headline stands first"
    assert units.frame["words"].tolist() == [18, 18]
    assert sorted(units.frame["text"]) == ["Zebra zebra number 0", "Zebra zebra number 1"]
    assert "zebra" not in text_units_of(corpus, "window").terms


def test_with_names_masked_no_headline_brings_them_back(corpus):
    names = {"putin", "obama", "biden", "ukraine"}
    assert names & set(text_units_of(corpus, "article").terms)
    assert not names & set(text_units_of(masked(corpus), "article").terms)


def test_default_unit(make_corpus):
    lines = f"{WAR}\n\n{BANK}\n\n{TEXT}\n\n"
    assert default_unit(make_corpus({f"{i:03d}.txt": lines + f"Story {i}." for i in range(99)})) == "paragraph"
    assert default_unit(make_corpus({"099.txt": lines})) == "article"


def test_lines_that_are_no_paragraphs_make_windows(make_corpus):
    corpus = make_corpus({f"{i}.txt": WAR * 4 + BANK * 4 for i in range(3)})
    assert default_unit(corpus) == "window"
    units = text_units_of(corpus)
    assert units.kind == "window"
    assert units.frame[["sentence", "last"]].to_numpy().tolist() == [[0, 3], [4, 7]] * 3


def test_parts_that_say_too_little_are_left_out_but_no_article(make_corpus):
    corpus = make_corpus({"a.txt": "Troops crossed the bridge.", "b.txt": WAR, "c.txt": "5 March 2014"})
    words = dict(zip(corpus.articles["article"].str[0], corpus.articles["n_words"], strict=True))
    assert words["a"] == 4
    taken = text_units_of(corpus, "article").frame
    assert taken["article"].str[0].tolist() == [name for name, n in words.items() if n]
    assert text_units_of(corpus, "window").frame["article"].str[0].tolist() == ["b"]


def test_order_follows_content_alone(make_corpus, tmp_path):
    texts = {
        f"{i}.txt": f"{WAR}\n\n{BANK}\n\nThe delegation number{i} spoke of nothing else for hours." for i in range(4)
    }
    days = "".join(f"[articles.{i}]\npublished = 2014-03-0{9 - i}\n" for i in range(4))
    plain, dated = make_corpus(texts), make_corpus(texts, days)
    assert plain.articles["sha256"].tolist() != dated.articles["sha256"].tolist()
    one, other = (text_units_of(corpus, "paragraph") for corpus in (plain, dated))
    assert one.frame["text"][one.order].tolist() == other.frame["text"][other.order].tolist()
    assert (one.counts[one.order].toarray() == other.counts[other.order].toarray()).all()


def test_one_text_under_two_headlines_has_an_order_too(make_corpus):
    lines = [f'{{"title": "Zebra {name}", "text": "{WAR}"}}' for name in ("beta", "alpha", "delta", "gamma")]
    one, other = (make_corpus({"t.jsonl": "\n".join(some)}) for some in (lines, lines[::-1]))
    titles = [units.frame["text"][units.order].tolist() for units in map(text_units_of, (one, other), ["article"] * 2)]
    assert titles[0] == titles[1]


@pytest.mark.parametrize("unit", ["line", "", 3, ["article"]])
def test_no_such_unit(corpus, unit):
    with pytest.raises(TwoCrisesError, match=r'^unit is .+\. Take one of "paragraph", "window", "article"\.$'):
        text_units_of(corpus, unit)


@pytest.mark.parametrize("kind", ["paragraph", "window", "article"])
def test_a_corpus_without_words(make_corpus, kind):
    units = text_units_of(make_corpus({"a.txt": "5", "b.txt": "6"}), kind)
    full = text_units_of(make_corpus({"c.txt": WAR, "d.txt": WAR}), kind)
    assert units.counts.shape == (0, 0) and len(units.order) == len(units.words) == 0
    assert units.frame.dtypes.astype(str).to_dict() == full.frame.dtypes.astype(str).to_dict()


def test_too_small(make_corpus):
    one = text_units_of(make_corpus({"a.txt": WAR}))
    assert too_small(one) == "This corpus has 1 window of 8 words or more, too few to find topics. Add articles."
    none = text_units_of(make_corpus({"b.txt": BANK}))
    assert too_small(none).startswith("The 2 windows of this corpus share 0 words that carry content, too few ")
    assert too_small(text_units_of(make_corpus({"c.txt": WAR + BANK}))) == ""


LEFT = r"^Cleaning left words in {}, too few to find topics\. The column rule of corpus\.lines says why"


@pytest.mark.parametrize(
    ("kind", "of"), [("article", "3 articles"), ("paragraph", "the articles"), ("window", "the articles")]
)
def test_too_small_after_cleaning(make_corpus, kind, of):
    """The words are there: cleaning is the cause, so more articles are no mend."""
    menus = make_corpus({f"{i}.txt": f"Home\nNews\nSport\nTopic {i}\nRead more" for i in range(3)})
    said = too_small(text_units_of(menus, kind))
    assert re.match(LEFT.format(f"none of {of}"), said) and "Add articles" not in said
    assert not re.match(LEFT.format(".*"), too_small(text_units_of(menus.without_cleaning(), kind)))


def test_too_small_after_cleaning_of_all_but_one(make_corpus):
    some = make_corpus({"a.txt": WAR, "b.txt": "Home\nNews", "c.txt": "Home\nSport"})
    assert re.match(LEFT.format("1 of 3 articles"), too_small(text_units_of(some, "article")))


def test_words_a_line_are_no_windows_but_an_article(make_corpus):
    corpus = make_corpus(
        {f"{i}.txt": "\n".join(text.lower().split()) for i, text in enumerate((WAR, WAR + BANK, BANK))}
    )
    assert too_small(text_units_of(corpus, "window")).endswith(
        'Add articles, or take whole articles with unit="article".'
    )
    assert too_small(text_units_of(corpus, "article")) == ""
