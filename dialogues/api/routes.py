"""The API's own addresses and its way of knowing readers."""

from flask import Blueprint, Response, g, jsonify, request
from flask.typing import ResponseReturnValue

from dialogues.accounts import queries
from dialogues.accounts.identity import Stranger
from dialogues.api.description import describe
from dialogues.attendance.device_rules import TOKEN_PREFIX
from dialogues.core.db import db
from dialogues.core.web import problem

PREFIX = "/api/v1/"
_TOKEN_LENGTH_MAX = 100  # ours have 43 signs; anything longer is not hashed to find out

bp = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.before_app_request
def know_the_token() -> ResponseReturnValue | None:
    """Know the reader of the API by the token in the header alone: a cookie sent along opens nothing there."""
    if not request.path.startswith(PREFIX):
        return None
    g.token_viewer = Stranger()
    if "Authorization" not in request.headers:
        return None  # public addresses answer; the others ask for a token
    given = request.authorization
    token = given.token if given is not None and given.type == "bearer" else None
    if token and token.startswith(TOKEN_PREFIX) and len(token) <= _TOKEN_LENGTH_MAX:
        g.device_token = token  # looked at by the addresses that a phone needs; a stranger to all others
        return None
    found = queries.find_token(db.session(), token=token) if token and len(token) <= _TOKEN_LENGTH_MAX else None
    if found is None:
        return problem(401, "unknown_token", "This token is not known here, or it was ended.")
    g.token_viewer = found
    return None


@bp.after_app_request
def say_how_to_be_known(response: Response) -> Response:
    """Tell programs that a 401 asks for a bearer token."""
    if response.status_code == 401 and request.path.startswith(PREFIX):
        response.headers.setdefault("WWW-Authenticate", "Bearer")
    return response


@bp.get("/openapi.json")
def openapi() -> ResponseReturnValue:
    """The description of the API, open to everybody: it says what may be asked, not what is known."""
    return jsonify(describe())
