"""Issued reports travel with their event, and none of them is changed on the way."""

import pytest

from dialogues.events.queries import find_event_by_slug
from dialogues.reports import version_queries as versions
from dialogues.reports.version_services import issue_report
from tests.bundles.conftest import AT, KOFI
from tests.reports.attended import make_attended_event

pytestmark = pytest.mark.database


def issue(place, note):
    with place.open() as session:
        event = find_event_by_slug(session, "tarkwa")
        return issue_report(session, event=event, groups_below=5, note=note, actor=KOFI, at=AT).sha256


def issued(place):
    """Number, note and hash of each version; reading them checks that none was changed."""
    with place.open() as session:
        rows = versions.list_versions(session, find_event_by_slug(session, "tarkwa").id)
        return [(one.number, one.issued.note, one.sha256) for one in map(versions.believed, rows)]


@pytest.fixture
def event(office):
    with office.open():
        make_attended_event()


def test_a_version_arrives_as_it_was_issued_and_only_once(office, laptop, event):
    first = issue(office, "For the donor")
    laptop.bring_in(office.take_along())
    laptop.bring_in(office.take_along())
    office.bring_in(laptop.take_along())
    assert issued(laptop) == issued(office) == [(1, "For the donor", first)]


def test_of_two_issued_apart_the_one_that_arrives_takes_the_next_number_and_says_which_it_had(office, laptop, event):
    laptop.bring_in(office.take_along())
    home, away = issue(office, "At home"), issue(laptop, "On the way")
    office.bring_in(laptop.take_along())
    laptop.bring_in(office.take_along())
    assert issued(office) == [(1, "At home", home), (2, "On the way", away)]
    assert issued(laptop) == [(1, "On the way", away), (2, "At home", home)]
    with office.open() as session:
        event_id = find_event_by_slug(session, "tarkwa").id
        second = versions.find_version(session, event_id=event_id, number=2)
        assert second.is_renumbered
        assert second.issued.number == 1
