"""What the pages of one kept file have in common: the file as it was said to be read, whose it is, and the way back."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import current_app, flash
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, may_everywhere
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.i18n import _
from dialogues.core.spreadsheets import Table, read_table
from dialogues.core.web import back_to
from dialogues.events.access import visible_to
from dialogues.events.models import Event
from dialogues.imports import services
from dialogues.imports.decisions import Decisions
from dialogues.imports.kept_files import Keeper
from dialogues.imports.services import Outcome
from dialogues.registration.queries import registered_among


@dataclass(frozen=True)
class Opened:
    """A kept file, read as it was said."""

    event: Event
    token: str
    content: bytes
    said: Decisions
    table: Table

    def plan(self) -> Outcome:
        """What importing it would do. Raises NoHeading or NoRows."""
        return services.plan_import(db.session(), self.event, self.table, said=self.said, told=told_of())

    @property
    def name(self) -> str:
        """What its sender called it."""
        return self.said.file_name or _("Pasted cells")


def keeper(event: Event) -> Keeper:
    """Keeps the files of the present reader for `event`."""
    return Keeper(Path(current_app.instance_path), current_viewer().id, event.id)


def open_kept(event: Event, token: str) -> Opened | None:
    """The reader's file of this name for `event`, if it is still kept."""
    content = keeper(event).find(token, at=clock.now())
    if content is None:
        return None
    said = keeper(event).decisions(token)
    return Opened(event, token, content, said, read_table(content, said.choice))


def no_longer_kept(event: Event) -> ResponseReturnValue:
    """Lead to where a file is chosen, and say why."""
    flash(_("That file is no longer kept. Choose it again; nothing was imported from it."), "warning")
    return back_to(".upload", slug=event.slug)


def told_of() -> sa.ColumnElement[bool] | None:
    """The condition on Person that leaves those the reader may be told of as possibly the same; None: everybody."""
    if may_everywhere(current_viewer(), Permission.SEE_DIRECTORY):
        return None
    return registered_among(visible_to(current_viewer()))
