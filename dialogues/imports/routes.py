"""Pages of spreadsheets in: choose a file, look at its rows, let the good ones in."""

from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n
from dialogues.core.spreadsheets import XLSX_TYPE, read_table
from dialogues.core.web import act, back_to, flash_undo, page_number, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.imports import batch_routes, columns_routes, page, queries, rows_routes, rules, services, wording
from dialogues.imports.forms import ConfirmForm, UploadForm
from dialogues.imports.leftovers import leftover_file
from dialogues.imports.matching import Fate, Plan
from dialogues.imports.opened import Opened, keeper, no_longer_kept, open_kept, told_of
from dialogues.imports.page import KINDS
from dialogues.imports.template_file import write_template
from dialogues.people.queries import list_group_choices
from dialogues.registration import offering

bp = Blueprint("imports", __name__)
for part in (columns_routes, rows_routes, batch_routes):
    part.add_pages(bp)
wording.teach_journal()


@bp.route("/events/<slug>/import", methods=["GET", "POST"])
@for_event(Permission.EDIT_PARTICIPANTS)
def upload(event: Event) -> ResponseReturnValue:
    """Choose a file or paste cells. Nothing is written but the file itself, which is kept for an hour."""
    form = UploadForm()
    if form.validate_on_submit():
        content = form.content()
        try:
            table = read_table(content)
            leads_to = _first_page(Opened(event, "", content, form.said(), table))
        except DomainError as error:
            show_error(form.file if form.has_file else form.pasted, error)
            form.pasted.data = form.content_pasted.decode()  # with its tabs, to be mended where it stands
        else:
            token = keeper(event).keep(content, at=clock.now())
            keeper(event).note(token, {"file_name": form.file_name}, at=clock.now())
            return back_to(leads_to, slug=event.slug, token=token)
    batches = queries.list_batches(db.session(), event.id)
    shown = page.batches(batches, event)
    return render_template("imports/upload.html", event=event, form=form, batches=shown), 422 if form.errors else 200


def _first_page(opened: Opened) -> str:
    """The rows at once where nothing had to be guessed; else the columns first. Raises NoRows."""
    try:
        heading = opened.plan().plan.heading
    except rules.NoHeading:
        return ".choose_columns"
    is_sure = heading.is_remembered or not (heading.guessed or opened.table.encoding not in (None, "utf-8", "utf-16"))
    return ".look" if is_sure else ".choose_columns"


@bp.get("/events/<slug>/import/template.xlsx")
@for_event(Permission.EDIT_PARTICIPANTS)
def template_file(event: Event) -> ResponseReturnValue:
    """An empty list with every column, in the reader's language, and with lists to choose from."""
    groups = [group.name for group in list_group_choices(db.session())]
    return _download(write_template(groups), f"{event.slug}-people.xlsx", XLSX_TYPE)


@bp.route("/events/<slug>/import/<token>", methods=["GET", "POST"])
@for_event(Permission.EDIT_PARTICIPANTS)
def look(event: Event, token: str) -> ResponseReturnValue:
    """The rows of a kept file and what would become of each; on POST the good ones come in, all at once."""
    opened = open_kept(event, token)
    if opened is None:
        return no_longer_kept(event)
    form = ConfirmForm()
    try:
        return _import(opened, form) if form.validate_on_submit() else _show(opened, form)
    except rules.NoHeading:
        return back_to(".choose_columns", slug=event.slug, token=token)


@bp.get("/events/<slug>/import/<token>/reasons")
@for_event(Permission.EDIT_PARTICIPANTS)
def reasons_file(event: Event, token: str) -> ResponseReturnValue:
    """The rows that cannot come in, as a file like the one they are from, with a column that says why."""
    opened = open_kept(event, token)
    if opened is None:
        return no_longer_kept(event)
    content, ending, media_type = leftover_file(opened.plan().plan, opened.said)
    return _download(content, f"{event.slug}-rows-left-out{ending}", media_type)


def _import(opened: Opened, form: ConfirmForm) -> ResponseReturnValue:
    event, now, actor = opened.event, clock.now(), current_viewer().actor
    slug, told = event.slug, told_of()
    with act(form) as session:
        outcome = services.import_good_rows(
            session, event, opened.table, actor=actor, at=now, said=opened.said, told=told
        )
        batch_id = outcome.batch.id if outcome.batch else None
        offered = offering.made_words(offering.pass_on(session, event))  # who is no participant any more gives a seat
    over = outcome.over_capacity
    left_out = len(outcome.plan.of(Fate.REFUSED)) + len(outcome.plan.of(Fate.SKIPPED))
    said = [_n("One person is new on the list.", "%(num)d people are new on the list.", outcome.new)]
    if outcome.updated:
        said.append(_n("One was updated.", "%(num)d were updated.", outcome.updated))
    if left_out:
        said.append(_n("One row was left out.", "%(num)d rows were left out.", left_out))
    if batch_id is None:
        flash(" ".join(said))
    else:
        url = url_for(".undo_import", slug=slug, batch_id=batch_id)
        flash_undo(" ".join(said), url=url, label=_("Undo the import"))
    if offered:
        flash(offered)
    if over:
        flash(_n("The event is over capacity by %(num)d.", "The event is over capacity by %(num)d.", over), "warning")
    if left_out:
        return back_to(".look", slug=slug, token=opened.token)
    keeper(event).forget(opened.token)
    return back_to("registration.list_participants", slug=slug)


def _show(opened: Opened, form: ConfirmForm) -> ResponseReturnValue:
    outcome = opened.plan()
    plan, coming = outcome.plan, outcome.new + outcome.updated
    kind = request.args.get("show")
    if not kind or (kind == Fate.REFUSED.value and not plan.of(Fate.REFUSED)):  # the last of them was just mended
        kind = page.first_kind(plan)
    if kind not in KINDS:
        raise NotFoundHere
    where: dict[str, Any] = {"slug": opened.event.slug, "token": opened.token}
    return render_template(
        "imports/look.html",
        event=opened.event,
        form=form,
        where=where,
        steps=page.steps(opened, "rows"),
        file_name=opened.name,
        told=page.told(plan),
        total=len(plan.lines),
        refused=len(plan.of(Fate.REFUSED)),
        left_out=len(plan.of(Fate.REFUSED)) + len(plan.of(Fate.SKIPPED)),
        refusals=page.refusal_lines(plan),
        questions=page.questions(plan, list_group_choices(db.session())),
        tabs=page.tabs(plan, lambda name: url_for(".look", **where, show=name), kind),
        kind=kind,
        rows=page.rows(plan, kind, page_number()),
        submit=_submit(plan, coming),
    )


def _submit(plan: Plan, coming: int) -> str | None:
    """The words on the button; None if there is nothing to import."""
    if not coming:
        return None
    if plan.of(Fate.REFUSED):
        return str(_n("Import the one good row", "Import the %(num)d good rows", coming))
    return str(_n("Import one row", "Import %(num)d rows", coming))


def _download(content: bytes, name: str, media_type: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
