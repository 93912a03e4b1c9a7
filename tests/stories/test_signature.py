"""One signature from the request to the ledger, seen by everybody it concerns."""

import json

import pytest
from sqlalchemy import select

from integration_portal.core.outbox import OutboxMail
from integration_portal.signoffs.models import LedgerEntry, SignOffRequest
from tests.support.client import shown
from tests.support.factories import PASSWORD, observe

from .conftest import exact, links, main_of, said

COMMENT = "Calme au téléphone, les trois questions posées."


@pytest.fixture
def asked(walk, world) -> str:
    """The recruit asks; the address of her step."""
    step = f"/etapes/{world.ours.observation_id}"
    recruit = walk(world.ours.recruit)
    assert f"{step}/demander" in links(recruit.open(step), step).values()
    page = recruit.ask(step, comment="Prête, sauf pour le double appel.", level=2)
    assert "Demande envoyée." in said(page)
    assert f"à {world.ours.tutor.name}" in said(page)
    return step


def page_to_sign(tutor, step: str) -> str:
    """From the queue, the page of the request about that step."""
    for path in links(main_of(tutor.open("/a-valider")), "/a-valider/").values():
        if step in links(tutor.open(path)).values():
            return path
    raise AssertionError(f"{step} waits for nobody")


def test_from_the_request_to_the_ledger(walk, world, asked, db, intact) -> None:
    place = world.ours
    before = intact()
    tutor = walk(place.tutor)
    page = page_to_sign(tutor, asked)
    assert "Prête, sauf pour le double appel." in said(tutor.open(page))
    assert "se dit : en cours d’acquisition" in said(tutor.open(page))

    refused = tutor.decide(page, "validate", comment=COMMENT, password="faux", status=422)
    assert "Ce n’est pas votre mot de passe. Rien n’a été signé." in said(refused)
    assert COMMENT in said(refused)
    chosen = [one for one in refused.iter("input") if one.get("checked") is not None]
    assert {one.get("value") for one in chosen} == {"3", "validate"}
    assert not [one for one in refused.iter("input") if one.get("value") == "faux"]
    assert intact() == before

    with db.writing() as session:
        request_id = int(page.rpartition("/")[2])
        observe(session, session.get_one(SignOffRequest, request_id))
    before = intact()
    shown_there = exact(
        next(p for p in tutor.open(page).iter("p") if p.get("class") == "sign-validate")
    )
    receipt = tutor.decide(page, "validate", comment=COMMENT)
    with db.reading() as session:
        entry = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id.desc())).first()
        path, signed, short = f"/signatures/{entry.id}", json.loads(entry.payload), entry.short_hash
        mails = session.scalars(select(OutboxMail).where(OutboxMail.body.contains(short))).all()
        assert {mail.recipient for mail in mails} == {place.tutor.email, place.recruit.email}
    assert shown_there.endswith(signed["sentence"])
    assert intact() == before + 1
    for reader in (place.tutor, place.recruit, place.manager, place.doctor):
        page = walk(reader).open(path)
        assert signed["sentence"] in exact(page)
        assert entry.hash in said(page)
    assert signed["sentence"] in exact(receipt)
    for reader in (place.tutor, place.recruit):
        inbox = walk(reader).open("/notifications")
        assert path in links(inbox).values()
        assert f"Reçu {short}" in said(inbox)

    recruit = walk(place.recruit)
    page = recruit.press(path, {"password": PASSWORD}, action=f"{path}/reponse")
    assert "Vous avez pris acte." in said(page)
    assert f"{path}/reponse" not in [form.get("action") for form in page.iter("form")]
    again = recruit.client.send(f"{path}/reponse", {"comment": "", "password": PASSWORD})
    assert again.status_code == 409
    assert "déjà répondu" in shown(again)

    manager = walk(place.manager)
    title = signed["subject"]["title"]
    journey = manager.open(f"/parcours/{place.journey_id}")
    assert path in links(journey).values() or title in said(journey)
    assert place.recruit.name in said(manager.open(f"/promotions/{place.cohort_id}"))
    assert "Signé" in said(manager.open(asked))
    assert intact() == before + 2


def test_a_disagreement_is_noted_and_told(walk, world, waiting, intact) -> None:
    before = intact()
    place, (page, _) = world.ours, waiting
    receipt = walk(place.tutor).decide(page, "return", comment="Il manque le rappel.", level=2)
    recruit = walk(place.recruit)
    path = next(
        path for text, path in links(recruit.open("/notifications")).items() if "Reçu" in text
    )
    assert "Étape à reprendre" in said(receipt)
    noted = recruit.press(
        path, {"comment": "Le rappel a eu lieu à 16 h.", "password": PASSWORD},
        action=f"{path}/reponse",
    )  # fmt: skip
    assert "Votre désaccord est noté." in said(noted)
    for reader in (place.tutor, place.manager):
        inbox = walk(reader).open("/notifications")
        told = next(path for text, path in links(inbox).items() if "désaccord" in text)
        assert "Le rappel a eu lieu à 16 h." in said(walk(reader).open(told))
    assert intact() == before + 2


def test_what_is_missing_then_a_second_request(walk, world, waiting, intact) -> None:
    before = intact()
    place, (page, step) = world.ours, waiting
    tutor, recruit = walk(place.tutor), walk(place.recruit)
    silent = tutor.decide(page, "return", what="", how="", on="", status=422)
    assert said(silent).count("la recrue saura ainsi comment avancer") == 6
    late = tutor.decide(page, "return", on="2026-11-23", status=422)
    assert "Choisissez un jour à venir." in said(late)
    tutor.decide(page, "return", comment="Il manque le rappel.", level=2)

    home = recruit.open("/parcours")
    assert "À reprendre" in said(home)
    read = links(recruit.open(step), "/signatures/")
    for words_ in (said(recruit.open(step)), said(recruit.open(read["Lire ce qui manque"]))):
        assert "Il manque le rappel." in words_
        assert "Deux appels ensemble." in words_
        assert "mardi 1ᵉʳ décembre 2026" in words_
    recruit.ask(step, comment="Le rappel est fait, deux fois.")

    second = page_to_sign(tutor, step)
    assert second != page
    tutor.decide(second, "validate")
    words_ = said(recruit.open(step))
    assert "Signé" in words_
    assert "À reprendre, le mardi 24" in words_  # the first decision stays in sight
    assert intact() == before + 2


def test_a_withdrawal_opens_the_step_and_hides_nothing(walk, world, waiting, intact) -> None:
    before = intact()
    place, (page, step) = world.ours, waiting
    tutor, recruit = walk(place.tutor), walk(place.recruit)
    tutor.decide(page, "validate")
    path = links(tutor.open(step), "/signatures/")["Signée"]
    wrong = {"reason": "Signé pour une autre recrue.", "password": "faux"}
    refused = tutor.press(path, wrong, action=f"{path}/retrait", status=422)
    assert "Rien n’a changé." in said(refused)
    assert "Signé pour une autre recrue." in said(refused)
    gone = tutor.press(path, {**wrong, "password": PASSWORD}, action=f"{path}/retrait")
    assert "Signature retirée." in said(gone)
    assert "Cette signature a été retirée." in said(recruit.open(path))
    told = links(recruit.open("/notifications"))
    assert any("a retiré sa signature" in text for text in told)
    assert f"{step}/demander" in links(recruit.open(step)).values()
    again = tutor.client.send(
        f"{path}/retrait", {"reason": "Encore une fois.", "password": PASSWORD}
    )
    assert again.status_code == 409
    assert intact() == before + 2


def test_a_request_is_taken_back_before_anybody_signs(walk, world, waiting, intact) -> None:
    before = intact()
    place, (page, step) = world.ours, waiting
    recruit, tutor = walk(place.recruit), walk(place.tutor)
    levels = tutor.levels(page, 3)
    back = recruit.press(step, action=f"/demandes/{place.request_id}/annuler")
    assert "rien n’a été signé" in said(back)
    assert page not in links(tutor.open("/a-valider")).values()
    values = {**levels, "decision": "validate", "comment": COMMENT, "password": PASSWORD}
    late = tutor.client.send(page, values)
    assert late.status_code == 409
    assert "reprise par la recrue" in shown(late)
    assert COMMENT in late.text
    assert intact() == before


def test_nothing_is_signed_below_a_safety_level(walk, world, waiting, db, intact) -> None:
    before = intact()
    with db.writing() as session:
        request = session.get_one(SignOffRequest, world.ours.request_id)
        request.criteria = [{**one, "securite": True} for one in request.criteria]
    page, _ = waiting
    refused = walk(world.ours.tutor).decide(page, "validate", level=2, comment=COMMENT, status=422)
    assert "n’est pas au niveau « acquis »" in said(refused)
    assert COMMENT in said(refused)
    assert intact() == before
