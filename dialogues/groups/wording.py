"""The words of the journal for groups."""

from dialogues.audit.wording import add_words
from dialogues.core.i18n import N_


def teach_journal() -> None:
    """The journal knows the words of what is done here."""
    add_words(
        actions={
            "group_round.made": N_("Round %(name)s of the groups was made"),
            "group_round.drawn_again": N_("The groups of round %(name)s were made again"),
            "group_round.removed": N_("Round %(name)s of the groups was removed"),
            "group_round.swapped": N_("Two people changed places in round %(name)s"),
            "group_round.moved": N_("Somebody went to another group in round %(name)s"),
            "group_round.locked": N_("Somebody was locked in their group in round %(name)s"),
            "group_round.unlocked": N_("Somebody was unlocked in round %(name)s"),
            "group_round.taken_out": N_("Somebody was taken out of the groups of round %(name)s"),
            "group_round.late_placed": N_("Late-comers were placed in round %(name)s"),
            "group_round.leavers_closed": N_("Who left was closed in round %(name)s"),
            "group_round.published": N_("Round %(name)s of the groups was published"),
            "group_round.hidden": N_("Round %(name)s of the groups was hidden again"),
            "group_round.group_edited": N_("A group of round %(name)s was described"),
            "groups.taken_back": N_("A change to the groups was taken back (%(name)s)"),
            "group_bond.apart_added": N_("To be kept apart: %(name)s"),
            "group_bond.together_added": N_("To be kept together: %(name)s"),
            "group_bond.apart_removed": N_("No longer to be kept apart: %(name)s"),
            "group_bond.together_removed": N_("No longer to be kept together: %(name)s"),
        },
        fields={
            "swapped": N_("Swapped"),
            "person": N_("Person"),
            "people": N_("People"),
            "group": N_("Group"),
            "name": N_("Name"),
            "room": N_("Room"),
            "topic": N_("Topic"),
        },
        about=("person",),
    )
