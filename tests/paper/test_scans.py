"""Pictures of signed sheets: kept to the byte, taken away and back, refused in a sentence, and in the audit pack."""

import hashlib
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from dialogues.audit.models import Entry
from dialogues.audit.services import COMMAND_LINE
from dialogues.audit_pack.verifying import verify_pack
from dialogues.core.errors import NotFoundHere
from dialogues.documents import scan_rules, scan_services
from dialogues.documents.scan_models import SheetScan
from dialogues.documents.scan_queries import list_scans
from dialogues.documents.scan_rules import ScanType, read_scan
from dialogues.events.models import Event
from tests.audit_pack.test_pack_page import make
from tests.browser import Document
from tests.factories import MADE_AT, make_event, make_registration, make_sheet
from tests.paper.scans import JPEG, PDF, PNG, make_scan


def address(sheet, more=""):
    return f"/events/tarkwa/paper/{sheet.id}{more}"


def press(browser, sheet, where, data=None):
    """Send the form of the sheet's page that goes just there; the one with the rows goes to the page itself."""
    forms = Document(browser.get(address(sheet)).text).forms
    form = next(form for form in forms if form.action == address(sheet, where))
    return browser._send(form.action, form, data or {})


def send(browser, sheet, content, name="scan.pdf"):
    return press(browser, sheet, "/scans", {"scan-file": (io.BytesIO(content), name)})


@pytest.mark.parametrize(
    ("content", "kind"),
    ((PDF, ScanType.PDF), (JPEG, ScanType.JPEG), (PNG, ScanType.PNG), (JPEG + b"notes of a telephone", ScanType.JPEG)),
)
def test_what_scanners_and_telephones_make_is_taken(content, kind):
    assert read_scan(content) is kind


@pytest.mark.parametrize(
    ("content", "refusal"),
    (
        (b"", scan_rules.EmptyScan),
        (b"<svg onload=alert(1)>", scan_rules.OtherScan),
        (b"GIF89a...", scan_rules.OtherScan),
        (b" " + PDF, scan_rules.OtherScan),
        (PDF[:-6], scan_rules.CutScan),
        (JPEG[:-2], scan_rules.CutScan),
        (PNG[:-4], scan_rules.CutScan),
        (PDF + b"x" * 2_000, scan_rules.CutScan),
    ),
)
def test_other_files_are_refused(content, refusal):
    with pytest.raises(refusal):
        read_scan(content)


def test_the_heaviest_picture_is_taken_and_a_byte_more_is_not():
    fits = b"%PDF-" + b"x" * (scan_rules.FILE_BYTES_MAX - 10) + b"%%EOF"
    assert read_scan(fits) is ScanType.PDF
    with pytest.raises(scan_rules.HeavyScan):
        read_scan(fits + b"\n")


@pytest.mark.database
def test_a_picture_is_kept_once_and_noted_once(session, sheet):
    first, again = make_scan(sheet), make_scan(sheet)
    assert first is again
    assert (first.size, first.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    make_scan(sheet, JPEG, at=MADE_AT + timedelta(minutes=1))
    assert [one.media_type for one in list_scans(session, sheet.id)] == [ScanType.PDF, ScanType.JPEG]
    assert session.scalar(sa.select(sa.func.count()).where(Entry.action == "sheet.scanned")) == 2


@pytest.mark.database
def test_a_picture_that_was_taken_away_comes_back_within_a_day_and_is_gone_after_it(session, sheet):
    facts: Any = {"actor": COMMAND_LINE, "at": MADE_AT}
    scan = make_scan(sheet)
    scan_services.remove_scan(session, sheet, scan.id, **facts)
    scan_services.remove_scan(session, sheet, scan.id, **facts)  # pressed twice
    assert list_scans(session, sheet.id) == []
    scan_services.restore_scan(session, sheet, scan.id, **facts)
    assert [one.id for one in list_scans(session, sheet.id)] == [scan.id]
    number = scan.id
    scan_services.remove_scan(session, sheet, number, **facts)
    late = MADE_AT + timedelta(days=1, minutes=1)
    scan_services.keep_scan(session, sheet, JPEG, actor=COMMAND_LINE, at=late)
    session.expire_all()
    assert session.get(SheetScan, number) is None
    with pytest.raises(scan_rules.ScanGone):
        scan_services.restore_scan(session, sheet, number, actor=COMMAND_LINE, at=late)
    actions = session.scalars(sa.select(Entry.action).where(Entry.action.startswith("sheet.scan")).order_by(Entry.id))
    assert list(actions) == [
        "sheet.scanned", "sheet.scan_removed", "sheet.scan_restored", "sheet.scan_removed", "sheet.scanned",
    ]  # fmt: skip


def test_the_same_file_again_brings_back_what_was_taken_away(session, sheet):
    scan = make_scan(sheet)
    scan_services.remove_scan(session, sheet, scan.id, actor=COMMAND_LINE, at=MADE_AT)
    assert make_scan(sheet).id == scan.id
    assert len(list_scans(session, sheet.id)) == 1


def test_a_sheet_has_only_so_many_pictures(session, sheet, monkeypatch):
    monkeypatch.setattr(scan_services, "SCANS_MAX", 1)
    make_scan(sheet)
    with pytest.raises(scan_rules.TooManyScans):
        make_scan(sheet, JPEG)


def test_a_picture_of_another_sheet_is_none_of_this_one(session, sheet):
    event = session.get_one(Event, sheet.event_id)
    other = make_sheet(event, day=event.days[1].day)
    scan = make_scan(other)
    with pytest.raises(NotFoundHere):
        scan_services.remove_scan(session, sheet, scan.id, actor=COMMAND_LINE, at=MADE_AT)
    with pytest.raises(scan_rules.ScanGone):
        scan_services.restore_scan(session, sheet, scan.id, actor=COMMAND_LINE, at=MADE_AT)


# ---------------------------------------------------------------- the page
def test_a_picture_is_brought_on_the_page_of_its_sheet_and_saved_as_it_came(organiser, session, sheet):
    session.commit()
    answer = send(organiser, sheet, PDF)
    assert (answer.status_code, answer.location) == (303, address(sheet))
    scan = session.scalars(sa.select(SheetScan)).one()
    page = organiser.get(address(sheet)).text
    assert "The picture is kept with the sheet." in page
    assert address(sheet, f"/scans/{scan.id}/remove") in page
    file = organiser.get(address(sheet, f"/scans/{scan.id}"))
    assert (file.data, file.content_type) == (PDF, "application/pdf")
    assert file.headers["Content-Disposition"].startswith("attachment; filename=tarkwa-sheet-")
    assert file.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    press(organiser, sheet, f"/scans/{scan.id}/remove")
    press(organiser, sheet, f"/scans/{scan.id}/restore")  # the Undo of the message
    assert organiser.get(address(sheet, f"/scans/{scan.id}")).data == PDF
    press(organiser, sheet, f"/scans/{scan.id}/remove")
    assert organiser.client.get(address(sheet, f"/scans/{scan.id}")).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    (
        (b"", "The file is empty. Choose the picture of the sheet again."),
        (b"MZ program", "Only PDF, JPEG and PNG files are kept."),
        (PNG[:-6], "The file is not whole: its end is missing."),
    ),
)
def test_a_file_that_is_none_is_refused_beside_its_field(organiser, session, sheet, content, sentence):
    session.commit()
    answer = send(organiser, sheet, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(SheetScan)) == 0


def test_without_a_file_the_page_asks_for_one(organiser, session, sheet):
    session.commit()
    answer = press(organiser, sheet, "/scans")
    assert answer.status_code == 422
    assert "Choose the picture of the sheet." in answer.text


def test_the_door_brings_pictures_and_takes_none_away(door, session, sheet):
    session.commit()
    assert send(door, sheet, JPEG, "photo.jpg").status_code == 303
    page = door.get(address(sheet)).text
    scan = session.scalars(sa.select(SheetScan)).one()
    assert "Take away" not in page
    assert address(sheet, f"/scans/{scan.id}") not in page  # nor looks at the signatures of others
    assert door.client.get(address(sheet, f"/scans/{scan.id}")).status_code == 403


# ---------------------------------------------------------------- the audit pack
def packed(browser):
    answer = make(browser)
    assert answer.status_code == 200
    return answer.data


def test_the_audit_pack_holds_each_picture_to_the_byte_and_is_verified_with_it(organiser, session, sheet, tmp_path):
    make_scan(sheet)
    gone = make_scan(sheet, PNG)
    make_scan(sheet, JPEG, at=MADE_AT + timedelta(minutes=1))
    scan_services.remove_scan(session, sheet, gone.id, actor=COMMAND_LINE, at=MADE_AT)
    session.commit()
    assert "2 pictures, as they were brought" in organiser.get("/events/tarkwa/audit-pack").text
    content = packed(organiser)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        scans = sorted(name for name in archive.namelist() if name.startswith("sheets/scan-"))
        assert [archive.read(name) for name in scans] == [PDF, JPEG]
    file = tmp_path / "pack.zip"
    file.write_bytes(content)
    assert verify_pack(file).faults == ()


def test_under_the_chatham_house_rule_no_picture_is_in_the_pack(organiser, session):
    event = make_event()
    make_registration(event, "Ama Serwaa")
    event.is_chatham_house = True
    make_scan(make_sheet(event))
    session.commit()
    with zipfile.ZipFile(io.BytesIO(packed(organiser))) as archive:
        assert not [name for name in archive.namelist() if name.startswith("sheets/")]
