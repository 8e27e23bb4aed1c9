"""A report is issued by a program: once, however often it is asked for."""

import sqlalchemy as sa

from dialogues.audit.models import Entry
from dialogues.reports.version_models import ReportVersion
from tests.api.test_tokens import make_token
from tests.factories import make_event
from tests.reports.attended import make_attended_event
from tests.reports.test_issue_report import correct


def test_a_program_issues_the_report_and_a_lost_answer_issues_nothing_twice(app, session):
    event = make_attended_event()
    headers = make_token(session, "organiser", event=event)
    client, base = app.test_client(), "/api/v1/events/tarkwa/report/versions"

    def issue(**body):
        return client.post(base, json=body, headers=headers)

    first = issue(note="For the\x07 donor ")
    assert first.status_code == 201, first.text
    told = first.get_json()
    assert (told["issued"]["version"], told["issued"]["note"], told["numbers"]["person_days"]) == (
        1,
        "For the donor",
        5,
    )
    assert client.get(first.headers["Location"], headers=headers).get_json() == told
    again = issue(note="For the donor")
    assert (again.status_code, again.get_json()) == (200, told)
    assert session.scalar(sa.select(sa.func.count()).select_from(Entry).where(Entry.action == "report.issued")) == 1
    correct(session, event)
    session.commit()
    assert (issue().status_code, issue().status_code) == (201, 200)
    assert session.scalar(sa.select(sa.func.count()).select_from(ReportVersion)) == 2


def test_what_a_program_may_not_issue_is_refused(app, session):
    event = make_attended_event()
    make_event("obuasi")
    client, base = app.test_client(), "/api/v1/events/tarkwa/report/versions"
    headers = make_token(session, "organiser")
    bodies: tuple[object, ...] = ({"note": "n" * 1001}, {"note": 7}, {"number": 3}, [])
    for body in bodies:
        answer = client.post(base, json=body, headers=headers)
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "bad_request"), body
    nobody = client.post("/api/v1/events/obuasi/report/versions", json={}, headers=headers)
    assert (nobody.status_code, nobody.get_json()["error"]["code"]) == (422, "nobody_to_report")
    reporter = make_token(session, "reporter", event=event)
    assert client.post(base, json={}, headers=reporter).status_code == 403
    assert client.post(base, json={}).status_code == 401
    assert session.scalar(sa.select(sa.func.count()).select_from(ReportVersion)) == 0
