"""What is said about figures: the finding in a sentence, and the notes under a table."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from dialogues.core.formats import day_text, instant_text, number_text, percent_text
from dialogues.core.i18n import _, _n, current_language
from dialogues.people.sectors import SECTOR_NAMES, Gender, Sector
from dialogues.reports.figures import CONTINUITY_HEADS, EventFigures, ProgrammeFigures
from dialogues.reports.rules import Counted
from dialogues.reports.shapes import NOT_TOLD, Place
from dialogues.reports.small_tables import ALL, sector_key

UTC_ZONE = ZoneInfo("UTC")  # figures over several events have no venue whose clock they could go by


def number(count: int) -> str:
    """A count with the reader's separators."""
    return number_text(count, locale=current_language())


def share(part: int, whole: int) -> str:
    """`47%` of a whole; a dash where there is no whole."""
    return percent_text(part / whole, locale=current_language()) if whole else "–"


def shown(figures: Counted, place: Place, count: int) -> str:
    """A count as a reader sees it; a sign where it is not told."""
    return number(count) if figures.told(place, count) is not None else NOT_TOLD


def shown_share(figures: Counted, places: Sequence[Place], part: int, whole: int) -> str:
    """The share as a reader sees it; a sign where one of the counts it is made of is not told."""
    return NOT_TOLD if figures.withheld & set(places) else share(part, whole)


def not_told_words(below: int) -> str:
    """What the sign for a count that is not told means."""
    return str(
        _(
            "%(sign)s: not shown, because a group of fewer than %(below)s people could be read off or worked out.",
            sign=NOT_TOLD,
            below=below,
        )
    )


def not_told(figures: Counted) -> list[str]:
    """What is left out of figures that may be published, and what the sign means; nothing for all figures."""
    said = []
    if figures.withheld:
        said.append(not_told_words(figures.below))
    if figures.groups_left_out:
        said.append(
            _(
                "Stakeholder groups are not listed where so few people, or the people of a group beside them, could be "
                "found."
            )
        )
    return list(map(str, said))


def kind_words(below: int) -> str:
    """Whether these are all figures or, without groups of fewer than `below`, those to publish."""
    if below:
        return str(_("May be published: no group of fewer than %(below)s people is shown.", below=below))
    return str(_("Internal, not for publication: small groups are shown."))


def kind(figures: Counted) -> str:
    """Whether these are all figures or those to publish, in a sentence."""
    return kind_words(figures.below)


def finding(figures: EventFigures) -> str:
    """The figures of an event in one or two sentences."""
    numbers = figures.numbers
    if not numbers.registered:
        return str(_("Nobody is registered yet."))
    registered = number(numbers.registered)
    if not figures.recorded_days:
        return str(
            _n(
                "One participant is registered; no day has been recorded yet.",
                "%(registered)s participants are registered; no day has been recorded yet.",
                numbers.registered,
                registered=registered,
            )
        )
    came = _n(
        "%(present)s of one registered participant came.",
        "%(present)s of %(registered)s registered participants came on at least one day.",
        numbers.registered,
        present=number(numbers.present_any_day),
        registered=registered,
    )
    return " ".join(part for part in (str(came), _stayed(figures)) if part)


def _stayed(figures: EventFigures) -> str:
    if figures.recorded_days < 2:
        return ""
    every = figures.numbers.present_every_day
    if figures.recorded_days == len(figures.days):
        return str(
            _n(
                "One came on all %(days)s days.",
                "%(every)s came on all %(days)s days.",
                every,
                every=number(every),
                days=figures.recorded_days,
            )
        )
    return str(
        _n(
            "One came on all %(days)s days recorded so far.",
            "%(every)s came on all %(days)s days recorded so far.",
            every,
            every=number(every),
            days=figures.recorded_days,
        )
    )


def largest_sector(figures: EventFigures) -> str:
    """Which sector came with most people; empty where two share that place or nobody came."""
    if any(sector_key(sector, "present_any_day") in figures.withheld for sector in Sector):
        return ""
    ranked = sorted(figures.by_sector, key=lambda row: -row.numbers.present_any_day)
    first, second = (row.numbers.present_any_day for row in ranked[:2])
    if first == second:
        return ""
    return str(
        _(
            "The largest sector: %(sector)s, %(present)s of %(all)s present",
            sector=_(SECTOR_NAMES[ranked[0].sector]),
            present=number(first),
            all=number(figures.numbers.present_any_day),
        )
    )


def genders(figures: EventFigures) -> str:
    """How many women, men and others were among those present."""
    counts = {row.gender: row.numbers.present_any_day for row in figures.by_gender}
    total = figures.numbers.present_any_day
    if not total or {(ALL, Gender.WOMAN.value), (ALL, Gender.MAN.value)} & figures.withheld:
        return ""
    said = _(
        "Of those present %(women)s were women (%(share)s) and %(men)s men.",
        women=number(counts[Gender.WOMAN]),
        share=share(counts[Gender.WOMAN], total),
        men=number(counts[Gender.MAN]),
    )
    rest = total - counts[Gender.WOMAN] - counts[Gender.MAN]
    if not rest:
        return str(said)
    others = _n(
        "One gave another gender or none.",
        "%(number)s gave another gender or none.",
        rest,
        number=number(rest),
    )
    return f"{said} {others}"


def continuity(figures: EventFigures) -> str:
    """Who came back and who did not, in a sentence; empty where there is no earlier event."""
    if figures.continuity is None or figures.withheld & {(ALL, name) for name in CONTINUITY_HEADS}:
        return ""
    returning, new, lost = figures.continuity.totals
    return str(
        _(
            "Of those present %(returning)s had come to an earlier event of this process and %(new)s were new. "
            "Not back from the event that began on %(day)s: %(lost)s.",
            returning=number(returning),
            new=number(new),
            lost=number(lost),
            day=day_text(figures.continuity.last_began, locale=current_language()),
        )
    )


def as_of(figures: EventFigures) -> str:
    """`26 Nov 2026 17:10` by the clock at the venue."""
    return instant_text(figures.as_of, figures.zone, locale=current_language())


def recorded_so_far(figures: EventFigures) -> str:
    """How many of the days were recorded and how many an organiser has closed."""
    closed = sum(day.closed for day in figures.days)
    return str(
        _n(
            "%(recorded)s of one day recorded, %(closed)s closed",
            "%(recorded)s of %(days)s days recorded, %(closed)s closed",
            len(figures.days),
            recorded=figures.recorded_days,
            days=len(figures.days),
            closed=closed,
        )
    )


def programme_finding(figures: ProgrammeFigures) -> str:
    """The figures over several events in one sentence."""
    if not figures.visits:
        return str(_("Nobody was marked present at these events yet."))
    came = _n(
        "%(people)s person came to these events, making %(visits)s visits.",
        "%(people)s people came to these events, making %(visits)s visits.",
        figures.people,
        people=number(figures.people),
        visits=number(figures.visits),
    )
    back = _n(
        "One of them came to two events or more.",
        "%(returning)s of them came to two events or more.",
        figures.returning,
        returning=number(figures.returning),
    )
    return f"{came} {back}" if figures.returning else str(came)
