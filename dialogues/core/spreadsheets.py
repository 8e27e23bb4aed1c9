"""Spreadsheets in and out: the only place that knows how a CSV or XLSX file is written and read.

What goes out cannot run as a formula in the reader's program; what comes in is read by a limited process of its own
(`sheet_reader`), because a kilobyte of hostile spreadsheet can abort the process that opens it.
"""

import codecs
import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from dialogues.core import sheet_writer
from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

Cell = str | int | float | date | datetime | bool | None

FILE_BYTES_MAX = 10 * 1024 * 1024  # of an import; 6,000 people take about 1 MiB
READ_SECONDS_MAX = 15  # wall time of the reading process, start included
_ROWS_A_PART = 500  # of a file that leaves in pieces
_CELL_CHARACTERS_MAX = 32_767  # what a cell of a spreadsheet may hold
_READER = Path(__file__).with_name("sheet_reader.py")

CSV_TYPE = "text/csv; charset=utf-8"
TSV_TYPE = "text/tab-separated-values; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# A cell that begins so, also in wide forms, is run as a formula or eaten by one spreadsheet program or another.
_RUNS = re.compile("'*[=+\\-@\t\r\n\x00＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n\x00＝＋－＠]")


class UnreadableFile(DomainError):
    """The file is not a table that can be read here."""

    message = N_("This file cannot be read. Save it again as .xlsx or .csv and try once more.")


class BrokenFile(UnreadableFile):
    """It says it is a spreadsheet, but it is damaged or holds what no spreadsheet holds."""

    message = N_(
        "This spreadsheet is damaged. Open it in the program it comes from, save it again as .xlsx, and try it."
    )


class NotASpreadsheet(UnreadableFile):
    """Something else altogether."""

    message = N_("This file is neither a spreadsheet nor a table of text. It can be .xlsx, .xls, .ods or .csv.")


class WebPage(UnreadableFile):
    """Some systems export a web page and call it .xls."""

    message = N_(
        "This is a web page under the name of a spreadsheet. Open it in a spreadsheet program and save it as .xlsx."
    )


class ProtectedFile(UnreadableFile):
    """It cannot be opened without a password."""

    message = N_("This spreadsheet is protected by a password. Save a copy without one and try that.")


class EmptyFile(UnreadableFile):
    """There is nothing in it."""

    message = N_("This file holds no rows.")


class TooLarge(UnreadableFile):
    """It takes more memory or time than a list of people can need."""

    message = N_("This file is too large to be read here. Remove what is not the list of people, or split it.")


class TooManyCells(UnreadableFile):
    """More rows or columns than are read."""

    message = N_(
        "This sheet is larger than %(rows)s rows and %(columns)s columns. Remove what is not the list of people."
    )


class OpenQuote(UnreadableFile):
    """A quotation mark swallows the rest of the file."""

    message = N_("A quotation mark in row %(row)s is never closed, so the rows after it cannot be told apart.")


class NoSuchSheet(UnreadableFile):
    """Another sheet was asked for than the file has."""

    message = N_("This file has no sheet “%(name)s”.")


class WrongEncoding(UnreadableFile):
    """The bytes of the file are no text in the encoding that was chosen."""

    message = N_("This file is not written in %(name)s. Choose another encoding.")


_REFUSALS: dict[str, type[UnreadableFile]] = {
    "broken": BrokenFile,
    "not_a_spreadsheet": NotASpreadsheet,
    "web_page": WebPage,
    "protected": ProtectedFile,
    "empty": EmptyFile,
    "too_large": TooLarge,
    "too_many_cells": TooManyCells,
    "open_quote": OpenQuote,
    "no_such_sheet": NoSuchSheet,
    "wrong_encoding": WrongEncoding,
}

ENCODINGS = ("utf-8", "utf-16", "cp1252", "mac_roman", "cp1250", "cp850")  # that may be chosen for a text
SEPARATORS = (",", ";", "\t", "|", ":")


# ---------------------------------------------------------------- in
@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number in the file. Numbers are as the file holds them; texts are without guards."""

    number: int
    cells: tuple[str | int | float, ...]

    def at(self, column: int) -> str | int | float:
        """The cell of a column counted from 0; empty behind the row's end."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Choice:
    """What a person said about reading a file; None: it is guessed, and the guess is told."""

    sheet: str | None = None
    encoding: str | None = None  # one of ENCODINGS
    separator: str | None = None  # one of SEPARATORS


@dataclass(frozen=True)
class Table:
    """What was read, and what had to be assumed to read it."""

    kind: str  # xlsx, xls, ods or text
    sheet: str | None
    other_sheets: tuple[str, ...]
    encoding: str | None  # of a text: one of ENCODINGS
    separator: str | None
    rows: tuple[Row, ...]
    unread: frozenset[tuple[int, int]] = frozenset()  # row number, column: a formula without its result
    hidden_sheets: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()  # their numbers; they are read like the others
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, int], ...] = ()  # first row, last row, column: what it says holds for each row


GUESSED = Choice()


def read_table(content: bytes, choice: Choice = GUESSED) -> Table:
    """The table in a file, read by a process of its own with limits on memory and time.

    What a file is, its content says, not its name. Raises a subclass of UnreadableFile.
    """
    if len(content) > FILE_BYTES_MAX:
        raise TooLarge
    if not content.strip():
        raise EmptyFile
    told = {name: value for name, value in os.environ.items() if not name.startswith("DIALOGUES_")}
    try:
        # -P: the folder of the reader is not searched for modules, or our own would stand for the standard ones.
        done = subprocess.run(
            [sys.executable, "-P", str(_READER), json.dumps(asdict(choice))],
            input=content,
            capture_output=True,
            timeout=READ_SECONDS_MAX,
            check=False,
            env=told,
        )
    except subprocess.TimeoutExpired as error:
        raise TooLarge from error
    if done.returncode != 0:
        raise TooLarge  # it was ended by its limits: the only way it ends without an answer
    return _table_of(done.stdout)


def _table_of(answer: bytes) -> Table:
    """What the reading process said: lines of rows, and a verdict in the last one."""
    *lines, last = answer.splitlines()
    verdict = json.loads(last)
    if "refused" in verdict:
        raise _REFUSALS[verdict["refused"]](**verdict["facts"])
    found = verdict["table"]
    is_text = found["kind"] == "text"
    return Table(
        kind=found["kind"],
        sheet=found["sheet"],
        other_sheets=tuple(found["other_sheets"]),
        encoding=found["encoding"],
        separator=found["separator"],
        rows=tuple(
            Row(number, tuple(map(_unguarded_cell, cells)) if is_text else tuple(cells))
            for line in lines
            for number, cells in json.loads(line)
        ),
        unread=frozenset((row, column) for row, column in found["unread"]),
        hidden_sheets=tuple(found["hidden_sheets"]),
        hidden_rows=tuple(found["hidden_rows"]),
        hidden_columns=tuple(found["hidden_columns"]),
        merged=tuple((first, last_, column) for first, last_, column in found["merged"]),
    )


def _unguarded_cell(cell: str) -> str:
    return unguarded(cell) if cell[:1] == "'" else cell


# ---------------------------------------------------------------- out
def guarded(text: str) -> str:
    """`text` with an apostrophe before it if a spreadsheet program would run it; a plus of a phone number too."""
    return f"'{text}" if _RUNS.match(text) else text


def unguarded(text: str) -> str:
    """`text` without the apostrophe that `guarded` put before it; any other text as it is."""
    return text[1:] if _GUARDED.match(text) else text


def write_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """`rows`, headings among them, as CSV: commas, UTF-8 with the mark by which spreadsheet programs know it."""
    return b"".join(csv_parts(rows))


def write_text(rows: Iterable[Sequence[Cell]], *, separator: str) -> bytes:
    """The same with another separator, for whose spreadsheet program expects another one."""
    return codecs.BOM_UTF8 + b"".join(_text_parts(rows, separator=separator))


def csv_parts(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same in pieces, for an answer that leaves while it is written."""
    yield codecs.BOM_UTF8
    yield from _text_parts(rows, separator=",")


def tsv_parts(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """`rows` as a spreadsheet program puts cells on the clipboard: tabs, UTF-8 without a mark. In pieces."""
    yield from _text_parts(rows, separator="\t")


def _text_parts(rows: Iterable[Sequence[Cell]], *, separator: str) -> Iterator[bytes]:
    lines = ([guarded(cell) if isinstance(cell, str) else _told(cell) for cell in row] for row in rows)
    while some := list(islice(lines, _ROWS_A_PART)):
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=separator).writerows(some)
        yield out.getvalue().encode("utf-8", "replace")


def _told(cell: Cell) -> int | float | str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return cell.isoformat() if isinstance(cell, date) else cell


@dataclass(frozen=True)
class Sheet:
    """One sheet to write. The first `headings` rows are set in bold and stay in view."""

    name: str  # at most 31 signs, none of []:*?/\
    rows: Iterable[Sequence[Cell]]
    headings: int = 1
    widths: Sequence[int] = ()  # of the columns, in signs
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)  # column: what its cells offer
    rows_to_fill: int = 0  # under the headings: cells that offer their choices and keep what is typed as a text
    is_table: bool = False  # one that can be filtered and sorted by its one row of headings, each a text of its own
    table_name: str = ""  # by which formulas and other programs ask for it: letters and "_", once in a file
    rows_below: int = 0  # how many of the last rows are sums under the table, which no filter or sorting may touch


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """`sheets` as an XLSX file in which every text is a text: no formula, no link, no number that was a telephone."""
    if any(sheet.choices or sheet.rows_to_fill for sheet in sheets):
        return _write_form(sheets)
    file = sheet_writer.Writer()
    for sheet in sheets:
        file.add(
            sheet.name,
            sheet.rows,
            headings=sheet.headings,
            widths=sheet.widths,
            table=sheet_writer.TablePart(sheet.table_name, sheet.rows_below) if sheet.is_table else None,
        )
    return file.end()


def _write_form(sheets: Sequence[Sheet]) -> bytes:
    """The same where cells are to be filled in: what they offer is more than our own writer knows."""
    import xlsxwriter  # needed for the file to fill in only, and slow to import

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(sheet.headings, 0)
            kept = book.add_format({"num_format": "@"}) if sheet.rows_to_fill else None
            for at, width in enumerate(sheet.widths):
                page.set_column(at, at, width, kept)
            _offer(book, page, sheet)
            heads: Sequence[Cell] = ()
            number = 0
            for number, row in enumerate(sheet.rows):
                heads = heads or row
                look = bold if number < sheet.headings else None
                for at, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(number, at, _NOT_XML.sub("", cell)[:_CELL_CHARACTERS_MAX], look)
                    elif isinstance(cell, bool):
                        page.write_boolean(number, at, cell, look)
                    elif isinstance(cell, datetime):
                        page.write_datetime(number, at, cell.replace(tzinfo=None), instant)
                    elif isinstance(cell, date):
                        page.write_datetime(number, at, cell, day)
                    elif cell is not None:
                        page.write_number(number, at, cell, look)
            last = number - sheet.rows_below
            if sheet.is_table and last > 0:  # a table of headings alone is none
                columns = [{"header": head, "header_format": bold} for head in heads]
                named = {"name": sheet.table_name} if sheet.table_name else {}
                look_of = {"columns": columns, "style": "Table Style Light 1", **named}
                page.add_table(0, 0, last, len(heads) - 1, look_of)
    return out.getvalue()


def _offer(book: Any, page: Any, sheet: Sheet) -> None:
    """Cells to fill in offer their choices, which stand on a hidden sheet: there is no room for many in the cell."""
    if not sheet.choices:
        return
    lists = book.add_worksheet(_LISTS)
    lists.hide()
    for at, (column, words) in enumerate(sheet.choices.items()):
        lists.write_column(0, at, words)
        letter = chr(ord("A") + at)
        source = f"={_LISTS}!${letter}$1:${letter}${len(words)}"
        last = sheet.headings + sheet.rows_to_fill - 1
        page.data_validation(
            sheet.headings, column, last, column, {"validate": "list", "source": source, "error_type": "warning"}
        )


_LISTS = "Lists"
# Not allowed in XML at all.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
