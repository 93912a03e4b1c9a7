"""The network is cut: fiches are read and found all the same, and nothing of anybody is kept."""

import re
from contextlib import ExitStack

import pytest

from tests.fiches.layering import NUMBER, PAGE, save
from tests.learning.taking import MODULE
from tests.support import browser as browsers
from tests.support.application import portal_of
from tests.support.client import Doors

from .desk import READY, Desk

# Clumsy on purpose: no accent, slips, written as it is heard. The fiche is among the first three.
CLUMSY = {
    "il a la bouche de traver": "avc-ait",
    "doulleur thoracik ki irradie ds la machoir": "syndrome-coronarien-aigu",
    "ipertention": "hypertension-arterielle",
    "palpitacions coeur irregulier": "fibrillation-atriale",
    "crize d asme il sifle": "asthme",
    "il a avaler des cachet expres il veut mourir": "risque-suicidaire",
    "fievre 39,5 chimio hier": "fievre-sous-chimiotherapie",
    "mon bebe a 1 mois il est brulant fievre": "fievre-nourrisson",
    "convultion il bave et trenble": "epilepsie",
    "sai le journaliste de la televison": "journaliste",
}


def test_a_fiche_opens_after_one_visit_elsewhere(away) -> None:
    page = away.ask("/fiches/avc-ait")
    assert page.locator("h1").inner_text().startswith("AVC, AIT")
    assert "Bouche ou visage de travers" in page.locator(".alert-block").inner_text()
    assert "Brouillon" in page.locator(".draft").inner_text()
    assert page.locator("#questions").is_visible()
    top = page.evaluate("document.querySelector('.alert-block').getBoundingClientRect().top")
    assert top < page.evaluate(
        "document.querySelector('.urgency-table').getBoundingClientRect().top"
    )
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.alert-block')).borderTopWidth")
        == "2px"
    )
    assert "Alpha" in page.locator("#copie").inner_text()
    shown = r"Hors ligne : copie des fiches du \w+ \d+(er)? \w+ à \d+ h \d\d"
    assert re.search(shown, page.locator("#copie").inner_text().replace("\xa0", " "))


@pytest.mark.parametrize("path", ["/fiches", "/hors-ligne"])
def test_the_list_of_fiches_opens(away, path) -> None:
    page = away.ask(path)
    assert page.locator(".fiche-list a").count() == 109
    page.locator(".fiche-list a", has_text="AVC").first.click()
    page.wait_for_selector(".alert-block")
    assert page.url.endswith("/fiches/avc-ait")


def test_clumsy_sentences_find_their_fiche(away) -> None:
    away.ask("/fiches")
    found = {words: away.find(words) for words in CLUMSY}
    missed = {words: found[words] for words, slug in CLUMSY.items() if slug not in found[words]}
    assert not missed


def test_a_search_address_answers_as_well(away) -> None:
    page = away.ask("/recherche?q=bouche de travers <b>x</b>")
    page.wait_for_selector("#resultats a[href$='/fiches/avc-ait']")
    assert page.locator("#recherche").input_value() == "bouche de travers <b>x</b>"
    assert page.locator("#resultats li b b").count() == 0


def test_the_box_of_an_open_page_answers_too(desk, world) -> None:
    desk.window.log_in(world.ours.recruit)
    desk.visit_once("/modules")
    desk.cut()
    page = desk.page
    page.wait_for_selector("#hors-ligne")
    assert "copie des fiches du" in page.locator("#hors-ligne").inner_text()
    page.locator("#recherche").fill("bouche de travers")
    page.wait_for_selector(".search-panel a[href$='/fiches/avc-ait']")


def test_a_personal_page_says_that_the_portal_is_out_of_reach(away, world) -> None:
    page = away.ask("/parcours")
    text = page.locator("body").inner_text()
    assert "Portail hors d’atteinte" in text
    assert "Les fiches restent lisibles" in text
    assert world.ours.recruit.name not in page.content()


def test_no_store_holds_anything_of_her(away, world) -> None:
    stored = away.stored()
    assert len({name for name, *_ in stored}) == 2
    paths = {path for _, path, _ in stored}
    assert not {path for path in paths if not path.startswith(("/static/", "/hors-ligne"))}
    person = world.ours.recruit
    for name, path, text in stored:
        assert person.name not in text, (name, path)
        assert person.email not in text, (name, path)
        if not path.endswith(".js"):  # a script may name the field; no page holds one
            assert "csrf_token" not in text, (name, path)


def test_a_server_alone_away_is_enough(desk, world) -> None:
    """The network is there, and only the portal does not answer."""
    desk.window.log_in(world.ours.recruit)
    desk.visit_once()
    desk.server.close()
    assert "AVC" in desk.ask("/fiches/avc-ait").locator("h1").inner_text()


def test_a_blocked_request_is_enough(desk, world) -> None:
    desk.window.log_in(world.ours.recruit)
    desk.visit_once()
    desk.page.context.route("**/*", lambda route: route.abort())
    desk.server.close()
    assert "AVC" in desk.ask("/fiches/avc-ait").locator("h1").inner_text()


def test_under_a_prefix_as_well(browser, make_app, world) -> None:
    app = make_app(base_url="http://localhost/integration")
    doors = Doors(app, portal_of(app).database)
    with ExitStack() as server, ExitStack() as windows:
        base = server.enter_context(browsers.live_server(app))
        desk = Desk(windows.enter_context(browsers.visit(browser, base, doors)), server)
        desk.window.open("/integration/connexion")
        desk.log_in_by_page(world.ours.recruit)
        desk.visit_once("/integration/parcours")
        desk.cut()
        page = desk.ask("/integration/fiches")
        page.locator(".fiche-list a", has_text="AVC").first.click()
        page.wait_for_selector(".alert-block")
        assert page.url.endswith("/integration/fiches/avc-ait")
        desk.window.faults.clear()


def test_logging_out_leaves_the_fiches_and_nobody(desk, world) -> None:
    desk.window.log_in(world.ours.recruit)
    desk.visit_once()
    page = desk.page
    page.evaluate("caches.open('autre').then(one => one.put('/x', new Response('Alpha Recrue')))")
    desk.window.open(f"{MODULE}/quiz")
    page.get_by_role("button", name="Commencer le quiz").click()
    page.wait_for_selector("form[data-keep]")
    page.dispatch_event("form[data-keep]", "input")  # she ticks an answer
    page.evaluate("localStorage.setItem('autre-application', 1)")
    page.evaluate("sessionStorage.setItem('portail-voix', 1)")
    assert page.evaluate("localStorage.length") == 2
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/connexion*")
    desk.until("caches.keys().then(names => !names.includes('autre'))")
    assert set(desk.facts()) == {"place", "etag", "at", "due"}
    for _, path, text in desk.stored():
        assert world.ours.recruit.name not in text, path
        assert world.ours.recruit.email not in text, path
    assert page.evaluate("Object.keys({...localStorage, ...sessionStorage})") == [
        "autre-application"
    ]
    desk.cut()
    assert desk.ask("/fiches").locator(".fiche-list a").count() == 109


def test_the_next_login_looks_for_a_newer_copy(desk, world, enter) -> None:
    desk.window.log_in(world.ours.recruit)
    before = desk.visit_once()
    desk.page.context.clear_cookies()
    desk.window.open("/connexion")
    desk.until("caches.match('/hors-ligne/copie').then(o => o.json()).then(f => f.due)")
    save(enter(world.ours.editor), f"{PAGE}?lieu=e{world.ours.establishment_id}", NUMBER)
    desk.log_in_by_page(world.ours.recruit)
    after = desk.page.evaluate(READY)
    assert after["etag"] != before["etag"]
    desk.cut()
    assert "4012" in desk.ask("/fiches/avc-ait").locator(".chez-nous").inner_text()


def test_somebody_of_another_establishment_gets_her_own_copy(desk, world, enter) -> None:
    save(enter(world.ours.editor), f"{PAGE}?lieu=e{world.ours.establishment_id}", NUMBER)
    desk.window.log_in(world.ours.recruit)
    ours = desk.visit_once()
    desk.window.log_in(world.theirs.recruit)
    desk.window.open("/modules")
    other = f"!!f && f.place !== '{ours['place']}'"
    desk.until(f"caches.match('/hors-ligne/copie').then(o => o?.json()).then(f => {other})")
    desk.cut()
    page = desk.ask("/fiches/avc-ait")
    assert "4012" not in page.content()
    assert "Omega" in page.locator("#copie").inner_text()
    assert not [path for _, path, text in desk.stored() if "Neurologue de garde" in text]


@pytest.mark.parametrize("path", ["/fiches/avc-ait", "/fiches", "/parcours"])
def test_pages_without_network_are_for_everybody(away, path) -> None:
    away.ask(path)
    assert away.window.axe() == []
    assert away.window.overflow(320) == 0
    away.window.by_night()
    assert away.window.axe(rules=["color-contrast", "link-in-text-block"]) == []


def test_a_validation_ends_on_its_day_even_without_the_portal(away) -> None:
    old = "{status: 'validee', label: 'Validée', words: 'Validée.', until: '2020-01-01'}"
    script = f"import('/static/js/offline-fiche.js').then(m => m.standing({{standing: {old}}}))"
    away.ask("/fiches")
    assert away.page.evaluate(script)["label"] == "À revoir"
