"""The bank changed after she passed: only what changed is asked, what she did stays as it was."""

import pytest

from integration_portal.demo.learning import play, take
from integration_portal.learning.actions.lessons import mark_read
from integration_portal.learning.queries import get_module
from integration_portal.learning.queries_progress import get_progress
from tests.learning.taking import MODULE, SLUG, Quiz, change, module_of, squeezed
from tests.support.factories import actor_of
from tests.support.html import words

NEW = "Une explication toute nouvelle."
CATCH_UP = {"action": f"{MODULE}/quiz", "button": "Répondre à ce qui a changé"}


@pytest.fixture
def recruit(enter, world):
    return enter(world.ours.peer)


@pytest.fixture
def learnt(db, world) -> None:
    """The whole module, by the portal's own verbs."""
    with db.writing() as session:
        person, module = actor_of(session, world.ours.peer.id), get_module(session, SLUG)
        for lesson in module.lessons:
            mark_read(session, person, slug=SLUG, lesson_slug=lesson.slug, shown=lesson.digest)
        take(session, person, module)
        play(session, person, module)


def progress_of(db, world):
    with db.reading() as session:
        return get_progress(session, world.ours.peer.id, get_module(session, SLUG))


def page_of(client, path: str) -> str:
    return words(next(client.page(path).iter("main")))


def reword(*places: int):
    def edit(payload) -> None:
        for place in places:
            payload["questions"][place]["explication"] = NEW

    return edit


def test_only_what_changed_is_asked(recruit, learnt, db, world) -> None:
    assert progress_of(db, world).complete
    old = module_of(db)
    change(db, reword(0, 3))
    found = progress_of(db, world)
    assert not found.complete
    assert (found.read, found.passed, found.played) == (6, True, True)
    assert "2 questions changées" in page_of(recruit, MODULE)
    assert "2 questions ont changé depuis votre réussite" in page_of(recruit, f"{MODULE}/quiz")
    quiz = Quiz.start(recruit, db, **CATCH_UP)
    names = list(old.questions)
    assert sorted(quiz.attempt.drawn) == sorted([names[0], names[3]])
    assert quiz.attempt.version == module_of(db).version != old.version
    assert quiz.take().passed
    assert progress_of(db, world).complete
    assert recruit.send(f"{MODULE}/quiz", {"quiz": "catch_up"}).status_code == 422


def test_missing_what_changed_asks_it_again(recruit, learnt, db, world) -> None:
    change(db, reword(0))
    assert not Quiz.start(recruit, db, **CATCH_UP).take(lambda _: True).passed
    assert not progress_of(db, world).complete
    assert Quiz.start(recruit, db, **CATCH_UP).take().passed
    assert progress_of(db, world).complete


def test_an_attempt_keeps_the_text_it_was_taken_on(recruit, db) -> None:
    quiz = Quiz.start(recruit, db)
    name, number = quiz.attempt.drawn[0], 1
    text = squeezed(quiz.questions[0]["explication"])
    place = list(module_of(db).questions).index(name)
    change(db, reword(place))
    quiz.answer(number)
    assert text in page_of(recruit, f"{quiz.path}/{number}")
    assert NEW not in page_of(recruit, f"{quiz.path}/{number}")
    assert quiz.answers[0].question_hash != module_of(db).parts.questions[name]


def test_passing_an_older_text_leaves_the_change_to_answer(recruit, db, world) -> None:
    """She had begun when the content was delivered."""
    quiz = Quiz.start(recruit, db)
    change(db, reword(0))
    assert quiz.take().passed
    found = progress_of(db, world)
    assert found.passed
    assert found.changed == (next(iter(module_of(db).questions)),)


def test_a_question_taken_away_does_not_break_an_old_result(recruit, db) -> None:
    quiz = Quiz.start(recruit, db)
    quiz.take(lambda _: True)
    gone = quiz.attempt.drawn[0]

    def edit(payload) -> None:
        payload["questions"] = [one for one in payload["questions"] if one["id"] != gone]

    change(db, edit)
    assert "Quiz à reprendre" in page_of(recruit, f"{quiz.path}/resultat")
    assert gone not in Quiz.start(recruit, db).attempt.drawn
