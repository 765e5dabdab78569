"""From files to frames: the contract of the columns, and what happens to files that cannot be read."""

import dataclasses
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from twocrises import corpus as module
from twocrises.corpus import load_corpus
from twocrises.errors import TwoCrisesError

from .conftest import ERAS, TEXT

SEEDS = Path(__file__).parents[1] / "seeds"
COLUMNS = {
    "articles": "article label file title origin site genre published published_by era era_by "
    "n_lines n_sentences n_words sha256",
    "lines": "article line start end text kind rule keep",
    "sentences": "article sentence line start end text voice speaker",
    "quotes": "article quote start end text kind speaker side rule",
    "tokens": "article sentence start end word term",
    "evidence": "article about candidate start end text reason weight",
    "problems": "file article problem mend",
}


@pytest.mark.parametrize("frame", COLUMNS)
def test_columns_are_a_contract(corpus, frame):
    assert getattr(corpus, frame).columns.tolist() == COLUMNS[frame].split()


@pytest.mark.parametrize("frame", ["lines", "sentences", "quotes", "tokens", "evidence"])
def test_types(corpus, frame):
    types = getattr(corpus, frame).dtypes
    assert types["article"] == "category"
    assert types["start"] == types["end"] == "int32"
    repeated = {"kind", "rule", "voice", "speaker", "side", "word", "term"} & set(types.index)
    assert all(types[column] == "category" for column in repeated)


def test_the_five_articles_in_order_of_publication(corpus):
    articles = corpus.articles
    assert articles["era"].tolist() == ["2014"] * 2 + ["2022"] * 3
    assert [name[:3] for name in articles["article"]] == ["001", "000", "004", "002", "003"]
    assert articles["published"].dt.strftime("%F").tolist() == [
        "2014-03-05", "2014-03-05", "2022-01-10", "2022-01-27", "2022-02-15"
    ]  # fmt: skip
    assert articles["sha256"].tolist()[:2] == sorted(articles["sha256"].tolist()[:2])
    assert articles["label"].iloc[0] == "BBC, 5 Mar 2014"
    assert pd.isna(articles["title"].iloc[2]), "the third article has no headline"
    assert corpus.problems.empty


@pytest.mark.parametrize(
    ("frame", "column"), [("lines", "text"), ("sentences", "text"), ("tokens", "word"), ("evidence", "text")]
)
def test_every_row_is_where_it_says(corpus, frame, column):
    rows = getattr(corpus, frame)
    spans = zip(rows["article"], rows["start"], rows["end"], strict=True)
    assert [corpus.source[article][start:end] for article, start, end in spans] == rows[column].tolist()


def test_source_is_the_file(corpus):
    for article in corpus.articles["article"]:
        assert corpus.source[article].encode() == (SEEDS / f"{article}.txt").read_bytes()


def test_counts_add_up(corpus):
    counts = corpus.counts
    assert counts.matrix.shape == (5, len(counts.terms))
    assert counts.articles.tolist() == corpus.articles["article"].tolist()
    assert counts.matrix.sum(axis=1).tolist() == corpus.articles["n_words"].tolist()
    assert counts.terms.is_monotonic_increasing and counts.terms.is_unique
    assert counts.frame.loc["001_a662e1979cd3d6e7", "kyiv"] == 3


def test_a_corpus_cannot_be_changed(corpus):
    with pytest.raises(dataclasses.FrozenInstanceError):
        corpus.path = Path()
    with pytest.raises(TypeError):
        corpus.source["x"] = ""
    mine = corpus.articles
    mine.loc[0, "label"] = "changed"
    mine["new"] = 1
    assert corpus.articles["label"].iloc[0] == "BBC, 5 Mar 2014"
    assert corpus.articles.columns.tolist() == COLUMNS["articles"].split()


def test_names_and_order_of_files_change_nothing_but_ids(corpus, tmp_path):
    """Rename the files so that their order turns round, with subfolders, and compare all but the ids."""
    new = {f"{i:03d}": f"{9 - i}/öther name {9 - i}" for i in range(5)}
    toml = (SEEDS / "corpus.toml").read_text(encoding="utf-8")
    for file in sorted(SEEDS.glob("*.txt")):
        name = new[file.stem[:3]]
        (tmp_path / name).parent.mkdir()
        shutil.copy(file, tmp_path / f"{name}.txt")
        toml = toml.replace(f"[articles.{file.stem}]", f'[articles."{name}"]').replace(f'"{file.stem}"', f'"{name}"')
    (tmp_path / "corpus.toml").write_text(toml, encoding="utf-8")
    other = load_corpus(tmp_path)
    for frame in COLUMNS:
        one, two = (getattr(c, frame).drop(columns=["article", "file"], errors="ignore") for c in (corpus, other))
        pd.testing.assert_frame_equal(one, two)
    assert (other.counts.matrix != corpus.counts.matrix).nnz == 0


# What people have


def test_a_bare_folder_needs_no_settings(make_corpus):
    corpus = make_corpus({"b.txt": TEXT, "deep/a.md": TEXT * 2, "README.md": "About this folder.", ".hidden.txt": TEXT})
    assert sorted(corpus.articles["article"]) == ["b", "deep/a"]
    assert corpus.articles["era"].isna().all() and corpus.articles["published"].isna().all()
    assert sorted(corpus.articles["label"]) == ["b, undated", "deep/a, undated"]
    assert repr(corpus) == "Corpus of 2 articles (no eras), 3 sentences"


def test_one_file_is_a_corpus():
    corpus = load_corpus(SEEDS / "001_a662e1979cd3d6e7.txt", config=module.Config())
    assert corpus.articles["n_sentences"].tolist() == [37]


@pytest.mark.parametrize(
    ("data", "first"),
    [
        ("\ufeffA text".encode(), "A"),
        ("A text".encode("utf-16"), "A"),
        (b"A\r\nb\rc", "A"),
        ("Зміст".encode(), "З"),
    ],
)
def test_encodings(make_corpus, data, first):
    corpus = make_corpus({"a.txt": data})
    assert corpus.source["a"][0] == first
    assert "\ufeff" not in corpus.source["a"]


def test_articles_without_a_day_come_last_and_equal_labels_are_numbered(make_corpus):
    facts = ERAS + "".join(
        f'[articles.{n}]\norigin = "Paper"\npublished = 2014-03-0{d}\n' for n, d in (("a", 5), ("b", 5), ("c", 1))
    )
    corpus = make_corpus({"a.txt": TEXT, "b.txt": TEXT * 2, "c.txt": TEXT * 3, "d.txt": TEXT * 4}, facts)
    assert corpus.articles["label"].tolist() == [
        "Paper, 1 Mar 2014", "Paper, 5 Mar 2014", "Paper, 5 Mar 2014 (2)", "d, undated"
    ]  # fmt: skip
    assert repr(corpus).startswith("Corpus of 4 articles (3 in old, 0 in new, 1 in no era)")


def test_a_bad_file_stops_none_of_the_others(make_corpus):
    bad = {
        "empty.txt": b"",
        "blank.txt": b" \n\n ",
        "binary.txt": b"abc\0def",
        "kaputt.txt": "Kraft fürs Land".encode("utf-16")[:-1],
        "page.pdf": b"%PDF",
        "good.md": TEXT,
        "good.txt": TEXT,
        "list.txt": "Home\nNews\nSport",
    }
    corpus = make_corpus(bad)
    problems = corpus.problems.set_index("file")
    assert sorted(corpus.articles["article"]) == ["good", "list"]
    assert set(problems.index) == set(bad)
    assert problems.loc["good.txt", "problem"] == "has the same name as another article but for its suffix"
    assert problems.loc["good.md", "problem"] == "has only 13 words after cleaning"
    assert problems.loc["kaputt.txt", "problem"] == "begins as UTF-16, but is no such text (byte 28)"
    assert problems.loc["list.txt", "problem"] == "no article text is left after cleaning"
    assert problems["mend"].str.endswith(".").all()


@pytest.mark.parametrize(
    ("texts", "toml", "sentence"),
    [
        ({"a.txt": b""}, "", r"the only file in it could not be read \(a\.txt: the file is empty\)\. Put the text in"),
        (
            {"a.pdf": b"x", "b.txt": b""},
            "",
            r"none of the 2 files could be read \(the first is a\.pdf: files of \.pdf are not read\)",
        ),
        ({"a.csv": "text,n\nx\ny\n"}, "", r"the only file in it .* \(a\.csv: line 2 has 1 cell instead of 2\)\."),
        ({}, "", r"the folder holds no article\. Put at least one file into it: \.txt, .*\.zip\."),
        ({"README.md": b"x"}, "", r"the folder holds no article"),
        ({"a.txt": TEXT}, "[articles.b]", r"\[articles\.b\] names no article that was read"),
        ({"a.txt": TEXT}, "[eras", r"corpus\.toml: this is not valid TOML"),
    ],
)
def test_what_cannot_be_loaded_is_said_in_one_sentence(make_corpus, texts, toml, sentence):
    with pytest.raises(TwoCrisesError, match=sentence) as caught:
        make_corpus(texts, toml)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None and (caught.value.__suppress_context__ or caught.value.__context__ is None)


def test_strict_raises_with_the_same_words(make_corpus):
    with pytest.raises(
        TwoCrisesError,
        match=r"^b\.txt: begins as UTF-16, but is no such text \(byte 2\)\. Save it again with .* UTF-8\.$",
    ):
        make_corpus({"a.txt": TEXT, "b.txt": b"\xff\xfeA\0b"}, strict=True)


def test_a_path_that_is_not_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        TwoCrisesError, match=r"^seedz: there is no such file or folder, neither in .* nor beside utils\.py\."
    ):
        load_corpus("seedz")


def test_seeds_are_found_from_any_directory(tmp_path, monkeypatch, corpus):
    monkeypatch.chdir(tmp_path)
    assert len(load_corpus("seeds").articles) == 5


def test_a_notebook_shows_the_sentence_and_no_traceback():
    assert TwoCrisesError("What is wrong.")._render_traceback_() == ["What is wrong."]


def test_progress_is_told_for_each_file(make_corpus):
    told = []
    make_corpus({"a.txt": TEXT, "b.txt": TEXT}, progress=told.append)
    assert told == ["reading a.txt", "reading b.txt"]


def test_too_short_an_article_is_kept_and_named(make_corpus):
    corpus = make_corpus({"long.txt": TEXT * 2, "short.txt": TEXT + "So it was.", "bare.txt": "Home"}, strict=True)
    assert len(corpus.articles) == 3
    assert corpus.problems.set_index("article")["problem"].to_dict() == {
        "bare": "no article text is left after cleaning",
        "short": "has only 16 words after cleaning",
    }


def test_a_text_prepared_for_counting_is_kept_and_named(make_corpus):
    words = TEXT.lower().replace(".", "").split() * 3
    corpus = make_corpus({"words.txt": "\n".join(words), "commas.txt": ",".join(words), "text.txt": TEXT * 3})
    assert corpus.articles["n_words"].tolist() == [39] * 3
    problems = corpus.problems.set_index("article")["problem"]
    assert sorted(problems.index) == ["commas", "words"]
    assert problems.str.startswith("has no sentences, as texts prepared for counting words").all()


def test_what_a_file_says_about_itself_reaches_the_articles(make_corpus):
    rows = "title,source,text\nTalks go on,The Paper," + TEXT * 2 + "\n,,Talks end\\n" + TEXT * 2
    corpus = make_corpus({"press.csv": rows}, '[articles."press:1"]\norigin = "Confirmed"')
    articles = corpus.articles.set_index("article")
    assert articles.loc["press:0", ["title", "origin"]].tolist() == ["Talks go on", "The Paper"]
    assert articles.loc["press:1", "origin"] == "Confirmed"
    assert articles["file"].tolist() == ["press.csv"] * 2


def test_columns_are_named_in_the_settings_or_by_the_caller(make_corpus):
    table = {"press.csv": f"words,who\n{TEXT},A"}
    with pytest.raises(TwoCrisesError, match=r"press\.csv: has no column known to hold the text .* words, who"):
        make_corpus(table)
    corpus = make_corpus(table, '[columns]\ntext = "words"\nsource = "what"', columns={"source": "who"})
    assert corpus.source["press:0"] == TEXT and corpus.articles["origin"].tolist() == ["A"]
    with pytest.raises(TwoCrisesError, match=r'^load_corpus: unknown key "txt" in columns\. Did you mean "text"\?$'):
        make_corpus(table, columns={"txt": "words"})


def test_an_archive_brings_its_settings(tmp_path):
    with zipfile.ZipFile(tmp_path / "press.zip", "w") as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("corpus.toml", ERAS + "[articles.a]\npublished = 2014-03-05")
    (tmp_path / "corpus.toml").write_text("[articles.other]", encoding="utf-8")
    assert load_corpus(tmp_path / "press.zip").articles["era"].tolist() == ["old"]
    with zipfile.ZipFile(tmp_path / "press.zip", "a") as archive:
        archive.writestr("sub/corpus.toml", "nonsense")
        archive.writestr("b.txt", b"")
    with pytest.raises(TwoCrisesError, match=r"^press\.zip/b\.txt: the file is empty\."):
        load_corpus(tmp_path / "press.zip", strict=True)
    with zipfile.ZipFile(tmp_path / "bare.zip", "w") as archive:
        archive.writestr("a.txt", TEXT)
    assert load_corpus(tmp_path / "bare.zip").config.articles.keys() == {"other"}, "settings beside it, unchecked"


# Opinion inside a report


OPINION = """[articles.a]
opinion = ["In the end", "has to follow."]
"""
REPORT = (
    "The ministers met for eight hours on Monday.\n\n“We will meet again,” said John Kerry.\n\n"
    "In the end nobody knows what “peace” is.\n\nThe words “it will come soon” are old. A long road has to follow.\n\n"
    "He said that the talks would go on.\n"
)


def test_marked_opinion_is_left_out(make_corpus):
    whole = make_corpus({"a.txt": REPORT, "b.txt": REPORT}, OPINION)
    without = whole.without_opinion()
    other = whole.articles["article"] == "b"
    assert without.articles["n_sentences"].tolist() == [6 if b else 3 for b in other]
    kept = without.sentences[without.sentences["article"] == "a"]
    assert kept["text"].str[:8].tolist() == ["The mini", "“We will", "He said "]
    assert kept["sentence"].tolist() == [0, 1, 5], "addresses stay"
    assert kept["speaker"].tolist()[1:] == ["John Kerry"] * 2, "who speaks is found in the whole text"
    assert without.quotes[without.quotes["article"] == "a"]["text"].tolist() == ["We will meet again,"]
    own = without.lines[(without.lines["article"] == "a") & (without.lines["kind"] != "blank")]
    assert own["keep"].tolist() == [True, True, False, False, True]
    assert own["rule"].tolist()[2] == "opinion, marked in corpus.toml"
    assert without.articles.set_index("article")["n_words"]["a"] == len(kept["text"].str.cat(sep=" ").split())
    assert "road" in whole.counts.terms and without.counts.frame.loc["a"].get("road", 0) == 0
    pd.testing.assert_frame_equal(
        without.sentences[without.sentences["article"] == "b"].reset_index(drop=True),
        whole.sentences[whole.sentences["article"] == "b"].reset_index(drop=True),
    )


def test_opinion_stays_out_whatever_else_is_done(make_corpus):
    corpus = make_corpus({"a.txt": f"{REPORT}\n\nAdvertisement\n"}, OPINION)
    out = corpus.without_opinion()
    raw = out.without_cleaning()
    assert not raw.sentences["text"].str.contains("In the end|The words|A long road").any()
    assert (
        raw.sentences["text"].str.contains("Advertisement").any() and not raw.quotes["text"].str.contains("soon").any()
    )
    other = corpus.without_cleaning().without_opinion()
    pd.testing.assert_frame_equal(raw.sentences, other.sentences)
    pd.testing.assert_frame_equal(raw.lines, other.lines)
    pd.testing.assert_frame_equal(out.without_opinion().sentences, out.sentences)
    pd.testing.assert_frame_equal(out.select(["a"]).sentences, out.sentences)


def test_opinion_of_half_a_line(make_corpus):
    text = (
        "The ministers met for eight hours. In the end nobody knows. A long road has to follow. They will meet again.\n"
    )
    out = make_corpus({"a.txt": text}, OPINION).without_opinion()
    assert out.sentences["text"].tolist() == ["The ministers met for eight hours.", "They will meet again."]
    assert out.lines["keep"].tolist() == [True]


def test_without_marks_nothing_is_left_out(corpus, make_corpus):
    bare = make_corpus({"a.txt": TEXT})
    for frame in ("sentences", "quotes", "lines", "tokens", "articles"):
        pd.testing.assert_frame_equal(getattr(bare.without_opinion(), frame), getattr(bare, frame))
    assert len(corpus.without_opinion().sentences) < len(corpus.sentences)
    assert len(corpus.sentences) == 182, "the corpus itself is as it was"


@pytest.mark.parametrize(
    ("words", "missing"),
    [('["In the middle", "has to follow."]', "In the middle"), ('["In the end", "nothing."]', "nothing."),
     ('["has to follow.", "In the end"]', "In the end")],
)  # fmt: skip
def test_a_mark_that_leads_nowhere_is_named_when_the_corpus_is_read(make_corpus, words, missing):
    with pytest.raises(
        TwoCrisesError,
        match=rf'corpus\.toml: the words "{missing}", given as "opinion" in \[articles\.a\], are not in that',
    ):
        make_corpus({"a.txt": REPORT}, f"[articles.a]\nopinion = {words}")


def test_another_language_is_named(make_corpus):
    english = "The ministers met in Geneva on Wednesday, and they agreed to meet again in the week that follows. " * 3
    german = "Die Minister trafen sich am Mittwoch in Genf, und sie einigten sich darauf, sich wieder zu treffen. " * 3
    problems = make_corpus({"a.txt": english, "b.txt": german, "c.txt": english + german}).problems
    named = problems[problems["problem"].str.contains("does not read like English")]
    assert named["article"].tolist() == ["b"]
