"""Days to begin with: what a dialogue usually looks like, with lengths, aims and how to run it.

The shape of the dialogue follows the model of the International Institute for Environment and Development for artisanal
and small-scale mining: two days in the field, then two in the hall, all stakeholders on equal footing, miners and women
heard first. The words are ours and are translated when a pattern is used.
"""

from dataclasses import dataclass

from dialogues.agenda.models import SessionKind
from dialogues.core.i18n import N_


@dataclass(frozen=True)
class PatternBlock:
    """One session of a pattern: when it begins, how many minutes it lasts, what it is for and how it is run."""

    starts: str
    minutes: int
    kind: SessionKind
    title: str
    aim: str | None = None
    notes: str | None = None
    is_pinned: bool = False
    may_skip: bool = False


@dataclass(frozen=True)
class Pattern:
    """Days that belong together."""

    code: str
    name: str
    hint: str
    days: tuple[tuple[PatternBlock, ...], ...]


_PLENARY, _BREAKOUT, _FIELD = SessionKind.PLENARY, SessionKind.BREAKOUT, SessionKind.FIELD_VISIT
_BREAK, _TRAVEL = SessionKind.BREAK, SessionKind.TRAVEL

_SAFETY = PatternBlock(
    "07:00", 30, _BREAK, N_("Breakfast and safety briefing"),
    notes=N_("Do: boots, helmets and water for everybody before the bus leaves. Say who is the first aider."),
)  # fmt: skip
_REGISTRATION = PatternBlock("08:00", 30, _BREAK, N_("Registration and tea"))

_FIELD_ONE = (
    _SAFETY,
    PatternBlock("07:30", 60, _TRAVEL, N_("By bus to the first site"), is_pinned=True),
    PatternBlock(
        "08:30", 150, _FIELD, N_("A mine at work: pit, washing, sale"),
        N_("Everybody sees the same work and hears it explained by those who do it."),
        N_("Do: mixed groups of ten, each with an interpreter. Ask: what would you change with one signature? "
           "Capture: no faces without consent."),
    ),
    PatternBlock("11:00", 60, _BREAK, N_("Lunch at the site")),
    PatternBlock(
        "12:00", 120, _FIELD, N_("The community beside the mine"),
        N_("Chiefs, families and neighbours tell what the mine has brought and what it has taken."),
        N_("Do: greet the chief first. Give women a circle of their own before the large one."),
    ),
    PatternBlock("14:00", 60, _TRAVEL, N_("Back to the hall")),
    PatternBlock(
        "15:30", 60, _PLENARY, N_("What did we see?"),
        N_("First impressions, gathered before anybody explains them."),
        N_("Do: one sentence each, miners first. Capture: a card for each sentence on the wall."),
    ),
)  # fmt: skip

_FIELD_TWO = (
    _SAFETY,
    PatternBlock("07:30", 60, _TRAVEL, N_("By bus to the second site"), is_pinned=True),
    PatternBlock(
        "08:30", 120, _FIELD, N_("Women at the mill and in trade"),
        N_("The work of women along the chain is seen and costed."),
        N_("Ask: who owns the tools, who keeps the money, who is at risk?"),
    ),
    PatternBlock(
        "10:30", 90, _FIELD, N_("Buying and selling: from the pan to the shop"),
        N_("The price at each step is known to all."), may_skip=True,
    ),
    PatternBlock("12:00", 60, _BREAK, N_("Lunch at the site")),
    PatternBlock(
        "13:00", 90, _FIELD, N_("The large mine and its neighbours"),
        N_("Both sides of the fence are heard, with the inspector present."),
    ),
    PatternBlock("14:30", 60, _TRAVEL, N_("Back to the hall")),
    PatternBlock(
        "16:00", 60, _PLENARY, N_("Field notes, gathered by sector"),
        N_("Each sector names three things it did not know before."),
        N_("Do: sectors apart for 20 minutes, then one speaker each. Capture: the three things, word for word."),
    ),
)  # fmt: skip

_WORKSHOP_ONE = (
    _REGISTRATION,
    PatternBlock(
        "08:30", 45, _PLENARY, N_("Opening: what we saw in the field"),
        N_("Three voices of three sectors tell what stayed with them."),
        N_("Do: seat people mixed, not by organisation. Watch: nobody speaks longer than five minutes."),
        is_pinned=True,
    ),
    PatternBlock("09:15", 30, _PLENARY, N_("How we work together: rules, roles, languages"), may_skip=True),
    PatternBlock(
        "09:45", 60, _PLENARY, N_("Voices from the pits"),
        N_("Miners, women first, say what keeps them outside the law."),
        N_("Do: no slides. Interpreters beside the speakers. Ask the others to listen, not to answer."),
    ),
    PatternBlock("10:45", 30, _BREAK, N_("Tea")),
    PatternBlock(
        "11:15", 75, _BREAKOUT, N_("Groups: what stands in the way?"),
        N_("Each group agrees on the three largest obstacles of its question."),
        N_("Do: eight to twelve people, every sector in every group. Capture: the obstacles on one sheet, in the words "
           "of the group."),
    ),
    PatternBlock("12:30", 60, _BREAK, N_("Lunch and prayer"), is_pinned=True),
    PatternBlock("13:30", 60, _PLENARY, N_("The groups report back"), notes=N_("Do: eight minutes each, then dots.")),
    PatternBlock(
        "14:30", 75, _BREAKOUT, N_("Groups: what would change it?"),
        N_("For each obstacle one thing that somebody in the room can do."),
    ),
    PatternBlock("15:45", 20, _BREAK, N_("Tea")),
    PatternBlock("16:05", 40, _PLENARY, N_("First commitments, read aloud")),
    PatternBlock("16:45", 15, _PLENARY, N_("The mood of the day, notices"), is_pinned=True),
)  # fmt: skip

_WORKSHOP_TWO = (
    PatternBlock("08:30", 30, _PLENARY, N_("Where we stand")),
    PatternBlock(
        "09:00", 90, _BREAKOUT, N_("A roadmap: who does what by when"),
        N_("Every step has a name, an organisation and a month."),
        N_("Do: one table for each part of the roadmap. Do not write “stakeholders”: write who."),
    ),
    PatternBlock("10:30", 20, _BREAK, N_("Tea")),
    PatternBlock(
        "10:50", 75, _PLENARY, N_("Commitments, one by one"),
        N_("Each is read aloud, changed until its owner agrees, and kept."),
        N_("Capture: what, who, by when. Read back the numbers at the end."),
    ),
    PatternBlock("12:05", 55, _PLENARY, N_("A leadership group: who, chosen how, for how long"),
                 N_("A group that every sector trusts is named and endorsed.")),
    PatternBlock("13:00", 60, _BREAK, N_("Lunch and prayer"), is_pinned=True),
    PatternBlock("14:00", 30, _PLENARY, N_("What did you think of it?"),
                 notes=N_("Do: faces and dots, not questions to read. Count them before people leave."), may_skip=True),
    PatternBlock("14:30", 30, _PLENARY, N_("Closing: what happens next, and who says so"), is_pinned=True),
)  # fmt: skip

_THEMATIC = (
    _REGISTRATION,
    PatternBlock("08:30", 30, _PLENARY, N_("Opening: why this theme now"),
                 N_("What the dialogue agreed on this theme, and what was done since."), is_pinned=True),
    PatternBlock("09:00", 60, _PLENARY, N_("Three views on the theme"),
                 N_("A miner, an official and a researcher, twenty minutes each with questions.")),
    PatternBlock("10:00", 20, _BREAK, N_("Tea")),
    PatternBlock("10:20", 100, _BREAKOUT, N_("Groups: the theme in our districts"),
                 N_("Each group finds what works already, and what it would take elsewhere.")),
    PatternBlock("12:00", 60, _BREAK, N_("Lunch and prayer"), is_pinned=True),
    PatternBlock("13:00", 60, _PLENARY, N_("The groups report back")),
    PatternBlock("14:00", 60, _PLENARY, N_("What each of us will do by when"),
                 N_("Commitments with a name and a month.")),
    PatternBlock("15:00", 15, _PLENARY, N_("Closing"), is_pinned=True),
)  # fmt: skip

_DIGITAL = (
    PatternBlock("09:30", 15, _BREAK, N_("The line opens: sound, names, languages"),
                 notes=N_("Do: somebody on the telephone for those who do not get in. Note who listens together.")),
    PatternBlock("09:45", 15, _PLENARY, N_("Welcome and how we work online"), is_pinned=True),
    PatternBlock("10:00", 40, _PLENARY, N_("The question of the day"),
                 N_("One question, two short answers from two sides.")),
    PatternBlock("10:40", 10, _BREAK, N_("Pause: away from the screen")),
    PatternBlock("10:50", 40, _BREAKOUT, N_("Small rooms: our own answers"),
                 N_("Rooms of six, one rapporteur each, answers by voice or by message.")),
    PatternBlock("11:30", 30, _PLENARY, N_("The rooms report back")),
    PatternBlock("12:00", 15, _PLENARY, N_("What happens with it"),
                 N_("Who writes it down, where it can be read, when we meet again."), is_pinned=True),
)  # fmt: skip

PATTERNS = (
    Pattern("dialogue", N_("A dialogue: two field days, then two workshop days"),
            N_("Sites first, then the hall: voices, obstacles, a roadmap, commitments, a leadership group."),
            (_FIELD_ONE, _FIELD_TWO, _WORKSHOP_ONE, _WORKSHOP_TWO)),
    Pattern("field", N_("One field day"), N_("A mine, the community beside it, first impressions."), (_FIELD_ONE,)),
    Pattern("workshop", N_("Two workshop days"), N_("The second half of a dialogue."), (_WORKSHOP_ONE, _WORKSHOP_TWO)),
    Pattern("thematic", N_("A thematic day"), N_("One theme, three views, groups, commitments."), (_THEMATIC,)),
    Pattern("digital", N_("A digital day"), N_("A morning online, for weak lines and small rooms."), (_DIGITAL,)),
)  # fmt: skip
