"""What a phone takes along: names to find people by, and nothing that could harm them if the phone is lost."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.core.folding import search_key
from dialogues.events.models import EventDay
from dialogues.people.sectors import Sector
from dialogues.registration.models import Registration, Status

# Enough of a badge code to know whom it belongs to on the list (40 of 130 bits). The code itself stays here: whoever
# opens a lost phone can make no badge from it, and 500 whole codes alone would fill the 10 kB that the list may weigh.
BADGE_TAIL = 8
SECTORS = tuple(sector.value for sector in Sector)
STATUSES = tuple(status.value for status in Status)


def list_late(session: Session, event_id: int) -> dict[int, int]:
    """By how many minutes each day of an event runs late that does."""
    chosen = sa.select(EventDay.id, EventDay.minutes_late).where(
        EventDay.event_id == event_id, EventDay.minutes_late.is_not(None)
    )
    return {day_id: minutes for day_id, minutes in session.execute(chosen) if minutes}


def list_offline(session: Session, event_id: int) -> dict[str, Any]:
    """Everybody on the list of an event, column by column, because columns of alike values pack small.

    `ids` are differences to the one before; `organisations` are numbers into `named`, -1 for none; `badges` the ends of
    the codes, one after the other; `keys` the search key of those whose key their name and organisation do not give.
    """
    chosen = (
        sa.select(
            Registration.id,
            Registration.full_name,
            Registration.organisation_name,
            Registration.sector,
            Registration.status,
            Registration.badge_code,
            Registration.search_key,
        )
        .where(Registration.event_id == event_id)
        .order_by(Registration.id)
    )
    rows = session.execute(chosen).all()
    named: dict[str, int] = {}
    numbers = [-1 if not row[2] else named.setdefault(row[2], len(named)) for row in rows]
    ids = [row[0] for row in rows]
    return {
        "ids": [one - before for one, before in zip(ids, [0, *ids], strict=False)],
        "names": [row[1] for row in rows],
        "organisations": numbers,
        "named": list(named),
        "sectors": "".join(str(SECTORS.index(row[3].value)) for row in rows),
        "statuses": "".join(str(STATUSES.index(row[4].value)) for row in rows),
        "badges": "".join(row[5][-BADGE_TAIL:] for row in rows),
        "keys": {str(at): row[6] for at, row in enumerate(rows) if row[6] != search_key(row[1], row[2])},
        "sector_codes": list(SECTORS),
        "status_codes": list(STATUSES),
    }
