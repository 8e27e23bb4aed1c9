"""What is said about figures: the finding in a sentence, and the notes under a table."""

from zoneinfo import ZoneInfo

from dialogues.core.formats import day_text, instant_text, number_text, percent_text
from dialogues.core.i18n import _, _n, current_language
from dialogues.people.sectors import SECTOR_NAMES, Gender
from dialogues.reports.figures import EventFigures, ProgrammeFigures

UTC_ZONE = ZoneInfo("UTC")  # figures over several events have no venue whose clock they could go by


def number(count: int) -> str:
    """A count with the reader's separators."""
    return number_text(count, locale=current_language())


def share(part: int, whole: int) -> str:
    """`47%` of a whole; a dash where there is no whole."""
    return percent_text(part / whole, locale=current_language()) if whole else "–"


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
    if not total:
        return ""
    said = _(
        "Of those present %(women)s were women (%(share)s) and %(men)s men.",
        women=number(counts[Gender.WOMAN]),
        share=share(counts[Gender.WOMAN], total),
        men=number(counts[Gender.MAN]),
    )
    rest = counts[Gender.OTHER] + counts[Gender.NOT_STATED]
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
    if figures.continuity is None:
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
