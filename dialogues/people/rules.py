"""What a description of a person must be, and when two descriptions may be of one person."""

from dialogues.core.errors import DomainError
from dialogues.core.folding import fold
from dialogues.core.i18n import N_
from dialogues.people.sectors import Sector

# Letters at most in each field. Nobody's name is too long, only a pasted page is.
LENGTHS_MAX = {
    "full_name": 5_000,
    "sort_as": 5_000,
    "organisation": 5_000,
    "honorific": 500,
    "position": 1_000,
    "place": 1_000,
    "phone": 200,  # room for two numbers and a remark
    "email": 254,  # the longest that can be delivered (RFC 5321)
}

# Words before a name that say little about who it is. Nana and Nii may also be given names, so they are only left
# out where two names are compared, and never if nothing else remains.
_TITLES = frozenset(
    {
        "nana", "nii", "naa", "togbe", "togbui", "torgbui", "osagyefo", "osabarima", "okyeame", "hon", "honourable",
        "honorable", "dr", "prof", "professor", "mr", "mrs", "ms", "miss", "madam", "mme", "mlle", "m", "monsieur",
        "madame", "chief", "alhaji", "alhaja", "hajia", "rev", "reverend", "pastor", "fr", "father", "sr", "sister",
        "eng", "ing", "sheikh", "imam", "mzee", "bwana", "bi", "ambassador", "minister",
    }
)  # fmt: skip


class RefusedFact(DomainError):
    """A fact about somebody cannot be kept. `field` names the field of the form it was written in."""

    field: str = "full_name"


class BlankName(RefusedFact):
    """A name without a letter finds nobody."""

    message = N_("Write the full name, as the person writes it.")


class BlankTitle(RefusedFact):
    """An organisation or a group is found by the letters of its name."""

    message = N_("Write the name.")


class TooLong(RefusedFact):
    """A text is longer than its field can be shown or printed."""

    message = N_("This is %(length)s letters long; there is room for %(limit)s.")

    def __init__(self, *, field: str, length: int, limit: int) -> None:
        super().__init__(length=length, limit=limit)
        self.field = field


class NoSector(RefusedFact):
    """Everybody is counted in one sector."""

    message = N_("Choose a sector, or a stakeholder group, which has one.")
    field = "sector"


class UnknownGroup(RefusedFact):
    """The group is not on the list."""

    message = N_("There is no stakeholder group of this name.")
    field = "stakeholder_group"


class GroupOfOtherSector(RefusedFact):
    """A group rolls up to one sector; somebody in it is counted there."""

    message = N_("“%(group)s” belongs to another sector. Change the sector, or choose another group.")
    field = "stakeholder_group"


class NotAnEmail(RefusedFact):
    """The text is no address that mail could reach."""

    message = N_("“%(address)s” is not an e-mail address. Look for a space or a missing @.")
    field = "email"


class ChangedMeanwhile(DomainError):
    """Somebody saved the same row after this form was opened."""

    message = N_("Somebody else changed this while you were writing. Compare, then save again to keep your words.")


class OrganisationExists(DomainError):
    """Two organisations with one folded name would be one organisation counted twice."""

    message = N_("The directory has “%(name)s” already.")


class GroupExists(DomainError):
    """Two groups with one folded name would be one group counted twice."""

    message = N_("There is a group called “%(name)s” already.")


def require_name(name: str) -> None:
    """Raise BlankName unless `name` has a letter or a figure in any script."""
    if not fold(name):
        raise BlankName


def require_title(name: str) -> None:
    """Raise BlankTitle unless the name of an organisation or group has a letter or a figure in any script."""
    if not fold(name):
        raise BlankTitle


def require_length(field: str, text: str | None, *, limit: int | None = None) -> None:
    """Raise TooLong if `text` has more letters than `field` has room for."""
    most = limit or LENGTHS_MAX[field]
    if len(text or "") > most:
        raise TooLong(field=field, length=len(text or ""), limit=most)


def require_version(row_version: int, *, seen: int | None) -> None:
    """Raise ChangedMeanwhile if the row is no longer the one that was `seen`; None: whoever acts saw none."""
    if seen is not None and seen != row_version:
        raise ChangedMeanwhile


def sector_of(sector: Sector | None, *, group: str | None = None, group_sector: Sector | None = None) -> Sector:
    """The sector somebody is counted in: the one named, else their group's. Raises NoSector or GroupOfOtherSector."""
    if sector is None:
        if group_sector is None:
            raise NoSector
        return group_sector
    if group_sector not in (None, sector):
        raise GroupOfOtherSector(group=group)
    return sector


def name_words(name: str) -> frozenset[str]:
    """The folded words of a name that tell people apart: titles left out unless nothing else remains."""
    words = frozenset(fold(name).split())
    return words - _TITLES or words


def is_same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's: the same words in any order, however they were typed."""
    return name_words(one) == name_words(other)
