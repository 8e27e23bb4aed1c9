"""Pages for asking people: from the directory, from a list, or an institution for a seat."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission, current_viewer, may_everywhere
from dialogues.core import clock
from dialogues.core.clock import day_in
from dialogues.core.db import db
from dialogues.core.errors import NotAllowed
from dialogues.core.i18n import LANGUAGES, _, _n, current_language, translated
from dialogues.core.web import act, back_to, base_url, flash_undo, show_error
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.invitations import letter_services, queries, rules, services, wording
from dialogues.invitations.forms import InviteForm, InviteListForm, InviteSeatForm
from dialogues.invitations.models import Invitation
from dialogues.people.contact import read_phones
from dialogues.people.facts import PersonFacts
from dialogues.people.queries import find_person, list_organisation_names
from dialogues.people.rules import RefusedFact
from dialogues.people.sectors import SECTOR_NAMES, Sector, in_words
from dialogues.registration.balance_page import balance_panel
from dialogues.registration.recognition import find_recognised
from dialogues.registration.rules import AlreadyRegistered

_USUAL_NOTICE = timedelta(days=7)  # before the first day, to answer by
_CHOSEN_MAX = 200  # persons of one act


@for_event(Permission.EDIT_PARTICIPANTS)
def invite_known(event: Event) -> ResponseReturnValue:
    """Ask persons of the directory, found by name or organisation and ticked."""
    if not _sees_directory():
        raise NotAllowed
    form = _with_defaults(InviteForm(), event)
    text = request.values.get("q", "")[:200]
    if form.validate_on_submit():
        ids = [int(one) for one in request.form.getlist("person")[:_CHOSEN_MAX] if one.isascii() and one.isdigit()]
        try:
            if not ids:
                raise rules.NobodyChosen
            _require_day(form, event)
            with act(form) as session:
                invitations, known = _invite_persons(session, event, form, ids)
                if not invitations:
                    raise rules.IsInvitedAlready
                return _finish(session, event, form, invitations, known)
        except rules.AnswerByPassed as error:
            show_error(form.answer_by, error)
        except (rules.RefusedInvitation, RefusedFact) as error:
            show_error(form.send, error)
    page = render_template(
        "invitations/invite_known.html",
        event=event,
        form=form,
        text=text,
        found=queries.search_directory(db.session(), event.id, text),
        found_max=queries.FOUND_MAX,
        chosen=request.form.getlist("person"),
        ways=_ways(event, "known"),
        **_balance(event),
        sectors=in_words(SECTOR_NAMES),
    )
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_PARTICIPANTS)
def invite_list(event: Event) -> ResponseReturnValue:
    """Ask people typed or pasted, a line each; whoever surely is in the directory is known again."""
    form = _with_defaults(InviteListForm(), event)
    if form.validate_on_submit():
        try:
            _require_day(form, event)
            with act(form) as session:
                invitations, known = _invite_lines(session, event, form)
                if not invitations:
                    raise rules.IsInvitedAlready
                return _finish(session, event, form, invitations, known)
        except rules.AnswerByPassed as error:
            show_error(form.answer_by, error)
        except (rules.RefusedInvitation, RefusedFact) as error:
            show_error(form.people, error)
    page = render_template(
        "invitations/invite_list.html", event=event, form=form, ways=_ways(event, "list"), **_balance(event)
    )
    return page, 422 if form.errors else 200


@for_event(Permission.EDIT_PARTICIPANTS)
def invite_seat(event: Event) -> ResponseReturnValue:
    """Ask an institution to send whom it will."""
    form = _with_defaults(InviteSeatForm(), event)
    if form.validate_on_submit():
        try:
            _require_day(form, event)
            with act(form) as session:
                invitation = services.invite_seat(
                    session,
                    event,
                    organisation=form.organisation.data or "",
                    position=form.position.data,
                    sector=Sector(form.sector.data),
                    contact_name=form.full_name.data,
                    email=form.email.data or None,
                    phone=form.phone.data or None,
                    answer_by=form.answer_by.data,
                    language=form.language.data,
                    actor=current_viewer().actor,
                    at=clock.now(),
                )
                return _finish(session, event, form, [invitation], [])
        except rules.AnswerByPassed as error:
            show_error(form.answer_by, error)
        except RefusedFact as error:
            show_error(form[error.field if error.field in form else "organisation"], error)
    page = render_template(
        "invitations/invite_seat.html",
        event=event,
        form=form,
        ways=_ways(event, "seat"),
        **_balance(event),
        organisations=list_organisation_names(db.session()) if _sees_directory() else (),
    )
    return page, 422 if form.errors else 200


def _with_defaults(form: Any, event: Event) -> Any:
    """The form with its lists, and what is usual where nothing was said yet."""
    form.offer()
    if not form.is_submitted():
        form.answer_by.data = _usual_answer_day(event, day_in(event.zone, clock.now()))
        form.language.data = current_language()
    return form


def _usual_answer_day(event: Event, today: date) -> date:
    """The day to answer by that is proposed: a week before the event, or its first day."""
    usual = event.starts_on - _USUAL_NOTICE
    return usual if usual > today else max(today, event.starts_on)


def _require_day(form: InviteForm, event: Event) -> None:
    today = day_in(event.zone, clock.now())
    rules.require_answer_by(form.answer_by.data, starts_on=event.starts_on, today=today)


def _invite_persons(
    session: Session, event: Event, form: InviteForm, ids: Sequence[int]
) -> tuple[list[Invitation], list[str]]:
    invitations: list[Invitation] = []
    known: list[str] = []
    for person_id in ids:
        person = find_person(session, person_id)
        if person is None:
            continue
        facts = PersonFacts(full_name=person.full_name, sector=person.sector)
        _invite_one(session, event, form, facts, person_id, invitations, known)
    return invitations, known


def _invite_lines(session: Session, event: Event, form: InviteListForm) -> tuple[list[Invitation], list[str]]:
    invitations: list[Invitation] = []
    known: list[str] = []
    refused = []
    for line in rules.read_lines(form.people.data or ""):
        facts = PersonFacts(
            full_name=line.name,
            sector=Sector(form.sector.data),
            organisation=line.organisation,
            position=line.position,
            email=line.email,
            phone=line.phone,
            language=form.language.data if form.language.data in LANGUAGES else None,
        )
        try:
            phones = read_phones(line.phone, country=event.country)
            person_id = find_recognised(
                session, event.id, full_name=line.name, organisation=line.organisation, email=line.email,
                phones=[one for one in (phones.first, phones.second) if one],
            )  # fmt: skip
            _invite_one(session, event, form, facts, person_id, invitations, known)
        except RefusedFact as error:
            refused.append(_("line %(number)s (%(reason)s)", number=line.number, reason=translated(error)))
    if refused:
        raise rules.BadLines(lines="; ".join(refused[:10]))
    return invitations, known


def _invite_one(
    session: Session,
    event: Event,
    form: InviteForm,
    facts: PersonFacts,
    person_id: int | None,
    invitations: list[Invitation],
    known: list[str],
) -> None:
    """Ask one of many; who is on the list already is passed over and told."""
    try:
        invitations.append(
            services.invite_person(
                session,
                event,
                facts=facts,
                person_id=person_id,
                answer_by=form.answer_by.data,
                language=form.language.data,
                actor=current_viewer().actor,
                at=clock.now(),
            )
        )
    except AlreadyRegistered:
        known.append(facts.full_name)


def _finish(
    session: Session, event: Event, form: InviteForm, invitations: Sequence[Invitation], known: Sequence[str]
) -> ResponseReturnValue:
    """Send the letters if that was asked for, tell what was done, and lead to the list."""
    slug, now, sent = event.slug, clock.now(), None
    if form.sends_now:
        sent = letter_services.send_letters(
            session,
            event,
            invitations,
            letters=wording.letters_of(event, queries.list_letters(session, event.id)),
            base_url=base_url(),
            actor=current_viewer().actor,
            at=now,
            remind_days_before=form.days_before,
        )
    words = _n("One was invited.", "%(num)d were invited.", len(invitations))
    if sent is not None and sent.written:
        letters = _n("One letter leaves in a minute.", "%(num)d letters leave in a minute.", sent.written)
        undo = url_for("messages.withdraw_batch", slug=slug, batch=sent.batch)
        flash(words)
        flash_undo(letters, url=undo, label=_("Undo"))
    else:
        flash(words)
    if sent is not None and sent.without_email:
        flash(
            _n(
                "One has no e-mail address: print the letter, or telephone.",
                "%(num)d have no e-mail address: print their letters, or telephone.",
                len(sent.without_email),
            ),
            "warning",
        )
    if known:
        flash(_n("One was on the list already.", "%(num)d were on the list already.", len(known)), "warning")
    return back_to("invitations.list_invitations", slug=slug)


def _balance(event: Event) -> dict[str, Any]:
    """The balance that stands beside each way of inviting, and whether the reader may set its targets."""
    return {
        "panel": balance_panel(db.session(), event),
        "may_plan": may_in(current_viewer(), Permission.EDIT_EVENT, event),
    }


def _sees_directory() -> bool:
    return may_everywhere(current_viewer(), Permission.SEE_DIRECTORY)


def _ways(event: Event, current: str) -> list[dict[str, Any]]:
    """The ways of inviting, for who may use each."""
    ways = [("list", _("A list of people")), ("seat", _("A seat for an institution"))]
    if _sees_directory():
        ways.insert(0, ("known", _("People of the directory")))
    return [
        {
            "label": words,
            "url": url_for(f"invitations.invite_{name}", slug=event.slug),
            "is_current": name == current,
        }
        for name, words in ways
    ]


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of invitations."""
    base = "/events/<slug>/invitations/new"
    bp.add_url_rule(f"{base}/known", view_func=invite_known, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/list", view_func=invite_list, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/seat", view_func=invite_seat, methods=["GET", "POST"])
