"""The schema comes from the migrations alone, both ways, on both databases, data kept."""

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, Enum, inspect, text
from sqlalchemy.exc import DBAPIError

from integration_portal import migrate
from integration_portal.core.db import make_engine
from integration_portal.models import Base
from tests.support.databases import row_counts
from tests.support.repository import ROOT, name

FILES = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def _url(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture
def empty_engine(empty_url):
    engine = make_engine(empty_url)
    yield engine
    engine.dispose()


@pytest.fixture
def full_engine(database):
    """The engine of a database with content and world."""
    return database.factory.kw["bind"]


def _revisions() -> list[str]:
    return [path.stem.split("_")[0] for path in FILES]


def test_revisions_are_numbered_and_described() -> None:
    assert _revisions() == [f"{number:04}" for number in range(1, len(FILES) + 1)]
    for path in FILES:
        source = path.read_text(encoding="utf-8")
        assert "def downgrade" in source, name(path)
        assert not re.search(r"create_all|drop_all", source), name(path)


def test_the_migrations_make_the_models(empty_engine: Engine) -> None:
    with empty_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_has_a_name(empty_engine: Engine) -> None:
    """A constraint without a name could never be changed on SQLite."""
    inspector = inspect(empty_engine)
    nameless = [
        (table, one)
        for table in inspector.get_table_names()
        if table != "alembic_version"
        for one in (
            *inspector.get_foreign_keys(table),
            *inspector.get_unique_constraints(table),
            *inspector.get_check_constraints(table),
        )
        if not one["name"]
    ]
    assert not nameless


def test_closed_lists_are_the_same_in_the_database(empty_engine: Engine) -> None:
    """A word added to an enumeration reaches its CHECK constraint, and only one such is left."""
    inspector = inspect(empty_engine)
    for table in Base.metadata.sorted_tables:
        checks = [one["sqltext"] for one in inspector.get_check_constraints(table.name)]
        for column in table.columns:
            if isinstance(column.type, Enum):
                mine = [set(re.findall(r"'([^']+)'", check)) for check in checks
                        if re.match(rf"\W*{column.name}\b", check)]  # fmt: skip
                assert mine == [set(column.type.enums)], (table.name, column.name)


def test_every_foreign_key_is_read_by_an_index_or_by_nobody(empty_engine: Engine) -> None:
    """The columns that lists filter on are indexed: at least those that pages join from."""
    inspector = inspect(empty_engine)
    hot = {("role_grants", "user_id"), ("login_sessions", "user_id"), ("steps", "journey_id"),
           ("journey_events", "journey_id"), ("ledger_entries", "request_id")}  # fmt: skip
    for table, column in hot:
        indexes = [one["column_names"] for one in inspector.get_indexes(table)]
        uniques = [one["column_names"] for one in inspector.get_unique_constraints(table)]
        assert any(columns[:1] == [column] for columns in indexes + uniques), (table, column)


def test_down_to_nothing_and_up_again(empty_engine: Engine) -> None:
    url = _url(empty_engine)
    migrate.downgrade(url, "base")
    assert set(inspect(empty_engine).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(url)
    assert migrate.is_current(empty_engine, url)


def test_every_step_down_and_up_keeps_the_rows(database, full_engine: Engine) -> None:
    """Each revision after the first, undone and done again under real rows; those of the tables
    it makes go with it."""
    with database.reading() as session:
        before = row_counts(session)
    url = _url(full_engine)
    full_engine.dispose()
    for revision in reversed(_revisions()[:-1]):
        migrate.downgrade(url, revision)
        older = set(inspect(full_engine).get_table_names())
        before = {table: count for table, count in before.items() if table in older}
        full_engine.dispose()
        migrate.upgrade(url)
    with database.reading() as session:
        after = row_counts(session)
        kept = {table for table, count in before.items() if count and after[table] != count}
        assert not kept
        if full_engine.dialect.name == "sqlite":
            assert session.execute(text("PRAGMA foreign_key_check")).fetchall() == []
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"


CHANGES = (
    "UPDATE ledger_entries SET payload = payload",
    "UPDATE ledger_entries SET hash = 'x' WHERE id = 1",
    "DELETE FROM ledger_entries",
    "DELETE FROM ledger_entries WHERE id = 1",
)


def test_the_ledger_refuses_to_change(database, full_engine: Engine) -> None:
    emptied = (
        ["TRUNCATE ledger_entries CASCADE"] if full_engine.dialect.name == "postgresql" else []
    )
    for statement in (*CHANGES, *emptied):
        with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
            session.execute(text(statement))


def test_upgrading_twice_changes_nothing(empty_engine: Engine) -> None:
    url = _url(empty_engine)
    migrate.upgrade(url)
    migrate.upgrade(url)
    assert migrate.is_current(empty_engine, url)
