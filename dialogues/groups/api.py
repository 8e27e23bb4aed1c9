"""The API's addresses of breakout groups."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.core.api import list_answer, page_arguments
from dialogues.core.db import db
from dialogues.events.access import for_event, permissions_in
from dialogues.events.models import Event
from dialogues.groups import told_queries
from dialogues.groups.shapes import round_object

bp = Blueprint("groups_api", __name__, url_prefix="/api/v1")


@bp.get("/events/<slug>/groups")
@for_event(Permission.SEE_EVENT)
def list_groups(event: Event) -> ResponseReturnValue:
    """The rounds of groups that are published, a page at a time; drafts only for a token that may edit the agenda.

    Who sits where is for a token that may see names. Of a round under the Chatham House Rule nobody is named but to
    who may edit the agenda, as on its page. With `If-None-Match` an unchanged answer costs a line.
    """
    permissions = permissions_in(db.session(), current_viewer(), event)
    asked = page_arguments()
    rounds = told_queries.list_told_rounds(db.session(), event.id, with_drafts=Permission.EDIT_AGENDA in permissions)
    shown = rounds[asked.offset : asked.offset + asked.size]
    groups = told_queries.list_told_groups(db.session(), shown)
    rows = [round_object(event, one, groups[one.round.id], permissions) for one in shown]
    response = list_answer("rounds", rows, total=len(rounds), asked=asked)
    response.add_etag(weak=True)  # weak: it is packed on the way
    return response.make_conditional(request)
