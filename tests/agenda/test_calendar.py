"""A calendar that follows the agenda takes every change and drops what is cancelled (RFC 5545, read by icalendar)."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import time_machine

from dialogues.agenda import services
from dialogues.agenda.queries import find_agenda_session
from dialogues.audit.services import Actor
from dialogues.registration.kinds import Status
from tests.factories import make_agenda_session, make_edition, make_event, make_registration

ACTOR = Actor("Kwabena Osei")
MAY = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
CALENDAR = "/e/tarkwa/agenda.ics"


@pytest.fixture
def event(session):
    return make_event("tarkwa", days=1, is_public=True, zone="Africa/Nairobi")


@pytest.fixture
def entries(stranger, session):
    """The entries of the calendar by title, as it is loaded at an instant."""

    def loading(at=MAY):
        session.commit()
        with time_machine.travel(at, tick=False):
            calendar = icalendar.Calendar.from_ical(stranger.get(CALENDAR).data)
        assert not calendar.errors
        return {str(one["SUMMARY"]).lstrip("0123456789. "): one for one in calendar.walk("VEVENT")}

    return loading


def rename(session, event, block, title, at):
    details = services.SessionDetails(
        day_id=block.day_id, starts=block.starts, ends=block.ends, kind=block.kind, title=title
    )
    services.edit_session(
        session, details, agenda_session=block, event=event, version=block.version, actor=ACTOR, at=at
    )


def remove(session, event, block, at):
    found = find_agenda_session(session, event_id=event.id, session_id=block.id)
    entry = services.remove_session(session, agenda_session=found, event=event, actor=ACTOR, at=at)
    session.flush()
    return entry


def test_an_entry_is_stamped_with_its_last_change_and_not_with_the_hour_it_was_loaded(session, event, entries):
    block = make_agenda_session(event.days[0], "Opening")
    rename(session, event, block, "Libation", MAY)
    first, again = entries(MAY + timedelta(hours=1))["Libation"], entries(MAY + timedelta(hours=9))["Libation"]
    assert first["DTSTAMP"].dt == first["LAST-MODIFIED"].dt == again["DTSTAMP"].dt == MAY
    rename(session, event, block, "Prayers", MAY + timedelta(days=1))
    later = entries(MAY + timedelta(days=2))["Prayers"]
    assert later["DTSTAMP"].dt == MAY + timedelta(days=1)
    assert later["SEQUENCE"] > first["SEQUENCE"]
    assert later["UID"] == first["UID"]


def test_a_session_that_was_removed_is_told_as_cancelled_for_a_time(session, event, entries):
    block = make_agenda_session(event.days[0], "Opening")
    make_agenda_session(event.days[0], "Roadmap", starts="11:00", ends="12:00")
    before = entries()["Opening"]
    remove(session, event, block, MAY)
    gone = entries(MAY + timedelta(days=59))["Opening"]
    assert gone["STATUS"] == "CANCELLED"
    assert gone["UID"] == before["UID"]
    assert gone["SEQUENCE"] > before["SEQUENCE"]
    assert gone["DTSTART"].dt == before["DTSTART"].dt
    assert "Opening" not in entries(MAY + timedelta(days=61))
    assert "STATUS" not in entries()["Roadmap"]


def test_one_that_is_brought_back_wins_over_its_cancellation(session, event, entries):
    block = make_agenda_session(event.days[0], "Opening")
    entry_id = remove(session, event, block, MAY)
    gone = entries()["Opening"]
    services.restore_session(session, event=event, entry_id=entry_id, actor=ACTOR, at=MAY + timedelta(minutes=1))
    back = entries(MAY + timedelta(hours=1))["Opening"]
    assert "STATUS" not in back
    assert back["UID"] == gone["UID"]
    assert back["SEQUENCE"] > gone["SEQUENCE"]
    assert back["DTSTAMP"].dt > gone["DTSTAMP"].dt


def test_between_editions_a_calendar_sees_no_change_and_then_all_of_it(session, event, entries):
    block = make_agenda_session(event.days[0], "Opening")
    other = make_agenda_session(event.days[0], "Roadmap", starts="11:00", ends="12:00")
    make_edition(event, at=MAY)
    rename(session, event, other, "The road ahead", MAY + timedelta(days=1))
    remove(session, event, block, MAY + timedelta(days=1))
    first = entries(MAY + timedelta(days=2))
    assert set(first) == {"Opening", "Roadmap"}
    assert first["Opening"]["LAST-MODIFIED"].dt == MAY
    make_edition(event, at=MAY + timedelta(days=3))
    second = entries(MAY + timedelta(days=4))
    assert set(second) == {"Opening", "The road ahead"}
    assert second["Opening"]["STATUS"] == "CANCELLED"
    for title, was in (("Opening", "Opening"), ("The road ahead", "Roadmap")):
        assert second[title]["UID"] == first[was]["UID"]
        assert second[title]["SEQUENCE"] > first[was]["SEQUENCE"]
        assert second[title]["DTSTAMP"].dt == MAY + timedelta(days=3)


def test_what_an_edition_does_not_change_keeps_its_stamp(session, event, entries):
    make_agenda_session(event.days[0], "Opening")
    other = make_agenda_session(event.days[0], "Roadmap", starts="11:00", ends="12:00")
    make_edition(event, at=MAY)
    other.title = "The road ahead"
    session.flush()
    make_edition(event, at=MAY + timedelta(days=3))
    told = entries(MAY + timedelta(days=4))
    assert told["Opening"]["DTSTAMP"].dt == MAY
    assert told["The road ahead"]["DTSTAMP"].dt == MAY + timedelta(days=3)


def test_a_calendar_is_told_how_often_to_ask_and_carries_its_zone(stranger, session, event):
    make_agenda_session(event.days[0], "Opening")
    session.commit()
    content = stranger.get(CALENDAR).data
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in content
    assert b"BEGIN:VTIMEZONE" in content
    assert content.count(b"\n") == content.count(b"\r\n")


def test_the_calendar_costs_a_fixed_number_of_queries(stranger, session, event, count_queries):
    block = make_agenda_session(event.days[0], "Opening")
    make_edition(event, at=MAY)
    counts = []
    for hour in (11, 12):
        make_agenda_session(event.days[0], f"At {hour}", starts=f"{hour}:00", ends=f"{hour}:30")
        block.title = f"Opening {hour}"
        session.flush()
        make_edition(event, at=MAY)
        session.commit()
        with count_queries() as counted:
            stranger.get(CALENDAR)
        counts.append(counted.number)
    assert counts[0] == counts[1]


def test_behind_a_personal_link_a_calendar_follows_an_agenda_that_is_not_public(stranger, session):
    event = make_event("geita", days=1, is_public=False, zone="Africa/Dar_es_Salaam")
    block = make_agenda_session(event.days[0], "Opening")
    ama = make_registration(event, "Ama Serwaa")
    address = f"/my/{ama.link_token}/agenda"
    session.commit()
    assert stranger.get("/e/geita/agenda.ics").status_code == 404
    assert f"{address}.ics" in stranger.get(address).text
    answer = stranger.get(f"{address}.ics")
    assert (answer.mimetype, answer.headers["X-Robots-Tag"]) == ("text/calendar", "noindex, nofollow")
    assert ama.link_token not in answer.text  # a calendar is shared; the link is not
    [before] = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    rename(session, event, block, "Libation", MAY)
    session.commit()
    [after] = icalendar.Calendar.from_ical(stranger.get(f"{address}.ics").data).walk("VEVENT")
    assert after["UID"] == before["UID"]
    assert str(after["SEQUENCE"]) > str(before["SEQUENCE"])  # of one figure each
    assert str(after["DTSTART"].params["TZID"]) == "Africa/Dar_es_Salaam"
    ama.status = Status.CANCELLED
    session.commit()
    assert stranger.get(f"{address}.ics").status_code == 404
