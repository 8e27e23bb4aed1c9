"""Phones of an event and what they handed in that waits for an organiser."""

import json
from datetime import date
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import (
    device_queries,
    device_rules,
    device_services,
    held_services,
    queries,
    rules,
    sync_reading,
    sync_services,
)
from dialogues.attendance.device_forms import HandInForm, SettleForm
from dialogues.attendance.device_models import SETTLEMENT_NAMES, Device, HeldMark
from dialogues.attendance.device_rules import HeldKind, Settlement
from dialogues.attendance.models import (
    HALF_STATE_NAMES,
    MARK_SOURCE_NAMES,
    MARK_STATUS_NAMES,
    PART_NAMES,
    MarkStatus,
    Part,
)
from dialogues.attendance.services import NewMark, Outcome
from dialogues.attendance.sync_services import SaidBefore
from dialogues.core import clock, formats
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, current_language, translated
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.people.sectors import SECTOR_NAMES
from dialogues.registration import queries as registrations
from dialogues.registration.models import Registration

CLOCK_OFF_MIN = 5  # minutes from which a clock is called wrong
FOUND_MAX = 8
MARKS_MAX = 10_000  # in one file, as at the API


@for_event(Permission.CORRECT_ATTENDANCE)
def devices(event: Event) -> ResponseReturnValue:
    """The phones, what they hold, where they disagree, and what waits to be settled."""
    session, now = db.session(), clock.now()
    ends_at = device_rules.list_ends_at(event.ends_on, event.zone)
    return render_template(
        "attendance/devices.html",
        event=event,
        phones=[_phone(one) for one in device_queries.list_devices(session, event.id)],
        held=[_held_line(one) for one in device_queries.list_held(session, event.id)],
        conflicts=[conflict_line(event, one) for one in device_queries.list_conflicts(session, event.id)],
        doubtful=device_queries.list_doubtful_walk_ins(session, event.id),
        ends_at=ends_at,
        is_over=now >= ends_at,
    )


def _phone(device: Device) -> dict[str, Any]:
    off_min = round((device.clock_offset_s or 0) / 60)
    return {"row": device, "off_min": abs(off_min) if abs(off_min) > CLOCK_OFF_MIN else 0, "is_fast": off_min > 0}


def _held_line(held: HeldMark) -> dict[str, Any]:
    return {
        "row": held,
        "why": translated(SaidBefore(held)),
        "what": _what(held),
        "settlement": _(SETTLEMENT_NAMES[held.settlement]) if held.settlement else None,
    }


def _what(held: HeldMark) -> str:
    """What was held, in words, as far as it can be read."""
    if held.kind is HeldKind.WALK_IN:
        return str(_("Walk-in: %(name)s", name=held.payload.get("full_name") or "–"))
    read = held_services.as_read(held)
    if not isinstance(read, NewMark):
        return str(_("A mark that cannot be read"))
    day = formats.short_day_text(read.day, locale=current_language())
    return str(
        _(
            "%(status)s, %(day)s, %(part)s",
            status=_(MARK_STATUS_NAMES[read.status]),
            day=day,
            part=_(PART_NAMES[read.part]),
        )
    )


def conflict_line(event: Event, conflict: device_queries.Conflict) -> dict[str, Any]:
    """A conflict in words, with the address where it is settled."""
    versions = [
        {
            "said": _(HALF_STATE_NAMES[one.said]),
            "at": formats.instant_text(one.corrected_at, event.zone, locale=current_language()),
            "by": one.device or one.by,
            "stands": place == 0,
            "source": _(MARK_SOURCE_NAMES[one.source]),
            "mark_id": one.mark_id,
        }
        for place, one in enumerate(conflict.versions)
    ]
    url = url_for(".settle_conflict", slug=event.slug, registration_id=conflict.registration_id)
    return {"row": conflict, "part": _(PART_NAMES[conflict.part]), "versions": versions, "url": url}


@for_event(Permission.CORRECT_ATTENDANCE)
def revoke_device(event: Event, device_id: int) -> ResponseReturnValue:
    """Take a phone off the event."""
    slug, event_id = event.slug, event.id
    with unit_of_work() as session:
        device = device_queries.find_device_by_id(session, event_id, device_id)
        if device is None:
            raise NotFoundHere
        device_services.revoke_device(session, device, actor=current_viewer().actor, at=clock.now())
        name = device.name
    undo = url_for(".restore_device", slug=slug, device_id=device_id)
    words = _("%(name)s is off. It wipes its names when it next speaks; marks it still holds come here.", name=name)
    flash_undo(words, url=undo, label=_("Undo"))
    return back_to(".devices", slug=slug)


@for_event(Permission.CORRECT_ATTENDANCE)
def restore_device(event: Event, device_id: int) -> ResponseReturnValue:
    """Let a phone in again that was taken off."""
    slug, event_id = event.slug, event.id
    with unit_of_work() as session:
        device = device_queries.find_device_by_id(session, event_id, device_id)
        if device is None:
            raise NotFoundHere
        device_services.restore_device(session, device, actor=current_viewer().actor, at=clock.now())
        name = device.name
    flash(_("%(name)s is in again.", name=name))
    return back_to(".devices", slug=slug)


@for_event(Permission.CORRECT_ATTENDANCE)
def settle_held(event: Event, held_id: int) -> ResponseReturnValue:
    """Settle something that was held: record it for somebody, or set it aside, with the reason."""
    session, slug = db.session(), event.slug
    held = device_queries.find_held(session, event.id, held_id)
    if held is None:
        raise NotFoundHere
    form = _settle_form(event, held)
    if form.validate_on_submit():
        try:
            _settle(event, held_id, form)
        except DomainError as error:
            field = form.person if isinstance(error, rules.UnknownPerson) else form.reason
            show_error(field, error)
        else:
            undo = url_for(".reopen_held", slug=slug, held_id=held_id)
            flash_undo(_("That is settled."), url=undo, label=_("Undo"))
            return back_to(".devices", slug=slug)
        held = device_queries.find_held(db.session(), event.id, held_id) or held
    facts = {"event": event, "held": held, "line": _held_line(held), "form": form}
    page = render_template(
        "attendance/settle_held.html", **facts, q=request.args.get("q", ""), is_walk_in=held.kind is HeldKind.WALK_IN
    )
    return page, 422 if form.errors else 200


def _settle_form(event: Event, held: HeldMark) -> SettleForm:
    read = held_services.as_read(held)
    days = queries.list_days(db.session(), event.id)
    people = _people(event, read if isinstance(read, NewMark) else None)
    asked: dict[str, Any] = {"person": people[0][0] if people else ""}
    if isinstance(read, NewMark):
        asked |= {"day": read.day.isoformat(), "part": read.part}
        asked |= {"status": read.status} if read.status is not MarkStatus.WITHDRAWN else {}
    form = SettleForm(**asked)
    form.offer(people=people, days=[(one.day, formats.day_text(one.day, locale=current_language())) for one in days])
    return form


def _people(event: Event, read: NewMark | None) -> list[tuple[str, str]]:
    """Whose mark it may be: whom it names, and whom the organiser looks for."""
    session, q = db.session(), request.args.get("q", "").strip()
    found = list(registrations.search(session, event.id, q, FOUND_MAX)) if q else []
    named = session.get(Registration, read.registration_id) if read and read.registration_id else None
    if read and read.badge_code:
        holder = registrations.find_by_badge(session, event.id, read.badge_code)
        found = [holder, *found] if holder else found
    lines = [(one.id, one.full_name, one.organisation_name, one.sector) for one in found]
    if named is not None and named.event_id == event.id:
        lines.insert(0, (named.id, named.full_name, named.organisation_name, named.sector))
    people: dict[str, str] = {}
    for number, name, organisation, sector in lines:
        people.setdefault(str(number), ", ".join(filter(None, (name, organisation, _(SECTOR_NAMES[sector])))))
    return list(people.items())


def _settle(event: Event, held_id: int, form: SettleForm) -> None:
    actor, now, event_id = current_viewer().actor, clock.now(), event.id
    reason = form.reason.data
    with act(form) as session:
        held = device_queries.find_held(session, event_id, held_id)
        if held is None:
            raise NotFoundHere
        if form.settlement.data == Settlement.DISCARDED:
            held_services.discard(session, held, reason=reason, actor=actor, at=now)
        elif held.kind is HeldKind.WALK_IN:
            held_services.accept_walk_in(session, held, event, reason=reason, actor=actor, at=now)
        else:
            if not form.person.data:
                raise rules.UnknownPerson
            held_services.accept(
                session,
                held,
                registration_id=int(form.person.data),
                day=date.fromisoformat(form.day.data),
                part=Part(form.part.data),
                status=MarkStatus(form.status.data),
                reason=reason,
                actor=actor,
                at=now,
            )


@for_event(Permission.CORRECT_ATTENDANCE)
def reopen_held(event: Event, held_id: int) -> ResponseReturnValue:
    """Undo a settlement: it waits again, and what it recorded is taken back."""
    slug, event_id = event.slug, event.id
    try:
        with unit_of_work() as session:
            held = device_queries.find_held(session, event_id, held_id)
            if held is None:
                raise NotFoundHere
            held_services.reopen(
                session, held, reason=_("Settled by mistake"), actor=current_viewer().actor, at=clock.now()
            )
    except NotFoundHere:
        raise
    except DomainError as error:
        flash(translated(error), "warning")
    else:
        flash(_("It waits again."))
    return back_to(".devices", slug=slug)


@for_event(Permission.CORRECT_ATTENDANCE)
def hand_in(event: Event) -> ResponseReturnValue:
    """Take in a file that a phone saved because it could not send. Twice is once."""
    form, slug = HandInForm(), event.slug
    if form.validate_on_submit():
        try:
            told = _take_in(event, form)
        except DomainError as error:
            show_error(form.file, error)
        else:
            flash(told)
            return back_to(".devices", slug=slug)
    page = render_template("attendance/hand_in.html", event=event, form=form)
    return page, 422 if form.errors else 200


def _take_in(event: Event, form: HandInForm) -> str:
    body, now, actor = _read_file(form), clock.now(), current_viewer().actor
    if body.get("event") != event.slug:
        raise device_rules.OtherEventsFile(event=str(body.get("event"))[:100])
    name, offset_s = (
        body.get("device"),
        sync_reading.read_number(body.get("clock_offset_s"), least=-(10**9), most=10**9),
    )
    sender = sync_reading.read_sender({"id": name if isinstance(name, str) else None}, now)
    sender = sender._replace(clock_offset_s=offset_s or 0)
    walk_ins, marks = body["walk_ins"], body["marks"]
    event_id = event.id
    counts = dict.fromkeys(Outcome, 0)
    with act(form) as session:
        for one in walk_ins:
            read = sync_reading.read_walk_in(one)
            with session.begin_nested() as alone:  # a name that is refused takes no other with it
                answer = sync_services.add_walk_in(session, one, read, event, sender=sender, actor=actor, at=now)
                if answer.refusal is not None:
                    alone.rollback()
            counts[answer.outcome] += 1
        walked_in = device_queries.walked_in(session, event_id, sync_reading.walk_in_ids(marks))
        read_marks = [sync_reading.read_mark(one, sender, now=now, walked_in=walked_in) for one in marks]
        for told in sync_services.hand_in(
            session, marks, read_marks, event_id=event_id, sender=sender, actor=actor, at=now
        ):
            counts[told.outcome] += 1
    new, known, refused = counts[Outcome.RECORDED], counts[Outcome.ALREADY_RECORDED], counts[Outcome.REFUSED]
    return str(
        _(
            "From the file: %(new)s recorded, %(known)s known already, %(refused)s to be settled here.",
            new=new,
            known=known,
            refused=refused,
        )
    )


def _read_file(form: HandInForm) -> dict[str, Any]:
    """What a phone saved. Raises NotAQueueFile for anything else."""
    try:
        body = json.loads(form.file.data.read())
    except (ValueError, RecursionError) as error:
        raise device_rules.NotAQueueFile from error
    is_ours = isinstance(body, dict) and body.get("format") == "dialogues-queue" and body.get("version") == 1
    lists = [body.get(name) for name in ("walk_ins", "marks")] if is_ours else []
    if not lists or not all(isinstance(one, list) and len(one) <= MARKS_MAX for one in lists):
        raise device_rules.NotAQueueFile
    return dict(body)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of phones and held marks to the blueprint of attendance."""
    base = "/events/<slug>/devices"
    bp.add_url_rule(base, view_func=devices, methods=["GET"])
    bp.add_url_rule(f"{base}/hand-in", view_func=hand_in, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/<int:device_id>/revoke", view_func=revoke_device, methods=["POST"])
    bp.add_url_rule(f"{base}/<int:device_id>/restore", view_func=restore_device, methods=["POST"])
    bp.add_url_rule(f"{base}/held/<int:held_id>", view_func=settle_held, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/held/<int:held_id>/reopen", view_func=reopen_held, methods=["POST"])
