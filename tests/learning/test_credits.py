"""A module known already: she shows it, a tutor agrees or not, and may come back on it."""

import datetime as dt

import pytest

from integration_portal.accounts import actions as accounts
from integration_portal.accounts.models import User
from integration_portal.core import clock
from integration_portal.core.permissions import Role
from integration_portal.journeys.models import Journey, StepState
from integration_portal.learning.models import ModuleCredit
from tests.learning.taking import MODULE, Quiz, star
from tests.support.factories import NOW, complete, steps_of
from tests.support.html import words

POSITIONING = {"action": f"{MODULE}/quiz", "button": "Passer le quiz de positionnement"}
LIST = "/modules/reconnaissances"
AGREED = {"decision": "oui"}


@pytest.fixture
def recruit(enter, world):
    return enter(world.ours.peer)


@pytest.fixture
def tutor(enter, world):
    return enter(world.ours.tutor)


def said(client, path: str) -> str:
    return words(next(client.page(path).iter("main")))


@pytest.fixture
def asked(recruit, db, tutor, world) -> str:
    """The page of her request, as the tutor opens it from the list."""
    quiz = Quiz.start(recruit, db, **POSITIONING)
    assert sum(map(star, quiz.questions)) == 7, "every ★ of the bank"
    assert len(quiz.questions) == 12
    assert quiz.take().passed
    told = "Votre tutrice ou votre tuteur reçoit votre demande de reconnaissance et décide."
    assert told in said(recruit, f"{quiz.path}/resultat")
    rows = [row for row in tutor.page(LIST).iter("tr") if world.ours.peer.name in words(row)]
    (row,) = rows
    assert "À décider" in words(row)
    return next(link.get("href") for link in row.iter("a"))


@pytest.fixture
def step_path(db, world) -> str:
    """Her step that asks for the module, what comes before it done."""
    with db.writing() as session:
        journey = session.get_one(Journey, world.ours.peer_journey_id)
        step = steps_of(session, journey.id)["14"]
        for code in step.requires:
            before = steps_of(session, journey.id)[code]
            if before.state is not StepState.DONE:
                complete(session, journey, before)
        return f"/etapes/{step.id}"


def test_agreed_the_step_can_be_ticked(recruit, tutor, asked, step_path) -> None:
    assert "Reconnaissance demandée" in said(recruit, MODULE)
    assert "Il reste : le module « Identitovigilance" in said(recruit, step_path)
    refused = recruit.send(f"{step_path}/fait")
    assert refused.status_code == 422
    assert "à terminer" in refused.text
    assert tutor.submit(asked, AGREED).location == LIST
    assert "Module reconnu" in said(recruit, MODULE)
    assert "Reconnu" in said(recruit, step_path)
    assert recruit.submit(step_path, action=f"{step_path}/fait").location == step_path
    assert "Rouvrir cette étape" in said(recruit, step_path)


def test_a_refusal_says_why(recruit, tutor, asked, db) -> None:
    silent = tutor.submit(asked, {"decision": "non", "comment": "  "})
    assert silent.status_code == 422
    assert "Dites en une phrase pourquoi vous refusez" in silent.text
    doubtful = tutor.submit(asked, {"decision": "non", "comment": "Voir le 01 23 45 67 89."})
    assert doubtful.status_code == 422
    assert "À décider" in said(tutor, LIST)
    tutor.submit(asked, {"decision": "non", "comment": "Reprenons les homonymes ensemble."})
    page = said(recruit, MODULE)
    assert "Reconnaissance refusée" in page
    assert "Reprenons les homonymes ensemble." in page
    assert "Module reconnu" not in page
    Quiz.start(recruit, db, **POSITIONING).take()
    assert "Reconnaissance demandée" in said(recruit, MODULE), "she may show it again"


def test_an_agreement_is_taken_back_in_words(recruit, tutor, asked, step_path) -> None:
    tutor.submit(asked, AGREED)
    assert tutor.submit(asked, {"reason": ""}).status_code == 422
    tutor.submit(asked, {"reason": "Deux erreurs d’identité cette semaine."})
    page = said(recruit, MODULE)
    assert "Votre reconnaissance a été retirée" in page
    assert "Deux erreurs d’identité cette semaine." in page
    assert "Il reste : le module" in said(recruit, step_path)
    assert recruit.send(f"{step_path}/fait").status_code == 422


def test_a_decision_is_made_once(tutor, asked) -> None:
    tutor.submit(asked, AGREED)
    again = tutor.send(asked, {"decision": "non", "comment": "Finalement non."})
    assert again.status_code == 409
    assert "déjà reçu une réponse" in again.text
    tutor.submit(asked, {"reason": "Erreur de personne."})
    assert tutor.send(f"{asked}/retrait", {"reason": "Encore."}).status_code == 409


def test_a_missed_star_asks_for_nothing(recruit, tutor, db, world) -> None:
    quiz = Quiz.start(recruit, db, **POSITIONING)
    first = next(one["id"] for one in quiz.questions if star(one))
    assert not quiz.take(lambda question: question["id"] == first).passed
    assert "Le module reste à suivre" in said(recruit, f"{quiz.path}/resultat")
    assert world.ours.peer.name not in said(tutor, LIST)


def test_passing_by_positioning_alone_credits_nothing(recruit, asked) -> None:
    """Until somebody agrees, the quiz of the module is still hers to pass."""
    assert "Module reconnu" not in said(recruit, MODULE)
    assert "Commencer le quiz" in said(recruit, f"{MODULE}/quiz")


def test_only_those_who_sign_there_decide(asked, enter, world, recruit) -> None:
    for person in (world.ours.neighbour_tutor, world.theirs.tutor, world.theirs.manager):
        other = enter(person)
        assert other.get(asked).status_code == 404
        assert other.send(asked, AGREED).status_code == 404
        assert other.send(f"{asked}/retrait", {"reason": "Non."}).status_code == 404
        assert world.ours.peer.name not in said(other, LIST)
    assert recruit.get(asked).status_code == 403


def test_nobody_decides_for_herself(recruit, asked, db, world) -> None:
    place = world.ours
    with db.writing() as session:
        accounts.grant_role(
            session, None, session.get_one(User, place.peer.id), Role.TUTOR,
            establishment_id=place.establishment_id, unit_id=place.unit_id,
        )  # fmt: skip
    assert recruit.get(asked).status_code == 404
    assert recruit.send(asked, AGREED).status_code == 404
    assert asked not in recruit.get(LIST).text


def test_what_waits_comes_first_then_the_latest_decision(tutor, asked, db, world) -> None:
    older = f"{LIST}/{world.ours.credit_id}"
    with db.writing() as session:
        session.get_one(ModuleCredit, world.ours.credit_id).asked_at = NOW - dt.timedelta(days=1)

    def first_of_both() -> str:
        order = [link.get("href") for link in tutor.page(LIST).iter("a")]
        return next(one for one in order if one in {older, asked})

    assert first_of_both() == older, "it has waited longer"
    tutor.submit(older, AGREED)
    assert first_of_both() == asked
    with clock.frozen(NOW + dt.timedelta(minutes=5)):
        tutor.submit(asked, AGREED)
        assert first_of_both() == asked, "decided last"


def test_those_who_decide_find_what_waits(recruit, tutor, asked, enter, world) -> None:
    """One request of the world, one of hers."""

    def waiting(client, path: str) -> list[str]:
        return [words(link) for link in client.page(path).iter("a") if link.get("href") == LIST]

    assert waiting(tutor, "/a-valider") == ["2 modules à reconnaître"]
    assert waiting(enter(world.ours.neighbour_tutor), "/a-valider") == []
    assert waiting(recruit, "/modules") == []
    assert "Modules à reconnaître : 2 demandes en attente." in said(tutor, "/modules")
    tutor.submit(asked, AGREED)
    assert "Modules à reconnaître : 1 demande en attente." in said(tutor, "/modules")
    neighbour = said(enter(world.ours.neighbour_tutor), "/modules")
    assert "Modules à reconnaître : aucune demande en attente." in neighbour
