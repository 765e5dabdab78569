"""Files and settings -> `Corpus`: the frames on which everything else stands.

Reading is strict about what it understands and open about what it does not: a file that cannot be read becomes a row of
`problems` and stops none of the others. Articles stand in order of publication, then of their content, so neither the
names nor the order of files change a result.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from pathlib import Path
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import numpy as np
import pandas as pd
from scipy import sparse

from twocrises.cleaning import TEXT, lines_frame
from twocrises.config import FILE_NAME, Config, check_articles, load_config
from twocrises.dating import dates_frame, evidence_frame
from twocrises.errors import TwoCrisesError
from twocrises.segments import sentences_frame, tokens_frame
from twocrises.voices import quotes_frame, with_voices
from twocrises.wording import count

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).resolve().parents[1]
READABLE = (".txt", ".md")
# Files about a corpus, not of it.
_NOT_ARTICLES = ("readme", "license", "licence", "corpus.toml", "requirements")


@dataclass(frozen=True)
class Counts:
    """How often each term stands in each article: the statistics from which all corpus-level results come.

    Attributes
    ----------
    matrix : scipy.sparse.csr_array of int64, shape (n_articles, n_terms)
    articles : pandas.Index, in the order of `corpus.articles`
    terms : pandas.Index, sorted
    """

    matrix: sparse.csr_array
    articles: pd.Index
    terms: pd.Index

    @property
    def frame(self) -> pd.DataFrame:
        """The same as a dense frame; only for corpora one can look at."""
        return pd.DataFrame(self.matrix.toarray(), index=self.articles, columns=self.terms)


@dataclass(frozen=True, eq=False)
class Corpus:
    """A corpus, read once and never changed.

    Every frame is handed out as a shallow copy: what you do to it stays with you. Offsets index `source`.

    Attributes
    ----------
    path : Path
        Where it was read.
    config : Config
        Its settings.
    source : mapping of str to str
        Article -> source text, as decoded.
    articles, lines, sentences, quotes, tokens, evidence, problems : pandas.DataFrame
    counts : Counts
    """

    path: Path
    config: Config
    source: Mapping[str, str]
    _frames: Mapping[str, pd.DataFrame]
    _results: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def articles(self) -> pd.DataFrame:
        """A row an article, in order of publication."""
        return self._articles.copy(deep=False)

    @property
    def lines(self) -> pd.DataFrame:
        """A row a line of a source text, with its kind and the rule that decided."""
        return self._frames["lines"].copy(deep=False)

    @property
    def sentences(self) -> pd.DataFrame:
        """A row a sentence of the kept lines."""
        return self._frames["sentences"].copy(deep=False)

    @property
    def quotes(self) -> pd.DataFrame:
        """A row a quotation."""
        return self._frames["quotes"].copy(deep=False)

    @property
    def evidence(self) -> pd.DataFrame:
        """A row a piece of evidence for a date or an era."""
        return self._frames["evidence"].copy(deep=False)

    @property
    def problems(self) -> pd.DataFrame:
        """A row a file that was not read, or a doubt."""
        return self._frames["problems"].copy(deep=False)

    @property
    def tokens(self) -> pd.DataFrame:
        """A row a word of the kept sentences; built on first use."""
        return self._tokens.copy(deep=False)

    @property
    def eras(self) -> list[str]:
        """Labels of the eras in order of time, whether or not an article falls into them."""
        return [era.label for era in self.config.eras]

    @cached_property
    def _articles(self) -> pd.DataFrame:
        articles = self._frames["articles"].copy()
        words = self._tokens.groupby("article", observed=False).size()
        articles.insert(len(articles.columns) - 1, "n_words", words.to_numpy(dtype="int32"))
        return articles

    @cached_property
    def _tokens(self) -> pd.DataFrame:
        return tokens_frame(self.source, self._frames["sentences"], self.config.spellings)

    @cached_property
    def counts(self) -> Counts:
        """Articles × terms, sparse."""
        tokens = self._tokens
        shape = (len(self.source), len(tokens["term"].cat.categories))
        codes = tokens["article"].cat.codes.to_numpy(), tokens["term"].cat.codes.to_numpy()
        matrix = sparse.csr_array((np.ones(len(tokens), dtype="int64"), codes), shape=shape)
        matrix.sum_duplicates()
        return Counts(matrix, pd.Index(list(self.source)), tokens["term"].cat.categories)

    def __repr__(self) -> str:
        """Say what it holds, so that a cell that ends in `corpus` tells something."""
        eras = self._frames["articles"]["era"].value_counts(sort=False)
        shares = ", ".join(f"{n} in {label}" for label, n in eras.items()) or "no eras"
        undated = int(self._frames["articles"]["era"].isna().sum())
        dated = f"{shares}, {undated} in no era" if undated and len(eras) else shares
        sentences = count(len(self._frames["sentences"]), "sentence")
        return f"Corpus of {count(len(self.source), 'article')} ({dated}), {sentences}"


def once_per_corpus(function: Callable[Concatenate[Corpus, P], R]) -> Callable[Concatenate[Corpus, P], R]:
    """Let a function of a corpus compute its result once: a corpus never changes, so neither does the result.

    Parameters
    ----------
    function : callable
        Its first argument is the corpus. A frame it gives is handed out as a shallow copy; with arguments that cannot
        be hashed, a list say, it computes anew.

    Returns
    -------
    callable
        The same function; results live as long as the corpus.

    Examples
    --------
    >>> calls = []
    >>> size = once_per_corpus(lambda corpus: calls.append(1) or len(corpus.source))
    >>> seeds = load_corpus("seeds")
    >>> size(seeds), size(seeds), calls
    (5, 5, [1])
    """

    @wraps(function)
    def remembered(corpus: Corpus, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (function, args, tuple(sorted(kwargs.items())))
        try:
            hash(key)
        except TypeError:
            return function(corpus, *args, **kwargs)
        if key not in corpus._results:
            corpus._results[key] = function(corpus, *args, **kwargs)
        result: Any = corpus._results[key]
        return cast(R, result.copy(deep=False) if isinstance(result, pd.DataFrame) else result)

    return cast(Callable[Concatenate[Corpus, P], R], remembered)


def evenly(frame: pd.DataFrame, most: int) -> pd.DataFrame:
    """Choose rows evenly spread over a frame, so that a figure of a large corpus stays readable.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows in the order over which the choice is spread.
    most : int
        Rows to keep; a shorter frame comes back whole.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> evenly(pd.DataFrame({"n": range(9)}), 3).n.tolist()
    [0, 4, 8]
    """
    if len(frame) <= most:
        return frame
    return frame.iloc[np.linspace(0, len(frame) - 1, most).round().astype(int)].reset_index(drop=True)


def load_corpus(
    path: str | Path,
    *,
    config: str | Path | Config | None = None,
    progress: Callable[[str], object] | None = None,
    strict: bool = False,
) -> Corpus:
    """Read a folder of articles, or one article.

    Parameters
    ----------
    path : str or Path
        A folder, read with its subfolders, or a file. A relative path is tried in the working directory, then beside
        utils.py. Articles are `.txt` and `.md` files in UTF-8 (or UTF-16 with a byte order mark); README and LICENSE
        files are not articles.
    config : str, Path or Config, optional
        The settings; by default the corpus.toml in the folder, if there is one.
    progress : callable, optional
        Called with a line of text for each file.
    strict : bool, default False
        Raise on the first file that cannot be read, instead of listing it in `problems`.

    Returns
    -------
    Corpus

    Raises
    ------
    TwoCrisesError
        If there is no such path, no article could be read, or the settings hold a mistake.

    Examples
    --------
    >>> load_corpus("seeds")
    Corpus of 5 articles (2 in 2014, 3 in 2022), 182 sentences
    """
    if not str(path).strip():
        raise TwoCrisesError('No folder is named. Give one, such as load_corpus("seeds").')
    place = _find(Path(path))
    folder = place if place.is_dir() else place.parent
    settings = _settings(config, folder)
    texts: dict[str, tuple[str, str, str]] = {}
    problems: list[tuple[str, str | None, str, str]] = []
    for file in _files(place):
        name = file.relative_to(folder).as_posix()
        if progress:
            progress(f"reading {name}")
        article = name.removesuffix(file.suffix)
        try:
            if article in texts:
                raise _UnreadableError("has the same name as another article but for its suffix", "Rename one of them.")
            texts[article] = (name, *_read(file))
        except _UnreadableError as problem:
            if strict:
                raise TwoCrisesError(f"{name}: {problem.problem}. {problem.mend}") from None
            problems.append((name, None, problem.problem, problem.mend))
    if not texts:
        raise TwoCrisesError(_nothing_to_read(place, problems))
    # Somebody who opens one file of a folder means that file, whatever the settings say of its neighbours.
    doubts = check_articles(settings, texts) if place.is_dir() else []
    problems += [(FILE_NAME, None, doubt, "Nothing, if you left it out on purpose.") for doubt in doubts]
    return _build(place, settings, texts, problems)


def _build(
    path: Path, config: Config, texts: dict[str, tuple[str, str, str]], problems: list[tuple[str, str | None, str, str]]
) -> Corpus:
    """Make the frames, articles in order of publication, then of content."""
    dates = dates_frame(list(texts), config).assign(article=list(texts), sha256=[text[1] for text in texts.values()])
    dates = dates.sort_values(["published", "sha256", "article"], kind="stable", ignore_index=True)
    source = {article: texts[article][2] for article in dates["article"]}
    lines = lines_frame(source)
    sentences = with_voices(sentences_frame(source, lines))
    counted = lines.groupby("article", observed=False).size()
    cut = sentences.groupby("article", observed=False).size()
    headlines = lines[lines["kind"] == "headline"].drop_duplicates("article").set_index("article")["text"].str.strip()
    facts = [config.articles.get(article) for article in source]
    origin, site, genre = (
        pd.array([(getattr(fact, name) or None) if fact else None for fact in facts], dtype=TEXT)
        for name in ("origin", "site", "genre")
    )
    articles = pd.DataFrame(
        {
            "article": pd.array(list(source), dtype=TEXT),
            "label": pd.array(_labels(list(source), origin, site, dates["published"]), dtype=TEXT),
            "file": pd.array([texts[article][0] for article in source], dtype=TEXT),
            "title": headlines.reindex(list(source)).astype(TEXT).to_numpy(),
            "origin": origin,
            "site": site,
            "genre": genre,
            "published": dates["published"],
            "published_by": dates["published_by"],
            "era": dates["era"],
            "era_by": dates["era_by"],
            "n_lines": counted.to_numpy(dtype="int32"),
            "n_sentences": cut.to_numpy(dtype="int32"),
            "sha256": dates["sha256"].astype(TEXT),
        }
    )
    empty = articles[articles["n_sentences"] == 0]
    problems += [
        (file, article, "no article text is left after cleaning", "Look at it with read(corpus, article).")
        for file, article in zip(empty["file"], empty["article"], strict=True)
    ]
    frames = {
        "articles": articles,
        "lines": lines,
        "sentences": sentences,
        "quotes": quotes_frame(list(source)),
        "evidence": evidence_frame(source, config),
        "problems": pd.DataFrame(problems, columns=["file", "article", "problem", "mend"], dtype=TEXT),
    }
    return Corpus(path, config, MappingProxyType(source), MappingProxyType(frames))


def _labels(articles: list[str], origin: Iterable[object], site: Iterable[object], published: pd.Series) -> list[str]:
    """Make names short enough for a figure: outlet and day, numbered where two are the same."""
    labels: list[str] = []
    for article, wrote, copied, day in zip(articles, origin, site, published, strict=True):
        outlet = next((name for name in (wrote, copied) if isinstance(name, str)), article)
        label = f"{outlet}, {day.day} {day:%b %Y}" if pd.notna(day) else f"{outlet}, undated"
        same = sum(other == label or other.startswith(f"{label} (") for other in labels)
        labels.append(f"{label} ({same + 1})" if same else label)
    return labels


class _UnreadableError(Exception):
    """A file that is not read, why, and what to do."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.problem, self.mend = problem, mend


def _find(path: Path) -> Path:
    for candidate in (path, ROOT / path):
        if candidate.exists():
            return candidate
    tried = (
        "" if path.is_absolute() else f", neither in {Path.cwd().name or 'the working directory'} nor beside utils.py"
    )
    raise TwoCrisesError(f"{path}: there is no such file or folder{tried}. Check the spelling of the path.")


def _settings(config: str | Path | Config | None, folder: Path) -> Config:
    if isinstance(config, Config):
        return config
    if config is not None:
        return load_config(_find(Path(config)))
    return load_config(folder / FILE_NAME) if (folder / FILE_NAME).is_file() else Config()


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted(
        file
        for file in place.rglob("*")
        if file.is_file()
        and not any(part.startswith((".", "~$")) for part in file.relative_to(place).parts)
        and not file.name.casefold().startswith(_NOT_ARTICLES)
    )


def _read(file: Path) -> tuple[str, str]:
    """Checksum and text of one file."""
    if file.suffix.lower() not in READABLE:
        kind = file.suffix or "this kind"
        raise _UnreadableError(f"files of {kind} are not read", f"Save its text as {' or '.join(READABLE)}.")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise _UnreadableError(f"cannot be opened ({error.strerror})", "Check that you may read it.") from None
    if not data.strip():
        raise _UnreadableError("the file is empty", "Put the text in, or take the file out of the folder.")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _UnreadableError(
            f"is not UTF-8 text (byte {error.start})", "Save it again with the encoding UTF-8."
        ) from None
    if "\0" in text:
        raise _UnreadableError("is not a text file (it holds null bytes)", "Take it out of the folder.")
    if not text.strip():
        raise _UnreadableError("the file is empty", "Put the text in, or take the file out of the folder.")
    return hashlib.sha256(data).hexdigest(), text


def _nothing_to_read(place: Path, problems: list[tuple[str, str | None, str, str]]) -> str:
    if place.is_file():
        return (
            f"{place.name}: {problems[0][2]}. {problems[0][3]}"
            if problems
            else f"{place.name}: this is not an article."
        )
    if not problems:
        return f"{place.name}: the folder holds no article. Put at least one {' or '.join(READABLE)} file into it."
    first = f"{problems[0][0]}: {problems[0][2]}"
    what = f"the only file in it could not be read ({first})"
    if len(problems) > 1:
        what = f"none of the {len(problems)} files could be read (the first is {first})"
    return f"{place.name}: {what}. {problems[0][3]}"
