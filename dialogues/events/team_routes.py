"""Pages of who has which role in one event."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts import passwords
from dialogues.accounts import queries as accounts
from dialogues.accounts import services as account_services
from dialogues.accounts.access import ROLE_NAMES, Permission, Role, current_viewer
from dialogues.accounts.models import User
from dialogues.audit.wording import add_words
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import N_, _
from dialogues.core.web import act, back_to, flash_undo
from dialogues.events import team_queries, team_rules, team_services
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.events.team_forms import ROLE_HINTS, TeamForm, show_refusal


@for_event(Permission.EDIT_EVENT)
def team(event: Event) -> ResponseReturnValue:
    """Who has which role here; give one to somebody, with a new account if they have none."""
    form = TeamForm(data={"role": Role.DOOR.value})
    form.offer()
    if form.validate_on_submit():
        slug, role = event.slug, Role(form.role.data)
        try:
            name, first_password = _give_role(form, event, role)
        except DomainError as error:
            show_refusal(form, error)
        else:
            if first_password is not None:
                back = url_for("events.team", slug=slug)
                facts = {"name": name, "email": form.email.data, "first_password": first_password, "back": back}
                return render_template("events/first_password.html", layout="layouts/event.html", **facts)
            flash(_("%(name)s now has the role %(role)s here.", name=name, role=_(ROLE_NAMES[role])))
            return back_to("events.team", slug=slug)
    members = team_queries.list_team(db.session(), event)
    facts = {"members": members, "role_names": ROLE_NAMES, "role_hints": ROLE_HINTS, "own_id": current_viewer().id}
    return render_template("events/team.html", form=form, event=event, **facts), 422 if form.errors else 200


@for_event(Permission.EDIT_EVENT)
def take_team_role(event: Event, user_id: int) -> ResponseReturnValue:
    """Take somebody's role in this event away; it can be given back at once."""
    slug, event_id = event.slug, event.id
    with unit_of_work() as session:
        user, again = user_of(session, user_id), event_of(session, event_id)
        role = team_services.take_role(session, user=user, of=again, actor=current_viewer().actor, at=clock.now())
        name = user.name
    flash_undo(
        _("%(name)s has no role of their own here any more.", name=name),
        url=url_for("events.restore_team_role", slug=slug, user_id=user_id, role=role.value),
        label=_("Undo"),
    )
    return back_to("events.team", slug=slug)


@for_event(Permission.EDIT_EVENT)
def restore_team_role(event: Event, user_id: int, role: str) -> ResponseReturnValue:
    """Give back a role that was just taken."""
    slug, event_id = event.slug, event.id
    given = role_of(role)
    with unit_of_work() as session:
        user, again = user_of(session, user_id), event_of(session, event_id)
        team_services.give_role(
            session, holder=user, of=again, role=given, actor=current_viewer().actor, at=clock.now()
        )
        name = user.name
    flash(_("%(name)s now has the role %(role)s here.", name=name, role=_(ROLE_NAMES[given])))
    return back_to("events.team", slug=slug)


def _give_role(form: TeamForm, event: Event, role: Role) -> tuple[str, str | None]:
    """Give the role and return the holder's name, with the first password if an account was made."""
    email, event_id, actor, now = str(form.email.data), event.id, current_viewer().actor, clock.now()
    first_password = password_hash = None
    if accounts.find_user(db.session(), email=email) is None:
        if not form.name.data:
            raise team_rules.NewNameNeeded
        first_password, password_hash = passwords.choose_first()  # before the transaction: hashing takes its time
    with act(form) as session:
        user = accounts.find_user(session, email=email)
        if user is not None:
            first_password = None  # somebody else made the account meanwhile
        elif password_hash is None:
            raise team_rules.NewNameNeeded
        else:
            user = account_services.add_user(
                session,
                email=email,
                name=str(form.name.data),
                role=None,
                password_hash=password_hash,
                actor=actor,
                at=now,
                is_first_password=True,
            )
        team_services.give_role(session, holder=user, of=event_of(session, event_id), role=role, actor=actor, at=now)
        return user.name, first_password


def user_of(session: Session, user_id: int) -> User:
    """The user an address names. Raises NotFoundHere."""
    user = accounts.find_user_by_id(session, user_id=user_id)
    if user is None:
        raise NotFoundHere
    return user


def event_of(session: Session, event_id: int) -> Event:
    """The event of the page, read again inside the transaction. Raises NotFoundHere if it is gone."""
    event = session.get(Event, event_id)
    if event is None:
        raise NotFoundHere
    return event


def role_of(text: str) -> Role:
    """The role an address names. Raises NotFoundHere."""
    try:
        return Role(text)
    except ValueError:
        raise NotFoundHere from None


def add_pages(bp: Blueprint) -> None:
    """Give these pages their addresses, and the journal the words of what they do."""
    add_words(
        actions={
            "team.role_given": N_("%(name)s was given a role"),
            "team.role_taken": N_("A role of %(name)s was taken away"),
        },
        fields={"for": N_("For")},
    )
    bp.add_url_rule("/events/<slug>/team", view_func=team, methods=("GET", "POST"))
    bp.add_url_rule("/events/<slug>/team/<int:user_id>/take", view_func=take_team_role, methods=("POST",))
    bp.add_url_rule("/events/<slug>/team/<int:user_id>/restore/<role>", view_func=restore_team_role, methods=("POST",))
