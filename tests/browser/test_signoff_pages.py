"""The pages on which something is signed, in the states that no address shows by itself: axe finds
nothing, by day and by night, and nothing spills over a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from integration_portal.dossiers.models import Attestation
from integration_portal.signoffs.models import SignOffRequest
from tests.support.browser import Visit
from tests.support.factories import Person, Place, sign

DESK = {"width": 1280, "height": 800}
COLOURS = ("color-contrast", "link-in-text-block")
PHONES = (320, 360)


@pytest.fixture
def place(doors, world) -> Place:
    """The peer's request was validated by the tutor, and waits for the doctor."""
    with doors.database.writing() as session:
        request = session.get_one(SignOffRequest, world.ours.peer_request_id)
        request.rule = {"contresignature": True}
        session.flush()
        sign(session, request, world.ours.tutor.id)
    return world.ours


@pytest.fixture
def look(visit) -> Callable[..., list[str]]:
    """``look(person, *pages)``: what is wrong on each, after one log-in. A page is an address, or
    what to do in the window to be on it."""

    def read(person: Person | None, *pages: str | Callable[[Visit], object]) -> list[str]:
        window = visit(color_scheme="light", viewport=DESK)
        if person:
            window.log_in(person)
        return [fault for page in pages for fault in _faults(window, page)]

    return read


def _faults(window: Visit, page: str | Callable[[Visit], object]) -> list[str]:
    window.open(page) if isinstance(page, str) else page(window)
    found = window.axe()
    window.by_night()
    found += [f"by night, {fault}" for fault in window.axe(rules=COLOURS)]
    window.page.emulate_media(color_scheme="light")
    found += [f"spills over {width} px" for width in PHONES if window.overflow(width)]
    window.page.set_viewport_size(DESK)
    return [f"{window.page.url}: {fault}" for fault in found]


def _sent(window: Visit) -> Page:
    """Send the main form of the page as it is: refused, it says why at the place."""
    with window.page.expect_navigation():
        window.page.evaluate("document.querySelector('main form[method=post]').submit()")
    return window.page


def test_what_a_tutor_signs(look, place) -> None:
    asked = f"/demandes/{place.request_id}"

    def refused(window: Visit) -> None:
        window.open(f"/a-valider/{place.request_id}")
        assert _sent(window).locator("[data-error-summary]").is_visible()

    def together(window: Visit) -> None:
        page = window.open(f"/a-valider/ensemble?request={place.request_id}")
        assert page.locator("ol.together > li").count() == 1

    faults = look(
        place.tutor, "/a-valider", refused, together, asked, f"{asked}/grille",
        f"/observations/{place.draft_id}", f"/observations/{place.seen_id}",
        f"/entretiens-reflexifs/{place.talk_id}",
    )  # fmt: skip
    assert not faults, "\n".join(faults)


def test_what_is_signed_at_the_post_of_the_recruit(look, place) -> None:
    def beside(window: Visit) -> None:
        page = window.open(f"/demandes/{place.request_id}/au-poste")
        page.locator("[name=signer_email]").fill(place.tutor.email)
        with page.expect_navigation():
            page.get_by_role("button", name="Signer la décision").click()
        assert page.locator("[name=password]").is_visible()

    faults = look(
        place.recruit, beside, f"/parcours/{place.journey_id}/competences", "/mes-attestations",
        f"/signatures/{place.entry_id}",
    )  # fmt: skip
    assert not faults, "\n".join(faults)


def test_what_a_doctor_and_a_manager_sign(look, place) -> None:
    faults = look(place.doctor, f"/a-valider/{place.peer_request_id}/contresignature")
    visa = f"/parcours/{place.journey_id}/blocs/eco-systeme/visa"
    faults += look(place.manager, visa)
    assert not faults, "\n".join(faults)


def test_what_a_stranger_checks(look, doors, place) -> None:
    with doors.database.writing() as session:
        held = session.get_one(Attestation, place.attestation_id)
        held.shown = {"nom": True, "niveaux": True}
        code = held.code
    faults = look(None, f"/verifier/{code}")
    assert not faults, "\n".join(faults)
