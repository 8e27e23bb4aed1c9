import pytest
import sqlalchemy as sa

from dialogues.agenda.models import AgendaSession
from dialogues.audit.models import Entry
from dialogues.events.models import Place, Room
from tests.browser import Document
from tests.factories import make_agenda_session, make_event, make_place, make_room

PLACES = "/events/tarkwa/places"


def names(session, table):
    return session.scalars(sa.select(table.name).order_by(table.id)).all()


def test_a_place_is_added_with_its_other_spellings(organiser, session):
    make_event("tarkwa")
    organiser.post(PLACES, {"name": "Kayanko", "address": "Tarkwa-Nsuaem", "also_spelled": "Kanyonko"})
    place = session.scalars(sa.select(Place)).one()
    assert (place.name, place.also_spelled) == ("Kayanko", "Kanyonko")
    assert "Kanyonko" in organiser.get(PLACES).text


def test_two_places_of_an_event_cannot_have_one_name_however_it_is_typed(organiser, session):
    make_place(make_event("tarkwa"), "Ŋuaem")
    answer = organiser.post(PLACES, {"name": "NUAEM"})
    assert answer.status_code == 422
    assert "There is a place or room called “NUAEM” here already." in answer.text
    assert names(session, Place) == ["Ŋuaem"]


def test_two_events_may_have_a_place_of_one_name(organiser, session):
    make_place(make_event("geita"), "Hall")
    make_event("tarkwa")
    assert organiser.post(PLACES, {"name": "Hall"}).status_code == 303


def test_a_place_is_renamed(organiser, session):
    place = make_place(make_event("tarkwa"), "Hall")
    organiser.post(f"{PLACES}/{place.id}", {"name": "Bonsa Hall"})
    assert place.name == "Bonsa Hall"
    [entry] = session.scalars(sa.select(Entry)).all()
    assert (entry.action, entry.changes) == ("place.changed", {"name": ["Hall", "Bonsa Hall"]})


def test_a_room_is_added_on_the_page_of_its_place(organiser, session):
    place = make_place(make_event("tarkwa"))
    address = f"{PLACES}/{place.id}/rooms"
    answer = organiser.post(address, {"room-name": "Veranda", "room-seats": "60"}, form_at=f"{PLACES}/{place.id}")
    assert answer.status_code == 303
    assert [(room.name, room.seats) for room in place.rooms] == [("Veranda", 60)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    (
        ({"room-name": ""}, "Give the room a name."),
        ({"room-name": "Room 1"}, "There is a place or room called “Room 1” here already."),
        ({"room-name": "X", "room-seats": "many"}, "“many” is not a whole number."),
        ({"room-name": "X", "room-seats": "0"}, "Write how many seats there are"),
        ({"room-name": "X", "room-seats": "9" * 30}, "is not a whole number."),
    ),
)
def test_a_room_that_cannot_be_is_refused_beside_its_field(organiser, session, wrong, sentence):
    place = make_place(make_event("tarkwa"))
    make_room(place, "Room 1")
    answer = organiser.post(f"{PLACES}/{place.id}/rooms", wrong, form_at=f"{PLACES}/{place.id}")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert names(session, Room) == ["Room 1"]


def test_a_room_gets_another_name_and_seats(organiser, session):
    room = make_room(make_place(make_event("tarkwa")), "Room 1")
    organiser.post(f"/events/tarkwa/rooms/{room.id}", {"name": "Veranda", "seats": "40"})
    assert (room.name, room.seats) == ("Veranda", 40)


def test_a_place_that_is_used_cannot_be_removed(organiser, session):
    event = make_event("tarkwa")
    room = make_room(make_place(event))
    organiser.get(f"{PLACES}/{room.place_id}")
    make_agenda_session(event.days[0], place=room.place, room=room)
    answer = organiser.press(f"{PLACES}/{room.place_id}/remove")
    assert answer.status_code == 422
    assert "agenda sessions are held there" in answer.text
    assert "/remove" not in organiser.get(f"{PLACES}/{room.place_id}").text
    assert names(session, Place) == ["Bonsa Hall"]


def test_a_removed_place_comes_back_with_its_rooms(organiser, session):
    place = make_place(make_event("tarkwa"), "Hall")
    place.address = "Bonsa road"
    make_room(place, "Veranda", seats=60)
    organiser.get(f"{PLACES}/{place.id}")
    organiser.press(f"{PLACES}/{place.id}/remove")
    assert names(session, Place) == names(session, Room) == []
    organiser.follow()
    entry_id = session.scalar(sa.select(Entry.id).where(Entry.action == "place.removed"))
    organiser.press(f"{PLACES}/restore/{entry_id}")
    back = session.scalars(sa.select(Place)).one()
    assert (back.name, back.address) == ("Hall", "Bonsa road")
    assert [(room.name, room.seats) for room in back.rooms] == [("Veranda", 60)]


def test_a_removed_room_comes_back(organiser, session):
    room = make_room(make_place(make_event("tarkwa")), "Veranda", seats=60)
    place_id = room.place_id
    organiser.get(f"{PLACES}/{place_id}")
    organiser.press(f"/events/tarkwa/rooms/{room.id}/remove")
    assert names(session, Room) == []
    organiser.follow()
    entry_id = session.scalar(sa.select(Entry.id).where(Entry.action == "room.removed"))
    organiser.press(f"{PLACES}/restore/{entry_id}")
    assert session.execute(sa.select(Room.name, Room.seats, Room.place_id)).all() == [("Veranda", 60, place_id)]


def test_places_and_removals_of_another_event_are_not_there(organiser, session):
    place = make_place(make_event("geita"), "Elsewhere")
    make_event("tarkwa")
    other = make_room(place)
    assert organiser.get(f"{PLACES}/{place.id}").status_code == 404
    assert organiser.get(f"/events/tarkwa/rooms/{other.id}").status_code == 404
    organiser.get(f"/events/geita/places/{place.id}")
    organiser.press(f"/events/geita/rooms/{other.id}/remove")
    organiser.follow()
    entry_id = session.scalar(sa.select(Entry.id))
    token = Document(organiser.page.text).forms[-1].values["csrf_token"]
    answer = organiser.client.post(f"{PLACES}/restore/{entry_id}", data={"csrf_token": token})
    assert answer.status_code == 404
    assert names(session, Room) == []


def test_sessions_keep_their_place_when_it_is_renamed(organiser, session):
    event = make_event("tarkwa")
    place = make_place(event, "Hall")
    make_agenda_session(event.days[0], place=place)
    organiser.post(f"{PLACES}/{place.id}", {"name": "Bonsa Hall"})
    assert session.scalars(sa.select(AgendaSession)).one().place.name == "Bonsa Hall"


def test_only_those_who_edit_the_event_see_its_places(facilitator, door, session):
    make_event("tarkwa")
    for reader in (facilitator, door):
        assert reader.get(PLACES).status_code == 403
