"""The page of stakeholder groups: the finer list that rolls up to the six sectors."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _, _n
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.people import queries, rules, services
from dialogues.people.forms import GroupForm
from dialogues.people.models import StakeholderGroup
from dialogues.people.sectors import SECTOR_NAMES, Sector, in_words


@requires(Permission.SEE_DIRECTORY)
def stakeholder_groups() -> ResponseReturnValue:
    """All groups under their sectors, and a form for one more."""
    form = GroupForm()
    form.offer()
    if form.validate_on_submit():
        try:
            with act(form) as session:
                group = services.add_group(
                    session,
                    name=form.name.data,
                    sector=Sector(form.sector.data),
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                name = group.name
        except (rules.GroupExists, rules.RefusedFact) as error:
            show_error(form.name, error)
        else:
            flash(_("“%(name)s” is on the list.", name=name))
            return back_to("people.stakeholder_groups")
    groups = queries.list_groups(db.session())
    page = render_template(
        "people/stakeholder_groups.html",
        form=form,
        sectors=in_words(SECTOR_NAMES),
        groups=groups,
        numbers={sector.value: sum(group.sector is sector for group in groups) for sector in Sector},
    )
    return page, 422 if form.errors else 200


@requires(Permission.SEE_DIRECTORY)
def edit_group(group_id: int) -> ResponseReturnValue:
    """What a group is called, and the sector it rolls up to."""
    group = _group(group_id)
    form = GroupForm(data={"name": group.name, "sector": group.sector.value})
    form.offer()
    if form.validate_on_submit():
        try:
            with act(form) as session:
                moved = services.update_group(
                    session,
                    _group(group_id),
                    name=form.name.data,
                    sector=Sector(form.sector.data),
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                name = group.name
        except (rules.GroupExists, rules.RefusedFact) as error:
            show_error(form.name, error)
        else:
            flash(_("“%(name)s” is saved.", name=name))
            if moved:
                flash(_n("%(num)d person moved with it.", "%(num)d people moved with it.", moved))
            return back_to("people.stakeholder_groups")
    page = render_template(
        "people/edit_group.html", form=form, group=_group(group_id), back=url_for("people.stakeholder_groups")
    )
    return page, 422 if form.errors else 200


@requires(Permission.SEE_DIRECTORY)
def retire_group(group_id: int) -> ResponseReturnValue:
    """Offer the group no longer; those in it stay."""
    with unit_of_work() as session:
        group = _group(group_id)
        services.retire_group(session, group, actor=current_viewer().actor, at=clock.now())
        name = group.name
    undo = url_for("people.restore_group", group_id=group_id)
    flash_undo(_("“%(name)s” is no longer offered.", name=name), url=undo, label=_("Undo"))
    return back_to("people.stakeholder_groups")


@requires(Permission.SEE_DIRECTORY)
def restore_group(group_id: int) -> ResponseReturnValue:
    """Offer a retired group again."""
    with unit_of_work() as session:
        group = _group(group_id)
        services.restore_group(session, group, actor=current_viewer().actor, at=clock.now())
        name = group.name
    undo = url_for("people.retire_group", group_id=group_id)
    flash_undo(_("“%(name)s” is offered again.", name=name), url=undo, label=_("Undo"))
    return back_to("people.stakeholder_groups")


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of stakeholder groups to the blueprint of the directory."""
    both = ["GET", "POST"]
    bp.add_url_rule("/stakeholder-groups", view_func=stakeholder_groups, methods=both)
    bp.add_url_rule("/stakeholder-groups/<int:group_id>/edit", view_func=edit_group, methods=both)
    bp.add_url_rule("/stakeholder-groups/<int:group_id>/retire", view_func=retire_group, methods=["POST"])
    bp.add_url_rule("/stakeholder-groups/<int:group_id>/restore", view_func=restore_group, methods=["POST"])


def _group(group_id: int) -> StakeholderGroup:
    group = queries.find_group(db.session(), group_id)
    if group is None:
        raise NotFoundHere
    return group
