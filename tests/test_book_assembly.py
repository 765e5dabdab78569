"""What a notebook gains on its way into the book, and what the first page shows."""

import re

import nbformat
import pytest
from lxml import html
from markdown_it import MarkdownIt
from nbformat import v4

from twocrises.book.assemble import assemble, book_notebook
from twocrises.corpus import load_corpus
from twocrises.errors import TwoCrisesError
from twocrises.figures import ledger
from twocrises.ledger import read_ledger
from twocrises.notebooks import ROOT, find_lessons

from . import browser

book, shared = browser.book, browser.shared
PLACES = {
    "size": ("How much there is", "claims/limits.html#claim-size"),
    "odd": ("**[x](y)** <b> $x$", "claims/a.html#b"),
}


def figure_cell(caption, *others):
    shape = {"image/png": {"alt": "Rates fall from 5.7 to 0.5.", "width": 560, "height": 300}}
    image = v4.new_output("display_data", {"image/png": "aaaa", "text/plain": "Rates"}, metadata=shape)
    below = v4.new_output("display_data", {"text/markdown": caption})
    return v4.new_code_cell('show(figure, "2.1")', id="fig", outputs=[image, below, *others])


def test_a_figure_and_its_caption_become_one():
    data = v4.new_output("display_data", {"text/html": "<details>Data of Figure 2.1</details>"})
    cell = figure_cell("**Figure 2.1.** Each mark is an *article*.\n\n<details>In words</details>", data)
    first, more = book_notebook(v4.new_notebook(cells=[cell]), {}).cells
    about = first.metadata["mystnb"]
    assert about["image"] == {"alt": "Rates fall from 5.7 to 0.5.", "width": "560px"}
    assert about["figure"] == {"caption": "**Figure 2.1.** Each mark is an *article*.", "name": "figure-2-1"}
    assert [list(output.data) for output in first.outputs] == [["image/png"]]
    assert [next(iter(output.data.values())) for output in more.outputs] == [
        "<details>In words</details>",
        "<details>Data of Figure 2.1</details>",
    ]
    assert more.metadata["tags"] == ["remove-input"]
    assert len(cell.outputs) == 3 and not cell.metadata, "the notebook itself stays as it was"


@pytest.mark.parametrize("caption", ["No number here.", "**Figure.** Of a user.", ""])
def test_a_figure_without_a_number_stays(caption):
    cell = figure_cell(caption)
    (copy,) = book_notebook(v4.new_notebook(cells=[cell]), {}).cells
    assert copy == cell


def test_a_claim_leads_to_the_ledger_once():
    cells = [v4.new_code_cell(f"{name}('{claim}', corpus)") for name, claim in (
        ("say", "size"), ("close_reading", "size"), ("say", "odd"), ("say", "none"), ("table", "size"))]  # fmt: skip
    made = book_notebook(v4.new_notebook(cells=cells), PLACES).cells
    links = [cell.source for cell in made if cell.cell_type == "markdown"]
    assert len(links) == 2 and 'href="../claims/limits.html#claim-size"' in links[0]
    (shown,) = html.fragment_fromstring(MarkdownIt("commonmark").render(links[1]))
    assert shown.text_content() == "In the ledger: **[x](y)** <b> $x$" and {one.tag for one in shown} == {"span"}
    nbformat.validate(book_notebook(v4.new_notebook(cells=cells), PLACES))


def test_what_is_missing_is_said(tmp_path):
    for name in ("book", "lessons"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "notebooks").mkdir()
    with pytest.raises(
        TwoCrisesError, match=r"notebooks/00_start_here\.ipynb is not there\. Make it: make notebooks\."
    ):
        assemble(tmp_path, tmp_path / "source", load_corpus("seeds"))
    (tmp_path / "notebooks" / "00_start_here.ipynb").write_text("no JSON", encoding="utf-8")
    with pytest.raises(TwoCrisesError, match=r"00_start_here\.ipynb is no notebook"):
        assemble(tmp_path, tmp_path / "source", load_corpus("seeds"))
    assert not (tmp_path / "source").exists(), "nothing half written"


def article(folder, name):
    return html.parse(folder / f"{name}.html").getroot().find(".//article")


def test_notebooks_that_are_named_are_linked(book):
    named = 0
    for name in find_lessons():
        page = article(book, f"notebooks/{name}")
        for link in page.iterfind(".//p/a"):
            if number := re.fullmatch(r"[Nn]otebook (0\d)", link.text_content()):
                assert re.match(rf"{number[1]}_\w+\.html$", link.get("href")) and number[1] != name[:2]
                named += 1
        left = [text for text in page.xpath(".//p/text()") for n in re.findall(r"otebook (0\d)", text) if n != name[:2]]
        assert not [text for text in left if not text.getparent().get("class")], left
    assert named >= 10


def test_a_card_names_its_rows(book):
    for name in find_lessons():
        card = article(book, f"notebooks/{name}").find(".//table")
        heads = [head.text_content().strip() for head in card.iterfind(".//th")]
        assert heads[:2] == ["For", "Time"] and all(heads) and card.find("thead") is None


def test_the_first_page_shows_one_figure_in_two_widths(book):
    page, found = article(book, "index"), read_ledger(ROOT / "book")
    for narrow, name in ((False, "wide"), (True, "narrow")):
        (figure,) = page.xpath(f".//figure[contains(@class, 'tc-{name}')]")
        (image,) = figure.iterfind(".//img")
        assert image.get("alt") == ledger(found, narrow=narrow).alt
        assert image.get("alt") in figure.find(".//details").text_content()
        assert figure.find(".//figcaption").text_content().strip().startswith("Figure 1. ")
    rows = page.xpath(".//details[contains(@class, 'tc-data')]//tbody/tr")
    assert len(rows) >= 15
    doors = [head.text_content() for head in page.xpath(".//*[contains(@class, 'tc-doors')]//p[@class='rubric']")]
    assert doors == ["Read", "Run", "Teach"]
