"""A backup says what is in it, holds no open door, and proves itself."""

import gzip
import itertools
import json
import stat

import pytest
from sqlalchemy import text

from integration_portal.core import outbox
from integration_portal.operations import backup as module
from integration_portal.operations.backup import back_up
from integration_portal.operations.errors import BackupError, DamagedBackupError
from integration_portal.operations.manifest import manifest_path, read_manifest, sha256_of
from integration_portal.operations.tables import LEFT_OUT, Tables
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
    assert manifest.tables["ledger_entries"] > 2


def test_the_manifest_tells_the_file_the_schema_and_the_heads(saved, world):
    manifest = read_manifest(saved)
    assert saved.name == "portail-20261124T080500Z.jsonl.gz"
    assert (manifest.file, manifest.sha256) == (saved.name, sha256_of(saved))
    assert (manifest.database, manifest.made_at) == ("sqlite", "2026-11-24T08:05:00+00:00")
    assert manifest.schema_revision >= "0002"
    chain = manifest.chains[0]
    assert chain.establishment_id == world.ours.establishment_id
    assert (chain.establishment, chain.fault) == ("Hôpital Alpha", None)
    assert chain.lines > 1
    assert len(chain.head) == 64


def test_the_same_database_gives_the_same_bytes(saved, sqlite_url, tmp_path):
    assert back_up(sqlite_url, tmp_path)[0].read_bytes() == saved.read_bytes()


@pytest.mark.postgresql
def test_the_two_databases_give_the_same_lines(sqlite_url, postgresql, connected):
    """The same world on both, except the random salt of the shared password."""

    def lines(url):
        with connected(url) as connection:
            return [line for line in Tables(connection).dump() if b"argon2" not in line]

    ours, theirs = lines(sqlite_url), lines(postgresql.copy("full"))
    assert [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]] == []


def test_no_link_no_session_and_no_waiting_mail_travels(sqlite_url, database_of, tmp_path):
    database = database_of(sqlite_url)
    with database.writing() as session:
        outbox.queue_mail(session, recipient="a@b.fr", subject="Accès", body="lien-secret-4242")
    close(database)
    file, manifest = back_up(sqlite_url, tmp_path)
    assert b"lien-secret-4242" not in gzip.decompress(file.read_bytes())
    assert set(manifest.left_out) == LEFT_OUT


def test_only_its_owner_reads_a_backup(one_backup):
    for path in (one_backup, manifest_path(one_backup)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_backup_that_cannot_be_proved_leaves_no_file(sqlite_url, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "prove", _refuse)
    with pytest.raises(DamagedBackupError):
        back_up(sqlite_url, tmp_path / "s")
    assert list((tmp_path / "s").iterdir()) == []


def _refuse(*_):
    raise DamagedBackupError("essai")


def test_the_proof_sees_a_line_that_does_not_come_back_the_same(saved):
    """A number written as text enters an INTEGER column without a word, and comes out changed."""
    file, manifest = saved, read_manifest(saved)
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
    dump = Tables.dump

    def interrupted(tables):
        lines = dump(tables)
        yield from itertools.islice(lines, 3)
        with database.writing() as session:
            session.execute(text("INSERT INTO ghts (id, name) VALUES (99, 'GHT tardif')"))
        yield from lines

    monkeypatch.setattr(Tables, "dump", interrupted)
    monkeypatch.setattr(module, "prove", lambda *_: None)
    file, manifest = back_up(full_url, tmp_path)
    close(database)
    assert manifest.tables["ghts"] == 1
    assert "GHT tardif" not in gzip.decompress(file.read_bytes()).decode()


def test_a_broken_chain_is_saved_as_it_is_and_said(sqlite_url, connected, tmp_path):
    with connected(sqlite_url) as connection:
        connection.execute(text("UPDATE ledger_heads SET hash = 'x' WHERE establishment_id = 1"))
    _, manifest = back_up(sqlite_url, tmp_path)
    last = manifest.chains[0].lines
    assert manifest.chains[0].fault == f"ligne {last} : la chaîne devait finir à la ligne {last}"
    assert manifest.chains[1].fault is None


def test_a_database_never_set_up_has_nothing_to_save(blank_sqlite, tmp_path):
    with pytest.raises(BackupError, match="rien à sauvegarder"):
        back_up(blank_sqlite, tmp_path)


def test_a_backup_never_replaces_another(saved, sqlite_url):
    with pytest.raises(BackupError, match="existe déjà"):
        back_up(sqlite_url, saved.parent)
    assert read_manifest(saved)
