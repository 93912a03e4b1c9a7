"""A page asks the database the same number of questions for few rows and for many."""

import pytest

from integration_portal.core.permissions import PERMISSIONS, Role
from tests.support.client import StrictClient
from tests.support.factories import World
from tests.support.routes import Route, answer, routes
from tests.support.world import grow

MAX_STATEMENTS = 25
# Everything about a person: one section a table, at least.
LONG = {"accounts.export_my_data": 40}
SILENT = ("BEGIN", "PRAGMA")
# Each row grows one database; the roles of a row share it.
SHARES = ((Role.RECRUIT, Role.TUTOR, Role.DOCTOR, Role.CONTRIBUTOR), (Role.MANAGER,),
          (Role.HR, Role.EDITOR, Role.ADMIN))  # fmt: skip
Counts = dict[tuple[Role, Route], int]


def _pages(role: Role) -> list[Route]:
    """The pages this role may open: a refusal costs the same for everybody."""
    return [route for route in routes("GET") if route.access in PERMISSIONS[role]]


def _counts(clients: dict[Role, StrictClient], place, queries) -> Counts:
    counts: Counts = {}
    for role, client in clients.items():
        for route in _pages(role):
            with queries() as seen:
                answer(client, route, place)
            counts[role, route] = len([one for one in seen if not one.startswith(SILENT)])
    return counts


def test_every_role_has_its_share() -> None:
    assert sorted(role for share in SHARES for role in share) == sorted(Role)


@pytest.mark.parametrize("share", SHARES, ids=lambda share: share[0].value)
def test_pages_cost_the_same_for_many_rows(share, doors, world: World, db, queries) -> None:
    clients = {
        role: doors.enter(world.ours.people[role.value], check_pages=False) for role in share
    }
    _counts(clients, world.ours, queries)  # every cache is warm
    few = _counts(clients, world.ours, queries)
    with db.writing() as session:
        grow(session, world.ours)
    many = _counts(clients, world.ours, queries)
    grown = {
        f"{role}: {route}": (few[role, route], count)
        for (role, route), count in many.items()
        if count > few[role, route]
    }
    assert not grown, "statements for few rows, for many"
    assert not {
        (role, route): count
        for (role, route), count in many.items()
        if count > LONG.get(route.endpoint, MAX_STATEMENTS)
    }
