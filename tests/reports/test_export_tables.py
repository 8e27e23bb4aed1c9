"""Workbooks hold real tables, typed cells and no formula; CSV opens by a double click and comes back as it left."""

import io
import json
from datetime import date, datetime

import openpyxl
import pytest
from click.testing import CliRunner

from dialogues.core.db import db
from dialogues.core.spreadsheets import read_table
from dialogues.imports.cli import import_people
from dialogues.reports.cli import export, report
from tests.factories import make_event, make_organisation, make_registration
from tests.reports.attended import attend, make_attended_event

HOSTILE = "=HYPERLINK(1)"


def run(app, command, *arguments):
    db.session.commit()
    done = CliRunner().invoke(command, [str(one) for one in arguments], obj=lambda: app)
    assert done.exit_code == 0, done.output
    return done


def book_of(app, tmp_path, command, *arguments):
    file = tmp_path / "book.xlsx"
    run(app, command, *arguments, "--format", "xlsx", "-o", file)
    return openpyxl.load_workbook(io.BytesIO(file.read_bytes()))


def tables_of(book):
    return {name: table.ref for page in book for name, table in dict.items(page.tables)}


@pytest.mark.parametrize(
    ("command", "arguments", "names"),
    (
        (report, ("tarkwa",), {"numbers", "sectors", "days", "groups", "ages"}),
        (report, ("tarkwa", "obuasi"), {"events", "sectors", "numbers", "chart_visits", "chart_sectors"}),
        (export, ("tarkwa", "registrations"), {"registrations"}),
        (export, ("tarkwa", "attendance"), {"attendance"}),
        (export, ("tarkwa", "un-feedback"), {"participation"}),
    ),
)
def test_what_can_be_sorted_is_a_named_table_and_nothing_is_a_formula(
    app, session, tmp_path, command, arguments, names
):
    event = make_attended_event()
    attend(make_registration(event, HOSTILE, organisation="+cmd", position="@SUM(A1)"), event.days[0])
    make_event("obuasi", title="=1+1")
    book = book_of(app, tmp_path, command, *arguments)
    assert names <= tables_of(book).keys()
    for page in book:
        for table in page.tables.values():
            heads = [cell.value for cell in page[table.ref][0]]
            assert [column.name for column in table.tableColumns] == heads
            assert table.autoFilter.ref == table.ref
        assert [cell.coordinate for row in page for cell in row if cell.data_type == "f"] == []


def test_the_sum_of_a_table_stands_below_it(app, session, tmp_path):
    make_attended_event()
    page = book_of(app, tmp_path, report, "tarkwa")["Sectors"]
    assert page.tables["sectors"].ref.endswith("7")
    assert [page["A8"].value, page["C8"].value] == ["ALL", 4]


def test_days_and_instants_are_such_and_telephones_are_texts(app, session, tmp_path):
    event = make_attended_event()
    page = book_of(app, tmp_path, export, "tarkwa", "attendance")["attendance"]
    heads = [cell.value for cell in page[1]]
    row = dict(zip(heads, (cell.value for cell in page[2]), strict=True))
    assert isinstance(row["day"], datetime)
    assert row["day"].date() == date(2026, 6, 2)
    told = json.loads(
        run(app, export, "tarkwa", "attendance", "--format", "json", "-o", tmp_path / "a.json")
        and (tmp_path / "a.json").read_text()
    )["attendance"][0]
    seen = datetime.fromisoformat(told["seen_at"]).astimezone(event.zone).replace(tzinfo=None)
    assert row["seen_at"] == seen
    page = book_of(app, tmp_path, export, "tarkwa", "registrations")["registrations"]
    phones = [cell for cell in page["J"][1:] if cell.value]
    assert [(cell.value, cell.data_type) for cell in phones] == [("+233244123457", "s")]


def test_an_event_without_a_recorded_day_has_no_noughts(app, session, tmp_path):
    make_registration(make_event())
    page = book_of(app, tmp_path, report, "tarkwa")["Numbers"]
    assert [page[f"B{row}"].value for row in range(2, 6)] == [1, None, None, None]


@pytest.mark.parametrize("form", ("csv", "xlsx"))
def test_a_list_that_comes_back_changes_nothing(app, session, tmp_path, form):
    event = make_event()
    diggers = make_organisation("+Bonsa Diggers", sector="MIN")
    names = ("Ama Serwaa", "=HYPERLINK(1)", "Ɛsi Owusuaa", "-Kofi")
    for number, name in enumerate(names):
        make_registration(
            event,
            name,
            organisation="+Bonsa Diggers",
            organisation_id=diggers.id,
            phone=f"+23324412345{number}",
            position='@chair, "head"',
        )
    file = tmp_path / f"list.{form}"
    run(app, export, "tarkwa", "registrations", "--format", form, "-o", file)
    rows = read_table(file.read_bytes()).rows
    heads = [str(cell) for cell in rows[0].cells]
    assert {row.at(heads.index("phone")) for row in rows[1:]} == {f"+23324412345{number}" for number in range(4)}
    assert {row.at(heads.index("full_name")) for row in rows[1:]} == set(names)
    read = json.loads(run(app, import_people, "tarkwa", file, "--dry-run", "--json").stdout)
    assert (read["rows"], read["new"], read["refused"]) == (4, 0, [])


def test_a_csv_has_semicolons_where_the_readers_language_has_decimal_commas(organiser):
    make_attended_event()
    english = organiser.get("/events/tarkwa/report").text
    assert 'report.csv"' in english
    french = organiser.get("/events/tarkwa/report?language=fr").text
    assert "report.csv?separator=;" in french
    table = read_table(organiser.get("/events/tarkwa/report.csv?separator=;").data)
    assert (table.separator, table.encoding) == (";", "utf-8")
    assert organiser.get("/events/tarkwa/report.csv?separator=;").data.startswith(b"\xef\xbb\xbf")
    assert read_table(organiser.get("/events/tarkwa/report.csv?separator=x").data).separator == ","
