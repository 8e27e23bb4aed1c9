"""Commands of access: users and API tokens, with their roles."""

import sys
from collections.abc import Iterable

import click

from dialogues.accounts import passwords, services
from dialogues.accounts import queries as accounts
from dialogues.accounts.access import Role
from dialogues.accounts.models import ApiToken, User
from dialogues.accounts.rules import UnknownUser
from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.shell import fail, in_app, print_json
from dialogues.events import team_queries, team_services
from dialogues.events.models import Event
from dialogues.events.queries import find_event_by_slug
from dialogues.events.team_queries import Held

_ROLES = click.Choice([role.value for role in Role])


@click.group()
def user() -> None:
    """People who may sign in."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's name; acts are noted under it.")
@click.option("--role", required=True, type=_ROLES, help="What they may do.")
@click.option("--event", "slug", help="Address of the event the role is for. Default: everything.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input. Without: one is made and printed."
)
@in_app
def add_user(email: str, name: str, role: str, slug: str | None, *, password_stdin: bool) -> None:
    """Make an account that can sign in."""
    event = _event_of(slug)
    first_password = None
    if password_stdin:
        typed = sys.stdin.readline().removesuffix("\n").removesuffix("\r")
        password_hash = passwords.choose(typed, about=(name, email))
    else:
        first_password, password_hash = passwords.choose_first()
    now = clock.now()
    with unit_of_work() as session:
        made = services.add_user(
            session,
            email=email,
            name=name,
            role=None if event else Role(role),
            password_hash=password_hash,
            actor=COMMAND_LINE,
            at=now,
            is_first_password=first_password is not None,
        )
        if event is not None:
            team_services.give_role(session, holder=made, of=event, role=Role(role), actor=COMMAND_LINE, at=now)
    click.echo(f"{email} can sign in.")
    if first_password is not None:
        click.echo(f"First password, to be changed at the first sign-in: {first_password}")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@in_app
def list_users(*, as_json: bool) -> None:
    """List accounts and their roles."""
    session = db.session()
    held = team_queries.list_held_by_users(session)
    users = accounts.list_users(session)
    if as_json:
        print_json([_user_facts(one, held.get(one.id, ())) for one in users])
        return
    for one in users:
        state = "" if one.is_active else "  (switched off)"
        click.echo(f"{one.email}  {one.name}  {_roles_text(one.role, held.get(one.id, ()))}{state}")


@user.command("end-sessions")
@click.argument("email")
@in_app
def end_sessions(email: str) -> None:
    """Sign somebody out everywhere."""
    with unit_of_work() as session:
        found = accounts.find_user(session, email=email)
        if found is None:
            raise UnknownUser(email=email)
        number = services.end_sessions(session, user=found, actor=COMMAND_LINE, at=clock.now())
    click.echo(f"{number} {'session' if number == 1 else 'sessions'} of {email} ended.")


@click.group()
def token() -> None:
    """Keys of programs to the API."""


@token.command("add")
@click.argument("name")
@click.option("--role", required=True, type=_ROLES, help="What the program may do.")
@click.option("--event", "slug", help="Address of the event the role is for. Default: everything.")
@in_app
def add_token(name: str, role: str, slug: str | None) -> None:
    """Make a token and print it, this once."""
    event = _event_of(slug)
    now = clock.now()
    with unit_of_work() as session:
        made, secret = services.add_token(
            session, name=name, role=None if event else Role(role), actor=COMMAND_LINE, at=now
        )
        if event is not None:
            team_services.give_role(session, holder=made, of=event, role=Role(role), actor=COMMAND_LINE, at=now)
    click.echo(secret)


@token.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@in_app
def list_tokens(*, as_json: bool) -> None:
    """List open tokens by name; the tokens themselves are not kept."""
    session = db.session()
    held = team_queries.list_held_by_tokens(session)
    tokens = accounts.list_tokens(session)
    if as_json:
        print_json([_token_facts(one, held.get(one.id, ())) for one in tokens])
        return
    for one in tokens:
        click.echo(f"{one.name}  {_roles_text(one.role, held.get(one.id, ()))}")


@token.command("end")
@click.argument("name")
@in_app
def end_token(name: str) -> None:
    """End a token: it opens nothing any more."""
    with unit_of_work() as session:
        services.end_token(session, name=name, actor=COMMAND_LINE, at=clock.now())
    click.echo(f"The token {name} opens nothing any more.")


def _event_of(slug: str | None) -> Event | None:
    if slug is None:
        return None
    event = find_event_by_slug(db.session(), slug)
    if event is None:
        fail(f"There is no event {slug}.")
    return event


def _user_facts(one: User, held: Iterable[Held]) -> dict[str, object]:
    facts = {"email": one.email, "name": one.name, "active": one.is_active}
    return {**facts, "role": one.role, "roles": _held_facts(held)}


def _token_facts(one: ApiToken, held: Iterable[Held]) -> dict[str, object]:
    return {"name": one.name, "made_at": one.made_at.isoformat(), "role": one.role, "roles": _held_facts(held)}


def _held_facts(held: Iterable[Held]) -> list[dict[str, str]]:
    return [{one.scope: one.slug, "role": one.role} for one in held]


def _roles_text(role: Role | None, held: Iterable[Held]) -> str:
    parts = [f"{role} for everything"] if role else []
    return ", ".join([*parts, *(f"{one.role} in {one.slug}" for one in held)]) or "no role"


COMMANDS: tuple[click.Command, ...] = (user, token)
