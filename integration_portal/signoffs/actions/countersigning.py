"""The doctor's countersignature of a validation, or her refusal."""

from sqlalchemy.orm import Session

from ...core.actor import Actor
from .. import policy, sentences
from ..errors import MissingExplanationError, NotADoctorError, OwnDecisionError, SelfSignatureError
from ..models import Channel, EntryKind, LedgerEntry, RequestState, SignOffRequest
from ..queries import decision_of
from ..rules import Redo
from .claiming import claim
from .deciding import about, said, signer_of
from .ledgering import append


def countersign(
    session: Session,
    actor: Actor,
    request: SignOffRequest,
    *,
    accepts: bool,
    comment: str = "",
    redo: Redo | None = None,
    channel: Channel = Channel.OWN,
) -> LedgerEntry:
    """Countersign the decision, or ask to take the step up again. The caller has just checked the
    password. Raises SelfSignatureError, NotADoctorError, OwnDecisionError, AlreadyDecidedError,
    MissingExplanationError."""
    if actor.id == request.recruit_id:
        raise SelfSignatureError
    if not policy.is_doctor_there(actor, request):
        raise NotADoctorError
    if not accepts and (redo is None or not redo.complete):
        raise MissingExplanationError
    if request.state is RequestState.COUNTERSIGN and request.decided_by_id == actor.id:
        raise OwnDecisionError
    state = RequestState.SIGNED if accepts else RequestState.RETURNED
    claim(session, request, state, actor, waiting=RequestState.COUNTERSIGN)
    decision = decision_of(session, request.id)
    details = {
        "sentence": countersign_words(session, actor, request, decision, accepts=accepts),
        **said(comment, None if accepts else redo),
    }
    kind = EntryKind.COUNTERSIGNED if accepts else EntryKind.DECLINED
    return append(
        session, actor, request, kind, details,
        about=decision, outcome="done" if accepts else "returned", channel=channel,
    )  # fmt: skip


def countersign_words(
    session: Session,
    actor: Actor,
    request: SignOffRequest,
    decision: LedgerEntry,
    *,
    accepts: bool,
) -> str:
    """The exact sentence that this doctor would sign."""
    return sentences.countersignature(
        signer_of(session, actor, request), about(session, decision, request), accepts=accepts
    )
