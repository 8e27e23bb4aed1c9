"""Commands of reports: figures, and the lists behind them."""

from datetime import datetime
from pathlib import Path

import click

from dialogues.accounts.access import ROLE_PERMISSIONS, Role
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.shell import fail, in_app, write_file
from dialogues.events.queries import find_event_by_slug
from dialogues.reports import exports, queries
from dialogues.reports.figures import event_figures, programme_figures
from dialogues.reports.files import FileFormat, event_file, programme_file
from dialogues.reports.text import event_text, programme_text

_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(dir_okay=False, path_type=Path)
_FORMATS = [form.value for form in FileFormat]


@click.command()
@click.argument("slugs", metavar="[SLUG]...", nargs=-1)
@click.option("--from", "first", type=_DAY, help="Only events with a day on or after this one (YYYY-MM-DD).")
@click.option("--to", "last", type=_DAY, help="Only events with a day on or before this one (YYYY-MM-DD).")
@click.option("--format", "form", type=click.Choice(["text", *_FORMATS]), default="text", show_default=True)
@click.option("-o", "--output", "output", type=_FILE, help="Write to this file instead of the terminal.")
@in_app
def report(
    slugs: tuple[str, ...], first: datetime | None, last: datetime | None, form: str, output: Path | None
) -> None:
    """Report participation by sector: of one event, of several, or of all.

    One SLUG gives everything about that event; several, or none, set the events side by side.
    """
    if first and last and last < first:
        raise click.BadParameter("The last day lies before the first.", param_hint="--to")
    if form == FileFormat.XLSX and output is None:
        raise click.UsageError("XLSX is not for a terminal. Name a file with -o FILE.")
    session, now = db.session(), clock.now()
    for slug in slugs:
        if find_event_by_slug(session, slug) is None:
            fail(f"There is no event {slug}. The command `events` lists them.")
    period = first.date() if first else None, last.date() if last else None
    events = queries.list_chosen_events(session, slugs=slugs, first=period[0], last=period[1])
    if len(slugs) == 1 and events:
        figures = event_figures(session, events[0], as_of=now)
        content = event_text(figures).encode() if form == "text" else event_file(figures, FileFormat(form))
    else:
        many = programme_figures(session, events, as_of=now)
        content = programme_text(many).encode() if form == "text" else programme_file(many, FileFormat(form))
    _put(content, output)


@click.command()
@click.argument("slug")
@click.argument("which", metavar="{registrations,attendance}", type=click.Choice([one.value for one in exports.List]))
@click.option("--format", "form", type=click.Choice(_FORMATS), required=True)
@click.option(
    "-o", "--output", "output", type=_FILE, required=True, help="The file to write; only its owner can read it."
)
@in_app
def export(slug: str, which: str, form: str, output: Path) -> None:
    """Write the registrations or the attendance of an event to a file."""
    event = find_event_by_slug(db.session(), slug)
    if event is None:
        fail(f"There is no event {slug}. The command `events` lists them.")
    kind = exports.List(which)
    objects = exports.list_objects(db.session(), event, kind, permissions=ROLE_PERMISSIONS[Role.ADMINISTRATOR])
    objects = exports.told_in(FileFormat(form), event, objects)
    write_file(output, exports.list_file(objects, kind, FileFormat(form)))
    click.echo(f"{output} holds {len(objects)} rows. It carries names: keep it safe.")


def _put(content: bytes, output: Path | None) -> None:
    if output is None:
        click.echo(content, nl=False)
    else:
        write_file(output, content)


COMMANDS: tuple[click.Command, ...] = (report, export)
