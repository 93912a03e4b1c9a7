"""Sizes, names, docstrings: what keeps a house of small rooms from growing a hall."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.support.repository import PACKAGE, ROOT, name, python_files, templates

MAX_LINES = 300
MAX_FUNCTION = 45
MAX_TEMPLATE = 200
UNIT_OF_WORK = {"core", "operations"}
# HTML made by our own Markdown (sanitised by nh3) or by our own code from escaped values.
SAFE_HTML = {
    "cells_html(line)",
    "body",
    "intro",
    "picture",
    "sheet.body",
}


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_files_stay_small() -> None:
    long = {
        name(path): count
        for path in python_files("integration_portal", "tests")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert not long, f"over {MAX_LINES} lines: look for the second idea living in them"


def test_functions_stay_small() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in python_files("integration_portal")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= MAX_FUNCTION
    ]
    assert not long


def test_templates_stay_small() -> None:
    long = {
        name(path): count
        for path in templates()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_TEMPLATE
    }
    assert not long


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name(path)
        for path in python_files("integration_portal", "tests", "migrations")
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(_tree(path))
    ]
    assert not silent


def test_public_classes_of_models_say_what_they_hold() -> None:
    silent = [
        f"{name(path)} {node.name}"
        for path in PACKAGE.rglob("models.py")
        for node in _tree(path).body
        if isinstance(node, ast.ClassDef) and "Base" in ast.unparse(node)
        and not ast.get_docstring(node) and "Enum" not in ast.unparse(node.bases[0])
    ]  # fmt: skip
    assert not silent


def test_nothing_is_called_service() -> None:
    """« Service » is a hospital ward here: the word names no file and no class of ours."""
    files = [name(path) for path in python_files("integration_portal") if "service" in path.stem]
    classes = [
        f"{name(path)} {node.name}"
        for path in python_files("integration_portal")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef) and "Service" in node.name
    ]
    assert not files + classes


def test_only_known_junk_free_rooms() -> None:
    """No drawer called utils, helpers, common or misc."""
    drawers = {"utils", "util", "helpers", "common", "misc", "tools", "base_utils"}
    found = [name(path) for path in python_files("integration_portal") if path.stem in drawers]
    assert not found


def test_nothing_is_imported_inside_functions() -> None:
    """Except in the commands, which start fast by loading only what they run, and the spreadsheet
    libraries, which every worker would carry for one export a month."""
    heavy = {"integration_portal/cohorts/exports.py", "integration_portal/cohorts/spreadsheet.py"}
    hidden = [
        f"{name(path)}:{node.lineno}"
        for path in python_files("integration_portal")
        if path.stem not in {"cli", "commands"} and name(path) not in heavy
        for function in ast.walk(_tree(path))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


def test_a_type_set_aside_says_why() -> None:
    silent = [
        f"{name(path)}:{number}"
        for path in python_files("integration_portal", "bench", "tools")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# type: ignore(\[[a-z, -]+\])?(?!\[)(?!  # \w)", line)
    ]
    assert not silent, "write the reason after it, or give the type"


def test_actions_never_commit() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in python_files("integration_portal")
        if path.parent.name not in UNIT_OF_WORK and path.name != "portal.py"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert not found, "one unit of work around each request or command commits, nobody else"


def test_nobody_reads_the_clock_behind_its_back() -> None:
    """``core.clock`` is the one source of time."""
    pattern = re.compile(r"datetime\.now\(|date\.today\(|utcnow\(|time\.time\(\)")
    found = [
        name(path)
        for path in python_files("integration_portal")
        if path.name != "clock.py" and pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert not found


INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)


@pytest.mark.parametrize("path", list(templates()), ids=name)
def test_templates_hold_no_inline_code(path: Path) -> None:
    """The Content-Security-Policy would not run it; ``|safe`` would run what people typed."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = INLINE.search(text)
    assert not found, found
    assert "autoescape" not in text
    unsafe = {one.strip() for one in re.findall(r"\{\{([^{}]*?)\|\s*safe\b", text)} - SAFE_HTML
    assert not unsafe, "only HTML that we sanitised ourselves is safe: see SAFE_HTML"


def test_forms_of_templates_carry_a_token() -> None:
    """Every form that posts has the CSRF field beside it."""
    lacking = []
    for path in templates():
        text = path.read_text(encoding="utf-8")
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.I):
            if "csrf" not in form and "hidden_tag" not in form and 'action="#"' not in form:
                lacking.append(f"{name(path)}: {form[:80]}")
    assert not lacking


def test_the_repository_names_no_machine() -> None:
    """No path of a workplace, no tool's name: the house stands on its own."""
    patterns = re.compile(r"/home/\w+|/work/|/tmp/(?!\w*\bportail)|C:\\\\Users")
    skipped = {"requirements.lock", "requirements-test.lock"}
    found = []
    for pattern in ("*.py", "*.md", "*.toml", "*.yml", "*.cfg", "*.lock", "*.html"):
        for path in ROOT.rglob(pattern):
            parts = set(path.relative_to(ROOT).parts)
            if (
                parts & {".venv", ".git", "demo-data", "data", "node_modules"}
                | {path.name} & skipped
            ):
                continue
            if path == Path(__file__):
                continue
            text = re.sub(r"https?://\S+", "", path.read_text(encoding="utf-8"))
            if match := patterns.search(text):
                found.append(f"{name(path)}: {match[0]}")
    assert not found


def _words() -> Counter[str]:
    """How often each name is written in code and templates."""
    texts = [*python_files("integration_portal", "migrations", "tools"), *templates()]
    texts += [ROOT / "run.py", ROOT / "pyproject.toml"]
    return Counter(
        word for path in texts for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    )


def test_nothing_is_dead() -> None:
    """A function or class that nobody names but itself goes away."""
    words = _words()
    dead = [
        f"{name(path)}: {node.name}"
        for path in python_files("integration_portal")
        for node in _tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.decorator_list
        and words[node.name] == 1
    ]
    assert not dead
