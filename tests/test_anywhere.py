"""Each notebook runs alone, in a bare clone, from any folder of it, and gives the committed outputs again."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from twocrises.notebooks import find_lessons, read_notebook, run_lesson
from twocrises.outputs import compare, on_the_lock

ROOT = Path(__file__).parents[1]
FOLDERS = [".", "notebooks", "lessons", "seeds", "twocrises", "tests/golden"]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """The files of the project, as a clone has them, in a folder with a space and letters beyond ASCII."""
    target = tmp_path_factory.mktemp("anywhere") / "mein Klon – проба"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("this copy of the project is no git repository, so there is nothing to clone")
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    return target


@pytest.mark.parametrize(("name", "folder"), [*zip(find_lessons(ROOT), FOLDERS, strict=False)])
def test_a_notebook_runs_alone_from(clone, name, folder):
    fresh = run_lesson(clone / "lessons" / f"{name}.md", folder=clone / folder)
    committed = read_notebook(ROOT / "notebooks" / f"{name}.ipynb")
    assert compare(fresh, committed, name=name, exact=on_the_lock(ROOT / "requirements.txt")) == []


def test_the_clone_uses_its_own_code(clone):
    code = (
        "import sys; sys.path[:0] = [str(sys.argv[1])]; import twocrises, utils;"
        "print(twocrises.__file__, utils.__file__, sep='\\n')"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(clone)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert all(Path(line).is_relative_to(clone) for line in found.stdout.splitlines())
