"""What the last answer of a quiz asks of the database, BEGIN and the session of the person included."""

import pytest
from sqlalchemy import select, update

from integration_portal.demo.learning import play
from integration_portal.journeys.models import JourneyEvent
from integration_portal.learning.actions import lessons
from integration_portal.learning.models import QuizAttempt
from tests.learning.taking import SLUG, Quiz, module_of, star
from tests.support.factories import actor_of


@pytest.fixture
def quiz(enter, world, db):
    """Of which the last question is not a safety question: missed, it does not fail the quiz."""
    quiz = Quiz.start(enter(world.ours.peer), db)
    last = next(one["id"] for one in quiz.questions if not star(one))
    drawn = [name for name in quiz.attempt.drawn if name != last] + [last]
    with db.writing() as session:
        session.execute(
            update(QuizAttempt).where(QuizAttempt.id == quiz.attempt.id).values(drawn=drawn)
        )
    return quiz


def rest_of_the_module(db, world) -> None:
    """She reads every lesson and plays the simulation: the quiz is what is left."""
    module = module_of(db)
    with db.writing() as session:
        peer = actor_of(session, world.ours.peer.id)
        for lesson in module.lessons:
            lessons.mark_read(
                session, peer, slug=SLUG, lesson_slug=lesson.slug, shown=lesson.digest
            )
        play(session, peer, module)


def last_answer(quiz, queries, *, wrong: bool) -> list[str]:
    """Everything sent to the database for the eighth answer."""
    for number in range(1, 8):
        quiz.answer(number)
    quiz.client.get(f"{quiz.path}/8")
    fields = {"csrf_token": quiz.client.token(), **quiz.fields(8, wrong=wrong)}
    with queries() as seen:
        assert quiz.client.post(f"{quiz.path}/8", data=fields).status_code == 302
    assert quiz.attempt.passed
    return seen


def lines(db, quiz) -> list[str]:
    """What the history of her journey says of modules."""
    query = select(JourneyEvent.kind).where(JourneyEvent.actor_id == quiz.attempt.user_id)
    with db.reading() as session:
        return [kind for kind in session.scalars(query) if kind.startswith("module")]


@pytest.mark.parametrize("wrong", [False, True])
def test_a_quiz_passed(quiz, queries, db, wrong) -> None:
    seen = last_answer(quiz, queries, wrong=wrong)
    assert len(seen) <= 7 + wrong, "\n\n".join(seen)
    assert lines(db, quiz) == []


@pytest.mark.parametrize("wrong", [False, True])
def test_a_quiz_that_completes_the_module(quiz, queries, db, world, wrong) -> None:
    """Once in her journey: a line of its history, and the journey moved."""
    rest_of_the_module(db, world)
    seen = last_answer(quiz, queries, wrong=wrong)
    assert len(seen) <= 10 + wrong, "\n\n".join(seen)
    assert lines(db, quiz) == ["module_done"]
