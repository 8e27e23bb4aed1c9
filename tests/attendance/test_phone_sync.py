"""Phones of an event: paired by a code, narrow in what they may do, and whatever they hand in is kept."""

import gzip
import re
import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from dialogues.attendance import device_queries, device_services, held_services, services
from dialogues.attendance.device_models import Device, HeldMark, PairingCode, WalkIn
from dialogues.attendance.device_rules import PAIRING_LASTS, PairingCodeWrong, Settlement, list_ends_at
from dialogues.attendance.models import Mark, MarkStatus, Part
from dialogues.attendance.queries import recount
from dialogues.attendance.rules import ReasonMissing
from dialogues.attendance.sync_services import PAYLOAD_LENGTH_MAX
from dialogues.core import clock
from dialogues.registration.models import Registration, Status
from dialogues.registration.seat_queries import count_room
from tests.attendance.conftest import ESI, FIRST, MORNING
from tests.attendance.phones import paired, seen
from tests.factories import make_event, make_registration
from tests.registration.seats import plan


@pytest.fixture(autouse=True)
def first_morning():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def event(session):
    return make_event()


@pytest.fixture
def phone(app, event):
    return paired(app, event)


def held(session):
    session.expire_all()
    return session.scalars(sa.select(HeldMark).order_by(HeldMark.id)).all()


def count(session, model):
    return session.scalar(sa.select(sa.func.count()).select_from(model))


# pairing


def test_a_code_pairs_one_phone_once(app, session, event):
    code = device_services.make_pairing_code(session, event, device_name="Esi's phone", actor=ESI, at=MORNING)
    session.commit()
    client = app.test_client()
    answer = client.post("/api/v1/events/tarkwa/phones", json={"code": code.lower().replace("-", " "), "name": ""})
    assert answer.status_code == 201
    assert answer.get_json()["device"]["name"] == "Esi's phone"
    token = answer.get_json()["token"]
    kept = session.scalars(sa.select(Device)).one()
    assert token not in (kept.token_digest, kept.name)
    assert code not in session.scalars(sa.select(PairingCode.code_digest)).all()
    again = client.post("/api/v1/events/tarkwa/phones", json={"code": code})
    assert (again.status_code, again.get_json()["error"]["code"]) == (422, "pairing_code_wrong")


@pytest.mark.parametrize("later", (PAIRING_LASTS, timedelta(days=1)))
def test_a_code_ends_after_ten_minutes(session, event, later):
    code = device_services.make_pairing_code(session, event, device_name="x", actor=ESI, at=MORNING)
    session.flush()
    with pytest.raises(PairingCodeWrong):
        device_services.pair(session, event, code=code, device_name=None, app_version=None, at=MORNING + later)


@pytest.mark.parametrize("slug", ("elsewhere", "nowhere"))
def test_a_code_of_one_event_pairs_with_no_other_and_tells_of_none(app, session, event, slug):
    make_event("elsewhere")
    code = device_services.make_pairing_code(session, event, device_name="x", actor=ESI, at=MORNING)
    session.commit()
    answer = app.test_client().post(f"/api/v1/events/{slug}/phones", json={"code": code})
    assert answer.get_json()["error"]["code"] == "pairing_code_wrong"


@pytest.mark.parametrize("code", (None, 7, "", "x" * 5000, "0000-0000-0000"))
def test_nonsense_pairs_nothing(app, session, event, code):
    session.commit()
    answer = app.test_client().post("/api/v1/events/tarkwa/phones", json={"code": code})
    assert answer.status_code == 422


def test_a_phone_opens_its_list_and_takes_marks_and_is_a_stranger_to_all_else(app, session, phone):
    make_event("elsewhere")
    session.commit()
    assert phone.get("events/tarkwa/offline-list").status_code == 200
    assert phone.get("events/elsewhere/offline-list").status_code == 404
    for path in (
        "events", "events/tarkwa", "events/tarkwa/registrations", "events/tarkwa/attendance", "events/tarkwa/agenda",
        "events/tarkwa/report",
    ):  # fmt: skip
        assert phone.get(path).status_code == 401, path
    assert phone.post("registrations", {"full_name": "Ama", "sector": "MIN"}).status_code == 401
    assert phone.client.get("/events/tarkwa/desk", headers=phone.headers).status_code == 302


def test_a_cookie_opens_nothing_for_a_phone_that_is_not_known(door):
    answer = door.client.get("/api/v1/events/tarkwa/offline-list", headers={"Authorization": "Bearer phone-unknown"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "device_unknown")


# the list


def test_the_list_holds_names_and_nothing_that_could_harm_anybody(session, event, phone):
    canaries = {
        "phone": "+233201234567", "email": "canary@example.org", "notes": "canary notes", "position": "canary chief",
        "place": "canary town", "phone_alternative": "+233209999999",
    }  # fmt: skip
    ama = make_registration(event, "Ama Serwaa", organisation="Bɔnsu Mining", **canaries)
    session.commit()
    text = phone.get("events/tarkwa/offline-list").get_data(as_text=True)
    assert "Ama Serwaa" in text
    assert "Bɔnsu Mining" in text
    assert ama.badge_code not in text
    assert ama.badge_code[-8:] in text
    for canary in (*canaries.values(), ama.link_token, "woman", "canary"):
        assert canary not in text


def test_five_hundred_people_weigh_at_most_ten_kilobytes_on_the_wire(session, event, phone):
    given = ("Ama", "Kofi", "Esi", "Yaw", "Abena", "Kwame", "Akosua", "Kwabena", "Efua", "Kojo", "Adwoa", "Faraja")
    family = ("Mensah", "Owusu", "Serwaa", "Bɔnsu", "Appiah", "Eshun", "Quaye", "Mrema", "Rakoto", "Osei", "Tetteh")
    middle = ("", "Nana ", "Mercy ", "Kwaku ", "Ewurama ")
    for number in range(500):
        name = f"{given[number % 12]} {middle[number % 5]}{family[(number * 7 + number // 12) % 11]}"
        make_registration(event, name, organisation=f"Organisation of the {family[number % 11]} district {number % 60}")
    session.commit()
    answer = phone.get("events/tarkwa/offline-list", **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    weight = len(answer.get_data())
    assert weight <= 10_000, weight
    assert gzip.decompress(answer.get_data()).count(b"Organisation of the") == 500  # each its own: nothing is shared


def test_a_phone_is_told_that_a_day_runs_late(session, event, phone):
    first = phone.get("events/tarkwa/offline-list")
    assert all("late" not in one for one in first.json["event"]["days"])
    event.days[0].minutes_late = 35
    session.commit()
    told = phone.get("events/tarkwa/offline-list", **{"If-None-Match": first.headers["ETag"]})  # not the old one
    assert [one.get("late") for one in told.json["event"]["days"]][:2] == ["The day runs 35 minutes late.", None]


def test_an_unchanged_list_costs_a_line(session, event, phone):
    make_registration(event)
    session.commit()
    first = phone.get("events/tarkwa/offline-list")
    same = phone.get("events/tarkwa/offline-list", **{"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.get_data()) == (304, b"")
    make_registration(event, "Kofi Mensah")
    session.commit()
    changed = phone.get("events/tarkwa/offline-list", **{"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_names_leave_the_phone_two_days_after_the_event(session, event, phone, first_morning):
    ends_at = list_ends_at(event.ends_on, event.zone)
    first_morning.move_to(ends_at - timedelta(seconds=1))
    assert phone.get("events/tarkwa/offline-list").status_code == 200
    first_morning.move_to(ends_at)
    answer = phone.get("events/tarkwa/offline-list")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (410, "list_expired")


# marks that are kept


def test_what_is_refused_is_kept_once_and_before_an_organiser(session, event, phone):
    cancelled = make_registration(event, "Kojo Appiah", status="cancelled")
    waiting = make_registration(event, "Mercy Eshun", status="waiting")
    ama = make_registration(event)
    session.commit()
    marks = [
        seen(cancelled), seen(waiting), seen(badge_code="0" * 26), seen(ama, day="2027-01-01"),
        seen(ama, seen_at="2026-07-02T07:40:00Z"), seen(ama, seen_at="2024-06-02T07:40:00Z"), seen(ama, part="noon"),
    ]  # fmt: skip
    codes = [
        "registration_cancelled", "not_confirmed", "unknown_person", "day_not_of_event", "seen_in_future",
        "seen_long_before", "bad_mark",
    ]  # fmt: skip
    for _again in range(2):
        results = phone.results(*marks, sent_at="2026-06-02T07:52:00Z")
        assert [one["outcome"] for one in results] == ["refused"] * 7
        assert [one["code"] for one in results] == codes
        assert all(one["kept"] and one["message"] for one in results)
    kept = held(session)
    assert [(one.code, one.device, one.payload["id"]) for one in kept] == [
        (code, "Phone 1", mark["id"]) for code, mark in zip(codes, marks, strict=True)
    ]
    assert count(session, Mark) == 0


def test_a_closed_day_keeps_what_comes_late(session, event, phone):
    ama = make_registration(event)
    session.commit()
    services.close_day(session, event_id=event.id, day=FIRST, actor=ESI, at=MORNING)
    session.commit()
    assert phone.results(seen(ama))[0]["kept"] is True
    assert held(session)[0].code == "day_closed"


def test_what_names_no_id_of_its_own_cannot_be_kept_and_says_so(session, phone):
    session.commit()
    for junk in (7, None, "x", {"day": "2026-06-02"}, seen(full_name="x" * PAYLOAD_LENGTH_MAX)):
        assert phone.results(junk)[0]["kept"] is False
    assert held(session) == []


def test_one_id_with_two_contents_is_kept_for_review_and_the_first_stands(session, event, phone):
    ama, kofi = make_registration(event), make_registration(event, "Kofi Mensah")
    session.commit()
    one = seen(ama)
    assert phone.results(one)[0]["outcome"] == "recorded"
    other = {**one, "registration_id": kofi.id}
    assert phone.results(other, other)[1] == phone.results(other)[0]
    assert [(row.code, row.payload["registration_id"]) for row in held(session)] == [("id_reused", kofi.id)]


def test_a_kept_mark_that_is_sent_again_after_all_was_put_right_is_recorded(session, event, phone):
    ama = make_registration(event, status="cancelled")
    session.commit()
    one = seen(ama)
    assert phone.results(one)[0]["outcome"] == "refused"
    ama.status = Status.CONFIRMED
    session.commit()
    assert phone.results(one)[0]["outcome"] == "recorded"
    assert held(session)[0].settlement is Settlement.RECORDED


def test_what_an_organiser_set_aside_stays_so_however_often_it_is_sent(session, event, phone):
    ama = make_registration(event, status="cancelled")
    session.commit()
    one = seen(ama)
    phone.results(one)
    held_services.discard(session, held(session)[0], reason="the wrong Ama", actor=ESI, at=MORNING)
    ama.status = Status.CONFIRMED
    session.commit()
    assert phone.results(one)[0]["code"] == "registration_cancelled"
    assert count(session, Mark) == 0


def test_a_phone_that_was_taken_off_hands_in_for_an_organiser_and_gets_no_names(session, event, phone):
    ama = make_registration(event)
    session.commit()
    known, new = seen(ama), seen(ama, part="afternoon")
    phone.results(known)
    device_services.revoke_device(session, session.get(Device, phone.id), actor=ESI, at=MORNING)
    session.commit()
    answer = phone.get("events/tarkwa/offline-list")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "device_revoked")
    told = phone.hand_in(known, new)
    assert told["device"]["code"] == "device_revoked"
    assert [one["outcome"] for one in told["results"]] == ["already_recorded", "refused"]
    assert told["results"][1]["kept"] is True
    walk_in = {"id": str(uuid.uuid4()), "full_name": "Yaw Tetteh", "sector": "MIN"}
    assert phone.post("walk-ins", {"walk_ins": [walk_in]}).get_json()["results"][0]["kept"] is True
    assert [(one.kind, one.code) for one in held(session)] == [
        ("mark", "device_revoked"),
        ("walk_in", "device_revoked"),
    ]
    assert (count(session, Mark), count(session, WalkIn)) == (1, 0)


def test_both_phones_are_told_of_a_double(app, session, event, phone):
    ama = make_registration(event)
    session.commit()
    second = paired(app, event, "Phone 2")
    assert "already_present" not in phone.results(seen(ama))[0]
    told = second.results(seen(ama, seen_at="2026-06-02T07:45:00Z"))[0]
    assert told["outcome"] == "recorded"
    assert told["already_present"]["device"] == "Phone 1"
    assert told["already_present"]["since"] == "2026-06-02T07:40:00Z"
    assert count(session, Mark) == 2


# settling


def settle(session, row, ama, **facts):
    facts = {"day": FIRST, "part": Part.WHOLE, "status": MarkStatus.PRESENT, "reason": "seen by me", **facts}
    held_services.accept(session, row, registration_id=ama.id, actor=ESI, at=MORNING, **facts)


def test_what_is_held_can_be_given_to_a_person_and_that_undone(session, event, phone, halves):
    ama = make_registration(event)
    session.commit()
    phone.results(seen(badge_code="0" * 26))
    row = held(session)[0]
    with pytest.raises(ReasonMissing):
        settle(session, row, ama, reason="")
    settle(session, row, ama)
    session.commit()
    assert halves(ama) == ("present", "present")
    assert (row.settlement, row.settle_reason) == (Settlement.ACCEPTED, "seen by me")
    held_services.reopen(session, row, reason="no", actor=ESI, at=MORNING)
    session.commit()
    assert halves(ama) == ("not_recorded", "not_recorded")
    assert held(session)[0].settled_at is None
    settle(session, row, ama)
    session.commit()
    assert halves(ama) == ("present", "present")
    assert recount(session) == []


def test_a_held_walk_in_becomes_a_person(session, event, phone):
    device_services.revoke_device(session, session.get(Device, phone.id), actor=ESI, at=MORNING)
    session.commit()
    phone.post("walk-ins", {"walk_ins": [{"id": str(uuid.uuid4()), "full_name": "Yaw Tetteh", "sector": "MIN"}]})
    number = held_services.accept_walk_in(
        session, held(session)[0], event, reason="he was there", actor=ESI, at=MORNING
    )
    session.commit()
    assert session.get(Registration, number).full_name == "Yaw Tetteh"


# walk-ins


def walk_in(name="Yaw Tetteh", **facts):
    return {"id": str(uuid.uuid4()), "full_name": name, "sector": "MIN", **facts}


def add(phone, *people):
    answer = phone.post("walk-ins", {"walk_ins": people})
    assert answer.status_code == 200
    return answer.get_json()["results"]


def test_a_walk_in_on_a_full_event_is_in_and_the_phone_is_told_that_it_is_over(session, event, phone):
    plan(session, event, capacity=0)
    session.commit()
    came = walk_in()
    first = phone.post("walk-ins", {"walk_ins": [came]}).get_json()
    assert first["results"][0]["outcome"] == "recorded"
    assert count_room(session, event.id).over == 1
    assert first["over_capacity"] == "One person over capacity."
    again = phone.post("walk-ins", {"walk_ins": [came]}).get_json()
    assert (again["results"][0]["outcome"], "over_capacity" in again) == ("already_recorded", False)


def test_a_walk_in_sent_again_is_one_person_and_can_be_marked_by_the_phones_own_id(session, phone, halves):
    yaw = walk_in()
    first, second = add(phone, yaw), add(phone, yaw)
    assert (first[0]["outcome"], second[0]["outcome"]) == ("recorded", "already_recorded")
    assert first[0]["registration_id"] == second[0]["registration_id"]
    mark = seen(walk_in_id=yaw["id"])
    assert phone.results(mark)[0]["outcome"] == "recorded"
    kept = session.scalars(sa.select(Registration)).one()
    assert (kept.source, halves(kept)) == ("walk_in", ("present", "present"))


def test_two_phones_that_write_down_one_person_make_one(app, session, event, phone):
    other = paired(app, event, "Phone 2")
    first, second = add(phone, walk_in()), add(other, walk_in("yaw  TETTEH"))
    assert second[0]["was_known"] is True
    assert first[0]["registration_id"] == second[0]["registration_id"]


def test_a_walk_in_with_the_name_of_somebody_else_is_added_and_flagged(session, event, phone):
    add(phone, walk_in(organisation="Gold Ltd"))
    answer = add(phone, walk_in(organisation="Chiefs' council"))[0]
    assert (answer["outcome"], answer["was_known"], answer["possible_double"]) == ("recorded", False, True)
    assert [one.full_name for _walk_in, one in device_queries.list_doubtful_walk_ins(session, event.id)] == [
        "Yaw Tetteh"
    ]


def test_one_bad_walk_in_hinders_no_other(session, phone):
    answers = add(phone, walk_in(""), walk_in(sector="???"), walk_in("Esi Quaye"), 7, walk_in("x" * 20_000))
    assert [one["outcome"] for one in answers] == ["refused", "refused", "recorded", "refused", "refused"]
    assert session.scalars(sa.select(Registration.full_name)).all() == ["Esi Quaye"]


def test_twenty_walk_ins_at_a_full_event_are_all_kept(session, event, phone):
    answers = add(phone, *(walk_in(f"Person {number}") for number in range(20)))
    assert {one["outcome"] for one in answers} == {"recorded"}


# clocks


@pytest.mark.parametrize("days_off", (-400, 0, 1))
def test_a_wrong_clock_is_measured_and_its_time_corrected(session, event, phone, days_off):
    ama = make_registration(event)
    session.commit()
    off = timedelta(days=days_off)
    one = seen(ama, seen_at=(MORNING - timedelta(hours=1) + off).isoformat(), counter=7)
    told = phone.hand_in(one, sent_at=(MORNING + off).isoformat())
    assert told["results"][0]["outcome"] == "recorded"
    assert told["device"]["clock_offset_s"] == off.total_seconds()
    mark = session.scalars(sa.select(Mark)).one()
    assert (mark.clock_offset_s, mark.device_counter) == (off.total_seconds(), 7)
    session.expire_all()
    assert session.get(Device, phone.id).clock_offset_s == off.total_seconds()


def test_a_clock_that_was_put_right_before_sending_is_corrected_by_what_was_measured_before(session, event, phone):
    ama = make_registration(event)
    session.commit()
    off = -timedelta(days=400)
    one = seen(ama, seen_at=(MORNING + off).isoformat(), clock_offset_s=int(off.total_seconds()))
    assert phone.results(one, sent_at=MORNING.isoformat())[0]["outcome"] == "recorded"
    assert session.scalars(sa.select(Mark.clock_offset_s)).one() == off.total_seconds()


# what is known of a phone


def test_a_phone_tells_how_much_it_holds_and_how_old_its_names_are(session, event, phone):
    told = phone.post(
        "marks",
        {"device": {"waiting": 14, "app_version": "2", "list_age_s": 3600}, "marks": [], "day": "2026-06-02"},
    ).get_json()
    assert told["door"] == {"day": "2026-06-02", "present": 0, "expected": 0}
    session.expire_all()
    kept = session.get(Device, phone.id)
    assert (kept.waiting, kept.app_version, kept.list_taken_at) == (14, "2", MORNING - timedelta(hours=1))
    assert device_queries.find_door(session, event.id) == (1, 14, 0)


def test_a_phone_that_is_put_away_ends_its_token(session, phone):
    phone.hand_in(leaves=True)
    session.expire_all()
    assert session.get(Device, phone.id).ended_at == clock.now()


def test_a_batch_costs_the_same_questions_whatever_its_size(session, event, phone, count_queries):
    people = [make_registration(event, f"Person {number}") for number in range(40)]
    marks = [seen(one) for one in people]
    session.commit()
    with count_queries() as few:
        phone.results(*marks[:2])
    with count_queries() as many:
        phone.results(*marks[2:])
    assert few.number == many.number


def test_disagreement_stands_beside_what_was_said_until_a_correction(app, session, event, phone, mark):
    ama = make_registration(event)
    session.commit()
    other = paired(app, event, "Phone 2")
    phone.results(seen(ama))
    other.results(seen(ama, status="absent", seen_at="2026-06-02T07:45:00Z"))
    found = device_queries.list_conflicts(session, event.id)
    assert [(one.part.value, [(v.said.value, v.device) for v in one.versions]) for one in found] == [
        ("whole_day", [("absent", "Phone 2"), ("present", "Phone 1")]),
    ]
    mark(ama, source="correction", reason="I saw her", at=MORNING + timedelta(minutes=1))
    assert device_queries.list_conflicts(session, event.id) == []


def test_one_phone_that_changes_its_mind_is_no_disagreement(session, event, phone):
    ama = make_registration(event)
    session.commit()
    phone.results(seen(ama), seen(ama, status="withdrawn", seen_at="2026-06-02T07:45:00Z"))
    assert device_queries.list_conflicts(session, event.id) == []


def test_no_token_of_a_phone_is_stored(session, phone):
    secret = re.sub("Bearer ", "", phone.headers["Authorization"])
    assert not session.scalar(sa.select(Device).where(Device.token_digest == secret))
