"""What the pages of mails have in common: the list with its tabs, one mail, and the acts on it."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, flash, request
from sqlalchemy.orm import Session

from dialogues.accounts.access import current_viewer
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n, translated
from dialogues.core.web import flash_undo, page_number
from dialogues.outbox import queries, services
from dialogues.outbox.models import Mail, MailState
from dialogues.outbox.rules import is_leaving
from dialogues.outbox.senders import kind_of_sender, wrong_settings
from dialogues.outbox.wording import STATE_NAMES, kind_in_words, reason_in_words, state_facts

Address = Callable[..., str]


def list_facts(address: Address, *, zone: ZoneInfo, event_id: int | None = None) -> dict[str, Any]:
    """The mails of one event or of all, by state. `address` builds the address of the list from a state."""
    session, now = db.session(), clock.now()
    asked = request.args.get("state", "")
    state = next((one for one in MailState if one.value == asked), None)
    counts = queries.count_by_state(session, event_id=event_id)
    page = queries.list_mails(session, state=state, event_id=event_id, page=page_number())
    return {
        "page": page,
        "asked": {"state": state.value} if state else {},
        "tabs": _tabs(address, counts, state),
        "failed": counts[MailState.FAILED],
        "rows": [
            {
                "mail": mail,
                "kind": kind_in_words(mail.kind),
                "state": state_facts(mail, now=now),
                "reason": reason_in_words(mail.last_error),
            }
            for mail in page.rows
        ],
        "zone": zone,
        "notice": sender_notice(),
    }


def _tabs(address: Address, counts: Mapping[MailState, int], state: MailState | None) -> list[dict[str, Any]]:
    everything = {"label": _("All"), "url": address(), "count": sum(counts.values()), "is_current": state is None}
    return [everything] + [
        {
            "label": _(words),
            "url": address(state=one.value),
            "count": counts[one],
            "is_current": state is one,
            "alert": one is MailState.FAILED and counts[one] > 0,
        }
        for one, words in STATE_NAMES.items()
    ]


def sender_notice() -> str:
    """What somebody must know about how mails leave here, or nothing where all is as it should be."""
    settings = current_app.config["DIALOGUES"]
    wrong = wrong_settings(settings)
    if wrong:
        return str(_("Mails cannot leave: look at the settings %(names)s.", names=", ".join(wrong)))
    kind = kind_of_sender(settings)
    if not kind:
        return str(_("No mail server is set up here, so mails wait. Whoever runs this instance can set MAIL_HOST."))
    if kind != "smtp":
        return str(_("Mails are only written down here: nobody receives them."))
    return ""


def mail_facts(mail_id: uuid.UUID, *, zone: ZoneInfo, event_id: int | None = None) -> dict[str, Any]:
    """One mail as its page shows it, and what may be done. Raises NotFoundHere."""
    mail = queries.find_mail(db.session(), mail_id, event_id=event_id)
    if mail is None:
        raise NotFoundHere
    now = clock.now()
    return {
        "mail": mail,
        "kind": kind_in_words(mail.kind),
        "state": state_facts(mail, now=now),
        "reason": reason_in_words(mail.last_error),
        "may_withdraw": mail.state is MailState.WAITING and not is_leaving(mail.claimed_until, now=now),
        "may_retry": mail.state in (MailState.FAILED, MailState.WITHDRAWN),
        "zone": zone,
        "notice": sender_notice(),
    }


def withdraw(mail_id: uuid.UUID, undo: str, *, event_id: int | None = None) -> None:
    """Take one mail back and offer to put it into the queue again at the address `undo`."""
    name = _do(services.withdraw, mail_id, event_id)
    if name:
        flash_undo(_("The mail to %(name)s is not sent.", name=name), url=undo, label=_("Undo"))


def retry(mail_id: uuid.UUID, *, event_id: int | None = None) -> None:
    """Put one mail into the queue again."""
    name = _do(services.retry, mail_id, event_id)
    if name:
        flash(_("The mail to %(name)s is in the queue again.", name=name))


def retry_failed(*, event_id: int | None = None) -> None:
    """Put every mail that was given up into the queue again."""
    with unit_of_work() as session:
        count = services.retry_failed(session, actor=current_viewer().actor, at=clock.now(), event_id=event_id)
    flash(_n("One mail is in the queue again.", "%(num)d mails are in the queue again.", count))


def _do(service: Callable[..., None], mail_id: uuid.UUID, event_id: int | None) -> str:
    """Do one act on a mail; its receiver's name, or nothing if it was refused, which is told."""
    with unit_of_work() as session:
        mail = _held(session, mail_id, event_id)
        try:
            service(session, mail, actor=current_viewer().actor, at=clock.now())
        except DomainError as error:
            flash(translated(error), "warning")
            return ""
        return mail.to_name or mail.to_address


def _held(session: Session, mail_id: uuid.UUID, event_id: int | None) -> Mail:
    mail = queries.find_mail_to_change(session, mail_id, event_id=event_id)
    if mail is None:
        raise NotFoundHere
    return mail
