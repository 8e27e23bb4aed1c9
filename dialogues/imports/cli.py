"""Commands of imports."""

import sys
from pathlib import Path

import click
from sqlalchemy.orm import Session

from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.shell import fail, in_app, print_json
from dialogues.core.spreadsheets import FILE_BYTES_MAX, Table, TooLarge, read_table
from dialogues.events.models import Event
from dialogues.events.queries import find_event_by_slug
from dialogues.imports import rules, services, wording
from dialogues.imports.services import Outcome


@click.command(name="import")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--skip-bad", is_flag=True, help="Leave out the rows that are refused and take the others.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@in_app
def import_people(slug: str, file: Path, *, dry_run: bool, skip_bad: bool, as_json: bool) -> None:
    """Put the people of a spreadsheet on the list of an event.

    FILE is .xlsx, .xls, .ods or .csv with a heading in English, French, Swahili or Malagasy. The same file twice
    changes nothing. While a row is refused nothing is written (exit 1), unless --skip-bad leaves those out.
    """
    _find_event(db.session(), slug)
    table = _read(file)
    try:
        outcome = _plan(slug, table) if dry_run else _import(slug, table, skip_bad=skip_bad)
        is_refused = False
    except rules.RowsRefused:
        outcome, is_refused = _plan(slug, table), True
    is_bad = bool(outcome.plan.refusals) and not skip_bad
    if as_json:
        print_json(wording.outcome_object(outcome))
    else:
        _tell(outcome, would=dry_run or is_refused)
    if is_bad:
        sys.exit(1)


def _read(file: Path) -> Table:
    if file.stat().st_size > FILE_BYTES_MAX:
        raise TooLarge
    return read_table(file.read_bytes())


def _find_event(session: Session, slug: str) -> Event:
    event = find_event_by_slug(session, slug)
    if event is None:
        fail(f"There is no event {slug}. The command `events` lists them.")
    return event


def _plan(slug: str, table: Table) -> Outcome:
    return services.plan_import(db.session(), _find_event(db.session(), slug), table)


def _import(slug: str, table: Table, *, skip_bad: bool) -> Outcome:
    act = services.import_good_rows if skip_bad else services.import_all
    with unit_of_work() as session:
        return act(session, _find_event(session, slug), table, actor=COMMAND_LINE, at=clock.now())


def _tell(outcome: Outcome, *, would: bool) -> None:
    plan = outcome.plan
    for line in wording.read_as(plan):
        click.echo(line)
    for row, one in plan.remarks:
        click.echo(f"Row {row}, {one.column}: {one.error}")
    for row, one in plan.refusals:
        click.echo(f"Row {row}, {one.column}: {one.error}", err=True)
    refused = len({row for row, _one in plan.refusals})
    did = "Nothing was written. It would be" if would else "Written:"
    click.echo(
        f"{did} {outcome.new} new, {outcome.updated} updated, {outcome.unchanged} unchanged, {refused} refused "
        f"of {len(plan.lines)} rows; {len(plan.possible_duplicates)} possible duplicates."
    )
    if outcome.over_capacity:
        click.echo(f"The event is over capacity by {outcome.over_capacity}.")


COMMANDS: tuple[click.Command, ...] = (import_people,)
