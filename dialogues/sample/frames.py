"""The frames of the sample's events: title, place, dates and convenor are those of real events, the people are not.

Dates, places and convenors as published by the International Institute for Environment and Development and its partners
(pages g04053, g03791, g04119 of iied.org; fonghana.org; hakimadini.org). Who took part, by sector or by name, was never
published and is invented here. The dates of the Madagascar rounds were not published either: those below are invented.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dialogues.events.models import DayKind, EventKind
from dialogues.people.sectors import Sector
from dialogues.sample import programmes
from dialogues.sample.programmes import Block


@dataclass(frozen=True)
class Day:
    """One day of a sample event."""

    kind: DayKind
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Frame:
    """One sample event: what it is called, where and when it is, how many of each sector are drawn for it."""

    slug: str
    title: str
    kind: EventKind
    process: str
    country: str | None
    zone: str
    place: str
    convenor: str
    starts_on: date
    days: tuple[Day, ...]
    shares: dict[Sector, int]
    venue: str | None
    language: str
    languages: str
    summary: str
    is_public: bool = False

    @property
    def ends_on(self) -> date:
        """The last day."""
        return self.starts_on + timedelta(days=len(self.days) - 1)


def _shares(gov: int, cso: int, aca: int, ind: int, min_: int, oth: int) -> dict[Sector, int]:
    return dict(zip(Sector, (gov, cso, aca, ind, min_, oth), strict=True))


_FOUR_DAYS = (
    Day(DayKind.FIELD, "The licensed mine and its neighbours", programmes.FIELD_ONE),
    Day(DayKind.FIELD, "The river pits and the buyers", programmes.FIELD_TWO),
    Day(DayKind.WORKSHOP, "From the field to the questions", programmes.WORKSHOP_ONE),
    Day(DayKind.WORKSHOP, "Roadmap and commitments", programmes.WORKSHOP_TWO),
)
_GHANA = "Ghana dialogues on small-scale mining"
_KNOWLEDGE = "Small-scale mining knowledge programme"

PAST = (
    Frame(
        slug="london-2015",
        title="Visioning workshop on artisanal and small-scale mining",
        kind=EventKind.DIALOGUE,
        process=_KNOWLEDGE,
        country="GB",
        zone="Europe/London",
        place="London",
        convenor="International Institute for Environment and Development",
        starts_on=date(2015, 4, 29),
        days=(
            Day(DayKind.WORKSHOP, "Looking back and ahead", programmes.VISION_ONE),
            Day(DayKind.WORKSHOP, "From vision to dialogue", programmes.VISION_TWO),
        ),
        shares=_shares(7, 9, 6, 7, 7, 6),
        venue="Conference rooms, London",
        language="en",
        languages="English, French, Spanish",
        summary="Two days in which miners, ministries, companies and researchers described the mine they want.",
    ),
    Frame(
        slug="ghana-2016",
        title="Ghana action dialogue on small-scale mining",
        kind=EventKind.DIALOGUE,
        process=_GHANA,
        country="GH",
        zone="Africa/Accra",
        place="Tarkwa",
        convenor="Friends of the Nation",
        starts_on=date(2016, 1, 19),
        days=_FOUR_DAYS,
        shares=_shares(13, 10, 5, 7, 15, 6),
        venue="Conference hall, Tarkwa",
        language="en",
        languages="English, Twi, Wassa",
        summary="Two days at three mines, two days of debate, and a roadmap towards licences that miners can get.",
    ),
    Frame(
        slug="shareasm-2017",
        title="#shareASM digital day",
        kind=EventKind.DIGITAL_DAY,
        process=_KNOWLEDGE,
        country="GB",
        zone="Europe/London",
        place="Online",
        convenor="International Institute for Environment and Development",
        starts_on=date(2017, 2, 1),
        days=(Day(DayKind.ONLINE, "Questions and answers all day", programmes.DIGITAL),),
        shares=_shares(5, 12, 8, 6, 6, 9),
        venue=None,
        language="en",
        languages="English, French",
        summary="One day of questions and answers online, open to anybody with something to ask of a miner.",
    ),
    Frame(
        slug="tanzania-2017",
        title="Tanzania action dialogue on small-scale mining",
        kind=EventKind.DIALOGUE,
        process="Tanzania dialogues on small-scale mining",
        country="TZ",
        zone="Africa/Dar_es_Salaam",
        place="Geita",
        convenor="HakiMadini",
        starts_on=date(2017, 11, 7),
        days=_FOUR_DAYS,
        shares=_shares(18, 16, 7, 10, 26, 13),
        venue="Conference hall, Geita",
        language="sw",
        languages="Swahili, English",
        summary="Two days at four small mines and two days of workshop in Geita, ending with a leadership group.",
    ),
    Frame(
        slug="madagascar",
        title="Madagascar regional dialogue on gold and gems",
        kind=EventKind.DIALOGUE,
        process="Madagascar dialogues on small-scale mining",
        country="MG",
        zone="Indian/Antananarivo",
        place="Toliara",
        convenor="Regional round with the Ministry of Mines",
        starts_on=date(2019, 6, 18),
        days=(_FOUR_DAYS[0], _FOUR_DAYS[2], _FOUR_DAYS[3]),
        shares=_shares(9, 8, 4, 6, 12, 5),
        venue="Salle de conférence, Toliara",
        language="fr",
        languages="Français, Malagasy",
        summary="A regional round on gold and sapphires. The real dates were not published: these are invented.",
    ),
)


def today_frame(today: date) -> Frame:
    """A dialogue whose third day is `today`, so that desk and agenda are alive."""
    return Frame(
        slug="ghana-today",
        title="Ghana follow-up dialogue, Tarkwa",
        kind=EventKind.DIALOGUE,
        process=_GHANA,
        country="GH",
        zone="Africa/Accra",
        place="Bonsa Conference Hall, Tarkwa",
        convenor="Friends of the Ankobra (invented)",
        starts_on=today - timedelta(days=2),
        days=_FOUR_DAYS,
        shares=_shares(6, 5, 3, 4, 8, 3),
        venue="Bonsa Conference Hall",
        language="en",
        languages="English, Twi, Ewe",
        summary="The leadership group and its guests look at what became of the roadmap, at two mines and in the hall.",
        is_public=True,
    )
