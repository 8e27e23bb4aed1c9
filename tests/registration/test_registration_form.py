"""Organisers open and close the form, word consent, and write the questions."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.registration import public_rules as rules
from dialogues.registration.models import Registration
from dialogues.registration.public_models import ConsentWording, PublicForm
from dialogues.registration.question_models import GivenAnswer, Question
from dialogues.registration.question_rules import asked_ids, kept_answers
from tests.factories import make_event, make_public_form, make_question, make_registration
from tests.registration.public_visitor import NOW

FORM = "/events/tarkwa/registration-form"
NEW = f"{FORM}/questions/new"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(session):
    return make_event(is_public=True)


def questions(session):
    return session.scalars(sa.select(Question).order_by(Question.position)).all()


# ---------------------------------------------------------------- when
def test_a_form_is_opened_with_times_by_the_clock_of_the_venue(organiser, session):
    make_event(zone="Africa/Nairobi", is_public=True)
    page = organiser.post(
        FORM,
        {"is_offered": "y", "opens_at": "2026-05-01T08:00", "closes_at": "2026-05-20T17:00", "needs_approval": "y"},
    )
    assert page.status_code == 303
    form = session.scalars(sa.select(PublicForm)).one()
    assert (form.is_offered, form.needs_approval) == (True, True)
    assert form.opens_at == datetime(2026, 5, 1, 5, 0, tzinfo=UTC)
    assert form.closes_at == datetime(2026, 5, 20, 14, 0, tzinfo=UTC)
    page = organiser.follow().text
    assert "Register until Wed 20 May 2026, 17:00 (Africa/Nairobi)." in page or "Open now" in page
    assert 'value="2026-05-20T17:00"' in page
    languages = session.scalars(sa.select(ConsentWording.language).order_by(ConsentWording.language)).all()
    assert languages == ["en", "fr"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    (
        ({"opens_at": "2026-05-02T08:00", "closes_at": "2026-05-02T08:00"}, "would close before it opens"),
        ({"opens_at": "2026-02-30T08:00"}, "“2026-02-30T08:00” is not a day and an hour."),
        ({"closes_at": "tomorrow"}, "“tomorrow” is not a day and an hour."),
        ({"closes_at": "2026-05-02T08:00+03:00"}, "is not a day and an hour."),
        ({"closes_at": "9" * 400}, "is not a day and an hour."),
    ),
)
def test_times_that_cannot_be_are_refused_and_kept_as_typed(event, organiser, session, fields, sentence):
    page = organiser.post(FORM, {"is_offered": "y", **fields})
    assert page.status_code == 422
    assert sentence in page.text
    assert next(iter(fields.values())) in page.text.replace("&#43;", "+")
    assert session.scalars(sa.select(PublicForm)).all() == []


def test_an_hour_that_the_clocks_pass_over_is_refused_and_one_that_comes_twice_is_its_first():
    london = ZoneInfo("Europe/London")
    with pytest.raises(rules.NoSuchHour):
        rules.instant_at(datetime.fromisoformat("2026-03-29T01:30"), london)
    assert rules.instant_at(datetime.fromisoformat("2026-03-29T02:00"), london) == datetime(
        2026, 3, 29, 1, 0, tzinfo=UTC
    )
    assert rules.instant_at(datetime.fromisoformat("2026-10-25T01:30"), london) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    ramadan_over = ZoneInfo("Africa/Casablanca")
    assert rules.instant_at(datetime.fromisoformat("2026-02-20T12:00"), ramadan_over) == datetime(
        2026, 2, 20, 12, 0, tzinfo=UTC
    )


def test_an_hour_that_does_not_exist_at_the_venue_is_said_at_its_field(organiser, session):
    make_event(zone="Europe/London", is_public=True)
    page = organiser.post(FORM, {"is_offered": "y", "opens_at": "2027-03-28T01:30"})
    assert page.status_code == 422
    assert "there is no 01:30 on Sun 28 Mar 2027" in page.text


def test_two_organisers_at_once_are_told(event, organiser, session):
    make_public_form(event)
    organiser.get(FORM)
    session.execute(sa.update(PublicForm).values(needs_approval=True, version=2))
    page = organiser.press(FORM, {"opens_at": "2026-05-02T08:00"})
    assert page.status_code == 422
    assert "Somebody else changed this" in page.text
    assert organiser.press(FORM, {}).status_code == 303


# ---------------------------------------------------------------- wording
def test_other_words_are_a_new_version_and_the_same_are_none(event, organiser, session):
    make_public_form(event)
    address = f"{FORM}/wording/en"
    organiser.post(address, {"photo": "May we take your picture?"})
    organiser.post(address, {})
    versions = session.execute(
        sa.select(ConsentWording.number, ConsentWording.photo).where(ConsentWording.language == "en")
    ).all()
    assert versions == [(1, "May we, photo (en)?"), (2, "May we take your picture?")]
    page = organiser.get(address).text
    assert "May we, photo (en)?" in page  # the earlier version can be read
    assert organiser.get(f"{FORM}/wording/xx").status_code == 404
    page = organiser.post(address, {"photo": "x" * 2001})
    assert page.status_code == 422


# ---------------------------------------------------------------- questions
def test_questions_are_added_changed_moved_retired_and_asked_again(event, organiser, session):
    organiser.post(NEW, {"label": "Do you need a bed?", "kind": "yes_no", "is_required": "y"})
    organiser.post(
        NEW, {"label": "Which languages?", "kind": "choices", "options": "Twi\n\n Wassa ", "fr_label": "Quelles ?"}
    )
    bed, tongues = questions(session)
    assert (bed.is_required, tongues.options, tongues.translations) == (
        True,
        ["Twi", "Wassa"],
        {"fr": {"label": "Quelles ?"}},
    )
    organiser.get(FORM)
    organiser.press(f"{FORM}/questions/{tongues.id}/up")
    assert [one.label for one in questions(session)] == ["Which languages?", "Do you need a bed?"]
    organiser.get(FORM)
    organiser.press(f"{FORM}/questions/{tongues.id}/down")
    organiser.post(f"{FORM}/questions/{bed.id}", {"label": "Do you want a bed?"})
    organiser.get(FORM)
    organiser.press(f"{FORM}/questions/{bed.id}/retire")
    assert bed.retired_at == NOW
    assert "is no longer asked" in organiser.follow().text
    organiser.press(f"{FORM}/questions/{bed.id}/restore")
    assert bed.retired_at is None
    assert [one.label for one in questions(session)] == ["Do you want a bed?", "Which languages?"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    (
        ({"label": " — "}, "Write the question."),
        ({"label": "x" * 301}, "Write at most 300 letters."),
        ({"label": "A", "kind": "choice", "options": "Twi"}, "Write at least two answers"),
        ({"label": "A", "kind": "choice", "options": "Twi\ntwi"}, "“twi” stands there twice."),
        ({"label": "A", "kind": "choice", "options": "\n".join(map(str, range(41)))}, "These are 41 answers"),
        ({"label": "A", "kind": "choice", "options": f"{'y' * 201}\nB"}, "has more than 200 letters"),
        ({"label": "A", "kind": "choice", "options": "A\nB", "fr_options": "C"}, "There are 1 answers here and 2"),
    ),
)  # fmt: skip
def test_a_question_that_cannot_be_is_refused_and_kept_as_typed(event, organiser, session, fields, sentence):
    page = organiser.post(NEW, fields)
    assert page.status_code == 422
    assert sentence in page.text
    assert questions(session) == []


def test_a_question_follows_from_one_before_it_only(event, organiser, session):
    bed = make_question(event)
    tongue = make_question(event, "Which?", kind="choice", options=["Twi", "French"])
    page = organiser.post(NEW, {"label": "How many nights?", "kind": "text", "shown_if": f"{bed.id}:0"})
    assert page.status_code == 303
    nights = questions(session)[-1]
    assert (nights.shown_if_id, nights.shown_if_answer) == (bed.id, "yes")
    organiser.post(f"{FORM}/questions/{nights.id}", {"shown_if": f"{tongue.id}:1"})
    assert (nights.shown_if_id, nights.shown_if_answer) == (tongue.id, "French")
    organiser.get(FORM)
    organiser.press(f"{FORM}/questions/{nights.id}/up")
    assert "so it stays after it" in organiser.follow().text
    organiser.press(f"{FORM}/questions/{tongue.id}/retire")
    assert "is asked only after an answer to this question" in organiser.follow().text
    page = organiser.post(f"{FORM}/questions/{tongue.id}", {"options": "Twi\nWassa"})
    assert page.status_code == 422
    assert "“How many nights?” is asked only after the answer “French”." in page.text
    for nonsense in (f"{bed.id}:9", "x", f"{nights.id}:0", f"{bed.id}:-1"):
        page = organiser.post(f"{FORM}/questions/{bed.id}", {"shown_if": nonsense})
        assert page.status_code == 422


def test_an_answered_question_that_is_retired_keeps_its_answers(event, organiser, session):
    bed = make_question(event, help_text="Paid for.")
    ama = make_registration(event)
    session.add(GivenAnswer(registration_id=ama.id, question_id=bed.id, words=["yes"]))
    organiser.get(FORM)
    organiser.press(f"{FORM}/questions/{bed.id}/retire")
    assert "Do you need a bed?" in organiser.get(f"/events/tarkwa/participants/{ama.id}").text
    assert "Do you need a bed?" in organiser.get(f"/events/tarkwa/participants/{ama.id}/answers").text


def test_the_team_mends_answers_and_needs(event, organiser, facilitator, session):
    bed = make_question(event, is_required=True)
    ama = make_registration(event)
    address = f"/events/tarkwa/participants/{ama.id}/answers"
    organiser.post(address, {"needs": "A ramp", f"question_{bed.id}": "yes"})
    assert session.get(Registration, ama.id).needs == "A ramp"
    page = organiser.follow().text
    for words in ("A ramp", "Do you need a bed?", "The answers of Ama Serwaa are saved."):
        assert words in page
    assert organiser.post(address, {"needs": "x" * 2001}).status_code == 422
    organiser.post(address, {"needs": "", f"question_{bed.id}": None})
    assert session.get(Registration, ama.id).needs is None
    assert session.scalars(sa.select(GivenAnswer)).all() == []
    assert facilitator.get(address).status_code == 403


class Asked:
    def __init__(self, key, shown_if_id=None, shown_if_answer=None):
        self.id, self.shown_if_id, self.shown_if_answer = key, shown_if_id, shown_if_answer


def test_a_question_hangs_on_an_answer_only_while_that_question_is_asked_itself():
    chain = [Asked(1), Asked(2, 1, "yes"), Asked(3, 2, "Twi")]
    assert asked_ids(chain, {1: ["yes"], 2: ["Twi", "Wassa"]}) == {1, 2, 3}
    assert asked_ids(chain, {1: ["no"], 2: ["Twi"]}) == {1}
    assert kept_answers(chain, {1: ["no"], 2: ["Twi"], 3: ["x"]}) == {1: ["no"]}


def test_who_shares_a_mailbox_is_told_by_the_mailbox():
    assert rules.email_key("A.B+x@Gmail.com") == rules.email_key("ab@gmail.com")
    assert rules.email_key("a.b@example.org") != rules.email_key("ab@example.org")


def test_a_page_of_the_form_costs_as_many_queries_with_thirty_questions(event, organiser, session, count_queries):
    make_public_form(event)
    counts = []
    for number in range(2):
        session.commit()
        with count_queries() as counted:
            organiser.get(FORM)
        counts.append(counted.number)
        for each in range(15):
            make_question(event, f"Question {number} {each}")
    assert counts[0] == counts[1]


def test_the_form_stays_open_until_the_event_is_over_where_no_time_is_set(event, session):
    form = make_public_form(event)
    facts = {"is_offered": True, "opens_at": None, "closes_at": None, "ends_on": event.ends_on, "zone": event.zone}
    last = datetime(2026, 6, 4, 23, 59, tzinfo=UTC)
    assert rules.window(**facts, now=last) is rules.Window.OPEN
    assert rules.window(**facts, now=last + timedelta(minutes=1)) is rules.Window.OVER
    assert rules.window(**{**facts, "is_offered": False}, now=last) is rules.Window.NONE
    assert form.closes_at is None
