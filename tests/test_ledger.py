"""The ledger as a document: what is published can be read back, checked against the articles, and does no harm."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from markdown_it import MarkdownIt

from twocrises import ledger as ledger_module
from twocrises.__main__ import main
from twocrises.claims import claims
from twocrises.claims.base import Difference
from twocrises.concordance import sentences_at
from twocrises.confounds import rival_of
from twocrises.errors import TwoCrisesError
from twocrises.ledger import check_ledger, export_ledger, read_ledger, stale_files
from twocrises.outputs import on_the_lock
from twocrises.readings import read_closely

from .conftest import ERAS, TEXT

ROOT = Path(__file__).parents[1]
FILES = ["claims.json", "claims.csv", "claims.md"]
MARKDOWN = MarkdownIt("commonmark").enable("table")


@pytest.fixture(scope="module")
def published(corpus, tmp_path_factory):
    """The ledger of the seeds, beside a copy of them."""
    place = tmp_path_factory.mktemp("été à Kyiv") / "book"
    shutil.copytree(ROOT / "seeds", place.parent / "seeds")
    export_ledger(replace(corpus, path=place.parent / "seeds"), place)
    return place


def of(place, name="claims.json"):
    return (place / name).read_bytes()


def document(place):
    return json.loads(of(place))


def shown(page):
    """The text a reader sees, and the kinds of what Markdown made of it."""
    tokens = [part for token in MARKDOWN.parse(page) for part in (token, *(token.children or []))]
    return " ".join(part.content for part in tokens if part.type == "text"), {part.type for part in tokens}


# What a fresh run gives


BACKWARDS = """
import os, sys
walk = os.walk
def backwards(*args, **kwargs):
    for root, folders, files in walk(*args, **kwargs):
        folders.sort(reverse=True)
        yield root, folders, sorted(files, reverse=True)
os.walk = backwards
from twocrises.__main__ import main
sys.exit(main(["claims", "seeds", "made"]))
"""


def test_the_committed_ledger_is_what_the_raw_files_give(tmp_path):
    """Another process, which knows nothing of what these tests computed, and meets the files from the last one on."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    run = subprocess.run([sys.executable, "-c", BACKWARDS], cwd=tmp_path, env=environment, capture_output=True)
    assert run.returncode == 0, run.stderr.decode()
    fresh, committed = document(tmp_path / "made"), document(ROOT / "book")
    assert [claim["id"] for claim in fresh["claims"]] == [claim["id"] for claim in committed["claims"]], "make claims"
    if on_the_lock(ROOT / "requirements.txt"):
        for name in FILES:
            assert of(tmp_path / "made", name) == of(ROOT / "book", name), "make claims"


def test_every_evidence_resolves(corpus):
    entries = [entry for claim in document(ROOT / "book")["claims"] for entry in claim["evidence"]]
    assert len(entries) > 50
    found = sentences_at(corpus, [entry["address"] for entry in entries])
    for entry, text, label in zip(entries, found["text"], found["article"], strict=True):
        assert corpus.source[entry["article"]][entry["start"] : entry["end"]] == entry["text"] == text
        assert entry["address"].rpartition("#s")[0] == entry["article"] and entry["label"] == label


def test_the_sources_are_those_of_the_seeds():
    readme = (ROOT / "seeds" / "README.md").read_text("utf-8")
    sources = document(ROOT / "book")["sources"]
    assert len(sources) == 5 and all(source["sha256"] in readme and source["file"] in readme for source in sources)


def test_nothing_of_the_machine_or_the_day(published):
    for name in FILES:
        text = of(published, name).decode("utf-8-sig")
        assert str(published.parent.parent) not in text and str(ROOT) not in text and "/tmp" not in text
    assert {"2025", "2026", "2027"}.isdisjoint(of(published).decode().replace('"', " ").split())


def test_numbers_have_twelve_digits(published):
    def numbers(value):
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return [number for part in value for number in numbers(part)]
        return [value] if isinstance(value, float) else []

    found = numbers(document(published))
    assert len(found) > 100 and all(number == float(f"{number:.12g}") for number in found)


def test_what_rounding_leaves_is_nothing():
    assert ledger_module._plain({"a": 1e-17, "b": -1e-17, "c": float("nan"), "d": float("inf"), "e": pd.NA}) == {
        "a": 0.0, "b": 0.0, "c": None, "d": None, "e": None
    }  # fmt: skip


# The three forms say the same


def test_reading_gives_the_frame_back(published, corpus):
    frame, fresh = read_ledger(published), claims(corpus)
    assert frame.columns.tolist() == fresh.columns.tolist()
    assert frame.dtypes.astype(str).tolist() == fresh.dtypes.astype(str).tolist()
    plain = [name for name in frame if name not in ("numbers", "difference")]
    pd.testing.assert_frame_equal(frame[plain], fresh[plain])
    for old, new in zip(frame["numbers"], fresh["numbers"], strict=True):
        assert old == pytest.approx({name: float(value) for name, value in new.items()}, nan_ok=True)
    for old, new in zip(frame["difference"], fresh["difference"], strict=True):
        assert (old is None) == (new is None)
        if isinstance(old, Difference):
            assert (old.more_in, old.survives, old.turned_by, old.n) == (
                new.more_in, new.survives, new.turned_by, new.n
            )  # fmt: skip
            assert old.means == pytest.approx(new.means)
    assert frame.attrs["title"] == corpus.config.title and frame.attrs["versions"]["numpy"]
    pd.testing.assert_frame_equal(read_ledger(published / "claims.json")[plain], frame[plain])


def test_the_table_has_a_row_a_claim(published):
    rows = list(csv.DictReader(io.StringIO(of(published, "claims.csv").decode("utf-8-sig"))))
    entries = document(published)["claims"]
    assert [row["id"] for row in rows] == [claim["id"] for claim in entries]
    for row, claim in zip(rows, entries, strict=True):
        assert json.loads(row["numbers"]) == claim["numbers"]
        assert row["evidence"].split() == [entry["address"] for entry in claim["evidence"]]
        if claim["difference"]:
            assert [float(row[f"mean {era}"]) for era in claim["difference"]["eras"]] == claim["difference"]["means"]


def test_the_page_has_a_section_a_claim_and_its_links_lead_somewhere(published):
    page = of(published, "claims.md").decode()
    tokens = MARKDOWN.parse(page)
    entries = document(published)["claims"]
    heads = [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"]
    assert heads[4:-1] == [claim["id"].replace("_", r"\_") for claim in entries]
    anchors = [part.split('"')[0] for part in page.split('<a id="')[1:]]
    assert len(set(anchors)) == len(anchors) == len(entries)
    assert [part.split('"')[0] for part in page.split('<a href="#')[1:]] == anchors
    links = {
        part.attrs["href"] for token in tokens for part in token.children or [] if part.type == "link_open"
    }  # fmt: skip
    assert len(links) == 5
    assert all((published / link).is_file() for link in links)
    # Rows of a table that do not fit its head are how a hostile “|” would show.
    assert MARKDOWN.render(page).count("<tr>") == sum(
        line.startswith("|") and not line.startswith("|---") for line in page.splitlines()
    )


def test_a_reading_that_holds_is_printed_with_its_sentences(published, corpus):
    """With each claim the reading that `read_closely` finds, and no other; all three files have it."""
    page, readings = of(published, "claims.md").decode(), read_ledger(published).attrs["readings"]
    rows = list(csv.DictReader(io.StringIO(of(published, "claims.csv").decode("utf-8-sig"))))
    sections = dict(zip((row["id"] for row in rows), page.split('<a id="')[1:], strict=True))
    held = 0
    for claim, row in zip(document(published)["claims"], rows, strict=True):
        more_in = claim["more_in"] if claim["difference"] else None
        found = read_closely(corpus, claim["id"], more_in)
        if not found.holds or not found.says:
            assert claim["reading"] is None and row["reading"] == row["read in"] == ""
            assert claim["id"] not in readings and "Reading: " not in sections[claim["id"]]
            continue
        held += 1
        assert claim["reading"]["says"] == row["reading"] == readings[claim["id"]]["says"] == found.says
        addresses = tuple(entry["address"] for entry in claim["reading"]["evidence"])
        assert addresses == found.addresses == readings[claim["id"]]["addresses"] == tuple(row["read in"].split())
        said = " ".join(shown(sections[claim["id"]])[0].split())
        assert f"Reading: {found.says}" in said
        texts = sentences_at(corpus, list(addresses))["text"]
        assert all(" ".join(text.split()) in said for text in texts)
        for entry in claim["reading"]["evidence"]:
            assert corpus.source[entry["article"]][entry["start"] : entry["end"]] == entry["text"]
    assert held > 5


def test_a_reading_that_does_not_hold_is_left_out(corpus, tmp_path):
    """The reading of one claim rests on words that no sentence has."""
    lost = tuple(
        replace(reading, rests_on=((reading.rests_on[0][0], "words of nobody"),))
        if reading.claim == "word:crimea"
        else reading
        for reading in corpus.config.readings
    )
    broken = replace(corpus, config=replace(corpus.config, readings=lost), _results={})
    export_ledger(broken, tmp_path)
    readings = {claim["id"]: claim["reading"] for claim in document(tmp_path)["claims"]}
    assert readings["word:crimea"] is None and readings["word:invasion"] is not None
    rows = check_ledger(tmp_path, corpus)
    assert "reading" in set(rows.loc[rows["claim"] == "word:crimea", "field"])


def test_what_explains_every_difference_is_said_once(published, corpus):
    """At the head of the page; with a claim stands its own rival alone."""
    plain = str.maketrans("", "", "«»*")
    rival, decided_by = rival_of("", corpus, compares=True)
    page = of(published, "claims.md").decode()
    said = " ".join(shown(page)[0].split())
    assert rival and said.count(rival.translate(plain)) == 1
    assert not decided_by or page.count("\nWhat would decide: ") == 1
    sections = page.split('<a id="')[1:]
    own = 0
    for claim, section in zip(document(published)["claims"], sections, strict=True):
        mine = claim["rival"].removesuffix(rival.translate(plain)).strip()
        assert ("| another explanation |" in section) == bool(mine), claim["id"]
        assert " ".join(mine.split()) in " ".join(shown(section)[0].split())
        asked = claim["decided_by"] not in ("", decided_by.translate(plain))
        assert ("| what would decide |" in section) == asked, claim["id"]
        own += bool(mine)
    assert 3 < own < len(sections) / 2


def test_a_corpus_far_away_is_not_linked(published, corpus, tmp_path):
    export_ledger(replace(corpus, path=published.parent / "seeds"), tmp_path / "one" / "two" / "three")
    page = of(tmp_path / "one" / "two" / "three", "claims.md").decode()
    assert "003_5a803d47b0035f60.txt" in page.replace("\\", "") and "](<" not in page


# Checking


def test_a_true_ledger_is_confirmed(published, corpus):
    assert check_ledger(published, corpus).empty and stale_files(published, corpus) != FILES


def test_what_differs_is_named(published, corpus, tmp_path):
    ledger = document(published)
    first = ledger["claims"][0]
    first["statement"] = "Something else."
    dropped = next(claim for claim in ledger["claims"] if claim["id"] == "dropped")
    dropped["numbers"]["dropped"] += 1
    gone = ledger["claims"].pop()["id"]
    ledger["claims"].append({**first, "id": "word:", "statement": "x"})
    quoted = next(claim for claim in ledger["claims"] if claim["evidence"])
    quoted["evidence"][0]["text"] += "!"
    ledger["sources"][0]["sha256"] = "0" * 64
    ledger["versions"]["numpy"] = "0.1"
    (tmp_path / "claims.json").write_text(json.dumps(ledger), "utf-8")
    rows = check_ledger(tmp_path, corpus)
    named = set(zip(rows["claim"], rows["field"], strict=True))
    article = ledger["sources"][0]["article"]
    assert named == {
        (first["id"], "statement"), ("dropped", "numbers: dropped"), (gone, "claim"),
        ("word:", "claim"), (quoted["id"], "evidence 1: text"), ("", f"source: {article}: sha256"),
        ("", "version: numpy"),
    }  # fmt: skip
    assert rows.loc[rows["field"] == "numbers: dropped", ["published", "now"]].to_numpy().tolist() == [["38", "37"]]


def test_versions_and_last_digits_alone_are_no_difference(published, corpus, tmp_path):
    ledger = document(published)
    ledger["versions"]["numpy"] = "0.1"
    numbers = next(claim["numbers"] for claim in ledger["claims"] if claim["id"] == "dropped")
    numbers["share"] *= 1 + 1e-11
    (tmp_path / "claims.json").write_text(json.dumps(ledger), "utf-8")
    assert check_ledger(tmp_path, corpus).empty
    numbers["share"] *= 1 + 1e-7
    (tmp_path / "claims.json").write_text(json.dumps(ledger), "utf-8")
    assert check_ledger(tmp_path, corpus)["field"].tolist() == ["numbers: share", "version: numpy"]


def test_words_somebody_asked_for_are_checked_too(corpus, tmp_path):
    file = export_ledger(corpus, tmp_path, words=["talks", "ministers"])[0]
    assert check_ledger(file, corpus).empty
    assert read_ledger(file)["id"].tolist()[-2:] == ["word:talks", "word:ministers"]


def test_another_corpus_is_another_ledger(published, two_eras):
    rows = check_ledger(published, two_eras([TEXT * 3], [TEXT * 4]))
    assert {"title", "eras 1", "articles"} <= set(rows["field"]) and (rows["claim"] == "size").any()
    gone, new = (rows[rows["field"] == f"source: {name}"].iloc[0] for name in ("000_b2e1f74ee22da60d", "old000"))
    assert gone["now"] == new["published"] == "nothing"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "there is no ledger to read"),
        (b"\xff{", "is no JSON"),
        (b"[]", "is no ledger of claims"),
        (b"{}", "is no ledger of claims"),
        (b'{"claims": [{"id": 3}]}', "is no ledger of claims"),
        (b'{"claims": [{"id": "a", "numbers": {}, "evidence": [], "difference": {}}], "sources": []}', "is no ledger"),
        (b'{"claims": [{"id": "a", "numbers": {}, "evidence": [], "reading": {}}], "sources": []}', "is no ledger"),
    ],
)
def test_what_is_no_ledger_is_said_in_one_sentence(content, sentence, corpus, tmp_path):
    if content is not None:
        (tmp_path / "claims.json").write_bytes(content)
    for call in (read_ledger, lambda path: check_ledger(path, corpus)):
        with pytest.raises(TwoCrisesError, match=sentence) as caught:
            call(tmp_path / "claims.json")
        assert str(tmp_path) not in str(caught.value)


# Hostile corpora, and places that cannot be written


DAYS = "[articles.a]\npublished=2014-03-01\n[articles.b]\npublished=2022-03-01\n"
HOSTILE = [
    "<script>alert(1)</script>", "$x_{$", "`code`", "[a](javascript:b)", "![i](http://x.y/z.png)", "| a | b |",
    "# not a heading", "- not an item", "&copy; {{ now }} {role}`x`", "@someone http://example.org/ «quoted» *b* __c__",
    "1. first", "=1+1", "<details>", "\\", "~~~", ":::", "-->",
]  # fmt: skip


def test_hostile_text_is_shown_as_text(make_corpus, tmp_path):
    text = f"{TEXT * 3}The word would be said. It might be: {' would '.join(HOSTILE)} would end.\n\n" + "".join(
        f"{part} would be one, and they should agree.\n\n" for part in HOSTILE
    )
    label = 'old | "$x$" <b>*a*'
    toml = ERAS.replace("[eras.old]", f"[eras.{json.dumps(label)}]")
    toml = f'title = "<img src=x> | `a` $b$"\n{toml}[articles.a]\npublished=2014-03-01\norigin = "=A|<i>*x*"\n'
    corpus = make_corpus({"a.txt": text, "b.txt": TEXT * 3}, f"{toml}[articles.b]\npublished=2022-03-01\n")
    export_ledger(corpus, tmp_path / "book")
    page = of(tmp_path / "book", "claims.md").decode()
    said, kinds = shown(page)
    entries = [entry for claim in document(tmp_path / "book")["claims"] for entry in claim["evidence"]]
    assert any("<script>" in entry["text"] for entry in entries), "the page quotes it"
    assert {"fence", "code_block", "ordered_list_open", "blockquote_open", "image", "hr"}.isdisjoint(kinds)
    html = [part.content for token in MARKDOWN.parse(page) for part in (token, *(token.children or []))
            if part.type in ("html_inline", "html_block")]  # fmt: skip
    ours = {"<a", "</a", "<details", "</details", "<span", "</span"}
    assert not [mark for mark in html if mark.split()[0].split(">")[0] not in ours]
    links = [
        part.attrs["href"] for token in MARKDOWN.parse(page) for part in token.children or []
        if part.type == "link_open"
    ]  # fmt: skip
    assert all(link.endswith((".txt", "#claim")) for link in links)
    assert "<script>alert(1)</script>" in said and "{{ now }}" in said
    assert page.count("\n# ") + page.startswith("# ") == 1
    rows = list(csv.reader(io.StringIO(of(tmp_path / "book", "claims.csv").decode("utf-8-sig"))))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    assert len({len(row) for row in rows}) == 1
    assert check_ledger(tmp_path / "book", corpus).empty


def test_half_a_character_stops_no_file(corpus, tmp_path):
    title = "half \ud800 <b>"
    broken = replace(corpus, config=replace(corpus.config, title=title))
    export_ledger(broken, tmp_path)
    assert document(tmp_path)["title"] == title
    assert check_ledger(tmp_path, broken).empty and b"half ?" in of(tmp_path, "claims.md")


def test_without_two_eras_there_is_one_sentence_and_no_file(make_corpus, tmp_path, capsys):
    corpus = make_corpus({"a.txt": TEXT, "b.txt": TEXT * 2})
    with pytest.raises(TwoCrisesError, match="era") as caught:
        export_ledger(corpus, tmp_path / "book")
    assert "\n" not in str(caught.value) and not (tmp_path / "book").exists()
    assert main(["claims", str(corpus.path), str(tmp_path / "book")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1 and not (tmp_path / "book").exists()


def test_a_place_that_cannot_be_written(corpus, tmp_path):
    (tmp_path / "book").write_text("a file")
    with pytest.raises(TwoCrisesError, match="the ledger cannot be written there"):
        export_ledger(corpus, tmp_path / "book")


def test_nothing_is_left_half_written(published, corpus, tmp_path, monkeypatch):
    shutil.copytree(published, tmp_path / "book")
    before = {name: of(tmp_path / "book", name) for name in FILES}

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ledger_module, "save", fails)
    with pytest.raises(TwoCrisesError, match="No space left on device"):
        export_ledger(corpus, tmp_path / "book", words=["talks"])
    assert {file.name: file.read_bytes() for file in (tmp_path / "book").iterdir()} == before


# The command line


def test_the_command_writes_and_checks(published, corpus, capsys, monkeypatch):
    monkeypatch.chdir(published.parent)
    monkeypatch.setattr("twocrises.corpus.load_corpus", lambda name: replace(corpus, path=Path(name)))
    assert main(["claims", "--check", "seeds", "book"]) == 0
    assert capsys.readouterr().out == "Each claim is what a fresh computation gives.\n"
    file = published.parent / "made" / "claims.json"
    assert main(["claims", "seeds", "made"]) == 0
    assert capsys.readouterr().out == "Written: made/claims.json, claims.csv, claims.md.\n"
    assert file.read_bytes() == of(published)
    file.write_text(file.read_text("utf-8").replace('"dropped": 37', '"dropped": 38'), "utf-8")
    assert main(["claims", "--check", "seeds", "made"]) == 1
    assert capsys.readouterr().err == "claim dropped, numbers: dropped: the ledger says 38; computed now: 37.\n"
    file.write_bytes(of(published))
    file.with_name("claims.md").write_text("old", "utf-8")
    assert main(["claims", "--check", "seeds", "made"]) == 1
    assert capsys.readouterr().err == "made: claims.md does not say what claims.json says. Write it anew.\n"
    assert main(["claims", "--check", "seeds", "nowhere"]) == 1
    assert capsys.readouterr().err.startswith("nowhere: there is no ledger to read")
