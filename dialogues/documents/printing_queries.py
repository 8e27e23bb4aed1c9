"""What was printed of an event, read from the journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.audit.models import Entry
from dialogues.documents.option_rules import read_ids

_MOST = 200  # printings looked back on
# How the journal calls each option, and how an address does.
_OF_CHOICE = ("sector", "since", "people")
_OPTIONS = {
    "printed_day": "day",
    "printed_paper": "paper",
    "printed_language": "language",
    "printed_names": "names",
    "printed_of": "of",
    "_who": "who",
    "printed_parts": "parts",
    "printed_sector": "sector",
    "printed_since": "since",
    "printed_people": "people",
    "printed_pages": "pages",
    "printed_round": "round",
    "printed_stock": "stock",
    "_first": "first",
    "_shift_x": "shift_x",
    "_shift_y": "shift_y",
    "_findings": "findings",
    "_commitments": "commitments",
    "_next": "next",
}


@dataclass(frozen=True)
class Printing:
    """One printing of a document: `options` as an address says them."""

    document: str
    by_id: int | None
    by_name: str
    at: datetime
    options: dict[str, str]
    id: int = 0
    narrows: bool = False  # whether it was for some of the people only
    keeps_rows: bool = False
    people: int = 0  # for how many people it was, where that is kept

    @property
    def again(self) -> dict[str, str]:
        """The options that print the same for the same people, where only some of them were chosen."""
        if not (self.narrows and self.keeps_rows):
            return self.options
        kept = {name: value for name, value in self.options.items() if name not in _OF_CHOICE}
        return kept | {"printing": str(self.id)}


def list_printings(session: Session, event_id: int) -> list[Printing]:
    """The last printings of an event, newest first."""
    chosen = sa.select(Entry).where(
        Entry.subject_kind == "event", Entry.subject_id == str(event_id), Entry.action == "document.printed"
    )
    found = session.scalars(chosen.order_by(Entry.at.desc(), Entry.id.desc()).limit(_MOST))
    return [_printing(entry) for entry in found]


def last_options(printings: Iterable[Printing], *, user_id: int | None, document: str) -> dict[str, str]:
    """The options with which this user last printed the document; none, if they never did."""
    own = (one.options for one in printings if user_id and one.by_id == user_id and one.document == document)
    return next(own, {})


def _printing(entry: Entry) -> Printing:
    new = {column: str(value) for column, (_old, value) in entry.changes.items()}
    options = {name: new[column] for column, name in _OPTIONS.items() if column in new}
    return Printing(
        new.get("printed_document", ""),
        entry.actor_id,
        entry.actor_name,
        entry.at,
        options,
        entry.id,
        narrows="_narrows" in new,
        keeps_rows="_rows" in new,
        people=len(read_ids(new.get("_rows", ""))),
    )
