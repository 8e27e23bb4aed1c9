"""The lists behind the figures as files: registrations, and the attendance that stands. Keys as the API writes them."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission
from dialogues.attendance.queries import list_attendance_rows
from dialogues.attendance.telling import told_rows, told_rows_outside
from dialogues.attendance.warning_queries import list_remarks
from dialogues.core.i18n import _
from dialogues.core.spreadsheets import Cell, Sheet, write_text, write_xlsx
from dialogues.events.models import Event
from dialogues.registration.kinds import Purpose
from dialogues.registration.list_queries import list_consents
from dialogues.registration.models import Registration
from dialogues.registration.queries import list_for_export
from dialogues.registration.question_queries import list_all_questions, list_answers, list_needs
from dialogues.registration.shapes import registration_json
from dialogues.reports.files import FileFormat, table_sheet
from dialogues.reports.wording import UTC_ZONE


class List(StrEnum):
    """The lists that can be taken away."""

    REGISTRATIONS = "registrations"
    ATTENDANCE = "attendance"


# Who may take which list away: registrations carry telephone numbers, attendance carries names.
NEEDED = {List.REGISTRATIONS: Permission.SEE_PARTICIPANTS, List.ATTENDANCE: Permission.PRINT_NAMES}

_KEYS = {
    List.REGISTRATIONS: (
        "id", "full_name", "honorific", "sector", "stakeholder_group", "organisation", "position", "gender",
        "age_group", "phone", "email", "language", "role", "status", "source", "in_place_of", "badge_code",
    ),
    List.ATTENDANCE: (
        "registration_id", "full_name", "sector", "day", "part", "status", "seen_at", "recorded_at", "source",
        "marked_by", "late_minutes", "in_bulk",
    ),
}  # fmt: skip

# HXL tags of the columns (hxlstandard.org, 1.1); "#sector" would be a humanitarian cluster.
_TAGS = {
    "id": "#meta+registration+id",
    "registration_id": "#meta+registration+id",
    "full_name": "#contact+name",
    "honorific": "#contact+title",
    "sector": "#group+code",
    "stakeholder_group": "#group+name",
    "organisation": "#org+name",
    "position": "#contact+position",
    "gender": "#contact+gender",
    "age_group": "#contact+age",
    "phone": "#contact+phone",
    "email": "#contact+email",
    "language": "#contact+lang",
    "role": "#contact+role",
    "status": "#status",
    "source": "#meta+source",
    "in_place_of": "#meta+registration+substituted",
    "badge_code": "#meta+badge",
    "day": "#date+day",
    "part": "#meta+part",  # "#date" holds nothing but dates
    "seen_at": "#date+seen",
    "recorded_at": "#date+recorded",
    "marked_by": "#meta+marked_by",
    "late_minutes": "#meta+late+minutes",
    "in_bulk": "#meta+bulk",
}
_DAYS, _INSTANTS = frozenset({"day"}), frozenset({"seen_at", "recorded_at"})
# What nobody reads in a file that is passed on, and what of those who did not agree to be on the shared list either.
_NEVER = frozenset({"phone", "email", "badge_code", "marked_by"})
_UNNAMED = _NEVER | {"full_name", "honorific", "organisation", "position", "in_place_of"}
_WIDTHS = {"full_name": 34, "organisation": 34, "position": 28, "email": 28, "stakeholder_group": 28, "badge_code": 30}


def list_objects(
    session: Session, event: Event, which: List, *, permissions: Collection[Permission]
) -> list[dict[str, Any]]:
    """The rows of a list as the API answers them, less what `permissions` leave out."""
    if which is List.REGISTRATIONS:
        rows = [registration_json(row, permissions) for row in list_for_export(session, event.id)]
        return _with_answers(session, event, rows) if Permission.SEE_PARTICIPANTS in permissions else rows
    remarks = list_remarks(session, event)
    marks = (row.as_object(remarks) for row in list_attendance_rows(session, event.id))
    return told_rows(event, marks, permissions=permissions)


def _with_answers(session: Session, event: Event, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with what people need and answered, where the event asks anything or somebody needs something."""
    asked, needs = list_all_questions(session, event.id), list_needs(session, event.id)
    if not asked and not needs:
        return rows
    given = list_answers(session, event.id)
    for row in rows:
        row["needs"] = needs.get(row["id"])
        row["answers"] = {
            f"{one.id} {one.label}": "; ".join(given.get(row["id"], {}).get(one.id, ())) or None for one in asked
        }
    return rows


def list_sharing(session: Session, event_id: int) -> set[int]:
    """The registrations of those who agreed to be on the list that others receive, and did not take it back."""
    given = list_consents(session, Registration.event_id == event_id)
    return {key for key, purposes in given.items() if Purpose.LIST_SHARING in purposes}


def told_in(
    session: Session, form: FileFormat, event: Event, objects: list[dict[str, Any]], *, which: List
) -> list[dict[str, Any]]:
    """The rows as a kind of file may carry them: HXL is made to be passed on.

    It names only who agreed to be on the list that others receive, and nobody's telephone number, address or badge
    nor who marked them, which that consent says nothing of; of an event under the Chatham House Rule it names nobody.
    """
    if form is not FileFormat.HXL:
        return objects
    agreed, key = list_sharing(session, event.id), _KEYS[which][0]
    kept = [_without(one, _NEVER if one.get(key) in agreed else _UNNAMED) for one in objects]
    return told_rows_outside(event, kept)


def _without(row: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: None if name in names else value for name, value in row.items()}


def list_file(
    objects: Sequence[Mapping[str, Any]],
    which: List,
    form: FileFormat,
    *,
    zone: ZoneInfo = UTC_ZONE,
    separator: str = ",",
) -> bytes:
    """The rows of a list as a file; JSON under the same key as the API's list.

    In a workbook days and instants are such, the instants by the clock of `zone`, and the rows are a table.
    """
    if form is FileFormat.JSON:
        value = {which.value: list(objects), "total": len(objects), "next": None}
        return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
    keys = [key for key in _KEYS[which] if not objects or key in objects[0]]
    if form is not FileFormat.HXL:  # that file is made to be passed on; what somebody needs is not
        objects = [_flat(one) for one in objects]
        keys += [key for key in (objects[0] if objects else ()) if key not in keys]
    rows = _rows(objects, keys, tags=form is FileFormat.HXL)
    if form is FileFormat.XLSX:
        widths = [_WIDTHS.get(key, 14) for key in keys]
        typed = rows
        if not (_DAYS | _INSTANTS).isdisjoint(keys):
            typed = ([_typed(cell, key, zone) for key, cell in zip(keys, row, strict=True)] for row in rows)
        return write_xlsx([table_sheet(which.value, which.value, typed, widths=widths), _about(keys, zone)])
    return write_text(rows, separator=separator if form is FileFormat.CSV else ",")


def _typed(cell: Cell, key: str, zone: ZoneInfo) -> Cell:
    """A day or an instant, which the API tells as a text, as what it is; the heading and every other cell unchanged."""
    if cell == key or not isinstance(cell, str):
        return cell
    if key in _DAYS:
        return date.fromisoformat(cell)
    return datetime.fromisoformat(cell).astimezone(zone) if key in _INSTANTS else cell


def _about(keys: Sequence[str], zone: ZoneInfo) -> Sheet:
    """A sheet that says by which clock the times of the list are, where it has any."""
    rows: list[Sequence[Cell]] = [[_("Every text is a text: nothing in this file is a formula.")]]
    if _INSTANTS & set(keys):
        rows.append([_("Times are those of %(zone)s.", zone=zone.key)])
    return Sheet(_("About"), rows, headings=0, widths=[80])


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with each answer in a column of its own, headed by the number and the words of its question."""
    return {key: value for key, value in row.items() if key != "answers"} | dict(row.get("answers", {}))


def _rows(objects: Sequence[Mapping[str, Any]], keys: Sequence[str], *, tags: bool) -> Iterator[Sequence[Cell]]:
    yield list(keys)
    if tags:
        yield [_TAGS[key] for key in keys]
    for one in objects:
        yield [one[key] for key in keys]
