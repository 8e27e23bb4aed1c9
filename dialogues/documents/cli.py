"""Commands of documents."""

from datetime import datetime
from pathlib import Path

import click
from flask import current_app

from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.i18n import LANGUAGES
from dialogues.core.shell import fail, in_app, write_file
from dialogues.documents import services, sheet_services
from dialogues.documents.queries import Options
from dialogues.events.queries import find_event_by_slug


@click.command()
@click.argument("slug")
@click.argument("name", type=click.Choice(list(services.DOCUMENTS)))
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Only this day (YYYY-MM-DD). Default: all days.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@click.option("--paper", type=click.Choice(["A4", "letter"], case_sensitive=False), default="A4", show_default=True)
@click.option("--without-names", is_flag=True, help="For outside the house: nobody is named, no small group shown.")
@click.option(
    "-o", "--output", "output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write."
)
@in_app
def document(
    slug: str, name: str, day: datetime | None, language: str, paper: str, output: Path, *, without_names: bool
) -> None:
    """Print a document of an event as a PDF."""
    session = db.session()
    event = find_event_by_slug(session, slug)
    if event is None:
        fail(f"There is no event {slug}. The command `events` lists them.")
    if without_names and services.DOCUMENTS[name].make_without_names is None:
        raise click.UsageError(f"{name} cannot be printed without names.")
    options = Options(language=language, paper="letter" if paper == "letter" else "A4", day=day.date() if day else None)
    make = services.print_document_without_names if without_names else services.print_document
    base_url = current_app.config["DIALOGUES"].BASE_URL
    if name == "invitation-letters" and not base_url:
        click.echo("BASE_URL is not set, so the letters carry no personal link.", err=True)
    content = make(session, event, name, options, at=clock.now(), base_url=base_url)
    if name == "sign-in-sheet":  # who stands in which row is kept, as when it is printed from a page
        with unit_of_work() as writing:
            sheet_services.keep_sheets(writing, event, options, actor=COMMAND_LINE, at=clock.now())
    write_file(output, content)


COMMANDS: tuple[click.Command, ...] = (document,)
