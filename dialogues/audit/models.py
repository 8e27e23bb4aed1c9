"""The journal of changes."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.core.db import Base

# Entries after which somebody is the same person at other events than before. In letters and not as parameters: only
# so does a database see that an index of these entries alone will do.
IS_OF_TWO_PERSONS = sa.text("action IN ('person.merged', 'person.parted')")


class Entry(Base):
    """One thing that was done. Written in the transaction of the act, never changed afterwards."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        sa.Index("ix_audit_entry_subject", "subject_kind", "subject_id"),
        sa.Index("ix_audit_entry_event_id_at", "event_id", "at"),
        # Whether anything was done at an event since an entry: clocks are set back, numbers only grow.
        sa.Index("ix_audit_entry_event_id_id", "event_id", "id"),
        # And whether two persons were made one, or two again: hardly any entry says so.
        sa.Index(
            "ix_audit_entry_of_two_persons",
            "action",
            "id",
            sqlite_where=IS_OF_TWO_PERSONS,
            postgresql_where=IS_OF_TWO_PERSONS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    actor_name: Mapped[str]  # as it was then; kept when the account is gone. "command line" or a token's name otherwise
    action: Mapped[str]  # "registration.cancelled": subject, dot, what happened
    subject_kind: Mapped[str]  # table name
    subject_id: Mapped[str]
    subject_name: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"))
    changes: Mapped[dict[str, Any]] = mapped_column(sa.JSON)  # column: [from, to], as JSON values
    reason: Mapped[str | None]
