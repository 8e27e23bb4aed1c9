"""Pages that people wait for: list, search, agenda, public page, report. `python -m tests.bench.bench_pages`."""

import time
from datetime import timedelta
from functools import partial

from dialogues.core import clock
from dialogues.core.db import unit_of_work
from dialogues.events.rules import DayTemplate
from dialogues.events.services import EventDetails, add_event
from dialogues.registration.public_form_services import FormDetails, set_public_form
from dialogues.registration.public_page import first_wordings
from dialogues.registration.question_kinds import QuestionKind
from dialogues.registration.question_services import QuestionDetails, add_question
from tests.bench.big_event import ACTOR, MADE_AT
from tests.bench.measuring import Line
from tests.bench.scene import Scene, alone

# What the bare views take on the small laptop for which the milliseconds are asked, while it does nothing else.
_BARE_LIST_MS, _BARE_SEARCH_MS, _BARE_AGENDA_MS, _BARE_REPORT_MS = 3.4, 1.9, 3.4, 10.5

_LIST = "/events/{}/participants?sector=MIN&sort=organisation&page=2"
_ARRANGED = _LIST + "&gender=woman&columns=position,stakeholder_group,phone,email,language,role,source,registered_on"
_FILTERED = "/events/{}/participants?sector=MIN&page=2"


def run(scene: Scene) -> list[Line]:
    """Each page by a signed-in organiser, packed as browsers ask for it."""
    reader, bare = scene.reader, scene.bare
    desks = {slug: f"/events/{slug}/desk?day={day}&part=whole_day" for slug, day in scene.open_days.items()}
    compare = partial(scene.compare, clock=time.process_time)
    form = _open_form(scene)
    return [
        compare(
            "list of participants, 50, filtered",
            lambda slug: reader.get(_FILTERED.format(slug)),
            lambda slug: bare.get(_FILTERED.format(slug)),
            at_most_ms=20,
            bare_alone_ms=_BARE_LIST_MS,
        ),
        compare(
            "the same, sorted by organisation",
            lambda slug: reader.get(_LIST.format(slug)),
            lambda slug: bare.get(_FILTERED.format(slug)),
            at_most_ms=20,
            bare_alone_ms=_BARE_LIST_MS,
        ),
        compare(
            "the same, by gender too, in eight columns",
            lambda slug: reader.get(_ARRANGED.format(slug)),
            lambda slug: bare.get(_FILTERED.format(slug)),
            at_most_ms=20,
            bare_alone_ms=_BARE_LIST_MS,
        ),
        compare(
            "list of participants as it opens, by name",
            lambda slug: reader.get(f"/events/{slug}/participants"),
            lambda slug: bare.get(_FILTERED.format(slug)),
            at_most_ms=20,
            bare_alone_ms=_BARE_LIST_MS,
        ),
        compare(
            "list: find a name",
            lambda slug: reader.get(f"/events/{slug}/participants?q=akos+daR"),
            lambda slug: bare.get(f"/events/{slug}/desk?q=akos&day=1"),
            at_most_ms=12,
            bare_alone_ms=_BARE_SEARCH_MS,
        ),
        compare(
            "desk: find a name as it is typed",
            lambda slug: reader.get(f"{desks[slug]}&q=3si", x_fragment="results"),
            lambda slug: bare.get(f"/events/{slug}/desk?q=esi&day=1"),
            at_most_ms=12,
            bare_alone_ms=_BARE_SEARCH_MS,
        ),
        compare(
            "desk: the whole page",
            lambda slug: reader.get(desks[slug]),
            None,
        ),
        compare(
            "agenda of 60 sessions",
            lambda slug: reader.get(f"/events/{slug}/agenda"),
            lambda slug: bare.get(f"/events/{slug}/agenda"),
            at_most_ms=25,
            bare_alone_ms=_BARE_AGENDA_MS,
        ),
        compare(
            "public page of the event",
            lambda slug: reader.get(f"/e/{slug}"),
            lambda slug: bare.get(f"/e/{slug}"),
            at_most_ms=10,
            bare_alone_ms=_BARE_AGENDA_MS,
        ),
        compare(
            "public registration form",
            lambda _slug: reader.get(form),
            lambda slug: bare.get(f"/e/{slug}"),
            at_most_ms=10,
            bare_alone_ms=_BARE_AGENDA_MS,
        ),
        compare(
            "attendance report as a page",
            lambda slug: reader.get(f"/events/{slug}/report"),
            lambda slug: bare.get(f"/events/{slug}/report"),
            at_most_ms=130,
            bare_alone_ms=_BARE_REPORT_MS,
        ),
        compare(
            "overview of the event",
            lambda slug: reader.get(f"/events/{slug}"),
            lambda slug: bare.get(f"/events/{slug}/report"),
            at_most_ms=150,
            bare_alone_ms=_BARE_REPORT_MS,
        ),
        compare(
            "what looks doubtful about attendance",
            lambda slug: reader.get(f"/events/{slug}/attendance/warnings"),
            lambda slug: bare.get(f"/events/{slug}/report"),
            at_most_ms=80,
            bare_alone_ms=_BARE_REPORT_MS,
        ),
        compare("grid of people and days", lambda slug: reader.get(f"/events/{slug}/attendance"), None),
    ]


def _open_form(scene: Scene) -> str:
    """The address of an open form with six questions, of an event that is still ahead."""
    day = clock.now().date() + timedelta(days=30)
    with scene.app.app_context(), unit_of_work() as session:
        details = EventDetails(title="Ahead", slug="ahead", starts_on=day, ends_on=day, country="GH", place="Tarkwa")
        event = add_event(session, details, template=DayTemplate.WORKSHOP, actor=ACTOR, at=MADE_AT)
        event.is_public = True
        settings = FormDetails(is_offered=True, opens_at=None, closes_at=None, needs_approval=False)
        wordings = first_wordings()
        set_public_form(session, event, settings, first_wordings=wordings, version=0, actor=ACTOR, at=MADE_AT)
        for number, kind in enumerate((*QuestionKind, QuestionKind.CHOICE)):
            question = QuestionDetails(kind=kind, label=f"Question {number}", options=("Twi", "Wassa", "French"))
            add_question(session, event, question, actor=ACTOR, at=MADE_AT)
    return "/e/ahead/register"


if __name__ == "__main__":
    alone(run)
