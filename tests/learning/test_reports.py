"""Those who keep the questions: what learners say of them, how each behaves, what a cohort holds."""

import pytest

from integration_portal.accounts import actions as accounts
from integration_portal.accounts.models import User
from integration_portal.core.permissions import Role
from integration_portal.demo.learning import right_answer, wrong_answer
from integration_portal.learning.actions import answering, quizzes
from integration_portal.learning.models import Purpose
from integration_portal.learning.queries import get_module
from integration_portal.learning.queries_quiz import order_of
from integration_portal.learning.question_types import kind_of
from tests.learning.taking import MODULE, SLUG, Quiz, module_of, squeezed, star
from tests.support.factories import OUR_MARK, THEIR_MARK, actor_of
from tests.support.html import words

REPORTS = "/modules/questions/signalements"
BANK = f"{MODULE}/questions"


def cells(row) -> list[str]:
    return [words(cell) for cell in row]


def said(client, path: str) -> str:
    return words(next(client.page(path).iter("main")))


def test_a_report_goes_from_the_correction_to_the_editor(enter, world, db) -> None:
    recruit, editor = enter(world.ours.peer), enter(world.ours.editor)
    quiz = Quiz.start(recruit, db)
    quiz.answer(1)
    links = [link.get("href") for link in recruit.page(f"{quiz.path}/1").iter("a")]
    report = next(link for link in links if "signalement" in link)
    assert recruit.submit(report, {"words": ""}).status_code == 422
    doubtful = recruit.submit(report, {"words": "Née le 12/04/1961, au 01 23 45 67 89."})
    assert doubtful.status_code == 422
    assert recruit.submit(report, {"words": "Deux réponses se valent."}).status_code == 302
    page = said(editor, REPORTS)
    assert "« Deux réponses se valent. »" in page
    assert quiz.attempt.drawn[0] in page
    assert world.ours.peer.name in page


def test_an_editor_closes_a_report_of_her_place_only(enter, world) -> None:
    editor, ours = enter(world.ours.editor), world.ours.report_id
    page = said(editor, REPORTS)
    assert f"Ambiguë {OUR_MARK}" in page
    assert f"Ambiguë {THEIR_MARK}" not in page
    assert editor.send(f"{REPORTS}/{world.theirs.report_id}/fermer").status_code == 404
    assert editor.submit(REPORTS, action=f"{REPORTS}/{ours}/fermer").location == REPORTS
    assert "Aucune question signalée" in said(editor, REPORTS)
    assert editor.send(f"{REPORTS}/{ours}/fermer").status_code == 302, "twice changes nothing"
    assert enter(world.ours.recruit).get(REPORTS).status_code == 403


def test_writing_here_does_not_open_the_reports_of_there(enter, world, db) -> None:
    """An editor of one hospital who is a recruit of the other."""
    with db.writing() as session:
        accounts.grant_role(
            session, None, session.get_one(User, world.ours.editor.id), Role.RECRUIT,
            establishment_id=world.theirs.establishment_id,
        )  # fmt: skip
    editor = enter(world.ours.editor)
    assert f"Ambiguë {THEIR_MARK}" not in said(editor, REPORTS)
    assert editor.send(f"{REPORTS}/{world.theirs.report_id}/fermer").status_code == 404


def test_a_question_that_does_not_exist_is_not_reported(enter, world, db) -> None:
    recruit, version = enter(world.ours.peer), module_of(db).version
    for path in (
        f"{BANK}/inconnue/signalement?version={version}",
        f"{BANK}/salle-d-attente/signalement?version=0",
    ):
        assert recruit.get(path).status_code == 404
        assert recruit.send(path, {"words": "Rien."}).status_code == 404


@pytest.fixture
def answered(db, world) -> str:
    """The same ★ asked ten times, missed in the last three, two of them with another one."""
    with db.writing() as session:
        person, module = actor_of(session, world.ours.peer.id), get_module(session, SLUG)
        first, second = [one["id"] for one in module.questions.values() if star(one)][:2]
        for number in range(10):
            wrong = {first} if number == 7 else {first, second} if number > 7 else set()
            attempt = quizzes.start(session, person, slug=SLUG, purpose=Purpose.POSITIONING)
            for place, name in enumerate(attempt.drawn):
                question = module.questions[name]
                given = (wrong_answer if name in wrong else right_answer)(question)
                fields = kind_of(question).posted(question, order_of(attempt, question), given)
                answering.answer(session, person, attempt.id, place=place, fields=fields)
    return first


def test_the_bank_shows_how_each_question_behaves(enter, world, db, answered) -> None:
    editor = enter(world.ours.editor)
    root = editor.page(BANK)
    sections = {one.get("id"): words(one) for one in root.iter("section")}
    assert set(module_of(db).questions) <= set(sections)
    page = sections[answered]
    assert "10 réponses, réussite 70 %, discrimination 0," in page
    question = module_of(db).questions[answered]
    assert squeezed(question["explication"]) in page
    most = words(next(one for one in root.iter("main"))).partition("★ Les plus manquées")[2]
    assert most.strip().startswith(f"{squeezed(question['enonce'])} : 70 % de réussite")
    assert world.ours.peer.name not in words(root), "figures bear no name"


def test_figures_stay_in_the_hospital(enter, world, answered) -> None:
    page = said(enter(world.theirs.editor), BANK)
    assert "réponses, réussite" not in page
    assert "Les plus manquées" not in page
    assert enter(world.ours.recruit).get(BANK).status_code == 403


def test_who_keeps_one_unit_counts_the_answers_of_its_people(enter, world, answered) -> None:
    figures = "10 réponses, réussite 70 %"
    assert figures in said(enter(world.ours.manager), BANK)
    assert figures in said(enter(world.ours.doctor), BANK)
    for other in (world.ours.neighbour_manager, world.theirs.manager):
        page = said(enter(other), BANK)
        assert "réussite" not in page.partition("Chiffres montrés")[2]
        assert "Les plus manquées" not in page


def test_too_few_answers_name_no_question(enter, world, db) -> None:
    """One quiz, one ★ missed: who missed it would be plain to see."""
    Quiz.start(enter(world.ours.peer), db).take(star)
    page = said(enter(world.ours.manager), BANK)
    assert "1 réponse" in page
    assert "Les plus manquées" not in page
    assert "réussite" not in page.partition("Chiffres montrés")[2]


def test_a_cohort_by_objective(enter, world, db) -> None:
    quiz = Quiz.start(enter(world.ours.peer), db)
    missed = quiz.questions[0]["objectif"]
    quiz.take(lambda question: question["objectif"] == missed or star(question))
    path = f"/promotions/{world.ours.cohort_id}/modules"
    manager = enter(world.ours.manager)
    root = manager.page(path)
    (row,) = [cells(row) for row in root.iter("tr") if "GI-8" in words(row)]
    assert row[1:] == ["2", "1"], "two tried it, one passed"
    page = manager.page(f"{path}?module={SLUG}")
    rows = {one[0]: one[1:] for one in map(cells, page.iter("tr"))}
    for number, text in enumerate(module_of(db).objectives, 1):
        asked = [one for one in quiz.answers if one.objective == number]
        mean = int(100 * sum(one.points for one in asked) / len(asked) + 0.5)
        assert rows[" ".join(text.split())] == [f"{mean} %", str(len(asked))]
    assert world.ours.peer.name not in words(page)
    theirs = f"/promotions/{world.theirs.cohort_id}/modules"
    assert manager.get(theirs).status_code == 404
    assert enter(world.ours.recruit).get(path).status_code == 403
