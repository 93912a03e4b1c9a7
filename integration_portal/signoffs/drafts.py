"""A decision about to be signed: all that the page shows, whoever signs and wherever."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from ..accounts.models import User
from ..core.actor import Actor
from ..establishments.models import Unit
from . import actions
from .models import RequestState, SignOffRequest
from .queries_basis import Basis, Standing, find_standing, map_bases

# Built once. Held by the draft: whoever asks the session for them again gets these.
_AROUND = (
    select(User, Unit)
    .select_from(SignOffRequest)
    .join(User, User.id == SignOffRequest.recruit_id)
    .join(Unit, Unit.id == SignOffRequest.unit_id)
    .options(joinedload(Unit.establishment))
    .where(SignOffRequest.id == bindparam("request"))
)


@dataclass(frozen=True)
class Draft:
    """``left``: what is still to be seen before a validation; ``words``: (key, when, sentence)."""

    request: SignOffRequest
    signer: Actor
    recruit: User
    unit: Unit
    basis: Basis
    standing: Standing
    left: list[str]
    words: list[tuple[str, str, str]]

    @property
    def waits(self) -> bool:
        return self.request.state is RequestState.WAITING

    @property
    def warning(self) -> str:
        return self.basis.warning

    @property
    def prefilled(self) -> dict[str, str]:
        """The last level seen of each criterion, as the form takes it."""
        return {f"level_{code}": str(level) for code, level in self.basis.levels.items()}


def open_draft(session: Session, signer: Actor, request: SignOffRequest) -> Draft:
    recruit, unit = session.execute(_AROUND, {"request": request.id}).one()
    basis = map_bases(session, [request.subject])[request.subject]
    standing = find_standing(session, signer, request, basis)
    words = [
        (
            key, when,
            actions.decision_words(
                session, signer, request, standing, validates=validates, seen=len(basis.seen)
            ),
        )
        for key, when, validates in (
            ("validate", "Si vous validez", True),
            ("return", "Si c’est à reprendre", False),
        )
    ]  # fmt: skip
    return Draft(
        request, signer, recruit, unit, basis, standing,
        basis.left(request.rule, request.criteria), words,
    )  # fmt: skip
