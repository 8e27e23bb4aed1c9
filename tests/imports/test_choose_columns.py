"""How a file is read is shown, can be changed, and is remembered for the next one of the same source."""

import io
import re

import pytest
import sqlalchemy as sa

from dialogues.core.spreadsheets import Sheet, write_xlsx
from dialogues.registration.models import Registration
from tests.browser import Document
from tests.factories import make_event

PAGE = "/events/tarkwa/import"
ODD = "Qui,Où,Quoi\nAma Serwaa,Tarkwa,GOV\nKofi Mensah,Prestea,MIN\n"


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def upload(browser, content, name="list.csv"):
    content = content.encode() if isinstance(content, str) else content
    answer = browser.post(PAGE, {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")
    return answer.location


def chosen(browser, name):
    form = next(one for one in Document(browser.page.text).forms if name in one.names)
    return form.values[name][0]


def listed(session):
    return [(one.full_name, one.sector.value) for one in session.scalars(sa.select(Registration).order_by("id"))]


def test_columns_without_a_heading_we_know_are_guessed_by_their_cells_and_shown_as_a_guess(organiser):
    make_event()
    address = upload(organiser, ODD)
    assert address.endswith("/columns")
    page = organiser.get(address)
    assert (chosen(organiser, "c0"), chosen(organiser, "c2")) == ("full_name", "sector")
    assert "Ama Serwaa · Kofi Mensah" in page.text
    assert page.text.count("Known by its cells, not by its heading.") == 2


def test_what_columns_hold_can_be_changed_and_is_remembered_for_the_same_headings(organiser, session):
    make_event()
    address = upload(organiser, "A,Who,Name\nGOV,Ama Serwaa,Prestea\n")
    organiser.get(address)
    rows = organiser.press(address, {"c0": "sector", "c1": "full_name", "c2": "organisation"}).location
    organiser.get(rows)
    organiser.press(rows)
    assert listed(session) == [("Ama Serwaa", "GOV")]
    # the next file of the same source, its columns in another order
    address = upload(organiser, "Name,A,Who\nTarkwa Mines,MIN,Kofi Mensah\n")
    assert not address.endswith("/columns")
    page = organiser.get(address)
    assert "The columns are read as you chose for the last file with the same headings." in page.text
    organiser.press(address)
    assert listed(session)[1] == ("Kofi Mensah", "MIN")


def test_a_file_no_row_of_which_names_columns_can_be_read_all_the_same(organiser, session):
    make_event()
    address = upload(organiser, "Phone,Sector,Etwas\n0244,GOV,Ama\n")
    page = organiser.get(address)
    assert "No row of this file names its columns in a way that is known here." in page.text
    refused = organiser.press(address, {"c0": "phone", "c1": "sector", "c2": ""})
    assert refused.status_code == 422
    assert "Say which column holds the names." in refused.text
    rows = organiser.press(address, {"c2": "full_name"}).location
    organiser.get(rows)
    organiser.press(rows)
    assert listed(session) == [("Ama", "GOV")]


def test_two_columns_of_one_meaning_are_refused_at_the_second(organiser):
    make_event()
    address = upload(organiser, "Name,Sector,Old name\nAma,GOV,Ama M\n") + "/columns"
    organiser.get(address)
    page = organiser.press(address, {"c2": "full_name"})
    assert page.status_code == 422
    assert "Column “Name” is read as the same." in page.text


@pytest.mark.parametrize("encoding", ("cp1252", "mac_roman"))
def test_an_old_encoding_is_shown_with_its_accents_and_can_be_changed(organiser, encoding):
    make_event()
    address = upload(organiser, "Nom;Secteur\nHélène;société civile\nRené;ONG\n".encode(encoding))
    page = organiser.get(address)
    assert chosen(organiser, "encoding") == encoding
    assert "<strong>Hélène</strong>" in page.text
    organiser.press(address, {"encoding": "cp850", "again": "1"})
    assert "<strong>Hélène</strong>" not in organiser.follow().text
    assert chosen(organiser, "encoding") == "cp850"


def test_an_encoding_the_file_is_not_in_is_refused_at_its_field(organiser):
    make_event()
    address = upload(organiser, "Nom;Secteur\nHélène;ONG\n".encode("cp1252"))
    organiser.get(address)
    page = organiser.press(address, {"encoding": "utf-8"})
    assert page.status_code == 422
    assert "This file is not written in utf-8." in page.text


def test_another_sheet_and_another_heading_row_can_be_chosen(organiser, session):
    make_event()
    old = [["Name", "Sector"], ["Ama Serwaa", "GOV"]]
    new = [["Name of the list"], ["People", "Branch"], ["Kofi Mensah", "MIN"]]
    rows = upload(organiser, write_xlsx([Sheet("2025", old), Sheet("2026", new)]), "list.xlsx")
    assert "Sheet “2025”. Not read: 2026." in words(organiser.get(rows).text)
    address = f"{rows}/columns"
    organiser.get(address)
    organiser.press(address, {"sheet": "2026"})
    organiser.follow()
    organiser.press(address, {"heading_row": "2"})
    organiser.follow()
    assert chosen(organiser, "c0") == "full_name"
    organiser.get(organiser.press(address).location)
    organiser.press(rows)
    assert listed(session) == [("Kofi Mensah", "MIN")]


def test_a_list_without_any_heading_is_read_from_its_first_row(organiser, session):
    make_event()
    address = upload(organiser, "Ama Serwaa\t0244123457\tMIN\nKofi Mensah\t0201234567\tGOV\n")
    page = organiser.get(address)
    assert chosen(organiser, "heading_row") == "0"
    assert "Column 1" in page.text
    rows = organiser.press(address).location
    assert "No row names the columns; they are known by their cells." in words(organiser.get(rows).text)
    organiser.press(rows)
    assert listed(session) == [("Ama Serwaa", "MIN"), ("Kofi Mensah", "GOV")]
