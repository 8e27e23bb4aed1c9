"""The edge of the command line: commands run inside the application, refused rules become one sentence."""

import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click

Given = ParamSpec("Given")
Result = TypeVar("Result")


def in_app(command: Callable[Given, Result]) -> Callable[Given, Result]:
    """Run `command` inside the application of the chosen instance, its database brought up to date first.

    The context's `obj` makes the application, so importing commands costs nothing until one runs.
    """

    @wraps(command)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        make_app = click.get_current_context().obj
        with make_app().app_context():
            return command(*args, **kwargs)

    return run


def fail(sentence: str) -> NoReturn:
    """End the command with one sentence on stderr and exit code 1."""
    click.echo(sentence, err=True)
    sys.exit(1)


def print_json(value: Any) -> None:
    """Print `value` as JSON, letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_file(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whole or not at all, readable by its owner only: exports carry names."""
    part = path.with_name(f".{path.name}.part")
    try:
        handle = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        fail(f"{path} cannot be written: {error.strerror}.")
