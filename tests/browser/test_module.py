"""A whole module in one sitting: lessons, a quiz missed then passed, a call, the journey's step."""

import re

from sqlalchemy import select

from integration_portal.journeys.models import Step
from integration_portal.learning.actions.lessons import mark_read
from integration_portal.learning.queries import get_module
from tests.browser.keyboard import Keyboard
from tests.learning.playing import FRONT, Talk
from tests.learning.taking import MODULE, SLUG, Quiz, star
from tests.support.factories import actor_of

TITLE = "document.querySelector('h1').innerText"
FLASH = "document.querySelector('.flashes').innerText"
COLOURS = ("color-contrast", "link-in-text-block")
FILL = """fields => {
  const form = document.querySelector('form.asked');
  for (const [name, values] of Object.entries(fields)) for (const one of form.elements) {
    if (one.name !== name) continue;
    if (['radio', 'checkbox'].includes(one.type)) one.checked = values.includes(one.value);
    else one.value = values[0];
  }
}"""


def faults_of(window, name: str) -> list[str]:
    """Axe by day, then the colours by night."""
    found = window.axe()
    window.by_night()
    found += [f"by night, {fault}" for fault in window.axe(rules=COLOURS)]
    window.page.emulate_media(color_scheme="light")
    return [f"{name}: {fault}" for fault in found]


def send_answer(page, quiz: Quiz, number: int, *, wrong: bool = False) -> None:
    page.evaluate(FILL, quiz.fields(number, wrong=wrong))
    page.click(".quiz-send button")


def corrected(page) -> str:
    page.wait_for_selector("#correction")
    return page.inner_text(".correction")


def quiz_on(page, db) -> Quiz:
    return Quiz(None, db, re.sub(r".*(/quiz/\d+)/\d+$", r"\1", page.url))


def take(page, quiz: Quiz, *, missed: str = "", done: int = 0) -> None:
    """The questions left; the page then shows the result."""
    for number, question in list(enumerate(quiz.questions, 1))[done:]:
        send_answer(page, quiz, number, wrong=question["id"] == missed)
        corrected(page)
        with page.expect_navigation():
            page.click("[data-next]")


def read_the_rest(db, person_id: int) -> None:
    with db.writing() as session:
        person = actor_of(session, person_id)
        for lesson in get_module(session, SLUG).lessons:
            mark_read(session, person, slug=SLUG, lesson_slug=lesson.slug, shown=lesson.digest)


def cut_and_back(window, quiz: Quiz) -> None:
    """The network goes while she answers, and comes back: the answer arrives, once."""
    page = window.page
    page.context.set_offline(True)
    send_answer(page, quiz, 1)
    page.wait_for_selector(".quiz-offline", state="visible")
    assert quiz.attempt.answered == 0
    page.context.set_offline(False)
    assert "Juste" in corrected(page)
    assert quiz.attempt.answered == len(quiz.answers) == 1
    window.faults[:] = [fault for fault in window.faults if "ERR_INTERNET" not in fault]
    page.click("[data-next]")
    page.wait_for_url("**/2")


def test_a_module_from_its_first_lesson_to_its_step(visit, world, db) -> None:
    person, faults = world.ours.peer, []
    window = visit(color_scheme="light", viewport={"width": 1366, "height": 768})
    window.log_in(person)
    page = window.open(MODULE)
    hand = Keyboard(page)
    hand.go("Ouvrir la première leçon")
    hand.go("J’ai lu cette leçon")
    assert "Leçon marquée comme lue." in page.evaluate(FLASH)
    read_the_rest(db, person.id)

    window.open(f"{MODULE}/quiz")
    hand.go("Commencer le quiz")
    quiz = quiz_on(page, db)
    faults += faults_of(window, "question")
    cut_and_back(window, quiz)
    missed = next(one["id"] for one in quiz.questions[1:] if star(one))
    take(page, quiz, missed=missed, done=1)
    assert page.evaluate(TITLE) == "Quiz à reprendre"
    faults += faults_of(window, "result")
    with page.expect_navigation():
        page.click(".missed a[href^='/modules/']")
    assert "Leçon lue" in page.inner_text(".lesson-done")
    page.go_back()
    with page.expect_navigation():
        page.click("text=Refaire un quiz")
    again = quiz_on(page, db)
    assert missed in again.attempt.drawn
    take(page, again)
    assert page.evaluate(TITLE) == "Quiz réussi"

    with page.expect_navigation():
        page.click("text=Ouvrir la mise en situation")
    assert page.url.endswith(FRONT)
    hand.go("Commencer")
    talk = Talk(None, db, re.sub(r"^https?://[^/]+|#.*", "", page.url))
    faults += faults_of(window, "run")
    while talk.run.finished_at is None:
        with page.expect_navigation(url="**/mises-en-situation/*"):
            page.click(f"button[name=choix][value='{talk.choice(attendu=True)[0]}']")
    assert "la mise en situation est faite" in page.inner_text("main")
    faults += faults_of(window, "debrief")

    with db.reading() as session:
        hers = (Step.journey_id == world.ours.peer_journey_id, Step.code == "14")
        step = session.scalars(select(Step.id).where(*hers)).one()
    window.open(f"/etapes/{step}")
    assert "Terminé" in page.inner_text("#modules")
    assert not faults, "\n".join(faults)


def test_a_word_to_fill_in_stays_in_its_sentence(visit, world) -> None:
    window = visit(viewport={"width": 1366, "height": 768})
    window.log_in(world.ours.manager)
    page = window.open("/modules/vocabulaire-medical/questions")
    line = page.locator(".gaps").first
    inputs = line.locator("input").all()
    assert len(inputs) > 1
    assert line.bounding_box()["height"] < 60 * len(inputs)
    assert {one.evaluate("e => getComputedStyle(e).display") for one in inputs} == {"inline-block"}
