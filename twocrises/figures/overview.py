"""The whole comparison in one figure."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from twocrises.corpus import Corpus
from twocrises.errors import TwoCrisesError
from twocrises.figures.chance import by_sample
from twocrises.figures.roles import draw_roles, named_offices, roles_title
from twocrises.figures.style import INK, WIDTH, Figure, eras_by_mean, house_style, wrapped
from twocrises.figures.tone import draw_tone, tone_rows, tone_title
from twocrises.figures.topics import draw_shares, named_topic, share_rows, shares_height, topics_title
from twocrises.figures.words import (
    SHARED,
    draw_dumbbells,
    draw_key,
    marking_title,
    rates_in_words,
    rates_of_two_eras,
    rates_table,
    word_groups,
)
from twocrises.frequency import count_terms
from twocrises.keyness import Comparison, compare_eras, what_can_be_claimed
from twocrises.masking import masked
from twocrises.sentiment import tone
from twocrises.topics import topics
from twocrises.wording import count, lower_bound

# Offices in the panel of roles, and words for each era.
_OFFICES, _WORDS = 5, 4


def overview(corpus: Corpus) -> Figure:
    """The finished comparison in one figure: words, tone, topics, roles, and how far a test could go.

    Parameters
    ----------
    corpus : Corpus
        From `load_corpus`.

    Returns
    -------
    Figure

    Raises
    ------
    TwoCrisesError
        If the corpus has no two eras, or too little text for one of the panels.

    Examples
    --------
    >>> from twocrises.corpus import load_corpus
    >>> overview(load_corpus("seeds")).alt
    'Four panels compare 2 articles of 2014 with 3 of 2022. Words: president: more in 2014, 6.5 per 1,000 words...'
    """
    pair = compare_eras(corpus)
    # Who held an office is told in the panel of roles; here names stand aside.
    words_of = masked(corpus) if corpus.config.roles or corpus.config.places else corpus
    found_words = word_groups(words_of, 3 * _WORDS)
    groups = {
        name: [term for term in terms if not term.startswith("[")][:_WORDS]
        for name, terms in found_words.items()
        if name != SHARED
    }
    groups = {name: terms for name, terms in groups.items() if terms}
    marking = list(groups.values())
    if not marking:
        raise TwoCrisesError("No word differs between the eras, so there is no comparison to draw. Add articles.")
    rates = rates_of_two_eras(count_terms(words_of, [term for terms in marking for term in terms], per=1000))[2]
    found = topics(corpus)
    shares, rows = share_rows(found, corpus), tone_rows(corpus)
    shares_title, shares_says = topics_title(found)
    offices = named_offices(corpus, _OFFICES)
    design = what_can_be_claimed(corpus).iloc[0]
    n_first, n_second, unit, p = (
        design[name] for name in (f"n_{pair.first}", f"n_{pair.second}", "unit", "smallest_p")
    )
    with house_style():
        heights = [1.1 + 0.43 * len(rates), 1.0 + 0.5 * min(len(rows), 8), shares_height(shares, found) - 0.8]
        heights += [1.2 + 0.55 * len(offices)] * bool(offices)
        canvas = Canvas(figsize=(WIDTH, sum(heights) + 0.6))
        words, mood, themes, *last = canvas.subplots(len(heights), 1, height_ratios=heights)
        draw_dumbbells(words, rates, pair.first, pair.second)
        draw_key(words, pair.first, pair.second)
        words.set_xlabel("per 1,000 words of the article")
        draw_tone(mood, corpus, rows)
        draw_shares(themes, shares, found, corpus)
        for axes in last:
            held = draw_roles(axes, corpus, _OFFICES)
            axes.set_xlabel("named per 1,000 words of the article")
            _panel_title(axes, f"Roles: {_lower(roles_title(held, pair.first, pair.second))}", pad=26)
        _panel_title(words, f"Words: {marking_title(groups, pair.first, pair.second)}", pad=26)
        _panel_title(mood, f"Tone: {_lower(tone_title(corpus))}")
        _panel_title(themes, f"Topics: {_lower(shares_title)}")
    firsts = rates_in_words(rates.loc[[terms[0] for terms in marking]], pair.first, pair.second)
    scored = tone(corpus, by="article").dropna(subset=["panel_mean"])
    mood_says = f"Tone: {_lower(tone_title(corpus))}."
    if {pair.first, pair.second} <= set(scored["era"]):
        mood_says = eras_by_mean(scored, "panel_mean", (pair.first, pair.second), "Tone")
    sampled = " with the sample of labelings that the test draws" if by_sample(n_first, n_second, p) else ""
    topic_says = shares_says.split("; it has")[0].rstrip(".")
    # The unit was said with the words.
    roles = rates_in_words(held.head(2), pair.first, pair.second).replace(" per 1,000 words", "") if offices else ""
    roles_say = f" Roles: {roles}" if offices else ""
    articles = f"{count(n_first, unit)} of {pair.first} with {n_second:,} of {pair.second}"
    limits = f"With {n_first:,} against {n_second:,} {unit}s no p below {lower_bound(p)} is possible{sampled}."
    alt = (
        f"{'Four' if offices else 'Three'} panels compare {articles}. Words: {firsts} {mood_says} Topics: "
        f"{_lower(topic_says.removeprefix('The topic of '))}.{roles_say} {limits}"
    )
    aside = ", names of people and places put aside" if words_of is not corpus else ""
    caption = (
        f"From top to bottom: the words that mark each era{aside}; the tone of sentences (small) and of articles "
        "(large, with the number); the topics, in per cent of the words of an article (other articles might give other "
        f"topics){'; the offices named most' if offices else ''}. Circles are {pair.first}, squares {pair.second}; a "
        f"number in a mark stands for as many articles in one place, bars join the means. {limits}"
    )
    panels = {"words": rates_table(rates, pair.first, pair.second, "what")}
    panels["tone"] = _by_era({"mean panel score": scored["panel_mean"]}, scored["era"], pair)
    shares_of = found.articles[[f"topic_{n + 1}" for n in range(found.n_topics)]]
    named_topics = {_lower(named_topic(found, n + 1)): shares_of.iloc[:, n] for n in range(found.n_topics)}
    panels["topics"] = _by_era(named_topics, found.articles["era"], pair)
    if offices:
        panels["roles"] = rates_table(held, pair.first, pair.second, "what")
    columns = ["what", f"mean of {pair.first}", f"mean of {pair.second}"]
    data = pd.concat({name: part[columns] for name, part in panels.items()}, names=["panel"])
    data = data.reset_index("panel").reset_index(drop=True)
    of_panel = {"words": 1, "tone": 2, "topics": " %", "roles": 1}
    data.attrs = {"decimals": [of_panel[name] for name in data["panel"]], "unit": "words and roles: per 1,000 words"}
    return Figure(canvas, alt, caption, data)


def _by_era(quantities: Mapping[str, pd.Series], eras: pd.Series, pair: Comparison) -> pd.DataFrame:
    """A row a quantity, with its mean in each of two eras."""
    means = {
        f"mean of {era}": [float(own[(eras == era).to_numpy()].mean()) for own in quantities.values()]
        for era in (pair.first, pair.second)
    }
    return pd.DataFrame({"what": list(quantities), **means})


def _panel_title(axes: Axes, text: str, pad: float = 10) -> None:
    axes.set_title(wrapped(text, 46), x=-0.28, pad=pad, color=INK)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
