"""Drawing invented people: who comes to a sample event, from which body, and how they can be reached."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from dialogues.people.sectors import AgeGroup, Gender, Sector
from dialogues.sample.bodies import Body
from dialogues.sample.names import Names

_AGES: tuple[AgeGroup | None, ...] = (AgeGroup.TO_30, AgeGroup.TO_50, AgeGroup.TO_65, AgeGroup.TO_80, None)
_AGE_WEIGHTS = (20, 50, 24, 4, 2)


@dataclass(frozen=True)
class Somebody:
    """One invented person as the sample knows them."""

    full_name: str
    honorific: str | None
    gender: Gender
    age_group: AgeGroup | None
    body: Body
    position: str
    phone: str | None
    email: str | None
    place: str | None
    language: str


def draw(
    random: Random,
    names: Names,
    bodies: Sequence[Body],
    shares: dict[Sector, int],
    *,
    taken: set[str],
    prefix: str,
    places: Sequence[str],
    language: str,
) -> list[Somebody]:
    """So many people of each sector, none with a name in `taken` (which grows), the same for the same `random`."""
    people = []
    for sector, count in shares.items():
        own = [body for body in bodies if body.sector is sector]
        people += [
            _somebody(
                random, names, own[number % len(own)], taken=taken, prefix=prefix, places=places, language=language
            )
            for number in range(count)
        ]
    return people


def renamed(somebody: Somebody, full_name: str, honorific: str | None, gender: str) -> Somebody:
    """The same person under a name that is hard to set."""
    return replace(somebody, full_name=full_name, honorific=honorific, gender=Gender(gender))


def _somebody(
    random: Random, names: Names, body: Body, *, taken: set[str], prefix: str, places: Sequence[str], language: str
) -> Somebody:
    is_woman = random.random() < (0.85 if body.group == "Women's groups" else 0.42)
    while True:
        given = random.choice(names.women if is_woman else names.men)
        full_name = f"{given} {random.choice(names.families)}"
        if full_name not in taken:
            taken.add(full_name)
            break
    gender = Gender.WOMAN if is_woman else Gender.MAN
    if random.random() < 0.03:
        gender = Gender.NOT_STATED
    digits = f"{random.randrange(10_000):04d}"
    return Somebody(
        full_name=full_name,
        honorific=_honorific(random, body, is_woman=is_woman),
        gender=gender,
        age_group=random.choices(_AGES, _AGE_WEIGHTS)[0],
        body=body,
        position=random.choice(body.positions),
        phone=f"{prefix} 000 {digits}" if random.random() < 0.94 else None,
        email=f"person{digits}@example.org" if random.random() < 0.35 else None,
        place=random.choice(list(places)),
        language=language,
    )


def _honorific(random: Random, body: Body, *, is_woman: bool) -> str | None:
    if body.group == "Traditional authorities and chiefs":
        return "Nana"
    if body.sector is Sector.ACA and random.random() < 0.6:
        return "Dr"
    if body.group == "Elected officials":
        return "Hon."
    return ("Mrs" if is_woman else "Mr") if random.random() < 0.12 else None
