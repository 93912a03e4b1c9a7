"""The sheet read from real rows: evidence in time order, levels, what is missing, gates."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from integration_portal.core import clock
from integration_portal.core.errors import NotFoundError
from integration_portal.core.unit_of_work import Database
from integration_portal.dossiers.queries import STATEMENTS, read_sheet
from integration_portal.dossiers.sheet import CompetencyLine, EvidenceKind, Sheet
from integration_portal.journeys.models import Journey, Step, StepState
from integration_portal.signoffs import actions as signoffs
from integration_portal.signoffs.levels import Level
from integration_portal.signoffs.models import (
    Observation,
    ObservationState,
    ReflectiveTalk,
    SignOffRequest,
)
from integration_portal.signoffs.queries import find_latest_request
from tests.support import dossier, sheets
from tests.support.factories import Person, World, actor_of, complete, sign, steps_of

IN_TWO_DAYS = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)


@pytest.fixture
def journey(session: Session, world: World) -> Journey:
    return session.get_one(Journey, world.ours.journey_id)


def read(session: Session, who: Person, journey: Journey) -> Sheet:
    return read_sheet(session, actor_of(session, who.id), journey.id)


def line_of(session: Session, world: World, journey: Journey, code: str) -> CompetencyLine:
    line = read(session, world.ours.recruit, journey).line(code)
    assert line is not None
    return line


def test_the_four_blocks_hold_every_competency(session, world, journey) -> None:
    sheet = read(session, world.ours.recruit, journey)
    assert [len(block.lines) for block in sheet.blocks] == [12, 9, 10, 5]
    assert [line.code for line in sheet.blocks[0].lines[:3]] == ["GI-1", "GI-2", "GI-3"]
    assert sheet.recruit == world.ours.recruit.name


def test_evidence_comes_in_time_order_signatures_and_quizzes_together(
    session, world, journey
) -> None:
    sheets.acquire(session, journey, "SP-1")
    with clock.frozen(IN_TWO_DAYS):
        sheets.pass_quiz(session, journey.recruit_id, "ma-specialite")
    line = line_of(session, world, journey, "SP-1")
    assert [one.at for one in line.evidence] == sorted(one.at for one in line.evidence)
    assert line.evidence[-1].kind is EvidenceKind.QUIZ
    assert line.evidence[-1].words.startswith("Quiz du module SP-1 réussi à 90")
    signed = [one for one in line.evidence if one.kind is EvidenceKind.SIGNED]
    assert signed
    assert all(one.entry_id and len(one.short_hash) == 12 for one in signed)
    assert signed[0].level is Level.ACQUIRED


def test_a_quiz_alone_is_in_progress(session, world, journey) -> None:
    assert line_of(session, world, journey, "GI-3").now is Level.NOT_SEEN
    sheets.pass_quiz(session, journey.recruit_id, "compte-rendu-dictee")
    assert line_of(session, world, journey, "GI-3").now is Level.IN_PROGRESS


def test_a_critical_competency_is_acquired_once_seen_on_two_days_and_signed(
    session, world, journey
) -> None:
    request = sheets.ask(session, journey, "SP-1")
    line = line_of(session, world, journey, "SP-1")
    assert line.waiting_id == request.id
    assert line.next_act is not None
    assert not line.next_act.mine
    dossier.observe(session, request, world.ours.tutor.id, days_ago=1)
    assert line_of(session, world, journey, "SP-1").now is Level.IN_PROGRESS
    dossier.observe(session, request, world.ours.manager.id)
    levels = {criterion["code"]: 4 for criterion in request.criteria}
    tutor = actor_of(session, world.ours.tutor.id)
    signoffs.decide(session, tutor, request, levels=levels, comment="", validates=True)
    line = line_of(session, world, journey, "SP-1")
    assert line.now is Level.MASTERED
    assert (line.missing, line.next_act) == ((), None)
    assert {criterion.level for criterion in line.criteria} == {Level.MASTERED}


def test_what_is_withdrawn_stays_struck_and_counts_no_more(session, world, journey) -> None:
    entry = sheets.acquire(session, journey, "SP-1")
    assert line_of(session, world, journey, "SP-1").now is Level.ACQUIRED
    tutor = actor_of(session, world.ours.tutor.id)
    signoffs.withdraw(session, tutor, entry, reason="Signée trop vite.")
    line = line_of(session, world, journey, "SP-1")
    assert line.now is Level.IN_PROGRESS
    struck = next(one for one in line.evidence if one.entry_id == entry.id)
    assert not struck.standing
    assert line.evidence[-1].kind is EvidenceKind.WITHDRAWN
    assert line.evidence[-1].comment == "Signée trop vite."


def test_a_withdrawn_observation_counts_no_more(session, world, journey) -> None:
    sheets.acquire(session, journey, "SP-1")
    seen = session.scalars(select(Observation).order_by(Observation.id.desc())).first()
    seen.state = ObservationState.WITHDRAWN
    session.flush()
    line = line_of(session, world, journey, "SP-1")
    assert line.now is Level.IN_PROGRESS
    assert line.missing == ("une observation réussie, un autre jour",)


def test_a_talk_taken_back_stays_struck(session, world, journey) -> None:
    talk = session.get_one(ReflectiveTalk, world.ours.talk_id)
    tutor = actor_of(session, world.ours.tutor.id)
    step = session.scalar(
        select(SignOffRequest.subject).where(SignOffRequest.id == talk.request_id)
    ).removeprefix("step:")
    code = session.get_one(Step, int(step)).competencies[0]
    signoffs.withdraw_talk(session, tutor, talk, reason="Une autre recrue.")
    line = line_of(session, world, journey, code)
    assert [one.standing for one in line.evidence if one.entry_id == talk.entry_id] == [False]


def test_a_step_feeds_each_of_its_competencies(session, world, journey) -> None:
    step = steps_of(session, journey.id)[world.ours.code]
    for competency in step.competencies:
        line = line_of(session, world, journey, competency)
        assert world.ours.entry_id in {one.entry_id for one in line.evidence}


def test_nobody_reads_a_sheet_from_elsewhere(session, world, journey) -> None:
    for outsider in world.theirs.people.values():
        with pytest.raises(NotFoundError):
            read(session, outsider, journey)
    with pytest.raises(NotFoundError):
        read(session, world.ours.peer, journey)
    for insider in (world.ours.tutor, world.ours.manager, world.ours.doctor, world.ours.hr):
        assert read(session, insider, journey).journey_id == journey.id


def test_the_gate_of_calls_opens_with_its_last_step(session, world) -> None:
    journey = session.get_one(Journey, world.ours.neighbour_journey_id)
    recruit = world.ours.neighbour_recruit

    def gate() -> Any:
        sheet = read(session, recruit, journey)
        return next(one for one in sheet.gates if one.slug == "appels-seule")

    before = gate()
    assert not before.is_open
    assert before.answer.startswith("non\u00a0: il manque «")
    assert "entre les mains" in before.answer
    steps = steps_of(session, journey.id)
    with clock.frozen(IN_TWO_DAYS):
        for step in steps.values():
            session.refresh(step)
            opens = step.details["ouvre"] or ()
            if "appels-seule" in opens and step.state is not StepState.DONE:
                _finish(session, journey, step)
    assert gate().answer == "oui, depuis le jeudi 26\u00a0novembre 2026"


def _finish(session: Session, journey: Journey, step: Step) -> None:
    request = find_latest_request(session, f"step:{step.id}")
    if step.state is StepState.SUBMITTED and request is not None:
        sign(session, request)
    else:
        complete(session, journey, step)


def test_the_sheet_is_read_in_as_many_statements_however_much_there_is(
    db: Database, world: World, queries: Callable[[], Any]
) -> None:
    def count() -> int:
        with db.reading() as session:
            actor = actor_of(session, world.ours.recruit.id)
            read_sheet(session, actor, world.ours.journey_id)
            with queries() as seen:
                read_sheet(session, actor, world.ours.journey_id)
        return len([one for one in seen if one.lstrip().startswith("SELECT")])

    few = count()
    with db.writing() as session:
        sheets.acquire_block(session, session.get_one(Journey, world.ours.journey_id))
    assert (few, count()) == (STATEMENTS, STATEMENTS)
