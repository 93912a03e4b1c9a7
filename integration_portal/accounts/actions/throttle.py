"""Wrong passwords and reset requests, counted per account and per network address."""

import datetime as dt
import hashlib
import hmac

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ...core import clock
from .. import queries
from ..errors import TooManyAttemptsError
from ..models import LoginFailure

WINDOW = dt.timedelta(minutes=15)
MAX_PER_ACCOUNT, MAX_PER_ADDRESS = 8, 40


def buckets(secret: str, email: str, address: str, *, door: str = "login") -> tuple[str, str]:
    """Keyed hashes of the account and of the network address: neither is stored in clear.

    Each ``door`` counts apart: a ward that mistypes passwords may still ask for new ones.
    """

    def keyed(kind: str, value: str) -> str:
        text = f"{door}:{kind}:{value}"
        return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()

    return keyed("account", email.strip().casefold()), keyed("address", address)


def refuse_if_throttled(session: Session, account: str, address: str) -> None:
    """Raises TooManyAttemptsError, the same for a known and an unknown account."""
    if (
        queries.count_failures(session, account, WINDOW) >= MAX_PER_ACCOUNT
        or queries.count_failures(session, address, WINDOW) >= MAX_PER_ADDRESS
    ):
        raise TooManyAttemptsError


def record_failure(session: Session, account: str, address: str) -> None:
    now = clock.now()
    session.add_all([LoginFailure(bucket=account, at=now), LoginFailure(bucket=address, at=now)])
    session.execute(delete(LoginFailure).where(LoginFailure.at < now - dt.timedelta(days=1)))


def forget_failures(session: Session, account: str) -> None:
    """The person proved who she is: her earlier mistakes no longer count."""
    session.execute(delete(LoginFailure).where(LoginFailure.bucket == account))
