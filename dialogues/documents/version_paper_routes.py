"""Addresses of issued reports as PDFs, and of what two of them say otherwise."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import NotAllowed
from dialogues.documents import differences_paper, version_paper
from dialogues.documents.option_page import read_names, read_options
from dialogues.documents.pdf_answer import pdf_answer
from dialogues.documents.queries import Options
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event


@for_event(Permission.SEE_FIGURES)
def print_report_version(event: Event, number: int) -> ResponseReturnValue:
    """A version of the report: `?language=&paper=&names=`. With `names=no` no small group is shown.

    Nobody is named in either, but who may not print names gets the one for outside, as with the report of now.
    """
    names = read_names(request.args)
    is_for_the_file = may_in(current_viewer(), Permission.PRINT_NAMES, event)
    if names == "yes" and not is_for_the_file:
        raise NotAllowed
    make = version_paper.print_version
    if names == "no" or not is_for_the_file:
        make = version_paper.print_version_without_names
    content = make(db.session(), event, number, _options(event), at=clock.now())
    return pdf_answer(content, f"{event.slug}-attendance-report-version-{number}.pdf")


@for_event(Permission.PRINT_NAMES)
def print_report_differences(event: Event) -> ResponseReturnValue:
    """What two versions say otherwise, or a version and the figures of now: `?from=1&to=2&language=&paper=`.

    Small groups stand in it as they are, so it is for whoever may have the report with every figure on paper.
    """
    asked_from, asked_to = request.args.get("from", ""), request.args.get("to", "")
    content = differences_paper.print_differences(
        db.session(), event, asked_from, asked_to, _options(event), at=clock.now()
    )
    return pdf_answer(content, f"{event.slug}-report-differences.pdf")


def _options(event: Event) -> Options:
    asked = MultiDict({name: request.args[name] for name in ("language", "paper") if name in request.args})
    return read_options(event, asked)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of issued reports to the blueprint of documents."""
    bp.add_url_rule("/events/<slug>/report/versions/<int:number>.pdf", view_func=print_report_version)
    bp.add_url_rule("/events/<slug>/report/differences.pdf", view_func=print_report_differences)
