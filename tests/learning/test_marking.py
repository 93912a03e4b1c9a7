"""Answers move an attempt on once; a quiz not passed moves nothing; a lesson's question keeps nobody's answer."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from integration_portal.core.bus import Bus, attach
from integration_portal.demo.learning import play, right_answer, take
from integration_portal.learning.actions import answering, quizzes
from integration_portal.learning.events import ModuleProgressed
from integration_portal.learning.models import QuizAttempt, SimulationRun
from integration_portal.learning.queries import get_module
from integration_portal.learning.queries_quiz import order_of
from integration_portal.learning.question_types import kind_of
from tests.support.factories import actor_of
from tests.support.learning import MODULE

LATEST = select(QuizAttempt).order_by(QuizAttempt.id.desc())
LESSON = f"/modules/{MODULE}/02-traits-stricts"


@pytest.fixture
def heard() -> list[ModuleProgressed]:
    return []


@pytest.fixture
def learner(db, world, heard):
    """A session of the recruit that hears when a module moves, and the module."""
    with db.writing() as session:
        bus = Bus()
        bus.subscribe(ModuleProgressed, lambda _, event: heard.append(event))
        attach(session, bus)
        yield session, actor_of(session, world.ours.recruit.id), get_module(session, MODULE)


def test_a_quiz_answered_right_is_kept_and_moves_the_module(db, learner, heard) -> None:
    session, recruit, module = learner
    take(session, recruit, module)
    session.commit()
    with db.reading() as reading:
        attempt = reading.scalars(LATEST).first()
    assert (attempt.answered, attempt.points, attempt.passed) == (8, 8, True)
    assert [event.module for event in heard] == [MODULE]


def test_a_quiz_missed_ends_and_moves_nothing(db, learner, heard) -> None:
    session, recruit, module = learner
    take(session, recruit, module, miss=True)
    session.commit()
    with db.reading() as reading:
        attempt = reading.scalars(LATEST).first()
    assert attempt.finished_at is not None
    assert (attempt.answered, attempt.stars_missed, attempt.passed) == (8, 1, False)
    assert heard == []


def test_somebody_moved_on_meanwhile(db, learner) -> None:
    """The same answer from two windows: read by both, kept once."""
    session, recruit, module = learner
    attempt = quizzes.start(session, recruit, slug=MODULE)
    question = module.questions[attempt.drawn[0]]
    fields = kind_of(question).posted(question, order_of(attempt, question), right_answer(question))
    answering.answer(session, recruit, attempt.id, place=0, fields=fields)
    set_committed_value(attempt, "answered", 0)  # as the other window read it
    again = answering.answer(session, recruit, attempt.id, place=0, fields=fields)
    assert (again.answered, again.points) == (1, 1)


def test_a_simulation_is_kept_turn_by_turn(db, learner, heard) -> None:
    session, recruit, module = learner
    play(session, recruit, module)
    session.commit()
    with db.reading() as reading:
        run = reading.scalars(select(SimulationRun)).one()
    assert run.turns == len(run.choices) > 0
    assert run.ending is not None
    assert [event.module for event in heard] == [MODULE]


def test_a_question_of_a_lesson_forgets_the_answer(enter, world) -> None:
    ours, theirs = enter(world.ours.recruit), enter(world.ours.tutor)
    asked = [node for node in ours.page(LESSON).iter("input") if node.get("name") == "question"]
    name = asked[0].get("value")
    answered = ours.get(f"{LESSON}?question={name}&r=0&r0=0").text
    assert "Répondez à toute la question" in answered or "verdict" in answered
    for client in (ours, theirs):
        fresh = client.get(LESSON).text
        assert "verdict" not in fresh
        assert "Répondez à toute la question" not in fresh
