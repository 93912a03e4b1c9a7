"""The manager's visa on a block, and the visa taken back."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ...core import audit, clock
from ...core.actor import Actor
from ...core.errors import NotFoundError
from ...journeys.models import Journey
from ...signoffs.actions import Subject, append, open_file, withdraw_words
from ...signoffs.errors import SelfSignatureError
from ...signoffs.models import EntryKind, LedgerEntry, SignOffRequest
from .. import policy
from ..errors import AlreadyVisaedError, BlockNotReadyError, NotYourVisaError, NoVisaError
from ..models import Attestation
from ..queries import read_sheet
from ..sentences import left_in_words, visa_sentence
from ..sheet import BlockSheet, Sheet


def visa(session: Session, actor: Actor, journey_id: int, slug: str) -> LedgerEntry:
    """One visa a block at a time. The caller has just checked the person's password. Raises
    NotFoundError, SelfSignatureError, NotYourVisaError, AlreadyVisaedError, BlockNotReadyError."""
    sheet, block = locked(session, actor, journey_id, slug)
    if actor.id == sheet.recruit_id:
        raise SelfSignatureError
    if not policy.can_visa(actor, sheet):
        raise NotYourVisaError
    if block.visa is not None:
        raise AlreadyVisaedError
    if not block.ready:
        raise BlockNotReadyError(left_in_words(block))
    subject = Subject(
        key=f"block:{journey_id}:{slug}",
        title=f"Bloc « {block.title} »",
        minutes=0,
        criteria=[],
        establishment_id=sheet.establishment_id,
        unit_id=sheet.unit_id,
        signer_id=actor.id,
        facts={"competencies": [line.code for line in block.lines]},
    )
    request = open_file(session, subject, sheet.recruit_id)
    details = {
        "sentence": visa_sentence(actor, sheet, block),
        "criteria": [
            {"code": line.code, "texte": f"{line.code}, {line.title}", "securite": line.critical}
            for line in block.lines
        ],
        "levels": {line.code: int(line.now) for line in block.lines},
        "expected": {line.code: int(line.expected) for line in block.lines},
        "rests_on": _hashes(session, block),
    }
    return append(session, actor, request, EntryKind.VISAED, details)


def withdrawal_words(session: Session, actor: Actor, block: BlockSheet) -> str:
    """What taking its visa back would sign; "" without a visa."""
    if block.visa is None or block.visa.entry_id is None:
        return ""
    return withdraw_words(session, actor, session.get_one(LedgerEntry, block.visa.entry_id))


def withdraw_visa(
    session: Session, actor: Actor, journey_id: int, slug: str, *, reason: str
) -> LedgerEntry:
    """A new line says so; the attestation that rests on it no longer holds. Raises NotFoundError,
    NotYourVisaError, NoVisaError."""
    sheet, block = locked(session, actor, journey_id, slug)
    if not policy.can_visa(actor, sheet):
        raise NotYourVisaError
    if block.visa is None or block.visa.entry_id is None:
        raise NoVisaError
    entry = session.get_one(LedgerEntry, block.visa.entry_id)
    request = session.get_one(SignOffRequest, entry.request_id)
    details = {"sentence": withdraw_words(session, actor, entry), "comment": reason}
    line = append(session, actor, request, EntryKind.WITHDRAWN, details, about=entry)
    held = session.scalars(
        update(Attestation)
        .where(Attestation.entry_id == entry.id, Attestation.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now())
        .returning(Attestation.id)
    ).all()
    for attestation_id in held:
        audit.record(
            session, actor, "attestation.withdrawn", f"attestations:{attestation_id}",
            establishment_id=sheet.establishment_id, block=slug,
        )  # fmt: skip
    return line


def locked(session: Session, actor: Actor, journey_id: int, slug: str) -> tuple[Sheet, BlockSheet]:
    """The sheet as it stands once nobody else signs on this journey. Raises NotFoundError."""
    session.execute(select(Journey.id).where(Journey.id == journey_id).with_for_update())
    sheet = read_sheet(session, actor, journey_id)
    block = sheet.block(slug)
    if block is None:
        raise NotFoundError
    return sheet, block


def _hashes(session: Session, block: BlockSheet) -> list[str]:
    """Of the standing lines that the levels rest on, oldest first."""
    ids = {
        one.entry_id for line in block.lines for one in line.evidence
        if one.standing and one.entry_id is not None
    }  # fmt: skip
    return list(
        session.scalars(
            select(LedgerEntry.hash).where(LedgerEntry.id.in_(ids)).order_by(LedgerEntry.seq)
        )
    )
