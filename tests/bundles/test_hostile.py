"""Files that are none, were changed, or lie: one sentence each, and nothing changes."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest

from dialogues.bundles import packing, rules
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.database


@pytest.fixture
def content(office):
    """A good file of an event with one person."""
    with office.open():
        make_registration(make_event("tarkwa"), "Ama Serwaa")
    return office.take_along()


def opened(content):
    """The members of a file by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members, *, twice=None):
    """A file with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
        if twice:
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr(twice, members[twice])
    return file.getvalue()


def forged(content, **parts):
    """The file with other parts and hashes that fit them."""
    members = opened(content)
    manifest = json.loads(members[packing.MANIFEST])
    for name, body in parts.items():
        members[f"{name}.jsonl"] = body
        manifest["sha256"][f"{name}.jsonl"] = hashlib.sha256(body).hexdigest()
    members[packing.MANIFEST] = json.dumps(manifest).encode()
    return packed(members)


def said(content, **facts):
    """The file with other claims in its manifest."""
    members = opened(content)
    manifest = json.loads(members[packing.MANIFEST]) | facts
    return packed(members | {packing.MANIFEST: json.dumps(manifest).encode()})


def row(content, name, **facts):
    """The first line of a part, with these facts changed, as that part."""
    line = json.loads(opened(content)[f"{name}.jsonl"].split(b"\n")[0])
    return forged(content, **{name: json.dumps(line | facts).encode()})


def refuses(place, content, refusal, *, match=None):
    """The file is refused so, and the installation is what it was."""
    before = place.dump()
    with pytest.raises(refusal, match=match):
        place.bring_in(content)
    assert place.dump() == before


def test_the_good_file_is_good(laptop, content):
    assert laptop.bring_in(content).added["registration"] == 1


def test_a_file_that_arrived_in_part(laptop, content):
    for share in (0.0, 0.1, 0.5, 0.9, 0.999):
        refuses(laptop, content[: int(len(content) * share)], rules.NotABundle)


def test_a_file_that_is_something_else(laptop):
    for wrong in (b"", b"PK\x03\x04", b"name;sector\nAma;MIN", b"\x00" * 5_000, b"%PDF-1.7"):
        refuses(laptop, wrong, rules.NotABundle)


def test_a_zip_of_something_else(laptop):
    refuses(laptop, packed({"letter.txt": b"Good morning"}), rules.NotABundle)
    refuses(laptop, packed({packing.MANIFEST: b"[" * 100_000}), rules.NotABundle)
    refuses(laptop, packed({packing.MANIFEST: b'{"format": "dialogues-event", "version": 1}'}), rules.NotABundle)


def test_a_part_that_was_changed_on_the_way(laptop, content):
    members = opened(content)
    members["registration.jsonl"] = members["registration.jsonl"].replace(b"Ama Serwaa", b"Ama Serwah")
    refuses(laptop, packed(members), rules.BundleChanged, match="registration")


def test_a_part_that_is_missing(laptop, content):
    members = opened(content)
    del members["mark.jsonl"]
    refuses(laptop, packed(members), rules.BundleChanged, match="mark")


def test_names_that_do_not_belong_into_it(laptop, content):
    for name in ("../../etc/passwd", "/etc/passwd", "user.jsonl", "mark.jsonl/../x", "C:\\x", "\u202emark"):
        refuses(laptop, packed(opened(content) | {name: b"x"}), rules.StrangePart)


def test_a_part_that_is_there_twice(laptop, content):
    refuses(laptop, packed(opened(content), twice="mark.jsonl"), rules.StrangePart)


def test_a_bomb(laptop, content, monkeypatch):
    """A small file that says it is small and unpacks to more than is allowed; the limit is lowered for the test."""
    monkeypatch.setattr(packing, "UNPACKED_SIZE_MAX", 1_000_000)
    refuses(laptop, forged(content, mark=b" " * 1_000_001), rules.BundleTooLarge)
    monkeypatch.setattr(packing, "ROWS_MAX", 100)
    refuses(laptop, forged(content, mark=b"\n" * 200), rules.BundleTooLarge)


def test_a_newer_program(laptop, content):
    refuses(laptop, said(content, version=2), rules.NewerBundle)


def test_a_manifest_that_makes_no_sense(laptop, content):
    wrong: tuple[dict[str, Any], ...] = (
        {"installation": "x"},
        {"number": -1},
        {"number": "many"},
        {"heard": []},
        {"event": None},
        {"bundle": 7},
        {"made_at": "yesterday"},
        {"version": True},
        {"version": None},
    )
    for facts in wrong:
        refuses(laptop, said(content, **facts), rules.NotABundle)


def test_lines_that_are_no_rows(laptop, content):
    for line in (b"{", b"[]", b"7", b'"x"', b'{"key": 7}', b"{}", b"[" * 50_000, b"\xff\xfe"):
        refuses(laptop, forged(content, registration=line), rules.UnreadableRow, match="registration")


def test_facts_that_no_column_takes(laptop, content):
    for facts in (
        {"sector": "XXX"},
        {"sector": None},
        {"full_name": None},
        {"full_name": 7},
        {"full_name": "a\x00b"},
        {"full_name": "\ud800"},
        {"full_name": "a" * 200_000},
        {"registered_at": "soon"},
        {"queue_number": 10**12},
        {"registered_at": "2026-06-02T07:00:00"},
        {"person_id": 7},
        {"queue_number": True},
        {"key": "7"},
    ):
        refuses(laptop, row(content, "registration", **facts), rules.UnreadableRow)


def test_a_row_that_speaks_of_nothing_in_the_file(laptop, content):
    refuses(laptop, row(content, "registration", person_id="6f1b1c55-2c3b-4b8e-9a53-94dd4bb0a001"), rules.DanglingRow)


def test_facts_that_break_a_rule_of_the_tables(laptop, content):
    refuses(laptop, row(content, "event", ends_on="2020-01-01"), rules.DoesNotFit)


def test_a_badge_that_somebody_else_wears_here(laptop, content):
    with laptop.open():
        other = make_registration(make_event("elsewhere"), "Somebody Else")
        badge = other.badge_code
    refuses(laptop, row(content, "registration", badge_code=badge), rules.DoesNotFit)


def test_a_sealed_file_opens_with_its_passphrase_alone(office, laptop, content):
    sealed = office.take_along(passphrase="four words of a song")
    assert b"PK" not in sealed[:30]
    refuses(laptop, sealed, rules.PassphraseNeeded)
    for wrong, phrase in ((sealed, "four words of a sonG"), (sealed[:-1] + bytes([sealed[-1] ^ 1]), None)):
        before = laptop.dump()
        with pytest.raises(rules.PassphraseWrong):
            laptop.bring_in(wrong, phrase or "four words of a song")
        assert laptop.dump() == before
    assert laptop.bring_in(sealed, "four words of a song").added["registration"] == 1


def test_a_passphrase_that_is_guessed_at_once_is_refused(office, content):
    with pytest.raises(rules.PassphraseShort):
        office.take_along(passphrase="secret")
