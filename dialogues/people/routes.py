"""Pages of the directory."""

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core import clock
from dialogues.core.conflict import version_of
from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _
from dialogues.core.web import act, back_to, page_number, show_error
from dialogues.people import group_routes, letterhead_routes, organisation_routes, queries, rules, services, wording
from dialogues.people.contact import phone_text
from dialogues.people.fields import form_values
from dialogues.people.forms import EditPersonForm
from dialogues.people.models import Person
from dialogues.people.sectors import SECTOR_NAMES, Sector, in_words

bp = Blueprint("people", __name__)
wording.teach_journal()
organisation_routes.add_pages(bp)
letterhead_routes.add_pages(bp)
group_routes.add_pages(bp)


@bp.get("/people")
@requires(Permission.SEE_DIRECTORY)
def list_people() -> ResponseReturnValue:
    """Everybody who was ever written down, by name, with what they were searched by."""
    text, sector = request.args.get("q", "").strip(), Sector.__members__.get(request.args.get("sector", ""))
    page = queries.list_people(db.session(), text=text, sector=sector, page=page_number())
    asked = {"q": text, "sector": sector.value if sector else ""}
    return render_template(
        "people/list_people.html",
        page=page,
        asked={name: value for name, value in asked.items() if value},
        text=text,
        sector=asked["sector"],
        sectors=in_words(SECTOR_NAMES),
        phone_text=phone_text,
    )


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@requires(Permission.SEE_DIRECTORY)
def edit_person(person_id: int) -> ResponseReturnValue:
    """What the directory knows of somebody."""
    person = _person(person_id)
    form = EditPersonForm(data=_values(person))
    form.offer(_groups(person), language=person.language)
    stored: list[tuple[str, str]] = []
    if form.validate_on_submit():
        try:
            with act(form) as session:
                held = queries.find_person_to_change(session, person_id) or person
                services.update_person(
                    session,
                    held,
                    form.facts(),
                    version=version_of(form.version),
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                name = held.full_name
        except rules.RefusedFact as error:
            show_error(form[error.field], error)
        except rules.ChangedMeanwhile as error:
            show_error(form.version, error)
            stored = form.stored_now(_values(_person(person_id)))
        else:
            flash(_("%(name)s is saved.", name=name))
            return back_to("registration.known_person", person_id=person_id)
    page = render_template(
        "people/edit_person.html",
        form=form,
        person=_person(person_id),
        stored=stored,
        organisations=queries.list_organisation_names(db.session()),
        back=url_for("registration.known_person", person_id=person_id),
    )
    return page, 422 if form.errors else 200


def _person(person_id: int) -> Person:
    person = queries.find_person(db.session(), person_id)
    if person is None:
        raise NotFoundHere
    return person


def _groups(person: Person) -> list[queries.GroupChoice]:
    return queries.list_group_choices(db.session(), chosen_id=person.stakeholder_group_id)


def _values(person: Person) -> dict[str, Any]:
    organisation = person.organisation.name if person.organisation else None
    return {**form_values(person, organisation=organisation), "version": str(person.version)}
