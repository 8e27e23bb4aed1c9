"""The pages of an import: choose a file, look at the rows, let the good ones in."""

import io
import re

import pytest
import sqlalchemy as sa

from dialogues.registration.models import Registration
from tests.browser import Document
from tests.factories import make_batch, make_event, make_registration

PAGE = "/events/tarkwa/import"
LIST = "Full name,Sector,Phone\nƐsi Owusuaa,MIN,0244123457\nKofi,Mines,\nAma Serwaa,MIN,\n"


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def upload(browser, text=LIST, name="list.csv"):
    return browser.post(PAGE, {"file": (io.BytesIO(text.encode()), name)}, content_type="multipart/form-data")


def count(session):
    return session.scalar(sa.select(sa.func.count()).select_from(Registration))


def test_an_upload_leads_to_the_rows_and_writes_nothing(organiser, session):
    make_registration(make_event())
    answer = upload(organiser)
    assert answer.status_code == 303
    page = organiser.follow()
    said = words(page.text)
    assert "3 rows · nothing is saved yet" in said
    assert "Row 3, Sector: “Mines” is not one of the six sectors." in said
    assert "Text in UTF-8, separated by comma. Row 1 names the columns." in said
    assert "Import the one good row" in said
    assert count(session) == 1


def test_the_good_rows_come_in_once_and_the_others_stay_to_be_mended(organiser, session):
    make_event()
    address = upload(organiser).location
    organiser.follow()
    answer = organiser.press(address)
    assert (answer.status_code, answer.location) == (303, address)
    page = organiser.follow()
    assert "2 people are new on the list. One row was left out. Undo the import" in words(page.text)
    assert "One row cannot come in yet" in page.text
    assert count(session) == 2


def test_a_file_whose_rows_all_came_in_is_forgotten(organiser, session):
    make_event()
    address = upload(organiser, "Name,Sector\nAma Serwaa,MIN\n").location
    organiser.follow()
    assert organiser.press(address).location.endswith("/events/tarkwa/participants")
    assert "One person is new on the list." in words(organiser.follow().text)
    assert count(session) == 1
    assert organiser.get(address).location.endswith(PAGE)


def test_a_confirmation_sent_twice_acts_once(organiser, session):
    make_event()
    address = upload(organiser).location
    organiser.follow()
    form = organiser._form_to(Document(organiser.page.text), address)
    organiser._send(address, form, {})
    answer = organiser._send(address, form, {})
    assert answer.status_code in (302, 303)
    assert count(session) == 2


@pytest.mark.parametrize(
    ("kind", "shown"),
    (("refused", "Kofi"), ("new", "Ɛsi Owusuaa"), ("unchanged", "Ama Serwaa"), ("updated", "No row is of this kind.")),
)
def test_each_kind_of_row_can_be_looked_at(organiser, kind, shown):
    make_registration(make_event())
    address = upload(organiser).location
    assert shown in organiser.get(f"{address}?show={kind}").text


def test_cells_can_be_pasted(organiser):
    make_event()
    answer = organiser.post(PAGE, {"pasted": "Full name\tSector\nAma Serwaa\tMIN\n"})
    assert answer.status_code == 303
    assert "separated by tab" in words(organiser.follow().text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    (
        ("<html><table></table>", "This is a web page under the name of a spreadsheet."),
        ("Name,Sector\n", "This file has a heading but no rows under it."),
        ("", "This file holds no rows."),
    ),
)
def test_a_file_that_is_no_list_is_refused_at_the_field(organiser, text, sentence):
    make_event()
    page = upload(organiser, text)
    assert page.status_code == 422
    assert page.text.count(sentence) == 2  # in the summary and at the field


def test_nothing_chosen_is_told_at_the_field(organiser):
    make_event()
    page = organiser.post(PAGE, {})
    assert page.status_code == 422
    assert "Choose a file, or paste cells below." in page.text


def test_what_was_pasted_is_still_there_after_a_refusal(organiser):
    make_event()
    page = organiser.post(PAGE, {"pasted": "Phone\tName"})
    assert page.status_code == 422
    assert "Phone\tName" in page.text


def test_a_name_with_markup_is_shown_as_it_is_written(organiser):
    make_event()
    upload(organiser, "Name,Sector\n<script>alert(1)</script>,GOV\n")
    assert "&lt;script&gt;" in organiser.follow().text


def test_only_who_may_edit_participants_may_import(facilitator, door, reporter, outsider, stranger):
    make_event()
    for browser in (facilitator, door, reporter):
        assert browser.get(PAGE).status_code == 403
        assert browser.get(f"{PAGE}/{'x' * 43}").status_code == 403
    assert outsider.get(PAGE).status_code == 404
    assert stranger.get(PAGE).location.startswith("/sign-in")


def test_somebody_else_s_file_is_not_found(organiser, administrator):
    make_event()
    address = upload(organiser).location
    assert administrator.get(address).location.endswith(PAGE)


def test_a_kind_of_rows_that_there_is_not_is_a_wrong_address(organiser):
    make_event()
    address = upload(organiser).location
    assert organiser.get(f"{address}?show=everything").status_code == 404


def test_the_last_imports_are_listed_with_what_each_did(organiser):
    make_event()
    address = upload(organiser).location
    organiser.follow()
    organiser.press(address)
    assert "list.csv" in (page := organiser.get(PAGE)).text
    assert re.search(r"Kwabena Osei 2 0 0 1 Undo", words(page.text))


def test_a_list_of_many_imports_asks_no_more_of_the_database(organiser, count_queries):
    event = make_event()

    def asked():
        organiser.get(PAGE)
        with count_queries() as counted:
            organiser.get(PAGE)
        return counted.number

    before = asked()
    for _number in range(12):
        make_batch(event)
    assert asked() == before
