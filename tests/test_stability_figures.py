"""Figures of stability: what they say follows the numbers, nothing is cut, and large sets of topics are drawn too."""

import numpy as np
import pytest

from twocrises.errors import TwoCrisesError
from twocrises.figures.stability import how_many, topic_stability
from twocrises.figures.style import house_style
from twocrises.stability import how_many as numbers_table
from twocrises.stability import refits, topics_by_lot
from twocrises.topics import topics

from .test_stability import BANK, WAR, article
from .test_topic_figures import cut_off

MAKE = {
    "how_many": lambda c: how_many(c, samples=2),
    "topic_stability": lambda c: topic_stability(topics(c, 3, samples=3), c),
    "with seeds": lambda c: topic_stability(topics(c, 3, method="lda", samples=3), c),
    "many topics": lambda c: topic_stability(topics(c, 26, samples=1), c),
}


@pytest.fixture(scope="module")
def drawn(corpus):
    return {name: make(corpus) for name, make in MAKE.items()}


def extents(canvas):
    """Boxes of everything written on a canvas that has been drawn, in pixels, and its size."""
    texts = []
    for axes in canvas.axes:
        low, high = sorted(axes.get_ylim())
        ticks = [label for label in axes.get_yticklabels() if low <= label.get_position()[1] <= high]
        texts += [*axes.texts, *ticks, axes.title, axes.xaxis.label]
    boxes = [text.get_window_extent() for text in texts if text.get_text().strip() and text.get_visible()]
    return boxes, canvas.bbox


def overlapping(boxes):
    return [
        (a, b) for i, a in enumerate(boxes) for b in boxes[:i]
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1
    ]  # fmt: skip


@pytest.mark.parametrize("name", MAKE)
def test_words_and_image(drawn, name, corpus):
    figure = drawn[name]
    assert sum(char.isdigit() for char in figure.alt) >= 4 and 60 < len(figure.alt) < 1_500 and figure.alt.endswith(".")
    assert figure.caption.endswith(".") and figure.caption != figure.alt and len(figure.data)
    again = MAKE[name](corpus)
    assert (again.alt, again.caption) == (figure.alt, figure.caption) and again.data.equals(figure.data)
    assert not cut_off(figure)
    with house_style():
        boxes, room = extents(figure.canvas)
    assert not overlapping(boxes)
    assert all(box.x0 >= 0 and box.x1 <= room.x1 + 1 and box.y0 >= 0 and box.y1 <= room.y1 for box in boxes)


def test_how_many_marks_the_chosen_number_in_each_panel(drawn, corpus):
    figure, numbers = drawn["how_many"], numbers_table(corpus, unit=None, method=None, samples=2)
    assert len(figure.canvas.axes) == 3
    chosen = numbers[numbers["chosen"]].iloc[0]
    for axes, column in zip(figure.canvas.axes, ("coherence", "diversity", "stability"), strict=True):
        diamond = [line for line in axes.lines if line.get_marker() == "D"]
        assert [line.get_ydata() for line in diamond] == [pytest.approx([chosen[column]])]
        assert f"3 topics: {chosen[column]:.2f}" in [text.get_text() for text in axes.texts]
    lot = topics_by_lot(topics(corpus), corpus)["coherence"].mean()
    coherence = figure.canvas.axes[0]
    assert f"dealt words: {lot:.2f}".replace("-", "−") in [text.get_text() for text in coherence.texts]
    assert any(line.get_ydata() == pytest.approx([lot, lot]) for line in coherence.lines if len(line.get_ydata()) == 2)
    assert "2 draws of articles with replacement, made by lot (standard error at most 0." in figure.caption
    assert (
        figure.canvas.get_suptitle().replace("\n", " ") == "The rule takes 3 topics, but no number of topics is stable"
    )
    assert "coherence times diversity is highest, here 3 (diamond)" in figure.caption
    assert "Coherence is highest for 3 (0.08) and lowest for 2 (−0.04)." in figure.alt


def test_without_draws_the_panel_says_so(two_eras):
    two = two_eras([article(WAR, 1)], [article(BANK, 2)])
    figure = how_many(two)
    assert figure.canvas.get_suptitle() == "The rule takes 2 topics"
    assert "not known: too few texts to draw from" in [text.get_text() for text in figure.canvas.axes[2].texts]
    assert "No stability" in figure.alt and "No stability" in figure.caption
    stable = topic_stability(topics(two, 2, unit="paragraph"), two)
    assert stable.canvas.get_suptitle().replace("\n", " ") == "Too few texts to draw from: no topic can be tested"
    says = [text.get_text() for text in stable.canvas.axes[0].texts]
    assert says[:2] == ["not tested"] * 2 and not any("surviv" in text for text in says)


def test_a_topic_that_does_not_survive_is_marked_in_words(drawn, corpus):
    for name, found in (("topic_stability", topics(corpus, 3, samples=3)),
                        ("with seeds", topics(corpus, 3, method="lda", samples=3))):  # fmt: skip
        survives = found.quality["survives"]
        says = [text.get_text().replace("\n", " ") for text in drawn[name].canvas.axes[0].texts]
        says = [text for text in says if "surviv" in text]
        assert says == ["survives" if kept else "does not survive" for kept in survives]
    assert drawn["topic_stability"].alt.startswith("None of the 3 topics survives when articles are drawn anew.")


def test_topics_that_survive(two_eras):
    corpus = two_eras([article(WAR, i) for i in range(4)], [article(BANK, i + 4) for i in range(4)])
    figure = topic_stability(topics(corpus, 2, unit="paragraph", samples=5), corpus)
    assert figure.canvas.get_suptitle().replace("\n", " ") == "All of the 2 topics survive when articles are drawn anew"
    assert [text.get_text() for text in figure.canvas.axes[0].texts if "surviv" in text.get_text()] == ["survives"] * 2
    assert "for every topic" in figure.alt


def test_every_refit_is_a_mark(drawn, corpus):
    figure, found = drawn["with seeds"], topics(corpus, 3, method="lda", samples=3)
    for marks, how in zip(figure.canvas.axes[0].collections, ("draws", "without", "seeds"), strict=True):
        again = refits(found, corpus, how)
        different = again.assign(overlap=again["overlap"].round(9)).groupby(["topic", "overlap"])["weight"].sum()
        assert marks.get_offsets()[:, 0].tolist() == pytest.approx([overlap for _, overlap in different.index])
        darkest = marks.get_alpha() == 1
        assert (darkest == np.isclose(different, different.max())).all(), "the darker, the more refits"
    assert "3 draws by lot; 5 articles left out one at a time; 10 other seeds" in figure.caption
    ways = ["articles drawn anew", "one article left out", "words dealt by lot"]
    assert drawn["topic_stability"].data["how"].unique().tolist() == ways, "NMF has no seed"
    row = figure.data.set_index(["topic", "how"]).loc[(1, "another seed")]
    own = refits(found, corpus, "seeds").query("topic == 1")["overlap"]
    assert row[["refits", "mean", "lowest"]].tolist() == pytest.approx([10, own.mean(), own.min()])


def test_many_topics_are_cut_and_the_caption_says_so(drawn):
    figure = drawn["many topics"]
    assert len(figure.canvas.axes[0].get_yticklabels()) == 24
    assert "Drawn are the 24 largest of 26 topics." in figure.caption
    assert "of the 26 topics" in figure.canvas.get_suptitle().replace("\n", " ")


def test_large_corpora_get_fewer_refits(corpus, monkeypatch):
    monkeypatch.setattr("twocrises.figures.stability._LARGE", 100)
    monkeypatch.setattr("twocrises.figures.stability._FEW_REFITS", 2)
    figure = topic_stability(topics(corpus, 3, method="clusters", samples=3), corpus)
    assert "3 draws by lot; 2 articles left out one at a time. A topic" in figure.caption
    lda = topic_stability(topics(corpus, 3, method="lda", samples=3), corpus)
    assert "2 articles left out one at a time; 2 other seeds" in lda.caption


def test_all_draws_are_said_to_be_all(corpus):
    """And the mean is by their probability; the article without which nothing is left of a topic is named."""
    found = topics(corpus, 3)
    figure = topic_stability(found, corpus)
    assert (
        "Refits: all 126 possible draws, each by its probability; 5 articles left out one at a time." in figure.caption
    )
    row = figure.data.set_index(["topic", "how"])["mean"].xs("articles drawn anew", level="how")
    assert row.tolist() == pytest.approx(found.quality["stability"].tolist())
    worst = refits(found, corpus, "without").sort_values("overlap", kind="stable").iloc[0]
    assert worst["overlap"] == 0 and f"Nothing is left of topic {worst['topic']} {worst['refit']}." in figure.alt
    assert worst["refit"] in [text.get_text() for text in figure.canvas.axes[0].texts]
    dealt = topics_by_lot(found, corpus)["overlap"].mean()
    assert f"dealt words: {dealt:.2f}" in [text.get_text() for text in figure.canvas.axes[0].texts]
    assert f"A dotted line marks the overlap of topics of dealt words, {dealt:.2f}." in figure.alt


def test_topics_of_another_corpus(corpus, two_eras):
    other = two_eras([article(WAR, 1)], [article(BANK, 2)])
    with pytest.raises(TwoCrisesError, match="found in another corpus"):
        topic_stability(topics(corpus, 3), other)
