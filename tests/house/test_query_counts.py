"""A page asks the database the same number of questions for few rows and for many."""

import pytest

from integration_portal.core.permissions import Role
from tests.support.factories import World
from tests.support.routes import Route, answer, routes
from tests.support.world import grow

MAX_STATEMENTS = 25


def _counts(client, place, queries) -> dict[Route, int]:
    """Statements by page, once every cache is warm."""
    counts = {}
    for route in routes("GET"):
        if route.endpoint == "static" or isinstance(answer(client, route, place), Exception):
            continue
        with queries() as seen:
            answer(client, route, place)
        counts[route] = len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))])
    return counts


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_pages_cost_the_same_for_many_rows(role, enter, world: World, db, queries) -> None:
    client = enter(world.ours.people[role.value], check_pages=False)
    few = _counts(client, world.ours, queries)
    with db.writing() as session:
        grow(session, world.ours)
    many = _counts(client, world.ours, queries)
    grown = {str(route): (few[route], many[route]) for route in few if many[route] > few[route]}
    assert not grown, "statements at few rows, at many"
    greedy = {str(route): count for route, count in many.items() if count > MAX_STATEMENTS}
    assert not greedy
