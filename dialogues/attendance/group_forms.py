"""What a browser may send about people who arrived together."""

from collections.abc import Sequence

from wtforms import HiddenField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from dialogues.attendance.group_queries import Missing
from dialogues.core.i18n import _l
from dialogues.core.web import Form


class GroupForm(Form):
    """Who of a group is here: all of them, unless somebody unticks a name."""

    group = HiddenField()  # the id of the act: a second press finds the first
    people = SelectMultipleField(
        _l("Who is here"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def offer(self, people: Sequence[Missing], names: Sequence[str]) -> None:
        """Offer these people, all of them ticked."""
        self.people.choices = [(one.id, name) for one, name in zip(people, names, strict=True)]
        if not self.is_submitted():
            self.people.data = [one.id for one in people]
