"""Commands of documents."""

from datetime import datetime
from pathlib import Path

import click
from flask import current_app

from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.i18n import LANGUAGES
from dialogues.core.shell import fail, in_app, write_file
from dialogues.documents import differences_paper, printing_services, services, sheet_services, version_paper
from dialogues.documents.badge_layouts import STOCKS
from dialogues.documents.facts import PAPERS
from dialogues.documents.option_rules import OWN_SHEET, People, read_day, read_labels, read_pages, read_round
from dialogues.documents.programme_cli import programme_report
from dialogues.documents.queries import Options
from dialogues.documents.unprintable_queries import list_unprintable_on
from dialogues.events.models import Event
from dialogues.events.queries import find_event_by_slug
from dialogues.people.sectors import Sector
from dialogues.reports.publishing_reading import groups_below

_WARNED_OF = 20  # texts that are told one by one


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
@click.option("--version", type=click.IntRange(min=1), help="Of attendance-report: as version N was issued.")
@click.option("--differs-from", "other", default="", help="With --version: what differs from version M, or `now`.")
@click.option("--pages", default="", help="Only these pages: 2-5, 8. Default: all.")
@click.option("--round", "round_text", default="", help="Of group papers: only round N. Default: all published.")
@click.option("--sector", type=click.Choice([one.value for one in Sector]), help="Only people of this sector.")
@click.option("--since", default="", help="Only people registered on this day or later (YYYY-MM-DD).")
@click.option("--person", default="", help="Only this person: a name, or the first eight signs on the badge.")
@click.option("--new", "is_new", is_flag=True, help="Only those the document was not printed for yet.")
@click.option("--list", "view", default="", help="Only those on the list of participants: “sector=MIN&gender=woman”.")
@click.option("--stock", type=click.Choice([one for one in STOCKS if one]), help="Of badges: the sheets of labels.")
@click.option("--first", default="", help="Of badges: the first label that is free. Default: 1.")
@click.option("--shift", nargs=2, default=("", ""), help="Of badges: tenths of a millimetre to the right, and down.")
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
    pages: str,
    round_text: str,
    sector: str | None,
    since: str,
    person: str,
    view: str,
    stock: str | None,
    first: str,
    shift: tuple[str, str],
    output: Path,
    version: int | None,
    other: str,
    *,
    of_plan: bool,
    without_names: bool,
    is_new: bool,
) -> None:
    """Print a document of an event as a PDF."""
    session = db.session()
    event = find_event_by_slug(session, slug)
    if event is None:
        fail(f"There is no event {slug}. The command `events` lists them.")
    if without_names and services.DOCUMENTS[name].make_without_names is None:
        raise click.UsageError(f"{name} cannot be printed without names.")
    language, second = _languages(language)
    sheets = stock or OWN_SHEET
    options = Options(
        language=language,
        labels=read_labels(sheets, first, *shift, on_sheet=STOCKS[sheets].on_sheet),
        second_language=second,
        paper=PAPERS[paper],
        day=day.date() if day else None,
        of_plan=of_plan,
        who=who,
        groups_below=groups_below(),
        pages=read_pages(pages),
        round_number=read_round(round_text),
        people=People(
            sector=Sector(sector) if sector else None,
            since=read_day(since),
            person=person,
            is_new=is_new,
            view=view,
            sees_contacts=True,
        ),
    )
    if other and (version is None or without_names):
        raise click.UsageError("--differs-from goes with --version, and not with --without-names.")
    if version is not None:
        write_file(output, _version(event, name, version, options, other=other, without_names=without_names))
        return
    make = services.print_document_without_names if without_names else services.print_document
    if not without_names:
        _warn_of_letters(event, name)
    base_url = current_app.config["DIALOGUES"].BASE_URL
    if name == "invitation-letters" and not base_url:
        click.echo("BASE_URL is not set, so the letters carry no personal link.", err=True)
    content = make(session, event, name, options, at=clock.now(), base_url=base_url)
    if name in ("sign-in-sheet", "day-pack"):  # who stands in which row is kept, as when it is printed from a page
        with unit_of_work() as writing:
            sheet_services.keep_sheets(writing, event, options, actor=COMMAND_LINE, at=clock.now())
    if services.DOCUMENTS[name].list_rows is not None:  # for whom it was printed is known from the journal
        with unit_of_work() as writing:
            printing_services.keep_printing(writing, event, name, options, names="", actor=COMMAND_LINE, at=clock.now())
    write_file(output, content)


def _warn_of_letters(event: Event, name: str) -> None:
    """Say before anything is printed whose names and which titles come out wrong."""
    texts = list_unprintable_on(db.session(), event, name)
    if texts:
        told = "; ".join(f"{text} ({letters})" for text, letters in texts[:_WARNED_OF])
        more = f"; and {len(texts) - _WARNED_OF} more" if len(texts) > _WARNED_OF else ""
        click.echo(f"These have letters that cannot be printed and come out as \ufffd: {told}{more}.", err=True)


def _version(event: Event, name: str, version: int, options: Options, *, other: str, without_names: bool) -> bytes:
    """The report as it was issued, or what differs from it; no other document has versions that are kept."""
    only = Options(language=options.language, paper=options.paper, people=People(sees_contacts=True))
    if name != "attendance-report" or options != only:
        raise click.UsageError("--version goes with attendance-report, --language, --paper and --without-names.")
    make = version_paper.print_version_without_names if without_names else version_paper.print_version
    session, now = db.session(), clock.now()
    try:
        if other:
            return differences_paper.print_differences(session, event, str(version), other, options, at=now)
        return make(session, event, version, options, at=now)
    except NotFoundHere:
        fail(
            f"There is no version {version}{' or ' + other if other else ''} of the report of {event.slug}. "
            f"`report {event.slug} --versions` lists them."
        )


COMMANDS: tuple[click.Command, ...] = (document, programme_report)
