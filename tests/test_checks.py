"""Arguments that are none: one sentence each."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twocrises.checks import share, shown, texts, whole
from twocrises.errors import TwoCrisesError

NO_NUMBERS = ["40", 2.5, 2.0, np.float64(2), float("nan"), float("inf"), None, True, np.True_, [3], b"3", 3j]


@pytest.mark.parametrize("value", NO_NUMBERS, ids=repr)
def test_what_is_no_whole_number(value):
    with pytest.raises(TwoCrisesError, match=r"^width is .+\. Give a whole number, 0 or more\.$"):
        whole(value, "width", least=0)


@given(st.integers(), st.integers(-5, 5), st.none() | st.integers(5, 9))
def test_whole_numbers_within_bounds(value, least, most):
    if value < least or (most is not None and value > most):
        with pytest.raises(TwoCrisesError, match=rf"^n is {value}\. Give a whole number"):
            whole(value, "n", least, most)
    else:
        assert whole(value, "n", least, most) == value


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64])
def test_whole_numbers_of_numpy(kind):
    assert type(whole(kind(100), "n")) is int
    with pytest.raises(TwoCrisesError, match=r"^n is 0\. Give a whole number from 1 to 5\.$"):
        whole(kind(0), "n", most=5)


@pytest.mark.parametrize("value", [0, 1, 5, -0.1, float("nan"), "0.05", None, True, [0.5], 0.5j])
def test_what_is_no_share(value):
    with pytest.raises(TwoCrisesError, match=r"^level is .+\. Give a share between 0 and 1, such as 0\.05\.$"):
        share(value, "level")


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_shares(value):
    assert share(value, "level") == share(np.float64(value), "level") == value


@given(st.lists(st.text()))
def test_texts_keep_their_order_and_sets_have_none(members):
    for several in (
        members,
        tuple(members),
        iter(members),
        pd.Series(members, dtype=object),
        np.array(members, object),
    ):
        assert texts(several, "terms") == members
    assert texts(set(members), "terms") == texts(frozenset(members), "terms") == sorted(set(members))


@pytest.mark.parametrize(
    "value", [5, None, b"talks", {"doubt": ["may"]}, pd.DataFrame({"a": ["b"]}), np.array("talks")], ids=repr
)
def test_what_is_no_text(value):
    with pytest.raises(TwoCrisesError, match=r"^terms is .+\. Give a text in quotation marks, or a list of texts\.$"):
        texts(value, "terms")


@pytest.mark.parametrize(
    "value",
    [["talks", 5], pytest.param({"talks", None}, id="a set"), [["talks"]], pd.Series(["talks", None])],
    ids=repr,
)
def test_lists_with_something_else(value):
    with pytest.raises(TwoCrisesError, match=r"^One of the terms is .+, which is no text\. Put each into quotation"):
        texts(value, "terms")


def test_one_text_is_one_text():
    assert texts(np.str_("talks"), "terms") == ["talks"]
    assert texts([], "terms") == []


@pytest.mark.parametrize(
    ("value", "text"),
    [(10**5000, "an int"), ("x" * 99, "a text"), (pd.DataFrame({"a": [1]}), "a DataFrame"), (np.int64(3), "3")],
    ids=["huge", "long", "frame", "numpy"],
)
def test_long_values_are_called_by_their_kind(value, text):
    assert shown(value) == text
