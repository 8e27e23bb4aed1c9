"""The journal in words: what each action is called, and what each column."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dialogues.audit.models import Entry
from dialogues.core import formats
from dialogues.core.i18n import _, current_language

# What each feature taught: action: sentence about %(name)s; column: its word; column: {value: its word}.
ACTIONS: dict[str, str] = {}
FIELDS: dict[str, str] = {}
VALUES: dict[str, dict[str, str]] = {}
# Columns that say what an act was about, not what it changed: they have no before.
ABOUT: set[str] = set()


def add_words(
    *,
    actions: Mapping[str, str],
    fields: Mapping[str, str] | None = None,
    values: Mapping[str, Mapping[Any, str]] | None = None,
    about: Iterable[str] = (),
) -> None:
    """The journal knows these words, marked for translation. A feature teaches its own; repeating it is harmless."""
    ACTIONS.update(actions)
    FIELDS.update(fields or {})
    ABOUT.update(about)
    for column, words in (values or {}).items():
        VALUES.setdefault(column, {}).update({str(value): word for value, word in words.items()})


def done_in_words(entry: Entry) -> str:
    """What was done, to whom or what: one sentence."""
    words = ACTIONS.get(entry.action)
    if words is None:
        return f"{entry.action}: {entry.subject_name}"
    return str(_(words, name=entry.subject_name))


def changes_in_words(changes: dict[str, Any]) -> str:
    """`Status: Invited → Confirmed; Place: – → Tarkwa`. What begins with an underscore is kept for undoing only."""
    return "; ".join(_change(name, old, new) for name, (old, new) in changes.items() if not name.startswith("_"))


def _change(name: str, old: Any, new: Any) -> str:
    field = _(FIELDS.get(name, name))
    if name in ABOUT and old is None:
        return str(_("%(field)s: %(value)s", field=field, value=_value(name, new)))
    return str(_("%(field)s: %(before)s → %(after)s", field=field, before=_value(name, old), after=_value(name, new)))


def fact_in_words(name: str, value: Any) -> tuple[str, str]:
    """What a column is called, and a value of it as the journal would write it."""
    return _(FIELDS.get(name, name)), _value(name, value)


def timeline(entries: Iterable[Entry], zone: ZoneInfo) -> list[dict[str, str]]:
    """The entries as the timeline component shows them: when by the clock of `zone`, what, by whom and why."""
    items = []
    for entry in entries:
        what = done_in_words(entry)
        changes = changes_in_words(entry.changes)
        by = (
            entry.actor_name
            if not entry.reason
            else _("%(name)s: %(reason)s", name=entry.actor_name, reason=entry.reason)
        )
        items.append(
            {
                "when": formats.instant_text(entry.at, zone, locale=current_language()),
                "what": f"{what} ({changes})" if changes else what,
                "by": str(by),
            }
        )
    return items


def _value(column: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    words = VALUES.get(column, {}).get(str(value))
    if words:
        return str(_(words))
    day = _day(str(value))
    return formats.day_text(day, locale=current_language()) if day else str(value)


def _day(text: str) -> date | None:
    """The day that the journal kept as ISO text, or None for any other text."""
    try:
        return date.fromisoformat(text) if len(text) == 10 and text[4] == text[7] == "-" else None
    except ValueError:
        return None
