"""The facts of certificates, asked of the database: who was there, on which halves of which days, and how long."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda import queries as agenda
from dialogues.agenda.hours_rules import working_minutes
from dialogues.attendance.models import HalfState
from dialogues.attendance.queries import list_day_states_for_report, list_person_days
from dialogues.core.tokens import BADGE_ALPHABET
from dialogues.documents.certificates import Certificate, CertificateFacts
from dialogues.documents.choice_queries import find_choice
from dialogues.documents.letterhead_queries import letterhead_of
from dialogues.documents.option_rules import People
from dialogues.documents.queries import Options, common_facts, titled
from dialogues.events.models import Event
from dialogues.registration.models import Registration

_BEGINNING = 8  # signs of the badge code that a number begins with, as they are spoken at the desk
_PROOF = 8  # signs that follow from the whole badge code: 40 bits that a stranger cannot guess
_HALF_HOUR_MIN = 30


def certificate_facts(
    session: Session,
    event: Event,
    options: Options,
    *,
    at: datetime,
    base_url: str,
    registration_id: int | None = None,
) -> CertificateFacts:
    """The certificates of everybody whom the choice leaves and who was there on half a day or more; or of one.

    Hours are those of the working sessions of the halves they were present, down to the half hour.
    """
    days = agenda.list_agenda(session, event.id)
    minutes = {
        day.day: working_minutes((item.starts, item.ends) for item in day.items if not item.is_quiet) for day in days
    }
    present = _list_present(session, event.id, {day.id: day.day for day in days}, registration_id)
    choice = find_choice(session, event, options.people, "certificates")
    chosen = (
        sa.select(
            Registration.id,
            Registration.full_name,
            Registration.honorific,
            Registration.organisation_name,
            Registration.badge_code,
        )
        .where(choice.condition)
        .order_by(Registration.sort_key, Registration.id)
    )
    if registration_id is not None:
        chosen = chosen.where(Registration.id == registration_id)
    return CertificateFacts(
        **common_facts(event, options, at),
        letterhead=letterhead_of(session, event),
        people=tuple(
            Certificate(
                name=titled(name, honorific),
                number=certificate_number(code),
                days=tuple(sorted(present[key])),
                half_hours=_half_hours(present[key], minutes),
                organisation=organisation or "",
            )
            for key, name, honorific, organisation, code in session.execute(chosen)
            if key in present and choice.has(key)
        ),
        first_day=event.starts_on,
        last_day=event.ends_on,
        days_in_event=len(days),
        convener=event.convenor or "",
        base_url=base_url,
    )


def list_certified(session: Session, event: Event, people: People) -> list[int]:
    """The rows of those who get a certificate and whom the choice leaves."""
    choice = find_choice(session, event, people, "certificates")
    days = {day.id: day.day for day in event.days}
    present = _list_present(session, event.id, days, None)
    chosen = sa.select(Registration.id).where(choice.condition)
    return [key for key in session.scalars(chosen) if key in present and choice.has(key)]


def find_by_number(session: Session, number: str) -> Registration | None:
    """Whose certificate bears a number; None for a number that was never printed."""
    beginning = number[:_BEGINNING]
    if len(beginning) < _BEGINNING or not set(beginning) <= set(BADGE_ALPHABET):
        return None
    among = sa.select(Registration).where(
        Registration.badge_code >= beginning, Registration.badge_code < beginning + "~"
    )
    return next((one for one in session.scalars(among) if certificate_number(one.badge_code) == number), None)


def certificate_number(badge_code: str) -> str:
    """The number on somebody's certificate: `7K2M9QXA-40RTZ8VE`. It gives away neither the badge code nor any link."""
    bits = int.from_bytes(hashlib.sha256(b"certificate " + badge_code.encode()).digest()[:8])
    proof = "".join(BADGE_ALPHABET[bits >> 5 * at & 31] for at in range(_PROOF))
    return f"{badge_code[:_BEGINNING]}-{proof}"


def _list_present(
    session: Session, event_id: int, days: Mapping[int, date], registration_id: int | None
) -> dict[int, dict[date, tuple[bool, bool]]]:
    """On which halves of which days each person was present; only days with at least one such half."""
    found: dict[int, dict[date, tuple[bool, bool]]] = {}
    rows: list[tuple[int, date, HalfState, HalfState]]
    if registration_id is None:
        rows = [(row[0], days[row[1]], row[2], row[3]) for row in list_day_states_for_report(session, event_id)]
    else:
        own = list_person_days(session, registration_id)
        rows = [(registration_id, one.day.day, one.morning, one.afternoon) for one in own]
    for one, day, morning, afternoon in rows:
        halves = (morning is HalfState.PRESENT, afternoon is HalfState.PRESENT)
        if any(halves):
            found.setdefault(one, {})[day] = halves
    return found


def _half_hours(halves: Mapping[date, tuple[bool, bool]], minutes: Mapping[date, tuple[int, int]]) -> int:
    worked = sum(
        length
        for day, present in halves.items()
        for was_there, length in zip(present, minutes.get(day, (0, 0)), strict=True)
        if was_there
    )
    return worked // _HALF_HOUR_MIN
