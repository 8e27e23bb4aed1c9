"""How often a password may be tried, and that nobody can lock the owner out."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dialogues.accounts import guessing
from dialogues.accounts.models import SignInFailure
from dialogues.accounts.rules import TooManyGuesses
from dialogues.accounts.services import start_sign_in
from tests.factories import make_user

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
EMAIL = "adwoa@example.org"


def attempt(
    session: Session, at: datetime, *, email: str = EMAIL, network: str = "10.0.0.1", browser: str | None = None
) -> guessing.Attempt:
    counts = guessing.counts_for_sign_in(session, email=email, network=network, browser=browser, secret_key="key")
    return guessing.begin_attempt(session, counts=counts, now=at)


def fail_often(session: Session, number: int, **facts) -> int:
    """Try `number` times in ten minutes and return how many tries were looked at."""
    looked_at = 0
    for again in range(number):
        try:
            attempt(session, NOON + timedelta(minutes=10) * again / number, **facts)
        except TooManyGuesses:
            continue
        looked_at += 1
    return looked_at


def test_after_ten_failures_a_guesser_waits_and_is_told_how_long(session: Session):
    assert fail_often(session, 12) == 10
    with pytest.raises(TooManyGuesses) as refused:
        attempt(session, NOON + timedelta(minutes=11))
    assert refused.value.facts == {"minutes": 4}
    attempt(session, NOON + timedelta(minutes=15))


def test_a_refused_attempt_does_not_make_the_wait_longer(session: Session):
    fail_often(session, 10)
    for minute in range(11, 15):
        with pytest.raises(TooManyGuesses):
            attempt(session, NOON + timedelta(minutes=minute))
    attempt(session, NOON + timedelta(minutes=15))


def test_somebody_who_goes_on_guessing_gets_thirty_tries_a_day(session: Session):
    looked_at = 0
    for minute in range(0, 23 * 60, 5):
        try:
            attempt(session, NOON + timedelta(minutes=minute))
        except TooManyGuesses:
            continue
        looked_at += 1
    assert looked_at == 30


def test_ten_thousand_guesses_from_many_networks_are_a_hundred_looked_at(session: Session):
    looked_at = 0
    for number in range(10_000 // 50):
        looked_at += fail_often(session, 50, network=f"10.1.{number // 250}.{number % 250}")
    assert looked_at == 100


def test_guesses_at_many_accounts_from_one_network_are_a_hundred_in_a_quarter_of_an_hour(session: Session):
    looked_at = sum(fail_often(session, 1, email=f"user{number}@example.org") for number in range(150))
    assert looked_at == 100


def test_the_owner_gets_in_from_a_known_browser_however_much_others_guess(session: Session):
    owner = make_user(email=EMAIL)
    start_sign_in(session, user=owner, device="", now=NOON, lasts=timedelta(hours=1), browser="known")
    for number in range(20):
        fail_often(session, 12, network=f"10.2.0.{number}")
    fail_often(session, 12)  # even from the owner's own network
    attempt(session, NOON + timedelta(minutes=10), browser="known")
    with pytest.raises(TooManyGuesses):  # without that browser the owner would wait
        attempt(session, NOON + timedelta(minutes=10))


def test_a_known_browser_of_one_account_is_a_stranger_to_another(session: Session):
    start_sign_in(session, user=make_user(), device="", now=NOON, lasts=timedelta(hours=1), browser="known")
    fail_often(session, 10)
    with pytest.raises(TooManyGuesses):
        attempt(session, NOON + timedelta(minutes=10), browser="known")


def test_guessing_from_a_known_browser_is_counted_as_well(session: Session):
    start_sign_in(session, user=make_user(email=EMAIL), device="", now=NOON, lasts=timedelta(hours=1), browser="known")
    assert fail_often(session, 30, browser="known") == 10


def test_a_right_password_is_not_counted_and_clears_the_misspellings_before_it(session: Session):
    fail_often(session, 9)
    guessing.forget_attempt(session, attempt(session, NOON + timedelta(minutes=10)))
    for second in range(10):
        attempt(session, NOON + timedelta(minutes=11, seconds=second))


def test_addresses_of_one_ipv6_household_are_one_network(session: Session):
    assert fail_often(session, 10, network="2001:db8:1:2::1") == 10
    with pytest.raises(TooManyGuesses):
        attempt(session, NOON + timedelta(minutes=10), network="2001:db8:1:2:ffff::9")
    attempt(session, NOON + timedelta(minutes=10), network="2001:db8:1:3::1")


def test_counts_name_nobody_and_are_gone_after_a_day(session: Session):
    attempt(session, NOON, email="my-secret-password")
    kept = session.scalars(sa.select(SignInFailure.key)).all()
    assert kept
    assert not any("secret" in key or "10.0.0.1" in key for key in kept)
    attempt(session, NOON + timedelta(days=1))
    assert session.scalar(sa.select(sa.func.min(SignInFailure.at))) == NOON + timedelta(days=1)
