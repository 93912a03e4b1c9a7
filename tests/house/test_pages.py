"""Every page of every role, as html5lib, RGAA and a French typographer read it."""

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

import pytest

from integration_portal.core.permissions import Role
from tests.support.html import PageError, check_page
from tests.support.routes import answer, routes

MAX_BYTES = 60_000
# The style guide shows everything at once.
LONG = {"home.styleguide"}


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
        if len(response.data) > MAX_BYTES and route.endpoint not in LONG:
            faults.append(f"{len(response.data)} bytes {route} ({route.endpoint})")
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


def _links(client, place) -> dict[str, str]:
    """Local addresses named by links and forms of every page, and a page that names each."""
    found: dict[str, str] = {}
    for route in routes("GET"):
        response = answer(client, route, place)
        if isinstance(response, Exception) or response.status_code != 200:
            continue
        if response.mimetype != "text/html":
            continue
        for node in check_page(response.text, typography=False).iter("a"):
            target = urlsplit(urljoin(route.path(place), node.get("href", "")))
            if not target.netloc:
                address = target.path + (f"?{target.query}" if target.query else "")
                found.setdefault(address, route.path(place))
    return found


def _few_of_each(addresses: Iterable[str]) -> list[str]:
    """Three addresses of each shape are enough: digits and slugs apart, they are one."""
    kept: dict[str, list[str]] = {}
    for address in addresses:
        shape = re.sub(r"\d+|(?<=/fiches/)[\w-]+|(?<=/modules/)[\w/-]+", "*", address)
        kept.setdefault(shape, []).append(address)
    return [address for alike in kept.values() for address in alike[:3]]


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_every_link_leads_somewhere(role, enter, world) -> None:
    client = enter(world.ours.people[role.value], check_pages=False)
    links = _links(client, world.ours)
    assert len(links) > 5
    dead = []
    for address in _few_of_each(links):
        status = client.get(address).status_code
        if status not in {200, 302, 303}:
            dead.append(f"{links[address]} → {address}: {status}")
    assert not dead
