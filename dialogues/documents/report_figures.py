"""What an attendance report may show: every figure, or only those that may leave the house."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from dialogues.core.i18n import _
from dialogues.documents.facts import AttendanceReportFacts
from dialogues.documents.small_cells import Key, Tables, is_small, published
from dialogues.people.sectors import SECTOR_NAMES, Gender
from dialogues.reports.rules import DayFigures, SectorFigures


@dataclass(frozen=True)
class SectorLine:
    """One sector as the tables need it; genders are those of the people present at least one day."""

    code: str
    name: str
    registered: int
    present: int
    women: int
    men: int
    other: int
    not_stated: int
    target: int | None
    by_day: Mapping[date, int]


@dataclass(frozen=True)
class Shown:
    """The facts of a report and how each of its counts is printed. `signs` is empty where everything may be."""

    facts: AttendanceReportFacts
    sectors: tuple[SectorLine, ...]
    names: bool
    signs: Mapping[Key, str] = field(default_factory=dict)

    def present(self, sector: SectorLine) -> str:
        """How many of a sector came, as it is printed; empty where no sector may be shown."""
        return self._shown(("sector", sector.code), sector.present)

    def women(self, sector: SectorLine) -> str:
        """How many of those were women."""
        return self._shown(("women", sector.code), sector.women)

    def on_day(self, day: DayFigures, sector: SectorLine) -> str:
        """How many of a sector came on a day."""
        return self._shown(("day", str(day.day), sector.code), sector.by_day.get(day.day, 0))

    def is_plain(self, sector: SectorLine) -> bool:
        """True if the size of a sector is printed as a number."""
        return self.present(sector) == str(sector.present)

    @property
    def shows_sectors(self) -> bool:
        """False if the people of the sectors are too few to be shown at all."""
        return all(self.present(sector) for sector in self.sectors)

    @property
    def shows_women(self) -> bool:
        """False if the women of the sectors are too few, or too many, to be shown at all."""
        return all(self.women(sector) for sector in self.sectors)

    @property
    def shows_days(self) -> bool:
        """False if the days by sector cannot be shown."""
        return all(self._day_signs())

    @property
    def shows_changes(self) -> bool:
        """Whether it is said what this version changes; outside, a difference could be a small group."""
        return self.names and self.facts.issued is not None and bool(self.facts.issued.changes)

    @property
    def women_total(self) -> int | None:
        """Women among all present; None where the number may not be printed."""
        women = sum(sector.women for sector in self.sectors)
        others = self.facts.numbers.present_any_day - women
        return None if not self.names and (is_small(women) or is_small(others)) else women

    def _day_signs(self) -> Iterator[str]:
        return (self.on_day(day, sector) for day in self.facts.days if day.recorded for sector in self.sectors)

    def _shown(self, key: Key, count: int) -> str:
        return str(count) if self.names else self.signs.get(key, "")


def with_names(facts: AttendanceReportFacts) -> Shown:
    """Everything, for the file and its auditors. Sectors are named in the present language."""
    return Shown(facts, _sector_lines(facts), names=True)


def without_names(facts: AttendanceReportFacts) -> Shown:
    """No people, and no count from which a group of one to four people could be worked out."""
    shown = Shown(replace(facts, people=(), changes=""), _sector_lines(facts), names=False)
    return replace(shown, signs=published(_tables(shown)))


def _sector_lines(facts: AttendanceReportFacts) -> tuple[SectorLine, ...]:
    return tuple(_line(facts, sector) for sector in facts.figures.by_sector)


def _line(facts: AttendanceReportFacts, sector: SectorFigures) -> SectorLine:
    genders = sector.by_gender
    return SectorLine(
        code=sector.sector.value,
        name=_(SECTOR_NAMES[sector.sector]),
        registered=sector.numbers.registered,
        present=sector.numbers.present_any_day,
        women=genders.get(Gender.WOMAN, 0),
        men=genders.get(Gender.MAN, 0),
        other=genders.get(Gender.OTHER, 0),
        not_stated=genders.get(Gender.NOT_STATED, 0),
        target=facts.targets.get(sector.sector),
        by_day=sector.by_day,
    )


def _tables(shown: Shown) -> Tables:
    """Everything the report without names says by sector, and how a reader can put it together."""
    recorded = [day for day in shown.facts.days if day.recorded]
    counts: dict[Key, int] = {}
    within: list[tuple[Key, Key]] = []
    covered: list[tuple[Key, tuple[Key, ...]]] = []
    for sector in shown.sectors:
        whole: Key = ("sector", sector.code)
        women: Key = ("women", sector.code)
        days: dict[Key, int] = {("day", str(day.day), sector.code): sector.by_day.get(day.day, 0) for day in recorded}
        counts |= {whole: sector.present, women: sector.women, **days}
        within += [(women, whole), *((day, whole) for day in days)]
        covered += [(whole, tuple(days))] if days else []
    lines = [(_across(shown, "sector"), shown.facts.numbers.present_any_day)]
    lines += [(_across(shown, "day", str(day.day)), day.present) for day in recorded]
    if shown.women_total is not None:
        lines.append((_across(shown, "women"), shown.women_total))
    # Where nearly all are women the few others are a small group; a group that is hidden itself says nothing of them.
    others = {
        ("women", sector.code)
        for sector in shown.sectors
        if is_small(sector.present - sector.women) and not is_small(sector.present)
    }
    return Tables(counts, [line for line in lines if line[0]], within, covered, frozenset(others))


def _across(shown: Shown, *table: str) -> tuple[Key, ...]:
    return tuple((*table, sector.code) for sector in shown.sectors)
