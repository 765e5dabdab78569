"""Every format and encoding people have comes through exactly, and every bad file is answered by a sentence."""

import csv
import datetime
import gzip
import io
import json
import os
import subprocess
import sys
import time
import unicodedata
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twocrises import documents, limits, reading, tables
from twocrises.corpus import load_corpus
from twocrises.decoding import decode, mend
from twocrises.errors import TwoCrisesError
from twocrises.problems import Problem, UnreadableError
from twocrises.reading import SourceText, read_texts

from .conftest import TEXT

ROOT = Path(__file__).parents[1]
WESTERN = "“Déjà vu”, he said – it’s the café’s fault.\n"
CYRILLIC = "Міністри зустрілися в понеділок, щоб говорити про мир.\n"
LONG = TEXT * 4


def written(folder, files):
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)


@pytest.fixture
def reads(tmp_path):
    """Write files, read them, and give texts by article and problems by file."""

    def read(files, place="", **options):
        written(tmp_path, files)
        found = list(read_texts(tmp_path / place, progress=False, **options))
        texts = {text.article: text for text in found if isinstance(text, SourceText)}
        problems = [problem for problem in found if isinstance(problem, Problem)]
        assert len(texts) + len(problems) == len(found), "an article came twice"
        assert all(problem.mend.endswith(".") and "\n" not in problem.problem for problem in problems)
        return texts, {problem.file: problem.problem for problem in problems}

    return read


def zipped(members, **options):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, text in members:
            archive.writestr(name, text)
    return data.getvalue()


def packed_table(frame, write):
    data = io.BytesIO()
    write(frame, data)
    return data.getvalue()


# Names


def test_names_of_articles_and_files(reads):
    archive = zipped([("a/b.txt", TEXT), ("c.csv", f"text\n{TEXT}"), ("README.md", "x"), ("__MACOSX/a.txt", "x")])
    texts, problems = reads(
        {
            "b.txt": TEXT,
            "A.MD": TEXT,
            "deep/er/c.d.html": f"<p>{TEXT}</p>",
            "deep/press.zip": archive,
            "rows.csv": f"text\n{TEXT}\n{TEXT}",
            "old.jsonl.gz": gzip.compress(json.dumps({"text": TEXT}).encode()),
            "LICENSE.txt": "x",
            "requirements-dev.txt": "x",
            "corpus.toml": "title = ''",
            ".hidden/a.txt": "x",
            "~$word.docx": "x",
        }
    )
    assert {article: text.file for article, text in texts.items()} == {
        "A": "A.MD",
        "b": "b.txt",
        "deep/er/c.d": "deep/er/c.d.html",
        "deep/press/a/b": "deep/press.zip/a/b.txt",
        "deep/press/c:0": "deep/press.zip/c.csv",
        "old:0": "old.jsonl.gz",
        "rows:0": "rows.csv",
        "rows:1": "rows.csv",
    }
    assert problems == {}


def test_an_archive_by_itself_is_a_folder(reads):
    texts, _ = reads({"press.zip": zipped([("a/b.txt", TEXT)])}, "press.zip")
    assert {article: text.file for article, text in texts.items()} == {"a/b": "press.zip/a/b.txt"}


def test_two_files_of_one_name(reads):
    texts, problems = reads(
        {"a.md": TEXT, "a.txt": TEXT, "t.csv": f"text\n{TEXT}", "t.jsonl": '{"text": "x"}', "t.md": TEXT}
    )
    assert set(texts) == {"a", "t", "t:0"}
    same = "has the same name as another article but for its suffix"
    assert problems == {"a.txt": same, "t.jsonl": same}


def test_a_name_may_hold_anything(tmp_path):
    name = os.fsencode(tmp_path) + b"/a\xff\nb.txt"
    try:
        Path(os.fsdecode(name)).write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system does not allow such names")
    (text,) = read_texts(tmp_path)
    assert text.article == "a\\udcff\\nb"


# Formats


@pytest.mark.parametrize("suffix", ["txt", "md", "TXT"])
def test_a_text_is_its_bytes(reads, suffix):
    text = "ﬁn “curly” ｗｉｄｅ\r\nline\rend \u2028 é e\u0301\ttab\x0c"
    texts, problems = reads({f"a.{suffix}": text})
    assert texts["a"].text == text and not texts["a"].metadata and not problems
    assert texts["a"].sha256 == reading.hashlib.sha256(text.encode()).hexdigest()


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>Ministers meet</title>
<meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2014-03-05T10:00:00Z">
<link rel="canonical" href="https://example.org/a.html"></head><body><nav><a href="/">Home</a></nav>
<article><p>{text}</p><p>It was a day\nof talk in
the <b>capital</b>.{text}</p><table><tr><td>Troops</td></tr></table></article>
<script>document.write("evil")</script><div class="comments"><p>I disagree with all of it.</p></div></body></html>"""


def test_a_page_gives_its_article_and_what_it_says_about_itself(reads):
    texts, problems = reads({"a.html": PAGE.format(charset="utf-8", text=LONG)})
    text = texts["a"]
    lines = text.text.splitlines()
    assert lines[0] == LONG.strip() and lines[1].startswith("It was a day of talk in the capital.The ministers")
    assert "Troops" in text.text and "evil" not in text.text and "disagree" not in text.text
    assert dict(text.metadata) == {
        "title": "Ministers meet",
        "date": "2014-03-05",
        "origin": "The Paper",
        "site": "example.org",
        "url": "https://example.org/a.html",
    }
    assert problems == {}


def test_a_day_in_the_running_text_is_no_day_of_publication(reads):
    page = f"<html><body><article><p>{LONG}</p><p>They meet again on 2021-05-06.</p></article></body></html>"
    texts, _ = reads({"a.html": page})
    assert "2021-05-06" in texts["a"].text and "date" not in texts["a"].metadata


@pytest.mark.parametrize(
    ("charset", "text", "encoding"),
    [
        ("windows-1251", CYRILLIC, "windows-1251"),
        ("koi8-u", CYRILLIC, "koi8-u"),
        ("ISO-8859-1", WESTERN, "cp1252"),
        ("utf-8", CYRILLIC, "utf-16"),
        ("windows-1251", CYRILLIC, "utf-8"),  # saved by a scraper, the old declaration left in
        ("unicode_escape", CYRILLIC, "utf-8"),  # a codec of Python, not of the web
    ],
)
def test_encodings_of_pages(reads, charset, text, encoding):
    texts, problems = reads({"a.htm": PAGE.format(charset=charset, text=text * 5).encode(encoding)})
    assert text.strip() in texts["a"].text and problems == {}


def test_a_page_without_an_article_gives_all_it_shows(reads):
    texts, problems = reads({"a.html": "<p>One</p>", "b.html": "<html><body><img src='a.png'></body></html>"})
    assert texts["a"].text == "One"
    page = (
        "<head><title>x</title></head><p>One\n<b>w</b>ord</p><script>1</script><ul><li>2<!-- no --><li>3<br>4</ul>end"
    )
    assert documents._visible_text(page).splitlines() == ["One word", "2", "3", "4", "end"]
    assert problems == {"b.html": "no text is left"}


def word_file():
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    document.core_properties.title = "Talks"
    document.add_paragraph("Ministers met.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Troops", "100"
    last = document.add_paragraph("They will\tmeet")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    last._p.append(parse_xml(f"<w:ins {space} w:id='1'><w:r><w:t>, again.</w:t></w:r></w:ins>"))
    last._p.append(parse_xml(f"<w:del {space} w:id='2'><w:r><w:delText>, or not.</w:delText></w:r></w:del>"))
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def test_a_word_file(reads):
    texts, problems = reads({"a.docx": word_file(), "b.docx": b"PK", "c.docx": zipped([("x", "y")]), "d.docx": b""})
    assert texts["a"].text == "Ministers met.\nTroops\n100\nThey will\tmeet, again."
    assert dict(texts["a"].metadata) == {"title": "Talks"}, "the day it was created is no day of publication"
    assert set(problems) == {"b.docx", "c.docx", "d.docx"}
    assert problems["b.docx"].startswith("is no Word file (") and problems["d.docx"] == "the file is empty"


FRAME = pd.DataFrame(
    {
        "Headline": ["First", "Zweite – ja", None],
        "publish_date": ["2014-03-05", "", "5 March"],
        "Article Text": ["“Yes”, he\nsaid; twice, and | more\twas “so”.", "007", TEXT],
        "news-paper": ["A", "B", "C"],
        "id": [1, 2, 3],
    }
)
WRITERS = {
    "csv": lambda frame, data: frame.to_csv(data, index=False),
    "tsv": lambda frame, data: frame.to_csv(data, index=False, sep="\t"),
    "jsonl": lambda frame, data: frame.to_json(data, orient="records", lines=True),
    "ndjson": lambda frame, data: frame.to_json(data, orient="records", lines=True, force_ascii=False),
    "json": lambda frame, data: frame.to_json(data, orient="records"),
    "parquet": lambda frame, data: frame.to_parquet(data),
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_kind_of_table_gives_the_same(reads, suffix):
    texts, problems = reads({f"t.{suffix}": packed_table(FRAME, WRITERS[suffix])})
    assert [text.text for text in texts.values()] == FRAME["Article Text"].tolist()
    assert list(texts) == ["t:0", "t:1", "t:2"]
    assert [dict(text.metadata) for text in texts.values()] == [
        {"title": "First", "date": "2014-03-05", "origin": "A"},
        {"title": "Zweite – ja", "origin": "B"},
        {"date": "5 March", "origin": "C"},
    ]
    assert texts["t:1"].sha256 == reading.hashlib.sha256(b"007").hexdigest()
    assert problems == {}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_csv_as_programs_write_it(reads, delimiter, encoding):
    table = io.StringIO()
    rows = csv.writer(table, delimiter=delimiter)
    rows.writerows(
        [["Title", "Body text"], ["Café", "One, two; three\r\n“line” | \t four"], ["x" * 200_000, "y" * 200_000]]
    )
    limit = csv.field_size_limit()
    texts, problems = reads({"t.csv": table.getvalue().encode(encoding)})
    assert [text.text for text in texts.values()] == ["One, two; three\r\n“line” | \t four", "y" * 200_000]
    assert texts["t:0"].metadata["title"] == "Café"
    assert csv.field_size_limit() == limit
    recorded = {
        "t.csv": "in 1 row, the first t:0: is not UTF-8 in 2 lines from line 2 on, which were read as Windows-1252"
    }
    assert problems == (recorded if encoding == "cp1252" else {})
    assert bool(texts["t:0"].repair) == (encoding == "cp1252") and not texts["t:1"].repair


def test_dates_and_numbers_of_typed_tables(reads):
    frame = pd.DataFrame(
        {
            "text": [TEXT, TEXT],
            "date": [datetime.date(2014, 3, 5), None],
            "title": [7, 8],
            "source": pd.Series(["A", "A"], dtype="category"),
        }
    )
    stamped = frame.assign(date=pd.to_datetime(frame["date"]), source=[["a", "b"], None])
    lines = '{"text": "a", "title": 70, "date": 2014}\n'
    lines += '{"text": ["One.", "Two."], "title": 1.50, "source": {"name": "A"}}'
    texts, problems = reads(
        {
            "a.parquet": packed_table(frame, WRITERS["parquet"]),
            "b.parquet": packed_table(stamped, WRITERS["parquet"]),
            "c.jsonl": lines,
            "d.json": '{"maintext": "One record.", "title": NaN}',
        }
    )
    assert dict(texts["a:0"].metadata) == {"title": "7", "date": "2014-03-05", "origin": "A"}
    assert dict(texts["a:1"].metadata) == {"title": "8", "origin": "A"}
    assert texts["b:0"].metadata["date"] == "2014-03-05T00:00:00"
    assert dict(texts["c:0"].metadata) == {"title": "70", "date": "2014"}
    assert texts["c:1"].text == "One.\nTwo." and dict(texts["c:1"].metadata) == {"title": "1.50", "origin": "A"}
    assert texts["d:0"].text == "One record." and not texts["d:0"].metadata
    assert problems == {}


def test_columns_named_by_the_user_go_first(reads):
    table = {"t.csv": "text,my body,when\nshort,long,2014", "u.csv": "My_Body\nagain"}
    texts, problems = reads(table, columns={"text": "My body", "date": "when"})
    assert [text.text for text in texts.values()] == ["long", "again"]
    assert texts["t:0"].metadata["date"] == "2014"
    assert problems == {"u.csv": 'has no column named "when" (its columns: My_Body)'}


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_table_without_a_text_column(reads, suffix):
    frame = pd.DataFrame({"words": [TEXT], "n": [1]})
    texts, problems = reads({f"t.{suffix}": packed_table(frame, WRITERS[suffix])})
    assert texts == {} and problems == {f"t.{suffix}": "has no column known to hold the text (its columns: words, n)"}


def test_how_to_name_a_column(tmp_path):
    (tmp_path / "t.csv").write_text("words,n\nx,1", encoding="utf-8")
    (problem,) = read_texts(tmp_path)
    assert problem.mend == (
        'Write text = "words" under [columns] in corpus.toml, or give load_corpus columns=dict(text = "words").'
    )


def problems_of(tmp_path, name, data):
    written(tmp_path, {name: data})
    found = list(read_texts(tmp_path / name))
    texts = {text.article: text.text for text in found if isinstance(text, SourceText)}
    return texts, [problem.problem for problem in found if isinstance(problem, Problem)]


def test_a_broken_row_stops_none_of_the_others(tmp_path):
    table = 'text,n\nzero,0\none\ntwo,2,2\n\n"three\nlines",3\n"four" and,4\nfive,5,\n,6\n"never closed,7\neight,8\n'
    texts, problems = problems_of(tmp_path, "t.csv", table)
    assert texts == {"t:0": "zero", "t:3": "three\nlines", "t:5": "five", "t:8": "eight"}
    assert problems == [
        "line 3 has 1 cell instead of 2",
        "line 4 has 3 cells instead of 2",
        "line 8 is broken (',' expected after '\"')",
        "line 11 is broken (unexpected end of data)",
        "1 row without text (number 6)",
    ]
    lines = '{"text": "zero"}\n\n{"text": \n[1]\n{"text": null}\n{"n": 1}\n{"text": "five"}'
    texts, problems = problems_of(tmp_path, "t.jsonl", lines)
    assert texts == {"t:0": "zero", "t:5": "five"}
    assert problems == [
        "line 3 is no JSON (Expecting value: line 1 column 10 (char 9))",
        "line 4 is no record of keys and values",
        "2 rows without text (number 3, 4)",
    ]


def test_many_broken_rows_are_counted(tmp_path):
    texts, problems = problems_of(tmp_path, "t.jsonl", '{"text": "a"}\n' + "nonsense\n" * 30 + '{"text": " "}\n' * 5)
    assert texts == {"t:0": "a"}
    assert len(problems) == tables.MOST_NAMED + 2
    assert problems[-2:] == ["10 more rows cannot be read", "5 rows without text (number 31, 32, 33, …)"]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("t.csv", "text\n", "the table holds no rows"),
        ("t.json", "[]", "the table holds no rows"),
        ("t.json", "{", "is no JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))"),
        ("t.json", "[" * 100_000, "is no JSON (maximum recursion depth exceeded while decoding a JSON array"),
        ("t.jsonl", b"", "the file is empty"),
        ("t.parquet", b"PAR1" + b"\0" * 50 + b"PAR1", "is no Parquet table ("),
        ("t.csv.gz", b"\x1f\x8bnonsense", "is a broken archive ("),
    ],
)
def test_a_broken_table(tmp_path, name, data, problem):
    texts, problems = problems_of(tmp_path, name, data)
    assert not texts and len(problems) == 1 and problems[0].startswith(problem)


def test_records_whose_keys_differ(tmp_path):
    texts, problems = problems_of(tmp_path, "t.json", '{"title": "x", "body": "a"}\n{"Content": "b", "text": "c"}')
    assert texts == {"t:0": "a", "t:1": "c"} and not problems


# Encodings


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (encoding, text)
        for text in (WESTERN, CYRILLIC, "A")
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
    ],
)
def test_encodings_that_are_told_for_sure(encoding, text):
    assert decode(text.encode(encoding)) == (text, "")
    assert decode(b"\xfe\xff" + text.encode("utf-16-be")) == decode(b"\x00\x00\xfe\xff" + text.encode("utf-32-be"))


@pytest.mark.parametrize(
    ("data", "text", "repair"),
    [
        (b"Kraft f\xfcr \x93uns\x94", "Kraft für “uns”", "is not UTF-8 in line 1, which was read as Windows-1252"),
        (b"a\nna\xefve \x81\n", "a\nnaïve \x81\n", "is not UTF-8 in line 2, which was read as Latin-1"),
        (
            "naïve\n“Été”\nnaïve\nété".encode() + b"\n\xe9t\xe9",
            "naïve\n“Été”\nnaïve\nété\nété",
            "is not UTF-8 in line 5, which was read as Windows-1252",
        ),
    ],
)
def test_western_encodings_are_read_and_said(data, text, repair):
    assert decode(data) == (text, repair)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf \n", "the file is empty"),
        (" \n".encode("utf-16"), "the file is empty"),
        (b"abc\0def", "is not a text file (it holds null bytes)"),
        (bytes(range(1, 32)) * 4, "is not a text file (it holds control characters)"),
        (bytes(range(128, 256)) * 4, "is in an encoding that cannot be told"),
        (CYRILLIC.encode("cp1251"), "is in an encoding that cannot be told"),
        (b"\xff\xfea\0b", "begins as UTF-16, but is no such text (byte 2)"),
        (b"%PDF-1.7\nabc", "is a PDF, not a text"),
        (b"\x89PNG\r\n\x1a\n", "is a picture, not a text"),
        (b"PK\x03\x04 a zip", "is a packed file, such as .zip or .docx, not a text"),
        (b"{\\rtf1 Text}", "is an RTF document, not a text"),
    ],
)
def test_what_is_no_text(data, problem):
    with pytest.raises(UnreadableError) as caught:
        decode(data)
    assert caught.value.problem == problem


def mistaken(text, encoding="cp1252"):
    """Give UTF-8 read with another encoding."""
    return "".join(
        bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode()
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", [WESTERN, CYRILLIC, "He paid £5.\n", "voilà mes amis, né en été\n", "Łódź i żółw\n", "ÜBER MÜNCHEN\n"]
)
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_mojibake_is_mended(text, encoding):
    whole = TEXT + "\r\n" + text * 3
    mended, repair = mend(TEXT + "\r\n" + mistaken(text, encoding) * 3)
    assert mended == whole
    assert repair.startswith("was once decoded wrongly and is mended in 3 lines, for example ")


def test_mojibake_of_windows_1251():
    assert mend(mistaken("Привет, мир", "cp1251"))[0] == "Привет, мир"
    assert mend(mistaken("“Yes” – no", "cp1251"))[0] == "“Yes” – no"


def test_a_repair_is_recorded_with_an_example(reads):
    texts, problems = reads({"a.txt": f"“Right”\r\nHe didnâ€™t say “ﬁne”.\r\n{TEXT}", "b.txt": TEXT})
    assert texts["a"].text == f"“Right”\r\nHe didn’t say “ﬁne”.\r\n{TEXT}"
    sentence = 'was once decoded wrongly and is mended in 1 line, for example "didnâ€™t" to "didn’t"'
    assert texts["a"].repair == sentence and problems == {"a.txt": sentence}
    assert texts["b"].repair == ""


def test_lines_of_two_encodings_are_all_mended(reads):
    data = "“Naïve”, he said.\n".encode() + "“Déjà vu”, she said.\n".encode("cp1252") + mistaken("It’s so.").encode()
    texts, problems = reads({"a.txt": data})
    assert texts["a"].text == "“Naïve”, he said.\n“Déjà vu”, she said.\nIt’s so."
    assert problems["a.txt"].startswith("is not UTF-8 in line 2, which was read as Windows-1252; was once decoded")


WORDS = [
    *[
        "“NESCAFÉ®”",
        "«IRMÃ»",
        "“IRMÃ”",
        "“CAFÉ”",
        "MARQUÉ™",
        "GRÅ’s",
        "“Spaß”",
        "voilà",
        "“À”",
        "5×²",
        "SÃO",
        "é…",
        "№",
    ],
    *[
        "naïve—café’s",
        "œuvre",
        "Łódź",
        "ﬁn",
        "§",
        "£5",
        "20°",
        "50€",
        "©",
        "Київ",
        "їжа",
        "в’їзд",
        "“Рій”",
        "СССР",
        "Її",
    ],
]
GAPS = [" ", "\n", ", ", " – ", "—", "\u00a0", "… ", ".\r\n"]


@settings(max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS))))
def test_correct_text_is_left_alone(pieces):
    text = "".join(word + gap for word, gap in pieces)
    assert mend(text) == (text, "")


@settings(max_examples=300)
@given(st.text(alphabet="“”‘’„–—… .,\nabcéèêëàâçñöüßøåабвгджзиіїєґРС"))
def test_letters_in_any_order_are_left_alone(text):
    assert mend(text) == (text, "")


@settings(max_examples=300)
@given(st.text())
def test_any_text_comes_through_utf_8(text):
    if text.strip("\ufeff").strip() and not any(unicodedata.category(character) == "Cc" for character in text):
        assert decode(text.encode()) == (text.removeprefix("\ufeff"), "")
    mended, repair = mend(text)
    assert bool(repair) == (mended != text)


def test_the_seeds_need_no_repair(corpus):
    for text in corpus.source.values():
        assert mend(text) == (text, "")


def test_mending_takes_time_in_proportion():
    def seconds(n):
        text = "He didnâ€™t go to the cafÃ©, “so”. " * n
        return min(timed(text) for _ in range(3))

    def timed(text):
        begin = time.process_time()
        mend(text)
        return time.process_time() - begin

    mend("cafÃ©")
    assert seconds(2000) < 12 * seconds(500)


# Archives and limits


def refused(tmp_path, data, name="press.zip"):
    (tmp_path / name).write_bytes(data)
    found = list(read_texts(tmp_path, progress=False))
    texts = [text.article for text in found if isinstance(text, SourceText)]
    return texts, {problem.file: problem.problem for problem in found if isinstance(problem, Problem)}


def member(name, mode=0o100644):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("../evil.txt", "its path in the archive leads out of it"),
        ("a/../../evil.txt", "its path in the archive leads out of it"),
        ("/etc/evil.txt", "its path in the archive is no relative path"),
        ("C:/evil.txt", "its path in the archive is no relative path"),
        ("c:evil.txt", "its path in the archive is no relative path"),
        ("..\\evil.txt", "its path in the archive is no relative path"),
        ("a\\b.txt", "its path in the archive is no relative path"),
        ("inner.zip", "is an archive inside an archive, which is not read"),
        ("model.pkl", "files of .pkl are not read"),
        ("scan.pdf", "files of .pdf are not read"),
    ],
)
def test_a_member_with_a_bad_name_is_refused_by_it(tmp_path, name, problem):
    texts, problems = refused(tmp_path, zipped([(member(name), TEXT), ("good.txt", TEXT)]))
    assert texts == ["press/good"] and problems == {f"press.zip/{name}": problem}


def test_links_locks_and_repeated_members(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(
            [(member("link.txt", 0o120777), "good.txt"), ("good.txt", TEXT), ("good.txt", "other"), ("lock.txt", TEXT)]
        )
    at = data.rindex(b"lock.txt") - 46
    data = data[: at + 8] + b"\x01" + data[at + 9 :]
    texts, problems = refused(tmp_path, data)
    assert texts == ["press/good"]
    assert problems == {
        "press.zip/good.txt": "stands in the archive twice",
        "press.zip/link.txt": "is a link, which is not followed",
        "press.zip/lock.txt": "is locked with a password",
    }


def test_broken_archives(tmp_path):
    data = zipped([("a.txt", os.urandom(500).hex()), ("b.txt", TEXT)])
    texts, problems = refused(tmp_path, data.replace(data[60:70], b"0123456789"))
    assert texts == ["press/b"] and problems["press.zip/a.txt"].startswith("is broken in the archive (")
    assert refused(tmp_path, data[:-30])[1]["press.zip"].startswith("is a broken archive (")
    assert refused(tmp_path, b"")[1] == {"press.zip": "the file is empty"}
    assert refused(tmp_path, zipped([]))[1] == {"press.zip": "the archive holds no article"}
    assert refused(tmp_path, zipped([(".hidden", "x")]))[1] == {"press.zip": "the archive holds no article"}


def test_a_bomb_is_refused_by_name(tmp_path):
    bomb = zipped([("bomb.txt", bytes(11 * 1024**2)), ("good.txt", TEXT)])
    texts, problems = refused(tmp_path, bomb)
    sentence = "grows more than 200 times when unpacked, as a zip bomb does"
    assert texts == ["press/good"] and problems == {"press.zip/bomb.txt": sentence}
    (tmp_path / "press.zip").unlink()
    assert refused(tmp_path, gzip.compress(bytes(11 * 1024**2)), "a.txt.gz")[1] == {"a.txt.gz": sentence}
    assert refused(tmp_path, zipped([("word/document.xml", bytes(11 * 1024**2))]), "a.docx")[1]["a.docx"] == sentence


def test_what_is_too_large_is_refused_by_name(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BYTES", 1000)
    noise = os.urandom(1000).hex()
    (tmp_path / "plain.txt").write_text(noise, encoding="utf-8")
    (tmp_path / "packed.txt.gz").write_bytes(gzip.compress(noise.encode()))
    texts, problems = refused(tmp_path, zipped([("large.txt", noise), ("good.txt", TEXT)]))
    assert texts == ["press/good"]
    assert set(problems) == {"press.zip/large.txt", "plain.txt", "packed.txt.gz"}
    assert set(problems.values()) == {"is larger than 1000 bytes"}


def test_a_member_that_lies_about_its_size_ends_there(tmp_path):
    data = zipped([("a.txt", os.urandom(1000).hex())])
    at = data.rindex(b"a.txt") - 46
    lie = data[: at + 24] + (10).to_bytes(4, "little") + data[at + 28 :]
    texts, problems = refused(tmp_path, lie)
    assert texts == [] and problems["press.zip/a.txt"].startswith("is broken in the archive (Bad CRC-32")


def test_an_archive_has_a_limit_for_all_its_members(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_IN_ARCHIVE", 2500)
    texts, problems = refused(tmp_path, zipped([(f"{i}.txt", TEXT * 14) for i in range(4)]))
    assert texts == ["press/0", "press/1"]
    assert set(problems.values()) == {"brings the archive above 2500 bytes when unpacked"} and len(problems) == 2


def test_links_of_a_folder_do_not_lead_astray(reads, tmp_path):
    (tmp_path / "sub").mkdir()
    try:
        (tmp_path / "sub" / "circle").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "lost.txt").symlink_to(tmp_path / "nowhere")
    except OSError:
        pytest.skip("this system does not allow links")
    texts, problems = reads({"sub/a.txt": TEXT})
    assert set(texts) == {"sub/a"}
    assert problems == {
        "sub/circle": "is a link to a folder, which is not followed",
        "lost.txt": "is a link that leads to no file",
    }


class _Tripwire:
    def __reduce__(self):
        return (os.mkdir, ("tripped",))


@pytest.mark.parametrize("suffix", ["pkl", "pickle", "joblib", "npy", "txt", "csv", "json", "parquet", "docx", "zip"])
def test_nothing_is_unpickled(reads, tmp_path, monkeypatch, suffix):
    import pickle

    monkeypatch.chdir(tmp_path)
    texts, problems = reads({f"a.{suffix}": pickle.dumps(_Tripwire())})
    assert texts == {} and set(problems) == {f"a.{suffix}"} and not Path("tripped").exists()


def test_nothing_is_fetched(reads, monkeypatch):
    import socket

    def refuse(*_args):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = (
        "<html><head><link rel='stylesheet' href='http://example.org/a.css'></head><body><p>"
        + LONG
        + "</p></body></html>"
    )
    doctype = f'<!DOCTYPE html SYSTEM "http://example.org/a.dtd"><html><body><p>&x;{LONG}</p></body></html>'
    assert set(reads({"a.html": page, "b.html": doctype, "c.docx": word_file()})[0]) == {"a", "b", "c"}


# Whatever it is, it does not crash

FILES = [
    *(packed_table(FRAME, write) for write in WRITERS.values()),
    zipped([("a.txt", TEXT), ("b.csv", "text\nx")]),
    word_file(),
    PAGE.format(charset="utf-8", text=WESTERN).encode(),
    WESTERN.encode("utf-16"),
]
BYTES = st.binary(max_size=200) | st.builds(
    lambda data, at, end, more: data[: at % len(data)] + more + data[-1 - end % len(data) :],
    st.sampled_from(FILES),
    st.integers(0, 10**4),
    st.integers(0, 10**4),
    st.binary(max_size=8),
)
SUFFIXES = [".txt", ".html", ".docx", ".csv", ".tsv", ".jsonl", ".json", ".parquet", ".zip", ".csv.gz"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=BYTES, suffix=st.sampled_from(SUFFIXES))
def test_any_bytes_are_read_or_answered(tmp_path, data, suffix):
    file = tmp_path / f"a{suffix}"
    file.write_bytes(data)
    try:
        corpus = load_corpus(file, progress=False)
    except TwoCrisesError as error:
        assert "\n" not in str(error) and str(error).startswith(f"a{suffix}")
    else:
        assert len(corpus.articles) and not corpus.lines.empty
        for line in corpus.lines.head(3).itertuples():
            assert corpus.source[line.article][line.start : line.end] == line.text
    finally:
        file.unlink()


def test_strict_says_what_the_list_says(tmp_path):
    written(
        tmp_path,
        {
            "good.txt": LONG,
            "mended.txt": LONG + "cafÃ©",
            "bad.json": "{",
            "bad.csv": f"text,n\n{LONG},1,2",
            "empty.html": "<html><body><img></body></html>",
            "x.zip": zipped([("../a.txt", "x")]),
        },
    )
    problems = load_corpus(tmp_path, progress=False).problems
    lost = problems[problems["article"].isna()]
    assert lost["file"].tolist() == ["bad.csv", "bad.json", "empty.html", "x.zip/../a.txt"]
    for file, problem, remedy in zip(lost["file"], lost["problem"], lost["mend"], strict=True):
        with pytest.raises(TwoCrisesError) as caught:
            load_corpus(tmp_path, strict=True, progress=False)
        assert str(caught.value) == f"{file}: {problem}. {remedy}"
        (tmp_path / file.split("/")[0]).unlink()
    assert len(load_corpus(tmp_path, strict=True, progress=False).articles) == 2


# Progress and speed


def test_no_bar_when_reading_is_quick(reads, capsys):
    reads({"a.txt": TEXT})
    load_corpus("seeds")
    assert capsys.readouterr() == ("", "")


def test_a_bar_when_reading_is_slow(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(reading, "_PATIENCE", 0)
    written(tmp_path, {"press.jsonl": '{"text": "A text."}\n' * 2500})
    list(read_texts(tmp_path, progress=False))
    assert capsys.readouterr() == ("", "")
    list(read_texts(tmp_path))
    out, err = capsys.readouterr()
    assert not out and "reading" in err
    assert err.endswith("\r") and not err.split("\r")[-2].strip(), "it leaves nothing behind"


def test_the_bar_moves_inside_a_large_table(tmp_path, monkeypatch):
    steps = []

    class Bar:
        n = 0

        def __init__(self, **options):
            self.total = options["total"]

        def set_postfix_str(self, text, refresh):
            assert text == "press.jsonl" and not refresh

        def update(self, step):
            self.n += step
            steps.append(self.n / self.total)

        def close(self):
            steps.append("closed")

    monkeypatch.setattr(reading, "_PATIENCE", 0)
    monkeypatch.setattr("tqdm.tqdm", Bar)
    written(tmp_path, {"press.jsonl": ('{"text": "' + TEXT + '"}\n') * 2500})
    list(read_texts(tmp_path))
    assert steps == [0, pytest.approx(0.34, abs=0.02), pytest.approx(0.68, abs=0.02), "closed"]
    reader = read_texts(tmp_path)
    next(reader)
    reader.close()
    assert steps[-1] == "closed"


def test_progress_inside_a_large_table(tmp_path):
    written(tmp_path, {"a.jsonl": '{"text": "A text."}\n' * 25_000, "z.zip": zipped([("b.txt", TEXT)])})
    told = []
    list(read_texts(tmp_path, progress=told.append))
    assert told == [
        "reading a.jsonl",
        "reading a.jsonl, row 10000",
        "reading a.jsonl, row 20000",
        "reading z.zip/b.txt",
    ]


def test_lines_broken_at_a_width_are_joined_and_that_is_said(tmp_path):
    text = "The ministers met for eight hours in the\ncapital of the country and agreed to meet\n" * 4
    written(tmp_path, {"wire.txt": text, "table.csv": f'text\n"{text}"\n'})
    found = list(read_texts(tmp_path))
    texts = [one for one in found if isinstance(one, SourceText)]
    assert [len(one.text.split("\n")) for one in texts] == [1 + (one.text[-1] == "\n") for one in texts]
    assert all("have been joined" in one.repair for one in texts)
    assert sum("have been joined" in one.problem for one in found if isinstance(one, Problem)) == 2


def test_the_seeds_need_none_of_the_large_libraries():
    code = (
        "import sys\nfrom pathlib import Path\nfrom twocrises.reading import read_texts\n"
        "assert len(list(read_texts(Path('seeds')))) == 5\n"
        # pandas brings pyarrow by itself
        "assert not {'trafilatura', 'docx', 'ftfy', 'tqdm', 'lxml'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_hundred_thousand_rows_take_seconds(tmp_path):
    row = json.dumps({"text": TEXT * 3 + "“So”", "date": "2014-03-05", "source": "A"}, ensure_ascii=False)
    written(tmp_path, {"a.jsonl": f"{row}\n" * 20_000})
    begin = time.process_time()
    assert len(list(read_texts(tmp_path, progress=False))) == 20_000
    assert time.process_time() - begin < 4
