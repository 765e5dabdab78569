"""Files and settings -> `Corpus`: the frames on which everything else stands.

Reading is strict about what it understands and open about what it does not: a file that cannot be read becomes a row of
`problems` and stops none of the others. Articles stand in order of publication, then of their content, so neither the
names nor the order of files change a result.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from pathlib import Path
from types import MappingProxyType
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast

import numpy as np
import pandas as pd
from scipy import sparse

from twocrises.cleaning import PREPARED, TEXT, lines_frame
from twocrises.config import FILE_NAME, Config, check_articles, check_columns, load_config, parse_config
from twocrises.dating import Dater, Dating, dates_frame, evidence_frame
from twocrises.errors import TwoCrisesError
from twocrises.language import reads_english
from twocrises.reading import READABLE, SourceText, read_texts, settings_inside
from twocrises.segments import sentences_frame, tokens_frame, word_spans
from twocrises.voices import voices_frames
from twocrises.wording import count

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).resolve().parents[1]
# 3/4/2014, of which no one knows which number is the month; with full stops the day comes first.
_NUMBERS = re.compile(r"\s*(\d{1,2})[-/](\d{1,2})[-/]\d{2,4}")
# An article with fewer words is kept, but named: its rates say little.
FEW_WORDS = 20


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
        """A row a sentence of the kept lines; who speaks in it is found on first use."""
        return self._voices[1].copy(deep=False)

    @property
    def quotes(self) -> pd.DataFrame:
        """A row a quotation; found on first use."""
        return self._voices[0].copy(deep=False)

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
        # Given only where the terms are others than those of the text, see `masking`.
        if "tokens" in self._frames:
            return self._frames["tokens"]
        return tokens_frame(self.source, self._frames["sentences"], self.config.spellings)

    @cached_property
    def _voices(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The quotations, and the sentences with their voice."""
        # Given only where some of the sentences are left out, see `without_opinion`.
        if "quotes" in self._frames:
            return self._frames["quotes"], self._frames["sentences"]
        articles = self._frames["articles"]
        published = dict(zip(articles["article"], articles["published"], strict=True))
        frames = self._frames
        return voices_frames(self.source, frames["lines"], frames["sentences"], self.config, published)

    @cached_property
    def counts(self) -> Counts:
        """Articles × terms, sparse."""
        tokens = self._tokens
        terms = tokens["term"].cat.categories
        width = max(len(terms), 1)
        # One number for each article and term: sorting bare numbers is the quickest way to count them.
        cells = tokens["article"].cat.codes.to_numpy().astype("int64") * width + tokens["term"].cat.codes.to_numpy()
        cells, times = np.unique(cells, return_counts=True)
        row, column = (part.astype("int32") for part in np.divmod(cells, width))
        matrix = sparse.csr_array((times.astype("int64"), (row, column)), shape=(len(self.source), len(terms)))
        return Counts(matrix, pd.Index(list(self.source)), terms)

    def select(self, articles: Iterable[str]) -> "Corpus":
        """Take some articles of this corpus.

        Parameters
        ----------
        articles : iterable of str
            Their names; those that are not in the corpus are an error. They keep the order they have in it.

        Returns
        -------
        Corpus
            With the same settings and problems.

        Raises
        ------
        TwoCrisesError
            If the corpus has no such article.

        Examples
        --------
        >>> seeds = load_corpus("seeds")
        >>> seeds.select(seeds.articles["article"][:2])
        Corpus of 2 articles (2 in 2014, 0 in 2022), 61 sentences
        """
        wanted = set(articles)
        if unknown := sorted(wanted - self.source.keys()):
            raise TwoCrisesError(f'This corpus has no article "{unknown[0]}". See corpus.articles for those it has.')
        names = [article for article in self.source if article in wanted]
        frames = {name: _only(frame, names) for name, frame in self._frames.items()}
        source = MappingProxyType({article: self.source[article] for article in names})
        return replace(self, source=source, _frames=MappingProxyType(frames), _results={})

    def without_cleaning(self) -> "Corpus":
        """Keep every line that is not empty, as if nobody had told article from web page.

        For comparison only: what changes between this corpus and the cleaned one is what the cleaning does. Days and
        eras stay as they were found in the cleaned text.

        Returns
        -------
        Corpus

        Examples
        --------
        >>> load_corpus("seeds").without_cleaning()
        Corpus of 5 articles (2 in 2014, 3 in 2022), 221 sentences
        """
        lines = self._frames["lines"].assign(keep=self._frames["lines"]["kind"] != "blank")
        sentences = sentences_frame(self.source, lines)
        cut = sentences.groupby("article", observed=False).size().to_numpy(dtype="int32")
        articles = self._frames["articles"].assign(n_sentences=cut)
        frames = {**self._frames, "lines": lines, "sentences": sentences, "articles": articles}
        opinion_is_out = frames.pop("quotes", None) is not None
        corpus = replace(self, _frames=MappingProxyType(frames), _results={})
        return corpus.without_opinion() if opinion_is_out else corpus

    def without_opinion(self) -> "Corpus":
        """Leave out the pieces of opinion that a person marked inside reports.

        They are marked by `opinion` under [articles] in corpus.toml. What stays keeps its numbers and addresses.

        Returns
        -------
        Corpus
            The same articles without those lines; all of it, where nothing is marked.

        Examples
        --------
        >>> load_corpus("seeds").without_opinion()
        Corpus of 5 articles (2 in 2014, 3 in 2022), 168 sentences
        """
        frames = dict(self._frames)
        frames["quotes"], frames["sentences"] = self._voices
        opinion = {name: place for name in self.source if (place := _opinion(self.source, self.config, name))}
        lines = frames["lines"]
        inside = _within(lines, opinion) & lines["keep"].to_numpy()
        rule = lines["rule"].astype(object).where(~inside, "opinion, marked in corpus.toml").astype("category")
        frames["lines"] = lines.assign(keep=lines["keep"].to_numpy() & ~inside, rule=rule)
        for name in {"sentences", "quotes", "tokens"} & frames.keys():
            frames[name] = frames[name][~_within(frames[name], opinion)].reset_index(drop=True)
        cut = frames["sentences"].groupby("article", observed=False).size().to_numpy(dtype="int32")
        frames["articles"] = frames["articles"].assign(n_sentences=cut)
        return replace(self, _frames=MappingProxyType(frames), _results={})

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

    Raises
    ------
    TwoCrisesError
        By the function, if its first argument is no corpus.

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
        if not isinstance(corpus, Corpus):
            who = "This" if function.__name__.startswith("_") else function.__name__
            raise TwoCrisesError(f'{who} takes a corpus first, such as load_corpus("seeds").')
        # With the types: 2 and 2.0 are equal, and not the same question.
        given = args, tuple(sorted(kwargs.items()))
        key = (function, given, tuple(type(value) for value in (*args, *dict(given[1]).values())))
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
    return frame.iloc[even_rows(len(frame), most)].reset_index(drop=True)


def even_rows(n: int, most: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Choose row numbers evenly spread over so many rows.

    Parameters
    ----------
    n : int
        How many there are.
    most : int
        How many to choose; all if there are no more.

    Returns
    -------
    array of int
        Ascending.

    Examples
    --------
    >>> even_rows(9, 3).tolist(), even_rows(2, 3).tolist()
    ([0, 4, 8], [0, 1])
    """
    return np.linspace(0, n - 1, min(n, most)).round().astype(np.int64)


def load_corpus(
    path: str | Path,
    *,
    config: str | Path | Config | None = None,
    columns: Mapping[str, str] | None = None,
    progress: Callable[[str], object] | Literal[False] | None = None,
    strict: bool = False,
) -> Corpus:
    """Read a folder of articles, an archive or one file.

    Parameters
    ----------
    path : str or Path
        A folder, read with its subfolders, a .zip, or another file. A relative path is tried in the working directory,
        then beside utils.py. Articles are texts (.txt, .md), pages (.html, .htm), Word files (.docx), and the rows of
        tables (.csv, .tsv, .jsonl, .ndjson, .json, .parquet), in any usual encoding; README and LICENSE files are none.
    config : str, Path or Config, optional
        The settings; by default the corpus.toml in the folder, if there is one.
    columns : mapping of str to str, optional
        What the columns of a table are called, where their names do not say so: `{"text": "body"}`. Its keys are text,
        date, source, title and url; [columns] in corpus.toml says the same.
    progress : callable or False, optional
        Called with a line of text for each file. By default a bar appears when reading takes longer than two seconds;
        with False never.
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
    inside = settings_inside(place)
    if inside is not None and config is None:
        settings = parse_config(inside, f"{place.name}/{FILE_NAME}")
    else:
        settings = _settings(config, place if place.is_dir() else place.parent)
    named = {**settings.columns, **check_columns(columns or {})}
    texts: dict[str, SourceText] = {}
    problems: list[tuple[str, str | None, str, str]] = []
    # Closed at once when a file stops the reading, so that no bar and no open archive stays behind.
    with closing(read_texts(place, columns=named, progress=progress)) as reading:
        for found in reading:
            if isinstance(found, SourceText):
                texts[found.article] = found
            elif strict and found.lost:
                raise TwoCrisesError(f"{found.file}: {found.problem}. {found.mend}")
            else:
                problems.append((found.file, found.article, found.problem, found.mend))
    if not texts:
        raise TwoCrisesError(_nothing_to_read(place, problems))
    # Somebody who opens one file of a folder means that file, whatever the settings say of its neighbours.
    doubts = check_articles(settings, texts) if place.is_dir() or inside is not None else []
    problems += [(FILE_NAME, None, doubt, "Nothing, if you left it out on purpose.") for doubt in doubts]
    for article in texts:  # a mark that leads nowhere is a mistake to name now, not when somebody asks for it
        _opinion({article: texts[article].text}, settings, article)
    return _build(place, settings, texts, problems)


def _build(
    path: Path, config: Config, texts: dict[str, SourceText], problems: list[tuple[str, str | None, str, str]]
) -> Corpus:
    """Make the frames, articles in order of publication, then of content."""
    unsorted = {article: text.text for article, text in texts.items()}
    lines = lines_frame(unsorted)
    sentences = sentences_frame(unsorted, lines)
    # The name of a table, an archive or a folder says when it was put together, and nothing of its articles.
    metadata = {
        article: {**text.metadata, "file": "" if ":" in article else text.file.rpartition("/")[2]}
        for article, text in texts.items()
    }
    datings = _date(unsorted, lines, sentences, metadata, config)
    dates = dates_frame(datings, config).assign(article=list(texts), sha256=[text.sha256 for text in texts.values()])
    dates = dates.sort_values(["published", "sha256", "article"], kind="stable", ignore_index=True)
    source = {article: unsorted[article] for article in dates["article"]}
    lines = _in_order(lines, list(source))
    sentences = _in_order(sentences, list(source))
    counted = lines.groupby("article", observed=False).size()
    cut = sentences.groupby("article", observed=False).size()
    headlines = lines[lines["kind"] == "headline"].drop_duplicates("article").set_index("article")["text"].str.strip()
    title = pd.Series([metadata[article].get("title") for article in source], index=list(source), dtype=TEXT)
    # What a person confirmed goes before what a file says about itself.
    origin, site, genre = (
        pd.array(
            [getattr(config.articles.get(article), name, "") or metadata[article].get(name) for article in source],
            dtype=TEXT,
        )
        for name in ("origin", "site", "genre")
    )
    articles = pd.DataFrame(
        {
            "article": pd.array(list(source), dtype=TEXT),
            "label": pd.array(_labels(list(source), origin, site, dates["published"]), dtype=TEXT),
            "file": pd.array([texts[article].file for article in source], dtype=TEXT),
            "title": title.fillna(headlines.reindex(list(source)).astype(TEXT)).to_numpy(),
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
    problems += [
        (
            texts[article].file,
            article,
            "has no sentences, as texts prepared for counting words, so nothing in it was taken for web page",
            "Nothing, if only words are counted; what goes by sentences needs the text as it was printed.",
        )
        for article in lines.loc[lines["rule"] == PREPARED, "article"].astype(object).unique()
    ]
    problems += [
        (
            texts[article].file,
            article,
            f"has only {count(words, 'word')} after cleaning",
            "Leave it out if it is no article.",
        )
        for article, words in _few_words(sentences).items()
    ]
    problems += [
        (
            texts[article].file,
            article,
            "does not read like English, so its tone is not scored and speakers in it are not to be relied on",
            "Leave it out, or read it in translation.",
        )
        for article in _not_english(sentences)
    ]
    problems += [
        (texts[article].file, article, problem, mend)
        for article in source
        for problem, mend in datings[article].problems
    ]
    frames = {
        "articles": articles,
        "lines": lines,
        "sentences": sentences,
        "evidence": evidence_frame({article: datings[article] for article in source}),
        "problems": pd.DataFrame(problems, columns=["file", "article", "problem", "mend"], dtype=TEXT),
    }
    return Corpus(path, config, MappingProxyType(source), MappingProxyType(frames))


def _only(frame: pd.DataFrame, articles: list[str]) -> pd.DataFrame:
    """Take the rows of some articles; problems that belong to none stay."""
    rows = frame[frame["article"].isin(articles) | frame["article"].isna()].reset_index(drop=True)
    if isinstance(rows["article"].dtype, pd.CategoricalDtype):
        rows["article"] = rows["article"].cat.set_categories(articles)
    return rows


def _opinion(source: Mapping[str, str], config: Config, article: str) -> tuple[int, int] | None:
    """Find the place of a marked piece of opinion."""
    facts = config.articles.get(article)
    if facts is None or facts.opinion is None:
        return None
    first, last = facts.opinion
    start = source[article].find(first)
    end = source[article].find(last, start)
    if min(start, end) < 0:
        words, where = (first, "in that article") if start < 0 else (last, "in that article behind the first ones")
        raise TwoCrisesError(
            f'{config.file}: the words "{words}", given as "opinion" in [articles.{article}], are not {where}. Copy '
            "them from its text."
        )
    return start, end + len(last)


def _within(frame: pd.DataFrame, places: Mapping[str, tuple[int, int]]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which rows lie within the place given for their article."""
    inside = np.zeros(len(frame), dtype=bool)
    for article, (start, end) in places.items():
        own = (frame["article"] == article).to_numpy()
        inside |= own & (frame["start"] >= start).to_numpy() & (frame["end"] <= end).to_numpy()
    return inside


def _date(
    source: Mapping[str, str],
    lines: pd.DataFrame,
    sentences: pd.DataFrame,
    metadata: Mapping[str, Mapping[str, str]],
    config: Config,
) -> dict[str, Dating]:
    """Date each article by its lines and sentences and by what came with it."""
    dater = Dater(config, month_first=_month_first(metadata.values()))
    parts = [
        [frame[column].tolist() for column in columns]
        for frame, columns in ((lines, ("start", "end", "kind")), (sentences, ("start", "end")))
    ]
    ends = [frame.groupby("article", observed=False).size().cumsum().tolist() for frame in (lines, sentences)]
    datings: dict[str, Dating] = {}
    from_line = from_sentence = 0
    for (article, text), to_line, to_sentence in zip(source.items(), *ends, strict=True):
        own_lines = list(zip(*(column[from_line:to_line] for column in parts[0]), strict=True))
        own_sentences = list(zip(*(column[from_sentence:to_sentence] for column in parts[1]), strict=True))
        facts = {**metadata.get(article, {}), "article": article}
        datings[article] = dater.date(text, own_lines, own_sentences, facts)
        from_line, from_sentence = to_line, to_sentence
    return datings


def _month_first(metadata: Iterable[Mapping[str, str]]) -> bool | None:
    """Tell from all dates together whether 3/4/2014 means 4 March: a number above twelve is the day."""
    numbers = [_NUMBERS.match(facts.get("date", "")) for facts in metadata]
    first = any(int(found[1]) > 12 for found in numbers if found)
    second = any(int(found[2]) > 12 for found in numbers if found)
    return second if first != second else None


def _in_order(frame: pd.DataFrame, articles: list[str]) -> pd.DataFrame:
    """Put the rows of a frame into the order of the articles."""
    article = frame["article"].cat.set_categories(articles)
    return frame.assign(article=article).sort_values("article", kind="stable", ignore_index=True)


def _labels(articles: list[str], origin: Iterable[object], site: Iterable[object], published: pd.Series) -> list[str]:
    """Make names short enough for a figure: outlet and day, numbered where two are the same."""
    labels: list[str] = []
    times: Counter[str] = Counter()
    for article, wrote, copied, day in zip(articles, origin, site, published, strict=True):
        outlet = next((name for name in (wrote, copied) if isinstance(name, str)), article)
        label = f"{outlet}, {day.day} {day:%b %Y}" if pd.notna(day) else f"{outlet}, undated"
        times[label] += 1
        labels.append(f"{label} ({times[label]})" if times[label] > 1 else label)
    return labels


def _few_words(sentences: pd.DataFrame) -> dict[str, int]:
    """Number of words of each article that has too few; in more than 1,000 characters there are enough."""
    length = (sentences["end"] - sentences["start"]).groupby(sentences["article"], observed=True).sum()
    short = sentences[sentences["article"].isin(length.index[length < 1000])]
    counted = short["text"].map(lambda text: len(word_spans(text)))
    words = counted.groupby(short["article"].astype(object), sort=False).sum()
    return {str(article): int(n) for article, n in words[words < FEW_WORDS].items()}


def _not_english(sentences: pd.DataFrame) -> list[str]:
    """Articles in another language."""
    english = sentences.groupby("article", observed=True)["text"].agg(reads_english)
    return [str(article) for article in english.index[~english.astype(bool)]]


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


def _nothing_to_read(place: Path, problems: list[tuple[str, str | None, str, str]]) -> str:
    files = {problem[0] for problem in problems}
    if place.is_file() and len(files) == 1:
        return f"{problems[0][0]}: {problems[0][2]}. {problems[0][3]}"
    if not problems:
        return f"{place.name}: the folder holds no article. Put at least one file into it: {', '.join(READABLE)}."
    first = f"{problems[0][0]}: {problems[0][2]}"
    what = f"the only file in it could not be read ({first})"
    if len(files) > 1:
        what = f"none of the {len(files)} files could be read (the first is {first})"
    return f"{place.name}: {what}. {problems[0][3]}"
