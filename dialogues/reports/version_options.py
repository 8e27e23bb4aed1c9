"""Options of the command `report` that issue a version, list what was issued, or read it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import NotFoundHere
from dialogues.core.formats import instant_text
from dialogues.core.i18n import _, current_language
from dialogues.core.shell import fail
from dialogues.events.models import Event
from dialogues.reports import version_queries as versions
from dialogues.reports import version_wording as wording
from dialogues.reports.files import FileFormat
from dialogues.reports.publishing_reading import find_to_show, groups_below, report_to_show
from dialogues.reports.text import columns, event_text
from dialogues.reports.version_changes import list_changes
from dialogues.reports.version_files import differences_file, version_file
from dialogues.reports.version_queries import Version
from dialogues.reports.version_rules import NOTE_MAX
from dialogues.reports.version_services import issue_report
from dialogues.reports.version_shapes import line_object
from dialogues.reports.wording import kind_words

NOW = "now"

_OPTIONS = (
    click.option("--issue", is_flag=True, help="Issue the report of the one SLUG as it stands: number, date, freeze."),
    click.option("--note", default="", help="With --issue: why, or for whom. Name nobody in it."),
    click.option("--versions", "list_all", is_flag=True, help="List what was issued of the one SLUG."),
    click.option("--version", "number", type=click.IntRange(min=1), help="The report of the one SLUG as version N."),
    click.option("--differs-from", "other", default="", help="With --version: what differs from version M, or `now`."),
)


@dataclass(frozen=True)
class Asked:
    """What was asked about versions."""

    issue: bool
    note: str
    list_all: bool
    number: int | None
    other: str

    @property
    def is_anything(self) -> bool:
        """Whether versions were asked about at all."""
        return self.issue or self.list_all or self.number is not None or bool(self.note or self.other)


def with_versions(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options about versions; it hands them to `read_versions` by their names."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_versions(given: dict[str, Any]) -> Asked:
    """What was asked about versions, taken out of all options that were given."""
    return Asked(**{name: given.pop(name) for name in ("issue", "note", "list_all", "number", "other")})


def versions_content(event: Event, asked: Asked, form: str, *, to_publish: bool) -> bytes:
    """What the command answers about versions of the report of `event`; with --issue, after it is issued.

    All figures, or those `to_publish`.
    """
    _require_sense(asked)
    if asked.issue:
        return _issue(event, asked.note).encode()
    if asked.list_all:
        return _listed(event, form)
    version = _found(event, asked.number or 0, internal=not to_publish)
    if asked.other:
        return _differences(event, version, asked.other, form, internal=not to_publish)
    return _text(version).encode() if form == "text" else version_file(version, FileFormat(form))


def _require_sense(asked: Asked) -> None:
    if asked.issue + asked.list_all + (asked.number is not None) != 1:
        raise click.UsageError("Use one of --issue, --versions and --version N.")
    if asked.note and not asked.issue:
        raise click.UsageError("--note goes with --issue.")
    if len(asked.note) > NOTE_MAX:
        raise click.UsageError(f"--note takes at most {NOTE_MAX} signs.")
    if asked.other and asked.number is None:
        raise click.UsageError("--differs-from goes with --version N.")
    if asked.other not in ("", NOW) and not versions.is_number(asked.other):
        raise click.UsageError(f"--differs-from takes the number of a version or {NOW}, not {asked.other}.")


def _issue(event: Event, note: str) -> str:
    with unit_of_work() as session:
        version = issue_report(
            session, event=event, note=note, actor=COMMAND_LINE, at=clock.now(), groups_below=groups_below()
        )
        said = _(
            "Version %(number)s of the report of %(slug)s is issued. SHA-256 %(sha256)s.",
            number=version.number,
            slug=event.slug,
            sha256=version.sha256,
        )
    return f"{said}\n"


def _listed(event: Event, form: str) -> bytes:
    rows = versions.list_versions(db.session(), event.id)
    if form == FileFormat.JSON:
        told = {"versions": [line_object(row) for row in rows]}
        return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
    if form != "text":
        raise click.UsageError("The list of versions comes as text or json.")
    if not rows:
        return f"{_('Nothing was issued yet.')}\n".encode()
    cells = [
        [
            wording.version_name(row.number),
            instant_text(row.issued_at, event.zone, locale=current_language()),
            row.issued_by_name,
            row.sha256 if versions.is_intact(row) else _("Not what was issued"),
        ]
        for row in rows
    ]
    heads = [_("Version"), _("Issued"), _("By"), _("SHA-256 hash")]
    return ("\n".join(columns(heads, cells, words=4)) + "\n").encode()


def _text(version: Version) -> str:
    line = wording.issued_line(version.number, version.issued_at, version.report.figures.zone)
    said = _("%(line)s by %(name)s.", line=line, name=version.issued_by)
    lines = [str(said), *([version.issued.note] if version.issued.note else []), f"SHA-256 {version.sha256}"]
    return "\n".join([*lines, "", event_text(version.report.figures)])


def _differences(event: Event, version: Version, other: str, form: str, *, internal: bool) -> bytes:
    if other == NOW:
        report = versions.report_of_now(db.session(), event, as_of=clock.now())
        report = report_to_show(event, report, internal=internal)
    else:
        report = _found(event, int(other), internal=internal).report
    changes, below = list_changes(version.report, report), report.figures.below
    if form == FileFormat.HXL:
        raise click.UsageError("Differences come as text, csv, xlsx or json.")
    if form != "text":
        return differences_file(
            changes, FileFormat(form), slug=event.slug, before=str(version.number), after=other, below=below
        )
    lines = [wording.how_many(changes, below=below)]
    if changes:
        after = _("Now") if other == NOW else wording.version_name(int(other))
        heads = [_("Where it stands"), _("Figure"), wording.version_name(version.number), after]
        rows = [[_(wording.PART_NAMES[one.part]), *wording.row_words(one)] for one in changes]
        lines += ["", *columns(heads, rows, words=2)]
    lines += ["", kind_words(below), *filter(None, [wording.compared_words(below)])]
    return ("\n".join(lines) + "\n").encode()


def _found(event: Event, number: int, *, internal: bool) -> Version:
    try:
        return find_to_show(event, number, internal=internal)
    except NotFoundHere:
        fail(
            f"There is no version {number} of the report of {event.slug}. `report {event.slug} --versions` lists them."
        )
