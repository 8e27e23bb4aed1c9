"""What may stand on a letterhead."""

from collections.abc import Mapping
from typing import Any

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

LINE_MAX = 120  # signs of a name, a line of an address, a foot: one line on paper
ADDRESS_LINES_MAX = 5  # more would push the addressee out of the window of the envelope
LETTERHEAD = ("logo_id", "printed_name", "letter_address", "letter_footer")  # columns of an organisation


class RefusedLine(DomainError):
    """A text does not fit on the letterhead. `field` names the field of the form it was written in."""

    field = "letter_address"


class TooManyLines(RefusedLine):
    """An address that takes half a page."""

    message = N_("An address has at most %(limit)s lines. Put two on one line, with a comma.")


class LongLine(RefusedLine):
    """A line that would be broken."""

    message = N_("“%(beginning)s…” is %(length)s signs long; a line has room for %(limit)s.")

    def __init__(self, *, field: str, line: str) -> None:
        super().__init__(beginning=line[:30], length=len(line), limit=LINE_MAX)
        self.field = field


class LogoGone(DomainError):
    """A logo that nobody used for a day is not kept."""

    message = N_("That logo is no longer kept. Choose its file again.")


def address_lines(text: str | None) -> list[str]:
    """The lines of an address, tidied. Raises TooManyLines or LongLine."""
    lines = [" ".join(line.split()) for line in (text or "").splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > ADDRESS_LINES_MAX:
        raise TooManyLines(limit=ADDRESS_LINES_MAX)
    for line in lines:
        require_line("letter_address", line)
    return lines


def require_line(field: str, line: str) -> None:
    """Raise LongLine unless the text fits on one line."""
    if len(line) > LINE_MAX:
        raise LongLine(field=field, line=line)


def letterhead_of_both(kept: Any, gone: Any) -> Mapping[str, Any]:
    """What the letterhead of an organisation takes over from another one that is the same: what it does not say."""
    told = {name: getattr(gone, name) for name in LETTERHEAD}
    return {name: value for name, value in told.items() if value is not None and getattr(kept, name) is None}
