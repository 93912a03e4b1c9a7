"""Every page asked once by every role: many tests look at the same answers."""

import pytest
from werkzeug.test import TestResponse

from integration_portal.core.permissions import Role

from .client import StrictClient
from .factories import Place
from .routes import Route, answer, routes

Crawl = dict[Route, TestResponse | Exception]

# The tests that look at one role's answers run in one worker.
each_role = pytest.mark.parametrize(
    "role",
    [pytest.param(one, marks=pytest.mark.xdist_group(f"crawl-{one}"), id=str(one)) for one in Role],
)


def crawl_of(client: StrictClient, place: Place) -> Crawl:
    """What each address answers to a GET; pages are not checked on the way."""
    client.check_pages = False
    return {route: answer(client, route, place) for route in routes("GET")}
