"""A module known already: asked by a positioning quiz, agreed by a tutor, taken back in words."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core import audit, clock
from ...core.actor import Actor
from ...core.errors import NotFoundError, RuleError
from ...fiches.places import Place
from .. import policy
from ..errors import AlreadyDecidedError
from ..models import ModuleCredit, QuizAttempt
from ..queries import get_module
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
    with announcing(session, credit.user_id, get_module(session, credit.module)):
        credit.granted, credit.comment = granted, comment.strip()
        credit.decided_at, credit.decided_by_id = clock.now(), actor.id
    _note(session, actor, credit, "module.credit.granted" if granted else "module.credit.refused")
    return credit


def take_back(session: Session, actor: Actor, credit_id: int, *, reason: str) -> ModuleCredit:
    """The module is asked for again. Raises NotFoundError, AlreadyDecidedError, RuleError."""
    credit = _held(session, actor, credit_id)
    if not credit.granted or credit.withdrawn_at is not None:
        raise AlreadyDecidedError
    if not reason.strip():
        raise RuleError("Dites en une phrase pourquoi vous revenez sur cet accord.")
    with announcing(session, credit.user_id, get_module(session, credit.module)):
        credit.withdrawn_at, credit.withdrawn_by_id = clock.now(), actor.id
        credit.reason = reason.strip()
    _note(session, actor, credit, "module.credit.withdrawn")
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


def _note(session: Session, actor: Actor, credit: ModuleCredit, action: str) -> None:
    audit.record(
        session, actor, action, f"user:{credit.user_id}", establishment_id=credit.establishment_id,
        module=credit.module,
    )  # fmt: skip
