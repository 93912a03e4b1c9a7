"""A backup says what is in it, holds no open door, and proves itself."""

import gzip
import itertools
import json
import stat

import pytest
from sqlalchemy import text

from integration_portal import migrate
from integration_portal.core import clock, outbox
from integration_portal.operations import backup as module
from integration_portal.operations.backup import back_up
from integration_portal.operations.errors import BackupError, DamagedBackupError
from integration_portal.operations.manifest import manifest_path, read_manifest, sha256_of
from integration_portal.operations.tables import LEFT_OUT
from tests.support.databases import close, make_settings, open_database, row_counts


@pytest.fixture
def database_of(tmp_path):
    def open_(url):
        return open_database(make_settings(url, tmp_path))

    return open_


def test_every_table_is_in_the_backup_or_named_as_left_out(full_url, database_of, tmp_path):
    _, manifest = back_up(full_url, tmp_path / "s")
    database = database_of(full_url)
    with database.reading() as session:
        counted = row_counts(session)
    close(database)
    assert set(counted) == set(manifest.tables) | LEFT_OUT
    assert {name: counted[name] for name in manifest.tables} == manifest.tables
    assert manifest.tables["ledger_entries"] == 2


def test_the_manifest_tells_the_file_the_schema_and_the_heads(sqlite_url, world, tmp_path):
    file, manifest = back_up(sqlite_url, tmp_path)
    assert file.name == "portail-20261124T080500Z.jsonl.gz"
    assert (manifest.file, manifest.sha256) == (file.name, sha256_of(file))
    assert manifest.schema_revision == "0002" or manifest.schema_revision > "0002"
    chain = manifest.chains[0]
    assert chain.establishment_id == world.ours.establishment_id
    assert (chain.establishment, chain.lines, chain.fault) == ("Hôpital Alpha", 1, None)
    assert len(chain.head) == 64
    assert read_manifest(file) == manifest


def test_the_same_database_gives_the_same_bytes(full_url, tmp_path):
    assert (
        back_up(full_url, tmp_path / "a")[1].sha256 == back_up(full_url, tmp_path / "b")[1].sha256
    )


def test_the_two_databases_give_the_same_lines_but_for_salts(sqlite, postgresql, tmp_path):
    """Same world on both, except the random salt of the shared password."""

    def lines(url, name):
        file, _ = back_up(url, tmp_path / name)
        rows = gzip.decompress(file.read_bytes()).decode().splitlines()
        return [row for row in rows if "argon2" not in row]

    ours, theirs = lines(sqlite.copy("full"), "a"), lines(postgresql.copy("full"), "b")
    different = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    assert not different


def test_no_link_no_session_and_no_waiting_mail_travels(sqlite_url, database_of, tmp_path):
    database = database_of(sqlite_url)
    with database.writing() as session:
        outbox.queue_mail(session, recipient="a@b.fr", subject="Accès", body="lien-secret-4242")
    close(database)
    file, manifest = back_up(sqlite_url, tmp_path)
    assert b"lien-secret-4242" not in gzip.decompress(file.read_bytes())
    assert set(manifest.left_out) == LEFT_OUT


def test_only_its_owner_reads_a_backup(sqlite_url, tmp_path):
    file, _ = back_up(sqlite_url, tmp_path / "s")
    for path in (file, manifest_path(file)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_backup_that_cannot_be_proved_leaves_no_file(sqlite_url, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "prove", _refuse)
    with pytest.raises(DamagedBackupError):
        back_up(sqlite_url, tmp_path / "s")
    assert list((tmp_path / "s").iterdir()) == []


def _refuse(*_):
    raise DamagedBackupError("essai")


def test_the_proof_sees_a_line_that_does_not_come_back_the_same(sqlite_url, tmp_path):
    """A number written as text enters an INTEGER column without a word, and comes out changed."""
    file, manifest = back_up(sqlite_url, tmp_path)
    lines = gzip.decompress(file.read_bytes()).decode().splitlines()
    place = next(i for i, line in enumerate(lines) if '"table":"ghts"' in line) + 1
    lines[place] = json.dumps([str(json.loads(lines[place])[0]), "GHT"])
    file.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
    with pytest.raises(DamagedBackupError, match=f"ligne {place + 1}"):
        module.prove(file, manifest)


def test_writers_go_on_and_the_backup_shows_one_instant(
    full_url, database_of, tmp_path, monkeypatch
):
    """A row written after the first line was read is in no table of the backup."""
    database = database_of(full_url)
    dump = module.dump

    def interrupted(connection):
        lines = dump(connection)
        yield from itertools.islice(lines, 3)
        with database.writing() as session:
            session.execute(text("INSERT INTO ghts (id, name) VALUES (99, 'GHT tardif')"))
        yield from lines

    monkeypatch.setattr(module, "dump", interrupted)
    monkeypatch.setattr(module, "prove", lambda *_: None)
    file, manifest = back_up(full_url, tmp_path)
    close(database)
    assert manifest.tables["ghts"] == 1
    assert "GHT tardif" not in gzip.decompress(file.read_bytes()).decode()


def test_a_broken_chain_is_saved_as_it_is_and_said(sqlite_url, connected, tmp_path):
    with connected(sqlite_url) as connection:
        connection.execute(text("UPDATE ledger_heads SET hash = 'x' WHERE establishment_id = 1"))
    _, manifest = back_up(sqlite_url, tmp_path)
    assert manifest.chains[0].fault == "ligne 1 : la chaîne devait finir à la ligne 1"
    assert manifest.chains[1].fault is None


def test_a_database_never_set_up_has_nothing_to_save(blank_sqlite, tmp_path):
    with pytest.raises(BackupError, match="rien à sauvegarder"):
        back_up(blank_sqlite, tmp_path)


def test_a_backup_never_replaces_another(sqlite_url, tmp_path):
    first, manifest = back_up(sqlite_url, tmp_path)
    with pytest.raises(BackupError, match="existe déjà"):
        back_up(sqlite_url, tmp_path)
    assert read_manifest(first) == manifest


def test_a_database_of_an_older_schema_is_saved_too(blank_sqlite, tmp_path):
    migrate.upgrade(blank_sqlite, "0001")
    _, manifest = back_up(blank_sqlite, tmp_path / "s")
    assert manifest.schema_revision == "0001"
    assert manifest.made_at == clock.now().isoformat()
