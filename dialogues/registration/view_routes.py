"""Views of the list kept under a name: saved, renamed, removed and brought back, and the one the list opens with."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotAllowed, NotFoundHere
from dialogues.core.i18n import _
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.registration import list_page, list_queries, view_queries, view_rules, view_services
from dialogues.registration.forms import RenameViewForm, SaveViewForm
from dialogues.registration.list_filters import read_query
from dialogues.registration.view_models import SavedView


@for_event(Permission.SEE_NAMES)
def save_view(event: Event) -> ResponseReturnValue:
    """The list as it is shown, kept under a name: filters, order and columns."""
    reading = list_page.read(event)
    form = SaveViewForm()
    form.offer(may_share=reading.may_edit)
    if form.validate_on_submit():
        viewer = current_viewer()
        try:
            with act(form) as session:
                view = view_services.save_view(
                    session,
                    actor=viewer.actor,
                    event_id=None if form.scope.data == "everywhere" else event.id,
                    name=form.name.data or "",
                    query=reading.whole_view.query(),
                    is_shared=form.scope.data == "team",
                    at=clock.now(),
                )
                if form.opens.data:
                    view_services.open_with_view(session, user_id=viewer.id, event_id=event.id, view=view)
                name = view.name
        except (view_rules.ViewTooLong, view_rules.TooManyViews) as error:
            show_error(form.name, error)
        else:
            flash(_("The view “%(name)s” is saved.", name=name))
            return redirect(reading.address(reading.whole_view), code=303)
    page = render_template(
        "registration/save_view.html",
        event=event,
        form=form,
        told=_in_words(reading),
        back=reading.address(reading.view),
    )
    return page, 422 if form.errors else 200


@for_event(Permission.SEE_NAMES)
def saved_views(event: Event) -> ResponseReturnValue:
    """The views somebody may use here, and what may be done with each."""
    return _show(event)


@for_event(Permission.SEE_NAMES)
def rename_view(event: Event, view_id: int) -> ResponseReturnValue:
    """Call a view something else."""
    form = RenameViewForm()
    if form.validate_on_submit():
        with act(form) as session:
            view, slug = _own(event, view_id), event.slug
            view_services.rename_view(
                session, view, name=form.name.data or "", actor=current_viewer().actor, at=clock.now()
            )
            name = view.name
        flash(_("The view is called “%(name)s” now.", name=name))
        return back_to(".saved_views", slug=slug)
    return _show(event, refused=form, refused_id=_own(event, view_id).id), 422


@for_event(Permission.SEE_NAMES)
def remove_view(event: Event, view_id: int) -> ResponseReturnValue:
    """A view is offered no more; the message says how it comes back."""
    with unit_of_work() as session:
        view, slug = _own(event, view_id), event.slug
        view_services.remove_view(session, view, actor=current_viewer().actor, at=clock.now())
        name = view.name
    undo = url_for(".restore_view", slug=slug, view_id=view_id)
    flash_undo(_("The view “%(name)s” is removed.", name=name), url=undo, label=_("Undo"))
    return back_to(".saved_views", slug=slug)


@for_event(Permission.SEE_NAMES)
def restore_view(event: Event, view_id: int) -> ResponseReturnValue:
    """A removed view is offered again."""
    with unit_of_work() as session:
        view, slug = view_queries.find_removed_view(session, view_id=view_id, event_id=event.id), event.slug
        view_services.restore_view(session, _mine(event, view), actor=current_viewer().actor, at=clock.now())
        name = view.name if view else ""
    flash(_("The view “%(name)s” is back.", name=name))
    return back_to(".saved_views", slug=slug)


@for_event(Permission.SEE_NAMES)
def open_with_view(event: Event, view_id: int) -> ResponseReturnValue:
    """The reader's list of this event opens with a view."""
    user_id = current_viewer().id
    with unit_of_work() as session:
        slug = event.slug
        view = view_queries.find_view(session, view_id=view_id, user_id=user_id, event_id=event.id)
        if view is None:
            raise NotFoundHere
        view_services.open_with_view(session, user_id=user_id, event_id=event.id, view=view)
        name = view.name
    flash(_("The list opens with “%(name)s”.", name=name))
    return back_to(".saved_views", slug=slug)


@for_event(Permission.SEE_NAMES)
def open_with_everybody(event: Event) -> ResponseReturnValue:
    """The reader's list of this event opens with everybody again."""
    with unit_of_work() as session:
        slug = event.slug
        view_services.open_with_view(session, user_id=current_viewer().id, event_id=event.id, view=None)
    flash(_("The list opens with everybody."))
    return back_to(".saved_views", slug=slug)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of registrations."""
    base, one = "/events/<slug>/participants/views", "/events/<slug>/participants/views/<int:view_id>"
    bp.add_url_rule(base, view_func=saved_views)
    bp.add_url_rule(f"{base}/new", view_func=save_view, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/open-with-everybody", view_func=open_with_everybody, methods=["POST"])
    for name, view in (
        ("rename", rename_view), ("remove", remove_view), ("restore", restore_view), ("open-with", open_with_view)
    ):  # fmt: skip
        bp.add_url_rule(f"{one}/{name}", view_func=view, methods=["POST"])


def _show(event: Event, *, refused: RenameViewForm | None = None, refused_id: int | None = None) -> str:
    reading = list_page.read(event)
    may_change_shared = may_in(current_viewer(), Permission.EDIT_EVENT, event)
    rows = []
    for kept in reading.views:
        view = read_query(kept.query, sees_contacts=reading.sees_contacts)
        form = refused if kept.id == refused_id and refused else RenameViewForm(formdata=None, name=kept.name)
        form.name.id = f"name-{kept.id}"  # there is one such field for each view
        may_change = kept.is_own or (kept.is_shared and may_change_shared)
        rows.append((kept, reading.address(view), form, may_change))
    return render_template(
        "registration/saved_views.html", event=event, rows=rows, opens_with=reading.opens_with, refused=refused
    )


def _in_words(reading: list_page.Reading) -> list[tuple[str, str]]:
    """What the view holds, for a last look before it is kept."""
    groups = list_queries.list_group_names(db.session()) if reading.sees_contacts else []
    return list_page.told_view(reading, groups)


def _own(event: Event, view_id: int) -> SavedView:
    """A view the reader may change: their own, or a shared one if they may change the event."""
    view = view_queries.find_view(db.session(), view_id=view_id, user_id=current_viewer().id, event_id=event.id)
    return _mine(event, view)


def _mine(event: Event, view: SavedView | None) -> SavedView:
    viewer = current_viewer()
    if view is None or (view.owner_id != viewer.id and not view.is_shared):
        raise NotFoundHere
    if view.owner_id != viewer.id and not may_in(viewer, Permission.EDIT_EVENT, event):
        raise NotAllowed
    return view
