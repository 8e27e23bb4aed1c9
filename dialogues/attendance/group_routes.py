"""Who has not come yet and whom to phone; and a whole bus or organisation marked in one act."""

import uuid
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import group_queries, group_services
from dialogues.attendance.desk_routes import FRAGMENT, Desk, piece, read_desk
from dialogues.attendance.forms import as_uuid
from dialogues.attendance.group_forms import GroupForm
from dialogues.attendance.group_queries import By, Missing
from dialogues.attendance.models import PART_NAMES
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n, name_in_words, translated
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.people.sectors import SECTOR_NAMES, Sector
from dialogues.registration.models import EventRole

SHOWN = 500  # people of one group on the page; a bus holds sixty
PARTICIPANTS = frozenset({EventRole.PARTICIPANT})  # as the counter beside the field counts them


def _desk(event: Event) -> Desk:
    here = read_desk(event)
    if here is None:
        raise NotFoundHere
    return here


@for_event(Permission.MARK_ATTENDANCE)
def missing(event: Event) -> ResponseReturnValue:
    """Who is expected and has not come, by sector; with telephone numbers for who may see them."""
    here = _desk(event)
    asked = request.args.get("sector")
    sector = Sector(asked) if asked in set(Sector) else None
    found = group_queries.list_missing(db.session(), event.id, day=here.day, part=here.part, roles=PARTICIPANTS)
    counts = {one: sum(each.sector is one for each in found) for one in Sector}
    shown = [one for one in found if sector is None or one.sector is sector]
    return render_template(
        "attendance/missing.html",
        here=here,
        part_name=_(PART_NAMES[here.part]),
        total=len(found),
        rows=[_line(one) for one in shown[:SHOWN]],
        has_more=len(shown) > SHOWN,
        sees_contact=may_in(current_viewer(), Permission.SEE_PARTICIPANTS, event),
        tabs=[
            {"label": _("All"), "count": len(found), "url": here.url(".missing"), "is_current": sector is None},
            *(
                {
                    "label": _(SECTOR_NAMES[one]),
                    "count": number,
                    "url": here.url(".missing", sector=one.value),
                    "is_current": sector is one,
                }
                for one, number in counts.items()
                if number
            ),
        ],
    )


def _line(one: Missing) -> dict[str, Any]:
    return {
        "name": f"{one.honorific} {one.full_name}" if one.honorific else one.full_name,
        "sub": one.organisation or "",
        "sector": one.sector.value,
        "sector_name": _(SECTOR_NAMES[one.sector]),
        "phone": one.phone,
    }


@for_event(Permission.MARK_ATTENDANCE)
def mark_group(event: Event) -> ResponseReturnValue:
    """Choose who arrived together; untick who is not there; one press marks the others."""
    here = _desk(event)
    found = group_queries.list_missing(db.session(), event.id, day=here.day, part=here.part)
    by, value = request.args.get("by"), request.args.get("value", "")
    if by not in set(By):
        return render_template(
            "attendance/choose_group.html",
            here=here,
            part_name=_(PART_NAMES[here.part]),
            kinds=[_choices(here, found, one) for one in By],
        )
    return _group_page(here, By(by), value, [one for one in found if one.of(By(by)) == value])


def _choices(here: Desk, found: list[Missing], by: By) -> dict[str, Any]:
    heads = {
        By.ORGANISATION: _("Organisations"),
        By.GROUP: _("Stakeholder groups"),
        By.PLACE: _("Places people come from"),
        By.SECTOR: _("Sectors"),
    }
    return {
        "id": by.value,
        "title": heads[by],
        "rows": [
            {
                "name": _in_words(by, one.value),
                "number": one.number,
                "url": here.url(".mark_group", by=by.value, value=one.value),
            }
            for one in group_queries.list_together(found, by)[:SHOWN]
        ],
    }


def _in_words(by: By, value: str) -> str:
    if by is By.SECTOR and value in set(Sector):
        return str(_(SECTOR_NAMES[Sector(value)]))
    return name_in_words(value) if by is By.GROUP else value


def _group_page(here: Desk, by: By, value: str, people: list[Missing]) -> ResponseReturnValue:
    label, people = _in_words(by, value), people[:SHOWN]
    lines = [_line(one) for one in people]
    form = GroupForm(group=str(uuid.uuid4()))
    form.offer(people, [line["name"] for line in lines])
    if form.is_submitted():
        # Who came in meanwhile is no longer offered; that they are ticked is no mistake.
        form.people.data = [number for number in form.people.data or [] if number in {one.id for one in people}]
    if form.validate_on_submit():
        event_id, kept, now = here.event.id, here.kept(), clock.now()
        group_id = as_uuid(form.group.data) or uuid.uuid4()
        try:
            with act(form) as session:
                marked = group_services.mark_group(
                    session, group_id, form.people.data, event_id=event_id, day=here.day, part=here.part,
                    label=label, actor=current_viewer().actor, at=now,
                )  # fmt: skip
        except DomainError as error:
            show_error(form.people, error)
        else:
            words = _n("%(label)s: one person is in.", "%(label)s: %(num)d people are in.", marked, label=label)
            if marked:
                flash_undo(words, url=url_for(".take_back_group", arrival_id=group_id, **kept), label=_("Undo"))
            else:
                flash(_("Nobody was ticked, so nobody was marked."))
            return back_to(".desk", **kept)
    page = render_template(
        "attendance/mark_group.html",
        here=here,
        part_name=_(PART_NAMES[here.part]),
        label=label,
        form=form,
        hints={
            one.id: " · ".join(filter(None, (line["sub"], line["sector_name"])))
            for one, line in zip(people, lines, strict=True)
        },
    )
    return page, 422 if form.errors else 200


@for_event(Permission.MARK_ATTENDANCE)
def take_back_group(event: Event, arrival_id: uuid.UUID) -> ResponseReturnValue:
    """Take back a whole group: the day is again what it was for each of them."""
    here = _desk(event)
    event_id, kept = event.id, here.kept()
    is_fragment = request.headers.get(FRAGMENT) == "answer"
    try:
        with unit_of_work() as session:
            number = group_services.take_back_group(
                session, arrival_id, event_id=event_id, actor=current_viewer().actor, at=clock.now()
            )
    except DomainError as error:
        if is_fragment:
            return piece("_answer.html", answer={"refusal": translated(error), "person": None}), 422
        flash(translated(error), "warning")
        return back_to(".desk", **kept)
    words = _n("The mark of one person is taken back.", "The marks of %(num)d people are taken back.", number)
    if is_fragment:
        return piece("_answer.html", answer={"refusal": None, "person": None, "words": words})
    flash(words)
    return back_to(".desk", **kept)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of groups at the desk to the blueprint of attendance."""
    base = "/events/<slug>/desk"
    bp.add_url_rule(f"{base}/missing", view_func=missing, methods=["GET"])
    bp.add_url_rule(f"{base}/group", view_func=mark_group, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/group/<uuid:arrival_id>/take-back", view_func=take_back_group, methods=["POST"])
