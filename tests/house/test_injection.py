"""What people type comes back as text: never as a tag, an address or a formula that runs."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest

from integration_portal.accounts.models import User
from integration_portal.core.permissions import Role
from integration_portal.establishments.models import Unit
from tests.support.client import StrictClient, form_values
from tests.support.factories import World
from tests.support.html import check_page, parse
from tests.support.routes import answer, routes, whole

TYPED = (
    'Zorglub <script>alert(1)</script><img src=x onerror="alert(1)"> "><svg onload=alert(1)> '
    "[lien](javascript:alert(1)) {{ 7*7 }} '); alert(1)//"
)
FORMULA = re.compile(r'(^|;)"?[=+@\t\r]|(^|;)"?-\D', re.MULTILINE)
WRITERS = (Role.RECRUIT, Role.TUTOR, Role.MANAGER, Role.EDITOR, Role.HR, Role.ADMIN)
READERS = (Role.MANAGER, Role.HR, Role.ADMIN)
FORMULAS = ("=1+1", "+33", "-2+3", "@SUM(A1)", "\t=1", "\r=1")
FREE = {"text", "search", None}
TYPES_FREELY = re.compile(r'<textarea|type="(text|search)"|<input(?![^>]* type=)')
PIECES = ("Zorglub", "alert(1)", "onload", "7*7")


def _free_fields(form: Element) -> set[str]:
    """Names of the fields where anything can be typed."""
    texts = {node.get("name") for node in form.iter("textarea")}
    inputs = {node.get("name") for node in form.iter("input") if node.get("type") in FREE}
    return {name for name in texts | inputs if name}


def _main(page: str) -> str:
    """What is between the frame's search and its foot."""
    return page.partition("<main")[2] or page


def _forms(client: StrictClient, world: World) -> Iterator[tuple[str, Element]]:
    for route in routes("GET"):
        response = answer(client, route, world.ours)
        if isinstance(response, Exception) or response.status_code != 200:
            continue
        if response.mimetype == "text/html" and TYPES_FREELY.search(_main(response.text)):
            root = parse(whole(route, response.text))
            yield from ((route.path(world.ours), form) for form in root.iter("form"))


def _type_everywhere(client: StrictClient, world: World, typed: str) -> int:
    """Type the text wherever it can be typed; how many forms took it."""
    taken = 0
    for page, form in list(_forms(client, world)):
        fields = _free_fields(form)
        if not fields or form.get("method", "get").lower() != "post":
            continue
        data = {**form_values(form), **dict.fromkeys(fields, typed), "patient_data_checked": "y"}
        response = client.post(form.get("action") or page, data=data)
        taken += 300 <= response.status_code < 400
    return taken


@pytest.fixture
def typed_everywhere(doors, world: World) -> int:
    clients = [doors.enter(world.ours.people[role.value], check_pages=False) for role in WRITERS]
    return sum(_type_everywhere(client, world, TYPED) for client in clients)


def test_nothing_typed_runs_in_a_page(typed_everywhere: int, doors, world: World) -> None:
    assert typed_everywhere >= 5, "the forms refused the text: nothing was tried"
    shown = 0
    for role in WRITERS:
        client = doors.enter(world.ours.people[role.value], check_pages=False)
        for route in routes("GET"):
            response = answer(client, route, world.ours)
            assert not isinstance(response, Exception), route
            if response.mimetype != "text/html" or response.status_code >= 300:
                continue
            if any(piece in response.text for piece in PIECES):
                check_page(whole(route, response.text), typography=False)
                shown += "Zorglub" in response.text
                assert "49" not in re.findall(r"\]?\)? (\d+) &#39;\); alert", response.text)
    assert shown >= 5, "the text shows on no page: nothing was tried"


def test_no_export_holds_a_formula(doors, db, world: World) -> None:
    """A name that begins as a formula is neutralised in every CSV."""
    clients = [doors.enter(world.ours.people[role.value], check_pages=False) for role in READERS]
    exports = [route for route in routes("GET") if route.rule.endswith(".csv")]
    for start in FORMULAS:
        with db.writing() as session:
            session.get_one(User, world.ours.recruit.id).given_name = start
            session.get_one(Unit, world.ours.unit_id).name = start
        found = [answer(client, route, world.ours) for client in clients for route in exports]
        read = [one for one in found if not isinstance(one, Exception) and one.status_code == 200]
        assert len(read) >= len(exports)
        assert not [one.text for one in read if FORMULA.search(one.text.removeprefix("\ufeff"))]
