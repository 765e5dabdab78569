"""The notebooks people read are true: each shows what a fresh run of its lesson shows."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
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


@each_lesson
def test_committed_outputs_are_those_of_a_fresh_run(name, fresh_run):
    exact = on_the_lock(ROOT / "requirements.txt")
    problems = compare(fresh_run(name), committed(name), name=name, exact=exact)
    assert problems == [], "\n".join(problems)
