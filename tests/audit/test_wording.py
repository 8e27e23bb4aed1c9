"""The journal speaks in sentences: every action that a service records has its words."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dialogues
from dialogues.audit.models import Entry
from dialogues.audit.wording import ACTIONS, timeline

_ACTION = re.compile(r'"([a-z_]+\.[a-z_]+)"')
_SERVICES = sorted(Path(dialogues.__file__).parent.glob("*/*services.py"))
# Addresses of pages, and kinds of letters, which are named alike.
_NOT_ACTIONS = re.compile(r'url_for\([^)]*\)|\bkind(?:: str)? ?= ?"[^"]*"')
_COMPOSED = re.compile(r'f"((?:[a-z_]+|\{[^"}]+\})+\.(?:[a-z_]+|\{[^"}]+\})+)"')
_VALUE = re.compile(r"\\\{.*?\\\}")


def _texts():
    return [_NOT_ACTIONS.sub("", path.read_text(encoding="utf-8")) for path in _SERVICES]


def _recorded():
    return {name for text in _texts() for name in _ACTION.findall(text)}


def _composed():
    """What a service puts together, as a pattern: the subject or the act is said by a value."""
    found = {name for text in _texts() for name in _COMPOSED.findall(text) if "{" in name}
    return [re.compile(_VALUE.sub("[a-z_]+", re.escape(name))) for name in found]


def test_every_recorded_action_has_its_sentence(app):
    assert _recorded() - set(ACTIONS) == set()


def test_every_action_that_is_put_together_has_a_sentence(app):
    for pattern in _composed():
        assert any(pattern.fullmatch(name) for name in ACTIONS), pattern.pattern


def test_no_sentence_waits_for_an_action_that_is_never_recorded(app):
    composed = _composed()
    waiting = set(ACTIONS) - _recorded()
    assert {name for name in waiting if not any(pattern.fullmatch(name) for pattern in composed)} == set()


def test_the_search_for_actions_finds_some():
    assert {"registration.cancelled", "attendance.marked", "user.added"} <= _recorded()


def _entry(**facts):
    base = {
        "at": datetime(2026, 6, 3, 22, 30, tzinfo=UTC), "actor_name": "Esi Quaye", "action": "registration.cancelled",
        "subject_name": "Ama Serwaa", "changes": {"status": ["confirmed", "cancelled"]}, "reason": "Ill",
    }  # fmt: skip
    return Entry(**{**base, **facts})


def test_an_entry_says_what_who_when_why_and_from_what_to_what(app):
    with app.test_request_context():
        (line,) = timeline([_entry()], ZoneInfo("Africa/Nairobi"))
    assert line["what"] == "The registration of Ama Serwaa was cancelled (Status: Confirmed → Cancelled)"
    assert line["when"] == "4 Jun 2026 01:30"
    assert line["by"] == "Esi Quaye: Ill"


def test_a_per_cent_sign_in_a_name_is_only_a_sign(app):
    with app.test_request_context():
        (line,) = timeline([_entry(subject_name="100 %(name)s", changes={}, reason=None)], ZoneInfo("UTC"))
    assert line["what"] == "The registration of 100 %(name)s was cancelled"


def test_a_day_is_written_as_its_reader_does_and_what_only_looks_like_one_stays(app):
    changes = {"starts_on": ["2026-02-30", "2026-06-02"]}
    with app.test_request_context():
        (line,) = timeline([_entry(changes=changes)], ZoneInfo("UTC"))
    assert line["what"].endswith("(First day: 2026-02-30 → Tue 2 Jun 2026)")


def test_the_day_of_a_mark_is_told_as_what_it_was_about_not_as_a_change(app):
    changes = {"attendance_on": [None, "2026-06-02"], "morning": ["not_recorded", "present"]}
    with app.test_request_context():
        (line,) = timeline([_entry(action="attendance.marked", changes=changes)], ZoneInfo("UTC"))
    assert line["what"] == "Ama Serwaa was marked (For the day: Tue 2 Jun 2026; Morning: Not recorded → Present)"
