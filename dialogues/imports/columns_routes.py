"""How a kept file is read: which sheet, which row names the columns, which letters and signs, what columns hold."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission
from dialogues.core import clock
from dialogues.core.errors import DomainError
from dialogues.core.spreadsheets import Choice, read_table
from dialogues.core.web import back_to, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.imports import columns_page, page
from dialogues.imports.forms import ColumnsForm, columns_form
from dialogues.imports.opened import Opened, keeper, no_longer_kept, open_kept


def add_pages(bp: Blueprint) -> None:
    """The address of these choices."""
    address = "/events/<slug>/import/<token>/columns"
    bp.add_url_rule(address, view_func=choose_columns, methods=["GET", "POST"])


@for_event(Permission.EDIT_PARTICIPANTS)
def choose_columns(event: Event, token: str) -> ResponseReturnValue:
    """What was guessed about a file, with its first cells, to be changed. On POST it is read as chosen."""
    opened = open_kept(event, token)
    if opened is None:
        return no_longer_kept(event)
    shown = columns_page.shown(opened)
    form = columns_form(len(shown.columns))()
    columns_page.offer(form, opened, shown)
    if form.validate_on_submit():
        led_on = _read_as_chosen(opened, form)
        if led_on is not None:
            return led_on
    answer = render_template(
        "imports/choose_columns.html",
        event=event,
        form=form,
        where={"slug": event.slug, "token": token},
        steps=page.steps(opened, "columns"),
        file_name=opened.name,
        shown=shown,
    )
    return answer, 422 if form.errors else 200


def _read_as_chosen(opened: Opened, form: ColumnsForm) -> ResponseReturnValue | None:
    """Note what was chosen and lead on; None, with a sentence in the form, where it cannot be read so."""
    where = {"slug": opened.event.slug, "token": opened.token}
    reading = form.reading()
    if reading != columns_page.reading_of(opened):
        try:
            read_table(opened.content, Choice(reading["sheet"], reading["encoding"], reading["separator"]))
        except DomainError as error:
            show_error(form.encoding if opened.table.kind == "text" else form.sheet, error)
            return None
        _note(opened, {"reading": reading})
        return back_to(".choose_columns", **where)
    if form.again.data:
        return back_to(".choose_columns", **where)
    if not form.require_columns():
        return None
    _note(opened, {"columns": form.columns()})
    return back_to(".look", **where)


def _note(opened: Opened, said: dict[str, object]) -> None:
    keeper(opened.event).note(opened.token, said, at=clock.now())
