"""The programme report over many large events. `python -m tests.bench.bench_programme`; its scene takes a minute."""

import argparse
import sys
from collections.abc import Sequence
from datetime import timedelta

from dialogues.core.db import unit_of_work
from tests.bench import big_event
from tests.bench.measuring import Line, exponent, table, take_turns
from tests.bench.scene import PEOPLE, Scene, built

EVENTS = 20


def run(scene: Scene) -> list[Line]:
    """The report of one event, and of all of them; beside it the bare counting of each."""
    with scene.app.app_context():
        for number in range(2, EVENTS + 1):
            with unit_of_work() as session:
                first_day = big_event.FIRST_DAY + timedelta(days=7 * number)
                big_event.build(session, people=scene.people, slug=f"big-{number}", first_day=first_day)
    slugs = [scene.slugs[0], *(f"big-{number}" for number in range(2, EVENTS + 1))]
    one, many = f"/report?event={slugs[0]}", "/report?" + "&".join(f"event={slug}" for slug in slugs)
    turns = take_turns(
        {
            "ours": lambda: scene.reader.get(many),
            "one": lambda: scene.reader.get(one),
            "bare": lambda: [scene.bare.get(f"/events/{slug}/report") for slug in slugs],
        },
        budget_s=10,
    )
    return [
        Line(
            f"programme report over {EVENTS} events",
            turns.ms("ours"),
            turns.ms("bare"),
            turns.ratio("ours", "bare"),
            turns.noise("ours", "bare"),
            150,
            exponent(turns.ms("ours"), turns.ms("one"), times=EVENTS),
            str(scene.count_queries(lambda: scene.reader.get(many))),
        )
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=PEOPLE)
    with built(parser.parse_args(arguments).people) as scene:
        sys.stdout.write(table(run(scene)) + "\n")


if __name__ == "__main__":
    main()
