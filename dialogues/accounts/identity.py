"""Who is at the other end of a browser: Flask-Login's user, found by the secret of a sign-in."""

from flask import Flask, session
from flask_login import LoginManager, UserMixin

from dialogues.accounts import queries
from dialogues.accounts.access import Permission, may_everywhere
from dialogues.accounts.queries import Reader
from dialogues.audit.services import Actor
from dialogues.core import clock
from dialogues.core.db import db

login_manager = LoginManager()


class SignedIn(UserMixin):
    """A user in one signed-in browser. The id Flask-Login keeps in the cookie is the sign-in's secret."""

    is_signed_in = True

    def __init__(self, reader: Reader, secret: str) -> None:
        self.id = reader.user_id
        self.sign_in_id = reader.id
        self.name = reader.name
        self.email = reader.email
        self.role = reader.role
        self.language = reader.language
        self.has_first_password = reader.has_first_password  # made by somebody else; see routes
        self._secret = secret

    def get_id(self) -> str:
        """The secret that names the row in `sign_in`."""
        return self._secret

    @property
    def actor(self) -> Actor:
        """The name under which acts are noted in the journal."""
        return Actor(name=self.name, user_id=self.id)

    @property
    def initials(self) -> str:
        """Up to two letters for the round sign in the corner."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:]))

    def may(self, permission: str) -> bool:
        """Whether this user may do it for the whole programme; for templates, which know permissions by value."""
        return may_everywhere(self, Permission(permission))


class Stranger:
    """Somebody who has not signed in."""

    is_authenticated = False
    is_active = False
    is_anonymous = True
    is_signed_in = False
    role = None
    language = None
    name = ""
    initials = ""
    actor = Actor(name="")

    def get_id(self) -> None:
        """A stranger has no name."""

    def may(self, permission: str) -> bool:
        """A stranger may do nothing that needs a permission."""
        return False


def _find(secret: str) -> SignedIn | None:
    reader = queries.find_sign_in(db.session(), secret=secret, now=clock.now())
    return SignedIn(reader, secret) if reader else None


def init_identity(app: Flask) -> None:
    """Teach `app` to recognise signed-in browsers."""
    login_manager.init_app(app)
    login_manager.session_protection = None  # the sign-in ends on the server; a changed address is not a theft
    login_manager.anonymous_user = Stranger
    login_manager.user_loader(_find)


def remember(secret: str) -> None:
    """Let the present browser carry `secret`, with nothing left of what it carried before."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session["_user_id"] = secret
    session["_fresh"] = True


def forget() -> None:
    """Leave nothing in the present browser but its language."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
