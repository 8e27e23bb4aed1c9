"""Commands of registration."""

import click

COMMANDS: tuple[click.Command, ...] = ()
