"""Every id of another establishment, of another unit, of another person: 404, and no trace."""

import hashlib

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from integration_portal.core.db import Base
from integration_portal.core.permissions import Role
from tests.support.factories import Place, World
from tests.support.routes import Route, routes, status_of

# A word in the place of every text, a level in the place of every number: forms that hold.
PLAUSIBLE = {
    "comment": "Un mot.", "text": "Un mot.", "reason": "Un motif.", "decision": "validate",
    "password": "quatre cactus sous la pluie", "date": "2026-12-01", "days": "1",
}  # fmt: skip
TRACES = {"login_sessions", "login_failures"}
NEIGHBOUR = {
    "journey_id": "neighbour_journey_id",
    "request_id": "neighbour_request_id",
    "step_id": "neighbour_step_id",
}
PEER = {"journey_id": "peer_journey_id", "request_id": "peer_request_id", "step_id": "peer_step_id"}


def fingerprint(session: Session) -> dict[str, str]:
    """A digest of each table: a changed row shows as well as a new one."""
    digests = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in TRACES:
            rows = session.execute(select(table).order_by(*table.primary_key.columns)).all()
            digests[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return digests


def _values(place: Place, names: dict[str, str]) -> dict[str, int]:
    return {argument: getattr(place, field) for argument, field in names.items()}


def _try(client, token: str, route: Route, place: Place, **values: int) -> str | None:
    """The fault, in words, or None when the route says neither yes nor what is there."""
    data = {**PLAUSIBLE, "csrf_token": token} if route.method == "POST" else None
    status = status_of(client, route, place, data, **values)
    return None if status in {403, 404} else f"{route} → {route.path(place, **values)}: {status}"


def _owned() -> list[Route]:
    return [route for route in routes() if route.owned]


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_another_establishment_is_out_of_reach(role, enter, world: World, db) -> None:
    client = enter(world.ours.people[role.value], check_pages=False)
    token = client.token()
    with db.reading() as session:
        before = fingerprint(session)
    faults = [_try(client, token, route, world.theirs) for route in _owned()]
    with db.reading() as session:
        assert fingerprint(session) == before, "something was written"
    assert not [fault for fault in faults if fault]


@pytest.mark.parametrize("role", [Role.RECRUIT, Role.TUTOR, Role.DOCTOR, Role.MANAGER], ids=str)
def test_another_unit_is_out_of_reach(role, enter, world: World, db) -> None:
    _crossed(enter(world.ours.people[role.value], check_pages=False), db, world.ours, NEIGHBOUR)


def test_another_recruit_of_the_same_unit_is_out_of_reach(enter, world: World, db) -> None:
    _crossed(enter(world.ours.recruit, check_pages=False), db, world.ours, PEER)


def _crossed(client, db, place: Place, names: dict[str, str]) -> None:
    token, values = client.token(), _values(place, names)
    with db.reading() as session:
        before = fingerprint(session)
    faults = [
        _try(client, token, route, place, **values)
        for route in _owned()
        if set(route.owned) & set(names)
    ]
    with db.reading() as session:
        assert fingerprint(session) == before, "something was written"
    assert not [fault for fault in faults if fault]


def test_the_other_place_is_really_there(enter, world: World) -> None:
    """The leak tests above hold data that would leak: its own people open these pages."""
    opened = 0
    for route in routes("GET"):
        if not route.owned:
            continue
        seen = [
            status_of(enter(person, check_pages=False), route, world.theirs)
            for person in world.theirs.people.values()
        ]
        assert 200 in seen or 302 in seen, f"{route}: nobody of their place opens it ({seen})"
        opened += 1
    assert opened


def test_somebody_elses_session_stays_open(enter, world: World, db) -> None:
    from integration_portal.accounts.models import LoginSession

    enter(world.ours.tutor)
    with db.reading() as session:
        hers = session.scalars(select(LoginSession.id)).one()
    client = enter(world.ours.recruit)
    client.send(f"/compte/sessions/{hers}/fermer")
    with db.reading() as session:
        assert session.get(LoginSession, hers) is not None
