"""What a browser may send about a person: the form that the pages of people and of registrations extend."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from wtforms import EmailField, Field, SelectChoice, SelectField, StringField, TelField, ValidationError

from dialogues.core import formats
from dialogues.core.conflict import stored_instead
from dialogues.core.errors import DomainError
from dialogues.core.i18n import _, _l, current_language, name_in_words, translated
from dialogues.core.web import Form
from dialogues.people import rules
from dialogues.people.contact import figures_of, phones_text, read_email
from dialogues.people.facts import PersonFacts
from dialogues.people.queries import GroupChoice
from dialogues.people.sectors import AGE_GROUP_NAMES, GENDER_NAMES, SECTOR_NAMES, AgeGroup, Gender, Sector, in_words

# Languages spoken where the dialogues are held, by ISO 639 code.
SPOKEN = ("en", "fr", "sw", "mg", "ak", "ee", "gaa", "dag", "ha", "pt", "ar", "es")


def choice(label: Any, **more: Any) -> Any:
    """A field for one of a list; anything else is refused in a sentence."""
    sentence = _l("Choose one of the list.")
    return SelectField(label, invalid_value_message=sentence, invalid_choice_message=sentence, **more)


def options(words: Mapping[str, str]) -> list[SelectChoice]:
    """What a list offers, from code: words."""
    return [SelectChoice(code, text) for code, text in words.items()]


def one_of(kind: type[StrEnum]) -> Callable[[Any], Any]:
    """Reads a code of `kind`; nothing chosen is None."""

    def read(value: Any) -> StrEnum | None:
        return kind(value) if value else None

    return read


def number_or_none(value: Any) -> int | None:
    """Reads the id of a row; nothing chosen is None, and what is no number is refused."""
    return int(value) if value else None


class AsRuled:
    """Holds a field to a rule of the domain, so that the form and the service say the same sentence."""

    def __init__(self, rule: Callable[[Field], Any]) -> None:
        self.rule = rule

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse what the rule refuses."""
        try:
            self.rule(field)
        except DomainError as error:
            raise ValidationError(translated(error)) from error


class RequiredName(AsRuled):
    """A name must be there; its field is not marked as optional."""

    field_flags = {"required": True}

    def __init__(self) -> None:
        super().__init__(lambda field: rules.require_name(field.data or ""))


class RequiredTitle(AsRuled):
    """The same for the name of an organisation or a group."""

    field_flags = {"required": True}

    def __init__(self) -> None:
        super().__init__(lambda field: rules.require_title(field.data or ""))


fits = AsRuled(lambda field: rules.require_length(field.short_name, field.data))


class PersonForm(Form):
    """A person as everybody is described: in the directory and in an event."""

    full_name = StringField(_l("Full name"), [RequiredName(), fits])
    honorific = StringField(_l("Title or honorific"), [fits])
    sort_as = StringField(_l("Sort as"), [fits])
    organisation = StringField(_l("Organisation"), [fits], render_kw={"list": "organisations"})
    position = StringField(_l("Position"), [fits])
    sector = choice(_l("Sector"), coerce=one_of(Sector))
    stakeholder_group = choice(_l("Stakeholder group"), coerce=number_or_none)
    gender = choice(_l("Gender"), coerce=one_of(Gender), default=Gender.NOT_STATED)
    age_group = choice(_l("Age group"), coerce=one_of(AgeGroup))
    phone = TelField(_l("Telephone"), [fits])
    email = EmailField(_l("E-mail"), [fits, AsRuled(lambda field: read_email(field.data))])
    place = StringField(_l("Comes from"), [fits])
    language = choice(_l("Language"), coerce=lambda value: value or None)

    def offer(self, groups: Sequence[GroupChoice], *, language: str | None = None) -> None:
        """Fill the lists to choose from, in the reader's language. `language` is one that is chosen already."""
        self.sector.choices = options({"": _("Choose a sector"), **in_words(SECTOR_NAMES)})
        self.stakeholder_group.choices = [
            SelectChoice("", _("None")),
            *(
                SelectChoice(str(one.id), name_in_words(one.name), optgroup=_(SECTOR_NAMES[one.sector]))
                for one in groups
            ),
        ]
        self.gender.choices = list(reversed(options(in_words(GENDER_NAMES))))
        self.age_group.choices = options({"": _("Not stated"), **in_words(AGE_GROUP_NAMES)})
        spoken = (*SPOKEN, *([language] if language else []))
        names = {code: formats.language_text(code, locale=current_language()) for code in spoken}
        self.language.choices = options({"": _("Not stated"), **names})

    def validate_sector(self, field: Field) -> None:
        """A group that was chosen gives the sector; two that disagree are left to the service, which knows the past."""
        if not field.data and not self.stakeholder_group.data:
            raise ValidationError(translated(rules.NoSector()))

    def facts(self) -> PersonFacts:
        """What was written about the person."""
        texts = {
            name: self[name].data or None
            for name in ("honorific", "sort_as", "organisation", "position", "phone", "email", "place", "language")
        }
        return PersonFacts(
            full_name=self.full_name.data or "",
            sector=Sector(self.sector.data) if self.sector.data else None,
            stakeholder_group_id=self.stakeholder_group.data,
            gender=Gender(self.gender.data) if self.gender.data else Gender.NOT_STATED,
            age_group=AgeGroup(self.age_group.data) if self.age_group.data else None,
            **texts,
        )

    def stored_now(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Label and words of what is stored now and differs from what was typed; the form takes on that version."""
        others = {name: value for name, value in values.items() if name not in {"version", "phone"}}
        stored = stored_instead(self, others)
        phone = values["phone"] or ""
        if figures_of(phone) != figures_of(self.phone.data or ""):
            stored.append((str(self.phone.label.text), phone or "–"))
        self["version"].data = values["version"]
        return stored


def form_values(row: Any, *, organisation: str | None) -> dict[str, Any]:
    """A person or a registration as the fields of the form hold it."""
    return {
        "full_name": row.full_name,
        "honorific": row.honorific,
        "sort_as": row.sort_as,
        "organisation": organisation,
        "position": row.position,
        "sector": row.sector.value,
        "stakeholder_group": row.stakeholder_group_id,
        "gender": row.gender.value,
        "age_group": row.age_group.value if row.age_group else None,
        "phone": phones_text(row.phone, row.phone_alternative) or None,
        "email": row.email,
        "place": row.place,
        "language": row.language,
    }
