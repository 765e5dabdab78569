"""Topics and the tree of articles: the contract of the frames, and that the same corpus gives the same answer."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from scipy.cluster.hierarchy import leaves_list

from twocrises.errors import TwoCrisesError
from twocrises.topics import article_tree, topics

from .conftest import TEXT


@pytest.fixture(scope="module")
def found(corpus):
    return topics(corpus)


def test_frames(found, corpus):
    assert found.terms.columns.tolist() == ["topic", "rank", "term", "weight"]
    assert found.units.columns.tolist() == [
        "article", "label", "era", "line", "address", "text", "topic", "share", "weight"
    ]  # fmt: skip
    assert found.units["share"].dropna().between(0, 1).all() and (found.units["weight"].dropna() > 0).all()
    assert found.units["weight"].isna().equals(found.units["topic"].isna())
    assert found.articles["article"].tolist() == corpus.articles["article"].tolist()
    assert found.articles.filter(like="topic_").sum(axis=1).to_numpy() == pytest.approx(np.ones(5))
    assert found.quality["topic"].tolist() == [1, 2, 3, 4]
    assert found.quality["stability"].between(0, 1).all()
    assert found.terms.groupby("topic")["weight"].is_monotonic_decreasing.all()
    assert found.quality["units"].sum() == found.units["topic"].notna().sum()


def test_the_topic_of_an_article_is_the_one_with_most_of_it(found):
    shares = found.articles.filter(like="topic_").to_numpy()
    assert found.articles["topic"].tolist() == (shares.argmax(axis=1) + 1).tolist()


def test_function_words_and_numbers_name_no_topic(found):
    assert not set(found.terms["term"]) & {"the", "of", "would", "1997", "100,000"}


def test_another_process_gives_the_same_bytes(found):
    """Under another hash seed: sets and dictionaries come in another order, the topics must not."""
    code = (
        "from utils import load_corpus, topics; t = topics(load_corpus('seeds'));"
        "print(t.terms.to_csv(), t.units.to_csv(), t.articles.to_csv(), t.quality.to_csv())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8",
        env={"PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    frames = (found.terms, found.units, found.articles, found.quality)
    assert other.stdout == " ".join(frame.to_csv() for frame in frames) + "\n"


def test_a_made_corpus_falls_into_its_two_subjects(two_eras):
    war = "Troops held the bridge while soldiers and tanks crossed the border near the base. "
    bank = "Markets fell as the bank raised its rates and investors sold shares in the currency. "
    found = topics(two_eras([f"{war}\n\n{war}"] * 3, [f"{bank}\n\n{bank}"] * 3), n_topics=2)
    assert found.articles.groupby("era", observed=True)["topic"].nunique().tolist() == [1, 1]
    assert found.articles["topic"].nunique() == 2
    assert found.quality["stability"].tolist() == pytest.approx([1, 1], abs=0.35)


@pytest.mark.parametrize("n_topics", [0, 1, 51, 2.5, 1_000])
def test_a_number_of_topics_that_cannot_be(corpus, n_topics):
    with pytest.raises(
        TwoCrisesError,
        match=rf"^n_topics is {n_topics}\. With \d+ paragraphs and \d+ words to tell them apart, .* from 2 to 50\.$",
    ):
        topics(corpus, n_topics=n_topics)


def test_a_corpus_too_small_for_topics(make_corpus):
    with pytest.raises(
        TwoCrisesError,
        match=r"^This corpus has 1 paragraph of 8 words or more, too few to find topics\. Add articles\.$",
    ):
        topics(make_corpus({"a.txt": TEXT}))


def test_a_small_corpus_has_as_many_topics_as_it_can_hold(two_eras, found):
    assert topics(two_eras([TEXT], [TEXT]), samples=0).quality["topic"].tolist() == [1, 2]
    assert len(found.quality) == 4, "the default where there is room"


def test_identical_articles_are_no_crash(two_eras):
    found = topics(two_eras([TEXT] * 3, [TEXT] * 3), n_topics=2, samples=2)
    assert found.articles["topic_1"].notna().all()


def test_tree(corpus):
    links, distances = article_tree(corpus)
    assert (np.diff(links[:, 2]) >= 0).all()
    assert (np.diag(distances) == 0).all() and (distances.to_numpy() == distances.to_numpy().T).all()
    labels = corpus.articles["label"].to_numpy()[leaves_list(links)]
    pd.testing.assert_index_equal(distances.index, pd.Index(labels))
    assert links[0, 2] == pytest.approx(distances.where(distances > 0).min().min())


def test_a_tree_takes_two_articles(make_corpus):
    with pytest.raises(TwoCrisesError, match=r"A tree of articles takes at least two, each with words\."):
        article_tree(make_corpus({"a.txt": TEXT}))


def test_a_large_corpus_gives_a_tree_one_can_read(two_eras):
    texts = [f"{TEXT} Delegation number{i} spoke about subject{i % 7} at length." for i in range(60)]
    links, distances = article_tree(two_eras(texts[:30], texts[30:]))
    assert len(distances) == 40 and len(links) == 39
