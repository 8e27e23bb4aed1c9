"""A phone as the server sees one: paired, with a token of its own, handing marks in."""

import uuid
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from dialogues.attendance import device_services
from dialogues.core.db import db
from dialogues.events.models import Event
from tests.attendance.conftest import ESI, MORNING


def paired(app: Flask, event: Event, name: str = "Phone 1") -> "Phone":
    """A phone that used a pairing code of `event`, straight through the services."""
    code = device_services.make_pairing_code(db.session(), event, device_name=name, actor=ESI, at=MORNING)
    db.session.flush()
    device, token = device_services.pair(db.session(), event, code=code, device_name=None, app_version="1", at=MORNING)
    db.session.commit()
    return Phone(app.test_client(), event.slug, token, device.id)


class Phone:
    """What a paired phone does."""

    def __init__(self, client: FlaskClient, slug: str, token: str, device_id: int) -> None:
        self.client, self.slug, self.id = client, slug, device_id
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **headers: str) -> Any:
        """What an address of the API answers it."""
        return self.client.get(f"/api/v1/{path}", headers={**self.headers, **headers})

    def post(self, path: str, body: Any) -> Any:
        """What an address of its event answers it."""
        return self.client.post(f"/api/v1/events/{self.slug}/{path}", json=body, headers=self.headers)

    def hand_in(self, *marks: Any, **device: Any) -> Any:
        """The answer to some marks."""
        answer = self.post("marks", {"device": device, "marks": marks})
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def results(self, *marks: Any, **device: Any) -> Any:
        """What became of each mark."""
        return self.hand_in(*marks, **device)["results"]


def seen(registration: Any = None, **facts: Any) -> dict[str, Any]:
    """One mark as a phone sends it: somebody on the first morning."""
    who = {"registration_id": registration.id} if registration is not None else {}
    return {"id": str(uuid.uuid4()), **who, "day": "2026-06-02", "seen_at": "2026-06-02T07:40:00Z", **facts}
