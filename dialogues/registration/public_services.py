"""What can happen by the public form: somebody registers, whoever they are."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor
from dialogues.events.models import Event
from dialogues.people.contact import read_phones
from dialogues.people.facts import PersonFacts
from dialogues.people.rules import NoSector
from dialogues.registration import admission, public_rules, question_rules, services
from dialogues.registration import public_queries as queries
from dialogues.registration import question_queries as questions
from dialogues.registration.kinds import ConsentAnswer, Purpose, Source, Status
from dialogues.registration.models import Registration
from dialogues.registration.public_models import Application, HoldReason, Sending
from dialogues.registration.public_queries import Alike
from dialogues.registration.public_rules import Window
from dialogues.registration.queries import count_registrations
from dialogues.registration.question_kinds import QuestionKind
from dialogues.registration.question_models import Question
from dialogues.registration.question_services import save_answers

PUBLIC_FORM = Actor(name="public form")
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class SentForm:
    """What somebody wrote about themselves; `language` is that of the page they read."""

    facts: PersonFacts
    language: str
    needs: str | None = None
    answers: Mapping[int, Sequence[str]] = field(default_factory=dict)
    consents: Mapping[Purpose, ConsentAnswer] = field(default_factory=dict)
    wording_id: int | None = None


@dataclass(frozen=True)
class Received:
    """A form that was taken: the registration it made, whom to write to, and whether a mail may go there."""

    registration: Registration
    is_shown_as: Status
    known: Alike | None  # the same name and address is on the list: the mail goes to them, with their own link
    may_mail: bool


def register_publicly(session: Session, event: Event, sent: SentForm, *, secret_key: str, at: datetime) -> Received:
    """Somebody registered by the public form is on the list: confirmed, applied where an organiser decides, or held.

    Nobody is taken for somebody the directory knows: whoever writes a name and a number need not be that person, so
    nothing of the directory is told to them or changed by them. Who seems to be on the list already is held for a
    person to look at, and is told what everybody is told.
    Raises NotOpen, NoContact, TooManyOfOne, TooManyAtOnce or a RefusedFact.
    """
    form = queries.find_form_to_change(session, event.id)  # held: of two with one number the second sees the first
    if form is None or queries.window_of(event, form, at) is not Window.OPEN:
        raise public_rules.NotOpen
    facts = sent.facts
    public_rules.require_contact(facts.phone, facts.email)
    if facts.sector is None:
        raise NoSector
    phones = _phones(facts.phone, event.country)
    keys = _Keys.of(sent, phones, questions.list_questions(session, event.id), secret_key)
    alike = queries.list_alike(session, event.id, phones=phones, email=facts.email)
    status = admission.status_for_public(session, event, sector=facts.sector, needs_approval=form.needs_approval)
    same = queries.same_person(alike, facts.full_name)
    doubt = _doubt(session, event, sent, keys, alike, at=at)
    reason = HoldReason.POSSIBLE_DUPLICATE if same is not None else doubt
    _require_room(session, event, keys, is_doubtful=reason is not None, at=at)
    may_mail = keys.email is not None and (
        queries.count_mails(session, keys.email, since=at - _DAY) < public_rules.MAILS_PER_DAY
    )
    registration = services.register(
        session,
        event,
        facts=facts,
        actor=PUBLIC_FORM,
        at=at,
        status=status if reason is None else Status.APPLIED,
        source=Source.PUBLIC_FORM,
    )
    shown_as = Status.APPLIED if doubt is not None else status
    session.add(
        Application(
            registration_id=registration.id,
            language=sent.language,
            shown_as=shown_as,
            hold_reason=reason,
            same_as_id=same.id if same else None,
        )
    )
    _keep_answers(session, registration, sent, at=at)
    session.add(
        Sending(
            event_id=event.id,
            at=at,
            email_key=keys.email,
            phone_key=keys.phone,
            words_key=keys.words,
            was_held=reason is not None,
            was_mailed=may_mail,
        )
    )
    known = same if same is not None and facts.email and _is_theirs(same, facts.email) else None
    return Received(registration, shown_as, known, may_mail)


def _keep_answers(session: Session, registration: Registration, sent: SentForm, *, at: datetime) -> None:
    asked = questions.list_questions(session, registration.event_id)
    answers = question_rules.kept_answers(asked, sent.answers)
    save_answers(session, registration, answers, needs=sent.needs, actor=PUBLIC_FORM, at=at)
    for purpose, answer in sent.consents.items():
        services.record_consent(
            session,
            registration,
            purpose=purpose,
            answer=answer,
            actor=PUBLIC_FORM,
            at=at,
            wording_id=sent.wording_id,
        )


# ---------------------------------------------------------------- honest people and machines
@dataclass(frozen=True)
class _Keys:
    """Digests under which a sent form is counted; None where there is nothing to count."""

    email: str | None
    phone: str | None
    words: str | None

    @classmethod
    def of(cls, sent: SentForm, phones: Sequence[str], asked: Sequence[Question], secret_key: str) -> "_Keys":
        """The digests of one sent form. What is chosen from a list is the same from many, so it is left out."""
        free = {one.id for one in asked if one.kind in (QuestionKind.TEXT, QuestionKind.LONG_TEXT)}
        texts = [sent.needs, *(words for key, said in sent.answers.items() if key in free for words in said)]
        found = {
            "email": public_rules.email_key(sent.facts.email),
            "phone": phones[0] if phones else None,
            "words": public_rules.words_to_compare(texts),
        }
        return cls(**{name: _digest(secret_key, name, text) if text else None for name, text in found.items()})


def _doubt(
    session: Session, event: Event, sent: SentForm, keys: _Keys, alike: Sequence[Alike], *, at: datetime
) -> HoldReason | None:
    """What, besides somebody of that name and number, makes a sent form wait for a person to look at it."""
    facts = sent.facts
    if public_rules.has_link(facts.full_name, facts.organisation, facts.position):
        return HoldReason.LINK_IN_NAME
    if len(alike) >= public_rules.NAMES_PER_CONTACT:
        return HoldReason.SHARED_CONTACT
    if keys.words and queries.count_same_words(session, event.id, keys.words) >= public_rules.ALIKE_WORDS:
        return HoldReason.SAME_WORDS
    lately = queries.count_sendings(session, event.id, since=at - public_rules.SURGE_WITHIN)
    # What came before the surge says how large the event is.
    if lately >= public_rules.surge_limit(count_registrations(session, event.id) - lately):
        return HoldReason.SURGE
    return None


def _require_room(session: Session, event: Event, keys: _Keys, *, is_doubtful: bool, at: datetime) -> None:
    """Raise TooManyOfOne or TooManyAtOnce where nobody could look at all that comes in."""
    session.execute(sa.delete(Sending).where(Sending.at <= at - 2 * _DAY))
    same = queries.count_same_contact(session, event.id, email_key=keys.email, phone_key=keys.phone)
    if same >= public_rules.SENDINGS_PER_CONTACT:
        raise public_rules.TooManyOfOne
    if is_doubtful and queries.count_held_sendings(session, event.id, since=at - _DAY) >= public_rules.HELD_MAX:
        raise public_rules.TooManyAtOnce


def _is_theirs(known: Alike, email: str) -> bool:
    return public_rules.email_key(known.email) == public_rules.email_key(email)


def _phones(text: str | None, country: str | None) -> list[str]:
    phones = read_phones(text, country=country)
    return [one for one in (phones.first, phones.second) if one]


def _digest(secret_key: str, kind: str, text: str) -> str:
    return hmac.new(secret_key.encode(), f"{kind}\0{text}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
