"""What a browser may send when a day runs late."""

from collections.abc import Sequence

from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange

from dialogues.agenda.late_rules import LATE_MAX_MIN, Catching
from dialogues.agenda.phrases import Phrases, reference
from dialogues.agenda.plan_forms import SeenForm
from dialogues.agenda.queries import AgendaItem
from dialogues.core.fields import CountField
from dialogues.core.i18n import N_, _, _l

CATCHING_NAMES = {
    Catching.SHIFT: N_("Shift what follows; free time takes up what it can"),
    Catching.SHORTEN: N_("Shorten breaks too, as far as they may, to be back in time"),
    Catching.SKIP: N_("And leave out what may be left out, if that is not enough"),
}


class LateForm(SeenForm):
    """Which session took how much longer, and how the day catches up."""

    overran = SelectField(_l("What took longer"), coerce=int, validate_choice=False)
    minutes = CountField(
        _l("By how many minutes"),
        [
            InputRequired(_l("Say by how many minutes.")),
            NumberRange(min=1, max=LATE_MAX_MIN, message=_l("Write the minutes as a number from 1 to %(max)d.")),
        ],
    )
    catching = RadioField(
        _l("How the day catches up"),
        choices=[SelectChoice(one.value, _l(name)) for one, name in CATCHING_NAMES.items()],
        coerce=Catching,
        default=Catching.SHORTEN,
    )

    def offer(self, items: Sequence[AgendaItem]) -> None:
        """Fill the list of sessions of the day."""
        phrases = Phrases()
        self.overran.choices = [
            SelectChoice(
                str(item.id), _("%(time)s %(session)s", time=phrases.clock(item.starts), session=reference(item))
            )
            for item in items
        ]
