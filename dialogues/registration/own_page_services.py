"""What a person can do with their own registration, by their personal link."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, assign, record
from dialogues.people.facts import PersonFacts
from dialogues.registration import admission, public_rules, question_rules, rules, seat_services, services
from dialogues.registration import public_queries as queries
from dialogues.registration import question_queries as questions
from dialogues.registration.kinds import ConsentAnswer, Purpose, Status
from dialogues.registration.models import Registration
from dialogues.registration.public_models import ErasureRequest
from dialogues.registration.queries import find_status_before
from dialogues.registration.question_services import save_answers
from dialogues.registration.rules import Act

OWN_PAGE = Actor(name="own page")


def change_own(
    session: Session,
    registration: Registration,
    *,
    facts: PersonFacts,
    needs: str | None,
    answers: Mapping[int, Sequence[str]],
    version: int,
    at: datetime,
) -> None:
    """Somebody described themselves anew. What only organisers write stays.

    Raises ChangedMeanwhile, NoContact or a RefusedFact.
    """
    public_rules.require_contact(facts.phone, facts.email)
    kept = {name: getattr(registration, name) for name in ("honorific", "sort_as", "place")}
    services.update_registration(
        session,
        registration,
        facts=replace(facts, **kept),
        version=version,
        actor=OWN_PAGE,
        at=at,
        role=registration.role,
        notes=registration.notes,
    )
    asked = questions.list_questions(session, registration.event_id)
    counted = question_rules.kept_answers(asked, answers)
    # An answer that is not asked for any more goes, as it would if the form were filled in anew.
    told = {one.id: counted.get(one.id, []) for one in asked}
    save_answers(session, registration, told, needs=needs, actor=OWN_PAGE, at=at)


def cancel_own(session: Session, registration: Registration, *, at: datetime) -> None:
    """Somebody does not come after all. Raises EventIsOver or NotInThisState."""
    event = registration.event
    public_rules.require_not_over(event.ends_on, zone=event.zone, now=at)
    services.cancel(session, registration, actor=OWN_PAGE, at=at)


def come_back(session: Session, registration: Registration, *, at: datetime) -> Status:
    """Somebody who cancelled comes after all, and stands as whoever registers now, but for a yes that was given.

    Raises EventIsOver, NotYoursToUndo if an organiser took them off the list, or NotInThisState.
    """
    event = registration.event
    public_rules.require_not_over(event.ends_on, zone=event.zone, now=at)
    if registration.status is Status.CANCELLED and (
        queries.find_last_decider(session, registration.id) != OWN_PAGE.name
    ):
        raise public_rules.NotYoursToUndo
    rules.next_status(Act.RESTORE, registration.status, name=registration.full_name)
    before = find_status_before(session, registration.id) or Status.CONFIRMED
    status = before
    if before in (Status.CONFIRMED, Status.WAITING):
        status = admission.status_for_public(session, event, sector=registration.sector, needs_approval=False)
    if status is Status.WAITING:
        seat_services.stand_in_line(session, registration)  # who left the line stands at its end
    changes = seat_services.set_status(session, registration, status, at=at)
    record(session, "registration.restored", actor=OWN_PAGE, at=at, subject=registration,
           subject_name=registration.full_name, event_id=event.id, changes=changes)  # fmt: skip
    return status


def record_own_consent(
    session: Session,
    registration: Registration,
    *,
    purpose: Purpose,
    answer: ConsentAnswer,
    wording_id: int | None,
    at: datetime,
) -> None:
    """Somebody answers about one purpose, to the words that were shown to them."""
    shown = queries.find_shown_wording(session, registration.event_id, wording_id) if wording_id else None
    services.record_consent(
        session,
        registration,
        purpose=purpose,
        answer=answer,
        actor=OWN_PAGE,
        at=at,
        wording_id=shown.id if shown else None,
    )


def ask_erasure(session: Session, registration: Registration, *, at: datetime) -> None:
    """Somebody asks that their data be erased; an organiser sees it until it is answered. Twice is once."""
    asked = queries.find_erasure_request(session, registration.id)
    if asked is not None and asked.answered_at is None:
        return
    if asked is None:
        session.add(ErasureRequest(registration_id=registration.id, asked_at=at))
    else:
        assign(asked, {"asked_at": at, "answered_at": None, "answered_by_id": None})
    _note(session, registration, "erasure_request.asked", at=at)


def withdraw_erasure(session: Session, registration: Registration, *, at: datetime) -> None:
    """Somebody takes the wish back, unless it was answered."""
    asked = queries.find_erasure_request(session, registration.id)
    if asked is not None and asked.answered_at is None:
        session.delete(asked)
        _note(session, registration, "erasure_request.withdrawn", at=at)


def _note(session: Session, registration: Registration, action: str, *, at: datetime) -> None:
    record(session, action, actor=OWN_PAGE, at=at, subject=registration, subject_name=registration.full_name,
           event_id=registration.event_id)  # fmt: skip
