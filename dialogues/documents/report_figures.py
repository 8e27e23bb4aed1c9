"""What an attendance report may show: every figure, or only those that may leave the house."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from dialogues.core.i18n import _
from dialogues.documents.facts import AttendanceReportFacts
from dialogues.people.sectors import SECTOR_NAMES, Gender, Sector
from dialogues.reports.publishing import published
from dialogues.reports.rules import DayFigures, SectorFigures
from dialogues.reports.shapes import NOT_TOLD, Place
from dialogues.reports.small_tables import ALL, sector_key


@dataclass(frozen=True)
class SectorLine:
    """One sector as the tables need it; genders are those of the people present at least one day."""

    sector: Sector
    code: str
    name: str
    registered: int
    present: int
    women: int
    men: int
    other: int
    not_stated: int
    target: int | None
    person_days: int
    by_day: Mapping[date, int]


@dataclass(frozen=True)
class Shown:
    """The facts of a report and how each of its counts is printed."""

    facts: AttendanceReportFacts
    sectors: tuple[SectorLine, ...]
    names: bool

    def present(self, sector: SectorLine) -> str:
        """How many of a sector came, as it is printed."""
        return self._shown(sector_key(sector.sector, "present_any_day"), sector.present)

    def women(self, sector: SectorLine) -> str:
        """How many of those were women."""
        return self._shown(sector_key(sector.sector, Gender.WOMAN.value), sector.women)

    def on_day(self, day: DayFigures, sector: SectorLine) -> str:
        """How many of a sector came on a day."""
        return self._shown(sector_key(sector.sector, day.day.isoformat()), sector.by_day.get(day.day, 0))

    def person_days(self, sector: SectorLine) -> str:
        """How many person-days of a sector."""
        return self._shown(sector_key(sector.sector, "person_days"), sector.person_days)

    def day_total(self, day: DayFigures) -> str:
        """How many came on a day."""
        return self._shown((ALL, day.day.isoformat()), day.present)

    def is_plain(self, sector: SectorLine) -> bool:
        """True if the size of a sector is printed as a number."""
        return self._is_told(sector_key(sector.sector, "present_any_day"))

    @property
    def shows_sectors(self) -> bool:
        """False if no sector may be shown."""
        return any(self.is_plain(sector) for sector in self.sectors)

    @property
    def shows_women(self) -> bool:
        """False if the women of no sector may be shown."""
        return any(self._is_told(sector_key(sector.sector, Gender.WOMAN.value)) for sector in self.sectors)

    @property
    def shows_days(self) -> bool:
        """False if nothing may be told of any day by sector."""
        return any(
            self._is_told(sector_key(sector.sector, day.day.isoformat()))
            for day in self.facts.days
            if day.recorded
            for sector in self.sectors
        )

    @property
    def shows_all_days(self) -> bool:
        """Whether the sum of every day may be printed."""
        return all(self._is_told((ALL, day.day.isoformat())) for day in self.facts.days)

    @property
    def shows_changes(self) -> bool:
        """Whether it is said what this version changes."""
        return self.facts.issued is not None and bool(self.facts.issued.changes)

    @property
    def women_total(self) -> int | None:
        """Women among all present; None where the number may not be printed."""
        women = next(row.numbers.present_any_day for row in self.facts.figures.by_gender if row.gender is Gender.WOMAN)
        return women if self._is_told((ALL, Gender.WOMAN.value)) else None

    def _is_told(self, place: Place) -> bool:
        return self.facts.figures.told(place, 0) is not None

    def _shown(self, place: Place, count: int) -> str:
        return str(count) if self._is_told(place) else NOT_TOLD


def with_names(facts: AttendanceReportFacts) -> Shown:
    """Everything, for the file and its auditors. Sectors are named in the present language."""
    return Shown(facts, _sector_lines(facts), names=True)


def without_names(facts: AttendanceReportFacts) -> Shown:
    """No people, and no count that may not be published: what is withheld is not in these facts at all."""
    figures = facts.outside() if facts.outside else published(facts.figures, below=facts.groups_below)
    told = replace(
        facts, figures=figures, groups_below=figures.below, people=(), changes="", groups=(), continuity=None
    )
    return Shown(told, _sector_lines(told), names=False)


def _sector_lines(facts: AttendanceReportFacts) -> tuple[SectorLine, ...]:
    return tuple(_line(facts, sector) for sector in facts.figures.by_sector)


def _line(facts: AttendanceReportFacts, sector: SectorFigures) -> SectorLine:
    genders = sector.by_gender
    return SectorLine(
        sector=sector.sector,
        code=sector.sector.value,
        name=_(SECTOR_NAMES[sector.sector]),
        registered=sector.numbers.registered,
        present=sector.numbers.present_any_day,
        women=genders.get(Gender.WOMAN, 0),
        men=genders.get(Gender.MAN, 0),
        other=genders.get(Gender.OTHER, 0),
        not_stated=genders.get(Gender.NOT_STATED, 0),
        target=facts.targets.get(sector.sector),
        person_days=sector.numbers.person_days,
        by_day=sector.by_day,
    )
