"""What the documents are told. Plain values: whoever asks the database fills them, the documents only print.

Names are printed as they are given, so honorifics belong in them and people come in the order of the paper.
Every figure comes counted from the reports; the attendance report checks that its list of names agrees with them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from dialogues.attendance.rules import HalfState, MarkSource
from dialogues.documents.letterhead_facts import NO_LETTERHEAD, PaperLetterhead
from dialogues.documents.option_rules import Pages
from dialogues.people.sectors import Sector
from dialogues.reports.figures import GroupLine
from dialogues.reports.rules import Continuity, Counted, DayFigures, FourNumbers

Paper = Literal["A4", "letter", "A3"]  # A3 is for walls and doors; what has no sheet of that size takes A4
PAPERS: dict[str, Paper] = {"A4": "A4", "letter": "letter", "A3": "A3"}


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """What every sheet of paper says about itself."""

    event_title: str
    place: str = ""  # town, region, country, as one line
    zone: ZoneInfo  # of the event; all times on the paper are by its clocks
    printed_at: datetime  # aware
    version: int | None = None
    edition: str = ""  # of the agenda: "Edition 3, 24 Nov 2026", or that it is not published
    note: str = ""  # in the foot of each page, for example that the data are invented
    language: str = "en"
    paper: Paper = "A4"
    letterhead: PaperLetterhead = NO_LETTERHEAD  # on the papers that have a place for it
    pages: Pages | None = None  # which of its pages are printed; None: all


# ---------------------------------------------------------------- agenda
@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """One line of a day: an agenda session, or a quiet one (break, meal, bus) that is set without weight."""

    starts: time  # by the clock on the wall
    ends: time
    title: str
    second_title: str = ""  # the same in the second language
    number: str = ""  # 3.10: day and place in the day
    people: tuple[str, ...] = ()  # who leads or speaks, in the order to print
    room: str = ""
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class AgendaDay:
    """One day of the agenda."""

    day: date
    heading: str = ""  # where most of it happens, or what it is about
    items: tuple[AgendaItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgendaFacts(DocumentFacts):
    """The participants' agenda. The three texts at the foot are left out where they are empty."""

    days: tuple[AgendaDay, ...]
    second_event_title: str = ""
    second_language: str = ""
    convener: str = ""
    directions: str = ""
    internet: str = ""  # network and password, languages spoken
    help: str = ""  # telephone of the desk, quiet room, step-free way
    live_url: str = ""  # the agenda as it stands now; printed as a code


# ---------------------------------------------------------------- sign-in sheet
@dataclass(frozen=True, kw_only=True)
class SignInPerson:
    """One row of a sign-in sheet."""

    name: str
    organisation: str = ""
    sector: str = ""  # its code
    phone_end: str = ""  # the last four digits, never more


@dataclass(frozen=True, kw_only=True)
class SignInDay:
    """One day of a sign-in sheet: a set of pages of its own."""

    day: date
    number: int  # third day of ...
    sheet_id: str  # eight signs of marks.ALPHABET that no other sheet has
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class SignInFacts(DocumentFacts):
    """Sign-in sheets for one or more days; people have the same row on each of them."""

    days: tuple[SignInDay, ...]
    days_in_event: int
    people: tuple[SignInPerson, ...]
    walk_in_rows: int = 6  # at least so many empty rows; the last page is filled up
    keep_until: date | None = None  # when the entries are removed, as the consent line says
    second_language: str = ""
    upright: bool = False  # portrait: more rows, narrower cells


# ---------------------------------------------------------------- attendance report
class Presence(StrEnum):
    """What is known of one person on one day."""

    WHOLE = "whole"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EXCUSED = "excused"
    ABSENT = "absent"
    NOT_RECORDED = "not_recorded"


THERE = frozenset({Presence.WHOLE, Presence.MORNING, Presence.AFTERNOON})


def presence(morning: HalfState, afternoon: HalfState) -> Presence:
    """The two halves of a day as the one sign that is printed for it."""
    halves = (morning, afternoon)
    if HalfState.PRESENT in halves:
        if morning == afternoon:
            return Presence.WHOLE
        return Presence.MORNING if morning == HalfState.PRESENT else Presence.AFTERNOON
    if HalfState.EXCUSED in halves:
        return Presence.EXCUSED
    return Presence.ABSENT if HalfState.ABSENT in halves else Presence.NOT_RECORDED


@dataclass(frozen=True, kw_only=True)
class AnnexPerson:
    """One registered participant and what is known of each day, in the order of the days of the figures.

    On a closed day everybody who was expected and has no mark is absent; a day that is open leaves them not recorded.
    """

    name: str
    sector: Sector
    days: tuple[Presence, ...]
    organisation: str = ""


@dataclass(frozen=True, kw_only=True)
class IssueFacts:
    """What is said of an issued version: its line, as in the foot, and what it changes against the one before."""

    name: str  # "Version 2"
    line: str  # "Version 2, issued 25 Nov 2026"
    by: str
    fingerprint: str
    note: str = ""
    how_many: str = ""  # how much it changes, in a sentence; empty for a first version
    changes: tuple[tuple[str, str, str, str], ...] = ()  # where it stands, which figure, before, after
    before: int | None = None  # number of the one before


@dataclass(frozen=True, kw_only=True)
class AttendanceReportFacts(DocumentFacts):
    """The figures of an event as they were counted, and the list of people they can be counted again from."""

    figures: Counted
    people: tuple[AnnexPerson, ...]
    as_of: datetime  # aware: the figures are true of this instant
    first_day: date
    last_day: date
    places: Mapping[date, str] = field(default_factory=dict)  # where each day was held
    targets: Mapping[Sector, int] = field(default_factory=dict)  # of the invitation plan
    sources: Mapping[MarkSource, int] = field(default_factory=dict)  # how many marks came each way
    groups: tuple[GroupLine, ...] = ()
    continuity: Continuity | None = None  # with earlier events of the process
    late_marks: int = 0  # recorded long after the person was seen, or after the day was closed
    bulk_marks: int = 0  # made as a group, or many within seconds
    convener: str = ""
    changes: str = ""  # what this version changes against the one before; not printed without names
    groups_below: int = 5  # groups of fewer people are not told in the report without names
    # The figures as they may be told outside, beside every version that is out; None: there is no version.
    outside: Callable[[], Counted] | None = None
    is_under_rule: bool = False  # the event is held under the Chatham House Rule: there is no list of names
    issued: IssueFacts | None = None  # figures as they were issued; nobody is kept in them, so there is no list either

    @property
    def numbers(self) -> FourNumbers:
        """The four numbers, always together."""
        return self.figures.numbers

    @property
    def days(self) -> tuple[DayFigures, ...]:
        """The days of the event in their order."""
        return self.figures.days

    @property
    def any_recorded(self) -> bool:
        """False while nothing was recorded on any day; then presence has no figures at all, not even nought."""
        return self.figures.recorded_days > 0
