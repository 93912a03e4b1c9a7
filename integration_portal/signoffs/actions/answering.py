"""After a line is signed: the recruit answers it; its author corrects it or takes it back."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ...core.actor import Actor
from ...core.db import changed_rows
from ...core.errors import ConflictError, ForbiddenError
from .. import policy, sentences
from ..errors import NotADecisionError, NotCorrectableError, NothingToWithdrawError
from ..models import EntryKind, LedgerEntry, RequestState, SignOffRequest
from .deciding import DECISIONS, about, signer_of
from .ledgering import append

# What the recruit answers, and what its author may take back.
ANSWERABLE = DECISIONS | {EntryKind.COUNTERSIGNED, EntryKind.DECLINED}
_DECIDED = (RequestState.SIGNED, RequestState.RETURNED, RequestState.COUNTERSIGN)


def acknowledge(session: Session, actor: Actor, entry: LedgerEntry, *, disagreement: str) -> None:
    """The recruit has read the decision; with words, she notes a disagreement. Once a line."""
    if entry.recruit_id != actor.id:
        raise ForbiddenError("Seule la recrue prend acte de sa signature.")
    if entry.kind not in ANSWERABLE:
        raise NotADecisionError
    answered = select(LedgerEntry.id).where(
        LedgerEntry.about_id == entry.id,
        LedgerEntry.kind.in_([EntryKind.ACKNOWLEDGED, EntryKind.DISPUTED]),
    )
    request = session.get_one(SignOffRequest, entry.request_id, with_for_update=True)
    if session.scalar(answered):
        raise ConflictError("Vous avez déjà répondu à cette signature.")
    kind = EntryKind.DISPUTED if disagreement else EntryKind.ACKNOWLEDGED
    words = answer_words(session, actor, entry, disagrees=bool(disagreement))
    details = {"sentence": words, "comment": disagreement}
    append(session, actor, request, kind, details, about=entry)


def withdraw(session: Session, actor: Actor, entry: LedgerEntry, *, reason: str) -> LedgerEntry:
    """The signer takes her signature back: a new line, the old one stays. Needs a reason. The step
    opens again, whichever of the two signatures goes."""
    if not policy.can_withdraw(actor, entry):
        raise ForbiddenError("Seule la personne qui a signé peut retirer sa signature.")
    request = session.get_one(SignOffRequest, entry.request_id)
    if entry.kind not in ANSWERABLE:
        raise NothingToWithdrawError
    changed = changed_rows(
        session,
        update(SignOffRequest)
        .where(SignOffRequest.id == request.id, SignOffRequest.state.in_(_DECIDED))
        .values(state=RequestState.WITHDRAWN),
    )
    if changed != 1:
        raise NothingToWithdrawError
    details = {"sentence": withdraw_words(session, actor, entry), "comment": reason}
    return append(
        session, actor, request, EntryKind.WITHDRAWN, details, about=entry, outcome="reopened"
    )


def correct(session: Session, actor: Actor, entry: LedgerEntry, *, text: str) -> LedgerEntry:
    """The author says how her line should read: a new line beside it, which moves nothing."""
    if actor.id != entry.author_id:
        raise ForbiddenError("Seule la personne qui a signé peut corriger sa ligne.")
    request = session.get_one(SignOffRequest, entry.request_id, with_for_update=True)
    withdrawn = select(LedgerEntry.id).where(
        LedgerEntry.about_id == entry.id, LedgerEntry.kind == EntryKind.WITHDRAWN
    )
    if not policy.can_correct(actor, entry) or session.scalar(withdrawn):
        raise NotCorrectableError
    details = {"sentence": correct_words(session, actor, entry), "comment": text}
    return append(session, actor, request, EntryKind.CORRECTED, details, about=entry)


def answer_words(session: Session, actor: Actor, entry: LedgerEntry, *, disagrees: bool) -> str:
    return sentences.answer(*_both(session, actor, entry), disagrees=disagrees)


def withdraw_words(session: Session, actor: Actor, entry: LedgerEntry) -> str:
    return sentences.withdrawal(*_both(session, actor, entry))


def correct_words(session: Session, actor: Actor, entry: LedgerEntry) -> str:
    return sentences.correction(*_both(session, actor, entry))


def _both(
    session: Session, actor: Actor, entry: LedgerEntry
) -> tuple[sentences.Signer, sentences.About]:
    request = session.get_one(SignOffRequest, entry.request_id)
    return signer_of(session, actor, request), about(session, entry, request)
