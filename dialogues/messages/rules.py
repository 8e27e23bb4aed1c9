"""What may be written in a letter: plain text and a closed list of placeholders."""

import re
from collections.abc import Mapping

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

SUBJECT_LENGTH_MAX = 200  # letters; more is cut by mail programs
TEXT_LENGTH_MAX = 20_000  # letters, about eight pages

# What stands for what in a message. Anything else in braces comes out as it was typed.
PLACEHOLDERS = {
    "name": N_("The person's name, with what comes before it"),
    "organisation": N_("Their organisation"),
    "event": N_("The title of the event"),
    "dates": N_("Its days"),
    "place": N_("Its place"),
    "link": N_("The address of the person's own page"),
}
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class NobodyToWriteTo(DomainError):
    """No one of those chosen has an e-mail address."""

    message = N_("Nobody of those chosen has an e-mail address. Choose others, or telephone them.")


class NoSuchLetter(DomainError):
    """A text is missing or too long."""

    message = N_("Write a subject and a text; the text may have at most %(limit)s letters.")


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with every known `{placeholder}` replaced, once: what was filled in is not looked at again.

    Nothing is evaluated: `{event.title}`, `{0}` and `{{ x }}` come out as they were typed.
    """
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def require_letter(subject: str, text: str) -> None:
    """Raise NoSuchLetter unless both are there and not too long."""
    if not subject or not text or len(subject) > SUBJECT_LENGTH_MAX or len(text) > TEXT_LENGTH_MAX:
        raise NoSuchLetter(limit=TEXT_LENGTH_MAX)
