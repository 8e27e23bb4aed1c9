"""A browser without script: fills real forms, carries their tokens, and holds every page to the laws.

The laws, checked on each HTML page it loads: a language, one h1, a title, a label for every field, unique ids,
paragraphs that hold nothing which ends them.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Self

from flask import Flask, g
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from dialogues.accounts.models import User
from tests import factories

_NO_END = {
    "area",
    "base",
    "br",
    "col",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "path",
    "rect",
    "use",
    "circle",
    "line",
    "source",
    "wbr",
}
_FIELDS = {"input", "select", "textarea"}
# A browser ends a paragraph where one of these begins in it, and what was to be in one row falls apart.
_ENDS_PARAGRAPH = {"div", "dl", "fieldset", "form", "h1", "h2", "h3", "ol", "p", "pre", "section", "table", "ul"}


@dataclass
class Sent:
    """One form of a page: where it goes, how, and what it would send as it stands."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class Document(HTMLParser):
    """What the tests need to know of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language: str | None = None
        self.title = ""
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.unlabelled: list[str] = []
        self.forms: list[Sent] = []
        self.links: list[str] = []
        self.torn: list[str] = []  # what begins inside a paragraph and ends it
        self._open: list[str] = []
        self._select: tuple[str, bool] | None = None
        self._option_first: str | None = None
        self._textarea: str | None = None
        self._disabled: int | None = None  # how deep the fieldset lies whose fields are not sent
        self._fields: list[dict[str, str | None]] = []
        self.feed(html)
        self.unlabelled = [
            str(one.get("name"))
            for one in self._fields
            if not (
                one.get("aria-label")
                or one.get("aria-labelledby")
                or one.get("in_label")
                or one.get("id") in self.labelled
            )
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        facts = dict(attrs)
        if facts.get("id"):
            self.ids.append(str(facts["id"]))
        if tag == "html":
            self.language = facts.get("lang")
        if tag == "a" and facts.get("href"):
            self.links.append(str(facts["href"]))
        if tag in _ENDS_PARAGRAPH and "p" in self._open:
            self.torn.append(tag)
        if tag == "label" and facts.get("for"):
            self.labelled.add(str(facts["for"]))
        if tag == "form":
            self.forms.append(Sent(action=facts.get("action") or "", method=(facts.get("method") or "get").lower()))
        if tag in _FIELDS and facts.get("type") not in {"hidden", "submit", "button"}:
            self._fields.append({**facts, "in_label": "yes" if "label" in self._open else None})
        if tag == "fieldset" and "disabled" in facts:
            self._disabled = len(self._open)
        if self.forms and "form" in (*self._open, tag) and self._disabled is None:
            self._note_value(tag, facts)
        if tag == "h1":
            self.headings.append("")
        if tag not in _NO_END:
            self._open.append(tag)

    def _note_value(self, tag: str, facts: dict[str, str | None]) -> None:
        form = self.forms[-1]
        name = facts.get("name")
        if name:
            form.names.add(name)
        if tag == "input" and name and "disabled" not in facts:
            kind = facts.get("type", "text")
            if kind in {"checkbox", "radio"} and "checked" not in facts:
                return
            if kind not in {"submit", "button", "file"}:
                form.values.setdefault(name, []).append(facts.get("value") or "")
        elif tag == "select" and name:
            self._select, self._option_first = (name, "multiple" in facts), None
        elif tag == "option" and self._select:
            value = facts.get("value") or ""
            if "selected" in facts:
                form.values.setdefault(self._select[0], []).append(value)
            elif self._option_first is None:
                self._option_first = value
        elif tag == "textarea" and name:
            self._textarea = name
            form.values[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "select" and self._select and self.forms:
            name, many = self._select
            if not many and name not in self.forms[-1].values and self._option_first is not None:
                self.forms[-1].values[name] = [self._option_first]
            self._select = None
        if tag == "textarea":
            self._textarea = None
        if tag in self._open:
            while self._open and self._open.pop() != tag:
                pass
        if self._disabled is not None and len(self._open) <= self._disabled:
            self._disabled = None

    def handle_data(self, data: str) -> None:
        """Collect the words of title, headings and text areas."""
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data
        if "h1" in self._open and self.headings:
            self.headings[-1] += data
        if self._textarea and self.forms:
            self.forms[-1].values[self._textarea][0] += data


class Browser:
    """One browser: its cookies, the page it is on."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app = app
        self.session = session
        self.client = app.test_client()
        self.user: User | None = None
        self.page: TestResponse | None = None

    def sign_in(self, user: User) -> Self:
        """Sign in without going through the form."""
        self.user = user
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = factories.make_sign_in(user)
            cookie["_fresh"] = True
        return self

    def get(self, address: str, **kwargs: Any) -> TestResponse:
        """Load a page, hold it to the laws, and stay on it."""
        return self._load(self.client.get, address, **kwargs)

    def post(self, address: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Load the page at `address`, fill its form that goes there with `data` and send it.

        Fields not named in `data` are sent as the page shows them; a name the form does not have is an error.
        """
        page = self.get(kwargs.pop("form_at", address))
        document = Document(page.text)
        form = self._form_to(document, address)
        return self._send(address, form, data or {}, **kwargs)

    def press(self, address: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Send the form of the present page that goes to `address`, such as a button of its own."""
        assert self.page is not None, "Load a page first."
        form = self._form_to(Document(self.page.text), address)
        return self._send(address, form, data or {}, **kwargs)

    def follow(self) -> TestResponse:
        """Go where the last answer led."""
        assert self.page is not None
        assert self.page.location, f"The last answer ({self.page.status_code}) led nowhere."
        return self.get(self.page.location)

    def _form_to(self, document: Document, address: str) -> Sent:
        path = address.split("?", maxsplit=1)[0]
        for form in document.forms:
            if form.method == "post" and form.action.split("?")[0] in {"", path}:
                return form
        raise AssertionError(f"No form of this page goes to {address}: {[form.action for form in document.forms]}")

    def _send(self, address: str, form: Sent, data: dict[str, Any], **kwargs: Any) -> TestResponse:
        unknown = sorted(set(data) - form.names)
        assert not unknown, f"The form has no field {unknown}; it has {sorted(form.names)}."
        values: dict[str, Any] = {**form.values, **data}
        return self._load(
            self.client.post,
            address,
            data={key: value for key, value in values.items() if value is not None},
            **kwargs,
        )

    def _load(self, verb: Any, address: str, **kwargs: Any) -> TestResponse:
        self.session.commit()
        # Requests share the test's application context, and with it what the last one knew: who read, and its tokens.
        for name in list(g):
            g.pop(name)
        page: TestResponse = verb(address, **kwargs)
        self.session.expire_all()
        self.page = page
        if page.mimetype == "text/html" and page.status_code not in (301, 302, 303, 308):
            hold_to_the_laws(page.text, address)
        return page


def hold_to_the_laws(html: str, address: str) -> None:
    """Fail unless the page has a language, one h1, a title, labels for its fields and unique ids."""
    document = Document(html)
    assert document.language, f"{address}: the page names no language."
    assert len(document.headings) == 1, f"{address}: {len(document.headings)} first headings: {document.headings}"
    assert document.title.strip(), f"{address}: the page has no title."
    assert not document.unlabelled, f"{address}: fields without a label: {document.unlabelled}"
    assert not document.torn, f"{address}: paragraphs that end where one of these begins: {document.torn}"
    twice = sorted({one for one in document.ids if document.ids.count(one) > 1})
    assert not twice, f"{address}: ids used twice: {twice}"
