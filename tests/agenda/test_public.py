import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine

from dialogues.agenda.calendar import agenda_calendar
from dialogues.agenda.queries import list_agenda
from dialogues.events.models import Event
from tests.factories import make_agenda_session, make_event, make_place, make_registration, make_room

PAGES = ("/e/tarkwa", "/e/tarkwa/agenda", "/e/tarkwa/agenda.ics")
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def calendar_of(session, event: Event) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(agenda_calendar(event, list_agenda(session, event.id), now=NOW))


def entries(calendar: icalendar.Calendar) -> list[Any]:
    return list(calendar.walk("VEVENT"))


@pytest.mark.parametrize("page", PAGES)
def test_an_event_that_is_not_public_is_not_there_for_anybody(stranger, organiser, session, page):
    make_event("tarkwa", is_public=False)
    make_event("geita", is_public=True)
    for reader in (stranger, organiser):
        assert reader.get(page).status_code == 404
        assert reader.get(page.replace("tarkwa", "geita")).status_code == 200


def test_the_public_page_says_what_when_and_where(stranger, session):
    event = make_event("tarkwa", starts="2026-06-02", days=4, is_public=True)
    event.convenor, event.summary, event.languages = "Coastal Rights Network", "What must change?", "English and Twi"
    event.directions, event.contact, event.accessibility = "Bonsa road\n6 km", "0244 000 110", "No steps"
    page = stranger.get("/e/tarkwa").text
    for words in (
        "Coastal Rights Network invites",
        "Tarkwa dialogue",
        "2–5 Jun 2026",
        "4 workshop days",
        "Ghana",
        "What must change?",
        "English and Twi",
        "<p>Bonsa road</p><p>6 km</p>",
        "0244 000 110",
        "No steps",
        "The programme is being prepared.",
        "/e/tarkwa/agenda.ics",
    ):
        assert words in page, words


def test_the_public_pages_tell_who_leads_and_nothing_that_is_for_the_team(stranger, session, give_role):
    event = make_event("tarkwa", is_public=True)
    event.wifi = "bonsa / gold2026"
    room = make_room(make_place(event, "Bonsa Hall"), "Veranda")
    block = make_agenda_session(
        event.days[0], "Opening", room=room, place=room.place, description="All speak", process_notes="Ask the chief"
    )
    lead = make_registration(event, "Ama Serwaa", phone="+233244000111", email="ama@example.org", organisation="WASSA")
    give_role(block, lead)
    give_role(block, "Nana Brempomaa", "speaker")
    make_registration(event, "Hidden Person")
    for page in PAGES:
        text = stranger.get(page).text
        for words in ("Opening", "Led by Ama Serwaa", "Speaking: Nana Brempomaa", "Veranda"):
            assert words in text.replace("\r\n ", ""), (page, words)
        for words in (
            "Ask the chief",
            "Hidden Person",
            "244000111",
            "example.org",
            "WASSA",
            "not registered",
            "gold2026",
        ):
            assert words not in text, (page, words)
    assert "All speak" in stranger.get("/e/tarkwa/agenda").text


def test_a_public_page_is_light(stranger, session):
    event = make_event("tarkwa", days=4, is_public=True)
    for day in event.days:
        for hour in range(7, 22):
            make_agenda_session(day, f"Session at {hour}", starts=f"{hour:02}:00", ends=f"{hour:02}:50")
    for page in PAGES[:2]:
        answer = stranger.get(page)
        assert "theme.js" not in answer.text
        assert re.findall(r"/js/(\w+)\.js", answer.text) == ["kept"]  # 400 bytes, which let the page be kept
        assert answer.text.count("<script") == 1
        assert "hatch-gov" not in answer.text
        assert len(answer.data) < 60_000


def test_sixty_sessions_take_as_many_queries_as_none(stranger, session, count_queries):
    make_event("small", is_public=True, days=4)
    event = make_event("tarkwa", days=4, is_public=True)
    for day in event.days:
        for hour in range(7, 22):
            make_agenda_session(day, starts=f"{hour:02}:00", ends=f"{hour:02}:50")
    counts = []
    for slug in ("small", "tarkwa"):
        with count_queries() as counted:
            stranger.get(f"/e/{slug}")
        counts.append(counted.number)
    assert counts[0] == counts[1] <= 5


# ---------------------------------------------------------------- calendar
def test_a_session_is_at_its_hour_by_the_clock_of_the_venue(session):
    event = make_event("geita", starts="2017-11-07", days=4, zone="Africa/Nairobi")
    make_agenda_session(event.days[3], "Roadmap", starts="08:30", ends="10:00")
    [entry] = entries(calendar_of(session, event))
    nairobi = ZoneInfo("Africa/Nairobi")
    assert entry.start == datetime(2017, 11, 10, 8, 30, tzinfo=nairobi)
    assert entry.end - entry.start == timedelta(minutes=90)
    assert entry["DTSTART"].params["TZID"] == "Africa/Nairobi"


@pytest.mark.parametrize(
    ("zone", "day", "offset_hours"),
    (
        ("Europe/London", "2015-03-28", 0),
        ("Europe/London", "2015-03-30", 1),
        ("Africa/Casablanca", "2026-02-10", 1),
        ("Africa/Casablanca", "2026-02-20", 0),  # Ramadan
        ("Africa/Nairobi", "2026-06-02", 3),
    ),
)
def test_the_calendar_carries_the_zone_so_that_hours_hold_on_both_sides_of_a_change(session, zone, day, offset_hours):
    event = make_event("e", starts=day, days=1, zone=zone)
    make_agenda_session(event.days[0], starts="12:00", ends="13:00")
    calendar = calendar_of(session, event)
    assert [str(one["TZID"]) for one in calendar.walk("VTIMEZONE")] == [zone]
    [entry] = entries(calendar)
    assert entry.start.astimezone(UTC).hour == 12 - offset_hours


def test_an_event_without_sessions_is_its_whole_days(session):
    event = make_event("geita", starts="2017-11-07", days=4, zone="Africa/Nairobi")
    [entry] = entries(calendar_of(session, event))
    assert (entry.start, entry.end) == (date(2017, 11, 7), date(2017, 11, 11))  # the end is the day after


def test_a_digital_day_is_one_day(session):
    event = make_event("shareasm", starts="2017-02-01", days=1, zone="Europe/London")
    [entry] = entries(calendar_of(session, event))
    assert (entry.start, entry.end) == (date(2017, 2, 1), date(2017, 2, 2))


def test_a_session_keeps_its_uid_and_its_sequence_rises_with_each_change(session):
    event = make_event("geita", days=1)
    block = make_agenda_session(event.days[0], "Welcome")
    make_agenda_session(event.days[0], "Roadmap", starts="11:00", ends="12:00")
    before = {str(one["SUMMARY"]): one for one in entries(calendar_of(session, event))}
    block.title = "Opening"
    session.flush()
    after = {str(one["SUMMARY"]): one for one in entries(calendar_of(session, event))}
    assert before["1 Welcome"]["UID"] == after["1 Opening"]["UID"] != after["2 Roadmap"]["UID"]
    assert after["1 Opening"]["SEQUENCE"] > before["1 Welcome"]["SEQUENCE"]
    event.title = "Other dates"
    session.flush()
    later = {str(one["SUMMARY"]): one for one in entries(calendar_of(session, event))}
    assert later["1 Opening"]["SEQUENCE"] > after["1 Opening"]["SEQUENCE"]


def test_equal_sessions_of_two_events_have_different_uids(session):
    first, second = make_event("a", days=1), make_event("b", days=1)
    make_agenda_session(first.days[0])
    make_agenda_session(second.days[0])
    [one], [other] = entries(calendar_of(session, first)), entries(calendar_of(session, second))
    assert one["UID"] != other["UID"]


def test_no_text_can_break_out_of_its_line(session, give_role):
    event = make_event("geita", days=1)
    hostile = "X\r\nATTENDEE:mailto:evil@example.org\nEND:VEVENT\x01\x07\u202e\u2028Y"
    block = make_agenda_session(event.days[0], hostile, description=hostile, place=make_place(event, hostile))
    give_role(block, hostile)
    content = agenda_calendar(event, list_agenda(session, event.id), now=NOW)
    names = {line.split(b":")[0].split(b";")[0] for line in content.replace(b"\r\n ", b"").split(b"\r\n")}
    assert b"ATTENDEE" not in names
    assert not [sign for sign in content if sign < 32 and sign not in b"\r\n"]
    assert "\u202e" not in content.decode()
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert len(entries(icalendar.Calendar.from_ical(content))) == 1


@pytest.mark.parametrize("server_zone", ("Pacific/Kiritimati", "America/Los_Angeles"))
def test_the_calendar_is_the_same_wherever_the_server_is(session, monkeypatch, server_zone):
    event = make_event("geita", starts="2017-11-07", days=4, zone="Africa/Nairobi")
    make_agenda_session(event.days[0], starts="00:30", ends="01:00")
    plain = agenda_calendar(event, list_agenda(session, event.id), now=NOW)
    with time_machine.travel(datetime(2020, 1, 1, tzinfo=ZoneInfo(server_zone)), tick=False):
        assert agenda_calendar(event, list_agenda(session, event.id), now=NOW) == plain


def test_a_calendar_file_is_named_after_the_event(stranger, session):
    make_event("tarkwa", is_public=True)
    answer = stranger.get("/e/tarkwa/agenda.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tarkwa.ics"'
