"""What no address shows by itself: refused forms, errors, a kept text, a printed page."""

import pytest

from integration_portal.journeys.actions.versioning import publish_version
from integration_portal.journeys.models import TemplateVersion
from tests.support.factories import PASSWORD, actor_of

COLOURS = ("color-contrast", "link-in-text-block")
PHONES = (320, 360)
LONG = "x" * 5000


def faults_of(window, name: str) -> list[str]:
    """Axe by day and by night, and what spills over a phone."""
    found = window.axe()
    window.by_night()
    found += [f"by night, {fault}" for fault in window.axe(rules=COLOURS)]
    window.page.emulate_media(color_scheme="light")
    found += [f"spills over {width} px" for width in PHONES if window.overflow(width)]
    window.page.set_viewport_size({"width": 1280, "height": 800})
    return [f"{name}: {fault}" for fault in found]


@pytest.fixture
def window(visit):
    return visit(color_scheme="light", viewport={"width": 1280, "height": 800})


def send(window, path: str, values: dict[str, str], action: str | None = None) -> None:
    """Fill and send a form as it is, even where the browser would help."""
    page = window.open(path)
    form = f"main form[action='{action}']" if action else "main form"
    for name, value in values.items():
        page.evaluate(
            "([form, name, value]) => { document.querySelector(form).elements[name].value = value }",
            [form, name, value],
        )
    with page.expect_navigation():
        page.evaluate("form => document.querySelector(form).submit()", form)


def test_refused_forms_and_errors_open_to_everybody(window, world) -> None:
    place, faults = world.ours, []
    window.log_in(place.recruit)
    step = f"/etapes/{place.step_id}"
    for name, path, values, action in (
        ("a refused request", f"/etapes/{place.observation_id}/demander", {}, None),
        ("a text too long", step, {"text": LONG}, f"{step}/mot"),
        ("a doubt", step, {"text": "Au 01 23 45 67 89."}, f"{step}/mot"),
        ("a stale form", step, {"text": "Un mot gardé.", "csrf_token": "x"}, f"{step}/mot"),
    ):
        send(window, path, values, action)
        faults += faults_of(window, name)
    window.page.goto(f"{window.base}/nulle-part")
    faults += faults_of(window, "an unknown page")
    window.page.goto(f"{window.base}/journal")
    faults += faults_of(window, "a page of another role")
    for path in ("/fiches?q=avc", "/fiches?q=zzzz", f"/etapes/{place.peer_step_id}"):
        window.page.goto(window.base + path)
        faults += faults_of(window, path)
    window.log_in(place.tutor)
    send(window, f"/a-valider/{place.request_id}", {"comment": LONG})
    faults += faults_of(window, "a refused signature")
    assert not faults, "\n".join(faults)


def test_a_text_kept_behind_the_login_opens_to_everybody(window, world) -> None:
    person, step = world.ours.recruit, f"/etapes/{world.ours.step_id}"
    window.log_in(person)
    page = window.open(step)
    page.locator(f"form[action='{step}/mot'] textarea").fill("Un mot gardé.")
    page.context.clear_cookies()
    page.locator(f"form[action='{step}/mot'] button").click()
    faults = faults_of(window, "the login of an ended session")
    page.locator("[name=email]").fill(person.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    assert page.locator("main textarea").input_value() == "Un mot gardé."
    faults += faults_of(window, "the text offered again")
    page.get_by_role("button", name="Envoyer maintenant").click()
    assert "Un mot gardé." in page.locator(".history").inner_text()
    assert not faults, "\n".join(faults)


def test_two_versions_side_by_side_open_to_everybody(window, world, db) -> None:
    place = world.ours
    with db.writing() as session:
        first = session.get_one(TemplateVersion, place.version_id)
        steps = [dict(one) for one in first.definition["etapes"]]
        steps[3]["titre"] = "Un autre titre"
        publish_version(
            session, actor_of(session, place.manager.id), first.template,
            definition={**first.definition, "etapes": steps[:-1]}, note_text="Plus court",
        )  # fmt: skip
    window.log_in(place.manager)
    page = window.open(f"/modeles/{place.template_id}")
    with page.expect_navigation():
        page.get_by_text("Voir ce qui a changé").first.click()
    assert "Un autre titre" in page.locator("main").inner_text()
    faults = faults_of(window, page.url)
    assert not faults, "\n".join(faults)


def test_the_home_prints_without_its_frame(window, world) -> None:
    window.log_in(world.ours.recruit)
    page = window.open("/parcours")
    page.emulate_media(media="print")
    for hidden in (".bar", ".nav", ".foot", ".skip-link", "main button"):
        assert not any(one.is_visible() for one in page.locator(hidden).all()), hidden
    for shown in ("h1", "#aujourdhui", "#equipe", "#toutes"):
        assert page.locator(shown).is_visible(), shown
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in {
        "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)",
    }  # fmt: skip
    assert len(page.pdf(format="A4")) > 5000
