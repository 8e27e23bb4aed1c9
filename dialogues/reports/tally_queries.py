"""Events as one of several: from what is kept of them where the journal tells of no change since, else counted.

Whatever changes who is on the list of an event, what was recorded of them or its days is noted in the journal of the
event, in the transaction of the act. Only a merge of two persons, or its undoing, is noted without an event: it changes
who is the same person in any of them.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import IS_OF_TWO_PERSONS, Entry
from dialogues.events.models import Event
from dialogues.people.sectors import Sector
from dialogues.registration.models import EventRole
from dialogues.reports import queries, tally_rules
from dialogues.reports.programme_queries import list_came
from dialogues.reports.tally_models import EventTally
from dialogues.reports.tally_rules import FORM, Tally

# Whom the kept figures count.
PARTICIPANTS = frozenset({EventRole.PARTICIPANT})

# The end of what was done to persons: read from an index of these few entries alone.
_LAST_OF_PERSONS = sa.select(sa.func.max(Entry.id)).where(IS_OF_TWO_PERSONS).scalar_subquery()


def list_tallies(
    session: Session,
    *,
    days: Mapping[int, Sequence[queries.Day]],
    roles: Collection[EventRole],
    sector: Sector | None = None,
) -> dict[int, Tally]:
    """Each event of `days` with its figures, or those of one sector; a constant number of queries however many."""
    kept = _kept(session, days, sector) if frozenset(roles) == PARTICIPANTS else {}
    rest = {event_id: one for event_id, one in days.items() if event_id not in kept}
    return kept | (_counted(session, rest, roles, sector) if rest else {})


def _kept(session: Session, days: Mapping[int, Sequence[queries.Day]], sector: Sector | None) -> dict[int, Tally]:
    figures = EventTally.figures if sector is None else EventTally.sectors
    chosen = sa.select(EventTally.event_id, figures, EventTally.others, EventTally.came)
    found = {}
    for event_id, packed, others, came in session.execute(chosen.where(EventTally.event_id.in_(days), holds())):
        of_sector = packed if sector is None else packed[sector.value]
        counted = tally_rules.unpack(of_sector, [day.kept for day in days[event_id]])
        if counted is not None:
            found[event_id] = Tally(counted, others, tally_rules.of_sector(tally_rules.unpack_came(came), sector))
    return found


def _counted(
    session: Session, days: Mapping[int, Sequence[queries.Day]], roles: Collection[EventRole], sector: Sector | None
) -> dict[int, Tally]:
    people = queries.list_alike(session, days=days, event_ids=list(days), roles=roles, in_detail=False)
    came = list_came(session, event_ids=list(days), roles=roles)
    return {
        event_id: Tally(
            tally_rules.count_alone(people[event_id].counted, [day.kept for day in one], sector),
            people[event_id].others,
            tally_rules.of_sector(came[event_id], sector),
        )
        for event_id, one in days.items()
    }


def holds() -> sa.ColumnElement[bool]:
    """Whether a kept tally is of the present form, and the journal tells of no change since."""
    changed = sa.exists().where(Entry.event_id == EventTally.event_id, Entry.id > EventTally.journal_id)
    return sa.and_(
        EventTally.form == FORM,
        EventTally.journal_id >= sa.func.coalesce(_LAST_OF_PERSONS, 0),
        sa.not_(changed),
    )


def list_to_keep(session: Session, *, quiet_since: datetime | None = None) -> Sequence[int]:
    """The events of which nothing that holds is kept; only those without an entry in the journal after an instant."""
    chosen = sa.select(Event.id).where(sa.not_(sa.exists().where(EventTally.event_id == Event.id, holds())))
    if quiet_since is not None:
        chosen = chosen.where(sa.not_(sa.exists().where(Entry.event_id == Event.id, Entry.at > quiet_since)))
    return session.scalars(chosen.order_by(Event.id)).all()


def list_wrong(session: Session) -> list[int]:
    """The events whose kept tally should hold and is not what is counted now."""
    chosen = sa.select(EventTally).where(holds()).order_by(EventTally.event_id)
    return [
        kept.event_id for kept in session.scalars(chosen).all() if count_to_keep(session, kept.event_id) != _said(kept)
    ]


class ToKeep(NamedTuple):
    """What is kept of an event, as the columns of its tally."""

    others: int
    figures: list[Any]
    sectors: dict[str, list[Any]]
    came: bytes


def count_to_keep(session: Session, event_id: int) -> ToKeep:
    """What is to be kept of an event, counted from what is recorded."""
    days = queries.list_days(session, event_ids=[event_id])
    people = queries.list_alike(session, days=days, event_ids=[event_id], roles=PARTICIPANTS, in_detail=False)[event_id]
    kept = [day.kept for day in days[event_id]]
    return ToKeep(
        others=people.others,
        figures=tally_rules.pack(people.counted, kept, None),
        sectors={sector.value: tally_rules.pack(people.counted, kept, sector) for sector in Sector},
        came=tally_rules.pack_came(list_came(session, event_ids=[event_id], roles=PARTICIPANTS)[event_id]),
    )


def _said(kept: EventTally) -> ToKeep:
    return ToKeep(*(getattr(kept, name) for name in ToKeep._fields))


def last_entry(session: Session) -> int:
    """The number of the last entry of the journal."""
    return session.scalar(sa.select(sa.func.max(Entry.id))) or 0
