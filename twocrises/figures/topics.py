"""Figures of topics: how much of each article belongs to which, where their texts lie, and what marks them."""

from collections.abc import Iterable
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FuncFormatter, NullLocator
from matplotlib.transforms import ScaledTranslation
from scipy import sparse

from twocrises.clusters import neighbours_by_group
from twocrises.corpus import Corpus, evenly
from twocrises.figures.labels import draw_labels
from twocrises.figures.style import (
    INK,
    MOST_ROWS,
    MUTED,
    NO_ERA,
    WIDTH,
    Figure,
    all_above,
    draw_title,
    era_styles,
    house_style,
    letters_on,
    looks,
    more_in,
    new_canvas,
    wrapped,
)
from twocrises.figures.tone import row_labels
from twocrises.figures.words import LANE, draw_key, draw_mark, in_one_place
from twocrises.keyness import compare_eras
from twocrises.measures import Bools, Floats
from twocrises.permutation import LEVEL, smallest_p
from twocrises.repeats import blocks
from twocrises.topicmodels import tf_idf
from twocrises.topics import Topics, same_articles, shares_by_text, topics_by_era
from twocrises.topics import topic_map as places_of
from twocrises.wording import between, count, listed, p_value, percent, shortened

_NONE = "no era"
_OTHERS = "others"
_ALL = "all articles"
# Columns of the table of shares; of more topics the smaller ones are added up.
_MOST_COLUMNS = 8
# Letters that three or four columns side by side have room for, and numbers with their sign.
_LETTERS, _SIGNED = 44, 6
_PERIODS = {"day": "D", "month": "M", "quarter": "Q", "year": "Y"}
# Topics of the figure by era, and texts of an era that are drawn one by one.
_MOST_TOPICS, _MOST_POINTS = 12, 200
# Topics that have a number on the map, and the names they get.
_NUMBERED = 8
# Marks become smaller from so many texts on, and the numbers of the topics lie above them.
_MANY_PLACES, _SPARSE = 400, 200
# Pixels between marks that get one label, the grey of the numbers, and what a mark below one of them counts, in points.
_ONE_PLACE, _PALE, _COVERED = 9.0, "#B4B4B4", 6.0
_PANELS = 4
# Up to so many marks in nearly one place stand one above the other; the inches of a row that leave room for that, and
# the step from mark to mark as a share of them.
_STACKED = 3
_ROW_INCHES, _STEPS = (0.6, 0.6, 0.85), (0.19, 0.19, 0.13)
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_GLYPHS = {"o": "●", "s": "■", "^": "▲", "D": "◆", "X": "✖"}
_FORMS = {"o": "circle", "s": "square", "^": "triangle", "D": "diamond", "X": "cross"}


def topic_shares(found: Topics, corpus: Corpus) -> Figure:
    """How much of each article belongs to each topic.

    Parameters
    ----------
    found : Topics
        From `topics`.
    corpus : Corpus
        The same corpus.

    Returns
    -------
    Figure
        Of more than 24 articles, the means of each day, month, quarter or year, so that it shows topics over time.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> seeds = load_corpus("seeds")
    >>> topic_shares(topics(seeds, 3), seeds).alt
    'Topic 1 is the largest in every article of 2014, topic 2 in every article of 2022. Topic 1 is that of...'
    """
    rows = share_rows(found, corpus)
    with house_style():
        canvas, axes = new_canvas(shares_height(rows, found))
        draw_shares(axes, rows, found, corpus)
        draw_eras(axes, eras_drawn(rows.eras, corpus))
        title, named = shares_title(rows)
        draw_title(canvas, title)
    of_eras, says = topics_title(found)
    says = says if says.startswith("The topic of") else f"{of_eras}. {says}"
    what = "means" if list(rows.shares.index) == [_ALL] else count(len(rows.shares), rows.kind)
    alt = (
        f"{title}.{_named(named, found)} {says}{_over_time(rows)}{_without_topic(rows)} Table of {what} and "
        f"{count(found.n_topics, 'topic')}, darker where a topic has more of the text."
    )
    whole = "articles" if found.unit == "article" else f"{found.unit}s"
    size = "" if found.unit == "article" else " by words,"
    mean = "" if rows.kind == "article" else f" Rows are means over the articles{_of(rows)}."
    if rows.kind in _PERIODS:
        mean += " A period without an article has no row."
    others = found.n_topics - (rows.shares.shape[1] - 1) if _OTHERS in rows.shares else 0
    rest = f" The {count(others, 'smaller topic')} are added up as “{_OTHERS}”." if others else ""
    dash = " –: no known word." if rows.shares.isna().any(axis=None) else ""
    caption = (
        f"Share of each topic in per cent,{size} from the topics of the {whole}; rows add up to 100, however little "
        f"the topics hold of a text. Below: the strongest terms.{mean}{rest}{dash}"
        f"{_forms(eras_drawn(rows.eras, corpus))}"
    )
    data = rows.shares.rename_axis(rows.kind).reset_index()
    data = data.rename(columns=lambda name: str(name).replace("topic_", "topic ").replace(_OTHERS, "other topics"))
    if rows.kind != "article":
        data.insert(1, "articles", rows.sizes)
    if "era" not in data:
        data.insert(1, "era", pd.Series(rows.eras, dtype="str"))
    data.attrs["decimals"] = {name: "%" for name in data if str(name).startswith(("topic ", "other topics"))}
    return Figure(canvas, alt, caption, data)


@dataclass(frozen=True)
class ShareRows:
    """Rows of the table of shares.

    Attributes
    ----------
    shares : pandas.DataFrame
        A column a topic, at most nine, the last for the others where there are more; the labels are the index.
    eras : list of (str or None)
        Of each row.
    sizes : list of int
        Articles of each row.
    kind : str
        What a row is: "article", "day", "month", "quarter", "year" or "era".
    leads : list of int
        The topic that is larger in the row than any other; 0 where several are as large, or none is known.
    """

    shares: pd.DataFrame
    eras: list[str | None]
    sizes: list[int]
    kind: str
    leads: list[int]


def share_rows(found: Topics, corpus: Corpus) -> ShareRows:
    """Collect the shares to draw: a row an article, or a period or an era where there are too many articles.

    Parameters
    ----------
    found : Topics
        From `topics`.
    corpus : Corpus
        The same corpus, which has the days.

    Returns
    -------
    ShareRows
        The finest periods of which there are at most 24; eras where most articles have no day.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> seeds = load_corpus("seeds")
    >>> rows = share_rows(topics(seeds, 3), seeds)
    >>> rows.shares.shape, rows.kind, rows.leads
    ((5, 3), 'article', [1, 1, 2, 2, 2])
    """
    same_articles(found, corpus)
    articles, every = found.articles, found.articles[_columns(found)]
    shares = _largest(every)
    eras = articles["era"].astype(object)
    eras = eras.where(eras.notna(), None)
    if len(articles) <= MOST_ROWS:
        shares.index = pd.Index(articles["label"].astype(object))
        return ShareRows(shares, eras.tolist(), [1] * len(shares), "article", _leads(every))
    known = shares.notna().all(axis=1)
    days = articles["article"].map(corpus.articles.set_index("article")["published"])
    order = eras.map({era: i for i, era in enumerate(corpus.eras)}).fillna(len(corpus.eras)).astype(int)
    kind, number, names = _periods(days, order)
    keys = pd.DataFrame({"number": number, "order": order})
    means = shares.groupby([keys["number"], keys["order"]], sort=True).mean()
    leads = _leads(every.groupby([keys["number"], keys["order"]], sort=True).mean())
    of_row = [(corpus.eras[i] if i < len(corpus.eras) else None) for i in means.index.get_level_values("order")]
    labels = [names.get(int(n), "undated") for n in means.index.get_level_values("number")]
    if kind == "era":
        labels = [era or (_NONE if corpus.eras else _ALL) for era in of_row]
    # A year may belong to two eras.
    twice = {label for label in labels if labels.count(label) > 1}
    labels = [
        f"{label}, {era or _NONE}" if label in twice else label for label, era in zip(labels, of_row, strict=True)
    ]
    means.index = pd.Index(labels, dtype=object)
    sizes = known.groupby([keys["number"], keys["order"]], sort=True).sum()
    return ShareRows(means, of_row, [int(size) for size in sizes], kind, leads)


def shares_height(rows: ShareRows, found: Topics) -> float:
    """Inches that the table of shares needs, with its title.

    Parameters
    ----------
    rows : ShareRows
        From `share_rows`.
    found : Topics
        Gives the terms below.

    Returns
    -------
    float

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> seeds = load_corpus("seeds")
    >>> found = topics(seeds, 3)
    >>> round(shares_height(share_rows(found, seeds), found), 1)
    5.2
    """
    _, height = row_labels([str(label) for label in rows.shares.index], 0.3 if len(rows.shares) > 8 else 0.5)
    lines = 5 if _stacked(rows.shares, found) else 2 + rows.shares.shape[1]
    return 1.3 + height * len(rows.shares) + 0.17 * lines


def draw_shares(axes: Axes, rows: ShareRows, found: Topics, corpus: Corpus) -> None:
    """Draw shares as a table, darker where they are larger, each row with the mark of its era.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    rows : ShareRows
        From `share_rows`.
    found : Topics
        Gives the strongest terms of each topic.
    corpus : Corpus
        Whose eras give colour and marker.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> seeds, (_, axes) = load_corpus("seeds"), new_canvas(3)
    >>> found = topics(seeds, 3)
    >>> draw_shares(axes, share_rows(found, seeds), found, seeds)
    >>> len(axes.texts)
    15
    """
    values = rows.shares.to_numpy(dtype=float)
    axes.imshow(np.nan_to_num(values), cmap="Blues", vmin=0, vmax=1, aspect="auto")
    sign = "" if values.shape[1] > _SIGNED else " %"
    for (row, column), share in np.ndenumerate(values):
        text = "–" if np.isnan(share) else percent(share).replace(" %", sign)
        axes.text(column, row, text, ha="center", va="center",
                  color=letters_on(mpl.colormaps["Blues"](float(np.nan_to_num(share)))))  # fmt: skip
    names = [str(column).removeprefix("topic_") for column in rows.shares]
    terms = _terms(found)
    if _stacked(rows.shares, found):
        written = [f"{name}\n" + "\n".join(terms.get(name, [])) for name in names]
        axes.set_xlabel("topic, with its strongest terms")
    else:
        written = names
        lines = [f"{name}  {shortened(', '.join(terms[name]), 48)}" for name in names if name in terms]
        axes.set_xlabel("topics by their strongest terms:\n" + "\n".join(lines), loc="left")
        axes.xaxis.label.set_multialignment("left")
    axes.set_xticks(range(len(names)), written)
    axes.set_yticks(range(len(values)), row_labels([str(label) for label in rows.shares.index])[0])
    axes.tick_params(axis="x", labelsize=9.5)
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    figure = axes.get_figure(root=True)
    assert figure is not None
    styles = looks(corpus)
    if not styles:
        return
    beside = axes.get_yaxis_transform() + ScaledTranslation(-9 / 72, 0, figure.dpi_scale_trans)
    axes.tick_params(axis="y", pad=16)
    for row, era in enumerate(rows.eras):
        colour, marker = styles.get(str(era), NO_ERA)
        axes.plot([0], [row], marker=marker, color=colour, markersize=7, transform=beside, clip_on=False)


def shares_title(rows: ShareRows) -> tuple[str, list[int]]:
    """Sentence on the topics that are the largest in most rows of the table of shares.

    Parameters
    ----------
    rows : ShareRows
        From `share_rows`.

    Returns
    -------
    title : str
        Of the first two eras that have rows, else of all rows.
    topics : list of int
        The topics it gives by their number.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> seeds = load_corpus("seeds")
    >>> shares_title(share_rows(topics(seeds, 3), seeds))
    ('Topic 1 is the largest in every article of 2014, topic 2 in every article of 2022', [1, 2])
    """
    known = pd.DataFrame({"era": pd.Series(rows.eras, dtype=object), "lead": rows.leads})
    known = known[rows.shares.notna().all(axis=1).to_numpy()]
    eras = list(dict.fromkeys(known["era"].dropna()))[:2]
    groups = [(f" of {era}", known.loc[(known["era"] == era).to_numpy(), "lead"].tolist()) for era in eras]
    groups = groups if len(groups) == 2 else [("", known["lead"].tolist())]
    tops = [(where, leads, top) for where, leads in groups if (top := _most_often(leads))]
    what = "article" if rows.kind == "era" else rows.kind
    if not tops:
        return f"No topic is larger than all others in any {what}", []
    numbers = list(dict.fromkeys(top for *_, top in tops))
    if rows.kind == "era":
        # A row is the mean of many articles.
        places = [where.replace(" of ", " in ") for where, *_ in tops]
        start = "On average topic"
    else:
        places = [f" {_rows_in_words(leads.count(top), len(leads), what)}{where}" for where, leads, top in tops]
        start = "Topic"
    if len(numbers) == 2:
        return f"{start} {numbers[0]} is the largest{places[0]}, topic {numbers[1]}{places[1]}", numbers
    if len(tops) == 2 and all(leads.count(top) == len(leads) for _, leads, top in tops):
        places = [" in both eras" if rows.kind == "era" else f" in every {what} of both eras"]
    return f"{start} {numbers[0]} is the largest{' and'.join(places)}", numbers


def topics_title(found: Topics) -> tuple[str, str]:
    """Sentence on the topic that sets the first two eras apart most, and its numbers.

    Parameters
    ----------
    found : Topics
        From `topics`.

    Returns
    -------
    title, says : str
        The numbers are the means of the eras, and between what the shares of their articles lie.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> topics_title(topics(load_corpus("seeds"), 3))[0]
    'The topic of “russian”, “troops” and “putin” is larger in every 2014 article than in any of 2022'
    """
    known = found.articles.dropna(subset=_columns(found))
    shares = known[_columns(found)]
    eras = [str(era) for era in known["era"].cat.categories if (known["era"] == era).any()]
    if len(eras) < 2:
        # Rounded, so that what is left of equal shares decides nothing.
        means = shares.mean().round(9)
        column = str(means.idxmax())
        if (means == means.iloc[0]).all():
            return "All topics are equally large", f"Each has {percent(means.iloc[0])} of an article on average."
        return (
            f"{named_topic(found, int(column[6:]))} is the largest",
            f"It has {percent(means[column])} of an article on average.",
        )
    a, b = (shares[(known["era"] == era).to_numpy()] for era in eras[:2])
    up, down = (b.min() - a.max()).round(9), (a.min() - b.max()).round(9)
    gap = up.where(up > down, down)
    if gap.max() > 0:
        column = str(gap.idxmax())
        more, less = (eras[1], eras[0]) if up[column] > down[column] else (eras[0], eras[1])
        title = f"{named_topic(found, int(column[6:]))} is larger in every {more} article than in any of {less}"
    else:
        title = f"No topic separates {eras[0]} from {eras[1]}"
        column = str((b.mean() - a.mean()).abs().round(9).idxmax())
    both = float(a[column].mean()), float(b[column].mean())
    says = more_in(named_topic(found, int(column[6:])), both, eras[:2], percent, apart=bool(gap.max() > 0))
    spans = [
        f"{between(part[column].min(), part[column].max())} of the {era} articles"
        for part, era in ((a, eras[0]), (b, eras[1]))
    ]
    return title, f"{says}; it has {spans[0]} and {spans[1]}."


def named_topic(found: Topics, topic: int) -> str:
    """Name a topic by its strongest terms, since a number says nothing to those who have not seen the list.

    Parameters
    ----------
    found : Topics
        From `topics`.
    topic : int
        Its number, from 1 on.

    Returns
    -------
    str

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> named_topic(topics(load_corpus("seeds"), 3), 2)
    'The topic of “nato”, “russia” and “ukraine”'
    """
    terms = _terms(found).get(str(topic), [])
    return f"The topic of {listed([f'“{term}”' for term in terms], quote=False)}" if terms else f"Topic {topic}"


def topic_points(found: Topics, corpus: Corpus) -> Figure:
    """Share of each topic in two eras, article by article.

    Parameters
    ----------
    found : Topics
        From `topics`.
    corpus : Corpus
        The same corpus.

    Returns
    -------
    Figure
        Articles that print the same text are one mark. Of more than 24 texts, marks are pale and at most 200 an era; of
        more than twelve topics, those are drawn whose shares differ most.

    Raises
    ------
    TwoCrisesError
        If there are not two eras with articles that hold a topic.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> seeds = load_corpus("seeds")
    >>> topic_points(topics(seeds, 3), seeds).alt
    'The topic of “russian”, “troops” and “putin” is larger in every 2014 article than in any of 2022. Mean shares...'
    """
    pair, frame = compare_eras(corpus), topics_by_era(found, corpus)
    by_text, later, merged = _by_text(found, corpus)
    n = int((~later).sum()), int(later.sum())
    order = frame["difference"].round(9).sort_values(ascending=False, kind="stable").index
    frame = frame.loc[order]
    biggest = frame["difference"].abs().round(9).sort_values(ascending=False, kind="stable").index[:_MOST_TOPICS]
    drawn = frame[frame.index.isin(biggest)]
    few = sum(n) <= MOST_ROWS
    texts = _row_texts(found, drawn["topic"].tolist())
    table = pd.DataFrame(by_text.T[drawn["topic"] - 1], index=texts)
    table.columns = pd.MultiIndex.from_arrays([np.where(later, pair.second, pair.first), np.arange(len(later))])
    reach = max(float(by_text.T[drawn["topic"] - 1].max()), 0.05)
    most = _most_in_one_place(table, reach) if few else 1
    with house_style():
        canvas, axes = new_canvas(1.5 + (_ROW_INCHES[min(most, _STACKED) - 1] if few else 0.72) * len(drawn))
        if few:
            _draw_marks(axes, table, pair.first, pair.second, reach, _STEPS[min(most, _STACKED) - 1])
        else:
            _draw_strips(axes, table, pair.first, pair.second, reach)
        _draw_means(axes, drawn, (pair.first, pair.second), ticks=not few)
        axes.set_yticks(range(len(drawn)), texts, fontsize=9.5)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))
        axes.set_xlabel("share of the article, as the topics divide it")
        for row, p in enumerate(drawn["p"]):
            axes.annotate(_p(p), (1, row), xycoords=("axes fraction", "data"), xytext=(4, 0), va="center", color=MUTED,
                          textcoords="offset points", fontsize=9.5, annotation_clip=False)  # fmt: skip
        draw_key(axes, pair.first, pair.second)
        title = _points_title(found, drawn, pair.first, pair.second)
        draw_title(canvas, title)
    noun = "text" if merged else "article"
    alt = (
        f"{title}. Mean shares in {count(n[0], noun)} of {pair.first} and {count(n[1], noun)} of {pair.second}: "
        f"{_points_says(found, drawn, by_text, later, pair.first, pair.second)}{_turned(found, drawn)}"
    )
    least = smallest_p(*n, by_text.size)
    caption = _points_caption(found, drawn, (pair.first, pair.second), n, least, merged=merged, most=most)
    return Figure(canvas, alt, caption, _points_table(frame, pair.first, pair.second))


def topic_map(found: Topics, corpus: Corpus) -> Figure:
    """Texts in the plane in which their words differ most, with the addresses of the most typical of each topic.

    Parameters
    ----------
    found : Topics
        From `topics`.
    corpus : Corpus
        The same corpus.

    Returns
    -------
    Figure
        Its `data` has a row a text, the named ones first: `name`, what stands beside its mark, `address`, `topic`,
        `likeness`, `label`, `era`, `x` and `y`; as a table only the named ones are shown. Of more than 2,000 texts
        so many are drawn; of more than eight topics the largest have a number.

    Notes
    -----
    How mixed the eras are is said by the share of texts whose nearest one, from another article, is of the same era: in
    the plane, and by the cosine of all words, since a plane holds little of what sets texts apart. See
    `neighbours_by_group` for the p.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> seeds = load_corpus("seeds")
    >>> topic_map(topics(seeds, 3), seeds).alt
    'The plane shows 4.2 % of what sets these paragraphs apart. Map of 158 paragraphs by their words, marked by era...'
    """
    same_articles(found, corpus)
    places, (along, up) = places_of(found)
    places = places.assign(name="")
    topics_drawn = places.loc[places["topic"] > 0, "topic"].value_counts(sort=False).sort_index()
    numbered = topics_drawn.nlargest(_NUMBERED).index.sort_values().tolist()
    typical = _typical(places, numbered, found.unit, _many_outlets(corpus))
    title = f"The plane shows {_percents(along + up)} of what sets these {found.unit}s apart"
    says = _neighbours_say(places, corpus, found)
    styles, eras = looks(corpus), eras_drawn(places["era"].astype(object).tolist(), corpus)
    colours = [styles.get(str(era), NO_ERA)[0] for era in typical["era"]]
    small = len(places) > _MANY_PLACES
    with house_style():
        canvas, axes = new_canvas(6.2)
        draw_title(canvas, title)
        # The largest group first, so that the others lie on top of it.
        for era in places["era"].astype(object).fillna(_NONE).value_counts(sort=True).index:
            own = places[places["era"].astype(object).fillna(_NONE) == era]
            colour, marker = styles.get(str(era), NO_ERA)
            axes.scatter(own["x"], own["y"], s=9 if small else 24, color=colour, marker=marker,
                         alpha=0.3 if small else 0.45, linewidth=0, zorder=3)  # fmt: skip
        for (_, row), colour in zip(typical.iterrows(), colours, strict=True):
            marker = styles.get(str(row["era"]), NO_ERA)[1]
            axes.scatter([row["x"]], [row["y"]], s=42, color=colour, marker=marker, edgecolor="white", linewidth=0.7,
                         zorder=4)  # fmt: skip
        draw_eras(axes, eras)
        _frame(canvas, axes, places, along, up)
        _number_topics(canvas, axes, places, numbered)
        found_room = _write_labels(axes, typical, places, colours)
    named = typical[found_room]
    places.loc[named.index, "name"] = named["name"]
    first = typical.drop_duplicates("topic")
    leads = "; ".join(
        f"topic {topic}: {shortened(str(name), 60)}"
        for topic, name in zip(first["topic"][:4], first["name"].str.replace("\n", " "), strict=False)
    )
    alt = (
        f"{title}. Map of {count(len(places), found.unit)} by their words{', marked by era' if eras else ''}."
        f" {says or _sizes_say(places, found)}" + (f" The most typical: {leads}." if leads else "")
    )
    rest = int((~found_room).sum())
    of_all = f" Drawn are {len(places):,} of {len(found.units):,}." if len(places) < len(found.units) else ""
    of_topics = f" Of {found.n_topics} topics the {len(numbered)} largest have a number." if (
        found.n_topics > len(numbered)) else ""  # fmt: skip
    label = (
        "the articles that are most typical of each topic"
        if found.unit == "article"
        else f"outlet and first sentence of the {found.unit}s that are, as a whole, most typical of each topic"
    )
    little = "Little: " if along + up < 0.5 else ""
    caption = (
        f"The plane (first two principal components of TF-IDF) holds {_percents(along + up)} of the variance. {little}"
        f"distance in the picture is not distance of meaning.{f' {says}' if says else ''} "
        "Pale numbers: the topics, near the centre of their texts. "
        f"Labels: {label}; the table of this figure leads to them, and sentences_at(corpus, address) gives the text."
        f"{_forms(eras)}{of_topics}{of_all}" + (f" {count(rest, 'label')} found no room." if rest else "")
    ).replace("variance. distance", "variance. Distance")
    data = places[["name", "address", "topic", "likeness", "label", "era", "x", "y"]]
    # Named ones first, and no others are shown: a hundred places of marks without a name help nobody.
    data = data.assign(unnamed=data["name"] == "", size=-data["likeness"].where(data["name"] != "").round(9))
    data = data.sort_values(["unnamed", "topic", "size"], kind="stable").drop(columns=["unnamed", "size"])
    data = data.reset_index(drop=True)
    data.attrs = {"decimals": 2, "rows": len(named)}
    return Figure(canvas, alt, caption, data)


def topic_terms(found: Topics) -> Figure:
    """The ten terms of each topic: how much they weigh there, and in all texts.

    Parameters
    ----------
    found : Topics
        From `topics`.

    Returns
    -------
    Figure
        A panel a topic, four at most: the largest. Its `data` has all.

    References
    ----------
    Sievert and Shirley (2014), LDAvis: a method for visualizing and interpreting topics, for the comparison.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> from twocrises.topics import topics
    >>> topic_terms(topics(load_corpus("seeds"), 3)).alt
    'No two topics share one of their ten top terms. 26 of 30 top terms weigh at least twice as much in their topic...'
    """
    terms = _with_overall(found)
    drawn = terms["topic"].drop_duplicates().tolist()[:_PANELS]
    sizes = [int((terms["topic"] == topic).sum()) for topic in drawn]
    how = "weight (TF-IDF)" if found.method == "nmf" else "frequency"
    values = terms.loc[terms["topic"].isin(drawn), ["weight", "overall"]].to_numpy()
    low, high = 0.8 * float(values.min()), 1.25 * float(values.max())
    ticks = [step * 10.0**ten for ten in range(-7, 1) for step in (1, 2, 5) if low <= step * 10.0**ten <= high]
    title, says = _terms_says(terms, drawn, found.n_topics)
    with house_style():
        canvas = Canvas(figsize=(WIDTH, 1.4 + sum(0.225 * size + 0.45 for size in sizes)))
        panels = np.atleast_1d(
            np.asarray(canvas.subplots(len(drawn), 1, sharex=True, height_ratios=[size + 0.8 for size in sizes]))
        )
        for axes, topic in zip(panels, drawn, strict=True):
            own = terms[terms["topic"] == topic]
            rows = np.arange(len(own))
            axes.hlines(rows, own["overall"], own["weight"], color="#B9B9B9", linewidth=2.5, zorder=1)
            axes.scatter(
                own["overall"], rows, s=34, facecolor="white", edgecolor=INK, linewidth=1.2, marker="D", zorder=3
            )
            axes.scatter(own["weight"], rows, s=38, color=INK, marker="D", linewidth=0, zorder=4)
            axes.set_yticks(rows, [shortened(str(term), 24) for term in own["term"]], fontsize=9.5)
            axes.set_ylim(len(own) - 0.4, -0.6)
            axes.set_xscale("log")
            axes.set_xlim(low, high)
            axes.set_title(f"Topic {topic}", fontsize=11, loc="left", pad=6)
        panels[0].annotate("◆ in the topic   ◇ in all texts", (1, 1), xycoords="axes fraction", xytext=(0, 6),
                           ha="right", textcoords="offset points", color=INK, fontsize=9.5,
                           annotation_clip=False)  # fmt: skip
        panels[-1].set_xticks(ticks, [f"{100 * tick:.3g} %" for tick in ticks])
        panels[-1].xaxis.set_minor_locator(NullLocator())
        panels[-1].set_xlabel(f"share of all {how}, logarithmic scale")
        draw_title(canvas, title)
    more = f" Drawn are the {len(drawn)} largest of {found.n_topics} topics." if found.n_topics > len(drawn) else ""
    caption = (
        f"Filled: share of the term in the {how} of the topic; open: in that of all texts together. Terms are in the "
        "order of relevance, which favours what is frequent in the topic and more frequent there than elsewhere. The "
        f"same distance is the same ratio.{more}"
    )
    data = terms[["topic", "rank", "term", "weight", "overall"]].assign(
        weight=100 * terms["weight"], overall=100 * terms["overall"]
    )
    data = data.rename(columns={"weight": "% of the topic", "overall": "% of all texts"})
    data.attrs["decimals"] = 1
    return Figure(canvas, f"{title}. {says}", caption, data)


# What several of them need


def _columns(found: Topics) -> list[str]:
    return [f"topic_{n + 1}" for n in range(found.n_topics)]


def _named(topics: list[int], found: Topics) -> str:
    """Sentence that names the topics of which a title gives only the number."""
    names = [named_topic(found, n).removeprefix("The topic of ") for n in topics]
    says = [f"topic {n} is that of {name}" for n, name in zip(topics, names, strict=True) if name.startswith("“")]
    return f" {'; '.join(says).capitalize()}." if says else ""


def _terms(found: Topics, n: int = 3) -> dict[str, list[str]]:
    """Strongest terms of each topic, by its number as text."""
    top = found.terms[found.terms["rank"] <= n]
    return {str(topic): [shortened(str(term), 22) for term in terms] for topic, terms in top.groupby("topic")["term"]}


def eras_drawn(eras: Iterable[object], corpus: Corpus) -> dict[str, tuple[str, str]]:
    """Colour and marker of the eras that are drawn.

    Parameters
    ----------
    eras : iterable
        Of what is drawn; anything but text is no era.
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    dict of str to (str, str)
        In order of time, "no era" last; empty where the corpus has no eras.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> list(eras_drawn(["2022", None], load_corpus("seeds")))
    ['2022', 'no era']
    """
    eras = list(eras)
    styles = looks(corpus)
    if not styles:
        return {}
    drawn = {era: style for era, style in styles.items() if era in set(eras)}
    return drawn | ({_NONE: NO_ERA} if any(not isinstance(era, str) for era in eras) else {})


def _forms(styles: dict[str, tuple[str, str]]) -> str:
    if not styles:
        return ""
    text = ", ".join(f"{_FORMS[marker]}: {era}" for era, (_, marker) in styles.items())
    return f" {text[:1].upper()}{text[1:]}."


def draw_eras(axes: Axes, styles: dict[str, tuple[str, str]]) -> None:
    """Name any number of eras above the left end of a panel, each beside its mark.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The panel.
    styles : dict of str to (str, str)
        From `eras_drawn`.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> _, axes = new_canvas(2)
    >>> draw_eras(axes, eras_drawn(["2014", "2022"], load_corpus("seeds")))
    >>> [text.get_text() for text in axes.texts]
    ['● 2014', '■ 2022']
    """
    before: Annotation | None = None
    room = 18 if len(styles) <= 2 else max(4, 40 // len(styles))
    for era, (colour, marker) in styles.items():
        # Beside the one before, wherever that ends, and on its line.
        across = "axes fraction" if before is None else before
        before = axes.annotate(
            f"{_GLYPHS[marker]} {shortened(era, room)}", (0 if before is None else 1, 1),
            xycoords=(across, "axes fraction"), xytext=(0 if before is None else 12, 6), textcoords="offset points",
            color=colour, fontweight="bold", annotation_clip=False,
        )  # fmt: skip


def _percents(share: float) -> str:
    """Write a small share with one decimal."""
    return percent(share) if share >= 0.0995 else f"{100 * share:.1f} %"


def _of(rows: ShareRows) -> str:
    return "" if list(rows.shares.index) == [_ALL] else f" of {'an' if rows.kind == 'era' else 'a'} {rows.kind}"


def _p(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p {p_value(p)}"


# The table of shares


def _leads(shares: pd.DataFrame) -> list[int]:
    """Topic with the largest share of each row; 0 where several are as large, beyond rounding, or none is known."""
    values = np.sort(shares.fillna(-1.0).to_numpy(dtype=float).round(9), axis=1)
    first = shares.fillna(-1.0).to_numpy(dtype=float).round(9).argmax(axis=1) + 1
    alone = values[:, -1] > (values[:, -2] if values.shape[1] > 1 else -1.0)
    return [int(topic) for topic in np.where(alone, first, 0)]


def _most_often(leads: list[int]) -> int:
    """Choose the topic that leads most often, of several the first; 0 where none does."""
    topics = sorted(set(leads) - {0})
    return max(topics, key=leads.count, default=0)


def _rows_in_words(n: int, of: int, kind: str) -> str:
    if n < of:
        return f"in {n} of {count(of, kind)}"
    return f"in every {kind}" if of > 1 else f"in the {kind}"


def _largest(shares: pd.DataFrame) -> pd.DataFrame:
    """Keep the largest topics, and add up the others."""
    if shares.shape[1] <= _MOST_COLUMNS:
        return shares.copy()
    size = shares.mean().round(9).sort_values(ascending=False, kind="stable").index[:_MOST_COLUMNS]
    kept = [column for column in shares if column in set(size)]
    rest = shares.drop(columns=kept).sum(axis=1, min_count=1)
    return shares[kept].assign(**{_OTHERS: rest})


def _periods(days: pd.Series, order: pd.Series) -> tuple[str, pd.Series, dict[int, str]]:
    """Choose the finest periods that leave at most 24 rows, and number them; the undated come last."""
    dated = days.notna()
    if 2 * dated.sum() >= len(days):
        for kind, code in _PERIODS.items():
            periods = days[dated].dt.to_period(code)
            found = sorted(periods.unique())
            number = periods.map({period: i for i, period in enumerate(found)}).astype(int)
            number = number.reindex(days.index, fill_value=len(found))
            if len(pd.DataFrame({"number": number, "order": order}).drop_duplicates()) <= MOST_ROWS:
                return kind, number, {i: _period_name(period, kind) for i, period in enumerate(found)}
    return "era", pd.Series(0, index=days.index), {}


def _period_name(period: pd.Period, kind: str) -> str:
    if kind == "day":
        return f"{period.day} {period:%b %Y}"
    if kind == "quarter":
        return f"{period.start_time:%b}–{period.end_time:%b %Y}"
    return f"{period:%b %Y}" if kind == "month" else f"{period.year}"


def _stacked(shares: pd.DataFrame, found: Topics) -> bool:
    """Whether there is room for the terms below their columns."""
    longest = max((len(term) for terms in _terms(found).values() for term in terms), default=1)
    return shares.shape[1] * (longest + 1) <= _LETTERS and _OTHERS not in shares


def _over_time(rows: ShareRows) -> str:
    """Say how the topic that changes most goes over the periods."""
    dated = rows.shares[[label.split(",")[0] != "undated" for label in rows.shares.index]].dropna()
    if rows.kind not in _PERIODS or len(dated) < 2:
        return ""
    topics = dated.drop(columns=_OTHERS, errors="ignore")
    column = str((topics.iloc[-1] - topics.iloc[0]).abs().round(9).idxmax())
    line = topics[column]
    return (
        f" Topic {column[6:]} goes from {percent(line.iloc[0])} in {line.index[0]} to {percent(line.iloc[-1])} in "
        f"{line.index[-1]}; it is largest in {line.round(9).idxmax()}, with {percent(line.max())}."
    )


def _without_topic(rows: ShareRows) -> str:
    empty = int(rows.shares.isna().all(axis=1).sum())
    return f" {count(empty, rows.kind)} {'has' if empty == 1 else 'have'} no known word." if empty else ""


# Points by era


def _by_text(found: Topics, corpus: Corpus) -> tuple[Floats, Bools, bool]:
    """Shares of the texts of two eras, which are of the later one, and whether articles were taken together."""
    by_text, later, _ = shares_by_text(found, corpus)
    pair = compare_eras(corpus)
    articles = found.articles[found.articles["era"].isin([pair.first, pair.second]) & (found.articles["topic"] > 0)]
    return by_text, later, len(by_text) < len(articles)


def _row_texts(found: Topics, topics: list[int]) -> list[str]:
    terms = _terms(found)
    return [wrapped(f"{topic}  {', '.join(terms.get(str(topic), []))}", 18) for topic in topics]


def _most_in_one_place(table: pd.DataFrame, reach: float) -> int:
    """How many marks of one era and topic would cover each other at most."""
    eras = table.columns.get_level_values(0)
    parts = [values[eras == era] for values in table.to_numpy(dtype=float) for era in eras.unique()]
    return max(len(group) for part in parts for group in in_one_place(part, reach))


def _draw_marks(axes: Axes, table: pd.DataFrame, first: str, second: str, reach: float, step: float) -> None:
    """Draw a few texts as marks, two or three in one place one above the other, and a bar between the means."""
    for row, values in enumerate(table.to_numpy(dtype=float)):
        parts = [values[table.columns.get_level_values(0) == era] for era in (first, second)]
        axes.plot([part.mean() for part in parts], [row, row], color="#B9B9B9", linewidth=5, solid_capstyle="round",
                  zorder=2)  # fmt: skip
        for side, part, (colour, marker) in zip((-1, 1), parts, era_styles([first, second]).values(), strict=True):
            for group in in_one_place(part, reach):
                if len(group) > _STACKED:
                    draw_mark(axes, (float(np.mean(group)), row + LANE * side), colour, marker, len(group))
                    continue
                for level, share in enumerate(group):
                    draw_mark(axes, (share, row + (LANE + step * level) * side), colour, marker)
    axes.set_ylim(len(table) - 0.45, -0.55)
    axes.set_xlim(-0.03 * reach, 1.08 * reach)


def _draw_strips(axes: Axes, table: pd.DataFrame, first: str, second: str, reach: float) -> None:
    """Draw many texts as pale marks, a strip an era."""
    for side, (era, (colour, marker)) in zip((-1, 1), era_styles([first, second]).items(), strict=True):
        own = evenly(table.loc[:, [era]].T, _MOST_POINTS).T.to_numpy(dtype=float)
        shift = ((np.arange(own.shape[1]) * 0.618034) % 1 - 0.5) * 0.26
        for row, values in enumerate(own):
            axes.scatter(values, row + 0.19 * side + shift, s=12, color=colour, marker=marker, alpha=0.25, linewidth=0,
                         zorder=3)  # fmt: skip
    axes.set_ylim(len(table) - 0.45, -0.55)
    axes.set_xlim(-0.03 * reach, 1.08 * reach)


def _draw_means(axes: Axes, frame: pd.DataFrame, eras: tuple[str, str], *, ticks: bool) -> None:
    """Draw intervals where there are any, and means as ticks."""
    for side, (era, (colour, _)) in zip((-1, 1), era_styles(eras).items(), strict=True):
        rows = np.arange(len(frame)) + 0.19 * side
        low, high = (frame[f"{end}_{era}"].to_numpy(dtype=float) for end in ("low", "high"))
        axes.hlines(rows, low, high, color=colour, linewidth=2.2, zorder=6 if ticks else 3)
        if ticks:
            axes.vlines(frame[f"share_{era}"], rows - 0.17, rows + 0.17, color=colour, linewidth=3, zorder=6)


def _points_title(found: Topics, frame: pd.DataFrame, first: str, second: str) -> str:
    title, _ = topics_title(found)
    supported = frame[frame["claim"] == "supported"]
    if not title.startswith("No topic separates") or supported.empty:
        return title
    best = supported.assign(size=-supported["difference"].abs().round(9)).sort_values(["p", "size"], kind="stable")
    row = best.iloc[0]
    more, less = (second, first) if row["difference"] > 0 else (first, second)
    shares = percent(row[f"share_{more}"]), percent(row[f"share_{less}"])
    topic = named_topic(found, int(row["topic"]))
    return f"{topic} has {shares[0]} of an article of {more} on average, and {shares[1]} of one of {less}"


def _points_table(frame: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Means by era, with their intervals where there are any."""
    ends = [f"{end}_{era}" for era in (first, second) for end in ("low", "high")]
    known = [name for name in ends if frame[name].notna().any()]
    table = frame[["topic", "top_terms", f"share_{first}", f"share_{second}", *known, "difference", "p"]]
    names = {f"share_{era}": f"mean of {era}" for era in (first, second)}
    names |= {f"{end}_{era}": f"{end} of {era}" for era in (first, second) for end in ("low", "high")}
    table = table.assign(top_terms=[", ".join(str(terms).split(", ")[:5]) for terms in table["top_terms"]])
    table = table.rename(columns=names).reset_index(drop=True)
    shares = [name for name in table if name not in ("topic", "top_terms", "p")]
    table.attrs["decimals"] = {**dict.fromkeys(shares, "%"), "p": "p"}
    return table


def _points_says(
    found: Topics, frame: pd.DataFrame, by_text: Floats, later: Bools, first: str, second: str, most: int = 4
) -> str:  # fmt: skip
    parts = []
    size = frame["difference"].abs().round(9).sort_values(ascending=False, kind="stable").index
    for _, row in frame.loc[size[:most]].iterrows():
        means = [float(row[f"share_{era}"]) for era in (first, second)]
        name = named_topic(found, int(row["topic"])).removeprefix("The topic of ")
        values = by_text[:, int(row["topic"]) - 1]
        a, b = values[~later], values[later]
        says = more_in(name, means, (first, second), percent, apart=all_above(a, b) or all_above(b, a))
        parts.append(f"{says}, {_p(row['p'])}" if " against " in says else says)
    more = f" And {count(len(frame) - most, 'more topic')}." if len(frame) > most else ""
    return f"{'; '.join(parts)}.{more}"


def _turned(found: Topics, frame: pd.DataFrame) -> str:
    """Name the exception: the article on which the sign of a difference rests."""
    turned = frame[frame["turned_by"].notna()]
    if turned.empty:
        return ""
    row = turned.iloc[0]
    more = f", and {len(turned) - 1} more rest on one article" if len(turned) > 1 else ""
    label = shortened(str(row["turned_by"]), 60)
    topic = named_topic(found, int(row["topic"]))
    return f" Without {label} the difference of {topic[:1].lower()}{topic[1:]} has the other sign{more}."


def _points_caption(
    found: Topics, drawn: pd.DataFrame, eras: tuple[str, str], n: tuple[int, int], least: float, *, merged: bool,
    most: int,
) -> str:  # fmt: skip
    intervals = drawn[[f"low_{era}" for era in eras]].notna().any(axis=None)
    noun = "a text, which several articles may print" if merged else "an article"
    if sum(n) <= MOST_ROWS:
        together = "; marks in nearly one place stand one above the other" if most > 1 else ""
        together += "; a number in a mark stands for as many in one place" if most > _STACKED else ""
        marks = (
            f"Each mark is {noun} (circle: {eras[0]}, square: {eras[1]}){together}. The bar joins the means. Rows are "
            f"in the order of the difference, {eras[1]} minus {eras[0]}."
        )
    else:
        sample = (
            f"; drawn are {_MOST_POINTS} of an era at most, evenly spread over time" if max(n) > _MOST_POINTS else ""
        )
        marks = (
            f"Each pale mark is {noun} (circle: {eras[0]}, square: {eras[1]}{sample}); ticks are the means. Rows are "
            f"in the order of the difference, {eras[1]} minus {eras[0]}."
        )
    spans = (
        " Lines: 95 % percentile bootstrap of the mean over texts, in eras of ten or more; at ten it covers about 90 %."
        if intervals
        else " No interval is drawn: below ten texts in an era it would promise too much."
    )
    supported = sorted(drawn.loc[drawn["claim"] == "supported", "topic"])
    if supported:
        claim = f"supported, with at most {LEVEL:.2f}: topic {listed([str(t) for t in supported], quote=False)}"
    else:
        claim = "so all differences are descriptive" if least > LEVEL else f"none here is at most {LEVEL:.2f}"
    rest = (
        f" Drawn are the {len(drawn)} of {found.n_topics} topics whose shares differ most."
        if len(drawn) < found.n_topics
        else ""
    )
    others = found.articles["era"].dropna()
    if not others.isin(eras).all():
        rest += " Articles of other eras are not drawn."
    return (
        f"{marks}{spans} p: share of the ways to deal the eras to the texts that give any topic so clear a difference; "
        f"the smallest p possible here is {p_value(least)}; {claim}. The same articles chose the topics.{rest}"
    )


# The map


def _many_outlets(corpus: Corpus) -> bool:
    outlets = corpus.articles["label"].astype(object).str.rpartition(", ")[0]
    return bool(outlets.duplicated().any())


def _typical(places: pd.DataFrame, topics: list[int], unit: str, whole_label: bool) -> pd.DataFrame:
    """Choose the texts to name, the most typical of each topic first, and name them."""
    n = 3 if len(topics) <= 4 else 2 if len(topics) <= 6 else 1
    # Texts that repeat each other would have their labels in one place.
    inside = places[places["topic"].isin(topics) & places["likeness"].notna()].drop_duplicates("text")
    inside = inside.assign(size=inside["likeness"].round(9)).sort_values("size", ascending=False, kind="stable")
    rank = inside.groupby("topic").cumcount()
    chosen = inside[rank < n].assign(rank=rank[rank < n]).sort_values(["rank", "topic"], kind="stable")
    names = []
    for label, address in zip(chosen["label"], chosen["address"], strict=True):
        outlet, comma, day = str(label).rpartition(", ")
        lines = wrapped(shortened(outlet if comma else str(label), 30), 18)
        if comma and whole_label:
            lines += f"\n{shortened(day, 20)}"
        names.append(lines if unit == "article" else f"{lines} {str(address).rpartition('#')[2]}")
    return chosen.assign(name=names)


def _neighbours_say(places: pd.DataFrame, corpus: Corpus, found: Topics) -> str:
    """Say how many texts are next to one of their own era, in the plane and by all words; nothing where none can be."""
    own = places[places["era"].notna()]
    article = own["article"].to_numpy(dtype=object)
    # Articles of one era that print the same text are one; in two eras they are none other's neighbours.
    text = pd.Series(blocks(corpus), index=corpus.articles["article"])[article].to_numpy()
    era = pd.factorize(own["era"].astype(object))[0]
    unit, first = pd.factorize(pd.Series(list(zip(text, era, strict=True)), dtype=object))
    if len(set(era)) < 2 or len(set(text)) < 2:
        return ""
    points = own[["x", "y"]].to_numpy(dtype=float)
    weighted = tf_idf(sparse.csr_array(found.model.units.counts))
    rows = pd.Index(found.units["address"]).get_indexer(pd.Index(own["address"]))
    weighted = sparse.csr_array(weighted[rows])
    eras = np.array([code for _, code in first])
    (share, chance, p, floor), (by_words, _, p_by_words, _) = (
        neighbours_by_group(square.round(12), unit, eras, text)
        for square in (np.square(points[:, None] - points[None]).sum(axis=2), 1 - (weighted @ weighted.T).toarray())
    )
    both = (
        f"p {p_value(p)} for both" if p_value(p) == p_value(p_by_words) else f"{_p(p)}, by all words {_p(p_by_words)}"
    )
    least = (
        "the smallest possible" if max(p, p_by_words) <= floor + 1e-9 else f"the smallest possible is {p_value(floor)}"
    )
    nearest = "other article" if found.unit == "article" else f"{found.unit} of another article"
    return (
        f"In this plane the nearest {nearest} is of the same era for {percent(share)} of the {found.unit}s; by all "
        f"words, for {percent(by_words)}. With the eras dealt to the articles by lot it would be "
        f"{percent(chance)} on average ({both}, {least})."
    )


def _sizes_say(places: pd.DataFrame, found: Topics) -> str:
    sizes = places.loc[places["topic"] > 0, "topic"].value_counts(sort=False).sort_index()
    topic = sizes.index[int(sizes.argmax())]
    return f"Of {count(found.n_topics, 'topic')} topic {topic} has most, {count(int(sizes.max()), found.unit)}."


def _frame(canvas: Canvas, axes: Axes, places: pd.DataFrame, along: float, up: float) -> None:
    """Prepare the panel: the same scale in both directions, and room for labels."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["left"].set_visible(True)
    axes.set_xlabel(f"first component ({_percents(along)} of the variance)")
    axes.set_ylabel(f"second component ({_percents(up)} of the variance)")
    canvas.draw_without_rendering()
    size = np.asarray(axes.get_window_extent().size)
    low, high = (getattr(places[["x", "y"]], end)().to_numpy(dtype=float) for end in ("min", "max"))
    reach = max(float((1.16 * (high - low) / size).max()), 1e-6) * size / 2
    centre = (low + high) / 2
    axes.set_xlim(centre[0] - reach[0], centre[0] + reach[0])
    axes.set_ylim(centre[1] - reach[1], centre[1] + reach[1])


def _number_topics(canvas: Canvas, axes: Axes, places: pd.DataFrame, topics: list[int]) -> None:
    """Write the number of each topic large and pale near the centre of its texts, where it covers few marks.

    Few marks lie on top of it; many would hide it, so it lies on top of them.
    """
    taken: list[Floats] = []
    pixels, frame = canvas.dpi / 72, axes.get_window_extent().extents
    marks = axes.transData.transform(places[["x", "y"]].to_numpy(dtype=float))
    for topic in topics:
        centre = places.loc[places["topic"] == topic, ["x", "y"]].mean().to_numpy(dtype=float)
        text = axes.annotate(
            str(topic), (centre[0], centre[1]), xytext=(0, 0), textcoords="offset points", ha="center", va="center",
            fontsize=22, fontweight="bold", color=_PALE, in_layout=False, gid="topic",
            zorder=2 if len(places) < _SPARSE else 5, path_effects=[withStroke(linewidth=2, foreground="white")],
        )  # fmt: skip
        extent = Text.get_window_extent(text)
        half = np.array([extent.width, extent.height]) / 2 + 1
        boxes = [(step, np.concatenate([middle - half, middle + half])) for step in _spiral()
                 for middle in [axes.transData.transform(centre) + step * pixels]]  # fmt: skip
        free = [
            # A mark that is covered counts like so many points of distance.
            (float(np.linalg.norm(step)) + _COVERED * int(((box[:2] < marks) & (marks < box[2:])).all(axis=1).sum()), i)
            for i, (step, box) in enumerate(boxes)
            if (box[:2] >= frame[:2]).all() and (box[2:] <= frame[2:]).all()
            and not any((box[:2] < b[2:]).all() and (b[:2] < box[2:]).all() for b in taken)
        ]  # fmt: skip
        if not free:
            text.remove()
            continue
        step, box = boxes[min(free)[1]]
        text.set_position((float(step[0]), float(step[1])))
        taken.append(box)


def _write_labels(axes: Axes, typical: pd.DataFrame, places: pd.DataFrame, colours: list[str]) -> Bools:
    """Write names beside their marks, one for marks of an era that cover each other, and say which found room."""
    points, names = typical[["x", "y"]].to_numpy(dtype=float), typical["name"].tolist()
    pixels = axes.transData.transform(points)
    of = np.arange(len(typical))
    for i in range(1, len(typical)):
        near = np.linalg.norm(pixels[:i] - pixels[i], axis=1) < _ONE_PLACE
        same = np.flatnonzero(near & (np.array(colours[:i]) == colours[i]))
        of[i] = of[same[0]] if len(same) else i
    leaders = np.unique(of)
    texts = [_joined_names([names[i] for i in np.flatnonzero(of == leader)]) for leader in leaders]
    # A mark counts by its middle and its edges, so that a label does not cut into it.
    marks = axes.transData.transform(places[["x", "y"]].to_numpy(dtype=float))
    edges = 4 * np.array([[0, 0], [1, 1], [1, -1], [-1, 1], [-1, -1]])
    around = axes.transData.inverted().transform((marks[:, None] + edges).reshape(-1, 2))
    room = draw_labels(axes, points[leaders], texts, [colours[i] for i in leaders], marks=around)
    return np.isin(of, leaders[np.array(room, dtype=bool)])


def _joined_names(names: list[str]) -> str:
    """Join names of one place; what the first says already is not said again."""
    outlet = names[0].rpartition(" ")[0]
    said = [names[0]]
    for name in names[1:]:
        own, _, sentence = name.rpartition(" ")
        said.append(f", {sentence}" if own == outlet else f"\n{name}")
    return "".join(said)


def _spiral() -> list[Floats]:
    """Steps away from a place, in points, near ones first."""
    angle = np.arange(12) * np.pi / 6
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1).round(9)
    return [np.zeros(2), *(step * far for far in range(8, 140, 8) for step in ring)]


# Terms


def _with_overall(found: Topics) -> pd.DataFrame:
    """Add to each top term its share in all texts, weighed as the topics are."""
    units = found.model.units
    counts = sparse.csr_array(units.counts[found.model.rows])
    size = np.asarray((tf_idf(counts) if found.method == "nmf" else counts).sum(axis=0)).ravel()
    # Rounded as the weights of the topics are.
    overall = (size / size.sum()).round(12)
    return found.terms.assign(overall=overall[units.terms.get_indexer(pd.Index(found.terms["term"], dtype=object))])


def _terms_says(terms: pd.DataFrame, drawn: list[int], n_topics: int) -> tuple[str, str]:
    """Say whether topics share terms, which one sees, and how clearly terms mark their topic: a title, and the numbers.

    Terms were chosen so that most weigh more in their topic than elsewhere: that would be no title.
    """
    own = terms[terms["topic"].isin(drawn)]
    shared = own.loc[own["term"].duplicated(), "term"].drop_duplicates().tolist()
    sizes = set(own["topic"].value_counts())
    top = f"{_NUMBERS[max(sizes)]} top" if len(sizes) == 1 else "top"
    marked = [f"“{shortened(str(term), 30)}”" for term in shared[:3]]
    which = f"of the {_NUMBERS[len(drawn)]} largest topics" if n_topics > len(drawn) else "topics"
    if len(drawn) == 1:
        title = f"The {top} terms of the topic"
    elif not shared:
        title = f"No two {which} share one of their {top} terms"
    elif len(shared) <= 3:
        title = (
            f"{listed(marked, quote=False)} {'is' if len(shared) == 1 else 'are'} among the {top} terms of more "
            "than one topic"
        )
    else:
        more = f"{len(shared) - 2} others" if len(shared) > 12 else f"{_NUMBERS[len(shared) - 2]} others"
        title = f"{', '.join(marked[:2])} and {more} are among the {top} terms of more than one topic"
    twice = int((own["weight"] >= 2 * own["overall"] - 1e-12).sum())
    first = own.drop_duplicates("topic")
    says = "; ".join(
        f"topic {topic}: “{shortened(str(term), 40)}” has {_percents(weight)} there, {_percents(overall)} in all texts"
        for topic, term, weight, overall in zip(
            *(first[name] for name in ("topic", "term", "weight", "overall")), strict=True
        )
    )
    weigh = f"{twice} of {count(len(own), 'top term')} weigh at least twice as much in their topic as in all texts."
    return title, f"{weigh} {says[:1].upper()}{says[1:]}."
