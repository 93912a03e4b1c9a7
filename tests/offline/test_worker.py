"""The worker's script and the page that a desk keeps: the same for everybody."""

import datetime as dt
import json
import re

import pytest

from integration_portal.core import clock
from tests.support.application import portal_of
from tests.support.client import Doors
from tests.support.factories import NOW

WORKER = "/service-worker.js"


def facts(response):
    return json.loads(re.match(r"const PORTAL = (\{.*\});\n", response.text)[1])


def test_the_worker_answers_for_the_whole_portal_and_is_always_asked_again(client) -> None:
    response = client.get(WORKER)
    assert response.mimetype == "text/javascript"
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in response.headers["Content-Security-Policy"]


def test_everything_it_keeps_is_there(client) -> None:
    client.check_pages = False
    kept = facts(client.get(WORKER))
    assert any(path.endswith("offline-search.js") for path in kept["shell"])
    assert any(path.endswith("fiche.css") for path in kept["shell"])
    assert any(path.endswith(".woff2") for path in kept["shell"])
    for path in (*kept["shell"], kept["page"]):
        assert client.get(path).status_code == 200, path


def test_under_a_prefix_every_address_has_it(make_app, world) -> None:
    app = make_app(base_url="http://localhost/integration")
    client = Doors(app, portal_of(app).database).client()
    response = client.get("/integration/service-worker.js")
    kept = facts(response)
    assert response.headers["Service-Worker-Allowed"] == "/integration/"
    assert kept["page"] == "/integration/hors-ligne"
    assert kept["fiches"] == "/integration/hors-ligne/fiches.json"
    assert all(path.startswith("/integration/static/") for path in kept["shell"])


@pytest.mark.parametrize("path", ["/hors-ligne", WORKER])
def test_it_says_the_same_to_everybody(client, enter, world, path) -> None:
    nobody = client.get(path).text
    assert enter(world.ours.recruit).get(path).text == nobody
    assert enter(world.theirs.manager).get(path).text == nobody
    assert world.ours.recruit.name not in nobody


def test_pages_of_readers_name_their_place_by_a_key_alone(client, enter, world) -> None:
    keys = [
        re.search(r'data-copy="([0-9a-f]{24})"', enter(person).get("/fiches").text)[1]
        for person in (world.ours.recruit, world.ours.peer, world.theirs.recruit)
    ]
    assert keys[0] == keys[1] != keys[2]
    assert "data-copy" not in client.get("/connexion").text


@pytest.mark.parametrize(
    "path", [WORKER, "/hors-ligne", "/hors-ligne/fiches.json", "/static/icons.svg"]
)
def test_what_a_browser_asks_by_itself_does_not_keep_a_session_alive(enter, world, path) -> None:
    client = enter(world.ours.recruit)
    with clock.frozen(NOW + dt.timedelta(minutes=5)):
        assert "Set-Cookie" not in client.get(path).headers
        assert "Set-Cookie" in client.get("/fiches").headers
