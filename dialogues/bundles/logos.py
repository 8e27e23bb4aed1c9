"""Which letterheads travel with an event, and when a logo of a file is one as they are made here."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from dialogues.core.db import Base
from dialogues.core.pictures import is_as_kept
from dialogues.events.logo_models import Chosen

Scope = Callable[[int], sa.ColumnElement[bool]]


def is_logos_of(event_id: int) -> sa.ColumnElement[bool]:
    """What was chosen for an event, and for its process."""
    table, event = Base.metadata.tables["paper_logos"], Base.metadata.tables["event"]
    process = sa.select(event.c.process_id).where(event.c.id == event_id)
    return sa.or_(table.c.event_id == event_id, table.c.process_id.in_(process))


def shown_on_papers(event_id: int) -> list[sa.Select[Any]]:
    """The numbers of the organisations whose logos stand on the papers of an event."""
    columns = [Base.metadata.tables["paper_logos"].c[name] for name in Chosen._fields]
    return [sa.select(one).where(is_logos_of(event_id), one.is_not(None)) for one in columns]


def logos_of(organisations: Scope) -> Scope:
    """The logos of the organisations that travel with an event."""

    def scope(event_id: int) -> sa.ColumnElement[bool]:
        table = Base.metadata.tables["organisation"]
        used = sa.select(table.c.logo_id).where(organisations(event_id), table.c.logo_id.is_not(None))
        return Base.metadata.tables["logo"].c.id.in_(used)

    return scope


def is_logo(values: Mapping[str, Any]) -> bool:
    """Whether a picture is one as they are made here, so that whatever opens it later is safe."""
    if hashlib.sha256(values["png"]).hexdigest() != values["sha256"] or values["unused_since"] is not None:
        return False
    return is_as_kept(values["png"], width=values["width"], height=values["height"])
