"""Pages of the mails of one event, and of writing to its people."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.i18n import _, _n, current_language, translated
from dialogues.core.web import back_to, show_error
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.messages import letter_page, mail_page, outbox_routes, queries, rules, wording
from dialogues.messages.forms import MessageForm
from dialogues.outbox import services as outbox
from dialogues.people.sectors import Sector
from dialogues.registration import chosen_page, list_page, list_queries
from dialogues.registration.bulk_rules import NobodyChosen
from dialogues.registration.kinds import Status
from dialogues.registration.list_filters import EVERYBODY
from dialogues.registration.list_page import Reading
from dialogues.registration.models import Registration

bp = Blueprint("messages", __name__)
wording.teach()
outbox_routes.add_pages(bp)

_CHOSEN_MAX = 2000  # people chosen one by one that one address or form may name


@bp.get("/events/<slug>/messages")
@for_event(Permission.SEE_PARTICIPANTS)
def list_messages(event: Event) -> ResponseReturnValue:
    """The mails of an event, by state, and why some were not sent."""

    def address(**asked: Any) -> str:
        return url_for(".list_messages", slug=event.slug, **asked)

    facts = mail_page.list_facts(address, zone=event.zone, event_id=event.id)
    return render_template("messages/list_messages.html", event=event, may_edit=_may_edit(event), **facts)


@bp.get("/events/<slug>/messages/<uuid:mail_id>")
@for_event(Permission.SEE_PARTICIPANTS)
def message(event: Event, mail_id: uuid.UUID) -> ResponseReturnValue:
    """One mail of an event as it is sent."""
    facts = mail_page.mail_facts(mail_id, zone=event.zone, event_id=event.id)
    return render_template("messages/message.html", event=event, may_edit=_may_edit(event), **facts)


@bp.post("/events/<slug>/messages/<uuid:mail_id>/withdraw")
@for_event(Permission.EDIT_PARTICIPANTS)
def withdraw_message(event: Event, mail_id: uuid.UUID) -> ResponseReturnValue:
    """A mail of an event is not sent."""
    slug = event.slug
    mail_page.withdraw(mail_id, url_for(".retry_message", slug=slug, mail_id=mail_id), event_id=event.id)
    return back_to(".message", slug=slug, mail_id=mail_id)


@bp.post("/events/<slug>/messages/<uuid:mail_id>/retry")
@for_event(Permission.EDIT_PARTICIPANTS)
def retry_message(event: Event, mail_id: uuid.UUID) -> ResponseReturnValue:
    """A mail of an event is tried again."""
    slug = event.slug
    mail_page.retry(mail_id, event_id=event.id)
    return back_to(".message", slug=slug, mail_id=mail_id)


@bp.post("/events/<slug>/messages/retry")
@for_event(Permission.EDIT_PARTICIPANTS)
def retry_messages(event: Event) -> ResponseReturnValue:
    """Every mail of an event that was given up is tried again."""
    slug = event.slug
    mail_page.retry_failed(event_id=event.id)
    return back_to(".list_messages", slug=slug)


@bp.post("/events/<slug>/messages/batches/<uuid:batch>/withdraw")
@for_event(Permission.EDIT_PARTICIPANTS)
def withdraw_batch(event: Event, batch: uuid.UUID) -> ResponseReturnValue:
    """What one act wrote and has not left yet is not sent."""
    slug = event.slug
    with unit_of_work() as session:
        actor, at = current_viewer().actor, clock.now()
        count = len(outbox.withdraw_batch(session, batch, event_id=event.id, actor=actor, at=at))
    flash(_n("One mail was taken back.", "%(num)d mails were taken back.", count))
    return back_to(".list_messages", slug=slug)


@bp.post("/events/<slug>/messages/chosen")
@for_event(Permission.EDIT_PARTICIPANTS)
def message_chosen(event: Event) -> ResponseReturnValue:
    """Those chosen on the list of participants are written to on the next page; nothing is changed yet.

    All that match are handed on as the filters that leave them, so the address stays short however many they are.
    """
    try:
        picked = chosen_page.read_chosen(event)
    except NobodyChosen as error:
        flash(translated(error), "warning")
        reading = list_page.read(event)
        return redirect(reading.address(reading.view), code=303)
    if picked.chosen.condition is None:
        return back_to(".write_message", slug=event.slug, registration=".".join(map(str, picked.chosen.versions)))
    filters = replace(picked.reading.view, sort="name", columns=()).arguments()
    return back_to(".write_message", slug=event.slug, matching=urlencode({EVERYBODY: "1", **filters}))


@bp.route("/events/<slug>/messages/new", methods=["GET", "POST"])
@for_event(Permission.EDIT_PARTICIPANTS)
def write_message(event: Event) -> ResponseReturnValue:
    """Write to many: whom and what, then how it comes out, a test to oneself, and off it goes."""
    form = MessageForm()
    form.offer()
    chosen, matching = _chosen_ids(), request.values.get("matching", "")
    listed = list_page.read(event, dict(parse_qsl(matching))) if matching else None
    audience = _audience(event, form, chosen, listed) if form.is_submitted() or listed else []
    then = request.form.get("then", "preview")
    if form.validate_on_submit() and then != "preview":
        try:
            if then == "test":
                _send_test(event, form, audience)
            else:
                return letter_page.send(event, form, audience)
        except (rules.NobodyToWriteTo, rules.NoSuchLetter) as error:
            show_error(form.status if isinstance(error, rules.NobodyToWriteTo) else form.text, error)
    page = render_template(
        "messages/write_message.html",
        event=event,
        form=form,
        chosen=chosen,
        matching=matching,
        narrowed=list_page.told_filters(listed, list_queries.list_group_names(db.session())) if listed else [],
        count=len(audience),
        preview=letter_page.preview(event, form, audience) if form.is_submitted() and not form.errors else None,
        placeholders=[(f"{{{name}}}", _(words)) for name, words in rules.PLACEHOLDERS.items()],
        own_address=getattr(current_viewer(), "email", None),
        notice=mail_page.sender_notice(),
    )
    return page, 422 if form.errors else 200


def _chosen_ids() -> list[int]:
    """People chosen one by one on another page: `?registration=4&registration=7`, or `?registration=4.7`."""
    texts = [one for text in request.values.getlist("registration") for one in text.split(".")][:_CHOSEN_MAX]
    return [int(one) for one in texts if one.isascii() and one.isdigit() and len(one) < 10]


def _audience(event: Event, form: MessageForm, chosen: Sequence[int], listed: Reading | None) -> Sequence[Registration]:
    if listed is not None:
        return queries.list_matching(db.session(), list_queries.wanted(event.id, listed.view.filters))
    if chosen:
        return queries.list_audience(db.session(), event.id, among=chosen)
    return queries.list_audience(
        db.session(),
        event.id,
        status=Status(form.status.data) if form.status.data else None,
        sector=Sector(form.sector.data) if form.sector.data else None,
        language=form.language.data or None,
    )


def _send_test(event: Event, form: MessageForm, audience: Sequence[Registration]) -> None:
    viewer = current_viewer()
    preview = letter_page.preview(event, form, audience)
    if preview["to"] is None:
        raise rules.NobodyToWriteTo
    address, name, event_id = viewer.email, viewer.name, event.id
    with unit_of_work() as session:
        outbox.post(
            session,
            kind="message.test",
            to_address=address,
            to_name=name,
            subject=preview["subject"],
            text=preview["text"],
            language=current_language(),
            at=clock.now(),
            event_id=event_id,
        )
    flash(_("A test is on its way to %(address)s.", address=address))


def _may_edit(event: Event) -> bool:
    return may_in(current_viewer(), Permission.EDIT_PARTICIPANTS, event)
