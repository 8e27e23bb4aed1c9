"""What the papers of those who run an agenda are told: run-sheets, walls, doors, rapporteurs."""

from dataclasses import dataclass, field, replace
from datetime import date, time

from dialogues.documents.facts import DocumentFacts


@dataclass(frozen=True, kw_only=True)
class Step:
    """A line of how a session is run: `Ask` and what to ask; the word may be missing."""

    word: str
    text: str
    is_late: bool = False  # what to do when time runs short; set apart


@dataclass(frozen=True, kw_only=True)
class PlanItem:
    """One agenda session with all that is planned for it."""

    starts: time  # by the clock on the wall
    ends: time
    title: str
    minutes: int
    second_title: str = ""  # the same in the second language
    number: str = ""  # 3.10; "" for breaks and travel
    room: str = ""  # room, then place where it is another one than most of the day
    room_name: str = ""  # the room alone, for its door
    place: str = ""
    quiet: bool = False  # a break or a journey
    has_groups: bool = False  # split into groups
    description: str = ""
    second_description: str = ""
    leads: tuple[str, ...] = ()  # who leads, facilitates or speaks; under the rule their parts, nobody's name
    rapporteurs: tuple[str, ...] = ()
    aim: str = ""
    steps: tuple[Step, ...] = ()
    materials: tuple[str, ...] = ()
    notes: str = ""
    is_under_rule: bool = False  # the Chatham House Rule: nobody is named
    sheet_id: str = ""  # of the sheet its groups report back with; "" where there is none
    part: str = ""  # what the person whose own sheet it is does in it; "" where they have no part


@dataclass(frozen=True, kw_only=True)
class PlanDay:
    """One day of the plan."""

    day: date
    number: int
    heading: str = ""  # what it is for, and where most of it happens
    items: tuple[PlanItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanFacts(DocumentFacts):
    """The plan of some days."""

    days: tuple[PlanDay, ...]
    second_language: str = ""
    second_event_title: str = ""
    contacts: tuple[str, ...] = ()  # lines: whom to call
    who: str = ""  # whose own sheet it is

    def of_day(self, day: PlanDay) -> "PlanFacts":
        """The same of one day."""
        return replace(self, days=(day,))


@dataclass(frozen=True, kw_only=True)
class OwnDaysFacts(DocumentFacts):
    """The own days of some people, one person after the other."""

    people: tuple[PlanFacts, ...] = field(default=())
