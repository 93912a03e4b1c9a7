"""The pages of a decision: at the recruit's desk, several at once, the doctor's, an absence."""

import json

import pytest
from sqlalchemy import func, select

from integration_portal.accounts.models import LoginFailure, LoginSession
from integration_portal.signoffs.models import Channel, LedgerEntry, SignOffRequest
from tests.signoffs.seeing import blank, see, talk
from tests.support.factories import PASSWORD, sign

from .conftest import REDO, exact, links, main_of, said, section

COMMENT = "Calme au téléphone, les trois questions posées."


@pytest.fixture(autouse=True)
def nothing_seen_yet(db, world) -> None:
    with db.writing() as session:
        for number in (world.ours.request_id, world.ours.peer_request_id):
            blank(session, session.get_one(SignOffRequest, number))


def latest(db) -> tuple[LedgerEntry, dict]:
    with db.reading() as session:
        entry = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id.desc())).first()
        return entry, json.loads(entry.payload)


def beside(recruit, world, person, step: str):
    """From the step, the page under that person's name."""
    who = links(recruit.open(step))["La personne qui signe est à côté de moi"]
    return who, recruit.press(who, {"signer_email": person.email})


def fields(page, **others: str) -> dict[str, str]:
    """The signature form of a page that was the answer to a form."""
    form = next(one for one in main_of(page).iter("form") if "signature" in one.get("action", ""))
    names = [one.get("name", "") for one in form.iter("input")]
    levels = dict.fromkeys([name for name in names if name.startswith("level_")], "3")
    email = next(one for one in form.iter("input") if one.get("name") == "signer_email")
    return {
        **levels, "signer_email": email.get("value", ""), "decision": "validate",
        "comment": COMMENT, "password": PASSWORD, **others,
    }  # fmt: skip


def test_the_tutor_signs_on_the_recruit_s_screen(walk, world, waiting, db, intact) -> None:
    before = intact()
    place, (_, step) = world.ours, waiting
    recruit = walk(place.recruit)
    who, page = beside(recruit, world, place.tutor, step)
    assert f"{place.tutor.name}, vous signez au poste de {place.recruit.name}" in said(page)
    password = next(one for one in page.iter("input") if one.get("type") == "password")
    assert password.get("autocomplete") == "new-password"
    shown = exact(next(p for p in page.iter("p") if p.get("class") == "sign-validate"))
    with db.reading() as session:
        sessions = session.scalar(select(func.count()).select_from(LoginSession))

    wrong = recruit.client.send(f"{who}/signature", fields(page, password="faux"))
    assert wrong.status_code == 422
    assert "Rien n’a été signé" in wrong.text
    assert COMMENT in wrong.text
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(LoginFailure)) == 2

    done = recruit.client.send(f"{who}/signature", fields(page), follow_redirects=True)
    assert done.status_code == 200
    assert f"Signé par {place.tutor.name}. Votre session continue." in done.text
    entry, kept = latest(db)
    assert (entry.author_id, kept["channel"]) == (place.tutor.id, Channel.DESK.value)
    assert shown.endswith(kept["sentence"])
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(LoginSession)) == sessions
    assert "au poste de la recrue" in said(recruit.open(f"/signatures/{entry.id}"))
    assert place.recruit.name in said(recruit.open("/compte"))  # her session is still hers
    assert place.tutor.email not in recruit.client.get(step).text
    assert intact() == before + 1


@pytest.mark.parametrize("who", ["recruit", "peer", "neighbour_tutor", "hr"])
def test_nobody_else_signs_there(walk, world, waiting, who, intact) -> None:
    before = intact()
    place, (_, step) = world.ours, waiting
    recruit = walk(place.recruit)
    path = links(recruit.open(step))["La personne qui signe est à côté de moi"]
    email = getattr(place, who).email
    refused = recruit.press(path, {"signer_email": email}, status=422)
    assert "Personne ne signe pour soi" in said(refused) or "n’a cette adresse" in said(refused)
    page = recruit.press(path, {"signer_email": place.tutor.email})
    forged = recruit.client.send(f"{path}/signature", fields(page, signer_email=email))
    assert forged.status_code == 422
    assert intact() == before


def test_guessing_at_the_desk_is_slowed_like_a_login(walk, world, waiting, intact) -> None:
    before = intact()
    place, (_, step) = world.ours, waiting
    recruit = walk(place.recruit)
    path, page = beside(recruit, world, place.tutor, step)
    tries = [
        recruit.client.send(f"{path}/signature", fields(page, password=f"faux {number}"))
        for number in range(9)
    ]
    assert [one.status_code for one in tries] == [422] * 8 + [429]
    assert COMMENT in tries[-1].text
    assert place.tutor.email not in tries[-1].text
    assert intact() == before


def test_a_warning_is_read_or_nothing_is_validated(walk, world, waiting, db) -> None:
    page, _ = waiting
    with db.writing() as session:
        see(session, session.get_one(SignOffRequest, world.ours.request_id), world.ours.tutor)
    tutor = walk(world.ours.tutor)
    form = tutor.levels(page, 3) | {
        "decision": "validate",
        "comment": COMMENT,
        "password": PASSWORD,
    }
    refused = tutor.press(page, form, status=422)
    assert "L’entretien réflexif n’a pas eu lieu" in said(refused)
    assert "Cochez pour valider malgré cet avertissement" in said(refused)
    assert COMMENT in said(refused)
    tutor.press(page, form | {"read_warning": "y"})
    assert "n’a pas eu lieu" in latest(db)[1]["warning"]


def test_what_is_missing_is_said_beside_the_decision(walk, world, waiting, db, intact) -> None:
    before = intact()
    with db.writing() as session:
        request = session.get_one(SignOffRequest, world.ours.request_id)
        request.rule = {"observations": 2}
        see(session, request, world.ours.tutor, level=3)
    page, _ = waiting
    tutor = walk(world.ours.tutor)
    opened = tutor.open(page)
    assert "il manque encore : 1 observation réussie" in said(opened)
    ticked = [one for one in opened.iter("input") if one.get("checked") is not None]
    assert {one.get("value") for one in ticked} == {"3"}
    refused = tutor.decide(page, "validate", comment=COMMENT, status=422)
    assert "Avant de valider, il manque encore" in said(refused)
    assert COMMENT in said(refused)
    assert intact() == before


def test_somebody_nobody_named_is_asked_why(walk, world, waiting, db) -> None:
    page, _ = waiting
    doctor = walk(world.ours.doctor)
    refused = doctor.decide(page, "validate", status=422)
    assert "dites pourquoi c’est vous" in said(refused)
    receipt = doctor.decide(page, "validate", why="La tutrice est en formation.")
    assert "La tutrice est en formation." in said(receipt)


@pytest.fixture
def ready(db, world) -> None:
    """Two requests of the tutor where everything was seen and talked over."""
    with db.writing() as session:
        for number in (world.ours.request_id, world.ours.peer_request_id):
            request = session.get_one(SignOffRequest, number)
            request.signer_id = world.ours.tutor.id
            see(session, request, world.ours.tutor)
            talk(session, request, world.ours.tutor)


def test_two_signed_with_one_password(walk, world, ready, db, intact) -> None:
    before, place = intact(), world.ours
    tutor = walk(place.tutor)
    queue = main_of(tutor.open("/a-valider"))
    boxes = [one.get("value") for one in queue.iter("input") if one.get("type") == "checkbox"]
    assert sorted(boxes) == sorted([str(place.request_id), str(place.peer_request_id)])
    path = "/a-valider/ensemble?" + "&".join(f"request={one}" for one in boxes)
    page = tutor.open(path)
    shown = [exact(p) for p in page.iter("p") if p.get("class") == "signed-sentence"]
    wrong = tutor.press(path, {"password": "faux"}, status=422)
    assert "Rien n’a été signé" in said(wrong)
    with db.writing() as session:  # somebody is faster on one of them
        sign(session, session.get_one(SignOffRequest, place.request_id), place.manager.id)
    lines = [one.get("value") for one in wrong.iter("input") if one.get("name") == "line"]
    values = {"line": lines, "password": PASSWORD}
    response = tutor.client.send("/a-valider/ensemble", values)
    assert response.status_code == 200
    assert "1 sur 2" in response.text
    assert f"{place.manager.name} a répondu à cette demande" in response.text
    entry, kept = latest(db)
    assert entry.author_id == place.tutor.id
    assert kept["sentence"] in shown
    assert intact() == before + 2
    again = tutor.client.send("/a-valider/ensemble", values)
    assert again.status_code == 409
    assert intact() == before + 2


def test_the_doctor_countersigns_and_everybody_learns_it(walk, world, waiting, db, intact) -> None:
    before = intact()
    place, (page, step) = world.ours, waiting
    with db.writing() as session:
        request = session.get_one(SignOffRequest, place.request_id)
        request.rule = {"contresignature": True}
    walk(place.tutor).decide(page, "validate", comment=COMMENT)
    assert "Attend la contresignature du médecin" in said(walk(place.recruit).open(step))
    doctor = walk(place.doctor)
    told = links(doctor.open("/notifications"))
    path = next(one for text, one in told.items() if "contresignature est attendue" in text)
    assert path in links(main_of(doctor.open("/a-valider"))).values()
    opened = doctor.open(path)
    assert COMMENT in said(opened)
    assert "atteste avoir observé" in said(opened)
    values = {"decision": "decline", "password": PASSWORD}
    assert said(doctor.press(path, values, status=422)).count("saura ainsi comment avancer") == 6
    values = {"decision": "accept", "password": PASSWORD}
    assert "Contresigné par le médecin" in said(doctor.press(path, values))
    for who in (place.recruit, place.tutor):
        assert any("a contresigné" in text for text in links(walk(who).open("/notifications")))
    receipt = f"/signatures/{latest(db)[0].id}"
    recruit = walk(place.recruit)
    answered = recruit.press(receipt, {"password": PASSWORD}, action=f"{receipt}/reponse")
    assert "Vous avez pris acte." in said(answered)
    assert "n’attend plus de contresignature" in said(doctor.open(path))
    assert intact() == before + 3


def test_the_doctor_sends_back_with_what_how_and_when(walk, world, waiting, db) -> None:
    place, (page, step) = world.ours, waiting
    with db.writing() as session:
        session.get_one(SignOffRequest, place.request_id).rule = {"contresignature": True}
    walk(place.tutor).decide(page, "validate")
    doctor = walk(place.doctor)
    doctor.press(f"{page}/contresignature", {"decision": "decline", "password": PASSWORD, **REDO})
    words = said(walk(place.recruit).open(step))
    assert "À reprendre" in words
    assert REDO["how"] in words
    assert "mardi 1ᵉʳ décembre 2026" in words


def test_a_correction_is_read_beside_the_line(walk, world, waiting, db) -> None:
    page, _ = waiting
    tutor = walk(world.ours.tutor)
    tutor.decide(page, "validate")
    path = f"/signatures/{latest(db)[0].id}"
    values = {"text": "C’était le 23 novembre.", "password": "faux"}
    refused = tutor.press(path, values, action=f"{path}/correction", status=422)
    assert "Rien n’a changé." in said(refused)
    fixed = tutor.press(path, values | {"password": PASSWORD}, action=f"{path}/correction")
    assert "C’était le 23 novembre." in said(fixed)
    assert "C’était le 23 novembre." in said(walk(world.ours.recruit).open(path))


def test_an_absence_gives_the_relay_her_requests(walk, world, waiting, db) -> None:
    place, (page, _) = world.ours, waiting
    tutor, relay = walk(place.tutor), walk(place.manager)
    values = {
        "first_on": "2026-11-23", "last_on": "2026-11-27", "relay": str(place.manager.id),
    }  # fmt: skip
    noted = tutor.press("/mon-absence", values, button="Noter l’absence")
    assert f"Relais : {place.manager.name}" in said(noted)
    again = tutor.press("/mon-absence", values, button="Noter l’absence", status=409)
    assert "Une absence est déjà notée" in said(again)
    queue = said(relay.open("/a-valider"))
    assert f"Pour vous, en relais de {place.tutor.name} jusqu’au vendredi 27 novembre" in queue
    receipt = relay.decide(page, "validate")
    assert f"en relais de {place.tutor.name}" in said(receipt)
    ended = section(tutor.open("/mon-absence"), "notees")
    path = next(one.get("action", "") for one in ended.iter("form"))
    assert "terminé" in said(tutor.press("/mon-absence", action=path))
    journal = walk(place.admin).open("/journal")
    assert "a noté une absence" in said(journal)
