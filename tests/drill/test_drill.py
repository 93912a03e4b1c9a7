"""« Trouvez la bonne fiche » as it is played: times of the portal, one answer a sentence."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from integration_portal.accounts import personal_data
from integration_portal.accounts.models import User
from integration_portal.core import clock
from integration_portal.drill import actions
from integration_portal.drill.errors import NotShownYetError
from integration_portal.drill.models import DrillAttempt
from integration_portal.journeys.models import JourneyEvent, Step, StepState
from tests.fiches.reading_support import fiche_step
from tests.support.client import shown
from tests.support.factories import NOW, actor_of
from tests.support.html import words

PICK = "C’est celle-ci"


def _attempt(db, person) -> DrillAttempt:
    with db.reading() as session:
        query = select(DrillAttempt).where(DrillAttempt.user_id == person.id)
        return session.scalars(query.order_by(DrillAttempt.id.desc())).first()


def _started(client, db, person) -> DrillAttempt:
    assert client.submit("/epreuve", button="Commencer une épreuve").status_code == 302
    return _attempt(db, person)


def _answer(client, attempt, number: int, slug: str, **more):
    path = f"/epreuve/{attempt.id}"
    values = {"phrase": str(number), "fiche": slug, **more}
    response = client.send(f"{path}/reponse", values)
    client.send(f"{path}/suite", {"phrase": str(number + 1)})
    return response


def _play(client, attempt, *, wrong: int = 0) -> None:
    """Answer everything, the ``wrong`` last sentences that are not vital without a fiche."""
    plain = [n for n, item in enumerate(attempt.items) if not item["vital"]]
    missed = set(plain[len(plain) - wrong :]) if wrong else set()
    for number, item in enumerate(attempt.items):
        slug = "" if number in missed else item["fiches"][0]
        assert _answer(client, attempt, number + 1, slug).status_code == 302


def test_a_sentence_is_searched_and_answered(enter, world, db) -> None:
    client = enter(world.ours.recruit)
    attempt = _started(client, db, world.ours.recruit)
    said = attempt.items[0]["said"]
    page = f"/epreuve/{attempt.id}"
    assert said.replace("'", "’")[:20] in words(client.page(page))
    found = client.page(f"{page}?q=bouche+de+travers")
    forms = [form for form in found.iter("form") if words(form).startswith(PICK)]
    fields = {one.get("name"): one.get("value") for one in forms[0].iter("input")}
    assert client.post(f"{page}/reponse", data=fields).status_code == 302
    assert _attempt(db, world.ours.recruit).items[0]["chosen"] == fields["fiche"]
    client.submit(page)  # « Afficher la phrase suivante »
    assert "Phrase 2 sur 10" in words(client.page(page))


def test_the_fiche_itself_can_be_the_answer(enter, world, db) -> None:
    client = enter(world.ours.recruit)
    attempt = _started(client, db, world.ours.recruit)
    client.submit(f"/fiches/asthme?epreuve={attempt.id}&phrase=1", button=PICK)
    assert _attempt(db, world.ours.recruit).items[0]["chosen"] == "asthme"


def test_times_are_those_of_the_portal(enter, world, db) -> None:
    """Nothing that a browser sends moves them, nor does opening the page again."""
    client = enter(world.ours.recruit)
    attempt = _started(client, db, world.ours.recruit)
    with clock.frozen(NOW + dt.timedelta(seconds=20)):
        client.page(f"/epreuve/{attempt.id}")
        client.send(f"/epreuve/{attempt.id}/suite", {"phrase": "1"})
    with clock.frozen(NOW + dt.timedelta(seconds=37)):
        forged = {"seconds": "1", "shown_at": NOW.isoformat(), "secondes": "1"}
        _answer(client, attempt, 1, "asthme", **forged)
    assert _attempt(db, world.ours.recruit).items[0]["seconds"] == 37


def test_a_sentence_not_shown_has_no_answer(database, world) -> None:
    with database.writing() as session:
        recruit = actor_of(session, world.ours.recruit.id)
        attempt = actions.start(session, recruit)
        for number in (2, 10):
            with pytest.raises(NotShownYetError):
                actions.answer(session, recruit, attempt.id, number=number, slug="asthme")
        actions.answer(session, recruit, attempt.id, number=1, slug="asthme")
        with pytest.raises(NotShownYetError):
            actions.answer(session, recruit, attempt.id, number=2, slug="asthme")


def test_a_double_post_answers_once(enter, world, db) -> None:
    client = enter(world.ours.recruit)
    attempt = _started(client, db, world.ours.recruit)
    values = {"phrase": "1", "fiche": "asthme"}
    client.send(f"/epreuve/{attempt.id}/reponse", values)
    again = client.send(f"/epreuve/{attempt.id}/reponse", {**values, "fiche": "avc-ait"})
    assert again.status_code == 302
    items = _attempt(db, world.ours.recruit).items
    assert [item["chosen"] for item in items] == ["asthme"] + [None] * 9


def test_the_result_says_what_was_expected(enter, world, db) -> None:
    client = enter(world.ours.recruit)
    attempt = _started(client, db, world.ours.recruit)
    _play(client, attempt, wrong=3)
    page = words(client.page(f"/epreuve/{attempt.id}"))
    assert "7 bonnes fiches sur 10" in page
    assert "Pas encore" in page
    assert "au moins 8 bonnes fiches sur 10" in page
    assert page.count("Attendu") == 3
    assert "pas de fiche, appel passé au médecin" in page


def test_an_attempt_is_its_players_alone(enter, world, db) -> None:
    attempt = _started(enter(world.ours.recruit), db, world.ours.recruit)
    for person in (world.ours.tutor, world.ours.manager, world.theirs.recruit):
        client = enter(person)
        assert client.get(f"/epreuve/{attempt.id}").status_code == 404
        assert _answer(client, attempt, 1, "asthme").status_code == 404
    assert _attempt(db, world.ours.recruit).items[0]["chosen"] is None


@pytest.fixture
def step(db, world) -> Step:
    with db.writing() as session:
        found = fiche_step(session, world.ours.journey_id)
        found.state, found.requires = StepState.TODO, []
        # Its fiches are for the tests of readings: here the drill alone is asked.
        left = [one for one in found.details["ressources"] if one["type"] == "epreuve"]
        found.details = {**found.details, "ressources": left}
    return found


def _state(db, step) -> StepState:
    with db.reading() as session:
        return session.get_one(Step, step.id).state


def test_passing_closes_the_step_and_leaves_a_line(enter, world, db, step) -> None:
    client = enter(world.ours.recruit)
    client.submit(f"/etapes/{step.id}", button="Commencer l’épreuve")
    _play(client, _attempt(db, world.ours.recruit), wrong=3)
    assert _state(db, step) is StepState.TODO
    client.submit(f"/etapes/{step.id}", button="Commencer l’épreuve")
    _play(client, _attempt(db, world.ours.recruit), wrong=2)
    assert _state(db, step) is StepState.DONE
    page = shown(client.get(f"/etapes/{step.id}"))
    assert "a réussi l’épreuve : 8 sur 10" in page
    assert "a tenté l’épreuve : 7 sur 10" in page


def test_a_try_is_for_her_and_her_tutor(enter, world, db, step) -> None:
    client = enter(world.ours.recruit)
    client.submit(f"/etapes/{step.id}", button="Commencer l’épreuve")
    _play(client, _attempt(db, world.ours.recruit), wrong=4)
    assert "a tenté" in shown(enter(world.ours.tutor).get(f"/etapes/{step.id}"))
    assert "a tenté" not in shown(enter(world.ours.manager).get(f"/etapes/{step.id}"))


def test_a_free_drill_touches_no_step(enter, world, db, step) -> None:
    client = enter(world.ours.recruit)
    _play(client, _started(client, db, world.ours.recruit))
    assert "10 bonnes fiches" in shown(
        client.get(f"/epreuve/{_attempt(db, world.ours.recruit).id}")
    )
    assert _state(db, step) is StepState.TODO
    with db.reading() as session:
        lines = select(func.count()).where(JourneyEvent.kind.like("drill%"))
        assert session.scalar(lines) == 0


def test_other_sentences_come_when_she_plays_again(database, world) -> None:
    with database.writing() as session:
        recruit = actor_of(session, world.ours.recruit.id)
        rounds = []
        for _ in range(3):
            attempt = actions.start(session, recruit)
            rounds.append({item["said"] for item in attempt.items})
            _finish(session, recruit, attempt)
        assert len(set.union(*rounds)) == 30


def _finish(session, actor, attempt) -> None:
    for number in range(1, 11):
        actions.show(session, actor, attempt.id, number=number)
        actions.answer(session, actor, attempt.id, number=number, slug="")


def test_her_attempts_leave_with_her(database, world) -> None:
    with database.writing() as session:
        actions.start(session, actor_of(session, world.ours.recruit.id))
        personal_data.anonymise(session, None, session.get_one(User, world.ours.recruit.id))
        assert session.scalar(select(func.count()).select_from(DrillAttempt)) == 0
