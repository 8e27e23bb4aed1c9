"""Files that leave: lists as CSV, XLSX and JSON, the report on paper. `python -m tests.bench.bench_files`."""

from tests.bench.measuring import Line
from tests.bench.scene import Scene, alone


def run(scene: Scene) -> list[Line]:
    """Every registration of the event in one file, by address; what paper costs beside a bare canvas is told by
    bench_documents.
    """
    reader, bare = scene.reader, scene.bare

    def line(name: str, path: str, bare_path: str | None, at_most_ms: float | None) -> Line:
        return scene.compare(
            name,
            lambda slug: reader.get(f"/events/{slug}/{path}"),
            (lambda slug: bare.get(f"/events/{slug}/{bare_path}")) if bare_path else None,
            at_most_ms=at_most_ms,
        )

    return [
        line("registrations as CSV", "export/registrations.csv", "registrations.csv", 200),
        line("registrations as XLSX", "export/registrations.xlsx", "registrations.xlsx", 600),
        line("registrations as JSON", "export/registrations.json", "registrations.json", None),
        line("the list as it is shown, CSV", "participants/list.csv", "registrations.csv", 200),
        line("the list as it is shown, XLSX", "participants/list.xlsx", "registrations.xlsx", 600),
        line("the list as it is shown, to be copied", "participants/list.tsv", "registrations.csv", 200),
        line("attendance as CSV, four rows a person", "export/attendance.csv", None, None),
        line("attendance report with annex, PDF", "documents/attendance-report.pdf", None, 800),
        line("agenda, PDF", "documents/agenda.pdf", None, 80),
    ]


if __name__ == "__main__":
    alone(run)
