"""Commands for an event on its way: `event export` and `event import`."""

from pathlib import Path

import click
from flask_babel import force_locale

from dialogues.audit.services import COMMAND_LINE
from dialogues.bundles import wording
from dialogues.bundles.arrived import Arrived
from dialogues.bundles.brought import Brought
from dialogues.bundles.merging_services import import_bundle
from dialogues.bundles.services import NOTICE, export_event
from dialogues.core import clock
from dialogues.core.db import unit_of_work
from dialogues.core.shell import fail, in_app, print_json, write_file
from dialogues.events.queries import find_event_by_slug

FILE_BYTES_MAX = 256 * 1024**2  # bytes; what a file may have before it is opened at all

_PASSPHRASE = click.option(
    "--passphrase-file",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A file whose first line is the passphrase: arguments of a command can be seen by others.",
)


class _OnlyLooking(Exception):
    pass


def _passphrase(path: Path | None) -> str | None:
    return path.read_text(encoding="utf-8").split("\n", 1)[0].strip() or None if path else None


@click.command("export")
@click.argument("slug")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@_PASSPHRASE
@in_app
def export(slug: str, output: Path, passphrase_file: Path | None) -> None:
    """Pack a whole event into one file, to take it along to another computer.

    There `event import` brings it in, and later the same way brings back what was recorded, without doubles. No
    passwords, keys or personal links travel.
    """
    passphrase = _passphrase(passphrase_file)
    with unit_of_work() as session:
        event = find_event_by_slug(session, slug)
        if event is None:
            fail(f"There is no event {slug}. The command `events` lists them.")
        content = export_event(session, event, actor=COMMAND_LINE, at=clock.now(), passphrase=passphrase)
        write_file(output, content)
    click.echo(f"{output} holds {slug}, {len(content) // 1024 + 1} KiB. {NOTICE}")


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@_PASSPHRASE
@in_app
def bring_in(file: Path, passphrase_file: Path | None, *, dry_run: bool, as_json: bool) -> None:
    """Bring in an event that was packed elsewhere: new here, or merged with what is here.

    The same file twice changes nothing. Marks of both sides are united; of what one side changed its version is taken;
    what both changed waits on the page "Take along" of the event.
    """
    if file.stat().st_size > FILE_BYTES_MAX:
        fail(f"{file} is larger than any packed event.")
    brought: Brought | None = None
    try:
        arrived = Arrived(file.read_bytes(), _passphrase(passphrase_file))
        with unit_of_work() as session:
            brought = import_bundle(session, arrived, actor=COMMAND_LINE, at=clock.now())
            if dry_run:
                raise _OnlyLooking
    except _OnlyLooking:
        pass
    if brought is None:
        return
    if as_json:
        print_json(brought.as_object())
        return
    with force_locale("en"):
        click.echo(("Nothing is written. It would be: " if dry_run else "") + wording.told(brought))


EVENT_COMMANDS: tuple[click.Command, ...] = (export, bring_in)
