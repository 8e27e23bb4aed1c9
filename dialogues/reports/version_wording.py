"""Issued reports in words: what a version is called, what changed and where it stands, and the journal's words."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogues.attendance.models import MARK_SOURCE_NAMES
from dialogues.audit.wording import add_words
from dialogues.core.clock import day_in
from dialogues.core.formats import country_text, day_range_text, day_text
from dialogues.core.i18n import N_, _, _n, current_language, name_in_words
from dialogues.people.sectors import AGE_GROUP_NAMES, SECTOR_NAMES, Sector
from dialogues.reports.figures import CONTINUITY_HEADS, GENDER_HEADS, NUMBER_NAMES
from dialogues.reports.small_tables import ALL
from dialogues.reports.version_changes import NOT_STATED, Change, DayState, Part, Value, day_of
from dialogues.reports.wording import number

NOTHING = "–"  # where there is no figure, which is not nought

PART_NAMES: dict[Part, str] = {
    Part.EVENT: N_("The event"),
    Part.NUMBERS: N_("The four numbers"),
    Part.SECTORS: N_("Sectors"),
    Part.GENDERS: N_("Sector and gender"),
    Part.TARGETS: N_("Targets"),
    Part.DAYS: N_("Day by day"),
    Part.DAYS_BY_SECTOR: N_("Days by sector"),
    Part.DAYS_PRESENT: N_("On how many days people came"),
    Part.GROUPS: N_("Stakeholder groups"),
    Part.AGES: N_("Age groups"),
    Part.CONTINUITY: N_("Earlier events of the process"),
    Part.METHOD: N_("How this was counted"),
    Part.SOURCES: N_("Where the marks came from"),
}

_DAY_STATES = {
    DayState.NOT_RECORDED: N_("Not recorded"),
    DayState.OPEN: N_("Open"),
    DayState.CLOSED: N_("Closed"),
}
_FIGURES: dict[str, str] = {
    **NUMBER_NAMES,
    **{gender.value: name for gender, name in GENDER_HEADS.items()},
    **CONTINUITY_HEADS,
    **{source.value: name for source, name in MARK_SOURCE_NAMES.items()},
    "title": N_("Title"),
    "starts_on": N_("First day"),
    "ends_on": N_("Last day"),
    "zone": N_("Time zone"),
    "country": N_("Country"),
    "place": N_("Place"),
    "convener": N_("Convened by"),
    "is_under_rule": N_("Chatham House Rule"),
    "target": N_("Target"),
    "state": N_("State"),
    "present": N_("Present"),
    "morning": N_("Morning"),
    "afternoon": N_("Afternoon"),
    "excused": N_("Excused"),
    "absent": N_("Absent"),
    "not_recorded": N_("Not recorded"),
    "not_expected": N_("Not expected"),
    "earlier_events": N_("Earlier events"),
    "latest_earlier_event_starts_on": N_("First day of the latest earlier event"),
    "counting_rules": N_("Counting rules"),
    "walk_ins": N_("Walk-ins"),
    "not_counted": N_("Other roles"),
    "late_marks": N_("Marks recorded late"),
    "bulk_marks": N_("Marks made in bulk"),
}


# ---------------------------------------------------------------- versions
def version_name(version_number: int) -> str:
    """`Version 2`."""
    return str(_("Version %(number)s", number=version_number))


def issued_line(version_number: int, at: datetime, zone: ZoneInfo) -> str:
    """`Version 2, issued 25 Nov 2026`: by the calendar of the venue."""
    return str(_("Version %(number)s, issued %(day)s", number=version_number, day=issued_day(at, zone)))


def issued_day(at: datetime, zone: ZoneInfo) -> str:
    """`25 Nov 2026`: by the calendar of the venue."""
    day = day_in(zone, at)
    return day_range_text(day, day, locale=current_language())


def short_hash(sha256: str) -> str:
    """The first signs of a hash, in fours, as people compare them on paper: `3f9a 12cd 88e0 4b71`."""
    return " ".join(sha256[at : at + 4] for at in range(0, 16, 4))


# ---------------------------------------------------------------- changes
def how_many(changes: Sequence[Change], *, below: int = 0) -> str:
    """How much two reports differ in, as far as it is told outside where groups `below` so many people are not."""
    if not changes:
        same = (
            _("They say the same in every figure that both show.") if below else _("They say the same in every figure.")
        )
        return str(same)
    parts = len({one.part for one in changes})
    if parts == 1:
        return str(
            _n(
                "One figure differs, under “%(part)s”.",
                "%(num)s figures differ, all under “%(part)s”.",
                len(changes),
                part=_(PART_NAMES[changes[0].part]),
            )
        )
    return str(_("%(num)s figures differ, in %(parts)s parts of the report.", num=len(changes), parts=parts))


def compared_words(below: int) -> str:
    """What is compared of two reports that may be published; nothing where every figure is."""
    if not below:
        return ""
    return str(
        _(
            "Only figures are compared that both reports show: a group of fewer than %(below)s people could be worked "
            "out from the others.",
            below=below,
        )
    )


def main_changes(changes: Sequence[Change]) -> list[str]:
    """Those of the four numbers that changed, each in a sentence."""
    return [
        str(
            _(
                "%(figure)s: %(before)s became %(after)s.",
                figure=figure_words(one),
                before=value_words(one, one.before),
                after=value_words(one, one.after),
            )
        )
        for one in changes
        if one.part is Part.NUMBERS
    ]


def of_words(change: Change) -> tuple[str, str]:
    """What a figure is about, and its sector where that is not said by itself; empty where its name says all."""
    of = change.of
    if not of:
        return "", ""
    if change.part is Part.GROUPS:
        code, _space, name = of.partition(" ")
        return (name_in_words(name) if name else str(_("No group"))), str(_(SECTOR_NAMES[Sector(code)]))
    if change.part is Part.AGES:
        return str(_("Not stated") if of == NOT_STATED else _(_AGES[of])), ""
    day = day_of(of)
    if day is not None:
        return day_text(day, locale=current_language()), ""
    return _sector(of), ""


def figure_words(change: Change) -> str:
    """What a figure is called."""
    if change.part is Part.DAYS_PRESENT:
        days = int(change.figure)
        return str(_n("%(num)s day", "%(num)s days", days) if days else _("Registered, never came"))
    if change.part is Part.DAYS_BY_SECTOR:
        return _sector(change.figure)
    return str(_(_FIGURES[change.figure]))


def value_words(change: Change, value: Value) -> str:
    """One side of a change; a dash where there is no figure."""
    if value is None:
        return NOTHING
    if isinstance(value, int):
        return number(value)
    if change.figure == "state":
        return str(_(_DAY_STATES[DayState(value)]))
    if change.figure == "is_under_rule":
        return str(_("yes") if value == "yes" else _("no"))
    if change.figure == "country":
        return country_text(value, locale=current_language())
    day = day_of(value) if change.figure.endswith("_on") else None
    return day_text(day, locale=current_language()) if day else value


def row_words(change: Change) -> tuple[str, str, str]:
    """A change on one line: which figure of what, before, after."""
    figure = " · ".join(filter(None, (*reversed(of_words(change)), figure_words(change))))
    return figure, value_words(change, change.before), value_words(change, change.after)


def step_words(change: Change) -> str:
    """By how much a figure grew or shrank: `+1`, `−2`; nothing where one side has none."""
    if not isinstance(change.before, int) or not isinstance(change.after, int):
        return ""
    step = change.after - change.before
    return f"+{number(step)}" if step > 0 else f"\u2212{number(-step)}"


_AGES = {age.value: name for age, name in AGE_GROUP_NAMES.items()}


def _sector(code: str) -> str:
    return str(_("All sectors") if code == ALL else _(SECTOR_NAMES[Sector(code)]))


def teach_journal() -> None:
    """The journal knows the words of what is done here."""
    add_words(
        actions={"report.issued": N_("Version %(name)s of the report was issued")},
        fields={"report_version": N_("Version of the report"), "sha256": N_("SHA-256 hash")},
        about=("sha256",),
    )
