"""What Jupyter's exporters make of a notebook, and what ours makes: each picture keeps its text."""

import re

import nbformat
import pytest
from lxml import html as markup
from nbconvert import HTMLExporter, MarkdownExporter
from nbformat import v4

from twocrises.book.exports import FiguresWithText, alt_text, export_notebook
from twocrises.errors import TwoCrisesError
from twocrises.notebooks import ROOT, find_lessons

NAMES = sorted(find_lessons(ROOT))
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HARM = '3 "against" 2 <script>alert(1)</script> [x](javascript:1) $y$'


def notebook(name):
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)


def texts_of(nb):
    return [
        alt_text(cell, output)
        for cell in nb.cells
        for output in cell.get("outputs", ())
        if "image/png" in output.get("data", {})
    ]


def images(text):
    return markup.document_fromstring(text).xpath("//img")


@pytest.mark.parametrize("name", NAMES)
def test_committed_notebooks_say_two_values_of_each_figure(name):
    texts = texts_of(notebook(name))
    assert texts and all(len(re.findall(r"\d[\d,.]*", text)) >= 2 for text in texts)


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_keeps_its_text(name, tmp_path):
    texts = texts_of(notebook(name))
    page = export_notebook(ROOT / "notebooks" / f"{name}.ipynb", tmp_path).read_text(encoding="utf-8")
    assert [image.get("alt") for image in images(page)] == texts
    assert "<script" not in page and not re.search(r'(?:src|href)="(?:https?:)?//[^"]+\.(?:js|css)', page)
    text = export_notebook(ROOT / "notebooks" / f"{name}.ipynb", tmp_path, "markdown").read_text(encoding="utf-8")
    shown = re.findall(rf"!\[((?:[^\]\\]|\\.)*)\]\({name}_files/(figure_\d+\.png)\)", text)
    assert [re.sub(r"\\(.)", r"\1", words) for words, _ in shown] == [" ".join(one.split()) for one in texts]
    assert all((tmp_path / f"{name}_files" / file).is_file() for _, file in shown)


@pytest.mark.parametrize("template", ["lab", "classic", "basic"])
def test_the_templates_of_jupyter(template):
    """With our preprocessor each keeps the text; without it that of JupyterLab says that there is none."""
    nb = notebook(NAMES[0])
    texts = texts_of(nb)
    page, _ = HTMLExporter(template_name=template, preprocessors=[FiguresWithText]).from_notebook_node(nb)
    assert [image.get("alt") for image in images(page)] == texts
    plain, _ = HTMLExporter(template_name="lab").from_notebook_node(notebook(NAMES[0]))
    assert {image.get("alt") for image in images(plain)} == {"No description has been provided for this image"}


def test_markdown_of_jupyter():
    nb = notebook(NAMES[0])
    text, _ = MarkdownExporter(preprocessors=[FiguresWithText]).from_notebook_node(nb)
    assert len(re.findall(r'<img src="data:[^>]+ alt="[^"]*\d[^"]*\d', text)) == len(texts_of(notebook(NAMES[0])))


@pytest.fixture
def harmful(tmp_path):
    about = {"image/png": {"alt": HARM, "width": 10}}
    output = v4.new_output("display_data", {"image/png": PIXEL, "text/plain": HARM}, metadata=about)
    path = tmp_path / "x.ipynb"
    path.write_text(nbformat.writes(v4.new_notebook(cells=[v4.new_code_cell("1", outputs=[output])])), encoding="utf-8")
    return path


def test_a_text_that_means_harm_is_text(harmful, tmp_path):
    (image,) = images(export_notebook(harmful, tmp_path).read_text(encoding="utf-8"))
    assert image.get("alt") == HARM and image.get("width") == "10"
    text = export_notebook(harmful, tmp_path, "markdown").read_text(encoding="utf-8")
    assert "<script>" not in text and "[x](" not in text


def test_what_cannot_be_exported(tmp_path):
    with pytest.raises(TwoCrisesError, match=r"none\.ipynb is not there"):
        export_notebook(tmp_path / "none.ipynb", tmp_path)
    with pytest.raises(TwoCrisesError, match="cannot be exported as “pdf”"):
        export_notebook(tmp_path / "none.ipynb", tmp_path, "pdf")
    (tmp_path / "bad.ipynb").write_text("no notebook", encoding="utf-8")
    with pytest.raises(TwoCrisesError, match="is no notebook"):
        export_notebook(tmp_path / "bad.ipynb", tmp_path)
    output = v4.new_output("display_data", {"image/png": PIXEL})
    nb = v4.new_notebook(cells=[v4.new_code_cell("1", outputs=[output])])
    (tmp_path / "mute.ipynb").write_text(nbformat.writes(nb), encoding="utf-8")
    with pytest.raises(TwoCrisesError, match="a picture has no alt text"):
        export_notebook(tmp_path / "mute.ipynb", tmp_path)
