"""How a refused rule speaks."""

from typing import Any, ClassVar


class DomainError(Exception):
    """A rule said no. `message` is one whole sentence to the reader, marked for translation.

    Subclasses stand beside their rule. `facts` fill the placeholders of the sentence and are typed values
    (dates stay dates), so each edge formats them for its own reader. `code` is the machine's name of it.
    """

    message: ClassVar[str] = ""
    code: ClassVar[str] = ""
    facts: dict[str, Any]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "code" not in cls.__dict__:
            cls.code = "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in cls.__name__).lstrip("_")

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.message % facts if facts else self.message)


class NotFoundHere(DomainError):
    """What was asked for does not exist, or belongs to somebody else; edges answer 404 to both alike."""

    message = "There is nothing at this address."


class NotAllowed(DomainError):
    """The reader may see it but not do this; edges answer 403."""

    message = "Your role does not allow this."
