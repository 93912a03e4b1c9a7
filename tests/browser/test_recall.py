"""« Réviser » by the keyboard alone, and as a person who cannot see hears it."""

from sqlalchemy import select

from integration_portal.recall.models import RecallCard, RecallReview
from tests.browser.keyboard import Keyboard

OPEN = "document.querySelector('[data-recall]').open"
FRONT = "document.querySelector('#carte').innerText"
HELD = "document.activeElement.innerText"


def _ratings(db, person) -> list[int]:
    with db.reading() as session:
        mine = RecallReview.user_id == person.id
        return list(
            session.scalars(select(RecallReview.rating).where(mine).order_by(RecallReview.id))
        )


def _turn_and_rate(page, key: str) -> None:
    page.keyboard.press("Space")
    page.wait_for_function(OPEN)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_cards_are_rated_with_the_keys(visit, world, db) -> None:
    window = visit()
    window.log_in(world.ours.recruit)
    page = window.open("/reviser")
    front = page.evaluate(FRONT)
    page.keyboard.press("3")  # nothing is rated before the answer shows
    assert page.evaluate(OPEN) is False
    page.keyboard.press("Enter")
    page.wait_for_function(OPEN)
    assert page.evaluate(HELD) == "Réponse"
    with page.expect_navigation():
        page.keyboard.press("3")
    assert page.evaluate(FRONT) != front
    for key in ("1", "2", "4"):
        _turn_and_rate(page, key)
    assert _ratings(db, world.ours.recruit) == [3, 1, 2, 4]
    with page.expect_navigation():
        page.keyboard.press("u")
    page.wait_for_load_state("networkidle")
    assert _ratings(db, world.ours.recruit) == [3, 1, 2]


def test_keys_turned_off_do_nothing(visit, world, db) -> None:
    window = visit()
    window.log_in(world.ours.recruit)
    page = window.open("/reviser")
    page.evaluate("document.body.dataset.shortcuts = 'off'")
    page.keyboard.press("Space")
    assert page.evaluate(OPEN) is False
    hand = Keyboard(page)
    hand.to("Voir la réponse")
    hand.press("Enter")
    page.wait_for_function(OPEN)
    hand.press("3")
    hand.to("Bien")
    hand.send()
    page.wait_for_load_state("networkidle")
    assert _ratings(db, world.ours.recruit) == [3]


def test_a_card_turned_is_clean_by_day_by_night_and_on_a_phone(visit, world) -> None:
    window = visit(color_scheme="light")
    window.log_in(world.ours.recruit)
    page = window.open("/reviser")
    page.keyboard.press("Space")
    page.wait_for_function(OPEN)
    assert window.axe() == []
    window.by_night()
    assert window.axe(rules=("color-contrast",)) == []
    for width in (320, 360):
        assert window.overflow(width) == 0
        assert window.axe(rules=("target-size",)) == []


def test_the_end_and_what_is_put_aside_are_clean(visit, world, enter, db) -> None:
    client = enter(world.ours.recruit)
    for _ in range(10):
        client.submit("/reviser", {"note": "4"}, action="/reviser/note")
    with db.writing() as session:
        card = session.scalars(select(RecallCard)).first()
        card.suspended_at = card.added_at
    window = visit(color_scheme="light")
    window.log_in(world.ours.recruit)
    page = window.open("/reviser")
    page.click(".recall-aside summary")
    assert window.axe() == []
    assert window.overflow(320) == 0


def test_without_javascript_the_same_buttons_do_it(visit, world, db) -> None:
    window = visit(java_script_enabled=False)
    window.log_in(world.ours.recruit)
    page = window.open("/reviser")
    page.click("[data-recall] summary")
    page.click("button[name=note][value='3']")
    page.wait_for_load_state("networkidle")
    assert _ratings(db, world.ours.recruit) == [3]
    page.click("[data-recall-undo]")
    page.wait_for_load_state("networkidle")
    assert _ratings(db, world.ours.recruit) == []
