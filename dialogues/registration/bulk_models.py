"""What was done to many registrations at once, so that it can be told and taken back as one."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from dialogues.core.db import Base, choice
from dialogues.registration.bulk_rules import BulkKind, Refusal


class BulkAct(Base):
    """One act on many people of an event."""

    __tablename__ = "bulk_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    kind: Mapped[BulkKind] = mapped_column(choice(BulkKind))
    value: Mapped[str | None]  # the role, language or group that was given
    done_at: Mapped[datetime]
    done_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    taken_back_at: Mapped[datetime | None]


class BulkChange(Base):
    """What became of one person in such an act: changed from and to, or refused and why."""

    __tablename__ = "bulk_change"
    __table_args__ = (
        sa.CheckConstraint("(version IS NULL) = (refusal IS NOT NULL)", name="changed_or_refused"),
        sa.CheckConstraint("person_version IS NULL OR version IS NOT NULL", name="directory_follows"),
    )

    act_id: Mapped[int] = mapped_column(sa.ForeignKey("bulk_act.id"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    before: Mapped[str | None]
    after: Mapped[str | None]
    version: Mapped[int | None]  # of the registration after the act: it is taken back only while it stands so
    person_version: Mapped[int | None]  # the same of the directory, where that followed
    refusal: Mapped[Refusal | None] = mapped_column(choice(Refusal))
