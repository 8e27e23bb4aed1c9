"""Why a list or a row of it is refused, and what is worth telling about a row that is taken."""

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_
from dialogues.people.rules import RefusedFact


class NoHeading(DomainError):
    """No row names the columns."""

    message = N_(
        "No row of this file names its columns. One of the first rows must hold a heading for the names, "
        "such as “Full name”, “Nom et prénom”, “Jina kamili” or “Anarana”."
    )


class NoRows(DomainError):
    """A heading and nothing under it."""

    message = N_("This file has a heading but no rows under it.")


class RowsRefused(DomainError):
    """Nothing is written while a row is refused, unless it was said to leave those out."""

    message = N_("Nothing was imported, because rows were refused: %(rows)s. Mend them, or leave them out.")


class TakenBackAlready(DomainError):
    """An import is taken back once."""

    message = N_("This import was taken back already.")


class UnknownSector(RefusedFact):
    """The word in the column is no sector and no group."""

    message = N_("“%(word)s” is not one of the six sectors. Write GOV, CSO, ACA, IND, MIN or OTH.")
    field = "sector"


class UnknownGender(RefusedFact):
    """The word in the column is no gender."""

    message = N_("“%(word)s” is not read as a gender. Write woman, man, other, or leave the cell empty.")
    field = "gender"


class UnknownAge(RefusedFact):
    """The words in the column fit no single band of ages."""

    message = N_("“%(word)s” fits none of the age groups 0-18, 19-30, 31-50, 51-65, 66-80 and 80+.")
    field = "age_group"


class UnknownRole(RefusedFact):
    """The word in the column is no role."""

    message = N_(
        "“%(word)s” is not read as a role at the event. Write participant, facilitator, speaker or another role."
    )
    field = "role"


class RoundedPhone(RefusedFact):
    """A spreadsheet kept a long number as a fraction and lost its last figures."""

    message = N_("The spreadsheet rounded this telephone number to %(number)s. Type it again as text.")
    field = "phone"


class FormulaWithoutResult(RefusedFact):
    """The cell would read as empty although its author sees something in it."""

    message = N_(
        "This cell holds a formula whose result is not in the file. Open and save it in a spreadsheet program."
    )


class TwiceInFile(RefusedFact):
    """Two rows of the file are one person."""

    message = N_("This is the same person as in row %(row)s.")
    field = "full_name"


class Remark(DomainError):
    """Worth knowing about a row that is taken. Never raised."""


class PhoneFromNumber(Remark):
    """Numbers lose a leading zero or plus."""

    message = N_("The telephone number was stored as a number and is read as %(number)s.")


class PhoneUnread(Remark):
    """Somebody at the venue may still make sense of it."""

    message = N_("“%(number)s” is not read as a telephone number and is kept as it is written.")


class GroupLeftOut(Remark):
    """The list of groups grows by decision, not by import."""

    message = N_("There is no stakeholder group “%(word)s”, so the group is left empty.")


class LanguageLeftOut(Remark):
    """Not a language that is known by name."""

    message = N_("“%(word)s” is not read as a language, so the language is left empty.")


class StaysCancelled(Remark):
    """An import does not bring anybody back."""

    message = N_("The registration of this person is cancelled and stays so.")


class StaysDeclined(Remark):
    """An import does not change anybody's answer."""

    message = N_("This person has declined; that stays so.")


class MaybeSame(Remark):
    """Two people are made one by a person, never by the program alone."""

    message = N_("The directory has %(name)s, and it is not sure that they are one person. Both are kept.")
