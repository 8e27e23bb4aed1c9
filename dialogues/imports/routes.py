"""Pages of spreadsheets in: choose a file, look at its rows, let the good ones in."""

from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n
from dialogues.core.spreadsheets import Table, read_table
from dialogues.core.web import act, back_to, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.imports import page, services, wording
from dialogues.imports.columns import Field
from dialogues.imports.forms import ConfirmForm, UploadForm
from dialogues.imports.kept_files import Keeper
from dialogues.imports.matching import Fate, Plan

bp = Blueprint("imports", __name__)
wording.teach_journal()

_KINDS = ("refused", "duplicates", "new", "updated", "unchanged")


@bp.route("/events/<slug>/import", methods=["GET", "POST"])
@for_event(Permission.EDIT_PARTICIPANTS)
def upload(event: Event) -> ResponseReturnValue:
    """Choose a file or paste cells. Nothing is written but the file itself, which is kept for an hour."""
    form = UploadForm()
    if form.validate_on_submit():
        content = form.content()
        try:
            services.plan_import(db.session(), event, read_table(content))
        except DomainError as error:
            show_error(form.file if form.has_file else form.pasted, error)
        else:
            token = _keeper(event).keep(content, at=clock.now())
            return back_to(".look", slug=event.slug, token=token)
    return render_template("imports/upload.html", event=event, form=form), 422 if form.errors else 200


@bp.route("/events/<slug>/import/<token>", methods=["GET", "POST"])
@for_event(Permission.EDIT_PARTICIPANTS)
def look(event: Event, token: str) -> ResponseReturnValue:
    """The rows of a kept file and what would become of each; on POST the good ones come in, all at once."""
    content = _keeper(event).find(token, at=clock.now())
    if content is None:
        flash(_("That file is no longer kept. Choose it again; nothing was imported from it."), "warning")
        return back_to(".upload", slug=event.slug)
    table = read_table(content)
    form = ConfirmForm()
    if form.validate_on_submit():
        return _import(event, token, table, form)
    return _show(event, token, table, form)


@bp.get("/events/<slug>/import/<token>/columns")
@for_event(Permission.EDIT_PARTICIPANTS)
def choose_columns(event: Event, token: str) -> ResponseReturnValue:
    """Lead to the rows as they read when each column holds what was chosen: `?c0=full_name&c2=sector`."""
    chosen = {}
    for name, value in request.args.items():
        if value and name[:1] == "c" and name[1:].isascii() and name[1:].isdigit():
            chosen[int(name[1:])] = _field(value)
    return redirect(url_for(".look", slug=event.slug, token=token, columns=page.mapping_text(chosen)), code=303)


def _import(event: Event, token: str, table: Table, form: ConfirmForm) -> ResponseReturnValue:
    now, actor = clock.now(), current_viewer().actor
    columns = _mapping(form.columns.data or "")
    with act(form) as session:
        outcome = services.import_good_rows(session, event, table, actor=actor, at=now, columns=columns)
        slug, over = event.slug, outcome.over_capacity
        new, updated, refused = outcome.new, outcome.updated, len(outcome.plan.of(Fate.REFUSED))
    _keeper(event).forget(token)
    said = [_n("One person is new on the list.", "%(num)d people are new on the list.", new)]
    if updated:
        said.append(_n("One was updated.", "%(num)d were updated.", updated))
    if refused:
        said.append(_n("One row was left out.", "%(num)d rows were left out.", refused))
    flash(" ".join(str(sentence) for sentence in said))
    if over:
        flash(_n("The event is over capacity by %(num)d.", "The event is over capacity by %(num)d.", over), "warning")
    return back_to("registration.list_participants", slug=slug)


def _show(event: Event, token: str, table: Table, form: ConfirmForm) -> ResponseReturnValue:
    told = request.args.get("columns", form.columns.data or "")
    form.columns.data = told
    outcome = services.plan_import(db.session(), event, table, columns=_mapping(told))
    plan = outcome.plan
    kind = request.args.get("show") or page.first_kind(plan)
    if kind not in _KINDS:
        raise NotFoundHere

    def url(kind: str) -> str:
        return url_for(".look", slug=event.slug, token=token, show=kind, columns=told or None)

    return render_template(
        "imports/look.html",
        event=event,
        form=form,
        token=token,
        read_as=page.read_as(plan),
        total=len(plan.lines),
        coming=outcome.new + outcome.updated,
        refused=len(plan.of(Fate.REFUSED)),
        refusals=page.refusal_lines(plan),
        tabs=page.tabs(plan, url, kind),
        kind=kind,
        rows=page.rows(plan, kind),
        rows_not_shown=max(0, len(page.lines_of(plan, kind)) - page.SHOWN_MAX),
        columns=page.columns(plan),
        field_choices=page.field_choices(),
        submit=_submit(plan, outcome.new + outcome.updated),
    )


def _submit(plan: Plan, coming: int) -> str | None:
    """The words on the button; None if there is nothing to import."""
    if not coming:
        return None
    if plan.of(Fate.REFUSED):
        return str(_n("Import the one good row", "Import the %(num)d good rows", coming))
    return str(_n("Import one row", "Import %(num)d rows", coming))


def _keeper(event: Event) -> Keeper:
    return Keeper(Path(current_app.instance_path), current_viewer().id, event.id)


def _mapping(text: str) -> dict[int, Field] | None:
    try:
        return page.mapping_of(text) if text else None
    except ValueError as error:
        raise NotFoundHere from error


def _field(value: str) -> Field:
    try:
        return Field(value)
    except ValueError as error:
        raise NotFoundHere from error
