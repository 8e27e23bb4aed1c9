"""The papers of sixty sessions on four days that are not the agenda itself. `python -m tests.bench.bench_plan_papers`.

The bare limit is the same as for the agenda: the hours, title and room of each session put straight onto a canvas.
"""

from collections.abc import Callable
from datetime import time

from dialogues.documents import door_signs, facilitator_day, rapporteur_sheet, reporting_back, run_sheet, wall_agenda
from dialogues.documents.plan_facts import OwnDaysFacts, PlanDay, PlanFacts, PlanItem, Step
from dialogues.documents.styles import A4
from tests.bench.bare_canvas import bare, register
from tests.bench.measuring import Line, table, take_turns
from tests.documents.paper_facts import ACCRA, FIRST, PRINTED

DAYS, A_DAY = 4, 15
AT_MOST_MS = 80
_TITLES = ("Opening", "What stands in the way of a licence", "Voices from the pits", "Groups: who fills the old pits?")
_ROOMS = ("Great room", "Veranda", "Library")


def item(day: int, place: int) -> PlanItem:
    """A session with all that a facilitator writes about one; every fifth is a break, every third in groups."""
    quiet = place % 5 == 4
    starts = time(8 + place * 35 // 60, place * 35 % 60)
    over = (place + 1) * 35
    return PlanItem(
        starts=starts,
        ends=time(8 + over // 60, over % 60),
        title="Tea" if quiet else f"{_TITLES[place % len(_TITLES)]}, part {place}",
        minutes=35,
        number="" if quiet else f"{day}.{place}",
        room=_ROOMS[place % len(_ROOMS)],
        room_name=_ROOMS[place % len(_ROOMS)],
        place="Bonsa Hall",
        quiet=quiet,
        has_groups=not quiet and place % 3 == 0,
        leads=() if quiet else ("Faraja Mrema", "Zanele Mokoena"),
        rapporteurs=() if quiet else ("Kojo Ampem",),
        aim="" if quiet else "Each group agrees on the three largest obstacles of its question.",
        steps=()
        if quiet
        else (
            Step(word="Do", text="Mixed groups of ten, each with an interpreter."),
            Step(word="Ask", text="What would you change with one signature?"),
            Step(word="Late", text="Skip the second round.", is_late=True),
        ),
        materials=() if quiet else ("Cards in three colours", "Tape"),
        notes="" if quiet else "No slides. Interpreters beside the speakers.",
        sheet_id="K7M2QX4R",
        part="Facilitator" if place % 2 else "",
    )


def plan() -> PlanFacts:
    """Four days of fifteen sessions each."""
    days = tuple(
        PlanDay(
            day=FIRST.replace(day=FIRST.day + n), number=n + 1, heading="Workshop · Bonsa Hall",
            items=tuple(item(n + 1, place) for place in range(A_DAY)),
        )
        for n in range(DAYS)
    )  # fmt: skip
    return PlanFacts(event_title="Tarkwa dialogue", zone=ACCRA, printed_at=PRINTED, days=days, edition="Edition 2")


def papers(facts: PlanFacts) -> dict[str, Callable[[], bytes]]:
    """Each paper by what it is called."""
    own = OwnDaysFacts(event_title=facts.event_title, zone=ACCRA, printed_at=PRINTED, people=(facts,))
    return {
        "run-sheet": lambda: run_sheet.draw(facts),
        "wall agenda": lambda: wall_agenda.draw(facts),
        "door signs": lambda: door_signs.draw(facts),
        "rapporteur's sheet": lambda: rapporteur_sheet.draw(facts),
        "reporting-back sheet": lambda: reporting_back.draw(facts),
        "a facilitator's own day": lambda: facilitator_day.draw(own),
    }


def run() -> list[Line]:
    """Each paper beside the bare canvas."""
    register()
    facts = plan()
    rows = [(f"{one.starts:%H:%M}", one.title, one.room) for day in facts.days for one in day.items]
    lines = []
    for name, draw in papers(facts).items():
        run = take_turns({"ours": draw, "bare": lambda: bare(rows, A_DAY, A4, (16, 37, 156))}, budget_s=3)
        job = f"{name}, {len(rows)} sessions"
        ours, least = run.ms("ours"), run.ms("bare")
        lines.append(Line(job, ours, least, run.ratio("ours", "bare"), run.noise("ours", "bare"), AT_MOST_MS))
    return lines


if __name__ == "__main__":
    print(table(run()))
