"""A block visaed and attested, for the world: the visa as the ledger keeps it."""

from sqlalchemy.orm import Session

from integration_portal.core import clock
from integration_portal.dossiers import codes
from integration_portal.dossiers.models import Attestation
from integration_portal.journeys.models import Journey
from integration_portal.signoffs import actions as signoffs
from integration_portal.signoffs.models import EntryKind

from .factories import actor_of

BLOCK = "eco-systeme"


def _spelt(number: int) -> str:
    """The same code in every database of the tests, written with the signs of real ones."""
    base, signs = len(codes.ALPHABET), ""
    for _ in range(codes.LENGTH - 4):
        number, sign = divmod(number, base)
        signs = codes.ALPHABET[sign] + signs
    return signs


def attested(session: Session, journey: Journey) -> Attestation:
    """Her attestation of ``BLOCK``, whatever she has shown."""
    assert journey.manager_id
    subject = signoffs.Subject(
        key=f"block:{journey.id}:{BLOCK}", title="Bloc « Éco-système de soins »", minutes=0,
        criteria=(), establishment_id=journey.establishment_id, unit_id=journey.unit_id,
    )  # fmt: skip
    file = signoffs.open_file(session, subject, journey.recruit_id)
    manager = actor_of(session, journey.manager_id)
    words = {"sentence": "Je vise ce bloc.", "levels": {"ES-1": 3, "ES-3": 4}}
    entry = signoffs.append(session, manager, file, EntryKind.VISAED, words)
    attestation = Attestation(
        establishment_id=journey.establishment_id, holder_id=journey.recruit_id,
        journey_id=journey.id, block=BLOCK, entry_id=entry.id, code=codes.grouped(f"TEXT{_spelt(journey.id)}"),
        shown={}, issued_at=clock.now(),
    )  # fmt: skip
    session.add(attestation)
    session.flush()
    return attestation
