"""Questions about the public form of an event and what came in by it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from dialogues.audit.models import Entry
from dialogues.core.i18n import LANGUAGES
from dialogues.events.models import Event
from dialogues.events.queries import hold_event
from dialogues.people.rules import is_same_name
from dialogues.registration.former_queries import find_by_link
from dialogues.registration.kinds import ConsentAnswer, Purpose, Status
from dialogues.registration.models import Consent, Registration
from dialogues.registration.public_models import (
    Application,
    ConsentWording,
    ErasureRequest,
    PublicForm,
    Sending,
)
from dialogues.registration.public_rules import Window, window
from dialogues.registration.queries import find_registration_to_change


class Alike(NamedTuple):
    """Somebody on the list with the same telephone number or e-mail address."""

    id: int
    full_name: str
    email: str | None
    link_token: str


class GivenConsent(NamedTuple):
    """The newest answer about one purpose, and the words it was given to, if they are kept."""

    answer: ConsentAnswer
    recorded_at: datetime
    wording: ConsentWording | None


class Asked(NamedTuple):
    """Somebody who asked for erasure and was not answered yet."""

    registration_id: int
    full_name: str
    asked_at: datetime


def find_form(session: Session, event_id: int) -> PublicForm | None:
    """How the public form of an event is set."""
    return session.get(PublicForm, event_id)


def find_form_to_change(session: Session, event_id: int) -> PublicForm | None:
    """The same, held until the unit of work ends, so that nobody changes it in between; the event is held first."""
    hold_event(session, event_id)
    return session.get(PublicForm, event_id, with_for_update=True)


def window_of(event: Event, form: PublicForm | None, now: datetime) -> Window:
    """Whether one may register for `event` now."""
    if form is None:
        return Window.NONE
    return window(
        is_offered=form.is_offered,
        opens_at=form.opens_at,
        closes_at=form.closes_at,
        ends_on=event.ends_on,
        zone=event.zone,
        now=now,
    )


# ---------------------------------------------------------------- wording
def list_wordings(session: Session, event_id: int, language: str | None = None) -> Sequence[ConsentWording]:
    """Every version of what an event asks consent with, newest first."""
    chosen = sa.select(ConsentWording).where(ConsentWording.event_id == event_id)
    if language is not None:
        chosen = chosen.where(ConsentWording.language == language)
    return session.scalars(chosen.order_by(ConsentWording.number.desc(), ConsentWording.id.desc())).all()


def find_wording(session: Session, event_id: int, language: str) -> ConsentWording | None:
    """The newest version in a language, or in the first language that has one."""
    newest: dict[str, ConsentWording] = {}
    for one in list_wordings(session, event_id):
        newest.setdefault(one.language, one)
    return next((newest[one] for one in (language, *LANGUAGES, *newest) if one in newest), None)


def find_shown_wording(session: Session, event_id: int, wording_id: int) -> ConsentWording | None:
    """The version somebody was shown, if it is one of this event."""
    chosen = sa.select(ConsentWording).where(ConsentWording.id == wording_id, ConsentWording.event_id == event_id)
    return session.scalar(chosen)


def find_given_consents(session: Session, registration_id: int) -> Mapping[Purpose, GivenConsent]:
    """The newest answer for each purpose that was asked about, with the words it was given to."""
    chosen = (
        sa.select(Consent.purpose, Consent.answer, Consent.recorded_at, ConsentWording)
        .outerjoin(ConsentWording, ConsentWording.id == Consent.wording_id)
        .where(Consent.registration_id == registration_id)
        .order_by(Consent.id)
    )
    return {purpose: GivenConsent(answer, at, wording) for purpose, answer, at, wording in session.execute(chosen)}


# ---------------------------------------------------------------- what came in
def find_own(session: Session, link_token: str) -> Registration | None:
    """The registration behind a personal link, with its event; the link of one that was merged leads to that one."""
    return find_by_link(session, link_token)


def find_own_to_change(session: Session, link_token: str) -> Registration | None:
    """The same, held until the unit of work ends."""
    found = find_by_link(session, link_token)
    return find_registration_to_change(session, found.event_id, found.id) if found else None


def find_badge_event(session: Session, badge_code: str) -> Event | None:
    """The event a badge belongs to, also where its registration became part of another one."""
    became = aliased(Registration)
    chosen = (
        sa.select(Event)
        .join(became, became.event_id == Event.id)
        .join(Registration, sa.func.coalesce(Registration.merged_into_id, Registration.id) == became.id)
    )
    return session.scalar(chosen.where(Registration.badge_code == badge_code))


def find_application(session: Session, registration_id: int) -> Application | None:
    """What is known of a registration because it came in by the public form."""
    return session.get(Application, registration_id)


def find_erasure_request(session: Session, registration_id: int) -> ErasureRequest | None:
    """Whether and when somebody asked for erasure."""
    return session.get(ErasureRequest, registration_id)


def list_open_erasures(session: Session, event_id: int) -> list[Asked]:
    """Who asked for erasure and was not answered, the first to ask first."""
    chosen = (
        sa.select(ErasureRequest.registration_id, Registration.full_name, ErasureRequest.asked_at)
        .join(Registration, Registration.id == ErasureRequest.registration_id)
        .where(Registration.event_id == event_id, ErasureRequest.answered_at.is_(None))
        .order_by(ErasureRequest.asked_at, ErasureRequest.registration_id)
    )
    return [Asked(*row) for row in session.execute(chosen)]


def count_held(session: Session, event_id: int) -> int:
    """How many registrations of the public form wait because something about them is doubtful."""
    chosen = (
        sa.select(sa.func.count())
        .select_from(Application)
        .join(Registration, Registration.id == Application.registration_id)
        .where(
            Registration.event_id == event_id,
            Registration.status == Status.APPLIED,
            Application.hold_reason.is_not(None),
        )
    )
    return session.scalar(chosen) or 0


def find_last_decider(session: Session, registration_id: int) -> str | None:
    """The name under which the state of a registration was last changed."""
    entries = session.execute(
        sa.select(Entry.actor_name, Entry.changes)
        .where(Entry.subject_kind == Registration.__tablename__, Entry.subject_id == str(registration_id))
        .order_by(Entry.id.desc())
    )
    return next((name for name, changes in entries if "status" in changes), None)


def list_alike(
    session: Session, event_id: int, *, phones: Sequence[str], email: str | None, besides: int | None = None
) -> list[Alike]:
    """Those on the list of this event who can be reached by the same number or address, first come first."""
    by_phone = sa.or_(Registration.phone.in_(phones), Registration.phone_alternative.in_(phones))
    conditions: list[sa.ColumnElement[bool]] = [by_phone] if phones else []
    if email:
        conditions.append(sa.func.lower(Registration.email) == email.lower())
    if not conditions:
        return []
    chosen = (
        sa.select(Registration.id, Registration.full_name, Registration.email, Registration.link_token)
        .where(Registration.event_id == event_id, sa.or_(*conditions), Registration.id != (besides or 0))
        .order_by(Registration.id)
    )
    return [Alike(*row) for row in session.execute(chosen)]


def same_person(alike: Sequence[Alike], full_name: str) -> Alike | None:
    """The first of `alike` with this very name, in any order of its words."""
    return next((one for one in alike if is_same_name(one.full_name, full_name)), None)


# ---------------------------------------------------------------- counting what is sent
def count_sendings(session: Session, event_id: int, *, since: datetime) -> int:
    """How many forms were sent for an event since then."""
    chosen = sa.select(sa.func.count()).select_from(Sending).where(Sending.event_id == event_id, Sending.at > since)
    return session.scalar(chosen) or 0


def count_held_sendings(session: Session, event_id: int, *, since: datetime) -> int:
    """How many of them were held back."""
    chosen = sa.select(sa.func.count()).select_from(Sending)
    return session.scalar(chosen.where(Sending.event_id == event_id, Sending.at > since, Sending.was_held)) or 0


def count_same_words(session: Session, event_id: int, words_key: str) -> int:
    """How many forms for an event said the same at length."""
    chosen = sa.select(sa.func.count()).select_from(Sending)
    return session.scalar(chosen.where(Sending.event_id == event_id, Sending.words_key == words_key)) or 0


def count_same_contact(session: Session, event_id: int, *, email_key: str | None, phone_key: str | None) -> int:
    """How many forms for an event came with this number or this address."""
    same: list[sa.ColumnElement[bool]] = []
    if email_key:
        same.append(Sending.email_key == email_key)
    if phone_key:
        same.append(Sending.phone_key == phone_key)
    if not same:
        return 0
    chosen = sa.select(sa.func.count()).select_from(Sending).where(Sending.event_id == event_id, sa.or_(*same))
    return session.scalar(chosen) or 0


def count_mails(session: Session, email_key: str, *, since: datetime) -> int:
    """How many mails forms brought to an address since then, over all events."""
    chosen = sa.select(sa.func.count()).select_from(Sending)
    return session.scalar(chosen.where(Sending.email_key == email_key, Sending.at > since, Sending.was_mailed)) or 0
