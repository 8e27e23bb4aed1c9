"""Commands of reports: figures, and the lists behind them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from dialogues.accounts.access import ROLE_PERMISSIONS, Role
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.errors import DomainError
from dialogues.core.i18n import translated
from dialogues.core.shell import fail, in_app, write_file
from dialogues.events.models import Event
from dialogues.events.queries import find_event_by_slug
from dialogues.reports import exports, un_feedback
from dialogues.reports.choice_lists import choices_file, version_of
from dialogues.reports.choice_queries import list_choices
from dialogues.reports.figures import EventFigures, ProgrammeFigures
from dialogues.reports.files import FileFormat, event_file
from dialogues.reports.iati import iati_file
from dialogues.reports.iati_rules import ORGANISATION_TYPES, Activity, require_activity
from dialogues.reports.programme_files import published_file, report_file
from dialogues.reports.programme_options import chosen_figures, only_event, read_options, with_choice
from dialogues.reports.programme_published import events_told, outside
from dialogues.reports.programme_text import programme_text
from dialogues.reports.publishing_reading import figures_to_show, groups_below
from dialogues.reports.text import event_text
from dialogues.reports.version_options import read_versions, versions_content, with_versions

_FILE = click.Path(dir_okay=False, path_type=Path)
_FORMATS = [form.value for form in FileFormat]
_IATI = "iati"
_FEEDBACK, _CHOICES = "un-feedback", "choices"  # what `export` writes beside the lists
_WHICH = [*(one.value for one in exports.List), _FEEDBACK, _CHOICES]
_TYPES = ", ".join(f"{code} {words}" for code, words in ORGANISATION_TYPES.items())


@click.command()
@with_choice
@with_versions
@click.option("--format", "form", type=click.Choice(["text", *_FORMATS, _IATI]), default="text", show_default=True)
@click.option("-o", "--output", "output", type=_FILE, help="Write to this file instead of the terminal.")
@click.option("--activity", default="", help="For iati: the identifier of your activity; gives a whole file.")
@click.option("--organisation", default="", help="For iati: the identifier of the organisation that reports it.")
@click.option("--organisation-name", default="", help="For iati: its name.")
@click.option("--organisation-type", default="", help=f"For iati: what it is, by its code: {_TYPES}.")
@click.option("--published", "to_publish", is_flag=True, help="As it may be passed on: no small group is told.")
@in_app
def report(
    form: str,
    output: Path | None,
    activity: str,
    organisation: str,
    organisation_name: str,
    organisation_type: str,
    *,
    to_publish: bool,
    **choice: Any,
) -> None:
    """Report participation by sector: of one event, of several, or of all.

    One SLUG alone gives everything about that event; several, none, or one with other choices set events side by side.
    Without --published the figures are internal, and say so.
    What was issued keeps its figures: see --issue, --versions and --version.
    """
    asked = read_versions(choice)
    facts = _activity(
        identifier=activity, organisation=organisation, name=organisation_name, kind=organisation_type, form=form
    )
    read = read_options(**choice)
    if form == FileFormat.XLSX and output is None:
        raise click.UsageError("XLSX is not for a terminal. Name a file with -o FILE.")
    if asked.is_anything:
        event = only_event(read) if len(read.slugs) == 1 and read.arguments.keys() <= {"event"} else None
        if event is None:
            raise click.UsageError("Versions belong to the report of one event: name one SLUG and no other choice.")
        if form == _IATI:
            raise click.UsageError("An issued version comes in every format but iati; leave --version out for that.")
        _put(versions_content(event, asked, form, to_publish=to_publish), output)
        return
    if len(read.slugs) == 1 and read.arguments.keys() <= {"event", "from", "to"} and (event := only_event(read)):
        # What goes to IATI is published there.
        figures = figures_to_show(event, internal=not to_publish and form != _IATI)
        content = _iati(event.title, [figures], facts) if form == _IATI else _event_content(figures, form)
    else:
        many = chosen_figures(read)
        if form == _IATI:
            content = _iati("Dialogues", events_told(outside(many, below=groups_below())), facts)
        else:
            content = _of_many(many, form, to_publish=to_publish)
    _put(content, output)


def _of_many(many: ProgrammeFigures, form: str, *, to_publish: bool) -> bytes:
    if to_publish:
        # On the terminal, too: the figures that may be passed on come as a table, each in a row of its own.
        return published_file(
            outside(many, below=groups_below()), FileFormat.CSV if form == "text" else FileFormat(form)
        )
    return programme_text(many).encode() if form == "text" else report_file(many, FileFormat(form))


def _event_content(figures: EventFigures, form: str) -> bytes:
    return event_text(figures).encode() if form == "text" else event_file(figures, FileFormat(form))


def _iati(title: str, figures: Sequence[EventFigures], activity: Activity | None) -> bytes:
    if not figures:
        fail("There is no event to report.")
    return iati_file(title, figures, as_of=clock.now(), activity=activity)


def _activity(*, form: str, **facts: str) -> Activity | None:
    if form != _IATI and any(facts.values()):
        raise click.UsageError("The facts of an activity are for --format iati.")
    try:
        return require_activity(**facts)
    except DomainError as error:
        fail(translated(error))


@click.command()
@click.argument("slug")
@click.argument("which", metavar="{" + ",".join(_WHICH) + "}", type=click.Choice(_WHICH))
@click.option("--format", "form", type=click.Choice(_FORMATS), required=True)
@click.option(
    "-o", "--output", "output", type=_FILE, required=True, help="The file to write; only its owner can read it."
)
@click.option("--published", "to_publish", is_flag=True, help="For un-feedback: no small group is told.")
@in_app
def export(slug: str, which: str, form: str, output: Path, *, to_publish: bool) -> None:
    """Write an event to a file: registrations, attendance, the table of the UN feedback form, or choices for forms."""
    if to_publish and which != _FEEDBACK:
        raise click.UsageError(f"--published goes with {_FEEDBACK}.")
    event = find_event_by_slug(db.session(), slug)
    if event is None:
        fail(f"There is no event {slug}. The command `events` lists them.")
    if which in (_FEEDBACK, _CHOICES):
        _export_for_others(event, which, FileFormat(form), output, to_publish=to_publish)
        return
    kind = exports.List(which)
    objects = exports.list_objects(db.session(), event, kind, permissions=ROLE_PERMISSIONS[Role.ADMINISTRATOR])
    objects = exports.told_in(db.session(), FileFormat(form), event, objects, which=kind)
    write_file(output, exports.list_file(objects, kind, FileFormat(form), zone=event.zone))
    click.echo(f"{output} holds {len(objects)} rows. It carries names: keep it safe.")


def _export_for_others(event: Event, which: str, form: FileFormat, output: Path, *, to_publish: bool) -> None:
    """The table of the UN feedback form, or the choice lists, as a file."""
    possible = un_feedback.FORMATS if which == _FEEDBACK else (FileFormat.XLSX,)
    if form not in possible:
        raise click.UsageError(f"{which} comes as {' or '.join(possible)}.")
    if which == _FEEDBACK:
        figures = figures_to_show(event, internal=not to_publish)
        write_file(output, un_feedback.feedback_file(figures, form))
        kept = "No small group is told in it." if to_publish else "It is internal: small groups are told in it."
        click.echo(f"{output} holds the participation table of the UN feedback form. {kept}")
        return
    choices = list_choices(db.session(), event, permissions=ROLE_PERMISSIONS[Role.ADMINISTRATOR])
    write_file(output, choices_file(choices, slug=event.slug, title=event.title, version=version_of(clock.now())))
    click.echo(f"{output} holds {len(choices)} choices. It may carry names: keep it safe.")


def _put(content: bytes, output: Path | None) -> None:
    if output is None:
        click.echo(content, nl=False)
    else:
        write_file(output, content)


COMMANDS: tuple[click.Command, ...] = (report, export)
