"""A real browser on a real server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask

from tests.support import browser as browsers
from tests.support.client import Doors
from tests.support.requirements import unavailable

from .desk import Desk


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if browsers.chromium_path() is None:
        unavailable("chromium n’est pas installé (paquet Debian « chromium »).")
    with browsers.chromium() as chromium:
        yield chromium


@pytest.fixture
def live(app: Flask) -> Iterator[str]:
    """The base URL of the portal on a real server."""
    with browsers.live_server(app) as base:
        yield base


@pytest.fixture
def visit(browser: Any, live: str, doors: Doors) -> Iterator[Callable[..., browsers.Visit]]:
    """``visit(color_scheme="dark")``: a window on the live portal, closed after the test."""
    with ExitStack() as windows:
        yield lambda **options: windows.enter_context(
            browsers.visit(browser, live, doors, **options)
        )


@pytest.fixture
def desk(browser, app, doors) -> Iterator[Desk]:
    with ExitStack() as server, ExitStack() as windows:
        base = server.enter_context(browsers.live_server(app))
        window = windows.enter_context(browsers.visit(browser, base, doors))
        yield Desk(window, server)
        # requests that fail are what these tests are about; a script that fails is not
        window.faults[:] = [fault for fault in window.faults if fault.startswith("script")]


@pytest.fixture
def away(desk, world) -> Desk:
    """A recruit opened one page, then the network went."""
    desk.window.log_in(world.ours.recruit)
    desk.visit_once()
    desk.cut()
    return desk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One chromium reads the pages, in one worker; another, where there is room, loses its network."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
            group = "cut off" if "desk" in fixtures else "browser"
            item.add_marker(pytest.mark.xdist_group(group))
