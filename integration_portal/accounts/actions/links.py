"""One-time links sent by mail, and the passwords they let people choose."""

import datetime as dt

from sqlalchemy import update
from sqlalchemy.orm import Session

from ...core import audit, clock
from ...core.actor import Actor
from ...core.db import changed_rows
from ...core.outbox import queue_mail
from .. import queries
from ..errors import LinkExpiredError
from ..models import OneTimeToken, User
from ..tokens import digest, new_token
from .sessions import close_all_sessions

INVITATION_LIFE = dt.timedelta(days=7)
RESET_LIFE = dt.timedelta(hours=2)


def _spend(session: Session, user: User, *purposes: str) -> None:
    """The links sent so far for these purposes open nothing any more."""
    session.execute(
        update(OneTimeToken)
        .where(
            OneTimeToken.user_id == user.id,
            OneTimeToken.purpose.in_(purposes),
            OneTimeToken.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )


def _issue(session: Session, user: User, purpose: str, life: dt.timedelta) -> str:
    """A fresh link; earlier unused ones of the same purpose stop working."""
    _spend(session, user, purpose)
    token = new_token()
    session.add(
        OneTimeToken(
            token_hash=digest(token),
            user_id=user.id,
            purpose=purpose,
            expires_at=clock.now() + life,
        )
    )
    session.flush()
    return token


def invite(
    session: Session,
    actor: Actor | None,
    user: User,
    *,
    base_url: str,
    establishment_id: int | None = None,
) -> str:
    """Queue the invitation; returns its link (shown only on the console of the operator)."""
    link = f"{base_url}/invitation/{_issue(session, user, 'invitation', INVITATION_LIFE)}"
    queue_mail(
        session,
        recipient=user.email,
        subject="Votre accès au portail d’intégration",
        body=f"Bonjour {user.given_name},\n\nVotre compte est prêt. Choisissez votre mot de passe "
        f"ici, dans les 7 jours :\n{link}\n\nCe lien ne sert qu’une fois.\n",
    )
    audit.record(
        session, actor, "user.invite", f"users:{user.id}", establishment_id=establishment_id
    )
    return link


def request_reset(session: Session, email: str, *, base_url: str) -> None:
    """Queue a reset link if the account exists; nothing shows whether it does."""
    user = queries.find_user_by_email(session, email)
    if user is None or not user.is_active:
        return
    link = f"{base_url}/nouveau-mot-de-passe/{_issue(session, user, 'reset', RESET_LIFE)}"
    queue_mail(
        session,
        recipient=user.email,
        subject="Choisir un nouveau mot de passe",
        body=f"Bonjour {user.given_name},\n\nChoisissez un nouveau mot de passe ici, dans les "
        f"2 heures :\n{link}\n\nVous n’avez rien demandé ? Ignorez ce message.\n",
    )


def set_password_by_link(session: Session, token: str, purpose: str, hashed: str) -> User:
    """Spend the link and set the password. Raises LinkExpiredError. All sessions end."""
    found = queries.find_valid_token(session, token, purpose)
    if found is None:
        raise LinkExpiredError
    spent = changed_rows(
        session,
        update(OneTimeToken)
        .where(OneTimeToken.id == found.id, OneTimeToken.used_at.is_(None))
        .values(used_at=clock.now()),
    )
    if spent != 1:
        raise LinkExpiredError
    user = queries.get_user(session, found.user_id)
    change_password(session, user, hashed)
    return user


def change_password(session: Session, user: User, hashed: str) -> None:
    """Set a password accepted by ``passwords.refusal`` and hashed before the write lock was
    taken. Every session ends, and so does every link still lying in a mailbox."""
    user.password_hash = hashed
    close_all_sessions(session, user.id)
    _spend(session, user, "invitation", "reset")
    audit.record(session, None, "user.password", f"users:{user.id}")
