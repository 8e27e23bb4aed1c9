"""Pictures of signed sheets: brought beside the rows that are typed, looked at, taken away."""

import uuid
from collections.abc import Callable

from flask import Blueprint, Response, flash, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.documents import scan_services
from dialogues.documents.scan_queries import find_scan
from dialogues.documents.scan_rules import RefusedScan
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.documents.sheet_queries import find_sheet
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.paper.scan_forms import ScanForm

SCANS = "scan"  # before the names of the fields: another form is on the page

ShowAgain = Callable[[Event, PrintedSheet, ScanForm], ResponseReturnValue]


def add_pages(bp: Blueprint, show_again: ShowAgain) -> None:
    """Give these addresses to the blueprint of signed sheets; `show_again` shows the sheet with a form that failed."""

    @for_event(Permission.MARK_ATTENDANCE)
    def keep_scan(event: Event, sheet_id: str) -> ResponseReturnValue:
        """The sheet has one more picture."""
        sheet, form = sheet_at(event, sheet_id), ScanForm(prefix=SCANS)
        if not form.validate_on_submit():
            return show_again(event, sheet, form)
        slug, actor, now, content = event.slug, current_viewer().actor, clock.now(), form.content()
        may_undo = may_in(current_viewer(), Permission.CORRECT_ATTENDANCE, event)
        try:
            with act(form) as session:
                scan_id = scan_services.keep_scan(session, sheet, content, actor=actor, at=now).id
        except RefusedScan as error:
            show_error(form.file, error)
            return show_again(event, sheet_at(event, sheet_id), form)
        words = _("The picture is kept with the sheet.")
        if may_undo:
            undo = url_for(".remove_scan", slug=slug, sheet_id=sheet_id, scan_id=scan_id)
            flash_undo(words, url=undo, label=_("Undo"))
        else:
            flash(words)
        return back_to(".type_sheet", slug=slug, sheet_id=sheet_id)

    base = "/events/<slug>/paper/<sheet_id>/scans"
    bp.add_url_rule(base, view_func=keep_scan, methods=["POST"])
    bp.add_url_rule(f"{base}/<uuid:scan_id>", view_func=scan)
    bp.add_url_rule(f"{base}/<uuid:scan_id>/remove", view_func=remove_scan, methods=["POST"])
    bp.add_url_rule(f"{base}/<uuid:scan_id>/restore", view_func=restore_scan, methods=["POST"])


@for_event(Permission.PRINT_NAMES)
def scan(event: Event, sheet_id: str, scan_id: uuid.UUID) -> ResponseReturnValue:
    """A picture as it came, to be saved: nothing of a file from outside is opened within this program."""
    found = find_scan(db.session(), sheet_at(event, sheet_id), scan_id)
    if found is None or found.removed_at is not None:
        raise NotFoundHere
    response = Response(found.content, content_type=found.media_type.value)
    name = f"{event.slug}-sheet-{sheet_id}-{found.sha256[:8]}.{found.media_type.suffix}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


@for_event(Permission.CORRECT_ATTENDANCE)
def remove_scan(event: Event, sheet_id: str, scan_id: uuid.UUID) -> ResponseReturnValue:
    """Take a picture away."""
    sheet, slug = sheet_at(event, sheet_id), event.slug
    with unit_of_work() as session:
        scan_services.remove_scan(session, sheet, scan_id, actor=current_viewer().actor, at=clock.now())
    undo = url_for(".restore_scan", slug=slug, sheet_id=sheet_id, scan_id=scan_id)
    flash_undo(_("The picture is taken away."), url=undo, label=_("Undo"))
    return back_to(".type_sheet", slug=slug, sheet_id=sheet_id)


@for_event(Permission.CORRECT_ATTENDANCE)
def restore_scan(event: Event, sheet_id: str, scan_id: uuid.UUID) -> ResponseReturnValue:
    """A picture that was taken away is there again."""
    sheet, slug = sheet_at(event, sheet_id), event.slug
    try:
        with unit_of_work() as session:
            scan_services.restore_scan(session, sheet, scan_id, actor=current_viewer().actor, at=clock.now())
    except RefusedScan as error:
        flash(translated(error), "warning")
    else:
        flash(_("The picture is there again."))
    return back_to(".type_sheet", slug=slug, sheet_id=sheet_id)


def sheet_at(event: Event, sheet_id: str) -> PrintedSheet:
    """The sheet an address names. Raises NotFoundHere."""
    sheet = find_sheet(db.session(), event.id, sheet_id)
    if sheet is None:
        raise NotFoundHere
    return sheet
