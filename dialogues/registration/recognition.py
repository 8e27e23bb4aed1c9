"""Whether somebody is known: offered where a person can say so, judged where nobody can be asked."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.core.folding import search_key
from dialogues.people.queries import Known, find_organisation_by_name, list_possible_same
from dialogues.people.rules import is_same_name
from dialogues.people.sectors import Sector
from dialogues.registration.models import Registration, Status
from dialogues.registration.queries import list_events_of, registered_among


class Offer(NamedTuple):
    """Somebody the directory knows who may be the one being written down."""

    person_id: int
    full_name: str
    sector: Sector
    organisation_name: str | None
    position: str | None
    last_event: str | None  # title of the newest event the reader may see them in
    registration_id: int | None  # on the list of this event already
    status: Status | None  # and how they stand there


def list_offers(
    session: Session,
    event_id: int,
    *,
    full_name: str,
    phones: Sequence[str],
    among: sa.ColumnElement[bool],
    whole_directory: bool,
) -> list[Offer]:
    """Those with the same name or one of the telephone numbers; those on the list of this event first.

    `among` is the condition on Event that leaves what the reader may see. Who may not see the `whole_directory` is
    offered only people of those events.
    """
    persons = None if whole_directory else registered_among(among)
    known = list_possible_same(session, full_name=full_name, phones=phones, among=persons)
    events = list_events_of(session, [one.person_id for one in known], among=among) if known else []
    offers = []
    for one in known:
        of_person = [event for event in events if event.person_id == one.person_id]
        here = next((event for event in of_person if event.event_id == event_id), None)
        offers.append(
            Offer(
                person_id=one.person_id,
                full_name=one.full_name,
                sector=one.sector,
                organisation_name=here.organisation_name if here else one.organisation_name,
                position=one.position,
                last_event=of_person[0].title if of_person else None,
                registration_id=here.registration_id if here else None,
                status=here.status if here else None,
            )
        )
    return sorted(offers, key=lambda offer: offer.registration_id is None)


def find_recognised(
    session: Session,
    event_id: int,
    *,
    full_name: str,
    organisation: str | None = None,
    phones: Sequence[str] = (),
    email: str | None = None,
) -> int | None:
    """The person in the directory who this surely is, where nobody can be asked; None if that is open.

    The name must be the same, and a telephone number, the e-mail address or the organisation too. On the list of the
    event itself a name with nothing that speaks against it is enough, so what is sent twice is known again.
    """
    called = find_organisation_by_name(session, organisation) if organisation else None
    organisation = called.name if called else organisation  # an alias says the same
    same = [
        one
        for one in list_possible_same(session, full_name=full_name, phones=phones)
        if is_same_name(one.full_name, full_name)
    ]
    here = _persons_here(session, event_id, [one.person_id for one in same])
    return recognised(same, here, organisation=organisation, phones=frozenset(phones), email=email)


def recognised(
    same: Iterable[Known],
    here: Collection[int],
    *,
    organisation: str | None,
    phones: frozenset[str],
    email: str | None,
) -> int | None:
    """Which of the persons with the `same` name this surely is; `here` are those on the list of the event."""
    known = list(same)
    said = (organisation, phones, email)
    sure = [one.person_id for one in known if _speaks_for(one, *said)]
    sure += [one.person_id for one in known if one.person_id in here and not _speaks_against(one, *said)]
    on_the_list = [person_id for person_id in sure if person_id in here]
    return next(iter(on_the_list), sure[0] if len(set(sure)) == 1 else None)


def _persons_here(session: Session, event_id: int, person_ids: Sequence[int]) -> set[int]:
    chosen = sa.select(Registration.person_id).where(
        Registration.event_id == event_id, Registration.person_id.in_(person_ids)
    )
    return set(session.scalars(chosen)) if person_ids else set()


def _speaks_for(known: Known, organisation: str | None, phones: frozenset[str], email: str | None) -> bool:
    return (
        bool(phones & {known.phone, known.phone_alternative})
        or bool(email and known.email and email.casefold() == known.email.casefold())
        or bool(organisation and search_key(organisation) == search_key(known.organisation_name))
    )


def _speaks_against(known: Known, organisation: str | None, phones: frozenset[str], email: str | None) -> bool:
    return (
        bool(phones and known.phone and known.phone not in phones)
        or bool(email and known.email and email.casefold() != known.email.casefold())
        or bool(
            organisation and known.organisation_name and search_key(organisation) != search_key(known.organisation_name)
        )
    )
