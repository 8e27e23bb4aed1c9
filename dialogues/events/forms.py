"""What a browser may send about events, days, places and processes."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from dialogues.core import world
from dialogues.core.errors import DomainError
from dialogues.core.fields import CountField, DayField
from dialogues.core.i18n import _, _l, current_language
from dialogues.core.web import Form, show_error
from dialogues.events import rules
from dialogues.events.models import DayKind, EventKind
from dialogues.events.queries import ProcessLine
from dialogues.events.rules import DayTemplate
from dialogues.events.services import DayDetails, EventDetails

LINE_MAX = 200  # signs of a title, a name, a place
TEXT_MAX = 5000  # signs of a description
TRAVEL_MAX_MIN = 1440  # a day; farther sites belong to another event
SEATS_MAX = 10_000

KIND_LABELS = {
    EventKind.DIALOGUE: _l("Dialogue: people meet in one place"),
    EventKind.DIGITAL_DAY: _l("Digital day: online"),
}
DAY_KIND_LABELS = {DayKind.FIELD: _l("Field"), DayKind.WORKSHOP: _l("Workshop"), DayKind.ONLINE: _l("Online")}
TEMPLATE_LABELS = {
    DayTemplate.FIELD_THEN_WORKSHOP: _l("Two days in the field, then workshop days"),
    DayTemplate.WORKSHOP: _l("Workshop days only"),
    DayTemplate.ONLINE: _l("Online"),
}

_line = Length(max=LINE_MAX, message=_l("Write at most %(max)d signs."))
_text = Length(max=TEXT_MAX, message=_l("Write at most %(max)d signs."))

# Where the sentence of a refused rule stands.
_FIELD_OF: dict[type[DomainError], str] = {
    rules.EndsBeforeStart: "ends_on",
    rules.TooManyDays: "ends_on",
    rules.DayInUse: "ends_on",
    rules.UnknownZone: "zone_name",
    rules.ZoneNotClear: "zone_name",
    rules.BadSlug: "slug",
    rules.SlugTaken: "slug",
    rules.EventChanged: "version",
    rules.ProcessTitleTaken: "new_process",
    rules.PlaceNameTaken: "name",
}


def show_refusal(form: Form, error: DomainError) -> None:
    """Put the sentence of a refused rule beside its field; what belongs to no field goes on to the application."""
    name = _FIELD_OF.get(type(error), "")
    if name not in form:
        raise error
    show_error(form[name], error)


def _choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(str(value), label) for value, label in pairs]


def _countries() -> list[SelectChoice]:
    return _choices([("", _("None, or several")), *world.countries(current_language())])


def _number_or_none(value: Any) -> int | None:
    return int(value) if value and str(value).isascii() and str(value).isdigit() else None


class EventForm(Form):
    """What every form of an event asks."""

    title = StringField(_l("Title"), [DataRequired(_l("Give the event a title.")), _line])
    slug = StringField(
        _l("Web address"), [Length(max=rules.SLUG_LENGTH_MAX, message=_l("Write at most %(max)d signs."))]
    )
    kind = RadioField(
        _l("Kind of event"), choices=_choices(KIND_LABELS.items()), default=EventKind.DIALOGUE, coerce=EventKind
    )
    starts_on = DayField(_l("First day"), [InputRequired(_l("Say which day is the first."))])
    ends_on = DayField(
        _l("Last day"), [InputRequired(_l("Say which day is the last; of a single day it is the same."))]
    )
    country = SelectField(_l("Country"), validate_choice=True)
    zone_name = SelectField(_l("Time zone"))
    place = StringField(_l("Place"), [_line])
    process_id = SelectField(_l("Process"), coerce=_number_or_none)

    def offer(self, processes: Sequence[ProcessLine]) -> None:
        """Fill the lists to choose from, in the reader's language."""
        self.country.choices = _countries()
        self.zone_name.choices = _choices([("", _("That of the country")), *((name, name) for name in world.zones())])
        self.process_id.choices = _choices([("", _("None")), *((str(one.id), one.title) for one in processes)])

    def facts(self) -> dict[str, Any]:
        """The fields as EventDetails names them; empty texts are None."""
        names = set(EventDetails.__dataclass_fields__) & {field.name for field in self}
        values = {name: self[name].data or None for name in names}
        return values | {"slug": self.slug.data or "", "zone_name": self.zone_name.data or ""}

    def details(self) -> EventDetails:
        """What was written about the event."""
        return EventDetails(**self.facts())


class NewEventForm(EventForm):
    """A new event: the least that is needed; the rest stands in its settings."""

    new_process = StringField(_l("Or a new process"), [_line])
    template = RadioField(
        _l("Days"),
        choices=_choices(TEMPLATE_LABELS.items()),
        default=DayTemplate.FIELD_THEN_WORKSHOP,
        coerce=DayTemplate,
    )


class SettingsForm(EventForm):
    """Everything about an event, and its days; made for the days it has by `settings_form`."""

    version = HiddenField()
    convenor = StringField(_l("Convenor"), [_line])
    summary = TextAreaField(_l("What it is about"), [_text])
    languages = StringField(_l("Languages spoken"), [_line])
    directions = TextAreaField(_l("How to get there"), [_text])
    accessibility = TextAreaField(_l("Access and care"), [_text])
    contact = TextAreaField(_l("Questions to"), [_text])
    wifi = StringField(_l("Wi-Fi"), [_line])
    day_ids: tuple[int, ...] = ()

    def days(self) -> Mapping[int, DayDetails]:
        """What was written about each day, by its id."""
        return {
            day_id: DayDetails(
                kind=self[f"day_{day_id}_kind"].data,
                title=self[f"day_{day_id}_title"].data or None,
                has_halves=self[f"day_{day_id}_halves"].data,
            )
            for day_id in self.day_ids
        }


@cache
def settings_form(day_ids: tuple[int, ...]) -> type[SettingsForm]:
    """The form of an event whose days have these ids: kind, title and halves of each."""
    fields: dict[str, Any] = {"day_ids": day_ids}
    for day_id in day_ids:
        fields[f"day_{day_id}_kind"] = SelectField(
            _l("Kind"), choices=_choices(DAY_KIND_LABELS.items()), coerce=DayKind
        )
        fields[f"day_{day_id}_title"] = StringField(_l("Title of the day"), [_line])
        fields[f"day_{day_id}_halves"] = BooleanField(_l("Mornings and afternoons apart"))
    return type("SettingsForm", (SettingsForm,), fields)


class ProcessForm(Form):
    """A process."""

    title = StringField(_l("Title"), [DataRequired(_l("Give the process a title.")), _line])
    country = SelectField(_l("Country"))

    def offer(self) -> None:
        """Fill the list of countries, in the reader's language."""
        self.country.choices = _countries()


class PlaceForm(Form):
    """A venue or a site."""

    name = StringField(_l("Name"), [DataRequired(_l("Give the place a name.")), _line])
    address = StringField(_l("Where it is"), [_line])
    also_spelled = StringField(_l("Other spellings"), [_line])


class TravelForm(Form):
    """How long it takes from a place to the others of its event; made for those by `travel_form`."""

    place_ids: tuple[int, ...] = ()

    def minutes(self) -> dict[int, int | None]:
        """What was written, by the other place's id; None where nothing was."""
        return {place_id: self[f"to_{place_id}"].data for place_id in self.place_ids}


def travel_form(places: Sequence[tuple[int, str]]) -> type[TravelForm]:
    """The form with a field for each of these other places."""
    message = _l("Write the minutes as a number from 1 to %(max)d.")
    fields: dict[str, Any] = {"place_ids": tuple(place_id for place_id, _name in places)}
    for place_id, name in places:
        fields[f"to_{place_id}"] = CountField(
            name, [Optional(), NumberRange(min=1, max=TRAVEL_MAX_MIN, message=message)]
        )
    return type("TravelForm", (TravelForm,), fields)


class RoomForm(Form):
    """A room of a place."""

    name = StringField(_l("Room"), [DataRequired(_l("Give the room a name.")), _line])
    seats = CountField(
        _l("Seats"),
        [Optional(), NumberRange(min=1, max=SEATS_MAX, message=_l("Write how many seats there are, such as 60."))],
    )
