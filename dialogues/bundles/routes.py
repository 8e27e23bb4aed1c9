"""Pages of an event on its way: pack it, bring it back, decide where both sides changed the same."""

from typing import Any

from flask import Blueprint, Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.bundles import conflict_services, merging_services, queries, rules, services, wording
from dialogues.bundles.arrived import Arrived
from dialogues.bundles.brought import Brought
from dialogues.bundles.forms import BringForm, PackForm, SettleForm
from dialogues.bundles.kinds import BY_NAME, KINDS, Keys
from dialogues.bundles.models import BundleConflict
from dialogues.bundles.rules import Side
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.turns import one_after_another
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event

SUFFIX = "dialogues-event"
_PACK, _BRING = "pack", "bring"  # two forms on one page: what each sends, and its ids, begin with these

bp = Blueprint("bundles", __name__)
wording.teach_journal()


class _OnlyLooking(Exception):
    """Everything is taken back: somebody only wanted to know."""


@bp.get("/events/<slug>/take-along")
@for_event(Permission.EDIT_EVENT)
def take_along(event: Event) -> ResponseReturnValue:
    """Take this event along to another computer, and bring it back."""
    return _page(event)


def _page(
    event: Event, *, pack: PackForm | None = None, bring: BringForm | None = None, would: str | None = None
) -> ResponseReturnValue:
    pack, bring = pack or PackForm(formdata=None, prefix=_PACK), bring or BringForm(formdata=None, prefix=_BRING)
    session = db.session()
    page = render_template(
        "bundles/take_along.html",
        event=event,
        pack=pack,
        bring=bring,
        would=would,
        exchanges=queries.list_exchanges(session, event.id),
        conflicts=_conflicts(event),
    )
    return page, 422 if pack.errors or bring.errors else 200


def _conflicts(event: Event) -> list[dict[str, Any]]:
    session = db.session()
    found = queries.list_conflicts(session, event.id)
    if not found:
        return []
    keys, names = Keys(), {}
    rows = {}
    for kind in (one for one in KINDS if not one.is_fixed):
        rows[kind.name] = queries.read_rows(session, kind, kind.scope(event.id), keys)
        for key, row in rows[kind.name].items():
            names[kind.name, key] = next((str(row.facts[one]) for one in kind.shown_as if row.facts.get(one)), "")
    return [_conflict(one, rows, keys, names) for one in found]


def _conflict(one: BundleConflict, rows: Any, keys: Keys, names: dict[tuple[str, str], str]) -> dict[str, Any]:
    row = rows[one.kind].get(one.key)
    now = {name: row.facts[name] for name in one.theirs} if row else {}
    ours = wording.version_in_words(one.kind, now, keys, names) if row else _("no longer here")
    theirs = wording.version_in_words(one.kind, one.theirs, keys, names)
    return {
        "row": one,
        "ours": ours,
        "theirs": theirs,
        "is_settled": one.settled_at is not None,
        "taken": _("the one of the file") if one.taken is Side.THEIRS else _("the one here"),
    }


@bp.post("/events/<slug>/take-along/file")
@for_event(Permission.EDIT_EVENT)
@one_after_another
def export_event(event: Event) -> ResponseReturnValue:
    """The file with the whole event."""
    form, now, slug = PackForm(prefix=_PACK), clock.now(), event.slug
    if not form.validate_on_submit():
        return _page(event, pack=form)
    try:
        with unit_of_work() as session:
            actor = current_viewer().actor
            content = services.export_event(session, event, actor=actor, at=now, passphrase=form.passphrase.data)
    except rules.PassphraseShort as error:
        show_error(form.passphrase, error)
        return _page(event, pack=form)
    response = Response(content, content_type="application/octet-stream")
    name = f"{slug}-{now:%Y-%m-%d-%H%M}.{SUFFIX}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.post("/events/<slug>/take-along/bring")
@for_event(Permission.EDIT_EVENT)
def import_bundle(event: Event) -> ResponseReturnValue:
    """Bring in a file of this event."""
    form, slug = BringForm(prefix=_BRING), event.slug
    brought = _bring(form, only=event) if form.validate_on_submit() else None
    if brought is None:
        return _page(event, bring=form)
    if form.only_look.data:
        return _page(event, would=wording.told(brought))
    flash(wording.told(brought))
    return back_to(".take_along", slug=brought.slug or slug)


@bp.route("/bring-in", methods=["GET", "POST"])
@requires(Permission.MANAGE_EVENTS)
def bring_in() -> ResponseReturnValue:
    """Bring in an event that may not be here yet."""
    form, would = BringForm(), None
    if form.validate_on_submit():
        brought = _bring(form, only=None)
        if brought is not None and form.only_look.data:
            would = wording.told(brought)
        elif brought is not None:
            flash(wording.told(brought))
            return back_to("home.overview", slug=brought.slug)
    return render_template("bundles/bring_in.html", form=form, would=would), 422 if form.errors else 200


def _bring(form: BringForm, *, only: Event | None) -> Brought | None:
    """What the file of a form did or would do; None if it was refused, with the reason at its field."""
    brought: Brought | None = None
    actor, now = current_viewer().actor, clock.now()
    try:
        arrived = Arrived(form.file.data.read(), form.passphrase.data)
        with act(form) as session:
            brought = merging_services.import_bundle(session, arrived, actor=actor, at=now, only=only)
            if form.only_look.data:
                raise _OnlyLooking
    except _OnlyLooking:
        pass
    except DomainError as error:
        is_about_words = isinstance(error, rules.PassphraseNeeded | rules.PassphraseWrong)
        field: Field = form.passphrase if is_about_words else form.file
        show_error(field, error)
        return None
    return brought


@bp.post("/events/<slug>/take-along/conflicts/<int:conflict_id>")
@for_event(Permission.EDIT_EVENT)
def settle_conflict(event: Event, conflict_id: int) -> ResponseReturnValue:
    """Keep one of two versions."""
    form, slug, event_id = SettleForm(), event.slug, event.id
    if not form.validate_on_submit():
        return _page(event)
    try:
        with unit_of_work() as session:
            conflict = _find(event_id, conflict_id)
            actor, now = current_viewer().actor, clock.now()
            conflict_services.settle_conflict(session, conflict, form.side.data, actor=actor, at=now)
    except NotFoundHere:
        raise
    except DomainError as error:
        flash(translated(error), "warning")
    else:
        undo = url_for(".reopen_conflict", slug=slug, conflict_id=conflict_id)
        flash_undo(_("That is settled."), url=undo, label=_("Undo"))
    return back_to(".take_along", slug=slug)


@bp.post("/events/<slug>/take-along/conflicts/<int:conflict_id>/reopen")
@for_event(Permission.EDIT_EVENT)
def reopen_conflict(event: Event, conflict_id: int) -> ResponseReturnValue:
    """Undo that choice."""
    slug, event_id = event.slug, event.id
    try:
        with unit_of_work() as session:
            conflict = _find(event_id, conflict_id)
            conflict_services.reopen_conflict(session, conflict, actor=current_viewer().actor, at=clock.now())
    except NotFoundHere:
        raise
    except DomainError as error:
        flash(translated(error), "warning")
    else:
        flash(_("Both versions wait again."))
    return back_to(".take_along", slug=slug)


def _find(event_id: int, conflict_id: int) -> BundleConflict:
    conflict = queries.find_conflict(db.session(), event_id, conflict_id)
    if conflict is None or conflict.kind not in BY_NAME:
        raise NotFoundHere
    return conflict
