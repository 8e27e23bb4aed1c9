"""What is said of several events: the finding in a sentence or two, and how they were counted."""

from dialogues.core.i18n import _, _n
from dialogues.people.sectors import SECTOR_NAMES
from dialogues.reports.figures import METHOD, ProgrammeFigures
from dialogues.reports.pages import rules_line
from dialogues.reports.wording import number, programme_finding


def finding(figures: ProgrammeFigures) -> str:
    """The figures over several events in a few sentences; what was not recorded is not called nought."""
    if not figures.recorded_days:
        return str(
            _n(
                "No day of this event has been recorded yet, so nobody can be counted.",
                "No day of these events has been recorded yet, so nobody can be counted.",
                len(figures.events),
            )
        )
    sentences = [programme_finding(figures)]
    if figures.sector is not None:
        sentences.append(_("Only those are counted who came as “%(sector)s”.", sector=_(SECTOR_NAMES[figures.sector])))
    unrecorded = sum(not one.recorded_days for one in figures.events)
    if unrecorded:
        sentences.append(
            _n(
                "One event has no recorded day; who came to it is not known.",
                "%(events)s events have no recorded day; who came to them is not known.",
                unrecorded,
                events=number(unrecorded),
            )
        )
    return " ".join(map(str, sentences))


def method() -> list[str]:
    """How several events were counted, in sentences."""
    sentences = [
        _("A visit is one person present at one event on at least one day; people are counted once, however often."),
        _("Somebody who came to two events is counted once if both registrations are of one person in the directory."),
        _("People found to be known twice and merged are one person; people whose data were erased still count."),
        _(
            "The sector is the one given at each event. Somebody who changed it is one of the people of both sectors, "
            "so the sectors may add up to more than all people."
        ),
        _(
            "New means: present at none of the earlier of these events; came back: at one of them or more; not again: "
            "at none of the later ones. At the first event nobody can have come back, and after the last nobody "
            "was waited for."
        ),
        _(
            "Contact hours are the hours of the working sessions of each half day, by the agenda without breaks and "
            "journeys, for everybody present on it. A recorded day without an agenda is left out."
        ),
        _(METHOD["participant"]),
        _(METHOD["present"]),
        _(METHOD["recorded"]),
        _(METHOD["rounding"]),
    ]
    return [*map(str, sentences), rules_line()]
