"""Commands that keep an instance going: serve, check, backup, restore."""

import sys
from pathlib import Path

import click
from flask import Flask, current_app

from dialogues import settings
from dialogues.accounts import services as accounts
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.shell import fail, in_app, print_json
from dialogues.home import backup as backups
from dialogues.home.checks import list_findings
from dialogues.home.copies import can_be_several
from dialogues.home.serving import THREADS, Room, opened_safely, print_qr, room_address, serve_app
from dialogues.reports.keeping import keep_all_events


@click.command()
@click.option("--host", help="Address to listen on. Default: 127.0.0.1, or every address of this machine with --lan.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option("--lan", is_flag=True, help="Answer phones in the room, and print the address with a QR code.")
@click.option("--safe-port", type=click.IntRange(0, 65535), help="With --lan: the port by TLS. Default: PORT + 443.")
@click.option(
    "--processes",
    type=click.IntRange(1, THREADS),
    help="How many processes answer. Default: two on Linux with more than one core, else one.",
)
@in_app
def serve(host: str | None, port: int, *, lan: bool, safe_port: int | None, processes: int | None) -> None:
    """Bring the database up to date, then serve this instance.

    With --lan also to the phones in the room: plainly, and by TLS with a certificate of this laptop's own, which their
    cameras and their page without a network ask for. Each phone is told once to trust it; the printed page says how.
    """
    if processes is not None and processes > 1 and not can_be_several():
        fail("Several processes serve together on Linux only. Leave --processes out.")
    app = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - the server needs the app itself
    if lan:
        _serve_room(app, host, port, safe_port if safe_port is not None else _port_beside(port), processes)
    else:
        serve_app(app, host=host or "127.0.0.1", port=port, announce=_announce, processes=processes)


def _serve_room(app: Flask, host: str | None, port: int, safe_port: int, processes: int | None) -> None:
    from dialogues.home.room_certificate import is_local, make_room_certificate  # only who serves a room needs it

    address = host or room_address()
    everywhere = host or "0.0.0.0"  # noqa: S104 - asked for by --lan
    local = [one for one in dict.fromkeys((address, "127.0.0.1")) if one and is_local(one)]
    certificate = make_room_certificate(Path(app.instance_path), local, at=clock.now())
    with opened_safely(app, host=everywhere, port=safe_port, certificate=certificate) as (opened, safe_answers):

        def prepare(plain: str) -> None:
            if address is not None:
                app.extensions[Room.NAME] = Room(
                    plain_url=f"http://{address}:{plain.rsplit(':', 1)[1]}",
                    safe_url=f"https://{address}:{opened}" if address in local else None,
                    authority=certificate.authority,
                    fingerprint=certificate.fingerprint,
                )

        def announce(plain: str) -> None:
            safe_answers.start()
            _announce(plain)
            if address is None:
                click.echo("This machine is in no local network, so phones cannot reach it.", err=True)
            else:
                _announce_room(app.extensions[Room.NAME])

        serve_app(app, host=everywhere, port=port, prepare=prepare, announce=announce, processes=processes)


def _port_beside(port: int) -> int:
    """8443 beside 8000; any free one beside a port that leaves no room for it."""
    beside = port + 443
    return beside if port > 0 and beside < 2**16 else 0


def _announce(address: str) -> None:
    click.echo(f"Dialogues is at {address}")
    with unit_of_work() as session:
        code = accounts.make_setup_code(session, now=clock.now())
    db.session.remove()
    if code:
        click.echo(f"Nobody can manage it yet. Open {address}/set-up and type this code once: {code}")
    click.echo("Press Ctrl+C to stop.")


def _announce_room(room: Room) -> None:
    click.echo(f"Phones in the room: {room.plain_url}/room")
    print_qr(f"{room.plain_url}/room")
    if room.safe_url is None:
        click.echo("Phones cannot use their camera here: this network gives addresses that are not local ones.")
        return
    click.echo(f"That page says how a phone comes to trust {room.safe_url}, where its camera works.")
    click.echo(f"The fingerprint to compare is {room.fingerprint}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--recount", is_flag=True, help="Count every event anew first whose figures are not kept, or wrongly.")
@in_app
def check(*, as_json: bool, recount: bool) -> None:
    """Say what is wrong here: permissions, settings, database, figures. Exit 1 if anything is.

    Changes nothing, except that with --recount the figures of events are kept, so that reports over many are quick;
    while the program serves it does so by itself once an event is quiet.
    """
    if recount:
        kept, held_up = keep_all_events(at=clock.now())
        click.echo(f"Figures kept of {kept} events; {held_up} are being changed just now.", err=True)
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
