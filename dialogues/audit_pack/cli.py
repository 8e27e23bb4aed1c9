"""Commands of audit packs: one makes a pack, one verifies it."""

import os
from pathlib import Path

import click

from dialogues.audit.services import COMMAND_LINE
from dialogues.audit_pack.services import make_pack
from dialogues.audit_pack.verifying import verify_pack
from dialogues.core import clock
from dialogues.core.db import unit_of_work
from dialogues.core.shell import fail, in_app
from dialogues.events.queries import find_event_by_slug

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("audit-pack")
@click.argument("slug")
@click.option("-o", "--output", type=_FILE, required=True, help="The ZIP to write; only its owner can read it.")
@in_app
def audit_pack(slug: str, output: Path) -> None:
    """Pack everything an auditor needs of an event into one archive, with the hash of every file."""
    part = output.with_name(f".{output.name}.part")
    with unit_of_work() as session:
        event = find_event_by_slug(session, slug)
        if event is None:
            fail(f"There is no event {slug}. The command `events` lists them.")
        try:
            handle = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                seal = make_pack(session, event, file, actor=COMMAND_LINE, at=clock.now())
                file.flush()
                os.fsync(file.fileno())
            part.replace(output)
        except OSError as error:
            fail(f"{output} cannot be written: {error.strerror}.")
        finally:
            part.unlink(missing_ok=True)
    click.echo(f"{output} is for auditors only: keep it safe. Note the hash of its manifest: {seal}")


@click.command("audit-verify")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
def audit_verify(file: Path) -> None:
    """Say what was changed in an audit pack, and count its figures again from its own rows."""
    found = verify_pack(file)
    if found.seal:
        click.echo(f"The manifest has the hash {found.seal}")
    if found.faults:
        fail("\n".join(found.faults))
    click.echo(f"Nothing was changed, and the rows add up to every figure of the report: {found.about}.")


COMMANDS: tuple[click.Command, ...] = (audit_pack, audit_verify)
