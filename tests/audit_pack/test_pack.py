"""An audit pack: what is in it, what is noticed when it was changed, and that its rows add up to its report."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
import time_machine
from click.testing import CliRunner

from dialogues.audit.models import Entry
from dialogues.audit.services import Actor
from dialogues.audit_pack import services
from dialogues.audit_pack.cli import audit_pack, audit_verify
from dialogues.audit_pack.verifying import verify_pack
from dialogues.core.db import db
from tests.factories import make_report_version
from tests.reports.attended import make_attended_event

AT = datetime(2026, 6, 5, 8, 0, tzinfo=UTC)
ESI = Actor(name="Esi Quaye")


def pack(session, event):
    file = io.BytesIO()
    services.make_pack(session, event, file, actor=ESI, at=AT)
    return file.getvalue()


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(tmp_path, files):
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def resealed(files):
    """The files with a manifest that agrees with them, as somebody makes it who knows how."""
    manifest = json.loads(files["manifest.json"])
    for one in manifest["files"]:
        content = files[one["name"]]
        one.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())
    return {**files, "manifest.json": json.dumps(manifest).encode()}


@pytest.fixture
def files(session):
    return unpacked(pack(session, make_attended_event()))


def test_an_untouched_pack_has_no_fault_and_all_its_parts(files, tmp_path):
    assert verify_pack(packed(tmp_path, files)).faults == ()
    assert {name.partition("/")[0] for name in files} == {
        "about", "agenda", "register", "sheets", "changes", "report", "count", "manifest.json",
    }  # fmt: skip
    assert json.loads(files["report/report.json"])["numbers"]["person_days"] == 5
    assert b"+233244123457" not in b"".join(content for name, content in files.items() if name.endswith(".csv"))


def test_every_issued_version_is_in_the_pack_as_it_is_stored(session, tmp_path):
    event = make_attended_event()
    first, second = make_report_version(event), make_report_version(event)
    files = unpacked(pack(session, event))
    assert verify_pack(packed(tmp_path, files)).faults == ()
    listed = {one["name"]: one["sha256"] for one in json.loads(files["manifest.json"])["files"]}
    assert listed["report/version-001.json"] == first.sha256
    assert listed["report/version-002.json"] == second.sha256


@time_machine.travel(AT, tick=False)
def test_the_same_rows_at_the_same_moment_give_the_same_bytes(session):
    event = make_attended_event()
    session.commit()
    first = pack(session, event)
    session.rollback()
    assert pack(session, event) == first


@pytest.mark.parametrize("name", ("report/report.csv", "count/marks-001.csv", "agenda/agenda.pdf"))
def test_one_changed_byte_is_noticed(files, tmp_path, name):
    changed = bytearray(files[name])
    changed[-2] ^= 1
    found = verify_pack(packed(tmp_path, {**files, name: bytes(changed)}))
    assert found.faults == (f"{name} was altered: it does not have the size and hash of the manifest.",)


def test_a_missing_and_an_added_file_are_told(files, tmp_path):
    del files["report/report.csv"]
    found = verify_pack(packed(tmp_path, {**files, "report/other.csv": b"1"}))
    assert found.faults == (
        "report/report.csv is missing.",
        "report/other.csv was added: the manifest does not know it.",
    )


@pytest.mark.parametrize("name", ("count/marks-001.csv", "count/people-001.csv"))
def test_a_dropped_row_is_noticed_though_the_hashes_were_made_again(files, tmp_path, name):
    lines = files[name].splitlines(keepends=True)
    row = next(at for at, line in enumerate(lines) if at and (b"present" in line or b"participant" in line))
    files[name] = b"".join(lines[:row] + lines[row + 1 :])
    found = verify_pack(packed(tmp_path, resealed(files)))
    assert any(fault.startswith("The report says") for fault in found.faults)


def test_hashes_made_again_over_the_same_rows_are_no_fault(files, tmp_path):
    assert verify_pack(packed(tmp_path, resealed(files))).faults == ()


@pytest.mark.parametrize("name", ("../evil.txt", "/etc/passwd", "a\\..\\b.txt", "c:/x.txt", "count/../../x"))
def test_a_name_that_leads_out_of_the_folder_is_refused(files, tmp_path, name):
    found = verify_pack(packed(tmp_path, {**files, name: b"1"}))
    assert "has no place in a pack" in found.faults[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused(files, tmp_path):
    path = packed(tmp_path, files)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("report/report.json", b"{}")
    assert verify_pack(path).faults == ("report/report.json is in the pack 2 times.",)


def test_a_file_that_unpacks_to_far_more_is_not_read_to_its_end(files, tmp_path, monkeypatch):
    monkeypatch.setattr("dialogues.audit_pack.rules.UNPACKED_BYTES_MAX", 1024**2)
    found = verify_pack(packed(tmp_path, {**files, "report/report.csv": bytes(4 * 1024**2)}))
    assert found.faults[0].startswith("The pack would unpack to more than")


def test_what_is_no_archive_or_has_no_manifest_is_told_in_a_sentence(files, tmp_path):
    other = tmp_path / "other.zip"
    other.write_bytes(b"no archive")
    assert "is not a pack" in verify_pack(other).faults[0]
    for manifest in (b"[]", b"{", b'{"format": 1, "files": 7}'):
        assert verify_pack(packed(tmp_path, {"manifest.json": manifest})).faults == ("manifest.json cannot be read.",)
    assert "is missing" in verify_pack(packed(tmp_path, {"readme.txt": b""})).faults[0]


def test_no_participant_is_named_in_the_pack_of_an_event_under_the_rule(session):
    event = make_attended_event()
    event.is_chatham_house = True
    session.flush()
    files = unpacked(pack(session, event))
    assert not {name for name in files if name.startswith(("register/", "sheets/"))}
    told = b"".join(content for name, content in files.items() if not name.endswith(".pdf"))
    assert b"Ama Serwaa" not in told
    assert b"Kofi" not in told


def test_many_marks_are_told_in_several_files(session, tmp_path, monkeypatch):
    monkeypatch.setattr(services, "ROWS_A_FILE", 2)
    files = unpacked(pack(session, make_attended_event()))
    assert [name for name in files if name.startswith("count/marks")] == [
        f"count/marks-00{number}.csv" for number in (1, 2, 3)
    ]
    assert verify_pack(packed(tmp_path, files)).faults == ()


def test_the_commands_make_and_verify_and_the_journal_knows(app, session, tmp_path):
    make_attended_event()
    session.commit()
    path = tmp_path / "pack.zip"
    made = CliRunner().invoke(audit_pack, ["tarkwa", "-o", str(path)], obj=lambda: app)
    assert made.exit_code == 0, made.output
    assert path.stat().st_mode & 0o777 == 0o600
    verified = CliRunner().invoke(audit_verify, [str(path)])
    assert verified.exit_code == 0, verified.output
    seal = verified.output.split()[5]
    assert made.output.strip().endswith(seal)
    assert db.session.query(Entry).filter_by(action="event.audit_packed").one().changes == {
        "manifest_sha256": [None, seal]
    }
    path.write_bytes(path.read_bytes()[:-40])
    assert CliRunner().invoke(audit_verify, [str(path)]).exit_code == 1


def test_an_unknown_event_is_told(app, session, tmp_path):
    done = CliRunner().invoke(audit_pack, ["nowhere", "-o", str(tmp_path / "x.zip")], obj=lambda: app)
    assert done.exit_code == 1
    assert "There is no event nowhere." in done.output
