"""The command line: gathers the commands of the features and turns refused rules into one sentence."""

import sqlite3
import sys
from functools import cache
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask

from dialogues import __version__
from dialogues.app import create_app, default_instance
from dialogues.attendance import cli as attendance
from dialogues.audit_pack import cli as audit_pack
from dialogues.bundles import cli as bundles
from dialogues.core import clock, schema
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError
from dialogues.core.shell import fail
from dialogues.documents import cli as documents
from dialogues.events import access_cli as access
from dialogues.events import cli as events
from dialogues.home import cli as home
from dialogues.home.storage import find_trouble
from dialogues.imports import cli as imports
from dialogues.outbox import cli as outbox
from dialogues.people.services import ensure_first_groups
from dialogues.registration import cli as registration
from dialogues.reports import cli as reports
from dialogues.sample import cli as sample
from dialogues.settings import BadSetting

_FEATURES = (access, events, registration, attendance, reports, documents, imports, audit_pack, outbox, sample, home)


class _Commands(click.Group):
    """Every command, with the reason told where the folder or the disk keeps the database from being written."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(context)
        except sa.exc.OperationalError as error:
            folder = context.params["instance"] or default_instance()
            trouble = find_trouble(folder) if isinstance(error.orig, sqlite3.Error) else None
            if trouble is None:
                raise
            raise trouble from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
@click.option(
    "--instance",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="DIALOGUES_INSTANCE",
    help="Folder of the database, the key and config.py. Default: instance/ beside the program.",
)
@click.pass_context
def cli(context: click.Context, instance: Path | None) -> None:
    """Register people for stakeholder dialogues, print agendas, report who was there."""

    @cache
    def make_app() -> Flask:
        app = create_app(instance=instance)
        with app.app_context():
            if schema.bring_up_to_date(db.engine, at=clock.now()):
                with unit_of_work() as session:
                    ensure_first_groups(session)
        return app

    context.obj = make_app


for feature in _FEATURES:
    for one in feature.COMMANDS:
        cli.add_command(one)


for one in bundles.EVENT_COMMANDS:
    events.event.add_command(one)


def main() -> None:
    """Run one command. A refused rule, a bad setting or a broken database is one sentence on stderr and exit 1."""
    try:
        cli(prog_name="dialogues")
    except DomainError as error:
        fail(str(error))
    except BadSetting as error:
        fail(str(error))
    except sa.exc.OperationalError as error:
        fail(f"The database cannot be used: {_in_one_line(error)}.")
    except sa.exc.DatabaseError as error:
        fail(f"The database is damaged or is not one: {_in_one_line(error)}.")
    except OSError as error:
        fail(f"{error.filename or 'The system'}: {error.strerror}.")
    sys.exit(0)


def _in_one_line(error: sa.exc.DatabaseError) -> str:
    """What the driver says: PostgreSQL's takes several lines and ends in a question."""
    return " ".join(str(error.orig).split()).rstrip(".?")
