"""The person proves again who she is, before an act that commits her."""

from flask import request

from ..web.portal import actor, portal
from ..web.security import log_security
from . import queries
from .actions import buckets, record_failure, refuse_if_throttled
from .passwords import verify_password


def password_holds(password: str | None) -> bool:
    """Whether it is the actor's password; counted like a login.

    Call it before the first use of the request's own session: a failure is kept in a session of
    its own, which could not write while this one holds the lock. Raises TooManyAttemptsError.
    """
    secret, address = portal().settings.secret_key, request.remote_addr or ""
    with portal().database.reading() as reading:
        user = queries.get_user(reading, actor().id)
        counted = buckets(secret, user.email, address)
        refuse_if_throttled(reading, *counted)
    if verify_password(user.password_hash, password or ""):
        return True
    with portal().database.writing() as writing:
        record_failure(writing, *counted)
    log_security("password_refused", user=actor().id)
    return False
