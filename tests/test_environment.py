"""pyproject.toml is the single source of what is needed; the other lists agree with it."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = ["requirements.txt", "requirements-dev.txt"]
# Without Qt, which a notebook never opens; and a name that is that of a package of another language there.
CONDA_NAMES = {"matplotlib": "matplotlib-base", "playwright": "playwright-python"}

PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[A-Za-z0-9.!+]+)( ; (?P<marker>[^\\]+?))? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def requirements(lines):
    """Name -> bounds."""
    return {canonicalize_name(r.name): r.specifier for r in map(Requirement, lines)}


def pins(lock):
    """Name -> the versions pinned; one package may have several, each for another Python."""
    versions = {}
    for line in (ROOT / lock).read_text("utf-8").splitlines():
        if pin := PIN.fullmatch(line):
            versions.setdefault(pin["name"], set()).add(pin["version"])
    return versions


NEEDED = requirements(PROJECT["dependencies"])
BOOK = requirements(PROJECT["optional-dependencies"]["book"])
DEV = requirements(PROJECT["optional-dependencies"]["dev"])


def test_environment_yml_has_the_bounds_of_pyproject():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    wanted = {CONDA_NAMES.get(name, name): bounds for name, bounds in {**NEEDED, **BOOK, **DEV}.items()}
    wanted["python"] = SpecifierSet(PROJECT["requires-python"])
    wanted["pip"] = SpecifierSet()  # installs what conda-forge does not have
    *listed, by_pip = environment["dependencies"]
    assert environment["name"] == PROJECT["name"]
    assert requirements([*listed, *by_pip["pip"]]) == wanted


@pytest.mark.parametrize(("lock", "needed"), [(LOCKS[0], NEEDED), (LOCKS[1], {**NEEDED, **BOOK, **DEV})])
def test_lock_holds_what_pyproject_needs(lock, needed):
    pinned = pins(lock)
    for name, bounds in needed.items():
        assert pinned.get(name), f"{lock} has no {name}"
        assert all(bounds.contains(version) for version in pinned[name]), f"{lock}: {name} {pinned[name]}"
    assert "setuptools" in pinned, "make install builds the project with it"


def test_locks_agree_on_what_they_share():
    small, large = map(pins, LOCKS)
    assert {name: large.get(name) for name in small} == small


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_is_pins_with_hashes_and_nothing_else(lock):
    # No address of an index, no file, no path: those belong to one machine. A pin without a hash is odd too.
    odd = [
        line
        for line in (ROOT / lock).read_text("utf-8").splitlines()
        if not (PIN.fullmatch(line) or HASH.fullmatch(line))
    ]
    assert odd == []


def test_citation_has_the_version_of_pyproject():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert str(citation["version"]) == PROJECT["version"]
    assert citation["license"] in PROJECT["license"].split(" AND ")
