"""Headers of every answer, flags of the cookie, and what an error gives away."""

import re

import pytest

from integration_portal.web.access import public
from tests.support.application import portal_of
from tests.support.client import Doors, log_in_by_page
from tests.support.factories import World
from tests.support.routes import answer, routes

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_every_answer_carries_the_headers(enter, client, world: World) -> None:
    client.check_pages = False
    visitors = [client, enter(world.ours.manager, check_pages=False)]
    lacking = []
    for visitor in visitors:
        for route in routes():
            response = answer(visitor, route, world.ours)
            assert not isinstance(response, Exception), route
            missing = [
                name for name, value in ALWAYS.items() if response.headers.get(name) != value
            ]
            if missing:
                lacking.append(f"{route} {response.status_code}: {missing}")
    assert not lacking


def test_the_policy_allows_nothing_inline_nor_foreign(client) -> None:
    policy = client.get("/connexion").headers["Content-Security-Policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["base-uri"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy


def test_pages_of_a_person_are_never_kept(enter, world: World) -> None:
    client = enter(world.ours.manager, check_pages=False)
    kept = []
    for route in routes("GET"):
        response = answer(client, route, world.ours)
        assert not isinstance(response, Exception)
        if route.endpoint != "static" and response.headers["Cache-Control"] != "no-store":
            kept.append(f"{route}: {response.headers['Cache-Control']}")
    assert not kept


def test_the_only_cookie_is_the_session(client, world: World) -> None:
    response = log_in_by_page(client, world.ours.tutor)
    cookies = response.headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    assert cookies[0].startswith("portail=")
    assert "HttpOnly" in cookies[0]
    assert "SameSite=Lax" in cookies[0]
    assert "Domain" not in cookies[0]


@pytest.mark.parametrize(
    ("base_url", "secure"), [("https://p.test", True), ("http://p.test", False)]
)
def test_over_https_the_cookie_is_secure_and_the_browser_told_so(
    make_app, world: World, base_url: str, secure: bool
) -> None:
    app = make_app(base_url=base_url)
    doors = Doors(app, portal_of(app).database)
    client = doors.client()
    response = client.get("/connexion", base_url=base_url)
    assert ("Secure" in response.headers["Set-Cookie"]) is secure
    assert ("Strict-Transport-Security" in response.headers) is secure


def test_logging_in_changes_the_session(client, world: World) -> None:
    """A cookie planted before the login is worth nothing after it (session fixation)."""
    client.get("/connexion")
    before = client.get_cookie("portail")
    log_in_by_page(client, world.ours.tutor)
    after = client.get_cookie("portail")
    assert before
    assert after
    assert before.value != after.value
    thief = client.application.test_client()
    thief.set_cookie("portail", before.value)
    assert thief.get("/compte").status_code == 401


def test_a_failure_gives_nothing_away(make_app) -> None:
    """The page of a failure shows an id and no detail."""

    @public
    def broken() -> str:
        raise ValueError("un secret dans le message")

    app = make_app()
    app.add_url_rule("/panne", "broken", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.testing = False
    response = app.test_client().get("/panne")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert response.headers["X-Request-Id"] in response.text


def test_a_view_without_a_guard_is_closed(make_app, world: World) -> None:
    app = make_app()
    app.add_url_rule("/oubli", "forgotten_guard", lambda: "ouvert")
    doors = Doors(app, portal_of(app).database)
    assert doors.client().get("/oubli").status_code == 403
    assert doors.enter(world.ours.admin).get("/oubli").status_code == 403


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/%2e%2e/app.py",
                                  "/static/..%2f..%2fapp.py", "/static//etc/passwd"])  # fmt: skip
def test_static_files_stay_in_their_folder(client, path: str) -> None:
    client.check_pages = False
    assert client.get(path).status_code in {308, 404}


def test_the_portal_asks_nothing_of_another_host(client) -> None:
    """Style sheets and scripts name no other address."""
    from tests.support.repository import PACKAGE

    foreign = re.compile(r"(?:url\(|@import|from\s+|import\s+|fetch\()\s*['\"]?(?:https?:)?//")
    found = [
        path.name
        for path in (PACKAGE / "web" / "static").rglob("*")
        if path.suffix in {".css", ".js"} and foreign.search(path.read_text(encoding="utf-8"))
    ]
    assert not found
