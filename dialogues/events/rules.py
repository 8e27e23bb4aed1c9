"""What events, their addresses, days and places must be."""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dialogues.core import world
from dialogues.core.clock import day_in
from dialogues.core.errors import DomainError
from dialogues.core.folding import fold
from dialogues.core.i18n import N_

EVENT_DAYS_MAX = 31  # a longer one is a process of several events, and no sheet or grid would hold it
SLUG_LENGTH_MAX = 60  # signs: fits a printed line under a QR code
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED_SLUGS = frozenset({"new"})  # /events/new is a page of its own


class EndsBeforeStart(DomainError):
    """The last day lies before the first."""

    message = N_("The last day, %(ends_on)s, is before the first, %(starts_on)s.")


class TooManyDays(DomainError):
    """The event would be longer than can be planned as one."""

    message = N_(
        "%(starts_on)s to %(ends_on)s is %(days)s days. An event has at most %(most)s days; plan several events."
    )


class UnknownZone(DomainError):
    """There is no such zone."""

    message = N_("There is no time zone “%(zone)s”. Names look like Africa/Accra.")


class ZoneNotClear(DomainError):
    """The zone was left to the country, which has several or was not given."""

    message = N_("Choose the time zone: it does not follow from the country.")


class UnknownCountry(DomainError):
    """There is no such country."""

    message = N_("There is no country “%(country)s”. Write its two letters, such as GH.")


class BadSlug(DomainError):
    """The address cannot be written so."""

    message = N_("“%(slug)s” cannot be an address. Use small letters a to z, digits and single hyphens.")


class SlugTaken(DomainError):
    """Another event or process has the address."""

    message = N_("The address “%(slug)s” is taken. Choose another one.")


class EventChanged(DomainError):
    """Somebody saved the event after the page was opened."""

    message = N_(
        "Somebody changed this event while you were writing. Compare with what is stored now, then save again."
    )


class DayInUse(DomainError):
    """A day that would be taken out holds agenda sessions or attendance."""

    message = N_("%(day)s cannot be taken out: it has agenda sessions or attendance. Move or remove those first.")


class PlaceNameTaken(DomainError):
    """Two places of an event, or two rooms of a place, would have one name."""

    message = N_("There is a place or room called “%(name)s” here already.")


class PlaceInUse(DomainError):
    """Agenda sessions are held there."""

    message = N_("“%(name)s” cannot be removed: agenda sessions are held there. Give those another place first.")


class ProcessTitleTaken(DomainError):
    """Two processes would have one title."""

    message = N_("There is a process called “%(title)s” already.")


class DayTemplate(StrEnum):
    """What the days of a new event are for, to begin with."""

    FIELD_THEN_WORKSHOP = "field_then_workshop"
    WORKSHOP = "workshop"
    ONLINE = "online"


FIELD_DAYS = 2  # of the dialogue model: two days in the field, then two in the hall


def count_field_days(days: int) -> int:
    """How many of an event's first days are field days: two of four or more, half of fewer."""
    return min(FIELD_DAYS, days // 2)


def require_dates(starts_on: date, ends_on: date) -> None:
    """Raise EndsBeforeStart or TooManyDays unless an event may run from `starts_on` to `ends_on`."""
    if ends_on < starts_on:
        raise EndsBeforeStart(starts_on=starts_on, ends_on=ends_on)
    days = (ends_on - starts_on).days + 1
    if days > EVENT_DAYS_MAX:
        raise TooManyDays(starts_on=starts_on, ends_on=ends_on, days=days, most=EVENT_DAYS_MAX)


def list_dates(starts_on: date, ends_on: date) -> list[date]:
    """Every calendar day from the first to the last."""
    return [starts_on + timedelta(days=number) for number in range((ends_on - starts_on).days + 1)]


def require_country(code: str) -> None:
    """Raise UnknownCountry unless `code` is a country's two letters."""
    if code.upper() not in {known for known, _name in world.countries("en")}:
        raise UnknownCountry(country=code)


def choose_zone(zone_name: str | None, country: str | None) -> str:
    """The zone as named, or that of the country. Raises UnknownZone or ZoneNotClear."""
    if zone_name:
        try:
            return ZoneInfo(zone_name).key
        except (KeyError, OSError, ValueError):  # unknown names, and names that are no path in the zone database
            raise UnknownZone(zone=zone_name) from None
    zone = world.zone_of_country(country)
    if zone is None:
        raise ZoneNotClear
    return zone


def propose_slug(title: str) -> str:
    """An address made from a title: `Ghana action dialogue, Tarkwa` gives `ghana-action-dialogue-tarkwa`."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:SLUG_LENGTH_MAX]
        if len(longer) > SLUG_LENGTH_MAX:
            break
        slug = longer
    return slug if slug and slug not in _RESERVED_SLUGS else "event"


def require_slug(slug: str) -> None:
    """Raise BadSlug unless `slug` can be part of an address."""
    if not _SLUG.fullmatch(slug) or len(slug) > SLUG_LENGTH_MAX or slug in _RESERVED_SLUGS:
        raise BadSlug(slug=slug)


class EventState(StrEnum):
    """How far an event has come."""

    DRAFT = "draft"
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"


EVENT_STATE_NAMES = {
    EventState.DRAFT: N_("Draft"),
    EventState.COMING: N_("Coming"),
    EventState.RUNNING: N_("Running"),
    EventState.OVER: N_("Over"),
}


def event_state(
    *, starts_on: date, ends_on: date, zone: ZoneInfo, is_public: bool, registered: int, now: datetime
) -> EventState:
    """The state by the calendar of the venue. Ahead of us, an event nobody can see or is registered for is a draft."""
    today = day_in(zone, now)
    if today > ends_on:
        return EventState.OVER
    if today >= starts_on:
        return EventState.RUNNING
    return EventState.COMING if is_public or registered else EventState.DRAFT
