"""The pages of an observation, of the grid and of a talk, as people press them."""

import json
import uuid

import pytest
from sqlalchemy import select

from integration_portal.signoffs.models import (
    EntryKind,
    LedgerEntry,
    NamedObserver,
    Observation,
    ObservationState,
    SignOffRequest,
)
from tests.support.client import form_values, shown
from tests.support.factories import PASSWORD
from tests.support.html import words


@pytest.fixture
def page(world) -> str:
    return f"/demandes/{world.ours.request_id}"


def filled(client, path: str, level: str = "3") -> dict[str, str]:
    names = {one.get("name", "") for one in client.page(path).iter("input")}
    levels = {name: level for name in names if name.startswith("level_")}
    return {**levels, "place": "Au poste", "situation": "Une série d’appels."}


def test_from_the_form_to_the_line(enter, world, page, db) -> None:
    tutor, recruit = enter(world.ours.tutor), enter(world.ours.recruit)
    form = f"{page}/observer"
    values = filled(tutor, form)
    doubt = {**values, "situation": "Rappeler le 06 12 34 56 78."}
    refused = tutor.submit(form, doubt)
    assert refused.status_code == 422
    assert "ressemble à un numéro de téléphone" in shown(refused)
    answer = tutor.submit(form, values)
    assert answer.status_code == 302
    review = answer.location
    assert enter(world.ours.doctor).get(review).status_code == 404
    sentence = next(one for one in tutor.page(review).iter("blockquote")
                    if one.get("class") == "signed-sentence")  # fmt: skip
    wrong = tutor.submit(review, {"password": "faux"}, action=f"{review}/signer")
    assert wrong.status_code == 422
    assert "Rien n’a été signé" in shown(wrong)
    done = tutor.submit(review, {"password": PASSWORD}, action=f"{review}/signer")
    assert done.status_code == 302
    assert words(sentence) in words(recruit.page(review).find(".//main"))
    inbox = recruit.page("/notifications")
    assert "a signé une observation" in words(inbox.find(".//main"))
    assert tutor.send(f"{review}/signer", {"password": PASSWORD}).status_code == 409
    (offered,) = [one for one in tutor.page(review).iter("div") if one.get("class") == "sign-words"]
    gone = tutor.submit(
        review, {"reason": "Une autre recrue.", "password": PASSWORD}, action=f"{review}/retrait"
    )
    assert gone.status_code == 302
    assert "ne compte plus" in words(recruit.page(review).find(".//main"))
    assert "a retiré son observation" in words(recruit.page("/notifications").find(".//main"))
    with db.reading() as session:
        line = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id.desc())).first()
        signed = json.loads(line.payload)["sentence"]
    assert line.kind is EntryKind.WITHDRAWN
    assert "retire ma signature" in signed
    assert " ".join(signed.split()) in words(offered)


def test_the_same_form_sent_twice_is_one_draft(enter, world, page, db) -> None:
    tutor = enter(world.ours.tutor)
    form = f"{page}/observer"
    root = tutor.page(form)
    main = root.find(".//main")
    data = {**form_values(next(main.iter("form"))), **filled(tutor, form), "plus-tard": "oui"}
    for _ in range(2):
        assert tutor.post(form, data=data).status_code == 302
    with db.reading() as session:
        token = data["token"][0]
        (draft,) = session.scalars(select(Observation).where(Observation.token == token))
        assert draft.state is ObservationState.DRAFT
    kept = tutor.page(f"{form}?brouillon={draft.id}")
    assert "Une série d’appels." in words(kept)
    assert enter(world.ours.doctor).get(f"{form}?brouillon={draft.id}").status_code == 404


def test_who_was_not_named_is_asked_why_at_that_field(enter, world, page) -> None:
    manager = enter(world.ours.neighbour_manager)
    assert manager.get(f"{page}/observer").status_code == 404
    doctor = enter(world.ours.manager)
    refused = doctor.submit(f"{page}/observer", filled(doctor, f"{page}/observer"))
    assert refused.status_code == 422
    assert "dites pourquoi" in shown(refused)
    assert 'id="why-error"' in refused.text


def test_the_recruit_reads_and_never_observes(enter, world, page) -> None:
    recruit = enter(world.ours.recruit)
    assert "Noter une observation" not in shown(recruit.get(page))
    assert recruit.get(f"{page}/observer").status_code == 403
    assert recruit.get(f"{page}/grille").status_code == 403


def test_somebody_is_named_beforehand(enter, world, page, db) -> None:
    tutor = enter(world.ours.tutor)
    with db.reading() as session:
        named = set(session.scalars(select(NamedObserver.user_id)))
    who = next(one for one in (world.ours.doctor, world.ours.manager) if one.id not in named)
    done = tutor.submit(page, {"user": str(who.id)}, action=f"{page}/designer")
    assert done.status_code == 302
    assert who.name in shown(tutor.get(page))
    assert "vous désigne pour observer" in shown(enter(who).get("/notifications"))
    again = tutor.send(f"{page}/designer", {"user": str(who.id)})
    assert again.status_code in {409, 422}


def test_the_grid_without_javascript(enter, world, page, db) -> None:
    """One act a form; sent twice, it is added once; the last one goes; the counts are kept."""
    manager = enter(world.ours.manager)
    grid = f"{page}/grille"
    with db.reading() as session:
        codes = [one["code"] for one in session.get_one(SignOffRequest, world.ours.request_id).criteria]  # fmt: skip
    done = {f"act_{code}": "oui" for code in codes}
    missed = {**done, f"act_{codes[0]}": "non"}
    nothing = manager.submit(grid)
    assert nothing.status_code == 422
    assert "au moins un critère" in nothing.text
    main = manager.page(grid).find(".//main")
    data = {**form_values(next(main.iter("form"))), **done}
    for _ in range(2):
        assert manager.post(grid, data=data).status_code == 302
    for values in (missed, done):
        manager.submit(grid, values)
    manager.submit(grid, {"annuler": "oui"}, button="Annuler le dernier")
    text = shown(manager.get(grid)).replace("\u00a0", " ")
    assert "Jusqu’ici : 2 actes" in text
    assert "Fait 1 fois sur 2" in text
    path = next(one.get("href") for one in manager.page(grid).iter("a")
                if "brouillon" in (one.get("href") or ""))  # fmt: skip
    assert "Grille : fait 1 fois sur 2." in shown(manager.get(path)).replace("\u00a0", " ")


def test_acts_kept_by_a_browser(enter, world, page, db) -> None:
    manager, token = enter(world.ours.manager), str(uuid.uuid4())
    path = f"{page}/grille/actes"
    with db.reading() as session:
        code = session.get_one(SignOffRequest, world.ours.request_id).criteria[0]["code"]
    values = {"token": token, "owner": str(world.ours.manager.id), "began": "",
              "acts": f'[{{"{code}": true}}]'}  # fmt: skip
    for _ in range(3):
        answer = manager.send(path, values)
        assert answer.status_code == 200
        assert answer.json["kept"] == 1
    with db.reading() as session:
        assert (
            len(session.scalars(select(Observation).where(Observation.token == token)).all()) == 1
        )
    doctor = enter(world.ours.doctor)
    assert doctor.send(path, values).status_code == 422  # noted by another person
    assert doctor.send(path, {**values, "owner": str(world.ours.doctor.id)}).status_code == 404
    for spoiled in ({"acts": "[[]]"}, {"acts": '[{"inconnu": true}]'}, {"token": "x"},
                    {"acts": f'[{{"{code}": "oui"}}]'}, {"began": "hier"}, {"acts": ""}):  # fmt: skip
        assert manager.send(path, {**values, **spoiled}).status_code == 422, spoiled


def test_a_talk_from_the_form_to_the_confirmation(enter, world, page) -> None:
    tutor, recruit = enter(world.ours.tutor), enter(world.ours.recruit)
    texts = {"expected": "L’identité.", "done": "L’identité.", "learnt": "Le sens.",
             "change": "Rien."}  # fmt: skip
    answer = recruit.submit(f"{page}/entretien-reflexif", texts)
    assert answer.status_code == 302
    talk = answer.location
    assert tutor.get(talk).status_code == 404
    assert recruit.submit(talk, {"password": "faux"}).status_code == 422
    assert recruit.submit(talk, {"password": PASSWORD}).status_code == 302
    assert recruit.send(f"{talk}/signer", {"password": PASSWORD}).status_code == 409
    assert "confirmez-le" in shown(tutor.get("/notifications"))
    assert tutor.submit(talk, {"password": PASSWORD}).status_code == 302
    assert "Confirmé" in shown(recruit.get(talk))
    assert "confirmé" in shown(recruit.get(page))


def test_what_is_asked_is_said_to_everybody(enter, world, db) -> None:
    place = world.ours
    with db.reading() as session:
        step = session.get_one(SignOffRequest, place.request_id).subject.partition(":")[2]
    recruit, tutor = enter(place.recruit), enter(place.tutor)
    for client, path in (
        (recruit, f"/etapes/{step}"), (recruit, f"/etapes/{place.observation_id}/demander"),
        (tutor, f"/a-valider/{place.request_id}"), (enter(place.manager), f"/modeles/{place.template_id}"),
    ):  # fmt: skip
        assert "Pour valider" in shown(client.get(path)), path


def test_a_talk_taken_back_stays_visible(enter, world, page) -> None:
    tutor, recruit = enter(world.ours.tutor), enter(world.ours.recruit)
    path = f"/entretiens-reflexifs/{world.ours.talk_id}"
    assert "Retirer cet entretien" not in words(recruit.page(path).find(".//main"))
    gone = {"reason": "C’était une autre recrue.", "password": PASSWORD}
    wrong = tutor.submit(path, {**gone, "password": "faux"}, action=f"{path}/retrait")
    assert wrong.status_code == 422
    assert "autre recrue" in shown(wrong)
    sentence = next(
        words(one.findall("p")[0]) for one in tutor.page(path).iter("div")
        if one.get("class") == "sign-words"
    )  # fmt: skip
    assert "retire ma signature de la ligne" in sentence
    assert recruit.send(f"{path}/retrait", gone).status_code == 403
    assert tutor.submit(path, gone, action=f"{path}/retrait").status_code == 302
    read = words(recruit.page(path).find(".//main"))
    assert "Il ne compte plus, et reste visible" in read
    assert "autre recrue" in read
    assert "Ce que vous signez" not in read
    listed = recruit.page(page).find(".//main")
    (struck,) = listed.iter("s")
    assert world.ours.tutor.name in words(struck)
    assert "a retiré l’entretien réflexif" in words(recruit.page("/notifications").find(".//main"))
    assert tutor.send(f"{path}/retrait", gone).status_code == 409
