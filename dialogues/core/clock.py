"""The one place that asks the machine what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present instant, aware, in UTC. Called at the edges only and passed down from there."""
    return datetime.now(UTC)


def day_in(zone: ZoneInfo, at: datetime) -> date:
    """The calendar day that the instant `at` falls on in `zone`."""
    return at.astimezone(zone).date()
