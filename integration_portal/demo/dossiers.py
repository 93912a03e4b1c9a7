"""Competency sheets of the demo: one asked to be seen, one block seen, visaed and attested."""

import datetime as dt

from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from ..dossiers import actions
from ..dossiers.queries import read_sheet
from ..journeys.models import Journey
from ..learning.queries import list_modules
from ..signoffs import actions as signoffs
from ..signoffs.actions import append
from ..signoffs.models import EntryKind, Observation, ObservationState, SignOffRequest
from . import learning

BLOCK, CRITICAL = "specialisation", "SP-1"


def ask(session: Session, recruit: Actor, journey: Journey, code: str) -> SignOffRequest:
    """She asks to be observed on one competency."""
    sheet = read_sheet(session, recruit, journey.id)
    line = sheet.line(code)
    assert line is not None
    return actions.ask_observation(
        session, recruit, sheet, code, levels={one.code: 3 for one in line.criteria},
        comment="Le guichet du matin me semble un bon moment.",
        intention="Accueillir deux personnes arrivées en même temps.",
    )  # fmt: skip


def attest(
    session: Session, journey: Journey, *, recruit: Actor, tutor: Actor, manager: Actor,
    at: dt.datetime,
) -> None:  # fmt: skip
    """A whole block: its modules learnt, its critical competency seen on two days by two people,
    signed, visaed, attested; the holder shows her name and her levels."""
    for module in list_modules(session):
        if module.card.block == BLOCK:
            learning.complete(session, recruit, module.card.slug, at=at - dt.timedelta(days=9))
    with clock.frozen(at - dt.timedelta(days=8)):
        request = ask(session, recruit, journey, CRITICAL)
    for days, observer in ((7, tutor), (5, manager)):
        with clock.frozen(at - dt.timedelta(days=days)):
            _see(session, request, observer)
    levels = {criterion["code"]: 3 for criterion in request.criteria}
    with clock.frozen(at - dt.timedelta(days=4)):
        entry = signoffs.decide(
            session, tutor, request, levels=levels, validates=True,
            comment="Vu deux fois, sur deux jours : les fiches sont suivies sans aide.",
        )  # fmt: skip
        signoffs.acknowledge(session, recruit, entry, disagreement="")
    with clock.frozen(at):
        actions.visa(session, manager, journey.id, BLOCK)
        attestation = actions.issue(session, manager, journey.id, BLOCK)
        actions.choose_shown(session, recruit, attestation.id, shown=["nom", "niveaux"])


def _see(session: Session, request: SignOffRequest, observer: Actor) -> None:
    levels = {criterion["code"]: 3 for criterion in request.criteria}
    now = clock.now()
    words = {"situation": "Appels du matin", "levels": levels, "criteria": request.criteria}
    entry = append(session, observer, request, EntryKind.OBSERVED, words)
    session.add(
        Observation(
            request_id=request.id, observer_id=observer.id, token=f"demo-{entry.id}",
            state=ObservationState.SIGNED, situation_at=now, place="Accueil", levels=levels,
            situation="Appels du matin", acts=[], started_at=now, updated_at=now,
            entry_id=entry.id,
        )
    )  # fmt: skip
    session.flush()
