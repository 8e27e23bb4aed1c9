"""Pages of organisations."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core import clock
from dialogues.core.conflict import stored_instead, version_of
from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _
from dialogues.core.web import act, back_to, page_number, show_error
from dialogues.people import queries, rules, services
from dialogues.people.contact import phone_text
from dialogues.people.forms import OrganisationForm
from dialogues.people.models import Organisation
from dialogues.people.remarks import remarks_on
from dialogues.people.sectors import SECTOR_NAMES, Sector, in_words


@requires(Permission.SEE_DIRECTORY)
def list_organisations() -> ResponseReturnValue:
    """Every organisation by name, with how many people are in it now."""
    text, sector = request.args.get("q", "").strip(), Sector.__members__.get(request.args.get("sector", ""))
    page = queries.list_organisations(db.session(), text=text, sector=sector, page=page_number())
    asked = {"q": text, "sector": sector.value if sector else ""}
    return render_template(
        "people/list_organisations.html",
        page=page,
        asked={name: value for name, value in asked.items() if value},
        text=text,
        sector=asked["sector"],
        sectors=in_words(SECTOR_NAMES),
    )


@requires(Permission.SEE_DIRECTORY)
def organisation(organisation_id: int) -> ResponseReturnValue:
    """One organisation and the people in it now."""
    row = _organisation(organisation_id)
    if row.alias_of_id is not None:
        return redirect(url_for(".organisation", organisation_id=row.alias_of_id))
    return render_template(
        "people/organisation.html",
        organisation=row,
        aliases=queries.list_aliases(db.session(), organisation_id),
        found=remarks_on("organisation", organisation_id),
        page=queries.list_people_of(db.session(), organisation_id=organisation_id, page=page_number()),
        sectors=in_words(SECTOR_NAMES),
        phone_text=phone_text,
    )


@requires(Permission.SEE_DIRECTORY)
def add_organisation() -> ResponseReturnValue:
    """One more organisation."""
    form = OrganisationForm()
    form.offer()
    if form.validate_on_submit():
        try:
            with act(form) as session:
                row = services.add_organisation(session, **_facts(form))
                name, organisation_id = row.name, row.id
        except (rules.OrganisationExists, rules.RefusedFact) as error:
            show_error(form.name, error)
        else:
            flash(_("“%(name)s” is in the directory.", name=name))
            return back_to("people.organisation", organisation_id=organisation_id)
    page = render_template("people/add_organisation.html", form=form, back=url_for("people.list_organisations"))
    return page, 422 if form.errors else 200


@requires(Permission.SEE_DIRECTORY)
def edit_organisation(organisation_id: int) -> ResponseReturnValue:
    """What an organisation is called, its sector and country."""
    row = _organisation(organisation_id)
    if row.alias_of_id is not None:
        raise NotFoundHere
    form = OrganisationForm(data=_values(row))
    form.offer()
    stored: list[tuple[str, str]] = []
    if form.validate_on_submit():
        try:
            with act(form) as session:
                held = queries.find_organisation_to_change(session, organisation_id) or row
                services.update_organisation(session, held, version=version_of(form.version), **_facts(form))
        except (rules.OrganisationExists, rules.RefusedFact) as error:
            show_error(form.name, error)
        except rules.ChangedMeanwhile as error:
            show_error(form.version, error)
            values = _values(_organisation(organisation_id))
            form.version.data = values.pop("version")
            stored = stored_instead(form, values)
        else:
            flash(_("The organisation is saved."))
            return back_to("people.organisation", organisation_id=organisation_id)
    page = render_template(
        "people/edit_organisation.html",
        form=form,
        organisation=_organisation(organisation_id),
        stored=stored,
        back=url_for("people.organisation", organisation_id=organisation_id),
    )
    return page, 422 if form.errors else 200


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of organisations to the blueprint of the directory."""
    both = ["GET", "POST"]
    bp.add_url_rule("/organisations", view_func=list_organisations)
    bp.add_url_rule("/organisations/new", view_func=add_organisation, methods=both)
    bp.add_url_rule("/organisations/<int:organisation_id>", view_func=organisation)
    bp.add_url_rule("/organisations/<int:organisation_id>/edit", view_func=edit_organisation, methods=both)


def _organisation(organisation_id: int) -> Organisation:
    row = queries.find_organisation(db.session(), organisation_id)
    if row is None:
        raise NotFoundHere
    return row


def _facts(form: OrganisationForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "sector": form.chosen_sector(),
        "country": form.country.data or None,
        "actor": current_viewer().actor,
        "at": clock.now(),
    }


def _values(row: Organisation) -> dict[str, Any]:
    return {
        "name": row.name,
        "sector": row.sector.value if row.sector else None,
        "country": row.country,
        "version": str(row.version),
    }
