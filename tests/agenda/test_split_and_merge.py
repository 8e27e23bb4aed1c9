import uuid
from datetime import time

import pytest
import sqlalchemy as sa

from dialogues.agenda.models import AgendaSession
from dialogues.attendance.models import MarkSource, MarkStatus, SessionMark
from tests.factories import MADE_AT, make_agenda_session, make_event, make_registration

AGENDA = "/events/tarkwa/agenda"


@pytest.fixture
def record_in(session):
    """Note that somebody was in a session."""

    def recording(block, person):
        mark = SessionMark(
            id=uuid.uuid4(), agenda_session_id=block.id, registration_id=person.id, status=MarkStatus.PRESENT,
            seen_at=MADE_AT, recorded_at=MADE_AT, marked_by_name="Esi", source=MarkSource.DESK,
        )  # fmt: skip
        session.add(mark)
        session.flush()

    return recording


def test_a_session_is_cut_and_attendance_stays_with_the_first_part(facilitator, session, titles, give_role, record_in):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0], "Voices", starts="09:00", ends="10:30", process_notes="Ask")
    give_role(block, "Ama")
    record_in(block, make_registration(event))
    facilitator.post(f"{AGENDA}/{block.id}/split", {"minutes": "40", "title": "Voices, after tea"})
    assert titles() == [("Voices", "09:00", "09:40"), ("Voices, after tea", "09:40", "10:30")]
    second = session.scalar(sa.select(AgendaSession).where(AgendaSession.id != block.id))
    assert (second.process_notes, [one.name for one in second.people]) == ("Ask", ["Ama"])
    assert session.scalars(sa.select(SessionMark.agenda_session_id)).all() == [block.id]


@pytest.mark.parametrize("minutes", ("60", "90"))
def test_a_part_must_be_shorter_than_the_whole(facilitator, session, titles, minutes):
    block = make_agenda_session(make_event("tarkwa").days[0], "Voices")
    answer = facilitator.post(f"{AGENDA}/{block.id}/split", {"minutes": minutes})
    assert answer.status_code == 422
    assert "“Voices” lasts 60 minutes" in answer.text
    assert len(titles()) == 1


def test_two_neighbours_become_one_with_all_that_was_said(facilitator, session, titles, give_role):
    event = make_event("tarkwa")
    first = make_agenda_session(event.days[0], "Licences", ends="10:00", description="Who gives them")
    second = make_agenda_session(event.days[0], "Land", starts="10:00", ends="10:45", description="Who owns it")
    for block, names in ((first, ("Ama", "Kofi")), (second, ("Kofi", "Esi"))):
        for name in names:
            give_role(block, name)
    facilitator.post(f"{AGENDA}/{first.id}/merge", {"other_id": str(second.id), "title": "Licences and land"})
    assert titles() == [("Licences and land", "09:00", "10:45")]
    assert first.description == "Who gives them\nWho owns it"
    assert [one.name for one in first.people] == ["Ama", "Kofi", "Esi"]


def test_the_one_in_which_somebody_was_seen_stays(facilitator, session, record_in):
    event = make_event("tarkwa")
    first = make_agenda_session(event.days[0], "Licences")
    second = make_agenda_session(event.days[0], "Land", starts="10:00", ends="11:00")
    record_in(second, make_registration(event))
    kept = second.id
    facilitator.post(f"{AGENDA}/{first.id}/merge", {"other_id": str(second.id)})
    assert session.scalars(sa.select(AgendaSession.id)).all() == [kept]
    assert second.starts == time(9)


def test_two_recorded_sessions_stay_two(facilitator, session, record_in, titles):
    event = make_event("tarkwa")
    first = make_agenda_session(event.days[0], "Licences")
    second = make_agenda_session(event.days[0], "Land", starts="10:00", ends="11:00")
    for block in (first, second):
        record_in(block, make_registration(event))
    answer = facilitator.post(f"{AGENDA}/{first.id}/merge", {"other_id": str(second.id)})
    assert answer.status_code == 422
    assert "cannot become one: attendance is recorded in both" in answer.text
    assert len(titles()) == 2


def test_only_neighbours_become_one(facilitator, session, titles):
    event = make_event("tarkwa")
    first = make_agenda_session(event.days[0], "Licences")
    make_agenda_session(event.days[0], "Tea", starts="10:00", ends="10:15")
    far = make_agenda_session(event.days[0], "Land", starts="10:15", ends="11:00")
    answer = facilitator.post(f"{AGENDA}/{first.id}/merge", {"other_id": str(far.id)})
    assert answer.status_code == 422
    assert "Only sessions that follow each other" in answer.text
    assert len(titles()) == 3


def test_a_recorded_session_is_not_parked(facilitator, session, record_in):
    event = make_event("tarkwa")
    block = make_agenda_session(event.days[0], "Licences")
    record_in(block, make_registration(event))
    facilitator.get(f"{AGENDA}/{block.id}/move")
    facilitator.press(f"{AGENDA}/{block.id}/park")
    assert "attendance is recorded in it" in facilitator.follow().text
    assert block.day_id == event.days[0].id
