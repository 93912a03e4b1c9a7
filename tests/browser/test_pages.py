"""Every page in a real browser, light and dark, on a phone: axe finds nothing."""

import pytest

from integration_portal.core.permissions import Role
from tests.support.routes import routes

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
READERS = [Role.RECRUIT, Role.TUTOR, Role.MANAGER, Role.ADMIN]


def _pages(doors, person, place) -> list[str]:
    """Addresses of the HTML pages that open for this person."""
    client = doors.enter(person, check_pages=False)
    paths = dict.fromkeys(route.path(place) for route in routes("GET"))
    opened = []
    for path in paths:
        response = client.get(path)
        if response.status_code == 200 and response.mimetype == "text/html":
            opened.append(path)
    return opened


@pytest.mark.parametrize("role", READERS, ids=str)
def test_axe_finds_nothing(role, visit, doors, world, color_scheme) -> None:
    person = world.ours.people[role.value]
    window = visit(color_scheme=color_scheme, viewport=DESK)
    window.log_in(person)
    for path in _pages(doors, person, world.ours):
        window.open(path)
        window.check_axe()


def test_axe_finds_nothing_before_login(visit, color_scheme) -> None:
    window = visit(color_scheme=color_scheme, viewport=DESK)
    for path in ("/connexion", "/mot-de-passe-oublie", "/aide", "/accessibilite", "/vos-donnees"):
        window.open(path)
        window.check_axe()


@pytest.mark.parametrize("role", READERS, ids=str)
def test_nothing_overflows_a_phone(role, visit, doors, world) -> None:
    """320 px is a desk screen at 400 % zoom: no page scrolls sideways (WCAG 1.4.10)."""
    person = world.ours.people[role.value]
    window = visit(viewport=PHONE)
    window.log_in(person)
    wide = []
    for path in _pages(doors, person, world.ours):
        page = window.open(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide.append(f"{path}: {width} px")
    assert not wide
