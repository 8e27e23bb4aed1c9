"""Rounds of groups to act upon, and what became of them."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from dialogues.attendance.models import DayState, HalfState
from dialogues.events.models import Event
from dialogues.groups import queries
from dialogues.groups.models import GroupPlacement, GroupRound
from dialogues.registration.models import Registration
from tests.factories import make_event, make_group_round, make_registration

AT = "/events/tarkwa/groups"
SECTORS = ("MIN", "GOV", "CSO")


def seat(event: Event, letters: str, **facts: str) -> list[Registration]:
    """A person for each letter, of the three sectors and two genders in turn."""
    return [
        make_registration(
            event,
            f"Person {letter}",
            sector=SECTORS[ord(letter) % 3],
            gender=("woman", "man")[ord(letter) % 2],
            **facts,
        )
        for letter in letters
    ]


@pytest.fixture
def event(session: Session) -> Event:
    """An event without anybody."""
    made = make_event()
    session.commit()
    return made


@pytest.fixture
def six(session: Session, event: Event) -> GroupRound:
    """A round of two groups: A, B, C and D, E, F."""
    people = seat(event, "ABCDEF")
    made = make_group_round(event, people[:3], people[3:])
    session.commit()
    return made


@pytest.fixture
def letters(session: Session) -> Callable[[GroupRound], list[str]]:
    """Who sits at each table of a round now, by letter."""

    def seen(one: GroupRound) -> list[str]:
        session.expire_all()
        return [
            "".join(row.person.full_name[-1] for row in group.people) for group in queries.list_groups(session, one.id)
        ]

    return seen


@pytest.fixture
def place(session: Session) -> Callable[[str], GroupPlacement]:
    """The placement of the person with this letter, in the first round."""

    def found(letter: str) -> GroupPlacement:
        chosen = session.query(GroupPlacement).join(Registration, Registration.id == GroupPlacement.registration_id)
        return chosen.filter(Registration.full_name == f"Person {letter}").order_by(GroupPlacement.id).first()

    return found


@pytest.fixture
def present(session: Session, event: Event) -> Callable[..., None]:
    """These people are marked present on the last day of the event, which is over: the day that counts as today."""

    def mark(people: list[Registration]) -> None:
        row = event.days[-1]
        session.flush()
        for one in people:
            session.add(
                DayState(
                    registration_id=one.id, day_id=row.id, morning=HalfState.PRESENT, afternoon=HalfState.NOT_RECORDED
                )
            )
        session.commit()

    return mark
