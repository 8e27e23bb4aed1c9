"""Pages that read signed sheets back in: which sheet, its rows, who signed in the blank ones, what differs."""

import uuid
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance.models import PART_NAMES, Part
from dialogues.attendance.queries import Day, find_day
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n, translated
from dialogues.core.web import act, back_to, page_number, show_error
from dialogues.documents import scan_queries, sheet_services
from dialogues.documents.marks import spoken
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.documents.sheet_queries import list_sheets
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.paper import queries, rules, scan_routes, services, typing_page, wording
from dialogues.paper.forms import RowsForm, SettleForm, SheetForm, WalkInForm
from dialogues.paper.models import SAYS_NAMES
from dialogues.paper.rules import Reading
from dialogues.paper.scan_forms import ScanForm
from dialogues.paper.scan_routes import sheet_at
from dialogues.paper.services import Typed
from dialogues.people.rules import RefusedFact
from dialogues.people.sectors import Gender, Sector

TOLD = 5  # refused rows that are told one by one; of more only how many

bp = Blueprint("paper", __name__)
wording.teach_journal()
scan_routes.add_pages(bp, lambda event, sheet, form: _type_page(event, sheet, _empty_rows(), scan_form=form))


def _empty_rows() -> RowsForm:
    form = RowsForm(formdata=None)
    form.offer()
    return form


def _part(day: Day | None) -> Part:
    """The part of the day that is typed: as the address says, of a day without halves the whole."""
    if day is None or not day.has_halves:
        return Part.WHOLE
    return Part.AFTERNOON if request.args.get("part") == Part.AFTERNOON else Part.MORNING


def _reading() -> Reading:
    return Reading.SECOND if request.args.get("reading") == "2" else Reading.FIRST


def _kept(sheet_id: str, **more: Any) -> dict[str, Any]:
    """What leads back to the same rows of a sheet."""
    facts = {name: request.args[name] for name in ("part", "reading", "page") if request.args.get(name)}
    return {"sheet_id": sheet_id, **facts, **more}


@bp.get("/events/<slug>/paper")
@for_event(Permission.MARK_ATTENDANCE)
def sheets(event: Event) -> ResponseReturnValue:
    """The sheets of an event that were printed, and a field for the number on the one in the hand."""
    return _sheets_page(event, SheetForm(formdata=None))


@bp.post("/events/<slug>/paper")
@for_event(Permission.MARK_ATTENDANCE)
def open_sheet(event: Event) -> ResponseReturnValue:
    """Begin with the sheet of this number; one that was not kept when it was printed is kept now, if it is known."""
    form, slug = SheetForm(), event.slug
    if not form.validate_on_submit():
        return _sheets_page(event, form)
    wanted = form.sheet_id
    try:
        with act(form) as session:
            sheet_services.keep_sheet(session, event, wanted, actor=current_viewer().actor, at=clock.now())
    except NotFoundHere:
        show_error(form.sheet, rules.SheetNotKnown(sheet=form.sheet.data))
        return _sheets_page(event, form)
    return back_to(".type_sheet", slug=slug, sheet_id=wanted)


def _sheets_page(event: Event, form: SheetForm) -> ResponseReturnValue:
    session = db.session()
    page = render_template(
        "paper/sheets.html",
        event=event,
        form=form,
        lines=typing_page.sheet_lines(session, list_sheets(session, event.id)),
        may_settle=may_in(current_viewer(), Permission.CORRECT_ATTENDANCE, event),
        may_print=may_in(current_viewer(), Permission.PRINT_NAMES, event),
    )
    return page, 422 if form.errors else 200


@bp.get("/events/<slug>/paper/<sheet_id>")
@for_event(Permission.MARK_ATTENDANCE)
def type_sheet(event: Event, sheet_id: str) -> ResponseReturnValue:
    """The rows of a sheet in the order of the paper."""
    return _type_page(event, sheet_at(event, sheet_id), _empty_rows())


@bp.post("/events/<slug>/paper/<sheet_id>")
@for_event(Permission.MARK_ATTENDANCE)
def type_rows(event: Event, sheet_id: str) -> ResponseReturnValue:
    """Keep what was read in some rows."""
    sheet = sheet_at(event, sheet_id)
    form = RowsForm()
    form.offer()
    if not form.validate_on_submit():
        return _type_page(event, sheet, form)
    slug, now, actor, reading = event.slug, clock.now(), current_viewer().actor, _reading()
    part = _part(find_day(db.session(), event.id, sheet.day))
    reason = _("Row typed again from the sheet %(sheet)s.", sheet=spoken(sheet.id))
    try:
        typed = form.typed(request.form, last=len(sheet.people))
        with act(form) as session:
            done = services.type_rows(
                session, sheet, typed, part=part, reading=reading, actor=actor, at=now, reason=reason
            )
    except DomainError as error:
        show_error(form.rows, error)
        return _type_page(event, sheet_at(event, sheet_id), form)
    _tell(done)
    return back_to(".type_sheet", slug=slug, **_kept(sheet_id))


def _tell(done: Typed) -> None:
    """Say what became of the rows that were typed."""
    if done.kept:
        number = len(done.kept)
        rows = rules.listed(done.kept)
        flash(_n("%(num)d row is kept: %(rows)s.", "%(num)d rows are kept: %(rows)s.", number, rows=rows))
    if done.again:
        number = len(done.again)
        flash(_n("%(num)d row was typed before and says the same.",
                 "%(num)d rows were typed before and say the same.", number))  # fmt: skip
    if done.held:
        rows = rules.listed(done.held)
        flash(
            _("What is recorded already says otherwise of the rows %(rows)s. An organiser settles them.", rows=rows),
            "warning",
        )
    for refusal in done.refused[:TOLD]:
        flash(translated(refusal), "warning")
    if len(done.refused) > TOLD:
        more = len(done.refused) - TOLD
        flash(_n("One more row was not kept.", "%(num)d more rows were not kept.", more), "warning")


def _type_page(
    event: Event, sheet: PrintedSheet, form: RowsForm, *, scan_form: ScanForm | None = None
) -> ResponseReturnValue:
    session = db.session()
    scan_form = scan_form or ScanForm(formdata=None, prefix=scan_routes.SCANS)
    day = find_day(session, event.id, sheet.day)
    part, reading = _part(day), _reading()
    page = typing_page.sheet_page(sheet, page_number())
    here = {"slug": event.slug, "sheet_id": sheet.id}
    kept = _kept(sheet.id)
    answer = render_template(
        "paper/type_sheet.html",
        event=event,
        sheet=sheet,
        name=spoken(sheet.id),
        day=day,
        form=form,
        page=page,
        here=here,
        kept={name: value for name, value in kept.items() if name not in ("sheet_id", "page")},
        rows=typing_page.typing_rows(session, event, sheet, page.rows, part=part, reading=reading),
        walk_ins=typing_page.walk_in_rows(session, event, sheet, part=part, reading=reading),
        changes=typing_page.changes_since(session, event, sheet),
        choices=[(value, _(words)) for value, words in SAYS_NAMES.items()],
        chosen={name: value for name, value in request.form.items() if name.startswith("row-")},
        is_second=reading is Reading.SECOND,
        readings=[
            {
                "label": typing_page.reading_name(one),
                "url": url_for(".type_sheet", slug=event.slug, **{**kept, "reading": int(one)}),
                "is_current": one is reading,
            }
            for one in (Reading.FIRST, Reading.SECOND)
        ],
        parts=[
            {
                "label": _(PART_NAMES[one]),
                "url": url_for(".type_sheet", slug=event.slug, **{**kept, "part": one.value}),
                "is_current": one is part,
            }
            for one in (Part.MORNING, Part.AFTERNOON)
        ]
        if day and day.has_halves
        else [],
        part=part,
        may_type=day is not None and (reading is Reading.SECOND or not day.is_closed),
        may_settle=may_in(current_viewer(), Permission.CORRECT_ATTENDANCE, event),
        may_look=may_in(current_viewer(), Permission.PRINT_NAMES, event),
        scans=scan_queries.list_scans(session, sheet.id),
        scan_form=scan_form,
    )
    return answer, 422 if form.errors or scan_form.errors else 200


@bp.route("/events/<slug>/paper/<sheet_id>/walk-in", methods=["GET", "POST"])
@for_event(Permission.MARK_ATTENDANCE)
def type_walk_in(event: Event, sheet_id: str) -> ResponseReturnValue:
    """Who signed in a blank row is on the list, and present."""
    sheet = sheet_at(event, sheet_id)
    part = _part(find_day(db.session(), event.id, sheet.day))
    form = WalkInForm(number=request.args.get("row", ""))
    form.offer()
    if form.validate_on_submit():
        slug, kept, now, actor = event.slug, _kept(sheet_id), clock.now(), current_viewer().actor
        name = form.full_name.data
        try:
            row = form.row(last=len(sheet.people))
            with act(form) as session:
                was_known = services.type_walk_in(
                    session,
                    sheet,
                    event,
                    row.number,
                    full_name=name,
                    sector=Sector(form.sector.data),
                    organisation=form.organisation.data or None,
                    gender=Gender(form.gender.data),
                    part=part,
                    actor=actor,
                    at=now,
                )
        except RefusedFact as error:
            show_error(form[error.field if error.field in form else "full_name"], error)
        except DomainError as error:
            show_error(form.number, error)
        else:
            if was_known:
                flash(_("%(name)s was on the list already, and row %(row)s is kept.", name=name, row=str(row)))
            else:
                flash(_("%(name)s is on the list as a walk-in, from row %(row)s.", name=name, row=str(row)))
            return back_to(".type_sheet", slug=slug, **kept)
    page = render_template(
        "paper/type_walk_in.html",
        event=event,
        sheet=sheet,
        name=spoken(sheet_id),
        form=form,
        part_name=_(PART_NAMES[part]),
        kept=_kept(sheet_id),
    )
    return page, 422 if form.errors else 200


@bp.get("/events/<slug>/paper/<sheet_id>/check")
@for_event(Permission.CORRECT_ATTENDANCE)
def check(event: Event, sheet_id: str) -> ResponseReturnValue:
    """In which rows the two readings differ, or the list says otherwise."""
    return _check_page(event, sheet_at(event, sheet_id))


@bp.post("/events/<slug>/paper/<sheet_id>/check")
@for_event(Permission.CORRECT_ATTENDANCE)
def settle(event: Event, sheet_id: str) -> ResponseReturnValue:
    """One of the readings is right, or what is recorded stays."""
    sheet = sheet_at(event, sheet_id)
    form = SettleForm()
    wanted = form.wanted(last=len(sheet.people))
    if not form.validate_on_submit() or wanted is None:
        return _check_page(event, sheet, refusal=_("Press one of the buttons beside a row."), status=422)
    slug, row, says = event.slug, str(wanted.row), wanted.says
    reason = _("Sheet %(sheet)s, row %(row)s: the readings differed.", sheet=spoken(sheet_id), row=row)
    words = _(SAYS_NAMES[says]) if says is not None else _("What is recorded")
    try:
        with unit_of_work() as session:
            services.settle(
                session, sheet, wanted.row, wanted.part, says=says, seen=wanted.seen, actor=current_viewer().actor,
                at=clock.now(), reason=reason,
            )  # fmt: skip
    except NotFoundHere:
        raise
    except DomainError as error:
        return _check_page(event, sheet_at(event, sheet_id), refusal=translated(error), status=422)
    flash(_("Row %(row)s is settled: %(says)s. It can be settled otherwise below.", row=row, says=words))
    return back_to(".check", slug=slug, sheet_id=sheet_id)


def _check_page(
    event: Event, sheet: PrintedSheet, *, refusal: str | None = None, status: int = 200
) -> ResponseReturnValue:
    session = db.session()
    readings = queries.list_readings(session, sheet.id)
    lines = typing_page.disputes(session, event, sheet, find_day(session, event.id, sheet.day), readings)
    twice = sum(one.first is not None and one.second is not None for one in readings.values())
    answer = render_template(
        "paper/check.html",
        event=event,
        sheet=sheet,
        name=spoken(sheet.id),
        open_lines=[one for one in lines if one["is_open"]],
        settled_lines=[one for one in lines if not one["is_open"]],
        once=len(readings) - twice,
        twice=twice,
        agreed=twice - sum(rules.differ(one.first.says, one.second.says) for one in readings.values()
                           if one.first is not None and one.second is not None),
        refusal=refusal,
        form_id=uuid.uuid4(),
    )  # fmt: skip
    return answer, status
