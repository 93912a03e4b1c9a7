"""Random tokens: the person holds the token, the database only its hash."""

import hashlib
import secrets


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """SHA-256 in hex. The token has 256 random bits: no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
