"""The page that says where the record of an event looks doubtful."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import warning_queries
from dialogues.attendance.models import MARK_SOURCE_NAMES, PART_NAMES, Mark
from dialogues.attendance.queries import Day
from dialogues.attendance.warning_rules import delay, is_late
from dialogues.core import formats
from dialogues.core.db import db
from dialogues.core.i18n import _, _n, current_language
from dialogues.events.access import for_event, may_in, visible_to
from dialogues.events.models import Event


@for_event(Permission.CORRECT_ATTENDANCE)
def warnings(event: Event) -> ResponseReturnValue:
    """What an auditor would ask about: nothing of it is wrong by itself."""
    session = db.session()
    found = warning_queries.list_warnings(session, event)
    elsewhere = {one.other_event_id for one in found.same_person} | {one.other_event_id for one in found.same_device}
    titles = _titles(elsewhere.union(*(one.other_event_ids for one in found.same_contact)))
    language = current_language()
    shown = warning_queries.SHOWN_MAX
    return render_template(
        "attendance/warnings.html",
        event=event,
        found=found,
        shown=shown,
        same_person=[{"row": one, "other": titles[one.other_event_id]} for one in found.same_person[:shown]],
        same_contact=[
            {
                "row": one,
                "days": formats.listing_text(
                    [formats.short_day_text(day, locale=language) for day in one.days], locale=language
                ),
                "others": sorted({titles[number] for number in one.other_event_ids}),
            }
            for one in found.same_contact[:shown]
        ],
        same_device=[{"row": one, "other": titles[one.other_event_id]} for one in found.same_device[:shown]],
        late=[
            {"row": one, "after": after_in_words(one.after), "source": _(MARK_SOURCE_NAMES[one.source])}
            for one in found.late
        ],
        bulk=[
            {
                "row": one,
                "count": one.marks,
                "span": _n("within %(num)d second", "within %(num)d seconds", max(1, one.last_at_s - one.first_at_s)),
                "source": _(MARK_SOURCE_NAMES[one.source]),
            }
            for one in found.bulk[:shown]
        ],
        groups=[{"row": one, "count": number, "part": _(PART_NAMES[one.part])} for one, number in found.groups[:shown]],
        sees_contact=may_in(current_viewer(), Permission.SEE_PARTICIPANTS, event),
    )


def _titles(wanted: set[int]) -> dict[int, str]:
    """What the other events are called; of those that the reader may not see nothing is told."""
    chosen = sa.select(Event.id, Event.title).where(Event.id.in_(wanted), visible_to(current_viewer()))
    known = dict(db.session().execute(chosen).all()) if wanted else {}
    return {number: known.get(number) or str(_("an event that you may not see")) for number in wanted}


def after_in_words(after: timedelta) -> str:
    """How long after, in the largest whole unit that says it."""
    minutes = max(1, int(after.total_seconds() // 60))
    if minutes < 120:
        return str(_n("%(num)d minute late", "%(num)d minutes late", minutes))
    hours = minutes // 60
    if hours < 72:
        return str(_n("%(num)d hour late", "%(num)d hours late", hours))
    return str(_n("%(num)d day late", "%(num)d days late", hours // 24))


def late_in_words(mark: Mark, day: Day, event: Event) -> str | None:
    """How late a mark was recorded, in words; None where it was not."""
    after = delay(mark.recorded_at, mark.seen_at, mark.clock_offset_s, day=day.day, zone=event.zone)
    return after_in_words(after) if is_late(after, mark.recorded_at, day.closed_at) else None


def add_pages(bp: Blueprint) -> None:
    """Give the address of the warnings to the blueprint of attendance."""
    bp.add_url_rule("/events/<slug>/attendance/warnings", view_func=warnings, methods=["GET"])
