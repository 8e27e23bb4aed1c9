"""The check-in desk: one field, Enter, next.

The same address answers a browser without script with whole pages and the desk's script with fragments: the header
`X-Fragment` names the piece of the page it wants.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dialogues.accounts.access import Permission, current_viewer
from dialogues.attendance import desk_queries, device_queries, group_queries, queries, rules, services
from dialogues.attendance.book_services import Person
from dialogues.attendance.forms import Arrival
from dialogues.attendance.models import PART_NAMES, HalfState, MarkSource, Part
from dialogues.attendance.queries import Day
from dialogues.core import clock, formats
from dialogues.core.db import db, unit_of_work
from dialogues.core.errors import DomainError, NotFoundHere
from dialogues.core.folding import fold
from dialogues.core.i18n import _, _n, current_language, translated
from dialogues.core.web import back_to, flash_undo
from dialogues.events.access import for_event, may_in
from dialogues.events.models import Event
from dialogues.people.contact import figures_of
from dialogues.people.sectors import SECTOR_NAMES
from dialogues.registration import queries as registrations
from dialogues.registration.models import STATUS_NAMES
from dialogues.registration.queries import Found

SHOWN = 8  # people in the list of results: what fits on a laptop without scrolling
FRAGMENT = "X-Fragment"


@dataclass(frozen=True)
class Desk:
    """What the desk is set to: a day of the event and a part of it."""

    event: Event
    days: list[Day]
    day: Day
    part: Part

    def url(self, endpoint: str = ".desk", **more: Any) -> str:
        """An address of the desk that keeps day and part."""
        return url_for(endpoint, slug=self.event.slug, **{"day": self.day.day, "part": self.part.value, **more})

    def kept(self) -> dict[str, Any]:
        """What leads back to the desk as it was set."""
        return {"slug": self.event.slug, "day": self.day.day.isoformat(), "part": self.part.value}


def read_desk(event: Event) -> Desk | None:
    """The desk as the address says: the day, else today or the nearest; the part, else what the clock says there."""
    days = queries.list_days(db.session(), event.id)
    now = clock.now()
    asked = request.args.get("day")
    day = (
        next((one for one in days if one.day.isoformat() == asked), None)
        if asked
        else queries.nearest_day(days, clock.day_in(event.zone, now))
    )
    if day is None:
        if asked:
            raise NotFoundHere
        return None
    part = request.args.get("part")
    if part in set(Part) and (day.has_halves or part == Part.WHOLE):
        return Desk(event, days, day, Part(part))
    return Desk(event, days, day, rules.offered_part(now, day=day.day, zone=event.zone, has_halves=day.has_halves))


@for_event(Permission.MARK_ATTENDANCE)
def desk(event: Event) -> ResponseReturnValue:
    """Find somebody and mark them present; empty until one searches."""
    here = read_desk(event)
    if here is None:
        return render_template(
            "attendance/no_days.html", event=event, may_edit=may_in_event(Permission.EDIT_EVENT, event)
        )
    if request.method == "POST":
        return _mark_arrival(here)
    fragment = request.headers.get(FRAGMENT)
    if fragment == "results":
        return piece("_results.html", **_results(here))
    if fragment == "aside":
        return piece("_aside.html", **_aside(here))
    return _page(here)


def piece(name: str, **facts: Any) -> str:
    """A piece of the page, drawn without what only whole pages need (menus, who reads, in which theme)."""
    return current_app.jinja_env.get_template(f"attendance/{name}").render(facts)


def _page(here: Desk, *, answer: dict[str, Any] | None = None, status: int = 200) -> ResponseReturnValue:
    now = clock.now()
    page = render_template(
        "attendance/desk.html",
        **_results(here),
        **_aside(here),
        here=here,
        answer=answer,
        now=now,
        today=clock.day_in(here.event.zone, now),
        part_name=_(PART_NAMES[here.part]),
        parts=_parts(here),
        days=_days(here),
        phones=device_queries.find_door(db.session(), here.event.id),
        may_close=may_in_event(Permission.CORRECT_ATTENDANCE, here.event),
        scan=_fields(),
    )
    return page, status


def may_in_event(permission: Permission, event: Event) -> bool:
    """Whether the reader may do this in the event."""
    return may_in(current_viewer(), permission, event)


def _mark_arrival(here: Desk) -> ResponseReturnValue:
    sent = Arrival.sent(request.form)
    wanted = services.NewMark(
        id=sent.mark_id,
        day=here.day.day,
        source=MarkSource.QR if sent.badge_code else MarkSource.DESK,
        registration_id=sent.registration_id,
        badge_code=sent.badge_code,
        part=here.part,
    )
    event_id, zone, actor, now, kept = here.event.id, here.event.zone, current_viewer().actor, clock.now(), here.kept()
    is_fragment = request.headers.get(FRAGMENT) == "answer"
    undo = here.url(".take_back", mark_id=wanted.id)
    try:
        with unit_of_work() as session:
            result = services.mark(session, wanted, event_id=event_id, actor=actor, at=now)
    except DomainError as error:
        refused: dict[str, Any] = {"refusal": translated(error), "person": None}
        if is_fragment:
            return piece("_answer.html", answer=refused), 422
        return _page(here, answer=refused, status=422)
    person = result.person
    if person is None:
        raise NotFoundHere
    is_new = result.outcome is not services.Outcome.ALREADY_IN
    since = result.after.first_seen_at or now
    words = _("%(name)s is in.", name=person.full_name)
    if not is_new:
        time = formats.time_text(since, zone, locale=current_language())
        words = _("%(name)s has been in since %(time)s.", name=person.full_name, time=time)
    if is_fragment:
        return piece("_answer.html", answer=arrived(person, words, undo=undo if is_new else None))
    if is_new:
        flash_undo(words, url=undo, label=_("Undo"))
    else:
        flash(words)
    return back_to(".desk", **kept)


@for_event(Permission.MARK_ATTENDANCE)
def take_back(event: Event, mark_id: uuid.UUID) -> ResponseReturnValue:
    """Take back an arrival: the day is again what it was before it."""
    here = read_desk(event)
    if here is None:
        raise NotFoundHere
    event_id, kept = event.id, here.kept()
    is_fragment = request.headers.get(FRAGMENT) == "answer"
    try:
        with unit_of_work() as session:
            result = services.take_back(
                session, mark_id, event_id=event_id, actor=current_viewer().actor, at=clock.now()
            )
    except DomainError as error:
        if isinstance(error, NotFoundHere):
            raise
        if is_fragment:
            answer = {"refusal": translated(error), "person": None}
            return piece("_answer.html", answer=answer), 422
        flash(translated(error), "warning")
        return back_to(".desk", **kept)
    words = _("That is taken back.")
    if result.person is not None:
        words = _("The mark of %(name)s is taken back.", name=result.person.full_name)
    if is_fragment:
        answer = {"refusal": None, "person": None, "words": words}
        return piece("_answer.html", answer=answer)
    flash(words)
    return back_to(".desk", **kept)


def arrived(person: Person, words: str, *, undo: str | None, warning: str | None = None) -> dict[str, Any]:
    """What the desk says of somebody who has just come, with the way back and what is to be known beside it."""
    return {
        "refusal": None,
        "person": person,
        "sector_name": _(SECTOR_NAMES[person.sector]),
        "words": words,
        "undo": undo,
        "warning": warning,
    }


def _results(here: Desk) -> dict[str, Any]:
    """Who was found, as the list of results takes them."""
    q = request.args.get("q", "").strip()
    session, badge = db.session(), rules.read_badge(q)
    if badge:
        holder = registrations.find_by_badge(session, here.event.id, badge)
        found = [holder] if holder else []
    else:
        found = _by_short_code(here, q) or registrations.search(
            session, here.event.id, q, SHOWN + 1, by_phone=may_in_event(Permission.SEE_PARTICIPANTS, here.event)
        )
    states = desk_queries.find_states(session, day_id=here.day.id, registration_ids=[one.id for one in found])
    names = [fold(one.full_name) for one in found]
    is_doubtful = len(names) > 1 and names.count(names[0]) > 1
    results = [_result(here, one, states[one.id]) for one in found[:SHOWN]]
    if results and not here.day.is_closed and found[0].is_confirmed and not is_doubtful:
        results[0]["is_armed"] = True
    can_add = bool(fold(q)) and not badge and not figures_of(q) and not here.day.is_closed
    return {
        "q": q,
        "results": results,
        "is_doubtful": is_doubtful,
        "is_unknown_badge": bool(badge) and not found,
        "has_more": len(found) > SHOWN,
        "walk_in": {"url": here.url(".walk_in", name=q), "label": _("Add %(words)s as a walk-in", words=q)}
        if can_add
        else None,
    }


def _by_short_code(here: Desk, q: str) -> list[Found]:
    """Whose short code this is, if it is one; a double name may look like one and is then searched as a name."""
    code = rules.read_short_code(q)
    holder = registrations.find_by_short_code(db.session(), here.event.id, code) if code else None
    return [holder] if holder else []


def _result(here: Desk, one: Found, state: rules.State) -> dict[str, Any]:
    """One person found: what tells equal names apart, and whether they are in."""
    return {
        "name": f"{one.honorific} {one.full_name}" if one.honorific else one.full_name,
        "sector": one.sector.value,
        "sector_name": _(SECTOR_NAMES[one.sector]),
        "sub": one.organisation_name or "",
        "url": here.url(),
        "fields": _fields(one.id),
        "state": _state_words(here, state),
        "trouble": None if one.is_confirmed else _(STATUS_NAMES[one.status]),
        "stand_in": here.url(".stand_in", registration_id=one.id)
        if one.is_confirmed and not here.day.is_closed and HalfState.PRESENT not in (state.morning, state.afternoon)
        else None,
        "is_armed": False,
    }


def _state_words(here: Desk, state: rules.State) -> str | None:
    """Whether somebody is in, in words: since when, or in which half alone."""
    in_morning, in_afternoon = (half is HalfState.PRESENT for half in (state.morning, state.afternoon))
    if in_morning or in_afternoon:
        if state.first_seen_at is None:
            return None
        time = formats.time_text(state.first_seen_at, here.event.zone, locale=current_language())
        if in_morning and in_afternoon:
            return _("In since %(time)s", time=time)
        if in_morning:
            return (
                _("In the morning, since %(time)s", time=time)
                if here.day.has_halves
                else _("In since %(time)s", time=time)
            )
        return _("In the afternoon, since %(time)s", time=time)
    if HalfState.EXCUSED in (state.morning, state.afternoon):
        return _("Excused")
    return None


def _fields(registration_id: int | None = None) -> dict[str, str]:
    """What each form of the desk sends along; every form has a mark's id of its own."""
    return {"registration_id": str(registration_id or ""), "badge": "", "mark_id": str(uuid.uuid4())}


def _aside(here: Desk) -> dict[str, Any]:
    """How many are in, and the last ones who came."""
    session, zone = db.session(), here.event.zone
    sectors = desk_queries.count_sectors(session, here.event.id, day=here.day, part=here.part)
    present, expected = sum(one.present for one in sectors), sum(one.expected for one in sectors)
    return {
        "to_come": _to_come_words(expected - present),
        "present": present,
        "expected": expected,
        "missing_url": here.url(".missing"),
        "groups": [
            {
                "time": formats.time_text(group.made_at, zone, locale=current_language()),
                "name": _("%(label)s, %(number)s people", label=group.label, number=number),
                "undo_url": here.url(".take_back_group", arrival_id=group.id),
            }
            for group, number in group_queries.list_groups(session, here.day.id)
        ],
        "group_url": None if here.day.is_closed else here.url(".mark_group"),
        "sectors": [
            {
                "code": one.sector.value,
                "name": _(SECTOR_NAMES[one.sector]),
                "present": one.present,
                "expected": one.expected,
            }
            for one in sectors
        ],
        "arrivals": [
            {
                "time": formats.time_text(one.recorded_at, zone, locale=current_language()),
                "name": one.full_name,
                "undo_url": here.url(".take_back", mark_id=one.mark_id),
            }
            for one in desk_queries.list_arrivals(session, day_id=here.day.id)
        ],
    }


def _to_come_words(number: int) -> str:
    if not number:
        return _("Nobody is missing.")
    words = formats.number_text(number, locale=current_language())
    return _n("One is to come.", "%(number)s are to come.", number, number=words)


def _parts(here: Desk) -> list[dict[str, Any]]:
    if not here.day.has_halves:
        return []
    return [
        {"label": _(PART_NAMES[part]), "url": here.url(part=part.value), "is_current": part is here.part}
        for part in Part
    ]


def _days(here: Desk) -> list[dict[str, Any]]:
    return [
        {
            "label": formats.short_day_text(day.day, locale=current_language()),
            "url": url_for(".desk", slug=here.event.slug, day=day.day),
            "is_current": day.id == here.day.id,
        }
        for day in here.days
    ]


def add_pages(bp: Blueprint) -> None:
    """Give the addresses of the desk to the blueprint of attendance."""
    base = "/events/<slug>/desk"
    bp.add_url_rule(base, view_func=desk, methods=["GET", "POST"])
    bp.add_url_rule(f"{base}/take-back/<uuid:mark_id>", view_func=take_back, methods=["POST"])
