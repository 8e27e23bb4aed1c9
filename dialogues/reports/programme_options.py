"""Options of commands that choose events; the same choices as in the address of the page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.shell import fail
from dialogues.events.models import Event, EventKind
from dialogues.events.queries import find_event_by_slug
from dialogues.people.sectors import Sector
from dialogues.reports import queries
from dialogues.reports.figures import ProgrammeFigures, programme_figures
from dialogues.reports.programme_choice import Choice, list_lines

_DAY = click.DateTime(["%Y-%m-%d"])
_OPTIONS = (
    click.argument("slugs", metavar="[SLUG]...", nargs=-1),
    click.option("--from", "first", type=_DAY, help="Only events with a day on or after this one (YYYY-MM-DD)."),
    click.option("--to", "last", type=_DAY, help="Only events with a day on or before this one (YYYY-MM-DD)."),
    click.option("--country", default="", help="Only events in this country (ISO code, such as GH)."),
    click.option("--process", default="", help="Only events of the process at this address."),
    click.option("--kind", type=click.Choice([kind.value for kind in EventKind]), help="Only events of this kind."),
    click.option("--sector", type=click.Choice([one.value for one in Sector]), help="Only those who came as such."),
)


def with_choice(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose events; it hands them to `read_options` by their names."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_options(
    *,
    slugs: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    country: str,
    process: str,
    kind: str | None,
    sector: str | None,
) -> Choice:
    """The choice that these options make; ends the command if an event is not there or the period is none."""
    choice = Choice(
        first=first.date() if first else None,
        last=last.date() if last else None,
        country=country.upper(),
        process=process,
        kind=EventKind(kind) if kind else None,
        sector=Sector(sector) if sector else None,
        slugs=slugs,
    )
    if choice.ends_before_it_begins:
        raise click.BadParameter("The last day lies before the first.", param_hint="--to")
    for slug in slugs:
        if find_event_by_slug(db.session(), slug) is None:
            fail(f"There is no event {slug}. The command `events` lists them.")
    return choice


def chosen_figures(choice: Choice) -> ProgrammeFigures:
    """The figures of the chosen events, as of now."""
    session = db.session()
    events = queries.list_events(session, ids=[line.id for line in list_lines(session, choice=choice)])
    return programme_figures(session, events, as_of=clock.now(), sector=choice.sector)


def only_event(choice: Choice) -> Event | None:
    """The one event that is chosen, if it is one."""
    lines = list_lines(db.session(), choice=choice)
    return find_event_by_slug(db.session(), lines[0].slug) if len(lines) == 1 else None
