"""Whose logos stand on the papers of an event, or on those of all events of a process."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.core.db import Base

LOGOS_MAX = 3


class Chosen(NamedTuple):
    """The organisations whose logos are printed, in their order; the first is the convenor's."""

    first_id: int | None = None
    second_id: int | None = None
    third_id: int | None = None


class PaperLogos(Base):
    """What was chosen for one event or one process. An event without a row has the logos of its process.

    A row that names nobody says that there are none.
    """

    __tablename__ = "paper_logos"
    __table_args__ = (
        sa.CheckConstraint("(event_id IS NULL) <> (process_id IS NULL)", name="one_scope"),
        sa.UniqueConstraint("event_id"),
        sa.UniqueConstraint("process_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"))
    process_id: Mapped[int | None] = mapped_column(sa.ForeignKey("process.id"))
    first_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    second_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    third_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)

    @property
    def chosen(self) -> Chosen:
        """The organisations in their order."""
        return Chosen(self.first_id, self.second_id, self.third_id)
