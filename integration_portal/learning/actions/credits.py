"""A module known already: asked by a positioning quiz, agreed by a tutor, taken back in words."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core import audit, clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import NotFoundError, RuleError
from ...fiches.places import Place
from .. import policy
from ..errors import AlreadyDecidedError
from ..events import Answer, CreditAsked, CreditDecided
from ..models import ModuleCredit, QuizAttempt
from ..presentation import Module
from ..queries import get_module, get_version
from .progressing import announcing


def ask_credit(session: Session, attempt: QuizAttempt, place: Place | None) -> ModuleCredit | None:
    """After a passed positioning quiz. None: already asked or given, or she works nowhere."""
    open_ = session.scalars(
        select(ModuleCredit).where(
            ModuleCredit.user_id == attempt.user_id,
            ModuleCredit.module == attempt.module,
            ModuleCredit.withdrawn_at.is_(None),
            ModuleCredit.granted.is_not(False),
        )
    ).one_or_none()
    if open_ is not None or place is None:
        return None
    credit = ModuleCredit(
        user_id=attempt.user_id, module=attempt.module, version=attempt.version,
        attempt_id=attempt.id, establishment_id=place.establishment_id, unit_id=place.unit_id,
        asked_at=clock.now(), comment="", reason="",
    )  # fmt: skip
    session.add(credit)
    session.flush()
    title = get_version(session, attempt.module, attempt.version).card.title
    publish(
        session,
        CreditAsked(credit.id, credit.user_id, title, credit.establishment_id, credit.unit_id),
    )
    return credit


def decide(
    session: Session, actor: Actor, credit_id: int, *, granted: bool, comment: str = ""
) -> ModuleCredit:
    """The tutor agrees, or not; a refusal says why. Raises NotFoundError, AlreadyDecidedError,
    RuleError."""
    credit = _held(session, actor, credit_id)
    if credit.granted is not None or credit.withdrawn_at is not None:
        raise AlreadyDecidedError
    if not granted and not comment.strip():
        raise RuleError("Dites en une phrase pourquoi vous refusez : la personne la lira.")
    module = get_module(session, credit.module)
    with announcing(session, credit.user_id, module):
        credit.granted, credit.comment = granted, comment.strip()
        credit.decided_at, credit.decided_by_id = clock.now(), actor.id
    _tell(session, actor, credit, module, "granted" if granted else "refused")
    return credit


def take_back(session: Session, actor: Actor, credit_id: int, *, reason: str) -> ModuleCredit:
    """The module is asked for again. Raises NotFoundError, AlreadyDecidedError, RuleError."""
    credit = _held(session, actor, credit_id)
    if not credit.granted or credit.withdrawn_at is not None:
        raise AlreadyDecidedError
    if not reason.strip():
        raise RuleError("Dites en une phrase pourquoi vous revenez sur cet accord.")
    module = get_module(session, credit.module)
    with announcing(session, credit.user_id, module):
        credit.withdrawn_at, credit.withdrawn_by_id = clock.now(), actor.id
        credit.reason = reason.strip()
    _tell(session, actor, credit, module, "withdrawn")
    return credit


def get_credit(session: Session, actor: Actor, credit_id: int) -> ModuleCredit:
    """One the actor may decide about. Raises NotFoundError."""
    credit = session.get(ModuleCredit, credit_id)
    if credit is None or not policy.decides(actor, credit):
        raise NotFoundError
    return credit


def _held(session: Session, actor: Actor, credit_id: int) -> ModuleCredit:
    """As it stands once nobody else is deciding."""
    credit = get_credit(session, actor, credit_id)
    session.refresh(credit, with_for_update=True)
    return credit


def _tell(
    session: Session, actor: Actor, credit: ModuleCredit, module: Module, answer: Answer
) -> None:
    """To the audit log, and to whoever listens."""
    audit.record(
        session, actor, f"module.credit.{answer}", f"users:{credit.user_id}",
        establishment_id=credit.establishment_id, module=credit.module,
    )  # fmt: skip
    told = CreditDecided(credit.user_id, credit.module, module.card.title, actor.name, answer)
    publish(session, told)
