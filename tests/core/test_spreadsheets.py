"""Spreadsheets in and out: what leaves cannot run, what comes in cannot hurt, and what was assumed is told."""

import io
import re
import zipfile
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogues.core import sheet_reader, spreadsheets
from dialogues.core.spreadsheets import Choice, Sheet, guarded, read_table, unguarded, write_csv, write_xlsx

PEOPLE = [["Full name", "Phone", "Notes"], ["Ɛsi Owusuaa", "+233244123457", 'says "yes"; comes late\nwith Kofi']]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def rows_of(content):
    return [cells for _number, cells in sheet_reader.read(content)["rows"]]


def parts_of(content):
    """The files inside a spreadsheet, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def workbook(sheet_xml, *, name="List", more=(), head=""):
    """The smallest file that calls itself a spreadsheet, around the XML of one sheet."""
    parts = parts_of(write_xlsx([Sheet(name, [])]))
    parts["xl/worksheets/sheet1.xml"] = (
        f'<?xml version="1.0"?>{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{sheet_xml}</sheetData></worksheet>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in {**parts, **dict(more)}.items():
            archive.writestr(part, text)
    return out.getvalue()


# ---------------------------------------------------------------- out
@pytest.mark.parametrize("text", ("=1+1", "+233244123457", "-1", "@SUM(A1)", "\tx", "\rx", "\x00x", "＝1+1", "'=1+1"))
def test_a_text_that_a_spreadsheet_would_run_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ("Ama", "", "O'Brien", "'tis", "1+1", " =1+1", "(chair)"))
def test_a_harmless_text_is_left_alone(text):
    assert guarded(text) == text


@given(TEXTS)
@example("''=x")
@example("'")
def test_the_reader_takes_away_exactly_the_guard_that_the_writer_put(text):
    assert unguarded(guarded(text)) == text


@given(st.text("'=+-@\t ab", max_size=6))
def test_no_two_texts_are_written_alike(text):
    assert unguarded(text) == text or guarded(unguarded(text)) == text


def test_csv_comes_back_as_it_was_written():
    table = read_table(write_csv(PEOPLE))
    assert [list(row.cells) for row in table.rows] == PEOPLE
    assert (table.encoding, table.separator) == ("utf-8", ",")


def test_csv_carries_the_mark_that_spreadsheet_programs_need_for_accents():
    assert write_csv([["Ɛsi"]]).startswith(b"\xef\xbb\xbf")


def test_numbers_days_and_blanks_are_written_plainly():
    assert write_csv([[-3, 1.5, date(2026, 6, 2), None, True]]) == b"\xef\xbb\xbf-3,1.5,2026-06-02,,TRUE\r\n"


def test_xlsx_comes_back_as_it_was_written():
    table = read_table(write_xlsx([Sheet("People", PEOPLE)]))
    assert [list(row.cells) for row in table.rows] == PEOPLE
    assert (table.kind, table.sheet, table.encoding) == ("xlsx", "People", None)


# What XML can hold; a text of spaces alone is not told from an empty cell.
CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40)
ROWS = st.lists(st.lists(CELLS.filter(str.strip), min_size=1, max_size=3), min_size=1, max_size=3)


@given(ROWS)
@example([["=HYPERLINK(1)", "<b>&amp;", "_x0041_", "two\nlines", " spaces "]])
def test_every_text_is_a_text_in_xlsx_and_none_is_a_formula(rows):
    content = write_xlsx([Sheet("Rows", rows)])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in re.sub(r"<t .*?</t>", "", xml, flags=re.DOTALL)
    assert rows_of(content) == rows


def test_signs_that_no_spreadsheet_can_hold_are_left_out_of_xlsx():
    assert rows_of(write_xlsx([Sheet("Rows", [["A\x00m\x0ba\ufffe"]])])) == [["Ama"]]


def test_several_sheets_and_days_are_written():
    content = write_xlsx([Sheet("A & B", [["Day"], [date(2026, 6, 2)]], widths=[12]), Sheet("Other", [["x"]])])
    table = read_table(content)
    assert (table.sheet, table.other_sheets) == ("A & B", ("Other",))
    assert table.rows[1].cells == ("2026-06-02",)


# ---------------------------------------------------------------- in: what is assumed
CITIES = "Nom;Secteur\r\nJosé Rakotoarisoa;société civile\r\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    (
        (CITIES.encode("utf-8"), "utf-8"),
        (CITIES.encode("utf-8-sig"), "utf-8"),
        (CITIES.encode("cp1252"), "cp1252"),
        (CITIES.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + CITIES.encode("utf-16-be"), "utf-16"),
        (CITIES.replace("\r\n", "\r").encode(), "utf-8"),
        (CITIES.replace("\r\n", "\n").encode(), "utf-8"),
        (f"sep=;\r\n{CITIES}".encode(), "utf-8"),
        (CITIES.replace(";", "\t").encode("cp1252"), "cp1252"),
        (CITIES.replace(";", ",").encode(), "utf-8"),
    ),
)
def test_the_same_list_is_read_from_every_encoding_and_separator(content, encoding):
    read = sheet_reader.read(content)
    assert [cells for _number, cells in read["rows"]] == [["Nom", "Secteur"], ["José Rakotoarisoa", "société civile"]]
    assert read["encoding"] == encoding


def test_a_comma_in_a_cell_does_not_make_it_the_separator():
    assert rows_of(b'Name;Org\n"Mensah, Kofi, Dr";x, y, z\n') == [["Name", "Org"], ["Mensah, Kofi, Dr", "x, y, z"]]


def test_rows_keep_the_numbers_they_have_in_the_file():
    read = sheet_reader.read(b'Name,Notes\nAma,"two\nlines"\n\n,,\nKofi,x\n')
    assert [number for number, _cells in read["rows"]] == [1, 2, 5]


def test_rows_of_a_workbook_keep_their_numbers_when_the_sheet_begins_lower():
    cell = '<c r="{0}" t="inlineStr"><is><t>{1}</t></is></c>'
    read = sheet_reader.read(
        workbook(f'<row r="3">{cell.format("B3", "Name")}</row><row r="7">{cell.format("B7", "Ama")}</row>')
    )
    assert read["rows"] == [[3, ["", "Name"]], [7, ["", "Ama"]]]


def test_a_phone_typed_as_a_number_arrives_as_a_whole_number():
    assert rows_of(workbook('<row r="1"><c r="A1"><v>244123457</v></c><c r="B1"><v>2.2E+11</v></c></row>')) == [
        [244123457, 220000000000]
    ]


def test_a_formula_without_its_result_is_told_not_read_as_empty():
    xml = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
        '<row r="2"><c r="A2"><f>B2&amp;C2</f></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
    )
    assert sheet_reader.read(workbook(xml))["unread"] == [[2, 0]]


def test_a_hidden_sheet_is_not_read_and_the_others_are_named():
    cell = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    cell += '<c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData></worksheet>'
    parts = parts_of(write_xlsx([Sheet("Old", []), Sheet("List", []), Sheet("Empty", [])]))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('name="Old"', 'name="Old" state="hidden"')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            if not name.startswith("xl/worksheets/"):
                archive.writestr(name, text)
        for at, words in enumerate(("secret", "Ama"), 1):
            archive.writestr(f"xl/worksheets/sheet{at}.xml", cell.format(words))
        archive.writestr("xl/worksheets/sheet3.xml", cell.split("<row")[0] + "</sheetData></worksheet>")
    read = sheet_reader.read(out.getvalue())
    assert (read["sheet"], read["other_sheets"], read["rows"]) == ("List", ["Old", "Empty"], [[1, ["Ama"]]])


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(rows):
    """The smallest spreadsheet in the open document format, around the XML of its rows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" '
            f'xmlns:text="{OFFICE}:text:1.0"><office:body><office:spreadsheet><table:table table:name="List">{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0"/>')
    return out.getvalue()


def test_an_open_document_is_read():
    cell = '<table:table-cell office:value-type="{}"{}><text:p>{}</text:p></table:table-cell>'
    number = cell.format("float", ' office:value="244123457"', "0244123457")
    row = f"<table:table-row>{cell.format('string', '', 'Ɛsi')}{number}</table:table-row>"
    read = sheet_reader.read(open_document(row))
    assert (read["kind"], read["sheet"], read["rows"]) == ("ods", "List", [[1, ["Ɛsi", 244123457]]])


# ---------------------------------------------------------------- in: what is refused
def bomb():
    return workbook("", more={"xl/media/big.bin": "\x00" * (sheet_reader.INFLATED_BYTES_MAX + 1)})


def sparse():
    return workbook(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )


def repeated():
    """A row of one cell that says it stands there a million times, sixteen thousand cells wide."""
    return open_document(
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" '
        'office:value-type="string"><text:p>Ama</text:p></table:table-cell></table:table-row>'
    )


def liar():
    """A zip whose directory says that a part of 200 MiB unpacks to a hundred bytes."""
    content = bytearray(workbook(" " * (200 * 1024 * 1024)))
    size = (200 * 1024 * 1024 + 200).to_bytes(4, "little")
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    return bytes(content).replace(size, (100).to_bytes(4, "little"))


REFUSED = {
    "nothing": (b"", spreadsheets.EmptyFile),
    "blank lines": (b"  \r\n \n", spreadsheets.EmptyFile),
    "a mark alone": (b"\xef\xbb\xbf", spreadsheets.EmptyFile),
    "empty cells": (b",,,\n,,\n", spreadsheets.EmptyFile),
    "an empty sheet": (workbook(""), spreadsheets.EmptyFile),
    "a PDF": (b"%PDF-1.7\x00\x01", spreadsheets.NotASpreadsheet),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", spreadsheets.NotASpreadsheet),
    "no known encoding": (b"Name\x81\x8d\n", spreadsheets.NotASpreadsheet),
    "a web page": (b"\n<html><table><tr><td>Ama</td></tr></table>", spreadsheets.WebPage),
    "an old XML workbook": (b'<?xml version="1.0"?><Workbook/>', spreadsheets.WebPage),
    "half a zip": (b"PK\x03\x04 and nothing more", spreadsheets.BrokenFile),
    "half an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), spreadsheets.BrokenFile),
    "broken XML": (workbook("<row"), spreadsheets.BrokenFile),
    "entities": (workbook("", head='<!DOCTYPE x [<!ENTITY a "aaaa">]>'), spreadsheets.BrokenFile),
    "an open quote": (b'Name\n"Ama\n' + b"Kofi\n" * 30_000, spreadsheets.OpenQuote),
    "too many rows": (b"Name\n" + b"Ama\n" * (sheet_reader.ROWS_MAX + 1), spreadsheets.TooManyCells),
    "too many columns": (b"x," * (sheet_reader.COLUMNS_MAX + 1), spreadsheets.TooManyCells),
    "one endless row": (b";" * 2_000_000, spreadsheets.TooManyCells),
    "too many bytes": (b"x" * (spreadsheets.FILE_BYTES_MAX + 1), spreadsheets.TooLarge),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_list_of_people_is_refused_in_a_sentence(what):
    content, refusal = REFUSED[what]
    with pytest.raises(refusal) as refused:
        read_table(content)
    assert str(refused.value).endswith(".")


def test_a_zip_that_is_no_spreadsheet_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("holiday.txt", "not a list")
    with pytest.raises(spreadsheets.NotASpreadsheet):
        read_table(out.getvalue())


@pytest.mark.parametrize("hostile", (bomb, sparse, repeated, liar))
def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(hostile):
    with pytest.raises(spreadsheets.UnreadableFile):
        read_table(hostile())


def test_a_reader_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(spreadsheets, "READ_SECONDS_MAX", 0.001)
    with pytest.raises(spreadsheets.TooLarge):
        read_table(write_csv(PEOPLE))


def test_the_reading_process_is_told_no_setting_of_the_program(monkeypatch, tmp_path):
    told = tmp_path / "told.py"
    table = dict.fromkeys(sheet_reader._OF_WORKBOOKS, ()) | {"kind": "text"}
    table |= dict.fromkeys(("sheet", "encoding", "separator"))
    told.write_text(
        "import json, os\n"
        "told = sorted(name for name in os.environ if name.startswith('DIALOGUES_'))\n"
        "print(json.dumps([[1, told or ['nothing']]]))\n"
        f"print(json.dumps({{'table': {table}}}))\n"
    )
    monkeypatch.setenv("DIALOGUES_DATABASE_URL", "postgresql://user:secret@localhost/x")
    monkeypatch.setattr(spreadsheets, "_READER", told)
    assert read_table(b"x").rows[0].cells == ("nothing",)


def test_the_largest_list_that_is_allowed_can_be_read():
    columns = sheet_reader.CELLS_MAX // sheet_reader.ROWS_MAX
    cells = "".join(f'<c r="{letter}{{0}}" t="inlineStr"><is><t>some words</t></is></c>' for letter in "ABCDEFGHIJKL")
    assert cells.count("<c ") == columns
    rows = "".join(f'<row r="{number}">{cells.format(number)}</row>' for number in range(1, sheet_reader.ROWS_MAX + 1))
    assert len(read_table(workbook(rows)).rows) == sheet_reader.ROWS_MAX


# ---------------------------------------------------------------- in: what a person may choose, and what is told
def sheets(*words_of, hidden=()):
    """A workbook with a sheet for each of the words; those named in `hidden` are."""
    content = write_xlsx([Sheet(word, [[word]]) for word in words_of])
    parts = parts_of(content)
    for name in hidden:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(f'name="{name}"', f'name="{name}" state="hidden"')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return out.getvalue()


@pytest.mark.parametrize("name", ("One", "Two", "Three"))
def test_any_sheet_can_be_chosen_a_hidden_one_too(name):
    table = read_table(sheets("One", "Two", "Three", hidden=["Three"]), Choice(sheet=name))
    assert (table.sheet, table.rows[0].cells) == (name, (name,))
    assert table.hidden_sheets == ("Three",)


def test_a_sheet_that_is_not_there_is_refused_by_its_name():
    with pytest.raises(spreadsheets.NoSuchSheet, match="Guests"):
        read_table(sheets("One"), Choice(sheet="Guests"))


def test_another_encoding_and_separator_can_be_chosen():
    content = "Nom,Ville\nJosé;x,Tôlanaro\n".encode("mac_roman")
    assert rows_of(content)[1] == ["José;x", "Tôlanaro"]
    read = sheet_reader.read(content, encoding="cp1252", separator=";")
    assert (read["encoding"], read["separator"], read["rows"][1][1][1]) == ("cp1252", ";", "x,T™lanaro")


def test_a_text_that_is_not_in_the_chosen_encoding_is_refused_by_its_name():
    with pytest.raises(spreadsheets.WrongEncoding, match="utf-8"):
        read_table(CITIES.encode("cp1252"), Choice(encoding="utf-8"))


def test_a_list_from_an_old_macintosh_is_read():
    read = sheet_reader.read("Nom;Secteur\rHélène;société civile à Tôlanaro\r".encode("mac_roman"))
    assert (read["encoding"], read["rows"][1][1]) == ("mac_roman", ["Hélène", "société civile à Tôlanaro"])


def test_utf_16_is_known_without_its_mark():
    assert sheet_reader.read(CITIES.encode("utf-16-le"))["rows"][1][1][0] == "José Rakotoarisoa"


@pytest.mark.parametrize("line", ("sep=\n", 'sep=""\n', "SEP=;\r\n", "\ufeffsep=;\n", "sep=;\r"))
def test_the_line_about_the_separator_is_no_row_however_odd_it_is(line):
    assert [cells for _number, cells in sheet_reader.read(f"{line}Name;Sector\nAma;MIN\n".encode())["rows"]] == [
        ["Name", "Sector"], ["Ama", "MIN"],
    ]  # fmt: skip


@pytest.mark.parametrize("content", (b'Name,Sector\nAma,"GOV\nKofi,GOV', b'Name,Sector\nAma,"GOV\nKofi,GOV\n'))
def test_a_quotation_mark_that_is_never_closed_is_told_with_its_row(content):
    with pytest.raises(spreadsheets.OpenQuote, match="row 2"):
        read_table(content)


def test_what_a_merged_cell_shows_holds_for_each_of_its_rows():
    cell = '<c r="{0}" t="inlineStr"><is><t>{1}</t></is></c>'
    xml = "".join(
        f'<row r="{at}">{cell.format(f"A{at}", name)}{cell.format(f"B{at}", sector) if sector else ""}</row>'
        for at, name, sector in ((1, "Name", "Sector"), (2, "Ama", "GOV"), (3, "Kofi", ""), (4, "Yaa", "MIN"))
    )
    sheet = parts_of(workbook(xml))["xl/worksheets/sheet1.xml"].replace(
        "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
    )
    read = sheet_reader.read(workbook("", more={"xl/worksheets/sheet1.xml": sheet}))
    assert [cells for _number, cells in read["rows"]][2] == ["Kofi", "GOV"]
    assert read["merged"] == [(2, 3, 1)]


def test_hidden_rows_and_columns_are_read_and_told():
    cell = '<c r="{0}" t="inlineStr"><is><t>{0}</t></is></c>'
    xml = f'<row r="1">{cell.format("A1")}</row><row r="2" hidden="1">{cell.format("A2")}</row>'
    sheet = parts_of(workbook(xml))["xl/worksheets/sheet1.xml"].replace(
        "<sheetData>", '<cols><col min="2" max="3" width="9" hidden="1"/></cols><sheetData>'
    )
    read = sheet_reader.read(workbook("", more={"xl/worksheets/sheet1.xml": sheet}))
    assert (read["hidden_rows"], read["hidden_columns"]) == ([2], [1, 2])
    assert [cells for _number, cells in read["rows"]] == [["A1"], ["A2"]]


def test_a_file_with_the_dates_of_a_macintosh_tells_the_same_days():
    parts = parts_of(write_xlsx([Sheet("Days", [[date(2026, 1, 2)]])]))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("<workbookPr ", '<workbookPr date1904="1" ')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    days = sheet_reader.read(out.getvalue())["rows"][0][1]
    assert days == ["2030-01-03"]  # the same number counts from 1904 there
