"""What a browser may send about attendance."""

import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from dialogues.attendance.models import MARK_STATUS_NAMES, PART_NAMES, MarkStatus, Part
from dialogues.attendance.rules import read_badge
from dialogues.core.i18n import _, _l
from dialogues.core.web import Form
from dialogues.people.rules import LENGTHS_MAX
from dialogues.people.sectors import GENDER_NAMES, SECTOR_NAMES, Gender, Sector

REASON_LENGTH_MAX = 500  # signs
_NUMBER_LENGTH_MAX = 9  # digits that fit any database's number


def _as_number(text: Any) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _NUMBER_LENGTH_MAX else None


def as_uuid(text: Any) -> uuid.UUID | None:
    """The id in what was sent; None for anything else."""
    try:
        return uuid.UUID(text)
    except (TypeError, ValueError):
        return None


class Arrival(NamedTuple):
    """Somebody is here: chosen from the list, or known by a badge. The id of the mark makes a second press harmless.

    Read without a form's machinery, which would take longer than the mark itself; a queue is waiting.
    """

    registration_id: int | None
    badge_code: str | None
    mark_id: uuid.UUID

    @classmethod
    def sent(cls, values: Mapping[str, str]) -> Self:
        """What was sent; without a usable id the mark only loses its protection against a second press."""
        return cls(
            _as_number(values.get("registration_id")),
            read_badge(values.get("badge", "")),
            as_uuid(values.get("mark_id")) or uuid.uuid4(),
        )


class ListForm(Form):
    """One press on the list of a day: whom, and what is said. The sheet's id makes each mark's id."""

    sheet = HiddenField()
    mark = HiddenField()

    @property
    def wanted(self) -> tuple[int, MarkStatus] | None:
        """The number of the registration and the status; None for anything else."""
        number, _colon, status = (self.mark.data or "").partition(":")
        person = _as_number(number)
        known = status in (MarkStatus.PRESENT, MarkStatus.EXCUSED, MarkStatus.ABSENT)
        return (person, MarkStatus(status)) if person is not None and known else None

    def mark_id(self, *facts: object) -> uuid.UUID:
        """The id of the mark that says `facts` on this sheet: the same however often it is sent."""
        return uuid.uuid5(as_uuid(self.sheet.data) or uuid.uuid4(), " ".join(str(fact) for fact in facts))


class CorrectForm(Form):
    """What was recorded is put right."""

    part = RadioField(_l("Part of the day"), coerce=Part, default=Part.WHOLE)
    status = RadioField(_l("What is right"), coerce=MarkStatus, validators=[InputRequired(_l("Say what is right."))])
    reason = StringField(
        _l("Reason"),
        [
            InputRequired(_l("Say why, so that the change can be understood later.")),
            Length(max=REASON_LENGTH_MAX, message=_l("Write at most %(max)d signs.")),
        ],
    )

    def offer(self, *, has_halves: bool) -> None:
        """Offer the parts the day has, and every status in the reader's words."""
        parts = Part if has_halves else (Part.WHOLE,)
        self.part.choices = [(part.value, _(PART_NAMES[part])) for part in parts]
        self.status.choices = [(status.value, _(words)) for status, words in MARK_STATUS_NAMES.items()]


class ReopenForm(Form):
    """A closed day is opened again."""

    reason = StringField(
        _l("Reason"),
        [
            InputRequired(_l("Say why, so that the change can be understood later.")),
            Length(max=REASON_LENGTH_MAX, message=_l("Write at most %(max)d signs.")),
        ],
    )


class StandInForm(Form):
    """Somebody who comes for a person on the list, in one line; the seat's sector is known."""

    full_name = StringField(
        _l("Full name"),
        [
            InputRequired(_l("Write the full name, as the person writes it.")),
            Length(max=LENGTHS_MAX["full_name"], message=_l("Write at most %(max)d signs.")),
        ],
    )
    organisation = StringField(
        _l("Organisation"), [Length(max=LENGTHS_MAX["organisation"], message=_l("Write at most %(max)d signs."))]
    )
    gender = SelectField(_l("Gender"), default=Gender.NOT_STATED.value)

    def offer(self) -> None:
        """Offer the genders in the reader's words."""
        self.gender.choices = [(one.value, _(GENDER_NAMES[one])) for one in Gender]


class WalkInForm(StandInForm):
    """Somebody who came without being on the list, in one line."""

    sector = SelectField(_l("Sector"), validators=[InputRequired(_l("Choose a sector: everybody is counted in one."))])

    def offer(self) -> None:
        """Offer the sectors and genders in the reader's words."""
        super().offer()
        self.sector.choices = [("", _("Choose a sector")), *((one.value, _(SECTOR_NAMES[one])) for one in Sector)]
