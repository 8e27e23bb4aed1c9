"""A report that was issued, and a correction that came after it."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from dialogues.attendance import services as attendance
from dialogues.attendance.models import MarkSource
from dialogues.events.models import Event
from dialogues.registration.models import Registration
from dialogues.reports.version_services import issue_report
from dialogues.sample import ACTOR
from dialogues.settings import Settings

ISSUED = "ghana-2016"
_LEFT_EARLY = 11  # place in the list of somebody who, by their pattern, left a day before the end


def issue_and_correct(session: Session, random: Random, event: Event, guests: Sequence[Registration]) -> None:
    """Version 1 was issued three days after the event; a week later a last line of a sheet could be read after all."""
    session.flush()  # figures are counted from the rows
    last_day = event.days[-1].day
    closing = datetime.combine(last_day, time(16, 0), event.zone).astimezone(UTC)
    issue_report(
        session, event=event, note="For the project file and the donor", actor=ACTOR, at=closing + timedelta(days=3),
        groups_below=Settings.SMALL_GROUPS_BELOW,
    )  # fmt: skip
    found = attendance.NewMark(
        id=uuid.UUID(int=random.getrandbits(128), version=4),
        day=last_day,
        source=MarkSource.CORRECTION,
        registration_id=guests[_LEFT_EARLY].id,
        reason="The last line of the sheet was read again",
    )
    attendance.mark(session, found, event_id=event.id, actor=ACTOR, at=closing + timedelta(days=10))
