"""Competency sheets of the demo: one asked to be seen, one block ready for a visa, one attested."""

from ..dossiers import actions
from ..dossiers.queries import read_sheet
from ..learning.queries import list_modules
from ..signoffs import actions as signoffs
from ..signoffs.models import SignOffRequest
from . import learning, observing
from .agenda import Story
from .signing import levels_of
from .stage import Stage

BLOCK, CRITICAL = "specialisation", "SP-1"


def ask_story(stage: Stage, key: str, code: str) -> Story:
    yield stage.ago(1, 16)
    _ask(stage, key, code)


def _ask(stage: Stage, key: str, code: str) -> SignOffRequest:
    """She asks to be observed on one competency."""
    me = stage.cast[key]
    sheet = read_sheet(stage.session, me, stage.journey(key).id)
    line = sheet.line(code)
    assert line is not None
    return actions.ask_observation(
        stage.session, me, sheet, code, levels={one.code: 3 for one in line.criteria},
        comment="Le guichet du matin me semble un bon moment.",
        intention="Accueillir deux personnes arrivées en même temps.",
    )  # fmt: skip


def block_story(stage: Stage, key: str, tutor_key: str) -> Story:
    """A whole block: its modules learnt, its critical competency seen on two days by two people
    and signed. What is left is the visa."""
    session, me, tutor = stage.session, stage.cast[key], stage.cast[tutor_key]
    yield stage.ago(10, 10)
    for module in list_modules(session):
        if module.card.block == BLOCK:
            learning.complete(session, me, module.card.slug)
    yield stage.ago(9, 11)
    request = _ask(stage, key, CRITICAL)
    manager = stage.actor(stage.journey(key).manager_id or 0)
    signoffs.name_observer(session, tutor, request, manager.id)
    yield from observing.story(session, request, [tutor, manager], stage.ago(5, 0).date())
    yield stage.ago(4, 11)
    entry = signoffs.decide(
        session, tutor, request, levels=levels_of(request.criteria), validates=True,
        comment="Vu deux fois, sur deux jours : les fiches sont suivies sans aide.",
    )  # fmt: skip
    signoffs.acknowledge(session, me, entry, disagreement="")


def attest_story(stage: Stage, key: str, tutor_key: str) -> Story:
    """The same block, visaed and attested; the holder shows her name and her levels."""
    yield from block_story(stage, key, tutor_key)
    yield stage.ago(1, 11)
    session, journey = stage.session, stage.journey(key)
    manager = stage.actor(journey.manager_id or 0)
    actions.visa(session, manager, journey.id, BLOCK)
    attestation = actions.issue(session, manager, journey.id, BLOCK)
    actions.choose_shown(session, stage.cast[key], attestation.id, shown=["nom", "niveaux"])
