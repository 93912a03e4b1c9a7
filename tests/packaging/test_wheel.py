"""What ``pip install`` brings is everything the portal reads: code, content, migrations, fonts."""

import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from integration_portal import __version__
from tests.support.requirements import unavailable

ROOT = Path(__file__).resolve().parents[2]
PLACES = {
    "integration_portal": "integration_portal",
    "content": "integration_portal/_content",
    "migrations": "integration_portal/_migrations",
    "tools": "integration_portal/_tools",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    try:
        from hatchling.builders.wheel import WheelBuilder
    except ImportError:
        unavailable("hatchling n’est pas installé.")
    folder = tmp_path_factory.mktemp("wheel")
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(path) as opened:
        yield opened


def shipped(folder):
    return {
        path.relative_to(ROOT / folder).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not {"__pycache__", ".mypy_cache", ".ruff_cache"} & set(path.parts)
    }


@pytest.mark.parametrize(("folder", "inside"), PLACES.items())
def test_every_file_is_in_the_wheel_byte_for_byte(wheel, folder, inside):
    names = set(wheel.namelist())
    files = shipped(folder)
    assert files
    assert {f"{inside}/{name}" for name in files} <= names
    for name in files:
        assert wheel.read(f"{inside}/{name}") == (ROOT / folder / name).read_bytes(), name


def test_what_is_read_at_run_time_is_named(wheel):
    names = wheel.namelist()
    for ending in (
        "accounts/common_passwords.txt", "web/templates/base.html", "web/static/icons.svg",
        "latin-400-normal.woff2", "fonts/OFL.txt", "_migrations/env.py",
        "_content/journeys/parcours-standard.yml", "licenses/LICENSE", "licenses/content/LICENSE",
    ):  # fmt: skip
        assert any(name.endswith(ending) for name in names), ending


def test_nothing_else_is_in_the_wheel(wheel):
    """No test, no data of somebody's portal, no secret."""
    for name in wheel.namelist():
        assert name.startswith("integration_portal"), name
        assert not name.endswith((".pyc", ".db", "secret_key", ".jsonl.gz")), name
        assert "/tests/" not in name


def test_the_wheel_names_its_version_its_licence_and_its_command(wheel):
    (folder,) = {n.split("/")[0] for n in wheel.namelist() if ".dist-info" in n}
    about = Parser().parsestr(wheel.read(f"{folder}/METADATA").decode())
    assert about["Version"] == __version__
    assert about["License-Expression"] == "Apache-2.0"
    assert about["Requires-Python"] == ">=3.11"
    assert b"integration-portal = integration_portal.cli:main" in wheel.read(
        f"{folder}/entry_points.txt"
    )
