"""What leaves as a spreadsheet says the same as before it left, and every part of the file is where the others say."""

import io
import posixpath
import re
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.core import sheet_reader
from dialogues.core.spreadsheets import Sheet, write_xlsx
from dialogues.people.sectors import Sector

ROWS = (
    ("Name", "Number", "Day", "At", "Said", "More"),
    ("Ama & <Kofi> \"3si\" 'x'", 5, date(2026, 6, 2), datetime(2026, 6, 2, 9, 30, 15, tzinfo=UTC), True, Sector.MIN),
    ('=HYPERLINK("x")', 1.5, None, None, False, "+233 24 411 8207"),
    ("  two\nlines\t ", 10**12, date(2026, 12, 31), datetime(2026, 6, 2, tzinfo=UTC), None, "_x000D_ stays, \r too"),
    ("Ɛsi Ɔsei 😀", -3, None, None, None, ""),
)


def read(content):
    return [cells for _number, cells in sheet_reader.read(content)["rows"]]


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_our_writer_and_the_one_that_can_do_everything_say_the_same():
    ours, theirs = write_xlsx([Sheet("List", ROWS)]), write_xlsx([Sheet("List", ROWS, rows_to_fill=1)])
    assert "sharedStrings" in str(parts_of(theirs).keys())
    assert "sharedStrings" not in str(parts_of(ours).keys())
    assert read(ours) == read(theirs)
    assert read(ours)[3][0] == "  two\nlines\t "


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_any_text_comes_back_as_it_was_but_for_what_xml_cannot_hold(texts):
    kept = [re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text) for text in texts]
    assert read(write_xlsx([Sheet("List", [[*texts, "end"]], headings=0)])) == [[*kept, "end"]]


def test_every_part_is_well_formed_and_every_target_is_there():
    heads = ("A & B", 'With "quotes"', "Two\nlines")
    content = write_xlsx(
        [Sheet("L & <i>", [heads, ("1", "2", "3")], is_table=True), Sheet("More", [["x"]], headings=0, widths=[5])]
    )
    parts = parts_of(content)
    for name, text in parts.items():
        ET.fromstring(text)
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            targets = re.findall(r'Target="([^"]+)"', text)
            assert targets
            assert {posixpath.normpath(posixpath.join(folder, one)) for one in targets} <= parts.keys()
    named = set(re.findall(r'PartName="/([^"]+)"', parts["[Content_Types].xml"]))
    assert named == {name for name in parts if not name.endswith(".rels")} - {"[Content_Types].xml"}
    assert 'ySplit="1"' in parts["xl/worksheets/sheet1.xml"]
    assert "pane" not in parts["xl/worksheets/sheet2.xml"]


def test_a_table_has_a_name_and_its_sums_stand_below_it():
    rows = (("Sector", "People"), ("MIN", 2), ("GOV", 1), ("All", 3))
    content = write_xlsx([Sheet("Sectors", rows, is_table=True, table_name="sectors", rows_below=1)])
    page = openpyxl.load_workbook(io.BytesIO(content))["Sectors"]
    table = page.tables["sectors"]
    assert (table.ref, table.autoFilter.ref) == ("A1:B3", "A1:B3")
    assert [column.name for column in table.tableColumns] == ["Sector", "People"]
    assert page["B4"].value == 3


@pytest.mark.parametrize("heads", (["A", "a"], ["A", ""], ["A", "x" * 256]))
def test_headings_that_no_table_can_have_make_a_plain_sheet(heads):
    content = write_xlsx([Sheet("L", [heads, [1, 2]], is_table=True)])
    assert not [name for name in parts_of(content) if "table" in name]
    assert "tablePart" not in parts_of(content)["xl/worksheets/sheet1.xml"]
    assert read(content)[1] == [1, 2]


def test_days_are_days_and_headings_are_bold():
    sheet = parts_of(write_xlsx([Sheet("List", [["Day"], [date(2026, 6, 2)]])]))["xl/worksheets/sheet1.xml"]
    assert '<c r="A1" s="1" t="inlineStr"><is><t>Day</t></is></c>' in sheet
    assert '<c r="A2" s="2"><v>46175</v></c>' in sheet


def test_columns_beyond_z_have_two_letters():
    sheet = parts_of(write_xlsx([Sheet("List", [range(703)])]))["xl/worksheets/sheet1.xml"]
    assert [f'r="{place}1"' in sheet for place in ("Z", "AA", "AZ", "BA", "ZZ", "AAA")] == [True] * 6


def test_what_is_longer_than_a_cell_is_cut_at_its_end():
    assert read(write_xlsx([Sheet("List", [["a" * 40_000]])])) == [["a" * 32_767]]
