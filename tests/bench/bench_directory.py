"""Finding doubles: three hundred new names, the page of pairs. `python -m tests.bench.bench_directory`."""

from random import Random

import sqlalchemy as sa
from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from dialogues.core.db import db
from dialogues.core.folding import fold
from dialogues.people.duplicate_queries import NewName, possible_duplicates_of
from dialogues.people.models import Person
from tests.bench.measuring import Line, take_turns
from tests.bench.scene import Scene, alone

NEW = 300
KNOWN = 5_000  # of the large event's people, when there are so many


def run(scene: Scene) -> list[Line]:
    """The directory is that of both events; a tenth of the new names are known, with a letter more or less."""
    return [_new_names(scene), _page(scene), _person(scene)]


def _new_names(scene: Scene) -> Line:
    with scene.app.app_context():
        chosen = sa.select(Person.full_name, Person.phone).order_by(Person.id)
        people = [tuple(row) for row in db.session.execute(chosen)]
    random = Random(300)
    words = [name.split() for name, _phone in people]
    new = [
        NewName(full_name=f"{random.choice(words)[0]} {random.choice(words)[-1]}n", phones=[f"+23355{at:07}"])
        for at in range(NEW * 9 // 10)
    ]
    new += [
        NewName(full_name=name, phones=[phone] if phone else []) for name, phone in random.sample(people, NEW // 10)
    ]
    asked = [fold(one.full_name) for one in new]

    def ours() -> None:
        with scene.app.app_context():
            possible_duplicates_of(db.session(), new)
            db.session.remove()

    def bare() -> None:
        with scene.app.app_context():
            known = [fold(name) for name in db.session.scalars(sa.select(Person.full_name))]
            db.session.remove()
        for name in asked:
            process.extract(name, known, scorer=ratio, score_cutoff=84, limit=5)

    turns = take_turns({"ours": ours, "bare": bare})
    return Line(
        f"{NEW} new names against {len(people)} persons",
        turns.ms("ours"),
        turns.ms("bare"),
        turns.ratio("ours", "bare"),
        turns.noise("ours", "bare"),
        at_most_ms=1000 * max(1.0, len(people) / KNOWN),
        queries=str(scene.count_queries(ours)),
    )


def _page(scene: Scene) -> Line:
    address = "/people/duplicates"
    turns = take_turns({"ours": lambda: scene.reader.get(address)})
    queries = scene.count_queries(lambda: scene.reader.get(address))
    return Line(
        "a page of possible duplicates of everybody", turns.ms("ours"), noise=turns.noise("ours"), at_most_ms=3000,
        queries=str(queries),
    )  # fmt: skip


def _person(scene: Scene) -> Line:
    with scene.app.app_context():
        address = f"/people/{db.session.scalar(sa.select(sa.func.min(Person.id)))}"
        db.session.remove()
    turns = take_turns({"ours": lambda: scene.reader.get(address)})
    queries = scene.count_queries(lambda: scene.reader.get(address))
    return Line(
        "the page of a person, with how many may be the same", turns.ms("ours"), noise=turns.noise("ours"),
        at_most_ms=100, queries=str(queries),
    )  # fmt: skip


if __name__ == "__main__":
    alone(run)
