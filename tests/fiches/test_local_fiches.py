"""A fiche that only one hospital has: written in a simpler form, read as any other."""

import pytest
from sqlalchemy import select

from integration_portal.content.kinds.fiche import Fiche
from integration_portal.fiches.local_fiche import LocalFiche
from integration_portal.fiches.models import LocalLayer
from tests.support.client import form_values, shown
from tests.support.html import words

NEW = "/fiches-locales/nouvelle"
TYPED = {
    "titre": "Retard d’ambulance",
    "specialite": "transversal",
    "resume": "Une ambulance n’arrive pas. On prévient, on ne décide pas.",
    "alertes-1-si": "La personne va moins bien en attendant",
    "alertes-1-conduite": "15",
    "alertes-1-niveau": "U0",
    "alertes-1-geste": "Passez le 15. Restez en ligne.",
    "mots_patient-0-mots": "L’ambulance n’est pas là",
    "mots_patient-0-niveau": "U3",
    "parcours-0-etape": "Retard",
    "parcours-0-interlocuteur": "Bureau des transports",
    "questions": "Qui êtes-vous ?\nOù êtes-vous ?\nÀ quelle heure ?\nComment va la personne ?",
}
PAGE = "/fiches/local-retard-d-ambulance"


@pytest.fixture
def editor(enter, world):
    return enter(world.ours.editor)


@pytest.fixture
def written(editor):
    response = editor.submit(NEW, TYPED, button="Enregistrer")
    assert response.status_code == 302, shown(response)
    assert response.location.startswith(PAGE)
    return editor


def _main(client, path):
    return words(next(client.page(path).iter("main")))


def test_it_reads_as_any_fiche_and_says_draft(written, enter, world) -> None:
    said = _main(enter(world.ours.recruit), PAGE)
    for text in ("Retard d’ambulance", "La personne va moins bien en attendant",
                 "Passez le 15. Restez en ligne.", "Bureau des transports",
                 "Aucun médecin"):  # fmt: skip
        assert text in said


def test_nobody_else_sees_it(written, enter, world) -> None:
    theirs = enter(world.theirs.editor)
    assert theirs.get(PAGE).status_code == 404
    assert theirs.get(f"{PAGE}/chez-nous").status_code == 404


def test_its_payload_follows_the_schema(written, db) -> None:
    with db.reading() as session:
        (layer,) = session.scalars(select(LocalLayer))
        payload = layer.patch["fiche"]
    assert layer.base_version is None
    LocalFiche.model_validate({key: value for key, value in payload.items() if key != "corps"})
    assert set(payload) == {*Fiche.model_fields, "corps"}
    assert payload["id"] == "FR-LOCAL-001"


def test_each_fault_is_said_at_its_field_and_all_is_kept(editor, db) -> None:
    wrong = {**TYPED, "questions": "Une seule ?", "alertes-1-geste": "", "titre": ""}
    response = editor.submit(NEW, wrong, button="Enregistrer")
    assert response.status_code == 422
    assert "Remplissez ce champ." in shown(response)
    assert "La personne va moins bien" in response.text
    response = editor.submit(NEW, {**wrong, "titre": "Un titre"}, button="Enregistrer")
    said = shown(response)
    assert response.status_code == 422
    assert "au lieu de 4" in said
    assert "Ce que vous faites, ligne 2" in said
    with db.reading() as session:
        assert not session.scalars(select(LocalLayer)).all()


def test_a_patient_s_number_never_enters(editor) -> None:
    typed = {**TYPED, "resume": "NIR 2 69 05 49 588 157 80"}
    response = editor.submit(NEW, typed, button="Enregistrer")
    assert response.status_code == 422
    assert "sécurité sociale" in shown(response)


def test_it_changes_by_its_own_form_and_two_at_once_lose_nothing(written, doors, world) -> None:
    place = f"?lieu=e{world.ours.establishment_id}"
    page = written.page(f"{PAGE}/chez-nous{place}")
    form = next(one for one in page.iter("form") if one.get("data-preview"))
    data = {**form_values(form), "titre": "Retard de l’ambulance"}
    assert written.post(f"{PAGE}/chez-nous", data=data).status_code == 302
    assert "Retard de l’ambulance" in _main(written, PAGE)
    late = {**data, "titre": "Autre titre"}
    response = written.post(f"{PAGE}/chez-nous", data=late)
    assert response.status_code == 409
    assert "Autre titre" in response.text


def test_a_unit_adds_to_the_fiche_of_its_establishment(written, enter, world) -> None:
    page = f"{PAGE}/chez-nous?lieu=u{world.ours.unit_id}"
    response = written.submit(page, {"note": "Bureau fermé le soir."}, button="Enregistrer")
    assert response.status_code == 302, shown(response)
    assert "Bureau fermé le soir." in _main(enter(world.ours.recruit), PAGE)
    assert "Bureau fermé" not in _main(enter(world.ours.neighbour_recruit), PAGE)


def test_the_same_title_twice_makes_two_fiches(written) -> None:
    again = written.submit(NEW, TYPED, button="Enregistrer")
    assert again.location.startswith(f"{PAGE}-2")


def test_the_preview_shows_the_red_block_and_writes_nothing(editor, db) -> None:
    form = next(one for one in editor.page(NEW).iter("form") if one.get("data-preview"))
    response = editor.post("/fiches-locales/apercu", data={**form_values(form), **TYPED})
    assert response.status_code == 200
    assert "15 tout de suite" in shown(response)
    empty = editor.post("/fiches-locales/apercu", data=form_values(form))
    assert empty.status_code == 200
    with db.reading() as session:
        assert not session.scalars(select(LocalLayer)).all()


def test_a_correction_waits_when_the_establishment_rewrites_its_fiche(written, world, db) -> None:
    unit = f"{PAGE}/chez-nous?lieu=u{world.ours.unit_id}"
    written.submit(unit, {"phrase-questions-3": "Comment va-t-elle ?"}, button="Enregistrer")
    house = f"{PAGE}/chez-nous?lieu=e{world.ours.establishment_id}"
    asked = TYPED["questions"].replace("Comment va la personne ?", "Qui est avec elle ?")
    written.submit(house, {"questions": asked}, button="Enregistrer")
    said = _main(written, unit)
    assert "1 correction ne s’applique plus" in said
    assert "Qui est avec elle ?" in said
    written.submit(unit, button="Remettre sur le nouveau texte")
    assert "Comment va-t-elle ?" in _main(written, f"{PAGE}?lieu=u{world.ours.unit_id}")


def test_emptied_it_is_gone_for_everybody(written, enter, world, db) -> None:
    house = f"{PAGE}/chez-nous?lieu=e{world.ours.establishment_id}"
    response = written.submit(house, action=f"{PAGE}/chez-nous/supprimer")
    assert response.status_code == 302
    assert enter(world.ours.recruit).get(PAGE).status_code == 404
    with db.reading() as session:
        assert [layer.patch for layer in session.scalars(select(LocalLayer))] == [{}]
