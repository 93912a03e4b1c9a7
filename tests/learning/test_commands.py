"""``integration-portal learning questions``: out of a pack, into the folder of a module."""

import os

import pytest
from click.testing import CliRunner

from integration_portal.content import loader
from integration_portal.learning.commands import learning
from tests.content.modules import BANK, FOLDER, QUESTIONS
from tests.content.packs import write_pack

from .test_exchange_files import HERE

pytestmark = pytest.mark.exhaustive

GIVEN = ("--objective", "1", "--lesson", "01-premiere", "--source", "S1", "--explanation", "Voilà.")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch) -> None:
    for key in list(os.environ):
        if key.startswith("PORTAL_") or key == "DATABASE_URL":
            monkeypatch.delenv(key)


@pytest.fixture
def pack(tmp_path):
    return write_pack(tmp_path / "ch-exemple", {BANK: QUESTIONS})


def _run(*arguments):
    return CliRunner().invoke(learning, list(map(str, arguments)))


def _bank(pack) -> dict:
    library = loader.load([pack])
    assert library.problems == []
    return library.entries["module", "module-essai"].payload


@pytest.mark.parametrize("name", ["gift", "xml"])
def test_out_and_in_again_changes_nothing(pack, tmp_path, name) -> None:
    before = _bank(pack)
    file = tmp_path / f"questions.{name}"
    out = ("questions", "export", "module-essai", "--pack", pack, "--format", name)
    result = _run(*out, "--to", file)
    assert result.exit_code == 0, result.output
    assert "4 questions" in result.output
    assert _run(*out).stdout == file.read_text(encoding="utf-8")
    assert "demandez avant de le reprendre" in file.read_text(encoding="utf-8")
    (pack / BANK).unlink()
    result = _run("questions", "import", file, "--module-folder", pack / FOLDER)
    assert result.exit_code == 0, result.output
    assert _bank(pack) == before


def test_nothing_is_replaced_unasked(pack, tmp_path) -> None:
    file = tmp_path / "questions.gift"
    out = ("questions", "export", "module-essai", "--pack", pack, "--to", file)
    assert _run(*out).exit_code == 0
    again = _run(*out)
    assert again.exit_code == 1
    assert "existe déjà" in again.output
    (pack / BANK).write_text("tirage: 4\n", encoding="utf-8")
    into = ("questions", "import", file, "--module-folder", pack / FOLDER)
    refused = _run(*into)
    assert refused.exit_code == 1
    assert "existe déjà" in refused.output
    assert (pack / BANK).read_text(encoding="utf-8") == "tirage: 4\n"
    assert _run(*into, "--replace").exit_code == 0
    assert len(_bank(pack)["questions"]) == 4


@pytest.mark.parametrize("name", ["documentation.gift", "moodle.xml"])
def test_a_file_of_others_with_what_it_lacks(pack, name) -> None:
    into = ("questions", "import", HERE / name, "--module-folder", pack / FOLDER, "--replace")
    refused = _run(*into, *GIVEN)
    assert refused.exit_code == 1
    assert "rien n’est écrit" in refused.stderr
    assert f"{name}:" in refused.stderr
    assert len(_bank(pack)["questions"]) == 4
    taken = _run(*into, *GIVEN, "--skip-refused", "--draws", 5)
    assert taken.exit_code == 0, taken.output
    payload = _bank(pack)
    assert payload["tirage"] == 5
    assert len(payload["questions"]) > 4


def test_what_is_missing_is_asked(pack) -> None:
    result = _run(
        "questions", "import", HERE / "export-moodle.gift", "--module-folder", pack / FOLDER
    )
    assert result.exit_code == 1
    assert "export-moodle.gift:6 : Ce fichier ne dit pas tout." in result.stderr
    assert "--objective" in result.stderr


def test_what_the_module_does_not_hold_is_refused(pack) -> None:
    given = ("--objective", "9", "--lesson", "99-nulle-part", "--source", "S8")
    into = ("questions", "import", HERE / "export-moodle.gift", "--module-folder", pack / FOLDER)
    result = _run(*into, *given, "--explanation", "Voilà.")
    assert result.exit_code == 1
    for said in ("n'a que 2 objectifs", "99-nulle-part", "Source inconnue dans module.md : S8"):
        assert said in result.stderr


def test_too_few_questions_make_no_bank(pack, tmp_path) -> None:
    file = tmp_path / "une.gift"
    file.write_text("Oui ? {T}\n", encoding="utf-8")
    result = _run(
        "questions", "import", file, "--module-folder", pack / FOLDER, "--replace", *GIVEN
    )  # fmt: skip
    assert result.exit_code == 1
    assert "au moins 4" in result.stderr
    assert len(_bank(pack)["questions"]) == 4


def test_wrong_arguments_are_a_sentence(pack, tmp_path) -> None:
    unknown = _run("questions", "export", "inconnu")
    assert (unknown.exit_code, "Aucun module" in unknown.stderr) == (1, True)
    none = write_pack(tmp_path / "sans")
    empty = _run("questions", "export", "module-essai", "--pack", none)
    assert "n’a pas de question" in empty.stderr
    latin = tmp_path / "latin.gift"
    latin.write_bytes("L'été ? {T}".encode("latin-1"))
    told = _run("questions", "import", latin, "--module-folder", pack / FOLDER)
    assert "UTF-8" in told.stderr
    elsewhere = _run("questions", "import", HERE / "moodle.xml", "--module-folder", tmp_path)
    assert "module.md" in elsewhere.stderr
