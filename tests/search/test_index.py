"""The index: one version of each text, places apart, several processes."""

import sqlite3
import subprocess
import sys

import pytest

from integration_portal.search import documents
from integration_portal.search.engine import Engine
from integration_portal.search.ideas import compile_ideas
from integration_portal.search.index import Index
from tests.support.repository import ROOT

NOTHING = compile_ideas([])


def payload(title: str, said: str, **more):
    return {
        "titre": title,
        "resume": "",
        "priorite": 2,
        "mots_patient": [{"mots": said, "niveau": "U1"}],
        "alertes": [{"si": "Signe", "niveau": "U0", "geste": "Passez le 15."}],
        **more,
    }


def source(slug: str, said: str, digest: str = "1", reach: str = ""):
    return documents.fiche(slug, digest, payload(slug.capitalize(), said), None, reach)


def found(index: Index, text: str, reach=()) -> list[str]:
    return [one.slug for one in Engine(index).find(text, reach) if one.kind == "fiche"]


@pytest.fixture
def index(tmp_path):
    return Index(tmp_path / "recherche.db", NOTHING)


def test_a_text_is_found_then_replaced_then_forgotten(index) -> None:
    index.update([source("zona", "des boutons en ceinture")])
    assert found(index, "boutons ceinture") == ["zona"]
    index.update([source("zona", "une brûlure sur le côté", "2")])
    assert found(index, "boutons ceinture") == []
    assert found(index, "brûlure") == ["zona"]
    assert index.held() == {("fiche", "zona", ""): "2"}
    index.update([], [("fiche", "zona", "")])
    assert found(index, "brûlure") == []


def test_a_place_reads_its_own_text_and_nobody_else_does(index) -> None:
    index.update(
        [source("zona", "des boutons"), source("zona", "des boutons, poste violet", reach="u7")]
    )
    assert found(index, "violet") == []
    assert found(index, "violet", ["e1", "u8"]) == []
    assert found(index, "violet", ["e1", "u7"]) == ["zona"]
    assert found(index, "boutons", ["u7"]) == ["zona"]


def test_other_synonyms_make_the_file_anew(tmp_path) -> None:
    path = tmp_path / "recherche.db"
    Index(path, NOTHING, "a").update([source("zona", "des boutons")])
    assert Index(path, NOTHING, "a").held()
    assert not Index(path, NOTHING, "b").held()


def test_a_file_of_another_kind_is_replaced(tmp_path) -> None:
    path = tmp_path / "recherche.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE meta (key TEXT, other TEXT)")
    connection.close()
    index = Index(path, NOTHING)
    index.update([source("zona", "des boutons")])
    assert found(index, "boutons") == ["zona"]


WRITER = """
import sys
from pathlib import Path
from integration_portal.search import documents
from integration_portal.search.ideas import compile_ideas
from integration_portal.search.index import Index
index = Index(Path(sys.argv[1]), compile_ideas([]), "s")
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 20):
    said = [{"mots": f"mot{number} commun", "niveau": "U1"}]
    payload = {"titre": "T", "resume": "", "priorite": 2, "mots_patient": said, "alertes": []}
    index.update([documents.fiche(f"fiche-{number}", "1", payload)])
"""


def test_processes_write_at_once_and_lose_nothing(tmp_path) -> None:
    path = tmp_path / "recherche.db"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(first)], cwd=ROOT)
        for first in (0, 100, 200)
    ]
    assert [one.wait() for one in writers] == [0, 0, 0]
    index = Index(path, NOTHING, "s")
    assert len(index.held()) == 60
    assert found(index, "mot219") == ["fiche-219"]


@pytest.mark.parametrize(
    "text", ['"', "a OR b", "NEAR(", "reach:rtous", "*", "zzz' --", "{titre}", "\x00", "é" * 5000]
)
def test_nothing_typed_is_an_order(index, text) -> None:
    index.update([source("zona", "des boutons")])
    assert found(index, text) == []
