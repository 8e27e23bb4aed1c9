"""Random names that cannot be guessed, and how they are kept."""

import hashlib
import secrets

# Crockford's base 32 without the letters that are read as digits: spoken at a door without mistakes.
BADGE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BADGE_LENGTH = 26  # 26 × 5 bits = 130 bits, above the 128 asked of an opaque code; fixed, so every QR has one size
_SETUP_LENGTH = 12  # 60 bits: used once, within hours, from a terminal


def new_secret() -> str:
    """A secret of 256 random bits, fit for an address or a header."""
    return secrets.token_urlsafe(32)


def new_badge_code() -> str:
    """The opaque code behind a badge's QR: 130 random bits, always 26 signs, says nothing about anybody."""
    bits = secrets.randbits(5 * BADGE_LENGTH)  # asked for at once: an import makes thousands of codes
    return "".join(BADGE_ALPHABET[bits >> 5 * at & 31] for at in range(BADGE_LENGTH))


def new_setup_code() -> str:
    """A code a person types once from a terminal: 12 signs in three groups."""
    signs = "".join(secrets.choice(BADGE_ALPHABET) for _ in range(_SETUP_LENGTH))
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def digest(secret: str) -> str:
    """What is stored instead of a random secret. Fast on purpose: such secrets are too long to be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()
