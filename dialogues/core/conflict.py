"""When two people changed one thing: what is stored now beside what was typed."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from wtforms import Field, Form, SelectField

from dialogues.core import formats
from dialogues.core.i18n import _, current_language


def version_of(field: Field) -> int:
    """The version a form was made from; 0, which no row has, if the hidden field was tampered with."""
    text = str(field.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def stored_instead(form: Form, stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and stored words of each field of `form` whose stored value is not the one typed."""
    return [
        (str(form[name].label.text), _words(form[name], value))
        for name, value in stored.items()
        if (form[name].data or None) != (value or None)
    ]


def _words(field: Field, value: Any) -> str:
    if isinstance(field, SelectField):
        return next((str(one.label) for one in field.choices or () if field.coerce(one.value) == value), "–")
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, date):
        return formats.day_text(value, locale=current_language())
    if isinstance(value, time):
        return formats.time_text(value, locale=current_language())
    return str(value or "–")
