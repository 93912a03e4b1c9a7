"""``api-token``: the same keys, at the command line."""

import json

import pytest
from click.testing import CliRunner

from integration_portal.integrations.commands import api_token
from tests.support.application import portal_of
from tests.support.databases import SECRET


@pytest.fixture
def run(app, monkeypatch):
    settings = portal_of(app).settings
    monkeypatch.setenv("PORTAL_SECRET_KEY", SECRET)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    return lambda *words: CliRunner().invoke(api_token, list(words))


def test_create_list_and_revoke(run, client, world) -> None:
    place = str(world.ours.establishment_id)
    made = run("create", "--establishment", place, "--name", "Standard", "--json")
    assert made.exit_code == 0, made.output
    answer = json.loads(made.stdout)
    held = {"Authorization": f"Bearer {answer['secret']}"}
    assert client.get("/api/v1/fiches?limit=1", headers=held).status_code == 200
    rows = json.loads(run("list", "--json").stdout)
    row = next(one for one in rows if one["id"] == answer["id"])
    assert (row["name"], row["state"]) == ("Standard", "En service")
    assert answer["secret"] not in json.dumps(rows)
    assert json.loads(run("revoke", str(answer["id"]), "--json").stdout)["state"] == "Révoquée"
    assert client.get("/api/v1/fiches", headers=held).status_code == 401


def test_refusals_are_sentences(run) -> None:
    for words in (
        ("create", "--establishment", "999", "--name", "x"),
        ("create", "--establishment", "1", "--name", " "),
        ("revoke", "999"),
    ):
        refused = run(*words)
        assert refused.exit_code == 1
        assert refused.stderr.startswith("Error: ") or "Erreur" in refused.stderr


def test_a_key_made_here_shows_in_the_page(run, enter, world) -> None:
    run("create", "--establishment", str(world.ours.establishment_id), "--name", "Standard")
    assert "en ligne de commande" in enter(world.ours.admin).get("/cles-d-acces").text
