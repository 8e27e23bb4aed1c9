"""An event goes to a laptop and comes back: whole, once, and the same on both."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from dialogues.agenda.models import AgendaSession
from dialogues.attendance import services as attendance
from dialogues.attendance.models import MarkSource, MarkStatus, Part
from dialogues.audit.services import Actor
from dialogues.bundles import queries, rules
from dialogues.bundles.models import Exchange, HeardRow, SharedName
from dialogues.events.models import Event, Place, TravelTime
from dialogues.events.queries import find_event_by_slug
from dialogues.registration.models import Registration
from dialogues.registration.question_models import GivenAnswer
from tests.factories import (
    MADE_AT,
    make_agenda_session,
    make_event,
    make_invitation,
    make_organisation,
    make_phone,
    make_place,
    make_process,
    make_public_form,
    make_question,
    make_registration,
    make_room,
)

pytestmark = pytest.mark.database

ESI = Actor(name="Esi Quaye")
NOON = datetime(2026, 6, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def event(office):
    """An event with a bit of everything, in the office."""
    with office.open() as session:
        event = make_event("tarkwa", process=make_process("Ghana dialogues", slug="ghana"))
        organisation = make_organisation("Ɛsi Mining", sector="MIN")
        ama = make_registration(event, "Ama Serwaa", organisation="Ɛsi Mining", organisation_id=organisation.id)
        kofi = make_registration(event, "Kofi Boateng", sector="GOV", gender="man", phone="+233201234567")
        make_registration(event, "Yaw Asante", in_place_of_id=kofi.id, in_place_from=event.days[1].day)
        make_registration(event, "Esi Waits", status="waiting", queue_number=1)
        hall = make_place(event)
        room = make_room(hall)
        make_agenda_session(event.days[0], place_id=hall.id, room_id=room.id)
        make_public_form(event)
        question = make_question(event)
        session.add(GivenAnswer(registration_id=ama.id, question_id=question.id, words=["yes"]))
        make_invitation(event, registration=ama, answer="accepted")
        make_phone(event)
        session.commit()
        mark(session, event, ama)


def mark(session, event, somebody, *, day=0, status="present", at=NOON, source="desk", **facts):
    """Somebody is marked on one of the days."""
    wanted = attendance.NewMark(
        id=uuid.uuid4(),
        day=event.starts_on + timedelta(days=day),
        source=MarkSource(source),
        registration_id=somebody.id,
        status=MarkStatus(status),
        part=Part.WHOLE,
        **facts,
    )
    return attendance.mark(session, wanted, event_id=event.id, actor=ESI, at=at)


def find(session, name) -> tuple[Event, Registration]:
    """The event and somebody of it, in whichever installation."""
    event = find_event_by_slug(session, "tarkwa")
    somebody = session.query(Registration).filter_by(full_name=name).one()
    return event, somebody


def is_nothing(told):
    """Whether a file changed nothing."""
    return not (told.added or told.changed or told.removed or told.conflicts)


def test_an_empty_laptop_gets_the_whole_event(office, laptop, event):
    told = laptop.bring_in(office.take_along())
    assert (told.is_new, told.marks, told.added["registration"]) == (True, 1, 4)
    assert laptop.says() == office.says()
    assert laptop.figures() == office.figures()


def test_the_same_file_twice_changes_nothing_at_all(office, laptop, event):
    content = office.take_along()
    laptop.bring_in(content)
    before = laptop.dump()
    assert laptop.bring_in(content).is_known
    assert laptop.dump() == before


def test_a_second_file_of_an_unchanged_event_changes_no_row_of_it(office, laptop, event):
    laptop.bring_in(office.take_along())
    before = laptop.dump()
    told = laptop.bring_in(office.take_along())
    assert is_nothing(told)
    after = laptop.dump()
    assert {name for name in before if before[name] != after[name]} == {"exchange", "audit_entry"}


def test_there_and_back_leaves_the_office_as_it_was(office, laptop, event):
    content = office.take_along()
    before, figures = office.says(), office.figures()
    laptop.bring_in(content)
    told = office.bring_in(laptop.take_along())
    assert is_nothing(told)
    assert office.says() == before
    assert office.figures() == figures


def test_marks_of_both_are_united_whoever_made_them(office, laptop, event):
    laptop.bring_in(office.take_along())
    with laptop.open() as there:
        mark(there, *find(there, "Kofi Boateng"), day=1)
    with office.open() as here:
        mark(here, *find(here, "Yaw Asante"), day=1)
    office.bring_in(laptop.take_along())
    laptop.bring_in(office.take_along())
    assert office.says()["mark"].keys() == laptop.says()["mark"].keys()
    assert len(office.says()["mark"]) == 3
    assert office.figures() == laptop.figures()


def test_what_only_one_side_changed_is_taken(office, laptop, event):
    laptop.bring_in(office.take_along())
    with laptop.open() as there:
        find(there, "Kofi Boateng")[1].phone = "+233240000001"
    with office.open() as here:
        find(here, "Kofi Boateng")[1].position = "Chief inspector"
    told = office.bring_in(laptop.take_along())
    assert (told.changed["registration"], told.conflicts) == (1, 0)
    with office.open() as here:
        kofi = find(here, "Kofi Boateng")[1]
        assert (kofi.phone, kofi.position) == ("+233240000001", "Chief inspector")
    laptop.bring_in(office.take_along())
    assert laptop.says() == office.says()


def test_changes_to_and_fro_are_no_conflicts(office, laptop, event):
    laptop.bring_in(office.take_along())
    for number in range(3):
        with laptop.open() as there:
            find(there, "Kofi Boateng")[1].place = f"Place {number}"
        assert not office.bring_in(laptop.take_along()).conflicts
    with office.open() as here:
        find(here, "Kofi Boateng")[1].place = "Prestea"
    told = laptop.bring_in(office.take_along())
    assert (told.changed["registration"], told.conflicts) == (1, 0)
    assert laptop.says() == office.says()


def test_what_both_changed_waits_for_a_person_and_ours_stands(office, laptop, event):
    laptop.bring_in(office.take_along())
    for place, words in ((laptop, "Sent by the union"), (office, "Sent by the ministry")):
        with place.open() as there:
            find(there, "Kofi Boateng")[1].position = words
    content = laptop.take_along()
    assert office.bring_in(content).conflicts == 1
    with office.open() as here:
        event, kofi = find(here, "Kofi Boateng")
        [conflict] = queries.list_conflicts(here, event.id)
        assert kofi.position == "Sent by the ministry"
        assert (conflict.unit, conflict.theirs) == ("position", {"position": "Sent by the union"})
    assert not office.bring_in(laptop.take_along()).conflicts


def test_a_walk_in_of_the_hall_comes_home(office, laptop, event):
    laptop.bring_in(office.take_along())
    with laptop.open() as there:
        somebody = make_registration(find_event_by_slug(there, "tarkwa"), "Walk Ин", source="walk_in")
        mark(there, find_event_by_slug(there, "tarkwa"), somebody)
    told = office.bring_in(laptop.take_along())
    assert (told.added["registration"], told.added["person"], told.marks) == (1, 1, 1)
    laptop.bring_in(office.take_along())
    assert laptop.says() == office.says()
    assert laptop.figures() == office.figures()


def test_what_was_removed_on_one_side_goes_on_the_other_and_does_not_come_back(office, laptop, event):
    laptop.bring_in(office.take_along())
    with office.open() as here:
        here.delete(here.query(AgendaSession).one())
    content = laptop.take_along()
    assert not office.bring_in(content).added
    told = laptop.bring_in(office.take_along())
    assert told.removed["agenda_session"] == 1
    assert laptop.says() == office.says()


def test_two_who_joined_the_waiting_list_apart_stand_behind_each_other(office, laptop, event):
    laptop.bring_in(office.take_along())
    for place, name in ((office, "Came to the office"), (laptop, "Came to the hall")):
        with place.open() as there:
            make_registration(find_event_by_slug(there, "tarkwa"), name, status="waiting", queue_number=2)
    office.bring_in(laptop.take_along())
    laptop.bring_in(office.take_along())
    with laptop.open() as there:
        lined = there.query(Registration).filter(Registration.queue_number.is_not(None))
        assert [one.full_name for one in lined.order_by(Registration.queue_number)] == [
            "Esi Waits",
            "Came to the office",
            "Came to the hall",
        ]
    assert laptop.says() == office.says()


def test_an_event_that_was_restored_from_a_backup_is_known_by_its_badges(office, new_laptop, event):
    """Both hold the same rows without ever having exchanged them: as after a restore."""
    laptop, copy = new_laptop(), new_laptop()
    laptop.bring_in(office.take_along())
    copy.bring_in(office.take_along())
    for place in (laptop, copy):
        with place.open() as there:
            there.execute(sa.delete(SharedName))
            there.execute(sa.delete(HeardRow))
            there.execute(sa.delete(Exchange))
    told = laptop.bring_in(copy.take_along())
    assert is_nothing(told)
    assert laptop.says() == copy.says()


def test_another_event_at_the_same_address_is_left_alone(office, laptop, event):
    with laptop.open():
        make_event("tarkwa", title="Another dialogue").created_at = MADE_AT + timedelta(days=1)
    before = laptop.dump()
    with pytest.raises(rules.OtherEvent, match="tarkwa"):
        laptop.bring_in(office.take_along())
    assert laptop.dump() == before


def test_an_older_file_and_an_own_one_are_told_and_change_nothing(office, laptop, event):
    older, newer = office.take_along(), office.take_along()
    laptop.bring_in(newer)
    before = laptop.dump()
    with pytest.raises(rules.OlderBundle):
        laptop.bring_in(older)
    with pytest.raises(rules.OwnBundle):
        office.bring_in(newer)
    assert laptop.dump() == before


def test_no_secret_travels(office, laptop, event):
    with office.open() as here:
        link = find(here, "Ama Serwaa")[1].link_token
    laptop.bring_in(office.take_along())
    text = repr(office.says())
    assert not any(word in text for word in (link, "token", "password"))
    with laptop.open() as there:
        assert find(there, "Ama Serwaa")[1].link_token != link


def test_the_way_between_two_places_travels_whichever_is_first_here(office, laptop, event):
    """The places have other numbers on the laptop, in the other order."""
    laptop.bring_in(office.take_along())
    with laptop.open() as there:
        there.add(Place(event_id=find_event_by_slug(there, "tarkwa").id, name="Himan"))
    office.bring_in(laptop.take_along())
    with office.open() as here:
        here.add(Place(event_id=find_event_by_slug(here, "tarkwa").id, name="Abosso"))
    with laptop.open() as there:
        there.add(Place(event_id=find_event_by_slug(there, "tarkwa").id, name="Nsuta"))
    laptop.bring_in(office.take_along())
    office.bring_in(laptop.take_along())
    say_way(office, 40)
    assert laptop.bring_in(office.take_along()).added["travel_time"] == 1
    assert laptop.says() == office.says()
    assert ways(laptop) == ways(office) == [40]
    say_way(laptop, 55)
    assert office.bring_in(laptop.take_along()).changed["travel_time"] == 1
    assert laptop.says() == office.says()
    with office.open() as here:
        here.execute(sa.delete(TravelTime))
    assert laptop.bring_in(office.take_along()).removed["travel_time"] == 1
    assert ways(laptop) == []


def say_way(place, minutes):
    """From Abosso to Nsuta it takes so long, in one installation."""
    with place.open() as session:
        found = {one.name: one.id for one in session.query(Place)}
        first_id, second_id = sorted((found["Abosso"], found["Nsuta"]))
        session.merge(TravelTime(first_id=first_id, second_id=second_id, minutes=minutes))


def ways(place):
    """The minutes of the ways of an installation."""
    with place.open() as session:
        return list(session.scalars(sa.select(TravelTime.minutes)))
