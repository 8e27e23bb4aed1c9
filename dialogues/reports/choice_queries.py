"""What goes into the choice lists of an event, for a reader who may see this much of it."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.accounts.access import Permission
from dialogues.agenda.queries import list_agenda
from dialogues.events.chatham_rules import may_tell_names
from dialogues.events.models import Event
from dialogues.registration.models import EventRole, Registration, Status
from dialogues.reports.choice_lists import (
    Choice,
    Person,
    day_choices,
    organisation_choices,
    participant_choices,
    sector_choices,
    session_choices,
)
from dialogues.reports.exports import list_sharing

CODE_SIGNS = 8  # of a badge code, as the badge and one's own page tell it


def list_choices(session: Session, event: Event, *, permissions: Collection[Permission]) -> list[Choice]:
    """Sectors, days and sessions; organisations and participants too, as far as the file may name them.

    A form goes to many phones: nobody is in it who did not agree to be on the list that others receive, nobody of an
    event under the Chatham House Rule, and nobody where the reader may not print names.
    """
    days = list_agenda(session, event.id)
    choices = [*sector_choices(), *day_choices(days), *session_choices(days)]
    if Permission.PRINT_NAMES in permissions and may_tell_names(event=event.is_chatham_house):
        people = list_people(session, event)
        choices += [*organisation_choices(people), *participant_choices(people)]
    return choices


def list_people(session: Session, event: Event) -> list[Person]:
    """The confirmed participants by name who agreed to be on the list that others receive."""
    chosen = (
        sa.select(
            Registration.id,
            Registration.badge_code,
            Registration.full_name,
            Registration.organisation_name,
            Registration.sector,
        )
        .where(
            Registration.event_id == event.id,
            Registration.status == Status.CONFIRMED,
            Registration.role == EventRole.PARTICIPANT,
        )
        .order_by(Registration.sort_key, Registration.id)
    )
    agreed = list_sharing(session, event.id)
    return [
        Person(code[:CODE_SIGNS], name, organisation, sector)
        for key, code, name, organisation, sector in session.execute(chosen)
        if key in agreed
    ]
