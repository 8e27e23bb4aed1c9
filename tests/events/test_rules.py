from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dialogues.events import rules
from dialogues.events.rules import EventState

NAIROBI = ZoneInfo("Africa/Nairobi")


@pytest.mark.parametrize(
    ("title", "slug"),
    (
        ("Ghana action dialogue, Tarkwa", "ghana-action-dialogue-tarkwa"),
        ("Ɔdɔ ne Ŋkwa: Ɛnnɛ 2026", "odo-ne-nkwa-enne-2026"),
        ("Réunion à Toliara", "reunion-a-toliara"),
        ("حوار", "event"),
        ("New", "event"),
        ("a" * 80, "a" * 60),
        ("word " * 20, "-".join(["word"] * 12)),
    ),
)
def test_an_address_is_made_from_any_title(title: str, slug: str) -> None:
    assert rules.propose_slug(title) == slug
    rules.require_slug(slug)


@pytest.mark.parametrize("slug", ("", "New", "new", "a--b", "-a", "a-", "a b", "a/b", "é", "a_b", "x" * 61, "a\n"))
def test_what_cannot_be_part_of_an_address_is_refused(slug: str) -> None:
    with pytest.raises(rules.BadSlug):
        rules.require_slug(slug)


def test_an_event_lasts_from_one_day_to_a_month() -> None:
    first = date(2026, 6, 2)
    rules.require_dates(first, first)
    rules.require_dates(first, date(2026, 7, 2))
    with pytest.raises(rules.TooManyDays):
        rules.require_dates(first, date(2026, 7, 3))
    with pytest.raises(rules.EndsBeforeStart):
        rules.require_dates(first, date(2026, 6, 1))


def test_the_zone_follows_from_a_country_that_has_one() -> None:
    assert rules.choose_zone("", "TZ") == "Africa/Dar_es_Salaam"
    for country in ("US", None, "", "ZZ"):
        with pytest.raises(rules.ZoneNotClear):
            rules.choose_zone("", country)


@pytest.mark.parametrize("zone", ("Mars/Olympus", "../../etc/passwd", "Africa", "/etc/localtime", "Africa/Accra\0"))
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(rules.UnknownZone):
        rules.choose_zone(zone, "GH")


def test_a_named_zone_wins_over_the_country() -> None:
    assert rules.choose_zone("Africa/Nairobi", "GH") == "Africa/Nairobi"


@pytest.mark.parametrize(("days", "in_the_field"), ((1, 0), (2, 1), (3, 1), (4, 2), (10, 2)))
def test_two_days_of_four_are_spent_in_the_field(days: int, in_the_field: int) -> None:
    assert rules.count_field_days(days) == in_the_field


def state_at(now: datetime, *, is_public: bool = False, registered: int = 0) -> EventState:
    return rules.event_state(
        starts_on=date(2026, 6, 2),
        ends_on=date(2026, 6, 5),
        zone=NAIROBI,
        is_public=is_public,
        registered=registered,
        now=now,
    )


def test_an_event_runs_by_the_calendar_of_its_venue() -> None:
    assert state_at(datetime(2026, 6, 1, 20, 59, tzinfo=UTC), registered=1) is EventState.COMING
    assert state_at(datetime(2026, 6, 1, 21, 0, tzinfo=UTC)) is EventState.RUNNING  # midnight in Nairobi
    assert state_at(datetime(2026, 6, 5, 20, 59, tzinfo=UTC)) is EventState.RUNNING
    assert state_at(datetime(2026, 6, 5, 21, 0, tzinfo=UTC)) is EventState.OVER


def test_an_event_ahead_is_a_draft_until_somebody_can_come() -> None:
    before = datetime(2026, 5, 1, tzinfo=UTC)
    assert state_at(before) is EventState.DRAFT
    assert state_at(before, is_public=True) is EventState.COMING
    assert state_at(before, registered=1) is EventState.COMING
