"""The page of wishes: who is kept apart and who together whenever groups are made."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.groups import bond_services as services
from dialogues.groups import queries, rules
from dialogues.groups.forms import BondForm, offered_names


@for_event(Permission.EDIT_AGENDA)
def add_bond(event: Event) -> ResponseReturnValue:
    """The wishes that hold, and a form for another one."""
    session = db.session()
    form, known = BondForm(), offered_names(queries.list_coming(session, event.id))
    if form.validate_on_submit():
        people = form.people(known)
        if not form.errors:
            try:
                with act(form) as work:
                    done = services.add_bond(
                        work, kind=form.kind.data, people=people, event=event, actor=current_viewer().actor,
                        at=clock.now(),
                    )  # fmt: skip
                    slug = event.slug
            except rules.BondOfOne as error:
                show_error(form.rows[0], error)
            else:
                url = url_for(".take_back", slug=slug, entry_id=done.entry_id)
                flash_undo(
                    _("The wish is kept. It holds for groups that are made from now on."), url=url, label=_("Undo")
                )
                return back_to(".add_bond", slug=slug)
    page = render_template(
        "groups/add_bond.html", event=event, form=form, bonds=queries.list_bonds(session, event.id), names=list(known)
    )
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_AGENDA)
def remove_bond(event: Event, bond_id: int) -> ResponseReturnValue:
    """A wish holds no longer; it can be brought back."""
    with unit_of_work() as session:
        slug = event.slug
        bond = queries.find_bond(session, event.id, bond_id)
        if bond is None:
            raise NotFoundHere
        names = [
            name for one in queries.list_bonds(session, event.id) if one.id == bond_id for _number, name in one.people
        ]
        done = services.remove_bond(
            session, bond=bond, names=names, event=event, actor=current_viewer().actor, at=clock.now()
        )
    if done.entry_id:
        url = url_for(".take_back", slug=slug, entry_id=done.entry_id)
        flash_undo(_("The wish holds no longer."), url=url, label=_("Undo"))
    else:
        flash(_("The wish holds no longer."))
    return back_to(".add_bond", slug=slug)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of groups."""
    bp.add_url_rule("/events/<slug>/groups/wishes", view_func=add_bond, methods=["GET", "POST"])
    bp.add_url_rule("/events/<slug>/groups/wishes/<int:bond_id>/remove", view_func=remove_bond, methods=["POST"])
