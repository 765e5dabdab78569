"""The articles and the ledger as pages of the book, and links to sentences."""

import json
import re
from io import StringIO
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from twocrises.book import addresses, articles, claimpages
from twocrises.book.addresses import find_addresses, link_addresses, page_of, short_names
from twocrises.corpus import load_corpus
from twocrises.display import kwic, table
from twocrises.ledger import read_ledger

from .conftest import ERAS

LEDGER = Path(__file__).parents[1] / "book"
CONF = """
extensions = ["myst_nb", "part"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "amsmath", "attrs_inline"]
nb_execution_mode = "off"
html_theme = "basic"
html_copy_source = False
"""
PART = """
from twocrises.book import addresses, articles, claimpages

def setup(app):
    for part in (addresses, articles, claimpages):
        part.setup(app)
"""
# What a page of the book about addresses may hold: notebooks give their outputs as such HTML.
INDEX = """# Start

In 001#s32 and in `004#s25`, **000_b2e1f74ee22da60d#s1**, not in 001#s99 or x/001#s3.

[a link to 001#s3](https://example.org/a) and [001#s4](https://example.org/b)

## About 001#s5

<a href="kept">001#s6</a>

```python
print("001#s7")
```

```{raw} html
<table title="001#s8"><tr title="001#s8"><td>001#s8</td>
<td><a href="../seeds/001.txt#:~:text=x">001#s9</a></td></tr></table>
<!-- 001#s10 --><script>"001#s11"</script><a href="other">see 001#s12</a>
```

```{toctree}
cite
corpus/index
claims/index
```
"""
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) $$\\frac{1}{2}$$ $x$ \\(x\\) "
    "**bold** `code` {raw}`html` {{ x }} &lt;b&gt; </td></table> ]]> <!-- x -->"
)


def build(folder, corpus, ledger, **pages):
    """Make the pages with Sphinx, warnings as errors, and read them."""
    source = folder / "source"
    made = articles.stubs(corpus) | claimpages.stubs(read_ledger(ledger))
    for name, text in {"index": INDEX, "cite": "# Cite\n", **made, **pages}.items():
        (source / f"{name}.md").parent.mkdir(parents=True, exist_ok=True)
        (source / f"{name}.md").write_text(text, encoding="utf-8")
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    (source / "part.py").write_text(PART, encoding="utf-8")
    warnings = StringIO()
    overrides = {"two_crises_corpus": str(corpus.path), "two_crises_ledger": str(ledger)}
    with docutils_namespace():
        app = Sphinx(source, source, folder / "html", folder / "doctrees", "html", overrides, None, warnings)
        app.build(force_all=True)
    assert not warnings.getvalue()
    names = ["index", *made]
    return {name: lxml_html.parse(str(folder / "html" / f"{name}.html")).getroot() for name in names}


@pytest.fixture(scope="module")
def seeds():
    return load_corpus("seeds")


@pytest.fixture(scope="module")
def book(tmp_path_factory, seeds):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("book")
        patch.syspath_prepend(str(folder / "source"))
        return build(folder, seeds, LEDGER)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A corpus whose text, settings and names are hostile, with its ledger and its book."""
    folder = tmp_path_factory.mktemp("hostile")
    texts = folder / "corpus"
    texts.mkdir()
    text = _toml(HOSTILE)
    facts = f"title = {text}\n" + ERAS
    facts += f"[[roles.{text}]]\nname = 'Ann Smith'\nfrom = 2010-01-01\n[frames]\n{text} = ['talks']\n"
    names = ["a <b>&amp; [x](y) $1$.txt", "ein: {raw}`html`.txt", "b.txt", "b#s1.txt"]
    for i, name in enumerate(names):
        body = "\n\n".join(
            f"The talks of the ministers went on for {n} days. {HOSTILE} Ann Smith said: “We like {HOSTILE} talks.” "
            f"Nobody at b#s0 spoke of it {i} times."
            for n in range(3, 6)
        )
        (texts / name).write_text(f"Photo {HOSTILE}\n\n{body}\n\nShare this {HOSTILE}\n", encoding="utf-8")
        year = 2014 if i < 2 else 2022
        facts += f"[articles.{_toml(name.removesuffix('.txt'))}]\npublished = {year}-03-0{i + 1}\n"
        facts += "".join(f"{key} = {text}\n" for key in ("origin", "site", "genre", "note"))
    (texts / "corpus.toml").write_text(facts, encoding="utf-8")
    corpus = load_corpus(texts)
    (folder / "claims.json").write_text(json.dumps(hostile_ledger(corpus)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder / "source"))
        return SimpleNamespace(corpus=corpus, ledger=folder, pages=build(folder, corpus, folder))


def hostile_ledger(corpus):
    """The ledger of the seeds in the words of somebody who means harm, about sentences of another corpus."""
    document = json.loads((LEDGER / "claims.json").read_text(encoding="utf-8"))
    rows = corpus.sentences[["article", "sentence"]].itertuples(index=False)
    entries = [{"address": f"{article}#s{number}"} for article, number in rows]
    with_reading = [claim for claim in document["claims"] if claim["reading"] and claim["difference"]][:2]
    names = [HOSTILE, f"word:{HOSTILE}", f"role:{HOSTILE}", f"frame:{HOSTILE} 2"]
    claims = []
    for name, claim in zip(names, [*with_reading, *document["claims"][:2]], strict=True):
        text = {key: HOSTILE for key, value in claim.items() if isinstance(value, str)}
        difference = claim["difference"] and {**claim["difference"], "quantity": HOSTILE, "unit": HOSTILE}
        reading = claim["reading"] and {"says": HOSTILE, "evidence": entries[:2]}
        own = {"id": name, "numbers": {HOSTILE: 1}, "evidence": entries, "difference": difference, "reading": reading}
        claims.append({**claim, **text, **own})
    return {**document, "title": HOSTILE, "claims": claims}


def _toml(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def text_of(element):
    return "".join(element.itertext())


def squeezed(text):
    return " ".join(text.split())


def marked(element, name):
    """Elements of a class in or below an element."""
    return element.xpath(f'.//*[contains(concat(" ", normalize-space(@class), " "), " {name} ")]')


def corpus_text(element):
    """What an element shows of an article, without the numbers and names that stand beside it."""
    own = [
        e for e in marked(element, "tc-source") if not any(o in marked(element, "tc-source") for o in e.iterancestors())
    ]
    return "".join(map(text_of, own))


def places(pages):
    """Page -> id -> elements."""
    return {
        name: {i: [e for e in page.xpath("//*[@id]") if e.get("id") == i] for i in page.xpath("//@id")}
        for name, page in pages.items()
    }


def goal(name, href):
    """Page and id to which a link on a page leads."""
    way, _, anchor = href.partition("#")
    parts = name.split("/")[:-1] if way else [*name.split("/")[:-1], f"{name.split('/')[-1]}.html"]
    for part in filter(None, way.split("/")):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts).removesuffix(".html"), anchor


def check_articles(corpus, pages):
    """Each line of each article stands on its page, kept or left out, and each sentence at its number."""
    for article, source in corpus.source.items():
        page = pages[page_of(article)]
        lines = corpus.lines[(corpus.lines["article"] == article) & (corpus.lines["kind"] != "blank")]
        kept, dropped = lines[lines["keep"]], lines[~lines["keep"]]
        assert [corpus_text(line) for line in marked(page, "tc-line")] == [
            source[start:end] for start, end in zip(kept["start"], kept["end"], strict=True)
        ]
        shown = [
            (text_of(line), text_of(marked(block, "tc-rule")[0]))
            for block in marked(page, "tc-left-out")
            for line in marked(block, "tc-dropped")
        ]
        assert [text for text, _ in shown] == dropped["text"].tolist()
        for (_, label), kind, rule in zip(shown, dropped["kind"], dropped["rule"], strict=True):
            assert label.startswith(f"Left out: {kind}") and f"“{rule}”" in label
        sentences = corpus.sentences[corpus.sentences["article"] == article]
        for number, text in zip(sentences["sentence"], sentences["text"], strict=True):
            (place,) = page.xpath(f'//*[@id="s{number}"]')
            assert text_of(place) == text
            (link,) = [a for a in place.getnext().iter("a") if a.get("href") == f"#s{number}"]
            assert link.text in link.get("aria-label")


def of_facts(element):
    """Name and value of each fact in or below an element."""
    for facts in marked(element, "tc-facts"):
        for dt in facts.iter("dt"):
            yield text_of(dt).removesuffix(":"), dt.getnext()


def check_claims(corpus, ledger, pages):
    """Each claim stands on its page with what it says, and each sentence it rests on with a link to it."""
    found = read_ledger(ledger)
    named = claimpages.titles(found)
    at = places(pages)
    sentences = {
        f"{article}#s{number}": text
        for article, number, text in corpus.sentences[["article", "sentence", "text"]].itertuples(index=False)
    }
    for claim in found.to_dict("records"):
        name = f"claims/{claimpages.group_of(claim['id'])}"
        (section,) = at[name][claimpages.claim_anchor(claim["id"])]
        assert text_of(section.xpath("./*[self::h2]")[0]).removesuffix("¶") == squeezed(named[claim["id"]])
        assert squeezed(text_of(marked(section, "tc-statement")[0])) == squeezed(claim["statement"])
        (value,) = (dd for dt, dd in of_facts(section) if dt == "Name")
        assert [squeezed(text_of(code)) for code in value.iter("code")] == [squeezed(claim["id"])]
        read_in = found.attrs["readings"].get(claim["id"], {}).get("addresses", ())
        items = [item for block in marked(section, "tc-evidence") for item in block.xpath("./li")]
        assert len(items) == len(claim["evidence"]) + len(read_in)
        for item, address in zip(items, [*read_in, *claim["evidence"]], strict=True):
            (link,) = item.iter("a")
            page, anchor = goal(name, link.get("href"))
            (place,) = at[page][anchor]
            assert page == page_of(address.rpartition("#s")[0])
            assert text_of(place) == sentences[address]
            assert text_of(item).endswith(f": {sentences[address]}")


def check_places(pages):
    """Ids are unique, links of the pages lead somewhere and say where, headings follow in order."""
    at = places(pages)
    for name, page in pages.items():
        assert all(len(elements) == 1 for elements in at[name].values())
        for link in page.xpath("//a[@href]"):
            assert text_of(link).strip() or link.get("aria-label")
            href = link.get("href")
            if href.startswith("#s") or "corpus/" in href or "claims" in href:
                to, anchor = goal(name, href)
                assert to in pages, (name, href)
                assert not anchor or anchor in at[to], (name, href)
        if name != "index":
            levels = [
                int(h.tag[1]) for h in page.xpath('//*[@role="main"]//*[self::h1 or self::h2 or self::h3 or self::h4]')
            ]
            assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels))


def test_every_line_and_sentence_of_the_seeds(seeds, book):
    check_articles(seeds, book)


def test_every_claim_leads_to_its_sentences(seeds, book):
    check_claims(seeds, LEDGER, book)


def test_links_and_ids(book):
    check_places(book)


def test_pages_of_claims_are_light(book, tmp_path):
    for name, page in book.items():
        assert len(lxml_html.tostring(page)) < 400_000, name


def test_every_claim_with_a_name_of_its_own_has_a_title(book):
    ledger = read_ledger(LEDGER)
    named = claimpages.titles(ledger)
    assert {name for name in ledger["id"] if ":" not in name} <= set(claimpages.TITLES)
    assert len(set(named.values())) == len(named)
    assert named["word:nato"] == "“nato”" and named["frame:troops"] == "Words for “troops”"
    # A page lists its claims by these, and an article those that rest on it.
    for name, title in named.items():
        page = book[f"claims/{claimpages.group_of(name)}"]
        anchor = claimpages.claim_anchor(name)
        assert text_of(page.xpath(f'//section[@id="{anchor}"]/h2')[0]).removesuffix("¶") == title
        links = [a for p in book.values() for a in p.iter("a") if a.get("href", "").endswith(f"#{anchor}")]
        assert {squeezed(text_of(a)) for a in links if "headerlink" not in a.get("class", "")} == {title}


def test_marks_of_claims_are_emphasis(book):
    for name, page in book.items():
        if name.startswith("claims/"):
            shown = text_of(page.xpath('//*[@role="main"]')[0])
            for quoted in marked(page, "tc-evidence"):
                shown = shown.replace(text_of(quoted), "")
            assert not set("«»*") & set(shown), name
    (section,) = book["claims/words"].xpath('//section[@id="claim-ranks"]')
    assert "of" in [text_of(word) for word in marked(section, "tc-statement")[0].iter("em")]
    turns = [
        text_of(dd)
        for dt, dd in of_facts(book["claims/words"])
        if dt == "Without one article" and "✗" in dt + text_of(dd)
    ]
    assert turns and all(says.strip().startswith("✗ turns: leaving out") for says in turns)


def test_a_claim_in_short_ends_with_a_word(book):
    statements = {
        name: squeezed(says) for name, says in zip(*(read_ledger(LEDGER)[c] for c in ("id", "statement")), strict=True)
    }
    rows = [row for t in marked(book["claims/index"], "tc-glance") for row in t.xpath("./tbody/tr")]
    assert len(rows) == len(statements)
    for row in rows:
        says = squeezed(text_of(row[1]))
        assert len(says) <= 2 * 210 and says.endswith((".", " …"))
        (link,) = row[0].iter("a")
        (name,) = (n for n in statements if link.get("href").endswith(f"#{claimpages.claim_anchor(n)}"))
        assert set(re.findall(r"[\w.,−+]*\d", says)) <= set(re.findall(r"[\w.,−+]*\d", statements[name]))


@given(st.lists(st.text("ab1.,:«»%…", min_size=1, max_size=12), max_size=90))
def test_what_is_cut_is_whole_words(parts):
    text = " ".join(parts)
    bare = str.maketrans("", "", "«»")
    short = claimpages._in_short(text, 1).translate(bare)
    assert len(short) <= 202
    end = " .,:;…"
    assert {word.strip(end) for word in short.split()} <= {word.strip(end) for word in text.translate(bare).split()}


def test_numbers_of_a_claim_say_what_it_does_not_say(book):
    def shown(page, name):
        (section,) = book[page].xpath(f'//section[@id="{claimpages.claim_anchor(name)}"]')
        folds = [d for d in section.xpath("./details") if squeezed(text_of(d[0])).startswith("The numbers")]
        return [[squeezed(text_of(cell)) for cell in row] for d in folds for row in d.xpath(".//tr")], [
            squeezed(text_of(item)) for d in folds for item in d.xpath(".//li")
        ]

    rows, items = shown("claims/voices", "voices")
    assert rows[:2] == [["number", "2014", "2022"], ["narrator", "0.342", "0.344"]] and not items
    # Both means stand in the table of what is compared, and 30 occurrences in the sentence.
    assert shown("claims/words", "word:nato") == ([], ["largest share, from 0 to 1: 0.433"])
    assert shown("claims/words", "signs")[0] == [
        ["number", "2014", "2022"], ["pooled", "3.592", "3.354"], ["mean", "3.605", "3.652"],
    ]  # fmt: skip
    assert shown("claims/summary-and-limits", "floor") == ([], [])


def test_tables_have_captions_and_regions_names_of_their_own(book):
    for name, page in book.items():
        tables = marked(page, "tc-grid")
        assert all(squeezed(text_of(t.xpath("./caption")[0])) for t in tables), name
        regions = [region.get("aria-label") for region in marked(page, "tc-table")]
        assert len(set(regions)) == len(regions) == len(tables), name


def test_the_list_of_articles_has_the_numbers_of_addresses(seeds, book):
    (listed,) = marked(book["corpus/index"], "tc-articles")
    rows = [[text_of(cell) for cell in row] for row in listed.xpath("./tbody/tr")]
    short = short_names(seeds.source)
    assert [row[1] for row in rows] == [short[article] for article in seeds.articles["article"]]
    assert rows[1][-1] == "4 captions, 2 headlines, 1 boilerplate"
    assert rows[0][3] == "5\u00a0Mar\u00a02014"


def test_an_article_says_what_is_known_of_it(seeds, book):
    for article in seeds.articles.to_dict("records"):
        shown = squeezed(text_of(marked(book[page_of(article["article"])], "tc-facts")[0]))
        for part in (
            article["origin"],
            article["site"],
            article["genre"],
            article["published_by"],
            article["sha256"][:16],
        ):
            assert squeezed(part) in shown
        assert f"{article['published'].day} {article['published']:%b %Y}" in shown
        assert squeezed(seeds.config.articles[article["article"]].note) in shown


def test_who_is_quoted_stands_behind_the_sentence(seeds, book):
    for article in seeds.source:
        quotes = seeds.quotes[(seeds.quotes["article"] == article) & (seeds.quotes["kind"] != "term")]
        page = book[page_of(article)]
        assert "".join(map(text_of, marked(page, "tc-quotation"))).replace(" ", "") == "".join(quotes["text"]).replace(
            " ", ""
        )
        for quote in quotes.dropna(subset=["speaker", "side"]).itertuples():
            own = seeds.sentences[(seeds.sentences["article"] == article) & (seeds.sentences["end"] > quote.start)]
            (place,) = page.xpath(f'//*[@id="s{own["sentence"].iloc[0]}"]')
            assert f"{quote.speaker} ({quote.side})" in text_of(place.getnext())


def test_the_opinion_inside_a_report_is_named(book):
    (page,) = (page for name, page in book.items() if name.startswith("corpus/004"))
    (value,) = (dd for dt in page.iter("dt") if text_of(dt).startswith("Opinion") for dd in [dt.getnext()])
    assert re.fullmatch(r"s\d+ to s\d+, marked by a person in corpus.toml", squeezed(text_of(value)))


def test_addresses_on_a_page(book):
    page = book["index"]
    main = page.xpath('//*[@role="main"]')[0]
    linked = [(text_of(a), a.get("href")) for a in main.iter("a") if "#s" in text_of(a)]
    first = "corpus/001_a662e1979cd3d6e7.html"
    assert linked == [
        ("001#s32", f"{first}#s32"),
        ("004#s25", "corpus/004_5024b87945ea3bb4.html#s25"),
        ("000_b2e1f74ee22da60d#s1", "corpus/000_b2e1f74ee22da60d.html#s1"),
        ("a link to 001#s3", "https://example.org/a"),
        ("001#s4", f"{first}#s4"),
        ("001#s6", "kept"),
        ("001#s8", f"{first}#s8"),
        ("001#s9", f"{first}#s9"),
        ("see 001#s12", "other"),
    ]
    assert {e.get("title") for e in main.iter("table", "tr")} == {"001#s8"}
    assert text_of(main.xpath(".//h2")[0]).startswith("About 001#s5")
    assert '"001#s11"' in text_of(main)


def test_addresses_that_notebooks_show(seeds):
    sizes = addresses.sizes_of(seeds)
    for shown in (kwic(seeds, "sevastopol"), table(seeds.sentences.assign(address="000#s1")[["address"]], "Some")):
        page = lxml_html.fromstring(
            link_addresses(shown.forms["text/html"], sizes, lambda article, n: f"{article}#{n}")
        )
        before = lxml_html.fromstring(shown.forms["text/html"])
        assert text_of(page) == text_of(before)
        assert page.xpath("//@title") == before.xpath("//@title")
        links = [a for a in page.iter("a") if "#s" in text_of(a)]
        assert links
        for link in links:
            ((_, _, article, number),) = find_addresses(text_of(link), sizes)
            assert link.get("href") == f"{article}#{number}"


def test_short_names_are_those_of_the_notebooks(seeds):
    shown = set(re.findall(r"(\S+)#s", str(kwic(seeds, "ukraine", most=100))))
    assert shown == set(short_names(seeds.source).values())


IDS = st.lists(st.text("ab_1/.#s -", max_size=6), min_size=1, max_size=5, unique=True)


@given(IDS, st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9), st.text(max_size=8)), max_size=6))
def test_what_is_found_is_an_address(names, parts):
    sizes = {name: i for i, name in enumerate(names)}
    text = "".join(f"{gap}{names[i % len(names)]}#s{n}" for i, n, gap in parts)
    short = short_names(names)
    at = 0
    for start, end, article, number in find_addresses(text, sizes):
        assert at <= start < end
        name, _, digits = text[start:end].rpartition("#s")
        assert name in (article, short[article]) and int(digits) == number < sizes[article]
        assert not text[end : end + 1].isalnum()
        at = end


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 12)), min_size=1, max_size=5))
def test_every_address_between_words_is_found(parts):
    sizes = {"000_ab": 9, "001_ab": 5, "ein Korpus/проба_1": 3}
    names = [*sizes, *short_names(sizes).values()]
    text = "Siehe " + "; ".join(f"{names[i]}#s{n}" for i, n in parts) + "."
    expected = [(list(sizes)[i], n) for i, n in parts if n < list(sizes.values())[i]]
    assert [(article, n) for _, _, article, n in find_addresses(text, sizes)] == expected


@given(
    st.lists(
        st.sampled_from(
            ["001#s1", "001#s9", "x", " ", "<b>", "</b>", "<a href='u'>", "</a>", "<a title='001#s1'>", "&amp;",
             "&#36;", "<", ">", "</>", "<script>", "</script>", "<!--", "-->", "<br/>", "\n", "<td title='001#s1'>"]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_linking_twice_is_linking_once_and_text_stays(parts):
    markup = f"<div>{''.join(parts)}</div>"
    sizes = {"001_a": 2}
    linked = link_addresses(markup, sizes, lambda article, n: f"{article}.html#s{n}")
    assert link_addresses(linked, sizes, lambda article, n: f"{article}.html#s{n}") == linked
    # Only links are new.
    assert re.sub("</?a[^>]*>", "", linked) == re.sub("</?a[^>]*>", "", markup)
    title = "title=.001#s1"
    assert len(re.findall(title, linked)) == len(re.findall(title, markup))


@given(st.lists(st.text(max_size=12), min_size=2, max_size=6, unique=True))
def test_names_of_pages_and_claims_are_safe_and_their_own(names):
    for made in ([page_of(name) for name in names], [claimpages.claim_anchor(name) for name in names]):
        assert len(set(made)) == len(names)
        assert all(re.fullmatch(r"(corpus/)?[A-Za-z0-9_-]+", name) for name in made)
    assert len({page_of(name).lower() for name in names}) == len(names)


def test_names_that_look_alike():
    pairs = ["tone-darker", "tone:darker", "word:a-b", "word:a b", "word:a_b", "word:a", "word:A", "word--a"]
    assert len({claimpages.claim_anchor(name) for name in pairs}) == len(pairs)
    articles_ = ["a", "A", "a/b", "a_b", "a b", "index", addresses.page_of("A").removeprefix("corpus/")]
    assert len({page_of(name) for name in articles_}) == len(articles_)
    assert "corpus/index" not in {page_of(name) for name in articles_}


def test_the_pages_of_a_hostile_corpus_say_the_same(hostile):
    check_articles(hostile.corpus, hostile.pages)
    check_claims(hostile.corpus, hostile.ledger, hostile.pages)
    check_places(hostile.pages)


def test_hostile_text_is_text(hostile):
    own_links = ("#", "../", "index.html", "cite.html")
    for name, page in hostile.pages.items():
        main = page.xpath('//*[@role="main"]')[0] if name != "index" else None
        if main is None:
            continue
        tags = {e.tag for e in main.iter() if isinstance(e.tag, str)}
        assert not tags & {"script", "img", "style", "iframe", "svg", "math", "b", "object"}, name
        assert not main.xpath('.//@*[starts-with(name(), "on")]')
        assert not main.xpath(".//comment()")
        assert not marked(main, "math")
        for href in main.xpath(".//a/@href"):
            assert "javascript:" not in href.lower()
            assert href.startswith(own_links) or goal(name, href)[0] in {*hostile.pages, "cite"}, href
        assert len(page.xpath("//title")) == 1
    labels = hostile.corpus.articles.set_index("article")["label"]
    for article, label in labels.items():
        page = hostile.pages[page_of(article)]
        assert squeezed(text_of(page.xpath("//h1")[0]).removesuffix("¶")) == squeezed(label)
        shown = squeezed(text_of(marked(page, "tc-facts")[0]))
        # Outlet, site, genre and note; the title of the file is its first line.
        assert shown.count(squeezed(HOSTILE)) >= 4
    listed = text_of(marked(hostile.pages["corpus/index"], "tc-articles")[0])
    assert all(label in listed for label in labels)


def test_text_of_an_article_is_never_linked(hostile):
    for article in hostile.corpus.source:
        page = hostile.pages[page_of(article)]
        assert "b#s0 spoke" in corpus_text(page)
        assert not [a for source in marked(page, "tc-source") for a in source.iter("a")]
