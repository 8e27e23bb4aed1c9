"""The hall: warnings, who is missing, and groups that may arrive. `python -m tests.bench.bench_hall`."""

from tests.bench.measuring import Line
from tests.bench.scene import Scene, alone


def run(scene: Scene) -> list[Line]:
    """Pages by a signed-in organiser."""
    reader = scene.reader
    at = {slug: f"day={day}&part=whole_day" for slug, day in scene.open_days.items()}

    return [
        scene.compare("warnings", lambda slug: reader.get(f"/events/{slug}/attendance/warnings"), None),
        scene.compare("who is missing", lambda slug: reader.get(f"/events/{slug}/desk/missing?{at[slug]}"), None),
        scene.compare("groups that may arrive", lambda slug: reader.get(f"/events/{slug}/desk/group?{at[slug]}"), None),
    ]


if __name__ == "__main__":
    alone(run)
