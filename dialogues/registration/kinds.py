"""The words a registration is described by. Codes are stable; the words are translated."""

from enum import StrEnum

from dialogues.core.i18n import N_


class Status(StrEnum):
    """Where a registration stands."""

    INVITED = "invited"
    APPLIED = "applied"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Source(StrEnum):
    """How somebody came onto the list."""

    INVITATION = "invitation"
    PUBLIC_FORM = "public_form"
    STAFF = "staff"
    IMPORT = "import"
    WALK_IN = "walk_in"


class EventRole(StrEnum):
    """What somebody does at the event. Only participants are counted unless the reader asks otherwise."""

    PARTICIPANT = "participant"
    ORGANISER = "organiser"
    FACILITATOR = "facilitator"
    RAPPORTEUR = "rapporteur"
    SPEAKER = "speaker"
    INTERPRETER = "interpreter"
    SUPPORT = "support"
    OBSERVER = "observer"


class Purpose(StrEnum):
    """What a person is asked consent for, each on its own."""

    LIST_SHARING = "list_sharing"
    PHOTO = "photo"
    RECORDING = "recording"
    CONTACT = "contact"


class ConsentAnswer(StrEnum):
    """What was answered; no row at all means not asked."""

    YES = "yes"
    NO = "no"


STATUS_NAMES = {
    Status.INVITED: N_("Invited"),
    Status.APPLIED: N_("Applied"),
    Status.CONFIRMED: N_("Confirmed"),
    Status.WAITING: N_("Waiting"),
    Status.DECLINED: N_("Declined"),
    Status.CANCELLED: N_("Cancelled"),
}

SOURCE_NAMES = {
    Source.INVITATION: N_("Invitation"),
    Source.PUBLIC_FORM: N_("Public form"),
    Source.STAFF: N_("Entered by staff"),
    Source.IMPORT: N_("Spreadsheet"),
    Source.WALK_IN: N_("Walk-in"),
}

EVENT_ROLE_NAMES = {
    EventRole.PARTICIPANT: N_("Participant"),
    EventRole.ORGANISER: N_("Organiser"),
    EventRole.FACILITATOR: N_("Facilitator"),
    EventRole.RAPPORTEUR: N_("Rapporteur"),
    EventRole.SPEAKER: N_("Speaker"),
    EventRole.INTERPRETER: N_("Interpreter"),
    EventRole.SUPPORT: N_("Support"),
    EventRole.OBSERVER: N_("Observer"),
}

PURPOSE_NAMES = {
    Purpose.LIST_SHARING: N_("Name and organisation on the list that participants receive"),
    Purpose.PHOTO: N_("Photographs"),
    Purpose.RECORDING: N_("Sound and film recordings"),
    Purpose.CONTACT: N_("Being contacted after the event"),
}

# The same where there is little room.
PURPOSE_SHORT_NAMES = {
    Purpose.LIST_SHARING: N_("On the shared list"),
    Purpose.PHOTO: N_("Photographs"),
    Purpose.RECORDING: N_("Recordings"),
    Purpose.CONTACT: N_("Contact afterwards"),
}

CONSENT_ANSWER_NAMES = {
    ConsentAnswer.YES: N_("Yes"),
    ConsentAnswer.NO: N_("No"),
}
