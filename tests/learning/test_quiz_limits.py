"""The portal holds the time and counts the tries; the browser is not believed."""

import datetime as dt

import pytest

from integration_portal.core import clock
from tests.learning.taking import MODULE, START, Quiz, change, star
from tests.support.factories import NOW
from tests.support.html import words


@pytest.fixture
def recruit(enter, world):
    return enter(world.ours.peer)


def test_the_portal_holds_the_time(recruit, db) -> None:
    change(db, lambda payload: payload.update(temps=2))
    quiz = Quiz.start(recruit, db)
    quiz.answer(1)
    with clock.frozen(NOW + dt.timedelta(minutes=1, seconds=59)):
        assert quiz.answer(2).status_code == 302
    late = NOW + dt.timedelta(minutes=2)
    fields = quiz.fields(3)
    with clock.frozen(late):
        sent = recruit.send(f"{quiz.path}/3", fields)
        assert sent.status_code == 409
        assert "écoulé" in sent.text
        assert quiz.attempt.answered == 2
        over = recruit.submit(f"{quiz.path}/3", action=f"{quiz.path}/fin")
    assert over.location == f"{quiz.path}/resultat"
    attempt = quiz.attempt
    assert not attempt.passed
    assert attempt.stars_missed == sum(map(star, quiz.questions[2:]))
    assert "25 % des points" in words(recruit.page(f"{quiz.path}/resultat"))


def test_beginning_again_closes_what_ran_out_of_time(recruit, db) -> None:
    change(db, lambda payload: payload.update(temps=2))
    quiz = Quiz.start(recruit, db)
    quiz.answer(1)
    with clock.frozen(NOW + dt.timedelta(minutes=3)):
        sent = recruit.send(f"{MODULE}/quiz")
        assert not sent.location.startswith(f"{quiz.path}/")
        assert recruit.get(sent.location).status_code == 200
    assert quiz.attempt.passed is False


def test_time_is_not_cut_short(recruit, db) -> None:
    """No limit, or not over yet: closing the attempt by hand is refused."""
    quiz = Quiz.start(recruit, db)
    assert recruit.send(f"{quiz.path}/fin").status_code == 409
    assert quiz.attempt.finished_at is None


def test_tries_a_day(recruit, db, enter, world) -> None:
    change(db, lambda payload: payload.update(essais_par_jour=1))
    Quiz.start(recruit, db).take(star)
    refused = recruit.submit(f"{MODULE}/quiz", **START)
    assert refused.status_code == 422
    assert "Ce quiz se passe une fois par jour au plus." in refused.text
    with clock.frozen(NOW + dt.timedelta(days=1)):
        assert Quiz.start(enter(world.ours.peer), db).attempt.answered == 0
