"""When a page with a form was made, so that what is sent faster than anybody can read is noticed.

The stamp is signed and bound to the key by which the form acts once, so each form needs a page of its own.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from dialogues.registration import public_rules


def make_stamp(once: str, *, secret_key: str, at: datetime) -> str:
    """A stamp that says that the form with the key `once` was shown at `at`."""
    seconds = str(int(at.timestamp()))
    return f"{seconds}.{_sign(once, seconds, secret_key)}"


def require_stamp(stamp: str, once: str, *, secret_key: str, at: datetime) -> None:
    """Raise StaleStamp unless the stamp is ours and not days old, TooQuick if the page was made just now."""
    seconds, _dot, signature = stamp.partition(".")
    is_ours = hmac.compare_digest(signature.encode(), _sign(once, seconds, secret_key).encode())
    if not (is_ours and seconds.isascii() and seconds.isdigit()):
        raise public_rules.StaleStamp
    age = at - datetime.fromtimestamp(int(seconds), UTC)
    if age > public_rules.STAMP_KEPT or age < timedelta(minutes=-5):
        raise public_rules.StaleStamp
    if age < public_rules.QUICKEST:
        raise public_rules.TooQuick


def _sign(once: str, seconds: str, secret_key: str) -> str:
    return hmac.new(
        secret_key.encode(), f"form\0{once}\0{seconds}".encode("utf-8", "replace"), hashlib.sha256
    ).hexdigest()
