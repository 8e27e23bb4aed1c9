"""Printing from the print centre: what is printed is noted, then the PDF is shown."""

from collections.abc import Callable

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotAllowed, NotFoundHere
from dialogues.core.web import back_to
from dialogues.documents import printing_services, printing_wording, sheet_services
from dialogues.documents.option_page import may_have, read_names, read_options, with_parts
from dialogues.documents.option_rules import OptionRefused
from dialogues.documents.services import DOCUMENTS, Document, NotAnOption
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event

ShowAgain = Callable[[Event, Document, OptionRefused], ResponseReturnValue]

# Options that go into the address of the PDF. What is written at length does not: it is kept with the printing.
_ASKED = (
    "day", "language", "paper", "names", "of", "who", "pages", "sector", "since", "view", "stock", "first", "shift_x",
    "shift_y",
)  # fmt: skip


def _keep_printing(event: Event, name: str, show_again: ShowAgain) -> ResponseReturnValue:
    document = DOCUMENTS.get(name)
    if document is None:
        raise NotFoundHere
    viewer = current_viewer()
    names = read_names(request.form)
    if not may_have(document, event) or (names == "yes" and not may_in(viewer, document.needs, event)):
        raise NotAllowed
    slug = event.slug
    actor, now = viewer.actor, clock.now()
    try:
        options = with_parts(event, document, read_options(event, request.form))
        asked = {key: request.form[key] for key in _ASKED if request.form.get(key)}
        printing_services.require_pages(db.session(), event, name, options, at=now)
        with unit_of_work() as session:
            kept = printing_services.keep_printing(session, event, name, options, names=names, actor=actor, at=now)
            if "sign-in-sheet" in options.parts:  # bound with others it is signed and typed in like any other
                sheet_services.keep_sheets(session, event, options, actor=actor, at=now)
            asked |= printing_services.address_of_choice(session, event, name, options, kept)
    except NotAnOption as error:
        raise NotFoundHere from error
    except OptionRefused as error:
        return show_again(event, document, error)
    return back_to(".print_document", slug=slug, name=name, parts=",".join(options.parts) or None, **asked)


def add_pages(bp: Blueprint, show_again: ShowAgain) -> None:
    """Give the address of noting a printing to the blueprint of documents.

    `show_again` answers with the print centre as it was filled in, and the sentence beside its field.
    """

    @for_event(Permission.SEE_EVENT)
    def keep_printing(event: Event, name: str) -> ResponseReturnValue:
        """Note who prints the document and how, and lead to its PDF."""
        return _keep_printing(event, name, show_again)

    bp.add_url_rule("/events/<slug>/documents/<name>.pdf", view_func=keep_printing, methods=["POST"])
    printing_wording.teach_journal()
