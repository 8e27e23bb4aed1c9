"""What happens in the sample's events, day by day.

The shape follows the dialogues' own model: field days first, then workshop days with all stakeholders in one room
(International Institute for Environment and Development, dialogues on artisanal and small-scale mining). The words are
ours.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """One agenda session of a sample day: `where` names a room or place, `led_by` the roles people are drawn for."""

    starts: str
    ends: str
    kind: str
    title: str
    where: str | None = None
    led_by: tuple[str, ...] = ()
    description: str | None = None
    notes: str | None = None


FIELD_ONE = (
    Block("06:45", "07:30", "break", "Breakfast and safety briefing", "Dining room", ("facilitator",)),
    Block("07:30", "09:00", "travel", "By bus to the first mine"),
    Block(
        "09:00",
        "12:00",
        "field_visit",
        "The licensed mine: pit, washing plant, records",
        "First mine",
        ("lead", "interpreter"),
        "Three groups walk the site in turn and talk with the people who work there.",
        "Do: hand out boots and helmets before the gate. Ask: what would you change with one signature? "
        "Capture: one photograph of each flip chart, none of faces without consent.",
    ),
    Block("12:00", "13:00", "break", "Lunch with the miners", "First mine"),
    Block(
        "13:00",
        "15:30",
        "field_visit",
        "The community beside the mine",
        "Community",
        ("lead", "facilitator"),
        "Chiefs and families tell what the mine has brought and what it has taken.",
    ),
    Block("15:30", "17:00", "travel", "Back to the hotel"),
    Block(
        "17:30",
        "18:30",
        "plenary",
        "What did we see? First round of impressions",
        "Main hall",
        ("facilitator", "rapporteur"),
    ),
)

FIELD_TWO = (
    Block("07:00", "08:00", "travel", "By bus to the second mine"),
    Block("08:00", "11:00", "field_visit", "Artisanal pits on the river", "Second mine", ("lead", "interpreter")),
    Block("11:00", "13:00", "field_visit", "Buying gold: from pan to shop", "Buying house", ("lead",)),
    Block("13:00", "14:00", "break", "Lunch"),
    Block(
        "14:00",
        "16:00",
        "field_visit",
        "The large mine's fence, from both sides",
        "Large mine",
        ("lead", "facilitator"),
    ),
    Block("16:00", "17:00", "travel", "Back to the hotel"),
    Block("17:30", "18:15", "plenary", "Field notes gathered by sector", "Main hall", ("facilitator", "rapporteur")),
)

WORKSHOP_ONE = (
    Block("07:30", "08:30", "break", "Registration and tea", "Foyer"),
    Block(
        "08:30",
        "09:15",
        "plenary",
        "Opening: what we saw in the field",
        "Main hall",
        ("lead", "speaker"),
        "Three voices from three sectors tell the others what stayed with them.",
        "Do: seat people mixed, not by organisation. Watch: nobody speaks longer than five minutes.",
    ),
    Block(
        "09:15",
        "10:45",
        "plenary",
        "What keeps small mines outside the law?",
        "Main hall",
        ("lead", "facilitator", "rapporteur"),
    ),
    Block("10:45", "11:00", "break", "Tea", "Foyer"),
    Block("11:00", "12:30", "breakout", "Licences that miners can get", "Room Ankobra", ("facilitator", "rapporteur")),
    Block("11:00", "12:30", "breakout", "Finance without a title", "Room Bonsa", ("facilitator", "rapporteur")),
    Block(
        "11:00",
        "12:30",
        "breakout",
        "Knowing the ground: geological information",
        "Room Offin",
        ("facilitator", "rapporteur"),
    ),
    Block("12:30", "13:30", "break", "Lunch", "Dining room"),
    Block("13:30", "15:00", "plenary", "The groups report back", "Main hall", ("facilitator", "rapporteur")),
    Block("15:00", "15:15", "break", "Tea", "Foyer"),
    Block("15:15", "16:45", "breakout", "Safer pits, cleaner water", "Room Ankobra", ("facilitator", "rapporteur")),
    Block("15:15", "16:45", "breakout", "Women in and around the mine", "Room Bonsa", ("facilitator", "rapporteur")),
    Block("16:45", "17:15", "plenary", "The day in five sentences", "Main hall", ("rapporteur",)),
)

WORKSHOP_TWO = (
    Block("08:30", "09:00", "plenary", "Where we stand", "Main hall", ("facilitator",)),
    Block("09:00", "10:30", "breakout", "A roadmap: who does what by when", "Main hall", ("facilitator", "rapporteur")),
    Block("10:30", "10:45", "break", "Tea", "Foyer"),
    Block("10:45", "12:15", "plenary", "Commitments, read aloud", "Main hall", ("lead", "facilitator", "rapporteur")),
    Block("12:15", "13:15", "break", "Lunch", "Dining room"),
    Block(
        "13:15", "14:30", "plenary", "Naming the learning and leadership group", "Main hall", ("lead", "facilitator")
    ),
    Block("14:30", "15:30", "plenary", "Closing", "Main hall", ("speaker",)),
)

VISION_ONE = (
    Block("08:45", "09:15", "break", "Registration and coffee", "Foyer"),
    Block(
        "09:15",
        "10:30",
        "plenary",
        "Twenty years of small-scale mining: what changed?",
        "Main hall",
        ("lead", "speaker"),
    ),
    Block("10:30", "11:00", "break", "Coffee", "Foyer"),
    Block(
        "11:00", "12:30", "breakout", "A mine in 2030: the view from the pit", "Room one", ("facilitator", "rapporteur")
    ),
    Block(
        "11:00",
        "12:30",
        "breakout",
        "A mine in 2030: the view from the ministry",
        "Room two",
        ("facilitator", "rapporteur"),
    ),
    Block("12:30", "13:30", "break", "Lunch", "Foyer"),
    Block("13:30", "15:30", "plenary", "One vision from two", "Main hall", ("facilitator", "rapporteur")),
    Block("15:30", "17:00", "plenary", "What would have to be true?", "Main hall", ("lead",)),
)

VISION_TWO = (
    Block("09:00", "10:30", "plenary", "Three countries, three beginnings", "Main hall", ("lead", "speaker")),
    Block("10:30", "11:00", "break", "Coffee", "Foyer"),
    Block(
        "11:00",
        "12:30",
        "breakout",
        "Designing a dialogue that miners trust",
        "Room one",
        ("facilitator", "rapporteur"),
    ),
    Block("12:30", "13:30", "break", "Lunch", "Foyer"),
    Block("13:30", "15:00", "plenary", "Who takes the next step", "Main hall", ("facilitator", "rapporteur")),
)

DIGITAL = (
    Block("09:00", "09:15", "plenary", "Opening and how the day works", None, ("lead",)),
    Block(
        "09:15", "11:00", "plenary", "Questions to miners: profit, prices, partners", None, ("facilitator", "speaker")
    ),
    Block("11:00", "11:15", "break", "Pause"),
    Block("11:15", "13:00", "plenary", "Questions to ministries: licences that work", None, ("facilitator", "speaker")),
    Block("14:00", "15:30", "plenary", "What women earn, and what would change it", None, ("facilitator", "speaker")),
    Block("15:30", "16:00", "plenary", "What we heard today", None, ("rapporteur",)),
)

# Rooms of the hall, with their seats.
HALL_ROOMS = (
    ("Main hall", 90),
    ("Room Ankobra", 24),
    ("Room Bonsa", 24),
    ("Room Offin", 20),
    ("Foyer", None),
    ("Dining room", 80),
)

# Rooms that only some events use: the name in the blocks, the name on the door.
OTHER_ROOMS = (("Room one", "Room one"), ("Room two", "Room two"))

# Places outside the hall, with their other spellings on maps and in reports.
SITES = (
    ("First mine", "Nsuaem Top"),
    ("Community", "Kayanko, Kanyonko"),
    ("Second mine", None),
    ("Buying house", None),
    ("Large mine", None),
)

UNREGISTERED_SPEAKER_AT = "Opening: what we saw in the field"
