"""The page of audit packs: who may, what comes, and what is told of those that were made."""

import hashlib
import io
import json
import re
import zipfile

import sqlalchemy as sa

from dialogues.audit.models import Entry
from dialogues.audit_pack import services
from dialogues.audit_pack.verifying import verify_pack
from dialogues.documents.sheet_models import PrintedSheet
from tests.audit_pack.test_pack import AT, ESI
from tests.factories import make_event, make_report_version
from tests.reports.attended import make_attended_event

PAGE = "/events/tarkwa/audit-pack"


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def make(browser):
    """Press the button of the page."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', browser.get(PAGE).text)[1]
    return browser.client.post(f"{PAGE}/file", data={"csrf_token": token})


def test_a_pack_is_made_on_the_page_verified_and_listed(organiser, session, tmp_path):
    event = make_attended_event()
    make_report_version(event)
    session.commit()
    assert "None yet." in organiser.get(PAGE).text
    answer = make(organiser)
    assert (answer.status_code, answer.content_type) == (200, "application/zip")
    assert re.search(r"attachment; filename=tarkwa-audit-pack-[\d-]+\.zip", answer.headers["Content-Disposition"])
    assert answer.headers["Cache-Control"] == "no-store"
    file = tmp_path / "pack.zip"
    file.write_bytes(answer.data)
    found = verify_pack(file)
    assert found.faults == ()
    page = words(organiser.get(PAGE).text)
    assert found.seal in page
    assert session.scalar(sa.select(sa.func.count()).select_from(PrintedSheet)) == 3, "its sheets can be typed in"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert hashlib.sha256(archive.read("manifest.json")).hexdigest() == found.seal
        assert "report/version-001.json" in archive.namelist()


def test_the_page_says_what_is_in_the_pack_and_how_to_verify_it(organiser, session):
    event = make_attended_event()
    make_report_version(event)
    session.commit()
    said = words(organiser.get(PAGE).text)
    for sentence in (
        "6 registrations and their attendance by name; no telephone number, address or badge code.",
        "The 6 marks every figure is counted from",
        "one version that was issued, to the byte.",
        "As a PDF; no edition was published.",
        "As they are printed from this register; none went to paper yet.",
        "None was brought beside the sheets that were typed in. Keep the signed paper.",
        "python3 -m dialogues audit-verify tarkwa-audit-pack.zip",
    ):
        assert sentence in said, sentence


def test_sheets_that_went_to_paper_are_listed_in_the_next_pack(organiser, session):
    make_attended_event()
    session.commit()
    make(organiser)
    with zipfile.ZipFile(io.BytesIO(make(organiser).data)) as archive:
        rows = archive.read("sheets/printed-001.csv").decode().splitlines()
        listed = json.loads(archive.read("manifest.json"))["files"]
    assert len(rows) == 4, "a heading, and a row for each of three days"
    assert re.fullmatch(r"\w{4}-\w{4},2026-06-02,A4,\d+,[^,]*,[^,]*", rows[1])
    assert "sheets/printed-001.csv" in {one["name"] for one in listed}


def test_under_the_chatham_house_rule_no_register_is_promised_and_none_comes(organiser, session):
    event = make_attended_event()
    event.is_chatham_house = True
    session.commit()
    assert "Left out: the event is held under the Chatham House Rule" in words(organiser.get(PAGE).text)
    with zipfile.ZipFile(io.BytesIO(make(organiser).data)) as archive:
        assert not [name for name in archive.namelist() if name.startswith(("register/", "sheets/"))]
    assert session.scalar(sa.select(sa.func.count()).select_from(PrintedSheet)) == 0


def test_who_may_not_change_the_event_gets_no_pack_and_is_not_led_to_it(facilitator, reporter, outsider, session):
    make_event()
    session.commit()
    for browser in (facilitator, reporter):
        assert browser.get(PAGE).status_code == 403
        assert "audit-pack" not in browser.get("/events/tarkwa/documents").text
    assert outsider.get(PAGE).status_code == 404


def test_without_the_token_of_the_page_nothing_is_made(organiser, session):
    make_attended_event()
    session.commit()
    organiser.get(PAGE)
    assert organiser.client.post(f"{PAGE}/file", data={}).status_code in (400, 422)
    assert session.scalar(sa.select(sa.func.count()).where(Entry.action == "event.audit_packed")) == 0


def test_the_pack_is_written_while_nobody_waits(session):
    """Only the note of it is a write: a pack of thousands keeps no phone at the door from being heard."""
    event = make_attended_event()
    session.commit()
    packed = services.write_pack(session, event, io.BytesIO(), actor=ESI, at=AT)
    assert not any((session.new, session.dirty, session.deleted))
    assert session.scalar(sa.select(sa.func.count()).select_from(PrintedSheet)) == 0
    services.keep_pack(session, event, packed, actor=ESI, at=AT)
    assert session.scalar(sa.select(sa.func.count()).select_from(PrintedSheet)) == 3


def test_an_event_of_nobody_can_be_packed(organiser, session, tmp_path):
    make_event()
    session.commit()
    file = tmp_path / "pack.zip"
    file.write_bytes(make(organiser).data)
    assert verify_pack(file).faults == ()
