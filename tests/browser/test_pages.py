"""Every page in a real browser: axe finds nothing, by day, by night, and nothing overflows."""

from collections.abc import Iterator

import pytest

from integration_portal.core.permissions import PERMISSIONS, Role
from tests.support.browser import Visit
from tests.support.routes import FRAGMENTS, Route, routes, status_of

DESK = {"width": 1280, "height": 800}
PHONES = (320, 360)  # 320 is a desk screen at 400 %: WCAG 1.4.10
# Each page is read once, by the first of these who opens it.
READERS = (
    Role.RECRUIT, Role.MANAGER, Role.ADMIN, Role.TUTOR, Role.EDITOR, Role.HR, Role.CONTRIBUTOR,
)  # fmt: skip
OUTSIDE = ("/connexion", "/mot-de-passe-oublie", "/aide", "/accessibilite", "/vos-donnees")
COLOURS = ("color-contrast", "link-in-text-block")


def _holds(role: Role, route: Route) -> bool:
    return route.is_public or route.access in PERMISSIONS[role]


def _pages(doors, world, role: Role) -> Iterator[str]:
    """Addresses of the pages this role is the first to open."""
    before = READERS[: READERS.index(role)]
    clients = {one: doors.enter(world.ours.people[one.value], check_pages=False)
               for one in (*before, role)}  # fmt: skip
    for route in routes("GET"):
        opened = [one for one in (*before, role) if _holds(one, route)
                  and status_of(clients[one], route, world.ours) == 200]  # fmt: skip
        if opened[:1] == [role] and _is_page(clients[role], route, world):
            yield route.path(world.ours)


def _is_page(client, route: Route, world) -> bool:
    if route.endpoint in FRAGMENTS:
        return False
    return client.get(route.path(world.ours)).mimetype == "text/html"


def _faults(window: Visit, path: str) -> list[str]:
    page = window.open(path)
    faults = window.axe()
    window.by_night()
    faults += [f"by night, {fault}" for fault in window.axe(rules=COLOURS)]
    page.emulate_media(color_scheme="light")
    spilt = {width: spill for width in PHONES if (spill := window.overflow(width))}
    if spilt:
        faults.append(f"spills over a phone: {spilt} (width: px)")
    page.set_viewport_size(DESK)
    return [f"{path}: {fault}" for fault in faults]


@pytest.mark.parametrize("role", READERS, ids=str)
def test_every_page_opens_to_everybody(role, visit, doors, world) -> None:
    window = visit(color_scheme="light", viewport=DESK)
    window.log_in(world.ours.people[role.value])
    faults = [fault for path in _pages(doors, world, role) for fault in _faults(window, path)]
    assert not faults, "\n".join(faults)


def test_pages_before_login_open_to_everybody(visit) -> None:
    window = visit(color_scheme="light", viewport=DESK)
    faults = [fault for path in OUTSIDE for fault in _faults(window, path)]
    assert not faults, "\n".join(faults)
