"""Results -> figures in one house style, each with its alt text.

A figure says one thing, in its title, computed from the numbers it draws; the alt text says the same as one would on
the telephone. One module holds the figures of one subject; what they share is in `style`.
"""

from twocrises.figures.chance import floor, null_keywords
from twocrises.figures.counts import dispersion_plot, vocabulary_growth, zipf
from twocrises.figures.overview import overview
from twocrises.figures.pages import dating, page_map
from twocrises.figures.style import MOST_ROWS, STYLE, WIDTH, Figure, era_styles, house_style, png
from twocrises.figures.tone import tone_points, tone_timeline
from twocrises.figures.topics import topic_shares, tree
from twocrises.figures.words import dumbbell, keyness_map, same_and_different

__all__ = [
    "MOST_ROWS",
    "STYLE",
    "WIDTH",
    "Figure",
    "dating",
    "dispersion_plot",
    "dumbbell",
    "era_styles",
    "floor",
    "house_style",
    "keyness_map",
    "null_keywords",
    "overview",
    "page_map",
    "png",
    "same_and_different",
    "tone_points",
    "tone_timeline",
    "topic_shares",
    "tree",
    "vocabulary_growth",
    "zipf",
]
