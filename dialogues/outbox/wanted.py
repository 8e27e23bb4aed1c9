"""Whether a mail is still wanted when its turn comes: features teach what makes their letters needless.

A reminder is scheduled days ahead; who answered in the meantime must not get it, whoever noted the answer.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from dialogues.outbox.models import Mail

IsWanted = Callable[[Session, Mail], bool]

_CHECKS: dict[str, IsWanted] = {}


def add_check(kind: str, is_wanted: IsWanted) -> None:
    """Mails of this kind are sent only if `is_wanted` says so at that moment. Repeating it is harmless."""
    _CHECKS[kind] = is_wanted


def is_wanted(session: Session, mail: Mail) -> bool:
    """Whether `mail` is still to be sent; kinds that nobody taught anything about always are."""
    check = _CHECKS.get(mail.kind)
    return check is None or check(session, mail)
