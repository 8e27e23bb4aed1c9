"""Rounds of breakout groups, who is in which, and who is to be kept apart or together."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.agenda.models import AgendaSession
from dialogues.core.db import Base, choice
from dialogues.events.models import Event
from dialogues.groups.mixing_rules import Level
from dialogues.groups.rules import BondKind, ClosedBecause, Who


class GroupRound(Base):
    """One time that people sit in groups, with what was asked of the draw."""

    __tablename__ = "group_round"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "number"),
        sa.CheckConstraint("number > 0", name="number_from_one"),
        # A number is never given twice: a removed round may come back.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    number: Mapped[int]
    agenda_session_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("agenda_session.id", ondelete="SET NULL"), index=True
    )
    who: Mapped[Who] = mapped_column(choice(Who))
    has_guests: Mapped[bool]  # speakers and observers sit in groups too
    sector: Mapped[Level] = mapped_column(choice(Level, name="sector"))
    organisation: Mapped[Level] = mapped_column(choice(Level, name="organisation"))
    gender: Mapped[Level] = mapped_column(choice(Level, name="gender"))
    stakeholder_group: Mapped[Level] = mapped_column(choice(Level, name="stakeholder_group"))
    language: Mapped[Level] = mapped_column(choice(Level, name="language"))
    meeting: Mapped[Level] = mapped_column(choice(Level, name="meeting"))
    seed: Mapped[int]
    drawn_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]  # by hand, since it was drawn
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()  # raised by each change, so a lost race is noticed

    event: Mapped[Event] = relationship()
    agenda_session: Mapped[AgendaSession | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class RoundGroup(Base):
    """One group of a round: what it is called, where it meets, what it talks about, who leads and who writes."""

    __tablename__ = "round_group"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "position"),
        sa.UniqueConstraint("round_id", "id"),  # what a placement points at: a group of its own round
        sa.UniqueConstraint("round_id", "facilitator_id"),
        sa.UniqueConstraint("round_id", "rapporteur_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("group_round.id"))
    position: Mapped[int]  # from 0
    name: Mapped[str]
    room: Mapped[str | None]  # as it is said: "Main hall, by the window"
    topic: Mapped[str | None]
    facilitator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registration.id"), index=True)
    rapporteur_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registration.id"), index=True)


class GroupPlacement(Base):
    """Somebody in a group of a round: once in a round, whoever does what at the same moment.

    Who leaves is closed and stays as history; who comes back is opened again.
    """

    __tablename__ = "group_placement"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "registration_id"),
        sa.ForeignKeyConstraint(["round_id", "group_id"], ["round_group.round_id", "round_group.id"]),
        sa.Index("ix_group_placement_group_id", "group_id"),
        sa.Index("ix_group_placement_registration_id", "registration_id"),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_because IS NULL)", name="closed_for_a_reason"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("group_round.id"))
    group_id: Mapped[int]
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"))
    is_locked: Mapped[bool] = mapped_column(default=False)  # stays where it is when groups are made again
    placed_at: Mapped[datetime]
    moved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_because: Mapped[ClosedBecause | None] = mapped_column(choice(ClosedBecause))
    # What the person could read when the round was last published; what differs now is told as a change.
    told_group: Mapped[str | None]
    told_room: Mapped[str | None]


class GroupBond(Base):
    """A wish for all rounds of an event: these people apart, or these together."""

    __tablename__ = "group_bond"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    kind: Mapped[BondKind] = mapped_column(choice(BondKind))

    people: Mapped[list["GroupBondPerson"]] = relationship(order_by="GroupBondPerson.id", cascade="all, delete-orphan")


class GroupBondPerson(Base):
    """Somebody a wish is about."""

    __tablename__ = "group_bond_person"
    __table_args__ = (sa.UniqueConstraint("bond_id", "registration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bond_id: Mapped[int] = mapped_column(sa.ForeignKey("group_bond.id"))
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"), index=True)
