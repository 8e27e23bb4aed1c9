"""Every page there is, with sample data in its address: read from the program itself, so that none is forgotten."""

import sqlite3
import uuid
from pathlib import Path

from dialogues.app import create_app
from dialogues.documents.certificate_queries import certificate_number

EVENT = "ghana-today"
# Answers that are no pages of ours: files, calendars, JSON, and where the first administrator is made, only once.
_NO_PAGES = {
    "static",
    "home.healthz",
    "agenda.calendar",
    "agenda.wall_data",
    "agenda.kept_pages_worker",
    "agenda.kept_screens_worker",
    "people.logo",
    "events.event_logo",
    "documents.print_document",
    "documents.print_report_version",
    "documents.print_report_differences",
    "documents.invitation_letter",
    "documents.personal_letter",
    "documents.own_certificate",
    "registration.own_calendar",
    "agenda.own_agenda_calendar",
    "accounts.set_up",
    "attendance.phone_manifest",
    "attendance.phone_worker",
    "paper.scan",
}
_AFTER_AN_ACT = {
    "imports.look",
    "imports.choose_columns",
    "imports.reasons_file",
    "imports.batch",
    "attendance.settle_held",
    "registration.bulk_act",
    "paper.type_sheet",
    "paper.type_walk_in",
    "paper.check",
    "home.room",
    "home.room_certificate",
}  # there once a file was sent, an act was done or phones are served; a test of its own looks
# Pages of an event in which something more has happened than in the one of today.
_ELSEWHERE = {
    "reports.report_version": "ghana-2016",
    "reports.report_differences": "ghana-2016",
    "reports.list_versions": "ghana-2016",
}
_FILES = ("_file", "export_list", "openapi")
# What is asked for beside the address, where the page would show little without it.
_MORE = {
    "home.search": "?q=ama",
    "attendance.desk": "?q=ama",
    "attendance.walk_in": "?name=Ama",
    "groups.board": "?picked=1",
    "people.list_people": "?q=a",
    "agenda.copy_sessions": "?from=ghana-2016",
    "registration.list_participants": "?sector=MIN&gender=woman",
}
_SEEN = (
    "SELECT r.badge_code FROM registration r JOIN day_state s ON s.registration_id = r.id "
    "WHERE r.event_id = :event AND s.morning = 'present' ORDER BY r.id LIMIT 1"
)
_FACTS = {
    "slug": "SELECT slug FROM event WHERE id = :event",
    "process_slug": "SELECT slug FROM process ORDER BY id LIMIT 1",
    "session_id": "SELECT a.id FROM agenda_session a JOIN event_day d ON d.id = a.day_id "
    "WHERE d.event_id = :event AND a.kind = 'plenary' ORDER BY a.id LIMIT 1",
    "registration_id": "SELECT id FROM registration WHERE event_id = :event AND status = 'confirmed' "
    "AND role = 'participant' ORDER BY id LIMIT 1",
    "link_token": "SELECT r.link_token FROM registration r JOIN application a ON a.registration_id = r.id "
    "WHERE r.event_id = :event ORDER BY r.id LIMIT 1",
    "badge_code": "SELECT badge_code FROM registration WHERE event_id = :event ORDER BY id LIMIT 1",
    "question_id": "SELECT id FROM question WHERE event_id = :event AND shown_if_id IS NOT NULL LIMIT 1",
    "language": "SELECT 'fr'",
    "person_id": "SELECT person_id FROM registration WHERE event_id = :event ORDER BY id LIMIT 1",
    "place_id": "SELECT id FROM place WHERE event_id = :event ORDER BY id LIMIT 1",
    "room_id": "SELECT r.id FROM room r JOIN place p ON p.id = r.place_id WHERE p.event_id = :event LIMIT 1",
    "organisation_id": "SELECT id FROM organisation ORDER BY id LIMIT 1",
    "first_id": "SELECT min(id) FROM person WHERE search_key LIKE '% quansah%'",
    "second_id": "SELECT max(id) FROM person WHERE search_key LIKE '% quansah%'",
    "other_id": "SELECT id FROM organisation WHERE alias_of_id IS NULL ORDER BY id LIMIT 1 OFFSET 1",
    "group_id": "SELECT id FROM stakeholder_group ORDER BY id LIMIT 1",
    "offer_token": "SELECT token FROM seat_offer WHERE event_id = :event ORDER BY id LIMIT 1",
    "invitation_id": "SELECT id FROM invitation WHERE event_id = :event ORDER BY id LIMIT 1",
    "invitation_token": "SELECT token FROM invitation WHERE event_id = :event ORDER BY id LIMIT 1",
    "number": "SELECT 1",
    "wall_token": "SELECT token FROM wall_link WHERE event_id = :event AND ended_at IS NULL LIMIT 1",
    "mail_id": "SELECT id FROM mail WHERE event_id = :event ORDER BY id LIMIT 1",
    "user_id": "SELECT id FROM user ORDER BY id LIMIT 1",
    "round_id": "SELECT id FROM group_round WHERE event_id = :event ORDER BY id LIMIT 1",
    "table_id": "SELECT g.id FROM round_group g JOIN group_round r ON r.id = g.round_id "
    "WHERE r.event_id = :event ORDER BY g.id LIMIT 1",
    "day_id": "SELECT id FROM event_day WHERE event_id = :event ORDER BY day LIMIT 1 OFFSET 1",
    "day": "SELECT day FROM event_day WHERE event_id = :event ORDER BY day LIMIT 1 OFFSET 1",
}


def pages(instance: Path, scratch: Path) -> dict[str, str]:
    """Endpoint: address, for every page somebody signed in can load from the demo in `instance`."""
    facts = _facts(instance)
    app = create_app(instance=scratch)
    adapter = app.url_map.bind("localhost")
    found = {}
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if "GET" in (rule.methods or ()) and _is_page(rule.endpoint):
            values = {name: facts[name] for name in rule.arguments}
            if rule.endpoint in _ELSEWHERE:
                values["slug"] = _ELSEWHERE[rule.endpoint]
            found[rule.endpoint] = adapter.build(rule.endpoint, values) + _MORE.get(rule.endpoint, "")
    return found


def _is_page(endpoint: str) -> bool:
    is_file = endpoint.endswith(_FILES) or endpoint.partition(".")[0].endswith("api")
    return not is_file and endpoint not in _NO_PAGES | _AFTER_AN_ACT


def _facts(instance: Path) -> dict[str, object]:
    connection = sqlite3.connect(f"file:{instance / 'dialogues.sqlite3'}?mode=ro", uri=True)
    try:
        (event_id,) = connection.execute("SELECT id FROM event WHERE slug = ?", (EVENT,)).fetchone()
        found = {name: connection.execute(asked, {"event": event_id}).fetchone()[0] for name, asked in _FACTS.items()}
        seen = connection.execute(_SEEN, {"event": event_id}).fetchone()[0]
        return found | {"mail_id": uuid.UUID(found["mail_id"]), "certificate_number": certificate_number(seen)}
    finally:
        connection.close()
