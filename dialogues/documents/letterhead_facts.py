"""What papers are told of who invites: logos, and the lines of a letterhead."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperLogo:
    """A logo: its picture as it is kept, and how large that is in points."""

    name: str
    png: bytes
    width: int
    height: int


@dataclass(frozen=True)
class PaperLetterhead:
    """Whose paper it is. Without logos and lines, a paper looks as it does without a letterhead."""

    logos: tuple[PaperLogo, ...] = ()  # at most three, in their order
    name: str = ""  # of the first of them, as it is printed
    address: tuple[str, ...] = ()  # its lines
    footer: str = ""


NO_LETTERHEAD = PaperLetterhead()
