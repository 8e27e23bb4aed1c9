"""Somebody who registers by the public form: fills it in, looks it over, sends it, as a browser without script does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from werkzeug.test import TestResponse

from tests.browser import Browser, Document

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)  # a month before the event
ADDRESS = "/e/tarkwa/register"
AMA = {"full_name": "Ama Serwaa", "sector": "MIN", "phone": "0244 118 207"}


class PublicVisitor:
    """One person in front of the form; `at` is when they open it. They take a minute."""

    def __init__(self, browser: Browser, *, at: datetime = NOW, address: str = ADDRESS) -> None:
        self.browser = browser
        self.at = at
        self.address = address

    def open(self, **kwargs: Any) -> TestResponse:
        """Load the form."""
        with time_machine.travel(self.at, tick=False):
            return self.browser.get(self.address, **kwargs)

    def press(
        self, step: str, facts: dict[str, Any] | None = None, *, after_s: float = 60, **kwargs: Any
    ) -> TestResponse:
        """Fill in the form of the present page and press one of its buttons."""
        assert self.browser.page is not None
        form = next(one for one in Document(self.browser.page.text).forms if "once" in one.values)
        data = {**form.values, "step": step, **(facts or {})}
        with time_machine.travel(self.at + timedelta(seconds=after_s), tick=False):
            return self.browser._load(
                self.browser.client.post,
                kwargs.pop("address", self.address),
                data={name: value for name, value in data.items() if value is not None},
                **kwargs,
            )

    def register(self, **facts: Any) -> TestResponse:
        """Open, fill in, look over, send; the answer to the last step."""
        assert self.open().status_code == 200
        looked = self.press("continue", {**AMA, **facts})
        assert looked.status_code == 200, looked.text
        assert "Look over your answers" in looked.text, looked.text
        return self.press("send")

    def arrive(self, **facts: Any) -> TestResponse:
        """Register and go where that leads."""
        sent = self.register(**facts)
        assert sent.status_code == 303, sent.text
        with time_machine.travel(self.at + timedelta(minutes=1), tick=False):
            return self.browser.get(sent.location)
