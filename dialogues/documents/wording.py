"""How documents write days, instants, numbers and the lines that all of them have."""

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date

from dialogues.core.formats import (
    day_range_text,
    day_text,
    instant_text,
    number_text,
    percent_text,
    short_day_text,
    time_text,
)
from dialogues.core.i18n import _, force_locale
from dialogues.documents.facts import DocumentFacts
from dialogues.documents.press import Footer, Press
from dialogues.documents.styles import DOT


def in_languages(texts: Callable[[str], tuple[str, ...]], *codes: str) -> list[tuple[str, ...]]:
    """The same texts once in each language that is named; an empty code is no language."""
    said = []
    for code in filter(None, codes):
        with force_locale(code):
            said.append(texts(code))
    return said


def bilingual(texts: Callable[[str], tuple[str, ...]], *codes: str) -> list[str]:
    """Each text in one language after the other, said once where the languages agree."""
    return [DOT.join(dict.fromkeys(same)) for same in zip(*in_languages(texts, *codes), strict=True)]


def long_day(day: date, code: str) -> str:
    """`Thursday 21 January 2016`."""
    if code == "en":
        return format_date(day, "EEEE d MMMM y", locale="en_GB")
    return format_date(day, "full", locale=code)


def day(day: date, code: str) -> str:
    """`Thu 21 Jan 2016`."""
    return day_text(day, locale=code)


def short_day(day: date, code: str) -> str:
    """`Thu 21 Jan`."""
    return short_day_text(day, locale=code)


def days(first: date, last: date, code: str) -> str:
    """`19–22 Jan 2016`."""
    return day_range_text(first, last, locale=code)


def weekday(day: date, code: str) -> str:
    """`Thu`."""
    return format_date(day, "EEE", locale="en_GB" if code == "en" else code)


def instant(at: datetime, zone: ZoneInfo, code: str) -> str:
    """`25 Jan 2016 09:10 GMT`: by the clocks of the event, and whose clocks these are."""
    name = at.astimezone(zone).tzname() or ""
    return f"{instant_text(at, zone, locale=code)} {f'UTC{name}' if name[:1] in '+-' else name}"


def clock(at: time, code: str) -> str:
    """`16:30`: a time as it stands on the wall."""
    return time_text(at, locale=code)


def number(count: int | float, code: str) -> str:
    """A count with the separators of the language."""
    return number_text(count, locale=code)


def share(part: int, whole: int, code: str) -> str:
    """A part in whole per cent; a dash where there is no whole."""
    return percent_text(part / whole, locale=code) if whole else "–"


def listed(*parts: str) -> str:
    """The parts that are not empty, with dots between them."""
    return DOT.join(part for part in parts if part)


def footer(facts: DocumentFacts) -> Footer:
    """Event, version, when it was printed; page x of y."""
    version = _("version %(number)s", number=facts.version) if facts.version is not None else ""
    printed = _("printed %(instant)s", instant=instant(facts.printed_at, facts.zone, facts.language))
    said = listed(facts.edition, version, printed, facts.note)
    return Footer(facts.event_title, said, _("Page %(page)s of %(pages)s"))


def press(facts: DocumentFacts, title: str, paper: tuple[float, float]) -> Press:
    """A press with the title, language and foot of this document."""
    return Press(
        title=listed(title, facts.event_title),
        subject=facts.event_title,
        footer=footer(facts),
        paper=paper,
        language=facts.language,
        only=facts.pages,
    )
