"""Commands of imports."""

import sys
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.folding import fold
from dialogues.core.shell import fail, in_app, print_json, write_file
from dialogues.core.spreadsheets import ENCODINGS, FILE_BYTES_MAX, Choice, Table, TooLarge, read_table
from dialogues.events.models import Event
from dialogues.events.queries import find_event_by_slug
from dialogues.imports import queries, rules, services, undo_services, wording
from dialogues.imports.columns import Field
from dialogues.imports.decisions import Decisions, columns_of
from dialogues.imports.forms import FILE_NAME_MAX
from dialogues.imports.leftovers import leftover_file
from dialogues.imports.services import Outcome
from dialogues.imports.words import CODES
from dialogues.registration import offering

_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "colon": ":"}


@click.command(name="import")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--skip-bad", is_flag=True, help="Leave out the rows that are refused and take the others.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.option("--sheet", help="The sheet to read; without it the first visible one that holds anything.")
@click.option("--heading-row", type=click.IntRange(min=0), help="The row that names the columns; 0 if none does.")
@click.option("--encoding", type=click.Choice(ENCODINGS), help="Of a text; without it it is guessed, and told.")
@click.option("--separator", type=click.Choice([*_SEPARATORS]), help="Of a text; without it it is guessed, and told.")
@click.option("--columns", help="What the columns hold, in their order: full_name,,sector. Empty ones are not read.")
@click.option(
    "--word", "words", multiple=True, help='What a word of the file stands for: "sector:Collectivité=OTH". Repeatable.'
)
@click.option(
    "--reasons", type=click.Path(dir_okay=False, path_type=Path), help="Write the rows left out here, with reasons."
)
@in_app
def import_people(
    slug: str, file: Path, *, dry_run: bool, skip_bad: bool, as_json: bool, reasons: Path | None, **chosen: Any
) -> None:
    """Put the people of a spreadsheet on the list of an event.

    FILE is .xlsx, .xls, .ods or .csv with a heading in English, French, Swahili or Malagasy. The same file twice
    changes nothing. While a row is refused nothing is written (exit 1), unless --skip-bad leaves those out. What is
    chosen for a file is remembered for the next one with the same headings. `import-undo` takes an import back.
    """
    _find_event(db.session(), slug)
    said = _said(file, **chosen)
    table = _read(file, said)
    offered = None
    is_refused = False
    try:
        if dry_run:
            outcome = _plan(slug, table, said)
        else:
            outcome, offered = _import(slug, table, said, skip_bad=skip_bad)
    except rules.RowsRefused:
        outcome, is_refused = _plan(slug, table, said), True
    is_bad = bool(outcome.plan.refusals) and not skip_bad
    if reasons is not None:
        write_file(reasons, leftover_file(outcome.plan, said)[0])
    if as_json:
        print_json(wording.outcome_object(outcome))
    else:
        _tell(outcome, would=dry_run or is_refused)
        _tell_offered(offered)
    if is_bad:
        sys.exit(1)


def _said(
    file: Path,
    *,
    sheet: str | None,
    heading_row: int | None,
    encoding: str | None,
    separator: str | None,
    columns: str | None,
    words: tuple[str, ...],
) -> Decisions:
    """What the options say about the file."""
    answers: dict[Field, dict[str, str]] = {}
    try:
        for one in words:
            field, _colon, rest = one.partition(":")
            word, _equals, meaning = rest.rpartition("=")
            if not word or meaning not in CODES[field]:
                raise ValueError
            answers.setdefault(Field(field), {})[fold(word)] = meaning
        mapping = None if columns is None else columns_of(name.strip() for name in columns.split(","))
    except (ValueError, KeyError):
        names = ", ".join(field.value for field in Field)
        fail(
            f"--columns takes these names: {names}. --word takes sector, gender, age_group or role, a word, and a code."
        )
    return Decisions(
        choice=Choice(sheet, encoding, _SEPARATORS[separator] if separator else None),
        heading_row=heading_row,
        columns=mapping,
        words=answers,
        file_name=file.name[:FILE_NAME_MAX],
    )


def _read(file: Path, said: Decisions) -> Table:
    if file.stat().st_size > FILE_BYTES_MAX:
        raise TooLarge
    return read_table(file.read_bytes(), said.choice)


def _find_event(session: Session, slug: str) -> Event:
    event = find_event_by_slug(session, slug)
    if event is None:
        fail(f"There is no event {slug}. The command `events` lists them.")
    return event


def _plan(slug: str, table: Table, said: Decisions) -> Outcome:
    return services.plan_import(db.session(), _find_event(db.session(), slug), table, said=said)


def _import(slug: str, table: Table, said: Decisions, *, skip_bad: bool) -> tuple[Outcome, str | None]:
    """What the import did, and what is to be said of seats it freed: who is no participant any more gives one."""
    act = services.import_good_rows if skip_bad else services.import_all
    with unit_of_work() as session:
        event = _find_event(session, slug)
        outcome = act(session, event, table, actor=COMMAND_LINE, at=clock.now(), said=said)
        return outcome, offering.made_words(offering.pass_on(session, event))


@click.command(name="import-list")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print the imports as JSON.")
@in_app
def list_imports(slug: str, *, as_json: bool) -> None:
    """List the last imports into an event, the newest first."""
    event = _find_event(db.session(), slug)
    batches = [wording.batch_object(one) for one in queries.list_batches(db.session(), event.id)]
    if as_json:
        print_json(batches)
        return
    for one in batches:
        undone = f"; taken back {one['undone_at']}" if one["undone_at"] else ""
        click.echo(
            f"{one['id']}  {one['imported_at']}  {one['file'] or 'pasted cells'}  by {one['by']}: {one['new']} new, "
            f"{one['updated']} updated, {one['unchanged']} unchanged, {one['left_out']} left out{undone}"
        )


@click.command(name="import-undo")
@click.argument("slug")
@click.argument("number", type=int, required=False)
@in_app
def undo(slug: str, number: int | None) -> None:
    """Take an import into an event back: the last one, or the one `import-list` gives this NUMBER.

    Whoever was marked present or changed since is kept, and named.
    """
    with unit_of_work() as session:
        event = _find_event(session, slug)
        batch = queries.find_batch(session, event.id, number)
        if batch is None:
            fail(f"There is no such import into {slug}. The command `import-list` lists them.")
        taken = undo_services.undo_import(session, batch, actor=COMMAND_LINE, at=clock.now())
        kept = [name for _id, name in queries.list_kept(session, batch.id)]
        offered = offering.made_words(offering.pass_on(session, event))
    click.echo(f"Taken back: {taken.removed} removed, {taken.restored} as before, {taken.kept} kept.")
    for name in kept:
        click.echo(f"Kept: {name}")
    _tell_offered(offered)


def _tell_offered(offered: str | None) -> None:
    if offered is not None:
        click.echo(offered)


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


COMMANDS: tuple[click.Command, ...] = (import_people, list_imports, undo)
