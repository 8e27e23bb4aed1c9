"""What stays out comes back as a file of the same shape, with its reasons, and can be sent in again."""

import io

import sqlalchemy as sa

from dialogues.core.spreadsheets import Sheet, read_table, write_xlsx
from dialogues.registration.models import Registration
from tests.factories import make_event

PAGE = "/events/tarkwa/import"
ROWS: list[list[str | int]] = [
    ["Nom", "Secteur", "Table"],
    ["Ama", "GOV", 4],
    ["Kofi", "", 5],
    ["=Yaw", "MIN", ""],
    ["", "CSO", "x"],
]


def upload(browser, content, name):
    answer = browser.post(PAGE, {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")
    return answer.location


def cells(content):
    return [row.cells for row in read_table(content).rows]


def test_a_spreadsheet_comes_back_with_its_sheet_and_columns_and_a_reason(organiser):
    make_event()
    address = upload(organiser, write_xlsx([Sheet("Liste 2026", ROWS)]), "liste.xlsx")
    file = organiser.get(f"{address}/reasons")
    assert file.headers["Content-Disposition"].startswith("attachment")
    table = read_table(file.data)
    assert (table.kind, table.sheet) == ("xlsx", "Liste 2026")
    assert cells(file.data) == [
        ("Nom", "Secteur", "Table", "Why it is not imported"),
        ("Kofi", "", 5, "Secteur: Choose a sector, or a stakeholder group, which has one."),
        ("", "CSO", "x", "Nom: Write the full name, as the person writes it."),
    ]


def test_a_text_comes_back_with_its_own_separator(organiser):
    make_event()
    address = upload(organiser, "Nom;Secteur;Téléphone\nAma;GOV;0244123457\n;MIN;+233\n".encode(), "liste.csv")
    file = organiser.get(f"{address}/reasons")
    assert file.mimetype == "text/csv"
    assert file.data.decode("utf-8-sig").splitlines()[1].startswith(";MIN;'+233;Nom: Write")


def test_cells_that_were_mended_come_back_mended_and_rows_left_out_too(organiser):
    make_event()
    address = upload(organiser, write_xlsx([Sheet("L", ROWS)]), "liste.xlsx")
    organiser.get(f"{address}?show=new")
    organiser.press(f"{address}/rows", {"skip-2": "1"})
    organiser.get(f"{address}?show=refused")
    organiser.press(f"{address}/rows", {"cell-5-full_name": "Efua", "skip-5": "1"})
    assert [row[:2] for row in cells(organiser.get(f"{address}/reasons").data)] == [
        ("Nom", "Secteur"), ("Ama", "GOV"), ("Kofi", ""), ("Efua", "CSO"),
    ]  # fmt: skip


def test_what_came_back_can_be_mended_at_home_and_sent_in(organiser, session):
    make_event()
    address = upload(organiser, write_xlsx([Sheet("L", ROWS)]), "liste.xlsx")
    organiser.get(address)
    organiser.press(address)
    back = [list(row) for row in cells(organiser.get(f"{address}/reasons").data)]
    back[1][1], back[2][0] = "ACA", "Efua"
    address = upload(organiser, write_xlsx([Sheet("L", back)]), "liste.xlsx")
    page = organiser.get(address)
    assert "Columns not read: Table, Why it is not imported." in page.text
    organiser.press(address)
    assert sorted(session.scalars(sa.select(Registration.full_name))) == ["=Yaw", "Ama", "Efua", "Kofi"]
