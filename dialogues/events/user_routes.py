"""Pages of users: who has an account, and what each may do where. For administrators."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dialogues.accounts import passwords, services
from dialogues.accounts import queries as accounts
from dialogues.accounts.access import ROLE_NAMES, Permission, Role, current_viewer, requires
from dialogues.accounts.models import User
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.i18n import _, _n
from dialogues.core.web import act, back_to, flash_undo
from dialogues.events import team_queries, team_rules, team_services
from dialogues.events.models import Event, Process
from dialogues.events.team_forms import (
    EVERYTHING,
    NO_ROLE,
    ROLE_HINTS,
    GiveRoleForm,
    NewUserForm,
    UserForm,
    show_refusal,
)
from dialogues.events.team_routes import role_of, user_of


@requires(Permission.MANAGE_USERS)
def users() -> ResponseReturnValue:
    """Everybody with an account and their roles."""
    session = db.session()
    facts = {"users": accounts.list_users(session), "held": team_queries.list_held_by_users(session)}
    return render_template("events/users.html", role_names=ROLE_NAMES, **facts)


@requires(Permission.MANAGE_USERS)
def add_user() -> ResponseReturnValue:
    """An account for somebody, with a role for everything, a process or an event."""
    form = NewUserForm(data={"role": Role.DOOR.value})
    form.offer(team_queries.list_scopes(db.session()))
    if form.validate_on_submit():
        try:
            user_id, first_password = _add_user(form)
        except DomainError as error:
            show_refusal(form, error)
        else:
            return _first_password_page(user_id, first_password)
    page = render_template("events/add_user.html", form=form, role_hints=ROLE_HINTS)
    return page, 422 if form.errors else 200


@requires(Permission.MANAGE_USERS)
def user(user_id: int) -> ResponseReturnValue:
    """One account: its name, its roles, and whether it may sign in."""
    shown = user_of(db.session(), user_id)
    form = UserForm(data={"name": shown.name, "role": shown.role.value if shown.role else NO_ROLE})
    form.offer()
    if form.validate_on_submit():
        role = None if form.role.data == NO_ROLE else Role(form.role.data)
        actor, now = current_viewer().actor, clock.now()
        try:
            with act(form) as session:
                one = user_of(session, user_id)
                name, language = str(form.name.data), one.language
                if one.role != role:
                    services.change_role(session, user=one, role=role, actor=actor, at=now)
                services.edit_profile(session, user=one, name=name, language=language, actor=actor, at=now)
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(_("The account of %(name)s is saved.", name=name))
            return back_to("events.user", user_id=user_id)
    return _user_page(user_id, form)


@requires(Permission.MANAGE_USERS)
def give_user_role(user_id: int) -> ResponseReturnValue:
    """One more role of this user, for an event or process."""
    form = GiveRoleForm(data={"role": Role.DOOR.value})
    form.offer(team_queries.list_scopes(db.session()))
    if form.validate_on_submit():
        try:
            words = _give_role(form, user_id)
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(words)
            return back_to("events.user", user_id=user_id)
    shown = user_of(db.session(), user_id)
    page = render_template("events/give_user_role.html", form=form, user=shown, role_hints=ROLE_HINTS)
    return page, 422 if form.errors else 200


@requires(Permission.MANAGE_USERS)
def take_user_role(user_id: int, scope: str) -> ResponseReturnValue:
    """Take a role for one event or process away; it can be given back at once."""
    with unit_of_work() as session:
        one, of = user_of(session, user_id), _scope_of(session, scope)
        role = team_services.take_role(session, user=one, of=of, actor=current_viewer().actor, at=clock.now())
        words = _("%(name)s has no role of their own in “%(title)s” any more.", name=one.name, title=of.title)
    undo = url_for("events.restore_user_role", user_id=user_id, scope=scope, role=role.value)
    flash_undo(words, url=undo, label=_("Undo"))
    return back_to("events.user", user_id=user_id)


@requires(Permission.MANAGE_USERS)
def restore_user_role(user_id: int, scope: str, role: str) -> ResponseReturnValue:
    """Give back a role that was just taken."""
    given = role_of(role)
    with unit_of_work() as session:
        one, of = user_of(session, user_id), _scope_of(session, scope)
        team_services.give_role(session, holder=one, of=of, role=given, actor=current_viewer().actor, at=clock.now())
        words = _given_words(one, of, given)
    flash(words)
    return back_to("events.user", user_id=user_id)


@requires(Permission.MANAGE_USERS)
def switch_user_off(user_id: int) -> ResponseReturnValue:
    """Nobody signs in with this account any more; it can be switched on again."""
    with unit_of_work() as session:
        one = user_of(session, user_id)
        services.switch_off(session, user=one, actor=current_viewer().actor, at=clock.now())
        words = _("%(name)s can no longer sign in.", name=one.name)
    flash_undo(words, url=url_for("events.switch_user_on", user_id=user_id), label=_("Undo"))
    return back_to("events.user", user_id=user_id)


@requires(Permission.MANAGE_USERS)
def switch_user_on(user_id: int) -> ResponseReturnValue:
    """The account lets in again."""
    with unit_of_work() as session:
        one = user_of(session, user_id)
        services.switch_on(session, user=one, actor=current_viewer().actor, at=clock.now())
        words = _("%(name)s can sign in again.", name=one.name)
    flash(words)
    return back_to("events.user", user_id=user_id)


@requires(Permission.MANAGE_USERS)
def end_user_sessions(user_id: int) -> ResponseReturnValue:
    """Sign this user out in every browser."""
    with unit_of_work() as session:
        one = user_of(session, user_id)
        number = services.end_sessions(session, user=one, actor=current_viewer().actor, at=clock.now())
    flash(_n("Signed out in one browser.", "Signed out in %(num)d browsers.", number))
    return back_to("events.user", user_id=user_id)


@requires(Permission.MANAGE_USERS)
def give_first_password(user_id: int) -> ResponseReturnValue:
    """A new first password for somebody who has forgotten theirs, shown once."""
    first_password, password_hash = passwords.choose_first()
    with unit_of_work() as session:
        one = user_of(session, user_id)
        actor, now = current_viewer().actor, clock.now()
        services.give_first_password(session, user=one, password_hash=password_hash, actor=actor, at=now)
    return _first_password_page(user_id, first_password)


def _add_user(form: NewUserForm) -> tuple[int, str]:
    role, scope = Role(form.role.data), str(form.scope.data)
    first_password, password_hash = passwords.choose_first()
    actor, now = current_viewer().actor, clock.now()
    with act(form) as session:
        of = None if scope == EVERYTHING else team_queries.find_scope(session, scope)
        if of is None and scope != EVERYTHING:
            raise team_rules.UnknownScope
        one = services.add_user(
            session,
            email=str(form.email.data),
            name=str(form.name.data),
            role=role if of is None else None,
            password_hash=password_hash,
            actor=actor,
            at=now,
            is_first_password=True,
        )
        if of is not None:
            team_services.give_role(session, holder=one, of=of, role=role, actor=actor, at=now)
        return one.id, first_password


def _give_role(form: GiveRoleForm, user_id: int) -> str:
    role = Role(form.role.data)
    with act(form) as session:
        one, of = user_of(session, user_id), team_queries.find_scope(session, str(form.scope.data))
        if of is None:
            raise team_rules.UnknownScope
        team_services.give_role(session, holder=one, of=of, role=role, actor=current_viewer().actor, at=clock.now())
        return _given_words(one, of, role)


def _given_words(one: User, of: Event | Process, role: Role) -> str:
    facts = {"name": one.name, "role": _(ROLE_NAMES[role]), "title": of.title}
    return str(_("%(name)s now has the role %(role)s in “%(title)s”.", **facts))


def _scope_of(session: Session, key: str) -> Event | Process:
    of = team_queries.find_scope(session, key)
    if of is None:
        raise NotFoundHere
    return of


def _user_page(user_id: int, form: UserForm) -> ResponseReturnValue:
    session, now = db.session(), clock.now()
    page = render_template(
        "events/user.html",
        form=form,
        role_hints=ROLE_HINTS,
        role_names=ROLE_NAMES,
        user=user_of(session, user_id),
        is_own=user_id == current_viewer().id,
        held=team_queries.list_held(session, user_id=user_id),
        open_sign_ins=len(accounts.list_open_sign_ins(session, user_id=user_id, now=now)),
    )
    return page, 422 if form.errors else 200


def _first_password_page(user_id: int, first_password: str) -> ResponseReturnValue:
    """The only time a first password is seen: in the answer itself, never in a cookie or an address."""
    one: User = user_of(db.session(), user_id)
    back = url_for("events.user", user_id=user_id)
    facts = {"name": one.name, "email": one.email, "first_password": first_password, "back": back}
    return render_template("events/first_password.html", layout="layouts/app.html", **facts)


def add_pages(bp: Blueprint) -> None:
    """Give these pages their addresses."""
    bp.add_url_rule("/users", view_func=users, methods=("GET",))
    bp.add_url_rule("/users/new", view_func=add_user, methods=("GET", "POST"))
    bp.add_url_rule("/users/<int:user_id>", view_func=user, methods=("GET", "POST"))
    bp.add_url_rule("/users/<int:user_id>/roles", view_func=give_user_role, methods=("GET", "POST"))
    bp.add_url_rule("/users/<int:user_id>/roles/<scope>/take", view_func=take_user_role, methods=("POST",))
    bp.add_url_rule("/users/<int:user_id>/roles/<scope>/restore/<role>", view_func=restore_user_role, methods=("POST",))
    bp.add_url_rule("/users/<int:user_id>/off", view_func=switch_user_off, methods=("POST",))
    bp.add_url_rule("/users/<int:user_id>/on", view_func=switch_user_on, methods=("POST",))
    bp.add_url_rule("/users/<int:user_id>/end-sessions", view_func=end_user_sessions, methods=("POST",))
    bp.add_url_rule("/users/<int:user_id>/first-password", view_func=give_first_password, methods=("POST",))
