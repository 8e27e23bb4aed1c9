"""What each import did, so that it can be taken back, and what is remembered of the files it came from."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.core.db import Base, choice
from dialogues.events.models import Event

VERSION = "version"  # in what was before a change: which version that was


class Kind(StrEnum):
    """Which table a changed row is of."""

    REGISTRATION = "registration"
    PERSON = "person"
    ORGANISATION = "organisation"


class Deed(StrEnum):
    """What an import did with a row."""

    ADDED = "added"
    CHANGED = "changed"
    MATCHED = "matched"  # a person said that a row of the file is this one; nothing of it changed


class Undone(StrEnum):
    """What taking an import back did with a row."""

    REMOVED = "removed"
    RESTORED = "restored"
    KEPT = "kept"  # it was used or changed since


class ImportBatch(Base):
    """One import, done in one transaction. Never deleted: its counts stay when it is taken back."""

    __tablename__ = "import_batch"
    __table_args__ = (sa.Index("ix_import_batch_event_id_id", "event_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    file_name: Mapped[str | None]  # as its sender called it; None: the cells were pasted
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    imported_by_name: Mapped[str]  # as it was then
    new_count: Mapped[int]
    updated_count: Mapped[int]
    unchanged_count: Mapped[int]
    left_out_count: Mapped[int]  # refused, or left out by whoever looked at the rows
    undone_at: Mapped[datetime | None]
    undone_by_name: Mapped[str | None]

    event: Mapped[Event] = relationship()


class ImportChange(Base):
    """One row of the database that an import added, changed, or was told to be a row of the file."""

    __tablename__ = "import_change"
    __table_args__ = (
        sa.UniqueConstraint("batch_id", "kind", "row_id"),
        sa.CheckConstraint("(deed = 'changed') = (before IS NOT NULL)", name="changed_has_before"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("import_batch.id"))
    kind: Mapped[Kind] = mapped_column(choice(Kind, name="import_kind"))
    row_id: Mapped[int]  # no foreign key: taking the import back may remove that row
    deed: Mapped[Deed] = mapped_column(choice(Deed, name="import_deed"))
    version: Mapped[int]  # of the row when the import was done; a higher one means that somebody changed it since
    before: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))  # of a changed one: column: value
    # Of a registration: a digest of who its row of the file spoke of, by which the same row is known again.
    row_key: Mapped[str | None]
    undone: Mapped[Undone | None] = mapped_column(choice(Undone, name="import_undone"))


class ImportSource(Base):
    """What was chosen for a file is proposed again for the next one with the same headings."""

    __tablename__ = "import_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # a digest of its headings, whatever their order
    columns: Mapped[dict[str, Any]] = mapped_column(sa.JSON)  # heading: field, or "" for one that is not read
    words: Mapped[dict[str, Any]] = mapped_column(sa.JSON)  # field: {folded word of the file: what it stands for}
    used_at: Mapped[datetime]
