"""The days somebody was there, for that person to read and to take away with everything else that is kept."""

from sqlalchemy.orm import Session

from dialogues.attendance.models import HALF_STATE_NAMES, PART_NAMES, Part
from dialogues.attendance.queries import PersonDay, list_person_days
from dialogues.core import formats
from dialogues.core.i18n import _, current_language
from dialogues.registration.models import Registration
from dialogues.registration.own_page_data import Part as DataPart


def own_days(session: Session, registration: Registration) -> DataPart:
    """What is recorded of this person on each day of the event."""
    lines: list[tuple[str, str | None]] = [
        (formats.day_text(one.day.day, locale=current_language()), _words(one))
        for one in list_person_days(session, registration.id)
    ]
    return DataPart(_("Your days"), "days", lines)


def _words(one: PersonDay) -> str:
    morning, afternoon = _(HALF_STATE_NAMES[one.morning]), _(HALF_STATE_NAMES[one.afternoon])
    if one.morning is one.afternoon:
        return str(morning)
    halves = ((PART_NAMES[Part.MORNING], morning), (PART_NAMES[Part.AFTERNOON], afternoon))
    return "; ".join(_("%(part)s: %(state)s", part=_(part), state=state) for part, state in halves)
