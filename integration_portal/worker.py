"""What the portal does between two requests: send the mail, anchor, forget what ended, remind.

Several workers may run at once, and any of them may be killed at any moment.
"""

import logging
import threading
import time
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from .accounts.actions import purge_expired
from .binder import making
from .core import clock, outbox
from .core.errors import PortalError
from .core.mail import MailPort
from .core.unit_of_work import Database
from .fiches.actions.lapses import announce_reviews
from .interviews.actions import announce_answers
from .passports.actions import announce_endings
from .signoffs.anchor_files import Outside
from .signoffs.making_anchors import make_due, write_files

PAUSE_S = 5.0
PURGE_EVERY_S = 3600.0
NOWHERE = Outside()

log = logging.getLogger("integration_portal.worker")


def run_once(
    database: Database,
    mail_port: MailPort,
    documents: Path | None = None,
    outside: Outside = NOWHERE,
) -> int:
    """Send what is due, make the binders asked for, forget what ended; returns how many mails
    left. ``documents``: where files for people go; without it none is made. ``outside``: where
    anchors go besides the database."""
    anchor(database, outside)
    sent = deliver(database, mail_port, threading.Event())
    make_binders(database, documents, threading.Event())
    purge(database, documents)
    remind(database)
    return sent


def deliver(database: Database, mail_port: MailPort, stop: threading.Event) -> int:
    """Send the due mails one by one, each with its own commits; returns how many left."""
    sent = 0
    while mail_port.can_send and not stop.is_set():
        mail = _claim(database)
        if mail is None:
            break
        sent += _send(database, mail_port, mail)
    return sent


def _claim(database: Database) -> outbox.OutboxMail | None:
    """Look without the write lock first: most of the time there is nothing."""
    with database.reading() as session:
        if not outbox.due_mails(session, limit=1):
            return None
    with database.writing() as session:
        return outbox.claim(session)


def _send(database: Database, mail_port: MailPort, mail: outbox.OutboxMail) -> bool:
    """Talk to the server without any lock held, then note what came of it."""
    error = ""
    try:
        mail_port.send(recipient=mail.recipient, subject=mail.subject, body=mail.body)
    except Exception as problem:  # whatever went wrong, the message waits for its next turn
        error = f"{type(problem).__name__}: {problem}"
        log.warning("mail_failed", extra={"mail": mail.id, "error": type(problem).__name__})
    with database.writing() as session:
        kept = session.get(outbox.OutboxMail, mail.id)
        if kept is None:  # erased meanwhile with the person it was for
            return not error
        if error:
            outbox.mark_failed(kept, error)
        else:
            outbox.mark_sent(kept)
    return not error


def make_binders(database: Database, documents: Path | None, stop: threading.Event) -> None:
    """One after the other, each with its own commits."""
    while documents is not None and not stop.is_set() and making.make_next(database, documents):
        pass


def anchor(database: Database, outside: Outside) -> None:
    """Anchor the chains whose day has ended. A folder out of reach is tried again the next time."""
    make_due(database, outside)
    try:
        write_files(database, outside)
    except (OSError, PortalError) as problem:
        log.error("anchor_not_written", extra={"error": str(problem)})


def purge(database: Database, documents: Path | None = None) -> None:
    """Forget ended sessions and links, and the binders out of date with their files. The rest
    waits for the operator's own ``purge``."""
    with database.writing() as session:
        purge_expired(session, before=clock.now())
    if documents is not None:
        making.forget_old(database, documents)


def remind(database: Database) -> None:
    """Say which validations of fiches and which passports end soon, and which reports wait for an
    answer. Whoever was told is not told twice."""
    with database.writing() as session:
        announce_reviews(session, clock.now().date())
        announce_answers(session, clock.now().date())
        announce_endings(session)


def run_forever(
    database: Database,
    mail_port: MailPort,
    stop_event: threading.Event,
    documents: Path | None = None,
    outside: Outside = NOWHERE,
) -> None:
    """Work until ``stop_event`` is set. A database out of reach is tried again after a pause."""
    next_purge = 0.0
    while not stop_event.is_set():
        try:
            deliver(database, mail_port, stop_event)
            make_binders(database, documents, stop_event)
            if time.monotonic() >= next_purge:
                purge(database, documents)
                remind(database)
                anchor(database, outside)
                next_purge = time.monotonic() + PURGE_EVERY_S
        except SQLAlchemyError as problem:
            log.exception("database_unavailable", exc_info=problem)
        stop_event.wait(PAUSE_S)
