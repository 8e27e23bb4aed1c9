"""The facts of each document, asked of the database. One place maps rows to what the paper is told."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.agenda import queries as agenda
from dialogues.attendance.models import HalfState
from dialogues.attendance.queries import find_seats
from dialogues.attendance.warning_queries import count_bulk_marks, count_late
from dialogues.core.formats import country_text
from dialogues.core.i18n import _, force_locale
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
from dialogues.documents.marks import ALPHABET, ID_LENGTH
from dialogues.documents.wording import listed
from dialogues.events.chatham_rules import PAPER_NOTE, is_under_rule
from dialogues.events.models import Event
from dialogues.registration.models import Registration, Status
from dialogues.reports import queries as reports
from dialogues.reports.figures import COUNTING_RULES, PARTICIPANTS, event_figures
from dialogues.reports.rules import Half, halves, is_expected

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


# ---------------------------------------------------------------- places
def main_place(items: Sequence[agenda.AgendaItem]) -> str | None:
    """Where most of a day happens; of places with as many sessions, the one that comes first."""
    places = Counter(item.place for item in items if item.place)
    return places.most_common(1)[0][0] if places else None


# ---------------------------------------------------------------- sign-in sheet
def sign_in_facts(session: Session, event: Event, options: Options, *, at: datetime) -> SignInFacts:
    """Sign-in sheets of one day or all: every confirmed person, whatever the role; for one day, who is expected then.

    The id of a sheet follows from the event, the day, the paper and the people in their order, so
    the same sheet printed again has the same id, and any other sheet another one.
    """
    people = list(list_sheet_people(session, event, options.day))
    days = agenda.list_agenda(session, event.id)
    return SignInFacts(
        **common_facts(event, options, at),
        days=tuple(
            SignInDay(
                day=day.day,
                number=day.number,
                sheet_id=sheet_id_of(event.id, day.day, options.paper, [key for key, _person in people]),
                place=main_place(day.items) or event.place or "",
            )
            for day in days
            if options.day in (None, day.day)
        ),
        days_in_event=len(days),
        second_language=options.second_language,
        people=tuple(person for _key, person in people),
    )


def list_sheet_people(session: Session, event: Event, day: date | None) -> Iterator[tuple[int, SignInPerson]]:
    """Who stands in which row of a sign-in sheet, with the number of the registration: the first is in row 1.

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
    for key, name, honorific, organisation, sector, phone in session.execute(chosen):
        if day is None or seats.is_expected(key, day):
            figures = [sign for sign in phone or "" if sign.isdigit()]
            yield (
                key,
                SignInPerson(
                    name=titled(name, honorific),
                    organisation=organisation or "",
                    sector=sector,
                    phone_end="".join(figures[-4:]),
                ),
            )


def sheet_id_of(event_id: int, day: date, paper: Paper, people: Sequence[int]) -> str:
    """The id of the sheet with these people in this order."""
    told = json.dumps([event_id, day.isoformat(), paper, people])
    number = int.from_bytes(hashlib.sha256(told.encode()).digest()[:8])
    return "".join(ALPHABET[number >> 5 * at & 31] for at in range(ID_LENGTH))


# ---------------------------------------------------------------- attendance report
def attendance_report_facts(session: Session, event: Event, options: Options, *, at: datetime) -> AttendanceReportFacts:
    """The figures as of now, and the list of people they can be counted again from."""
    figures = event_figures(session, event, as_of=at)
    days = reports.list_days(session, event_ids=[event.id])[event.id]
    people = reports.list_attended(session, days=days, event_id=event.id, roles=PARTICIPANTS)
    places = {day.day: main_place(day.items) for day in agenda.list_agenda(session, event.id)}
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
        figures=figures,
        people=tuple(annex),
        as_of=at,
        first_day=event.starts_on,
        last_day=event.ends_on,
        places={day: place for day, place in places.items() if place},
        targets=figures.targets,
        sources=figures.sources,
        groups=tuple(figures.groups),
        continuity=figures.continuity,
        late_marks=count_late(session, event),
        bulk_marks=count_bulk_marks(session, event.id),
        convener=event.convenor or "",
        changes=str(rules),
        groups_below=options.groups_below,
        is_under_rule=is_under_rule(event=event.is_chatham_house),
    )


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
    with force_locale(options.language):
        rule = _(PAPER_NOTE) if is_under_rule(event=event.is_chatham_house) else ""
        note = listed(rule, _("Sample: people and figures are invented") if event.is_sample else "")
    country = country_text(event.country, locale=options.language) if event.country else ""
    return {
        "event_title": event.title,
        "place": ", ".join(part for part in (event.place, country) if part),
        "zone": event.zone,
        "printed_at": at,
        "note": note,
        "language": options.language,
        "paper": options.paper,
    }


def titled(name: str, honorific: str | None) -> str:
    """The name as it stands on paper, with what the person is addressed by."""
    return f"{honorific} {name}" if honorific else name
