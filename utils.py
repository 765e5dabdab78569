"""The front door: every public name of Two Crises, in the order of the walk.

    from utils import load_corpus, count_terms, show

A name is looked up in its module when it is first used, so that this import is quick. To read how something works, open
the module named beside it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the same names once more, for editors and mypy; at run time __getattr__ finds them
    # isort: off
    # 00 start here
    from twocrises.corpus import load_corpus as load_corpus
    from twocrises.figures import overview as overview
    from twocrises.display import show as show, table as table
    from twocrises.environment import check_environment as check_environment

    # 01 cleaning
    from twocrises.cleaning import clean_text as clean_text
    from twocrises.display import chronology as chronology, datasheet as datasheet, read as read
    from twocrises.dating import date_article as date_article
    from twocrises.audit import audit as audit, named_holders as named_holders, redate as redate
    from twocrises.repeats import repeats as repeats, count_once as count_once

    # 02 term frequency
    from twocrises.frequency import count_terms as count_terms, rates_by_era as rates_by_era
    from twocrises.frequency import stop_words as stop_words, content_terms as content_terms, variants as variants
    from twocrises.frequency import rank_frequency as rank_frequency, MODALITY as MODALITY
    from twocrises.masking import masked as masked
    from twocrises.concordance import concordance as concordance, collocations as collocations
    from twocrises.display import kwic as kwic
    from twocrises.keyness import keyness as keyness, marking_words as marking_words, shared_words as shared_words
    from twocrises.keyness import deal_labels as deal_labels
    from twocrises.keyness import what_can_be_claimed as what_can_be_claimed
    from twocrises.permutation import permutation_floor as permutation_floor

    # 03 sentiment over time
    from twocrises.instruments import instruments as instruments
    from twocrises.instruments import score_texts as score_texts, scored_words as scored_words
    from twocrises.sentiment import tone as tone, agreement as agreement, disagreement as disagreement
    from twocrises.speech import passages as passages, share_of_voice as share_of_voice, speakers as speakers
    from twocrises.speech import words_by_side as words_by_side
    from twocrises.sentiment import tone_by_side as tone_by_side, composition as composition
    from twocrises.sentiment import tone_over_time as tone_over_time, tone_along as tone_along
    from twocrises.days import days_spoken_of as days_spoken_of
    from twocrises.sentiment import tone_by_day as tone_by_day
    from twocrises.specifications import specifications as specifications

    # 04 topic clustering
    from twocrises.topics import topics as topics, typical_sentences as typical_sentences
    from twocrises.topics import topics_by_era as topics_by_era, topics_beside_keyness as topics_beside_keyness
    from twocrises.stability import how_many as how_many, refits as refits, compare_topics as compare_topics
    from twocrises.stability import topics_by_lot as topics_by_lot
    from twocrises.stability import compare_methods as compare_methods, topic_agreement as topic_agreement
    from twocrises.clusters import article_tree as article_tree, silhouettes as silhouettes, cut as cut
    from twocrises.clusters import what_clusters_follow as what_clusters_follow, cut_by_choice as cut_by_choice

    # 05 two crises
    from twocrises.claims import claims as claims
    from twocrises.ledger import check_ledger as check_ledger, export_ledger as export_ledger
    from twocrises.ledger import read_ledger as read_ledger
    from twocrises.concordance import sentences_at as sentences_at
    from twocrises.display import say as say, close_reading as close_reading
    from twocrises.confounds import confounds as confounds, crossed as crossed
    from twocrises.roles import roles as roles, roles_aligned as roles_aligned, named as named
    from twocrises.roles import out_of_office as out_of_office, named_together as named_together

    # everywhere
    from twocrises.display import measured as measured, save as save
    from twocrises.errors import TwoCrisesError as TwoCrisesError

    # a module that a lesson uses by name
    from twocrises import figures as figures
    # isort: on

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
    "chronology": "display",
    "read": "display",
    "date_article": "dating",
    "audit": "audit",
    "named_holders": "audit",
    "redate": "audit",
    "repeats": "repeats",
    "count_once": "repeats",
    # 02 term frequency
    "count_terms": "frequency",
    "rates_by_era": "frequency",
    "variants": "frequency",
    "rank_frequency": "frequency",
    "stop_words": "frequency",
    "content_terms": "frequency",
    "MODALITY": "frequency",
    "masked": "masking",
    "concordance": "concordance",
    "kwic": "display",
    "collocations": "concordance",
    "keyness": "keyness",
    "marking_words": "keyness",
    "shared_words": "keyness",
    "deal_labels": "keyness",
    "what_can_be_claimed": "keyness",
    "permutation_floor": "permutation",
    # 03 sentiment over time
    "instruments": "instruments",
    "score_texts": "instruments",
    "scored_words": "instruments",
    "tone": "sentiment",
    "agreement": "sentiment",
    "disagreement": "sentiment",
    "passages": "speech",
    "share_of_voice": "speech",
    "speakers": "speech",
    "words_by_side": "speech",
    "tone_by_side": "sentiment",
    "composition": "sentiment",
    "tone_over_time": "sentiment",
    "tone_along": "sentiment",
    "days_spoken_of": "days",
    "tone_by_day": "sentiment",
    "specifications": "specifications",
    # 04 topic clustering
    "topics": "topics",
    "typical_sentences": "topics",
    "topics_by_era": "topics",
    "topics_beside_keyness": "topics",
    "how_many": "stability",
    "refits": "stability",
    "topics_by_lot": "stability",
    "compare_topics": "stability",
    "compare_methods": "stability",
    "topic_agreement": "stability",
    "article_tree": "clusters",
    "silhouettes": "clusters",
    "cut": "clusters",
    "what_clusters_follow": "clusters",
    "cut_by_choice": "clusters",
    # 05 two crises
    "claims": "claims",
    "export_ledger": "ledger",
    "read_ledger": "ledger",
    "check_ledger": "ledger",
    "sentences_at": "concordance",
    "say": "display",
    "close_reading": "display",
    "confounds": "confounds",
    "crossed": "confounds",
    "roles": "roles",
    "roles_aligned": "roles",
    "named": "roles",
    "out_of_office": "roles",
    "named_together": "roles",
    # everywhere
    "measured": "display",
    "save": "display",
    "TwoCrisesError": "errors",
}
# Modules a lesson uses by name, such as figures.dumbbell(...).
_MODULES = ("figures",)

__all__ = list(_MODULES) + list(_WHERE)


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"twocrises.{name}")
    if name in _WHERE:
        return getattr(import_module(f"twocrises.{_WHERE[name]}"), name)
    raise AttributeError(f"utils has no {name!r}. It has: {', '.join(__all__)}")


def __dir__() -> list[str]:
    return list(__all__)
