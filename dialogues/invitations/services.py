"""What can happen to invitations: somebody is asked, answers, names somebody else, or is asked no more."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, assign, record
from dialogues.core.folding import clean, search_key
from dialogues.events.models import Event
from dialogues.invitations import queries, rules
from dialogues.invitations.models import Answer, Invitation
from dialogues.outbox import services as outbox
from dialogues.people.contact import phones_text, read_email, read_phones
from dialogues.people.facts import PersonFacts
from dialogues.people.rules import require_length, require_title
from dialogues.people.sectors import Sector
from dialogues.registration import services as registrations
from dialogues.registration.kinds import ConsentAnswer, Purpose, Source, Status
from dialogues.registration.models import Registration
from dialogues.registration.recognition import find_recognised
from dialogues.registration.rules import Act, AlreadyRegistered, NotInThisState, may
from dialogues.registration.seat_services import claim_anew, claim_seat

_MAY_STILL_COME = (Status.INVITED, Status.APPLIED, Status.WAITING, Status.CONFIRMED)


# ---------------------------------------------------------------- asking
def invite_person(
    session: Session,
    event: Event,
    *,
    facts: PersonFacts,
    answer_by: date | None,
    language: str,
    actor: Actor,
    at: datetime,
    person_id: int | None = None,
) -> Invitation:
    """Somebody is asked to come and is on the list as invited: a person of the directory, or somebody new to it.

    `language` is the letter's. Raises AlreadyRegistered or a RefusedFact.
    """
    registration = registrations.register(
        session, event, facts=facts, person_id=person_id, status=Status.INVITED, source=Source.INVITATION,
        actor=actor, at=at,
    )  # fmt: skip
    return invite_registered(session, registration, answer_by=answer_by, language=language, actor=actor, at=at)


def invite_registered(
    session: Session,
    registration: Registration,
    *,
    answer_by: date | None,
    language: str,
    actor: Actor,
    at: datetime,
    named: Registration | None = None,
) -> Invitation:
    """Somebody on the list is asked; `named` is who comes in their place already.

    At most one invitation for each registration.
    """
    invitation = Invitation(
        event_id=registration.event_id, registration=registration, named=named, is_seat=False,
        sector=registration.sector, language=language, search_key=registration.search_key,
        sort_key=registration.sort_key, answer=Answer.SUBSTITUTED if named else Answer.OPEN, answer_by=answer_by,
        answered_at=at if named else None, invited_at=at,
    )  # fmt: skip
    session.add(invitation)
    session.flush()  # the journal needs the id
    _note(session, invitation, "invitation.person_invited", actor=actor, at=at)
    return invitation


def invite_seat(
    session: Session,
    event: Event,
    *,
    organisation: str,
    position: str | None,
    sector: Sector,
    contact_name: str | None,
    email: str | None,
    phone: str | None,
    answer_by: date | None,
    language: str,
    actor: Actor,
    at: datetime,
) -> Invitation:
    """An institution is asked to send whom it will: nobody is on the list until it names somebody.

    Raises a RefusedFact.
    """
    require_title(organisation)
    for field, text in (("organisation", organisation), ("position", position), ("full_name", contact_name)):
        require_length(field, text)
    phones = read_phones(phone, country=event.country)
    invitation = Invitation(
        event_id=event.id, is_seat=True, organisation_name=organisation, position=position or None,
        contact_name=contact_name or None, email=read_email(email), phone=phones.first, sector=sector,
        language=language, search_key=search_key(organisation, position, contact_name),
        sort_key=search_key(organisation), answer=Answer.OPEN, answer_by=answer_by, invited_at=at,
    )  # fmt: skip
    session.add(invitation)
    session.flush()  # the journal needs the id
    _note(session, invitation, "invitation.seat_offered", actor=actor, at=at)
    return invitation


def withdraw(session: Session, invitation: Invitation, *, actor: Actor, at: datetime) -> None:
    """Nobody is asked any more; what waits in the outbox is not sent. Raises CannotBeWithdrawn."""
    if invitation.answer is not Answer.OPEN:
        raise rules.CannotBeWithdrawn
    invitation.answer = Answer.WITHDRAWN
    outbox.withdraw_about(session, queries.about(invitation.id), actor=actor, at=at)
    if invitation.registration is not None and may(Act.CANCEL, invitation.registration.status):
        registrations.cancel(session, invitation.registration, actor=actor, at=at)
    _note(session, invitation, "invitation.withdrawn", actor=actor, at=at)


def restore(session: Session, invitation: Invitation, *, actor: Actor, at: datetime) -> None:
    """A withdrawn invitation waits for its answer again; the letter is not sent anew. Raises IsNotWithdrawn."""
    if invitation.answer is not Answer.WITHDRAWN:
        raise rules.IsNotWithdrawn
    invitation.answer = Answer.OPEN
    if invitation.registration is not None and may(Act.RESTORE, invitation.registration.status):
        registrations.restore(session, invitation.registration, actor=actor, at=at)
    _note(session, invitation, "invitation.restored", actor=actor, at=at)


# ---------------------------------------------------------------- answers
def accept(
    session: Session,
    invitation: Invitation,
    *,
    actor: Actor,
    at: datetime,
    phone: str | None = None,
    email: str | None = None,
    position: str | None = None,
    consents: Mapping[Purpose, ConsentAnswer] | None = None,
) -> None:
    """The person invited comes; whoever was named instead does not. What is given replaces what was known.

    Where all seats are taken meanwhile, they stand on the waiting list.
    Raises NotExpectedAnyMore, or a RefusedFact.
    """
    registration = invitation.registration
    if registration is None:
        raise rules.CannotBeNamed
    _drop_named(session, invitation, actor=actor, at=at)
    _require_ours(invitation, registration)
    claim = claim_anew if may(Act.RESTORE, registration.status) else claim_seat
    claim(session, invitation.event, registration, actor=actor, at=at)
    if any(value is not None for value in (phone, email, position)):
        registrations.update_registration(
            session, registration, facts=_facts_of(registration, phone=phone, email=email, position=position),
            version=None, role=registration.role, notes=registration.notes, actor=actor, at=at,
        )  # fmt: skip
    for purpose, answer in (consents or {}).items():
        registrations.record_consent(session, registration, purpose=purpose, answer=answer, actor=actor, at=at)
    _answer(session, invitation, Answer.ACCEPTED, "invitation.accepted", actor=actor, at=at)


def decline(session: Session, invitation: Invitation, *, actor: Actor, at: datetime, reason: str | None = None) -> None:
    """Nobody comes on this invitation, for the reason they gave if they gave one. Raises NotExpectedAnyMore."""
    require_length("notes", reason, limit=rules.REASON_LENGTH_MAX)
    _drop_named(session, invitation, actor=actor, at=at)
    registration = invitation.registration
    if registration is not None:
        _require_ours(invitation, registration)
        act = registrations.decline if may(Act.DECLINE, registration.status) else registrations.cancel
        if registration.status not in (Status.DECLINED, Status.CANCELLED):
            act(session, registration, actor=actor, at=at)
    _answer(session, invitation, Answer.DECLINED, "invitation.declined", actor=actor, at=at, reason=reason)


def name_somebody(
    session: Session,
    invitation: Invitation,
    *,
    facts: PersonFacts,
    actor: Actor,
    at: datetime,
    consents: Mapping[Purpose, ConsentAnswer] | None = None,
) -> Registration:
    """Somebody takes the seat: both stay on record. Who was named before gives it up.

    For a person invited it is a substitute, in their place from the first day; for a seat the one who fills it.
    Raises CannotBeNamed, NotExpectedAnyMore, or a RefusedFact.
    """
    event, absent = invitation.event, invitation.registration
    facts = _with_seat(facts, invitation)
    phones = read_phones(facts.phone, country=event.country)
    person_id = find_recognised(
        session, event.id, full_name=facts.full_name, organisation=facts.organisation, email=facts.email,
        phones=[one for one in (phones.first, phones.second) if one],
    )  # fmt: skip
    _drop_named(session, invitation, actor=actor, at=at)
    given: dict[str, Any] = {"facts": facts, "person_id": person_id, "consents": consents, "actor": actor, "at": at}
    try:
        if absent is None:
            named = registrations.register(session, event, source=Source.INVITATION, status=Status.APPLIED, **given)
            invitation.registration = named
            claim_seat(session, event, named, actor=actor, at=at)
        else:
            _require_ours(invitation, absent)
            had_seat = absent.status is Status.CONFIRMED
            named = registrations.substitute(session, absent, from_day=event.starts_on, **given)
            invitation.named = named
            if not had_seat and named.status is Status.CONFIRMED:
                claim_anew(session, event, named, actor=actor, at=at)
    except (AlreadyRegistered, NotInThisState) as error:  # who is on the list is nobody's business out there
        raise rules.CannotBeNamed from error
    answer = Answer.ACCEPTED if absent is None else Answer.SUBSTITUTED
    action = "invitation.seat_filled" if absent is None else "invitation.substituted"
    _answer(session, invitation, answer, action, actor=actor, at=at, named=named.full_name)
    return named


# ---------------------------------------------------------------- inside
def _require_ours(invitation: Invitation, registration: Registration) -> None:
    """Raise NotExpectedAnyMore if the organisers took this person off the list themselves."""
    answered_no = invitation.answer in (Answer.DECLINED, Answer.SUBSTITUTED)
    if registration.status not in _MAY_STILL_COME and not answered_no:
        raise rules.NotExpectedAnyMore


def _drop_named(session: Session, invitation: Invitation, *, actor: Actor, at: datetime) -> None:
    """Whoever was named instead gives the seat up again, and stays on record."""
    if invitation.named is not None and may(Act.CANCEL, invitation.named.status):
        registrations.cancel(session, invitation.named, actor=actor, at=at)
    invitation.named = None


def _answer(
    session: Session,
    invitation: Invitation,
    answer: Answer,
    action: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
    named: str | None = None,
) -> None:
    kept = clean(reason or "") or None
    assign(invitation, {"answer": answer, "answered_at": at, "reason": kept})
    outbox.withdraw_about(session, queries.about(invitation.id), actor=actor, at=at, kind=queries.REMINDER)
    changes: dict[str, tuple[Any, Any]] = {"named": (None, named)} if named else {}
    _note(session, invitation, action, actor=actor, at=at, changes=changes, reason=kept)


def _facts_of(registration: Registration, **said: str | None) -> PersonFacts:
    """What is known of somebody registered, with what was said put in its place."""
    known: dict[str, Any] = {
        name: getattr(registration, name)
        for name in (
            "full_name", "sector", "stakeholder_group_id", "honorific", "sort_as", "position", "gender", "age_group",
            "email", "place", "language",
        )
    }  # fmt: skip
    known["organisation"] = registration.organisation_name
    known["phone"] = phones_text(registration.phone, registration.phone_alternative) or None
    return PersonFacts(**known | {name: value or None for name, value in said.items() if value is not None})


def _with_seat(facts: PersonFacts, invitation: Invitation) -> PersonFacts:
    """The facts of somebody who takes a seat: what was left empty is the seat's."""
    registration = invitation.registration
    organisation = invitation.organisation_name or (registration.organisation_name if registration else None)
    position = invitation.position or (registration.position if registration else None)
    said = {name: getattr(facts, name) for name in PersonFacts.__dataclass_fields__}
    said |= {
        "sector": facts.sector or invitation.sector,
        "organisation": facts.organisation or organisation,
        "position": facts.position or position,
    }
    return PersonFacts(**said)


def _note(session: Session, invitation: Invitation, action: str, *, actor: Actor, at: datetime, **more: Any) -> None:
    registration = invitation.registration
    name = registration.full_name if registration else invitation.organisation_name or ""
    record(
        session, action, actor=actor, at=at, subject=invitation, subject_name=name, event_id=invitation.event_id, **more
    )
