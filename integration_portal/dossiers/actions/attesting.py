"""An attestation is issued after a visa; its holder chooses what a visitor reads."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from ...core import audit, clock
from ...core.actor import Actor
from ...core.bus import publish
from .. import codes, policy
from ..checking import SHOWABLE
from ..errors import AlreadyAttestedError, NotYourAttestationError, NoVisaError
from ..events import AttestationIssued
from ..models import Attestation
from ..queries_attestations import find_standing, get_own
from .visas import locked


def issue(session: Session, actor: Actor, journey_id: int, slug: str) -> Attestation:
    """One a visa. It shows nothing but that it holds, until the holder says otherwise. Raises
    NotFoundError, NotYourAttestationError, NoVisaError, AlreadyAttestedError."""
    sheet, block = locked(session, actor, journey_id, slug)
    if not policy.can_attest(actor, sheet):
        raise NotYourAttestationError
    if block.visa is None or block.visa.entry_id is None:
        raise NoVisaError
    if find_standing(session, block.visa.entry_id) is not None:
        raise AlreadyAttestedError
    attestation = Attestation(
        establishment_id=sheet.establishment_id,
        holder_id=sheet.recruit_id,
        journey_id=journey_id,
        block=slug,
        entry_id=block.visa.entry_id,
        code=codes.make(),
        shown=dict.fromkeys(SHOWABLE, False),
        issued_at=clock.now(),
    )
    session.add(attestation)
    session.flush()
    audit.record(
        session, actor, "attestation.issue", f"attestations:{attestation.id}",
        establishment_id=sheet.establishment_id, block=slug,
    )  # fmt: skip
    publish(session, AttestationIssued(attestation.id, sheet.recruit_id, block.title))
    return attestation


def choose_shown(
    session: Session, actor: Actor, attestation_id: int, *, shown: Iterable[str]
) -> Attestation:
    """What a visitor reads from now on, changeable at any time. Raises NotFoundError."""
    attestation = get_own(session, actor, attestation_id)
    wanted = set(shown)
    attestation.shown = {name: name in wanted for name in SHOWABLE}
    audit.record(
        session, actor, "attestation.shown", f"attestations:{attestation.id}",
        establishment_id=attestation.establishment_id,
    )  # fmt: skip
    return attestation
