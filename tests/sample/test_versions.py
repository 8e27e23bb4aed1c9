"""The sample has a report that was issued, and a correction after it."""

from datetime import UTC, datetime

from dialogues.events.queries import find_event_by_slug
from dialogues.reports import version_queries as versions
from dialogues.reports.version_changes import Part
from dialogues.sample.builder import build

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_one_person_more_was_there_on_the_last_day_than_in_the_version_that_was_issued(session):
    build(session, now=NOW)
    event = find_event_by_slug(session, "ghana-2016")
    version = versions.find_version(session, event_id=event.id, number=1)
    changes = versions.changes_since(version, versions.report_of_now(session, event, as_of=NOW))
    assert [one.figure for one in changes if one.part is Part.NUMBERS] == ["person_days", "present_every_day"]
    assert [(one.before, one.after) for one in changes if one.figure == "correction"] == [(0, 1)]
