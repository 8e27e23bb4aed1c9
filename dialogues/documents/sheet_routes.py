"""Printing a sign-in sheet from the print centre: what stands on it is kept, then the PDF is shown."""

from datetime import date

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.web import back_to
from dialogues.documents import printing_services, sheet_services, sheet_wording
from dialogues.documents.option_page import read_options
from dialogues.documents.option_rules import OptionRefused
from dialogues.documents.printing_routes import ShowAgain
from dialogues.documents.queries import Options
from dialogues.documents.services import DOCUMENTS
from dialogues.events.access import for_event
from dialogues.events.models import Event


def _keep_sheets(event: Event) -> ResponseReturnValue:
    options = read_options(event, request.form)
    if options.paper == "A3":  # for walls
        raise NotFoundHere
    options = Options(
        language=options.language,
        second_language=options.second_language,
        paper=options.paper,
        day=_day(event, request.form.get("day", "")),
        people=options.people,
        pages=options.pages,
    )
    languages = ",".join(filter(None, (options.language, options.second_language)))
    slug = event.slug
    actor, now = current_viewer().actor, clock.now()
    printing_services.require_pages(db.session(), event, "sign-in-sheet", options, at=now)
    with unit_of_work() as session:
        sheet_services.keep_sheets(session, event, options, actor=actor, at=now)
        printing_services.keep_printing(session, event, "sign-in-sheet", options, names="", actor=actor, at=now)
    day = options.day.isoformat() if options.day else None
    return back_to(
        ".print_document",
        slug=slug,
        name="sign-in-sheet",
        language=languages,
        paper=options.paper,
        day=day,
        sector=options.people.sector or None,
        pages=str(options.pages or "") or None,
    )


def _day(event: Event, text: str) -> date | None:
    """The day that was chosen; None for all. Raises NotFoundHere for what is no day of the event."""
    if not text:
        return None
    chosen = next((one.day for one in event.days if one.day.isoformat() == text), None)
    if chosen is None:
        raise NotFoundHere
    return chosen


def add_pages(bp: Blueprint, show_again: ShowAgain) -> None:
    """Give the address of keeping sheets to the blueprint of documents; `show_again` as for other printings."""

    @for_event(Permission.PRINT_NAMES)
    def keep_sheets(event: Event) -> ResponseReturnValue:
        """Keep who stands in which row of the sheets that were chosen, and lead to their PDF."""
        try:
            return _keep_sheets(event)
        except OptionRefused as error:
            return show_again(event, DOCUMENTS["sign-in-sheet"], error)

    bp.add_url_rule("/events/<slug>/documents/sign-in-sheet", view_func=keep_sheets, methods=["POST"])
    sheet_wording.teach_journal()
