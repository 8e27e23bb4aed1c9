"""What organisers can do with the public form: open and close it, and word what it asks consent for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dialogues.audit.services import Actor, assign, record
from dialogues.core.folding import clean
from dialogues.events.models import Event
from dialogues.people.rules import TooLong
from dialogues.registration import public_queries as queries
from dialogues.registration import public_rules as rules
from dialogues.registration.kinds import Purpose
from dialogues.registration.models import Registration
from dialogues.registration.public_models import ConsentWording, ErasureRequest, PublicForm

NOTICE = "notice"  # the words that ask nothing: who keeps what, and for how long
_PARTS = (*(purpose.value for purpose in Purpose), NOTICE)


@dataclass(frozen=True, kw_only=True)
class FormDetails:
    """How a form is set."""

    is_offered: bool
    opens_at: datetime | None
    closes_at: datetime | None
    needs_approval: bool


def set_public_form(
    session: Session,
    event: Event,
    details: FormDetails,
    *,
    first_wordings: Mapping[str, Mapping[str, str]],
    version: int,
    actor: Actor,
    at: datetime,
) -> PublicForm:
    """The public form of the event is set so. `version` is the one that was seen, 0 where there was no form.

    An event that asks consent in no words yet gets `first_wordings`, by language and purpose, so that whatever is
    agreed to was worded. Raises FormChanged or ClosesBeforeOpening.
    """
    rules.require_order(details.opens_at, details.closes_at)
    form = queries.find_form_to_change(session, event.id)
    if (form.version if form else 0) != version:
        raise rules.FormChanged
    if form is None:
        form = PublicForm(event_id=event.id, **asdict(details))
        session.add(form)
        changes = {name: (None, value) for name, value in asdict(details).items() if value is not None}
    else:
        changes = assign(form, asdict(details))
    worded = {one.language for one in queries.list_wordings(session, event.id)}
    for language, words in first_wordings.items():
        if language not in worded:
            session.add(_version(event, language, 1, words, at=at))
    if changes:
        record(session, "public_form.changed", actor=actor, at=at, subject=event, subject_name=event.title,
               event_id=event.id, changes=changes)  # fmt: skip
    return form


def word_consent(
    session: Session, event: Event, language: str, words: Mapping[str, str], *, actor: Actor, at: datetime
) -> ConsentWording:
    """What consent is asked for is worded so in this language, by purpose and `notice`, and return that version.

    Other words than the newest make a new version; earlier ones stay, with what was agreed to in them. A purpose
    without words is not asked about. Raises TooLong, which names the part.
    """
    for part in _PARTS:
        length = len(words.get(part) or "")
        if length > rules.WORDING_LENGTH_MAX:
            raise TooLong(field=part, length=length, limit=rules.WORDING_LENGTH_MAX)
    versions = queries.list_wordings(session, event.id, language)
    newest = versions[0] if versions else None
    wanted = {part: clean(words.get(part) or "") or None for part in _PARTS}
    if newest is not None and all(getattr(newest, part) == text for part, text in wanted.items()):
        return newest
    number = newest.number + 1 if newest else 1
    wording = _version(event, language, number, wanted, at=at)
    session.add(wording)
    changes = {"language": (None, language), "wording": (newest and newest.number, number)}
    record(session, "consent_wording.changed", actor=actor, at=at, subject=event, subject_name=event.title,
           event_id=event.id, changes=changes)  # fmt: skip
    return wording


def answer_erasure(session: Session, registration: Registration, *, actor: Actor, at: datetime) -> None:
    """The request of this person was answered; a second time changes nothing."""
    _set_answered(session, registration, actor=actor, at=at, answered_at=at, action="erasure_request.answered")


def reopen_erasure(session: Session, registration: Registration, *, actor: Actor, at: datetime) -> None:
    """The request of this person is open again."""
    _set_answered(session, registration, actor=actor, at=at, answered_at=None, action="erasure_request.reopened")


def _set_answered(
    session: Session,
    registration: Registration,
    *,
    actor: Actor,
    at: datetime,
    answered_at: datetime | None,
    action: str,
) -> None:
    asked: ErasureRequest | None = queries.find_erasure_request(session, registration.id)
    if asked is None or (asked.answered_at is None) == (answered_at is None):
        return
    assign(asked, {"answered_at": answered_at, "answered_by_id": actor.user_id if answered_at else None})
    record(session, action, actor=actor, at=at, subject=registration, subject_name=registration.full_name,
           event_id=registration.event_id)  # fmt: skip


def _version(
    event: Event, language: str, number: int, words: Mapping[str, str | None], *, at: datetime
) -> ConsentWording:
    texts = {part: clean(words.get(part) or "") or None for part in _PARTS}
    return ConsentWording(event_id=event.id, language=language, number=number, made_at=at, **texts)
