"""What is made from a content is made once per version, and never stale."""

from collections.abc import Iterator

import pytest

from integration_portal.content import actions, loader
from integration_portal.content.digests import Digests
from integration_portal.core.errors import NotFoundError
from integration_portal.core.unit_of_work import Database
from tests.support import databases

from .packs import FICHE, write_pack

FICHE_FILE = "situations/fiche-essai.md"


@pytest.fixture
def filled(empty_url, tmp_path) -> Iterator[Database]:
    database = databases.open_database(databases.make_settings(empty_url, tmp_path))
    _sync(database, tmp_path, "pack", FICHE)
    yield database
    databases.close(database)


def _sync(database, tmp_path, name, fiche) -> None:
    library = loader.load([write_pack(tmp_path / name, {FICHE_FILE: fiche})])
    with database.writing() as session:
        actions.sync(session, library)


def _counting() -> tuple[list[str], Digests[str]]:
    made: list[str] = []

    def make(entry) -> str:
        made.append(entry.slug)
        return entry.payload["titre"]

    return made, Digests(make, "fiche", "competency")


def test_made_once(filled) -> None:
    made, digests = _counting()
    for _ in range(3):
        with filled.reading() as session:
            listed = digests.current(session)
            assert digests.get(session, "fiche-essai") == "Une fiche d'essai"
    assert listed == ["Une compétence d'essai", "Une fiche d'essai"]
    assert sorted(made) == ["fiche-essai", "gi-1"]


def test_made_again_for_a_new_text(filled, tmp_path) -> None:
    _made, digests = _counting()
    with filled.reading() as session:
        digests.current(session)
    _sync(filled, tmp_path, "autre", FICHE.replace("Une fiche d'essai", "La nouvelle"))
    with filled.reading() as session:
        assert digests.get(session, "fiche-essai") == "La nouvelle"
        assert digests.current(session) == ["Une compétence d'essai", "La nouvelle"]


def test_an_unknown_or_retired_entry_is_not_found(filled, tmp_path) -> None:
    _made, digests = _counting()
    with filled.reading() as session, pytest.raises(NotFoundError):
        digests.get(session, "inconnue")
    with filled.reading() as session:
        digests.get(session, "fiche-essai")
    with filled.writing() as session:
        actions.sync(session, loader.load([write_pack(tmp_path / "vide", {FICHE_FILE: None})]))
    with filled.reading() as session, pytest.raises(NotFoundError):
        digests.get(session, "fiche-essai")
