"""From a real quiz to « Réviser »: a question missed comes back until it is known."""

import pytest

from integration_portal.core import clock
from integration_portal.core.typography import french
from integration_portal.demo.learning import right_answer, wrong_answer
from integration_portal.learning.actions import answering, quizzes
from integration_portal.learning.models import Purpose, QuizAttempt
from integration_portal.learning.queries import get_module
from integration_portal.learning.queries_quiz import order_of
from integration_portal.learning.question_types import kind_of
from integration_portal.recall.memory import Rating
from integration_portal.recall.rules import Source
from tests.learning.taking import SLUG, Quiz, star
from tests.support.factories import NOW, actor_of
from tests.support.html import words

from .conftest import DAY, PAGE


@pytest.fixture
def quiz(reviewer) -> Quiz:
    """Taken through its pages; its first ★ is missed."""
    taken = Quiz.start(reviewer.client, reviewer.db)
    first = next(one["id"] for one in taken.questions if star(one))
    taken.take(lambda question: question["id"] == first)
    return taken


@pytest.fixture
def missed(quiz) -> dict:
    return next(one for one in quiz.questions if star(one))


def key(question) -> tuple[Source, str]:
    return Source.QUESTION, f"{SLUG}/{question['id']}"


def miss_again(reviewer, question) -> None:
    """In a positioning quiz, which asks every ★."""
    with reviewer.db.writing() as session:
        person = actor_of(session, reviewer.person.id)
        attempt = quizzes.start(session, person, slug=SLUG, purpose=Purpose.POSITIONING)
        for place, name in enumerate(attempt.drawn):
            wrong = name == question["id"]
            answer(session, person, attempt, place, wrong=wrong)
            if wrong:
                return


def answer(session, person, attempt: QuizAttempt, place: int, *, wrong: bool) -> None:
    question = get_module(session, SLUG).questions[attempt.drawn[place]]
    given = (wrong_answer if wrong else right_answer)(question)
    fields = kind_of(question).posted(question, order_of(attempt, question), given)
    answering.answer(session, person, attempt.id, place=place, fields=fields)


def test_only_the_question_missed_becomes_a_card(reviewer, missed) -> None:
    (card,) = reviewer.cards()
    assert (card.source, card.ref) == key(missed)
    assert (card.reps, card.due_at) == (0, NOW)


def test_left_alone_it_waits_first_the_next_day(reviewer, missed, enter) -> None:
    with clock.frozen(NOW + DAY):
        assert reviewer.review().day.next.key == key(missed)
        page = words(enter(reviewer.person).page(PAGE))
        assert " ".join(french(missed["enonce"]).split()) in page
        assert " ".join(french(missed["explication"]).split()) in page


def test_known_it_leaves_for_days_then_comes_back(reviewer, missed) -> None:
    reviewer.rate(Rating.GOOD)
    (card,) = reviewer.cards()
    assert card.due_at > NOW + DAY
    assert reviewer.review().day.next.key != key(missed)
    with clock.frozen(card.due_at):
        assert reviewer.review().day.next.key == key(missed)


def test_forgotten_it_stays_in_the_day(reviewer, missed, later) -> None:
    reviewer.rate(Rating.AGAIN)
    with later(minutes=2):
        assert reviewer.review().day.next.key == key(missed)


def test_missed_once_more_it_is_due_at_once(reviewer, missed, later) -> None:
    reviewer.rate(Rating.EASY)
    with later(hours=1):
        assert reviewer.review().day.next.key != key(missed)
        miss_again(reviewer, missed)
        assert reviewer.review().day.next.key == key(missed)
        assert [one.reps for one in reviewer.cards()] == [1], "the same card"


def test_answered_right_later_it_keeps_its_day(reviewer, missed, later) -> None:
    """One right answer in a quiz is no rating: the card is hers until she says she knows it."""
    with later(hours=1):
        Quiz.start(reviewer.client, reviewer.db).take()
        (card,) = reviewer.cards()
        assert (card.reps, card.due_at) == (0, NOW)
