"""The page behind the personal link: who was invited comes, does not come, or names somebody else."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, make_response, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.audit.services import Actor
from dialogues.core import clock
from dialogues.core.clock import day_in
from dialogues.core.db import db
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import LANGUAGES, _, current_language, force_locale
from dialogues.core.web import Form, act, back_to, show_error
from dialogues.invitations import letter_services, queries, rules, services
from dialogues.invitations.forms import AcceptForm, DeclineForm, NameForm
from dialogues.invitations.models import Answer, Invitation
from dialogues.people.contact import phones_text
from dialogues.people.rules import RefusedFact
from dialogues.registration import offering
from dialogues.registration.kinds import Status
from dialogues.registration.rules import NotInThisState

_TOKEN_LENGTH = 43  # of tokens.new_secret


def answer(invitation_token: str) -> ResponseReturnValue:
    """What somebody is invited to, what they answered, and three ways to answer. Looking changes nothing."""
    invitation = _found(invitation_token)
    with force_locale(_language(invitation)):
        return _page(invitation, *_forms(invitation))


def accept(invitation_token: str) -> ResponseReturnValue:
    """Who was invited comes."""

    def do(session: Session, held: Invitation, form: Any, given: dict[str, Any]) -> None:
        services.accept(
            session,
            held,
            phone=form.phone.data or "",
            email=form.email.data or "",
            position=form.position.data or "",
            consents=form.consents(),
            **given,
        )

    return _act(invitation_token, 0, do, "phone", _thanks_for_coming)


def decline(invitation_token: str) -> ResponseReturnValue:
    """Who was invited does not come."""

    def do(session: Session, held: Invitation, form: Any, given: dict[str, Any]) -> None:
        services.decline(session, held, reason=form.reason.data, **given)

    return _act(invitation_token, 1, do, "reason", lambda _held: _("Thank you for telling us."))


def name_somebody(invitation_token: str) -> ResponseReturnValue:
    """Somebody else comes in their place, or fills the seat."""

    def do(session: Session, held: Invitation, form: Any, given: dict[str, Any]) -> None:
        services.name_somebody(session, held, facts=form.facts(), consents=form.consents(), **given)

    return _act(invitation_token, 2, do, "full_name", _thanks_for_naming)


def _thanks_for_coming(held: Invitation) -> str:
    return (
        _("Thank you. All seats are taken: you are on the waiting list, and are told when one becomes free.")
        if _waits(held)
        else _("Thank you. You are expected.")
    )


def _thanks_for_naming(held: Invitation) -> str:
    return (
        _("Thank you. All seats are taken: the person you named is on the waiting list.")
        if _waits(held)
        else _("Thank you. We expect the person you named.")
    )


def _waits(invitation: Invitation) -> bool:
    """Whether whoever comes on this invitation has no seat yet."""
    comes = invitation.named or invitation.registration
    return comes is not None and comes.status is Status.WAITING


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of these pages to the blueprint of invitations."""
    base = "/invitation/<invitation_token>"
    bp.add_url_rule(base, view_func=answer)
    for path, view in (("accept", accept), ("decline", decline), ("name", name_somebody)):
        bp.add_url_rule(f"{base}/{path}", view_func=view, methods=["POST"])


# ---------------------------------------------------------------- inside
def _act(
    token: str, which: int, do: Callable[[Session, Invitation, Any, dict[str, Any]], None], field: str,
    thanks: Callable[[Invitation], str],
) -> ResponseReturnValue:  # fmt: skip
    """Do what one of the three forms asks, or show all of them again with what is wrong."""
    invitation = _found(token)
    with force_locale(_language(invitation)):
        forms = _forms(invitation, which)
        form = forms[which]
        if form.validate_on_submit():
            now, event = clock.now(), invitation.event
            today = day_in(event.zone, now)
            try:
                with act(form) as session:
                    held = queries.find_invitation_to_change(session, invitation.event_id, invitation.id) or invitation
                    rules.require_may_answer(held.answer, held.answer_by, starts_on=held.event.starts_on, today=today)
                    actor = Actor(name=_("%(name)s, by the personal link", name=letter_services.addressee(held)))
                    do(session, held, form, {"actor": actor, "at": now})
                    session.flush()  # the seats are counted in the database
                    offering.pass_on(session, held.event)
                    thanked = thanks(held)
            except RefusedFact as error:
                show_error(form[error.field if error.field in form else field], error)
            except (rules.RefusedAnswer, NotInThisState) as error:
                show_error(form[field], error)
            else:
                flash(thanked)
                return back_to("invitations.answer", invitation_token=token)
        return _page(_found(token), *forms)


def _found(token: str) -> Invitation:
    invitation = queries.find_by_token(db.session(), token) if len(token) == _TOKEN_LENGTH else None
    if invitation is None:
        raise NotFoundHere
    return invitation


def _language(invitation: Invitation) -> str:
    """The reader's own choice, else the language of the letter."""
    asked = request.args.get("language") or cookie.get("language")
    if asked in LANGUAGES:
        return str(asked)
    return invitation.language if invitation.language in LANGUAGES else current_language()


def _forms(invitation: Invitation, sent: int | None = None) -> list[Any]:
    """The three forms; only the one that was sent reads what was sent."""
    registration = invitation.registration
    known = {}
    if registration is not None:
        known = {
            "position": registration.position,
            "phone": phones_text(registration.phone, registration.phone_alternative),
            "email": registration.email,
        }
    made: list[Form] = []
    for number, (kind, data) in enumerate(
        ((AcceptForm, known), (DeclineForm, {"reason": invitation.reason}), (NameForm, {}))
    ):
        more: dict[str, Any] = {} if sent is None or number == sent else {"formdata": None}
        form = kind(data=data, prefix="" if number == 0 else f"{('', 'decline', 'name')[number]}-", **more)
        if isinstance(form, AcceptForm | NameForm):
            form.offer()
        made.append(form)
    return made


def _page(invitation: Invitation, accepting: Any, declining: Any, naming: Any) -> ResponseReturnValue:
    event, today = invitation.event, day_in(invitation.event.zone, clock.now())
    last = rules.last_day_to_answer(invitation.answer_by, starts_on=event.starts_on)
    errors = bool(accepting.errors or declining.errors or naming.errors)
    page = render_template(
        "invitations/answer.html",
        event=event,
        invitation=invitation,
        name=letter_services.addressee(invitation),
        named=invitation.named or (invitation.registration if invitation.is_seat else None),
        answer=invitation.answer.value,
        is_answered=invitation.answer not in (Answer.OPEN, Answer.WITHDRAWN),
        is_withdrawn=invitation.answer is Answer.WITHDRAWN,
        is_waiting=_waits(invitation),
        is_over=today > last,
        has_errors=errors,
        last_day=last,
        form=accepting if accepting.errors else declining if declining.errors else naming,
        accepting=accepting,
        declining=declining,
        naming=naming,
    )
    response = make_response(page, 422 if errors else 200)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
