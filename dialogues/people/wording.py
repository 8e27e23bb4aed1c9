"""The words of the journal for persons, organisations and stakeholder groups."""

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_
from dialogues.people.sectors import AGE_GROUP_NAMES, GENDER_NAMES, SECTOR_NAMES


def teach_journal() -> None:
    """The journal knows the words of what is done here."""
    add_words(
        actions={
            "person.added": N_("%(name)s was added to the directory"),
            "person.changed": N_("%(name)s was changed in the directory"),
            "organisation.added": N_("“%(name)s” was added to the organisations"),
            "organisation.changed": N_("The organisation “%(name)s” was changed"),
            "organisation.letterhead_changed": N_("The letterhead of “%(name)s” was changed"),
            "organisation.logo_set": N_("“%(name)s” got a logo"),
            "organisation.logo_removed": N_("The logo of “%(name)s” was taken away"),
            "organisation.logo_restored": N_("“%(name)s” got its former logo back"),
            "stakeholder_group.added": N_("“%(name)s” was added to the stakeholder groups"),
            "stakeholder_group.changed": N_("The stakeholder group “%(name)s” was changed"),
            "stakeholder_group.retired": N_("The stakeholder group “%(name)s” is no longer offered"),
            "stakeholder_group.restored": N_("The stakeholder group “%(name)s” is offered again"),
        },
        fields={
            "full_name": N_("Full name"),
            "honorific": N_("Title or honorific"),
            "sort_as": N_("Sort as"),
            "organisation": N_("Organisation"),
            "position": N_("Position"),
            "sector": N_("Sector"),
            "stakeholder_group": N_("Stakeholder group"),
            "gender": N_("Gender"),
            "age_group": N_("Age group"),
            "phone": N_("Telephone"),
            "phone_alternative": N_("Second telephone"),
            "email": N_("E-mail"),
            "place": N_("Comes from"),
            "language": N_("Language"),
            "name": N_("Name"),
            "country": N_("Country"),
            "is_active": N_("Offered"),
            "printed_name": N_("Name on paper"),
            "letter_address": N_("Address on letters"),
            "letter_footer": N_("Line at the foot of letters"),
            "logo": N_("Logo"),
        },
        values={"sector": SECTOR_NAMES, "gender": GENDER_NAMES, "age_group": AGE_GROUP_NAMES},
    )
