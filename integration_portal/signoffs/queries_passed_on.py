"""Absences that hang on another: what somebody away relayed, and what ends when she is back."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from ..core import clock
from .models import SignerAbsence


def list_relayed_by(session: Session, gone: SignerAbsence) -> Sequence[SignerAbsence]:
    """Absences that she relays on some day when she is away too, oldest first."""
    return session.scalars(
        _others(gone)
        .where(
            SignerAbsence.relay_id == gone.user_id,
            SignerAbsence.first_on <= gone.last_on,
            SignerAbsence.last_on >= gone.first_on,
        )
        .order_by(SignerAbsence.first_on, SignerAbsence.id)
    ).all()


def list_ending_with(session: Session, absence: SignerAbsence) -> Sequence[SignerAbsence]:
    """Her other lines on these days; and the lines noted with this one, because she relayed
    somebody who is still away."""
    held = aliased(SignerAbsence)
    relayed = select(held.user_id).where(
        held.relay_id == absence.user_id, held.establishment_id == absence.establishment_id,
        held.ended_at.is_(None),
    )  # fmt: skip
    hers = and_(
        SignerAbsence.user_id == absence.user_id,
        SignerAbsence.first_on <= absence.last_on, SignerAbsence.last_on >= absence.first_on,
    )  # fmt: skip
    passed_on = and_(
        SignerAbsence.automatic, SignerAbsence.created_at == absence.created_at,
        SignerAbsence.user_id.in_(relayed),
        SignerAbsence.relay_id.is_distinct_from(absence.user_id),
        SignerAbsence.first_on >= absence.first_on, SignerAbsence.last_on <= absence.last_on,
    )  # fmt: skip
    return session.scalars(
        _others(absence).where(or_(hers, passed_on)).order_by(SignerAbsence.id).with_for_update()
    ).all()


def _others(absence: SignerAbsence) -> Select[SignerAbsence]:
    """Absences of the same place that run or are to come, but this one."""
    return select(SignerAbsence).where(
        SignerAbsence.establishment_id == absence.establishment_id,
        SignerAbsence.id != absence.id,
        SignerAbsence.ends_at > clock.now(),
        SignerAbsence.ended_at.is_(None),
    )
