"""Form fields that read what people type and refuse the rest in whole sentences."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from wtforms import DateField, DateTimeField, IntegerField, RadioField
from wtforms.widgets import DateTimeLocalInput

from dialogues.core.i18n import _, _l

_DIGITS_MAX = 10  # larger numbers are slips of the finger, and databases refuse them


class DayField(DateField):
    """A calendar day, sent as 2026-11-24. What cannot be read is refused in a sentence and shown again as typed."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read a day of the calendar; an empty field is None."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            self.raw_data: list[Any] = []  # blanks are nothing, also for what is required
            return
        try:
            self.data = date.fromisoformat(typed)
        except ValueError:
            message = _("“%(typed)s” is not a day of the calendar. Write it as 2026-11-24.", typed=typed)
            raise ValueError(message) from None


class CountField(IntegerField):
    """A whole number without a sign; what cannot be read is refused in a sentence and shown again as typed."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read a whole number; an empty field is None."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            self.raw_data: list[Any] = []  # blanks are nothing, also for what is required
            return
        if not (typed.isascii() and typed.isdigit() and len(typed) < _DIGITS_MAX):
            raise ValueError(_("“%(typed)s” is not a whole number. Write it in digits, such as 60.", typed=typed))
        self.data = int(typed)


class OpenRadioField(RadioField):
    """Round choices of which none need be taken: nothing is chosen beforehand, and nothing chosen is None."""

    def __init__(self, label: Any, **more: Any) -> None:
        sentence = _l("Choose one of the list.")
        super().__init__(
            label,
            coerce=_text_or_none,
            invalid_value_message=sentence,
            invalid_choice_message=sentence,
            **more,
        )

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the choice; a browser sends nothing where none was taken."""
        self.data: Any = None
        super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered; nothing at all is no choice."""
        if self.data is not None:
            super().pre_validate(form)


class LocalTimeField(DateTimeField):
    """A day and an hour by the clocks of a place, sent as 2026-11-24T17:00. What cannot be read is shown as typed."""

    widget = DateTimeLocalInput()

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read a day and an hour; an empty field is None."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            self.raw_data: list[Any] = []
            return
        try:
            self.data = datetime.fromisoformat(typed).replace(second=0, microsecond=0)
            if self.data.tzinfo is not None:
                raise ValueError
        except ValueError:
            self.data = None
            message = _("“%(typed)s” is not a day and an hour. Write it as 2026-11-24T17:00.", typed=typed)
            raise ValueError(message) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat("T", "minutes") if self.data else ""


def _text_or_none(value: Any) -> str | None:
    return str(value) if value else None
