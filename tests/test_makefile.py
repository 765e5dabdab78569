"""What make says where Python is missing, too old or without its venv module. Nothing is installed here."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKE = shutil.which("make")
NAMES = ["python3", "python3.11", "python3.12", "python3.13", "python3.14"]
pytestmark = pytest.mark.skipif(MAKE is None or os.name == "nt", reason="needs make")


def lie(statement):
    """A python3 that answers make's questions as this Python does after the statement, and makes no venv."""
    return f"""if [ "$1" = -c ]; then
    exec '{sys.executable}' -c "import sys; {statement}; exec(sys.argv[1])" "$2"
fi
mkdir -p .venv/bin
echo 'Traceback (most recent call last)' >&2
exit 1"""


MISSING = "exit 127"
OLD = lie("sys.version_info = (3, 8, 18, 'final', 0)")
NO_VENV = lie("sys.modules['ensurepip'] = None")
BROKEN_VENV = lie("sys.version_info = (3, 12, 1, 'final', 0)")
# This one makes a .venv whose python does nothing but keep a log, so that the recipes run.
WORKING = f"""if [ "$1" = -c ]; then exec '{sys.executable}' "$@"; fi
mkdir -p .venv/bin
printf '#!/bin/sh\\necho "$@" >>log\\n' >.venv/bin/python
chmod +x .venv/bin/python"""


@pytest.fixture
def tree(tmp_path):
    """A copy of what make reads, in a folder with a space and an accent."""
    folder = tmp_path / "été à Kyiv, 2 notebooks"
    folder.mkdir()
    for name in ["Makefile", "pyproject.toml", "requirements.txt", "requirements-dev.txt"]:
        shutil.copy(ROOT / name, folder)
    return folder


def make(tree, script, *arguments, names=NAMES):
    """Run make where the names of Python mean the script."""
    fakes = tree.parent / "bin"
    fakes.mkdir(exist_ok=True)
    for name in NAMES:
        fake = fakes / name
        fake.write_text("#!/bin/sh\n" + (script if name in names else MISSING) + "\n", "utf-8")
        fake.chmod(0o755)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS", "PYTHON"))}
    environment["PATH"] = f"{fakes}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        [MAKE, *arguments],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


@pytest.mark.parametrize("target", ["install", "test", "notebooks"])
@pytest.mark.parametrize(
    ("script", "what", "mend"),
    [
        (MISSING, "No Python 3 was found", "install it"),
        (OLD, "python3 is Python 3.8, but the notebooks need 3.11 or newer", "install a newer Python"),
        (NO_VENV, "python3 cannot make a virtual environment", "sudo apt install python3-venv"),
    ],
    ids=["no python", "old python", "no venv"],
)
def test_one_sentence_and_nothing_left(tree, target, script, what, mend):
    before = sorted(tree.iterdir())
    run = make(tree, script, target)
    assert run.returncode != 0
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == 1, run.stderr
    assert what in run.stderr
    assert mend in run.stderr
    assert sorted(tree.iterdir()) == before


def test_a_venv_module_that_fails_leaves_nothing(tree):
    run = make(tree, BROKEN_VENV, "install")
    assert run.returncode != 0
    assert "sudo apt install python3-venv" in run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert not (tree / ".venv").exists()


def test_takes_the_first_python_that_serves(tree):
    run = make(tree, WORKING, "install", names=["python3.12"])
    assert (run.returncode, run.stderr) == (0, "")


def test_python_named_by_hand(tree):
    elsewhere = tree / "my python"
    elsewhere.write_text(f"#!/bin/sh\n{OLD}\n", "utf-8")
    elsewhere.chmod(0o755)
    run = make(tree, WORKING, "install", "PYTHON=./my python")
    assert run.returncode != 0
    assert "./my python is Python 3.8" in run.stderr
    run = make(tree, WORKING, "install", "PYTHON=./no python")
    assert "No Python 3 was found at ./no python" in run.stderr


def test_installs_once_with_hashes(tree):
    first = make(tree, WORKING, "install")
    assert (first.returncode, first.stderr) == (0, "")
    assert "Installing the packages of requirements.txt into .venv" in first.stdout
    log = (tree / "log").read_text("utf-8")
    assert "--require-hashes -r requirements.txt" in log
    assert "--no-deps --no-build-isolation -e ." in log
    second = make(tree, WORKING, "install")
    assert "Installing" not in second.stdout
    assert (tree / "log").read_text("utf-8") == log
    (tree / "requirements.txt").touch()
    assert "Installing" in make(tree, WORKING, "install").stdout


def test_an_interrupted_install_is_done_again(tree):
    assert make(tree, WORKING, "install").returncode == 0
    for stamp in (tree / ".venv").glob(".[a-z]*"):
        stamp.unlink()
    python = tree / ".venv" / "bin" / "python"
    works = python.read_text("utf-8")
    python.write_text('#!/bin/sh\n[ "$1" = -c ]\n', "utf-8")  # pip fails, as when someone presses Ctrl-C
    assert make(tree, WORKING, "install").returncode != 0
    assert not (tree / ".venv" / ".packages").exists()
    python.write_text(works, "utf-8")
    assert "Installing" in make(tree, WORKING, "install").stdout


@pytest.mark.parametrize("fails", ["pytest", "ruff check", "ruff format --check", "mypy"])
def test_each_check_can_fail_make_test(tree, fails):
    assert make(tree, WORKING, "install").returncode == 0
    python = tree / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\ncase "$*" in "-m {fails}"*) exit 1; esac\n', "utf-8")
    assert make(tree, WORKING, "test").returncode != 0
    python.write_text("#!/bin/sh\n", "utf-8")
    assert make(tree, WORKING, "test").returncode == 0


def test_help_lists_each_target(tree):
    run = make(tree, MISSING)
    for target in ["help", "install", "lab", "notebooks", "claims", "figure", "test", "lock", "lint", "clean"]:
        assert f"make {target}" in run.stdout


def test_lock_without_uv_is_one_sentence(tree):
    run = make(tree, MISSING, "lock", "UV=uv-that-is-not-here")
    assert run.returncode != 0
    assert len(run.stderr.splitlines()) == 1
    assert "make lock needs uv" in run.stderr


def test_the_figure_is_drawn_from_a_fresh_ledger(tree):
    assert make(tree, WORKING, "install").returncode == 0
    (tree / "log").unlink()
    assert make(tree, WORKING, "figure").returncode == 0
    first, second = (tree / "log").read_text("utf-8").splitlines()
    assert first == "-m twocrises claims"
    assert "read_ledger('book')" in second and "'book/two_crises'" in second
