"""A mail that somebody writes to many: how the first of them gets it, and off it goes, from whichever page."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import current_viewer
from dialogues.core import clock
from dialogues.core.i18n import _, _n, current_language
from dialogues.core.web import act, back_to, base_url, flash_undo
from dialogues.events.models import Event
from dialogues.messages import rules, services
from dialogues.messages.fields import LetterForm
from dialogues.registration.models import Registration


def preview(event: Event, form: LetterForm, audience: Sequence[Registration]) -> dict[str, Any]:
    """The message as the first of them gets it, how many get it, and who has no address."""
    reached = [one for one in audience if one.email]
    facts: dict[str, Any] = {
        "count": len(reached),
        "without_email": [one for one in audience if not one.email],
        "to": None,
    }
    if reached:
        values = services.values_of(event, reached[0], base_url=base_url(), language=current_language())
        facts |= {
            "to": reached[0],
            "subject": rules.fill(form.subject.data or "", values),
            "text": rules.fill(form.text.data or "", values),
        }
    return facts


def send(event: Event, form: LetterForm, audience: Sequence[Registration]) -> ResponseReturnValue:
    """The message waits in the outbox for each of them who has an address, and may be taken back for a minute."""
    ids = [one.id for one in audience]
    with act(form) as session:
        slug = event.slug
        sent = services.send_message(
            session,
            event,
            registration_ids=ids,
            subject=form.subject.data or "",
            text=form.text.data or "",
            base_url=base_url(),
            language=current_language(),
            actor=current_viewer().actor,
            at=clock.now(),
        )
    words = _n("One mail leaves in a minute.", "%(num)d mails leave in a minute.", sent.written)
    flash_undo(words, url=url_for("messages.withdraw_batch", slug=slug, batch=sent.batch), label=_("Undo"))
    return back_to("messages.list_messages", slug=slug)
