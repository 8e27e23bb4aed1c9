"""The facts of an IATI activity that only the organisation knows, and whether they can be such facts."""

import re
from dataclasses import dataclass

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

# Identifiers hold none of these signs (the standard's rule on iati-identifier and organisation references).
_NOT_IN_AN_IDENTIFIER = re.compile(r"[\s/&|?]|[^\x21-\x7e]")
_LENGTH_MAX = 200  # signs; real ones have some twenty

# The standard's code list OrganisationType, in its order.
ORGANISATION_TYPES = {
    "10": N_("Government"),
    "11": N_("Local government"),
    "15": N_("Other public sector"),
    "21": N_("International non-governmental organisation"),
    "22": N_("National non-governmental organisation"),
    "23": N_("Regional non-governmental organisation"),
    "24": N_("Non-governmental organisation based in the partner country"),
    "30": N_("Public-private partnership"),
    "40": N_("Multilateral"),
    "60": N_("Foundation"),
    "70": N_("Private sector"),
    "71": N_("Private sector in the provider country"),
    "72": N_("Private sector in the recipient country"),
    "73": N_("Private sector in a third country"),
    "80": N_("Academic, training and research"),
    "90": N_("Other"),
}


class NotAnIdentifier(DomainError):
    """It cannot be an identifier of the standard."""

    message = N_("“%(value)s” is no IATI identifier: it has no spaces and none of the signs / & | ? in it.")


class FactsMissing(DomainError):
    """Some facts of the activity are given, others are not."""

    message = N_(
        "A whole IATI file needs the identifier of the activity, and identifier, name and kind of the organisation "
        "that reports it. Give all four, or none: without them you get the result alone, for your activity file."
    )


class NotAnOrganisationType(DomainError):
    """The code is not on the standard's list."""

    message = N_("“%(value)s” is no kind of organisation that IATI knows.")


@dataclass(frozen=True)
class Activity:
    """Which activity of whom the result belongs to."""

    identifier: str
    organisation: str
    organisation_name: str
    organisation_type: str


def require_activity(*, identifier: str, organisation: str, name: str, kind: str) -> Activity | None:
    """The activity these facts make; None where none is given. Raises a DomainError for anything between."""
    given = [identifier, organisation, name, kind]
    if not any(given):
        return None
    for value in (identifier, organisation):
        require_identifier(value)
    if kind and kind not in ORGANISATION_TYPES:
        raise NotAnOrganisationType(value=kind[:_LENGTH_MAX])
    if not all(given):
        raise FactsMissing
    return Activity(identifier, organisation, name, kind)


def require_identifier(value: str) -> None:
    """Raise NotAnIdentifier unless `value` may be one; an empty one is simply not given."""
    if _NOT_IN_AN_IDENTIFIER.search(value) or len(value) > _LENGTH_MAX:
        raise NotAnIdentifier(value=value[:_LENGTH_MAX])
