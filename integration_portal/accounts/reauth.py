"""The person proves again who she is, before an act that commits her: at her own post, or beside
somebody else, whose session goes on unchanged."""

from flask import request
from sqlalchemy.orm import Session

from ..core.actor import Actor
from ..web.forms import PortalForm
from ..web.portal import actor, portal
from ..web.security import log_security
from . import queries
from .actions import buckets, record_failure, refuse_if_throttled
from .models import User
from .passwords import verify_password

UNSIGNED = "Ce n’est pas votre mot de passe. Rien n’a été signé."
UNCHANGED = "Ce n’est pas votre mot de passe. Rien n’a changé."


def password_holds(password: str | None) -> bool:
    """Whether it is the actor's password; counted like a login.

    Call it before the first use of the request's own session: a failure is kept in a session of
    its own, which could not write while this one holds the lock. Raises TooManyAttemptsError.
    """
    with portal().database.reading() as reading:
        user = queries.get_user(reading, actor().id)
        counted = _counted(reading, user.email)
    if verify_password(user.password_hash, password or ""):
        return True
    _refuse(counted, user=actor().id)
    return False


def signed(form: PortalForm, refusal: str = UNSIGNED) -> bool:
    """The form holds, and its ``password`` is the actor's; else what is wrong is said at its place.
    The same conditions as ``password_holds``."""
    if not form.validate_on_submit():
        return False
    if password_holds(form["password"].data):
        return True
    form["password"].errors = [refusal]
    return False


def person_named(email: str | None) -> Actor | None:
    """Whom this address names, before her password is asked; an unknown one counts as a refused
    login. The same conditions as ``password_holds``."""
    with portal().database.reading() as reading:
        counted = _counted(reading, email or "")
        user = _find(reading, email)
        if user is not None:
            return queries.find_actor(reading, user.id)
    _refuse(counted, account=counted[0][:12])
    return None


def person_at_desk(email: str | None, password: str | None) -> Actor | None:
    """Who identifies herself on somebody else's screen; None: refused, counted like a login.
    Nobody is logged in by it: no session, no cookie. The same conditions as ``password_holds``."""
    with portal().database.reading() as reading:
        counted = _counted(reading, email or "")
        user = _find(reading, email)
        person = queries.find_actor(reading, user.id) if user else None
    known = verify_password(user.password_hash if user else None, password or "")
    if known and person is not None:
        log_security("identified_at_desk", user=person.id, at=actor().id)
        return person
    _refuse(counted, account=counted[0][:12])
    return None


def _find(session: Session, email: str | None) -> User | None:
    user = queries.find_user_by_email(session, email or "")
    return user if user is not None and user.is_active else None


def _counted(session: Session, email: str) -> tuple[str, str]:
    """Where its failures are counted. Raises TooManyAttemptsError."""
    counted = buckets(portal().settings.secret_key, email, request.remote_addr or "")
    refuse_if_throttled(session, *counted)
    return counted


def _refuse(counted: tuple[str, str], **who: int | str) -> None:
    with portal().database.writing() as writing:
        record_failure(writing, *counted)
    log_security("password_refused", **who)
