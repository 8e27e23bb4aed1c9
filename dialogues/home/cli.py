"""Commands that keep an instance going: serve, check, backup, restore."""

import sys
from pathlib import Path

import click
from flask import current_app

from dialogues import settings
from dialogues.accounts import services as accounts
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.shell import fail, in_app, print_json
from dialogues.home import backup as backups
from dialogues.home.checks import list_findings
from dialogues.home.serving import print_qr, room_address, serve_app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option("--lan", is_flag=True, help="Answer phones in the room, and print the address with a QR code.")
@in_app
def serve(host: str, port: int, *, lan: bool) -> None:
    """Bring the database up to date, then serve this instance."""
    app = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - the server needs the app itself

    def announce(address: str) -> None:
        click.echo(f"Dialogues is at {address}")
        with unit_of_work() as session:
            code = accounts.make_setup_code(session, now=clock.now())
        db.session.remove()
        if code:
            click.echo(f"Nobody can manage it yet. Open {address}/set-up and type this code once: {code}")
        if lan:
            room = room_address()
            if room is None:
                click.echo("This machine is in no local network, so phones cannot reach it.", err=True)
            else:
                url = f"http://{room}:{address.rsplit(':', 1)[1]}"
                click.echo(f"Phones in the room: {url}")
                print_qr(url)
        click.echo("Press Ctrl+C to stop.")

    serve_app(app, host="0.0.0.0" if lan else host, port=port, announce=announce)  # noqa: S104 - asked for by --lan


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@in_app
def check(*, as_json: bool) -> None:
    """Say what is wrong here: permissions, settings, database, figures. Exit 1 if anything is."""
    findings = list_findings(current_app, db.session())
    if as_json:
        print_json([{"name": one.name, "is_well": one.is_well, "sentence": one.sentence} for one in findings])
    else:
        for one in findings:
            click.echo(f"{'ok   ' if one.is_well else 'WRONG'}  {one.name}: {one.sentence}")
    if not all(one.is_well for one in findings):
        sys.exit(1)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@in_app
def backup(file: Path) -> None:
    """Write a safe copy of this instance to FILE while it goes on working."""
    size = backups.make_backup(db.engine, Path(current_app.instance_path), file, at=clock.now())
    click.echo(f"{file} holds everything, {size // 1024} KiB. It carries names and phone numbers: keep it safe.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.pass_context
def restore(context: click.Context, file: Path) -> None:
    """Bring the backup FILE back into an empty instance folder."""
    folder: Path | None = context.parent.params["instance"] if context.parent else None
    if folder is None:
        fail("Say which empty folder to restore into: dialogues --instance NEW-FOLDER restore FILE")
    folder = folder.resolve()
    database = settings.database_url(settings.load(folder), folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    manifest = backups.restore_backup(file, folder, database)
    context.obj()  # brings an older backup up to date
    click.echo(f"{folder} holds the state of {manifest['made_at']}.")


COMMANDS: tuple[click.Command, ...] = (serve, check, backup, restore)
