"""The quick grid on a phone: the network goes halfway, the acts stay, and arrive once."""

import json

import pytest
from sqlalchemy import select

from integration_portal.signoffs.models import Observation, SignOffRequest

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def window(visit):
    return visit(color_scheme="light", viewport=PHONE, has_touch=True, is_mobile=True)


def note(page, answers: dict[str, str]) -> None:
    for code, value in answers.items():
        page.locator(f"input[name=act_{code}][value={value}]").tap()
    page.get_by_role("button", name="Enregistrer l’acte").tap()


def until(page, expression: str) -> None:
    """Wait for a fact of the page; its own policy forbids wait_for_function."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def kept(page) -> list[dict]:
    found = page.evaluate(
        "Object.entries(localStorage).filter(([k]) => k.startsWith('portail-grille:'))"
    )
    return [json.loads(value) for _, value in found]


def all_sent(page) -> None:
    until(page, """Object.entries(localStorage).filter(([k]) => k.startsWith('portail-grille:'))
                   .every(([, value]) => JSON.parse(value).sentAt)""")  # fmt: skip


@pytest.fixture
def codes(db, world) -> list[str]:
    with db.reading() as session:
        criteria = session.get_one(SignOffRequest, world.ours.request_id).criteria
        return [one["code"] for one in criteria]


def drafts(db, person) -> list[Observation]:
    with db.reading() as session:
        return list(session.scalars(select(Observation).where(Observation.observer_id == person.id,
                                                              Observation.entry_id.is_(None))))  # fmt: skip


def test_acts_noted_without_network_arrive_once(window, world, db, codes) -> None:
    place, page = world.ours, window.page
    window.log_in(place.manager)
    window.open(f"/demandes/{place.request_id}/grille")
    done, missed = dict.fromkeys(codes, "oui"), {**dict.fromkeys(codes, "oui"), codes[0]: "non"}
    note(page, done)
    all_sent(page)
    page.context.set_offline(True)
    for answers in (done, missed, done, done):
        note(page, answers)
    page.get_by_text("Annuler le dernier").tap()
    until(page, "document.querySelector('[data-grid-state]').textContent.includes('Sans réseau')")
    assert "4\u00a0actes" in page.locator("#compte").inner_text()
    (record,) = kept(page)
    assert len(record["acts"]) == 4
    assert place.recruit.name not in json.dumps(record)
    assert [len(one.acts) for one in drafts(db, place.manager)] == [1]
    window.faults.clear()  # the requests that failed are what this test is about
    page.context.set_offline(False)
    all_sent(page)
    (draft,) = drafts(db, place.manager)
    assert [one[codes[0]] for one in draft.acts] == [True, True, False, True]
    page.get_by_text("Terminer").click()
    page.wait_for_url("**/observer?brouillon=*")
    assert "fait 3 fois sur 4" in page.locator("main").inner_text()
    window.faults.clear()


def test_a_page_closed_without_network_sends_from_any_other(window, world, db, codes) -> None:
    place, page = world.ours, window.page
    window.log_in(place.manager)
    window.open(f"/demandes/{place.request_id}/grille")
    page.context.set_offline(True)
    note(page, {codes[0]: "oui"})
    until(page, "document.querySelector('[data-grid-state]').textContent.includes('Sans réseau')")
    page.goto("about:blank")
    page.context.set_offline(False)
    window.open("/notifications")
    all_sent(page)
    (draft,) = drafts(db, place.manager)
    assert draft.acts == [{codes[0]: True}]
    window.open("/notifications")
    until(page, "!localStorage.length")
    window.faults.clear()


def test_a_grid_asked_for_while_another_page_sends_loses_no_act(visit, world, db, codes) -> None:
    window = visit(viewport=PHONE, has_touch=True, is_mobile=True, service_workers="block")
    place, page = world.ours, window.page
    path = f"/demandes/{place.request_id}/grille"
    window.log_in(place.manager)
    window.open(path)
    note(page, {codes[0]: "oui"})
    all_sent(page)
    page.context.set_offline(True)
    for _ in range(2):
        note(page, {codes[0]: "non"})
    page.goto("about:blank")
    page.context.set_offline(False)
    asked_before = page.context.request.get(window.base + path).text()
    window.open("/notifications")
    all_sent(page)
    page.route(f"**{path}", lambda route: route.fulfill(body=asked_before))
    window.open(path)
    assert "3\u00a0actes" in page.locator("#compte").inner_text()
    note(page, {codes[0]: "oui"})
    all_sent(page)
    (draft,) = drafts(db, place.manager)
    assert [one[codes[0]] for one in draft.acts] == [True, False, False, True]
    window.faults.clear()


def test_logging_out_sends_then_keeps_nothing(window, world, db, codes) -> None:
    place, page = world.ours, window.page
    window.log_in(place.manager)
    window.open(f"/demandes/{place.request_id}/grille")
    page.route("**/grille/actes", lambda route: route.abort())
    note(page, {codes[0]: "oui"})
    until(page, "document.querySelector('[data-grid-state]').textContent.includes('Sans réseau')")
    page.unroute("**/grille/actes")
    page.locator(".menu summary").tap()
    page.get_by_role("button", name="Se déconnecter").tap()
    page.wait_for_url("**/connexion*")
    assert page.evaluate("localStorage.length") == 0
    assert [len(one.acts) for one in drafts(db, place.manager)] == [1]
    window.faults.clear()


def test_a_thumb_is_enough(window, world) -> None:
    """Every target is at least 44 px high, and nothing spills over at 360 px."""
    window.log_in(world.ours.tutor)
    page = window.open(f"/demandes/{world.ours.request_id}/grille")
    heights = page.locator(".grid-choices label, .grid-buttons button").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
    assert window.overflow(320) == 0
    assert window.axe() == []
    window.by_night()
    assert window.axe(rules=["color-contrast"]) == []
