"""Commands of attendance."""

import click

from dialogues.attendance.warning_queries import count_warnings
from dialogues.attendance.warning_rules import Warned
from dialogues.core.db import db
from dialogues.core.shell import fail, in_app, print_json
from dialogues.events.queries import find_event_by_slug

_SAID = {
    Warned.SAME_PERSON: "present at two events on one day",
    Warned.SAME_CONTACT: "telephone numbers of several people present",
    Warned.SAME_DEVICE: "devices at two events on one day",
    Warned.LATE: "marks recorded late",
    Warned.BULK: "acts that marked many within seconds",
}


@click.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@in_app
def warnings(slug: str, *, as_json: bool) -> None:
    """Count what looks doubtful in the attendance of an event. The page Warnings says who and when."""
    session = db.session()
    event = find_event_by_slug(session, slug)
    if event is None:
        fail(f"There is no event {slug}. The command `events` lists them.")
    found = count_warnings(session, event)
    if as_json:
        print_json({"event": slug, "warnings": found, "total": sum(found.values())})
        return
    for kind, number in found.items():
        click.echo(f"{number:6}  {_SAID[kind]}")


COMMANDS: tuple[click.Command, ...] = (warnings,)
