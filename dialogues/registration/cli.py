"""Commands of registration."""

import click

from dialogues.core.shell import in_app
from dialogues.registration import offering


@click.group()
def offers() -> None:
    """Seats that became free and were offered to who is next in line."""


@offers.command("pass-on")
@in_app
def pass_on() -> None:
    """Let overdue offers lapse, and offer every free seat to the next in line. Twice changes nothing."""
    made = offering.pass_on_everywhere()
    click.echo("One seat was offered." if made == 1 else f"{made} seats were offered.")


COMMANDS: tuple[click.Command, ...] = (offers,)
