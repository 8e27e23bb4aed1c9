"""Five hundred files as people send them by mistake or on purpose: broken, huge, mislabelled, malicious, odd.

Made by code from a seeded list of shapes, so that each run meets the same animals. `CAGED` are those that could take a
worker down: they are only ever opened by the limited reading process.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from dialogues.core import sheet_reader
from dialogues.core.spreadsheets import Cell, Sheet, write_csv, write_xlsx

GOOD: list[list[Cell]] = [
    ["Full name", "Sector", "Phone"], ["Ama Serwaa", "MIN", "0244123457"], ["Kofi Mensah", "GOV", ""],
]  # fmt: skip
COUNT = 500


@dataclass(frozen=True)
class Animal:
    """One file: what it is called, what is in it, and whether only the limited process may open it."""

    name: str
    content: bytes
    is_caged: bool = False


def parts_of(content: bytes) -> dict[str, bytes]:
    """The files inside a spreadsheet, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(sheet: str, *, more: dict[str, bytes] | None = None, head: str = "", after: str = "") -> bytes:
    """The smallest spreadsheet around the XML of one sheet's rows."""
    parts = parts_of(write_xlsx([Sheet("List", [])]))
    parts["xl/worksheets/sheet1.xml"] = (
        f'<?xml version="1.0"?>{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{sheet}</sheetData>{after}</worksheet>"
    ).encode()
    return zipped(parts | (more or {}))


def cell(place: str, text: str) -> str:
    """A cell that holds its own text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def rows(*texts: tuple[str, ...]) -> str:
    """Rows of such cells."""
    return "".join(
        f'<row r="{number}">{"".join(cell(f"{chr(65 + at)}{number}", text) for at, text in enumerate(one))}</row>'
        for number, one in enumerate(texts, 1)
    )


# ---------------------------------------------------------------- those that bite
def _shared_strings(count: int, length: int) -> bytes:
    text = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{"<si><t>" + "x" * length}</t></si>'
    return workbook("", more={"xl/sharedStrings.xml": (text + "<si><t>y</t></si>" * count + "</sst>").encode()})


def _lies(size: int) -> bytes:
    content = workbook(" " * size)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    return content.replace(told, (100).to_bytes(4, "little"))


def _ods(rows_: str) -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    text = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" '
        f'xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="List">{rows_}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>'
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": text.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


LOL = '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(8)
)
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">'


def _biting() -> Iterator[tuple[str, bytes]]:
    repeated = '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="{}" '
    repeated += 'office:value-type="string"><text:p>Ama</text:p></table:table-cell></table:table-row>'
    big = sheet_reader.INFLATED_BYTES_MAX
    yield "zip bomb in a picture", workbook("", more={"xl/media/big.bin": bytes(big + 1)})
    yield "zip bomb in the sheet", workbook(" " * (big + 1))
    yield "a sheet that lies about its size", _lies(40_000_000)
    yield (
        "one cell at A1 and one at the last",
        workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    )
    yield "one cell far down", workbook('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    yield "one cell far to the right", workbook(rows(*GOOD_TEXTS) + '<row r="9"><c r="XFD9"><v>1</v></c></row>')
    yield "huge shared strings", _shared_strings(2_000_000, 10)
    yield "one shared string of a hundred million letters", _shared_strings(1, 100_000_000)
    yield "an ods that repeats a row a million times", _ods(repeated.format(1_048_576, 16_384))
    yield "an ods that repeats a cell a million times", _ods(repeated.format(1, 16_384))
    yield "an ods that repeats into the billions", _ods(repeated.format(2_000_000_000, 2_000_000_000))
    yield "entities in the sheet", workbook(rows(("&h;",)), head=f"{LOL}]>")
    yield (
        "entities in the workbook",
        zipped(
            {**parts_of(write_xlsx([Sheet("L", GOOD)])), "xl/workbook.xml": f"{LOL}]><workbook>&h;</workbook>".encode()}
        ),
    )
    yield "a file of the server asked for", workbook(rows(("&e;",)), head=f"{XXE}]>")
    yield (
        "a file asked for in shared strings",
        workbook("", more={"xl/sharedStrings.xml": f"{XXE}]><sst><si><t>&e;</t></si></sst>".encode()}),
    )
    yield "a dimension below zero", _with_dimension("A1:B-5")
    yield "a dimension of everything", _with_dimension("A1:XFD1048576")
    yield "a dimension upside down", _with_dimension("Z99:A1")
    yield "a cell called A0", workbook('<row r="0"><c r="A0"><v>1</v></c></row>')
    yield "a cell called A-1", workbook('<row r="-1"><c r="A-1"><v>1</v></c></row>')
    yield "a cell beyond all columns", workbook('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>')
    yield "a cell beyond all rows", workbook('<row r="1"><c r="A99999999999999999999"><v>1</v></c></row>')
    yield "shared strings that are not there", workbook('<row r="1"><c r="A1" t="s"><v>999999999</v></c></row>')
    yield "a style that is not there", workbook('<row r="1"><c r="A1" s="99999"><v>44000</v></c></row>')
    yield "a date beyond time", workbook('<row r="1"><c r="A1" t="d"><v>9999999-99-99</v></c></row>')
    yield "a number beyond numbers", workbook('<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>NaN</v></c></row>')
    merges = "".join(f'<mergeCell ref="A{at}:A{at + 1}"/>' for at in range(1, 60_000, 2))
    yield "thirty thousand merged cells", workbook(rows(*GOOD_TEXTS), after=f"<mergeCells>{merges}</mergeCells>")
    yield "tags that never end", workbook("<row " * 2_000_000)
    yield "rows in rows in rows", workbook("<row>" * 100_000)
    yield "fifteen hundred sheets", _many_sheets(1_500)
    yield (
        "a zip with too many parts",
        zipped(parts_of(write_xlsx([Sheet("L", GOOD)])) | {f"x/{at}": b"" for at in range(sheet_reader.MEMBERS_MAX)}),
    )
    yield "a text of one endless row", b";" * 3_000_000
    yield "a text of too many rows", b"Name\n" + b"Ama\n" * (sheet_reader.ROWS_MAX + 1)
    yield "a text of too many letters", b"Name\n" + (b"x" * 90_000 + b"\n") * 100
    yield "a quotation mark that swallows everything", b'Name\n"Ama\n' + b"Kofi\n" * 200_000
    yield "a text of quotation marks", b'"' * 3_000_000
    yield "many empty lines", b"\n" * 4_000_000
    yield "a cell of a million letters", b"Name,Sector\n" + b"x" * 1_000_000 + b",GOV\n"
    yield "an old workbook of noughts", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100_000)
    yield "an old workbook that points in circles", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01\x00\x00\x00" * 25_000
    yield "a workbook behind a password", _locked()


GOOD_TEXTS = tuple(tuple(map(str, row)) for row in GOOD)


def _with_dimension(told: str) -> bytes:
    sheet = parts_of(workbook(rows(*GOOD_TEXTS)))["xl/worksheets/sheet1.xml"]
    marked = sheet.replace(b"<sheetData>", f'<dimension ref="{told}"/><sheetData>'.encode())
    return workbook("", more={"xl/worksheets/sheet1.xml": marked})


def _many_sheets(count: int) -> bytes:
    return write_xlsx([Sheet(f"S{number}", [["x"]] if number == count - 1 else []) for number in range(count)])


def _locked() -> bytes:
    """What a spreadsheet program writes when it is asked for a password: an old container around an encrypted one."""
    sector = 512
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00")
    head += bytes(10) + (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4) + (4096).to_bytes(4, "little")
    head += b"\xfe\xff\xff\xff" + bytes(4) + b"\xfe\xff\xff\xff" + bytes(4) + bytes(4) + b"\xff" * 4 * 108
    fat = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff" * (sector - 8)

    def entry(name: str, kind: int) -> bytes:
        text = name.encode("utf-16-le")
        facts = text.ljust(64, b"\x00") + (len(text) + 2).to_bytes(2, "little") + bytes([kind, 1])
        return (facts + b"\xff" * 12 + bytes(36) + b"\xfe\xff\xff\xff" + bytes(8)).ljust(128, b"\x00")

    entries = entry("Root Entry", 5) + entry("EncryptedPackage", 2) + entry("EncryptionInfo", 2) + bytes(128)
    return bytes(head[:sector]).ljust(sector, b"\xff") + fat + entries


# ---------------------------------------------------------------- those under another name, and broken ones
def _mislabelled() -> Iterator[tuple[str, bytes]]:
    good = write_xlsx([Sheet("List", GOOD)])
    yield "nothing", b""
    yield "blank lines", b" \r\n\t\n"
    for name, mark in (("UTF-8", b"\xef\xbb\xbf"), ("UTF-16", b"\xff\xfe"), ("UTF-16, big", b"\xfe\xff")):
        yield f"the mark of {name} alone", mark
    for text in ("sep=", "sep=;", 'sep="', "sep=;;", "SEP=\t", "sep=a", "sep=;\r"):
        yield f"only {text!r}", text.encode()
        yield f"{text!r} before a list", f"{text}\nName;Sector\nAma;MIN\n".encode()
    for name, start in (
        ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\x00"), ("a PNG", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("a JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"), ("a GIF", b"GIF89a\x01\x00\x01\x00\x00"),
        ("a program", b"MZ\x90\x00\x03\x00"), ("another program", b"\x7fELF\x02\x01\x01\x00"),
        ("a gzip", b"\x1f\x8b\x08\x00\x00"), ("a 7z", b"7z\xbc\xaf\x27\x1c\x00"), ("a RAR", b"Rar!\x1a\x07\x00"),
        ("an mp3", b"ID3\x03\x00\x00"), ("a database", b"SQLite format 3\x00"),
        ("a class", b"\xca\xfe\xba\xbe\x00\x00"),
        ("an empty zip", b"PK\x05\x06" + bytes(18)),
    ):  # fmt: skip
        yield name, start + bytes(range(256)) * 4
    for page in ("<html><table><tr><td>Ama</td></tr></table>", "<!DOCTYPE html><p>Ama", "<table><tr><td>x", "<meta x>",
                 '<?xml version="1.0"?><Workbook/>', "<!-- x --><html>", "\n\n  <HTML>", "<body>"):  # fmt: skip
        yield f"a page {page[:16]}", page.encode()
    yield "a zip of a spreadsheet", zipped({"list.xlsx": good})
    yield "a zip of a zip of a spreadsheet", zipped({"a.zip": zipped({"list.xlsx": good})})
    yield "a zip of pictures", zipped({"a.jpg": b"\xff\xd8", "b.jpg": b"\xff\xd8"})
    yield "a text document", zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"})
    yield (
        "an open text document",
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
    )
    yield "names that climb", zipped({"../../etc/passwd": b"x", "xl/workbook.xml": b"<workbook/>"})
    yield "a workbook with macros", zipped({**parts_of(good), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    yield "a workbook without sheets", zipped({"xl/workbook.xml": b"<workbook/>"})
    yield (
        "a workbook without its sheet",
        zipped({name: part for name, part in parts_of(good).items() if "worksheets" not in name}),
    )
    for name in parts_of(good):
        yield f"a workbook whose {name} is nonsense", zipped({**parts_of(good), name: b"\x00\xff<<>>&&"})
        yield f"a workbook whose {name} is empty", zipped({**parts_of(good), name: b""})
    yield "only headings", b"Name,Sector\n"
    yield "only headings in a workbook", write_xlsx([Sheet("L", GOOD[:1])])
    yield "no heading", b"0244123457,GOV\n0201234567,MIN\n"
    yield "an empty workbook", write_xlsx([Sheet("L", [])])
    yield "three hundred columns", ",".join(["Name", *(f"c{at}" for at in range(300))]).encode() + b"\nAma\n"
    yield (
        "two hundred columns",
        ",".join(["Name", "Sector", *(f"c{at}" for at in range(198))]).encode() + b"\nAma,GOV\n",
    )
    yield "headings of one name", b"Name,Name,Name,Sector\nAma,Kofi,Yaa,GOV\n"
    yield "headings of no name", b",,Name,,Sector\n,,Ama,,GOV\n"
    yield "lone carriage returns", b"Name,Sector\rAma,GOV\rKofi,Mines\r"
    yield "a bit of UTF-16 in UTF-8", b"Name,Sector\nAma,G\x00O\x00V\x00\n"


# ---------------------------------------------------------------- lists with something wrong in a cell
WRONG: tuple[tuple[str, str], ...] = tuple(
    (column, text)
    for column, texts in {
        "Full name": ("", " ", "\u200b", "\u202e", "...", "\ud800", "x" * 5_001, "\x07\x08", "\u2066\u2069"),
        "Sector": ("Mines", "G0V", "=cmd|' /C calc'!A0", "\u202eVOG", "GOV/MIN", "x" * 5_000, "1", "<b>GOV</b>", ""),
        "E-mail": ("ama", "ama@", "@x.org", "a b@x.org", "ama@x..org", "x" * 300 + "@x.org", "a@x.org\nBcc: b@x.org"),
        "Gender": ("Mr", "7", "=1+1", "femal\u0000e?", "both", "x" * 500),
    }.items()
    for text in texts
)  # fmt: skip
HARMLESS = ("=1+1", "@SUM(A1)", "-1", "+233", "'=x", "\u202eAma", "<script>alert(1)</script>", "{{ 7*7 }}", "%s %(x)s",
            "../../etc", "NULL", "true", "O'Brien", 'says "yes"', "Ɛsi Ŋmaa", "a\u0301ma", "名前", "نام", "x" * 4_999,
            "Robert'); DROP TABLE person;--", "\t", "1e5", "NaN", "\ufeffAma")  # fmt: skip
_COLUMNS = ("Full name", "Sector", "E-mail", "Gender")


def _lists() -> Iterator[tuple[str, bytes]]:
    for number, (column, text) in enumerate(WRONG):
        row = {"Full name": f"Ama {number}", "Sector": "GOV", "E-mail": "", "Gender": "", column: text}
        table: list[list[Cell]] = [list(_COLUMNS), ["Kofi", "MIN", "", ""], [row[name] for name in _COLUMNS]]
        yield f"{column} {text[:12]!r}", write_csv(table)
        yield f"{column} {text[:12]!r} in a workbook", write_xlsx([Sheet("L", table)])
    for text in HARMLESS:
        table = [["Name", "Sector", "Notes"], [text, "GOV", text], ["Kofi", "MIN", ""]]
        yield f"a name {text[:12]!r}", write_csv(table)
        yield f"a name {text[:12]!r} in a workbook", write_xlsx([Sheet("L", table)])


# ---------------------------------------------------------------- good files that something fell on
def _hurt(random: Random) -> Iterator[tuple[str, bytes]]:
    xlsx, text = write_xlsx([Sheet("List", GOOD)]), write_csv(GOOD)
    accented = "Nom;Secteur\r\nHélène;société civile\r\n"
    wounds: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
        ("cut off", lambda content: content[: random.randrange(1, len(content))]),
        ("with bytes changed", lambda content: _changed(random, content)),
        ("with a hole", lambda content: _holed(random, content)),
        ("doubled", lambda content: content + content),
        ("with nonsense behind", lambda content: content + random.randbytes(200)),
        ("with nonsense before", lambda content: random.randbytes(8) + content),
    )
    kinds = (("workbook", xlsx), ("text", text), ("open document", _ods("")), ("wide text", accented.encode("utf-16")),
             ("French text", accented.encode("cp1252")), ("Macintosh text", accented.encode("mac_roman")))  # fmt: skip
    while True:
        kind, content = random.choice(kinds)
        wound, hurt = random.choice(wounds)
        yield f"a {kind} {wound}", hurt(content)


def _changed(random: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _time in range(random.randrange(1, 20)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _holed(random: Random, content: bytes) -> bytes:
    at = random.randrange(len(content))
    return content[:at] + content[at + random.randrange(1, 200) :]


def animals() -> list[Animal]:
    """All of them, each name once."""
    found: dict[bytes, Animal] = {}
    for name, content in _biting():
        found[content] = Animal(name, content, is_caged=True)
    for name, content in (*_mislabelled(), *_lists()):
        found.setdefault(content, Animal(name, content))
    hurt = _hurt(Random(2016))
    while len(found) < COUNT:
        name, content = next(hurt)
        found.setdefault(content, Animal(name, content))
    return [Animal(f"{number} {one.name}", one.content, one.is_caged) for number, one in enumerate(found.values())]
