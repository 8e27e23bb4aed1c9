"""One act on everybody of an event, and its undo, as a browser sends them. `python -m tests.bench.bench_bulk`."""

import re

from tests.bench.measuring import Line
from tests.bench.scene import Scene, alone

_FIELD = re.compile(r'name="(csrf_token|once|view|everybody)"[^>]*value="([^"]*)"')
_EACH_WAY_MS = 1_000  # as long as somebody waits without wondering
_UNDO = re.compile(r'action="([^"]*/take-back[^"]*)"')


def run(scene: Scene) -> list[Line]:
    """Everybody is given a language and it is taken back; both in one measure, so that every round finds the same."""
    reader = scene.reader

    def there_and_back(slug: str) -> None:
        here = f"/events/{slug}/participants"
        form = dict(_FIELD.findall(reader.get(here).text.partition("data-bulk")[2]))
        reader.post(f"{here}/chosen", {**form, "kind": "language", "language": "es"})
        undo = _UNDO.search(reader.get(here).text)
        if undo is None:
            raise RuntimeError("Nothing was done that could be taken back.")
        reader.post(undo[1].replace("&amp;", "&"), {"csrf_token": form["csrf_token"]})

    return [
        scene.compare(
            "a language for everybody, and taken back", there_and_back, None, at_most_ms=2 * _EACH_WAY_MS, budget_s=12.0
        )
    ]


if __name__ == "__main__":
    alone(run)
