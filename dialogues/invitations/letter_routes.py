"""The page where the letter of an event is written, in each language, with how it comes out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.i18n import LANGUAGES, _, current_language
from dialogues.core.web import act, base_url, show_error
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.invitations import letter_services, queries, wording
from dialogues.invitations.forms import LetterForm
from dialogues.invitations.models import Answer, Invitation
from dialogues.messages.rules import NoSuchLetter, fill
from dialogues.outbox import services as outbox
from dialogues.people.rules import RefusedFact
from dialogues.people.sectors import Sector


@for_event(Permission.EDIT_PARTICIPANTS)
def letter(event: Event) -> ResponseReturnValue:
    """Write the letter in one language (`?in=fr`), see how it comes out, send it to oneself, keep it."""
    code = request.values.get("in", "")
    language = code if code in LANGUAGES else current_language()
    stored = queries.list_letters(db.session(), event.id)
    present = wording.letters_of(event, stored)[language]
    form = LetterForm(
        data={
            "subject": present.subject,
            "body": present.body,
            "full_name": present.signed_by,
            "position": present.signed_as,
        }
    )
    then = request.form.get("then", "")
    if form.validate_on_submit():
        try:
            if then == "test":
                _send_test(event, form, language)
            elif then != "preview":
                return _keep(event, form, language)
        except (NoSuchLetter, RefusedFact) as error:
            show_error(form.body, error)
    subject, body = _as_received(event, form, language)
    page = render_template(
        "invitations/letter.html",
        event=event,
        form=form,
        language=language,
        languages_offered=[
            {"label": name, "url": f"{url_for('.letter', slug=event.slug)}?in={one}", "is_current": one == language}
            for one, name in LANGUAGES.items()
        ],
        is_own=language in stored,
        subject=subject,
        body=body,
        placeholders=[(f"{{{name}}}", _(words)) for name, words in wording.PLACEHOLDERS.items()],
        own_address=getattr(current_viewer(), "email", None),
    )
    return page, 422 if form.errors else 200


def _keep(event: Event, form: LetterForm, language: str) -> ResponseReturnValue:
    with act(form) as session:
        slug = event.slug
        letter_services.change_letter(
            session,
            event,
            language=language,
            subject=form.subject.data or "",
            body=form.body.data or "",
            signed_by=form.full_name.data,
            signed_as=form.position.data,
            actor=current_viewer().actor,
            at=clock.now(),
        )
    flash(_("The letter is kept. Invitations sent from now on read so."))
    return redirect(f"{url_for('invitations.letter', slug=slug)}?in={language}", code=303)


def _send_test(event: Event, form: LetterForm, language: str) -> None:
    subject, body = _as_received(event, form, language)
    viewer, event_id = current_viewer(), event.id
    address, name = viewer.email, viewer.name
    with unit_of_work() as session:
        outbox.post(
            session,
            kind="message.test",
            to_address=address,
            to_name=name,
            subject=subject,
            text=body,
            language=language,
            at=clock.now(),
            event_id=event_id,
        )
    flash(_("A test is on its way to %(address)s.", address=address))


def _as_received(event: Event, form: LetterForm, language: str) -> tuple[str, str]:
    """Subject and text as somebody gets them: the first one invited, else somebody invented."""
    invited = queries.list_to_print(db.session(), event.id, limit=1)
    one = invited[0] if invited else _somebody(event)
    values = letter_services.values_of(event, one, base_url=base_url(), language=language)
    return fill(form.subject.data or "", values), fill(form.body.data or "", values)


def _somebody(event: Event) -> Invitation:
    """An invitation that is in no database, for looking at a letter before anybody is invited."""
    return Invitation(
        event_id=event.id, is_seat=True, organisation_name=_("Ministry of Mines"), position=_("Director"),
        contact_name=_("Ama Serwaa"), sector=Sector.GOV, answer=Answer.OPEN, answer_by=None,
        token="",
    )  # fmt: skip


def add_pages(bp: Blueprint) -> None:
    """Give the address of this page to the blueprint of invitations."""
    bp.add_url_rule("/events/<slug>/invitations/letter", view_func=letter, methods=["GET", "POST"])
