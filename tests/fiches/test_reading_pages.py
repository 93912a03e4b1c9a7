"""Attesting on the pages: the fiche, the step, the home."""

import pytest
from sqlalchemy import select

from integration_portal.drill.models import DrillAttempt
from integration_portal.fiches.effective import Place
from integration_portal.fiches.models import FicheReading
from integration_portal.journeys.models import Journey, Step, StepState
from integration_portal.journeys.proofs import fiches_of
from tests.support.client import shown
from tests.support.factories import complete, steps_of
from tests.support.html import words

from .reading_support import SLUG, fiche_step, publish_alert, read, tasks_of

ATTEST = "J’ai lu cette fiche : je sais à qui passer l’appel pour chaque signe"


@pytest.fixture
def step(db, world) -> Step:
    """The step of the five red fiches, open and not done."""
    with db.writing() as session:
        found = fiche_step(session, world.ours.journey_id)
        journey = session.get_one(Journey, world.ours.journey_id)
        for code in found.requires:
            if steps_of(session, journey.id)[code].state is not StepState.DONE:
                complete(session, journey, steps_of(session, journey.id)[code])
        found.state = StepState.TODO
    return found


def _readings(db, person) -> list[FicheReading]:
    with db.reading() as session:
        rows = session.scalars(select(FicheReading).where(FicheReading.user_id == person.id))
        return list(rows)


def _state(db, step) -> StepState:
    with db.reading() as session:
        return session.get_one(Step, step.id).state


def _attest_from_fiche(client, step, slug: str, place: Place):
    page = f"/fiches/{slug}?lieu={place.code}&etape={step.id}"
    return client.submit(page, action=f"/etapes/{step.id}/lectures")


def _pass_drill(db, world, step) -> None:
    """Ten right answers, as the drill would have kept them."""
    item = {"said": "x", "fiches": [SLUG], "sign": "x", "vital": True, "chosen": SLUG,
            "seconds": 4.0, "shown_at": step.state_since.isoformat()}  # fmt: skip
    with db.writing() as session:
        session.add(DrillAttempt(user_id=world.ours.recruit.id, step_id=step.id, items=[item] * 10,
                                 score=10, seconds=40, started_at=step.state_since,
                                 finished_at=step.state_since))  # fmt: skip


def test_a_fiche_is_attested_from_its_page(enter, world, db) -> None:
    client = enter(world.ours.tutor)
    response = client.submit(f"/fiches/{SLUG}", button=ATTEST)
    assert response.status_code == 302
    (reading,) = _readings(db, world.ours.tutor)
    assert reading.step_id is None
    page = words(client.page(f"/fiches/{SLUG}"))
    assert f"version {reading.text_hash[:8]}" in page
    assert ATTEST not in page


def test_a_forged_text_is_refused(enter, world, db) -> None:
    client = enter(world.ours.recruit)
    assert client.send(f"/fiches/{SLUG}/lecture", {"texte": "0" * 64}).status_code == 409
    assert client.send("/fiches/nulle-part/lecture", {"texte": "0" * 64}).status_code == 404
    elsewhere = f"e{world.theirs.establishment_id}"
    response = client.send(f"/fiches/{SLUG}/lecture", {"texte": "0", "lieu": elsewhere})
    assert response.status_code == 404
    assert _readings(db, world.ours.recruit) == []


def test_the_step_is_done_with_its_last_proof(enter, world, db, step) -> None:
    """Each fiche, on the step's page or on its own, and the drill: then the step is done."""
    client = enter(world.ours.recruit)
    place = Place(world.ours.establishment_id, world.ours.unit_id)
    _pass_drill(db, world, step)
    first, *others = fiches_of(step)
    for slug in others:
        assert _attest_from_fiche(client, step, slug, place).status_code == 302
    assert _state(db, step) is StepState.TODO
    page = client.page(f"/etapes/{step.id}")
    assert "Il reste : une fiche à lire" in words(page)
    (form,) = [form for form in page.iter("form") if "J’atteste cette lecture" in words(form)]
    fields = {node.get("name"): node.get("value") for node in form.iter("input")}
    assert fields["fiche"] == first
    assert client.post(f"/etapes/{step.id}/lectures", data=fields).status_code == 302
    assert _state(db, step) is StepState.DONE
    assert {one.step_id for one in _readings(db, world.ours.recruit)} == {step.id}


def test_the_step_is_not_ticked_before(enter, world, db, step) -> None:
    client = enter(world.ours.recruit)
    response = client.send(f"/etapes/{step.id}/fait")
    assert response.status_code == 422
    assert "5 fiches à lire" in shown(response)
    assert _state(db, step) is StepState.TODO


def test_the_tutor_sees_what_is_read_and_attests_nothing(enter, world, db, step) -> None:
    place = Place(world.ours.establishment_id, world.ours.unit_id)
    with db.writing() as session:
        read(session, world.ours.recruit, place)
    client = enter(world.ours.tutor)
    page = words(client.page(f"/etapes/{step.id}"))
    assert "Lue" in page
    assert "J’atteste" not in page
    assert client.send(f"/etapes/{step.id}/lectures", {"fiche": SLUG}).status_code == 403


def test_a_fiche_of_another_step_does_not_count(enter, world, step) -> None:
    client = enter(world.ours.recruit)
    response = client.send(f"/etapes/{step.id}/lectures", {"fiche": "asthme"})
    assert response.status_code == 404


def test_the_home_shows_what_to_read_again_and_reading_closes_it(enter, world, db) -> None:
    client = enter(world.ours.recruit)
    place = Place(world.ours.establishment_id, world.ours.unit_id)
    with db.writing() as session:
        read(session, world.ours.recruit, place)
        publish_alert(session, "Un signe écrit autrement")
    assert "À relire" in words(client.page("/parcours"))
    page = words(client.page(f"/fiches/{SLUG}"))
    assert "Un signe écrit autrement" in page
    assert "ont changé depuis votre lecture" in page
    client.submit(f"/fiches/{SLUG}", button=ATTEST)
    assert "À relire" not in words(client.page("/parcours"))
    with db.reading() as session:
        assert [one.done_at is not None for one in tasks_of(session, world.ours.recruit)] == [True]


def test_the_home_costs_one_statement_more(enter, world, queries) -> None:
    client = enter(world.ours.recruit)
    client.get("/parcours")
    with queries() as seen:
        client.get("/parcours")
    assert len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]) <= 8


def test_another_hospital_attests_nothing_on_our_step(enter, world, db, step) -> None:
    client = enter(world.theirs.recruit)
    response = client.send(f"/etapes/{step.id}/lectures", {"fiche": SLUG})
    assert response.status_code == 404
    assert client.send(f"/etapes/{step.id}/epreuve").status_code == 404
