"""Commands that bring the sample programme: into this instance, or into one of its own to try."""

import os
import shutil
from pathlib import Path

import click
from sqlalchemy.orm import Session

from dialogues.accounts import passwords
from dialogues.accounts import services as accounts
from dialogues.accounts.access import Role
from dialogues.accounts.queries import find_user
from dialogues.app import create_app, default_instance
from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock, schema
from dialogues.core.db import db, unit_of_work
from dialogues.core.shell import fail, in_app
from dialogues.home.serving import serve_app
from dialogues.sample import builder

DEMO_EMAIL = "adwoa@example.org"
DEMO_NAME = "Adwoa Sarpong"


@click.command()
@in_app
def sample() -> None:
    """Load the sample programme into this instance; a second time changes nothing."""
    with unit_of_work() as session:
        count = builder.build(session, now=clock.now())
    click.echo(f"{count} events with invented people were added." if count else "The sample programme is here already.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option("--reset", is_flag=True, help="Begin again: throw away what was tried in the demo.")
@click.pass_context
def demo(context: click.Context, host: str, port: int, *, reset: bool) -> None:
    """Serve the sample programme from a database of its own; real data are never touched."""
    chosen: Path | None = context.parent.params["instance"] if context.parent else None
    folder = (chosen or default_instance()) / "demo"
    if reset and folder.exists():
        _throw_away(folder)
    os.environ.pop("DIALOGUES_DATABASE_URL", None)  # a server's address in the environment is real data's
    app = create_app(
        instance=folder, settings={"DATABASE_URL": "", "SAMPLE": True, "MAIL_SENDER": "file", "MAIL_HOST": ""}
    )
    with app.app_context():
        schema.bring_up_to_date(db.engine, at=clock.now())
        if not builder.is_built(db.session()):
            click.echo("Making the sample programme, a few seconds…")
        db.session.rollback()
        with unit_of_work() as session:
            builder.build(session, now=clock.now())
            password = _give_password(session)
        db.session.remove()

    def announce(address: str) -> None:
        click.echo(f"Sign in at {address}/sign-in as {DEMO_EMAIL} with {password}")
        click.echo("All people and organisations are invented. Press Ctrl+C to stop.")

    serve_app(app, host=host, port=port, announce=announce)


def _throw_away(folder: Path) -> None:
    """Remove the demo's folder, and nothing that is not one."""
    if not (folder / "dialogues.sqlite3").is_file() or folder.is_symlink():
        fail(f"{folder} is not the demo's folder; it was left as it is.")
    shutil.rmtree(folder)


def _give_password(session: Session) -> str:
    """Let the demo's administrator sign in with a password made for this start, and return it."""
    password, kept = passwords.choose_first()
    user = find_user(session, email=DEMO_EMAIL)
    if user is None:
        accounts.add_user(
            session,
            email=DEMO_EMAIL,
            name=DEMO_NAME,
            role=Role.ADMINISTRATOR,
            password_hash=kept,
            actor=COMMAND_LINE,
            at=clock.now(),
        )
    else:
        accounts.change_password(session, user=user, password_hash=kept, actor=COMMAND_LINE, at=clock.now())
    return password


COMMANDS: tuple[click.Command, ...] = (sample, demo)
