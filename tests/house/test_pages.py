"""Every page of every role, as html5lib, RGAA and a French typographer read it."""

import pytest

from integration_portal.core.permissions import Role
from tests.support.html import PageError, check_page
from tests.support.routes import answer, routes


def _faults(client, place) -> list[str]:
    """The faults of every page this client may open, page by page."""
    client.check_pages = False
    faults = []
    for route in routes("GET"):
        response = answer(client, route, place)
        if isinstance(response, Exception):
            faults.append(f"500 {route} ({route.endpoint})\n{response!r}")
            continue
        if response.mimetype != "text/html" or 300 <= response.status_code < 400:
            continue
        try:
            check_page(response.text)
        except PageError as error:
            faults.append(f"{response.status_code} {route} ({route.endpoint})\n{error}")
    return faults


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_every_page_is_sound(role, enter, world) -> None:
    faults = _faults(enter(world.ours.people[role.value]), world.ours)
    assert not faults, "\n\n".join(faults)


def test_every_page_is_sound_for_nobody_in_particular(client, world) -> None:
    faults = _faults(client, world.ours)
    assert not faults, "\n\n".join(faults)


def test_pages_stay_light(enter, world) -> None:
    """At most 60 kB of HTML, content pages apart."""
    heavy = []
    for person in world.ours.people.values():
        client = enter(person, check_pages=False)
        for route in routes("GET"):
            response = answer(client, route, world.ours)
            size = 0 if isinstance(response, Exception) else len(response.data)
            if route.endpoint not in {"static", "home.styleguide"} and size > 60_000:
                heavy.append(f"{route} as {person.role}: {size} bytes")
    assert not heavy
