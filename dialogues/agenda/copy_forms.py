"""What a browser may send to bring sessions from elsewhere."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectChoice, SelectField

from dialogues.agenda.patterns import PATTERNS
from dialogues.agenda.phrases import Phrases, reference
from dialogues.agenda.queries import AgendaDay
from dialogues.core import formats
from dialogues.core.i18n import LANGUAGES, _, _l, current_language
from dialogues.core.web import Form
from dialogues.events.models import EventDay

PARKED = "parked"


def _day_choices(days: Sequence[EventDay]) -> list[SelectChoice]:
    return [SelectChoice(str(day.id), formats.day_text(day.day, locale=current_language())) for day in days]


class CopyDayForm(Form):
    """Where a day is copied to."""

    target_id = SelectField(_l("Copy to"), coerce=int)

    def offer(self, days: Sequence[EventDay]) -> None:
        """Fill the list of days."""
        self.target_id.choices = _day_choices(days)


class PatternForm(Form):
    """Which pattern, from which day on, in which language."""

    pattern = RadioField(
        _l("Pattern"),
        choices=[SelectChoice(one.code, _l(one.name)) for one in PATTERNS],
        default=PATTERNS[0].code,
    )
    first_id = SelectField(_l("From this day on"), coerce=int)
    language = SelectField(_l("Language of its words"))

    def offer(self, days: Sequence[EventDay], languages: Sequence[str]) -> None:
        """Fill the lists of days and languages."""
        self.first_id.choices = _day_choices(days)
        self.language.choices = [SelectChoice(code, LANGUAGES.get(code, code)) for code in languages]


class CopySessionsForm(Form):
    """Which sessions of another event, and on which day each of its days goes; made by `copy_sessions_form`."""

    day_items: tuple[tuple[int, tuple[int, ...]], ...] = ()

    def offer(self, days: Sequence[EventDay]) -> None:
        """Fill the lists of days."""
        for day_id, _items in self.day_items:
            choices = [SelectChoice("", _("Do not copy")), *_day_choices(days)]
            self[f"to_{day_id}"].choices = [*choices, SelectChoice(PARKED, _("Park them"))]

    def targets(self) -> dict[int, int | None]:
        """For each session that comes: its day here, or None to park it."""
        found: dict[int, int | None] = {}
        for day_id, items in self.day_items:
            chosen = self[f"to_{day_id}"].data
            for item in items:
                if chosen and self[f"take_{item}"].data:
                    found[item] = None if chosen == PARKED else int(chosen)
        return found


def copy_sessions_form(days: Sequence[AgendaDay]) -> type[CopySessionsForm]:
    """The form for the days of another event: a day for each, and a tick for each session."""
    phrases = Phrases()
    shown = [day for day in days if day.items]
    fields: dict[str, Any] = {"day_items": tuple((day.id, tuple(item.id for item in day.items)) for day in shown)}
    for day in shown:
        fields[f"to_{day.id}"] = SelectField(formats.day_text(day.day, locale=phrases.language))
        for item in day.items:
            label = _("%(time)s %(session)s", time=phrases.clock(item.starts), session=reference(item))
            fields[f"take_{item.id}"] = BooleanField(label, default=True)
    return type("CopySessionsForm", (CopySessionsForm,), fields)
