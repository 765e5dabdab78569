"""utils.py, the one import; and what stands behind every public name."""

import ast
import doctest
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import twocrises
import utils

ROOT = Path(__file__).parents[1]
MODULES = [
    importlib.import_module(m.name)
    for m in pkgutil.walk_packages(twocrises.__path__, "twocrises.")
    if m.name != "twocrises.__main__"
]
PUBLIC = [
    pytest.param(f, id=f"{module.__name__.removeprefix('twocrises.')}.{name}")
    for module in MODULES
    for name, f in inspect.getmembers(module, inspect.isfunction)
    if f.__module__ == module.__name__ and not name.startswith("_")
]
# The walk: a module imports only from those before it.
ORDER = [
    "errors", "checks", "wording", "progress", "config", "cleaning", "segments", "language", "quotations",
    "wordlists", "saying", "speakers", "voices", "mentions", "timex", "evidence", "dating", "problems", "limits",
    "decoding", "wrapping", "files", "documents", "tables", "reading", "corpus", "repeats", "audit", "days",
    "measures", "frequency", "masking", "concordance", "permutation", "keyness", "instruments", "speech",
    "sentiment", "specifications", "coherence", "units", "topicmodels", "topics", "stability", "clusters",
    "verbs", "roles", "readings", "confounds", "claims.base", "claims.corpus", "claims.words", "claims.tone",
    "claims.topics",
    "claims.roles", "claims.confounds", "claims.fragile", "claims.summary", "claims", "figures.style",
    "figures.labels", "figures.pages", "figures.words", "figures.counts", "figures.chance", "figures.tone",
    "figures.days", "figures.voices", "figures.choices", "figures.topics", "figures.trees", "figures.stability",
    "figures.roles", "figures.confounds", "figures.ledger",
    "figures.overview", "figures", "markup", "grids", "saving", "contexts", "display", "ledger", "environment",
    "outputs", "notebooks",
    "book", "book.addresses", "book.claimpages", "book.articles", "book.formulas", "book.terms", "book.measurements",
    "book.assemble", "book.extension", "book.checks", "book.paper", "book.build", "book.exports",
]  # fmt: skip


def test_importing_it_is_quick():
    code = "import time; t = time.perf_counter(); import utils; print(time.perf_counter() - t)"
    seconds = float(
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    )
    assert seconds <= 0.5


@pytest.mark.parametrize("name", utils.__all__)
def test_every_name_leads_somewhere(name):
    assert getattr(utils, name) is not None
    assert name in dir(utils)


def test_a_name_it_does_not_have():
    with pytest.raises(AttributeError, match=r"utils has no 'load_corpse'\. It has: .*load_corpus"):
        _ = utils.load_corpse


def test_editors_see_the_same_names():
    tree = ast.parse((ROOT / "utils.py").read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.asname or alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert seen == set(utils.__all__)


def test_data_flow_one_way():
    assert {module.__name__.removeprefix("twocrises.") for module in MODULES} == set(ORDER)
    for module in MODULES:
        name = module.__name__.removeprefix("twocrises.")
        tree = ast.parse(inspect.getsource(module))
        used = {
            node.module.removeprefix("twocrises.")
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("twocrises.")
        }
        assert all(ORDER.index(other) < ORDER.index(name) for other in used), name


def test_people_and_places_are_named_in_no_python_file():
    config = utils.load_corpus("seeds").config
    names = {part for holder in config.roles for part in holder.name.split()} | set(config.sides)
    names |= {"Ukraine", "Russia", "Crimea", "Kyiv", "Kiev", "Donetsk", "Sevastopol", "Geneva"}
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b")
    for module in MODULES:
        code = re.sub(r'""".*?"""', "", inspect.getsource(module), flags=re.S)
        code = re.sub(r"#.*", "", code)
        assert not pattern.findall(code), module.__name__


@pytest.mark.parametrize("function", PUBLIC)
def test_public_functions_are_documented(function):
    doc = inspect.getdoc(function) or ""
    parameters = inspect.signature(function).parameters
    assert len(doc.splitlines()[0]) > 10
    assert not parameters or "Parameters\n----------" in doc
    for name in parameters:
        entry = rf"^(?:.*, )?\*?\*?{name}(?:, .*)? : .+\n    \S"
        assert re.search(entry, doc, re.M), f"{name} is not described"
    gives = inspect.signature(function).return_annotation
    assert gives in (None, "None") or re.search(r"^(?:Returns|Yields)\n-+$", doc, re.M)
    assert doctest.DocTestParser().get_examples(doc), "no example"


@pytest.mark.parametrize("function", PUBLIC)
def test_errors_for_users_are_documented(function):
    source = inspect.getsource(function)
    if "raise TwoCrisesError" in source:
        assert "Raises\n------" in (inspect.getdoc(function) or "")
