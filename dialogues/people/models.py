"""Persons, organisations and stakeholder groups, kept across events."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogues.core.db import Base, choice, of_the_few
from dialogues.people.sectors import AgeGroup, Gender, Sector


class StakeholderGroup(Base):
    """The finer list that rolls up to a sector. A group in use is retired, not deleted."""

    __tablename__ = "stakeholder_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    search_key: Mapped[str] = mapped_column(unique=True)
    sector: Mapped[Sector] = mapped_column(choice(Sector))
    is_active: Mapped[bool] = mapped_column(default=True)


class Logo(Base):
    """A logo as it is printed: a PNG that was drawn anew here. One that no organisation has is kept for a day."""

    __tablename__ = "logo"
    __table_args__ = (
        sa.CheckConstraint("width BETWEEN 1 AND 600", name="width_to_print"),
        sa.CheckConstraint("height BETWEEN 1 AND 400", name="height_to_print"),
        sa.CheckConstraint("length(png) BETWEEN 1 AND 200000", name="light_enough"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)  # of `png`, so that a picture is kept once
    png: Mapped[bytes] = mapped_column(deferred=True)
    width: Mapped[int]  # points
    height: Mapped[int]
    unused_since: Mapped[datetime | None]


class Organisation(Base):
    """An organisation as the directory knows it, or one more name of one: a row with `alias_of_id` is a name alone.

    Names and aliases lie in one table so that one constraint keeps each folded name from meaning two organisations.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        sa.CheckConstraint("alias_of_id IS NULL OR alias_of_id <> id", name="not_own_alias"),
        sa.Index("ix_organisation_logo_id", "logo_id", **of_the_few("logo_id")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    search_key: Mapped[str] = mapped_column(unique=True)
    sector: Mapped[Sector | None] = mapped_column(choice(Sector))
    country: Mapped[str | None]  # ISO 3166-1 alpha-2
    alias_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)  # never a chain
    # Its letterhead.
    logo_id: Mapped[int | None] = mapped_column(sa.ForeignKey("logo.id"))
    printed_name: Mapped[str | None]  # where it is another one on paper than in the directory
    letter_address: Mapped[str | None]  # lines
    letter_footer: Mapped[str | None]  # one line
    version: Mapped[int] = mapped_column()  # raised by each change, so a lost race is noticed

    logo: Mapped[Logo | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Person(Base):
    """Somebody in the directory, as last known. What was true at an event stays with its registration."""

    __tablename__ = "person"
    __table_args__ = (
        sa.CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_own_double"),
        sa.Index("ix_person_merged_into_id", "merged_into_id", **of_the_few("merged_into_id")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    full_name: Mapped[str]  # exactly as the person writes it
    honorific: Mapped[str | None]
    sort_as: Mapped[str | None]
    search_key: Mapped[str] = mapped_column(index=True)  # folded name, sort name
    sort_key: Mapped[str] = mapped_column(index=True)  # folded sort name, or name
    sector: Mapped[Sector] = mapped_column(choice(Sector))
    stakeholder_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stakeholder_group.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    position: Mapped[str | None]
    gender: Mapped[Gender] = mapped_column(choice(Gender))
    age_group: Mapped[AgeGroup | None] = mapped_column(choice(AgeGroup))
    phone: Mapped[str | None] = mapped_column(index=True)  # E.164 where it could be read, else as typed
    phone_alternative: Mapped[str | None]
    email: Mapped[str | None]
    place: Mapped[str | None]  # town, village or district
    language: Mapped[str | None]
    created_at: Mapped[datetime]
    # Whom somebody found this to be: it is in no list, its number still leads there. Never a chain.
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column()  # raised by each change, so a lost race is noticed

    stakeholder_group: Mapped[StakeholderGroup | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
