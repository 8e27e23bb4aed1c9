"""How many seats an event has, the offers of those that became free, and the balance its convenor wants."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.core.db import Base, choice
from dialogues.core.tokens import new_secret
from dialogues.people.sectors import Sector
from dialogues.registration.models import Registration
from dialogues.registration.seat_rules import BY_HAND_DAYS, OFFER_HOURS, Giving, OfferState


class SeatPlan(Base):
    """The seats of one event and how they are given on. Without a row there is no limit."""

    __tablename__ = "seat_plan"
    __table_args__ = (
        sa.CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity_not_negative"),
        sa.CheckConstraint("offer_hours > 0", name="offer_stands"),
        sa.CheckConstraint("by_hand_days >= 0", name="days_not_negative"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True, autoincrement=False)
    capacity: Mapped[int | None]
    giving: Mapped[Giving] = mapped_column(choice(Giving))
    offer_hours: Mapped[int] = mapped_column(default=OFFER_HOURS)
    by_hand_days: Mapped[int] = mapped_column(default=BY_HAND_DAYS)  # before the first day
    version: Mapped[int] = mapped_column()  # raised by each change, so a lost race is noticed

    __mapper_args__ = {"version_id_col": version}


class SectorSeats(Base):
    """The seats of one sector in an event, where the sector has a limit of its own."""

    __tablename__ = "sector_seats"
    __table_args__ = (sa.CheckConstraint("capacity >= 0", name="capacity_not_negative"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True, autoincrement=False)
    sector: Mapped[Sector] = mapped_column(choice(Sector), primary_key=True)
    capacity: Mapped[int]


class SeatOffer(Base):
    """A seat that became free, held for somebody who waits until they answer or the time is over."""

    __tablename__ = "seat_offer"
    __table_args__ = (
        # Nobody is offered two seats at once, whatever two people do at the same moment.
        sa.Index(
            "uq_seat_offer_open",
            "registration_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        sa.Index("ix_seat_offer_state_expires_at", "state", "expires_at"),
        sa.Index("ix_seat_offer_event_id_state", "event_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"), index=True)
    queue_number: Mapped[int]  # the place in line it was made for: who stands anew may be offered a seat anew
    token: Mapped[str] = mapped_column(unique=True, default=new_secret)  # behind /offer/<token>
    state: Mapped[OfferState] = mapped_column(choice(OfferState))
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    by_mail: Mapped[bool]  # False: no address, so somebody must phone

    registration: Mapped[Registration] = relationship()


class BalanceTarget(Base):
    """How many of a sector, of a gender, or of a gender within a sector the convenor wants: a number or a share."""

    __tablename__ = "balance_target"
    __table_args__ = (
        sa.CheckConstraint("(number IS NULL) <> (percent IS NULL)", name="number_or_share"),
        sa.CheckConstraint("number IS NULL OR number >= 0", name="number_not_negative"),
        sa.CheckConstraint("percent IS NULL OR (percent >= 0 AND percent <= 100)", name="share_of_hundred"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(primary_key=True)  # `MIN`, `woman` or `MIN woman`
    number: Mapped[int | None]
    percent: Mapped[int | None]
