"""Closed by default: every route says who may open it, and holds to it for every role."""

import pytest

from integration_portal.core.permissions import PERMISSIONS, Permission, Role
from integration_portal.web.access import PROGRAM, PUBLIC
from tests.support.client import StrictClient
from tests.support.crawl import each_role
from tests.support.factories import Place
from tests.support.routes import Route, routes, said, status_of

HERE = {200, 302, 303, 404}
# A page that its permission opens and its own state may close, and the answer it then gives.
CLOSED_BY_STATE = {
    "accounts.invitation_page": 410,
    "accounts.reset_page": 410,
    "home.readyz": 503,
}


def _readable(route: Route, status: int | str) -> bool:
    return status in HERE or status == CLOSED_BY_STATE.get(route.endpoint)


def test_every_route_says_who_may_open_it() -> None:
    silent = [str(route) for route in routes() if route.access is None]
    assert not silent, "neither @requires nor @public: nobody can open them"
    odd = [
        r
        for r in routes()
        if r.access not in {PUBLIC, PROGRAM} and not isinstance(r.access, Permission)
    ]
    assert not odd


def test_only_get_and_post() -> None:
    """Other verbs have no form in HTML: a page without JavaScript could not use them."""
    assert {route.method for route in routes()} <= {"GET", "POST"}


def test_an_address_reads_or_writes_under_its_own_guard() -> None:
    """One view for two methods would hide a write behind the guard of a page."""
    endpoints = [route.endpoint for route in routes()]
    assert len(endpoints) == len(set(endpoints)), "an endpoint answers two methods or addresses"


def test_nobody_is_let_in_without_an_account(client: StrictClient, world) -> None:
    client.check_pages = False
    faults = []
    for route in routes():
        status = status_of(client, route, world.ours)
        expected = _anonymous_answer(route, status)
        if not expected:
            faults.append(f"{route}: {status}")
    assert not faults


def _refusal(route: Route) -> int:
    """A program's address asks for a key: whoever is logged in has none to show."""
    return 401 if route.access == PROGRAM else 403


def _anonymous_answer(route: Route, status: int | str) -> bool:
    if route.method == "POST":
        return status == (400 if route.is_public else 401)
    return _readable(route, status) if route.is_public else status == 401


@each_role
def test_pages_open_to_the_roles_that_hold_the_permission(role, crawl) -> None:
    faults = []
    for route, found in crawl.items():
        status = said(found)
        held = route.is_public or route.access in PERMISSIONS[role]
        good = _readable(route, status) if held else status == _refusal(route)
        if held and route.owned:
            good = good or status == 403  # the permission is there, the row's policy says no
        elif held and not route.arguments and status == 404:
            good = False
        if not good:
            faults.append(f"{route} ({route.access}): {status}, held: {held}")
    assert not faults


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_verbs_refuse_the_roles_without_the_permission(role, enter, world) -> None:
    client = enter(world.ours.people[role.value], check_pages=False)
    token = client.token()
    faults = []
    for route in routes("POST"):
        if route.is_public or route.access in PERMISSIONS[role]:
            continue
        status = status_of(client, route, world.ours, {"csrf_token": token})
        if status != 403:
            faults.append(f"{route} ({route.access}): {status}")
    assert not faults


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_verbs_refuse_a_form_without_its_token(role, enter, world) -> None:
    client = enter(world.ours.people[role.value], check_pages=False)
    faults = []
    for route in routes("POST"):
        if not route.is_public and route.access not in PERMISSIONS[role]:
            continue
        for data in ({}, {"csrf_token": "faux"}):
            status = status_of(client, route, world.ours, data)
            if status != 400:
                faults.append(f"{route}: {status} with {data}")
    assert not faults


def test_every_role_of_the_portal_is_somebody_of_the_world(world) -> None:
    place: Place = world.ours
    assert {role.value for role in Role} <= set(place.people)
    assert all(place.people[role.value].role is role for role in Role)
