"""A pack is made: each file is hashed while it is written, and the manifest comes last."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import IO, Any

from sqlalchemy.orm import Session

from dialogues import __version__
from dialogues.accounts.access import ROLE_PERMISSIONS, Role
from dialogues.agenda.edition_queries import list_days_of, list_editions
from dialogues.agenda.shapes import agenda_object
from dialogues.audit.services import Actor, record
from dialogues.audit_pack import queries, rules
from dialogues.audit_pack.words import COUNT_SHEET, README
from dialogues.core.spreadsheets import Cell, csv_parts
from dialogues.documents import sheet_services
from dialogues.documents.marks import spoken
from dialogues.documents.queries import Options
from dialogues.documents.scan_queries import list_whole_scans
from dialogues.documents.services import print_document
from dialogues.documents.sheet_queries import Sheet, sheets_now
from dialogues.events.chatham_rules import may_tell_names
from dialogues.events.models import Event
from dialogues.reports.exports import List, list_objects
from dialogues.reports.figures import event_figures
from dialogues.reports.files import FileFormat, event_file
from dialogues.reports.shapes import event_object, instant
from dialogues.reports.version_queries import list_versions

ROWS_A_FILE = 20_000  # so that each part opens in any spreadsheet program, and is read again within its limits

# No telephone, address, answer or badge code: an auditor needs none of them, and a badge code opens the door.
_REGISTER = (
    "id", "full_name", "honorific", "sector", "stakeholder_group", "organisation", "position", "gender", "age_group",
    "role", "status", "source", "in_place_of",
)  # fmt: skip
_ATTENDANCE = ("registration_id", "full_name", "sector", "day", "part", "status", "seen_at", "recorded_at", "source")
_CHANGES = ("at", "actor", "action", "subject_kind", "subject_id", "subject_name", "changed_columns", "reason")

_PRINTED = ("sheet", "day", "paper", "rows", "printed_at", "printed_by")
_OPTIONS = Options(language="en", paper="A4")  # of everything on paper

File = tuple[str, Iterable[bytes]]


@dataclass(frozen=True)
class Packed:
    """A pack that was written: the hash of its manifest, and the sign-in sheets that were printed for it."""

    seal: str
    sheets: tuple[Sheet, ...]


def make_pack(session: Session, event: Event, file: IO[bytes], *, actor: Actor, at: datetime) -> str:
    """`file` holds the pack of `event` as of `at`, and the journal says so; answers the hash of its manifest."""
    packed = write_pack(session, event, file, actor=actor, at=at)
    keep_pack(session, event, packed, actor=actor, at=at)
    return packed.seal


def write_pack(session: Session, event: Event, file: IO[bytes], *, actor: Actor, at: datetime) -> Packed:
    """`file` holds the pack of `event` as of `at`. Nothing is written to the database, so nobody waits for it.

    The same rows at the same moment, by the same person, give the same bytes; its PDFs carry the time of the clock.
    No participant is named in the pack of an event under the Chatham House Rule.
    """
    sheets: list[Sheet] = []
    if may_tell_names(event=event.is_chatham_house):
        sheets = sheets_now(session, event, day=None, paper=_OPTIONS.paper)
    listed: list[dict[str, Any]] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, parts in _files(session, event, at=at):
            listed.append(_put(archive, name, parts, at))
        manifest = {
            "format": rules.FORMAT,
            "event": event.slug,
            "title": event.title,
            "made_at": instant(at),
            "made_by": actor.name,
            "program": f"Dialogues {__version__}",
            "files": listed,
        }
        seal = _put(archive, rules.MANIFEST, [_json(manifest)], at)["sha256"]
    return Packed(str(seal), tuple(sheets))


def keep_pack(session: Session, event: Event, packed: Packed, *, actor: Actor, at: datetime) -> None:
    """The journal says that the pack was made, with its hash; whoever signs a sheet out of it is found again."""
    sheet_services.keep_printed(session, event, packed.sheets, actor=actor, at=at)
    record(
        session,
        "event.audit_packed",
        actor=actor,
        at=at,
        subject=event,
        subject_name=event.title,
        event_id=event.id,
        changes={"manifest_sha256": (None, packed.seal)},
    )


def _put(archive: zipfile.ZipFile, name: str, parts: Iterable[bytes], at: datetime) -> dict[str, Any]:
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
    digest, size = hashlib.sha256(), 0
    with archive.open(entry, "w") as member:
        for part in parts:
            member.write(part)
            digest.update(part)
            size += len(part)
    return {"name": name, "size": size, "sha256": digest.hexdigest()}


def _files(session: Session, event: Event, *, at: datetime) -> Iterator[File]:
    """Everything in a pack, one file after the other."""
    tells_names, options = may_tell_names(event=event.is_chatham_house), _OPTIONS
    yield "about/readme.txt", [README.encode()]
    yield "agenda/agenda.pdf", [print_document(session, event, "agenda", options, at=at)]
    for edition in list_editions(session, event.id):
        days = agenda_object(event, list_days_of(session, event, edition), {}, {})["days"]
        told = {
            "edition": edition.number,
            "published_at": instant(edition.published_at),
            "published_by": edition.published_by_name,
            "days": [{key: value for key, value in day.items() if key != "clashes"} for day in days],
        }
        yield f"agenda/edition-{edition.number:03}.json", [_json(told)]
    if tells_names:
        yield from _named(session, event, at=at)
    changes = queries.list_changes(session, event.id, tells_names=tells_names)
    yield from _tables("changes/journal", _CHANGES, changes)
    figures = event_figures(session, event, as_of=at)
    yield "report/attendance-report.pdf", [print_document(session, event, "attendance-report", options, at=at)]
    yield "report/report.json", [_json(event_object(figures))]
    yield "report/report.csv", [event_file(figures, FileFormat.CSV)]
    for version in list_versions(session, event.id):  # as it is stored, so that its hash is the one it was issued with
        yield f"report/version-{version.number:03}.json", [version.content.encode()]
    yield "count/count-sheet.txt", [COUNT_SHEET.encode()]
    yield from _tables("count/people", rules.PEOPLE, queries.list_people(session, event.id))
    yield from _tables("count/days", rules.DAYS, queries.list_days(session, event.id))
    yield from _tables("count/marks", rules.MARKS, queries.list_marks(session, event.id, tells_names=tells_names))


def _named(session: Session, event: Event, *, at: datetime) -> Iterator[File]:
    permissions = ROLE_PERMISSIONS[Role.ADMINISTRATOR]
    register = list_objects(session, event, List.REGISTRATIONS, permissions=permissions)
    yield from _tables("register/register", _REGISTER, ([one[key] for key in _REGISTER] for one in register))
    attendance = list_objects(session, event, List.ATTENDANCE, permissions=permissions)
    yield from _tables("register/attendance", _ATTENDANCE, ([one[key] for key in _ATTENDANCE] for one in attendance))
    yield "sheets/sign-in-sheets.pdf", [print_document(session, event, "sign-in-sheet", _OPTIONS, at=at)]
    yield from _tables("sheets/printed", _PRINTED, queries.list_printed(session, event.id))
    for number, scan in enumerate(list_whole_scans(session, event.id), 1):
        yield f"sheets/scan-{number:03}-{spoken(scan.sheet_id).lower()}.{scan.media_type.suffix}", [scan.content]


def _tables(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[File]:
    """The rows as one CSV after the other, each with its headings; without a row, the headings alone."""
    left, number = iter(rows), 1
    first = list(islice(left, 1))
    while first or number == 1:
        yield f"{name}-{number:03}.csv", csv_parts(chain([heads], first, islice(left, ROWS_A_FILE - 1)))
        first, number = list(islice(left, 1)), number + 1


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
