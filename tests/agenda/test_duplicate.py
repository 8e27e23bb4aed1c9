from datetime import time

import pytest
import sqlalchemy as sa

from dialogues.agenda import queries
from dialogues.audit.models import Entry
from dialogues.events.models import DayKind, Event, Place, TravelTime
from dialogues.events.queries import list_ways
from dialogues.registration.models import Registration
from tests.factories import (
    MADE_AT,
    make_agenda_session,
    make_event,
    make_grant,
    make_place,
    make_process,
    make_registration,
    make_room,
)

DUPLICATE = "/events/tarkwa/duplicate"


def test_a_copy_has_days_places_and_agenda_on_its_own_dates_and_nobody_in_it(organiser, session, give_role):
    event = make_event("tarkwa", starts="2026-06-02", days=3, process=make_process(), is_public=True)
    event.days[0].kind, event.days[0].title, event.days[0].closed_at = DayKind.FIELD, "Nsuaem", MADE_AT
    event.directions = "Bonsa road"
    room = make_room(make_place(event, "Bonsa Hall"), "Veranda", seats=60)
    block = make_agenda_session(event.days[2], "Roadmap", starts="08:30", room=room, place=room.place)
    block.process_notes = "Slowly"
    give_role(block, make_registration(event, "Ama Serwaa"))
    give_role(block, "Kofi")

    answer = organiser.post(DUPLICATE, {"title": "Tarkwa once more", "starts_on": "2027-01-30"})

    assert answer.location == "/events/tarkwa-once-more"
    copy = session.scalars(sa.select(Event).where(Event.slug == "tarkwa-once-more")).one()
    assert (copy.process_id, copy.directions, copy.is_public) == (event.process_id, "Bonsa road", False)
    days = queries.list_agenda(session, copy.id)
    assert [day.day.isoformat() for day in days] == ["2027-01-30", "2027-01-31", "2027-02-01"]
    assert (days[0].kind, days[0].title, days[0].closed_at) == (DayKind.FIELD, "Nsuaem", None)
    [item] = days[2].items
    assert (item.title, item.starts.isoformat("minutes"), item.place, item.room) == (
        "Roadmap",
        "08:30",
        "Bonsa Hall",
        "Veranda",
    )
    assert item.people == ()
    assert item.room_id != room.id
    assert queries.list_process_notes(session, copy.id) == {item.id: "Slowly"}
    assert session.scalar(sa.select(sa.func.count()).where(Registration.event_id == copy.id)) == 0
    assert session.scalars(sa.select(Entry.action)).all() == ["event.duplicated"]
    assert len(queries.list_agenda(session, event.id)[2].items) == 1


def test_a_copy_has_the_hours_of_its_days_and_the_ways_between_its_places(organiser, session):
    event = make_event("tarkwa", starts="2026-06-02", days=1)
    hall, site = make_place(event, "Bonsa Hall"), make_place(event, "Himan")
    event.days[0].opens, event.days[0].closes = time(8), time(17, 30)
    session.add(TravelTime(first_id=hall.id, second_id=site.id, minutes=40))
    organiser.post(DUPLICATE, {"title": "Tarkwa once more", "starts_on": "2027-01-30"})
    copy = session.scalars(sa.select(Event).where(Event.slug == "tarkwa-once-more")).one()
    assert (copy.days[0].opens, copy.days[0].closes, copy.days[0].minutes_late) == (time(8), time(17, 30), None)
    [way] = list_ways(session, copy.id)
    assert way.minutes == 40
    places = set(session.scalars(sa.select(Place.id).where(Place.event_id == copy.id)))
    assert {way.first_id, way.second_id} == places


def test_a_form_sent_twice_makes_one_copy(organiser, session):
    make_event("tarkwa")
    organiser.get(DUPLICATE)
    page = organiser.page
    for _ in range(2):
        organiser.page = page
        organiser.press(DUPLICATE, {"starts_on": "2027-01-30"})
    assert session.scalar(sa.select(sa.func.count()).select_from(Event)) == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    (
        ({"starts_on": ""}, "Say which day is the first."),
        ({"title": ""}, "Give the event a title."),
        ({"slug": "tarkwa"}, "The address “tarkwa” is taken."),
        ({"slug": "Tarkwa 2"}, "“Tarkwa 2” cannot be an address."),
    ),
)
def test_what_is_wrong_is_said_and_nothing_is_made(organiser, session, wrong, sentence):
    make_event("tarkwa")
    answer = organiser.post(DUPLICATE, {"starts_on": "2027-01-30"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Event)) == 1


def test_who_organises_one_event_only_may_not_make_others(outsider, facilitator, session):
    event = make_event("tarkwa")
    make_grant(outsider.user, "organiser", event=event)
    assert outsider.get(DUPLICATE).status_code == 403
    assert "/duplicate" not in outsider.get("/events/tarkwa/settings").text
    assert facilitator.get(DUPLICATE).status_code == 403
