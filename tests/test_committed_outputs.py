"""The notebooks people read are true: each shows what a fresh run of its lesson shows."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from lxml import html
from nbformat import NotebookNode

from twocrises.notebooks import LESSON_NAMES, ROOT, find_lessons, read_notebook, run_lesson, spacing_hint
from twocrises.outputs import check_notebook, compare, on_the_lock

LESSONS = find_lessons()
COMMITTED = {path.stem for path in (ROOT / "notebooks").glob(f"{LESSON_NAMES}.ipynb")}
each_lesson = pytest.mark.parametrize("name", LESSONS)


@pytest.fixture(scope="session")
def fresh_run(request: pytest.FixtureRequest) -> Iterator[Callable[[str], NotebookNode]]:
    """Each lesson that a selected test asks for, executed once, two at a time."""
    asked = {
        item.callspec.params["name"]
        for item in request.session.items
        if "fresh_run" in getattr(item, "fixturenames", ())
    }
    with ThreadPoolExecutor(2) as pool:
        runs: dict[str, Future[NotebookNode]] = {name: pool.submit(run_lesson, LESSONS[name]) for name in sorted(asked)}
        yield lambda name: runs[name].result()
        pool.shutdown(cancel_futures=True)


def committed(name: str) -> NotebookNode:
    nb = read_notebook(ROOT / "notebooks" / f"{name}.ipynb")
    if nb is None:
        pytest.fail(f"notebooks/{name}.ipynb cannot be read; run: python -m twocrises notebooks {name}")
    return nb


def test_every_lesson_has_a_notebook_and_every_notebook_a_lesson():
    assert set(LESSONS) == COMMITTED, "run: python -m twocrises notebooks"


@each_lesson
def test_lesson_is_spelled_so_that_edits_can_be_carried_back(name):
    assert spacing_hint(LESSONS[name]) is None


@each_lesson
def test_committed_notebook_is_sound(name):
    problems = check_notebook(committed(name), name=name, root=ROOT)
    assert problems == [], "\n".join(problems)


# Elements that code hosts leave in a notebook: the list of html-pipeline (jch/html-pipeline, allowlist), as far as it
# concerns us. They take a <colgroup> away, which holds no text.
LEFT = {"a", "b", "br", "caption", "code", "details", "div", "em", "i", "img", "p", "pre", "span", "strong", "summary"}
LEFT |= {"table", "tbody", "td", "th", "thead", "tr"}


@each_lesson
def test_a_plain_viewer_shows_all_of_it(name):
    assert (ROOT / "notebooks" / f"{name}.ipynb").stat().st_size < 1_000_000, "a code host would not show it"
    for cell in committed(name).cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                continue
            assert set(output.data) <= {"image/png", "text/plain", "text/html", "text/markdown"}, "no widget, no script"
            assert output.data["text/plain"].strip()
            if markup := output.data.get("text/html"):
                page = html.fragment_fromstring(markup, create_parent="div")
                assert {one.tag for one in page.iter()} - {"colgroup", "col"} <= LEFT
                # Without styles a number still stands at the right, and a table keeps its caption and its heads.
                for one in page.iter("td", "th"):
                    assert ("text-align:right" in one.get("style", "")) == (one.get("align") == "right")
                for table in page.iter("table"):
                    assert table.find("caption") is not None and table.find(".//th[@scope]") is not None


@each_lesson
def test_committed_outputs_are_those_of_a_fresh_run(name, fresh_run):
    exact = on_the_lock(ROOT / "requirements.txt")
    problems = compare(fresh_run(name), committed(name), name=name, exact=exact)
    assert problems == [], "\n".join(problems)
