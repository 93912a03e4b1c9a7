"""The answers of every page to one role, asked once for all the tests that read them."""

from collections.abc import Callable

import pytest

from integration_portal.core.permissions import Role
from tests.support.client import StrictClient
from tests.support.crawl import Crawl, crawl_of
from tests.support.factories import Person, World


@pytest.fixture(scope="session")
def crawls() -> dict[Role, Crawl]:
    return {}


@pytest.fixture
def crawl(
    role: Role, crawls: dict[Role, Crawl], enter: Callable[[Person], StrictClient], world: World
) -> Crawl:
    """What this role is answered, on a database where nothing has happened."""
    if role not in crawls:
        crawls[role] = crawl_of(enter(world.ours.people[role.value]), world.ours)
    return crawls[role]
