"""The figure of the ledger: it says what the claims say, whatever they are."""

import html
import io
import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from PIL import Image

from twocrises.claims.base import Difference
from twocrises.errors import TwoCrisesError
from twocrises.figures import ledger, png, publish
from twocrises.figures.style import house_style
from twocrises.ledger import read_ledger
from twocrises.outputs import on_the_lock

from .test_figures import cut_off

ROOT = Path(__file__).parents[1]
RATE, SPREADS = "per 1,000 words", "units of anything"
MODULE = import_module("twocrises.figures.ledger")


def compared(name, a, b, unit=RATE, eras=("2014", "2022"), **more):
    """A claim that compares these values of the articles."""
    labels = [f"A{i}, 5 Mar 2014" for i in range(len(a))] + [f"B{i}, 9 Jan 2022" for i in range(len(b))]
    rest = [(np.delete(a, i).mean(), np.mean(b)) for i in range(len(a)) if len(a) > 1]
    rest += [(np.mean(a), np.delete(b, i).mean()) for i in range(len(b)) if len(b) > 1]
    names = (labels[: len(a)] if len(a) > 1 else []) + (labels[len(a) :] if len(b) > 1 else [])
    without = tuple((label, float(one), float(two)) for label, (one, two) in zip(names, rest, strict=True))
    found = Difference(f"«{name}»", unit, eras, (float(np.mean(a)), float(np.mean(b))), (len(a), len(b)), without, None)
    return {"id": f"word:{name}", "status": "descriptive", "exploratory": False, "difference": found} | more


def frame_of(*claims, p=0.1, statement="No test over articles can reach a p below 0.10."):
    floor = {"id": "floor", "statement": statement, "numbers": {"p": p}, "n_articles": 5, "difference": None}
    return pd.DataFrame([floor, *claims])


def says(figure):
    """All that is written in a figure, line breaks as spaces."""
    return " | ".join(" ".join(text.get_text().split()) for text in figure.canvas.findobj(Text) if text.get_text())


UP = compared("threat", [2.0, 2.2], [8.0, 8.4, 8.8])
DOWN = compared("fact", [8.0, 8.4], [2.0, 2.2, 2.4])
SAME = compared("border", [5.0, 5.1], [5.1, 5.2, 5.0])
SHAKY = compared("minister", [9.0, 0.0], [1.0, 1.2, 1.1])
ABSENT = compared("exile", [0.0, 0.0], [1.0, 2.0, 3.0])
TONE = compared("tone", [-0.3, -0.2], [0.1, 0.2, 0.3], SPREADS, id="tone")
# Much the same, with a direction that stays; one article takes it out of the band.
LEAVES = compared("state", [5.9, 4.2], [5.9, 6.0, 6.1])
# Much the same, with a direction that one article turns; no article takes it out of the band.
TURNS = compared("shared", [5.0, 5.1], [5.0, 5.0, 5.3])


def rows_of(*claims, most=6):
    """The rows that the figure of these claims draws, with all that it knows of them."""
    return MODULE._chosen(MODULE._rows(frame_of(*claims)), most).set_index("quantity")


def test_the_blocks_and_the_marks():
    figure = ledger(frame_of(UP, DOWN, SAME, SHAKY, ABSENT, TONE))
    rows = rows_of(UP, DOWN, SAME, SHAKY, ABSENT, TONE)
    table = figure.data.set_index("quantity")
    assert table.index.tolist() == rows.index.tolist() and table["holds"].equals(rows["holds"])
    assert table.loc["“minister”", "turned_by"] == "A0, 5 Mar 2014"
    assert table.loc["“threat”", ["mean of 2014", "mean of 2022", "direction"]].tolist() == [2.1, 8.4, "more in 2022"]
    assert rows["block"].to_dict() == {
        "“fact”": -1, "“minister”": -1, "“border”": 0, "“exile”": 1, "“threat”": 1, "“tone”": 1
    }  # fmt: skip
    assert rows["holds"].to_dict() == {
        "“fact”": True, "“minister”": False, "“border”": True, "“exile”": True, "“threat”": True, "“tone”": True
    }  # fmt: skip
    assert rows.loc["“threat”", "value"] == pytest.approx(2) and math.isinf(rows.loc["“exile”", "value"])
    assert rows.loc["“minister”", "turned_by"] == ("A0, 5 Mar 2014",)
    assert rows.loc["“tone”", "value"] == pytest.approx(0.45), "no ratio of scores"
    text = says(figure)
    for part in ("More in 2014", "Much the same", "More in 2022",
                 "Filled: still between 4/5 and 5/4 without any one article.",
                 "2022 minus 2014, tone (unit: how far sentences of editorials usually lie from zero)",
                 "turns without A0, 5 Mar 2014", "2.1 → 8.4 per 1,000 words", "−0.25 → +0.20", "only 2022",
                 "More “threat” in 2022, more “fact” in 2014; “border” alike",
                 "Of 6 differences between 2014 and 2022 in the ledger, 4 keep their direction",
                 "Five articles: no test over articles can reach a p below 0.10"):  # fmt: skip
        assert part in text, part
    assert (
        "overturns “minister” (without A0, 5 Mar 2014)." in figure.alt
        and "“fact”, 8.2 per 1,000 words in 2014, 2.2 in 2022; “minister”, 4.5" in figure.alt
    )


@pytest.mark.parametrize("narrow", [False, True])
def test_much_the_same_is_asked_another_question(narrow):
    """A filled diamond stays in the band, a filled circle keeps its direction; neither says what the other does."""
    figure = ledger(frame_of(UP, LEAVES, TURNS, SHAKY), narrow=narrow)
    rows = rows_of(UP, LEAVES, TURNS, SHAKY, most=3 if narrow else 6)
    assert LEAVES["difference"].survives and not rows.loc["“state”", "holds"]
    assert not TURNS["difference"].survives and rows.loc["“shared”", "holds"]
    assert rows.loc["“state”", "turned_by"] == ("A0, 5 Mar 2014",) and rows.loc["“shared”", "turned_by"] == ()
    written = says(figure)
    assert (
        "no longer the same without A0, 5 Mar 2014" in written.replace(" | ", " ")
        and "turns without A0, 5 Mar 2014" in written
    )
    key = next(text for text in written.split(" | ") if text.startswith("● ■"))
    assert "● ■ filled: the direction stays whichever article is left out; ○ □ hollow: it turns or is gone" in key
    assert "◆ filled: the ratio stays between 4/5 and 5/4 whichever article is left out; ◇ hollow: not without" in key
    outer, inner = figure.alt.split("Leaving out one article ")[1].split("; and it makes unequal")
    assert "“minister”" in outer and "“state”" not in outer and "“state”" in inner
    assert not cut_off(figure) and apart(figure)


def test_equal_tone_is_grey_and_says_without_what_it_is_not():
    even = compared("tone", [0.1, 0.1], [0.1, 0.2, 0.0], SPREADS, id="tone")
    row = rows_of(UP, even).loc["“tone”"]
    assert row["block"] == 0 and not row["holds"] and row["turned_by"] == ("B1, 9 Jan 2022", "B2, 9 Jan 2022")


def test_scores_that_are_not_tone_keep_their_unit():
    text = ledger(frame_of(UP, compared("length", [7.0, 8.0], [9.0, 9.5, 9.9], "words"))).alt
    assert "In words: “length”, +7.50 in 2014, +9.47 in 2022." in text and "editorials" not in text


@pytest.mark.parametrize("narrow", [False, True])
def test_no_name_of_an_article_is_cut(narrow):
    long = "A Paper and several agencies"
    labels = [f"{long}, 5 Mar 2014", "B, 5 Mar 2014", "C, 9 Jan 2022", "D, 9 Jan 2022"]
    rest = ((labels[0], 0.0, 1.0), (labels[1], 9.0, 1.0), (labels[2], 4.5, 1.0), (labels[3], 4.5, 1.0))
    found = Difference("«envoy»", RATE, ("2014", "2022"), (4.5, 1.0), (2, 2), rest, None)
    text = says(ledger(frame_of({"id": "word:envoy", "difference": found}), narrow=narrow))
    assert f"turns without {long}, 5 Mar 2014" in text.replace(" | ", " ") and "…" not in text
    longer = Difference(
        "«envoy»", RATE, ("2014", "2022"), (4.5, 1.0), (2, 2), ((f"{long * 4}, 5 Mar 2014", 0.0, 1.0), *rest[1:]), None
    )
    text = says(ledger(frame_of({"id": "word:envoy", "difference": longer}), narrow=narrow))
    assert "turns without 5 Mar 2014" in text and "…" not in text


def test_a_name_and_the_office_are_drawn_once():
    office = {
        **compared("x", [6.0, 6.2], [1.0, 1.2, 1.1]),
        "id": "role:president",
        "statement": "president (Jane Envoy in 2014, Joe Doe in 2022) is named 6.1 times.",
        "evidence": ("a#s1", "a#s2", "b#s3"),
    }
    name = compared("envoy", [6.0, 6.1], [0.0, 0.0, 0.0], evidence=("a#s1", "a#s2"))
    elsewhere = {**name, "evidence": ("a#s1", "c#s9")}
    other = compared("minister", [6.0, 6.1], [0.0, 0.0, 0.0], evidence=("a#s1", "a#s2"))
    drawn = [
        set(ledger(frame_of(UP, office, claim)).data["id"]) - {"word:threat"} for claim in (name, elsewhere, other)
    ]
    assert drawn == [{"role:president"}, {"role:president", "word:envoy"}, {"role:president", "word:minister"}]
    assert "Of 3 differences" in ledger(frame_of(UP, office, name)).alt, "it is counted"


def test_a_title_of_what_is_no_word():
    claims = [compared("x", [2.0, 2.2], [8.0, 8.4, 8.8])]
    found = claims[0]["difference"]
    claims[0]["difference"] = Difference(
        "how often «minister» is named", found.unit, found.eras, found.means, found.n, found.without, None
    )
    assert "More in 2022: how often “minister” is named" in says(ledger(frame_of(*claims)))


def test_copies_of_a_text_are_one_text():
    found = SHAKY["difference"]
    text = ledger(frame_of(UP, LEAVES, {**SHAKY, "difference": replace(found, unit_of_test="text")}))
    written = says(text)
    for part in ("whichever text is left out", "without any one text.", "the text named beside it", "one text is left"):
        assert part in written, part
    assert "Leaving out one text overturns" in text.alt and "article" not in text.alt


def test_the_caption_is_short():
    caption = ledger(frame_of(UP, DOWN, SAME, SHAKY, ABSENT, TONE)).caption
    assert len(re.findall(r"\.(?= |$)", caption)) <= 5


def test_letters_stand_out_in_grey_print():
    figure = ledger(frame_of(UP, DOWN, SAME, SHAKY, ABSENT, TONE))
    for text in figure.canvas.findobj(Text):
        if text.get_text().strip():
            light = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(text.get_color())]
            assert 1.05 / (np.dot(light, [0.2126, 0.7152, 0.0722]) + 0.05) >= 4.5, text.get_text()


def test_lines_reach_as_far_as_leaving_one_out_does():
    row = rows_of(UP, SHAKY).loc["“minister”"]
    assert row["lowest"] == pytest.approx(math.log2(1.1 / 9)) and row["highest"] == math.inf
    row = rows_of(UP, SHAKY).loc["“threat”"]
    assert (row["lowest"], row["highest"]) == pytest.approx((math.log2(8.4 / 2.2), math.log2(8.4 / 2.0)))


def mirrored(claim):
    found = claim["difference"]
    swapped = Difference(
        found.quantity, found.unit, found.eras, found.means[::-1], found.n[::-1],
        tuple((label, b, a) for label, a, b in found.without), None,
    )  # fmt: skip
    return {**claim, "difference": swapped}


rates = st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 7.5]), min_size=1, max_size=3)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(rates, rates), min_size=1, max_size=9))
def test_swapping_the_eras_mirrors_it(values):
    claims = [compared(f"w{i}", a, b) for i, (a, b) in enumerate(values)]
    one = MODULE._rows(frame_of(UP, *claims))
    two = MODULE._rows(frame_of(mirrored(UP), *map(mirrored, claims)))
    drawn, other = (MODULE._chosen(rows, 3).set_index("id") for rows in (one, two))
    assert set(drawn.index) == set(other.index)
    other = other.loc[drawn.index]
    assert (drawn["block"] == -other["block"]).all() and (drawn["holds"] == other["holds"]).all()
    assert np.allclose(drawn["value"], -other["value"]) and np.allclose(drawn["lowest"], -other["highest"])
    assert (drawn["turned_by"] == other["turned_by"]).all()


@settings(deadline=None, max_examples=40)
@given(st.permutations(range(12)))
def test_the_order_of_the_claims_changes_nothing(order):
    claims = [compared(f"w{i}", [1.0, 1.0 + i % 3], [float(i % 4), 2.0]) for i in range(12)]
    plain = MODULE._chosen(MODULE._rows(frame_of(UP, *claims)), 3)
    pd.testing.assert_frame_equal(MODULE._chosen(MODULE._rows(frame_of(*(claims[i] for i in order), UP)), 3), plain)


def test_all_equal():
    figure = ledger(frame_of(*(compared(name, [2.0, 2.0], [2.0, 2.0, 2.0 + i / 1e9]) for i, name in enumerate("abc"))))
    assert (figure.data["direction"] == "much the same").all() and "Between 2014 and 2022 nothing differs" in says(
        figure
    )
    assert "No difference between 2014 and 2022 could be turned" in figure.alt
    assert not cut_off(figure)


def test_nothing_survives():
    figure = ledger(frame_of(SHAKY, compared("envoy", [0.0, 3.0], [2.0, 2.0, 2.1])))
    assert not figure.data["holds"].any()
    assert "One article can turn each difference between 2014 and 2022" in says(figure)
    assert "none keeps its direction" in figure.alt and "filled" not in says(figure)


def test_one_article_an_era():
    figure = ledger(frame_of(compared("threat", [1.0], [8.0])))
    assert "Each difference between 2014 and 2022 rests on one article an era" in says(figure)
    assert "turns without" not in says(figure) and not figure.data["holds"].any()


def test_only_the_tone():
    figure = ledger(frame_of(TONE))
    assert len(figure.data) == 1 and not cut_off(figure)
    assert "more in" not in says(figure), "no scale of ratios where there is none"


def test_one_claim_only():
    figure = ledger(frame_of(UP))
    assert len(figure.data) == 1 and not cut_off(figure) and "More in 2014" not in figure.alt
    assert "Of 1 difference in the ledger, 1 keeps its direction" in figure.alt


def test_what_stands_in_neither_era_is_not_drawn():
    nothing = compared("silence", [0.0, 0.0], [0.0, 0.0, 0.0])
    assert ledger(frame_of(UP, nothing)).data["quantity"].tolist() == ["“threat”"]
    with pytest.raises(TwoCrisesError, match="No claim of this ledger compares two eras"):
        ledger(frame_of(nothing))


def test_a_quantity_is_drawn_once():
    again = {**UP, "id": "popular-word"}
    twin = compared("menace", [2.0, 2.2], [8.0, 8.4, 8.8])
    assert len(ledger(frame_of(UP, again, SAME)).data) == 2
    assert len(ledger(frame_of(UP, twin, SAME)).data) == 3, "another word with the same numbers is another word"


def test_it_counts_as_the_ledger_does():
    frame = read_ledger(ROOT / "book").set_index("id")
    numbers = frame.loc["ledger", "numbers"]
    found = re.search(r"Of (\d+) differences .* ledger, (\d+) keep", ledger(frame.reset_index()).alt)
    compared_, kept = map(int, found.groups())
    assert compared_ in numbers.values() and kept in numbers.values()


@pytest.mark.parametrize("narrow", [False, True])
def test_sixty_claims(narrow):
    rng = np.random.default_rng(0)
    claims = [compared(f"w{i}", rng.gamma(1, 3, 2), rng.gamma(1, 3, 3)) for i in range(60)]
    figure = ledger(frame_of(*claims, *(compared(f"t{i}", *rng.normal(size=(2, 3)), SPREADS) for i in range(9))),
                    narrow=narrow)  # fmt: skip
    most = 3 if narrow else 6
    ratios = figure.data[figure.data["unit"] == RATE]
    assert ratios.groupby("direction").size().max() == most
    assert (figure.data["unit"] == SPREADS).sum() == most // 2 + 1
    assert not cut_off(figure) and apart(figure) and len(figure.alt) < 1_500
    by_block = [own["holds"].tolist() for _, own in ratios.groupby("direction")]
    assert all(holds == sorted(holds, reverse=True) for holds in by_block), "those that stand come first"


def apart(figure):
    """Whether no two texts beside the panels lie on one another, and all lie within the figure."""
    with house_style():
        figure.canvas.draw_without_rendering()
        texts = [text for text in figure.canvas.findobj(Text) if text.get_text().strip() and text.get_visible()]
        boxes = np.array([text.get_window_extent().extents for text in texts])
    width, height = figure.canvas.bbox.size
    inside = (boxes[:, :2] >= -0.5).all() and (boxes[:, 2] <= width + 0.5).all() and (boxes[:, 3] <= height + 0.5).all()
    a, b = boxes[:, None], boxes[None]
    meet = ((a[..., :2] + 0.5 < b[..., 2:]) & (b[..., :2] + 0.5 < a[..., 2:])).all(axis=2)
    np.fill_diagonal(meet, val=False)
    assert not meet.any(), [(texts[i].get_text(), texts[j].get_text()) for i, j in np.argwhere(meet)[:3]]
    return inside


@pytest.mark.parametrize("narrow", [False, True])
def test_hostile_and_long_labels(narrow):
    eras = ("$x_{$ the days before <b>", "W" * 60)
    names = ["$\\frac{1}$ \\alpha", "M" * 200, "a\nb\n" * 20, "北京 " * 30, "<script>", "word " * 60]
    claims = [compared(name, [2.0, 2.2], [8.0 + i, 9.0, 0.1], eras=eras, exploratory=True)
              for i, name in enumerate(names)]  # fmt: skip
    claims.append(compared("outlet", [9.0, 0.0], [1.0, 1.2, 1.1], eras=eras))
    figure = ledger(frame_of(*claims), narrow=narrow)
    assert png(figure) and not cut_off(figure)
    assert "$" in says(figure), "no formula"


def test_letters_are_large_enough():
    for narrow, least in ((False, 7), (True, 8)):
        figure = ledger(frame_of(UP, DOWN, SAME, SHAKY, ABSENT, TONE), narrow=narrow)
        texts = [text for text in figure.canvas.findobj(Text) if text.get_text().strip()]
        assert min(text.get_fontsize() for text in texts) >= least
        assert figure.canvas.get_figwidth() == pytest.approx(3.9 if narrow else 180 / 25.4)
        assert apart(figure)


def test_what_a_test_supports_is_bold():
    claims = [{**UP, "status": "supported"}, DOWN]
    figure = ledger(frame_of(*claims, p=0.001, statement="No test over texts can reach a p below 0.001."))
    weights = {text.get_text(): text.get_fontweight() for text in figure.canvas.findobj(Text)}
    assert (weights["“threat”"], weights["“fact”"]) == ("bold", "normal")
    assert "a test over texts can reach p = 0.001; rows in bold have p of at most 0.05" in says(figure)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: ledger(pd.DataFrame()), "This is no ledger"),
        (lambda: ledger([UP]), "This is no ledger"),
        (lambda: ledger(frame_of()), "No claim of this ledger compares two eras"),
        (lambda: ledger(frame_of(UP), most=0), r"most is 0\."),
        (lambda: ledger(frame_of(UP, compared("x", [1.0], [2.0], eras=("a", "b")))), "compare different eras"),
    ],
)
def test_what_cannot_be_drawn(call, sentence):
    with pytest.raises(TwoCrisesError, match=sentence) as caught:
        call()
    assert str(caught.value).endswith(".")


def test_print_quality_and_the_same_bytes(tmp_path):
    frame = frame_of(UP, DOWN, SAME, SHAKY, ABSENT, TONE)
    files = publish(ledger(frame), tmp_path / "one.v1")
    again = publish(ledger(frame), tmp_path / "two")
    assert [file.name for file in files] == ["one.v1.png", "one.v1.svg"]
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]
    with Image.open(files[0]) as image:
        assert image.width == int(180 / 25.4 * 300) and round(image.info["dpi"][0]) == 300
    tree = ET.fromstring(files[1].read_text("utf-8"))
    assert tree.attrib["width"].startswith("510.2") and "date" not in files[1].read_text("utf-8")
    assert ledger(frame).alt.split(" in the ledger")[0] in files[1].read_text("utf-8")


def test_the_figure_of_the_readme_is_drawn_from_the_ledger(tmp_path):
    frame = read_ledger(ROOT / "book")
    for name, narrow in (("two_crises", False), ("two_crises_narrow", True)):
        figure = ledger(frame, narrow=narrow)
        assert apart(figure)
        fresh = publish(figure, tmp_path / name)
        committed = Image.open(io.BytesIO((ROOT / "book" / f"{name}.png").read_bytes())).convert("RGB")
        assert (ROOT / "book" / f"{name}.svg").is_file()
        if not on_the_lock(ROOT / "requirements.txt"):
            pytest.skip("other versions of matplotlib draw letters otherwise; pixels compare on requirements.txt only")
        drawn = Image.open(io.BytesIO(fresh[0].read_bytes())).convert("RGB")
        assert drawn.size == committed.size, "make figure"
        assert np.abs(np.asarray(drawn, dtype=int) - np.asarray(committed, dtype=int)).mean() < 0.5, "make figure"


def test_the_readme_says_in_words_what_its_figure_shows():
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    described = re.search(
        r'<picture> <source media="\(max-width: 600px\)" srcset="book/two_crises_narrow\.png"> '
        r'<img src="book/two_crises\.png" alt="([^"<>]*)"> </picture>',
        readme,
    )
    assert described is not None, "a telephone gets the narrow picture"
    assert html.unescape(described[1]) == " ".join(ledger(read_ledger(ROOT / "book")).alt.split())
