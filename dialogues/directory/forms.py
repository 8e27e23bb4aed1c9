"""What a browser may send about doubles: for each difference which one is kept."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired

from dialogues.core.i18n import _, _l
from dialogues.core.web import Form
from dialogues.directory import page, rules
from dialogues.directory.queries import Side
from dialogues.directory.rules import PERSON_FIELDS
from dialogues.directory.services import describing
from dialogues.people.fields import AsRuled, RequiredTitle
from dialogues.people.rules import require_length
from dialogues.registration.kinds import STATUS_NAMES
from dialogues.registration.queries import Attended

_EVENT = "event_"  # begins the name of the field for an event both are on the list of


class MergeForm(Form):
    """For each difference between two rows which one is kept. Made anew for each pair, see `merge_form`."""

    def chosen(self) -> dict[str, rules.Side]:
        """Field: the side that is kept."""
        return {one.short_name: rules.Side(one.data) for one in self if _is_choice(one) and not _is_event(one)}

    def described_by(self) -> list[int]:
        """The registrations that describe the person at the events both are on the list of."""
        return [int(one.data) for one in self if _is_choice(one) and _is_event(one)]

    def choices(self) -> list[Any]:
        """The fields with a difference of the directory."""
        return [one for one in self if _is_choice(one) and not _is_event(one)]

    def events(self) -> list[Any]:
        """The fields of the events both are on the list of."""
        return [one for one in self if _is_choice(one) and _is_event(one)]


class AliasForm(Form):
    """One more name of an organisation."""

    name = StringField(
        _l("Another name"), [RequiredTitle(), AsRuled(lambda field: require_length("organisation", field.data))]
    )


def merge_form(first: Side, second: Side) -> MergeForm:
    """A form that asks for every difference between two persons, the fuller one chosen already."""
    people = (first.person, second.person)
    labels = page.person_labels()
    fields: dict[str, Any] = {}
    for name, side in rules.proposed(PERSON_FIELDS, *people).items():
        words = [page.words_of(name, one) or _("Nothing") for one in people]
        options: list[tuple[str, str]] = [(rules.Side.FIRST, words[0]), (rules.Side.SECOND, words[1])]
        if name == "phone" and rules.has_two_phones(*people):
            options.append((rules.Side.BOTH, _("Both numbers")))
        fields[name] = choice_of(labels[name], options, proposed=side)
    for one, other in _shared(first.events, second.events):
        options = [
            (str(row.registration_id), _as_registered(person.full_name, row))
            for person, row in zip(people, (one, other), strict=True)
        ]
        proposed = describing([_Row(row.registration_id, row.status) for row in (one, other)])
        fields[f"{_EVENT}{one.event_id}"] = choice_of(one.title, options, proposed=str(proposed.id))
    return make_form(fields)


def make_form(fields: dict[str, Any]) -> MergeForm:
    """A form with these fields, filled by what was sent."""
    made: MergeForm = type("MergeForm", (MergeForm,), fields)()
    return made


def choice_of(label: str, choices: Sequence[tuple[Any, str]], *, proposed: Any) -> Any:
    """A field for one of a few; anything else, and nothing, is refused in a sentence."""
    sentence = _l("Choose one of the list.")
    return RadioField(
        label,
        # What was not on the page when it was sent is asked, not taken as proposed.
        [InputRequired(_l("Say which one is kept."))],
        choices=[SelectChoice(str(value), words) for value, words in choices],
        default=str(proposed),
        invalid_value_message=sentence,
        invalid_choice_message=sentence,
    )


class _Row:
    def __init__(self, key: int, status: str) -> None:
        self.id, self.status = key, status


def _shared(one: Sequence[Attended], other: Sequence[Attended]) -> list[tuple[Attended, Attended]]:
    of_other = {row.event_id: row for row in other}
    return [(row, of_other[row.event_id]) for row in one if row.event_id in of_other]


def _as_registered(name: str, row: Attended) -> str:
    return " · ".join(str(word) for word in (name, row.organisation_name, _(STATUS_NAMES[row.status])) if word)


def _is_choice(field: Any) -> bool:
    return isinstance(field, RadioField)


def _is_event(field: Any) -> bool:
    return str(field.short_name).startswith(_EVENT)
