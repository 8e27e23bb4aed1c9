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
import math
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

MEMORY_BYTES_MAX = 512 * 1024 * 1024  # address space; a sheet of CELLS_MAX cells of ordinary words stays below it
CPU_SECONDS_MAX = 8
INFLATED_BYTES_MAX = 160 * 1024 * 1024  # what all parts of a zipped spreadsheet may unpack to
MEMBERS_MAX = 2000  # parts in the zip
ROWS_MAX = 100_000
COLUMNS_MAX = 200
CELLS_MAX = 1_200_000
TEXT_CHARACTERS_MAX = 24_000_000  # in all cells together
CELL_CHARACTERS_MAX = 100_000  # a cell of a spreadsheet holds at most 32,767
MERGED_MAX = 10_000  # merged cells
ROWS_A_LINE = 500  # of the answer

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_WEB_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|table|meta|\?xml)\b", re.IGNORECASE | re.DOTALL
)
_SEPARATORS = ";,\t|"
_SEPARATOR_LINE = re.compile(r"\A\ufeff?sep=[\"']?([;,\t|:#~^])?[\"']?[ \t]*(?:\r\n|\n|\r|\Z)", re.IGNORECASE)
_OF_WORKBOOKS = ("other_sheets", "hidden_sheets", "merged", "unread", "hidden_rows", "hidden_columns")
_END = "\x00end\x00"  # a line of our own after the last: where it is not one, a quotation mark is open
_DECLARES_TYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA_WITHOUT_VALUE = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\shidden="(?:1|true)")[^>]*?\sr="(\d{1,7})"')
_HIDDEN_COLUMNS = re.compile(
    rb'<(?:\w+:)?col\b(?=[^>]*\shidden="(?:1|true)")[^>]*?\smin="(\d{1,5})"[^>]*?\smax="(\d{1,5})"'
)
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, LookupError, OSError)
# Signs that a list in English, French or Malagasy may hold beyond ASCII: they tell one old encoding from another.
_USUAL = frozenset("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜÑàâäçéèêëîïôöùûüñœŒ’‘“”–—«»°€…\xa0")


class Refused(Exception):
    """The file cannot be read; `code` names the sentence, `facts` fill it."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def read(
    content: bytes, *, sheet: str | None = None, encoding: str | None = None, separator: str | None = None
) -> dict[str, Any]:
    """The cells of the first visible sheet that holds any, or of a text of values. Raises Refused.

    Each row is its number in the file and its cells: texts, and numbers where the file holds numbers. What is named
    is taken as named: the sheet, hidden or not; the encoding and the separator of a text.
    """
    rows: list[list[Any]] = []
    told = tell(content, rows.append, sheet=sheet, encoding=encoding, separator=separator)
    return {**told, "rows": rows}


def tell(content: bytes, take: Any, *, sheet: str | None, encoding: str | None, separator: str | None) -> Any:
    """Give each row to `take` and return what had to be assumed to read them. Raises Refused, also half-way."""
    if content.startswith(_ZIP):
        return _read_workbook(content, *_look_inside(content), take, sheet)
    if content.startswith(_OLD_OFFICE):
        return _read_workbook(content, "xls", {}, take, sheet)
    return read_text(content, take, encoding=encoding, separator=separator)


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
    except (*_BROKEN_ZIP, ValueError, OverflowError) as error:
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


def _read_workbook(content: bytes, kind: str, parts: dict[str, str], take: Any, wanted: str | None) -> dict[str, Any]:
    import python_calamine as calamine

    try:
        workbook = calamine.load_workbook(io.BytesIO(content))
        sheets = [one for one in workbook.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
        hidden = [one.name for one in sheets if one.visible != calamine.SheetVisibleEnum.Visible]
        shown = [one.name for one in sheets if one.name not in hidden]
        if wanted is not None and wanted not in [one.name for one in sheets]:
            raise Refused("no_such_sheet", name=wanted)
        for name in shown if wanted is None else [wanted]:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.height == 0 or sheet.width == 0:
                continue
            last_row, last_column = sheet.total_height, sheet.total_width
            if last_row > ROWS_MAX or last_column > COLUMNS_MAX or last_row * last_column > CELLS_MAX:
                raise Refused("too_many_cells", rows=ROWS_MAX, columns=COLUMNS_MAX)
            _first_row, first_column = sheet.start or (0, 0)
            merged = _merged(sheet)
            # Rows come from the sheet's first, cells from the first column that holds anything.
            rows = (
                [number, [""] * first_column + [_plain(cell) for cell in row]]
                for number, row in enumerate(sheet.iter_rows(), 1)
            )
            _keep(_filled_down(rows, merged) if merged else rows, take)
            told = {
                "kind": kind,
                "sheet": name,
                "other_sheets": [other for other in workbook.sheet_names if other != name],
                "hidden_sheets": hidden,
                "merged": merged,
                **dict.fromkeys(("encoding", "separator")),
            }
            workbook.close()
            return told | _beside_the_cells(content, parts.get(name))
    except calamine.PasswordError as error:
        raise Refused("protected") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("protected" if "password" in str(error).lower() else "broken") from error
    raise Refused("empty")


def _merged(sheet: Any) -> list[tuple[int, int, int]]:
    """Cells that are one over several rows: first row, last row, column (from 0), in the order of their first rows."""
    ranges = sheet.merged_cell_ranges or []
    if len(ranges) > MERGED_MAX:
        raise Refused("too_large")
    return sorted((first[0] + 1, last[0] + 1, first[1]) for first, last in ranges if last[0] > first[0])


def _filled_down(rows: Iterable[list[Any]], merged: list[tuple[int, int, int]]) -> Iterator[list[Any]]:
    """The rows with what a merged cell shows in each of the rows it covers, as who wrote it meant."""
    coming = list(reversed(merged))
    reaching: dict[int, tuple[int, Any]] = {}  # column: last row, what is written
    for number, cells in rows:
        for column, (last, value) in list(reaching.items()):
            if number > last:
                del reaching[column]
            elif column < len(cells) and cells[column] == "":
                cells[column] = value
        while coming and coming[-1][0] <= number:
            first, last, column = coming.pop()
            if first == number and column < len(cells):
                reaching[column] = (last, cells[column])
        yield [number, cells]


def _plain(value: Any) -> str | int | float:
    """A cell as text, or as a number where the file holds one (a phone typed as a number loses its zero or plus)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e18
        return int(value) if whole else value if math.isfinite(value) else str(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    return str(value)


def _beside_the_cells(content: bytes, path: str | None) -> dict[str, Any]:
    """What the cells do not tell: formulas that were never calculated, which would read as empty, and what is hidden.

    A formula is its row number and its column (from 0); columns are counted from 0.
    """
    if path is None:
        return {"unread": [], "hidden_rows": [], "hidden_columns": []}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(path)
    formulas = _FORMULA_WITHOUT_VALUE.findall(xml) if b"<f" in xml or b":f" in xml else []
    hidden = b"hidden=" in xml
    columns = _HIDDEN_COLUMNS.findall(xml) if hidden else []
    return {
        "unread": [[int(row), _column_number(letters.decode())] for letters, row in formulas],
        "hidden_rows": [int(row) for row in _HIDDEN_ROW.findall(xml)] if hidden else [],
        "hidden_columns": sorted(
            {at for first, last in columns for at in range(int(first) - 1, min(int(last), COLUMNS_MAX))}
        ),
    }


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


# ---------------------------------------------------------------- text
def read_text(content: bytes, take: Any, *, encoding: str | None = None, separator: str | None = None) -> Any:
    """Give the values of a text to `take`; return the encoding and the separator that were taken for granted."""
    if _WEB_PAGE.match(content[:2000]):
        raise Refused("web_page")
    text, encoding = _decoded(content, encoding)
    if not text.strip("\ufeff \t\r\n\f\v\x00"):
        raise Refused("empty")
    told = _SEPARATOR_LINE.match(text)
    text = text[told.end() :] if told else text
    separator = separator or (told and told.group(1)) or guess_separator(text)
    if text.count(separator) > CELLS_MAX:
        raise Refused("too_many_cells", rows=ROWS_MAX, columns=COLUMNS_MAX)
    _keep(_records(text, separator), take)
    facts = {"kind": "text", "sheet": None, "encoding": encoding, "separator": separator}
    return dict.fromkeys(_OF_WORKBOOKS, ()) | facts


def _records(text: str, separator: str) -> Iterator[list[Any]]:
    csv.field_size_limit(CELL_CHARACTERS_MAX)
    ended = text if text.endswith(("\n", "\r")) else f"{text}\n"
    # newline="" keeps line breaks inside quotes and still ends lines at \n, \r\n and a lone \r.
    records = csv.reader(io.StringIO(ended + _END, newline=""), delimiter=separator)
    number = 0
    try:
        # The line that says which separator it is belongs to the program that wrote it, not to the rows.
        for number, cells in enumerate(records, 1):
            if cells == [_END]:
                return
            if number > ROWS_MAX or len(cells) > COLUMNS_MAX:
                raise Refused("too_many_cells", rows=ROWS_MAX, columns=COLUMNS_MAX)
            if cells and cells[-1].endswith(_END):
                raise Refused("open_quote", row=number)
            yield [number, cells]
    except csv.Error as error:
        raise Refused("open_quote", row=number + 1) from error


def _decoded(content: bytes, chosen: str | None) -> tuple[str, str]:
    if chosen is not None:
        try:
            return content.decode("utf-8-sig" if chosen == "utf-8" else chosen), chosen
        except (UnicodeDecodeError, UnicodeError) as error:
            raise Refused("wrong_encoding", name=chosen) from error
    try:
        if content.startswith(_UTF_16):
            return content.decode("utf-16"), "utf-16"
        if b"\x00" in content:
            return _without_mark(content), "utf-16"
        try:
            return content.decode("utf-8-sig"), "utf-8"
        except UnicodeDecodeError:
            return _old(content)
    except UnicodeError as error:
        raise Refused("not_a_spreadsheet") from error


def _without_mark(content: bytes) -> str:
    """A text in UTF-16 that does not say so: every second byte of plain letters is zero."""
    even, odd = content[:4000:2].count(0), content[1:4000:2].count(0)
    enough = len(content[:4000]) * 0.3
    if len(content) % 2 or max(even, odd) < enough or min(even, odd) > enough / 10:
        raise Refused("not_a_spreadsheet")
    return content.decode("utf-16-le" if odd > even else "utf-16-be")


def _old(content: bytes) -> tuple[str, str]:
    """The text in the encoding of Windows or of old Macintoshes, whichever makes more sense of it."""
    read: dict[str, str] = {}
    for encoding in ("cp1252", "mac_roman"):
        with contextlib.suppress(UnicodeDecodeError):
            read[encoding] = content.decode(encoding)
    sense = {
        encoding: sum(1 if sign in _USUAL else -1 for sign in text[:200_000] if sign > "\x7f")
        for encoding, text in read.items()
    }
    if "cp1252" not in read and sense["mac_roman"] <= 0:
        raise Refused("not_a_spreadsheet")
    best = max(sense, key=lambda encoding: sense[encoding])
    return read[best], best


def guess_separator(text: str) -> str:
    """The separator that the heading holds most of, outside quotes; the lines after it break a tie."""
    lines = [line for line in re.split(r"\r\n|\n|\r", text[:100_000]) if line.strip()][:50]
    unquoted = [re.sub(r'"[^"]*"', "", line) for line in lines]
    heading = unquoted[0] if unquoted else ""
    return max(_SEPARATORS, key=lambda sign: (heading.count(sign), sum(line.count(sign) for line in unquoted)))


# ---------------------------------------------------------------- both
def _keep(rows: Iterable[list[Any]], take: Any) -> None:
    """Give the rows that hold anything to `take`, each without the empty cells at its end."""
    size = kept = 0
    for number, cells in rows:
        last = len(cells)
        while last and (cells[last - 1] == "" or str(cells[last - 1]).isspace()):
            last -= 1
        if last:
            take([number, cells[:last]])
            kept += 1
            size += sum(len(cell) for cell in cells[:last] if isinstance(cell, str))
            if size > TEXT_CHARACTERS_MAX:
                raise Refused("too_large")
    if not kept:
        raise Refused("empty")


def _limit_this_process() -> None:
    """Take no more memory and time than a sheet of people needs. Only where the system can do it."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _write(told: Any) -> None:
    sys.stdout.buffer.write(json.dumps(told, separators=(",", ":")).encode() + b"\n")


def main(chosen: str) -> None:
    """Read standard input as the JSON `chosen` says; answer on standard output, a line of JSON each.

    Lines of rows, and at the end `{"table": ...}` or `{"refused": code, "facts": ...}`: only then the rows hold.
    """
    _limit_this_process()
    rows: list[Any] = []

    def take(row: Any) -> None:
        rows.append(row)
        if len(rows) == ROWS_A_LINE:
            _write(rows)
            rows.clear()

    verdict: dict[str, Any]
    try:
        verdict = {"table": tell(sys.stdin.buffer.read(), take, **json.loads(chosen))}
    except Refused as refused:
        verdict = {"refused": refused.code, "facts": refused.facts}
    except (MemoryError, RecursionError):
        verdict = {"refused": "too_large", "facts": {}}
    _write(rows)
    _write(verdict)


if __name__ == "__main__":
    main(sys.argv[1])
