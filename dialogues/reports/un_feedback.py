"""The participation table of the UN Food Systems Summit Dialogues' official feedback form, from our figures.

The form (2021, summitdialogues.org) asks convenors for the people who took part by age range, gender, sector and
stakeholder group. Its categories are given in its own English words, because they are typed into it. What our
registrations do not ask, nobody can know: such a line says "not recorded" and never nought.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialogues.core.i18n import N_, _, name_in_words
from dialogues.core.spreadsheets import Cell, Sheet, write_text, write_xlsx
from dialogues.people.sectors import SECTOR_NAMES, AgeGroup, Gender, Sector
from dialogues.reports.figures import EventFigures
from dialogues.reports.files import FileFormat, table_sheet
from dialogues.reports.shapes import INTERNAL, NOT_TOLD, PUBLISHED, Place, instant
from dialogues.reports.small_tables import ALL, age_key, group_key, sector_key
from dialogues.reports.wording import kind, not_told

FORMATS = (FileFormat.CSV, FileFormat.XLSX, FileFormat.JSON)
OTHER = "Other"
_PRESENT = "present_any_day"
_Count = tuple[Place, int]  # where it stands in the report, and how many

AGE_RANGES: Mapping[AgeGroup, str] = {age: age.value for age in AgeGroup}  # ours are the form's
GENDERS: Mapping[str, Sequence[Gender]] = {
    "Male": (Gender.MAN,),
    "Female": (Gender.WOMAN,),
    "Prefer not to say or Other": (Gender.OTHER, Gender.NOT_STATED),
}
SECTORS = (
    "Agriculture/crops", "Fish and aquaculture", "Livestock", "Agro-forestry", "Environment and ecology",
    "Trade and commerce", "Education", "Communication", "Food processing", "Food retail, markets", "Food industry",
    "Financial Services", "Health care", "Nutrition", "National or local government", "Utilities", "Industrial", OTHER,
)  # fmt: skip
# Each of our sectors under the one line of the form that is true of all its people; the form has none for the others.
OF_SECTOR: Mapping[Sector, str] = {
    Sector.GOV: "National or local government",
    Sector.CSO: OTHER,
    Sector.ACA: "Education",
    Sector.IND: "Industrial",
    Sector.MIN: "Industrial",
    Sector.OTH: OTHER,
}
STAKEHOLDER_GROUPS = (
    "Small/medium enterprise/artisan", "Large national business", "Multi-national corporation", "Small-scale farmer",
    "Medium-scale farmer", "Large-scale farmer", "Local Non-Governmental Organization",
    "International Non-Governmental Organization", "Indigenous People", "Science and academia",
    "Workers and trade union", "Member of Parliament", "Local authority", "Government and national institution",
    "Regional economic community", "United Nations", "International financial institution",
    "Private Foundation / Partnership / Alliance", "Consumer group", OTHER,
)  # fmt: skip
# The groups the program comes with, under the line of the form that is true of all their people. Where several lines
# may be, the people are told on a line of their own for the convenor to divide: we do not know how.
OF_GROUP: Mapping[str, Sequence[str]] = {
    "National government": ("Government and national institution",),
    "Regional and district government": ("Local authority",),
    "Regulators and agencies": ("Government and national institution",),
    "Elected officials": ("Member of Parliament", "Local authority"),
    "Non-governmental organisations": (
        "Local Non-Governmental Organization",
        "International Non-Governmental Organization",
    ),
    "Universities and research": ("Science and academia",),
    "Large-scale mining companies": ("Large national business", "Multi-national corporation"),
    "Licensed small-scale miners": ("Small/medium enterprise/artisan",),
    "Artisanal miners": ("Small/medium enterprise/artisan",),
    "Donors and international bodies": (
        "United Nations",
        "International financial institution",
        "Private Foundation / Partnership / Alliance",
    ),
}
# Lines of which it is known that nobody came as such, where nobody did.
_KNOWN_GROUPS = frozenset({OTHER, *(lines[0] for lines in OF_GROUP.values() if len(lines) == 1)})

PARTS = {
    "age": N_("Participation by age range"),
    "gender": N_("Participation by gender"),
    "sector": N_("Number of participants in each sector"),
    "stakeholder_group": N_("Number of participants from each stakeholder group"),
}
BASIS = N_("Participants present at least one day, each counted once. Staff of the event are not counted.")


@dataclass(frozen=True)
class Line:
    """One line of the form; `people` is None where it is not recorded or not told. `note` says what it holds."""

    category: str
    people: int | None
    note: str | None = None
    is_told: bool = True

    @property
    def sign(self) -> str:
        """What stands in place of a number."""
        return NOT_TOLD if not self.is_told else str(_("not recorded"))


@dataclass(frozen=True)
class Part:
    """One of the four questions of the form, with its lines in the form's order, and ours that it has no line for."""

    key: str
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """The question in the reader's language."""
        return _(PARTS[self.key])


def feedback(figures: EventFigures) -> tuple[Part, ...]:
    """The four parts of the table; every number is None while no day of the event is recorded.

    Of figures to publish a line is told where every count it is made of is.
    """
    parts = (_ages(figures), _genders(figures), _sectors(figures), _groups(figures))
    if figures.recorded_days:
        return parts
    return tuple(Part(part.key, tuple(Line(line.category, None) for line in part.lines)) for part in parts)


def _ages(figures: EventFigures) -> Part:
    people = {row.age: (age_key(row.age, _PRESENT), row.numbers.present_any_day) for row in figures.by_age}
    lines = [_line(figures, words, [people[age]]) for age, words in AGE_RANGES.items()]
    silent = _("Did not state their age; the form has no line for them.")
    return Part("age", (*lines, *_rest(figures, people[None], silent)))


def _genders(figures: EventFigures) -> Part:
    people = {row.gender: ((ALL, row.gender.value), row.numbers.present_any_day) for row in figures.by_gender}
    place, silent = people[Gender.NOT_STATED]
    lines = []
    for words, genders in GENDERS.items():
        is_mixed = len(genders) > 1 and silent > 0 and figures.told(place, silent) is not None
        note = _("Of these, %(people)s did not state their gender.", people=silent) if is_mixed else None
        lines.append(_line(figures, words, [people[gender] for gender in genders], note))
    return Part("gender", tuple(lines))


def _sectors(figures: EventFigures) -> Part:
    people: dict[str, list[_Count]] = {}
    names: dict[str, list[str]] = {}
    for row in figures.by_sector:
        line = OF_SECTOR[row.sector]
        people.setdefault(line, []).append((sector_key(row.sector, _PRESENT), row.numbers.present_any_day))
        names.setdefault(line, []).append(_(SECTOR_NAMES[row.sector]))
    unasked = _("Not recorded: registrations do not ask for it.")
    lines = (
        _line(figures, words, people[words], _told(names[words])) if words in people else Line(words, None, unasked)
        for words in SECTORS
    )
    return Part("sector", tuple(lines))


def _groups(figures: EventFigures) -> Part:
    if figures.groups_left_out:  # nobody outside knows which are missing, so no line can be said to be whole
        return Part("stakeholder_group", tuple(_not_told(words) for words in STAKEHOLDER_GROUPS))
    people: dict[tuple[str, ...], list[_Count]] = {}
    names: dict[tuple[str, ...], list[str]] = {}
    without: list[_Count] = []
    for row in figures.groups:
        count = group_key(row.sector, row.name, _PRESENT), row.numbers.present_any_day
        if row.name is None:
            without.append(count)
            continue
        line = tuple(OF_GROUP.get(row.name, (OTHER,)))
        people.setdefault(line, []).append(count)
        if (name := name_in_words(row.name)) not in names.setdefault(line, []):
            names[line].append(name)
    shared = [line for line in people if len(line) > 1]
    open_lines = {words for line in shared for words in line}
    lines = []
    for words in STAKEHOLDER_GROUPS:
        said = [_told(names[(words,)])] if (words,) in names else []
        if words in open_lines:
            said.append(_("Not told apart here: see the lines at the end."))
        elif words not in _KNOWN_GROUPS:
            said.append(_("Not recorded: no stakeholder group here stands for it."))
        note = " ".join(said) or None
        if (words,) in people:
            lines.append(_line(figures, words, people[(words,)], note))
        else:
            lines.append(Line(words, 0 if words in _KNOWN_GROUPS and words not in open_lines else None, note))
    divide = _("To be divided by the convenor.")
    lines += [_line(figures, " / ".join(line), people[line], f"{_told(names[line])} {divide}") for line in shared]
    silent = _("Registered without a stakeholder group.")
    rest = [line for count in without for line in _rest(figures, count, silent)]
    if len(rest) > 1:
        rest = [_line(figures, _("Not recorded"), without, silent)]
    return Part("stakeholder_group", (*lines, *rest))


def _line(figures: EventFigures, words: str, counts: Sequence[_Count], note: str | None = None) -> Line:
    """A line that is the sum of some counts."""
    if any(figures.told(place, count) is None for place, count in counts):
        return _not_told(words)
    return Line(words, sum(count for _place, count in counts), note)


def _not_told(words: str) -> Line:
    return Line(words, None, _("Not shown: a small group could be worked out."), is_told=False)


def _told(names: Sequence[str]) -> str:
    return _("As registered here: %(names)s.", names=", ".join(names))


def _rest(figures: EventFigures, count: _Count, note: str) -> tuple[Line, ...]:
    """A line for those the form has none for, where there are any or nobody may know whether there are."""
    line = _line(figures, _("Not recorded"), [count], note)
    return (line,) if line.people or not line.is_told else ()


# ---------------------------------------------------------------- files
def feedback_object(figures: EventFigures) -> dict[str, Any]:
    """The table as the API answers it; `people` is null where it is not recorded or not told."""
    return {
        "event": figures.slug,
        "as_of": instant(figures.as_of),
        "figures": PUBLISHED if figures.is_published else INTERNAL,
        "groups_below": figures.below or None,
        "present_any_day": figures.numbers.present_any_day if figures.recorded_days else None,
        "parts": [
            {
                "part": part.key,
                "lines": [{"category": line.category, "people": line.people, "note": line.note} for line in part.lines],
            }
            for part in feedback(figures)
        ],
    }


def feedback_file(figures: EventFigures, form: FileFormat, *, separator: str = ",") -> bytes:
    """The table as a file."""
    if form is FileFormat.JSON:
        return (json.dumps(feedback_object(figures), ensure_ascii=False, indent=2) + "\n").encode()
    if form is FileFormat.CSV:
        return write_text(_rows(figures), separator=separator)
    about: list[Sequence[Cell]] = [
        [_("Event"), figures.title],
        [_("Present at least one day"), figures.numbers.present_any_day if figures.recorded_days else None],
        [_("As of"), figures.as_of.astimezone(figures.zone)],
        [_("Time zone"), figures.zone.key],
        [_("Counted"), _(BASIS)],
        [_("Figures"), kind(figures)],
        *([None, sentence] for sentence in not_told(figures)),
    ]
    return write_xlsx(
        [
            table_sheet(_("Participation"), "participation", _rows(figures), widths=[44, 50, 14, 70]),
            Sheet(_("About"), about, headings=0, widths=[30, 90]),
        ]
    )


def _rows(figures: EventFigures) -> Iterator[Sequence[Cell]]:
    yield [_("Question"), _("Category"), _("People"), _("Note")]
    for part in feedback(figures):
        for line in part.lines:
            yield [part.title, line.category, line.people if line.people is not None else line.sign, line.note]
