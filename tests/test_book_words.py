"""The written pages of the book: terms are linked where meant, formulas are MathML, and what is typed is so."""

import importlib
import re
import warnings
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from nbformat import v4, write
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace

import utils
from twocrises import (
    cleaning,
    coherence,
    dating,
    evidence,
    instruments,
    permutation,
    repeats,
    sentiment,
    topicmodels,
    topics,
    units,
)
from twocrises.book import measurements, terms
from twocrises.book.claimpages import claim_anchor, group_of
from twocrises.book.formulas import to_mathml
from twocrises.book.terms import Term, find_terms, forms, link_terms
from twocrises.errors import TwoCrisesError
from twocrises.notebooks import find_lessons

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "book"
PAGES = ("glossary", "methods", "measured", "cite", "run", "teach")
TEXT = {page: (BOOK / f"{page}.md").read_text(encoding="utf-8") for page in PAGES}
LESSONS = {name: path.read_text(encoding="utf-8") for name, path in find_lessons(ROOT).items()}
RESULTS = sorted(path.stem for path in (ROOT / "benchmarks" / "results").glob("*.csv"))
CONF = """
extensions = ["myst_nb"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"
html_theme = "basic"
html_math_renderer = "mathml"
suppress_warnings = ["misc.highlighting_failure"]
def setup(app):
    from twocrises.book import formulas, measurements, terms
    for part in (formulas, measurements, terms):
        part.setup(app)
"""
SMALL = """# A topic in a heading

A *permutation test* is here, and keyness, **rates**, Keyness again. A rate of change. `NMF` and [NPMI](https://example.org).

```python
bootstrap = 1
```

| kappa | lexicon |
|---|---|
| silhouette | kappa |

- A dendrogram, and p's place: p = 0.10, not $p$, nor Zipf's law-like things, nor non-TF-IDF.
Claim <a href="glossary.html">panel of a floor, modality</a>, and <code>bootstrap</code>, not a kappa.

- *For a second reading*, and *readings*.

> Collocations are here.
"""


def build(folder, pages):
    """Build pages with our parts of the book, warnings as errors; give the folder of the pages."""
    source = folder / "source"
    for name, text in pages.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    names = [name.rpartition(".")[0] for name in pages] + [f"notebooks/{name}" for name in LESSONS]
    toctree = "\n".join(sorted(names))
    (source / "index.md").write_text(f"# Index\n\n```{{toctree}}\n{toctree}\n```\n", encoding="utf-8")
    for name in ("corpus/index", "claims/index"):
        (source / name).parent.mkdir(exist_ok=True)
        (source / f"{name}.md").write_text("---\norphan: true\n---\n# Keyness of a page that is not ours\n\nkeyness\n")
    for name, lesson in LESSONS.items():
        (source / "notebooks").mkdir(exist_ok=True)
        headings = "\n\n".join(re.findall(r"^#{1,3} .+", re.sub(r"^```.*?^```", "", lesson, flags=re.M | re.S), re.M))
        nb = v4.new_notebook(cells=[v4.new_markdown_cell(headings, id="a")])
        write(nb, source / "notebooks" / f"{name}.ipynb")
    with docutils_namespace(), warnings.catch_warnings():
        # The parser of Markdown asks Sphinx in a way that a later Sphinx will not know.
        warnings.filterwarnings("ignore", ".*'myst_", PendingDeprecationWarning)
        app = Sphinx(
            source, source, folder / "html", folder / "doctrees", "html", status=None, warningiserror=True,
            exception_on_warning=True,
        )  # fmt: skip
        app.build()
    return folder / "html"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    texts = {f"{page}.md": text for page, text in TEXT.items()}
    folder = build(tmp_path_factory.mktemp("book"), {**texts, "small.md": SMALL})
    return {
        path.stem: html.parse(path).getroot().find(".//div[@class='body']") for path in sorted(folder.glob("*.html"))
    }


# The glossary


def entries():
    """Give the entries of the glossary: their names, and what they say."""
    inside = TEXT["glossary"].split("```{glossary}\n")[1].rstrip().removesuffix("```")
    parts = [part.split("\n") for part in inside.strip("\n").split("\n\n")]
    return [
        ([line for line in lines if line[0] != " "], "\n".join(line for line in lines if line[0] == " "))
        for lines in parts
    ]


NAMES = [name for names, _ in entries() for name in names]


def test_the_glossary_is_in_alphabetical_order():
    first = [names[0].lower().replace("–", "-") for names, _ in entries()]
    assert first == sorted(first)
    assert len(set(map(str.lower, NAMES))) == len(NAMES)


@pytest.mark.parametrize("term", [
    "address", "article", "bootstrap", "boilerplate", "claim", "close reading", "coherence", "NPMI", "concordance",
    "keyword in context", "confound", "dispersion", "era", "evidence", "exploratory", "floor", "frame",
    "function words", "G²", "hit", "hedge", "modality", "instrument", "Jaccard overlap", "keyness", "labeling",
    "leave one out", "lexicon", "log-odds", "log ratio", "masking", "max T", "narrator", "NMF", "k-means", "panel",
    "percentile interval", "permutation test", "phase", "pooled rate", "mean rate", "p", "fragment", "rival",
    "specification curve", "stability", "supported", "descriptive", "term", "token", "TF-IDF", "topic", "unit",
    "voice", "wire copy",
])  # fmt: skip
def test_what_the_walk_speaks_of_is_explained(term):
    assert term in NAMES


def test_words_that_need_italics_are_in_the_glossary():
    known = {terms._key(name) for name in NAMES}
    assert known >= terms.EVERYDAY | terms.BY_HAND | terms.DEFINITE


def test_examples_of_the_glossary_stand_where_it_says(corpus):
    articles = {name[:3]: name for name in corpus.source}
    for short, sentence in re.findall(r"\b(\d{3})#s(\d+)", TEXT["glossary"] + TEXT["cite"]):
        own = corpus.sentences[corpus.sentences["article"] == articles[short]]
        assert int(sentence) in own["sentence"].tolist()
    quoted = corpus.quotes.set_index("text")["kind"]
    assert quoted["unhinged"] == "fragment"
    assert "Ukrainian and pro-Russian" in corpus.lines.loc[corpus.lines["kind"] == "caption", "text"].tolist()
    assert utils.collocations(corpus, "nato").set_index("term").loc["alliance", "near"] > 1
    spelled = utils.variants(corpus).loc["nato"]
    by_era = {era: spelled.T.groupby("era").sum().loc[era] for era in corpus.eras}
    assert by_era["2014"].filter(like="NATO").sum() == by_era["2022"].filter(like="Nato").sum() == 0


# Links of terms

SIGNS = [Term(name, "glossary", name, i) for i, name in enumerate(["p", "T", "G²", "NMF", "TF-IDF"])]
WORDS = [Term(name, "glossary", name, 9 + i) for i, name in enumerate(["log ratio", "log", "rate", "topic"])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("p and P and *p*", ["p"]),
        ("The p-value, a T-shirt, TF–IDF, nmf", []),
        ("T's size; G²: large", ["T", "G²"]),
        ("Log ratios and a log", ["Log ratios", "log"]),
        ("TOPICS, topic", ["TOPICS"]),
        ("A rate", []),
        ("typological, catalog", []),
        ("the topic’s terms", ["topic"]),
    ],
)
def test_whole_words_in_any_case_and_signs_as_they_are(text, found):
    assert [text[start:end] for start, end, _ in find_terms(text, SIGNS + WORDS)] == found


@pytest.mark.parametrize(("text", "found"), [("rates", True), ("Rate.", True), ("Rate of change", False)])
def test_an_everyday_word_is_a_term_where_it_alone_is_marked(text, found):
    assert bool(find_terms(text, WORDS, marked=True)) is found
    assert not find_terms(text, WORDS)


@pytest.mark.parametrize(
    ("text", "found"),
    [("The corpus", True), ("in\nthe corpus.", True), ("a large corpus", False), ("Corpora", False), ("corpus", False)],
)
def test_the_corpus_is_ours_and_a_corpus_is_any(text, found):
    assert bool(find_terms(text, [Term("corpus", "glossary", "c", 0)])) is found


def test_emphasis_does_not_make_a_term_of_the_articles():
    assert not find_terms("articles", [Term("article", "glossary", "a", 0)], marked=True)


@given(st.text(alphabet="pT log-ratieopcs’'.²G", max_size=60), st.sets(st.integers(0, 12)))
def test_links_do_not_overlap_and_each_entry_is_used_once(text, used):
    found = find_terms(text, SIGNS + WORDS, used)
    assert all(end <= begin for (_, end, _), (begin, _, _) in pairwise(found))
    assert len({term.entry for *_, term in found} | used) == len(found) + len(used)
    for start, end, term in found:
        assert text[start:end].lower() in [form.lower() for form in forms(term.name)]
        assert not (text[:start][-1:] + text[end:][:1]).replace("’", "").replace("'", "").strip(" .-")
    longest_first = sorted(SIGNS + WORDS, key=lambda term: -len(term.name))
    assert find_terms(text, longest_first, used) == found


def test_no_word_of_a_page_is_lost():
    page = nodes.paragraph("", "", nodes.Text("Of topics the log ratio, "), nodes.emphasis("", "rate"), nodes.Text("!"))
    before = page.astext()
    linked = link_terms(nodes.section("", page), WORDS, {"glossary": "../glossary.html"})
    assert page.astext() == before
    assert [words for words, _ in linked] == ["topics", "log ratio", "rate"]
    assert page.next_node(nodes.reference)["refuri"] == "../glossary.html#topic"


def words_of(page):
    """Give the text of a page with straight apostrophes, in one line."""
    return " ".join(page.text_content().replace("’", "'").split())


def linked_in(page):
    return [(link.text_content(), link.get("href")) for link in page.xpath(".//a[contains(@class, 'tc-term')]")]


def test_only_running_text_is_linked(pages):
    assert [words for words, _ in linked_in(pages["small"])] == [
        "permutation test", "keyness", "rates", "dendrogram", "p", "kappa", "readings", "Collocations",
    ]  # fmt: skip


def test_each_link_leads_to_its_entry(pages):
    anchors = {term.get("id"): term.text_content().rstrip("¶") for term in pages["glossary"].iter("dt")}
    for page in (*PAGES, "small"):
        for words, address in linked_in(pages[page]):
            name = anchors[address.removeprefix("glossary.html#")]
            assert words.casefold() in [form.casefold() for form in forms(name)]


def test_the_glossary_and_pages_of_articles_are_left_alone(pages):
    assert linked_in(pages["glossary"]) == []
    assert terms.NOT_OURS == ["corpus/*", "claims/*"]


# Formulas


@pytest.mark.parametrize("tex", re.findall(r"\$\$ (.+?) \$\$", TEXT["methods"]))
def test_each_formula_is_mathml_and_keeps_its_tex(tex):
    formula = html.fromstring(to_mathml(tex, block=True))
    assert formula.tag == "math"
    assert (formula.get("display"), formula.get("alttext")) == ("block", tex)
    assert "\\" not in formula.text_content()


@pytest.mark.parametrize(
    ("tex", "what"),
    [
        (r"\frac{a", "braces"), ("x_{", "braces"), (r"\alfa", "alfa"), ("", "empty"), ("x_", "cannot be read"),
        (r"\begin{aligned} a &= b \end{aligned}", "cannot be read"),
    ],
)  # fmt: skip
def test_a_formula_with_a_mistake_is_an_error(tex, what):
    with pytest.raises(TwoCrisesError, match=what):
        to_mathml(tex, block=True)


def test_a_mistake_stops_the_build_and_says_where(tmp_path):
    page = "# Page\n\nSome words.\n\n$$ \\alfa $$\n"
    with pytest.raises(SphinxError, match=r"page\.md:5: The formula .*alfa"):
        build(tmp_path, {"glossary.md": TEXT["glossary"], "methods.md": "# M\n", "page.md": page})


def test_a_formula_of_its_own_can_be_scrolled_and_has_a_name(pages):
    boxes = pages["methods"].xpath(".//div[contains(@class, 'tc-math-scroll')]")
    assert len(boxes) == TEXT["methods"].count("$$ (")
    assert [box.get("aria-label") for box in boxes] == [f"Formula {i + 1}" for i in range(len(boxes))]
    assert all(box.get("tabindex") == "0" and box[0].tag == "math" for box in boxes)


# Methods


def test_what_is_cited_is_in_the_references_and_the_reverse():
    body, references = TEXT["methods"].split("## References")
    name = r"(?:De )?[A-ZÀ-Ý][\w’'-]*[a-z][\w’'-]*"
    # Spaces and line ends are the same.
    body, references = " ".join(body.split()), " ".join(references.split())
    cited = set(re.findall(rf"({name})(?:(?:, {name})* and {name}| et al\.)? \((\d{{4}})\)", body))
    listed = re.findall(rf"- ({name}), [^()]*?\((\d{{4}})\)", references)
    assert cited == set(listed)
    assert len(set(listed)) == len(listed) == references.count(" - ")
    assert listed == sorted(listed, key=lambda one: (one[0].lower().replace("ö", "o"), one[1]))


def test_each_place_in_the_code_exists():
    places = re.findall(r"`twocrises/([\w/]+)\.py: (\w+)`", " ".join(TEXT["methods"].split()))
    assert len(places) > 30
    for module, function in places:
        assert callable(getattr(importlib.import_module(f"twocrises.{module.replace('/', '.')}"), function))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("up to {}; a short sentence", cleaning._MOST_WORDS),
        ("a line of another sort costs {};", cleaning._COST_FRAGMENT),
        ("print around articles costs {},", cleaning._COST_PHRASE),
        (r"\ge {} $$ (eq-copies)", repeats._SHARE),
        ("a factor of {:,.0f}", 1 / evidence.SCENE),
        ("if it holds {} of the probability", dating.ENOUGH_FOR_A_DAY),
        ("if its days hold {};", dating.ENOUGH_FOR_AN_ERA),
        ("Up to {:,} deals", permutation._MOST_LABELINGS),
        ("$B$ = {:,} is drawn", permutation._SAMPLES[1]),
        ("fewer, down to {},", permutation._SAMPLES[0]),
        (r"*supported* if $p \le {}$", permutation.LEVEL),
        ("s^2 + {:.0f}", instruments._SATURATION),
        ("a good word by −{},", -instruments._NEGATED),
        (r"\frac{{1}}{{{}}} \sum_{{k \in K}}", len(instruments.INSTRUMENTS)),
        ("with replacement {:,} times", sentiment._DRAWS),
        ("of more than {:,} articles the normal limit", sentiment._NEARLY_NORMAL),
        (r"relevance}} = {} \,", topicmodels.RELEVANCE),
        ("survives from {} on", topics.SURVIVES),
    ],
)
def test_constants_are_those_of_the_code(words, value):
    assert words.format(value) in " ".join(TEXT["methods"].split())


def test_constants_in_words_are_those_of_the_code():
    page = " ".join(TEXT["methods"].split())
    assert ("sequences of five words" in page, repeats._LENGTH) == (True, 5)
    assert ("at least eight sequences" in page, repeats._FEWEST) == (True, 8)
    assert ("Below ten articles an era" in page, sentiment.FEWEST_FOR_INTERVALS) == (True, 10)
    assert ("Ten terms stand for a topic" in page, topicmodels.TOP) == (True, 10)
    assert ("fewer than a hundred articles" in page, units.MANY_ARTICLES) == (True, 100)
    assert ("(four a topic" in page, topicmodels._DIMENSIONS) == (True, 4)
    assert (r"$\kappa$ = 150" in page, topicmodels._CONCENTRATION) == (True, 150)
    assert ("For five that is 126" in page, topics.MOST_DRAWS) == (True, 126)
    assert ("20 sets are drawn" in page, topics.DRAWS) == (True, 20)
    assert ("fewer than eight words" in page, units.SHORTEST) == (True, 8)
    assert ("among the three words before" in page, instruments._REACH) == (True, 3)
    assert (r"\varepsilon = 10^{-12}" in page, coherence._EPSILON) == (True, 1e-12)


@pytest.mark.parametrize(("n", "says"), [(10, 0.90)])
def test_an_interval_covers_as_often_as_the_page_says(n, says):
    draws = np.random.default_rng(1).standard_normal((400, n))
    inside = [low <= 0 <= high for low, high in (sentiment.bootstrap_interval(row, np.arange(n)) for row in draws)]
    assert abs(np.mean(inside) - says) < 0.05


# What was measured


@pytest.mark.parametrize("name", RESULTS)
def test_every_figure_of_a_benchmark_is_on_the_page(pages, name):
    shown = words_of(pages["measured"])
    frame = measurements.figures_of(name, ROOT)
    if name != "walk":
        for measure in frame["measure"]:
            assert " ".join(measure.split()).lower() in shown.lower()
    day = pd.Timestamp(frame["date"][0])
    assert f"Measured by {frame['command'][0]} on {day.day} {day.month_name()} {day.year}" in shown


def test_where_figures_come_from_is_never_folded(pages):
    origins = [part for part in pages["measured"].iter("p") if part.text_content().startswith("Measured by")]
    assert len(origins) == len(RESULTS)
    assert not [part for part in origins if list(part.iterancestors("details"))]


def test_no_table_is_named_like_a_file_and_no_head_repeats_its_caption(pages):
    for table in pages["measured"].iter("table"):
        caption = table.findtext("caption/span[@class='caption-text']")
        assert caption not in RESULTS
        heads = [cell.text_content().strip() for cell in table.xpath(".//thead//th")]
        said = {pair for head in heads[1:] for pair in pairwise(head.lower().split())}
        assert not said & set(pairwise(re.findall(r"[^\s,;]+", caption.lower())))


def test_shares_have_three_decimals_at_most_but_for_all_figures(pages):
    shown = pages["measured"].xpath(".//table[not(ancestor::details)]//td[contains(@class, 'tc-right')]")
    cells = [cell.text_content().strip() for cell in shown]
    assert len(cells) > 150
    assert [cell for cell in cells if len(cell.partition(".")[2]) > 3] == ["0.000429", "0.000498"]
    folded = pages["measured"].xpath(".//details//td[contains(@class, 'tc-right')]")
    assert "0.0043" in [cell.text_content().strip() for cell in folded]


@given(st.lists(st.decimals(-9999, 9999, places=5).map(str), min_size=1), st.integers(1, 4))
def test_rounding_keeps_the_figures(cells, most):
    (new,) = measurements.rounded([cells], most)
    assert all(abs(float(a) - float(b)) <= 0.5 * 10**-most + 1e-9 for a, b in zip(new, cells, strict=True))
    assert len({len(cell.partition(".")[2]) for cell in new}) == 1
    assert any(map(float, new)) == any(map(float, cells))


def test_cells_of_a_table_are_figures_of_the_benchmark(pages):
    frame = measurements.figures_of("null", ROOT).set_index("measure")["value"].astype(float)
    (table,) = pages["measured"].xpath(".//table[caption[contains(., 'false alarm, speeches')]]")
    heads = [cell.text_content().strip() for cell in table.xpath(".//thead//th")]
    for row in table.xpath(".//tbody/tr"):
        method, *cells = (cell.text_content().strip() for cell in row)
        for piles, cell in zip(heads[1:], cells, strict=True):
            assert float(cell) == frame[f"any word supported, {piles} speeches: {method}"]


def test_every_lesson_has_a_time():
    frame = measurements.figures_of("walk", ROOT).set_index("measure")["value"].astype(float)
    seconds = [frame[f"{name}: seconds"] for name in LESSONS]
    assert min(seconds) > 0
    assert abs(sum(seconds) - frame["all notebooks, one after the other: seconds"]) < 0.5


def test_what_the_page_says_of_the_figures_is_so():
    value = {name: measurements.figures_of(name, ROOT).set_index("measure")["value"].astype(float) for name in RESULTS}
    clean, copies, null, words = value["cleaning"], value["repeats"], value["null"], value["keyness"]
    assert clean["F1"] > max(clean[f"F1, keeping {what}"] for what in ("everything", "long lines", "sentences"))
    assert copies["recall of MinHash, 0 % replaced, quarter"] < copies["recall, 0 % replaced, quarter"]
    assert copies["seconds, repeats, all briefings"] < copies["seconds, MinHash, all briefings"]
    alarm = null[null.index.str.match("any word supported, .+ (?:briefings|speeches): ")]
    ours = alarm[alarm.index.str.endswith(": permutation")]
    assert ours.max() < 0.08
    assert (ours[ours.index.str.contains("3 against 2")] == 0).all()
    assert alarm[alarm.index.str.contains(": G²")].min() > 0.5
    assert null["any word supported, 20 of 250 against 20 of 1,200 words: permutation"] > 0.2
    assert words["briefings, time over CountVectorizer's from the words"] > 1
    assert 'the row "from the words" is the fair one: the table takes longer' in " ".join(TEXT["measured"].split())
    people = value["tone"]
    for unit in ("sentence", "article"):
        each = [people[f"{name}: r by {unit}"] for name in instruments.INSTRUMENTS]
        assert people[f"panel: r by {unit}"] > max(each)
    last = value["voices"].filter(like="second set")
    assert last.mean() < value["voices"].filter(like="first set").mean()
    found = value["topics"]
    for measure in ("NMI", "ARI", "F1, mean of labels"):
        others = [found[f"stories, {name}: {measure}"] for name in ("nmf", "lda", "LSA and k-means")]
        assert found[f"stories, clusters: {measure}"] > max(others)
        assert found[f"stories, nmf: {measure}"] < min(others[1:])
    assert found["stories, clusters, other orders: mean ARI between two"] == 1
    assert found.filter(like="the other way round: largest change").tolist() == [0]
    # Some subjects of fewer than two hundred stories are not found, and the mean takes each subject once.
    f1 = found.filter(like="stories, clusters: F1 of ")
    assert f1[["stories, clusters: F1 of coffee", "stories, clusters: F1 of ship"]].max() < 0.01
    assert abs(f1.mean() - found["stories, clusters: F1, mean of labels"]) < 0.001
    assert "By each measure clusters come nearest" in " ".join(TEXT["measured"].split())
    readers = value["readers"]
    between = readers["Kappa of the two runs"]
    assert between > max(readers[f"Kappa of the {which} run and the topics"] for which in ("first", "second"))


def test_pages_name_no_machine(pages):
    shown = " ".join(page.text_content() for page in pages.values())
    assert not re.search(r"/(?:home|work|tmp|usr)/|pypi|files\.pythonhosted|localhost", shown)


def test_versions_are_those_of_the_lock(pages):
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    found = measurements.versions(ROOT)
    assert len(found) > 15
    assert (found["what for"] != "").all()
    for name, version in zip(found["package"], found["version"], strict=True):
        assert f"{name.lower()}=={version}" in lock
        assert version in pages["measured"].text_content()


def test_a_package_without_a_version_is_an_error(tmp_path):
    (tmp_path / "pyproject.toml").write_text('dependencies = [\n    "some-thing>=1",  # why\n]\n')
    (tmp_path / "requirements.txt").write_text("other==1\n")
    with pytest.raises(TwoCrisesError, match="has no some-thing"):
        measurements.versions(tmp_path)


def test_a_benchmark_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(TwoCrisesError, match=r"benchmarks/results/nothing\.csv cannot be read"):
        measurements.figures_of("nothing", tmp_path)
    frame = pd.DataFrame({"measure": ["a"], "value": ["1"], "n": ["1"]})
    with pytest.raises(TwoCrisesError, match="No measure"):
        measurements.arranged(frame, "b")


@given(st.dictionaries(st.sampled_from("abcd"), st.dictionaries(st.sampled_from("xyz"), st.integers(0, 99))))
def test_a_table_with_columns_keeps_every_figure(cells):
    rows = [(f"{row}: {column}", str(value), "1") for row, own in cells.items() for column, value in own.items()]
    frame = pd.DataFrame(rows, columns=["measure", "value", "n"])
    if frame.empty:
        return
    wide = measurements.arranged(frame, "(?P<row>.): (?P<column>.)", ["what"]).set_index("what")
    assert {(f"{row}: {c}", v) for row, own in wide.iterrows() for c, v in own.items() if v} == {
        (measure, value) for measure, value, _ in rows
    }


# Citing, running, teaching


def test_the_citation_is_that_of_its_file(pages):
    facts = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    shown = words_of(pages["cite"])
    for name in ("title", "version", "license"):
        assert str(facts[name]) in shown
    assert f"Two Crises, version {facts['version']}, claim" in TEXT["cite"]
    assert f"({facts['date-released'].year})" in shown
    entry = pages["cite"].find(".//pre").text_content()
    assert f"year    = {{{facts['date-released'].year}}}" in entry
    assert max(map(len, entry.splitlines())) <= 42


def test_the_claim_that_is_named_is_linked(pages):
    (link,) = pages["cite"].xpath(".//a[code='word:nato']")
    assert link.get("href") == f"claims/{group_of('word:nato')}.html#{claim_anchor('word:nato')}"


def test_years_and_special_letters_of_a_citation():
    facts = {"title": "50 % & more {x}", "version": 1, "authors": [{"given-names": "A.", "family-names": "B"}]}
    entry = measurements.bibtex({**facts, "date-released": "2026-11-22"})
    assert r"title   = {{50 \% \& more x}}" in entry
    assert "year    = {2026}" in entry
    assert measurements.in_words({**facts, "date-released": "2026-11-22"}).startswith("A. B (2026): ")
    with pytest.raises(TwoCrisesError, match="no version"):
        measurements.bibtex({"title": "x", "authors": [{"name": "y"}]})


def test_rights_and_routes_are_those_of_the_seeds():
    readme = " ".join((ROOT / "seeds" / "README.md").read_text(encoding="utf-8").split())
    page = " ".join(TEXT["cite"].split())
    for sentence in (
        "The articles belong to their publishers.",
        "They are included as a small, fixed corpus for quotation, teaching and research, and no licence of this "
        "project covers them.",
        "If you hold the rights to one of them and want it removed, tell us and we will remove it.",
    ):
        assert sentence in readme
        assert sentence in page
    for short, route in re.findall(r"^\| (\d{3}) \| (.+?) \|$", TEXT["cite"], re.M):
        assert re.search(rf"`{short}_\w+\.txt` \| {re.escape(route)} \|", readme)
    licences = " ".join((ROOT / "LICENSE").read_text(encoding="utf-8").split())
    assert "BSD-3-Clause" in licences
    assert "CC-BY-4.0" in licences


def test_commands_that_are_named_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in PAGES:
        for target in re.findall(r"(?:`|^)make ([a-z]+)", TEXT[page], re.M):
            assert re.search(rf"^{target}:", makefile, re.M), target
    for command in re.findall(r"python -m twocrises (\w+)", TEXT["run"]):
        assert f'add_parser("{command}"' in (ROOT / "twocrises" / "__main__.py").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.+?)```", TEXT["run"], re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    assert not [line for line in lines if re.search(r"\S.*#", line) or len(line) > 42]
    for names in re.findall(r"^from utils import (.+)$", TEXT["run"], re.M):
        assert set(names.split(", ")) <= set(utils.__all__)


def test_settings_that_are_shown_can_be_read(make_corpus):
    settings = "\n".join(re.findall(r"```toml\n(.+?)```", TEXT["run"], re.S))
    mine = make_corpus({"my article.txt": "The ministers met for hours and will meet again on another day."}, settings)
    assert mine.articles["era"].tolist() == ["2014"]
    assert mine.articles["label"].tolist() == ["The Paper, 5 Mar 2014"]


def test_exercises_and_sections_that_are_named_exist():
    every = "\n".join(LESSONS.values())
    for number in re.findall(r"Exercise (\d\.\d)", TEXT["teach"]):
        assert f"**Exercise {number}.**" in every
    links = re.findall(
        r"\[notebook (\d\d), (?:up to )?\"([^\"]+)\"\]\(notebooks/(\w+)\.ipynb#([\w-]+)\)", TEXT["teach"]
    )
    assert len(links) == 5
    for number, section, name, anchor in links:
        assert name.startswith(number)
        assert re.search(rf"^##+ {re.escape(section)}$", LESSONS[name], re.M), section
        assert anchor == re.sub(r"[^\w -]", "", section).lower().replace(" ", "-")
    with_parts = [name[:2] for name, text in LESSONS.items() if re.search(r"^\*For a second reading", text, re.M)]
    assert f"Notebooks {' and '.join(with_parts)} have parts marked" in TEXT["teach"]
    for page in PAGES:
        for name in re.findall(r"\(notebooks/(\w+)\.ipynb", TEXT[page]):
            assert name in LESSONS


def test_the_cards_of_the_lessons_are_on_the_page(pages):
    shown = words_of(pages["teach"])
    for name, text in LESSONS.items():
        lesson = measurements.read_card(name, text)
        assert f"{name[:2]} {lesson.title}" in shown
        assert lesson.card["You will be able to"].replace("*", "") in shown
        assert f"Exercises: {lesson.exercises[0]} to {lesson.exercises[-1]}." in shown


def test_a_lesson_without_a_card_is_an_error():
    with pytest.raises(TwoCrisesError, match="no header card"):
        measurements.read_card("07_x", "# Title\n\nText")
