"""Results -> figures in one house style, each with its alt text.

A figure says one thing, in its title, computed from the numbers it draws; the alt text says the same as one would on
the telephone. One module holds the figures of one subject; what they share is in `style`.
"""

from twocrises.figures.chance import floor, null_keywords
from twocrises.figures.choices import divided_sentences, specification_curve, validity
from twocrises.figures.confounds import confounds
from twocrises.figures.counts import dispersion_plot, vocabulary_growth, zipf
from twocrises.figures.days import tone_by_position, tone_days, tone_timeline
from twocrises.figures.ledger import ledger, publish
from twocrises.figures.overview import overview
from twocrises.figures.pages import dating, page_map
from twocrises.figures.roles import roles, together
from twocrises.figures.stability import how_many, topic_stability
from twocrises.figures.style import MOST_ROWS, STYLE, WIDTH, Figure, era_styles, house_style, png
from twocrises.figures.tone import tone_points
from twocrises.figures.topics import topic_map, topic_points, topic_shares, topic_terms
from twocrises.figures.trees import tree, what_follows
from twocrises.figures.voices import share_of_voices, tone_of_sides
from twocrises.figures.words import dumbbell, keyness_map, what_is_shared, what_marks

__all__ = [
    "MOST_ROWS",
    "STYLE",
    "WIDTH",
    "Figure",
    "confounds",
    "dating",
    "dispersion_plot",
    "divided_sentences",
    "dumbbell",
    "era_styles",
    "floor",
    "house_style",
    "how_many",
    "keyness_map",
    "ledger",
    "null_keywords",
    "overview",
    "page_map",
    "png",
    "publish",
    "roles",
    "share_of_voices",
    "specification_curve",
    "together",
    "tone_by_position",
    "tone_days",
    "tone_of_sides",
    "tone_points",
    "tone_timeline",
    "topic_map",
    "topic_points",
    "topic_shares",
    "topic_stability",
    "topic_terms",
    "tree",
    "validity",
    "vocabulary_growth",
    "what_follows",
    "what_is_shared",
    "what_marks",
    "zipf",
]
