"""What a browser may send about logos on paper."""

from collections.abc import Sequence

from wtforms import RadioField, SelectChoice

from dialogues.core.i18n import _, _l
from dialogues.core.web import Form
from dialogues.people.fields import choice, number_or_none
from dialogues.people.letterhead_queries import Letterhead

OWN, OF_PROCESS = "own", "process"


class ProcessLogosForm(Form):
    """Up to three organisations, in their order."""

    first = choice(_l("First: who convenes"), coerce=number_or_none)
    second = choice(_l("Second: partner or donor"), coerce=number_or_none)
    third = choice(_l("Third: partner or donor"), coerce=number_or_none)

    def offer(self, letterheads: Sequence[Letterhead]) -> None:
        """Fill the lists to choose from."""
        for field in (self.first, self.second, self.third):
            field.choices = [SelectChoice("", _("None"))]
            field.choices += [SelectChoice(str(one.organisation_id), one.name) for one in letterheads]

    def chosen(self) -> list[int | None]:
        """The numbers of the organisations, in their order."""
        return [self.first.data, self.second.data, self.third.data]


class EventLogosForm(ProcessLogosForm):
    """The same of an event, which may leave it to its process."""

    whose = RadioField(
        _l("Whose letterheads"),
        validate_choice=True,
    )

    def offer_process(self, names: str) -> None:
        """Let the process decide, which has the letterheads of `names` now."""
        of_process = _("Those of the process: %(names)s", names=names) if names else _("Those of the process: none yet")
        self.whose.choices = [(OF_PROCESS, of_process), (OWN, _("These:"))]

    def follows_process(self) -> bool:
        """Whether the process decides."""
        return bool(self.whose.data == OF_PROCESS)
