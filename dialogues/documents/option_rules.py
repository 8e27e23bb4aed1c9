"""What may be typed as an option of a document, and which sentence says why it cannot be."""

from typing import ClassVar

from dialogues.core.errors import DomainError


class OptionRefused(DomainError):
    """What was typed as an option of a document cannot be done; `field` is the name of the option."""

    field: ClassVar[str] = ""
