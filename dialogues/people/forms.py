"""What a browser may send about the directory."""

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired

from dialogues.core import world
from dialogues.core.i18n import _, _l, current_language
from dialogues.core.web import Form
from dialogues.people import rules
from dialogues.people.fields import AsRuled, PersonForm, RequiredTitle, choice, one_of, options
from dialogues.people.sectors import SECTOR_NAMES, Sector, in_words

_fits = AsRuled(lambda field: rules.require_length("organisation", field.data))


class EditPersonForm(PersonForm):
    """A person of the directory, as last known."""

    version = HiddenField()


class OrganisationForm(Form):
    """An organisation of the directory."""

    name = StringField(_l("Name"), [RequiredTitle(), _fits])
    sector = choice(_l("Sector"), coerce=one_of(Sector))
    country = choice(_l("Country"), coerce=lambda value: value or None)
    version = HiddenField()

    def offer(self) -> None:
        """Fill the lists to choose from, in the reader's language."""
        self.sector.choices = options({"": _("Not of one sector"), **in_words(SECTOR_NAMES)})
        self.country.choices = options({"": _("None, or several"), **dict(world.countries(current_language()))})

    def chosen_sector(self) -> Sector | None:
        """The sector as a value of its kind."""
        return Sector(self.sector.data) if self.sector.data else None


class GroupForm(Form):
    """A stakeholder group and the sector it rolls up to."""

    name = StringField(_l("Name"), [RequiredTitle(), _fits])
    sector = choice(
        _l("Sector"), validators=[DataRequired(_l("Choose the sector it rolls up to."))], coerce=one_of(Sector)
    )

    def offer(self) -> None:
        """Fill the list of sectors, in the reader's language."""
        self.sector.choices = options({"": _("Choose a sector"), **in_words(SECTOR_NAMES)})
