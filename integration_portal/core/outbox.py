"""Mail leaves only after the commit: actions queue it here, the worker sends it."""

import datetime as dt

from sqlalchemy import Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import clock
from .db import Base
from .types import UtcDateTime

MAX_ATTEMPTS = 8
# Longer than the slowest conversation with a mail server (see mail.TIMEOUT_S, per exchange).
LEASE = dt.timedelta(minutes=5)


class OutboxMail(Base):
    """A message waiting for the worker. ``not_before`` moves further after each failure."""

    __tablename__ = "outbox_mails"
    __table_args__ = (Index("ix_outbox_mails_waiting", "sent_at", "not_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    last_error: Mapped[str | None] = mapped_column(String(200))


def queue_mail(session: Session, *, recipient: str, subject: str, body: str) -> None:
    """Queue a plain-text message. Line breaks in a header are refused (ValueError)."""
    if any(mark in recipient + subject for mark in "\r\n"):
        raise ValueError("a mail header holds no line break")
    now = clock.now()
    session.add(
        OutboxMail(
            created_at=now, not_before=now, recipient=recipient, subject=subject[:200], body=body
        )
    )


def due_mails(session: Session, limit: int = 50) -> list[OutboxMail]:
    query = (
        select(OutboxMail)
        .where(
            OutboxMail.sent_at.is_(None),
            OutboxMail.not_before <= clock.now(),
            OutboxMail.attempts < MAX_ATTEMPTS,
        )
        .order_by(OutboxMail.not_before, OutboxMail.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def claim(session: Session) -> OutboxMail | None:
    """The next due message, kept from every other worker for the time of a lease.

    The caller commits, then sends without holding any lock. If it dies meanwhile, the message
    is due again when the lease ends.
    """
    mails = due_mails(session, limit=1)
    if not mails:
        return None
    mails[0].not_before = clock.now() + LEASE
    session.flush()
    return mails[0]


def mark_sent(mail: OutboxMail) -> None:
    """Sent: the body goes, so that a link it held cannot be read back from the database."""
    mail.sent_at = clock.now()
    mail.attempts += 1
    mail.body = ""
    mail.last_error = None


def mark_failed(mail: OutboxMail, error: str) -> None:
    """Try again later: 1, 2, 4 … minutes."""
    mail.not_before = clock.now() + dt.timedelta(minutes=2**mail.attempts)
    mail.attempts += 1
    mail.last_error = error[:200]
