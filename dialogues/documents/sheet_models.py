"""Sign-in sheets that went to paper: their ids, and who stands in which row."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.core.db import Base


class PrintedSheet(Base):
    """One sign-in sheet of one day. The id stands on the paper and follows from everything else that is kept here.

    So a sheet printed again is the same sheet, and what was kept can be counted again from itself.
    """

    __tablename__ = "printed_sheet"

    id: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    day: Mapped[date]  # a date and no row of days: a day that the event gives up does not take its paper along
    paper: Mapped[str]
    people: Mapped[list[int]] = mapped_column(sa.JSON)  # numbers of registrations: the first is in row 1
    kept_at: Mapped[datetime]
    kept_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    kept_by_name: Mapped[str]
