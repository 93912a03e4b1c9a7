"""Recruit, tutor, manager: one signature from end to end, without a mouse."""

from urllib.parse import urlsplit

from tests.browser.keyboard import Keyboard
from tests.support.factories import PASSWORD, observe_step

TITLE = "document.querySelector('h1').innerText"
FLASH = "document.querySelector('.flashes').innerText"
LEVELS = "[...new Set([...document.querySelectorAll('[data-keys] input')].map(one => one.name))]"
CHECKED = "[...document.querySelectorAll('[data-keys] input:checked')].map(one => one.value)"


def level_all(keyboard: Keyboard, digit: str) -> int:
    """The same digit in every group of levels; how many there are."""
    names = keyboard.page.evaluate(LEVELS)
    for name in names:
        keyboard.to(name=name)
        keyboard.press(digit)
    return len(names)


def test_one_signature_without_a_mouse(visit, world, db) -> None:
    place = world.ours
    recruit = visit()
    recruit.log_in(place.recruit)
    hand = Keyboard(recruit.open(f"/etapes/{place.observation_id}"))
    title = hand.page.evaluate(TITLE)
    hand.go("Demander la signature")
    count = level_all(hand, "2")
    assert hand.page.evaluate(CHECKED) == ["2"] * count
    hand.to(name="comment")
    hand.type("Prête à être observée.")
    hand.go("Envoyer la demande")
    assert "Demande envoyée." in hand.page.evaluate(FLASH)

    with db.writing() as session:
        observe_step(session, place.observation_id)
    hand = Keyboard(visit().open("/connexion"))
    hand.to(name="email")
    hand.type(place.tutor.email)
    hand.to(name="password")
    hand.type(PASSWORD)
    hand.send()
    hand.go("À valider")
    hand.go(title)
    level_all(hand, "3")
    hand.to("Signer")
    hand.send()
    assert "error-summary" in hand.page.evaluate("document.activeElement.className")
    assert hand.page.evaluate(CHECKED) == ["3"] * count
    hand.to("Votre décision")
    hand.press("Enter")
    hand.to(name="decision")
    hand.press("Space")
    hand.to(name="read_warning")
    hand.press("Space")
    hand.to(name="comment")
    hand.type("Calme, précise.")
    hand.to(name="password")
    hand.type(PASSWORD)
    hand.send()
    assert "Signé." in hand.page.evaluate(FLASH)
    receipt = urlsplit(hand.page.url).path

    manager = visit()
    manager.log_in(place.manager)
    hand = Keyboard(manager.open("/"))
    hand.go("Promotion Alpha")
    hand.go(place.recruit.name)
    assert place.recruit.name in hand.page.evaluate(TITLE)
    assert receipt in hand.page.content()


def test_a_slash_goes_to_the_search_unless_it_is_turned_off(visit, world) -> None:
    window = visit()
    window.log_in(world.ours.recruit)
    hand = Keyboard(window.open("/parcours"))
    hand.press("/")
    assert hand.held["name"] == "q"
    hand.type("AVC")
    hand.send()
    assert hand.page.url.endswith("/recherche?q=AVC")
    page = window.open(f"/etapes/{world.ours.step_id}")
    page.locator("textarea[name=text]").focus()
    hand.press("/")
    assert page.locator("textarea[name=text]").input_value() == "/"
    page = window.open("/compte")
    page.locator("form[action='/compte/raccourcis'] button").click()
    hand.press("/")
    assert hand.held["name"] != "q"


def test_the_first_tab_skips_to_the_content_and_escape_closes_the_menu(visit, world) -> None:
    window = visit()
    window.log_in(world.ours.tutor)
    hand = Keyboard(window.open("/a-valider"))
    hand.press("Tab")
    assert hand.held["words"] == "Aller au contenu"
    hand.press("Enter", "Tab")
    inside = "document.querySelector('main').contains(document.activeElement)"
    assert hand.page.evaluate(inside)
    menu = hand.page.locator("details.menu")
    menu.locator("summary").focus()
    hand.press("Enter")
    assert menu.get_attribute("open") is not None
    hand.press("Tab", "Escape")
    assert menu.get_attribute("open") is None
    assert hand.held["tag"] == "summary"
