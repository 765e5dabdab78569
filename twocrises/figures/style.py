"""What all figures share: the house style, the eras' colours and markers, and how a figure becomes a picture.

An era keeps its colour and its marker through the whole suite, and the colours differ in lightness too, so grey print
and colour-blind eyes lose nothing.
"""

import io
import textwrap
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import style as mpl_style
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import NullLocator
from PIL import Image

from twocrises.corpus import Corpus
from twocrises.measures import Floats
from twocrises.wording import signed

STYLE = Path(__file__).parents[1] / "house.mplstyle"
# Narrow, so that the letters are still large enough where a telephone shrinks the picture to its own width.
WIDTH = 5.6
MOST_ROWS = 24
# Of 100 pixels an inch a telephone of 390 shows about 64: smaller letters would be below 8.5 of its pixels.
SMALL = 9.5
# Colour and marker of the first, second, ... era: more than 4.5:1 against white, since letters have the colour too.
# The two that are compared differ most in lightness, and all stay apart for those who confuse red and green.
_ERAS = (("#B85508", "o"), ("#143D6B", "s"), ("#14532D", "^"), ("#9C4FA6", "D"))
NO_ERA = ("#757575", "X")
INK, MUTED = "#222222", "#5F5F5F"

# Pixels of a picture that is as tall as several.
_TALL = 3_000_000


@dataclass(frozen=True)
class Figure:
    """A drawing, what it says in words, and the numbers it was drawn from.

    Attributes
    ----------
    canvas : matplotlib.figure.Figure
    alt : str
        For those who do not see it: direction, two values, the exception.
    caption : str
        What is drawn and how to read it.
    data : pandas.DataFrame, optional
        What was drawn.
    """

    canvas: Canvas
    alt: str
    caption: str
    data: pd.DataFrame | None = None


def png(figure: Figure) -> bytes:
    r"""The figure as PNG, at twice the size at which it is shown.

    Parameters
    ----------
    figure : Figure
        From a function of this package.

    Returns
    -------
    bytes
        The same bytes for the same numbers: nothing of the day or the machine is written in.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.figures import floor
    >>> corpus = load_corpus("seeds")
    >>> image = png(floor(corpus))
    >>> image[:4], image == png(floor(corpus))
    (b'\x89PNG', True)
    """
    drawn, kept = io.BytesIO(), io.BytesIO()
    with house_style():
        # Read again at once, so hardly compressed.
        figure.canvas.savefig(drawn, format="png", metadata={"Software": None}, pil_kwargs={"compress_level": 1})
    # A drawing has a few colours and their mixtures at the edges. 256 of them, at most four steps of 255 away from the
    # true ones, take half the space, and a notebook of many figures is still shown by a code host.
    image = Image.open(drawn).convert("RGB")
    # Of a picture as tall as several they are chosen in one go: it takes a third of the time, and two steps more.
    rounds = 3 if image.width * image.height < _TALL else 0
    image = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=rounds, dither=Image.Dither.NONE)
    image.save(kept, format="png")
    return kept.getvalue()


@contextmanager
def house_style() -> Iterator[None]:
    """Matplotlib's defaults plus the house style, whatever the user has set.

    Yields
    ------
    None
        What is drawn meanwhile is in the style; afterwards the user's settings are as they were. A letter that the
        style's font lacks is drawn as a box, without a warning.

    Examples
    --------
    >>> before = mpl.rcParams["savefig.dpi"]
    >>> with house_style():
    ...     mpl.rcParams["savefig.dpi"], mpl.rcParams["axes.spines.top"]
    (200.0, False)
    >>> mpl.rcParams["savefig.dpi"] == before
    True
    """
    with mpl.rc_context(), warnings.catch_warnings():
        # Another font would draw the letter, and another picture on each machine; the alt text has the word.
        warnings.filterwarnings("ignore", r"Glyph .* missing from", UserWarning)
        mpl.rcdefaults()
        mpl_style.use(STYLE)
        yield


def era_styles(eras: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Colour and marker of each era.

    Parameters
    ----------
    eras : sequence of str
        In order of time.

    Returns
    -------
    dict of str to (str, str)

    Examples
    --------
    >>> era_styles(["2014", "2022"])["2022"][1]
    's'
    """
    return {era: _ERAS[i % len(_ERAS)] for i, era in enumerate(eras)}


def looks(corpus: Corpus) -> dict[str, tuple[str, str]]:
    """Colour and marker by the eras that hold an article: those compared look the same in every figure.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    dict of str to (str, str)
        Only the eras that hold an article, in order of time.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> {era: marker for era, (colour, marker) in looks(load_corpus("seeds")).items()}
    {'2014': 'o', '2022': 's'}
    """
    return era_styles([era for era in corpus.eras if (corpus.articles["era"] == era).any()])


def new_canvas(height: float) -> tuple[Canvas, Axes]:
    """An empty figure of the usual width, with one panel.

    Parameters
    ----------
    height : float
        In inches.

    Returns
    -------
    matplotlib.figure.Figure, matplotlib.axes.Axes

    Examples
    --------
    >>> canvas, axes = new_canvas(2)
    >>> canvas.get_size_inches().tolist(), canvas.axes == [axes]
    ([5.6, 2.0], True)
    """
    canvas = Canvas(figsize=(WIDTH, height))
    return canvas, canvas.subplots()


def draw_title(canvas: Canvas, text: str) -> None:
    """Write the sentence that a figure says over it.

    Parameters
    ----------
    canvas : matplotlib.figure.Figure
        The figure.
    text : str
        Broken into lines where it is long.

    Examples
    --------
    >>> canvas, _ = new_canvas(2)
    >>> draw_title(canvas, "No p below 0.10")
    >>> canvas.get_suptitle()
    'No p below 0.10'
    """
    canvas.suptitle(wrapped(text, 49), x=0.01, ha="left", fontsize=12.5, fontweight="bold", color=INK)


def wrapped(text: str, width: int) -> str:
    r"""Break a text into lines.

    Parameters
    ----------
    text : str
        One line.
    width : int
        Characters a line.

    Returns
    -------
    str

    Examples
    --------
    >>> wrapped("None of these words separates", 16)
    'None of these\nwords separates'
    """
    return "\n".join(textwrap.wrap(text, width)) or text


def article_label(text: str) -> str:
    r"""Break the label of an article before its day, if it is long.

    Parameters
    ----------
    text : str
        Such as `label` of ``corpus.articles``.

    Returns
    -------
    str

    Examples
    --------
    >>> article_label("CNN, 1 Mar 2014"), article_label("A Long Name of an Outlet, 1 Mar 2014")
    ('CNN, 1 Mar 2014', 'A Long Name of an\nOutlet\n1 Mar 2014')
    """
    outlet, comma, day = text.rpartition(", ")
    return text if len(text) <= 20 or not comma else f"{wrapped(outlet, 20)}\n{day}"


def sample_note(drawn: int, size: int) -> str:
    """Say in a caption that not all articles are drawn; nothing where all are.

    Parameters
    ----------
    drawn, size : int
        Articles in the figure and in the corpus.

    Returns
    -------
    str

    Examples
    --------
    >>> sample_note(24, 1204), sample_note(5, 5)
    (' Drawn are 24 of 1,204 articles, evenly spread over time.', '')
    """
    return f" Drawn are {drawn} of {size:,} articles, evenly spread over time." if drawn < size else ""


def all_above(one: Floats | pd.Series, other: Floats | pd.Series) -> bool:
    """Whether every value of the one lies above every value of the other, by more than what rounding leaves.

    Parameters
    ----------
    one, other : array of float
        Missing values count for nothing.

    Returns
    -------
    bool
        False where either has no value.

    Examples
    --------
    >>> all_above(np.array([2.0, 3.0]), np.array([1.0])), all_above(np.array([46.15384615384616]), np.array([600 / 13]))
    (True, False)
    """
    values = [np.asarray(part, dtype=float) for part in (one, other)]
    known = [part[~np.isnan(part)] for part in values]
    if not all(map(len, known)):
        return False
    low, high = float(known[0].min()), float(known[1].max())
    return low > high and not np.isclose(low, high)


def more_in(
    name: str, means: Sequence[float], eras: Sequence[str], write: Callable[[float], str], *, unit: str = "",
    how: str = "more", apart: bool | None = None,
) -> str:  # fmt: skip
    """Say of which era a quantity is larger, with both values: the clause that alt texts of two eras are made of.

    Parameters
    ----------
    name : str
        Of the quantity.
    means : sequence of two floats
        Its value in the first and in the second era.
    eras : sequence of two str
        The eras.
    write : callable
        Number -> text.
    unit : str, default ""
        Said once, after the first value.
    how : str, default "more"
        Or "higher", "larger": the word for the direction.
    apart : bool, optional
        Whether every article of the one era lies above every one of the other; by default nothing is said of it.

    Returns
    -------
    str
        Without a full stop. The era with more comes first, so that eras exchanged give the same clause exchanged.

    Examples
    --------
    >>> more_in("nato", (2.9, 11.3), ("2014", "2022"), "{:.1f}".format, unit="per 1,000 words", apart=True)
    'nato: more in 2022, 11.3 per 1,000 words against 2.9 in 2014, without overlap'
    >>> more_in("nato", (2.5, 2.5), ("2014", "2022"), "{:.1f}".format), more_in("a", (0.1, 0.11), "xy", "{:.1f}".format)
    ('nato: no difference, 2.5 in both', 'a: hardly a difference, 0.1 in both')
    """
    one, two = (write(float(mean)) for mean in means)
    said = f" {unit}" if unit else ""
    if np.isclose(means[0], means[1]) or one == two:
        degree = "no" if np.isclose(means[0], means[1]) else "hardly a"
        return f"{name}: {degree} difference, {one}{said} in both"
    (most, more), (least, less) = sorted(zip(means, eras, strict=True), key=lambda part: -part[0])
    overlap = "" if apart is None else ", without overlap" if apart else ", the articles overlap"
    return f"{name}: {how} in {more}, {write(float(most))}{said} against {write(float(least))} in {less}{overlap}"


def eras_by_mean(frame: pd.DataFrame, column: str, eras: Sequence[str], name: str = "On average") -> str:
    """Say which of the first two eras scores higher on average: a sentence for alt texts.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row an article, with `era`.
    column : str
        Of scores with a sign.
    eras : sequence of str
        Two or more, each with a score.
    name : str, default "On average"
        What the sentence begins with.

    Returns
    -------
    str

    Examples
    --------
    >>> frame = pd.DataFrame({"era": ["2014", "2022"], "tone": [-0.2, 0.1]})
    >>> eras_by_mean(frame, "tone", ["2014", "2022"])
    'On average: higher in 2022, +0.10 against −0.20 in 2014, without overlap.'
    """
    one, two = (frame.loc[(frame["era"] == era).to_numpy(), column].dropna() for era in eras[:2])
    apart = all_above(one, two) or all_above(two, one)
    means = float(one.mean()), float(two.mean())
    return f"{more_in(name, means, eras[:2], signed, how='higher', apart=apart)}."


def letters_on(fill: str | Sequence[float]) -> str:
    """Black or white, whichever stands out more from a fill: always 4.5:1 at least.

    Parameters
    ----------
    fill : str or sequence of float
        Any colour that matplotlib knows.

    Returns
    -------
    str

    References
    ----------
    W3C (2018), Web Content Accessibility Guidelines 2.1, relative luminance.

    Examples
    --------
    >>> letters_on("#143D6B"), letters_on("#D3AE33")
    ('white', 'black')
    """
    channels: Floats = np.array(to_rgb(fill), dtype=float)  # type: ignore[arg-type]
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    light = float(linear @ [0.2126, 0.7152, 0.0722])
    return "white" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "black"


def tick(value: float) -> str:
    """Write a number at an axis: with its sign, as a person writes it.

    Parameters
    ----------
    value : float
        Of the tick.

    Returns
    -------
    str

    Examples
    --------
    >>> tick(-0.5), tick(0.0), tick(2.0)
    ('−0.5', '0', '+2')
    """
    text = f"{value:+.2f}".rstrip("0").rstrip(".").replace("-", "−")
    return "0" if text in ("+0", "−0") else text


def plain_ticks(axis: Axis, low: int, high: int) -> None:
    """Write plain numbers on a logarithmic axis: 1, 2, 5, 10 and so on, or 1, 10, 100 where the axis is long.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
        Such as ``axes.xaxis``.
    low, high : int
        The smallest and the largest number drawn, both above 0.

    Examples
    --------
    >>> _, axes = new_canvas(2)
    >>> axes.set_xscale("log")
    >>> plain_ticks(axes.xaxis, 3, 208)
    >>> [label.get_text() for label in axes.get_xticklabels()]
    ['5', '10', '20', '50', '100', '200']
    """
    steps = [1, 2, 5] if high < 1000 * low else [1]
    tens = range(len(str(high)))
    ticks = [step * 10**ten for ten in tens for step in steps if low <= step * 10**ten <= high] or [low]
    axis.set_ticks(ticks, [f"{tick:,}" for tick in ticks])
    axis.set_minor_locator(NullLocator())
