"""Content enters the database as numbered versions, and none is ever lost."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from integration_portal.content import actions, loader
from integration_portal.content.events import ContentChanged
from integration_portal.content.models import ContentVersion
from integration_portal.core.unit_of_work import Database
from tests.support import databases

from .packs import FICHE, write_pack

FICHE_FILE = "situations/fiche-essai.md"
OTHER = FICHE.replace("Le corps.", "Un autre corps.")


@pytest.fixture
def empty(empty_url, tmp_path) -> Iterator[Database]:
    """A migrated database without a row, on SQLite then on PostgreSQL."""
    database = databases.open_database(databases.make_settings(empty_url, tmp_path))
    yield database
    databases.close(database)


def _library(tmp_path, name, changes=None) -> loader.Library:
    return loader.load([write_pack(tmp_path / name, changes)])


def _sync(database, library) -> actions.SyncReport:
    with database.writing() as session:
        return actions.sync(session, library)


def _versions(database, slug="fiche-essai") -> list[tuple[int, bool, str]]:
    with database.reading() as session:
        rows = session.scalars(
            select(ContentVersion)
            .where(ContentVersion.slug == slug)
            .order_by(ContentVersion.number)
        )
        return [(row.number, row.is_current, row.payload["corps"]) for row in rows]


def test_twice_changes_nothing(empty, tmp_path) -> None:
    library = _library(tmp_path, "pack")
    assert _sync(empty, library) == actions.SyncReport(changed=4, unchanged=0, retired=0)
    before = databases_rows(empty)
    assert _sync(empty, library) == actions.SyncReport(changed=0, unchanged=4, retired=0)
    assert databases_rows(empty) == before


def databases_rows(database) -> list[tuple[object, ...]]:
    with database.reading() as session:
        rows = session.execute(select(ContentVersion.__table__).order_by(ContentVersion.id))
        return [tuple(map(repr, row)) for row in rows]


def test_a_changed_text_is_number_two_and_one_is_kept(empty, tmp_path) -> None:
    _sync(empty, _library(tmp_path, "pack"))
    report = _sync(empty, _library(tmp_path, "autre", {FICHE_FILE: OTHER}))
    assert report == actions.SyncReport(changed=1, unchanged=3, retired=1)
    assert _versions(empty) == [(1, False, "Le corps."), (2, True, "Un autre corps.")]


def test_going_back_restores_the_old_version(empty, tmp_path) -> None:
    first = _library(tmp_path, "pack")
    for library in (first, _library(tmp_path, "autre", {FICHE_FILE: OTHER}), first):
        _sync(empty, library)
    assert _versions(empty) == [(1, True, "Le corps."), (2, False, "Un autre corps.")]


def test_a_removed_entry_is_retired_not_deleted(empty, tmp_path) -> None:
    _sync(empty, _library(tmp_path, "pack"))
    report = _sync(empty, _library(tmp_path, "sans", {FICHE_FILE: None}))
    assert report.retired == 1
    assert _versions(empty) == [(1, False, "Le corps.")]


def test_broken_content_never_gets_in(empty, tmp_path) -> None:
    library = _library(tmp_path, "pack", {FICHE_FILE: "rien"})
    with pytest.raises(ValueError, match="problems"):
        _sync(empty, library)
    assert _versions(empty, "gi-1") == []


def test_each_change_is_announced_once(empty, tmp_path) -> None:
    heard: list[ContentChanged] = []
    empty.bus.subscribe(ContentChanged, lambda _session, event: heard.append(event))
    _sync(empty, _library(tmp_path, "pack"))
    heard.clear()
    _sync(empty, _library(tmp_path, "autre", {FICHE_FILE: OTHER}))
    assert heard == [ContentChanged("fiche", "fiche-essai")]
