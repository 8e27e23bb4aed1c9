"""What a directory gathers in a year: somebody written down twice, cousins with one telephone, a body with two names.

Nobody of them is confirmed, so the figures of the event are those of its frame.
"""

from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from dialogues.core.tokens import BADGE_ALPHABET, BADGE_LENGTH
from dialogues.directory.organisation_services import add_alias
from dialogues.events.models import Event
from dialogues.people.facts import PersonFacts
from dialogues.people.sectors import Gender, Sector
from dialogues.people.services import find_or_add_organisation
from dialogues.registration.models import Source, Status
from dialogues.registration.services import register
from dialogues.sample import ACTOR

_BODY, _SHORT = "Tarkwa Women Miners Union (invented)", "TWMU (invented)"
_SHARED, _FAMILY = "+233 24 000 0171", "+233 24 000 0172"
_PEOPLE = (
    ("Esi Aidoo Quansah", Gender.WOMAN, _BODY, "Treasurer", _SHARED, Status.INVITED, Source.STAFF),
    ("Ɛsi Aidoo Quansah", Gender.WOMAN, _BODY, None, _SHARED, Status.APPLIED, Source.PUBLIC_FORM),
    ("Kojo Appiah Bonsu", Gender.MAN, _BODY, "Member", _FAMILY, Status.INVITED, Source.STAFF),
    ("Abena Bonsu", Gender.WOMAN, _BODY, "Member", _FAMILY, Status.INVITED, Source.STAFF),
)


def add_doubles(session: Session, event: Event, *, at: datetime) -> None:
    """The double, the cousins and the organisation's other name are there."""
    random = Random(event.slug)  # noqa: S311 - codes of invented people, the same on every computer
    for name, gender, body, position, phone, status, source in _PEOPLE:
        facts = PersonFacts(
            full_name=name, sector=Sector.MIN, organisation=body, position=position, gender=gender, phone=phone,
            place="Tarkwa", language="en",
        )  # fmt: skip
        row = register(session, event, facts=facts, actor=ACTOR, at=at, status=status, source=source)
        row.badge_code, row.link_token = (
            "".join(random.choices(BADGE_ALPHABET, k=length)) for length in (BADGE_LENGTH, 43)
        )
    organisation = find_or_add_organisation(session, _BODY, actor=ACTOR, at=at)
    add_alias(session, organisation.id, name=_SHORT, actor=ACTOR, at=at)
