"""Form fields that read what people type and refuse the rest in whole sentences."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, IntegerField

from dialogues.core.i18n import _

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
