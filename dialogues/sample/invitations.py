"""Invitations of the sample: answers of every kind, one that nobody gave, a seat, and a mail that did not arrive."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from string import ascii_letters, digits
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.events.models import Event
from dialogues.invitations import letter_services, services
from dialogues.invitations.models import Answer, Invitation
from dialogues.invitations.wording import letters_of
from dialogues.outbox import services as outbox
from dialogues.outbox.models import Mail
from dialogues.people.facts import PersonFacts
from dialogues.people.sectors import Sector
from dialogues.registration.kinds import Status
from dialogues.registration.models import Registration
from dialogues.sample import ACTOR

_ADDRESS = "https://dialogues.example.org"  # an instance that does not exist
_ACCEPTED = 6
_UNANSWERED = 3


def add_invitations(
    session: Session, chance: Random, event: Event, *, guests: Sequence[Registration], newcomers: Sequence[PersonFacts],
    at: datetime, now: datetime,
) -> None:  # fmt: skip
    """Letters to some who came, to three newcomers who have not answered, and to an institution for a seat.

    One newcomer more declines. What is open may be answered until the event ends.
    """
    given: dict[str, Any] = {"actor": ACTOR, "at": at, "language": "en"}
    early, late = event.starts_on - timedelta(days=7), event.ends_on
    came = [one for one in guests if one.email and one.status is Status.CONFIRMED][:_ACCEPTED]
    accepted = [services.invite_registered(session, one, answer_by=early, **given) for one in came]
    given_up = session.scalars(
        sa.select(Registration).where(Registration.event_id == event.id, Registration.in_place_of_id.is_not(None))
    ).first()
    opened = [
        services.invite_person(session, event, facts=facts, answer_by=late, **given)
        for facts in newcomers[:_UNANSWERED]
    ]
    declined = services.invite_person(session, event, facts=newcomers[_UNANSWERED], answer_by=early, **given)
    seat = services.invite_seat(
        session, event, organisation="Wassa Police Command (invented)", position="Community relations officer",
        sector=Sector.GOV, contact_name="The Commander", email="command@example.org", phone="+233 24 000 0199",
        answer_by=late, **given,
    )  # fmt: skip
    invitations = [*accepted, *opened, declined, seat]
    if given_up is not None and given_up.in_place_of is not None:
        invitations.append(_with_substitute(session, given_up, given_up.in_place_of, early, at))
    _draw_tokens(chance, invitations)
    _send(session, chance, event, invitations, at=at, now=now)
    for number, one in enumerate(accepted):
        services.accept(session, one, actor=ACTOR, at=at + timedelta(days=1, hours=number))
    services.decline(
        session, declined, reason="At a training abroad in these weeks.", actor=ACTOR, at=at + timedelta(days=2)
    )
    session.flush()


def _with_substitute(
    session: Session, stand_in: Registration, absent: Registration, answer_by: date, at: datetime
) -> Invitation:
    """The invitation of somebody whose seat another person took."""
    return services.invite_registered(
        session, absent, answer_by=answer_by, language="en", named=stand_in, actor=ACTOR, at=at
    )


def _draw_tokens(chance: Random, invitations: Sequence[Invitation]) -> None:
    """Links by the builder's own dice, so that a day's sample is the same on every computer."""
    for one in invitations:
        one.token = "".join(chance.choices(ascii_letters + digits, k=43))
        if one.registration is not None and one.registration.status is Status.INVITED:
            one.registration.link_token = "".join(chance.choices(ascii_letters + digits, k=43))
            one.registration.badge_code = "".join(chance.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=26))


def _send(
    session: Session, chance: Random, event: Event, invitations: Sequence[Invitation], *, at: datetime, now: datetime
) -> None:
    """All letters arrived but the last one that was open; one reminder waits for tomorrow."""
    letters = letters_of(event, {})
    letter_services.send_letters(session, event, invitations, letters=letters, base_url=_ADDRESS, actor=ACTOR, at=at)
    session.flush()  # they are numbered before they are sent
    mails = session.scalars(sa.select(Mail).where(Mail.event_id == event.id).order_by(Mail.to_address)).all()
    unlucky = next((one for one in mails if one.to_name == "The Commander"), None)
    batch = uuid.UUID(int=chance.getrandbits(128), version=4)
    for mail in mails:
        mail.id, mail.batch = uuid.UUID(int=chance.getrandbits(128), version=4), batch
    session.flush()
    while (claimed := outbox.claim_next(session, at=at + timedelta(minutes=5))) is not None:
        if unlucky is not None and claimed.id == unlucky.id:
            outbox.note_refused(session, claimed, "address_refused: 550 5.1.1 No such user here", at=at)
        else:
            outbox.note_sent(session, claimed, at=at + timedelta(minutes=2))
        session.flush()
    waiting = [one for one in invitations if one.answer is Answer.OPEN and one.answer_by == event.ends_on]
    reached = [one for one in waiting if letter_services.address_of(one)]
    if reached:
        sent = letter_services.remind(
            session, event, reached[:1], letters=letters, base_url=_ADDRESS, today=event.starts_on, actor=ACTOR, at=now
        )
        for mail in session.scalars(sa.select(Mail).where(Mail.batch == sent.batch)):
            mail.id, mail.batch = (uuid.UUID(int=chance.getrandbits(128), version=4) for _id in range(2))
            mail.next_try_at = now + timedelta(days=1)
