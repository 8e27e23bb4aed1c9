import uuid

import pytest
import sqlalchemy as sa

from dialogues.agenda.models import AgendaSession
from dialogues.attendance.models import MarkSource, MarkStatus, SessionMark
from dialogues.audit.models import Entry
from tests.factories import MADE_AT, make_agenda_session, make_event, make_place, make_registration, make_room

AGENDA = "/events/tarkwa/agenda"


def test_a_session_is_changed_and_the_journal_says_from_what_to_what(facilitator, session):
    event = make_event("tarkwa")
    room = make_room(make_place(event, "Bonsa Hall"), "Veranda")
    block = make_agenda_session(event.days[0], "Welcome")
    facilitator.post(
        f"{AGENDA}/{block.id}",
        {"title": "Opening", "ends": "10:30", "where": f"room-{room.id}", "process_notes": "Ask"},
    )
    assert (block.title, block.ends.isoformat(), block.room_id, block.process_notes) == (
        "Opening",
        "10:30:00",
        room.id,
        "Ask",
    )
    [entry] = session.scalars(sa.select(Entry)).all()
    assert entry.changes == {
        "title": ["Welcome", "Opening"],
        "ends": ["10:00:00", "10:30:00"],
        "process_notes": [None, "Ask"],
        "place": [None, "Bonsa Hall"],
        "room": [None, "Veranda"],
    }


def test_a_session_moves_to_another_day(facilitator, session):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0])
    facilitator.post(f"{AGENDA}/{block.id}", {"day_id": str(event.days[2].id)})
    assert block.day_id == event.days[2].id
    assert session.scalars(sa.select(Entry.changes)).one() == {"day": ["2026-06-02", "2026-06-04"]}


def test_a_day_of_another_event_cannot_be_chosen(facilitator, session):
    event, other = make_event("tarkwa"), make_event("geita")
    block = make_agenda_session(event.days[0])
    answer = facilitator.post(f"{AGENDA}/{block.id}", {"day_id": str(other.days[0].id)})
    assert answer.status_code == 422
    assert block.day_id == event.days[0].id


def test_saving_without_a_change_is_not_noted_and_keeps_the_version(facilitator, session, give_role):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0])
    give_role(block, make_registration(event, "Ama Serwaa"))
    give_role(block, "Somebody Else", "speaker")
    before = block.version
    facilitator.post(f"{AGENDA}/{block.id}")
    assert block.version == before
    assert session.scalars(sa.select(Entry)).all() == []


def test_a_change_of_people_raises_the_version_so_that_calendars_take_it(facilitator, session, give_role, the_session):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0])
    give_role(block, make_registration(event, "Ama Serwaa"))
    before = block.version
    facilitator.post(f"{AGENDA}/{block.id}", {"role_0": "rapporteur", "name_1": "Kofi"})
    assert block.version == before + 1
    assert [(one.full_name, one.role.value) for one in the_session(event).people] == [
        ("Ama Serwaa", "rapporteur"),
        ("Kofi", "lead"),
    ]
    assert session.scalars(sa.select(Entry.changes)).one() == {
        "people": ["Ama Serwaa (lead)", "Ama Serwaa (rapporteur), Kofi (lead)"]
    }


def test_a_name_is_linked_once_its_bearer_is_registered(facilitator, session, give_role, the_session):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0])
    give_role(block, "Ama Serwaa")
    make_registration(event, "Ama Serwaa")
    facilitator.post(f"{AGENDA}/{block.id}")
    assert [one.is_registered for one in the_session(event).people] == [True]


def test_which_of_two_was_chosen_is_not_asked_again(facilitator, session, give_role, the_session):
    event = make_event("tarkwa")
    make_registration(event, "Ama Serwaa")
    chosen = make_registration(event, "Ama Serwaa")
    block = make_agenda_session(event.days[0])
    give_role(block, chosen)
    assert facilitator.post(f"{AGENDA}/{block.id}", {"title": "Other"}).status_code == 303
    [person] = the_session(event).people
    assert person.registration_id == chosen.id


def test_a_name_is_taken_out_by_emptying_its_row(facilitator, session, give_role, the_session):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0])
    give_role(block, "Ama")
    give_role(block, "Kofi")
    facilitator.post(f"{AGENDA}/{block.id}", {"name_0": ""})
    assert [one.name for one in the_session(event).people] == ["Kofi"]


def test_two_people_at_once_are_told_of_each_other(facilitator, session):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0], "Welcome")
    address = f"{AGENDA}/{block.id}"
    facilitator.get(address)
    block.title = "Theirs"
    answer = facilitator.press(address, {"title": "Mine", "description": "Kept"})
    assert answer.status_code == 422
    assert "Somebody changed this session while you were writing." in answer.text
    for there in ('value="Mine"', "Theirs", "Kept"):
        assert there in answer.text
    assert session.scalar(sa.select(AgendaSession.title)) == "Theirs"
    assert facilitator.press(address).status_code == 303
    assert session.scalar(sa.select(AgendaSession.title)) == "Mine"


def test_a_removed_session_comes_back_as_it_was_under_its_number(facilitator, session, give_role, the_session):
    event = make_event("tarkwa")
    room = make_room(make_place(event), "Veranda")
    block = make_agenda_session(event.days[1], "Welcome", starts="09:15", kind="breakout", room=room, place=room.place)
    block.process_notes = "Ask"
    give_role(block, make_registration(event, "Ama Serwaa"))
    give_role(block, "Kofi", "speaker")
    number, version = block.id, block.version
    facilitator.get(f"{AGENDA}/{number}")
    facilitator.press(f"{AGENDA}/{number}/remove")
    assert session.scalars(sa.select(AgendaSession)).all() == []
    other = make_agenda_session(event.days[1], "In the meantime", starts="08:00", ends="09:00")
    assert other.id != number
    facilitator.follow()
    entry_id = session.scalar(sa.select(Entry.id).where(Entry.action == "agenda_session.removed"))
    facilitator.press(f"{AGENDA}/restore/{entry_id}")
    session.delete(other)
    session.flush()
    item = the_session(event)
    assert (item.id, item.title, item.starts.isoformat(), item.kind.value) == (
        number,
        "Welcome",
        "09:15:00",
        "breakout",
    )
    assert (item.room, [one.full_name for one in item.people]) == ("Veranda", ["Ama Serwaa", "Kofi"])
    assert item.version > version
    assert session.get_one(AgendaSession, number).process_notes == "Ask"


def test_bringing_back_twice_changes_nothing_more(facilitator, session, titles):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0], "Welcome")
    facilitator.get(f"{AGENDA}/{block.id}")
    facilitator.press(f"{AGENDA}/{block.id}/remove")
    facilitator.follow()
    page = facilitator.page
    entry_id = session.scalar(sa.select(Entry.id))
    for _ in range(2):
        facilitator.page = page
        assert facilitator.press(f"{AGENDA}/restore/{entry_id}").status_code == 303
    assert [title for title, *_ in titles()] == ["Welcome"]


def test_a_session_whose_day_is_gone_stays_away(facilitator, session, titles):
    event = make_event("tarkwa", days=2)
    block = make_agenda_session(event.days[1], "Welcome")
    facilitator.get(f"{AGENDA}/{block.id}")
    facilitator.press(f"{AGENDA}/{block.id}/remove")
    facilitator.follow()
    session.delete(event.days[1])
    entry_id = session.scalar(sa.select(Entry.id))
    answer = facilitator.press(f"{AGENDA}/restore/{entry_id}")
    assert answer.status_code == 422
    assert "its day is no longer part of the event" in answer.text
    assert titles() == []


def test_a_session_in_which_attendance_is_recorded_stays(facilitator, session, titles):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0], "Welcome")
    person = make_registration(event)
    facilitator.get(f"{AGENDA}/{block.id}")
    session.add(
        SessionMark(
            id=uuid.uuid4(),
            agenda_session_id=block.id,
            registration_id=person.id,
            status=MarkStatus.PRESENT,
            seen_at=MADE_AT,
            recorded_at=MADE_AT,
            marked_by_name="Esi",
            source=MarkSource.DESK,
        )
    )
    answer = facilitator.press(f"{AGENDA}/{block.id}/remove")
    assert answer.status_code == 422
    assert "attendance is recorded in it" in answer.text
    assert len(titles()) == 1


def test_later_changes_places_with_what_follows_and_can_be_undone(facilitator, session, titles):
    event = make_event("tarkwa")
    first = make_agenda_session(event.days[0], "First", starts="09:00", ends="09:30")
    make_agenda_session(event.days[0], "Second", starts="09:45", ends="11:00")
    before = titles()
    facilitator.get(f"{AGENDA}/{first.id}")
    facilitator.press(f"{AGENDA}/{first.id}/later")
    assert titles() == [("Second", "09:00", "10:15"), ("First", "10:30", "11:00")]
    facilitator.follow()
    facilitator.press(f"{AGENDA}/{first.id}/earlier")  # the Undo of the message
    assert titles() == before


def test_the_only_session_of_a_day_cannot_change_places(facilitator, session, titles):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0], "Alone", starts="09:00", ends="09:30")
    make_agenda_session(event.days[1], "Another day")
    facilitator.get(f"{AGENDA}/{block.id}")
    facilitator.press(f"{AGENDA}/{block.id}/later")
    assert "cannot change places" in facilitator.follow().text
    assert ("Alone", "09:00", "09:30") in titles()


def test_a_session_of_another_event_is_not_there(facilitator, session):
    make_event("tarkwa")
    block = make_agenda_session(make_event("geita").days[0])
    assert facilitator.get(f"{AGENDA}/{block.id}").status_code == 404


def test_who_may_not_edit_the_agenda_sees_no_form(door, reporter, session):
    block = make_agenda_session(make_event("tarkwa").days[0])
    for reader in (door, reporter):
        assert reader.get(f"{AGENDA}/{block.id}").status_code == 403


@pytest.mark.parametrize("number", ("0", "2147483648", "9" * 30))
def test_a_number_that_no_session_has_is_not_found(facilitator, session, number):
    make_event("tarkwa")
    assert facilitator.get(f"{AGENDA}/{number}").status_code == 404
