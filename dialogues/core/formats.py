"""Dates, times, numbers and countries as a person writes them, by Babel's tables. Plain Python, no request.

The same few days and numbers are written again and again, and Babel takes its time: what a function said once it knows.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

Form = TypeVar("Form", bound=Callable[..., Any])

_KNOWN_MAX = 256  # texts of each kind: those of a page and its neighbours, not all that an export says


def _known(form: Form) -> Form:
    """Keep what `form` said. 1 and 1.0 are two things to say."""
    return cast(Form, lru_cache(_KNOWN_MAX, typed=True)(form))


def _form(locale: str) -> str:
    """English as written where the dialogues are held: day before month, no comma before "and"."""
    return "en_GB" if locale == "en" else locale


@_known
def day_text(day: date, *, locale: str) -> str:
    """`Tue 24 Nov 2026`: a day by the venue's calendar, never shifted by a zone."""
    if locale == "en":
        return format_date(day, "EEE d MMM y", locale=_form(locale))
    return format_skeleton("yMMMEd", datetime.combine(day, time()), locale=locale)


@_known
def short_day_text(day: date, *, locale: str) -> str:
    """`Tue 24 Nov`: the same without its year."""
    if locale == "en":
        return format_date(day, "EEE d MMM", locale=_form(locale))
    return format_skeleton("MMMEd", datetime.combine(day, time()), locale=locale)


@_known
def day_range_text(first: date, last: date, *, locale: str) -> str:
    """`23–26 Nov 2026`, `30 Nov – 2 Dec 2026`, or the one day."""
    form = _form(locale)
    if first == last:
        return format_date(first, "d MMM y", locale=form)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_date(last, 'd MMM y', locale=form)}"
    if first.year == last.year:
        return f"{format_date(first, 'd MMM', locale=form)} – {format_date(last, 'd MMM y', locale=form)}"
    return f"{format_date(first, 'd MMM y', locale=form)} – {format_date(last, 'd MMM y', locale=form)}"


@_known
def time_text(at: datetime | time, zone: ZoneInfo | None = None, *, locale: str) -> str:
    """`07:31`: a wall clock time as it stands, or an instant by the clock of `zone`."""
    if isinstance(at, datetime):
        if zone is None:
            raise ValueError("An instant is shown by the clock of a zone.")
        return format_time(at.astimezone(zone).time(), "HH:mm", locale=locale)
    return format_time(at, "HH:mm", locale=locale)


@_known
def instant_text(at: datetime, zone: ZoneInfo, *, locale: str) -> str:
    """`24 Nov 2026 16:40` by the clock of `zone`."""
    form = _form(locale)
    return format_datetime(at.astimezone(zone), "d MMM y HH:mm", locale=form)


@_known
def number_text(number: int | float, *, locale: str) -> str:
    """A number with the reader's separators."""
    return format_decimal(number, locale=_form(locale))


@_known
def percent_text(share: float, *, locale: str) -> str:
    """A share of one as whole per cent: 0.472 is `47%`."""
    return format_percent(share, locale=_form(locale))


def listing_text(words: Iterable[str], *, locale: str) -> str:
    """`Ama, Kofi and Esi`."""
    return format_list(list(words), locale=_form(locale))


def country_text(code: str, *, locale: str) -> str:
    """A country's name; Malagasy lacks some, so French and English stand in, last the code itself."""
    return _display_name("territories", code.upper(), locale) or code


def language_text(code: str, *, locale: str) -> str:
    """A language's name, with the same stand-ins."""
    return _display_name("languages", code, locale) or code


def fact(value: Any, locale: str) -> Any:
    """A typed fact of a sentence as text: days, times and numbers in the reader's way, the rest as it is."""
    if isinstance(value, datetime):
        raise TypeError("An instant needs its zone before it goes into a sentence.")
    if isinstance(value, date):
        return day_text(value, locale=locale)
    if isinstance(value, time):
        return time_text(value, locale=locale)
    if isinstance(value, int) and not isinstance(value, bool):
        return number_text(value, locale=locale)
    return value


@_known
def _display_name(kind: str, code: str, locale: str) -> str | None:
    for candidate in (locale, "fr" if locale == "mg" else "en", "en"):
        try:
            name = getattr(Locale.parse(candidate), kind).get(code)
        except UnknownLocaleError:
            continue
        if name:
            return str(name)
    return None
