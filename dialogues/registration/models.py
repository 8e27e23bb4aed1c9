"""Registrations and consents."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.core.db import Base, choice, of_the_few
from dialogues.core.tokens import new_badge_code, new_secret
from dialogues.events.models import Event
from dialogues.people.models import Organisation, Person, StakeholderGroup
from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.registration.kinds import (
    EVENT_ROLE_NAMES,
    PURPOSE_NAMES,
    SOURCE_NAMES,
    STATUS_NAMES,
    ConsentAnswer,
    EventRole,
    Purpose,
    Source,
    Status,
)

__all__ = [
    "EVENT_ROLE_NAMES",
    "PURPOSE_NAMES",
    "SOURCE_NAMES",
    "STATUS_NAMES",
    "Consent",
    "ConsentAnswer",
    "EventRole",
    "Purpose",
    "Registration",
    "Source",
    "Status",
]


class Registration(Base):
    """A person in an event, described as they were then."""

    __tablename__ = "registration"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "person_id"),
        sa.Index("ix_registration_event_id_sort_key_id", "event_id", "sort_key", "id"),
        # Whatever is counted is counted from this index alone: the rows themselves are ten times as wide.
        sa.Index(
            "ix_registration_counted",
            "event_id",
            "status",
            "role",
            "sector",
            "gender",
            "stakeholder_group_id",
            "source",
            "in_place_of_id",
            "in_place_from",
        ),
        # The list as it is narrowed most: its tabs, letters and balance are counted from this one in its own order.
        sa.Index("ix_registration_listed", "event_id", "sector", "gender", "status", "role", "sort_key"),
        # Names are looked for inside the key, which no index can; but one that holds it is read in place of the rows.
        # On PostgreSQL an entry has 2,700 bytes at most, so the few longest names stay outside there.
        sa.Index(
            "ix_registration_searched",
            "event_id",
            "search_key",
            "status",
            "sort_key",
            postgresql_where=sa.text("length(search_key) + length(sort_key) < 600"),
        ),
        # Who goes from the list is looked for among those merged into them; hardly anybody is.
        sa.Index("ix_registration_merged_into_id", "merged_into_id", **of_the_few("merged_into_id")),
        # Two people never have one place in line. Who never waited has no number, which equals nothing.
        sa.Index("uq_registration_event_id_queue_number", "event_id", "queue_number", unique=True),
        sa.CheckConstraint("in_place_of_id IS NULL OR in_place_of_id <> id", name="not_own_substitute"),
        sa.CheckConstraint("(in_place_of_id IS NULL) = (in_place_from IS NULL)", name="substitute_has_day"),
        sa.CheckConstraint("(event_id IS NULL) = (merged_into_id IS NOT NULL)", name="merged_has_no_event"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Empty only where `merged_into_id` says which registration of the same event this one has become part of: whatever
    # asks by event, and everything does, then neither lists nor counts it, while its badge and links stay taken.
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), nullable=True)
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registration.id"))  # never a chain
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    full_name: Mapped[str]
    honorific: Mapped[str | None]
    sort_as: Mapped[str | None]
    search_key: Mapped[str]  # folded name, sort name and organisation: what the list and the desk search
    sort_key: Mapped[str]
    sector: Mapped[Sector] = mapped_column(choice(Sector))
    stakeholder_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stakeholder_group.id"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    organisation_name: Mapped[str | None]  # as it was called then
    position: Mapped[str | None]
    gender: Mapped[Gender] = mapped_column(choice(Gender))
    age_group: Mapped[AgeGroup | None] = mapped_column(choice(AgeGroup))
    phone: Mapped[str | None] = mapped_column(index=True)
    phone_alternative: Mapped[str | None]
    email: Mapped[str | None]
    place: Mapped[str | None]
    language: Mapped[str | None]
    role: Mapped[EventRole] = mapped_column(choice(EventRole))
    status: Mapped[Status] = mapped_column(choice(Status))
    source: Mapped[Source] = mapped_column(choice(Source))
    in_place_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registration.id"), index=True)
    in_place_from: Mapped[date | None]  # the first day the seat is held for the other person
    badge_code: Mapped[str] = mapped_column(unique=True, default=new_badge_code)
    link_token: Mapped[str] = mapped_column(
        unique=True, default=new_secret
    )  # behind /my/<token>: the person's own page
    notes: Mapped[str | None]
    needs: Mapped[str | None]  # food, access, child care: what the person asked for in order to take part
    registered_at: Mapped[datetime]
    queue_number: Mapped[int | None]  # the order on the waiting list; kept afterwards, so that an undo finds the place
    version: Mapped[int] = mapped_column()  # raised by each change, so a lost race is noticed

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()
    stakeholder_group: Mapped[StakeholderGroup | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    in_place_of: Mapped["Registration | None"] = relationship(remote_side=id, foreign_keys=in_place_of_id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_confirmed(self) -> bool:
        """Whether this person is expected, and may be marked present."""
        return self.status is Status.CONFIRMED


class Consent(Base):
    """One answer about one purpose. Append-only: the newest answer holds, the older ones stay."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    answer: Mapped[ConsentAnswer] = mapped_column(choice(ConsentAnswer))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    # The very words that were agreed or not agreed to; NULL where they were spoken or on paper.
    wording_id: Mapped[int | None] = mapped_column(sa.ForeignKey("consent_wording.id"))
