"""The portal's own index: nobody is told « nothing » while it is being made."""

import threading

import pytest

from integration_portal.content import actions as content
from integration_portal.content.loader import Entry, Library
from integration_portal.search.live import LiveSearch
from tests.support.content import shipped_library


@pytest.fixture(scope="module")
def library():
    return shipped_library()


@pytest.fixture
def filled(db, library):
    with db.writing() as session:
        content.sync(session, library)
    return db


def _ask(search: LiveSearch, db, text: str) -> list[str]:
    with db.reading() as session:
        return [one.slug for one in search.engine(session).find(text)]


def test_who_searches_during_the_first_build_waits_for_it(filled, tmp_path) -> None:
    search = LiveSearch(tmp_path)
    found: list[list[str]] = []
    together = threading.Barrier(4)

    def ask() -> None:
        together.wait()
        found.append(_ask(search, filled, "bouche de travers"))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [slugs[:1] for slugs in found] == [["avc-ait"]] * 4


def test_another_process_reads_the_same_file(filled, tmp_path) -> None:
    first, second = LiveSearch(tmp_path), LiveSearch(tmp_path)
    assert _ask(first, filled, "bouche de travers")[0] == "avc-ait"
    assert _ask(second, filled, "bouche de travers")[0] == "avc-ait"
    assert len(list(tmp_path.glob("recherche-*.db"))) == 1


def _with_synonym(library: Library, term: str) -> Library:
    key = ("synonyms", "synonymes")
    old = library.entries[key]
    groups = [
        {**group, "termes": [*group["termes"], term]} if group["idee"] == "avc" else group
        for group in old.payload["groupes"]
    ]
    new = Entry(old.kind, old.slug, old.title, {**old.payload, "groupes": groups}, {}, old.file)
    return Library({**library.entries, key: new}, [])


def test_new_synonyms_answer_while_the_old_index_still_serves_others(
    filled, tmp_path, library
) -> None:
    ours, theirs = LiveSearch(tmp_path), LiveSearch(tmp_path)
    for search in (ours, theirs):
        assert _ask(search, filled, "zibulation") == []
    with filled.writing() as session:
        content.sync(session, _with_synonym(library, "zibulation"))
    ours.expire()
    assert _ask(ours, filled, "zibulation")[:1] == ["avc-ait"]
    assert _ask(theirs, filled, "bouche de travers")[0] == "avc-ait"
