"""What was read on signed sheets. Append-only, as the marks are that follow from it."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.attendance.models import Part
from dialogues.core.db import Base, choice
from dialogues.core.i18n import N_
from dialogues.documents.sheet_models import PrintedSheet
from dialogues.paper.rules import Reading, Row, Says

SAYS_NAMES = {Says.SIGNED: N_("Signed"), Says.NOT_SIGNED: N_("Not signed"), Says.EXCUSED: N_("Excused")}


class SheetEntry(Base):
    """What somebody read in one cell of a sheet: a row, a part of the day. Of one reading the highest version stands.

    A version is taken once: of two people who type one row at the same moment, one is told of the other.
    """

    __tablename__ = "sheet_entry"
    __table_args__ = (
        sa.UniqueConstraint(
            "sheet_id", "reading", "is_walk_in", "row_number", "part", "version", name="uq_sheet_entry_version"
        ),
        sa.CheckConstraint("reading IN (1, 2, 3)", name="known_reading"),
        sa.CheckConstraint("row_number > 0 AND version > 0", name="counted_from_one"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    sheet_id: Mapped[str] = mapped_column(sa.ForeignKey("printed_sheet.id"))
    reading: Mapped[int]
    is_walk_in: Mapped[bool]
    row_number: Mapped[int]
    part: Mapped[Part] = mapped_column(choice(Part))
    version: Mapped[int]
    says: Mapped[Says] = mapped_column(choice(Says))
    typed_at: Mapped[datetime]
    typed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    typed_by_name: Mapped[str]
    # The mark it led to; None: not signed, not the first reading, or held because it contradicts what was recorded.
    mark_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("mark.id"))
    # Who signed in a blank row; None for a printed row, whose person the sheet knows.
    registration_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registration.id"), index=True)
    reason: Mapped[str | None]  # of what was settled

    sheet: Mapped[PrintedSheet] = relationship()

    @property
    def row(self) -> Row:
        """The row of the paper."""
        return Row(self.is_walk_in, self.row_number)

    @property
    def is_held(self) -> bool:
        """Whether it should have led to a mark, and did not."""
        return self.reading == Reading.FIRST and self.says is not Says.NOT_SIGNED and self.mark_id is None
