"""The facts of papers that list or seat the confirmed people of an event, asked of the database."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.attendance.queries import find_seats
from dialogues.core.i18n import _, force_locale
from dialogues.documents.badges import called
from dialogues.documents.choice_queries import find_choice
from dialogues.documents.desk_list import DeskListFacts, DeskPerson
from dialogues.documents.feedback_sheet import FeedbackFacts, sheet_id_of
from dialogues.documents.letterhead_queries import letterhead_of
from dialogues.documents.name_tents import NameTentFacts, TentPerson
from dialogues.documents.queries import Options, common_facts, titled
from dialogues.events.models import Event
from dialogues.registration.models import Registration, Status


def desk_list_facts(session: Session, event: Event, options: Options, *, at: datetime) -> DeskListFacts:
    """Everybody who is confirmed, whatever the role; for one day, who is expected then."""
    seats = find_seats(session, event.id)
    people = [
        DeskPerson(
            name=titled(row.full_name, row.honorific),
            letter=row.sort_key[1:2].upper() or "–",  # the first sign says which alphabet
            organisation=row.organisation_name or "",
            sector=row.sector,
            code=row.badge_code,
        )
        for row in _list_confirmed(session, event)
        if options.day is None or seats.is_expected(row.id, options.day)
    ]
    return DeskListFacts(**common_facts(event, options, at), people=tuple(people), day=options.day)


def name_tent_facts(session: Session, event: Event, options: Options, *, at: datetime) -> NameTentFacts:
    """A tent for everybody who is confirmed and whom the choice leaves, whatever the role."""
    choice = find_choice(session, event, options.people, "name-tents")
    people = [
        TentPerson(
            call=called(row.full_name, row.sort_as),
            name=titled(row.full_name, row.honorific),
            organisation=row.organisation_name or "",
            sector=row.sector,
        )
        for row in _list_confirmed(session, event, choice.condition)
        if choice.has(row.id)
    ]
    with force_locale(options.language):
        said = (
            (_("Wi-Fi"), event.wifi),
            (_("Languages"), event.languages),
            (_("Help"), event.contact),
            (_("Step-free way, quiet room"), event.accessibility),
        )
        base = tuple((str(label), text) for label, text in said if text)
    return NameTentFacts(**common_facts(event, options, at), people=tuple(people), base=base)


def feedback_facts(session: Session, event: Event, options: Options, *, at: datetime) -> FeedbackFacts:
    """The feedback sheet of one day, or of the whole event."""
    return FeedbackFacts(
        **common_facts(event, options, at),
        letterhead=letterhead_of(session, event),
        day=options.day,
        sheet_id=sheet_id_of(event.id, options.day, options.paper),
    )


def _list_confirmed(
    session: Session, event: Event, *among: sa.ColumnElement[bool]
) -> sa.Result[str, str | None, str | None, str, str | None, str, str, int]:
    chosen = (
        sa.select(
            Registration.full_name,
            Registration.honorific,
            Registration.sort_as,
            Registration.sort_key,
            Registration.organisation_name,
            sa.type_coerce(Registration.sector, sa.Text).label("sector"),
            Registration.badge_code,
            Registration.id,
        )
        .where(Registration.event_id == event.id, Registration.status == Status.CONFIRMED, *among)
        .order_by(Registration.sort_key, Registration.id)
    )
    return session.execute(chosen)
