from datetime import date, time

import pytest
import sqlalchemy as sa

from dialogues.agenda.models import AgendaSession
from dialogues.audit.models import Entry
from dialogues.events.models import DayKind, Event, EventDay
from tests.factories import MADE_AT, make_agenda_session, make_event, make_grant, make_process

SETTINGS = "/events/tarkwa/settings"


def dates(session):
    return [day.isoformat() for day in session.scalars(sa.select(EventDay.day).order_by(EventDay.day))]


def test_settings_change_an_event_and_say_what_changed(organiser, session):
    event = make_event("tarkwa")
    answer = organiser.post(SETTINGS, {"title": "Tarkwa again", "directions": "Bonsa road,\n6 km"})
    assert answer.status_code == 303
    assert (event.title, event.directions) == ("Tarkwa again", "Bonsa road,\n6 km")
    entry = session.scalars(sa.select(Entry)).one()
    assert entry.action == "event.changed"
    assert entry.changes == {
        "title": ["Tarkwa dialogue", "Tarkwa again"],
        "directions": [None, "Bonsa road,\n6 km"],
    }


def test_saving_without_a_change_is_not_noted(organiser, session):
    make_event("tarkwa")
    assert organiser.post(SETTINGS).status_code == 303
    assert session.scalars(sa.select(Entry)).all() == []


def test_a_day_gets_a_kind_and_a_title_of_its_own(organiser, session):
    event = make_event("tarkwa")
    day = event.days[0]
    organiser.post(
        SETTINGS, {f"day_{day.id}_kind": "field", f"day_{day.id}_title": "Nsuaem", f"day_{day.id}_halves": None}
    )
    assert (day.kind, day.title, day.has_halves) == (DayKind.FIELD, "Nsuaem", False)
    assert event.days[1].kind is DayKind.WORKSHOP


def test_a_longer_event_gets_the_days_it_lacks(organiser, session):
    make_event("tarkwa", starts="2026-06-02", days=2)
    organiser.post(SETTINGS, {"starts_on": "2026-06-01", "ends_on": "2026-06-04"})
    assert dates(session) == ["2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04"]


def test_a_shorter_event_keeps_its_other_days_with_all_that_is_on_them(organiser, session):
    event = make_event("tarkwa", starts="2026-06-02", days=3)
    make_agenda_session(event.days[1], "Stays")
    organiser.post(SETTINGS, {"starts_on": "2026-06-03", "ends_on": "2026-06-03"})
    assert dates(session) == ["2026-06-03"]
    assert session.scalars(sa.select(AgendaSession.title)).all() == ["Stays"]


def test_a_day_with_sessions_is_not_dropped_and_is_named(organiser, session):
    event = make_event("tarkwa", starts="2026-06-02", days=3)
    make_agenda_session(event.days[2])
    answer = organiser.post(SETTINGS, {"ends_on": "2026-06-03"})
    assert answer.status_code == 422
    assert "Thu 4 Jun 2026 cannot be taken out: it has agenda sessions or attendance." in answer.text
    assert dates(session) == ["2026-06-02", "2026-06-03", "2026-06-04"]


def test_a_closed_day_is_not_dropped(organiser, session):
    event = make_event("tarkwa", starts="2026-06-02", days=2)
    event.days[1].closed_at = MADE_AT
    assert organiser.post(SETTINGS, {"ends_on": "2026-06-02"}).status_code == 422


@pytest.mark.parametrize("days", (1, -1, 10))
def test_an_event_that_is_put_off_takes_its_agenda_along(organiser, session, days):
    event = make_event("tarkwa", starts="2026-06-12", days=3)
    make_agenda_session(event.days[0], "First", starts="08:30")
    make_agenda_session(event.days[2], "Last")
    first = date(2026, 6, 12 + days)
    answer = organiser.post(SETTINGS, {"starts_on": first.isoformat(), "ends_on": date(2026, 6, 14 + days).isoformat()})
    assert answer.status_code == 303
    chosen = sa.select(AgendaSession.title, AgendaSession.starts, EventDay.day).join(AgendaSession.day)
    assert session.execute(chosen.order_by(EventDay.day)).all() == [
        ("First", time(8, 30), first),
        ("Last", time(9), date(2026, 6, 14 + days)),
    ]


def test_an_event_with_a_closed_day_is_not_put_off(organiser, session):
    event = make_event("tarkwa", starts="2026-06-02", days=2)
    event.days[0].closed_at = MADE_AT
    answer = organiser.post(SETTINGS, {"starts_on": "2026-06-09", "ends_on": "2026-06-10"})
    assert answer.status_code == 422
    assert dates(session) == ["2026-06-02", "2026-06-03"]


def test_two_organisers_at_once_are_told_of_each_other(organiser, session):
    event = make_event("tarkwa")
    organiser.get(SETTINGS)
    event.place = "Bogoso"
    event.contact = "Ama"
    answer = organiser.press(SETTINGS, {"title": "Mine", "place": "Prestea"})
    assert answer.status_code == 422
    assert "Somebody changed this event while you were writing." in answer.text
    for there in ('value="Mine"', 'value="Prestea"', "Bogoso", "Ama"):
        assert there in answer.text
    assert session.scalar(sa.select(Event.title)) == "Tarkwa dialogue"
    assert organiser.press(SETTINGS).status_code == 303  # having seen both
    assert session.execute(sa.select(Event.title, Event.place)).one() == ("Mine", "Prestea")


def test_a_tampered_version_changes_nothing(organiser, session):
    event = make_event("tarkwa")
    for version in ("", "9" * 30, "x", "-1"):
        assert organiser.post(SETTINGS, {"title": "Mine", "version": version}).status_code == 422
    assert event.title == "Tarkwa dialogue"


def test_an_address_can_change_but_not_to_one_that_is_taken(organiser, session):
    make_event("geita")
    make_event("tarkwa")
    assert "The address “geita” is taken." in organiser.post(SETTINGS, {"slug": "geita"}).text
    assert organiser.post(SETTINGS, {"slug": "tarkwa-2026"}).location == "/events/tarkwa-2026/settings"
    assert organiser.get(SETTINGS).status_code == 404


def test_a_process_can_be_left(organiser, session):
    event = make_event("tarkwa", process=make_process("Ghana dialogues"))
    organiser.post(SETTINGS, {"process_id": ""})
    assert event.process_id is None
    assert session.scalars(sa.select(Entry.changes)).all() == [{"process": ["Ghana dialogues", None]}]


def test_making_public_can_be_undone_and_twice_changes_nothing(organiser, session):
    event = make_event("tarkwa")
    organiser.get(SETTINGS)
    organiser.press("/events/tarkwa/publish")
    assert event.is_public
    organiser.follow()
    organiser.press("/events/tarkwa/unpublish")  # the Undo of the message
    assert not event.is_public
    organiser.follow()
    organiser.client.post("/events/tarkwa/unpublish")
    actions = session.scalars(sa.select(Entry.action).order_by(Entry.id)).all()
    assert actions == ["event.published", "event.unpublished"]


def test_an_organiser_of_one_event_sees_the_settings_of_that_one_only(outsider, session):
    event = make_event("tarkwa")
    make_event("geita")
    make_grant(outsider.user, "organiser", event=event)
    assert outsider.get(SETTINGS).status_code == 200
    assert outsider.get("/events/geita/settings").status_code == 404


def test_who_only_sees_an_event_may_not_change_it(facilitator, door, reporter, session):
    make_event("tarkwa")
    for reader in (facilitator, door, reporter):
        assert reader.get(SETTINGS).status_code == 403
