"""Dates, times and numbers as readers of four languages write them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from dialogues.core import formats

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("locale", "text"),
    (
        ("en", "Tue 24 Nov 2026"),
        ("fr", "mar. 24 nov. 2026"),
        ("sw", "Jumanne, 24 Nov 2026"),
        ("mg", "Tal 24 Nov 2026"),
    ),
)
def test_a_day_is_written_as_its_reader_does(locale, text):
    assert formats.day_text(TUESDAY, locale=locale) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    (
        (TUESDAY, TUESDAY, "24 Nov 2026"),
        (TUESDAY, date(2026, 11, 26), "24–26 Nov 2026"),
        (TUESDAY, date(2026, 12, 2), "24 Nov – 2 Dec 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 Dec 2026 – 2 Jan 2027"),
    ),
)
def test_a_range_says_each_thing_once(first, last, text):
    assert formats.day_range_text(first, last, locale="en") == text


def test_an_instant_is_told_by_the_clock_of_the_venue():
    at = datetime(2026, 6, 3, 22, 30, tzinfo=UTC)
    assert formats.instant_text(at, ZoneInfo("Africa/Nairobi"), locale="en") == "4 Jun 2026 01:30"
    assert formats.time_text(at, ZoneInfo("Africa/Accra"), locale="en") == "22:30"


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="clock of a zone"):
        formats.time_text(datetime(2026, 6, 3, 22, 30, tzinfo=UTC), locale="en")


def test_per_cent_and_lists_follow_the_language():
    assert formats.percent_text(0.472, locale="en") == "47%"
    assert formats.percent_text(0.472, locale="fr") == "47\xa0%"
    assert formats.listing_text(["Ama", "Kofi", "Esi"], locale="en") == "Ama, Kofi and Esi"


def test_a_country_missing_in_malagasy_is_told_in_french():
    assert formats.country_text("GH", locale="en") == "Ghana"
    assert formats.country_text("ZZ", locale="mg") not in {"", "None"}


def test_facts_of_a_sentence_are_written_for_the_reader():
    assert formats.fact(TUESDAY, "fr") == "mar. 24 nov. 2026"
    assert formats.fact(time(9, 5), "en") == "09:05"
    assert formats.fact(6000, "en") == "6,000"
    assert formats.fact("6000", "en") == "6000"


def test_a_number_is_written_anew_for_each_of_its_kinds_and_languages():
    assert [formats.number_text(one, locale="en") for one in (-0.0, 0, 1234, 1234.0)] == ["-0", "0", "1,234", "1,234"]
    assert formats.number_text(1234, locale="fr") == "1\u202f234"
