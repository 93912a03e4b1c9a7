"""The same gesture from many tabs, or many people, at the same instant: it counts once."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from integration_portal.core import clock
from integration_portal.core.errors import PortalError
from integration_portal.demo.learning import right_answer, wrong_answer
from integration_portal.learning.actions import answering, credits, quizzes, simulations
from integration_portal.learning.choosing import weigh
from integration_portal.learning.errors import AlreadyDecidedError
from integration_portal.learning.events import ModuleProgressed
from integration_portal.learning.marking import mark
from integration_portal.learning.models import (
    ModuleCredit,
    QuizAnswer,
    QuizAttempt,
    SimulationRun,
)
from integration_portal.learning.queries import get_module
from integration_portal.learning.queries_quiz import order_of
from integration_portal.learning.question_types import kind_of
from integration_portal.recall.models import RecallCard
from tests.learning.taking import SLUG
from tests.support.factories import actor_of
from tests.support.threads import THREADS, at_once

# Two beginnings at once: the index of open attempts refuses one, and the page answers 409.
REFUSALS = (PortalError, IntegrityError)


def rows(database, model, *conditions) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model).where(*conditions))


def begun(database, person_id: int) -> int:
    with database.writing() as session:
        return quizzes.start(session, actor_of(session, person_id), slug=SLUG).id


def test_twenty_times_the_same_answer_is_one(database, world) -> None:
    peer = world.ours.peer.id
    attempt_id = begun(database, peer)

    def gesture(session, _number):
        person = actor_of(session, peer)
        attempt = session.get_one(QuizAttempt, attempt_id)
        question = get_module(session, SLUG).questions[attempt.drawn[0]]
        order = order_of(attempt, question)
        fields = kind_of(question).posted(question, order, right_answer(question))
        return answering.answer(session, person, attempt_id, place=0, fields=fields).answered

    results = at_once(database, gesture)
    assert results == [1] * THREADS
    assert rows(database, QuizAnswer, QuizAnswer.attempt_id == attempt_id) == 1
    with database.reading() as session:
        attempt = session.get_one(QuizAttempt, attempt_id)
        assert (attempt.answered, attempt.points) == (1, 1)


def test_the_last_answer_ends_the_quiz_once(database, world) -> None:
    peer = world.ours.peer.id
    attempt_id = begun(database, peer)

    def answer(session, place):
        person = actor_of(session, peer)
        attempt = session.get_one(QuizAttempt, attempt_id)
        question = get_module(session, SLUG).questions[attempt.drawn[place]]
        order = order_of(attempt, question)
        fields = kind_of(question).posted(question, order, right_answer(question))
        return answering.answer(session, person, attempt_id, place=place, fields=fields).passed

    with database.writing() as session:
        last = len(session.get_one(QuizAttempt, attempt_id).drawn) - 1
        for place in range(last):
            answer(session, place)
    results = at_once(database, lambda session, _number: answer(session, last))
    assert results == [True] * THREADS
    with database.reading() as session:
        assert session.get_one(QuizAttempt, attempt_id).points == last + 1


def marked(database, peer: int, attempt_id: int, place: int, given=right_answer):
    """As a window marks it, before anything is kept."""
    with database.reading() as session:
        attempt = session.get_one(QuizAttempt, attempt_id)
        question = get_module(session, SLUG).questions[attempt.drawn[place]]
        fields = kind_of(question).posted(question, order_of(attempt, question), given(question))
        return mark(session, actor_of(session, peer), attempt_id, place=place, fields=fields)


def kept(database, peer: int, marks) -> None:
    at_once(
        database,
        lambda session, number: answering.keep(session, actor_of(session, peer), marks[number]),
    )


def test_twenty_windows_marked_before_the_first_was_kept(database, world) -> None:
    peer = world.ours.peer.id
    attempt_id = begun(database, peer)
    marks = [marked(database, peer, attempt_id, 0, wrong_answer) for _ in range(THREADS)]
    kept(database, peer, marks)
    assert rows(database, QuizAnswer, QuizAnswer.attempt_id == attempt_id) == 1
    assert rows(database, RecallCard, RecallCard.user_id == peer) == 1
    with database.reading() as session:
        assert session.get_one(QuizAttempt, attempt_id).answered == 1


def test_the_module_moves_once(database, world) -> None:
    peer = world.ours.peer.id
    attempt_id = begun(database, peer)
    heard: list[ModuleProgressed] = []
    database.bus.subscribe(ModuleProgressed, lambda _, event: heard.append(event))
    with database.reading() as session:
        count = len(session.get_one(QuizAttempt, attempt_id).drawn)
    for place in range(count):
        marks = [marked(database, peer, attempt_id, place) for _ in range(THREADS)]
        kept(database, peer, marks)
    with database.reading() as session:
        attempt = session.get_one(QuizAttempt, attempt_id)
        assert (attempt.passed, attempt.points) == (True, count)
    assert [event.module for event in heard] == [SLUG]


def test_a_quiz_ended_meanwhile_keeps_no_answer(database, world) -> None:
    peer = world.ours.peer.id
    attempt_id = begun(database, peer)
    late = marked(database, peer, attempt_id, 0)
    with database.writing() as session:
        session.get_one(QuizAttempt, attempt_id).finished_at = clock.now()
    with database.writing() as session:
        answering.keep(session, actor_of(session, peer), late)
    assert rows(database, QuizAnswer, QuizAnswer.attempt_id == attempt_id) == 0


def test_twenty_beginnings_are_one_attempt(database, world) -> None:
    peer = world.ours.peer.id

    def gesture(session, _number):
        return quizzes.start(session, actor_of(session, peer), slug=SLUG).id

    results = at_once(database, gesture, refusals=REFUSALS)
    assert len({one for one in results if isinstance(one, int)}) == 1
    open_ = (QuizAttempt.user_id == peer, QuizAttempt.finished_at.is_(None))
    assert rows(database, QuizAttempt, *open_) == 1


def test_twenty_choices_of_one_turn_are_one(database, world) -> None:
    peer = world.ours.peer.id
    with database.writing() as session:
        run_id = simulations.start(session, actor_of(session, peer), slug=SLUG).id

    def gesture(session, number):
        person = actor_of(session, peer)
        return simulations.choose(session, person, run_id, place=0, choice=number % 3).turns

    results = at_once(database, gesture)
    assert results == [1] * THREADS
    with database.reading() as session:
        assert len(session.get_one(SimulationRun, run_id).choices) == 1


def test_twenty_choices_weighed_before_the_first_was_kept(database, world) -> None:
    peer = world.ours.peer.id
    with database.writing() as session:
        run_id = simulations.start(session, actor_of(session, peer), slug=SLUG).id
    with database.reading() as session:
        chosen = [
            weigh(session, actor_of(session, peer), run_id, place=0, choice=number % 3)
            for number in range(THREADS)
        ]
    at_once(database, lambda session, number: simulations.keep(session, chosen[number]))
    with database.reading() as session:
        run = session.get_one(SimulationRun, run_id)
        assert (run.turns, len(run.choices)) == (1, 1)


def test_twenty_deciders_make_one_decision(database, world) -> None:
    place = world.ours
    deciders = [place.tutor, place.manager]

    def gesture(session, number):
        who = deciders[number % 2]
        granted = number % 2 == 0
        person = actor_of(session, who.id)
        credits.decide(
            session, person, place.credit_id, granted=granted, comment="" if granted else "Non."
        )
        return who.id, granted

    results = at_once(database, gesture)
    (winner,) = (one for one in results if isinstance(one, tuple))
    assert sum(isinstance(one, AlreadyDecidedError) for one in results) == THREADS - 1
    with database.reading() as session:
        credit = session.get_one(ModuleCredit, place.credit_id)
        assert (credit.decided_by_id, credit.granted) == winner
