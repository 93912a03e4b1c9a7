"""The glossary names every model; the list of personal data names every column that needs it."""

import re
from collections.abc import Iterator

from sqlalchemy import JSON, Column, Date, Enum, String

from integration_portal.models import Base
from tests.support.repository import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
PERSONAL = ROOT / "docs" / "personal-data.md"


def _named(path, pattern: str) -> set[str]:
    return set(re.findall(pattern, path.read_text(encoding="utf-8")))


def test_every_model_is_in_the_glossary() -> None:
    words = _named(GLOSSARY, r"`(\w+)`")
    missing = {mapper.class_.__name__ for mapper in Base.registry.mappers} - words
    assert not missing, "docs/glossary.md: say what it is in French and what it means"


def test_every_role_is_in_the_glossary() -> None:
    from integration_portal.core.permissions import Role

    words = _named(GLOSSARY, r"`(Role\.\w+)`")
    assert {f"Role.{role.name}" for role in Role} == words


def _tells(column: Column) -> bool:
    """May this column say something about a person?"""
    if column.primary_key or isinstance(column.type, Enum):
        return False
    to_people = any(key.column.table.name == "users" for key in column.foreign_keys)
    return to_people or isinstance(column.type, String | JSON | Date)


def _columns() -> Iterator[str]:
    for table in Base.metadata.sorted_tables:
        yield from (f"{table.name}.{column.name}" for column in table.columns if _tells(column))


def test_every_column_about_people_is_on_a_list() -> None:
    named = _named(PERSONAL, r"`(\w+\.[\w*]+)`")
    missing = [
        column
        for column in _columns()
        if column not in named and f"{column.split('.')[0]}.*" not in named
    ]
    assert not missing, "docs/personal-data.md: say why it is kept, or that it is not personal"


def test_the_list_names_only_columns_that_exist() -> None:
    tables = Base.metadata.tables
    known = {f"{name}.{column.name}" for name, table in tables.items() for column in table.columns}
    known |= {f"{name}.*" for name in tables}
    assert _named(PERSONAL, r"`(\w+\.[\w*]+)`") <= known


def test_what_the_portal_refuses_to_know_has_no_column() -> None:
    """No birth date, no social security number, no private contact."""
    forbidden = re.compile(r"birth|naissance|nir|secu|phone|telephone|address|gender|sex")
    columns = [f"{t.name}.{c.name}" for t in Base.metadata.sorted_tables for c in t.columns]
    assert not [column for column in columns if forbidden.search(column.split(".")[1])]


def test_no_text_writes_two_genders_in_one_word() -> None:
    """« soussigné(e) », a median point: read aloud, neither is a word."""
    shown = ("*.html", "*.typ", "*.py", "*.txt", "*.js")
    files = [path for kind in shown for path in (ROOT / "integration_portal").rglob(kind)]
    two_in_one = re.compile(r"é\(e\)|[a-zé]\((?:ne|trice|euse)\)|[a-zé]·[a-zé]")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files
        for match in two_in_one.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found
