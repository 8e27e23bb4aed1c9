"""Who may come, country by country: names, bodies, the beginning of telephone numbers and where people live."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from dialogues.people.sectors import Sector
from dialogues.sample import bodies, names
from dialogues.sample.people import Somebody, draw


class Cast(NamedTuple):
    """What the invented people of one country are drawn from."""

    names: names.Names
    bodies: Sequence[bodies.Body]
    prefix: str
    places: Sequence[str]


CASTS = {
    "GH": Cast(names.GHANA, bodies.GHANA, "+233 24", ("Tarkwa", "Nsuaem", "Bonsa", "Prestea", "Accra", "Takoradi")),
    "TZ": Cast(names.TANZANIA, bodies.TANZANIA, "+255 75", ("Geita", "Rwamgasa", "Nyarugusu", "Mwanza", "Dodoma")),
    "MG": Cast(names.MADAGASCAR, bodies.MADAGASCAR, "+261 34", ("Toliara", "Bekily", "Sakaraha", "Antananarivo")),
    "GB": Cast(names.ELSEWHERE, bodies.ELSEWHERE, "+44 7700", ("London", "La Paz", "Ulaanbaatar", "Accra", "Dodoma")),
}


def draw_from(
    random: Random, cast: Cast, shares: dict[Sector, int], *, group: str | None, taken: set[str], language: str
) -> list[Somebody]:
    """So many people of each sector; with a `group`, from its bodies alone. Names in `taken` are not drawn again."""
    chosen = [body for body in cast.bodies if group in (None, body.group)]
    return draw(
        random, cast.names, chosen, shares, taken=taken, prefix=cast.prefix, places=cast.places, language=language
    )
