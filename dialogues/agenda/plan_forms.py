"""What a browser may send about the plan of a day."""

from collections.abc import Collection, Sequence

from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from dialogues.agenda import plan_rules
from dialogues.agenda.forms import LINE_MAX, MINUTES_MAX, ClockField
from dialogues.agenda.models import AgendaSession
from dialogues.agenda.phrases import Phrases, reference
from dialogues.agenda.plan_rules import Spot, Versions
from dialogues.agenda.queries import AgendaDay
from dialogues.core import formats
from dialogues.core.fields import CountField
from dialogues.core.i18n import _, _l
from dialogues.core.web import Form

_line = Length(max=LINE_MAX, message=_l("Write at most %(max)d signs."))
_minutes = NumberRange(min=1, max=MINUTES_MAX, message=_l("Write the minutes as a number from 1 to %(max)d."))

FIRST, AFTER, BESIDE = "first", "after", "beside"


class SeenForm(Form):
    """A form that says how the agenda looked when its page was made."""

    seen = HiddenField()

    def versions(self) -> dict[int, Versions]:
        """The sessions it showed, by day, with their versions."""
        return plan_rules.read_seen(self.seen.data or "")


class MoveForm(SeenForm):
    """Where a session goes."""

    spot = SelectField(_l("Where to"), validate_choice=False)
    at = ClockField(_l("Or at this time of that day"))
    beside_too = BooleanField(_l("Move what runs beside it along"))

    def offer(self, days: Sequence[AgendaDay], *, without: Collection[int]) -> None:
        """Fill the list of spots: the beginning of each day, after and beside each session but those of `without`."""
        phrases = Phrases()
        choices = []
        for day in days:
            name = formats.day_text(day.day, locale=phrases.language)
            group = {"optgroup": name}
            choices.append(SelectChoice(f"{FIRST}-{day.id}", _("First on %(day)s", day=name), **group))
            others = [item for item in day.items if item.id not in without]
            for item in others:
                facts = {"time": phrases.clock(item.starts), "session": reference(item)}
                choices.append(SelectChoice(f"{AFTER}-{item.id}", _("After %(time)s %(session)s", **facts), **group))
            for item in others:
                facts = {"time": phrases.clock(item.starts), "session": reference(item)}
                choices.append(SelectChoice(f"{BESIDE}-{item.id}", _("Beside %(time)s %(session)s", **facts), **group))
        self.spot.choices = choices

    def stand_at(self, days: Sequence[AgendaDay], session_id: int) -> None:
        """Show the spot where the session is now; a parked one has none."""
        for day in days:
            before = f"{FIRST}-{day.id}"
            for item in day.items:
                if item.id == session_id:
                    self.spot.data = before
                    return
                before = f"{AFTER}-{item.id}"

    def target(self, days: Sequence[AgendaDay]) -> tuple[int, Spot] | None:
        """The day and the spot on it; None if what was chosen is no longer on the agenda."""
        kind, _hyphen, number = (self.spot.data or "").partition("-")
        chosen = int(number) if number.isascii() and number.isdigit() else 0
        if kind == FIRST:
            day_id = next((day.id for day in days if day.id == chosen), None)
            spot = Spot()
        elif kind not in (AFTER, BESIDE):
            return None
        else:
            day_id = next((day.id for day in days if any(item.id == chosen for item in day.items)), None)
            spot = Spot(beside=chosen) if kind == BESIDE else Spot(after=chosen)
        if day_id is None:
            return None
        if self.at.data is not None:
            spot = Spot(at=plan_rules.minutes_of(self.at.data))
        return day_id, spot


class SplitForm(SeenForm):
    """Where a session is cut, and what its second part is called."""

    minutes = CountField(_l("Minutes of the first part"), [InputRequired(_l("Say how many minutes.")), _minutes])
    title = StringField(_l("Title of the second part"), [DataRequired(_l("Give the second part a title.")), _line])


class MergeForm(SeenForm):
    """Which session becomes one with this one, and what they are called together."""

    other_id = SelectField(_l("With"), coerce=int, validate_choice=False)
    title = StringField(_l("Title of both together"), [DataRequired(_l("Give the session a title.")), _line])

    def offer(self, others: Sequence[AgendaSession]) -> None:
        """Fill the list of neighbours."""
        phrases = Phrases()
        self.other_id.choices = [
            SelectChoice(str(one.id), _("%(time)s %(session)s", time=phrases.clock(one.starts), session=one.title))
            for one in others
        ]


class HoursForm(Form):
    """From when to when a day lasts."""

    opens = ClockField(_l("From"), [Optional()])
    closes = ClockField(_l("To"), [Optional()])
