"""Everything is possible when no script runs: the whole signature, from the login on."""

import pytest

from tests.support.factories import PASSWORD, observe_step


@pytest.fixture
def bare(visit):
    """``bare(person)``: a page logged in by the form, its scripts turned off."""

    def enter(person):
        page = visit(java_script_enabled=False).open("/connexion")
        page.get_by_label("Adresse électronique").fill(person.email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        return page

    return enter


def choose(page, level: str) -> None:
    for name in {one.get_attribute("name") for one in page.locator("[data-keys] input").all()}:
        page.locator(f"[name='{name}'][value='{level}']").check()


def test_a_whole_signature_without_scripts(bare, world, live, db) -> None:
    place = world.ours
    page = bare(place.recruit)
    page.goto(f"{live}/etapes/{place.observation_id}")
    title = page.locator("h1").inner_text()
    page.get_by_role("link", name="Demander la signature").click()
    page.get_by_role("button", name="Envoyer la demande").click()
    assert page.locator(".error-summary").is_visible()
    choose(page, "2")
    page.get_by_role("button", name="Envoyer la demande").click()
    assert "Demande envoyée." in page.locator(".flashes").inner_text()

    with db.writing() as session:
        observe_step(session, place.observation_id)
    tutor = bare(place.tutor)
    tutor.get_by_role("link", name=title, exact=True).click()
    choose(tutor, "3")
    tutor.get_by_label("Valider", exact=True).check()
    tutor.locator("[name=read_warning]").check()
    tutor.locator("[name=comment]").fill("Rappelé au 01 23 45 67 89.")
    tutor.locator("[name=password]").fill(PASSWORD)
    tutor.get_by_role("button", name="Signer").click()
    tutor.locator("[name=patient_data_checked]").check()
    tutor.locator("[name=password]").fill(PASSWORD)
    tutor.get_by_role("button", name="Signer").click()
    assert "Signé." in tutor.locator(".flashes").inner_text()
    receipt = tutor.url

    page.goto(receipt)
    page.locator("[name=password]").first.fill(PASSWORD)
    page.get_by_role("button", name="Signer ma réponse").click()
    assert "Vous avez pris acte." in page.locator(".flashes").inner_text()

    tutor.goto(receipt)
    tutor.get_by_text("Retirer ma signature").click()
    tutor.locator("[name=reason]").last.fill("Pour essayer.")
    tutor.locator("[name=password]").last.fill(PASSWORD)
    tutor.get_by_role("button", name="Retirer", exact=True).click()
    assert "Signature retirée." in tutor.locator(".flashes").inner_text()
