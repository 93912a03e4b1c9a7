"""The manager's visa: only when all is reached, once, with its sentence; and taken back."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from integration_portal.core.errors import NotFoundError
from integration_portal.dossiers import actions
from integration_portal.dossiers.errors import (
    AlreadyAttestedError,
    AlreadyVisaedError,
    BlockNotReadyError,
    NotYourAttestationError,
    NotYourVisaError,
    NoVisaError,
)
from integration_portal.dossiers.queries import read_sheet
from integration_portal.dossiers.sentences import visa_sentence
from integration_portal.journeys.models import Journey
from integration_portal.notifications.models import Notification
from integration_portal.signoffs.errors import SelfSignatureError
from integration_portal.signoffs.ledger import verify
from integration_portal.signoffs.models import LedgerEntry
from integration_portal.signoffs.queries import chain, head_of
from tests.support import sheets
from tests.support.factories import World, actor_of

BLOCK = sheets.BLOCK


@pytest.fixture
def journey(session: Session, world: World) -> Journey:
    return session.get_one(Journey, world.ours.journey_id)


@pytest.fixture
def ready(session: Session, journey: Journey) -> Journey:
    """Its block can be visaed."""
    sheets.acquire_block(session, journey)
    return journey


def manager(session: Session, world: World):
    return actor_of(session, world.ours.manager.id)


def told(session: Session, user_id: int) -> list[str]:
    return list(
        session.scalars(
            select(Notification.text)
            .where(Notification.user_id == user_id)
            .order_by(Notification.id)
        )
    )


def test_a_block_that_is_not_ready_says_what_is_missing(session, world, journey) -> None:
    with pytest.raises(BlockNotReadyError) as refused:
        actions.visa(session, manager(session, world), journey.id, BLOCK)
    assert "SP-1, Tenir l’accueil" in refused.value.message
    assert "deux observations réussies" in refused.value.message


def test_the_visa_keeps_its_sentence_its_levels_and_what_it_rests_on(session, world, ready) -> None:
    who = manager(session, world)
    sheet = read_sheet(session, who, ready.id)
    shown = visa_sentence(who, sheet, sheet.block(BLOCK))
    entry = actions.visa(session, who, ready.id, BLOCK)
    payload = json.loads(entry.payload)
    assert payload["sentence"] == shown
    assert payload["levels"] == {"SP-1": 3, "SP-2": 2, "SP-3": 2, "SP-4": 2, "SP-5": 2}
    rests_on = session.scalars(
        select(LedgerEntry.hash)
        .where(LedgerEntry.recruit_id == ready.recruit_id, LedgerEntry.kind != "visaed")
        .order_by(LedgerEntry.seq)
    ).all()
    assert payload["rests_on"] == list(rests_on)[-3:]  # two observations and the decision
    block = read_sheet(session, who, ready.id).block(BLOCK)
    assert block.visa.entry_id == entry.id
    assert told(session, ready.recruit_id)[-1].endswith(
        "a visé votre bloc « Compléments de spécialisation »."
    )
    head = head_of(session, ready.establishment_id)
    assert verify(chain(session, ready.establishment_id), expected_head=head) is None


def test_a_block_is_visaed_once(session, world, ready) -> None:
    actions.visa(session, manager(session, world), ready.id, BLOCK)
    with pytest.raises(AlreadyVisaedError):
        actions.visa(session, manager(session, world), ready.id, BLOCK)


def test_only_the_manager_of_that_unit_visas(session, world, ready) -> None:
    for outsider in (world.theirs.manager, world.ours.neighbour_manager):
        with pytest.raises(NotFoundError):
            actions.visa(session, actor_of(session, outsider.id), ready.id, BLOCK)
    for other in (world.ours.tutor, world.ours.doctor, world.ours.hr):
        with pytest.raises(NotYourVisaError):
            actions.visa(session, actor_of(session, other.id), ready.id, BLOCK)
    with pytest.raises(SelfSignatureError):
        actions.visa(session, actor_of(session, ready.recruit_id), ready.id, BLOCK)


def test_an_unknown_block_is_not_found(session, world, ready) -> None:
    with pytest.raises(NotFoundError):
        actions.visa(session, manager(session, world), ready.id, "autre")


def test_a_visa_taken_back_can_be_given_again(session, world, ready) -> None:
    who = manager(session, world)
    first = actions.visa(session, who, ready.id, BLOCK)
    line = actions.withdraw_visa(session, who, ready.id, BLOCK, reason="Une preuve manquait.")
    assert line.about_id == first.id
    assert read_sheet(session, who, ready.id).block(BLOCK).visa is None
    assert "a retiré son visa" in told(session, ready.recruit_id)[-1]
    with pytest.raises(NoVisaError):
        actions.withdraw_visa(session, who, ready.id, BLOCK, reason="Encore.")
    again = actions.visa(session, who, ready.id, BLOCK)
    assert read_sheet(session, who, ready.id).block(BLOCK).visa.entry_id == again.id


def test_an_attestation_follows_a_visa_and_falls_with_it(session, world, ready) -> None:
    who, hr = manager(session, world), actor_of(session, world.ours.hr.id)
    with pytest.raises(NoVisaError):
        actions.issue(session, hr, ready.id, BLOCK)
    actions.visa(session, who, ready.id, BLOCK)
    with pytest.raises(NotYourAttestationError):
        actions.issue(session, actor_of(session, world.ours.tutor.id), ready.id, BLOCK)
    with pytest.raises(NotYourAttestationError):
        actions.issue(session, actor_of(session, ready.recruit_id), ready.id, BLOCK)
    attestation = actions.issue(session, hr, ready.id, BLOCK)
    assert not any(attestation.shown.values())
    assert told(session, ready.recruit_id)[-1].startswith("Votre attestation")
    with pytest.raises(AlreadyAttestedError):
        actions.issue(session, who, ready.id, BLOCK)
    actions.withdraw_visa(session, who, ready.id, BLOCK, reason="Une preuve manquait.")
    session.refresh(attestation)
    assert attestation.withdrawn_at is not None
