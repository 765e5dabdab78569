"""Examples in docstrings read the seeds once: nearly each asks for them, and what was found is kept with them."""

from functools import cache

import pytest

from twocrises import corpus

_fresh = corpus.load_corpus


@cache
def _seeds():
    return _fresh("seeds")


def _once(*args, **kwargs):
    return _seeds() if args == ("seeds",) and not kwargs else _fresh(*args, **kwargs)


@pytest.fixture(autouse=True)
def _seeds_once(request, monkeypatch):
    if isinstance(request.node, pytest.DoctestItem):
        monkeypatch.setattr(corpus, "load_corpus", _once)
