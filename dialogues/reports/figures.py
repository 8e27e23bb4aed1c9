"""The figures of participation. One function makes them; page, paper, files, command line and API only show them.

What each number means stands here once, as a sentence, beside the rules that count it (`rules.py`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from dialogues.attendance.models import MarkSource
from dialogues.core.folding import fold
from dialogues.core.i18n import N_
from dialogues.events.models import Event
from dialogues.people.sectors import Gender, Sector
from dialogues.registration.balance_queries import find_targets
from dialogues.registration.balance_rules import Subject, aim
from dialogues.registration.models import EventRole
from dialogues.registration.seat_queries import find_plan
from dialogues.reports import programme_queries, programme_rules, queries, rules
from dialogues.reports.continuity_queries import find_continuity
from dialogues.reports.programme_rules import ContactHours, Followed, VisitContinuity
from dialogues.reports.rules import (
    Continuity,
    Counted,
    DayFigures,
    FourNumbers,
    GenderFigures,
    GroupFigures,
    SectorFigures,
)
from dialogues.reports.tally_queries import PARTICIPANTS, list_tallies
from dialogues.reports.tally_rules import Tally

__all__ = [
    "CONTINUITY_HEADS",
    "COUNTING_RULES",
    "DEFINITIONS",
    "GENDER_HEADS",
    "METHOD",
    "NUMBER_NAMES",
    "PARTICIPANTS",
    "DayFigures",
    "EventFigures",
    "FourNumbers",
    "GenderFigures",
    "GenderVisits",
    "GroupFigures",
    "GroupLine",
    "ProgrammeEvent",
    "ProgrammeFigures",
    "SectorFigures",
    "SectorVisits",
    "event_figures",
    "programme_figures",
]

# Raised whenever a definition below changes, so that two published figures can be told apart by how they were counted.
COUNTING_RULES = 1

NUMBER_NAMES = {
    "registered": N_("Registered"),
    "present_any_day": N_("Present at least one day"),
    "person_days": N_("Person-days"),
    "present_every_day": N_("Present every day"),
}

# Headings of columns that count people by gender.
GENDER_HEADS = {
    Gender.WOMAN: N_("Women"),
    Gender.MAN: N_("Men"),
    Gender.OTHER: N_("Other gender"),
    Gender.NOT_STATED: N_("Not stated"),
}

# Headings of columns that set people against earlier events of the process.
CONTINUITY_HEADS = {"returning": N_("Returning"), "new": N_("New"), "lost": N_("Not back")}

DEFINITIONS = {
    "registered": N_("Confirmed participants and walk-ins, and anybody marked present who was cancelled since."),
    "present_any_day": N_("Different people marked present on one day or more, each counted once."),
    "person_days": N_("Each person counted once for every day present; half a day counts as a day."),
    "present_every_day": N_("People marked present on every day that was recorded."),
}

METHOD = {
    "participant": N_(
        "Only people with the role of participant are counted. Organisers, facilitators, rapporteurs, speakers, "
        "interpreters, support staff and observers are not."
    ),
    "present": N_(
        "Present on a day means a mark that stands for the morning, the afternoon or the whole day, "
        "from the desk, a phone, a QR code, paper or a correction."
    ),
    "recorded": N_(
        "A day is recorded once somebody has a mark on it or an organiser has closed it. Not recorded is not absent: "
        "only a closed day makes those without a mark absent."
    ),
    "substitute": N_(
        "Where somebody came in another person's place, each of the two is counted on the days they came themselves, "
        "and nobody is absent on a day on which the seat was somebody else's."
    ),
    "sector": N_(
        "The sector and the group are those given at registration. Gender is what people said of themselves; "
        "nobody's was guessed."
    ),
    "age": N_("Age groups are those that people gave at registration; nobody’s age was guessed."),
    "continuity": N_(
        "Returning means present at an earlier event of the same process, new means present at none of them. "
        "Not back are those present at the latest earlier event and not at this one, in the sector they had then."
    ),
    "rounding": N_("Shares are rounded and may not add up to 100."),
}


@dataclass(frozen=True)
class GroupLine:
    """One stakeholder group of one sector by its name; None for the people of the sector without a group."""

    sector: Sector
    name: str | None
    numbers: FourNumbers


@dataclass(frozen=True, kw_only=True)
class EventFigures(Counted):
    """All figures of one event, as they were at `as_of`."""

    slug: str
    title: str
    starts_on: date
    ends_on: date
    zone: ZoneInfo
    country: str | None
    place: str | None
    as_of: datetime
    group_names: Mapping[int, str]
    sources: Mapping[MarkSource, int]  # how many marks came each way, corrections and withdrawals too
    not_counted: int  # confirmed people with other roles
    targets: Mapping[Sector, int] = field(default_factory=dict)  # how many people the organisers want of a sector
    continuity: Continuity | None = None  # None without an earlier event, and for events side by side
    counting_rules: int = COUNTING_RULES  # an issued report keeps those it was counted by

    @property
    def groups(self) -> list[GroupLine]:
        """The stakeholder groups by sector and name, those without a group last in their sector."""
        order = list(Sector)
        lines = [GroupLine(row.sector, self.group_name(row.group), row.numbers) for row in self.by_group]
        return sorted(lines, key=lambda line: (order.index(line.sector), line.name is None, fold(line.name or "")))

    def group_name(self, group: int | None) -> str | None:
        """What a stakeholder group is called; None for the people without one."""
        return self.group_names.get(group or 0)

    @property
    def women(self) -> int:
        """Women present at least one day."""
        return next(row.numbers.present_any_day for row in self.by_gender if row.gender is Gender.WOMAN)


@dataclass(frozen=True)
class SectorVisits:
    """One sector over several events. Somebody who changed sector is one of the people of both."""

    sector: Sector
    visits: int
    people: int
    person_days: int
    continuity: VisitContinuity


@dataclass(frozen=True)
class GenderVisits:
    """One gender over several events: visits, by what people said at each of them."""

    gender: Gender
    visits: int


@dataclass(frozen=True)
class ProgrammeEvent:
    """What is known of an event only as one of several, in the order of `ProgrammeFigures.events`."""

    continuity: VisitContinuity
    contact: ContactHours


@dataclass(frozen=True, kw_only=True)
class ProgrammeFigures:
    """Several events side by side, newest first, and their sums.

    A visit is one person present at one event on at least one day; people are counted once however often they came.
    With a `sector` only those are counted who came as such; which days were recorded is still said of everybody.
    """

    as_of: datetime
    sector: Sector | None
    is_sample: bool  # the people of one of the events or more are invented
    events: tuple[EventFigures, ...]
    along: tuple[ProgrammeEvent, ...]  # one for each of `events`
    numbers: FourNumbers  # sums over the events: `present_any_day` are the visits
    visits: int
    people: int
    returning: int  # people who came to two or more of these events
    by_sector: tuple[SectorVisits, ...]  # all six, in the order of the sectors; the one, if a sector is chosen
    by_gender: tuple[GenderVisits, ...]
    by_times: Mapping[int, int]  # number of events -> people who came to so many
    contact: ContactHours

    @property
    def recorded_days(self) -> int:
        """How many days were recorded at all, over all events."""
        return sum(one.recorded_days for one in self.events)


def event_figures(
    session: Session, event: Event, *, as_of: datetime, roles: Collection[EventRole] = PARTICIPANTS
) -> EventFigures:
    """The figures of `event` from what is recorded now, named as of `as_of`. Counts only people with one of `roles`."""
    counted = _event_figures(session, event, as_of=as_of, roles=roles)
    targets, seats = find_targets(session, event.id), find_plan(session, event.id).capacity
    people = counted.numbers.registered
    return replace(
        counted,
        targets={
            sector: aim(targets[Subject(sector)], people=people, seats=seats)
            for sector in Sector
            if Subject(sector) in targets
        },
        continuity=find_continuity(session, event, roles=roles),
    )


def programme_figures(
    session: Session,
    events: Sequence[Event],
    *,
    as_of: datetime,
    roles: Collection[EventRole] = PARTICIPANTS,
    sector: Sector | None = None,
) -> ProgrammeFigures:
    """The figures of `events` side by side, and over all of them; a constant number of queries however many.

    Age groups, targets and continuity belong to the report of one event and are left out.
    """
    newest_first = sorted(events, key=lambda event: (event.starts_on, event.id), reverse=True)
    ids = [event.id for event in newest_first]
    days = queries.list_days(session, event_ids=ids)
    tallies = list_tallies(session, days=days, roles=roles, sector=sector)
    figures = [_side_by_side(event, tallies[event.id], as_of=as_of) for event in newest_first]
    followed = programme_rules.follow(
        [tallies[event_id].came for event_id in ids[::-1]], [one.recorded_days > 0 for one in reversed(figures)]
    )
    lengths = programme_queries.list_working_minutes(session, event_ids=ids)
    along = [
        ProgrammeEvent(continuity, _contact(one, days[event_id], lengths))
        for one, event_id, continuity in zip(figures, ids, reversed(followed.by_event), strict=True)
    ]
    numbers = [one.numbers for one in figures]
    return ProgrammeFigures(
        as_of=as_of,
        sector=sector,
        is_sample=any(event.is_sample for event in events),
        events=tuple(figures),
        along=tuple(along),
        numbers=FourNumbers(
            registered=sum(one.registered for one in numbers),
            present_any_day=sum(one.present_any_day for one in numbers),
            person_days=sum(one.person_days for one in numbers),
            present_every_day=sum(one.present_every_day for one in numbers),
        ),
        visits=sum(one.present_any_day for one in numbers),
        people=followed.people,
        returning=followed.returning,
        by_sector=tuple(
            _sector_visits(at, each, figures, followed)
            for at, each in enumerate(Sector)
            if sector is None or each is sector
        ),
        by_gender=tuple(
            GenderVisits(gender, sum(one.by_gender[at].numbers.present_any_day for one in figures))
            for at, gender in enumerate(Gender)
        ),
        by_times=followed.by_times,
        contact=programme_rules.all_hours(one.contact for one in along),
    )


def _sector_visits(at: int, sector: Sector, figures: Sequence[EventFigures], followed: Followed) -> SectorVisits:
    return SectorVisits(
        sector,
        visits=sum(one.by_sector[at].numbers.present_any_day for one in figures),
        people=followed.people_by_sector[sector],
        person_days=sum(one.by_sector[at].numbers.person_days for one in figures),
        continuity=followed.by_sector[sector],
    )


def _contact(
    figures: EventFigures, days: Sequence[queries.Day], lengths: Mapping[int, tuple[int, int]]
) -> ContactHours:
    return programme_rules.contact_hours(
        (day.morning, day.afternoon, lengths.get(known.id))
        for day, known in zip(figures.days, days, strict=True)
        if day.recorded
    )


def _event_figures(session: Session, event: Event, *, as_of: datetime, roles: Collection[EventRole]) -> EventFigures:
    days = queries.list_days(session, event_ids=[event.id])
    people = queries.list_alike(session, days=days, event_ids=[event.id], roles=roles)[event.id]
    return _figures_of(
        event,
        rules.count(people.counted, [day.kept for day in days[event.id]]),
        as_of=as_of,
        group_names=queries.list_group_names(session),
        sources=queries.count_marks_by_source(session, event_ids=[event.id], roles=roles)[event.id],
        not_counted=people.others,
    )


def _figures_of(event: Event, counted: Counted, **more: Any) -> EventFigures:
    return EventFigures(
        **vars(counted),
        slug=event.slug,
        title=event.title,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        zone=event.zone,
        country=event.country,
        place=event.place,
        **more,
    )


def _side_by_side(event: Event, tally: Tally, *, as_of: datetime) -> EventFigures:
    """The same for one of several: what only the report of the event tells (groups, sources) is not asked for."""
    return _figures_of(event, tally.counted, as_of=as_of, group_names={}, sources={}, not_counted=tally.others)
