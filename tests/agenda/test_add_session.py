import pytest
import sqlalchemy as sa

from dialogues.agenda.models import AgendaSession
from dialogues.audit.models import Entry
from tests.factories import make_agenda_session, make_event, make_place, make_registration, make_room

NEW = "/events/tarkwa/agenda/new"
FILLED = {"title": "Welcome", "starts": "9", "ends": "10h30"}


def people(item):
    return [(one.full_name, one.role.value, one.is_registered) for one in item.people]


def test_a_session_is_added_with_times_as_people_type_them(facilitator, session, the_session):
    event = make_event("tarkwa")
    answer = facilitator.post(NEW, FILLED | {"day_id": str(event.days[1].id), "kind": "breakout"})
    assert answer.location == "/events/tarkwa/agenda"
    item = the_session(event)
    assert (item.title, item.starts.isoformat(), item.ends.isoformat()) == ("Welcome", "09:00:00", "10:30:00")
    assert (item.kind.value, item.number) == ("breakout", "2.1")
    assert session.scalars(sa.select(Entry.action)).all() == ["agenda_session.added"]
    assert "Welcome" in facilitator.follow().text


def test_a_form_sent_twice_adds_one_session(facilitator, session, titles):
    make_event("tarkwa")
    facilitator.get(NEW)
    page = facilitator.page
    facilitator.press(NEW, FILLED)
    facilitator.page = page
    assert facilitator.press(NEW, FILLED).location.startswith("/events/tarkwa/agenda")
    assert titles() == [("Welcome", "09:00", "10:30")]


def test_a_new_session_begins_where_the_last_one_of_that_day_ends(facilitator, session):
    event = make_event("tarkwa")
    make_agenda_session(event.days[1], starts="09:00", ends="11:15")
    page = facilitator.get(f"{NEW}?day=2026-06-03").text
    assert 'value="11:15"' in page
    assert 'value="11:15"' not in facilitator.get(f"{NEW}?day=2026-06-02").text
    assert facilitator.get(f"{NEW}?day=nonsense").status_code == 200


def test_save_and_add_another_offers_the_next_one_on_the_same_day(facilitator, session):
    event = make_event("tarkwa")
    answer = facilitator.post(NEW, FILLED | {"day_id": str(event.days[1].id), "then": "another"})
    assert answer.location == f"{NEW}?day=2026-06-03"
    assert 'value="10:30"' in facilitator.follow().text


def test_a_room_brings_its_place(facilitator, session, the_session):
    event = make_event("tarkwa")
    room = make_room(make_place(event, "Bonsa Hall"), "Veranda")
    facilitator.post(NEW, FILLED | {"where": f"room-{room.id}"})
    item = the_session(event)
    assert (item.place, item.room) == ("Bonsa Hall", "Veranda")


def test_a_place_needs_no_room(facilitator, session, the_session):
    event = make_event("tarkwa")
    place = make_place(event, "Nsuaem Top mine")
    facilitator.post(NEW, FILLED | {"where": f"place-{place.id}"})
    item = the_session(event)
    assert (item.place, item.room) == ("Nsuaem Top mine", None)


def test_a_typed_name_is_linked_to_the_registered_person_who_bears_it(facilitator, session, the_session):
    event = make_event("tarkwa")
    make_registration(event, "Ɛsi Mɛnsah")
    facilitator.post(NEW, FILLED | {"name_0": "esi mensah", "role_0": "speaker", "name_2": "Nana Brempomaa"})
    assert people(the_session(event)) == [("Ɛsi Mɛnsah", "speaker", True), ("Nana Brempomaa", "lead", False)]


def test_a_name_of_somebody_who_cancelled_is_kept_as_a_name(facilitator, session, the_session):
    event = make_event("tarkwa")
    make_registration(event, "Ama Serwaa", status="cancelled")
    facilitator.post(NEW, FILLED | {"name_0": "Ama Serwaa"})
    assert people(the_session(event)) == [("Ama Serwaa", "lead", False)]


def test_a_name_that_two_people_bear_asks_which(facilitator, session, the_session):
    event = make_event("tarkwa")
    make_registration(event, "Ama Serwaa", organisation="Wassa Women")
    other = make_registration(event, "AMA SERWAA", organisation="Minerals Commission")
    answer = facilitator.post(NEW, FILLED | {"name_0": "Ama Serwaa"})
    assert answer.status_code == 422
    assert "2 registered people are called Ama Serwaa. Choose which one is meant." in answer.text
    assert "Wassa Women" in answer.text
    facilitator.press(NEW, {"which_0": str(other.id)})
    [person] = the_session(event).people
    assert person.registration_id == other.id


def test_somebody_else_of_that_name_is_not_linked(facilitator, session, the_session):
    event = make_event("tarkwa")
    make_registration(event, "Ama Serwaa")
    make_registration(event, "Ama Serwaa")
    facilitator.post(NEW, FILLED | {"name_0": "Ama Serwaa"})
    facilitator.press(NEW, {"which_0": "other"})
    assert people(the_session(event)) == [("Ama Serwaa", "lead", False)]


def test_a_person_of_another_event_cannot_be_chosen(facilitator, session):
    event, other = make_event("tarkwa"), make_event("geita")
    make_registration(event, "Ama Serwaa")
    make_registration(event, "Ama Serwaa")
    stranger = make_registration(other, "Ama Serwaa")
    facilitator.post(NEW, FILLED | {"name_0": "Ama Serwaa"})
    assert facilitator.press(NEW, {"which_0": str(stranger.id)}).status_code == 422


def test_the_same_person_twice_in_a_role_is_there_once(facilitator, session, the_session):
    event = make_event("tarkwa")
    make_registration(event, "Ama Serwaa")
    facilitator.post(NEW, FILLED | {"name_0": "Ama Serwaa", "name_1": "AMA serwaa"})
    assert people(the_session(event)) == [("Ama Serwaa", "lead", True)]


def test_more_rows_for_people_keep_what_was_typed_and_save_nothing(facilitator, session, titles):
    make_event("tarkwa")
    answer = facilitator.post(NEW, {"title": "Five voices", "name_3": "Ama", "more": "yes"})
    assert answer.status_code == 200
    assert 'value="Five voices"' in answer.text
    assert 'value="Ama"' in answer.text
    assert 'name="name_7"' in answer.text
    assert titles() == []
    facilitator.press(NEW, FILLED | {"name_7": "Kofi"})
    assert len(session.scalars(sa.select(AgendaSession)).one().people) == 2


@pytest.mark.parametrize("rows", ("9" * 30, "-1", "x", "999"))
def test_a_tampered_number_of_rows_does_no_harm(facilitator, session, rows):
    make_event("tarkwa")
    answer = facilitator.post(NEW, {"rows": rows, "more": "yes"})
    assert answer.status_code == 200
    assert answer.text.count('name="name_') <= 40


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    (
        ({"title": ""}, "Give the session a title."),
        ({"starts": ""}, "Say when it begins, such as 9:00."),
        ({"ends": " "}, "Say when it ends, such as 10:30."),
        ({"starts": "noon"}, "“noon” is not a time. Write it as 9:00 or 14:30."),
        ({"ends": "25:00"}, "“25:00” is not a time."),
        ({"ends": "8:30"}, "The session ends at 08:30, but it begins at 09:00."),
        ({"ends": "9"}, "Give an end after the beginning."),
        ({"name_0": "x" * 201}, "Write at most 200 signs."),
    ),
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(facilitator, session, titles, wrong, sentence):
    make_event("tarkwa")
    answer = facilitator.post(NEW, FILLED | {"description": "Said by all"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Said by all" in answer.text
    for value in wrong.values():
        assert not value.strip() or f'value="{value}"' in answer.text or 'value="09:00"' in answer.text
    assert titles() == []


def test_an_hour_that_does_not_exist_that_day_is_refused(facilitator, session):
    make_event("tarkwa", starts="2015-03-29", days=1, zone="Europe/London")
    answer = facilitator.post(NEW, FILLED | {"starts": "1:30"})
    assert answer.status_code == 422
    assert "Clocks go forward on Sun 29 Mar 2015: 01:30 does not exist that day." in answer.text


def test_a_clash_is_told_at_once_and_stops_nothing(facilitator, session, titles, give_role):
    event = make_event("tarkwa")
    give_role(make_agenda_session(event.days[0], "Opening"), make_registration(event, "Ama Serwaa"))
    facilitator.post(NEW, FILLED | {"name_0": "Ama Serwaa"})
    assert len(titles()) == 2
    page = facilitator.follow().text
    assert "Ama Serwaa is in “1.1 Opening” too, from 09:00 to 10:00." in page
    facilitator.get("/events/tarkwa/agenda")
    assert "Ama Serwaa is in “1.1 Opening” and in “1.2 Welcome”, both from 09:00 to 10:00." in facilitator.page.text


def test_who_may_not_edit_the_agenda_is_told_so(door, reporter, session):
    make_event("tarkwa")
    for reader in (door, reporter):
        assert reader.get(NEW).status_code == 403
