"""What every lesson must have: its frame, short cells, prose around results; numbers have a test of their own."""

import re
import statistics
from pathlib import Path

import pytest

from twocrises.notebooks import find_lessons, lesson_cells, read_notebook

ROOT = Path(__file__).parents[1]
LESSONS = find_lessons(ROOT)


def notebook(name):
    return read_notebook(ROOT / "notebooks" / f"{name}.ipynb")


def prose(name):
    return [cell.source for cell in lesson_cells(notebook(name)) if cell.kind == "markdown"]


def test_there_are_six():
    assert list(LESSONS) == [
        "00_start_here", "01_cleaning", "02_term_frequency", "03_sentiment_over_time", "04_topic_clustering",
        "05_two_crises",
    ]  # fmt: skip


@pytest.mark.parametrize("name", LESSONS)
def test_frame(name):
    first, *rest = prose(name)
    assert first.startswith("# ")
    for row in ("| For |", "| Time |", "| You need |", "| You will be able to |"):
        assert row in first
    headings = re.findall(r"^## (.+)$", "\n\n".join(rest), re.M)
    assert headings[-3:] == ["What this cannot tell you", "Your turn", "What comes next"]
    exercises = re.findall(rf"\*\*Exercise {int(name[:2])}\.(\d)\.\*\*", "\n".join(rest))
    assert exercises == [str(n + 1) for n in range(len(exercises))] and len(exercises) >= 2
    assert "\n".join(rest).count("<details><summary>What to look for</summary>") == len(exercises)


def test_code_cells_are_short():
    lengths = [
        len(cell.source.splitlines())
        for name in LESSONS
        for cell in lesson_cells(notebook(name))
        if cell.kind == "code"
    ]
    assert statistics.median(lengths) <= 6
    assert sum(n < 15 for n in lengths) / len(lengths) >= 0.9


@pytest.mark.parametrize("name", LESSONS)
def test_every_result_has_prose_near_it(name):
    """No more than two code cells in a row, the setup cell and imports aside."""
    run = 0
    for cell in lesson_cells(notebook(name)):
        imports_only = all(line.startswith(("from ", "import ", "    ", ")")) for line in cell.source.splitlines())
        if cell.kind == "markdown":
            run = 0
        elif not imports_only:
            run += 1
        assert run <= 2, cell.source


@pytest.mark.parametrize("name", LESSONS)
def test_figures_are_numbered_in_order(name):
    code = "\n".join(cell.source for cell in lesson_cells(notebook(name)) if cell.kind == "code")
    numbers = re.findall(rf'"{int(name[:2])}\.(\d)"', code)
    assert numbers == [str(n + 1) for n in range(len(numbers))] and numbers
    assert code.count("show(") == len(numbers)


@pytest.mark.parametrize("name", LESSONS)
def test_links_lead_somewhere(name):
    for target in re.findall(r"\]\(([^)]+)\)", "\n".join(prose(name))):
        assert (ROOT / "notebooks" / target).is_file(), target


@pytest.mark.parametrize("name", LESSONS)
def test_a_notebook_can_be_read_on_a_code_host(name):
    assert (ROOT / "notebooks" / f"{name}.ipynb").stat().st_size < 1_000_000
    markup = "".join(o.get("data", {}).get("text/html", "") for c in notebook(name).cells for o in c.get("outputs", []))
    assert not re.search(r"<(?:script|style|iframe|object)\b", markup)
