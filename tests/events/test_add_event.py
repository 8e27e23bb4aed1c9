from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from dialogues.audit.models import Entry
from dialogues.audit.services import Actor
from dialogues.events import queries, services
from dialogues.events.models import Event, EventKind, Process
from dialogues.events.rules import DayTemplate, SlugTaken
from tests.factories import MADE_AT, make_event, make_process

FILLED = {
    "title": "Geita dialogue",
    "starts_on": "2017-11-07",
    "ends_on": "2017-11-10",
    "country": "TZ",
    "place": "Geita",
}


def add(session, *, template=DayTemplate.FIELD_THEN_WORKSHOP, **details):
    given: dict[str, Any] = {
        "title": "Geita dialogue",
        "starts_on": date(2017, 11, 7),
        "ends_on": date(2017, 11, 10),
        "country": "TZ",
    }
    return services.add_event(
        session, services.EventDetails(**(given | details)), template=template, actor=Actor("Kwabena"), at=MADE_AT
    )


def kinds(event):
    return [day.kind.value for day in event.days]


def test_a_four_day_dialogue_begins_with_two_field_days(session):
    event = add(session)
    assert [day.day.isoformat() for day in event.days] == ["2017-11-07", "2017-11-08", "2017-11-09", "2017-11-10"]
    assert kinds(event) == ["field", "field", "workshop", "workshop"]
    assert event.zone_name == "Africa/Dar_es_Salaam"


def test_a_digital_day_is_one_day_online(session):
    event = add(
        session,
        template=DayTemplate.ONLINE,
        kind=EventKind.DIGITAL_DAY,
        starts_on=date(2017, 2, 1),
        ends_on=date(2017, 2, 1),
        country=None,
        zone_name="Europe/London",
    )
    assert kinds(event) == ["online"]
    assert event.days[0].day == date(2017, 2, 1)


def test_a_workshop_has_no_field_days(session):
    assert kinds(add(session, template=DayTemplate.WORKSHOP)) == ["workshop"] * 4


@pytest.mark.parametrize("zone", ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Nairobi"))
def test_the_days_do_not_shift_with_the_zone(session, zone):
    event = add(session, zone_name=zone)
    session.commit()
    assert [day.day.isoformat() for day in queries.list_days(session, event.id)] == [
        "2017-11-07",
        "2017-11-08",
        "2017-11-09",
        "2017-11-10",
    ]


def test_the_same_title_twice_gives_two_addresses(session):
    assert [add(session).slug for _ in range(3)] == ["geita-dialogue", "geita-dialogue-2", "geita-dialogue-3"]


def test_a_typed_address_that_is_taken_is_refused(session):
    make_event("geita")
    with pytest.raises(SlugTaken):
        add(session, slug="geita")


def test_a_new_event_is_noted_with_who_made_it(session):
    event = add(session)
    entry = session.scalars(sa.select(Entry)).one()
    assert (entry.action, entry.actor_name, entry.event_id) == ("event.added", "Kwabena", event.id)


def test_an_organiser_makes_an_event_on_the_page(organiser, session):
    answer = organiser.post("/events/new", FILLED)
    assert answer.status_code == 303
    assert answer.location == "/events/geita-dialogue"
    event = session.scalars(sa.select(Event)).one()
    assert (event.title, event.zone_name, event.country, event.is_public) == (
        "Geita dialogue",
        "Africa/Dar_es_Salaam",
        "TZ",
        False,
    )
    assert "Geita dialogue" in organiser.follow().text


def test_a_form_sent_twice_makes_one_event(organiser, session):
    organiser.get("/events/new")
    page = organiser.page
    organiser.press("/events/new", FILLED)
    organiser.page = page
    second = organiser.press("/events/new", FILLED)
    assert second.location == "/events/geita-dialogue"
    assert session.scalar(sa.select(sa.func.count()).select_from(Event)) == 1


def test_a_new_process_is_made_with_the_event(organiser, session):
    organiser.post("/events/new", FILLED | {"new_process": "Tanzania dialogues"})
    event = session.scalars(sa.select(Event)).one()
    assert event.process is not None
    assert (event.process.title, event.process.slug) == ("Tanzania dialogues", "tanzania-dialogues")


def test_a_process_that_there_is_already_can_be_chosen(organiser, session):
    process = make_process("Ghana dialogues")
    organiser.post("/events/new", FILLED | {"process_id": str(process.id)})
    assert session.scalars(sa.select(Event)).one().process_id == process.id


def test_a_refused_address_leaves_no_process_behind(organiser, session):
    make_event("geita")
    answer = organiser.post("/events/new", FILLED | {"slug": "geita", "new_process": "Tanzania dialogues"})
    assert answer.status_code == 422
    assert session.scalar(sa.select(sa.func.count()).select_from(Process)) == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    (
        ({"title": "  "}, "Give the event a title."),
        ({"starts_on": ""}, "Say which day is the first."),
        ({"ends_on": "  "}, "Say which day is the last; of a single day it is the same."),
        ({"ends_on": "2017-11-06"}, "The last day, Mon 6 Nov 2017, is before the first, Tue 7 Nov 2017."),
        ({"ends_on": "2018-11-06"}, "An event has at most 31 days"),
        ({"starts_on": "30/02/2017"}, "“30/02/2017” is not a day of the calendar."),
        ({"country": "US"}, "Choose the time zone: it does not follow from the country."),
        ({"slug": "Geita 2017"}, "“Geita 2017” cannot be an address."),
        ({"slug": "new"}, "“new” cannot be an address."),
        ({"title": "x" * 201}, "Write at most 200 signs."),
    ),
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(organiser, session, wrong, sentence):
    answer = organiser.post("/events/new", FILLED | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<title>Error:" in answer.text
    assert 'value="Geita"' in answer.text
    for value in wrong.values():
        assert not value.strip() or f'value="{value}"' in answer.text or "selected" in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Event)) == 0


def test_texts_are_shown_as_they_are_and_never_as_markup(organiser, session):
    organiser.post("/events/new", FILLED | {"title": "<b>Geita</b> & %(title)s"})
    assert "&lt;b&gt;Geita&lt;/b&gt; &amp; %(title)s" in organiser.follow().text


def test_who_may_not_make_events_is_told_so(facilitator, door, reporter, outsider, stranger):
    for reader in (facilitator, door, reporter, outsider):
        assert reader.get("/events/new").status_code == 403
    assert stranger.get("/events/new").status_code == 302
