"""What a browser may send about seats and the balance that is wanted."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from wtforms import HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from dialogues.core.fields import CountField
from dialogues.core.i18n import _l
from dialogues.core.web import Form
from dialogues.people.fields import AsRuled
from dialogues.people.sectors import Gender, Sector
from dialogues.registration import seat_rules as rules
from dialogues.registration.balance_rules import WANTED_GENDERS, Subject, Target, read_target
from dialogues.registration.seat_rules import GIVING_NAMES, Giving, Plan

_seats = [
    Optional(),
    NumberRange(max=rules.SEATS_MAX, message=_l("Write how many seats there are, such as 60.")),
]
_amount = AsRuled(lambda field: read_target(field.data))


class SeatsForm(Form):
    """Seats of the event, how they are given on, and whom the convenor wants; made with its sectors by `seats_form`."""

    capacity = CountField(_l("Seats of the event"), _seats)
    giving = RadioField(
        _l("A seat that becomes free is given"),
        choices=[SelectChoice(one.value, _l(words)) for one, words in GIVING_NAMES.items()],
        default=Giving.AUTOMATIC,
        coerce=Giving,
    )
    offer_hours = CountField(
        _l("Hours an offer stands"),
        [
            InputRequired(_l("Say how many hours an offer stands, such as 48.")),
            NumberRange(min=1, max=rules.OFFER_HOURS_MAX, message=_l("An offer stands from 1 to 720 hours.")),
        ],
        default=rules.OFFER_HOURS,
    )
    by_hand_days = CountField(
        _l("Days before the event from which seats are given by hand"),
        [
            InputRequired(_l("Say how many days before the event, or 0.")),
            NumberRange(max=rules.BY_HAND_DAYS_MAX, message=_l("Write at most 365 days.")),
        ],
        default=rules.BY_HAND_DAYS,
    )
    wanted_woman = StringField(_l("Women"), [_amount])
    wanted_man = StringField(_l("Men"), [_amount])
    version = HiddenField()

    def plan(self) -> Plan:
        """What was written about the seats."""
        limits = {sector: self[f"seats_{sector}"].data for sector in Sector}
        seen = self.version.data or ""
        return Plan(
            capacity=self.capacity.data,
            sectors={sector: limit for sector, limit in limits.items() if limit is not None},
            giving=self.giving.data,
            offer_hours=self.offer_hours.data or rules.OFFER_HOURS,
            by_hand_days=self.by_hand_days.data or 0,
            version=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
        )

    def targets(self) -> dict[Subject, Target]:
        """Whom the convenor wants; what was left empty is not asked for."""
        written = {subject: read_target(self[name].data) for name, subject in _TARGET_FIELDS.items()}
        return {subject: target for subject, target in written.items() if target is not None}


_TARGET_FIELDS: dict[str, Subject] = {
    **{f"wanted_{gender}": Subject(gender=gender) for gender in WANTED_GENDERS},
    **{f"wanted_{sector}": Subject(sector) for sector in Sector},
    **{f"women_{sector}": Subject(sector, Gender.WOMAN) for sector in Sector},
}


@cache
def seats_form() -> type[SeatsForm]:
    """The form with the fields of each sector: its own seats, the people wanted of it, and the women among them."""
    fields: dict[str, Any] = {}
    for sector in Sector:
        fields[f"seats_{sector}"] = CountField(_l("Seats at most"), _seats)
        fields[f"wanted_{sector}"] = StringField(_l("Wanted"), [_amount])
        fields[f"women_{sector}"] = StringField(_l("Women among them"), [_amount])
    return type("SeatsForm", (SeatsForm,), fields)


def form_values(plan: Plan, targets: Mapping[Subject, Target]) -> dict[str, Any]:
    """Seats and targets as the fields hold them."""
    values: dict[str, Any] = {
        "capacity": plan.capacity,
        "giving": plan.giving if plan.version is not None else Giving.AUTOMATIC,
        "offer_hours": plan.offer_hours,
        "by_hand_days": plan.by_hand_days,
        "version": "" if plan.version is None else str(plan.version),
    }
    values |= {f"seats_{sector}": plan.sectors.get(sector) for sector in Sector}
    return values | {
        name: str(targets[subject]) if subject in targets else "" for name, subject in _TARGET_FIELDS.items()
    }
