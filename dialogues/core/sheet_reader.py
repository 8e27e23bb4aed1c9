"""Reads one spreadsheet from standard input and writes its cells as JSON; started as a process of its own.

A hostile file can make any reader take all memory or abort the process, so this one is somebody else's process with
limits, and whatever happens to it is one sentence to the person who sent the file. It imports nothing of the program
and knows nothing but bytes: `spreadsheets.read_table` starts it and judges what comes back.
"""

import contextlib
import csv
import datetime as dt
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

MEMORY_BYTES_MAX = 384 * 1024 * 1024  # address space; a sheet of CELLS_MAX cells of ordinary words stays below it
CPU_SECONDS_MAX = 8
INFLATED_BYTES_MAX = 120 * 1024 * 1024  # what all parts of a zipped spreadsheet may unpack to
MEMBERS_MAX = 2000  # parts in the zip
ROWS_MAX = 20_000
COLUMNS_MAX = 200
CELLS_MAX = 500_000
TEXT_CHARACTERS_MAX = 24_000_000  # in all cells together
CELL_CHARACTERS_MAX = 100_000  # a cell of a spreadsheet holds at most 32,767

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_WEB_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|table|meta|\?xml)\b", re.IGNORECASE | re.DOTALL
)
_SEPARATORS = ";,\t"
_SEPARATOR_LINE = re.compile(r"\A(?:sep|SEP)=(.)\r?\n?")
_DECLARES_TYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA_WITHOUT_VALUE = re.compile(
    r'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)'
    r"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


class Refused(Exception):
    """The file cannot be read; `code` names the sentence, `facts` fill it."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def read(content: bytes) -> dict[str, Any]:
    """The cells of the first visible sheet that holds any, or of a text of values. Raises Refused.

    Each row is its number in the file and its cells: texts, and numbers where the file holds numbers.
    """
    if content.startswith(_ZIP):
        return _read_workbook(content, *_look_inside(content))
    if content.startswith(_OLD_OFFICE):
        return _read_workbook(content, "xls", {})
    return read_text(content)


# ---------------------------------------------------------------- workbooks
def _look_inside(content: bytes) -> tuple[str, dict[str, str]]:
    """Which kind of zipped spreadsheet it is and where its sheets are, after measuring what it unpacks to."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        if len(parts) > MEMBERS_MAX or sum(part.file_size for part in parts) > INFLATED_BYTES_MAX:
            raise Refused("too_large")
        for part in parts:
            with archive.open(part) as file:
                head = file.read(4096)
            if part.filename.endswith((".xml", ".rels")) and _DECLARES_TYPE.search(head):
                raise Refused("broken")
        names = {part.filename for part in parts}
        if "xl/workbook.xml" in names:
            return "xlsx", _sheet_parts(archive, names)
        if "content.xml" in names and archive.read("mimetype").startswith(
            b"application/vnd.oasis.opendocument.spreadsheet"
        ):
            return "ods", {}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, KeyError, OSError) as error:
        raise Refused("broken") from error
    raise Refused("not_a_spreadsheet")


def _sheet_parts(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """Where in the zip each sheet stands, by the sheet's name."""
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in names:
        return {}
    targets: dict[str, str] = {}
    for relation in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", archive.read(relations).decode("utf-8", "replace")):
        facts = dict(re.findall(r'([\w:]+)="([^"]*)"', relation))
        targets[facts.get("Id", "")] = facts.get("Target", "")
    parts: dict[str, str] = {}
    for sheet in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", archive.read("xl/workbook.xml").decode("utf-8", "replace")):
        facts = dict(re.findall(r'([\w:]+)="([^"]*)"', sheet))
        target = next((targets.get(value, "") for name, value in facts.items() if name.endswith(":id")), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in names:
            parts[_unescaped(facts.get("name", ""))] = path
    return parts


def _unescaped(text: str) -> str:
    for sign, written in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;"), ("&", "&amp;")):
        text = text.replace(written, sign)
    return text


def _read_workbook(content: bytes, kind: str, parts: dict[str, str]) -> dict[str, Any]:
    import python_calamine as calamine

    try:
        workbook = calamine.load_workbook(io.BytesIO(content))
        shown = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        for name in shown:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.height == 0 or sheet.width == 0:
                continue
            if sheet.height > ROWS_MAX or sheet.width > COLUMNS_MAX or sheet.height * sheet.width > CELLS_MAX:
                raise Refused("too_many_cells", rows=ROWS_MAX, columns=COLUMNS_MAX)
            first_row, first_column = sheet.start or (0, 0)
            cells = sheet.to_python(skip_empty_area=True)
            rows = [
                [number, [""] * first_column + [_plain(cell) for cell in row]]
                for number, row in enumerate(cells, first_row + 1)
            ]
            return {
                "kind": kind,
                "sheet": name,
                "other_sheets": [other for other in workbook.sheet_names if other != name],
                "encoding": None,
                "separator": None,
                "rows": _kept(rows),
                "unread": _formulas_without_value(content, parts.get(name)),
            }
    except calamine.PasswordError as error:
        raise Refused("protected") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("protected" if "password" in str(error).lower() else "broken") from error
    raise Refused("empty")


def _plain(value: Any) -> str | int | float:
    """A cell as text, or as a number where the file holds one (a phone typed as a number loses its zero or plus)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e18 else value
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    return str(value)


def _formulas_without_value(content: bytes, path: str | None) -> list[list[int]]:
    """Row number and column (from 0) of cells whose formula was never calculated: they would read as empty."""
    if path is None:
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(path).decode("utf-8", "replace")
    if "f>" not in text and "<f" not in text:
        return []
    return [[int(row), _column_number(letters)] for letters, row in _FORMULA_WITHOUT_VALUE.findall(text)]


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


# ---------------------------------------------------------------- text
def read_text(content: bytes) -> dict[str, Any]:
    """The values of a text file, with the encoding and the separator that were taken for granted."""
    if _WEB_PAGE.match(content[:2000]):
        raise Refused("web_page")
    text, encoding = _decoded(content)
    if not text.strip():
        raise Refused("empty")
    told = _SEPARATOR_LINE.match(text)
    separator = told.group(1) if told else guess_separator(text)
    text = text[told.end() :] if told else text
    csv.field_size_limit(CELL_CHARACTERS_MAX)
    rows: list[list[Any]] = []
    try:
        # The line that says which separator it is belongs to the program that wrote it, not to the rows.
        for number, cells in enumerate(_records(text, separator), 1):
            if number > ROWS_MAX or len(cells) > COLUMNS_MAX:
                raise Refused("too_many_cells", rows=ROWS_MAX, columns=COLUMNS_MAX)
            rows.append([number, cells])
    except csv.Error as error:
        raise Refused("open_quote", row=len(rows) + 1) from error
    return {
        "kind": "text",
        "sheet": None,
        "other_sheets": [],
        "encoding": encoding,
        "separator": separator,
        "rows": _kept(rows),
        "unread": [],
    }


def _records(text: str, separator: str) -> Iterator[list[str]]:
    if text.count(separator) > CELLS_MAX:
        raise Refused("too_many_cells", rows=ROWS_MAX, columns=COLUMNS_MAX)
    # newline="" keeps line breaks inside quotes and still ends lines at \n, \r\n and a lone \r.
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _decoded(content: bytes) -> tuple[str, str]:
    try:
        if content.startswith(_UTF_16):
            return content.decode("utf-16"), "utf-16"
        if b"\x00" in content:
            raise Refused("not_a_spreadsheet")
        try:
            return content.decode("utf-8-sig"), "utf-8"
        except UnicodeDecodeError:
            return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        raise Refused("not_a_spreadsheet") from error


def guess_separator(text: str) -> str:
    """The separator that the heading holds most of, outside quotes; the lines after it break a tie."""
    lines = [line for line in re.split(r"\r\n|\n|\r", text[:100_000]) if line.strip()][:50]
    unquoted = [re.sub(r'"[^"]*"', "", line) for line in lines]
    return max(_SEPARATORS, key=lambda sign: (unquoted[0].count(sign), sum(line.count(sign) for line in unquoted)))


# ---------------------------------------------------------------- both
def _kept(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows that hold anything, each without the empty cells at its end."""
    size = 0
    kept = []
    for number, cells in rows:
        last = len(cells)
        while last and (cells[last - 1] == "" or str(cells[last - 1]).isspace()):
            last -= 1
        if last:
            kept.append([number, cells[:last]])
            size += sum(len(cell) for cell in cells[:last] if isinstance(cell, str))
    if not kept:
        raise Refused("empty")
    if size > TEXT_CHARACTERS_MAX:
        raise Refused("too_large")
    return kept


def _limit_this_process() -> None:
    """Take no more memory and time than a sheet of people needs. Only where the system can do it."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Read standard input, answer on standard output: `{"table": ...}` or `{"refused": code, "facts": ...}`."""
    _limit_this_process()
    answer: dict[str, Any]
    try:
        answer = {"table": read(sys.stdin.buffer.read())}
    except Refused as refused:
        answer = {"refused": refused.code, "facts": refused.facts}
    except (MemoryError, RecursionError):
        answer = {"refused": "too_large", "facts": {}}
    sys.stdout.buffer.write(json.dumps(answer, separators=(",", ":")).encode())


if __name__ == "__main__":
    main()
