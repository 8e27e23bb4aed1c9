"""The page of audit packs: what is in one, making it, and those that were made."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.audit.models import Entry
from dialogues.audit_pack import queries, services, wording
from dialogues.audit_pack.forms import PackForm
from dialogues.core import clock
from dialogues.core.db import db, unit_of_work
from dialogues.core.turns import one_after_another
from dialogues.events.access import for_event
from dialogues.events.chatham_rules import may_tell_names
from dialogues.events.models import Event

_PACKS_SHOWN = 10
_IN_MEMORY_BYTES = 16 * 1024**2  # a larger pack lies on the disk until it is sent
_AT_ONCE_BYTES = 64 * 1024

bp = Blueprint("audit_pack", __name__)


@bp.get("/events/<slug>/audit-pack")
@for_event(Permission.EDIT_EVENT)
def audit_pack(event: Event) -> ResponseReturnValue:
    """What an auditor gets of this event, and which packs were made of it."""
    return _page(event, PackForm(formdata=None))


@bp.post("/events/<slug>/audit-pack/file")
@for_event(Permission.EDIT_EVENT)
@one_after_another
def make_pack(event: Event) -> ResponseReturnValue:
    """The pack as a file. It is written first, while others go on writing; only the note of it waits for its turn."""
    form, now, slug, actor = PackForm(), clock.now(), event.slug, current_viewer().actor
    if not form.validate_on_submit():
        return _page(event, form), 422
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 - closed when all of it is sent
    try:
        packed = services.write_pack(db.session(), event, file, actor=actor, at=now)
        with unit_of_work() as session:
            services.keep_pack(session, event, packed, actor=actor, at=now)
    except BaseException:
        file.close()
        raise
    response = Response(_parts(file), content_type="application/zip")
    response.content_length = file.tell()
    response.headers.set("Content-Disposition", "attachment", filename=f"{slug}-audit-pack-{now:%Y-%m-%d-%H%M}.zip")
    return response


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while part := file.read(_AT_ONCE_BYTES):
            yield part


def _page(event: Event, form: PackForm) -> str:
    session = db.session()
    tells_names = may_tell_names(event=event.is_chatham_house)
    return render_template(
        "audit_pack/audit_pack.html",
        event=event,
        form=form,
        command=f"python3 -m dialogues audit-verify {event.slug}-audit-pack.zip",
        inside=wording.inside_in_words(queries.count_inside(session, event.id), tells_names=tells_names),
        packs=[_pack(entry) for entry in queries.list_packs(session, event.id, most=_PACKS_SHOWN)],
    )


def _pack(entry: Entry) -> dict[str, Any]:
    return {"at": entry.at, "by": entry.actor_name, "seal": str(entry.changes["manifest_sha256"][1])}
