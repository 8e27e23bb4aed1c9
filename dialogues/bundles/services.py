"""Taking an event along: everything of it that travels, in one file."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues import __version__
from dialogues.audit.services import Actor, record
from dialogues.bundles import packing, queries
from dialogues.bundles.kinds import KINDS
from dialogues.bundles.models import Installation, SharedName
from dialogues.events.models import Event

HEARD = "heard"  # the part of a file that says what its sender knows of the others
NOTICE = "This file holds names, telephone numbers and who was where on which day. Keep it as safe as the list itself."
_NAMES = cast(sa.Table, SharedName.__table__)


def export_event(session: Session, event: Event, *, actor: Actor, at: datetime, passphrase: str | None = None) -> bytes:
    """One file with all of an event that travels; sealed if a passphrase is given.

    The event stays as it is, but its rows get the names by which they are known again. Raises PassphraseShort.
    """
    installation = own_installation(session)
    installation.packed += 1
    name_rows(session, event.id)
    rows = queries.read_event(session, event.id)
    parts: dict[str, list[dict[str, Any]]] = {
        name: [{"key": key, **row.facts} for key, row in found.items()] for name, found in rows.items()
    }
    parts[HEARD] = [_heard(one) for one in queries.list_heard(session, event.id)]
    facts = {
        "notice": NOTICE,
        "program": __version__,
        "bundle": str(uuid.uuid4()),
        "installation": str(installation.id),
        "number": installation.packed,
        "made_at": at.isoformat(),
        "heard": {str(one.other): one.number for one in queries.list_exchanges(session, event.id)},
        "event": {"key": next(iter(rows["event"])), "slug": event.slug, "title": event.title},
    }
    content = packing.pack(facts, parts, passphrase)
    record(session, "event.taken_along", actor=actor, at=at, subject=event, subject_name=event.title, event_id=event.id)
    return content


def own_installation(session: Session) -> Installation:
    """This installation; the first time it is asked for it gets its name."""
    own = queries.find_installation(session)
    if own is None:
        own = Installation(id=uuid.uuid4(), packed=0)
        session.add(own)
        session.flush()
    return own


def name_rows(session: Session, event_id: int) -> None:
    """Every row of an event that needs a shared name has one."""
    for kind in KINDS:
        if kind.is_named:
            add_names(
                session, kind.name, {str(uuid.uuid4()): one for one in queries.list_unnamed(session, kind, event_id)}
            )


def add_names(session: Session, kind_name: str, numbers: Mapping[str, int]) -> None:
    """These rows are called so from now on: shared name and number."""
    rows = [{"id": uuid.UUID(name), f"{kind_name}_id": number} for name, number in numbers.items()]
    if rows:
        session.execute(sa.insert(_NAMES), rows)


def _heard(one: queries.Heard) -> dict[str, Any]:
    return {"other": str(one.other), "kind": one.kind, "key": one.key, "theirs": one.theirs, "ours": one.ours}
