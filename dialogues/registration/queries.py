"""Questions about who is registered; for the pages here and for the features above."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from dialogues.audit.models import Entry
from dialogues.core.folding import fold
from dialogues.events.models import Event
from dialogues.events.queries import hold_event
from dialogues.people.models import Person, StakeholderGroup
from dialogues.people.queries import has_all_words, has_phone
from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.registration.models import Consent, ConsentAnswer, EventRole, Purpose, Registration, Source, Status

AnyColumns = sa.Select[*tuple[Any, ...]]

_BY_NAME = (Registration.sort_key, Registration.id)
_NOT_COMING = (Status.DECLINED, Status.CANCELLED)
_BADGE_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})  # letters no code has


class Found(NamedTuple):
    """Somebody found at the desk: what tells two equal names apart, and nothing else."""

    id: int
    full_name: str
    honorific: str | None
    organisation_name: str | None
    sector: Sector
    status: Status
    role: EventRole

    @property
    def is_confirmed(self) -> bool:
        """Whether this person is expected, and may be marked present."""
        return self.status is Status.CONFIRMED


class Full(NamedTuple):
    """Everything about a registration that leaves through the API and the exports."""

    id: int
    full_name: str
    honorific: str | None
    sector: Sector
    stakeholder_group: str | None
    organisation: str | None
    position: str | None
    gender: Gender
    age_group: AgeGroup | None
    phone: str | None
    email: str | None
    language: str | None
    role: EventRole
    status: Status
    source: Source
    in_place_of: int | None
    badge_code: str


class Seat(NamedTuple):
    """Somebody whose seat is held, or who holds one, and the first day of that."""

    id: int
    full_name: str
    honorific: str | None
    from_day: date


class Attended(NamedTuple):
    """An event somebody is registered in, and as what."""

    person_id: int
    registration_id: int
    event_id: int
    slug: str
    title: str
    starts_on: date
    ends_on: date
    sector: Sector
    organisation_name: str | None
    role: EventRole
    status: Status


class Answer(NamedTuple):
    """The newest answer about one purpose."""

    answer: ConsentAnswer
    recorded_at: datetime
    wording_id: int | None = None


def list_full(
    session: Session,
    event_id: int,
    *,
    text: str = "",
    sector: Sector | None = None,
    by_phone: bool = False,
    size: int | None = None,
    offset: int = 0,
) -> list[Full]:
    """Registrations by name with everything the API tells of them; all of them, or `size` from `offset`."""
    wanted = _wanted(event_id, text=text, sector=sector, by_phone=by_phone)
    rows = session.execute(_full().where(wanted).order_by(*_BY_NAME).limit(size).offset(offset or None))
    return [Full(*row) for row in rows]


def count_registrations(
    session: Session, event_id: int, *, text: str = "", sector: Sector | None = None, by_phone: bool = False
) -> int:
    """How many registrations the same filters leave."""
    wanted = _wanted(event_id, text=text, sector=sector, by_phone=by_phone)
    return session.scalar(sa.select(sa.func.count()).select_from(Registration).where(wanted)) or 0


def list_for_export(session: Session, event_id: int) -> list[Full]:
    """Every registration of an event by name, whatever its state; for `shapes.registration_json`."""
    return list_full(session, event_id)


def find_full(session: Session, registration_id: int) -> Full:
    """One registration as the API tells it."""
    return Full(*session.execute(_full().where(Registration.id == registration_id)).one())


def search(session: Session, event_id: int, text: str, limit: int, *, by_phone: bool = False) -> list[Found]:
    """Those whose name or organisation has every typed word as the beginning of a word: at most `limit`.

    First who is confirmed, then whose name begins with the first word, then by name. Nothing typed finds nobody.
    `by_phone`, for readers who see them, also takes figures as part of a telephone number.
    """
    words = fold(text).split()
    if not words:
        return []
    is_confirmed = sa.case((Registration.status == Status.CONFIRMED, 0), else_=1)
    begins = sa.case((Registration.sort_key.startswith(f" {words[0]}", autoescape=True), 0), else_=1)
    order = (is_confirmed, begins, *_BY_NAME)
    # Found by an index that holds all of this question; only then are their rows read.
    found = sa.select(Registration.id).where(Registration.event_id == event_id, has_text(text, by_phone=by_phone))
    chosen = _found().where(Registration.id.in_(found.order_by(*order).limit(limit))).order_by(*order)
    return [Found(*row) for row in session.execute(chosen)]


def find_by_badge(session: Session, event_id: int, badge_code: str) -> Found | None:
    """The holder of a badge of this event, if the code is one; spaces, hyphens, case and misread letters aside.

    The badge of a registration that became part of another one is that other person's second badge.
    """
    code = badge_code.upper().translate(_BADGE_MISREAD)
    chosen = _found().where(Registration.event_id == event_id)
    row = session.execute(chosen.where(Registration.badge_code == code)).one_or_none()
    if row is None:
        into = sa.select(Registration.merged_into_id).where(Registration.badge_code == code)
        row = session.execute(chosen.where(Registration.id == into.scalar_subquery())).one_or_none()
    return Found(*row) if row else None


def find_by_short_code(session: Session, event_id: int, text: str) -> Found | None:
    """The holder of the badge of this event whose code begins so; None if no code does, or two do."""
    code = text.upper().translate(_BADGE_MISREAD)
    is_code = Registration.badge_code.startswith(code, autoescape=True)
    rows = session.execute(_found().where(Registration.event_id == event_id, is_code).limit(2)).all()
    return Found(*rows[0]) if len(rows) == 1 else None


def find_registration(session: Session, event_id: int, registration_id: int) -> Registration | None:
    """One registration of this event with its group and whose seat it holds."""
    chosen = (
        sa.select(Registration)
        .where(Registration.event_id == event_id, Registration.id == registration_id)
        .options(joinedload(Registration.stakeholder_group), joinedload(Registration.organisation))
    )
    return session.scalar(chosen)


def find_registration_to_change(session: Session, event_id: int, registration_id: int) -> Registration | None:
    """One registration of this event, held until the unit of work ends, so that nobody changes it in between.

    The event's row is locked first, as by everybody who judges seats: one order for all, and nobody waits in a ring.
    """
    hold_event(session, event_id)
    chosen = sa.select(Registration).where(Registration.event_id == event_id, Registration.id == registration_id)
    return session.scalar(chosen.with_for_update().execution_options(populate_existing=True))


def list_names(session: Session, event_id: int) -> list[tuple[int, str]]:
    """Id and name of everybody who has not declined or been cancelled, by name."""
    chosen = (
        sa.select(Registration.id, Registration.full_name)
        .where(Registration.event_id == event_id, Registration.status.not_in(_NOT_COMING))
        .order_by(*_BY_NAME)
    )
    return [(key, name) for key, name in session.execute(chosen)]


def find_seat_given_up(session: Session, registration: Registration) -> Seat | None:
    """In whose place somebody comes."""
    if registration.in_place_of_id is None or registration.in_place_from is None:
        return None
    chosen = sa.select(Registration.id, Registration.full_name, Registration.honorific).where(
        Registration.id == registration.in_place_of_id
    )
    return Seat(*session.execute(chosen).one(), registration.in_place_from)


def list_substitutes(session: Session, registration_id: int) -> list[Seat]:
    """Who comes in this person's place, by the day from which they do."""
    chosen = (
        sa.select(Registration.id, Registration.full_name, Registration.honorific, Registration.in_place_from)
        .where(Registration.in_place_of_id == registration_id)
        .order_by(Registration.in_place_from, Registration.id)
    )
    rows = session.execute(chosen)
    return [Seat(key, name, honorific, day) for key, name, honorific, day in rows if day is not None]


def find_consents(session: Session, registration_id: int) -> dict[Purpose, Answer]:
    """The newest answer for each purpose that was asked about."""
    chosen = (
        sa.select(Consent.purpose, Consent.answer, Consent.recorded_at, Consent.wording_id)
        .where(Consent.registration_id == registration_id)
        .order_by(Consent.id)
    )
    return {purpose: Answer(answer, at, wording) for purpose, answer, at, wording in session.execute(chosen)}


def find_status_before(session: Session, registration_id: int) -> Status | None:
    """The state a registration was in before its last change of state, by the journal; None if there was none."""
    changes = session.scalars(
        sa.select(Entry.changes)
        .where(Entry.subject_kind == Registration.__tablename__, Entry.subject_id == str(registration_id))
        .order_by(Entry.id.desc())
    )
    before = next((change["status"][0] for change in changes if "status" in change), None)
    return Status(before) if before else None


def list_events_of(
    session: Session, person_ids: Iterable[int], *, among: sa.ColumnElement[bool] | None = None
) -> list[Attended]:
    """The events these persons are registered in, newest first. `among` is a condition on Event."""
    chosen = (
        sa.select(
            Registration.person_id, Registration.id, Event.id, Event.slug, Event.title, Event.starts_on, Event.ends_on,
            Registration.sector, Registration.organisation_name, Registration.role, Registration.status,
        )
        .join(Registration.event)
        .where(Registration.person_id.in_(list(person_ids)))
        .order_by(Event.starts_on.desc(), Event.id.desc(), Registration.id)
    )  # fmt: skip
    if among is not None:
        chosen = chosen.where(among)
    return [Attended(*row) for row in session.execute(chosen)]


def registered_among(among: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """The condition on Person that leaves those registered in an event for which `among` holds."""
    return sa.exists().where(Registration.person_id == Person.id, Registration.event_id == Event.id, among)


def find_registration_of(session: Session, event_id: int, person_id: int) -> int | None:
    """The id of a person's registration in an event."""
    chosen = sa.select(Registration.id).where(Registration.event_id == event_id, Registration.person_id == person_id)
    return session.scalar(chosen)


def has_text(text: str, *, by_phone: bool) -> sa.ColumnElement[bool]:
    """The condition that a name or organisation is what was typed, or a telephone number if the reader sees those."""
    words = has_all_words(Registration.search_key, text) if fold(text) else sa.false()
    phones = has_phone(text, Registration.phone, Registration.phone_alternative) if by_phone else sa.false()
    return sa.or_(words, phones)


def _wanted(event_id: int, *, text: str, sector: Sector | None, by_phone: bool) -> sa.ColumnElement[bool]:
    conditions: list[sa.ColumnElement[bool]] = [Registration.event_id == event_id]
    if text:
        conditions.append(has_text(text, by_phone=by_phone))
    if sector is not None:
        conditions.append(Registration.sector == sector)
    return sa.and_(*conditions)


def _found() -> AnyColumns:
    return sa.select(
        Registration.id, Registration.full_name, Registration.honorific, Registration.organisation_name,
        Registration.sector, Registration.status, Registration.role,
    )  # fmt: skip


def _full() -> AnyColumns:
    group = aliased(StakeholderGroup)
    return sa.select(
        Registration.id, Registration.full_name, Registration.honorific, Registration.sector, group.name,
        Registration.organisation_name, Registration.position, Registration.gender, Registration.age_group,
        Registration.phone, Registration.email, Registration.language, Registration.role, Registration.status,
        Registration.source, Registration.in_place_of_id, Registration.badge_code,
    ).outerjoin(group, group.id == Registration.stakeholder_group_id)  # fmt: skip
