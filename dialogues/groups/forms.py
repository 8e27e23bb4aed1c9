"""What a browser may send about groups."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from dialogues.core.fields import CountField
from dialogues.core.formats import short_day_text, time_text
from dialogues.core.i18n import N_, _, _l, current_language
from dialogues.core.web import Form
from dialogues.groups import rules
from dialogues.groups.mixing_rules import Axis, Level
from dialogues.groups.planning_services import Settings
from dialogues.groups.queries import Slot
from dialogues.groups.rules import AXIS_NAMES, BOND_NAMES, BondKind, Who
from dialogues.people.fields import choice, number_or_none, one_of

LEVEL_NAMES = {
    Level.HIGH: N_("Mix before all else"),
    Level.NORMAL: N_("Mix as well as can be"),
    Level.OFF: N_("Leave out"),
}
BOND_ROWS = 6  # people named in one wish; more make a second one
_PICK_ONE = _l("Choose one of the list.")


def _level(axis: Axis) -> SelectField:
    words = [SelectChoice(one.value, _l(words)) for one, words in LEVEL_NAMES.items()]
    field: SelectField = choice(_l(AXIS_NAMES[axis]), choices=words, coerce=one_of(Level), default=Level.NORMAL)
    return field


class DrawForm(Form):
    """From whom, into how many groups, and what counts."""

    who = RadioField(
        _l("Make groups from"),
        coerce=one_of(Who),
        default=Who.CONFIRMED,
        invalid_value_message=_PICK_ONE,
        invalid_choice_message=_PICK_ONE,
    )
    has_guests = BooleanField(_l("Speakers and observers sit in groups too"))
    tables = CountField(
        _l("How many groups"),
        [
            InputRequired(_l("Say how many groups there are, such as 6.")),
            NumberRange(min=2, max=rules.TABLES_MOST, message=_l("Make from 2 to 60 groups.")),
        ],
    )
    agenda_session_id = choice(_l("Session of the agenda"), coerce=number_or_none)
    level_sector = _level(Axis.SECTOR)
    level_gender = _level(Axis.GENDER)
    level_organisation = _level(Axis.ORGANISATION)
    level_stakeholder_group = _level(Axis.STAKEHOLDER_GROUP)
    level_language = _level(Axis.LANGUAGE)
    level_meeting = _level(Axis.MEETING)
    seed = CountField(
        _l("Seed"),
        [Optional(), NumberRange(max=rules.SEED_MOST, message=_l("A seed has six digits at most."))],
    )

    def offer(self, there: Mapping[Who, int], slots: Sequence[Slot]) -> None:
        """Fill the choices: how many people each way finds, and the sessions of the agenda."""
        self.who.choices = [
            SelectChoice(Who.CONFIRMED.value, _("Everybody confirmed: %(num)d participants", num=there[Who.CONFIRMED])),
            SelectChoice(
                Who.PRESENT.value, _("Everybody who is here today: %(num)d participants", num=there[Who.PRESENT])
            ),
        ]
        language = current_language()
        self.agenda_session_id.choices = [
            SelectChoice("", _("None")),
            *(
                SelectChoice(
                    str(one.id),
                    f"{short_day_text(one.day, locale=language)} {time_text(one.starts, locale=language)} {one.title}",
                )
                for one in slots
            ),
        ]

    def settings(self, *, seed: int, rounds: int = 1) -> Settings:
        """What was asked for; `seed` where none was written."""
        return Settings(
            who=self.who.data,
            has_guests=self.has_guests.data,
            tables=self.tables.data or 2,
            rounds=rounds,
            agenda_session_id=self.agenda_session_id.data,
            levels={axis: self[f"level_{axis}"].data for axis in Axis},
            seed=seed if self.seed.data is None else self.seed.data,
        )


class MakeRoundsForm(DrawForm):
    """The same for new rounds, one or several at once."""

    rounds = CountField(
        _l("How many rounds"),
        [
            InputRequired(_l("Say how many rounds there are; 1 is usual.")),
            NumberRange(min=1, max=rules.ROUNDS_MOST, message=_l("Make from 1 to 8 rounds at once.")),
        ],
        default=1,
    )


class DrawAgainForm(DrawForm):
    """The same for a round that stands."""

    version = HiddenField()


class GroupForm(Form):
    """One group: what it is called, where it meets, what it talks about, who leads and who writes."""

    name = StringField(
        _l("Name"),
        [
            InputRequired(_l("Give the group a letter or a short name.")),
            Length(max=rules.NAME_LENGTH_MAX, message=_l("A name of a group has at most 40 letters.")),
        ],
    )
    topic = StringField(_l("Topic"), [Length(max=rules.WORDS_LENGTH_MAX, message=_l("Write at most 200 letters."))])
    room = StringField(
        _l("Where it meets"), [Length(max=rules.WORDS_LENGTH_MAX, message=_l("Write at most 200 letters."))]
    )
    facilitator_id = choice(_l("Facilitator"), coerce=number_or_none)
    rapporteur_id = choice(_l("Rapporteur"), coerce=number_or_none)
    version = HiddenField()

    def offer(self, leaders: Sequence[tuple[int, str]], others: Sequence[tuple[int, str, str]]) -> None:
        """Fill the choices: who came to do it first, then everybody by name."""
        first = {number for number, _name in leaders}
        rest = [SelectChoice(str(number), name) for number, name, _body in others if number not in first]
        first_ones = [SelectChoice(str(number), name) for number, name in leaders]
        choices = [SelectChoice("", _("Nobody yet")), *first_ones, *rest]
        self.facilitator_id.choices = self.rapporteur_id.choices = choices

    def values(self) -> dict[str, Any]:
        """What was written."""
        return {
            "name": self.name.data,
            "topic": self.topic.data or None,
            "room": self.room.data or None,
            "facilitator_id": self.facilitator_id.data,
            "rapporteur_id": self.rapporteur_id.data,
        }


class BondForm(Form):
    """A wish about who sits with whom; made with rows for its people by `bond_form`."""

    kind = RadioField(
        _l("What is wished"),
        choices=[SelectChoice(one.value, _l(words)) for one, words in BOND_NAMES.items()],
        coerce=one_of(BondKind),
        default=BondKind.APART,
        invalid_value_message=_PICK_ONE,
        invalid_choice_message=_PICK_ONE,
    )

    @property
    def rows(self) -> list[Any]:
        """The fields for names."""
        return [self[f"person_{row}"] for row in range(BOND_ROWS)]

    def people(self, known: Mapping[str, int]) -> list[int]:
        """Whom the rows name; a name that nobody or more than one bears is refused at its row."""
        found = []
        for one in self.rows:
            if not one.data:
                continue
            number = known.get(one.data)
            if number is None:
                sentence = _(
                    "“%(name)s” is not somebody of the list. Choose a name as the list offers it.", name=one.data
                )
                one.errors = [*one.errors, sentence]
            else:
                found.append(number)
        return found


_name = [Length(max=400, message=_l("Write at most 400 letters."))]
for _row in range(BOND_ROWS):
    setattr(BondForm, f"person_{_row}", StringField(_l("Person"), _name, render_kw={"list": "people-offered"}))


def offered_names(people: Sequence[tuple[int, str, str]]) -> dict[str, int]:
    """How each person can be named without doubt: by name and organisation, and a number where that is not enough."""
    labels: dict[str, int] = {}
    twice: dict[str, int] = {}
    for _number, name, body in people:
        label = f"{name}, {body}" if body else name
        twice[label] = twice.get(label, 0) + 1
    for number, name, body in people:
        label = f"{name}, {body}" if body else name
        labels[label if twice[label] == 1 else f"{label} ({number})"] = number
    return labels
