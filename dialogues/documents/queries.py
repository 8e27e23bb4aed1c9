"""The facts of each document, asked of the database. One place maps rows to what the paper is told."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda import queries as agenda
from dialogues.agenda.queries import main_place
from dialogues.attendance.models import HalfState
from dialogues.attendance.queries import find_seats
from dialogues.core.formats import country_text
from dialogues.core.i18n import _, force_locale
from dialogues.documents.donor_rules import Words
from dialogues.documents.facts import (
    AnnexPerson,
    AttendanceReportFacts,
    Paper,
    Presence,
    SignInDay,
    SignInFacts,
    SignInPerson,
    presence,
)
from dialogues.documents.letterhead_queries import letterhead_of
from dialogues.documents.marks import id_of
from dialogues.documents.option_rules import EVERYBODY, PLAIN_PAPER, Labels, Pages, People
from dialogues.documents.wording import listed
from dialogues.events.chatham_rules import PAPER_NOTE, is_under_rule
from dialogues.events.models import Event
from dialogues.people.sectors import SECTOR_NAMES, Sector
from dialogues.registration.models import Registration, Status
from dialogues.reports import queries as reports
from dialogues.reports.figures import COUNTING_RULES, PARTICIPANTS
from dialogues.reports.rules import Half, halves, is_expected
from dialogues.reports.version_content import EventReport
from dialogues.reports.version_publishing import published_now
from dialogues.reports.version_queries import report_of_now

_STATES = {
    Half.NOT_RECORDED: HalfState.NOT_RECORDED,
    Half.PRESENT: HalfState.PRESENT,
    Half.EXCUSED: HalfState.EXCUSED,
    Half.ABSENT: HalfState.ABSENT,
}


@dataclass(frozen=True, kw_only=True)
class Options:
    """What may be chosen of a document."""

    language: str = "en"
    paper: Paper = "A4"
    day: date | None = None  # all days, if the document has days
    second_language: str = ""  # beside the first, on papers in two languages
    of_plan: bool = False  # the working plan, where else the latest edition would be printed
    who: str = ""  # whose own sheet: a registration's number or a name; all, if it is empty
    parts: tuple[str, ...] = ()  # which documents go into a pack; the usual ones, if there are none
    groups_below: int = 5  # groups of fewer people are not told where nobody is named
    people: People = EVERYBODY  # for whom of those it could be printed for
    pages: Pages | None = None  # which of its pages; None: all
    round_number: int | None = None  # which round of groups; None: all that are published
    labels: Labels = PLAIN_PAPER  # the sheets that badges are printed on
    words: Words | None = None  # what is written for a donor; None: as it was last


# ---------------------------------------------------------------- sign-in sheet
def sign_in_facts(session: Session, event: Event, options: Options, *, at: datetime) -> SignInFacts:
    """Sign-in sheets of one day or all: every confirmed person, whatever the role; for one day, who is expected then.

    The id of a sheet follows from the event, the day, the paper and the people in their order, so
    the same sheet printed again has the same id, and any other sheet another one.
    """
    sector = options.people.sector
    people = list(list_sheet_people(session, event, options.day, sector))
    with force_locale(options.language):
        of = _(SECTOR_NAMES[sector]) if sector else ""
    days = agenda.list_agenda(session, event.id)
    return SignInFacts(
        **common_facts(event, options, at),
        letterhead=letterhead_of(session, event),
        days=tuple(
            SignInDay(
                day=day.day,
                number=day.number,
                sheet_id=sheet_id_of(event.id, day.day, options.paper, [key for key, _person in people]),
                place=listed(of, main_place(day.items) or event.place or ""),
            )
            for day in days
            if options.day in (None, day.day)
        ),
        days_in_event=len(days),
        second_language=options.second_language,
        people=tuple(person for _key, person in people),
    )


def list_sheet_people(
    session: Session, event: Event, day: date | None, sector: Sector | None = None
) -> Iterator[tuple[int, SignInPerson]]:
    """Who stands in which row of a sign-in sheet, with the number of the registration: the first is in row 1.

    A sheet of one sector has nobody else.

    This is the one place that puts a sheet in order, for printing it and for whoever reads it back in.
    """
    seats = find_seats(session, event.id)
    chosen = (
        sa.select(
            Registration.id,
            Registration.full_name,
            Registration.honorific,
            Registration.organisation_name,
            sa.type_coerce(Registration.sector, sa.Text),
            Registration.phone,
        )
        .where(Registration.event_id == event.id, Registration.status == Status.CONFIRMED)
        .order_by(Registration.sort_key, Registration.id)
    )
    if sector is not None:
        chosen = chosen.where(Registration.sector == sector)
    for key, name, honorific, organisation, code, phone in session.execute(chosen):
        if day is None or seats.is_expected(key, day):
            figures = [sign for sign in phone or "" if sign.isdigit()]
            yield (
                key,
                SignInPerson(
                    name=titled(name, honorific),
                    organisation=organisation or "",
                    sector=code,
                    phone_end="".join(figures[-4:]),
                ),
            )


def sheet_id_of(event_id: int, day: date, paper: Paper, people: Sequence[int]) -> str:
    """The id of the sheet with these people in this order."""
    return id_of(json.dumps([event_id, day.isoformat(), paper, people]))


# ---------------------------------------------------------------- attendance report
def attendance_report_facts(session: Session, event: Event, options: Options, *, at: datetime) -> AttendanceReportFacts:
    """The figures as of now, and the list of people they can be counted again from."""
    return facts_of_report(session, event, options, report_of_now(session, event, as_of=at), at=at)


def facts_of_report(
    session: Session, event: Event, options: Options, report: EventReport, *, at: datetime
) -> AttendanceReportFacts:
    """The same of a report of now that was asked for already."""
    days = reports.list_days(session, event_ids=[event.id])[event.id]
    people = reports.list_attended(session, days=days, event_id=event.id, roles=PARTICIPANTS)
    known: dict[tuple[object, ...], tuple[Presence, ...]] = {}
    annex = []
    for person in people:
        key = (person.days, person.is_confirmed, person.seat_from, person.seat_until)
        if key not in known:
            known[key] = _presence(person, days)
        annex.append(
            AnnexPerson(
                name=titled(person.full_name, person.honorific),
                sector=person.sector,
                days=known[key],
                organisation=person.organisation or "",
            )
        )
    with force_locale(options.language):
        rules = _("Counting rules, version %(version)s.", version=COUNTING_RULES)
    return AttendanceReportFacts(
        **common_facts(event, options, at),
        **told_of(report),
        letterhead=letterhead_of(session, event),
        people=tuple(annex),
        changes=str(rules),
        groups_below=options.groups_below,
        outside=lambda: published_now(session, event.id, report, below=options.groups_below).figures,
    )


def told_of(report: EventReport) -> dict[str, Any]:
    """What the paper is told of a report, that of now or one that was issued."""
    figures = report.figures
    return {
        "figures": figures,
        "as_of": figures.as_of,
        "first_day": figures.starts_on,
        "last_day": figures.ends_on,
        "places": report.places,
        "targets": figures.targets,
        "sources": figures.sources,
        "groups": tuple(figures.groups),
        "continuity": figures.continuity,
        "late_marks": report.late_marks,
        "bulk_marks": report.bulk_marks,
        "convener": report.convener,
        "is_under_rule": report.is_under_rule,
    }


def _presence(person: reports.Attended, days: Sequence[reports.Day]) -> tuple[Presence, ...]:
    states = []
    for (morning, afternoon), day in zip(halves(person.days, len(days)), days, strict=True):
        state = presence(_STATES[Half(morning)], _STATES[Half(afternoon)])
        expected = person.is_confirmed and is_expected(
            day.kept.day, seat_from=person.seat_from, seat_until=person.seat_until
        )
        if state is Presence.NOT_RECORDED and day.kept.is_closed and expected:
            state = Presence.ABSENT
        states.append(state)
    return tuple(states)


# ---------------------------------------------------------------- all documents
def common_facts(event: Event, options: Options, at: datetime) -> dict[str, Any]:
    """What every sheet of paper of this event says about itself."""
    return {
        "event_title": event.title,
        "place": place_line(event.place, event.country, options.language),
        "zone": event.zone,
        "printed_at": at,
        "note": foot_note(
            options.language, under_rule=is_under_rule(event=event.is_chatham_house), sample=event.is_sample
        ),
        "language": options.language,
        "paper": options.paper,
        "pages": options.pages,
    }


def place_line(place: str | None, country: str | None, language: str) -> str:
    """`Tarkwa, Ghana`."""
    return ", ".join(part for part in (place, country_text(country, locale=language) if country else "") if part)


def foot_note(language: str, *, under_rule: bool, sample: bool) -> str:
    """What must stand in the foot of every page: under which rule people met, and whether they are invented."""
    with force_locale(language):
        rule = _(PAPER_NOTE) if under_rule else ""
        return listed(rule, _("Sample: people and figures are invented") if sample else "")


def titled(name: str, honorific: str | None) -> str:
    """The name as it stands on paper, with what the person is addressed by."""
    return f"{honorific} {name}" if honorific else name
