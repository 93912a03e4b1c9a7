"""Blank observation grids and attendance sheets, to fill and sign by hand."""

from integration_portal.journeys.models import Step
from tests.support.html import words

from .conftest import opened, said, squeezed

TRAINING = {
    "subject": "Identitovigilance, séance 1", "day": "2026-12-01", "trainer": "Nadia Benali",
    "place": "Salle 12",
}  # fmt: skip


def test_the_grid_of_a_step_has_its_criteria_and_no_patient(enter, world, db) -> None:
    path = f"/etapes/{world.ours.observation_id}/grille.pdf"
    pdf = opened(enter(world.ours.tutor).get(path).data)
    text = said(pdf)
    with db.reading() as session:
        step = session.get_one(Step, world.ours.observation_id)
        for criterion in step.details["criteres"]:
            assert squeezed(criterion["texte"].replace("'", "’")) in text
    assert squeezed(world.ours.recruit.name) in text
    assert squeezed("Aucune information sur un patient") in text
    assert enter(world.theirs.tutor).get(path).status_code == 404


def test_the_grid_of_a_competency(enter, world) -> None:
    client = enter(world.ours.tutor)
    text = said(opened(client.get("/grilles/CT-7.pdf").data))
    assert squeezed("Demande d’emblée qui appelle") in text
    assert client.get("/grilles/XX-1.pdf").status_code == 404


def test_an_attendance_sheet_names_who_is_ticked(enter, world) -> None:
    client, path = enter(world.ours.manager), f"/promotions/{world.ours.cohort_id}/emargement"
    assert f'href="{path}"' in client.get(f"/promotions/{world.ours.cohort_id}").text
    peer = f"{world.ours.peer_journey_id}"
    answer = client.submit(path, {**TRAINING, "journeys": [peer]})
    pdf = opened(answer.data)
    text = said(pdf)
    assert len(pdf.pages) == 1
    for what in (*list(TRAINING.values())[::2], "mardi 1er décembre", world.ours.peer.name):
        assert squeezed(what.replace("1er", "1")) in text.replace("1ᵉʳ", "1"), what
    assert squeezed(world.ours.recruit.name) not in text


def test_a_form_not_filled_in_says_so(enter, world) -> None:
    path = f"/promotions/{world.ours.cohort_id}/emargement"
    client = enter(world.ours.manager)
    refused = client.submit(path, {**TRAINING, "subject": "", "journeys": []})
    assert refused.status_code == 422
    assert "Remplissez ce champ" in refused.text
    assert "Cochez au moins une personne" in refused.text
    patient = client.submit(path, {**TRAINING, "subject": "Suivi, IPP 12345678"})
    assert patient.status_code == 422


def test_a_recruit_of_elsewhere_cannot_be_ticked(enter, world) -> None:
    path = f"/promotions/{world.ours.cohort_id}/emargement"
    client = enter(world.ours.manager)
    there = {**TRAINING, "journeys": [str(world.theirs.journey_id)]}
    assert client.send(path, there).status_code == 422
    names = words(client.page(path))
    assert world.ours.recruit.name in names
    assert world.theirs.recruit.name not in names
    assert world.ours.neighbour_recruit.name not in names
