"""Processes, events, days, places, rooms, and roles held for one of them."""

from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.accounts.access import Role
from dialogues.core.db import Base, choice


class EventKind(StrEnum):
    """A dialogue in rooms and at sites, or a digital day held online."""

    DIALOGUE = "dialogue"
    DIGITAL_DAY = "digital_day"


class DayKind(StrEnum):
    """What an event day is for."""

    FIELD = "field"
    WORKSHOP = "workshop"
    ONLINE = "online"


class Process(Base):
    """A series of events, such as one country's dialogues on small-scale mining."""

    __tablename__ = "process"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    country: Mapped[str | None]  # ISO 3166-1 alpha-2


class Event(Base):
    """One workshop or digital day, from its first to its last calendar day in its own zone."""

    __tablename__ = "event"
    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[EventKind] = mapped_column(choice(EventKind))
    process_id: Mapped[int | None] = mapped_column(sa.ForeignKey("process.id"), index=True)
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    zone_name: Mapped[str]  # IANA
    country: Mapped[str | None]  # ISO 3166-1 alpha-2
    place: Mapped[str | None]
    convenor: Mapped[str | None]
    summary: Mapped[str | None]
    directions: Mapped[str | None]
    contact: Mapped[str | None]
    accessibility: Mapped[str | None]
    languages: Mapped[str | None]  # spoken at the event, as written by the organiser
    wifi: Mapped[str | None]  # printed on the agenda
    is_public: Mapped[bool] = mapped_column(default=False)
    is_sample: Mapped[bool] = mapped_column(default=False)  # invented people; every page says so
    is_chatham_house: Mapped[bool] = mapped_column(default=False)  # nobody is named outside; see chatham_rules
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()  # raised by each change, so a lost race is noticed

    process: Mapped[Process | None] = relationship()
    days: Mapped[list["EventDay"]] = relationship(back_populates="event", order_by="EventDay.day")
    places: Mapped[list["Place"]] = relationship(back_populates="event", order_by="Place.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose calendar the event's days belong to."""
        return ZoneInfo(self.zone_name)


class EventDay(Base):
    """One calendar day of an event. Closed by an organiser, it makes the unmarked absent."""

    __tablename__ = "event_day"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "day"),
        sa.CheckConstraint("closes > opens", name="closes_after_opening"),
        sa.CheckConstraint("minutes_late > 0", name="late_by_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    day: Mapped[date]
    kind: Mapped[DayKind] = mapped_column(choice(DayKind))
    title: Mapped[str | None]
    has_halves: Mapped[bool] = mapped_column(default=True)  # whether mornings and afternoons are told apart on it
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    opens: Mapped[time | None]  # the hours of the day by the clock at the venue; nothing should lie outside them
    closes: Mapped[time | None]
    minutes_late: Mapped[int | None]  # told to everybody while the day lasts

    event: Mapped[Event] = relationship(back_populates="days")


class Place(Base):
    """A venue or a site visited."""

    __tablename__ = "place"
    __table_args__ = (sa.UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    name: Mapped[str]
    address: Mapped[str | None]
    also_spelled: Mapped[str | None]  # other spellings on maps and in reports

    event: Mapped[Event] = relationship(back_populates="places")
    rooms: Mapped[list["Room"]] = relationship(back_populates="place", order_by="Room.id")


class TravelTime(Base):
    """How long the way between two places of an event takes, in either direction."""

    __tablename__ = "travel_time"
    __table_args__ = (
        sa.CheckConstraint("first_id < second_id", name="each_pair_once"),
        sa.CheckConstraint("minutes > 0", name="takes_time"),
    )

    first_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), primary_key=True, index=True)
    minutes: Mapped[int]


class Room(Base):
    """A room of a place. Two agenda sessions in it at once are a clash."""

    __tablename__ = "room"
    __table_args__ = (sa.UniqueConstraint("place_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), index=True)
    name: Mapped[str]
    seats: Mapped[int | None]

    place: Mapped[Place] = relationship(back_populates="rooms")


class Grant(Base):
    """A role that a user or a token holds for one event, or for all events of one process."""

    __tablename__ = "grant"
    __table_args__ = (
        sa.CheckConstraint("(user_id IS NULL) <> (token_id IS NULL)", name="one_holder"),
        sa.CheckConstraint("(event_id IS NULL) <> (process_id IS NULL)", name="one_scope"),
        sa.UniqueConstraint("user_id", "event_id"),
        sa.UniqueConstraint("user_id", "process_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    token_id: Mapped[int | None] = mapped_column(sa.ForeignKey("api_token.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"), index=True)
    process_id: Mapped[int | None] = mapped_column(sa.ForeignKey("process.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))

    event: Mapped[Event | None] = relationship()
    process: Mapped[Process | None] = relationship()
