import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine

from dialogues.attendance import services as attendance
from dialogues.attendance.models import MarkSource
from dialogues.audit.services import Actor
from tests.factories import make_event, make_grant, make_process, make_registration


@pytest.fixture
def second_day():
    with time_machine.travel("2026-06-03T09:20:00+00:00", tick=False):
        yield


def see(session, registration, day="2026-06-02"):
    """Mark somebody present."""
    at = datetime.fromisoformat(f"{day}T08:00:00").replace(tzinfo=UTC)
    mark = attendance.NewMark(
        id=uuid.uuid4(), day=date.fromisoformat(day), source=MarkSource.DESK, registration_id=registration.id
    )
    attendance.mark(session, mark, event_id=registration.event_id, actor=Actor("Esi"), at=at)


def test_events_stand_newest_first_with_their_state_and_numbers(second_day, organiser, session):
    running = make_event("tarkwa", title="Tarkwa dialogue", process=make_process("Ghana dialogues"))
    people = [make_registration(running, f"Person {number}") for number in range(3)]
    make_registration(running, "Facilitator", role="facilitator")
    make_registration(running, "Invited", status="invited")
    see(session, people[0])
    see(session, people[1])
    make_event("draft", title="Draft dialogue", starts="2026-09-01")
    make_event("coming", title="Coming dialogue", starts="2026-08-01", is_public=True)
    make_event("over", title="Over dialogue", starts="2026-01-01")
    page = organiser.get("/events").text
    order = [page.index(f"{title} dialogue") for title in ("Draft", "Coming", "Tarkwa", "Over")]
    assert order == sorted(order)
    row = page[page.index("Tarkwa dialogue") : page.index("Over dialogue")]
    for words in ("Running", "2–4 Jun 2026", "Ghana dialogues", ">3<", ">2<"):
        assert words in row, words


def test_each_reader_sees_the_events_of_their_roles(outsider, organiser, session):
    event = make_event("tarkwa", title="Tarkwa dialogue")
    make_event("geita", title="Geita dialogue")
    assert "Geita dialogue" in organiser.get("/events").text
    page = outsider.get("/events").text
    assert "Tarkwa dialogue" not in page
    assert "As soon as you are given a role in an event, it stands here." in page
    make_grant(outsider.user, "door", event=event)
    page = outsider.get("/events").text
    assert "Tarkwa dialogue" in page
    assert "Geita dialogue" not in page


def test_numbers_are_for_those_who_may_see_figures(second_day, outsider, session):
    with_figures, without = make_event("tarkwa"), make_event("geita", title="Geita dialogue", starts="2026-01-01")
    for number in range(7):
        make_registration(with_figures, f"P{number}")
    for number in range(8):
        make_registration(without, f"Q{number}")
    make_grant(outsider.user, "reporter", event=with_figures)
    make_grant(outsider.user, "door", event=without)
    page = outsider.get("/events").text
    assert ">7<" in page
    assert ">8<" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    (
        ("q=geita", {"Geita"}),
        ("q=GEITA+dialogue", {"Geita"}),
        ("q=dialogue", {"Geita", "Tarkwa", "Ŋuaem"}),
        ("q=nuaem", {"Ŋuaem"}),
        ("year=2025", {"Geita"}),
        ("year=2026", {"Tarkwa", "Ŋuaem"}),
        ("year=1999", set()),
        ("year=x&country=&process=", {"Geita", "Tarkwa", "Ŋuaem"}),
        ("country=TZ", {"Geita"}),
        ("process=ghana", {"Tarkwa"}),
        ("process=ghana&country=TZ", set()),
        ("q=" + "x" * 5000, set()),
    ),
)
def test_a_list_is_narrowed_by_text_year_country_and_process(organiser, session, query, found):
    make_event("tarkwa", title="Tarkwa dialogue", process=make_process(slug="ghana"))
    make_event("geita", title="Geita dialogue", starts="2025-03-01").country = "TZ"
    make_event("x", title="Ŋuaem dialogue")
    page = organiser.get(f"/events?{query}").text
    assert {name for name in ("Geita", "Tarkwa", "Ŋuaem") if f"{name} dialogue" in page} == found
    assert found or "No event fits these choices" in page


def test_a_list_is_paged_and_keeps_its_filters(organiser, session):
    for number in range(60):
        make_event(f"e{number}", title=f"Dialogue {number}", starts="2026-03-01")
    page = organiser.get("/events?year=2026&page=2").text
    assert "26–50 of 60" in page
    assert "year=2026" in page
    assert organiser.get("/events?page=99").status_code == 200


def test_fifty_events_take_as_many_queries_as_one(organiser, session, count_queries):
    make_registration(make_event("first"))
    organiser.get("/events")
    with count_queries() as few:
        organiser.get("/events")
    for number in range(24):
        make_registration(make_event(f"e{number}", process=make_process()), f"P{number}")
    organiser.get("/events")
    with count_queries() as many:
        organiser.get("/events")
    assert few.number == many.number


def test_a_stranger_is_asked_to_sign_in(stranger):
    assert stranger.get("/events").status_code == 302


def test_only_those_who_may_make_events_are_offered_it(organiser, facilitator, session):
    assert "/events/new" in organiser.get("/events").text
    assert "/events/new" not in facilitator.get("/events").text
