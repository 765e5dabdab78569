"""Corpora that several tests share."""

import pytest

from twocrises.corpus import load_corpus

TEXT = "The ministers met for eight hours on Monday and agreed to meet again. "


@pytest.fixture(scope="session")
def corpus():
    """The five seed articles."""
    return load_corpus("seeds")


@pytest.fixture
def make_corpus(tmp_path):
    """Write texts and a corpus.toml into a folder with an awkward name, and load it."""

    def make(texts, toml="", **options):
        folder = tmp_path / "ein Korpus – проба"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            data = text if isinstance(text, bytes) else text.encode()
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        if toml:
            (folder / "corpus.toml").write_text(toml, encoding="utf-8")
        return load_corpus(folder, **options)

    return make


ERAS = """
[eras.old]
start = 2014-01-01
end = 2014-12-31
[eras.new]
start = 2022-01-01
end = 2022-12-31
"""


@pytest.fixture
def two_eras(make_corpus):
    """A corpus of made articles, given as old and new texts, each published on a day of its own."""

    def make(old, new):
        texts, facts = {}, ERAS
        for era, year, group in (("old", 2014, old), ("new", 2022, new)):
            for i, text in enumerate(group):
                texts[f"{era}{i:03d}.txt"] = text
                day = f"{year}-{1 + i // 28:02d}-{1 + i % 28:02d}"
                facts += f'[articles.{era}{i:03d}]\npublished = {day}\norigin = "{era} {i}"\n'
        return make_corpus(texts, facts)

    return make
