"""A minister who overruns by 35 minutes: seen before it is done, done in one act, told to everybody, taken back."""

import re
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.agenda.edition_queries import find_shown_agenda
from dialogues.agenda.models import AgendaSession
from dialogues.agenda.step_models import AgendaStep
from tests.browser import Document
from tests.factories import make_agenda_session, make_edition, make_event, make_registration

AGENDA = "/events/tarkwa/agenda"
AT_NOON = datetime(2026, 6, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def day(session):
    """The first day of a public event: the minister, tea, voices, a film that may be left out, the bus."""
    event = make_event("tarkwa", is_public=True)
    plan: tuple[tuple[str, str, str, str, dict[str, bool]], ...] = (
        ("The minister", "08:30", "09:15", "plenary", {}),
        ("Tea", "09:15", "09:45", "break", {}),
        ("Voices", "09:45", "10:45", "plenary", {}),
        ("A film", "10:45", "11:00", "plenary", {"may_skip": True}),
        ("Bus", "11:00", "11:30", "travel", {"is_pinned": True}),
    )
    blocks = [
        make_agenda_session(event.days[0], title, starts=at, ends=end, kind=kind, **facts)
        for title, at, end, kind, facts in plan
    ]
    session.commit()
    return event.days[0], blocks


def late(reader, day, **fields):
    return reader.post(f"{AGENDA}/days/{day.id}/late", fields)


def test_what_would_become_of_the_day_is_shown_before_anything_is_done(facilitator, session, day, titles):
    here, (minister, *_rest) = day
    before = titles()
    page = late(facilitator, here, overran=str(minister.id), minutes="35", catching="skip").text
    for words in ("09:15–09:45", "09:50–10:00", "20 minutes shorter", "35 minutes longer", "left out, parked"):
        assert words in page
    assert "The day ends at 11:30, as planned." in page
    assert titles() == before


def test_the_rest_of_the_day_is_set_in_one_act_and_told_to_everybody(facilitator, stranger, session, day, titles):
    here, (minister, *_rest) = day
    address = f"{AGENDA}/days/{here.id}/late"
    facilitator.get(address)
    fields = {"overran": str(minister.id), "minutes": "35", "catching": "skip"}
    form = next(one for one in _forms(facilitator) if "overran" in one.names)
    assert facilitator._send(address, form, fields_of(form, fields)).status_code == 303
    assert titles() == [
        ("A film", "10:45", "11:00"), ("The minister", "08:30", "09:50"), ("Tea", "09:50", "10:00"),
        ("Voices", "10:00", "11:00"), ("Bus", "11:00", "11:30"),
    ]  # fmt: skip
    film = session.scalar(sa.select(AgendaSession).where(AgendaSession.title == "A film"))
    assert film.parked_in_id == here.event_id
    with time_machine.travel(AT_NOON, tick=False):
        for public in ("/e/tarkwa", "/e/tarkwa/agenda"):
            assert "We are running 35 minutes late." in stranger.get(public).text
    with time_machine.travel(AT_NOON.replace(day=3), tick=False):
        assert "minutes late" not in stranger.get("/e/tarkwa").text


def set_late(facilitator, here, minister):
    """Look at the day, and set the rest of it 35 minutes late."""
    address = f"{AGENDA}/days/{here.id}/late"
    facilitator.get(address)
    form = next(one for one in _forms(facilitator) if "overran" in one.names)
    fields = {"overran": str(minister.id), "minutes": "35", "catching": "skip"}
    assert facilitator._send(address, form, fields_of(form, fields)).status_code == 303


def told_times(text):
    """Title and beginning of each session as a page tells them."""
    rows = re.findall(r"(\d\d:\d\d)(?:(?!\d\d:\d\d).)*?(The minister|Tea|Voices|A film|Bus)\b", text, re.DOTALL)
    return [(title, at) for at, title in rows]


def test_after_an_edition_too_phones_are_told_the_new_times_and_no_other_change(facilitator, stranger, session, day):
    here, (minister, _tea, voices, *_rest) = day
    ama = make_registration(here.event, "Ama Serwaa")
    make_edition(here.event)
    voices.title = "Voices, rewritten and not published"
    session.commit()
    pages = ("/e/tarkwa/agenda", "/e/tarkwa", f"/my/{ama.link_token}/agenda")
    before = [told_times(stranger.get(page).text) for page in pages]
    assert before[0][2:4] == [("Voices", "09:45"), ("A film", "10:45")]
    set_late(facilitator, here, minister)
    with time_machine.travel(AT_NOON, tick=False):
        for page in pages:
            text = stranger.get(page).text
            assert "We are running 35 minutes late. The times here are the new ones." in text
            assert "rewritten" not in text
            assert "A film" not in text, "it is left out"
        assert told_times(stranger.get(pages[0]).text) == told_times(stranger.get(pages[2]).text) == [
            ("The minister", "08:30"), ("Tea", "09:50"), ("Voices", "10:00"), ("Bus", "11:00"),
        ]  # fmt: skip
    assert "Edition 1" in stranger.get(pages[0]).text
    with time_machine.travel(AT_NOON, tick=False):
        facilitator.sign_in(facilitator.user)
        facilitator.get(AGENDA)
        assert "But for a day that runs late: its new times are read by everybody." in facilitator.page.text
        facilitator.press(f"{AGENDA}/days/{here.id}/on-time")
        assert "people read the times of edition 1 again" in facilitator.follow().text
    assert [told_times(stranger.get(page).text) for page in pages] == before


def test_papers_and_calendars_carry_the_edition_on_a_late_day_too(facilitator, stranger, session, day):
    here, (minister, *_rest) = day
    make_edition(here.event)
    session.commit()
    set_late(facilitator, here, minister)
    shown = find_shown_agenda(session, here.event).days[0]
    assert [(item.title, item.starts.isoformat("minutes")) for item in shown.items][1] == ("Tea", "09:15")
    assert ":20260602T0915" in stranger.get("/e/tarkwa/agenda.ics").text


def test_one_undo_takes_all_of_it_back(facilitator, session, day, titles):
    here, (minister, *_rest) = day
    before = titles()
    facilitator.get(f"{AGENDA}/days/{here.id}/late")
    form = next(one for one in _forms(facilitator) if "overran" in one.names)
    fields = {"overran": str(minister.id), "minutes": "35", "catching": "skip"}
    facilitator._send(f"{AGENDA}/days/{here.id}/late", form, fields_of(form, fields))
    assert here.minutes_late == 35
    facilitator.follow()
    facilitator.press(f"{AGENDA}/steps/{session.scalar(sa.select(AgendaStep.id))}/undo")
    assert titles() == before
    assert here.minutes_late is None


def test_a_day_that_somebody_changed_meanwhile_is_shown_anew(facilitator, session, day):
    here, (minister, _tea, voices, *_rest) = day
    facilitator.get(f"{AGENDA}/days/{here.id}/late")
    form = next(one for one in _forms(facilitator) if "overran" in one.names)
    voices.title = "Theirs"
    fields = fields_of(form, {"overran": str(minister.id), "minutes": "35"})
    answer = facilitator._send(f"{AGENDA}/days/{here.id}/late", form, fields)
    assert answer.status_code == 422
    assert "Somebody changed this part of the agenda meanwhile: “Theirs”." in answer.text
    assert 'value="35"' in answer.text
    assert here.minutes_late is None


def test_what_runs_into_a_pin_is_told(facilitator, session, day):
    here, (minister, *_rest) = day
    page = late(facilitator, here, overran=str(minister.id), minutes="45", catching="shorten").text
    assert "“1.4 A film”" not in page
    assert "is pinned at 11:00: what comes before runs 25 minutes into it." in page


@pytest.mark.parametrize("minutes", ("", "0", "-5", "x", "601", "9" * 30))
def test_minutes_that_are_none_are_refused(facilitator, session, day, minutes):
    here, _blocks = day
    assert late(facilitator, here, minutes=minutes).status_code == 422


def test_nobody_is_told_any_more_once_the_day_is_on_time_again(facilitator, session, day):
    here, _blocks = day
    here.minutes_late = 10
    session.commit()
    with time_machine.travel(AT_NOON, tick=False):
        facilitator.sign_in(facilitator.user)
        assert "We are running 10 minutes late." in facilitator.get(AGENDA).text
        facilitator.press(f"{AGENDA}/days/{here.id}/on-time")
    assert here.minutes_late is None


def _forms(reader):
    return Document(reader.page.text).forms


def fields_of(form, fields):
    form.names.add("do")  # the button that does it
    return {**fields, "do": "yes"}
