"""Reading what devices hand in: who sends, and each mark or walk-in as it was sent, or why it cannot be read."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from dialogues.attendance import rules
from dialogues.attendance.device_rules import believed_offset
from dialogues.attendance.models import MarkSource, MarkStatus, Part
from dialogues.attendance.services import NewMark
from dialogues.core.errors import DomainError
from dialogues.core.folding import clean, clean_line
from dialogues.core.i18n import N_
from dialogues.people.sectors import Sector

_NAME_LENGTH_MAX = 200  # signs of a device's name
_VERSION_LENGTH_MAX = 40
_NUMBER_MAX = 2**31 - 1  # what both databases take as a number
_YEARS = range(2000, 2200)  # a time outside is not one that a device means
_OFFSET_MAX_S = 10 * 366 * 86_400  # a clock further off tells nothing
_PARTS = frozenset(part.value for part in Part)
_STATUSES = frozenset(status.value for status in MarkStatus)
_SECTORS = frozenset(sector.value for sector in Sector)
# What makes a mark or a walk-in the same one, whatever else is said beside it.
_CONTENT = (
    "id", "badge_code", "registration_id", "walk_in_id", "day", "part", "status", "seen_at", "full_name", "sector",
    "organisation",
)  # fmt: skip


class BadSender(DomainError):
    """What a device says of itself cannot be read."""

    message = N_("“%(field)s” of this device cannot be read.")


class Sender(NamedTuple):
    """Who hands marks in, and how far its clock runs ahead of ours."""

    name: str | None = None
    clock_offset_s: int = 0
    measured_offset_s: int | None = None  # None: it did not say what time it has
    app_version: str | None = None
    waiting: int | None = None  # marks that stay on it after this
    list_age_s: int | None = None  # how long ago it took the names along
    leaves: bool = False  # it is put away: its token ends


class NewWalkIn(NamedTuple):
    """Somebody a phone puts on the list."""

    id: uuid.UUID
    full_name: str
    sector: Sector
    organisation: str | None


def read_sender(sent: Any, now: datetime) -> Sender:
    """The device of a request, its clock compared with ours. Raises BadSender."""
    if sent is None:
        return Sender()
    if not isinstance(sent, dict):
        raise BadSender(field="device")
    name, sent_at = sent.get("id"), sent.get("sent_at")
    if not (name is None or isinstance(name, str)):
        raise BadSender(field="id")
    offset_s = None
    if sent_at is not None:
        at = read_instant(sent_at)
        if at is None:
            raise BadSender(field="sent_at")
        offset_s = round((at - now).total_seconds())
    version = sent.get("app_version")
    return Sender(
        name=clean(name)[:_NAME_LENGTH_MAX] if name else None,
        clock_offset_s=offset_s or 0,
        measured_offset_s=offset_s,
        app_version=clean_line(version)[:_VERSION_LENGTH_MAX] if isinstance(version, str) else None,
        waiting=read_number(sent.get("waiting"), least=0),
        list_age_s=read_number(sent.get("list_age_s"), least=0, most=_OFFSET_MAX_S),
        leaves=sent.get("leaves") is True,
    )


def read_mark(
    sent: Any, sender: Sender, *, now: datetime, walked_in: Mapping[uuid.UUID, int] | None = None
) -> NewMark | DomainError:
    """One mark as it was sent, or why it cannot be read. `walked_in`: who phones put on the list, by their ids."""
    if not isinstance(sent, dict):
        return rules.BadMark(field="id")
    mark_id, day, seen_at = read_uuid(sent.get("id")), read_day(sent.get("day")), read_instant(sent.get("seen_at"))
    part, status = sent.get("part", Part.WHOLE.value), sent.get("status", MarkStatus.PRESENT.value)
    number, badge, walk_in = sent.get("registration_id"), sent.get("badge_code"), sent.get("walk_in_id")
    if mark_id is None or day is None or seen_at is None:
        return rules.BadMark(field="id" if mark_id is None else "day" if day is None else "seen_at")
    if not isinstance(part, str) or part not in _PARTS:
        return rules.BadMark(field="part")
    if not isinstance(status, str) or status not in _STATUSES:
        return rules.BadMark(field="status")
    if number is None and badge is None and walk_in is None:
        return rules.BadMark(field="badge_code")
    badge_code = rules.read_badge(badge) if isinstance(badge, str) else None
    if badge is not None and badge_code is None:
        return rules.NotABadge()
    person = (walked_in or {}).get(read_uuid(walk_in) or uuid.UUID(int=0)) if walk_in is not None else None
    when_made_s = read_number(sent.get("clock_offset_s"), least=-_OFFSET_MAX_S, most=_OFFSET_MAX_S)
    return NewMark(
        id=mark_id,
        day=day,
        source=MarkSource.PHONE if badge is None else MarkSource.QR,
        registration_id=(person if walk_in is not None else read_number(number)) if badge is None else None,
        badge_code=badge_code,
        part=Part(part),
        status=MarkStatus(status),
        seen_at=seen_at,
        clock_offset_s=believed_offset(
            seen_at, day, at_sending_s=sender.clock_offset_s, when_made_s=when_made_s, now=now
        ),
        device=sender.name,
        device_counter=read_number(sent.get("counter")),
    )


def read_walk_in(sent: Any) -> NewWalkIn | DomainError:
    """One walk-in as it was sent, or why it cannot be read."""
    if not isinstance(sent, dict):
        return rules.BadMark(field="id")
    walk_in_id, name, sector = read_uuid(sent.get("id")), sent.get("full_name"), sent.get("sector")
    organisation = sent.get("organisation")
    if walk_in_id is None:
        return rules.BadMark(field="id")
    if not isinstance(name, str) or not clean_line(name):
        return rules.BadMark(field="full_name")
    if not isinstance(sector, str) or sector not in _SECTORS:
        return rules.BadMark(field="sector")
    if not (organisation is None or isinstance(organisation, str)):
        return rules.BadMark(field="organisation")
    return NewWalkIn(walk_in_id, clean_line(name), Sector(sector), clean_line(organisation or "") or None)


def fingerprint(sent: Mapping[str, Any]) -> str:
    """What tells one mark under an id from another under the same id."""
    content = {name: sent[name] for name in _CONTENT if name in sent}
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def walk_in_ids(sent: list[Any]) -> set[uuid.UUID]:
    """The ids of walk-ins that some marks speak of."""
    found = (read_uuid(one.get("walk_in_id")) for one in sent if isinstance(one, dict) and "walk_in_id" in one)
    return {one for one in found if one is not None}


def read_uuid(sent: Any) -> uuid.UUID | None:
    """A UUID, or None for anything else."""
    try:
        return uuid.UUID(sent)
    except (AttributeError, TypeError, ValueError):
        return None


def read_day(sent: Any) -> date | None:
    """A calendar day, or None for anything else."""
    try:
        return date.fromisoformat(sent)
    except (TypeError, ValueError):
        return None


def read_instant(sent: Any) -> datetime | None:
    """An instant with its zone in years that a device can mean, or None for anything else."""
    try:
        at = datetime.fromisoformat(sent)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo is not None and at.year in _YEARS else None


def read_number(sent: Any, *, least: int = 1, most: int = _NUMBER_MAX) -> int | None:
    """A whole number in these bounds; None, which is nobody, for what no database would hold."""
    is_number = isinstance(sent, int) and not isinstance(sent, bool)
    return sent if is_number and least <= sent <= most else None
