"""A journey brought to its end: every step done, every observation seen three times by two people,
talked over, signed, acknowledged."""

import datetime as dt

from sqlalchemy.orm import Session

from integration_portal.core import clock
from integration_portal.dossiers.models import Attestation
from integration_portal.interviews.models import Interview, InterviewKind, InterviewState
from integration_portal.journeys.models import Journey, Step, StepState
from integration_portal.journeys.rules import needs_signature
from integration_portal.signoffs import actions as signoffs
from integration_portal.signoffs.models import (
    EntryKind,
    LedgerEntry,
    Observation,
    ObservationState,
    ReflectiveTalk,
    SignOffRequest,
)
from integration_portal.signoffs.queries import find_latest_request

from .factories import actor_of, ask, complete, sign, steps_of


def finish(session: Session, journey: Journey) -> None:
    """All that is left of a journey."""
    for step in steps_of(session, journey.id).values():
        _finish(session, journey, step)
    interview(session, journey, InterviewKind.MONTH_1, "Un mois calme, des appels tenus.")
    interview(session, journey, InterviewKind.SURPRISE, "Un étonnement qui reste à elle.")


def _finish(session: Session, journey: Journey, step: Step) -> None:
    steps = steps_of(session, journey.id)
    for code in step.requires:
        _finish(session, journey, steps[code])
    if step.state is StepState.DONE:
        return
    if not needs_signature(step.kind):
        complete(session, journey, step)
        return
    request = find_latest_request(session, f"step:{step.id}")
    if step.state is not StepState.SUBMITTED or request is None:
        request = ask(session, journey, step)
    seen_and_signed(session, request, journey)


def seen_and_signed(session: Session, request: SignOffRequest, journey: Journey) -> LedgerEntry:
    """Three observations by two people, a talk, the signature, the recruit's answer."""
    assert journey.tutor_id
    assert journey.manager_id
    for number, observer in enumerate((journey.tutor_id, journey.manager_id, journey.tutor_id)):
        observe(session, request, observer, days_ago=3 - number)
    talk(session, request, journey.tutor_id)
    doctor = journey.doctor_id if request.rule.get("contresignature") else None
    entry = sign(session, request, doctor)  # a doctor who validates has nobody to wait for
    signoffs.acknowledge(session, actor_of(session, journey.recruit_id), entry, disagreement="")
    return entry


def observe(
    session: Session, request: SignOffRequest, observer_id: int, *, days_ago: int = 0,
    level: int = 3,
) -> Observation:  # fmt: skip
    """A situation seen and signed, every criterion at ``level``."""
    now = clock.now()
    levels = {criterion["code"]: level for criterion in request.criteria}
    words = {"sentence": f"J’atteste avoir vu « {request.title} ».", "levels": levels}
    entry = signoffs.append(
        session, actor_of(session, observer_id), request, EntryKind.OBSERVED, words
    )
    row = Observation(
        request_id=request.id, observer_id=observer_id, token=f"{request.id}-{entry.id}",
        state=ObservationState.SIGNED, situation_at=now - dt.timedelta(days=days_ago),
        place="Au standard, le matin", situation="Un appel ordinaire, du décroché à la trace.",
        levels=levels, acts=[], note="Voix posée.", started_at=now, updated_at=now,
        entry_id=entry.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def talk(session: Session, request: SignOffRequest, author_id: int) -> ReflectiveTalk:
    author, recruit = actor_of(session, author_id), actor_of(session, request.recruit_id)
    told = signoffs.append(
        session, author, request, EntryKind.TALKED, {"sentence": "Nous avons parlé."}
    )
    agreed = signoffs.append(
        session, recruit, request, EntryKind.CONFIRMED, {"sentence": "C’est ainsi."}, about=told
    )
    row = ReflectiveTalk(
        request_id=request.id, author_id=author_id, held_at=clock.now(),
        expected="Identité avant le motif.", done="Identité demandée, motif noté ensuite.",
        learnt="Le faire répéter évite l’erreur.", change="Je le ferai à chaque appel.",
        entry_id=told.id, confirmed_entry_id=agreed.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def interview(session: Session, journey: Journey, kind: InterviewKind, minutes: str) -> Interview:
    """Signed by both."""
    assert journey.manager_id
    row = Interview(
        journey_id=journey.id, kind=kind, leader_id=journey.manager_id, planned_on=journey.start_on,
        held_on=journey.start_on, minutes=minutes, state=InterviewState.SIGNED,
        recruit_words={"a": "Mes mots à moi."}, decisions=[
            {"texte": "Un jour au standard.", "qui": "Tutrice", "echeance": "2026-12-01"}
        ],
        created_at=clock.now(), created_by_id=journey.manager_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    file = _file(session, journey, f"interview:{row.id}", "Bilan")
    leader = actor_of(session, journey.manager_id)
    line = signoffs.append(session, leader, file, EntryKind.MINUTED, {"sentence": minutes})
    recruit = actor_of(session, journey.recruit_id)
    signoffs.append(session, recruit, file, EntryKind.CONFIRMED, {"sentence": "Lu."}, about=line)
    return row


def attest(session: Session, journey: Journey, block: str, code: str) -> Attestation:
    """A block visaed by the manager, and its attestation."""
    assert journey.manager_id
    file = _file(session, journey, f"block:{journey.id}:{block}", "Bloc")
    manager = actor_of(session, journey.manager_id)
    words = {"sentence": "Je vise ce bloc.", "levels": {"GI-1": 3, "GI-8": 4}}
    entry = signoffs.append(session, manager, file, EntryKind.VISAED, words)
    row = unsaved_attestation(journey, code, block)
    row.entry_id = entry.id
    session.add(row)
    session.flush()
    return row


def unsaved_attestation(
    journey: Journey, code: str, block: str = "gestion-information"
) -> Attestation:
    return Attestation(
        establishment_id=journey.establishment_id, holder_id=journey.recruit_id,
        journey_id=journey.id, block=block, code=code, shown={}, issued_at=clock.now(),
    )  # fmt: skip


def _file(session: Session, journey: Journey, key: str, title: str) -> SignOffRequest:
    subject = signoffs.Subject(
        key=key, title=title, minutes=0, criteria=(), establishment_id=journey.establishment_id,
        unit_id=journey.unit_id,
    )  # fmt: skip
    return signoffs.open_file(session, subject, journey.recruit_id)
