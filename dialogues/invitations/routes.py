"""Pages of an event's invitations: the list, one of them, and the acts on them."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, current_viewer
from dialogues.audit.queries import list_subject_entries
from dialogues.audit.wording import timeline
from dialogues.core import clock
from dialogues.core.clock import day_in
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n, translated
from dialogues.core.web import back_to, base_url, flash_undo, page_number
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.invitations import (
    answer_routes,
    invite_routes,
    letter_routes,
    letter_services,
    queries,
    rules,
    services,
    wording,
)
from dialogues.invitations.models import Answer, Invitation
from dialogues.invitations.rules import STANDING_NAMES, Standing
from dialogues.messages.mail_page import sender_notice
from dialogues.outbox import queries as outbox
from dialogues.outbox.wording import kind_in_words, reason_in_words, state_facts
from dialogues.people.contact import phone_text
from dialogues.people.sectors import SECTOR_NAMES, Sector, in_words
from dialogues.registration.balance_page import balance_panel

bp = Blueprint("invitations", __name__)
wording.teach()
for part in (invite_routes, letter_routes, answer_routes):
    part.add_pages(bp)

STANDING_KINDS = {
    Standing.OPEN: "wait",
    Standing.EXPIRED: "bad",
    Standing.ACCEPTED: "good",
    Standing.DECLINED: "plain",
    Standing.SUBSTITUTED: "info",
    Standing.WITHDRAWN: "none",
}
_NOT_ANSWERED = (Standing.OPEN, Standing.EXPIRED)


@bp.get("/events/<slug>/invitations")
@for_event(Permission.SEE_PARTICIPANTS)
def list_invitations(event: Event) -> ResponseReturnValue:
    """Who was asked and what they answered; whom to telephone; how the sectors stand."""
    session, today = db.session(), day_in(event.zone, clock.now())
    filters = _filters()
    standing = next((one for one in Standing if one.value == request.args.get("standing")), None)
    counts = queries.count_standings(session, event.id, today=today, **filters)
    page = queries.list_invitations(session, event.id, today=today, page=page_number(), standing=standing, **filters)
    reminders = queries.count_reminders(session, event.id)
    asked = _asked() | ({"standing": standing.value} if standing else {})
    open_count = sum(counts.total[one] for one in _NOT_ANSWERED)
    return render_template(
        "invitations/list_invitations.html",
        event=event,
        page=page,
        rows=[_row(one, reminders, today) for one in page.rows],
        tabs=_tabs(event, counts.total, standing),
        sector_rows=_sector_rows(counts),
        asked=asked,
        open_count=open_count,
        may_edit=may_in(current_viewer(), Permission.EDIT_PARTICIPANTS, event),
        may_plan=may_in(current_viewer(), Permission.EDIT_EVENT, event),
        panel=balance_panel(session, event),
        sectors=in_words(SECTOR_NAMES),
        phone_text=phone_text,
        notice=sender_notice(),
    )


@bp.post("/events/<slug>/invitations/remind")
@for_event(Permission.EDIT_PARTICIPANTS)
def remind_all(event: Event) -> ResponseReturnValue:
    """Everybody who has not answered, of those the filters leave, is reminded."""
    filters, slug = _filters(), event.slug
    return _remind(event, filters=filters, back=back_to(".list_invitations", slug=slug, **_asked()))


@bp.get("/events/<slug>/invitations/<int:invitation_id>")
@for_event(Permission.SEE_PARTICIPANTS)
def invitation(event: Event, invitation_id: int) -> ResponseReturnValue:
    """One invitation: how it stands, its link, its letters, and what may be done."""
    session, now = db.session(), clock.now()
    found = queries.find_invitation(session, event.id, invitation_id)
    if found is None:
        raise NotFoundHere
    today, viewer = day_in(event.zone, now), current_viewer()
    standing = rules.standing(found.answer, found.answer_by, today=today)
    entries = list_subject_entries(session, kind="invitation", subject_id=str(found.id))
    return render_template(
        "invitations/invitation.html",
        event=event,
        invitation=found,
        name=letter_services.addressee(found),
        address=letter_services.address_of(found),
        link=letter_services.link_of(found, base_url()),
        standing=_tag(standing),
        is_open=found.answer is Answer.OPEN,
        is_withdrawn=found.answer is Answer.WITHDRAWN,
        last_day=rules.last_day_to_answer(found.answer_by, starts_on=event.starts_on),
        mails=[
            {"mail": mail, "kind": kind_in_words(mail.kind), "state": state_facts(mail, now=now),
             "reason": reason_in_words(mail.last_error)}
            for mail in outbox.list_about(session, queries.about(found.id))
        ],
        history=timeline(entries, event.zone) if may_in(viewer, Permission.SEE_HISTORY, event) else [],
        may_edit=may_in(viewer, Permission.EDIT_PARTICIPANTS, event),
        sectors=in_words(SECTOR_NAMES),
        phone_text=phone_text,
    )  # fmt: skip


@bp.post("/events/<slug>/invitations/<int:invitation_id>/remind")
@for_event(Permission.EDIT_PARTICIPANTS)
def remind(event: Event, invitation_id: int) -> ResponseReturnValue:
    """One person or institution is reminded."""
    slug = event.slug
    return _remind(event, among=[invitation_id], back=back_to(".invitation", slug=slug, invitation_id=invitation_id))


@bp.post("/events/<slug>/invitations/<int:invitation_id>/send")
@for_event(Permission.EDIT_PARTICIPANTS)
def send(event: Event, invitation_id: int) -> ResponseReturnValue:
    """The letter of one invitation is sent, again if it was sent before."""
    slug = event.slug
    with unit_of_work() as session:
        sent = letter_services.send_letters(
            session,
            event,
            [_held(session, event, invitation_id)],
            letters=wording.letters_of(event, queries.list_letters(session, event.id)),
            base_url=base_url(),
            actor=current_viewer().actor,
            at=clock.now(),
        )
    _tell_sent(slug, sent)
    return back_to(".invitation", slug=slug, invitation_id=invitation_id)


@bp.post("/events/<slug>/invitations/<int:invitation_id>/withdraw")
@for_event(Permission.EDIT_PARTICIPANTS)
def withdraw(event: Event, invitation_id: int) -> ResponseReturnValue:
    """An invitation is taken back."""
    slug = event.slug
    if _do(event, invitation_id, services.withdraw):
        undo = url_for(".restore", slug=slug, invitation_id=invitation_id)
        flash_undo(_("The invitation is withdrawn."), url=undo, label=_("Undo"))
    return back_to(".invitation", slug=slug, invitation_id=invitation_id)


@bp.post("/events/<slug>/invitations/<int:invitation_id>/restore")
@for_event(Permission.EDIT_PARTICIPANTS)
def restore(event: Event, invitation_id: int) -> ResponseReturnValue:
    """A withdrawn invitation waits for its answer again."""
    slug = event.slug
    if _do(event, invitation_id, services.restore):
        flash(_("The invitation waits for its answer again."))
    return back_to(".invitation", slug=slug, invitation_id=invitation_id)


@bp.post("/events/<slug>/invitations/<int:invitation_id>/accept")
@for_event(Permission.EDIT_PARTICIPANTS)
def note_accepted(event: Event, invitation_id: int) -> ResponseReturnValue:
    """Somebody told us that they come, on the telephone or on paper."""
    slug = event.slug
    if _do(event, invitation_id, services.accept):
        flash(_("It is written down that they come."))
    return back_to(".invitation", slug=slug, invitation_id=invitation_id)


@bp.post("/events/<slug>/invitations/<int:invitation_id>/decline")
@for_event(Permission.EDIT_PARTICIPANTS)
def note_declined(event: Event, invitation_id: int) -> ResponseReturnValue:
    """Somebody told us that they do not come."""
    slug = event.slug
    if _do(event, invitation_id, services.decline):
        flash(_("It is written down that they do not come."))
    return back_to(".invitation", slug=slug, invitation_id=invitation_id)


# ---------------------------------------------------------------- inside
def _remind(
    event: Event,
    *,
    back: ResponseReturnValue,
    among: list[int] | None = None,
    filters: Mapping[str, Any] | None = None,
) -> ResponseReturnValue:
    slug, now = event.slug, clock.now()
    today = day_in(event.zone, now)
    try:
        with unit_of_work() as session:
            held = queries.list_open_to_change(session, event.id, today=today, among=among, **(filters or {}))
            sent = letter_services.remind(
                session,
                event,
                held,
                letters=wording.letters_of(event, queries.list_letters(session, event.id)),
                base_url=base_url(),
                today=today,
                actor=current_viewer().actor,
                at=now,
            )
    except rules.NotToRemind as error:
        flash(translated(error), "warning")
    else:
        words = _n("One reminder leaves in a minute.", "%(num)d reminders leave in a minute.", sent.written)
        flash_undo(words, url=_undo_address(slug, sent.batch), label=_("Undo"))
    return back


def _tell_sent(slug: str, sent: letter_services.Sent) -> None:
    if sent.written:
        words = _n("One letter leaves in a minute.", "%(num)d letters leave in a minute.", sent.written)
        flash_undo(words, url=_undo_address(slug, sent.batch), label=_("Undo"))
    if sent.without_email:
        words = _n(
            "One has no e-mail address: print the letter, or telephone.",
            "%(num)d have no e-mail address: print their letters, or telephone.",
            len(sent.without_email),
        )
        flash(words, "warning")


def _undo_address(slug: str, batch: uuid.UUID) -> str:
    return url_for("messages.withdraw_batch", slug=slug, batch=batch)


def _do(event: Event, invitation_id: int, service: Callable[..., None]) -> bool:
    """Do one act; a refusal is told and nothing is changed."""
    try:
        with unit_of_work() as session:
            held = _held(session, event, invitation_id)
            service(session, held, actor=current_viewer().actor, at=clock.now())
    except NotFoundHere:
        raise
    except DomainError as error:
        flash(translated(error), "warning")
        return False
    return True


def _held(session: Session, event: Event, invitation_id: int) -> Invitation:
    held = queries.find_invitation_to_change(session, event.id, invitation_id)
    if held is None:
        raise NotFoundHere
    return held


def _filters() -> dict[str, Any]:
    return {
        "text": request.args.get("q", "").strip()[:200],
        "sector": Sector.__members__.get(request.args.get("sector", "")),
        "by_phone": request.args.get("reach") == "telephone",
    }


def _asked() -> dict[str, Any]:
    """The filters of the address, for links that keep them."""
    filters = _filters()
    asked = {"q": filters["text"], "sector": filters["sector"], "reach": "telephone" if filters["by_phone"] else ""}
    return {name: str(value) for name, value in asked.items() if value}


def _tag(standing: Standing) -> dict[str, str]:
    return {"label": str(_(STANDING_NAMES[standing])), "kind": STANDING_KINDS[standing]}


def _row(one: queries.Listed, reminders: Mapping[str, int], today: date) -> dict[str, Any]:
    return {
        "one": one,
        "standing": _tag(rules.standing(one.answer, one.answer_by, today=today)),
        "reminders": reminders.get(queries.about(one.id), 0),
    }


def _tabs(event: Event, counts: Mapping[Standing, int], standing: Standing | None) -> list[dict[str, Any]]:
    others = _asked()
    address = url_for(".list_invitations", slug=event.slug, **others)
    everything = {"label": _("All"), "url": address, "count": sum(counts.values()), "is_current": standing is None}
    return [everything] + [
        {
            "label": _(words),
            "url": url_for(".list_invitations", slug=event.slug, **others, standing=one.value),
            "count": counts[one],
            "is_current": standing is one,
            "alert": one is Standing.EXPIRED and counts[one] > 0,
        }
        for one, words in STANDING_NAMES.items()
    ]


def _sector_rows(counts: queries.Counts) -> list[dict[str, Any]]:
    """For each sector that anybody was invited from: invited, not answered, coming, not coming."""
    rows = []
    for sector, by_standing in counts.by_sector.items():
        invited = sum(by_standing.values()) - by_standing[Standing.WITHDRAWN]
        if invited:
            rows.append(
                {
                    "sector": sector.value,
                    "name": _(SECTOR_NAMES[sector]),
                    "invited": invited,
                    "open": sum(by_standing[one] for one in _NOT_ANSWERED),
                    "coming": by_standing[Standing.ACCEPTED] + by_standing[Standing.SUBSTITUTED],
                    "declined": by_standing[Standing.DECLINED],
                }
            )
    return rows
