"""What the organiser writes for a donor: findings, commitments and what comes next. Nothing of it is made up here.

The texts belong to the event: whoever prints next finds them as they were last. Lines are read forgivingly, so that a
line without its marks still is printed.
"""

from dataclasses import dataclass

from dialogues.documents.option_rules import TooManySigns

FINDINGS_MAX = 3  # beside each other on the first page
_HEADING_MAX = 60  # signs before a colon that make it the heading of a finding
_COLUMNS = 4  # of a commitment: what, who, by when, how it stands


class FindingsTooLong(TooManySigns):
    """The findings do not fit beside each other."""

    field = "findings"


class CommitmentsTooLong(TooManySigns):
    """The commitments do not fit on the page."""

    field = "commitments"


class NextTooLong(TooManySigns):
    """What comes next does not fit on the page."""

    field = "next"


# The most signs of each text: so much stands on two pages beside the figures, a little over at the worst.
LIMITS: dict[str, tuple[int, type[TooManySigns]]] = {
    "findings": (900, FindingsTooLong),
    "commitments": (3000, CommitmentsTooLong),
    "next": (1500, NextTooLong),
}


@dataclass(frozen=True)
class Finding:
    """A finding of one or more sentences under a short heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Words:
    """The three texts as they were typed."""

    findings: str = ""
    commitments: str = ""
    next: str = ""


NO_WORDS = Words()


def require_room(words: Words) -> None:
    """Raise FindingsTooLong, CommitmentsTooLong or NextTooLong for a text that has no room on the paper."""
    for name, (most, refusal) in LIMITS.items():
        signs = len(getattr(words, name))
        if signs > most:
            raise refusal(most=most, signs=signs)


def read_findings(text: str) -> list[Finding]:
    """One finding from each line, at most three; what stands before an early colon is its heading."""
    found = []
    for line in _lines(text):
        heading, colon, rest = line.partition(":")
        if colon and len(heading) <= _HEADING_MAX and rest.strip():
            found.append(Finding(heading.strip(), rest.strip()))
        else:
            found.append(Finding("", line))
    return found[:FINDINGS_MAX]


def read_commitments(text: str) -> list[list[str]]:
    """One commitment from each line: what, who, by when, how it stands, with semicolons between them."""
    return [_cells(line) for line in _lines(text)]


def _cells(line: str) -> list[str]:
    cells = [cell.strip() for cell in line.split(";", _COLUMNS - 1)]
    return cells + [""] * (_COLUMNS - len(cells))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
