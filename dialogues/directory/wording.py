"""The words of the journal for doubles."""

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_


def teach_journal() -> None:
    """The journal knows the words of what is done here."""
    add_words(
        actions={
            "person.merged": N_("%(name)s was merged with a double"),
            "person.parted": N_("The merge of %(name)s was taken back"),
            "person.not_same": N_("%(name)s was compared with somebody and is not the same"),
            "person.not_same_taken_back": N_("Whether %(name)s is known twice is open again"),
            "registration.united": N_("Two registrations of %(name)s became one"),
            "registration.parted": N_("The registration of %(name)s is two again"),
            "organisation.merged": N_("The organisation “%(name)s” was merged with a double"),
            "organisation.parted": N_("The merge of the organisation “%(name)s” was taken back"),
            "organisation.not_same": N_(
                "The organisation “%(name)s” was compared with another one and is not the same"
            ),
            "organisation.not_same_taken_back": N_("Whether the organisation “%(name)s” is known twice is open again"),
            "organisation.alias_added": N_("The organisation “%(name)s” has one more name"),
            "organisation.alias_removed": N_("The organisation “%(name)s” has one name less"),
        },
        fields={
            "same_as": N_("The same as"),
            "not_same_as": N_("Not the same as"),
            "alias": N_("Also called"),
        },
    )
