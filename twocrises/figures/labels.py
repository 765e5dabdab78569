"""Labels beside their marks, so that none covers another.

Each label tries places around its mark, near ones first, and takes the one where it covers the fewest other marks. A
label that stands far from its mark is tied to it by a thin line; one that finds no place is left out.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from twocrises.figures.style import SMALL
from twocrises.measures import Floats

# Pixels between labels, and how far from its mark a label needs no line to it.
_GAP = 2.0
_NEAR = 14.0
_DIRECTIONS = 24
_DISTANCES = np.concatenate([np.arange(2.0, 30, 4), np.arange(30.0, 150, 10)])
# A covered mark counts like so many pixels of distance.
_COVERED = 5.0
_MOST_MARKS = 4_000


def place_labels(
    points: Floats,
    sizes: Floats,
    inside: Sequence[float],
    *,
    taken: Floats | None = None,
    marks: Floats | None = None,
    radius: float = 5.0,
) -> tuple[Floats, Floats]:
    """Find places for labels around their points, one after the other.

    Parameters
    ----------
    points : array of float, shape (n_labels, 2)
        Where the marks with a label are; no label covers one of them.
    sizes : array of float, shape (n_labels, 2)
        Width and height of each label.
    inside : sequence of four floats
        Left, bottom, right and top of the room for labels.
    taken : array of float, shape (n_boxes, 4), optional
        Left, bottom, right and top of places that are taken.
    marks : array of float, shape (n_marks, 2), optional
        Other marks, which a label should not cover if it can be helped.
    radius : float, default 5.0
        Of a mark with a label.

    Returns
    -------
    boxes : array of float, shape (n_labels, 4)
        Left, bottom, right and top of each label; NaN for one that finds no place.
    ties : array of float, shape (n_labels, 4)
        Where the line from a point to its label begins and ends; NaN where the label is near enough without one.

    Examples
    --------
    >>> boxes, ties = place_labels([[50, 50], [50, 50]], [[20, 10], [20, 10]], (0, 0, 100, 100))
    >>> boxes.tolist()
    [[57.0, 45.0, 77.0, 55.0], [23.0, 45.0, 43.0, 55.0]]
    """
    points, sizes = np.asarray(points, dtype=float).reshape(-1, 2), np.asarray(sizes, dtype=float).reshape(-1, 2)
    marks = np.empty((0, 2)) if marks is None else np.asarray(marks, dtype=float)[:: 1 + len(marks) // _MOST_MARKS]
    around = np.hstack([points - radius, points + radius])
    boxes, ties = np.full((len(points), 4), np.nan), np.full((len(points), 4), np.nan)
    filled = np.empty((0, 4)) if taken is None else np.asarray(taken, dtype=float)
    for i, (point, size) in enumerate(zip(points, sizes, strict=True)):
        places, distance = _places(point, size, radius)
        lines = np.hstack([np.broadcast_to(point, (len(places), 2)), _nearest(point, places)])
        far = distance > _NEAR
        others = around[np.abs(points - point).max(axis=1) > radius]
        held = np.vstack([filled, boxes[:i][~np.isnan(boxes[:i, 0])]])
        drawn = ties[:i][~np.isnan(ties[:i, 0])]
        free = (places[:, :2] >= inside[:2]).all(axis=1) & (places[:, 2:] <= inside[2:]).all(axis=1)
        free &= ~_overlap(places, np.vstack([held, around]), _GAP).any(axis=1)
        free &= ~_crossed(drawn, places).any(axis=0)
        free &= ~(far & (_crossed(lines, np.vstack([held, others])).any(axis=1) | _cross(lines, drawn).any(axis=1)))
        if free.any():
            points_covered = _overlap(places, np.hstack([marks, marks]), 1.0).sum(axis=1)
            best = int(np.where(free, distance + _COVERED * points_covered, np.inf).argmin())
            boxes[i] = places[best]
            ties[i] = lines[best] if far[best] else np.nan
    return boxes, ties


def draw_labels(
    axes: Axes,
    points: Floats,
    texts: Sequence[str],
    colours: Sequence[str],
    *,
    marks: Floats | None = None,
    radius: float = 4.0,
    size: float = SMALL,
) -> list[bool]:
    """Write labels beside their marks, each where it covers no other label and no mark that has one.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        With scales, limits, titles and other texts as they will stay; texts that are already there are not covered.
    points : array of float, shape (n_labels, 2)
        The marks in the units of the axes, the most important first.
    texts, colours : sequence of str
        What to write, and in which colour.
    marks : array of float, shape (n_marks, 2), optional
        Other marks, covered only where it cannot be helped.
    radius : float, default 4.0
        Of a mark with a label, in points.
    size : float, default 9.5
        Of the letters, in points.

    Returns
    -------
    list of bool
        Which of the labels found a place.

    Examples
    --------
    >>> from twocrises.figures.style import new_canvas
    >>> _, axes = new_canvas(2)
    >>> draw_labels(axes, [[0.5, 0.5], [0.5, 0.5]], ["one", "two"], ["black", "black"])
    [True, True]
    """
    canvas = axes.get_figure(root=True)
    assert canvas is not None
    canvas.draw_without_rendering()
    pixels = canvas.dpi / 72
    places = np.asarray(axes.transData.transform(np.asarray(points, dtype=float).reshape(-1, 2)))
    frame = axes.get_window_extent()
    taken = [Text.get_window_extent(text).extents for text in axes.texts]
    sizes = [_extent(axes, text, size) for text in texts]
    boxes, ties = place_labels(
        places,
        np.asarray(sizes),
        (frame.x0 + _GAP, frame.y0 + _GAP, frame.x1 - _GAP, frame.y1 - _GAP),
        taken=np.asarray(taken, dtype=float).reshape(-1, 4),
        marks=None if marks is None else axes.transData.transform(marks),
        radius=radius * pixels,
    )
    for point, place, text, colour, box, tie in zip(points, places, texts, colours, boxes, ties, strict=True):
        if np.isnan(box[0]):
            continue
        # From the mark, so that the label stays beside it should the picture be drawn at another size.
        if not np.isnan(tie[0]):
            axes.annotate("", point, xytext=(tie[2:] - place) / pixels, textcoords="offset points", in_layout=False,
                          arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.6, "alpha": 0.7,
                                      "shrinkA": 0, "shrinkB": radius}, zorder=5)  # fmt: skip
        axes.annotate(text, point, xytext=((box[:2] + box[2:]) / 2 - place) / pixels, textcoords="offset points",
                      ha="center", va="center", fontsize=size, color=colour, gid="label", zorder=6, in_layout=False,
                      path_effects=[withStroke(linewidth=2, foreground="white")])  # fmt: skip
    return [not np.isnan(box[0]) for box in boxes]


def _places(point: Floats, size: Floats, radius: float) -> tuple[Floats, Floats]:
    """Boxes around a mark, and how far each is from it: right and left before above and below."""
    angle = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS
    towards = np.stack([np.cos(angle), np.sin(angle)], axis=1).round(9)
    towards = towards[np.lexsort((-towards[:, 0], np.abs(towards[:, 1]).round(6)))]
    distance, towards = np.repeat(_DISTANCES, _DIRECTIONS), np.tile(towards, (len(_DISTANCES), 1))
    # A box goes out sideways as soon as the direction leaves the vertical, so that it grows away from the mark.
    centre = point + towards * (radius + distance)[:, None] + (1.5 * towards).clip(-1, 1) * size / 2
    return np.hstack([centre - size / 2, centre + size / 2]), distance


def _nearest(point: Floats, boxes: Floats) -> Floats:
    """Point of each box that is nearest to a point."""
    return np.clip(point, boxes[:, :2], boxes[:, 2:])


def _overlap(one: Floats, other: Floats, gap: float) -> np.ndarray:
    """Which boxes of the one lie closer than a gap to which of the other."""
    a, b = one[:, None], other[None]
    return np.asarray(((a[..., :2] < b[..., 2:] + gap) & (b[..., :2] < a[..., 2:] + gap)).all(axis=2))


def _crossed(lines: Floats, boxes: Floats) -> np.ndarray:
    """Which lines go through which boxes."""
    start = lines[:, None, :2]
    step = lines[:, None, 2:] - start
    step = np.where(step == 0, 1e-9, step)
    ends = (boxes[None, :, :2] - start) / step, (boxes[None, :, 2:] - start) / step
    enters, leaves = np.minimum(*ends).max(axis=2), np.maximum(*ends).min(axis=2)
    return np.asarray(enters.clip(min=0) < leaves.clip(max=1))


def _cross(one: Floats, other: Floats) -> np.ndarray:
    """Which lines of the one cross which of the other; lines from one point do not."""

    def sides(lines: Floats, points: Floats) -> Floats:
        along, to = lines[:, None, 2:] - lines[:, None, :2], points[None] - lines[:, None, :2]
        return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])

    apart = sides(one, other[:, :2]) * sides(one, other[:, 2:]) < 0
    return np.asarray(apart & (sides(other, one[:, :2]) * sides(other, one[:, 2:]) < 0).T)


def _extent(axes: Axes, text: str, size: float) -> Floats:
    """Width and height of a text in pixels."""
    drawn = axes.text(0, 0, text, fontsize=size)
    box = drawn.get_window_extent()
    drawn.remove()
    return np.array([box.width, box.height])
