"""Phones that collect marks, the codes that pair them, and what they handed in that waits for an organiser."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.attendance.device_rules import HeldKind, Settlement
from dialogues.core.db import Base, choice, of_the_few
from dialogues.core.i18n import N_
from dialogues.events.models import Event
from dialogues.registration.models import Registration

SETTLEMENT_NAMES = {
    Settlement.ACCEPTED: N_("Accepted"),
    Settlement.DISCARDED: N_("Set aside"),
    Settlement.RECORDED: N_("Recorded when it was sent again"),
}


class Device(Base):
    """A phone paired with one event. Its token opens that event's list and takes marks for it, and nothing else."""

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    name: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    paired_at: Mapped[datetime]
    paired_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    paired_by_name: Mapped[str]
    app_version: Mapped[str | None]
    last_seen_at: Mapped[datetime | None]
    list_taken_at: Mapped[datetime | None]  # when it last took the names along
    waiting: Mapped[int] = mapped_column(default=0)  # marks it still held when it last spoke
    clock_offset_s: Mapped[int | None]  # seconds its clock ran ahead of ours when it last spoke
    ended_at: Mapped[datetime | None]
    ended_by_name: Mapped[str | None]

    event: Mapped[Event] = relationship()


class PairingCode(Base):
    """A code that pairs one phone with one event, once and soon. Only its digest is kept."""

    __tablename__ = "pairing_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    code_digest: Mapped[str] = mapped_column(unique=True)
    device_name: Mapped[str]
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    made_by_name: Mapped[str]
    used_at: Mapped[datetime | None]


class WalkIn(Base):
    """Somebody a phone put on the list. The phone chooses the id, so a resend makes one person."""

    __tablename__ = "walk_in"
    __table_args__ = (sa.Index("ix_walk_in_looks_like_id", "looks_like_id", **of_the_few("looks_like_id")),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"), index=True)
    device: Mapped[str | None]
    recorded_at: Mapped[datetime]
    was_known: Mapped[bool]  # on the list already: no second person was made
    looks_like_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registration.id"))  # the same name stood there

    registration: Mapped[Registration] = relationship(foreign_keys=registration_id)


class HeldMark(Base):
    """A mark or a walk-in that was refused and is kept, as it was sent, until an organiser settles it."""

    __tablename__ = "held_mark"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "fingerprint"),  # sent again it is the same row; other content is another
        sa.Index("ix_held_mark_event_id_mark_id", "event_id", "mark_id"),
        sa.CheckConstraint("(settled_at IS NULL) = (settlement IS NULL)", name="settled_somehow"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    kind: Mapped[HeldKind] = mapped_column(choice(HeldKind))
    mark_id: Mapped[uuid.UUID]  # as the device named it
    fingerprint: Mapped[str]  # digest of what makes it the same one
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)  # raw, as it was sent
    code: Mapped[str]  # why it was refused, for programs
    message: Mapped[str]  # the same for people, unfilled
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)  # what fills it
    device: Mapped[str | None]
    device_id: Mapped[int | None] = mapped_column(sa.ForeignKey("device.id"))
    clock_offset_s: Mapped[int] = mapped_column(default=0)
    sent_by_name: Mapped[str]
    held_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settlement: Mapped[Settlement | None] = mapped_column(choice(Settlement))
    settled_by_name: Mapped[str | None]
    settle_reason: Mapped[str | None]
    result_mark_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("mark.id"))  # what accepting it recorded
