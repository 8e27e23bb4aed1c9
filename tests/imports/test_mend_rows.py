"""Rows are mended, left out and recognised where they are shown; what was said survives, and goes with the file."""

import io
import re

import pytest
import sqlalchemy as sa

from dialogues.people.models import Person
from dialogues.registration.models import Registration
from tests.browser import Browser, Document
from tests.factories import make_event, make_grant, make_person, make_registration, make_user

PAGE = "/events/tarkwa/import"
LIST = "Full name,Sector,E-mail\nƐsi Owusuaa,MIN,\nKofi,,\n,GOV,ama@example.org\nYaw,GOV,yaw at home\n"


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def upload(browser, text=LIST):
    content = (io.BytesIO(text.encode()), "list.csv")
    return browser.post(PAGE, {"file": content}, content_type="multipart/form-data").location


def names(session):
    return sorted(session.scalars(sa.select(Registration.full_name)))


def mend(browser, address, show, data):
    browser.get(f"{address}?show={show}")
    browser.press(f"{address}/rows", data)
    return browser.follow()


def test_every_cell_at_fault_can_be_written_anew_where_it_stands(organiser, session):
    make_event()
    address = upload(organiser)
    page = organiser.get(address)
    form = next(one for one in Document(page.text).forms if one.action.split("?")[0].endswith("/rows"))
    assert {"cell-3-sector", "cell-4-full_name", "cell-5-email"} <= form.names
    assert form.values["cell-5-email"] == ["yaw at home"]
    page = mend(
        organiser, address, "refused",
        {"cell-3-sector": "CSO", "cell-4-full_name": "Ama Serwaa", "cell-5-email": "yaw@example.org"},
    )  # fmt: skip
    assert "3 rows are read as you say. Nothing is on the list yet." in page.text
    assert "Import 4 rows" in page.text
    assert "Kofi" in words(page.text)  # the page goes on with the new rows, now that none is refused
    assert "No row is of this kind" not in page.text
    assert names(session) == []
    organiser.press(address)
    assert names(session) == ["Ama Serwaa", "Kofi", "Yaw", "Ɛsi Owusuaa"]
    done = organiser.follow()
    assert "/events/tarkwa/participants" in Document(done.text).links


def test_a_file_that_changes_nothing_shows_whom_it_found(organiser):
    make_event()
    text = "Full name,Sector\nAma Serwaa,GOV\n"
    address = upload(organiser, text)
    organiser.get(address)
    organiser.press(address)
    page = organiser.get(upload(organiser, text)).text
    assert "There is nothing to import." in words(page)
    assert "No row is of this kind" not in page


def test_what_was_written_and_is_still_wrong_stands_there_again(organiser):
    make_event()
    address = upload(organiser)
    page = mend(organiser, address, "refused", {"cell-5-email": "yaw at work"})
    assert 'value="yaw at work"' in page.text
    assert "“yaw at work” is not an e-mail address." in page.text


def test_what_was_said_survives_a_look_at_the_other_rows(organiser):
    make_event()
    address = upload(organiser)
    mend(organiser, address, "refused", {"cell-3-sector": "CSO"})
    organiser.get(f"{address}?show=unchanged")
    assert "Kofi" in organiser.get(f"{address}?show=new").text


def test_a_row_can_be_left_out_and_taken_in_again(organiser, session):
    make_event()
    address = upload(organiser)
    page = mend(organiser, address, "new", {"skip-2": "1"})
    assert "Ɛsi Owusuaa" not in page.text
    assert "Ɛsi Owusuaa" in organiser.get(f"{address}?show=skipped").text
    mend(organiser, address, "skipped", {"take-2": "1"})
    assert "Ɛsi Owusuaa" in organiser.get(f"{address}?show=new").text


def test_the_second_row_of_one_person_may_be_another_person(organiser, session):
    make_event()
    address = upload(organiser, "Name,Sector\nAma Serwaa,MIN\nAma Serwaa,MIN\n")
    assert "This is the same person as in row 2." in organiser.get(address).text
    mend(organiser, address, "refused", {"new-3": "1"})
    organiser.press(address)
    assert names(session) == ["Ama Serwaa", "Ama Serwaa"]
    # and both are known again
    address = upload(organiser, "Name,Sector\nAma Serwaa,MIN\nAma Serwaa,MIN\n")
    assert "There is nothing to import." in organiser.get(address).text


def test_a_possible_duplicate_is_who_somebody_says_and_the_same_file_again_changes_nothing(organiser, session):
    make_event()
    known = make_person("Ɛsi Owusuaa Mensimah", phone="+233201111111")
    text = "Name,Sector,Phone\nEsi Owusua Mensima,MIN,0244123457\n"
    address = upload(organiser, text)
    page = organiser.get(address)
    assert "The same as Ɛsi Owusuaa Mensimah. Similar name" in page.text
    mend(organiser, address, "duplicates", {"same-2": str(known.id)})
    assert "Import one row" in organiser.get(address).text
    organiser.press(address)
    (one,) = session.scalars(sa.select(Registration))
    assert (one.person_id, one.full_name) == (known.id, "Ɛsi Owusuaa Mensimah")
    assert "There is nothing to import." in organiser.get(upload(organiser, text)).text


def test_somebody_new_is_new_and_stays_so(organiser, session):
    make_event()
    make_person("Ama Serwaa", phone="+233201111111")
    text = "Name,Sector,Phone\nAma Serwaa,MIN,0244123457\n"
    address = upload(organiser, text)
    page = mend(organiser, address, "duplicates", {"same-2": "0"})
    assert 'Possible duplicates <span class="tabs__count">1</span>' in page.text  # no longer asking to be looked at
    organiser.press(address)
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 2
    assert "There is nothing to import." in organiser.get(upload(organiser, text)).text


def test_nobody_can_be_made_somebody_who_was_not_offered(organiser, session):
    make_event()
    make_person("Ama Serwaa", phone="+233201111111")
    other = make_person("Yaw Boateng", phone="+233202222222")
    address = upload(organiser, "Name,Sector,Phone\nAma Serwaa,MIN,0244123457\n")
    mend(organiser, address, "duplicates", {"same-2": str(other.id)})
    organiser.press(address)
    (one,) = session.scalars(sa.select(Registration))
    assert one.person_id != other.id


def test_who_may_not_see_the_directory_is_not_told_who_is_in_it(app, session):
    event = make_event()
    make_registration(make_event("elsewhere"), "Quokka Mensah", phone="+233201111111")
    local = make_user("Local organiser")
    make_grant(local, "organiser", event=event)
    browser = Browser(app, session).sign_in(local)
    page = browser.get(upload(browser, "Name,Sector,Phone\nQuoka Mensah,MIN,0244123457\n"))
    assert "Quokka" not in page.text


def test_a_row_the_file_does_not_have_and_a_field_that_was_not_asked_say_nothing(organiser, session):
    make_event()
    address = upload(organiser)
    organiser.get(address)
    token = re.search(r'name="csrf_token" value="([^"]+)"', organiser.page.text)[1]
    data = {"cell-99-sector": "GOV", "cell-2-sector": "GOV", "cell-3-password": "x", "same-2": "7", "skip-0": "1"}
    organiser._load(organiser.client.post, f"{address}/rows", data={**data, "csrf_token": token})
    assert "Nothing was changed." in organiser.follow().text


def test_many_rows_are_paged_and_none_is_left_unshown(organiser):
    make_event()
    address = upload(organiser, "Name,Sector\n" + "".join(f"Person {number},GOV\n" for number in range(2, 123)))
    assert "Person 52<" not in organiser.get(f"{address}?show=new").text
    page = organiser.get(f"{address}?show=new&page=3")
    assert "Person 122<" in page.text
    assert "101–121 of 121" in page.text


@pytest.mark.parametrize("page", ("0", "99", "x", "-1"))
def test_a_page_that_there_is_not_is_the_nearest(organiser, page):
    make_event()
    assert organiser.get(f"{upload(organiser)}?show=new&page={page}").status_code == 200


def test_the_number_of_questions_does_not_grow_with_the_rows(organiser, count_queries):
    make_event()

    def asked(rows):
        address = upload(
            organiser, "Name,Sector\n" + "".join(f"Person {number},Mines {number}\n" for number in range(rows))
        )
        organiser.get(address)
        with count_queries() as counted:
            organiser.get(address)
        return counted.number

    assert asked(60) == asked(3)
