"""Which acts lead from which state to which, and why the others are refused."""

from datetime import date

import pytest

from dialogues.registration import rules
from dialogues.registration.kinds import Status
from dialogues.registration.rules import Act


def test_every_act_in_every_state_leads_somewhere_or_is_refused_with_a_reason():
    for act in Act:
        for status in Status:
            leads = status in rules.TRANSITIONS[act]
            assert leads != ((act, status) in rules.REASONS), (act, status)


@pytest.mark.parametrize(
    ("act", "status", "follows"),
    (
        (Act.CONFIRM, Status.WAITING, Status.CONFIRMED),
        (Act.CONFIRM, Status.APPLIED, Status.CONFIRMED),
        (Act.DECLINE, Status.INVITED, Status.DECLINED),
        (Act.CANCEL, Status.CONFIRMED, Status.CANCELLED),
        (Act.RESTORE, Status.CANCELLED, Status.CONFIRMED),
    ),
)
def test_an_act_leads_to_the_next_state(act: Act, status: Status, follows: Status):
    assert rules.next_status(act, status, name="Ama Serwaa") is follows


def test_a_refused_act_names_the_person_and_the_reason():
    with pytest.raises(rules.NotInThisState, match="Ama Serwaa is confirmed already"):
        rules.next_status(Act.CONFIRM, Status.CONFIRMED, name="Ama Serwaa")


def test_a_seat_passes_on_a_day_of_the_event():
    days = [date(2026, 6, 2), date(2026, 6, 3)]
    rules.require_event_day(date(2026, 6, 3), days)
    with pytest.raises(rules.NotADayOfTheEvent):
        rules.require_event_day(date(2026, 6, 4), days)


@pytest.mark.parametrize(
    ("status", "from_day", "then"),
    (
        (Status.CONFIRMED, date(2026, 6, 2), Status.CANCELLED),
        (Status.INVITED, date(2026, 6, 2), Status.CANCELLED),
        (Status.DECLINED, date(2026, 6, 2), Status.DECLINED),
        (Status.CONFIRMED, date(2026, 6, 3), Status.CONFIRMED),
    ),
)
def test_only_a_seat_given_up_before_the_first_day_is_no_longer_counted(status: Status, from_day: date, then: Status):
    assert rules.status_after_substitution(status, from_day=from_day, first_day=date(2026, 6, 2)) is then
