"""Templates: shipped ones are read, own ones edited, and nobody's journey moves unasked."""

from sqlalchemy import select

from integration_portal.journeys import definitions
from integration_portal.journeys.actions.versioning import publish_version
from integration_portal.journeys.models import Journey, JourneyTemplate, TemplateVersion
from integration_portal.journeys.versions import by_code
from tests.support.client import shown
from tests.support.factories import steps_of


def latest(db, template_id: int) -> TemplateVersion:
    with db.reading() as session:
        return session.scalars(
            select(TemplateVersion)
            .where(TemplateVersion.template_id == template_id)
            .order_by(TemplateVersion.number.desc())
        ).first()


def shipped_id(db) -> int:
    with db.reading() as session:
        return session.scalars(
            select(JourneyTemplate.id).where(
                JourneyTemplate.slug == "parcours-standard",
                JourneyTemplate.establishment_id.is_(None),
            )
        ).one()


def test_the_list_holds_the_shipped_and_our_own(enter, world) -> None:
    page = shown(enter(world.ours.editor).get("/modeles"))
    assert "livré avec le portail" in page
    assert "Hôpital Alpha" in page
    assert "Omega" not in page


def test_a_template_of_another_establishment_does_not_exist(enter, world) -> None:
    theirs = world.theirs
    client = enter(world.ours.editor)
    for path in (
        f"/modeles/{theirs.template_id}",
        f"/modeles/{theirs.template_id}/versions/1",
        f"/modeles/{theirs.template_id}/etapes/01",
        f"/modeles/comparer?avant={theirs.version_id}&apres={world.ours.version_id}",
    ):
        assert client.get(path).status_code == 404, path


def test_a_shipped_template_is_duplicated_not_edited(enter, world, db) -> None:
    client = enter(world.ours.editor)
    template = shipped_id(db)
    assert client.get(f"/modeles/{template}/etapes/01").status_code == 403
    made = client.submit(f"/modeles/{template}", {"title": "Parcours d’essai"})
    assert made.status_code == 302
    page = client.get(made.location)
    assert "Parcours d’essai, version 1" in shown(page)
    assert "Ajouter une étape" in shown(page)


def test_a_manager_of_one_unit_reads_but_does_not_edit(enter, world) -> None:
    client = enter(world.ours.manager)
    page = shown(client.get(f"/modeles/{world.ours.template_id}"))
    assert "Ajouter une étape" not in page
    assert client.get(f"/modeles/{world.ours.template_id}/etapes/01").status_code == 403


def test_each_saved_edit_is_a_version_that_says_what_changed(enter, world, db) -> None:
    ours = world.ours
    client = enter(ours.editor)
    before = latest(db, ours.template_id)
    path = f"/modeles/{ours.template_id}/etapes/{ours.code}"
    saved = client.submit(path, {"duree": "95"}, follow_redirects=True)
    assert f"Étape {ours.code} modifiée : durée" in shown(saved)
    after = latest(db, ours.template_id)
    assert after.number == before.number + 1
    assert by_code(after.definition)[ours.code]["duree"] == 95
    compared = client.get(f"/modeles/comparer?avant={before.id}&apres={after.id}")
    assert "1 h 35" in shown(compared)
    same = client.submit(path, follow_redirects=True)
    assert "aucune version n’est publiée" in shown(same)
    assert latest(db, ours.template_id).number == after.number


def test_two_people_do_not_overwrite_each_other(enter, world, db) -> None:
    ours = world.ours
    path = f"/modeles/{ours.template_id}/etapes/{ours.code}"
    client = enter(ours.editor)
    base = latest(db, ours.template_id).number
    client.submit(path, {"duree": "95"})
    late = client.submit(path, {"base": str(base), "titre": "Un titre à ne pas perdre"})
    assert late.status_code == 409
    assert "Un titre à ne pas perdre" in late.text


def test_steps_move_leave_and_arrive(enter, world, db) -> None:
    ours = world.ours
    client = enter(ours.editor)
    page = f"/modeles/{ours.template_id}"
    order = [s["code"] for s in latest(db, ours.template_id).definition["etapes"]]
    base = str(latest(db, ours.template_id).number)
    client.send(f"{page}/etapes/ordre", {"base": base, "descendre": order[0]})
    moved = latest(db, ours.template_id)
    assert [s["code"] for s in moved.definition["etapes"]][:2] == [order[1], order[0]]
    removal = client.get(f"{page}/etapes/{order[0]}/retirer")
    assert "Retirer et publier" in shown(removal)
    client.send(f"{page}/etapes/ordre", {"base": str(moved.number), "retirer": order[0]})
    assert order[0] not in by_code(latest(db, ours.template_id).definition)
    values = {
        "titre": "Visiter le bloc", "phase": "mois-1", "type": "observation",
        "responsable": "tutrice", "echeance": "S4", "duree": "45", "pourquoi": "Pour situer.",
        "faire": "Passez une heure.", "criteres": "A vu le bloc.", "prerequis": "08, 09",
        "competences": "gi-1",
    }  # fmt: skip
    client.submit(f"{page}/etapes/nouvelle", values)
    added = by_code(latest(db, ours.template_id).definition)["59"]
    assert (added["prerequis"], added["competences"]) == (["08", "09"], ["GI-1"])


def test_a_step_says_which_rights_it_opens(enter, world, db) -> None:
    """With a « verrou » only: what it opens is what is not allowed before."""
    ours = world.ours
    client = enter(ours.editor)
    path = f"/modeles/{ours.template_id}/etapes/{ours.code}"
    assert "Prendre des appels en autonomie" in shown(client.get(path))
    before = latest(db, ours.template_id).number
    rights = {"ouvre": ["appels-seule", "tri-courriers"], "verrou": ""}
    refused = client.submit(path, rights)
    assert refused.status_code == 422
    assert "écrivez ce qui reste interdit" in shown(refused)
    assert client.submit(path, {**rights, "ouvre": ["tout"], "verrou": "Rien."}).status_code == 422
    assert latest(db, ours.template_id).number == before
    said = client.submit(
        path, {**rights, "verrou": "Aucun appel tenu avant."}, follow_redirects=True
    )
    assert "modifiée : verrou, droits ouverts" in shown(said)
    step = by_code(latest(db, ours.template_id).definition)[ours.code]
    assert step["ouvre"] == ["appels-seule", "tri-courriers"]
    kept = client.page(path).iterfind(".//{*}input[@name='ouvre']")
    assert [one.get("value") for one in kept if one.get("checked") is not None] == step["ouvre"]
    client.submit(path, {"ouvre": [], "verrou": ""})
    assert not by_code(latest(db, ours.template_id).definition)[ours.code]["ouvre"]


def test_an_unsound_template_is_refused_in_words(enter, world, db) -> None:
    ours = world.ours
    client = enter(ours.editor)
    before = latest(db, ours.template_id).number
    path = f"/modeles/{ours.template_id}/etapes/{ours.code}"
    refused = client.submit(path, {"prerequis": "77", "titre": "Un titre à garder"})
    assert refused.status_code == 422
    assert "Un titre à garder" in refused.text
    assert latest(db, ours.template_id).number == before


def new_version(db, ours) -> int:
    """A newer version of the template our journeys follow; returns its id."""
    with db.writing() as session:
        journey = session.get_one(Journey, ours.journey_id)
        definition = journey.version.definition
        for code in by_code(definition):
            definition, _ = definitions.change_step(definition, code, {"pourquoi": "Autrement."})
        template = session.get_one(JourneyTemplate, journey.version.template_id)
        made = publish_version(session, None, template, definition=definition, note_text="Essai")
        return made.id


def test_a_version_is_applied_person_by_person(enter, world, db) -> None:
    ours = world.ours
    version_id = new_version(db, ours)
    client = enter(ours.manager)
    assert "existe" in shown(client.get(f"/parcours/{ours.journey_id}"))
    path = f"/modeles/versions/{version_id}/appliquer"
    preview = shown(client.get(path))
    assert ours.recruit.name in preview
    assert ours.peer.name in preview
    assert ours.neighbour_recruit.name not in preview
    assert "étape déjà faite ou signée" in preview
    with db.reading() as session:
        before = {c: s.details["pourquoi"] for c, s in steps_of(session, ours.journey_id).items()}
    done = client.send(path, {"journeys": [str(ours.journey_id)]}, follow_redirects=True)
    assert ours.recruit.name not in shown(done)
    assert ours.peer.name in shown(done), "not chosen, not moved"
    with db.reading() as session:
        for code, step in steps_of(session, ours.journey_id).items():
            kept = step.state.value in {"done", "submitted"}
            assert (step.details["pourquoi"] == before[code]) == kept
        assert session.get_one(Journey, ours.peer_journey_id).template_version_id != version_id


def test_a_version_never_reaches_the_next_unit(enter, world, db) -> None:
    ours = world.ours
    version_id = new_version(db, ours)
    client = enter(ours.manager)
    path = f"/modeles/versions/{version_id}/appliquer"
    for journey_id in (ours.neighbour_journey_id, world.theirs.journey_id):
        answer = client.send(path, {"journeys": [str(ours.journey_id), str(journey_id)]})
        assert answer.status_code == 404
    with db.reading() as session:
        assert session.get_one(Journey, ours.journey_id).template_version_id != version_id


def test_the_preview_costs_the_same_for_two_people_as_for_one(enter, world, db, queries) -> None:
    ours = world.ours
    version_id = new_version(db, ours)
    client = enter(ours.manager)
    path = f"/modeles/versions/{version_id}/appliquer"
    with queries() as two:
        client.get(path)
    client.send(path, {"journeys": [str(ours.journey_id)]})
    with queries() as one:
        client.get(path)
    assert len(two) == len(one)
