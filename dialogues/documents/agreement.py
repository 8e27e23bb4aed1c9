"""Do the figures of a report agree with its list of names? Nothing is printed that contradicts itself."""

from collections import Counter
from collections.abc import Iterator

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_
from dialogues.documents.facts import THERE, AnnexPerson, AttendanceReportFacts, Presence
from dialogues.people.sectors import Sector

IN_THE_MORNING = frozenset({Presence.WHOLE, Presence.MORNING})
IN_THE_AFTERNOON = frozenset({Presence.WHOLE, Presence.AFTERNOON})

Claim = tuple[str, int, int]  # what it is, the figure, the same counted from the list


class FiguresDisagree(DomainError):
    """A figure of the report differs from what its own list of names gives."""

    message = N_(
        "The report was not printed, because it contradicts itself: %(figure)s is given as %(given)s, "
        "the list of names gives %(counted)s."
    )


def require_agreement(facts: AttendanceReportFacts) -> None:
    """Raise FiguresDisagree for the first figure that the list of names does not bear out."""
    for figure, given, counted in _claims(facts):
        if given != counted:
            raise FiguresDisagree(figure=figure, given=given, counted=counted)


def days_present(person: AnnexPerson) -> int:
    """On how many days a person was there, half days included."""
    return sum(state in THERE for state in person.days)


def _claims(facts: AttendanceReportFacts) -> Iterator[Claim]:
    people, numbers = facts.people, facts.numbers
    for person in people:
        yield "days of a person", len(facts.days), len(person.days)
    recorded = [n for n, day in enumerate(facts.days) if day.recorded]
    spans = [days_present(person) for person in people]
    everyone = sum(all(person.days[n] in THERE for n in recorded) for person in people)
    yield "registered", numbers.registered, len(people)
    yield "present at least one day", numbers.present_any_day, sum(span > 0 for span in spans)
    yield "person-days", numbers.person_days, sum(spans)
    yield "present every day", numbers.present_every_day, everyone if recorded else 0
    yield from _sector_claims(facts, spans)
    yield from _day_claims(facts)


def _sector_claims(facts: AttendanceReportFacts, spans: list[int]) -> Iterator[Claim]:
    registered = Counter(person.sector for person in facts.people)
    present = Counter(person.sector for person, span in zip(facts.people, spans, strict=True) if span)
    for sector in facts.figures.by_sector:
        code, numbers = sector.sector, sector.numbers
        yield f"registered, {code}", numbers.registered, registered[code]
        yield f"present, {code}", numbers.present_any_day, present[code]
        yield f"genders of those present, {code}", sum(sector.by_gender.values()), present[code]
    listed = sum(registered[sector.sector] for sector in facts.figures.by_sector)
    yield "registered, all sectors", listed, len(facts.people)


def _day_claims(facts: AttendanceReportFacts) -> Iterator[Claim]:
    for n, day in enumerate(facts.days):
        there = Counter((person.sector, person.days[n]) for person in facts.people if person.days[n] in THERE)
        by_state, by_sector = Counter[Presence](), Counter[Sector]()
        for (sector, state), count in there.items():
            by_state[state] += count
            by_sector[sector] += count
        yield f"present, {day.day}", day.present, by_state.total()
        yield f"morning, {day.day}", day.morning, sum(by_state[state] for state in IN_THE_MORNING)
        yield f"afternoon, {day.day}", day.afternoon, sum(by_state[state] for state in IN_THE_AFTERNOON)
        if not day.recorded:
            yield f"present, {day.day}, not recorded", 0, by_state.total()
        for figures in facts.figures.by_sector:
            code = figures.sector
            yield f"{code}, {day.day}", figures.by_day.get(day.day, 0), by_sector[code]
