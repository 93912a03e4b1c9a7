"""Adapting a person's steps: fields before and after, then the confirmation."""

from sqlalchemy import func, select

from integration_portal.journeys.models import JourneyEvent, Step, StepState
from tests.support.client import form_values, shown
from tests.support.factories import steps_of
from tests.support.html import check_page


def step_of(db, journey_id: int, state: StepState = StepState.TODO) -> Step:
    with db.reading() as session:
        return next(s for s in steps_of(session, journey_id).values() if s.state is state)


def events(db, journey_id: int) -> int:
    with db.reading() as session:
        query = select(func.count()).where(JourneyEvent.journey_id == journey_id)
        return session.scalar(query)


def test_an_adaptation_is_shown_then_confirmed(enter, world, db) -> None:
    journey_id = world.ours.journey_id
    step = step_of(db, journey_id)
    client = enter(world.ours.manager)
    path = f"/parcours/{journey_id}/etapes/{step.id}/adapter"
    count = events(db, journey_id)
    preview = client.submit(
        path, {"titre": "Chez nous d’abord", "reason": "Organisation du service"}
    )
    assert preview.status_code == 200
    assert "Chez nous d’abord" in shown(preview)
    assert events(db, journey_id) == count, "a preview changes nothing"
    typed = _typed(preview)
    edit = client.send(path, {**typed, "etape": "modifier"})
    assert "Chez nous d’abord" in edit.text
    done = client.send(path, {**typed, "etape": "confirmer"}, follow_redirects=True)
    assert "Organisation du service" in shown(done)
    with db.reading() as session:
        assert session.get_one(Step, step.id).changed == ["titre"]


def _typed(response) -> dict[str, str]:
    """The hidden fields a preview carries to its confirmation."""
    form = next(check_page(response.text, typography=False).find(".//main").iter("form"))
    return {n: v for n, v in form_values(form).items() if n not in {"csrf_token", "etape"}}


def test_an_adaptation_without_a_change_is_refused(enter, world, db) -> None:
    step = step_of(db, world.ours.journey_id)
    client = enter(world.ours.manager)
    path = f"/parcours/{world.ours.journey_id}/etapes/{step.id}/adapter"
    refused = client.submit(path, {"reason": "Pour voir"})
    assert refused.status_code == 422
    assert "Rien n’a été modifié" in shown(refused)


def test_an_observation_is_never_given_to_the_recruit(enter, world) -> None:
    client = enter(world.ours.manager)
    path = f"/parcours/{world.ours.journey_id}/etapes/{world.ours.observation_id}/adapter"
    refused = client.submit(path, {"responsable": "recrue", "reason": "Essai"})
    assert refused.status_code == 422
    assert "Une observation se signe" in shown(refused)


def test_a_step_is_added_then_removed(enter, world, db) -> None:
    journey_id = world.ours.journey_id
    client = enter(world.ours.manager)
    values = {
        "titre": "Visiter le bloc", "phase": "mois-1", "type": "rencontre",
        "responsable": "recrue", "echeance": "s4", "duree": "45", "pourquoi": "Pour situer.",
        "faire": "Passez une heure.", "criteres": "★ Ne parle d’aucun patient.\nA vu le bloc.",
        "reason": "Demande du service",
    }  # fmt: skip
    path = f"/parcours/{journey_id}/etapes/ajouter"
    assert "due le" in shown(client.submit(path, values))
    added = client.send(path, {**values, "etape": "confirmer"}, follow_redirects=True)
    assert "(ajoutée)" in shown(added)
    with db.reading() as session:
        step = steps_of(session, journey_id)["900"]
    assert [c["securite"] for c in step.details["criteres"]] == [True, False]
    client.submit(f"/parcours/{journey_id}/etapes/{step.id}/retirer", {"reason": "Déjà vu"})
    with db.reading() as session:
        assert "900" not in steps_of(session, journey_id)
    assert "Visiter le bloc" in shown(client.get(f"/parcours/{journey_id}/historique"))


def test_a_refused_step_keeps_what_was_typed(enter, world) -> None:
    client = enter(world.ours.manager)
    path = f"/parcours/{world.ours.journey_id}/etapes/ajouter"
    refused = client.submit(path, {"titre": "Un titre à garder", "echeance": "demain"})
    assert refused.status_code == 422
    assert "Un titre à garder" in refused.text
    assert "Échéance attendue" in shown(refused)
