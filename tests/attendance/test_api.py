"""Marks handed in by devices, and what is recorded as JSON."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import g

from dialogues.accounts import services as accounts
from dialogues.accounts.access import Role
from dialogues.attendance import api, services
from dialogues.attendance.models import Mark, MarkSource
from dialogues.attendance.queries import recount
from dialogues.audit.services import COMMAND_LINE
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.factories import make_event, make_registration

MARKS = "/api/v1/events/tarkwa/marks"
ROWS = "/api/v1/events/tarkwa/attendance"


@pytest.fixture(autouse=True)
def first_morning():
    """It is 07:52 on the first day."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


class Phone:
    """A device with a token of its own."""

    def __init__(self, app, session, role="door"):
        self.client = app.test_client()
        self.session = session
        _token, secret = accounts.add_token(
            session, name=f"Phone of a {role}", role=Role(role), actor=COMMAND_LINE, at=MORNING
        )
        self.headers = {"Authorization": f"Bearer {secret}"}

    def hand_in(self, *marks, device=None, address=MARKS):
        self.forget()
        answer = self.client.post(address, json={"device": device, "marks": list(marks)}, headers=self.headers)
        self.session.expire_all()
        return answer

    def forget(self):
        """Begin a request as a new one: the requests of a test share what the last one knew of its reader."""
        self.session.commit()
        for name in list(g):
            g.pop(name)

    def results(self, *marks, **facts):
        return self.hand_in(*marks, **facts).get_json()["results"]

    def rows(self, query=""):
        self.forget()
        return self.client.get(f"{ROWS}{query}", headers=self.headers).get_json()


@pytest.fixture
def phone(app, session):
    return Phone(app, session)


def seen(registration=None, **facts):
    """One mark as a phone sends it."""
    badge = {"badge_code": registration.badge_code} if registration else {}
    known = {"id": str(uuid.uuid4()), "day": "2026-06-02", "part": "whole_day", "status": "present"}
    return {**known, "seen_at": "2026-06-02T07:40:00Z", **badge, **facts}


def test_a_scanned_badge_is_recorded(phone, session, halves):
    ama = make_registration(make_event())
    one = seen(ama)
    assert phone.results(one) == [{"id": one["id"], "outcome": "recorded"}]
    assert halves(ama) == ("present", "present")
    kept = session.scalars(sa.select(Mark)).one()
    assert (kept.source, kept.marked_by_name) == (MarkSource.QR, "Phone of a door")


def test_somebody_chosen_from_a_list_is_recorded_by_number(phone, session, halves):
    ama = make_registration(make_event())
    phone.results(seen(registration_id=ama.id, part="afternoon", status="excused"))
    assert halves(ama) == ("not_recorded", "excused")
    assert session.scalars(sa.select(Mark.source)).one() is MarkSource.PHONE


def test_a_queue_that_is_sent_again_is_known(phone, session, first_morning):
    event = make_event()
    queue = [seen(make_registration(event, f"Person {number}")) for number in range(3)]
    phone.results(*queue)
    first_morning.shift(3600)
    assert [one["outcome"] for one in phone.results(*queue)] == ["already_recorded"] * 3
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 3


def test_a_reply_that_was_lost_is_given_again_even_when_the_clock_differs_a_little(phone, first_morning):
    one = seen(make_registration(make_event()))
    phone.results(one, device={"id": "Phone 2", "sent_at": "2026-06-02T07:52:00Z"})
    first_morning.shift(60)
    again = phone.results(one, device={"id": "Phone 2", "sent_at": "2026-06-02T07:53:04Z"})
    assert again == [{"id": one["id"], "outcome": "already_recorded"}]


def test_the_offset_of_a_phones_clock_is_measured_when_it_sends(phone, session, halves):
    event = make_event()
    ama, kofi = make_registration(event), make_registration(event, "Kofi Mensah")
    a_day_ahead = {"id": "Phone 2", "sent_at": "2026-06-03T07:52:00Z"}
    outcomes = phone.results(seen(ama, seen_at="2026-06-03T07:40:00Z"), device=a_day_ahead)
    assert outcomes[0]["outcome"] == "recorded"
    kept = session.scalars(sa.select(Mark)).one()
    assert (kept.clock_offset_s, kept.device) == (86_400, "Phone 2")
    # Without the offset the same time is tomorrow's.
    assert phone.results(seen(kofi, seen_at="2026-06-03T07:40:00Z"))[0]["code"] == "seen_in_future"


def test_marks_of_yesterday_that_arrive_today_are_yesterdays(phone, session, halves, first_morning):
    ama = make_registration(make_event())
    first_morning.shift(timedelta(days=1))
    phone.results(seen(ama), device={"id": "Phone 2", "sent_at": "2026-06-03T07:52:00Z"})
    assert halves(ama) == ("present", "present")
    row = phone.rows()["attendance"][0]
    assert (row["seen_at"], row["recorded_at"]) == ("2026-06-02T07:40:00Z", "2026-06-03T07:52:00Z")


def refused(phone, **facts):
    """The code of the one refusal among three marks of which the first and the last are good."""
    event = make_event()
    good = [seen(make_registration(event, name)) for name in ("Ama Serwaa", "Kofi Mensah")]
    first, answer, last = phone.results(good[0], {**seen(make_registration(event, "Yaw Boateng")), **facts}, good[1])
    assert first["outcome"] == last["outcome"] == "recorded"
    assert answer["outcome"] == "refused"
    assert answer["message"].endswith(".")
    return answer["code"]


@pytest.mark.parametrize(
    ("facts", "code"),
    (
        ({"badge_code": "0" * 26}, "unknown_person"),
        ({"badge_code": "no badge"}, "not_a_badge"),
        ({"badge_code": "https://d.example.org/b/7K2M9QXA"}, "not_a_badge"),
        ({"badge_code": 7}, "not_a_badge"),
        ({"badge_code": None, "registration_id": 999_999}, "unknown_person"),
        ({"badge_code": None, "registration_id": 10**30}, "unknown_person"),
        ({"badge_code": None, "registration_id": True}, "unknown_person"),
        ({"badge_code": None}, "bad_mark"),
        ({"day": "2026-07-01"}, "day_not_of_event"),
        ({"day": "tomorrow"}, "bad_mark"),
        ({"day": None}, "bad_mark"),
        ({"part": "evening"}, "bad_mark"),
        ({"part": ["morning"]}, "bad_mark"),
        ({"status": "here"}, "bad_mark"),
        ({"status": {}}, "bad_mark"),
        ({"seen_at": "2026-06-02T07:58:00Z"}, "seen_in_future"),
        ({"seen_at": "2026-06-02T07:40:00"}, "bad_mark"),
        ({"seen_at": "0001-01-01T00:00:00Z"}, "bad_mark"),
        ({"seen_at": 1_780_000_000}, "bad_mark"),
        ({"id": "not-an-id"}, "bad_mark"),
        ({"id": None}, "bad_mark"),
    ),
)
def test_one_bad_mark_is_refused_with_its_code_and_hinders_no_other(phone, facts, code):
    assert refused(phone, **facts) == code


@pytest.mark.parametrize("junk", (None, 7, "mark", []))
def test_what_is_no_mark_at_all_is_refused_in_its_place(phone, junk):
    ama = make_registration(make_event())
    answers = phone.results(junk, seen(ama))
    assert answers[0]["code"] == "bad_mark"
    assert answers[1]["outcome"] == "recorded"


@pytest.mark.parametrize(
    ("status", "code"),
    (("cancelled", "registration_cancelled"), ("invited", "not_confirmed"), ("waiting", "not_confirmed")),
)
def test_somebody_who_is_not_confirmed_is_refused(phone, status, code):
    ama = make_registration(make_event(), status=status)
    assert phone.results(seen(ama))[0]["code"] == code


def test_a_badge_of_another_event_is_refused(phone):
    make_event()
    stranger = make_registration(make_event("obuasi"), "Kofi Mensah")
    assert phone.results(seen(stranger))[0]["code"] == "badge_of_other_event"
    assert phone.results(seen(registration_id=stranger.id))[0]["code"] == "unknown_person"


def test_a_badge_of_an_earlier_event_is_refused_and_tells_whose_it_was(phone, session):
    ama = make_registration(make_event(), "Ama Serwaa")
    before = make_registration(make_event("obuasi"), "Ama S. Serwaa", person=ama.person)
    answer = phone.results(seen(before))[0]
    assert answer["code"] == "badge_of_earlier_event"
    assert "Ama Serwaa is on this list too" in answer["message"]


def test_a_closed_day_is_refused(phone, session):
    event = make_event()
    ama = make_registration(event)
    services.close_day(session, event_id=event.id, day=FIRST, actor=ESI, at=MORNING)
    assert phone.results(seen(ama))[0]["code"] == "day_closed"


def test_an_id_used_for_something_else_is_refused(phone, session):
    event = make_event()
    one = seen(make_registration(event))
    phone.results(one)
    other = make_registration(event, "Kofi Mensah")
    for changed in ({"status": "absent"}, {"seen_at": "2026-06-02T07:39:00Z"}, {"badge_code": other.badge_code}):
        assert phone.results({**one, **changed})[0]["code"] == "id_reused"
    assert session.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1


def test_answers_come_in_the_order_of_the_marks(phone):
    event = make_event()
    marks = [seen(make_registration(event, f"Person {number}")) for number in range(5)]
    marks[2]["day"] = "2030-01-01"
    answers = phone.results(*marks)
    assert [one["id"] for one in answers] == [one["id"] for one in marks]
    assert [one["outcome"] for one in answers] == ["recorded", "recorded", "refused", "recorded", "recorded"]


def test_three_hundred_people_seen_by_one_phone_all_arrive(phone, session):
    event = make_event()
    marks = [seen(make_registration(event, f"Person {number}")) for number in range(300)]
    answers = phone.results(*marks, device={"id": "Phone 1", "sent_at": "2026-06-02T07:52:00Z"})
    assert {one["outcome"] for one in answers} == {"recorded"}
    assert recount(session) == []


def test_a_batch_takes_as_many_statements_with_many_marks_as_with_few(phone, count_queries):
    event = make_event()
    marks = [seen(make_registration(event, f"Person {number}")) for number in range(100)]
    with count_queries() as few:
        phone.hand_in(*marks[:2])
    with count_queries() as many:
        phone.hand_in(*marks[2:])
    assert few.number == many.number


@pytest.mark.parametrize("body", ("", "{", "[]", "null", "7", '{"marks": 7}', '{"device": {}}'))
def test_a_body_that_cannot_be_read_is_answered_by_a_sentence(phone, session, body):
    make_event()
    session.commit()
    headers = {**phone.headers, "Content-Type": "application/json"}
    answer = phone.client.post(MARKS, data=body, headers=headers)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["message"].endswith(".")


@pytest.mark.parametrize(
    "device", (7, "Phone 2", {"id": 7}, {"id": "Phone 2", "sent_at": "yesterday"}, {"sent_at": {}})
)
def test_a_device_that_cannot_be_read_is_answered_by_a_sentence(phone, device):
    make_event()
    answer = phone.hand_in(device=device)
    assert answer.status_code == 400
    assert "device" in answer.get_json()["error"]["message"] or "sent_at" in answer.get_json()["error"]["message"]


def test_more_marks_than_fit_are_refused_as_a_whole(phone, session):
    make_event()
    answer = phone.hand_in(*[7] * (api.MARKS_MAX + 1))
    assert answer.status_code == 413
    assert answer.get_json()["error"]["code"] == "too_many_marks"


def test_the_rows_are_the_marks_that_stand(phone, session, mark):
    event = make_event()
    ama, kofi, esi = (make_registration(event, name) for name in ("Ama Serwaa", "Kofi Mensah", "Ɛsi Quaye"))
    mark(ama)
    mark(kofi)
    mark(kofi, "absent", part="afternoon", source="correction", reason="Left.", at=MORNING + timedelta(minutes=1))
    mark(esi)
    mark(esi, "withdrawn", at=MORNING + timedelta(minutes=1))
    answer = phone.rows()
    assert (answer["total"], answer["next"]) == (3, None)
    assert answer["attendance"][0] == {
        "registration_id": ama.id, "full_name": "Ama Serwaa", "sector": "MIN", "day": "2026-06-02", "part": "whole_day",
        "status": "present", "seen_at": "2026-06-02T07:52:00Z", "recorded_at": "2026-06-02T07:52:00Z", "source": "desk",
        "marked_by": "Esi Quaye", "late_minutes": None, "in_bulk": False,
    }  # fmt: skip
    rows = [(one["full_name"], one["part"], one["status"]) for one in answer["attendance"][1:]]
    assert rows == [("Kofi Mensah", "morning", "present"), ("Kofi Mensah", "afternoon", "absent")]


def test_the_rows_come_in_pages_and_for_one_day(phone, session, mark):
    event = make_event()
    people = [make_registration(event, f"Person {number}") for number in range(3)]
    for one in people:
        mark(one)
    mark(people[0], day=event.days[1].day)
    first = phone.rows("?per_page=3")
    assert (len(first["attendance"]), first["total"]) == (3, 4)
    second = phone.client.get(first["next"], headers=phone.headers).get_json()
    assert [one["day"] for one in second["attendance"]] == ["2026-06-03"]
    assert phone.rows("?day=2026-06-03")["total"] == 1
    assert phone.client.get(f"{ROWS}?day=soon", headers=phone.headers).status_code == 400


def test_a_role_that_may_not_is_refused(app, session):
    make_event()
    reporter = Phone(app, session, role="reporter")
    assert reporter.hand_in().status_code == 403
    session.commit()
    assert reporter.client.get(ROWS, headers=reporter.headers).status_code == 403


def test_a_stranger_and_a_wrong_event_get_nothing(phone, session):
    make_event()
    session.commit()
    assert phone.client.post(MARKS, json={"marks": []}).status_code == 401
    assert phone.client.get(ROWS).status_code == 401
    assert phone.hand_in(address="/api/v1/events/nowhere/marks").status_code == 404
