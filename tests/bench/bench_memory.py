"""Memory of the server when it has just started, and after everything. `python -m tests.bench.bench_memory`."""

from tests.bench.measuring import Line
from tests.bench.scene import Scene, alone
from tests.bench.servers import Served, load, served_app, served_bare

ROUNDS = 5
CLIENTS = 4
_IDLE_AT_MOST_MIB, _AFTER_AT_MOST_MIB = 130, 250
_EVERYTHING = (
    "participants?page=2",
    "participants?q=esi",
    "participants?sector=MIN&sort=organisation",
    "desk?q=ama",
    "attendance",
    "agenda",
    "report",
    "export/registrations.csv",
    "export/registrations.xlsx",
    "export/attendance.csv",
    "documents/attendance-report.pdf",
    "documents/sign-in-sheet.pdf",
    "documents/agenda.pdf",
)


def run(scene: Scene) -> list[Line]:
    """The program and the bare one, each asked for all it has, by several readers at once."""
    slug = scene.slugs[0]
    cookie = "; ".join(f"{name}={value}" for name, value in scene.reader.cookies.items())
    with served_app(scene.folder) as app:
        idle = _idle(app, "/healthz", {})
        addresses = ["/", "/events", "/report", f"/e/{slug}", f"/events/{slug}"]
        addresses += [f"/events/{slug}/{path}" for path in _EVERYTHING]
        after = _after(app, addresses, {"Cookie": cookie, "Accept-Encoding": "gzip"})
    theirs = {"Cookie": f"secret={scene.bare.cookies['secret']}"}
    bare_addresses = [
        f"/events/{slug}/{path}"
        for path in (
            "participants?sector=MIN",
            "desk?q=ama&day=1",
            "agenda",
            "report",
            "registrations.csv",
            "registrations.xlsx",
        )
    ]
    with served_bare(scene.database) as bare:
        bare_idle = _idle(bare, bare_addresses[2], theirs)
        bare_after = _after(bare, bare_addresses, theirs)
    return [
        _line("memory, just started", idle, bare_idle, _IDLE_AT_MOST_MIB),
        _line("memory, after everything", after, bare_after, _AFTER_AT_MOST_MIB),
    ]


def _line(job: str, ours_mib: float, bare_mib: float, at_most_mib: float) -> Line:
    return Line(job, ours_mib, bare_mib, ours_mib / bare_mib, at_most_ms=at_most_mib, unit="MiB")


def _idle(server: Served, address: str, headers: dict[str, str]) -> float:
    load(server.port, clients=1, requests=[("GET", address, b"", headers)])
    return server.memory_mib


def _after(server: Served, addresses: list[str], headers: dict[str, str]) -> float:
    load(server.port, clients=CLIENTS, requests=[("GET", one, b"", headers) for one in addresses * ROUNDS])
    return server.memory_mib


if __name__ == "__main__":
    alone(run)
