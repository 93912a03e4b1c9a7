"""The commands as an operator types them: sentences, JSON, exit status."""

import json

import pytest
from click.testing import CliRunner

from integration_portal.operations.commands import backup, purge, restore
from integration_portal.operations.manifest import read_manifest
from tests.support.databases import SECRET


@pytest.fixture
def run(tmp_path, sqlite_url):
    def run_(command, *arguments, url=sqlite_url, **environ):
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        env = {
            "PORTAL_DATA_DIR": str(folder), "DATABASE_URL": url, "PORTAL_SECRET_KEY": SECRET,
            "PORTAL_ENVIRONMENT": "test", **environ,
        }  # fmt: skip
        return CliRunner(env=env).invoke(command, [str(one) for one in arguments])

    return run_


def test_a_backup_says_what_it_proved_then_comes_back(run, tmp_path, saved, blank_sqlite):
    lines = read_manifest(saved).chains[0].lines
    said = run(backup, tmp_path / "s")
    assert said.exit_code == 0, said.output
    for words in (
        "relues à l’identique", f"Hôpital Alpha : {lines}\u00a0lignes, chaîne intacte",
        "clé secrète n’y est pas",
    ):  # fmt: skip
        assert words in said.output
    assert SECRET not in said.output
    (file,) = (tmp_path / "s").glob("*.jsonl.gz")
    back = run(restore, file, url=blank_sqlite)
    assert (back.exit_code, "Restauré" in back.output) == (0, True), back.output
    again = run(restore, file, url=blank_sqlite)
    assert again.exit_code == 1
    assert "déjà des comptes" in again.output
    assert "Traceback" not in again.output


def test_json_is_one_document(run, tmp_path, saved, blank_sqlite):
    made = json.loads(run(backup, tmp_path / "s", "--json").output)
    assert made["proved"] is True
    assert made["chains"][0]["lines"] == read_manifest(saved).chains[0].lines
    assert json.loads(run(restore, saved, "--json", url=blank_sqlite).output)["restored"] is True
    counted = json.loads(run(purge, "--dry-run", "--json").output)
    assert (counted["applied"], counted["rows"]["sessions"]) == (False, 0)


def test_a_broken_chain_is_an_error_and_the_backup_is_kept(run, tmp_path, sqlite_url, connected):
    with connected(sqlite_url) as connection:
        connection.exec_driver_sql("UPDATE ledger_heads SET seq = 9 WHERE establishment_id = 2")
    said = run(backup, tmp_path / "s")
    assert said.exit_code == 1
    assert "Hôpital Omega : 9\u00a0lignes, chaîne ROMPUE" in said.output
    assert len(list((tmp_path / "s").iterdir())) == 2


@pytest.mark.parametrize("options", [[], ["--dry-run", "--apply"]])
def test_a_purge_asks_for_one_of_its_two_ways(run, options):
    said = run(purge, *options)
    assert said.exit_code == 2
    assert "--dry-run pour compter" in said.output


def test_a_purge_counts_then_removes(run, sqlite_url, connected):
    with connected(sqlite_url) as connection:
        connection.exec_driver_sql(
            "INSERT INTO login_failures VALUES (1, 'b', '2025-01-01 00:00:00')"
        )
    counted = run(purge, "--dry-run")
    assert "1  Échecs de connexion" in counted.output
    assert "rien n’a été touché" in counted.output
    assert "1  Échecs de connexion" in run(purge, "--apply").output
    assert "0  Échecs de connexion" in run(purge, "--dry-run").output


def test_a_refusal_is_a_sentence(run, tmp_path):
    occupied = tmp_path / "fichier"
    occupied.touch()
    for said in (
        run(backup, tmp_path / "s", PORTAL_IDLE_MINUTES="0"),
        run(backup, occupied / "dessous"),
        run(backup, tmp_path / "s", url="postgresql+psycopg://x@127.0.0.1:1/x"),
        run(purge, "--dry-run", url=f"sqlite:///{tmp_path / 'vide.db'}"),
    ):
        assert said.exit_code == 1
        assert said.output.startswith("Error: "), said.output
        assert "Traceback" not in said.output
