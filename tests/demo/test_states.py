"""Each state that the product promises is somewhere in the demo, so that no page is empty."""

import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from integration_portal.cohorts import board, filters
from integration_portal.cohorts.policy import place as followed_by
from integration_portal.core import clock
from integration_portal.core.outbox import OutboxMail
from integration_portal.dossiers.models import Attestation
from integration_portal.dossiers.queries import read_sheet
from integration_portal.establishments.models import StepRole, Unit
from integration_portal.fiches.decisions import list_lives
from integration_portal.fiches.effective import list_effective
from integration_portal.fiches.life import Status
from integration_portal.fiches.places import Place
from integration_portal.interviews.models import Interview, InterviewKind, InterviewState
from integration_portal.journeys.models import Journey
from integration_portal.learning.queries import list_modules
from integration_portal.learning.queries_progress import map_progress
from integration_portal.passports.queries import list_followed
from integration_portal.passports.rules import State
from integration_portal.recall.queries import read_review
from integration_portal.signoffs.models import (
    EntryKind,
    LedgerEntry,
    Observation,
    ObservationState,
    ReflectiveTalk,
    RequestState,
    SignerAbsence,
    SignOffRequest,
)

from .conftest import Somebody


def _count(session: Session, model: type[Any], *conditions: Any) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


@pytest.mark.parametrize(("key", "given"), [("lucie.brun", True), ("fatou.sow", False)])
def test_one_block_is_visaed_and_one_waits_for_it(
    session: Session, somebody: Somebody, key: str, given: bool
) -> None:
    me = somebody(key)
    journey_id = session.scalars(select(Journey.id).where(Journey.recruit_id == me.id)).one()
    block = read_sheet(session, me, journey_id).block("specialisation")
    assert block is not None
    assert block.ready
    assert (block.visa is not None) is given


def test_an_attestation_has_its_public_code(session: Session) -> None:
    attestation = session.scalars(select(Attestation)).one()
    assert attestation.code
    assert attestation.shown["nom"]


@pytest.mark.parametrize(
    "state", [RequestState.WAITING, RequestState.COUNTERSIGN, RequestState.RETURNED]
)
def test_a_request_stands_in_each_state(session: Session, state: RequestState) -> None:
    assert _count(session, SignOffRequest, SignOffRequest.state == state)


def test_what_is_to_be_taken_up_again_has_a_date_to_come(session: Session) -> None:
    line = session.scalars(
        select(LedgerEntry).where(LedgerEntry.kind == EntryKind.RETURNED)
    ).first()
    assert line is not None
    redo = json.loads(line.payload)["redo"]
    assert dt.date.fromisoformat(redo["quand"]) > clock.today("Europe/Paris")


def test_a_recruit_wrote_a_disagreement(session: Session) -> None:
    assert _count(session, LedgerEntry, LedgerEntry.kind == EntryKind.DISPUTED)


def test_one_observation_is_prepared_and_one_half_filled_in(session: Session) -> None:
    drafts = session.scalars(
        select(Observation).where(Observation.state == ObservationState.DRAFT)
    ).all()
    whole = {
        one.id: len(session.get_one(SignOffRequest, one.request_id).criteria) for one in drafts
    }
    assert [one.id for one in drafts if not one.levels]
    assert [one.id for one in drafts if 0 < len(one.levels) < whole[one.id]]


def test_a_talk_waits_for_its_confirmation(session: Session) -> None:
    signed = ReflectiveTalk.entry_id.is_not(None)
    assert _count(session, ReflectiveTalk, signed, ReflectiveTalk.confirmed_entry_id.is_(None))


def test_passports_are_in_every_state(session: Session, somebody: Somebody) -> None:
    found = {line.standing.state for line in list_followed(session, somebody("sophie.martin"))}
    assert found == set(State) - {State.NONE}


def test_an_interview_is_prepared_by_one_side_only(session: Session) -> None:
    one_side = Interview.recruit_ready_at.is_not(None), Interview.leader_ready_at.is_(None)
    assert _count(session, Interview, *one_side, Interview.state == InterviewState.OPEN)


def test_reports_of_the_first_month_are_shared_or_not(session: Session) -> None:
    written = Interview.kind == InterviewKind.SURPRISE, Interview.recruit_ready_at.is_not(None)
    assert _count(session, Interview, *written, Interview.shared_at.is_not(None))
    assert _count(session, Interview, *written, Interview.shared_at.is_(None))


def test_somebody_is_away_now_and_somebody_else_relays(session: Session) -> None:
    now = clock.now()
    away = session.scalars(
        select(SignerAbsence).where(SignerAbsence.starts_at <= now, SignerAbsence.ends_at > now)
    ).one()
    assert away.relay_id is not None
    waiting = SignOffRequest.signer_id == away.user_id, SignOffRequest.state == RequestState.WAITING
    assert _count(session, SignOffRequest, *waiting)


def test_fiches_are_at_each_point_of_their_life(session: Session) -> None:
    unit = session.scalars(select(Unit).where(Unit.name == "Cardiologie")).one()
    here = Place(unit.establishment_id, unit.id)
    lives = list_lives(session, here, list_effective(session, here), clock.today("Europe/Paris"))
    found = {life.status for life in lives.values()}
    assert found >= {Status.DRAFT, Status.READ, Status.VALIDATED, Status.REVIEW}


def test_a_module_is_under_way(session: Session, somebody: Somebody) -> None:
    amina = somebody("amina.diallo").id
    found = map_progress(session, amina, list_modules(session)).values()
    assert [one for one in found if one.begun and not one.complete]


def test_cards_are_due_today(session: Session, somebody: Somebody) -> None:
    review = read_review(session, somebody("amina.diallo"))
    assert review.face is not None
    assert review.aside


def test_somebody_is_blocked_for_each_reason(session: Session, somebody: Somebody) -> None:
    """Each role in whose hands the steps of the shipped journey are, and nobody at all."""
    sophie = somebody("sophie.martin")
    asked = filters.from_args({"situation": filters.LATE})
    shown = board.read(session, sophie, followed_by(sophie), asked, clock.today("Europe/Paris"))
    assert {row.role for row in shown.rows} == {
        StepRole.RECRUIT, StepRole.TUTOR, StepRole.MANAGER, StepRole.DOCTOR, StepRole.IT,
        StepRole.HR, StepRole.WARD_HEAD, StepRole.TRAINER,
    }  # fmt: skip
    assert [row.recruit for row in shown.rows if not row.holder]
    assert shown.figures.on_time
    assert shown.figures.paused


def test_no_mail_of_days_gone_by_waits(session) -> None:
    assert session.scalar(select(func.count()).select_from(OutboxMail)) == 0
