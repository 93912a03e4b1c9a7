"""How long each class of data is kept, and what is out of date now.

Accounts are listed and never erased here: erasing somebody is the decision of a named person.
Signatures and the history of journeys are evidence, kept as long as the establishment's own
retention of training records says; nothing here touches them.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ..accounts.models import LoginFailure, LoginSession, OneTimeToken, User
from ..binder.actions import KEEP as KEEP_BINDERS
from ..binder.models import PrintJob
from ..core import audit, clock
from ..core.audit import AuditEntry
from ..core.db import Base, changed_rows
from ..core.outbox import MAX_ATTEMPTS, OutboxMail
from ..journeys.models import JourneyEvent
from ..notifications.models import Notification
from ..recall.models import RecallCard, RecallReview
from ..signoffs.models import LedgerEntry, SignOffRequest

DORMANT_AFTER = dt.timedelta(days=365)


@dataclass(frozen=True)
class Rule:
    """A class of data. ``ended`` tells its rows that were over before an instant; ``why`` is the
    rationale of ``keep``, shown to the operator with the ``label``."""

    key: str
    label: str
    keep: dt.timedelta
    why: str
    table: type[Base]
    ended: Callable[[dt.datetime], ColumnElement[bool]]

    def out_of_date(self) -> ColumnElement[bool]:
        return self.ended(clock.now() - self.keep)


def _given_up(before: dt.datetime) -> ColumnElement[bool]:
    return and_(
        OutboxMail.sent_at.is_(None),
        OutboxMail.attempts >= MAX_ATTEMPTS,
        OutboxMail.created_at < before,
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "sessions", "Sessions de connexion terminées", dt.timedelta(0),
        "une session finie n’ouvre plus rien et ne sert plus à rien",
        LoginSession, lambda before: LoginSession.expires_at <= before,
    ),
    Rule(
        "liens", "Liens d’invitation et de mot de passe, utilisés ou expirés", dt.timedelta(0),
        "un lien à usage unique n’a plus d’objet une fois servi",
        OneTimeToken,
        lambda before: or_(OneTimeToken.expires_at <= before, OneTimeToken.used_at <= before),
    ),
    Rule(
        "echecs", "Échecs de connexion", dt.timedelta(hours=24),
        "le frein compte sur quinze minutes ; un jour laisse le temps de comprendre une attaque",
        LoginFailure, lambda before: LoginFailure.at < before,
    ),
    Rule(
        "courriels", "Courriels partis, ou abandonnés après tous les essais", dt.timedelta(days=30),
        "un mois suffit pour répondre à « je n’ai rien reçu »",
        OutboxMail, lambda before: or_(OutboxMail.sent_at < before, _given_up(before)),
    ),
    Rule(
        "notifications-lues", "Notifications lues", dt.timedelta(days=180),
        "au-delà de six mois, l’historique du parcours dit la même chose",
        Notification, lambda before: Notification.read_at < before,
    ),
    Rule(
        "notifications", "Notifications jamais ouvertes", dt.timedelta(days=365),
        "un parcours dure douze mois : ce qui n’a pas été ouvert n’appelle plus d’action",
        Notification,
        lambda before: and_(Notification.read_at.is_(None), Notification.at < before),
    ),
    Rule(
        "classeurs", "Classeurs de fiches à imprimer", KEEP_BINDERS,
        "un PDF ancien garde des fiches qui ont changé ; on le refait en quelques secondes",
        PrintJob, lambda before: PrintJob.asked_at < before,
    ),
    Rule(
        "revisions", "Notes données en révisant", dt.timedelta(days=90),
        "elles servent le jour même ; trois mois suffisent à comprendre une date de carte",
        RecallReview, lambda before: RecallReview.reviewed_at < before,
    ),
    # After the ratings: a card goes once nothing points at it.
    Rule(
        "cartes", "Cartes de révision attendues depuis un an", dt.timedelta(days=365),
        "la personne ne révise plus : ce qu’elle savait alors ne dit plus rien",
        RecallCard, lambda before: RecallCard.due_at < before,
    ),
    Rule(
        "journal", "Journal des actes d’administration", dt.timedelta(days=365),
        "la CNIL recommande de six mois à un an (délibération n° 2021-122 du 14 octobre 2021)",
        AuditEntry, lambda before: AuditEntry.at < before,
    ),
)  # fmt: skip


def count_out_of_date(session: Session, rules: Iterable[Rule] = RULES) -> dict[str, int]:
    """How many rows of each class a purge would remove now."""

    def count(rule: Rule) -> int:
        query = select(func.count()).select_from(rule.table).where(rule.out_of_date())
        return session.scalar(query) or 0

    return {rule.key: count(rule) for rule in rules}


def purge(session: Session, rules: Iterable[Rule] = RULES) -> dict[str, int]:
    """Remove what is out of date and keep a trace of how much; returns rows by class."""
    removed: dict[str, int] = {}
    for rule in rules:
        removed[rule.key] = changed_rows(session, delete(rule.table).where(rule.out_of_date()))
    if any(removed.values()):
        audit.record(session, None, "data.purge", "portal:data", **removed)
        session.flush()
    return removed


@dataclass(frozen=True)
class Dormant:
    """An account that left no trace for a year. ``is_active`` False: closed, not erased."""

    id: int
    name: str
    is_active: bool
    created_at: dt.datetime


# Whatever a person does and the portal keeps. Reading leaves no trace, on purpose.
_TRACES: tuple[tuple[InstrumentedAttribute[Any], InstrumentedAttribute[dt.datetime]], ...] = (
    (LoginSession.user_id, LoginSession.created_at),
    (AuditEntry.actor_id, AuditEntry.at),
    (JourneyEvent.actor_id, JourneyEvent.at),
    (LedgerEntry.author_id, LedgerEntry.at),
    (SignOffRequest.recruit_id, SignOffRequest.requested_at),
)


def list_dormant(session: Session) -> list[Dormant]:
    """Accounts for a named person to look at, oldest first. Nothing is done to them here."""
    since = clock.now() - DORMANT_AFTER
    seen = [exists().where(person == User.id, at >= since) for person, at in _TRACES]
    rows = session.execute(
        select(User.id, User.given_name, User.family_name, User.is_active, User.created_at)
        .where(User.anonymised_at.is_(None), User.created_at < since, ~or_(*seen))
        .order_by(User.created_at, User.id)
    ).all()
    return [
        Dormant(row.id, f"{row.given_name} {row.family_name}", row.is_active, row.created_at)
        for row in rows
    ]
