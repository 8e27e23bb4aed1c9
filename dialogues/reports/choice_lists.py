"""An event as choice lists of an XLSForm (xlsform.org), for forms in ODK and Kobo: pick instead of typing names anew.

The workbook is a form that can be sent to a server as it is: one question for each list, the lists, and the settings.
Names of choices begin with a letter and hold only letters, figures and "_", so that any tool and any later change of
the form takes them; they stay the same as long as what they stand for does.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from dialogues.agenda.queries import AgendaDay
from dialogues.core.folding import fold
from dialogues.core.formats import day_text
from dialogues.core.i18n import N_, _, force_locale
from dialogues.core.spreadsheets import Cell, Sheet, write_xlsx
from dialogues.people.sectors import SECTOR_NAMES, Sector

LANGUAGES = {"en": "English (en)", "fr": "Français (fr)"}
_NOT_IN_A_NAME = re.compile("[^a-z0-9]+")
_NAME_MAX = 40  # signs of the words in a name; enough to know it by

QUESTIONS = {
    "sector": N_("Which sector?"),
    "organisation": N_("Which organisation?"),
    "day": N_("Which day?"),
    "session": N_("Which session?"),
    "participant": N_("Which participant?"),
}


@dataclass(frozen=True)
class Choice:
    """One choice of one list. `facts` are by what a form may narrow the list: `day`, `sector`."""

    list_name: str
    name: str
    labels: Mapping[str, str]  # by language
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    """A participant as a list may tell them."""

    code: str  # the short code on the badge
    name: str
    organisation: str | None
    sector: Sector


def sector_choices() -> Iterator[Choice]:
    """The six sectors by their codes."""
    for sector in Sector:
        yield Choice("sector", sector.value, _in_languages(SECTOR_NAMES[sector]))


def day_choices(days: Iterable[AgendaDay]) -> Iterator[Choice]:
    """The days of an agenda by their dates."""
    for day in days:
        words = {language: day_text(day.day, locale=language) for language in LANGUAGES}
        yield Choice("day", day_name(day), words)


def session_choices(days: Iterable[AgendaDay]) -> Iterator[Choice]:
    """The sessions of an agenda by their numbers in the database, which are never given twice."""
    for day in days:
        for one in day.items:
            words = {language: f"{one.number} {one.title_in(language)}".strip() for language in LANGUAGES}
            yield Choice("session", f"session_{one.id}", words, {"day": day_name(day)})


def organisation_choices(people: Iterable[Person]) -> Iterator[Choice]:
    """The organisations people came from, each once however it is spelled large or small."""
    found: dict[str, str] = {}
    for one in people:
        if one.organisation and (key := fold(one.organisation)):
            found.setdefault(key, one.organisation)
    taken: set[str] = set()
    for key in sorted(found):
        yield Choice("organisation", _free_name(key, taken), dict.fromkeys(LANGUAGES, found[key]))


def participant_choices(people: Iterable[Person]) -> Iterator[Choice]:
    """The participants by the short codes of their badges."""
    for one in people:
        words = f"{one.name}, {one.organisation}" if one.organisation else one.name
        yield Choice("participant", f"p_{one.code}", dict.fromkeys(LANGUAGES, words), {"sector": one.sector.value})


def choices_object(choices: Sequence[Choice]) -> list[dict[str, Any]]:
    """The choices as the API answers them."""
    return [{"list_name": one.list_name, "name": one.name, "labels": dict(one.labels), **one.facts} for one in choices]


def choices_file(choices: Sequence[Choice], *, slug: str, title: str, version: str) -> bytes:
    """The choices as an XLSForm; `version` tells servers which of two is the later one."""
    lists = [name for name in QUESTIONS if any(one.list_name == name for one in choices)]
    settings: list[Sequence[Cell]] = [
        ["form_title", "form_id", "version", "default_language"],
        [title, f"dialogues_{_NOT_IN_A_NAME.sub('_', slug)}", version, LANGUAGES["en"]],
    ]
    return write_xlsx(
        [
            Sheet("survey", _survey_rows(lists), widths=[30, 20, 34, 34]),
            Sheet("choices", _choice_rows(choices), widths=[16, 34, 44, 44, 18, 10]),
            Sheet("settings", settings, widths=[44, 30, 22, 20]),
        ]
    )


def version_of(at: datetime) -> str:
    """`20260602093015`: rises with every file, as servers ask of the version of a form."""
    return f"{at.astimezone(UTC):%Y%m%d%H%M%S}"


def day_name(day: AgendaDay) -> str:
    """`day_2026_06_02`."""
    return f"day_{day.day:%Y_%m_%d}"


def _heads() -> list[Cell]:
    return [f"label::{language}" for language in LANGUAGES.values()]


def _survey_rows(lists: Sequence[str]) -> Iterator[Sequence[Cell]]:
    yield ["type", "name", *_heads()]
    for name in lists:
        yield [f"select_one {name}", name, *_in_languages(QUESTIONS[name]).values()]


def _choice_rows(choices: Sequence[Choice]) -> Iterator[Sequence[Cell]]:
    yield ["list_name", "name", *_heads(), "day", "sector"]
    for one in choices:
        yield [one.list_name, one.name, *one.labels.values(), one.facts.get("day"), one.facts.get("sector")]


def _in_languages(words: str) -> dict[str, str]:
    told = {}
    for language in LANGUAGES:
        with force_locale(language):
            told[language] = _(words)
    return told


def _free_name(key: str, taken: set[str]) -> str:
    """A name made of the words of `key`, with a number behind it where another has it already."""
    words = _NOT_IN_A_NAME.sub("_", key.lower()).strip("_")[:_NAME_MAX].strip("_")
    first = f"org_{words}" if words else "org"
    name, number = first, 1
    while name in taken:
        number += 1
        name = f"{first}_{number}"
    taken.add(name)
    return name
