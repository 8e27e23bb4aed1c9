"""Machines are kept out or held for a look; two hundred honest people behind one address all come in.

Each limit is shown to be what keeps them out: without it they would have come in.
"""

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from dialogues.core.db import unit_of_work
from dialogues.outbox.models import Mail
from dialogues.outbox.services import post
from dialogues.people.facts import PersonFacts
from dialogues.people.sectors import Sector
from dialogues.registration import public_rules, public_stamp
from dialogues.registration.models import Registration, Status
from dialogues.registration.public_models import Application, HoldReason, Sending
from dialogues.registration.public_services import SentForm, register_publicly
from tests.browser import Browser
from tests.factories import make_event, make_public_form, make_question, make_registration
from tests.registration.public_visitor import AMA, NOW, PublicVisitor

SECRET = "a key for tests"
ONE_HALL = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def event(session):
    event = make_event(is_public=True)
    make_public_form(event)
    session.commit()
    return event


def send(session, event, *, at=NOW, mails=True, needs=None, answers=None, **facts):
    """One form, as the page hands it on; the mail is written as the page does."""
    sent = SentForm(
        facts=PersonFacts(**{"full_name": "Ama Serwaa", "sector": Sector.MIN, "phone": "0244118207", **facts}),
        language="en",
        needs=needs,
        answers=answers or {},
    )
    with unit_of_work() as work:
        received = register_publicly(work, event, sent, secret_key=SECRET, at=at)
        if received.may_mail and mails:
            to = received.known.email if received.known else received.registration.email
            post(
                work, kind="registration.received", to_address=to, to_name="", subject="", text="", language="en", at=at
            )
        return received.registration.id


def bots(session, event, number, **facts):
    """So many forms, one a second; how they ended."""
    ends: Counter[str] = Counter()
    for turn in range(number):
        told = {name: value(turn) if callable(value) else value for name, value in facts.items()}
        try:
            key = send(session, event, at=NOW + timedelta(seconds=turn), **told)
        except (public_rules.TooManyOfOne, public_rules.TooManyAtOnce) as error:
            ends[type(error).__name__] += 1
        else:
            ends[session.get(Registration, key).status.value] += 1
    return ends


def most_mails(session):
    counted = session.execute(sa.select(Mail.to_address, sa.func.count()).group_by(Mail.to_address)).all()
    by_mailbox: Counter[str] = Counter()
    for address, number in counted:
        by_mailbox[public_rules.email_key(address)] += number
    return max(by_mailbox.values(), default=0)


def test_two_hundred_honest_people_behind_one_address_all_come_in(app, session, event):
    """Ten minutes, one public address, one organisation for most, the same short needs, whole families on one phone."""
    for number in range(200):
        visitor = PublicVisitor(Browser(app, session), at=NOW + timedelta(seconds=3 * number))
        visitor.browser.client.environ_base.update(ONE_HALL)
        visitor.open()
        facts = {**AMA, "full_name": f"Person {number} Mensah", "phone": f"0244{100000 + number // 4}"}
        facts |= {"organisation": "Bonsa Women Miners' Group", "needs": "vegetarian"}
        page = visitor.press("send", facts)
        assert page.status_code == 303, page.text
    statuses = session.execute(sa.select(Registration.status, sa.func.count()).group_by(Registration.status)).all()
    assert statuses == [(Status.CONFIRMED, 200)]


def test_a_thousand_posts_with_one_address_bring_three_mails_and_fill_no_list(session, event):
    ends = bots(
        session, event, 1000, full_name=lambda n: f"Bot {n}", phone=None, email=lambda n: f"Victim+{n}@Example.org"
    )
    assert ends["confirmed"] <= public_rules.SENDINGS_PER_CONTACT
    assert ends["TooManyOfOne"] == 1000 - public_rules.SENDINGS_PER_CONTACT
    assert most_mails(session) == public_rules.MAILS_PER_DAY


def test_a_thousand_identical_posts_are_one_person_and_the_rest_waits_or_is_kept_out(session, event):
    ends = bots(session, event, 1000, email="ama@example.org")
    assert ends == {"confirmed": 1, "applied": public_rules.SENDINGS_PER_CONTACT - 1, "TooManyOfOne": 970}
    assert most_mails(session) == public_rules.MAILS_PER_DAY


def test_a_thousand_posts_with_one_text_are_held_and_then_kept_out(session, event):
    text = "Earn money at home with our wonderful offer, write to us today"
    facts = {"full_name": lambda n: f"Bot {n}", "phone": lambda n: f"0244{100000 + n}", "needs": text}
    ends = bots(session, event, 1000, **facts)
    assert ends["confirmed"] == public_rules.ALIKE_WORDS
    assert ends["applied"] == public_rules.HELD_MAX
    assert ends["TooManyAtOnce"] == 1000 - public_rules.HELD_MAX - public_rules.ALIKE_WORDS


@pytest.mark.parametrize(
    ("limit", "facts"),
    (
        ("SENDINGS_PER_CONTACT", {"full_name": lambda n: f"Bot {n}", "email": "victim@example.org", "phone": None}),
        ("MAILS_PER_DAY", {"full_name": lambda n: f"Bot {n}", "email": "victim@example.org", "phone": None}),
    ),
)
def test_without_a_limit_its_machines_would_come_in(session, event, monkeypatch, limit, facts):
    monkeypatch.setattr(public_rules, limit, 10**9)
    bots(session, event, 60, **facts)
    if limit == "MAILS_PER_DAY":
        assert most_mails(session) == public_rules.SENDINGS_PER_CONTACT
    else:
        assert session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 60


def test_mails_to_one_mailbox_are_counted_over_all_events(session, event):
    other = make_event("geita", is_public=True)
    make_public_form(other)
    session.commit()
    for number in range(3):
        send(session, event, full_name=f"A {number}", phone=None, email="victim@example.org")
        send(session, other, full_name=f"B {number}", phone=None, email="VICTIM@example.org")
    assert most_mails(session) == public_rules.MAILS_PER_DAY
    send(session, event, at=NOW + timedelta(hours=25), full_name="C", phone=None, email="victim@example.org")
    assert most_mails(session) == public_rules.MAILS_PER_DAY + 1


def test_a_surge_waits_for_a_look_and_an_event_that_is_large_may_have_a_large_one(session, event, monkeypatch):
    monkeypatch.setattr(public_rules, "SURGE", 3)
    for number in range(8):
        make_registration(event, f"Guest {number}")
    session.commit()
    keys = [send(session, event, full_name=f"Person {n}", phone=f"02441000{n:02d}") for n in range(5)]
    statuses = [session.get(Registration, key).status for key in keys]
    assert statuses == [Status.CONFIRMED] * 4 + [Status.APPLIED]  # half of the eight who came before
    assert session.get(Application, keys[-1]).hold_reason is HoldReason.SURGE


def test_a_name_with_a_link_and_a_number_of_too_many_names_wait_for_a_look(session, event):
    key = send(session, event, full_name="Buy now http://spam.example")
    assert session.get(Application, key).hold_reason is HoldReason.LINK_IN_NAME
    for number in range(public_rules.NAMES_PER_CONTACT - 1):
        send(session, event, full_name=f"Villager {number}")
    key = send(session, event, full_name="One too many")
    assert session.get(Application, key).hold_reason is HoldReason.SHARED_CONTACT


def test_the_same_long_answer_counts_and_a_chosen_one_does_not(session, event):
    long = make_question(event, "Why?", kind="long_text")
    chosen = make_question(
        event, "Which?", kind="choice", options=["A very long answer that everybody chooses here", "B"]
    )
    session.commit()
    for number in range(5):
        send(
            session, event, full_name=f"A {number}", phone=f"02441000{number}0", answers={chosen.id: chosen.options[:1]}
        )
    words = ["Because it concerns us all and our children too"]
    keys = [send(session, event, full_name=f"B {n}", phone=f"02442000{n}0", answers={long.id: words}) for n in range(4)]
    reasons = [session.get(Application, key).hold_reason for key in keys]
    assert reasons == [None, None, None, HoldReason.SAME_WORDS]


def test_what_is_counted_names_nobody_and_is_gone_after_two_days(session, event):
    send(session, event, email="ama@example.org", needs="I bring my baby of seven months and her aunt")
    (row,) = session.scalars(sa.select(Sending)).all()
    for key in (row.email_key, row.phone_key, row.words_key):
        assert len(key) == 64
        assert int(key, 16)
    send(session, event, at=NOW + timedelta(days=2), full_name="Kofi Annor")
    assert session.scalar(sa.select(sa.func.count()).select_from(Sending)) == 1


# ---------------------------------------------------------------- the page
def test_the_trap_and_the_clock_say_what_to_do_and_lose_nothing(session, event, stranger):
    visitor = PublicVisitor(stranger)
    visitor.open()
    page = visitor.press("send", {**AMA, "website": "http://spam.example"})
    assert page.status_code == 422
    assert "must stay empty" in page.text
    assert "spam.example" not in page.text
    page = visitor.press("send", after_s=2)
    assert page.status_code == 422
    assert "faster than anybody can read" in page.text
    assert 'value="Ama Serwaa"' in page.text
    assert visitor.press("send", after_s=4).status_code == 303


@pytest.mark.parametrize("stamp", ("", "1", "1777626000.0", "x.y", "１.1", "9" * 30 + ".x"))
def test_a_stamp_that_is_not_ours_is_none(session, event, stranger, stamp):
    visitor = PublicVisitor(stranger)
    visitor.open()
    page = visitor.press("send", {**AMA, "stamp": stamp})
    assert page.status_code == 422
    assert "open for a very long time" in page.text
    assert visitor.press("send", after_s=120).status_code == 303


def test_a_stamp_belongs_to_one_form_and_to_two_days():
    stamp = public_stamp.make_stamp("key", secret_key=SECRET, at=NOW)
    public_stamp.require_stamp(stamp, "key", secret_key=SECRET, at=NOW + timedelta(seconds=3))
    later = NOW + timedelta(minutes=1)
    for once, secret_key, at in (
        ("other", SECRET, later),
        ("key", "another", later),
        ("key", SECRET, NOW + timedelta(days=2, seconds=1)),
    ):
        with pytest.raises(public_rules.StaleStamp):
            public_stamp.require_stamp(stamp, once, secret_key=secret_key, at=at)


def test_a_page_serves_one_form_so_its_stamp_cannot_be_sent_again(session, event, stranger):
    visitor = PublicVisitor(stranger)
    visitor.open()
    page = visitor.browser.page
    first = visitor.press("send", AMA)
    visitor.browser.page = page
    assert visitor.press("send", {**AMA, "full_name": "Somebody else"}).location == first.location
    assert session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 1
