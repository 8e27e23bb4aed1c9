"""The pages around phones: the page itself holds nothing, pairing, what waits, and a phone's file."""

import io
import json
import re
import uuid

import pytest
import sqlalchemy as sa

from dialogues.app import create_app
from dialogues.attendance.device_models import Device, HeldMark, PairingCode
from dialogues.attendance.models import Mark, MarkSource
from tests.attendance.phones import seen
from tests.factories import make_event, make_phone, make_registration


@pytest.fixture
def event(session):
    return make_event(title="Tarkwa dialogue")


def test_the_page_is_the_same_for_every_event_and_for_none(stranger, session, event):
    make_registration(event, "Ama Serwaa")
    pages = {stranger.get(f"/events/{slug}/phone").text for slug in ("tarkwa", "nowhere")}
    pages.add(stranger.get("/phone").text)
    assert len(pages) == 1
    assert "Ama Serwaa" not in pages.pop()


def test_only_this_page_may_use_the_camera(stranger):
    page = stranger.get("/phone")
    assert page.headers["Permissions-Policy"].startswith("camera=(self)")
    assert "worker-src 'self' blob:" in page.headers["Content-Security-Policy"]
    other = stranger.get("/sign-in")
    assert other.headers["Permissions-Policy"].startswith("camera=()")
    assert "blob:" not in other.headers["Content-Security-Policy"]


def test_the_worker_keeps_a_list_of_files_and_nothing_else(stranger):
    answer = stranger.client.get("/sw.js")
    assert "no-cache" in answer.headers["Cache-Control"]
    assert answer.headers["Service-Worker-Allowed"] == "/"
    files = json.loads(re.search(r"const FILES = (.*);", answer.text)[1])
    assert [re.sub(r"^/static/[0-9a-f]+/", "", path) for path in files] == [
        "css/screen.css", "js/phone.js", "img/icons.svg", "img/mark.svg",
        "vendor/qr-scanner-1.4.2/qr-scanner-worker.min.js",
    ]  # fmt: skip
    assert all(stranger.client.get(path).status_code == 200 for path in files)


def test_a_broken_worker_can_be_taken_away(tmp_path):
    app = create_app(instance=tmp_path / "off", settings={"DATABASE_URL": "sqlite://", "PHONE_OFFLINE": False})
    text = app.test_client().get("/sw.js").text
    assert "unregister()" in text
    assert "indexedDB" not in text
    assert "FILES" not in text


def test_the_manifest_names_the_page_of_its_event_and_pictures_that_are_there(stranger):
    told = stranger.client.get("/events/tarkwa/phone.webmanifest").get_json()
    assert told["start_url"] == told["scope"] == "/events/tarkwa/phone"
    assert [stranger.client.get(one["src"]).mimetype for one in told["icons"]] == ["image/png"] * 2


@pytest.mark.parametrize("path", ("phone", "phone.webmanifest"))
@pytest.mark.parametrize("slug", ("Tarkwa", "x" * 101, "-a", "a b", "<b>"))
def test_what_is_no_address_of_an_event_is_no_phone(stranger, slug, path):
    assert stranger.client.get(f"/events/{slug}/{path}").status_code == 404


def test_a_code_is_shown_once_as_a_picture_and_to_be_typed(door, session, event):
    page = door.post("/events/tarkwa/desk/phone", {"device_name": "Phone at gate 2"})
    assert page.status_code == 200
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page.text)
    assert "data:image/svg+xml" in page.text
    assert session.scalars(sa.select(PairingCode.device_name)).all() == ["Phone at gate 2"]


def test_the_phone_in_hand_is_led_to_the_page_with_its_code(door, session, event):
    page = door.post("/events/tarkwa/desk/phone", {"device_name": "", "here": "y"})
    assert page.status_code == 303
    assert re.fullmatch(r"/events/tarkwa/phone#pair=[0-9A-Z-]{14}", page.location)


def test_a_phone_is_taken_off_and_let_in_again(organiser, session, event):
    device, _held = make_phone(event, "Phone at gate 2")
    page = organiser.post(f"/events/tarkwa/devices/{device.id}/revoke", form_at="/events/tarkwa/devices")
    assert page.status_code == 303
    session.expire_all()
    assert session.get(Device, device.id).ended_at is not None
    page = organiser.get("/events/tarkwa/devices")
    assert "Phone at gate 2 is off." in page.text


def test_what_waits_is_shown_with_its_reason_and_can_be_recorded(organiser, session, event):
    ama = make_registration(event, "Ama Serwaa", organisation="Bonsa Mining")
    _device, held = make_phone(event)
    session.commit()
    page = organiser.get("/events/tarkwa/devices")
    assert "Nobody on the list of this event has this badge or number." in page.text
    address = f"/events/tarkwa/devices/held/{held.id}?q=ama"
    assert "Ama Serwaa, Bonsa Mining" in organiser.get(address).text
    sent = {"settlement": "accepted", "person": str(ama.id), "day": "2026-06-02", "reason": ""}
    refused = organiser.post(address, sent)
    assert refused.status_code == 422
    assert organiser.post(address, {**sent, "reason": "she signed the sheet"}).status_code == 303
    session.expire_all()
    mark = session.scalars(sa.select(Mark)).one()
    assert (mark.registration_id, mark.source, mark.reason) == (ama.id, MarkSource.CORRECTION, "she signed the sheet")
    assert "Accepted" in organiser.get("/events/tarkwa/devices").text


def test_recording_needs_a_person(organiser, session, event):
    _device, held = make_phone(event)
    session.commit()
    address = f"/events/tarkwa/devices/held/{held.id}"
    page = organiser.post(address, {"settlement": "accepted", "day": "2026-06-02", "reason": "because"})
    assert page.status_code == 422
    assert session.scalars(sa.select(HeldMark.settled_at)).all() == [None]


def queue_file(*marks, walk_ins=(), **facts):
    return {
        "format": "dialogues-queue", "version": 1, "event": "tarkwa", "device": "Phone 9", "clock_offset_s": 0,
        "walk_ins": list(walk_ins), "marks": list(marks), **facts,
    }  # fmt: skip


def hand_in(organiser, content):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return organiser.post("/events/tarkwa/devices/hand-in", {"file": (io.BytesIO(data), "marks.json")})


def test_a_file_of_a_phone_is_taken_in_once_however_often(organiser, session, event):
    ama, cancelled = make_registration(event), make_registration(event, "Kojo Appiah", status="cancelled")
    session.commit()
    yaw = {"id": str(uuid.uuid4()), "full_name": "Yaw Tetteh", "sector": "MIN"}
    content = queue_file(seen(ama), seen(cancelled), seen(walk_in_id=yaw["id"]), walk_ins=[yaw])
    for _again in range(2):
        assert hand_in(organiser, content).status_code == 303
    session.expire_all()
    marks = session.scalars(sa.select(Mark)).all()
    assert sorted((one.device, one.marked_by_name) for one in marks) == [("Phone 9", "Kwabena Osei")] * 2
    assert session.scalars(sa.select(HeldMark.code)).all() == ["registration_cancelled"]
    assert "0 recorded, 3 known already, 1 to be settled here" in organiser.get("/events/tarkwa/devices").text


@pytest.mark.parametrize(
    "content",
    (
        b"", b"\xff\xfe", b"[" * 100_000, b"7", {"format": "other"}, queue_file(version=2), queue_file(marks="x"),
        queue_file(event="elsewhere"), queue_file(device=7, marks=7),
    ),
)  # fmt: skip
def test_what_no_phone_saved_is_refused_in_a_sentence(organiser, session, event, content):
    page = hand_in(organiser, content)
    assert page.status_code == 422
    assert session.scalars(sa.select(Mark.id)).all() == []


def test_the_page_asks_the_same_questions_for_one_phone_and_for_many(organiser, session, event, count_queries):
    def questions():
        session.commit()
        with count_queries() as count:
            organiser.get("/events/tarkwa/devices")
        return count.number

    make_phone(event)
    few = questions()
    for number in range(20):
        make_phone(event, f"Phone {number}")
    assert questions() == few


def test_the_desk_tells_how_the_phones_stand(organiser, door, session, event):
    device, _held = make_phone(event)
    device.waiting = 14
    session.commit()
    page = organiser.get("/events/tarkwa/desk").text
    assert "Phones: 1" in page
    assert "14 wait" in page
    assert "1 to settle" in page
    assert "to settle" not in door.get("/events/tarkwa/desk").text
