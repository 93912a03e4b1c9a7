"""A real browser on a real server: chromium through playwright, axe inside the page."""

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from integration_portal.core import clock

from .client import Doors
from .factories import NOW, Person

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


@cache
def axe_script() -> str:
    return str(Axe().axe_script)


def chromium_path() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def live_server(app: Flask) -> Iterator[str]:
    """The application on a free port of the loopback, at the tests' own time.

    It ends with its last answer: a page left behind by a closed window would write into the
    database that the next test has just put in place.
    """
    inner = app.wsgi_app
    answering: set[int] = set()
    quiet = threading.Condition()
    closed = threading.Event()

    def at_test_time(environ: Any, start_response: Any) -> Any:
        with quiet:
            if closed.is_set():
                raise ConnectionAbortedError("the server of this test has ended")
            answering.add(threading.get_ident())
        try:
            with clock.frozen(NOW):  # a thread of the server does not see the clock of the test
                return inner(environ, start_response)
        finally:
            with quiet:
                answering.discard(threading.get_ident())
                quiet.notify_all()

    server = make_server("127.0.0.1", 0, at_test_time, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()
        with quiet:
            closed.set()
            assert quiet.wait_for(lambda: not answering, timeout=20), "a page never ends"


@dataclass
class Visit:
    """A browser window. Every console error and every request elsewhere is a fault; a page that
    the portal refuses (4xx) is not."""

    base: str
    doors: Doors
    page: Page
    faults: list[str]

    def log_in(self, person: Person) -> None:
        """By the cookie; the login page has its own test."""
        client = self.doors.enter(person)
        cookie = client.get_cookie("portail")
        assert cookie is not None
        self.page.context.add_cookies(
            [{"name": "portail", "value": cookie.value, "url": self.base}]
        )

    def open(self, path: str) -> Page:
        response = self.page.goto(self.base + path, wait_until="load")
        assert response is not None
        assert response.status < 400, f"{path}: {response.status}"
        return self.page

    def axe(self, *, rules: Sequence[str] = ()) -> list[str]:
        """What axe finds in the page as it stands: every rule of the tags, or ``rules`` only."""
        only = {"type": "rule", "values": list(rules)}
        if not rules:
            only = {"type": "tag", "values": AXE_TAGS}
        options = {"runOnly": only, "resultTypes": ["violations"]}
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(axe_script())
        found = self.page.evaluate(
            "options => axe.run(options).then(all => all.violations)", options
        )
        return [
            f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:200]}"
            for one in found
            for node in one["nodes"]
        ]

    def by_night(self) -> None:
        """Turn the same page dark, and wait until every colour has changed."""
        self.page.emulate_media(color_scheme="dark")
        self.page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")

    def overflow(self, width: int) -> int:
        """How many pixels the page spills over a window of that width."""
        self.page.set_viewport_size({"width": width, "height": 800})
        wide: int = self.page.evaluate("document.documentElement.scrollWidth")
        return max(0, wide - width)


@contextmanager
def visit(browser: Browser, base: str, doors: Doors, **options: Any) -> Iterator[Visit]:
    """A fresh context. ``options``: color_scheme, viewport, java_script_enabled…"""
    context = browser.new_context(**{"locale": "fr-FR", "reduced_motion": "reduce", **options})
    page = context.new_page()
    faults: list[str] = []

    def watch_request(request: Any) -> None:
        if not request.url.startswith((base, "data:", "blob:")):
            faults.append(f"request to another host: {request.url}")

    def watch_console(message: Any) -> None:
        refused_page = "a status of 4" in message.text and "/static/" not in message.location["url"]
        if message.type == "error" and not refused_page:
            faults.append(f"console: {message.text}")

    page.on("request", watch_request)
    page.on("console", watch_console)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    try:
        yield Visit(base, doors, page, faults)
        assert not faults, "\n".join(faults)
    finally:
        context.close()
