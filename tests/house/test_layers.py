"""The floors of the house: imports go down, SQL stays out of the doors."""

import ast
import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

from importlinter.cli import lint_imports

from tests.support.repository import ROOT, name, python_files

DOORS = ("views", "forms", "api")
HTTP = {"flask", "flask_login", "flask_wtf", "werkzeug", "wtforms"}
# Besides the doors: the login session, the password asked again, the fields of a criterion.
HTTP_ROOMS = {
    "app",
    "features",
    "login",
    "reauth",
    "desk",
    "level_fields",
    "commands",
    "current",
}  # the search of this request
HTTP_FLOORS = {"web", "frame"}
# The session's type is no SQL; the errors are caught to answer 503.
TYPES = {"Session"}
ALLOWED = {
    ("integration_portal/frame/views.py", "text"),  # /readyz asks whether the database answers
    ("integration_portal/frame/views.py", "SQLAlchemyError"),
}


def test_imports_respect_the_floors(monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True)
    assert status == 0, said.getvalue()


def _doors() -> Iterator[Path]:
    for path in python_files("integration_portal"):
        rooms = (path.stem, path.parent.name)
        if any(room.split("_")[0] in DOORS for room in rooms):
            yield path


def _imported_from_sqlalchemy(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.startswith("sqlalchemy"))


def test_sql_never_enters_views_and_forms() -> None:
    found = [
        f"{name(path)}: {word}"
        for path in _doors()
        for word in _imported_from_sqlalchemy(path)
        if word not in TYPES and (name(path), word) not in ALLOWED
    ]
    assert not found


def _top_imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
    return found


def test_http_stays_at_the_doors() -> None:
    """A query, a rule or an action knows nothing of requests: commands use it as it is."""
    doors = set(_doors())
    found = [
        name(path)
        for path in python_files("integration_portal")
        if _top_imports(path) & HTTP
        and path not in doors
        and path.stem not in HTTP_ROOMS
        and not set(path.parts) & HTTP_FLOORS
    ]
    assert not found
