"""Commands of reports: figures, and the lists behind them."""

from pathlib import Path
from typing import Any

import click

from dialogues.accounts.access import ROLE_PERMISSIONS, Role
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.shell import fail, in_app, write_file
from dialogues.events.queries import find_event_by_slug
from dialogues.reports import exports
from dialogues.reports.figures import ProgrammeFigures, event_figures
from dialogues.reports.files import FileFormat, event_file
from dialogues.reports.programme_files import published_file, report_file
from dialogues.reports.programme_options import chosen_figures, only_event, read_options, with_choice
from dialogues.reports.programme_published import outside
from dialogues.reports.programme_text import programme_text
from dialogues.reports.publishing import published
from dialogues.reports.publishing_reading import groups_below
from dialogues.reports.text import event_text

_FILE = click.Path(dir_okay=False, path_type=Path)
_FORMATS = [form.value for form in FileFormat]


@click.command()
@with_choice
@click.option("--format", "form", type=click.Choice(["text", *_FORMATS]), default="text", show_default=True)
@click.option("-o", "--output", "output", type=_FILE, help="Write to this file instead of the terminal.")
@click.option("--published", "to_publish", is_flag=True, help="As it may be passed on: no small group is told.")
@in_app
def report(form: str, output: Path | None, *, to_publish: bool, **choice: Any) -> None:
    """Report participation by sector: of one event, of several, or of all.

    One SLUG alone gives everything about that event; several, none, or one with other choices set events side by side.
    Without --published the figures are internal, and say so.
    """
    read = read_options(**choice)
    if form == FileFormat.XLSX and output is None:
        raise click.UsageError("XLSX is not for a terminal. Name a file with -o FILE.")
    session = db.session()
    if len(read.slugs) == 1 and read.arguments.keys() <= {"event", "from", "to"} and (event := only_event(read)):
        figures = event_figures(session, event, as_of=clock.now())
        if to_publish:
            figures = published(figures, below=groups_below())
        content = event_text(figures).encode() if form == "text" else event_file(figures, FileFormat(form))
    else:
        many = chosen_figures(read)
        content = _of_many(many, form, to_publish=to_publish)
    _put(content, output)


def _of_many(many: ProgrammeFigures, form: str, *, to_publish: bool) -> bytes:
    if to_publish:
        # On the terminal, too: the figures that may be passed on come as a table, each in a row of its own.
        return published_file(
            outside(many, below=groups_below()), FileFormat.CSV if form == "text" else FileFormat(form)
        )
    return programme_text(many).encode() if form == "text" else report_file(many, FileFormat(form))


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
