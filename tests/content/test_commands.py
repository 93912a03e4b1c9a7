"""``content check`` and ``content list`` on a fresh clone: no database, no secret."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from integration_portal.content.commands import content
from integration_portal.content.loader import KINDS
from tests.support.repository import ROOT

from .packs import FICHE, line_of, write_pack

pytestmark = pytest.mark.exhaustive

FICHE_FILE = "situations/fiche-essai.md"
BROKEN = FICHE.replace("resume:", "resumé:")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch) -> None:
    for key in list(os.environ):
        if key.startswith("PORTAL_") or key == "DATABASE_URL":
            monkeypatch.delenv(key)


def _run(*arguments, **options):
    return CliRunner().invoke(content, list(map(str, arguments)), **options)


def test_the_shipped_content_passes() -> None:
    result = _run("check")
    assert result.exit_code == 0, result.output
    assert "aucune faute" in result.output


def test_a_broken_pack_is_refused_with_file_and_line(tmp_path) -> None:
    pack = write_pack(tmp_path / "pack", {FICHE_FILE: BROKEN})
    result = _run("check", pack)
    assert result.exit_code == 1
    line = line_of(BROKEN, "resumé:")
    assert f"pack/{FICHE_FILE}:{line} : Le champ « resumé » est inconnu" in result.stdout
    assert "faute" in result.stderr


def test_wording_counts_too(tmp_path) -> None:
    pack = write_pack(tmp_path / "pack", {FICHE_FILE: FICHE.replace("Le corps.", "Bof...")})
    result = _run("check", pack)
    assert result.exit_code == 1
    assert "points de suspension" in result.stdout


def test_check_in_json(tmp_path) -> None:
    pack = write_pack(tmp_path / "pack", {FICHE_FILE: BROKEN})
    result = _run("check", "--json", pack)
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    lines = {(problem["file"], problem["line"]) for problem in answer["problems"]}
    assert (f"pack/{FICHE_FILE}", line_of(BROKEN, "resumé:")) in lines
    assert all(problem["message"] for problem in answer["problems"])
    assert answer["entries"] > 0


def test_packs_of_the_environment(tmp_path) -> None:
    first = write_pack(tmp_path / "un")
    second = write_pack(tmp_path / "deux", {FICHE_FILE: BROKEN})
    packs = os.pathsep.join((str(first), str(second)))
    result = _run("check", env={"PORTAL_CONTENT_PACKS": packs})
    assert result.exit_code == 1
    assert f"deux/{FICHE_FILE}" in result.stdout
    assert _run("check", first, env={"PORTAL_CONTENT_PACKS": packs}).exit_code == 0


def test_a_pack_that_does_not_exist() -> None:
    assert _run("check", "nulle-part").exit_code == 2


@pytest.mark.parametrize(
    ("kind", "counted"),
    [
        ("fiche", "alertes"),
        ("module", "lessons"),
        ("journey", "steps"),
        ("questionnaire", "questions"),
        ("competency", "criteria"),
    ],
)
def test_list_names_and_counts(kind, counted) -> None:
    result = _run("list", "--kind", kind, "--json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert rows
    for row in rows:
        assert row["kind"] == kind
        assert row["slug"]
        assert row["title"]
        assert len(row["version"]) == 64
        assert row[counted] > 0
    assert rows[0]["slug"] in _run("list", "--kind", kind).stdout


def test_list_everything() -> None:
    kinds = {row["kind"] for row in json.loads(_run("list", "--json").stdout)}
    assert kinds == set(KINDS)


def test_list_says_when_files_do_not_load(tmp_path) -> None:
    result = _run("list", write_pack(tmp_path / "pack", {FICHE_FILE: BROKEN}))
    assert result.exit_code == 1
    assert "content check" in result.stderr
    assert "gi-1" in result.stdout


def test_a_bare_process_needs_nothing(tmp_path) -> None:
    """Another folder, an empty environment: neither database nor secret is looked for."""
    code = "from integration_portal.content.commands import content; content(['check'])"
    environ = {"PYTHONPATH": str(ROOT), "PATH": os.defpath, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environ, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []
