"""What gets in the way of what: each kind in one sentence that names the sessions, none of them stopping anything."""

from datetime import time

import pytest
import sqlalchemy as sa

from dialogues.agenda.clash_rules import DayFacts, Lead, Seen, Trouble, list_findings
from dialogues.events.models import TravelTime
from tests.factories import make_agenda_session, make_event, make_place, make_registration, make_room

AGENDA = "/events/tarkwa/agenda"


def seen(number, span, **facts):
    starts, ends = (time.fromisoformat(at) for at in span.split("-"))
    return Seen(number, starts, ends, **facts)


def troubles(*sessions, **facts):
    return [(one.trouble.value, *one.session_ids) for one in list_findings(sessions, DayFacts(**facts))]


def test_a_lead_who_is_not_registered_or_no_longer_comes_is_found():
    leads = (Lead("Ama", is_registered=True, is_gone=False), Lead("Kofi", is_registered=True, is_gone=True),
             Lead("Esi", is_registered=False, is_gone=False))  # fmt: skip
    findings = list_findings([seen(1, "09:00-10:00", leads=leads)], DayFacts())
    assert [(one.trouble, one.name) for one in findings] == [
        (Trouble.LEAD_GONE, "Kofi"), (Trouble.LEAD_UNKNOWN, "Esi"),
    ]  # fmt: skip


def test_a_session_over_a_break_is_found_and_a_bus_is_not():
    tea = seen(2, "10:15-10:45", is_break=True)
    assert troubles(seen(1, "09:00-10:30"), tea) == [("break_swallowed", 1, 2)]
    assert troubles(seen(1, "09:00-10:15"), tea) == []
    assert troubles(seen(1, "09:00-12:00", is_travel=True), tea) == []


@pytest.mark.parametrize(("span", "found"), (("07:59-09:00", 1), ("08:00-18:00", 0), ("17:00-18:01", 1)))
def test_a_session_outside_the_day_is_found(span, found):
    assert len(troubles(seen(1, span), opens=time(8), closes=time(18))) == found


@pytest.mark.parametrize(("facts", "found"), (({}, 0), ({"seats": 60}, 1), ({"seats": 62}, 0)))
def test_a_hall_too_small_for_everybody_is_found_at_a_plenary(facts, found):
    assert len(troubles(seen(1, "09:00-10:00", is_plenary=True, **facts), registered=62)) == found


def test_not_everybody_is_expected_where_something_else_happens_beside_it():
    sessions = (seen(1, "09:00-10:00", is_plenary=True, seats=30), seen(2, "09:30-10:30"))
    assert troubles(*sessions, registered=62) == []
    assert troubles(seen(1, "09:00-10:00", seats=30, expected=31), registered=5) == [("room_too_small", 1)]


WAYS = {(1, 2): 40}


def test_too_little_time_for_the_way_is_found_in_either_direction():
    assert troubles(seen(1, "09:00-10:00", place_id=1), seen(2, "10:30-11:00", place_id=2), travel=WAYS) == [
        ("travel_too_short", 1, 2)
    ]
    assert troubles(seen(1, "09:00-10:00", place_id=2), seen(2, "10:40-11:00", place_id=1), travel=WAYS) == []


def test_a_bus_between_two_places_counts_as_time_for_the_way():
    bus = seen(3, "10:00-10:45", is_travel=True)
    sessions = (seen(1, "09:00-10:00", place_id=1), bus, seen(2, "10:45-11:00", place_id=2))
    assert troubles(*sessions, travel=WAYS) == []


def test_of_several_groups_the_one_that_was_here_stays():
    groups = (seen(2, "10:00-11:00", place_id=1), seen(3, "10:00-11:00", place_id=2))
    before = (seen(4, "09:00-10:00", place_id=1), seen(5, "09:00-10:00", place_id=2))
    assert troubles(*before, *groups, travel=WAYS) == []


def test_the_page_tells_each_in_a_sentence_with_links_and_counts_them(facilitator, session, give_role):
    event = make_event("tarkwa", days=1)
    hall, site = make_place(event, "Bonsa Hall"), make_place(event, "Himan")
    room = make_room(hall, "Veranda")
    room.seats = 1
    first, second = (make_registration(event, f"Person {number}") for number in (1, 2))
    opening = make_agenda_session(event.days[0], "Opening", starts="07:00", ends="09:10", room=room, place=hall)
    make_agenda_session(event.days[0], "Tea", starts="09:00", ends="09:10", kind="break")
    make_agenda_session(event.days[0], "Pits", starts="09:20", ends="10:00", kind="field_visit", place=site)
    give_role(opening, "Nana")
    give_role(opening, make_registration(event, "Kofi", status="cancelled"))
    event.days[0].opens = time(8)
    session.add(TravelTime(first_id=hall.id, second_id=site.id, minutes=40))
    page = facilitator.get(AGENDA).text
    for words in (
        "Nana leads “1 Opening” and is not registered.",
        "Kofi leads “1 Opening” and no longer comes.",
        "“1 Opening” runs over the break “Tea” from 09:00 to 09:10.",
        "“1 Opening” begins before the day does, at 08:00.",
        "Veranda seats 1, and “1 Opening” expects 2.",
        "Between “1 Opening” and “2 Pits” lie 10 min; the way takes 40 min.",
        f'href="{AGENDA}#session-{opening.id}"',
        "6 clashes",
    ):
        assert words in page, words
    assert {first.status, second.status} == {"confirmed"}


def test_the_way_between_two_places_is_said_once_for_both(organiser, session):
    event = make_event("tarkwa")
    hall, site = make_place(event, "Bonsa Hall"), make_place(event, "Himan")
    page = f"/events/tarkwa/places/{hall.id}"
    organiser.post(f"{page}/travel", {f"way-to_{site.id}": "45"}, form_at=page)
    assert session.scalars(sa.select(TravelTime.minutes)).all() == [45]
    assert 'value="45"' in organiser.get(f"/events/tarkwa/places/{site.id}").text
    answer = organiser.post(f"{page}/travel", {f"way-to_{site.id}": "soon"}, form_at=page)
    assert answer.status_code == 422
    assert "“soon” is not a whole number" in answer.text
    organiser.post(f"{page}/travel", {f"way-to_{site.id}": ""}, form_at=page)
    assert session.scalars(sa.select(TravelTime)).all() == []


def test_a_place_with_ways_can_be_removed_and_the_ways_go_with_it(organiser, session):
    event = make_event("tarkwa")
    hall, site = make_place(event, "Bonsa Hall"), make_place(event, "Himan")
    session.add(TravelTime(first_id=hall.id, second_id=site.id, minutes=45))
    organiser.get(f"/events/tarkwa/places/{site.id}")
    assert organiser.press(f"/events/tarkwa/places/{site.id}/remove").status_code == 303
    assert session.scalars(sa.select(TravelTime)).all() == []


def test_a_hundred_rooms_at_once_stay_one_page_with_as_many_queries_as_one(facilitator, session, count_queries):
    event, small = make_event("tarkwa", days=1), make_event("small", days=1)
    hall = make_place(event, "Bonsa Hall")
    make_agenda_session(small.days[0])
    for number in range(100):
        room = make_room(hall, f"Room {number}")
        make_agenda_session(event.days[0], f"Group {number}", room=room, place=hall, kind="breakout")
    counts = []
    for slug in ("small", "tarkwa"):
        facilitator.get(f"/events/{slug}/agenda")
        with count_queries() as counted:
            page = facilitator.get(f"/events/{slug}/agenda")
        counts.append(counted.number)
    assert counts[0] == counts[1]
    assert page.text.count("data-handle") == 100
