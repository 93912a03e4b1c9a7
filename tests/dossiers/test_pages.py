"""The pages of the sheet, of the visa, of attestations, and the check that is open to anybody."""

import json
import re

import pytest
from sqlalchemy import select

from integration_portal.accounts import personal_data
from integration_portal.accounts.models import User
from integration_portal.dossiers import actions, codes
from integration_portal.dossiers.models import Attestation
from integration_portal.journeys.models import Journey
from integration_portal.signoffs.actions import Chosen, sign_together
from integration_portal.signoffs.models import LedgerEntry, SignOffRequest
from integration_portal.signoffs.queries_queue import list_queue
from tests.support import dossier, sheets
from tests.support.factories import PASSWORD, World, actor_of

BLOCK = sheets.BLOCK


@pytest.fixture
def home(world: World) -> str:
    return f"/parcours/{world.ours.journey_id}/competences"


@pytest.fixture
def ready(db, world: World) -> None:
    with db.writing() as session:
        sheets.acquire_block(session, session.get_one(Journey, world.ours.journey_id))


@pytest.fixture
def attested(db, world: World, ready: None) -> str:
    """The code of an attestation of the block."""
    with db.writing() as session:
        who = actor_of(session, world.ours.manager.id)
        actions.visa(session, who, world.ours.journey_id, BLOCK)
        return actions.issue(session, who, world.ours.journey_id, BLOCK).code


def test_the_recruit_reads_her_levels_what_is_missing_and_the_rule(enter, world, home) -> None:
    page = enter(world.ours.recruit).get(home)
    assert "Mes compétences" in page.text
    assert "Identifier une personne sans erreur" in page.text
    assert "Comment le niveau est calculé" in page.text
    assert "Prendre des appels en autonomie" in page.text


def test_the_home_and_the_journey_page_say_what_she_may_do(enter, world) -> None:
    assert "Prendre des appels en autonomie" in enter(world.ours.recruit).get("/parcours").text
    page = enter(world.ours.manager).get(f"/parcours/{world.ours.journey_id}").text
    assert "Prendre des appels en autonomie" in page
    assert "Fiche de compétences" in page


def test_levels_are_read_by_human_resources_not_what_was_written(enter, world, home, db) -> None:
    with db.writing() as session:
        sheets.acquire(session, session.get_one(Journey, world.ours.journey_id), "SP-1")
    address = f"{home}/SP-1"
    assert "Vu deux fois." in enter(world.ours.tutor).get(address).text
    page = enter(world.ours.hr).get(address).text
    assert "Validation par" in page
    assert "Vu deux fois." not in page
    assert "/signatures/" not in page


def test_the_recruit_asks_to_be_observed_on_a_competency(enter, world, home, db) -> None:
    recruit = enter(world.ours.recruit)
    address = f"{home}/CT-1/demander"
    page = recruit.get(address).text
    levels = dict.fromkeys(re.findall(r'name="(level_[^"]+)"', page), "3")
    refused = recruit.send(address, {"intention": "L’accueil du matin."}, follow_redirects=False)
    assert refused.status_code == 422
    assert "L’accueil du matin." in refused.text
    sent = recruit.send(address, {**levels, "intention": "L’accueil du matin."})
    assert sent.status_code in {200, 302}
    with db.reading() as session:
        subject = f"competency:{world.ours.journey_id}:CT-1"
        request = session.scalars(
            select(SignOffRequest).where(SignOffRequest.subject == subject)
        ).one()
        assert request.signer_id == world.ours.tutor.id
        assert request.rule == {"observations": 1}
        assert request.intention == "L’accueil du matin."
    page = enter(world.ours.tutor).get("/a-valider").text
    assert "Compétence CT-1" in page
    sign = enter(world.ours.tutor).get(f"/a-valider/{request.id}").text
    assert f"{home}/CT-1" in sign
    assert "cette compétence" in sign


def test_a_decision_on_a_competency_says_so_on_its_page_and_on_its_receipt(
    enter, world, db
) -> None:
    with db.writing() as session:
        journey = session.get_one(Journey, world.ours.journey_id)
        signed = sheets.acquire(session, journey, "SP-1").id
        asked = sheets.ask(session, journey, "CT-1").id
    tutor = enter(world.ours.tutor)
    page = tutor.get(f"/a-valider/{asked}").text
    assert "valide cette compétence" in page
    assert "Valider l’étape" not in page
    receipt = tutor.get(f"/signatures/{signed}").text
    assert "<h1>Compétence validée</h1>" in receipt
    assert "Étape validée" not in receipt


def test_a_competency_signed_with_others_is_signed_in_the_words_shown(enter, world, db) -> None:
    with db.writing() as session:
        request = sheets.ask(session, session.get_one(Journey, world.ours.journey_id), "CT-1")
        dossier.observe(session, request, world.ours.tutor.id, days_ago=2)
        dossier.talk(session, request, world.ours.tutor.id)
        tutor = actor_of(session, world.ours.tutor.id)
        line = next(one for one in list_queue(session, tutor) if one.id == request.id)
        shown = line.sentence(tutor)
        (fate,) = sign_together(session, tutor, [Chosen(line.id, line.proof(tutor))])
        assert fate.entry, fate.refusal
        assert json.loads(fate.entry.payload)["sentence"] == shown
        assert "valide cette compétence" in shown


def test_the_receipt_of_a_visa_shows_the_levels_it_rests_on(enter, world, ready, db) -> None:
    with db.writing() as session:
        who = actor_of(session, world.ours.manager.id)
        entry_id = actions.visa(session, who, world.ours.journey_id, BLOCK).id
    page = enter(world.ours.recruit).page(f"/signatures/{entry_id}")
    rows = [
        tuple("".join(cell.itertext()) for cell in row)
        for row in page.iterfind(".//{*}tbody/{*}tr")
    ]
    assert ("★ SP-1, Tenir l’accueil de sa spécialité avec ses fiches", "acquis", "acquis") in rows
    assert len(rows) == 5


def test_the_receipt_of_a_visa_signed_before_its_titles_were_kept(enter, world, db) -> None:
    """What is in the ledger stays as it is: the codes are shown."""
    with db.writing() as session:
        journey = session.get_one(Journey, world.ours.journey_id)
        entry_id = dossier.attest(session, journey, "gestion-information", "AAAA").entry_id
    page = enter(world.ours.recruit).get(f"/signatures/{entry_id}").text
    assert '<th scope="row">GI-8</th>' in page
    assert "maîtrisé" in page


def test_asking_twice_is_refused(enter, world, home, db) -> None:
    with db.writing() as session:
        sheets.ask(session, session.get_one(Journey, world.ours.journey_id), "CT-1")
    recruit = enter(world.ours.recruit)
    page = recruit.get(f"{home}/CT-1/demander").text
    levels = dict.fromkeys(re.findall(r'name="(level_[^"]+)"', page), "3")
    assert recruit.send(f"{home}/CT-1/demander", levels).status_code == 409


def test_nobody_asks_for_somebody_else(enter, world, home) -> None:
    assert enter(world.ours.peer).get(f"{home}/CT-1/demander").status_code == 404
    assert enter(world.ours.recruit).get(f"{home}/XX-1/demander").status_code == 404


def test_a_visa_asks_for_the_password(enter, world, ready) -> None:
    manager = enter(world.ours.manager)
    address = f"/parcours/{world.ours.journey_id}/blocs/{BLOCK}/visa"
    page = manager.get(address).text
    sentence = re.search(r'signed-sentence">([^<]+)<', page)
    assert sentence
    wrong = manager.send(address, {"password": "pas le bon"})
    assert wrong.status_code == 422
    assert "Ce n’est pas votre mot de passe" in wrong.text
    done = manager.send(address, {"password": PASSWORD}, follow_redirects=True)
    assert "Visé" in done.text
    assert "Délivrer l’attestation" in done.text
    again = manager.send(address, {"password": PASSWORD})
    assert again.status_code == 409


def test_a_block_not_ready_shows_what_is_missing_instead(enter, world) -> None:
    address = f"/parcours/{world.ours.journey_id}/blocs/gestion-information/visa"
    page = enter(world.ours.manager).get(address).text
    assert "Pas encore" in page
    assert "Signer le visa" not in page
    assert enter(world.ours.manager).send(address, {"password": PASSWORD}).status_code == 422


def test_a_visa_is_taken_back_with_a_reason(enter, world, attested, db) -> None:
    manager = enter(world.ours.manager)
    address = f"/parcours/{world.ours.journey_id}/blocs/{BLOCK}/visa/retrait"
    assert manager.send(address, {"password": PASSWORD}).status_code == 422
    offered = manager.get(address.removesuffix("/retrait")).text
    manager.send(address, {"password": PASSWORD, "reason": "Une preuve manquait."})
    with db.reading() as session:
        line = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id.desc())).first()
        sentence = json.loads(line.payload)["sentence"]
    assert "retire" in sentence
    assert sentence in offered, "what was signed is what was shown"
    page = manager.get(f"/verifier/{attested}")
    assert "ne vaut plus depuis le mardi 24" in page.text


def test_anybody_checks_a_code_and_reads_only_that_it_holds(client, world, attested) -> None:
    page = client.get(f"/verifier/{attested}")
    assert page.status_code == 200
    assert "Cette attestation est valable" in page.text
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    for secret in (world.ours.recruit.name, "Hôpital", "Cardiologie", "SP-1"):
        assert secret not in page.text.split("<main")[1]


def test_the_holder_chooses_what_is_shown_and_changes_her_mind(
    enter, client, world, attested, db
) -> None:
    with db.reading() as session:
        held = session.scalars(select(Attestation).where(Attestation.code == attested)).one()
    recruit = enter(world.ours.recruit)
    name = f"a{held.id}-shown"
    address = f"/mes-attestations/{held.id}"
    assert attested in recruit.get("/mes-attestations").text
    recruit.send(address, {name: ["nom", "niveaux"]})
    page = client.get(f"/verifier/{attested}").text
    assert world.ours.recruit.name in page
    assert "SP-1, Tenir l’accueil" in page
    assert "Cardiologie" not in page.split("<main")[1]
    recruit.send(address, {})
    assert world.ours.recruit.name not in client.get(f"/verifier/{attested}").text
    assert enter(world.ours.peer).send(address, {name: ["nom"]}).status_code == 404


def test_an_unknown_code_is_said_plainly(client) -> None:
    page = client.get("/verifier/3333-3333-3333-3333")
    assert page.status_code == 404
    assert "Aucune attestation ne porte ce code" in page.text


def test_the_form_reads_a_code_however_it_is_typed(client, attested) -> None:
    typed = attested.lower().replace("-", " ")
    page = client.get("/verifier", query_string={"code": typed}, follow_redirects=True)
    assert "Cette attestation est valable" in page.text
    assert client.get("/verifier", query_string={"code": " "}).status_code == 422


def test_a_code_is_long_and_unambiguous() -> None:
    made = {codes.make() for _ in range(50)}
    assert len(made) == 50
    for code in made:
        assert re.fullmatch(r"(?:[34679ACDEFGHJKMNPQRTUVWXY]{4}-){3}[34679A-Y]{4}", code)
        assert codes.read(code.lower().replace("-", " ")) == code


def test_an_erased_person_is_no_longer_named_and_her_attestation_still_holds(
    enter, client, world, attested, db
) -> None:
    with db.writing() as session:
        held = session.scalars(select(Attestation).where(Attestation.code == attested)).one()
        held.shown = {"nom": True}
        personal_data.anonymise(session, None, session.get_one(User, world.ours.recruit.id))
    page = client.get(f"/verifier/{attested}").text
    assert "Cette attestation est valable" in page
    assert "Titulaire" not in page
    assert world.ours.recruit.name not in page


def test_her_attestations_are_in_her_copy_of_her_data(enter, world, attested) -> None:
    copy = enter(world.ours.recruit).get("/vos-donnees/export.json")
    assert attested in copy.text
