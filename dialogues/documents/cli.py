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
from dialogues.documents.facts import PAPERS
from dialogues.documents.programme_cli import programme_report
from dialogues.documents.queries import Options
from dialogues.events.queries import find_event_by_slug
from dialogues.reports.publishing_reading import groups_below


def _languages(text: str) -> tuple[str, str]:
    """The first and the second of the languages asked for."""
    codes = [code.strip() for code in text.split(",")]
    if not 1 <= len(codes) <= 2 or not set(codes) <= set(LANGUAGES) or len(set(codes)) < len(codes):
        raise click.UsageError(f"--language takes {', '.join(LANGUAGES)}, or two of them with a comma, not {text}.")
    return codes[0], codes[1] if len(codes) > 1 else ""


@click.command()
@click.argument("slug")
@click.argument("name", type=click.Choice(list(services.DOCUMENTS)))
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Only this day (YYYY-MM-DD). Default: all days.")
@click.option("--language", default="en", show_default=True, help="One language, or two side by side: en,fr.")
@click.option(
    "--paper",
    type=click.Choice(list(PAPERS), case_sensitive=False),
    default="A4",
    show_default=True,
    help="A3 for the wall agenda and door signs.",
)
@click.option("--plan", "of_plan", is_flag=True, help="The working plan, not the latest published edition.")
@click.option("--who", default="", help="Of facilitator-day: whose (a name as on the agenda). Default: everybody’s.")
@click.option("--without-names", is_flag=True, help="For outside the house: nobody is named, no small group shown.")
@click.option(
    "-o", "--output", "output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write."
)
@in_app
def document(
    slug: str,
    name: str,
    day: datetime | None,
    language: str,
    paper: str,
    who: str,
    output: Path,
    *,
    of_plan: bool,
    without_names: bool,
) -> None:
    """Print a document of an event as a PDF."""
    session = db.session()
    event = find_event_by_slug(session, slug)
    if event is None:
        fail(f"There is no event {slug}. The command `events` lists them.")
    if without_names and services.DOCUMENTS[name].make_without_names is None:
        raise click.UsageError(f"{name} cannot be printed without names.")
    first, second = _languages(language)
    options = Options(
        language=first,
        second_language=second,
        paper=PAPERS[paper],
        day=day.date() if day else None,
        of_plan=of_plan,
        who=who,
        groups_below=groups_below(),
    )
    make = services.print_document_without_names if without_names else services.print_document
    base_url = current_app.config["DIALOGUES"].BASE_URL
    if name == "invitation-letters" and not base_url:
        click.echo("BASE_URL is not set, so the letters carry no personal link.", err=True)
    content = make(session, event, name, options, at=clock.now(), base_url=base_url)
    if name in ("sign-in-sheet", "day-pack"):  # who stands in which row is kept, as when it is printed from a page
        with unit_of_work() as writing:
            sheet_services.keep_sheets(writing, event, options, actor=COMMAND_LINE, at=clock.now())
    write_file(output, content)


COMMANDS: tuple[click.Command, ...] = (document, programme_report)
