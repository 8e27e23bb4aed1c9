"""Mails to people who registered on their own: what they are told, in the language of the page they read.

Written into the outbox in the transaction of the act; links are made from the instance's own name only.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import Session

from dialogues.core import formats
from dialogues.core.i18n import LANGUAGES, _, current_language, force_locale
from dialogues.events.models import Event
from dialogues.outbox.models import Mail, MailState
from dialogues.outbox.services import post
from dialogues.registration import public_page
from dialogues.registration import public_queries as queries
from dialogues.registration.kinds import Source, Status
from dialogues.registration.models import Registration
from dialogues.registration.public_models import Application
from dialogues.registration.public_queries import Alike
from dialogues.registration.public_rules import status_shown

_DECIDED = "registration.decided"
_TIME_TO_UNDO = timedelta(minutes=1)  # a press too much is taken back before anybody is told


def post_received(
    session: Session, registration: Registration, *, shown_as: Status, language: str, at: datetime
) -> None:
    """Who registered is told how they stand, with their code and the link to their own page."""
    with force_locale(language):
        words = [
            _hello(registration.full_name),
            public_page.status_sentence(shown_as),
            _about(registration.event),
            _("Your code: %(code)s", code=public_page.short_code(registration)),
            *_own_page(registration.link_token),
        ]
        _post(session, registration, "registration.received", words, language=language, at=at)


def post_known(session: Session, event: Event, known: Alike, *, language: str, at: datetime) -> None:
    """Somebody who is on the list already, and perhaps registered again, is told where their own page is."""
    registration = session.get_one(Registration, known.id)
    with force_locale(language):
        words = [
            _hello(registration.full_name),
            _(
                "Somebody, most likely you, sent the registration form again with your name and this address. You are "
                "on the list already, so nothing was changed. You can see and change what we know on your own page."
            ),
            _about(event),
            *_own_page(registration.link_token),
        ]
        _post(session, registration, "registration.known", words, language=language, at=at)


def post_decided(session: Session, registration: Registration, *, at: datetime) -> None:
    """Who applied by the public form is told what the organisers decided; others and those without address are not."""
    application = queries.find_application(session, registration.id)
    if application is None or registration.source is not Source.PUBLIC_FORM or not registration.email:
        return
    with force_locale(_language(application)):
        words = [
            _hello(registration.full_name),
            public_page.status_sentence(registration.status),
            _about(registration.event),
            *_own_page(registration.link_token),
        ]
        language = current_language()
        _post(session, registration, _DECIDED, words, language=language, at=at, not_before=at + _TIME_TO_UNDO)


def withdraw_decided(session: Session, registration_id: int) -> None:
    """What was decided is taken back, and so is the mail about it if it still waits."""
    session.execute(
        sa.update(Mail)
        .where(Mail.registration_id == registration_id, Mail.kind == _DECIDED, Mail.state == MailState.WAITING)
        .values(state=MailState.WITHDRAWN)
    )


def shown_status(session: Session, registration: Registration) -> Status:
    """The state somebody is told on their own page."""
    application = queries.find_application(session, registration.id)
    return status_shown(registration.status, shown_as=application.shown_as if application else None)


def _post(
    session: Session,
    registration: Registration,
    kind: str,
    words: Sequence[str],
    *,
    language: str,
    at: datetime,
    not_before: datetime | None = None,
) -> None:
    if not registration.email:
        return
    post(
        session,
        kind=kind,
        to_address=registration.email,
        to_name=registration.full_name,
        subject=_("Your registration: %(event)s", event=registration.event.title),
        text="\n\n".join(words),
        language=language,
        at=at,
        event_id=registration.event_id,
        registration_id=registration.id,
        not_before=not_before,
    )


def _hello(name: str) -> str:
    return str(_("Dear %(name)s,", name=name))


def _about(event: Event) -> str:
    dates = formats.day_range_text(event.starts_on, event.ends_on, locale=current_language())
    return "\n".join(one for one in (event.title, dates, event.place) if one)


def _own_page(link_token: str) -> list[str]:
    """Where one's own page is; nothing where the instance was not told its own name."""
    address = public_page.public_address(url_for("registration.own_page", link_token=link_token))
    if address is None:
        return []
    told = _("Your own page, where you can change or cancel your registration and see everything that is kept of you:")
    return [f"{told}\n{address}", str(_("Whoever has this link can do the same, so keep it to yourself."))]


def _language(application: Application) -> str:
    return application.language if application.language in LANGUAGES else "en"
