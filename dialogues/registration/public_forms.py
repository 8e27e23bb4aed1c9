"""What somebody may send about themselves, by the public form or on their own page."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import EmailField, Field, HiddenField, SelectChoice, StringField, TelField, TextAreaField, ValidationError

from dialogues.core import formats
from dialogues.core.fields import OpenRadioField
from dialogues.core.i18n import N_, _, _l, current_language, name_in_words, translated
from dialogues.people.contact import phones_text, read_email
from dialogues.people.facts import PersonFacts
from dialogues.people.fields import SPOKEN, AsRuled, RequiredName, choice, fits, number_or_none, one_of, options
from dialogues.people.queries import GroupChoice
from dialogues.people.rules import require_length
from dialogues.people.sectors import AGE_GROUP_NAMES, GENDER_NAMES, SECTOR_NAMES, AgeGroup, Gender, Sector, in_words
from dialogues.registration import public_rules
from dialogues.registration.kinds import CONSENT_ANSWER_NAMES, ConsentAnswer, Purpose
from dialogues.registration.public_models import ConsentWording
from dialogues.registration.question_fields import AskingForm

# Who belongs where, in few words: five sectors are coarse, and nobody should have to guess.
SECTOR_HINTS = {
    Sector.GOV: N_("National, regional, district; regulators and agencies"),
    Sector.CSO: N_("Citizens' groups, associations, faith groups"),
    Sector.ACA: N_("Universities, schools, research"),
    Sector.IND: N_("Large-scale mining, traders and buyers, business associations"),
    Sector.MIN: N_("Artisanal and small-scale miners, and their associations"),
    Sector.OTH: N_("Chiefs and communities, media, donors, anybody else"),
}


class DetailsForm(AskingForm):
    """A person as they describe themselves."""

    full_name = StringField(_l("Full name"), [RequiredName(), fits])
    organisation = StringField(_l("Organisation or group"), [fits])
    position = StringField(_l("What you do there"), [fits])
    sector = OpenRadioField(_l("Which sector do you come from?"))
    stakeholder_group = choice(_l("More exactly"), coerce=number_or_none)
    phone = TelField(_l("Telephone"), [fits])
    email = EmailField(_l("E-mail"), [fits, AsRuled(lambda field: read_email(field.data))])
    language = choice(_l("Language you speak best"), coerce=lambda value: value or None)
    needs = TextAreaField(
        _l("What do you need to take part?"),
        [AsRuled(lambda field: require_length("needs", field.data, limit=public_rules.NEEDS_LENGTH_MAX))],
    )
    gender = OpenRadioField(_l("Gender"))
    age_group = choice(_l("Age group"), coerce=one_of(AgeGroup))

    def offer(self, groups: Sequence[GroupChoice], *, language: str | None = None) -> None:
        """Fill the lists to choose from, in the reader's language. `language` is one that is chosen already."""
        self.sector.choices = options(in_words(SECTOR_NAMES))
        self.stakeholder_group.choices = [
            SelectChoice("", _("Choose a group")),
            *(
                SelectChoice(str(one.id), name_in_words(one.name), optgroup=_(SECTOR_NAMES[one.sector]))
                for one in groups
            ),
        ]
        genders = in_words({one: words for one, words in GENDER_NAMES.items() if one is not Gender.NOT_STATED})
        self.gender.choices = options({**genders, Gender.NOT_STATED.value: _("I would rather not say")})
        self.age_group.choices = options({"": _("I would rather not say"), **in_words(AGE_GROUP_NAMES)})
        spoken = dict.fromkeys((*SPOKEN, *([language] if language else [])))
        names = {code: formats.language_text(code, locale=current_language()) for code in spoken}
        self.language.choices = options({"": _("Choose a language"), **names})

    def validate_sector(self, field: Field) -> None:
        """Everybody is counted in one sector."""
        if not field.data:
            raise ValidationError(_("Choose the sector you come from."))

    def validate_phone(self, field: Field) -> None:
        """Somebody must be reachable in one way or the other."""
        try:
            public_rules.require_contact(field.data, self.email.data)
        except public_rules.NoContact as error:
            raise ValidationError(translated(error)) from error

    def facts(self) -> PersonFacts:
        """What was written about the person."""
        texts = {name: self[name].data or None for name in ("organisation", "position", "phone", "email", "language")}
        return PersonFacts(
            full_name=self.full_name.data or "",
            sector=Sector(self.sector.data) if self.sector.data else None,
            stakeholder_group_id=self.stakeholder_group.data,
            gender=Gender(self.gender.data) if self.gender.data else Gender.NOT_STATED,
            age_group=self.age_group.data,
            **texts,
        )


class OwnDetailsForm(DetailsForm):
    """Somebody describes themselves anew on their own page."""

    version = HiddenField()


class PublicRegistrationForm(DetailsForm):
    """Somebody registers on their own, and answers what they consent to."""

    stamp = HiddenField()  # when the page was made; see public_stamp
    wording = HiddenField()  # which version of the wording stands on it
    website = StringField(
        _l("Website"), render_kw={"tabindex": "-1", "autocomplete": "off"}
    )  # only programs fill it in
    consent_list_sharing = OpenRadioField("")
    consent_photo = OpenRadioField("")
    consent_recording = OpenRadioField("")
    consent_contact = OpenRadioField("")

    def ask_consent(self, wording: ConsentWording) -> None:
        """Ask in these words; what has none is not asked."""
        self.wording.data, self.notice = str(wording.id), wording.notice
        self.asked_purposes = [purpose for purpose in Purpose if wording.words(purpose)]
        for purpose in Purpose:
            field = self[f"consent_{purpose.value}"]
            field.label.text = wording.words(purpose) or ""
            field.choices = options(in_words(CONSENT_ANSWER_NAMES))

    asked_purposes: Sequence[Purpose] = ()
    notice: str | None = None  # what stands under the form in the same wording

    def consent_fields(self) -> list[Any]:
        """The questions about consent that are asked."""
        return [self[f"consent_{purpose.value}"] for purpose in self.asked_purposes]

    def consents(self) -> dict[Purpose, ConsentAnswer]:
        """The answers that were given; what was passed over is left out."""
        given = {purpose: self[f"consent_{purpose.value}"].data for purpose in self.asked_purposes}
        return {purpose: ConsentAnswer(answer) for purpose, answer in given.items() if answer}


def own_values(row: Any, answers: Mapping[str, Any]) -> dict[str, Any]:
    """A registration as the fields of its own page hold it."""
    return {
        "full_name": row.full_name,
        "organisation": row.organisation_name,
        "position": row.position,
        "sector": row.sector.value,
        "stakeholder_group": row.stakeholder_group_id,
        "phone": phones_text(row.phone, row.phone_alternative) or None,
        "email": row.email,
        "language": row.language,
        "needs": row.needs,
        "gender": row.gender.value if row.gender is not Gender.NOT_STATED else None,
        "age_group": row.age_group,
        "version": str(row.version),
        **answers,
    }
