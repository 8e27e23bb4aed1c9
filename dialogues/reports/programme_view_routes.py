"""Choices of the programme report kept under a name: saved, renamed, removed and brought back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.registration import view_rules, view_services
from dialogues.registration.view_models import SavedView
from dialogues.reports.programme_choice import in_words, read_query
from dialogues.reports.programme_forms import ProgrammeViewForm
from dialogues.reports.programme_reading import lines_to_see
from dialogues.reports.programme_routes import read
from dialogues.reports.programme_view_queries import PROGRAMME, find_view, list_views


@requires(Permission.SEE_PROGRAMME)
def save_programme_view() -> ResponseReturnValue:
    """The choice in the address, kept under a name."""
    choice = read()
    form = ProgrammeViewForm()
    back = url_for(".programme_report", **choice.arguments)
    if form.validate_on_submit():
        try:
            with act(form) as session:
                view = view_services.save_view(
                    session,
                    actor=current_viewer().actor,
                    event_id=None,
                    name=form.name.data or "",
                    query=choice.query,
                    is_shared=False,
                    at=clock.now(),
                    page=PROGRAMME,
                )
                name = view.name
        except (view_rules.ViewTooLong, view_rules.TooManyViews) as error:
            show_error(form.name, error)
        else:
            flash(_("The view “%(name)s” is saved.", name=name))
            return redirect(back, code=303)
    told = in_words(choice, lines_to_see()) or [(_("Events"), _("All whose figures you may see"))]
    page = render_template("reports/save_programme_view.html", form=form, told=told, back=back)
    return page, 422 if form.errors else 200


@requires(Permission.SEE_PROGRAMME)
def programme_views() -> ResponseReturnValue:
    """The choices somebody keeps, and what may be done with each."""
    return _show()


@requires(Permission.SEE_PROGRAMME)
def rename_programme_view(view_id: int) -> ResponseReturnValue:
    """Call a kept choice something else."""
    form = ProgrammeViewForm()
    if form.validate_on_submit():
        with act(form) as session:
            view, viewer = _own(view_id), current_viewer()
            view_services.rename_view(session, view, name=form.name.data or "", actor=viewer.actor, at=clock.now())
            name = view.name
        flash(_("The view is called “%(name)s” now.", name=name))
        return back_to(".programme_views")
    return _show(refused=form, refused_id=_own(view_id).id), 422


@requires(Permission.SEE_PROGRAMME)
def remove_programme_view(view_id: int) -> ResponseReturnValue:
    """A kept choice is offered no more; the message says how it comes back."""
    with unit_of_work() as session:
        view = _own(view_id)
        view_services.remove_view(session, view, actor=current_viewer().actor, at=clock.now())
        name = view.name
    undo = url_for(".restore_programme_view", view_id=view_id)
    flash_undo(_("The view “%(name)s” is removed.", name=name), url=undo, label=_("Undo"))
    return back_to(".programme_views")


@requires(Permission.SEE_PROGRAMME)
def restore_programme_view(view_id: int) -> ResponseReturnValue:
    """A removed choice is offered again."""
    with unit_of_work() as session:
        view = _own(view_id, is_removed=True)
        view_services.restore_view(session, view, actor=current_viewer().actor, at=clock.now())
        name = view.name
    flash(_("The view “%(name)s” is back.", name=name))
    return back_to(".programme_views")


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of reports."""
    bp.add_url_rule("/report/views", view_func=programme_views)
    bp.add_url_rule("/report/views/new", view_func=save_programme_view, methods=["GET", "POST"])
    for name, view in (
        ("rename", rename_programme_view), ("remove", remove_programme_view), ("restore", restore_programme_view)
    ):  # fmt: skip
        bp.add_url_rule(f"/report/views/<int:view_id>/{name}", view_func=view, methods=["POST"])


def _own(view_id: int, *, is_removed: bool = False) -> SavedView:
    view = find_view(db.session(), view_id=view_id, user_id=current_viewer().id, is_removed=is_removed)
    if view is None:
        raise NotFoundHere
    return view


def _show(*, refused: ProgrammeViewForm | None = None, refused_id: int | None = None) -> str:
    lines = lines_to_see()
    rows = []
    for view in list_views(db.session(), user_id=current_viewer().id):
        choice = read_query(view.query)
        own = refused if view.id == refused_id and refused else ProgrammeViewForm(formdata=None, name=view.name)
        own.name.id = f"name-{view.id}"  # there is one such field for each view
        told = "; ".join(f"{name}: {value}" for name, value in in_words(choice, lines))
        rows.append((view, url_for(".programme_report", **choice.arguments), own, told))
    return render_template("reports/programme_views.html", rows=rows, refused=refused)
