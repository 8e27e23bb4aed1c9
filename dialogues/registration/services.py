"""What can happen to registrations."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, assign, record
from dialogues.core.folding import clean
from dialogues.events.models import Event, EventDay
from dialogues.people import services as people
from dialogues.people.contact import phones_text, read_phones
from dialogues.people.facts import Description, PersonFacts
from dialogues.people.models import Person
from dialogues.people.queries import find_organisation, find_person_to_register
from dialogues.people.rules import require_length, require_version
from dialogues.people.sectors import Gender, Sector
from dialogues.registration import queries, rules, seat_services
from dialogues.registration.models import Consent, ConsentAnswer, EventRole, Purpose, Registration, Source, Status
from dialogues.registration.recognition import find_recognised
from dialogues.registration.rules import Act

# What a registration of somebody known takes from the directory where nothing was said.
_FROM_DIRECTORY = (
    "honorific", "sort_as", "stakeholder_group_id", "position", "age_group", "phone", "email", "place", "language",
)  # fmt: skip

TAKES_SEAT = "registration.takes_seat"
GAVE_UP = "_gave_up"  # who gave the seat and how they stood then, kept for the undo; the history does not show it


def register(
    session: Session,
    event: Event,
    *,
    facts: PersonFacts,
    actor: Actor,
    at: datetime,
    person_id: int | None = None,
    role: EventRole = EventRole.PARTICIPANT,
    status: Status = Status.CONFIRMED,
    source: Source = Source.STAFF,
    notes: str | None = None,
    consents: Mapping[Purpose, ConsentAnswer] | None = None,
    in_place_of: Registration | None = None,
    in_place_from: date | None = None,
) -> Registration:
    """Put somebody on the list of `event`: the person `person_id` of the directory, or somebody new to it.

    The registration keeps the facts as they are now. Of somebody known, what was left empty is filled from the
    directory, and the directory's person takes over what was said. Confirmed, somebody is seated even where all seats
    are taken: who asks for themselves comes as APPLIED and goes through `seat_services.claim_seat`; staff say
    `seat_services.require_free_for` first. Raises AlreadyRegistered or a RefusedFact.
    """
    require_length("notes", notes, limit=rules.NOTES_LENGTH_MAX)
    seat_services.hold_seats(session, event.id)
    person = find_person_to_register(session, person_id) if person_id is not None else None
    if person is not None:
        known = queries.find_registration_of(session, event.id, person.id)
        if known is not None:
            raise rules.AlreadyRegistered(name=person.full_name, registration_id=known)
        facts = filled(facts, person)
    description = people.describe(session, facts, country=event.country, actor=actor, at=at, before=person)
    if person is None:
        person = people.add_person(session, description, actor=actor, at=at)
    else:
        people.change_person(session, person, description.columns(), actor=actor, at=at)
    registration = Registration(
        event_id=event.id, person_id=person.id, **description.columns(), role=role, status=status, source=source,
        notes=clean(notes or "") or None, registered_at=at, **_names(session, description),
        in_place_of_id=in_place_of.id if in_place_of else None, in_place_from=in_place_from,
    )  # fmt: skip
    session.add(registration)
    session.flush()  # the journal needs the id
    changes: dict[str, tuple[Any, Any]] = {"status": (None, status)}
    if status is Status.WAITING:
        seat_services.stand_in_line(session, registration)
    changes |= seat_services.note_overbooking(session, registration)
    _note(session, registration, "registration.added", actor=actor, at=at, changes=changes)
    for purpose, answer in (consents or {}).items():
        record_consent(session, registration, purpose=purpose, answer=answer, actor=actor, at=at)
    return registration


def register_recognised(
    session: Session, event: Event, *, facts: PersonFacts, actor: Actor, at: datetime, **more: Any
) -> Registration:
    """Like `register`, where nobody can be asked whether it is somebody known: only who surely is, is taken as known.

    Raises AlreadyRegistered if that person is on the list already, so what is sent twice is registered once.
    """
    person_id = find_recognised(
        session,
        event.id,
        full_name=facts.full_name,
        organisation=facts.organisation,
        phones=[one for one in _numbers(facts.phone, event.country) if one],
        email=facts.email,
    )
    return register(session, event, facts=facts, actor=actor, at=at, person_id=person_id, **more)


def register_walk_in(
    session: Session,
    event: Event,
    *,
    full_name: str,
    sector: Sector,
    organisation: str | None = None,
    phone: str | None = None,
    gender: Gender = Gender.NOT_STATED,
    actor: Actor,
    at: datetime,
) -> Registration:
    """Somebody who came without being on the list is on it, confirmed. One line at the desk is enough.

    Raises AlreadyRegistered if the same name of the same organisation (or of none) is on the list, or a RefusedFact.
    """
    facts = PersonFacts(full_name=full_name, sector=sector, organisation=organisation, phone=phone, gender=gender)
    return register_recognised(session, event, facts=facts, actor=actor, at=at, source=Source.WALK_IN)


def update_registration(
    session: Session,
    registration: Registration,
    *,
    facts: PersonFacts,
    version: int | None,
    actor: Actor,
    at: datetime,
    role: EventRole,
    notes: str | None = None,
    consents: Mapping[Purpose, ConsentAnswer] | None = None,
) -> None:
    """Describe a registered person anew. A correction reaches the directory where that still holds what is corrected.

    So mending an old event does not overwrite what was learnt since. `version` None: whoever acts saw no version.
    Raises ChangedMeanwhile or a RefusedFact.
    """
    require_version(registration.version, seen=version)
    require_length("notes", notes, limit=rules.NOTES_LENGTH_MAX)
    event = registration.event
    then = _organisation_then(registration)
    description = people.describe(
        session, facts, country=event.country, actor=actor, at=at, before=registration, organisation_then=then
    )
    person = registration.person
    before = {column: getattr(registration, column) for column in description.columns()}
    values = {
        **description.columns(),
        **_names(session, description, then),
        "role": role,
        "notes": clean(notes or "") or None,
    }
    changes = assign(registration, values)
    if changes:
        shown = people.readable_changes(
            session, {key: change for key, change in changes.items() if key != "organisation_name"}
        )
        _note(session, registration, "registration.changed", actor=actor, at=at, changes=shown)
    still_held = {
        column: new
        for column, new in description.columns().items()
        if new != before[column] and getattr(person, column) == before[column]
    }
    if still_held:
        people.change_person(session, person, still_held, actor=actor, at=at)
    for purpose, answer in (consents or {}).items():
        record_consent(session, registration, purpose=purpose, answer=answer, actor=actor, at=at)


def confirm(session: Session, registration: Registration, *, actor: Actor, at: datetime) -> None:
    """Somebody invited, applied or waiting is expected. Raises NotInThisState."""
    _move(session, registration, Act.CONFIRM, "registration.confirmed", actor=actor, at=at)


def wait(session: Session, registration: Registration, *, actor: Actor, at: datetime) -> None:
    """Somebody invited or applied stands at the end of the waiting list. Raises NotInThisState."""
    _move(session, registration, Act.WAIT, "registration.waits", actor=actor, at=at)


def decline(session: Session, registration: Registration, *, actor: Actor, at: datetime) -> None:
    """Somebody invited, applied or waiting does not come. Raises NotInThisState."""
    _move(session, registration, Act.DECLINE, "registration.declined", actor=actor, at=at)


def cancel(
    session: Session, registration: Registration, *, actor: Actor, at: datetime, reason: str | None = None
) -> None:
    """Take somebody off the list; marks and history stay. Raises NotInThisState."""
    _move(session, registration, Act.CANCEL, "registration.cancelled", actor=actor, at=at, reason=reason)


def restore(session: Session, registration: Registration, *, actor: Actor, at: datetime) -> None:
    """Bring a cancelled or declined registration back to the state it was in before. Raises NotInThisState."""
    status = rules.next_status(Act.RESTORE, registration.status, name=registration.full_name)
    before = queries.find_status_before(session, registration.id)
    if before is not None and not rules.may(Act.RESTORE, before):
        status = before
    if status is Status.WAITING:
        seat_services.stand_in_line(session, registration)  # who left the line stands at its end
    _set_status(session, registration, status, "registration.restored", actor=actor, at=at)


def take_back_status(
    session: Session, registration: Registration, *, version: int | None, actor: Actor, at: datetime
) -> None:
    """Undo the last change of state. Raises NothingToTakeBack if anything was changed since `version`."""
    before = queries.find_status_before(session, registration.id)
    if before is None or before is registration.status or version != registration.version:
        raise rules.NothingToTakeBack
    _set_status(session, registration, before, "registration.taken_back", actor=actor, at=at)


def substitute(
    session: Session,
    absent: Registration,
    *,
    facts: PersonFacts,
    from_day: date,
    actor: Actor,
    at: datetime,
    person_id: int | None = None,
    role: EventRole | None = None,
    notes: str | None = None,
    consents: Mapping[Purpose, ConsentAnswer] | None = None,
) -> Registration:
    """Somebody else comes in the seat of `absent` from a day on; both stay on record, and who came is counted.

    It stays one seat, so a full event has room for it. A seat given up before a day of its own is no longer counted:
    that registration is cancelled, and if it was a substitute's, the new one comes in place of the first holder. One
    given up later stays. In the place of somebody who waits one waits on, at the same place in line.
    Raises NotADayOfTheEvent, AlreadyRegistered or a RefusedFact.
    """
    event, before = absent.event, absent.status
    days = session.scalars(sa.select(EventDay.day).where(EventDay.event_id == event.id)).all()
    rules.require_event_day(from_day, days)
    first_day = absent.in_place_from or min(days)
    after = rules.status_after_substitution(before, from_day=from_day, first_day=first_day)
    is_handed_on = absent.in_place_of_id is not None and after is Status.CANCELLED
    holder = session.get_one(Registration, absent.in_place_of_id) if is_handed_on else absent
    came = register(
        session, event, facts=facts, actor=actor, at=at, person_id=person_id, role=role or absent.role, notes=notes,
        consents=consents, status=rules.status_of_substitute(before), in_place_of=holder, in_place_from=from_day,
    )  # fmt: skip
    seat_services.pass_place(session, giver=absent, taker=came)
    changes: dict[str, tuple[Any, Any]] = {"in_place_of": (None, holder.full_name), "in_place_from": (None, from_day)}
    _note(session, came, TAKES_SEAT, actor=actor, at=at, changes=changes | {GAVE_UP: (absent.id, before)})
    moved = seat_services.set_status(session, absent, after, at=at)
    seat: dict[str, tuple[Any, Any]] = {"replaced_by": (None, came.full_name), "in_place_from": (None, from_day)}
    _note(session, absent, "registration.gives_up_seat", actor=actor, at=at, changes=seat | moved)
    return came


def record_consent(
    session: Session,
    registration: Registration,
    *,
    purpose: Purpose,
    answer: ConsentAnswer,
    actor: Actor,
    at: datetime,
    wording_id: int | None = None,
) -> None:
    """Write down what somebody answered, and to which words if they read them.

    Earlier answers stay; the same answer again adds nothing, unless it was given to other words.
    """
    before = queries.find_consents(session, registration.id).get(purpose)
    if before is not None and before.answer is answer and wording_id in (None, before.wording_id):
        return
    session.add(
        Consent(
            registration_id=registration.id,
            purpose=purpose,
            answer=answer,
            recorded_at=at,
            recorded_by_id=actor.user_id,
            wording_id=wording_id,
        )
    )
    changes = {f"consent_{purpose.value}": (before.answer if before else None, answer)}
    _note(session, registration, "registration.consent_recorded", actor=actor, at=at, changes=changes)


def _move(
    session: Session,
    registration: Registration,
    act: Act,
    action: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> None:
    status = rules.next_status(act, registration.status, name=registration.full_name)
    _set_status(session, registration, status, action, actor=actor, at=at, reason=reason)


def _set_status(
    session: Session,
    registration: Registration,
    status: Status,
    action: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> None:
    changes = seat_services.set_status(session, registration, status, at=at)
    _note(session, registration, action, actor=actor, at=at, changes=changes, reason=reason)


def _note(
    session: Session, registration: Registration, action: str, *, actor: Actor, at: datetime, **more: Any
) -> None:
    record(
        session, action, actor=actor, at=at, subject=registration, subject_name=registration.full_name,
        event_id=registration.event_id, **more,
    )  # fmt: skip


def _organisation_then(registration: Registration) -> tuple[str, int] | None:
    if registration.organisation_id is None or registration.organisation_name is None:
        return None
    return registration.organisation_name, registration.organisation_id


def _names(session: Session, description: Description, then: tuple[str, int] | None = None) -> dict[str, Any]:
    """The columns of a registration that follow from its description: the organisation's name then, and the keys."""
    name = None
    if then is not None and then[1] == description.organisation_id:
        name = then[0]
    elif description.organisation_id is not None:
        organisation = find_organisation(session, description.organisation_id)
        name = organisation.name if organisation else None
    return {"organisation_name": name, **people.name_keys(description.full_name, description.sort_as, name)}


def filled(facts: PersonFacts, person: Person) -> PersonFacts:
    """`facts` with what was left empty taken from `person` as the directory knows them."""
    known: dict[str, Any] = {column: getattr(person, column) for column in _FROM_DIRECTORY}
    known["phone"] = phones_text(person.phone, person.phone_alternative) or None
    known["organisation"] = person.organisation.name if person.organisation else None
    if facts.sector not in (None, person.sector):
        known.pop("stakeholder_group_id")  # a group of another sector would be refused
    said = {field: getattr(facts, field) for field in PersonFacts.__dataclass_fields__}
    taken = {column: value for column, value in known.items() if not said[column]}
    if facts.gender is Gender.NOT_STATED:
        taken["gender"] = person.gender
    if facts.sector is None and not facts.stakeholder_group_id:
        taken["sector"] = person.sector
    return PersonFacts(**{**said, **taken})


def _numbers(text: str | None, country: str | None) -> tuple[str | None, str | None]:
    phones = read_phones(text, country=country)
    return phones.first, phones.second
