"""Pages of letterheads: the words and the logo of one organisation."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, current_viewer, requires
from dialogues.core import clock
from dialogues.core.conflict import stored_instead, version_of
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _, translated
from dialogues.core.pictures import RefusedPicture, read_logo
from dialogues.core.web import act, back_to, flash_undo, show_error
from dialogues.people import letterhead_services, queries
from dialogues.people.letterhead_forms import LetterheadForm, LogoForm
from dialogues.people.letterhead_queries import list_letterheads
from dialogues.people.letterhead_rules import LogoGone, RefusedLine
from dialogues.people.logo_answer import picture_answer
from dialogues.people.models import Organisation
from dialogues.people.rules import ChangedMeanwhile


@requires(Permission.SEE_DIRECTORY)
def edit_letterhead(organisation_id: int) -> ResponseReturnValue:
    """What stands on the letters and papers of an organisation, with its logo."""
    form = LetterheadForm(data=_values(_organisation(db.session(), organisation_id)))
    stored: list[tuple[str, str]] = []
    if form.validate_on_submit():
        try:
            with act(form) as session:
                letterhead_services.edit_letterhead(
                    session,
                    _to_change(session, organisation_id),
                    printed_name=form.printed_name.data,
                    letter_address=form.letter_address.data,
                    letter_footer=form.letter_footer.data,
                    version=version_of(form.version),
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
        except RefusedLine as error:
            show_error(form[error.field], error)
        except ChangedMeanwhile as error:
            show_error(form.version, error)
            values = _values(_organisation(db.session(), organisation_id))
            form.version.data = values.pop("version")
            stored = stored_instead(form, values)
        else:
            flash(_("The letterhead is saved."))
            return back_to(".edit_letterhead", organisation_id=organisation_id)
    return _page(organisation_id, form, LogoForm(formdata=None, prefix="logo"), stored)


@requires(Permission.SEE_DIRECTORY)
def set_logo(organisation_id: int) -> ResponseReturnValue:
    """Another logo for an organisation, drawn anew from the file that is sent."""
    organisation = _organisation(db.session(), organisation_id)
    form = LogoForm(prefix="logo")
    if form.validate_on_submit():
        try:
            picture = read_logo(form.content())  # before the write lock is taken: it takes its time
            with act(form) as session:
                before = letterhead_services.set_logo(
                    session,
                    _to_change(session, organisation_id),
                    picture,
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
        except RefusedPicture as error:
            show_error(form.file, error)
        else:
            _flash_logo(_("The logo is saved."), organisation_id, before)
            return back_to(".edit_letterhead", organisation_id=organisation_id)
    return _page(organisation_id, LetterheadForm(formdata=None, data=_values(organisation)), form, [])


@requires(Permission.SEE_DIRECTORY)
def remove_logo(organisation_id: int) -> ResponseReturnValue:
    """Take the logo of an organisation away."""
    with unit_of_work() as session:
        before = letterhead_services.remove_logo(
            session, _to_change(session, organisation_id), actor=current_viewer().actor, at=clock.now()
        )
    _flash_logo(_("The logo is taken away."), organisation_id, before)
    return back_to(".edit_letterhead", organisation_id=organisation_id)


@requires(Permission.SEE_DIRECTORY)
def restore_logo(organisation_id: int, logo_id: int) -> ResponseReturnValue:
    """Give an organisation back the logo it had; number 0 is that it had none."""
    actor, now = current_viewer().actor, clock.now()
    try:
        with unit_of_work() as session:
            organisation = _to_change(session, organisation_id)
            if logo_id:
                letterhead_services.restore_logo(session, organisation, logo_id, actor=actor, at=now)
            else:
                letterhead_services.remove_logo(session, organisation, actor=actor, at=now)
    except LogoGone as error:
        flash(translated(error), "warning")
    else:
        flash(_("The logo is as it was."))
    return back_to(".edit_letterhead", organisation_id=organisation_id)


@requires(Permission.SEE_DIRECTORY)
def logo(organisation_id: int) -> ResponseReturnValue:
    """The logo of an organisation as a picture."""
    return picture_answer(list_letterheads(db.session(), [organisation_id]).get(organisation_id))


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of letterheads to the blueprint of the directory."""
    base = "/organisations/<int:organisation_id>"
    bp.add_url_rule(f"{base}/letterhead", view_func=edit_letterhead, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/logo", view_func=set_logo, methods=["POST"])
    bp.add_url_rule(f"{base}/logo.png", view_func=logo)
    bp.add_url_rule(f"{base}/logo/remove", view_func=remove_logo, methods=["POST"])
    bp.add_url_rule(f"{base}/logo/restore/<int:logo_id>", view_func=restore_logo, methods=["POST"])


def _page(
    organisation_id: int, form: LetterheadForm, logo_form: LogoForm, stored: list[tuple[str, str]]
) -> ResponseReturnValue:
    organisation = _organisation(db.session(), organisation_id)
    page = render_template(
        "people/edit_letterhead.html",
        organisation=organisation,
        letterhead=list_letterheads(db.session(), [organisation_id])[organisation_id],
        form=form,
        logo_form=logo_form,
        stored=stored,
    )
    return page, 422 if form.errors or logo_form.errors else 200


def _flash_logo(text: str, organisation_id: int, before: int | None) -> None:
    url = url_for(".restore_logo", organisation_id=organisation_id, logo_id=before or 0)
    flash_undo(text, url=url, label=_("Undo"))


def _organisation(session: Session, organisation_id: int) -> Organisation:
    row = queries.find_organisation(session, organisation_id)
    if row is None or row.alias_of_id is not None:
        raise NotFoundHere
    return row


def _to_change(session: Session, organisation_id: int) -> Organisation:
    row = queries.find_organisation_to_change(session, organisation_id)
    if row is None or row.alias_of_id is not None:
        raise NotFoundHere
    return row


def _values(row: Organisation) -> dict[str, Any]:
    return {
        "printed_name": row.printed_name,
        "letter_address": row.letter_address,
        "letter_footer": row.letter_footer,
        "version": str(row.version),
    }
