"""The list of participants taken away, and how its reader likes it best."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core.db import db, unit_of_work
from dialogues.core.i18n import _
from dialogues.core.turns import one_after_another
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.registration import list_page, list_queries, view_services
from dialogues.registration.list_columns import NAME, all_columns, known_columns
from dialogues.registration.list_files import MEDIA_TYPES, Content, ListFormat, file_name, parts_of
from dialogues.registration.list_filters import EVERYBODY
from dialogues.registration.list_page import Reading
from dialogues.registration.list_words import heads
from dialogues.registration.view_models import PAGE_SIZES

FORMATS = f"<any({', '.join(ListFormat)}):form>"


@for_event(Permission.SEE_NAMES)
@one_after_another
def participants_file(event: Event, form: str) -> ResponseReturnValue:
    """What is on the list now, every page of it, in its columns; `tsv` is also what is copied."""
    reading = list_page.read(event)
    return file_answer(reading, list_queries.wanted(event.id, reading.view.filters), ListFormat(form))


def file_answer(reading: Reading, condition: Any, form: ListFormat, *, told: tuple[str, ...] = ()) -> Response:
    """Those for whom `condition` holds as a file, named after the event and what was asked for."""
    event, columns = reading.event, (NAME, *reading.columns)
    lines = list_queries.list_lines(db.session(), condition, columns=reading.columns, sort=reading.view.sort)
    if form is ListFormat.JSON:
        objects = list_page.told_objects(reading, lines, condition)
        content = Content(_("Participants"), columns, heads(columns), objects=objects)
    else:
        cells = list_page.told_cells(reading, lines, condition)
        rows = [[line.full_name, *row] for line, row in zip(lines, cells, strict=True)]
        content = Content(_("Participants"), columns, heads(columns), rows=rows)
    response = Response(parts_of(content, form), content_type=MEDIA_TYPES[form])
    asked = told or tuple(value for name, value in reading.view.arguments().items() if name not in ("sort", "columns"))
    response.headers.set("Content-Disposition", "attachment", filename=file_name(event.slug, asked, form))
    return response


@for_event(Permission.SEE_NAMES)
def choose_columns(event: Event) -> ResponseReturnValue:
    """Which columns the list has and in which order; remembered for every list of this reader."""
    reading = list_page.read(event)
    if request.method == "POST":
        codes = _moved(request.form.getlist("column"), request.form)
        columns = known_columns(codes, sees_contacts=reading.sees_contacts)
        kept = ",".join(column.code for column in columns)
        with unit_of_work() as session:
            is_usual = request.form.get("usual") is not None or not columns
            view_services.like_columns(session, user_id=current_viewer().id, columns=None if is_usual else kept)
        if request.form.get("up") or request.form.get("down"):
            return redirect(url_for(".choose_columns", slug=event.slug, **_without_columns(reading)), code=303)
        flash(_("The columns are as you chose them."))
        return redirect(url_for(".list_participants", slug=event.slug, **_without_columns(reading)), code=303)
    shown = {column.code for column in reading.columns}
    others = [column for column in all_columns(sees_contacts=reading.sees_contacts) if column.code not in shown]
    return render_template(
        "registration/choose_columns.html",
        event=event,
        reading=reading,
        shown=list(zip(reading.columns, heads(reading.columns), strict=True)),
        others=list(zip(others, heads(others), strict=True)),
        back=reading.address(reading.view),
    )


@for_event(Permission.SEE_NAMES)
def choose_page_size(event: Event) -> ResponseReturnValue:
    """How many people a page shows; remembered for every list of this reader."""
    reading = list_page.read(event)
    size = request.form.get("size", "")
    if size in map(str, PAGE_SIZES):
        with unit_of_work() as session:
            view_services.like_page_size(session, user_id=current_viewer().id, size=int(size))
    return redirect(reading.address(reading.view), code=303)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of registrations."""
    base = "/events/<slug>/participants"
    bp.add_url_rule(f"{base}/list.{FORMATS}", view_func=participants_file)
    bp.add_url_rule(f"{base}/columns", view_func=choose_columns, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/page-size", view_func=choose_page_size, methods=["POST"])


def _moved(codes: list[str], sent: Mapping[str, str]) -> list[str]:
    """The ticked columns in the order of the page, one of them moved up or down if its arrow was pressed."""
    for name, by in (("up", -1), ("down", 1)):
        code = sent.get(name)
        if code in codes:
            at = codes.index(code)
            to = min(max(at + by, 0), len(codes) - 1)
            codes.insert(to, codes.pop(at))
    return codes


def _without_columns(reading: Reading) -> dict[str, Any]:
    """The list as it was, in the columns that are liked best from now on, as the arguments of an address."""
    arguments: dict[str, Any] = {name: value for name, value in reading.view.arguments().items() if name != "columns"}
    return arguments or ({EVERYBODY: 1} if reading.opens_with is not None else {})
