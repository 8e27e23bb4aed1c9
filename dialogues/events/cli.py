"""Commands of events."""

from datetime import datetime

import click
import sqlalchemy as sa

from dialogues.audit.services import COMMAND_LINE
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.folding import clean
from dialogues.core.shell import in_app, print_json
from dialogues.events import queries, rules, services
from dialogues.events.models import EventKind
from dialogues.events.rules import DayTemplate
from dialogues.events.shapes import event_line_object

_DAY = click.DateTime(["%Y-%m-%d"])
_KINDS = click.Choice([kind.value for kind in EventKind])
_TEMPLATES = click.Choice([template.value for template in DayTemplate])


@click.group()
def event() -> None:
    """Workshops and digital days."""


@event.command("add")
@click.argument("slug")
@click.option("--title", required=True, help="What it is called on pages and paper.")
@click.option("--from", "first", type=_DAY, required=True, help="First day (YYYY-MM-DD).")
@click.option("--to", "last", type=_DAY, required=True, help="Last day (YYYY-MM-DD).")
@click.option("--zone", required=True, help="Time zone whose calendar its days follow, such as Africa/Accra.")
@click.option("--country", help="Two letters, such as GH.")
@click.option("--place", help="Town or venue.")
@click.option("--kind", type=_KINDS, default=EventKind.DIALOGUE.value, show_default=True)
@click.option("--days", "template", type=_TEMPLATES, help="What its days are for. Default: by its kind.")
@in_app
def add(
    slug: str,
    title: str,
    first: datetime,
    last: datetime,
    zone: str,
    country: str | None,
    place: str | None,
    kind: str,
    template: str | None,
) -> None:
    """Make an event with its days, seen by nobody but those with a role in it."""
    rules.require_slug(slug)
    if not clean(title):
        raise click.BadParameter("Give the event a title.", param_hint="--title")
    if country:
        rules.require_country(country)
    usual = DayTemplate.ONLINE if kind == EventKind.DIGITAL_DAY else DayTemplate.FIELD_THEN_WORKSHOP
    details = services.EventDetails(
        title=clean(title),
        slug=slug,
        kind=EventKind(kind),
        starts_on=first.date(),
        ends_on=last.date(),
        zone_name=zone,
        country=country.upper() if country else None,
        place=clean(place) if place else None,
    )
    with unit_of_work() as session:
        services.add_event(
            session,
            details,
            template=DayTemplate(template) if template else usual,
            actor=COMMAND_LINE,
            at=clock.now(),
        )
    click.echo(f"{clean(title)} is at /events/{slug}.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print what the API would answer.")
@in_app
def events(as_json: bool) -> None:
    """List all events, newest first."""
    lines = queries.list_events(db.session(), visible=sa.true())
    if as_json:
        print_json({"events": [event_line_object(line) for line in lines], "total": len(lines)})
        return
    width = max((len(line.slug) for line in lines), default=0)
    for line in lines:
        click.echo(f"{line.slug:{width}}  {line.starts_on} to {line.ends_on}  {line.title}")


COMMANDS: tuple[click.Command, ...] = (event, events)
