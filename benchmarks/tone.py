"""How well each instrument agrees with people, and what scoring a large corpus takes.

    .venv/bin/python -m benchmarks.tone

People rated sentences of editorials; r is Pearson's, by sentence, and by article between the mean score of its
sentences and the mean of their ratings. A sentence in which an instrument knows no word counts as 0. Intervals hold 95
of 100 of 2,000 bootstrap draws of articles. Nothing in the instruments was fitted to these ratings; the spreads in
`instruments.CONSTANTS`, which put the scores into one unit, are measured here and compared with the committed ones.
The briefings give speed, memory, and whether our numbers are TextBlob's and VADER's, on every sentence for TextBlob.
Takes about eight minutes.
"""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from benchmarks.common import data, records, write
from twocrises.cleaning import lines_frame
from twocrises.instruments import CONSTANTS, INSTRUMENTS, score_texts, straightened
from twocrises.segments import sentences_frame

EDITORIALS = "editorial_tone_dev.jsonl.gz"
BRIEFINGS = "press_briefings.jsonl.gz"
DRAWS = 2_000
TIMED = 10_000
RUNS = 5

Row = tuple[str, float, int]
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def main() -> None:
    """Measure, print and write `results/tone.csv`."""
    rows = [*validity(pd.DataFrame(records(EDITORIALS))), *scale()]
    write("tone", rows, data(EDITORIALS), data(BRIEFINGS))


def validity(rated: pd.DataFrame) -> Iterable[Row]:
    """Compare the scores of sentences with what people said of them."""
    scores = score_texts(rated["text"], progress=False)
    n, article = len(rated), pd.factorize(rated["article"])[0]
    draws = np.random.default_rng(0).multinomial(
        article.max() + 1, np.full(article.max() + 1, 1 / (article.max() + 1)), DRAWS
    )
    ratings = rated["tone"].to_numpy()
    known = pd.DataFrame({name: scores[name].where(scores[f"{name}_hits"] > 0) for name in INSTRUMENTS})
    units = known / {name: CONSTANTS[name][1] for name in INSTRUMENTS}
    compared = {**known, "panel": scores["panel"], "mean of those that know a word": units.mean(axis=1)}
    found = {}
    for name, values in compared.items():
        filled = values.fillna(0.0).to_numpy()
        found[name] = agreement(filled, ratings, article, draws)
        for by, (r, drawn) in found[name].items():
            yield from _with_interval(f"{name}: r by {by}", r, drawn, n if by == "sentence" else draws.shape[1])
        if name in INSTRUMENTS:
            yield f"{name}: share of sentences with a known word", round(float(values.notna().mean()), 3), n
        both = (filled != 0) & (ratings != 0)
        same = np.sign(filled[both]) == np.sign(ratings[both])
        yield f"{name}: share with the sign that people gave", round(float(same.mean()), 3), int(both.sum())
    for other in ("AFINN", "VADER", "mean of those that know a word"):
        for by, (r, drawn) in found["panel"].items():
            less, less_drawn = found[other][by]
            size = n if by == "sentence" else draws.shape[1]
            yield from _with_interval(f"panel minus {other}: r by {by}", r - less, drawn - less_drawn, size)
    for name, values in known.items():
        spread = float(np.sqrt((values**2).mean()))
        yield f"{name}: spread", round(spread, 4), int(values.notna().sum())
        yield f"{name}: spread is the committed one", float(round(spread, 4) == CONSTANTS[str(name)][1]), 1
    yield "sentences taken for another language", int((~scores["english"]).sum()), n


def agreement(
    scores: Floats, ratings: Floats, article: np.ndarray, draws: np.ndarray
) -> dict[str, tuple[float, Floats]]:
    """Pearson's r by sentence and by article, and the same in each draw of articles.

    Parameters
    ----------
    scores, ratings : array of float, shape (n_sentences,)
        What is compared.
    article : array of int, shape (n_sentences,)
        Number of the article of each sentence.
    draws : array of int, shape (n_draws, n_articles)
        How often each article was drawn.

    Returns
    -------
    dict of str to (float, array of float)
        For "sentence" and "article".
    """
    sizes = np.bincount(article)
    means = [np.bincount(article, values) / sizes for values in (scores, ratings)]
    once = np.ones((1, len(sizes)))
    result = {}
    for by, x, y, units in (("sentence", scores, ratings, article), ("article", *means, np.arange(len(sizes)))):
        sums = np.column_stack([np.bincount(units, values) for values in (x * 0 + 1, x, y, x * x, y * y, x * y)])
        result[by] = (float(_r(once @ sums)[0]), _r(draws @ sums))
    return result


def _r(sums: Floats) -> Floats:
    """Pearson's r from numbers, sums, sums of squares and of products."""
    n, x, y, xx, yy, xy = sums.T
    return np.asarray((n * xy - x * y) / np.sqrt((n * xx - x * x) * (n * yy - y * y)))


def _with_interval(measure: str, value: float, drawn: Floats, n: int) -> Iterable[Row]:
    low, high = np.quantile(drawn, [0.025, 0.975])
    for name, figure in (("", value), (", low", low), (", high", high)):
        yield measure + name, round(float(figure), 3), n


def scale() -> Iterable[Row]:
    """Score all sentences of the briefings, and compare with the packages."""
    # A process that holds nothing else, so that its peak is that of the scoring.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
        sentences, scores, seconds, added = child.submit(_score_all).result()
    n = len(sentences)
    yield "briefings, all instruments: thousandths of a second a sentence", round(1000 * seconds / n, 2), n
    yield "briefings, all instruments: MB added to what was held before", round(added), n
    english = scores["english"].to_numpy()
    yield "briefings, sentences taken for another language", int((~english).sum()), n
    ours = scores[["TextBlob", "TextBlob_subjectivity"]].to_numpy()
    away = sum(
        tuple(TextBlob(text).sentiment) != tuple(own)
        for text, own, read in zip(sentences, ours.tolist(), english, strict=True)
        if read
    )
    yield "briefings, sentences with another number than TextBlob's", away, int(english.sum())
    some = [i for i in range(0, n, max(n // TIMED, 1)) if english[i]]
    analyzer = SentimentIntensityAnalyzer()
    theirs = [analyzer.polarity_scores(straightened(sentences[i]))["compound"] for i in some]
    known = scores["VADER"].fillna(0.0).to_numpy()[some]
    yield "briefings, sentences with another number than VADER's", int((known != np.array(theirs)).sum()), len(some)
    timed = [sentences[i] for i in some]
    package, own = _best(lambda: [TextBlob(text).sentiment for text in timed], lambda: polarities(timed))
    yield "briefings, TextBlob: times as quick as TextBlob(text).sentiment", round(package / own, 2), len(timed)


def _score_all() -> tuple[list[str], pd.DataFrame, float, float]:
    """Sentences of the briefings, their scores, the seconds it took and the megabytes it added."""
    source = {record["id"]: record["text"] for record in records(BRIEFINGS)}
    sentences = sentences_frame(source, lines_frame(source))["text"].tolist()
    del source
    score_texts(sentences[:100], progress=False)
    _held()
    before, begin = _held(), time.perf_counter()
    scores = score_texts(sentences, progress=False)
    return sentences, scores, time.perf_counter() - begin, _held() - before


def _held() -> float:
    """Most megabytes this process has held since this was last asked, where Linux says so; else since it began."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
    # What was held before falls to what is held now, and the count begins anew.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return int(lines["VmHWM"].split()[0]) / 1024


def polarities(texts: list[str]) -> None:
    """Fill the columns of TextBlob alone."""
    from twocrises.instruments import _textblob

    score = _textblob().score
    for text in texts:
        score(text)


def _best(*works: Callable[[], object]) -> list[float]:
    """Shortest time of each piece of work; they take turns, so that a busy machine slows all of them alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS):
        for work, taken in zip(works, times, strict=True):
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
    return [min(taken) for taken in times]


if __name__ == "__main__":
    main()
