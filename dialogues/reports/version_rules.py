"""When a report may be issued, and when an issued one is not to be believed."""

from dialogues.core.errors import DomainError
from dialogues.core.i18n import N_

NOTE_MAX = 1_000  # signs


class NothingToIssue(DomainError):
    """The report says what was issued last."""

    message = N_("Version %(number)s says all of this already. There is nothing to issue.")


class NobodyToReport(DomainError):
    """There are no figures at all."""

    message = N_("Nobody is registered yet. There are no figures to issue.")


class FiguresMoved(DomainError):
    """Something was recorded between the look at the figures and the act."""

    message = N_("The figures changed while you looked at them. Look at them once more, then issue the report.")


class VersionAltered(DomainError):
    """What is stored of an issued report is not what was issued."""

    message = N_(
        "Version %(number)s is not shown: what is stored of it is not what was issued, because somebody changed it "
        "outside this program. The journal and every printed copy carry the fingerprint it was issued with."
    )


def require_something_to_issue(*, is_new: bool, last_number: int | None, registered: int) -> None:
    """Raise NobodyToReport for a first version without anybody, NothingToIssue where the last one says the same."""
    if last_number is None and not registered:
        raise NobodyToReport
    if last_number is not None and not is_new:
        raise NothingToIssue(number=last_number)
