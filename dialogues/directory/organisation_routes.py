"""Pages of organisations known under more than one name."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core import clock, formats
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _, current_language, translated
from dialogues.core.web import act, back_to, flash_undo, page_number, show_error
from dialogues.directory import organisation_queries, organisation_services, page, queries, rules, services
from dialogues.directory.forms import AliasForm, MergeForm, choice_of, make_form
from dialogues.directory.models import Kind
from dialogues.directory.organisation_queries import Body
from dialogues.people.queries import find_organisation, list_aliases
from dialogues.people.rules import OrganisationExists, RefusedFact
from dialogues.people.sectors import SECTOR_NAMES, Sector


@requires(Permission.SEE_DIRECTORY)
def list_duplicate_organisations() -> ResponseReturnValue:
    """Pairs of organisations that may be one, side by side with why."""
    found = organisation_queries.list_organisation_proposals(db.session(), page=page_number())
    return render_template(
        "directory/list_duplicate_organisations.html",
        page=found,
        pairs=[_view(one.first, one.second, why=[str(_(one.reason))]) for one in found.rows],
        not_same=queries.count_not_same(db.session(), Kind.ORGANISATION),
    )


@requires(Permission.SEE_DIRECTORY)
def list_not_same_organisations() -> ResponseReturnValue:
    """Pairs of organisations that somebody said are two; each can be taken back."""
    found = queries.list_not_same(db.session(), Kind.ORGANISATION, page=page_number())
    names = queries.list_names(db.session(), Kind.ORGANISATION, found.rows)
    return render_template("directory/list_not_same_organisations.html", page=found, names=names)


@requires(Permission.SEE_DIRECTORY)
def merge_organisations(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Two organisations side by side; it is chosen under which name they are one."""
    if organisation_id == other_id and find_organisation(db.session(), organisation_id) is not None:
        raise rules.WithItself
    bodies = organisation_queries.list_bodies(db.session(), sorted((organisation_id, other_id)))
    if len(bodies) < 2:
        _require_unmerged(organisation_id, other_id)
        raise NotFoundHere
    form, problem = _merge_form(*bodies), None
    if form.validate_on_submit():
        try:
            with act(form) as session:
                merge = organisation_services.merge_organisations(
                    session,
                    first_id=organisation_id,
                    second_id=other_id,
                    chosen=form.chosen(),
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                merge_id, kept_id, kept, gone = merge.id, merge.kept_id, merge.kept_name, merge.gone_name
        except rules.NotChosen as error:  # one of them was changed after the page was opened
            problem = translated(error)
        else:
            flash_undo(
                _("“%(gone)s” is another name of “%(kept)s” now.", gone=gone, kept=kept),
                url=url_for(".undo_merge", merge_id=merge_id),
                label=_("Undo"),
            )
            return back_to("people.organisation", organisation_id=kept_id)
    view = _view(*bodies)
    body = render_template("directory/merge_organisations.html", form=form, pair=view, problem=problem)
    return body, 422 if form.errors or problem else 200


@requires(Permission.SEE_DIRECTORY)
def say_not_same_organisation(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Two organisations are known to be two and are not proposed again."""
    with unit_of_work() as session:
        one, other = services.say_not_same(
            session,
            Kind.ORGANISATION,
            first_id=organisation_id,
            second_id=other_id,
            actor=current_viewer().actor,
            at=clock.now(),
        )
    flash_undo(
        _("“%(one)s” and “%(other)s” are two organisations. They are not proposed again.", one=one, other=other),
        url=url_for(".take_back_not_same_organisation", organisation_id=organisation_id, other_id=other_id),
        label=_("Undo"),
    )
    return back_to(".list_duplicate_organisations")


@requires(Permission.SEE_DIRECTORY)
def take_back_not_same_organisation(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Whether two organisations are the same is open again."""
    with unit_of_work() as session:
        services.take_back_not_same(
            session,
            Kind.ORGANISATION,
            first_id=organisation_id,
            second_id=other_id,
            actor=current_viewer().actor,
            at=clock.now(),
        )
    flash(_("Whether they are the same is open again."))
    return back_to(".list_duplicate_organisations")


@requires(Permission.SEE_DIRECTORY)
def aliases(organisation_id: int) -> ResponseReturnValue:
    """The other names an organisation is found by; one more, or one less."""
    row = find_organisation(db.session(), organisation_id)
    if row is None or row.alias_of_id is not None:
        raise NotFoundHere
    form = AliasForm()
    if form.validate_on_submit():
        try:
            with act(form) as session:
                alias = organisation_services.add_alias(
                    session,
                    organisation_id,
                    name=form.name.data or "",
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                alias_id, name = alias.id, alias.name
        except (OrganisationExists, RefusedFact, rules.OwnName) as error:
            show_error(form.name, error)
        else:
            flash_undo(
                _("The organisation is found by “%(name)s” too.", name=name),
                url=url_for(".remove_alias", alias_id=alias_id),
                label=_("Undo"),
            )
            return back_to(".aliases", organisation_id=organisation_id)
    merged = {one.gone_id: one.id for one in queries.list_merges_into(db.session(), Kind.ORGANISATION, organisation_id)}
    body = render_template(
        "directory/aliases.html",
        form=form,
        organisation=find_organisation(db.session(), organisation_id),
        aliases=list_aliases(db.session(), organisation_id),
        merged=merged,
    )
    return body, 422 if form.errors else 200


@requires(Permission.SEE_DIRECTORY)
def remove_alias(alias_id: int) -> ResponseReturnValue:
    """An organisation is no longer found by this name."""
    with unit_of_work() as session:
        owner_id, name = organisation_services.remove_alias(
            session, alias_id, actor=current_viewer().actor, at=clock.now()
        )
    flash_undo(
        _("The organisation is no longer found by “%(name)s”.", name=name),
        url=url_for(".restore_alias", organisation_id=owner_id),
        label=_("Undo"),
    )
    return back_to(".aliases", organisation_id=owner_id)


@requires(Permission.SEE_DIRECTORY)
def restore_alias(organisation_id: int) -> ResponseReturnValue:
    """The name that was removed last finds the organisation again."""
    with unit_of_work() as session:
        name = organisation_services.restore_alias(
            session, organisation_id, actor=current_viewer().actor, at=clock.now()
        )
    flash(_("The organisation is found by “%(name)s” too.", name=name))
    return back_to(".aliases", organisation_id=organisation_id)


def add_pages(bp: Blueprint) -> None:
    """Give these pages their addresses."""
    both, post = ["GET", "POST"], ["POST"]
    pair = "<int:organisation_id>/<int:other_id>"
    for address, view, methods in (
        ("/organisations/duplicates", list_duplicate_organisations, ["GET"]),
        ("/organisations/not-same", list_not_same_organisations, ["GET"]),
        (f"/organisations/merge/{pair}", merge_organisations, both),
        (f"/organisations/not-same/{pair}", say_not_same_organisation, post),
        (f"/organisations/not-same/{pair}/undo", take_back_not_same_organisation, post),
        ("/organisations/<int:organisation_id>/aliases", aliases, both),
        ("/organisations/<int:organisation_id>/aliases/restore", restore_alias, post),
        ("/organisations/aliases/<int:alias_id>/remove", remove_alias, post),
    ):
        bp.add_url_rule(address, view_func=view, methods=methods)


def _merge_form(first: Body, second: Body) -> MergeForm:
    labels = {"name": _("Name"), "sector": _("Sector"), "country": _("Country")}
    fields: dict[str, Any] = {}
    for name, side in rules.proposed(rules.ORGANISATION_FIELDS, first, second).items():
        words = [_words(name, one) or _("Nothing") for one in (first, second)]
        if name == "name" and first.people != second.people:  # most people know it by that
            side = rules.Side.FIRST if first.people > second.people else rules.Side.SECOND
        options = [(rules.Side.FIRST, words[0]), (rules.Side.SECOND, words[1])]
        fields[name] = choice_of(labels[name], options, proposed=side)
    return make_form(fields)


def _words(field: str, one: Body) -> str | None:
    if field == "sector":
        return str(_(SECTOR_NAMES[Sector(one.sector)])) if one.sector else None
    if field == "country":
        return formats.country_text(one.country, locale=current_language()) if one.country else None
    return one.name


def _view(first: Body, second: Body, *, why: list[str] | None = None) -> page.PairView:
    bodies = (first, second)
    rows = [
        page.row(_("Sector"), *(_listed(_words("sector", one)) for one in bodies)),
        page.row(_("Country"), *(_listed(_words("country", one)) for one in bodies)),
        page.row(_("People"), *([str(one.people)] for one in bodies)),
        page.row(_("Also called"), *(list(one.aliases) for one in bodies)),
    ]
    names = [(one.name, url_for("people.organisation", organisation_id=one.id)) for one in bodies]
    return page.PairView(
        id=f"pair-{first.id}-{second.id}",
        title=_("%(one)s and %(other)s", one=first.name, other=second.name),
        names=(names[0], names[1]),
        why=why or [],
        rows=rows,
        first_id=first.id,
        second_id=second.id,
    )


def _listed(words: str | None) -> list[str]:
    return [words] if words else []


def _require_unmerged(*ids: int) -> None:
    """Raise MergedMeanwhile if one of these organisations is part of another one by now."""
    for key in ids:
        row = find_organisation(db.session(), key)
        if row is not None and row.alias_of_id is not None:
            raise rules.MergedMeanwhile(name=row.name)
