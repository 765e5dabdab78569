"""What on a page comes from another time: flagged, and nothing else changed."""

import pytest

from twocrises.audit import LATER_DAY, LATER_OFFICE, OTHER_STORY, audit, named_holders
from twocrises.errors import TwoCrisesError

from .conftest import ERAS, TEXT

ROLES = """
[[roles."prime minister"]]
name = "Ann Lee"
from = 2010-01-01
to = 2020-01-01

[[roles."prime minister"]]
name = "Bo Dahl"
from = 2020-01-01

[[roles."mayor"]]
name = "Cy Ek"
from = 2010-01-01
to = 2012-01-01

[[roles."mayor"]]
name = "Cy Ek"
from = 2018-01-01
"""
FACTS = ERAS + ROLES + "[articles.a]\npublished = 2014-03-05\n"


@pytest.fixture
def findings(make_corpus):
    def find(page, facts=FACTS):
        frame = audit(make_corpus({"a.txt": page}, facts))
        return list(zip(frame["finding"], frame["text"], frame["keep"], strict=True))

    return find


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("A summit is planned for 20 June 2014 in the same place.", LATER_DAY),
        ("Page saved on 16 July 2024", LATER_DAY),
        ("Copyright 2014", None),
        ("They first met on 4 March 2014 in the capital, in the morning.", None),
        ("They will meet again in March 2014 in the capital, it was said.", None),
        ("Prime Minister Bo Dahl was not there, and nobody asked for him.", LATER_OFFICE),
        ("Bo Dahl was not there that day, and nobody asked for him at all.", LATER_OFFICE),
        ("Mr Dahl was not there that day, and nobody asked for him at all.", None),
        ("Prime Minister Ann Lee was there that day, and everybody saw her.", None),
        ("Mayor Cy Ek was not there that day, and nobody asked for him.", None),
    ],
)
def test_what_is_later_than_the_article(findings, line, finding):
    page = f"{TEXT}\n\n{line}\n\n{TEXT}"
    assert [(kind, text) for kind, text, _ in findings(page)] == ([(finding, line)] if finding else [])


def test_headlines_of_other_stories(findings):
    page = (
        f"{TEXT * 3}\nThe council of the Harbour Town sent Ann Lee.\n\nRelated stories\n\n"
        "Storm over the lakes of Norland\nHarbour Town wins the cup\nContact us\nMinisters to meet in Southland\n"
    )
    assert findings(page) == [
        (OTHER_STORY, "Storm over the lakes of Norland", False),
        (OTHER_STORY, "Ministers to meet in Southland", False),
    ]


def test_the_audit_changes_nothing(corpus):
    before = corpus.lines.copy()
    found = audit(corpus)
    assert corpus.lines.equals(before)
    assert set(found["finding"]) == {OTHER_STORY}
    assert found["article"].str.startswith("004").all() and len(found) == 5
    assert [corpus.source[a][s:e] for a, s, e in zip(found["article"], found["start"], found["end"], strict=True)] == (
        found["text"].tolist()
    )


def test_an_article_without_a_day_is_judged_by_its_era(findings):
    page = f"{TEXT}\nSaved on 16 July 2024\nSaved on 20 June 2014"
    by_era = ERAS + "[articles.a]\nera = 'old'\n"
    assert [text for _, text, _ in findings(page, by_era)] == ["Saved on 16 July 2024"]


def test_without_day_and_era_nothing_is_later(findings):
    assert findings(f"{TEXT}\nSaved on 16 July 2024", "") == []


def test_a_frame_without_findings_has_its_columns(make_corpus):
    frame = audit(make_corpus({"a.txt": TEXT}))
    assert frame.empty
    assert frame.dtypes[["start", "keep", "finding"]].astype(str).tolist() == ["int32", "bool", "category"]


def test_who_is_named_where(make_corpus):
    corpus = make_corpus({"a.txt": f"{TEXT} Lee left, and Lee came back.\n\nMore stories\n\nDahl and Lee talk"}, FACTS)
    found = named_holders(corpus, "prime minister")
    assert found[["name", "in_article", "elsewhere", "in_office"]].values.tolist() == [
        ["Ann Lee", 2, 1, True],
        ["Bo Dahl", 0, 1, False],
    ]
    with pytest.raises(TwoCrisesError, match=r'lists no office "president". It lists: prime minister, mayor\.'):
        named_holders(corpus, "president")


def test_nobody_is_president_in_the_fifth_article(corpus):
    """The name stands on the page, in a headline of another year, and nowhere in the article."""
    found = named_holders(corpus, "US president")
    of_004 = found[found["article"].str.startswith("004")]
    assert of_004["in_article"].sum() == 0
    assert of_004.set_index("name")["elsewhere"].to_dict()["Joe Biden"] == 1
