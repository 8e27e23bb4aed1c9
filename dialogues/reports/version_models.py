"""Reports as they were issued."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.core.db import Base


class ReportVersion(Base):
    """An attendance report as it left the house. Written once, never changed: paper refers to it by its number."""

    __tablename__ = "report_version"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "number"),  # of two who issue at once, one looks again
        sa.CheckConstraint("number >= 1", name="number_from_one"),
        sa.CheckConstraint("length(sha256) = 64", name="whole_hash"),
    )

    # Follows from what the version says, so that it is the same row wherever a bundle carries it.
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    number: Mapped[int]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    issued_by_name: Mapped[str]  # as it was then; kept when the account is gone
    # A text and no JSON column: the hash is of these very signs, which a database would not keep. No person is in it.
    content: Mapped[str]
    sha256: Mapped[str]  # of the content, in hexadecimal digits
