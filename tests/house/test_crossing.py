"""Every id of another establishment, of another unit, of another person: 404, and no trace."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from integration_portal.accounts.models import LoginSession
from integration_portal.core.permissions import Role
from tests.support.crawl import each_role
from tests.support.databases import fingerprint
from tests.support.factories import PASSWORD, THEIR_MARK, Place, World
from tests.support.routes import OWNED, Route, routes, status_of

# A value for every kind of field, so that a form is refused for its address and nothing else.
PLAUSIBLE = {
    "comment": "Un mot.", "text": "Un mot.", "reason": "Un motif.", "decision": "validate",
    "password": PASSWORD, "date": "2026-12-01", "days": "1", "name": "Nom", "role": "tutor",
    "confirm": "1", "given_name": "Prénom", "family_name": "Nom",
}  # fmt: skip
NEIGHBOUR = {
    "journey_id": "neighbour_journey_id",
    "passport_id": "neighbour_passport_id",
    "request_id": "neighbour_request_id",
    "step_id": "neighbour_step_id",
    "interview_id": "neighbour_interview_id",
}
PEER = {
    "journey_id": "peer_journey_id",
    "passport_id": "peer_passport_id",
    "request_id": "peer_request_id",
    "step_id": "peer_step_id",
    "interview_id": "peer_interview_id",
}


def _owned() -> list[Route]:
    return [route for route in routes() if route.owned]


def _mixes(route: Route, ours: Place, theirs: Place) -> Iterator[dict[str, int]]:
    """Every id from elsewhere; then, where there are several, one at a time."""
    yield {name: OWNED[name](theirs) for name in route.owned}
    if len(route.owned) > 1:
        for name in route.owned:
            yield {one: OWNED[one](theirs if one == name else ours) for one in route.owned}


def _refused(client, token: str, route: Route, place: Place, values: dict[str, int]) -> str | None:
    """The fault, in words, or None when the route says neither yes nor what is there."""
    data = {**PLAUSIBLE, "csrf_token": token} if route.method == "POST" else None
    status = status_of(client, route, place, data, **values)
    return None if status in {403, 404} else f"{route} with {values}: {status}"


def _assert_refused(client, db, place: Place, tries: list[tuple[Route, dict[str, int]]]) -> None:
    assert tries
    token = client.token()
    with db.reading() as session:
        before = fingerprint(session)
    faults = [_refused(client, token, route, place, values) for route, values in tries]
    with db.reading() as session:
        after = fingerprint(session)
    assert not [fault for fault in faults if fault]
    assert after == before, "something was written"


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_another_establishment_is_out_of_reach(role, enter, world: World, db) -> None:
    client = enter(world.ours.people[role.value], check_pages=False)
    tries = [(route, mix) for route in _owned() for mix in _mixes(route, world.ours, world.theirs)]
    _assert_refused(client, db, world.ours, tries)


def _tries(place: Place, names: dict[str, str]) -> list[tuple[Route, dict[str, int]]]:
    return [
        (route, {one: getattr(place, names[one]) for one in route.owned if one in names})
        for route in _owned()
        if set(route.owned) & set(names)
    ]


@pytest.mark.parametrize("role", [Role.RECRUIT, Role.TUTOR, Role.DOCTOR, Role.MANAGER], ids=str)
def test_another_unit_is_out_of_reach(role, enter, world: World, db) -> None:
    client = enter(world.ours.people[role.value], check_pages=False)
    _assert_refused(client, db, world.ours, _tries(world.ours, NEIGHBOUR))


def test_another_recruit_of_the_same_unit_is_out_of_reach(enter, world: World, db) -> None:
    client = enter(world.ours.recruit, check_pages=False)
    _assert_refused(client, db, world.ours, _tries(world.ours, PEER))


@each_role
def test_no_page_names_another_establishment(crawl) -> None:
    """Lists, menus, forms, exports: the other hospital's mark appears nowhere."""
    leaks = [
        str(route)
        for route, found in crawl.items()
        if not isinstance(found, Exception) and THEIR_MARK.encode() in found.data
    ]
    assert not leaks


def test_the_other_place_is_really_there(doors, world: World) -> None:
    """The tests above hold data that would leak: its own people open these pages."""
    people = [world.theirs.people[role.value] for role in Role]
    clients = [doors.enter(person, check_pages=False) for person in people]
    shut = [
        str(route)
        for route in routes("GET")
        if route.owned
        and not any(status_of(one, route, world.theirs) in {200, 302, 303} for one in clients)
    ]
    assert not shut, "nobody of their own place opens it: the refusals above prove nothing"


def test_somebody_elses_session_stays_open(enter, world: World, db) -> None:
    enter(world.ours.tutor)
    with db.reading() as session:
        hers = session.scalars(select(LoginSession.id)).one()
    enter(world.ours.recruit).send(f"/compte/sessions/{hers}/fermer")
    with db.reading() as session:
        assert session.get(LoginSession, hers) is not None
