"""The bare limit: the same questions by a plain Flask view and sqlite3, with nothing of what the program adds.

No rules, no journal, no languages, no forgery check, no frame around the page; only a signed-in reader looked up in the
database, the rows, and a template of a few lines.
"""

import csv
import io
import sqlite3
import threading
import uuid
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from flask import Flask, Response, jsonify, render_template_string, request

from tests.bench.big_event import MADE_AT

_LIST = """<!doctype html><title>List</title><nav>{% for status, number in counts %}<a>{{ status }} {{ number }}</a>
{% endfor %}</nav><table>{% for row in rows %}<tr><th><a href="/events/x/participants/{{ row[0] }}">{{ row[2] }}
{{ row[1] }}</a></th><td>{{ row[4] }}</td><td>{{ row[3] }}</td><td>{{ row[8] }}</td><td>{{ row[6] }}</td></tr>
{% endfor %}</table>"""
_FOUND = """<ul>{% for row in rows %}<li><form><input type="hidden" value="{{ row[0] }}"><button>{{ row[1] }}
{{ row[2] }} {{ row[3] }} {{ row[4] }}</button></form></li>{% endfor %}</ul>"""
_AGENDA = """<!doctype html><title>Agenda</title><table>{% for row in rows %}<tr><th>{{ row[1] }} {{ row[2] }}</th><td>
{{ row[4] }} {{ row[5] }} {{ row[6] }}{% for person in people.get(row[0], ()) %} {{ person[1] }}: {{ person[2] }}
{% endfor %}</td></tr>{% endfor %}</table>"""
_REPORT = """<!doctype html><title>Report</title><table>{% for row in rows %}<tr><th>{{ row[0] }} {{ row[1] }}</th>
{% for number in row[2:] %}<td>{{ number }}</td>{% endfor %}</tr>{% endfor %}</table>"""

_SIGN_IN = """SELECT u.name, u.role FROM sign_in s JOIN user u ON u.id = s.user_id
WHERE s.secret_digest = ? AND s.ended_at IS NULL AND u.is_active"""
_EVENT = "SELECT id FROM event WHERE slug = ?"
_ROWS = """SELECT id, full_name, honorific, sector, organisation_name, position, status, role, phone FROM registration
WHERE event_id = ? AND sector = ? ORDER BY sort_key, id LIMIT 50 OFFSET 50"""
_COUNTS = "SELECT status, count(*) FROM registration WHERE event_id = ? AND sector = ? GROUP BY status"
_SEARCH = """SELECT id, full_name, organisation_name, sector, status FROM registration
WHERE event_id = ? AND search_key LIKE ? ORDER BY sort_key LIMIT 8"""
_STATES = "SELECT registration_id, morning, afternoon FROM day_state WHERE day_id = ? AND registration_id IN (%s)"
_BLOCKS = """SELECT a.id, d.day, a.starts, a.ends, a.title, r.name, a.description FROM agenda_session a
JOIN event_day d ON d.id = a.day_id LEFT JOIN room r ON r.id = a.room_id WHERE d.event_id = ?
ORDER BY d.day, a.starts, a.id"""
_CREW = """SELECT p.agenda_session_id, p.role, r.full_name FROM session_person p
JOIN agenda_session a ON a.id = p.agenda_session_id JOIN event_day d ON d.id = a.day_id
LEFT JOIN registration r ON r.id = p.registration_id WHERE d.event_id = ?"""
_FIGURES = """SELECT r.sector, r.gender, count(*), sum(r.status = 'confirmed'), sum(coalesce(d.days, 0))
FROM registration r LEFT JOIN (SELECT s.registration_id, sum(s.morning = 'present' OR s.afternoon = 'present') AS days
FROM day_state s JOIN event_day e ON e.id = s.day_id WHERE e.event_id = ?1 GROUP BY s.registration_id) d
ON d.registration_id = r.id WHERE r.event_id = ?1 AND r.role = 'participant' GROUP BY r.sector, r.gender"""
_EVERYBODY = """SELECT r.id, r.full_name, r.honorific, r.sector, g.name, r.organisation_name, r.position, r.gender,
r.age_group, r.phone, r.email, r.language, r.role, r.status, r.source, r.in_place_of_id, r.badge_code
FROM registration r LEFT JOIN stakeholder_group g ON g.id = r.stakeholder_group_id
WHERE r.event_id = ? ORDER BY r.sort_key, r.id"""


class Bare:
    """The views: one connection to the database for each thread, and one that writes marks to a file of their own."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._kept = threading.local()

    def _rows(self, question: str, *facts: Any) -> list[tuple[Any, ...]]:
        if not hasattr(self._kept, "read"):
            self._kept.read = sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)
        rows: list[tuple[Any, ...]] = self._kept.read.execute(question, facts).fetchall()
        return rows

    def _event(self, slug: str) -> int:
        """The number of an event, for a reader who has signed in."""
        secret = request.cookies.get("secret", "")
        if not self._rows(_SIGN_IN, sha256(secret.encode()).hexdigest()):
            raise PermissionError
        event_id: int = self._rows(_EVENT, slug)[0][0]
        return event_id

    def participants(self, slug: str) -> str:
        """A page of the list."""
        facts = (self._event(slug), request.args["sector"])
        return render_template_string(_LIST, rows=self._rows(_ROWS, *facts), counts=self._rows(_COUNTS, *facts))

    def desk(self, slug: str) -> str:
        """Who was found."""
        rows = self._rows(_SEARCH, self._event(slug), f"% {request.args['q']}%")
        self._rows(_STATES % ",".join("?" * len(rows)), request.args["day"], *(row[0] for row in rows))
        return render_template_string(_FOUND, rows=rows)

    def agenda(self, slug: str) -> str:
        """Every session with its people."""
        event_id = self._event(slug)
        people: dict[int, list[Any]] = {}
        for row in self._rows(_CREW, event_id):
            people.setdefault(row[0], []).append(row)
        return render_template_string(_AGENDA, rows=self._rows(_BLOCKS, event_id), people=people)

    def report(self, slug: str) -> str:
        """Participation by sector and gender."""
        return render_template_string(_REPORT, rows=self._rows(_FIGURES, self._event(slug)))

    def as_csv(self, slug: str) -> Response:
        """Everybody, a line each."""
        text = io.StringIO()
        csv.writer(text).writerows(self._rows(_EVERYBODY, self._event(slug)))
        return Response(text.getvalue().encode(), mimetype="text/csv")

    def as_xlsx(self, slug: str) -> Response:
        """Everybody as a spreadsheet in the fewest steps: one sheet of inline texts in a zip, no types, no widths."""
        lines = "".join(
            "<row>"
            + "".join(f'<c t="inlineStr"><is><t>{escape(str(cell or ""))}</t></is></c>' for cell in row)
            + "</row>"
            for row in self._rows(_EVERYBODY, self._event(slug))
        )
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        sheet = f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", sheet)
        return Response(out.getvalue())

    def as_json(self, slug: str) -> Response:
        """Everybody, a list each."""
        return jsonify(self._rows(_EVERYBODY, self._event(slug)))

    def mark(self, slug: str) -> str:
        """One mark and the state it leads to, committed and synced."""
        self._event(slug)
        if not hasattr(self._kept, "write"):
            self._kept.write = _marks_file(self._database.with_name("bare.sqlite3"))
        with self._kept.write as writer:
            person, now = request.form["registration_id"], MADE_AT.isoformat()
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("INSERT INTO bare_mark VALUES (?, ?, ?)", (uuid.uuid4().hex, person, now))
            writer.execute("INSERT OR REPLACE INTO bare_state VALUES (?, ?)", (person, now))
        return "<p>In.</p>"

    def marks(self, slug: str) -> Response:
        """Many marks and the states they lead to, in one transaction."""
        self._event(slug)
        if not hasattr(self._kept, "write"):
            self._kept.write = _marks_file(self._database.with_name("bare.sqlite3"))
        now = MADE_AT.isoformat()
        sent = [(one["id"], one["registration_id"], now) for one in request.get_json()["marks"]]
        with self._kept.write as writer:
            writer.execute("BEGIN IMMEDIATE")
            writer.executemany("INSERT INTO bare_mark VALUES (?, ?, ?)", sent)
            writer.executemany("INSERT OR REPLACE INTO bare_state VALUES (?, ?)", [one[1:] for one in sent])
        return jsonify({"results": [{"id": one[0], "outcome": "recorded"} for one in sent]})


def create_bare(database: Path) -> Flask:
    """The bare application on the file `database`; its marks go into a file beside it."""
    app, bare = Flask("bare", static_folder=None, template_folder=None), Bare(database)
    for path, view in (
        ("/events/<slug>/participants", bare.participants),
        ("/events/<slug>/desk", bare.desk),
        ("/events/<slug>/agenda", bare.agenda),
        ("/e/<slug>", bare.agenda),
        ("/events/<slug>/report", bare.report),
        ("/events/<slug>/registrations.csv", bare.as_csv),
        ("/events/<slug>/registrations.xlsx", bare.as_xlsx),
        ("/events/<slug>/registrations.json", bare.as_json),
    ):
        app.add_url_rule(path, endpoint=path, view_func=view)
    app.add_url_rule("/events/<slug>/desk", endpoint="mark", view_func=bare.mark, methods=["POST"])
    app.add_url_rule("/events/<slug>/marks", endpoint="marks", view_func=bare.marks, methods=["POST"])
    return app


def _marks_file(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS bare_mark (id TEXT PRIMARY KEY, person INTEGER, at TEXT)")
    connection.execute("CREATE TABLE IF NOT EXISTS bare_state (person INTEGER PRIMARY KEY, at TEXT)")
    return connection
