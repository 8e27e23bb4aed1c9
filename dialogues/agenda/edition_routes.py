"""Pages of editions: publish the plan, look at what was published, tell those concerned."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.agenda import edition_page, edition_rules, edition_services, page, queries
from dialogues.agenda import edition_queries as editions
from dialogues.agenda.edition_content import fingerprint
from dialogues.agenda.edition_forms import AboutEditionForm, Audience, PublishForm
from dialogues.agenda.edition_models import AgendaEdition
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import _
from dialogues.core.web import act, back_to, show_error
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.messages import letter_page
from dialogues.messages import queries as messages
from dialogues.messages import rules as message_rules
from dialogues.registration.models import Registration


@for_event(Permission.EDIT_AGENDA)
def publish_edition(event: Event) -> ResponseReturnValue:
    """What would be published, and what it changes; then it is, for everybody who may read the agenda."""
    form = PublishForm()
    if form.validate_on_submit():
        try:
            with act(form) as session:
                edition = edition_services.publish_edition(
                    session, event=event, actor=current_viewer().actor, at=clock.now(), seen=form.seen.data
                )
                slug, number = event.slug, edition.number
        except (edition_rules.PlanChanged, edition_rules.NothingToPublish, edition_rules.EmptyPlan) as error:
            show_error(form.seen, error)
        else:
            flash(_("Edition %(number)s is published.", number=number))
            return back_to(".edition", slug=slug, number=number)
    days = queries.list_agenda(db.session(), event.id)
    form.seen.data = fingerprint(days)
    text = render_template(
        "agenda/publish_edition.html",
        event=event,
        form=form,
        plan=edition_page.plan_facts(event, days, needs_names=True),
        sessions=sum(len(day.items) for day in days),
        clashes=sum(len(day.clashes) for day in days),
    )
    return text, 422 if form.errors else 200


@for_event(Permission.SEE_EVENT)
def list_editions(event: Event) -> ResponseReturnValue:
    """Every edition that was published, the newest first."""
    found = [None, *editions.list_editions(db.session(), event.id)]
    lines = [
        edition_page.edition_line(after, editions.list_changes_between(before, after), is_first=before is None)
        for before, after in pairwise(found)
        if after is not None
    ]
    return render_template("agenda/list_editions.html", event=event, editions=lines[::-1])


@for_event(Permission.SEE_EVENT)
def edition(event: Event, number: int) -> ResponseReturnValue:
    """One edition as the public reads it, and what it changed."""
    found, changes = _edition(event, number)
    viewer = current_viewer()
    may_edit = may_in(viewer, Permission.EDIT_AGENDA, event)
    return render_template(
        "agenda/edition.html",
        event=event,
        edition=editions.line_of(found),
        changes=edition_page.change_sentences(event, changes, needs_names=may_edit) if number > 1 else [],
        days=page.public_days(editions.list_days_of(db.session(), event, found)),
        may_write=may_in(viewer, Permission.EDIT_PARTICIPANTS, event),
    )


@for_event(Permission.EDIT_PARTICIPANTS)
def write_about_edition(event: Event, number: int) -> ResponseReturnValue:
    """Tell those concerned what an edition changed: the text may be rewritten, is looked at, and only then leaves."""
    found, changes = _edition(event, number)
    form = AboutEditionForm(data=_proposal(event, found, changes))
    audience = _audience(event, form, changes)
    then = request.form.get("then", "preview")
    if form.validate_on_submit() and then == "send":
        try:
            return letter_page.send(event, form, audience)
        except (message_rules.NobodyToWriteTo, message_rules.NoSuchLetter) as error:
            show_error(form.audience if isinstance(error, message_rules.NobodyToWriteTo) else form.text, error)
    text = render_template(
        "agenda/write_about_edition.html",
        event=event,
        form=form,
        edition=editions.line_of(found),
        preview=letter_page.preview(event, form, audience) if form.is_submitted() and not form.errors else None,
        counts={choice.value: len(_audience(event, form, changes, choice=choice)) for choice in Audience},
    )
    return text, 422 if form.errors else 200


def _edition(event: Event, number: int) -> tuple[AgendaEdition, list[edition_rules.Change]]:
    found = editions.find_edition(db.session(), event_id=event.id, number=number)
    if found is None:
        raise NotFoundHere
    before = editions.find_edition(db.session(), event_id=event.id, number=number - 1) if number > 1 else None
    return found, editions.list_changes_between(before, found)


def _proposal(event: Event, edition: AgendaEdition, changes: Sequence[edition_rules.Change]) -> dict[str, Any]:
    """The message as it could be; names in sessions under the Chatham House Rule stay out of it."""
    sentences = edition_page.change_sentences(event, changes, needs_names=False) if edition.number > 1 else []
    opening = _("Dear {name},")
    said = _("there is a new edition of the agenda of {event}: number %(number)s.", number=edition.number)
    closing = _("The agenda as it stands: {link}")
    return {
        "subject": _("{event}: edition %(number)s of the agenda", number=edition.number),
        "text": "\n\n".join([opening, said, *(["\n".join(f"- {one}" for one in sentences)] if sentences else []),
                             closing]),
    }  # fmt: skip


def _audience(
    event: Event,
    form: AboutEditionForm,
    changes: Sequence[edition_rules.Change],
    *,
    choice: Audience | None = None,
) -> Sequence[Registration]:
    wanted = choice.value if choice else form.audience.data
    concerned = edition_rules.people_concerned(changes) if wanted == Audience.CONCERNED.value else None
    ids = editions.list_confirmed(db.session(), event.id, among=concerned)
    return messages.list_audience(db.session(), event.id, among=ids)


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of editions to the blueprint of the agenda."""
    base = "/events/<slug>/agenda"
    bp.add_url_rule(f"{base}/publish", view_func=publish_edition, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/editions", view_func=list_editions)
    bp.add_url_rule(f"{base}/editions/<int:number>", view_func=edition)
    bp.add_url_rule(f"{base}/editions/<int:number>/message", view_func=write_about_edition, methods=["GET", "POST"])
