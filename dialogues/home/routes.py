"""Pages of first page, search, history and health."""

from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer, may_everywhere, requires
from dialogues.audit import queries as audit
from dialogues.audit.wording import timeline
from dialogues.core import clock
from dialogues.core.db import db
from dialogues.core.web import page_number
from dialogues.events.access import for_event
from dialogues.events.models import Event
from dialogues.home import first_page, overview, queries, room_routes
from dialogues.home.checks import list_findings
from dialogues.home.forms import GuideForm

bp = Blueprint("home", __name__)
overview.add_pages(bp)
room_routes.add_pages(bp)

_UTC = ZoneInfo("UTC")


@bp.get("/")
def first() -> ResponseReturnValue:
    """Today's event and what needs doing; for a stranger, what this is and where to sign in."""
    viewer = current_viewer()
    now = clock.now()
    if not viewer.is_authenticated:
        coming = queries.list_public_events(db.session(), from_day=now.date())
        return render_template("home/welcome.html", coming=coming)
    return render_template("home/first.html", **first_page.facts(db.session(), viewer, now=now))


@bp.get("/search")
@requires(Permission.SEE_PROGRAMME)
def search() -> ResponseReturnValue:
    """Events, people and organisations whose names hold every typed word."""
    viewer = current_viewer()
    text = request.args.get("q", "")[:200]
    sees_directory = may_everywhere(viewer, Permission.SEE_DIRECTORY)
    found = queries.search(db.session(), viewer, text, sees_directory=sees_directory)
    return render_template("home/search.html", text=text, found=found)


@bp.get("/history")
@requires(Permission.MANAGE_USERS)
def history() -> ResponseReturnValue:
    """Everything that was done, newest first."""
    entries = audit.list_entries(db.session(), page=page_number())
    return render_template("home/history.html", entries=entries, items=timeline(entries.rows, _UTC))


@bp.get("/events/<slug>/history")
@for_event(Permission.SEE_HISTORY)
def event_history(event: Event) -> ResponseReturnValue:
    """What was done in one event, newest first, by the clock of its venue."""
    entries = audit.list_entries(db.session(), event_id=event.id, page=page_number())
    items = timeline(entries.rows, event.zone)
    return render_template("home/event_history.html", event=event, entries=entries, items=items)


@bp.get("/health")
@requires(Permission.MANAGE_USERS)
def health() -> ResponseReturnValue:
    """What was looked at here, and what is wrong."""
    return render_template("home/health.html", findings=list_findings(current_app, db.session()))


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """`ok` while the database answers; for programs that watch the server."""
    db.session.connection().exec_driver_sql("SELECT 1")
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/style-guide")
@requires(Permission.MANAGE_USERS)
def style_guide() -> ResponseReturnValue:
    """Every component with invented facts."""
    return render_template("style_guide.html", form=GuideForm())
