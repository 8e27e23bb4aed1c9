"""Printing: report with its annex, sign-in sheets of a day, badges, agenda. `python -m tests.bench.bench_documents`.

The bare limit is the same strings put straight onto a ReportLab canvas, one call each, in the same fonts and on as many
pages: no columns that fit, no marks, rules, codes or figures, nothing measured and nothing checked.
"""

import gc
import random
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial

from dialogues.core.tokens import BADGE_ALPHABET, BADGE_LENGTH
from dialogues.documents import agenda, attendance_report, badges, sign_in
from dialogues.documents.facts import AttendanceReportFacts, SignInFacts
from dialogues.documents.styles import A4, A4_WIDE
from tests.bench.bare_canvas import Row, bare, register
from tests.bench.measuring import Line, exponent, table, take_turns
from tests.documents.paper_facts import (
    ACCRA,
    FIRST,
    PRINTED,
    crowd,
    make_agenda_day,
    make_agenda_facts,
    make_report_facts,
    make_sign_in_facts,
)

MANY, FEW, ROOM = 6000, 600, 55
ANNEX_ROWS, SHEET_ROWS = 39, 12


def annex_rows(facts: AttendanceReportFacts) -> list[Row]:
    """The strings of the annex."""
    return [
        (str(number), person.name, person.organisation, person.sector, str(len(person.days)))
        for number, person in enumerate(facts.people, 1)
    ]


def sheet_rows(facts: SignInFacts) -> list[Row]:
    """The strings of a day's sheets."""
    return [
        (str(number), person.name, person.organisation, person.sector, person.phone_end)
        for number, person in enumerate(facts.people, 1)
    ]


def peak_mib(job: Callable[[], object]) -> float:
    """How much memory a job has in use at its worst, beyond what was there before."""
    gc.collect()
    tracemalloc.start()
    job()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def compare(job: str, ours: Callable[[int], bytes], bare_limit: Callable[[int], bytes], *, at_most_ms: float) -> Line:
    """Ours and the bare limit in turns, for few people and for many."""
    run = take_turns(
        {
            "ours": lambda: ours(MANY),
            "bare": lambda: bare_limit(MANY),
            "ours, few": lambda: ours(FEW),
        },
        budget_s=12,
    )
    mib, kib = peak_mib(lambda: ours(MANY)), len(ours(MANY)) / 1024
    return Line(
        f"{job}, {MANY:,} people ({mib:.0f} MiB at its peak, {kib:,.0f} KiB)",
        run.ms("ours"),
        run.ms("bare"),
        run.ratio("ours", "bare"),
        run.noise("ours", "bare"),
        at_most_ms,
        exponent(run.ms("ours"), run.ms("ours, few"), times=MANY / FEW),
    )


def report_line() -> Line:
    """The whole attendance report; the bare limit sets the strings of its annex alone."""
    facts = {size: make_report_facts(crowd(size)) for size in (MANY, FEW)}
    rows = {size: annex_rows(facts[size]) for size in (MANY, FEW)}
    return compare(
        "attendance report with annex, 4 days",
        lambda size: attendance_report.draw(facts[size]),
        lambda size: bare(rows[size], ANNEX_ROWS, A4, (16, 26, 83, 143, 190)),
        at_most_ms=800,
    )


def sheets_line() -> Line:
    """Sign-in sheets with all their codes; the bare limit has none."""
    facts = {size: make_sign_in_facts([name for name, *_ in crowd(size)]) for size in (MANY, FEW)}
    rows = {size: sheet_rows(facts[size]) for size in (MANY, FEW)}
    return compare(
        "sign-in sheets of a day, 500 pages",
        lambda size: sign_in.draw(facts[size]),
        lambda size: bare(rows[size], SHEET_ROWS, A4_WIDE, (16, 26, 83, 124, 138)),
        at_most_ms=3000,
    )


def badge_facts(rows: Sequence[tuple[str, str, str, str]]) -> badges.BadgeFacts:
    """A badge for each, with a code of its own that leads to an address."""
    signs = random.Random(7)  # the same codes in every run
    people = tuple(
        badges.BadgePerson(
            call=name.split()[0],
            name=name,
            code="".join(signs.choices(BADGE_ALPHABET, k=BADGE_LENGTH)),
            organisation=f"Office {number}",
            sector=sector,
            language="English",
        )
        for number, (name, sector, *_) in enumerate(rows, 1)
    )
    return badges.BadgeFacts(
        event_title="Tarkwa dialogue",
        zone=ACCRA,
        printed_at=PRINTED,
        people=people,
        base_url="https://dialogues.example",
    )


def badges_lines() -> list[Line]:
    """Badges of a large event and of a room; the bare limit sets their words and has no codes, marks or bands."""
    facts = {size: badge_facts(crowd(size)) for size in (MANY, FEW, ROOM)}
    rows = {
        size: [(one.call, one.name, one.organisation, one.sector, badges.short(one.code)) for one in facts[size].people]
        for size in facts
    }
    draw: dict[int, Callable[[], bytes]] = {size: partial(badges.draw, facts[size]) for size in facts}
    plain: dict[int, Callable[[], bytes]] = {
        size: partial(bare, rows[size], badges.ON_PAGE, A4, (16, 26, 83, 143, 175)) for size in facts
    }
    many = compare("badges with QR codes", lambda size: draw[size](), lambda size: plain[size](), at_most_ms=3000)
    run = take_turns({"ours": draw[ROOM], "bare": plain[ROOM]}, budget_s=3)
    few = Line(
        f"badges with QR codes, {ROOM} people",
        run.ms("ours"),
        run.ms("bare"),
        run.ratio("ours", "bare"),
        run.noise("ours", "bare"),
        60,
    )
    mib = peak_mib(draw[MANY])
    memory = Line(f"memory for {MANY:,} badges", mib, peak_mib(plain[MANY]), at_most_ms=300, unit="MiB")
    return [many, few, memory]


def agenda_line() -> Line:
    """Sixty agenda sessions on four days."""
    titles = [f"What stands in the way of a licence, part {n}" for n in range(15)]
    days = [make_agenda_day(*titles, day=FIRST.replace(day=FIRST.day + n)) for n in range(4)]
    facts = make_agenda_facts(*days)
    rows = [(f"{item.starts:%H:%M}", item.title, item.room) for day in days for item in day.items]
    run = take_turns(
        {
            "ours": lambda: agenda.draw(facts),
            "bare": lambda: bare(rows, 15, A4, (16, 37, 156)),
        },
        budget_s=3,
    )
    return Line(
        f"agenda, {len(rows)} sessions",
        run.ms("ours"),
        run.ms("bare"),
        run.ratio("ours", "bare"),
        run.noise("ours", "bare"),
        80,
    )


def run() -> list[Line]:
    """Each document beside the bare canvas."""
    register()
    return [report_line(), sheets_line(), *badges_lines(), agenda_line()]


if __name__ == "__main__":
    print(table(run()))
