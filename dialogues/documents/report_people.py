"""Who came, more finely: stakeholder groups, age groups, and who had come before. Only for the file, never outside."""

from dataclasses import asdict

from dialogues.core.formats import day_text
from dialogues.core.i18n import _, _n, name_in_words
from dialogues.documents import wording
from dialogues.documents.ledger import Column, set_ledger
from dialogues.documents.report_figures import Shown
from dialogues.documents.report_parts import NONE, Sections, as_of, note
from dialogues.documents.styles import LEFT
from dialogues.people.sectors import AGE_GROUP_NAMES, SECTOR_NAMES
from dialogues.reports.figures import CONTINUITY_HEADS, METHOD, NUMBER_NAMES, FourNumbers

_NAME, _COUNT = 58.0, 28.0  # mm
_FOUR = (26.0, 28.0, 26.0, 36.0)  # mm for the four numbers, by the length of their names


def add_groups(sections: Sections, shown: Shown) -> None:
    """The stakeholder groups under their sectors, where anybody has one."""
    if not shown.names or all(line.name is None for line in shown.facts.groups):
        return
    sections.begin(_("Stakeholder groups"))
    rows = [
        [
            f"{line.sector.value}\u2002{name_in_words(line.name) if line.name else _('No group')}",
            *_four(shown, line.numbers),
        ]
        for line in shown.facts.groups
    ]
    _ledger_of_four(sections, shown, _("Stakeholder group"), rows, _("All groups"))


def add_ages(sections: Sections, shown: Shown) -> None:
    """The age groups, where anybody stated theirs."""
    lines = [line for line in shown.facts.figures.by_age if line.numbers.registered]
    if not shown.names or all(line.age is None for line in lines):
        return
    sections.begin(_("Age groups"))
    rows = [
        [_(AGE_GROUP_NAMES[line.age]) if line.age else _("Not stated"), *_four(shown, line.numbers)] for line in lines
    ]
    _ledger_of_four(sections, shown, _("Age group"), rows, _("All age groups"))


def add_earlier_events(sections: Sections, shown: Shown) -> None:
    """Who came back from earlier events of the process, and who did not, by sector."""
    facts, continuity, flow = shown.facts, shown.facts.continuity, sections.flow
    if not shown.names or continuity is None:
        return
    returning = continuity.totals[0]
    sections.begin(
        _n(
            "%(num)s of %(present)s people present had come to an earlier event of this process",
            "%(num)s of %(present)s people present had come to an earlier event of this process",
            returning,
            present=wording.number(facts.numbers.present_any_day, facts.language),
        )
    )
    columns = [Column(_("Sector"), _NAME), *(Column(_(name), _COUNT, "right") for name in CONTINUITY_HEADS.values())]
    rows = [
        [f"{row.sector.value}\u2002{_(SECTOR_NAMES[row.sector])}", *_numbers(shown, row.returning, row.new, row.lost)]
        for row in continuity.by_sector
    ]
    set_ledger(flow, LEFT, columns, rows, [_("All sectors"), *_numbers(shown, *continuity.totals)])
    note(
        flow,
        _(
            "%(method)s The latest earlier event began on %(day)s.",
            method=_(METHOD["continuity"]),
            day=day_text(continuity.last_began, locale=facts.language),
        ),
    )


def _ledger_of_four(sections: Sections, shown: Shown, head: str, rows: list[list[str]], total: str) -> None:
    names = zip(NUMBER_NAMES.values(), _FOUR, strict=True)
    columns = [Column(head, _NAME), *(Column(_(name), width, "right") for name, width in names)]
    set_ledger(sections.flow, LEFT, columns, rows, [total, *_four(shown, shown.facts.numbers)])
    note(sections.flow, _("As of %(instant)s.", instant=as_of(shown.facts)))


def _four(shown: Shown, numbers: FourNumbers) -> list[str]:
    """The four numbers; of presence there are none while no day is recorded."""
    registered, *presence = _numbers(shown, *asdict(numbers).values())
    return [registered, *(presence if shown.facts.any_recorded else [NONE] * len(presence))]


def _numbers(shown: Shown, *counts: int) -> list[str]:
    return [wording.number(count, shown.facts.language) for count in counts]
