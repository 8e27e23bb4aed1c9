"""Printing from the print centre: what is printed is noted, then the PDF is shown."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import unit_of_work
from dialogues.core.errors import NotAllowed, NotFoundHere
from dialogues.core.web import back_to
from dialogues.documents import printing_services, printing_wording, sheet_services
from dialogues.documents.option_page import may_have, read_names, read_options, with_parts
from dialogues.documents.services import DOCUMENTS, NotAnOption
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event

_ASKED = ("day", "language", "paper", "names", "of", "who")


@for_event(Permission.SEE_EVENT)
def keep_printing(event: Event, name: str) -> ResponseReturnValue:
    """Note who prints the document and how, and lead to its PDF."""
    document = DOCUMENTS.get(name)
    if document is None:
        raise NotFoundHere
    viewer = current_viewer()
    options, names = read_options(request.form), read_names(request.form)
    if not may_have(document, event) or (names == "yes" and not may_in(viewer, document.needs, event)):
        raise NotAllowed
    options = with_parts(event, document, options)
    asked = {key: request.form[key] for key in _ASKED if request.form.get(key)}
    slug = event.slug
    actor, now = viewer.actor, clock.now()
    try:
        with unit_of_work() as session:
            printing_services.keep_printing(session, event, name, options, names=names, actor=actor, at=now)
            if "sign-in-sheet" in options.parts:  # bound with others it is signed and typed in like any other
                sheet_services.keep_sheets(session, event, options, actor=actor, at=now)
    except NotAnOption as error:
        raise NotFoundHere from error
    return back_to(".print_document", slug=slug, name=name, parts=",".join(options.parts) or None, **asked)


def add_pages(bp: Blueprint) -> None:
    """Give the address of noting a printing to the blueprint of documents."""
    bp.add_url_rule("/events/<slug>/documents/<name>.pdf", view_func=keep_printing, methods=["POST"])
    printing_wording.teach_journal()
