"""Facts for documents, made of few words: the tests write only what matters to them. All people are invented."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dialogues.documents.facts import (
    AgendaDay,
    AgendaFacts,
    AgendaItem,
    AnnexPerson,
    AttendanceReportFacts,
    Presence,
    SignInDay,
    SignInFacts,
    SignInPerson,
)
from dialogues.people.sectors import Gender, Sector
from dialogues.reports.rules import Alike, Counted, DayKept, count

ACCRA = ZoneInfo("Africa/Accra")
FIRST = date(2016, 1, 19)  # a Tuesday
PRINTED = datetime(2016, 1, 25, 9, 10, tzinfo=UTC)

# One sign a day: P whole day, a morning, p afternoon, e excused, - absent, . nothing recorded.
SIGNS = {
    "P": (Presence.WHOLE, 0b0101),
    "a": (Presence.MORNING, 0b0001),
    "p": (Presence.AFTERNOON, 0b0100),
    "e": (Presence.EXCUSED, 0b1010),
    "-": (Presence.ABSENT, 0b1111),
    ".": (Presence.NOT_RECORDED, 0b0000),
}
GENDERS = {"w": Gender.WOMAN, "m": Gender.MAN, "o": Gender.OTHER, "?": Gender.NOT_STATED}

Row = tuple[str, str, str, str]  # name, sector, gender, days

# The sixteen people most tests print.
PEOPLE: tuple[Row, ...] = (
    ("Efua Dɔnkor-Mensima", "GOV", "w", "PPPP"),
    ("Selorm Kɔdzo Agbeƒia", "GOV", "m", "-PPP"),
    ("Dzifa Ʋinyo Ametefi", "GOV", "w", "--PP"),
    ("Akosua Frimpomaa Ɔbenewaa", "GOV", "w", "PPPP"),
    ("Araba Sessah", "CSO", "w", "PPPP"),
    ("Jonas Ekow Mbrah", "CSO", "m", "--PP"),
    ("Prof. Amma Kyerewaa Dwumfuoaa", "ACA", "w", "PPPP"),
    ("Rita Sɛnyo Ɣeli", "ACA", "?", "PPPa"),
    ("Augustine Blay Miezan", "IND", "m", "PP--"),
    ("Kwabena Atta Dapaah", "IND", "m", "PPPP"),
    ("Atta", "MIN", "m", "PPPP"),
    ("Gifty Aku Ŋmɛnsa", "MIN", "w", "PPPp"),
    ("Daniel Owusu Apaw", "MIN", "m", "----"),
    ("Faustina Ɖeka Agbenyefia", "MIN", "w", "eePP"),
    ("Nana Akyampon Benie III", "OTH", "m", "PPPP"),
    ("Hawa Adisa", "OTH", "o", "PPPP"),
)
NAMES = tuple(name for name, *_ in PEOPLE)


def crowd(people: int) -> tuple[Row, ...]:
    """So many people with names of their own."""
    return tuple(
        (f"{name} {number}", sector, gender, days)
        for number, (name, sector, gender, days) in zip(range(people), _repeated(people), strict=False)
    )


def counted(rows: Sequence[Row], days: int) -> Counted:
    """The figures of these people, counted as the reports count them."""
    alike = Counter((sector, gender, states) for _, sector, gender, states in rows)
    people = [
        Alike(Sector(sector), GENDERS[gender], None, True, False, None, None, _bits(states), number)
        for (sector, gender, states), number in alike.items()
    ]
    return count(people, [DayKept(FIRST + timedelta(n), is_closed=False) for n in range(days)])


def make_report_facts(rows: Sequence[Row] = PEOPLE, *, days: int = 4, **changed: Any) -> AttendanceReportFacts:
    facts: dict[str, Any] = {
        "event_title": "Action dialogue on small-scale mining",
        "place": "Tarkwa, Ghana",
        "zone": ACCRA,
        "printed_at": PRINTED,
        "as_of": datetime(2016, 1, 25, 9, 0, tzinfo=UTC),
        "version": 2,
        "first_day": FIRST,
        "last_day": FIRST + timedelta(max(days - 1, 0)),
        "figures": counted(rows, days),
        "people": tuple(
            AnnexPerson(
                name=name,
                organisation=f"Office {number}",
                sector=Sector(sector),
                days=tuple(SIGNS[sign][0] for sign in states),
            )
            for number, (name, sector, _, states) in enumerate(rows, 1)
        ),
    }
    return AttendanceReportFacts(**(facts | changed))


def make_sign_in_facts(names: Sequence[str] = NAMES, **changed: Any) -> SignInFacts:
    facts: dict[str, Any] = {
        "event_title": "Action dialogue on small-scale mining",
        "place": "Tarkwa, Ghana",
        "zone": ACCRA,
        "printed_at": PRINTED,
        "version": 3,
        "days": (SignInDay(day=date(2016, 1, 21), number=3, sheet_id="K7M2QX4R", place="Main hall"),),
        "days_in_event": 4,
        "people": tuple(
            SignInPerson(name=name, organisation=f"Office {n}", sector="MIN", phone_end=f"{n:04}")
            for n, name in enumerate(names, 1)
        ),
        "keep_until": date(2021, 1, 31),
    }
    return SignInFacts(**(facts | changed))


def make_agenda_item(title: str, start: str = "09:00", end: str = "10:00", **changed: Any) -> AgendaItem:
    return AgendaItem(starts=time.fromisoformat(start), ends=time.fromisoformat(end), title=title, **changed)


def make_agenda_day(*titles: str, day: date = FIRST, **changed: Any) -> AgendaDay:
    """A day with one item an hour, from eight o'clock on."""
    items = tuple(
        make_agenda_item(title, f"{8 + n % 12:02}:00", f"{8 + n % 12:02}:50", number=f"1.{n + 1}", room="Main hall")
        for n, title in enumerate(titles)
    )
    return AgendaDay(day=day, items=items, **changed)


def make_agenda_facts(*days: AgendaDay, **changed: Any) -> AgendaFacts:
    facts: dict[str, Any] = {
        "event_title": "Action dialogue on small-scale mining",
        "place": "Tarkwa, Ghana",
        "zone": ACCRA,
        "printed_at": PRINTED,
        "version": 3,
        "days": days or (make_agenda_day("Opening", "The licence", "What we saw"),),
        "directions": "Main hall, up the hill past the post office.",
        "internet": "Network dialogue. English and Twi.",
        "help": "Desk 020 000 0101.",
        "live_url": "https://dialogues.example/e/ghana-2016/agenda",
    }
    return AgendaFacts(**(facts | changed))


def _repeated(people: int) -> list[Row]:
    return [PEOPLE[number % len(PEOPLE)] for number in range(people)]


def _bits(states: str) -> int:
    return sum(SIGNS[sign][1] << 4 * n for n, sign in enumerate(states))
