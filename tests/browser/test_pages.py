"""Every page in a real browser: axe finds nothing, by day, by night, and nothing overflows."""

from integration_portal.core.permissions import PERMISSIONS, Role
from tests.support.browser import Visit
from tests.support.client import Doors, StrictClient
from tests.support.factories import Place
from tests.support.routes import FRAGMENTS, Route, answer, routes

DESK = {"width": 1280, "height": 800}
PHONES = (320, 360)  # 320 is a desk screen at 400 %: WCAG 1.4.10
# Each page is read once, by the first of these who opens it.
READERS = (
    Role.RECRUIT, Role.MANAGER, Role.ADMIN, Role.TUTOR, Role.EDITOR, Role.HR, Role.CONTRIBUTOR,
)  # fmt: skip
OUTSIDE = ("/connexion", "/mot-de-passe-oublie", "/aide", "/accessibilite", "/vos-donnees")
COLOURS = ("color-contrast", "link-in-text-block")


def _opens(client: StrictClient, role: Role, route: Route, place: Place) -> bool:
    if not route.is_public and route.access not in PERMISSIONS[role]:
        return False
    found = answer(client, route, place)
    opened = not isinstance(found, Exception) and found.status_code == 200
    return opened and found.mimetype == "text/html"


def _pages(doors: Doors, place: Place) -> dict[Role, list[str]]:
    """Addresses by the first role that opens them."""
    clients = {role: doors.enter(place.people[role.value], check_pages=False) for role in READERS}
    pages: dict[Role, list[str]] = {role: [] for role in READERS}
    for route in routes("GET"):
        if route.endpoint not in FRAGMENTS:
            readers = (role for role in READERS if _opens(clients[role], role, route, place))
            if first := next(readers, None):
                pages[first].append(route.path(place))
    return pages


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


def test_every_page_opens_to_everybody(visit, doors, world) -> None:
    window, faults = visit(color_scheme="light", viewport=DESK), []
    for role, paths in _pages(doors, world.ours).items():
        window.log_in(world.ours.people[role.value])
        faults += [fault for path in paths for fault in _faults(window, path)]
    assert not faults, "\n".join(faults)


def test_pages_before_login_open_to_everybody(visit) -> None:
    window = visit(color_scheme="light", viewport=DESK)
    faults = [fault for path in OUTSIDE for fault in _faults(window, path)]
    assert not faults, "\n".join(faults)
