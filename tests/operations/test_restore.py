"""A restoration gives back the same portal, or refuses and touches nothing."""

import datetime as dt
import gzip
import json

import pytest
from sqlalchemy import inspect, text

from integration_portal import migrate, worker
from integration_portal.accounts import personal_data
from integration_portal.accounts.models import User
from integration_portal.core import clock
from integration_portal.core.db import make_engine
from integration_portal.operations.backup import back_up
from integration_portal.operations.errors import BackupError
from integration_portal.operations.manifest import (
    manifest_path,
    read_chains,
    read_manifest,
    sha256_of,
)
from integration_portal.operations.restore import restore
from integration_portal.operations.tables import Tables
from integration_portal.signoffs import actions, queries, queries_chain
from integration_portal.signoffs.anchor_files import Outside
from integration_portal.signoffs.ledger import verify
from integration_portal.signoffs.models import LedgerEntry, SignOffRequest
from tests.support.databases import close, make_settings, open_database, sync_shipped_content
from tests.support.factories import NOW, actor_of, sign


def content_of(connected, url):
    """Every line, without the trace that a restoration leaves in the audit log."""
    with connected(url) as connection:
        return [line for line in Tables(connection).dump() if b"database.restore" not in line]


def test_what_was_saved_comes_back_on_either_database(full_url, blank_url, connected, tmp_path):
    before = content_of(connected, full_url)
    file, manifest = back_up(full_url, tmp_path)
    assert restore(blank_url, file) == manifest
    assert content_of(connected, blank_url) == before
    with connected(blank_url) as connection:
        assert read_chains(Tables(connection)) == manifest.chains


def test_life_goes_on_after_a_restoration(saved, blank_url, world, tmp_path):
    """The next signature follows the restored chain: numbers, triggers and sequences hold."""
    restore(blank_url, saved)
    database = open_database(make_settings(blank_url, tmp_path))
    try:
        with database.writing() as session:
            sign(session, session.get_one(SignOffRequest, world.ours.request_id))
        with database.reading() as session:
            place = world.ours.establishment_id
            head = queries.head_of(session, place)
            assert head[0] == read_manifest(saved).chains[0].lines + 1
            assert verify(queries.chain(session, place), expected_head=head) is None
        with pytest.raises(Exception, match="append-only"), database.writing() as session:
            session.query(LedgerEntry).delete()
    finally:
        close(database)


def grow(url, world, folder):
    """Ours lives on: a signature, an anchor, a withdrawal, somebody erased, the next day's anchor."""
    database = open_database(make_settings(url, folder))
    try:
        with database.writing() as session:
            entry = sign(session, session.get_one(SignOffRequest, world.ours.request_id))
        worker.anchor(database, Outside("", folder))
        with database.writing() as session:
            tutor = actor_of(session, world.ours.tutor.id)
            entry = session.get_one(LedgerEntry, entry.id)
            actions.withdraw(session, tutor, entry, reason="Erreur de recrue.")
            personal_data.anonymise(session, None, session.get_one(User, world.ours.recruit.id))
        with clock.frozen(NOW + dt.timedelta(days=1)):
            worker.anchor(database, Outside("", folder))
    finally:
        close(database)


def test_the_chain_its_anchors_and_an_erasure_come_back(full_url, empty_url, world, tmp_path):
    """Restored, the chain is the one that the anchors kept outside know, and goes on from there."""
    grow(full_url, world, tmp_path)
    file, manifest = back_up(full_url, tmp_path / "s")
    assert manifest.chains[0].fault is None
    assert manifest.tables["ledger_anchors"] == 4
    restore(empty_url, file)
    database = open_database(make_settings(empty_url, tmp_path))
    place = world.ours.establishment_id
    outside = Outside("", tmp_path)
    try:
        with database.reading() as session:
            assert queries_chain.check(session, place, outside.kept(place)).fault == ""
            assert len(queries_chain.list_anchors(session, place)) == 2
        with clock.frozen(NOW + dt.timedelta(days=1)):
            worker.anchor(database, outside)  # the day has its anchor already
        assert len(outside.kept(place)) == 2
    finally:
        close(database)


def test_a_backup_says_that_its_chain_contradicts_its_anchors(
    sqlite_url, empty_sqlite, world, connected, tmp_path
):
    grow(sqlite_url, world, tmp_path)
    with connected(sqlite_url) as connection:
        connection.execute(text("UPDATE ledger_anchors SET seq = 77 WHERE establishment_id = 1"))
    file, manifest = back_up(sqlite_url, tmp_path / "s")
    assert "connaît la ligne 77" in manifest.chains[0].fault
    assert restore(empty_sqlite, file).chains == manifest.chains


def test_a_backup_says_that_a_column_was_changed(sqlite_url, connected, tmp_path):
    with connected(sqlite_url) as connection:
        connection.execute(text("DROP TRIGGER ledger_no_update"))
        connection.execute(text("UPDATE ledger_entries SET kind = 'minuted'"))
    _, manifest = back_up(sqlite_url, tmp_path)
    assert "ligne 1 : les colonnes" in manifest.chains[0].fault


def test_a_portal_just_set_up_may_be_restored(saved, sqlite_url, blank_url, connected, tmp_path):
    """``init`` has run: content is there, people are not."""
    migrate.upgrade(blank_url)
    database = open_database(make_settings(blank_url, tmp_path))
    sync_shipped_content(database)
    close(database)
    restore(blank_url, saved)
    assert content_of(connected, blank_url) == content_of(connected, sqlite_url)


def test_a_portal_in_use_is_never_overwritten(full_url, saved, connected):
    before = content_of(connected, full_url)
    with pytest.raises(BackupError, match="déjà des comptes"):
        restore(full_url, saved)
    assert content_of(connected, full_url) == before


def test_a_database_of_something_else_is_refused(saved, blank_sqlite, connected):
    with connected(blank_sqlite) as connection:
        connection.execute(text("CREATE TABLE other (id INTEGER)"))
    with pytest.raises(BackupError, match="déjà"):
        restore(blank_sqlite, saved)


def rewrite(file, change):
    """Change the lines of a backup, and the manifest's hash with them, as a forger would."""
    lines = gzip.decompress(file.read_bytes()).decode().splitlines()
    file.write_bytes(gzip.compress(("\n".join(change(lines)) + "\n").encode()))
    path = manifest_path(file)
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "sha256": sha256_of(file)}))


def refused(url, file, words):
    """Refused in those words, and the database still without anybody."""
    with pytest.raises(BackupError, match=words):
        restore(url, file)
    engine = make_engine(url)
    if "users" in inspect(engine).get_table_names():
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM users")).scalar() == 0
    engine.dispose()


def test_a_flipped_bit_is_seen(saved, blank_sqlite):
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 1
    saved.write_bytes(content)
    refused(blank_sqlite, saved, "empreinte du manifeste")


def test_a_cut_file_is_seen(saved, blank_sqlite):
    saved.write_bytes(saved.read_bytes()[:-2000])
    path = manifest_path(saved)
    path.write_text(json.dumps({**json.loads(path.read_text()), "sha256": sha256_of(saved)}))
    refused(blank_sqlite, saved, "tronqué")


def test_a_missing_manifest_is_said(saved, blank_sqlite):
    manifest_path(saved).unlink()
    refused(blank_sqlite, saved, "manifeste .* manque")


def test_a_manifest_that_is_not_one_is_said(saved, blank_sqlite):
    manifest_path(saved).write_text('{"format": 1}')
    refused(blank_sqlite, saved, "ne se lit pas")


def test_a_removed_row_is_seen_even_with_its_hash_redone(saved, empty_sqlite):
    rewrite(saved, lambda lines: [line for line in lines if '"Bienvenue' not in line])
    refused(empty_sqlite, saved, "nombre de lignes")


def test_a_changed_signature_is_seen_even_with_its_hash_redone(saved, empty_url):
    rewrite(saved, lambda lines: [line.replace("Vu au poste", "Vu au bureau") for line in lines])
    refused(empty_url, saved, "chaînes de signatures")


def test_a_row_that_fits_no_table_is_refused(saved, empty_sqlite):
    rewrite(saved, lambda lines: [*lines, '{"table":"inconnue","columns":["id"]}', "[1]"])
    refused(empty_sqlite, saved, "inconnue")


def test_a_newer_backup_asks_for_a_newer_portal(saved, blank_sqlite):
    path = manifest_path(saved)
    path.write_text(json.dumps({**json.loads(path.read_text()), "schema_revision": "9999"}))
    refused(blank_sqlite, saved, "Installez la version")


def test_an_older_backup_is_migrated_on_the_way_in(blank_url, connected, tmp_path):
    """Saved before the second migration: its tables come back, then the portal's own are made."""
    old = f"sqlite:///{tmp_path / 'ancienne.db'}"
    migrate.upgrade(old, "0001")
    with connected(old) as connection:
        connection.execute(text("INSERT INTO ghts (id, name) VALUES (7, 'GHT ancien')"))
    file, manifest = back_up(old, tmp_path / "s")
    assert manifest.schema_revision == "0001"
    restore(blank_url, file)
    engine = make_engine(blank_url)
    assert migrate.is_current(engine, blank_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id, name FROM ghts")).all() == [(7, "GHT ancien")]
    engine.dispose()


def test_an_older_backup_wants_a_database_without_tables(blank_sqlite, tmp_path):
    old = f"sqlite:///{tmp_path / 'ancienne.db'}"
    migrate.upgrade(old, "0001")
    file, _ = back_up(old, tmp_path / "s")
    migrate.upgrade(blank_sqlite)
    refused(blank_sqlite, file, "sans lancer « init »")


def test_a_restoration_leaves_a_trace(saved, empty_sqlite, connected):
    restore(empty_sqlite, saved)
    with connected(empty_sqlite) as connection:
        rows = connection.execute(
            text("SELECT subject FROM audit_entries WHERE action = 'database.restore'")
        ).scalars()
        assert list(rows) == [f"backup:{sha256_of(saved)[:12]}"]
