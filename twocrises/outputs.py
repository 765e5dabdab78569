"""An executed notebook -> sentences about what is wrong with it; two of them -> sentences about what differs.

A committed notebook must be sound (`check_notebook`) and true (`compare` with a fresh run finds nothing).
Both answer with sentences for a person, an empty list meaning that all is well, so that the writer and the
tests judge alike.
"""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from importlib import metadata
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from PIL.Image import Image

# Packages whose version can change what a notebook shows.
DECISIVE = ("ipython", "matplotlib", "nltk", "numpy", "pandas", "scikit-learn", "scipy", "textblob")

# Two PNGs of one figure on the lock: another processor may round the edge of a line differently, so that a
# pixel changes a little; a moved point or another word changes more than one pixel in a thousand by more than 32.
MEAN_ON_LOCK, LARGE_ON_LOCK, SHARE_ON_LOCK = 0.5, 32, 0.001

# Off the lock, fonts are drawn and wrapped differently, and a figure cut to its content changes its size by a
# few pixels. So we look as if from afar, at 64 × 64 fields of grey: enough to see a missing or another figure,
# blind to the edges of letters. The values in a figure are compared all the same, in its alt text.
FIELDS, MEAN_OFF_LOCK, LARGE_OFF_LOCK, SHARE_OFF_LOCK = 64, 3.0, 64, 0.01
SIZE_OFF_LOCK, SHARE_OF_SIZE_OFF_LOCK = 8, 0.03

_NUMBER = re.compile(r"(?<![\w.])[-+−]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?(?:\s?%)?")
_MEMORY_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
_SOMEBODYS_FOLDER = re.compile(
    r"(?<![\w.])/(?:home|Users)/\w|\b[A-Z]:(?:\\{1,2}|/)Users\b|File ~[/\\]"
    r"|[/\\]site-packages[/\\]|[/\\]ipykernel_\d"
)
_IMAGE_WITHOUT_ALT = re.compile(r"<img\b(?![^>]*\balt=[\"'][^\"'])", re.I)
_TAG = re.compile(r"<[^>]*>")

# What a person looks at first comes first: the first difference is the one we tell.
_ORDER = ("text/html", "text/markdown", "text/plain")


def cell_places(nb: NotebookNode) -> list[str]:
    """Name each cell the way a reader finds it: by the number in brackets beside the code.

    Parameters
    ----------
    nb : NotebookNode
        Executed or not.

    Returns
    -------
    list of str, one per cell

    Examples
    --------
    >>> from nbformat import v4
    >>> cells = [v4.new_markdown_cell("# Title"), v4.new_code_cell("1 + 1"), v4.new_markdown_cell("Two.")]
    >>> cell_places(v4.new_notebook(cells=cells))
    ['the text before cell 1', 'cell 1', 'the text after cell 1']
    """
    places, number = [], 0
    for cell in nb.cells:
        number += _is_run(cell)
        if _is_run(cell):
            places.append(f"cell {number}")
        else:
            what = "the empty cell" if cell.cell_type == "code" else "the text"
            places.append(f"{what} after cell {number}" if number else f"{what} before cell 1")
    return places


def check_notebook(nb: NotebookNode, *, name: str = "notebook", root: Path | None = None) -> list[str]:
    """Say what must not be in a notebook that people read.

    Errors and warnings, cells that were not run in order from a fresh kernel, memory addresses and paths of
    one machine, figures that cannot be heard.

    Parameters
    ----------
    nb : NotebookNode
        An executed notebook.
    name : str
        How the sentences call it.
    root : Path, optional
        A folder whose path must not appear, besides the home folder.

    Returns
    -------
    list of str
        Sentences; empty if the notebook is sound.

    Examples
    --------
    >>> from nbformat import v4
    >>> check_notebook(v4.new_notebook(cells=[v4.new_code_cell("1 + 1")]), name="01_cleaning")
    ['01_cleaning, cell 1: has no number, so it was not run.']
    """
    found = [
        f"{name}, {place}: {problem}"
        for place, cell in zip(cell_places(nb), nb.cells, strict=True)
        if cell.cell_type == "code"
        for problem in _cell_problems(cell, root)
    ]
    counts = [cell.get("execution_count") for cell in nb.cells if _is_run(cell)]
    if None not in counts and counts != list(range(1, len(counts) + 1)):
        found.append(f"{name}: its cells were run in the order {_some(counts)}, not 1 to {len(counts)}.")
    return found


def compare(fresh: NotebookNode, committed: NotebookNode, *, name: str, exact: bool = True) -> list[str]:
    """Say where a committed notebook is not what a fresh run of its lesson gives.

    Parameters
    ----------
    fresh, committed : NotebookNode
        The notebook as it has just been executed, and as it is in the repository.
    name : str
        How the sentences call the notebook.
    exact : bool, default True
        Text and tables must be equal character by character, figures pixel by pixel but for rounding.
        Otherwise (see `on_the_lock`) numbers agree up to one unit in the last digit shown, white space does
        not count, and figures are looked at coarsely. Whole numbers that are no percentages must agree even
        then: counts and years do not depend on rounding.

    Returns
    -------
    list of str
        Sentences, at most one for the outputs of a cell; empty if the two are equal.

    Examples
    --------
    >>> from nbformat import v4
    >>> def notebook(value):
    ...     output = v4.new_output("stream", text=f"share {value}")
    ...     cell = v4.new_code_cell("print(share)", id="one", execution_count=1, outputs=[output])
    ...     return v4.new_notebook(cells=[cell])
    >>> compare(notebook(0.12), notebook(0.15), name="01_cleaning")
    ['01_cleaning, cell 1: the printed text says “share 0.12”, the committed one “share 0.15”.']
    >>> compare(notebook(0.12), notebook(0.13), name="01_cleaning", exact=False)
    []
    """
    places = cell_places(fresh)
    for place, new, old in zip_longest(places, fresh.cells, committed.cells):
        if new is None or old is None or (new.cell_type, new.source) != (old.cell_type, old.source):
            return [f"{name}, {place or 'at its end'}: the committed notebook does not follow the lesson."]
    found, frames = [], []
    for place, new, old in zip(places, fresh.cells, committed.cells, strict=True):
        if difference := _output_difference(new, old, exact):
            found.append(f"{name}, {place}: {difference}.")
        elif difference := _frame_difference(new, old, exact):
            frames.append(f"{name}, {place}: {difference}.")
    # Whoever saves a notebook anew changes what is around the outputs of many cells at once: one sentence will do.
    found += frames[:1]
    if any(fresh[key] != committed[key] for key in ("metadata", "nbformat", "nbformat_minor")):
        found.append(f"{name}: the metadata of the committed notebook are not those the writer writes.")
    return found


def on_the_lock(requirements: Path) -> bool:
    r"""Whether the packages that decide what a notebook shows are installed in the locked versions.

    Parameters
    ----------
    requirements : Path
        A requirements file with lines `name==version`.

    Returns
    -------
    bool
        False also if there is no such file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "requirements.txt"
    ...     before = on_the_lock(file)
    ...     _ = file.write_text("\n".join(f"{package}=={metadata.version(package)}" for package in DECISIVE))
    ...     before, on_the_lock(file)
    (False, True)
    """
    if not requirements.is_file():
        return False
    pins = re.findall(r"^([\w.-]+)==([^\s;\\]+)", requirements.read_text(encoding="utf-8"), re.M)
    try:
        return {(package, metadata.version(package)) for package in DECISIVE} <= set(pins)
    except metadata.PackageNotFoundError:
        return False


def alt_texts(cell: NotebookNode) -> list[str]:
    """Alt text of each image a code cell shows, empty where an image has none that says anything.

    Parameters
    ----------
    cell : NotebookNode
        With its outputs.

    Returns
    -------
    list of str, one per image

    Examples
    --------
    >>> from nbformat import v4
    >>> data, about = {"image/png": ""}, {"image/png": {"alt": "Rates fall from 5.7 to 0.5."}}
    >>> outputs = [v4.new_output("display_data", data, metadata=m) for m in (about, {})]
    >>> alt_texts(v4.new_code_cell("show(figure)", outputs=outputs))
    ['Rates fall from 5.7 to 0.5.', '']
    """
    texts = []
    for output in cell.get("outputs", []):
        for mime in output.get("data", {}):
            if mime.startswith("image/"):
                alt = str(output.metadata.get(mime, {}).get("alt") or "").strip()
                texts.append("" if alt.startswith("<Figure") else alt)
    return texts


def clip(text: str, width: int = 60) -> str:
    r"""Put a text on one line that is not too long to be read.

    Parameters
    ----------
    text : str
        Of any length, on one line or several.
    width : int, default 60
        Characters.

    Returns
    -------
    str

    Examples
    --------
    >>> clip("in two\nlines", 8)
    'in two …'
    """
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def _is_run(cell: NotebookNode) -> bool:
    # A kernel skips a cell without code, and such a cell gets no number.
    return cell.cell_type == "code" and bool(cell.source.strip())


def _some(counts: list[int]) -> str:
    return ", ".join(map(str, counts[:8])) + (" …" if len(counts) > 8 else "")


def _cell_problems(cell: NotebookNode, root: Path | None) -> Iterator[str]:
    if _is_run(cell) and cell.get("execution_count") is None:
        yield "has no number, so it was not run."
    for output in cell.outputs:
        if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", []):
            yield f"holds an error ({output.ename}: {clip(output.evalue)})."
        if output.output_type == "stream" and output.name == "stderr":
            yield f"holds a warning (“{clip(output.text.strip())}”)."
        text = "\n".join(content for label, content in _parts(output, exact=True) if label != "figure")
        yield from _text_problems(text, root)
    alts = alt_texts(cell)
    if "" in alts:
        yield "shows a figure without alt text."
    if len(alts) > 1:
        # The book takes the alt text from the cell, so that two figures would have to share one.
        yield f"shows {len(alts)} figures; give each a cell of its own, so that each keeps its alt text."


def _text_problems(text: str, root: Path | None) -> Iterator[str]:
    if address := _MEMORY_ADDRESS.search(text):
        yield f"shows a memory address (“{clip(text[max(0, address.start() - 40) : address.end()])}”)."
    if folder := _SOMEBODYS_FOLDER.search(text) or _mention(text, Path.home()) or _mention(text, root):
        yield f"shows a path of one machine (“{clip(text[folder.start() : folder.start() + 40])}”)."
    if _IMAGE_WITHOUT_ALT.search(text):
        yield "shows an image without alt text inside HTML."


def _mention(text: str, folder: Path | None) -> re.Match[str] | None:
    if folder is None or folder == Path(folder.anchor):
        return None
    spellings = {str(folder), folder.as_posix(), str(folder).replace("\\", "\\\\")}
    return re.search(rf"(?<![\w.])(?:{'|'.join(map(re.escape, spellings))})(?!\w)", text)


def _parts(output: NotebookNode, *, exact: bool) -> list[tuple[str, str]]:
    """Take an output apart: a name for people, and the text or base64 image itself."""
    if output.output_type == "stream":
        return [("warning" if output.name == "stderr" else "printed text", output.text)]
    if output.output_type == "error":
        # How IPython draws a traceback changes from version to version.
        return [("error", f"{output.ename}: {output.evalue}")] + [("error", "\n".join(output.traceback))] * exact
    mimes = sorted(output.data, key=lambda mime: (_ORDER.index(mime) if mime in _ORDER else len(_ORDER), mime))
    parts = [(_label(mime, output.data), _as_text(output.data[mime])) for mime in mimes]
    about = output.metadata if exact else _alt_only(output.metadata)
    return parts + ([("description of the output", _as_text(about))] if about else [])


def _alt_only(about: dict[str, Any]) -> dict[str, Any]:
    return {mime: entry["alt"] for mime, entry in about.items() if isinstance(entry, dict) and "alt" in entry}


def _label(mime: str, data: dict[str, Any]) -> str:
    if mime.startswith("image/") and mime != "image/svg+xml":
        return "figure"
    if mime == "text/html":
        return "table" if "<table" in data[mime] else "formatted text"
    if mime == "text/plain":
        return "alt text" if any(other.startswith("image/") for other in data) else "value"
    return {"text/markdown": "text", "text/latex": "formula"}.get(mime, mime)


def _as_text(content: Any) -> str:
    return content if isinstance(content, str) else json.dumps(content, sort_keys=True, ensure_ascii=False)


def _output_difference(new: NotebookNode, old: NotebookNode, exact: bool) -> str | None:
    """Say what a cell shows otherwise in a fresh run; the first such thing is enough."""
    shown = [part for output in new.get("outputs", []) for part in _parts(output, exact=exact)]
    committed = [part for output in old.get("outputs", []) for part in _parts(output, exact=exact)]
    what, what_committed = [label for label, _ in shown], [label for label, _ in committed]
    if what != what_committed:
        return f"a fresh run shows {_listed(what)}, the committed notebook {_listed(what_committed)}"
    for label, a, b in zip(what, *([content for _, content in side] for side in (shown, committed)), strict=True):
        difference = _image_difference(a, b, exact) if label == "figure" else _text_difference(label, a, b, exact)
        if difference:
            return difference
    return None


def _frame_difference(new: NotebookNode, old: NotebookNode, exact: bool) -> str | None:
    """Say what differs around the outputs: number, id and metadata of a cell."""
    if difference := _text_difference("alt text in its metadata", _cell_alt(new), _cell_alt(old), exact):
        return difference
    frames = [
        (
            cell.get("id"),
            cell.get("execution_count"),
            {k: v for k, v in cell.metadata.items() if k != "mystnb"},
        )
        for cell in (new, old)
    ]
    return None if frames[0] == frames[1] else "its number, id or metadata are not those the writer writes"


def _cell_alt(cell: NotebookNode) -> str:
    return str(cell.metadata.get("mystnb", {}).get("image", {}).get("alt", ""))


def _listed(labels: list[str]) -> str:
    return ", ".join(labels) or "nothing"


def _text_difference(label: str, a: str, b: str, exact: bool) -> str | None:
    if _same_text(a, b, exact):
        return None
    for new, old in zip_longest(a.splitlines(), b.splitlines(), fillvalue=""):
        if not _same_text(new, old, exact):
            new, old = (_TAG.sub("", line).strip() if label == "table" else line for line in (new, old))
            if new == old:
                break
            start = next(i for i in range(len(new) + 1) if new[: i + 1] != old[: i + 1])
            return f"the {label} says {_quoted(new, start)}, the committed one {_quoted(old, start)}"
    return f"the {label} differs from the committed one in its markup or line ends"


def _quoted(line: str, around: int) -> str:
    start = max(0, around - 30)
    return "“" + ("…" if start else "") + clip(line[start:]) + "”" if line else "nothing there"


def _same_text(a: str, b: str, exact: bool) -> bool:
    r"""Whether two texts agree, numbers included.

    >>> _same_text("mean  0.12, 5 articles", "mean 0.13, 5 articles", exact=False)
    True
    >>> _same_text("mean 0.12, 5 articles", "mean 0.12, 6 articles", exact=False)
    False
    """
    if a == b or exact:
        return a == b
    words = [" ".join(_NUMBER.sub("#", text).split()) for text in (a, b)]
    numbers = [_NUMBER.findall(text) for text in (a, b)]
    return words[0] == words[1] and all(map(_same_number, *numbers))


def _same_number(a: str, b: str) -> bool:
    x, y = (Decimal(re.sub(r"[,\s%]", "", text).replace("−", "-")) for text in (a, b))
    if a.endswith("%") != b.endswith("%"):
        return False
    if a.isdecimal() and b.isdecimal():
        return x == y
    # The coarser of the two says how precisely the number is shown.
    return abs(x - y) <= max(Decimal(1).scaleb(int(number.as_tuple().exponent)) for number in (x, y))


def _image_difference(a: str, b: str, exact: bool) -> str | None:
    if a == b:
        return None
    try:
        new, old = _image(a), _image(b)
    except (OSError, ValueError):
        return "the figure cannot be read as an image"
    if not _same_size(new.size, old.size, exact):
        return "the figure measures {} × {} pixels, the committed one {} × {}".format(*new.size, *old.size)
    largest_mean, large, largest_share = (
        (MEAN_ON_LOCK, LARGE_ON_LOCK, SHARE_ON_LOCK) if exact else (MEAN_OFF_LOCK, LARGE_OFF_LOCK, SHARE_OFF_LOCK)
    )
    distance = np.abs(_fields(new, exact) - _fields(old, exact))
    mean, share = float(distance.mean()), float((distance.max(axis=-1) > large).mean())
    if mean <= largest_mean and share <= largest_share:
        return None
    return f"the figure looks different: {share:.1%} of it by more than {large} of 255, {mean:.2f} on average"


def _image(content: str) -> Image:
    """Decode an image, transparent parts on white as people see them."""
    from PIL import Image

    image = Image.open(io.BytesIO(base64.b64decode(content))).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def _same_size(new: tuple[int, int], old: tuple[int, int], exact: bool) -> bool:
    allowed = [0 if exact else max(SIZE_OFF_LOCK, SHARE_OF_SIZE_OFF_LOCK * length) for length in old]
    return all(abs(a - b) <= most for a, b, most in zip(new, old, allowed, strict=True))


def _fields(image: Image, exact: bool) -> npt.NDArray[np.float64]:
    """Pixels as rows × columns × channels: the image itself, or a small grey version of it."""
    if exact:
        return np.asarray(image, dtype=np.float64)
    from PIL.Image import Resampling

    return np.asarray(image.convert("L").resize((FIELDS, FIELDS), Resampling.BOX), dtype=np.float64)[..., None]
