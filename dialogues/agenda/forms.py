"""What a browser may send about sessions of the agenda."""

from collections.abc import Mapping, Sequence
from datetime import time
from functools import cache
from typing import Any

from wtforms import BooleanField, Field, HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from dialogues.agenda import plan_rules, rules
from dialogues.agenda.models import KIND_NAMES, SESSION_ROLE_NAMES, SessionKind, SessionRole
from dialogues.agenda.queries import Named
from dialogues.agenda.services import RoleOf
from dialogues.core import formats
from dialogues.core.errors import DomainError
from dialogues.core.fields import CountField, DayField
from dialogues.core.folding import clean, fold
from dialogues.core.i18n import LANGUAGES, _, _l, current_language, translated
from dialogues.core.web import Form, show_error
from dialogues.events.models import EventDay, Place

LINE_MAX = 200  # signs of a title or a name
TEXT_MAX = 5000  # signs of a description
MINUTES_MAX = 1439  # a session ends on the day on which it begins
ROWS_MIN = 4  # rows for people on an empty form
ROWS_SPARE = 2  # empty rows under those filled in
ROWS_MORE = 4  # rows that "More rows" adds
ROWS_MAX = 40
TRANSLATED = ("title", "description")  # what is written in other languages too


def _number_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


_minutes = NumberRange(min=1, max=MINUTES_MAX, message=_l("Write the minutes as a number from 1 to %(max)d."))
_line = Length(max=LINE_MAX, message=_l("Write at most %(max)d signs."))
_text = Length(max=TEXT_MAX, message=_l("Write at most %(max)d signs."))

# Where the sentence of a refused rule stands.
_FIELD_OF: dict[type[DomainError], str] = {
    rules.EndsBeforeStart: "ends",
    rules.NoSuchTime: "starts",
    rules.SessionChanged: "version",
}


def show_refusal(form: Form, error: DomainError) -> None:
    """Put the sentence of a refused rule beside its field; what belongs to no field goes on to the application."""
    name = _FIELD_OF.get(type(error), "")
    if name not in form:
        raise error
    show_error(form[name], error)


class ClockField(Field):
    """A time of day, typed in any of the usual ways; what cannot be read is shown again as typed."""

    widget = TextInput()

    def _value(self) -> str:
        if self.errors and self.raw_data:
            return str(self.raw_data[0])
        return formats.time_text(self.data, locale="en") if self.data else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read a time of day; an empty field is None."""
        typed = clean(str(valuelist[0])) if valuelist else ""
        self.data = None
        if not typed:
            self.raw_data: list[Any] = []  # blanks are nothing, also for what is required
            return
        try:
            self.data = rules.parse_time(typed)
        except rules.NotATime as error:
            raise ValueError(translated(error)) from None


class SessionForm(Form):
    """A session; made with so many rows for people by `session_form`."""

    version = HiddenField()
    title = StringField(_l("Title"), [DataRequired(_l("Give the session a title.")), _line])
    day_id = SelectField(_l("Day"), coerce=_number_or_none)
    starts = ClockField(_l("Begins"))
    ends = ClockField(_l("Ends"))
    minutes = CountField(_l("Or minutes"), [Optional(), _minutes])
    kind = SelectField(
        _l("Kind"),
        choices=[SelectChoice(kind.value, _l(name)) for kind, name in KIND_NAMES.items()],
        coerce=SessionKind,
        default=SessionKind.PLENARY,
    )
    where = SelectField(_l("Where"))
    description = TextAreaField(_l("Description"), [_text])
    process_notes = TextAreaField(_l("Process notes"), [_text])
    is_pinned = BooleanField(_l("Pinned: holds its time when others move"))
    may_skip = BooleanField(_l("May be left out when the day runs late"))
    minutes_min = CountField(_l("At least, in minutes"), [Optional(), _minutes])
    expected = CountField(
        _l("People expected"),
        [Optional(), NumberRange(min=1, max=100_000, message=_l("Write how many people, such as 60."))],
    )
    aim = TextAreaField(_l("Aim"), [_text])
    steps = TextAreaField(_l("Steps"), [_text])
    materials = TextAreaField(_l("Materials"), [_text])
    is_chatham_house = BooleanField(_l("Held under the Chatham House Rule"))
    rows = HiddenField()
    row_count = 0

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse times that are not complete: on a day a session begins somewhen, and everywhere it lasts."""
        is_valid = super().validate(extra_validators)
        if self.day_id.data is not None and self.starts.data is None and not self.starts.errors:
            self.starts.errors = [*self.starts.errors, _("Say when it begins, such as 9:00.")]
        if self.ends.data is None and self.minutes.data is None and not (self.ends.errors or self.minutes.errors):
            self.ends.errors = [*self.ends.errors, _("Say when it ends, such as 10:30.")]
        return is_valid and not (self.starts.errors or self.ends.errors)

    def times(self) -> tuple[time, time] | None:
        """When it begins and ends; a parked session is kept from the morning on. None if it cannot be so long."""
        starts = self.starts.data or plan_rules.time_of(plan_rules.FIRST_AT)
        if self.ends.data is not None:
            return starts, self.ends.data
        ends = plan_rules.minutes_of(starts) + (self.minutes.data or 0)
        if ends >= plan_rules.DAY_MINUTES:
            show_error(self.minutes, plan_rules.PastMidnight(title=self.title.data))
            return None
        return starts, plan_rules.time_of(ends)

    def offer(self, days: Sequence[EventDay], places: Sequence[Place]) -> None:
        """Fill the lists of days, places and rooms."""
        self.day_id.choices = [
            SelectChoice(str(day.id), formats.day_text(day.day, locale=current_language())) for day in days
        ]
        self.day_id.choices.append(SelectChoice("", _("Parked: on no day yet")))
        choices = [SelectChoice("", _("Not said"))]
        for place in places:
            choices.append(SelectChoice(f"place-{place.id}", place.name))
            choices += [SelectChoice(f"room-{room.id}", f"{place.name}: {room.name}") for room in place.rooms]
        self.where.choices = choices

    def place_and_room(self) -> dict[str, int | None]:
        """Which place or room was chosen."""
        kind, _hyphen, number = (self.where.data or "").partition("-")
        return {
            "place_id": int(number) if kind == "place" else None,
            "room_id": int(number) if kind == "room" else None,
        }

    def translations(self) -> dict[str, dict[str, str]]:
        """What was written of the session in each language; a language without any text is left out."""
        written = {
            language: {name: self[f"{name}_{language}"].data for name in TRANSLATED if self[f"{name}_{language}"].data}
            for language in LANGUAGES
        }
        return {language: texts for language, texts in written.items() if texts}

    def names(self) -> list[str]:
        """The names in the rows, empty ones too."""
        return [self[f"name_{row}"].data or "" for row in range(self.row_count)]

    def offer_bearers(self, found: Mapping[str, Sequence[Named]]) -> list[int]:
        """Let rows whose name several registered people bear ask which one; return those rows."""
        asking = []
        for row, name in enumerate(self.names()):
            bearers = found.get(fold(name), ())
            which = self[f"which_{row}"]
            which.choices = [SelectChoice("", _("Choose"))]
            which.choices += [SelectChoice(str(one.registration_id), _bearer_words(one)) for one in bearers]
            which.choices.append(SelectChoice(rules.SOMEBODY_ELSE, _("Somebody else, who is not registered")))
            which.label.text = _("Which %(name)s?", name=name)
            if len(bearers) > 1:
                asking.append(row)
        return asking

    def people(self, found: Mapping[str, Sequence[Named]]) -> list[RoleOf]:
        """The roles as written, names of registered people linked to them.

        A name that several bear gets a sentence at its row unless one was chosen.
        """
        roles = []
        for row, name in enumerate(self.names()):
            if not name:
                continue
            bearers = [one.registration_id for one in found.get(fold(name), ())]
            which = self[f"which_{row}"]
            role: SessionRole = self[f"role_{row}"].data
            try:
                registration_id = rules.choose_person(name, bearers=bearers, chosen=str(which.data or ""))
            except rules.AmbiguousName as error:
                show_error(which, error)
            else:
                roles.append(RoleOf(role, registration_id, None if registration_id else name))
        return roles


def _bearer_words(one: Named) -> str:
    return ", ".join(words for words in (one.full_name, one.organisation, one.position) if words)


@cache
def session_form(rows: int) -> type[SessionForm]:
    """The form of a session with `rows` rows for people: a name, its role, and which of several of that name."""
    roles = [SelectChoice(role.value, _l(name)) for role, name in SESSION_ROLE_NAMES.items()]
    fields: dict[str, Any] = {"row_count": rows}
    for row in range(rows):
        fields[f"name_{row}"] = StringField(_l("Name"), [_line], render_kw={"list": "names", "autocomplete": "off"})
        fields[f"role_{row}"] = SelectField(_l("Role"), choices=roles, coerce=SessionRole, default=SessionRole.LEAD)
        fields[f"which_{row}"] = SelectField(choices=[], validate_choice=False)
    for language, language_name in LANGUAGES.items():
        fields[f"title_{language}"] = StringField(_l("Title (%(language)s)", language=language_name), [_line])
        fields[f"description_{language}"] = TextAreaField(
            _l("Description (%(language)s)", language=language_name), [_text]
        )
    return type("SessionForm", (SessionForm,), fields)


class DuplicateForm(Form):
    """An event like another on other dates."""

    title = StringField(_l("Title"), [DataRequired(_l("Give the event a title.")), _line])
    starts_on = DayField(_l("First day"), [InputRequired(_l("Say which day is the first."))])
    slug = StringField(_l("Web address"), [Length(max=60, message=_l("Write at most %(max)d signs."))])
