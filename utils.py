"""The front door: every public name of Two Crises, in the order of the walk.

    from utils import load_corpus, count_terms, show

A name is looked up in its module when it is first used, so that this import is quick. To read how something works, open
the module named beside it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

_WHERE = {
    # 00 start here
    "load_corpus": "corpus",
    "overview": "figures",
    "show": "display",
    "table": "display",
    "check_environment": "environment",
    # 01 cleaning
    "clean_text": "cleaning",
    "datasheet": "display",
    "read": "display",
    # 02 term frequency
    "count_terms": "frequency",
    "concordance": "frequency",
    "keyness": "keyness",
    "what_can_be_claimed": "keyness",
    # 03 sentiment over time
    "score_texts": "sentiment",
    "scored_words": "sentiment",
    "tone": "sentiment",
    "tone_over_time": "sentiment",
    # 04 topic clustering
    "topics": "topics",
    "article_tree": "topics",
    # 05 two crises
    "claims": "claims",
    "sentences_at": "frequency",
    "say": "display",
    # everywhere
    "save": "display",
    "TwoCrisesError": "errors",
}
# Modules a lesson uses by name, such as figures.dumbbell(...).
_MODULES = ("figures",)

__all__ = ["figures", *_WHERE]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"twocrises.{name}")
    if name in _WHERE:
        return getattr(import_module(f"twocrises.{_WHERE[name]}"), name)
    raise AttributeError(f"utils has no {name!r}. It has: {', '.join(__all__)}")


def __dir__() -> list[str]:
    return list(__all__)
