"""Bytes -> text: which encoding a file is in, and what a wrong one left behind.

What is known for sure goes first (a mark, UTF-8), a guess last, and each guess and repair is said in a sentence. Text
that could be correct is never changed.
"""

import codecs
import re
from itertools import islice

from twocrises.problems import TAKE_OUT, EmptyFileError, UnreadableError, shown
from twocrises.wording import count

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How files begin that are no text, whatever their suffix says.
_NO_TEXT = {
    b"%PDF-": "is a PDF",
    b"\x89PNG": "is a picture",
    b"\xff\xd8\xff": "is a picture",
    b"GIF87a": "is a picture",
    b"GIF89a": "is a picture",
    b"PK\x03\x04": "is a packed file, such as .zip or .docx",
    b"\x1f\x8b": "is a packed file",
    b"7z\xbc\xaf\x27\x1c": "is a packed file",
    b"Rar!\x1a": "is a packed file",
    b"\xd0\xcf\x11\xe0\xa1\xb1": "is an old Office file",
    b"{\\rtf": "is an RTF document",
}
# Control characters that texts do not hold; tab, line ends, form feed and escape are no such.
_CONTROLS = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n\v\f\r\x1b")
# Those of Latin-1, which stand where Windows has quotation marks and dashes.
_CONTROLS_LATIN = re.compile(r"[\x80-\x9f]")


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    r"""Decode a text, whatever its encoding: marked, UTF-8, UTF-16, declared, Windows-1252 or Latin-1.

    Parameters
    ----------
    data : bytes
        A whole file.
    declared : str, optional
        The encoding a page says it has. UTF-8 goes first: scrapers save pages as UTF-8 and leave the old declaration,
        while text in another encoding is next to never UTF-8 by chance.

    Returns
    -------
    text : str
    repair : str
        A sentence, if it was read as Windows-1252 or Latin-1 without saying so; else empty.

    Raises
    ------
    UnreadableError
        If it is empty, no text, or in no encoding that can be told.

    Examples
    --------
    >>> decode("Zażółć".encode("utf-16"))
    ('Zażółć', '')
    >>> decode(b"It\x92s caf\xe9.")
    ('It’s café.', 'is not UTF-8 in line 1, which was read as Windows-1252')
    """
    if not data.strip():
        raise EmptyFileError
    for start, kind in _NO_TEXT.items():
        if data.startswith(start):
            raise UnreadableError(f"{kind}, not a text", "Save its text as .txt.")
    text, repair = _decoded(data, declared)
    if not text.strip():
        raise EmptyFileError
    if "\0" in text:
        raise UnreadableError("is not a text file (it holds null bytes)", TAKE_OUT)
    raw = text.encode()
    if len(raw) - len(raw.translate(None, _CONTROLS)) > 1 + len(text) // 50:
        raise UnreadableError("is not a text file (it holds control characters)", TAKE_OUT)
    return text, repair


def _decoded(data: bytes, declared: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding), ""
    data = data.removeprefix(codecs.BOM_UTF8)
    if (text := _utf16(data)) is not None:
        return text, ""
    if (text := _exactly(data, "utf-8")) is not None:
        return text, ""
    if declared and (text := _exactly(data, declared)) is not None:
        return text, ""
    if declared and declared != "cp1252":  # a few stray bytes do not turn Cyrillic into Western text
        return data.decode(declared, "replace"), f"holds bytes that are not {declared}, now shown as �"
    return _western(data)


def _exactly(data: bytes, encoding: str) -> str | None:
    """Decode bytes, or give None if one of them does not fit."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding[:6].upper()
        problem = f"begins as {name}, but is no such text (byte {error.start})"
        raise UnreadableError(problem, "Save it again with the encoding UTF-8.") from None


def _utf16(data: bytes) -> str | None:
    """Read UTF-16 without a mark, which shows by null bytes in every other place and nowhere else."""
    if b"\0" not in data:
        return None
    even, odd = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 or max(even, odd) * 40 < len(data) or min(even, odd) * 20 > max(even, odd):
        return None
    return _exactly(data, "utf-16-le" if odd > even else "utf-16-be")


def _western(data: bytes) -> tuple[str, str]:
    """Read each line that is not UTF-8 as Windows-1252, or as Latin-1, which has a character for every byte.

    Line by line, since files put together from several sources mix encodings.
    """
    lines, other = [], []
    encoding = "Windows-1252"
    for number, raw in enumerate(data.split(b"\n"), 1):
        line = _exactly(raw, "utf-8")
        if line is None:
            other.append(number)
            line = _exactly(raw, "cp1252")
        if line is None:
            line = raw.decode("latin-1")
            encoding = "Latin-1"
        lines.append(line)
    text = "\n".join(lines)
    if _is_mistaken(text):
        raise UnreadableError("is in an encoding that cannot be told", "Save it again with the encoding UTF-8.")
    one = f"line {other[0]}, which was"
    where = one if len(other) == 1 else f"{len(other)} lines from line {other[0]} on, which were"
    return text, f"is not UTF-8 in {where} read as {encoding}"


def _is_mistaken(text: str) -> bool:
    """Tell text that cannot be Western: no such language is written mostly in accented letters, or with controls."""
    letters = [character for character in islice(text, 100_000) if character.isalpha()]
    accented = sum(not letter.isascii() for letter in letters)
    controls = len(_CONTROLS_LATIN.findall(text))
    return (len(letters) >= 20 and accented * 2 > len(letters)) or controls > 10 + len(text) // 20


# UTF-8 read with the wrong encoding gives pairs such as "Ã©" and "â€™": first the character of a leading byte, then
# that of a byte from 80 to BF, here as Windows-1252 and as Windows-1251 have them.
_TRAIL = re.escape("".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0)))
_TRAIL_1251 = re.escape(bytes(range(0x80, 0xC0)).decode("cp1251", "ignore"))
# Only what no correct text has. A word in capitals may well end in such a letter before a quotation mark or a sign
# ("NESCAFÉ®", «IRMÃ»), and so may one in small letters (“Spaß”); ftfy alone would change some of these. The set of
# first characters stands in front, since the search for one set is ten times as fast as that for alternatives.
_MOJIBAKE = re.compile(
    rf"""
    [\x80-\x84\x86-\x9fÂ-ð‚вРС]
    (?: (?<=[\x80-\x9f])
      | (?<=â)€[{_TRAIL}]
      | (?<=ð)Ÿ
      | (?<=[a-z][Â-ÖØ-Þ])[{_TRAIL}]
      | (?<=[ÂÃ])(?<![A-ZÀ-ÞĀ-Ž“‘«„‹].)[{_TRAIL}]
      | (?<=[ÂÃ])[{_TRAIL}](?=[A-Z])
      | (?<=[Î-Ñ×-Û])[{_TRAIL}][Î-Ñ×-Û][{_TRAIL}]
      | (?<=[à-ï])[{_TRAIL}]{{2}}(?:[à-ï][{_TRAIL}]{{2}}){{2}}
      | (?<=‚)Ä[ìîòôùú]
      | (?<=в)Ђ
      | (?<=[РС])[{_TRAIL_1251}](?:[РС][{_TRAIL_1251}]){{2}}
    )
    """,
    re.VERBOSE,
)


def mend(text: str) -> tuple[str, str]:
    r"""Mend text that was decoded with the wrong encoding, and nothing else.

    Parameters
    ----------
    text : str
        Text of any kind. Lines without the marks of a wrong encoding come back as they are.

    Returns
    -------
    text : str
        The mended text; quotation marks, ligatures, widths and line ends stay.
    repair : str
        A sentence with one example, or empty if nothing was mended.

    Examples
    --------
    >>> mend("He didnâ€™t go.\nâ€œSo.â€\x9d")
    ('He didn’t go.\n“So.”', 'was once decoded wrongly and is mended in 2 lines, for example "didnâ€™t" to "didn’t"')
    >>> mend("“Voilà”, NESCAFÉ®")
    ('“Voilà”, NESCAFÉ®', '')
    """
    if text.isascii() or not _MOJIBAKE.search(text):
        return text, ""
    import ftfy

    lines = text.split("\n")
    changed = []
    for i, line in enumerate(lines):
        mended = ftfy.fix_encoding(line) if _MOJIBAKE.search(line) else line
        if mended != line and "\0" not in mended:  # ftfy reads one pair of bytes as a null byte, as Java writes it
            lines[i] = mended
            changed.append((line, mended))
    if not changed:
        return text, ""
    before, after = _example(*changed[0])
    where = count(len(changed), "line")
    return "\n".join(lines), f'was once decoded wrongly and is mended in {where}, for example "{before}" to "{after}"'


def _example(before: str, after: str) -> tuple[str, str]:
    """Find the first word that was mended, as it was and as it is."""
    differ = next((i for i, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), 0)
    start = max(before.rfind(" ", 0, differ) + 1, differ - 20)
    old, new = (shown(re.split(r"\s", line[start : start + 30])[0]) for line in (before, after))
    return old, new
